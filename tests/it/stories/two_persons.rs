//! Acts that take two persons: another one agrees, entitled at that moment, not kept out, within 24 hours.

use minqing::id::{CadreId, CaseId};
use minqing::roster::{County, Role};

use crate::world::{CHANG, World};

const GAS: &str = "屋后头天然气管子在漏,嗤嗤的响,臭得很,打我电话 138-0000-1111";
const ACCUSING: &str = "唐全把我们的补偿款吃了两万多";
const VOID: &str = "这个按钮现在用不了。";
const SAME: &str = "要另一位同志同意，自己不能同意自己。";
const GONE: &str = "提出的同志现在不能办这件事了，这次不算。需要的话请重新提出。";
const STALE: &str = "过了 24 小时，这次不算。需要的话请重新提出。";
const OVER: &str = "这个请求已经有结果了。";

/// Danger to life; somebody on call has opened the original. Returns the number.
async fn danger(world: &World) -> String {
    world.says(CHANG, GAS).await;
    let number = world.number(CHANG);
    for who in ["xichanggeng", "yueguitian"].map(|id| world.cadre(id)) {
        let ping = world.find(who, &number).unwrap();
        world.presses(who, who, ping.id, "button-read").await;
    }
    number
}

/// A message of the bot with these words on one of its buttons.
fn with_button(world: &World, chat: i64, label: &str) -> i64 {
    let found = world
        .messages(chat)
        .into_iter()
        .rfind(|message| message.buttons.iter().flatten().any(|(words, _)| words == label));
    found.unwrap_or_else(|| panic!("no button {label} in chat {chat}")).id
}

/// Somebody asks for the sender's identity.
async fn asks_reveal(world: &World, who: i64) -> String {
    let original = with_button(world, who, "看是谁反映的");
    world.presses(who, who, original, "button-reveal").await
}

/// Whoever was asked says yes.
async fn agrees(world: &World, who: i64) -> String {
    let question = with_button(world, who, "同意");
    world.presses(who, who, question, "button-agree").await
}

/// The names of events about acts of two persons.
async fn log(world: &World) -> Vec<String> {
    let case = world.cases().await.remove(0);
    world.events(&case).await.into_iter().filter(|kind| kind.starts_with("two_person")).collect()
}

