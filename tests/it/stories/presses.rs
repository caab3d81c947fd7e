//! Buttons: forged, foreign, pressed twice, late, out of order.

use minqing::sandbox::{BotRights, Content, Group, Person};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::ground::enough;
use crate::world::{ANNA, CHANG, LI, QIN, World, photo};

const VOID: &str = "这个按钮现在用不了。";

/// Whoever presses 10,000 forged buttons changes nothing, learns nothing, and gets one and the same answer.
#[tokio::test(flavor = "multi_thread")]
async fn z2_ten_thousand_forged_presses_change_nothing_and_learn_nothing() {
    let seed = 20_260_302;
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let (qian, zhao) = (world.cadre("qianjin"), world.cadre("zhaomin"));
    world.presses(qian, case.group, case.card, "button-more").await;
    let mut genuine: Vec<String> =
        world.message(case.group, case.card).buttons.into_iter().flatten().map(|(_, data)| data).collect();
    world.answered(qian, &case, "换好了").await;
    let answer = world.last(CHANG);
    genuine.extend(world.message(CHANG, answer.id).buttons.into_iter().flatten().map(|(_, data)| data));
    let people: Vec<i64> = (0..250).map(|n| 600_000 + n).collect();
    for id in &people {
        world.sandbox.add_person(Person { id: *id, first_name: "路人".to_owned(), ..Person::default() });
    }
    let events = world.event_count().await;
    let calls = world.sandbox.calls();
    let mut presses = Vec::new();
    let many = enough(10_000);
    for n in 0..many {
        let own = &genuine[n % genuine.len()];
        let data: String = match n % 8 {
            0 => format!("{:032x}", rng.random::<u128>()),
            1 => flipped(own, &mut rng),
            2 => own.clone(),
            3 => String::new(),
            // At, over and far over the 64 bytes that Telegram lets a button carry.
            4 => (0..[64, 65, 250][n % 3]).map(|_| char::from(rng.random_range(b' '..=b'~'))).collect(),
            5 => format!("{own}{}", rng.random_range(0..10)),
            6 => own.chars().rev().collect(),
            _ => ["sign", "assign_to:qianjin", "{\"tap\":\"sign\"}", "' or 1=1 --", "签收", "\u{0}", "../../button"]
                [n % 7]
                .to_owned(),
        };
        let from = people[n % people.len()];
        presses.push(world.sandbox.press_data(from, from, 1, &data));
    }
    world.settle().await;
    for press in &presses {
        let answer = world.sandbox.answer_to(press).expect("every press is answered");
        assert_eq!((answer.text.as_deref(), answer.alert), (Some(VOID), true));
    }
    let after = world.sandbox.journal_since(calls);
    let others =
        after.iter().filter(|call| !["getUpdates", "answerCallbackQuery"].contains(&call.method.as_str())).count();
    assert_eq!((world.event_count().await, others), (events, 0), "no event, no message, no edit");
    let outcomes = world.outcomes().await;
    let counted = outcomes
        .iter()
        .filter(|outcome| ["press_unknown", "press_not_staff", "press_foreign"].contains(&outcome.as_str()))
        .count();
    assert_eq!(counted, many);
    // Another resident and a cadre of another unit, with genuine buttons.
    world.says(QIN, "你好").await;
    for data in &genuine {
        assert_eq!(world.press_answer(QIN, CHANG, answer.id, data).await.0, VOID);
        let (words, _) = world.press_answer(zhao, case.group, case.card, data).await;
        assert!(!words.contains(&case.number) && !words.contains("路灯"), "{words}");
    }
    assert_eq!(world.event_count().await, events);
    world.assert_sound().await;
}

/// One hexadecimal digit with one bit turned.
fn flipped(data: &str, rng: &mut StdRng) -> String {
    let at = rng.random_range(0..data.len());
    let digit = u32::from_str_radix(&data[at..=at], 16).unwrap() ^ (1 << rng.random_range(0..4));
    format!("{}{digit:x}{}", &data[..at], &data[at + 1..])
}

