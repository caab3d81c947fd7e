//! Raw updates read as plain data, leniently: whatever else is strange, what a resident said is found.

use serde_json::Value;

use super::attachment::{attachment, service};
use crate::desk::incoming::{GroupMembership, Incoming, Press, Said};
use crate::id::Moment;

/// Accounts behind which nobody in particular stands: anonymous administrators, channels, Telegram itself.
const NOBODY: &[i64] = &[1_087_968_824, 136_817_688, 777_000];

/// Why an update cannot be read; its raw text is kept and a human is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not JSON, or nested beyond reason.
    #[error("the update is not readable JSON")]
    NotJson,
    /// It is JSON, but no update.
    #[error("the update is not an object with content")]
    NoUpdate,
    /// A fact without which nothing can be done is missing.
    #[error("the update lacks `{0}`")]
    Missing(&'static str),
    /// Nobody knows this kind, and nothing in it reads like a person's words to the bot.
    #[error("the update is of a kind nobody knows")]
    UnknownKind,
}

/// Kinds of updates we have to do with.
const OURS: &[&str] = &["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];

/// Kinds of updates that are of no concern to us: nothing in them is said to the bot by somebody with a matter of theirs.
const NO_CONCERN: &[&str] = &[
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];

/// Reads one raw update; `bot` is our own account, to know answers to our own messages.
pub fn read(raw: &str, bot: i64) -> Result<Incoming, Unreadable> {
    let update = parse(raw).ok_or(Unreadable::NotJson)?;
    let (kind, content) = content(&update).ok_or(Unreadable::NoUpdate)?;
    match kind {
        "message" => message(content, bot),
        "edited_message" => edited(content, bot),
        "callback_query" => press(content),
        "my_chat_member" => membership(content),
        "chat_member" => super::members::changed(content),
        known if NO_CONCERN.contains(&known) => Ok(ignored(known)),
        _ => unknown(content, bot),
    }
}

/// A kind's name as it may stand in the books: Telegram's are short and plain, any other is kept in the raw update only.
pub(super) fn label(kind: &str) -> &str {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if (1..=64).contains(&kind.len()) && kind.bytes().all(plain) { kind } else { "strange" }
}

/// A kind of update nobody knows yet: what a person says in it to the bot alone is heard, everything else is set aside.
fn unknown(content: &Value, bot: i64) -> Result<Incoming, Unreadable> {
    let found = [Some(content), content.get("message")].into_iter().flatten().find(|it| is_said_to_us(it));
    let message = found.ok_or(Unreadable::UnknownKind)?;
    match message.get("edit_date") {
        Some(_) => edited(message, bot),
        None => self::message(message, bot),
    }
}

/// Whether it reads like a person's words in their private chat with the bot, and with nobody else.
fn is_said_to_us(message: &Value) -> bool {
    let words = text(message, "/text").or_else(|| text(message, "/caption"));
    let private = int(message, "/chat/id").is_some_and(|chat| matches!(place(message, chat), Place::Private));
    let by_person = int(message, "/from/id").is_some() && !flag(message, "/from/is_bot");
    let to_others = message.get("business_connection_id").is_some() || message.get("guest_query_id").is_some();
    words.is_some_and(|words| !words.trim().is_empty()) && private && by_person && !to_others
}

/// The JSON, with what Unicode cannot hold mended; none when it is no JSON or nested beyond reason.
pub(super) fn parse(raw: &str) -> Option<Value> {
    serde_json::from_str(raw).or_else(|_| serde_json::from_str(&without_lone_surrogates(raw))).ok()
}

/// The one field of an update that says what happened; should there be several, one we know.
pub(super) fn content(update: &Value) -> Option<(&str, &Value)> {
    let fields = update.as_object()?;
    let known = OURS.iter().find_map(|name| fields.get_key_value(*name));
    let (name, content) = known.or_else(|| fields.iter().find(|(name, _)| *name != "update_id"))?;
    Some((name.as_str(), content))
}

fn ignored(kind: &str) -> Incoming {
    Incoming::Ignored { kind: kind.to_owned() }
}

fn message(message: &Value, bot: i64) -> Result<Incoming, Unreadable> {
    let chat = int(message, "/chat/id").ok_or(Unreadable::Missing("chat.id"))?;
    if let Some(to) = int(message, "/migrate_to_chat_id") {
        return Ok(Incoming::Migrated { from: chat, to });
    }
    if let Some(from) = int(message, "/migrate_from_chat_id") {
        return Ok(Incoming::Migrated { from, to: chat });
    }
    if let Some(members) = super::members::told(message, chat).filter(|_| service(message).is_some()) {
        return Ok(members);
    }
    if let Some(kind) = service(message) {
        return Ok(ignored(kind));
    }
    match place(message, chat) {
        Place::Private => Ok(Incoming::Private(said(message, chat, bot)?)),
        Place::Group => Ok(Incoming::Group(said(message, chat, bot)?)),
        Place::Channel => Ok(ignored("channel_post")),
    }
}

fn edited(message: &Value, bot: i64) -> Result<Incoming, Unreadable> {
    let chat = int(message, "/chat/id").ok_or(Unreadable::Missing("chat.id"))?;
    match place(message, chat) {
        Place::Private => Ok(Incoming::PrivateEdited(said(message, chat, bot)?)),
        Place::Group | Place::Channel => Ok(ignored("edited_message")),
    }
}

enum Place {
    Private,
    Group,
    Channel,
}

/// Telegram's word for the chat, or, when that is strange, the sign of its id.
fn place(holder: &Value, chat: i64) -> Place {
    match text(holder, "/chat/type") {
        Some("private") => Place::Private,
        Some("group" | "supergroup") => Place::Group,
        Some("channel") => Place::Channel,
        Some(_) | None if chat > 0 => Place::Private,
        Some(_) | None => Place::Group,
    }
}

fn said(message: &Value, chat: i64, bot: i64) -> Result<Said, Unreadable> {
    let message_id = int(message, "/message_id").ok_or(Unreadable::Missing("message_id"))?;
    let at = int(message, "/edit_date").or_else(|| int(message, "/date")).unwrap_or(0);
    let forwarded = message.as_object().is_some_and(|fields| fields.keys().any(|name| name.starts_with("forward_")));
    Ok(Said {
        user: speaker(message, chat),
        name: name(message.get("from")),
        language: text(message, "/from/language_code").map(str::to_owned),
        chat,
        message_id,
        at: Moment(at.saturating_mul(1000)),
        text: text(message, "/text").or_else(|| text(message, "/caption")).map(str::to_owned),
        attachment: attachment(message, chat, message_id),
        album: text(message, "/media_group_id").map(str::to_owned),
        reply_to: int(message, "/reply_to_message/message_id"),
        reply_to_bot: int(message, "/reply_to_message/from/id") == Some(bot),
        thread: int(message, "/message_thread_id").filter(|_| flag(message, "/is_topic_message")),
        forwarded,
    })
}

/// Who speaks: nobody when an account stands in for an anonymous administrator or a channel, or is a bot.
fn speaker(message: &Value, chat: i64) -> Option<i64> {
    if message.get("sender_chat").is_some() || flag(message, "/from/is_bot") {
        return None;
    }
    let user = match int(message, "/from/id") {
        Some(user) => user,
        None if matches!(place(message, chat), Place::Private) => chat,
        None => return None,
    };
    is_somebody(user).then_some(user)
}

pub(super) fn is_somebody(user: i64) -> bool {
    user > 0 && !NOBODY.contains(&user)
}

fn press(query: &Value) -> Result<Incoming, Unreadable> {
    Ok(Incoming::Press(Press {
        id: text(query, "/id").ok_or(Unreadable::Missing("callback_query.id"))?.to_owned(),
        user: int(query, "/from/id").ok_or(Unreadable::Missing("from.id"))?,
        somebody: int(query, "/from/id").is_some_and(is_somebody) && !flag(query, "/from/is_bot"),
        name: name(query.get("from")),
        chat: int(query, "/message/chat/id"),
        message_id: int(query, "/message/message_id"),
        data: text(query, "/data").unwrap_or_default().to_owned(),
    }))
}

fn membership(change: &Value) -> Result<Incoming, Unreadable> {
    let chat = int(change, "/chat/id").ok_or(Unreadable::Missing("chat.id"))?;
    let status = text(change, "/new_chat_member/status").unwrap_or_default();
    let place = place(change, chat);
    if matches!(place, Place::Private) {
        return Ok(Incoming::Blocked { user: chat, blocked: matches!(status, "kicked" | "left") });
    }
    // Restricted so that it may not write, it is as good as gone.
    let mute = change.pointer("/new_chat_member/can_send_messages").and_then(Value::as_bool) == Some(false);
    let restricted_member = status == "restricted" && flag(change, "/new_chat_member/is_member") && !mute;
    let admin = matches!(status, "administrator" | "creator");
    Ok(Incoming::GroupMembership(GroupMembership {
        chat,
        title: text(change, "/chat/title").unwrap_or_default().to_owned(),
        by: int(change, "/from/id").unwrap_or(0),
        present: admin || status == "member" || restricted_member,
        admin,
        channel: matches!(place, Place::Channel),
        rights: super::members::rights(
            change.get("chat").unwrap_or(&Value::Null),
            change.get("new_chat_member").unwrap_or(&Value::Null),
        ),
    }))
}

pub(super) fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path).and_then(Value::as_str)
}

