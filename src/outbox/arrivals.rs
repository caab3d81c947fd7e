//! What Telegram took, written down together: those that arrive while one transaction runs share the next.

use std::sync::{Mutex, PoisonError};

use super::flight::persist;
use crate::id::LetterId;
use crate::store::{Arrived, Store, StoreFault};

/// Letters that arrived and are not written down yet. The fewer transactions, the sooner each of them is, and the fewer a crash doubles.
#[derive(Default)]
pub(super) struct Arrivals {
    waiting: Mutex<Vec<Arrived>>,
    /// Whose turn it is to write for all.
    turn: tokio::sync::Mutex<()>,
}

impl Arrivals {
    /// Returns when this one is written down, by this flight or by another that wrote for both.
    pub(super) async fn write_down(&self, store: &Store, arrived: Arrived) -> Result<(), StoreFault> {
        self.lock().push(arrived);
        self.write_down_all(store).await
    }

    /// Writes down whatever is not yet: also what a flight that was cut short has left.
    pub(super) async fn write_down_all(&self, store: &Store) -> Result<(), StoreFault> {
        let _turn = self.turn.lock().await;
        let all = self.lock().clone();
        let done = match all.as_slice() {
            [] => return Ok(()),
            [one] => persist(|| store.letters_sent(std::slice::from_ref(one))).await,
            many => match persist(|| together(store, many)).await {
                Err(StoreFault::Corrupt(_)) => one_by_one(store, many).await,
                done => done,
            },
        };
        // Only now: whoever is cut short before leaves them to the next.
        self.lock().retain(|one| !all.contains(one));
        done
    }

    /// Which letters these are.
    pub(super) fn letters(&self) -> Vec<LetterId> {
        self.lock().iter().map(|arrived| arrived.letter().clone()).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arrived>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All or none; one that is missing is a reason to go one by one.
async fn together(store: &Store, many: &[Arrived]) -> Result<(), StoreFault> {
    store.letters_sent(many).await.map_err(|fault| {
        let gone = matches!(fault, StoreFault::Missing(_));
        if gone { StoreFault::Corrupt("a letter that arrived is gone".to_owned()) } else { fault }
    })
}

/// One of them cannot be read: the others are written down all the same.
async fn one_by_one(store: &Store, many: &[Arrived]) -> Result<(), StoreFault> {
    let mut fault = None;
    for one in many {
        fault = persist(|| store.letters_sent(std::slice::from_ref(one))).await.err().or(fault);
    }
    fault.map_or(Ok(()), Err)
}
