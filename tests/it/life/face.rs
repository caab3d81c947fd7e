//! Face to face: 我要见领导, reception days, a voice put into words, answers that are used again.

use minqing::id::CaseId;

use crate::world::{CHANG, LAMP, LI, Posted, QIN, World};

/// A lamp with 观山镇, and its sender says that they want to see a leader.
async fn wished(world: &World) -> Posted {
    let case = world.lamp(CHANG).await;
    world.pass(3600).await;
    world.says(CHANG, "我要直接见书记").await;
    case
}

/// What whoever arranges receptions was asked last.
fn asked(world: &World) -> i64 {
    let arranger = world.cadre("lianhaoran");
    let found = world.find(arranger, "群众想当面见领导");
    found.unwrap_or_else(|| panic!("nobody was asked to arrange it: {}", world.ever_said(CHANG))).id
}

/// The case of the last message.
async fn case(world: &World) -> CaseId {
    world.cases().await.pop().unwrap()
}

#[tokio::test]
async fn s12_05_whoever_wants_to_see_a_leader_is_given_a_time_within_two_working_days_and_why_is_counted() {
    let mut world = World::new().await;
    let posted = wished(&world).await;
    assert_eq!(world.cases().await.len(), 1, "it is said about the case there is");
    let told = world.last(CHANG).text;
    assert_eq!(
        told,
        format!("编号 {}：您想见领导，已经转给安排接访的同志。3月4日(周三)前告诉您时间，或者说明原因。", posted.number)
    );
    assert!(!world.ever_said(posted.group).contains("书记"), "the unit hears that, not in whose words");
    let arranger = world.cadre("lianhaoran");
    let sheet = asked(&world);
    assert_eq!(world.labels(arranger, sheet), ["给接访时间", "说明原因", "看原文"]);
    world.presses(arranger, arranger, sheet, "button-read").await;
    assert!(world.ever_said(arranger).contains("我要直接见书记"), "the reason stands in the sender's words");
    let data = world.data(arranger, sheet, "button-face-sessions");
    let (line, _) = world.press_answer(world.cadre("qianjin"), arranger, sheet, &data).await;
    assert_eq!(line, world.words("press-no-right"), "whom it is about arranges nothing");
    world.forget();
    assert_eq!(world.presses(arranger, arranger, sheet, "button-face-sessions").await, "已把时间发给群众，由群众选。");
    let offered = world.news(CHANG).pop().unwrap();
    // The 15th of March is a Sunday, the 28th a Saturday.
    let times = [
        "3月16日(周一)09:00 常务副县长甘若谷",
        "3月30日(周一)14:30 分管城乡建设副县长栾望舒",
        "4月15日(周三)09:00 常务副县长甘若谷",
    ];
    assert_eq!(world.labels(CHANG, offered.id), times);
    world.presses(CHANG, CHANG, offered.id, times[0]).await;
    let booked = world.message(CHANG, offered.id);
    assert!(
        booked.text.contains("约好了，3月16日(周一)09:00到11:30，县信访接待室，常务副县长甘若谷"),
        "{}",
        booked.text
    );
    assert!(world.news(CHANG).is_empty(), "the choice stands in the same message");
    let leader = world.cadre("ganruogu");
    assert!(world.last(leader).text.contains("群众约了接访，3月16日(周一)09:00"));
    // It can be given back, and taken again.
    world.presses(CHANG, CHANG, offered.id, "button-face-give-back").await;
    assert_eq!(world.labels(CHANG, offered.id), [times[1], times[2], "4月28日(周二)14:30 分管城乡建设副县长栾望舒"]);
    world.presses(CHANG, CHANG, offered.id, times[1]).await;
    world.until("2026-03-29 08:59").await;
    world.forget();
    world.until("2026-03-29 09:00").await;
    let reminder = world.news(CHANG).pop().unwrap().text;
    assert!(reminder.contains("明天接访，3月30日(周一)14:30到17:00，县信访接待室"), "{reminder}");
    world.until("2026-03-30 17:00").await;
    let result = world.last(arranger);
    assert!(result.text.contains("请在3月31日(周二)前记下结果"), "{}", result.text);
    world.presses(arranger, arranger, result.id, "button-face-held").await;
    let events = world.events(&case(&world).await).await;
    let last: Vec<&str> = events.iter().filter_map(|kind| kind.strip_prefix("meeting_")).collect();
    assert_eq!(last.join(" "), "asked offered booked given_back booked reminded over ended");
    let head = world.cadre("cenbonian");
    world.says(head, "统计").await;
    let stats = world.last(head).text;
    assert!(stats.contains("观山镇：没办好就要见领导的1次（还在办1，超期0，答复后0）"), "{stats}");
    world.assert_sound().await;
}

