//! The day's root goes to the operators and into the log, outside the database: whoever cuts the books off is seen.

use super::{Done, Work};
use crate::case::calendar::{at, date_of};
use crate::id::Moment;
use crate::store::TimerRow;
use crate::text::{Language, dates};

/// The kind of the timer, which is about no case.
pub(super) const ROOT: &str = "root";
/// The root is that of this hour …
const HOUR: u32 = 8;
/// … and printed so many minutes later, when everything begun before it is on disk.
const LATER_MIN: u32 = 5;

impl Work<'_> {
    /// Sets the clock that prints the root, where none runs: then this database has never been with this release, and the
    /// check-ins of the cases in it are set too.
    pub(super) async fn set_root_clock(&mut self) -> Done<()> {
        if self.tx.timer_due(ROOT).await?.is_none() {
            self.set_all_check_ins().await?;
            self.next_root().await?;
        }
        Ok(())
    }

    async fn next_root(&mut self) -> Done<()> {
        let today = at(self.today(), HOUR, LATER_MIN);
        let due = if self.now < today { today } else { at(self.today() + chrono::Days::new(1), HOUR, LATER_MIN) };
        let timer = TimerRow { key: ROOT.to_owned(), kind: ROOT.to_owned(), case: None, due, body: String::new() };
        self.tx.set_timer(&timer).await?;
        Ok(())
    }

    /// Prints the root as of this morning.
    pub(super) async fn print_root(&mut self) -> Done<()> {
        let as_of = root_moment(self.now);
        let root = self.tx.root_of(as_of).await?;
        tracing::info!(root, as_of = as_of.0, "the day's root over all cases");
        let time = dates::day_and_time(&self.rules.texts, Language::default(), as_of);
        let text = self.say(Language::default(), "ops-root", &[("time", time), ("root", root)]);
        self.write_to_operators(&format!("ops-root:{}", as_of.0), &text).await?;
        self.next_root().await
    }
}

/// The latest moment that a root is made for.
pub fn root_moment(now: Moment) -> Moment {
    let today = date_of(now);
    let morning = at(today, HOUR, 0);
    if now < morning { at(today - chrono::Days::new(1), HOUR, 0) } else { morning }
}
