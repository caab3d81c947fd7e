//! What the desk is told: an update of Telegram's, as plain data.

use serde::{Deserialize, Serialize};

use crate::id::Moment;
use crate::notice::letter::Media;

/// One update, read leniently from its raw JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// A message in somebody's private chat with the bot.
    Private(Said),
    /// An edit of such a message.
    PrivateEdited(Said),
    /// A message in a group.
    Group(Said),
    /// A press of a button under a message of ours.
    Press(Press),
    /// The bot was added to a group, removed from it, or its rights there changed.
    GroupMembership(GroupMembership),
    /// People came to a group, or left it.
    Members(Members),
    /// A person blocked the bot (`true`) or let it in again.
    Blocked {
        /// The person's account.
        user: i64,
        /// Whether they blocked it.
        blocked: bool,
    },
    /// A group became a supergroup and has another id now.
    Migrated {
        /// The id until now.
        from: i64,
        /// The id from now on.
        to: i64,
    },
    /// Of no concern to us (service messages, channel posts, reactions …); the kind is counted.
    Ignored {
        /// Telegram's name of the kind.
        kind: String,
    },
}

/// Something said by a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// The speaker's account; none for anonymous administrators and channels, who are nobody's principal.
    pub user: Option<i64>,
    /// The speaker's name as they give it (first and last), for the handler's eyes only.
    pub name: String,
    /// The language of their app, such as `zh-hans`.
    pub language: Option<String>,
    /// The chat.
    pub chat: i64,
    /// The message's id in that chat.
    pub message_id: i64,
    /// When Telegram received it.
    pub at: Moment,
    /// Text or caption.
    pub text: Option<String>,
    /// What came with it or instead of text; `None` for plain text.
    pub attachment: Option<Attachment>,
    /// The album it belongs to.
    pub album: Option<String>,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// Whether the message it answers is one of this bot's.
    pub reply_to_bot: bool,
    /// The topic it stands in.
    #[serde(default)]
    pub thread: Option<i64>,
    /// Whether it was forwarded.
    pub forwarded: bool,
}

impl Said {
    /// Words that somebody had registered by a press, in place of a message of their own.
    pub fn plain(press: &Press, text: String, at: Moment) -> Self {
        Self {
            user: Some(press.user),
            name: press.name.clone(),
            language: None,
            chat: press.user,
            message_id: press.message_id.unwrap_or_default(),
            at,
            text: Some(text),
            attachment: None,
            album: None,
            reply_to: None,
            reply_to_bot: false,
            thread: None,
            forwarded: false,
        }
    }
}

/// What came with a message.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Telegram's name of the kind: `photo`, `voice`, `contact`, `venue`, `poll`, `unknown` …
    pub kind: String,
    /// How to show it again.
    pub media: Media,
    /// Readable words inside it: a contact's name and phone, a venue's title and address, a poll's question.
    pub words: Option<String>,
}

/// A press of a button.
#[derive(Clone, PartialEq)]
pub struct Press {
    /// Telegram's id of the press, to answer it.
    pub id: String,
    /// Who pressed.
    pub user: i64,
    /// Whether it is somebody's own account, not one that stands in for a group, a channel or Telegram, nor a bot.
    pub somebody: bool,
    /// Their name as they give it.
    pub name: String,
    /// The chat of the message; none when Telegram no longer tells.
    pub chat: Option<i64>,
    /// The message the button stands under.
    pub message_id: Option<i64>,
    /// The callback data as received.
    pub data: String,
}

/// People who came to a group, or left it.
#[derive(Clone, Debug, PartialEq)]
pub struct Members {
    /// The group.
    pub chat: i64,
    /// Their accounts, and the names they go by.
    pub users: Vec<(i64, String)>,
    /// Whether they are there now.
    pub here: bool,
}

/// What became of the bot in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMembership {
    /// The group.
    pub chat: i64,
    /// Its title.
    pub title: String,
    /// Who changed it.
    pub by: i64,
    /// Whether the bot is in the group now.
    pub present: bool,
    /// Whether it is an administrator now.
    pub admin: bool,
    /// Whether it is a channel, where we have no business.
    pub channel: bool,
    /// Whether the group has topics that the bot may run, and whether the bot may pin messages.
    pub rights: (bool, bool),
}

// No derived Debug: words, names and accounts must not reach a log.
impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Said(..)")
    }
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attachment").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Press(..)")
    }
}
