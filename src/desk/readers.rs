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
    /// Those who may read a sealed case: the screeners first, with the people on call when life is in danger; the
    /// discipline lane once it is theirs, or when no screener is left who has joined and is not kept out.
    pub(super) async fn readers(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let mut first = Vec::new();
        if case.lane != Some(Lane::Discipline) {
            let people =
                if case.danger.is_some() { self.on_call_people() } else { self.county().with_role(Role::Screener) };
            first = self.not_kept_out(case, people).await?;
        }
        let discipline = self.county().with_role(Role::DisciplineReader);
        let discipline = self.not_kept_out(case, discipline).await?;
        for line in [&first, &discipline] {
            let joined = self.joined_of(line).await?;
            if !joined.is_empty() {
                return Ok(joined);
            }
        }
        Ok(if first.is_empty() { discipline } else { first })
    }

    async fn not_kept_out(&mut self, case: &Case, people: Vec<CadreId>) -> Done<Vec<CadreId>> {
        let mut allowed = Vec::new();
        for cadre in people {
            if !self.is_excluded(case, &cadre).await? {
                allowed.push(cadre);
            }
        }
        Ok(allowed)
    }

    async fn joined_of(&mut self, people: &[CadreId]) -> Done<Vec<CadreId>> {
        let mut joined = Vec::new();
        for cadre in people {
            if self.tx.account_of(cadre).await?.is_some() {
                joined.push(cadre.clone());
            }
        }
        Ok(joined)
    }

    /// Whether a cadre is a reader of a sealed case by role; exclusion is asked apart.
    pub(super) fn is_reader(&self, case: &Case, cadre: &CadreId) -> bool {
        let roles = self.county().cadres.get(cadre).map(|cadre| cadre.roles.as_slice()).unwrap_or_default();
        let discipline = roles.contains(&Role::DisciplineReader);
        match case.lane {
            Some(Lane::Screeners) => {
                let on_call = case.danger.is_some() && roles.contains(&Role::OnCall);
                discipline || on_call || roles.contains(&Role::Screener)
            }
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
        let people = self.on_call_people();
        self.not_kept_out(case, people).await
    }

    /// The discipline lane has it from now on; the screeners have it no longer.
    pub(super) async fn hand_to_discipline(&mut self, case: Case, actor: Actor) -> Done<Pressed> {
        let mut exclusion = self.tx.exclusion(&case.id).await?;
        exclusion.no_groups = true;
        self.tx.set_exclusion(&case.id, &exclusion).await?;
        let case = self.perform(case, actor, Command::Seal(Lane::Discipline)).await?;
        let line = self.say(Language::default(), "press-to-discipline", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("to_discipline", line))
    }
}
