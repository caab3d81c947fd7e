//! From a reading to the responsible cadre, or to a human who decides; with reasons either way.

use chrono::NaiveDate;

use super::{Guess, Reading, Reason};
use crate::id::{PlaceId, SubjectId, UnitId};
use crate::roster::{County, Lead, Responsible};

/// Where a case goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// To a unit and its responsible cadre.
    To {
        /// The leaf.
        subject: SubjectId,
        /// Unit, cadre, deputy, and who acts today.
        responsible: Responsible,
        /// 0..=1.
        confidence: f64,
        /// Why, in the order in which it is told: words, place, lead, post.
        reasons: Vec<Reason>,
    },
    /// To a screener, who decides.
    Human {
        /// Why no machine may decide.
        why: WhyHuman,
        /// What the screener may choose from, best first.
        top: Vec<Guess>,
    },
}

/// Why a screener must decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyHuman {
    /// The best guess is below the threshold.
    LowConfidence,
    /// No word points to a subject.
    NoSubject,
    /// The town leads and the place is unknown.
    PlaceMissing,
    /// No post covers it.
    NobodyResponsible,
    /// It accuses, or its subject is one that a human must see.
    ByRule,
    /// There are no words to read (a voice message, a picture).
    Unreadable,
}

/// Routes a reading. It may route; it never refuses, closes, excludes or lowers.
pub fn route(county: &County, reading: &Reading, today: NaiveDate, threshold: f64) -> Route {
    match decide(county, reading, today, threshold) {
        Ok(route) => route,
        Err(why) => Route::Human { why, top: reading.subjects.clone() },
    }
}

fn decide(county: &County, reading: &Reading, today: NaiveDate, threshold: f64) -> Result<Route, WhyHuman> {
    if !reading.accusations.is_empty() {
        return Err(WhyHuman::ByRule);
    }
    let best = reading.subjects.first().ok_or(WhyHuman::NoSubject)?;
    let subject = county.subjects.get(&best.subject).ok_or(WhyHuman::NoSubject)?;
    let place = reading.place.as_ref();
    match &subject.lead {
        Lead::Discipline | Lead::Screener => return Err(WhyHuman::ByRule),
        Lead::Town | Lead::Unit(_) if best.confidence < threshold => return Err(WhyHuman::LowConfidence),
        Lead::Town | Lead::Unit(_) => {}
    }
    let (unit, because) = leads(county, &subject.lead, place)?;
    let responsible = county.responsible(&unit, place, &best.subject, today).ok_or(WhyHuman::NobodyResponsible)?;
    let mut reasons = told(&reading.reasons, &best.subject);
    reasons.push(Reason::Lead { unit, place: because });
    reasons.push(Reason::Post {
        cadre: responsible.cadre.clone(),
        acting: Some(responsible.acting.clone()).filter(|acting| *acting != responsible.cadre),
    });
    Ok(Route::To { subject: best.subject.clone(), responsible, confidence: best.confidence, reasons })
}

/// The unit that leads and, when it leads because of the place, its town.
fn leads(county: &County, lead: &Lead, place: Option<&PlaceId>) -> Result<(UnitId, Option<PlaceId>), WhyHuman> {
    match lead {
        Lead::Town => {
            let place = place.ok_or(WhyHuman::PlaceMissing)?;
            let unit = county.town_unit(place).ok_or(WhyHuman::NobodyResponsible)?;
            Ok((unit.clone(), county.town_of(place).cloned()))
        }
        Lead::Unit(unit) => Ok((unit.clone(), None)),
        Lead::Discipline | Lead::Screener => Err(WhyHuman::ByRule),
    }
}

/// The reasons that speak for the subject, and those of place.
fn told(reasons: &[Reason], best: &SubjectId) -> Vec<Reason> {
    let speaks = |reason: &&Reason| match reason {
        Reason::Keyword { subject, .. } | Reason::Learned { subject, .. } => subject == best,
        Reason::Place { .. } => true,
        Reason::Unit { .. } | Reason::Lead { .. } | Reason::Post { .. } => false,
    };
    reasons.iter().filter(speaks).cloned().collect()
}
