//! Why a case went where it went, in words that stand on the card: “路灯”→市政照明；属地→观山镇；包村干部钱进.

use super::Rules;
use crate::classify::Reason;
use crate::id::{CadreId, PlaceId, UnitId};
use crate::text::Language;

impl Rules {
    /// All reasons in one line, for staff.
    pub fn why(&self, reasons: &[Reason]) -> String {
        let parts: Vec<String> = reasons.iter().map(|reason| self.reason(reason)).collect();
        parts.join(&self.say("reason-and", &[]))
    }

    fn say(&self, key: &str, facts: &[(&str, String)]) -> String {
        self.texts.say(Language::default(), key, facts)
    }

    fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Keyword { word, subject } => {
                let subject = self.county.subjects.get(subject).map(|subject| subject.name.clone()).unwrap_or_default();
                match word.is_empty() {
                    true => self.say("reason-by-words", &[("what", subject)]),
                    false => self.say("reason-keyword", &[("word", word.clone()), ("subject", subject)]),
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
