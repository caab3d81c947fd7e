//! What can be looked at from outside: messages as they stand, the journal of calls, answers to presses.

use serde::Serialize;
use serde_json::Value;

use super::Sandbox;
use super::entities;
use super::world::{Message, World};

/// One call of the bot, as it was received and answered.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// When, by the make-believe clock.
    pub at_ms: i64,
    /// The method, spelled as the Bot API spells it.
    pub method: String,
    /// Its parameters; files by name and size.
    pub params: Value,
    /// Whether the bot was told that it went well.
    pub ok: bool,
    /// The text of the refusal or the fault.
    pub error: Option<String>,
    /// What was answered, when it went well (updates are not repeated here).
    pub result: Value,
}

impl Call {
    /// The chat the call was about, if it named one.
    pub fn chat(&self) -> Option<i64> {
        let chat = self.params.get("chat_id")?;
        chat.as_i64().or_else(|| chat.as_str()?.parse().ok())
    }
}

/// What the bot answered to a press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallbackAnswer {
    /// The words shown, if any.
    pub text: Option<String>,
    /// Whether they were shown as an alert to be closed by hand.
    pub alert: bool,
    /// When, by the make-believe clock.
    pub at_ms: i64,
}

/// A message as a person sees it now.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Its number in its chat.
    pub id: i64,
    /// Who wrote it.
    pub from: i64,
    /// Whether the bot wrote it.
    pub from_bot: bool,
    /// `text`, `photo`, `voice`, … or `service`.
    pub kind: String,
    /// The text, or the caption.
    pub text: String,
    /// The marks in the text, as the Bot API writes them.
    pub entities: Vec<Value>,
    /// The users it pings by number.
    pub pings: Vec<i64>,
    /// The inline buttons, row by row: label and data (or address).
    pub buttons: Vec<Vec<(String, String)>>,
    /// The reply keyboard it brings, row by row.
    pub reply_keyboard: Option<Vec<Vec<String>>>,
    /// Whether it takes the reply keyboard away.
    pub removes_keyboard: bool,
    /// Whether it asks for a reply.
    pub force_reply: bool,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// The topic it stands in.
    pub thread: Option<i64>,
    /// The album it belongs to.
    pub album: Option<String>,
    /// Whether it was edited.
    pub edited: bool,
    /// Its earlier texts, oldest first.
    pub edits: Vec<String>,
    /// When it was sent, by the make-believe clock.
    pub at_ms: i64,
    /// When it was sent, by the machine's own clock, which nobody stops or pushes.
    pub machine_ms: i64,
    /// The reactions on it, by user.
    pub reactions: Vec<(i64, String)>,
    /// Whether it came without a sound.
    pub silent: bool,
    /// Whether forwarding and saving are forbidden.
    pub protect: bool,
    /// Whether it is gone.
    pub deleted: bool,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Its file, if it has one.
    pub file_id: Option<String>,
    /// Its content as the Bot API writes it.
    pub body: Value,
}

impl Sandbox {
    /// The chats in which something was said.
    pub fn chats(&self) -> Vec<i64> {
        self.shared.world().talks.keys().copied().collect()
    }
}

impl World {
    /// The messages of a chat as they now stand, in order, the deleted ones marked.
    pub fn seen(&self, chat: i64) -> Vec<Seen> {
        let Some(talk) = self.talks.get(&chat) else { return Vec::new() };
        talk.messages
            .values()
            .map(|message| Seen { pinned: talk.pinned.contains(&message.id), ..self.seen_one(message) })
            .collect()
    }

    fn seen_one(&self, message: &Message) -> Seen {
        let markup = message.markup.as_ref();
        let entities = entities::of(message);
        Seen {
            id: message.id,
            from: message.from,
            from_bot: message.from == self.bot.id,
            kind: if message.service { "service".to_owned() } else { message.kind.clone() },
            text: message.words().to_owned(),
            pings: entities::pings(message.words(), &entities, &self.people),
            entities,
            buttons: message.inline_rows().map(|rows| rows.iter().map(button_row).collect()).unwrap_or_default(),
            reply_keyboard: markup
                .and_then(|markup| markup.get("keyboard")?.as_array())
                .map(|rows| rows.iter().map(label_row).collect()),
            removes_keyboard: markup.is_some_and(|markup| markup.get("remove_keyboard").is_some()),
            force_reply: markup.is_some_and(|markup| markup.get("force_reply").is_some()),
            reply_to: message.reply_to,
            thread: message.thread,
            album: message.album.clone(),
            edited: message.edited_ms.is_some(),
            edits: message.edits.clone(),
            at_ms: message.at_ms,
            machine_ms: message.machine_ms,
            reactions: message
                .reactions
                .iter()
                .flat_map(|(user, emoji)| emoji.iter().map(|emoji| (*user, emoji.clone())))
                .collect(),
            silent: message.silent,
            protect: message.protect,
            deleted: message.deleted,
            pinned: false,
            file_id: file_id(message),
            body: Value::Object(message.body.clone()),
        }
    }
}

fn button_row(row: &Value) -> Vec<(String, String)> {
    let buttons = row.as_array().map(Vec::as_slice).unwrap_or_default();
    buttons
        .iter()
        .map(|button| {
            let data = ["callback_data", "url"].iter().find_map(|key| button.get(*key)?.as_str());
            (label(button), data.unwrap_or_default().to_owned())
        })
        .collect()
}

fn label_row(row: &Value) -> Vec<String> {
    row.as_array().map(Vec::as_slice).unwrap_or_default().iter().map(label).collect()
}

/// What stands on a button.
pub(super) fn label(button: &Value) -> String {
    button.as_str().or_else(|| button.get("text")?.as_str()).unwrap_or_default().to_owned()
}

/// The file of a message; of a photo the largest size.
pub(super) fn file_id(message: &Message) -> Option<String> {
    let media = message.body.get(&message.kind)?;
    let file = media.as_array().map_or(Some(media), |sizes| sizes.last())?;
    file.get("file_id")?.as_str().map(str::to_owned)
}

impl Sandbox {
    /// The messages of a chat as they now stand, in order, the deleted ones marked.
    pub fn messages(&self, chat: i64) -> Vec<Seen> {
        self.shared.world().seen(chat)
    }

    /// Every call of the bot so far, in order.
    pub fn journal(&self) -> Vec<Call> {
        self.shared.world().journal.clone()
    }

    /// How many calls of the bot there were so far.
    pub fn calls(&self) -> usize {
        self.shared.world().journal.len()
    }

    /// The calls of the bot after the first `seen` ones.
    pub fn journal_since(&self, seen: usize) -> Vec<Call> {
        self.shared.world().journal.iter().skip(seen).cloned().collect()
    }

    /// What the bot answered to a press, if it did.
    pub fn answer_to(&self, callback_id: &str) -> Option<CallbackAnswer> {
        self.shared.world().presses.get(callback_id)?.answer.clone()
    }

    /// How many updates the bot has not confirmed.
    pub fn pending_updates(&self) -> usize {
        self.shared.world().queue.pending()
    }

    /// How many times the bot has asked for updates, answered or still waiting.
    pub fn polls(&self) -> u64 {
        self.shared.world().queue.polls()
    }

    /// The highest offset the bot has asked from.
    pub fn confirmed_offset(&self) -> i64 {
        self.shared.world().queue.confirmed_offset()
    }
}
