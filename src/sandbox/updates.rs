//! What the bot is told: the queue of updates and `getUpdates` as the real server does it.

use std::collections::{BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::params::Params;
use super::world::World;

/// Message updates wait a day, counted from the message's own date.
const DAY_MS: i64 = 86_400_000;
/// Presses wait 150 seconds.
pub(super) const PRESS_MS: i64 = 150_000;
/// An answer carries at most this many bytes of updates.
const ANSWER_BYTES: usize = 4 << 20;
/// How many confirmed updates are remembered, to be served again.
const REMEMBERED: usize = 20_000;
/// Not sent unless asked for by name.
const NOT_BY_DEFAULT: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// One update waiting to be fetched, or fetched and confirmed.
#[derive(Clone)]
struct Waiting {
    id: i64,
    raw: String,
    expires_ms: i64,
}

/// The updates the bot has not confirmed, and what it asked for.
pub(super) struct Queue {
    pending: VecDeque<Waiting>,
    /// Confirmed ones served once more.
    again: VecDeque<Waiting>,
    confirmed: VecDeque<Waiting>,
    next_id: i64,
    /// The highest offset the bot has asked from.
    confirmed_offset: i64,
    allowed: BTreeSet<String>,
    /// Grows with each `getUpdates`; a waiting one whose number is no longer current was cut off by another.
    turn: u64,
    /// Whether quick repeats are held back as the real server does.
    pub strict: bool,
    previous: Option<(i64, Instant)>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            pending: VecDeque::new(),
            again: VecDeque::new(),
            confirmed: VecDeque::new(),
            next_id: 700_000_001,
            confirmed_offset: 0,
            allowed: BTreeSet::new(),
            turn: 0,
            strict: false,
            previous: None,
        }
    }
}

/// What a `getUpdates` call asks for.
pub(super) struct Ask {
    pub limit: usize,
    pub wait: Duration,
    pub turn: u64,
}

impl Queue {
    /// How many updates are not confirmed.
    pub fn pending(&self) -> usize {
        self.pending.len() + self.again.len()
    }

    /// The highest offset asked from.
    pub fn confirmed_offset(&self) -> i64 {
        self.confirmed_offset
    }

    /// How many times the bot has asked for updates.
    pub fn polls(&self) -> u64 {
        self.turn
    }

    /// The numbers of confirmed updates, in the order of confirmation.
    pub fn confirmed_ids(&self) -> Vec<i64> {
        self.confirmed.iter().map(|waiting| waiting.id).collect()
    }

    /// Where update numbers go on from.
    pub fn set_next_id(&mut self, id: i64) {
        self.next_id = id;
    }

    /// Whether updates of this kind are queued at all.
    pub fn wants(&self, kind: &str) -> bool {
        if self.allowed.is_empty() { !NOT_BY_DEFAULT.contains(&kind) } else { self.allowed.contains(kind) }
    }

    /// The kinds asked for by name.
    pub fn allowed(&self) -> Vec<String> {
        self.allowed.iter().cloned().collect()
    }

    /// Queues an update with a fresh number, whatever its kind.
    pub fn add(&mut self, mut update: Value, expires_ms: i64) -> i64 {
        let id = self.take_id();
        if let Some(fields) = update.as_object_mut() {
            fields.insert("update_id".to_owned(), json!(id));
        }
        self.pending.push_back(Waiting { id, raw: update.to_string(), expires_ms });
        id
    }

    /// Queues exact bytes; `$UPDATE_ID` in them becomes a fresh number, else the number written in them counts.
    pub fn add_raw(&mut self, raw: &str, expires_ms: i64) -> i64 {
        let id = match written_id(raw) {
            Some(id) => {
                self.next_id = self.next_id.max(id.saturating_add(1));
                id
            }
            None => self.take_id(),
        };
        let raw = raw.replace("$UPDATE_ID", &id.to_string());
        self.pending.push_back(Waiting { id, raw, expires_ms });
        id
    }

    fn take_id(&mut self) -> i64 {
        let id = self.next_id;
        self.next_id = self.next_id.saturating_add(1);
        id
    }

