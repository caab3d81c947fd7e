//! S5, what comes after an alarm: words of somebody in despair, further words, a danger that grows, small print later.

use minqing::sandbox::Content;

use crate::world::{CHANG, QIN, World};

const DESPAIR: &str = "凉水村的低保把我取消了,不解决我就不想活了";
/// What nobody who fears for a person should read, and no one in despair.
const OFFICE: [&str; 7] = ["督办", "逾期", "超期", "过了签收时间", "过了答复日期", "没有按时", "约谈"];

async fn eve() -> World {
    World::at("2026-02-16 23:40").await
}

/// How often the bot has said these words in a chat.
fn times(world: &World, chat: i64, words: &str) -> usize {
    world.messages(chat).iter().filter(|seen| seen.from_bot && seen.text.contains(words)).count()
}

/// Everybody of the county, and what the bot has said to each.
fn heard(world: &World) -> Vec<(String, String)> {
    let everybody = world.settings.county.cadres.keys();
    everybody.map(|id| (id.to_string(), world.ever_said(world.cadre(id.as_str())))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_07_whoever_hears_late_of_somebody_in_despair_is_told_to_call_and_to_go_there_and_who_was_called() {
    let world = eve().await;
    world.says(CHANG, DESPAIR).await;
    let number = world.number(CHANG);
    // Nobody takes it, signs for it or answers.
    for hours in 0..4 {
        world.until(&format!("2026-02-17 0{hours}:56")).await;
    }
    let xi = world.cadre("xichanggeng");
    let again = world.find(xi, "15分钟了还没有人跟进").expect("again, by name");
    for words in ["席长庚", "打电话给本人", "先听", "上门"] {
        assert!(again.text.contains(words), "{words}: {}", again.text);
    }
    let heard = heard(&world);
    let above: Vec<_> = heard.iter().filter(|(_, said)| said.contains("已经叫过席长庚、乐归田")).collect();
    for head in ["jihuaiqing", "zhouning"] {
        let (_, said) = above.iter().find(|(id, _)| id == head).unwrap_or_else(|| panic!("{head}: {above:#?}"));
        for words in [number.as_str(), "不想活", "打电话", "上门"] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
    for (id, said) in heard.iter().filter(|(_, said)| said.contains(&number)) {
        for words in OFFICE {
            assert!(!said.contains(words), "{id} reads {words}: {said}");
        }
    }
    for group in world.groups() {
        let said = world.ever_said(group);
        assert!(!said.contains("不想活") && !said.contains("督办"), "{said}");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_07_somebody_in_despair_reads_a_kind_line_and_nothing_of_supervision() {
    let world = eve().await;
    world.says(CHANG, DESPAIR).await;
    let number = world.number(CHANG);
    let receipt = world.find(CHANG, &number).unwrap().text;
    assert!(receipt.contains("正在找您"), "from the first: {receipt}");
    world.says(QIN, "活起没得意思,不想活了").await;
    let receipt = world.find(QIN, "正在找您").unwrap().text;
    assert!(receipt.contains("前给您回话") && !receipt.contains("看一看"), "{receipt}");
    world.says(CHANG, "你们都不管我").await;
    assert!(world.last(CHANG).text.starts_with("您的话已经转给值班的同志"), "{}", world.last(CHANG).text);
    world.says(CHANG, "催一下").await;
    for hours in 0..4 {
        world.until(&format!("2026-02-17 0{hours}:56")).await;
    }
    let status = world.messages(CHANG).into_iter().find(|seen| seen.from_bot && seen.text.contains(&number)).unwrap();
    assert!(status.text.contains("正在找您"), "{}", status.text);
    let all = world.ever_said(CHANG);
    for words in OFFICE.iter().chain(&["催", "日期已经过了"]) {
        assert!(!all.replace("催一下", "").contains(words), "{words}: {all}");
    }
    // What it is about stays, and an ordinary matter is spoken of as ever.
    assert!(all.contains(&number));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_03_for_two_hours_words_without_a_matter_of_their_own_join_the_alarm_and_reach_those_on_call() {
    let world = eve().await;
    world.says(CHANG, "凉水村洪水进屋了,老人背不动").await;
    let (number, xi) = (world.number(CHANG), world.cadre("xichanggeng"));
    let ping = world.find(xi, &number).unwrap();
    world.presses(xi, xi, ping.id, "button-take-danger").await;
    world.says(CHANG, "13800001111").await;
    for words in ["还没人来", "我在门口", "水越来越大了", "人咋还没到", "人都要冷死了", "我们站到房顶上了"]
    {
        world.pass(17 * 60).await;
        let before = times(&world, xi, "又说了新的情况");
        world.says(CHANG, words).await;
        assert_eq!(world.cases().await.len(), 1, "{words}");
        assert!(times(&world, xi, "又说了新的情况") > before, "{words} reaches whoever has it");
        let told = world.last(CHANG);
        assert!(told.text.starts_with(&format!("已补充到编号 {number}")), "{words}: {}", told.text);
    }
    // A greeting, thanks, and what clearly is about something else stay what they are.
    world.pass(17 * 60).await;
    let before = times(&world, xi, "又说了新的情况");
    for words in ["你好", "谢谢"] {
        world.says(CHANG, words).await;
    }
    assert_eq!((times(&world, xi, "又说了新的情况"), world.cases().await.len()), (before, 1));
    for (count, words) in ["还有村口的路灯坏了三天了", "我妈的低保好久能办下来"].iter().enumerate()
    {
        world.says(CHANG, words).await;
        world.pass(60).await;
        assert_eq!(world.cases().await.len(), count + 2, "{words} is a matter of its own");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_03_after_two_hours_of_silence_or_once_it_is_over_such_words_are_a_case_of_their_own() {
    let world = eve().await;
    world.says(CHANG, "凉水村洪水进屋了,老人背不动").await;
    world.says(CHANG, "13800001111").await;
    world.pass(2 * 3600 + 60).await;
    world.says(CHANG, "我在门口").await;
    assert_eq!(world.cases().await.len(), 2, "nobody knows what that belongs to");
    world.says(QIN, "凉水村洪水进屋了,老人背不动").await;
    world.says(QIN, "13800001112").await;
    let number = world.number(QIN);
    world.takes_back(QIN, &number).await;
    world.pass(20 * 60).await;
    world.says(QIN, "我在门口").await;
    assert_eq!(world.cases().await.len(), 4, "that alarm is over");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_02_a_danger_that_grows_stands_on_the_card_and_pings_once_more() {
    let world = eve().await;
    world.says(CHANG, "凉水村煤气味大得很").await;
    let (number, group, xi) = (world.number(CHANG), world.group("gas"), world.cadre("xichanggeng"));
    world.says(CHANG, "13800001111").await;
    let card = world.card(group, &number).unwrap();
    assert!(!card.text.contains("着火"), "{}", card.text);
    world.pass(20 * 60).await;
    world.says(CHANG, "着火了，烟大得很").await;
    assert_eq!(world.cases().await.len(), 1, "the same place, a worse danger");
    assert!(world.find(CHANG, "请马上离开着火的地方").is_some(), "first of all what keeps safe");
    let card = world.card(group, &number).unwrap();
    assert!(card.text.contains("情况变急了：着火"), "{}", card.text);
    let ping = world.find(group, "情况变急了").filter(|seen| seen.id != card.id).expect("a message of its own");
    assert!(!ping.pings.is_empty(), "{}", ping.text);
    assert!(world.find(xi, "情况变急了：着火").unwrap().text.contains(&number));
    // The same again rings those on call as ever, and no more.
    world.pass(60).await;
    world.says(CHANG, "火燃得更大了，烟大得很").await;
    assert_eq!(times(&world, xi, "情况变急了：着火"), 1);
    // More people in it is worse again, once.
    world.says(CHANG, "我妈也在屋头昏起了").await;
    let card = world.card(group, &number).unwrap();
    assert!(card.text.contains("情况变急了：着火，有人受困或受伤"), "{}", card.text);
    world.says(CHANG, "还有人在里面没出来，快点").await;
    assert_eq!(times(&world, xi, "有人受困或受伤"), 1, "{}", world.ever_said(xi));
    assert_eq!(times(&world, xi, "情况变急了"), 2);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_01_nobody_in_danger_reads_small_print_first_it_stands_under_the_next_calm_receipt() {
    let world = eve().await;
    world.says(CHANG, "凉水村煤气味大得很").await;
    assert!(!world.ever_said(CHANG).contains("Telegram 服务器在境外"), "{}", world.ever_said(CHANG));
    world.until("2026-02-24 09:00").await;
    world.says(CHANG, "凉水村村口的路灯坏了三天了").await;
    let receipt = world.last(CHANG);
    assert!(receipt.text.contains("Telegram 服务器在境外"), "{}", receipt.text);
    world.pass(60).await;
    world.says(CHANG, "凉水村的自来水停了两天了").await;
    assert!(!world.last(CHANG).text.contains("Telegram 服务器在境外"), "once");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screener_with_no_guess_before_them_can_read_the_words_and_ask_the_sender() {
    let world = World::new().await;
    world.says(CHANG, "我有个事情想找你们说一下").await;
    world.pass(60).await;
    let (number, qi, triage) = (world.number(CHANG), world.cadre("qijianwei"), world.triage());
    let card = world.card(triage, &number).expect("with the screeners");
    let labels = world.labels(triage, card.id);
    assert!(["看原文", "要求补充"].iter().all(|label| labels.iter().any(|it| it == label)), "{labels:?}");
    world.presses(qi, triage, card.id, "button-ask").await;
    let prompt = world.last(triage);
    world.replies(qi, triage, prompt.id, Content::text("您想说的是哪方面的事？")).await;
    assert!(world.find(CHANG, "您想说的是哪方面的事").is_some(), "{}", world.ever_said(triage));
    world.says(CHANG, "凉水村村口的路灯坏了").await;
    assert_eq!(world.cases().await.len(), 1, "the answer belongs to it");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_03_however_often_more_is_said_an_alarm_takes_in_words_for_six_hours_at_most() {
    let world = eve().await;
    world.says(CHANG, "凉水村洪水进屋了,老人背不动").await;
    world.says(CHANG, "13800001111").await;
    for _ in 0..3 {
        world.pass(115 * 60).await;
        world.says(CHANG, "还没人来").await;
        assert_eq!(world.cases().await.len(), 1);
    }
    world.pass(25 * 60).await;
    world.says(CHANG, "我在门口").await;
    assert_eq!(world.cases().await.len(), 2, "six hours and ten minutes after it was raised");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_07_whoever_hears_late_reads_who_signed_and_never_that_nobody_did() {
    let world = eve().await;
    world.says(CHANG, DESPAIR).await;
    let number = world.number(CHANG);
    let (group, card) = world
        .groups()
        .into_iter()
        .find_map(|group| world.card(group, &number).map(|card| (group, card)))
        .expect("a unit has it");
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    let signed = world.settings.county.cadres.values().find(|cadre| world.cadre(cadre.id.as_str()) == acting).unwrap();
    let before: Vec<usize> = heard(&world).iter().map(|(_, said)| said.len()).collect();
    for hours in 0..4 {
        world.until(&format!("2026-02-17 0{hours}:56")).await;
    }
    let after = heard(&world);
    let told = after.iter().zip(before).filter(|((_, said), before)| said.len() > *before);
    let told: Vec<&str> = told.filter_map(|((_, said), before)| said.get(before..)).collect();
    let line = format!("{}已经签收", signed.name);
    assert!(told.iter().any(|said| said.contains(&line)), "{line}: {told:#?}");
    assert!(told.iter().all(|said| !said.contains("还没有人接手")), "{told:#?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_02_worse_news_in_a_flood_of_words_reaches_those_on_call_each_time() {
    let world = eve().await;
    world.says(CHANG, "凉水村煤气味大得很").await;
    let (group, xi) = (world.group("gas"), world.cadre("xichanggeng"));
    for nth in 0..40 {
        world.sandbox.text(CHANG, CHANG, &format!("第{nth}遍，快点来人"));
    }
    world.sandbox.text(CHANG, CHANG, "着火了，烟大得很");
    world.sandbox.text(CHANG, CHANG, "我妈也在屋头昏起了");
    world.settle().await;
    assert_eq!(world.cases().await.len(), 1);
    world.pass(20).await;
    for words in ["情况变急了：着火。", "情况变急了：着火，有人受困或受伤"] {
        assert_eq!(times(&world, xi, words), 1, "{words}: {}", world.ever_said(xi));
        assert!(times(&world, group, words.trim_end_matches('。')) >= 1, "{words}: {}", world.ever_said(group));
    }
    world.assert_sound().await;
}
