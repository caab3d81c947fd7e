//! The formal track beside the county's own clocks: what is asked to be put right is finished within 60 days (信访工作条例 art. 34).

use chrono::NaiveDate;

use crate::case::Case;
use crate::case::calendar::{Calendar, date_of};
use crate::case::service::Service;
use crate::classify::Kind;

/// The formal last day, as it stands and as a holiday would move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formal {
    /// As it stands; alarms go by it, because it never is the later one.
    pub plain: NaiveDate,
    /// Moved on to the next working day (民法典 art. 203).
    pub moved: NaiveDate,
}

/// The formal last day of a case to which it applies: a complaint or a report that several people work on.
pub fn formal(case: &Case, calendar: &Calendar, service: &Service) -> Option<Formal> {
    let applies = match case.kind {
        Kind::Complaint | Kind::Report => !case.is_sealed(),
        Kind::Consult | Kind::Help | Kind::Suggestion | Kind::Praise => false,
    };
    let day = |roll| calendar.plus_days(date_of(case.registered_at), service.formal_days, roll).date;
    applies.then(|| Formal { plain: day(false), moved: day(true) })
}
