//! 信访链 as its sender tells it: since which year, at which levels, how often. A proposal; what stands in a case is what
//! somebody wrote there.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// No year before this one is meant.
const FIRST: i32 = 1949;

/// Where somebody has been with a matter, before this county's own books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 镇, 街道.
    Town,
    /// 县.
    County,
    /// 市.
    City,
    /// 省.
    Province,
    /// 国家.
    State,
}

impl Level {
    /// Every level, the nearest first.
    pub const ALL: [Self; 5] = [Self::Town, Self::County, Self::City, Self::Province, Self::State];

    /// The name in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Town => "town",
            Self::County => "county",
            Self::City => "city",
            Self::Province => "province",
            Self::State => "state",
        }
    }
}

/// What is known of the time before: facts, no words and nobody's opinion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Since which year.
    pub first_year: i32,
    /// At which levels.
    pub levels: BTreeSet<Level>,
    /// How often; none: 多次(不详).
    pub times: Option<u32>,
}

/// The `[past]` of the lexicon.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastWords {
    /// Right after a year.
    pub year: String,
    /// The same, where it has gone on since.
    pub since: Vec<String>,
    /// 跑, 上访, 反映 …: somebody went and asked.
    pub went: Vec<String>,
    /// The same as staff note them down: 县、市.
    pub bare: std::collections::BTreeMap<Level, Vec<String>>,
    /// The words of each level.
    pub levels: std::collections::BTreeMap<Level, Vec<String>>,
    /// After a number: how often.
    pub times: Vec<String>,
}

/// Hears of it.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    words: PastWords,
    numerals: Vec<char>,
}

impl Memory {
    pub(super) fn new(words: &PastWords, numerals: &str) -> Self {
        Self { words: words.clone(), numerals: numerals.chars().collect() }
    }

    fn number(&self, digits: &[char]) -> Option<i32> {
        let digit = |c: &char| {
            let numeral = self.numerals.iter().position(|it| it == c).map(|at| at as u32);
            c.to_digit(10).or(numeral).and_then(|value| i32::try_from(value).ok())
        };
        digits.iter().try_fold(0_i32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?))
    }

    fn is_digit(&self, c: char) -> bool {
        c.is_ascii_digit() || self.numerals.contains(&c)
    }

    /// The year that ends right before the end of `before`.
    fn year(&self, before: &str, this_year: i32) -> Option<i32> {
        let mut digits: Vec<char> = before.chars().rev().take_while(|c| self.is_digit(*c)).collect();
        digits.reverse();
        let number = self.number(&digits)?;
        let year = match digits.len() {
            4 => number,
            2 if 1900 + number >= FIRST => 1900 + number,
            2 => 2000 + number,
            _ => return None,
        };
        (FIRST..=this_year).contains(&year).then_some(year)
    }

    fn times(&self, text: &str) -> Option<u32> {
        let found = self.words.times.iter().filter_map(|unit| {
            let before = text.get(..text.find(unit.as_str())?)?;
            let mut digits: Vec<char> = before.chars().rev().take_while(|c| self.is_digit(*c)).collect();
            digits.reverse();
            u32::try_from(self.number(&digits)?).ok().filter(|times| *times > 1)
        });
        found.max()
    }
}

impl super::Alike {
    /// Since when and where somebody says they have gone with a matter; none unless they say a year of the past and that they
    /// went, in one sentence.
    pub fn past(&self, text: &str, this_year: i32) -> Option<Past> {
        let memory = &self.past;
        let normal = self.speller.normal(text);
        let mut past: Option<Past> = None;
        for sentence in normal.split(super::SENTENCE) {
            if !memory.words.went.iter().any(|word| sentence.contains(word.as_str())) {
                continue;
            }
            let years = memory.words.since.iter().flat_map(|mark| {
                sentence.match_indices(mark.as_str()).filter_map(|(at, _)| memory.year(sentence.get(..at)?, this_year))
            });
            let Some(year) = years.min().filter(|year| *year < this_year) else { continue };
            let told = past.get_or_insert(Past { first_year: year, ..Past::default() });
            told.first_year = told.first_year.min(year);
            for (level, words) in &memory.words.levels {
                if words.iter().any(|word| sentence.contains(word.as_str())) {
                    told.levels.insert(*level);
                }
            }
            told.times = told.times.max(memory.times(sentence));
        }
        past
    }

    /// A line of staff, such as 1984年起 县、市 20多次: a year, levels, perhaps a count. None without a year.
    pub fn past_written(&self, text: &str, this_year: i32) -> Option<Past> {
        let memory = &self.past;
        let normal = self.speller.normal(text);
        let years = normal.match_indices(memory.words.year.as_str());
        let first_year = years.filter_map(|(at, _)| memory.year(normal.get(..at)?, this_year)).min()?;
        let said = |words: &Vec<String>| words.iter().any(|word| normal.contains(word.as_str()));
        let levels = memory.words.bare.iter().filter(|(_, words)| said(words)).map(|(level, _)| *level).collect();
        Some(Past { first_year, levels, times: memory.times(&normal) })
    }
}
