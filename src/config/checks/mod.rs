//! The rules a county's files must keep: a list of named checks, each a small function.

pub(super) mod contacts;
mod figures;
mod names;
mod notices;
mod people;
mod posts;

use chrono::{Datelike, NaiveDate};

use super::fault::Fault;
use super::written::Written;

/// A rule: looks at everything written and adds a fault for each place that breaks it.
type Check = fn(&Written, &mut Vec<Fault>);

/// Every rule.
const CHECKS: &[Check] = &[
    names::ids_are_plain,
    names::ids_are_unique,
    names::names_are_not_empty,
    names::references_lead_somewhere,
    names::villages_lie_in_towns,
    names::towns_have_one_unit,
    names::one_county_and_one_discipline_unit,
    names::aliases_do_not_overlap,
    names::aliases_run_forwards,
    people::units_have_people,
    people::units_have_one_head,
    people::chains_of_command_end,
    people::absences_run_forwards,
    people::somebody_screens_and_watches,
    people::sealed_readers_sit_in_the_discipline_unit,
    people::sealed_readers_stand_outside_what_they_watch,
    posts::deputies_are_others,
    posts::posts_do_not_collide,
    posts::town_posts_lie_in_the_town,
    posts::villages_are_answered_for,
    posts::units_are_answered_for,
    posts::subjects_have_a_known_lead,
    posts::keywords_weigh_something,
    figures::check_ins_rise,
    figures::clocks_make_sense,
    figures::answers_make_sense,
    figures::people_make_sense,
    figures::topics_make_sense,
    figures::receptions_make_sense,
    figures::the_bot_makes_sense,
    figures::calendars_make_sense,
    notices::every_event_has_its_lines,
    notices::lines_make_sense,
];

/// Runs every check.
pub(super) fn run(written: &Written, faults: &mut Vec<Fault>) {
    for check in CHECKS {
        check(written, faults);
    }
}

/// The month from which the next year's calendar should be there: the State Council publishes it in November.
const DECEMBER: u32 = 12;

/// The calendar of the current year is there, and from December on the next one's; without it every date is provisional.
pub(super) fn years_are_published(written: &Written, today: NaiveDate, faults: &mut Vec<Fault>) {
    let next = (today.month() >= DECEMBER).then(|| today.year() + 1);
    for year in [Some(today.year()), next].into_iter().flatten() {
        if !written.years.iter().any(|known| known.year == year && !known.days.is_empty()) {
            let mend = format!("add {year}.json with the days the State Council has published");
            faults.push(written.holidays.fault(format!("the calendar of {year} is missing"), mend));
        }
    }
}
