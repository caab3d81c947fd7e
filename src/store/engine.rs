//! One face for both engines: the same SQL text, `$1` placeholders, four kinds of value.

use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Decode, Postgres, Row as _, Sqlite, Type, TypeInfo as _, ValueRef as _};

use super::StoreFault;
use super::link::Link;
use super::place::Place;
use crate::clock::Clock;
use crate::id::Moment;

pub(super) static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
pub(super) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The oldest SQLite without the bug that corrupts a file when its write-ahead log is reset.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
const BUSY: Duration = Duration::from_secs(5);
/// Connections to a server, the one apart not counted.
const CONNECTIONS: u32 = 8;
/// How long connections to a server may take to close.
const CLOSING: Duration = Duration::from_millis(500);
/// How long a server may take to give a connection.
const SERVER: Duration = Duration::from_secs(10);

/// A value to bind. Nulls keep their type, because one engine asks for it.
pub(super) enum Value {
    Text(String),
    Int(i64),
    Bytes(Vec<u8>),
    NullText,
    NullInt,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::NullText, Self::from)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Self::Int(moment.0)
    }
}

impl From<Option<Moment>> for Value {
    fn from(moment: Option<Moment>) -> Self {
        moment.map_or(Self::NullInt, Self::from)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// A row of either engine.
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(super) fn get<T>(&self, column: usize) -> Result<T, StoreFault>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
        .map_err(|_| StoreFault::Corrupt(format!("column {column} of a row is of another type")))
    }

    /// How many bytes of values came with it; a number counts as eight.
    pub(super) fn size(&self) -> usize {
        let one = |column: usize| match self {
            Self::Sqlite(row) => row.try_get_raw(column).ok().map(|value| {
                let number = matches!(value.type_info().name(), "INTEGER" | "REAL" | "NULL");
                if number { 8 } else { <&[u8] as Decode<Sqlite>>::decode(value).map_or(0, <[u8]>::len) }
            }),
            Self::Postgres(row) => {
                row.try_get_raw(column).ok().and_then(|value| value.as_bytes().ok().map(<[u8]>::len))
            }
        };
        let columns = match self {
            Self::Sqlite(row) => row.len(),
            Self::Postgres(row) => row.len(),
        };
        (0..columns).filter_map(one).sum()
    }

    pub(super) fn text(&self, column: usize) -> Result<String, StoreFault> {
        self.get(column)
    }

    pub(super) fn opt_text(&self, column: usize) -> Result<Option<String>, StoreFault> {
        self.get(column)
    }

    pub(super) fn int(&self, column: usize) -> Result<i64, StoreFault> {
        self.get(column)
    }

    pub(super) fn opt_int(&self, column: usize) -> Result<Option<i64>, StoreFault> {
        self.get(column)
    }

    pub(super) fn flag(&self, column: usize) -> Result<bool, StoreFault> {
        Ok(self.int(column)? != 0)
    }

    pub(super) fn moment(&self, column: usize) -> Result<Moment, StoreFault> {
        self.int(column).map(Moment)
    }

    pub(super) fn opt_moment(&self, column: usize) -> Result<Option<Moment>, StoreFault> {
        Ok(self.opt_int(column)?.map(Moment))
    }

    pub(super) fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreFault> {
        self.get(column)
    }

    pub(super) fn opt_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, StoreFault> {
        self.get(column)
    }
}

/// The connections.
pub(super) enum Pool {
    /// One writer, some readers.
    Sqlite {
        /// The only connection that writes.
        write: SqlitePool,
        /// Connections that cannot write.
        read: SqlitePool,
    },
    /// A file that is only looked at.
    Looking(SqlitePool),
    /// Any number of either.
    Postgres(PgPool),
}

