//! How well the same matter is found again: pairs and groups of letters that people have looked at, and the speed of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::NaiveDateTime;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Files, rate};
use crate::classify::Reader;
use crate::classify::alike::{Beside, Sketch, likeness, likeness_of_letters};

/// From this likeness on two letters are taken for the same matter.
const SAME: f64 = 0.5;
/// From this likeness on average on two heaps of letters are one.
const TOGETHER: f64 = 0.25;
/// How many earlier letters are offered.
const OFFERED: usize = 5;
/// How many postings one look-up reads at most, rare pieces first, and how many candidates it compares.
const READ: usize = 4_000;
const COMPARED: usize = 60;
/// How large the index is at which look-ups are timed, and how many of them.
const LARGE: usize = 100_000;
const TIMED: usize = 1_000;
/// How many letters are told of another place.
const TRAPS: usize = 1_000;
/// What such places are called instead.
const ELSEWHERE: ([char; 2], char) = (['\u{9e92}', '\u{9e9f}'], '0');

/// A letter of the stream.
#[derive(Deserialize)]
struct Letter {
    no: u64,
    user: String,
    subject: String,
    time: NaiveDateTime,
    detail: String,
}

/// Two letters, and whether people found them to be about the same.
#[derive(Deserialize)]
struct Pair {
    a: u64,
    b: u64,
    same_issue: u8,
    weight: f64,
}

/// A letter and the matter it belongs to.
#[derive(Deserialize)]
struct Grouped {
    no: u64,
    group: String,
}

/// Letters by which others are found.
struct Index {
    letters: Vec<Letter>,
    sketches: Vec<Sketch>,
    at: HashMap<u64, usize>,
    rarity: HashMap<u64, f64>,
    rarest: f64,
}

/// Measures and prints; succeeds whatever comes out.
///
/// # Errors
/// Files that are not there or do not read.
pub(super) fn alike(reader: &Reader, files: &Files) -> Result<()> {
    let letters: Vec<Letter> = lines(&files.within(files.messages.as_ref(), "raw/a3_messages.jsonl.gz"))?;
    let pairs: Vec<Pair> = lines(&files.within(files.pairs.as_ref(), "dup/a3_pairs_dev.jsonl"))?;
    let groups: Vec<Grouped> = lines(&files.within(files.groups.as_ref(), "dup/a3_groups_dev.jsonl"))?;
    let begun = Instant::now();
    let count = u32::try_from(letters.len()).unwrap_or(u32::MAX);
    let index = Index::new(reader, letters);
    println!("letters {count}, taken apart {:.0}/s", rate(count, begun));
    of_pairs(&index, &pairs);
    of_groups(&index, &groups);
    traps(reader, &index);
    speed(&index);
    Ok(())
}

/// One value a line, packed or not.
fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let bytes = std::fs::read(path).with_context(|| format!("{} does not read", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|end| end == "gz") {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| Ok(serde_json::from_str(line)?)).collect()
}

impl Index {
    fn new(reader: &Reader, mut letters: Vec<Letter>) -> Self {
        letters.sort_by_key(|letter| (letter.time, letter.no));
        let sketches: Vec<Sketch> =
            letters.iter().map(|letter| reader.alike().sketch(Some(&letter.subject), &letter.detail)).collect();
        let mut counts: HashMap<u64, usize> = HashMap::new();
        for piece in sketches.iter().flat_map(Sketch::pieces) {
            *counts.entry(*piece).or_default() += 1;
        }
        let all = letters.len() as f64 + 1.0;
        let rarity = counts.into_iter().map(|(piece, count)| (piece, (all / (count as f64 + 0.5)).ln())).collect();
        let at = letters.iter().enumerate().map(|(at, letter)| (letter.no, at)).collect();
        Self { letters, sketches, at, rarity, rarest: (all / 0.5).ln() }
    }

    fn rarity(&self, piece: u64) -> f64 {
        self.rarity.get(&piece).copied().unwrap_or(self.rarest)
    }

    fn beside(&self, one: usize, other: usize) -> Beside {
        let (one, other) = (&self.letters[one], &self.letters[other]);
        let days = (one.time - other.time).num_hours().unsigned_abs() as f64 / 24.0;
        Beside { same_sender: one.user == other.user, days: days.floor() }
    }

    fn score(&self, one: usize, other: usize) -> f64 {
        let beside = self.beside(one, other);
        likeness_of_letters(&self.sketches[one], &self.sketches[other], beside, |piece| self.rarity(piece))
    }
}

