//! Letters on their way to Telegram: claimed by lease, in order per chat, paced, retried, and failed loudly, never silently.

mod arrivals;
mod flight;
mod pacing;
mod topics;
mod trouble;
mod verdict;
mod weather;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinError, JoinSet};

use crate::clock::Clock;
use crate::config::Pacing;
use crate::id::{Ids, LetterId, Moment};
use crate::notice::gate::Staff;
use crate::notice::letter::Act;
use crate::store::{Again, ClaimedLetter, Store, StoreFault};
use crate::telegram::Telegram;
use crate::telegram::fault::SendFault;
use arrivals::Arrivals;
use flight::{Tower, is_message, messages};
use pacing::Pacer;
pub use trouble::{Trouble, TroubleKind};

/// Longer than the slowest flight: three parts of 40 s each, and the wait before it.
const LEASE_MS: i64 = 180_000;
/// A letter in hand for longer goes back to the store: what is left of its lease would not do for the slowest flight.
const IN_HAND_MS: i64 = 45_000;
/// A letter that must wait longer for its chat goes back to the store: meanwhile a more pressing one may come for that chat.
const PATIENCE_MS: i64 = 1_500;
/// A letter that Telegram has had for longer hangs.
const SLOW_MS: i64 = 3_000;
/// How often to look for letters that nobody announced: due retries, other processes' letters.
const IDLE: Duration = Duration::from_millis(500);

/// What the outbox works with.
pub struct OutboxParts {
    /// Where letters wait.
    pub store: Store,
    /// The way to Telegram.
    pub telegram: Telegram,
    /// Who belongs to which unit, for the gate.
    pub staff: Arc<dyn Staff + Send + Sync>,
    /// The time by which letters are due.
    pub clock: Clock,
    /// Chance, for the distance of retries.
    pub ids: Ids,
    /// This process, in the leases.
    pub owner: String,
    /// Whether sending is surely still this process's part: one that stood still must ask before it goes on.
    pub sure: Arc<dyn Fn() -> bool + Send + Sync>,
    /// How fast letters may leave; off for one's own Bot API server and for measuring.
    pub pacing: Pacing,
}

/// Sends letters. One per process.
pub struct Outbox {
    tower: Arc<Tower>,
    owner: String,
    /// Letters with Telegram at the same time, the slow ones aside; what a crash can double at the most when Telegram is well.
    most_flying: AtomicUsize,
    /// Letters claimed at the same time.
    most_claimed: AtomicUsize,
    nudge: Notify,
}

/// Letters claimed and not yet settled; the store gives out one per chat, which keeps their order.
#[derive(Default)]
struct Round {
    /// Most pressing first.
    waiting: Vec<Waiting>,
    flying: JoinSet<Result<(), StoreFault>>,
    aboard: HashMap<Id, Arc<ClaimedLetter>>,
}

/// A claimed letter that has not left, and since when it is in hand.
struct Waiting {
    claimed: ClaimedLetter,
    since: Moment,
}

impl Round {
    /// Whether a letter is in hand already.
    fn holds(&self, letter: &LetterId) -> bool {
        self.waiting.iter().any(|waiting| waiting.claimed.id == *letter)
            || self.aboard.values().any(|aboard| aboard.id == *letter)
    }

    /// How many of those on their way have failed before.
    fn doubtful(&self) -> usize {
        self.aboard.values().filter(|claimed| claimed.attempts > 0).count()
    }

    /// Whether another may take off. Those that Telegram has had for long do not count, up to a point: chats that hang must not
    /// keep the others waiting. A slow database is no such reason: what it cannot write down yet, a crash would double.
    fn has_room(&self, most: usize, tower: &Tower, now: Moment) -> bool {
        let hanging = tower.hanging(now.plus_ms(-SLOW_MS));
        self.aboard.len().saturating_sub(hanging) < most && self.aboard.len() < most * 4
    }
}

