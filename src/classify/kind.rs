//! What a message is: small talk, or 咨询 … 表扬 by its words.

use super::lexicon::{KindWords, SmalltalkWords, Weighted};
use super::phrases::Phrases;
use super::scan::{Scan, Sought};
use super::spelling::Speller;
use super::{Kind, Smalltalk};
use crate::roster::County;

/// Tells kinds by weighted words; the default is 求助.
#[derive(Clone, Debug)]
pub(super) struct Kinds {
    words: Phrases<Vec<(Kind, f64)>>,
}

/// The kinds in the order in which they win a tie.
const ORDER: [Kind; 6] = [Kind::Report, Kind::Complaint, Kind::Suggestion, Kind::Help, Kind::Consult, Kind::Praise];

impl Kinds {
    pub(super) fn new(words: &KindWords, speller: &Speller) -> Self {
        let lists = [
            (Kind::Consult, &words.consult),
            (Kind::Help, &words.help),
            (Kind::Complaint, &words.complaint),
            (Kind::Report, &words.report),
            (Kind::Suggestion, &words.suggestion),
            (Kind::Praise, &words.praise),
        ];
        let mut all: std::collections::BTreeMap<&str, Vec<(Kind, f64)>> = std::collections::BTreeMap::new();
        for (kind, list) in lists {
            for word in list.iter() {
                all.entry(Weighted::word(word)).or_default().push((kind, word.weight()));
            }
        }
        for word in &words.masks {
            all.entry(word).or_default();
        }
        Self { words: Phrases::new(speller, all) }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.words);
    }

    /// The kind with the most weight, and whether something is asked, whatever else the text is.
    pub(super) fn read(&self, text: &Scan<'_>) -> (Kind, bool) {
        let mut seen = std::collections::BTreeSet::new();
        let mut weights = ORDER.map(|kind| (kind, 0.0));
        let mut asks = false;
        for hit in self.words.hits(text) {
            if !seen.insert(hit.word) {
                continue;
            }
            for (kind, weight) in hit.value {
                asks |= *kind == Kind::Consult && *weight >= 1.0;
                for (_, sum) in weights.iter_mut().filter(|(k, _)| k == kind) {
                    *sum += weight;
                }
            }
        }
        let mut best = (Kind::Help, 0.0);
        for (kind, weight) in weights {
            if weight > best.1 {
                best = (kind, weight);
            }
        }
        (best.0, asks)
    }
}

/// Tells greetings and thanks that are nothing else.
#[derive(Clone, Debug)]
pub(super) struct Chatter {
    words: Phrases<Option<Smalltalk>>,
}

impl Chatter {
    pub(super) fn new(county: &County, words: &SmalltalkWords, titles: &[String], speller: &Speller) -> Self {
        let list =
            |list: &'_ [String], what: Option<Smalltalk>| list.iter().map(|w| (w.clone(), what)).collect::<Vec<_>>();
        let names = county.cadres.values().map(|cadre| cadre.name.clone());
        let places =
            county.places.values().flat_map(|place| std::iter::once(place.name.clone()).chain(place.aliases.clone()));
        let units = county.units.values().map(|unit| unit.name.clone());
        let all: Vec<(String, Option<Smalltalk>)> = [
            list(&words.greetings, Some(Smalltalk::Greeting)),
            list(&words.thanks, Some(Smalltalk::Thanks)),
            list(&words.fillers, None),
            list(titles, None),
            names.chain(places).chain(units).map(|name| (name, None)).collect(),
        ]
        .concat();
        Self { words: Phrases::new(speller, all.iter().map(|(word, what)| (word.as_str(), *what))) }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.words);
    }

    /// Greeting or thanks when nothing is left beside them; thanks win.
    pub(super) fn read(&self, text: &Scan<'_>) -> Option<Smalltalk> {
        let mut spans = self.words.spans(text).into_iter().peekable();
        let mut reached = 0;
        let mut covered = |at: usize| {
            while let Some((_, end)) = spans.next_if(|(start, _)| *start <= at) {
                reached = reached.max(end);
            }
            at < reached
        };
        if !text.char_indices().all(|(at, c)| covered(at) || !c.is_alphanumeric()) {
            return None;
        }
        let hits = self.words.hits(text);
        let found = |what: Smalltalk| hits.iter().any(|hit| *hit.value == Some(what));
        let said = [Smalltalk::Thanks, Smalltalk::Greeting];
        said.into_iter().find(|what| found(*what))
    }
}
