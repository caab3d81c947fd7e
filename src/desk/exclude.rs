//! Who must not learn of a case: noted from what is said, from the graph of the county and from who sits where; only ever more.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Done, Work};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, Lane};
use crate::classify::{Accusation, Reading, Reason, Wrong};
use crate::id::{CadreId, CaseId, PlaceId, UnitId};
use crate::notice::gate::Exclusion;
use crate::notice::letter::Audience;
use crate::roster::{AboveCounty, Role};

impl Work<'_> {
    /// Whom a reading accuses, or may mean, with everyone close to them. While nobody is named it is the whole level.
    pub(super) fn excluded_by(&self, reading: &Reading, place: Option<&PlaceId>) -> Exclusion {
        let persons: BTreeSet<CadreId> = reading
            .accusations
            .iter()
            .filter_map(|accusation| match accusation {
                Accusation::Person(cadre) => Some(cadre.clone()),
                Accusation::Word(_) | Accusation::Title(_) => None,
            })
            .collect();
        let county = self.county();
        let mut exclusion = Exclusion::around(county, &persons);
        if persons.is_empty() {
            let units: Vec<UnitId> = reading
                .reasons
                .iter()
                .filter_map(|reason| match reason {
                    Reason::Unit { unit, .. } => Some(unit.clone()),
                    Reason::Keyword { .. }
                    | Reason::Learned { .. }
                    | Reason::Place { .. }
                    | Reason::Lead { .. }
                    | Reason::Post { .. } => None,
                })
                .collect();
            exclusion.widen(&Exclusion::of_level(county, reading.place.as_ref().or(place), &units));
        }
        exclusion
    }

    /// Which lane an accusation belongs to: a clear one to the discipline lane, or to the organisation above who does not
    /// act; what may be none to the screeners, until one of them has decided.
    pub(super) fn lane_of(&self, reading: &Reading) -> Lane {
        if self.settled_above == Some(true) && self.rules.above_county == AboveCounty::CityReader {
            return Lane::City;
        }
        match reading.charge.as_ref().map(|charge| charge.wrong) {
            None => Lane::Screeners,
            Some(Wrong::Inaction) if !self.county().with_role(Role::Organisation).is_empty() => Lane::Organisation,
            Some(Wrong::Graft | Wrong::Inaction) => Lane::Discipline,
        }
    }

    /// Keeps more people out of a case, and out of every group where one of them is known to be. What was excluded stays.
    pub(super) async fn keep_out_of(&mut self, case: &CaseId, more: &Exclusion) -> Done<Exclusion> {
        let before = self.tx.exclusion(case).await?;
        let mut exclusion = before.clone();
        exclusion.widen(more);
        let barred = self.barred_people(&exclusion);
        exclusion.chats.extend(self.tx.chats_with(&barred).await?);
        if exclusion != before {
            self.tx.set_exclusion(case, &exclusion).await?;
            self.tx.unteach(case).await?;
        }
        Ok(exclusion)
    }

    /// Writes into the case's trail that more people are kept out; who, only encrypted.
    pub(super) async fn log_exclusion(&mut self, case: Case, exclusion: &Exclusion) -> Done<Case> {
        let words = self.keep("exclusion", &case.id, exclusion).await?;
        self.perform(case, Actor::Machine, Command::KeepOut(words)).await
    }

    /// Everyone of the roster who is kept out.
    pub(super) fn barred_people(&self, exclusion: &Exclusion) -> BTreeSet<CadreId> {
        let county = self.county();
        let mut barred: BTreeSet<CadreId> =
            county.cadres.keys().filter(|cadre| exclusion.bars(county, cadre)).cloned().collect();
        barred.extend(exclusion.cadres.iter().cloned());
        barred
    }

    /// Whether anything of a case may be posted to a shared chat: nobody who must not learn of it sits there.
    pub(super) async fn may_post(&mut self, case: &CaseId, to: &Audience) -> Done<bool> {
        let exclusion = self.tx.exclusion(case).await?;
        if exclusion.no_groups {
            return Ok(false);
        }
        if !exclusion.names_anybody() {
            return Ok(true);
        }
        if matches!(to, Audience::UnitGroup(unit) if exclusion.units.contains(unit)) {
            return Ok(false);
        }
        let Some(chat) = self.tx.address(to).await? else { return Ok(false) };
        let rules = Arc::clone(&self.rules);
        let room = self.tx.room(chat, &rules.county).await?;
        Ok(room.is_safe_from(&exclusion, &rules.county).is_ok())
    }

    /// Whether only people of the discipline lane are known to sit in a group.
    pub(super) async fn only_the_lane(&mut self, chat: i64) -> Done<bool> {
        let present = self.tx.seen(chat).await?.cadres;
        let lane = self.county().with_role(Role::DisciplineReader);
        Ok(present.iter().all(|cadre| lane.contains(cadre)))
    }
}
