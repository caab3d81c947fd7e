//! Who wrote: nobody who handles an anonymous case learns it, and what went out before is taken back.

use minqing::id::CaseId;
use minqing::sandbox::{Content, Media, Person};
use minqing::text::Language;
use serde_json::json;

use crate::world::{CHANG, LAMP, QIN, World, number_in, photo};

const RESIDENT: i64 = 7_310_550_155;
/// Everything by which the resident could be found.
const MARKS: [&str; 9] = [
    "7310550155",
    "yan_zhiqing",
    "严知青",
    "严",
    "13877770123",
    "7770123",
    "zh-hans",
    "yan@example.cn",
    "老知青的简介",
];

fn newcomer(world: &World) {
    world.sandbox.add_person(Person {
        id: RESIDENT,
        first_name: "严知青".to_owned(),
        last_name: Some("严".to_owned()),
        username: Some("yan_zhiqing".to_owned()),
        language_code: Some("zh-hans".to_owned()),
        ..Person::default()
    });
}

/// Every chat of staff: all groups, and every chat that is no resident's.
fn staff_chats(world: &World) -> Vec<i64> {
    let chats = world.sandbox.chats().into_iter();
    chats.filter(|chat| *chat != RESIDENT && !(500..600).contains(chat)).collect()
}

/// All that was ever sent to staff, as Telegram got it.
fn told_to_staff(world: &World) -> String {
    let calls = staff_chats(world).into_iter().flat_map(|chat| world.calls_to(chat));
    calls.map(|call| call.params.to_string()).collect::<Vec<_>>().join("\n")
}

/// The screeners open whatever they have been told of.
async fn everybody_reads(world: &World, number: &str) {
    for chat in staff_chats(world) {
        let told: Vec<i64> =
            world.messages(chat).into_iter().filter(|m| m.text.contains(number)).map(|m| m.id).collect();
        for message in told {
            for reader in if chat > 0 { vec![chat] } else { vec![world.cadre("qijianwei"), world.cadre("tongqiushi")] }
            {
                for key in ["button-more", "button-read", "button-read-on"] {
                    if world.labels(chat, message).contains(&world.words(key)) {
                        world.presses(reader, chat, message, key).await;
                    }
                }
            }
        }
    }
}

fn raw(from: i64, message_id: i64, fields: serde_json::Value) -> serde_json::Value {
    let mut message = json!({
        "message_id": message_id, "date": 1_772_000_000, "chat": { "id": from, "type": "private", "bio": "老知青的简介" },
        "from": { "id": from, "is_bot": false, "first_name": "严知青", "last_name": "严", "username": "yan_zhiqing", "language_code": "zh-hans" },
    });
    let (Some(all), serde_json::Value::Object(fields)) = (message.as_object_mut(), fields) else { panic!("objects") };
    all.extend(fields);
    json!({ "message": message })
}

