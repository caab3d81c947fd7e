//! Face to face: somebody wants to see a leader (我要见领导), is given a reception day (接访) or an explanation; and what
//! somebody else put into words for a sender who spoke or sent pictures.
//!
//! Whoever arranges receptions owes an answer by a date; a seat booked is owed like a promise, and how it ended is put down
//! (信访工作条例 art. 18: leaders receive people themselves).

use serde::{Deserialize, Serialize};

use super::calendar::{at, date_of};
use super::command::Refusal;
use super::event::{Event, Words};
use super::{Case, Ending, State};
use crate::id::{CadreId, KnowledgeId, Moment};

/// How a case stood when its sender wanted to see a leader (未解决而越级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Climbing {
    /// There was none before.
    New,
    /// Somebody was working on it, in time.
    Open,
    /// Its date had passed.
    Overdue,
    /// It had been answered, or had come back.
    Answered,
}

impl Climbing {
    /// The name used in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Answered => "answered",
        }
    }

    /// How a case stands, as anybody who works on it can see.
    pub fn of(case: &Case, now: Moment) -> Self {
        match case.state {
            State::Collecting => Self::New,
            _ if case.task.is_none() => Self::Open,
            State::Answered | State::UnderCheck | State::Reviewing => Self::Answered,
            _ if case.round > 1 => Self::Answered,
            _ if now > case.due => Self::Overdue,
            _ => Self::Open,
        }
    }
}

/// A leader's time for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which of the county's reception days.
    pub reception: String,
    /// When it begins.
    pub from: Moment,
    /// When it ends.
    pub until: Moment,
    /// Who receives.
    pub leader: CadreId,
}

impl Session {
    /// What seats are taken under.
    pub fn key(&self) -> String {
        format!("{}:{}", self.reception, self.from.0)
    }
}

/// How a session ended for one sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 见了.
    Held,
    /// 没见成, and not for the sender's doing.
    NotHeld,
    /// 群众没来.
    Missed,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Whoever arranges it owes an answer.
    Asked,
    /// The sender may choose.
    Offered(Vec<Session>),
    /// The sender has a seat.
    Booked(Session),
    /// It is over, and how it went is yet to be put down.
    Over(Session),
    /// Why there is none was explained.
    Explained,
    /// It ended.
    Ended(Outcome),
}

/// The wish to see a leader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Who arranges it.
    pub arranger: CadreId,
    /// By when the next step is owed.
    pub due: Moment,
    /// How far it is.
    pub stage: Stage,
    /// Whether the sender needs no reminder any more.
    pub reminded: bool,
    /// When somebody above is told next.
    pub next: Option<Moment>,
    /// How many above have been told of it.
    pub told: u32,
    /// How often times were offered since it was last owed.
    pub offers: u32,
}

impl Meeting {
    /// The seat held.
    pub fn seat(&self) -> Option<&Session> {
        match &self.stage {
            Stage::Booked(session) | Stage::Over(session) => Some(session),
            Stage::Asked | Stage::Offered(_) | Stage::Explained | Stage::Ended(_) => None,
        }
    }

    /// Whether it is still under way.
    pub fn is_live(&self) -> bool {
        match self.stage {
            Stage::Asked | Stage::Offered(_) | Stage::Booked(_) | Stage::Over(_) => true,
            Stage::Explained | Stage::Ended(_) => false,
        }
    }

    /// When something is to be done about it: an answer or a result is late, a reminder is due, a session ends.
    fn next_clock(&self, hour: u32) -> Option<Moment> {
        match &self.stage {
            Stage::Asked | Stage::Over(_) => Some(self.next.unwrap_or(self.due)),
            Stage::Booked(session) if !self.reminded => Some(reminder(session, hour)),
            Stage::Booked(session) => Some(session.until),
            Stage::Offered(_) | Stage::Explained | Stage::Ended(_) => None,
        }
    }
}

