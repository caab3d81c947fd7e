//! The accused never learns: stories of accusations, told through what everybody in them could read.

mod above;
mod inaction;
mod late;
mod lookups;
mod mixed;
mod released;
mod taint;
mod whole;

use minqing::sandbox::{Person, Seen};

use crate::world::World;

/// Readers of the discipline lane.
pub const LANE: [&str; 3] = ["mengshenzhi", "wujian", "yanruobing"];

/// Everything a chat ever got, as Telegram saw it.
pub fn carried(world: &World, chat: i64) -> String {
    world.calls_to(chat).iter().map(|call| call.params.to_string()).collect::<Vec<_>>().join("\n")
}

/// Every chat of staff: groups, and the private chats of cadres.
pub fn staff_chats(world: &World) -> Vec<i64> {
    world.sandbox.chats().into_iter().filter(|chat| *chat < 0 || *chat > 10_000).collect()
}

/// None of these words reached any chat of staff but those of these cadres.
#[track_caller]
pub fn assert_only(world: &World, readers: &[&str], marks: &[&str]) {
    let readers: Vec<i64> = readers.iter().map(|id| world.cadre(id)).collect();
    for chat in staff_chats(world).into_iter().filter(|chat| !readers.contains(chat)) {
        let carried = carried(world, chat);
        for mark in marks {
            assert!(!carried.contains(mark), "{mark} reached chat {chat}");
        }
    }
}

/// A resident who has not been here before.
pub fn newcomer(world: &World, id: i64) -> i64 {
    world.sandbox.add_person(Person {
        id,
        first_name: "村民".to_owned(),
        language_code: Some("zh-hans".to_owned()),
        ..Person::default()
    });
    id
}

/// The number on the last receipt a resident got.
#[track_caller]
pub fn receipt(world: &World, resident: i64) -> String {
    let trouble = world.words("button-trouble");
    let has = |m: &Seen| m.buttons.iter().flatten().any(|(label, _)| *label == trouble);
    let last = world.messages(resident).into_iter().rfind(|m| m.from_bot && has(m));
    let last = last.unwrap_or_else(|| panic!("no receipt: {}", world.ever_said(resident)));
    crate::world::number_in(&last.text).expect("a number")
}

/// A number that could be a case's and is none: its check digit is right.
pub fn free_number(world: &World, seven: &str) -> String {
    let number = (0..10)
        .map(|check| format!("{}-{}{check}", &seven[..4], &seven[4..]))
        .find(|number| minqing::id::CaseNumber::parse(number).is_some())
        .expect("one of ten is right");
    assert!(!world.ever_said(crate::world::CHANG).contains(&number));
    number
}

/// The last message of the bot in a cadre's private chat about a number.
pub fn told(world: &World, cadre: &str, words: &str) -> Option<Seen> {
    world.find(world.cadre(cadre), words)
}

/// A reader opens a sealed case from what they were told, and sees the sheet with its buttons.
pub async fn opens_sealed(world: &World, cadre: &str, number: &str) -> Seen {
    let chat = world.cadre(cadre);
    let messages = world.messages(chat);
    let offer = messages.into_iter().rfind(|m| {
        m.from_bot && m.text.contains(number) && m.buttons.iter().flatten().any(|(label, _)| label == "看原文")
    });
    let offer = offer.unwrap_or_else(|| panic!("{cadre} was not offered {number}"));
    world.presses(chat, chat, offer.id, "button-read").await;
    world.messages(chat).into_iter().rfind(|m| m.from_bot && !m.buttons.is_empty()).unwrap()
}

/// The lane's own group, bound by one of its readers.
pub async fn lane_group(world: &World) -> i64 {
    let group = -200_001;
    let members: Vec<i64> = LANE.iter().map(|id| world.cadre(id)).collect();
    world.sandbox.add_group(minqing::sandbox::Group {
        id: group,
        title: "密件台".to_owned(),
        forum: false,
        supergroup: true,
        members: members.clone(),
        bot_rights: minqing::sandbox::BotRights::None,
    });
    world.sandbox.add_bot_to_group(group, members[1]);
    world.sandbox.set_bot_admin(group, members[1], true);
    world.settle().await;
    let question = world.last(group);
    world.presses(members[1], group, question.id, "button-bind-lane").await;
    for member in members {
        world.sandbox.text(member, group, "收到");
    }
    world.settle().await;
    group
}

/// One reader tells an outcome, another one agrees.
pub async fn outcome(world: &World, number: &str) {
    let sheet = opens_sealed(world, "wujian", number).await;
    world.presses(world.cadre("wujian"), world.cadre("wujian"), sheet.id, "button-outcome-true").await;
    let yan = world.cadre("yanruobing");
    let question = world.find(yan, "吴检准备这样答复").expect("a second reader is asked");
    world.presses(yan, yan, question.id, "button-agree").await;
}
