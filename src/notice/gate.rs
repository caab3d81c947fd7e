//! The gate: a letter leaves only as `Cleared<Letter>`, and only the gate makes one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::letter::{Audience, Letter};
use crate::id::{CadreId, UnitId};

/// Who must not learn anything about a case (回避/保密, 信访工作条例 art. 30): persons, units, and every shared chat once sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Persons who must not learn of it.
    pub cadres: BTreeSet<CadreId>,
    /// Units none of whose people or groups may learn of it.
    pub units: BTreeSet<UnitId>,
    /// Sealed: nothing of it may reach any chat that several people read.
    pub no_groups: bool,
}

impl Exclusion {
    /// Whether this cadre, of this unit, is kept out.
    pub fn bars_cadre(&self, cadre: &CadreId, unit: &UnitId) -> bool {
        self.cadres.contains(cadre) || self.units.contains(unit)
    }
}

/// Proof that the gate let something through; nothing else can make one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleared<T>(T);

impl<T> Cleared<T> {
    /// What was cleared.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What was cleared, by value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Why the gate stopped a letter. The letter is kept, a human is told; nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The reader, or their unit, is excluded from the case.
    #[error("the reader is excluded from this case")]
    Excluded,
    /// A sealed matter was addressed to a chat that several people read.
    #[error("a sealed matter was addressed to a shared chat")]
    SharedChat,
}

/// What the gate must know of a reader: their unit.
pub trait Staff {
    /// The unit of a cadre; none when the roster does not know them.
    fn unit_of(&self, cadre: &CadreId) -> Option<UnitId>;
}

/// Lets a letter through, or says why not. Called when the letter is written and once more when it is sent.
pub fn clear(letter: Letter, exclusion: &Exclusion, staff: &impl Staff) -> Result<Cleared<Letter>, Stopped> {
    check(&letter, exclusion, staff).map(|()| Cleared(letter))
}

fn check(letter: &Letter, exclusion: &Exclusion, staff: &impl Staff) -> Result<(), Stopped> {
    let shared = letter.to.is_shared() && letter.case.is_some();
    if shared && (exclusion.no_groups || letter.sealed) {
        return Err(Stopped::SharedChat);
    }
    match &letter.to {
        Audience::Cadre(cadre) => match staff.unit_of(cadre) {
            Some(unit) if !exclusion.bars_cadre(cadre, &unit) => Ok(()),
            Some(_) | None => Err(Stopped::Excluded),
        },
        Audience::UnitGroup(unit) if exclusion.units.contains(unit) => Err(Stopped::Excluded),
        Audience::UnitGroup(_)
        | Audience::TriageGroup
        | Audience::Operators
        | Audience::Chat(_)
        | Audience::Resident(_) => Ok(()),
    }
}
