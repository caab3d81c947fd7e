//! Media shown again by Telegram's own file id, as a fresh message of ours: nothing of the sender's words comes with it.

use teloxide::payloads::{
    CopyMessageSetters, SendAnimationSetters, SendAudioSetters, SendDocumentSetters, SendPhotoSetters,
    SendVideoSetters, SendVoiceSetters,
};
use teloxide::requests::Requester;
use teloxide::types::{ChatId, FileId, InputFile};

use super::bot::Telegram;
use super::fault::SendFault;
use super::send::{deliver, number32};
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
    let bot = telegram.bot();
    let to = ChatId(chat);
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
        Media::Other { chat: from, message_id } => {
            let id = number32(*message_id).ok_or(SendFault::Rejected("copy_gone"))?;
            // An empty caption takes the place of the sender's own.
            let request = bot.copy_message(to, ChatId(*from), id).caption("");
            deliver(telegram, request).await
        }
    }
}

fn by_id(file: &str) -> InputFile {
    InputFile::file_id(FileId(file.to_owned()))
}
