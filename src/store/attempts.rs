//! Attempts to learn what is not for whoever asks: kept for the discipline lane, the same whether there was something or not.

use super::{StoreFault, Tx};
use crate::id::Moment;

impl Tx {
    /// Keeps an attempt; `what` is JSON and is encrypted.
    pub async fn add_attempt(&mut self, what: &str) -> Result<(), StoreFault> {
        let id = self.inner.ids.hex();
        let sealed = self.inner.keys.seal_text("attempt", &id, what)?;
        let args = [self.county(), id.into(), sealed.into(), self.now().into()];
        self.link.execute("insert into attempt (county, id, sealed, at) values ($1, $2, $3, $4)", args).await?;
        Ok(())
    }

    /// All attempts since a moment, oldest first, as JSON.
    pub async fn attempts_since(&mut self, since: Moment) -> Result<Vec<(Moment, String)>, StoreFault> {
        let args = [self.county(), since.into()];
        let sql = "select id, sealed, at from attempt where county = $1 and at >= $2 order by at, id";
        let mut out = Vec::new();
        for row in self.link.fetch_all(sql, args).await? {
            out.push((row.moment(2)?, self.inner.keys.open_text("attempt", &row.text(0)?, &row.bytes(1)?)?));
        }
        Ok(out)
    }
}
