//! Subject, place and unit out of the words of a text, each with what it was read from.

use std::collections::{BTreeMap, BTreeSet};

use super::phrases::{Hit, Phrases, spelt};
use super::quick::Bits;
use super::scan::{Sought, Text};
use super::spelling::Speller;
use super::{Guess, Reason};
use crate::id::{SubjectId, UnitId};
use crate::roster::County;

/// How much evidence makes half a confidence.
const HALF: f64 = 1.0 / 3.0;
/// How many subjects a reading names.
const GUESSES: usize = 3;

/// Leaves, each by its place in the list of all, with what speaks for it.
type Leaves = Vec<(usize, f64)>;

/// Finds subjects by weighted keywords.
#[derive(Clone, Debug)]
pub(super) struct Subjects {
    leaves: Vec<SubjectId>,
    keywords: Phrases<Leaves>,
}

impl Subjects {
    pub(super) fn new(county: &County, speller: &Speller) -> Self {
        // By the word as it is matched: however often it is said, it counts once for a leaf.
        let mut words: BTreeMap<String, Leaves> = BTreeMap::new();
        for (leaf, subject) in county.subjects.values().enumerate() {
            for (word, weight) in &subject.keywords {
                let leaves = words.entry(spelt(speller, word)).or_default();
                if !points_to(leaves, leaf) {
                    leaves.push((leaf, *weight));
                }
            }
        }
        // A place's name says nothing of a matter: 路溪 is no road.
        for name in county.places.values().flat_map(|place| std::iter::once(&place.name).chain(&place.aliases)) {
            words.entry(spelt(speller, name)).or_default();
        }
        let leaves = county.subjects.values().map(|subject| subject.id.clone()).collect();
        let words = words.iter().map(|(word, leaves)| (word.as_str(), leaves.clone()));
        Self { leaves, keywords: Phrases::new(speller, words) }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.keywords);
    }

    /// The best guesses, and the words they stand on.
    pub(super) fn read(&self, text: &(impl Text + ?Sized)) -> (Vec<Guess>, Vec<Reason>) {
        let (seen, best) = self.seen(text);
        let named = |leaf: usize| best.iter().any(|(one, _)| *one == leaf);
        let reason = |(leaf, word): &(usize, &str)| {
            let subject = self.leaves.get(*leaf).filter(|_| named(*leaf))?.clone();
            Some(Reason::Keyword { word: (*word).to_owned(), subject })
        };
        let reasons = seen.iter().filter_map(reason).collect();
        let guess = |(leaf, confidence): &(usize, f64)| {
            Some(Guess { subject: self.leaves.get(*leaf)?.clone(), confidence: *confidence })
        };
        (best.iter().filter_map(guess).collect(), reasons)
    }

    /// Whether one of the best guesses is such a subject.
    pub(super) fn any(&self, text: &(impl Text + ?Sized), is: impl Fn(&SubjectId) -> bool) -> bool {
        let hits = self.said(text);
        let is = |leaf: usize| self.leaves.get(leaf).is_some_and(&is);
        let leaves = hits.iter().flat_map(|hit| hit.value).filter(|(_, weight)| *weight > 0.0);
        let mut pointed = leaves.map(|(leaf, _)| is(*leaf));
        // Mostly all of them are, or none is; else it takes to know the best.
        match pointed.next() {
            None => false,
            Some(first) if pointed.all(|other| other == first) => first,
            Some(_) => self.weighed(&hits).iter().any(|(leaf, _)| is(*leaf)),
        }
    }

    /// The words that point to leaves, and the best leaves with their confidence.
    fn seen(&self, text: &(impl Text + ?Sized)) -> (Vec<(usize, &str)>, Leaves) {
        let hits = self.said(text);
        let seen = hits.iter().flat_map(|hit| hit.value.iter().map(|(leaf, _)| (*leaf, hit.word))).collect();
        (seen, self.weighed(&hits))
    }

    /// The best leaves by what some words weigh together, with their confidence.
    fn weighed(&self, hits: &[Hit<'_, Leaves>]) -> Leaves {
        let mut weights = vec![0.0; self.leaves.len()];
        for (leaf, weight) in hits.iter().flat_map(|hit| hit.value) {
            weights.get_mut(*leaf).into_iter().for_each(|sum| *sum += weight);
        }
        best(&weights)
    }

    /// The keywords of a text, each once.
    fn said(&self, text: &(impl Text + ?Sized)) -> Vec<Hit<'_, Leaves>> {
        let related = |one: &Leaves, other: &Leaves| other.iter().any(|(leaf, _)| points_to(one, *leaf));
        let mut hits = self.keywords.whole_hits(text, related);
        let mut known = Bits::new(if hits.is_empty() { 0 } else { self.keywords.count() });
        hits.retain(|hit| known.add(hit.number));
        hits
    }

    /// Every leaf that keywords point to, with what they weigh together.
    pub(super) fn weights(&self, text: &str) -> Vec<(SubjectId, f64)> {
        let leaf = |(leaf, weight): &(usize, f64)| Some((self.leaves.get(*leaf)?.clone(), *weight));
        self.said(text).iter().flat_map(|hit| hit.value.iter().filter_map(leaf)).collect()
    }

    /// Whether a clause holds a keyword of the subject.
    pub(super) fn speaks_of(&self, clause: &str, subject: &SubjectId) -> bool {
        let Some(leaf) = self.leaves.iter().position(|leaf| leaf == subject) else { return false };
        self.keywords.hits(clause).iter().any(|hit| points_to(hit.value, leaf))
    }
}

fn points_to(leaves: &Leaves, leaf: usize) -> bool {
    leaves.iter().any(|(one, _)| *one == leaf)
}

/// Confidence: the share of all evidence (squared, so that a word in passing weighs little), the less the less evidence there is.
fn best(weights: &[f64]) -> Leaves {
    let total: f64 = weights.iter().map(|weight| weight * weight).sum();
    let mut best: Leaves = weights
        .iter()
        .enumerate()
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(leaf, weight)| (leaf, weight * weight / total * (weight / (weight + HALF))))
        .collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1));
    best.truncate(GUESSES);
    best
}

/// Finds units by name and by every name they ever had.
#[derive(Clone, Debug)]
pub(super) struct Units {
    names: Phrases<UnitId>,
}

impl Units {
    pub(super) fn new(county: &County, speller: &Speller) -> Self {
        let places: BTreeSet<&str> = county.places.values().map(|place| place.name.as_str()).collect();
        let names = county.units.values().flat_map(|unit| {
            let all = std::iter::once(&unit.name).chain(unit.aliases.iter().map(|alias| &alias.name));
            all.filter(|name| !places.contains(name.as_str())).map(|name| (name.as_str(), unit.id.clone()))
        });
        Self { names: Phrases::new(speller, names) }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.names);
    }

    /// The units named, each once.
    pub(super) fn read(&self, text: &(impl Text + ?Sized)) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for hit in self.names.hits(text) {
            let reason = Reason::Unit { word: hit.word.to_string(), unit: hit.value.clone() };
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }
}
