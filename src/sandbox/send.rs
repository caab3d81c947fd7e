//! The methods that make messages: `send…`, `sendMediaGroup`, `copyMessage`.

use serde_json::{Map, Value, json};

use super::calls::{Outcome, Refusal};
use super::check::Words;
use super::content::merge;
use super::markup;
use super::params::Params;
use super::world::{Message, World};

/// The fields besides the file that a media message takes over from the call.
const CARRIED: [&str; 6] = ["duration", "width", "height", "length", "title", "performer"];

impl World {
    /// `sendMessage`, `sendPhoto`, … : one message.
    pub fn send_one(&mut self, method: &str, params: &Params) -> Outcome {
        let mut draft = self.bot_draft(params)?;
        draft.kind = kind_of(method);
        draft.body = match draft.kind.as_str() {
            "text" => {
                let words = self.formatted(&params.values, Words::Text)?;
                words_body("text", "entities", words.text, words.entities)
            }
            "location" | "venue" => place_body(&draft.kind, params)?,
            "contact" => contact_body(params),
            kind => self.media_body(kind, params)?,
        };
        self.limiter.ask(draft.chat, 1, self.clock.now_ms())?;
        Ok(self.send(draft))
    }

    /// A message of the bot with everything but its content: chat, topic, reply, keyboard. Numberless until sent.
    fn bot_draft(&mut self, params: &Params) -> Result<Message, Refusal> {
        let chat = self.writable(params)?;
        let reply_to = self.replied(chat, params)?;
        let answered = reply_to.and_then(|id| self.message(chat, id)?.thread);
        let thread = params.int("message_thread_id").or(answered);
        let thread = self.open_thread(chat, thread)?;
        let markup = markup::read(params.object("reply_markup"), false)?;
        let at_ms = self.clock.now_ms();
        Ok(Message {
            thread,
            reply_to,
            markup,
            silent: params.flag("disable_notification"),
            protect: params.flag("protect_content"),
            ..Message::blank(self.bot.id, chat, at_ms)
        })
    }

    /// Sends a message and returns it as the Bot API writes it.
    fn send(&mut self, draft: Message) -> Value {
        let chat = draft.chat;
        let id = self.number(draft);
        self.message(chat, id).map(|message| self.message_json(message)).unwrap_or_default()
    }

    fn media_body(&mut self, kind: &str, params: &Params) -> Result<Map<String, Value>, Refusal> {
        let caption = self.formatted(&params.values, Words::Caption)?;
        let id = self.file_of(kind, params.text(kind), kind, params)?;
        let mut more = json!({});
        for name in CARRIED {
            if let Some(value) = params.values.get(name) {
                merge(&mut more, json!({name: value}));
            }
        }
        let name =
            params.files.get(kind).or_else(|| attached(params, params.text(kind)?)).and_then(|up| up.file_name.clone());
        if let Some(name) = name.filter(|_| kind == "document") {
            merge(&mut more, json!({"file_name": name}));
        }
        let mut body = Map::new();
        body.insert(kind.to_owned(), self.media_json(kind, &id, more));
        if !caption.text.is_empty() {
            body.extend(words_body("caption", "caption_entities", caption.text, caption.entities));
        }
        Ok(body)
    }

    /// The stored file a call means: an id it was given, an address, or an upload.
    fn file_of(&mut self, kind: &str, value: Option<&str>, part: &str, params: &Params) -> Result<String, Refusal> {
        let upload = match value {
            Some(text) if text.starts_with("attach://") => {
                Some(attached(params, text).ok_or_else(|| Refusal::bad("there is no file attached under that name"))?)
            }
            Some(_) => None,
            None => params.files.get(part),
        };
        if let Some(upload) = upload {
            if upload.bytes.is_empty() {
                return Err(Refusal::bad("file must be non-empty"));
            }
            return Ok(self.store_file(kind, upload.bytes.clone()));
        }
        let text = value.unwrap_or_default();
        if text.starts_with("http://") || text.starts_with("https://") {
            return Ok(self.store_file(kind, Vec::new()));
        }
        match self.files.get(text) {
            None => Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
            Some(file) if file.kind == kind || file.kind == "any" => Ok(text.to_owned()),
            Some(file) => {
                Err(Refusal::bad(&format!("can't use file of type {} as {}", spell(&file.kind), spell(kind))))
            }
        }
    }

    /// `sendMediaGroup`: 2 to 10 pictures or videos, or documents, or audios.
    pub fn send_album(&mut self, params: &Params) -> Outcome {
        let draft = self.bot_draft(params)?;
        let items = params.array("media").unwrap_or_default();
        if items.is_empty() {
            return Err(Refusal::bad("parameter \"media\" is required"));
        }
        if !(2..=10).contains(&items.len()) {
            let text = if items.len() > 10 {
                "too many messages to send as an album"
            } else {
                "album must contain 2-10 items"
            };
            return Err(Refusal::bad(text));
        }
        let mut drafts = Vec::new();
        let mut families = Vec::new();
        for item in &items {
            let mut message = draft.clone();
            message.kind = item.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
            families.push(family(&message.kind)?);
            message.body = self.item_body(&message.kind, item, params)?;
            drafts.push(message);
        }
        if families.windows(2).any(|two| two[0] != two[1]) {
            return Err(Refusal::bad("can't use the media of the specified type in the album"));
        }
        self.limiter.ask(draft.chat, drafts.len(), self.clock.now_ms())?;
        let album = format!("9{:016}", self.next_serial());
        let sent = drafts.into_iter().map(|message| self.send(Message { album: Some(album.clone()), ..message }));
        Ok(Value::Array(sent.collect()))
    }

