//! One process per SQLite file: an operating system's lock on a file beside it, gone with the process that held it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::StoreFault;

/// The lock, held until released or dropped.
pub(super) struct ProcessLock(Mutex<Option<File>>);

impl ProcessLock {
    /// No lock, for engines that serve many processes.
    pub(super) fn none() -> Self {
        Self(Mutex::new(None))
    }

    /// Takes the lock beside a database file, or refuses at once.
    pub(super) fn take(database: &Path) -> Result<Self, StoreFault> {
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
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

    /// Gives the lock back before the value is dropped.
    pub(super) fn release(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}
