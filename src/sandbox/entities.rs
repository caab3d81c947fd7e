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
    let end = byte_at(text, offset.saturating_add(length))?;
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
        if offset < 0 || length < 0 || offset.saturating_add(length) > i64::try_from(all).unwrap_or(i64::MAX) {
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
    for (offset, rest) in starts(text) {
        if let Some((kind, length)) = found_kind(rest)
            && free(offset, &entities)
        {
            entities.push(json!({"type": kind, "offset": offset, "length": length}));
        }
    }
    entities.sort_by_key(|entity| entity["offset"].as_u64());
    entities
}

/// The places where a command, a mention, a tag or an address may begin: after no letter or digit.
fn starts(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let (mut offset, mut before) = (0, ' ');
    for (at, c) in text.char_indices() {
        let after_word = before.is_alphanumeric() || matches!(before, '_' | '/' | '<' | '>' | '@');
        if matches!(c, '/' | '@' | '#') && !after_word || c == 'h' && !before.is_ascii_alphanumeric() {
            out.push((offset, &text[at..]));
        }
        offset += c.len_utf16();
        before = c;
    }
    out
}

/// What begins here, and how long it is in UTF-16 units.
fn found_kind(rest: &str) -> Option<(&'static str, usize)> {
    let run = |from: usize, fits: fn(char) -> bool| {
        rest.get(from..).map_or(0, |tail| tail.chars().take_while(|c| fits(*c)).map(char::len_utf16).sum())
    };
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (kind, least, length) = match rest.chars().next()? {
        '/' => ("bot_command", 1, run(1, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '@'))),
        '@' => ("mention", 4, run(1, name)),
        '#' => ("hashtag", 1, run(1, |c| c.is_alphanumeric() || c == '_')),
        _ => {
            let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme))?;
            let length: usize = run(scheme.len(), |c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'));
            return (length > 0).then_some(("url", scheme.len() + length));
        }
    };
    (length >= least).then_some((kind, length + 1))
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

#[cfg(test)]
mod tests {
    use super::{given, trim, with_found};
    use serde_json::{Value, json};

    fn found(text: &str) -> String {
        let marks = with_found(text, Vec::new());
        let one = |e: &Value| format!("{}@{}+{}", e["type"].as_str().unwrap(), e["offset"], e["length"]);
        marks.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_server_finds_commands_mentions_tags_and_addresses() {
        assert_eq!(found("/start abc"), "bot_command@0+6");
        assert_eq!(found("/bind@minqing_bot"), "bot_command@0+17");
        assert_eq!(found("看过了，@qianjin跟供电所"), "mention@4+8");
        assert_eq!(found("邮箱 a@example 1/2 @abc"), "");
        assert_eq!(found("😀 #路灯。"), "hashtag@3+3");
        assert_eq!(found("点https://t.me/b?start=a，绑定"), "url@1+22");
    }

    #[test]
    fn given_marks_must_lie_within_the_text_and_split_no_character() {
        let bold = |offset: i64, length: i64| vec![json!({"type": "bold", "offset": offset, "length": length})];
        assert_eq!(given("a😀", &bold(1, 2)).unwrap().len(), 1);
        assert!(given("a😀", &bold(1, 1)).unwrap_err().text.contains("middle of a UTF-16 symbol"));
        assert!(given("a😀", &bold(1, 3)).unwrap_err().text.contains("ends after the end of the text"));
        assert!(given("a", &[json!({"type": "shout", "offset": 0, "length": 1})]).is_err());
        assert_eq!(trim(" \n路灯 ", bold(0, 3)), ("路灯".to_owned(), bold(0, 1)));
    }
}
