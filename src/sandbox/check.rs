//! Checks of a call before anything happens: parameters against the table, texts, lengths and the chat it goes to.

use serde_json::{Map, Value, json};

use super::calls::Refusal;
use super::entities;
use super::html;
use super::methods::Method;
use super::params::Params;
use super::world::{BotRights, World};

/// The longest text, in UTF-16 units after the marks are read.
const TEXT_UNITS: usize = 4096;
/// The longest caption, in UTF-16 units after the marks are read.
const CAPTION_UNITS: usize = 1024;

/// Refuses parameters the method does not have, those of a wrong type, and calls that miss a required one.
pub(super) fn parameters(method: &Method, params: &mut Params) -> Result<(), Refusal> {
    let attached: Vec<String> = attached_names(&params.values);
    for name in params.values.keys().chain(params.files.keys().filter(|name| !attached.contains(name))) {
        if method.param(name).is_none() {
            return Err(Refusal::bad(&format!("unknown parameter \"{name}\" of {}", method.name)));
        }
    }
    params.settle(method)?;
    for param in method.params.iter().filter(|param| param.required) {
        if !params.values.contains_key(param.name) && !params.files.contains_key(param.name) {
            return Err(Refusal::bad(&missing(param.name)));
        }
    }
    Ok(())
}

/// The names of uploads that other parameters point to with `attach://NAME`.
fn attached_names(values: &Map<String, Value>) -> Vec<String> {
    let mut names = Vec::new();
    for value in values.values() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        for piece in text.split("attach://").skip(1) {
            names.push(piece.split(['"', '\\']).next().unwrap_or_default().to_owned());
        }
    }
    names
}

fn missing(name: &str) -> String {
    match name {
        "chat_id" => "chat identifier is empty".to_owned(),
        "text" => "message text is empty".to_owned(),
        "message_id" => "message identifier is not specified".to_owned(),
        "photo" | "video" | "voice" | "audio" | "document" | "animation" | "sticker" => {
            format!("there is no {name} in the request")
        }
        "video_note" => "there is no video note in the request".to_owned(),
        "latitude" | "longitude" => format!("{name} is empty"),
        _ => format!("parameter \"{name}\" is required"),
    }
}

/// A text with its marks read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Formatted {
    pub text: String,
    pub entities: Vec<Value>,
}

/// Where a text stands among the parameters, and how long it may be.
#[derive(Clone, Copy)]
pub(super) enum Words {
    /// `text` of a new message.
    Text,
    /// `text` of an edit.
    EditedText,
    /// `caption`.
    Caption,
}

impl World {
    /// Reads a text or caption with its parse mode or its entities; refuses what the real server refuses.
    pub fn formatted(&self, params: &Map<String, Value>, words: Words) -> Result<Formatted, Refusal> {
        let (key, entities_key) = match words {
            Words::Text | Words::EditedText => ("text", "entities"),
            Words::Caption => ("caption", "caption_entities"),
        };
        let raw = params.get(key).and_then(Value::as_str).unwrap_or("");
        let mode = params.get("parse_mode").and_then(Value::as_str).unwrap_or("");
        let given = match params.get(entities_key) {
            Some(Value::Array(items)) => items.clone(),
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
            _ => Vec::new(),
        };
        let parsed = match mode.to_ascii_lowercase().as_str() {
            "" => Formatted { text: raw.to_owned(), entities: entities::given(raw, &given)? },
            "html" => {
                let (text, entities) =
                    html::parse(raw).map_err(|fault| Refusal::bad(&format!("can't parse entities: {fault}")))?;
                Formatted { text, entities }
            }
            _ => return Err(Refusal::bad("unsupported parse_mode")),
        };
        let mut settled = self.settle_marks(parsed);
        let units = settled.text.encode_utf16().count();
        match words {
            Words::Text | Words::EditedText if units == 0 => Err(Refusal::bad("message text is empty")),
            Words::Text if units > TEXT_UNITS => Err(Refusal::bad("message is too long")),
            Words::EditedText if units > TEXT_UNITS => Err(Refusal::bad("MESSAGE_TOO_LONG")),
            Words::Caption if units > CAPTION_UNITS => Err(Refusal::bad("message caption is too long")),
            Words::Text | Words::EditedText | Words::Caption => {
                settled.entities = entities::with_found(&settled.text, settled.entities);
                Ok(settled)
            }
        }
    }

