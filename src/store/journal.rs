//! The journal of erasures: beside the key file, outside the database, so that a restored backup forgets again.
//!
//! One line for each person or case erased: when, and a keyed hash. Without the county's key it says nothing.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, Moment, PersonId};

/// Where it stands.
pub(super) struct Journal(PathBuf);

impl Journal {
    /// The journal that goes with a key file.
    pub(super) fn beside(key_file: &Path) -> Self {
        let mut name = key_file.as_os_str().to_owned();
        name.push(".erased");
        Self(PathBuf::from(name))
    }

    /// Adds a line, on disk before this returns.
    fn add(&self, at: Moment, hash: &str) -> std::io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.0)?;
        file.write_all(format!("{} {hash}\n", at.0).as_bytes())?;
        file.sync_all()?;
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }

    /// The hashes in it, each with its last moment. A line that was cut short by a crash is none.
    fn read(&self) -> std::io::Result<BTreeMap<String, Moment>> {
        let text = match std::fs::read_to_string(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
            read => read?,
        };
        let line = |line: &str| {
            let (at, hash) = line.split_once(' ')?;
            Some((hash.to_owned(), Moment(at.parse().ok()?)))
        };
        Ok(text.lines().filter_map(line).collect())
    }
}

impl Store {
    /// What the journal says was erased, by this store's keyed hashes.
    ///
    /// # Errors
    /// When the file is there and cannot be read: then nothing may start on what may have to be erased.
    pub fn erased_so_far(&self) -> Result<BTreeMap<String, Moment>, StoreFault> {
        self.inner.journal.read().map_err(|error| {
            StoreFault::Config(format!(
                "the journal of erasures {} cannot be read: {}",
                self.inner.journal.0.display(),
                error.kind()
            ))
        })
    }
}

impl Tx {
    /// Writes a person's erasure down, before the transaction that does it is over: a crash between erases twice, never not.
    pub fn journal_person(&mut self, person: &PersonId) -> Result<(), StoreFault> {
        let hash = self.inner.keys.blind("erased person", person.as_str());
        self.journal(&hash)
    }

    /// Writes a case's erasure down.
    pub fn journal_case(&mut self, case: &CaseId) -> Result<(), StoreFault> {
        let hash = self.inner.keys.blind("erased case", case.as_str());
        self.journal(&hash)
    }

    fn journal(&mut self, hash: &str) -> Result<(), StoreFault> {
        let now = self.now();
        self.inner.journal.add(now, hash).map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreFault::Full,
            kind => StoreFault::Disk(kind.to_string()),
        })
    }

    /// Residents of this database whom the journal says to be erased, with the moment; those under way are left out.
    pub async fn persons_in_journal(
        &mut self,
        journal: &BTreeMap<String, Moment>,
    ) -> Result<Vec<(PersonId, Moment)>, StoreFault> {
        let args = [self.county()];
        let sql = "select id from person where county = $1 and account_hash not like 'gone:%' order by id";
        let rows = self.link.fetch_all(sql, args).await?;
        let mut found = Vec::new();
        for row in rows {
            let id = row.text(0)?;
            let at = journal.get(&self.inner.keys.blind("erased person", &id));
            found.extend(at.map(|at| (PersonId(id), *at)));
        }
        Ok(found)
    }

    /// Cases of this database that the journal says to be erased and that still hold words.
    pub async fn cases_in_journal(&mut self, journal: &BTreeMap<String, Moment>) -> Result<Vec<CaseId>, StoreFault> {
        let args = [self.county()];
        let sql = "select id from case_file c where county = $1 and not exists (select 1 from erasure e
                where e.county = c.county and e.case_id = c.id and e.erased_at is not null) order by id";
        let rows = self.link.fetch_all(sql, args).await?;
        let mut found = Vec::new();
        for row in rows {
            let id = row.text(0)?;
            if journal.contains_key(&self.inner.keys.blind("erased case", &id)) {
                found.push(CaseId(id));
            }
        }
        Ok(found)
    }
}
