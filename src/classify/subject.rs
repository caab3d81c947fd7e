//! Subject, place and unit out of the words of a text, each with what it was read from.

use std::collections::{BTreeMap, BTreeSet};

use super::phrases::Phrases;
use super::spelling::Speller;
use super::{Guess, Reason};
use crate::id::{PlaceId, SubjectId, UnitId};
use crate::roster::County;

/// How much evidence makes half a confidence.
const HALF: f64 = 1.0 / 3.0;
/// How many subjects a reading names.
const GUESSES: usize = 3;

/// The leaves a keyword points to, with weights.
type Leaves = Vec<(SubjectId, f64)>;

/// Finds subjects by weighted keywords.
#[derive(Clone, Debug)]
pub(super) struct Subjects {
    keywords: Phrases<Leaves>,
}

impl Subjects {
    pub(super) fn new(county: &County, speller: &Speller) -> Self {
        let mut words: BTreeMap<&str, Leaves> = BTreeMap::new();
        for subject in county.subjects.values() {
            for (word, weight) in &subject.keywords {
                words.entry(word).or_default().push((subject.id.clone(), *weight));
            }
        }
        Self { keywords: Phrases::new(speller, words) }
    }

    /// The best guesses, and the words they stand on.
    pub(super) fn read(&self, text: &str) -> (Vec<Guess>, Vec<Reason>) {
        let mut seen = BTreeSet::new();
        let mut weights: BTreeMap<&SubjectId, f64> = BTreeMap::new();
        let mut reasons = Vec::new();
        let related = |one: &Leaves, other: &Leaves| other.iter().any(|(subject, _)| points_to(one, subject));
        for hit in self.keywords.whole_hits(text, related) {
            for (subject, weight) in hit.value {
                if seen.insert((hit.word, subject)) {
                    *weights.entry(subject).or_default() += weight;
                    reasons.push(Reason::Keyword { word: hit.word.to_string(), subject: subject.clone() });
                }
            }
        }
        let guesses = guesses(&weights);
        reasons.retain(|reason| match reason {
            Reason::Keyword { subject, .. } => guesses.iter().any(|guess| guess.subject == *subject),
            Reason::Learned { .. }
            | Reason::Place { .. }
            | Reason::Unit { .. }
            | Reason::Lead { .. }
            | Reason::Post { .. } => true,
        });
        (guesses, reasons)
    }

    /// Every leaf that keywords point to, with what they weigh together.
    pub(super) fn weights(&self, text: &str) -> Vec<(SubjectId, f64)> {
        let mut seen = BTreeSet::new();
        let related = |one: &Leaves, other: &Leaves| other.iter().any(|(subject, _)| points_to(one, subject));
        let hits = self.keywords.whole_hits(text, related);
        let fresh = hits.into_iter().filter(|hit| seen.insert(hit.word));
        fresh.flat_map(|hit| hit.value.clone()).collect()
    }

    /// Whether a clause holds a keyword of the subject.
    pub(super) fn speaks_of(&self, clause: &str, subject: &SubjectId) -> bool {
        self.keywords.hits(clause).iter().any(|hit| points_to(hit.value, subject))
    }
}

fn points_to(leaves: &Leaves, subject: &SubjectId) -> bool {
    leaves.iter().any(|(leaf, _)| leaf == subject)
}

/// Confidence: the share of all evidence (squared, so that a word in passing weighs little), the less the less evidence there is.
fn guesses(weights: &BTreeMap<&SubjectId, f64>) -> Vec<Guess> {
    let total: f64 = weights.values().map(|weight| weight * weight).sum();
    let mut guesses: Vec<Guess> = weights
        .iter()
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(subject, weight)| Guess {
            subject: (*subject).clone(),
            confidence: weight * weight / total * (weight / (weight + HALF)),
        })
        .collect();
    guesses.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    guesses.truncate(GUESSES);
    guesses
}

/// Finds towns and villages by name and unambiguous alias.
#[derive(Clone, Debug)]
pub(super) struct Places {
    names: Phrases<PlaceId>,
    parents: BTreeMap<PlaceId, Option<PlaceId>>,
}

impl Places {
    pub(super) fn new(county: &County, speller: &Speller) -> Self {
        let mut names: BTreeMap<&str, BTreeSet<&PlaceId>> = BTreeMap::new();
        for place in county.places.values() {
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                names.entry(name).or_default().insert(&place.id);
            }
        }
        let clear = names.into_iter().filter(|(_, places)| places.len() == 1);
        Self {
            names: Phrases::new(
                speller,
                clear.flat_map(|(name, places)| places.into_iter().map(move |p| (name, p.clone()))),
            ),
            parents: county.places.values().map(|place| (place.id.clone(), place.parent.clone())).collect(),
        }
    }

    /// The one place meant: a village before a town; none when two contradict.
    pub(super) fn read(&self, text: &str) -> Option<(PlaceId, Reason)> {
        let hits = self.names.hits(text);
        let (villages, towns): (Vec<_>, Vec<_>) =
            hits.iter().partition(|hit| self.parents.get(hit.value).is_some_and(Option::is_some));
        let level = if villages.is_empty() { towns } else { villages };
        let first = level.first()?;
        let clear = level.iter().all(|hit| hit.value == first.value);
        let reason = || Reason::Place { word: first.word.to_string(), place: first.value.clone() };
        clear.then(|| (first.value.clone(), reason()))
    }
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

    /// The units named, each once.
    pub(super) fn read(&self, text: &str) -> Vec<Reason> {
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
