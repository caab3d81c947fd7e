//! Afterwards: trouble and pressure are told past the unit, people are asked how they are, ratings stay the sender's own.

use minqing::sandbox::Content;

use crate::world::{CHANG, LI, QIN, World, number_in};

const ACCUSING: &str = "唐全把我们的补偿款吃了两万多";
const CHECK_IN: &str = "您好，有一阵没联系了，最近还好吗？点一下就行。";
const LANE: [&str; 3] = ["mengshenzhi", "wujian", "yanruobing"];

/// How many calls reached each chat of staff and each group so far.
fn staff_calls(world: &World, but: &[i64]) -> usize {
    let staff = |chat: &i64| (*chat < 0 || *chat > 10_000) && !but.contains(chat);
    let chats: Vec<i64> = world.sandbox.chats().into_iter().filter(staff).collect();
    let told = |call: &minqing::sandbox::Call| call.chat().is_some_and(|chat| chats.contains(&chat));
    world.calls().into_iter().filter(|call| told(call) && call.error.is_none()).count()
}

fn lane(world: &World) -> Vec<i64> {
    LANE.iter().map(|id| world.cadre(id)).collect()
}

/// The receipt of a note about trouble.
fn note_of(world: &World, resident: i64) -> String {
    let receipt = world.find(resident, "谁都不许因为您反映问题找您麻烦").expect("a note was made");
    number_in(&receipt.text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_is_told_by_one_tap_past_the_unit() {
    let mut world = World::new().await;
    let [qian, wu, zhou] = ["qianjin", "wujian", "zhouning"].map(|id| world.cadre(id));
    let case = world.lamp(CHANG).await;
    let receipt = world.messages(CHANG).into_iter().find(|message| message.text.contains(&case.number)).unwrap();
    assert!(world.labels(CHANG, receipt.id).contains(&"有人找我麻烦".to_owned()));
    assert!(!receipt.text.contains("麻烦"), "the receipt is no longer than it was: {}", receipt.text);
    let card = world.message(case.group, case.card).text;
    world.forget();
    let before = staff_calls(&world, &lane(&world));
    let said = world.presses(CHANG, CHANG, receipt.id, "button-trouble").await;
    assert!(said.starts_with("记下了，由专人看，办事的单位看不到。") && said.contains("110"), "{said}");
    let told = world.news(CHANG);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].text.contains("12388") && told[0].text.contains("110") && told[0].text.contains("都留着"));
    let note = note_of(&world, CHANG);
    assert_ne!(note, case.number);
    // Each reader of the lane in private; nobody else hears, sees or gets anything at all.
    for reader in lane(&world) {
        let notice = world.find(reader, &note).expect("each reader of the lane");
        assert!(notice.text.contains("反映人说有人找麻烦") && !notice.text.contains(&case.number), "{}", notice.text);
        assert_eq!(world.labels(reader, notice.id), ["看原文", "要求补充", "答复群众"]);
    }
    assert_eq!(staff_calls(&world, &lane(&world)), before, "not a letter, not an edit");
    assert_eq!(world.message(case.group, case.card).text, card);
    // What they write next belongs to the note; the unit never gets it.
    world.says(CHANG, "是翁守业，昨晚上到我屋头骂人").await;
    world.replies(CHANG, CHANG, told[0].id, Content::text("今天又来了")).await;
    assert_eq!(staff_calls(&world, &lane(&world)), before);
    assert!(world.ever_said(CHANG).contains(&format!("已补充到编号 {note}。")));
    let notice = world.find(wu, "反映人说有人找麻烦").unwrap();
    world.presses(wu, wu, notice.id, "button-read").await;
    let original = world.find(wu, "群众原话").unwrap();
    assert!(original.text.contains(&format!("是因为编号 {} 这件事", case.number)), "{}", original.text);
    assert!(original.text.contains("到我屋头骂人") && original.text.contains("今天又来了"), "{}", original.text);
    // Said again, the open note is brought up again; no second one is made.
    world.presses(CHANG, CHANG, receipt.id, "button-trouble").await;
    assert!(world.find(wu, &format!("编号 {note}：反映人说又有人找麻烦")).is_some());
    assert_eq!(world.store().counts().await.unwrap().cases, 2);
    let events = world.events(&world.cases().await[0]).await;
    assert_eq!(events.iter().filter(|kind| *kind == "trouble_said").count(), 2);
    assert!(world.news(qian).is_empty() && world.news(zhou).is_empty());
    world.assert_sound().await;
}

