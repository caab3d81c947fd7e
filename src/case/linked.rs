//! Cases that belong together: several under one (并案), beside each other (关联), split off from one message (拆分); and
//! what is not accepted (不予受理), with the reason and the door to go to.
//!
//! What is merged keeps its number, its sender and their own word on the answer, and goes on under another case. Nothing
//! here moves a date: a comment, a merge, a split bring no new facts, and without new facts no clock begins anew.

mod rules;
pub mod same;

use serde::{Deserialize, Serialize};

use super::command::{Redo, Refusal};
use super::event::{Fact, Words};
use super::{Case, Ending, Grade, State, joint, review};
use crate::id::{CadreId, CaseId, CaseNumber, ContentId, Moment, UnitId};

pub(super) use rules::{apply, decide, sealed};

/// Why something is not accepted: a closed list. That it is somebody else's business is no reason; then it is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 诉讼: it is before a court, or belongs there.
    Litigation,
    /// 仲裁.
    Arbitration,
    /// 行政复议.
    Reconsideration,
    /// 不在本县.
    Elsewhere,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 4] = [Self::Litigation, Self::Arbitration, Self::Reconsideration, Self::Elsewhere];

    /// The name in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Litigation => "litigation",
            Self::Arbitration => "arbitration",
            Self::Reconsideration => "reconsideration",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// Where to go instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// 人民法院.
    Court,
    /// 劳动人事争议仲裁.
    Labour,
    /// 农村土地承包仲裁.
    Land,
    /// 行政复议.
    Reconsideration,
    /// The 12345 of where it happened.
    There,
    /// 法律援助.
    LegalAid,
}

impl Door {
    /// Every door.
    pub const ALL: [Self; 6] =
        [Self::Court, Self::Labour, Self::Land, Self::Reconsideration, Self::There, Self::LegalAid];

    /// The name in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Court => "court",
            Self::Labour => "labour",
            Self::Land => "land",
            Self::Reconsideration => "reconsideration",
            Self::There => "there",
            Self::LegalAid => "legal_aid",
        }
    }
}

/// Why cases are not joined or split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLink {
    /// They are together already, or one goes on under the other.
    #[error("together already")]
    Together,
    /// Something was promised, or somebody helps.
    #[error("something is owed")]
    Owed,
    /// Whoever is supervised does not get rid of it by that.
    #[error("supervised")]
    Supervised,
    /// When life is in danger each case stays by itself.
    #[error("danger to life")]
    InDanger,
    /// It is made of several, or is one of several.
    #[error("one of several")]
    OneOfSeveral,
    /// Somebody must rule on it first.
    #[error("disputed")]
    Disputed,
    /// There is nothing in it to be split off.
    #[error("one matter only")]
    OneMatter,
    /// The sender has objected already.
    #[error("objected already")]
    Objected,
    /// Somebody has a word in it beside its sender, or holds it for somebody.
    #[error("people beside the sender")]
    PeopleBeside,
}

impl NoLink {
    /// The text key that explains it.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Together => "refusal-together",
            Self::Owed => "refusal-merge-owed",
            Self::PeopleBeside => "refusal-people-beside",
            Self::Supervised => "refusal-merge-supervised",
            Self::InDanger => "refusal-merge-danger",
            Self::OneOfSeveral => "refusal-one-of-several",
            Self::Disputed => "refusal-merge-disputed",
            Self::OneMatter => "refusal-one-matter",
            Self::Objected => "refusal-objected",
        }
    }
}

/// What the sender of a merged case asks of whoever has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// 催一下.
    Nudge,
    /// 请人上门.
    Visit,
    /// 给我回电.
    Call,
}

/// Another case, by id and number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Its id.
    pub case: CaseId,
    /// Its number.
    pub number: CaseNumber,
}

/// What was split off, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The case it became.
    pub other: Other,
    /// Whether it is over.
    pub over: bool,
    /// How content its sender is with it.
    pub grade: Option<Grade>,
}

/// The word of a sender whose case is merged, on an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Of which round.
    pub round: u32,
    /// Solved?
    pub solved: Option<bool>,
    /// Satisfied?
    pub grade: Option<Grade>,
}