#[tokio::test]
async fn s12_05_an_explanation_answers_it_too_and_a_late_one_climbs_above_whoever_arranges() {
    let mut world = World::new().await;
    let posted = wished(&world).await;
    let arranger = world.cadre("lianhaoran");
    world.until("2026-03-04 23:59").await;
    world.forget();
    world.pass(120).await;
    let above = world.cadre("fushiheng");
    let late = world.find(above, "过了3月4日(周三)还没有下文").unwrap_or_else(|| panic!("{}", world.ever_said(above)));
    assert_eq!(world.labels(above, late.id)[..2], ["给接访时间", "说明原因"]);
    assert!(world.news(CHANG).is_empty(), "the ladder is not the sender's news: their status message says it");
    world.until("2026-03-05 09:00").await;
    let sheet = asked(&world);
    world.presses(arranger, arranger, sheet, "button-face-explain").await;
    world.says(arranger, "路灯这周五前修好，修好后县里去看，不用您跑一趟。").await;
    let told = world.last(CHANG).text;
    assert!(told.contains(&format!("编号 {}：您想见领导，答复您\n路灯这周五前修好", posted.number)), "{told}");
    assert_eq!(world.presses(arranger, arranger, sheet, "button-face-sessions").await, "已经是这样了。");
    world.assert_sound().await;
}

#[tokio::test]
async fn s12_05_without_a_case_it_makes_one_and_what_accuses_stays_with_its_readers() {
    let world = World::new().await;
    world.says(QIN, "我想当面见县长，房子裂了没人管").await;
    world.pass(40).await;
    let number = world.number(QIN);
    assert!(world.find(QIN, "您想见领导").unwrap().text.contains(&number));
    asked(&world);
    let arranger = world.cadre("lianhaoran");
    let before = world.ever_said(arranger);
    world.says(LI, "我要见书记，举报唐全把补偿款吃了两万多").await;
    world.pass(40).await;
    assert_eq!(world.ever_said(arranger), before, "what accuses is nobody's to arrange");
    assert!(!world.ever_said(LI).contains("接访"));
    world.says(CHANG, "我不想见书记，见过好多回了").await;
    world.pass(40).await;
    assert_eq!(world.ever_said(arranger), before);
    world.assert_sound().await;
}

#[tokio::test]
async fn a_full_session_is_not_given_twice_and_those_it_was_offered_to_choose_anew() {
    let mut settings = crate::world::settings();
    settings.county.receptions.truncate(1);
    settings.county.receptions[0].places = 1;
    let world = World::with("2026-03-02 09:10", settings, None).await;
    let arranger = world.cadre("lianhaoran");
    let mut offers = Vec::new();
    for sender in [CHANG, QIN] {
        world.lamp(sender).await;
        world.says(sender, "我要见领导").await;
        let sheet = asked(&world);
        world.presses(arranger, arranger, sheet, "button-face-sessions").await;
        offers.push(world.find(sender, "领导接访的时间").unwrap().id);
    }
    let first = "3月16日(周一)09:00 常务副县长甘若谷";
    let data = [(CHANG, offers[0]), (QIN, offers[1])].map(|(who, offer)| (who, offer, world.data(who, offer, first)));
    for (who, offer, data) in &data {
        world.sandbox.press_data(*who, *who, *offer, data);
    }
    world.settle().await;
    let booked = [CHANG, QIN].map(|who| world.find(who, "约好了，3月16日").is_some());
    assert_ne!(booked[0], booked[1], "one of the two has it");
    let (other, offer) = if booked[0] { (QIN, offers[1]) } else { (CHANG, offers[0]) };
    assert_eq!(world.labels(other, offer)[0], "4月15日(周三)09:00 常务副县长甘若谷");
    let seats = world.stranger().await.number("select count(*) from reception_seat").await;
    assert_eq!(seats, 1);
    let (owner, offer) = if booked[0] { (CHANG, offers[0]) } else { (QIN, offers[1]) };
    world.presses(owner, owner, offer, "button-face-give-back").await;
    assert_eq!(world.stranger().await.number("select count(*) from reception_seat").await, 0, "given back");
    world.assert_sound().await;
}

