//! Letters of all kinds: kept as they came, shown as they are, never torn.

use minqing::id::CaseId;
use minqing::sandbox::Seen;
use serde_json::{Value, json};

use crate::world::{World, number_in};

const LAMP: &str = "凉水村村口的路灯坏了";

/// One resident for each text, so that each becomes a case of its own.
fn said(nth: i64, text: &Value, first_name: &str) -> Value {
    let user = 700_000 + nth;
    json!({ "message": {
        "message_id": 10, "date": 1_772_000_000, "text": text,
        "from": { "id": user, "is_bot": false, "first_name": first_name, "language_code": "zh-hans" },
        "chat": { "id": user, "type": "private" },
    } })
}

fn texts() -> Vec<String> {
    let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
    [
        "😀".repeat(4096 - 11),
        family.repeat(500),
        format!("啊{}", "\u{301}".repeat(500)),
        "\u{202e}了坏灯路\u{202c}\u{2066}\u{202e}x\u{2069}\u{2067}\u{200f}".to_owned(),
        "前\u{0}后\u{1}\u{7f}\u{fffe}\u{ffff}\u{feff}".to_owned(),
        "𠮷𠮷家的𡈽路，㐂㼢 𬀩".to_owned(),
        "ＡＢＣ１２３！？（全角）ﾊﾝｶｸ".to_owned(),
        "e\u{301} \u{e9} ﬁ Å \u{212b} 가 \u{1100}\u{1161}".to_owned(),
        "🇨🇳🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}👍🏽☎\u{fe0f}".to_owned(),
        "\u{2028}行\u{2029}段\u{85}\u{b}\u{c}".to_owned(),
        "字".repeat(4096 - 11),
    ]
    .into_iter()
    .map(|text| format!("{LAMP}{text}。"))
    .collect()
}

/// What the entries of a case say, as stored.
async fn stored(world: &World, case: &CaseId) -> Vec<String> {
    let mut view = world.store().view().await.unwrap();
    let mut texts = Vec::new();
    for row in view.entries(case).await.unwrap() {
        let json = view.get_content(&row.content).await.unwrap().unwrap();
        let entry: Value = serde_json::from_slice(&json).unwrap();
        texts.push(entry["text"].as_str().unwrap_or_default().to_owned());
    }
    texts
}

