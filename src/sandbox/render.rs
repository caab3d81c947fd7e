//! People, chats and messages as the Bot API writes them.

use serde_json::{Map, Value, json};

use super::world::{BotRights, Group, Message, Person, World};

impl World {
    /// A user; the bot itself and unknown users too.
    pub fn user_json(&self, id: i64) -> Value {
        if id == self.bot.id {
            return json!({"id": id, "is_bot": true, "first_name": self.bot.username, "username": self.bot.username});
        }
        match self.people.get(&id) {
            Some(person) => person_json(person),
            None => json!({"id": id, "is_bot": false, "first_name": format!("user {id}")}),
        }
    }

    /// A chat in the short form that messages carry.
    pub fn chat_json(&self, id: i64) -> Value {
        if let Some(group) = self.groups.get(&id) {
            let mut chat = json!({"id": id, "type": group.chat_type(), "title": group.title});
            if group.forum {
                chat["is_forum"] = json!(true);
            }
            return chat;
        }
        let mut chat = json!({"id": id, "type": "private"});
        if let Some(person) = self.people.get(&id) {
            chat["first_name"] = json!(person.first_name);
            insert_some(&mut chat, "last_name", person.last_name.as_ref());
            insert_some(&mut chat, "username", person.username.as_ref());
        }
        chat
    }

    /// A message with what it answers.
    pub fn message_json(&self, message: &Message) -> Value {
        let mut out = self.bare_message_json(message);
        let answered = message.reply_to.and_then(|id| self.message(message.chat, id));
        if let (Some(answered), Value::Object(map)) = (answered, &mut out) {
            map.insert("reply_to_message".to_owned(), self.bare_message_json(answered));
        }
        out
    }

    fn bare_message_json(&self, message: &Message) -> Value {
        let mut out = Map::new();
        out.insert("message_id".to_owned(), json!(message.id));
        out.insert("date".to_owned(), json!(message.at_ms / 1000));
        out.insert("chat".to_owned(), self.chat_json(message.chat));
        out.insert("from".to_owned(), self.user_json(message.from));
        if let Some(thread) = message.thread {
            out.insert("message_thread_id".to_owned(), json!(thread));
            out.insert("is_topic_message".to_owned(), json!(true));
        }
        if let Some(at_ms) = message.edited_ms {
            out.insert("edit_date".to_owned(), json!(at_ms / 1000));
        }
        if let Some(album) = &message.album {
            out.insert("media_group_id".to_owned(), json!(album));
        }
        if message.protect {
            out.insert("has_protected_content".to_owned(), json!(true));
        }
        if let Some(markup) = message.markup.as_ref().filter(|markup| markup.get("inline_keyboard").is_some()) {
            out.insert("reply_markup".to_owned(), markup.clone());
        }
        for (key, value) in &message.body {
            out.insert(key.clone(), value.clone());
        }
        Value::Object(out)
    }

    /// A member of a group, the bot included, as `getChatMember` writes them.
    pub fn member_json(&self, group: &Group, user: i64) -> Value {
        let mut out = if user == self.bot.id {
            match group.bot_rights {
                BotRights::None => json!({"status": "left"}),
                BotRights::Member => json!({"status": "member"}),
                BotRights::Admin => administrator_json(group.chat_type() == "supergroup"),
            }
        } else if group.members.first() == Some(&user) {
            json!({"status": "creator", "is_anonymous": false})
        } else if group.members.contains(&user) {
            json!({"status": "member"})
        } else {
            json!({"status": "left"})
        };
        out["user"] = self.user_json(user);
        out
    }
}

fn person_json(person: &Person) -> Value {
    let mut user = json!({"id": person.id, "is_bot": false, "first_name": person.first_name});
    insert_some(&mut user, "last_name", person.last_name.as_ref());
    insert_some(&mut user, "username", person.username.as_ref());
    insert_some(&mut user, "language_code", person.language_code.as_ref());
    user
}

fn insert_some(object: &mut Value, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        object[key] = json!(value);
    }
}

fn administrator_json(supergroup: bool) -> Value {
    let mut rights = json!({
        "status": "administrator", "can_be_edited": false, "is_anonymous": false, "can_manage_chat": true,
        "can_delete_messages": true, "can_manage_video_chats": true, "can_restrict_members": true,
        "can_promote_members": false, "can_change_info": true, "can_invite_users": true, "can_pin_messages": true,
        "can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false
    });
    if supergroup {
        rights["can_manage_topics"] = json!(true);
    }
    rights
}