#[tokio::test(flavor = "multi_thread")]
async fn p1_an_anonymous_complaint_of_any_content_names_nobody() {
    let world = World::new().await;
    newcomer(&world);
    world.says(RESIDENT, "/anonymous").await;
    let caption = "我要投诉政务中心窗口态度恶劣，我是严知青，电话138 7777 0123，@yan_zhiqing，yan@example.cn";
    let file = |name: &str| Media::Document { file_name: name.to_owned() };
    let contents: Vec<Content> = vec![
        Content::text(caption),
        photo(caption),
        Content::from(Media::Voice).caption(caption),
        Content::from(Media::Video).caption(caption),
        Media::VideoNote.into(),
        Content::from(file("严知青病历.docx")).caption(caption),
        Content::from(Media::Audio).caption(caption),
        Media::Sticker { emoji: "👍".to_owned() }.into(),
        Media::Contact {
            phone_number: "13877770123".to_owned(),
            first_name: "严知青".to_owned(),
            user_id: Some(RESIDENT),
        }
        .into(),
        Media::Location { latitude: 30.123_456, longitude: 104.654_321 }.into(),
        Media::Venue { title: "严知青屋头".to_owned(), address: "凉水村3社12号".to_owned() }.into(),
        Content::text(caption).forwarded_name("严知青"),
        Content::text(caption).forwarded_from(RESIDENT),
    ];
    for content in contents {
        world.sends(RESIDENT, content).await;
        world.pass(40).await;
        everybody_reads(&world, &world.number(RESIDENT)).await;
    }
    world.sandbox.album(RESIDENT, RESIDENT, &[Some(caption), None]);
    world.settle().await;
    world.pass(40).await;
    everybody_reads(&world, &world.number(RESIDENT)).await;
    let of = |kind: &str, offset: u32, length: u32| json!({ "type": kind, "offset": offset, "length": length });
    let mut mention = of("text_mention", 16, 3);
    mention["user"] = json!({ "id": RESIDENT, "is_bot": false, "first_name": "严知青" });
    let entities = json!([mention, of("phone_number", 22, 13), of("mention", 36, 12), of("email", 49, 14)]);
    for (id, fields) in [
        (9_001, json!({ "text": caption, "entities": entities })),
        (
            9_002,
            json!({ "caption": caption, "caption_entities": entities, "photo": [{ "file_id": "f1", "width": 9, "height": 9 }] }),
        ),
    ] {
        world.sandbox.update(raw(RESIDENT, id, fields));
        world.settle().await;
        world.pass(40).await;
        everybody_reads(&world, &world.number(RESIDENT)).await;
    }
    world.pass(20 * 24 * 3600).await;
    let told = told_to_staff(&world);
    assert!(told.contains("窗口态度恶劣") && told.contains("不写称呼，联系号"), "they do read the words");
    for mark in MARKS.into_iter().chain(["30.12", "104.65", "3社12号", "病历"]) {
        assert!(
            !told.contains(mark),
            "{mark} in what staff were sent: {:?}",
            told.lines().find(|line| line.contains(mark))
        );
    }
    assert!(world.calls().iter().all(|call| !call.method.starts_with("forward")));
    for group in world.groups() {
        let media = world
            .calls_to(group)
            .into_iter()
            .filter(|call| !["sendMessage", "editMessageText", "pinChatMessage"].contains(&call.method.as_str()));
        assert_eq!(media.map(|call| call.method).collect::<Vec<_>>(), Vec::<String>::new());
    }
}

