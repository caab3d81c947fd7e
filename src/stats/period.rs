//! The periods that are counted by: months and years as the calendar has them, Asia/Shanghai.

use chrono::{Datelike, NaiveDate};

use crate::case::calendar::at;
use crate::id::Moment;

/// A period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// 本月.
    ThisMonth,
    /// 上月.
    LastMonth,
    /// 今年.
    ThisYear,
}

impl Period {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::ThisMonth, Self::LastMonth, Self::ThisYear];

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::ThisMonth => "stats-this-month",
            Self::LastMonth => "stats-last-month",
            Self::ThisYear => "stats-this-year",
        }
    }

    /// From when until before when, seen from a day.
    pub fn span(self, today: NaiveDate) -> (Moment, Moment) {
        let month = first_of_month(today);
        let (from, until) = match self {
            Self::ThisMonth => (month, next_month(month)),
            Self::LastMonth => (first_of_month(month.pred_opt().unwrap_or(month)), month),
            Self::ThisYear => (month.with_month(1).unwrap_or(month), next_month(month.with_month(12).unwrap_or(month))),
        };
        (at(from, 0, 0), at(until, 0, 0))
    }
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn next_month(first: NaiveDate) -> NaiveDate {
    first.checked_add_months(chrono::Months::new(1)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::calendar::date_of;

    #[test]
    fn months_and_years_begin_at_midnight() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (today, period, from, last) in [
            ("2026-03-31", Period::ThisMonth, "2026-03-01", "2026-03-31"),
            ("2026-03-31", Period::LastMonth, "2026-02-01", "2026-02-28"),
            ("2026-01-01", Period::LastMonth, "2025-12-01", "2025-12-31"),
            ("2026-12-31", Period::ThisYear, "2026-01-01", "2026-12-31"),
        ] {
            let (begins, ends) = period.span(day(today));
            assert_eq!((begins, date_of(begins.plus_ms(-1))), (at(day(from), 0, 0), day(from).pred_opt().unwrap()));
            assert_eq!(date_of(ends.plus_ms(-1)), day(last));
        }
    }
}
