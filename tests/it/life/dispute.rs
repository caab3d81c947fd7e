//! 异议: "not ours", with its ground, ruled once; the sender's date stays and they hear only where it goes.

use minqing::sandbox::Content;

use crate::world::{CHANG, Posted, World};

const REFUND: &str = "去年在江州的大医院住院花了4万多，新农合报销办不下来，钱一直没到账，请帮忙看看";
const GROUND: &str = "异地住院的票要由就诊医院先补，依据医保经办规程第九条，应由卫健委办";

/// With the medical insurance bureau on 29 September, before the holidays.
async fn refund() -> (World, Posted, i64) {
    let world = World::at("2026-09-29 16:30").await;
    let case = world.posted(CHANG, Content::text(REFUND), "medicare").await;
    let card = world.message(case.group, case.card);
    assert!(card.text.contains("10月12日(周一)前答复群众"), "{}", card.text);
    let shang = world.cadre("shangguanning");
    (world, case, shang)
}

/// A cadre disputes in the group and sees what comes of it.
async fn disputes(world: &World, cadre: i64, case: &Posted, words: &str) -> String {
    if world.labels(case.group, case.card).contains(&"更多".to_owned()) {
        world.presses(cadre, case.group, case.card, "button-more").await;
    }
    let refused = world.presses(cadre, case.group, case.card, "button-dispute").await;
    if !refused.is_empty() {
        return refused;
    }
    let prompt = world.last(case.group);
    world.replies(cadre, case.group, prompt.id, Content::text(words)).await;
    world.last(case.group).text
}

#[tokio::test(flavor = "multi_thread")]
async fn s9_04_a_dispute_goes_back_once_and_the_senders_date_stays() {
    let (mut world, case, shang) = refund().await;
    let (triage, qi) = (world.triage(), world.cadre("qijianwei"));
    world.until("2026-10-08 17:00").await;
    world.forget();
    let kept = disputes(&world, shang, &case, GROUND).await;
    assert!(kept.contains("异议已提交") && kept.contains("群众的答复日期不变"), "{kept}");
    assert!(world.message(case.group, case.card).text.contains("已提异议，10月9日(周五)前裁定"));
    let asked = world.last(triage);
    for words in ["医保局认为不属于本单位", GROUND, "群众的答复日期10月12日(周一)不变"] {
        assert!(asked.text.contains(words), "{words}: {}", asked.text);
    }
    assert_eq!(world.labels(triage, asked.id), ["改派", "驳回，由原单位办", "看原文"]);
    assert!(disputes(&world, shang, &case, GROUND).await.contains("正在等裁定"));
    // Whoever disputes does not rule.
    let keep = world.data(triage, asked.id, "button-keep");
    assert!(world.press_answer(shang, triage, asked.id, &keep).await.0.contains("这一步请由承办单位"));
    assert_eq!(world.presses(qi, triage, asked.id, "button-keep").await, "已驳回，由医保局办。");
    assert!(world.message(triage, asked.id).buttons.is_empty());
    let group = world.news(case.group);
    assert!(group.iter().any(|told| told.text.contains("由医保局办，不能再退")), "{group:#?}");
    assert_eq!(disputes(&world, shang, &case, GROUND).await, "已经裁定由你单位办，不能再退。");
    // Nor by the back door.
    let cong = world.cadre("congyuanzhi");
    world.presses(cong, case.group, case.card, "button-transfer").await;
    assert_eq!(world.presses(cong, case.group, case.card, "卫健委").await, "已经裁定由你单位办，不能再退。");
    assert!(world.news(CHANG).is_empty(), "the sender hears nothing of it");
    let text = world.message(case.group, case.card).text;
    assert!(text.contains("10月12日(周一)前答复群众") && !text.contains("已提异议"), "{text}");
    // What was ruled is done: a unit that still does not take it is told of above, by name.
    world.until("2026-10-10 01:00").await;
    let above = ["congyuanzhi", "lincaiwei"].map(|id| world.cadre(id));
    assert!(above.into_iter().any(|chat| world.find(chat, "裁定以后医保局仍不接办").is_some()));
    assert!(world.news(CHANG).is_empty());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s9_04_two_working_days_after_dispatch_it_is_too_late() {
    let (world, case, shang) = refund().await;
    world.until("2026-10-09 00:05").await;
    let late = disputes(&world, shang, &case, GROUND).await;
    assert_eq!(late, "提异议的时间到10月8日(周四)为止，已经过了。");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s9_04_not_ours_is_no_answer() {
    let (mut world, case, shang) = refund().await;
    world.presses(shang, case.group, case.card, "button-sign").await;
    world.forget();
    world.presses(shang, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(shang, case.group, prompt.id, Content::text("不属于本单位职责，建议咨询医院")).await;
    let preview = world.last(case.group);
    assert!(
        preview.text.contains("“不属于本单位”不能当作答复") && preview.text.contains("“异议”退单"),
        "{}",
        preview.text
    );
    assert!(preview.buttons.is_empty(), "there is nothing to send it with");
    assert!(world.news(CHANG).is_empty());
    world.assert_sound().await;
}

/// Ruled to another unit the sender hears where it goes, as with any transfer; that unit may say so too, and then whoever
/// stands above both decides, for good.
#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_between_units_is_decided_above_both() {
    let (mut world, case, shang) = refund().await;
    let (triage, qi, ke) = (world.triage(), world.cadre("qijianwei"), world.cadre("keyunxiu"));
    disputes(&world, shang, &case, GROUND).await;
    let asked = world.last(triage);
    world.presses(qi, triage, asked.id, "button-transfer").await;
    world.forget();
    world.presses(qi, triage, asked.id, "卫健委").await;
    let told = world.news(CHANG);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].text.contains("转由卫健委") && told[0].text.contains("答复日期不变，还是10月12日(周一)前"));
    assert_eq!(world.message(case.group, case.card).text, format!("【{}】已转办。", case.number));
    let group = world.group("health");
    let card = world.card(group, &case.number).unwrap();
    let moved = Posted { number: case.number.clone(), group, card: card.id };
    let acting = [ke, world.cadre("bingzhaoran")].into_iter().find(|cadre| card.pings.contains(cadre)).unwrap();
    disputes(&world, acting, &moved, "医疗机构的票据没有问题，报销是医保局的事").await;
    let lin = world.cadre("lincaiwei");
    let asked = world.last(lin);
    assert!(asked.text.contains("医保局、卫健委都认为不属于本单位"), "{}", asked.text);
    assert_eq!(world.labels(lin, asked.id), ["改派", "驳回，由原单位办", "看原文", "记联席会议"]);
    // The screeners have no say any more.
    let keep = world.data(lin, asked.id, "button-keep");
    assert!(world.press_answer(qi, lin, asked.id, &keep).await.1);
    world.presses(lin, lin, asked.id, "button-meeting").await;
    world.says(lin, "9月30日开会，医保局、卫健委参加，由医保局牵头").await;
    assert!(world.last(lin).text.contains("联席会议已记下"));
    world.presses(lin, lin, asked.id, "button-transfer").await;
    world.presses(lin, lin, asked.id, "医保局").await;
    let back = world.newest_card(&case);
    assert!(disputes(&world, shang, &back, GROUND).await.contains("不能再退"));
    let events = world.events(&world.cases().await[0]).await;
    assert!(events.contains(&"meeting_held".to_owned()), "{events:?}");
    world.assert_sound().await;
}

