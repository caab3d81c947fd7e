//! The doctor: what the store holds, and whether it still is what was written.

use super::damage::{Look, examine, explain};
use super::place::Place;
use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, Moment};

/// How many rows the doctor reads at a time.
const PAGE: i64 = 500;

/// Every column of ciphertext, page by page.
const SEALED: [(&str, &str); 19] = [
    ("attempt", "select id, sealed from attempt where county = $1 and id > $2 order by id limit $3"),
    ("approval", "select id, sealed from approval where county = $1 and id > $2 order by id limit $3"),
    (
        "content_key",
        "select case_id, wrapped from content_key where county = $1 and case_id > $2 order by case_id limit $3",
    ),
    ("case_file", "select id, sealed_body from case_file where county = $1 and id > $2 order by id limit $3"),
    ("exclusion", "select case_id, sealed from exclusion where county = $1 and case_id > $2 order by case_id limit $3"),
    ("person", "select id, sealed_account from person where county = $1 and id > $2 order by id limit $3"),
    ("persona", "select id, sealed_owner from persona where county = $1 and id > $2 order by id limit $3"),
    ("cadre", "select cadre, sealed_account from cadre where county = $1 and cadre > $2 order by cadre limit $3"),
    (
        "group_chat",
        "select chat_hash, sealed_chat from group_chat where county = $1 and chat_hash > $2 order by chat_hash limit $3",
    ),
    ("button", "select id, sealed from button where county = $1 and id > $2 order by id limit $3"),
    (
        "draft",
        "select draft_hash, sealed from draft where county = $1 and draft_hash > $2 order by draft_hash limit $3",
    ),
    ("knowledge", "select id, sealed from knowledge where county = $1 and id > $2 order by id limit $3"),
    ("forum", "select id, sealed from forum where county = $1 and id > $2 order by id limit $3"),
    ("slot", "select slot_hash, sealed from slot where county = $1 and slot_hash > $2 order by slot_hash limit $3"),
    (
        "topic",
        "select topic_hash, sealed from topic where county = $1 and topic_hash > $2 order by topic_hash limit $3",
    ),
    ("post", "select post_hash, sealed from post where county = $1 and post_hash > $2 order by post_hash limit $3"),
    // One that must be learned anew may stand there without weights.
    (
        "model",
        "select name, sealed from model where county = $1 and name > $2 and length(sealed) > 0 order by name limit $3",
    ),
    ("reach", "select lane, sealed_chat from reach where county = $1 and lane > $2 order by lane limit $3"),
    ("timer", "select key_hash, sealed from timer where county = $1 and key_hash > $2 order by key_hash limit $3"),
];

/// How much of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Updates not yet handled.
    pub pending_inbox: u64,
    /// Updates set aside.
    pub quarantined: u64,
    /// Letters on their way.
    pub waiting_letters: u64,
    /// Letters a process holds.
    pub leased_letters: u64,
    /// Letters that did not arrive.
    pub failed_letters: u64,
    /// Letters the gate stopped.
    pub stopped_letters: u64,
    /// Letters whose audience has no chat yet.
    pub unaddressed: u64,
    /// Letters held until a reader is back in reach.
    pub held_letters: u64,
    /// Timers set.
    pub timers: u64,
    /// All cases.
    pub cases: u64,
    /// Cases under way.
    pub open_cases: u64,
}

impl Store {
    /// How much of what there is.
    pub async fn counts(&self) -> Result<Counts, StoreFault> {
        let mut tx = self.view().await?;
        Ok(Counts {
            pending_inbox: tx
                .count("select count(*) from inbox where county = $1 and lane > '' and state = 'pending'")
                .await?,
            quarantined: tx.count("select count(*) from inbox where county = $1 and state = 'quarantined'").await?,
            waiting_letters: tx.count("select count(*) from letter where county = $1 and live = 1").await?,
            leased_letters: tx
                .count("select count(*) from letter where county = $1 and live = 1 and lease_until > 0")
                .await?,
            failed_letters: tx.count("select count(*) from letter where county = $1 and state = 'failed'").await?,
            stopped_letters: tx.count("select count(*) from letter where county = $1 and state = 'stopped'").await?,
            unaddressed: tx.count("select count(*) from letter where county = $1 and state = 'unaddressed'").await?,
            held_letters: tx.count("select count(*) from letter where county = $1 and state = 'held'").await?,
            timers: tx.count("select count(*) from timer where county = $1").await?,
            cases: tx.count("select count(*) from case_file where county = $1").await?,
            open_cases: tx.count("select count(*) from case_file where county = $1 and is_open = 1").await?,
        })
    }

