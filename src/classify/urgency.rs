//! How soon somebody has to act: P0 to P3, each with its reasons. It may put a case first; it never puts one last.

use chrono::NaiveDate;

use super::phrases::Phrases;
use super::scan::{Scan, Sought};
use super::spelling::Speller;
use super::{Danger, Reading};

/// A need with a date so many days away, or fewer, is urgent (P1).
const NEAR_DAYS: i64 = 3;

/// How urgent a case is (domain profile: 分级).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 特急: danger to life.
    P0,
    /// 急: what a household cannot do without is out, animals die, or the day is near.
    P1,
    /// 较急: there is a day by which it is needed, or people are in want.
    P2,
    /// 一般.
    #[default]
    P3,
}

/// Why something presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pressing {
    /// Danger to life.
    Danger,
    /// Water, electricity, gas or heating is out.
    Utility,
    /// Animals die in numbers.
    Animals,
    /// A road is cut.
    Road,
    /// It is needed by a day.
    Day,
    /// Nothing to eat, nowhere to live.
    Want,
}

impl Pressing {
    /// The name used in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Utility => "utility",
            Self::Animals => "animals",
            Self::Road => "road",
            Self::Day => "day",
            Self::Want => "want",
        }
    }

    fn urgency(self) -> Urgency {
        match self {
            Self::Danger => Urgency::P0,
            Self::Utility | Self::Animals | Self::Road => Urgency::P1,
            Self::Day | Self::Want => Urgency::P2,
        }
    }
}

/// The group of a village (3社, 三组): its number and what it is called there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Group {
    /// Its number, from 1.
    pub no: u8,
    /// What such a group is called.
    pub mark: GroupMark,
}

/// What the groups of a village are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupMark {
    /// 社.
    She,
    /// 组.
    Zu,
    /// 队.
    Dui,
}

impl GroupMark {
    /// The name used in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::She => "she",
            Self::Zu => "zu",
            Self::Dui => "dui",
        }
    }
}

/// What a case weighs, and where in its village it is. Facts only.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Weight {
    /// How urgent it is.
    pub urgency: Urgency,
    /// Why, the most urgent first.
    pub pressing: Vec<Pressing>,
    /// The day by which the sender needs it, if they named one.
    pub needed_by: Option<NaiveDate>,
    /// The group of the village.
    pub group: Option<Group>,
}

impl Weight {
    /// What a reading weighs today. Danger that was seen before still counts.
    pub fn of(reading: &Reading, danger: Option<Danger>, today: NaiveDate) -> Self {
        let needed_by = reading.needed_by;
        let mut pressing = reading.pressing.clone();
        pressing.extend(danger.or(reading.danger).map(|_| Pressing::Danger));
        pressing.extend(needed_by.map(|_| Pressing::Day));
        pressing.sort_unstable();
        pressing.dedup();
        let near = needed_by.filter(|day| (*day - today).num_days() <= NEAR_DAYS).map(|_| Urgency::P1);
        let urgency = pressing.iter().map(|why| why.urgency()).chain(near).min().unwrap_or_default();
        Self { urgency, pressing, needed_by, group: reading.group }
    }
}

/// The `[urgency]` of the lexicon.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgencyWords {
    /// 停水, 电压低 …
    pub utility: Vec<String>,
    /// Animals that die in numbers.
    pub animals: Vec<String>,
    /// 路断了 …
    pub road: Vec<String>,
    /// 揭不开锅 …
    pub want: Vec<String>,
    /// Look like one of these and are none.
    pub masks: Vec<String>,
}

/// Hears what presses.
#[derive(Clone, Debug)]
pub(super) struct Haste {
    words: Phrases<Option<Pressing>>,
}

impl Haste {
    pub(super) fn new(words: &UrgencyWords, speller: &Speller) -> Self {
        let list =
            |list: &'_ [String], what: Option<Pressing>| list.iter().map(|w| (w.clone(), what)).collect::<Vec<_>>();
        let all = [
            list(&words.utility, Some(Pressing::Utility)),
            list(&words.animals, Some(Pressing::Animals)),
            list(&words.road, Some(Pressing::Road)),
            list(&words.want, Some(Pressing::Want)),
            list(&words.masks, None),
        ]
        .concat();
        Self { words: Phrases::new(speller, all.iter().map(|(word, what)| (word.as_str(), *what))) }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.words);
    }

    /// What presses in the normalised text, each once.
    pub(super) fn read(&self, text: &Scan<'_>) -> Vec<Pressing> {
        let mut all: Vec<Pressing> =
            self.words.unmasked(text, Option::is_none).iter().filter_map(|hit| *hit.value).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
