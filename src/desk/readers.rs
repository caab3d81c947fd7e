//! Sealed cases and danger: the few who are told, each in private.

use super::press::Pressed;
use super::{Done, Work};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, Lane};
use crate::id::CadreId;
use crate::notice::gate::Exclusion;
use crate::roster::Role;
use crate::text::Language;

impl Work<'_> {
    /// Those who may read a sealed case: whoever its lane names, the discipline lane when none of them has joined or all of
    /// them are kept out; the screeners while nobody has taken a post of the lanes yet. Exclusion beats every role.
    pub(super) async fn readers(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let mut lines = Vec::new();
        let mut vacant = case.lane != Some(Lane::City);
        for line in self.lines_of(case).await? {
            vacant &= self.joined_of(&line).await?.is_empty();
            lines.push(self.not_kept_out(case, line).await?);
        }
        if vacant {
            lines.push(self.not_kept_out(case, self.county().with_role(Role::Screener)).await?);
        }
        for line in &lines {
            let joined = self.joined_of(line).await?;
            if !joined.is_empty() {
                return Ok(joined);
            }
        }
        Ok(lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default())
    }

    /// Who reads a case of this lane, the first choice first.
    async fn lines_of(&mut self, case: &Case) -> Done<Vec<Vec<CadreId>>> {
        let discipline = self.county().with_role(Role::DisciplineReader);
        let city = self.county().with_role(Role::CityReader);
        Ok(match case.lane {
            Some(Lane::Screeners) | None if case.danger.is_some() => vec![self.on_call_people(), discipline, city],
            Some(Lane::Screeners) | None => vec![self.county().with_role(Role::Screener), discipline, city],
            Some(Lane::Discipline) => vec![discipline, city],
            Some(Lane::Organisation) => {
                let mut above = self.superiors_of_accused(case).await?;
                above.extend(self.county().with_role(Role::Organisation));
                // The discipline lane has a copy.
                above.extend(discipline.iter().filter(|reader| !above.contains(reader)).cloned().collect::<Vec<_>>());
                vec![above, discipline, city]
            }
            Some(Lane::City) => vec![city],
        })
    }

    /// The first one above each person accused who is not kept out.
    async fn superiors_of_accused(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let exclusion = self.tx.exclusion(&case.id).await?;
        let county = self.county();
        let mut above = Vec::new();
        for accused in &exclusion.accused {
            let first = county.chain_above(accused).into_iter().find(|superior| !exclusion.bars(county, superior));
            above.extend(first.filter(|superior| !above.contains(superior)));
        }
        Ok(above)
    }

    pub(super) async fn not_kept_out(&mut self, case: &Case, people: Vec<CadreId>) -> Done<Vec<CadreId>> {
        let mut allowed = Vec::new();
        for cadre in people {
            if !self.is_excluded(case, &cadre).await? {
                allowed.push(cadre);
            }
        }
        Ok(allowed)
    }

    pub(super) async fn joined_of(&mut self, people: &[CadreId]) -> Done<Vec<CadreId>> {
        let mut joined = Vec::new();
        for cadre in people {
            if self.tx.account_of(cadre).await?.is_some() {
                joined.push(cadre.clone());
            }
        }
        Ok(joined)
    }

    /// Whether a cadre may read a sealed case: named by any line of its lane, and not kept out.
    pub(super) async fn is_reader(&mut self, case: &Case, cadre: &CadreId) -> Done<bool> {
        if !case.is_sealed() || self.is_excluded(case, cadre).await? {
            return Ok(false);
        }
        let first = self.readers(case).await?;
        let discipline = case.lane != Some(Lane::City) && self.is_in_lane(cadre);
        let screener = case.lane == Some(Lane::Screeners) && self.lines_of(case).await?[0].contains(cadre);
        Ok(first.contains(cadre) || discipline || screener)
    }

    /// Whether a cadre is of the discipline lane.
    pub(super) fn is_in_lane(&self, cadre: &CadreId) -> bool {
        self.county().with_role(Role::DisciplineReader).contains(cadre)
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
        self.keep_out_of(&case.id, &Exclusion { no_groups: true, ..Exclusion::default() }).await?;
        let case = self.perform(case, actor, Command::Seal(Lane::Discipline)).await?;
        let line = self.say(Language::default(), "press-to-discipline", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("to_discipline", line))
    }
}
