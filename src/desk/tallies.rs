//! What units have to show is written down with every event, in the same transaction.

use super::{Done, Work};
use crate::case::apply::apply;
use crate::case::calendar::{date_of, end_of_day};
use crate::case::event::{Event, Fact};
use crate::case::linked::seen_by;
use crate::case::{Case, Task};
use crate::id::{CaseId, Moment, PlaceId};
use crate::notice::gate::Exclusion;
use crate::stats::tally::{Tally, is_answered, reaches_sender, tally_of};
use crate::store::StoreFault;

/// How many cases are counted anew at a time.
const PAGE: u32 = 200;
/// What is remembered once every case from before has been counted.
const COUNTED: &str = "tally";

impl Work<'_> {
    /// Counts an event. From the moment that anybody must not learn of a case nothing more of it is counted anywhere, so
    /// that no figure moves by what somebody must not know; to whoever looks, it is as if it had been transferred.
    pub(super) async fn count(&mut self, from: &Case, event: &Event, to: &Case) -> Done<()> {
        let line = self.tally_line(to).map(|line| line.with_heard(event));
        let contacted = line.is_some() && reaches_sender(event) && self.is_in_time(to.task.as_ref(), event.at);
        let nudged = event.fact == Fact::Nudged;
        let graded = match &event.fact {
            Fact::Rated { grade } if !is_answered(to.state) => Some(to.grade.unwrap_or(*grade)),
            _ => None,
        };
        let doubted = (from.marks.care.doubted != to.marks.care.doubted).then_some(to.marks.care.doubted);
        let left_out = to.marks.numbers.left_out.is_some();
        let moved = line.is_some() && (line != self.tally_line(from) || contacted || nudged);
        let marked = graded.is_some() || doubted.is_some() || left_out != from.marks.numbers.left_out.is_some();
        if !moved && !marked || self.tx.exclusion(&to.id).await? != Exclusion::default() {
            return Ok(());
        }
        if let Some(line) = line.filter(|_| moved) {
            self.tx.write_tally(&to.id, &line, event.at, (contacted, nudged)).await?;
        }
        if let Some(grade) = graded {
            self.tx.grade_tally(&to.id, to.round.saturating_sub(1), grade).await?;
        }
        if let Some(doubted) = doubted {
            self.tx.doubt_tally(&to.id, doubted.map(|round| (round, event.at))).await?;
        }
        if left_out != from.marks.numbers.left_out.is_some() {
            self.tx.leave_tally_out(&to.id, left_out).await?;
        }
        self.count_adoption(event, to).await?;
        self.count_joint(to).await
    }

    /// Each of several senders counts: what the round came to as to solved, and their own grade.
    async fn count_joint(&mut self, case: &Case) -> Done<()> {
        if !case.people.is_joint() {
            return Ok(());
        }
        let round = case.judged_round();
        for (beside, word) in case.counting(round).into_iter().enumerate().skip(1) {
            if word.solved.is_some() || word.grade.is_some() {
                self.tx.write_joint_tally((&case.id, beside), round, (case.solved, word.grade)).await?;
            }
        }
        Ok(())
    }

    /// A sender whose case goes on under another one counts by themselves: the answer they had, and their own word on it.
    pub(super) async fn count_member(&mut self, survivor: &Case, member: &Case, at: Moment) -> Done<()> {
        let seen = seen_by(survivor, member);
        let Some(line) = self.tally_line(&seen) else { return Ok(()) };
        if self.tx.exclusion(&member.id).await? != Exclusion::default() {
            return Ok(());
        }
        let both = line.solved.is_some() && line.grade.is_some();
        let line = Tally { settled: line.settled || both, ..line };
        let contacted = self.was_contacted(survivor).await?;
        self.tx.write_tally(&member.id, &line, at, (contacted, false)).await?;
        Ok(())
    }

    /// Whether the unit that has it spoke in time with its sender, and so with all who go on under it.
    async fn was_contacted(&mut self, case: &Case) -> Done<bool> {
        for row in self.tx.events(&case.id).await? {
            let corrupt = |_| StoreFault::Corrupt(format!("event {} of case {}", row.seq, case.id));
            let fact: Fact = serde_json::from_str(&row.body).map_err(corrupt)?;
            let actor = serde_json::from_str(&row.actor).map_err(corrupt)?;
            let event = Event { at: row.at, actor, fact };
            if reaches_sender(&event) && self.is_in_time(case.task.as_ref(), event.at) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn tally_line(&self, case: &Case) -> Option<Tally> {
        let town: Option<PlaceId> = case.place.as_ref().and_then(|place| self.county().town_of(place)).cloned();
        let line = tally_of(case, town)?;
        // Of several senders the first one's own grade; the others' stand beside it.
        let own = case.people.is_joint().then(|| case.counting(case.round).into_iter().next()).flatten();
        Some(match own {
            Some(own) => Tally { grade: own.grade.filter(|_| line.answered_at.is_some()), ..line },
            None => line,
        })
    }

    /// Whether it is not later than the working days after signing within which a sender is spoken with; they run from the
    /// day by which it had to be signed for, so that signing late gains nothing.
    fn is_in_time(&self, task: Option<&Task>, at: Moment) -> bool {
        let Some(task) = task else { return false };
        let days = self.rules.service.first_contact_wd;
        let due = self.rules.calendar.plus_working_days(date_of(task.sign_due.plus_ms(-1)), days);
        at < end_of_day(due.date)
    }

    /// Counts every case from before there were figures, once for a database.
    pub(super) async fn count_all_once(&mut self) -> Done<()> {
        if !self.tx.first_time(COUNTED).await? {
            return Ok(());
        }
        self.tx.clear_tallies().await?;
        let mut after = None;
        loop {
            let page = self.tx.case_ids_after(after.as_ref(), PAGE).await?;
            for id in &page {
                self.count_anew(id).await?;
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => return Ok(()),
            }
        }
    }

    async fn count_anew(&mut self, id: &CaseId) -> Done<()> {
        let mut case: Option<Case> = None;
        for row in self.tx.events(id).await? {
            let corrupt = |_| StoreFault::Corrupt(format!("event {} of case {id}", row.seq));
            let fact: Fact = serde_json::from_str(&row.body).map_err(corrupt)?;
            let actor = serde_json::from_str(&row.actor).map_err(corrupt)?;
            let event = Event { at: row.at, actor, fact };
            let before = case.clone();
            case = apply(case, &event);
            if let (Some(before), Some(after)) = (before, &case) {
                self.count(&before, &event, after).await?;
            }
        }
        Ok(())
    }
}
