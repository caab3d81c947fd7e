//! The working-day engine against the published calendar of 2026.

use chrono::{Datelike, NaiveDate};
use minqing::case::calendar::{Calendar, DueDate, at, date_of, end_of_day};
use minqing::id::Moment;

use crate::config::county;

fn day(text: &str) -> NaiveDate {
    let text = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    county().calendar
}

/// start; +1 +2 +5 +10 +15 working days; +15 +30 +60 +90 days, each plain and rolled.
type Vector = (&'static str, [&'static str; 5], [(&'static str, &'static str); 4]);

const VECTORS: [Vector; 7] = [
    (
        "02-12",
        ["02-13", "02-14", "02-26", "03-04", "03-11"],
        [("02-27", "02-27"), ("03-14", "03-16"), ("04-13", "04-13"), ("05-13", "05-13")],
    ),
    (
        "02-13",
        ["02-14", "02-24", "02-27", "03-05", "03-12"],
        [("02-28", "02-28"), ("03-15", "03-16"), ("04-14", "04-14"), ("05-14", "05-14")],
    ),
    (
        "02-16",
        ["02-24", "02-25", "02-28", "03-06", "03-13"],
        [("03-03", "03-03"), ("03-18", "03-18"), ("04-17", "04-17"), ("05-17", "05-18")],
    ),
    (
        "03-02",
        ["03-03", "03-04", "03-09", "03-16", "03-23"],
        [("03-17", "03-17"), ("04-01", "04-01"), ("05-01", "05-06"), ("05-31", "06-01")],
    ),
    (
        "04-30",
        ["05-06", "05-07", "05-11", "05-18", "05-25"],
        [("05-15", "05-15"), ("05-30", "06-01"), ("06-29", "06-29"), ("07-29", "07-29")],
    ),
    (
        "09-24",
        ["09-28", "09-29", "10-09", "10-15", "10-22"],
        [("10-09", "10-09"), ("10-24", "10-26"), ("11-23", "11-23"), ("12-23", "12-23")],
    ),
    (
        "09-29",
        ["09-30", "10-08", "10-12", "10-19", "10-26"],
        [("10-14", "10-14"), ("10-29", "10-29"), ("11-28", "11-30"), ("12-28", "12-28")],
    ),
];

#[test]
fn vectors_of_the_working_day_engine_hold_in_every_column() {
    let calendar = calendar();
    for (start, working, plain) in VECTORS {
        for (n, want) in [1, 2, 5, 10, 15].into_iter().zip(working) {
            let due = calendar.plus_working_days(day(start), n);
            assert_eq!(due, DueDate { date: day(want), provisional: false }, "{start} +{n} wd");
        }
        for (n, (want, rolled)) in [15, 30, 60, 90].into_iter().zip(plain) {
            assert_eq!(calendar.plus_days(day(start), n, false).date, day(want), "{start} +{n} days");
            assert_eq!(calendar.plus_days(day(start), n, true).date, day(rolled), "{start} +{n} days, rolled");
        }
    }
}

#[test]
fn more_dates_that_the_stories_rely_on() {
    let calendar = calendar();
    let working = [("04-30", 20, "06-01"), ("08-10", 5, "08-17"), ("08-12", 10, "08-26"), ("03-10", 5, "03-17")];
    for (start, n, want) in working {
        assert_eq!(calendar.plus_working_days(day(start), n).date, day(want), "{start} +{n} wd");
    }
    assert_eq!(calendar.plus_days(day("03-17"), 30, false).date, day("04-16"));
    assert_eq!(calendar.plus_working_days(day("02-14"), 0).date, day("02-14"));
}

#[test]
fn the_published_days_of_2026_are_off_or_worked() {
    let calendar = calendar();
    let off: Vec<_> = day("2026-01-01")
        .iter_days()
        .take_while(|date| date.year() == 2026)
        .filter(|date| !calendar.is_working_day(*date))
        .collect();
    let moved_in = [("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7)];
    for (first, length) in moved_in {
        for date in day(first).iter_days().take(length) {
            assert!(off.contains(&date), "{date} is off");
        }
    }
    for worked in ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"] {
        assert!(!off.contains(&day(worked)), "{worked} is worked");
    }
    let weekends = day("2026-01-01").iter_days().take(365).filter(|d| d.weekday().number_from_monday() > 5).count();
    // 33 days of holidays, 14 of them on weekends, and 6 weekend days worked.
    assert_eq!(off.len(), weekends + 33 - 14 - 6);
}

#[test]
fn a_year_without_a_published_calendar_is_provisional() {
    let calendar = calendar();
    assert!(calendar.published(2026) && !calendar.published(2027));
    // Friday 1 January 2027 is counted as worked until its calendar is out.
    let due = calendar.plus_working_days(day("2026-12-31"), 1);
    assert_eq!(due, DueDate { date: day("2027-01-01"), provisional: true });
    assert!(!calendar.plus_working_days(day("2026-12-30"), 1).provisional);
    assert!(!calendar.plus_days(day("2026-12-20"), 30, false).provisional, "plain days ask no calendar");
    assert!(calendar.plus_days(day("2026-12-20"), 30, true).provisional);
    assert!(!calendar.is_working_day(day("2027-01-02")), "a Saturday");
}

#[test]
fn days_end_at_midnight_in_shanghai() {
    // 2026-03-09 24:00 +08:00 is 2026-03-09 16:00 UTC.
    let end = end_of_day(day("03-09"));
    assert_eq!(
        end,
        Moment("2026-03-09T16:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis())
    );
    assert_eq!(date_of(Moment(end.0 - 1)), day("03-09"));
    assert_eq!(date_of(end), day("03-10"));
    assert_eq!(date_of(at(day("03-09"), 9, 30)), day("03-09"));
    assert_eq!(end.since(at(day("03-09"), 23, 15)), 45 * 60 * 1000);
    assert_eq!(date_of(Moment(-1)), day("1970-01-01"));
    assert_eq!(date_of(Moment(-8 * 3_600_000 - 1)), day("1969-12-31"));
    assert_eq!(date_of(Moment(i64::MAX)), NaiveDate::MAX);
}
