//! How hot a matter is, and how much of a count is shown: five at a time, so that nobody is the one that was added.

use super::FEW;

/// The order of topics: who speaks of it, the last days once more, and by how many it has grown over the window before.
pub fn heat(senders: u32, recent: u32, earlier: u32) -> u32 {
    senders.saturating_add(recent).saturating_add(senders.saturating_sub(earlier))
}

/// A count as people see it: down to the next step of [`FEW`]; none below the first.
pub fn step(count: u32) -> Option<u32> {
    let whole = count - count % FEW;
    (whole > 0).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_moves_five_at_a_time_and_is_not_shown_below() {
        assert_eq!([0, 4, 5, 9, 10].map(step), [None, None, Some(5), Some(5), Some(10)]);
    }

    #[test]
    fn what_grows_now_comes_first() {
        assert!(heat(10, 8, 0) > heat(10, 2, 0) && heat(10, 2, 0) > heat(10, 2, 9));
    }
}
