//! What protects whoever speaks up: trouble and pressure that is told, check-ins afterwards, acts that take two persons.
//!
//! Nobody may threaten or take revenge on whoever speaks up (信访工作条例 art. 30, 46); the facts here never reach the unit.

use serde::{Deserialize, Serialize};

use super::calendar::{at, date_of};
use super::command::Refusal;
use super::service::Service;
use super::{Case, State};
use crate::classify::Kind;
use crate::id::{ApprovalId, CadreId, CaseId, Moment};

/// How long a second person may take to agree, in milliseconds.
pub const AGREE_WITHIN_MS: i64 = 24 * 3_600_000;
/// Nobody is asked before this hour …
const FROM_HOUR: u32 = 8;
/// … nor from this hour on.
const UNTIL_HOUR: u32 = 20;

/// An act that one person alone may not do. The list is closed: what is not here takes one, or is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TwoPersonAct {
    /// See who the sender is, because life is in danger.
    Reveal,
    /// Let somebody who was kept out of a case learn of it again.
    Readmit,
    /// Answer a sealed case.
    CloseComplaint,
    /// Leave a case out of a unit's rates.
    LeaveOut,
}

impl TwoPersonAct {
    /// The name in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reveal => "reveal",
            Self::Readmit => "readmit",
            Self::CloseComplaint => "close",
            Self::LeaveOut => "leave_out",
        }
    }
}

/// Why an act that takes two persons was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotDone {
    /// The second one said no.
    Disagreed,
    /// The one who asked agreed with themselves.
    SamePerson,
    /// Whoever asked may not do it any more: left the roster, lost the role, or is kept out by now.
    FirstGone,
    /// More than 24 hours passed.
    Stale,
}

impl NotDone {
    /// The name in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disagreed => "disagreed",
            Self::SamePerson => "same",
            Self::FirstGone => "gone",
            Self::Stale => "stale",
        }
    }
}

/// Why a protection note was made, or a sealed case is watched over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worry {
    /// 有人找我麻烦.
    Trouble,
    /// 有人逼我打好评.
    Pressure,
    /// Its own words speak of threats.
    Threat,
}

/// A fact about protection; ids and moments only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Protection {
    /// The sender of this sealed case is to be protected.
    Raised {
        /// Why.
        worry: Worry,
        /// The case it began with, when this one is a note about another.
        about: Option<CaseId>,
    },
    /// The sender said that somebody makes trouble for them; what they say stands in a sealed note of its own.
    TroubleSaid {
        /// The note.
        note: CaseId,
    },
    /// The sender said that somebody presses them to rate well.
    PressureSaid {
        /// The note.
        note: CaseId,
        /// The round whose rating does not count until it has been looked at.
        round: u32,
    },
    /// The lane has answered the note about pressure.
    PressureSeen,
    /// The sender was asked how they are, for the first, second or third time.
    CheckedIn {
        /// Which time.
        stage: u32,
    },
    /// The sender said that all is well.
    FineSaid,
    /// Somebody asked for an act that takes two persons.
    TwoPersonAsked {
        /// The request.
        approval: ApprovalId,
        /// What for.
        act: TwoPersonAct,
    },
    /// It was done; whoever agreed is the event's actor.
    TwoPersonDone {
        /// The request; none when one person alone is left to do it.
        approval: Option<ApprovalId>,
        /// What was done.
        act: TwoPersonAct,
        /// Who asked.
        first: CadreId,
        /// Whether nobody else was there to agree.
        alone: bool,
    },
    /// It was not done.
    TwoPersonRefused {
        /// The request.
        approval: ApprovalId,
        /// What for.
        act: TwoPersonAct,
        /// Why not.
        why: NotDone,
    },
}

impl Protection {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Raised { .. } => "protection_raised",
            Self::TroubleSaid { .. } => "trouble_said",
            Self::PressureSaid { .. } => "pressure_said",
            Self::PressureSeen => "pressure_seen",
            Self::CheckedIn { .. } => "checked_in",
            Self::FineSaid => "fine_said",
            Self::TwoPersonAsked { .. } => "two_person_asked",
            Self::TwoPersonDone { .. } => "two_person_done",
            Self::TwoPersonRefused { .. } => "two_person_refused",
        }
    }
}

/// What is remembered of a case's sender being safe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Care {
    /// Why the sender of this sealed case is to be protected.
    pub worry: Option<Worry>,
    /// The case that this note is about.
    pub about: Option<CaseId>,
    /// The latest note about this case.
    pub note: Option<CaseId>,
    /// The round whose rating does not count, because the sender was pressed.
    pub doubted: Option<u32>,
    /// How many times the sender was asked how they are.
    pub checked_in: u32,
}

