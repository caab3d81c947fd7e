//! What happens because time passed: bursts close, people are reminded, lateness climbs to a named person.

use super::handover::answer_day;
use super::{Desk, Done, Halt, Work};
use crate::case::Case;
use crate::case::calendar::{at, date_of, end_of_day};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::supervise::Cause;
use crate::case::timers::Clock;
use crate::id::Moment;
use crate::store::{StoreFault, TimerRow};

/// Timers taken in one round.
const BATCH: u32 = 64;
/// One hour, in milliseconds.
pub(super) const HOUR_MS: i64 = 3_600_000;
/// After so many failures of a timer the operators are told.
const MAX_FAILURES: u32 = 5;
/// How long one process may work on a timer before another takes it, in milliseconds.
const LEASE_MS: i64 = 30_000;

impl Desk {
    /// Handles timers that are due, each in its own transaction, and what new rules change. Returns how many.
    ///
    /// # Errors
    /// Faults of the store; timers not handled stay due.
    pub async fn tick(&self, owner: &str) -> Result<usize, StoreFault> {
        let settled = Box::pin(self.settle_if_new()).await?;
        let due = self.store.claim_timers(owner, self.clock.now(), BATCH, LEASE_MS).await?;
        let handled = due.len() + settled;
        let erases = due.iter().any(|timer| ["erase", "night"].contains(&timer.kind.as_str()));
        for timer in due {
            // A task of its own: one timer that fails, or panics, keeps none of the others from ringing.
            let (desk, rung) = (self.clone(), timer.clone());
            let failed = match tokio::spawn(Box::pin(async move { desk.ring(&rung).await })).await {
                Ok(Ok(())) => continue,
                // Not the timer's fault: it comes back with the next look.
                Ok(Err(fault)) if fault.passes() || matches!(fault, StoreFault::Disk(_)) => return Err(fault),
                Ok(Err(fault)) => fault,
                Err(_) => StoreFault::Corrupt("a timer panicked".to_owned()),
            };
            tracing::error!(kind = timer.kind, %failed, "a timer could not be handled");
            self.put_off(&timer).await?;
        }
        if erases && let Err(fault) = self.store.clear_traces().await {
            tracing::warn!(%fault, "what was erased may still stand in the log; the next night clears it");
        }
        Ok(handled)
    }

    /// Rings again later, at growing distance; after five failures the operators hear of it.
    async fn put_off(&self, timer: &TimerRow) -> Result<(), StoreFault> {
        let failures: u32 = timer.body.parse().unwrap_or(0) + 1;
        let due = self.clock.now().plus_ms(60_000 << failures.min(8));
        let mut work = self.work().await?;
        if failures == MAX_FAILURES {
            work.alarm("ops-timer", &[("kind", timer.kind.clone())]).await?;
        }
        work.tx.set_timer(&TimerRow { due, body: failures.to_string(), ..timer.clone() }).await?;
        work.tx.commit().await
    }

    async fn ring(&self, timer: &TimerRow) -> Result<(), StoreFault> {
        if timer.kind == super::hot::DAILY {
            return Box::pin(self.count_topics(timer)).await;
        }
        // Read aside, before anybody is kept waiting.
        let root = Box::pin(self.root_for_draw(timer)).await?;
        let mut work = self.work().await?;
        if !work.tx.timer_done(&timer.key, timer.due).await? {
            return Ok(());
        }
        work.tx.mark().await?;
        let rung = match &root {
            Some(root) => Box::pin(work.draw_forum(timer, root)).await,
            None => Box::pin(work.rang(timer)).await,
        };
        match rung {
            Ok(()) => work.bring_up_to_date().await?,
            Err(Halt::Refused(_)) => work.tx.go_back().await?,
            Err(Halt::Fault(StoreFault::Conflict)) => return Ok(()),
            Err(Halt::Fault(fault)) => return Err(fault),
        }
        work.tx.commit().await
    }

    /// Computes anew the dates that rested on a calendar not yet published. Returns how many moved.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn recompute_dates(&self) -> Result<usize, StoreFault> {
        let mut work = self.work().await?;
        let mut moved = 0;
        for id in work.tx.provisional_cases().await? {
            match work.recompute(&id).await {
                Ok(true) => moved += 1,
                Ok(false) | Err(Halt::Refused(_)) => {}
                Err(Halt::Fault(fault)) => return Err(fault),
            }
        }
        work.bring_up_to_date().await?;
        work.tx.commit().await?;
        Ok(moved)
    }
}

