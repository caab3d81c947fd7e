//! The rules a county's files must keep: a list of named checks, each a small function.

use chrono::{Datelike, NaiveDate};

use super::fault::Fault;
use super::written::Written;

type Check = fn(&Written, &mut Vec<Fault>);

/// Every rule, in reading order.
const CHECKS: &[Check] = &[];

/// Runs every check.
pub(super) fn run(written: &Written, faults: &mut Vec<Fault>) {
    for check in CHECKS {
        check(written, faults);
    }
}

/// The calendar of the current year is there; without it every date of the year is provisional.
pub(super) fn year_is_published(written: &Written, today: NaiveDate, faults: &mut Vec<Fault>) {
    let published = written.years.iter().any(|year| year.year == today.year() && !year.days.is_empty());
    if !published {
        faults.push(Fault {
            at: written.holidays.clone(),
            what: format!("the calendar of {} is missing", today.year()),
            mend: format!("add {}.json with the days the State Council has published", today.year()),
        });
    }
}
