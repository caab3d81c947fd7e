//! A village lamp: from the first message to the last word, and back.

use minqing::sandbox::Content;

use crate::world::{CHANG, LAMP, World, photo};

/// One message, signed, reported, rated: what each side reads, and how often each is disturbed.
// also: X1
#[tokio::test(flavor = "multi_thread")]
async fn one_message_goes_all_the_way_and_is_closed() {
    let mut world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    world.sends(CHANG, photo(LAMP)).await;
    let receipt = world.news(CHANG).remove(0);
    assert!(receipt.text.starts_with("收到了。\n编号 "), "{}", receipt.text);
    for words in ["市政照明，观山镇凉水村", "由观山镇钱进负责，3月9日(周一)前给您答复。", "/privacy"]
    {
        assert!(receipt.text.contains(words), "{words}: {}", receipt.text);
    }
    world.pass(10).await;
    let number = world.number(CHANG);
    let card = world.card(group, &number).unwrap();
    for words in [
        "待签收",
        "市政照明，观山镇凉水村",
        "凉水村村口的路灯坏了三天了",
        "责任人：钱进，3月9日(周一)前答复群众",
        "请在3月3日(周二)前签收",
        "因为“路灯”“灯…坏”→市政照明",
        "包村干部钱进",
    ] {
        assert!(card.text.contains(words), "{words}: {}", card.text);
    }
    assert_eq!(
        (card.pings.clone(), world.labels(group, card.id)),
        (vec![qian], vec!["签收".to_owned(), "更多".to_owned()])
    );

    assert_eq!(world.presses(qian, group, card.id, "button-sign").await, "已签收。3月9日(周一)前答复群众。");
    let signed = world.news(CHANG).remove(0);
    assert_eq!(signed.text, format!("编号 {number}：观山镇钱进已签收，3月9日(周一)前给您答复。"));
    let keyboard = [["我的事", "催一下"], ["请人上门", "给我回电"]].map(|row| row.map(str::to_owned).to_vec());
    assert_eq!(signed.reply_keyboard, Some(keyboard.to_vec()));
    assert_eq!(world.labels(group, card.id), ["报结", "更多"]);
    world.presses(qian, group, card.id, "button-report").await;
    let prompt = world.last(group);
    assert!(prompt.force_reply && prompt.pings == [qian] && prompt.text.contains("附现场照片"), "{}", prompt.text);
    world.replies(qian, group, prompt.id, photo("灯泡换好了，今晚就能亮")).await;
    let preview = world.last(group);
    assert!(preview.text.contains("将这样答复群众，附图片等1件：\n灯泡换好了，今晚就能亮"), "{}", preview.text);
    assert_eq!(world.presses(qian, group, preview.id, "button-confirm").await, "已答复群众。");

    let answer = world.last(CHANG);
    assert_eq!(answer.text, format!("编号 {number}：观山镇钱进答复您\n灯泡换好了，今晚就能亮\n\n这件事解决了吗？"));
    assert_eq!(world.presses(CHANG, CHANG, answer.id, "button-solved").await, "记下了，谢谢您。");
    assert_eq!(world.labels(CHANG, answer.id), ["满意", "基本满意", "不满意", "暂不评价", "有人逼我打好评"]);
    world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
    let closed = world.message(CHANG, answer.id);
    assert!(closed.text.contains("您说：已解决，满意。") && closed.text.contains("这件事办结了"), "{}", closed.text);
    assert!(world.message(CHANG, receipt.id).text.contains("已办结。"));
    assert!(world.message(group, card.id).text.contains("已办结"));
    assert_eq!(world.labels(group, card.id), Vec::<String>::new());

    let pushes = world.messages(CHANG).iter().filter(|message| message.from_bot && !message.silent).count();
    assert_eq!(pushes, 4, "receipt, signed, photo, answer");
    let pings =
        world.messages(group).iter().filter(|message| message.from_bot && message.pings.contains(&qian)).count();
    assert!(pings <= 3, "card and prompt: {pings}");
    let taps =
        world.outcomes().await.iter().filter(|name| ["pressed", "turned", "prompted"].contains(&name.as_str())).count();
    assert_eq!(taps, 3 + 2, "the cadre: sign, report, confirm; the resident: solved, satisfied");
    world.assert_sound().await;
}

/// With a question, and not solved: the head takes it, and it goes round again to the end.
#[tokio::test(flavor = "multi_thread")]
async fn one_message_goes_all_the_way_and_comes_back() {
    let world = World::new().await;
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let case = world.lamp(CHANG).await;
    let group = case.group;
    world.presses(qian, group, case.card, "button-sign").await;
    world.presses(qian, group, case.card, "button-more").await;
    assert_eq!(
        world.labels(group, case.card),
        [
            "报结",
            "看原文",
            "指派",
            "要求补充",
            "阶段答复",
            "延期",
            "异议",
            "协办/承诺",
            "并案/拆分",
            "改派",
            "回避",
            "收起"
        ]
    );
    world.presses(qian, group, case.card, "button-ask").await;
    let prompt = world.last(group);
    world.replies(qian, group, prompt.id, Content::text("是哪一盏灯？村口有两盏")).await;
    assert_eq!(
        world.last(CHANG).text,
        format!("编号 {}：观山镇想问您\n是哪一盏灯？村口有两盏\n直接回复就行，语音、照片也可以。", case.number)
    );
    assert!(world.message(group, case.card).text.contains("待群众补充"));
    world.says(CHANG, "靠小卖部那一盏").await;
    assert_eq!(world.last(CHANG).text, format!("已补充到编号 {}。", case.number));
    assert!(
        world
            .find(group, "群众补充或改了内容")
            .is_some_and(|told| told.pings == [qian] && told.reply_to == Some(case.card))
    );
    world.reported(qian, &case, "灯泡换好了").await;
    let pushes = world.messages(CHANG).iter().filter(|message| message.from_bot).count();
    assert_eq!(pushes, 6, "receipt, signed, question, added, photo, answer");

    let answer = world.last(CHANG);
    world.presses(CHANG, CHANG, answer.id, "button-unsolved").await;
    let again = world.last(CHANG);
    assert_eq!(
        again.text,
        format!("编号 {}：您说没有解决或不满意，重新办理，由观山镇岑伯年负责，3月9日(周一)前再给您答复。", case.number)
    );
    assert!(world.message(CHANG, answer.id).text.ends_with("您说：未解决。\n\n您对办理满意吗？"));
    assert!(world.find(cen, "已退回重办，由岑伯年负责，3月9日(周一)前再答复").is_some());
    let second = world.newest_card(&case);
    assert!(second.card > case.card && world.message(group, second.card).pings == [cen], "a new card pings the head");
    assert!(world.message(group, second.card).text.contains("第2次办理（退回重办）"));
    world.answered(cen, &second, "已换成新灯").await;
    let answer = world.last(CHANG);
    assert!(answer.text.starts_with(&format!("编号 {}：观山镇岑伯年答复您", case.number)), "{}", answer.text);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.presses(CHANG, CHANG, answer.id, "grade-mostly").await;
    assert!(world.message(CHANG, answer.id).text.contains("您说：已解决，基本满意。"));
    let case = world.cases().await.remove(0);
    let events = world.events(&case).await;
    assert_eq!(events.iter().filter(|kind| *kind == "reopened").count(), 1, "{events:?}");
    assert_eq!(events.last().map(String::as_str), Some("closed"));
    world.assert_sound().await;
}
