//! Answers that are none, and answers that are lost.

use std::collections::BTreeMap;

use minqing::sandbox::FaultKind;

use crate::paper::Paper;
use crate::world::{CHANG, LAMP, QIN, World, photo};

/// How many letters count as sent.
async fn sent(world: &World) -> i64 {
    world.stranger().await.number("select count(*) from letter where state = 'sent'").await
}

/// The distances between the tries of one letter grow.
fn grows(tries: &[i64]) -> bool {
    let gaps: Vec<i64> = tries.windows(2).map(|two| two[1] - two[0]).collect();
    gaps.windows(2).all(|two| two[1] >= two[0]) && gaps.last() > gaps.first()
}

// One thread, so that the log of everything is caught.
#[tokio::test]
async fn d11_strange_answers_are_tried_again_and_no_body_is_logged() {
    let paper = Paper::at(tracing::Level::DEBUG);
    for kind in [
        FaultKind::Html502,
        FaultKind::ServerError,
        FaultKind::EmptyBody,
        FaultKind::TruncatedJson,
        FaultKind::NoCode,
        FaultKind::WrongType,
    ] {
        let world = World::new().await;
        let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
        let case = world.lamp(QIN).await;
        let press = world.sandbox.press(qian, group, case.card, &world.words("button-sign"));
        for method in ["sendMessage", "sendPhoto", "editMessageText", "setMessageReaction", "answerCallbackQuery"] {
            world.ails(Some(method), None, kind.clone());
        }
        let (already, before) = (sent(&world).await, world.so_far());
        world.sends(CHANG, photo(LAMP)).await;
        for _ in 0..60 {
            world.pass(1).await;
        }
        assert_eq!(sent(&world).await, already, "{kind:?}: nothing counts as sent");
        let tries: Vec<i64> = world.tries(CHANG, before).iter().map(|call| call.at_ms).collect();
        assert!(tries.len() >= 3 && tries.len() <= 6 && grows(&tries), "{kind:?}: {tries:?}");
        let updates = world.store().counts().await.unwrap().pending_inbox;
        assert_eq!(updates, 0, "{kind:?}: what came in was handled meanwhile");
        world.sandbox.clear_faults();
        // The polls too.
        world.ails(Some("getUpdates"), None, kind.clone());
        world.sandbox.text(QIN, QIN, "催一下");
        world.pass(60).await;
        world.pass(60).await;
        world.sandbox.clear_faults();
        world.pass(400).await;
        assert!(world.find(QIN, "已替您催了").is_some(), "{kind:?}: heard once the polls are well again");
        assert!(world.texts(QIN).iter().any(|text| text.contains("已签收")), "{kind:?}");
        assert!(world.card(group, &world.number(CHANG)).is_some() && world.sandbox.answer_to(&press).is_some());
        let counts = world.store().counts().await.unwrap();
        assert_eq!((counts.waiting_letters, counts.failed_letters, counts.quarantined), (0, 0, 0), "{kind:?}");
    }
    let log = paper.text();
    assert!(log.contains("letter not sent"), "the faults are told");
    for body in ["nginx", "Bad Gateway", "what is this", "Internal Server Error", "路灯", "message_id", "make-believe"]
    {
        assert!(!log.contains(body), "{body} in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d12_a_minute_of_lost_answers_doubles_little_and_breaks_no_order() {
    let world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let case = world.lamp(QIN).await;
    let heard = world.texts(QIN).len();
    world.ails(None, None, FaultKind::AcceptThenReset);
    world.sandbox.press(qian, group, case.card, &world.words("button-sign"));
    world.sandbox.send(CHANG, CHANG, photo(LAMP));
    // Polls are lost too: their answers never arrive, and what they brought is asked for again.
    for _ in 0..30 {
        world.pass(1).await;
    }
    world.sandbox.clear_faults();
    for method in ["sendMessage", "editMessageText", "setMessageReaction", "answerCallbackQuery", "sendPhoto"] {
        world.ails(Some(method), None, FaultKind::AcceptThenReset);
    }
    let note = world.sandbox.reply(qian, group, case.card, "师傅下午去");
    for _ in 0..60 {
        world.pass(1).await;
    }
    world.sandbox.clear_faults();
    world.pass(400).await;
    let offer = world.messages(group).into_iter().find(|seen| seen.reply_to == Some(note)).expect("a note").id;
    world.presses(qian, group, offer, "button-send-note").await;
    for chat in [QIN, CHANG, group] {
        let mut often: BTreeMap<String, usize> = BTreeMap::new();
        for text in world.texts(chat) {
            *often.entry(text).or_default() += 1;
        }
        assert!(often.values().all(|times| *times <= 6), "{often:?}");
    }
    let mut told = world.texts(QIN).split_off(heard);
    told.dedup();
    assert_eq!(told.len(), 2, "doubled side by side, never out of order: {told:?}");
    assert!(told[0].contains("已签收") && told[1].contains("师傅下午去"), "{told:?}");
    assert!(world.card(group, &world.number(CHANG)).is_some());
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.waiting_letters, counts.failed_letters, counts.cases), (0, 0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn d11_one_chat_that_fails_starves_no_other() {
    let world = World::new().await;
    let people = |from: i64| from..from + 12;
    let write = |from: i64| {
        for resident in people(from) {
            let name = "李".to_owned();
            world.sandbox.add_person(minqing::sandbox::Person { id: resident, first_name: name, ..Default::default() });
            world.sandbox.send(resident, resident, photo(LAMP));
        }
    };
    let begun = std::time::Instant::now();
    write(9_000);
    world.sends(QIN, photo(LAMP)).await;
    world.pass(40).await;
    let well = begun.elapsed();
    let begun = std::time::Instant::now();
    people(9_100).for_each(|resident| world.ails(None, Some(resident), FaultKind::ServerError));
    write(9_100);
    world.sends(CHANG, photo(LAMP)).await;
    world.pass(40).await;
    let ailing = begun.elapsed();
    assert!(world.card(world.group("guanshan"), &world.number(CHANG)).is_some());
    // No call was sat upon: nothing of this needs the ten seconds that some libraries sleep over a server's fault.
    assert!(ailing < well * 3 + std::time::Duration::from_secs(10), "{ailing:?}, and {well:?} when all is well");
}
