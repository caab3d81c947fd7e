//! Who has to do with a case beside its sender, and the codes by which they come to it.

use super::cases::CaseRow;
use super::personas::AT_ONCE;
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment, PersonId};

/// One hour, in milliseconds.
const HOUR_MS: i64 = 3_600_000;

/// A code that holds good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// What it is kept by; never the code itself.
    pub hash: String,
    /// The case it leads to.
    pub case: CaseId,
    /// What whoever brings it becomes: `claim`, `agent`, `joint`.
    pub part: String,
}

impl Tx {
    /// Somebody has to do with a case under this pseudonym.
    pub async fn add_party(&mut self, persona: &PersonId, case: &CaseId) -> Result<(), StoreFault> {
        let args = [self.county(), persona.as_str().into(), case.as_str().into()];
        let sql =
            "insert into party (county, person, case_id) values ($1, $2, $3) on conflict (county, person) do nothing";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// The cases a resident has to do with beside those they sent, newest first.
    pub async fn cases_shared_with(&mut self, owner: &PersonId, limit: u32) -> Result<Vec<CaseRow>, StoreFault> {
        let mut rows = Vec::new();
        for some in self.personas_of(owner).await?.chunks(AT_ONCE) {
            rows.extend(self.cases_shared_with_personas(some, limit).await?);
        }
        rows.sort_by(|one, other| other.updated_at.cmp(&one.updated_at).then_with(|| one.id.cmp(&other.id)));
        rows.truncate(limit as usize);
        Ok(rows)
    }

    /// Somebody has nothing to do with a case any more.
    pub async fn drop_party(&mut self, persona: &PersonId) -> Result<(), StoreFault> {
        let args = [self.county(), persona.as_str().into()];
        self.link.execute("delete from party where county = $1 and person = $2", args).await?;
        Ok(())
    }

    /// Keeps a code; only a keyed hash of it is stored.
    pub async fn add_code(&mut self, code: &str, case: &CaseId, part: &str, expires: Moment) -> Result<(), StoreFault> {
        let hash = self.inner.keys.blind("case_code", code);
        let args = [self.county(), hash.into(), case.as_str().into(), part.into(), expires.into()];
        let sql = "insert into case_code (county, code_hash, case_id, part, expires_at) values ($1, $2, $3, $4, $5)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// A code that nobody has used and that has not expired.
    pub async fn find_code(&mut self, code: &str) -> Result<Option<CodeRow>, StoreFault> {
        let hash = self.inner.keys.blind("case_code", code);
        self.code_by_hash(&hash).await
    }

    /// The same by what it is kept by.
    pub async fn code_by_hash(&mut self, hash: &str) -> Result<Option<CodeRow>, StoreFault> {
        let args = [self.county(), hash.into(), self.now().into()];
        let sql = "select case_id, part from case_code
            where county = $1 and code_hash = $2 and used_at is null and expires_at > $3";
        let row = self.link.fetch_optional(sql, args).await?;
        row.map(|row| Ok(CodeRow { hash: hash.to_owned(), case: CaseId(row.text(0)?), part: row.text(1)? })).transpose()
    }

    /// Uses a code up; false when somebody else was quicker, or its time is over.
    pub async fn use_code(&mut self, hash: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), hash.into(), self.now().into()];
        let sql = "update case_code set used_at = $3
            where county = $1 and code_hash = $2 and used_at is null and expires_at > $3";
        Ok(self.link.execute(sql, args).await? == 1)
    }

    /// Codes of a case that nobody has used are good no more.
    pub async fn void_codes(&mut self, case: &CaseId, part: &str) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), part.into(), self.now().into()];
        let sql =
            "update case_code set used_at = $4 where county = $1 and case_id = $2 and part = $3 and used_at is null";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// How many codes of a case hold good.
    pub async fn open_codes(&mut self, case: &CaseId, part: &str) -> Result<u32, StoreFault> {
        let args = [self.county(), case.as_str().into(), part.into(), self.now().into()];
        let sql = "select count(*) from case_code
            where county = $1 and case_id = $2 and part = $3 and used_at is null and expires_at > $4";
        let count = self.link.fetch_one(sql, args).await?.int(0)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// How many wrong codes this account has sent within the hour.
    pub async fn code_tries(&mut self, user: i64) -> Result<u32, StoreFault> {
        let args = [self.county(), self.account_hash(user).into(), (self.now().0 / HOUR_MS).into()];
        let sql = "select tries from code_try where county = $1 and account_hash = $2 and hour = $3";
        let row = self.link.fetch_optional(sql, args).await?;
        let tries = row.map(|row| row.int(0)).transpose()?.unwrap_or(0);
        Ok(u32::try_from(tries).unwrap_or(u32::MAX))
    }

    /// One more wrong code.
    pub async fn count_code_try(&mut self, user: i64) -> Result<(), StoreFault> {
        let args = [self.county(), self.account_hash(user).into(), (self.now().0 / HOUR_MS).into()];
        let sql = "insert into code_try (county, account_hash, hour, tries) values ($1, $2, $3, 1)
            on conflict (county, account_hash, hour) do update set tries = code_try.tries + 1";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Forgets who sent wrong codes in hours that are over.
    pub async fn drop_code_tries(&mut self) -> Result<(), StoreFault> {
        let args = [self.county(), (self.now().0 / HOUR_MS).into()];
        self.link.execute("delete from code_try where county = $1 and hour < $2", args).await?;
        Ok(())
    }

    /// Destroys the words that somebody added to a case that goes on without them.
    pub async fn erase_words(&mut self, contents: &[crate::id::ContentId]) -> Result<(), StoreFault> {
        for content in contents {
            for sql in [
                "delete from entry where county = $1 and content_id = $2",
                "delete from content where county = $1 and id = $2",
            ] {
                let args = [self.county(), content.as_str().into()];
                self.link.execute(sql, args).await?;
            }
        }
        Ok(())
    }
}
