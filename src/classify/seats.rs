//! Who in a text sits in office, and whether they are spoken of as the one who did it or only as one who is asked or helps.

use std::collections::BTreeSet;

use super::Accusation;
use super::accuse::Found;
use super::bounds::{Bounds, touching};
use super::near::Span;
use super::phrases::Phrases;
use super::scan::{Scan, Sought};
use super::spelling::Speller;
use super::wrongs::ChargeWords;
use crate::id::CadreId;
use crate::roster::County;

/// Somebody in office, or a body of them, at one place of a text.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub(super) span: Span,
    pub(super) persons: Vec<CadreId>,
    pub(super) title: Option<String>,
    /// Managed above the county.
    pub(super) above: bool,
    /// A body, not a person: 社区, 村委.
    pub(super) body: bool,
    /// They only pass on what is so, or are ill or dead.
    pub(super) tells: bool,
}

/// Finds seats.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    bodies: Phrases<bool>,
    above: Phrases<bool>,
    asked: Vec<String>,
    helps: Vec<String>,
    tells: Vec<String>,
    intros: Vec<String>,
    managed_above: BTreeSet<CadreId>,
}

impl Seats {
    pub(super) fn new(county: &County, words: &ChargeWords, intros: &[String], speller: &Speller) -> Self {
        let plain = |list: &[String]| list.iter().map(|word| speller.normal(word)).collect();
        let places = county.places.values().flat_map(|place| std::iter::once(&place.name).chain(&place.aliases));
        let bodies = words.bodies.iter().map(|word| (word.as_str(), true));
        let no_bodies = words.masks.iter().chain(places).map(|word| (word.as_str(), false));
        let above = words.above.iter().map(|word| (word.as_str(), true));
        let not_above = words.masks.iter().map(|word| (word.as_str(), false));
        Self {
            bodies: Phrases::new(speller, bodies.chain(no_bodies)),
            above: Phrases::new(speller, above.chain(not_above)),
            asked: plain(&words.asked),
            helps: plain(&words.helps),
            tells: plain(&words.tells),
            intros: plain(intros),
            managed_above: county.cadres.values().filter(|it| it.managed_above).map(|it| it.id.clone()).collect(),
        }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.bodies);
        sought.join(&mut self.above);
    }

    /// The seats of the normalised text, by place; those only asked for help left out. `wrongs` are in order.
    pub(super) fn read(&self, text: &Scan<'_>, bounds: &Bounds, found: &[Found], wrongs: &[Span]) -> Vec<Seat> {
        let above: Vec<Span> =
            self.above.hits(text).iter().filter(|hit| *hit.value).map(|hit| (hit.start, hit.end)).collect();
        let mut seats: Vec<Seat> = found.iter().filter_map(|found| self.seat(found, &above)).collect();
        let taken: Vec<Span> = seats.iter().map(|seat| seat.span).collect();
        let free = above.iter().filter(|span| touching(&taken, **span).is_empty());
        seats.extend(free.filter_map(|span| Seat::titled(*span, text.get(span.0..span.1)?, true, false)));
        let bodies = self.bodies.hits(text).into_iter().filter(|hit| *hit.value);
        seats.extend(bodies.filter_map(|hit| Seat::titled((hit.start, hit.end), hit.word, false, true)));
        seats.sort_by_key(|seat| seat.span);
        seats.retain(|seat| !self.only_asked(text, bounds, seat, wrongs));
        for seat in &mut seats {
            let after = text.get(seat.span.1..).unwrap_or_default();
            seat.tells = self.tells.iter().any(|word| after.starts_with(word.as_str()));
        }
        seats
    }

    fn seat(&self, found: &Found, above: &[Span]) -> Option<Seat> {
        let mut seat =
            Seat { span: found.span, persons: Vec::new(), title: None, above: false, body: false, tells: false };
        for what in &found.what {
            match what {
                Accusation::Word(_) => {}
                Accusation::Person(cadre) => seat.persons.push(cadre.clone()),
                Accusation::Title(title) => seat.title = Some(title.clone()),
            }
        }
        seat.above = seat.persons.iter().any(|cadre| self.managed_above.contains(cadre))
            || !touching(above, seat.span).is_empty();
        (seat.title.is_some() || !seat.persons.is_empty()).then_some(seat)
    }

    /// Whether somebody is only addressed, asked or thanked, or is the writer.
    fn only_asked(&self, text: &str, bounds: &Bounds, seat: &Seat, wrongs: &[Span]) -> bool {
        let (from, to) = bounds.clause(seat.span);
        let before = text.get(from..seat.span.0).unwrap_or_default();
        let after = text.get(seat.span.1..to).unwrap_or_default();
        let asked = self.asked.iter().any(|word| before.ends_with(word.as_str()));
        let own = after.is_empty() && self.intros.iter().any(|word| before.starts_with(word.as_str()));
        let helps = self.helps.iter().any(|word| after.starts_with(word.as_str()));
        asked || own || helps && touching(wrongs, (from, to)).is_empty()
    }
}

impl Seat {
    /// Where it stands, and its title.
    pub(super) fn suspect(&self) -> Option<(Span, String)> {
        self.title.clone().map(|title| (self.span, title))
    }

    fn titled(span: Span, title: &str, above: bool, body: bool) -> Option<Self> {
        Some(Self { span, persons: Vec::new(), title: Some(title.to_string()), above, body, tells: false })
    }
}
