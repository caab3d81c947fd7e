//! What the county has taught, taken into a reading: keywords speak first and fade as learning comes in.
//!
//! Only subjects and their reasons are touched. Whoever reads danger, lane, kind and place does not look here.

use std::collections::BTreeMap;

use super::model::{Model, Trust, Vector};
use super::{Guess, Reader, Reading, Reason};
use crate::id::SubjectId;

/// How many subjects a reading names.
const GUESSES: usize = 3;
/// Less than this is no guess at all.
const LEAST: f64 = 0.15;
/// More than this is no surer.
const MOST: f64 = 1.2;
/// So many lessons halve the square of what keywords count.
const FADING: f64 = 100.0;
/// How far a model that learns leaves to keywords what they know already.
const BESIDE: f64 = 0.7;
/// How many words stand for what was learned.
const WORDS: usize = 2;

/// What speaks for one subject.
#[derive(Clone, Copy, Default)]
struct Evidence {
    /// What keywords alone say, as if nothing had been learned.
    said: f64,
    /// What is left of that beside so many lessons.
    keywords: f64,
    learned: f64,
}

/// What speaks for each subject.
type Evidences<'s> = BTreeMap<&'s SubjectId, Evidence>;

impl Evidence {
    fn all(self) -> f64 {
        self.keywords + self.learned
    }
}

impl Reader {
    /// A text as the model sees it.
    pub fn see(&self, text: &str, model: &Model) -> Vector {
        model.see(&self.normal(text))
    }

    /// What the keywords of a reading say of each subject, for a model that learns beside them.
    pub fn alternatives(reading: &Reading, model: &Model) -> BTreeMap<SubjectId, f64> {
        let fading = BESIDE * fading(model);
        reading.subjects.iter().map(|guess| (guess.subject.clone(), guess.confidence * fading)).collect()
    }

    /// The subject that keywords and model speak for most, and by how much it is ahead of the next.
    pub fn ahead(
        &self,
        reading: &Reading,
        text: &str,
        model: &Model,
        open: impl Fn(&SubjectId) -> bool,
    ) -> Option<(SubjectId, f64)> {
        let evidence = evidence(&reading.subjects, model, &model.see(&self.normal(text)), open);
        let all = in_order(&evidence);
        all.first().map(|(subject, _)| ((*subject).clone(), lead(&all)))
    }

    /// Weighs what the keywords say against what was learned; `open` tells which subjects a machine may guess.
    pub fn weigh(&self, reading: &mut Reading, text: &str, model: &Model, open: impl Fn(&SubjectId) -> bool) {
        if model.is_blank() || !reading.accusations.is_empty() {
            return;
        }
        let normal = self.normal(text);
        let seen = model.see(&normal);
        let evidence = evidence(&reading.subjects, model, &seen, open);
        let guesses = model.trust().map_or_else(|| guesses(&evidence), |trust| trusted(&evidence, trust));
        let best = guesses.first().map(|guess| guess.subject.clone());
        let best = best.filter(|best| evidence.get(best).is_some_and(|it| it.learned >= LEAST));
        reading.reasons.retain(|reason| match reason {
            Reason::Keyword { subject, .. } => guesses.iter().any(|guess| guess.subject == *subject),
            Reason::Learned { .. }
            | Reason::Place { .. }
            | Reason::Unit { .. }
            | Reason::Lead { .. }
            | Reason::Post { .. } => true,
        });
        reading.subjects = guesses;
        let Some(best) = best else { return };
        let mut words = model.words_for(&best, (&normal, &seen), self.breaks(), WORDS);
        if words.is_empty() {
            words.push(String::new());
        }
        reading.reasons.extend(words.into_iter().map(|word| Reason::Learned { word, subject: best.clone() }));
    }
}

/// The best three by all that speaks for them, as sure as a lead of so much makes; another than the first is as sure as lagging by
/// so much makes. Nobody is surer than what is known of them: what was never taught than its keywords are, what little speaks for than that.
fn trusted(evidence: &Evidences<'_>, trust: Trust) -> Vec<Guess> {
    let all = in_order(evidence);
    let first = all.first().map_or(0.0, |(_, sum)| *sum);
    let guess = |(at, (subject, sum)): (usize, &(&SubjectId, f64))| {
        let own = evidence.get(*subject).copied().unwrap_or_default();
        let ahead = if at == 0 { lead(&all) } else { sum - first };
        let most = match (at, own.learned > 0.0) {
            (_, false) => own.said,
            (0, true) => 1.0,
            (_, true) => sum.max(0.0),
        };
        Guess { subject: (*subject).clone(), confidence: trust.sure(ahead).min(most) }
    };
    let guesses = all.iter().enumerate().take(GUESSES).map(guess);
    guesses.filter(|it| first >= LEAST || evidence.get(&it.subject).is_some_and(|own| own.said > 0.0)).collect()
}

/// Every subject with all that speaks for it, best first.
fn in_order<'s>(evidence: &Evidences<'s>) -> Vec<(&'s SubjectId, f64)> {
    let mut all: Vec<(&SubjectId, f64)> = evidence.iter().map(|(subject, own)| (*subject, own.all())).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all
}

