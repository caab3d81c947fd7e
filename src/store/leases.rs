//! Several processes on one database: which of them are alive, what only one of them does at a time, and what a dead one
//! had in hand. Where one file has one process, a lock says all that, and nothing is written here.

use super::{Store, StoreFault, Tx};
use crate::id::Moment;

/// What this process alone may do until its next renewal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Asking Telegram for updates: Telegram serves one asker.
    pub poll: bool,
    /// Sending letters: Telegram's limits are for all processes together.
    pub send: bool,
}

/// Rows in the hand of a process that is no longer alive; `$2` is now.
const FREE_WHAT_THE_DEAD_HOLD: [&str; 3] = [
    "update inbox set lease_until = 0 where county = $1 and lane > '' and state = 'pending' and lease_until > 0 and not exists
        (select 1 from lease p where p.county = inbox.county and p.name = 'process:' || inbox.lease_owner and p.lease_until >= $2)",
    "update letter set lease_until = 0, state = 'ready' where county = $1 and live = 1 and lease_until > 0 and not exists
        (select 1 from lease p where p.county = letter.county and p.name = 'process:' || letter.lease_owner and p.lease_until >= $2)",
    "update timer set lease_until = 0 where county = $1 and lease_until > 0 and not exists
        (select 1 from lease p where p.county = timer.county and p.name = 'process:' || timer.lease_owner and p.lease_until >= $2)",
];

impl Store {
    /// Says that this process is alive for the next `for_ms` milliseconds, takes or renews what is free of that which only
    /// one may do, and frees what dead processes had in hand.
    pub async fn take_part(&self, owner: &str, for_ms: i64) -> Result<Held, StoreFault> {
        if self.inner.pool.is_single_process() {
            return Ok(Held { poll: true, send: true });
        }
        let now = self.lease_clock.now();
        let mut tx = self.begin().await?;
        let term = (now, now.plus_ms(for_ms));
        tx.take_lease(&format!("process:{owner}"), owner, term).await?;
        let held =
            Held { poll: tx.take_lease("poll", owner, term).await?, send: tx.take_lease("send", owner, term).await? };
        for sql in FREE_WHAT_THE_DEAD_HOLD {
            let args = [tx.county(), now.into()];
            let freed = tx.link.execute(sql, args).await?;
            if freed > 0 {
                tracing::warn!(freed, "took over what a process that is gone had in hand");
            }
        }
        let args = [tx.county(), now.into()];
        tx.link
            .execute(
                "delete from lease where county = $1 and name > 'process:' and name < 'process;' and lease_until < $2",
                args,
            )
            .await?;
        tx.commit().await?;
        Ok(held)
    }

    /// Gives everything up, so that another process need not wait.
    pub async fn leave(&self, owner: &str) -> Result<(), StoreFault> {
        if self.inner.pool.is_single_process() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        let args = [tx.county(), owner.into()];
        tx.link.execute("delete from lease where county = $1 and owner = $2", args).await?;
        tx.commit().await
    }
}

impl Tx {
    /// Takes or renews a lease; false when somebody else holds it.
    async fn take_lease(
        &mut self,
        name: &str,
        owner: &str,
        (now, until): (Moment, Moment),
    ) -> Result<bool, StoreFault> {
        let args = [self.county(), name.into(), owner.into(), until.into(), now.into()];
        let sql = "insert into lease (county, name, owner, lease_until) values ($1, $2, $3, $4)
            on conflict (county, name) do update set owner = excluded.owner, lease_until = excluded.lease_until
            where lease.owner = excluded.owner or lease.lease_until < $5";
        Ok(self.link.execute(sql, args).await? == 1)
    }
}
