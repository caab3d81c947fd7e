//! A complaint about a unit's or a cadre's service goes to whoever stands above them, in private (信访工作条例 art. 30).

use super::{Done, Work};
use crate::case::{Case, Task};
use crate::classify::{Kind, Reason};
use crate::id::{CadreId, UnitId};
use crate::roster::{Responsible, UnitKind};

impl Work<'_> {
    /// Whether a case complains of service: it names a unit, or its subject is service itself.
    pub(super) fn complains_of_service(&self, case: &Case) -> bool {
        let subject = case.subject.as_ref().and_then(|subject| self.county().subjects.get(subject));
        let named = case.reasons.iter().any(|reason| matches!(reason, Reason::Unit { .. }));
        case.kind == Kind::Complaint && (named || subject.is_some_and(|subject| subject.service))
    }

    /// Who takes it: whoever is responsible, or whoever stands above those it complains of.
    pub(super) async fn taken_by(&mut self, who: Responsible, case: &Case) -> Done<(Responsible, bool)> {
        if !self.complains_of_service(case) {
            return Ok((who, false));
        }
        let named = Reason::unit_named(&case.reasons);
        let unit = named.unwrap_or_else(|| who.unit.clone());
        let head = self.county().head_of(&unit).cloned();
        let below = head.clone().unwrap_or_else(|| who.cadre.clone());
        let line = head.into_iter().chain(self.county().chain_above(&below)).collect();
        Ok(match self.first_above(case, line).await? {
            Some((unit, above)) => {
                (Responsible { unit, cadre: above.clone(), deputy: above.clone(), acting: above }, true)
            }
            None => (who, false),
        })
    }

    /// The task of whoever takes it.
    pub(super) async fn task_of(&mut self, who: Responsible, case: &Case) -> Done<Task> {
        let (who, above) = self.taken_by(who, case).await?;
        Ok(Task { above, ..self.task_for(who, case) })
    }

    /// The first of a line who may know of it, is there and has joined; else the first who may know of it at all.
    pub(super) async fn first_above(&mut self, case: &Case, line: Vec<CadreId>) -> Done<Option<(UnitId, CadreId)>> {
        let mut first = None;
        for cadre in line {
            let Some(known) = self.county().cadres.get(&cadre).cloned() else { continue };
            let lane = self.county().units.get(&known.unit).is_none_or(|unit| unit.kind == UnitKind::Discipline);
            if lane || self.is_excluded(case, &cadre).await? {
                continue;
            }
            if !known.is_away(self.today()) && self.tx.account_of(&cadre).await?.is_some() {
                return Ok(Some((known.unit, cadre)));
            }
            first = first.or(Some((known.unit, cadre)));
        }
        Ok(first)
    }

    /// Who takes such a case when it comes back: the next one up, or the same at the top.
    pub(super) fn one_above(&self, task: &Task) -> Task {
        let above = self.county().chain_above(&task.acting);
        let next = above.iter().find_map(|cadre| self.county().cadres.get(cadre));
        match next {
            Some(next) => Task {
                unit: next.unit.clone(),
                cadre: next.id.clone(),
                deputy: next.id.clone(),
                acting: next.id.clone(),
                ..task.clone()
            },
            None => task.clone(),
        }
    }
}
