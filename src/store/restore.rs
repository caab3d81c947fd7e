//! From a backup to a database that the bot can start on: never onto a running one, never over rows that are there.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::backup::{set_counter, unlock};
use super::damage::{Look, beside, examine, explain};
use super::engine::{self, Pool};
use super::lock::ProcessLock;
use super::place::Place;
use super::tables::Table;
use super::{Recency, Store, StoreFault, StoreOptions, make_folders, release_leases};
use crate::clock::Clock;
use crate::id::{Ids, Moment};

/// The offset of a restored database, until the first update after the restore has told how many are missing.
const RESTORED: &str = "restored_offset";

/// What is missing after a restore: updates that were confirmed to Telegram after the backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There was no restore, or this has been told.
    NotRestored,
    /// The first update afterwards will tell.
    Unknown,
    /// So many.
    Updates(i64),
}

/// What became of a restore.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Where the database that was there went.
    pub aside: Option<PathBuf>,
    /// How recent what was restored is.
    pub recency: Recency,
    /// Rows in it.
    pub rows: u64,
}

/// Restores a backup into the place that the options name. `replace` moves a file that is there aside.
///
/// # Errors
/// One line that says why not; then the place is as it was.
pub async fn restore(
    backup: &Path,
    options: &StoreOptions,
    replace: bool,
    (clock, ids): (Clock, Ids),
) -> Result<Restored, StoreFault> {
    check(backup, options).await?;
    let place = Place::parse(&options.url)?;
    let made = match &place {
        Place::Sqlite(path) => into_file(backup, path, options, replace, (clock, ids)).await,
        Place::Postgres(_) => into_server(backup, &place, options, (clock, ids)).await,
    };
    made.map_err(|fault| explain(&place, fault))
}

/// A backup must be whole and open with the key before anything is touched.
async fn check(backup: &Path, options: &StoreOptions) -> Result<(), StoreFault> {
    let refuse = |what: &str| {
        StoreFault::Config(format!("the backup {} is damaged ({what}); take an earlier one", backup.display()))
    };
    if backup.exists()
        && let Some(what) = examine(backup, Look::Everything).await?.first()
    {
        return Err(refuse(what));
    }
    match unlock(backup, options).await {
        Ok(_) => Ok(()),
        Err(StoreFault::Corrupt(what)) => Err(refuse(&what)),
        Err(fault) => Err(fault),
    }
}

async fn into_file(
    backup: &Path,
    path: &Path,
    options: &StoreOptions,
    replace: bool,
    (clock, ids): (Clock, Ids),
) -> Result<Restored, StoreFault> {
    make_folders(&Place::Sqlite(path.to_owned()), &options.key_file)?;
    let lock = ProcessLock::take(path)?;
    let holds = fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0);
    if holds && !replace {
        return Err(StoreFault::Config(format!(
            "there is a database at {} already; to put the backup in its place say --replace (it is moved aside, not deleted)",
            path.display()
        )));
    }
    let draft = beside(path, ".restoring");
    let now = clock.now();
    let (rows, recency) = prepare(backup, &draft, options, (clock, ids)).await?;
    let aside = move_aside(path, now).map_err(unusable)?;
    fs::rename(&draft, path).and_then(|()| sync_folder(path)).map_err(unusable)?;
    lock.begin()?;
    lock.end_well();
    lock.release();
    Ok(Restored { aside: aside.filter(|_| holds), recency, rows })
}

/// Copies a backup, brings the copy up to this release, and checks it as the doctor would.
async fn prepare(
    backup: &Path,
    draft: &Path,
    options: &StoreOptions,
    (clock, ids): (Clock, Ids),
) -> Result<(u64, Recency), StoreFault> {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(draft, suffix));
    }
    copy(backup, draft).map_err(unusable)?;
    // A database that was moved aside may have its newest rows in its log.
    let log = beside(backup, "-wal");
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        copy(&log, &beside(draft, "-wal")).map_err(unusable)?;
    }
    let options = StoreOptions { url: draft.display().to_string(), ..options.clone() };
    let store = Store::open_beside(&options, clock, ids).await?;
    if let Some(finding) = store.verify().await?.first() {
        store.close().await;
        return Err(StoreFault::Config(format!("the backup does not verify ({finding}); take an earlier one")));
    }
    let recency = store.recency().await?;
    let rows = store.row_counts().await?.rows();
    let mut tx = store.begin().await?;
    // Whoever was alive then is not now.
    let args = [tx.county()];
    tx.link.execute("delete from lease where county = $1", args).await?;
    set_counter(&mut tx.link, options.county.as_str(), RESTORED, recency.next_offset.unwrap_or(0)).await?;
    tx.commit().await?;
    store.close().await;
    if fs::metadata(beside(draft, "-wal")).is_ok_and(|log| log.len() > 0) {
        let what = "the restored copy could not be finished: its log did not fold in. Nothing was replaced; see that the disk is sound and has room, then try again";
        return Err(StoreFault::Config(what.to_owned()));
    }
    File::open(draft).and_then(|file| file.sync_all()).map_err(unusable)?;
    Ok((rows, recency))
}

