//! The reader: built once from the county and the lexicon, then text in, reading out.

use chrono::NaiveDate;

use super::accuse::{Accuser, Found};
use super::alike::Alike;
use super::behalf::Behalf;
use super::beside::Beside;
use super::bounds::Bounds;
use super::charge::{Bench, Judged};
use super::danger::Watch;
use super::heard::Ear;
use super::kind::{Chatter, Kinds};
use super::lexicon::Lexicon;
use super::matters::{Matter, Matters};
use super::meet::Wishes;
use super::near::Span;
use super::need::Needs;
use super::orders::Orders;
use super::people::People;
use super::places::Places;
use super::recuse::{Recusals, Wished};
use super::rest::Shears;
use super::scan::{Dictionary, Scan, Sought};
use super::spelling::Speller;
use super::subject::{Subjects, Units};
use super::told::Teller;
use super::urgency::Haste;
use super::written::Dates;
use super::{Accusation, Charge, Danger, Guess, Kind, Reading, Reason};
use crate::id::{MatterId, PlaceId, SubjectId};
use crate::roster::County;

/// Reads messages. Pure: the same text gives the same reading.
#[derive(Clone, Debug)]
pub struct Reader {
    speller: Speller,
    dictionary: Dictionary,
    chatter: Chatter,
    kinds: Kinds,
    accuser: Accuser,
    bench: Bench,
    recusals: Recusals,
    people: People,
    wishes: Wishes,
    ear: Ear,
    shears: Shears,
    watch: Watch,
    subjects: Subjects,
    places: Places,
    units: Units,
    needs: Needs,
    dates: Dates,
    behalf: Behalf,
    matters: Matters,
    alike: Alike,
    orders: Orders,
    haste: Haste,
    teller: Teller,
    beside: Beside,
    private: std::collections::BTreeSet<SubjectId>,
    breaks: String,
}

impl Reader {
    /// Builds the reader of a county.
    pub fn new(county: &County, lexicon: &Lexicon) -> Self {
        let speller = Speller::new(&lexicon.normal);
        let reader = Self {
            chatter: Chatter::new(county, &lexicon.smalltalk, &lexicon.accusation.titles, &speller),
            kinds: Kinds::new(&lexicon.kind, &speller),
            accuser: Accuser::new(county, &lexicon.accusation, &speller),
            bench: Bench::new(county, &lexicon.charge, &lexicon.accusation, &speller),
            recusals: Recusals::new(&lexicon.charge, &speller),
            people: People::new(&lexicon.need.surnames, &lexicon.need.honorifics, &lexicon.accusation.self_intro),
            wishes: Wishes::new(&lexicon.meet, &speller),
            ear: Ear::new(&lexicon.charge, &speller),
            shears: Shears::new(county, &lexicon.rest, &lexicon.charge, &lexicon.accusation, &speller),
            watch: Watch::new(&lexicon.danger, &speller),
            subjects: Subjects::new(county, &speller),
            dates: Dates::new(&lexicon.dates),
            behalf: Behalf::new(&lexicon.behalf, &speller),
            matters: Matters::new(county, &lexicon.matters, &speller),
            alike: Alike::new(&lexicon.alike, &lexicon.past, &lexicon.normal),
            orders: Orders::new(&lexicon.orders, &speller),
            haste: Haste::new(&lexicon.urgency, &speller),
            teller: Teller::new(&lexicon.told),
            beside: Beside::new(&lexicon.beside, &speller),
            places: Places::new(county, &lexicon.place, &speller),
            units: Units::new(county, &speller),
            needs: Needs::new(county, &lexicon.need, &speller),
            private: county.subjects.values().filter(|s| s.private).map(|s| s.id.clone()).collect(),
            breaks: lexicon.learned.breaks.clone(),
            dictionary: Sought::default().dictionary(),
            speller,
        };
        reader.joined()
    }

    /// Has what is sought in every text found in one pass.
    fn joined(mut self) -> Self {
        let mut sought = Sought::default();
        self.watch.join(&mut sought);
        self.chatter.join(&mut sought);
        self.wishes.join(&mut sought);
        self.accuser.join(&mut sought);
        self.bench.join(&mut sought);
        self.orders.join(&mut sought);
        self.subjects.join(&mut sought);
        self.units.join(&mut sought);
        self.places.join(&mut sought);
        self.kinds.join(&mut sought);
        self.haste.join(&mut sought);
        self.ear.join(&mut sought);
        self.dictionary = sought.dictionary();
        self
    }