impl Work<'_> {
    async fn rang(&mut self, timer: &TimerRow) -> Done<()> {
        if self.caught_up(timer).await? || self.above_unanswered(timer).await? {
            return Ok(());
        }
        if Box::pin(self.forgets(timer)).await? || Box::pin(self.is_night(timer)).await? {
            return Ok(());
        }
        if Box::pin(self.is_round(timer)).await? || Box::pin(self.is_board(timer)).await? {
            return Ok(());
        }
        if Box::pin(self.entry_rings(timer)).await? {
            return Ok(());
        }
        if Box::pin(self.nobody_looked(timer)).await? || Box::pin(self.topic_rings(timer)).await? {
            return Ok(());
        }
        if timer.kind == super::roots::ROOT {
            return self.print_root().await;
        }
        let (Some(clock), Some(id)) = (Clock::from_name(&timer.kind), &timer.case) else { return Ok(()) };
        let case = self.load(id).await?;
        match clock {
            Clock::Collect => {
                self.close_window(case).await?;
            }
            Clock::Screening => self.climb(case, Cause::Unscreened, timer).await?,
            Clock::Sign => {
                let ruled = case.marks.course.is_bound();
                self.climb(case, if ruled { Cause::RulingRefused } else { Cause::Unsigned }, timer).await?;
            }
            Clock::Reminder => self.remind(case).await?,
            Clock::Due => self.climb(case, Cause::Overdue, timer).await?,
            Clock::Leader => self.remind_leader(case).await?,
            Clock::Ruling => self.ruling_late(case, timer).await?,
            Clock::Objection => self.objection_late(case, timer).await?,
            Clock::CheckIn => self.check_in(case, timer).await?,
            Clock::Rating => {
                self.perform(case, Actor::Machine, Command::EndInSilence).await?;
            }
            Clock::Check => self.check_late(case, timer).await?,
            Clock::AskAgain => self.ask_again(case, timer).await?,
            Clock::Joint => self.joint_late(case, timer).await?,
            Clock::Shelf => self.look_at_shelf(case).await?,
            Clock::Meeting => self.meeting_due(case, timer).await?,
            Clock::LeaderNeeded => Box::pin(self.leader_missed(case, timer)).await?,
            Clock::Confirm => self.call_again(case).await?,
            Clock::Dispatch => self.undispatched(case, timer).await?,
            Clock::FollowUp => self.follow_up(case).await?,
            Clock::Held => {
                self.let_go(case, Actor::Machine).await?;
            }
        }
        Ok(())
    }

    /// Lateness rises by one rung: a named person is told. Within the hour of its date, then every working day; every hour
    /// when life is in danger.
    async fn climb(&mut self, case: Case, cause: Cause, timer: &TimerRow) -> Done<()> {
        match self.raise(case, cause).await? {
            Some(_) => Ok(()),
            None => self.nobody_to_tell(timer).await,
        }
    }

    /// Nobody up the line has joined: the operators hear of it, and the clock rings again in an hour.
    pub(super) async fn nobody_to_tell(&mut self, timer: &TimerRow) -> Done<()> {
        self.alarm("ops-nobody", &[]).await?;
        self.tx.set_timer(&TimerRow { due: self.now.plus_ms(HOUR_MS), ..timer.clone() }).await?;
        Ok(())
    }

    /// Half the time, then the morning of the due day; past the date nobody needs a reminder any more.
    async fn remind(&mut self, case: Case) -> Done<()> {
        if self.now >= case.due {
            return Ok(());
        }
        let morning = at(date_of(case.due.plus_ms(-1)), self.rules.service.reminder_hour, 0);
        let stage = if self.now >= morning { 2 } else { 1 };
        self.perform(case, Actor::Machine, Command::Remind(stage)).await?;
        Ok(())
    }

    async fn recompute(&mut self, id: &crate::id::CaseId) -> Done<bool> {
        let case = self.load(id).await?;
        let due = answer_day(&case, &self.rules.calendar, &self.rules.service);
        let moment: Moment = end_of_day(due.date);
        if moment == case.due && due.provisional == case.provisional {
            return Ok(false);
        }
        self.perform(case, Actor::Machine, Command::MoveDate { due: moment, provisional: due.provisional }).await?;
        Ok(true)
    }
}