/// Only what was revealed on purpose says who the sender is.
fn revealed(world: &World, who: i64) -> bool {
    let said = world.ever_said(who);
    said.contains("反映人是（只给您看") && said.contains(&CHANG.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_two_different_persons_see_who_the_sender_is_and_the_sender_is_told() {
    let mut world = World::new().await;
    let [xi, yue, wu, qian] = ["xichanggeng", "yueguitian", "wujian", "qianjin"].map(|id| world.cadre(id));
    let number = danger(&world).await;
    world.forget();
    assert_eq!(asks_reveal(&world, xi).await, "已请其他有权的同志同意，24 小时内有效。有一位同意就办。");
    assert!(!revealed(&world, xi), "one alone sees nothing");
    for other in [yue, wu] {
        let asked = world.news(other).pop().expect("everybody entitled is asked");
        assert!(
            asked.text.starts_with(&format!("编号 {number}：可能有生命危险，席长庚请求看反映人是谁。")),
            "{}",
            asked.text
        );
    }
    assert!(world.news(qian).is_empty(), "who is not entitled hears nothing");
    assert_eq!(agrees(&world, yue).await, "已办。");
    let identity = world.find(xi, "反映人是").expect("the first one sees it");
    assert!(identity.text.contains(&CHANG.to_string()) && identity.text.contains("13800001111"), "{}", identity.text);
    assert!(identity.text.contains("常有田"), "{}", identity.text);
    assert_eq!(world.find(yue, "反映人是").unwrap().text, identity.text);
    let told = world.last(CHANG);
    assert!(told.text.contains("两位同志刚刚看了您的名字和账号") && told.text.contains(&number), "{}", told.text);
    for chat in world.sandbox.chats().into_iter().filter(|chat| ![xi, yue, CHANG].contains(chat)) {
        assert!(!revealed(&world, chat) && !world.ever_said(chat).contains("13800001111"), "chat {chat}");
    }
    // Whoever comes later finds that it is over; the buttons are gone.
    assert!(world.find(wu, "已有两位同志同意，已办").is_some());
    assert_eq!(log(&world).await, ["two_person_asked", "two_person_done"]);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_the_same_person_twice_is_refused() {
    let world = World::new().await;
    let [xi, yue] = ["xichanggeng", "yueguitian"].map(|id| world.cadre(id));
    danger(&world).await;
    asks_reveal(&world, xi).await;
    assert_eq!(asks_reveal(&world, xi).await, SAME);
    // With the other one's button too.
    let question = with_button(&world, yue, "同意");
    let data = world.data(yue, question, "button-agree");
    assert_eq!(world.press_answer(xi, yue, question, &data).await.0, SAME);
    assert!(!revealed(&world, xi));
    // The other one pressing the same button is the second person.
    assert_eq!(asks_reveal(&world, yue).await, "已办。");
    assert!(revealed(&world, xi) && revealed(&world, yue));
    assert_eq!(world.press_answer(yue, yue, question, &data).await.0, OVER);
    let events = ["two_person_asked", "two_person_refused", "two_person_refused", "two_person_done"];
    assert_eq!(log(&world).await, events);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_a_stale_request_is_refused() {
    let world = World::new().await;
    let [xi, yue] = ["xichanggeng", "yueguitian"].map(|id| world.cadre(id));
    danger(&world).await;
    asks_reveal(&world, xi).await;
    world.pass(24 * 3600).await;
    assert_eq!(agrees(&world, yue).await, STALE);
    assert!(!revealed(&world, xi) && !revealed(&world, yue));
    // Asked anew it counts; a minute before the end too.
    asks_reveal(&world, xi).await;
    world.pass(24 * 3600 - 60).await;
    assert_eq!(agrees(&world, yue).await, "已办。");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_whoever_has_left_the_roster_or_the_post_counts_no_more() {
    let world = World::new().await;
    let [xi, yue, wu] = ["xichanggeng", "yueguitian", "wujian"].map(|id| world.cadre(id));
    danger(&world).await;
    asks_reveal(&world, xi).await;
    // The first one loses the post.
    adopt(&world, |county| {
        county.cadres.get_mut(&CadreId::new("xichanggeng")).unwrap().roles = vec![Role::Handler];
    })
    .await;
    assert_eq!(agrees(&world, yue).await, GONE);
    assert!(!revealed(&world, yue));
    // The second one leaves the roster.
    assert_eq!(asks_reveal(&world, yue).await, "已请其他有权的同志同意，24 小时内有效。有一位同意就办。");
    let question = with_button(&world, wu, "同意");
    let data = world.data(wu, question, "button-agree");
    adopt(&world, |county| drop(county.cadres.remove(&CadreId::new("wujian")))).await;
    assert_eq!(world.press_answer(wu, wu, question, &data).await.0, VOID);
    assert!(!revealed(&world, yue) && !revealed(&world, wu));
    assert_eq!(log(&world).await, ["two_person_asked", "two_person_refused", "two_person_asked"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_whoever_is_kept_out_is_no_second_person() {
    let world = World::new().await;
    let [xi, yue, wu] = ["xichanggeng", "yueguitian", "wujian"].map(|id| world.cadre(id));
    danger(&world).await;
    asks_reveal(&world, xi).await;
    let case = world.cases().await.remove(0);
    let question = with_button(&world, yue, "同意");
    let data = world.data(yue, question, "button-agree");
    keep_out(&world, &case, &["yueguitian"]).await;
    assert_eq!(world.press_answer(yue, yue, question, &data).await.0, VOID);
    assert!(!revealed(&world, yue));
    // The first one is kept out meanwhile.
    keep_out(&world, &case, &["xichanggeng"]).await;
    assert_eq!(agrees(&world, wu).await, GONE);
    assert!(!revealed(&world, wu));
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_without_danger_to_life_nobody_sees_who_the_sender_is() {
    let world = World::new().await;
    let [qian, xi] = ["qianjin", "xichanggeng"].map(|id| world.cadre(id));
    let case = world.lamp(CHANG).await;
    world.opens(qian, case.group, case.card).await;
    assert!(!world.ever_said(qian).contains("看是谁反映的") && !world.ever_said(xi).contains("看是谁反映的"));
    // Somebody of the unit in charge of a danger is not entitled either.
    danger(&world).await;
    let original = with_button(&world, xi, "看是谁反映的");
    let data = world.data(xi, original, "button-reveal");
    let (words, _) = world.press_answer(qian, xi, original, &data).await;
    assert_eq!(words, world.words("press-no-right"));
}

/// What accuses, handed to the lane; a reader has written an answer and pressed "confirm". Returns what they were told.
async fn answers(world: &World, who: i64, words: &str) -> String {
    let note = with_button(world, who, "答复群众");
    world.presses(who, who, note, "button-answer").await;
    world.says(who, words).await;
    let preview = world.last(who);
    world.presses(who, who, preview.id, "button-confirm").await
}

/// A clear accusation, with the lane. Returns the number.
async fn in_the_lane(world: &World) -> String {
    world.says(CHANG, ACCUSING).await;
    world.pass(40).await;
    world.number(CHANG)
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_what_accuses_is_answered_only_when_a_second_reader_agrees() {
    let mut world = World::new().await;
    let [wu, yan] = ["wujian", "yanruobing"].map(|id| world.cadre(id));
    let number = in_the_lane(&world).await;
    world.forget();
    answers(&world, wu, "查无此事").await;
    assert!(world.news(CHANG).is_empty(), "nothing goes out on the word of one");
    let question = world.find(yan, "吴检准备这样答复").expect("the others read what it says");
    assert!(question.text.contains("查无此事"), "{}", question.text);
    assert_eq!(world.presses(yan, yan, question.id, "button-disagree").await, "已记下您不同意，这件事没有办。");
    assert!(world.find(wu, "另一位同志不同意，没有办").is_some());
    assert!(world.news(CHANG).is_empty());
    assert_eq!(agreed_late(&world, question.id, yan).await, None, "the buttons are gone");

    answers(&world, wu, "已经核查，请来领书面答复").await;
    assert_eq!(agrees(&world, yan).await, "已办。");
    assert!(world.last(CHANG).text.contains("已经核查，请来领书面答复"), "{}", world.last(CHANG).text);
    assert!(world.find(wu, &format!("【{number}】已答复群众，等群众评价。")).is_some());
    let events = ["two_person_asked", "two_person_refused", "two_person_asked", "two_person_done"];
    assert_eq!(log(&world).await, events);
    world.assert_sound().await;
}

async fn agreed_late(world: &World, question: i64, who: i64) -> Option<String> {
    let labels = world.labels(who, question);
    if labels.is_empty() { None } else { Some(labels.join(" ")) }
}

/// A reader who is the only one left answers alone; the log says so.
#[tokio::test(flavor = "multi_thread")]
async fn z16_one_reader_alone_answers_and_the_log_says_alone() {
    let world = World::new().await;
    let wu = world.cadre("wujian");
    in_the_lane(&world).await;
    let case = world.cases().await.remove(0);
    keep_out(&world, &case, &["mengshenzhi", "yanruobing"]).await;
    assert_eq!(answers(&world, wu, "已经核查").await, "已答复群众。");
    let sql = "select body from event where kind = 'two_person_done'";
    let bodies = world.stranger().await.texts(sql).await;
    assert!(bodies.len() == 1 && bodies[0].contains("\"alone\":true"), "{bodies:?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z16_two_readers_let_somebody_in_again() {
    let world = World::new().await;
    let [wu, yan] = ["wujian", "yanruobing"].map(|id| world.cadre(id));
    let number = in_the_lane(&world).await;
    let note = world.find(wu, &number).unwrap();
    world.presses(wu, wu, note.id, "button-read").await;
    let original = with_button(&world, wu, "更多");
    world.presses(wu, wu, original, "button-more").await;
    let list = world.find(wu, "这些同志回避").expect("who is kept out");
    let label = "解除回避：唐全";
    assert_eq!(world.presses(wu, wu, list.id, label).await, "已请其他有权的同志同意，24 小时内有效。有一位同意就办。");
    let case = world.cases().await.remove(0);
    assert!(kept_out(&world, &case).await.contains("tangquan"));
    assert_eq!(world.presses(wu, wu, list.id, label).await, SAME);
    assert_eq!(agrees(&world, yan).await, "已办。");
    assert!(!kept_out(&world, &case).await.contains("tangquan"));
    // A restart reads the words again and leaves it at that.
    let world = world.restart().await;
    world.settle().await;
    assert!(!kept_out(&world, &case).await.contains("tangquan"));
    let rows =
        world.stranger().await.texts("select act || body from approval, event where kind like 'two_person%'").await;
    assert!(rows.iter().all(|row| !row.contains("tangquan")), "no name beside a case in clear");
    world.assert_sound().await;
}

async fn kept_out(world: &World, case: &CaseId) -> String {
    let exclusion = world.store().view().await.unwrap().exclusion(case).await.unwrap();
    exclusion.cadres.iter().map(|cadre| cadre.as_str()).collect::<Vec<_>>().join(" ")
}

async fn keep_out(world: &World, case: &CaseId, who: &[&str]) {
    let mut tx = world.store().begin().await.unwrap();
    let mut exclusion = tx.exclusion(case).await.unwrap();
    exclusion.cadres.extend(who.iter().map(|id| CadreId::new(*id)));
    tx.set_exclusion(case, &exclusion).await.unwrap();
    tx.commit().await.unwrap();
}

/// The bot goes by another roster from now on.
async fn adopt(world: &World, change: impl Fn(&mut County)) {
    let mut settings = world.settings.clone();
    change(&mut settings.county);
    let name = world.app.username().to_owned();
    world.app.desk.adopt(minqing::app::rules(&settings, name)).await.unwrap();
    world.settle().await;
}
