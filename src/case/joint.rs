//! Several hands on one case: units that help (协办), promises with a date (承诺), and matters that have to wait (挂账).
//!
//! The lead's own task stays the case's `task`. Whoever received it first leads and answers (首办); a helper has a date of
//! its own; a promise has an owner and a date, and may wait for what another one brings to light.

mod outside;
mod rules;

use serde::{Deserialize, Serialize};

use super::command::Refusal;
use super::event::Words;
use crate::id::{CadreId, Moment, OutsideId, UnitId};

pub use outside::{Handing, Leave, OutsideStep};
pub(super) use rules::release;
use rules::worked_on;
pub use rules::{apply, decide};

/// The standing promise that is kept at the latest by the answer itself.
const CONSULT: &str = "consult";

/// How far a helper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Help {
    /// 待签收.
    Offered,
    /// 办理中.
    Working,
    /// 办完.
    Done,
}

/// How somebody up the line hears of what is late.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Climb {
    /// How many have been told.
    pub rung: u32,
    /// When the next one is told.
    pub next: Option<Moment>,
}

/// A unit that helps (协办).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helper {
    /// The unit.
    pub unit: UnitId,
    /// Who acts for it.
    pub acting: CadreId,
    /// By when it must be signed for.
    pub sign_due: Moment,
    /// By when its share is done.
    pub due: Moment,
    /// How far it is.
    pub help: Help,
    /// Who has been told that it is late.
    #[serde(default)]
    pub climb: Climb,
}

/// What a promise waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// The promise whose outcome decides.
    pub on: u32,
    /// Whether it opens when the condition is met, or else when it is not.
    pub met: bool,
}

/// When a promise is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// On a day that is known.
    Fixed,
    /// So many working days after it opens.
    WorkingDays(u32),
    /// So many calendar days after it opens.
    Days(u32),
    /// Every month, on that day.
    Monthly(u32),
}

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 待条件.
    Waiting,
    /// Says what nobody of the unit may say alone: the head has not agreed yet, and the sender knows nothing of it.
    Held,
    /// 未兑现.
    Open,
    /// 已兑现.
    Kept,
    /// 不触发: the other branch opened; it stays on record.
    NotTriggered,
    /// The case went another way before.
    Dropped,
}

/// What a promise is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Somebody's own words, and the condition they stand under.
    Said(Words),
    /// What the county's rules promise by themselves; the text `standing-…`.
    Standing(String),
}

/// A promise (承诺).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Its number within the case, from 1.
    pub no: u32,
    /// Whose it is.
    pub unit: UnitId,
    /// Who answers for it.
    pub owner: CadreId,
    /// What is promised.
    pub what: Content,
    /// When it is due; none while it waits for another.
    pub due: Option<Moment>,
    /// Counted in a year whose calendar is not published.
    #[serde(default)]
    pub provisional: bool,
    /// How the date is found.
    pub term: Term,
    /// What it waits for.
    #[serde(default)]
    pub waits: Option<Waits>,
    /// How it stands.
    pub standing: Standing,
    /// How many months of a monthly one were kept.
    #[serde(default)]
    pub times: u32,
    /// Who has been told that it is late; while it is held, who has been asked to agree.
    #[serde(default)]
    pub climb: Climb,
    /// The body outside whose doing it is: the unit owes that it urges and tells what came of it, and no more.
    #[serde(default)]
    pub outside: Option<OutsideId>,
}

impl Promise {
    /// Whether the case cannot be answered or ended for it: a monthly one that is kept so far goes on by itself.
    pub fn blocks(&self) -> bool {
        let begun = matches!(self.term, Term::Monthly(_)) && self.times > 0;
        self.standing == Standing::Open && !begun && !self.is_answered_with_it()
    }

    /// The answer to the whole answers a question beside it too.
    fn is_answered_with_it(&self) -> bool {
        matches!(&self.what, Content::Standing(name) if name == CONSULT)
    }
}

/// A matter that cannot be brought to an end for now (挂账): the plan is told, and it is looked at every month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// By when it is to be brought to an end.
    pub until: Moment,
    /// When it is looked at next.
    pub review: Moment,
    /// How often it was looked at.
    pub reviews: u32,
}

/// Everything of a case that is not the lead's alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joint {
    /// Units that help.
    pub helpers: Vec<Helper>,
    /// What was promised, by number.
    pub promises: Vec<Promise>,
    /// Whether it waits.
    pub shelf: Option<Shelf>,
    /// What may be passed on to bodies outside.
    #[serde(default)]
    pub outside: Vec<Handing>,
}

impl Joint {
    /// The helper of a unit.
    pub fn helper(&self, unit: &UnitId) -> Option<&Helper> {
        self.helpers.iter().find(|helper| helper.unit == *unit)
    }

