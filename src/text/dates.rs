//! Dates as people say them: 10月12日(周一).

use chrono::{DateTime, Datelike, FixedOffset, Timelike, Weekday};

use super::{Language, Texts};
use crate::id::Moment;

/// Asia/Shanghai: UTC+8 the whole year.
const SHANGHAI_SECONDS: i32 = 8 * 3600;

fn local(moment: Moment) -> Option<DateTime<FixedOffset>> {
    let zone = FixedOffset::east_opt(SHANGHAI_SECONDS)?;
    DateTime::from_timestamp_millis(moment.0).map(|utc| utc.with_timezone(&zone))
}

/// The day of a moment, such as 10月12日(周一).
pub fn day(texts: &Texts, language: Language, moment: Moment) -> String {
    local(moment).map(|at| day_of(texts, language, &at)).unwrap_or_default()
}

/// A deadline as people say it: one at 24:00 by its day ("Monday"), one within a day with its hour too.
pub fn due(texts: &Texts, language: Language, due: Moment) -> String {
    let midnight = (due.0 + i64::from(SHANGHAI_SECONDS) * 1000) % 86_400_000 == 0;
    if midnight { day(texts, language, due.plus_ms(-1)) } else { day_and_time(texts, language, due) }
}

/// Day and time of a moment, such as 10月12日(周一)09:30.
pub fn day_and_time(texts: &Texts, language: Language, moment: Moment) -> String {
    let Some(at) = local(moment) else { return String::new() };
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    texts.say(language, "date-and-time", &[("day", day_of(texts, language, &at)), ("time", time)])
}

/// The time of a moment, such as 09:30.
pub fn time(moment: Moment) -> String {
    local(moment).map(|at| format!("{:02}:{:02}", at.hour(), at.minute())).unwrap_or_default()
}

fn day_of(texts: &Texts, language: Language, at: &DateTime<FixedOffset>) -> String {
    let weekday = texts.say(language, weekday_key(at.weekday()), &[]);
    let month = match language {
        Language::Chinese => at.month().to_string(),
        Language::English => at.format("%b").to_string(),
    };
    texts.say(language, "date-day", &[("month", month), ("day", at.day().to_string()), ("weekday", weekday)])
}

fn weekday_key(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "weekday-1",
        Weekday::Tue => "weekday-2",
        Weekday::Wed => "weekday-3",
        Weekday::Thu => "weekday-4",
        Weekday::Fri => "weekday-5",
        Weekday::Sat => "weekday-6",
        Weekday::Sun => "weekday-7",
    }
}
