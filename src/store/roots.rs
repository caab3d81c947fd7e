//! The day's root: one hash over the last event of every case, to be kept outside the database.

use sha2::{Digest, Sha256};

use super::seal::hex;
use super::{StoreFault, Tx};
use crate::id::Moment;

/// How many cases are read at a time.
const PAGE: i64 = 500;

impl Tx {
    /// The root over all cases as they stood at a moment. It can be computed again at any later time, and comes out
    /// otherwise when an event from before that moment was changed, added, or cut off together with its case's row.
    pub async fn root_of(&mut self, as_of: Moment) -> Result<String, StoreFault> {
        let mut root = Sha256::new();
        let mut after = String::new();
        loop {
            let args = [self.county(), after.as_str().into(), as_of.into(), PAGE.into()];
            let sql = "select c.id, (select e.hash from event e where e.county = c.county and e.case_id = c.id and e.at <= $3
                    order by e.seq desc limit 1) from case_file c where c.county = $1 and c.id > $2 order by c.id limit $4";
            let page = self.link.fetch_all(sql, args).await?;
            for row in &page {
                let Some(head) = row.opt_text(1)? else { continue };
                for field in [row.text(0)?, head] {
                    root.update((field.len() as u64).to_be_bytes());
                    root.update(field.as_bytes());
                }
            }
            match page.last() {
                Some(row) => after = row.text(0)?,
                None => return Ok(hex(&root.finalize())),
            }
        }
    }
}
