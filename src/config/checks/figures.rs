//! Checks of figures: clocks, pacing, calendars.

use std::collections::BTreeSet;

use chrono::Datelike;

use crate::case::service::Service;
use crate::config::fault::Fault;
use crate::config::secrets::holds_password;
use crate::config::source::Entry;
use crate::config::written::Written;

/// Adds a fault for every rule that does not hold.
fn demand<T>(entry: &Entry<T>, rules: &[(bool, &str, &str)], faults: &mut Vec<Fault>) {
    for (_, what, mend) in rules.iter().filter(|(holds, _, _)| !holds) {
        faults.push(entry.fault(*what, *mend));
    }
}

pub(super) fn check_ins_rise(written: &Written, faults: &mut Vec<Fault>) {
    let Some(service) = &written.service else { return };
    let days = &service.check_in_days;
    let rise = days.iter().all(|days| (1..=366).contains(days)) && days.is_sorted_by(|one, next| one < next);
    let mend = "use rising figures from 1 to 366, such as [7, 30, 90]";
    demand(service, &[(rise, "`check_in_days` are not days in order", mend)], faults);
}

pub(super) fn clocks_make_sense(written: &Written, faults: &mut Vec<Fault>) {
    let Some(service) = &written.service else { return };
    let days = [
        service.sign_wd,
        service.screening_wd,
        service.first_contact_wd,
        service.dispute_wd,
        service.consult_wd,
        service.help_wd,
        service.complaint_wd,
        service.suggestion_wd,
        service.report_wd,
        service.redo_wd,
        service.extension_wd,
        service.ruling_wd,
        service.review_answer_days,
        service.formal_days,
        service.rating_days,
    ];
    let minutes = [
        service.emergency_confirm_minutes,
        service.emergency_dispatch_minutes,
        service.emergency_feedback_minutes,
        service.utility_dispatch_minutes,
        service.utility_feedback_minutes,
    ];
    let keep = &service.keep;
    let kept = [keep.raw_days, keep.letter_days, keep.words_days, keep.sealed_days, keep.draft_days];
    let share = service.reminder_share;
    let rules = [
        (
            days.iter().all(|days| (1..=366).contains(days)),
            "a clock has no day or more than a year",
            "use 1 to 366 days",
        ),
        (
            minutes.iter().all(|minutes| (1..=10_080).contains(minutes)),
            "a clock has no minute or more than a week",
            "use 1 to 10080 minutes",
        ),
        (share > 0.0 && share < 1.0, "`reminder_share` is no share", "use a figure between 0 and 1, such as 0.5"),
        (
            kept.iter().all(|days| (1..=36_500).contains(days)),
            "something is kept for no day or for more than a century",
            "use 1 to 36500 days",
        ),
        (
            keep.raw_days <= keep.words_days && keep.letter_days <= keep.words_days,
            "copies are kept for longer than the words themselves",
            "keep `raw_days` and `letter_days` at most as long as `words_days`",
        ),
        (
            (5..=100_000).contains(&service.numbers.ranking_sample),
            "the sample for ranking is too small to say anything, or never reached",
            "use 5 to 100000, such as 20",
        ),
        (service.notice.version > 0, "the privacy notice has no version", "begin with 1"),
        (service.reminder_hour < 24, "`reminder_hour` is no hour", "use 0 to 23"),
    ];
    demand(service, &rules, faults);
    oversight_makes_sense(service, faults);
}

fn oversight_makes_sense(service: &Entry<Service>, faults: &mut Vec<Fault>) {
    let oversight = &service.oversight;
    let days = [oversight.nudges, oversight.leader_days];
    let rules = [
        (oversight.list_hour < 24, "`list_hour` is no hour", "use 0 to 23"),
        (
            oversight.week_at.0 < 24 && oversight.week_at.1 < 60,
            "`week_at` is no time of day",
            "use an hour and a minute, such as [8, 30]",
        ),
        (
            service.emergency.follow_hour < 24 && (1..=1440).contains(&service.emergency.incident_minutes),
            "`follow_hour` or `incident_minutes` of [emergency] makes no sense",
            "use an hour of 0 to 23, and 1 to 1440 minutes",
        ),
        (
            service.quiet.from_hour < 24 && service.quiet.until_hour < 24,
            "`from_hour` or `until_hour` of [quiet] is no hour",
            "use 0 to 23",
        ),
        (
            days.iter().all(|days| (1..=31).contains(days)),
            "`nudges` or `leader_days` has no day or more than a month",
            "use 1 to 31",
        ),
        (
            oversight.spot_share > 0.0 && oversight.spot_share <= 1.0,
            "`spot_share` is no share",
            "use a figure above 0 and at most 1, such as 0.05",
        ),
    ];
    demand(service, &rules, faults);
}

