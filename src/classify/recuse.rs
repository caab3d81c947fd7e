//! Whom a sender does not want to take part: 不要唐全参加. Such a sentence is no accusation.

use super::Accusation;
use super::accuse::Found;
use super::bounds::Bounds;
use super::spelling::Speller;
use super::wrongs::ChargeWords;
use crate::id::CadreId;

/// Hears whom to keep out.
#[derive(Clone, Debug)]
pub(super) struct Recusals {
    keep_out: Vec<String>,
    take_part: Vec<String>,
}

impl Recusals {
    pub(super) fn new(words: &ChargeWords, speller: &Speller) -> Self {
        let plain = |list: &[String]| list.iter().map(|word| speller.normal(word)).collect();
        Self { keep_out: plain(&words.keep_out), take_part: plain(&words.take_part) }
    }

    /// Parts what was found: the persons who shall not take part, and everything that stands outside such clauses.
    pub(super) fn part(&self, text: &str, bounds: &Bounds, found: Vec<Found>) -> (Vec<CadreId>, Vec<Found>) {
        let mut persons = Vec::new();
        let mut others = Vec::new();
        for found in found {
            if !self.keeps_out(text, bounds, &found) {
                others.push(found);
                continue;
            }
            for what in found.what {
                match what {
                    Accusation::Person(cadre) if !persons.contains(&cadre) => persons.push(cadre),
                    Accusation::Person(_) | Accusation::Title(_) | Accusation::Word(_) => {}
                }
            }
        }
        (persons, others)
    }

    fn keeps_out(&self, text: &str, bounds: &Bounds, found: &Found) -> bool {
        let (from, to) = bounds.clause(found.span);
        let before = text.get(from..found.span.0).unwrap_or_default();
        let after = text.get(found.span.1..to).unwrap_or_default();
        let word = found.what.iter().any(|what| matches!(what, Accusation::Word(_)));
        !word
            && self.keep_out.iter().any(|start| before.contains(start.as_str()))
            && self.take_part.iter().any(|end| after.contains(end.as_str()))
    }
}