    /// Serves confirmed updates once more.
    pub fn serve_again(&mut self, ids: &[i64]) {
        for id in ids {
            let found = self.confirmed.iter().chain(&self.pending).find(|waiting| waiting.id == *id);
            if let Some(waiting) = found.cloned() {
                self.again.push_back(waiting);
            }
        }
    }

    /// Forgets everything that waits.
    pub fn drop_pending(&mut self) {
        self.confirmed.extend(self.pending.drain(..));
        self.again.clear();
    }

    /// Reads a call: remembers the kinds asked for, cuts off a waiting call, applies the offset.
    pub fn begin(&mut self, params: &Params) -> Ask {
        let offset = params.int("offset").unwrap_or(0);
        let mut limit = params.int("limit").unwrap_or(100).clamp(1, 100) as usize;
        let mut seconds = params.int("timeout").unwrap_or(0).clamp(0, 50) as u64;
        if let Some(allowed) = params.array("allowed_updates") {
            self.allowed = allowed.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
        }
        let now = Instant::now();
        if let Some((_, since)) = self.previous.filter(|(previous, _)| self.strict && *previous == offset) {
            if seconds < 3 && now < since + Duration::from_secs(3) {
                seconds = 3;
            }
            if now < since + Duration::from_millis(500) {
                limit = 1;
            }
        }
        self.previous = Some((offset, now));
        self.turn += 1;
        self.confirm(offset);
        Ask { limit, wait: Duration::from_secs(seconds), turn: self.turn }
    }

    /// Whether a waiting call was cut off by a later one.
    pub fn cut_off(&self, ask: &Ask) -> bool {
        self.turn != ask.turn
    }

    fn confirm(&mut self, offset: i64) {
        let surplus = self.confirmed.len().saturating_sub(REMEMBERED);
        self.confirmed.drain(..surplus);
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let drop = self.pending.len().saturating_sub(keep);
            self.confirmed.extend(self.pending.drain(..drop));
            return;
        }
        // The real server takes an offset far beyond its last update for one of another age and starts at the head.
        if offset > self.next_id.saturating_add(10) {
            return;
        }
        self.confirmed_offset = offset.max(self.confirmed_offset);
        while self.pending.front().is_some_and(|waiting| waiting.id < offset) {
            self.confirmed.extend(self.pending.pop_front());
        }
    }

    /// The updates to answer with now, each as its own bytes.
    pub fn take(&mut self, ask: &Ask, now_ms: i64) -> Vec<String> {
        self.pending.retain(|waiting| waiting.expires_ms > now_ms);
        let mut bytes = 0;
        let mut out: Vec<String> = Vec::new();
        while out.len() < ask.limit
            && let Some(waiting) = self.again.pop_front()
        {
            bytes += waiting.raw.len();
            out.push(waiting.raw);
        }
        for waiting in &self.pending {
            bytes += waiting.raw.len();
            if out.len() >= ask.limit || (bytes > ANSWER_BYTES && !out.is_empty()) {
                break;
            }
            out.push(waiting.raw.clone());
        }
        out
    }
}

/// The number after `"update_id":` in bytes that need not be JSON.
fn written_id(raw: &str) -> Option<i64> {
    let (_, rest) = raw.split_once("\"update_id\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

impl World {
    /// Queues an update of a kind, unless the bot did not ask for it.
    pub fn tell(&mut self, kind: &str, body: Value, expires_ms: i64) -> Option<i64> {
        self.queue.wants(kind).then(|| self.queue.add(json!({ kind: body }), expires_ms))
    }

    /// Tells the bot of a message as it now stands.
    pub fn tell_message(&mut self, kind: &str, chat: i64, id: i64) {
        let Some(message) = self.message(chat, id) else { return };
        let at_ms = if kind == "edited_message" { message.edited_ms.unwrap_or(message.at_ms) } else { message.at_ms };
        let body = self.message_json(message);
        self.tell(kind, body, at_ms.saturating_add(DAY_MS));
    }

    /// When a message update queued now is forgotten.
    pub fn a_day_from_now(&self) -> i64 {
        self.clock.now_ms().saturating_add(DAY_MS)
    }
}
