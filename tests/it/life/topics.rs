//! Forums: one topic for each case, and no more in its name than its card may say. The board of a unit.

use minqing::sandbox::{BotRights, Content, Group, Person, Seen};
use serde_json::Value;

use crate::world::{CHANG, Posted, QIN, World, photo};

/// A world in which the group of 观山镇 is a forum, with the bot as its administrator or not.
async fn forum(admin: bool) -> World {
    let world = World::new().await;
    let (group, cen) = (world.group("guanshan"), world.cadre("cenbonian"));
    world.sandbox.set_forum(group, true);
    // Telegram tells what the bot may do only when that changes.
    for admin in [false, admin] {
        world.sandbox.set_bot_admin(group, cen, admin);
        world.settle().await;
    }
    world
}

/// The receipt of the resident's case.
fn receipt(world: &World) -> i64 {
    world.messages(CHANG).into_iter().find(|seen| seen.from_bot && seen.text.contains("编号")).expect("a receipt").id
}

/// The topics of a group: number, name, whether closed.
fn topics(world: &World, group: i64) -> Vec<(i64, String, bool)> {
    world.sandbox.topics(group)
}

fn only_topic(world: &World, group: i64) -> (i64, String, bool) {
    let all = topics(world, group);
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().unwrap()
}

/// Letters that are held, and that failed.
async fn undelivered(world: &World) -> (u64, u64) {
    let counts = world.store().counts().await.unwrap();
    (counts.held_letters, counts.failed_letters)
}

fn calls(world: &World, method: &str) -> usize {
    world.calls().iter().filter(|call| call.method == method).count()
}

/// What the bot says in a topic.
fn said_in(world: &World, group: i64, thread: i64) -> Vec<Seen> {
    world
        .messages(group)
        .into_iter()
        .filter(|seen| seen.from_bot && seen.kind == "text" && seen.thread == Some(thread))
        .collect()
}