/// In the morning of the day before.
pub fn reminder(session: &Session, hour: u32) -> Moment {
    let day = date_of(session.from);
    at(day.pred_opt().unwrap_or(day), hour, 0)
}

/// What somebody put into words for the sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Who wrote it.
    pub by: CadreId,
    /// What they understood.
    pub words: Words,
    /// Whether it is meant; none while the sender has not said.
    pub meant: Option<bool>,
}

/// What the sender was told from the knowledge list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Which entry.
    pub entry: KnowledgeId,
    /// Whether that is enough; none while they have not said.
    pub enough: Option<bool>,
}

/// Everything of a case that happens face to face.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaceToFace {
    /// The wish to see a leader.
    pub meeting: Option<Meeting>,
    /// What was put into words last.
    pub heard: Option<Heard>,
    /// What was known already.
    pub known: Option<Known>,
}

impl FaceToFace {
    /// Whether the sender has been asked whether it is meant, and has said nothing since.
    pub fn is_asked_back(&self) -> bool {
        self.heard.as_ref().is_some_and(|heard| heard.meant.is_none())
    }

    /// Whether what was put down was not meant, so that what its sender says next stands for it.
    pub fn is_to_be_said_again(&self) -> bool {
        self.heard.as_ref().is_some_and(|heard| heard.meant == Some(false))
    }

    /// Whoever speaks for themself needs nobody's words.
    pub(super) fn spoke(&mut self) {
        self.heard.take_if(|heard| heard.meant != Some(true));
    }

    /// Whether the sender waits to see a leader.
    pub fn is_live(&self) -> bool {
        self.meeting.as_ref().is_some_and(Meeting::is_live)
    }

    /// The seat held.
    pub fn seat(&self) -> Option<&Session> {
        self.meeting.as_ref().and_then(Meeting::seat)
    }

    /// Whether the times offered are the first ones since they were owed.
    pub fn is_first_offer(&self) -> bool {
        self.meeting.as_ref().is_some_and(|meeting| meeting.offers == 1)
    }

    /// When its clock rings.
    pub fn next_clock(&self, hour: u32) -> Option<Moment> {
        self.meeting.as_ref().and_then(|meeting| meeting.next_clock(hour))
    }

    /// From now on its readers alone see to it: nothing that others know of goes on.
    pub(super) fn sealed(&mut self) {
        self.meeting = None;
        self.spoke();
    }

    /// What was taken back needs nobody's time; what was solved keeps the seat it has.
    pub(super) fn ended(&mut self, ending: Ending) {
        let kept = self.seat().is_some() && ending != Ending::Withdrawn;
        self.meeting.take_if(|meeting| meeting.is_live() && !kept);
        self.spoke();
    }
}

/// A fact about what happens face to face.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FaceFact {
    /// The sender wants to see a leader.
    Asked {
        /// Who arranges it.
        arranger: CadreId,
        /// By when they answer.
        due: Moment,
        /// How the case stood.
        why: Climbing,
    },
    /// Why there is no meeting was explained.
    Explained {
        /// Why.
        words: Words,
    },
    /// The sender was offered some sessions.
    Offered {
        /// Which.
        sessions: Vec<Session>,
    },
    /// The sender took a seat.
    Booked {
        /// Where and when.
        session: Session,
        /// Whether it is too near for a reminder.
        near: bool,
    },
    /// The sender gave it back, and may take another.
    GivenBack {
        /// Which.
        sessions: Vec<Session>,
    },
    /// The seat, or every one offered, is there no more; whoever arranges it looks again.
    Lost {
        /// By when.
        due: Moment,
    },
    /// Another one arranges it: whoever did must not learn of the case any more.
    HandedOver {
        /// Who.
        arranger: CadreId,
    },
    /// The sender was reminded; on the day itself nobody needs it any more.
    Reminded {
        /// Whether it is tomorrow.
        tomorrow: bool,
    },
    /// The session is over; how it went is owed.
    Over {
        /// By when.
        due: Moment,
    },
    /// How it went.
    Ended {
        /// How.
        outcome: Outcome,
        /// By when another one is found, when it was not held.
        due: Moment,
    },
    /// A voice or a picture was put into words; the sender is asked whether they are meant.
    PutDown {
        /// The words.
        words: Words,
    },
    /// The sender said whether.
    Meant {
        /// Whether.
        yes: bool,
    },
    /// What is known already was told to whoever asked.
    KnownOffered {
        /// Which entry.
        entry: KnowledgeId,
    },
    /// They said whether that is enough; the case ends with it, and only so.
    KnownSaid {
        /// Whether.
        enough: bool,
    },
    /// An answer or a result is late.
    Late {
        /// Who was told, where the case has no ladder to rise on any more.
        told: Option<CadreId>,
        /// When the next one is told.
        next: Moment,
    },
}

