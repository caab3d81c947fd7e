//! Whoever writes without end: every word is kept and can be read, but nobody is drowned in it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use minqing::sandbox::{Content, Media, Seen};

use crate::world::{CHANG, LAMP, LI, QIN, World, number_in, photo, settings};

/// The bot's new messages to a resident, and its reactions.
fn answers(world: &World, who: i64, since: usize) -> (usize, usize) {
    let calls: Vec<_> = world.calls().into_iter().skip(since).filter(|call| call.chat() == Some(who)).collect();
    let count = |method: &str| calls.iter().filter(|call| call.method == method).count();
    (count("sendMessage"), count("setMessageReaction"))
}

/// Everything a cadre finds in private, page after page, after asking for the original of a card.
async fn read_all(world: &mut World, cadre: i64, group: i64, card: i64) -> String {
    world.forget();
    world.opens(cadre, group, card).await;
    let mut words = String::new();
    loop {
        let page: Vec<Seen> = world.news(cadre).into_iter().filter(|seen| seen.kind == "text").collect();
        words.extend(page.iter().map(|seen| format!("{}\n", seen.text)));
        let on =
            page.iter().find(|seen| world.labels(cadre, seen.id).contains(&"接着看".to_owned())).map(|seen| seen.id);
        let Some(on) = on else { return words };
        world.presses(cadre, cadre, on, "button-read-on").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_messages_in_a_minute_are_kept_and_drown_nobody() {
    let order = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&order);
    let observer =
        Arc::new(move |row: &minqing::store::InboxRow| seen.lock().unwrap().push(row.raw.contains("\"id\":502")));
    let mut world = World::with("2026-03-02 09:10", settings(), Some(observer)).await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    world.sandbox.text(CHANG, CHANG, LAMP);
    world.settle().await;
    let before = world.calls().len();
    let texts: Vec<String> = (0..300).map(|nth| format!("第{nth}遍：凉水村村口的路灯坏了，快来修")).collect();
    for (nth, text) in texts.iter().enumerate() {
        world.sandbox.text(CHANG, CHANG, text);
        if nth == 149 {
            // In the middle of it somebody else says a word.
            order.lock().unwrap().clear();
            world.sandbox.text(QIN, QIN, "大寨社区的垃圾没得人收");
            world.settle().await;
        }
        if nth % 10 == 9 {
            world.sandbox.push_clock(2_000);
        }
        if nth % 30 == 29 {
            world.settle().await;
        }
    }
    world.settle().await;
    let waited = order.lock().unwrap().iter().position(|other| *other).expect("handled");
    assert!(waited <= 64, "the other waited behind {waited} of them");
    assert!(number_in(&world.last(QIN).text).is_some());
    for _ in 0..3 {
        world.pass(60).await;
    }

    // All of it is kept, in few cases, each told by its receipt; beside them how far it is, once, a line a minute, and few thumbs.
    let counts = world.store().counts().await.unwrap();
    let cases = usize::try_from(counts.cases).unwrap() - 1;
    assert!((1..=4).contains(&cases), "{cases}");
    let (said, thumbs) = answers(&world, CHANG, before);
    assert!(said <= cases - 1 + 3 && thumbs <= 21, "{said} messages and {thumbs} thumbs for {cases} cases");
    let own: Vec<Seen> = world.messages(CHANG).into_iter().filter(|seen| seen.from_bot).collect();
    let notices = own.iter().filter(|seen| seen.text == world.words("flood-notice")).count();
    assert!((1..=2).contains(&notices), "{notices}");
    let numbers: BTreeSet<String> = own.iter().filter_map(|seen| number_in(&seen.text)).collect();
    assert_eq!(numbers.len(), cases, "every case has its receipt");

    // The group has a card for each and is not pinged for each message; who has it reads all of it.
    let in_group = world.calls_to(group);
    let cards: Vec<Seen> = numbers.iter().filter_map(|number| world.card(group, number)).collect();
    assert_eq!(cards.len(), cases);
    assert!(in_group.len() <= cases * 5, "{} calls to the group", in_group.len());
    let mut read = String::new();
    for card in &cards {
        read += &read_all(&mut world, qian, group, card.id).await;
    }
    for text in texts.iter().chain([&LAMP.to_owned()]) {
        assert!(read.contains(text), "{text}");
    }
    // Nobody is shut out: when it is calm again, all is as before.
    world.pass(180).await;
    world.forget();
    world.says(CHANG, "大寨社区的垃圾没得人收").await;
    assert!(number_in(&world.news(CHANG)[0].text).is_some());
    world.pass(40).await;
    world.says(CHANG, "/help").await;
    assert_eq!(world.last(CHANG).text, world.words("help"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_upon_a_case_edits_its_card_by_the_minute() {
    let mut world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let case = world.lamp(CHANG).await;
    world.presses(qian, group, case.card, "button-sign").await;
    let (to_group, before) = (world.calls_to(group).len(), world.calls().len());
    for nth in 0..120 {
        let content =
            if nth % 2 == 0 { photo(&format!("第{nth}张")) } else { Content::text(&format!("第{nth}句")) };
        world.sandbox.send(CHANG, CHANG, content.reply_to(1));
    }
    world.settle().await;
    let (said, thumbs) = answers(&world, CHANG, before);
    assert!(said + thumbs <= 22, "{said} and {thumbs}");
    let edits = world.calls_to(group).len() - to_group;
    assert!(edits <= 24, "{edits} calls to the group");
    let told = world.messages(group).iter().filter(|seen| seen.from_bot && seen.text.contains("补充或改了")).count();
    assert_eq!(told, 1, "pinged once, not for each");
    world.pass(60).await;
    assert!(world.message(group, case.card).text.contains("61件"), "{}", world.message(group, case.card).text);
    let read = read_all(&mut world, qian, group, case.card).await;
    assert!((0..120).all(|nth| read.contains(&format!("第{nth}{}", if nth % 2 == 0 { "张" } else { "句" }))));
    // Edits in a loop are versions; they are not news each.
    world.pass(300).await;
    let message = world.says(CHANG, "就是那一盏").await;
    let case_id = world.cases().await.pop().unwrap();
    let (quiet, before) = (world.calls_to(group).len(), world.calls().len());
    for nth in 0..100 {
        world.sandbox.edit_text(CHANG, CHANG, message, &format!("就是那一盏，改{nth}回"));
    }
    world.settle().await;
    world.pass(60).await;
    let edited = world.events(&case_id).await.into_iter().filter(|kind| kind == "edited").count();
    let (said, thumbs) = answers(&world, CHANG, before);
    assert_eq!(edited, 100, "every version is kept");
    assert!(said <= 1 && thumbs <= 1, "{said} and {thumbs}");
    assert!(world.calls_to(group).len() - quiet <= 24);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_commands_lists_and_alarms_is_answered_by_the_minute() {
    let world = World::new().await;
    for (who, text) in [(CHANG, "/help"), (QIN, "我的事"), (LI, "/start j-0000")] {
        let before = world.calls().len();
        for _ in 0..100 {
            world.sandbox.text(who, who, text);
        }
        world.settle().await;
        let (said, _) = answers(&world, who, before);
        assert!((1..=21).contains(&said), "{text}: {said}");
        assert_eq!(world.last(who).text, world.words("flood-asking"));
        for _ in 0..5 {
            world.pass(60).await;
            let before = world.calls().len();
            for _ in 0..40 {
                world.sandbox.text(who, who, text);
            }
            world.settle().await;
            assert_eq!(answers(&world, who, before).0, 1, "one line a minute while it goes on");
        }
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_flood_danger_another_matter_and_taking_back_are_still_heard() {
    let mut world = World::new().await;
    let xi = world.cadre("xichanggeng");
    world.says(CHANG, "凉水村三社我家煤气漏了，味道好大").await;
    let gas = world.number(CHANG);
    let pinged = |world: &World| world.calls_to(xi).iter().filter(|call| call.method == "sendMessage").count();
    let first = pinged(&world);
    for nth in 0..200 {
        world.sandbox.text(CHANG, CHANG, &format!("快来人啊{nth}"));
    }
    world.settle().await;
    world.forget();
    world.says(CHANG, "房子着火了，救命").await;
    let told = world.news(CHANG);
    assert!(told.iter().any(|seen| seen.text.starts_with("请马上离开着火的地方")), "{told:#?}");
    world.sandbox.send(CHANG, CHANG, Media::Voice);
    world.settle().await;
    let more = pinged(&world) - first;
    assert!(first >= 1 && (1..=21).contains(&more), "{more} more");
    world.forget();
    world.says(CHANG, LAMP).await;
    let receipts: Vec<String> = world.news(CHANG).iter().filter_map(|seen| number_in(&seen.text)).collect();
    assert!(matches!(receipts.as_slice(), [number] if *number != gas), "{receipts:?}");
    // Taking back is answered in the middle of it, once a minute, with the cases to choose from.
    world.forget();
    for _ in 0..30 {
        world.sandbox.text(CHANG, CHANG, "/withdraw");
    }
    world.settle().await;
    let told = world.news(CHANG);
    assert_eq!(told.len(), 1, "{told:#?}");
    let choices = world.labels(CHANG, told[0].id);
    assert!(choices.len() == 2 && choices.iter().any(|label| label.contains(&receipts[0])), "{choices:?}");
    world.takes_back(CHANG, &receipts[0]).await;
    world.assert_sound().await;
}

/// Words that come as fast as the clock ticks do not put the card off from minute to minute.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_without_end_does_not_put_the_card_off_for_ever() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    for nth in 0..30 {
        world.sandbox.send(CHANG, CHANG, photo(&format!("第{nth}张")).reply_to(1));
    }
    world.settle().await;
    let before = world.message(case.group, case.card).text;
    // The minute is over and its clock has not rung yet when the next word comes.
    world.sandbox.push_clock(60_000);
    world.sandbox.send(CHANG, CHANG, photo("第30张").reply_to(1));
    world.settle().await;
    world.pass(1).await;
    let after = world.message(case.group, case.card).text;
    assert!(before != after && after.contains("32件"), "{after}");
    world.assert_sound().await;
}