/// Answers to presses go to a person's screen, not into a chat: they wait for nothing.
fn is_answer(claimed: &ClaimedLetter) -> bool {
    matches!(claimed.letter.act, Act::AnswerPress { .. })
}

impl Outbox {
    /// An outbox; `on_trouble` hears of every letter that fails or is stopped, and must return quickly.
    pub fn new(parts: OutboxParts, on_trouble: impl Fn(&Trouble) + Send + Sync + 'static) -> Self {
        let pacing = parts.pacing;
        let tower = Tower {
            store: parts.store,
            sure: parts.sure,
            telegram: parts.telegram,
            staff: parts.staff,
            clock: parts.clock,
            ids: parts.ids,
            pacer: Mutex::new(Pacer::new(pacing)),
            weather: Mutex::default(),
            on_trouble: Box::new(on_trouble),
            begun: Mutex::default(),
            asked: Mutex::default(),
            arrivals: Arrivals::default(),
            strayed: AtomicBool::new(true),
        };
        let outbox = Self {
            tower: Arc::new(tower),
            owner: parts.owner,
            most_flying: AtomicUsize::default(),
            most_claimed: AtomicUsize::default(),
            nudge: Notify::new(),
        };
        outbox.keep_pace(pacing);
        outbox
    }

    /// Keeps to these figures from now on; what is on its way stays on its way.
    pub fn keep_pace(&self, pacing: Pacing) {
        let (flying, claimed) = if pacing.on { (pacing.in_flight, 64) } else { (pacing.in_flight_unpaced, 128) };
        self.most_flying.store(flying as usize, Ordering::Relaxed);
        self.most_claimed.store(claimed, Ordering::Relaxed);
        self.tower.pacer().keep(pacing);
    }

    /// Tells a running outbox that there are new letters.
    pub fn nudge(&self) {
        self.nudge.notify_one();
    }

    /// Somebody else had an answer of Telegram's: there is no need to feel the way any longer.
    pub fn telegram_answers(&self) {
        let was_cut_off = self.tower.weather().is_cut_off();
        self.tower.weather().clear_up();
        if was_cut_off {
            self.nudge();
        }
    }

    /// One round: claims what may leave now, sends it and settles it. Returns how many letters were claimed; what the pace
    /// does not allow yet goes back to the store.
    pub async fn step(&self) -> Result<usize, StoreFault> {
        let mut round = Round::default();
        let claimed = self.claim(&mut round).await?;
        loop {
            self.launch(&mut round).await?;
            if !self.land(&mut round).await? {
                break;
            }
        }
        self.release(&mut round, "paced").await?;
        Ok(claimed)
    }

    /// Sends letters until told to stop; then claims no more and lets what is on its way arrive, within `drain`.
    pub async fn run(&self, mut stop: watch::Receiver<bool>, drain: Duration) -> Result<(), StoreFault> {
        let mut round = Round::default();
        let mut stopping = *stop.borrow();
        let mut faults = 0;
        // What an earlier run could not write down any more is not to be claimed again.
        tokio::select! {
            written = self.tower.arrivals.write_down_all(&self.tower.store) => written.or_else(|fault| self.passing(fault))?,
            () = told(&mut stop) => stopping = true,
        }
        while !stopping {
            faults = match self.gather(&mut round).await {
                Ok(_) => 0,
                Err(fault) => self.passing(fault).map(|()| faults + 1)?,
            };
            // A database that does not answer must not keep it from stopping; what is cut short here comes back by its lease.
            let next = tokio::select! {
                next = self.launch(&mut round) => next?,
                () = told(&mut stop) => break,
            };
            let idle = IDLE * (1 << faults.min(4));
            let pause = next.map_or(idle, |ms| Duration::from_millis(ms.clamp(1, 500) as u64));
            // Nothing of the store is cut short here: flights are tasks of their own.
            tokio::select! {
                Some(landed) = round.flying.join_next_with_id() => self.landed(&mut round, landed).await?,
                () = self.nudge.notified() => {}
                () = tokio::time::sleep(pause) => {}
                () = told(&mut stop) => stopping = true,
            }
        }
        let ended = tokio::time::timeout(drain, async {
            self.release(&mut round, "stopping").await?;
            while self.land(&mut round).await? {}
            Ok(())
        });
        ended.await.unwrap_or_else(|_| {
            tracing::warn!(letters = round.aboard.len(), "stopped with letters still on their way");
            Ok(())
        })
    }

