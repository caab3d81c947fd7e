//! What can go wrong in the store, told without any bound value.

/// A fault of the store. Its words never carry bound values, texts, names or account numbers.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// Another writer held the database too long; trying again helps.
    #[error("the database is busy")]
    Busy,
    /// The database's server does not answer, or is being restarted.
    #[error("the database cannot be reached ({0}); see that its server runs at DATABASE_URL")]
    Away(String),
    /// The disk, a quota or a limit is reached; the transaction left no trace, and trying again helps once there is room.
    #[error("the disk under the database takes nothing more: it is full, or a quota or limit is reached")]
    Full,
    /// The database cannot be written to.
    #[error("the database is read-only")]
    ReadOnly,
    /// The disk failed to read or write; after this the process should end and open the database anew.
    #[error("the disk failed under the database ({0})")]
    Disk(String),
    /// Something stored makes no sense: says which table or row.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The store was set up wrongly, or called wrongly.
    #[error("{0}")]
    Config(String),
    /// Somebody else was first: the version moved, the row is done, the name is taken.
    #[error("somebody else was first")]
    Conflict,
    /// What was asked for is not there.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// Any other answer of the database: code and message, no values.
    #[error("the database refused: {0}")]
    Sql(String),
}

impl StoreFault {
    /// Whether waiting helps: nothing was done, nothing is lost, and the same may succeed later.
    pub fn passes(&self) -> bool {
        match self {
            Self::Busy | Self::Away(_) | Self::Full | Self::ReadOnly | Self::Conflict => true,
            Self::Disk(_) | Self::Corrupt(_) | Self::Config(_) | Self::Missing(_) | Self::Sql(_) => false,
        }
    }
}

impl From<sqlx::Error> for StoreFault {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) => match refusal.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
                Some(refusal) => postgres_fault(refusal),
                None => sqlite_fault(refusal.as_ref()),
            },
            sqlx::Error::PoolTimedOut => Self::Busy,
            // SQLite's own faults of the disk come as answers of the database; these are of the way to a server.
            sqlx::Error::Io(io) => Self::Away(io.kind().to_string()),
            sqlx::Error::Tls(_) => Self::Away("TLS".into()),
            sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => Self::Away("the connection broke".into()),
            sqlx::Error::PoolClosed => Self::Config("the store is closed".into()),
            other => Self::Sql(other.to_string()),
        }
    }
}

const IOERR_WRITE: i32 = 10 | (3 << 8);
const IOERR_SHMSIZE: i32 = 10 | (19 << 8);

fn sqlite_fault(refusal: &dyn sqlx::error::DatabaseError) -> StoreFault {
    let code: i32 = refusal.code().and_then(|code| code.parse().ok()).unwrap_or(1);
    match code & 0xff {
        5 | 6 => StoreFault::Busy,
        8 => StoreFault::ReadOnly,
        // What could not even be written has left no trace: a quota, a limit, no room for the index of the log.
        10 if matches!(code, IOERR_WRITE | IOERR_SHMSIZE) => StoreFault::Full,
        10 => StoreFault::Disk(format!("SQLite code {code}")),
        11 | 26 => StoreFault::Corrupt(refusal.message().to_owned()),
        13 => StoreFault::Full,
        14 => StoreFault::Config("the database file cannot be opened".into()),
        19 if matches!(code, 1555 | 2067) => StoreFault::Conflict,
        _ => StoreFault::Sql(format!("SQLite code {code}: {}", refusal.message())),
    }
}

/// Only codes and names: PostgreSQL's own words may repeat values.
fn postgres_fault(refusal: &sqlx::postgres::PgDatabaseError) -> StoreFault {
    match refusal.code() {
        "40001" | "40P01" | "55P03" | "57014" | "25P03" => StoreFault::Busy,
        code if code.starts_with("57P") || code.starts_with("08") || code == "53300" => {
            StoreFault::Away(format!("PostgreSQL {code}"))
        }
        "53100" => StoreFault::Full,
        "25006" => StoreFault::ReadOnly,
        "23505" => StoreFault::Conflict,
        "58030" => StoreFault::Disk("PostgreSQL 58030".into()),
        code if code.starts_with("XX") => StoreFault::Corrupt(format!("PostgreSQL {code}")),
        code => StoreFault::Sql(format!(
            "PostgreSQL {code}, table {}, constraint {}",
            refusal.table().unwrap_or("-"),
            refusal.constraint().unwrap_or("-")
        )),
    }
}

impl From<sqlx::migrate::MigrateError> for StoreFault {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _) => inner.into(),
            MigrateError::VersionMissing(_) => {
                Self::Config("the database is of a newer release than this program".into())
            }
            other => Self::Config(format!("the database cannot be migrated: {other}")),
        }
    }
}
