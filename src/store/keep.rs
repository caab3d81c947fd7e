//! How long what is kept: what a nightly round deletes, in batches (个人信息保护法 art. 19: no longer than needed).

use super::backup::set_counter;
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment, PersonId};

/// Up to which moment raw updates have been looked through.
const UPDATES: &str = "kept_updates";
/// Up to which moment settled letters have been looked through.
const LETTERS: &str = "kept_letters";

impl Tx {
    /// Deletes raw updates that were done with by then, at most `batch`. Returns whether there may be more.
    pub async fn drop_raw_updates(&mut self, until: Moment, batch: u32) -> Result<bool, StoreFault> {
        let sql =
            "select i.content_id, i.done_at from inbox i where i.county = $1 and i.done_at > $2 and i.done_at <= $3
            and exists (select 1 from content c where c.county = i.county and c.id = i.content_id)
            order by i.done_at limit $4";
        self.drop_content(sql, UPDATES, until, batch).await
    }

    /// Deletes the words of letters that were settled by then; what failed stays until somebody has seen to it.
    pub async fn drop_letters(&mut self, until: Moment, batch: u32) -> Result<bool, StoreFault> {
        let sql = "select l.content_id, l.settled_at from letter l
            where l.county = $1 and l.live = 0 and l.settled_at > $2 and l.settled_at <= $3
            and l.state <> 'unaddressed' and l.state <> 'held' and l.state <> 'resting' and l.state <> 'failed' and l.state <> 'stopped'
            and exists (select 1 from content c where c.county = l.county and c.id = l.content_id)
            and not exists (select 1 from erasure e where e.county = l.county and e.case_id = l.case_id and e.erased_at is null)
            order by l.settled_at limit $4";
        self.drop_content(sql, LETTERS, until, batch).await
    }

    /// Deletes what was left unfinished by then, and buttons that are past their time.
    pub async fn drop_drafts(&mut self, until: Moment) -> Result<(), StoreFault> {
        let args = [self.county(), until.into()];
        self.link.execute("delete from draft where county = $1 and updated_at <= $2", args).await?;
        let args = [self.county(), self.now().into()];
        self.link.execute("delete from button where county = $1 and expires_at <= $2", args).await?;
        self.drop_code_tries().await
    }

    /// Cases that ended by then and still hold words, with whose they are; sealed or not. None that law holds back.
    pub async fn cases_past_keeping(
        &mut self,
        sealed: bool,
        until: Moment,
        batch: u32,
    ) -> Result<Vec<(CaseId, PersonId)>, StoreFault> {
        let args = [self.county(), sealed.into(), until.into(), i64::from(batch).into()];
        let sql = "select c.id, c.person from case_file c
            where c.county = $1 and c.is_open = 0 and c.is_sealed = $2 and c.updated_at <= $3
            and not exists (select 1 from erasure e where e.county = c.county and e.case_id = c.id)
            order by c.updated_at, c.id limit $4";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| Ok((CaseId(row.text(0)?), PersonId(row.text(1)?)))).collect()
    }

    /// Cases that law held back from an erasure until now, with whose they are.
    pub async fn cases_past_hold(&mut self, batch: u32) -> Result<Vec<(CaseId, PersonId)>, StoreFault> {
        let args = [self.county(), self.now().into(), i64::from(batch).into()];
        let sql = "select c.id, c.person from erasure e join case_file c on c.county = e.county and c.id = e.case_id
            where e.county = $1 and e.erased_at is null and e.hold_until <= $2 order by c.id limit $3";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| Ok((CaseId(row.text(0)?), PersonId(row.text(1)?)))).collect()
    }

    /// Residents who came by then and have no case that holds words.
    pub async fn persons_past_keeping(&mut self, until: Moment, batch: u32) -> Result<Vec<PersonId>, StoreFault> {
        let args = [self.county(), until.into(), i64::from(batch).into()];
        let sql = "select p.id from person p where p.county = $1 and p.created_at <= $2
            and p.sealed_personas is null and p.account_hash not like 'gone:%' and not exists (select 1 from case_file c
                where c.county = p.county and c.person = p.id and not exists (select 1 from erasure e
                    where e.county = c.county and e.case_id = c.id and e.erased_at is not null))
            order by p.id limit $3";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| row.text(0).map(PersonId)).collect()
    }

    async fn drop_content(
        &mut self,
        sql: &'static str,
        mark: &str,
        until: Moment,
        batch: u32,
    ) -> Result<bool, StoreFault> {
        let from = self.counter(mark).await?.unwrap_or(-1);
        let args = [self.county(), from.into(), until.into(), i64::from(batch).into()];
        let rows = self.link.fetch_all(sql, args).await?;
        for row in &rows {
            let args = [self.county(), row.text(0)?.into()];
            self.link.execute("delete from content where county = $1 and id = $2", args).await?;
        }
        let more = rows.len() >= batch as usize;
        let reached = match rows.last().filter(|_| more) {
            Some(last) => last.int(1)? - 1,
            None => until.0.max(from),
        };
        let county = self.inner.county.clone();
        set_counter(&mut self.link, &county, mark, reached).await?;
        Ok(more)
    }
}
