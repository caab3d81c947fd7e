//! What happens because time passed: reminders, lateness that climbs to a named person, silence.

use crate::world::{CHANG, QIN, World};

#[tokio::test(flavor = "multi_thread")]
async fn lateness_climbs_to_a_named_person_every_working_day() {
    let mut world = World::new().await;
    let [qian, cen, quan, yan, lian] =
        ["qianjin", "cenbonian", "quansiqu", "yanshouzhuo", "lianhaoran"].map(|id| world.cadre(id));
    let case = world.lamp(CHANG).await;
    world.forget();
    // Not signed by 24:00 of 3 March: the head hears of it within the hour.
    world.until("2026-03-04 00:30").await;
    assert!(
        world.news(cen).iter().any(|told| told.text.contains("观山镇过了签收时间，责任人钱进。已转入督办，请督促。")
            && told.text.contains(&case.number))
    );
    // Those who supervise hear once that it opened.
    assert!([yan, quan].iter().all(|who| world.news(*who).is_empty()));
    assert!(world.news(lian)[0].text.contains("已自动转入督办"));
    world.presses(qian, case.group, case.card, "button-sign").await;
    // Half the time, then the morning of the due day.
    world.until("2026-03-06 12:00").await;
    let reminder = format!("编号 {}（市政照明，观山镇凉水村）：3月9日(周一)前要答复群众，请留意。", case.number);
    assert_eq!(world.news(qian).iter().filter(|told| told.text == reminder).count(), 1);
    world.until("2026-03-09 08:59").await;
    assert!(world.news(qian).is_empty());
    world.until("2026-03-09 09:00").await;
    assert_eq!(world.news(qian).iter().filter(|told| told.text == reminder).count(), 1);
    world.until("2026-03-09 23:59").await;
    // But for the county's week, which whoever leads the county has each Monday.
    let mut bothers = |who: i64| world.news(who).iter().any(|told| !told.text.contains("县一周"));
    assert!(![cen, quan, yan].into_iter().any(&mut bothers), "nobody is bothered before the date has passed");
    // Overdue: one rung a working day, from where the missing signature had left it; then the top every day.
    let late = format!(
        "编号 {}（市政照明，观山镇凉水村）：过了答复日期3月9日(周一)，观山镇钱进还没有答复群众。已转入",
        case.number
    );
    let zhou = world.cadre("zhouning");
    for (until, told, rung) in [
        ("2026-03-10 00:30", quan, "挂牌督办，"),
        ("2026-03-11 09:30", yan, "约谈，"),
        ("2026-03-12 09:30", lian, "提请会议，"),
        ("2026-03-13 09:30", zhou, "提请会议，"),
    ] {
        world.until(until).await;
        let is_late = |message: &&minqing::sandbox::Seen| message.text.starts_with(&late);
        let told_so = world.news(told);
        let told_so: Vec<_> = told_so.iter().filter(is_late).collect();
        assert!(told_so.len() == 1 && told_so[0].text.contains(rung), "by {until}");
        let others = [cen, quan, yan, lian, zhou].into_iter().filter(|who| *who != told);
        assert!(
            others.into_iter().all(|who| world.news(who).iter().filter(is_late).count() == 0),
            "one a day: {until}"
        );
    }
    for (until, why) in [("2026-03-16 09:30", "not on the weekend"), ("2026-03-17 09:30", "at the top it repeats")] {
        world.until(until).await;
        let late = world.news(zhou).iter().filter(|message| message.text.starts_with(&late)).count();
        assert_eq!(late, 1, "{why}");
    }
    assert!(!world.ever_said(CHANG).contains("督促"), "the sender is not bothered with it");
    world.reported(qian, &case, "换好了").await;
    world.forget();
    world.until("2026-03-20 12:00").await;
    assert!([cen, quan, yan, zhou, lian, qian].iter().all(|who| world.news(*who).is_empty()), "answered, and it stops");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_closes_as_not_rated_after_thirty_days() {
    let mut world = World::new().await;
    let qian = world.cadre("qianjin");
    let (case, other) = (world.lamp(CHANG).await, world.lamp(QIN).await);
    world.answered(qian, &case, "换好了").await;
    world.answered(qian, &other, "换好了").await;
    let answer = world.last(CHANG);
    world.presses(QIN, QIN, world.last(QIN).id, "button-solved").await;
    world.forget();
    world.until("2026-04-01 23:59").await;
    assert!(world.news(CHANG).is_empty() && world.message(case.group, case.card).text.contains("已答复，等群众评价"));
    world.until("2026-04-02 00:01").await;
    assert!(world.news(CHANG).is_empty(), "nobody is woken for that");
    world.until("2026-04-02 08:00").await;
    let told = world.news(CHANG);
    assert_eq!(
        told.iter().map(|message| message.text.as_str()).collect::<Vec<_>>(),
        [format!("编号 {}：一直没有收到您的评价，先按“未评价”办结。有变化请直接回复。", case.number)]
    );
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("已办结") && !card.contains("满意"), "{card}");
    let shown = world.message(CHANG, answer.id).text;
    assert!(!shown.contains("满意。"), "silence is never counted as content: {shown}");
    assert!(
        world.messages(QIN)[1].text.contains("已办结") && !world.ever_said(QIN).contains("满意。"),
        "solved, but how content was never said"
    );
    // Past the window the old question is closed; what is said anew is taken up anew.
    let no = world.data(CHANG, answer.id, "button-unsolved");
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &no).await.0, "评价的时间过了。又出问题，请再说一遍。");
    let again = world.lamp(CHANG).await;
    assert_ne!(again.number, case.number);
    world.assert_sound().await;
}

/// Over the holiday nobody is counted late: a case of 30 September is due after it.
#[tokio::test(flavor = "multi_thread")]
async fn holidays_and_makeup_days_count_as_the_calendar_says() {
    let mut world = World::at("2026-09-29 16:30").await;
    let case = world.lamp(CHANG).await;
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("请在9月30日(周三)前签收") && card.contains("10月12日(周一)前答复群众"), "{card}");
    let cen = world.cadre("cenbonian");
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    world.forget();
    world.until("2026-10-12 23:59").await;
    assert!(world.news(cen).is_empty());
    world.until("2026-10-13 00:30").await;
    assert!(world.news(cen)[0].text.contains("过了答复日期10月12日(周一)"));
    world.assert_sound().await;
}

/// What accuses has clocks too; lateness climbs inside the lane only.
#[tokio::test(flavor = "multi_thread")]
async fn lateness_of_what_accuses_stays_inside_its_lane() {
    let world = World::new().await;
    world.says(CHANG, "唐全把我们的补偿款吃了两万多").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    world.until("2026-04-20 12:00").await;
    let allowed = ["qijianwei", "zhuangwenqu", "mengshenzhi", "wujian", "yanruobing", "zhouning", "lianhaoran"]
        .map(|id| world.cadre(id));
    let told: Vec<i64> = world
        .sandbox
        .chats()
        .into_iter()
        .filter(|chat| *chat != CHANG && world.ever_said(*chat).contains(&number))
        .collect();
    assert!(!told.is_empty() && told.iter().all(|chat| allowed.contains(chat)), "{told:?}");
    for chat in told {
        let said = world.ever_said(chat);
        assert!(!said.contains("{$") && !said.contains("，还没有"), "{said}");
    }
    world.assert_sound().await;
}
