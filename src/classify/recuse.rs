//! Whom a sender does not want to take part: 不要唐全参加. Such a sentence is no accusation.

use super::Accusation;
use super::accuse::Found;
use super::bounds::Bounds;
use super::spelling::Speller;
use super::wrongs::ChargeWords;
use crate::id::CadreId;

/// How many characters around a name tell whether it is to be kept out.
const REACH: usize = 10;

/// Whom a text wants kept out, and what it says beside that.
pub(super) struct Wished {
    pub(super) persons: Vec<CadreId>,
    pub(super) beside: String,
}

/// Hears whom to keep out.
#[derive(Clone, Debug)]
pub(super) struct Recusals {
    keep_out: Vec<String>,
    take_part: Vec<String>,
    step_aside: Vec<String>,
}

impl Recusals {
    pub(super) fn new(words: &ChargeWords, speller: &Speller) -> Self {
        let plain = |list: &[String]| list.iter().map(|word| speller.normal(word)).collect();
        Self {
            keep_out: plain(&words.keep_out),
            take_part: plain(&words.take_part),
            step_aside: plain(&words.step_aside),
        }
    }

    /// Parts what was found: the persons who shall not take part, and everything that stands outside such clauses.
    pub(super) fn part(&self, text: &str, bounds: &Bounds, found: Vec<Found>) -> (Wished, Vec<Found>) {
        let mut others = Vec::new();
        let mut wished = Wished { persons: Vec::new(), beside: String::new() };
        let mut clauses = Vec::new();
        for found in found {
            if !self.keeps_out(text, bounds, &found) {
                others.push(found);
                continue;
            }
            clauses.push(bounds.clause(found.span));
            for what in found.what {
                match what {
                    Accusation::Person(cadre) if !wished.persons.contains(&cadre) => wished.persons.push(cadre),
                    Accusation::Person(_) | Accusation::Title(_) | Accusation::Word(_) => {}
                }
            }
        }
        let inside = |at: usize| clauses.iter().any(|(from, to)| (*from..*to).contains(&at));
        if clauses.is_empty() {
            text.clone_into(&mut wished.beside);
            return (wished, others);
        }
        wished.beside = text.char_indices().filter(|(at, _)| !inside(*at)).map(|(_, c)| c).collect();
        (wished, others)
    }

    fn keeps_out(&self, text: &str, bounds: &Bounds, found: &Found) -> bool {
        let (from, to) = bounds.clause(found.span);
        let before = last_chars(text.get(from..found.span.0).unwrap_or_default());
        let after = first_chars(text.get(found.span.1..to).unwrap_or_default());
        let has = |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        let wished = || has(after, &self.step_aside) || has(before, &self.keep_out) && has(after, &self.take_part);
        let word = found.what.iter().any(|what| matches!(what, Accusation::Word(_)));
        !word && wished() && !has(after, &self.keep_out)
    }
}

/// The end of a stretch, never long: a clause may be.
fn last_chars(text: &str) -> &str {
    let from = text.char_indices().rev().nth(REACH - 1).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or_default()
}

/// Its beginning.
fn first_chars(text: &str) -> &str {
    let to = text.char_indices().nth(REACH).map_or(text.len(), |(at, _)| at);
    text.get(..to).unwrap_or_default()
}
