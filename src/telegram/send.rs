//! One cleared letter, carried out at Telegram: plain text, mentions by account, buttons; never markup, never a forward.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use teloxide::payloads::{AnswerCallbackQuerySetters, EditMessageTextSetters, SendMessageSetters};
use teloxide::requests::{HasPayload, Payload, Requester};
use teloxide::types::{
    ButtonRequest, CallbackQueryId, ChatId, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
    KeyboardMarkup, LinkPreviewOptions, MessageEntity, MessageEntityKind, MessageId, ReplyMarkup, ReplyParameters,
    ThreadId, User, UserId,
};

use super::bot::Telegram;
use super::fault::{Outcome, SendFault, answer};
use super::split::{ANSWER_LIMIT, CAPTION_LIMIT, MAX_PARTS, PLACEHOLDER_LIMIT, Part, cut, parts};
use super::topics::{Thread, keep};
use crate::id::CadreId;
use crate::notice::gate::Cleared;
use crate::notice::letter::{Act, Button, Letter, Media, Message};

/// What must be known beside the letter to send it; looked up at the moment of sending.
#[derive(Clone, Default)]
pub struct Address {
    /// The chat it goes to.
    pub chat: i64,
    /// The message that stands in the letter's slot now.
    pub slot_message: Option<i64>,
    /// The message it answers.
    pub reply_message: Option<i64>,
    /// The accounts of the cadres it mentions; one without an account stays plain text.
    pub accounts: BTreeMap<CadreId, i64>,
    /// Whether the chat has topics that the bot may run.
    pub runs_topics: bool,
    /// The topic it goes to.
    pub thread: Option<i64>,
    /// The topic it is about, as it was last seen.
    pub topic: Option<Thread>,
    /// How many parts of it have arrived in an earlier try.
    pub parts_done: usize,
    /// How long to wait between two parts.
    pub gap: Duration,
}

/// A letter that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The message that carries its buttons and stands in its slot; none when there is no message, or Telegram did not tell.
    pub message_id: Option<i64>,
}

/// A letter that did not (wholly) arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotSent {
    /// Why.
    pub fault: SendFault,
    /// How many of its parts have arrived by now.
    pub parts_done: usize,
}

impl From<SendFault> for NotSent {
    fn from(fault: SendFault) -> Self {
        Self { fault, parts_done: 0 }
    }
}

/// Carries out a letter. What the act itself makes harmless (already so, already gone) counts as done.
pub async fn send(telegram: &Telegram, letter: &Cleared<Letter>, to: &Address) -> Result<Sent, NotSent> {
    let nothing = Sent { message_id: None };
    match &letter.get().act {
        Act::Send { message, slot } => {
            // A message that will be edited must stay one message.
            let max = if slot.is_some() { 1 } else { MAX_PARTS };
            send_parts(telegram, message, to, max).await
        }
        Act::Edit { message, or_send, .. } => edit(telegram, message, to, *or_send).await,
        Act::Replace { message, .. } => replace(telegram, message, to).await,
        Act::AnswerPress { press, text, alert } => {
            let done = answer_press(telegram, press, text.as_deref(), *alert).await;
            unless(done, &[SendFault::StalePress]).map(|()| nothing)
        }
        Act::React { message_id, emoji } => {
            let done = react(telegram, to.chat, *message_id, emoji).await;
            // A light sign only: where the group allows no such sign, none is given.
            let no_sign = SendFault::Rejected("reaction");
            unless(done, &[SendFault::EditGone, SendFault::NotModified, no_sign]).map(|()| nothing)
        }
        Act::Topic { topic, open } => match to.topic {
            Some(thread) => Ok(keep(telegram, to.chat, thread, (&topic.name, *open)).await.map(|()| nothing)?),
            None => Ok(nothing),
        },
        Act::Pin { .. } => pin(telegram, to).await,
        Act::Menu { menus } => Ok(super::setup::offer(telegram, to.chat, menus).await.map(|()| nothing)?),
        Act::Media { media, caption, otherwise } => {
            let shown = show(telegram, media, caption.as_deref(), to).await;
            match (shown, otherwise) {
                (Err(NotSent { fault: SendFault::Rejected(_) | SendFault::EditGone, .. }), Some(words)) => {
                    let instead = Message { text: words.clone(), ..Message::default() };
                    send_parts(telegram, &instead, &Address { parts_done: 0, ..to.clone() }, 1).await
                }
                (shown, _) => shown,
            }
        }
        Act::File { name, text, caption } => {
            let file = super::media::TextFile { name, text, caption: &cut(caption, CAPTION_LIMIT) };
            let message_id = super::media::send_text_file(telegram, &file, to.chat).await?;
            Ok(Sent { message_id })
        }
        Act::Leave => {
            let done = deliver(telegram, telegram.bot().leave_chat(ChatId(to.chat))).await;
            unless(done, &[SendFault::Blocked, SendFault::CannotInitiate]).map(|()| nothing)
        }
    }
}

