//! What no machine can read goes to a human, with a copy for whoever may see it.

use minqing::sandbox::{Media, Seen};
use serde_json::json;

use crate::world::{ANNA, CHANG, LI, QIN, World, number_in, photo};

fn raw(field: &str) -> Media {
    Media::Raw { field: field.to_owned(), value: json!({ "title": "t", "star_count": 1 }) }
}

/// The screening card of the resident's latest case, and what a screener finds in private after asking for the original.
async fn read_by_screener(world: &mut World, resident: i64) -> (Seen, Vec<Seen>) {
    let (qi, triage) = (world.cadre("qijianwei"), world.triage());
    let number = world.number(resident);
    let card = world.card(triage, &number).unwrap_or_else(|| panic!("no screening card of {number}"));
    world.forget();
    world.presses(qi, triage, card.id, "button-read").await;
    (world.message(triage, card.id), world.news(qi))
}

#[tokio::test(flavor = "multi_thread")]
async fn x9_every_kind_reaches_a_human_with_a_copy_in_private() {
    let mut world = World::new().await;
    let kinds = [
        (Media::Photo, "photo", false),
        (Media::Voice, "voice", false),
        (Media::Video, "video", false),
        (Media::VideoNote, "video_note", false),
        (Media::Document { file_name: "申请.docx".to_owned() }, "document", false),
        (Media::Audio, "audio", false),
        (Media::Animation, "animation", false),
        (Media::Sticker { emoji: "👍".to_owned() }, "sticker", true),
        (Media::Location { latitude: 30.0, longitude: 104.0 }, "location", false),
        (Media::Venue { title: "老地方".to_owned(), address: "那边".to_owned() }, "location", true),
        (
            Media::Contact { phone_number: "123".to_owned(), first_name: "周".to_owned(), user_id: None },
            "contact",
            true,
        ),
        (Media::Dice { value: 3 }, "dice", true),
        (Media::Poll { question: "要不要".to_owned(), options: vec!["要".to_owned(), "不".to_owned()] }, "poll", true),
        (raw("checklist"), "checklist", true),
        (raw("story"), "story", false),
        (raw("game"), "game", true),
        (raw("web_app_data"), "web_app_data", false),
        (raw("rich_message"), "rich_message", false),
        (raw("hologram"), "hologram", false),
        // Telegram lets nobody copy these; the reader hears so, and what to do.
        (raw("paid_media"), "text", false),
        (raw("invoice"), "text", true),
        (raw("giveaway"), "text", false),
        (raw("giveaway_winners"), "text", false),
    ];
    for (media, copied_as, has_words) in kinds {
        let what = format!("{media:?}");
        let sent = world.sends(CHANG, media).await;
        world.pass(40).await;
        assert!(number_in(&world.last(CHANG).text).is_some(), "{what}: {}", world.last(CHANG).text);
        let (card, read) = read_by_screener(&mut world, CHANG).await;
        let asks = if has_words { "拿不准归谁办" } else { "没有文字可读" };
        assert!(card.text.contains(asks) && card.text.contains("3月3日(周二)前定下来"), "{what}: {}", card.text);
        // Somebody's telephone number is for whoever acts.
        assert_eq!(read.len(), if copied_as == "contact" { 1 } else { 2 }, "{what}: {read:?}");
        let head = "群众原话（请勿转发）\n称呼（群众自己填的，未核实）：\u{2068}常有田\u{2069}\n";
        assert!(read[0].text.contains(head), "{what}: {}", read[0].text);
        assert_eq!(read[0].text.contains("（没有文字，见下面的图片、语音等）"), !has_words, "{what}: {}", read[0].text);
        if copied_as == "contact" {
            assert!(read[0].text.contains("周 123\n（另有1件没有显示"), "{}", read[0].text);
            continue;
        }
        assert_eq!(read[1].kind, copied_as, "{what}");
        assert_eq!(read[1].text.contains("有一件内容显示不出来"), copied_as == "text", "{what}: {}", read[1].text);
        let original = world.message(CHANG, sent);
        if let Some(file) = original.file_id {
            assert_eq!(read[1].file_id.as_ref(), Some(&file), "{what}: the same file");
        }
        assert!(read[1].body.get("forward_origin").is_none(), "{what}: a copy, not a forward");
    }
    for group in world.groups() {
        let shown = world.messages(group).into_iter().filter(|seen| seen.from_bot && seen.kind != "text");
        assert_eq!(shown.count(), 0, "nothing of it stands in a group");
    }
    assert!(world.calls().iter().all(|call| !call.method.starts_with("forward")));
    assert_eq!(
        world.refusals(),
        ["copyMessage: Bad Request: message can't be copied"; 4],
        "and nothing else is refused"
    );
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.failed_letters, counts.quarantined, counts.waiting_letters), (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn x9_typos_voice_photo_and_place_all_make_the_case() {
    let mut world = World::new().await;
    // Written as people write; read all the same, or by a human.
    let (town, triage) = (world.group("guanshan"), world.triage());
    for (text, at) in [
        ("凉水村村口的路登坏了三天了", town),
        ("凉水村路灯坏鸟,黑得很", town),
        ("凉水村 路 灯 坏 了 ！！", town),
        ("良水村的路灯坏了", town),
        ("我们那个弯弯头的路灯坏了", triage),
    ] {
        world.says(ANNA, text).await;
        assert!(world.last(ANNA).text.contains("You have an answer by Mon 9 Mar") || at == triage, "{text}");
        world.pass(40).await;
        assert!(world.card(at, &world.number(ANNA)).is_some(), "{text}: {}", world.last(ANNA).text);
    }
    // A photo with words goes the way of its words; without words, like voice and place, to a human, with a number.
    let lamp = world.lamp(ANNA).await;
    assert_eq!(lamp.group, world.group("guanshan"));
    let due = "3月3日(周二)前告诉您由谁负责，3月9日(周一)前给您答复。";
    for (who, media) in
        [(CHANG, Media::Voice), (QIN, Media::Photo), (LI, Media::Location { latitude: 30.0, longitude: 104.0 })]
    {
        world.sends(who, media).await;
        assert!(number_in(&world.last(who).text).is_some(), "a number at once");
        assert!(world.last(who).text.contains(due), "{}", world.last(who).text);
        world.pass(40).await;
        let (card, _) = read_by_screener(&mut world, who).await;
        let (qi, triage, number) = (world.cadre("qijianwei"), world.triage(), world.number(who));
        world.presses(qi, triage, card.id, "button-units").await;
        assert!(world.presses(qi, triage, card.id, "观山镇").await.starts_with("已派观山镇"));
        assert!(world.last(who).text.contains(&number), "and who has it is told");
        // Whoever has it now reads it in private too.
        let (tong, group) = (world.cadre("tongqiushi"), world.group("guanshan"));
        let card = world.card(group, &number).unwrap();
        assert!(card.text.contains("附图片、语音等1件"), "{}", card.text);
        world.forget();
        world.opens(tong, group, card.id).await;
        assert_eq!(world.news(tong).len(), 2, "the words, or that there are none, and the copy");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i2_content_nobody_knows_is_copied_whatever_its_number() {
    let mut world = World::new().await;
    world.says(CHANG, "/start").await;
    let content = json!({
        "message_id": 3_000_000_000_i64, "date": 1_772_000_000, "chat": { "id": CHANG, "type": "private" },
        "from": { "id": CHANG, "is_bot": false, "first_name": "常有田" }, "hologram": { "depth": [3] },
    });
    world.sandbox.update(json!({ "message": content }));
    world.settle().await;
    world.pass(40).await;
    let (card, read) = read_by_screener(&mut world, CHANG).await;
    assert!(card.text.contains("没有文字可读"), "{}", card.text);
    assert!(read.len() == 2 && read[1].body.get("hologram").is_some(), "{read:?}");
    // With a second message of the burst the thumb goes to a number beyond 32 bits as well.
    world.sends(CHANG, photo("")).await;
    let mut more = content_with_id(3_000_000_001);
    more["message"]["from"]["id"] = json!(CHANG);
    world.sandbox.update(more);
    world.settle().await;
    assert_eq!(world.message(CHANG, 3_000_000_001).reactions.len(), 1);
    world.assert_sound().await;
}

fn content_with_id(message_id: i64) -> serde_json::Value {
    json!({ "message": { "message_id": message_id, "date": 1_772_000_000, "chat": { "id": CHANG, "type": "private" },
        "from": { "is_bot": false, "first_name": "常有田" }, "text": "还有一张" } })
}
