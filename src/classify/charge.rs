//! From what accuses to a charge: a wrong, and whoever in office stands nearest to it.

use std::collections::BTreeSet;

use super::accuse::Found;
use super::bounds::{Bounds, touching};
use super::lexicon::AccusationWords;
use super::near::Span;
use super::phrases::Phrases;
use super::seats::{Seat, Seats};
use super::spelling::Speller;
use super::wrongs::ChargeWords;
use super::{Accusation, Charge, Wrong};
use crate::id::CadreId;
use crate::roster::County;

/// How many sentences a person's wrong may stand away from their name.
const NEAR: usize = 2;

/// Finds charges.
#[derive(Clone, Debug)]
pub(super) struct Bench {
    marks: Phrases<Mark>,
    mild: BTreeSet<String>,
    seats: Seats,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// An accusation by itself.
    Alone,
    /// A wrong.
    Wrong(Wrong),
    /// A shop, an employer, a neighbour.
    Private,
    /// Looks like one of these and is none.
    None,
}

/// Wrongs of a text by place, none overlapping.
struct Wrongs {
    spans: Vec<Span>,
    kinds: Vec<Wrong>,
    alone: bool,
    private: bool,
}

impl Bench {
    pub(super) fn new(county: &County, words: &ChargeWords, accusing: &AccusationWords, speller: &Speller) -> Self {
        let list = |list: &'_ [String], mark: Mark| list.iter().map(|word| (word.clone(), mark)).collect::<Vec<_>>();
        let all = [
            list(&words.alone, Mark::Alone),
            list(&words.graft, Mark::Wrong(Wrong::Graft)),
            list(&words.inaction, Mark::Wrong(Wrong::Inaction)),
            list(&words.private, Mark::Private),
            list(&words.masks, Mark::None),
        ]
        .concat();
        Self {
            marks: Phrases::new(speller, all.iter().map(|(word, mark)| (word.as_str(), *mark))),
            mild: words.mild.iter().chain(&words.inaction).map(|word| speller.normal(word)).collect(),
            seats: Seats::new(county, words, &accusing.self_intro, speller),
        }
    }

    /// The charge of the normalised text in which all this was found, if it charges anybody in office.
    pub(super) fn read(&self, text: &str, bounds: &Bounds, found: &[Found]) -> Option<Charge> {
        let wrongs = self.wrongs(text, found);
        let seats = self.seats.read(text, bounds, found, &wrongs.spans);
        let accused = wrongs.accused(bounds, &seats);
        if accused.is_empty() {
            return (wrongs.alone && (!wrongs.private || !seats.is_empty()))
                .then(|| charge(Wrong::Graft, seats.iter()));
        }
        let graft = wrongs.alone || accused.iter().any(|(wrong, _)| *wrong == Wrong::Graft);
        let wrong = if graft { Wrong::Graft } else { Wrong::Inaction };
        let mut charge = charge(wrong, accused.iter().map(|(_, seat)| *seat));
        if charge.persons.is_empty() {
            charge.persons = persons(seats.iter());
        }
        Some(charge)
    }

    fn wrongs(&self, text: &str, found: &[Found]) -> Wrongs {
        let hits = self.marks.hits(text);
        let has = |mark: Mark| hits.iter().any(|hit| *hit.value == mark);
        let heavy = |what: &Accusation| match what {
            Accusation::Word(word) => !self.mild.contains(word),
            Accusation::Person(_) | Accusation::Title(_) => false,
        };
        let said = hits.iter().filter_map(|hit| match hit.value {
            Mark::Wrong(wrong) => Some(((hit.start, hit.end), *wrong)),
            Mark::Alone | Mark::Private | Mark::None => None,
        });
        let words = found.iter().filter(|found| found.what.iter().any(heavy)).map(|found| (found.span, Wrong::Graft));
        let mut all: Vec<(Span, Wrong)> = said.chain(words).collect();
        all.sort_by_key(|(span, _)| *span);
        let masked: Vec<Span> =
            hits.iter().filter(|hit| *hit.value == Mark::None).map(|hit| (hit.start, hit.end)).collect();
        all.retain(|(span, _)| !touching(&masked, *span).iter().any(|mask| mask.0 <= span.0 && span.1 <= mask.1));
        let mut wrongs =
            Wrongs { spans: Vec::new(), kinds: Vec::new(), alone: has(Mark::Alone), private: has(Mark::Private) };
        for (span, wrong) in all {
            wrongs.add(span, wrong);
        }
        wrongs
    }
}

