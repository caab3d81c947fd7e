//! Why a case went where it went, in words that stand on the card: “路灯”→市政照明；属地→观山镇；包村干部钱进.

use super::card::Face;
use super::words::joined;
use super::{Done, Rules, Work};
use crate::case::Case;
use crate::classify::Reason;
use crate::id::{CadreId, PlaceId, SubjectId, UnitId};
use crate::text::Language;

/// How many words stand for one subject on a card.
const MOST_WORDS: usize = 2;

impl Rules {
    /// All reasons in one line, for staff.
    pub fn why(&self, reasons: &[Reason]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for reason in reasons {
            let part = self.reason(reason, reasons);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(&self.say("reason-and", &[]))
    }

    /// The words that point to a subject, the plainest of them and no more: nobody reads ten.
    fn words_for(&self, subject: &SubjectId, reasons: &[Reason]) -> String {
        let word = |reason: &Reason| match reason {
            Reason::Keyword { word, subject: other } if other == subject && !word.is_empty() => Some(word.clone()),
            Reason::Keyword { .. }
            | Reason::Learned { .. }
            | Reason::Place { .. }
            | Reason::Unit { .. }
            | Reason::Lead { .. }
            | Reason::Post { .. } => None,
        };
        let mut words: Vec<String> = reasons.iter().filter_map(word).collect();
        words.sort_by_key(|word| word.contains('…'));
        words.truncate(MOST_WORDS);
        words.into_iter().map(|word| self.say("reason-word", &[("word", word)])).collect()
    }

    /// The sender's words by which something like it was learned.
    fn learned_words(&self, subject: &SubjectId, reasons: &[Reason]) -> String {
        let mut words: Vec<&String> = Vec::new();
        for reason in reasons {
            if let Reason::Learned { word, subject: other } = reason
                && other == subject
                && !word.is_empty()
                && !words.contains(&word)
            {
                words.push(word);
            }
        }
        words.into_iter().map(|word| self.say("reason-word", &[("word", word.clone())])).collect()
    }

    fn say(&self, key: &str, facts: &[(&str, String)]) -> String {
        self.texts.say(Language::default(), key, facts)
    }

    fn reason(&self, reason: &Reason, all: &[Reason]) -> String {
        match reason {
            Reason::Keyword { word, subject } => {
                let name = self.county.subjects.get(subject).map(|subject| subject.name.clone()).unwrap_or_default();
                match word.is_empty() {
                    true => self.say("reason-by-words", &[("what", name)]),
                    false => self.say("reason-keyword", &[("words", self.words_for(subject, all)), ("subject", name)]),
                }
            }
            Reason::Learned { word, subject } => {
                let name = self.county.subjects.get(subject).map(|subject| subject.name.clone()).unwrap_or_default();
                match word.is_empty() {
                    true => self.say("reason-learned", &[("subject", name)]),
                    false => self
                        .say("reason-learned-words", &[("words", self.learned_words(subject, all)), ("subject", name)]),
                }
            }
            Reason::Place { word, place } if word.is_empty() => {
                self.say("reason-by-words", &[("what", self.place(place))])
            }
            Reason::Place { word, place } => {
                self.say("reason-place", &[("word", word.clone()), ("place", self.place(place))])
            }
            Reason::Unit { word, unit } if word.is_empty() => self.say("reason-by-words", &[("what", self.unit(unit))]),
            Reason::Unit { word, unit } => {
                self.say("reason-unit", &[("word", word.clone()), ("unit", self.unit(unit))])
            }
            Reason::Lead { unit, place: Some(_) } => self.say("reason-lead-place", &[("unit", self.unit(unit))]),
            Reason::Lead { unit, place: None } => self.say("reason-lead-subject", &[("unit", self.unit(unit))]),
            Reason::Post { cadre, acting } => self.post(cadre, acting.as_ref()),
        }
    }

    fn post(&self, cadre: &CadreId, acting: Option<&CadreId>) -> String {
        let title = self.county.cadres.get(cadre).map(|cadre| cadre.title.clone()).unwrap_or_default();
        let mut facts = vec![("title", title), ("cadre", self.cadre(cadre))];
        let Some(acting) = acting else { return self.say("reason-post", &facts) };
        facts.push(("acting", self.cadre(acting)));
        self.say("reason-post-acting", &facts)
    }

    /// Town and village, such as 观山镇凉水村.
    pub(super) fn place(&self, place: &PlaceId) -> String {
        let places = &self.county.places;
        let Some(place) = places.get(place) else { return self.say("place-unknown", &[]) };
        let town = place.parent.as_ref().and_then(|town| places.get(town)).map(|town| town.name.as_str());
        format!("{}{}", town.unwrap_or_default(), place.name)
    }

    /// The unit's name; of one that the county no longer has, that it is gone.
    pub(super) fn unit(&self, unit: &UnitId) -> String {
        self.county.units.get(unit).map_or_else(|| self.say("unit-gone", &[]), |unit| unit.name.clone())
    }

    /// The cadre's name; of one who has left the roster, that they have left.
    pub(super) fn cadre(&self, cadre: &CadreId) -> String {
        self.county.cadres.get(cadre).map_or_else(|| self.say("cadre-gone", &[]), |cadre| cadre.name.clone())
    }
}

impl Work<'_> {
    /// For whoever reads the original: by which of its words something like it was learned. Nothing where none was.
    pub(super) async fn learned_line(&mut self, case: &Case) -> Done<String> {
        if case.is_sealed() {
            return Ok(String::new());
        }
        let said = joined(&self.said_about(&case.id).await?);
        let reading = self.read(&said);
        let learned: Vec<Reason> =
            reading.reasons.into_iter().filter(|reason| matches!(reason, Reason::Learned { .. })).collect();
        if learned.is_empty() {
            return Ok(String::new());
        }
        let line = self.say(Language::default(), "original-why", &[("why", self.why(&learned))]);
        Ok(format!("\n{line}"))
    }

    /// Why it came here; of private matters only who leads and whose post it is, not by which words.
    pub(super) fn card_why(&self, case: &Case, said: &str, face: Face) -> String {
        if !asks_why(case, face) {
            return String::new();
        }
        let shown =
            |reason: &&Reason| !self.is_private(case) || matches!(reason, Reason::Lead { .. } | Reason::Post { .. });
        let reasons: Vec<Reason> = case.reasons.iter().filter(shown).cloned().collect();
        let told = Reason::in_words(&reasons, &self.read(said).reasons);
        self.why(&told.iter().map(Reason::without_learned_words).collect::<Vec<_>>())
    }
}

/// Whoever signs wants to know why it came to them; later, and the second time, only on asking for more.
fn asks_why(case: &Case, face: Face) -> bool {
    let unsigned = case.task.as_ref().is_none_or(|task| task.signed.is_none());
    face != Face::Plain || unsigned && case.round == 1
}
