//! The inbox: raw updates, durable before they are confirmed, handled in order per chat.

use super::engine::{Row, Value};
use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, ContentId, Moment};

/// The first pending row of every lane, oldest first, if it may be taken now. Hops from lane to lane through the index:
/// the cost grows with the number of waiting chats, not with the number of waiting updates. The cross join keeps SQLite
/// from starting with the inbox instead.
const HEADS: &str = "with recursive lanes (lane) as (
        select min(lane) from inbox where county = $1 and state = 'pending'
        union all
        select (select min(i.lane) from inbox i where i.county = $1 and i.state = 'pending' and i.lane > lanes.lane)
        from lanes where lanes.lane is not null
    ), heads (seq) as (
        select (select min(e.seq) from inbox e where e.county = $1 and e.state = 'pending' and e.lane = lanes.lane) from lanes
    )
    select i.seq, i.lane, i.attempts from heads cross join inbox i
    where i.county = $1 and i.seq = heads.seq and i.state = 'pending' and i.ready_at <= $2 and i.lease_until < $3 order by i.seq limit $4";

/// An update as it came.
#[derive(Clone)]
pub struct RawUpdate {
    /// Telegram's id of the update.
    pub update_id: i64,
    /// The chat whose order it belongs to; none when it may be handled beside all others.
    pub chat: Option<i64>,
    /// The name of its one field: `message`, `callback_query`, …
    pub kind: String,
    /// The JSON, untouched.
    pub raw: String,
}

/// A claimed row of the inbox.
#[derive(Clone)]
pub struct InboxRow {
    /// Our own number, in order of arrival.
    pub seq: i64,
    /// Telegram's id of the update.
    pub update_id: i64,
    /// The name of its one field.
    pub kind: String,
    /// The JSON, untouched; empty when it can no longer be read.
    pub raw: String,
    /// How often handling it failed so far.
    pub attempts: u32,
    /// When it was taken in.
    pub received_at: Moment,
}

/// An update set aside after failing too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedRow {
    /// Our own number, in order of arrival.
    pub seq: i64,
    /// Telegram's id of the update.
    pub update_id: i64,
    /// The name of its one field.
    pub kind: String,
    /// How often handling it failed.
    pub attempts: u32,
    /// When it was taken in.
    pub received_at: Moment,
}

/// How many updates of one kind came to one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCount {
    /// The name of their one field.
    pub kind: String,
    /// What became of them; for those without an outcome, where they stand (`pending`, `quarantined`).
    pub outcome: String,
    /// How many.
    pub count: u64,
}

/// What becomes of an update whose handling failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It will be tried again.
    Retry,
    /// It has been set aside, raw kept; a human must be told.
    Quarantined,
}

impl Store {
    /// Saves a batch and the next offset in one transaction; what is already there stays as it is. Returns how many were new.
    pub async fn save_updates(&self, updates: &[RawUpdate], next_offset: i64) -> Result<usize, StoreFault> {
        let mut tx = self.begin_first().await?;
        let county = self.inner.county.as_str();
        let now = tx.now();
        let first = tx.take_numbers("inbox", i64::try_from(updates.len()).unwrap_or(0)).await?;
        let rows = (first..).zip(updates).map(|(seq, update)| self.inbox_row(seq, update, now)).collect();
        let head = "insert into inbox (county, seq, update_id, lane, kind, content_id, state, attempts, ready_at, lease_until, received_at)";
        let taken = tx
            .link
            .insert_rows(head, rows, "on conflict (county, update_id) do nothing returning seq, content_id")
            .await?;
        let mut contents = Vec::with_capacity(taken.len());
        for row in &taken {
            let id = row.text(1)?;
            let update = usize::try_from(row.int(0)? - first)
                .ok()
                .and_then(|index| updates.get(index))
                .ok_or(StoreFault::Missing("update"))?;
            let (sealed, _) = self.inner.keys.seal_content(None, &id, update.raw.as_bytes())?;
            contents.push(vec![county.into(), id.into(), "update".into(), sealed.into(), now.into()]);
        }
        tx.link.insert_rows("insert into content (county, id, kind, sealed, created_at)", contents, "").await?;
        let sql = "insert into counter (county, name, value) values ($1, 'offset', $2) on conflict (county, name) do update set value = excluded.value";
        tx.link.execute(sql, [county.into(), next_offset.into()]).await?;
        tx.commit().await?;
        Ok(taken.len())
    }

    /// The offset to ask Telegram for; none before the first batch.
    pub async fn next_offset(&self) -> Result<Option<i64>, StoreFault> {
        let mut tx = self.view().await?;
        let args = [tx.county()];
        let row =
            tx.link.fetch_optional("select value from counter where county = $1 and name = 'offset'", args).await?;
        row.map(|row| row.int(0)).transpose()
    }

