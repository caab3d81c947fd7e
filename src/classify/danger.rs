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
    rules: Vec<Rule>,
    past: Phrases<()>,
    now: Phrases<bool>,
}

#[derive(Clone, Debug)]
struct Rule {
    kind: Danger,
    /// True: a phrase of the rule; false: a mask.
    all: Vec<Phrases<bool>>,
    unless: Phrases<()>,
    window: usize,
    past_counts: bool,
}

impl Watch {
    pub(super) fn new(words: &DangerWords, speller: &Speller) -> Self {
        let plain = |list: &[String]| Phrases::new(speller, list.iter().map(|w| (w.as_str(), ())));
        let rule = |rule: &DangerRule| Rule {
            kind: rule.kind,
            all: rule.all.iter().map(|list| masked(list, &words.masks, speller)).collect(),
            unless: plain(&rule.unless),
            window: rule.window * CHAR,
            past_counts: rule.past_counts,
        };
        Self { rules: words.rules.iter().map(rule).collect(), past: plain(&words.past), now: masked(&words.now, &words.not_now, speller) }
    }

    /// The first danger found in the normalised text.
    pub(super) fn read(&self, text: &str) -> Option<Danger> {
        self.rules.iter().find(|rule| self.smells(rule, text)).map(|rule| rule.kind)
    }

    fn smells(&self, rule: &Rule, text: &str) -> bool {
        rule.places(text).into_iter().any(|(start, end)| {
            let told = sentences(text, start, end);
            let cancelled = rule.unless.any(told) || (!rule.past_counts && self.past.any(told));
            !cancelled || !stands(&self.now, told).is_empty()
        })
    }
}

impl Rule {
    /// Where a phrase of every list stands close together.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let Some((first, others)) = self.all.split_first() else { return Vec::new() };
        let mut places = stands(first, text);
        for list in others {
            let next = stands(list, text);
            let near = |a: &(usize, usize)| {
                let near = |b: &&(usize, usize)| b.0.saturating_sub(a.1).max(a.0.saturating_sub(b.1)) <= self.window;
                next.iter().filter(near).map(|b| (a.0.min(b.0), a.1.max(b.1))).collect::<Vec<_>>()
            };
            places = places.iter().flat_map(near).collect();
        }
        places
    }
}

fn masked(list: &[String], masks: &[String], speller: &Speller) -> Phrases<bool> {
    let phrases = list.iter().map(|word| (word.as_str(), true));
    Phrases::new(speller, phrases.chain(masks.iter().map(|mask| (mask.as_str(), false))))
}

fn stands(list: &Phrases<bool>, text: &str) -> Vec<(usize, usize)> {
    list.hits(text).into_iter().filter(|hit| *hit.value).map(|hit| (hit.start, hit.end)).collect()
}

/// The sentences that hold the stretch.
fn sentences(text: &str, start: usize, end: usize) -> &str {
    let from = text.get(..start).and_then(|before| before.rfind(SENTENCE)).map_or(0, |at| at + 1);
    let to = text.get(end..).and_then(|after| after.find(SENTENCE)).map_or(text.len(), |at| end + at);
    text.get(from..to).unwrap_or(text)
}
