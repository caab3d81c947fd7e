//! This process among others on the same database: alive as long as it says so, polling and sending only while that is its part.

use std::convert::Infallible;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::store::{Held, Store, StoreFault};

/// How long a process counts as alive after it last said so.
const TERM: Duration = Duration::from_secs(10);
/// How often it says so.
const RENEWAL: Duration = Duration::from_secs(2);
/// A letter that takes off leaves this much time before others may take over.
const MARGIN: Duration = Duration::from_secs(3);
/// How long giving up its part may take; stopping is promised to be quick.
const FAREWELL: Duration = Duration::from_millis(500);

/// The part this process has.
pub(super) struct Tenure {
    store: Store,
    owner: String,
    held: watch::Sender<Held>,
    /// Until when nobody else can have taken over.
    certain_until: Arc<Mutex<Instant>>,
}

impl Tenure {
    /// Takes part at once.
    ///
    /// # Errors
    /// Faults of the store.
    pub(super) async fn begin(store: Store, owner: String) -> Result<Self, StoreFault> {
        let certain_until = Arc::new(Mutex::new(Instant::now() + TERM));
        let held = store.take_part(&owner, TERM.as_millis() as i64).await?;
        Ok(Self { store, owner, held: watch::channel(held).0, certain_until })
    }

    /// Says again and again that this process is alive, for as long as it is polled. When the database cannot be asked for so long
    /// that others may have taken over, this process holds nothing.
    pub(super) async fn keep(&self) -> Infallible {
        loop {
            self.renew().await;
            tokio::time::sleep(RENEWAL).await;
        }
    }

    /// Says that this process is alive, if it has not just done so: for whoever works without [`Tenure::keep`] beside it.
    pub(super) async fn keep_once(&self) {
        if Instant::now() + TERM >= self.certain_until() + RENEWAL {
            self.renew().await;
        }
    }

    async fn renew(&self) {
        let asked = Instant::now();
        let patience = self.certain_until().max(asked + RENEWAL);
        let renewal = tokio::time::timeout_at(patience, self.store.take_part(&self.owner, TERM.as_millis() as i64));
        match renewal.await.unwrap_or(Err(StoreFault::Busy)) {
            // It stood still for so long that others may have taken what it had in hand: it lets go of all of it first, and
            // takes part again with the next renewal.
            Ok(_) if asked >= self.certain_until() && !self.store.is_alone() => {
                self.tell(Held::default());
                self.be_certain_until(asked + MARGIN);
            }
            Ok(held) => {
                self.be_certain_until(asked + TERM);
                self.tell(held);
            }
            Err(fault) => {
                tracing::warn!(%fault, "could not say that this process is alive");
                if Instant::now() >= self.certain_until() {
                    self.tell(Held::default());
                }
            }
        }
    }

    /// Tells at any moment whether this process has surely lost nothing yet.
    pub(super) fn sure(&self) -> Arc<dyn Fn() -> bool + Send + Sync> {
        if self.store.is_alone() {
            return Arc::new(|| true);
        }
        let until = Arc::clone(&self.certain_until);
        Arc::new(move || Instant::now() + MARGIN < *until.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn be_certain_until(&self, moment: Instant) {
        *self.certain_until.lock().unwrap_or_else(PoisonError::into_inner) = moment;
    }

    fn certain_until(&self) -> Instant {
        *self.certain_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this process alone may do now.
    pub(super) fn held(&self) -> Held {
        *self.held.borrow()
    }

    /// Lets others take over at once.
    pub(super) async fn end(&self) {
        let left = tokio::time::timeout(FAREWELL, self.store.leave(&self.owner)).await;
        if let Err(fault) = left.unwrap_or(Err(StoreFault::Busy)) {
            tracing::warn!(%fault, "others have to wait until this process counts as gone");
        }
    }

    /// Runs `work` whenever this process holds its part, and stops it when the part is lost or all is to stop.
    pub(super) async fn while_held<F, T, E>(
        &self,
        part: impl Fn(&Held) -> bool,
        mut stop: watch::Receiver<bool>,
        work: impl Fn(watch::Receiver<bool>) -> F,
    ) -> Result<(), E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let mut held = self.held.subscribe();
        while !*stop.borrow() {
            tokio::select! {
                _ = held.wait_for(&part) => {}
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            }
            let (halt, halted) = watch::channel(false);
            let lost = async {
                tokio::select! {
                    _ = held.wait_for(|held| !part(held)) => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
                halt.send_replace(true);
                std::future::pending::<()>().await;
            };
            tokio::select! {
                worked = work(halted) => { worked?; }
                () = lost => {}
            }
        }
        Ok(())
    }

    fn tell(&self, held: Held) {
        self.held.send_if_modified(|before| {
            let changed = *before != held;
            if changed {
                tracing::info!(
                    poll = held.poll,
                    send = held.send,
                    learn = held.learn,
                    "the part of this process changed"
                );
            }
            *before = held;
            changed
        });
    }
}

/// Some time after the sign to stop: a database that does not answer must not keep a process from ending.
pub(super) async fn overdue(mut halted: watch::Receiver<bool>, drain: Duration) {
    drop(halted.wait_for(|halted| *halted).await);
    tokio::time::sleep(drain + Duration::from_secs(1)).await;
}