    /// Claims the first unfinished updates of up to `chats` chats, oldest first: of each chat up to `in_a_row`, to be
    /// handled one after the other. One that failed before is claimed alone, so that those behind it do not wait with it.
    pub async fn claim_updates(
        &self,
        owner: &str,
        chats: u32,
        in_a_row: u32,
        lease_ms: i64,
    ) -> Result<Vec<Vec<InboxRow>>, StoreFault> {
        let lease_now = self.lease_clock.now();
        let mut view = self.view().await?;
        let args = [view.county(), view.now().into(), lease_now.into(), i64::from(chats).into()];
        let heads = view.link.fetch_all(HEADS, args).await?;
        let mut runs = Vec::with_capacity(heads.len());
        for head in &heads {
            let in_a_row = if head.int(2)? == 0 { in_a_row } else { 1 };
            runs.push((head.int(0)?, view.run_end(head, in_a_row, lease_now).await?));
        }
        drop(view);
        if runs.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let mut claimed = Vec::with_capacity(runs.len());
        for ((first, last), head) in runs.into_iter().zip(&heads) {
            let lease = (owner, lease_now, lease_now.plus_ms(lease_ms));
            let lane = head.text(1)?;
            let mut run = tx.lease_updates(&lane, (first, first), lease).await?;
            // Whoever has the first one has the lane.
            if !run.is_empty() && last > first {
                run.extend(tx.lease_updates(&lane, (first + 1, last), lease).await?);
            }
            claimed.push(run);
        }
        tx.commit().await?;
        self.read_claimed(claimed).await
    }

