//! How fast letters may leave: Telegram's limits for all chats together, for one chat and for one group. Pure; the caller tells the time.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crate::config::Pacing;
use crate::id::Moment;

/// Telegram counts on its own clock and over its own network: a little more than its windows keeps us inside them.
const SECOND: i64 = 1_050;
const MINUTE: i64 = 61_000;
/// Lanes of this many chats are kept before the idle ones are forgotten.
const LANES: usize = 4_096;

/// What has left lately, and who must wait.
#[derive(Debug)]
pub struct Pacer {
    pacing: Pacing,
    overall: Window,
    lanes: HashMap<i64, Lane>,
}

#[derive(Debug)]
struct Lane {
    second: Window,
    minute: Window,
    /// Telegram asked to wait: since when, until when.
    hold: Option<(Moment, Moment)>,
}

/// At most `most` departures within `length` milliseconds, wherever one looks.
#[derive(Debug)]
struct Window {
    most: usize,
    length: i64,
    left: VecDeque<Moment>,
}

impl Pacer {
    /// Keeps to these figures; with the pace off (one's own Bot API server, measuring) only to what Telegram asks for.
    pub fn new(pacing: Pacing) -> Self {
        Self { pacing, overall: Window::new(pacing.overall_per_second as usize, SECOND), lanes: HashMap::new() }
    }

    /// Keeps to other figures from now on; what has left counts on.
    pub fn keep(&mut self, pacing: Pacing) {
        self.pacing = pacing;
        self.overall.most = pacing.overall_per_second as usize;
        for (chat, lane) in &mut self.lanes {
            (lane.second.most, lane.minute.most) = most(*chat, pacing);
        }
    }

    /// How long to wait between two parts of a long letter.
    pub fn gap(&self) -> Duration {
        if self.pacing.on { Duration::from_millis(SECOND.unsigned_abs()) } else { Duration::ZERO }
    }

    /// The first moment from `now` on at which something may go to this chat.
    pub fn ready_at(&mut self, chat: i64, now: Moment) -> Moment {
        let overall = if self.pacing.on { self.overall.ready_at(now) } else { now };
        let Some(lane) = self.lanes.get_mut(&chat) else { return overall };
        let held = lane.held_until(now).unwrap_or(now);
        if !self.pacing.on {
            return held;
        }
        let pace = lane.second.ready_at(now).max(lane.minute.ready_at(now));
        overall.max(held).max(pace)
    }

    /// The first moment from `now` on at which something may leave that goes to no chat: the answer to a press.
    pub fn overall_ready_at(&mut self, now: Moment) -> Moment {
        if self.pacing.on { self.overall.ready_at(now) } else { now }
    }

    /// So many messages leave for this chat now; for no chat when none is given.
    pub fn take(&mut self, chat: Option<i64>, messages: usize, now: Moment) {
        if !self.pacing.on {
            return;
        }
        self.overall.take(messages, now);
        if let Some(chat) = chat {
            let lane = self.lane(chat, now);
            lane.second.take(messages, now);
            lane.minute.take(messages, now);
        }
    }

    /// Telegram asked to leave this chat alone until then.
    pub fn hold(&mut self, chat: i64, now: Moment, until: Moment) {
        let lane = self.lane(chat, now);
        let until = lane.held_until(now).map_or(until, |earlier| earlier.max(until));
        lane.hold = Some((now, until));
    }

    fn lane(&mut self, chat: i64, now: Moment) -> &mut Lane {
        if self.lanes.len() >= LANES {
            self.lanes.retain(|_, lane| !lane.is_idle(now));
        }
        let pacing = self.pacing;
        self.lanes.entry(chat).or_insert_with(|| Lane::new(chat, pacing))
    }
}

impl Lane {
    fn new(chat: i64, pacing: Pacing) -> Self {
        let (second, minute) = most(chat, pacing);
        Self { second: Window::new(second, SECOND), minute: Window::new(minute, MINUTE), hold: None }
    }

    /// A hold from the future means that the clock went back: it no longer counts.
    fn held_until(&self, now: Moment) -> Option<Moment> {
        self.hold.filter(|(since, until)| *since <= now && now < *until).map(|(_, until)| until)
    }

    fn is_idle(&mut self, now: Moment) -> bool {
        self.held_until(now).is_none() && self.second.ready_at(now) <= now && self.minute.is_empty(now)
    }
}

