//! For how long Telegram has answered no poll. Counted from the first poll that failed, so that a clock which somebody pushes makes no silence.

use crate::id::Moment;

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
