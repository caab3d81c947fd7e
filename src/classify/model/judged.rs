//! How sure the machine was of lessons before it took them, and how often it was right: where the threshold comes from.

/// How finely confidence is told apart.
const STEPS: usize = 50;
/// So many lessons above a threshold must speak for it.
const ENOUGH: u32 = 60;

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

    /// The lowest confidence from which on so many lessons of all were foretold rightly; none while too few were.
    pub fn threshold(&self, precision: f64) -> Option<f64> {
        let (mut all, mut right, mut found) = (0, 0, None);
        for (at, (more, rightly)) in self.steps.iter().enumerate().rev() {
            all += more;
            right += rightly;
            if all >= ENOUGH && f64::from(right) >= precision * f64::from(all) {
                found = Some(at as f64 / STEPS as f64);
            }
        }
        found
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
        assert_eq!(judged.threshold(0.95), Some(0.52));
        assert_eq!(judged.threshold(0.7), Some(0.0));
        assert_eq!(judged.threshold(0.99), None);
    }

    #[test]
    fn a_few_lessons_move_no_threshold() {
        let mut judged = Judged::default();
        (0..59).for_each(|_| judged.note(0.9, true));
        assert_eq!(judged.threshold(0.95), None);
    }
}
