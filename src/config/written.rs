//! The county's files as they are written, before anything is checked.

use chrono::NaiveDate;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::fault::At;
use super::notices::Notices;
use super::source::{Entry, Reader};
use crate::case::calendar::CalendarDay;
use crate::case::service::Service;
use crate::classify::Lexicon;
use crate::roster::{AboveCounty, OutsideKind, Role, UnitKind};
use crate::text::{Language, Texts};

/// All files of a county.
pub(super) struct Written {
    pub(super) main: Main,
    pub(super) places: Vec<Entry<Place>>,
    pub(super) units: Vec<Entry<Unit>>,
    pub(super) cadres: Vec<Entry<Cadre>>,
    pub(super) posts: Vec<Entry<Post>>,
    pub(super) receptions: Vec<Entry<Reception>>,
    pub(super) outside: Vec<Entry<Outside>>,
    pub(super) areas: Vec<Entry<Area>>,
    pub(super) subjects: Vec<Entry<Subject>>,
    pub(super) service: Option<Entry<Service>>,
    pub(super) years: Vec<Entry<Year>>,
    /// Where a missing year belongs.
    pub(super) holidays: At,
    pub(super) lexicon: Option<Entry<Lexicon>>,
    pub(super) notices: Notices,
    pub(super) texts: Option<Texts>,
}

/// `minqing.toml`.
#[derive(Default)]
pub(super) struct Main {
    pub(super) county: Option<Entry<County>>,
    pub(super) bot: Option<Entry<Bot>>,
    pub(super) pacing: Option<Entry<super::Pacing>>,
    pub(super) collect: Option<Entry<super::Collect>>,
    pub(super) phones: Option<Entry<super::Phones>>,
}

/// `[county]` of `minqing.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct County {
    pub(super) id: String,
    pub(super) name: String,
    /// The law's working days are Beijing's: there is one answer only.
    #[serde(default = "shanghai")]
    pub(super) time_zone: String,
}

/// `[bot]` of `minqing.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Bot {
    pub(super) database: String,
    pub(super) key_file: String,
    pub(super) languages: Vec<String>,
    pub(super) routing_threshold: f64,
    pub(super) routing_precision: f64,
    pub(super) above_county: AboveCounty,
}

impl Default for Bot {
    fn default() -> Self {
        Self {
            database: "sqlite:data/minqing.sqlite".into(),
            key_file: "data/minqing.key".into(),
            languages: vec!["zh-CN".into(), "en".into()],
            routing_threshold: 0.6,
            routing_precision: 0.95,
            above_county: AboveCounty::DoNotKeep,
        }
    }
}

/// `[[place]]` of `county/places.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) parent: Option<String>,
}

/// `[[unit]]` of `county/units.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unit {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: UnitKind,
    pub(super) place: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<Alias>,
}

/// A former or colloquial name of a unit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alias {
    pub(super) name: String,
    #[serde(default, deserialize_with = "some_day")]
    pub(super) from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "some_day")]
    pub(super) until: Option<NaiveDate>,
}

/// `[[cadre]]` of `county/cadres.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cadre {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) place: Option<String>,
    pub(super) roles: Vec<Role>,
    pub(super) superior: Option<String>,
    #[serde(default)]
    pub(super) absences: Vec<Absence>,
    #[serde(default)]
    pub(super) managed_above: bool,
}

/// Days away, both ends included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Absence {
    #[serde(deserialize_with = "day")]
    pub(super) from: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub(super) until: NaiveDate,
}

/// `[[post]]` of `county/posts.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Post {
    pub(super) place: Option<String>,
    pub(super) unit: String,
    #[serde(default)]
    pub(super) subjects: Vec<String>,
    pub(super) cadre: String,
    pub(super) deputy: Option<String>,
}

/// `[[reception]]` of `county/reception.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reception {
    pub(super) id: String,
    pub(super) day: u32,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) leader: String,
    pub(super) place: String,
    pub(super) places: u32,
}

/// `[[outside]]` of `county/outside.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outside {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) kind: OutsideKind,
    pub(super) desk: String,
    pub(super) phone: String,
    #[serde(default)]
    pub(super) subjects: Vec<String>,
}

impl Reception {
    /// A time as in 9:00, in minutes of the day.
    pub(super) fn minutes(text: &str) -> Option<u32> {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    }
}

/// `[[area]]` of `subjects.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Area {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    subject: Vec<Spanned<Leaf>>,
}

/// `[[area.subject]]` of `subjects.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Leaf {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) lead: String,
    pub(super) evidence: Option<Evidence>,
    pub(super) card: Option<Card>,
    #[serde(default)]
    pub(super) check: bool,
    #[serde(default = "yes")]
    pub(super) place: bool,
    #[serde(default)]
    pub(super) promises: Vec<Standing>,
    #[serde(default)]
    pub(super) keywords: Vec<Keyword>,
}

/// What the county promises by itself with every case of a subject.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standing {
    pub(super) what: StandingWhat,
    pub(super) wd: u32,
    #[serde(default)]
    pub(super) when_asked: bool,
}

/// Which of the promises that have words in the texts (`standing-…`).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StandingWhat {
    SafetyVisit,
    Consult,
}

