//! The desk: the one door through which anything changes.
//!
//! Every update and every due timer is one transaction: load, ask the pure rooms, save events, case, letters, timers
//! and "done" together. Nothing is sent from here; letters are written, and the outbox takes them.

mod above;
mod accused;
mod act;
mod adoption;
mod aftercare;
mod alerts;
mod answered;
mod answers;
mod apart;
mod approvals;
mod attempts;
mod audit;
mod beside;
mod bind;
mod board;
mod callback;
mod card;
mod checks;
mod consent;
mod edits;
mod emergency;
mod exclude;
mod expose;
mod face;
mod flood;
mod forget;
mod forum;
mod handover;
mod help_cards;
mod hot;
pub mod incoming;
mod instruct;
mod intake;
mod joint;
mod learning;
mod leave_out;
mod letters;
mod linked;
mod lists;
mod memo;
mod menus;
mod morning;
mod moving;
mod mydata;
mod naming;
mod night;
mod numbers;
mod one_above;
mod original;
mod outside;
mod part;
mod people;
mod plain;
mod present;
mod press;
mod pressing;
mod promises;
mod prompt;
mod quiet;
mod reach;
mod readers;
mod reads;
mod reasons;
mod receive;
mod reloading;
mod review;
mod roots;
mod routing;
mod same;
mod sealed_totals;
mod shown;
mod spot;
mod status;
mod strangers;
mod supervise;
mod tallies;
mod tap;
mod tick;
mod topics;
mod two_acts;
mod vows;
mod weekly;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::case::Case;
use crate::case::calendar::{Calendar, date_of};
use crate::case::command::Refusal;
use crate::case::service::Service;
use crate::case::timers::Window;
use crate::classify::Reader;
use crate::clock::Clock;
use crate::id::{CadreId, CaseId, Ids, Moment, PersonId, UnitId};
use crate::notice::gate::Staff;
use crate::notice::letter::{Audience, Slot};
use crate::notice::table::Table;
use crate::roster::{AboveCounty, County, Role};
use crate::store::{InboxRow, Store, StoreFault, Tx};
use crate::text::Texts;

use flood::Flood;
use incoming::Incoming;
use memo::Memo;
use people::behalf::Filing;
pub use roots::root_moment;
pub use spot::{drawn, lowest};

/// What the desk goes by: the county, its clocks, its words.
pub struct Rules {
    /// Places, units, people, subjects.
    pub county: County,
    /// Working days.
    pub calendar: Calendar,
    /// How long everything may take.
    pub service: Service,
    /// Reads messages.
    pub reader: Arc<Reader>,
    /// Words for people.
    pub texts: Texts,
    /// Who is told what, by event.
    pub notices: Table,
    /// How long a burst stays open.
    pub window: Window,
    /// From this confidence on a case goes to its unit without a screener.
    pub threshold: f64,
    /// How often a case that goes there must go to the right one, once there are lessons enough to tell.
    pub precision: f64,
    /// Numbers told to a resident in danger, by name as in the texts.
    pub phones: Vec<(&'static str, String)>,
    /// What is done with what is said about those whom the county does not manage.
    pub above_county: AboveCounty,
    /// How to reach the bot, without the @, for links people can open.
    pub bot_name: String,
}

impl Staff for County {
    fn unit_of(&self, cadre: &CadreId) -> Option<UnitId> {
        self.cadres.get(cadre).map(|cadre| cadre.unit.clone())
    }

