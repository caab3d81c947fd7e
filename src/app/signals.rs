//! What the system says to the process: stop, read the configuration again.

use anyhow::{Context, Result};
use tokio::sync::watch;

/// What the system says to the process.
pub struct Signals {
    /// SIGINT or SIGTERM came: stop.
    pub stop: watch::Receiver<bool>,
    /// How often SIGHUP came: read the configuration again.
    pub reload: watch::Receiver<u64>,
}

/// Takes the signals over; from then on none of them ends the process by itself.
///
/// # Errors
/// When the system refuses to hand signals over.
pub fn signals() -> Result<Signals> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let mut hangup = signal(SignalKind::hangup()).context("cannot listen for SIGHUP")?;
    let (say_stop, stop) = watch::channel(false);
    let (say_reload, reload) = watch::channel(0);
    tokio::spawn(async move {
        // The senders live until the process ends.
        loop {
            tokio::select! {
                _ = interrupt.recv() => { say_stop.send_replace(true); }
                _ = terminate.recv() => { say_stop.send_replace(true); }
                _ = hangup.recv() => say_reload.send_modify(|count| *count += 1),
            }
        }
    });
    Ok(Signals { stop, reload })
}