pub(super) fn receptions_make_sense(written: &Written, faults: &mut Vec<Fault>) {
    use crate::config::written::Reception;
    for reception in &written.receptions {
        let (from, until) = (Reception::minutes(&reception.from), Reception::minutes(&reception.until));
        let rules = [
            ((1..=31).contains(&reception.day), "`day` is no day of a month", "use 1 to 31"),
            (
                from.is_some() && until.is_some() && from < until,
                "it does not begin before it ends",
                "write `from` and `until` as \"9:00\" and \"11:30\"",
            ),
            ((1..=500).contains(&reception.places), "`places` receives nobody, or a crowd", "use 1 to 500"),
            (!reception.place.trim().is_empty(), "`place` is empty", "write where people go"),
        ];
        demand(reception, &rules, faults);
    }
    let Some(service) = &written.service else { return };
    let face = &service.face;
    let rules = [
        (
            [face.meeting_wd, face.visit_wd, face.call_wd].iter().all(|days| (1..=366).contains(days)),
            "a clock of `[face]` has no day or more than a year",
            "use 1 to 366 days",
        ),
        (
            [face.known_cases, face.known_places, face.known_days].iter().all(|count| (1..=366).contains(count)),
            "a figure of the knowledge list is 0 or more than a year",
            "use 1 to 366",
        ),
        (
            face.known_review_days < face.known_valid_days && face.known_valid_days <= 3_660,
            "an entry is looked at before it is used, or is used for ever",
            "use `known_review_days` below `known_valid_days`, and at most 3660",
        ),
        ((1..=6).contains(&face.offers), "`offers` is nothing, or more than anybody reads", "use 1 to 6, such as 3"),
    ];
    demand(service, &rules, faults);
}

pub(super) fn answers_make_sense(written: &Written, faults: &mut Vec<Fault>) {
    let Some(service) = &written.service else { return };
    let answers = &service.answers;
    let counts = [answers.check_wd, answers.review_days, answers.call_attempts, answers.call_days];
    let rules = [
        (
            counts.iter().all(|count| (1..=366).contains(count)),
            "a figure in `[answers]` is 0 or more than a year",
            "use 1 to 366",
        ),
        (answers.ask_again_days <= 366, "`ask_again_days` is more than a year", "use 0 (never) to 366 days"),
        (
            answers.call_days <= answers.call_attempts,
            "more days than calls are asked for",
            "keep `call_days` at most as high as `call_attempts`",
        ),
    ];
    demand(service, &rules, faults);
}

pub(super) fn people_make_sense(written: &Written, faults: &mut Vec<Fault>) {
    let Some(service) = &written.service else { return };
    let people = &service.people;
    let days = [people.claim_days, people.invite_days];
    let rules = [
        (
            days.iter().all(|days| (1..=366).contains(days)),
            "a code holds good for no day or for more than a year",
            "use 1 to 366",
        ),
        (
            (1..=20).contains(&people.tries),
            "codes can be guessed at will, or not be sent at all",
            "use 1 to 20, such as 5",
        ),
        ((1..=5).contains(&people.visitors), "more than five speak at once, or nobody does", "use 1 to 5"),
    ];
    demand(service, &rules, faults);
}

