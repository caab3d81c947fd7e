//! Sealed cases and danger: the few who are told, each in private.

use super::press::Pressed;
use super::{Done, Work};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, Lane};
use crate::id::CadreId;
use crate::roster::Role;
use crate::text::Language;

impl Work<'_> {
    /// Those who may read a sealed case: the screeners first, the discipline lane once it is theirs — or when no
    /// screener is left, because those who are named are kept out.
    pub(super) async fn readers(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let exclusion = self.tx.exclusion(&case.id).await?;
        let county = self.county();
        let allowed = |role: Role| -> Vec<CadreId> {
            let holders = county.with_role(role).into_iter();
            holders.filter(|cadre| county.cadres.get(cadre).is_some_and(|it| !exclusion.bars_cadre(cadre, &it.unit))).collect()
        };
        let screeners = if case.lane == Some(Lane::Discipline) { Vec::new() } else { allowed(Role::Screener) };
        Ok(if screeners.is_empty() { allowed(Role::DisciplineReader) } else { screeners })
    }

    /// Whether a cadre is a reader of a sealed case by role; exclusion is asked apart.
    pub(super) fn is_reader(&self, case: &Case, cadre: &CadreId) -> bool {
        let roles = self.county().cadres.get(cadre).map(|cadre| cadre.roles.as_slice()).unwrap_or_default();
        let discipline = roles.contains(&Role::DisciplineReader);
        match case.lane {
            Some(Lane::Screeners) => discipline || roles.contains(&Role::Screener),
            Some(Lane::Discipline) => discipline,
            None => false,
        }
    }

    /// Whether a cadre reads sealed cases at all.
    pub(super) fn may_read_sealed(&self, cadre: &CadreId) -> bool {
        let roles = self.county().cadres.get(cadre).map(|cadre| cadre.roles.as_slice()).unwrap_or_default();
        roles.contains(&Role::Screener) || roles.contains(&Role::DisciplineReader)
    }

    /// Those who are pinged when life is in danger.
    pub(super) fn on_call_people(&self) -> Vec<CadreId> {
        let mut people = self.county().with_role(Role::OnCall);
        for screener in self.county().with_role(Role::Screener) {
            if !people.contains(&screener) {
                people.push(screener);
            }
        }
        people
    }

    /// On call and screeners, but those who are kept out.
    pub(super) async fn on_call(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let mut people = Vec::new();
        for cadre in self.on_call_people() {
            if !self.is_excluded(case, &cadre).await? {
                people.push(cadre);
            }
        }
        Ok(people)
    }

    /// The discipline lane has it from now on; the screeners have it no longer.
    pub(super) async fn to_discipline(&mut self, case: Case, actor: Actor) -> Done<Pressed> {
        let case = self.perform(case, actor, Command::Seal(Lane::Discipline)).await?;
        let line = self.say(Language::default(), "press-to-discipline", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("to_discipline", line))
    }
}
