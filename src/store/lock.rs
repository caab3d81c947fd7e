//! One process per SQLite file: an operating system's lock on a file beside it, gone with the process that held it.
//! What stands in that file tells the next process how the last one ended.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::StoreFault;
use super::damage::beside;

const RUNNING: &str = "running\n";
const CLOSED: &str = "closed\n";

/// How the last process on a database ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LastEnd {
    /// It closed the database.
    Well,
    /// It did not, or it still runs.
    Unwell,
    /// None is known to have run.
    Unknown,
}

/// How the last process on a database ended.
pub(super) fn last_end(database: &Path) -> LastEnd {
    match std::fs::read_to_string(beside(database, ".lock")).as_deref() {
        Ok(CLOSED) => LastEnd::Well,
        Ok("") | Err(_) => LastEnd::Unknown,
        Ok(_) => LastEnd::Unwell,
    }
}

/// The lock, held until released or dropped.
pub(super) struct ProcessLock(Mutex<Option<File>>);

impl ProcessLock {
    /// No lock, for engines that serve many processes.
    pub(super) fn none() -> Self {
        Self(Mutex::new(None))
    }

    /// Takes the lock beside a database file, or refuses at once.
    pub(super) fn take(database: &Path) -> Result<Self, StoreFault> {
        let name = beside(database, ".lock");
        let unusable = |error: std::io::Error| {
            StoreFault::Config(format!("the lock file {} cannot be used: {}", name.display(), error.kind()))
        };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&name).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(Mutex::new(Some(file)))),
            Err(TryLockError::WouldBlock) => {
                Err(StoreFault::Config(format!("another minqing is running on {}; stop it first", database.display())))
            }
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    /// From now on, a process that just ends has ended badly.
    pub(super) fn begin(&self) -> Result<(), StoreFault> {
        self.say(RUNNING)
            .map_err(|error| StoreFault::Config(format!("the lock file cannot be written: {}", error.kind())))
    }

    /// The database is closed and in order.
    pub(super) fn end_well(&self) {
        if let Err(error) = self.say(CLOSED) {
            tracing::warn!(kind = %error.kind(), "the lock file was not written; the next start looks at every page");
        }
    }

    fn say(&self, words: &str) -> std::io::Result<()> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = held.as_mut() else { return Ok(()) };
        file.rewind()?;
        file.write_all(words.as_bytes())?;
        file.set_len(words.len() as u64)?;
        file.sync_all()
    }

    /// Gives the lock back before the value is dropped.
    pub(super) fn release(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}