    /// Letters on their way that were written before a moment.
    pub async fn waiting_since_before(&self, moment: Moment) -> Result<u64, StoreFault> {
        let mut tx = self.view().await?;
        let args = [tx.county(), moment.into()];
        let sql = "select count(*) from letter where county = $1 and live = 1 and created_at < $2";
        Ok(u64::try_from(tx.link.fetch_one(sql, args).await?.int(0)?).unwrap_or(0))
    }

    /// Checks everything that can be checked; one line per finding, empty when all is well.
    pub async fn verify(&self) -> Result<Vec<String>, StoreFault> {
        let mut findings = self.inner.pool.integrity().await?;
        let mut tx = self.view().await?;
        findings.extend(tx.verify_chains().await?);
        findings.extend(tx.verify_sealed().await?);
        findings.extend(tx.verify_content().await?);
        findings.extend(tx.verify_erased().await?);
        for (sql, words) in [
            (
                "select seq from inbox where county = $1 and state = 'done' and outcome is null",
                "is done without an outcome",
            ),
            (
                "select seq from inbox where county = $1 and state <> 'done' and state <> 'pending' and state <> 'quarantined'",
                "is in no known state",
            ),
            (
                "select i.seq from inbox i where i.county = $1 and i.state <> 'done'
                    and not exists (select 1 from content c where c.county = i.county and c.id = i.content_id)",
                "waits, but its raw update is gone",
            ),
        ] {
            let args = [tx.county()];
            for row in tx.link.fetch_all(sql, args).await? {
                findings.push(format!("inbox row {} {words}", row.int(0)?));
            }
        }
        let sql = "select l.id from letter l where l.county = $1 and (l.live = 1 or l.state = 'unaddressed' or l.state = 'held')
            and not exists (select 1 from content c where c.county = l.county and c.id = l.content_id)";
        let args = [tx.county()];
        for row in tx.link.fetch_all(sql, args).await? {
            findings.push(format!("letter {} waits, but its words are gone", row.text(0)?));
        }
        Ok(findings)
    }
}

/// What has waited longest, and what is late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// When the oldest update that is not handled was taken in.
    pub update: Option<Moment>,
    /// When the oldest letter that may still leave was written.
    pub letter: Option<Moment>,
    /// The earliest timer.
    pub timer: Option<Moment>,
}

impl Store {
    /// What has waited longest, and what is late.
    pub async fn waiting(&self) -> Result<Waiting, StoreFault> {
        let mut tx = self.view().await?;
        let update = "select min(received_at) from inbox where county = $1 and lane > '' and state = 'pending'";
        let letter = "select min(created_at) from letter where county = $1 and live = 1";
        Ok(Waiting {
            update: tx.moment(update).await?,
            letter: tx.moment(letter).await?,
            timer: tx.moment("select min(due_at) from timer where county = $1").await?,
        })
    }

    /// The engine with its version, and how many bytes the database takes.
    pub async fn engine(&self) -> Result<(String, u64), StoreFault> {
        let mut tx = self.view().await?;
        // Each engine has words of its own for this.
        let sql = match self.inner.pool.is_single_process() {
            true => {
                "select 'SQLite ' || sqlite_version(), page_count * page_size from pragma_page_count, pragma_page_size"
            }
            false => "select 'PostgreSQL ' || current_setting('server_version'), pg_database_size(current_database())",
        };
        let row = tx.link.fetch_one(sql, []).await?;
        Ok((row.text(0)?, u64::try_from(row.int(1)?).unwrap_or(0)))
    }

    /// What is wrong with the pages of a database that is a file; nothing is written to it.
    pub async fn damage(url: &str) -> Result<Vec<String>, StoreFault> {
        let place = Place::parse(url)?;
        let Place::Sqlite(path) = &place else { return Ok(Vec::new()) };
        examine(path, Look::Everything).await.map_err(|fault| explain(&place, fault))
    }
}

impl Tx {
    /// Cases by id, after one of them.
    pub async fn case_ids_after(&mut self, after: Option<&CaseId>, limit: u32) -> Result<Vec<CaseId>, StoreFault> {
        let args = [self.county(), after.map_or("", CaseId::as_str).into(), i64::from(limit).into()];
        let sql = "select id from case_file where county = $1 and id > $2 order by id limit $3";
        self.link.fetch_all(sql, args).await?.iter().map(|row| row.text(0).map(CaseId)).collect()
    }

