//! Media shown again by Telegram's own file id, as a fresh message of ours: nothing of the sender's words comes with it.

use serde_json::json;
use teloxide::payloads::{
    SendAnimationSetters, SendAudioSetters, SendDocumentSetters, SendPhotoSetters, SendVideoSetters, SendVoiceSetters,
};
use teloxide::requests::Requester;
use teloxide::types::{ChatId, FileId, InputFile};

use super::bot::Telegram;
use super::fault::{Outcome, SendFault, answer};
use super::send::deliver;
use super::split::{CAPTION_LIMIT, cut};
use crate::notice::letter::Media;

/// Whether Telegram lets this kind of media carry a caption.
pub(super) fn takes_caption(media: &Media) -> bool {
    match media {
        Media::Photo { .. }
        | Media::Voice { .. }
        | Media::Video { .. }
        | Media::Audio { .. }
        | Media::Animation { .. }
        | Media::Document { .. } => true,
        Media::VideoNote { .. } | Media::Sticker { .. } | Media::Location { .. } | Media::Other { .. } => false,
    }
}

macro_rules! captioned {
    ($telegram:expr, $request:expr, $caption:expr) => {{
        let request = $request;
        let request = match $caption {
            Some(words) => request.caption(cut(words, CAPTION_LIMIT)),
            None => request,
        };
        deliver($telegram, request).await
    }};
}

/// Sends it; the caption only where [`takes_caption`] says so.
pub(super) async fn show(
    telegram: &Telegram,
    media: &Media,
    caption: Option<&str>,
    chat: i64,
) -> Result<Option<i64>, SendFault> {
    let (bot, to) = (telegram.bot(), ChatId(chat));
    match media {
        Media::Photo { file } => captioned!(telegram, bot.send_photo(to, by_id(file)), caption),
        Media::Voice { file } => captioned!(telegram, bot.send_voice(to, by_id(file)), caption),
        Media::Video { file } => captioned!(telegram, bot.send_video(to, by_id(file)), caption),
        Media::Audio { file } => captioned!(telegram, bot.send_audio(to, by_id(file)), caption),
        Media::Animation { file } => captioned!(telegram, bot.send_animation(to, by_id(file)), caption),
        Media::Document { file } => captioned!(telegram, bot.send_document(to, by_id(file)), caption),
        Media::VideoNote { file } => deliver(telegram, bot.send_video_note(to, by_id(file))).await,
        Media::Sticker { file } => deliver(telegram, bot.send_sticker(to, by_id(file))).await,
        Media::Location { latitude, longitude } => {
            deliver(telegram, bot.send_location(to, *latitude, *longitude)).await
        }
        Media::Other { chat: from, message_id } => copy(telegram, *from, *message_id, chat).await,
    }
}

/// Copies a message without its sender's caption. Not through teloxide, whose message numbers have 32 bits only.
async fn copy(telegram: &Telegram, from: i64, message_id: i64, chat: i64) -> Result<Option<i64>, SendFault> {
    let parameters = json!({ "chat_id": chat, "from_chat_id": from, "message_id": message_id, "caption": "" });
    match answer(&telegram.raw("copyMessage", &parameters, None).await?, true) {
        Outcome::Delivered(id) => Ok(id),
        Outcome::Fault(fault) => Err(fault),
    }
}

fn by_id(file: &str) -> InputFile {
    InputFile::file_id(FileId(file.to_owned()))
}

/// A plain text to be sent as a file.
pub(super) struct TextFile<'l> {
    /// What it is called.
    pub(super) name: &'l str,
    /// What stands in it.
    pub(super) text: &'l str,
    /// What stands under it.
    pub(super) caption: &'l str,
}

/// Uploads a text as a file. A mark at its beginning tells every phone that it is UTF-8.
pub(super) async fn send_text_file(
    telegram: &Telegram,
    file: &TextFile<'_>,
    chat: i64,
) -> Result<Option<i64>, SendFault> {
    let bytes = format!("\u{feff}{}", file.text).into_bytes();
    let parameters = [("chat_id", chat.to_string()), ("caption", file.caption.to_owned())];
    match answer(&telegram.upload("sendDocument", &parameters, ("document", file.name, bytes)).await?, true) {
        Outcome::Delivered(id) => Ok(id),
        Outcome::Fault(fault) => Err(fault),
    }
}
