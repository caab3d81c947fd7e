//! The table of notices: which of them an event has, whom each tells, in which words and how (`config/notices.toml`).
//!
//! When a notice is due, and the facts in it, are computed by [`plan`]; what stands in the table is looked up by the event,
//! the notice and whom the plan names. Whom a case is kept from is asked of the case: no line of the table can say otherwise.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::plan::{Notice, Who, plan};
use crate::case::Case;
use crate::case::event::Event;

/// Whom a line of the table tells: a closed set of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listener {
    /// The sender, and whoever speaks in it beside them.
    Resident,
    /// The group of the unit that has the case.
    UnitGroup,
    /// Who acts, in private.
    Acting,
    /// The head of the unit, in private.
    Head,
    /// The cadre whom the event names, in private.
    Named,
    /// Those who may read a sealed case, each in private.
    Readers,
    /// Those on call, each in private.
    OnCall,
    /// The unit that helps.
    Helper,
    /// Those who supervise, each in private.
    Supervisors,
}

impl Listener {
    /// Whom the plan means.
    pub fn of(who: &Who) -> Self {
        match who {
            Who::Resident | Who::Party(_) => Self::Resident,
            Who::UnitGroup => Self::UnitGroup,
            Who::Cadre(_) => Self::Named,
            Who::Head => Self::Head,
            Who::Acting => Self::Acting,
            Who::Readers => Self::Readers,
            Who::OnCall => Self::OnCall,
            Who::Helper(_) => Self::Helper,
            Who::Supervisors => Self::Supervisors,
        }
    }

    /// Whether a county may choose this one where the program means the other: among the unit's own, and nowhere else. What is
    /// for the sender, for a named person up the line or for the readers of a sealed case is for nobody else.
    pub fn may_stand_for(self, other: Self) -> bool {
        let of_the_unit = |one: Self| matches!(one, Self::UnitGroup | Self::Acting | Self::Head);
        self == other || of_the_unit(self) && of_the_unit(other)
    }

    /// Whom the plan then tells; whoever only the event knows by name stays as the plan has them.
    fn or(self, planned: Who) -> Who {
        match self {
            Self::UnitGroup => Who::UnitGroup,
            Self::Acting => Who::Acting,
            Self::Head => Who::Head,
            Self::Resident | Self::Named | Self::Readers | Self::OnCall | Self::Helper | Self::Supervisors => planned,
        }
    }
}

/// What a line of the table says of one notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whom it tells.
    pub to: Listener,
    /// The key of its words.
    pub text: String,
    /// Without a sound.
    pub silent: bool,
    /// It waits for the morning.
    pub quiet: bool,
}

/// The table, by event, notice and whom the program means by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table(pub BTreeMap<(String, String, Listener), Line>);

impl Told {
    /// A notice that comes of no event and stands in no table: in its own words.
    pub fn of(notice: Notice) -> Self {
        let line = Line { to: Listener::of(&notice.who), text: notice.key.to_owned(), silent: false, quiet: false };
        Self { notice, line }
    }
}

/// A notice that is due, with what the table says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The notice.
    pub notice: Notice,
    /// How it is worded and delivered.
    pub line: Line,
}

impl Table {
    /// What an event means for whom.
    pub fn told(&self, before: &Case, after: &Case, event: &Event) -> Vec<Told> {
        let name = event.fact.name();
        plan(before, after, event).into_iter().map(|notice| self.look_up(name, notice)).collect()
    }

    /// What the table says of a notice of an event. Nobody goes untold for want of a line; the tests keep that from happening.
    pub fn look_up(&self, event: &str, notice: Notice) -> Told {
        let meant = Listener::of(&notice.who);
        let found = self.0.get(&(event.to_owned(), notice.key.to_owned(), meant)).cloned();
        debug_assert!(found.is_some(), "no line for `{}` of `{event}` to {meant:?}", notice.key);
        match found {
            Some(line) => Told { notice: Notice { who: line.to.or(notice.who), ..notice }, line },
            None => Told::of(notice),
        }
    }
}
