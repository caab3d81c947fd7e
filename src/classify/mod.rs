//! Text in, reading out: kind, subject, urgency, place, persons named — each with confidence and reasons.
//!
//! A reading may route; it may never refuse, close, exclude or lower.

mod accuse;
pub mod alike;
mod behalf;
mod beside;
mod bounds;
mod charge;
mod danger;
mod heard;
mod kind;
mod learned;
mod lexicon;
mod matters;
mod meet;
pub mod model;
mod near;
mod need;
mod numbers;
mod orders;
mod people;
mod phrases;
mod places;
mod quick;
mod reader;
mod recuse;
mod rest;
mod route;
mod scan;
mod seats;
mod spelling;
mod subject;
mod told;
mod urgency;
pub mod written;
mod wrongs;
mod years;

pub use beside::{Advice, Beside, BesideWords, Purpose, Record};
pub use lexicon::{
    AccusationWords, DangerRule, DangerWords, Deed, KindWords, Lexicon, NeedWords, PlaceWords, SmalltalkWords,
    Spelling, Weighted,
};
pub use matters::{Matter, MatterWords};
pub use meet::MeetWords;
pub use numbers::mask_numbers;
pub use orders::OrderWords;
pub use reader::Reader;
pub use route::{Route, WhyHuman, route};
pub use told::ToldWords;
pub use urgency::{Group, GroupMark, Pressing, Urgency, UrgencyWords, Weight};
pub use wrongs::{ChargeWords, Heard, RestWords};
pub use years::years;

use crate::id::{CadreId, PlaceId, SubjectId, UnitId};

/// What a message is, beside its subject (诉求类型).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 咨询: a question.
    Consult,
    /// 求助: needs help; the default.
    #[default]
    Help,
    /// 投诉: about a unit's or person's service.
    Complaint,
    /// 举报: accuses.
    Report,
    /// 建议: suggests.
    Suggestion,
    /// 表扬: praises.
    Praise,
}

/// Small talk that makes no case of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smalltalk {
    /// 你好, 在吗 …
    Greeting,
    /// 谢谢, 好的 …
    Thanks,
}

/// Why a reading says what it says; words for it stand in the texts.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// A keyword pointed to a subject.
    Keyword {
        /// The word found. Empty where it was stored.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        word: String,
        /// The leaf it points to.
        subject: SubjectId,
    },
    /// What the county's staff taught points to a subject.
    Learned {
        /// The sender's words that speak most for it. Empty where it was stored, and where a group reads along.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        word: String,
        /// The leaf it points to.
        subject: SubjectId,
    },
    /// A place word was found.
    Place {
        /// The words found. Empty where it was stored.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        word: String,
        /// The place they mean.
        place: PlaceId,
    },
    /// A unit was named, perhaps by an old name.
    Unit {
        /// The words found. Empty where it was stored.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        word: String,
        /// Today's unit.
        unit: UnitId,
    },
    /// The unit that leads.
    Lead {
        /// The unit.
        unit: UnitId,
        /// The place it governs, when it leads because the matter is there (属地); none when the subject is its business (主管).
        place: Option<PlaceId>,
    },
    /// The cadre whose post it is.
    Post {
        /// The responsible cadre by post.
        cadre: CadreId,
        /// Who acts today, if another.
        acting: Option<CadreId>,
    },
}

impl Reason {
    /// The same, fit to be stored beside facts: what somebody wrote is left out.
    fn without_words(&self) -> Self {
        match self {
            Self::Keyword { subject, .. } => Self::Keyword { word: String::new(), subject: subject.clone() },
            Self::Learned { subject, .. } => Self::Learned { word: String::new(), subject: subject.clone() },
            Self::Place { place, .. } => Self::Place { word: String::new(), place: place.clone() },
            Self::Unit { unit, .. } => Self::Unit { word: String::new(), unit: unit.clone() },
            Self::Lead { .. } | Self::Post { .. } => self.clone(),
        }
    }

    /// The same, fit to be read in a group: of what was learned the words are left out, for they are the sender's own.
    pub fn without_learned_words(&self) -> Self {
        match self {
            Self::Learned { .. } => self.without_words(),
            Self::Keyword { .. } | Self::Place { .. } | Self::Unit { .. } | Self::Lead { .. } | Self::Post { .. } => {
                self.clone()
            }
        }
    }

    /// The first unit that the words name.
    pub fn unit_named(reasons: &[Self]) -> Option<UnitId> {
        reasons.iter().find_map(|reason| match reason {
            Self::Unit { unit, .. } => Some(unit.clone()),
            Self::Keyword { .. }
            | Self::Learned { .. }
            | Self::Place { .. }
            | Self::Lead { .. }
            | Self::Post { .. } => None,
        })
    }

