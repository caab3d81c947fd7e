//! Where the database of a test stands: a file of its own, or a database of its own on a PostgreSQL server that the tests
//! start by themselves and that goes when they do.
//!
//! `MINQING_TEST_ENGINE=postgres` puts every world on PostgreSQL; otherwise it is SQLite. `./test` runs the tests on both.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{OnceLock, mpsc};

use sqlx::postgres::{PgConnection, PgPool};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{AssertSqlSafe, Connection, Postgres, Sqlite, Transaction};

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Both.
    pub const ALL: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

    /// The engine that this run of the tests is about.
    pub fn of_this_run() -> Self {
        match std::env::var("MINQING_TEST_ENGINE").as_deref() {
            Ok("postgres") => Self::Postgres,
            Ok("sqlite") | Err(_) => Self::Sqlite,
            Ok(other) => panic!("MINQING_TEST_ENGINE is {other}; it may be sqlite or postgres"),
        }
    }
}

/// How much of a long run of the same is enough here: all of it on SQLite, where everything is tested; on PostgreSQL a fifth,
/// because only the engine differs.
pub fn enough(all: usize) -> usize {
    match Engine::of_this_run() {
        Engine::Sqlite => all,
        Engine::Postgres => all / 5,
    }
}

/// A new, empty database. On PostgreSQL it is dropped with this value; on SQLite it goes with its folder.
pub struct Ground {
    pub engine: Engine,
    /// What DATABASE_URL would say.
    pub url: String,
    dropped: Option<String>,
}

impl Ground {
    /// On the engine of this run; the folder is for the file, where there is one.
    pub async fn new(folder: &Path) -> Self {
        Self::on(Engine::of_this_run(), folder).await
    }

    /// On a given engine.
    pub async fn on(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => {
                let url = folder.join("minqing.sqlite").display().to_string();
                Self { engine, url, dropped: None }
            }
            Engine::Postgres => {
                static NEXT: AtomicU32 = AtomicU32::new(1);
                let name = format!("t{}", NEXT.fetch_add(1, Ordering::SeqCst));
                Self { engine, url: server().database(&name).await, dropped: Some(name) }
            }
        }
    }

    /// The database as somebody else would open it: to look, or to tamper.
    pub async fn stranger(&self) -> Stranger {
        match self.engine {
            Engine::Sqlite => {
                let file = SqliteConnectOptions::new().filename(&self.url).foreign_keys(false);
                Stranger::Sqlite(SqlitePool::connect_with(file).await.unwrap())
            }
            Engine::Postgres => Stranger::Postgres(PgPool::connect(&self.url).await.unwrap()),
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some(name) = self.dropped.take() {
            let _ = server().reaper.send(name);
        }
    }
}

/// Somebody who looks into a database without asking the store.
pub enum Stranger {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Stranger {
    /// The first column of every row.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    }

    /// The one number asked for.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// Runs statements, one after the other.
    pub async fn execute(&self, sql: &str) {
        let statements = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(pool) => drop(statements.execute(pool).await.unwrap()),
            Self::Postgres(pool) => drop(statements.execute(pool).await.unwrap()),
        }
    }

    /// Copies cases and events aside, so that one can tamper with them.
    pub async fn keep_books(&self) {
        self.execute("create table kept as select * from event; create table kept_file as select * from case_file")
            .await;
    }

    /// Undoes the tampering since [`Stranger::keep_books`].
    pub async fn put_books_back(&self) {
        self.execute("delete from event; delete from case_file; insert into case_file select * from kept_file; insert into event select * from kept; drop table kept; drop table kept_file").await;
    }

    /// From now on the database refuses to delete rows of a table.
    pub async fn refuse_deletes(&self, table: &str) {
        let sql = match self {
            Self::Sqlite(_) => {
                format!("create trigger stuck before delete on {table} begin select raise(abort, 'stuck'); end")
            }
            Self::Postgres(_) => format!(
                "create function stuck() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$;
                create trigger stuck before delete on {table} for each row execute function stuck()"
            ),
        };
        self.execute(&sql).await;
    }

    /// No longer.
    pub async fn allow_deletes(&self, table: &str) {
        let sql = match self {
            Self::Sqlite(_) => "drop trigger stuck".to_owned(),
            Self::Postgres(_) => format!("drop trigger stuck on {table}"),
        };
        self.execute(&sql).await;
    }