/// Average precision, with the weights of the strata; and precision and recall where pairs are linked.
fn of_pairs(index: &Index, pairs: &[Pair]) {
    let known = |pair: &&Pair| index.at.contains_key(&pair.a) && index.at.contains_key(&pair.b);
    let mut ranked: Vec<(f64, &Pair, bool)> = pairs
        .iter()
        .filter(known)
        .map(|pair| {
            let (one, other) = (index.at[&pair.a], index.at[&pair.b]);
            let apart = index.sketches[one].elsewhere(&index.sketches[other]);
            (index.score(one, other), pair, apart)
        })
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let same = |pair: &Pair| if pair.same_issue > 0 { pair.weight } else { 0.0 };
    let all: f64 = ranked.iter().map(|(_, pair, _)| same(pair)).sum();
    let (mut right, mut seen, mut precision) = (0.0, 0.0, 0.0);
    for (_, pair, _) in &ranked {
        right += same(pair);
        seen += pair.weight;
        precision += same(pair) * right / seen;
    }
    println!("pairs {}, average precision {:.4}", ranked.len(), precision / all);
    for (name, linked) in [("alike", false), ("alike and not elsewhere", true)] {
        let taken: Vec<&Pair> = ranked
            .iter()
            .filter(|(score, _, apart)| *score >= SAME && !(linked && *apart))
            .map(|(_, pair, _)| *pair)
            .collect();
        let hit: f64 = taken.iter().map(|pair| same(pair)).sum();
        let sum: f64 = taken.iter().map(|pair| pair.weight).sum();
        println!("  {name}: precision {:.3}, recall {:.3}", hit / sum.max(1e-9), hit / all);
    }
}

/// Of letters on known matters: is an earlier one among the first five of the whole stream, and do they come together?
fn of_groups(index: &Index, groups: &[Grouped]) {
    let of: BTreeMap<usize, &str> =
        groups.iter().filter_map(|it| Some((*index.at.get(&it.no)?, it.group.as_str()))).collect();
    let (mut asked, mut found, mut kept) = (0_u32, 0_u32, 0_u32);
    let found_by = Keys::new(index);
    for (&at, group) in &of {
        if !of.iter().any(|(&earlier, other)| earlier < at && other == group) {
            continue;
        }
        asked += 1;
        let mut ranked: Vec<(f64, usize)> = (0..at).map(|earlier| (index.score(at, earlier), earlier)).collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        let right = |earlier: &usize| of.get(earlier) == Some(group);
        found += u32::from(ranked.iter().take(OFFERED).any(|(_, earlier)| right(earlier)));
        kept += u32::from(found_by.earlier(index, at).iter().any(right));
    }
    let share = |hits: u32| f64::from(hits) / f64::from(asked.max(1));
    println!("groups: {asked} with an earlier letter; in the top five {:.4}", share(found));
    println!("  by the eight keys a case keeps, among those opened: {:.4}", share(kept));
    let clusters = clustered(index, &of);
    let (precision, recall) = b_cubed(&of, &clusters);
    let both = 2.0 * precision * recall / (precision + recall).max(1e-9);
    println!("  clusters: B3 precision {precision:.3}, recall {recall:.3}, F1 {both:.4}");
}

/// Letters that are most alike on average come together, two heaps at a time.
fn clustered(index: &Index, of: &BTreeMap<usize, &str>) -> BTreeMap<usize, usize> {
    let mut heaps: Vec<Vec<usize>> = of.keys().map(|at| vec![*at]).collect();
    let pair = |one: &[usize], other: &[usize]| index.score(one[0].max(other[0]), one[0].min(other[0]));
    let mut likeness: Vec<Vec<f64>> =
        heaps.iter().map(|one| heaps.iter().map(|other| pair(one, other)).collect()).collect();
    loop {
        let pairs = (0..heaps.len()).flat_map(|one| (0..one).map(move |other| (other, one)));
        let best = pairs.max_by(|one, two| likeness[one.0][one.1].total_cmp(&likeness[two.0][two.1]));
        let Some((one, other)) = best.filter(|(one, other)| likeness[*one][*other] >= TOGETHER) else { break };
        let (mine, theirs) = (heaps[one].len() as f64, heaps[other].len() as f64);
        let average = |(one, other): (&f64, &f64)| (mine * one + theirs * other) / (mine + theirs);
        let both: Vec<f64> = likeness[one].iter().zip(&likeness[other]).map(average).collect();
        for (third, both) in both.into_iter().enumerate() {
            (likeness[one][third], likeness[third][one]) = (both, both);
        }
        let moved = heaps.swap_remove(other);
        heaps[one].extend(moved);
        likeness.swap_remove(other);
        for row in &mut likeness {
            row.swap_remove(other);
        }
    }
    heaps.iter().flat_map(|heap| heap.iter().map(|at| (*at, heap[0]))).collect()
}