/// A resident with a genuine staff button: from a leaked card, a forwarded one, or in a group of their own.
#[tokio::test(flavor = "multi_thread")]
async fn z3_a_resident_with_a_genuine_staff_button_is_refused() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    let sign = world.data(case.group, case.card, "button-sign");
    world.says(QIN, "你好").await;
    let own_group = -777;
    world.sandbox.add_group(Group {
        id: own_group,
        title: "凉水村闲聊".to_owned(),
        forum: false,
        supergroup: true,
        members: vec![QIN, CHANG],
        bot_rights: BotRights::Member,
    });
    let events = world.event_count().await;
    world.forget();
    for (who, chat) in [(QIN, QIN), (QIN, case.group), (QIN, own_group), (CHANG, CHANG), (ANNA, case.group)] {
        let before = world.outcomes().await.len();
        let (words, alert) = world.press_answer(who, chat, case.card, &sign).await;
        assert_eq!((words.as_str(), alert), (VOID, true));
        assert_eq!(world.outcomes().await[before..], ["press_not_staff"], "kept for whoever looks back");
    }
    assert_eq!(world.event_count().await, events);
    for chat in [QIN, CHANG, own_group, case.group] {
        assert!(world.news(chat).is_empty(), "nothing is said anywhere");
    }
    // What is typed there in a bound group by somebody who is not of the roster.
    world.sandbox.join(case.group, QIN);
    world.replies(QIN, case.group, case.card, Content::text("我来签收")).await;
    assert!(world.news(case.group).is_empty());
    assert_eq!(world.outcomes().await.last().map(String::as_str), Some("not_staff"));
    assert_eq!(world.event_count().await, events);
    world.assert_sound().await;
}

/// Pressed twice, by two people, late: one effect, and a line that says what is the case.
#[tokio::test(flavor = "multi_thread")]
async fn x8_pressed_twice_by_two_or_late_there_is_one_effect_and_a_clear_line() {
    let mut world = World::new().await;
    let (qian, tong, cen) = (world.cadre("qianjin"), world.cadre("tongqiushi"), world.cadre("cenbonian"));
    let case = world.lamp(CHANG).await;
    let sign = world.data(case.group, case.card, "button-sign");
    world.forget();
    // Three presses before the bot has seen the first of them.
    let presses = [qian, qian, tong].map(|who| world.sandbox.press_data(who, case.group, case.card, &sign));
    world.settle().await;
    let lines = presses.map(|press| world.sandbox.answer_to(&press).unwrap().text.unwrap());
    assert_eq!(lines[0], "已签收。3月9日(周一)前答复群众。");
    for late in &lines[1..] {
        assert_eq!(late, "已由钱进在3月2日(周一)09:10签收，不用再签。");
    }
    assert_eq!(world.news(CHANG).len(), 1, "the sender hears of it once");

    // A note sent twice.
    world.replies(qian, case.group, case.card, Content::text("明天上午来人看")).await;
    let note = world.last(case.group);
    world.forget();
    assert_eq!(world.presses(qian, case.group, note.id, "button-send-note").await, "已发给群众。");
    assert_eq!(world.presses(tong, case.group, note.id, "button-send-note").await, "已经是这样了。");
    assert_eq!(world.news(CHANG).len(), 1);

    // Assigned twice; the answer confirmed twice; a card's buttons after the answer.
    world.presses(cen, case.group, case.card, "button-more").await;
    let ask = world.data(case.group, case.card, "button-ask");
    let transfer = world.data(case.group, case.card, "button-transfer");
    world.presses(cen, case.group, case.card, "button-assign").await;
    let to_tong = world.data(case.group, case.card, "佟秋实");
    assert_eq!(world.press_answer(cen, case.group, case.card, &to_tong).await.0, "已指派给佟秋实。");
    assert_eq!(world.press_answer(cen, case.group, case.card, &to_tong).await.0, "已经是这样了。");
    assert!(world.find(case.group, "这件事指派给您").is_some_and(|told| told.pings == [tong]));
    world.presses(tong, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(tong, case.group, prompt.id, photo("换好了")).await;
    let preview = world.last(case.group);
    let confirm = world.data(case.group, preview.id, "button-confirm");
    assert_eq!(
        world.press_answer(qian, case.group, preview.id, &confirm).await.0,
        "请由写答复的同志自己确认，或者重新点“报结”。"
    );
    world.forget();
    assert_eq!(world.press_answer(tong, case.group, preview.id, &confirm).await.0, "已答复群众。");
    assert_eq!(world.press_answer(tong, case.group, preview.id, &confirm).await.0, "已经答复过群众，正在等群众评价。");
    assert_eq!(world.news(CHANG).len(), 2, "the photo and the answer, once");
    for late in [&ask, &transfer, &to_tong, &sign] {
        let (line, alert) = world.press_answer(cen, case.group, case.card, late).await;
        let expected =
            if late == &sign { "已由钱进在" } else { "已经答复过群众，正在等群众评价。" };
        assert!(line.starts_with(expected) && alert, "{line}");
    }
    world.assert_sound().await;
}

/// The sender presses twice, changes their mind, and presses what has gone.
#[tokio::test(flavor = "multi_thread")]
async fn x8_the_sender_may_press_twice_and_change_their_mind() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.answered(world.cadre("qianjin"), &case, "换好了").await;
    let answer = world.last(CHANG);
    let (yes, no) = (world.data(CHANG, answer.id, "button-solved"), world.data(CHANG, answer.id, "button-unsolved"));
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &yes).await.0, "记下了，谢谢您。");
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &yes).await.0, "已经是这样了。");
    let grade = world.data(CHANG, answer.id, "grade-satisfied");
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &grade).await.0, "记下了，谢谢您。");
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &grade).await.0, "已经是这样了。");
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &yes).await.0, "这件事已经了结。");
    assert_eq!(
        world.presses(CHANG, CHANG, answer.id, "grade-mostly").await,
        "记下了，谢谢您。",
        "the rating may still change"
    );
    world.forget();
    assert_eq!(
        world.press_answer(CHANG, CHANG, answer.id, &no).await.0,
        "记下了，谢谢您。",
        "closed, and not fixed after all"
    );
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &no).await.0, "这是上一次的问题，请看最新的答复。");
    assert_eq!(world.news(CHANG).len(), 1, "reopened once");
    let id = world.cases().await.remove(0);
    let events = world.events(&id).await;
    for once in ["signed", "done_reported", "reopened"] {
        assert_eq!(events.iter().filter(|kind| *kind == once).count(), 1, "{once}: {events:?}");
    }
    world.assert_sound().await;
}