impl Wrongs {
    /// Adds the next one; overlapping ones are one, and graft wins.
    fn add(&mut self, span: Span, wrong: Wrong) {
        match (self.spans.last_mut(), self.kinds.last_mut()) {
            (Some(last), Some(kind)) if span.0 < last.1 => {
                last.1 = last.1.max(span.1);
                if wrong == Wrong::Graft {
                    *kind = wrong;
                }
            }
            (_, _) => {
                self.spans.push(span);
                self.kinds.push(wrong);
            }
        }
    }

    /// Every wrong with those whose it is.
    fn accused<'s>(&self, bounds: &Bounds, seats: &'s [Seat]) -> Vec<(Wrong, &'s Seat)> {
        let mut accused = Vec::new();
        for (span, wrong) in self.spans.iter().zip(&self.kinds) {
            accused.extend(nearest(bounds, seats, *span).into_iter().map(|seat| (*wrong, seat)));
        }
        accused
    }
}

/// Whose a wrong is: those named last before it in its sentence, or first after it; else a person of the sentences around.
fn nearest<'s>(bounds: &Bounds, seats: &'s [Seat], wrong: Span) -> Vec<&'s Seat> {
    let sentence = bounds.sentence(wrong.0);
    let (from, to) = bounds.of_sentence(sentence);
    let first = seats.partition_point(|seat| seat.span.0 < from);
    let here = seats.partition_point(|seat| seat.span.0 <= wrong.0);
    let end = seats.partition_point(|seat| seat.span.0 < to);
    let before = seats.get(first..here).unwrap_or_default();
    if let Some(last) = before.last() {
        return joined(before, last);
    }
    if let Some(next) = seats.get(here..end).and_then(|after| after.first()) {
        return vec![next];
    }
    let near = |seat: &&Seat| !seat.body && bounds.sentence(seat.span.0).abs_diff(sentence) <= NEAR;
    let earlier = seats.get(..first).unwrap_or_default().iter().rev().take(1);
    let later = seats.get(end..).unwrap_or_default().iter().take(1);
    earlier.chain(later).find(near).into_iter().collect()
}

/// The last one, and whoever stands right before them: 县长和唐全.
fn joined<'s>(before: &'s [Seat], last: &'s Seat) -> Vec<&'s Seat> {
    let mut together = vec![last];
    for seat in before.iter().rev().skip(1) {
        let next = together.last().map_or(0, |seat| seat.span.0);
        if next.saturating_sub(seat.span.1) > JOIN {
            break;
        }
        together.push(seat);
    }
    together
}

/// As far apart as 和 keeps them, in bytes.
const JOIN: usize = 3;

fn charge<'s>(wrong: Wrong, seats: impl Iterator<Item = &'s Seat> + Clone) -> Charge {
    let mut titles: Vec<String> = Vec::new();
    for title in seats.clone().filter_map(|seat| seat.title.as_ref()) {
        if !titles.contains(title) {
            titles.push(title.clone());
        }
    }
    Charge { wrong, above: seats.clone().any(|seat| seat.above), persons: persons(seats), titles }
}

fn persons<'s>(seats: impl Iterator<Item = &'s Seat>) -> Vec<CadreId> {
    let all: BTreeSet<&CadreId> = seats.flat_map(|seat| &seat.persons).collect();
    all.into_iter().cloned().collect()
}