    /// Whether a letter with this key was ever put in line.
    pub async fn letter_is_written(&mut self, key: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), self.inner.keys.blind("letter", key).into()];
        let sql = "select id from letter where county = $1 and key_hash = $2";
        Ok(self.link.fetch_optional(sql, args).await?.is_some())
    }

    /// Whether a timer with this key is set.
    pub async fn timer_is_set(&mut self, key: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), self.inner.keys.blind("timer", key).into()];
        let sql = "select kind from timer where county = $1 and key_hash = $2";
        Ok(self.link.fetch_optional(sql, args).await?.is_some())
    }

    async fn moment(&mut self, sql: &'static str) -> Result<Option<Moment>, StoreFault> {
        let args = [self.county()];
        self.link.fetch_one(sql, args).await?.opt_moment(0)
    }

    async fn count(&mut self, sql: &'static str) -> Result<u64, StoreFault> {
        let args = [self.county()];
        Ok(u64::try_from(self.link.fetch_one(sql, args).await?.int(0)?).unwrap_or(0))
    }

    /// Every chain. Looks for cases among rows and among events, so that neither can go alone.
    async fn verify_chains(&mut self) -> Result<Vec<String>, StoreFault> {
        let mut findings = Vec::new();
        let mut after = String::new();
        loop {
            let sql = "select id from (select id from case_file where county = $1 and id > $2
                    union select case_id from event where county = $1 and case_id > $2) both_kinds order by id limit $3";
            let args = [self.county(), after.as_str().into(), PAGE.into()];
            let page = self.link.fetch_all(sql, args).await?;
            for row in &page {
                let case = CaseId(row.text(0)?);
                findings.extend(self.verify_chain(&case).await?);
            }
            match page.last() {
                Some(row) => after = row.text(0)?,
                None => return Ok(findings),
            }
        }
    }

    /// Everything sealed must open with its key, where it stands.
    async fn verify_sealed(&mut self) -> Result<Vec<String>, StoreFault> {
        let mut findings = Vec::new();
        for (table, sql) in SEALED {
            let mut after = String::new();
            loop {
                let args = [self.county(), after.as_str().into(), PAGE.into()];
                let page = self.link.fetch_all(sql, args).await?;
                for row in &page {
                    let id = row.text(0)?;
                    if self.inner.keys.open(table, &id, &row.bytes(1)?).is_err() {
                        findings.push(format!("{table} {id} does not open with its key"));
                    }
                    after = id;
                }
                if page.is_empty() {
                    break;
                }
            }
        }
        Ok(findings)
    }

    /// All content must open with the key of its case, or of the county.
    async fn verify_content(&mut self) -> Result<Vec<String>, StoreFault> {
        let sql = "select c.sealed, c.case_id, k.wrapped, c.id from content c
            left join content_key k on k.county = c.county and k.case_id = c.case_id
            where c.county = $1 and c.id > $2 order by c.id limit $3";
        let (mut findings, mut after) = (Vec::new(), String::new());
        loop {
            let args = [self.county(), after.as_str().into(), PAGE.into()];
            let page = self.link.fetch_all(sql, args).await?;
            for row in &page {
                let id = row.text(3)?;
                if self.open_content(&id, row).is_err() {
                    findings.push(format!("content {id} does not open with its key"));
                }
                after = id;
            }
            if page.is_empty() {
                return Ok(findings);
            }
        }
    }

    /// What was erased must be gone, and only what was erased may be.
    async fn verify_erased(&mut self) -> Result<Vec<String>, StoreFault> {
        let mut findings = Vec::new();
        for (sql, words) in [
            (
                "select e.case_id from erasure e where e.county = $1 and e.erased_at is not null
                    and exists (select 1 from entry n where n.county = e.county and n.case_id = e.case_id)",
                "was erased, but words of it are still there",
            ),
            (
                "select distinct n.case_id from entry n where n.county = $1
                    and not exists (select 1 from content c where c.county = n.county and c.id = n.content_id)",
                "words of the resident are lost, and nobody erased them",
            ),
        ] {
            let args = [self.county()];
            for row in self.link.fetch_all(sql, args).await? {
                findings.push(format!("case {}: {words}", row.text(0)?));
            }
        }
        Ok(findings)
    }
}
