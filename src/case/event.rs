//! What happened to a case: facts in the past tense, and what each does to it.

use serde::{Deserialize, Serialize};

use super::{Case, Ending, Grade, Lane, Marks, State, Task};
use crate::classify::{Danger, Kind, Reason};
use crate::id::{CadreId, CaseId, CaseNumber, ContentId, Moment, PersonId, PlaceId, SubjectId};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The resident.
    Resident(PersonId),
    /// A cadre.
    Cadre(CadreId),
    /// The machine: a clock or a rule.
    Machine,
}

impl Actor {
    /// The cadre, if it was one.
    pub fn cadre(&self) -> Option<&CadreId> {
        match self {
            Self::Cadre(cadre) => Some(cadre),
            Self::Resident(_) | Self::Machine => None,
        }
    }
}

/// A reference to words kept as erasable content, with their salted commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Where they are kept.
    pub content: ContentId,
    /// What proves that they were these.
    pub commitment: String,
}

/// One fact about a case; never words about people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The first message came; the number is out and the clock runs (信访工作条例 art. 21, 22: registered).
    Registered {
        /// The case.
        id: CaseId,
        /// Its number.
        number: CaseNumber,
        /// Who sent it.
        person: PersonId,
        /// Whether the receipt carries the privacy notice (个人信息保护法 art. 17).
        notice: bool,
    },
    /// Words or media of the resident joined.
    Joined {
        /// What was said.
        words: Words,
        /// `text`, `photo`, `voice` …
        what: String,
    },
    /// The resident edited a message; the former version stays.
    Edited {
        /// What it says now.
        words: Words,
    },
    /// The machine (or a screener) read it: kind, subject, place, danger, date.
    Understood {
        /// 咨询 … 表扬.
        kind: Kind,
        /// The subject.
        subject: Option<SubjectId>,
        /// The place.
        place: Option<PlaceId>,
        /// Danger to life.
        danger: Option<Danger>,
        /// 0..=1.
        confidence: f64,
        /// Why.
        reasons: Vec<Reason>,
        /// By when the resident has an answer.
        due: Moment,
        /// Whether the calendar of that year is not published yet.
        provisional: bool,
    },
    /// It accuses: only named readers from now on.
    Sealed {
        /// Who reads it.
        lane: Lane,
    },
    /// A reader found that it accuses nobody; it goes the ordinary way.
    Unsealed,
    /// The burst is complete.
    Collected,
    /// A human is asked where it goes.
    ScreeningAsked {
        /// By when.
        due: Moment,
    },
    /// Accepted (受理).
    Accepted,
    /// Given to a unit and a named cadre (派单), at first or again (改派).
    Dispatched {
        /// The task.
        task: Task,
    },
    /// The unit that had it is no more, or nobody is left in it; it has no unit until a human decides.
    TakenBack,
    /// The unit signed for it (签收).
    Signed,
    /// Another cadre of the unit acts now (指派).
    Assigned {
        /// Who.
        cadre: CadreId,
    },
    /// The resident was asked something (要求补充).
    Asked {
        /// The question.
        words: Words,
    },
    /// An interim reply went to the resident (阶段性答复).
    InterimReplied {
        /// The reply.
        words: Words,
    },
    /// A note was written for the unit only.
    NoteWritten {
        /// The note.
        words: Words,
    },
    /// A note was sent on to the resident (发给群众).
    NoteSent {
        /// The note.
        words: Words,
    },
    /// The unit reported it done (报结); the resident has the word.
    DoneReported {
        /// The answer.
        words: Words,
        /// How many pieces of evidence came with it.
        evidence: u32,
    },
    /// The resident said whether it is solved.
    SolvedSaid {
        /// Whether.
        solved: bool,
    },
    /// The resident said how content they are.
    Rated {
        /// How.
        grade: Grade,
    },
    /// Not solved, or not content: it comes back with a new date (退回重办).
    Reopened {
        /// The new task: another handler, or the unit's head; none for a sealed case, whose readers keep it.
        task: Option<Task>,
        /// The new date.
        due: Moment,
        /// Whether the calendar of that year is not published yet.
        provisional: bool,
    },
    /// It ended.
    Closed {
        /// Why.
        ending: Ending,
    },
    /// The resident asked how it stands (催办).
    Nudged,
    /// The resident asked for a visit (请人上门).
    VisitAsked,
    /// The resident asked to be called back (给我回电).
    CallAsked,
    /// Staff were reminded that a date comes near.
    Reminded {
        /// 1 at half the time, 2 on the due day.
        stage: u32,
    },
    /// Nobody signed in time; a named person was told.
    SignLate {
        /// Who was told.
        told: CadreId,
    },
    /// No screener decided in time; a named person was told.
    ScreeningLate {
        /// Who was told.
        told: CadreId,
    },
    /// The answer's date passed; a named person up the chain was told.
    Overdue {
        /// Who was told.
        told: CadreId,
        /// How far up.
        rung: u32,
        /// When the next one is told.
        next: Moment,
    },
    /// The answer's date was computed anew, because a calendar was published.
    DateMoved {
        /// The date now.
        due: Moment,
        /// Whether it still is provisional.
        provisional: bool,
    },
    /// The resident would rather not say which town it is in.
    PlaceSkipped,
    /// Somebody opened the original.
    OriginalRead,
    /// Somebody of those on call has taken the danger on.
    DangerTaken,
}

