//! Totals of sealed cases in which none can be found: small cells are not shown, nor what would give them away.

use super::FEW;

/// Parts of a total, as far as they may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The parts, in the order they were given; none where it is not shown.
    pub parts: Vec<Option<u32>>,
    /// Their sum.
    pub total: Option<u32>,
}

/// Parts of a total without any that is small, and without any that the others would tell, also to somebody who knows how
/// this is done.
///
/// Small parts hide one another when there are several, no few in all, and not each as large as a small part can be: then any
/// of them could be one more or one less. Otherwise the next larger parts are hidden with them, all of those that are alike:
/// then nobody can tell which of the hidden parts is which.
pub fn shown(parts: &[u32]) -> Shown {
    let total: u32 = parts.iter().sum();
    let small: Vec<u32> = parts.iter().copied().filter(|part| *part < FEW).collect();
    let (several, together) = (small.len() as u32, small.iter().sum::<u32>());
    let enough = several > 1 && (FEW..several * (FEW - 1)).contains(&together);
    let next = parts.iter().copied().filter(|part| *part >= FEW).min().filter(|_| several > 0 && !enough);
    let cell = |part: &u32| (*part >= FEW && Some(*part) != next).then_some(*part);
    Shown { parts: parts.iter().map(cell).collect(), total: (total >= FEW).then_some(total) }
}
