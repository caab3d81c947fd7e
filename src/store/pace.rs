//! How fast somebody writes: counted by the minute, so that answers can be spared where nobody could read them.

use super::{StoreFault, Tx};
use crate::id::Moment;

/// How fast somebody writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Whether they write faster than anybody could read.
    pub flooding: bool,
    /// When they last heard that nothing is lost.
    pub told_at: Moment,
}

impl Tx {
    /// Counts a message of this account. More than `limit` within a window of `window_ms` are a flood, until a whole
    /// window has passed with fewer.
    pub async fn count_message(&mut self, user: i64, limit: u32, window_ms: i64) -> Result<Pace, StoreFault> {
        let sql = "insert into pace (county, account_hash, since, said, flooding, told_at) values ($1, $2, $3, 1, 0, 0)
            on conflict (county, account_hash) do update set
                flooding = case
                    when pace.since > $4 and pace.said >= $6 then 1
                    when pace.since > $4 then pace.flooding
                    when pace.since > $5 and pace.said > $6 then 1
                    else 0 end,
                said = case when pace.since > $4 then pace.said + 1 else 1 end,
                since = case when pace.since > $4 then pace.since else $3 end
            returning flooding, told_at";
        let now = self.now();
        let args = [
            self.county(),
            self.account_hash(user).into(),
            now.into(),
            now.plus_ms(-window_ms).into(),
            now.plus_ms(-2 * window_ms).into(),
            i64::from(limit).into(),
        ];
        let row = self.link.fetch_one(sql, args).await?;
        Ok(Pace { flooding: row.flag(0)?, told_at: row.moment(1)? })
    }

    /// Remembers that this account has heard that nothing is lost.
    pub async fn pace_told(&mut self, user: i64) -> Result<(), StoreFault> {
        let args = [self.county(), self.account_hash(user).into(), self.now().into()];
        self.link.execute("update pace set told_at = $3 where county = $1 and account_hash = $2", args).await?;
        Ok(())
    }
}
