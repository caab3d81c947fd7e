//! What a new roster, calendar or set of clocks does to open cases: nothing stays with somebody who has left.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::words::{Entry, joined};
use super::{Desk, Done, Halt, Rules, Unsettled, Work};
use crate::case::apply::replay;
use crate::case::calendar::{Calendar, DueDate, date_of, end_of_day};
use crate::case::command::Command;
use crate::case::event::{Actor, Event, Fact};
use crate::case::review::extension;
use crate::case::service::Service;
use crate::case::{Case, State};
use crate::id::{CadreId, CaseId};
use crate::notice::gate::Exclusion;
use crate::roster::County;
use crate::store::StoreFault;

/// After the first failure it is tried again after twice this, in milliseconds.
const AGAIN_MS: i64 = 500;
/// So often the distance doubles.
const MAX_DOUBLINGS: u32 = 8;
/// After so many failures that might pass by themselves the operators are told.
const FAILURES_TOLD: u32 = 5;

/// One thing to be done about one case.
enum Settling<'r> {
    /// Whoever acts may have left.
    HandOver,
    /// Those who may read it may be others now.
    TellReaders,
    /// Its date may rest on a calendar that is another one now.
    MoveDate(&'r Rules),
    /// Its clocks may run otherwise.
    SetClocks,
}

impl Desk {
    /// Brings open cases in line with the rules when they are new; with the first tick of a process too, because the
    /// files may have changed while none ran. Returns how many cases were looked at. When it fails it is tried again, at
    /// growing distance; the clocks go on meanwhile.
    ///
    /// # Errors
    /// A disk that fails.
    pub(super) async fn settle_if_new(&self) -> Result<usize, StoreFault> {
        let now = self.clock.now();
        let due = self.unsettled.lock().unwrap_or_else(PoisonError::into_inner).take_if(|it| it.from <= now);
        let Some(Unsettled { former, failures, .. }) = due else { return Ok(0) };
        let fault = match Box::pin(self.settle(former.as_deref())).await {
            Ok(looked_at) => return Ok(looked_at),
            Err(fault) => fault,
        };
        let failures = failures + 1;
        let from = now.plus_ms(AGAIN_MS << failures.min(MAX_DOUBLINGS));
        *self.unsettled.lock().unwrap_or_else(PoisonError::into_inner) = Some(Unsettled { former, failures, from });
        tracing::error!(%fault, failures, "open cases could not be brought in line with the rules; the clocks go on");
        match fault {
            StoreFault::Disk(_) => Err(fault),
            _ if fault.passes() && failures < FAILURES_TOLD => Ok(0),
            _ => match self.report_trouble("ops-unsettled", &[]).await {
                Err(fault @ StoreFault::Disk(_)) => Err(fault),
                Ok(()) | Err(_) => Ok(0),
            },
        }
    }

    async fn settle(&self, former: Option<&Rules>) -> Result<usize, StoreFault> {
        Box::pin(self.keep_out(None, &self.rules().county)).await?;
        Box::pin(self.keep_out_the_accused(&self.rules())).await?;
        let mut work = self.work().await?;
        let set = Box::pin(work.set_root_clock()).await;
        work.end(set).await?;
        let mut work = self.work().await?;
        let counted = Box::pin(work.count_all_once()).await;
        work.end(counted).await?;
        let mut looked_at = Box::pin(self.hand_over()).await?;
        let sealed = self.store.view().await?.open_cases(true).await?;
        looked_at += Box::pin(self.each(sealed, &Settling::TellReaders)).await?;
        let rules = self.rules();
        let Some(former) = former else { return Ok(looked_at) };
        let others = former.calendar != rules.calendar;
        if others || former.service != rules.service || former.window != rules.window {
            let open = self.store.view().await?.open_cases(false).await?;
            let what = if others { Settling::MoveDate(former) } else { Settling::SetClocks };
            looked_at += Box::pin(self.each(open, &what)).await?;
        }
        Ok(looked_at)
    }

