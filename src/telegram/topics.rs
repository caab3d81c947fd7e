//! Topics of forums: opened, named, closed and opened again.

use serde_json::json;

use super::bot::Telegram;
use super::fault::SendFault;

/// A topic as it was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its number in the group.
    pub number: i64,
    /// Whether it bears the name that was asked for.
    pub named: bool,
    /// Whether it is closed.
    pub closed: bool,
}

impl Telegram {
    /// Whether a group has topics that the bot may run, and whether it may pin messages there.
    pub async fn rights_in(&self, chat: i64) -> Result<(bool, bool), SendFault> {
        let group = self.ask("getChat", &json!({ "chat_id": chat })).await?;
        let own = self.ask("getChatMember", &json!({ "chat_id": chat, "user_id": self.id() })).await?;
        Ok(super::members::rights(&group, &own))
    }
}

/// Opens a topic; its number.
pub async fn open_topic(telegram: &Telegram, chat: i64, name: &str) -> Result<i64, SendFault> {
    let made = telegram.ask("createForumTopic", &json!({ "chat_id": chat, "name": name })).await?;
    made.get("message_thread_id").and_then(serde_json::Value::as_i64).ok_or(SendFault::Server)
}

/// Opens a topic again that is there; one that is open already stays so.
pub async fn reopen_topic(telegram: &Telegram, chat: i64, number: i64) -> Result<(), SendFault> {
    act(telegram, "reopenForumTopic", &json!({ "chat_id": chat, "message_thread_id": number })).await
}

/// Makes a topic what it shall be: first open, so that it can be named; first named, before it is closed.
pub(super) async fn keep(
    telegram: &Telegram,
    chat: i64,
    thread: Thread,
    (name, open): (&str, bool),
) -> Result<(), SendFault> {
    let it = json!({ "chat_id": chat, "message_thread_id": thread.number });
    if open && thread.closed {
        act(telegram, "reopenForumTopic", &it).await?;
    }
    if !thread.named {
        let named = json!({ "chat_id": chat, "message_thread_id": thread.number, "name": name });
        act(telegram, "editForumTopic", &named).await?;
    }
    if !open && !thread.closed {
        act(telegram, "closeForumTopic", &it).await?;
    }
    Ok(())
}

async fn act(telegram: &Telegram, method: &str, parameters: &serde_json::Value) -> Result<(), SendFault> {
    match telegram.ask(method, parameters).await {
        Ok(_) | Err(SendFault::NotModified) => Ok(()),
        Err(fault) => Err(fault),
    }
}
