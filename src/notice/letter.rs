//! Letters: what is to be done at Telegram's side, for whom, about which case.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{ButtonId, CadreId, CaseId, PersonId, UnitId};

/// Whom a letter is for; the address is looked up when it is sent, not when it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A resident's private chat.
    Resident(PersonId),
    /// A cadre's private chat.
    Cadre(CadreId),
    /// The group bound to a unit; the county triage group stands in while the unit has none.
    UnitGroup(UnitId),
    /// The county triage group.
    TriageGroup,
    /// The operators' chat: never any content.
    Operators,
    /// The discipline lane's own group: hears that there is something to read, never what.
    LaneGroup,
    /// A chat by number, for answers to people and groups that are not (yet) in any list.
    Chat(i64),
}

impl Audience {
    /// Whether several people may read what is sent here.
    pub fn is_shared(&self) -> bool {
        match self {
            Self::UnitGroup(_) | Self::TriageGroup | Self::Operators | Self::LaneGroup => true,
            Self::Chat(id) => *id < 0,
            Self::Resident(_) | Self::Cadre(_) => false,
        }
    }
}

/// The order in which letters leave, most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Danger to life.
    Danger,
    /// Answers to presses; they go stale within seconds.
    Press,
    /// Receipts and answers to residents.
    Receipt,
    /// Cards for staff.
    Card,
    /// Changed states.
    Status,
    /// Summaries and reminders.
    Digest,
}

impl Priority {
    /// The number stored; smaller leaves first.
    pub fn as_i64(self) -> i64 {
        self as i64
    }
}

/// The place of a message that is edited over and over: one message per slot and audience.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slot(pub String);

impl Slot {
    /// The one status message of a case for one resident.
    pub fn status(case: &CaseId, person: &PersonId) -> Self {
        Self(format!("status:{case}:{person}"))
    }

    /// The topic of a case in a forum.
    pub fn topic(case: &CaseId) -> Self {
        Self(format!("topic:{case}"))
    }

    /// The card of a case in one group (the audience's key tells which).
    pub fn card(case: &CaseId, place: &str) -> Self {
        Self(format!("card:{case}:{place}"))
    }
}

/// What a letter does.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Sends a new message; remembers it under the slot when there is one.
    Send {
        /// The message.
        message: Message,
        /// The slot it fills, if any.
        slot: Option<Slot>,
    },
    /// Edits the message in the slot; sends a new one when the slot is empty or its message is gone.
    Edit {
        /// The slot.
        slot: Slot,
        /// What the message shall be now.
        message: Message,
        /// Whether to send a new message when there is nothing to edit.
        or_send: bool,
    },
    /// Puts other words where a message stands that must not be read any longer: by editing it, else by deleting it. When
    /// Telegram does neither, the letter fails loudly. Without a message in the slot there is nothing to do.
    Replace {
        /// The slot.
        slot: Slot,
        /// What the message shall be now.
        message: Message,
    },
    /// Answers a press of a button.
    AnswerPress {
        /// Telegram's id of the press.
        press: String,
        /// At most 200 characters; none just stops the spinner.
        text: Option<String>,
        /// Shown as a box to be dismissed, instead of a line that fades.
        alert: bool,
    },
    /// Puts one reaction on a message of the audience's chat.
    React {
        /// The message.
        message_id: i64,
        /// One of Telegram's fixed reactions.
        emoji: String,
    },
    /// Shows a piece of media again, as a fresh copy without any text of its sender.
    Media {
        /// What it is and where Telegram keeps it.
        media: Media,
        /// Our own caption, at most 1024 UTF-16 units.
        caption: Option<String>,
        /// What to say instead when Telegram will not show it again: it was deleted, or is of a kind that cannot be copied.
        #[serde(default)]
        otherwise: Option<String>,
    },
    /// Sends a plain text as a file, to one person only.
    File {
        /// What the file is called; it shows on a locked screen, so it says nothing.
        name: String,
        /// What stands in it.
        text: String,
        /// Our own caption, at most 1024 UTF-16 units.
        caption: String,
    },
    /// Names the topic of a case anew, and closes or reopens it. Without a topic there is nothing to do.
    Topic {
        /// Which, and what it shall be called.
        topic: Topic,
        /// Whether it is open.
        open: bool,
    },
    /// Pins the message that stands in a slot, unless it is the one that was pinned last.
    Pin {
        /// The slot.
        slot: Slot,
        /// Where it is remembered which message was pinned.
        pinned: Slot,
    },
    /// Sets the commands that the app of whoever reads it offers in this chat, language by language.
    Menu {
        /// The lists.
        menus: Vec<Menu>,
    },
    /// Leaves a group.
    Leave,
}

