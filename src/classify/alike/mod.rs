//! How alike two texts are: what is left of each when everything is taken away that any message says, and how much of the
//! shorter one stands in the other. Words alone; what the county knows of place and subject is weighed by whoever asks.

mod again;
mod moved;
mod past;

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::Spelling;
use super::phrases::Phrases;
use super::spelling::{CLAUSE, SENTENCE, Speller};

pub use again::Again;
pub use past::{Level, Past, PastWords};

/// So many characters of a text without a heading stand for one.
const HEADING: usize = 60;
/// A text is compared by so many of its characters; the rest of a longer one says the same again.
const COMPARED: usize = 3000;
/// Nothing weighs more than this: what is rarer is a name or a slip of the pen.
const CAP: f64 = 3.0;
/// What the distance in time, the sender, the part of town, the worse way round and all other words add to or take from the
/// likeness of two letters.
const PER_LOG_DAY: f64 = 0.016;
const SAME_SENDER: f64 = 0.05;
const BOTH_WAYS: f64 = 0.3;
const OTHER_ZONE: f64 = 0.02;
const ALL_WORDS: f64 = 0.2;
/// How many keys a text is found by.
const KEYS: usize = 12;

/// The `[alike]` of the lexicon.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlikeWords {
    /// Characters that say nothing of the matter.
    pub empty: String,
    /// Phrases that any message may hold.
    pub filler: Vec<String>,
    /// 还没人来, 好久 …: the same is asked for again.
    pub urging: Vec<String>,
    /// 又, 越来越 …: it goes on.
    pub further: Vec<String>,
    /// 另外 …: another matter begins.
    pub apart: Vec<String>,
    /// Groups of characters that mean the same here; the first stands for all.
    pub fold: Vec<String>,
    /// After a number: how long it has lasted, or when it was.
    pub times: Vec<String>,
    /// After a number or a name: where.
    pub spots: Vec<String>,
    /// Characters that numbers are written with besides the numerals.
    pub counts: String,
}

/// Takes texts apart so that they can be compared.
#[derive(Clone, Debug)]
pub struct Alike {
    speller: Speller,
    idle: Phrases<Idle>,
    empty: BTreeSet<char>,
    fold: BTreeMap<char, char>,
    counts: BTreeSet<char>,
    times: Vec<Vec<char>>,
    spots: Vec<Vec<char>>,
    past: past::Memory,
}

/// What a phrase that brings no facts does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Idle {
    Filler,
    Urging,
    Further,
    Apart,
}

/// A text as it is compared. Holds hashes of pieces of it, not the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    head: Vec<u64>,
    whole: Vec<u64>,
    zones: BTreeSet<String>,
    spots: BTreeMap<usize, BTreeSet<String>>,
}

/// What is known of two letters beside their words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// Whether one person wrote both.
    pub same_sender: bool,
    /// How many days lie between them.
    pub days: f64,
}

impl Alike {
    pub(super) fn new(words: &AlikeWords, past: &PastWords, spelling: &Spelling) -> Self {
        let speller = Speller::new(spelling);
        let list = |words: &[String], idle: Idle| words.iter().map(|word| (word.clone(), idle)).collect::<Vec<_>>();
        let phrases = [
            list(&words.filler, Idle::Filler),
            list(&words.urging, Idle::Urging),
            list(&words.further, Idle::Further),
            list(&words.apart, Idle::Apart),
        ]
        .concat();
        let fold = words.fold.iter().filter_map(|group| {
            let first = group.chars().next()?;
            Some(group.chars().map(move |other| (other, first)))
        });
        let units = |list: &[String]| {
            let mut units: Vec<Vec<char>> = list.iter().map(|unit| unit.chars().collect()).collect();
            units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
            units
        };
        Self {
            idle: Phrases::new(&speller, phrases.iter().map(|(word, idle)| (word.as_str(), *idle))),
            empty: words.empty.chars().collect(),
            fold: fold.flatten().collect(),
            counts: spelling.numerals.chars().chain(words.counts.chars()).collect(),
            times: units(&words.times),
            spots: units(&words.spots),
            past: past::Memory::new(past, &spelling.numerals),
            speller,
        }
    }

