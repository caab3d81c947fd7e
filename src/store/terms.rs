//! By which pieces of its words a case is found again: keyed hashes, of no use without the county's key.

use super::engine::Value;
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment};

/// How many pieces are looked up at once.
pub const LOOKED_UP: usize = 16;

/// Of the 24 newest cases of each piece those that share most of them.
macro_rules! newest {
    ($($slot:literal)*) => {
        concat!(
            "select case_id, count(*) as shared from (select cast('' as text) as case_id, cast(0 as bigint) as at where 1 = 0",
            $(
                " union all select case_id, at from (select case_id, at from case_term where county = $1 and term = $",
                $slot, " order by at desc, case_id limit 24) as found", $slot
            ),*,
            ") as shares group by case_id order by shared desc, max(at) desc, case_id limit 16"
        )
    };
}

const NEWEST: &str = newest!("2" "3" "4" "5" "6" "7" "8" "9" "10" "11" "12" "13" "14" "15" "16" "17");

impl Tx {
    /// Keeps what a case is found by, in place of what was kept before.
    pub async fn keep_terms(&mut self, case: &CaseId, pieces: &[String]) -> Result<(), StoreFault> {
        let at = self.now();
        let mut terms: Vec<i64> = pieces.iter().map(|piece| self.inner.keys.blind_number("term", piece)).collect();
        terms.sort_unstable();
        terms.dedup();
        let row = |term: i64| -> Vec<Value> { vec![self.county(), term.into(), at.into(), case.as_str().into()] };
        let rows = terms.into_iter().map(row).collect();
        let head = "insert into case_term (county, term, at, case_id)";
        self.link.insert_rows(head, rows, "on conflict (county, term, at, case_id) do nothing").await?;
        Ok(())
    }

    /// Forgets what a case is found by.
    pub async fn forget_terms(&mut self, case: &CaseId) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into()];
        self.link.execute("delete from case_term where county = $1 and case_id = $2", args).await?;
        Ok(())
    }

    /// Forgets what cases were found by that was kept by then: nothing older is looked for.
    pub async fn drop_terms(&mut self, until: Moment) -> Result<(), StoreFault> {
        let args = [self.county(), until.into()];
        self.link.execute("delete from case_term where county = $1 and at <= $2", args).await?;
        Ok(())
    }

    /// The cases that share most of these pieces (the first [`LOOKED_UP`]) and how many, the likeliest first, at most `limit`.
    /// Of each piece the newest 24 cases are looked at; of cases that share as many the newest comes first.
    pub async fn cases_with(&mut self, pieces: &[String], limit: usize) -> Result<Vec<(CaseId, i64)>, StoreFault> {
        let mut args: [Value; 1 + LOOKED_UP] = std::array::from_fn(|at| {
            let piece = at.checked_sub(1).and_then(|at| pieces.get(at));
            piece.map_or(Value::NullInt, |piece| self.inner.keys.blind_number("term", piece).into())
        });
        args[0] = self.county();
        let rows = self.link.fetch_all(NEWEST, args).await?;
        rows.iter().take(limit).map(|row| Ok((CaseId(row.text(0)?), row.int(1)?))).collect()
    }
}