impl FaceFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "meeting_asked",
            Self::Explained { .. } => "meeting_explained",
            Self::Offered { .. } => "meeting_offered",
            Self::Booked { .. } => "meeting_booked",
            Self::GivenBack { .. } => "meeting_given_back",
            Self::Lost { .. } => "meeting_lost",
            Self::HandedOver { .. } => "meeting_handed_over",
            Self::Reminded { .. } => "meeting_reminded",
            Self::Over { .. } => "meeting_over",
            Self::Ended { .. } => "meeting_ended",
            Self::PutDown { .. } => "put_down",
            Self::Meant { .. } => "meant",
            Self::KnownOffered { .. } => "known_offered",
            Self::KnownSaid { .. } => "known_said",
            Self::Late { .. } => "meeting_late",
        }
    }

    /// The words it refers to.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::Explained { words } | Self::PutDown { words } => Some(words),
            Self::Asked { .. }
            | Self::Offered { .. }
            | Self::Booked { .. }
            | Self::GivenBack { .. }
            | Self::Lost { .. }
            | Self::HandedOver { .. }
            | Self::Reminded { .. }
            | Self::Over { .. }
            | Self::Ended { .. }
            | Self::Meant { .. }
            | Self::KnownOffered { .. }
            | Self::KnownSaid { .. }
            | Self::Late { .. } => None,
        }
    }
}

/// Whether the case allows it. What only named readers see is nobody else's to arrange.
pub fn decide(case: &Case, fact: &FaceFact) -> Result<(), Refusal> {
    if case.is_kept_apart() {
        return Err(Refusal::Sealed);
    }
    let stage = case.face.meeting.as_ref().map(|meeting| &meeting.stage);
    let fits = match fact {
        FaceFact::Asked { .. } if !case.state.is_open() => return Err(Refusal::AlreadyClosed),
        FaceFact::Asked { .. } => !case.face.is_live(),
        FaceFact::HandedOver { .. } => case.face.is_live(),
        FaceFact::Explained { .. } | FaceFact::Offered { .. } => {
            matches!(stage, Some(Stage::Asked | Stage::Offered(_)))
        }
        FaceFact::Booked { session, .. } => {
            matches!(stage, Some(Stage::Offered(offered)) if offered.contains(session))
        }
        FaceFact::Lost { .. } => matches!(stage, Some(Stage::Offered(_) | Stage::Booked(_))),
        FaceFact::GivenBack { .. } | FaceFact::Reminded { .. } | FaceFact::Over { .. } => {
            matches!(stage, Some(Stage::Booked(_)))
        }
        FaceFact::Ended { .. } => matches!(stage, Some(Stage::Over(_))),
        FaceFact::PutDown { .. } if !case.state.is_being_worked_on() => return Err(Refusal::AlreadyClosed),
        FaceFact::PutDown { .. } => !case.face.is_asked_back(),
        FaceFact::Meant { .. } => case.face.is_asked_back(),
        FaceFact::KnownOffered { .. } => case.face.known.is_none() && case.state.is_being_worked_on(),
        FaceFact::KnownSaid { .. } if !case.state.is_being_worked_on() => return Err(Refusal::AlreadyAnswered),
        FaceFact::KnownSaid { .. } => case.face.known.as_ref().is_some_and(|known| known.enough.is_none()),
        FaceFact::Late { .. } => matches!(stage, Some(Stage::Asked | Stage::Over(_))),
    };
    if fits { Ok(()) } else { Err(Refusal::NothingChanges) }
}

