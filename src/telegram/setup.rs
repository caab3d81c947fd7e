//! Which commands the apps of people offer: for everybody, for groups and those who run them, and for single chats.

use teloxide::payloads::SetMyCommandsSetters;
use teloxide::requests::Requester;
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};

use super::bot::Telegram;
use super::fault::SendFault;
use super::send::deliver;
use crate::notice::letter::Menu;

/// Where a list of commands is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandScope {
    /// Wherever no other list holds.
    Everywhere,
    /// In private chats.
    Private,
    /// In groups.
    Groups,
    /// In groups, to those who run them.
    Administrators,
}

/// Tells Telegram which commands to offer.
pub async fn set_up(telegram: &Telegram, lists: &[(CommandScope, Menu)]) -> Result<(), SendFault> {
    for (scope, menu) in lists {
        let scope = match scope {
            CommandScope::Everywhere => BotCommandScope::Default,
            CommandScope::Private => BotCommandScope::AllPrivateChats,
            CommandScope::Groups => BotCommandScope::AllGroupChats,
            CommandScope::Administrators => BotCommandScope::AllChatAdministrators,
        };
        set(telegram, scope, menu).await?;
    }
    Ok(())
}

/// The same for one chat.
pub(super) async fn offer(telegram: &Telegram, chat: i64, menus: &[Menu]) -> Result<(), SendFault> {
    for menu in menus {
        let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(chat)) };
        set(telegram, scope, menu).await?;
    }
    Ok(())
}

async fn set(telegram: &Telegram, scope: BotCommandScope, menu: &Menu) -> Result<(), SendFault> {
    let commands = menu.commands.iter().map(|(name, what)| BotCommand::new(name, what));
    let mut request = telegram.bot().set_my_commands(commands).scope(scope);
    if let Some(language) = &menu.language {
        request = request.language_code(language);
    }
    deliver(telegram, request).await.map(|_| ())
}
