//! Who asked for the configuration to be read again: rows, so that every process of the bot hears of it.

use super::{Store, StoreFault, Tx};
use crate::id::CadreId;

/// A request to read the configuration again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReloadRequest {
    /// Its number, from 1.
    pub number: i64,
    /// Who asked.
    pub by: CadreId,
    /// Whether they asked in private; otherwise in the operators' chat.
    pub privately: bool,
}

impl Tx {
    /// Asks every process to read its configuration again. Returns the request's number.
    pub async fn ask_reload(&mut self, by: &CadreId, privately: bool) -> Result<i64, StoreFault> {
        let number = self.take_numbers("reload", 1).await?;
        let args = [self.county(), number.into(), by.as_str().into(), privately.into(), self.now().into()];
        let sql =
            "insert into reload_request (county, number, asked_by, privately, asked_at) values ($1, $2, $3, $4, $5)";
        self.link.execute(sql, args).await?;
        Ok(number)
    }

    /// A process has answered a request; the answers of others are only heard when they differ.
    pub async fn reload_answered(&mut self, number: i64) -> Result<(), StoreFault> {
        let args = [self.county(), number.into(), self.now().into()];
        let sql =
            "update reload_request set answered_at = $3 where county = $1 and number = $2 and answered_at is null";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}

impl Store {
    /// The number of the last request that somebody has answered; 0 when there is none.
    pub async fn last_answered_reload(&self) -> Result<i64, StoreFault> {
        let mut view = self.view().await?;
        let sql = "select coalesce(max(number), 0) from reload_request where county = $1 and answered_at is not null";
        let args = [view.county()];
        view.link.fetch_one(sql, args).await?.int(0)
    }

    /// Requests after this one, in order.
    pub async fn reload_requests_after(&self, number: i64) -> Result<Vec<ReloadRequest>, StoreFault> {
        let mut view = self.view().await?;
        let sql =
            "select number, asked_by, privately from reload_request where county = $1 and number > $2 order by number";
        let args = [view.county(), number.into()];
        let rows = view.link.fetch_all(sql, args).await?;
        rows.iter()
            .map(|row| Ok(ReloadRequest { number: row.int(0)?, by: CadreId(row.text(1)?), privately: row.flag(2)? }))
            .collect()
    }
}