    /// Gives claimed updates back unhandled.
    pub async fn release_updates(&self, seqs: &[i64]) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        for seq in seqs {
            let args = [tx.county(), (*seq).into()];
            let sql = "update inbox set lease_until = 0 where county = $1 and seq = $2 and state = 'pending'";
            tx.link.execute(sql, args).await?;
        }
        tx.commit().await
    }

    /// Counts a failure: tried again after `retry_after_ms`, or set aside once it failed `max_attempts` times.
    pub async fn update_failed(
        &self,
        seq: i64,
        retry_after_ms: i64,
        max_attempts: u32,
    ) -> Result<AfterFailure, StoreFault> {
        let mut tx = self.begin().await?;
        let sql = "update inbox set attempts = attempts + 1, lease_until = 0, ready_at = $3
            where county = $1 and seq = $2 and state = 'pending' returning attempts";
        let args = [tx.county(), seq.into(), tx.now().plus_ms(retry_after_ms).into()];
        let row = tx.link.fetch_optional(sql, args).await?.ok_or(StoreFault::Conflict)?;
        let after =
            if row.int(0)? >= i64::from(max_attempts) { AfterFailure::Quarantined } else { AfterFailure::Retry };
        if after == AfterFailure::Quarantined {
            let args = [tx.county(), seq.into()];
            tx.link.execute("update inbox set state = 'quarantined' where county = $1 and seq = $2", args).await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    /// Puts one quarantined update (by Telegram's id), or all of them, back in line. Returns how many.
    pub async fn requeue_quarantined(&self, update_id: Option<i64>) -> Result<u64, StoreFault> {
        let mut tx = self.begin().await?;
        let sql = "update inbox set state = 'pending', attempts = 0, ready_at = 0, lease_until = 0
            where county = $1 and state = 'quarantined' and ($2 = 1 or update_id = $3)";
        let args = [tx.county(), update_id.is_none().into(), update_id.unwrap_or(0).into()];
        let count = tx.link.execute(sql, args).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// How many updates of which kind came to which end.
    pub async fn updates_by_kind(&self) -> Result<Vec<KindCount>, StoreFault> {
        let mut tx = self.view().await?;
        let args = [tx.county()];
        let sql =
            "select kind, coalesce(outcome, state), count(*) from inbox where county = $1 group by 1, 2 order by 1, 2";
        let rows = tx.link.fetch_all(sql, args).await?;
        let read = |row: &Row| {
            let count = u64::try_from(row.int(2)?).unwrap_or(0);
            Ok(KindCount { kind: row.text(0)?, outcome: row.text(1)?, count })
        };
        rows.iter().map(read).collect()
    }

    /// What has been set aside, oldest first.
    pub async fn quarantined(&self) -> Result<Vec<QuarantinedRow>, StoreFault> {
        let mut tx = self.view().await?;
        let args = [tx.county()];
        let sql = "select seq, update_id, kind, attempts, received_at from inbox where county = $1 and state = 'quarantined' order by seq";
        let rows = tx.link.fetch_all(sql, args).await?;
        rows.iter()
            .map(|row| {
                Ok(QuarantinedRow {
                    seq: row.int(0)?,
                    update_id: row.int(1)?,
                    kind: row.text(2)?,
                    attempts: u32::try_from(row.int(3)?).unwrap_or(u32::MAX),
                    received_at: row.moment(4)?,
                })
            })
            .collect()
    }
}

impl Store {
    fn inbox_row(&self, seq: i64, update: &RawUpdate, now: Moment) -> Vec<Value> {
        let keys = &self.inner.keys;
        let lane = match update.chat {
            Some(chat) => keys.blind("chat", &chat.to_string()),
            None => keys.blind("alone", &update.update_id.to_string()),
        };
        vec![
            self.inner.county.as_str().into(),
            seq.into(),
            update.update_id.into(),
            lane.into(),
            column_kind(&update.kind).into(),
            self.inner.ids.hex().into(),
            "pending".into(),
            0.into(),
            now.into(),
            0.into(),
            now.into(),
        ]
    }

    async fn read_claimed(&self, claimed: Vec<Vec<Row>>) -> Result<Vec<Vec<InboxRow>>, StoreFault> {
        let mut view = self.view().await?;
        let mut runs = Vec::with_capacity(claimed.len());
        for run in claimed.into_iter().filter(|run| !run.is_empty()) {
            let mut rows = Vec::with_capacity(run.len());
            for row in run {
                rows.push(view.read_update(&row).await?);
            }
            rows.sort_by_key(|row| row.seq);
            runs.push(rows);
        }
        Ok(runs)
    }
}

/// The name of an update's field comes from outside; what no field of Telegram's could be called (and one engine would
/// not even store) is kept under one name, the raw update beside it as it came.
fn column_kind(kind: &str) -> &str {
    let plain =
        (1..=64).contains(&kind.len()) && kind.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if plain { kind } else { "unreadable" }
}

impl Tx {
    /// The last row of a lane that may be handled right after its first.
    async fn run_end(&mut self, head: &Row, in_a_row: u32, lease_now: Moment) -> Result<i64, StoreFault> {
        let first = head.int(0)?;
        if in_a_row <= 1 {
            return Ok(first);
        }
        let sql = "select seq, cast(case when ready_at <= $4 and lease_until < $5 and attempts = 0 then 1 else 0 end as bigint) from inbox
            where county = $1 and lane = $2 and seq >= $3 and state = 'pending' order by seq limit $6";
        let args = [
            self.county(),
            head.text(1)?.into(),
            first.into(),
            self.now().into(),
            lease_now.into(),
            i64::from(in_a_row).into(),
        ];
        let mut last = first;
        for row in self.link.fetch_all(sql, args).await? {
            if !row.flag(1)? {
                break;
            }
            last = row.int(0)?;
        }
        Ok(last)
    }

    /// Leases what is free of a stretch of a lane.
    async fn lease_updates(
        &mut self,
        lane: &str,
        (first, last): (i64, i64),
        (owner, now, until): (&str, Moment, Moment),
    ) -> Result<Vec<Row>, StoreFault> {
        let args = [self.county(), lane.into(), first.into(), last.into(), until.into(), owner.into(), now.into()];
        let sql = "update inbox set lease_until = $5, lease_owner = $6
            where county = $1 and lane = $2 and seq >= $3 and seq <= $4 and state = 'pending' and lease_until < $7
            returning seq, update_id, kind, attempts, received_at, content_id";
        self.link.fetch_all(sql, args).await
    }

    async fn read_update(&mut self, row: &Row) -> Result<InboxRow, StoreFault> {
        let raw = match self.get_content(&ContentId(row.text(5)?)).await {
            Ok(raw) => raw.unwrap_or_default(),
            Err(StoreFault::Corrupt(_)) => Vec::new(),
            Err(fault) => return Err(fault),
        };
        Ok(InboxRow {
            seq: row.int(0)?,
            update_id: row.int(1)?,
            kind: row.text(2)?,
            raw: String::from_utf8_lossy(&raw).into_owned(),
            attempts: u32::try_from(row.int(3)?).unwrap_or(u32::MAX),
            received_at: row.moment(4)?,
        })
    }

    /// Gives an update its outcome. `Conflict` when it already has one: then nothing of this transaction may stand.
    pub async fn inbox_done(&mut self, seq: i64, outcome: &str, case: Option<&CaseId>) -> Result<(), StoreFault> {
        let case = case.map(CaseId::as_str);
        let args = [self.county(), seq.into(), outcome.into(), case.into(), self.now().into()];
        let sql =
            "update inbox set state = 'done', outcome = $3, case_id = $4, done_at = $5, lease_until = 0, lane = ''
            where county = $1 and seq = $2 and state = 'pending'";
        match self.link.execute(sql, args).await? {
            1 => Ok(()),
            _ => Err(StoreFault::Conflict),
        }
    }
}

impl Tx {
    /// Destroys what an update said; that it came, and what became of it, stays.
    pub async fn wipe_update(&mut self, seq: i64) -> Result<(), StoreFault> {
        let args = [self.county(), seq.into()];
        let sql = "delete from content where county = $1 and id = (select content_id from inbox where county = $1 and seq = $2)";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}
