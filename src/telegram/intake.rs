//! From the inbox to the desk: claimed in order per chat, read, handled; a panic is caught and the row tried again.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinError, JoinSet};

use super::read::read;
use crate::desk::Desk;
use crate::store::{AfterFailure, InboxRow, Store, StoreFault};

/// How long one process may work on an update before another takes it, in milliseconds.
const LEASE_MS: i64 = 60_000;
/// Chats whose updates are handled at the same time.
const AT_ONCE: usize = 32;
/// Updates of one chat claimed together; they are handled one after the other.
const IN_A_ROW: u32 = 16;
/// After so many failures an update is set aside (D13).
const MAX_ATTEMPTS: u32 = 5;
/// The distance between tries, in milliseconds.
const RETRY_MS: i64 = 200;
/// How often to look for updates that nobody announced.
const IDLE: Duration = Duration::from_millis(500);

/// Called with every row before it is handled; for measuring, and for tests that make handling fail.
pub type Observer = Arc<dyn Fn(&InboxRow) + Send + Sync>;

/// Hands the inbox to the desk.
pub struct Intake {
    store: Store,
    desk: Desk,
    bot: i64,
    owner: String,
    observer: Option<Observer>,
    on_done: Arc<dyn Fn() + Send + Sync>,
    arrived: Notify,
    /// Faults of the store in a row.
    faults: AtomicU32,
    /// Whether updates may be claimed that nobody has in hand, because the store failed.
    strayed: AtomicBool,
}

/// Updates being handled.
#[derive(Default)]
struct Hands {
    tasks: JoinSet<Ended>,
    rows: HashMap<Id, Vec<i64>>,
}

/// How a run of updates of one chat ended: which of them failed, and which were not begun because of it or of stopping.
#[derive(Default)]
struct Ended {
    failed: Option<(i64, StoreFault)>,
    left: Vec<i64>,
}

impl Intake {
    /// An intake for the bot with this id; `on_done` is called after every update, when there may be letters.
    pub fn new(store: Store, desk: Desk, bot: i64, owner: String, on_done: impl Fn() + Send + Sync + 'static) -> Self {
        let (on_done, arrived) = (Arc::new(on_done), Notify::new());
        let (faults, strayed) = (AtomicU32::new(0), AtomicBool::new(false));
        Self { store, desk, bot, owner, observer: None, on_done, arrived, faults, strayed }
    }