    /// Hands open cases over from cadres who have left, and stops waiting for them. Returns how many cases there were.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn hand_over(&self) -> Result<usize, StoreFault> {
        let rules = self.rules();
        let tasks = self.store.view().await?.open_tasks().await?;
        let left = tasks.into_iter().filter(|(_, unit, acting)| !rules.county.works_for(acting, unit));
        let left = left.map(|(case, ..)| case).collect();
        let count = Box::pin(self.each(left, &Settling::HandOver)).await?;
        let known: Vec<CadreId> = rules.county.cadres.keys().cloned().collect();
        let mut work = self.work().await?;
        let voided = work.tx.void_letters_of_strangers(&known).await?;
        // Whoever comes back needs an invite like anybody new.
        let ended = work.tx.unbind_strangers(&known).await?;
        work.tx.commit().await?;
        if count > 0 || voided > 0 || ended > 0 {
            tracing::info!(cases = count, letters = voided, accounts = ended, "handed over from cadres who have left");
        }
        Ok(count)
    }

    /// No roster lets anybody in again who was kept out of a case: whoever belonged to a unit that is kept out stays out
    /// wherever they go, and whoever comes back under another id stays who they were.
    pub(super) async fn keep_out(&self, former: Option<&County>, now: &County) -> Result<(), StoreFault> {
        let returned: Vec<(CadreId, CadreId)> = former.map(|former| returned(former, now)).unwrap_or_default();
        let mut work = self.work().await?;
        let mut damaged = 0;
        for (case, before) in work.tx.exclusions().await? {
            // Nobody at all can open a case whose list cannot be read.
            let Some(before) = before else {
                damaged += 1;
                continue;
            };
            let mut exclusion = before.clone();
            for county in former.into_iter().chain([now]) {
                let barred = before.units.iter().flat_map(|unit| county.members_of(unit));
                exclusion.cadres.extend(barred);
            }
            let again = returned.iter().filter(|(old, _)| before.cadres.contains(old));
            exclusion.cadres.extend(again.map(|(_, new)| new.clone()));
            if exclusion != before {
                work.tx.set_exclusion(&case, &exclusion).await?;
            }
        }
        if damaged > 0 {
            work.alarm("ops-unsettled", &[]).await?;
        }
        work.tx.commit().await
    }

    /// Whom the words of open sealed cases accuse, as these rules read them, is kept out: the roster may know names now
    /// that it did not know when they were written. Only ever more are kept out.
    pub(super) async fn keep_out_the_accused(&self, rules: &Arc<Rules>) -> Result<(), StoreFault> {
        for id in self.store.view().await?.open_cases(true).await? {
            let mut work = self.work().await?;
            work.rules = Arc::clone(rules);
            match work.keep_out_whom_it_names(&id).await {
                Ok(()) => work.tx.commit().await?,
                Err(Halt::Refused(_)) => {}
                Err(Halt::Fault(fault @ StoreFault::Corrupt(_))) => {
                    tracing::error!(%fault, case = %id, "a sealed case could not be read again; nobody can open it");
                }
                Err(Halt::Fault(fault)) => return Err(fault),
            }
        }
        Ok(())
    }

    /// Each case in a transaction of its own, so that nobody waits long.
    async fn each(&self, cases: Vec<CaseId>, what: &Settling<'_>) -> Result<usize, StoreFault> {
        let (count, mut damaged) = (cases.len(), 0);
        for id in cases {
            let mut work = self.work().await?;
            let mut done = work.settle_one(&id, what).await;
            if done.is_ok() {
                done = work.bring_up_to_date().await.map_err(Halt::from);
            }
            match done {
                Ok(()) => {}
                // Somebody else has just changed it, or it needs nothing any more.
                Err(Halt::Refused(_) | Halt::Fault(StoreFault::Conflict)) => continue,
                Err(Halt::Fault(fault @ StoreFault::Corrupt(_))) => {
                    tracing::error!(%fault, case = %id, "a case could not be brought in line; the others are");
                    damaged += 1;
                    continue;
                }
                Err(Halt::Fault(fault)) => return Err(fault),
            }
            work.tx.commit().await?;
        }
        if damaged > 0 {
            self.report_trouble("ops-unsettled", &[]).await?;
        }
        Ok(count)
    }
}

