//! What people do: write, edit, press, react, join, leave, block; each act tells the bot what the real one would tell.

use serde_json::{Value, json};

use super::content::Content;
use super::look::label;
use super::updates::PRESS_MS;
use super::world::{BotRights, Group, Message, Person, Press, World};

/// Why an act cannot be done, for the one who asked for it.
pub(super) type Act<T> = Result<T, String>;

impl World {
    /// Adds a person, or changes what is known of them.
    pub fn add_person(&mut self, person: Person) {
        self.people.insert(person.id, person);
    }

    /// Adds a group, or changes it without a word to the bot.
    pub fn add_group(&mut self, group: Group) {
        self.left.remove(&group.id);
        self.groups.insert(group.id, group);
    }

    /// Someone sends something to a chat; in private that opens the bot.
    pub fn send_as(&mut self, from: i64, chat: i64, content: &Content) -> Act<i64> {
        self.may_write(from, chat)?;
        let thread = content.thread.or_else(|| self.message(chat, content.reply_to?)?.thread);
        let now_ms = self.clock.now_ms();
        let body = self.body_of(content);
        let message = Message {
            kind: content.media.field().to_owned(),
            body,
            thread,
            reply_to: content.reply_to,
            album: content.media_group_id.clone(),
            ..Message::blank(from, chat, now_ms)
        };
        let id = self.number(message);
        if chat == from {
            self.started.insert(from);
        }
        self.tell_if_heard("message", chat, id);
        Ok(id)
    }

    fn may_write(&self, from: i64, chat: i64) -> Act<()> {
        if !self.people.contains_key(&from) {
            return Err(format!("no such person: {from}"));
        }
        if chat == from {
            let blocked = self.blocked.contains(&from);
            return if blocked { Err(format!("{from} has blocked the bot")) } else { Ok(()) };
        }
        match self.groups.get(&chat) {
            Some(group) if group.members.contains(&from) => Ok(()),
            Some(_) => Err(format!("{from} is not in the group {chat}")),
            None => Err(format!("no such chat for {from}: {chat}")),
        }
    }

    /// Tells the bot of a message unless privacy hides it.
    fn tell_if_heard(&mut self, kind: &str, chat: i64, id: i64) {
        if self.message(chat, id).is_some_and(|message| self.hears(message)) {
            self.tell_message(kind, chat, id);
        }
    }

    /// A bot that is no administrator hears only commands, mentions of it and replies to it.
    fn hears(&self, message: &Message) -> bool {
        if message.chat > 0 {
            return true;
        }
        match self.bot_rights(message.chat) {
            BotRights::None => false,
            BotRights::Admin => true,
            BotRights::Member => {
                let words = message.words();
                let answered = message.reply_to.and_then(|id| self.message(message.chat, id));
                !self.privacy
                    || words.starts_with('/')
                    || words.contains(&format!("@{}", self.bot.username))
                    || answered.is_some_and(|answered| answered.from == self.bot.id)
            }
        }
    }

    /// Someone changes the words of their message.
    pub fn edit_as(&mut self, from: i64, chat: i64, id: i64, words: &str) -> Act<()> {
        let now_ms = self.clock.now_ms();
        let message = self.message_mut(chat, id).ok_or_else(|| format!("no message {id} in {chat}"))?;
        if message.from != from {
            return Err(format!("message {id} in {chat} is not by {from}"));
        }
        let (key, entities) =
            if message.kind == "text" { ("text", "entities") } else { ("caption", "caption_entities") };
        let before = message.words().to_owned();
        message.edits.push(before);
        message.edited_ms = Some(now_ms);
        message.body.insert(key.to_owned(), json!(words));
        let found = super::entities::with_found(words, Vec::new());
        if found.is_empty() {
            message.body.remove(entities);
        } else {
            message.body.insert(entities.to_owned(), Value::Array(found));
        }
        self.tell_if_heard("edited_message", chat, id);
        Ok(())
    }

    /// Someone presses the inline button with this label.
    pub fn press(&mut self, from: i64, chat: i64, id: i64, wanted: &str) -> Act<String> {
        let message = self.message(chat, id).ok_or_else(|| format!("no message {id} in {chat}"))?;
        let buttons: Vec<&Value> =
            message.inline_rows().into_iter().flatten().filter_map(Value::as_array).flatten().collect();
        let found = buttons.iter().find(|button| label(button) == wanted).ok_or_else(|| {
            let there: Vec<String> = buttons.iter().map(|button| label(button)).collect();
            format!("no button {wanted:?} on message {id} in {chat}; there are {there:?}")
        })?;
        let data = found.get("callback_data").and_then(Value::as_str).map(str::to_owned);
        let data = data.ok_or_else(|| format!("the button {wanted:?} on message {id} in {chat} sends nothing"))?;
        self.press_data(from, chat, id, &data)
    }

