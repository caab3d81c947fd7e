//! What happened to a case: facts in the past tense.

use serde::{Deserialize, Serialize};

use super::answer::AnswerFact;
use super::face::FaceFact;
use super::joint::JointFact;
use super::linked::LinkedFact;
use super::naming;
use super::numbers::NumbersFact;
use super::people::PeopleFact;
use super::protect::Protection;
use super::review::ReviewFact;
use super::supervise::SupervisionFact;
use super::{Ending, Grade, Lane, Task};
use crate::classify::{Danger, Kind, Reason, Weight};
use crate::id::{CadreId, CaseId, CaseNumber, ContactId, ContentId, Moment, PersonId, PlaceId, SubjectId};

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
        /// Whether it is a part of what came in one message with something sealed, whose receipt speaks for both.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        part: bool,
        /// What staff call the sender by, in this case only.
        #[serde(default)]
        contact: Option<ContactId>,
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
        /// What it weighs.
        #[serde(default)]
        weight: Weight,
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
    /// The ordinary need in it became a case of its own.
    Parted {
        /// That case.
        part: CaseId,
    },
    /// Kept back until the discipline lane lets it go.
    Held {
        /// At the latest until then.
        until: Moment,
    },
    /// Let go.
    LetGo,
    /// More people are kept out (回避/保密, 信访工作条例 art. 28, 30).
    KeptOut {
        /// Who, encrypted: the name beside the case is the thing to protect.
        words: Words,
    },
    /// It stood where somebody could read it who must not.
    Exposed {
        /// Where, since when and who could read it, encrypted.
        words: Words,
    },
    /// A cadre stepped back from it (回避, 信访工作条例 art. 28).
    Recused {
        /// Who.
        cadre: CadreId,
    },
    /// Somebody opened the original.
    OriginalRead,
    /// The sender's name is shown to nobody from now on (匿名).
    NameHidden,
    /// The sender wants to be named (署名).
    NameShown,
    /// The sender was asked to let files, places and numbers be seen.
    ShowingAsked,
    /// The sender said whether what they have sent so far may be seen.
    ShowingAnswered {
        /// Whether.
        agreed: bool,
    },
    /// Somebody of those on call has taken the danger on.
    DangerTaken,
    /// Whoever speaks up is protected.
    Protection(Protection),
    /// Several hands on it: help, promises, waiting.
    Joint(JointFact),
    /// It is supervised.
    Supervision(SupervisionFact),
    /// It is counted otherwise than before.
    Numbers(NumbersFact),
    /// About an answer.
    Answer(AnswerFact),
    /// 延期, 异议, 复查, 复核, 终结.
    Review(ReviewFact),
    /// It belongs together with other cases, or is not accepted.
    Linked(LinkedFact),
    /// Whose it is beside its sender.
    People(PeopleFact),
    /// Face to face: reception days.
    Face(FaceFact),
    /// Danger to life.
    Emergency(super::emergency::EmergencyFact),
    /// The resident asked for erasure, and law holds it back: from now on it is stored and nothing else (个人信息保护法 art. 47).
    Frozen,
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
            Self::SolvedSaid { .. } | Self::Rated { .. } | Self::Reopened { .. } | Self::Closed { .. } => {
                end_name(self)
            }
            Self::Nudged | Self::VisitAsked | Self::CallAsked | Self::PlaceSkipped => wish_name(self),
            Self::Reminded { .. }
            | Self::SignLate { .. }
            | Self::ScreeningLate { .. }
            | Self::Overdue { .. }
            | Self::DateMoved { .. } => clock_name(self),
            Self::Parted { .. } | Self::Held { .. } | Self::LetGo => parted_name(self),
            Self::KeptOut { .. } | Self::Exposed { .. } | Self::Recused { .. } => secrecy_name(self),
            Self::OriginalRead | Self::DangerTaken | Self::Frozen => reader_name(self),
            Self::NameHidden | Self::NameShown | Self::ShowingAsked | Self::ShowingAnswered { .. } => {
                naming::name(self)
            }
            Self::Protection(_) | Self::Joint(_) | Self::Supervision(_) => part_name(self),
            Self::Numbers(_) | Self::Answer(_) | Self::Review(_) => part_name(self),
            Self::Linked(_) | Self::People(_) | Self::Face(_) | Self::Emergency(_) => part_name(self),
        }
    }
}