    /// The text without names of people, as far as they can be told.
    pub fn mask_people(&self, text: &str) -> String {
        self.people.mask(text)
    }

    /// The text as it is matched.
    pub fn normal(&self, text: &str) -> String {
        self.speller.normal(text)
    }

    /// Every leaf that a text's keywords point to, a pair for each word; the text is given as it is matched.
    pub fn keyword_weights(&self, normal: &str) -> Vec<(SubjectId, f64)> {
        self.subjects.weights(normal)
    }

    /// Characters that begin or end no word that is told as a reason.
    pub(super) fn breaks(&self) -> &str {
        &self.breaks
    }

    /// Reads the dates that staff type.
    pub fn dates(&self) -> &Dates {
        &self.dates
    }

    /// The matters a text is about, finer than its subjects; `reading` is what it was read as.
    pub fn matters(&self, text: &str, reading: &Reading) -> Vec<MatterId> {
        self.matters.read(&self.speller.normal(text), reading)
    }

    /// What is known of a matter; none of one that the county's files no longer know.
    pub fn matter(&self, id: &MatterId) -> Option<Matter<'_>> {
        self.matters.get(id)
    }

    /// Compares texts.
    pub fn alike(&self) -> &Alike {
        &self.alike
    }

    /// Reads what was said on a day: then it can be told by which day something is needed.
    pub fn read_on(&self, text: &str, today: NaiveDate) -> Reading {
        Reading { needed_by: self.teller.needed_by(text, &self.dates, today), ..self.read(text) }
    }

    /// What smells of danger to life in one message.
    pub fn danger(&self, text: &str) -> Option<Danger> {
        self.watch.read(self.speller.normal(text).as_str())
    }

    /// Whether a message about danger says that people are in it and have not come out.
    pub fn people_inside(&self, text: &str) -> bool {
        self.watch.people_inside(&self.speller.normal(text))
    }

    /// Hears what stands beside kind, subject and place.
    pub fn beside(&self) -> &Beside {
        &self.beside
    }

    /// Reads one message, or a burst joined by line breaks.
    pub fn read(&self, text: &str) -> Reading {
        let whole = self.dictionary.scan(self.speller.normal(text));
        let danger = self.watch.read(&whole);
        let smalltalk = self.chatter.read(&whole).filter(|_| danger.is_none());
        let bounds = Bounds::new(&whole);
        let meeting = self.wishes.read(&whole, &bounds);
        let (wished, charge, accusations) = self.accused(&whole, &bounds, &meeting, smalltalk.is_none());
        let without_orders = self.without_orders(&whole, &bounds);
        let heard = without_orders.as_ref().unwrap_or(&whole);
        let (subjects, place, reasons) = self.about(&whole, heard, &meeting);
        let (kind, asks) = self.kinds.read(heard);
        let reading = Reading {
            smalltalk,
            kind: if blames(&accusations) { Kind::Report } else { kind },
            subjects,
            group: self.places.group(heard, place.as_ref()),
            place,
            danger,
            pressing: self.haste.read(heard),
            needed_by: None,
            sums: self.teller.sums(text),
            accusations,
            rest: charge.as_ref().and_then(|_| self.rest(text)),
            charge,
            threatened: self.ear.threatened(&whole),
            unlawful: self.ear.unlawful(&whole),
            asks: self.ear.asks(&whole),
            questions: asks || text.contains(['?', '？']),
            only_recuses: !wished.persons.is_empty() && self.subjects.read(wished.beside.as_str()).0.is_empty(),
            recuse: wished.persons,
            behalf: self.behalf.read(&whole),
            wants_leader: !meeting.is_empty(),
            only_wants_leader: !meeting.is_empty() && self.subjects.read(blank(&whole, &meeting).as_str()).0.is_empty(),
            sensitive: self.ear.sensitive(&whole),
            neutral_need: None,
            reasons,
        };
        Reading { neutral_need: self.need(text, &reading), ..reading }
    }

    /// What is said to the machine says nothing of what the message is, nor does anybody's number: the text without both,
    /// where it holds any.
    fn without_orders(&self, normal: &Scan<'_>, bounds: &Bounds) -> Option<Scan<'static>> {
        let orders = [self.orders.read(normal, bounds), self.orders.numbers(normal)].concat();
        (!orders.is_empty()).then(|| self.dictionary.scan(blank(normal, &orders)))
    }

    /// What it is about and where, with the words that say so. A wish to see a leader about a matter is no other
    /// matter.
    fn about(
        &self,
        normal: &Scan<'_>,
        heard: &Scan<'_>,
        meeting: &[Span],
    ) -> (Vec<Guess>, Option<PlaceId>, Vec<Reason>) {
        let matter = (!meeting.is_empty()).then(|| self.subjects.read(blank(heard, meeting).as_str()));
        let (subjects, mut reasons) =
            matter.filter(|(subjects, _)| !subjects.is_empty()).unwrap_or_else(|| self.subjects.read(heard));
        reasons.extend(self.units.read(normal));
        let (place, why) = self.places.read(heard).unzip();
        reasons.extend(why);
        (subjects, place, reasons)
    }

    /// Whom a text does not want to take part, and everything that accuses; thanks to a person by name accuse nobody. To be named as whom somebody wants to see accuses
    /// nobody, as long as nothing else does.
    fn accused(&self, normal: &Scan<'_>, bounds: &Bounds, meeting: &[Span], accuses: bool) -> Accused {
        if !meeting.is_empty() {
            let without = self.accused(&self.dictionary.scan(blank(normal, meeting)), bounds, &[], accuses);
            if without.1.is_none() && without.2.is_empty() {
                return without;
            }
        }
        let found = if accuses { self.accuser.read(normal) } else { Vec::new() };
        let (recuse, found) = self.recusals.part(normal, bounds, found);
        let Judged { charge, suspects } = self.bench.read(normal, bounds, &found);
        let accusations = accusations(&found, charge.as_ref(), &suspects);
        (recuse, charge, accusations)
    }

    /// Whether nothing in a text accuses or names anybody in office: what may be shown to those who handle the need.
    pub fn is_clean(&self, text: &str) -> bool {
        self.dirt(&self.speller.normal(text)).is_empty()
    }

    fn dirt(&self, normal: &str) -> Vec<Span> {
        let scan = self.dictionary.scan(normal);
        let found = self.accuser.read(&scan);
        let suspects = self.bench.read(&scan, &Bounds::new(normal), &found).suspects;
        let accuses = found.into_iter().map(|found| found.span).chain(suspects.into_iter().map(|(span, _)| span));
        self.shears.dirt(normal, accuses)
    }

    /// What is left of a text that accuses.
    fn rest(&self, text: &str) -> Option<String> {
        let text = self.shears.neutral(text);
        let rest = self.shears.cut(&text, &self.speller, &self.subjects, |normal| self.dirt(normal))?;
        Some(rest).filter(|rest| self.is_clean(rest))
    }

    /// Matters about persons, units, health or family show no words at all.
    fn need(&self, text: &str, reading: &Reading) -> Option<String> {
        let about_someone = match reading.kind {
            Kind::Complaint | Kind::Report | Kind::Praise => true,
            Kind::Consult | Kind::Help | Kind::Suggestion => false,
        };
        let best = reading.subjects.first().filter(|guess| !self.private.contains(&guess.subject))?;
        if about_someone || !reading.accusations.is_empty() {
            return None;
        }
        self.needs.read(text, &self.speller, &self.subjects, &best.subject)
    }
}