/// Some faults leave nothing to be done.
fn unless(done: Result<Option<i64>, SendFault>, harmless: &[SendFault]) -> Result<(), NotSent> {
    match done {
        Ok(_) => Ok(()),
        Err(fault) if harmless.contains(&fault) => Ok(()),
        Err(fault) => Err(fault.into()),
    }
}

async fn send_parts(telegram: &Telegram, message: &Message, to: &Address, max: usize) -> Result<Sent, NotSent> {
    let all = parts(&message.text, &message.mentions, max);
    let Some(last) = all.len().checked_sub(1) else {
        return Err(SendFault::Rejected("empty").into());
    };
    let mut message_id = None;
    for (number, part) in all.iter().enumerate().skip(to.parts_done.min(last)) {
        if number > to.parts_done {
            tokio::time::sleep(to.gap).await;
        }
        let mut request = telegram
            .bot()
            .send_message(ChatId(to.chat), part.text.as_str())
            .link_preview_options(no_preview())
            .disable_notification(message.quiet || number > 0);
        let entities = entities(part, to);
        if !entities.is_empty() {
            request = request.entities(entities);
        }
        if let (0, Some(reply)) = (number, to.reply_message.and_then(number32)) {
            request = request.reply_parameters(ReplyParameters::new(reply).allow_sending_without_reply());
        }
        if let Some(thread) = to.thread.and_then(number32) {
            request = request.message_thread_id(ThreadId(thread));
        }
        if let (true, Some(markup)) = (number == last, markup(message)) {
            request = request.reply_markup(markup);
        }
        match deliver(telegram, request).await {
            Ok(id) => message_id = id,
            Err(fault) => return Err(NotSent { fault, parts_done: number }),
        }
    }
    Ok(Sent { message_id })
}

