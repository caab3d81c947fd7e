//! What may be asked of a case, and how it can refuse.

use super::answer::AnswerFact;
use super::emergency::EmergencyFact;
use super::event::Words;
use super::face::FaceFact;
use super::joint::JointFact;
use super::linked::{LinkedFact, NoLink};
use super::naming::Naming;
use super::numbers::NumbersFact;
use super::people::PeopleCommand;
use super::protect::Protection;
use super::review::{No, ReviewCommand};
use super::supervise::Supervise;
use super::{Grade, Lane, Task};
use crate::classify::{Danger, Kind, Reason, Weight};
use crate::id::{CadreId, CaseId, Moment, PlaceId, SubjectId, UnitId};

/// What the machine or a screener understood of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Understanding {
    /// 咨询 … 表扬.
    pub kind: Kind,
    /// The subject.
    pub subject: Option<SubjectId>,
    /// The place.
    pub place: Option<PlaceId>,
    /// Danger to life.
    pub danger: Option<Danger>,
    /// 0..=1.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// By when the resident has an answer.
    pub due: Moment,
    /// Whether the calendar of that year is not published yet.
    pub provisional: bool,
    /// What it weighs.
    pub weight: Weight,
}

/// Who takes a case that comes back, and by when.
#[derive(Clone, Debug, PartialEq)]
pub struct Redo {
    /// The new task; none for a sealed case, whose readers keep it.
    pub task: Option<Task>,
    /// The new date.
    pub due: Moment,
    /// Whether the calendar of that year is not published yet.
    pub provisional: bool,
    /// Who chooses instead what becomes of it, and by when: the sender was not content before.
    pub choice: Option<(CadreId, Moment)>,
}

/// An act upon a case, in the imperative. Dates and people are found beforehand; `decide` only judges.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Words or media of the resident join.
    Join {
        /// What was said.
        words: Words,
        /// `text`, `photo` …
        what: String,
    },
    /// The resident edited a message.
    Edit(Words),
    /// Take over a reading.
    Understand(Understanding),
    /// The resident would rather not say where it is.
    SkipPlace,
    /// Keep it from everyone but named readers.
    Seal(Lane),
    /// Let it go the ordinary way again.
    Unseal,
    /// The burst is over.
    CloseWindow,
    /// A human shall decide by then.
    AskScreening(Moment),
    /// Give it to a unit and a named cadre, at first or again.
    Dispatch(Task),
    /// Take it back from a unit that is no more; a human shall decide anew by then.
    TakeBack(Moment),
    /// Sign for it.
    Sign,
    /// Another cadre acts.
    Assign(CadreId),
    /// Ask the resident.
    Ask(Words),
    /// Tell the resident how far it is.
    ReplyInterim(Words),
    /// Write a note for the unit.
    WriteNote(Words),
    /// Send a note on.
    SendNote(Words),
    /// Report it done.
    ReportDone {
        /// The answer.
        words: Words,
        /// Pieces of evidence.
        evidence: u32,
        /// Whether this subject asks for a photo.
        photo_needed: bool,
    },
    /// The resident says whether it is solved.
    SaySolved {
        /// Whether.
        solved: bool,
        /// The round they speak of.
        round: u32,
        /// Whether the rating window still runs.
        in_window: bool,
        /// Who takes it if not.
        redo: Redo,
    },
    /// The resident rates.
    Rate {
        /// How.
        grade: Grade,
        /// The round they speak of.
        round: u32,
        /// Whether the rating window still runs.
        in_window: bool,
        /// Who takes it if not content.
        redo: Redo,
    },
    /// The rating window passed in silence.
    EndInSilence,
    /// The resident takes it back.
    Withdraw,
    /// The resident asks how it stands.
    Nudge {
        /// Whether one was counted today already.
        counted_today: bool,
    },
    /// The resident asks for a visit.
    AskVisit {
        /// Whether one was asked for today already.
        asked_today: bool,
    },
    /// The resident asks for a call.
    AskCall {
        /// Whether one was asked for today already.
        asked_today: bool,
    },
    /// Staff are reminded, at half the time (1) or on the due day (2).
    Remind(u32),
    /// A calendar was published: the date is computed anew.
    MoveDate {
        /// The date.
        due: Moment,
        /// Whether it still is provisional.
        provisional: bool,
    },
    /// The ordinary need in a sealed case became a case of its own.
    Part(CaseId),
    /// Keep it back until the discipline lane lets it go, at the latest until then.
    Hold(Moment),
    /// Let go what was kept back.
    LetGo,
    /// More people are kept out (who, is kept encrypted).
    KeepOut(Words),
    /// It stood where somebody could read it who must not (where, since when, who, is kept encrypted).
    Expose(Words),
    /// A cadre steps back from it (回避).
    Recuse(CadreId),
    /// Somebody opens the original.
    ReadOriginal,
    /// Somebody on call takes the danger on.
    TakeDanger,
    /// Something about danger to life.
    Emergency(EmergencyFact),
    /// Whoever speaks up is protected.
    Protect(Protection),
    /// Something about the other hands on it.
    Joint(JointFact),
    /// It is supervised.
    Supervise(Supervise),
    /// Count it otherwise.
    Count(NumbersFact),
    /// About an answer: what it holds, its check, the call and the question afterwards; and who takes the case when it comes back.
    Answer(AnswerFact, Option<Redo>),
    /// 延期, 异议, 复查, 复核, 终结.
    Review(ReviewCommand),
    /// It belongs together with other cases, or is not accepted; and who takes it when it comes back.
    Linked(LinkedFact, Option<Redo>),
    /// Whose it is beside its sender.
    People(PeopleCommand),
    /// Something that happens face to face.
    Face(FaceFact),
    /// Erasure was asked for and law holds it back.
    Freeze,
    /// The sender wants to be named, or not.
    Name(Naming),
    /// The sender is asked to let files, places and numbers be seen.
    AskShowing,
    /// The sender agrees, or not.
    AnswerShowing(bool),
}

