//! 延期: before the date, once, not too long, by somebody above; and the formal last day beside the county's own.

use minqing::sandbox::Content;

use crate::world::{CHANG, LI, Posted, World};

/// A cadre asks for more time in the group, in reply to the prompt, and sees what comes of it.
async fn asks(world: &World, cadre: i64, case: &Posted, words: &str) -> String {
    if world.labels(case.group, case.card).contains(&"更多".to_owned()) {
        world.presses(cadre, case.group, case.card, "button-more").await;
    }
    let refused = world.presses(cadre, case.group, case.card, "button-extend").await;
    if !refused.is_empty() {
        return refused;
    }
    let prompt = world.last(case.group);
    assert!(prompt.text.contains("写延期的原因和新的日期"), "{}", prompt.text);
    world.replies(cadre, case.group, prompt.id, Content::text(words)).await;
    world.last(case.group).text
}

/// The lamp, signed on 2 March, due on the 9th.
async fn signed() -> (World, Posted, i64) {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    (world, case, qian)
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_09_an_extension_is_asked_for_before_the_date_once_and_told_with_its_reason() {
    let (mut world, case, qian) = signed().await;
    let cen = world.cadre("cenbonian");
    world.until("2026-03-06 15:00").await;
    world.forget();
    // What cannot be a date is no date; what is too long is told with the latest day.
    for words in ["配件没到，过几天", "延到2月30日", "3个工作日，或者3月20日"] {
        assert!(asks(&world, qian, &case, words).await.contains("没有看出新的日期"), "{words}");
    }
    assert_eq!(asks(&world, qian, &case, "配件没到，4月1日").await, "太久了，最晚可以延到3月23日(周一)。");
    assert!(asks(&world, qian, &case, "配件没到，3月9日").await.contains("新的日期要在原来的答复日期之后"));
    assert!(world.news(cen).is_empty() && world.news(CHANG).is_empty(), "nothing has been asked for yet");
    let kept = asks(&world, qian, &case, "灯杆配件下周才到，延3个工作日").await;
    assert!(kept.contains("已请岑伯年定。没有同意之前，答复日期不变。"), "{kept}");
    let asked = world.last(cen);
    for words in ["钱进请求延期，由3月9日(周一)延到3月12日(周四)", "灯杆配件下周才到"] {
        assert!(asked.text.contains(words), "{words}: {}", asked.text);
    }
    assert_eq!(world.labels(cen, asked.id), ["同意延期", "不同意", "看原文"]);
    // Not twice while it waits, and not by whoever asks.
    assert_eq!(asks(&world, qian, &case, "再问一次").await, "已经请岑伯年定了，请等一等。");
    let grant = world.data(cen, asked.id, "button-grant");
    assert!(world.press_answer(qian, qian, asked.id, &grant).await.1, "whoever asks does not agree");
    assert!(world.news(CHANG).is_empty());
    assert!(world.presses(cen, cen, asked.id, "button-grant").await.contains("已同意延到3月12日(周四)"));
    let told = world.news(CHANG);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(
        told[0].text,
        format!(
            "编号 {}：这件事3月9日(周一)前办不完，答复日期改为3月12日(周四)前，只延这一次。原因：\n灯杆配件下周才到，延3个工作日",
            case.number
        )
    );
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("3月12日(周四)前答复群众") && !card.contains("3月9日"), "{card}");
    // The clocks move: the old date passes quietly, the new one rings.
    world.forget();
    world.until("2026-03-11 12:00").await;
    assert!(world.news(cen).is_empty(), "nobody is late");
    assert_eq!(asks(&world, qian, &case, "还差1个工作日").await, "已经延过一次，不能再延。");
    assert!(world.presses(cen, cen, asked.id, "button-grant").await.contains("已经定过了"));
    world.until("2026-03-12 10:00").await;
    assert!(world.find(qian, "3月12日(周四)前要答复群众").is_some(), "a reminder on the new day");
    world.until("2026-03-13 00:30").await;
    assert!(world.news(cen).iter().any(|told| told.text.contains("过了答复日期3月12日(周四)")));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_09_after_the_date_nothing_is_extended_any_more() {
    let (mut world, case, qian) = signed().await;
    let cen = world.cadre("cenbonian");
    world.until("2026-03-09 20:00").await;
    asks(&world, qian, &case, "延3个工作日，材料没到").await;
    let asked = world.find(cen, "请求延期").unwrap();
    world.until("2026-03-10 08:00").await;
    world.forget();
    assert!(world.presses(cen, cen, asked.id, "button-grant").await.contains("答复日期已经过了，不能再延"));
    let late = asks(&world, qian, &case, "延3个工作日").await;
    assert_eq!(late, "答复日期已经过了，不能再延。请先把情况告诉群众。");
    assert!(world.news(CHANG).is_empty());
    world.assert_sound().await;
}

/// A refusal leaves the date and says so to the unit only; the head's own request goes one up.
#[tokio::test(flavor = "multi_thread")]
async fn an_extension_that_is_not_given_changes_nothing_and_a_head_asks_above() {
    let (mut world, case, qian) = signed().await;
    let cen = world.cadre("cenbonian");
    world.forget();
    asks(&world, qian, &case, "人手不够，3月16日").await;
    let asked = world.last(cen);
    world.presses(cen, cen, asked.id, "button-not-granted").await;
    let group = world.news(case.group);
    assert!(group.iter().any(|told| told.text.contains("延期没有同意，仍在3月9日(周一)前答复群众")), "{group:#?}");
    assert!(world.news(CHANG).is_empty());
    asks(&world, cen, &case, "要等县里批钱，3月16日").await;
    let above = world.find(world.cadre("quansiqu"), "岑伯年请求延期").expect("one up");
    assert_eq!(world.labels(world.cadre("quansiqu"), above.id), ["同意延期", "不同意", "看原文"]);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_09_the_formal_last_day_is_shown_with_both_dates_and_alarms_go_by_the_earlier() {
    let world = World::new().await;
    let complaint = "投诉凉水村的路灯坏了三个月，来看了两回都不换，敷衍我们";
    let case = world.posted(LI, Content::text(complaint), "guanshan").await;
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("信访期限60日：5月1日(周五)；遇假日顺延到5月6日(周三)，提醒按5月1日(周五)"), "{card}");
    let acting = world.message(case.group, case.card).pings[0];
    world.presses(acting, case.group, case.card, "button-sign").await;
    world.until("2026-03-10 01:00").await;
    let alarm = world.find(world.cadre("cenbonian"), "过了答复日期").unwrap();
    assert!(
        alarm.text.contains("信访期限60日到5月1日(周五)为止。") && !alarm.text.contains("5月6日"),
        "{}",
        alarm.text
    );
    // What only asks for help has no such track.
    let lamp = world.lamp(CHANG).await;
    assert!(!world.message(lamp.group, lamp.card).text.contains("60日"));
    world.assert_sound().await;
}

/// Whoever is kept out of the case is not asked, nor told: the next one up is.
#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_never_asked_of_whoever_is_kept_out() {
    let (mut world, case, qian) = signed().await;
    let cen = world.cadre("cenbonian");
    world.presses(cen, case.group, case.card, "button-more").await;
    world.presses(cen, case.group, case.card, "button-recuse").await;
    world.forget();
    // The head sits in the group, so the card went to whoever acts, alone.
    let card = world.find(qian, &format!("【{}】", case.number)).expect("the card, in private");
    let alone = Posted { number: case.number.clone(), group: qian, card: card.id };
    world.presses(qian, qian, alone.card, "button-more").await;
    world.presses(qian, qian, alone.card, "button-extend").await;
    world.says(qian, "配件没到，延2个工作日").await;
    let quan = world.cadre("quansiqu");
    let asked = world.find(quan, "钱进请求延期").expect("the next one up");
    world.presses(quan, quan, asked.id, "button-grant").await;
    assert!(world.last(CHANG).text.contains("答复日期改为3月11日(周三)前"), "{}", world.last(CHANG).text);
    assert!(world.news(cen).is_empty(), "not a word to the one who is kept out");
    world.assert_sound().await;
}
