//! A county's files: read as written, checked all at once, and handed on as understood.

mod checks;
mod fault;
mod notices;
pub mod secrets;
mod source;
mod understood;
mod written;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::case::calendar::Calendar;
use crate::case::service::Service;
use crate::classify::Lexicon;
use crate::id::CadreId;
use crate::notice::table::Table;
use crate::roster::{AboveCounty, County};
use crate::text::Texts;

pub use fault::{At, Fault, Faults};

/// Everything the files say, with nothing wrong in it.
#[derive(Clone)]
pub struct Settings {
    /// Places, units, people, subjects.
    pub county: County,
    /// Which days are worked.
    pub calendar: Calendar,
    /// The clocks.
    pub service: Service,
    /// How the bot itself runs.
    pub bot: BotSettings,
    /// Who is told what, by event.
    pub notices: Table,
    /// The words the reader of messages goes by.
    pub lexicon: Lexicon,
    /// The words for people.
    pub texts: Texts,
}

/// How the bot itself runs.
#[derive(Clone, Debug, PartialEq)]
pub struct BotSettings {
    /// The database's address when the environment names none.
    pub database: String,
    /// The file that holds the key to everything private.
    pub key_file: String,
    /// Languages of the texts, the first for people who chose none.
    pub languages: Vec<String>,
    /// From this confidence on a case is routed without a human.
    pub routing_threshold: f64,
    /// The share of cases routed by the machine that must go right, once the county's own lessons can tell.
    pub routing_precision: f64,
    /// What is done with what is said about those whom the county does not manage.
    pub above_county: AboveCounty,
    /// How fast letters may leave.
    pub pacing: Pacing,
    /// How long messages in a row make one case.
    pub collect: Collect,
    /// Numbers told to a resident in danger.
    pub phones: Phones,
}

/// How fast letters may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pacing {
    /// Off only with one's own Bot API server, or to measure.
    pub on: bool,
    /// Letters a second in all.
    pub overall_per_second: u32,
    /// Letters a second in one chat.
    pub chat_per_second: u32,
    /// Letters a minute in one group.
    pub group_per_minute: u32,
    /// Letters on their way at once.
    pub in_flight: u32,
    /// Letters on their way at once with pacing off.
    pub in_flight_unpaced: u32,
}

impl Default for Pacing {
    fn default() -> Self {
        Self {
            on: true,
            overall_per_second: 30,
            chat_per_second: 1,
            group_per_minute: 20,
            in_flight: 8,
            in_flight_unpaced: 64,
        }
    }
}

/// How long messages in a row make one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Collect {
    /// So many seconds without a message end it.
    pub quiet_seconds: u32,
    /// So many seconds in all end it.
    pub max_seconds: u32,
}

impl Default for Collect {
    fn default() -> Self {
        Self { quiet_seconds: 8, max_seconds: 30 }
    }
}

/// Numbers told to a resident in danger.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phones {
    /// The police.
    #[serde(default = "Phones::police")]
    pub police: String,
    /// The fire service.
    #[serde(default = "Phones::fire")]
    pub fire: String,
    /// The ambulance.
    #[serde(default = "Phones::ambulance")]
    pub ambulance: String,
    /// Traffic accidents.
    #[serde(default = "Phones::traffic")]
    pub traffic: String,
    /// The gas company's emergency service.
    pub gas: String,
}

impl Phones {
    fn police() -> String {
        "110".into()
    }

    fn fire() -> String {
        "119".into()
    }

    fn ambulance() -> String {
        "120".into()
    }

    fn traffic() -> String {
        "122".into()
    }
}

/// How much a folder describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Towns, villages and communities.
    pub places: usize,
    /// Units.
    pub units: usize,
    /// Cadres.
    pub cadres: usize,
    /// Posts.
    pub posts: usize,
    /// Leaves of the subject tree.
    pub subjects: usize,
    /// Years with a published calendar.
    pub years: Vec<i32>,
}

/// The file with people's numbers.
const CONTACTS: &str = "county/phones.toml";

/// Reads a folder; everything wrong with it is reported at once.
pub fn load(dir: &Path) -> Result<Settings, Faults> {
    let mut reader = source::Reader::new(dir);
    let written = written::read(&mut reader);
    checks::run(&written, &mut reader.faults);
    let faults = in_order(reader.faults);
    match understood::understand(written) {
        Some(settings) if faults.is_empty() => Ok(settings),
        Some(_) | None => Err(Faults(faults)),
    }
}

/// Telephone numbers of people (`county/phones.toml`, which need not be there): read to invite them, and never by the bot.
///
/// # Errors
/// Every fault of the file.
pub fn contacts(dir: &Path) -> Result<BTreeMap<CadreId, String>, Faults> {
    let mut reader = source::Reader::new(dir);
    let contacts = reader.pairs(CONTACTS);
    let known = contacts.into_iter().map(|entry| (CadreId(entry.value.0), entry.value.1)).collect();
    if reader.faults.is_empty() { Ok(known) } else { Err(Faults(in_order(reader.faults))) }
}

/// Checks a folder as [`load`] does, and also what does not keep the bot from running: the calendars, and people's numbers.
pub fn check(dir: &Path, today: NaiveDate) -> (Vec<Fault>, Summary) {
    let mut reader = source::Reader::new(dir);
    let written = written::read(&mut reader);
    checks::run(&written, &mut reader.faults);
    checks::years_are_published(&written, today, &mut reader.faults);
    let contacts = reader.pairs(CONTACTS);
    checks::contacts::numbers_make_sense(&written, &contacts, &mut reader.faults);
    checks::contacts::numbers_are_private(&dir.join(CONTACTS), &contacts, &mut reader.faults);
    let years = written.years.iter().filter(|year| !year.days.is_empty()).map(|year| year.year);
    let summary = Summary {
        places: written.places.len(),
        units: written.units.len(),
        cadres: written.cadres.len(),
        posts: written.posts.len(),
        subjects: written.subjects.len(),
        years: years.collect(),
    };
    (in_order(reader.faults), summary)
}

fn in_order(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by(|one, other| one.at.cmp(&other.at));
    faults
}
