//! How much of what residents suggested was taken up (信访工作条例 art. 29), in steps in which nobody can be found.

use super::FEW;
use super::rates::{Hundredths, percent};
use crate::case::answer::Outcome;

/// What became of answered suggestions, in percent of the answered ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// How many answers this rests on: a multiple of [`FEW`].
    pub answered: u32,
    /// 采纳.
    pub adopted: Hundredths,
    /// 部分采纳.
    pub partly: Hundredths,
}

impl Shares {
    /// The shares of what some suggestions came to, by the outcomes' names, oldest first; only whole steps count, and below
    /// the first there is none.
    pub fn of(outcomes: &[&str]) -> Option<Self> {
        let full = outcomes.len() - outcomes.len() % FEW as usize;
        let outcomes = outcomes.get(..full)?;
        let count = |outcome: Outcome| outcomes.iter().filter(|name| **name == outcome.name()).count() as u64;
        let all = outcomes.len() as u64;
        Some(Self {
            answered: u32::try_from(all).unwrap_or(u32::MAX),
            adopted: percent(count(Outcome::Adopted), all)?,
            partly: percent(count(Outcome::AdoptedPartly), all)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_move_by_whole_steps_and_never_by_one_answer() {
        assert_eq!(Shares::of(&[]), None);
        let said = ["adopted", "adopted", "adopted-partly", "not-adopted", "adopted", "not-adopted", "not-adopted"];
        assert_eq!(Shares::of(&said[..4]), None, "four are somebody");
        let five = Shares::of(&said[..5]).unwrap();
        assert_eq!(
            (five.answered, five.adopted.to_string(), five.partly.to_string()),
            (5, "60.00".into(), "20.00".into())
        );
        assert_eq!(Shares::of(&said), Some(five), "two more change nothing");
    }
}
