//! Databases of every earlier release become today's, on both engines, with all that was in them.
//!
//! `tests/fixtures/db/vNN.db` is a SQLite database with the first NN migrations, made by running the release of that day in the
//! sandbox (invented people only), stopped in the middle of work; `vNN.key` is its key. A release that adds a migration adds a file.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use minqing::clock::Clock;
use minqing::id::{CountyId, Ids};
use minqing::store::{Store, StoreOptions};
use sqlx::migrate::Migrator;
use sqlx::postgres::PgPool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Column, Row, TypeInfo, ValueRef};
use tempfile::TempDir;

use crate::ground::{Engine, Ground, Stranger};

static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");
static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");

/// A database of an earlier release.
struct Old {
    version: i64,
    file: PathBuf,
}

fn fixtures() -> Vec<Old> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db");
    let mut found: Vec<Old> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "db"))
        .map(|file| {
            let name = file.file_stem().unwrap().to_str().unwrap();
            Old { version: name.trim_start_matches('v').parse().unwrap(), file }
        })
        .collect();
    found.sort_by_key(|old| old.version);
    found
}

/// A database of an earlier release, put where a test may change it.
struct Moved {
    dir: TempDir,
    ground: Ground,
}

impl Moved {
    async fn new(old: &Old, engine: Engine) -> Self {
        let dir = TempDir::new().unwrap();
        let ground = Ground::on(engine, dir.path()).await;
        let key = dir.path().join("minqing.key");
        std::fs::copy(old.file.with_extension("key"), &key).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        match engine {
            Engine::Sqlite => drop(std::fs::copy(&old.file, &ground.url).unwrap()),
            Engine::Postgres => carry_over(old, &ground.url).await,
        }
        Self { dir, ground }
    }

    async fn open(&self) -> Store {
        let options = StoreOptions {
            url: self.ground.url.clone(),
            key_file: self.dir.path().join("minqing.key"),
            county: CountyId::new("qinghe"),
        };
        Store::open(&options, Clock::system(), Ids::from_system()).await.unwrap()
    }
}

