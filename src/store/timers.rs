//! Timers: deadlines, reminders and windows as rows, so that nothing waits in memory.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::engine::Row;
use super::{KeyRing, Store, StoreFault, Tx};
use crate::id::{CaseId, Moment};

/// A timer that is due.
#[derive(Clone, PartialEq, Eq)]
pub struct TimerRow {
    /// Its name, unique in the county.
    pub key: String,
    /// What it is for.
    pub kind: String,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// When it is due.
    pub due: Moment,
    /// What it needs to know.
    pub body: String,
}

/// Shows ids and states, never words or accounts.
impl fmt::Debug for TimerRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimerRow")
            .field("kind", &self.kind)
            .field("case", &self.case)
            .field("due", &self.due)
            .finish_non_exhaustive()
    }
}

/// The part of a timer that is kept encrypted: its key may name a chat.
#[derive(Serialize, Deserialize)]
struct Sealed {
    key: String,
    body: String,
}

impl Store {
    /// Claims up to `limit` timers due at `now`, the longest overdue first. Whoever claims has none in hand any more: what it
    /// claimed before and did not bring to an end is claimed again.
    pub async fn claim_timers(
        &self,
        owner: &str,
        now: Moment,
        limit: u32,
        lease_ms: i64,
    ) -> Result<Vec<TimerRow>, StoreFault> {
        let lease_now = self.lease_clock.now();
        let mut view = self.view().await?;
        let args = [view.county(), now.into(), lease_now.into(), i64::from(limit).into(), owner.into()];
        let sql =
            "select key_hash from timer where county = $1 and due_at <= $2 and (lease_until < $3 or lease_owner = $5)
            order by due_at limit $4";
        let due = view.link.fetch_all(sql, args).await?;
        drop(view);
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let mut claimed = Vec::with_capacity(due.len());
        for row in due {
            let until = lease_now.plus_ms(lease_ms);
            let args = [tx.county(), row.text(0)?.into(), now.into(), until.into(), owner.into(), lease_now.into()];
            let sql = "update timer set lease_until = $4, lease_owner = $5
                where county = $1 and key_hash = $2 and due_at <= $3 and (lease_until < $6 or lease_owner = $5)
                returning key_hash, kind, case_id, due_at, sealed";
            if let Some(row) = tx.link.fetch_optional(sql, args).await? {
                match timer_row(&self.inner.keys, &row) {
                    Ok(timer) => claimed.push(timer),
                    Err(fault) => tracing::error!(%fault, "a timer cannot be read; the others go on"),
                }
            }
        }
        tx.commit().await?;
        Ok(claimed)
    }
}

fn timer_row(keys: &KeyRing, row: &Row) -> Result<TimerRow, StoreFault> {
    let json = keys.open("timer", &row.text(0)?, &row.bytes(4)?)?;
    let sealed: Sealed = serde_json::from_slice(&json).map_err(|_| StoreFault::Corrupt("timer is not JSON".into()))?;
    Ok(TimerRow {
        key: sealed.key,
        kind: row.text(1)?,
        case: row.opt_text(2)?.map(CaseId),
        due: row.moment(3)?,
        body: sealed.body,
    })
}

impl Tx {
    /// Sets a timer, or moves it when the key is known.
    pub async fn set_timer(&mut self, timer: &TimerRow) -> Result<(), StoreFault> {
        let hash = self.timer_hash(&timer.key);
        let sealed = Sealed { key: timer.key.clone(), body: timer.body.clone() };
        let json = serde_json::to_vec(&sealed).map_err(|_| StoreFault::Config("a timer that is not JSON".into()))?;
        let sealed = self.inner.keys.seal("timer", &hash, &json)?;
        let case = timer.case.as_ref().map(CaseId::as_str);
        let args =
            [self.county(), hash.into(), timer.kind.as_str().into(), case.into(), timer.due.into(), sealed.into()];
        let sql = "insert into timer (county, key_hash, kind, case_id, due_at, lease_until, sealed) values ($1, $2, $3, $4, $5, 0, $6)
            on conflict (county, key_hash) do update set kind = excluded.kind, case_id = excluded.case_id,
            due_at = excluded.due_at, lease_until = 0, sealed = excluded.sealed";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// A timer, if it is set.
    pub async fn timer(&mut self, key: &str) -> Result<Option<TimerRow>, StoreFault> {
        let args = [self.county(), self.timer_hash(key).into()];
        let sql = "select key_hash, kind, case_id, due_at, sealed from timer where county = $1 and key_hash = $2";
        let row = self.link.fetch_optional(sql, args).await?;
        row.map(|row| timer_row(&self.inner.keys, &row)).transpose()
    }

    /// When a timer is due, if it is set.
    pub async fn timer_due(&mut self, key: &str) -> Result<Option<Moment>, StoreFault> {
        let args = [self.county(), self.timer_hash(key).into()];
        let sql = "select due_at from timer where county = $1 and key_hash = $2";
        self.link.fetch_optional(sql, args).await?.map(|row| row.moment(0)).transpose()
    }

    /// The case of a timer that is set and not due yet at `now`.
    pub async fn timer_case(&mut self, key: &str, now: Moment) -> Result<Option<CaseId>, StoreFault> {
        let args = [self.county(), self.timer_hash(key).into(), now.into()];
        let sql = "select case_id from timer where county = $1 and key_hash = $2 and due_at > $3";
        let row = self.link.fetch_optional(sql, args).await?;
        Ok(row.map(|row| row.opt_text(0)).transpose()?.flatten().map(CaseId))
    }

    /// Takes a timer away. Returns whether there was one.
    pub async fn cancel_timer(&mut self, key: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), self.timer_hash(key).into()];
        Ok(self.link.execute("delete from timer where county = $1 and key_hash = $2", args).await? > 0)
    }

    /// Takes all timers of a case away.
    pub async fn cancel_timers_of(&mut self, case: &CaseId) -> Result<u64, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        self.link.execute("delete from timer where county = $1 and case_id = $2", args).await
    }

    /// Ends a timer that was handled, unless it has been moved since. False when it was no longer there as claimed:
    /// somebody else handled it, and nothing of this transaction may stand. Call it before setting the same key anew.
    pub async fn timer_done(&mut self, key: &str, due: Moment) -> Result<bool, StoreFault> {
        let args = [self.county(), self.timer_hash(key).into(), due.into()];
        Ok(self.link.execute("delete from timer where county = $1 and key_hash = $2 and due_at = $3", args).await? > 0)
    }

    fn timer_hash(&self, key: &str) -> String {
        self.inner.keys.blind("timer", key)
    }
}
