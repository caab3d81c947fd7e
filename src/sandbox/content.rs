//! What people send: texts, pictures, voices, places and the rest, as the Bot API writes them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::entities;
use super::world::World;

/// A piece of content a person can send.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Media {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A picture.
    Photo,
    /// A voice message.
    Voice,
    /// A video.
    Video,
    /// A round video.
    VideoNote,
    /// A file.
    Document {
        /// Its name.
        file_name: String,
    },
    /// A piece of music.
    Audio,
    /// A picture that moves.
    Animation,
    /// A sticker.
    Sticker {
        /// What it stands for.
        emoji: String,
    },
    /// A point on the map.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// A point on the map with a name.
    Venue {
        /// Its name.
        title: String,
        /// Its address.
        address: String,
    },
    /// Someone's telephone number.
    Contact {
        /// The number.
        phone_number: String,
        /// Whose it is.
        first_name: String,
        /// Their user number, if they have one.
        #[serde(default)]
        user_id: Option<i64>,
    },
    /// A throw of dice.
    Dice {
        /// What came up.
        value: u8,
    },
    /// A question with answers to choose from.
    Poll {
        /// The question.
        question: String,
        /// The answers.
        options: Vec<String>,
    },
    /// Any other field of a message, as the Bot API writes it.
    Raw {
        /// The field's name, for instance `story`.
        field: String,
        /// Its value.
        value: Value,
    },
}

impl Media {
    /// The name of the field that carries it.
    pub(super) fn field(&self) -> &str {
        match self {
            Self::Text { .. } => "text",
            Self::Photo => "photo",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::VideoNote => "video_note",
            Self::Document { .. } => "document",
            Self::Audio => "audio",
            Self::Animation => "animation",
            Self::Sticker { .. } => "sticker",
            Self::Location { .. } => "location",
            Self::Venue { .. } => "venue",
            Self::Contact { .. } => "contact",
            Self::Dice { .. } => "dice",
            Self::Poll { .. } => "poll",
            Self::Raw { field, .. } => field,
        }
    }
}

/// What a person sends, with where it goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    /// The content itself.
    #[serde(flatten)]
    pub media: Media,
    /// Words under a picture, a voice, a video or a file.
    #[serde(default)]
    pub caption: Option<String>,
    /// The message it answers.
    #[serde(default)]
    pub reply_to: Option<i64>,
    /// The topic it is sent to.
    #[serde(default)]
    pub thread: Option<i64>,
    /// The album it is part of.
    #[serde(default)]
    pub media_group_id: Option<String>,
    /// The user it was forwarded from.
    #[serde(default)]
    pub forwarded_from: Option<i64>,
    /// The name it was forwarded from, when that user hides their account.
    #[serde(default)]
    pub forwarded_name: Option<String>,
    /// Entities in place of those found in the text.
    #[serde(default)]
    pub entities: Option<Vec<Value>>,
}

impl From<Media> for Content {
    fn from(media: Media) -> Self {
        Self {
            media,
            caption: None,
            reply_to: None,
            thread: None,
            media_group_id: None,
            forwarded_from: None,
            forwarded_name: None,
            entities: None,
        }
    }
}

impl Content {
    /// Words.
    pub fn text(text: &str) -> Self {
        Media::Text { text: text.to_owned() }.into()
    }

    /// With words under it.
    #[must_use]
    pub fn caption(self, caption: &str) -> Self {
        Self { caption: Some(caption.to_owned()), ..self }
    }

    /// As an answer to a message.
    #[must_use]
    pub fn reply_to(self, message_id: i64) -> Self {
        Self { reply_to: Some(message_id), ..self }
    }

    /// In a topic.
    #[must_use]
    pub fn in_thread(self, thread: i64) -> Self {
        Self { thread: Some(thread), ..self }
    }

    /// As part of an album.
    #[must_use]
    pub fn in_album(self, media_group_id: &str) -> Self {
        Self { media_group_id: Some(media_group_id.to_owned()), ..self }
    }

    /// Forwarded from a user.
    #[must_use]
    pub fn forwarded_from(self, user: i64) -> Self {
        Self { forwarded_from: Some(user), ..self }
    }

    /// Forwarded from someone who hides their account.
    #[must_use]
    pub fn forwarded_name(self, name: &str) -> Self {
        Self { forwarded_name: Some(name.to_owned()), ..self }
    }
}

