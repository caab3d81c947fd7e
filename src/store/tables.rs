//! Whole files and tables: looked at, checked, counted, and poured from one database into another, whatever engine either has.

use std::path::Path;

use futures::TryStreamExt;
use sqlx::sqlite::{SqliteJournalMode, SqlitePool};

use super::StoreFault;
use super::engine::{self, Pool, Row, Use, Value};
use super::link::Link;
use super::place::Place;

/// How many rows are written with one statement.
const AT_ONCE: usize = 64;

impl Pool {
    /// What the engine itself finds wrong with its files.
    pub(super) async fn integrity(&self) -> Result<Vec<String>, StoreFault> {
        if let Self::Postgres(_) = self {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for row in self.view().await?.fetch_all("pragma integrity_check", []).await? {
            let line = row.text(0)?;
            if line != "ok" {
                found.push(format!("integrity check: {line}"));
            }
        }
        Ok(found)
    }

    /// Folds the write-ahead log into the file, which makes room where it cannot grow.
    pub(super) async fn fold(&self) -> Result<(), StoreFault> {
        if let Self::Sqlite { write, .. } = self {
            sqlx::query("pragma wal_checkpoint(truncate)").execute(write).await?;
        }
        Ok(())
    }

    /// Folds the log to nothing, or clears dead rows away, so that what was deleted stands nowhere any more.
    pub(super) async fn clear_traces(&self) -> Result<(), StoreFault> {
        match self {
            Self::Sqlite { write, .. } => {
                let busy: i64 = sqlx::query_scalar("pragma wal_checkpoint(truncate)").fetch_one(write).await?;
                if busy == 0 { Ok(()) } else { Err(StoreFault::Busy) }
            }
            Self::Looking(_) => Ok(()),
            Self::Postgres(pool) => {
                sqlx::raw_sql("vacuum content_key").execute(pool).await?;
                sqlx::raw_sql("vacuum content").execute(pool).await?;
                Ok(())
            }
        }
    }

    /// Opens a database to look at it: nothing is migrated, nothing can be written.
    pub(super) async fn look_at(place: &Place) -> Result<Self, StoreFault> {
        let (pool, known) = match place {
            Place::Sqlite(path) => {
                let options = engine::sqlite_options(path).read_only(true);
                (Self::Looking(engine::sqlite_pool(4).connect_with(options).await?), &engine::SQLITE)
            }
            Place::Postgres(url) => (Self::Postgres(engine::postgres_pool(url, Use::Look).await?), &engine::POSTGRES),
        };
        let newest = known.iter().map(|migration| migration.version).max().unwrap_or(0);
        let sql = "select coalesce(max(version), 0) from _sqlx_migrations where success";
        let is = pool.view().await?.fetch_one(sql, []).await?.int(0)?;
        if is == newest {
            return Ok(pool);
        }
        pool.close().await;
        let release = if is < newest { "an older" } else { "a newer" };
        Err(StoreFault::Config(format!(
            "the database is of {release} release ({is}, this program knows {newest}); start the bot of this release on it once, or use the program it was written by"
        )))
    }

    /// A new file with every table and nothing in them, for one writer in one go.
    pub(super) async fn blank(path: &Path) -> Result<SqlitePool, StoreFault> {
        let options = engine::sqlite_options(path).create_if_missing(true).journal_mode(SqliteJournalMode::Delete);
        let pool = engine::sqlite_pool(1).connect_with(options.foreign_keys(false)).await?;
        engine::SQLITE.run(&pool).await?;
        Ok(pool)
    }
}

impl Link {
    /// Copies a table's rows of a county into a table of the same columns at another place. Returns how many.
    pub(super) async fn pour(&mut self, table: &Table, county: &str, into: &mut Link) -> Result<u64, StoreFault> {
        let columns = table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let head = format!("insert into {} ({columns})", table.name);
        let mut rows = self.stream(format!("select {columns} from {} where county = $1", table.name), county);
        let (mut poured, mut some) = (0, Vec::new());
        loop {
            let row = rows.try_next().await?;
            let done = row.is_none();
            if let Some(row) = row {
                some.push(table.values(&row)?);
            }
            if done || some.len() == AT_ONCE {
                poured += some.len() as u64;
                into.insert_rows(&head, std::mem::take(&mut some), "").await?;
            }
            if done {
                return Ok(poured);
            }
        }
    }

    /// How many rows a county has in a table.
    pub(super) async fn count_of(&mut self, table: &Table, county: &str) -> Result<u64, StoreFault> {
        let sql = format!("select count(*) from {} where county = $1", table.name);
        let row = self.stream(sql, county).try_next().await?.ok_or(StoreFault::Missing("count"))?;
        Ok(u64::try_from(row.int(0)?).unwrap_or(0))
    }
}

/// A table, as its columns are declared.
pub(super) struct Table {
    pub(super) name: String,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    declared: String,
}

impl Table {
    /// Every table of a file that holds rows of counties.
    pub(super) async fn all(link: &mut Link) -> Result<Vec<Self>, StoreFault> {
        let sql = "select m.name, c.name, lower(c.type) from sqlite_master m join pragma_table_info(m.name) c
            where m.type = 'table' and exists (select 1 from pragma_table_info(m.name) i where i.name = 'county')
            order by m.name, c.cid";
        let mut tables: Vec<Self> = Vec::new();
        for row in link.fetch_all(sql, []).await? {
            let (name, column) = (row.text(0)?, Column { name: row.text(1)?, declared: row.text(2)? });
            match tables.last_mut().filter(|table| table.name == name) {
                Some(table) => table.columns.push(column),
                None => tables.push(Self { name, columns: vec![column] }),
            }
        }
        Ok(tables)
    }

    fn values(&self, row: &Row) -> Result<Vec<Value>, StoreFault> {
        let value = |(at, column): (usize, &Column)| {
            Ok(match column.declared.as_str() {
                "text" => row.opt_text(at)?.as_deref().into(),
                "bigint" => row.opt_int(at)?.map_or(Value::NullInt, Value::Int),
                "blob" => row.bytes(at)?.into(),
                other => return Err(StoreFault::Config(format!("a column of type {other} cannot be backed up"))),
            })
        };
        self.columns.iter().enumerate().map(value).collect()
    }
}
