//! Face to face: 我要见领导 and reception days (接访), by buttons where people already are.

mod heard;
mod known;
mod meeting;
mod sessions;
mod wishes;

use serde::{Deserialize, Serialize};

pub(super) use known::EntryAct;
pub(super) use wishes::standing;

use super::incoming::Press;
use super::press::Pressed;
use super::tap::Tap;
use super::words::{Facts, Reply};
use super::{Done, Work};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::case::face::{FaceFact, Outcome, Stage};
use crate::id::{CadreId, KnowledgeId};
use crate::notice::face::FaceOffer;
use crate::roster::Action;
use crate::store::PersonRow;
use crate::text::{Language, dates};

/// What the buttons about it do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FaceTap {
    /// 给接访时间: the sender is offered the next ones.
    Sessions,
    /// 说明原因: asks for the words.
    Explain,
    /// How it went.
    Went(Outcome),
    /// The sender takes a seat in this session, by its key.
    Take(String),
    /// The sender gives it back.
    GiveBack,
    /// 代写内容: asks for the words.
    PutDown,
    /// 对, or 不对，我再说.
    Mean(bool),
    /// 有用，够了, or 还要人办.
    Enough(bool),
    /// 可以用, or 不用, of an entry of the knowledge list.
    Entry(KnowledgeId, EntryAct),
    /// 改一改: asks for the words.
    Mend(KnowledgeId),
}

impl FaceTap {
    /// What whoever pressed is asked to write.
    pub(super) fn prompt_key(&self) -> &'static str {
        match self {
            Self::PutDown => "prompt-face-put-down",
            Self::Mend(_) => "prompt-entry-mend",
            Self::Sessions
            | Self::Explain
            | Self::Went(_)
            | Self::Take(_)
            | Self::GiveBack
            | Self::Mean(_)
            | Self::Enough(_)
            | Self::Entry(..) => "prompt-face-explain",
        }
    }

    /// Whether it is a resident's button.
    pub(super) fn is_residents(&self) -> bool {
        matches!(self, Self::Take(_) | Self::GiveBack | Self::Mean(_) | Self::Enough(_))
    }
}

/// The words on a button and what it does.
pub(super) fn offer_tap(offer: FaceOffer) -> (&'static str, Tap) {
    let (label, tap) = match offer {
        FaceOffer::Sessions => ("button-face-sessions", FaceTap::Sessions),
        FaceOffer::Explain => ("button-face-explain", FaceTap::Explain),
        FaceOffer::Held => ("button-face-held", FaceTap::Went(Outcome::Held)),
        FaceOffer::NotHeld => ("button-face-not-held", FaceTap::Went(Outcome::NotHeld)),
        FaceOffer::Meant => ("button-face-meant", FaceTap::Mean(true)),
        FaceOffer::NotMeant => ("button-face-not-meant", FaceTap::Mean(false)),
        FaceOffer::Missed => ("button-face-missed", FaceTap::Went(Outcome::Missed)),
    };
    (label, Tap::Face(tap))
}

