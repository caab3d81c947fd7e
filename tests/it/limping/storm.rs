//! 429: so many seconds of rest for one chat, and for no other.

use std::collections::{BTreeMap, BTreeSet};

use minqing::id::Ids;
use minqing::sandbox::{Call, Content, FaultKind, Person, Seen};

use crate::world::{CHANG, LAMP, QIN, World, photo};

/// The seconds of rest asked for, if any.
fn rest(call: &Call) -> Option<i64> {
    call.error.as_ref()?.rsplit_once("retry after ")?.1.parse().ok()
}

/// No call reached a chat before its rest was over. Returns how often rest was asked for.
fn rests_were_kept(calls: &[Call]) -> usize {
    let mut until: BTreeMap<i64, i64> = BTreeMap::new();
    let mut asked = 0;
    for call in calls {
        let Some(chat) = call.chat() else { continue };
        let free = until.get(&chat).copied().unwrap_or(0);
        assert!(call.at_ms >= free, "{} to {chat} at {}, {} ms too early", call.method, call.at_ms, free - call.at_ms);
        if let Some(seconds) = rest(call) {
            asked += 1;
            until.insert(chat, call.at_ms + seconds * 1000);
        }
    }
    asked
}

/// Five minutes in which so many of a hundred calls are answered with 429, residents write and a cadre signs.
async fn weathered(percent: u8) -> (World, Vec<i64>, usize) {
    let world = World::new().await;
    let (group, qian, ids) = (world.group("guanshan"), world.cadre("qianjin"), Ids::seeded(u64::from(percent)));
    let residents: Vec<i64> = (8_000..8_024).collect();
    let before = world.so_far();
    let mut signed = BTreeSet::new();
    for step in 0..60 {
        world.sandbox.clear_faults();
        let kind = Box::new(FaultKind::TooMany { retry_after: 1 + ids.below(30) as i64 });
        world.ails(None, None, FaultKind::Sometimes { percent, kind });
        if let Some(resident) = residents.get(step) {
            world.sandbox.add_person(Person { id: *resident, first_name: "李".to_owned(), ..Person::default() });
            world.sandbox.send(*resident, *resident, photo(LAMP));
        }
        let cards: Vec<_> = world.messages(group).into_iter().filter(is_unsigned).collect();
        for card in cards.iter().filter(|card| signed.insert(card.id)) {
            world.sandbox.press(qian, group, card.id, &world.words("button-sign"));
        }
        world.pass(5).await;
    }
    let asked = rests_were_kept(&world.sandbox.journal_since(before));
    (world, residents, asked)
}

/// A card that waits to be signed for; the pinned board speaks of such too, and has no buttons.
fn is_unsigned(seen: &Seen) -> bool {
    seen.text.contains("待签收") && !seen.buttons.is_empty()
}

/// Everybody heard everything once.
async fn all_is_told(world: &World, residents: &[i64]) {
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    world.sandbox.clear_faults();
    for _ in 0..30 {
        world.pass(10).await;
        for card in world.messages(group).into_iter().filter(is_unsigned) {
            world.sandbox.press(qian, group, card.id, &world.words("button-sign"));
        }
        world.settle().await;
    }
    for resident in residents {
        let told = world.texts(*resident);
        assert_eq!(told.len(), 2, "the receipt and the signature, once each: {told:?}");
        assert!(told[0].contains("正在办") && told[1].contains("已签收"), "{told:?}");
        let number = world.number(*resident);
        let cards = world.texts(group).into_iter().filter(|text| text.starts_with(&format!("【{number}】办理中")));
        assert_eq!(cards.count(), 1, "one card, up to date");
    }
    rests_were_kept(&world.sandbox.journal());
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.waiting_letters, counts.failed_letters, counts.quarantined), (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn d10_three_of_ten_refused_for_five_minutes_and_every_notice_arrives_once() {
    let (world, residents, asked) = weathered(30).await;
    assert!(asked > 15, "a storm: {asked}");
    let reached = residents.iter().filter(|resident| !world.texts(**resident).is_empty()).count();
    assert!(reached > 6, "most are served in the middle of it: {reached}");
    all_is_told(&world, &residents).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d10_all_refused_for_five_minutes_and_every_notice_arrives_once() {
    let (world, residents, _) = weathered(100).await;
    assert!(residents.iter().all(|resident| world.texts(*resident).is_empty()));
    all_is_told(&world, &residents).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d10_one_chat_rests_and_the_others_keep_flowing_in_order() {
    let world = World::new().await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    let other = world.lamp(QIN).await;
    world.presses(qian, case.group, case.card, "button-sign").await;
    let heard = world.texts(CHANG).len();
    let before = world.so_far();
    world.ails(None, Some(CHANG), FaultKind::TooMany { retry_after: 30 });
    for step in 1..=6 {
        let note = world.sandbox.reply(qian, case.group, case.card, &format!("第{step}步"));
        world.settle().await;
        let offer = world.messages(case.group).into_iter().find(|seen| seen.reply_to == Some(note) && seen.from_bot);
        world.presses(qian, case.group, offer.expect("a note can be sent on").id, "button-send-note").await;
        // More pressing by itself than what waits, and yet it must not overtake it.
        let status = world.messages(CHANG).into_iter().find(|seen| seen.from_bot).expect("the receipt").id;
        world.replies(CHANG, CHANG, status, Content::text(&format!("补充{step}"))).await;
        let fast = world.texts(QIN).len();
        world.says(QIN, "我的事").await;
        assert!(world.texts(QIN).len() > fast, "the neighbour is answered at once");
        world.pass(10).await;
    }
    assert_eq!(world.texts(CHANG).len(), heard, "not a word while it rests");
    assert!(rests_were_kept(&world.sandbox.journal_since(before)) >= 2);
    world.sandbox.clear_faults();
    world.pass(40).await;
    let told = world.texts(CHANG).split_off(heard);
    let order: Vec<&str> = told.iter().map(|text| if text.contains("步") { "note" } else { "joined" }).collect();
    assert_eq!(order, ["note", "joined"].repeat(6), "{told:?}");
    let steps: Vec<bool> = (1..=6).map(|step| told[2 * step - 2].contains(&format!("第{step}步"))).collect();
    assert_eq!(steps, [true; 6], "{told:?}");
    assert!(world.presses(qian, other.group, other.card, "button-sign").await.starts_with("已签收。"));
    assert_eq!(world.store().counts().await.unwrap().waiting_letters, 0);
}
