//! The nightly round: what has been kept for as long as it may be is deleted, in batches (个人信息保护法 art. 19, 47).

use super::forget::DAY_MS;
use super::{Desk, Done, Work};
use crate::case::calendar::{at, date_of};
use crate::id::{CaseId, Moment, PersonId};
use crate::store::{Erasing, StoreFault, TimerRow};

/// The clock of the round: one for the county.
const NIGHT: &str = "night";
/// The hour and minute it begins.
const BEGINS: (u32, u32) = (2, 30);
/// How many rows of a kind go with one transaction.
const BATCH: u32 = 200;
/// How many cases.
const CASES: u32 = 50;
/// How long until the next batch, in milliseconds.
const PAUSE_MS: i64 = 200;
/// Why a case was erased.
const KEPT: &str = "kept";
/// So many days what a case is found by is kept: three years, for what its sender raises again.
const TERM_DAYS: u32 = 1_096;

impl Desk {
    /// Sets the clock of the nightly round, if nobody has.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn keep_nights(&self) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        if work.tx.timer_due(NIGHT).await?.is_none() {
            work.set_night(work.next_night()).await?;
        }
        work.set_rounds().await?;
        work.set_count().await?;
        work.tx.commit().await
    }
}

impl Work<'_> {
    /// The clock of the round rang: one batch of everything; again soon while there is more, else the next night. False
    /// when the clock is another.
    pub(super) async fn is_night(&mut self, timer: &TimerRow) -> Done<bool> {
        if timer.key != NIGHT {
            return Ok(false);
        }
        let keep = self.rules.service.keep.clone();
        let mut more = self.tx.drop_raw_updates(self.ago(keep.raw_days), BATCH).await?;
        more |= self.tx.drop_letters(self.ago(keep.letter_days), BATCH).await?;
        self.tx.drop_drafts(self.ago(keep.draft_days)).await?;
        self.tx.drop_slots(self.ago(1)).await?;
        let mut past = self.tx.cases_past_hold(CASES).await?;
        for (case, _) in &past {
            self.tx.journal_case(case)?;
        }
        past.extend(self.tx.cases_past_keeping(false, self.ago(keep.words_days), CASES).await?);
        past.extend(self.tx.cases_past_keeping(true, self.ago(keep.sealed_days), CASES).await?);
        more |= past.len() >= CASES as usize;
        for (case, person) in &past {
            self.past_keeping(case, person).await?;
        }
        for person in self.tx.persons_past_keeping(self.ago(keep.words_days), CASES).await? {
            self.person_past_keeping(&person).await?;
            more = true;
        }
        // Once a night: all of the table is looked through.
        if !more {
            self.tx.drop_terms(self.ago(TERM_DAYS)).await?;
        }
        let next = if more { self.now.plus_ms(PAUSE_MS) } else { self.next_night() };
        self.set_night(next).await?;
        Ok(true)
    }

    async fn past_keeping(&mut self, case: &CaseId, person: &PersonId) -> Done<()> {
        let row = self.load(case).await?;
        if !row.is_sealed() {
            self.blank_cards(&row).await?;
        }
        self.tx.erase_case(case, KEPT).await?;
        self.memo.forget_words();
        for party in &row.people.parties {
            self.is_perhaps_nobody_now(&party.person).await?;
        }
        self.is_perhaps_nobody_now(person).await
    }

    /// Somebody of whom one case less is kept.
    async fn is_perhaps_nobody_now(&mut self, person: &PersonId) -> Done<()> {
        let owner = self.tx.owner_of(person).await?;
        let known = self.tx.person_facts(&owner).await?;
        let long_ago = self.ago(self.rules.service.keep.words_days);
        if known.is_some_and(|(_, _, since)| since <= long_ago) && !self.tx.has_words_of(&owner).await? {
            return self.person_past_keeping(&owner).await;
        }
        // Whoever asked for erasure only stayed for what was held back.
        Ok(self.tx.drop_if_gone(person).await?)
    }

    /// Somebody from whom nothing is kept any more, and who has not been here for as long.
    async fn person_past_keeping(&mut self, person: &PersonId) -> Done<()> {
        let Some(chat) = self.tx.chat_of_person(person).await? else { return Ok(()) };
        self.tx.detach_person(person).await?;
        // Their raw updates go by themselves.
        Ok(self.tx.erase_person(person, chat, Erasing { update: 0, waiting_until: Moment(0) }).await?)
    }

    fn ago(&self, days: u32) -> Moment {
        self.now.plus_ms(-i64::from(days) * DAY_MS)
    }

    fn next_night(&self) -> Moment {
        let tonight = at(self.today(), BEGINS.0, BEGINS.1);
        match tonight > self.now {
            true => tonight,
            false => at(date_of(self.now.plus_ms(DAY_MS)), BEGINS.0, BEGINS.1),
        }
    }

    async fn set_night(&mut self, due: Moment) -> Result<(), StoreFault> {
        let timer = TimerRow { key: NIGHT.to_owned(), kind: NIGHT.to_owned(), case: None, due, body: String::new() };
        self.tx.set_timer(&timer).await
    }
}
