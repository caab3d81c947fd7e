//! Not content twice, 复查, 复核, 终结 and what comes after it.

use minqing::sandbox::Content;

use crate::world::{CHANG, Posted, World, photo};

const SLIDE: &str = "凉水村三社那条路塌方断道了，车子过不去";

/// Answered on 9 March, not content on the 10th, answered again on the 17th by the head.
async fn redone() -> (World, Posted) {
    let world = World::at("2026-03-02 10:00").await;
    let case = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    let zhuo = world.cadre("zhuolinyuan");
    world.until("2026-03-09 15:00").await;
    world.answered(zhuo, &case, "已修复").await;
    world.until("2026-03-10 09:00").await;
    world.presses(CHANG, CHANG, world.last(CHANG).id, "button-unsolved").await;
    let card = world.newest_card(&case);
    world.until("2026-03-17 15:00").await;
    world.answered(world.cadre("qutongzhou"), &card, "路面已清理").await;
    (world, card)
}

/// Not content again; whoever is asked, and the message that asks them.
async fn twice(world: &mut World) -> (i64, i64) {
    world.forget();
    world.presses(CHANG, CHANG, world.last(CHANG).id, "button-unsolved").await;
    let lian = world.cadre("lianhaoran");
    (lian, world.find(lian, "群众第二次说没有解决或不满意").expect("a named supervisor").id)
}

