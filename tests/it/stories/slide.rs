//! A road slide: an answer needs its proof, and what is not solved comes back with a date.

use minqing::sandbox::Content;

use crate::world::{CHANG, Posted, World, photo};

const SLIDE: &str = "凉水村三社那条路塌方断道了，车子过不去";

/// Signed by the road bureau on 2 March, 10:00.
async fn slide() -> (World, Posted, i64) {
    let world = World::at("2026-03-02 10:00").await;
    let case = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    let card = world.message(case.group, case.card);
    assert!(
        card.text.contains("公路塌方，观山镇凉水村") && card.text.contains("3月9日(周一)前答复群众"),
        "{}",
        card.text
    );
    let zhuo = world.cadre("zhuolinyuan");
    assert_eq!(card.pings, [zhuo]);
    world.presses(zhuo, case.group, case.card, "button-sign").await;
    (world, case, zhuo)
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_06_a_report_without_a_photo_cannot_be_sent_with_one_it_asks_for_the_rating() {
    let (mut world, case, zhuo) = slide().await;
    world.until("2026-03-09 15:00").await;
    world.forget();
    world.presses(zhuo, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    assert!(prompt.text.contains("写办理结果并附现场照片"), "{}", prompt.text);
    world.replies(zhuo, case.group, prompt.id, Content::text("已修复")).await;
    let preview = world.last(case.group);
    assert_eq!(preview.text, format!("【{}】这类事项要附现场照片。请再回复一张照片。", case.number));
    assert!(preview.buttons.is_empty(), "there is nothing to send it with");
    assert!(world.news(CHANG).is_empty());
    // A recording proves no repair either.
    world.replies(zhuo, case.group, preview.id, minqing::sandbox::Media::Voice.into()).await;
    assert!(world.message(case.group, preview.id).buttons.is_empty());
    world.replies(zhuo, case.group, preview.id, photo("")).await;
    assert!(world.message(case.group, preview.id).text.contains("将这样答复群众，附图片等2件：\n已修复"));
    assert!(world.news(CHANG).is_empty(), "not before it is confirmed");
    assert_eq!(world.presses(zhuo, case.group, preview.id, "button-confirm").await, "已答复群众。");
    let told = world.news(CHANG);
    assert_eq!(told.iter().map(|message| message.kind.as_str()).collect::<Vec<_>>(), ["voice", "photo", "text"]);
    let answer = told.last().unwrap();
    assert_eq!(answer.text, format!("编号 {}：交通局卓林原答复您\n已修复\n\n这件事解决了吗？", case.number));
    assert_eq!(world.labels(CHANG, answer.id), ["已解决", "未解决"]);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    assert_eq!(
        world.labels(CHANG, answer.id),
        ["满意", "基本满意", "不满意", "暂不评价", "有人逼我打好评"],
        "two separate questions"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_07_not_solved_comes_back_to_another_hand_with_five_working_days() {
    for first in ["button-unsolved", "button-solved"] {
        let (mut world, case, zhuo) = slide().await;
        world.until("2026-03-09 15:00").await;
        world.reported(zhuo, &case, "已修复").await;
        world.until("2026-03-10 09:00").await;
        world.forget();
        let answer = world.last(CHANG);
        world.presses(CHANG, CHANG, answer.id, first).await;
        if first == "button-solved" {
            world.presses(CHANG, CHANG, answer.id, "grade-dissatisfied").await;
        }
        let head = world.cadre("qutongzhou");
        let told = world.news(CHANG);
        let again = format!(
            "编号 {}：您说没有解决或不满意，重新办理，由交通局璩同舟负责，3月17日(周二)前再给您答复。",
            case.number
        );
        assert_eq!(told.iter().map(|message| message.text.clone()).collect::<Vec<_>>(), [again]);
        let card = world.newest_card(&case);
        let text = world.message(card.group, card.card).text;
        assert!(text.contains("责任人：璩同舟，3月17日(周二)前答复群众") && text.contains("第2次办理"), "{text}");
        assert_eq!(world.message(card.group, card.card).pings, [head], "the head, not the hand that had it");
        assert!(world.find(head, "已退回重办，由璩同舟负责，3月17日(周二)前再答复").is_some());
        let status = world.message(CHANG, world.messages(CHANG)[1].id);
        assert!(status.text.contains("由交通局璩同舟负责，3月17日(周二)前给您答复。"), "{}", status.text);
        world.answered(head, &card, "路已抢通").await;
        let answer = world.last(CHANG);
        world.presses(CHANG, CHANG, answer.id, "button-solved").await;
        world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
        let id = world.cases().await.remove(0);
        let events = world.events(&id).await;
        let said: Vec<&str> = events
            .iter()
            .map(String::as_str)
            .filter(|kind| ["solved_said", "rated", "reopened", "closed"].contains(kind))
            .collect();
        let round = if first == "button-solved" {
            vec!["solved_said", "rated", "reopened"]
        } else {
            vec!["solved_said", "reopened"]
        };
        assert_eq!(
            said,
            [round, vec!["solved_said", "rated", "closed"]].concat(),
            "the first round stays on the books as it was"
        );
        world.assert_sound().await;
    }
}
