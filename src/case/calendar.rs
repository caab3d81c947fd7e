//! The working-day engine: counts days by the national holiday-and-makeup calendar, in Asia/Shanghai.
//!
//! The day a period starts on is not counted (民法典 art. 201); a period of days ends at 24:00 of its last day.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use crate::id::Moment;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MINUTE_MS: i64 = 60 * 1000;
/// Asia/Shanghai is eight hours ahead of UTC all year round.
const SHANGHAI_MS: i64 = 8 * 60 * MINUTE_MS;

/// One day the national calendar moves: off although it is Monday to Friday, or worked although it is a weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// Off, or else worked.
    pub off: bool,
}

/// The days of one year's calendar. A year without days has not been published yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// The days it moves.
    pub days: Vec<CalendarDay>,
}

/// A day on which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDate {
    /// The last day; it counts until 24:00.
    pub date: NaiveDate,
    /// A day of an unpublished year was counted as if it had no holidays: compute again once the calendar is out.
    pub provisional: bool,
}

/// Which days are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    published: BTreeSet<i32>,
    off: BTreeSet<NaiveDate>,
    worked: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// A calendar of the given years; an empty year counts as unpublished.
    pub fn new(years: impl IntoIterator<Item = CalendarYear>) -> Self {
        let mut calendar = Self::default();
        for year in years.into_iter().filter(|year| !year.days.is_empty()) {
            calendar.published.insert(year.year);
            for day in year.days {
                let days = if day.off { &mut calendar.off } else { &mut calendar.worked };
                days.insert(day.date);
            }
        }
        calendar
    }

    /// Whether the calendar of that year is known.
    pub fn published(&self, year: i32) -> bool {
        self.published.contains(&year)
    }

    /// Whether people work on that day; in an unpublished year, Monday to Friday.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        if self.off.contains(&date) {
            return false;
        }
        self.worked.contains(&date) || !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// The `n`-th working day after `start`; `start` itself when `n` is 0.
    pub fn plus_working_days(&self, start: NaiveDate, n: u32) -> DueDate {
        let mut due = DueDate { date: start, provisional: false };
        for _ in 0..n {
            due = self.next_working_day(due);
        }
        due
    }

    /// The `n`-th calendar day after `start`; with `roll`, a last day off moves on to the next working day (民法典 art. 203).
    pub fn plus_days(&self, start: NaiveDate, n: u32, roll: bool) -> DueDate {
        let date = start.checked_add_days(Days::new(u64::from(n))).unwrap_or(NaiveDate::MAX);
        let due = DueDate { date, provisional: roll && !self.published(date.year()) };
        if !roll || self.is_working_day(date) { due } else { self.next_working_day(due) }
    }

    fn next_working_day(&self, from: DueDate) -> DueDate {
        let mut due = from;
        while let Some(next) = due.date.succ_opt() {
            due = DueDate { date: next, provisional: due.provisional || !self.published(next.year()) };
            if self.is_working_day(next) {
                break;
            }
        }
        due
    }
}

/// 24:00 of that day, Asia/Shanghai.
pub fn end_of_day(date: NaiveDate) -> Moment {
    start_of_day(date).plus_ms(DAY_MS)
}

/// So many hours and minutes after the day began, Asia/Shanghai.
pub fn at(date: NaiveDate, hour: u32, minute: u32) -> Moment {
    start_of_day(date).plus_ms((i64::from(hour) * 60 + i64::from(minute)) * MINUTE_MS)
}

/// The day it is in Asia/Shanghai at that moment.
pub fn date_of(moment: Moment) -> NaiveDate {
    let days = moment.0.saturating_add(SHANGHAI_MS).div_euclid(DAY_MS);
    let epoch = NaiveDate::default();
    let shift = Days::new(days.unsigned_abs());
    let date = if days < 0 { epoch.checked_sub_days(shift) } else { epoch.checked_add_days(shift) };
    date.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

fn start_of_day(date: NaiveDate) -> Moment {
    Moment(date.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - SHANGHAI_MS)
}