/// By how much the first is ahead of the second.
fn lead(all: &[(&SubjectId, f64)]) -> f64 {
    let sum = |at: usize| all.get(at).map_or(0.0, |(_, sum)| *sum);
    sum(0) - sum(1)
}

/// What keywords still count beside so many lessons.
fn fading(model: &Model) -> f64 {
    1.0 / (1.0 + f64::from(model.lessons()) / FADING).sqrt()
}

fn evidence<'s>(
    said: &'s [Guess],
    model: &'s Model,
    seen: &Vector,
    open: impl Fn(&SubjectId) -> bool,
) -> Evidences<'s> {
    let mut evidence = Evidences::new();
    let fading = fading(model);
    for guess in said {
        let own = evidence.entry(&guess.subject).or_default();
        (own.said, own.keywords) = (guess.confidence, guess.confidence * fading);
    }
    for (subject, taught, score) in model.told(seen).filter(|(subject, _, score)| *score > 0.0 && open(subject)) {
        // What was taught once may have been a slip.
        let taught = f64::from(taught);
        evidence.entry(subject).or_default().learned = score.min(MOST) * taught / (taught + 1.0);
    }
    evidence
}

/// The best three. Where keywords and what was learned point to different subjects, each takes from the other's confidence.
fn guesses(evidence: &Evidences<'_>) -> Vec<Guess> {
    let (learned, keywords) = (Most::of(evidence, |it| it.learned), Most::of(evidence, |it| it.keywords));
    let mut all: Vec<(f64, Guess)> = evidence
        .iter()
        .map(|(subject, own)| {
            let other = learned.but(subject);
            let against_words = (other - own.learned).max(0.0);
            let against_learned = (keywords.but(subject) - own.keywords).max(0.0);
            let rival = other.min(own.learned);
            let sure = (own.keywords - against_words).max(0.0) + (own.learned - against_learned - rival).max(0.0);
            (own.all(), Guess { subject: (*subject).clone(), confidence: sure.min(1.0) })
        })
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    if all.first().is_none_or(|(sum, guess)| *sum < LEAST && guess.confidence < LEAST) {
        all.retain(|(_, guess)| evidence.get(&guess.subject).is_some_and(|it| it.keywords > 0.0));
    }
    all.into_iter().take(GUESSES).map(|(_, guess)| guess).collect()
}

/// The most that speaks for any subject, whose it is, and the most that speaks for any other.
struct Most<'s> {
    whose: Option<&'s SubjectId>,
    most: f64,
    next: f64,
}

impl<'s> Most<'s> {
    fn of(evidence: &Evidences<'s>, of: fn(&Evidence) -> f64) -> Self {
        let mut all = Self { whose: None, most: 0.0, next: 0.0 };
        for (subject, own) in evidence {
            let own = of(own);
            if own > all.most {
                all = Self { whose: Some(subject), most: own, next: all.most };
            } else {
                all.next = all.next.max(own);
            }
        }
        all
    }

    /// The most that speaks for any subject but this one.
    fn but(&self, subject: &SubjectId) -> f64 {
        if self.whose == Some(subject) { self.next } else { self.most }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(evidence: &[(&str, f64, f64)]) -> Vec<(String, f64)> {
        // Of leads of 0.1 half was right, of leads of 0.5 nearly all.
        let leads: Vec<(f64, bool)> =
            (0..200).map(|nth| (0.1, nth % 2 == 0)).chain((0..200).map(|nth| (0.5, nth % 20 != 0))).collect();
        let subjects: Vec<SubjectId> = evidence.iter().map(|(subject, _, _)| SubjectId::new(*subject)).collect();
        let known =
            |(_, said, learned): &(&str, f64, f64)| Evidence { said: *said, keywords: said / 4.0, learned: *learned };
        let known = subjects.iter().zip(evidence.iter().map(known)).collect();
        let guesses = trusted(&known, Trust::of(&leads).unwrap());
        guesses.into_iter().map(|guess| (guess.subject.as_str().to_owned(), guess.confidence)).collect()
    }

    #[test]
    fn a_runner_up_is_never_surer_because_the_first_is_not() {
        let guesses = guessed(&[("a", 0.0, 0.4), ("b", 0.0, 0.3), ("c", 0.0, 0.05)]);
        assert!((guesses[0].1 - 0.5).abs() < 0.05, "{guesses:?}");
        assert!(guesses[1].0 == "b" && guesses[1].1 < 0.3 && guesses[2].1 <= 0.05, "{guesses:?}");
    }

    #[test]
    fn what_was_never_taught_is_no_surer_than_its_keywords() {
        for evidence in [[("sealed", 0.3, 0.0), ("a", 0.0, 0.02)], [("sealed", 0.35, 0.0), ("a", 0.0, 0.5)]] {
            let guesses = guessed(&evidence);
            let sealed = guesses.iter().find(|(subject, _)| subject == "sealed");
            assert!(sealed.is_none_or(|(_, sure)| *sure <= 0.35), "{guesses:?}");
        }
    }

    #[test]
    fn of_next_to_nothing_only_what_keywords_say_is_told() {
        let guesses = guessed(&[("a", 0.0, 0.1), ("b", 0.2, 0.0)]);
        assert_eq!(guesses.iter().map(|(subject, _)| subject.as_str()).collect::<Vec<_>>(), ["b"]);
    }
}