    /// Someone's client sends a press with this data, button or not.
    pub fn press_data(&mut self, from: i64, chat: i64, id: i64, data: &str) -> Act<String> {
        if !self.people.contains_key(&from) {
            return Err(format!("no such person: {from}"));
        }
        let now_ms = self.clock.now_ms();
        let message = match self.message(chat, id) {
            Some(message) => self.message_json(message),
            None => json!({"message_id": id, "date": 0, "chat": self.chat_json(chat)}),
        };
        let press_id = format!("{}", 4_000_000_000_000_000_000 + self.next_serial());
        self.presses.insert(press_id.clone(), Press { at_ms: now_ms, answer: None });
        let body = json!({
            "id": press_id, "from": self.user_json(from), "message": message,
            "chat_instance": format!("{}", chat ^ 0x5a5a), "data": data
        });
        self.tell("callback_query", body, now_ms + PRESS_MS);
        Ok(press_id)
    }

    /// Someone sets their reaction on a message; none takes it back.
    pub fn react_as(&mut self, from: i64, chat: i64, id: i64, emoji: Option<&str>) -> Act<()> {
        let now_ms = self.clock.now_ms();
        let message = self.message_mut(chat, id).ok_or_else(|| format!("no message {id} in {chat}"))?;
        let new: Vec<String> = emoji.iter().map(|emoji| (*emoji).to_owned()).collect();
        let old =
            if new.is_empty() { message.reactions.remove(&from) } else { message.reactions.insert(from, new.clone()) };
        if chat > 0 || self.bot_rights(chat) == BotRights::Admin {
            let list =
                |emoji: &[String]| emoji.iter().map(|one| json!({"type": "emoji", "emoji": one})).collect::<Value>();
            let body = json!({
                "chat": self.chat_json(chat), "message_id": id, "user": self.user_json(from), "date": now_ms / 1000,
                "old_reaction": list(&old.unwrap_or_default()), "new_reaction": list(&new)
            });
            let expires = self.a_day_from_now();
            self.tell("message_reaction", body, expires);
        }
        Ok(())
    }

    /// Someone blocks the bot or lets it in again.
    pub fn block(&mut self, person: i64, blocked: bool) {
        let changed = if blocked { self.blocked.insert(person) } else { self.blocked.remove(&person) };
        if !changed {
            return;
        }
        let bot = self.user_json(self.bot.id);
        let member = json!({"status": "member", "user": bot});
        let kicked = json!({"status": "kicked", "user": bot, "until_date": 0});
        let (old, new) = if blocked { (member, kicked) } else { (kicked, member) };
        self.tell_member("my_chat_member", (person, person), old, new);
    }

    /// Changes what the bot is in a group.
    pub fn set_bot_rights(&mut self, chat: i64, by: i64, rights: BotRights) {
        let bot = self.bot.id;
        let Some(group) = self.groups.get(&chat) else { return };
        let before = group.bot_rights;
        if before == rights {
            return;
        }
        let old = self.member_json(group, bot);
        if let Some(group) = self.groups.get_mut(&chat) {
            group.bot_rights = rights;
        }
        let mut new = self.groups.get(&chat).map(|group| self.member_json(group, bot)).unwrap_or_default();
        if rights == BotRights::None {
            self.left.insert(chat, by != bot);
            if by != bot {
                new["status"] = json!("kicked");
                new["until_date"] = json!(0);
            }
        }
        self.tell_member("my_chat_member", (chat, by), old, new);
        if before == BotRights::None {
            let joined = json!([self.user_json(bot)]);
            self.service(chat, by, None, "new_chat_members", joined);
        }
    }

    /// Someone joins a group.
    pub fn join(&mut self, chat: i64, person: i64) -> Act<()> {
        let old = self.group_named(chat).map(|group| self.member_json(group, person))?;
        let members = self.groups.get_mut(&chat).map(|group| &mut group.members);
        if let Some(members) = members.filter(|members| !members.contains(&person)) {
            members.push(person);
        }
        self.tell_membership(chat, person, old);
        let joined = json!([self.user_json(person)]);
        self.service(chat, person, None, "new_chat_members", joined);
        Ok(())
    }

