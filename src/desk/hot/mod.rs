//! 热点, 每月一题, 苗头: what many speak of, where; counted once a day, shown by fives, settled by a human.
//!
//! What only some may know of, and whoever hides their name, is never counted. What was counted before anybody had to be kept out
//! stays as it stood, under no case's name: no figure moves by what somebody must not know.

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
use crate::classify::Matter;
use crate::id::{CadreId, MatterId, PlaceId, SubjectId, TopicId, UnitId};
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
}

/// What of a case is counted: its subject, where it is, who has it.
type Standing = (Option<SubjectId>, Option<PlaceId>, Option<UnitId>);

impl Work<'_> {
    /// A case came to stand otherwise: what is counted of it follows. It costs nothing while nothing of that changes.
    pub(super) async fn note_voices(&mut self, before: &Case, after: &Case) -> Done<()> {
        let (was, is) = (counted(before), counted(after));
        if was == is {
            return Ok(());
        }
        if after.is_kept_apart() || self.tx.exclusion(&after.id).await? != Exclusion::default() {
            return Ok(self.tx.detach_voices(&after.id).await?);
        }
        let Some((_, place, unit)) = is else { return Ok(self.tx.drop_voices(&after.id).await?) };
        let said = joined(&self.said_about(&after.id).await?);
        let reading = self.read(&said);
        let matters = self.rules.reader.matters(&said, &reading);
        let voices = self.voices_of(after, matters, (place, unit));
        let owner = self.tx.owner_of(&after.person).await?;
        self.tx.put_voices(&after.id, &owner, &voices).await?;
        self.alarm_if_due(&voices).await
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

/// How a case counts; none while it is still coming in, and when it was taken back, not accepted, kept apart or nameless.
fn counted(case: &Case) -> Option<Standing> {
    let out = matches!(case.state, State::Collecting | State::Withdrawn | State::NotAccepted);
    let counts = !out && !case.is_kept_apart() && !case.hides_name();
    counts.then(|| (case.subject.clone(), case.place.clone(), case.unit().cloned()))
}
