//! 响应率, 解决率, 满意率 and 综合 (北京市接诉即办工作条例 art. 32), in whole numbers, rounded half up to two places.

use std::collections::BTreeMap;
use std::fmt;

use super::FEW;
use super::tally::Settled;
use crate::case::Grade;

/// A number with two places, such as 75.70.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(u64);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// `above / below` in percent, rounded half up; none without anything below.
pub(super) fn percent(above: u64, below: u64) -> Option<Hundredths> {
    (below > 0).then(|| Hundredths((above * 20_000 + below) / (2 * below)))
}

/// What residents said of some answers (回访).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Whose sender said something (有效回访).
    pub valid: u32,
    /// Of these: the unit spoke with them in time (已联系).
    pub contacted: u32,
    /// Of these: 已解决.
    pub solved: u32,
    /// Of these: they said how content they are; 未解决 without more counts as not content.
    pub graded: u32,
    /// Of these: 满意.
    pub satisfied: u32,
    /// Of these: 基本满意, which weighs nine tenths.
    pub mostly: u32,
    /// Whose sender said nothing (未评价): in no rate, and told as a share.
    pub unrated: u32,
}

/// The rates of some counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// 响应率.
    pub responded: Hundredths,
    /// 解决率.
    pub solved: Hundredths,
    /// 满意率.
    pub satisfied: Hundredths,
    /// 综合: a tenth of 响应, four tenths of 满意, half of 解决.
    pub overall: Hundredths,
}

impl Counts {
    /// The rates; none, never 0 or 100, where nobody has said anything.
    pub fn rates(&self) -> Option<Rates> {
        let [valid, contacted, solved] = [self.valid, self.contacted, self.solved].map(u64::from);
        let [graded, satisfied, mostly] = [self.graded, self.satisfied, self.mostly].map(u64::from);
        let content = 10 * satisfied + 9 * mostly;
        // The composite from the counts themselves: rounding rates first would add up what was rounded away.
        let overall = 10 * graded * (contacted + 5 * solved) + 4 * valid * content;
        Some(Rates {
            responded: percent(contacted, valid)?,
            solved: percent(solved, valid)?,
            satisfied: percent(content, 10 * graded)?,
            overall: percent(overall, 100 * valid * graded)?,
        })
    }

    /// The share of those who said nothing among all answers.
    pub fn unrated_share(&self) -> Option<Hundredths> {
        percent(self.unrated.into(), u64::from(self.unrated) + u64::from(self.valid))
    }

    fn take(&mut self, round: &Settled) {
        if !round.is_valid() {
            self.unrated += 1;
            return;
        }
        self.valid += 1;
        self.contacted += u32::from(round.contacted);
        let discontent = round.solved == Some(false) || round.grade == Some(Grade::Dissatisfied);
        self.solved += u32::from(round.solved == Some(true) && !discontent);
        self.graded += u32::from(discontent || round.is_graded());
        self.satisfied += u32::from(round.grade == Some(Grade::Satisfied));
        self.mostly += u32::from(round.grade == Some(Grade::Mostly));
    }
}

/// The same answers counted twice: all of them, and without those left out by decision (剔除).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// All.
    pub all: Counts,
    /// Without what was left out.
    pub kept: Counts,
    /// How many answers were left out.
    pub left_out: u32,
    /// How many came back a second time as not solved.
    pub unsolved_again: u32,
}

impl Figures {
    /// What may be shown of some answers, oldest first. Both counts end at the last full step, and what is counted without
    /// exclusions is part of what is counted with them: their difference too is a step, or nothing.
    pub fn of<'a>(rounds: impl IntoIterator<Item = &'a Settled>) -> Self {
        let rounds: Vec<&Settled> = rounds.into_iter().collect();
        let all = stepped(&rounds);
        let left_out = |round: &&&Settled| round.left_out;
        let kept: Vec<&Settled> = all.iter().filter(|round| !round.left_out).copied().collect();
        let kept = if kept.len() == all.len() { all.clone() } else { stepped(&kept) };
        let again = |round: &&&Settled| round.round > 1 && round.solved == Some(false);
        Self {
            all: count(&all),
            kept: count(&kept),
            left_out: rounds.iter().filter(left_out).count() as u32,
            unsolved_again: all.iter().filter(again).count() as u32,
        }
    }
}

/// The answers of each name, such as a unit's or a town's.
pub fn by<K: Ord>(rounds: &[Settled], name: impl Fn(&Settled) -> Option<K>) -> BTreeMap<K, Figures> {
    let mut groups: BTreeMap<K, Vec<&Settled>> = BTreeMap::new();
    for round in rounds {
        if let Some(name) = name(round) {
            groups.entry(name).or_default().push(round);
        }
    }
    groups.into_iter().map(|(name, rounds)| (name, Figures::of(rounds))).collect()
}

