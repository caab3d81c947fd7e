//! 请人上门 and 给我回电: a wish of the sender is owed like a promise, by whoever has the case, by a date.

use crate::case::calendar::end_of_day;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::joint::{Climb, Content, JointFact, Promise, Standing, Term};
use crate::case::{Case, Task};
use crate::desk::tap::Asking;
use crate::desk::{Done, Work};
use crate::id::Moment;
use crate::text::{Language, dates};

/// The names of their words, `standing-…` in the texts.
const VISIT: &str = "visit";
const CALL: &str = "call";

impl Work<'_> {
    /// A visit or a call that was asked for is owed from now on, if a unit has the case; else from when it has.
    pub(in crate::desk) async fn owe_wish(&mut self, case: Case, asking: Asking) -> Done<Case> {
        let Some(task) = case.task.clone() else { return Ok(case) };
        let name = match asking {
            Asking::Visit => VISIT,
            Asking::Call => CALL,
            Asking::Nudge => return Ok(case),
        };
        let promise = Command::Joint(JointFact::Promised { promises: vec![self.owed(name, &task)] });
        if is_owed(&case, name) || crate::case::decide::decide(&case, promise.clone()).is_err() {
            return Ok(case);
        }
        self.perform(case, Actor::Machine, promise).await
    }

    /// What its sender asked for before any unit had it.
    pub(in crate::desk) fn owed_at_last(&self, case: &Case, task: &Task) -> Vec<Promise> {
        let marks = &case.marks;
        let wished = [(VISIT, marks.visit_asked_at), (CALL, marks.call_asked_at)].into_iter();
        let open = wished.filter(|(name, at)| at.is_some() && !was_owed(case, name));
        open.map(|(name, _)| self.owed(name, task)).collect()
    }

    fn owed(&self, name: &str, task: &Task) -> Promise {
        let face = &self.rules.service.face;
        let days = if name == VISIT { face.visit_wd } else { face.call_wd };
        let due = self.rules.calendar.plus_working_days(self.today(), days);
        standing(name.to_owned(), task, (end_of_day(due.date), due.provisional))
    }

    /// By when, for the answer to whoever wished it.
    pub(in crate::desk) fn wish_due(&self, case: &Case, asking: Asking, language: Language) -> Option<String> {
        let name = match asking {
            Asking::Visit => VISIT,
            Asking::Call => CALL,
            Asking::Nudge => return None,
        };
        let due = case.joint.promises.iter().find(|promise| is(promise, name) && promise.standing == Standing::Open)?;
        Some(dates::due(&self.rules.texts, language, due.due?))
    }
}

/// What the county's rules, or a wish of the sender, make a unit owe.
pub(in crate::desk) fn standing(name: String, task: &Task, (due, provisional): (Moment, bool)) -> Promise {
    Promise {
        no: 0,
        unit: task.unit.clone(),
        owner: task.acting.clone(),
        what: Content::Standing(name),
        due: Some(due),
        provisional,
        term: Term::Fixed,
        waits: None,
        standing: Standing::Open,
        outside: None,
        times: 0,
        climb: Climb::default(),
    }
}

fn is(promise: &Promise, name: &str) -> bool {
    matches!(&promise.what, Content::Standing(words) if words == name)
}

fn is_owed(case: &Case, name: &str) -> bool {
    case.joint.promises.iter().any(|promise| is(promise, name) && promise.standing == Standing::Open)
}

fn was_owed(case: &Case, name: &str) -> bool {
    case.joint.promises.iter().any(|promise| is(promise, name))
}