#[tokio::test]
async fn a_leader_who_is_kept_out_is_neither_offered_nor_told() {
    let world = World::new().await;
    wished(&world).await;
    let arranger = world.cadre("lianhaoran");
    let leader = minqing::id::CadreId::new("ganruogu");
    let mut tx = world.store().begin().await.unwrap();
    let exclusion = minqing::roster::Exclusion { cadres: [leader].into(), ..Default::default() };
    tx.set_exclusion(&case(&world).await, &exclusion).await.unwrap();
    tx.commit().await.unwrap();
    let sheet = asked(&world);
    world.presses(arranger, arranger, sheet, "button-face-sessions").await;
    let offered = world.find(CHANG, "领导接访的时间").unwrap();
    let labels = world.labels(CHANG, offered.id);
    assert!(labels.iter().all(|label| label.contains("栾望舒")), "{labels:?}");
    assert!(world.find(world.cadre("ganruogu"), "编号").is_none());
}

#[tokio::test]
async fn a_meeting_goes_on_to_another_when_whoever_arranged_it_is_kept_out() {
    let mut world = World::new().await;
    wished(&world).await;
    let (arranger, other) = (world.cadre("lianhaoran"), world.cadre("zhouning"));
    let sheet = asked(&world);
    let id = case(&world).await;
    let mut tx = world.store().begin().await.unwrap();
    let cadres = [minqing::id::CadreId::new("lianhaoran")].into();
    tx.set_exclusion(&id, &minqing::roster::Exclusion { cadres, ..Default::default() }).await.unwrap();
    tx.commit().await.unwrap();
    world.forget();
    world.says(CHANG, "催一下").await;
    assert!(world.find(other, "群众还等着见领导").is_some());
    assert_eq!(world.presses(arranger, arranger, sheet, "button-face-sessions").await, "这个按钮现在用不了。");
    world.until("2026-03-06 12:00").await;
    assert!(world.news(arranger).iter().all(|seen| !seen.text.contains(&world.number(CHANG))));
}

#[tokio::test]
async fn what_is_taken_back_frees_its_seat() {
    let world = World::new().await;
    wished(&world).await;
    let arranger = world.cadre("lianhaoran");
    world.presses(arranger, arranger, asked(&world), "button-face-sessions").await;
    let offered = world.find(CHANG, "领导接访的时间").unwrap().id;
    world.presses(CHANG, CHANG, offered, "3月16日(周一)09:00 常务副县长甘若谷").await;
    assert_eq!(world.stranger().await.number("select count(*) from reception_seat").await, 1);
    world.takes_back(CHANG, &world.number(CHANG)).await;
    assert_eq!(world.stranger().await.number("select count(*) from reception_seat").await, 0, "taken back, and free");
    world.until("2026-03-16 12:00").await;
    assert!(world.find(CHANG, "明天接访").is_none());
    world.assert_sound().await;
}

#[tokio::test]
async fn a_session_that_was_not_held_is_owed_again_and_one_missed_is_over() {
    let world = World::new().await;
    wished(&world).await;
    let arranger = world.cadre("lianhaoran");
    for (time, over, button, told) in [
        (
            "3月16日(周一)09:00 常务副县长甘若谷",
            "2026-03-16 11:30",
            "button-face-not-held",
            "这次没有见成，对不住。3月18日(周三)前",
        ),
        ("3月30日(周一)14:30 分管城乡建设副县长栾望舒", "2026-03-30 17:00", "button-face-missed", "接访那天没有等到您"),
    ] {
        let sheet = world.find(arranger, "给接访时间").unwrap().id;
        world.presses(arranger, arranger, sheet, "button-face-sessions").await;
        let offered = world.find(CHANG, "领导接访的时间").unwrap().id;
        world.presses(CHANG, CHANG, offered, time).await;
        world.until(over).await;
        let result = world.find(arranger, "接访时间过了").unwrap().id;
        world.presses(arranger, arranger, result, button).await;
        assert!(world.find(CHANG, told).is_some(), "{}", world.last(CHANG).text);
    }
    world.says(CHANG, "我要见领导").await;
    assert!(world.last(CHANG).text.contains("已经转给安排接访的同志"), "and may be asked for again");
    world.assert_sound().await;
}