fn status(world: &World) -> i64 {
    world.messages(CHANG).into_iter().find(|message| message.from_bot).unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_08_the_second_time_a_supervisor_chooses_and_the_sender_hears_of_the_review() {
    let (mut world, case) = redone().await;
    let (lian, ask) = twice(&mut world).await;
    let told = world.news(CHANG);
    assert_eq!(told.len(), 1, "{told:#?}");
    for words in ["廉浩冉来定", "4月16日(周四)前要求复查", "栾望舒", "发“我要复查”四个字", "3月18日(周三)前告诉您"]
    {
        assert!(told[0].text.contains(words), "{words}: {}", told[0].text);
    }
    assert_eq!(world.labels(CHANG, told[0].id), ["我要复查"]);
    assert!(world.labels(CHANG, status(&world)).contains(&"我要复查".to_owned()));
    assert!(world.news(world.cadre("qutongzhou")).is_empty(), "nothing is done again by itself");
    assert_eq!(world.labels(lian, ask), ["再办", "提级", "解释", "看原文"]);
    assert!(world.message(lian, ask).text.contains("群众已知道可以在4月16日(周四)前要求复查"));
    // It does not end in silence, nor does it fall silent.
    world.until("2026-03-19 10:00").await;
    let fu = world.cadre("fushiheng");
    assert!(world.find(fu, "还没有人定下一步").is_some(), "the next one up, by name");
    world.forget();
    assert!(world.presses(lian, lian, ask, "button-do-again").await.contains("已退回再办，由"));
    assert!(world.news(CHANG)[0].text.contains("重新办理，由交通局"));
    assert!(world.presses(lian, lian, ask, "button-raise").await.contains("已经定过了"));
    assert_ne!(world.newest_card(&case).card, case.card);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_08_raised_it_goes_to_whoever_stands_above_the_unit() {
    let (mut world, _) = redone().await;
    let (lian, ask) = twice(&mut world).await;
    assert!(world.presses(lian, lian, ask, "button-raise").await.contains("栾望舒负责"));
    let luan = world.cadre("luanwangshu");
    let card = world.find(luan, "第3次办理").expect("in private");
    assert_eq!(world.labels(luan, card.id), ["签收", "更多"]);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_08_explained_in_writing_the_days_run_from_that_letter() {
    let (mut world, _) = redone().await;
    let (lian, ask) = twice(&mut world).await;
    world.until("2026-03-18 10:00").await;
    world.forget();
    world.presses(lian, lian, ask, "button-explain").await;
    world.says(lian, "便道已经通车，正式修复列入六月计划，依据农村公路养护办法").await;
    let told = world.news(CHANG);
    assert!(told[0].text.contains("列入六月计划") && told[0].text.contains("4月17日(周五)前可以要求复查"), "{told:#?}");
    // Not content once more: said and kept, nothing begins anew by itself; when the time is over it is closed.
    world.forget();
    world.says(CHANG, "不满意").await;
    assert!(world.news(lian).is_empty());
    world.until("2026-04-18 08:01").await;
    assert!(world.last(CHANG).text.contains("要求复查、复核的时间过了，这件事办结"), "{}", world.last(CHANG).text);
    world.says(CHANG, "我要复查").await;
    assert!(world.last(CHANG).text.contains("到4月17日(周五)为止，已经过了"), "{}", world.last(CHANG).text);
    world.assert_sound().await;
}

/// 复查 by 栾望舒, 复核 by 晏守拙, each in writing.
async fn reviewed_twice(world: &mut World) -> (i64, i64) {
    let (luan, yan) = (world.cadre("luanwangshu"), world.cadre("yanshouzhuo"));
    world.until("2026-04-16 20:00").await;
    world.forget();
    world.says(CHANG, "我要复查").await;
    let told = world.news(CHANG);
    assert!(told[0].text.contains("您要求的复查已经受理，由") && told[0].text.contains("栾望舒重新看"), "{told:#?}");
    assert!(told[0].text.contains("5月16日(周六)前书面答复您"), "{}", told[0].text);
    let card = world.find(luan, "上级复查中").expect("in private").id;
    world.until("2026-05-11 09:00").await;
    world.presses(luan, luan, card, "button-opinion").await;
    world.says(luan, "经复查，便道已通，维持原答复，依据农村公路养护办法第十条").await;
    let opinion = world.last(CHANG);
    assert!(opinion.text.contains("复查意见") && opinion.text.contains("维持原答复"), "{}", opinion.text);
    assert!(
        opinion.text.contains("6月10日(周三)前可以要求复核") && opinion.text.contains("晏守拙"),
        "{}",
        opinion.text
    );
    assert_eq!(world.labels(CHANG, opinion.id), ["我要复核"]);
    for chat in [world.cadre("lianhaoran"), world.cadre("zhouning"), luan] {
        let labels = world.messages(chat).into_iter().flat_map(|message| message.buttons.into_iter().flatten());
        assert!(labels.into_iter().all(|(label, _)| label != "终结"), "one opinion ends nothing");
    }
    world.presses(CHANG, CHANG, opinion.id, "button-review-second").await;
    let card = world.find(yan, "上级复查中").expect("one level up").id;
    world.presses(yan, yan, card, "button-opinion").await;
    world.says(yan, "经复核，同意复查意见").await;
    (luan, yan)
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_10_only_with_both_opinions_it_is_concluded_and_then_only_what_is_new_is_taken_up() {
    let (mut world, case) = redone().await;
    twice(&mut world).await;
    reviewed_twice(&mut world).await;
    assert!(world.last(CHANG).text.contains("复核是最后一级"), "{}", world.last(CHANG).text);
    world.says(CHANG, "我要复核").await;
    assert!(world.last(CHANG).text.contains("复核是最后一级，没有再上一级了"));
    let lian = world.cadre("lianhaoran");
    let ask = world.find(lian, "复查、复核意见都已书面答复群众").expect("now it can be concluded");
    world.forget();
    assert_eq!(world.presses(lian, lian, ask.id, "button-conclude").await, "已终结，会告诉群众。");
    let told = world.news(CHANG);
    assert!(told[0].text.contains("同样的事实和理由不再受理") && told[0].text.contains("救助和走访照常"), "{told:#?}");
    assert!(world.message(CHANG, status(&world)).text.contains("不再重复办理"));
    // The same facts: politely, once more; no new case.
    world.says(CHANG, SLIDE).await;
    let no_more = world.last(CHANG);
    assert!(no_more.text.contains(&case.number) && no_more.text.contains("不再受理"), "{}", no_more.text);
    assert_eq!(world.labels(CHANG, no_more.id), ["有新情况", "想谈一谈"]);
    assert_eq!(world.store().counts().await.unwrap().cases, 1);
    assert_eq!(world.presses(CHANG, CHANG, no_more.id, "button-talk").await, "已转告，会有人联系您。");
    assert!(world.find(lian, "群众想谈一谈").is_some());
    // Something new: a case of its own, with what was said, that remembers the one before.
    world.presses(CHANG, CHANG, no_more.id, "button-new-facts").await;
    assert!(world.last(CHANG).text.starts_with("收到了。"), "{}", world.last(CHANG).text);
    world.pass(40).await;
    let number = world.number(CHANG);
    assert_ne!(number, case.number);
    let card = world.card(world.group("transport"), &number).expect("to the unit like any other");
    assert!(card.text.contains(&format!("接编号 {}（已终结）", case.number)), "{}", card.text);
    assert!(world.presses(CHANG, CHANG, no_more.id, "button-new-facts").await.contains("已经定过了"), "once");
    // Anything else is a matter like any other.
    world.sends(CHANG, photo("凉水村村口的路灯坏了三天了")).await;
    assert_eq!(world.store().counts().await.unwrap().cases, 3);
    world.assert_sound().await;
}

/// A review does not fall silent when whoever looks at it does not answer: it is late like any answer, and climbs.
#[tokio::test(flavor = "multi_thread")]
async fn a_review_that_is_late_climbs_and_takes_no_answer_from_the_old_line() {
    let (mut world, case) = redone().await;
    twice(&mut world).await;
    world.says(CHANG, "我要复查").await;
    let [luan, qu] = ["luanwangshu", "qutongzhou"].map(|id| world.cadre(id));
    let card = world.find(luan, "上级复查中").unwrap().id;
    let write = world.data(luan, card, "button-opinion");
    assert!(world.press_answer(qu, luan, card, &write).await.0.contains("这一步请由"), "nobody of the old line");
    assert_eq!(world.message(case.group, case.card).text, format!("【{}】已转办。", case.number));
    // What the sender adds reaches whoever looks at it now; the old answer's buttons do nothing.
    world.forget();
    world.until("2026-04-17 01:00").await;
    let old_line = ["zhuolinyuan", "niulangqing", "qutongzhou"].map(|id| world.cadre(id));
    let others = world.sandbox.chats().into_iter().filter(|chat| *chat > 10_000 && *chat != luan);
    let told: Vec<i64> = others.filter(|chat| world.find(*chat, "过了答复日期4月16日(周四)").is_some()).collect();
    assert!(!told.is_empty() && told.iter().all(|chat| !old_line.contains(chat)), "somebody by name: {told:?}");
    assert!(world.news(world.cadre("shenlingyi")).is_empty(), "not somebody below whoever is late");
    assert!(world.news(qu).is_empty());
    world.assert_sound().await;
}

/// Refused with its reasons in the first round already the sender may go to review; after the third no it is concluded, and
/// what runs beside the claim is not touched by that.
#[tokio::test(flavor = "multi_thread")]
async fn s3_10_the_third_no_concludes_the_claim_and_names_what_goes_on() {
    let world = World::at("2026-04-30 10:00").await;
    let case = world.posted(CHANG, Content::text("凉水村三社的路垮了压坏我的地，要求赔偿"), "transport").await;
    let zhuo = world.cadre("zhuolinyuan");
    world.until("2026-05-08 10:00").await;
    world.answered(zhuo, &case, "经鉴定不属于公路责任，不予赔偿，依据公路安全保护条例，可以要求复查").await;
    world.until("2026-06-07 12:00").await;
    world.says(CHANG, "我要复查").await;
    let told = world.last(CHANG);
    assert!(told.text.contains("您要求的复查已经受理") && told.text.contains("栾望舒"), "{}", told.text);
    let luan = world.cadre("luanwangshu");
    world.presses(luan, luan, world.find(luan, "上级复查中").unwrap().id, "button-opinion").await;
    world.says(luan, "经复查，维持原答复").await;
    let opinion = world.last(CHANG);
    assert!(opinion.text.contains("7月7日(周二)前可以要求复核"), "{}", opinion.text);
    world.presses(CHANG, CHANG, opinion.id, "button-review-second").await;
    let yan = world.cadre("yanshouzhuo");
    world.presses(yan, yan, world.find(yan, "上级复查中").unwrap().id, "button-opinion").await;
    world.says(yan, "经复核，维持").await;
    assert!(world.last(CHANG).text.contains("生活上的困难照样帮"));
    let lian = world.cadre("lianhaoran");
    let ask = world.find(lian, "可以终结；终结以后，救助和走访照常").unwrap();
    world.presses(lian, lian, ask.id, "button-conclude").await;
    assert!(world.last(CHANG).text.contains("该有的救助和走访照常"));
    assert!(world.presses(lian, lian, ask.id, "button-conclude").await.contains("已经了结"), "once");
    world.assert_sound().await;
}
