//! What came with a message: every kind the Bot API knows, and an honest `unknown` for those it will know one day.

use serde_json::Value;

use crate::desk::incoming::Attachment;
use crate::notice::letter::Media;

/// The kinds of content, in the order in which they are looked for: a venue also carries a location, an animation
/// a document, a live photo a photo.
const CONTENT: &[&str] = &[
    "venue",
    "location",
    "animation",
    "live_photo",
    "photo",
    "voice",
    "video",
    "video_note",
    "audio",
    "document",
    "sticker",
    "contact",
    "dice",
    "poll",
    "checklist",
    "story",
    "paid_media",
    "game",
    "invoice",
    "giveaway",
    "giveaway_winners",
    "web_app_data",
    "rich_message",
];

/// Messages Telegram itself writes about the chat; nobody says anything with them.
const SERVICE: &[&str] = &[
    "new_chat_members",
    "new_chat_member",
    "new_chat_participant",
    "left_chat_member",
    "left_chat_participant",
    "chat_owner_left",
    "chat_owner_changed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "pinned_message",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "user_shared",
    "chat_shared",
    "gift",
    "unique_gift",
    "gift_upgrade_sent",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway_completed",
    "managed_bot_created",
    "paid_message_price_changed",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
];

/// The kind of a service message; none when somebody says something.
pub(super) fn service(message: &Value) -> Option<&'static str> {
    if message.get("text").is_some() || CONTENT.iter().any(|kind| message.get(kind).is_some()) {
        return None;
    }
    SERVICE.iter().find(|kind| message.get(*kind).is_some()).copied()
}

/// What came with the message or instead of text; none for plain text.
pub(super) fn attachment(message: &Value, chat: i64, message_id: i64) -> Option<Attachment> {
    let copy = Media::Other { chat, message_id };
    if let Some((kind, content)) = CONTENT.iter().find_map(|kind| message.get(*kind).map(|content| (*kind, content))) {
        let media = media(kind, content, message).unwrap_or(copy);
        return Some(Attachment { kind: kind.to_owned(), media, words: words(kind, content) });
    }
    match message.get("text").is_some_and(Value::is_string) {
        true => None,
        false => Some(Attachment { kind: "unknown".to_owned(), media: copy, words: None }),
    }
}

/// How to show it again without its text; none when the facts for it are missing.
fn media(kind: &str, content: &Value, message: &Value) -> Option<Media> {
    let file =
        |value: &Value| value.get("file_id").and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned);
    match kind {
        "photo" => Some(Media::Photo { file: largest(content)? }),
        "live_photo" => {
            let photo = message.get("photo").or_else(|| content.get("photo"))?;
            Some(Media::Photo { file: largest(photo)? })
        }
        "voice" => Some(Media::Voice { file: file(content)? }),
        "video" => Some(Media::Video { file: file(content)? }),
        "video_note" => Some(Media::VideoNote { file: file(content)? }),
        "audio" => Some(Media::Audio { file: file(content)? }),
        "animation" => Some(Media::Animation { file: file(content)? }),
        "document" => Some(Media::Document { file: file(content)? }),
        "sticker" => Some(Media::Sticker { file: file(content)? }),
        "location" => location(content),
        "venue" => location(content.get("location")?),
        "paid_media" => content.get("paid_media")?.as_array()?.iter().find_map(paid),
        _ => None,
    }
}

/// Paid media cannot be copied, but shown by its file, if it came with one.
fn paid(item: &Value) -> Option<Media> {
    if let Some(photo) = item.get("photo") {
        return Some(Media::Photo { file: largest(photo)? });
    }
    let file = item.get("video")?.get("file_id")?.as_str()?;
    Some(Media::Video { file: file.to_owned() })
}

fn largest(sizes: &Value) -> Option<String> {
    let area = |size: &Value| {
        let side = |name: &str| size.get(name).and_then(Value::as_i64).unwrap_or(0);
        side("width").saturating_mul(side("height"))
    };
    let sizes = sizes.as_array()?.iter().filter(|size| size.get("file_id").is_some_and(Value::is_string));
    sizes.max_by_key(|size| area(size)).and_then(|size| size.get("file_id")?.as_str().map(str::to_owned))
}

fn location(content: &Value) -> Option<Media> {
    let degrees = |name: &str| content.get(name).and_then(Value::as_f64);
    Some(Media::Location { latitude: degrees("latitude")?, longitude: degrees("longitude")? })
}

/// Readable words inside the content, a line each.
fn words(kind: &str, content: &Value) -> Option<String> {
    let line = |names: &[&str]| {
        let found = names.iter().filter_map(|name| content.get(*name)?.as_str());
        found.collect::<Vec<_>>().join(" ")
    };
    let lines = match kind {
        "contact" => vec![line(&["first_name", "last_name", "phone_number"])],
        "venue" => vec![line(&["title", "address"])],
        "game" | "invoice" => vec![line(&["title", "description"])],
        "web_app_data" => vec![line(&["data"])],
        "dice" | "sticker" => vec![line(&["emoji"])],
        "poll" => [line(&["question"])].into_iter().chain(texts(content, "options")).collect(),
        "checklist" => [line(&["title"])].into_iter().chain(texts(content, "tasks")).collect(),
        "rich_message" => {
            let mut found = Vec::new();
            every_text(content, 0, &mut found);
            found
        }
        _ => return None,
    };
    let words = lines.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
    (!words.is_empty()).then_some(words)
}

fn texts(content: &Value, list: &str) -> impl Iterator<Item = String> {
    let items = content.get(list).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.get("text")?.as_str().map(str::to_owned))
}

/// Every string called `text`, however deep (to a limit); for content whose shape may still change.
fn every_text(value: &Value, depth: usize, out: &mut Vec<String>) {
    match value {
        Value::Array(items) if depth < 32 => items.iter().for_each(|item| every_text(item, depth + 1, out)),
        Value::Object(fields) if depth < 32 => {
            for (name, inner) in fields {
                match inner {
                    Value::String(text) if name == "text" => out.push(text.clone()),
                    inner => every_text(inner, depth + 1, out),
                }
            }
        }
        _ => {}
    }
}
