//! Z17: whoever asks for what is not theirs learns nothing, not even from the work it makes.

use super::{free_number, receipt};
use crate::world::{CHANG, QIN, World};

#[tokio::test(flavor = "multi_thread")]
async fn z17_unknown_and_forbidden_numbers_are_answered_alike_and_make_the_same_work() {
    let world = World::new().await;
    let lamp = world.lamp(CHANG).await;
    world.says(CHANG, "新风社区的唐全贪了我们的赔偿款").await;
    world.pass(40).await;
    let sealed = receipt(&world, CHANG);
    let (one, other) = (free_number(&world, "1234567"), free_number(&world, "8765432"));
    let tang = world.cadre("tangquan");
    for who in [QIN, tang] {
        world.says(who, &one).await;
        // On a server the process renews its lease now and then, whoever asks what: such a round is asked again.
        let mut rounds = Vec::new();
        for _ in 0..3 {
            let mut seen = Vec::new();
            for number in [&one, &lamp.number, &sealed, &other] {
                let before = world.store().work_done();
                world.says(who, number).await;
                let work = world.store().work_done().since(before);
                seen.push((world.last(who).text.replace(number.as_str(), "N"), work.statements));
            }
            let alike = seen.iter().all(|one| *one == seen[0]);
            rounds.push(seen);
            if alike {
                break;
            }
            world.pass(120).await;
        }
        let last = rounds.last().unwrap();
        assert!(last.iter().all(|one| *one == last[0]), "{who}: {rounds:?}");
    }
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
