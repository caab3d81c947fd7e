//! Timers: deadlines, reminders and windows as rows, so that nothing waits in memory.

use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, Moment};

/// A timer that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerRow {
    /// Its name, unique in the county.
    pub key: String,
    /// What it is for.
    pub kind: String,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// When it is due.
    pub due: Moment,
    /// What it needs to know, as JSON.
    pub body: String,
}

impl Store {
    /// Claims up to `limit` timers due at `now`, the longest overdue first.
    pub async fn claim_timers(&self, owner: &str, now: Moment, limit: u32, lease_ms: i64) -> Result<Vec<TimerRow>, StoreFault> {
        todo!()
    }
}

impl Tx {
    /// Sets a timer, or moves it when the key is known.
    pub async fn set_timer(&mut self, timer: &TimerRow) -> Result<(), StoreFault> {
        todo!()
    }

    /// Takes a timer away. Returns whether there was one.
    pub async fn cancel_timer(&mut self, key: &str) -> Result<bool, StoreFault> {
        todo!()
    }

    /// Takes all timers of a case away.
    pub async fn cancel_timers_of(&mut self, case: &CaseId) -> Result<u64, StoreFault> {
        todo!()
    }

    /// Ends a timer that was handled, unless it has been moved since. False when it was no longer there as claimed:
    /// somebody else handled it, and nothing of this transaction may stand. Call it before setting the same key anew.
    pub async fn timer_done(&mut self, key: &str, due: Moment) -> Result<bool, StoreFault> {
        todo!()
    }
}