/// Whether a word accuses, and not only somebody in office is named.
fn blames(accusations: &[Accusation]) -> bool {
    accusations.iter().any(|what| matches!(what, Accusation::Word(_)))
}

/// Who shall not take part, the charge, everything that accuses.
type Accused = (Wished, Option<Charge>, Vec<Accusation>);

/// The text with some stretches of it blank, each character by one as long that is in no word.
fn blank(normal: &str, spans: &[Span]) -> String {
    let within = |at: usize| spans.iter().any(|span| (span.0..span.1).contains(&at));
    let filler = |c: char| match c.len_utf8() {
        1 => '_',
        2 => 'ß',
        3 => '〇',
        _ => '🀆',
    };
    normal.char_indices().map(|(at, c)| if within(at) { filler(c) } else { c }).collect()
}

/// Everything found, each once; with whom a charge means and who is suspected.
fn accusations(found: &[Found], charge: Option<&Charge>, suspects: &[(Span, String)]) -> Vec<Accusation> {
    let mut all: Vec<Accusation> = Vec::new();
    let titles = charge.into_iter().flat_map(|charge| &charge.titles).chain(suspects.iter().map(|(_, title)| title));
    for what in found.iter().flat_map(|found| found.what.iter().cloned()).chain(titles.cloned().map(Accusation::Title))
    {
        if !all.contains(&what) {
            all.push(what);
        }
    }
    all
}
