//! Letters to residents that wait for the morning.

use super::{StoreFault, Tx};
use crate::id::{ContentId, LetterId};
use crate::notice::gate::Cleared;
use crate::notice::letter::Letter;

/// The state of a letter that waits for the morning.
pub(super) const RESTING: &str = "resting";

impl Tx {
    /// Keeps a cleared letter until the morning; one with the same key is kept once.
    pub async fn rest_letter(&mut self, letter: Cleared<Letter>) -> Result<(), StoreFault> {
        self.keep_letter(letter, true).await
    }

    /// The letters that wait for the morning, in the order they were written; those whose words are gone leave no more.
    pub async fn resting_letters(&mut self, limit: u32) -> Result<Vec<(LetterId, Option<Letter>)>, StoreFault> {
        let args = [self.county(), RESTING.into(), i64::from(limit).into()];
        let sql = "select id, content_id from letter where county = $1 and state = $2 order by seq limit $3";
        let mut letters = Vec::new();
        for row in self.link.fetch_all(sql, args).await? {
            let letter = match self.letter_in(&ContentId(row.text(1)?)).await {
                Ok(letter) => Some(letter),
                Err(StoreFault::Missing(_)) => None,
                Err(fault) => return Err(fault),
            };
            letters.push((LetterId(row.text(0)?), letter));
        }
        Ok(letters)
    }

    /// The morning has come for a letter: what it says is written anew.
    pub async fn letter_woke(&mut self, id: &LetterId) -> Result<(), StoreFault> {
        let args = [self.county(), id.as_str().into(), RESTING.into(), self.now().into()];
        let sql = "update letter set state = 'bundled', settled_at = $4, lane = '' where county = $1 and id = $2 and state = $3";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}
