//! Cases that belong together: merged, related, split off from one message; and what is not accepted.

use minqing::id::CaseNumber;
use minqing::sandbox::{Content, Seen};

use crate::world::{CHANG, LI, Posted, QIN, World, number_in, photo};

const SLIDE: &str = "凉水村三社那条路塌方断道了，车子过不去";
const PIGS: &str = "杜家坪的,喂60多头猪,这几天死了二十几头,保险公司喊等,信用社又不贷款给我,娃儿学费都没得了";
const CLINIC: &str = "去年在江州的大医院住院花了4万多,新农合的人说外地票报不到,我跑了三趟,一趟一个说法,到底报不报得到?";
const GRAFT: &str = "唐全把我们社区的补偿款吃了两万多";
const KEPT: &str = "记下了，谢谢您。";

/// The face of a card with what can be joined and split.
async fn menu(world: &World, who: i64, case: &Posted) {
    if world.labels(case.group, case.card).contains(&world.words("button-less")) {
        world.presses(who, case.group, case.card, "button-less").await;
    }
    if world.labels(case.group, case.card).contains(&world.words("button-more")) {
        world.presses(who, case.group, case.card, "button-more").await;
    }
    world.presses(who, case.group, case.card, "button-linked").await;
}

/// A number is typed after 并案 or 关联 was pressed; what the bot says to that.
async fn names(world: &World, who: i64, case: &Posted, (button, number): (&str, &str)) -> Seen {
    menu(world, who, case).await;
    world.presses(who, case.group, case.card, button).await;
    let prompt = world.last(case.group);
    world.replies(who, case.group, prompt.id, Content::text(number)).await;
    world.last(case.group)
}

/// A screener joins two cases in private, and sees the line that answers.
async fn joins(world: &World, (word, one, other): (&str, &str, &str)) -> String {
    let screener = world.cadre("qijianwei");
    world.says(screener, &format!("{word} {one} {other}")).await;
    let offer = world.last(screener);
    let labels = world.labels(screener, offer.id);
    let label = labels.into_iter().next().unwrap_or_else(|| panic!("{}", offer.text));
    world.presses(screener, screener, offer.id, &label).await
}

async fn merges(world: &World, case: &Posted, into: &str) -> String {
    joins(world, ("并案", &case.number, into)).await
}

/// What can be done with a case, in the screener's own chat.
pub(super) async fn sheet(world: &World, number: &str) -> (i64, i64) {
    let screener = world.cadre("qijianwei");
    world.says(screener, &format!("并案 {number}")).await;
    (screener, world.last(screener).id)
}

pub(super) fn status(world: &World, resident: i64, number: &str) -> Seen {
    let head = format!("编号 {number}");
    let mut all = world.messages(resident).into_iter();
    all.find(|seen| seen.from_bot && seen.text.contains(&head)).expect("a status message")
}

fn texts(news: &[Seen]) -> String {
    news.iter().map(|seen| seen.text.clone()).collect::<Vec<_>>().join("\n")
}

