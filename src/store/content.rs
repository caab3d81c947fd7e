//! Content: words, names, accounts, media ids; encrypted, referred to by id, destroyed by deleting the row.

use super::{StoreFault, Tx};
use crate::id::{CaseId, ContentId};

impl Tx {
    /// Stores bytes encrypted. Returns the id and the salted commitment (SHA-256 in hex) that an event may carry.
    pub async fn put_content(
        &mut self,
        kind: &str,
        case: Option<&CaseId>,
        bytes: &[u8],
    ) -> Result<(ContentId, String), StoreFault> {
        let id = self.inner.ids.hex();
        let (sealed, commitment) = self.inner.keys.seal_content(&id, bytes)?;
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
        let Some(row) =
            self.link.fetch_optional("select sealed from content where county = $1 and id = $2", args).await?
        else {
            return Ok(None);
        };
        self.inner.keys.open_content(id.as_str(), &row.bytes(0)?).map(Some)
    }

    /// Destroys content and its salt. Returns whether there was any.
    pub async fn erase_content(&mut self, id: &ContentId) -> Result<bool, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        Ok(self.link.execute("delete from content where county = $1 and id = $2", args).await? > 0)
    }
}
