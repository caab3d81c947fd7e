//! S5, a gas leak on New Year's Eve: safety first, then where it is; clocks through night and holiday; the morning after.

use minqing::sandbox::{Content, Media};

use crate::world::{CHANG, QIN, World};

const GAS: &str = "我屋后头天然气管子在漏,嗤嗤的响,臭得很,娃儿脑壳昏";
const ON_CALL: [&str; 4] = ["xichanggeng", "yueguitian", "qijianwei", "zhuangwenqu"];

async fn eve() -> World {
    World::at("2026-02-16 23:40").await
}

/// How often the bot has said these words in a chat.
fn times(world: &World, chat: i64, words: &str) -> usize {
    world.messages(chat).iter().filter(|seen| seen.from_bot && seen.text.contains(words)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_01_the_safety_text_comes_first_at_once_and_before_any_question() {
    let mut world = eve().await;
    let said = world.says(CHANG, GAS).await;
    let told = world.news(CHANG);
    for words in ["马上离开", "通风", "不要点火", "不要开关电器", "不要在屋里打电话", "119", "120", "0000-8810119"]
    {
        assert!(told[0].text.contains(words), "{words}: {}", told[0].text);
    }
    assert!(!told[0].text.contains(['？', '?']), "{}", told[0].text);
    let at = world.message(CHANG, said).at_ms;
    assert!(told.iter().all(|seen| seen.at_ms - at <= 5000 && !seen.silent), "at once and aloud");
    assert_eq!(told.len(), 3, "the safety text, the receipt, the question: {told:#?}");
    assert!(told[1].text.starts_with("收到了。"), "{}", told[1].text);
    assert!(told[2].text.starts_with("人到了安全的地方，请告诉我们在哪里"), "{}", told[2].text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_02_nobody_confirms_and_those_on_call_are_called_again_by_name_with_those_who_supervise() {
    let world = eve().await;
    world.says(CHANG, GAS).await;
    let number = world.number(CHANG);
    assert!(
        world.find(CHANG, "收到了。").unwrap().text.contains("2月17日(周二)01:40前给您答复"),
        "two hours, on a holiday"
    );
    for id in ON_CALL {
        assert!(world.find(world.cadre(id), "可能危及人身安全").unwrap().text.contains(&number), "{id}");
    }
    world.until("2026-02-16 23:54").await;
    assert_eq!(times(&world, world.cadre("xichanggeng"), "还没有人跟进"), 0, "not before");
    world.until("2026-02-16 23:55").await;
    world.pass(5).await;
    for (id, name) in [("xichanggeng", "席长庚"), ("yueguitian", "乐归田")] {
        let again = world.find(world.cadre(id), "15分钟了还没有人跟进").unwrap_or_else(|| panic!("{id}"));
        assert!(again.text.starts_with(&format!("{name}，紧急：编号 {number}")), "{}", again.text);
        assert_eq!(world.labels(world.cadre(id), again.id), ["看原文", "我来跟进", "要求补充"]);
    }
    for id in ["zhouning", "lianhaoran"] {
        assert!(world.find(world.cadre(id), "请马上过问").unwrap().text.contains(&number), "{id}");
    }
    // Again a quarter of an hour later, until somebody takes it; the sender hears who.
    world.until("2026-02-17 00:10").await;
    world.pass(5).await;
    let xi = world.cadre("xichanggeng");
    let again = world.find(xi, "30分钟了还没有人跟进").expect("again");
    assert_eq!(world.presses(xi, xi, again.id, "button-take-danger").await, "已记下由您跟进，请马上联系群众。");
    assert!(world.find(CHANG, "值班的席长庚已经接手").is_some());
    world.until("2026-02-17 00:41").await;
    assert_eq!(times(&world, xi, "还没有人跟进"), 2, "whoever has taken it is not called again");
    // Nobody has said what was done: the line above hears of it at 01:40, on the holiday.
    let before = world.events(&world.cases().await[0]).await.len();
    world.until("2026-02-17 01:41").await;
    let after = world.events(&world.cases().await[0]).await;
    assert!(after[before..].contains(&"overdue".to_owned()), "{after:?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_02_what_no_unit_has_is_passed_on_within_the_hour_or_somebody_above_hears_of_it() {
    let world = eve().await;
    world.says(CHANG, "救命，快来人").await;
    let number = world.number(CHANG);
    let qi = world.cadre("qijianwei");
    world.until("2026-02-17 00:39").await;
    assert_eq!(times(&world, qi, "还没有派给单位"), 0);
    world.until("2026-02-17 00:40").await;
    world.pass(5).await;
    let told = world.find(qi, "60分钟了还没有派给单位").expect("the screeners");
    assert!(told.text.contains(&number), "{}", told.text);
    let card = world.card(world.triage(), &number).expect("with the screeners").id;
    world.presses(qi, world.triage(), card, "button-units").await;
    world.presses(qi, world.triage(), card, "观山镇").await;
    assert!(world.card(world.group("guanshan"), &number).is_some());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_02_the_first_word_on_what_was_done_is_the_feedback_and_the_result_has_a_date_of_its_own() {
    let world = eve().await;
    world.says(CHANG, GAS).await;
    let (number, group) = (world.number(CHANG), world.group("gas"));
    let card = world.card(group, &number).unwrap();
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    world.presses(acting, group, card.id, "button-more").await;
    world.presses(acting, group, card.id, "button-interim").await;
    let prompt = world.last(group);
    world.replies(acting, group, prompt.id, Content::text("阀门已经关了，人在现场，请先不要回屋。")).await;
    assert!(world.find(CHANG, "阀门已经关了").is_some());
    let status = world.find(CHANG, "收到了。").or(world.find(CHANG, "编号")).unwrap();
    let all = world.ever_said(CHANG);
    assert!(all.contains("2月17日前给您答复") || all.contains("2月17日(周二)前给您答复"), "{} {all}", status.text);
    let before = world.events(&world.cases().await[0]).await.len();
    world.until("2026-02-17 02:30").await;
    let after = world.events(&world.cases().await[0]).await;
    assert!(!after[before..].contains(&"overdue".to_owned()), "the feedback was in time: {after:?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_03_only_then_where_it_is_by_a_button_and_one_number_and_the_answers_join_the_case() {
    let world = eve().await;
    world.says(CHANG, GAS).await;
    let (number, xi) = (world.number(CHANG), world.cadre("xichanggeng"));
    let asked = world.find(CHANG, "在哪里").unwrap();
    let keyboard = asked.reply_keyboard.clone().expect("a keyboard");
    assert_eq!(keyboard[0], ["发送我的位置"]);
    assert_eq!(asked.text.matches("电话号码").count(), 1, "{}", asked.text);
    let call = world.calls_to(CHANG).into_iter().rfind(|call| call.method == "sendMessage").unwrap();
    assert!(call.params["reply_markup"].to_string().contains("request_location"), "{:?}", call.params);
    // The point on the map, the place in words and the number belong to the case, also after it was passed on.
    world.sends(CHANG, Media::Location { latitude: 30.1, longitude: 104.2 }).await;
    world.pass(20 * 60).await;
    world.says(CHANG, "凉水村三社").await;
    world.pass(20 * 60).await;
    world.says(CHANG, "138 0000 1111").await;
    assert_eq!(world.cases().await.len(), 1, "no other case");
    let card = world.card(world.group("gas"), &number).unwrap();
    assert!(card.text.contains("观山镇凉水村") && !card.text.contains("138"), "{}", card.text);
    assert!(times(&world, xi, "又说了新的情况") >= 3, "those on call hear each time");
    // Who names another matter opens another case.
    world.says(CHANG, "还有村口的路灯坏了三天了").await;
    assert_eq!(world.cases().await.len(), 2);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_03_whoever_says_where_is_asked_for_a_number_only_and_more_danger_without_a_place_is_asked_again() {
    let world = eve().await;
    world.says(QIN, "凉水村煤气味大得很").await;
    assert!(world.find(QIN, "在哪里").is_none() && world.find(QIN, "打得通的电话号码").is_some());
    // Danger in the second message of a burst, without a place.
    world.says(CHANG, "我们这里有个事情").await;
    world.says(CHANG, "管子遭挖断了在喷气").await;
    assert_eq!(times(&world, CHANG, "请告诉我们在哪里"), 1);
    world.pass(60).await;
    world.says(CHANG, "煤气越来越臭，快来人").await;
    assert_eq!(times(&world, CHANG, "请告诉我们在哪里"), 1, "not within minutes");
    world.pass(6 * 60).await;
    world.says(CHANG, "煤气还在漏，快点来").await;
    assert_eq!(times(&world, CHANG, "请告诉我们在哪里"), 2, "still nobody knows where");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_05_in_the_morning_the_damage_becomes_an_ordinary_case_beside_it_and_the_result_is_asked_for() {
    let world = eve().await;
    world.says(CHANG, "凉水村煤气管子爆了，气呼呼往外冲").await;
    let (number, group) = (world.number(CHANG), world.group("gas"));
    let card = world.card(group, &number).unwrap();
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    world.presses(acting, group, card.id, "button-more").await;
    world.presses(acting, group, card.id, "button-interim").await;
    let prompt = world.last(group);
    world.replies(acting, group, prompt.id, Content::text("阀门已关，不漏了。")).await;
    world.until("2026-02-17 08:59").await;
    assert!(world.find(CHANG, "有没有东西坏了").is_none());
    world.until("2026-02-17 09:00").await;
    world.pass(5).await;
    let reminded = world.find(acting, "请今天写好处置结果").expect("whoever owes the result");
    assert!(reminded.text.contains("2月17日"), "{}", reminded.text);
    let asked = world.find(CHANG, "有没有东西坏了").expect("although the valve is shut");
    assert!(asked.text.contains("处置结果2月") && asked.text.contains("前书面答复您"), "{}", asked.text);
    world.presses(CHANG, CHANG, asked.id, "button-damage").await;
    let question = world.last(CHANG);
    assert!(question.force_reply && question.text.contains("什么坏了"), "{}", question.text);
    world.replies(CHANG, CHANG, question.id, Content::text("厨房窗户两扇、灶台一个，大概三千块")).await;
    let damage = world.number(CHANG);
    assert_ne!(damage, number, "a number of its own");
    let receipt = world.find(CHANG, &damage).unwrap();
    assert!(receipt.text.starts_with("收到了。") && receipt.text.contains("燃气公司"), "{}", receipt.text);
    let (one, two) = (world.card(group, &number).unwrap(), world.card(group, &damage).unwrap());
    assert!(!two.text.contains("紧急") && two.text.contains(&number), "ordinary, beside the other: {}", two.text);
    assert!(one.text.contains(&damage), "{}", one.text);
    // Once; and who has nothing to list is left in peace.
    assert_eq!(times(&world, CHANG, "有没有东西坏了"), 1);
    assert_eq!(world.cases().await.len(), 2);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_07_despair_takes_the_same_path_whatever_it_is_about_and_no_group_learns_of_it() {
    let mut world = eve().await;
    world.says(CHANG, "凉水村的低保把我取消了,不解决我就不想活了").await;
    let told = world.news(CHANG);
    assert!(told[0].text.starts_with("您现在一定很难受"), "{}", told[0].text);
    assert!(told[0].text.contains("110") && told[0].text.contains("120"), "{}", told[0].text);
    assert!(told[2].text.contains("想跟您说说话"), "{}", told[2].text);
    let (number, xi) = (world.number(CHANG), world.cadre("xichanggeng"));
    let ping = world.find(xi, "有人说不想活了").expect("those on call, in private");
    assert!(ping.text.contains(&number) && ping.text.contains("不要责备"), "{}", ping.text);
    world.until("2026-02-16 23:55").await;
    world.pass(5).await;
    assert!(
        world.find(xi, "15分钟了还没有人跟进").is_some() && world.find(world.cadre("zhouning"), "请马上过问").is_some()
    );
    for group in world.groups() {
        let said = world.ever_said(group);
        assert!(!said.contains("不想活") && !said.contains("人身安全"), "{said}");
    }
    // In the morning somebody asks after them; nobody asks what was damaged.
    world.until("2026-02-17 09:00").await;
    world.pass(5).await;
    assert!(world.find(xi, "看看人怎么样").is_some() && world.find(CHANG, "有没有东西坏了").is_none());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_07_despair_without_a_name_or_beside_an_accusation_reaches_people_by_name_and_no_group() {
    let mut world = eve().await;
    let xi = world.cadre("xichanggeng");
    world.says(CHANG, "匿名反映：凉水村的低保把我取消了,不解决我就不想活了").await;
    let number = world.number(CHANG);
    world.pass(40).await;
    assert!(world.find(xi, &number).is_some(), "in private");
    for group in world.groups() {
        assert!(!world.ever_said(group).contains(&number), "{}", world.ever_said(group));
    }
    world.forget();
    world.says(QIN, "唐全把我们的补偿款吃了两万多,不解决我就不想活了").await;
    let told = world.news(QIN);
    assert!(told[0].text.starts_with("您现在一定很难受"), "{}", told[0].text);
    let (sealed, reader) = (world.number(QIN), world.cadre("wujian"));
    assert!(world.find(reader, &sealed).unwrap().text.starts_with("紧急："), "its readers by name, in private");
    world.pass(15 * 60 + 5).await;
    assert!(world.find(reader, "还没有人跟进").unwrap().text.contains(&sealed));
    // Whoever is on call hears that there is one, and nothing of it.
    let told = world.find(xi, "单独看的事项可能危及人身安全").expect("somebody on call");
    assert!(!world.ever_said(xi).contains(&sealed) && told.buttons.is_empty(), "{}", told.text);
    for group in world.groups() {
        assert!(!world.ever_said(group).contains(&sealed));
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_03_the_same_danger_in_another_village_is_another_alarm() {
    let world = eve().await;
    world.says(CHANG, "凉水村煤气管子爆了，气呼呼往外冲").await;
    let first = world.number(CHANG);
    world.pass(30 * 60).await;
    world.says(CHANG, "双碾村煤气味大得很").await;
    let second = world.number(CHANG);
    assert_ne!(first, second, "a case of its own");
    let group = world.group("gas");
    assert!(world.card(group, &first).unwrap().text.contains("凉水村"));
    assert!(world.card(group, &second).expect("an alarm").text.contains("双碾村"));
    assert_eq!(world.cases().await.len(), 2);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_05_only_an_answer_to_the_question_is_the_list_also_where_it_tells_of_the_fire() {
    let world = eve().await;
    world.says(CHANG, "凉水村房子燃起来了，火大得很").await;
    let number = world.number(CHANG);
    world.until("2026-02-17 09:00").await;
    world.pass(5).await;
    let asked = world.find(CHANG, "有没有东西坏了").unwrap();
    assert!(asked.text.contains("2月16日") && !asked.text.contains("昨天"), "{}", asked.text);
    world.presses(CHANG, CHANG, asked.id, "button-damage").await;
    let question = world.last(CHANG);
    // Words to another message of the same case are more of that case.
    world.replies(CHANG, CHANG, asked.id, Content::text("娃儿的书包还在屋里")).await;
    assert_eq!(world.cases().await.len(), 1);
    world.replies(CHANG, CHANG, question.id, Content::text("房子着火烧了两间，粮食八百斤")).await;
    let damage = world.number(CHANG);
    assert_ne!(damage, number);
    let receipt = world.find(CHANG, &damage).unwrap();
    assert!(receipt.text.starts_with("收到了。"), "{}", receipt.text);
    let on_call = world.ever_said(world.cadre("xichanggeng"));
    assert!(!on_call.contains(&damage), "no alarm: {on_call}");
    world.assert_sound().await;
}
