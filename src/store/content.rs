//! Content: words, names, accounts, media ids; encrypted, referred to by id, destroyed by deleting the row and its key.

use super::engine::Row;
use super::seal::CaseKey;
use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, ContentId};

impl Tx {
    /// Stores bytes encrypted, those of a case under its own key. Returns the id and the salted commitment (SHA-256 in hex)
    /// that an event may carry.
    pub async fn put_content(
        &mut self,
        kind: &str,
        case: Option<&CaseId>,
        bytes: &[u8],
    ) -> Result<(ContentId, String), StoreFault> {
        let id = self.inner.ids.hex();
        let key = match case {
            Some(case) => Some(self.key_of_case(case).await?),
            None => None,
        };
        let (sealed, commitment) = self.inner.keys.seal_content(key.as_ref(), &id, bytes)?;
        let case = case.map(CaseId::as_str);
        let args = [self.county(), id.as_str().into(), kind.into(), case.into(), sealed.into(), self.now().into()];
        self.link
            .execute(
                "insert into content (county, id, kind, case_id, sealed, created_at) values ($1, $2, $3, $4, $5, $6)",
                args,
            )
            .await?;
        Ok((ContentId(id), commitment))
    }

    /// The bytes stored under an id; none once erased.
    pub async fn get_content(&mut self, id: &ContentId) -> Result<Option<Vec<u8>>, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        let sql = "select c.sealed, c.case_id, k.wrapped from content c
            left join content_key k on k.county = c.county and k.case_id = c.case_id where c.county = $1 and c.id = $2";
        let Some(row) = self.link.fetch_optional(sql, args).await? else { return Ok(None) };
        self.open_content(id.as_str(), &row).map(Some)
    }

    /// Destroys content and its salt. Returns whether there was any.
    pub async fn erase_content(&mut self, id: &ContentId) -> Result<bool, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        Ok(self.link.execute("delete from content where county = $1 and id = $2", args).await? > 0)
    }

    /// The ids of what is kept of a case.
    pub async fn content_of(&mut self, case: &CaseId) -> Result<Vec<ContentId>, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let rows = self.link.fetch_all("select id from content where county = $1 and case_id = $2", args).await?;
        rows.iter().map(|row| row.text(0).map(ContentId)).collect()
    }

    /// Opens a row of sealed bytes, its case and the case's wrapped key.
    pub(super) fn open_content(&self, id: &str, row: &Row) -> Result<Vec<u8>, StoreFault> {
        let key = match (row.opt_text(1)?, row.opt_bytes(2)?) {
            (Some(case), Some(wrapped)) => Some(self.inner.keys.case_key(&case, &wrapped)?),
            (Some(_) | None, _) => None,
        };
        self.inner.keys.open_content(key.as_ref(), id, &row.bytes(0)?)
    }

    /// The key of a case's content; made with its first.
    async fn key_of_case(&mut self, case: &CaseId) -> Result<CaseKey, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let sql = "select wrapped from content_key where county = $1 and case_id = $2";
        if let Some(row) = self.link.fetch_optional(sql, args).await? {
            return self.inner.keys.case_key(case.as_str(), &row.bytes(0)?);
        }
        let (key, wrapped) = self.inner.keys.fresh_case_key(case.as_str())?;
        let args = [self.county(), case.as_str().into(), wrapped.into(), self.now().into()];
        let made = "insert into content_key (county, case_id, wrapped, created_at) values ($1, $2, $3, $4)
            on conflict (county, case_id) do nothing";
        if self.link.execute(made, args).await? == 1 {
            return Ok(key);
        }
        // Another process was first.
        let args = [self.county(), case.as_str().into()];
        let row = self.link.fetch_one(sql, args).await?;
        self.inner.keys.case_key(case.as_str(), &row.bytes(0)?)
    }
}

impl Store {
    /// Sees to it that what was deleted is nowhere: on SQLite the log is folded into the file, which overwrites what it
    /// deletes (`secure_delete`); on PostgreSQL the pages that held keys and words are cleared of dead rows. What the
    /// server keeps in its own log is out of reach from here.
    ///
    /// # Errors
    /// `Busy` while somebody reads what was there before; whoever erases next tries again.
    pub async fn clear_traces(&self) -> Result<(), StoreFault> {
        self.inner.pool.clear_traces().await
    }
}
