//! What the operators hear: what happened, how often, since when, and the mend; once an hour of each kind, never any content.

use super::letters::name_of;
use super::{Desk, Done, Halt, Work};
use crate::notice::gate::{self, Exclusion};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::roster::Role;
use crate::store::{GroupRole, StoreFault, TroubleRow};
use crate::text::{Language, dates};

/// The same trouble is told once in this many milliseconds.
const HOUR_MS: i64 = 3_600_000;

impl Desk {
    /// Tells the operators that an update was set aside, with the command to run it again.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn report_quarantine(&self, seq: i64) -> Result<(), StoreFault> {
        let rows = self.store.quarantined().await?;
        let Some(row) = rows.into_iter().find(|row| row.seq == seq) else { return Ok(()) };
        self.report_trouble("ops-quarantine", &[("update", row.update_id.to_string())]).await
    }

    /// Tells the operators about trouble, once an hour.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn report_trouble(&self, key: &str, facts: &[(&str, String)]) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        let done = work.alarm(key, facts).await;
        work.end(done.map_err(Halt::from)).await
    }

    /// A group has another id now.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn group_moved(&self, from: i64, to: i64) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        let done = work.migrated(from, to).await.map(|_| ());
        work.end(done).await
    }

    /// Looks for what stands still and for trouble of the last hour that the operators have not heard of.
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
        self.tell_lost().await?;
        let now = self.clock.now();
        for trouble in self.store.untold_trouble().await?.iter().filter(|trouble| trouble.may_be_told(now)) {
            let mut work = self.work().await?;
            let done = work.tell_operators(trouble).await;
            work.end(done).await?;
        }
        Ok(())
    }
}

impl TroubleRow {
    /// Whether the operators have heard nothing of it for an hour.
    fn may_be_told(&self, now: crate::id::Moment) -> bool {
        self.told_at.is_none_or(|told| now.since(told) >= HOUR_MS || told > now)
    }
}

impl Work<'_> {
    /// Counts trouble within this transaction and tells the operators, once an hour.
    pub(super) async fn alarm(&mut self, key: &str, facts: &[(&str, String)]) -> Result<(), StoreFault> {
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let json = serde_json::to_string(&facts).unwrap_or_default();
        let trouble = self.tx.note_trouble(key, &json, HOUR_MS).await?;
        if !trouble.may_be_told(self.now) {
            return Ok(());
        }
        match self.tell_operators(&trouble).await {
            Ok(()) | Err(Halt::Refused(_)) => Ok(()),
            Err(Halt::Fault(fault)) => Err(fault),
        }
    }

    async fn tell_operators(&mut self, trouble: &TroubleRow) -> Done<()> {
        let audiences = self.operators().await?;
        if audiences.is_empty() {
            tracing::error!(
                what = trouble.kind,
                "trouble, and nobody could be told: no operators' group is bound, no operator has joined"
            );
            return Ok(());
        }
        let language = Language::default();
        let own: Vec<(String, String)> = serde_json::from_str(&trouble.facts).unwrap_or_default();
        let mut facts = vec![
            ("count", trouble.count.to_string()),
            ("since", dates::day_and_time(&self.rules.texts, language, trouble.since)),
        ];
        facts.extend(own.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let text = self.say(language, &trouble.kind, &facts);
        self.tx.trouble_was_told(&trouble.kind).await?;
        self.write_to_operators(&format!("ops:{}:{}", trouble.kind, self.now.0), &text).await
    }

    /// The operators' group; while it is not bound, or out of reach, the operators themselves, as far as they have joined.
    async fn operators(&mut self) -> Done<Vec<Audience>> {
        let group = self.tx.group_of(&GroupRole::Operators).await?;
        if let Some(chat) = group
            && !self.tx.is_lost(chat).await?
        {
            return Ok(vec![Audience::Operators]);
        }
        let mut joined = Vec::new();
        for cadre in self.county().with_role(Role::Operator) {
            if self.tx.account_of(&cadre).await?.is_some() {
                joined.push(Audience::Cadre(cadre));
            }
        }
        if joined.is_empty() && group.is_some() {
            joined.push(Audience::Operators);
        }
        Ok(joined)
    }

    pub(super) async fn write_to_operators(&mut self, key: &str, text: &str) -> Done<()> {
        for to in self.operators().await? {
            let key = format!("{key}:{}", name_of(&to));
            let act = Act::Send { message: Message { text: text.to_owned(), ..Message::default() }, slot: None };
            let letter = Letter { to, act, priority: Priority::Status, case: None, key, sealed: false };
            if let Ok(cleared) = gate::clear(letter, &Exclusion::default(), None, self.county()) {
                self.tx.enqueue(cleared).await?;
            }
        }
        Ok(())
    }

    /// Ends a piece of work that came from no update: what was refused is no fault.
    pub(super) async fn end(mut self, done: Done<()>) -> Result<(), StoreFault> {
        match done {
            Ok(()) | Err(Halt::Refused(_)) => {
                self.bring_up_to_date().await?;
                self.tx.commit().await
            }
            Err(Halt::Fault(fault)) => Err(fault),
        }
    }
}