impl Fact {
    /// The name of the fact, as in storage and in the notice table.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "registered",
            Self::Joined { .. } => "joined",
            Self::Edited { .. } => "edited",
            Self::Understood { .. } => "understood",
            Self::Sealed { .. } => "sealed",
            Self::Unsealed => "unsealed",
            Self::Collected => "collected",
            Self::ScreeningAsked { .. } => "screening_asked",
            Self::Accepted => "accepted",
            Self::Dispatched { .. } => "dispatched",
            Self::TakenBack => "taken_back",
            Self::Signed => "signed",
            Self::Assigned { .. } => "assigned",
            Self::Asked { .. } => "asked",
            Self::InterimReplied { .. } => "interim_replied",
            Self::NoteWritten { .. } => "note_written",
            Self::NoteSent { .. } => "note_sent",
            Self::DoneReported { .. } => "done_reported",
            Self::SolvedSaid { .. } => "solved_said",
            Self::Rated { .. } => "rated",
            Self::Reopened { .. } => "reopened",
            Self::Closed { .. } => "closed",
            Self::Nudged => "nudged",
            Self::VisitAsked => "visit_asked",
            Self::CallAsked => "call_asked",
            Self::Reminded { .. } => "reminded",
            Self::SignLate { .. } => "sign_late",
            Self::ScreeningLate { .. } => "screening_late",
            Self::Overdue { .. } => "overdue",
            Self::DateMoved { .. } => "date_moved",
            Self::PlaceSkipped => "place_skipped",
            Self::OriginalRead => "original_read",
            Self::DangerTaken => "danger_taken",
        }
    }
}

/// A fact with its actor and moment, and the states before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: Actor,
    /// What.
    pub fact: Fact,
}

/// The case after an event; `None` before the first and for a first event that is not `Registered`.
pub fn apply(case: Option<Case>, event: &Event) -> Option<Case> {
    let mut case = match (case, &event.fact) {
        (None, Fact::Registered { id, number, person, notice }) => {
            Case { notice: *notice, ..newborn(id, *number, person, event.at) }
        }
        (None, _) => return None,
        (Some(case), _) => case,
    };
    let before = case.state;
    change(&mut case, event);
    if event.actor.cadre().is_some() {
        case.marks.handled += 1;
    }
    if case.state != before {
        case.since = event.at;
    }
    case.version += 1;
    Some(case)
}

/// Replays a case from its events; `None` when they do not begin with `Registered`.
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Case> {
    events.into_iter().fold(None, apply)
}

fn newborn(id: &CaseId, number: CaseNumber, person: &PersonId, at: Moment) -> Case {
    Case {
        id: id.clone(),
        number,
        person: person.clone(),
        notice: false,
        state: State::Collecting,
        kind: Kind::Help,
        subject: None,
        place: None,
        place_skipped: false,
        danger: None,
        danger_taken: None,
        lane: None,
        released: false,
        confidence: 0.0,
        reasons: Vec::new(),
        registered_at: at,
        since_round: at,
        due: at,
        provisional: false,
        screen_due: None,
        task: None,
        round: 1,
        since: at,
        last_joined: at,
        solved: None,
        grade: None,
        answered_at: None,
        ending: None,
        entries: 0,
        marks: Marks::default(),
        version: 0,
    }
}