pub(super) fn topics_make_sense(written: &Written, faults: &mut Vec<Fault>) {
    let Some(service) = &written.service else { return };
    let hot = &service.hot;
    let days = [hot.window_days, hot.recent_days, hot.topic_places, hot.topic_wd, hot.repeat_days, hot.ahead_days];
    let known = |alarm: &crate::case::service::Alarm| {
        let lexicon = written.lexicon.as_ref();
        lexicon.is_none_or(|lexicon| lexicon.matters.iter().any(|matter| matter.id == alarm.matter.as_str()))
    };
    let rules = [
        (
            hot.at.0 < 24 && hot.at.1 < 60,
            "`at` of [hot] is no time of day",
            "use an hour and a minute, such as [6, 30]",
        ),
        (
            days.iter().all(|days| (1..=366).contains(days)),
            "a figure of [hot] is 0 or more than a year",
            "use 1 to 366",
        ),
        (hot.topic_senders >= crate::stats::FEW, "`topic_senders` lets single people be told", "use 5 or more"),
        (hot.recent_days <= hot.window_days, "`recent_days` is more than `window_days`", "use fewer, such as 7"),
        (
            hot.alarms.iter().all(|alarm| alarm.count >= 2 && (1..=366).contains(&alarm.days)),
            "an alarm rings at one person's word, or looks at no day",
            "use a `count` of 2 or more and 1 to 366 `days`",
        ),
        (
            (10..=1440).contains(&hot.look_minutes),
            "`look_minutes` is less than ten or more than a day",
            "use 10 to 1440, such as 120",
        ),
        (
            hot.alarms.iter().all(known),
            "an alarm is about a matter that lexicon.toml does not list",
            "write the `id` of a [[matter]]",
        ),
    ];
    demand(service, &rules, faults);
}

pub(super) fn the_bot_makes_sense(written: &Written, faults: &mut Vec<Fault>) {
    let main = &written.main;
    if let Some(county) = &main.county {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let id = !county.id.is_empty() && county.id.chars().all(plain);
        let rules = [
            (id, "the county's id is not plain", "use a-z, 0-9 and `_` only"),
            (!county.name.trim().is_empty(), "the county has no name", "write the name residents know"),
            (
                county.time_zone == "Asia/Shanghai",
                "`time_zone` is another than the law's working days have",
                "write \"Asia/Shanghai\", or take the line out",
            ),
        ];
        demand(county, &rules, faults);
    }
    if let Some(bot) = &main.bot {
        let sure = (0.0..=1.0).contains(&bot.routing_threshold);
        let precise = (0.5..=1.0).contains(&bot.routing_precision);
        let open = !holds_password(&bot.database);
        let rules = [
            (
                open,
                "a password stands in `database`",
                "put the database's address into DATABASE_URL and take it out here",
            ),
            (sure, "`routing_threshold` is no share", "use a figure from 0 to 1, such as 0.6"),
            (precise, "`routing_precision` is no share worth having", "use a figure from 0.5 to 1, such as 0.95"),
            (!bot.languages.is_empty(), "no language is named", "name at least one, such as \"zh-CN\""),
        ];
        demand(bot, &rules, faults);
    }
    if let Some(collect) = &main.collect {
        let held =
            1 <= collect.quiet_seconds && collect.quiet_seconds <= collect.max_seconds && collect.max_seconds <= 30;
        demand(
            collect,
            &[(held, "the window is empty or too long", "keep 1 <= quiet_seconds <= max_seconds <= 30")],
            faults,
        );
    }
    if let Some(pacing) = &main.pacing {
        let figures = [
            pacing.overall_per_second,
            pacing.chat_per_second,
            pacing.group_per_minute,
            pacing.in_flight,
            pacing.in_flight_unpaced,
        ];
        let rules = [
            (figures.iter().all(|figure| *figure > 0), "a figure is 0, so no letter would leave", "use 1 or more"),
            (
                pacing.in_flight <= 8 && pacing.in_flight_unpaced <= 64,
                "too many letters in flight",
                "at most 8 paced, 64 with pacing off",
            ),
        ];
        demand(pacing, &rules, faults);
    }
    if let Some(phones) = &main.phones {
        let numbers = [&phones.police, &phones.fire, &phones.ambulance, &phones.traffic, &phones.gas];
        let dialled =
            |number: &&String| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || "+- ".contains(c));
        demand(
            phones,
            &[(numbers.iter().all(dialled), "a number cannot be dialled", "use digits, spaces, `-` and `+`")],
            faults,
        );
    }
}

pub(super) fn calendars_make_sense(written: &Written, faults: &mut Vec<Fault>) {
    let mut years = BTreeSet::new();
    for year in &written.years {
        let mut days = BTreeSet::new();
        let named = year.at.file.ends_with(&format!("{}.json", year.year));
        let near = year.days.iter().all(|day| (day.date.year() - year.year).abs() <= 1);
        let rules = [
            (named, "the file is named after another year", "name it YEAR.json"),
            (years.insert(year.year), "the year has a calendar already", "keep one file for each year"),
            (near, "a day is of quite another year", "correct the date"),
            (year.days.iter().all(|day| days.insert(day.date)), "a day stands there twice", "keep it once"),
        ];
        demand(year, &rules, faults);
    }
}