/// What was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declined {
    /// Why.
    pub ground: Ground,
    /// Where to go instead.
    pub door: Door,
    /// Who was told that the sender does not agree, the first one first.
    pub told: Vec<CadreId>,
    /// When the next one is told; none once it is settled, or while nobody objects.
    pub next: Option<Moment>,
}

/// How a case belongs to others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Linked {
    /// The case it goes on under.
    pub into: Option<CaseId>,
    /// The unit that had it before.
    pub former: Option<UnitId>,
    /// The cases that go on under this one.
    pub under: Vec<Other>,
    /// How often their senders nudged.
    pub nudges: u32,
    /// What the sender of this one said of the answer, while it is merged.
    pub said: Option<Said>,
    /// The cases shown beside this one.
    pub related: Vec<Other>,
    /// The case it was split off from.
    pub whole: Option<CaseId>,
    /// What was split off from it.
    pub parts: Vec<Part>,
    /// Why it was not accepted.
    pub declined: Option<Declined>,
    /// Through which other door the same matter came.
    pub door: Option<ContentId>,
    /// The same matter elsewhere.
    pub same: Box<same::Same>,
}

impl Linked {
    /// Whether a part is not over yet: the whole is not over before it.
    pub fn waits(&self) -> bool {
        self.parts.iter().any(|part| !part.over)
    }

    /// By when somebody must have decided on the sender's objection.
    pub fn objection_due(&self) -> Option<Moment> {
        self.declined.as_ref().and_then(|declined| declined.next)
    }

    fn let_out(&mut self, case: &CaseId) {
        self.under.retain(|other| other.case != *case);
    }
}

impl Case {
    /// The case whose events tell what became of it: its own, or the one it goes on under.
    pub fn source(&self) -> &CaseId {
        self.linked.into.as_ref().unwrap_or(&self.id)
    }

    /// The worst that was said of it and of what was split off, once all is over; nothing is averaged.
    pub fn worst_grade(&self) -> Option<Grade> {
        if self.linked.parts.is_empty() || self.linked.waits() {
            return None;
        }
        let grades = self.linked.parts.iter().filter_map(|part| part.grade).chain(self.grade);
        grades.filter(|grade| *grade != Grade::Unrated).max_by_key(|grade| match grade {
            Grade::Unrated => 0,
            Grade::Satisfied => 1,
            Grade::Mostly => 2,
            Grade::Dissatisfied => 3,
        })
    }
}

/// A case as the sender of one that goes on under it sees it: its course, under their own number, with their own word.
pub fn seen_by(survivor: &Case, member: &Case) -> Case {
    // What was said of an answer stands beneath it until there is another one.
    let back = survivor.state.is_being_worked_on() && survivor.round > 1;
    let round = if back { survivor.round - 1 } else { survivor.round };
    let said = member.linked.said.as_ref().filter(|said| said.round == round);
    let mut seen = Case {
        id: member.id.clone(),
        number: member.number,
        person: member.person.clone(),
        notice: member.notice,
        contact: member.contact.clone(),
        naming: member.naming,
        showing: member.showing.clone(),
        people: member.people.clone(),
        entries: member.entries,
        solved: said.and_then(|said| said.solved),
        grade: said.and_then(|said| said.grade),
        // Its letters are numbered apart from those of its own events, and anew after each of these.
        version: member.version * 1_000_000 + survivor.version,
        linked: Linked { into: Some(survivor.id.clone()), ..member.linked.clone() },
        ..survivor.clone()
    };
    (seen.marks.nudges, seen.marks.care) = (member.marks.nudges, member.marks.care.clone());
    seen.marks.call_asked_at = member.marks.call_asked_at;
    seen
}