impl Pool {
    /// Connects, asserts the settings, migrates.
    pub(super) async fn open(place: &Place) -> Result<Self, StoreFault> {
        match place {
            Place::Sqlite(path) => {
                let write =
                    asserted_pool(1, sqlite_options(path).create_if_missing(true).journal_mode(SqliteJournalMode::Wal))
                        .await?;
                SQLITE.run(&write).await?;
                let read = asserted_pool(4, sqlite_options(path).read_only(true)).await?;
                Ok(Self::Sqlite { write, read })
            }
            Place::Postgres(url) => {
                let pool = postgres_pool(url, Use::Write).await?;
                POSTGRES.run(&pool).await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Begins a transaction that may write.
    pub(super) async fn begin(&self) -> Result<Link, StoreFault> {
        Ok(match self {
            Self::Looking(_) => return Err(StoreFault::ReadOnly),
            Self::Sqlite { write, .. } => Link::sqlite(write.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Link::postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction that only reads, all of it as of one moment.
    pub(super) async fn view(&self) -> Result<Link, StoreFault> {
        Ok(match self {
            Self::Sqlite { read, .. } | Self::Looking(read) => Link::sqlite(read.begin().await?),
            Self::Postgres(pool) => {
                Link::postgres(pool.begin_with("begin isolation level repeatable read read only").await?)
            }
        })
    }

    /// The clock that all processes on this database share: the machine's own, or as far beside it as the server's is.
    pub(super) async fn clock(&self) -> Result<Clock, StoreFault> {
        let clock = Clock::system();
        if let Self::Postgres(_) = self {
            let sql = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
            let server = self.view().await?.fetch_one(sql, []).await?.moment(0)?;
            clock.push_ms(server.since(clock.now()));
        }
        Ok(clock)
    }

    /// Waits for transactions under way and closes. Returns whether everything is where it belongs.
    pub(super) async fn close(&self) -> bool {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                let folded = self.fold().await;
                if let Err(fault) = &folded {
                    tracing::warn!(%fault, "the write-ahead log was not folded in; the next start does it");
                }
                write.close().await;
                folded.is_ok()
            }
            Self::Looking(pool) => {
                pool.close().await;
                true
            }
            // Whoever still works is cut off: what is not committed never happened.
            Self::Postgres(pool) => tokio::time::timeout(CLOSING, pool.close()).await.is_ok(),
        }
    }
}

/// The wrapped data key of a county, looked up before anything is written; none when the database is new to it.
pub(super) async fn find_wrapped_key(place: &Place, county: &str) -> Result<Option<Vec<u8>>, StoreFault> {
    match place {
        Place::Sqlite(path) if !path.exists() => Ok(None),
        Place::Sqlite(path) => {
            let pool =
                SqlitePoolOptions::new().max_connections(1).connect_with(sqlite_options(path).read_only(true)).await?;
            let table = "select name from sqlite_master where type = 'table' and name = 'county_key'";
            let found = wrapped_key(Link::sqlite(pool.begin().await?), table, county).await;
            pool.close().await;
            found
        }
        Place::Postgres(url) => {
            let pool = postgres_pool(url, Use::Look).await?;
            let table = "select table_name::text from information_schema.tables where table_schema = current_schema() and table_name = 'county_key'";
            let found = wrapped_key(Link::postgres(pool.begin_with("begin read only").await?), table, county).await;
            pool.close().await;
            found
        }
    }
}

async fn wrapped_key(mut link: Link, table: &'static str, county: &str) -> Result<Option<Vec<u8>>, StoreFault> {
    if link.fetch_optional(table, []).await?.is_none() {
        return Ok(None);
    }
    let sql = "select wrapped from county_key where county = $1 and key_no = 1";
    link.fetch_optional(sql, [county.into()]).await?.map(|row| row.bytes(0)).transpose()
}

/// What a connection to a server is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Reading and writing.
    Write,
    /// Saying that this process is alive, on one connection beside the others.
    Apart,
    /// Reading; writing is refused by the server.
    Look,
}

pub(super) async fn postgres_pool(url: &str, made_for: Use) -> Result<PgPool, StoreFault> {
    let options: PgConnectOptions =
        url.parse().map_err(|_| StoreFault::Config("DATABASE_URL is not a valid postgres:// address".into()))?;
    // A commit is on the server's disk before it counts, whatever the server's own default; and a process that stands still
    // in the middle of a transaction does not keep the others waiting for ever.
    let options = options
        .options([
            ("synchronous_commit", "on"),
            ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "30s"),
        ])
        .disable_statement_logging();
    let options = match made_for {
        Use::Write | Use::Apart => options,
        Use::Look => options.options([("default_transaction_read_only", "on")]),
    };
    let most = if made_for == Use::Apart { 1 } else { CONNECTIONS };
    let pool = PgPoolOptions::new().max_connections(most).acquire_timeout(SERVER).connect_with(options.clone()).await;
    let pool = match pool {
        Err(sqlx::Error::PoolTimedOut) => return Err(why_none(&options).await),
        pool => pool?,
    };
    let encoding: String = sqlx::query_scalar("show server_encoding").fetch_one(&pool).await?;
    if encoding != "UTF8" {
        pool.close().await;
        let mend = "create the database anew with: create database NAME encoding 'UTF8' template template0";
        return Err(StoreFault::Config(format!("the PostgreSQL database is encoded in {encoding}, not UTF8; {mend}")));
    }
    Ok(pool)
}

/// Why a server gave no connection for so long: all are taken, or it does not answer.
async fn why_none(options: &PgConnectOptions) -> StoreFault {
    match tokio::time::timeout(BUSY, options.connect()).await {
        Ok(Ok(_)) => StoreFault::Busy,
        Ok(Err(error)) => match StoreFault::from(error) {
            StoreFault::Away(why) if why.ends_with("53300") => StoreFault::Busy,
            fault => fault,
        },
        Err(_) => StoreFault::Away("no answer".into()),
    }
}

pub(super) fn sqlite_options(path: &std::path::Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "on")
        .pragma("trusted_schema", "off")
        .disable_statement_logging()
}

pub(super) fn sqlite_pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(
            // A full disk rolls a transaction back by itself; the driver then counts one that is no more, and begins none again.
            |connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }),
        )
}

