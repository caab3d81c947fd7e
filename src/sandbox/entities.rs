//! Marks in texts: those given, those found, and whom they ping. Offsets count UTF-16 units.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::calls::Refusal;
use super::world::{Message, Person};

/// The kinds a caller may give.
const KINDS: [&str; 20] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
];

/// The length of a text as the Bot API counts it.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The piece of a text an entity covers; `None` when it falls outside or splits a character.
fn piece<'a>(text: &'a str, entity: &Value) -> Option<&'a str> {
    let offset = usize::try_from(entity.get("offset")?.as_i64()?).ok()?;
    let length = usize::try_from(entity.get("length")?.as_i64()?).ok()?;
    let start = byte_at(text, offset)?;
    let end = byte_at(text, offset + length)?;
    text.get(start..end)
}

/// The byte where a UTF-16 offset lies; `None` beyond the end or inside a character.
fn byte_at(text: &str, offset: usize) -> Option<usize> {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen == offset {
            return Some(at);
        }
        seen += c.len_utf16();
    }
    (seen == offset).then_some(text.len())
}

/// Checks entities that came with a text.
pub(super) fn given(text: &str, entities: &[Value]) -> Result<Vec<Value>, Refusal> {
    let all = units(text);
    let mut out = Vec::new();
    for entity in entities {
        let field = |name: &str| {
            entity
                .get(name)
                .and_then(Value::as_i64)
                .ok_or_else(|| Refusal::bad(&format!("can't parse MessageEntity: Can't find field \"{name}\"")))
        };
        let (offset, length) = (field("offset")?, field("length")?);
        let kind = entity.get("type").and_then(Value::as_str).unwrap_or_default();
        if !KINDS.contains(&kind) {
            return Err(Refusal::bad("can't parse MessageEntity: Type of the entity is not supported"));
        }
        if offset < 0 || length < 0 || offset + length > i64::try_from(all).unwrap_or(i64::MAX) {
            return Err(Refusal::bad(&format!(
                "entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {all}"
            )));
        }
        if piece(text, entity).is_none() {
            return Err(Refusal::bad(&format!(
                "entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol"
            )));
        }
        if length > 0 {
            out.push(entity.clone());
        }
    }
    Ok(out)
}

/// Cuts white space off both ends and moves the entities along.
pub(super) fn trim(text: &str, entities: Vec<Value>) -> (String, Vec<Value>) {
    let tail_cut = text.trim_end();
    let kept = tail_cut.trim_start();
    let shift = i64::try_from(units(tail_cut) - units(kept)).unwrap_or(0);
    let end = i64::try_from(units(kept)).unwrap_or(0);
    let entities = entities
        .into_iter()
        .filter_map(|mut entity| {
            let from = (entity.get("offset")?.as_i64()? - shift).max(0);
            let to = (entity.get("offset")?.as_i64()? + entity.get("length")?.as_i64()? - shift).min(end);
            entity["offset"] = json!(from);
            entity["length"] = json!(to - from);
            (to > from).then_some(entity)
        })
        .collect();
    (kept.to_owned(), entities)
}

/// Adds what the server finds by itself: commands, mentions, hashtags and addresses, where nothing is marked yet.
pub(super) fn with_found(text: &str, mut entities: Vec<Value>) -> Vec<Value> {
    let free = |offset: usize, taken: &[Value]| {
        !taken.iter().any(|entity| {
            let from = entity["offset"].as_u64().unwrap_or(0) as usize;
            let to = from + entity["length"].as_u64().unwrap_or(0) as usize;
            (from..to).contains(&offset) && entity["type"] != "bold" && entity["type"] != "italic"
        })
    };
    for (offset, word) in words(text) {
        if let Some((kind, length)) = found_kind(word)
            && free(offset, &entities)
        {
            entities.push(json!({"type": kind, "offset": offset, "length": length}));
        }
    }
    entities.sort_by_key(|entity| entity["offset"].as_u64());
    entities
}

/// The words of a text with their UTF-16 offsets.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        if !trimmed.is_empty() {
            out.push((offset, trimmed));
        }
        offset += units(word);
    }
    out
}

fn found_kind(word: &str) -> Option<(&'static str, usize)> {
    let name = |rest: &str, also_at: bool| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || (also_at && *c == '@')).count()
    };
    if let Some(rest) = word.strip_prefix('/') {
        let length = name(rest, true);
        return (length > 0).then_some(("bot_command", length + 1));
    }
    if let Some(rest) = word.strip_prefix('@') {
        let length = name(rest, false);
        return (length >= 4).then_some(("mention", length + 1));
    }
    if let Some(rest) = word.strip_prefix('#') {
        let tag: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        return (!tag.is_empty()).then(|| ("hashtag", units(&tag) + 1));
    }
    let address = word.starts_with("http://") || word.starts_with("https://");
    (address && word.len() > 8).then(|| ("url", units(word)))
}

/// The entities of a message, of its text or its caption.
pub(super) fn of(message: &Message) -> Vec<Value> {
    let listed = ["entities", "caption_entities"].iter().find_map(|key| message.body.get(*key)?.as_array());
    listed.cloned().unwrap_or_default()
}

/// The users a text pings: by a mention with a number, or by username.
pub(super) fn pings(text: &str, entities: &[Value], people: &BTreeMap<i64, Person>) -> Vec<i64> {
    let mut out = Vec::new();
    for entity in entities {
        let user = match entity["type"].as_str() {
            Some("text_mention") => entity["user"]["id"].as_i64(),
            Some("mention") => piece(text, entity).and_then(|name| by_username(name.trim_start_matches('@'), people)),
            _ => None,
        };
        out.extend(user.filter(|id| !out.contains(id)));
    }
    out
}

fn by_username(name: &str, people: &BTreeMap<i64, Person>) -> Option<i64> {
    let same = |person: &&Person| person.username.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name));
    people.values().find(same).map(|person| person.id)
}