/// A fact about how cases belong together; ids, numbers and moments only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum LinkedFact {
    /// It goes on under another one.
    Merged {
        /// Which.
        into: CaseId,
    },
    /// Another one goes on under it.
    TookIn {
        /// Which.
        other: Other,
    },
    /// It goes on by itself again.
    Unmerged,
    /// Another one does not go on under it any more.
    LetOut {
        /// Which.
        case: CaseId,
    },
    /// The sender of one that goes on under it said something.
    Heard {
        /// Which.
        other: Other,
    },
    /// The same asks for something.
    Wished {
        /// Which.
        case: CaseId,
        /// What.
        wish: Wish,
    },
    /// What the sender of a merged case says of the answer.
    Judged {
        /// Of which round.
        round: u32,
        /// Solved?
        solved: Option<bool>,
        /// Satisfied?
        grade: Option<Grade>,
    },
    /// The sender of one that goes on under it is not content.
    NotContent {
        /// Which.
        case: CaseId,
    },
    /// Another case is shown beside it.
    Related {
        /// Which.
        other: Other,
        /// Whether its sender is told that others have raised the same.
        told: bool,
    },
    /// It is not any more.
    Unrelated {
        /// Which.
        case: CaseId,
    },
    /// One of its matters, or a helper's share, became a case of its own.
    Split {
        /// Which.
        other: Other,
        /// Whose share it was.
        share: Option<UnitId>,
    },
    /// It was split off from another one, and its clock runs since then.
    SplitFrom {
        /// Which.
        other: Other,
        /// Since when.
        registered_at: Moment,
    },
    /// How far a part is.
    PartChanged {
        /// Which.
        case: CaseId,
        /// Whether it is over.
        over: bool,
        /// How content its sender is.
        grade: Option<Grade>,
    },
    /// It is not accepted; reason and door were told.
    Declined {
        /// Why.
        ground: Ground,
        /// Where to go instead.
        door: Door,
        /// In words.
        words: Words,
    },
    /// The sender does not agree.
    Objected {
        /// Who decides.
        asked_of: CadreId,
        /// By when.
        by: Moment,
    },
    /// Nobody decided in time; a named person was told, who may decide too.
    ObjectionLate {
        /// Who was told.
        told: CadreId,
        /// When the next one is told.
        next: Moment,
    },
    /// It was decided on: it is not accepted after all, or it is.
    ObjectionSettled {
        /// Whether it stays as it was.
        upheld: bool,
    },
    /// The same matter came through another door (多头).
    OtherDoor {
        /// Which, and under what number there.
        words: Words,
    },
    /// The same matter was raised elsewhere, or before.
    Same(same::SameFact),
}

impl LinkedFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Merged { .. } => "merged",
            Self::TookIn { .. } => "took_in",
            Self::Unmerged => "unmerged",
            Self::LetOut { .. } => "let_out",
            Self::Heard { .. } => "heard",
            Self::Wished { .. } => "wished",
            Self::Judged { .. } => "judged",
            Self::NotContent { .. } => "not_content",
            Self::Related { .. } => "related",
            Self::Unrelated { .. } => "unrelated",
            Self::Split { .. } => "split",
            Self::SplitFrom { .. } => "split_from",
            Self::PartChanged { .. } => "part_changed",
            Self::Declined { .. } => "not_accepted",
            Self::Objected { .. } => "objected",
            Self::ObjectionLate { .. } => "objection_late",
            Self::ObjectionSettled { .. } => "objection_settled",
            Self::OtherDoor { .. } => "other_door",
            Self::Same(what) => what.name(),
        }
    }

    /// The words it refers to, if any.
    pub fn words(&self) -> Option<&Words> {
        if let Self::Declined { words, .. } | Self::OtherDoor { words } = self { Some(words) } else { None }
    }
}

/// The way to a case that is over for good, or goes on elsewhere: nothing leads on under it.
fn ended(case: &mut Case) {
    case.linked.into = None;
}

/// The case ended.
pub(super) fn closed(case: &mut Case, ending: Ending) {
    if ending == Ending::Withdrawn {
        ended(case);
    }
}

/// A sender who is not content, whose case goes on under this one: it comes back as for its own sender.
fn not_content(case: &Case, fact: LinkedFact, redo: Option<Redo>) -> Result<Vec<Fact>, Refusal> {
    match case.state {
        State::Answered | State::Closed => {
            let back = redo.and_then(|redo| review::rounds::discontent(case, redo));
            Ok([Fact::Linked(fact)].into_iter().chain(back).collect())
        }
        State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => Err(Refusal::AlreadyClosed),
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

/// What a helper promised goes with its share.
fn split(case: &mut Case, other: &Other, share: Option<&UnitId>) {
    if let Some(unit) = share {
        joint::release(&mut case.joint, unit);
    }
    case.linked.parts.push(Part { other: other.clone(), over: false, grade: None });
    case.linked.related.push(other.clone());
}