    /// All of them fit to be stored, each once.
    pub fn facts(reasons: &[Self]) -> Vec<Self> {
        let mut facts: Vec<Self> = Vec::new();
        for reason in reasons.iter().map(Self::without_words) {
            if !facts.contains(&reason) {
                facts.push(reason);
            }
        }
        facts
    }

    /// Stored reasons with the words in which a reading finds them, as far as it does.
    pub fn in_words(stored: &[Self], read: &[Self]) -> Vec<Self> {
        let found = |fact: &Self| {
            let like: Vec<Self> = read.iter().filter(|reason| reason.without_words() == *fact).cloned().collect();
            if like.is_empty() { vec![fact.clone()] } else { like }
        };
        stored.iter().flat_map(found).collect()
    }
}

/// What makes a message one that must not reach any group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accusation {
    /// An accusation word (贪, 侵吞, 举报 …).
    Word(String),
    /// A name of the roster, or one that sounds or looks like it.
    Person(CadreId),
    /// A staff title (主任, 支书, 村长, 我们领导 …).
    Title(String),
}

/// What somebody in office is clearly accused of, and who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Of what.
    pub wrong: Wrong,
    /// Whether the accused is one whom the county does not manage (纪检监察机关处理检举控告工作规则 art. 15).
    pub above: bool,
    /// Those of the roster who are meant, by name, homophone, or surname and title.
    pub persons: Vec<CadreId>,
    /// The titles and bodies that are meant, as found.
    pub titles: Vec<String>,
}

/// What a charge is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// 贪污, 侵吞, 收钱, 优亲厚友, 打人, 报复: taking, and conduct.
    Graft,
    /// 不作为: does nothing, passes it on, cannot be found.
    Inaction,
}

/// A question that must not be answered with anything about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// 哪个告我: who has accused me.
    WhoAccused,
    /// 罢免: how somebody in office is recalled.
    Recall,
}

/// What smells of danger to life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Danger {
    /// Gas leaking now.
    Gas,
    /// Fire.
    Fire,
    /// A building or slope coming down.
    Collapse,
    /// Live wires, electric shock.
    Electric,
    /// Drowning, flood.
    Water,
    /// Violence now.
    Violence,
    /// Talk of ending one's life.
    SelfHarm,
    /// Someone badly hurt, ill or unconscious.
    Medical,
}

/// A subject with a share of the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The leaf.
    pub subject: SubjectId,
    /// 0..=1.
    pub confidence: f64,
}

/// Everything read out of one message (or of a burst joined by line breaks).
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Greeting or thanks and nothing else.
    pub smalltalk: Option<Smalltalk>,
    /// 咨询 … 表扬.
    pub kind: Kind,
    /// Subjects, best first, at most three; empty when nothing points anywhere.
    pub subjects: Vec<Guess>,
    /// The village or town meant, most specific first found; none when unknown or when two contradict.
    pub place: Option<PlaceId>,
    /// The group of the village; none when unknown or when two are named.
    pub group: Option<Group>,
    /// Danger to life.
    pub danger: Option<Danger>,
    /// What else presses, without the days named (see [`Weight::of`]).
    pub pressing: Vec<Pressing>,
    /// The day by which the sender needs it; read only together with the day it is ([`Reader::read_on`]).
    pub needed_by: Option<chrono::NaiveDate>,
    /// The sums of money named, in 分, as they come.
    pub sums: Vec<i64>,
    /// Everything that accuses; empty for an ordinary message.
    pub accusations: Vec<Accusation>,
    /// A clear accusation of somebody in office; where there is one, `accusations` is not empty.
    pub charge: Option<Charge>,
    /// Words of retaliation: 哪个说就整哪个.
    pub threatened: bool,
    /// The sender speaks of blocking roads or besieging offices (信访工作条例 art. 26).
    pub unlawful: bool,
    /// A question about an accusation.
    pub asks: Option<Asks>,
    /// Whether something is asked besides: 到底报不报得到？
    pub questions: bool,
    /// Whom the sender does not want to take part.
    pub recuse: Vec<CadreId>,
    /// Whether that is all it says.
    pub only_recuses: bool,
    /// For whom the sender writes, when it is somebody else.
    pub behalf: Option<String>,
    /// Whether the sender wants to see a leader.
    pub wants_leader: bool,
    /// Whether they say nothing of any matter besides.
    pub only_wants_leader: bool,
    /// Words of health and the like (个人信息保护法 art. 28).
    pub sensitive: bool,
    /// Of a text with a charge, the need that is left when everything is cut that accuses or names anybody in office.
    pub rest: Option<String>,
    /// The need in neutral words, for a group card: only clauses that hold a subject keyword and no person, number,
    /// health or family word; at most 40 characters; none when no clause passes.
    pub neutral_need: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
}
