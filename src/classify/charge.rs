//! From what accuses to a charge: a wrong, and whoever in office stands nearest to it.

use std::collections::BTreeSet;

use super::accuse::Found;
use super::bounds::{Bounds, touching};
use super::lexicon::AccusationWords;
use super::near::Span;
use super::phrases::{Hit, Phrases};
use super::scan::{Scan, Sought};
use super::seats::{Seat, Seats};
use super::spelling::Speller;
use super::wrongs::ChargeWords;
use super::{Accusation, Charge, Wrong};
use crate::id::CadreId;
use crate::roster::County;

/// How many sentences a person's wrong may stand away from their name.
const NEAR: usize = 2;
/// How far a weak word may stand behind whom it is said of, in bytes: twenty characters.
const CLOSE: usize = 60;
/// How many characters after a body tell what it did.
const ACT: usize = 5;
/// As far apart as 和 keeps two who are named together, in bytes.
const JOIN: usize = 3;

/// Finds charges.
#[derive(Clone, Debug)]
pub(super) struct Bench {
    marks: Phrases<Mark>,
    mild: BTreeSet<String>,
    seats: Seats,
    /// True: what a body does; false: a name that holds such a word and tells no act: what overlaps one does not count.
    acts: Phrases<bool>,
    /// How many characters the longest such name has.
    longest_craft: usize,
    /// True: somebody who is not named; false: whom such a word may mean.
    somebody: Phrases<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// An accusation by itself.
    Alone,
    /// A wrong.
    Wrong(Wrong),
    /// A wrong if a person in office stands close before it.
    Weak(Wrong),
    /// A shop, an employer, a neighbour.
    Private,
    /// Looks like one of these and is none.
    None,
}

/// Wrongs of a text by place, none overlapping.
#[derive(Default)]
struct Wrongs {
    spans: Vec<Span>,
    said: Vec<Said>,
}

/// What a wrong is, and whether it is one for sure.
#[derive(Clone, Copy)]
struct Said {
    wrong: Wrong,
    weak: bool,
}

/// What the reading of charges comes to.
pub(super) struct Judged {
    pub(super) charge: Option<Charge>,
    /// Bodies of which something is said that may be a wrong, and somebody not named: too little for a charge.
    pub(super) suspects: Vec<(Span, String)>,
}

impl Bench {
    pub(super) fn new(county: &County, words: &ChargeWords, accusing: &AccusationWords, speller: &Speller) -> Self {
        let list = |list: &'_ [String], mark: Mark| list.iter().map(|word| (word.clone(), mark)).collect::<Vec<_>>();
        let all = [
            list(&words.alone, Mark::Alone),
            list(&words.graft, Mark::Wrong(Wrong::Graft)),
            list(&words.inaction, Mark::Wrong(Wrong::Inaction)),
            list(&words.weak_graft, Mark::Weak(Wrong::Graft)),
            list(&words.weak_inaction, Mark::Weak(Wrong::Inaction)),
            list(&words.private, Mark::Private),
            list(&words.masks, Mark::None),
        ]
        .concat();
        let acts = words.acts.iter().map(|word| (word.as_str(), true));
        let crafts = words.crafts.iter().map(|word| (word.as_str(), false));
        Self {
            marks: Phrases::new(speller, all.iter().map(|(word, mark)| (word.as_str(), *mark))),
            acts: Phrases::new(speller, acts.chain(crafts)),
            longest_craft: words.crafts.iter().map(|craft| craft.chars().count()).max().unwrap_or(0),
            somebody: Phrases::new(
                speller,
                words
                    .somebody
                    .iter()
                    .map(|word| (word.as_str(), true))
                    .chain(words.others.iter().map(|word| (word.as_str(), false))),
            ),
            mild: [&words.mild, &words.inaction, &words.weak_inaction]
                .into_iter()
                .flatten()
                .map(|word| speller.normal(word))
                .collect(),
            seats: Seats::new(county, words, &accusing.self_intro, speller),
        }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.marks);
        sought.join(&mut self.somebody);
        self.seats.join(sought);
    }

    /// The charge of the normalised text in which all this was found, if it charges anybody in office.
    pub(super) fn read(&self, text: &Scan<'_>, bounds: &Bounds, found: &[Found]) -> Judged {
        let hits = self.marks.hits(text);
        let has = |mark: Mark| hits.iter().any(|hit| *hit.value == mark);
        let wrongs = self.wrongs(&hits, found);
        let seats = self.seats.read(text, bounds, found, &wrongs.spans);
        let accused = wrongs.accused(bounds, &seats);
        let alone = has(Mark::Alone) && (!has(Mark::Private) || !seats.is_empty());
        let charge = match (accused.is_empty(), alone) {
            (true, false) => None,
            (true, true) => Some(charge(Wrong::Graft, seats.iter())),
            (false, _) => Some(of_whom(&accused, alone, &seats)),
        };
        let mut suspects = wrongs.suspects(bounds, &seats);
        suspects.extend(seats.iter().filter(|seat| self.acts(text, bounds, seat)).filter_map(Seat::suspect));
        suspects.extend(self.unnamed(text));
        Judged { charge, suspects }
    }

    /// Whether a body did something, going by what follows it.
    fn acts(&self, text: &str, bounds: &Bounds, seat: &Seat) -> bool {
        let (_, to) = bounds.clause(seat.span);
        let after = text.get(seat.span.1..to).unwrap_or_default();
        if !seat.body || after.starts_with('的') {
            return false;
        }
        // A craft may begin within reach and end beyond it; a long clause must not be read once for every body.
        let reach = after.char_indices().nth(ACT + self.longest_craft).map_or(after.len(), |(at, _)| at);
        let end = after.char_indices().nth(ACT).map_or(after.len(), |(at, _)| at);
        let hits = self.acts.all_hits(after.get(..reach).unwrap_or_default());
        let (acts, crafts): (Vec<_>, Vec<_>) = hits.iter().partition(|hit| *hit.value);
        let apart = |act: &Hit<'_, bool>| crafts.iter().all(|craft| craft.end <= act.start || act.end <= craft.start);
        acts.into_iter().any(|act| act.end <= end && apart(act))
    }

    /// Somebody who is not named, in a text that speaks of nobody else whom the word may mean.
    fn unnamed(&self, text: &Scan<'_>) -> Option<(Span, String)> {
        let hits = self.somebody.hits(text);
        let other = hits.iter().any(|hit| !*hit.value);
        hits.first().filter(|_| !other).map(|hit| ((hit.start, hit.end), hit.word.to_string()))
    }

    fn wrongs(&self, hits: &[Hit<'_, Mark>], found: &[Found]) -> Wrongs {
        let heavy = |what: &Accusation| match what {
            Accusation::Word(word) => !self.mild.contains(word),
            Accusation::Person(_) | Accusation::Title(_) => false,
        };
        let said = hits.iter().filter_map(|hit| match hit.value {
            Mark::Wrong(wrong) => Some(((hit.start, hit.end), Said { wrong: *wrong, weak: false })),
            Mark::Weak(wrong) => Some(((hit.start, hit.end), Said { wrong: *wrong, weak: true })),
            Mark::Alone | Mark::Private | Mark::None => None,
        });
        let graft = Said { wrong: Wrong::Graft, weak: false };
        let words = found.iter().filter(|found| found.what.iter().any(heavy)).map(|found| (found.span, graft));
        let mut all: Vec<(Span, Said)> = said.chain(words).collect();
        all.sort_by_key(|(span, _)| *span);
        let masked: Vec<Span> =
            hits.iter().filter(|hit| *hit.value == Mark::None).map(|hit| (hit.start, hit.end)).collect();
        let mut wrongs = Wrongs::default();
        for (span, said) in all {
            if !touching(&masked, span).iter().any(|mask| mask.0 <= span.0 && span.1 <= mask.1) {
                wrongs.add(span, said);
            }
        }
        wrongs
    }
}

