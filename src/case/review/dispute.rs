//! 异议: a unit says within two working days that a case is not its own; it is ruled once, and the sender's date stays
//! (信访工作条例 art. 23, 24).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{No, ReviewFact};
use crate::case::calendar::{Calendar, date_of, end_of_day};
use crate::case::command::Refusal;
use crate::case::event::{Fact, Words};
use crate::case::service::Service;
use crate::case::{Case, State, Task};
use crate::id::{CadreId, Moment, UnitId};

/// What units said of a case's being theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Who said that it is not theirs, in order.
    pub units: Vec<UnitId>,
    /// Who decides between units; none when the screeners do.
    pub asked_of: Option<CadreId>,
    /// When somebody is told that nobody has ruled.
    pub by: Moment,
    /// Those who were told so; they may rule too.
    pub told: Vec<CadreId>,
    /// Whether it waits for a ruling.
    pub open: bool,
    /// Whether it was ruled for good: no unit may say so again.
    pub bound: bool,
}

impl Dispute {
    /// Whether several units say so.
    pub fn is_between_units(&self) -> bool {
        self.units.len() > 1
    }
}

/// Until when the unit that has it may say that it is not its own.
pub fn until(case: &Case, calendar: &Calendar, service: &Service) -> Moment {
    let given: NaiveDate = date_of(case.marks.course.given_at.unwrap_or(case.since_round));
    end_of_day(calendar.plus_working_days(given, service.dispute_wd).date)
}

/// A unit's word that a case is not its own.
#[derive(Clone, Debug, PartialEq)]
pub struct NotOurs {
    /// Until when that could be said.
    pub until: Moment,
    /// Whether that is not over.
    pub in_time: bool,
    /// Who decides between two units; else the screeners.
    pub asked_of: Option<CadreId>,
    /// When somebody is told that nobody has ruled.
    pub by: Moment,
    /// On what ground.
    pub words: Words,
}

/// Whether the case allows that a unit says so.
pub(super) fn say(case: &Case, not_ours: NotOurs) -> Result<Vec<Fact>, Refusal> {
    let unit = may_dispute(case)?;
    let NotOurs { until, in_time, asked_of, by, words } = not_ours;
    if !in_time {
        return Err(No::DisputeOver { until }.into());
    }
    Ok(vec![Fact::Review(ReviewFact::Disputed { unit, asked_of, by, words })])
}

/// The units met: before the ruling or after it.
pub(super) fn record_meeting(case: &Case, words: Words) -> Result<Vec<Fact>, Refusal> {
    let between = case.marks.course.dispute.as_ref().is_some_and(Dispute::is_between_units);
    if between && case.state.is_open() {
        Ok(vec![Fact::Review(ReviewFact::MeetingHeld { words })])
    } else {
        Err(No::Decided.into())
    }
}

fn may_dispute(case: &Case) -> Result<UnitId, Refusal> {
    let had = |unit: &UnitId| case.marks.course.dispute.as_ref().is_some_and(|dispute| dispute.units.contains(unit));
    let task = case.task.as_ref().ok_or(Refusal::NotDispatched)?;
    match case.state {
        State::Dispatched | State::InProgress | State::AwaitingResident => {}
        State::UnderCheck | State::Answered | State::Reviewing => return Err(Refusal::AlreadyAnswered),
        State::Collecting | State::Registered | State::Accepted => return Err(Refusal::NotDispatched),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            return Err(Refusal::AlreadyClosed);
        }
    }
    if task.above {
        Err(Refusal::NothingChanges)
    } else if case.marks.course.is_disputed() {
        Err(No::DisputeWaits.into())
    } else if case.marks.course.is_bound() || had(&task.unit) {
        Err(No::RuledBack.into())
    } else if case.round > 1 {
        Err(No::AnsweredBefore.into())
    } else {
        Ok(task.unit.clone())
    }
}

/// To the unit that has it, it comes back; to another one it goes like any transfer.
pub(super) fn rule(case: &Case, to: Option<Task>, sign_due: Moment) -> Result<Vec<Fact>, Refusal> {
    if !case.marks.course.is_disputed() {
        return Err(No::Decided.into());
    }
    let other = to.filter(|task| case.unit() != Some(&task.unit));
    let mut facts = vec![Fact::Review(ReviewFact::Ruled { kept: other.is_none(), sign_due })];
    facts.extend(other.map(|task| Fact::Dispatched { task }));
    Ok(facts)
}

/// A unit has said so.
pub(super) fn said(case: &mut Case, unit: &UnitId, asked_of: Option<CadreId>, by: Moment) {
    let mut units = case.marks.course.dispute.take().map(|dispute| dispute.units).unwrap_or_default();
    units.push(unit.clone());
    let told = asked_of.iter().cloned().collect();
    case.marks.course.dispute = Some(Dispute { units, asked_of, by, told, open: true, bound: false });
}

/// Somebody was told that nobody has ruled.
pub(super) fn told(case: &mut Case, told: &CadreId, next: Moment) {
    if let Some(dispute) = &mut case.marks.course.dispute {
        dispute.by = next;
        dispute.told.push(told.clone());
    }
}

/// It was ruled: for good, when it stays or when it was between units.
pub(super) fn ruled(case: &mut Case, kept: bool, sign_due: Moment) {
    if let Some(dispute) = &mut case.marks.course.dispute {
        (dispute.open, dispute.bound) = (false, kept || dispute.is_between_units());
    }
    if let Some(task) = case.task.as_mut().filter(|task| kept && task.signed.is_none()) {
        task.sign_due = sign_due;
        case.marks.sign_told = false;
    }
}