/// The names of what a part of its own says.
fn part_name(fact: &Fact) -> &'static str {
    if let Fact::Protection(what) = fact {
        what.name()
    } else if let Fact::Joint(what) = fact {
        what.name()
    } else if let Fact::Supervision(what) = fact {
        what.name()
    } else if let Fact::Numbers(what) = fact {
        what.name()
    } else if let Fact::Answer(what) = fact {
        what.name()
    } else if let Fact::Review(what) = fact {
        what.name()
    } else if let Fact::Linked(what) = fact {
        what.name()
    } else if let Fact::People(what) = fact {
        what.name()
    } else if let Fact::Face(what) = fact {
        what.name()
    } else if let Fact::Emergency(what) = fact {
        what.name()
    } else {
        ""
    }
}

/// The names of what ends a case, or begins it anew.
fn end_name(fact: &Fact) -> &'static str {
    if matches!(fact, Fact::SolvedSaid { .. }) {
        "solved_said"
    } else if matches!(fact, Fact::Rated { .. }) {
        "rated"
    } else if matches!(fact, Fact::Reopened { .. }) {
        "reopened"
    } else {
        "closed"
    }
}

/// The names of who must not learn of a case.
fn secrecy_name(fact: &Fact) -> &'static str {
    if matches!(fact, Fact::KeptOut { .. }) {
        "kept_out"
    } else if matches!(fact, Fact::Exposed { .. }) {
        "exposed"
    } else {
        "recused"
    }
}

/// The names of what a reader did.
fn reader_name(fact: &Fact) -> &'static str {
    if *fact == Fact::OriginalRead {
        "original_read"
    } else if *fact == Fact::Frozen {
        "frozen"
    } else {
        "danger_taken"
    }
}

/// The names of what becomes of the need beside an accusation.
fn parted_name(fact: &Fact) -> &'static str {
    if matches!(fact, Fact::Parted { .. }) {
        "parted"
    } else if matches!(fact, Fact::Held { .. }) {
        "held"
    } else {
        "let_go"
    }
}

/// The names of what the resident asks of whoever has the case.
fn wish_name(fact: &Fact) -> &'static str {
    if *fact == Fact::Nudged {
        "nudged"
    } else if *fact == Fact::VisitAsked {
        "visit_asked"
    } else if *fact == Fact::PlaceSkipped {
        "place_skipped"
    } else {
        "call_asked"
    }
}

/// The names of what happens because time passed.
fn clock_name(fact: &Fact) -> &'static str {
    if matches!(fact, Fact::Reminded { .. }) {
        "reminded"
    } else if matches!(fact, Fact::SignLate { .. }) {
        "sign_late"
    } else if matches!(fact, Fact::ScreeningLate { .. }) {
        "screening_late"
    } else if matches!(fact, Fact::Overdue { .. }) {
        "overdue"
    } else {
        "date_moved"
    }
}

impl Fact {
    /// The words it refers to, if any.
    pub fn words(&self) -> Option<&Words> {
        if let Self::Joined { words, .. }
        | Self::Edited { words }
        | Self::Asked { words }
        | Self::InterimReplied { words }
        | Self::NoteWritten { words }
        | Self::NoteSent { words }
        | Self::DoneReported { words, .. }
        | Self::KeptOut { words }
        | Self::Exposed { words } = self
        {
            return Some(words);
        }
        if let Self::Numbers(what) = self {
            what.words()
        } else if let Self::Answer(what) = self {
            what.words()
        } else if let Self::Joint(what) = self {
            what.words()
        } else if let Self::Review(what) = self {
            what.words()
        } else if let Self::Linked(what) = self {
            what.words()
        } else if let Self::People(what) = self {
            what.words()
        } else if let Self::Face(what) = self {
            what.words()
        } else {
            None
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
