//! The log of one thread, caught while a test runs beside others.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing::subscriber::{DefaultGuard, NoSubscriber, set_default};
use tracing::{Dispatch, Level};

/// What was logged by this thread since it was laid out.
pub struct Paper {
    written: Ink,
    /// As long as there is one subscriber only, whatever another thread logs for the first time is decided by that thread, which
    /// does not listen, and stays unheard for all. With two, all are asked.
    _beside: Dispatch,
    _listening: DefaultGuard,
}

#[derive(Clone, Default)]
struct Ink(Arc<Mutex<Vec<u8>>>);

impl Write for Ink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Paper {
    /// Catches what is logged at this level or above.
    pub fn at(level: Level) -> Self {
        let written = Ink::default();
        let to = written.clone();
        let beside = Dispatch::new(NoSubscriber::new());
        let subscriber = tracing_subscriber::fmt().with_max_level(level).with_writer(move || to.clone()).finish();
        Self { written, _beside: beside, _listening: set_default(subscriber) }
    }

    /// All of it so far.
    pub fn text(&self) -> String {
        String::from_utf8(self.written.0.lock().unwrap().clone()).unwrap()
    }
}
