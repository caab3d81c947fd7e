//! All SQL stands here: cases and their events, content, people, inbox, letters, timers.
//!
//! Callers hold a [`Store`] for what is one transaction by itself (taking updates in, claiming and settling letters)
//! and a [`Tx`] for what must happen together (everything the desk does). A [`Tx`] that is dropped leaves no trace.

mod adoptions;
mod approvals;
mod attempts;
mod backup;
mod buttons;
mod cases;
mod consents;
mod content;
mod damage;
mod doctor;
mod engine;
mod entries;
mod erase;
mod face;
mod fault;
mod forums;
mod hot;
mod inbox;
mod journal;
mod keep;
mod knowledge;
mod learn;
mod leases;
mod letters;
mod link;
mod lock;
mod moves;
mod pace;
mod parties;
mod people;
mod personas;
mod place;
mod present;
mod reach;
mod reloads;
mod resting;
mod restore;
mod roots;
mod seal;
mod staff;
mod tables;
mod tallies;
mod terms;
mod timers;
mod topics;
mod trouble;

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

pub use adoptions::AdoptionRow;
pub use approvals::ApprovalRow;
pub use backup::{Copied, Recency};
pub use buttons::ButtonRow;
pub use cases::{CaseRow, EventRow, Which};
pub use consents::ConsentRow;
pub use damage::{free_space, size};
pub use doctor::{Counts, Waiting};
pub use entries::{EntryRef, EntryRow, PostRow};
pub use erase::Erasing;
pub use fault::StoreFault;
pub use forums::ForumRow;
pub use hot::{Division, HeatRow, HeatSpan, MonthTopic, VoiceRow};
pub use inbox::{AfterFailure, InboxRow, KindCount, QuarantinedRow, RawUpdate};
pub use knowledge::KnowledgeRow;
pub use learn::{Learning, LessonRow, Which as WhichModel};
pub use leases::Held;
pub use letters::{Again, Arrived, ClaimedLetter};
pub use link::WorkDone;
pub use pace::Pace;
pub use parties::CodeRow;
pub use people::PersonRow;
pub use place::database_file;
pub use present::{Presence, Seen};
pub use reach::LostChat;
pub use reloads::ReloadRequest;
pub use restore::{Missing, Restored, restore, sync_folder};
pub use staff::GroupRole;
pub use tallies::GivenRow;
pub use terms::LOOKED_UP;
pub use timers::TimerRow;
pub use topics::{GroupRights, Topic};
pub use trouble::TroubleRow;

use crate::clock::Clock;
use crate::id::{CountyId, Ids, Moment};
use engine::{Pool, Value};
use journal::Journal;
use link::{Link, Tally};
use lock::ProcessLock;
use place::Place;
use seal::{KeyRing, Secret};

/// Where the store lives, and for which county.
#[derive(Clone)]
pub struct StoreOptions {
    /// A path or `sqlite:PATH`, or `postgres://…`.
    pub url: String,
    /// The file with the key that wraps the county's data key; made with mode 0600 when the database is new.
    pub key_file: PathBuf,
    /// The county whose rows are read and written.
    pub county: CountyId,
}

/// The store; cloned freely, all clones share the connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    /// What leases are counted by.
    lease_clock: Clock,
}

/// One transaction. Dropped without [`Tx::commit`], it leaves no trace.
pub struct Tx {
    link: Link,
    /// Held by ordinary writers until they are done; after the link, so that it ends first.
    _turn: Option<OwnedMutexGuard<()>>,
    inner: Arc<Inner>,
    /// Numbers for letters set aside by this transaction: the next one, and the last.
    letter_numbers: (i64, i64),
}

struct Inner {
    pool: Pool,
    /// On a server: one connection beside the others, to say that this process is alive.
    apart: Option<Pool>,
    /// Where one file has one writer: ordinary writers line up here, so that what Telegram has already done never waits
    /// behind a line of what is still to be done.
    turn: Arc<Mutex<()>>,
    keys: KeyRing,
    county: String,
    clock: Clock,
    ids: Ids,
    lock: ProcessLock,
    /// Counts the work of all transactions.
    tally: Arc<Tally>,
    /// What was erased, written down beside the key file.
    journal: Journal,
}