    fn item_body(&mut self, kind: &str, item: &Value, params: &Params) -> Result<Map<String, Value>, Refusal> {
        let fields = item.as_object().ok_or_else(|| Refusal::bad("expected an Array of InputMedia"))?;
        let caption = self.formatted(fields, Words::Caption)?;
        let id = self.file_of(kind, item.get("media").and_then(Value::as_str).or(Some("")), "media", params)?;
        let mut body = Map::new();
        body.insert(kind.to_owned(), self.media_json(kind, &id, json!({})));
        if !caption.text.is_empty() {
            body.extend(words_body("caption", "caption_entities", caption.text, caption.entities));
        }
        Ok(body)
    }

    /// `copyMessage`: the content again, without a link to where it came from.
    pub fn copy_message(&mut self, params: &Params) -> Outcome {
        let from = params.int("from_chat_id").ok_or_else(|| Refusal::bad("chat not found"))?;
        self.reachable_chat(from)?;
        let id = params.int("message_id").unwrap_or(0);
        let original = self.message(from, id).cloned().ok_or_else(|| Refusal::bad("message to copy not found"))?;
        if original.service || original.protect || NOT_COPIED.contains(&original.kind.as_str()) {
            return Err(Refusal::bad("message can't be copied"));
        }
        let mut draft = self.bot_draft(params)?;
        draft.kind = original.kind;
        draft.body = original.body;
        draft.body.remove("forward_origin");
        if params.values.contains_key("caption") && draft.kind != "text" {
            let caption = self.formatted(&params.values, Words::Caption)?;
            draft.body.remove("caption");
            draft.body.remove("caption_entities");
            if !caption.text.is_empty() {
                draft.body.extend(words_body("caption", "caption_entities", caption.text, caption.entities));
            }
        }
        self.limiter.ask(draft.chat, 1, self.clock.now_ms())?;
        let id = self.number(draft);
        Ok(json!({"message_id": id}))
    }
}

/// Kinds of messages that cannot be copied, beside service messages.
const NOT_COPIED: [&str; 4] = ["paid_media", "giveaway", "giveaway_winners", "invoice"];

/// The field a method's message carries: `sendVideoNote` makes a `video_note`.
fn kind_of(method: &str) -> String {
    let mut kind = String::new();
    for c in method.trim_start_matches("send").chars() {
        if c.is_ascii_uppercase() && !kind.is_empty() {
            kind.push('_');
        }
        kind.push(c.to_ascii_lowercase());
    }
    if kind == "message" { "text".to_owned() } else { kind }
}

/// How refusals spell a kind of file.
fn spell(kind: &str) -> String {
    let mut letters = kind.replace('_', "").chars().collect::<Vec<_>>();
    if let Some(first) = letters.first_mut() {
        first.make_ascii_uppercase();
    }
    letters.into_iter().collect()
}

/// Which kinds of media may stand together in an album.
fn family(kind: &str) -> Result<u8, Refusal> {
    match kind {
        "photo" | "video" => Ok(0),
        "document" => Ok(1),
        "audio" => Ok(2),
        _ => Err(Refusal::bad(&format!("can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup"))),
    }
}

fn attached<'a>(params: &'a Params, text: &str) -> Option<&'a super::params::Upload> {
    params.files.get(text.strip_prefix("attach://")?)
}

pub(super) fn words_body(key: &str, entities_key: &str, text: String, entities: Vec<Value>) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert(key.to_owned(), Value::String(text));
    if !entities.is_empty() {
        body.insert(entities_key.to_owned(), Value::Array(entities));
    }
    body
}

fn place_body(kind: &str, params: &Params) -> Result<Map<String, Value>, Refusal> {
    let degrees = |name: &str, most: f64| {
        let value = params.values.get(name).and_then(Value::as_f64).filter(|value| value.abs() <= most);
        value.ok_or_else(|| Refusal::bad(&format!("invalid {name} specified")))
    };
    let location = json!({"latitude": degrees("latitude", 90.0)?, "longitude": degrees("longitude", 180.0)?});
    let mut body = Map::new();
    body.insert("location".to_owned(), location.clone());
    if kind == "venue" {
        let (title, address) = (params.text("title"), params.text("address"));
        body.insert(kind.to_owned(), json!({"location": location, "title": title, "address": address}));
    }
    Ok(body)
}

fn contact_body(params: &Params) -> Map<String, Value> {
    let mut contact = Map::new();
    for name in ["phone_number", "first_name", "last_name", "vcard"] {
        if let Some(value) = params.values.get(name) {
            contact.insert(name.to_owned(), value.clone());
        }
    }
    Map::from_iter([("contact".to_owned(), Value::Object(contact))])
}
