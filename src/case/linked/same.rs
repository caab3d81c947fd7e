//! 重复: how many others have raised the same matter, what its sender had raised before, and how long it was carried about
//! outside these books. Nothing here moves a date: without new facts no clock begins anew.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Other;
use crate::case::calendar::date_of;
use crate::case::command::Refusal;
use crate::case::{Case, State};
use crate::classify::alike::{Level, Past};
use crate::id::{CadreId, CaseId, Moment};

/// So many earlier cases of a chain are kept with a later one.
const CHAIN: usize = 20;
/// No earlier year is taken.
const FIRST_YEAR: i32 = 1949;

/// Whose word a history is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Read out of what the sender says; a proposal.
    Read,
    /// Written by staff.
    Staff,
}

/// A fact about the same matter elsewhere; ids, numbers, years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "same", rename_all = "snake_case")]
pub enum SameFact {
    /// So many others have raised the same in the same place.
    Others {
        /// How many persons, its sender not counted.
        count: u32,
        /// The first case of it.
        first: Other,
    },
    /// Its sender had raised the same before.
    Repeats {
        /// The earlier case.
        earlier: Other,
        /// In which year that chain begins.
        since: i32,
        /// When the first case of the chain was registered.
        begun: Moment,
    },
    /// How long it was carried about before, outside these books (系统外).
    History {
        /// What is known.
        past: Past,
        /// Whose word that is.
        source: Source,
    },
    /// The sender says that it was not so.
    HistoryStruck,
    /// A leader has to take it in charge, by then (领导包案).
    LeaderDue {
        /// When whoever supervises is reminded, unless one has.
        by: Moment,
    },
    /// None has: whoever supervises was told.
    LeaderMissed {
        /// Who was told.
        told: CadreId,
        /// When they are told again.
        next: Moment,
    },
}

/// A year, in ms.
const YEAR_MS: i64 = 365 * 24 * 3_600_000;

impl SameFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Others { .. } => "same_others",
            Self::Repeats { .. } => "repeats",
            Self::History { .. } => "history",
            Self::HistoryStruck => "history_struck",
            Self::LeaderDue { .. } => "leader_due",
            Self::LeaderMissed { .. } => "leader_missed",
        }
    }
}

/// What a case knows of the same matter elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Same {
    /// How many others have raised the same in the same place.
    pub others: u32,
    /// The first case of it.
    pub first: Option<Other>,
    /// The cases beside it of which its sender was told nothing.
    pub silent: Vec<CaseId>,
    /// The sender's own earlier cases about it, the latest last.
    pub earlier: Vec<Other>,
    /// In which year those begin.
    pub since: Option<i32>,
    /// When the first of those was registered.
    pub begun: Option<Moment>,
    /// What happened outside these books.
    pub past: Option<Past>,
    /// Whose word that is.
    pub source: Option<Source>,
    /// The sender has struck what was read or written of it: the machine proposes it no more.
    pub struck: bool,
    /// By when a leader has to take it in charge.
    pub leader_by: Option<Moment>,
}

impl Same {
    /// Whether its sender has carried it about before (重复信访), in these books or outside.
    pub fn is_repeat(&self) -> bool {
        !self.earlier.is_empty() || self.past.is_some()
    }

    /// In which year it was first raised, as far as is known.
    pub fn first_year(&self) -> Option<i32> {
        self.since.into_iter().chain(self.past.as_ref().map(|past| past.first_year)).min()
    }

    /// At which levels it was raised outside these books.
    pub fn levels(&self) -> BTreeSet<Level> {
        self.past.as_ref().map(|past| past.levels.clone()).unwrap_or_default()
    }
}

impl Case {
    /// Whether a leader has to take it in charge: raised again, and for more than a year.
    pub fn needs_leader(&self) -> bool {
        use chrono::Datelike as _;
        let same = &self.linked.same;
        let year = date_of(self.registered_at).year();
        let outside = same.past.as_ref().is_some_and(|past| past.first_year < year);
        let long = outside || same.begun.is_some_and(|begun| self.registered_at.since(begun) >= YEAR_MS);
        same.is_repeat() && long && !self.is_kept_apart() && self.state.is_open()
    }

    /// When whoever supervises is told that nobody took it in charge.
    pub fn leader_due(&self) -> Option<Moment> {
        self.linked.same.leader_by.filter(|_| self.needs_leader() && self.marks.supervision.leader.is_none())
    }
}

/// Whether the case allows it.
pub(super) fn decide(case: &Case, what: &SameFact) -> Result<(), Refusal> {
    if case.is_kept_apart() && !matches!(what, SameFact::HistoryStruck) {
        return Err(Refusal::Sealed);
    }
    let same = &case.linked.same;
    let known = |id: &CaseId| same.earlier.iter().any(|other| other.case == *id);
    let allowed = match what {
        SameFact::Others { count, first } => *count > same.others && first.case != case.id,
        SameFact::Repeats { earlier, .. } => earlier.case != case.id && !known(&earlier.case),
        SameFact::History { source: Source::Read, .. } if same.struck || same.source == Some(Source::Staff) => false,
        SameFact::History { past, source } => {
            let sound = past.first_year >= FIRST_YEAR && past.times != Some(0);
            sound && (same.past.as_ref() != Some(past) || same.source != Some(*source))
        }
        SameFact::HistoryStruck => same.past.is_some(),
        SameFact::LeaderDue { .. } => same.leader_by.is_none() && case.needs_leader(),
        SameFact::LeaderMissed { .. } => case.leader_due().is_some(),
    };
    let over = matches!(case.state, State::Closed | State::Withdrawn | State::NotAccepted | State::Concluded);
    match (allowed, over) {
        (true, false) => Ok(()),
        (true, true) => Err(Refusal::AlreadyClosed),
        (false, _) => Err(Refusal::NothingChanges),
    }
}

/// What such a fact leaves.
pub(super) fn apply(case: &mut Case, what: &SameFact) {
    let same = &mut case.linked.same;
    match what {
        SameFact::Others { count, first } => (same.others, same.first) = (*count, Some(first.clone())),
        SameFact::Repeats { earlier, since, begun } => {
            same.begun = Some(same.begun.map_or(*begun, |known| known.min(*begun)));
            same.since = Some(same.since.map_or(*since, |known| known.min(*since)));
            same.earlier.push(earlier.clone());
            let more = same.earlier.len().saturating_sub(CHAIN);
            same.earlier.drain(..more);
        }
        SameFact::History { past, source } => {
            (same.past, same.source, same.struck) = (Some(past.clone()), Some(*source), false);
        }
        SameFact::HistoryStruck => (same.past, same.source, same.struck) = (None, None, true),
        SameFact::LeaderDue { by } => same.leader_by = Some(*by),
        SameFact::LeaderMissed { next, .. } => same.leader_by = Some(*next),
    }
}
