//! The inbox: raw updates, durable before they are confirmed, handled in order per chat.

use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, Moment};

/// An update as it came.
#[derive(Clone)]
pub struct RawUpdate {
    /// Telegram's id of the update.
    pub update_id: i64,
    /// The chat whose order it belongs to; none when it may be handled beside all others.
    pub chat: Option<i64>,
    /// The name of its one field: `message`, `callback_query`, …
    pub kind: String,
    /// The JSON, untouched.
    pub raw: String,
}

/// A claimed row of the inbox.
#[derive(Clone)]
pub struct InboxRow {
    /// Our own number, in order of arrival.
    pub seq: i64,
    /// Telegram's id of the update.
    pub update_id: i64,
    /// The name of its one field.
    pub kind: String,
    /// The JSON, untouched.
    pub raw: String,
    /// How often handling it failed so far.
    pub attempts: u32,
    /// When it was taken in.
    pub received_at: Moment,
}

/// An update set aside after failing too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedRow {
    /// Our own number, in order of arrival.
    pub seq: i64,
    /// Telegram's id of the update.
    pub update_id: i64,
    /// The name of its one field.
    pub kind: String,
    /// How often handling it failed.
    pub attempts: u32,
    /// When it was taken in.
    pub received_at: Moment,
}

/// What becomes of an update whose handling failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It will be tried again.
    Retry,
    /// It has been set aside, raw kept; a human must be told.
    Quarantined,
}

impl Store {
    /// Saves a batch and the next offset in one transaction; what is already there stays as it is. Returns how many were new.
    pub async fn save_updates(&self, updates: &[RawUpdate], next_offset: i64) -> Result<usize, StoreFault> {
        todo!()
    }

    /// The offset to ask Telegram for; none before the first batch.
    pub async fn next_offset(&self) -> Result<Option<i64>, StoreFault> {
        todo!()
    }

    /// Claims up to `limit` updates, each the first unfinished one of its chat, oldest first.
    pub async fn claim_updates(&self, owner: &str, limit: u32, lease_ms: i64) -> Result<Vec<InboxRow>, StoreFault> {
        todo!()
    }

    /// Counts a failure: tried again after `retry_after_ms`, or set aside once it failed `max_attempts` times.
    pub async fn update_failed(&self, seq: i64, retry_after_ms: i64, max_attempts: u32) -> Result<AfterFailure, StoreFault> {
        todo!()
    }

    /// Puts one quarantined update (by Telegram's id), or all of them, back in line. Returns how many.
    pub async fn requeue_quarantined(&self, update_id: Option<i64>) -> Result<u64, StoreFault> {
        todo!()
    }

    /// What has been set aside, oldest first.
    pub async fn quarantined(&self) -> Result<Vec<QuarantinedRow>, StoreFault> {
        todo!()
    }
}

impl Tx {
    /// Gives an update its outcome. `Conflict` when it already has one: then nothing of this transaction may stand.
    pub async fn inbox_done(&mut self, seq: i64, outcome: &str, case: Option<&CaseId>) -> Result<(), StoreFault> {
        todo!()
    }
}
