//! How sure the machine was of lessons before it took them, and how often it was right: where the threshold comes from.

/// How finely confidence is told apart.
const STEPS: usize = 50;
/// So many lessons above a threshold must speak for it.
const ENOUGH: u32 = 60;
/// So many steps just above a threshold are asked by themselves: what is surer must not speak for what is less sure.
const BAND: usize = 5;

/// By confidence, how many lessons were foretold, and how many of them rightly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    steps: Vec<(u32, u32)>,
}

impl Default for Judged {
    fn default() -> Self {
        Self { steps: vec![(0, 0); STEPS] }
    }
}

impl Judged {
    /// One more lesson was foretold with this confidence.
    pub fn note(&mut self, confidence: f64, right: bool) {
        if let Some((all, rightly)) = self.steps.get_mut(step(confidence)) {
            *all += 1;
            *rightly += u32::from(right);
        }
    }

    /// The lowest confidence, never below `least`, from which on so many lessons of all were foretold rightly, and of those
    /// just above it too; none while too few were.
    pub fn threshold(&self, precision: f64, least: f64) -> Option<f64> {
        let is_precise = |all: u32, right: u32| f64::from(right) >= precision * f64::from(all);
        let (mut all, mut right, mut found) = (0, 0, None);
        for (at, (more, rightly)) in self.steps.iter().enumerate().rev() {
            all += more;
            right += rightly;
            let band = self.steps.iter().skip(at).take(BAND);
            let (near, near_right) = band.fold((0, 0), |sum, step| (sum.0 + step.0, sum.1 + step.1));
            if all >= ENOUGH && near > 0 && is_precise(all, right) && is_precise(near, near_right) {
                found = Some((at as f64 / STEPS as f64).max(least));
            } else if found.is_some() {
                break;
            }
        }
        found
    }

    /// Whether enough lessons were foretold to say where none of them were rightly enough.
    pub fn is_enough(&self) -> bool {
        self.steps.iter().map(|(all, _)| all).sum::<u32>() >= ENOUGH
    }

    /// The counts, lowest confidence first.
    pub(super) fn counts(&self) -> &[(u32, u32)] {
        &self.steps
    }

    /// The same counts again.
    pub(super) fn of(counts: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut steps: Vec<(u32, u32)> = counts.collect();
        steps.resize(STEPS, (0, 0));
        Self { steps }
    }
}

fn step(confidence: f64) -> usize {
    ((confidence.clamp(0.0, 1.0) * STEPS as f64) as usize).min(STEPS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_where_the_wanted_precision_begins() {
        let mut judged = Judged::default();
        for nth in 0..200 {
            judged.note(0.9, nth % 50 != 0);
            judged.note(0.5, nth % 2 == 0);
        }
        // Nothing is known of what lies below 0.82; and of what is foretold with 0.5 half is wrong, whatever the rest is like.
        assert_eq!(judged.threshold(0.95, 0.6), Some(0.82));
        assert_eq!(judged.threshold(0.7, 0.6), Some(0.82));
        assert_eq!(judged.threshold(0.99, 0.6), None);
    }

    #[test]
    fn the_threshold_is_never_below_what_is_set() {
        let mut judged = Judged::default();
        (0..500).for_each(|nth| judged.note(f64::from(nth) / 500.0, true));
        assert_eq!(judged.threshold(0.95, 0.6), Some(0.6));
        assert_eq!(judged.threshold(0.95, 0.0), Some(0.0), "all of it was right");
    }

    #[test]
    fn a_few_lessons_move_no_threshold() {
        let mut judged = Judged::default();
        (0..59).for_each(|_| judged.note(0.9, true));
        assert_eq!(judged.threshold(0.95, 0.6), None);
        assert!(!judged.is_enough());
        judged.note(0.1, false);
        assert!(judged.is_enough());
    }
}
