//! Several hands on one case: help, promises with dates, what blocks an answer, and what has to wait.

use minqing::sandbox::Content;

use crate::world::{CHANG, LI, Posted, QIN, World, photo};

const ROOF: &str = "我是观山镇凉水村3社的秦大山,身上病多,干不得活路。屋头是土墙房,四间只剩两间好的,人和猪一起住,灶也烂了。政府能不能帮一哈?";
const CLINIC: &str = "去年在江州的大医院住院花了4万多,新农合的人说外地票报不到,我跑了三趟,一趟一个说法,到底报不报得到?";
const KEPT: &str = "记下了，谢谢您。";

/// Types a line at the prompt that a button opens on a card, and presses the button under its preview.
async fn types(world: &World, cadre: i64, case: &Posted, (button, words, then): (&str, &str, &str)) -> String {
    world.presses(cadre, case.group, case.card, button).await;
    let prompt = world.last(case.group);
    world.replies(cadre, case.group, prompt.id, Content::text(words)).await;
    let preview = world.last(case.group);
    world.presses(cadre, case.group, preview.id, then).await
}

/// The lead's card with the buttons of help and promises.
async fn menu(world: &World, cadre: i64, case: &Posted) {
    world.presses(cadre, case.group, case.card, "button-more").await;
    world.presses(cadre, case.group, case.card, "button-joint").await;
}

async fn promises(world: &World, cadre: i64, case: &Posted, words: &str) {
    menu(world, cadre, case).await;
    assert_eq!(types(world, cadre, case, ("button-promise", words, "button-confirm")).await, KEPT);
}

/// Says that a promise was kept, at the button that bears its first words.
async fn keeps(world: &World, cadre: i64, case: &Posted, (what, then): (&str, &str)) -> String {
    let labels = world.labels(case.group, case.card);
    let button =
        labels.iter().find(|label| label.contains(what)).unwrap_or_else(|| panic!("{what} in {labels:?}")).clone();
    types(world, cadre, case, (&button, "已经办好了。", then)).await
}

/// The lead asks a unit to help, which signs for it.
async fn helped(world: &World, lead: i64, case: &Posted, (unit, name, cadre): (&str, &str, &str)) -> Posted {
    menu(world, lead, case).await;
    world.presses(lead, case.group, case.card, "button-ask-help").await;
    assert_eq!(world.presses(lead, case.group, case.card, name).await, format!("已请{name}协办。"));
    let group = world.group(unit);
    let card = world.card(group, &case.number).unwrap_or_else(|| panic!("no card with {name}")).id;
    let help = Posted { number: case.number.clone(), group, card };
    assert_eq!(world.presses(world.cadre(cadre), group, card, "button-sign").await, "已签收协办。");
    help
}