/// A voice without words, with the screeners; one of them puts it into words.
async fn heard(world: &World, words: &str) -> i64 {
    world.sends(CHANG, minqing::sandbox::Media::Voice).await;
    world.pass(40).await;
    let screener = world.cadre("qijianwei");
    let card = world.card(world.triage(), &world.number(CHANG)).unwrap();
    world.presses(screener, world.triage(), card.id, "button-read").await;
    let own = world.messages(screener);
    let sheet = own.iter().rev().find(|it| it.buttons.iter().flatten().any(|(label, _)| label == "代写内容")).unwrap();
    world.presses(screener, screener, sheet.id, "button-face-put-down").await;
    world.says(screener, words).await;
    world.find(CHANG, "是这个意思吗").unwrap_or_else(|| panic!("{}", world.ever_said(screener))).id
}

#[tokio::test]
async fn x9_a_voice_put_into_words_counts_once_its_sender_says_yes() {
    let world = World::new().await;
    let asked = heard(&world, LAMP).await;
    assert!(world.message(CHANG, asked).text.contains(LAMP));
    let card = || world.card(world.triage(), &world.number(CHANG)).unwrap();
    assert!(card().text.contains("待确认"), "{}", card().text);
    assert!(!card().text.contains("路灯"), "nobody reads in a group what is not confirmed");
    world.pass(20 * 3600).await;
    assert!(world.card(world.group("guanshan"), &world.number(CHANG)).is_none(), "silence is not yes");
    world.presses(CHANG, CHANG, asked, "button-face-meant").await;
    let posted = world.card(world.group("guanshan"), &world.number(CHANG)).expect("read as if written");
    assert!(posted.text.contains("市政照明，观山镇凉水村"), "{}", posted.text);
    assert_eq!(world.presses(CHANG, CHANG, asked, "button-face-not-meant").await, "已经是这样了。");
    world.assert_sound().await;
}

#[tokio::test]
async fn x9_what_is_not_meant_is_said_again() {
    let mut world = World::new().await;
    heard(&world, "水管破了").await;
    world.forget();
    world.says(CHANG, "不对，我再说").await;
    assert_eq!(world.news(CHANG).pop().unwrap().text, "好的，请再说一遍，打字、语音都行。");
    let screener = world.cadre("qijianwei");
    assert!(world.last(screener).text.contains("群众说不是这个意思"));
    world.says(CHANG, LAMP).await;
    assert_eq!(world.cases().await.len(), 1, "the next words are the case's own");
    let posted = world.card(world.group("guanshan"), &world.number(CHANG)).unwrap();
    assert!(posted.text.contains("市政照明") && !posted.text.contains("待确认"), "{}", posted.text);
    world.assert_sound().await;
}

#[tokio::test]
async fn x9_what_turns_out_to_accuse_or_to_be_danger_goes_that_way_once_it_is_confirmed() {
    let world = World::new().await;
    let asked = heard(&world, "新风社区唐全把我们的补偿款吃了两万多").await;
    world.presses(CHANG, CHANG, asked, "button-face-meant").await;
    let reader = world.cadre("wujian");
    assert!(world.find(reader, &world.number(CHANG)).is_some(), "the lane reads it");
    let card = world.messages(world.triage()).into_iter().rfind(|it| it.text.contains(&world.number(CHANG))).unwrap();
    assert_eq!(card.text, format!("【{}】已转办。", world.number(CHANG)));
    assert!(!world.ever_said(world.triage()).contains("唐全"));
    world.assert_sound().await;

    let world = World::new().await;
    let asked = heard(&world, "补偿款的事").await;
    world.presses(CHANG, CHANG, asked, "button-face-not-meant").await;
    world.says(CHANG, "新风社区唐全把我们的补偿款吃了两万多").await;
    assert_eq!(world.cases().await.len(), 1, "the voice goes with the words that stand for it");
    assert!(
        world.find(world.cadre("wujian"), &world.number(CHANG)).is_some(),
        "also when it is said again in other words"
    );
    let card = world.messages(world.triage()).into_iter().rfind(|it| it.text.contains(&world.number(CHANG))).unwrap();
    assert_eq!(card.text, format!("【{}】已转办。", world.number(CHANG)));
    world.assert_sound().await;

    let world = World::new().await;
    let asked = heard(&world, "凉水村有人掉进河里了快来救人").await;
    world.presses(CHANG, CHANG, asked, "button-face-meant").await;
    assert!(world.ever_said(CHANG).contains("不要下水"), "{}", world.ever_said(CHANG));
    let on_call = world.cadre("xichanggeng");
    assert!(world.ever_said(on_call).contains("紧急"), "{}", world.ever_said(on_call));
    world.assert_sound().await;
}

