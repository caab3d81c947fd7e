//! What exists in the make-believe Telegram: people, groups, messages, presses and the clock.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Options;
use super::faults::Fault;
use super::limits::Limiter;
use super::look::{Call, CallbackAnswer};
use super::updates::Queue;

/// Messages of raw updates may bear numbers beyond this; the numbers given here do not follow them.
const HUGE_ID: i64 = 2_000_000_000;

/// A user of the make-believe Telegram.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The user's number; also the number of their private chat with the bot.
    pub id: i64,
    /// First name.
    pub first_name: String,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Username, without `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Language of their phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
    /// What the page says beside the name; who has such a line counts as staff there. The bot never sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// What the page shows first, and what it proposes to do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Opening {
    /// The person on the phone.
    pub resident: Option<i64>,
    /// The group.
    pub group: Option<i64>,
    /// Who acts in the group.
    pub cadre: Option<i64>,
    /// Messages to try: a short label and the text.
    pub tries: Vec<(String, String)>,
    /// What to do, step by step.
    pub guide: Vec<String>,
}

/// What the bot is in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotRights {
    /// Not in the group.
    #[default]
    None,
    /// An ordinary member, who sees only commands, mentions of it and replies to it.
    Member,
    /// An administrator, who sees everything.
    Admin,
}

/// A group of the make-believe Telegram.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The chat's number, negative.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Whether it has topics (then it is a supergroup).
    #[serde(default)]
    pub forum: bool,
    /// Whether it is a supergroup.
    #[serde(default)]
    pub supergroup: bool,
    /// The people in it; the first is its owner.
    #[serde(default)]
    pub members: Vec<i64>,
    /// What the bot is in it.
    #[serde(default)]
    pub bot_rights: BotRights,
}

impl Group {
    /// The type of the chat as the Bot API names it.
    pub(super) fn chat_type(&self) -> &'static str {
        if self.forum || self.supergroup { "supergroup" } else { "group" }
    }
}

/// The bot's own account.
pub(super) struct Bot {
    pub id: i64,
    pub username: String,
}

/// A clock that follows the machine or stands still, and can be pushed.
pub(super) struct Clock {
    frozen: bool,
    value: i64,
}

impl Clock {
    pub fn now_ms(&self) -> i64 {
        if self.frozen { self.value } else { machine_ms().saturating_add(self.value) }
    }

    /// Whether it stands still between pushes.
    pub fn frozen(&self) -> bool {
        self.frozen
    }

    pub fn push(&mut self, ms: i64) {
        self.value = self.value.saturating_add(ms);
    }
}

fn machine_ms() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

/// A message as it now stands.
#[derive(Clone)]
pub(super) struct Message {
    pub id: i64,
    pub chat: i64,
    pub from: i64,
    pub at_ms: i64,
    /// When, by the machine's own clock.
    pub machine_ms: i64,
    /// `text`, `photo`, `voice`, … as the Bot API names the field; `service` messages carry their own field.
    pub kind: String,
    /// The fields that make the content: `text`, `entities`, `photo`, `caption`, `caption_entities`, …
    pub body: Map<String, Value>,
    pub thread: Option<i64>,
    pub reply_to: Option<i64>,
    /// Inline keyboard, reply keyboard, removal or forced reply, as given.
    pub markup: Option<Value>,
    pub album: Option<String>,
    pub silent: bool,
    pub protect: bool,
    pub service: bool,
    pub edited_ms: Option<i64>,
    /// Earlier texts or captions, oldest first.
    pub edits: Vec<String>,
    /// Who reacted with what.
    pub reactions: BTreeMap<i64, Vec<String>>,
    pub deleted: bool,
}

impl Message {
    /// A message without content, not yet numbered.
    pub fn blank(from: i64, chat: i64, at_ms: i64) -> Self {
        Self {
            id: 0,
            chat,
            from,
            at_ms,
            machine_ms: machine_ms(),
            kind: String::new(),
            body: Map::new(),
            thread: None,
            reply_to: None,
            markup: None,
            album: None,
            silent: false,
            protect: false,
            service: false,
            edited_ms: None,
            edits: Vec::new(),
            reactions: BTreeMap::new(),
            deleted: false,
        }
    }

    /// The text, or the caption.
    pub fn words(&self) -> &str {
        ["text", "caption"].iter().find_map(|key| self.body.get(*key)?.as_str()).unwrap_or("")
    }

    /// The rows of its inline keyboard.
    pub fn inline_rows(&self) -> Option<&Vec<Value>> {
        self.markup.as_ref()?.get("inline_keyboard")?.as_array()
    }
}

/// A topic of a forum.
pub(super) struct Topic {
    pub name: String,
    pub closed: bool,
    pub deleted: bool,
}

/// The messages of one chat.
#[derive(Default)]
pub(super) struct Talk {
    pub last_id: i64,
    pub messages: BTreeMap<i64, Message>,
    pub topics: BTreeMap<i64, Topic>,
    pub pinned: Vec<i64>,
}

/// A press on an inline button, waiting for its answer.
pub(super) struct Press {
    pub at_ms: i64,
    pub answer: Option<CallbackAnswer>,
}

/// A file the make-believe Telegram holds.
pub(super) struct StoredFile {
    /// `photo`, `voice`, …; `any` when it came in a raw update.
    pub kind: String,
    pub bytes: Vec<u8>,
}

/// Everything there is, behind one lock.
pub(super) struct World {
    pub clock: Clock,
    pub bot: Bot,
    pub privacy: bool,
    pub people: BTreeMap<i64, Person>,
    /// People who have opened the bot.
    pub started: BTreeSet<i64>,
    /// People who have blocked the bot.
    pub blocked: BTreeSet<i64>,
    pub groups: BTreeMap<i64, Group>,
    /// Groups the bot was in once, and whether it was put out of them.
    pub left: BTreeMap<i64, bool>,
    /// Old group numbers and the supergroups they became.
    pub migrated: BTreeMap<i64, i64>,
    pub talks: BTreeMap<i64, Talk>,
    pub queue: Queue,
    pub presses: BTreeMap<String, Press>,
    pub journal: Vec<Call>,
    pub faults: Vec<Fault>,
    /// How often all faults were cleared.
    pub mended: u64,
    pub files: BTreeMap<String, StoredFile>,
    pub limiter: Limiter,
    /// What the page shows first.
    pub opening: Opening,
    /// The bot's commands and descriptions, as last set, by method and scope.
    pub settings: BTreeMap<String, Value>,
    /// Grows with every change; the page asks for what is newer.
    pub revision: u64,
    serial: i64,
}

impl World {
    pub fn new(options: &Options) -> Self {
        let id = options.token.split(':').next().and_then(|number| number.parse().ok()).unwrap_or(4242);
        Self {
            clock: Clock { frozen: options.start_ms.is_some(), value: options.start_ms.unwrap_or(0) },
            bot: Bot { id, username: options.bot_username.clone() },
            privacy: true,
            people: BTreeMap::new(),
            started: BTreeSet::new(),
            blocked: BTreeSet::new(),
            groups: BTreeMap::new(),
            left: BTreeMap::new(),
            migrated: BTreeMap::new(),
            talks: BTreeMap::new(),
            queue: Queue::default(),
            presses: BTreeMap::new(),
            journal: Vec::new(),
            faults: Vec::new(),
            mended: 0,
            files: BTreeMap::new(),
            limiter: Limiter::new(options.rate_limits),
            opening: Opening::default(),
            settings: BTreeMap::new(),
            revision: 0,
            serial: 0,
        }
    }

    /// A number never given before.
    pub fn next_serial(&mut self) -> i64 {
        self.serial += 1;
        self.serial
    }

    /// A message that still exists.
    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.talks.get(&chat)?.messages.get(&id).filter(|message| !message.deleted)
    }

    /// A message that still exists, to be changed.
    pub fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        self.talks.get_mut(&chat)?.messages.get_mut(&id).filter(|message| !message.deleted)
    }

    /// Gives a message the next number of its chat, keeps it and returns the number.
    pub fn number(&mut self, mut message: Message) -> i64 {
        message.id = self.talks.entry(message.chat).or_default().last_id + 1;
        self.keep(message)
    }

    /// Keeps a message under its own number and returns it.
    pub fn keep(&mut self, message: Message) -> i64 {
        let id = message.id;
        let talk = self.talks.entry(message.chat).or_default();
        if id < HUGE_ID {
            talk.last_id = talk.last_id.max(id);
        }
        talk.messages.insert(id, message);
        id
    }

    /// Stores a file and returns its id.
    pub fn store_file(&mut self, kind: &str, bytes: Vec<u8>) -> String {
        let id = format!("{kind}-{:06}", self.next_serial());
        self.files.insert(id.clone(), StoredFile { kind: kind.to_owned(), bytes });
        id
    }

    /// What the bot is in a chat's group.
    pub fn bot_rights(&self, group: i64) -> BotRights {
        self.groups.get(&group).map_or(BotRights::None, |group| group.bot_rights)
    }
}