/// Names in the order of 综合 without what was left out, the best first; those of fewer valid answers than the sample
/// stand in no order.
pub fn ranked<K: Clone>(figures: &BTreeMap<K, Figures>, sample: u32) -> (Vec<(K, Rates)>, Vec<K>) {
    let (mut order, mut thin) = (Vec::new(), Vec::new());
    for (name, figures) in figures {
        match figures.kept.rates().filter(|_| figures.kept.valid >= sample) {
            Some(rates) => order.push((name.clone(), rates)),
            None => thin.push(name.clone()),
        }
    }
    order.sort_by_key(|(_, rates)| std::cmp::Reverse(rates.overall));
    (order, thin)
}

/// As many of the valid answers, and as many of the silent ones, as fill whole steps.
fn stepped<'a>(rounds: &[&'a Settled]) -> Vec<&'a Settled> {
    let (valid, silent): (Vec<&Settled>, Vec<&Settled>) = rounds.iter().copied().partition(|round| round.is_valid());
    let whole = |some: Vec<&'a Settled>| {
        let full = some.len() - some.len() % FEW as usize;
        some.into_iter().take(full)
    };
    whole(valid).chain(whole(silent)).collect()
}

fn count(rounds: &[&Settled]) -> Counts {
    let mut counts = Counts::default();
    for round in rounds {
        counts.take(round);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UnitId;

    fn shown(counts: Counts) -> [String; 4] {
        let rates = counts.rates().unwrap();
        [rates.responded, rates.solved, rates.satisfied, rates.overall].map(|rate| rate.to_string())
    }

    #[test]
    fn s12_13_the_published_vector() {
        let counts = Counts { valid: 20, contacted: 19, solved: 14, graded: 20, satisfied: 12, mostly: 4, unrated: 0 };
        assert_eq!(shown(counts), ["95.00", "70.00", "78.00", "75.70"]);
    }

    #[test]
    fn rates_are_rounded_half_up_and_never_invented() {
        let counts = Counts { valid: 3, contacted: 3, solved: 2, graded: 3, satisfied: 1, mostly: 1, unrated: 1 };
        assert_eq!(shown(counts), ["100.00", "66.67", "63.33", "68.67"]);
        assert_eq!(counts.unrated_share().unwrap().to_string(), "25.00");
        assert_eq!(percent(1, 800).unwrap().to_string(), "0.13");
        assert_eq!(Counts::default().rates(), None);
        assert_eq!(Counts { unrated: 7, ..Counts::default() }.rates(), None, "silence is no rate");
        let solved_only = Counts { valid: 5, contacted: 5, solved: 5, ..Counts::default() };
        assert_eq!(solved_only.rates(), None, "nobody said how content they are");
    }

    fn said(solved: Option<bool>, grade: Option<Grade>) -> Settled {
        Settled { unit: UnitId::new("guanshan"), town: None, round: 1, contacted: true, solved, grade, left_out: false }
    }

    #[test]
    fn each_answer_counts_once_as_what_its_sender_said() {
        let rounds = [
            said(Some(true), Some(Grade::Satisfied)),
            said(Some(true), None),
            said(Some(false), None),
            said(Some(true), Some(Grade::Dissatisfied)),
            said(None, Some(Grade::Mostly)),
            said(None, None),
            said(None, Some(Grade::Unrated)),
        ];
        let counts = count(&rounds.iter().collect::<Vec<_>>());
        assert_eq!((counts.valid, counts.unrated), (5, 2));
        assert_eq!((counts.solved, counts.graded, counts.satisfied, counts.mostly), (2, 4, 1, 1));
    }

    /// What two looks differ by is never the word of fewer than a step.
    #[test]
    fn no_difference_of_two_looks_is_one_persons_word() {
        let mut rounds = Vec::new();
        let mut before = Figures::default();
        for n in 0..60_u32 {
            let grade = if n % 3 == 0 { Grade::Dissatisfied } else { Grade::Satisfied };
            rounds.push(Settled { left_out: n % 7 == 3, ..said(Some(n % 3 != 0), Some(grade)) });
            let now = Figures::of(&rounds);
            for (more, less) in [
                (now.all.valid, before.all.valid),
                (now.kept.valid, before.kept.valid),
                (now.all.valid, now.kept.valid),
            ] {
                assert_eq!((more - less) % FEW, 0, "after {n}");
            }
            assert!(now.all.valid >= now.kept.valid);
            before = now;
        }
        assert_eq!((before.all.valid, before.left_out), (60, 9));
        assert_eq!(before.kept.valid, 50);
    }

    #[test]
    fn below_the_sample_nobody_is_ranked() {
        let many = |unit: &str, count: usize, good: bool| {
            let grade = if good { Grade::Satisfied } else { Grade::Dissatisfied };
            vec![Settled { unit: UnitId::new(unit), ..said(Some(good), Some(grade)) }; count]
        };
        let rounds = [many("a", 20, false), many("b", 24, true), many("c", 19, true)].concat();
        let figures = by(&rounds, |round| Some(round.unit.clone()));
        let (order, thin) = ranked(&figures, 20);
        let names: Vec<&str> = order.iter().map(|(unit, _)| unit.as_str()).collect();
        assert_eq!((names, thin), (vec!["b", "a"], vec![UnitId::new("c")]));
    }
}
