//! What the operators hear: numbers and ways to mend, never any content.

use super::{Desk, Halt, Work};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::store::{GroupRole, StoreFault};
use crate::text::Language;

/// The same trouble is told once in this many milliseconds.
const HOUR_MS: i64 = 3_600_000;

impl Desk {
    /// Tells the operators that an update was set aside, once, with the command to run it again.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn report_quarantine(&self, seq: i64) -> Result<(), StoreFault> {
        let rows = self.store.quarantined().await?;
        let Some(row) = rows.into_iter().find(|row| row.seq == seq) else { return Ok(()) };
        let facts = [("update", row.update_id.to_string())];
        self.alert(format!("ops:quarantine:{seq}:{}", row.attempts), "ops-quarantine", &facts).await
    }

    /// Tells the operators about standing trouble, once an hour.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn report_trouble(&self, key: &str, facts: &[(&str, String)]) -> Result<(), StoreFault> {
        let hour = self.clock.now().0 / HOUR_MS;
        self.alert(format!("ops:{key}:{hour}"), key, facts).await
    }

    /// A group has another id now.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn group_moved(&self, from: i64, to: i64) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        match work.migrated(from, to).await {
            Ok(_) | Err(Halt::Refused(_)) => work.tx.commit().await,
            Err(Halt::Fault(fault)) => Err(fault),
        }
    }

    async fn alert(&self, letter_key: String, text_key: &str, facts: &[(&str, String)]) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        match work.alert(letter_key, text_key, facts).await {
            Ok(()) | Err(Halt::Refused(_)) => work.tx.commit().await,
            Err(Halt::Fault(fault)) => Err(fault),
        }
    }

    /// Looks for letters that nobody can receive yet and tells the operators.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn housekeep(&self) -> Result<(), StoreFault> {
        let counts = self.store.counts().await?;
        if counts.unaddressed > 0 {
            self.report_trouble("ops-unaddressed", &[("count", counts.unaddressed.to_string())]).await?;
        }
        if counts.stopped_letters > 0 {
            self.report_trouble("ops-stopped", &[("count", counts.stopped_letters.to_string())]).await?;
        }
        Ok(())
    }
}

impl Work<'_> {
    /// Tells the operators within this transaction, once an hour.
    pub(super) async fn alarm(&mut self, text_key: &str, facts: &[(&str, String)]) -> Result<(), StoreFault> {
        let key = format!("ops:{text_key}:{}", self.now.0 / HOUR_MS);
        let text = self.say(Language::default(), text_key, facts);
        if self.tx.group_of(&GroupRole::Operators).await?.is_none() {
            return Ok(());
        }
        let act = Act::Send { message: Message { text, ..Message::default() }, slot: None };
        let letter =
            Letter { to: Audience::Operators, act, priority: Priority::Status, case: None, key, sealed: false };
        if let Ok(cleared) = crate::notice::gate::clear(letter, &Exclusion::default(), self.county()) {
            self.tx.enqueue(cleared).await?;
        }
        Ok(())
    }

    pub(super) async fn alert(&mut self, key: String, text_key: &str, facts: &[(&str, String)]) -> super::Done<()> {
        if self.tx.group_of(&GroupRole::Operators).await?.is_none() {
            tracing::error!(what = text_key, "trouble, and no operators' group is bound that could be told");
            return Ok(());
        }
        let text = self.say(Language::default(), text_key, facts);
        let act = Act::Send { message: Message { text, ..Message::default() }, slot: None };
        let letter =
            Letter { to: Audience::Operators, act, priority: Priority::Status, case: None, key, sealed: false };
        self.post(letter).await
    }
}