    /// With somebody who looks at every row first.
    pub fn observed(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Tells a running intake that updates have arrived.
    pub fn nudge(&self) {
        self.arrived.notify_one();
    }

    /// One round: claims what is ready and handles it. Returns how many updates were claimed.
    ///
    /// # Errors
    /// Faults of the store; nothing claimed is lost by them.
    pub async fn step(&self) -> Result<usize, StoreFault> {
        let mut hands = Hands::default();
        let (_going, stop) = watch::channel(false);
        let claimed = self.claim(&mut hands, &stop).await?;
        while self.finish_one(&mut hands).await? {}
        Ok(claimed)
    }

    /// Handles updates until told to stop; then finishes what is in hand, within `drain`.
    ///
    /// # Errors
    /// Faults of the store that do not pass.
    pub async fn run(&self, mut stop: watch::Receiver<bool>, drain: Duration) -> Result<(), StoreFault> {
        let mut hands = Hands::default();
        while !*stop.borrow() {
            let claimed = match self.claim(&mut hands, &stop).await {
                Ok(claimed) => {
                    self.faults.store(0, Ordering::Relaxed);
                    claimed
                }
                Err(fault) => self.pass_over(fault).await?,
            };
            if claimed > 0 && hands.tasks.len() < AT_ONCE {
                continue;
            }
            let mut stop_settling = stop.clone();
            tokio::select! {
                Some(ended) = hands.tasks.join_next_with_id() => {
                    // Not cut short by a nudge: a failure must be counted, or the update waits until its lease runs out.
                    tokio::select! {
                        settled = self.settle(&mut hands, ended) => settled?,
                        _ = stop_settling.wait_for(|stop| *stop) => {}
                    }
                }
                () = self.arrived.notified() => {}
                () = tokio::time::sleep(IDLE) => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
        let ended = tokio::time::timeout(drain, async {
            while self.finish_one(&mut hands).await? {}
            Ok(())
        });
        ended.await.unwrap_or(Ok(()))
    }

    async fn claim(&self, hands: &mut Hands, stop: &watch::Receiver<bool>) -> Result<usize, StoreFault> {
        let room = AT_ONCE.saturating_sub(hands.tasks.len());
        // With much to do, by the batch: every claim is a commit.
        if room * 2 < AT_ONCE {
            return Ok(0);
        }
        let room = u32::try_from(room).unwrap_or(u32::MAX);
        // What a fault of the store has left claimed and in nobody's hand would wait until its lease is over.
        if self.strayed.swap(false, Ordering::Relaxed) {
            let in_hand: Vec<i64> = hands.rows.values().flatten().copied().collect();
            let freed = self.store.free_strayed_updates(&self.owner, &in_hand).await;
            freed.inspect_err(|_| self.strayed.store(true, Ordering::Relaxed))?;
        }
        let claimed = self.store.claim_updates(&self.owner, room, IN_A_ROW, LEASE_MS).await;
        let runs = claimed.inspect_err(|_| self.strayed.store(true, Ordering::Relaxed))?;
        let claimed = runs.iter().map(Vec::len).sum();
        for run in runs {
            let seqs = run.iter().map(|row| row.seq).collect();
            let task = hands.tasks.spawn(self.hand().handle_run(run, stop.clone()));
            hands.rows.insert(task.id(), seqs);
        }
        Ok(claimed)
    }

    fn hand(&self) -> Hand {
        Hand {
            desk: self.desk.clone(),
            bot: self.bot,
            observer: self.observer.clone(),
            on_done: Arc::clone(&self.on_done),
        }
    }

    /// Waits for one run of updates to end; false when none is in hand.
    async fn finish_one(&self, hands: &mut Hands) -> Result<bool, StoreFault> {
        match hands.tasks.join_next_with_id().await {
            None => Ok(false),
            Some(ended) => self.settle(hands, ended).await.map(|()| true),
        }
    }

    /// Writes down how a run of updates ended. A panic or a fault of a row counts as its failure.
    async fn settle(&self, hands: &mut Hands, ended: Result<(Id, Ended), JoinError>) -> Result<(), StoreFault> {
        let (id, ended) = match ended {
            Ok((id, ended)) => (id, ended),
            Err(error) => {
                (error.id(), Ended { failed: None, left: hands.rows.get(&error.id()).cloned().unwrap_or_default() })
            }
        };
        hands.rows.remove(&id);
        if let Some((seq, fault)) = ended.failed {
            self.failed(seq, fault).await?;
        }
        while !ended.left.is_empty()
            && let Err(fault) = self.store.release_updates(&ended.left).await
        {
            self.pass_over(fault).await?;
        }
        Ok(())
    }

    async fn failed(&self, seq: i64, fault: StoreFault) -> Result<(), StoreFault> {
        tracing::warn!(seq, %fault, "an update could not be handled");
        if matches!(fault, StoreFault::Disk(_)) {
            return Err(fault);
        }
        let attempts = if fault.passes() { u32::MAX } else { MAX_ATTEMPTS };
        let after = loop {
            match self.store.update_failed(seq, RETRY_MS, attempts).await {
                Ok(after) => break after,
                // It has its outcome, from another process.
                Err(StoreFault::Conflict) => return Ok(()),
                Err(fault) => self.pass_over(fault).await?,
            };
        };
        if after == AfterFailure::Quarantined {
            tracing::error!(seq, "an update was set aside after failing too often");
            if let Err(fault) = self.desk.report_quarantine(seq).await {
                tracing::error!(%fault, "the operators could not be told");
            }
            (self.on_done)();
        }
        Ok(())
    }

    /// A busy, full or absent database is waited out, at growing distance; anything else ends the intake.
    async fn pass_over(&self, fault: StoreFault) -> Result<usize, StoreFault> {
        if !fault.passes() {
            return Err(fault);
        }
        let faults = self.faults.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(%fault, in_a_row = faults + 1, "the inbox has to wait");
        tokio::time::sleep(IDLE * (1 << faults.min(4))).await;
        Ok(0)
    }
}

/// What handling an update needs, beside the update.
struct Hand {
    desk: Desk,
    bot: i64,
    observer: Option<Observer>,
    on_done: Arc<dyn Fn() + Send + Sync>,
}

impl Hand {
    /// Handles updates of one chat in order, until one fails or the bot is to stop.
    async fn handle_run(self, run: Vec<InboxRow>, stop: watch::Receiver<bool>) -> Ended {
        let mut rows = run.into_iter();
        let mut failed = None;
        while !*stop.borrow()
            && let Some(row) = rows.next()
        {
            let handled = AssertUnwindSafe(Box::pin(self.handle(&row))).catch_unwind().await;
            let panicked = |_| Err(StoreFault::Corrupt("handling an update panicked".to_owned()));
            if let Err(fault) = handled.unwrap_or_else(panicked) {
                failed = Some((row.seq, fault));
                break;
            }
            (self.on_done)();
        }
        Ended { failed, left: rows.map(|row| row.seq).collect() }
    }

    async fn handle(&self, row: &InboxRow) -> Result<(), StoreFault> {
        if let Some(observer) = &self.observer {
            observer(row);
        }
        let incoming =
            read(&row.raw, self.bot).map_err(|unreadable| StoreFault::Corrupt(format!("update: {unreadable}")))?;
        let outcome = self.desk.handle(row, incoming).await?;
        tracing::debug!(update = row.update_id, kind = %row.kind, outcome = outcome.name, "handled");
        Ok(())
    }
}