/// When violence is near it goes first, and the sender reads first whom to call.
#[tokio::test(flavor = "multi_thread")]
async fn trouble_with_violence_near_is_urgent_and_words_are_understood() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.forget();
    let before = staff_calls(&world, &lane(&world));
    world.says(CHANG, "报复我！").await;
    let note = note_of(&world, CHANG);
    assert_ne!(note, case.number);
    world.says(LI, "有人找我麻烦").await;
    assert_ne!(note_of(&world, LI), note, "without any case too");
    assert_eq!(staff_calls(&world, &lane(&world)), before);
    // In answer to a check-in, with the words of violence.
    world.says(QIN, ACCUSING).await;
    world.pass(40).await;
    world.until("2026-03-09 12:00").await;
    let asked = world.find(QIN, CHECK_IN).unwrap();
    world.forget();
    world.replies(QIN, QIN, asked.id, Content::text("不好，他拿刀要砍我")).await;
    let told = world.news(QIN);
    assert!(told[0].text.starts_with("请先离开") && told[0].text.contains("110"), "{}", told[0].text);
    assert!(told[1].text.contains("谁都不许因为您反映问题找您麻烦"), "{}", told[1].text);
    let urgent = world.find(world.cadre("wujian"), &number_in(&told[1].text).unwrap()).unwrap();
    assert!(urgent.text.starts_with("紧急：有一件需要单独看、可能危及人身安全的事项"), "{}", urgent.text);
    world.assert_sound().await;
}