impl Work<'_> {
    /// Whether a cadre may press it: whoever arranges receptions or was told that it is late; of how it went also who received.
    pub(super) fn may_face(&self, case: &Case, cadre: &CadreId, tap: &FaceTap) -> bool {
        if *tap == FaceTap::PutDown {
            return self.may_put_down(case, cadre);
        }
        if let FaceTap::Mend(_) = tap {
            return !case.is_kept_apart() && self.can(case, cadre, Action::Assign);
        }
        let Some(meeting) = case.face.meeting.as_ref().filter(|_| !case.is_kept_apart()) else { return false };
        let arranges = self.county().with_role(self.rules.service.face.arranges).contains(cadre);
        let told = case.marks.supervision.told.as_ref() == Some(cadre);
        let sees_to_it = (arranges || meeting.arranger == *cadre || told) && !self.is_of_the_work(case, cadre);
        match tap {
            FaceTap::Sessions | FaceTap::Explain => sees_to_it,
            FaceTap::Went(_) => sees_to_it || meeting.seat().is_some_and(|session| session.leader == *cadre),
            FaceTap::Take(_) | FaceTap::GiveBack | FaceTap::PutDown | FaceTap::Mean(_) => false,
            FaceTap::Enough(_) | FaceTap::Entry(..) | FaceTap::Mend(_) => false,
        }
    }

    /// A press by staff.
    pub(super) async fn face_pressed(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        tap: FaceTap,
    ) -> Done<Pressed> {
        let actor = Actor::Cadre(cadre.clone());
        match tap {
            FaceTap::Explain | FaceTap::PutDown | FaceTap::Mend(_) => {
                Box::pin(self.prompt(press, cadre, case, Tap::Face(tap))).await
            }
            FaceTap::Sessions => self.offer_sessions(case, actor).await,
            FaceTap::Went(outcome) => self.put_down(case, actor, outcome).await,
            FaceTap::Take(_) | FaceTap::GiveBack | FaceTap::Mean(_) | FaceTap::Enough(_) | FaceTap::Entry(..) => {
                Ok(self.void("press_unknown"))
            }
        }
    }

    /// A press by the sender.
    pub(super) async fn face_pressed_by_sender(
        &mut self,
        case: Case,
        tap: FaceTap,
        person: &PersonRow,
    ) -> Done<Pressed> {
        let language = Language::from_code(Some(&person.language));
        let attempt = self.attempt().await?;
        let result = match tap {
            FaceTap::Take(session) => self.take_seat(case, &session).await,
            FaceTap::GiveBack => self.give_seat_back(case).await,
            FaceTap::Mean(yes) => Box::pin(self.meant(case, yes)).await,
            FaceTap::Enough(enough) => self.said_enough(case, enough).await,
            FaceTap::Sessions
            | FaceTap::Explain
            | FaceTap::Went(_)
            | FaceTap::PutDown
            | FaceTap::Entry(..)
            | FaceTap::Mend(_) => {
                return Ok(self.void("press_unknown"));
            }
        };
        Ok(match self.settle(attempt, result).await? {
            Ok(key) => Pressed::saying("pressed", self.say(language, key, &[])),
            Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
        })
    }

    /// Whether the case would take the words at all.
    pub(super) fn face_allowed(&self, case: &Case, tap: &FaceTap) -> Result<(), Refusal> {
        if let FaceTap::Mend(_) = tap {
            return Ok(());
        }
        crate::case::face::decide(case, &fact_of(tap, super::prompt::no_words()))
    }

    /// What was written in answer to the prompt; returns what whoever wrote it hears.
    pub(super) async fn face_written(
        &mut self,
        cadre: &CadreId,
        case: Case,
        (tap, reply): (&FaceTap, &Reply),
    ) -> Done<(Case, &'static str)> {
        if let FaceTap::Mend(id) = tap {
            let key = self.entry_mended(cadre, id, reply).await?;
            return Ok((case, key));
        }
        let words = self.keep("reply", &case.id, reply).await?;
        let key = if *tap == FaceTap::PutDown { "prompt-face-asked-back" } else { "prompt-sent" };
        let fact = Command::Face(fact_of(tap, words));
        Ok((self.perform(case, Actor::Cadre(cadre.clone()), fact).await?, key))
    }

    /// What texts about it want to say.
    pub(super) fn face_facts(&self, case: &Case, language: Language) -> Facts {
        let Some(meeting) = &case.face.meeting else { return Facts::new() };
        let texts = &self.rules.texts;
        let mut facts = vec![("meetdue", dates::due(texts, language, meeting.due))];
        facts.extend(meeting.seat().map(|session| ("meeting", self.session_words(session, language))));
        facts
    }

    /// What the sender reads of it in the status message.
    pub(super) fn face_lines(&self, case: &Case, language: Language) -> Option<String> {
        let key = match &case.face.meeting.as_ref()?.stage {
            Stage::Asked => "status-face-asked",
            Stage::Offered(_) => "status-face-offered",
            Stage::Booked(_) => "status-face-booked",
            Stage::Over(_) | Stage::Explained | Stage::Ended(_) => return None,
        };
        Some(self.say(language, key, &self.face_facts(case, language)))
    }
}

/// What words for a button come to.
fn fact_of(tap: &FaceTap, words: Words) -> FaceFact {
    if *tap == FaceTap::PutDown { FaceFact::PutDown { words } } else { FaceFact::Explained { words } }
}
