//! Quiet hours: what can wait comes in the morning, as one message; what cannot comes at once.

use minqing::config::Settings;
use minqing::sandbox::Content;

use crate::world::{CHANG, LI, QIN, World, photo, settings};

fn with_quiet(from_hour: u32, until_hour: u32) -> Settings {
    let mut settings = settings();
    (settings.service.quiet.from_hour, settings.service.quiet.until_hour) = (from_hour, until_hour);
    settings
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_wait_comes_in_the_morning_as_one_message() {
    let mut world = World::new().await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    let other = world.posted(QIN, photo("观山镇大桥村的路灯也坏了两天了"), "guanshan").await;
    world.until("2026-03-02 21:10").await;
    let edits = |world: &World| world.messages(CHANG).iter().map(|seen| seen.edits.len()).sum::<usize>();
    let edited = edits(&world);
    world.forget();
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.presses(qian, other.group, other.card, "button-sign").await;
    world.replies(qian, case.group, case.card, Content::text("明天上午去看")).await;
    let note = world.last(case.group);
    world.presses(qian, case.group, note.id, "button-send-note").await;
    assert!(world.news(CHANG).is_empty() && world.news(QIN).is_empty(), "nobody is woken");
    assert!(edits(&world) > edited, "the status message is edited, without a sound");
    // Who goes on in another process wakes nobody either.
    let mut world = world.restart().await;
    world.until("2026-03-03 07:59").await;
    assert!(world.news(CHANG).is_empty());
    world.until("2026-03-03 08:00").await;
    let told = world.news(CHANG);
    assert_eq!(told.len(), 1, "{told:?}");
    let signed = told[0].text.find("签收").expect("what happened first stands first");
    assert!(signed < told[0].text.find("明天上午去看").unwrap(), "{}", told[0].text);
    assert_eq!(world.news(QIN).len(), 1, "each case by itself");
    world.pass(24 * 3600).await;
    assert!(!world.news(CHANG).iter().any(|seen| seen.text.contains("明天上午去看")), "once");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_given_at_night_comes_in_the_morning_with_its_buttons() {
    let mut world = World::new().await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.until("2026-03-02 22:00").await;
    world.forget();
    world.reported(qian, &case, "换好了").await;
    assert!(world.news(CHANG).is_empty());
    world.until("2026-03-03 08:00").await;
    let told = world.news(CHANG);
    assert!(told.len() == 2 && told[0].kind == "photo", "the evidence, then the answer: {told:?}");
    assert!(told[1].text.contains("换好了"));
    world.presses(CHANG, CHANG, told[1].id, "button-solved").await;
    assert!(world.message(CHANG, told[1].id).edited, "the answer is where it is edited");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_has_just_done_is_answered_at_night_too() {
    let mut world = World::at("2026-03-02 23:00").await;
    let case = world.lamp(CHANG).await;
    assert!(!world.news(CHANG).is_empty(), "the receipt");
    world.says(CHANG, "催一下").await;
    assert_eq!(world.news(CHANG).len(), 1);
    world.says(CHANG, &format!("/withdraw {}", case.number)).await;
    let asked = world.last(CHANG);
    world.presses(CHANG, CHANG, asked.id, &world.labels(CHANG, asked.id)[0]).await;
    assert!(world.find(CHANG, "撤回").is_some());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn danger_to_life_waits_for_nothing() {
    let mut world = World::at("2026-03-02 23:00").await;
    world.says(CHANG, "观山镇凉水村我家煤气漏了，味道很大").await;
    world.pass(40).await;
    assert!(!world.news(CHANG).is_empty());
    let number = world.number(CHANG);
    let group = world.groups().into_iter().find(|group| world.card(*group, &number).is_some()).expect("a card");
    let card = world.card(group, &number).unwrap();
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    assert!(world.news(CHANG).iter().any(|seen| seen.text.contains("签收")), "at once");
    world.assert_sound().await;
}

/// What waits is as discreet in the morning as anything of a sealed case.
#[tokio::test(flavor = "multi_thread")]
async fn what_waited_begins_with_a_line_that_says_nothing() {
    let mut world = World::at("2026-03-02 22:00").await;
    let wu = world.cadre("wujian");
    world.says(LI, "唐全把我们社区的补偿款吃了两万多").await;
    world.pass(60).await;
    let note = world.find(wu, &world.number(LI)).expect("the lane reads it at once, at whatever hour");
    world.forget();
    world.presses(wu, wu, note.id, "button-ask").await;
    world.says(wu, "是哪一年的事").await;
    assert!(world.news(LI).is_empty());
    world.until("2026-03-03 08:00").await;
    let told = world.news(LI);
    assert!(told.len() == 1 && told[0].text.starts_with(&world.words("sealed-line")), "{told:?}");
    assert!(told[0].text.contains("是哪一年的事"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_may_have_no_quiet_hours() {
    let mut world = World::with("2026-03-02 22:00", with_quiet(0, 0), None).await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.forget();
    world.presses(qian, case.group, case.card, "button-sign").await;
    assert_eq!(world.news(CHANG).len(), 1);
}

/// The week goes to those who supervise and to whoever leads the county, as one message without a sound.
#[tokio::test(flavor = "multi_thread")]
async fn the_county_has_its_week_on_monday_morning() {
    let mut world = World::new().await;
    let (qian, zhou, mayor) = (world.cadre("qianjin"), world.cadre("zhouning"), world.cadre("yanshouzhuo"));
    let done = world.lamp(CHANG).await;
    world.posted(QIN, photo("观山镇大桥村的路灯也坏了两天了"), "guanshan").await;
    world.says(LI, "唐全把我们社区的补偿款吃了两万多").await;
    world.answered(qian, &done, "换好了").await;
    let answer = world.find(CHANG, "换好了").unwrap();
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    let grade = world.last(CHANG);
    world.presses(CHANG, CHANG, grade.id, "grade-satisfied").await;
    world.until("2026-03-09 08:29").await;
    world.forget();
    world.until("2026-03-09 08:30").await;
    for reader in [zhou, world.cadre("lianhaoran"), mayor] {
        let told = world.news(reader);
        assert!(told.len() == 1 && told[0].silent, "{told:?}");
        let lines: Vec<&str> = told[0].text.lines().collect();
        assert_eq!(
            lines[0],
            "青禾县一周（3月2日(周一)至3月8日(周日)）：新收2件，办结1件；现在办1件，其中超期0件，督办1件"
        );
        assert!(lines[1].starts_with("观山镇：新收2，办结1，在办1，超期0，督办1；评价还少"), "{}", lines[1]);
        assert_eq!(lines.len(), 3, "one unit: what is sealed moves no figure");
    }
    for other in [qian, world.cadre("cenbonian"), world.cadre("tangquan")] {
        assert!(!world.news(other).iter().any(|seen| seen.text.contains("一周")));
    }
    world.until("2026-03-16 08:31").await;
    assert!(
        world
            .news(zhou)
            .iter()
            .any(|seen| seen.text.contains("新收0件") && seen.text.contains("在办1件，其中超期1件，督办1件"))
    );
    world.assert_sound().await;
}