/// Three anonymous cases of one person: nothing that staff see, or that stands in the database, is common to two of them.
#[tokio::test(flavor = "multi_thread")]
async fn p9_cases_of_one_person_share_nothing() {
    let world = World::new().await;
    newcomer(&world);
    world.says(RESIDENT, "/anonymous").await;
    for said in ["我爸住院了，低保没有发", "我妈住院了，新农合没有报", "我要投诉政务中心窗口态度恶劣"]
    {
        world.says(RESIDENT, said).await;
        world.pass(40).await;
        everybody_reads(&world, &world.number(RESIDENT)).await;
    }
    let cases = world.cases().await;
    assert_eq!(cases.len(), 3);
    let told = told_to_staff(&world);
    let marker = "联系号 ";
    let mut contacts: Vec<String> =
        told.match_indices(marker).map(|(at, _)| told[at + marker.len()..].chars().take(5).collect()).collect();
    contacts.sort();
    contacts.dedup();
    assert_eq!(contacts.len(), 3, "one for each: {contacts:?}");
    // The thief of the database, without the key.
    let stranger = world.stranger().await;
    for (table, columns, case) in [
        ("case_file", "person", "id"),
        ("event", "actor || body", "case_id"),
        (
            "letter",
            "lane || '|' || case when audience_kind = 'resident' then audience_hash else '' end || '|' || content_id",
            "case_id",
        ),
        ("inbox", "lane || '|' || content_id", "case_id"),
        ("entry", "source_hash", "case_id"),
        ("content", "id", "case_id"),
        ("button", "id", "case_id"),
        ("post", "post_hash || '|' || coalesce(lane, '')", "case_id"),
        ("slot", "slot_hash", "case_id"),
    ] {
        let mut seen: Vec<(String, CaseId)> = Vec::new();
        for id in &cases {
            let sql = format!("select distinct {columns} from {table} where {case} = '{}'", id.as_str());
            for words in stranger.texts(&sql).await {
                let pieces = words.split(|c: char| !c.is_ascii_hexdigit()).filter(|piece| piece.len() >= 32);
                seen.extend(pieces.map(|piece| (piece.to_owned(), id.clone())));
            }
        }
        for (piece, id) in &seen {
            let other = seen.iter().find(|(same, other)| same == piece && other != id);
            assert!(other.is_none(), "{table}: {piece} stands with two cases");
        }
        assert!(!seen.is_empty(), "{table} has something to compare");
    }
    // Those about health have a consent asked for each.
    let asked = stranger.texts("select person from consent where scope <> '' order by person").await;
    assert!(asked.len() == 2 && asked[0] != asked[1], "{asked:?}");
    // The resident has all three, and each goes on.
    world.says(RESIDENT, "我的事").await;
    let list = world.last(RESIDENT).text;
    assert_eq!(list.matches("编号 ").count(), 3, "{list}");
    world.says(RESIDENT, "/withdraw").await;
    assert_eq!(world.labels(RESIDENT, world.last(RESIDENT).id).len(), 3);
    world.assert_sound().await;
    // Nor does an erasure, which ends all of them, name one and the same person in their events.
    world.says(RESIDENT, "/forget").await;
    world.presses(RESIDENT, RESIDENT, world.last(RESIDENT).id, "button-forget").await;
    let mut actors = stranger.texts("select distinct actor from event where kind = 'closed'").await;
    actors.sort();
    actors.dedup();
    assert_eq!(actors.len(), 3, "{actors:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn p10_files_are_withheld_until_the_resident_agrees() {
    let mut world = World::new().await;
    let (qi, triage) = (world.cadre("qijianwei"), world.triage());
    world.says(CHANG, "匿名").await;
    for name in ["IMG_0001.jpg", "申请.docx", "发票.pdf", "张三.docx"] {
        let sent = world.sends(CHANG, Media::Document { file_name: name.to_owned() }).await;
        world.pass(40).await;
        let number = world.number(CHANG);
        let card = world.card(triage, &number).unwrap();
        world.forget();
        world.presses(qi, triage, card.id, "button-read").await;
        let read = world.news(qi);
        assert_eq!(read.len(), 1, "{name}: no copy: {read:?}");
        assert!(read[0].text.contains("（另有1件没有显示") && !read[0].text.contains("张三"), "{}", read[0].text);
        // Asked, and refused; asked again, and agreed.
        assert_eq!(world.presses(qi, qi, read[0].id, "button-ask-showing").await, world.words("press-showing-asked"));
        assert_eq!(world.presses(qi, qi, read[0].id, "button-ask-showing").await, world.words("refusal-nothing"));
        let question = world.last(CHANG);
        assert!(question.text.contains(&number) && question.text.contains("不同意照样办"), "{}", question.text);
        world.presses(CHANG, CHANG, question.id, "button-refuse-showing").await;
        assert!(world.last(qi).text.contains("不同意给看"));
        world.presses(qi, triage, card.id, "button-read").await;
        assert!(world.last(qi).text.contains("（另有1件没有显示"), "still withheld");
        world.presses(qi, qi, world.last(qi).id, "button-ask-showing").await;
        let question = world.last(CHANG);
        world.presses(CHANG, CHANG, question.id, "button-agree-showing").await;
        let told = world.last(qi);
        world.forget();
        world.presses(qi, qi, told.id, "button-read").await;
        let read = world.news(qi);
        assert_eq!(read.len(), 2, "{name}: shown now: {read:?}");
        assert_eq!(read[1].file_id, world.message(CHANG, sent).file_id);
        for group in world.groups() {
            assert!(world.messages(group).iter().all(|seen| !seen.from_bot || seen.kind == "text"));
        }
    }
    // What comes after the consent is asked about anew.
    let (number, question) = (world.number(CHANG), world.last(CHANG).id);
    let place = Media::Location { latitude: 30.123_456, longitude: 104.654_321 };
    world.replies(CHANG, CHANG, question, place.into()).await;
    let card = world.card(triage, &number).unwrap();
    world.forget();
    world.presses(qi, triage, card.id, "button-read").await;
    let read = world.news(qi);
    assert!(read[0].text.contains("（另有1件没有显示") && read.len() == 2, "the file, not the place: {read:?}");
    let told = told_to_staff(&world);
    assert!(!told.contains("104.65") && !told.contains("张三"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn p14_who_read_the_name_before_loses_it_and_the_resident_hears_who() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    let (tong, qian, qi) = (world.cadre("tongqiushi"), world.cadre("qianjin"), world.cadre("qijianwei"));
    world.opens(tong, case.group, case.card).await;
    world.opens(qian, case.group, case.card).await;
    world.opens(qian, case.group, case.card).await;
    world.opens(qi, case.group, case.card).await;
    let named: Vec<(i64, i64)> = [tong, qian, qi]
        .into_iter()
        .flat_map(|who| world.messages(who).into_iter().filter(|m| m.text.contains("常有田")).map(move |m| (who, m.id)))
        .collect();
    assert!(named.len() >= 4, "{named:?}");
    world.forget();
    world.says(CHANG, "/anonymous").await;
    for (who, message) in named {
        let now = world.message(who, message);
        assert!(!now.text.contains("常有田") && now.text.contains("已收回") && now.buttons.is_empty(), "{}", now.text);
    }
    let told = world.news(CHANG);
    let words = &told.iter().find(|told| told.text.contains("已改成匿名")).expect("told").text;
    assert!(
        words.contains("有3人可能看过您的名字") && words.contains("观山镇") && words.contains("收不回来"),
        "{words}"
    );
    assert!(!words.contains("钱进") && !words.contains("佟秋实"), "by post, not by name: {words}");
    // From now on nobody is shown it; named again, they are.
    world.forget();
    world.opens(tong, case.group, case.card).await;
    assert!(world.news(tong)[0].text.contains("不写称呼，联系号"), "{}", world.last(tong).text);
    let back = world.find(CHANG, "已改成匿名").unwrap();
    world.presses(CHANG, CHANG, back.id, "button-name-show").await;
    assert!(world.last(CHANG).text.contains("已改回来"));
    world.opens(tong, case.group, case.card).await;
    assert!(world.messages(tong).iter().any(|seen| seen.text.contains("常有田")));
    world.assert_sound().await;
}

/// Typed, pressed under the receipt, for one of several, for all that comes: and back again.
#[tokio::test(flavor = "multi_thread")]
async fn anonymity_is_asked_for_in_any_way_and_taken_back() {
    let mut world = World::new().await;
    world.says(CHANG, LAMP).await;
    let receipt = world.last(CHANG);
    assert_eq!(world.labels(CHANG, receipt.id), [world.words("button-name-hide"), world.words("button-trouble")]);
    world.presses(CHANG, CHANG, receipt.id, "button-name-hide").await;
    let receipt = world.message(CHANG, receipt.id);
    assert!(receipt.text.contains("不写您的名字。") && receipt.buttons.len() == 1, "{}", receipt.text);
    assert!(world.last(CHANG).text.contains("还没有人看过您的名字"));
    world.pass(40).await;
    // Two named ones: which?
    for said in [LAMP, "观山镇云盘村的垃圾半个月没人来拉"] {
        world.says(QIN, said).await;
        world.pass(40).await;
    }
    let (last, group) = (world.number(QIN), world.group("guanshan"));
    world.says(QIN, "不要说是我！").await;
    let asked = world.last(QIN);
    let labels = world.labels(QIN, asked.id);
    assert_eq!(labels.len(), 3, "{labels:?}");
    let label = labels.iter().find(|label| label.contains(&last)).unwrap();
    world.presses(QIN, QIN, asked.id, label).await;
    assert!(world.last(QIN).text.contains(&format!("编号 {last}：已改成匿名")));
    let tong = world.cadre("tongqiushi");
    let card = world.card(group, &last).unwrap().id;
    world.opens(tong, group, card).await;
    assert!(world.find(tong, &last).unwrap().text.contains("不写称呼"));
    // Everything from now on, and no longer.
    assert_eq!(world.presses(QIN, QIN, asked.id, "button-nameless-on").await, world.words("anonymous-on"));
    world.says(QIN, "凉水村的水管爆了，水流了一地").await;
    world.pass(40).await;
    assert!(world.find(QIN, "水").is_none_or(|seen| !seen.text.contains("常")));
    assert!(world.find(QIN, &world.number(QIN)).unwrap().text.contains("不写您的名字"));
    world.says(QIN, "/anonymous").await;
    let asked = world.find(QIN, "护不住的").unwrap();
    assert_eq!(world.presses(CHANG, QIN, asked.id, "button-nameless-off").await, world.words("press-void"));
    assert_eq!(world.presses(QIN, QIN, asked.id, "button-nameless-off").await, world.words("anonymous-off"));
    // Among other words.
    world.forget();
    world.says(crate::world::LI, &format!("{LAMP}，别说是我")).await;
    let news = world.news(crate::world::LI);
    assert!(news[0].text.contains("不写您的名字。") && news[1].text.contains("护不住的"), "{news:?}");
    world.assert_sound().await;
}

/// Who can see, what is stored and how long, what is not protected: these words, and no promise that nobody can keep.
#[test]
fn p16_the_words_before_an_anonymous_case_are_these() {
    let texts = crate::world::settings().texts;
    let chinese = texts.say(Language::Chinese, "anonymous-words", &[]);
    let english = texts.say(Language::English, "anonymous-words", &[]);
    assert_eq!(chinese, include_str!("anonymous.zh-CN.txt").trim_end());
    assert_eq!(english, include_str!("anonymous.en.txt").trim_end());
    for language in Language::ALL {
        let file = format!("text/{}.ftl", language.code());
        let all = std::fs::read_to_string(crate::world::config_dir().join(file)).unwrap().to_lowercase();
        for promise in
            ["完全匿名", "绝对匿名", "绝对安全", "completely anonymous", "fully anonymous", "totally anonymous"]
        {
            assert!(!all.contains(promise), "{promise}");
        }
    }
}

/// A complaint about a unit's service goes to its head, in private, without a name; no handler sees it.
#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_of_service_is_handled_above_those_it_is_about() {
    let mut world = World::new().await;
    world.says(CHANG, "我要投诉政务中心窗口态度恶劣，办事慢").await;
    let county = &world.settings.county;
    let unit = minqing::id::UnitId::new("services");
    let head = county.head_of(&unit).unwrap().clone();
    let name = county.cadres[&head].name.clone();
    assert!(world.last(CHANG).text.contains(&format!("{name}负责")), "{}", world.last(CHANG).text);
    assert!(world.last(CHANG).text.contains("不写您的名字。"));
    world.pass(40).await;
    let number = world.number(CHANG);
    for group in world.groups() {
        assert!(
            world.calls_to(group).iter().all(|call| !call.params.to_string().contains(&number)),
            "no card in {group}"
        );
    }
    let chat = world.cadre(head.as_str());
    let card = world.find(chat, &format!("【{number}】")).expect("a card in private");
    assert!(card.text.contains("窗口服务与办事效率，地点待定") && !card.text.contains("态度"), "{}", card.text);
    let handlers = world.settings.county.members_of(&unit).into_iter().filter(|cadre| *cadre != head);
    for handler in handlers.map(|cadre| world.cadre(cadre.as_str())).collect::<Vec<_>>() {
        assert!(!world.ever_said(handler).contains(&number));
        let data = world.data(chat, card.id, "button-sign");
        assert_eq!(world.press_answer(handler, chat, card.id, &data).await.0, world.words("press-no-right"));
    }
    assert!(world.presses(chat, chat, card.id, "button-sign").await.starts_with("已签收。"));
    world.presses(chat, chat, card.id, "button-report").await;
    world.says(chat, "已经批评教育，明天起增开一个窗口").await;
    let preview = world.last(chat);
    assert_eq!(world.presses(chat, chat, preview.id, "button-confirm").await, "已答复群众。");
    let answer = world.last(CHANG);
    world.forget();
    world.presses(CHANG, CHANG, answer.id, "button-unsolved").await;
    for group in world.groups() {
        assert!(!world.ever_said(group).contains(&number), "not in {group} either when it comes back");
    }
    world.pass(30 * 24 * 3600).await;
    assert_eq!(world.refusals(), Vec::<String>::new());
    assert!(number_in(&number).is_some());
}
