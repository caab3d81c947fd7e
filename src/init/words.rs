//! The words of a clerk's sheet (`config/init.toml`) and the files a new county begins with, all carried inside the program.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Files every county begins with, by their names below its folder.
pub(super) const BASE: &[(&str, &str)] = &[
    ("minqing.toml", include_str!("../../config/minqing.toml")),
    ("subjects.toml", include_str!("../../config/subjects.toml")),
    ("lexicon.toml", include_str!("../../config/lexicon.toml")),
    ("starter.jsonl", include_str!("../../config/starter.jsonl")),
    ("service.toml", include_str!("../../config/service.toml")),
    ("notices.toml", include_str!("../../config/notices.toml")),
    ("sandbox.toml", include_str!("../../config/sandbox.toml")),
    ("holidays/2026.json", include_str!("../../config/holidays/2026.json")),
    ("text/zh-CN.ftl", include_str!("../../config/text/zh-CN.ftl")),
    ("text/en.ftl", include_str!("../../config/text/en.ftl")),
    ("county/places.toml", include_str!("../../config/county/places.toml")),
    ("county/units.toml", include_str!("../../config/county/units.toml")),
    ("county/cadres.toml", include_str!("../../config/county/cadres.toml")),
    ("county/posts.toml", include_str!("../../config/county/posts.toml")),
];

/// A sheet to fill in, of invented people.
pub(super) const SAMPLE: &str = include_str!("../../config/init-sample.csv");

/// The embedded text of a file.
pub(super) fn base(name: &str) -> &'static str {
    BASE.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text)
}

/// The comment at the head of an embedded file, which says what its keys mean.
pub(super) fn head_of(name: &str) -> String {
    let head = base(name).lines().take_while(|line| line.starts_with('#'));
    head.flat_map(|line| [line, "\n"]).collect()
}

/// A column of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Column {
    Unit,
    Person,
    Role,
    Place,
    Subject,
    Phone,
    Title,
    Superior,
}

/// What the sheet says somebody does; more than a role of the roster knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Duty {
    Handler,
    /// Works for one village only.
    Village,
    Head,
    /// Acts while somebody is away.
    Deputy,
    Screener,
    Supervisor,
    DisciplineReader,
    OnCall,
    Operator,
    Recorder,
    /// Stands above units and handles nothing.
    Leader,
}

impl Duty {
    /// The role in the roster, for duties that are one.
    pub(super) fn role(self) -> Option<&'static str> {
        match self {
            Self::Handler | Self::Village | Self::Deputy => Some("handler"),
            Self::Head => Some("head"),
            Self::Screener => Some("screener"),
            Self::Supervisor => Some("supervisor"),
            Self::DisciplineReader => Some("discipline_reader"),
            Self::OnCall => Some("on_call"),
            Self::Operator => Some("operator"),
            Self::Recorder => Some("recorder"),
            Self::Leader => None,
        }
    }
}

/// `config/init.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    columns: BTreeMap<Column, Vec<String>>,
    roles: BTreeMap<Duty, Vec<String>>,
    vacant: List,
    whole: List,
    pub(super) kinds: Kinds,
    /// Full names of bureaus, by their ids in the embedded `county/units.toml`.
    pub(super) bureaus: BTreeMap<String, Vec<String>>,
    pub(super) tries: Vec<Try>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: Vec<String>,
}

/// How units, places and the county are told by their names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kinds {
    pub(super) towns: Vec<String>,
    pub(super) governments: Vec<String>,
    pub(super) offices: Vec<String>,
    pub(super) called: BTreeMap<String, Vec<String>>,
    pub(super) villages: Vec<(String, String)>,
    pub(super) discipline: Vec<String>,
    pub(super) county: Vec<String>,
    pub(super) counties: Vec<String>,
    pub(super) prefixes: Vec<String>,
    pub(super) levels: Vec<String>,
    pub(super) nameless: String,
    pub(super) discipline_name: String,
    pub(super) open_seat: String,
    pub(super) titles: BTreeMap<Duty, String>,
}

/// A message the sandbox proposes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Try {
    pub(super) label: String,
    pub(super) text: String,
}

impl Words {
    /// The embedded words.
    ///
    /// # Errors
    /// None but a fault in the embedded file, which a test would find.
    pub(super) fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../config/init.toml"))
    }

    /// The column with this header.
    pub(super) fn column(&self, header: &str) -> Option<Column> {
        let header = plain(header.split('(').next().filter(|head| !head.is_empty()).unwrap_or(header));
        self.columns.iter().find(|(_, words)| words.iter().any(|word| plain(word) == header)).map(|(column, _)| *column)
    }

    /// The duty this word means.
    pub(super) fn duty(&self, word: &str) -> Option<Duty> {
        let word = plain(word);
        self.roles.iter().find(|(_, words)| words.iter().any(|known| plain(known) == word)).map(|(duty, _)| *duty)
    }

    /// The word for a duty.
    pub(super) fn word_of(&self, duty: Duty) -> &str {
        self.roles.get(&duty).and_then(|words| words.first()).map_or("", String::as_str)
    }

    /// All duties in words, for those who looked for the right one.
    pub(super) fn duties(&self) -> String {
        self.roles.values().filter_map(|words| words.first()).cloned().collect::<Vec<_>>().join(" ")
    }

    /// Whether a cell only says that nobody has been named.
    pub(super) fn is_vacant(&self, cell: &str) -> bool {
        self.vacant.words.iter().any(|word| plain(word) == plain(cell))
    }

    /// Whether a place is all of the unit's own.
    pub(super) fn is_whole(&self, cell: &str) -> bool {
        self.whole.words.iter().any(|word| plain(word) == plain(cell))
    }
}

/// A word as it is compared: lower case, without blanks and the asterisk of what must be filled in.
fn plain(word: &str) -> String {
    word.chars().filter(|c| !c.is_whitespace() && *c != '*' && *c != ':').collect::<String>().to_lowercase()
}

/// A bureau, the county's desk or the discipline lane as the embedded files know it.
#[derive(Debug, Deserialize)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) aliases: Vec<toml::Table>,
}

/// The units of the embedded county that are no towns.
pub(super) fn known_units() -> Vec<Known> {
    #[derive(Deserialize)]
    struct File {
        unit: Vec<Known>,
    }
    let units = toml::from_str::<File>(base("county/units.toml")).map(|file| file.unit).unwrap_or_default();
    units.into_iter().filter(|unit| unit.kind != "town").collect()
}
