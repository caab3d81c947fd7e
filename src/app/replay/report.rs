//! What became of the texts of a replay, message by message and as a table.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::case::Case;
use crate::id::CaseId;

/// What became of one message.
#[derive(Clone, Debug)]
pub struct Fate {
    /// Which text it is, or is a part of.
    pub text: usize,
    /// The case it stands in.
    pub case: Option<CaseId>,
    /// What the bot wrote after it and before the next text, as first sent.
    pub answers: Vec<String>,
    /// From sending to the receipt, or to whatever answered; none for the further parts of a text, which get a mark.
    pub waited_ms: Option<i64>,
    /// Whether the bot put its mark on it.
    pub marked: bool,
}

/// A case that came of it, seen from inside and from outside.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The case as it now stands.
    pub case: Case,
    /// Receipts that its sender got.
    pub receipts: usize,
    /// Cards of it, by group.
    pub cards: BTreeMap<i64, usize>,
    /// Messages in groups that name it, the cards among them.
    pub in_groups: usize,
}

/// What became of everything.
#[derive(Debug)]
pub struct Report {
    /// How many texts were sent.
    pub texts: usize,
    /// How many residents took turns.
    pub residents: usize,
    /// Message by message, in the order sent.
    pub fates: Vec<Fate>,
    /// The cases they stand in.
    pub cases: BTreeMap<CaseId, Opened>,
    /// How many cases there are, whoever sent them.
    pub cases_in_store: usize,
    /// Calls of the bot by kind.
    pub letters: BTreeMap<String, usize>,
    /// Calls that Telegram would have refused, and faults that the doctor finds.
    pub findings: Vec<String>,
    /// How long it all took.
    pub took: Duration,
    /// Cases by the name of their subject.
    pub subjects: BTreeMap<String, usize>,
}

/// What happened twice in a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doublings {
    /// Cases that came of no message that was sent.
    pub cases: usize,
    /// Second receipts of a case.
    pub receipts: usize,
    /// Second cards of a case in one group.
    pub cards: usize,
    /// Second answers to a message that stands in no case.
    pub answers: usize,
}

impl fmt::Display for Doublings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, receipts, cards, answers } = self;
        write!(f, "doubled: cases {cases}, receipts {receipts}, cards {cards}, answers {answers}")
    }
}

impl Report {
    /// Messages that stand in no case and were not answered, or whose case has no receipt.
    pub fn lost(&self) -> usize {
        let receipts =
            |fate: &Fate| fate.case.as_ref().and_then(|case| self.cases.get(case)).map(|opened| opened.receipts);
        let is_lost = |fate: &&Fate| receipts(fate).map_or(fate.answers.is_empty(), |receipts| receipts == 0);
        self.fates.iter().filter(is_lost).count()
    }

    /// What happened twice, in all.
    pub fn doubled(&self) -> usize {
        let doubled = self.doublings();
        doubled.cases + doubled.receipts + doubled.cards + doubled.answers
    }

    /// What happened twice, apart. What a message is answered with about a case is that case's: of a message that stands in
    /// none only what names no case is counted.
    pub fn doublings(&self) -> Doublings {
        let beyond_one = |count: usize| count.saturating_sub(1);
        let cards = self.cases.values().flat_map(|opened| opened.cards.values());
        let of_none = |fate: &Fate| fate.answers.iter().filter(|answer| super::numbers_in(answer).is_empty()).count();
        Doublings {
            cases: self.cases_in_store.saturating_sub(self.cases.len()),
            receipts: self.cases.values().map(|opened| beyond_one(opened.receipts)).sum(),
            cards: cards.map(|count| beyond_one(*count)).sum(),
            answers: self.fates.iter().filter(|fate| fate.case.is_none()).map(|fate| beyond_one(of_none(fate))).sum(),
        }
    }

    /// Messages in groups about cases that only private readers may see.
    pub fn leaked(&self) -> usize {
        self.cases.values().filter(|opened| opened.case.is_sealed()).map(|opened| opened.in_groups).sum()
    }

    /// Whether nothing was lost, doubled or leaked, and the doctor has nothing to say.
    pub fn is_sound(&self) -> bool {
        self.lost() == 0 && self.doubled() == 0 && self.leaked() == 0 && self.findings.is_empty()
    }

    /// Messages that were answered without a case.
    fn without_case(&self) -> usize {
        self.fates.iter().filter(|fate| fate.case.is_none() && !fate.answers.is_empty()).count()
    }

    /// The wait that so many in a hundred messages did not exceed.
    fn percentile(&self, percent: usize) -> i64 {
        let mut waits: Vec<i64> = self.fates.iter().filter_map(|fate| fate.waited_ms).collect();
        waits.sort_unstable();
        let at = (waits.len() * percent).div_ceil(100).max(1) - 1;
        waits.get(at).copied().unwrap_or(0)
    }

    fn count(&self, what: impl Fn(&Case) -> bool) -> usize {
        self.cases.values().filter(|opened| what(&opened.case)).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cases = self.cases.len().max(1);
        let share = |count: usize| format!("{count:>7}  {:>5.1} %", count as f64 * 100.0 / cases as f64);
        writeln!(
            f,
            "texts            {:>7}  by {} residents, in {:.1} s",
            self.texts,
            self.residents,
            self.took.as_secs_f64()
        )?;
        writeln!(f, "messages         {:>7}", self.fates.len())?;
        writeln!(f, "small talk etc.  {:>7}", self.without_case())?;
        writeln!(f, "cases            {:>7}", self.cases.len())?;
        writeln!(f, "  to a unit      {}", share(self.count(|case| !case.is_sealed() && case.task.is_some())))?;
        writeln!(f, "  to a screener  {}", share(self.count(|case| !case.is_sealed() && case.task.is_none())))?;
        writeln!(f, "  to private readers {}", share(self.count(Case::is_sealed)).trim_start_matches("    "))?;
        writeln!(f, "  danger to life {}", share(self.count(|case| case.danger.is_some())))?;
        writeln!(f, "cases by subject")?;
        let mut subjects: Vec<_> = self.subjects.iter().collect();
        subjects.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), (*name).clone()));
        for (name, count) in subjects {
            writeln!(f, "{}  {name}", share(*count))?;
        }
        writeln!(f, "letters by kind")?;
        for (kind, count) in &self.letters {
            writeln!(f, "{count:>7}  {kind}")?;
        }
        writeln!(
            f,
            "from send to receipt, {} writing at once: p50 {} ms, p95 {} ms",
            self.residents,
            self.percentile(50),
            self.percentile(95)
        )?;
        for finding in &self.findings {
            writeln!(f, "finding: {finding}")?;
        }
        if self.doubled() > 0 {
            writeln!(f, "{}", self.doublings())?;
        }
        write!(f, "lost {}, doubled {}, leaked into groups {}", self.lost(), self.doubled(), self.leaked())
    }
}