fn status(world: &World, resident: i64) -> String {
    world.messages(resident).into_iter().find(|seen| seen.from_bot).expect("a status message").text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_is_told_with_its_date_and_kept_with_its_words() {
    let mut world = World::new().await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.forget();
    promises(&world, qian, &case, "3月6日前 换好灯泡").await;
    let told = world.news(CHANG);
    let number = &case.number;
    assert_eq!(told[0].text, format!("编号 {number}：观山镇承诺：换好灯泡（3月6日(周五)前）。负责人钱进。"));
    assert!(
        status(&world, CHANG).contains("观山镇承诺：换好灯泡（3月6日(周五)前），未到期"),
        "{}",
        status(&world, CHANG)
    );
    world.presses(qian, case.group, case.card, "button-report").await;
    assert!(world.message(case.group, case.card).text.contains("观山镇承诺：换好灯泡"));
    menu(&world, qian, &case).await;
    assert_eq!(keeps(&world, qian, &case, ("换好灯泡", "button-confirm")).await, KEPT);
    let told = world.news(CHANG);
    assert_eq!(told[0].text, format!("编号 {number}：观山镇办到了：换好灯泡（3月6日(周五)前）\n已经办好了。"));
    assert!(status(&world, CHANG).contains("已办到"));
    world.reported(qian, &case, "灯换好了。").await;
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i15_a_date_that_is_none_is_refused_and_asked_for_again() {
    let mut world = World::new().await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.presses(qian, case.group, case.card, "button-sign").await;
    menu(&world, qian, &case).await;
    world.presses(qian, case.group, case.card, "button-promise").await;
    let prompt = world.last(case.group);
    world.forget();
    for (typed, said) in [
        ("换灯泡", "没有看到日期。"),
        ("2月30日前换灯泡", "没有“2月30日”这一天"),
        ("明天换灯泡", "“明天”不是日期"),
        ("尽快换灯泡", "“尽快”不是日期"),
        ("腊月二十前换灯泡", "是农历"),
        ("1月5日前换灯泡", "1月5日已经过了"),
        ("2031年1月5日前换灯泡", "这个日期太远"),
        ("1e309个工作日内换灯泡", "没有看到日期。"),
        ("-3个工作日内换灯泡", "没有看到日期。"),
        ("3月6日前看，3月9日前换好", "一行只写一个日期，这一行还有“3月9日”"),
        ("若灯泡有货：3月6日前换好", "“若灯泡有货”是条件：先写一行要办的事"),
    ] {
        world.replies(qian, case.group, prompt.id, Content::text(typed)).await;
        let answer = world.last(case.group);
        assert!(answer.text.contains(said) && answer.buttons.is_empty(), "{typed}: {}", answer.text);
        assert!(answer.text.contains("今天是3月2日(周一)") || typed.contains("1月5日"), "{}", answer.text);
    }
    assert!(world.news(CHANG).is_empty(), "nothing was promised");
    world.replies(qian, case.group, prompt.id, Content::text("3月6日前 换灯泡")).await;
    let preview = world.last(case.group);
    assert!(preview.text.contains("换灯泡（3月6日(周五)前）"), "{}", preview.text);
    assert_eq!(world.presses(qian, case.group, preview.id, "button-confirm").await, KEPT);
    assert_eq!(world.news(CHANG).len(), 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_02_several_units_work_under_one_number() {
    let world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let qian = world.cadre("qianjin");
    assert!(world.last(QIN).text.contains("由观山镇钱进负责"), "{}", world.last(QIN).text);
    world.presses(qian, case.group, case.card, "button-sign").await;
    let housing = helped(&world, qian, &case, ("housing", "住建委", "zhandingbo")).await;
    let civil = helped(&world, qian, &case, ("civil", "民政局", "luchengan")).await;
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("协办：住建委") && card.contains("协办：民政局"), "{card}");
    let help = world.message(housing.group, housing.card).text;
    assert!(help.contains("主办：观山镇 钱进") && help.contains("危房改造"), "{help}");
    assert_eq!(status(&world, QIN).matches(&case.number).count(), 1, "one number");
    assert_ne!(civil.group, housing.group);
    // Whoever helps reads what was said, in private; whoever does not cannot.
    assert_eq!(
        world.presses(world.cadre("luchengan"), civil.group, civil.card, "button-read").await,
        "原文已发到您的私聊。"
    );
    let other = world.presses(world.cadre("congyuanzhi"), civil.group, civil.card, "button-read").await;
    assert_ne!(other, "原文已发到您的私聊。");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_03_a_damaged_house_is_looked_at_first() {
    let world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let receipt = status(&world, QIN);
    assert!(receipt.contains("3月9日(周一)前给您答复"), "{receipt}");
    assert!(receipt.contains("观山镇承诺：上门做安全检查（3月3日(周二)前），未到期"), "{receipt}");
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("请在3月3日(周二)前签收") && card.contains("上门做安全检查（3月3日(周二)前）"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_04_each_promise_shows_owner_and_date_to_the_sender() {
    let mut world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    let housing = helped(&world, qian, &case, ("housing", "住建委", "zhandingbo")).await;
    let civil = helped(&world, qian, &case, ("civil", "民政局", "luchengan")).await;
    world.forget();
    promises(&world, qian, &case, "3月4日前 上门核实").await;
    for (help, cadre, words) in
        [(&civil, "luchengan", "3月9日前 临时救助先行，核查低保"), (&housing, "zhandingbo", "3月16日前 做危房鉴定")]
    {
        let press = ("button-promise", words, "button-confirm");
        assert_eq!(types(&world, world.cadre(cadre), help, press).await, KEPT);
    }
    let told: Vec<String> = world.news(QIN).into_iter().map(|seen| seen.text).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("观山镇承诺：上门核实（3月4日(周三)前）。负责人钱进。"), "{told:?}");
    assert!(told[1].contains("民政局承诺：临时救助先行，核查低保（3月9日(周一)前）。负责人逯承安。"), "{told:?}");
    assert!(told[2].contains("住建委承诺：做危房鉴定（3月16日(周一)前）。负责人"), "{told:?}");
    let seen = status(&world, QIN);
    for line in ["观山镇承诺：上门核实", "民政局承诺：临时救助先行", "住建委承诺：做危房鉴定"]
    {
        assert!(seen.contains(line), "{seen}");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn x5_nothing_ends_while_somebody_owes_something() {
    let mut world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    let civil = helped(&world, qian, &case, ("civil", "民政局", "luchengan")).await;
    world.forget();
    assert_eq!(world.presses(qian, case.group, case.card, "button-report").await, "尚有1项承诺未兑现，不能报结。");
    menu(&world, qian, &case).await;
    assert_eq!(keeps(&world, qian, &case, ("上门做安全检查", "button-confirm")).await, KEPT);
    assert_eq!(world.presses(qian, case.group, case.card, "button-report").await, "还有1家协办没有办完，不能报结。");
    let done = ("button-help-done", "临时救助已经发了。", "button-confirm");
    assert_eq!(types(&world, world.cadre("luchengan"), &civil, done).await, KEPT);
    assert!(world.find(case.group, "民政局的协办已办完").is_some(), "the lead hears of it");
    world.reported(qian, &case, "房子已经修好。").await;
    // What the sender says is what ends it, and nobody else: in silence only once the window is over.
    world.until("2026-03-31 12:00").await;
    assert!(world.message(case.group, case.card).text.contains("已答复，等群众评价"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_08_thanks_end_nothing_that_is_promised() {
    let world = World::at("2026-03-02 09:10").await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.presses(qian, case.group, case.card, "button-sign").await;
    promises(&world, qian, &case, "3月4日前 上门看\n3月6日前 换灯泡\n3月9日前 查线路").await;
    world.says(CHANG, "感谢党和政府,我决定不再上访!").await;
    assert!(status(&world, CHANG).contains("正在办"), "{}", status(&world, CHANG));
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("办理中"), "{card}");
    assert_eq!(world.presses(qian, case.group, case.card, "button-report").await, "尚有3项承诺未兑现，不能报结。");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_branches_exactly_one_opens() {
    let mut world = World::at("2026-04-30 10:00").await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.forget();
    let words = "6月1日前 陪同复查鉴定\n若认定后遗症：30日内 按政策补助\n否则：10个工作日内 书面说明依据";
    promises(&world, qian, &case, words).await;
    assert_eq!(world.news(CHANG).len(), 1, "what waits is shown, not told");
    let seen = status(&world, CHANG);
    assert!(seen.contains("若认定后遗症：按政策补助（结果出来后30日内），待条件"), "{seen}");
    world.until("2026-05-20 10:00").await;
    menu(&world, qian, &case).await;
    assert_eq!(keeps(&world, qian, &case, ("陪同复查鉴定", "结果：否则")).await, KEPT);
    let seen = status(&world, CHANG);
    assert!(seen.contains("按政策补助（结果出来后30日内），不触发"), "{seen}");
    assert!(seen.contains("书面说明依据（6月3日(周三)前），未到期"), "{seen}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_monthly_promise_is_due_again_and_late_ones_reach_a_named_person() {
    let mut world = World::at("2026-04-30 10:00").await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.presses(qian, case.group, case.card, "button-sign").await;
    promises(&world, qian, &case, "每月18日前 发特殊救济金150元").await;
    menu(&world, qian, &case).await;
    assert_eq!(keeps(&world, qian, &case, ("发特殊救济金", "button-confirm")).await, KEPT);
    assert!(status(&world, CHANG).contains("每月18日前），按月在办"), "{}", status(&world, CHANG));
    world.reported(qian, &case, "灯修好了，救济金按月发。").await;
    world.forget();
    world.until("2026-06-19 10:00").await;
    let late = world.news(qian).into_iter().any(|seen| seen.text.contains("承诺到期未办到：发特殊救济金150元"));
    assert!(late, "the month of June was missed, and whoever owes it hears first");
    world.until("2026-06-23 10:00").await;
    let told = world.ever_said(world.cadre("cenbonian"));
    assert!(told.contains("承诺到期未办到"), "then the head: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_07_what_cannot_be_finished_is_put_on_record_and_looked_at_every_month() {
    let mut world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let (qian, head) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    world.presses(qian, case.group, case.card, "button-sign").await;
    menu(&world, qian, &case).await;
    assert_eq!(
        world.presses(qian, case.group, case.card, "button-shelve").await,
        "这一步请由承办单位的同志来点；指派、改派请找单位负责人。"
    );
    world.forget();
    let plan = "本季度没有指标，9月30日前建好，先住村里闲置的校舍";
    assert_eq!(types(&world, head, &case, ("button-shelve", plan, "button-confirm")).await, KEPT);
    let told = world.news(QIN);
    assert!(
        told[0].text.contains("改在9月30日(周三)前办结，每月复核一次") && told[0].text.contains("闲置的校舍"),
        "{told:?}"
    );
    world.until("2026-04-02 10:00").await;
    assert!(world.ever_said(qian).contains("已挂账，本月请复核一次"), "{}", world.ever_said(qian));
    assert!(world.ever_said(head).contains("已挂账，本月请复核一次"));
    assert!(world.message(case.group, case.card).text.contains("办理中"), "on record is not closed");
    world.until("2026-05-07 10:00").await;
    assert!(world.ever_said(head).matches("已挂账，本月请复核一次").count() >= 2, "every month");
}

#[tokio::test(flavor = "multi_thread")]
async fn s9_02_the_question_is_due_before_the_help() {
    let world = World::at("2026-09-29 16:30").await;
    world.says(LI, CLINIC).await;
    world.pass(40).await;
    let number = world.number(LI);
    // It complains of service too, so it is kept one level above.
    let above = ["congyuanzhi", "lincaiwei"].map(|cadre| world.cadre(cadre));
    let card = above.into_iter().find_map(|chat| world.card(chat, &number)).expect("a card");
    let seen = status(&world, LI);
    assert!(seen.contains("10月12日(周一)前给您答复"), "{seen}");
    assert!(seen.contains("医保局承诺：先答复您问的（10月8日(周四)前），未到期"), "{seen}");
    assert!(card.text.contains("请在9月30日(周三)前签收"), "{}", card.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_turns_out_to_accuse_leaves_those_who_help() {
    let world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    let civil = helped(&world, qian, &case, ("civil", "民政局", "luchengan")).await;
    let shown = world.message(civil.group, civil.card).text;
    assert!(shown.contains("【") && shown.contains("协办"), "{shown}");
    let (number, card) = (case.number.clone(), civil.card);
    // Who handles it finds that it is about a cadre: out of every group at once.
    world.opens(qian, case.group, case.card).await;
    let sheet = world.messages(qian).into_iter().rfind(|m| m.from_bot && !m.buttons.is_empty()).unwrap();
    world.presses(qian, qian, sheet.id, "button-apart").await;
    let question = world.last(qian);
    world.presses(qian, qian, question.id, &world.labels(qian, question.id)[0]).await;
    let left = world.message(civil.group, card).text;
    assert_eq!(left, format!("【{number}】已转办。"), "the same stub as everywhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_04_a_former_name_leads_to_its_successor_and_others_help_under_the_same_number() {
    let world = World::at("2026-04-30 10:00").await;
    let words = "我是新风社区的常有田，83年县计生委喊我去结扎，做坏了身体，要求重新鉴定。";
    let case = world.posted(CHANG, Content::text(words), "health").await;
    assert!(status(&world, CHANG).contains("由卫健委"), "{}", status(&world, CHANG));
    let lead = *world.message(case.group, case.card).pings.first().expect("somebody acts");
    world.presses(lead, case.group, case.card, "button-sign").await;
    for help in [("civil", "民政局", "luchengan"), ("changyuan", "长源街道", "zhaomin"), ("women", "妇联", "yanwanqiu")]
    {
        let shown = helped(&world, lead, &case, help).await;
        let text = world.message(shown.group, shown.card).text;
        assert!(text.contains("主办：卫健委") && !text.contains("结扎") && !text.contains("常有田"), "{text}");
    }
    let card = world.message(case.group, case.card).text;
    assert_eq!(card.matches("协办：").count(), 3, "{card}");
    assert_eq!(status(&world, CHANG).matches(&case.number).count(), 1, "one number for the sender");
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_01_it_is_a_call_for_help_about_a_house_and_other_needs_are_suggested() {
    let world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let seen = status(&world, QIN);
    assert!(seen.contains("危房改造，观山镇凉水村") && seen.contains("3月9日(周一)前给您答复"), "{seen}");
    // 3社 and 三社 are one place, and lead to the same people.
    world.says(LI, &ROOF.replace("3社", "三社").replace("秦大山", "李四海")).await;
    world.pass(40).await;
    let other = status(&world, LI);
    let told = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(told(&other), told(&seen));
    // Whose matters the words touch besides stands first where help is asked for.
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    menu(&world, qian, &case).await;
    world.presses(qian, case.group, case.card, "button-ask-help").await;
    let first: Vec<String> = world.labels(case.group, case.card).into_iter().take(3).collect();
    assert!(first.contains(&"民政局".to_owned()), "{first:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_11_whom_the_sender_does_not_want_stays_away_from_that_case_and_nothing_is_asked() {
    let mut world = World::at("2026-03-02 09:10").await;
    let case = world.posted(QIN, photo(ROOF), "guanshan").await;
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.forget();
    world.says(QIN, "不要社区唐全参加调解").await;
    world.pass(60).await;
    let told = world.news(QIN);
    assert_eq!(told.len(), 1, "no case of its own, no question: {told:#?}");
    assert_eq!(told[0].text, format!("记下了：编号 {} 这件事，您不想让唐全参加。不用说原因。", case.number));
    for group in world.groups() {
        assert!(world.news(group).is_empty(), "nobody else hears of it");
    }
    assert!(world.news(world.cadre("tangquan")).is_empty());
    // From then on that case does not exist for him.
    let tang = world.cadre("tangquan");
    world.says(tang, &format!("/status {}", case.number)).await;
    let known = world.last(tang).text.replace(&case.number, "N");
    let free = crate::never::free_number(&world, "1234567");
    world.says(tang, &format!("/status {free}")).await;
    assert_eq!(known, world.last(tang).text.replace(&free, "N"));
    // With a matter of its own beside it, it is a matter.
    world.says(QIN, "不要唐全参加，村口的路灯坏了三天了").await;
    world.pass(40).await;
    assert_ne!(world.number(QIN), case.number);
    world.assert_sound().await;
}
