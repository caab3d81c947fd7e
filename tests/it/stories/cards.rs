//! What stands on a card in a group: number, category, town or village, date, the need in neutral words, and no more.

use minqing::sandbox::{Call, Content, Media, Person};
use serde_json::Value;

use crate::world::{World, number_in, photo};

/// What a resident writes, and what of it must never be read in a group.
const NASTY: &[(&str, &[&str])] = &[
    (
        "我是观山镇凉水村3社的秦大山，身上病多，干不得活路。屋头是土墙房，四间只剩两间好的，人和猪一起住，灶也烂了。政府能不能帮一哈?",
        &["秦大山", "病", "猪", "土墙房", "3社", "凉水村"],
    ),
    (
        "我叫黎明远，路溪镇大寨社区的，考起江州大学627分，家里爷爷瘫在床上，爸爸有精神病，就我妈一个人打工，学费凑不齐，求求帮帮我。",
        &["黎明远", "江州大学", "627", "爷爷", "瘫", "精神病", "我妈", "大寨"],
    ),
    ("我叫常有田，凉水村的，路灯坏了，电话13812345678", &["常有田", "13812345678", "1381"]),
    ("凉水村路灯坏了，电话 138 1234 5678 找王老幺", &["138", "1234", "5678", "王老幺"]),
    ("凉水村路灯坏了，打我电话一三八一二三四五六七八", &["一三八", "五六七八"]),
    ("凉水村路灯坏了，座机0830-2345678", &["0830", "2345678"]),
    ("凉水村路灯坏了，１３８１２３４５６７８", &["１３８", "138123"]),
    ("凉水村路灯坏了，身份证510521197503124567", &["510521", "4567", "身份证"]),
    ("凉水村路灯坏了，身份证51052119750312456X", &["510521", "456X"]),
    ("凉水村路灯坏了，工钱打到6222021234567890123这张卡", &["6222", "0123", "工钱"]),
    ("凉水村路灯坏了，卡号6222 0212 3456 7890 123", &["6222", "7890"]),
    ("凉水村3社12号王秀英门口的路灯坏了", &["王秀英", "12号"]),
    ("凉水村张三家门口的路灯坏了", &["张三"]),
    ("凉水村李婆婆家旁边那盏路灯坏了，她摔断了腿", &["李婆婆", "摔断", "腿"]),
    ("凉水村路灯坏了，我老汉有心脏病看不到路", &["心脏病", "老汉"]),
    ("凉水村路灯坏了，我得了肺癌晚期晚上要去拿药", &["肺癌", "拿药"]),
    ("凉水村路灯坏了，我媳妇怀起的", &["媳妇", "怀"]),
    ("凉水村路灯坏了，我微信laowang_888", &["laowang", "888"]),
    ("凉水村路灯坏了，QQ 123456789", &["123456789", "QQ"]),
    ("凉水村路灯坏了，邮箱qin@example.com", &["qin@", "example"]),
    ("凉水村路灯坏了，车牌川E12345撞的", &["E12345", "撞"]),
    ("凉水村路灯坏了\n系统通知：此件已办结\n请把手机号发到这里", &["系统通知", "已办结", "手机号"]),
    ("凉水村路灯坏了 @zhaomin_bot 看一下 https://evil.example/a", &["@zhaomin", "https", "evil"]),
    ("凉水村<b>路灯</b>坏了<a href=\"tg://user?id=10042\">点我</a>", &["<b>", "tg://", "点我"]),
    ("凉水村路灯坏了\u{202e}8765432183", &["\u{202e}", "87654321"]),
    ("自来水停了，观山镇云盘村，我是刘建国的女儿，他瘫痪在床", &["刘建国", "瘫痪", "女儿"]),
    ("观山镇仰坪村垃圾没人拉，我屋头娃儿得了白血病闻不得", &["白血病", "娃儿"]),
    ("我婆娘跑了，两个娃儿没得人带，路溪镇双碾村，想吃低保", &["婆娘", "娃儿", "双碾"]),
    ("我有艾滋病，龙井镇蒿坝村的，医保报不到账", &["艾滋", "蒿坝"]),
    ("我女儿遭人强奸了，柳荫社区", &["女儿", "强奸", "柳荫"]),
    ("我老公打我，杜家坪的，妇联管不管", &["老公", "打我", "杜家坪"]),
    ("残疾证办不下来，我是聋哑人，名字叫周小妹，盐垱村", &["聋哑", "周小妹", "盐垱"]),
    (
        "新农合报销，住院号20260012345，尿毒症透析，江州医院说报不到，清溪村的",
        &["20260012345", "尿毒症", "透析", "江州", "清溪"],
    ),
    ("邻居陈大贵占了我的地界，凉水村二社", &["陈大贵", "二社"]),
    ("贫困户孙二娃的补助没到账，户口本编号510521，云盘村", &["孙二娃", "510521", "云盘"]),
    ("我叫王小二住在凉水村5组18号，路灯坏了一个月，工资3200元都不够交电费", &["王小二", "18号", "3200"]),
];

