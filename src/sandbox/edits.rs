//! The methods that change what stands: edits, deletion, reactions, answers to presses, the bot's own settings.

use serde_json::{Map, Value, json};

use super::calls::{Outcome, Refusal};
use super::check::Words;
use super::look::CallbackAnswer;
use super::markup;
use super::params::Params;
use super::send::words_body;
use super::updates::PRESS_MS;
use super::world::{BotRights, World};

/// A bot deletes messages younger than this.
const DELETE_MS: i64 = 48 * 3_600_000;

/// The reactions a bot may set.
pub(super) const REACTIONS: [&str; 73] = [
    "❤",
    "👍",
    "👎",
    "🔥",
    "🥰",
    "👏",
    "😁",
    "🤔",
    "🤯",
    "😱",
    "🤬",
    "😢",
    "🎉",
    "🤩",
    "🤮",
    "💩",
    "🙏",
    "👌",
    "🕊",
    "🤡",
    "🥱",
    "🥴",
    "😍",
    "🐳",
    "❤\u{200d}🔥",
    "🌚",
    "🌭",
    "💯",
    "🤣",
    "⚡",
    "🍌",
    "🏆",
    "💔",
    "🤨",
    "😐",
    "🍓",
    "🍾",
    "💋",
    "🖕",
    "😈",
    "😴",
    "😭",
    "🤓",
    "👻",
    "👨\u{200d}💻",
    "👀",
    "🎃",
    "🙈",
    "😇",
    "😨",
    "🤝",
    "✍",
    "🤗",
    "🫡",
    "🎅",
    "🎄",
    "☃",
    "💅",
    "🤪",
    "🗿",
    "🆒",
    "💘",
    "🙉",
    "🦄",
    "😘",
    "💊",
    "🙊",
    "😎",
    "👾",
    "🤷\u{200d}♂",
    "🤷",
    "🤷\u{200d}♀",
    "😡",
];

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
    same as a current content and reply markup of the message";

impl World {
    /// `editMessageText`, `editMessageCaption`, `editMessageReplyMarkup`.
    pub fn edit(&mut self, method: &str, params: &Params) -> Outcome {
        if params.values.contains_key("inline_message_id") {
            return Err(Refusal::bad("MESSAGE_ID_INVALID"));
        }
        let (chat, id) = self.edited(params)?;
        let markup = markup::read(params.object("reply_markup"), true)?;
        let Some(message) = self.message(chat, id) else { return Err(Refusal::bad("message to edit not found")) };
        let mut body = message.body.clone();
        match method {
            "editMessageText" if message.kind != "text" => {
                return Err(Refusal::bad("there is no text in the message to edit"));
            }
            "editMessageText" => {
                let words = self.formatted(&params.values, Words::EditedText)?;
                replace_words(
                    &mut body,
                    "text",
                    "entities",
                    words_body("text", "entities", words.text, words.entities),
                );
            }
            "editMessageCaption" if message.kind == "text" => {
                return Err(Refusal::bad("there is no caption in the message to edit"));
            }
            "editMessageCaption" => {
                let words = self.formatted(&params.values, Words::Caption)?;
                let caption = words_body("caption", "caption_entities", words.text, words.entities);
                replace_words(&mut body, "caption", "caption_entities", caption);
            }
            _ => {}
        }
        if message.body == body && message.markup == markup {
            return Err(Refusal::bad(NOT_MODIFIED));
        }
        let now_ms = self.clock.now_ms();
        if let Some(message) = self.message_mut(chat, id) {
            if message.body != body {
                let before = message.words().to_owned();
                message.edits.push(before);
                message.edited_ms = Some(now_ms);
            }
            message.body = body;
            message.markup = markup;
        }
        Ok(self.message(chat, id).map(|message| self.message_json(message)).unwrap_or_default())
    }

    /// The message an edit means, if the bot may edit it.
    fn edited(&self, params: &Params) -> Result<(i64, i64), Refusal> {
        if !params.values.contains_key("chat_id") {
            return Err(Refusal::bad("chat identifier is empty"));
        }
        let chat = self.writable(params)?;
        let Some(id) = params.int("message_id") else {
            return Err(Refusal::bad("message identifier is not specified"));
        };
        let message = self.message(chat, id).ok_or_else(|| Refusal::bad("message to edit not found"))?;
        let plain = message.markup.as_ref().is_none_or(|markup| markup.get("inline_keyboard").is_some());
        if message.from != self.bot.id || message.service || !plain {
            return Err(Refusal::bad("message can't be edited"));
        }
        Ok((chat, id))
    }

