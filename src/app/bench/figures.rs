//! Figures about what was foretold and what was right.

use std::collections::BTreeSet;

/// How finely confidence is told apart when it is compared with what came.
const BINS: usize = 15;
/// How sharp confidence may be, tried in equal steps of the logarithm.
const SHARP: (f64, f64, u32) = (1.0, 40.0, 60);

/// What was foretold of one text, best first, and what is right.
pub(super) struct Foretold {
    pub(super) ranked: Vec<(String, f64)>,
    pub(super) class: String,
}

impl Foretold {
    fn best(&self) -> &str {
        self.ranked.first().map_or("", |(class, _)| class.as_str())
    }

    fn is_right(&self) -> bool {
        self.best() == self.class
    }

    /// The share that the softmax of the scores gives to one of them, by its place.
    fn share(&self, sharp: f64, of: impl Fn(&str) -> bool) -> f64 {
        let best = self.ranked.first().map_or(0.0, |(_, score)| *score);
        let weight = |score: f64| ((score - best) * sharp).exp();
        let all: f64 = self.ranked.iter().map(|(_, score)| weight(*score)).sum();
        let one: f64 = self.ranked.iter().filter(|(class, _)| of(class)).map(|(_, score)| weight(*score)).sum();
        one / all.max(1e-12)
    }
}

/// The share foretold rightly.
pub(super) fn accuracy(foretold: &[Foretold]) -> f64 {
    top(foretold, 1)
}

/// The share whose class is among the first so many.
pub(super) fn top(foretold: &[Foretold], first: usize) -> f64 {
    let hit = |it: &&Foretold| it.ranked.iter().take(first).any(|(class, _)| *class == it.class);
    share(foretold.iter().filter(hit).count(), foretold.len())
}

/// The mean of the classes' F1.
pub(super) fn macro_f1(foretold: &[Foretold]) -> f64 {
    let classes: BTreeSet<&str> = foretold.iter().map(|it| it.class.as_str()).collect();
    let of = |class: &str| {
        let right = foretold.iter().filter(|it| it.class == class && it.is_right()).count();
        let said = foretold.iter().filter(|it| it.best() == class).count();
        let there = foretold.iter().filter(|it| it.class == class).count();
        share(2 * right, said + there)
    };
    classes.iter().map(|class| of(class)).sum::<f64>() / classes.len().max(1) as f64
}

/// How sharp the softmax of scores must be so that it tells what comes.
pub(super) fn sharpness(foretold: &[Foretold]) -> f64 {
    let (least, most, steps) = SHARP;
    let loss = |sharp: f64| -> f64 {
        foretold.iter().map(|it| -it.share(sharp, |class| class == it.class).max(1e-9).ln()).sum()
    };
    let tried = (0..=steps).map(|step| least * (most / least).powf(f64::from(step) / f64::from(steps)));
    tried.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(least)
}

/// How sure each was, surest first, and whether rightly.
pub(super) fn sure(foretold: &[Foretold], sharp: f64) -> Vec<(f64, bool)> {
    let one = |it: &Foretold| (it.share(sharp, |class| class == it.best()), it.is_right());
    let mut all: Vec<(f64, bool)> = foretold.iter().map(one).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all
}

/// How far confidence and what came lie apart, on average.
pub(super) fn calibration_error(sure: &[(f64, bool)]) -> f64 {
    let bin = |confidence: f64| ((confidence * BINS as f64) as usize).min(BINS - 1);
    let apart = |at: usize| {
        let here: Vec<&(f64, bool)> = sure.iter().filter(|it| bin(it.0) == at).collect();
        let said: f64 = here.iter().map(|it| it.0).sum();
        (said - here.iter().filter(|it| it.1).count() as f64).abs()
    };
    (0..BINS).map(apart).sum::<f64>() / sure.len().max(1) as f64
}

/// The largest share of the surest among which so many were right.
pub(super) fn coverage(sure: &[(f64, bool)], precision: f64) -> f64 {
    let (mut right, mut most) = (0, 0);
    for (count, (_, is_right)) in (1..).zip(sure) {
        right += usize::from(*is_right);
        if right as f64 >= precision * count as f64 {
            most = count;
        }
    }
    share(most, sure.len())
}

fn share(some: usize, all: usize) -> f64 {
    some as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foretold(class: &str, ranked: &[(&str, f64)]) -> Foretold {
        Foretold {
            ranked: ranked.iter().map(|(class, score)| ((*class).to_owned(), *score)).collect(),
            class: class.into(),
        }
    }

    #[test]
    fn figures_are_what_they_are_called() {
        let all = [
            foretold("a", &[("a", 1.0), ("b", 0.0)]),
            foretold("a", &[("b", 0.6), ("a", 0.5)]),
            foretold("b", &[("b", 0.9), ("a", 0.1)]),
        ];
        assert!((accuracy(&all) - 2.0 / 3.0).abs() < 1e-9);
        assert!((top(&all, 2) - 1.0).abs() < 1e-9);
        assert!((macro_f1(&all) - 2.0 / 3.0).abs() < 1e-9);
        let sure = sure(&all, 5.0);
        assert_eq!(sure.iter().map(|it| it.1).collect::<Vec<_>>(), [true, true, false]);
        assert!((coverage(&sure, 0.95) - 2.0 / 3.0).abs() < 1e-9);
        assert!(calibration_error(&[(0.9, true), (0.9, false)]) > 0.39);
    }
}
