//! Who came to a group and who left, as Telegram tells it: by an update of its own where the bot is an administrator, by a
//! line in the group everywhere.

use serde_json::Value;

use super::read::{Unreadable, flag, int, is_somebody, name, text};
use crate::desk::incoming::{Incoming, Members};

/// An update about one member: come, gone, promoted, restricted.
pub(super) fn changed(change: &Value) -> Result<Incoming, Unreadable> {
    let chat = int(change, "/chat/id").ok_or(Unreadable::Missing("chat.id"))?;
    let user = int(change, "/new_chat_member/user/id").ok_or(Unreadable::Missing("new_chat_member.user.id"))?;
    let here = change.get("new_chat_member").is_some_and(is_member);
    let bot = flag(change, "/new_chat_member/user/is_bot");
    let who = (user, name(change.pointer("/new_chat_member/user")));
    Ok(members(chat, if bot { Vec::new() } else { vec![who] }, here))
}

/// Whether what Telegram says of a member means that they are in the group.
pub(super) fn is_member(member: &Value) -> bool {
    match text(member, "/status").unwrap_or_default() {
        "left" | "kicked" => false,
        "restricted" => flag(member, "/is_member"),
        _ => true,
    }
}

/// What the bot may do in a group, by what Telegram says of both: run its topics, and pin messages.
pub(super) fn rights(group: &Value, own: &Value) -> (bool, bool) {
    let admin = text(own, "/status") == Some("administrator");
    (admin && flag(group, "/is_forum") && flag(own, "/can_manage_topics"), admin && flag(own, "/can_pin_messages"))
}

/// A line of Telegram's in a group that says who came or left; none when it says something else.
pub(super) fn told(message: &Value, chat: i64) -> Option<Incoming> {
    let person = |user: &Value| {
        let id = int(user, "/id").filter(|id| is_somebody(*id) && !flag(user, "/is_bot"));
        id.map(|id| (id, name(Some(user))))
    };
    let (users, here) = match message.get("new_chat_members").and_then(Value::as_array) {
        Some(came) => (came.iter().filter_map(person).collect::<Vec<_>>(), true),
        None => (person(message.get("left_chat_member")?).into_iter().collect(), false),
    };
    (!users.is_empty()).then(|| members(chat, users, here))
}

fn members(chat: i64, users: Vec<(i64, String)>, here: bool) -> Incoming {
    Incoming::Members(Members { chat, users, here })
}