async fn edit(telegram: &Telegram, message: &Message, to: &Address, or_send: bool) -> Result<Sent, NotSent> {
    if let Some(id) = to.slot_message.and_then(number32) {
        let whole = parts(&message.text, &message.mentions, 1);
        let part = whole.first().cloned().unwrap_or(Part { text: String::new(), mentions: Vec::new() });
        let mut request = telegram
            .bot()
            .edit_message_text(ChatId(to.chat), id, part.text.as_str())
            .link_preview_options(no_preview());
        let entities = entities(&part, to);
        if !entities.is_empty() {
            request = request.entities(entities);
        }
        if !message.buttons.is_empty() {
            request = request.reply_markup(inline(&message.buttons));
        }
        match deliver(telegram, request).await {
            Ok(_) | Err(SendFault::NotModified) => return Ok(Sent { message_id: to.slot_message }),
            Err(SendFault::EditGone) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    match or_send {
        true => send_parts(telegram, message, to, 1).await,
        false => Ok(Sent { message_id: None }),
    }
}

/// Without a sound, and not twice. Where the bot may not pin, the message stays where it is.
async fn pin(telegram: &Telegram, to: &Address) -> Result<Sent, NotSent> {
    let Some(id) = to.slot_message.filter(|id| to.reply_message != Some(*id)) else {
        return Ok(Sent { message_id: None });
    };
    let parameters = json!({ "chat_id": to.chat, "message_id": id, "disable_notification": true });
    match telegram.ask("pinChatMessage", &parameters).await {
        Ok(_) | Err(SendFault::Rejected(_) | SendFault::EditGone) => Ok(Sent { message_id: Some(id) }),
        Err(fault) => Err(fault.into()),
    }
}

/// Telegram says alike that a message is gone and that it cannot be edited: then it is deleted, to be sure.
async fn replace(telegram: &Telegram, message: &Message, to: &Address) -> Result<Sent, NotSent> {
    let nothing = Sent { message_id: None };
    let Some(id) = to.slot_message.and_then(number32) else { return Ok(nothing) };
    let request = telegram.bot().edit_message_text(ChatId(to.chat), id, message.text.as_str());
    match deliver(telegram, request).await {
        Ok(_) | Err(SendFault::NotModified) => return Ok(Sent { message_id: to.slot_message }),
        Err(SendFault::EditGone | SendFault::Rejected(_)) => {}
        Err(fault) => return Err(fault.into()),
    }
    match deliver(telegram, telegram.bot().delete_message(ChatId(to.chat), id)).await {
        Ok(_) | Err(SendFault::EditGone) => Ok(nothing),
        Err(SendFault::Rejected(_)) => Err(SendFault::Rejected("message_stays").into()),
        Err(fault) => Err(fault.into()),
    }
}

async fn answer_press(
    telegram: &Telegram,
    press: &str,
    text: Option<&str>,
    alert: bool,
) -> Result<Option<i64>, SendFault> {
    let mut request = telegram.bot().answer_callback_query(CallbackQueryId(press.to_owned()));
    if let Some(text) = text {
        request = request.text(cut(text, ANSWER_LIMIT)).show_alert(alert);
    }
    deliver(telegram, request).await
}

/// Not through teloxide, whose message numbers have 32 bits only.
async fn react(telegram: &Telegram, chat: i64, message_id: i64, emoji: &str) -> Result<Option<i64>, SendFault> {
    let reaction = json!([{ "type": "emoji", "emoji": emoji }]);
    let parameters = json!({ "chat_id": chat, "message_id": message_id, "reaction": reaction });
    match answer(&telegram.raw("setMessageReaction", &parameters, None).await?, false) {
        Outcome::Delivered(id) => Ok(id),
        Outcome::Fault(fault) => Err(fault),
    }
}

/// Shows a piece of media; where Telegram allows no caption, the caption goes ahead as a message of its own.
async fn show(telegram: &Telegram, media: &Media, caption: Option<&str>, to: &Address) -> Result<Sent, NotSent> {
    let caption = caption.filter(|words| !words.trim().is_empty());
    let mut parts_done = 0;
    if let (Some(words), false) = (caption, super::media::takes_caption(media)) {
        parts_done = 1;
        if to.parts_done == 0 {
            let ahead = Message { text: words.to_owned(), ..Message::default() };
            send_parts(telegram, &ahead, to, 1).await?;
        }
    }
    match super::media::show(telegram, media, caption, to.chat).await {
        Ok(message_id) => Ok(Sent { message_id }),
        Err(fault) => Err(NotSent { fault, parts_done }),
    }
}

/// Sends what teloxide's types have put together, and says what came of it. Not by teloxide's own sending: that sleeps
/// for ten seconds over a server's fault, and throws the codes of refusals away.
pub(super) async fn deliver<R>(telegram: &Telegram, request: R) -> Result<Option<i64>, SendFault>
where
    R: HasPayload,
    R::Payload: Serialize,
{
    let parameters =
        serde_json::to_value(request.payload_ref()).map_err(|_| SendFault::Rejected("parameters_not_json"))?;
    let name = <R::Payload as Payload>::NAME;
    let text = telegram.raw(name, &parameters, None).await?;
    let makes_message = name.starts_with("Send") || name.starts_with("Copy");
    match answer(&text, makes_message) {
        Outcome::Delivered(id) => Ok(id),
        Outcome::Fault(fault) => Err(fault),
    }
}

/// teloxide's ids of messages have 32 bits, as Telegram's have today; a larger one cannot be one of our own messages.
fn number32(message_id: i64) -> Option<MessageId> {
    i32::try_from(message_id).ok().map(MessageId)
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn entities(part: &Part, to: &Address) -> Vec<MessageEntity> {
    let entity = |mention: &crate::notice::letter::Mention| {
        let account = to.accounts.get(&mention.cadre).copied().and_then(|id| u64::try_from(id).ok())?;
        let kind = MessageEntityKind::TextMention { user: someone(account) };
        Some(MessageEntity::new(kind, mention.offset, mention.length))
    };
    part.mentions.iter().filter_map(entity).collect()
}

/// A user of whom only the account matters.
fn someone(account: u64) -> User {
    User {
        id: UserId(account),
        is_bot: false,
        first_name: "-".to_owned(),
        last_name: None,
        username: None,
        language_code: None,
        is_premium: false,
        added_to_attachment_menu: false,
    }
}

fn inline(rows: &[Vec<Button>]) -> InlineKeyboardMarkup {
    let row = |row: &Vec<Button>| {
        row.iter().map(|b| InlineKeyboardButton::callback(b.label.clone(), b.id.as_str())).collect::<Vec<_>>()
    };
    InlineKeyboardMarkup::new(rows.iter().map(row))
}

/// Telegram takes one of the three: buttons, an opened reply box, the permanent keyboard.
fn markup(message: &Message) -> Option<ReplyMarkup> {
    if !message.buttons.is_empty() {
        return Some(ReplyMarkup::InlineKeyboard(inline(&message.buttons)));
    }
    if let Some(placeholder) = &message.ask_reply {
        let placeholder = Some(cut(placeholder, PLACEHOLDER_LIMIT)).filter(|words| !words.trim().is_empty());
        return Some(ReplyMarkup::ForceReply(ForceReply::new().input_field_placeholder(placeholder).selective()));
    }
    let rows = message.keyboard.as_ref()?;
    let row = |row: &Vec<String>| row.iter().map(KeyboardButton::new).collect::<Vec<_>>();
    let place = message.ask_location.as_ref();
    let place = place.map(|label| vec![KeyboardButton::new(label).request(ButtonRequest::Location)]);
    let rows = place.into_iter().chain(rows.iter().map(row));
    Some(ReplyMarkup::Keyboard(KeyboardMarkup::new(rows).resize_keyboard().persistent()))
}