    /// `deleteMessage`.
    pub fn delete_message(&mut self, params: &Params) -> Outcome {
        let chat = self.reachable(params)?;
        let id = params.int("message_id").unwrap_or(0);
        let now_ms = self.clock.now_ms();
        let (own, admin) = (self.bot.id, self.bot_rights(chat) == BotRights::Admin);
        let Some(message) = self.message_mut(chat, id) else {
            return Err(Refusal::bad("message to delete not found"));
        };
        let allowed = message.from == own || chat > 0 || admin;
        if !allowed || now_ms - message.at_ms > DELETE_MS {
            return Err(Refusal::bad("message can't be deleted"));
        }
        message.deleted = true;
        Ok(json!(true))
    }

    /// `setMessageReaction`: one emoji from the fixed list, or none.
    pub fn set_reaction(&mut self, params: &Params) -> Outcome {
        let chat = self.writable(params)?;
        let id = params.int("message_id").unwrap_or(0);
        let wanted = params.array("reaction").unwrap_or_default();
        if wanted.len() > 1 {
            return Err(Refusal::bad("REACTIONS_TOO_MANY"));
        }
        let mut emoji = Vec::new();
        for reaction in &wanted {
            let one = reaction.get("emoji").and_then(Value::as_str).unwrap_or_default();
            if reaction["type"] != "emoji" || !REACTIONS.contains(&one.trim_end_matches('\u{fe0f}')) {
                return Err(Refusal::bad("REACTION_INVALID"));
            }
            emoji.push(one.to_owned());
        }
        let bot = self.bot.id;
        let message = self.message_mut(chat, id).ok_or_else(|| Refusal::bad("message to react not found"))?;
        if emoji.is_empty() {
            message.reactions.remove(&bot);
        } else {
            message.reactions.insert(bot, emoji);
        }
        Ok(json!(true))
    }

    /// `answerCallbackQuery`: once, while the press is fresh.
    pub fn answer_press(&mut self, params: &Params) -> Outcome {
        let now_ms = self.clock.now_ms();
        let text = params.text("text").map(str::to_owned);
        if text.as_ref().is_some_and(|text| text.encode_utf16().count() > 200) {
            return Err(Refusal::bad("MESSAGE_TOO_LONG"));
        }
        let press = self.presses.get_mut(params.text("callback_query_id").unwrap_or_default());
        let Some(press) = press.filter(|press| now_ms - press.at_ms <= PRESS_MS && press.answer.is_none()) else {
            let text = "query is too old and response timeout expired or query ID is invalid";
            return Err(Refusal::bad(text));
        };
        press.answer = Some(CallbackAnswer { text, alert: params.flag("show_alert"), at_ms: now_ms });
        Ok(json!(true))
    }

    /// `setMyCommands` and the bot's descriptions.
    pub fn set_mine(&mut self, method: &str, params: &Params) -> Outcome {
        for command in params.array("commands").unwrap_or_default() {
            let name = command.get("command").and_then(Value::as_str).unwrap_or_default();
            let words = command.get("description").and_then(Value::as_str).unwrap_or_default();
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !(1..=32).contains(&name.len()) || !name.chars().all(plain) {
                return Err(Refusal::bad("BOT_COMMAND_INVALID"));
            }
            if !(1..=256).contains(&words.chars().count()) {
                return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
            }
        }
        let too_long = |name: &str, most: usize| params.text(name).is_some_and(|text| text.chars().count() > most);
        if too_long("description", 512) || too_long("short_description", 120) {
            return Err(Refusal::bad("description is too long"));
        }
        let scope = params.values.get("scope").map(Value::to_string).unwrap_or_default();
        let language = params.text("language_code").unwrap_or_default();
        self.settings.insert(format!("{method} {scope} {language}"), Value::Object(params.values.clone()));
        Ok(json!(true))
    }
}

fn replace_words(body: &mut Map<String, Value>, key: &str, entities_key: &str, words: Map<String, Value>) {
    body.remove(key);
    body.remove(entities_key);
    body.extend(words.into_iter().filter(|(_, value)| value.as_str() != Some("")));
}