/// How many a chat may get in a second and in a minute; only groups have a limit per minute.
fn most(chat: i64, pacing: Pacing) -> (usize, usize) {
    let minute = if chat < 0 { pacing.group_per_minute as usize } else { usize::MAX };
    (pacing.chat_per_second as usize, minute)
}

impl Window {
    fn new(most: usize, length: i64) -> Self {
        Self { most, length, left: VecDeque::new() }
    }

    fn ready_at(&mut self, now: Moment) -> Moment {
        self.forget(now);
        match self.left.len().checked_sub(self.most) {
            Some(over) => self.left.get(over).map_or(now, |first| first.plus_ms(self.length)),
            None => now,
        }
    }

    fn take(&mut self, messages: usize, now: Moment) {
        if self.most < usize::MAX {
            self.left.extend(std::iter::repeat_n(now, messages));
        }
    }

    fn is_empty(&mut self, now: Moment) -> bool {
        self.forget(now);
        self.left.is_empty()
    }

    /// Forgets what is out of the window, also what a clock that went back left in the future.
    fn forget(&mut self, now: Moment) {
        let length = self.length;
        self.left.retain(|left| *left <= now && now.since(*left) < length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets a letter for each of `chats` leave as early as may be, in turn; returns when they left.
    fn departures(pacer: &mut Pacer, chats: &[i64], start: Moment) -> Vec<i64> {
        let mut now = start;
        let mut out = Vec::new();
        for chat in chats {
            now = pacer.ready_at(*chat, now);
            pacer.take(Some(*chat), 1, now);
            out.push(now.since(start));
        }
        out
    }

    const START: Moment = Moment(1_772_000_000_000);

    #[test]
    fn one_chat_once_a_second_and_others_beside_it() {
        let mut pacer = Pacer::new(Pacing::default());
        assert_eq!(departures(&mut pacer, &[5, 6, 5, 6, 5], START), [0, 0, 1050, 1050, 2100]);
    }

    #[test]
    fn a_group_twenty_times_a_minute() {
        let mut pacer = Pacer::new(Pacing::default());
        let left = departures(&mut pacer, &[-5; 45], START);
        for (at, moment) in left.iter().enumerate().skip(20) {
            assert!(moment - left[at - 20] >= 60_000, "{left:?}");
        }
    }

    #[test]
    fn all_together_thirty_a_second() {
        let mut pacer = Pacer::new(Pacing::default());
        let chats: Vec<i64> = (1..=200).collect();
        let left = departures(&mut pacer, &chats, START);
        for (at, moment) in left.iter().enumerate().skip(30) {
            assert!(moment - left[at - 30] >= 1_000);
        }
        assert!(left[199] < 8_000, "{}", left[199]);
    }

    #[test]
    fn three_parts_cost_three() {
        let mut pacer = Pacer::new(Pacing::default());
        pacer.take(Some(5), 3, START);
        assert_eq!(pacer.ready_at(5, START.plus_ms(500)), START.plus_ms(1050));
        pacer.take(None, 27, START);
        assert_eq!(pacer.overall_ready_at(START), START.plus_ms(1050));
        assert_eq!(pacer.ready_at(9, START), START.plus_ms(1050));
    }

    #[test]
    fn d10_a_held_chat_waits_and_the_others_do_not_even_unpaced() {
        for paced in [true, false] {
            let mut pacer = Pacer::new(Pacing { on: paced, ..Pacing::default() });
            pacer.hold(5, START, START.plus_s(30));
            pacer.hold(5, START, START.plus_s(3));
            assert_eq!(pacer.ready_at(5, START.plus_s(1)), START.plus_s(30));
            assert_eq!(pacer.ready_at(5, START.plus_s(30)), START.plus_s(30));
            assert_eq!(pacer.ready_at(6, START.plus_s(1)), START.plus_s(1));
        }
    }

    #[test]
    fn d19_a_clock_that_goes_back_stops_nothing() {
        let mut pacer = Pacer::new(Pacing::default());
        pacer.take(Some(-5), 20, START);
        pacer.hold(-5, START, START.plus_s(30));
        let earlier = START.plus_s(-3600);
        assert_eq!(pacer.ready_at(-5, earlier), earlier);
    }

    #[test]
    fn idle_chats_are_forgotten() {
        let mut pacer = Pacer::new(Pacing::default());
        for chat in 1..=20_000 {
            pacer.take(Some(chat), 1, START.plus_ms(chat * 40));
        }
        assert!(pacer.lanes.len() <= LANES);
    }
}
