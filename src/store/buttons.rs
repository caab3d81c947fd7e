//! Buttons: what stands behind the opaque id of a button, and small answers in the making (drafts).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{StoreFault, Tx};
use crate::id::{ButtonId, CaseId, Moment};
use crate::notice::letter::Audience;

/// What a button does when pressed; rights are checked then, not here.
#[derive(Clone, PartialEq)]
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

/// Shows ids and states, never words or accounts.
impl fmt::Debug for ButtonRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ButtonRow")
            .field("case", &self.case)
            .field("action", &self.action)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// The part of a button that is kept encrypted.
#[derive(Serialize, Deserialize)]
struct Sealed {
    action: String,
    argument: String,
    audience: Audience,
}

impl Tx {
    /// Keeps a button.
    pub async fn add_button(&mut self, id: &ButtonId, button: &ButtonRow) -> Result<(), StoreFault> {
        let sealed = Sealed {
            action: button.action.clone(),
            argument: button.argument.clone(),
            audience: button.audience.clone(),
        };
        let json = serde_json::to_vec(&sealed).map_err(|_| StoreFault::Config("a button that is not JSON".into()))?;
        let sealed = self.inner.keys.seal("button", id.as_str(), &json)?;
        let case = button.case.as_ref().map(CaseId::as_str);
        let args =
            [self.county(), id.as_str().into(), case.into(), sealed.into(), button.expires.into(), self.now().into()];
        let sql =
            "insert into button (county, id, case_id, sealed, expires_at, created_at) values ($1, $2, $3, $4, $5, $6)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// The button behind an id, stale or not.
    pub async fn button(&mut self, id: &ButtonId) -> Result<Option<ButtonRow>, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        let sql = "select case_id, sealed, expires_at from button where county = $1 and id = $2";
        let Some(row) = self.link.fetch_optional(sql, args).await? else { return Ok(None) };
        let json = self.inner.keys.open("button", id.as_str(), &row.bytes(1)?)?;
        let sealed: Sealed =
            serde_json::from_slice(&json).map_err(|_| StoreFault::Corrupt("button is not JSON".into()))?;
        Ok(Some(ButtonRow {
            case: row.opt_text(0)?.map(CaseId),
            action: sealed.action,
            argument: sealed.argument,
            audience: sealed.audience,
            expires: row.opt_moment(2)?,
        }))
    }

    /// Takes a button away; whoever presses it still learns that it is no more.
    pub async fn drop_button(&mut self, id: &ButtonId) -> Result<(), StoreFault> {
        let args = [self.county(), id.as_str().into()];
        self.link.execute("delete from button where county = $1 and id = $2", args).await?;
        Ok(())
    }

    /// Keeps (replacing) what one person is in the middle of in one chat, as JSON.
    pub async fn set_draft(&mut self, chat: i64, user: i64, json: &str) -> Result<(), StoreFault> {
        let hash = self.inner.keys.blind_pair("draft", chat, user);
        let sealed = self.inner.keys.seal_text("draft", &hash, json)?;
        let args = [self.county(), hash.into(), sealed.into(), self.now().into()];
        let sql = "insert into draft (county, draft_hash, sealed, updated_at) values ($1, $2, $3, $4)
            on conflict (county, draft_hash) do update set sealed = excluded.sealed, updated_at = excluded.updated_at";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What one person is in the middle of in one chat.
    pub async fn draft(&mut self, chat: i64, user: i64) -> Result<Option<String>, StoreFault> {
        let hash = self.inner.keys.blind_pair("draft", chat, user);
        let args = [self.county(), hash.as_str().into()];
        let row =
            self.link.fetch_optional("select sealed from draft where county = $1 and draft_hash = $2", args).await?;
        row.map(|row| self.inner.keys.open_text("draft", &hash, &row.bytes(0)?)).transpose()
    }

    /// Forgets it.
    pub async fn clear_draft(&mut self, chat: i64, user: i64) -> Result<(), StoreFault> {
        let args = [self.county(), self.inner.keys.blind_pair("draft", chat, user).into()];
        self.link.execute("delete from draft where county = $1 and draft_hash = $2", args).await?;
        Ok(())
    }
}
