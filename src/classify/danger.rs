//! What smells of danger to life: phrases close together, unless the sentence tells of the past, of papers or of lessons.

use super::Danger;
use super::lexicon::{DangerRule, DangerWords};
use super::phrases::Phrases;
use super::spelling::{SENTENCE, Speller};

/// Bytes of one Chinese character.
const CHAR: usize = 3;

/// Finds danger.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// Every phrase of every rule: which rule, which of its lists. None: a mask.
    words: Phrases<Option<(usize, usize)>>,
    rules: Vec<Rule>,
    past: Phrases<()>,
    now: Phrases<bool>,
}

#[derive(Clone, Debug)]
struct Rule {
    kind: Danger,
    lists: usize,
    unless: Phrases<()>,
    window: usize,
    past_counts: bool,
}

/// From where to where a phrase stands.
type Span = (usize, usize);

impl Watch {
    pub(super) fn new(words: &DangerWords, speller: &Speller) -> Self {
        let plain = |list: &[String]| Phrases::new(speller, list.iter().map(|w| (w.as_str(), ())));
        let rule = |rule: &DangerRule| Rule {
            kind: rule.kind,
            lists: rule.all.len(),
            unless: plain(&rule.unless),
            window: rule.window * CHAR,
            past_counts: rule.past_counts,
        };
        let lists = words.rules.iter().enumerate().flat_map(|(r, rule)| rule.all.iter().enumerate().map(move |(l, list)| (r, l, list)));
        let phrases = lists.flat_map(|(r, l, list)| list.iter().map(move |word| (word.as_str(), Some((r, l)))));
        let now = words.now.iter().map(|word| (word.as_str(), true));
        Self {
            words: Phrases::new(speller, phrases.chain(words.masks.iter().map(|mask| (mask.as_str(), None)))),
            rules: words.rules.iter().map(rule).collect(),
            past: plain(&words.past),
            now: Phrases::new(speller, now.chain(words.not_now.iter().map(|word| (word.as_str(), false)))),
        }
    }

    /// The first danger found in the normalised text.
    pub(super) fn read(&self, text: &str) -> Option<Danger> {
        let found = self.words.unmasked(text, |value| value.is_none());
        let smelling = self.rules.iter().enumerate().find(|(index, rule)| {
            let stands = |list: usize| found.iter().filter(move |hit| *hit.value == Some((*index, list))).map(|hit| (hit.start, hit.end));
            let lists: Vec<Vec<Span>> = (0..rule.lists).map(|list| stands(list).collect()).collect();
            rule.places(&lists).into_iter().any(|place| self.smells(rule, text, place))
        });
        smelling.map(|(_, rule)| rule.kind)
    }

    fn smells(&self, rule: &Rule, text: &str, place: Span) -> bool {
        let told = sentences(text, place);
        let cancelled = rule.unless.any(told) || (!rule.past_counts && self.past.any(told));
        !cancelled || self.now.hits(told).iter().any(|hit| *hit.value)
    }
}

impl Rule {
    /// Where a phrase of every list stands close together.
    fn places(&self, lists: &[Vec<Span>]) -> Vec<Span> {
        let Some((first, others)) = lists.split_first() else { return Vec::new() };
        others.iter().fold(first.clone(), |places, list| {
            let near = |a: &Span, b: &Span| b.0.saturating_sub(a.1).max(a.0.saturating_sub(b.1)) <= self.window;
            let join = |a: Span| list.iter().filter(move |b| near(&a, b)).map(move |b| (a.0.min(b.0), a.1.max(b.1)));
            places.into_iter().flat_map(join).collect()
        })
    }
}

/// The sentences that hold the stretch.
fn sentences(text: &str, (start, end): Span) -> &str {
    let from = text.get(..start).and_then(|before| before.rfind(SENTENCE)).map_or(0, |at| at + 1);
    let to = text.get(end..).and_then(|after| after.find(SENTENCE)).map_or(text.len(), |at| end + at);
    text.get(from..to).unwrap_or(text)
}