    fn expected_in(&self, place: &Audience) -> BTreeSet<CadreId> {
        match place {
            Audience::UnitGroup(unit) => self.workers_of(unit).into_iter().collect(),
            Audience::TriageGroup => {
                [Role::Screener, Role::OnCall].into_iter().flat_map(|role| self.with_role(role)).collect()
            }
            Audience::Operators => self.with_role(Role::Operator).into_iter().collect(),
            Audience::LaneGroup => self.with_role(Role::DisciplineReader).into_iter().collect(),
            Audience::Cadre(cadre) => BTreeSet::from([cadre.clone()]),
            Audience::Chat(_) | Audience::Resident(_) => BTreeSet::new(),
        }
    }
}

/// The desk; cloned freely, all clones go by the same rules.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    rules: Arc<RwLock<Arc<Rules>>>,
    /// What was gone by before, while open cases have not been brought in line with what is gone by now.
    unsettled: Arc<Mutex<Option<Unsettled>>>,
    /// Whether staff are offered commands of their own: once Telegram has taken those for everybody.
    offers: Arc<AtomicBool>,
    clock: Clock,
    ids: Ids,
    learned: learning::Learned,
}

/// New rules that open cases are not yet in line with.
struct Unsettled {
    /// What was gone by before; nothing when this process has just begun.
    former: Option<Arc<Rules>>,
    /// How often bringing them in line has failed.
    failures: u32,
    /// Not before.
    from: Moment,
}

impl Unsettled {
    /// To be seen to with the next tick.
    fn at_once(former: Option<Arc<Rules>>) -> Self {
        Self { former, failures: 0, from: Moment(0) }
    }
}

/// Whoever asks for a cadre's unit hears what the roster says at this moment.
impl Staff for Desk {
    fn unit_of(&self, cadre: &CadreId) -> Option<UnitId> {
        self.rules().county.unit_of(cadre)
    }

    fn expected_in(&self, place: &Audience) -> BTreeSet<CadreId> {
        self.rules().county.expected_in(place)
    }
}

/// Why an act went no further: the person is told why, or the engineer is.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// Expected: the case or the rules do not allow it.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Unexpected: the store failed.
    #[error(transparent)]
    Fault(#[from] StoreFault),
}

impl From<crate::case::review::No> for Halt {
    fn from(no: crate::case::review::No) -> Self {
        Self::Refused(no.into())
    }
}

type Done<T> = Result<T, Halt>;

/// What became of an update; its name is kept with the inbox row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// `opened`, `joined`, `pressed`, `ignored` …
    pub name: &'static str,
    /// The case it ended in.
    pub case: Option<CaseId>,
}

impl Outcome {
    fn of(name: &'static str) -> Self {
        Self { name, case: None }
    }

    fn about(name: &'static str, case: &CaseId) -> Self {
        Self { name, case: Some(case.clone()) }
    }
}

/// One transaction's worth of work.
struct Work<'d> {
    /// The same from beginning to end, also when new ones come meanwhile.
    rules: Arc<Rules>,
    ids: &'d Ids,
    now: Moment,
    tx: Tx,
    /// Cases changed so far, as they stood before: brought up to date once, at the end.
    touched: BTreeMap<CaseId, Touched>,
    /// Whether whoever speaks writes faster than anybody reads.
    flood: Flood,
    /// The inbox row this comes from.
    row: Option<i64>,
    /// Whether the sender said that it is about those above the county; none while nobody has.
    settled_above: Option<bool>,
    /// As whom whoever wrote or pressed speaks in each case that was looked at.
    voices: BTreeMap<CaseId, PersonId>,
    /// For whom the next case that is opened is filed.
    filing: Option<Filing>,
    /// Whether what is written to residents now waits for the morning.
    by_day: bool,
    /// Whether staff are offered commands of their own.
    offers: bool,
    /// What a card was replaced by in this piece of work: the same line is not put there twice.
    replaced: Vec<(Audience, Slot, String)>,
    /// What was looked up so far.
    memo: Memo,
}

/// A case as it stood before this piece of work.
#[derive(Clone)]
struct Touched {
    before: Case,
    /// Opened just now: its receipt says everything, no edit is needed.
    fresh: bool,
}

impl Desk {
    /// A desk over a store.
    pub fn new(store: Store, rules: Arc<Rules>, clock: Clock, ids: Ids) -> Self {
        let unsettled = Arc::new(Mutex::new(Some(Unsettled::at_once(None))));
        let offers = Arc::new(AtomicBool::new(false));
        Self { store, rules: Arc::new(RwLock::new(rules)), unsettled, offers, clock, ids, learned: Default::default() }
    }

