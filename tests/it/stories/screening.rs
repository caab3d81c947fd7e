//! What a human must look at: pictures and voices without words, places not named, routes not sure.

use minqing::sandbox::{Content, Media};

use crate::world::{CHANG, LAMP, LI, QIN, World, photo};

/// The screening card of a case in the county's triage group.
fn screening(world: &World, number: &str) -> i64 {
    world.card(world.triage(), number).unwrap_or_else(|| panic!("no screening card of {number}")).id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_without_words_is_dispatched_by_a_screeners_taps() {
    let mut world = World::new().await;
    let (qi, triage) = (world.cadre("qijianwei"), world.triage());
    world.sends(CHANG, Media::Voice).await;
    let receipt = world.last(CHANG);
    assert!(
        receipt.text.contains("这件事要请人看一看。3月3日(周二)前告诉您由谁负责，3月9日(周一)前给您答复。"),
        "{}",
        receipt.text
    );
    world.pass(40).await;
    let number = world.number(CHANG);
    let card = screening(&world, &number);
    let seen = world.message(triage, card);
    assert!(seen.text.contains("类别待定，地点待定") && seen.text.contains("没有文字"), "{}", seen.text);
    assert_eq!(world.presses(qi, triage, card, "button-read").await, "原文已发到您的私聊。");
    assert_eq!(world.last(qi).kind, "voice", "the screener hears it in private");
    assert!(world.messages(triage).iter().all(|message| message.kind != "voice"), "and nobody in a group");
    world.presses(qi, triage, card, "button-units").await;
    assert!(world.labels(triage, card).contains(&"观山镇".to_owned()));
    world.forget();
    assert_eq!(world.presses(qi, triage, card, "观山镇").await, "已派观山镇 佟秋实。");
    assert!(world.message(triage, card).text.contains("已派观山镇 佟秋实。"));
    assert_eq!(world.news(CHANG)[0].text, format!("编号 {number}：由观山镇佟秋实负责，3月9日(周一)前给您答复。"));
    let unit_card = world.card(world.group("guanshan"), &number).unwrap();
    assert!(
        unit_card.pings == [world.cadre("tongqiushi")] && unit_card.text.contains("附图片、语音等1件"),
        "{}",
        unit_card.text
    );
    assert_eq!(
        world.presses(world.cadre("tongqiushi"), world.group("guanshan"), unit_card.id, "button-sign").await,
        "已签收。3月9日(周一)前答复群众。"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_question_waits_until_it_is_answered_or_passed_over() {
    let mut world = World::new().await;
    world.says(CHANG, "我们村口的路灯坏了").await;
    let receipt = world.last(CHANG);
    assert!(receipt.text.ends_with("请问是哪个镇（街道）的事？点一下就行，不点也给您办。"), "{}", receipt.text);
    let towns = ["长源街道", "观山镇", "龙井镇", "路溪镇", "不说也行", "有人找我麻烦"];
    assert_eq!(world.labels(CHANG, receipt.id), towns);
    world.pass(40).await;
    assert_eq!(world.labels(CHANG, receipt.id), towns, "an old hand needs more than eight seconds");
    let number = world.number(CHANG);
    let card = screening(&world, &number);
    world.forget();
    let town = world.data(CHANG, receipt.id, "路溪镇");
    let other = world.data(CHANG, receipt.id, "龙井镇");
    assert_eq!(world.press_answer(CHANG, CHANG, receipt.id, &town).await.0, "记下了，谢谢您。");
    let group = world.group("luxi");
    let posted = world.card(group, &number).expect("routed by the answer");
    assert!(posted.text.contains("市政照明，路溪镇"), "{}", posted.text);
    assert!(world.message(world.triage(), card).text.contains("已派路溪镇"));
    let told = world.news(CHANG);
    assert!(told.len() == 1 && told[0].text.contains("由路溪镇"), "{told:?}");
    let labels = ["button-name-hide", "button-trouble", "button-people"].map(|key| world.words(key));
    assert_eq!(world.labels(CHANG, receipt.id), labels);
    for late in [&town, &other] {
        let (words, alert) = world.press_answer(CHANG, CHANG, receipt.id, late).await;
        assert_eq!((words.as_str(), alert), ("这件事已经派给路溪镇了。", true));
    }
    assert_eq!(world.press_answer(QIN, CHANG, receipt.id, &town).await.0, "这个按钮现在用不了。");

    // At once, while the burst still runs.
    world.says(QIN, "路灯坏了").await;
    let receipt = world.last(QIN);
    world.presses(QIN, QIN, receipt.id, "观山镇").await;
    let seen = world.message(QIN, receipt.id);
    assert!(
        seen.text.contains("市政照明，观山镇") && seen.text.contains("由观山镇佟秋实负责") && seen.buttons.len() == 2,
        "{}",
        seen.text
    );
    world.pass(40).await;
    assert!(world.card(world.group("guanshan"), &world.number(QIN)).is_some());

    // Passed over: the question goes away and stays away; a screener settles it.
    world.says(LI, "路灯坏了").await;
    let receipt = world.last(LI);
    world.presses(LI, LI, receipt.id, "button-skip").await;
    assert!(!world.message(LI, receipt.id).text.contains("请问"));
    world.pass(40).await;
    assert!(
        !world.message(LI, receipt.id).text.contains("请问")
            && world.labels(LI, receipt.id) == [world.words("button-name-hide"), world.words("button-trouble")]
    );
    let (zhuang, triage) = (world.cadre("zhuangwenqu"), world.triage());
    let card = screening(&world, &world.number(LI));
    assert_eq!(world.presses(zhuang, triage, card, "市政照明").await, "请再点是哪个镇（街道）。");
    assert_eq!(world.presses(zhuang, triage, card, "龙井镇").await.get(..6), Some("已派"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_can_be_answered_in_words() {
    let mut world = World::new().await;
    world.says(CHANG, "我们村口的路灯坏了").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    world.forget();
    world.says(CHANG, "是观山镇云盘村的").await;
    let posted = world.card(world.group("guanshan"), &number).expect("routed by the words");
    assert!(posted.text.contains("市政照明，观山镇云盘村"), "{}", posted.text);
    assert_eq!(world.store().counts().await.unwrap().cases, 1, "an answer is no case of its own");
    let told: Vec<String> = world.news(CHANG).into_iter().map(|message| message.text).collect();
    assert_eq!(told, [format!("编号 {number}：由观山镇佟秋实负责，3月9日(周一)前给您答复。")]);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_points_nowhere_goes_to_a_screener_with_what_was_guessed() {
    let world = World::new().await;
    let (qi, triage) = (world.cadre("qijianwei"), world.triage());
    world.says(CHANG, "观山镇那个事情好久才整得好嘛").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let card = screening(&world, &number);
    assert!(!world.message(triage, card).text.contains("整得好"), "no words of the resident in a group");
    for stranger in ["qianjin", "cenbonian", "zhouning"] {
        let who = world.cadre(stranger);
        let units = world.data(triage, card, "button-units");
        assert!(world.press_answer(who, triage, card, &units).await.1, "{stranger} is no screener");
    }
    world.presses(qi, triage, card, "button-units").await;
    world.presses(qi, triage, card, "button-less").await;
    assert!(world.labels(triage, card).contains(&"选单位".to_owned()));
    world.presses(qi, triage, card, "button-units").await;
    let health = world.data(triage, card, "卫健委");
    let civil = world.data(triage, card, "民政局");
    world.press_answer(qi, triage, card, &health).await;
    assert!(world.card(world.group("health"), &number).is_some());
    for late in [&health, &civil] {
        let again = world.press_answer(world.cadre("zhuangwenqu"), triage, card, late).await;
        assert_eq!(again, ("这件事已经派给卫健委了。".to_owned(), true), "the second screener comes too late");
    }
    world.sends(LI, photo("")).await;
    world.pass(40).await;
    world.until("2026-03-04 00:30").await;
    let head = world.cadre("shenlingyi");
    let number = world.number(LI);
    assert!(
        world.find(head, &format!("编号 {number}：过了甄别时间还没有定由谁办。已转入督办，请督促。")).is_some(),
        "lateness of screening reaches a named person"
    );
    world.replies(LI, LI, world.last(LI).id, Content::text("观山镇云盘村路灯坏了")).await;
    assert!(world.card(world.group("guanshan"), &number).is_some(), "words that come later find the way by themselves");
    assert!(world.card(triage, &number).is_some_and(|card| card.text.contains("已派观山镇")));
    world.assert_sound().await;
}

/// Another matter of another place, said within the same minute, is another case; where only one of both differs it joins.
#[tokio::test(flavor = "multi_thread")]
async fn s10_01_two_matters_of_two_places_in_one_burst_are_two_cases() {
    let world = World::new().await;
    world.says(CHANG, "大寨社区的垃圾没得人收").await;
    world.says(CHANG, LAMP).await;
    let number = world.number(CHANG);
    world.says(CHANG, "灯杆都歪了").await;
    // Back to the first: it joins the burst it belongs to, and opens no third.
    world.says(CHANG, "大寨社区的垃圾没得人收,臭得很").await;
    world.pass(40).await;
    assert_eq!(world.cases().await.len(), 2);
    let lamp = world.card(world.group("guanshan"), &number).expect("the lamp has a card");
    assert!(lamp.text.contains("市政照明，观山镇凉水村"), "{}", lamp.text);
    assert!(world.find(CHANG, "垃圾清运，路溪镇大寨社区").is_some());
    assert!(world.find(world.group("luxi"), "大寨社区的垃圾没得人收").is_some(), "and the refuse has one");
    world.says(QIN, "凉水村的垃圾没得人收").await;
    world.says(QIN, LAMP).await;
    world.pass(40).await;
    assert_eq!(world.cases().await.len(), 3, "of one place it is one burst; a human parts it");
    world.assert_sound().await;
}

/// Two matters of two units in one burst: as one text it may read like the one that is told at greater length, and the other would be lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_short_matter_beside_a_long_one_is_seen_by_a_human() {
    let long = "楼上漏水，物业不管，物业费年年照收，小区电梯坏了物业也不修";
    let world = World::new().await;
    world.says(QIN, long).await;
    world.pass(40).await;
    let alone = world.number(QIN);
    assert!(world.card(world.group("housing"), &alone).is_some(), "alone it goes its way");
    world.says(CHANG, LAMP).await;
    assert!(world.last(CHANG).text.contains("由观山镇"), "{}", world.last(CHANG).text);
    world.says(CHANG, long).await;
    world.pass(40).await;
    let number = world.number(CHANG);
    screening(&world, &number);
    for unit in ["housing", "guanshan"] {
        assert!(world.card(world.group(unit), &number).is_none(), "{unit} has half of it");
    }
    let told = world.find(CHANG, &number).expect("the receipt");
    assert!(told.text.contains("这件事要请人看一看"), "{}", told.text);
    world.assert_sound().await;
}
