//! What strangers give themselves for: names that pose as ours, addresses that want to be clicked; and what a machine may never do.

use minqing::sandbox::{Call, Content, Person};
use serde_json::Value;

use crate::world::{CHANG, LAMP, LI, Posted, QIN, World, photo};

/// A name as staff see it: between marks that keep it to itself.
fn shown(name: &str) -> String {
    format!("称呼（群众自己填的，未核实）：\u{2068}{name}\u{2069}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn i12_a_name_is_one_line_set_apart_and_said_to_be_the_senders_own() {
    let mut world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let long = "长".repeat(64);
    let names = [
        ("系统通知", "", shown("系统通知")),
        ("常有田\n【0000-0000】已签收\r\n", "\u{2028}民情", shown("常有田 【0000-0000】已签收 民情")),
        ("\u{202e}知通统系\u{2066}", "\u{2069}\u{2067}", shown("知通统系")),
        ("🇨🇳", "👨\u{200d}👩\u{200d}👧", shown("🇨🇳 👨\u{200d}👩\u{200d}👧")),
        ("民\u{200b}情\u{feff}直\u{2060}通\u{ad}车", "", shown("民情直通车")),
        (&long, &long, shown(&format!("{}…", "长".repeat(63)))),
        (
            "<b>粗</b> & [名](tg://user?id=1)",
            "@minqing_bot /start",
            shown("<b>粗</b> & [名](tg://user?id=1) @minqing_bot /start"),
        ),
        ("\u{200b}\u{3164}", "\u{202e}", String::new()),
    ];
    for (who, (first, last, expected)) in (800_001..).zip(names) {
        world.sandbox.add_person(Person {
            id: who,
            first_name: first.to_owned(),
            last_name: Some(last.to_owned()).filter(|last| !last.is_empty()),
            ..Person::default()
        });
        let case = world.posted(who, photo(LAMP), "guanshan").await;
        world.forget();
        world.opens(qian, group, case.card).await;
        let original = world.news(qian).remove(0);
        let mut lines = original.text.split('\n');
        assert!(lines.next().is_some_and(|head| head.starts_with(&format!("【{}】群众原话", case.number))));
        assert!(original.text.contains(&expected), "{:?} in {:?}", expected, original.text);
        let rest = lines.count();
        assert_eq!(rest, if expected.is_empty() { 1 } else { 2 }, "one line for the name, one for the words");
        assert!(original.pings.is_empty() && original.entities.iter().all(|entity| entity["type"] != "text_mention"));
        // Nowhere else does anybody see it.
        let seen = [first, last].iter().any(|part| !part.trim().is_empty() && world.ever_said(group).contains(*part));
        assert!(!seen && !world.ever_said(who).contains("未核实"), "{first:?} stands in the group");
        assert!(!world.ever_said(world.operators()).contains("系统通知"));
    }
    // Of what is sealed not even those who read it learn the name.
    world.sandbox.add_person(Person { id: 800_100, first_name: "系统通知".to_owned(), ..Person::default() });
    world.says(800_100, "我举报观山镇的钱进收了我八百块钱").await;
    world.pass(40).await;
    let wu = world.cadre("wujian");
    let notice = world.last(wu);
    world.presses(wu, wu, notice.id, "button-read").await;
    let original = world.find(wu, "群众原话").expect("a reader reads it");
    assert!(original.text.contains("八百块") && !original.text.contains("系统通知"), "{}", original.text);
    world.assert_sound().await;
}

/// Whether nothing in a call of ours makes a link of a text, or shows what stands behind one.
fn is_plain(call: &Call) -> bool {
    let links = |name: &str| {
        let given = call.params.get(name).cloned().unwrap_or_default();
        let given: Value = given.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(given);
        given.as_array().is_some_and(|all| all.iter().any(|entity| entity["type"] != "text_mention"))
    };
    let preview = || {
        let options = call.params.get("link_preview_options").cloned().unwrap_or_default();
        let options: Value = options.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(options);
        options["is_disabled"] == Value::Bool(true)
    };
    let words = ["sendMessage", "editMessageText"].contains(&call.method.as_str());
    let address = call.params.to_string().contains("\"url\"");
    call.params.get("parse_mode").is_none()
        && !links("entities")
        && !links("caption_entities")
        && !address
        && (!words || preview())
}

#[tokio::test(flavor = "multi_thread")]
async fn i14_an_address_is_words_and_nothing_is_fetched_or_linked_for_it() {
    let mut world = World::new().await;
    let (group, qian, triage) = (world.group("guanshan"), world.cadre("qianjin"), world.triage());
    let urls = [
        "https://phish.example/登录?u=1",
        "http://xn--80ak6aa92e.example",
        "t.me/minqing_bot?start=j-x",
        "tg://resolve?domain=x",
    ];
    let text = format!("{LAMP}，请点 {} 看照片", urls.join(" "));
    let case = world.posted(CHANG, Content::text(&text), "guanshan").await;
    world.opens(qian, group, case.card).await;
    let original = world.find(qian, "群众原话").unwrap();
    let marked = Content {
        entities: Some(vec![serde_json::json!({ "type": "text_link", "offset": 0, "length": 3, "url": urls[0] })]),
        ..Content::text(&text)
    };
    world.posted(QIN, marked, "guanshan").await;
    world.says(LI, &format!("那个事情好久整得好嘛 {}", urls[0])).await;
    world.pass(40).await;
    let screening = world.card(triage, &world.number(LI)).unwrap();
    world.presses(world.cadre("qijianwei"), triage, screening.id, "button-read").await;
    // Staff may write an address to a resident; it stays what they wrote.
    world.presses(qian, group, case.card, "button-sign").await;
    world.presses(qian, group, case.card, "button-more").await;
    world.presses(qian, group, case.card, "button-ask").await;
    let prompt = world.last(group).id;
    world.replies(qian, group, prompt, Content::text(&format!("请看 {}", urls[1]))).await;
    assert!(world.last(CHANG).text.contains(urls[1]));
    world.replies(qian, group, case.card, Content::text(&format!("备注 {}", urls[0]))).await;
    let note = world.last(group).id;
    world.presses(qian, group, note, "button-send-note").await;
    world.says(CHANG, "就是那一盏").await;
    world
        .reported(qian, &Posted { number: case.number.clone(), group, card: case.card }, &format!("好了 {}", urls[0]))
        .await;
    assert!(world.find(CHANG, "好了").unwrap().text.contains(urls[0]));

    for url in urls {
        assert!(original.text.contains(url), "shown as it was written: {}", original.text);
        for chat in [group, triage] {
            let cards = world.messages(chat).into_iter().filter(|seen| seen.from_bot && seen.text.contains("责任人"));
            assert!(cards.into_iter().all(|seen| !seen.text.contains(url)), "no card carries it");
        }
    }
    let calls = world.calls();
    assert!(calls.iter().filter(|call| call.method == "editMessageText").count() > 3);
    for call in &calls {
        assert!(is_plain(call), "{} {}", call.method, call.params);
    }
    world.forget();
    world.assert_sound().await;
}

/// What no machine may say to a resident, or do to a case.
const REFUSALS: [&str; 8] = ["不予受理", "不受理", "不属于", "无法受理", "驳回", "了结", "办结", "撤回"];

/// What no machine should think it understands: nothing, too little, or two matters that rival.
const UNCLEAR: [&str; 12] = [
    "那个事情好久能整好嘛",
    "？？？",
    "asdf qwer",
    "你们这些人真是的",
    "我家的牛生了三个崽",
    "路灯还是垃圾还是水管反正都不得行",
    "凉水村的路灯、垃圾、水管都不得行",
    "云盘村那个低保和路灯的事",
    "不用管了，算了",
    "听说别个地方都有，我们为啥子没有",
    "77889900",
    "🙃🙃🙃",
];

/// Each said by somebody else: who, the number, and the card that asks a human.
async fn said_unclearly(world: &World) -> Vec<(i64, String, i64)> {
    let mut cases = Vec::new();
    for (who, text) in (810_001..).zip(UNCLEAR) {
        world.sandbox.add_person(Person { id: who, first_name: "某".to_owned(), ..Person::default() });
        world.says(who, text).await;
        let receipt = world.last(who);
        assert!(
            receipt.text.contains("3月3日(周二)前告诉您由谁负责") && receipt.text.contains("前给您答复"),
            "{text}: {}",
            receipt.text
        );
        world.pass(40).await;
        let number = world.number(who);
        let card = world.card(world.triage(), &number).unwrap_or_else(|| panic!("{text}: no human was asked"));
        assert!(card.text.contains("待甄别") && card.text.contains("请甄别"), "{text}: {}", card.text);
        cases.push((who, number, card.id));
    }
    cases
}

#[tokio::test(flavor = "multi_thread")]
async fn x10_what_the_machine_does_not_understand_goes_to_a_human_and_is_never_refused() {
    let world = World::new().await;
    let (triage, qi) = (world.triage(), world.cadre("qijianwei"));
    let cases = said_unclearly(&world).await;
    // A month goes by and nobody does anything: nothing is closed, refused or given away; people up the line are told.
    for _ in 0..30 {
        world.pass(24 * 3600).await;
    }
    for (id, (who, number, card)) in world.cases().await.iter().zip(&cases) {
        let events = world.events(id).await;
        let allowed = [
            "registered",
            "joined",
            "understood",
            "collected",
            "screening_asked",
            "screening_late",
            "reminded",
            "overdue",
            "date_moved",
            "raised",
        ];
        assert!(events.iter().all(|kind| allowed.contains(&kind.as_str())), "{events:?}");
        let said = world.ever_said(*who);
        assert!(REFUSALS.iter().all(|word| !said.contains(word)), "{said}");
        let seen = world.message(triage, *card);
        assert!(
            seen.text.contains("待甄别") && !seen.buttons.is_empty(),
            "{number} still waits for a human: {}",
            seen.text
        );
        assert!(world.find(world.cadre("shenlingyi"), number).is_some(), "a named person has been told of {number}");
        world.says(*who, number).await;
        assert!(world.last(*who).text.contains("要请人看一看"), "{}", world.last(*who).text);
    }
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.cases, counts.open_cases), (12, 12));
    // What was guessed stands there to be pressed, but only a human presses it.
    let (_, _, card) = &cases[6];
    let guesses = world.labels(triage, *card);
    assert!(guesses.len() >= 4 && guesses.contains(&"市政照明".to_owned()), "{guesses:?}");
    // A human decides, late as it is.
    let (who, number, card) = &cases[0];
    world.presses(qi, triage, *card, "button-units").await;
    assert!(world.presses(qi, triage, *card, "观山镇").await.starts_with("已派观山镇"));
    assert!(world.last(*who).text.contains(number));
    world.assert_sound().await;
}
