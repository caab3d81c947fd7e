//! Whether Telegram can be reached at all, as the outbox finds it: cut off, everything waits and one letter feels the way.

use crate::id::Moment;

/// Pauses grow from a second to a minute.
const LONGEST_MS: u64 = 60_000;
/// So many steps of growing distance, all foul, are an outage: no letter's own fault.
const OUTAGE: u32 = 6;

/// How it stands with Telegram.
#[derive(Debug, Default)]
pub(super) struct Weather {
    /// Steps of growing distance at which a call was in vain, since one was not.
    foul: u32,
    /// When the next step may be.
    until: Option<Moment>,
    /// Whether there was no connection at all.
    cut_off: bool,
}

impl Weather {
    /// Telegram answered.
    pub(super) fn clear_up(&mut self) {
        *self = Self::default();
    }

    /// A call was in vain; `cut_off` when there was no connection. Calls that were under way together count once.
    pub(super) fn worsen(&mut self, now: Moment, cut_off: bool, chance: impl Fn(u64) -> u64) {
        self.cut_off = cut_off;
        if self.waits(now) {
            return;
        }
        let pause = (1000 << self.foul.min(6)).min(LONGEST_MS);
        self.foul += 1;
        self.until = Some(now.plus_ms((pause + chance(pause / 4)) as i64));
    }

    /// How many steps it has been foul, and whether for so long that no letter is to blame.
    pub(super) fn steps(&self) -> (u32, bool) {
        (self.foul, self.foul > OUTAGE)
    }

    /// Whether there is no connection.
    pub(super) fn is_cut_off(&self) -> bool {
        self.cut_off
    }

    /// When to feel the way again.
    pub(super) fn until(&self) -> Option<Moment> {
        self.until
    }

    /// Whether it is too early for another step. A step from the future means that the clock went back.
    fn waits(&self, now: Moment) -> bool {
        self.until.is_some_and(|until| now < until && until.since(now) <= 2 * LONGEST_MS as i64)
    }

    /// Whether everything waits now.
    pub(super) fn keeps_in(&self, now: Moment) -> bool {
        self.cut_off && self.waits(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d9_steps_grow_to_a_minute_and_end_with_the_first_answer() {
        let mut weather = Weather::default();
        let mut now = Moment(1_772_000_000_000);
        let mut waited = Vec::new();
        for _ in 0..9 {
            weather.worsen(now, true, |_| 0);
            weather.worsen(now, true, |_| 0);
            let until = weather.until().unwrap();
            assert!(weather.keeps_in(now) && !weather.keeps_in(until));
            waited.push(until.since(now) / 1000);
            now = until;
        }
        assert_eq!(waited, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(weather.steps(), (9, true));
        weather.clear_up();
        assert_eq!((weather.keeps_in(now), weather.steps()), (false, (0, false)));
    }
}
