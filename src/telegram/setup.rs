//! What the bot arranges with Telegram beside letters: its commands, and what it may do in a group.

use serde_json::{Value, json};
use teloxide::payloads::SetMyCommandsSetters;
use teloxide::requests::Requester;
use teloxide::types::{BotCommand, BotCommandScope};

use super::bot::Telegram;
use super::fault::SendFault;
use super::send::deliver;

/// Where a list of commands is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandScope {
    /// In private chats.
    Private,
    /// In groups.
    Groups,
}

/// A list of commands in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commands {
    /// Where it is shown.
    pub scope: CommandScope,
    /// For apps in this language (two letters); none for all others.
    pub language: Option<String>,
    /// Name (`a-z0-9_`, at most 32) and description (at most 256 characters).
    pub commands: Vec<(String, String)>,
}

/// What the bot may do in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// It is in the group.
    pub present: bool,
    /// It is an administrator: it sees every message and hears who comes and goes.
    pub admin: bool,
    /// It may write.
    pub write: bool,
    /// It may delete the messages of others.
    pub delete: bool,
    /// It may pin messages.
    pub pin: bool,
    /// It may open and close topics.
    pub topics: bool,
}

/// Tells Telegram which commands to offer.
pub async fn set_up(telegram: &Telegram, lists: &[Commands]) -> Result<(), SendFault> {
    for list in lists {
        let scope = match list.scope {
            CommandScope::Private => BotCommandScope::AllPrivateChats,
            CommandScope::Groups => BotCommandScope::AllGroupChats,
        };
        let commands = list.commands.iter().map(|(name, what)| BotCommand::new(name, what));
        let mut request = telegram.bot().set_my_commands(commands).scope(scope);
        if let Some(language) = &list.language {
            request = request.language_code(language);
        }
        deliver(request, |_| None).await?;
    }
    Ok(())
}

/// What the bot may do in a group; read leniently, since new kinds of rights come with every version of the Bot API.
pub async fn rights_in(telegram: &Telegram, chat: i64) -> Result<Rights, SendFault> {
    let member = telegram.ask("getChatMember", &json!({ "chat_id": chat, "user_id": telegram.id() })).await?;
    let status = member.get("status").and_then(Value::as_str).unwrap_or_default();
    let flag = |name: &str| member.get(name).and_then(Value::as_bool).unwrap_or(false);
    let admin = matches!(status, "administrator" | "creator");
    let restricted = status == "restricted";
    let present = admin || status == "member" || (restricted && flag("is_member"));
    let owner = status == "creator";
    Ok(Rights {
        present,
        admin,
        write: present && (!restricted || flag("can_send_messages")),
        delete: owner || (admin && flag("can_delete_messages")),
        pin: owner || (admin && flag("can_pin_messages")),
        topics: owner || (admin && flag("can_manage_topics")),
    })
}