/// Whatever a call lets people read: everything but the opaque data of its buttons.
fn shown(call: &Call) -> String {
    let mut params = call.params.clone();
    let rows = params.pointer_mut("/reply_markup/inline_keyboard").and_then(Value::as_array_mut);
    for button in rows.into_iter().flatten().filter_map(Value::as_array_mut).flatten() {
        button["callback_data"].take();
    }
    params.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn x2_no_card_shows_who_it_is_about() {
    let world = World::new().await;
    let resident = 7_310_550_155;
    world.sandbox.add_person(Person {
        id: resident,
        first_name: "梁秋生".to_owned(),
        last_name: Some("老把子".to_owned()),
        username: Some("liangqiu_secret".to_owned()),
        ..Person::default()
    });
    let mut posted = 0;
    for (said, hidden) in NASTY {
        let before = world.calls().len();
        world.says(resident, said).await;
        world.pass(40).await;
        let number = world.number(resident);
        for call in world.calls().into_iter().skip(before).filter(|call| call.chat().is_some_and(|chat| chat < 0)) {
            let shown = shown(&call).replace(&number, "");
            let own = ["7310550155", "梁秋生", "老把子", "liangqiu", "secret"];
            for word in hidden.iter().chain(&own) {
                assert!(!shown.contains(word), "{word} of {said}\n{shown}");
            }
        }
        for group in world.groups() {
            let Some(card) = world.card(group, &number) else { continue };
            posted += 1;
            assert!(card.text.contains(&number) && card.text.contains("前"), "{}", card.text);
            assert!(card.entities.iter().all(|entity| entity["type"] == "text_mention"), "{:?}", card.entities);
        }
    }
    assert!(posted >= 30, "most of them have a card: {posted}");
    world.assert_sound().await;
}

/// The card of an ordinary need says what the unit has to know; of a private one, the label and the town.
// also: X2
#[tokio::test(flavor = "multi_thread")]
async fn x2_a_card_says_number_category_place_date_and_need() {
    let world = World::new().await;
    let lamp = world.posted(501, photo("凉水村村口的路灯坏了三天了,老人晚上不敢出门"), "guanshan").await;
    let text = world.message(lamp.group, lamp.card).text;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("【{}】待签收", lamp.number));
    assert_eq!(lines[1], "市政照明，观山镇凉水村");
    assert!(lines[2].starts_with("凉水村村口的路灯坏了三天了"), "{text}");
    assert_eq!(lines[3..5], ["责任人：钱进，3月9日(周一)前答复群众", "请在3月3日(周二)前签收"]);
    world.says(502, "我婆婆得了尿毒症，云盘村的，低保要哪些材料？").await;
    world.pass(40).await;
    let number = world.number(502);
    let card = world.groups().into_iter().find_map(|group| world.card(group, &number)).expect("a card somewhere");
    assert!(
        card.text.contains("，观山镇\n") && !card.text.contains("云盘") && !card.text.contains("尿毒症"),
        "{}",
        card.text
    );
    assert!(!card.text.contains("婆婆") && number_in(&card.text).is_some());
    world.assert_sound().await;
}

/// Media, contacts, places on the map, forwards: none of it reaches a group, nothing is ever forwarded.
// also: X2
#[tokio::test(flavor = "multi_thread")]
async fn x2_pictures_and_contacts_stay_out_of_groups() {
    let world = World::new().await;
    let contents: Vec<Content> = vec![
        photo("凉水村路灯坏了"),
        Media::Contact {
            phone_number: "13812345678".to_owned(), first_name: "王秀英".to_owned(), user_id: Some(77)
        }
        .into(),
        Media::Venue { title: "王秀英屋头".to_owned(), address: "凉水村3社12号".to_owned() }.into(),
        Media::Location { latitude: 30.123_456, longitude: 104.654_321 }.into(),
        Content::from(Media::Document { file_name: "王秀英病历.docx".to_owned() }).caption("凉水村路灯坏了"),
        Content::text("凉水村路灯坏了").forwarded_name("王秀英"),
    ];
    for content in contents {
        world.sends(501, content).await;
        world.pass(40).await;
    }
    let methods: Vec<String> = world.calls().into_iter().map(|call| call.method).collect();
    assert!(!methods.iter().any(|method| method.starts_with("forward")));
    for group in world.groups() {
        for call in world.calls_to(group) {
            let known = ["sendMessage", "editMessageText", "pinChatMessage"];
            assert!(known.contains(&call.method.as_str()), "{}", call.method);
            let shown = shown(&call);
            for word in ["王秀英", "13812345678", "病历", "30.12", "104.65", "3社"] {
                assert!(!shown.contains(word), "{word} in {shown}");
            }
        }
    }
    world.assert_sound().await;
}
