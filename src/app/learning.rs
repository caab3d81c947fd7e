//! A worker beside the work: it learns what staff taught, and takes up what other processes learned.

use std::time::Duration;

use anyhow::Result;
use tokio::sync::watch;

use super::App;

/// How often it is looked whether there is something to learn.
const LOOK: Duration = Duration::from_secs(3);
/// So many looks at most it is waited while ever more is to be forgotten.
const MOST_LOOKS: u32 = 20;

/// Waits until no more comes that is to be forgotten: many cases are often erased one after another, and each time all is
/// learned anew.
#[derive(Default)]
struct Patience {
    seen: i64,
    looks: u32,
}

impl Patience {
    /// Whether to look once more before learning, when so much is to be forgotten.
    fn waits(&mut self, stale: i64) -> bool {
        let more = stale > 0 && stale != self.seen && self.looks < MOST_LOOKS;
        (self.seen, self.looks) = if more { (stale, self.looks + 1) } else { (0, 0) };
        more
    }
}

impl App {
    /// Learns what there is to learn, where that is the part of this process; otherwise takes up what another one learned.
    /// Returns how many lessons.
    pub(super) async fn learn(&self) -> Result<usize> {
        if self.tenure.held().learn {
            return Ok(self.desk.learn().await?);
        }
        self.desk.take_up().await?;
        Ok(0)
    }

    /// Does so again and again until told to stop; whatever fails is tried again with the next look.
    pub(super) async fn keep_learning(&self, mut stop: watch::Receiver<bool>) {
        let mut look = tokio::time::interval(LOOK);
        let mut patience = Patience::default();
        while !*stop.borrow() {
            tokio::select! {
                _ = look.tick() => {
                    if let Err(error) = Box::pin(self.learn_in_peace(&mut patience)).await {
                        tracing::warn!(%error, "lessons could not be learned");
                    }
                }
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
    }

    async fn learn_in_peace(&self, patience: &mut Patience) -> Result<()> {
        if !patience.waits(self.store.learning().await?.stale) {
            self.learn().await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_until_no_more_is_to_be_forgotten_but_not_for_ever() {
        let mut patience = Patience::default();
        assert_eq!([0, 1, 5, 5, 0].map(|stale| patience.waits(stale)), [false, true, true, false, false]);
        let looks = (1..).take_while(|stale| patience.waits(*stale)).count();
        assert_eq!(looks, MOST_LOOKS as usize);
        assert!(patience.waits(1_000), "the next time again");
    }
}