/// A note never goes the ordinary way, and whoever had the case is kept out of it, whatever else they are.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_had_the_case_reads_nothing_of_the_trouble() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.says(CHANG, "有人找我麻烦").await;
    let cases = world.cases().await;
    let kept_out = world.store().view().await.unwrap().exclusion(&cases[1]).await.unwrap();
    let named: Vec<&str> = kept_out.cadres.iter().map(|cadre| cadre.as_str()).collect();
    assert!(["qianjin", "cenbonian", "quansiqu", "yanshouzhuo"].iter().all(|id| named.contains(id)), "{named:?}");
    assert!(kept_out.no_groups && kept_out.units.iter().any(|unit| unit.as_str() == "guanshan"));
    let note = note_of(&world, CHANG);
    let wu = world.cadre("wujian");
    let release = world.find(wu, &note).map(|notice| world.labels(wu, notice.id)).unwrap();
    assert!(!release.iter().any(|label| label.contains("正常派单")), "{release:?}");
    for chat in [world.cadre("qianjin"), world.cadre("qijianwei"), case.group, world.triage()] {
        assert!(!world.ever_said(chat).contains(&note));
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pressure_about_the_rating_is_told_past_the_unit_and_that_rating_waits() {
    let mut world = World::new().await;
    let [qian, wu, yan] = ["qianjin", "wujian", "yanruobing"].map(|id| world.cadre(id));
    let case = world.lamp(CHANG).await;
    world.answered(qian, &case, "换好了").await;
    let answer = world.last(CHANG);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    assert!(world.labels(CHANG, answer.id).contains(&"有人逼我打好评".to_owned()), "beside every rating");
    world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
    assert!(world.labels(CHANG, answer.id).contains(&"有人逼我打好评".to_owned()), "also once it was given");
    world.forget();
    let before = staff_calls(&world, &lane(&world));
    let said = world.presses(CHANG, CHANG, answer.id, "button-pressure").await;
    assert!(said.contains("这次的评价先不算"), "{said}");
    assert_eq!(staff_calls(&world, &lane(&world)), before, "the unit sees nothing of it");
    let id = world.cases().await.remove(0);
    assert!(body(&world, &id).await.contains("\"doubted\":1"));
    let note = note_of(&world, CHANG);
    world.presses(wu, wu, world.find(wu, &note).unwrap().id, "button-read").await;
    assert!(world.find(wu, "有人逼着打好评，是编号").is_some());
    // Answered by two of the lane, it has been looked at.
    world.presses(wu, wu, world.find(wu, &note).unwrap().id, "button-answer").await;
    world.says(wu, "已经核查，请放心").await;
    world.presses(wu, wu, world.last(wu).id, "button-confirm").await;
    let question = world.find(yan, "吴检准备这样答复").unwrap();
    world.presses(yan, yan, question.id, "button-agree").await;
    assert!(body(&world, &id).await.contains("\"doubted\":null"));
    assert!(world.news(qian).is_empty() && world.news(case.group).is_empty());
    world.assert_sound().await;
}

async fn body(world: &World, case: &minqing::id::CaseId) -> String {
    world.store().view().await.unwrap().load_case(case).await.unwrap().unwrap().body
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_complaint_about_a_person_its_sender_is_asked_how_they_are() {
    let mut world = World::at("2026-03-02 22:30").await;
    world.says(CHANG, ACCUSING).await;
    let lamp = world.lamp(QIN).await;
    world.pass(40).await;
    world.takes_back(CHANG, &world.number(CHANG)).await;
    world.forget();
    let asked = |world: &World, who: i64| world.ever_said(who).matches(CHECK_IN).count();
    // Also when it has been taken back; by day only: said at half past ten in the evening, asked on the morning after.
    world.until("2026-03-10 07:59").await;
    assert_eq!(asked(&world, CHANG), 0);
    world.until("2026-03-10 08:00").await;
    assert_eq!(asked(&world, CHANG), 1);
    let question = world.last(CHANG);
    assert_eq!(world.labels(CHANG, question.id), ["没事", "有人找我麻烦"]);
    assert!(!question.text.contains('举') && number_in(&question.text).is_none(), "neutral on a locked screen");
    world.forget();
    assert_eq!(world.presses(CHANG, CHANG, question.id, "button-fine").await, "好的，有事随时说。");
    assert!(world.news(CHANG).is_empty(), "and that is all");
    // A restart loses nothing. No answer: nothing follows but the next question.
    let mut world = world.restart().await;
    world.forget();
    world.until("2026-04-02 08:00").await;
    assert_eq!(asked(&world, CHANG), 2);
    let wu = world.cadre("wujian");
    assert!(!world.ever_said(wu).contains("找麻烦"), "silence tells nobody anything");
    world.until("2026-06-01 08:00").await;
    assert_eq!(asked(&world, CHANG), 3);
    let question = world.last(CHANG);
    world.presses(CHANG, CHANG, question.id, "button-trouble").await;
    assert!(world.find(wu, "反映人说有人找麻烦").is_some());
    world.until("2026-12-31 12:00").await;
    assert_eq!(asked(&world, QIN), 0, "a lamp accuses nobody: {}", lamp.number);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_says_itself_after_how_many_days_it_asks() {
    let mut settings = crate::world::settings();
    settings.service.check_in_days = vec![3, 10];
    let world = World::with("2026-03-02 10:00", settings, None).await;
    world.says(CHANG, ACCUSING).await;
    for (day, times) in
        [("2026-03-05 09:59", 0), ("2026-03-05 10:01", 1), ("2026-03-12 10:01", 2), ("2026-12-31 12:00", 2)]
    {
        world.until(day).await;
        assert_eq!(world.ever_said(CHANG).matches(CHECK_IN).count(), times, "{day}");
    }
}

/// The bot was off for months: one question, not three, and not at night.
#[tokio::test(flavor = "multi_thread")]
async fn check_ins_that_were_missed_are_one() {
    let world = World::new().await;
    world.says(CHANG, ACCUSING).await;
    world.pass(40).await;
    let ms = crate::world::moment("2026-04-20 23:00").since(world.clock.now());
    world.sandbox.push_clock(ms);
    world.settle().await;
    assert_eq!(world.ever_said(CHANG).matches(CHECK_IN).count(), 0);
    world.until("2026-04-21 08:00").await;
    assert_eq!(world.ever_said(CHANG).matches(CHECK_IN).count(), 1);
    world.assert_sound().await;
}

/// Words of threats in what accuses raise the sender's protection, and the receipt says how to report more of them.
#[tokio::test(flavor = "multi_thread")]
async fn s4_07_threats_raise_protection_and_the_sender_reads_how_to_report_them() {
    let world = World::new().await;
    world.says(CHANG, "唐全把我们的补偿款吃了两万多，现在要打死我").await;
    let receipt = world.find(CHANG, "由专人单独看").unwrap();
    assert!(
        receipt.text.contains("谁都不许因为您反映问题找您麻烦。有人找您麻烦，点下面的按钮，或打 12388"),
        "{}",
        receipt.text
    );
    assert!(world.labels(CHANG, receipt.id).contains(&"有人找我麻烦".to_owned()));
    assert!(world.find(world.cadre("wujian"), "话里提到威胁，请注意保护反映人").is_some());
    let id = world.cases().await.remove(0);
    assert!(world.events(&id).await.contains(&"protection_raised".to_owned()));
    for chat in world.groups() {
        assert!(!world.ever_said(chat).contains("威胁"));
    }
    world.assert_sound().await;
}

/// Whoever opened the original is counted for its sender, by role and not by name.
#[tokio::test(flavor = "multi_thread")]
async fn the_sender_sees_how_often_their_words_were_opened() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.says(CHANG, &case.number).await;
    assert!(!world.last(CHANG).text.contains("看过"), "nobody yet");
    let qian = world.cadre("qianjin");
    world.opens(qian, case.group, case.card).await;
    world.opens(qian, case.group, case.card).await;
    world.says(CHANG, &case.number).await;
    let shown = world.last(CHANG).text;
    assert!(shown.ends_with("您的原文被看过：承办单位2次。"), "{shown}");
    world.says(QIN, &case.number).await;
    assert!(!world.last(QIN).text.contains("看过"), "nobody else");
    world.assert_sound().await;
}

/// Everything the unit and those above it ever read about a case, without its number.
async fn unit_reads(taps: &[&str]) -> String {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.answered(world.cadre("qianjin"), &case, "换好了").await;
    let answer = world.last(CHANG);
    for tap in taps {
        world.presses(CHANG, CHANG, answer.id, tap).await;
    }
    let mut read = String::new();
    for chat in world.sandbox.chats().into_iter().filter(|chat| *chat < 0 || *chat > 10_000) {
        read.push_str(&world.ever_said(chat));
    }
    // What a cadre gets who presses the dead buttons, and in their list.
    for who in ["qianjin", "cenbonian"].map(|id| world.cadre(id)) {
        world.says(who, "我的活").await;
        read.push_str(&world.last(who).text);
    }
    world.assert_sound().await;
    read.replace(&case.number, "")
}

/// The unit learns that it is closed, or that it comes back; never how anybody rated.
#[tokio::test(flavor = "multi_thread")]
async fn the_unit_never_reads_how_somebody_rated() {
    let satisfied = unit_reads(&["button-solved", "grade-satisfied"]).await;
    for grade in ["grade-mostly", "grade-unrated"] {
        assert_eq!(unit_reads(&["button-solved", grade]).await, satisfied, "{grade}");
    }
    let unsolved = unit_reads(&["button-unsolved"]).await;
    assert_eq!(unit_reads(&["button-solved", "grade-dissatisfied"]).await, unsolved, "which of the two is not said");
    assert_eq!(unit_reads(&["button-unsolved", "grade-dissatisfied"]).await, unsolved);
    assert_eq!(unit_reads(&["button-unsolved", "grade-mostly"]).await, unsolved);
    for read in [satisfied, unsolved] {
        for grade in ["满意", "没有解决", "暂不评价", "打好评"] {
            assert!(!read.contains(grade), "{grade}");
        }
    }
}
