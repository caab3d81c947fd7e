//! What smells of danger to life: phrases close together, unless the sentence tells of the past, of papers or of lessons.

use std::collections::BTreeSet;

use super::Danger;
use super::lexicon::{DangerRule, DangerWords};
use super::near::{Nearby, Span};
use super::phrases::Phrases;
use super::scan::{Sought, Text};
use super::spelling::{SENTENCE, Speller};

/// A cry for help is no longer than this, in bytes; three to a Chinese character.
const BRIEF: usize = 450;

/// Finds danger.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    nearby: Nearby,
    rules: Vec<Rule>,
    past: Phrases<()>,
    inside: Phrases<()>,
    /// True: now; false: only looks like it.
    now: Phrases<bool>,
}

#[derive(Clone, Debug)]
struct Rule {
    kind: Danger,
    unless: Phrases<()>,
    past_counts: bool,
}

impl Watch {
    pub(super) fn new(words: &DangerWords, speller: &Speller) -> Self {
        let plain = |list: &[String]| Phrases::new(speller, list.iter().map(|w| (w.as_str(), ())));
        let rule =
            |rule: &DangerRule| Rule { kind: rule.kind, unless: plain(&rule.unless), past_counts: rule.past_counts };
        let lists: Vec<_> = words.rules.iter().map(|rule| (rule.all.as_slice(), rule.window)).collect();
        let now = words.now.iter().map(|word| (word.as_str(), true));
        let not_now = words.not_now.iter().map(|word| (word.as_str(), false));
        Self {
            nearby: Nearby::new(&lists, &words.masks, speller),
            rules: words.rules.iter().map(rule).collect(),
            past: plain(&words.past),
            inside: plain(&words.inside),
            now: Phrases::new(speller, now.chain(not_now)),
        }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        self.nearby.join(sought);
    }

    /// The first danger found in the normalised text. Whoever is in danger now is brief: of a letter that tells at length,
    /// only what says that it is now counts, and despair.
    pub(super) fn read(&self, text: &(impl Text + ?Sized)) -> Option<Danger> {
        let places = self.nearby.read(text);
        let text = text.words();
        let at_length = text.len() > BRIEF;
        let mut rules = self.rules.iter().zip(places);
        rules
            .find(|(rule, places)| {
                // Each sentence once, however often it repeats itself.
                let told: BTreeSet<Span> = places.iter().map(|place| sentences(text, *place)).collect();
                told.into_iter().any(|(from, to)| self.smells(rule, text.get(from..to).unwrap_or(text), at_length))
            })
            .map(|(rule, _)| rule.kind)
    }

    /// Whether the normalised text says that people are in it.
    pub(super) fn people_inside(&self, text: &str) -> bool {
        self.inside.any(text)
    }

    fn smells(&self, rule: &Rule, told: &str, at_length: bool) -> bool {
        let tells = !rule.past_counts && (at_length || self.past.any(told));
        let cancelled = tells || rule.unless.any(told);
        !cancelled || self.now.hits(told).iter().any(|hit| *hit.value)
    }
}

/// From where to where the sentences go that hold the stretch.
fn sentences(text: &str, (start, end): Span) -> Span {
    let from = text.get(..start).and_then(|before| before.rfind(SENTENCE)).map_or(0, |at| at + 1);
    let to = text.get(end..).and_then(|after| after.find(SENTENCE)).map_or(text.len(), |at| end + at);
    (from, to)
}