    /// What is gone by now.
    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on these: every piece of work that begins later goes by them, and the next tick brings open cases in line.
    ///
    /// # Errors
    /// Faults of the store; then all stays as it was.
    pub async fn adopt(&self, rules: Rules) -> Result<(), StoreFault> {
        let rules = Arc::new(rules);
        // First, so that nobody slips in by what is new.
        self.keep_out(Some(&self.rules().county), &rules.county).await?;
        self.keep_out_the_accused(&rules).await?;
        let mut current = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        let former = std::mem::replace(&mut *current, rules);
        let mut unsettled = self.unsettled.lock().unwrap_or_else(PoisonError::into_inner);
        let former = unsettled.take().map_or(Some(former), |earlier| earlier.former);
        *unsettled = Some(Unsettled::at_once(former));
        Ok(())
    }

    /// Handles one update and marks its inbox row done, in one transaction.
    ///
    /// # Errors
    /// Faults of the store only; then nothing has changed and the row can be tried again.
    pub async fn handle(&self, row: &InboxRow, incoming: Incoming) -> Result<Outcome, StoreFault> {
        let mut work = self.work().await?;
        work.row = Some(row.seq);
        work.tx.mark().await?;
        let to_the_bot = matches!(incoming, Incoming::Private(_) | Incoming::PrivateEdited(_));
        let outcome = match work.take(incoming).await {
            Ok(outcome) => outcome,
            Err(Halt::Fault(fault)) => return Err(fault),
            // Nobody's words go under for a rule: tried again, then set aside where the operators see it.
            Err(Halt::Refused(refusal)) if to_the_bot => {
                return Err(StoreFault::Corrupt(format!("a message nobody could take: {refusal}")));
            }
            Err(Halt::Refused(_)) => {
                work.tx.go_back().await?;
                work.touched.clear();
                work.memo.forget_cases();
                Outcome::of("refused")
            }
        };
        work.bring_up_to_date().await?;
        work.tx.inbox_done(row.seq, outcome.name, outcome.case.as_ref()).await?;
        work.tx.commit().await?;
        Ok(outcome)
    }

    async fn work(&self) -> Result<Work<'_>, StoreFault> {
        Ok(self.work_in(self.store.begin().await?))
    }

    fn work_in(&self, tx: Tx) -> Work<'_> {
        Work {
            rules: self.rules(),
            ids: &self.ids,
            now: self.clock.now(),
            tx,
            touched: BTreeMap::new(),
            flood: Flood::None,
            row: None,
            settled_above: None,
            voices: BTreeMap::new(),
            filing: None,
            by_day: false,
            offers: self.offers.load(Ordering::Relaxed),
            replaced: Vec::new(),
            memo: Memo::with(self.learned.now()),
        }
    }
}

impl Work<'_> {
    async fn take(&mut self, incoming: Incoming) -> Done<Outcome> {
        if let Incoming::Private(said) | Incoming::PrivateEdited(said) = &incoming {
            self.measure(said).await?;
        }
        match incoming {
            Incoming::Private(said) => {
                self.back(said.chat).await?;
                Box::pin(self.private(said)).await
            }
            Incoming::PrivateEdited(said) => Box::pin(self.edited(said)).await,
            Incoming::Group(said) => Box::pin(self.said_in_group(said)).await,
            Incoming::Press(press) => Box::pin(self.pressed(press)).await,
            Incoming::GroupMembership(change) => Box::pin(self.membership(change)).await,
            Incoming::Members(change) => Box::pin(self.members_changed(change)).await,
            Incoming::Blocked { user, blocked } => self.blocked(user, blocked).await,
            Incoming::Migrated { from, to } => self.migrated(from, to).await,
            Incoming::Ignored { .. } => Ok(Outcome::of("ignored")),
        }
    }

    fn today(&self) -> chrono::NaiveDate {
        date_of(self.now)
    }

    fn county(&self) -> &County {
        &self.rules.county
    }
}
