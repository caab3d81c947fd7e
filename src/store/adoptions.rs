//! What became of suggestions: a line for each that was answered.

use super::engine::Row;
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment, UnitId};

/// What a suggestion came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdoptionRow {
    /// Who answered it.
    pub unit: UnitId,
    /// The name of the outcome.
    pub outcome: String,
}

impl Tx {
    /// Writes what a suggestion came to; an answer given anew takes the place of the one before.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn write_adoption(&mut self, case: &CaseId, row: &AdoptionRow, at: Moment) -> Result<(), StoreFault> {
        let (unit, outcome) = (row.unit.as_str().into(), row.outcome.as_str().into());
        let args = [self.county(), case.as_str().into(), at.into(), unit, outcome];
        let sql = "insert into adoption (county, case_id, at, unit, outcome) values ($1, $2, $3, $4, $5)
            on conflict (county, case_id) do update set at = excluded.at, unit = excluded.unit, outcome = excluded.outcome";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What suggestions answered in some time came to, oldest first.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn adoptions(&mut self, (from, until): (Moment, Moment)) -> Result<Vec<AdoptionRow>, StoreFault> {
        let args = [self.county(), from.into(), until.into()];
        let sql = "select unit, outcome from adoption where county = $1 and at >= $2 and at < $3 order by at, case_id";
        let row = |row: &Row| Ok(AdoptionRow { unit: UnitId(row.text(0)?), outcome: row.text(1)? });
        self.link.fetch_all(sql, args).await?.iter().map(row).collect()
    }
}
