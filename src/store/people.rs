//! Residents: found by a keyed hash of their account, which itself is only kept encrypted.

use super::{StoreFault, Tx};
use crate::id::PersonId;

/// What is known of a resident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// The resident's id.
    pub id: PersonId,
    /// The language they are answered in, such as `zh-CN`.
    pub language: String,
    /// Whether the privacy notice has been shown.
    pub notice_shown: bool,
    /// Whether they have blocked the bot.
    pub blocked: bool,
}

impl Tx {
    /// The resident with this account.
    pub async fn person_by_account(&mut self, user: i64) -> Result<Option<PersonRow>, StoreFault> {
        todo!()
    }

    /// A new resident; the name (first and last, as Telegram gives it) becomes content.
    pub async fn add_person(&mut self, user: i64, name: &str, language: &str) -> Result<PersonRow, StoreFault> {
        todo!()
    }

    /// The name a resident gave Telegram; none once erased. For those who may read it only.
    pub async fn name_of_person(&mut self, id: &PersonId) -> Result<Option<String>, StoreFault> {
        todo!()
    }

    /// Changes the language.
    pub async fn set_language(&mut self, id: &PersonId, language: &str) -> Result<(), StoreFault> {
        todo!()
    }

    /// Remembers that the privacy notice has been shown.
    pub async fn set_notice_shown(&mut self, id: &PersonId) -> Result<(), StoreFault> {
        todo!()
    }

    /// Remembers whether they have blocked the bot.
    pub async fn set_blocked(&mut self, id: &PersonId, blocked: bool) -> Result<(), StoreFault> {
        todo!()
    }

    /// The private chat of a resident.
    pub async fn chat_of_person(&mut self, id: &PersonId) -> Result<Option<i64>, StoreFault> {
        todo!()
    }
}
