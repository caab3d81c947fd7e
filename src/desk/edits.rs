//! Edits: every version is kept; one that accuses anew never reaches those who have the case.

use super::flood::Flood;
use super::incoming::Said;
use super::words::Entry;
use super::{Done, Outcome, Work};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, State};
use crate::classify::Reading;
use crate::store::{EntryRef, PersonRow};

impl Work<'_> {
    /// A message whose words are here already: delivered twice, or its edit came first. Then the original is kept as the
    /// earlier version, and the edit stays the latest.
    pub(super) async fn seen_before(&mut self, said: &Said, source: &EntryRef) -> Done<Outcome> {
        let versions = self.versions(source).await?;
        let here = versions.iter().any(|kept| kept.text == Entry::of(said).text);
        let Some(latest) = versions.into_iter().next_back().filter(|_| !here) else {
            return Ok(Outcome::about("seen", &source.case));
        };
        let case = self.load(&source.case).await?;
        let mut commands = Vec::new();
        for version in [Entry::of(said), latest] {
            let words = self.keep("entry", &case.id, &version).await?;
            self.tx.add_version(said.chat, said.message_id, &words.content).await?;
            commands.push(Command::Edit(words));
        }
        let case = self.perform_all(case.clone(), Actor::Resident(case.person.clone()), commands).await?;
        Ok(Outcome::about("original_late", &case.id))
    }

    /// All versions of one entry, oldest first.
    async fn versions(&mut self, source: &EntryRef) -> Done<Vec<Entry>> {
        let mut versions = Vec::new();
        for row in self.tx.entries(&source.case).await?.into_iter().filter(|row| row.no == source.entry) {
            versions.extend(self.kept::<Entry>(&row.content).await?);
        }
        Ok(versions)
    }

    /// An edited message: a new version beside the former; never lost, even when it came before its original.
    pub(super) async fn edited(&mut self, said: Said) -> Done<Outcome> {
        let Some(user) = said.user else { return Ok(Outcome::of("ignored")) };
        let moving = said.attachment.as_ref().is_some_and(|attachment| attachment.kind == "location");
        if moving {
            return Ok(Outcome::of("ignored"));
        }
        // Edits belong to what the latest of them has split off.
        let (mut source, mut number) = (None, said.message_id);
        while let Some(found) = self.tx.entry_by_source(said.chat, number).await? {
            source = Some((found, number));
            number = apart(number);
        }
        match source {
            Some((source, message_id)) => {
                let person = self.person(&said, user).await?;
                self.edit_entry(Said { message_id, ..said }, &source, &person).await
            }
            // A command that is edited has been obeyed already, and is no part of a case.
            None if said.text.as_deref().is_some_and(|text| text.starts_with('/')) => Ok(Outcome::of("ignored")),
            None if self.tx.cadre_by_account(user).await?.is_some() => self.staff_edited(said, user).await,
            None => self.private(said).await,
        }
    }

    async fn edit_entry(&mut self, said: Said, source: &EntryRef, person: &PersonRow) -> Done<Outcome> {
        let case = self.load(&source.case).await?;
        if self.standing(&case, person).await?.is_none() {
            // What was handed over, or left, is changed by its sender alone.
            self.reply(&said, person, "people-not-passed-on").await?;
            return Ok(Outcome::about("not_theirs", &case.id));
        }
        let entry = Entry::of(&said);
        let text = entry.text.as_deref().unwrap_or_default();
        let reading = self.read(text);
        if self.splits_off(&case, source, text, &reading).await? {
            return self.open(Said { message_id: apart(said.message_id), ..said }, person).await;
        }
        if case.danger.is_some() && case.state.is_open() {
            self.safety(&case, &reading).await?;
        }
        let worse = self.worsened(&case, &entry, &reading).await?;
        let words = self.keep("entry", &case.id, &entry).await?;
        self.tx.add_version(said.chat, said.message_id, &words.content).await?;
        let mut commands: Vec<Command> = worse.into_iter().chain([Command::Edit(words)]).collect();
        if case.state == State::Collecting {
            commands.extend(self.sealing(&case, &reading).await?);
        }
        let collecting = case.state == State::Collecting;
        let actor = self.speaker(&case);
        let case = self.perform_all(case, actor, commands).await?;
        let case = if collecting && reading.danger.is_some() { self.close_window(case).await? } else { case };
        if said.message_id > 0 {
            self.thumb(&said, &case).await?;
        }
        let id = case.id.clone();
        match self.flood {
            Flood::None => self.route_again(case).await.map(|_| ())?,
            Flood::Told | Flood::Quiet => self.catch_up_later(&case).await?,
        }
        Ok(Outcome::about("edited", &id))
    }

    /// Whether an edit says something that those who have the case must not read, or that cannot wait for them.
    async fn splits_off(&mut self, case: &Case, source: &EntryRef, words: &str, reading: &Reading) -> Done<bool> {
        if case.state == State::Collecting {
            return Ok(false);
        }
        if reading.danger.is_some() && case.danger.is_none() {
            return Ok(true);
        }
        let accuses = self.accuses(reading) && !case.is_sealed();
        let alarms = reading.danger.is_some() && !case.state.is_open();
        if !accuses && !alarms {
            return Ok(false);
        }
        let before =
            self.versions(source).await?.into_iter().next_back().and_then(|entry| entry.text).unwrap_or_default();
        // Nobody looks into a closed case any more: whatever is said of danger there is said anew.
        if alarms && before != *words {
            return Ok(true);
        }
        if !accuses {
            return Ok(false);
        }
        // What a reader has released accuses only if it says more than before.
        let known = self.read(&before).accusations;
        Ok(!case.released || reading.accusations.iter().any(|accusation| !known.contains(accusation)))
    }
}

/// The number under which is kept what an edit splits off: no message has it, and what is split off again has the next.
fn apart(message_id: i64) -> i64 {
    const STEP: i64 = 1 << 40;
    if message_id > 0 { -message_id } else { message_id - STEP }
}
