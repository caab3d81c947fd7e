//! What an answer holds and what follows it: its outcome, the list of what to bring, the look of somebody else, the call
//! afterwards, the question a month later whether it still holds.
//!
//! An answer says what was supported and what was not, with facts and basis (信访工作条例 art. 31); whoever does not agree
//! may ask for 复查 within 30 days (art. 35).

use serde::{Deserialize, Serialize};

use super::command::{Redo, Refusal};
use super::event::{Actor, Event, Fact, Words};
use super::{Case, Ending, Grade, State, decide};
use crate::classify::Kind;
use crate::id::{CadreId, ContentId, Moment};

/// What came of what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 支持.
    Supported,
    /// 部分支持.
    Partly,
    /// 解释说明.
    Explained,
    /// 不支持.
    NotSupported,
    /// 采纳, of a suggestion.
    Adopted,
    /// 部分采纳.
    AdoptedPartly,
    /// 不采纳.
    NotAdopted,
}

impl Outcome {
    /// Every outcome of what was asked for, the ordinary one first.
    pub const ALL: [Self; 4] = [Self::Supported, Self::Partly, Self::Explained, Self::NotSupported];
    /// Every outcome of a suggestion; none of them is the ordinary one (信访工作条例 art. 29).
    pub const OF_SUGGESTIONS: [Self; 3] = [Self::Adopted, Self::AdoptedPartly, Self::NotAdopted];

    /// The name in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Partly => "partly",
            Self::Explained => "explained",
            Self::NotSupported => "not-supported",
            Self::Adopted => "adopted",
            Self::AdoptedPartly => "adopted-partly",
            Self::NotAdopted => "not-adopted",
        }
    }

    /// Whether it is what a suggestion comes to.
    pub fn is_of_suggestion(self) -> bool {
        Self::OF_SUGGESTIONS.contains(&self)
    }

    /// Whether something that was suggested is not taken up: then a reason is owed (信访工作条例 art. 29).
    pub fn owes_reason(self) -> bool {
        matches!(self, Self::AdoptedPartly | Self::NotAdopted)
    }

    /// Whether something that was asked for is not given: then law, rule or document must be named.
    pub fn refuses(self) -> bool {
        match self {
            Self::Partly | Self::NotSupported => true,
            // Nobody has a right to be followed: what is not taken up is no refusal, and no 复查 follows from it.
            Self::Supported | Self::Explained | Self::Adopted | Self::AdoptedPartly | Self::NotAdopted => false,
        }
    }
}

/// A fact about an answer; ids, numbers and moments only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AnswerFact {
    /// What the answer that follows comes to.
    Decided {
        /// Which.
        outcome: Outcome,
        /// Whether the handler said that it is about no procedure, so that no list of what to bring is due.
        no_procedure: bool,
    },
    /// One thing that was asked for is refused in writing; the case goes on.
    Refused {
        /// The refusal, with reason and basis.
        words: Words,
    },
    /// 一次性告知: what to bring, where to, by when.
    Guided {
        /// The list.
        words: Words,
        /// Whether an answer follows that carries it.
        with_answer: bool,
    },
    /// Reported done; somebody who is not the handler looks at it first.
    CheckAsked {
        /// The answer.
        words: Words,
        /// Pieces of evidence.
        evidence: u32,
        /// Who is asked to look.
        checker: CadreId,
        /// By when.
        due: Moment,
    },
    /// Looked at and passed (通过).
    CheckPassed,
    /// Nobody else is there to look; the log says so.
    Unchecked,
    /// Sent back to the handler (退回).
    CheckReturned {
        /// Why.
        words: Words,
    },
    /// Nobody looked in time; a named person was told.
    CheckLate {
        /// Who.
        told: CadreId,
        /// How far up.
        rung: u32,
        /// When the next one is told.
        next: Moment,
    },
    /// A callback officer phoned and reached nobody.
    CallTried,
    /// What the sender said on the phone: never a rating of their own.
    CallHeard {
        /// Whether it is solved.
        solved: bool,
        /// How content they are, when they said so.
        grade: Option<Grade>,
    },
    /// Phoned often enough, on days enough, and reached nobody.
    NoContact,
    /// The sender was asked whether it still holds.
    AskedAgain,
    /// What they said.
    AgainSaid {
        /// Whether it still holds.
        fine: bool,
    },
}