/// The same rows in a PostgreSQL database that has just the migrations of that release.
async fn carry_over(old: &Old, url: &str) {
    let to = PgPool::connect(url).await.unwrap();
    let first = POSTGRES.iter().filter(|migration| migration.version <= old.version).cloned().collect();
    Migrator::with_migrations(first).run(&to).await.unwrap();
    let from =
        SqlitePool::connect_with(SqliteConnectOptions::new().filename(&old.file).read_only(true).immutable(true));
    let from = from.await.unwrap();
    let mut tx = to.begin().await.unwrap();
    for table in Stranger::Sqlite(from.clone()).tables().await {
        let rows = sqlx::query(AssertSqlSafe(format!("select * from {table}"))).fetch_all(&from).await.unwrap();
        for row in &rows {
            let names: Vec<&str> = row.columns().iter().map(Column::name).collect();
            let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
            let sql = format!("insert into {table} ({}) values ({})", names.join(", "), places.join(", "));
            let query = (0..names.len()).fold(sqlx::query(AssertSqlSafe(sql)), |query, at| bound(query, row, at));
            query.execute(&mut *tx).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

type PgQuery = sqlx::query::Query<'static, sqlx::Postgres, sqlx::postgres::PgArguments>;

/// Binds a value as its column is declared; nulls too.
fn bound(query: PgQuery, row: &SqliteRow, at: usize) -> PgQuery {
    let declared = row.columns()[at].type_info().name().to_owned();
    let kind = match row.try_get_raw(at).unwrap().is_null() {
        true => declared,
        false => row.try_get_raw(at).unwrap().type_info().name().to_owned(),
    };
    match kind.as_str() {
        "TEXT" => query.bind(row.get::<Option<String>, _>(at)),
        "BLOB" => query.bind(row.get::<Option<Vec<u8>>, _>(at)),
        _ => query.bind(row.get::<Option<i64>, _>(at)),
    }
}

/// How many rows each table has.
async fn rows(stranger: &Stranger) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for table in stranger.tables().await {
        let count = stranger.number(&format!("select count(*) from {table}")).await;
        counts.insert(table, count);
    }
    counts
}

/// Every column, index and constraint, in words.
async fn schema(stranger: &Stranger) -> Vec<String> {
    let sql = match stranger {
        Stranger::Sqlite(_) => {
            "select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_master where tbl_name not like '\\_%' escape '\\' order by 1"
        }
        Stranger::Postgres(_) => {
            "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
                from information_schema.columns where table_schema = 'public' and table_name not like '\\_%'
            union all select indexdef from pg_indexes where schemaname = 'public' and tablename not like '\\_%'
            union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text not like '\\_%' order by 1"
        }
    };
    stranger.texts(sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_a_database_of_every_release_becomes_todays_with_all_that_was_in_it() {
    let fixtures = fixtures();
    let newest = SQLITE.iter().map(|migration| migration.version).max().unwrap();
    assert!(fixtures.iter().any(|old| old.version < newest), "there is something to upgrade from");
    for (old, engine) in fixtures.iter().flat_map(|old| Engine::ALL.map(|engine| (old, engine))) {
        let what = format!("v{:02} on {engine:?}", old.version);
        let moved = Moved::new(old, engine).await;
        let stranger = moved.ground.stranger().await;
        let before = rows(&stranger).await;
        assert!(before.values().sum::<i64>() > 1_000 && before["case_file"] >= 7, "{what} is populated: {before:?}");

        let store = moved.open().await;
        assert_eq!(store.verify().await.unwrap(), Vec::<String>::new(), "{what}");
        let counts = store.counts().await.unwrap();
        assert_eq!((counts.cases, counts.open_cases), (7, 5), "{what}");
        assert_eq!(
            (counts.pending_inbox, counts.waiting_letters, counts.timers),
            (1, 1, 12),
            "{what}: work is still there"
        );
        store.close().await;
        let mut after = rows(&stranger).await;
        after.retain(|table, _| before.contains_key(table));
        assert_eq!(after, before, "{what}");

        let fresh_dir = TempDir::new().unwrap();
        let fresh = Ground::on(engine, fresh_dir.path()).await;
        let options =
            StoreOptions { url: fresh.url.clone(), key_file: fresh_dir.path().join("k"), county: CountyId::new("x") };
        Store::open(&options, Clock::system(), Ids::from_system()).await.unwrap().close().await;
        let upgraded = schema(&stranger).await;
        assert_eq!(upgraded, schema(&fresh.stranger().await).await, "{what}");

        moved.open().await.close().await;
        assert_eq!(
            (schema(&stranger).await, rows(&stranger).await.len()),
            (upgraded, rows(&stranger).await.len()),
            "{what}: again"
        );
        let mut again = rows(&stranger).await;
        again.retain(|table, _| before.contains_key(table));
        assert_eq!(again, before, "{what}: a second run changes nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_the_work_that_waited_in_an_old_database_is_done_by_todays_program() {
    for engine in Engine::ALL {
        let moved = Moved::new(&fixtures()[0], engine).await;
        let store = moved.open().await;
        store.take_part("fresh", 60_000).await.unwrap();
        let updates = store.claim_updates("fresh", 10, 16, 60_000).await.unwrap();
        assert_eq!((updates.len(), updates[0].len()), (1, 1), "{engine:?}");
        assert!(updates[0][0].raw.contains("灯还是不亮"), "{engine:?}: readable with its key");
        let letters = store.claim_letters("fresh", 10, 60_000).await.unwrap();
        assert_eq!(letters.len(), 1, "{engine:?}");
    }
}

#[test]
fn r6_both_engines_have_the_same_migrations() {
    let names = |migrator: &Migrator| -> Vec<(i64, String)> {
        migrator.iter().map(|migration| (migration.version, migration.description.to_string())).collect()
    };
    assert_eq!(names(&SQLITE), names(&POSTGRES));
}

#[tokio::test(flavor = "multi_thread")]
async fn r6_both_engines_have_the_same_tables_and_columns() {
    let mut seen: Vec<Vec<String>> = Vec::new();
    for engine in Engine::ALL {
        let dir = TempDir::new().unwrap();
        let ground = Ground::on(engine, dir.path()).await;
        let options =
            StoreOptions { url: ground.url.clone(), key_file: dir.path().join("k"), county: CountyId::new("x") };
        Store::open(&options, Clock::system(), Ids::from_system()).await.unwrap().close().await;
        let sql = match engine {
            Engine::Sqlite => {
                "select m.name || '.' || c.name || ' ' || replace(lower(c.type), 'blob', 'bytea') || ' ' || c.\"notnull\"
                from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like '\\_%' escape '\\' order by 1"
            }
            Engine::Postgres => {
                "select table_name || '.' || column_name || ' ' || data_type || ' ' || case is_nullable when 'NO' then 1 else 0 end
                from information_schema.columns where table_schema = 'public' and table_name not like '\\_%'"
            }
        };
        let mut columns = ground.stranger().await.texts(sql).await;
        columns.sort();
        seen.push(columns);
    }
    let (sqlite, postgres) = (&seen[0], &seen[1]);
    assert!(sqlite.len() > 100);
    assert_eq!(sqlite, postgres);
}
