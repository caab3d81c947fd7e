//! Whether a database file is whole, looked at before anything is written to it; and what to do when it is not.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::engine;
use super::link::Link;
use super::lock::LastEnd;
use super::place::Place;
use super::{StoreFault, lock};

const MAGIC: &[u8] = b"SQLite format 3\0";
/// How many lines of what the engine finds are told.
const LINES: usize = 20;

/// How closely a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Its first bytes and its length only.
    Glance,
    /// Every page, too.
    Pages,
    /// Every page, and every index against its table.
    Everything,
}

/// Looks at a file as closely as the way the last process ended asks for, and refuses what is not whole.
/// Nothing is written, also when nothing is wrong.
pub(super) async fn refuse_damaged(place: &Place) -> Result<(), StoreFault> {
    let Place::Sqlite(path) = place else { return Ok(()) };
    let last = lock::last_end(path);
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size == 0 && (last != LastEnd::Unknown || beside(path, "-wal").exists()) {
        let what = if path.exists() { "is empty" } else { "is missing" };
        return Err(StoreFault::Corrupt(format!("the file {what}, but there has been a database here before")));
    }
    // Only a process that said goodbye may be believed.
    let look = if last == LastEnd::Well { Look::Glance } else { Look::Pages };
    match examine(path, look).await?.into_iter().next() {
        Some(what) => Err(StoreFault::Corrupt(what)),
        None => Ok(()),
    }
}

/// What is wrong with a file; empty when it is whole or not there at all.
pub(super) async fn examine(path: &Path, look: Look) -> Result<Vec<String>, StoreFault> {
    if let Some(what) = glance(path)? {
        return Ok(vec![what]);
    }
    let pragma = match look {
        _ if !path.exists() => return Ok(Vec::new()),
        Look::Glance => return Ok(Vec::new()),
        Look::Pages => "pragma quick_check",
        Look::Everything => "pragma integrity_check",
    };
    match lines_of(path, pragma).await {
        Ok(lines) => Ok(lines.into_iter().filter(|line| line != "ok").take(LINES).collect()),
        Err(StoreFault::Corrupt(what)) => Ok(vec![what]),
        Err(fault) => Err(fault),
    }
}

/// What a pragma says about a file, which is opened for reading only.
async fn lines_of(path: &Path, pragma: &'static str) -> Result<Vec<String>, StoreFault> {
    let pool = engine::sqlite_pool(1).connect_with(engine::sqlite_options(path).read_only(true)).await?;
    let rows = Link::sqlite(pool.begin().await?).fetch_all(pragma, []).await;
    pool.close().await;
    rows?.iter().map(|row| row.text(0)).collect()
}

/// The first bytes and the length. While a write-ahead log waits to be folded in, the length may rightly be short.
fn glance(path: &Path) -> Result<Option<String>, StoreFault> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreFault::Config(format!("cannot be read: {}", error.kind()))),
    };
    let unreadable = |error: std::io::Error| StoreFault::Disk(error.kind().to_string());
    let length = file.metadata().map_err(unreadable)?.len();
    let mut head = Vec::with_capacity(100);
    (&mut file).take(100).read_to_end(&mut head).map_err(unreadable)?;
    if head.is_empty() {
        return Ok(None);
    }
    let Some((magic, fields)) = head.split_first_chunk::<16>().filter(|_| head.len() == 100) else {
        return Ok(Some(format!("only {length} bytes are left of it")));
    };
    if magic != MAGIC {
        return Ok(Some("its first bytes are not those of a database".to_owned()));
    }
    let page = match u64::from(u16::from_be_bytes([fields[0], fields[1]])) {
        1 => 65_536,
        page => page,
    };
    let pages = u64::from(u32::from_be_bytes([fields[12], fields[13], fields[14], fields[15]]));
    let logged = std::fs::metadata(beside(path, "-wal")).is_ok_and(|metadata| metadata.len() > 0);
    let short = !logged && length < page * pages;
    Ok(short.then(|| format!("it is cut off: {length} bytes of {}", page * pages)))
}

/// The file of the same name with something appended to it.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A fault met while opening, as one line that says what is wrong and how to mend it.
pub(super) fn explain(place: &Place, fault: StoreFault) -> StoreFault {
    let (name, advice) = match place {
        Place::Sqlite(path) => (format!("the database {}", path.display()), advice(&fault, path)),
        Place::Postgres(_) => ("the database".to_owned(), server_advice(&fault)),
    };
    match advice {
        Some(advice) => StoreFault::Config(format!("{name} {advice}")),
        None => fault,
    }
}

fn advice(fault: &StoreFault, path: &Path) -> Option<String> {
    Some(match fault {
        StoreFault::Corrupt(what) => format!(
            "is damaged ({what}). Nothing was written to it. Restore the last backup: minqing restore BACKUP --replace (this file is moved aside, not deleted)"
        ),
        StoreFault::Full => format!(
            "cannot grow: the disk or a quota is full ({} free). Make room, then start again; nothing is lost",
            free_space(path).map_or_else(|| "unknown".to_owned(), size)
        ),
        StoreFault::ReadOnly => {
            "can only be read by this user: chown it and its folder to who runs minqing, or mount its disk for writing again (dmesg says why it was not)".to_owned()
        }
        StoreFault::Disk(code) => format!(
            "cannot be read or written because its disk fails ({code}; dmesg says more). Move to a sound disk and restore the last backup there: minqing restore BACKUP"
        ),
        StoreFault::Busy => "is held by another program; stop that one, then start again".to_owned(),
        StoreFault::Away(_)
        | StoreFault::Config(_)
        | StoreFault::Conflict
        | StoreFault::Missing(_)
        | StoreFault::Sql(_) => return None,
    })
}

fn server_advice(fault: &StoreFault) -> Option<String> {
    Some(match fault {
        StoreFault::Corrupt(what) => {
            format!("is damaged ({what}). Restore the last backup into a new database: minqing restore BACKUP")
        }
        StoreFault::Full => "cannot grow: the server's disk is full. Make room there; nothing is lost".to_owned(),
        StoreFault::ReadOnly => {
            "can only be read: this server is a standby, or the role may not write. Name the primary in DATABASE_URL"
                .to_owned()
        }
        StoreFault::Disk(code) => format!("fails at its disk ({code}); see the server's log"),
        StoreFault::Busy => "is busy or has no connection left; try again, or raise max_connections".to_owned(),
        StoreFault::Away(_)
        | StoreFault::Config(_)
        | StoreFault::Conflict
        | StoreFault::Missing(_)
        | StoreFault::Sql(_) => return None,
    })
}

/// Bytes free for us on the disk that holds a path.
pub fn free_space(path: &Path) -> Option<u64> {
    let folder = path.ancestors().find(|folder| !folder.as_os_str().is_empty() && folder.exists());
    let disk = rustix::fs::statvfs(folder.unwrap_or(Path::new("."))).ok()?;
    Some(disk.f_bavail * disk.f_frsize)
}

/// A size for people.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1_000),
        10_000_000..10_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}
