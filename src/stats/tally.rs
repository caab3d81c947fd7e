//! One line for each round in which a unit had a case: what it has to show for it. Read off the case after each event.

use crate::case::answer::AnswerFact;
use crate::case::event::{Event, Fact};
use crate::case::joint::JointFact;
use crate::case::{Case, Grade, State};
use crate::id::{Moment, PlaceId, UnitId};

/// A unit's round of a case as it stands; the moments stand beside it in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The unit.
    pub unit: UnitId,
    /// The town where it happened.
    pub town: Option<PlaceId>,
    /// Which round.
    pub round: u32,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// Solved?
    pub solved: Option<bool>,
    /// Satisfied?
    pub grade: Option<Grade>,
    /// Whether nothing more is to be waited for: both questions answered, it came back, or the window passed.
    pub settled: bool,
    /// Left out by decision of two persons.
    pub left_out: bool,
}

/// An answer whose sender has had the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Whose answer.
    pub unit: UnitId,
    /// The town where it happened.
    pub town: Option<PlaceId>,
    /// Which round.
    pub round: u32,
    /// Whether the unit spoke with the sender in time.
    pub contacted: bool,
    /// Solved?
    pub solved: Option<bool>,
    /// Satisfied?
    pub grade: Option<Grade>,
    /// Left out by decision of two persons.
    pub left_out: bool,
}

impl Settled {
    /// Whether its sender said anything (有效回访).
    pub fn is_valid(&self) -> bool {
        self.solved.is_some() || self.is_graded()
    }

    /// Whether its sender said how content they are.
    pub fn is_graded(&self) -> bool {
        self.grade.is_some_and(|grade| grade != Grade::Unrated)
    }
}

/// The line of the unit that has the case now; none where no unit has it openly. The town is found by the roster.
pub fn tally_of(case: &Case, town: Option<PlaceId>) -> Option<Tally> {
    let task = case.task.as_ref().filter(|task| !task.above && !case.is_sealed())?;
    let said = is_answered(case.state);
    let (solved, grade) = if said { (case.solved, case.grade) } else { (None, None) };
    let came_back = solved == Some(false) || grade == Some(Grade::Dissatisfied);
    Some(Tally {
        unit: task.unit.clone(),
        town,
        round: case.round,
        answered_at: case.answered_at.filter(|_| said),
        solved,
        grade,
        settled: said && (came_back || case.state != State::Answered),
        left_out: case.marks.numbers.left_out.is_some(),
    })
}

impl Tally {
    /// With what a callback officer heard from the sender on the phone, where they have not said it themselves.
    pub fn with_heard(self, event: &Event) -> Self {
        let Fact::Answer(AnswerFact::CallHeard { solved, grade }) = &event.fact else { return self };
        let back = !solved || *grade == Some(Grade::Dissatisfied);
        Self {
            solved: self.solved.or(Some(*solved)),
            grade: self.grade.or(*grade),
            settled: self.settled || back,
            ..self
        }
    }
}

/// Whether the resident has had an answer in this round.
pub fn is_answered(state: State) -> bool {
    match state {
        State::Answered | State::Reviewing | State::Closed | State::Concluded => true,
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Withdrawn
        | State::NotAccepted
        | State::Merged => false,
    }
}

/// Whether a cadre spoke to the sender in it (响应): signing for a case is not speaking.
pub fn reaches_sender(event: &Event) -> bool {
    let spoken = matches!(
        event.fact,
        Fact::Asked { .. }
            | Fact::InterimReplied { .. }
            | Fact::NoteSent { .. }
            | Fact::DoneReported { .. }
            | Fact::Answer(AnswerFact::Refused { .. } | AnswerFact::Guided { with_answer: false, .. })
            | Fact::Joint(JointFact::Promised { .. } | JointFact::Kept { .. } | JointFact::Shelved { .. })
    );
    spoken && event.actor.cadre().is_some()
}
