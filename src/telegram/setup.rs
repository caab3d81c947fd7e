//! What the bot arranges with Telegram beside letters: its commands.

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
        deliver(telegram, request).await?;
    }
    Ok(())
}
