//! How fast the bot may send: 1 a second per chat, 20 a minute per group, 30 a second overall.

use std::collections::{BTreeMap, VecDeque};

use super::calls::Refusal;

/// A second, less what the network may compress two sends that were a second apart.
const SECOND_MS: i64 = 900;
const MINUTE_MS: i64 = 60_000;
const PER_GROUP_MINUTE: usize = 20;
const OVERALL_SECOND: usize = 30;

/// Counts sends when asked to.
pub(super) struct Limiter {
    pub enforced: bool,
    overall: VecDeque<i64>,
    chats: BTreeMap<i64, VecDeque<i64>>,
}

impl Limiter {
    pub fn new(enforced: bool) -> Self {
        Self { enforced, overall: VecDeque::new(), chats: BTreeMap::new() }
    }

    /// Lets `count` messages pass into a chat, or says how many seconds to wait.
    pub fn ask(&mut self, chat: i64, count: usize, now_ms: i64) -> Result<(), Refusal> {
        if !self.enforced {
            return Ok(());
        }
        forget(&mut self.overall, now_ms - SECOND_MS);
        let sent = self.chats.entry(chat).or_default();
        forget(sent, now_ms - MINUTE_MS);
        let mut wait_ms = 0;
        if let Some(last) = sent.back().filter(|last| now_ms - **last < SECOND_MS) {
            wait_ms = last + SECOND_MS - now_ms;
        }
        if chat < 0 && sent.len() + count > PER_GROUP_MINUTE {
            wait_ms = wait_ms.max(sent.front().map_or(0, |first| first + MINUTE_MS - now_ms));
        }
        if self.overall.len() + count > OVERALL_SECOND {
            wait_ms = wait_ms.max(self.overall.front().map_or(0, |first| first + SECOND_MS - now_ms));
        }
        if wait_ms > 0 {
            return Err(Refusal::too_many((wait_ms + 999) / 1000));
        }
        for _ in 0..count {
            sent.push_back(now_ms);
            self.overall.push_back(now_ms);
        }
        Ok(())
    }
}

fn forget(times: &mut VecDeque<i64>, until_ms: i64) {
    while times.front().is_some_and(|time| *time <= until_ms) {
        times.pop_front();
    }
}