impl Work<'_> {
    /// Two ids, one person: who is kept out under the one is kept out under the other.
    pub(super) async fn keep_out_too(&mut self, old: &CadreId, new: &CadreId) -> Done<()> {
        for (case, exclusion) in self.tx.exclusions().await? {
            let Some(mut exclusion) = exclusion else { continue };
            if exclusion.cadres.contains(old) && exclusion.cadres.insert(new.clone()) {
                self.tx.set_exclusion(&case, &exclusion).await?;
            }
        }
        Ok(())
    }

    /// Everything said, as it stands now and with every earlier version; what cannot be opened any more names nobody.
    async fn keep_out_whom_it_names(&mut self, case: &CaseId) -> Done<()> {
        let (mut all, mut latest) = (Vec::new(), BTreeMap::new());
        for row in self.tx.entries(case).await? {
            match self.kept::<Entry>(&row.content).await {
                Ok(Some(entry)) => {
                    all.push(entry.clone());
                    latest.insert(row.no, entry);
                }
                Ok(None) => {}
                Err(Halt::Fault(fault @ StoreFault::Corrupt(_))) => tracing::error!(%fault, %case, "words are damaged"),
                Err(halt) => return Err(halt),
            }
        }
        let latest: Vec<Entry> = latest.into_values().collect();
        let place = self.load(case).await?.place;
        let mut more = Exclusion::default();
        // Each by itself too: of much that was said only the beginning and the end are read as one.
        for text in all.iter().filter_map(|entry| entry.text.clone()).chain([joined(&latest)]) {
            more.widen(&self.excluded_by(&self.read(&text), place.as_ref()));
        }
        let readmitted = self.readmitted(case).await?;
        more.cadres.retain(|cadre| !readmitted.contains(cadre));
        more.accused.retain(|cadre| !readmitted.contains(cadre));
        self.keep_out_of(case, &more).await?;
        Ok(())
    }

    async fn settle_one(&mut self, id: &CaseId, what: &Settling<'_>) -> Done<()> {
        let case = self.load(id).await?;
        match what {
            Settling::HandOver => self.hand_over_one(case).await,
            Settling::TellReaders => self.tell_new_readers(case).await,
            Settling::SetClocks => self.set_clocks(&case).await,
            Settling::MoveDate(former) => {
                let case = self.move_date(case, former).await?;
                self.set_clocks(&case).await
            }
        }
    }

    /// From somebody who has left to the responsible cadre, the deputy, the head, or whoever holds the post now; from a
    /// unit without anybody back to the screeners.
    async fn hand_over_one(&mut self, case: Case) -> Done<()> {
        let Some(task) = case.task.clone() else { return Ok(()) };
        if self.county().works_for(&task.acting, &task.unit) || !case.state.is_being_worked_on() {
            return Ok(());
        }
        if case.state == State::Reviewing {
            return self.hand_review_on(case).await;
        }
        let command = match self.successor(&case).await? {
            Some(cadre) => Command::Assign(cadre),
            None => Command::TakeBack(self.screening_due(&case)),
        };
        self.perform(case, Actor::Machine, command).await?;
        Ok(())
    }

    pub(super) async fn successor(&mut self, case: &Case) -> Done<Option<CadreId>> {
        let Some(task) = &case.task else { return Ok(None) };
        let county = self.county();
        let mut line = vec![task.cadre.clone(), task.deputy.clone()];
        line.extend(county.head_of(&task.unit).cloned());
        // Kept above the unit, it never falls to those it complains of.
        let inside = !task.above;
        line.extend(self.responsible_in(&task.unit, case).map(|who| who.acting).filter(|_| inside));
        line.extend(county.members_of(&task.unit).into_iter().filter(|_| inside));
        line.retain(|cadre| county.works_for(cadre, &task.unit));
        let mut away = None;
        for cadre in line {
            if self.is_excluded(case, &cadre).await? {
                continue;
            }
            if self.county().cadres.get(&cadre).is_some_and(|known| !known.is_away(self.today())) {
                return Ok(Some(cadre));
            }
            away = away.or(Some(cadre));
        }
        Ok(away)
    }

    /// What comes back to a unit that is no more waits for a screener.
    pub(super) async fn screen_if_nobodys(&mut self, case: Case) -> Done<Case> {
        let nobodys = case.state == State::Registered && case.screen_due.is_none() && !case.is_sealed();
        if !nobodys {
            return Ok(case);
        }
        let due = self.screening_due(&case);
        self.perform(case, Actor::Machine, Command::AskScreening(due)).await
    }

    /// A sealed case is told to whoever became its reader after it was sealed, as it was told then.
    async fn tell_new_readers(&mut self, case: Case) -> Done<()> {
        if !case.state.is_being_worked_on() || case.marks.frozen {
            return Ok(());
        }
        let rows = self.tx.events(&case.id).await?;
        let Some(at) = rows.iter().rposition(|row| row.kind == "sealed") else { return Ok(()) };
        let mut events = Vec::with_capacity(at + 1);
        for row in rows.into_iter().take(at + 1) {
            let corrupt = |_| StoreFault::Corrupt(format!("event {} of case {}", row.seq, case.id));
            let actor: Actor = serde_json::from_str(&row.actor).map_err(corrupt)?;
            let fact: Fact = serde_json::from_str(&row.body).map_err(corrupt)?;
            events.push(Event { at: row.at, actor, fact });
        }
        let (Some(before), Some(then), Some(event)) = (replay(&events[..at]), replay(&events), events.last()) else {
            return Ok(());
        };
        self.tell_newcomers(&before, &then, event).await
    }

    /// A date that rested on the former calendar is computed anew; one that was set otherwise stays.
    async fn move_date(&mut self, case: Case, former: &Rules) -> Done<Case> {
        let rested = answer_day(&case, &former.calendar, &former.service);
        let due = answer_day(&case, &self.rules.calendar, &former.service);
        let same = end_of_day(due.date) == case.due && due.provisional == case.provisional;
        if end_of_day(rested.date) != case.due || same || !case.state.is_being_worked_on() {
            return Ok(case);
        }
        let command = Command::MoveDate { due: end_of_day(due.date), provisional: due.provisional };
        self.perform(case, Actor::Machine, command).await
    }
}