impl StandingWhat {
    /// The name in the texts.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SafetyVisit => "safety-visit",
            Self::Consult => "consult",
        }
    }
}

/// A leaf with the name of its area.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) area: String,
    pub(super) leaf: Leaf,
}

/// What reporting done needs.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Evidence {
    Photo,
}

/// What a group card may show.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Card {
    /// Label and town only.
    Label,
    /// The same, and a complaint about it goes one level up: it is about somebody's service.
    Service,
}

/// A keyword, with a weight or with the ordinary one.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a keyword is \"word\" or [\"word\", weight]")]
pub(super) enum Keyword {
    Plain(String),
    Weighted(String, f64),
}

/// `holidays/YEAR.json`.
#[derive(Debug, Deserialize)]
pub(super) struct Year {
    pub(super) year: i32,
    pub(super) days: Vec<YearDay>,
}

/// A day of `holidays/YEAR.json`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct YearDay {
    pub(super) date: NaiveDate,
    #[serde(rename = "isOffDay")]
    off: bool,
}

impl From<YearDay> for CalendarDay {
    fn from(day: YearDay) -> Self {
        Self { date: day.date, off: day.off }
    }
}

fn shanghai() -> String {
    "Asia/Shanghai".to_owned()
}

fn yes() -> bool {
    true
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    let plain = written.date.filter(|_| written.time.is_none());
    plain
        .and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()))
        .ok_or_else(|| serde::de::Error::custom("not a day such as 2026-03-02"))
}

fn some_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

/// Reads every file below `dir`; what cannot be read is left out and reported.
pub(super) fn read(reader: &mut Reader<'_>) -> Written {
    let main = reader.document("minqing.toml", |reader, file| Main {
        county: file.section(reader, "county"),
        bot: file.section(reader, "bot"),
        pacing: file.section(reader, "pacing"),
        collect: file.section(reader, "collect"),
        phones: file.section(reader, "phones"),
    });
    let (areas, subjects) = read_subjects(reader);
    Written {
        main: main.unwrap_or_default(),
        places: reader.document("county/places.toml", |r, file| file.entries(r, "place")).unwrap_or_default(),
        units: reader.document("county/units.toml", |r, file| file.entries(r, "unit")).unwrap_or_default(),
        cadres: reader.document("county/cadres.toml", |r, file| file.entries(r, "cadre")).unwrap_or_default(),
        posts: reader.document("county/posts.toml", |r, file| file.entries(r, "post")).unwrap_or_default(),
        receptions: read_receptions(reader),
        outside: read_outside(reader),
        areas,
        subjects,
        service: reader.whole("service.toml"),
        lexicon: reader.whole("lexicon.toml"),
        notices: super::notices::read(reader),
        texts: read_texts(reader),
        years: read_years(reader),
        holidays: reader.at("holidays", 1),
    }
}

/// A county need not have any.
fn read_receptions(reader: &mut Reader<'_>) -> Vec<Entry<Reception>> {
    const FILE: &str = "county/reception.toml";
    if !reader.has(FILE) {
        return Vec::new();
    }
    reader.document(FILE, |reader, file| file.entries(reader, "reception")).unwrap_or_default()
}

/// A county need not have any.
fn read_outside(reader: &mut Reader<'_>) -> Vec<Entry<Outside>> {
    const FILE: &str = "county/outside.toml";
    if !reader.has(FILE) {
        return Vec::new();
    }
    reader.document(FILE, |reader, file| file.entries(reader, "outside")).unwrap_or_default()
}

fn read_texts(reader: &mut Reader<'_>) -> Option<Texts> {
    let mut sources = BTreeMap::new();
    for language in Language::ALL {
        sources.insert(language, reader.text(&format!("text/{}.ftl", language.code()))?);
    }
    match Texts::parse(&sources) {
        Ok(texts) => Some(texts),
        Err(faults) => {
            for fault in faults {
                let at = reader.at(&fault.file, 1);
                reader.fault(at, fault.what, "both languages hold the same keys");
            }
            None
        }
    }
}

fn read_subjects(reader: &mut Reader<'_>) -> (Vec<Entry<Area>>, Vec<Entry<Subject>>) {
    let read = reader.document("subjects.toml", |reader, file| {
        let areas: Vec<Entry<Area>> = file.entries(reader, "area");
        let mut subjects = Vec::new();
        for area in &areas {
            for leaf in &area.subject {
                let at = file.at(reader, leaf.span());
                let value = Subject { area: area.name.clone(), leaf: leaf.get_ref().clone() };
                subjects.push(Entry { at, value });
            }
        }
        (areas, subjects)
    });
    read.unwrap_or_default()
}

fn read_years(reader: &mut Reader<'_>) -> Vec<Entry<Year>> {
    let mut years = Vec::new();
    for name in reader.names("holidays", "json") {
        let Some(text) = reader.text(&name) else { continue };
        match serde_json::from_str(&text) {
            Ok(value) => years.push(Entry { at: reader.at(&name, 1), value }),
            Err(error) => {
                let at = reader.at(&name, error.line());
                let mend = "write {\"year\": …, \"days\": [{\"name\": …, \"date\": …, \"isOffDay\": …}]}";
                reader.fault(at, error.to_string(), mend);
            }
        }
    }
    years
}
