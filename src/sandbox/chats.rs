//! The methods about chats: who is in them, topics, pins, files.

use serde_json::{Map, Value, json};

use super::calls::{Outcome, Refusal};
use super::methods;
use super::params::Params;
use super::world::{BotRights, Group, Message, Topic, World};

/// What a bot may pretend to be doing.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];
/// The colour of topics that ask for none.
const BLUE: i64 = 7_322_096;

impl World {
    /// Every method that is about a chat or a file and makes no message of its own.
    pub fn perform_on_chat(&mut self, method: &str, params: &Params) -> Outcome {
        match method {
            "getChat" => self.get_chat(params),
            "getChatMember" => {
                let group = self.group(params)?;
                let user = params.int("user_id").unwrap_or(0);
                if user != self.bot.id && !self.people.contains_key(&user) {
                    return Err(Refusal::bad("user not found"));
                }
                Ok(self.member_json(group, user))
            }
            "getChatMemberCount" => {
                let chat = self.reachable(params)?;
                let in_group = |group: &Group| group.members.len() + usize::from(group.bot_rights != BotRights::None);
                Ok(json!(self.groups.get(&chat).map_or(2, in_group)))
            }
            "getChatAdministrators" => {
                let group = self.group(params)?;
                let owner = group.members.first().copied();
                let own = (group.bot_rights == BotRights::Admin && params.flag("return_bots")).then_some(self.bot.id);
                Ok(owner.into_iter().chain(own).map(|user| self.member_json(group, user)).collect())
            }
            "leaveChat" => {
                let chat = self.group(params)?.id;
                let bot = self.bot.id;
                self.set_bot_rights(chat, bot, BotRights::None);
                Ok(json!(true))
            }
            "sendChatAction" => {
                self.writable(params)?;
                let known = params.text("action").is_some_and(|action| ACTIONS.contains(&action));
                if known { Ok(json!(true)) } else { Err(Refusal::bad("wrong parameter action in request")) }
            }
            "pinChatMessage" | "unpinChatMessage" => self.pin(method, params),
            "getFile" => self.get_file(params),
            name if name.ends_with("ForumTopic") => self.topic_call(name, params),
            name => Err(Refusal::bad(&format!("{name} is not played here ({} methods are)", methods::all().len()))),
        }
    }

    fn group(&self, params: &Params) -> Result<&Group, Refusal> {
        let chat = self.reachable(params)?;
        self.groups.get(&chat).ok_or_else(|| Refusal::bad("method is available only for groups"))
    }

    fn get_chat(&self, params: &Params) -> Outcome {
        let chat = self.reachable(params)?;
        let mut out = self.chat_json(chat);
        out["accent_color_id"] = json!(0);
        out["max_reaction_count"] = json!(11);
        out["accepted_gift_types"] = json!({
            "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true, "premium_subscription": true,
            "gifts_from_channels": true
        });
        if chat < 0 {
            out["permissions"] = json!({"can_send_messages": true, "can_invite_users": true});
        }
        let pinned = self.talks.get(&chat).and_then(|talk| talk.pinned.last().copied());
        if let Some(message) = pinned.and_then(|id| self.message(chat, id)) {
            out["pinned_message"] = self.message_json(message);
        }
        Ok(out)
    }

    fn pin(&mut self, method: &str, params: &Params) -> Outcome {
        let chat = self.writable(params)?;
        if chat < 0 && self.bot_rights(chat) != BotRights::Admin {
            return Err(Refusal::bad("not enough rights to manage pinned messages in the chat"));
        }
        let id = params.int("message_id");
        let Some(talk) = self.talks.get_mut(&chat) else { return Err(Refusal::bad("message to pin not found")) };
        if method == "unpinChatMessage" {
            let id = id.or_else(|| talk.pinned.last().copied());
            let before = talk.pinned.len();
            talk.pinned.retain(|pinned| Some(*pinned) != id);
            let found = talk.pinned.len() < before;
            return if found { Ok(json!(true)) } else { Err(Refusal::bad("message to unpin not found")) };
        }
        let id = id.filter(|id| talk.messages.get(id).is_some_and(|message| !message.deleted));
        let id = id.ok_or_else(|| Refusal::bad("message to pin not found"))?;
        talk.pinned.retain(|pinned| *pinned != id);
        talk.pinned.push(id);
        Ok(json!(true))
    }