    /// A letter with a heading, or a message without one.
    pub fn sketch(&self, heading: Option<&str>, text: &str) -> Sketch {
        let normal = self.speller.normal(text);
        let whole: String = normal.chars().take(COMPARED).collect();
        let head = heading.map_or_else(|| whole.chars().take(HEADING).collect(), |line| self.speller.normal(line));
        let both = if heading.is_some() { format!("{head}{SENTENCE}{whole}") } else { whole };
        Sketch {
            head: pieces(&self.kept(&head, false)),
            whole: pieces(&self.kept(&both, false)),
            zones: zones(&both),
            spots: self.spots_in(&both),
        }
    }

    /// The matter of a normalised text, clause by clause: without phrases that bring no facts and characters that say nothing,
    /// where so wished without times; characters that mean the same made one.
    fn kept(&self, normal: &str, timeless: bool) -> Vec<Vec<char>> {
        let mut bare = String::with_capacity(normal.len());
        let mut from = 0;
        for hit in self.idle.hits(normal) {
            if hit.start >= from {
                bare.push_str(normal.get(from..hit.start).unwrap_or_default());
                bare.push(CLAUSE);
                from = hit.end;
            }
        }
        bare.push_str(normal.get(from..).unwrap_or_default());
        let chars: Vec<char> = bare.chars().collect();
        let mut clauses = vec![Vec::new()];
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            let time = self.time(&chars, at).filter(|_| timeless);
            if c == CLAUSE || c == SENTENCE || time.is_some() {
                clauses.push(Vec::new());
            } else if !self.empty.contains(&c)
                && let Some(clause) = clauses.last_mut()
            {
                clause.push(self.fold.get(&c).copied().unwrap_or(c));
            }
            at = time.unwrap_or(at + 1);
        }
        clauses.retain(|clause| !clause.is_empty());
        clauses
    }

    /// A number of days and the like at this place: where it ends.
    fn time(&self, chars: &[char], at: usize) -> Option<usize> {
        let digits = chars.get(at..)?.iter().take_while(|c| self.is_count(**c)).count();
        let end = (digits > 0).then_some(at + digits)?;
        let unit = self.times.iter().find(|unit| chars.get(end..).is_some_and(|it| it.starts_with(unit)))?;
        Some(end + unit.len())
    }

    fn is_count(&self, c: char) -> bool {
        c.is_ascii_digit() || self.counts.contains(&c)
    }

    /// Where a text says it is, by the unit: 三社, 5栋, 新城小区; and by letters with numbers, last.
    fn spots_in(&self, normal: &str) -> BTreeMap<usize, BTreeSet<String>> {
        let chars: Vec<char> = normal.chars().collect();
        let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for at in 0..chars.len() {
            let rest = chars.get(at..).unwrap_or_default();
            let Some((which, _)) = self.spots.iter().enumerate().find(|(_, unit)| rest.starts_with(unit)) else {
                continue;
            };
            let name: Vec<char> = chars.get(..at).unwrap_or_default().iter().rev().take(2).copied().collect();
            let named = |c: &char| c.is_alphanumeric() && !self.empty.contains(c);
            let number: String = name.iter().take_while(|c| self.is_count(**c)).collect();
            if !number.is_empty() {
                found.entry(which).or_default().insert(number);
            } else if name.len() == 2 && name.iter().all(named) {
                found.entry(which).or_default().insert(name.into_iter().collect());
            }
        }
        let codes = normal.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| {
            run.len() > 2 && run.contains(|c: char| c.is_ascii_digit()) && run.contains(|c: char| !c.is_ascii_digit())
        });
        for code in codes {
            found.entry(self.spots.len()).or_default().insert(code.to_owned());
        }
        found
    }
}

impl Sketch {
    /// Whether both say where, and hardly ever the same: another number of the same kind, another name before the same word.
    /// Of the fewer names less than half are shared.
    pub fn elsewhere(&self, other: &Self) -> bool {
        let zones = !self.zones.is_empty() && !other.zones.is_empty() && self.zones.is_disjoint(&other.zones);
        let apart = |(unit, names): (&usize, &BTreeSet<String>)| {
            let few =
                |others: &BTreeSet<String>| names.intersection(others).count() * 2 < names.len().min(others.len());
            other.spots.get(unit).is_some_and(few)
        };
        zones || self.spots.iter().any(apart)
    }

    /// The pieces of its heading, each once.
    pub fn head(&self) -> &[u64] {
        &self.head
    }

    /// All its pieces, each once.
    pub fn pieces(&self) -> &[u64] {
        &self.whole
    }