impl AnswerFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Decided { .. } => "answer_decided",
            Self::Refused { .. } => "answer_refused",
            Self::Guided { .. } => "guided",
            Self::CheckAsked { .. } => "check_asked",
            Self::CheckPassed => "check_passed",
            Self::Unchecked => "unchecked",
            Self::CheckReturned { .. } => "check_returned",
            Self::CheckLate { .. } => "check_late",
            Self::CallTried => "call_tried",
            Self::CallHeard { .. } => "call_heard",
            Self::NoContact => "no_contact",
            Self::AskedAgain => "asked_again",
            Self::AgainSaid { .. } => "again_said",
        }
    }

    /// The words it refers to, if any.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::Refused { words }
            | Self::Guided { words, .. }
            | Self::CheckAsked { words, .. }
            | Self::CheckReturned { words } => Some(words),
            Self::Decided { .. }
            | Self::CheckPassed
            | Self::Unchecked
            | Self::CheckLate { .. }
            | Self::CallTried
            | Self::CallHeard { .. }
            | Self::NoContact
            | Self::AskedAgain
            | Self::AgainSaid { .. } => None,
        }
    }
}

/// A refusal in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// Its words.
    pub content: ContentId,
    /// When it was given.
    pub at: Moment,
    /// Of all that was asked for, of a part of it, or of one thing beside others.
    pub outcome: Outcome,
}

/// An answer that waits for somebody to look at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The answer.
    pub words: Words,
    /// Pieces of evidence.
    pub evidence: u32,
    /// Who wrote it.
    pub by: CadreId,
    /// Who is asked to look.
    pub checker: CadreId,
    /// How far up lateness has climbed.
    pub rung: u32,
    /// When the next one is told.
    pub next: Moment,
    /// Who was told last that it is late; they may look too.
    pub told: Option<CadreId>,
}

/// What an answer under way will hold once it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// What it comes to.
    pub outcome: Option<Outcome>,
    /// The list it carries.
    pub guide: Option<ContentId>,
    /// Whether the handler said that it is about no procedure.
    pub no_procedure: bool,
}

/// What is remembered about a case's answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// What the answer under way will hold.
    pub pending: Pending,
    /// What the latest answer comes to.
    pub outcome: Option<Outcome>,
    /// Every refusal in writing, oldest first.
    pub denials: Vec<Denial>,
    /// The latest list of what to bring.
    pub guide: Option<ContentId>,
    /// Whether the latest answer carries that list.
    pub guided: bool,
    /// The answer that waits, while the state says so.
    pub check: Option<Check>,
    /// Pieces of evidence of the latest answer.
    pub evidence: u32,
    /// When a callback officer phoned in vain, this round.
    pub calls: Vec<Moment>,
    /// Solved? as heard on the phone, this round.
    pub heard: Option<bool>,
    /// Whether nobody could be reached by phone, this round.
    pub no_contact: bool,
    /// Whether the sender was asked if it still holds.
    pub asked_again: bool,
    /// Whether they said that it does not.
    pub broke: bool,
}

/// Whether the case allows it, and what follows from it; `redo` says who takes it when it comes back.
pub(super) fn decide(case: &Case, what: AnswerFact, redo: Option<Redo>) -> Result<Vec<Fact>, Refusal> {
    if case.is_sealed() {
        return Err(Refusal::Sealed);
    }
    allowed(case, &what)?;
    let passed = case.answers.check.clone().filter(|_| what == AnswerFact::CheckPassed);
    let mut facts = vec![Fact::Answer(what)];
    facts.extend(passed.map(|check| Fact::DoneReported { words: check.words, evidence: check.evidence }));
    facts.extend(redo.map(decide::reopened));
    Ok(facts)
}

fn allowed(case: &Case, what: &AnswerFact) -> Result<(), Refusal> {
    match what {
        AnswerFact::Decided { outcome, .. } if outcome.is_of_suggestion() != (case.kind == Kind::Suggestion) => {
            Err(Refusal::OutcomeMissing)
        }
        AnswerFact::Decided { .. } | AnswerFact::Refused { .. } | AnswerFact::Guided { .. } | AnswerFact::Unchecked => {
            decide::working(case)
        }
        AnswerFact::CheckAsked { .. } => decide::working(case).and_then(|()| case.joint.is_settled()),
        AnswerFact::CheckPassed => under_check(case).and_then(|()| case.joint.is_settled()),
        AnswerFact::CheckReturned { .. } | AnswerFact::CheckLate { .. } => under_check(case),
        AnswerFact::CallTried | AnswerFact::CallHeard { .. } | AnswerFact::NoContact => to_be_rated(case),
        AnswerFact::AskedAgain if case.answers.asked_again => Err(Refusal::NothingChanges),
        AnswerFact::AskedAgain => closed_as_solved(case),
        AnswerFact::AgainSaid { .. } if !case.answers.asked_again => Err(Refusal::NothingChanges),
        AnswerFact::AgainSaid { .. } => closed_as_solved(case),
    }
}

