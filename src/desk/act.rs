//! One act upon a case: decide, apply, append; then the letters and clocks that follow from it.

use super::{Done, Halt, Touched, Work};
use crate::case::apply::apply;
use crate::case::calendar::end_of_day;
use crate::case::command::{Command, Redo};
use crate::case::decide::decide;
use crate::case::event::{Actor, Event, Fact, Words};
use crate::case::timers::{pressed_by, running};
use crate::case::{Case, Task};
use crate::id::{CadreId, CaseId, Moment, UnitId};
use crate::roster::Responsible;
use crate::store::{CaseRow, EventRow, StoreFault, TimerRow};

impl Work<'_> {
    /// The case with this id.
    pub(super) async fn load(&mut self, id: &CaseId) -> Done<Case> {
        let row = self.tx.load_case(id).await?.ok_or(StoreFault::Missing("case"))?;
        case_of(&row)
    }

    /// Does one thing to a case, or says why not.
    pub(super) async fn perform(&mut self, case: Case, actor: Actor, command: Command) -> Done<Case> {
        self.perform_all(case, actor, vec![command]).await
    }

    /// Does several things to a case in a row; all or none.
    pub(super) async fn perform_all(&mut self, case: Case, actor: Actor, commands: Vec<Command>) -> Done<Case> {
        let before = case.clone();
        let mut steps = Vec::new();
        let mut now = case;
        for command in commands {
            for fact in decide(&now, command)? {
                let event = Event { at: self.now, actor: actor.clone(), fact };
                let after =
                    apply(Some(now.clone()), &event).ok_or(StoreFault::Corrupt("a case without a beginning".into()))?;
                steps.push((now, event, after.clone()));
                now = after;
            }
        }
        self.save(&before, &now, &steps).await?;
        Ok(now)
    }

    /// The first event of a new case.
    pub(super) async fn register(&mut self, fact: Fact, actor: Actor) -> Done<Case> {
        let event = Event { at: self.now, actor, fact };
        let case = apply(None, &event).ok_or(StoreFault::Corrupt("a case without a beginning".into()))?;
        self.append(&case, 0, &[(case.clone(), event, case.clone())]).await?;
        self.touched.insert(case.id.clone(), Touched { before: case.clone(), fresh: true });
        Ok(case)
    }

    async fn save(&mut self, before: &Case, after: &Case, steps: &[(Case, Event, Case)]) -> Done<()> {
        if steps.is_empty() {
            return Ok(());
        }
        self.append(after, before.version, steps).await?;
        for (from, event, to) in steps {
            self.count(from, event, to).await?;
            self.teach(event, to).await?;
            Box::pin(self.tell(from, to, event)).await?;
            if matches!(event.fact, Fact::Sealed { .. } | Fact::KeptOut { .. } | Fact::Held { .. }) {
                Box::pin(self.tx.forget_terms(&after.id)).await?;
                Box::pin(self.tx.leave_pots(&after.id)).await?;
            }
        }
        let touched = || Touched { before: before.clone(), fresh: false };
        self.touched.entry(after.id.clone()).or_insert_with(touched);
        Ok(())
    }

    /// Edits messages and cards and sets the clocks of all cases touched, once each, as the last thing before the commit.
    pub(super) async fn bring_up_to_date(&mut self) -> Result<(), StoreFault> {
        for touched in self.touched.clone().into_values() {
            match Box::pin(self.untangle(&touched.before)).await {
                Ok(()) | Err(Halt::Refused(_)) => {}
                Err(Halt::Fault(fault)) => return Err(fault),
            }
        }
        // What one case brings about in another is brought up to date too.
        while let Some((id, touched)) = self.touched.pop_first() {
            match Box::pin(self.bring_one_up_to_date(&id, &touched)).await {
                Ok(()) | Err(Halt::Refused(_)) => {}
                Err(Halt::Fault(fault)) => return Err(fault),
            }
        }
        Ok(())
    }

    async fn bring_one_up_to_date(&mut self, id: &CaseId, touched: &Touched) -> Done<()> {
        let case = self.load(id).await?;
        let case = Box::pin(self.raise_if_arisen(&touched.before, case)).await?;
        let case = Box::pin(self.settle_seat(&touched.before, case)).await?;
        let case = Box::pin(self.settle_danger(&touched.before, case)).await?;
        self.refresh(touched, &case).await?;
        Box::pin(self.tell_lapsed_vows(&touched.before, &case)).await?;
        self.boards_later(&touched.before, &case).await?;
        Box::pin(self.note_voices(&touched.before, &case)).await?;
        self.set_clocks(&case).await
    }

    async fn append(&mut self, case: &Case, version: i64, steps: &[(Case, Event, Case)]) -> Done<()> {
        let mut rows = Vec::with_capacity(steps.len());
        for (seq, (from, event, to)) in (version + 1..).zip(steps) {
            rows.push(event_row(seq, from, event, to)?);
        }
        self.tx.append(&case_row(case, self.now)?, version, &rows).await?;
        self.memo.forget_cases();
        Ok(())
    }

    pub(super) async fn set_clocks(&mut self, case: &Case) -> Done<()> {
        self.tx.cancel_timers_of(&case.id).await?;
        for (clock, due) in running(case, &self.rules.service, self.rules.window) {
            let key = format!("{}:{}", clock.name(), case.id);
            let timer =
                TimerRow { key, kind: clock.name().to_owned(), case: Some(case.id.clone()), due, body: String::new() };
            self.tx.set_timer(&timer).await?;
        }
        self.show_incident(case).await
    }

    /// Keeps words (as JSON) encrypted, for an event to refer to.
    pub(super) async fn keep<T: serde::Serialize>(&mut self, kind: &str, case: &CaseId, what: &T) -> Done<Words> {
        let json =
            serde_json::to_vec(what).map_err(|_| StoreFault::Corrupt(format!("{kind} does not fit into JSON")))?;
        let (content, commitment) = self.tx.put_content(kind, Some(case), &json).await?;
        Ok(Words { content, commitment })
    }

    /// Reads words kept before; `None` once erased.
    pub(super) async fn kept<T: serde::de::DeserializeOwned>(
        &mut self,
        content: &crate::id::ContentId,
    ) -> Done<Option<T>> {
        let bytes = self.tx.get_content(content).await?;
        let parse = |bytes: Vec<u8>| {
            serde_json::from_slice(&bytes).map_err(|_| StoreFault::Corrupt(format!("content {content}")))
        };
        Ok(bytes.map(parse).transpose()?)
    }

    /// A task for whoever is responsible, to be signed for within the service's time (minutes when life is in danger or it
    /// presses).
    pub(super) fn task_for(&self, who: Responsible, case: &Case) -> Task {
        let sign_due = self.soon(case, self.rules.service.sign_wd);
        Task {
            unit: who.unit,
            cadre: who.cadre,
            deputy: who.deputy,
            acting: who.acting,
            signed: None,
            sign_due,
            above: false,
        }
    }

    /// By when whoever has to act now has acted: minutes when life is in danger or it presses, else so many working days.
    pub(super) fn soon(&self, case: &Case, days: u32) -> Moment {
        let service = &self.rules.service;
        if case.danger.is_some() {
            return self.now.plus_s(i64::from(service.emergency_confirm_minutes) * 60);
        }
        let days = self.working_days(days).0;
        pressed_by(case, self.now, service).map_or(days, |pressed| pressed.min(days))
    }

    /// The end of the n-th working day from today, and whether that is provisional.
    pub(super) fn working_days(&self, n: u32) -> (Moment, bool) {
        let due = self.rules.calendar.plus_working_days(self.today(), n);
        (end_of_day(due.date), due.provisional)
    }

    /// Who takes a case that comes back: the unit's head, or the deputy when the head had it (重办: another handler or the head).
    pub(super) fn redo(&self, case: &Case) -> Redo {
        let (due, provisional) = self.working_days(self.rules.service.redo_wd);
        let days = self.working_days(self.rules.service.sign_wd).0;
        let sign_due = pressed_by(case, self.now, &self.rules.service).map_or(days, |pressed| pressed.min(days));
        let task = case.task.as_ref().and_then(|old| {
            if old.above {
                return Some(Task { signed: None, sign_due, ..self.one_above(old) });
            }
            let another = self.line_of(old).into_iter().find(|cadre| *cadre != old.acting);
            let acting = another.or_else(|| self.line_of(old).into_iter().next())?;
            Some(Task { acting, signed: None, sign_due, ..old.clone() })
        });
        Redo { task, due, provisional, choice: None }
    }

    /// Those of a task's unit who could take it, as the roster is now: the head, the deputy, the responsible cadre.
    fn line_of(&self, task: &Task) -> Vec<CadreId> {
        let head = self.county().head_of(&task.unit);
        let line = [head, Some(&task.deputy), Some(&task.cadre)].into_iter().flatten();
        line.filter(|cadre| self.county().works_for(cadre, &task.unit)).cloned().collect()
    }

    /// Who is responsible in a unit for this case: by post, else the unit's head; none for a unit without people.
    pub(super) fn responsible_in(&self, unit: &UnitId, case: &Case) -> Option<Responsible> {
        let county = self.county();
        let by_post = case
            .subject
            .as_ref()
            .or_else(|| county.subjects.keys().next())
            .and_then(|subject| county.responsible(unit, case.place.as_ref(), subject, self.today()));
        by_post.or_else(|| {
            let head = county.head_of(unit).cloned().or_else(|| county.members_of(unit).into_iter().next())?;
            Some(Responsible { unit: unit.clone(), cadre: head.clone(), deputy: head.clone(), acting: head })
        })
    }
}

