//! What happens because time passed: bursts close, people are reminded, lateness climbs to a named person.

use super::handover::answer_day;
use super::{Desk, Done, Halt, Work};
use crate::case::Case;
use crate::case::calendar::{at, date_of, end_of_day};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::timers::Clock;
use crate::id::{CadreId, Moment};
use crate::roster::Role;
use crate::store::{StoreFault, TimerRow};

/// Timers taken in one round.
const BATCH: u32 = 64;
/// One hour, in milliseconds.
const HOUR_MS: i64 = 3_600_000;
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
        let mut work = self.work().await?;
        if !work.tx.timer_done(&timer.key, timer.due).await? {
            return Ok(());
        }
        work.tx.mark().await?;
        match Box::pin(work.rang(timer)).await {
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
        if timer.kind == super::roots::ROOT {
            return self.print_root().await;
        }
        let (Some(clock), Some(id)) = (Clock::from_name(&timer.kind), &timer.case) else { return Ok(()) };
        let case = self.load(id).await?;
        match clock {
            Clock::Collect => {
                self.close_window(case).await?;
            }
            Clock::Screening => self.screening_late(case, timer).await?,
            Clock::Sign => self.sign_late(case, timer).await?,
            Clock::Reminder => self.remind(case).await?,
            Clock::Due => self.overdue(case, timer).await?,
            Clock::CheckIn => self.check_in(case, timer).await?,
            Clock::Rating => {
                self.perform(case, Actor::Machine, Command::EndInSilence).await?;
            }
            Clock::Joint => self.joint_late(case, timer).await?,
            Clock::Shelf => self.look_at_shelf(case).await?,
            Clock::Held => {
                self.let_go(case, Actor::Machine).await?;
            }
        }
        Ok(())
    }

    async fn sign_late(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        match self.first_to_tell(&case, 0).await? {
            Some(told) => self.perform(case, Actor::Machine, Command::TellSignLate(told)).await.map(|_| ()),
            None => self.nobody_to_tell(timer).await,
        }
    }

    async fn screening_late(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        match self.first_to_tell(&case, 0).await? {
            Some(told) => self.perform(case, Actor::Machine, Command::TellScreeningLate(told)).await.map(|_| ()),
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

    /// The date passed: a named person is told within the hour, the next one up every working day, at the top daily; every hour when life is in danger.
    async fn overdue(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let Some(told) = self.first_to_tell(&case, case.marks.rung as usize).await? else {
            return self.nobody_to_tell(timer).await;
        };
        let rung = case.marks.rung + 1;
        let tomorrow = self.rules.calendar.plus_working_days(self.today(), 1).date;
        let next = match case.danger {
            Some(_) => self.now.plus_ms(HOUR_MS),
            None => at(tomorrow, self.rules.service.reminder_hour, 0),
        };
        self.perform(case, Actor::Machine, Command::TellOverdue { told, rung, next }).await?;
        Ok(())
    }

    /// The person to tell on a rung: up the chain of whoever acts, leaving out who is excluded or has not joined;
    /// the last of them again when the rungs are used up. Without any, the supervisors.
    pub(super) async fn first_to_tell(&mut self, case: &Case, rung: usize) -> Done<Option<CadreId>> {
        let mut line = self.line_above(case).await?;
        if !case.is_sealed() && case.held.is_none() {
            line.extend(self.county().with_role(Role::Supervisor));
        }

        let mut reachable = Vec::new();
        for cadre in line {
            let bound = self.tx.account_of(&cadre).await?.is_some();
            if bound && !reachable.contains(&cadre) && !self.is_excluded(case, &cadre).await? {
                reachable.push(cadre);
            }
        }
        if reachable.is_empty() {
            // Where everybody up the line is kept out, the discipline lane hears of it.
            let lane = self.lane_readers(case).await?;
            reachable = self.joined_of(&lane).await?;
        }
        Ok(reachable.get(rung.min(reachable.len().saturating_sub(1))).cloned())
    }

    async fn line_above(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        if case.is_sealed() {
            let mut readers = self.readers(case).await?;
            let above: Vec<CadreId> = readers.iter().flat_map(|reader| self.county().chain_above(reader)).collect();
            let discipline = |cadre: &CadreId| {
                self.county().cadres.get(cadre).is_some_and(|it| it.roles.contains(&Role::DisciplineReader))
            };
            readers.extend(above.into_iter().filter(discipline));
            return Ok(readers);
        }
        if case.held.is_some() {
            return Ok(self.county().with_role(Role::DisciplineReader));
        }
        let county = self.county();
        let mut line = Vec::new();
        match (case.unit(), case.acting()) {
            (Some(unit), Some(acting)) => {
                line.extend(county.head_of(unit).filter(|head| *head != acting).cloned());
                line.extend(county.chain_above(acting));
            }
            _ => {
                for screener in county.with_role(Role::Screener) {
                    line.extend(county.chain_above(&screener));
                }
            }
        }
        Ok(line)
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