    /// Keeps everybody from changing letters.
    pub async fn lock_letters(&self) -> Lock {
        match self {
            Self::Sqlite(pool) => Lock::Sqlite(pool.begin_with("begin immediate").await.unwrap()),
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await.unwrap();
                sqlx::query("lock table letter in exclusive mode").execute(&mut *tx).await.unwrap();
                Lock::Postgres(tx)
            }
        }
    }

    /// The names of all tables that the store made.
    pub async fn tables(&self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => {
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_%' escape '\\' order by 1"
            }
            Self::Postgres(_) => {
                "select tablename::text from pg_tables where schemaname = 'public' and tablename not like '\\_%' order by 1"
            }
        };
        self.texts(sql).await
    }
}

/// What keeps others from writing, until it is let go.
pub enum Lock {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Lock {
    pub async fn let_go(self) {
        match self {
            Self::Sqlite(tx) => tx.rollback().await.unwrap(),
            Self::Postgres(tx) => tx.rollback().await.unwrap(),
        }
    }
}

/// A byte string as the engine writes it, for statements that tamper.
pub fn bytes_literal(engine: Engine, hex: &str) -> String {
    match engine {
        Engine::Sqlite => format!("x'{hex}'"),
        Engine::Postgres => format!("'\\x{hex}'::bytea"),
    }
}

/// A PostgreSQL server in a folder of its own, reached by a socket in it.
pub struct Server {
    folder: PathBuf,
    programs: PathBuf,
    account: Option<(u32, u32)>,
    reaper: mpsc::Sender<String>,
    /// Its standard input ends with this value, or with this process; then it stops the server and takes the folder away.
    _watch: Child,
}

impl Server {
    /// Starts one.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("minqing-pg-").tempdir().unwrap().keep();
        let (account, programs) = (account(), programs());
        if let Some((user, group)) = account {
            std::os::unix::fs::chown(&folder, Some(user), Some(group)).unwrap();
        }
        let end = "trap '' INT TERM HUP; cat >/dev/null; \"$1\" -s -D \"$2/data\" -m immediate stop; rm -rf \"$2\"";
        let mut watch = as_account(Path::new("/bin/sh"), account);
        watch.args(["-c", end, "sh"]).arg(programs.join("pg_ctl")).arg(&folder);
        watch.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self { reaper: reaper(&folder), _watch: watch.spawn().unwrap(), folder, programs, account };
        server.run("initdb", &["-U", "minqing", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        server.rise();
        server
    }

    /// Starts it (again). Power does not fail here, so nothing is synced.
    pub fn rise(&self) {
        let settings = format!(
            "-k {} -c listen_addresses= -c fsync=off -c max_connections=200 -c shared_buffers=64MB -c autovacuum=off",
            self.folder.display()
        );
        let log = self.folder.join("log");
        self.run("pg_ctl", &["-w", "-s", "-l", log.to_str().unwrap(), "-o", &settings, "start"]);
    }

    /// Stops it; whoever is connected is cut off.
    pub fn fall(&self) {
        self.run("pg_ctl", &["-w", "-s", "-m", "fast", "stop"]);
    }

    /// A new, empty database on it.
    pub async fn database(&self, name: &str) -> String {
        self.order(&format!("create database {name}")).await;
        self.url(name)
    }

    fn run(&self, program: &str, args: &[&str]) {
        let data = self.folder.join("data");
        let mut command = as_account(&self.programs.join(program), self.account);
        let output = command.arg("-D").arg(data).args(args).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{program} failed: {told}");
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://minqing@localhost/{database}?host={}", self.folder.display())
    }

    async fn order(&self, sql: &str) {
        let mut connection = PgConnection::connect(&self.url("postgres")).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// The server that the tests of this process share.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

/// Drops databases that no test needs any more, beside the tests.
fn reaper(folder: &Path) -> mpsc::Sender<String> {
    let (send, receive) = mpsc::channel::<String>();
    let url = format!("postgres://minqing@localhost/postgres?host={}", folder.display());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for name in receive {
            runtime.block_on(async {
                let Ok(mut connection) = PgConnection::connect(&url).await else { return };
                let sql = format!("drop database if exists {name} with (force)");
                let _ = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await;
            });
        }
    });
    send
}

/// PostgreSQL refuses to run as root: then it runs as the account that Debian's package made, or as nobody.
fn account() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap();
    let find = |name: &str| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    Some(find("postgres").or_else(|| find("nobody")).expect("an account for PostgreSQL"))
}

fn as_account(program: &Path, account: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/");
    if let Some((user, group)) = account {
        command.uid(user).gid(group);
    }
    command
}

/// The folder with initdb and pg_ctl: where the newest one of Debian's packages is, or where the search path leads.
fn programs() -> PathBuf {
    let packaged = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = packaged.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    let found = folders.into_iter().find(|folder| folder.join("initdb").exists());
    found.expect("PostgreSQL is missing; ./test installs it, or: apt-get install postgresql")
}