/// The case in a row.
pub(super) fn case_of(row: &CaseRow) -> Done<Case> {
    let case = serde_json::from_str(&row.body).map_err(|_| StoreFault::Corrupt(format!("body of case {}", row.id)))?;
    Ok(case)
}

pub(super) fn case_row(case: &Case, now: Moment) -> Result<CaseRow, StoreFault> {
    let body = serde_json::to_string(case).map_err(|_| StoreFault::Corrupt(format!("body of case {}", case.id)))?;
    Ok(CaseRow {
        id: case.id.clone(),
        number: case.number,
        person: case.person.clone(),
        unit: case.unit().cloned(),
        cadre: case.acting().cloned(),
        state: case.state.name().to_owned(),
        open: case.state.is_open(),
        sealed: case.is_sealed(),
        due: Some(case.due),
        provisional: case.provisional,
        updated_at: now,
        version: case.version,
        body,
    })
}

fn event_row(seq: i64, from: &Case, event: &Event, to: &Case) -> Result<EventRow, StoreFault> {
    let json = |what: &str| StoreFault::Corrupt(format!("{what} does not fit into JSON"));
    let first = matches!(event.fact, Fact::Registered { .. });
    Ok(EventRow {
        seq,
        at: event.at,
        actor: serde_json::to_string(&event.actor).map_err(|_| json("an actor"))?,
        kind: event.fact.name().to_owned(),
        before: if first { String::new() } else { from.state.name().to_owned() },
        after: to.state.name().to_owned(),
        body: serde_json::to_string(&event.fact).map_err(|_| json("a fact"))?,
    })
}
