//! Buttons: what stands behind the opaque id of a button, and small answers in the making (drafts).

use super::{StoreFault, Tx};
use crate::id::{ButtonId, CaseId, Moment};
use crate::notice::letter::Audience;

/// What a button does when pressed; rights are checked then, not here.
#[derive(Clone, Debug, PartialEq)]
pub struct ButtonRow {
    /// The case it is about.
    pub case: Option<CaseId>,
    /// What it does.
    pub action: String,
    /// The rest of what it does.
    pub argument: String,
    /// For whom it was made.
    pub audience: Audience,
    /// When it goes stale.
    pub expires: Option<Moment>,
}

impl Tx {
    /// Keeps a button.
    pub async fn add_button(&mut self, id: &ButtonId, button: &ButtonRow) -> Result<(), StoreFault> {
        todo!()
    }

    /// The button behind an id, stale or not.
    pub async fn button(&mut self, id: &ButtonId) -> Result<Option<ButtonRow>, StoreFault> {
        todo!()
    }

    /// Keeps (replacing) what one person is in the middle of in one chat, as JSON.
    pub async fn set_draft(&mut self, chat: i64, user: i64, json: &str) -> Result<(), StoreFault> {
        todo!()
    }

    /// What one person is in the middle of in one chat.
    pub async fn draft(&mut self, chat: i64, user: i64) -> Result<Option<String>, StoreFault> {
        todo!()
    }

    /// Forgets it.
    pub async fn clear_draft(&mut self, chat: i64, user: i64) -> Result<(), StoreFault> {
        todo!()
    }
}
