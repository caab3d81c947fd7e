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
}

/// Reads one raw update; `bot` is our own account, to know answers to our own messages.
pub fn read(raw: &str, bot: i64) -> Result<Incoming, Unreadable> {
    let update: Value = match serde_json::from_str(raw) {
        Ok(update) => update,
        Err(_) => serde_json::from_str(&without_lone_surrogates(raw)).map_err(|_| Unreadable::NotJson)?,
    };
    let fields = update.as_object().ok_or(Unreadable::NoUpdate)?;
    let (kind, content) = fields.iter().find(|(name, _)| *name != "update_id").ok_or(Unreadable::NoUpdate)?;
    match kind.as_str() {
        "message" => message(content, bot),
        "edited_message" => edited(content, bot),
        "callback_query" => press(content),
        "my_chat_member" => membership(content),
        _ => Ok(ignored(kind)),
    }
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
        forwarded,
    })
}

/// Who speaks: nobody when an account stands in for an anonymous administrator or a channel.
fn speaker(message: &Value, chat: i64) -> Option<i64> {
    if message.get("sender_chat").is_some() {
        return None;
    }
    let user = match int(message, "/from/id") {
        Some(user) => user,
        None if matches!(place(message, chat), Place::Private) => chat,
        None => return None,
    };
    (user > 0 && !NOBODY.contains(&user)).then_some(user)
}

fn press(query: &Value) -> Result<Incoming, Unreadable> {
    Ok(Incoming::Press(Press {
        id: text(query, "/id").ok_or(Unreadable::Missing("callback_query.id"))?.to_owned(),
        user: int(query, "/from/id").ok_or(Unreadable::Missing("from.id"))?,
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
    let restricted_member = status == "restricted" && flag(change, "/new_chat_member/is_member");
    let admin = matches!(status, "administrator" | "creator");
    Ok(Incoming::GroupMembership(GroupMembership {
        chat,
        title: text(change, "/chat/title").unwrap_or_default().to_owned(),
        by: int(change, "/from/id").unwrap_or(0),
        present: admin || status == "member" || restricted_member,
        admin,
        channel: matches!(place, Place::Channel),
    }))
}

fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path).and_then(Value::as_str)
}

fn int(value: &Value, path: &str) -> Option<i64> {
    value.pointer(path).and_then(Value::as_i64)
}

fn flag(value: &Value, path: &str) -> bool {
    value.pointer(path).and_then(Value::as_bool).unwrap_or(false)
}

fn name(user: Option<&Value>) -> String {
    let Some(user) = user else { return String::new() };
    let names = [text(user, "/first_name"), text(user, "/last_name")];
    names.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same JSON with every half of a surrogate pair that stands alone written as U+FFFD: JSON may carry them,
/// Unicode text cannot.
fn without_lone_surrogates(raw: &str) -> Cow<'_, str> {
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
