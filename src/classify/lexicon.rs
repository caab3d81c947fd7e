//! The lexicon as written in `config/lexicon.toml`: how people spell, greet, ask, accuse and cry for help.

use serde::Deserialize;

use super::Danger;
use super::alike::{AlikeWords, PastWords};
use super::matters::MatterWords;
use super::meet::MeetWords;
use super::orders::OrderWords;
use super::told::ToldWords;
use super::urgency::UrgencyWords;
use super::wrongs::{ChargeWords, RestWords};

/// Everything the reader knows beside places, people and subjects.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Spelling.
    pub normal: Spelling,
    /// Greetings and thanks.
    pub smalltalk: SmalltalkWords,
    /// What a message is.
    pub kind: KindWords,
    /// What accuses.
    pub accusation: AccusationWords,
    /// What is a wrong in office.
    pub charge: ChargeWords,
    /// What is left when a text accuses.
    pub rest: RestWords,
    /// What smells of danger to life.
    pub danger: DangerWords,
    /// What may stand on a group card.
    pub need: NeedWords,
    /// Who wants to see a leader.
    pub meet: MeetWords,
    /// How staff write dates.
    pub dates: DateWords,
    /// For whom somebody writes.
    pub behalf: BehalfWords,
    /// Matters by their wordings.
    #[serde(default, rename = "matter")]
    pub matters: Vec<MatterWords>,
    /// What any message says.
    pub alike: AlikeWords,
    /// How long a matter has been carried about.
    pub past: PastWords,
    /// How people write places.
    pub place: PlaceWords,
    /// What presses.
    pub urgency: UrgencyWords,
    /// Sums and days.
    pub told: ToldWords,
    /// What is said to the machine.
    pub orders: OrderWords,
    /// Tales of service, vows, advice, and what the records need.
    pub beside: super::beside::BesideWords,
    /// How what was learned is told.
    pub learned: LearnedWords,
}

/// How people write places.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    /// What names end in, the longer first; people leave it out.
    pub endings: Vec<String>,
    /// Right after a name cut short: it is the place.
    pub after: Vec<String>,
    /// Right before it: it is the place.
    pub before: Vec<String>,
    /// Right after it: it is something else.
    pub not_after: Vec<String>,
    /// The numerals from one to nine.
    pub numerals: String,
    /// The numeral ten.
    pub ten: char,
    /// What the groups of a village are called: 社, 组, 队, in this order.
    pub groups: String,
    /// Right after one of them: it is no group.
    pub not_groups: String,
}

/// How what was learned is told.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedWords {
    /// Characters that begin or end no word that is told as a reason.
    pub breaks: String,
}

/// For whom somebody writes, when it is not for themselves.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BehalfWords {
    /// 帮, 替 …
    pub verbs: Vec<String>,
    /// 反映, 问一下 …
    pub acts: Vec<String>,
    /// Right before: then nobody speaks for anybody.
    pub not_before: Vec<String>,
    /// What begins like this is no neighbour.
    pub nobody: Vec<String>,
    /// The sender themselves …
    pub own: String,
    /// … and whoever is theirs.
    pub kin: Vec<String>,
}

/// How staff write dates, and what stands around them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    /// The numerals from one to nine.
    pub numerals: String,
    /// The numeral ten.
    pub ten: char,
    /// After the year.
    pub year: Vec<String>,
    /// After the month.
    pub month: Vec<String>,
    /// After the day of the month.
    pub day: Vec<String>,
    /// After a number of working days.
    pub working_days: Vec<String>,
    /// After a number of calendar days.
    pub days: Vec<String>,
    /// Before the day on which something is due every month.
    pub monthly: Vec<String>,
    /// After a date: by then.
    pub until: Vec<String>,
    /// Characters before a date that belong to it.
    pub at: String,
    /// Characters between a date and the rest, the comma first.
    pub edges: String,
    /// Characters between a condition and what follows from it, the colon first.
    pub ties: String,
    /// Characters that make a number part of something else.
    pub signs: String,
    /// Words a condition begins with.
    pub provided: Vec<String>,
    /// Words the other branch begins with.
    pub otherwise: Vec<String>,
    /// Words that name no day, the longer first.
    pub vague: Vec<String>,
    /// Words of the lunar calendar.
    pub lunar: Vec<String>,
}

