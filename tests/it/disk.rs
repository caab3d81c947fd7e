//! A disk that limps: locked, full, read-only, damaged; nothing lost, nothing overwritten, the operators told.

use std::path::PathBuf;
use std::time::Duration;

use minqing::app::soak::rig::Rig;
use minqing::id::Ids;

use crate::world::config_dir;

/// How long a condition may take to come true on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// The bot's own program.
pub fn exe() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_minqing"))
}

/// A county that lives in a make-believe Telegram, and the bot as a process.
pub async fn rig(name: &str) -> Rig {
    Rig::new(&exe(), &config_dir(), name).await.unwrap()
}

/// A fresh seed each time; it is printed, so that a run that fails can be had again.
pub fn seed() -> u64 {
    Ids::from_system().below(1 << 32)
}

/// Waits until it is so.
#[track_caller]
pub fn until(what: &str, mut so: impl FnMut() -> bool) -> impl Future<Output = ()> {
    let failed = format!("{}: not so in time: {what}", std::panic::Location::caller());
    async move {
        let mut look = tokio::time::interval(Duration::from_millis(20));
        let waited = tokio::time::timeout(PATIENCE, async {
            while !so() {
                look.tick().await;
            }
        });
        waited.await.expect(&failed);
    }
}