impl Store {
    /// Opens the store: checks the key, takes the lock (SQLite), migrates, asserts the settings,
    /// and on SQLite releases the leases a dead process left behind. Nothing is written before the key has proved right.
    pub async fn open(options: &StoreOptions, clock: Clock, ids: Ids) -> Result<Store, StoreFault> {
        let place = Place::parse(&options.url)?;
        Self::open_as(options, clock, ids, false).await.map_err(|fault| damage::explain(&place, fault))
    }

    /// Opens the store for a tool beside a bot that may be running: takes no lock and leaves leases alone.
    pub async fn open_beside(options: &StoreOptions, clock: Clock, ids: Ids) -> Result<Store, StoreFault> {
        let place = Place::parse(&options.url)?;
        Self::open_as(options, clock, ids, true).await.map_err(|fault| damage::explain(&place, fault))
    }

    async fn open_as(options: &StoreOptions, clock: Clock, ids: Ids, beside: bool) -> Result<Store, StoreFault> {
        let county = options.county.as_str();
        let place = Place::parse(&options.url)?;
        let early = match &place {
            Place::Sqlite(path) if !beside && path.exists() => Some(ProcessLock::take(path)?),
            Place::Sqlite(_) | Place::Postgres(_) => None,
        };
        if !beside {
            damage::refuse_damaged(&place).await?;
        }
        let wrapped = engine::find_wrapped_key(&place, county).await?;
        if wrapped.is_none() {
            make_folders(&place, &options.key_file)?;
        }
        let master = seal::key_file(&options.key_file, wrapped.is_none())?;
        let wrong_key = || {
            StoreFault::Config(format!(
                "the key file {} is not the one this database was written with",
                options.key_file.display()
            ))
        };
        if let Some(wrapped) = &wrapped {
            seal::unwrap(&master, county, wrapped).ok_or_else(wrong_key)?;
        }
        let lock = match (&place, early) {
            (_, Some(lock)) => lock,
            (Place::Sqlite(path), None) if !beside => ProcessLock::take(path)?,
            (Place::Sqlite(_) | Place::Postgres(_), None) => ProcessLock::none(),
        };
        let pool = Pool::open(&place).await?;
        let mut link = pool.begin().await?;
        let now = clock.now();
        let data = data_key(&mut link, county, &master, now).await?.ok_or_else(wrong_key)?;
        if pool.is_single_process() && !beside {
            release_leases(&mut link, county).await?;
        }
        link.commit().await?;
        lock.begin()?;
        let keys = KeyRing::new(county, &data)?;
        let lease_clock = pool.clock().await?;
        let apart = Pool::apart(&place).await?;
        let journal = Journal::beside(&options.key_file);
        let (turn, tally, county) = (Arc::default(), Arc::default(), county.to_owned());
        let inner = Inner { pool, apart, turn, keys, county, clock, ids, lock, tally, journal };
        Ok(Self { inner: Arc::new(inner), lease_clock })
    }

    /// Lets leases follow another clock. By default they follow the machine's time, so that pushing a sandbox's clock
    /// forward does not expire what is being worked on.
    pub fn with_lease_clock(self, clock: Clock) -> Store {
        Self { lease_clock: clock, ..self }
    }

    /// Begins a writing transaction.
    pub async fn begin(&self) -> Result<Tx, StoreFault> {
        let turn = match self.inner.pool.is_single_process() {
            true => Some(Arc::clone(&self.inner.turn).lock_owned().await),
            false => None,
        };
        Ok(self.tx(self.inner.pool.begin().await?, turn))
    }

    /// Begins a writing transaction before all others that wait: for what has already happened at Telegram's side and
    /// would happen twice if a crash came first.
    async fn begin_first(&self) -> Result<Tx, StoreFault> {
        Ok(self.tx(self.inner.pool.begin().await?, None))
    }

    /// Begins a transaction that only reads and never waits for writers; writing through it is refused.
    pub async fn view(&self) -> Result<Tx, StoreFault> {
        Ok(self.tx(self.inner.pool.view().await?, None))
    }

    /// Notes that the bot is at work, which shows whether the database still takes anything.
    pub async fn pulse(&self) -> Result<(), StoreFault> {
        let mut tx = self.begin_first().await?;
        let now = tx.now();
        backup::set_counter(&mut tx.link, &self.inner.county, backup::PULSE, now.0).await?;
        tx.commit().await
    }

    /// Makes what room can be made where the disk takes nothing more.
    pub async fn make_room(&self) -> Result<(), StoreFault> {
        self.inner.pool.fold().await
    }

