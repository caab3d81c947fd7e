//! From the inbox to the desk: claimed in order per chat, read, handled; a panic is caught and the row tried again.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinSet};

use super::read::read;
use crate::desk::Desk;
use crate::store::{AfterFailure, InboxRow, Store, StoreFault};

/// How long one process may work on an update before another takes it, in milliseconds.
const LEASE_MS: i64 = 60_000;
/// Updates handled at the same time, each of another chat.
const AT_ONCE: usize = 32;
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
}

/// Rows being handled.
#[derive(Default)]
struct Hands {
    tasks: JoinSet<Result<(), StoreFault>>,
    rows: HashMap<Id, i64>,
}

impl Intake {
    /// An intake for the bot with this id; `on_done` is called after every update, when there may be letters.
    pub fn new(store: Store, desk: Desk, bot: i64, owner: String, on_done: impl Fn() + Send + Sync + 'static) -> Self {
        Self { store, desk, bot, owner, observer: None, on_done: Arc::new(on_done), arrived: Notify::new() }
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
        let claimed = self.claim(&mut hands).await?;
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
            let claimed = match self.claim(&mut hands).await {
                Ok(claimed) => claimed,
                Err(fault) => self.pass_over(fault).await?,
            };
            if claimed > 0 && hands.tasks.len() < AT_ONCE {
                continue;
            }
            tokio::select! {
                ended = self.finish_one(&mut hands), if !hands.tasks.is_empty() => { ended?; }
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

    async fn claim(&self, hands: &mut Hands) -> Result<usize, StoreFault> {
        let room = AT_ONCE.saturating_sub(hands.tasks.len());
        // With much to do, by the batch: every claim is a commit.
        if room * 2 < AT_ONCE {
            return Ok(0);
        }
        let rows = self.store.claim_updates(&self.owner, u32::try_from(room).unwrap_or(u32::MAX), LEASE_MS).await?;
        let claimed = rows.len();
        for row in rows {
            let (desk, bot, observer) = (self.desk.clone(), self.bot, self.observer.clone());
            let seq = row.seq;
            let task = hands.tasks.spawn(async move { handle(&desk, &row, bot, observer).await });
            hands.rows.insert(task.id(), seq);
        }
        Ok(claimed)
    }

    /// Waits for one update to be handled; false when none is in hand. A panic or a fault of the row counts as a failure.
    async fn finish_one(&self, hands: &mut Hands) -> Result<bool, StoreFault> {
        let (id, failure) = match hands.tasks.join_next_with_id().await {
            None => return Ok(false),
            Some(Ok((id, Ok(())))) => (id, None),
            Some(Ok((id, Err(fault)))) => (id, Some(fault)),
            Some(Err(error)) => (error.id(), Some(StoreFault::Corrupt("handling an update panicked".to_owned()))),
        };
        let Some(seq) = hands.rows.remove(&id) else { return Ok(true) };
        match failure {
            None => (self.on_done)(),
            Some(fault) => self.failed(seq, fault).await?,
        }
        Ok(true)
    }

    async fn failed(&self, seq: i64, fault: StoreFault) -> Result<(), StoreFault> {
        tracing::warn!(seq, %fault, "an update could not be handled");
        if matches!(fault, StoreFault::Disk(_)) {
            return Err(fault);
        }
        let blameless = matches!(fault, StoreFault::Busy | StoreFault::Full | StoreFault::ReadOnly | StoreFault::Conflict);
        let attempts = if blameless { u32::MAX } else { MAX_ATTEMPTS };
        let after = match self.store.update_failed(seq, RETRY_MS, attempts).await {
            Ok(after) => after,
            // Its lease runs out by itself, and then it is tried again.
            Err(fault) => return self.pass_over(fault).await.map(|_| ()),
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

    /// A busy or full database is waited out; anything else ends the intake.
    async fn pass_over(&self, fault: StoreFault) -> Result<usize, StoreFault> {
        match fault {
            StoreFault::Busy | StoreFault::Full | StoreFault::ReadOnly | StoreFault::Conflict => {
                tracing::warn!(%fault, "the inbox could not be claimed");
                tokio::time::sleep(IDLE).await;
                Ok(0)
            }
            other => Err(other),
        }
    }
}

async fn handle(desk: &Desk, row: &InboxRow, bot: i64, observer: Option<Observer>) -> Result<(), StoreFault> {
    if let Some(observer) = observer {
        observer(row);
    }
    let incoming = read(&row.raw, bot).map_err(|unreadable| StoreFault::Corrupt(format!("update: {unreadable}")))?;
    let outcome = desk.handle(row, incoming).await?;
    tracing::debug!(update = row.update_id, kind = %row.kind, outcome = outcome.name, "handled");
    Ok(())
}