fn change(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::Joined { .. } => joined(case, event.at),
        Fact::Understood { .. } => understood(case, &event.fact),
        Fact::PlaceSkipped => case.place_skipped = true,
        Fact::Sealed { lane } => sealed(case, *lane),
        Fact::Unsealed => (case.lane, case.released) = (None, true),
        Fact::Collected => case.state = State::Registered,
        Fact::ScreeningAsked { due } => (case.screen_due, case.marks.screen_told) = (Some(*due), false),
        Fact::Accepted => case.state = State::Accepted,
        Fact::Dispatched { task } => dispatched(case, task),
        Fact::TakenBack => (case.task, case.state) = (None, State::Registered),
        Fact::Signed => signed(case, event),
        Fact::Assigned { cadre } => assigned(case, cadre),
        Fact::Asked { .. } => asked(case),
        Fact::DoneReported { .. } => answered(case, event.at),
        Fact::SolvedSaid { solved } => case.solved = Some(*solved),
        Fact::Rated { grade } => case.grade = Some(*grade),
        Fact::Reopened { task, .. } => reopened(case, task.as_ref(), event),
        Fact::Closed { ending } => closed(case, *ending),
        Fact::VisitAsked => case.marks.visit_asked_at = Some(event.at),
        Fact::CallAsked => (case.marks.call_asked_at, case.marks.asked) = (Some(event.at), true),
        Fact::Nudged => (case.marks.nudges, case.marks.nudged_at) = (case.marks.nudges + 1, Some(event.at)),
        Fact::Reminded { stage } => case.marks.reminded = *stage,
        Fact::SignLate { .. } => case.marks.sign_told = true,
        Fact::ScreeningLate { .. } => case.marks.screen_told = true,
        Fact::Overdue { rung, next, .. } => (case.marks.rung, case.marks.climb_at) = (*rung, Some(*next)),
        Fact::DateMoved { due, provisional } => (case.due, case.provisional) = (*due, *provisional),
        Fact::DangerTaken => case.danger_taken = event.actor.cadre().cloned(),
        Fact::Registered { .. }
        | Fact::Edited { .. }
        | Fact::InterimReplied { .. }
        | Fact::NoteWritten { .. }
        | Fact::NoteSent { .. }
        | Fact::OriginalRead => {}
    }
}

fn understood(case: &mut Case, fact: &Fact) {
    let Fact::Understood { kind, subject, place, danger, confidence, reasons, due, provisional } = fact else { return };
    (case.kind, case.subject, case.place) = (*kind, subject.clone(), place.clone());
    case.danger = case.danger.or(*danger);
    (case.confidence, case.reasons) = (*confidence, reasons.clone());
    (case.due, case.provisional) = (*due, *provisional);
}

fn dispatched(case: &mut Case, task: &Task) {
    case.state = State::Dispatched;
    (case.task, case.screen_due, case.marks.sign_told) = (Some(task.clone()), None, false);
}

/// Whoever had it has it no longer; from now on only its readers.
fn sealed(case: &mut Case, lane: Lane) {
    case.lane = Some(lane);
    case.task = None;
    if case.state != State::Collecting && case.state.is_being_worked_on() {
        case.state = State::Registered;
    }
}

/// A unit's question waits for its answer; readers and people on call ask without changing where the case stands.
fn asked(case: &mut Case) {
    case.marks.asked = true;
    if case.task.is_some() {
        case.state = State::AwaitingResident;
    }
}

fn answered(case: &mut Case, at: Moment) {
    case.state = State::Answered;
    (case.answered_at, case.solved, case.grade, case.marks.asked) = (Some(at), None, None, false);
}

fn joined(case: &mut Case, at: Moment) {
    case.entries += 1;
    case.marks.asked = false;
    case.last_joined = at;
    if case.state == State::AwaitingResident {
        case.state = State::InProgress;
    }
}

fn signed(case: &mut Case, event: &Event) {
    case.state = State::InProgress;
    if let (Some(task), Some(cadre)) = (&mut case.task, event.actor.cadre()) {
        task.signed = Some((cadre.clone(), event.at));
        task.acting = cadre.clone();
    }
}

fn assigned(case: &mut Case, cadre: &CadreId) {
    if let Some(task) = &mut case.task {
        task.acting = cadre.clone();
    }
}

fn reopened(case: &mut Case, task: Option<&Task>, event: &Event) {
    let Fact::Reopened { due, provisional, .. } = &event.fact else { return };
    case.state = if task.is_some() { State::Dispatched } else { State::Registered };
    case.task = task.cloned();
    (case.due, case.provisional, case.since_round) = (*due, *provisional, event.at);
    case.round += 1;
    (case.marks.rung, case.marks.climb_at, case.marks.reminded, case.marks.sign_told) = (0, None, 0, false);
    (case.ending, case.screen_due) = (None, None);
}

fn closed(case: &mut Case, ending: Ending) {
    case.state = if ending == Ending::Withdrawn { State::Withdrawn } else { State::Closed };
    case.ending = Some(ending);
}
