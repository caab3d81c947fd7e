//! All SQL stands here: cases and their events, content, people, inbox, letters, timers.
//!
//! Callers hold a [`Store`] for what is one transaction by itself (taking updates in, claiming and settling letters)
//! and a [`Tx`] for what must happen together (everything the desk does). A [`Tx`] that is dropped leaves no trace.

mod buttons;
mod cases;
mod content;
mod doctor;
mod entries;
mod fault;
mod inbox;
mod letters;
mod people;
mod staff;
mod timers;

use std::path::PathBuf;

pub use buttons::ButtonRow;
pub use cases::{CaseRow, EventRow};
pub use doctor::Counts;
pub use entries::{EntryRef, EntryRow, PostRow};
pub use fault::StoreFault;
pub use inbox::{AfterFailure, InboxRow, QuarantinedRow, RawUpdate};
pub use letters::ClaimedLetter;
pub use people::PersonRow;
pub use staff::GroupRole;
pub use timers::TimerRow;

use crate::clock::Clock;
use crate::id::{CountyId, Ids};

/// Where the store lives, and for which county.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// A path or `sqlite:PATH`, or `postgres://…`.
    pub url: String,
    /// The file with the key that wraps the county's data key; made with mode 0600 when the database is new.
    pub key_file: PathBuf,
    /// The county whose rows are read and written.
    pub county: CountyId,
}

/// The store; cloned freely, all clones share the connections.
#[derive(Clone)]
pub struct Store {}

/// One transaction. Dropped without [`Tx::commit`], it leaves no trace.
pub struct Tx {}

impl Store {
    /// Opens the store: checks the key, takes the lock (SQLite), migrates, asserts the settings,
    /// and on SQLite releases the leases a dead process left behind.
    pub async fn open(options: &StoreOptions, clock: Clock, ids: Ids) -> Result<Store, StoreFault> {
        todo!()
    }

    /// Lets leases follow another clock. By default they follow the machine's time, so that pushing a sandbox's clock
    /// forward does not expire what is being worked on.
    pub fn with_lease_clock(self, clock: Clock) -> Store {
        todo!()
    }

    /// Begins a writing transaction.
    pub async fn begin(&self) -> Result<Tx, StoreFault> {
        todo!()
    }

    /// Begins a transaction that only reads and never waits for writers; writing through it is refused.
    pub async fn view(&self) -> Result<Tx, StoreFault> {
        todo!()
    }

    /// Waits for transactions under way, then folds the write-ahead log into the file and closes.
    pub async fn close(&self) {
        todo!()
    }
}

impl Tx {
    /// Makes everything done through this transaction durable.
    pub async fn commit(self) -> Result<(), StoreFault> {
        todo!()
    }
}