/// Opens a pool and reads every setting back: the promise of durability rests on them, and an unknown pragma is silently
/// ignored. Every connection of a pool is opened with the same options, so one stands for all.
async fn asserted_pool(size: u32, options: SqliteConnectOptions) -> Result<SqlitePool, StoreFault> {
    let pool = sqlite_pool(size).connect_with(options).await?;
    let settings = assert_settings(&mut *pool.acquire().await?).await;
    if settings.is_err() {
        pool.close().await;
    }
    settings.map(|()| pool)
}

async fn assert_settings(connection: &mut SqliteConnection) -> Result<(), StoreFault> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(&mut *connection).await?;
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    if parts.as_slice() < OLDEST_SQLITE.as_slice() {
        return Err(StoreFault::Config(format!("SQLite {version} is too old: at least 3.51.3 is needed")));
    }
    let wanted = [
        ("pragma synchronous", 2),
        ("pragma foreign_keys", 1),
        ("pragma secure_delete", 1),
        ("pragma trusted_schema", 0),
        ("pragma busy_timeout", 5000),
    ];
    for (pragma, want) in wanted {
        let is: i64 = sqlx::query_scalar(pragma).fetch_one(&mut *connection).await?;
        if is != want {
            return Err(StoreFault::Config(format!("{pragma} is {is}, not {want}")));
        }
    }
    let journal: String = sqlx::query_scalar("pragma journal_mode").fetch_one(&mut *connection).await?;
    if journal != "wal" {
        return Err(StoreFault::Config(format!("pragma journal_mode is {journal}, not wal")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_with_weaker_settings_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weak.sqlite");
        let good = || sqlite_options(&path).create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        asserted_pool(1, good()).await.unwrap().close().await;
        for (weak, named) in [
            (good().synchronous(SqliteSynchronous::Normal), "pragma synchronous is 1, not 2"),
            (good().foreign_keys(false), "pragma foreign_keys is 0, not 1"),
            (good().pragma("secure_delete", "off"), "pragma secure_delete is 0, not 1"),
            (good().pragma("trusted_schema", "on"), "pragma trusted_schema is 1, not 0"),
            (good().busy_timeout(Duration::from_secs(1)), "pragma busy_timeout is 1000, not 5000"),
            (good().journal_mode(SqliteJournalMode::Delete), "pragma journal_mode is delete, not wal"),
        ] {
            assert_eq!(asserted_pool(1, weak).await.unwrap_err().to_string(), named);
        }
    }
}
