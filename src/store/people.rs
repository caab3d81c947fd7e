//! Residents: found by a keyed hash of their account, which itself is only kept encrypted.

use super::engine::Value;
use super::{StoreFault, Tx};
use crate::id::{ContentId, Moment, PersonId};
use crate::notice::letter::Audience;

/// What is known of a resident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// The resident's id.
    pub id: PersonId,
    /// The language they are answered in, such as `zh-CN`.
    pub language: String,
    /// The version of the privacy notice that has been shown; 0 before the first.
    pub notice_shown: u32,
    /// Whether they want to be named in nothing that comes from now on.
    pub nameless: bool,
}

impl Tx {
    /// The resident with this account.
    pub async fn person_by_account(&mut self, user: i64) -> Result<Option<PersonRow>, StoreFault> {
        let args = [self.county(), self.account_hash(user).into()];
        let sql = "select id, language, notice_shown, nameless from person where county = $1 and account_hash = $2";
        let Some(row) = self.link.fetch_optional(sql, args).await? else { return Ok(None) };
        Ok(Some(PersonRow {
            id: PersonId(row.text(0)?),
            language: row.text(1)?,
            notice_shown: notice(row.int(2)?),
            nameless: row.flag(3)?,
        }))
    }

    /// The language a resident is answered in.
    pub async fn language_of(&mut self, id: &PersonId) -> Result<Option<String>, StoreFault> {
        let owner = self.owner_of(id).await?;
        let args = [self.county(), owner.as_str().into()];
        let row = self.link.fetch_optional("select language from person where county = $1 and id = $2", args).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// A new resident; the name (first and last, as Telegram gives it) becomes content.
    pub async fn add_person(&mut self, user: i64, name: &str, language: &str) -> Result<PersonRow, StoreFault> {
        let id = PersonId(self.inner.ids.hex());
        let (name, _) = self.put_content("name", None, name.as_bytes()).await?;
        let account = self.inner.keys.seal_int("person", id.as_str(), user)?;
        let sql = "insert into person (county, id, account_hash, sealed_account, name_content, language, notice_shown, created_at)
            values ($1, $2, $3, $4, $5, $6, 0, $7)";
        let args = [
            self.county(),
            id.as_str().into(),
            self.account_hash(user).into(),
            account.into(),
            name.as_str().into(),
            language.into(),
            self.now().into(),
        ];
        self.link.execute(sql, args).await?;
        self.free_letters(&Audience::Resident(id.clone()), user).await?;
        Ok(PersonRow { id, language: language.to_owned(), notice_shown: 0, nameless: false })
    }

    /// The name a resident gave Telegram; none once erased. For those who may read it only.
    pub async fn name_of_person(&mut self, id: &PersonId) -> Result<Option<String>, StoreFault> {
        let owner = self.owner_of(id).await?;
        let args = [self.county(), owner.as_str().into()];
        let row =
            self.link.fetch_optional("select name_content from person where county = $1 and id = $2", args).await?;
        let Some(content) = row.map(|row| row.opt_text(0)).transpose()?.flatten() else { return Ok(None) };
        let name = self.get_content(&ContentId(content)).await?;
        Ok(name.map(|name| String::from_utf8_lossy(&name).into_owned()))
    }

    /// Changes the language.
    pub async fn set_language(&mut self, id: &PersonId, language: &str) -> Result<(), StoreFault> {
        let args = [self.county(), id.as_str().into(), language.into()];
        self.change_person("update person set language = $3 where county = $1 and id = $2", args).await
    }

    /// Remembers which version of the privacy notice has been shown.
    pub async fn set_notice_shown(&mut self, id: &PersonId, version: u32) -> Result<(), StoreFault> {
        let args = [self.county(), id.as_str().into(), i64::from(version).into()];
        self.change_person("update person set notice_shown = $3 where county = $1 and id = $2", args).await
    }

    /// Remembers whether a resident wants to be named from now on.
    pub async fn set_nameless(&mut self, id: &PersonId, nameless: bool) -> Result<(), StoreFault> {
        let args = [self.county(), id.as_str().into(), nameless.into()];
        self.change_person("update person set nameless = $3 where county = $1 and id = $2", args).await
    }

    /// The private chat of a resident.
    pub async fn chat_of_person(&mut self, id: &PersonId) -> Result<Option<i64>, StoreFault> {
        let id = &self.owner_of(id).await?;
        let args = [self.county(), id.as_str().into()];
        let row =
            self.link.fetch_optional("select sealed_account from person where county = $1 and id = $2", args).await?;
        row.map(|row| self.inner.keys.open_int("person", id.as_str(), &row.bytes(0)?)).transpose()
    }

    pub(super) fn account_hash(&self, user: i64) -> String {
        self.inner.keys.blind("account", &user.to_string())
    }

    /// What is known of a resident beside their cases: account, language, since when.
    pub async fn person_facts(&mut self, id: &PersonId) -> Result<Option<(i64, String, Moment)>, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        let sql = "select sealed_account, language, created_at from person where county = $1 and id = $2";
        let Some(row) = self.link.fetch_optional(sql, args).await? else { return Ok(None) };
        let account = self.inner.keys.open_int("person", id.as_str(), &row.bytes(0)?)?;
        Ok(Some((account, row.text(1)?, row.moment(2)?)))
    }

    pub(super) async fn change_person(&mut self, sql: &'static str, args: [Value; 3]) -> Result<(), StoreFault> {
        match self.link.execute(sql, args).await? {
            0 => Err(StoreFault::Missing("resident")),
            _ => Ok(()),
        }
    }
}

fn notice(version: i64) -> u32 {
    u32::try_from(version).unwrap_or(0)
}