    /// The promise of that number.
    pub fn promise(&self, no: u32) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.no == no)
    }

    /// The promises for which the case can neither be answered nor ended.
    pub fn unkept(&self) -> usize {
        self.promises.iter().filter(|promise| promise.blocks()).count()
    }

    /// Whether nobody owes anything any more, so that the case can be answered.
    ///
    /// # Errors
    /// How many promises are unkept, or how many units still help.
    pub fn is_settled(&self) -> Result<(), Refusal> {
        let helping = self.helpers.iter().filter(|helper| helper.help != Help::Done).count();
        match (self.unkept(), helping) {
            (0, 0) => Ok(()),
            (0, count) => Err(Refusal::HelpersOpen { count }),
            (count, _) => Err(Refusal::PromisesOpen { count }),
        }
    }

    /// The promises that wait for the head.
    pub fn held(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|promise| promise.standing == Standing::Held)
    }

    /// The promises that wait for this one.
    pub fn branches(&self, on: u32) -> impl Iterator<Item = &Promise> {
        let waits = move |promise: &&Promise| promise.waits.as_ref().is_some_and(|waits| waits.on == on);
        self.promises.iter().filter(waits).filter(|promise| promise.standing == Standing::Waiting)
    }

    /// What is late next, or next to be told again: the moment, and what.
    pub fn next_late(&self) -> Option<(Moment, Late)> {
        let helpers = self.helpers.iter().filter(|helper| helper.help != Help::Done).map(|helper| {
            let first = if helper.help == Help::Offered { helper.sign_due.min(helper.due) } else { helper.due };
            (helper.climb.next.unwrap_or(first), Late::Helper(helper.unit.clone()))
        });
        let open = self.promises.iter().filter(|it| matches!(it.standing, Standing::Open | Standing::Held));
        let promises = open
            .filter_map(|promise| promise.climb.next.or(promise.due).map(|moment| (moment, Late::Promise(promise.no))));
        helpers.chain(promises).min_by_key(|(moment, _)| *moment)
    }

    /// The answer is out: what it answers besides is kept, and what the head had not agreed to falls away.
    pub fn answered(&mut self) {
        for promise in self.promises.iter_mut().filter(|it| it.is_answered_with_it() && it.standing == Standing::Open) {
            promise.standing = Standing::Kept;
        }
        for promise in self.promises.iter_mut().filter(|it| it.standing == Standing::Held) {
            promise.standing = Standing::Dropped;
        }
    }

    fn next_no(&self) -> u32 {
        self.promises.iter().map(|promise| promise.no).max().unwrap_or(0) + 1
    }

    /// Everything ends with the case, but for what is paid every month.
    pub fn drop_rest(&mut self) {
        self.helpers.clear();
        self.shelf = None;
        for promise in &mut self.promises {
            let going_on = matches!(promise.term, Term::Monthly(_)) && promise.times > 0;
            if matches!(promise.standing, Standing::Waiting | Standing::Open | Standing::Held) && !going_on {
                promise.standing = Standing::Dropped;
            }
        }
    }
}

/// What is late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Late {
    /// A helper's share.
    Helper(UnitId),
    /// A promise.
    Promise(u32),
}

/// A fact about the other hands on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum JointFact {
    /// A unit was asked to help (协办).
    HelpAsked {
        /// Who, and by when.
        helper: Helper,
    },
    /// It signed.
    HelpSigned {
        /// The unit.
        unit: UnitId,
    },
    /// Its share is done.
    HelpDone {
        /// The unit.
        unit: UnitId,
        /// What it did.
        words: Words,
    },
    /// It is not needed any more.
    HelpReleased {
        /// The unit.
        unit: UnitId,
    },
    /// Something was promised, with the branches that wait for it.
    Promised {
        /// What, by whom, by when.
        promises: Vec<Promise>,
    },
    /// The unit's head agreed, or not, to what says more than a unit can decide.
    Vouched {
        /// Which promise.
        no: u32,
        /// Whether.
        agreed: bool,
    },
    /// About a body outside the county's units.
    Outside {
        /// Which.
        body: OutsideId,
        /// What.
        step: OutsideStep,
    },
    /// A promise was kept.
    Kept {
        /// Which.
        no: u32,
        /// What was done.
        words: Words,
        /// Whether the condition of those that wait for it was met, if any do.
        met: Option<bool>,
        /// The dates of those that open now, by number.
        opened: Vec<(u32, Moment, bool)>,
        /// When it is due again, if it is a monthly one.
        again: Option<Moment>,
    },
    /// Its date passed, or its time to sign; a named person was told.
    Late {
        /// What.
        late: Late,
        /// Who was told.
        told: CadreId,
        /// When the next one is told.
        next: Moment,
    },
    /// It has to wait: the plan and the date were told (挂账).
    Shelved {
        /// The plan, and what is done meanwhile.
        words: Words,
        /// By when.
        until: Moment,
        /// When it is looked at.
        review: Moment,
    },
    /// It was looked at; the next look.
    ShelfLooked {
        /// When it is looked at next.
        next: Moment,
    },
}

impl JointFact {
    /// The words it refers to, if it is about words of one kind only; promises carry theirs each.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::HelpDone { words, .. } | Self::Kept { words, .. } | Self::Shelved { words, .. } => Some(words),
            Self::Outside { step, .. } => step.words(),
            Self::HelpAsked { .. }
            | Self::HelpSigned { .. }
            | Self::HelpReleased { .. }
            | Self::Promised { .. }
            | Self::Vouched { .. }
            | Self::Late { .. }
            | Self::ShelfLooked { .. } => None,
        }
    }

    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::HelpAsked { .. } => "help_asked",
            Self::HelpSigned { .. } => "help_signed",
            Self::HelpDone { .. } => "help_done",
            Self::HelpReleased { .. } => "help_released",
            Self::Promised { .. } => "promised",
            Self::Vouched { .. } => "vouched",
            Self::Outside { step, .. } => step.name(),
            Self::Kept { .. } => "promise_kept",
            Self::Late { .. } => "share_late",
            Self::Shelved { .. } => "shelved",
            Self::ShelfLooked { .. } => "shelf_looked",
        }
    }
}