fn b_cubed(of: &BTreeMap<usize, &str>, clusters: &BTreeMap<usize, usize>) -> (f64, f64) {
    let (mut precision, mut recall) = (0.0, 0.0);
    for (at, group) in of {
        let mine: BTreeSet<usize> =
            clusters.iter().filter(|(_, it)| Some(*it) == clusters.get(at)).map(|(other, _)| *other).collect();
        let theirs: BTreeSet<usize> = of.iter().filter(|(_, it)| *it == group).map(|(other, _)| *other).collect();
        let both = mine.intersection(&theirs).count() as f64;
        precision += both / mine.len() as f64;
        recall += both / theirs.len() as f64;
    }
    (precision / of.len() as f64, recall / of.len() as f64)
}

/// What the bot keeps of each case, here for letters.
struct Keys(HashMap<u64, Vec<usize>>);

impl Keys {
    fn new(index: &Index) -> Self {
        let mut cases: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, sketch) in index.sketches.iter().enumerate() {
            for key in sketch.keys().into_iter().take(8) {
                cases.entry(key).or_default().push(at);
            }
        }
        Self(cases)
    }

    /// The candidates that would be opened for a letter: as in the store, the newest 24 of a key, what shares most of them
    /// first; three, and of eight those that share six.
    fn earlier(&self, index: &Index, at: usize) -> Vec<usize> {
        let mut shares: BTreeMap<usize, u32> = BTreeMap::new();
        for key in index.sketches[at].keys() {
            let cases = self.0.get(&key).into_iter().flatten().filter(|case| **case < at);
            for case in cases.rev().take(24) {
                *shares.entry(*case).or_default() += 1;
            }
        }
        let mut best: Vec<(usize, u32)> = shares.into_iter().collect();
        best.sort_by_key(|(case, shared)| std::cmp::Reverse((*shared, *case)));
        let opened = best.into_iter().take(8).enumerate().filter(|(nth, (_, shared))| *nth < 3 || *shared >= 6);
        opened.map(|(_, (case, _))| case).collect()
    }
}

/// Letters told of another place, word for word: none may be linked.
fn traps(reader: &Reader, index: &Index) {
    let (mut set, mut alike, mut linked) = (0, 0, 0);
    for (letter, sketch) in index.letters.iter().zip(&index.sketches) {
        let (subject, named) = reader.alike().moved(&letter.subject, ELSEWHERE.0, ELSEWHERE.1);
        let (detail, more) = reader.alike().moved(&letter.detail, ELSEWHERE.0, ELSEWHERE.1);
        if named + more == 0 || set == TRAPS {
            continue;
        }
        set += 1;
        let moved = reader.alike().sketch(Some(&subject), &detail);
        let same = likeness(sketch, &moved, |piece| index.rarity(piece)) >= SAME;
        alike += u32::from(same);
        linked += u32::from(same && !sketch.elsewhere(&moved));
    }
    println!("traps {set}: alike {alike}, linked {linked}");
}

/// Look-ups in a large index of the same letters over and over.
fn speed(index: &Index) {
    let all = index.sketches.len().max(1);
    let mut postings: HashMap<u64, Vec<u32>> = HashMap::new();
    for case in 0..LARGE {
        for piece in index.sketches[case % all].pieces() {
            postings.entry(*piece).or_default().push(u32::try_from(case).unwrap_or(u32::MAX));
        }
    }
    let begun = Instant::now();
    let mut found = 0;
    for asked in 0..TIMED {
        found += usize::from(looked_up(index, &postings, asked * 7 % all).is_some());
    }
    let per_second = rate(u32::try_from(TIMED).unwrap_or(u32::MAX), begun);
    println!("index of {LARGE}: {per_second:.0} look-ups/s ({found} of {TIMED} found something)");
}

fn looked_up(index: &Index, postings: &HashMap<u64, Vec<u32>>, at: usize) -> Option<(f64, usize)> {
    let sketch = &index.sketches[at];
    let mut pieces: Vec<&Vec<u32>> = sketch.head().iter().filter_map(|piece| postings.get(piece)).collect();
    pieces.sort_by_key(|cases| cases.len());
    let mut shares: HashMap<u32, u32> = HashMap::new();
    let mut read = 0;
    for cases in pieces {
        for case in cases.iter().rev().take(READ - read) {
            *shares.entry(*case).or_default() += 1;
        }
        read += cases.len().min(READ - read);
        if read == READ {
            break;
        }
    }
    let mut best: Vec<(u32, u32)> = shares.into_iter().collect();
    best.sort_unstable_by_key(|(case, share)| (std::cmp::Reverse(*share), *case));
    let all = index.sketches.len();
    let scored = best.into_iter().take(COMPARED).map(|(case, _)| case as usize % all).filter(|other| *other != at);
    scored.map(|other| (index.score(at, other), other)).max_by(|one, other| one.0.total_cmp(&other.0))
}
