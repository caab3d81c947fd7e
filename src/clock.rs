//! The one place that asks what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use crate::id::Moment;

/// Tells the time; cloned freely, all clones move together.
#[derive(Clone, Debug)]
pub struct Clock {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Milliseconds: an offset to the machine's time, or the time itself when frozen.
    value: AtomicI64,
    frozen: bool,
    /// Wakes those who wait for a moment, when somebody pushes.
    pushed: Notify,
}

impl Clock {
    /// The machine's own time; it can still be pushed forward by a sandbox.
    pub fn system() -> Self {
        Self::new(0, false)
    }

    /// A clock that stands still until it is pushed.
    pub fn frozen_at(start: Moment) -> Self {
        Self::new(start.0, true)
    }

    fn new(value: i64, frozen: bool) -> Self {
        Self { shared: Arc::new(Shared { value: AtomicI64::new(value), frozen, pushed: Notify::new() }) }
    }

    /// Now, in milliseconds UTC.
    pub fn now(&self) -> Moment {
        let value = self.shared.value.load(Ordering::SeqCst);
        if self.shared.frozen { Moment(value) } else { Moment(chrono::Utc::now().timestamp_millis() + value) }
    }

    /// Pushes the clock forward by so many milliseconds (backwards when negative).
    pub fn push_ms(&self, ms: i64) {
        self.shared.value.fetch_add(ms, Ordering::SeqCst);
        self.shared.pushed.notify_waiters();
    }

    /// Waits until that moment: for as long as it is away now, however the machine's clock may be set meanwhile, or until
    /// somebody has pushed past it.
    pub async fn until(&self, moment: Moment) {
        loop {
            let pushed = self.shared.pushed.notified();
            tokio::pin!(pushed);
            pushed.as_mut().enable();
            let Ok(left) = u64::try_from(moment.since(self.now())) else { return };
            if left == 0 {
                return;
            }
            if self.shared.frozen {
                pushed.await;
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(left)) => return,
                () = pushed => {}
            }
        }
    }
}
