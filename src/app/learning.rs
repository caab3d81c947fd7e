//! A worker beside the work: it learns what staff taught, and takes up what other processes learned.

use std::time::Duration;

use anyhow::Result;
use tokio::sync::watch;

use super::App;

/// How often it is looked whether there is something to learn.
const LOOK: Duration = Duration::from_secs(3);

impl App {
    /// Learns what there is to learn. Returns how many lessons.
    pub(super) async fn learn(&self) -> Result<usize> {
        Ok(self.desk.learn().await?)
    }

    /// Does so again and again until told to stop; whatever fails is tried again with the next look.
    pub(super) async fn keep_learning(&self, mut stop: watch::Receiver<bool>) {
        let mut look = tokio::time::interval(LOOK);
        while !*stop.borrow() {
            tokio::select! {
                _ = look.tick() => {
                    if let Err(error) = self.learn().await {
                        tracing::warn!(%error, "lessons could not be learned");
                    }
                }
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
    }
}
