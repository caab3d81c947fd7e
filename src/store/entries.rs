//! What was said about a case, edits included, and where our own messages stand.

use super::{StoreFault, Tx};
use crate::id::{CaseId, ContentId, Moment};
use crate::notice::letter::Slot;

/// Which entry of which case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRef {
    /// The case.
    pub case: CaseId,
    /// The entry's number within it, from 1.
    pub entry: i64,
}

/// One version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The entry's number within the case, from 1.
    pub no: i64,
    /// 1 for what was first said, then one more for each edit.
    pub version: i64,
    /// What it is: text, photo, voice, …
    pub kind: String,
    /// Its content.
    pub content: ContentId,
    /// When it was said.
    pub at: Moment,
}

/// A message of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    /// The case it is about.
    pub case: Option<CaseId>,
    /// The slot it was sent for.
    pub slot: Option<Slot>,
    /// The key of its letter.
    pub key: String,
}

impl Tx {
    /// The entry a message became.
    pub async fn entry_by_source(&mut self, chat: i64, message: i64) -> Result<Option<EntryRef>, StoreFault> {
        todo!()
    }

    /// Adds what a message said to a case; returns the entry's number. `Conflict` when the message already is an entry.
    pub async fn add_entry(&mut self, source: (i64, i64), case: &CaseId, kind: &str, content: &ContentId) -> Result<i64, StoreFault> {
        todo!()
    }

    /// Adds an edited version of what a message said. `Missing` when the message is no entry.
    pub async fn add_version(&mut self, chat: i64, message: i64, content: &ContentId) -> Result<EntryRef, StoreFault> {
        todo!()
    }

    /// Everything said about a case, by entry and version.
    pub async fn entries(&mut self, case: &CaseId) -> Result<Vec<EntryRow>, StoreFault> {
        todo!()
    }

    /// The case the earlier parts of an album went to.
    pub async fn case_of_album(&mut self, chat: i64, media_group_id: &str) -> Result<Option<CaseId>, StoreFault> {
        todo!()
    }

    /// Remembers which case an album belongs to; the first answer stands.
    pub async fn remember_album(&mut self, chat: i64, media_group_id: &str, case: &CaseId) -> Result<(), StoreFault> {
        todo!()
    }

    /// What a message of ours was about, to understand a reply to it.
    pub async fn post_at(&mut self, chat: i64, message: i64) -> Result<Option<PostRow>, StoreFault> {
        todo!()
    }
}
