//! Seats of sessions, and how cases stood whose senders wanted to see a leader.

use super::engine::Row;
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment, UnitId};

/// How often senders of a unit's cases went to a leader, by how the cases stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClimbRow {
    /// The unit.
    pub unit: UnitId,
    /// How they stood.
    pub why: String,
    /// How many.
    pub count: u32,
}

impl Tx {
    /// Takes the lowest free seat of a session for a case; false when all are taken. A case has one seat there at most.
    pub async fn take_seat(&mut self, case: &CaseId, session: &str, places: u32) -> Result<bool, StoreFault> {
        for seat in 1..=i64::from(places) {
            let args = [self.county(), session.into(), seat.into(), case.as_str().into()];
            let sql = "insert into reception_seat (county, session, seat, case_id) values ($1, $2, $3, $4)
                on conflict (county, session, seat) do nothing";
            if self.link.execute(sql, args).await? == 1 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Gives back whatever seat a case has but the one of this session.
    pub async fn free_seats(&mut self, case: &CaseId, but: &str) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), but.into()];
        let sql = "delete from reception_seat where county = $1 and case_id = $2 and session <> $3";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// How many seats of a session are taken.
    pub async fn seats_taken(&mut self, session: &str) -> Result<u32, StoreFault> {
        let args = [self.county(), session.into()];
        let row =
            self.link.fetch_one("select count(*) from reception_seat where county = $1 and session = $2", args).await?;
        some(&row, 0)
    }

    /// Counts that the sender of a unit's case went to a leader.
    pub async fn add_climb(&mut self, case: &CaseId, unit: &UnitId, why: &str) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), self.now().into(), unit.as_str().into(), why.into()];
        let sql = "insert into climb (county, case_id, at, unit, why) values ($1, $2, $3, $4, $5)
            on conflict (county, case_id, at) do nothing";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// How often they did in some time.
    pub async fn climbs(&mut self, (from, until): (Moment, Moment)) -> Result<Vec<ClimbRow>, StoreFault> {
        let args = [self.county(), from.into(), until.into()];
        let sql = "select unit, why, count(*) from climb where county = $1 and at >= $2 and at < $3
            group by unit, why order by unit, why";
        let row = |row: &Row| Ok(ClimbRow { unit: UnitId(row.text(0)?), why: row.text(1)?, count: some(row, 2)? });
        self.link.fetch_all(sql, args).await?.iter().map(row).collect()
    }
}

fn some(row: &Row, column: usize) -> Result<u32, StoreFault> {
    u32::try_from(row.int(column)?).map_err(|_| StoreFault::Corrupt("a count is out of range".into()))
}
