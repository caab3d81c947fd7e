//! What may be passed on to a body outside the county's units: with the sender's own leave, asked once for each body and case,
//! for exactly the words they were shown; it can be taken back at any time (个人信息保护法 art. 15, 23).

use serde::{Deserialize, Serialize};

use super::{Joint, worked_on};
use crate::case::Case;
use crate::case::command::Refusal;
use crate::case::event::{Event, Words};
use crate::id::{CadreId, ContentId, OutsideId};

/// Whether the sender lets it be passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leave {
    /// They were asked.
    Asked,
    /// 同意.
    Given,
    /// 不同意.
    Refused,
    /// Taken back after it was given.
    Withdrawn,
}

impl Leave {
    /// The name in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What is to be passed on to one body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handing {
    /// To whom.
    pub body: OutsideId,
    /// Exactly what.
    pub text: ContentId,
    /// Who asked for leave; none of the machine's own.
    pub by: Option<CadreId>,
    /// Whether the sender lets it.
    pub leave: Leave,
    /// How often somebody took the text to pass it on.
    pub taken: u32,
}

/// One step of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutsideStep {
    /// The sender was asked, and shown the words.
    Asked {
        /// The words.
        words: Words,
    },
    /// They said whether; they may say otherwise later.
    Answered {
        /// Whether it may be passed on.
        given: bool,
    },
    /// Somebody who works on it took the words, to pass them on.
    Taken,
}

impl OutsideStep {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "outside_asked",
            Self::Answered { .. } => "outside_answered",
            Self::Taken => "outside_taken",
        }
    }

    /// The words it refers to, if any.
    pub fn words(&self) -> Option<&Words> {
        if let Self::Asked { words } = self { Some(words) } else { None }
    }
}

impl Joint {
    /// What is to be passed on to that body.
    pub fn handing(&self, body: &OutsideId) -> Option<&Handing> {
        self.outside.iter().find(|handing| handing.body == *body)
    }
}

/// Nobody is asked twice; nothing is taken before leave was given; taking it back is possible whatever became of the case.
pub(super) fn decide(case: &Case, body: &OutsideId, step: &OutsideStep) -> Result<(), Refusal> {
    let known = case.joint.handing(body).map(|handing| handing.leave);
    match (step, known) {
        (OutsideStep::Asked { .. }, None) => worked_on(case),
        (OutsideStep::Answered { given: true }, Some(Leave::Asked | Leave::Refused | Leave::Withdrawn)) => {
            worked_on(case)
        }
        (OutsideStep::Answered { given: false }, Some(Leave::Asked | Leave::Given)) => Ok(()),
        (OutsideStep::Taken, Some(Leave::Given)) => worked_on(case),
        (OutsideStep::Taken, _) => Err(Refusal::NoLeave),
        (OutsideStep::Asked { .. } | OutsideStep::Answered { .. }, _) => Err(Refusal::NothingChanges),
    }
}

pub(super) fn apply(joint: &mut Joint, body: &OutsideId, step: &OutsideStep, event: &Event) {
    if let OutsideStep::Asked { words } = step {
        let by = event.actor.cadre().cloned();
        let (body, text) = (body.clone(), words.content.clone());
        joint.outside.push(Handing { body, text, by, leave: Leave::Asked, taken: 0 });
        return;
    }
    for handing in joint.outside.iter_mut().filter(|handing| handing.body == *body) {
        match (step, handing.leave) {
            (OutsideStep::Answered { given: true }, _) => handing.leave = Leave::Given,
            (OutsideStep::Answered { given: false }, Leave::Given | Leave::Withdrawn) => {
                handing.leave = Leave::Withdrawn
            }
            (OutsideStep::Answered { given: false }, Leave::Asked | Leave::Refused) => handing.leave = Leave::Refused,
            (OutsideStep::Taken, _) => handing.taken += 1,
            (OutsideStep::Asked { .. }, _) => {}
        }
    }
}