/// Steps out of order are refused, with what to do first.
#[tokio::test(flavor = "multi_thread")]
async fn z15_steps_out_of_order_are_refused() {
    let mut world = World::new().await;
    let (qian, cen, li_transport) = (world.cadre("qianjin"), world.cadre("cenbonian"), world.cadre("qutongzhou"));
    let case = world.lamp(CHANG).await;
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.presses(qian, case.group, case.card, "button-more").await;
    let later: Vec<String> =
        ["button-report", "button-ask", "button-interim"].map(|key| world.data(case.group, case.card, key)).to_vec();
    // Passed on and back: it has to be signed for again before anything else.
    world.presses(cen, case.group, case.card, "button-transfer").await;
    assert_eq!(world.presses(cen, case.group, case.card, "交通局").await, "已派交通局 卓林原。");
    let transport = world.group("transport");
    let there = world.card(transport, &case.number).unwrap();
    world.presses(li_transport, transport, there.id, "button-more").await;
    world.presses(li_transport, transport, there.id, "button-transfer").await;
    world.presses(li_transport, transport, there.id, "观山镇").await;
    let events = world.event_count().await;
    for data in &later {
        let (line, alert) = world.press_answer(qian, case.group, case.card, data).await;
        assert_eq!((line.as_str(), alert), ("还没有签收，请先点“签收”。", true));
    }
    // A unit that has it no longer.
    let sign = world.data(case.group, world.newest_card(&case).card, "button-sign");
    let (line, _) = world.press_answer(li_transport, transport, there.id, &sign).await;
    assert_eq!(line, "这一步请由承办单位的同志来点；指派、改派请找单位负责人。");
    assert_eq!(world.event_count().await, events, "none of it left a trace in the case");
    // Nobody rates what has not been answered, nor closes it.
    let other = world.lamp(QIN).await;
    world.answered(qian, &other, "换好了").await;
    let answer = world.last(QIN);
    let tokens: Vec<String> =
        world.message(QIN, answer.id).buttons.into_iter().flatten().map(|(_, data)| data).collect();
    world.presses(QIN, QIN, answer.id, "button-unsolved").await;
    assert_eq!(world.press_answer(QIN, QIN, answer.id, &tokens[0]).await.0, "这是上一次的问题，请看最新的答复。");
    let second = world.newest_card(&other);
    let sign = world.data(second.group, second.card, "button-sign");
    world.takes_back(QIN, &other.number).await;
    assert_eq!(world.press_answer(cen, second.group, second.card, &sign).await.0, "这件事已经了结。");
    assert!(world.labels(second.group, second.card).is_empty(), "the dead button goes away");
    // Words that come too late for a prompt.
    let third = world.lamp(LI).await;
    world.presses(qian, third.group, third.card, "button-sign").await;
    world.presses(qian, third.group, third.card, "button-report").await;
    let prompt = world.last(third.group);
    world.takes_back(LI, &third.number).await;
    world.forget();
    world.replies(qian, third.group, prompt.id, photo("换好了")).await;
    let preview = world.last(third.group);
    let line = world.presses(qian, third.group, preview.id, "button-confirm").await;
    assert_eq!(line, "这件事已经了结。");
    assert!(world.news(LI).is_empty(), "nothing reaches who has taken it back");
    world.assert_sound().await;
}
