//! 热点, 每月一题, 苗头: what many speak of, where; counted once a day, shown by fives, settled by a human.
//!
//! What only some may know of, and whoever hides their name, is never counted; a name kept back is heard by 苗头 alone, which
//! says no name. What was counted before anybody had to be kept out stays as it stood, under no case's name: no figure moves
//! by what somebody must not know.

mod alarm;
mod count;
mod month;
mod show;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub(super) use count::DAILY;

use super::words::joined;
use super::{Done, Work};
use crate::case::calendar::{at, date_of};
use crate::case::{Case, State};
use crate::classify::{Guess, Matter};
use crate::id::{CadreId, MatterId, Moment, PersonId, PlaceId, SubjectId, TopicId, UnitId};
use crate::notice::gate::Exclusion;
use crate::roster::Role;
use crate::store::VoiceRow;

/// What can be done with a topic of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum HotTap {
    /// 确认: it is the month's topic, and its unit has it as a task.
    Confirm(TopicId),
    /// 改期: shows other dates.
    Later(TopicId),
    /// Until this day.
    Until(TopicId, NaiveDate),
    /// 不立.
    Drop(TopicId),
    /// 办完了, by whoever leads.
    Done(TopicId),
    /// 已派人去看: of an alarm about a matter in a village, told at this moment.
    Looked(MatterId, PlaceId, Moment),
}

/// What of a case is counted.
#[derive(PartialEq, Eq)]
struct Standing {
    subject: Option<SubjectId>,
    place: Option<PlaceId>,
    unit: Option<UnitId>,
    /// Whose voice it is: the case's own while it waits for whom it was filed for, never the recorder's.
    voice: PersonId,
    /// Whether its sender's name may be known; else only alarms hear it.
    open: bool,
}

impl Work<'_> {
    /// A case came to stand otherwise: what is counted of it follows. It costs nothing while nothing of that changes.
    pub(super) async fn note_voices(&mut self, before: &Case, after: &Case) -> Done<()> {
        let (was, is) = (counted(before), counted(after));
        if was == is {
            return Ok(());
        }
        let excluded = self.tx.exclusion(&after.id).await? != Exclusion::default();
        match excluded || after.is_kept_apart() {
            true => self.tx.detach_voices(&after.id).await?,
            false => self.tx.drop_voices(&after.id).await?,
        }
        let Some(is) = is else { return Ok(()) };
        let counted = is.open && !excluded;
        let mut matters = self.matters_of(after).await?;
        matters.retain(|matter| counted || self.rules.service.hot.alarms.iter().any(|alarm| alarm.matter == *matter));
        if matters.is_empty() {
            return Ok(());
        }
        let voices = self.voices_of(after, matters, (is.place, is.unit));
        let owner = self.tx.owner_of(&is.voice).await?;
        self.tx.put_voices(&after.id, &owner, &voices, counted).await?;
        self.alarm_if_due(&voices).await
    }

    /// What a case is about: its own subject comes before what its words alone say.
    async fn matters_of(&mut self, case: &Case) -> Done<Vec<MatterId>> {
        let said = joined(&self.said_about(&case.id).await?);
        let mut reading = self.read(&said);
        if let Some(subject) = &case.subject {
            reading.subjects.retain(|guess| guess.subject != *subject);
            reading.subjects.insert(0, Guess { subject: subject.clone(), confidence: 1.0 });
        }
        Ok(self.rules.reader.matters(&said, &reading))
    }

    fn voices_of(
        &self,
        case: &Case,
        mut matters: Vec<MatterId>,
        (place, unit): (Option<PlaceId>, Option<UnitId>),
    ) -> Vec<VoiceRow> {
        matters.sort();
        let county = self.county();
        let town = place.as_ref().and_then(|place| county.town_of(place)).cloned();
        let village = place.filter(|place| town.as_ref() != Some(place));
        let day = at(date_of(case.registered_at), 0, 0);
        let voice = |matter: MatterId| VoiceRow {
            case: case.id.clone(),
            matter,
            place: village.clone(),
            town: town.clone(),
            unit: unit.clone(),
            day,
        };
        matters.into_iter().map(voice).collect()
    }

    /// What the county's files know of a matter.
    fn known_matter(&self, id: &MatterId) -> Option<Matter<'_>> {
        self.rules.reader.matter(id)
    }

    /// Those who settle what the month's topic is.
    fn settles_topics(&self, cadre: &CadreId) -> bool {
        self.county().with_role(Role::Supervisor).contains(cadre) || self.leads_county(cadre)
    }
}

/// How a case counts; none while it is still coming in, and when it was taken back, not accepted or kept apart.
fn counted(case: &Case) -> Option<Standing> {
    let out = matches!(case.state, State::Collecting | State::Withdrawn | State::NotAccepted);
    let waits = case.people.waits_for_claim();
    let standing = || Standing {
        subject: case.subject.clone(),
        place: case.place.clone(),
        unit: case.unit().cloned(),
        voice: if waits { PersonId::new(format!("case:{}", case.id)) } else { case.person.clone() },
        open: !case.hides_name(),
    };
    (!out && !case.is_kept_apart()).then(standing)
}
