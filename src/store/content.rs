//! Content: words, names, accounts, media ids; encrypted, referred to by id, destroyed by deleting the row.

use super::{StoreFault, Tx};
use crate::id::{CaseId, ContentId};

impl Tx {
    /// Stores bytes encrypted. Returns the id and the salted commitment (SHA-256 in hex) that an event may carry.
    pub async fn put_content(&mut self, kind: &str, case: Option<&CaseId>, bytes: &[u8]) -> Result<(ContentId, String), StoreFault> {
        todo!()
    }

    /// The bytes stored under an id; none once erased.
    pub async fn get_content(&mut self, id: &ContentId) -> Result<Option<Vec<u8>>, StoreFault> {
        todo!()
    }

    /// Destroys content and its salt. Returns whether there was any.
    pub async fn erase_content(&mut self, id: &ContentId) -> Result<bool, StoreFault> {
        todo!()
    }
}
