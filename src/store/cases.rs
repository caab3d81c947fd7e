//! Cases and the append-only, hash-chained events they are made of.

use super::{StoreFault, Tx};
use crate::id::{CadreId, CaseId, CaseNumber, Moment, PersonId, UnitId};
use crate::notice::gate::Exclusion;

/// A case as it stands: the sum of its events.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// The case's id.
    pub id: CaseId,
    /// The number people use.
    pub number: CaseNumber,
    /// Whose it is.
    pub person: PersonId,
    /// The lead unit.
    pub unit: Option<UnitId>,
    /// The responsible cadre.
    pub cadre: Option<CadreId>,
    /// The state's name.
    pub state: String,
    /// Whether it is still under way.
    pub open: bool,
    /// Whether it is sealed (密件).
    pub sealed: bool,
    /// When it is due.
    pub due: Option<Moment>,
    /// Whether the due date rests on a calendar not yet published.
    pub provisional: bool,
    /// When it last changed.
    pub updated_at: Moment,
    /// How many events it is made of.
    pub version: i64,
    /// Everything else, as JSON; kept encrypted.
    pub body: String,
}

/// One event: facts, never words about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Its place in the case's chain, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Moment,
    /// Who did it, as an id.
    pub actor: String,
    /// What happened.
    pub kind: String,
    /// The state before.
    pub before: String,
    /// The state after.
    pub after: String,
    /// The facts, as JSON.
    pub body: String,
}

impl Tx {
    /// Whether a case number is already somebody's.
    pub async fn number_taken(&mut self, number: CaseNumber) -> Result<bool, StoreFault> {
        todo!()
    }

    /// A case as it stands.
    pub async fn load_case(&mut self, id: &CaseId) -> Result<Option<CaseRow>, StoreFault> {
        todo!()
    }

    /// The case with this number.
    pub async fn case_by_number(&mut self, number: CaseNumber) -> Result<Option<CaseId>, StoreFault> {
        todo!()
    }

    /// Adds events (at least one, numbered from `expected_version + 1`) and saves the case they lead to; a new case has
    /// expected version 0, and `row.version` is the number of the last event. `Conflict` when the version has moved.
    pub async fn append(&mut self, row: &CaseRow, expected_version: i64, events: &[EventRow]) -> Result<(), StoreFault> {
        todo!()
    }

    /// The events of a case, in order.
    pub async fn events(&mut self, id: &CaseId) -> Result<Vec<EventRow>, StoreFault> {
        todo!()
    }

    /// The cases of a resident, newest first.
    pub async fn cases_of_person(&mut self, person: &PersonId, open_only: bool, limit: u32) -> Result<Vec<CaseRow>, StoreFault> {
        todo!()
    }

    /// The open cases of a unit, by due date (those without one last).
    pub async fn cases_of_unit(&mut self, unit: &UnitId) -> Result<Vec<CaseRow>, StoreFault> {
        todo!()
    }

    /// The open cases of a cadre, by due date (those without one last).
    pub async fn cases_of_cadre(&mut self, cadre: &CadreId) -> Result<Vec<CaseRow>, StoreFault> {
        todo!()
    }

    /// Open cases whose due date rests on a calendar not yet published.
    pub async fn provisional_cases(&mut self) -> Result<Vec<CaseId>, StoreFault> {
        todo!()
    }

    /// Who must not learn of a case; nobody when nothing was set.
    pub async fn exclusion(&mut self, id: &CaseId) -> Result<Exclusion, StoreFault> {
        todo!()
    }

    /// Sets who must not learn of a case; kept encrypted.
    pub async fn set_exclusion(&mut self, id: &CaseId, exclusion: &Exclusion) -> Result<(), StoreFault> {
        todo!()
    }
}