/// Nobody rules: it climbs to the head of the screeners, by name, who may rule too; and on from there.
#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_that_nobody_rules_on_climbs_to_a_named_person() {
    let (mut world, case, shang) = refund().await;
    disputes(&world, shang, &case, GROUND).await;
    world.forget();
    world.until("2026-09-30 23:50").await;
    let shen = world.cadre("shenlingyi");
    assert!(world.news(shen).is_empty());
    world.until("2026-10-01 00:30").await;
    let late = world.last(shen);
    assert!(late.text.contains("过了裁定时间，还没有人裁定"), "{}", late.text);
    world.until("2026-10-08 10:00").await;
    assert!(world.find(world.cadre("ganruogu"), "过了裁定时间").is_some(), "and on, on the next working day");
    assert_eq!(world.presses(shen, shen, late.id, "button-keep").await, "已驳回，由医保局办。");
    world.assert_sound().await;
}

/// What turns out to accuse leaves nothing to read where it was disputed, and no button does anything any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_of_what_is_sealed_is_taken_back() {
    let (world, case, shang) = refund().await;
    let (triage, qi) = (world.triage(), world.cadre("qijianwei"));
    disputes(&world, shang, &case, GROUND).await;
    let asked = world.last(triage);
    let keep = world.data(triage, asked.id, "button-keep");
    world.opens(shang, case.group, case.card).await;
    let sheet = world.messages(shang).into_iter().rfind(|m| m.from_bot && !m.buttons.is_empty()).unwrap();
    world.presses(shang, shang, sheet.id, "button-apart").await;
    let whom = world.last(shang);
    world.presses(shang, shang, whom.id, "button-apart-unknown").await;
    let left = world.message(triage, asked.id);
    assert_eq!((left.text, left.buttons.len()), (format!("【{}】已转办。", case.number), 0));
    assert_eq!(world.press_answer(qi, triage, asked.id, &keep).await.0, "这个按钮现在用不了。");
    world.assert_sound().await;
}