    /// What it is found by: the same few of its pieces for the same words, wherever they stand.
    pub fn keys(&self) -> Vec<u64> {
        let from = if self.head.is_empty() { &self.whole } else { &self.head };
        let mut keys: Vec<u64> = from.clone();
        keys.sort_by_key(|piece| stirred(*piece));
        keys.truncate(KEYS);
        keys
    }
}

/// How much of one text's heading stands in the other text, the better way round: 0 to 1. `rarity` is how much a piece says,
/// as the natural logarithm of how seldom it is.
pub fn likeness(one: &Sketch, other: &Sketch, rarity: impl Fn(u64) -> f64) -> f64 {
    let (there, back) = held(one, other, rarity);
    there.max(back)
}

/// How much of each heading stands in the other text.
fn held(one: &Sketch, other: &Sketch, rarity: impl Fn(u64) -> f64) -> (f64, f64) {
    let weight = |piece: &u64| rarity(*piece).clamp(0.0, CAP).powi(2);
    let share = |head: &[u64], whole: &[u64]| {
        let all: f64 = head.iter().map(weight).sum();
        let held: f64 = head.iter().filter(|piece| whole.binary_search(piece).is_ok()).map(weight).sum();
        if all > 0.0 { held / all } else { 0.0 }
    };
    (share(&one.head, &other.whole), share(&other.head, &one.whole))
}

/// The same, with what is known of the two letters beside their words. Not bounded.
pub fn likeness_of_letters(one: &Sketch, other: &Sketch, beside: Beside, rarity: impl Fn(u64) -> f64) -> f64 {
    let zones = !one.zones.is_empty() && !other.zones.is_empty() && one.zones.is_disjoint(&other.zones);
    let (there, back) = held(one, other, rarity);
    let sender = if beside.same_sender { SAME_SENDER } else { 0.0 };
    let zone = if zones { OTHER_ZONE } else { 0.0 };
    let words = BOTH_WAYS * there.min(back) + ALL_WORDS * shared(&one.whole, &other.whole);
    there.max(back) + words + sender - zone - PER_LOG_DAY * beside.days.max(0.0).ln_1p()
}

/// How much of two texts is the same, whichever pieces it is (the cosine of both as sets): 0 to 1. Both are in order.
fn shared(one: &[u64], other: &[u64]) -> f64 {
    let (mut here, mut there, mut same) = (0, 0, 0);
    // Without a branch for which of both is next: it cannot be foretold.
    while let (Some(mine), Some(theirs)) = (one.get(here), other.get(there)) {
        same += usize::from(mine == theirs);
        here += usize::from(mine <= theirs);
        there += usize::from(theirs <= mine);
    }
    same as f64 / ((one.len() * other.len()).max(1) as f64).sqrt()
}

/// Parts of a city that stand masked or numbered in a text: a letter and digits, such as a3.
fn zones(normal: &str) -> BTreeSet<String> {
    let chars: Vec<char> = normal.chars().collect();
    let mut zones = BTreeSet::new();
    for (at, pair) in chars.windows(2).enumerate() {
        let alone = at == 0 || !chars.get(at - 1).is_some_and(char::is_ascii_alphanumeric);
        let ends = !chars.get(at + 2).is_some_and(char::is_ascii_alphanumeric);
        if let [letter, digit] = pair
            && alone
            && ends
            && letter.is_ascii_alphabetic()
            && digit.is_ascii_digit()
        {
            zones.insert(pair.iter().collect());
        }
    }
    zones
}

/// Pairs of characters that follow each other, and whole words and numbers in other script; hashed, sorted, each once.
fn pieces(clauses: &[Vec<char>]) -> Vec<u64> {
    let mut pieces = Vec::new();
    for clause in clauses {
        for run in clause.chunk_by(|one, next| one.is_ascii() == next.is_ascii()) {
            match run {
                [first, ..] if first.is_ascii() => {
                    if run.len() > 2 || run.iter().any(|c| !c.is_ascii_digit()) {
                        pieces.push(hash(run));
                    }
                }
                _ => pieces.extend(run.windows(2).map(hash)),
            }
        }
    }
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// FNV-1a over the characters: the same on every machine and in every release, since keys made of it are stored.
fn hash(run: &[char]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3))
}

/// An order of pieces that favours none.
fn stirred(piece: u64) -> u64 {
    let mut it = piece.wrapping_add(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}