/// Who left the roster and who came by the same name: taken for the same person, which at worst keeps out one too many.
fn returned(former: &County, now: &County) -> Vec<(CadreId, CadreId)> {
    let left = former.cadres.values().filter(|cadre| !now.cadres.contains_key(&cadre.id));
    let came = |name: &str| {
        let fresh = now.cadres.values().filter(|cadre| !former.cadres.contains_key(&cadre.id));
        fresh.filter(|cadre| cadre.name == name).map(|cadre| cadre.id.clone()).collect::<Vec<_>>()
    };
    left.flat_map(|old| came(&old.name).into_iter().map(|new| (old.id.clone(), new))).collect()
}

/// The day a case is to be answered on, by its kind and round.
pub(super) fn answer_day(case: &Case, calendar: &Calendar, service: &Service) -> DueDate {
    if let Some(until) = extension::given(case).or((case.state == State::Reviewing).then_some(case.due)) {
        return DueDate { date: date_of(until.plus_ms(-1)), provisional: false };
    }
    let (start, days) = if case.round == 1 {
        let kind = if case.is_sealed() { crate::classify::Kind::Report } else { case.kind };
        (case.registered_at, service.answer_wd(kind))
    } else {
        (case.since_round, service.redo_wd)
    };
    calendar.plus_working_days(date_of(start), days)
}