/// A list that lacks nothing.
const LIST: &str = "依据：青禾县医保局〔2025〕3号\n材料：住院发票原件，就诊的医院，1份\n时限：15个工作日\n地点：县政务服务中心二楼医保窗口\n电话：0000-8810119";

/// A question to 医保局, answered with a list; whoever asked says nothing yet.
async fn told_what_to_bring(world: &World, resident: i64, words: &str) -> Posted {
    let case = world.posted(resident, minqing::sandbox::Content::text(words), "medicare").await;
    let handler = world.cadre("shangguanning");
    world.presses(handler, case.group, case.card, "button-sign").await;
    world.presses(handler, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group).id;
    let words = "秦大爷，外地住院的票可以报，先备案再报，电话13800001111也能问。";
    world.replies(handler, case.group, prompt, minqing::sandbox::Content::text(words)).await;
    world.presses(handler, case.group, world.last(case.group).id, "button-add-guide").await;
    world.replies(handler, case.group, prompt, minqing::sandbox::Content::text(LIST)).await;
    world.presses(handler, case.group, world.last(case.group).id, "button-confirm").await;
    // The head looks at it first.
    let head = world.cadre("congyuanzhi");
    world.presses(head, head, world.last(head).id, "button-pass").await;
    case
}

#[tokio::test]
async fn s9_08_what_three_villages_ask_is_proposed_confirmed_and_answered_at_once_the_fourth_time() {
    let mut world = World::new().await;
    let head = world.cadre("congyuanzhi");
    for (resident, village) in [(CHANG, "凉水村"), (QIN, "大寨社区")] {
        told_what_to_bring(&world, resident, &format!("{village}的，想问异地住院医保怎么报销？")).await;
        assert!(world.find(head, "知识条目").is_none(), "two villages are not three");
    }
    told_what_to_bring(&world, LI, "清溪村的，想问异地住院医保怎么报销？").await;
    let proposed = world.find(head, "知识条目，请您看看").expect("proposed to the head of the unit");
    assert!(proposed.text.contains("材料") && proposed.text.contains("住院发票原件"), "{}", proposed.text);
    assert!(proposed.text.contains("**大爷") || proposed.text.contains("*大爷"), "{}", proposed.text);
    assert!(!proposed.text.contains("秦大爷") && !proposed.text.contains("13800001111"), "{}", proposed.text);
    world.forget();
    world
        .posted(
            crate::world::ANNA,
            minqing::sandbox::Content::text("新风社区的，想问异地住院医保怎么报销？"),
            "medicare",
        )
        .await;
    assert!(
        world.find(crate::world::ANNA, "answered somebody else").is_none(),
        "nothing is used before somebody confirms it"
    );
    // The head mends it first.
    world.presses(head, head, proposed.id, "button-entry-mend").await;
    world.says(head, "外地住院的票可以报，先备案再报。").await;
    let mended = world.find(head, "知识条目，请您看看").unwrap();
    assert!(!mended.text.contains("大爷") && mended.text.contains("先备案再报。"), "{}", mended.text);
    world.presses(head, head, mended.id, "button-entry-keep").await;
    let kept = world.message(head, mended.id).text;
    assert!(kept.contains("在用") && kept.contains("8月29日(周六)"), "{kept}");
    // The next one who asks has it at once; their case goes on.
    world.pass(3600).await;
    world.forget();
    let case = world
        .posted(QIN, minqing::sandbox::Content::text("杜家坪社区的，想问异地住院医保怎么报销？"), "medicare")
        .await;
    let known = world.find(QIN, "这样答复过别人").expect("answered at once");
    assert!(known.text.contains("3月2日(周一)医保局") && known.text.contains("住院发票原件"), "{}", known.text);
    assert_eq!(world.presses(QIN, QIN, known.id, "button-face-go-on").await, "好的，照样有人办，到时答复您。");
    assert!(world.message(case.group, case.card).text.contains("待签收"), "it is handled all the same");
    let case =
        world.posted(CHANG, minqing::sandbox::Content::text("路溪镇的，想问异地住院医保怎么报销？"), "medicare").await;
    let known = world.find(CHANG, "这样答复过别人").unwrap();
    world.presses(CHANG, CHANG, known.id, "button-face-enough").await;
    assert!(world.message(case.group, case.card).text.contains("群众已撤回"), "whoever has enough says so");
    // Looked at again before its end, and not used after it.
    world.until("2026-08-15 09:00").await;
    assert!(world.find(head, "知识条目快到期了").is_some());
    world.until("2026-08-30 01:00").await;
    world.posted(LI, minqing::sandbox::Content::text("清溪村的，想问异地住院医保怎么报销？"), "medicare").await;
    assert!(world.find(LI, "这样答复过别人").is_none());
}

