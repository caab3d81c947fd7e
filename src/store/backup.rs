//! A copy of a county's rows as they stood at one moment, in one file that either engine can be restored from.

use std::path::Path;

use super::damage::{self, Look, examine};
use super::engine::{self, Pool};
use super::journal::Journal;
use super::link::Link;
use super::lock::ProcessLock;
use super::place::Place;
use super::seal::KeyRing;
use super::tables::Table;
use super::{Inner, Store, StoreFault, StoreOptions, Tx, seal};
use crate::clock::Clock;
use crate::id::{Ids, Moment};

/// When the copy was made; stands in the copy only.
const TAKEN: &str = "backup_taken";
/// When the last backup was made; stands in the database it was made of.
const LAST: &str = "backup_last";

/// When the bot last noted that it is at work.
pub(super) const PULSE: &str = "pulse";

/// What a copy holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Rows of each table, by name.
    pub tables: Vec<(String, u64)>,
}

impl Copied {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// How recent what a database holds is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recency {
    /// When the last update was taken in.
    pub last_received: Option<Moment>,
    /// The offset to ask Telegram for.
    pub next_offset: Option<i64>,
    /// When it was copied, if it is a copy or was restored from one.
    pub copied_at: Option<Moment>,
    /// When it was last backed up, as far as it knows.
    pub backed_up_at: Option<Moment>,
    /// When the bot last noted that it is at work.
    pub at_work: Option<Moment>,
}

impl Store {
    /// Opens a database to look at it. It is left as it is, a file to the byte: not migrated, not locked, nothing released.
    ///
    /// # Errors
    /// One line that says what is wrong and how to mend it.
    pub async fn open_to_look(options: &StoreOptions, clock: Clock, ids: Ids) -> Result<Store, StoreFault> {
        let place = Place::parse(&options.url)?;
        let open = async {
            let keys = match &place {
                Place::Sqlite(path) => unlock(path, options).await?,
                Place::Postgres(_) => opened(&place, "the database", options).await?,
            };
            let (pool, lock) = (Pool::look_at(&place).await?, ProcessLock::none());
            let lease_clock = pool.clock().await?;
            let county = options.county.as_str().to_owned();
            let (turn, tally) = (std::sync::Arc::default(), std::sync::Arc::default());
            let journal = Journal::beside(&options.key_file);
            let inner = Inner { pool, apart: None, turn, keys, county, clock, ids, lock, tally, journal };
            Ok(Self { inner: std::sync::Arc::new(inner), lease_clock })
        };
        open.await.map_err(|fault| damage::explain(&place, fault))
    }

    /// Copies everything of the county, as it stands at one moment, into a new file. Others may go on writing meanwhile.
    pub async fn copy_to(&self, file: &Path) -> Result<Copied, StoreFault> {
        let (pool, county) = (Pool::blank(file).await?, self.inner.county.as_str());
        let mut to = Link::sqlite(pool.begin().await?);
        let mut from = self.inner.pool.view().await?;
        let mut copied = Copied::default();
        for table in Table::all(&mut to).await? {
            let rows = from.pour(&table, county, &mut to).await?;
            if from.count_of(&table, county).await? != rows || to.count_of(&table, county).await? != rows {
                return Err(StoreFault::Corrupt(format!("not every row of {} could be read", table.name)));
            }
            copied.tables.push((table.name, rows));
        }
        set_counter(&mut to, county, TAKEN, self.inner.clock.now().0).await?;
        to.commit().await?;
        pool.close().await;
        Ok(copied)
    }

    /// How many rows the county has in each table.
    pub async fn row_counts(&self) -> Result<Copied, StoreFault> {
        let mut link = self.inner.pool.view().await?;
        let mut copied = Copied::default();
        for table in Table::all(&mut link).await? {
            let rows = link.count_of(&table, &self.inner.county).await?;
            copied.tables.push((table.name, rows));
        }
        Ok(copied)
    }

    /// Notes that a backup was made just now.
    pub async fn note_backup(&self) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        let now = tx.now();
        set_counter(&mut tx.link, &self.inner.county, LAST, now.0).await?;
        tx.commit().await
    }

    /// How recent what is there is.
    pub async fn recency(&self) -> Result<Recency, StoreFault> {
        let mut tx = self.view().await?;
        let args = [tx.county()];
        let sql = "select max(received_at) from inbox where county = $1";
        Ok(Recency {
            last_received: tx.link.fetch_one(sql, args).await?.opt_moment(0)?,
            next_offset: tx.counter("offset").await?,
            copied_at: tx.counter(TAKEN).await?.map(Moment),
            backed_up_at: tx.counter(LAST).await?.map(Moment),
            at_work: tx.counter(PULSE).await?.map(Moment),
        })
    }
}

impl Tx {
    pub(super) async fn counter(&mut self, name: &str) -> Result<Option<i64>, StoreFault> {
        let args = [self.county(), name.into()];
        let sql = "select value from counter where county = $1 and name = $2";
        self.link.fetch_optional(sql, args).await?.map(|row| row.int(0)).transpose()
    }
}

/// The county's keys, if the file is whole and the key file opens it.
pub(super) async fn unlock(path: &Path, options: &StoreOptions) -> Result<KeyRing, StoreFault> {
    if !path.exists() {
        return Err(StoreFault::Config(format!("there is no file {}", path.display())));
    }
    if let Some(what) = examine(path, Look::Glance).await?.into_iter().next() {
        return Err(StoreFault::Corrupt(what));
    }
    opened(&Place::Sqlite(path.to_owned()), &path.display().to_string(), options).await
}

/// The county's keys, if the key file opens them. Nothing is made where there are none.
async fn opened(place: &Place, name: &str, options: &StoreOptions) -> Result<KeyRing, StoreFault> {
    let county = options.county.as_str();
    let wrapped = engine::find_wrapped_key(place, county).await?;
    let wrapped = wrapped.ok_or_else(|| StoreFault::Config(format!("{name} holds nothing of the county {county}")))?;
    let master = seal::key_file(&options.key_file, false)?;
    let data = seal::unwrap(&master, county, &wrapped).ok_or_else(|| {
        StoreFault::Config(format!(
            "the key file {} does not open {name}; it was written with another one",
            options.key_file.display()
        ))
    })?;
    KeyRing::new(county, &data)
}

pub(super) async fn set_counter(link: &mut Link, county: &str, name: &str, to: i64) -> Result<(), StoreFault> {
    let sql = "insert into counter (county, name, value) values ($1, $2, $3)
        on conflict (county, name) do update set value = excluded.value";
    link.execute(sql, [county.into(), name.into(), to.into()]).await.map(|_| ())
}