/// The words of an original, without the headings of its messages.
fn words(sheets: &[Seen]) -> String {
    let body = |seen: &Seen| {
        let lines = if seen.text.contains("称呼（群众自己填的") { 2 } else { 1 };
        assert!(seen.text.contains("群众原话"), "every message of it says what it is: {}", seen.text);
        seen.text.splitn(lines + 1, '\n').last().unwrap().to_owned()
    };
    sheets.iter().map(body).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn i4_every_letter_is_kept_and_can_be_read_back() {
    let mut world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let texts = texts();
    for (nth, text) in (0..).zip(&texts) {
        world.sandbox.update(said(nth, &json!(text), "常"));
        world.settle().await;
        world.pass(40).await;
        let receipt = world.last(700_000 + nth);
        let number = number_in(&receipt.text).expect("a receipt");
        assert!(receipt.text.contains("由观山镇钱进负责"), "{}", receipt.text);
        let case = world.cases().await.pop().unwrap();
        assert_eq!(stored(&world, &case).await, [text.as_str()], "kept byte by byte");
        let card = world.card(group, &number).expect("a card");
        assert!(card.pings == [qian] && card.text.contains("市政照明，观山镇凉水村"), "{}", card.text);
        world.forget();
        world.opens(qian, group, card.id).await;
        let sheets = world.news(qian);
        assert!(sheets.len() <= 3 && sheets.iter().all(|seen| seen.text.encode_utf16().count() <= 4096));
        assert_eq!(words(&sheets), *text, "read back in full");
        assert!(!sheets.iter().any(|seen| seen.text.contains('\u{fffd}')));
    }
    assert_eq!(world.cases().await.len(), texts.len());
    // Whatever the words do, what we say ourselves stands before them, on lines of its own.
    for seen in world.messages(qian).iter().filter(|seen| seen.text.contains("群众原话")) {
        assert!(seen.text.starts_with('【'), "{}", seen.text);
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i4_halves_of_characters_in_the_json_do_not_hide_the_rest() {
    let mut world = World::new().await;
    let raw = |nth: i64, text: &str| {
        format!(
            r#"{{"update_id":$UPDATE_ID,"message":{{"message_id":3,"date":1772000000,"chat":{{"id":{nth},"type":"private"}},"from":{{"id":{nth},"first_name":"\ud83d"}},"text":"{text}"}}}}"#
        )
    };
    for (nth, text, read) in [
        (700_100, r"凉水村路灯坏了\ud800", "凉水村路灯坏了\u{fffd}"),
        (700_101, r"\udc00凉水村路灯坏了\ud83d\ude00\ud83d", "\u{fffd}凉水村路灯坏了😀\u{fffd}"),
        (700_102, r"凉水村路灯坏了\\ud800\u0000\ufffe", "凉水村路灯坏了\\ud800\u{0}\u{fffe}"),
    ] {
        world.sandbox.add_person(minqing::sandbox::Person { id: nth, ..Default::default() });
        world.says(nth, "/start").await;
        let update = world.sandbox.raw_update(raw(nth, text));
        world.settle().await;
        world.pass(40).await;
        let number = number_in(&world.last(nth).text).expect("a receipt");
        let case = world.cases().await.pop().unwrap();
        assert_eq!(stored(&world, &case).await, [read]);
        let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
        let card = world.card(group, &number).unwrap();
        world.forget();
        world.opens(qian, group, card.id).await;
        let sheets = world.news(qian);
        assert!(sheets[0].text.ends_with(read), "{}", sheets[0].text);
        assert!(world.sandbox.confirmed_updates().contains(&update));
    }
    world.assert_sound().await;
}

/// Whoever writes one word four thousand times holds nobody up: reading costs the length of a text, not its square.
#[test]
fn i4_a_long_text_costs_its_length_and_not_its_square() {
    let settings = crate::world::settings();
    let reader = minqing::classify::Reader::new(&settings.county, &settings.lexicon);
    for word in ["路", "第三条路的灯坏了，", "书记收了钱。", "着火了", "你好", "😀"] {
        let cost = |letters: usize| {
            let text = word.repeat(letters / word.chars().count());
            let once = || {
                let begun = std::time::Instant::now();
                let _ = std::hint::black_box(reader.read(&text));
                begun.elapsed()
            };
            (0..5).map(|_| once()).min().unwrap()
        };
        let (short, long) = (cost(1_000), cost(16_000));
        assert!(long < short * 160, "{word}: sixteen times the length took {short:?} and {long:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i4_very_much_is_read_by_and_by() {
    let mut world = World::new().await;
    let (group, qian, who) = (world.group("guanshan"), world.cadre("qianjin"), 700_200);
    world.sandbox.add_person(minqing::sandbox::Person { id: who, first_name: "常".to_owned(), ..Default::default() });
    let mut all = vec![format!("{LAMP}，")];
    all.extend((0..12).map(|nth| format!("第{nth}条{}", ["😀", "路", "a"][nth % 3].repeat(3_000))));
    for text in &all {
        world.sandbox.text(who, who, text);
    }
    for _ in 0..13 {
        world.sandbox.send(who, who, minqing::sandbox::Media::Photo);
    }
    world.settle().await;
    world.pass(40).await;
    let number = number_in(&world.messages(who).iter().find(|seen| seen.from_bot).unwrap().text).unwrap();
    let card = world.card(group, &number).unwrap();
    assert!(card.text.encode_utf16().count() < 1_000, "a card stays short: {}", card.text);
    world.forget();
    world.opens(qian, group, card.id).await;
    let (mut sheets, mut photos, mut presses) = (Vec::new(), 0, 0);
    loop {
        let page = world.news(qian);
        let texts: Vec<Seen> = page.iter().filter(|seen| seen.kind == "text").cloned().collect();
        let shown = page.iter().filter(|seen| seen.kind == "photo").count();
        assert!(texts.len() <= 3 && shown <= 10, "one press brings {} and {shown}", texts.len());
        photos += shown;
        let on =
            texts.iter().find(|seen| world.labels(qian, seen.id).contains(&"接着看".to_owned())).map(|seen| seen.id);
        sheets.extend(texts);
        let Some(on) = on else { break };
        presses += 1;
        world.presses(qian, qian, on, "button-read-on").await;
    }
    let read = words(&sheets);
    for text in &all {
        assert!(read.replace('\n', "").contains(text), "{}", text.chars().take(9).collect::<String>());
    }
    assert_eq!(photos, 13);
    assert!(presses >= 3, "by and by");
    let case = world.cases().await.pop().unwrap();
    let looks = world.events(&case).await.into_iter().filter(|kind| kind == "original_read").count();
    assert_eq!(looks, presses + 1, "each look is logged");
    world.assert_sound().await;
}