async fn closed(world: &World, case: &Posted) {
    world.answered(world.cadre("qianjin"), case, "换好了").await;
    let answer = world.find(CHANG, "换好了").unwrap();
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    let grade = world.last(CHANG);
    world.presses(CHANG, CHANG, grade.id, "grade-satisfied").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_has_a_topic_whose_name_says_how_it_stands() {
    let world = forum(true).await;
    let case = world.lamp(CHANG).await;
    let (thread, name, closed_now) = only_topic(&world, case.group);
    assert_eq!((name.as_str(), closed_now), (format!("待签收 {} 市政照明 观山镇", case.number).as_str(), false));
    assert_eq!(world.message(case.group, case.card).thread, Some(thread));
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    assert_eq!(only_topic(&world, case.group).1, format!("办理中 {} 市政照明 观山镇", case.number));
    // What is said of the case is said in its topic.
    world.says(CHANG, "催一下").await;
    assert!(said_in(&world, case.group, thread).iter().any(|seen| seen.text.contains("群众催办")));
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    assert_eq!(prompt.thread, Some(thread));
    world.replies(world.cadre("qianjin"), case.group, prompt.id, photo("换好了")).await;
    let preview = world.last(case.group);
    world.presses(world.cadre("qianjin"), case.group, preview.id, "button-confirm").await;
    let (_, name, closed_now) = only_topic(&world, case.group);
    assert!(name.starts_with("已答复") && !closed_now, "{name}");
    let answer = world.find(CHANG, "换好了").unwrap();
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    let grade = world.last(CHANG);
    world.presses(CHANG, CHANG, grade.id, "grade-satisfied").await;
    assert_eq!(only_topic(&world, case.group), (thread, format!("已办结 {} 市政照明 观山镇", case.number), true));
    // Another case has a topic of its own, and nothing of the two stands in the other's.
    let second = world.posted(QIN, photo("观山镇大桥村的路灯也坏了两天了"), "guanshan").await;
    let threads: Vec<i64> = topics(&world, case.group).into_iter().map(|(thread, _, _)| thread).collect();
    assert!(threads.len() == 2 && world.message(case.group, second.card).thread != Some(thread));
    assert!(said_in(&world, case.group, thread).iter().all(|seen| !seen.text.contains(&second.number)));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_opens_again_with_its_case() {
    let world = forum(true).await;
    let case = world.lamp(CHANG).await;
    closed(&world, &case).await;
    let (thread, _, shut) = only_topic(&world, case.group);
    assert!(shut);
    world.says(CHANG, "未解决").await;
    let (again, name, shut) = only_topic(&world, case.group);
    assert!(again == thread && !shut && name.starts_with("待签收"), "{name}");
    let card = said_in(&world, case.group, thread).into_iter().rfind(|seen| seen.text.contains("第2次办理"));
    assert!(card.is_some(), "its new card stands in it");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_somebody_deleted_or_closed_comes_again() {
    let world = forum(true).await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    let (thread, _, _) = only_topic(&world, case.group);
    world.sandbox.close_topic(case.group, qian, thread);
    world.says(CHANG, "催一下").await;
    assert!(!only_topic(&world, case.group).2, "opened again, for something is said in it");
    world.sandbox.delete_topic(case.group, qian, thread);
    world.says(CHANG, "请人上门").await;
    world.settle().await;
    let (anew, name, shut) = only_topic(&world, case.group);
    assert!(anew != thread && !shut && name.contains(&case.number), "{name}");
    assert_eq!(undelivered(&world).await, (0, 0));
    // The next edit of the card, which went with the topic, brings it there again.
    world.replies(CHANG, CHANG, receipt(&world), Content::text("还有一盏也不亮")).await;
    world.pass(40).await;
    let card = said_in(&world, case.group, anew).into_iter().find(|seen| {
        seen.text.starts_with(&format!("【{}】", case.number))
            && seen.buttons.iter().flatten().any(|(label, _)| label == "签收")
    });
    let card = card.expect("the card stands in the new topic");
    assert!(world.presses(qian, case.group, card.id, "button-sign").await.starts_with("已签收"));
    assert!(only_topic(&world, case.group).1.starts_with("办理中"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_to_run_topics_there_is_a_plain_card() {
    let world = forum(false).await;
    let case = world.lamp(CHANG).await;
    assert!(topics(&world, case.group).is_empty() && calls(&world, "createForumTopic") == 0);
    assert_eq!(world.message(case.group, case.card).thread, None);
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    world.assert_sound().await;
    // Thought to have it, and refused: the same, and asked once.
    let world = forum(true).await;
    world.sandbox.fault(minqing::sandbox::Fault {
        method: Some("createForumTopic".to_owned()),
        chat: None,
        kind: minqing::sandbox::FaultKind::BadRequest("not enough rights to manage topics in the chat".to_owned()),
        times: u32::MAX,
    });
    let case = world.lamp(CHANG).await;
    world.says(CHANG, "催一下").await;
    assert_eq!((calls(&world, "createForumTopic"), world.message(case.group, case.card).thread), (1, None));
    assert_eq!(undelivered(&world).await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_group_has_one_card_and_no_topic() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    assert!(world.calls().iter().all(|call| !call.method.ends_with("ForumTopic")));
}

/// What is written in the topic is a note on the case, by an answer to the card or without one; 👀 says that it was seen.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_in_a_topic_is_a_note_and_is_seen() {
    let world = forum(true).await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    let (thread, _, _) = only_topic(&world, case.group);
    let eyes = |id: i64| world.message(case.group, id).reactions.iter().any(|(_, emoji)| emoji == "👀");
    for content in [Content::text("下午去看").in_thread(thread), Content::text("带梯子").reply_to(case.card)] {
        let note = world.sandbox.send(qian, case.group, content);
        world.settle().await;
        assert!(eyes(note));
        let kept = world.last(case.group);
        assert_eq!((kept.reply_to, kept.thread), (Some(note), Some(thread)), "{}", kept.text);
    }
    let chatter = world.sandbox.send(qian, case.group, Content::text("中午吃什么"));
    let stranger = 900;
    world.sandbox.add_person(Person { id: stranger, first_name: "外人".to_owned(), ..Person::default() });
    world.sandbox.join(case.group, stranger);
    world.settle().await;
    let foreign = world.sandbox.send(stranger, case.group, Content::text("我也说两句").in_thread(thread));
    world.settle().await;
    assert!(!eyes(chatter) && !eyes(foreign));
    // Where somebody nobody knows reads along, the name says as little as the card.
    assert_eq!(only_topic(&world, case.group).1, format!("待签收 {}", case.number));
    let id = &world.cases().await[0];
    assert_eq!(world.events(id).await.iter().filter(|kind| *kind == "note_written").count(), 2);
    world.assert_sound().await;
}

/// 👀 is a light sign: where a group allows none, the note is kept all the same, and nobody hears of a fault.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_without_reactions_keeps_the_note() {
    let world = World::new().await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.sandbox.fault(minqing::sandbox::Fault {
        method: Some("setMessageReaction".to_owned()),
        chat: Some(case.group),
        kind: minqing::sandbox::FaultKind::BadRequest("REACTION_INVALID".to_owned()),
        times: u32::MAX,
    });
    world.replies(qian, case.group, case.card, Content::text("下午去看")).await;
    assert!(world.find(case.group, "发给群众").is_some() || !world.last(case.group).buttons.is_empty());
    assert_eq!(undelivered(&world).await, (0, 0));
}

/// Everything the bot did in a group about a case, but for numbers.
fn trace(world: &World, group: i64, number: &str) -> Vec<String> {
    let calls = world.calls_to(group).into_iter().filter(|call| call.error.is_none());
    let words = calls.map(|call| {
        let text =
            ["text", "name"].iter().find_map(|key| call.params.get(*key).and_then(Value::as_str)).unwrap_or_default();
        format!("{} {}", call.method, text.replace(number, "N"))
    });
    words.collect()
}

/// Sealed or handed over: the same line in place of the card, the same name of the topic, and it is closed.
#[tokio::test(flavor = "multi_thread")]
async fn the_topic_of_a_sealed_case_ends_as_that_of_a_transfer() {
    let mut traces = Vec::new();
    for sealed in [true, false] {
        let world = forum(true).await;
        let case = world.lamp(CHANG).await;
        let before = world.calls_to(case.group).len();
        if sealed {
            world.replies(CHANG, CHANG, receipt(&world), Content::text("钱进收了我两千块钱才肯修")).await;
        } else {
            let cen = world.cadre("cenbonian");
            world.presses(cen, case.group, case.card, "button-more").await;
            world.presses(cen, case.group, case.card, "button-transfer").await;
            world.presses(cen, case.group, case.card, "城管局").await;
        }
        world.pass(40).await;
        let (_, name, shut) = only_topic(&world, case.group);
        assert_eq!((name, shut), (format!("{} 已转办", case.number), true));
        let stub = world.message(case.group, case.card);
        assert!(stub.text.contains("已转办") && stub.buttons.is_empty());
        traces.push((before, trace(&world, case.group, &case.number)));
        world.assert_sound().await;
    }
    let end = |(_, trace): &(usize, Vec<String>)| {
        trace.iter().rev().filter(|line| line.contains('N')).take(2).cloned().collect::<Vec<_>>()
    };
    assert_eq!(end(&traces[0]), end(&traces[1]));
}

/// A group that is a forum already when it is bound in place of another: the cards move into topics.
#[tokio::test(flavor = "multi_thread")]
async fn cards_that_move_to_a_forum_have_topics_there() {
    let world = World::new().await;
    let (cen, qian, case) = (world.cadre("cenbonian"), world.cadre("qianjin"), world.lamp(CHANG).await);
    let new = -930;
    world.sandbox.add_group(Group {
        id: new,
        title: "观山镇新群".to_owned(),
        supergroup: true,
        forum: true,
        members: vec![cen, qian],
        bot_rights: BotRights::None,
    });
    world.sandbox.add_bot_to_group(new, cen);
    world.sandbox.set_bot_admin(new, cen, true);
    world.settle().await;
    let question = world.messages(new).into_iter().rfind(|seen| !seen.buttons.is_empty()).unwrap();
    world.presses(cen, new, question.id, "观山镇").await;
    let card = world.card(new, &case.number).expect("the card moved");
    assert_eq!(card.thread, Some(only_topic(&world, new).0));
    world.assert_sound().await;
}

fn board(world: &World, group: i64) -> Vec<Seen> {
    world.messages(group).into_iter().filter(|seen| seen.from_bot && seen.text.contains("看板")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_has_one_board_that_is_pinned_and_edited() {
    let world = World::new().await;
    let group = world.group("guanshan");
    let first = board(&world, group);
    assert!(first.len() == 1 && first[0].pinned && first[0].silent && first[0].text.contains("在办0件"), "{first:?}");
    let (sent, pins) = (calls(&world, "sendMessage"), calls(&world, "pinChatMessage"));
    assert!(sent > 0);
    let mut numbers = Vec::new();
    for at in 0..9 {
        let who = 700 + at;
        world.sandbox.add_person(Person { id: who, first_name: format!("居民{at}"), ..Person::default() });
        numbers.push(world.lamp(who).await.number);
    }
    world.pass(70).await;
    let now = board(&world, group);
    assert!(now.len() == 1 && now[0].id == first[0].id && now[0].pinned, "one message, edited");
    let lines: Vec<&str> = now[0].text.lines().collect();
    assert!(lines.len() <= 10 && lines[1] == "在办9件，今天到期0件，超期0件", "{}", now[0].text);
    assert_eq!(lines.iter().filter(|line| numbers.iter().any(|number| line.contains(number.as_str()))).count(), 7);
    assert!(lines[2].contains("3月9日(周一)") && lines[9].contains('2'), "{}", now[0].text);
    assert!(!now[0].text.contains("凉水村") && !now[0].text.contains("路灯"));
    assert_eq!(calls(&world, "pinChatMessage"), pins, "pinned once");
    // Ten things within a minute are one edit.
    let edits = |world: &World| world.message(group, first[0].id).edits.len();
    let before = edits(&world);
    for number in &numbers[..6] {
        let card = world.card(group, number).unwrap();
        world.presses(world.cadre("qianjin"), group, card.id, "button-sign").await;
    }
    world.pass(59).await;
    assert_eq!(edits(&world), before);
    world.pass(2).await;
    assert_eq!(edits(&world), before + 1);
    world.until("2026-03-09 08:01").await;
    assert!(board(&world, group)[0].text.contains("今天到期9件"), "{}", board(&world, group)[0].text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_that_somebody_deleted_comes_again_and_is_pinned() {
    let world = World::new().await;
    let group = world.group("guanshan");
    let first = board(&world, group).remove(0);
    world.sandbox.delete_message(group, first.id);
    world.lamp(CHANG).await;
    world.pass(70).await;
    let now = board(&world, group);
    assert!(now.len() == 1 && now[0].id != first.id && now[0].pinned && now[0].text.contains("在办1件"), "{now:?}");
}

/// A case that somebody must not learn of moves no figure on a board that a group reads.
#[tokio::test(flavor = "multi_thread")]
async fn a_board_counts_nothing_that_is_kept_from_anybody() {
    let world = World::new().await;
    let group = world.group("guanshan");
    world.says(CHANG, "唐全把我们社区的补偿款吃了两万多").await;
    world.pass(100).await;
    let case = world.lamp(QIN).await;
    world.pass(70).await;
    assert!(board(&world, group)[0].text.contains("在办1件"));
    world.says(QIN, "钱进收了我两千块钱才肯修").await;
    world.pass(100).await;
    let text = board(&world, group)[0].text.clone();
    assert!(text.contains("在办0件") && !text.contains(&case.number), "{text}");
    for unit in ["guanshan", "xinfeng"] {
        let chat = world.group(unit);
        assert!(!board(&world, chat).iter().any(|seen| seen.text.contains("密") || seen.text.contains("举报")));
    }
}
