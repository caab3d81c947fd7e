//! The daily count: read aside, without keeping any writer waiting, then written down at once as what is shown until tomorrow.

use super::super::{Desk, Done, Halt, Work};
use crate::case::calendar::{at, date_of};
use crate::case::service::HotTimes;
use crate::id::Moment;
use crate::stats::FEW;
use crate::stats::heat::heat;
use crate::store::{Division, HeatRow, HeatSpan, StoreFault, TimerRow};

/// The clock of the daily count.
pub(in crate::desk) const DAILY: &str = "hot";
/// How many topics are kept of the county …
const COUNTY: usize = 100;
/// … and of all units together.
const UNITS: usize = 400;
/// How many rows are forgotten with one count.
const FORGOTTEN: u32 = 10_000;
/// Rows are kept so many days at least: a round table is about what was raised since.
const KEPT_DAYS: u32 = 92;
/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// What was counted.
pub(super) struct Count {
    /// Over the whole county, hottest first.
    pub(super) county: Vec<HeatRow>,
    /// By town: only those that may be named.
    pub(super) towns: Vec<HeatRow>,
    /// By unit.
    pub(super) units: Vec<HeatRow>,
}

impl Desk {
    /// The clock of the count rang. The counting itself is done before the transaction begins: it reads two months.
    ///
    /// # Errors
    /// Faults of the store; then the clock rings again.
    pub(in crate::desk) async fn count_topics(&self, timer: &TimerRow) -> Result<(), StoreFault> {
        let span = span(&self.rules().service.hot, self.clock.now());
        let kept = at(date_of(self.clock.now().plus_ms(-i64::from(KEPT_DAYS) * DAY_MS)), 0, 0);
        let mut view = self.store.view().await?;
        let mut county = view.heat(Division::County, span).await?;
        let towns = view.heat(Division::Town, span).await?;
        let mut units = view.heat(Division::Unit, span).await?;
        drop(view);
        hottest_first(&mut county, COUNTY);
        hottest_first(&mut units, UNITS);
        let mut work = self.work().await?;
        if !work.tx.timer_done(&timer.key, timer.due).await? {
            return Ok(());
        }
        match Box::pin(work.take_count(&Count { county, towns, units }, span.earlier.min(kept))).await {
            Ok(()) | Err(Halt::Refused(_)) => work.tx.commit().await,
            Err(Halt::Fault(fault)) => Err(fault),
        }
    }
}

impl Work<'_> {
    /// Sets the clock of the count, where none runs.
    pub(in crate::desk) async fn set_count(&mut self) -> Result<(), StoreFault> {
        if self.tx.timer_due(DAILY).await?.is_none() {
            self.set_round(DAILY, self.next_count()).await?;
        }
        Ok(())
    }

    fn next_count(&self) -> Moment {
        let (hour, minute) = self.rules.service.hot.at;
        let today = at(self.today(), hour, minute);
        if today > self.now { today } else { at(date_of(self.now.plus_ms(DAY_MS)), hour, minute) }
    }

    async fn take_count(&mut self, count: &Count, keep_from: Moment) -> Done<()> {
        self.set_round(DAILY, self.next_count()).await?;
        let shown: Vec<HeatRow> = count.county.iter().chain(&count.units).cloned().collect();
        self.tx.set_topics(&shown, self.now).await?;
        self.tx.drop_voices_before(keep_from, FORGOTTEN).await?;
        self.propose_topic(count).await
    }
}

fn span(times: &HotTimes, now: Moment) -> HeatSpan {
    let ago = |days: u32| at(date_of(now.plus_ms(-i64::from(days) * DAY_MS)), 0, 0);
    let (window, recent) = (times.window_days, times.recent_days);
    HeatSpan { earlier: ago(2 * window), from: ago(window), recent: ago(recent), least: FEW }
}

fn hottest_first(rows: &mut Vec<HeatRow>, most: usize) {
    let by = |row: &HeatRow| std::cmp::Reverse(heat(row.senders, row.recent, row.earlier));
    rows.sort_by(|one, other| by(one).cmp(&by(other)).then_with(|| one.matter.cmp(&other.matter)));
    rows.truncate(most);
}