async fn into_server(
    backup: &Path,
    place: &Place,
    options: &StoreOptions,
    (clock, ids): (Clock, Ids),
) -> Result<Restored, StoreFault> {
    let county = options.county.as_str();
    if engine::find_wrapped_key(place, county).await?.is_some() {
        return Err(StoreFault::Config(format!(
            "the database holds the county {county} already, perhaps with a bot at work; make a new, empty one and name it in DATABASE_URL"
        )));
    }
    let draft = std::env::temp_dir().join(format!("minqing-restore-{}.sqlite", ids.hex()));
    let prepared = prepare(backup, &draft, options, (clock.clone(), ids.clone())).await;
    let poured = match prepared {
        Ok((rows, recency)) => pour(&draft, place, county).await.map(|()| Restored { aside: None, recency, rows }),
        Err(fault) => Err(fault),
    };
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(&draft, suffix));
    }
    let restored = poured?;
    let store = Store::open_beside(options, clock, ids).await?;
    let findings = store.verify().await?;
    store.close().await;
    match findings.into_iter().next() {
        Some(finding) => Err(StoreFault::Config(format!("what was restored does not verify: {finding}"))),
        None => Ok(restored),
    }
}

async fn pour(draft: &Path, place: &Place, county: &str) -> Result<(), StoreFault> {
    let (from, to) = (Pool::look_at(&Place::Sqlite(draft.to_owned())).await?, Pool::open(place).await?);
    let (mut reading, mut writing) = (from.view().await?, to.begin().await?);
    for table in Table::all(&mut reading).await? {
        let rows = reading.pour(&table, county, &mut writing).await?;
        let arrived = writing.count_of(&table, county).await?;
        if arrived != rows || reading.count_of(&table, county).await? != rows {
            return Err(StoreFault::Config(format!(
                "{arrived} of {rows} rows of {} arrived; nothing was kept",
                table.name
            )));
        }
    }
    release_leases(&mut writing, county).await?;
    writing.commit().await?;
    drop(reading);
    from.close().await;
    to.close().await;
    Ok(())
}

impl Store {
    /// How many updates are missing since the restore.
    pub async fn missing_since_restore(&self) -> Result<Missing, StoreFault> {
        let mut view = self.view().await?;
        let Some(offset) = view.counter(RESTORED).await? else { return Ok(Missing::NotRestored) };
        let args = [view.county(), offset.into()];
        let sql = "select min(update_id) from inbox where county = $1 and update_id >= $2";
        let Some(first) = view.link.fetch_one(sql, args).await?.opt_int(0)? else { return Ok(Missing::Unknown) };
        Ok(Missing::Updates(if offset > 0 { first - offset } else { 0 }))
    }

    /// The restore has been told of.
    pub async fn restore_told(&self) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        let args = [tx.county(), RESTORED.into()];
        tx.link.execute("delete from counter where county = $1 and name = $2", args).await?;
        tx.commit().await
    }
}

/// Moves a database with its log aside, under a name with the time.
fn move_aside(path: &Path, now: Moment) -> std::io::Result<Option<PathBuf>> {
    if !path.exists() && !beside(path, "-wal").exists() {
        return Ok(None);
    }
    let stamp = crate::case::calendar::date_of(now).format("%Y%m%d");
    let aside = (0..)
        .map(|nth| beside(path, &format!(".aside-{stamp}-{nth}")))
        .find(|aside| !aside.exists() && !beside(aside, "-wal").exists())
        .unwrap_or_else(|| beside(path, ".aside"));
    for suffix in ["", "-wal"] {
        match fs::rename(beside(path, suffix), beside(&aside, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    let _ = fs::remove_file(beside(path, "-shm"));
    Ok(Some(aside))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut target = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    std::io::copy(&mut File::open(from)?, &mut target)?;
    target.sync_all()
}

/// Makes the names in a file's folder durable.
pub fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn unusable(error: std::io::Error) -> StoreFault {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreFault::Full,
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => StoreFault::ReadOnly,
        kind => StoreFault::Disk(kind.to_string()),
    }
}
