//! What a grievance is and may become: states, facts, `decide` and `apply`.

pub mod answer;
pub mod apply;
pub mod calendar;
pub mod command;
pub mod decide;
pub mod emergency;
pub mod event;
pub mod face;
pub mod joint;
pub mod linked;
pub mod naming;
pub mod numbers;
pub mod people;
pub mod protect;
pub mod review;
pub mod service;
pub mod supervise;
pub mod timers;
pub mod verdicts;

use naming::{Naming, Showing};
use serde::{Deserialize, Serialize};

use crate::classify::{Danger, Kind, Reason, Weight};
use crate::id::{CadreId, CaseId, CaseNumber, ContactId, Moment, PersonId, PlaceId, SubjectId, UnitId};

/// Where a case stands (design: what the resident sees).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 收集中: messages of one burst still join; the number is out, the clock runs.
    #[default]
    Collecting,
    /// 已登记: a human decides where it goes.
    Registered,
    /// 已受理: accepted, on its way to a unit.
    Accepted,
    /// 已派单: with a unit, not yet signed for.
    Dispatched,
    /// 办理中: signed for.
    InProgress,
    /// 待补充: the resident has been asked something.
    AwaitingResident,
    /// 待审核: reported done; somebody who is not the handler looks at it first.
    UnderCheck,
    /// 已答复: reported done; the resident has the word.
    Answered,
    /// 复查/复核中: a level above looks at it anew (信访工作条例 art. 35, 36).
    Reviewing,
    /// 已办结.
    Closed,
    /// 已撤回.
    Withdrawn,
    /// 不予受理: the reason and the way to go were told.
    NotAccepted,
    /// 已并案: it goes on under another number, and keeps its own receipt.
    Merged,
    /// 已终结: after 复核 nobody takes up the same facts again (信访工作条例 art. 36).
    Concluded,
}

impl State {
    /// The name used in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Collecting => "collecting",
            Self::Registered => "registered",
            Self::Accepted => "accepted",
            Self::Dispatched => "dispatched",
            Self::InProgress => "in_progress",
            Self::AwaitingResident => "awaiting_resident",
            Self::UnderCheck => "under_check",
            Self::Answered => "answered",
            Self::Reviewing => "reviewing",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::NotAccepted => "not_accepted",
            Self::Merged => "merged",
            Self::Concluded => "concluded",
        }
    }

    /// Whether somebody still owes something.
    pub fn is_open(self) -> bool {
        match self {
            Self::Closed | Self::Withdrawn | Self::NotAccepted | Self::Merged | Self::Concluded => false,
            Self::Collecting
            | Self::Registered
            | Self::Accepted
            | Self::Dispatched
            | Self::InProgress
            | Self::AwaitingResident
            | Self::UnderCheck
            | Self::Answered
            | Self::Reviewing => true,
        }
    }

    /// Whether a unit still works on it (its clocks run).
    pub fn is_being_worked_on(self) -> bool {
        self.is_open() && self != Self::Answered
    }
}

/// Who alone reads a case that accuses (密件); no card of it is posted anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The county's private screeners, until they have decided.
    Screeners,
    /// The discipline lane.
    Discipline,
    /// The party organisation above the cadre concerned, who does not act (不作为); the discipline lane has a copy.
    Organisation,
    /// The level above the county, for those whom the county does not manage.
    City,
}

/// One unit's share of a case: one promise, one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The unit that leads.
    pub unit: UnitId,
    /// The responsible cadre.
    pub cadre: CadreId,
    /// The deputy.
    pub deputy: CadreId,
    /// Who acts.
    pub acting: CadreId,
    /// Who signed, and when.
    pub signed: Option<(CadreId, Moment)>,
    /// By when it must be signed for.
    pub sign_due: Moment,
    /// Whether it is kept with whoever acts, above those it complains of: no handler of the unit sees it.
    #[serde(default)]
    pub above: bool,
}

/// How content the resident was (满意/基本满意/不满意/暂不评价).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 满意.
    Satisfied,
    /// 基本满意.
    Mostly,
    /// 不满意.
    Dissatisfied,
    /// 暂不评价.
    Unrated,
}

impl Grade {
    /// The name used in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Mostly => "mostly",
            Self::Dissatisfied => "dissatisfied",
            Self::Unrated => "unrated",
        }
    }

    /// The grade of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Satisfied, Self::Mostly, Self::Dissatisfied, Self::Unrated]
            .into_iter()
            .find(|grade| grade.name() == name)
    }
}

/// Why a case ended; a fact apart from being closed, solved and satisfied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The resident said it is solved.
    Solved,
    /// The window passed in silence: not rated (未评价), never "satisfied".
    Silent,
    /// The resident took it back.
    Withdrawn,
}