/// Commands in one language: names and what they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// For apps in this language (two letters); none for all others.
    pub language: Option<String>,
    /// Name (`a-z0-9_`, at most 32) and description (at most 256 characters).
    pub commands: Vec<(String, String)>,
}

/// The topic in which everything about a case stands, where the group is a forum.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// Where its number is remembered.
    pub slot: Slot,
    /// The case.
    pub case: CaseId,
    /// What it is called, at most 128 characters.
    pub name: String,
}

/// A piece of media as Telegram names it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Media {
    /// A photo.
    Photo {
        /// Telegram's id of the file.
        file: String,
    },
    /// A voice message.
    Voice {
        /// Telegram's id of the file.
        file: String,
    },
    /// A video.
    Video {
        /// Telegram's id of the file.
        file: String,
    },
    /// A round video.
    VideoNote {
        /// Telegram's id of the file.
        file: String,
    },
    /// A sound file.
    Audio {
        /// Telegram's id of the file.
        file: String,
    },
    /// A silent video.
    Animation {
        /// Telegram's id of the file.
        file: String,
    },
    /// Any other file.
    Document {
        /// Telegram's id of the file.
        file: String,
    },
    /// A sticker.
    Sticker {
        /// Telegram's id of the file.
        file: String,
    },
    /// A point on the map.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// A message of another kind, copied as it is from the sender's own chat, without caption.
    Other {
        /// The chat it stands in.
        chat: i64,
        /// The message there.
        message_id: i64,
    },
}

/// A message: plain text (never HTML or Markdown, so that nobody's words can become markup), mentions, buttons.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Plain text; the sender splits what is longer than 4096 UTF-16 units.
    pub text: String,
    /// Who is pinged, and which stretch of the text carries their name.
    pub mentions: Vec<Mention>,
    /// Rows of buttons under the message.
    pub buttons: Vec<Vec<Button>>,
    /// The permanent keyboard to show, row by row.
    pub keyboard: Option<Vec<Vec<String>>>,
    /// A first button of that keyboard, which sends where its reader is; what stands on it.
    #[serde(default)]
    pub ask_location: Option<String>,
    /// Opens the reply box of those who are pinged, with this placeholder (at most 64 characters).
    pub ask_reply: Option<String>,
    /// The message it answers, in the audience's chat.
    pub reply_to: Option<ReplyTo>,
    /// Without sound.
    pub quiet: bool,
    /// The topic it goes to, in a forum; opened with it when there is none.
    pub topic: Option<Topic>,
}

/// What a message answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyTo {
    /// A message by its id.
    Message(i64),
    /// Whatever message stands in the slot now.
    Slot(Slot),
}

/// A cadre pinged by name; without a bound account the name stays plain text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where the name starts, in UTF-16 units.
    pub offset: usize,
    /// How long it is, in UTF-16 units.
    pub length: usize,
    /// Who.
    pub cadre: CadreId,
}

/// A button: words and an opaque id, never a right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// Its callback data: 128 random bits.
    pub id: ButtonId,
}

/// A letter, written but not yet cleared to leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// For whom.
    pub to: Audience,
    /// What to do.
    pub act: Act,
    /// How pressing.
    pub priority: Priority,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// Unique per county: the same letter written twice is kept once. Made of case, event and template; no words about people.
    pub key: String,
    /// Whether it carries words of a sealed case (密件): such a letter can only go to one named reader.
    pub sealed: bool,
}

// No derived Debug where words, names or media stand: they must not reach a log.
impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Send { .. } => "Send(..)",
            Self::Edit { .. } => "Edit(..)",
            Self::Replace { .. } => "Replace(..)",
            Self::AnswerPress { .. } => "AnswerPress(..)",
            Self::React { .. } => "React(..)",
            Self::Media { .. } => "Media(..)",
            Self::File { .. } => "File(..)",
            Self::Topic { .. } => "Topic(..)",
            Self::Pin { .. } => "Pin(..)",
            Self::Menu { .. } => "Menu(..)",
            Self::Leave => "Leave",
        })
    }
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Media(..)")
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Topic(..)")
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Message(..)")
    }
}