pub(super) fn int(value: &Value, path: &str) -> Option<i64> {
    value.pointer(path).and_then(Value::as_i64)
}

pub(super) fn flag(value: &Value, path: &str) -> bool {
    value.pointer(path).and_then(Value::as_bool).unwrap_or(false)
}

pub(super) fn name(user: Option<&Value>) -> String {
    let Some(user) = user else { return String::new() };
    let names = [text(user, "/first_name"), text(user, "/last_name")];
    names.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same JSON with every half of a surrogate pair that stands alone written as U+FFFD: JSON may carry them,
/// Unicode text cannot.
fn without_lone_surrogates(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let step = match (surrogate(rest), rest.get(6..).and_then(surrogate)) {
            (Some(Half::High), Some(Half::Low)) => 12,
            (Some(Half::High | Half::Low), _) => {
                out.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            // A backslash and the character it escapes.
            (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&rest[..step]);
        rest = &rest[step..];
    }
    out.push_str(rest);
    out
}

enum Half {
    High,
    Low,
}

fn surrogate(text: &str) -> Option<Half> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    match u32::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::High),
        0xdc00..=0xdfff => Some(Half::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::letter::Media;
    use serde_json::json;

    const BOT: i64 = 4242;

    fn message(extra: Value) -> String {
        let mut message = json!({
            "message_id": 11, "date": 1_772_000_000, "chat": { "id": 501, "type": "private" },
            "from": { "id": 501, "is_bot": false, "first_name": "秋", "last_name": "梁", "language_code": "zh-hans" },
        });
        merge(&mut message, extra);
        json!({ "update_id": 1, "message": message }).to_string()
    }

    fn merge(into: &mut Value, extra: Value) {
        let (Value::Object(into), Value::Object(extra)) = (into, extra) else { panic!("two objects") };
        into.extend(extra);
    }

    fn private(extra: Value) -> Said {
        match read(&message(extra), BOT) {
            Ok(Incoming::Private(said)) => said,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn plain_words_in_a_private_chat() {
        let said =
            private(json!({ "text": "路灯坏了", "entities": [{ "type": "not_yet_known" }], "brand_new": { "a": 1 } }));
        assert_eq!((said.user, said.chat, said.message_id), (Some(501), 501, 11));
        assert_eq!((said.text.as_deref(), said.name.as_str()), (Some("路灯坏了"), "秋 梁"));
        assert_eq!((said.at, said.language.as_deref()), (Moment(1_772_000_000_000), Some("zh-hans")));
        assert!(said.attachment.is_none() && !said.forwarded);
    }

    #[test]
    fn i3_every_kind_of_message_is_read() {
        let file = json!({ "file_id": "F", "file_unique_id": "U" });
        let photo =
            json!([{ "file_id": "S", "width": 90, "height": 90 }, { "file_id": "F", "width": 900, "height": 900 }]);
        let place = json!({ "latitude": 30.5, "longitude": 104.25 });
        let other = Media::Other { chat: 501, message_id: 11 };
        let point = Media::Location { latitude: 30.5, longitude: 104.25 };
        let f = || "F".to_owned();
        let cases = [
            ("photo", photo.clone(), Media::Photo { file: f() }, None),
            ("live_photo", json!({ "file_id": "V", "photo": photo }), Media::Photo { file: f() }, None),
            ("voice", file.clone(), Media::Voice { file: f() }, None),
            ("video", file.clone(), Media::Video { file: f() }, None),
            ("video_note", file.clone(), Media::VideoNote { file: f() }, None),
            ("document", file.clone(), Media::Document { file: f() }, None),
            ("audio", file.clone(), Media::Audio { file: f() }, None),
            ("animation", file.clone(), Media::Animation { file: f() }, None),
            ("sticker", json!({ "file_id": "F", "emoji": "👍" }), Media::Sticker { file: f() }, Some("👍")),
            ("contact", json!({ "first_name": "周", "phone_number": "123" }), other.clone(), Some("周 123")),
            ("location", place.clone(), point.clone(), None),
            ("venue", json!({ "location": place, "title": "村口", "address": "凉水村" }), point, Some("村口 凉水村")),
            ("dice", json!({ "emoji": "🎲", "value": 3 }), other.clone(), Some("🎲")),
            (
                "poll",
                json!({ "question": "问", "options": [{ "text": "甲" }, { "text": "乙" }] }),
                other.clone(),
                Some("问\n甲\n乙"),
            ),
            (
                "checklist",
                json!({ "title": "单", "tasks": [{ "id": 1, "text": "修灯" }] }),
                other.clone(),
                Some("单\n修灯"),
            ),
            ("story", json!({ "id": 1 }), other.clone(), None),
            ("paid_media", json!({ "star_count": 1 }), other.clone(), None),
            ("game", json!({ "title": "棋", "description": "下棋" }), other.clone(), Some("棋 下棋")),
            ("invoice", json!({ "title": "单", "description": "据" }), other.clone(), Some("单 据")),
            ("giveaway", json!({}), other.clone(), None),
            ("web_app_data", json!({ "data": "填的表" }), other.clone(), Some("填的表")),
            ("rich_message", json!({ "blocks": [{ "type": "p", "text": "富文本" }] }), other.clone(), Some("富文本")),
            ("brand_new", json!({ "x": [1, 2] }), other, None),
        ];
        for (kind, content, media, words) in cases {
            let attachment = private(json!({ kind: content })).attachment.unwrap();
            let kind = if kind == "brand_new" { "unknown" } else { kind };
            assert_eq!((attachment.kind.as_str(), attachment.media, attachment.words.as_deref()), (kind, media, words));
        }
    }

    #[test]
    fn i2_strange_facts_do_not_hide_the_words() {
        let said = private(json!({
            "message_id": 9_007_199_254_740_000_i64, "date": 5_000_000_000_i64, "caption": "看图", "photo": "not a list",
            "chat": { "id": 4_503_599_627_370_496_i64, "type": "moon_base" }, "from": { "id": 4_503_599_627_370_496_i64 },
            "forward_origin": { "type": "from_tomorrow" }, "media_group_id": "A1", "reply_to_message": { "message_id": 3, "from": { "id": BOT } },
        }));
        assert_eq!((said.text.as_deref(), said.name.as_str(), said.user), (Some("看图"), "", Some(1 << 52)));
        assert_eq!(said.attachment.unwrap().media, Media::Other { chat: 1 << 52, message_id: 9_007_199_254_740_000 });
        assert!(said.forwarded && said.reply_to_bot);
        assert_eq!((said.reply_to, said.album.as_deref()), (Some(3), Some("A1")));
    }

    #[test]
    fn i4_lone_surrogates_are_mended_and_pairs_are_kept() {
        let raw = r#"{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},
            "text":"a\ud800b\ud83d\ude00c\\ud800d\udc00\ud800"}}"#;
        let Ok(Incoming::Private(said)) = read(raw, BOT) else { panic!("readable") };
        assert_eq!(said.text.as_deref(), Some("a\u{fffd}b😀c\\ud800d\u{fffd}\u{fffd}"));
        assert_eq!(said.user, Some(5));
        let text = format!("{}\u{202e}\u{0}\u{fffe}𠮷👩‍👩‍👧{}", "😀".repeat(2000), "\u{301}".repeat(500));
        assert_eq!(private(json!({ "text": text })).text, Some(text));
    }

    #[test]
    fn z4_nobody_in_particular_is_no_principal() {
        let group = json!({ "id": -100, "type": "supergroup" });
        for (from, sender) in [(1_087_968_824, true), (136_817_688, true), (777_000, false), (501, true)] {
            let mut extra = json!({ "text": "签收", "chat": group, "from": { "id": from } });
            if sender {
                merge(&mut extra, json!({ "sender_chat": { "id": -100 } }));
            }
            let Ok(Incoming::Group(said)) = read(&message(extra), BOT) else { panic!("a group") };
            assert_eq!(said.user, None, "{from}");
        }
    }

    #[test]
    fn service_messages_are_ignored_by_name_and_migrations_understood() {
        let read = |extra: Value| read(&message(extra), BOT).unwrap();
        for kind in ["new_chat_members", "pinned_message", "forum_topic_created", "video_chat_ended", "boost_added"] {
            assert_eq!(read(json!({ kind: [] })), Incoming::Ignored { kind: kind.to_owned() });
        }
        let chat = json!({ "id": -7, "type": "group" });
        assert_eq!(
            read(json!({ "chat": chat, "migrate_to_chat_id": -1007 })),
            Incoming::Migrated { from: -7, to: -1007 }
        );
        let chat = json!({ "id": -1007, "type": "supergroup" });
        assert_eq!(
            read(json!({ "chat": chat, "migrate_from_chat_id": -7 })),
            Incoming::Migrated { from: -7, to: -1007 }
        );
    }

    #[test]
    fn presses_edits_and_memberships() {
        let update =
            |kind: &str, content: Value| read(&json!({ "update_id": 1, kind: content }).to_string(), BOT).unwrap();
        let inaccessible = json!({ "chat": { "id": -3 }, "message_id": 8, "date": 0 });
        let press =
            json!({ "id": "77", "from": { "id": 5, "first_name": "钱" }, "message": inaccessible, "data": "ab" });
        let Incoming::Press(press) = update("callback_query", press) else { panic!("a press") };
        assert_eq!((press.user, press.chat, press.message_id, press.data.as_str()), (5, Some(-3), Some(8), "ab"));

        let edit =
            json!({ "message_id": 4, "date": 1, "edit_date": 9, "chat": { "id": 5, "type": "private" }, "text": "改" });
        let Incoming::PrivateEdited(said) = update("edited_message", edit) else { panic!("an edit") };
        assert_eq!((said.at, said.text.as_deref()), (Moment(9000), Some("改")));

        let member = |chat: Value, status: &str| {
            update(
                "my_chat_member",
                json!({ "chat": chat, "from": { "id": 5 }, "new_chat_member": { "status": status } }),
            )
        };
        let person = json!({ "id": 5, "type": "private" });
        assert_eq!(member(person.clone(), "kicked"), Incoming::Blocked { user: 5, blocked: true });
        assert_eq!(member(person, "member"), Incoming::Blocked { user: 5, blocked: false });
        let group = |status: &str, kind: &str| member(json!({ "id": -9, "type": kind, "title": "镇" }), status);
        let expect = |present, admin, channel| {
            let title = "镇".to_owned();
            let rights = (false, false);
            Incoming::GroupMembership(GroupMembership { chat: -9, title, by: 5, present, admin, channel, rights })
        };
        assert_eq!(group("administrator", "supergroup"), expect(true, true, false));
        assert_eq!(group("left", "group"), expect(false, false, false));
        assert_eq!(group("administrator", "channel"), expect(true, true, true));
        let forum = json!({ "id": -9, "type": "supergroup", "is_forum": true });
        let own = json!({ "status": "administrator", "can_manage_topics": true, "can_pin_messages": true });
        let change = json!({ "chat": forum, "from": { "id": 5 }, "new_chat_member": own });
        let Incoming::GroupMembership(change) = update("my_chat_member", change) else { panic!("a membership") };
        assert_eq!(change.rights, (true, true));
    }

    #[test]
    fn i1_other_updates_are_ignored_by_name_and_nonsense_is_unreadable() {
        for kind in NO_CONCERN {
            let raw = json!({ "update_id": 1, *kind: { "text": "x" } }).to_string();
            assert_eq!(read(&raw, BOT), Ok(Incoming::Ignored { kind: (*kind).to_owned() }));
        }
        let strange = json!({ "update_id": 1, "next_year": { "text": "x" } }).to_string();
        assert_eq!(read(&strange, BOT), Err(Unreadable::UnknownKind));
        assert_eq!(
            ["poll", "Poll", "", "a\u{0}b", "投票"].map(label),
            ["poll", "strange", "strange", "strange", "strange"]
        );
        for raw in ["", "{", "17", "null", "[]", r#"{"update_id":1}"#, r#"{"update_id":1,"message":5}"#] {
            assert!(read(raw, BOT).is_err(), "{raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn i16_no_input_makes_it_panic(raw in "\\PC{0,200}", tail in "(\\\\u?[d-f89a-e0-9]{0,5}){0,9}") {
            let _ = read(&raw, BOT);
            let _ = read(&format!(r#"{{"update_id":1,"message":{{"chat":{{"id":1}},"message_id":1,"text":"{tail}"}}}}"#), BOT);
        }
    }
}