/// Why a case does not do what it is asked: expected, typed, with words for the person (text key `refusal-…`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is closed or withdrawn.
    #[error("already closed")]
    AlreadyClosed,
    /// Somebody signed for it before.
    #[error("already signed")]
    AlreadySigned {
        /// Who.
        by: CadreId,
        /// When.
        at: Moment,
    },
    /// Nobody has signed for it yet.
    #[error("not signed yet")]
    NotSigned,
    /// It has been answered; the resident has the word.
    #[error("already answered")]
    AlreadyAnswered,
    /// It has not been answered yet.
    #[error("not answered yet")]
    NotAnswered,
    /// No unit has it yet.
    #[error("not dispatched yet")]
    NotDispatched,
    /// A unit has it already.
    #[error("already dispatched")]
    AlreadyDispatched {
        /// Which.
        to: UnitId,
    },
    /// This subject needs a photo of what was done.
    #[error("a photo is needed")]
    PhotoNeeded,
    /// It is read by named readers only.
    #[error("sealed")]
    Sealed,
    /// It is not sealed (any more).
    #[error("not sealed")]
    NotSealed,
    /// It already is where it should go.
    #[error("nothing changes")]
    NothingChanges,
    /// A nudge was counted today.
    #[error("already nudged today")]
    AlreadyNudged,
    /// The question was about another round.
    #[error("another round")]
    AnotherRound,
    /// The time for rating is over.
    #[error("the rating window is over")]
    WindowOver,
    /// Someone already took the danger on.
    #[error("danger already taken")]
    DangerTaken {
        /// Who.
        by: CadreId,
    },
    /// Its sender asked for erasure: it is stored and nothing else.
    #[error("frozen")]
    Frozen,
    /// Promises are not kept yet.
    #[error("{count} promises are not kept")]
    PromisesOpen {
        /// How many.
        count: usize,
    },
    /// Units that help are not done yet.
    #[error("{count} units still help")]
    HelpersOpen {
        /// How many.
        count: usize,
    },
    /// That unit has it or helps already.
    #[error("already helping")]
    AlreadyHelping {
        /// Which.
        unit: UnitId,
    },
    /// That unit does not help (any more).
    #[error("not helping")]
    NotHelping,
    /// It must be said which of the two came about.
    #[error("the outcome is missing")]
    OutcomeMissing,
    /// It waits for another promise.
    #[error("still waiting")]
    StillWaiting,
    /// The sender has not agreed that it is passed on.
    #[error("no leave")]
    NoLeave,
    /// It is not supervised (any more).
    #[error("not supervised")]
    NotSupervised,
    /// Supervision ends with words and evidence only.
    #[error("evidence is needed")]
    EvidenceNeeded,
    /// It is somebody else's word.
    #[error("not their word")]
    NotTheirWord,
    /// It says no to 延期, 异议, 复查, 复核 or 终结.
    #[error("{0}")]
    Review(#[from] No),
    /// Cases are not joined or split.
    #[error("{0}")]
    Linked(#[from] NoLink),
}

impl Refusal {
    /// The text key that explains it.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::AlreadyClosed => "refusal-closed",
            Self::AlreadySigned { .. } => "refusal-signed",
            Self::NotSigned => "refusal-not-signed",
            Self::AlreadyAnswered => "refusal-answered",
            Self::NotAnswered => "refusal-not-answered",
            Self::NotDispatched => "refusal-not-dispatched",
            Self::AlreadyDispatched { .. } => "refusal-dispatched",
            Self::PhotoNeeded => "refusal-photo",
            Self::Sealed => "refusal-sealed",
            Self::NotSealed => "refusal-not-sealed",
            Self::NothingChanges => "refusal-nothing",
            Self::AlreadyNudged => "refusal-nudged",
            Self::AnotherRound => "refusal-round",
            Self::WindowOver => "refusal-window",
            Self::DangerTaken { .. } => "refusal-danger-taken",
            Self::Frozen => "refusal-frozen",
            Self::PromisesOpen { .. } => "refusal-promises-open",
            Self::HelpersOpen { .. } => "refusal-helpers-open",
            Self::AlreadyHelping { .. } => "refusal-helping",
            Self::NotHelping => "refusal-not-helping",
            Self::OutcomeMissing => "refusal-outcome",
            Self::StillWaiting => "refusal-waiting",
            Self::NoLeave => "refusal-no-leave",
            Self::NotSupervised => "refusal-not-supervised",
            Self::EvidenceNeeded => "refusal-evidence",
            Self::NotTheirWord => "refusal-not-their-word",
            Self::Review(no) => no.text_key(),
            Self::Linked(no) => no.text_key(),
        }
    }
}