    /// Trims the text and keeps only mentions of users who exist.
    fn settle_marks(&self, parsed: Formatted) -> Formatted {
        let (text, mut entities) = entities::trim(&parsed.text, parsed.entities);
        entities.retain_mut(|entity| {
            let Some(id) = entity.get("user").and_then(|user| user.get("id")?.as_i64()) else { return true };
            entity["user"] = self.user_json(id);
            self.people.contains_key(&id)
        });
        Formatted { text, entities }
    }

    /// The chat of a call, reachable for the bot.
    pub fn reachable(&self, params: &Params) -> Result<i64, Refusal> {
        let chat = params.chat().ok_or_else(|| Refusal::bad("chat not found"))?;
        self.reachable_chat(chat)?;
        Ok(chat)
    }

    /// Refuses chats that do not exist and groups the bot is not in.
    pub fn reachable_chat(&self, chat: i64) -> Result<(), Refusal> {
        if let Some(to) = self.migrated.get(&chat) {
            return Err(Refusal::migrated(*to));
        }
        let Some(group) = self.groups.get(&chat) else {
            return if self.people.contains_key(&chat) { Ok(()) } else { Err(Refusal::bad("chat not found")) };
        };
        match (group.bot_rights, self.left.get(&chat)) {
            (BotRights::Member | BotRights::Admin, _) => Ok(()),
            (BotRights::None, Some(true)) => {
                Err(Refusal::forbidden(&format!("bot was kicked from the {} chat", group.chat_type())))
            }
            (BotRights::None, Some(false)) => {
                Err(Refusal::forbidden(&format!("bot is not a member of the {} chat", group.chat_type())))
            }
            (BotRights::None, None) => Err(Refusal::bad("chat not found")),
        }
    }

    /// The chat of a call that writes into it.
    pub fn writable(&self, params: &Params) -> Result<i64, Refusal> {
        let chat = self.reachable(params)?;
        if self.blocked.contains(&chat) {
            return Err(Refusal::forbidden("bot was blocked by the user"));
        }
        if chat > 0 && !self.started.contains(&chat) {
            return Err(Refusal::forbidden("bot can't initiate conversation with a user"));
        }
        Ok(chat)
    }

    /// The topic a message goes to; refuses those not there or closed. A group without topics ignores the number.
    pub fn open_thread(&self, chat: i64, thread: Option<i64>) -> Result<Option<i64>, Refusal> {
        let plain_group = self.groups.get(&chat).is_some_and(|group| !group.forum);
        let Some(thread) = thread.filter(|thread| *thread != 0 && !plain_group) else { return Ok(None) };
        let topic = self.talks.get(&chat).and_then(|talk| talk.topics.get(&thread)).filter(|topic| !topic.deleted);
        match topic {
            None => Err(Refusal::bad("message thread not found")),
            Some(topic) if topic.closed => Err(Refusal::bad("TOPIC_CLOSED")),
            Some(_) => Ok(Some(thread)),
        }
    }

    /// The message a new one answers; refuses one that is gone unless the call says to send anyway.
    pub fn replied(&self, chat: i64, params: &Params) -> Result<Option<i64>, Refusal> {
        let Some(reply) = params.object("reply_parameters") else { return Ok(None) };
        let Some(id) = reply.get("message_id").and_then(Value::as_i64) else {
            return Err(Refusal::bad("can't parse reply parameters: Can't find field \"message_id\""));
        };
        let here = reply.get("chat_id").is_none_or(|other| *other == json!(chat));
        if here && self.message(chat, id).is_some() {
            return Ok(Some(id));
        }
        if reply.get("allow_sending_without_reply").and_then(Value::as_bool).unwrap_or(false) {
            return Ok(None);
        }
        Err(Refusal::bad("message to be replied not found"))
    }
}
