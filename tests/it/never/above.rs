//! S8: complaints about those whom the county does not manage, and about those who run all this.

use minqing::roster::AboveCounty;

use super::{LANE, assert_only, carried, opens_sealed, told};
use crate::world::{CHANG, QIN, World, settings};

const HEAD: &str = "我要反映县委书记本人的问题,他收了工程老板的钱";

/// No row of the database, opened with its key, holds these words.
async fn nothing_kept(world: &World, words: &str) {
    for case in world.cases().await {
        let mut view = world.store().view().await.unwrap();
        for entry in view.entries(&case).await.unwrap() {
            let bytes = view.get_content(&entry.content).await.unwrap().unwrap_or_default();
            assert!(!String::from_utf8_lossy(&bytes).contains(words));
        }
    }
}

// also: S8-02
#[tokio::test(flavor = "multi_thread")]
async fn s8_01_it_is_asked_first_and_then_not_kept() {
    for said in [HEAD, "实名举报县纪委书记收钱", "县长贪了修路的钱"] {
        let mut world = World::at("2026-03-02 21:00").await;
        world.says(CHANG, said).await;
        world.pass(40).await;
        let question = world.last(CHANG);
        assert!(question.text.starts_with("这条反映的是县里主要领导"), "{said}: {}", question.text);
        assert_eq!(world.cases().await.len(), 0, "nothing is registered before the answer");
        world.presses(CHANG, CHANG, question.id, "button-above-yes").await;
        let answer = world.last(CHANG);
        assert!(answer.text.contains("12388") && answer.text.contains("没有保存"), "{}", answer.text);
        assert!(!answer.text.contains("编号 "), "a notice without a number");
        assert_eq!(world.cases().await.len(), 0);
        let stranger = world.stranger().await;
        let wiped = "select count(*) from inbox i where i.outcome = 'asked_above'
            and not exists (select 1 from content c where c.county = i.county and c.id = i.content_id)";
        assert_eq!(stranger.number(wiped).await, 1, "its id and outcome stay, its words are gone");
        assert_eq!(stranger.number("select value from counter where name = 'above:2026-03-02'").await, 1);
        nothing_kept(&world, "县").await;
        world.forget();
        world.pass(5 * 86_400).await;
        assert_only(&world, &[], &["收了工程", "修路的钱", "县委书记", "县纪委书记"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s8_01_no_makes_an_ordinary_sealed_case_of_it() {
    let world = World::at("2026-03-02 21:00").await;
    world.says(CHANG, "县长的驾驶员和凉水村翁守业一起贪了修路的钱,县长收了钱").await;
    let question = world.last(CHANG);
    world.presses(CHANG, CHANG, question.id, "button-above-no").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    assert!(told(&world, "wujian", &number).is_some());
    assert_only(&world, &LANE, &[&number]);
}

#[tokio::test(flavor = "multi_thread")]
async fn s8_01_where_the_city_reads_nobody_of_the_county_does() {
    let mut settings = settings();
    settings.bot.above_county = AboveCounty::CityReader;
    let world = World::with("2026-03-02 21:00", settings, None).await;
    world.says(CHANG, HEAD).await;
    let question = world.last(CHANG);
    world.presses(CHANG, CHANG, question.id, "button-above-yes").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    assert_only(&world, &[], &[&number]);
}

#[tokio::test(flavor = "multi_thread")]
async fn s8_01_an_unanswered_question_keeps_nothing_and_says_so() {
    let world = World::at("2026-03-02 21:00").await;
    world.says(CHANG, HEAD).await;
    world.pass(86_400 + 60).await;
    assert!(world.find(CHANG, "没有保存那段话").is_some());
    assert_eq!(world.cases().await.len(), 0);
}

// also: S8-02
#[tokio::test(flavor = "multi_thread")]
async fn s8_02_the_head_of_the_screeners_is_for_the_discipline_lane_alone() {
    let world = World::at("2026-03-02 21:00").await;
    world.says(CHANG, "县民情办的申令仪收了别人的烟酒,压着我们的事不办").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    assert_only(&world, &LANE, &[&number]);
    for screener in ["qijianwei", "zhuangwenqu", "shenlingyi"] {
        assert!(!carried(&world, world.cadre(screener)).contains(&number), "{screener}");
    }
    assert!(!carried(&world, world.triage()).contains(&number));
}

#[tokio::test(flavor = "multi_thread")]
async fn s8_03_a_complaint_about_the_operator_is_none_of_the_operators() {
    let world = World::at("2026-03-02 21:00").await;
    world.says(CHANG, "管机器人的鲍一川收钱帮人删举报").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    assert!(told(&world, "wujian", &number).is_some());
    assert_only(&world, &LANE, &[&number]);
    let operator = world.cadre("baoyichuan");
    world.says(operator, "我的活").await;
    assert_eq!(world.last(operator).text, world.words("no-work"));
}

#[tokio::test(flavor = "multi_thread")]
async fn s8_04_whoever_helped_is_not_accused() {
    let world = World::at("2026-03-02 21:00").await;
    world.says(CHANG, "县委书记帮我解决了低保,谢谢").await;
    assert!(world.find(CHANG, "这条反映的是县里主要领导").is_none());
    world.says(QIN, "凉水村村口的路灯坏了三天了,求县长做主").await;
    world.pass(40).await;
    assert!(world.find(QIN, "这条反映的是县里主要领导").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn s8_05_the_need_beside_it_is_registered_when_the_sender_agrees() {
    let world = World::at("2026-03-02 21:00").await;
    world.says(CHANG, "凉水村村口的路灯坏了三天了,老人晚上不敢出门。县长贪了修路灯的钱").await;
    let question = world.last(CHANG);
    world.presses(CHANG, CHANG, question.id, "button-above-yes").await;
    let offer = world.last(CHANG);
    assert!(offer.text.contains("路灯") && !offer.text.contains("贪"), "{}", offer.text);
    world.presses(CHANG, CHANG, offer.id, "button-above-need").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let card = world.card(world.group("guanshan"), &number).expect("an ordinary case");
    assert!(!card.text.contains("县长"));
    assert_only(&world, &[], &["贪"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_the_lane_who_is_accused_is_read_by_those_above_alone() {
    let world = World::at("2026-03-02 21:00").await;
    world.says(CHANG, "纪委的吴检收了钱压案不办").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    assert_only(&world, &["mengshenzhi"], &[&number]);
    opens_sealed(&world, "mengshenzhi", &number).await;
}
