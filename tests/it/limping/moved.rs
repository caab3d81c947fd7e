//! A group that becomes a supergroup has another number: heard of by a refused letter first, or by Telegram's message first.

use minqing::sandbox::FaultKind;

use crate::world::{CHANG, LAMP, QIN, World, photo};

const NEW: i64 = -1_000_920;

/// The operators' notices of a group that moved.
fn notices(world: &World) -> Vec<String> {
    world.texts(world.operators()).into_iter().filter(|text| text.contains("超级群")).collect()
}

/// Cases before, at, and after the move; the service messages come when `told_first`, else only after a letter was refused.
async fn moves(told_first: bool) {
    let world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let old = world.lamp(QIN).await;
    // A letter is on its way when the group moves.
    world.ails(Some("sendMessage"), Some(group), FaultKind::TooMany { retry_after: 20 });
    world.sends(CHANG, photo(LAMP)).await;
    world.pass(40).await;
    world.sandbox.clear_faults();
    if !told_first {
        world.ails(Some("getUpdates"), None, FaultKind::ServerError);
    }
    world.sandbox.migrate_group(group, NEW);
    let before = world.so_far();
    world.pass(60).await;
    let refused = world.tries(group, before).len();
    let number = world.number(CHANG);
    assert!(world.card(NEW, &number).is_some(), "the card that waited went to the new number: {:?}", world.texts(NEW));
    assert!(if told_first { refused == 0 } else { refused == 1 }, "{refused}");
    world.sandbox.clear_faults();
    world.pass(60).await;
    assert_eq!(notices(&world).len(), 1, "noted once, and seen: {:?}", notices(&world));
    assert!(notices(&world)[0].contains("观山镇"));
    let roster = world.stranger().await.texts("select bound_by from group_chat where role = 'unit:guanshan'").await;
    assert_eq!(roster, ["machine"], "one group for the unit, and by whom");
    // What is new goes to the new number at once.
    let before = world.so_far();
    world.sends(crate::world::LI, photo(LAMP)).await;
    world.pass(40).await;
    assert!(world.card(NEW, &world.number(crate::world::LI)).is_some());
    // The old card is out of reach there: its next edit is a new card, which works.
    world.says(QIN, "催一下").await;
    assert_eq!(world.tries(group, before).len(), 0, "nobody writes to the old number any more");
    let card = world.card(NEW, &old.number).expect("the old card comes anew").id;
    assert!(world.presses(qian, NEW, card, "button-sign").await.starts_with("已签收。"));
    assert!(world.message(NEW, card).text.contains("办理中"));
    let cards = world.texts(NEW).iter().filter(|text| text.starts_with(&format!("【{number}】待签收"))).count();
    assert_eq!(cards, 1, "each card once");
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.waiting_letters, counts.failed_letters, counts.held_letters), (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn d15_a_group_that_moved_is_heard_of_by_a_refused_letter_first() {
    moves(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d15_a_group_that_moved_is_heard_of_by_telegrams_own_message_first() {
    moves(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d15_the_triage_group_and_the_operators_group_move_with_their_cards() {
    let world = World::new().await;
    world.sends(CHANG, photo("我们那里的路灯坏了")).await;
    world.pass(700).await;
    let number = world.number(CHANG);
    let (triage, operators) = (world.triage(), world.operators());
    assert!(world.card(triage, &number).is_some(), "{:?}", world.texts(triage));
    world.sandbox.migrate_group(triage, NEW);
    world.sandbox.migrate_group(operators, NEW - 1);
    world.settle().await;
    assert_eq!(world.texts(NEW - 1).iter().filter(|text| text.contains("超级群")).count(), 2);
    world.sandbox.block(CHANG, true);
    world.settle().await;
    let card = world.card(NEW, &number).expect("the screening card comes anew");
    assert!(card.text.contains("收不到机器人的消息"), "{}", card.text);
    let screener = world.cadre("qijianwei");
    let line = world.presses(screener, NEW, card.id, "button-units").await;
    assert!(!line.contains("用不了"), "{line}");
    assert_eq!(world.store().counts().await.unwrap().failed_letters, 0);
}
