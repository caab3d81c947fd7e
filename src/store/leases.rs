//! Several processes on one database: which of them are alive, what only one of them does at a time, and what a dead one
//! had in hand. Where one file has one process, a lock says all that, and nothing is written here.

use super::engine::{Pool, Use, postgres_pool};
use super::place::Place;
use super::{Store, StoreFault, Tx};
use crate::id::{LetterId, Moment};

/// What this process alone may do until its next renewal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Asking Telegram for updates: Telegram serves one asker.
    pub poll: bool,
    /// Sending letters: Telegram's limits are for all processes together.
    pub send: bool,
    /// Learning: it opens every case that taught something, which is enough to do once.
    pub learn: bool,
}

/// Rows in the hand of a process that is no longer alive; `$2` is now.
/// Only a server runs these: whom a process that stands still keeps locked is passed over, not waited for.
const FREE_WHAT_THE_DEAD_HOLD: [&str; 3] = [
    "update inbox set lease_until = 0 where (county, seq) in (select i.county, i.seq from inbox i
        where i.county = $1 and i.state = 'pending' and i.lease_until > 0 and not exists (select 1 from lease p
            where p.county = i.county and p.name = 'process:' || i.lease_owner and p.lease_until >= $2) for update skip locked)",
    "update letter set lease_until = 0, state = 'ready' where (county, id) in (select l.county, l.id from letter l
        where l.county = $1 and l.live = 1 and l.lease_until > 0 and not exists (select 1 from lease p
            where p.county = l.county and p.name = 'process:' || l.lease_owner and p.lease_until >= $2) for update skip locked)",
    "update timer set lease_until = 0 where (county, key_hash) in (select t.county, t.key_hash from timer t
        where t.county = $1 and t.lease_until > 0 and not exists (select 1 from lease p
            where p.county = t.county and p.name = 'process:' || t.lease_owner and p.lease_until >= $2) for update skip locked)",
];

impl Store {
    /// Says that this process is alive for the next `for_ms` milliseconds, takes or renews what is free of that which only
    /// one may do, and frees what dead processes had in hand.
    pub async fn take_part(&self, owner: &str, for_ms: i64) -> Result<Held, StoreFault> {
        if self.inner.pool.is_single_process() {
            return Ok(Held { poll: true, send: true, learn: true });
        }
        let now = self.lease_clock.now();
        let mut tx = self.begin_apart().await?;
        let term = (now, now.plus_ms(for_ms));
        tx.take_lease(&format!("process:{owner}"), owner, term).await?;
        let held = Held {
            poll: tx.take_lease("poll", owner, term).await?,
            send: tx.take_lease("send", owner, term).await?,
            learn: tx.take_lease("learn", owner, term).await?,
        };
        tx.commit().await?;
        let mut tx = self.begin_apart().await?;
        for sql in FREE_WHAT_THE_DEAD_HOLD {
            let args = [tx.county(), now.into()];
            let freed = tx.link.execute(sql, args).await?;
            if freed > 0 {
                tracing::warn!(freed, "took over what a process that is gone had in hand");
            }
        }
        let args = [tx.county(), now.into()];
        let sql = "delete from lease where county = $1 and name like 'process:%' and lease_until < $2";
        tx.link.execute(sql, args).await?;
        tx.commit().await?;
        Ok(held)
    }

    /// Whether no other process can be at work on this database.
    pub fn is_alone(&self) -> bool {
        self.inner.pool.is_single_process()
    }

    /// A transaction on a connection kept for this: being alive must not wait in line behind the work, nor count as work.
    async fn begin_apart(&self) -> Result<Tx, StoreFault> {
        let mut tx = match &self.inner.apart {
            Some(pool) => self.tx(pool.begin().await?, None),
            None => self.begin().await?,
        };
        tx.link.uncounted();
        Ok(tx)
    }

    /// Every process that was at work is gone, says somebody who knows: the next one need not wait until that is noticed.
    pub async fn all_are_gone(&self) -> Result<(), StoreFault> {
        if self.inner.pool.is_single_process() {
            return Ok(());
        }
        let mut tx = self.begin_apart().await?;
        let args = [tx.county()];
        tx.link.execute("delete from lease where county = $1", args).await?;
        tx.commit().await
    }

    /// Puts letters back in line that this process claimed and no longer has in hand: what it was told of them was lost on the way from
    /// a server, or giving them back failed. Returns how many.
    pub async fn free_strayed_letters(&self, owner: &str, in_hand: &[LetterId]) -> Result<usize, StoreFault> {
        let mut tx = self.begin().await?;
        let args = [tx.county(), owner.into()];
        let sql = "select id from letter where county = $1 and live = 1 and lease_until > 0 and lease_owner = $2";
        let mut strayed = 0;
        for row in tx.link.fetch_all(sql, args).await? {
            let id = row.text(0)?;
            if in_hand.iter().any(|letter| letter.0 == id) {
                continue;
            }
            let args = [tx.county(), id.into(), owner.into()];
            let sql = "update letter set lease_until = 0, state = 'ready' where county = $1 and id = $2 and live = 1 and lease_owner = $3";
            tx.link.execute(sql, args).await?;
            strayed += 1;
        }
        tx.commit().await?;
        Ok(strayed)
    }

    /// The same with updates.
    pub async fn free_strayed_updates(&self, owner: &str, in_hand: &[i64]) -> Result<usize, StoreFault> {
        let mut tx = self.begin().await?;
        let args = [tx.county(), owner.into()];
        let sql = "select seq from inbox where county = $1 and lane > '' and state = 'pending' and lease_until > 0 and lease_owner = $2";
        let mut strayed = 0;
        for row in tx.link.fetch_all(sql, args).await? {
            let seq = row.int(0)?;
            if in_hand.contains(&seq) {
                continue;
            }
            let args = [tx.county(), seq.into(), owner.into()];
            let sql = "update inbox set lease_until = 0 where county = $1 and seq = $2 and state = 'pending' and lease_owner = $3";
            tx.link.execute(sql, args).await?;
            strayed += 1;
        }
        tx.commit().await?;
        Ok(strayed)
    }

    /// Gives everything up, so that another process need not wait.
    pub async fn leave(&self, owner: &str) -> Result<(), StoreFault> {
        if self.inner.pool.is_single_process() {
            return Ok(());
        }
        let mut tx = self.begin_apart().await?;
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

impl Pool {
    /// One connection beside all others, where there is a server.
    pub(super) async fn apart(place: &Place) -> Result<Option<Self>, StoreFault> {
        Ok(match place {
            Place::Sqlite(_) => None,
            Place::Postgres(url) => Some(Self::Postgres(postgres_pool(url, Use::Apart).await?)),
        })
    }

    /// Whether this engine can only be used by one process, so that leases found at start belong to a dead one.
    pub(super) fn is_single_process(&self) -> bool {
        match self {
            Self::Sqlite { .. } | Self::Looking(_) => true,
            Self::Postgres(_) => false,
        }
    }
}
