//! What one piece of work asks for more than once, looked up once: a resident's cases, what was said, and what a text says.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::act::case_of;
use super::learning::Known;
use super::words::Entry;
use super::{Done, Work};
use crate::case::Case;
use crate::classify::Reading;
use crate::id::{CaseId, CaseNumber, ContentId, PersonId};
use crate::store::{PersonRow, Which};

/// How many of a resident's cases are looked at, the latest first.
const CASES: u32 = 20;
/// How many readings are kept; a message is read alone, and with what was said before it.
const READINGS: usize = 4;
/// How many messages are kept decrypted; past them all are let go.
const WORDS: usize = 64;

/// What was looked up so far. Cases are forgotten with the first change; a text says the same as long as the rules do,
/// and kept words never change: an edit keeps others.
pub(super) struct Memo {
    /// What was learned until this piece of work began.
    pub(super) known: Arc<Known>,
    cases: BTreeMap<(PersonId, bool), Vec<Case>>,
    readings: Mutex<Vec<(String, Reading)>>,
    words: BTreeMap<ContentId, Entry>,
}

impl Memo {
    /// Nothing looked up yet.
    pub(super) fn with(known: Arc<Known>) -> Self {
        Self { known, cases: BTreeMap::new(), readings: Mutex::default(), words: BTreeMap::new() }
    }

    /// Something has changed, or was taken back: cases are looked up again.
    pub(super) fn forget_cases(&mut self) {
        self.cases.clear();
    }

    /// Words were erased: what was read of any is let go.
    pub(super) fn forget_words(&mut self) {
        self.words.clear();
    }
}

impl Work<'_> {
    /// The latest cases that a resident speaks in, newest first: their own, then those they have a part in. Merged cases count
    /// among the open ones.
    pub(super) async fn cases_of(&mut self, person: &PersonRow, open_only: bool) -> Done<Vec<Case>> {
        let asked = (person.id.clone(), open_only);
        if let Some(cases) = self.memo.cases.get(&asked) {
            return Ok(cases.clone());
        }
        let which = if open_only { Which::OpenOrMerged } else { Which::All };
        let mut cases = Vec::new();
        for row in self.tx.cases_of_person(&person.id, which, CASES).await? {
            let case = case_of(&row)?;
            if self.standing(&case, person).await?.is_some() {
                cases.push(case);
            }
        }
        cases.extend(self.shared_with(person, open_only).await?);
        self.memo.cases.insert(asked, cases.clone());
        Ok(cases)
    }

    /// Whether a number is that of one of the resident's own cases; any other eight digits may be a telephone's.
    pub(super) async fn owns(&mut self, person: &PersonRow, number: CaseNumber) -> Done<bool> {
        Ok(self.cases_of(person, false).await?.iter().any(|case| case.number == number))
    }

    /// What the resident said, message by message, as it stands after edits. Each message is decrypted once.
    pub(super) async fn said_about(&mut self, case: &CaseId) -> Done<Vec<Entry>> {
        let rows = self.tx.entries(case).await?;
        let latest: BTreeMap<i64, ContentId> = rows.into_iter().map(|row| (row.no, row.content)).collect();
        let mut entries = Vec::with_capacity(latest.len());
        for content in latest.into_values() {
            if let Some(known) = self.memo.words.get(&content) {
                entries.push(known.clone());
            } else if let Some(entry) = self.kept::<Entry>(&content).await? {
                if self.memo.words.len() == WORDS {
                    self.memo.words.clear();
                }
                self.memo.words.insert(content, entry.clone());
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// What a text says.
    pub(super) fn read(&self, text: &str) -> Reading {
        let mut readings = self.memo.readings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, reading)) = readings.iter().find(|(known, _)| known == text) {
            return reading.clone();
        }
        let mut reading = self.rules.reader.read_on(text, self.today());
        self.weigh(&mut reading, text, &self.memo.known.model);
        if readings.len() == READINGS {
            readings.remove(0);
        }
        readings.push((text.to_owned(), reading.clone()));
        reading
    }
}
