//! For how long Telegram has answered no poll. Counted from the first poll that failed, so that a clock which somebody pushes makes no silence.

use anyhow::Result;

use super::App;
use crate::id::Moment;
use crate::text::{Language, dates};

/// After so many milliseconds it is worth a word.
const WORTH_A_WORD: i64 = 120_000;

/// How it stands with polls.
#[derive(Debug, Default)]
pub(super) struct Silence {
    begun: Option<Moment>,
    /// A silence worth a word that is over: from when to when.
    pub(super) over: Option<(Moment, Moment)>,
}

impl Silence {
    /// A poll failed.
    pub(super) fn begin(&mut self, now: Moment) {
        self.begun.get_or_insert(now);
    }

    /// A poll was answered.
    pub(super) fn end(&mut self, now: Moment) {
        let worth = self.since(now);
        self.begun = None;
        if let Some(since) = worth {
            self.over = Some((since, now));
        }
    }

    /// Since when, once it is worth a word.
    pub(super) fn since(&self, now: Moment) -> Option<Moment> {
        self.begun.filter(|begun| now.since(*begun) > WORTH_A_WORD)
    }
}

impl App {
    pub(super) fn silence(&self) -> std::sync::MutexGuard<'_, Silence> {
        self.silence.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Once Telegram is back, the operators hear for how long it was away.
    pub(super) async fn hear_silence(&self) -> Result<usize> {
        let over = self.silence().over.take();
        let Some((since, until)) = over else { return Ok(0) };
        let say = |moment| dates::day_and_time(&self.desk.rules().texts, Language::default(), moment);
        self.desk.report_trouble("ops-offline", &[("since", say(since)), ("until", say(until))]).await?;
        Ok(1)
    }
}
