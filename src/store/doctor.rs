//! The doctor: what the store holds, and whether it still is what was written.

use super::{Store, StoreFault};

/// How much of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Updates not yet handled.
    pub pending_inbox: u64,
    /// Updates set aside.
    pub quarantined: u64,
    /// Letters on their way.
    pub waiting_letters: u64,
    /// Letters that did not arrive.
    pub failed_letters: u64,
    /// Letters the gate stopped.
    pub stopped_letters: u64,
    /// Letters whose audience has no chat yet.
    pub unaddressed: u64,
    /// Timers set.
    pub timers: u64,
    /// All cases.
    pub cases: u64,
    /// Cases under way.
    pub open_cases: u64,
}

impl Store {
    /// How much of what there is.
    pub async fn counts(&self) -> Result<Counts, StoreFault> {
        todo!()
    }

    /// Checks everything that can be checked; one line per finding, empty when all is well.
    pub async fn verify(&self) -> Result<Vec<String>, StoreFault> {
        todo!()
    }
}
