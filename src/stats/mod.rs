//! How well it goes, as numbers: the three rates, by unit and town, and totals in which nobody can be found.
//!
//! One rule stands above all others here: what one resident said of one case is shown to nobody. Figures that rest on what
//! residents said move in steps of [`FEW`], so that the difference of two looks is never one person's word.

pub mod adoption;
pub mod heat;
pub mod period;
pub mod rates;
pub mod sealed;
pub mod tally;

/// Sums below this are not shown: they would be somebody.
pub const FEW: u32 = 5;