#[tokio::test]
async fn an_answer_that_was_good_is_proposed_and_one_nobody_confirms_lapses() {
    let world = World::new().await;
    let head = world.cadre("congyuanzhi");
    told_what_to_bring(&world, CHANG, "凉水村的，想问异地住院医保怎么报销？").await;
    let answer = world.find(CHANG, "这件事解决了吗").unwrap().id;
    world.presses(CHANG, CHANG, answer, "button-solved").await;
    assert!(world.find(head, "知识条目").is_none());
    world.presses(CHANG, CHANG, answer, "grade-satisfied").await;
    let proposed = world.find(head, "知识条目，请您看看").expect("proposed").id;
    let other = world.cadre("qianjin");
    let data = world.data(head, proposed, "button-entry-keep");
    assert_eq!(world.press_answer(other, head, proposed, &data).await.0, "这个按钮现在用不了。");
    world.until("2026-04-02 12:00").await;
    assert_eq!(world.presses(head, head, proposed, "button-entry-keep").await, "已经是这样了。");
    world.assert_sound().await;
}

#[tokio::test]
async fn a_visit_and_a_call_are_owed_by_a_date_and_climb_when_nobody_comes() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let handler = world.cadre("qianjin");
    world.presses(handler, case.group, case.card, "button-sign").await;
    world.says(CHANG, "请人上门").await;
    assert!(world.last(CHANG).text.ends_with("3月4日(周三)前办到，过了会有人督促。"), "{}", world.last(CHANG).text);
    world.says(CHANG, "给我回电").await;
    let status = world.find(CHANG, "承诺：上门看看").unwrap().text;
    assert!(status.contains("承诺：给您回电话（3月3日(周二)前），未到期"), "{status}");
    // The call is made, the visit forgotten.
    world.presses(handler, case.group, case.card, "button-more").await;
    world.presses(handler, case.group, case.card, "button-joint").await;
    world.presses(handler, case.group, case.card, "办到了：给您回电话").await;
    world
        .replies(
            handler,
            case.group,
            world.last(case.group).id,
            minqing::sandbox::Content::text("已通电话，约好周三去"),
        )
        .await;
    world.presses(handler, case.group, world.last(case.group).id, "button-confirm").await;
    world.until("2026-03-05 00:30").await;
    assert!(world.find(handler, "承诺到期未办到：上门看看").is_some(), "first whoever owes it");
    world.until("2026-03-06 09:30").await;
    assert!(world.find(world.cadre("cenbonian"), "承诺到期未办到：上门看看").is_some(), "then up the line");
    assert!(world.find(handler, "给您回电话").is_none());
    world.assert_sound().await;
}

#[tokio::test]
async fn a_visit_wished_before_any_unit_has_the_case_is_owed_once_one_has() {
    let world = World::new().await;
    world.says(CHANG, "凉水村这边有点事想请人看看").await;
    world.pass(40).await;
    world.says(CHANG, "请人上门").await;
    assert!(!world.last(CHANG).text.contains("过了会有人督促"));
    let screener = world.cadre("qijianwei");
    let card = world.card(world.triage(), &world.number(CHANG)).unwrap();
    world.presses(screener, world.triage(), card.id, "button-units").await;
    world.presses(screener, world.triage(), card.id, "观山镇").await;
    assert!(world.find(CHANG, "承诺：上门看看").is_some(), "{}", world.ever_said(CHANG));
}
