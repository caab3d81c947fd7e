//! How sure a lead makes: found on an archive, each part of it foretold from the others.

/// So many leads are kept at least, the latest.
pub(super) const KEPT: usize = 1_000;
/// After so many new ones the curve is found anew.
pub(super) const ANEW: usize = 50;
/// So many texts must have been foretold before a lead is trusted, and so many of them wrongly.
const ENOUGH: usize = 60;
const ENOUGH_WRONG: usize = 10;
/// How often the curve is bettered.
const STEPS: usize = 30;
/// Holds the curve back where little is known.
const HELD: f64 = 1e-3;
/// A step smaller than this share of the whole one is none.
const LITTLE: f64 = 1e-4;

/// A curve from the lead of the best subject over the next to the share of such leads that were right (Platt scaling).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trust {
    pub(super) slope: f32,
    pub(super) base: f32,
}

impl Trust {
    /// The curve through leads of which it is known whether they were right; none while too few were, or too few wrongly.
    pub fn of(leads: &[(f64, bool)]) -> Option<Self> {
        let right = leads.iter().filter(|(_, right)| *right).count();
        let wrong = leads.len() - right;
        if leads.len() < ENOUGH || wrong < ENOUGH_WRONG {
            return None;
        }
        let hit = (right as f64 + 1.0) / (right as f64 + 2.0);
        let miss = 1.0 / (wrong as f64 + 2.0);
        let wanted: Vec<(f64, f64)> =
            leads.iter().map(|(lead, right)| (*lead, if *right { hit } else { miss })).collect();
        let (mut slope, mut base) = (1.0, 0.0);
        for _ in 0..STEPS {
            let (by_slope, by_base) = step(&wanted, slope, base);
            let (mut part, before) = (1.0, loss(&wanted, slope, base));
            // Half the way, and half of that, where the whole way leads too far.
            while part > LITTLE && loss(&wanted, slope - part * by_slope, base - part * by_base) > before {
                part /= 2.0;
            }
            if part <= LITTLE {
                break;
            }
            (slope, base) = (slope - part * by_slope, base - part * by_base);
        }
        Some(Self { slope: slope as f32, base: base as f32 }).filter(Self::is_sane)
    }

    /// Whether it is a curve on which more is more.
    pub(super) fn is_sane(&self) -> bool {
        self.slope.is_finite() && self.base.is_finite() && self.slope > 0.0
    }

    /// 0..=1.
    pub fn sure(&self, lead: f64) -> f64 {
        share(f64::from(self.slope) * lead + f64::from(self.base))
    }
}

/// Newton's way downhill: slope over curvature.
fn step(wanted: &[(f64, f64)], slope: f64, base: f64) -> (f64, f64) {
    let (mut by_slope, mut by_base) = (HELD * slope, HELD * base);
    let (mut both, mut bent, mut flat) = (0.0, HELD, HELD);
    for (lead, wanted) in wanted {
        let told = share(slope * lead + base);
        let (off, weight) = (told - wanted, told * (1.0 - told));
        by_slope += off * lead;
        by_base += off;
        bent += weight * lead * lead;
        both += weight * lead;
        flat += weight;
    }
    let whole = (bent * flat - both * both).max(HELD * HELD);
    ((flat * by_slope - both * by_base) / whole, (bent * by_base - both * by_slope) / whole)
}

/// How badly a curve fits, in nats.
fn loss(wanted: &[(f64, f64)], slope: f64, base: f64) -> f64 {
    let one = |(lead, wanted): &(f64, f64)| {
        let told = share(slope * lead + base).clamp(1e-12, 1.0 - 1e-12);
        -wanted * told.ln() - (1.0 - wanted) * (1.0 - told).ln()
    };
    wanted.iter().map(one).sum::<f64>() + HELD / 2.0 * (slope * slope + base * base)
}

fn share(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_is_trusted_as_often_as_it_was_right() {
        // Of leads of 0.1 half was right, of leads of 0.5 nine in ten.
        let leads: Vec<(f64, bool)> =
            (0..200).map(|nth| (0.1, nth % 2 == 0)).chain((0..200).map(|nth| (0.5, nth % 10 != 0))).collect();
        let trust = Trust::of(&leads).unwrap();
        assert!((trust.sure(0.1) - 0.5).abs() < 0.02 && (trust.sure(0.5) - 0.9).abs() < 0.02, "{trust:?}");
        assert!(trust.sure(0.0) < trust.sure(0.1) && trust.sure(2.0) > 0.99);
    }

    #[test]
    fn where_nothing_went_wrong_or_little_was_seen_no_lead_is_trusted() {
        assert_eq!(Trust::of(&(0..500).map(|nth| (f64::from(nth), true)).collect::<Vec<_>>()), None);
        assert_eq!(Trust::of(&(0..40).map(|nth| (0.5, nth % 2 == 0)).collect::<Vec<_>>()), None);
        // Nor where a greater lead was right less often.
        let worse: Vec<(f64, bool)> = (0..200).map(|nth| (f64::from(nth), nth < 100)).collect();
        assert_eq!(Trust::of(&worse), None);
    }
}