impl Care {
    /// Whether this case is a note about trouble or pressure, not an accusation by itself.
    pub fn is_note(&self) -> bool {
        matches!(self.worry, Some(Worry::Trouble | Worry::Pressure))
    }
}

/// Whether the case allows it.
pub fn decide(case: &Case, what: &Protection) -> Result<(), Refusal> {
    match what {
        Protection::Raised { .. } if case.marks.care.worry.is_some() => Err(Refusal::NothingChanges),
        Protection::Raised { .. } if !case.is_sealed() && case.state != State::Collecting => Err(Refusal::NotSealed),
        Protection::PressureSaid { round, .. } if *round > case.round => Err(Refusal::AnotherRound),
        Protection::PressureSaid { .. } if case.answered_at.is_none() => Err(Refusal::NotAnswered),
        Protection::PressureSeen if case.marks.care.doubted.is_none() => Err(Refusal::NothingChanges),
        Protection::CheckedIn { stage } if *stage <= case.marks.care.checked_in => Err(Refusal::NothingChanges),
        Protection::Raised { .. }
        | Protection::TroubleSaid { .. }
        | Protection::PressureSaid { .. }
        | Protection::PressureSeen
        | Protection::CheckedIn { .. }
        | Protection::FineSaid
        | Protection::TwoPersonAsked { .. }
        | Protection::TwoPersonDone { .. }
        | Protection::TwoPersonRefused { .. } => Ok(()),
    }
}

/// What a fact about protection leaves.
pub fn apply(case: &mut Case, what: &Protection) {
    let care = &mut case.marks.care;
    match what {
        Protection::Raised { worry, about } => {
            (care.worry, care.about) = (Some(*worry), about.clone());
            case.marks.asked |= case.marks.care.is_note() && case.entries == 0;
        }
        Protection::TroubleSaid { note } if *note == case.id => {}
        Protection::TroubleSaid { note } => care.note = Some(note.clone()),
        Protection::PressureSaid { note, round } => (care.note, care.doubted) = (Some(note.clone()), Some(*round)),
        Protection::PressureSeen => care.doubted = None,
        Protection::CheckedIn { stage } => care.checked_in = *stage,
        Protection::FineSaid
        | Protection::TwoPersonAsked { .. }
        | Protection::TwoPersonDone { .. }
        | Protection::TwoPersonRefused { .. } => {}
    }
}

/// When the sender is asked next how they are: so many days after they complained about a person, open or closed.
/// Once they have told of trouble the note has check-ins of its own.
pub fn next_check_in(case: &Case, service: &Service) -> Option<Moment> {
    let care = &case.marks.care;
    let about_a_person = case.is_sealed() || case.kind == Kind::Complaint;
    let days = service.check_in_days.get(usize::try_from(care.checked_in).unwrap_or(usize::MAX))?;
    (about_a_person && care.note.is_none()).then(|| by_day(days_on(case, *days)))
}

/// How many of the check-ins have come due by now.
pub fn check_ins_due(case: &Case, service: &Service, now: Moment) -> u32 {
    let passed = service.check_in_days.iter().filter(|days| days_on(case, **days) <= now);
    u32::try_from(passed.count()).unwrap_or_default()
}

/// So many days after the case was registered.
fn days_on(case: &Case, days: u32) -> Moment {
    case.registered_at.plus_s(i64::from(days) * 24 * 3600)
}

/// The moment itself when it is day, else eight in the morning.
pub fn by_day(moment: Moment) -> Moment {
    let day = date_of(moment);
    if moment < at(day, FROM_HOUR, 0) {
        at(day, FROM_HOUR, 0)
    } else if moment >= at(day, UNTIL_HOUR, 0) {
        at(day + chrono::Days::new(1), FROM_HOUR, 0)
    } else {
        moment
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn nobody_is_asked_at_night() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let next = NaiveDate::from_ymd_opt(2026, 3, 3).unwrap();
        for (said, asked) in [
            (at(day, 7, 59), at(day, 8, 0)),
            (at(day, 8, 0), at(day, 8, 0)),
            (at(day, 19, 59), at(day, 19, 59)),
            (at(day, 20, 0), at(next, 8, 0)),
            (at(day, 23, 59), at(next, 8, 0)),
        ] {
            assert_eq!(by_day(said), asked);
        }
    }
}