/// Two neighbours and one lamp, handled as one matter: the first goes on, the second under it.
async fn two_lamps() -> (World, Posted, Posted) {
    let world = World::new().await;
    let one = world.lamp(CHANG).await;
    let two = world.lamp(LI).await;
    assert_eq!(
        merges(&world, &two, &one.number).await,
        format!("已把{}并到{}，也告诉了群众。", two.number, one.number)
    );
    (world, one, two)
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_03_merged_each_sender_keeps_their_number_hears_everything_and_rates() {
    let world = World::new().await;
    let one = world.lamp(CHANG).await;
    let two = world.lamp(LI).await;
    let mut world = world;
    world.forget();
    merges(&world, &two, &one.number).await;
    let told = world.news(LI);
    assert!(
        told[0].text.starts_with(&format!("编号 {}：您说的这件事，也有别的群众反映，合在一起办。", two.number)),
        "{told:?}"
    );
    assert!(world.news(CHANG).is_empty(), "nothing changes for the first");
    assert_eq!(world.message(two.group, two.card).text, format!("【{}】已转办。", two.number));
    assert!(world.message(one.group, one.card).text.contains(&format!("并进来的：{}", two.number)));
    let seen = status(&world, LI, &two.number).text;
    assert!(seen.contains("由观山镇钱进负责，3月9日(周一)前给您答复") && seen.contains("并在一起办"), "{seen}");
    // Every step, under their own number.
    let qian = world.cadre("qianjin");
    world.forget();
    world.presses(qian, one.group, one.card, "button-sign").await;
    for (resident, case) in [(CHANG, &one), (LI, &two)] {
        let told = texts(&world.news(resident));
        assert_eq!(told, format!("编号 {}：观山镇钱进已签收，3月9日(周一)前给您答复。", case.number));
        assert!(status(&world, resident, &case.number).text.contains("正在办"));
    }
    world.reported(qian, &one, "换好了。").await;
    for (resident, case) in [(CHANG, &one), (LI, &two)] {
        let answer = world.find(resident, "换好了。").expect("an answer");
        assert!(answer.text.contains(&format!("编号 {}：观山镇钱进答复您", case.number)), "{}", answer.text);
        assert_eq!(world.labels(resident, answer.id), ["已解决", "未解决"]);
    }
    // Each rates, by themselves.
    let answer = world.find(LI, "换好了。").unwrap().id;
    assert_eq!(world.presses(LI, LI, answer, "button-solved").await, KEPT);
    assert!(world.message(LI, answer).text.contains("您说：已解决。"), "{}", world.message(LI, answer).text);
    let first = world.find(CHANG, "换好了。").unwrap();
    assert!(first.text.contains("这件事解决了吗"), "{}", first.text);
    assert_eq!(world.presses(LI, LI, answer, "grade-mostly").await, KEPT);
    assert!(world.message(LI, answer).text.contains("您说：已解决，基本满意。"));
    assert!(world.message(one.group, one.card).text.contains("已答复，等群众评价"), "the first has not said a word");
    world.presses(CHANG, CHANG, first.id, "button-solved").await;
    world.presses(CHANG, CHANG, first.id, "grade-satisfied").await;
    assert!(world.message(one.group, one.card).text.contains("已办结"));
    let rated = world.stranger().await.number("select count(*) from tally where settled_at is not null").await;
    assert_eq!(rated, 2, "two senders, two ratings");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_a_merged_case_reaches_the_survivor_and_moves_no_date() {
    let (mut world, one, two) = two_lamps().await;
    let qian = world.cadre("qianjin");
    world.presses(qian, one.group, one.card, "button-sign").await;
    let due =
        world.message(one.group, one.card).text.lines().find(|line| line.contains("答复群众")).unwrap().to_owned();
    world.forget();
    let told = world.find(LI, "已签收").unwrap().id;
    world.replies(LI, LI, told, photo("线也断了")).await;
    let news = world.news(one.group);
    assert!(texts(&news).contains(&format!("并进来的 {} 的群众补充了内容", two.number)), "{news:?}");
    assert!(texts(&world.news(LI)).contains("已补充到编号"), "and is answered");
    assert!(world.message(one.group, one.card).text.contains(&due), "a comment moves no date");
    assert_eq!(world.store().counts().await.unwrap().cases, 2, "and opens no case");
    // Whoever has it reads it, in private; nobody else does.
    let notice = news.iter().find(|seen| seen.text.contains("并进来的")).unwrap();
    assert_eq!(world.presses(qian, one.group, notice.id, "button-read").await, "原文已发到您的私聊。");
    assert!(world.find(qian, "线也断了").is_some());
    let other = world.cadre("zhaomin");
    assert_ne!(world.presses(other, one.group, notice.id, "button-read").await, "原文已发到您的私聊。");
    // A nudge, once a day each.
    world.forget();
    world.says(LI, "催一下").await;
    assert!(texts(&world.news(LI)).contains(&format!("已替您催了。编号 {}", two.number)));
    assert!(texts(&world.news(one.group)).contains("群众催办"));
    world.says(LI, "催一下").await;
    assert!(texts(&world.news(LI)).contains("今天已经替您催过一次了"));
    world.says(CHANG, "催一下").await;
    assert!(texts(&world.news(CHANG)).contains("已替您催了"), "the other's nudge is not theirs");
    assert!(world.message(one.group, one.card).text.contains("群众催过2次"));
    assert!(world.message(one.group, one.card).text.contains(&due));
    // A question of the unit is everybody's, and an answer by any of them is one.
    world.presses(qian, one.group, one.card, "button-more").await;
    world.presses(qian, one.group, one.card, "button-ask").await;
    let prompt = world.last(one.group);
    world.replies(qian, one.group, prompt.id, Content::text("哪一根杆子？")).await;
    assert!(world.last(LI).text.contains("哪一根杆子"));
    world.says(LI, "村口第二根").await;
    assert!(world.message(one.group, one.card).text.contains("办理中"));
    assert_eq!(world.store().counts().await.unwrap().cases, 2);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_a_merged_case_wakes_what_was_answered() {
    let (mut world, one, two) = two_lamps().await;
    let qian = world.cadre("qianjin");
    world.answered(qian, &one, "换好了。").await;
    let answer = world.find(LI, "换好了。").unwrap().id;
    world.forget();
    world.replies(LI, LI, answer, Content::text("晚上又不亮了")).await;
    let asked = world.last(LI);
    assert!(
        asked.text.contains(&format!("编号 {}：您补充的话已转给观山镇。这件事解决了吗", two.number)),
        "{}",
        asked.text
    );
    assert!(texts(&world.news(one.group)).contains("补充了内容"));
    assert!(world.news(CHANG).is_empty());
    // Closed meanwhile by its own sender: the other one brings it back all the same.
    let first = world.find(CHANG, "换好了。").unwrap().id;
    world.presses(CHANG, CHANG, first, "button-solved").await;
    world.presses(CHANG, CHANG, first, "grade-satisfied").await;
    world.pass(660).await;
    world.replies(LI, LI, answer, Content::text("还是不亮")).await;
    let asked = world.last(LI);
    assert!(asked.text.contains("这件事已经办结；还没有办好的，请点“未解决”"), "{}", asked.text);
    assert_eq!(world.labels(LI, asked.id), ["未解决"]);
    world.forget();
    assert_eq!(world.presses(LI, LI, asked.id, "button-unsolved").await, KEPT);
    let again = world.newest_card(&one);
    assert!(world.message(again.group, again.card).text.contains("第2次办理"));
    let mine = texts(&world.news(LI));
    assert!(mine.contains(&format!("编号 {}：您说没有解决或不满意，重新办理", two.number)), "{mine}");
    let theirs = texts(&world.news(CHANG));
    assert!(theirs.contains("一起反映这件事的群众说还没有办好，重新办理，由观山镇"), "{theirs}");
    assert!(!theirs.contains(&two.number) && !theirs.contains("不亮"), "no number and no word of the other");
    assert!(world.message(LI, answer).text.contains("您说：未解决"), "{}", world.message(LI, answer).text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chains_lead_to_the_last_and_no_circle_is_made() {
    let world = World::new().await;
    let one = world.lamp(CHANG).await;
    let two = world.lamp(LI).await;
    let three = world.lamp(QIN).await;
    merges(&world, &two, &one.number).await;
    merges(&world, &one, &three.number).await;
    assert!(world.message(three.group, three.card).text.contains(&format!("并进来的：{}", one.number)));
    // What goes on under another one leads to where that one went: back into itself it does not go.
    assert_eq!(merges(&world, &three, &two.number).await, "这两件已经在一起了。");
    let qian = world.cadre("qianjin");
    let mut world = world;
    world.forget();
    world.presses(qian, three.group, three.card, "button-sign").await;
    for (resident, case) in [(CHANG, &one), (LI, &two), (QIN, &three)] {
        assert!(
            texts(&world.news(resident)).contains(&format!("编号 {}：观山镇钱进已签收", case.number)),
            "{resident}"
        );
    }
    // Taken out again, the first has its own date, and the second goes with it.
    let (screener, sheet) = sheet(&world, &three.number).await;
    world.forget();
    let undo = format!("不再并 {}", one.number);
    let said = world.presses(screener, screener, sheet, &undo).await;
    assert_eq!(said, format!("{}已改为单独办，也告诉了群众。", one.number));
    assert!(texts(&world.news(CHANG)).contains("改为单独办，答复日期还是3月9日(周一)前"));
    assert!(world.news(QIN).is_empty());
    let again = world.newest_card(&one);
    assert!(world.message(again.group, again.card).text.contains(&format!("并进来的：{}", two.number)));
    assert!(!world.message(three.group, three.card).text.contains("并进来的"));
    world.forget();
    world.presses(qian, again.group, again.card, "button-sign").await;
    assert!(texts(&world.news(LI)).contains("已签收"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_first_takes_it_back_the_other_goes_on() {
    let (mut world, one, two) = two_lamps().await;
    world.forget();
    world.takes_back(CHANG, &one.number).await;
    assert!(texts(&world.news(LI)).contains(&format!("编号 {}：这件事改为单独办", two.number)));
    let again = world.newest_card(&two);
    assert!(world.message(again.group, again.card).text.contains("待签收"));
    world.assert_sound().await;
    // And the other way round.
    let (mut world, one, two) = two_lamps().await;
    world.takes_back(LI, &two.number).await;
    assert!(!world.message(one.group, one.card).text.contains("并进来的"));
    world.forget();
    world.presses(world.cadre("qianjin"), one.group, one.card, "button-sign").await;
    assert!(world.news(LI).is_empty(), "whoever took it back hears no more of it");
    world.assert_sound().await;
}

/// Sealed, kept from somebody, mistyped or not there: one and the same answer, in the group and in private.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_sealed_cases_answer_as_unknown() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    let other = world.posted(QIN, Content::text(SLIDE), "transport").await;
    world.says(LI, GRAFT).await;
    world.pass(40).await;
    let sealed = world.number(LI);
    let (screener, head) = (world.cadre("qijianwei"), world.cadre("cenbonian"));
    for button in ["button-merge", "button-relate"] {
        let mut answers = Vec::new();
        let (nobodys, elsewhere) = (CaseNumber::from_free_digits(1_234_567).to_string(), &other.number);
        // One that the head has no right to is answered in the same way.
        for number in [&sealed, &nobodys, elsewhere] {
            let answer = names(&world, head, &case, (button, number)).await;
            assert!(answer.buttons.is_empty(), "{}", answer.text);
            answers.push(answer.text.replace(number.as_str(), "*"));
        }
        assert_eq!(answers[0], "没有查到编号 *，请核对一下。");
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }
    world.forget();
    for word in ["并案", "关联"] {
        world.says(screener, &format!("{word} {} {sealed}", case.number)).await;
        world.says(screener, &format!("{word} {sealed} {}", case.number)).await;
    }
    let said = world.news(screener);
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(said.iter().all(|seen| seen.text == format!("没有查到编号 {sealed}，请核对一下。")), "{said:?}");
    assert!(!world.ever_said(case.group).contains(&format!("【{sealed}】")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_turns_out_to_accuse_leaves_every_card_it_stood_on() {
    let (mut world, one, two) = two_lamps().await;
    let three = world.posted(QIN, Content::text(SLIDE), "transport").await;
    let screener = world.cadre("qijianwei");
    world.forget();
    joins(&world, ("关联", &one.number, &three.number)).await;
    assert!(world.message(three.group, three.card).text.contains(&format!("关联：{}", one.number)));
    let card = world.message(one.group, one.card).text;
    assert!(card.contains("关联：") && card.contains(&three.number), "{card}");
    // Both senders hear nothing of it: nothing changes for them.
    assert!(world.news(CHANG).is_empty() && world.news(QIN).is_empty());
    // Whoever handles the first finds that it is about a cadre.
    let qian = world.cadre("qianjin");
    world.presses(qian, one.group, one.card, "button-sign").await;
    world.opens(qian, one.group, one.card).await;
    let sheet = world.messages(qian).into_iter().rfind(|m| m.from_bot && !m.buttons.is_empty()).unwrap();
    world.presses(qian, qian, sheet.id, "button-apart").await;
    let question = world.last(qian);
    world.forget();
    world.presses(qian, qian, question.id, &world.labels(qian, question.id)[0]).await;
    assert_eq!(world.message(one.group, one.card).text, format!("【{}】已转办。", one.number));
    let left = world.message(three.group, three.card).text;
    assert!(!left.contains(&one.number) && !left.contains("关联"), "{left}");
    // The other one goes on by itself, without a word of the first.
    let told = texts(&world.news(LI));
    assert!(told.contains("改为单独办") && !told.contains(&one.number), "{told}");
    let again = world.newest_card(&two);
    assert!(!world.message(again.group, again.card).text.contains(&one.number));
    world.says(screener, &format!("并案 {} {}", two.number, one.number)).await;
    assert_eq!(world.last(screener).text, format!("没有查到编号 {}，请核对一下。", one.number));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_03_another_villagers_slide_has_its_own_number_and_is_linked() {
    let mut world = World::at("2026-03-05 10:00").await;
    let one = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    let two = world.posted(LI, Content::text(SLIDE), "transport").await;
    assert_ne!(one.number, two.number);
    let screener = world.cadre("qijianwei");
    world.forget();
    world.says(screener, &format!("关联 {} {}", two.number, one.number)).await;
    let offer = world.last(screener);
    assert!(offer.text.contains("编号只有干部看得到，办理都不变"), "{}", offer.text);
    assert_eq!(
        world.presses(screener, screener, offer.id, "button-relate-aloud").await,
        format!("已把{}和{}标为关联。", two.number, one.number)
    );
    assert!(world.message(one.group, one.card).text.contains(&format!("关联：{}", two.number)));
    assert!(world.message(two.group, two.card).text.contains(&format!("关联：{}", one.number)));
    // Both are notified, of that and of nothing else of the other.
    for (resident, own, other) in [(CHANG, &one.number, &two.number), (LI, &two.number, &one.number)] {
        let told = texts(&world.news(resident));
        assert!(told.starts_with(&format!("编号 {own}：也有别的群众反映同样的事")), "{told}");
        assert!(!told.contains(other.as_str()) && !told.contains("塌方"), "{told}");
    }
    let (_, sheet) = sheet(&world, &two.number).await;
    let gone = format!("取消关联 {}", one.number);
    assert_eq!(world.presses(screener, screener, sheet, &gone).await, "已取消关联。");
    assert!(!world.message(one.group, one.card).text.contains("关联"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_04_the_same_matter_through_another_door_is_noted_and_given_out_once() {
    let mut world = World::at("2026-03-02 10:00").await;
    let case = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    let (screener, sheet) = sheet(&world, &case.number).await;
    world.presses(screener, screener, sheet, "button-other-door").await;
    world.forget();
    world.says(screener, "12345热线 20260302017").await;
    let kept = texts(&world.news(screener));
    assert!(kept.contains("不另派单") && kept.contains("这件事正在办理，由交通局"), "{kept}");
    assert!(kept.contains("信访工作条例第十九条"), "{kept}");
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("群众在别处也反映过：12345热线 20260302017"), "{card}");
    let told = texts(&world.news(CHANG));
    assert!(told.contains("您在别处（12345热线 20260302017）说的是同一件事，合在这里一起办，由交通局"), "{told}");
    assert_eq!(world.store().counts().await.unwrap().cases, 1, "no second case, no second card");
    world.assert_sound().await;
}

/// The pigs of 杜家坪: what stands beside them is split off before they go to their unit. The whole, and the numbers of the
/// insurance and the loan.
pub(super) async fn pigs() -> (World, Posted, [String; 2]) {
    let world = World::new().await;
    world.says(CHANG, PIGS).await;
    world.pass(40).await;
    let (number, triage, screener) = (world.number(CHANG), world.triage(), world.cadre("qijianwei"));
    let card = world.card(triage, &number).expect("it is screened").id;
    // What the machine sees stands beside the choice.
    assert!(world.labels(triage, card).contains(&"动物防疫".to_owned()), "{:?}", world.labels(triage, card));
    let mut numbers = Vec::new();
    for matter in ["拆出：农业保险", "拆出：贷款与担保"] {
        world.presses(screener, triage, card, "button-linked").await;
        world.presses(screener, triage, card, "button-split").await;
        let said = world.presses(screener, triage, card, matter).await;
        assert!(said.starts_with("已拆出编号 "), "{matter}: {said} {:?}", world.labels(triage, card));
        numbers.extend(number_in(&said));
    }
    world.presses(screener, triage, card, "动物防疫").await;
    let group = world.group("agriculture");
    let card = world.card(group, &number).expect("a card").id;
    (world, Posted { number, group, card }, numbers.try_into().unwrap())
}

pub(super) fn card_of(world: &World, unit: &str, number: &str) -> Posted {
    let group = world.group(unit);
    let card = world.card(group, number).unwrap_or_else(|| panic!("no card of {number} with {unit}")).id;
    Posted { number: number.to_owned(), group, card }
}

pub(super) fn acting(world: &World, case: &Posted) -> i64 {
    *world.message(case.group, case.card).pings.first().expect("somebody acts")
}

/// Whoever has it signs, answers; the sender says that it is solved, and how content they are.
pub(super) async fn rated(world: &World, case: &Posted, grade: &str) {
    let who = acting(world, case);
    world.presses(who, case.group, case.card, "button-sign").await;
    world.presses(who, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(who, case.group, prompt.id, photo("都办好了，请放心")).await;
    let preview = world.last(case.group);
    let said = world.presses(who, case.group, preview.id, "button-confirm").await;
    if let Some((_, checker)) = said.split_once("已交") {
        let checker = checker.split_once("审核").unwrap().0;
        let known = world.settings.county.cadres.values().find(|cadre| cadre.name == checker).unwrap();
        world.presses(world.cadre(known.id.as_str()), case.group, case.card, "button-pass").await;
    }
    let answer = world.find(CHANG, &format!("编号 {}：", case.number)).unwrap();
    assert!(answer.text.contains("都办好了"), "{}", answer.text);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    assert_eq!(world.presses(CHANG, CHANG, answer.id, grade).await, KEPT);
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_01_one_message_of_several_matters_has_one_receipt_with_a_line_for_each() {
    let (world, case, [insurance, loan]) = pigs().await;
    let receipts = world.messages(CHANG).into_iter().filter(|seen| seen.from_bot && seen.text.starts_with("收到了"));
    assert!(receipts.count() <= 1);
    let receipt = status(&world, CHANG, &case.number).text;
    for (number, what, unit) in [
        (&case.number, "动物防疫", "农业农村委"),
        (&insurance, "农业保险", "农业农村委"),
        (&loan, "贷款与担保", "金融服务中心"),
    ] {
        let at = receipt.find(&format!("编号 {number}")).unwrap_or_else(|| panic!("{number}: {receipt}"));
        let block: String = receipt[at..].lines().take(3).collect();
        assert!(block.contains(what) && block.contains(&format!("由{unit}")), "{block}");
        assert!(block.contains("3月9日(周一)前给您答复"), "counted from the message: {block}");
    }
    // Each has its own unit and owner; whoever has one matter sees that there are others, by number alone.
    let one = card_of(&world, "finance", &loan);
    let shown = world.message(one.group, one.card).text;
    assert!(shown.contains("贷款与担保") && shown.contains(&format!("关联：{}", case.number)), "{shown}");
    assert!(!shown.contains("猪"), "{shown}");
    let whole = world.message(case.group, case.card).text;
    assert!(whole.contains(&format!("关联：{insurance}、{loan}")), "{whole}");
    // The machine splits nothing by itself, and nothing twice.
    let (screener, sheet) = sheet(&world, &case.number).await;
    world.presses(screener, screener, sheet, "button-split").await;
    let labels = world.labels(screener, sheet);
    assert!(!labels.iter().any(|label| label.contains("贷款")), "{labels:?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_05_the_whole_closes_with_the_last_part_and_shows_the_worst_rating() {
    let (world, case, [insurance, loan]) = pigs().await;
    rated(&world, &case, "grade-satisfied").await;
    let shown = status(&world, CHANG, &case.number).text;
    assert!(shown.contains("您的评价记下了。等下面几件都办完，一起办结。"), "{shown}");
    assert!(world.message(case.group, case.card).text.contains("已答复"), "not closed while a part is open");
    rated(&world, &card_of(&world, "agriculture", &insurance), "grade-mostly").await;
    assert!(!status(&world, CHANG, &case.number).text.contains("最低的评价"));
    // Neither does the end of its own days close it.
    let mut world = world;
    world.until("2026-04-02 10:00").await;
    assert!(
        world.message(case.group, case.card).text.contains("已答复"),
        "{}",
        world.message(case.group, case.card).text
    );
    world.forget();
    rated(&world, &card_of(&world, "finance", &loan), "grade-satisfied").await;
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("已办结") && card.contains("各件里最低的评价：基本满意"), "{card}");
    let shown = status(&world, CHANG, &case.number).text;
    assert!(shown.contains("几件里您最低的评价是：基本满意"), "{shown}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_is_sealed_leaves_the_card_of_the_whole() {
    let (world, case, [insurance, loan]) = pigs().await;
    let one = card_of(&world, "finance", &loan);
    let who = acting(&world, &one);
    world.presses(who, one.group, one.card, "button-sign").await;
    world.opens(who, one.group, one.card).await;
    let sheet = world.messages(who).into_iter().rfind(|m| m.from_bot && !m.buttons.is_empty()).unwrap();
    world.presses(who, who, sheet.id, "button-apart").await;
    let question = world.last(who);
    world.presses(who, who, question.id, &world.labels(who, question.id)[0]).await;
    let whole = world.message(case.group, case.card).text;
    assert!(whole.contains(&insurance) && !whole.contains(&loan), "{whole}");
    let screener = world.cadre("qijianwei");
    world.says(screener, &format!("关联 {} {loan}", case.number)).await;
    assert_eq!(world.last(screener).text, format!("没有查到编号 {loan}，请核对一下。"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helpers_share_split_off_holds_up_the_answer_no_longer() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.presses(qian, case.group, case.card, "button-more").await;
    world.presses(qian, case.group, case.card, "button-joint").await;
    world.presses(qian, case.group, case.card, "button-ask-help").await;
    world.presses(qian, case.group, case.card, "住建委").await;
    let help = card_of(&world, "housing", &case.number);
    let zhan = acting(&world, &help);
    world.presses(zhan, help.group, help.card, "button-sign").await;
    world.presses(zhan, help.group, help.card, "button-promise").await;
    let prompt = world.last(help.group);
    world.replies(zhan, help.group, prompt.id, Content::text("3月6日前 查线路")).await;
    world.presses(zhan, help.group, world.last(help.group).id, "button-confirm").await;
    assert!(world.presses(qian, case.group, case.card, "button-report").await.contains("不能报结"));
    let mut world = world;
    world.forget();
    menu(&world, qian, &case).await;
    let said = world.presses(qian, case.group, case.card, "拆出住建委的协办").await;
    let number = number_in(&said).expect("a number");
    assert_eq!(world.message(help.group, help.card).text, format!("【{}】已转办。", case.number));
    let part = card_of(&world, "housing", &number);
    let shown = world.message(part.group, part.card).text;
    assert!(shown.contains("住建委承诺：查线路（3月6日(周五)前），未到期"), "{shown}");
    assert_eq!(acting(&world, &part), zhan);
    let told = texts(&world.news(CHANG));
    assert!(told.contains(&format!("编号 {number}：您说的不止一件事")) && told.contains("由住建委"), "{told}");
    let receipt = status(&world, CHANG, &case.number).text;
    assert!(receipt.contains(&format!("编号 {number}")) && receipt.contains("查线路"), "{receipt}");
    // The main case is answered now.
    world.reported(qian, &case, "灯换好了。").await;
    assert!(world.find(CHANG, "灯换好了。").is_some());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s9_01_one_message_that_asks_for_help_complains_and_asks() {
    let world = World::at("2026-09-29 16:30").await;
    world.says(LI, CLINIC).await;
    world.pass(40).await;
    let number = world.number(LI);
    let seen = status(&world, LI, &number).text;
    assert!(seen.contains("医保报销") && seen.contains("医保局"), "新农合 leads to its successor: {seen}");
    // The complaint: above those it complains of. The question: promised first. The help: by the date.
    assert!(world.card(world.group("medical"), &number).is_none());
    assert!(seen.contains("医保局承诺：先答复您问的（10月8日(周四)前）"), "{seen}");
    assert!(seen.contains("10月12日(周一)前给您答复"), "{seen}");
    // What complains of a unit is not handed to it by a split, nor by a merge.
    let screener = world.cadre("qijianwei");
    world.says(screener, &format!("并案 {number}")).await;
    assert_eq!(world.last(screener).text, format!("没有查到编号 {number}，请核对一下。"));
}

/// A screener writes why something is not accepted and sends it.
async fn declines(world: &World, number: &str, (ground, door, words): (&str, &str, &str)) -> String {
    let (screener, sheet) = sheet(world, number).await;
    for button in ["button-decline", ground, door] {
        world.presses(screener, screener, sheet, button).await;
    }
    world.says(screener, words).await;
    let preview = world.last(screener);
    if preview.buttons.is_empty() {
        return preview.text;
    }
    assert!(preview.text.contains(words) && preview.text.contains("将这样告诉群众"), "{}", preview.text);
    world.presses(screener, screener, preview.id, "button-confirm").await
}

#[tokio::test(flavor = "multi_thread")]
async fn not_accepted_only_with_a_reason_and_a_door_and_the_sender_may_object_in_one_press() {
    let mut world = World::new().await;
    let case = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    world.forget();
    // That it is somebody else's business is no reason.
    let ground = ("decline-ground-litigation", "decline-door-court");
    let said = declines(&world, &case.number, (ground.0, ground.1, "这件事不属于本单位职责")).await;
    assert!(said.contains("不能作为不予受理的理由，请点“改派”"), "{said}");
    assert!(world.news(CHANG).is_empty());
    let words = "您和承包人的纠纷法院已经立案，请带传票去诉讼服务中心。";
    let screener = world.cadre("qijianwei");
    world.says(screener, words).await;
    let preview = world.last(screener);
    assert!(preview.text.contains(words) && !preview.text.contains("本单位职责"), "{}", preview.text);
    let said = world.presses(screener, screener, preview.id, "button-confirm").await;
    assert_eq!(said, "已告诉群众：不予受理的原因和去处。");
    let told = world.last(CHANG);
    for part in ["不在这里受理：法律规定要由法院来断", "县人民法院诉讼服务中心，电话12368", words, "由督查的同志来看"]
    {
        assert!(told.text.contains(part), "{part}: {}", told.text);
    }
    assert!(world.message(case.group, case.card).text.contains("不予受理"));
    assert!(world.message(case.group, case.card).buttons.is_empty());
    assert!(status(&world, CHANG, &case.number).text.contains("这件事不在这里受理：法律规定要由法院来断"));
    // One press, and a named supervisor decides; nobody deciding, the next one up is told.
    let said = world.presses(CHANG, CHANG, told.id, "button-object").await;
    assert!(said.contains("请督查的廉浩冉来看"), "{said}");
    assert!(world.presses(CHANG, CHANG, told.id, "button-object").await.contains("您已经说过不同意"));
    let lian = world.cadre("lianhaoran");
    let ask = world.find(lian, "群众不同意。请您定").expect("by name");
    assert_eq!(world.labels(lian, ask.id), ["受理", "维持不予受理", "看原文"]);
    world.until("2026-03-05 10:00").await;
    assert!(world.find(world.cadre("fushiheng"), "群众不同意，还没有人定").is_some());
    world.forget();
    assert_eq!(world.presses(lian, lian, ask.id, "button-take-up").await, "已转甄别，也告诉了群众。");
    let told = texts(&world.news(CHANG));
    assert!(told.contains("这件事受理了。答复日期不变，还是3月9日(周一)前"), "{told}");
    assert!(world.card(world.triage(), &case.number).is_some(), "screened anew");
    assert!(world.presses(lian, lian, ask.id, "button-uphold").await.contains("已经是这样了"), "decided once");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_that_is_not_followed_is_told_with_the_door_again() {
    let mut world = World::new().await;
    let case = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    let words = "出事的路段在邻县，请打那边的12345。";
    declines(&world, &case.number, ("decline-ground-elsewhere", "decline-door-there", words)).await;
    let told = world.last(CHANG).id;
    world.presses(CHANG, CHANG, told, "button-object").await;
    let lian = world.cadre("lianhaoran");
    let ask = world.find(lian, "群众不同意。请您定").unwrap().id;
    world.forget();
    world.presses(lian, lian, ask, "button-uphold").await;
    let told = texts(&world.news(CHANG));
    assert!(told.contains("督查的廉浩冉看过，还是不在这里受理：事情不在本县") && told.contains("12345"), "{told}");
    world.until("2026-03-10 10:00").await;
    assert!(world.find(world.cadre("fushiheng"), "群众不同意").is_none(), "decided is decided");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_screen_can_neither_merge_nor_refuse() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let qian = world.cadre("qianjin");
    menu(&world, qian, &case).await;
    for button in ["button-merge", "button-relate", "button-decline"] {
        let said = world.presses(qian, case.group, case.card, button).await;
        assert!(said.contains("这一步请由承办单位的同志来点"), "{button}: {said}");
    }
    world.says(qian, &format!("并案 {}", case.number)).await;
    assert!(world.last(qian).text.starts_with("收到了。"), "to anybody else there is no such word");
}

/// A handler names the unit instead: it gets what the words hold of its own matters.
#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_is_named_gets_what_it_leads() {
    let (world, case, _) = pigs().await;
    let who = acting(&world, &case);
    world.presses(who, case.group, case.card, "button-sign").await;
    menu(&world, who, &case).await;
    world.presses(who, case.group, case.card, "button-split").await;
    let said = world.presses(who, case.group, case.card, "教委").await;
    let number = number_in(&said).unwrap_or_else(|| panic!("{said}"));
    let part = card_of(&world, "education", &number);
    assert!(world.message(part.group, part.card).text.contains("待签收"));
    assert!(status(&world, CHANG, &case.number).text.contains(&format!("编号 {number}")));
    // What was split off is one matter already.
    menu(&world, acting(&world, &part), &part).await;
    assert!(!world.labels(part.group, part.card).contains(&world.words("button-split")));
    world.assert_sound().await;
}

/// What no unit has yet can be merged too, from the screeners' own card; and what waits for a human stays with a human.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_still_screened_is_merged_from_its_card() {
    let mut world = World::new().await;
    let one = world.lamp(CHANG).await;
    world.says(LI, "观山镇那件事你们心里有数").await;
    world.pass(40).await;
    let (number, triage, screener) = (world.number(LI), world.triage(), world.cadre("qijianwei"));
    let card = world.card(triage, &number).unwrap().id;
    let two = Posted { number: number.clone(), group: triage, card };
    world.forget();
    let offer = names(&world, screener, &two, ("button-merge", &one.number)).await;
    assert!(!offer.text.contains("路灯"), "numbers alone: {}", offer.text);
    assert!(world.presses(screener, triage, offer.id, "button-merge-confirm").await.starts_with("已把"));
    assert_eq!(world.message(triage, card).text, format!("【{number}】已并案"));
    assert!(texts(&world.news(LI)).contains("合在一起办"));
    assert!(status(&world, LI, &number).text.contains("由观山镇钱进负责"));
    // Undone, it waits for a screener again.
    let (_, sheet) = sheet(&world, &one.number).await;
    world.presses(screener, screener, sheet, &format!("不再并 {number}")).await;
    let again =
        world.messages(triage).into_iter().rfind(|seen| seen.text.starts_with(&format!("【{number}】"))).unwrap();
    assert!(again.text.contains("待甄别") && !again.buttons.is_empty(), "{}", again.text);
    world.assert_sound().await;
}

/// What a unit has promised, what is supervised and what smells of danger is not made to vanish under another number.
#[tokio::test(flavor = "multi_thread")]
async fn a_merge_takes_away_no_promise_and_no_supervision() {
    let world = World::new().await;
    let one = world.lamp(CHANG).await;
    let two = world.lamp(LI).await;
    let qian = world.cadre("qianjin");
    world.presses(qian, two.group, two.card, "button-sign").await;
    world.presses(qian, two.group, two.card, "button-more").await;
    world.presses(qian, two.group, two.card, "button-joint").await;
    world.presses(qian, two.group, two.card, "button-promise").await;
    let prompt = world.last(two.group);
    world.replies(qian, two.group, prompt.id, Content::text("3月6日前 换好灯泡")).await;
    world.presses(qian, two.group, world.last(two.group).id, "button-confirm").await;
    assert_eq!(
        merges(&world, &two, &one.number).await,
        "这件还有承诺没办到，或者还有单位在协办，不能这样办。可以把另一件并进来。"
    );
    // Nobody signs for the first: it is supervised, and takes others in rather than go.
    let mut world = world;
    world.until("2026-03-04 10:00").await;
    let three = world.lamp(QIN).await;
    assert_eq!(merges(&world, &one, &three.number).await, "这件正在督办，不能这样办。可以把另一件并进来。");
    assert!(merges(&world, &three, &one.number).await.starts_with("已把"));
    world.forget();
    world.assert_sound().await;
}

/// A sender who asks for erasure is gone from what they were merged into; the others go on.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_forgotten_hears_no_more_and_the_rest_goes_on() {
    let (mut world, one, two) = two_lamps().await;
    world.says(LI, "/forget").await;
    let ask = world.last(LI).id;
    world.presses(LI, LI, ask, "button-forget").await;
    world.pass(180).await;
    assert!(!world.message(one.group, one.card).text.contains(&two.number));
    world.forget();
    world.presses(world.cadre("qianjin"), one.group, one.card, "button-sign").await;
    assert!(world.news(LI).is_empty());
    assert!(texts(&world.news(CHANG)).contains("已签收"));
    world.assert_sound().await;
}

/// 复查 is every sender's own right, whoever's case goes on under whose.
#[tokio::test(flavor = "multi_thread")]
async fn the_sender_of_a_merged_case_may_ask_for_a_review() {
    let (mut world, one, two) = two_lamps().await;
    world.answered(world.cadre("qianjin"), &one, "线路老化，列入明年计划。").await;
    world.forget();
    world.says(LI, "我要复查").await;
    let mine = texts(&world.news(LI));
    assert!(mine.contains(&format!("编号 {}：您要求的复查已经受理", two.number)), "{mine}");
    let theirs = texts(&world.news(CHANG));
    assert!(theirs.contains(&format!("编号 {}：一起反映这件事的群众要求往上再看", one.number)), "{theirs}");
    assert!(status(&world, LI, &two.number).text.contains("正在复查"));
    assert_eq!(world.store().counts().await.unwrap().cases, 2);
    world.assert_sound().await;
}