/// How differently written words are made one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spelling {
    /// Characters left out before matching.
    pub drop: String,
    /// Characters that end a sentence.
    pub sentence_ends: String,
    /// Characters that end a clause.
    pub clause_ends: String,
    /// Pairs of characters: the first is read as the second.
    pub variants: Vec<String>,
    /// Pairs of words: the first is read as the second.
    pub typos: Vec<(String, String)>,
    /// Characters after which a digit before them is read as a numeral.
    pub group_marks: String,
    /// The numerals from zero to nine.
    pub numerals: String,
}

/// Greetings, thanks, and what may stand beside them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmalltalkWords {
    /// 你好 …
    pub greetings: Vec<String>,
    /// 谢谢, 好的 …
    pub thanks: Vec<String>,
    /// Words that add nothing to them.
    pub fillers: Vec<String>,
}

/// A word, perhaps with a weight.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Weighted {
    /// Of weight 1.
    Plain(String),
    /// Of the weight given.
    Weight(String, f64),
}

impl Weighted {
    /// The word.
    pub fn word(&self) -> &str {
        match self {
            Self::Plain(word) | Self::Weight(word, _) => word,
        }
    }

    /// Its weight.
    pub fn weight(&self) -> f64 {
        match self {
            Self::Plain(_) => 1.0,
            Self::Weight(_, weight) => *weight,
        }
    }
}

/// Words that tell what a message is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWords {
    /// 咨询.
    pub consult: Vec<Weighted>,
    /// 求助.
    pub help: Vec<Weighted>,
    /// 投诉.
    pub complaint: Vec<Weighted>,
    /// 举报.
    pub report: Vec<Weighted>,
    /// 建议.
    pub suggestion: Vec<Weighted>,
    /// 表扬.
    pub praise: Vec<Weighted>,
    /// Look like one of these and are none.
    pub masks: Vec<String>,
}

/// What accuses.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccusationWords {
    /// 贪, 侵吞 …
    pub words: Vec<String>,
    /// Someone in office and something done.
    pub deeds: Vec<Deed>,
    /// 主任, 支书 …
    pub titles: Vec<String>,
    /// Look like words or titles, and are none.
    pub masks: Vec<String>,
    /// Groups of characters that sound or look alike.
    pub same_sound: Vec<String>,
    /// Everyday words that a misspelt name must not be taken for.
    pub not_names: Vec<String>,
    /// `姓{}的` …: how people speak of someone by surname.
    pub surname_frames: Vec<String>,
    /// The same, certain enough for every surname.
    pub sure_frames: Vec<String>,
    /// Surnames that are everyday words: only the sure frames serve for them.
    pub everyday_surnames: String,
    /// A surname at the end of these is none.
    pub not_surnames: Vec<String>,
    /// Surnames of two characters.
    pub compound_surnames: Vec<String>,
    /// Look like such a frame, and are none.
    pub not_surname_frames: Vec<String>,
    /// A name right after these is the writer's own.
    pub self_intro: Vec<String>,
}

/// Words that accuse together: one of every list, close to each other.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    /// The lists.
    pub all: Vec<Vec<String>>,
    /// How close, in characters.
    #[serde(default = "deed_window")]
    pub window: usize,
}

fn deed_window() -> usize {
    12
}

/// What smells of danger to life.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerWords {
    /// Make a sentence tell of the past, of papers or of lessons.
    pub past: Vec<String>,
    /// Make it now, whatever else is said.
    pub now: Vec<String>,
    /// Look like these and are none.
    pub not_now: Vec<String>,
    /// A danger word inside one of these is none.
    pub masks: Vec<String>,
    /// Say that people are in it.
    #[serde(default)]
    pub inside: Vec<String>,
    /// The rules, tried in order.
    pub rules: Vec<DangerRule>,
}

/// One way of telling a danger.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerRule {
    /// Which danger.
    pub kind: Danger,
    /// One phrase of every list must be found, close together.
    pub all: Vec<Vec<String>>,
    /// Words of the same sentences that cancel.
    #[serde(default)]
    pub unless: Vec<String>,
    /// How close, in characters.
    #[serde(default = "default_window")]
    pub window: usize,
    /// Talk of the past does not cancel.
    #[serde(default)]
    pub past_counts: bool,
}

fn default_window() -> usize {
    24
}

/// What may stand on a group card.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedWords {
    /// Known harmless pieces.
    pub words: Vec<String>,
    /// Surnames: never a piece of their own.
    pub surnames: String,
    /// Said after a name.
    pub honorifics: Vec<String>,
    /// Surnames that everyday sentences cannot do without.
    pub common: String,
    /// Health, family and identity: a clause with one is not shown.
    pub unfit: Vec<String>,
}
