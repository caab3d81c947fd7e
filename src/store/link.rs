//! One transaction of either engine: statements with their values, rows back, and a count of all of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use sqlx::{AssertSqlSafe, Database, Encode, Postgres, SqlSafeStr, Sqlite, Transaction, Type};

use super::StoreFault;
use super::engine::{Row, Value};

/// A transaction of either engine.
enum Either {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A transaction, and what counts its work.
pub(super) struct Link {
    of: Either,
    tally: Option<Arc<Tally>>,
}

/// Counts statements, rows and bytes of all transactions of a store.
#[derive(Debug, Default)]
pub(super) struct Tally {
    statements: AtomicU64,
    rows: AtomicU64,
    bytes: AtomicU64,
}

/// How much work a store has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkDone {
    /// Statements run.
    pub statements: u64,
    /// Rows read.
    pub rows: u64,
    /// Bytes of the values in them.
    pub bytes: u64,
}

impl WorkDone {
    /// What has been done since an earlier look.
    pub fn since(self, earlier: Self) -> Self {
        Self {
            statements: self.statements - earlier.statements,
            rows: self.rows - earlier.rows,
            bytes: self.bytes - earlier.bytes,
        }
    }
}

impl Tally {
    /// What has been done so far.
    pub(super) fn so_far(&self) -> WorkDone {
        WorkDone {
            statements: self.statements.load(Ordering::Relaxed),
            rows: self.rows.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
        }
    }
}

impl Link {
    pub(super) fn sqlite(tx: Transaction<'static, Sqlite>) -> Self {
        Self { of: Either::Sqlite(tx), tally: None }
    }

    pub(super) fn postgres(tx: Transaction<'static, Postgres>) -> Self {
        Self { of: Either::Postgres(tx), tally: None }
    }

    /// From now on its work is counted.
    pub(super) fn counted(self, tally: &Arc<Tally>) -> Self {
        Self { tally: Some(Arc::clone(tally)), ..self }
    }

    /// Its work is counted no more.
    pub(super) fn uncounted(&mut self) {
        self.tally = None;
    }

    fn count(&self, rows: &[Row]) {
        if let Some(tally) = &self.tally {
            tally.statements.fetch_add(1, Ordering::Relaxed);
            tally.rows.fetch_add(rows.len() as u64, Ordering::Relaxed);
            tally.bytes.fetch_add(rows.iter().map(Row::size).sum::<usize>() as u64, Ordering::Relaxed);
        }
    }

    /// Runs a statement; returns how many rows it touched.
    pub(super) async fn execute(
        &mut self,
        sql: &'static str,
        args: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreFault> {
        self.count(&[]);
        Ok(match &mut self.of {
            Either::Sqlite(tx) => bind(sql, args).execute(&mut **tx).await?.rows_affected(),
            Either::Postgres(tx) => bind(sql, args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// The first row of a statement, if any.
    pub(super) async fn fetch_optional(
        &mut self,
        sql: &'static str,
        args: impl IntoIterator<Item = Value>,
    ) -> Result<Option<Row>, StoreFault> {
        let row = match &mut self.of {
            Either::Sqlite(tx) => bind(sql, args).fetch_optional(&mut **tx).await?.map(Row::Sqlite),
            Either::Postgres(tx) => bind(sql, args).fetch_optional(&mut **tx).await?.map(Row::Postgres),
        };
        self.count(row.as_slice());
        Ok(row)
    }

    /// The one row of a statement.
    pub(super) async fn fetch_one(
        &mut self,
        sql: &'static str,
        args: impl IntoIterator<Item = Value>,
    ) -> Result<Row, StoreFault> {
        self.fetch_optional(sql, args).await?.ok_or(StoreFault::Missing("row"))
    }

    /// Inserts many rows with few statements: `head values (…), (…) tail`. Returns what `tail` returns.
    /// The numbers of rows per statement are powers of two, so that only a handful of texts are ever prepared.
    pub(super) async fn insert_rows(
        &mut self,
        head: &str,
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<Vec<Row>, StoreFault> {
        let mut returned = Vec::new();
        let mut left = rows;
        while let Some(width) = left.first().map(Vec::len) {
            let count = (1 << left.len().ilog2()).min(64);
            let rest = left.split_off(count);
            let sql = format!("{head} values {} {tail}", placeholders(count, width));
            returned.extend(self.fetch_all(AssertSqlSafe(sql), left.into_iter().flatten()).await?);
            left = rest;
        }
        Ok(returned)
    }

    /// The rows of a statement that is put together at run time, one after the other.
    pub(super) fn stream(&mut self, sql: String, county: &str) -> BoxStream<'_, Result<Row, sqlx::Error>> {
        let sql = AssertSqlSafe(sql);
        match &mut self.of {
            Either::Sqlite(tx) => bind(sql, [county.into()]).fetch(&mut **tx).map_ok(Row::Sqlite).boxed(),
            Either::Postgres(tx) => bind(sql, [county.into()]).fetch(&mut **tx).map_ok(Row::Postgres).boxed(),
        }
    }

    /// All rows of a statement.
    pub(super) async fn fetch_all(
        &mut self,
        sql: impl SqlSafeStr,
        args: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<Row>, StoreFault> {
        let rows: Vec<Row> = match &mut self.of {
            Either::Sqlite(tx) => bind(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect(),
            Either::Postgres(tx) => {
                bind(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect()
            }
        };
        self.count(&rows);
        Ok(rows)
    }

    pub(super) async fn commit(self) -> Result<(), StoreFault> {
        match self.of {
            Either::Sqlite(tx) => tx.commit().await?,
            Either::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn placeholders(rows: usize, width: usize) -> String {
    let row = |r: usize| (1..=width).map(|c| format!("${}", r * width + c)).collect::<Vec<_>>().join(", ");
    (0..rows).map(|r| format!("({})", row(r))).collect::<Vec<_>>().join(", ")
}

fn bind<'q, DB: Database>(
    sql: impl SqlSafeStr,
    args: impl IntoIterator<Item = Value>,
) -> sqlx::query::Query<'q, DB, DB::Arguments>
where
    String: Encode<'q, DB> + Type<DB>,
    i64: Encode<'q, DB> + Type<DB>,
    Vec<u8>: Encode<'q, DB> + Type<DB>,
    Option<String>: Encode<'q, DB> + Type<DB>,
    Option<i64>: Encode<'q, DB> + Type<DB>,
{
    args.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Int(number) => query.bind(number),
        Value::Bytes(bytes) => query.bind(bytes),
        Value::NullText => query.bind(None::<String>),
        Value::NullInt => query.bind(None::<i64>),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_through() {
        assert_eq!(placeholders(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }
}