    /// How much work has been done so far, to compare the cost of two answers.
    pub fn work_done(&self) -> WorkDone {
        self.inner.tally.so_far()
    }

    /// The smallest durable transaction, for measuring others against it.
    pub async fn smallest_commit(&self) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        tx.take_numbers("measure", 1).await?;
        tx.commit().await
    }

    /// Waits for transactions under way, then folds the write-ahead log into the file and closes.
    pub async fn close(&self) {
        if let Some(apart) = &self.inner.apart {
            apart.close().await;
        }
        if self.inner.pool.close().await {
            self.inner.lock.end_well();
        }
        self.inner.lock.release();
    }

    fn tx(&self, link: Link, turn: Option<OwnedMutexGuard<()>>) -> Tx {
        let link = link.counted(&self.inner.tally);
        Tx { link, _turn: turn, inner: Arc::clone(&self.inner), letter_numbers: (1, 0) }
    }
}

impl Tx {
    /// Marks a point to go back to with [`Tx::go_back`]; a later mark takes the place of this one.
    pub async fn mark(&mut self) -> Result<(), StoreFault> {
        self.link.execute("savepoint mark", []).await.map(|_| ())
    }

    /// Undoes everything done since the mark.
    pub async fn go_back(&mut self) -> Result<(), StoreFault> {
        self.link.execute("rollback to savepoint mark", []).await.map(|_| ())
    }

    /// Makes everything done through this transaction durable.
    pub async fn commit(self) -> Result<(), StoreFault> {
        self.link.commit().await
    }

    /// Counts one more of something; the name tells what, and nothing of whom.
    pub async fn tally(&mut self, what: &str) -> Result<(), StoreFault> {
        self.take_numbers(what, 1).await.map(|_| ())
    }

    fn county(&self) -> Value {
        Value::from(self.inner.county.as_str())
    }

    fn now(&self) -> Moment {
        self.inner.clock.now()
    }

    /// Sets `count` numbers aside and returns the first. Whoever holds them holds the counter until the transaction ends,
    /// so that the order of numbers is the order of commits.
    async fn take_numbers(&mut self, name: &str, count: i64) -> Result<i64, StoreFault> {
        let sql = "insert into counter (county, name, value) values ($1, $2, $3)
            on conflict (county, name) do update set value = counter.value + excluded.value returning value";
        let row = self.link.fetch_one(sql, [self.county(), name.into(), count.into()]).await?;
        Ok(row.int(0)? - count + 1)
    }
}

/// A new store may bring its folders with it, closed to others.
fn make_folders(place: &Place, key_file: &Path) -> Result<(), StoreFault> {
    let database = match place {
        Place::Sqlite(path) => path.parent(),
        Place::Postgres(_) => None,
    };
    for folder in database.into_iter().chain(key_file.parent()).filter(|folder| !folder.as_os_str().is_empty()) {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|error| {
            StoreFault::Config(format!("the folder {} cannot be made: {}", folder.display(), error.kind()))
        })?;
    }
    Ok(())
}

/// The county's data key; made and wrapped when there is none yet. None when the key file does not open it.
async fn data_key(link: &mut Link, county: &str, master: &Secret, now: Moment) -> Result<Option<Secret>, StoreFault> {
    let fresh = Secret::fresh();
    let args = [county.into(), seal::wrap(master, county, &fresh)?.into(), now.into()];
    let sql = "insert into county_key (county, key_no, wrapped, created_at) values ($1, 1, $2, $3) on conflict (county, key_no) do nothing";
    if link.execute(sql, args).await? == 1 {
        return Ok(Some(fresh));
    }
    let row =
        link.fetch_one("select wrapped from county_key where county = $1 and key_no = 1", [county.into()]).await?;
    Ok(seal::unwrap(master, county, &row.bytes(0)?))
}

/// The process that held these leases is dead: it held the lock, and now we do.
/// Naming every lane keeps SQLite on the index of what is pending.
async fn release_leases(link: &mut Link, county: &str) -> Result<(), StoreFault> {
    for sql in [
        "update inbox set lease_until = 0 where county = $1 and lane > '' and state = 'pending' and lease_until > 0",
        "update letter set lease_until = 0, state = 'ready' where county = $1 and live = 1 and lease_until > 0",
        "update timer set lease_until = 0 where county = $1 and lease_until > 0",
    ] {
        link.execute(sql, [county.into()]).await?;
    }
    Ok(())
}