impl World {
    /// The fields of a message with this content.
    pub fn body_of(&mut self, content: &Content) -> Map<String, Value> {
        let field = content.media.field().to_owned();
        let mut body = Map::new();
        let value = match &content.media {
            Media::Text { text } => {
                insert_words(&mut body, "entities", text, content.entities.as_ref());
                json!(text)
            }
            Media::Location { latitude, longitude } => json!({"latitude": latitude, "longitude": longitude}),
            Media::Venue { title, address } => {
                let location = json!({"latitude": 30.2, "longitude": 104.1});
                body.insert("location".to_owned(), location.clone());
                json!({"location": location, "title": title, "address": address})
            }
            Media::Contact { phone_number, first_name, user_id } => {
                let mut contact = json!({"phone_number": phone_number, "first_name": first_name});
                if let Some(id) = user_id {
                    contact["user_id"] = json!(id);
                }
                contact
            }
            Media::Dice { value } => json!({"emoji": "🎲", "value": value}),
            Media::Poll { question, options } => self.poll_json(question, options),
            Media::Raw { value, .. } => {
                self.learn_files(value);
                value.clone()
            }
            Media::Document { file_name } => self.new_media("document", json!({"file_name": file_name})),
            Media::Sticker { emoji } => self.new_media("sticker", json!({"emoji": emoji})),
            Media::Photo | Media::Voice | Media::Video | Media::VideoNote | Media::Audio | Media::Animation => {
                self.new_media(&field, json!({}))
            }
        };
        body.insert(field, value);
        if let Some(caption) = &content.caption {
            body.insert("caption".to_owned(), json!(caption));
            insert_words(&mut body, "caption_entities", caption, content.entities.as_ref());
        }
        if let Some(origin) = self.origin_json(content) {
            body.insert("forward_origin".to_owned(), origin);
        }
        body
    }

    fn origin_json(&self, content: &Content) -> Option<Value> {
        let date = self.clock.now_ms() / 1000 - 3600;
        let hidden = content.forwarded_name.as_ref();
        let from =
            content.forwarded_from.map(|id| json!({"type": "user", "date": date, "sender_user": self.user_json(id)}));
        from.or_else(|| hidden.map(|name| json!({"type": "hidden_user", "date": date, "sender_user_name": name})))
    }

    fn poll_json(&mut self, question: &str, options: &[String]) -> Value {
        let options: Vec<Value> = options.iter().map(|text| json!({"text": text, "voter_count": 0})).collect();
        json!({
            "id": self.next_serial().to_string(), "question": question, "options": options, "total_voter_count": 0,
            "is_closed": false, "is_anonymous": true, "type": "regular", "allows_multiple_answers": false
        })
    }

    /// A new file of a kind, with sample bytes, as the field of a message.
    fn new_media(&mut self, kind: &str, more: Value) -> Value {
        let id = self.store_file(kind, sample(kind));
        self.media_json(kind, &id, more)
    }

    /// The field of a message that carries a stored file.
    pub fn media_json(&self, kind: &str, id: &str, more: Value) -> Value {
        let size = self.files.get(id).map_or(0, |file| file.bytes.len());
        let mut file = json!({"file_id": id, "file_unique_id": format!("u-{id}"), "file_size": size});
        let fixed = match kind {
            "photo" => {
                let mut thumb = file.clone();
                merge(&mut thumb, json!({"width": 90, "height": 60}));
                merge(&mut file, json!({"width": 1280, "height": 853}));
                return json!([thumb, file]);
            }
            "voice" => json!({"duration": 7, "mime_type": "audio/ogg"}),
            "audio" => json!({"duration": 61, "mime_type": "audio/mpeg"}),
            "video" => json!({"duration": 12, "width": 640, "height": 360, "mime_type": "video/mp4"}),
            "video_note" => json!({"duration": 9, "length": 240}),
            "animation" => json!({"duration": 3, "width": 320, "height": 180, "mime_type": "video/mp4"}),
            "sticker" => {
                json!({"type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false})
            }
            _ => json!({"mime_type": "application/octet-stream"}),
        };
        merge(&mut file, fixed);
        merge(&mut file, more);
        file
    }

    /// Remembers every file named in a raw update, so that the bot may send it on.
    pub fn learn_files(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(id) = fields.get("file_id").and_then(Value::as_str) {
                    let file = super::world::StoredFile { kind: "any".to_owned(), bytes: Vec::new() };
                    self.files.entry(id.to_owned()).or_insert(file);
                }
                fields.values().for_each(|inner| self.learn_files(inner));
            }
            Value::Array(items) => items.iter().for_each(|inner| self.learn_files(inner)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

fn insert_words(body: &mut Map<String, Value>, key: &str, text: &str, given: Option<&Vec<Value>>) {
    let entities = given.cloned().unwrap_or_else(|| entities::with_found(text, Vec::new()));
    if !entities.is_empty() {
        body.insert(key.to_owned(), Value::Array(entities));
    }
}

pub(super) fn merge(object: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
}

/// A few bytes that pass for a file of a kind: a tiny picture, else a tiny note.
fn sample(kind: &str) -> Vec<u8> {
    match kind {
        "photo" | "sticker" => include_bytes!("sample.png").to_vec(),
        _ => format!("make-believe {kind}\n").into_bytes(),
    }
}