    /// Someone leaves a group.
    pub fn leave(&mut self, chat: i64, person: i64) -> Act<()> {
        let old = self.group_named(chat).map(|group| self.member_json(group, person))?;
        if let Some(group) = self.groups.get_mut(&chat) {
            group.members.retain(|member| *member != person);
        }
        self.tell_membership(chat, person, old);
        let gone = self.user_json(person);
        self.service(chat, person, None, "left_chat_member", gone);
        Ok(())
    }

    fn group_named(&self, chat: i64) -> Act<&Group> {
        self.groups.get(&chat).ok_or_else(|| format!("no such group: {chat}"))
    }

    /// Only an administrator hears of members coming and going.
    fn tell_membership(&mut self, chat: i64, person: i64, old: Value) {
        if self.bot_rights(chat) != BotRights::Admin {
            return;
        }
        let new = self.groups.get(&chat).map(|group| self.member_json(group, person)).unwrap_or_default();
        self.tell_member("chat_member", (chat, person), old, new);
    }

    fn tell_member(&mut self, kind: &str, (chat, by): (i64, i64), old: Value, new: Value) {
        let body = json!({
            "chat": self.chat_json(chat), "from": self.user_json(by), "date": self.clock.now_ms() / 1000,
            "old_chat_member": old, "new_chat_member": new
        });
        let expires = self.a_day_from_now();
        self.tell(kind, body, expires);
    }

    /// A group becomes a supergroup under a new number, as when topics are switched on.
    pub fn migrate(&mut self, old: i64, new: i64) -> Act<()> {
        let group = self.groups.get(&old).cloned().ok_or_else(|| format!("no such group: {old}"))?;
        let owner = group.members.first().copied().unwrap_or(self.bot.id);
        self.service(old, owner, None, "migrate_to_chat_id", json!(new));
        self.groups.remove(&old);
        self.migrated.insert(old, new);
        self.groups.insert(new, Group { id: new, supergroup: true, ..group });
        self.service(new, owner, None, "migrate_from_chat_id", json!(old));
        Ok(())
    }

    /// Queues any update; messages in it are kept, people, files and presses in it become known.
    pub fn inject(&mut self, update: Value) -> i64 {
        self.learn_files(&update);
        // Also of kinds that are yet to be invented.
        let messages = update.as_object().into_iter().flatten().filter(|(kind, _)| kind.ends_with("message"));
        messages.for_each(|(_, message)| self.learn_message(message));
        if let Some(press) = update.get("callback_query") {
            let press_id = press["id"].as_str().unwrap_or_default().to_owned();
            self.presses.entry(press_id).or_insert(Press { at_ms: self.clock.now_ms(), answer: None });
        }
        let expires = self.a_day_from_now();
        self.queue.add(update, expires)
    }

    fn learn_message(&mut self, raw: &Value) {
        let chat = raw["chat"]["id"].as_i64().unwrap_or(0);
        let from = raw["from"]["id"].as_i64().unwrap_or(chat);
        let Some(id) = raw["message_id"].as_i64().filter(|_| chat != 0) else { return };
        if from > 0 && from != self.bot.id && !self.people.contains_key(&from) {
            let first_name = raw["from"]["first_name"].as_str().unwrap_or_default().to_owned();
            self.add_person(Person { id: from, first_name, ..Person::default() });
        }
        if chat == from {
            self.started.insert(from);
        }
        const ENVELOPE: [&str; 8] =
            ["message_id", "date", "chat", "from", "reply_to_message", "reply_markup", "edit_date", "media_group_id"];
        let fields = raw.as_object().cloned().unwrap_or_default();
        let body: serde_json::Map<String, Value> =
            fields.into_iter().filter(|(key, _)| !ENVELOPE.contains(&key.as_str())).collect();
        const KINDS: [&str; 16] = [
            "text",
            "photo",
            "voice",
            "video",
            "video_note",
            "document",
            "audio",
            "animation",
            "sticker",
            "contact",
            "venue",
            "location",
            "dice",
            "poll",
            "story",
            "checklist",
        ];
        let kind = KINDS.iter().find(|kind| body.contains_key(**kind)).map_or("unknown", |kind| kind);
        let now_ms = self.clock.now_ms();
        let message = Message { id, kind: kind.to_owned(), body, ..Message::blank(from, chat, now_ms) };
        self.keep(message);
    }
}
