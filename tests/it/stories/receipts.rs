//! Every message is answered: with a number, or with what to do instead.

use minqing::sandbox::{Content, Media, Seen};
use serde_json::json;

use crate::world::{ANNA, CHANG, LAMP, LI, QIN, World, number_in, photo};

/// The bot's messages that answer what was just said, all within five seconds.
fn answers(world: &mut World, chat: i64, said: i64) -> Vec<Seen> {
    let at = world.message(chat, said).at_ms;
    let answers = world.news(chat);
    assert!(!answers.is_empty(), "no answer to {}", world.message(chat, said).text);
    assert!(answers.iter().all(|answer| answer.at_ms - at <= 5_000));
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn x1_every_message_gets_its_answer_within_five_seconds() {
    let mut world = World::new().await;
    let named = [
        ("凉水村村口的路灯坏了", "市政照明，观山镇凉水村", "由观山镇钱进负责，3月9日(周一)前给您答复。"),
        ("观山镇云盘村的垃圾半个月没人来拉", "垃圾清运，观山镇云盘村", "由观山镇佟秋实负责，3月9日(周一)前给您答复。"),
        ("凉水村三社那条路塌方断道了，车子过不去", "公路塌方，观山镇凉水村", "由交通局"),
        ("新农合住院报销要带哪些材料？", "报销", "由医保局"),
    ];
    for (said, understood, who) in named {
        let sent = world.says(CHANG, said).await;
        let answer = answers(&mut world, CHANG, sent).remove(0);
        for words in [understood, who, "前给您答复。"] {
            assert!(answer.text.contains(words), "{words} in: {}", answer.text);
        }
        assert!(number_in(&answer.text).is_some());
        world.pass(40).await;
        world.forget();
    }
    for said in ["那个事情好久能整好嘛", "？？？", "😡", "asdf", "。", "帮帮我"] {
        let sent = world.says(QIN, said).await;
        let answer = answers(&mut world, QIN, sent).remove(0);
        assert!(number_in(&answer.text).is_some(), "{}", answer.text);
        assert!(
            answer.text.contains("3月3日(周二)前告诉您由谁负责，3月") && answer.text.contains("前给您答复。"),
            "{}",
            answer.text
        );
        world.pass(40).await;
        world.forget();
    }
    let instead = [
        ("/start", "有事直接说"),
        ("/help", "直接把事情说出来就行"),
        ("/privacy", "能看的是承办单位的同志，和县里甄别、督办、值班的同志"),
        ("/new", "请说，什么事、在哪里"),
        ("/whatever", "有事直接说就行"),
        ("你好", "有事请直接说"),
        ("谢谢", "不客气"),
        ("我的事", "有事请直接说"),
        ("催一下", "有事请直接说"),
        ("请人上门", "有事请直接说"),
        ("给我回电", "有事请直接说"),
        ("/withdraw", "有事请直接说"),
        ("/status 1234-5678", "请直接说"),
        ("我的活", "有事直接说就行"),
    ];
    for (said, words) in instead {
        let sent = world.says(LI, said).await;
        let answer = answers(&mut world, LI, sent).remove(0);
        assert!(answer.text.contains(words), "{said}: {}", answer.text);
    }
    let cases = world.store().counts().await.unwrap().cases;
    assert_eq!(cases, 10, "small talk, commands and the keyboard make no case");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_every_kind_of_message_becomes_an_entry_or_gets_a_reply() {
    let mut world = World::new().await;
    let raw = |field: &str| Media::Raw { field: field.to_owned(), value: json!({ "title": "t", "star_count": 1 }) };
    let contents = [
        Media::Photo,
        Media::Voice,
        Media::Video,
        Media::VideoNote,
        Media::Document { file_name: "申请.docx".to_owned() },
        Media::Audio,
        Media::Animation,
        Media::Sticker { emoji: "👍".to_owned() },
        Media::Location { latitude: 30.0, longitude: 104.0 },
        Media::Venue { title: "村口".to_owned(), address: "凉水村".to_owned() },
        Media::Contact { phone_number: "123".to_owned(), first_name: "周".to_owned(), user_id: None },
        Media::Dice { value: 3 },
        Media::Poll { question: "修不修".to_owned(), options: vec!["修".to_owned(), "不修".to_owned()] },
        raw("checklist"),
        raw("story"),
        raw("paid_media"),
        raw("game"),
        raw("invoice"),
        raw("giveaway"),
        raw("web_app_data"),
        raw("hologram"),
        Media::Text { text: "路灯坏了".to_owned() },
    ];
    let kinds = contents.len();
    for media in contents {
        let sent = world.sends(CHANG, media).await;
        let answer = answers(&mut world, CHANG, sent).remove(0);
        assert!(number_in(&answer.text).is_some(), "{}", answer.text);
        world.pass(40).await;
        world.forget();
    }
    let forwarded = world.sends(CHANG, Content::text(LAMP).forwarded_from(QIN)).await;
    assert!(number_in(&answers(&mut world, CHANG, forwarded)[0].text).is_some());
    world.pass(40).await;
    world.forget();
    let ids: Vec<i64> = world.sandbox.album(CHANG, CHANG, &[Some(LAMP), None, None]);
    world.settle().await;
    assert_eq!(answers(&mut world, CHANG, ids[0]).len(), 1, "an album gets one receipt");
    world.pass(40).await;
    let counts = world.store().counts().await.unwrap();
    // The lamp with pictures is more of the lamp that was forwarded.
    assert_eq!(counts.cases as usize, kinds + 1);
    assert_eq!(
        world.outcomes().await.iter().filter(|outcome| *outcome == "ignored").count(),
        24,
        "only the bot's own coming and going"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn greetings_and_thanks_are_answered_kindly_and_make_no_case() {
    let mut world = World::new().await;
    for (said, answer) in [
        ("你好", "您好。"),
        ("在吗", "您好。"),
        ("您好！", "您好。"),
        ("谢谢", "不客气。"),
        ("好的，谢谢了", "不客气。"),
        ("多谢书记", "不客气。"),
    ] {
        let sent = world.says(CHANG, said).await;
        let answers = answers(&mut world, CHANG, sent);
        assert!(answers[0].text.starts_with(answer), "{said}: {}", answers[0].text);
        assert_eq!(answers[0].reply_keyboard.as_ref().map(Vec::len), Some(2));
    }
    assert_eq!(world.store().counts().await.unwrap().cases, 0);
    let case = world.lamp(CHANG).await;
    let qian = world.cadre("qianjin");
    world.answered(qian, &case, "换好了").await;
    world.forget();
    let answer = world.last(CHANG);
    world.replies(CHANG, CHANG, answer.id, Content::text("谢谢")).await;
    assert!(world.news(CHANG)[0].text.starts_with("不客气。"), "thanks for an answer are thanks");
    assert!(world.news(case.group).is_empty(), "and nobody is pinged for them");
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
    world.forget();
    world.replies(CHANG, CHANG, answer.id, Content::text("谢谢你们")).await;
    assert!(world.news(CHANG)[0].text.starts_with("不客气。"));
    assert_eq!(world.store().counts().await.unwrap().cases, 1, "thanks after the end open nothing");
    world.assert_sound().await;
}

/// The words of the keyboard and of the lists, typed as people type them.
#[tokio::test(flavor = "multi_thread")]
async fn keyboard_words_reach_whoever_has_the_case() {
    let mut world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = world.lamp(CHANG).await;
    world.forget();
    for (said, answer, told) in [
        ("催一下", "已替您催了。", "群众催办"),
        ("请人上门。", "已转告，请人上门看看。", "群众请您上门看看"),
        (" 给我回电！", "已转告，请同志联系您。", "群众请您回个电话"),
    ] {
        world.says(CHANG, said).await;
        let answers = world.news(CHANG);
        assert!(
            answers.len() == 1 && answers[0].text.starts_with(answer) && answers[0].text.contains(&case.number),
            "{answers:?}"
        );
        let group = world.news(case.group);
        assert!(group.len() == 1 && group[0].text.contains(told) && group[0].pings == [qian], "{group:?}");
    }
    world.says(CHANG, "13800001111").await;
    assert_eq!(world.news(CHANG)[0].text, format!("已补充到编号 {}。", case.number));
    world.forget();
    world.says(CHANG, "催一下").await;
    assert!(world.news(CHANG)[0].text.starts_with("今天已经替您催过一次了。"));
    assert!(world.news(case.group).is_empty(), "one nudge a day");
    assert!(world.message(case.group, case.card).text.contains("群众催过1次"));
    world.pass(24 * 3600).await;
    world.forget();
    world.says(CHANG, "催一下").await;
    assert!(
        world.find(case.group, "群众催办").is_some()
            && world.message(case.group, case.card).text.contains("群众催过2次")
    );

    world.says(CHANG, "我的事").await;
    let list = world.last(CHANG).text;
    for words in [
        case.number.as_str(),
        "市政照明，观山镇凉水村",
        "由观山镇钱进负责，3月9日(周一)前给您答复。",
        "有人办，还没接手，从3月2日(周一)起。",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert!(!list.contains("Telegram"), "the privacy notice stands in the receipt, not in every list: {list}");
    for asked in [case.number.clone(), case.number.replace('-', ""), format!("/status {}", case.number)] {
        world.says(CHANG, &asked).await;
        assert!(world.last(CHANG).text.contains("由观山镇钱进负责"), "{asked}");
        world.says(QIN, &asked).await;
        assert!(
            world.last(QIN).text.starts_with("没有查到编号"),
            "another's number is like none: {}",
            world.last(QIN).text
        );
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_lists_show_each_cadre_their_own_by_due_date() {
    let mut world = World::new().await;
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let lamp = world.lamp(CHANG).await;
    world.pass(24 * 3600).await;
    let other = world.posted(QIN, Content::text("凉水村的下水道堵了三天了,没人来掏"), "guanshan").await;
    world.forget();
    world.says(qian, "我的活").await;
    let lines = world.news(qian);
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].text.contains(&lamp.number) && lines[0].text.contains("3月3日(周二)前签收，3月9日(周一)前答复"),
        "{}",
        lines[0].text
    );
    assert!(lines[1].text.contains(&other.number));
    assert_eq!(world.presses(qian, qian, lines[0].id, "button-sign").await, "已签收。3月9日(周一)前答复群众。");
    assert!(world.message(lamp.group, lamp.card).text.contains("办理中"), "signed in private, seen in the group");
    assert_eq!(world.presses(qian, qian, lines[0].id, "button-read").await, "原文已发到您的私聊。");
    let original = world.find(qian, "群众原话").unwrap();
    assert!(original.text.contains(LAMP) && world.last(qian).kind == "photo");
    world.forget();
    world.says(cen, "我的活").await;
    assert_eq!(world.news(cen)[0].text, "您手上没有待办的事。");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_back_by_the_sender() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.forget();
    world.says(CHANG, "/withdraw").await;
    let sure = world.news(CHANG).remove(0);
    assert!(
        sure.text.starts_with("确定不办了吗？") && world.message(case.group, case.card).text.contains("待签收"),
        "{}",
        sure.text
    );
    world.presses(CHANG, CHANG, sure.id, &format!("{} 市政照明", case.number)).await;
    assert!(world.ever_said(CHANG).contains(&format!("编号 {}：已按您的意思撤回。以后要办，随时再说。", case.number)));
    let card = world.message(case.group, case.card);
    assert!(card.text.contains("群众已撤回") && card.buttons.is_empty(), "{}", card.text);
    let other = world.lamp(QIN).await;
    world.forget();
    world.says(CHANG, &format!("/withdraw {}", other.number)).await;
    assert!(world.news(CHANG)[0].text.starts_with("您现在没有正在办的事"), "nobody takes back another's case");
    world.pass(40 * 24 * 3600).await;
    assert!(!world.ever_said(CHANG).contains("未评价"), "no clock runs for it any more");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_english_phone_is_answered_in_english() {
    let mut world = World::new().await;
    let (qian, group) = (world.cadre("qianjin"), world.group("guanshan"));
    world.sends(ANNA, photo("The street light is broken 凉水村路灯坏了")).await;
    let receipt = world.last(ANNA);
    for words in ["We have it.", "钱进 of 观山镇 is responsible. You have an answer by Mon 9 Mar.", "/privacy"] {
        assert!(receipt.text.contains(words), "{words}: {}", receipt.text);
    }
    world.pass(40).await;
    let case = crate::world::Posted {
        number: world.number(ANNA),
        group,
        card: world.card(group, &world.number(ANNA)).unwrap().id,
    };
    world.answered(qian, &case, "灯泡换好了").await;
    let signed = world.find(ANNA, "has signed for it").unwrap();
    assert_eq!(signed.reply_keyboard.as_ref().map(|rows| rows[0][0].clone()), Some("My cases".to_owned()));
    let answer = world.last(ANNA);
    assert!(answer.text.ends_with("Is it solved?"), "{}", answer.text);
    let press = world.sandbox.press(ANNA, ANNA, answer.id, "Solved");
    world.settle().await;
    assert_eq!(world.sandbox.answer_to(&press).unwrap().text.as_deref(), Some("Noted, thank you."));
    world.says(ANNA, "My cases").await;
    assert!(world.last(ANNA).text.contains("has answered"), "{}", world.last(ANNA).text);
    world.says(ANNA, "/language").await;
    assert_eq!(world.last(ANNA).text, "好的，以后用中文。");
    world.says(ANNA, "我的事").await;
    assert!(world.last(ANNA).text.contains("已答复，请您说一说解决没有"));
    world.says(CHANG, "Hello").await;
    world.forget();
    world.assert_sound().await;
}