/// The charge of what was attributed; where no person of the roster is among them, everyone named is meant.
fn of_whom(accused: &[(Wrong, &Seat)], alone: bool, seats: &[Seat]) -> Charge {
    let graft = alone || accused.iter().any(|(wrong, _)| *wrong == Wrong::Graft);
    let wrong = if graft { Wrong::Graft } else { Wrong::Inaction };
    let mut charge = charge(wrong, accused.iter().map(|(_, seat)| *seat));
    if charge.persons.is_empty() {
        charge.persons = persons(seats.iter());
    }
    charge
}

impl Wrongs {
    /// Adds the next one; overlapping ones are one, the surer wins, then graft.
    fn add(&mut self, span: Span, said: Said) {
        match (self.spans.last_mut(), self.said.last_mut()) {
            (Some(last), Some(kept)) if span.0 < last.1 => {
                last.1 = last.1.max(span.1);
                let better = (said.weak, said.wrong != Wrong::Graft) < (kept.weak, kept.wrong != Wrong::Graft);
                if better {
                    *kept = said;
                }
            }
            (_, _) => {
                self.spans.push(span);
                self.said.push(said);
            }
        }
    }

    /// Bodies close before a weak word of taking.
    fn suspects(&self, bounds: &Bounds, seats: &[Seat]) -> Vec<(Span, String)> {
        let mut suspects = Vec::new();
        let weak = self.spans.iter().zip(&self.said).filter(|(_, said)| said.weak && said.wrong == Wrong::Graft);
        for (span, _) in weak {
            let close = last_before(bounds, seats, *span).filter(|seat| seat.body && is_close(seat, *span));
            suspects.extend(close.and_then(Seat::suspect));
        }
        suspects
    }

    /// Every wrong with those whose it is.
    fn accused<'s>(&self, bounds: &Bounds, seats: &'s [Seat]) -> Vec<(Wrong, &'s Seat)> {
        let mut accused = Vec::new();
        for (span, said) in self.spans.iter().zip(&self.said) {
            let whose = if said.weak {
                let close = |seat: &&Seat| !seat.body && !seat.tells && is_close(seat, *span);
                last_before(bounds, seats, *span).filter(close).into_iter().collect()
            } else {
                nearest(bounds, seats, *span)
            };
            accused.extend(whose.into_iter().map(|seat| (said.wrong, seat)));
        }
        accused
    }
}

/// Who is named last before a place in its sentence.
fn last_before<'s>(bounds: &Bounds, seats: &'s [Seat], wrong: Span) -> Option<&'s Seat> {
    let (from, _) = bounds.of_sentence(bounds.sentence(wrong.0));
    let here = seats.partition_point(|seat| seat.span.0 <= wrong.0);
    seats.get(..here).and_then(<[Seat]>::last).filter(|seat| seat.span.0 >= from)
}

fn is_close(seat: &Seat, wrong: Span) -> bool {
    wrong.0.saturating_sub(seat.span.1) <= CLOSE
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
    let earlier = seats.get(..first).unwrap_or_default().last();
    let later = seats.get(end..).unwrap_or_default().first();
    earlier.into_iter().chain(later).find(near).into_iter().collect()
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
