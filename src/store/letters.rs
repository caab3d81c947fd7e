//! Letters that wait, are claimed, and are settled; none is ever dropped.

use super::{Store, StoreFault, Tx};
use crate::id::{LetterId, Moment};
use crate::notice::gate::{Cleared, Exclusion};
use crate::notice::letter::{Letter, Slot};

/// A letter claimed for sending. It must pass the gate once more before it leaves.
#[derive(Clone)]
pub struct ClaimedLetter {
    /// The letter's id in the store.
    pub id: LetterId,
    /// The letter itself.
    pub letter: Letter,
    /// The chat its audience has now; a letter without one is parked as unaddressed and never claimed.
    pub chat: i64,
    /// What its case excludes now; nothing when it is about no case.
    pub exclusion: Exclusion,
    /// How often sending it failed so far.
    pub attempts: u32,
    /// When it was written.
    pub waiting_since: Moment,
}

impl Store {
    /// Claims up to `limit` letters that may leave now, most pressing first. Within a chat a letter waits for the unfinished
    /// ones before it that are as pressing or about the same case; a chat held back yields none; answers to presses stand alone.
    pub async fn claim_letters(&self, owner: &str, limit: u32, lease_ms: i64) -> Result<Vec<ClaimedLetter>, StoreFault> {
        todo!()
    }

    /// It arrived; remembers where its message stands (post, slot).
    pub async fn letter_sent(&self, id: &LetterId, chat: i64, message_id: Option<i64>) -> Result<(), StoreFault> {
        todo!()
    }

    /// It did not arrive and is tried again at `not_before`; with `hold_lane` nothing goes to that chat before then.
    pub async fn letter_retry(&self, id: &LetterId, not_before: Moment, error_kind: &str, hold_lane: bool) -> Result<(), StoreFault> {
        todo!()
    }

    /// It will not arrive; kept, visible in the counts.
    pub async fn letter_failed(&self, id: &LetterId, error_kind: &str) -> Result<(), StoreFault> {
        todo!()
    }

    /// The gate stopped it; kept, visible.
    pub async fn letter_stopped(&self, id: &LetterId, reason: &str) -> Result<(), StoreFault> {
        todo!()
    }

    /// The next moment after now at which a letter, a timer or an update may become due.
    pub async fn next_wake(&self) -> Result<Option<Moment>, StoreFault> {
        todo!()
    }

    /// Which message of a chat stands in a slot.
    pub async fn slot_message(&self, slot: &Slot, chat: i64) -> Result<Option<i64>, StoreFault> {
        todo!()
    }
}

impl Tx {
    /// Puts a cleared letter in line; one with the same key is kept once. Without an address it waits until there is one.
    pub async fn enqueue(&mut self, letter: Cleared<Letter>) -> Result<(), StoreFault> {
        todo!()
    }
}
