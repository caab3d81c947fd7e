//! What people can throw at it: lengths, markup, edits, albums, bursts, chatter.

mod appearances;
mod copies;
mod floods;
mod kinds;
mod strangers;
mod unicode;

use std::collections::BTreeMap;

use minqing::sandbox::{Content, Media};
use minqing::text::{Language, Texts};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::world::{CHANG, QIN, World, photo};

const LAMP: &str = "凉水村村口的路灯坏了三天了,老人晚上不敢出门";

/// A text of so many UTF-16 units about the lamp, with pairs of surrogates in it.
fn long(units: usize) -> String {
    let mut text = format!("{LAMP}。");
    while text.encode_utf16().count() + 2 <= units {
        text.push('😀');
    }
    if text.encode_utf16().count() < units {
        text.push('a');
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_nothing_sent_is_too_long() {
    let world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    for units in [4095, 4096] {
        world.says(CHANG, &long(units)).await;
        world.pass(40).await;
    }
    let case =
        world.posted(QIN, photo(&format!("{LAMP}{}", "很".repeat(1024 - LAMP.chars().count()))), "guanshan").await;
    world.opens(qian, group, case.card).await;
    world.presses(qian, group, case.card, "button-sign").await;
    world.presses(qian, group, case.card, "button-more").await;
    for (button, units) in [("button-interim", 4096), ("button-ask", 4095)] {
        world.presses(qian, group, case.card, button).await;
        let prompt = world.last(group).id;
        world.replies(qian, group, prompt, Content::text(&long(units))).await;
        world.presses(qian, group, case.card, "button-more").await;
    }
    world.says(QIN, "就是那一盏").await;
    world.presses(qian, group, case.card, "button-report").await;
    let prompt = world.last(group).id;
    world.replies(qian, group, prompt, photo(&"好".repeat(1024))).await;
    world.presses(qian, group, world.last(group).id, "button-confirm").await;
    let answer = world.last(QIN);
    assert!(answer.text.contains(&"好".repeat(1024)), "the whole answer arrives");
    world.presses(QIN, QIN, answer.id, "button-solved").await;
    assert_eq!(world.refusals(), Vec::<String>::new(), "Telegram refused nothing");
    for call in world.calls() {
        let rows = call.params["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let data = rows.iter().flat_map(|row| row.as_array().cloned().unwrap_or_default());
        let data: Vec<usize> = data.filter_map(|button| button["callback_data"].as_str().map(str::len)).collect();
        assert!(data.len() <= 100 && data.iter().all(|bytes| (1..=64).contains(bytes)));
    }
    let parts: Vec<_> =
        world.messages(QIN).into_iter().filter(|seen| seen.from_bot && seen.text.contains('😀')).collect();
    assert!(parts.len() >= 2, "long words go in parts");
    world.assert_sound().await;
}

/// Every text that quotes people, with what they wrote in it.
fn quoting(texts: &Texts, words: &str) -> Vec<String> {
    let keys = [
        "told-asked",
        "told-asked-sealed",
        "told-interim",
        "told-note",
        "told-answer",
        "told-answer-sealed",
        "preview",
        "preview-with-media",
    ];
    let facts = [
        ("number", "3517-0426".to_owned()),
        ("unit", "观山镇".to_owned()),
        ("cadre", "钱进".to_owned()),
        ("count", "1".to_owned()),
        ("words", words.to_owned()),
    ];
    Language::ALL.iter().flat_map(|language| keys.map(|key| texts.say(*language, key, &facts))).collect()
}

#[test]
fn i6_words_of_people_stay_words_in_every_template() {
    let texts = crate::world::settings().texts;
    let mut runner = TestRunner::new(Config { cases: 10_000, failure_persistence: None, ..Config::default() });
    let markup = "(<b>|</a>|&lt;|&#39;|<a href=\"tg://user\\?id=1\">|\\*|_|`|\\[x\\]\\(y\\)|\\{ \\$unit \\}|\\$\\{|[a-z]|[\u{4e00}-\u{4eff}]|\u{202e}|\u{2068}|\n| ){0,24}";
    runner
        .run(&markup, |words| {
            for text in quoting(&texts, &words) {
                prop_assert!(text.contains(&words), "{text:?} does not hold {words:?}");
            }
            Ok(())
        })
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn i6_markup_arrives_as_it_was_written() {
    let world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let nasty = [
        "<b>粗</b></a>&lt;&amp;",
        "<a href=\"tg://user?id=1\">看这里</a>",
        "`码` *星* _线_ [名](tg://user?id=1) ||藏|| \\",
        "{ $unit } { $words } -term = x",
        "\u{202e}反着写\u{2066}\u{2069}\u{200b}",
    ];
    let case = world.lamp(CHANG).await;
    world.presses(qian, group, case.card, "button-sign").await;
    for words in nasty {
        world.presses(qian, group, case.card, "button-more").await;
        world.presses(qian, group, case.card, "button-ask").await;
        let prompt = world.last(group).id;
        world.replies(qian, group, prompt, Content::text(words)).await;
        let asked = world.last(CHANG);
        assert!(asked.text.contains(words), "{} does not hold {words}", asked.text);
        assert!(asked.entities.is_empty() && asked.pings.is_empty(), "no link, no mention: {:?}", asked.entities);
        world.says(CHANG, words).await;
    }
    world.opens(qian, group, case.card).await;
    let original = world.find(qian, "群众原话").unwrap();
    for words in nasty {
        assert!(original.text.contains(words));
    }
    assert!(original.entities.is_empty());
    assert!(
        world.calls().iter().all(|call| call.params.get("parse_mode").is_none()),
        "nothing is ever parsed as markup"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_edits_are_versions_and_the_original_stays() {
    let world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let first = world.sandbox.text(CHANG, CHANG, LAMP);
    world.settle().await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let card = world.card(group, &number).unwrap().id;
    world.presses(qian, group, card, "button-sign").await;
    for at in 0..50 {
        world.sandbox.edit_text(CHANG, CHANG, first, &format!("{LAMP}，第{at}盏"));
    }
    world.settle().await;
    let told =
        world.messages(group).into_iter().filter(|seen| seen.from_bot && seen.text.contains("补充或改了")).count();
    assert_eq!(told, 1, "fifty edits in a row are told once");
    world.opens(qian, group, card).await;
    assert!(world.find(qian, "群众原话").unwrap().text.contains("第49盏"), "the handler reads the latest version");
    let case = &world.cases().await[0];
    assert_eq!(world.events(case).await.iter().filter(|kind| *kind == "edited").count(), 50);
    assert_eq!(versions(&world, case).await, BTreeMap::from([(1, 51)]), "every version is kept");
    world.sandbox.edit_text(CHANG, CHANG, first, "/ 斜杠打头的也是我的话");
    world.settle().await;
    assert_eq!(versions(&world, case).await, BTreeMap::from([(1, 52)]), "whatever its first letter");
    let command = world.says(CHANG, "/help").await;
    let known = world.last(CHANG).id;
    world.sandbox.edit_text(CHANG, CHANG, command, "/help 帮帮我");
    world.settle().await;
    assert_eq!((world.last(CHANG).id, world.cases().await.len()), (known, 1), "a command is obeyed once");
    world.reported(qian, &crate::world::Posted { number: number.clone(), group, card }, "换好了").await;
    let answer = world.last(CHANG).id;
    world.presses(CHANG, CHANG, answer, "button-solved").await;
    world.presses(CHANG, CHANG, answer, "grade-satisfied").await;
    world.sandbox.edit_text(CHANG, CHANG, first, &format!("{LAMP}，谢谢"));
    world.settle().await;
    assert_eq!(versions(&world, case).await, BTreeMap::from([(1, 53)]), "an edit after closing is kept too");
    world.assert_sound().await;
}

/// How many versions each entry of a case has.
async fn versions(world: &World, case: &minqing::id::CaseId) -> BTreeMap<i64, usize> {
    let mut view = world.store().view().await.unwrap();
    let mut count = BTreeMap::new();
    for row in view.entries(case).await.unwrap() {
        *count.entry(row.no).or_insert(0) += 1;
    }
    count
}

/// A message or an edit as Telegram sends it.
fn raw(kind: &str, message_id: i64, date: i64, text: &str) -> Value {
    let mut message = json!({
        "message_id": message_id, "date": date, "text": text,
        "from": { "id": CHANG, "is_bot": false, "first_name": "常有田", "language_code": "zh-hans" },
        "chat": { "id": CHANG, "type": "private", "first_name": "常有田" },
    });
    if kind == "edited_message" {
        message["edit_date"] = json!(date + 5);
    }
    json!({ kind: message })
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_an_edit_before_its_original_loses_neither() {
    let world = World::new().await;
    let date = world.clock.now().0 / 1000;
    world.sandbox.update(raw("edited_message", 900, date, &format!("{LAMP}（改过）")));
    world.settle().await;
    world.sandbox.update(raw("message", 900, date, LAMP));
    world.settle().await;
    world.sandbox.update(raw("message", 900, date, LAMP));
    world.settle().await;
    world.pass(40).await;
    let cases = world.cases().await;
    assert_eq!(cases.len(), 1, "one message, one case");
    let card = world.card(world.group("guanshan"), &world.number(CHANG)).unwrap().id;
    world.opens(world.cadre("qianjin"), world.group("guanshan"), card).await;
    let original = world.find(world.cadre("qianjin"), "群众原话").unwrap();
    assert!(original.text.contains("（改过）"), "the edit stays the latest version");
    assert!(versions(&world, &cases[0]).await[&1] >= 2, "the original is kept beside it");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_a_caption_in_an_album_can_be_edited() {
    let world = World::new().await;
    let album = world.sandbox.album(CHANG, CHANG, &[Some(LAMP), None, None]);
    world.settle().await;
    world.pass(40).await;
    world.sandbox.edit_caption(CHANG, CHANG, album[0], &format!("{LAMP}，靠学校那头"));
    world.settle().await;
    let group = world.group("guanshan");
    let card = world.card(group, &world.number(CHANG)).unwrap().id;
    world.opens(world.cadre("qianjin"), group, card).await;
    assert!(world.find(world.cadre("qianjin"), "群众原话").unwrap().text.contains("靠学校那头"));
    assert_eq!(world.cases().await.len(), 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i10_an_album_over_two_batches_and_a_restart_is_one_case() {
    let world = World::new().await;
    let date = world.clock.now().0 / 1000;
    let part = |id: i64, caption: Option<&str>| {
        let mut update = raw("message", id, date, "");
        let message = update["message"].as_object_mut().unwrap();
        message.remove("text");
        message.insert("photo".to_owned(), json!([{ "file_id": format!("photo-{id}"), "file_unique_id": format!("u{id}"), "width": 90, "height": 90 }]));
        message.insert("media_group_id".to_owned(), json!("album-1"));
        if let Some(caption) = caption {
            message.insert("caption".to_owned(), json!(caption));
        }
        update
    };
    for id in 801..=804 {
        world.sandbox.update(part(id, (id == 802).then_some(LAMP)));
    }
    world.settle().await;
    let world = world.restart().await;
    world.sandbox.push_clock(5_000);
    for id in 905..=910 {
        world.sandbox.update(part(id, (id == 910).then_some("还有一张总的")));
    }
    world.settle().await;
    world.pass(40).await;
    let cases = world.cases().await;
    assert_eq!(cases.len(), 1);
    assert_eq!(versions(&world, &cases[0]).await.len(), 10, "all parts are there");
    let group = world.group("guanshan");
    let card = world.card(group, &world.number(CHANG)).expect("the window survived the restart");
    assert!(card.text.contains("10件"), "{}", card.text);
    world.opens(world.cadre("qianjin"), group, card.id).await;
    let shown = world.messages(world.cadre("qianjin"));
    assert_eq!(shown.iter().filter(|seen| seen.from_bot && seen.kind == "photo").count(), 10);
    let original = shown.iter().find(|seen| seen.text.contains("群众原话")).unwrap();
    assert!(original.text.contains("路灯") && original.text.contains("还有一张总的"), "every caption is kept");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i10_seven_short_messages_are_one_case() {
    let world = World::new().await;
    let texts = ["在不在哦", "我们凉水村", "村口那个路灯", "坏了三天了", "老人晚上不敢出门", "黑得很", "麻烦来看一下"];
    for (at, text) in texts.iter().enumerate() {
        world.says(CHANG, text).await;
        if at + 1 < texts.len() {
            world.pass(3).await;
        }
    }
    world.pass(30).await;
    let receipts = world.messages(CHANG).into_iter().filter(|seen| seen.from_bot && seen.text.contains("编号")).count();
    assert_eq!(world.cases().await.len(), 1);
    assert_eq!(receipts, 1, "one receipt, the rest a reaction");
    let thumbs = world.messages(CHANG).into_iter().filter(|seen| !seen.from_bot && !seen.reactions.is_empty()).count();
    assert!(thumbs >= 5, "{thumbs} messages got a sign that they were seen");
    assert!(world.card(world.group("guanshan"), &world.number(CHANG)).is_some(), "routed by all of them together");
    world.says(CHANG, "大寨社区的垃圾没得人收").await;
    assert_eq!(world.cases().await.len(), 2, "after the window it is another case");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i13_chatter_makes_no_case_and_notes_stay_inside() {
    let world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let case = world.lamp(CHANG).await;
    let before = world.messages(CHANG).len();
    world.sandbox.text(qian, group, "中午吃啥子");
    world.sandbox.send(qian, group, Media::Sticker { emoji: "👍".to_owned() });
    world.settle().await;
    assert_eq!(world.cases().await.len(), 1, "chatter makes no case");
    world.sandbox.join(group, QIN);
    let events = world.event_count().await;
    world.replies(QIN, group, case.card, Content::text("我是过路的，我晓得是谁")).await;
    assert_eq!(world.event_count().await, events, "who is not staff writes no note");
    world.replies(qian, group, case.card, Content::text("灯泡库房里有，下午去换")).await;
    assert!(world.event_count().await > events);
    assert_eq!(world.messages(CHANG).len(), before, "an internal note does not reach the resident");
    let kept = world.last(group);
    assert!(kept.text.contains("内部备注"), "{}", kept.text);
    world.presses(qian, group, kept.id, "button-send-note").await;
    assert!(world.last(CHANG).text.contains("灯泡库房里有，下午去换"), "one tap sends it on");
    let after = world.messages(CHANG).len();
    world.presses(qian, group, kept.id, "button-send-note").await;
    assert_eq!(world.messages(CHANG).len(), after, "and only once");
    world.assert_sound().await;
}
