//! The reader: built once from the county and the lexicon, then text in, reading out.

use super::accuse::Accuser;
use super::danger::Watch;
use super::kind::{Chatter, Kinds};
use super::lexicon::Lexicon;
use super::need::Needs;
use super::spelling::Speller;
use super::subject::{Places, Subjects, Units};
use super::{Accusation, Kind, Reading};
use crate::id::SubjectId;
use crate::roster::County;

/// Reads messages. Pure: the same text gives the same reading.
#[derive(Clone, Debug)]
pub struct Reader {
    speller: Speller,
    chatter: Chatter,
    kinds: Kinds,
    accuser: Accuser,
    watch: Watch,
    subjects: Subjects,
    places: Places,
    units: Units,
    needs: Needs,
    private: std::collections::BTreeSet<SubjectId>,
}

impl Reader {
    /// Builds the reader of a county.
    pub fn new(county: &County, lexicon: &Lexicon) -> Self {
        let speller = Speller::new(&lexicon.normal);
        Self {
            chatter: Chatter::new(county, &lexicon.smalltalk, &lexicon.accusation.titles, &speller),
            kinds: Kinds::new(&lexicon.kind, &speller),
            accuser: Accuser::new(county, &lexicon.accusation, &speller),
            watch: Watch::new(&lexicon.danger, &speller),
            subjects: Subjects::new(county, &speller),
            places: Places::new(county, &speller),
            units: Units::new(county, &speller),
            needs: Needs::new(county, &lexicon.need, &speller),
            private: county.subjects.values().filter(|s| s.private).map(|s| s.id.clone()).collect(),
            speller,
        }
    }

    /// Reads one message, or a burst joined by line breaks.
    pub fn read(&self, text: &str) -> Reading {
        let normal = self.speller.normal(text);
        let danger = self.watch.read(&normal);
        let smalltalk = self.chatter.read(&normal).filter(|_| danger.is_none());
        // Thanks to a person by name accuse nobody.
        let accusations = if smalltalk.is_some() { Vec::new() } else { self.accuser.read(&normal) };
        let (subjects, mut reasons) = self.subjects.read(&normal);
        let place = self.places.read(&normal);
        reasons.extend(self.units.read(&normal));
        let (place, why) = place.unzip();
        reasons.extend(why);
        let mut reading = Reading {
            smalltalk,
            kind: self.kind(&normal, &accusations),
            subjects,
            place,
            danger,
            charge: None,
            threatened: false,
            unlawful: false,
            asks: None,
            recuse: Vec::new(),
            sensitive: false,
            rest: None,
            accusations,
            neutral_need: None,
            reasons,
        };
        reading.neutral_need = self.need(text, &reading);
        reading
    }

    /// Whether nothing accuses.
    pub fn is_clean(&self, text: &str) -> bool {
        self.accuser.read(&self.speller.normal(text)).is_empty()
    }

    fn kind(&self, normal: &str, accusations: &[Accusation]) -> Kind {
        if accusations.iter().any(|a| matches!(a, Accusation::Word(_))) {
            Kind::Report
        } else {
            self.kinds.read(normal)
        }
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