/// What a fact leaves.
pub fn apply(case: &mut Case, fact: &FaceFact, event: &Event) {
    if let FaceFact::PutDown { words } = fact {
        let by = event.actor.cadre().cloned().unwrap_or_default();
        case.face.heard = Some(Heard { by, words: words.clone(), meant: None });
    }
    if let (FaceFact::Meant { yes }, Some(heard)) = (fact, &mut case.face.heard) {
        heard.meant = Some(*yes);
        // What they say next is what they mean.
        case.marks.asked |= !yes;
    }
    if let FaceFact::Asked { arranger, due, .. } = fact {
        let (arranger, stage) = (arranger.clone(), Stage::Asked);
        case.face.meeting =
            Some(Meeting { arranger, due: *due, stage, reminded: false, next: None, told: 0, offers: 0 });
        return;
    }
    if let FaceFact::KnownOffered { entry } = fact {
        case.face.known = Some(Known { entry: entry.clone(), enough: None });
    }
    if let FaceFact::KnownSaid { enough } = fact {
        said_enough(case, *enough);
    }
    if let Some(meeting) = &mut case.face.meeting {
        step(meeting, fact);
    }
}

/// Whoever has what they need takes it back; nobody owes them anything any more.
fn said_enough(case: &mut Case, enough: bool) {
    if let Some(known) = &mut case.face.known {
        known.enough = Some(enough);
    }
    if enough {
        (case.state, case.ending) = (State::Withdrawn, Some(Ending::Withdrawn));
        case.joint.drop_rest();
        case.face.ended(Ending::Withdrawn);
        super::supervise::ended(case, Ending::Withdrawn);
    }
}

fn step(meeting: &mut Meeting, fact: &FaceFact) {
    let now = std::mem::replace(&mut meeting.stage, Stage::Asked);
    meeting.stage = match (fact, now) {
        (FaceFact::Late { next, .. }, now) => {
            (meeting.next, meeting.told) = (Some(*next), meeting.told + 1);
            now
        }
        (FaceFact::HandedOver { arranger }, now) => {
            meeting.arranger = arranger.clone();
            now
        }
        (FaceFact::Reminded { .. }, now) => {
            meeting.reminded = true;
            now
        }
        (FaceFact::Offered { sessions } | FaceFact::GivenBack { sessions }, _) => {
            meeting.offers += 1;
            Stage::Offered(sessions.clone())
        }
        (FaceFact::Booked { session, near }, _) => {
            meeting.reminded = *near;
            Stage::Booked(session.clone())
        }
        (FaceFact::Over { due }, Stage::Booked(session)) => {
            (meeting.due, meeting.next) = (*due, None);
            Stage::Over(session)
        }
        (FaceFact::Lost { due } | FaceFact::Ended { outcome: Outcome::NotHeld, due }, _) => {
            (meeting.due, meeting.next, meeting.offers) = (*due, None, 0);
            Stage::Asked
        }
        (FaceFact::Ended { outcome, .. }, _) => Stage::Ended(*outcome),
        (FaceFact::Explained { .. }, _) => Stage::Explained,
        (FaceFact::Asked { .. } | FaceFact::Over { .. } | FaceFact::PutDown { .. }, now) => now,
        (FaceFact::Meant { .. } | FaceFact::KnownOffered { .. } | FaceFact::KnownSaid { .. }, now) => now,
    };
}
