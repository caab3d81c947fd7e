//! A case that stands where somebody reads it who must not: taken back at once, noted with who could read it, told to the
//! discipline lane and to the sender.

use serde::{Deserialize, Serialize};

use super::{Done, Work};
use crate::case::Case;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Lane, State};
use crate::id::{CadreId, Moment};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Act, Audience, Letter, Priority};
use crate::roster::Role;
use crate::text::Language;

/// What is kept, encrypted, of a card that stood where it must not.
#[derive(Clone, Serialize, Deserialize)]
struct Incident {
    /// The unit in whose group it stood, or `triage`.
    place: String,
    /// Since when.
    since: Moment,
    /// Of those who must not, who could read it.
    readers: Vec<CadreId>,
}

impl Work<'_> {
    /// Keeps more people out of an open case, and takes it out of every place where one of them could see it.
    pub(super) async fn pull_back(&mut self, case: Case, more: &Exclusion) -> Done<Case> {
        let places = self.places_of(&case).await?;
        let version = case.version;
        let case = self.pull_back_from(case, places, more).await?;
        if case.version > version && !case.is_sealed() {
            self.show_again(&case).await?;
        }
        Ok(case)
    }

    /// The same, out of those of the given places that are no longer safe. The same stub stands there as after any transfer,
    /// so that its going says nothing.
    pub(super) async fn pull_back_from(&mut self, case: Case, places: Vec<Audience>, more: &Exclusion) -> Done<Case> {
        let before = self.tx.exclusion(&case.id).await?;
        let exclusion = self.keep_out_of(&case.id, more).await?;
        let mut incidents = Vec::new();
        for to in places {
            if !self.may_post(&case.id, &to).await? {
                incidents.push(self.taken_from(&case, &to, &exclusion).await?);
            }
        }
        if before == exclusion && incidents.is_empty() {
            return Ok(case);
        }
        let mut case = self.log_exclusion(case, &exclusion).await?;
        for incident in incidents {
            case = self.note_incident(case, incident).await?;
        }
        self.out_of_their_hands(case).await
    }

    /// The shared chats in which a card of the case stands now.
    pub(super) async fn places_of(&mut self, case: &Case) -> Done<Vec<Audience>> {
        if case.is_sealed() {
            return Ok(Vec::new());
        }
        let screened = case.state == State::Registered && case.screen_due.is_some();
        let mut places = Vec::new();
        places.extend(case.unit().map(|unit| Audience::UnitGroup(unit.clone())));
        let screened = screened || case.marks.course.is_disputed();
        places.extend(screened.then_some(Audience::TriageGroup));
        places.extend(case.joint.helpers.iter().map(|helper| Audience::UnitGroup(helper.unit.clone())));
        let mut stood = Vec::new();
        for place in places {
            if self.may_post(&case.id, &place).await? {
                stood.push(place);
            }
        }
        Ok(stood)
    }

    async fn taken_from(&mut self, case: &Case, to: &Audience, exclusion: &Exclusion) -> Done<Incident> {
        let place = match to {
            Audience::UnitGroup(unit) => unit.to_string(),
            _ => "triage".to_owned(),
        };
        self.stub(case, to, &place).await?;
        let mut readers = Vec::new();
        if let Some(chat) = self.tx.address(to).await? {
            let rules = std::sync::Arc::clone(&self.rules);
            let present = self.tx.room(chat, &rules.county).await?.present;
            readers.extend(present.into_iter().filter(|cadre| exclusion.bars(&rules.county, cadre)));
        }
        let since = case.task.as_ref().map_or(case.registered_at, |_| case.since.min(self.now));
        Ok(Incident { place, since, readers })
    }

    /// Into the trail, to the discipline lane, to the sender.
    async fn note_incident(&mut self, case: Case, incident: Incident) -> Done<Case> {
        let words = self.keep("incident", &case.id, &incident).await?;
        let case = self.perform(case, Actor::Machine, Command::Expose(words)).await?;
        let minutes = (self.now.since(incident.since) / 60_000).max(1);
        let names: Vec<String> = incident.readers.iter().map(|cadre| self.cadre_name(cadre)).collect();
        let place = match incident.place.as_str() {
            "triage" => self.say(Language::default(), "button-bind-triage", &[]),
            unit => self.unit_name(&crate::id::UnitId::new(unit)),
        };
        let facts = [
            ("number", case.number.to_string()),
            ("place", place),
            ("minutes", minutes.to_string()),
            ("names", names.join(&self.say(Language::default(), "read-and", &[]))),
        ];
        for reader in self.lane_readers(&case).await? {
            let text = self.say(Language::default(), "lane-exposed", &facts);
            self.tell_privately(&case, &reader, text, "exposed").await?;
        }
        for seen in self.seen_by_all(&case).await? {
            let language = self.language_of(&seen.person).await?;
            let text = self.say(language, "told-exposed", &facts);
            let to = Audience::Resident(seen.person.clone());
            let key = format!("{}:told-exposed:{}{}", case.id, case.version, super::people::suffix(&seen));
            let message = self.message(text);
            self.answer_about(&case, to, message, key).await?;
        }
        Ok(case)
    }

    /// The readers of the discipline lane who are not kept out of a case.
    pub(super) async fn lane_readers(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let mut readers = self.county().with_role(Role::DisciplineReader);
        if case.lane == Some(Lane::City) {
            readers = self.county().with_role(Role::CityReader);
        }
        self.not_kept_out(case, readers).await
    }

    /// A line about a case for one cadre alone, of those that must not be read by anybody else.
    pub(super) async fn tell_privately(&mut self, case: &Case, cadre: &CadreId, text: String, what: &str) -> Done<()> {
        let letter = Letter {
            to: Audience::Cadre(cadre.clone()),
            act: Act::Send { message: self.message(text), slot: None },
            priority: Priority::Card,
            case: Some(case.id.clone()),
            key: format!("{}:{what}:{}:c:{cadre}", case.id, case.version),
            sealed: true,
        };
        self.post(letter).await
    }

    /// Whoever acts and must not hands over to one of the unit who may; without any a screener decides anew.
    async fn out_of_their_hands(&mut self, case: Case) -> Done<Case> {
        let Some(acting) = case.acting().cloned() else { return Ok(case) };
        if !case.state.is_being_worked_on() || !self.is_excluded(&case, &acting).await? {
            return Ok(case);
        }
        let command = match self.successor(&case).await? {
            Some(cadre) => Command::Assign(cadre),
            None => Command::TakeBack(self.screening_due(&case)),
        };
        self.perform(case, Actor::Machine, command).await
    }
}
