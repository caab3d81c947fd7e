//! Z17: whoever asks for what is not theirs learns nothing, not even from the work it makes.

use minqing::id::CaseNumber;

use super::receipt;
use crate::world::{CHANG, QIN, World};

#[tokio::test(flavor = "multi_thread")]
async fn z17_unknown_and_forbidden_numbers_are_answered_alike_and_make_the_same_work() {
    let world = World::new().await;
    let lamp = world.lamp(CHANG).await;
    world.says(CHANG, "新风社区的唐全贪了我们的赔偿款").await;
    world.pass(40).await;
    let sealed = receipt(&world, CHANG);
    let tang = world.cadre("tangquan");
    for who in [QIN, tang] {
        for number in [&lamp.number, &sealed] {
            // With the nearest number that was never given out: where the one is found, the other ends too.
            let nobodys = free_below(&[&lamp.number, &sealed], number);
            world.says(who, &nobodys).await;
            let mut seen = Vec::new();
            for asked in [number, &nobodys, number] {
                let before = world.store().work_done();
                world.says(who, asked).await;
                let work = world.store().work_done().since(before);
                assert!(work.bytes > 1_000 && work.rows > 10, "{work:?}");
                seen.push((world.last(who).text.replace(asked.as_str(), "N"), work));
            }
            assert!(seen.iter().all(|one| *one == seen[0]), "{who} {number} {nobodys}: {seen:#?}");
        }
    }
}

/// The next number below one that could be a case's and is none.
fn free_below(taken: &[&String], number: &str) -> String {
    let number = CaseNumber::parse(number).expect("a number").as_i64();
    let below = (1..number).rev().filter_map(CaseNumber::from_i64).map(|below| below.to_string());
    below.into_iter().find(|below| !taken.contains(&below)).expect("there are ten million")
}

#[tokio::test(flavor = "multi_thread")]
async fn z17_a_thousand_guesses_disclose_nothing() {
    let world = World::new().await;
    let lamp = world.lamp(CHANG).await;
    let base: u32 = lamp.number.replace('-', "")[..7].parse().unwrap();
    let mut answers = std::collections::BTreeSet::new();
    for step in 0..400_u32 {
        let seven = (base + step) % 10_000_000;
        let digits = format!("{seven:07}");
        for check in 0..10 {
            let number = format!("{}-{}{check}", &digits[..4], &digits[4..]);
            if minqing::id::CaseNumber::parse(&number).is_some() {
                world.sandbox.text(QIN, QIN, &number);
            }
        }
    }
    world.settle().await;
    for message in world.messages(QIN).into_iter().filter(|m| m.from_bot) {
        let mut text = message.text;
        if let Some(number) = crate::world::number_in(&text) {
            text = text.replace(&number, "N");
        }
        answers.insert(text);
    }
    assert!(answers.iter().all(|text| !text.contains("路灯") && !text.contains("钱进")), "{answers:?}");
    assert!(answers.len() <= 3, "unknown, too fast, heard: {answers:?}");
}
