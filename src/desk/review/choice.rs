//! Not content for the second time: a named supervisor chooses 再办, 提级 or 解释; nothing is done again by itself.

use crate::case::command::Redo;
use crate::case::event::Actor;
use crate::case::review::rounds::Choice;
use crate::case::review::{No, ReviewCommand};
use crate::case::{Case, Task};
use crate::desk::press::Pressed;
use crate::desk::{Done, Work};
use crate::id::CadreId;
use crate::roster::Role;

impl Work<'_> {
    /// Who takes a case that comes back; for the second time, who chooses what becomes of it.
    pub(in crate::desk) async fn redo_or_choice(&mut self, case: &Case) -> Done<Redo> {
        let redo = self.redo(case);
        if case.round < 2 || case.is_sealed() {
            return Ok(redo);
        }
        let (by, _) = self.working_days(self.rules.service.ruling_wd);
        let choice = self.supervisor(case).await?.map(|who| (who, by));
        Ok(Redo { choice, ..redo })
    }

    /// The first supervisor who has joined, is not kept out and has not had the case; else the first such one above.
    pub(in crate::desk) async fn supervisor(&mut self, case: &Case) -> Done<Option<CadreId>> {
        let mut line = self.county().with_role(Role::Supervisor);
        line.extend(case.acting().map(|acting| self.county().chain_above(acting)).unwrap_or_default());
        let line = self.reachable(case, line).await?;
        let had = |cadre: &CadreId| case.task.as_ref().is_some_and(|task| [&task.cadre, &task.acting].contains(&cadre));
        let present = |cadre: &CadreId| self.county().cadres.get(cadre).is_some_and(|it| !it.is_away(self.today()));
        let free: Vec<CadreId> = line.into_iter().filter(|cadre| !had(cadre)).collect();
        Ok(free.iter().find(|cadre| present(cadre)).or(free.first()).cloned())
    }

    /// Who is told when nobody has chosen: those above whoever was asked.
    pub(super) fn above_choosers(&self, case: &Case) -> Vec<CadreId> {
        case.marks.course.told().first().map(|first| self.county().chain_above(first)).unwrap_or_default()
    }

    /// 再办: once more in the unit.
    pub(super) async fn do_again(&mut self, case: Case, actor: Actor) -> Done<Pressed> {
        let redo = self.redo(&case);
        let command = ReviewCommand::DoAgain { choice: Choice::Again, redo };
        self.reviewed(case, actor, command, "press-do-again").await
    }

    /// 提级: whoever stands above the unit takes it, with nobody of the unit.
    pub(super) async fn lift_up(&mut self, case: Case, actor: Actor) -> Done<Pressed> {
        let redo = self.redo(&case);
        let Some(task) = &case.task else { return Ok(self.void("press_unknown")) };
        let line = if task.above { self.county().chain_above(&task.acting) } else { self.above_unit(&task.unit) };
        let (unit, above) = self.first_above(&case, line).await?.ok_or(No::NobodyAbove)?;
        let (sign_due, _) = self.working_days(self.rules.service.sign_wd);
        let (cadre, deputy, acting) = (above.clone(), above.clone(), above);
        let task = Some(Task { unit, cadre, deputy, acting, signed: None, sign_due, above: true });
        let command = ReviewCommand::DoAgain { choice: Choice::Raise, redo: Redo { task, ..redo } };
        self.reviewed(case, actor, command, "press-raised").await
    }
}