fn under_check(case: &Case) -> Result<(), Refusal> {
    match case.state {
        State::UnderCheck if case.answers.check.is_some() => Ok(()),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
        State::Answered | State::Reviewing => Err(Refusal::AlreadyAnswered),
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck => Err(Refusal::NothingChanges),
    }
}

/// A phone call is about an answer that the sender has not judged yet.
fn to_be_rated(case: &Case) -> Result<(), Refusal> {
    match case.state {
        State::Answered if case.answers.heard.is_some() => Err(Refusal::NothingChanges),
        State::Answered => Ok(()),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Reviewing => Err(Refusal::NotAnswered),
    }
}

fn closed_as_solved(case: &Case) -> Result<(), Refusal> {
    let solved = case.state == State::Closed && case.ending == Some(Ending::Solved);
    if solved { Ok(()) } else { Err(Refusal::NothingChanges) }
}

/// What a fact about an answer leaves.
pub(super) fn apply(case: &mut Case, what: &AnswerFact, event: &Event) {
    let answers = &mut case.answers;
    match what {
        AnswerFact::Decided { outcome, no_procedure } => {
            answers.pending = Pending { outcome: Some(*outcome), guide: None, no_procedure: *no_procedure };
        }
        AnswerFact::Refused { words } => deny(answers, words, event.at, Outcome::NotSupported),
        AnswerFact::Guided { words, with_answer: true } => answers.pending.guide = Some(words.content.clone()),
        AnswerFact::Guided { words, with_answer: false } => answers.guide = Some(words.content.clone()),
        AnswerFact::CheckAsked { words, evidence, checker, due } => {
            let Actor::Cadre(by) = event.actor.clone() else { return };
            let (words, checker) = (words.clone(), checker.clone());
            answers.check = Some(Check { words, evidence: *evidence, by, checker, rung: 0, next: *due, told: None });
            case.state = State::UnderCheck;
        }
        AnswerFact::CheckReturned { .. } => (answers.check, case.state) = (None, State::InProgress),
        AnswerFact::CheckLate { told, rung, next } => {
            if let Some(check) = &mut answers.check {
                (check.told, check.rung, check.next) = (Some(told.clone()), *rung, *next);
            }
        }
        AnswerFact::CallTried => answers.calls.push(event.at),
        AnswerFact::CallHeard { solved, .. } => answers.heard = Some(*solved),
        AnswerFact::NoContact => answers.no_contact = true,
        AnswerFact::AskedAgain => answers.asked_again = true,
        AnswerFact::AgainSaid { fine } => answers.broke = !fine,
        AnswerFact::CheckPassed | AnswerFact::Unchecked => {}
    }
}

fn deny(answers: &mut Answers, words: &Words, at: Moment, outcome: Outcome) {
    answers.denials.push(Denial { content: words.content.clone(), at, outcome });
}

impl Answers {
    /// The resident has the word; a refusal stays from now on, whatever else comes.
    pub(super) fn given(&mut self, words: &Words, evidence: u32, at: Moment) {
        let pending = std::mem::take(&mut self.pending);
        (self.check, self.evidence) = (None, evidence);
        (self.outcome, self.guided) = (pending.outcome, pending.guide.is_some());
        self.guide = pending.guide.or_else(|| self.guide.take());
        if let Some(outcome) = self.outcome.filter(|outcome| outcome.refuses()) {
            deny(self, words, at, outcome);
        }
    }

    /// Another round: nothing was phoned or asked in it yet. What was refused in writing stays.
    pub(super) fn begin_anew(&mut self) {
        *self = Self {
            outcome: self.outcome,
            denials: std::mem::take(&mut self.denials),
            guide: self.guide.take(),
            guided: self.guided,
            broke: self.broke,
            ..Self::default()
        };
    }
}