/// A case as its events leave it. Holds facts only; words about people stand in encrypted content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The case's id.
    pub id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// Who sent it.
    pub person: PersonId,
    /// Whether its status message carries the privacy notice, because it was the sender's first.
    pub notice: bool,
    /// Where it stands.
    pub state: State,
    /// 咨询 … 表扬.
    pub kind: Kind,
    /// The subject.
    pub subject: Option<SubjectId>,
    /// The village or town.
    pub place: Option<PlaceId>,
    /// Whether the resident would rather not say where it is.
    pub place_skipped: bool,
    /// What danger to life it smells of.
    pub danger: Option<Danger>,
    /// Who acknowledged the danger.
    pub danger_taken: Option<CadreId>,
    /// Who alone reads it; none for an open case.
    pub lane: Option<Lane>,
    /// Whether a reader found that what was said until then accuses nobody.
    pub released: bool,
    /// Kept back until the discipline lane lets it go, at the latest until then: asking about it would warn somebody.
    #[serde(default)]
    pub held: Option<Moment>,
    /// The case that the ordinary need in this sealed one became.
    #[serde(default)]
    pub part: Option<CaseId>,
    /// How sure the machine was of the route (0..=1).
    pub confidence: f64,
    /// Why it went where it went.
    pub reasons: Vec<Reason>,
    /// What it weighs: how urgent, needed by when, in which group of the village.
    #[serde(default)]
    pub weight: Weight,
    /// Since when the resident's clock runs.
    pub registered_at: Moment,
    /// When this round began.
    pub since_round: Moment,
    /// By when the resident has an answer.
    pub due: Moment,
    /// Computed in a year whose calendar is not published: to be recomputed.
    pub provisional: bool,
    /// By when a human names who is responsible.
    pub screen_due: Option<Moment>,
    /// The lead's task.
    pub task: Option<Task>,
    /// The first round is 1; a redo adds one.
    pub round: u32,
    /// When the present state began.
    pub since: Moment,
    /// When the last message joined the burst.
    pub last_joined: Moment,
    /// Solved? as the resident said this round.
    pub solved: Option<bool>,
    /// Satisfied? as the resident said this round.
    pub grade: Option<Grade>,
    /// When it was answered in this round.
    pub answered_at: Option<Moment>,
    /// Why it ended.
    pub ending: Option<Ending>,
    /// How many messages of the resident it holds.
    pub entries: u32,
    /// What staff call the sender by; none for cases from before.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Whether the sender wants to be named, once they have said so.
    #[serde(default)]
    pub naming: Option<Naming>,
    /// What is shown only once the sender agrees.
    #[serde(default)]
    pub showing: Showing,
    /// Units that help, promises, and whether it has to wait.
    #[serde(default)]
    pub joint: joint::Joint,
    /// How it belongs to other cases.
    #[serde(default)]
    pub linked: linked::Linked,
    /// What happens face to face.
    #[serde(default)]
    pub face: face::FaceToFace,
    /// What is remembered about its answers.
    #[serde(default)]
    pub answers: answer::Answers,
    /// Whose it is beside its sender.
    #[serde(default)]
    pub people: people::People,
    /// What is remembered about danger to life.
    #[serde(default)]
    pub emergency: emergency::Emergency,
    /// What has been asked, counted and told.
    #[serde(flatten)]
    pub marks: Marks,
    /// How many events it has.
    pub version: i64,
}

/// What has been asked, counted and told about a case so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// Which reminders went out: 1 at half the time, 2 on the due day.
    pub reminded: u32,
    /// Whether somebody was told that nobody signed in time.
    pub sign_told: bool,
    /// Whether somebody was told that no screener decided in time.
    pub screen_told: bool,
    /// How far up the chain lateness has climbed.
    pub rung: u32,
    /// When it climbs next.
    pub climb_at: Option<Moment>,
    /// How often the resident nudged, one a day at most.
    pub nudges: u32,
    /// When the last nudge counted.
    pub nudged_at: Option<Moment>,
    /// When a visit was last asked for.
    pub visit_asked_at: Option<Moment>,
    /// When a call was last asked for.
    pub call_asked_at: Option<Moment>,
    /// How many acts of staff it has seen; news after one of them is told anew.
    pub handled: u32,
    /// Erasure was asked for and law holds it back: stored, and nothing else done with it (个人信息保护法 art. 47).
    #[serde(default)]
    pub frozen: bool,
    /// Whether the resident has been asked something and has said nothing since: the next words are the answer.
    pub asked: bool,
    /// What became of it beside its ordinary round.
    #[serde(default)]
    pub course: review::Course,
    /// Whether the sender is safe.
    #[serde(default)]
    pub care: protect::Care,
    /// How far up it stands, and who watches it.
    #[serde(default)]
    pub supervision: supervise::Supervision,
    /// How it is counted.
    #[serde(default)]
    pub numbers: numbers::Numbers,
}

impl Case {
    /// The case by id and number, as others refer to it.
    pub fn named(&self) -> linked::Other {
        linked::Other { case: self.id.clone(), number: self.number }
    }

    /// The cadre who acts now.
    pub fn acting(&self) -> Option<&CadreId> {
        self.task.as_ref().map(|task| &task.acting)
    }

    /// The unit that leads now.
    pub fn unit(&self) -> Option<&UnitId> {
        self.task.as_ref().map(|task| &task.unit)
    }

    /// Whether only named readers may see it.
    pub fn is_sealed(&self) -> bool {
        self.lane.is_some()
    }
}