    fn get_file(&self, params: &Params) -> Outcome {
        let id = params.text("file_id").unwrap_or_default();
        let file = self.files.get(id).ok_or_else(|| Refusal::bad("invalid file_id"))?;
        if file.bytes.len() > 20 << 20 {
            return Err(Refusal::bad("file is too big"));
        }
        Ok(json!({
            "file_id": id, "file_unique_id": format!("u-{id}"), "file_size": file.bytes.len(),
            "file_path": format!("{}/{id}", file.kind)
        }))
    }

    fn topic_call(&mut self, method: &str, params: &Params) -> Outcome {
        let chat = self.writable(params)?;
        if !self.groups.get(&chat).is_some_and(|group| group.forum) {
            return Err(Refusal::bad("the chat is not a forum"));
        }
        if self.bot_rights(chat) != BotRights::Admin {
            return Err(Refusal::bad("not enough rights to manage topics in the chat"));
        }
        let name = params.text("name").map(str::to_owned);
        if name.as_ref().is_some_and(|name| !(1..=128).contains(&name.chars().count())) {
            return Err(Refusal::bad("TOPIC_TITLE_INVALID"));
        }
        let bot = self.bot.id;
        if method == "createForumTopic" {
            let color = params.int("icon_color").unwrap_or(BLUE);
            let name = name.unwrap_or_default();
            let thread = self.open_topic(chat, bot, &name, color);
            return Ok(json!({"message_thread_id": thread, "name": name, "icon_color": color}));
        }
        let thread = params.int("message_thread_id").unwrap_or(0);
        let change = match method {
            "editForumTopic" => TopicChange::Rename(name),
            "closeForumTopic" => TopicChange::Close,
            "reopenForumTopic" => TopicChange::Reopen,
            _ => TopicChange::Delete,
        };
        self.change_topic(chat, bot, thread, change)
    }

    /// Opens a topic; its number is that of the service message that says so.
    pub fn open_topic(&mut self, chat: i64, by: i64, name: &str, icon_color: i64) -> i64 {
        let created = json!({"name": name, "icon_color": icon_color});
        let thread = self.service(chat, by, None, "forum_topic_created", created);
        let topic = Topic { name: name.to_owned(), closed: false, deleted: false };
        if let Some(message) = self.message_mut(chat, thread) {
            message.thread = Some(thread);
        }
        self.talks.entry(chat).or_default().topics.insert(thread, topic);
        thread
    }

    /// Renames, closes, reopens or deletes a topic.
    pub fn change_topic(&mut self, chat: i64, by: i64, thread: i64, change: TopicChange) -> Outcome {
        let not_modified = || Refusal::bad("TOPIC_NOT_MODIFIED");
        let topics = self.talks.get_mut(&chat).map(|talk| &mut talk.topics);
        let topic = topics.and_then(|topics| topics.get_mut(&thread)).filter(|topic| !topic.deleted);
        let topic = topic.ok_or_else(|| Refusal::bad("TOPIC_ID_INVALID"))?;
        let (field, value) = match change {
            TopicChange::Rename(name) => {
                let name = name.filter(|name| *name != topic.name).ok_or_else(not_modified)?;
                topic.name.clone_from(&name);
                ("forum_topic_edited", json!({"name": name}))
            }
            TopicChange::Close if topic.closed => return Err(not_modified()),
            TopicChange::Close => {
                topic.closed = true;
                ("forum_topic_closed", json!({}))
            }
            TopicChange::Reopen if !topic.closed => return Err(not_modified()),
            TopicChange::Reopen => {
                topic.closed = false;
                ("forum_topic_reopened", json!({}))
            }
            TopicChange::Delete => {
                topic.deleted = true;
                let inside = self.talks.get_mut(&chat).map(|talk| talk.messages.values_mut());
                for message in inside.into_iter().flatten().filter(|message| message.thread == Some(thread)) {
                    message.deleted = true;
                }
                return Ok(json!(true));
            }
        };
        self.service(chat, by, Some(thread), field, value);
        Ok(json!(true))
    }

    /// A message the server itself writes into a group; the bot hears of those it did not cause.
    pub fn service(&mut self, chat: i64, by: i64, thread: Option<i64>, field: &str, value: Value) -> i64 {
        let now_ms = self.clock.now_ms();
        let body = Map::from_iter([(field.to_owned(), value)]);
        let message =
            Message { kind: field.to_owned(), body, thread, service: true, ..Message::blank(by, chat, now_ms) };
        let id = self.number(message);
        if self.bot_rights(chat) != BotRights::None {
            self.tell_message("message", chat, id);
        }
        id
    }
}

/// What can happen to a topic.
pub(super) enum TopicChange {
    Rename(Option<String>),
    Close,
    Reopen,
    Delete,
}