    /// Claims. When the store has failed, what it claimed and nobody has in hand is put back in line first: otherwise it would wait
    /// until its lease is over.
    async fn gather(&self, round: &mut Round) -> Result<usize, StoreFault> {
        if self.tower.strayed.swap(false, Ordering::Relaxed) {
            let mut in_hand = self.tower.arrivals.letters();
            in_hand.extend(round.waiting.iter().map(|waiting| waiting.claimed.id.clone()));
            in_hand.extend(round.aboard.values().map(|claimed| claimed.id.clone()));
            let freed = self.tower.store.free_strayed_letters(&self.owner, &in_hand).await;
            let freed = freed.inspect_err(|_| self.tower.strayed.store(true, Ordering::Relaxed))?;
            if freed > 0 {
                tracing::warn!(freed, "letters were claimed and in nobody's hand");
            }
        }
        self.claim(round).await
    }

    async fn claim(&self, round: &mut Round) -> Result<usize, StoreFault> {
        let most_claimed = self.most_claimed.load(Ordering::Relaxed);
        let room = most_claimed.saturating_sub(round.waiting.len() + round.aboard.len());
        // With much to do, by the batch: every claim is a commit.
        if room * 4 < most_claimed {
            return Ok(0);
        }
        // Cut off, one letter at a time feels the way.
        let cut_off = self.tower.weather().is_cut_off();
        let busy = !round.aboard.is_empty() || !round.waiting.is_empty();
        if cut_off && (busy || self.tower.weather().keeps_in(self.tower.clock.now())) {
            return Ok(0);
        }
        let limit = if cut_off { 1 } else { u32::try_from(room).unwrap_or(u32::MAX) };
        let mut claimed = self.tower.store.claim_letters(&self.owner, limit, LEASE_MS).await?;
        // A letter that Telegram took and the store could not be told of for longer than its lease is still ours.
        claimed.retain(|claimed| !round.holds(&claimed.id));
        let count = claimed.len();
        let since = self.tower.clock.now();
        round.waiting.extend(claimed.into_iter().map(|claimed| Waiting { claimed, since }));
        round.waiting.sort_by_key(|waiting| waiting.claimed.letter.priority);
        Ok(count)
    }

    /// Lets fly what may fly now, and gives back what must wait long. Returns after how many milliseconds the next may fly,
    /// when only the pace keeps it.
    async fn launch(&self, round: &mut Round) -> Result<Option<i64>, StoreFault> {
        if !(self.tower.sure)() {
            return Ok(None);
        }
        let now = self.tower.clock.now();
        if self.tower.weather().keeps_in(now) && !round.waiting.is_empty() {
            self.release(round, "unreachable").await?;
        }
        self.give_up_old(round, now).await?;
        let mut next: Option<i64> = None;
        let mut at = 0;
        let most_flying = self.most_flying.load(Ordering::Relaxed);
        while at < round.waiting.len() && round.has_room(most_flying, &self.tower, now) {
            // Those that failed before may take half of the places.
            if round.waiting[at].claimed.attempts > 0 && round.doubtful() >= (most_flying / 2).max(1) {
                at += 1;
                continue;
            }
            let ready_at = self.ready_at(&round.waiting[at].claimed, now);
            let wait = ready_at.since(now);
            if wait > PATIENCE_MS {
                let Waiting { claimed, .. } = round.waiting.remove(at);
                let again = Again { not_before: ready_at, why: "paced", hold_lane: true, counted: false };
                self.tower.put_back(&claimed, again).await?;
            } else if wait > 0 {
                next = Some(next.map_or(wait, |least| least.min(wait)));
                at += 1;
            } else {
                let Waiting { claimed, .. } = round.waiting.remove(at);
                self.take_off(round, claimed, now);
            }
        }
        Ok(next)
    }

