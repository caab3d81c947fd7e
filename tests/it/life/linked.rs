//! Cases that belong together: merged, related, split off from one message; and what is not accepted.

use minqing::sandbox::{Content, Seen};

use crate::world::{CHANG, LAMP, LI, Posted, QIN, World, photo};

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
    let label = world.labels(screener, offer.id).pop().unwrap_or_else(|| panic!("{}", offer.text));
    world.presses(screener, screener, offer.id, &label).await
}

async fn merges(world: &World, case: &Posted, into: &str) -> String {
    joins(world, ("并案", &case.number, into)).await
}

/// What can be done with a case, in the screener's own chat.
async fn sheet(world: &World, number: &str) -> (i64, i64) {
    let screener = world.cadre("qijianwei");
    world.says(screener, &format!("并案 {number}")).await;
    (screener, world.last(screener).id)
}

fn status(world: &World, resident: i64, number: &str) -> Seen {
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
    assert!(mine.contains(&format!("编号 {}：", two.number)) && mine.contains("重新办理"), "{mine}");
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
    world.says(LI, GRAFT).await;
    world.pass(40).await;
    let sealed = world.number(LI);
    let (screener, head) = (world.cadre("qijianwei"), world.cadre("cenbonian"));
    for button in ["button-merge", "button-relate"] {
        let mut answers = Vec::new();
        for number in [sealed.as_str(), "1234-5670"] {
            let answer = names(&world, head, &case, (button, number)).await;
            assert!(answer.buttons.is_empty(), "{}", answer.text);
            answers.push(answer.text.replace(number, "*"));
        }
        assert_eq!(answers[0], "没有查到编号 *，请核对一下。");
        assert_eq!(answers[0], answers[1]);
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
    assert!(world.message(one.group, one.card).text.contains(&format!("关联：{}", three.number)));
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
    assert!(offer.text.contains("只有干部看得到，办理都不变"), "{}", offer.text);
    assert_eq!(
        world.presses(screener, screener, offer.id, "button-relate-confirm").await,
        format!("已把{}和{}标为关联。", two.number, one.number)
    );
    assert!(world.message(one.group, one.card).text.contains(&format!("关联：{}", two.number)));
    assert!(world.message(two.group, two.card).text.contains(&format!("关联：{}", one.number)));
    assert!(world.news(CHANG).is_empty() && world.news(LI).is_empty(), "each has their own number and person");
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
