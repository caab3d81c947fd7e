//! What the operators must hear of: counted for each kind, so that they hear of each once an hour and of all that was.

use super::engine::Row;
use super::{Store, StoreFault, Tx};
use crate::id::Moment;

/// One kind of trouble as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubleRow {
    /// The kind: the key of its text.
    pub kind: String,
    /// How often since the operators last heard of it.
    pub count: u32,
    /// Since when, without an hour of peace between.
    pub since: Moment,
    /// When they last heard of it.
    pub told_at: Option<Moment>,
    /// What its text wants to know beside that, as JSON; never words of people.
    pub facts: String,
}

impl Store {
    /// Trouble of which the operators have not heard all.
    pub async fn untold_trouble(&self) -> Result<Vec<TroubleRow>, StoreFault> {
        let mut view = self.view().await?;
        let args = [view.county()];
        let sql =
            "select kind, count, since, told_at, facts from trouble where county = $1 and count > 0 order by since";
        view.link.fetch_all(sql, args).await?.iter().map(read).collect()
    }
}

impl Tx {
    /// Counts trouble; after `peace_ms` without any, it begins anew.
    pub async fn note_trouble(&mut self, kind: &str, facts: &str, peace_ms: i64) -> Result<TroubleRow, StoreFault> {
        let now = self.now();
        let args = [self.county(), kind.into(), now.into(), facts.into(), now.plus_ms(-peace_ms).into()];
        let sql = "insert into trouble (county, kind, count, since, last_at, facts) values ($1, $2, 1, $3, $3, $4)
            on conflict (county, kind) do update set count = trouble.count + 1, last_at = excluded.last_at, facts = excluded.facts,
                since = case when trouble.last_at < $5 and trouble.count = 0 then excluded.since else trouble.since end
            returning kind, count, since, told_at, facts";
        read(&self.link.fetch_one(sql, args).await?)
    }

    /// The operators have heard of it.
    pub async fn trouble_was_told(&mut self, kind: &str) -> Result<(), StoreFault> {
        let args = [self.county(), kind.into(), self.now().into()];
        let sql = "update trouble set count = 0, told_at = $3 where county = $1 and kind = $2";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}

fn read(row: &Row) -> Result<TroubleRow, StoreFault> {
    Ok(TroubleRow {
        kind: row.text(0)?,
        count: u32::try_from(row.int(1)?).unwrap_or(u32::MAX),
        since: row.moment(2)?,
        told_at: row.opt_moment(3)?,
        facts: row.text(4)?,
    })
}