    fn ready_at(&self, claimed: &ClaimedLetter, now: Moment) -> Moment {
        let mut pacer = self.tower.pacer();
        if is_answer(claimed) { pacer.overall_ready_at(now) } else { pacer.ready_at(claimed.chat, now) }
    }

    fn take_off(&self, round: &mut Round, claimed: ClaimedLetter, now: Moment) {
        let chat = Some(claimed.chat).filter(|_| is_message(&claimed.letter));
        self.tower.pacer().take(chat, messages(&claimed.letter), now);
        let (tower, claimed) = (Arc::clone(&self.tower), Arc::new(claimed));
        let aboard = Arc::clone(&claimed);
        let task = round.flying.spawn(async move { tower.fly(&claimed).await });
        round.aboard.insert(task.id(), aboard);
    }

    /// Waits for one flight to end; false when none is under way.
    async fn land(&self, round: &mut Round) -> Result<bool, StoreFault> {
        match round.flying.join_next_with_id().await {
            Some(landed) => self.landed(round, landed).await.map(|()| true),
            None => Ok(false),
        }
    }

    async fn landed(
        &self,
        round: &mut Round,
        landed: Result<(Id, Result<(), StoreFault>), JoinError>,
    ) -> Result<(), StoreFault> {
        match landed {
            Ok((task, done)) => {
                round.aboard.remove(&task);
                done.or_else(|fault| self.passing(fault))
            }
            Err(error) => {
                let Some(claimed) = round.aboard.remove(&error.id()) else { return Ok(()) };
                tracing::error!(letter = %claimed.id, "sending a letter panicked");
                self.tower.missed(&claimed, SendFault::UnknownOutcome, self.tower.clock.now()).await
            }
        }
    }

    /// Gives back what is claimed and has not left.
    async fn release(&self, round: &mut Round, why: &str) -> Result<(), StoreFault> {
        let waiting = std::mem::take(&mut round.waiting);
        self.give_back(waiting, self.tower.clock.now(), why).await
    }

    /// Gives back what others went before for so long that its lease would not outlast its flight: it would be sent twice.
    async fn give_up_old(&self, round: &mut Round, now: Moment) -> Result<(), StoreFault> {
        let old = round.waiting.extract_if(.., |waiting| now.since(waiting.since) > IN_HAND_MS).collect();
        self.give_back(old, now, "outwaited").await
    }

    async fn give_back(&self, waiting: Vec<Waiting>, now: Moment, why: &str) -> Result<(), StoreFault> {
        let back: Vec<(ClaimedLetter, Moment)> = waiting
            .into_iter()
            .map(|Waiting { claimed, .. }| (self.ready_at(&claimed, now), claimed))
            .map(|(at, claimed)| (claimed, at))
            .collect();
        if back.is_empty() {
            return Ok(());
        }
        self.tower.store.letters_back(&back, why).await.or_else(|fault| self.passing(fault))
    }

    /// A busy or full store will pass, and then the letter is found; anything else ends the outbox.
    fn passing(&self, fault: StoreFault) -> Result<(), StoreFault> {
        self.tower.strayed.store(true, Ordering::Relaxed);
        if !fault.passes() {
            return Err(fault);
        }
        tracing::error!(%fault, "the store did not take what the outbox had to say");
        Ok(())
    }
}

/// Waits until told to stop, or until nobody is left to tell.
async fn told(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}
