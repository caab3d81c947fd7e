//! Whoever writes faster than anybody reads: every word is kept, but not every one is answered, pinged or shown at once.

use super::incoming::Said;
use super::{Done, Work};
use crate::case::{Case, State};
use crate::id::{CaseId, Moment};
use crate::notice::letter::{Audience, Message};
use crate::store::TimerRow;
use crate::text::Language;

/// A minute, in milliseconds.
pub(super) const MINUTE_MS: i64 = 60_000;
/// So many messages a minute are more than anybody could read.
const LIMIT: u32 = 20;
/// The clock by which a card catches up; its key names the case.
const CATCH_UP: &str = "catch-up:";

/// How whoever speaks is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Flood {
    /// As everybody.
    #[default]
    None,
    /// With one line that says that nothing is lost.
    Told,
    /// With nothing, until the minute is over.
    Quiet,
}

impl Work<'_> {
    /// Counts a message in a private chat.
    pub(super) async fn measure(&mut self, said: &Said) -> Done<()> {
        let Some(user) = said.user else { return Ok(()) };
        let pace = self.tx.count_message(user, LIMIT, MINUTE_MS).await?;
        let again = self.now.since(pace.told_at) >= MINUTE_MS;
        self.flood = match (pace.flooding, again) {
            (false, _) => Flood::None,
            (true, true) => Flood::Told,
            (true, false) => Flood::Quiet,
        };
        Ok(())
    }

    /// Whether the answer to words that are kept is spared because of a flood; once a minute the sender hears that nothing
    /// is lost.
    pub(super) async fn spared(&mut self, said: &Said) -> Done<bool> {
        let (Flood::Told, Some(user)) = (self.flood, said.user) else { return Ok(self.flood != Flood::None) };
        self.flood = Flood::Quiet;
        self.tx.pace_told(user).await?;
        self.flood_line(said, user, ("flood-notice", format!("flood:{}", self.ids.hex()))).await?;
        Ok(true)
    }

    /// Whether the answer to a command or a word of the keyboard is spared: nobody reads those, so that the sender hears,
    /// once a minute, that it was too fast.
    pub(super) async fn spared_asking(&mut self, said: &Said) -> Done<bool> {
        let (true, Some(user)) = (self.flood != Flood::None, said.user) else { return Ok(false) };
        self.flood_line(said, user, ("flood-asking", format!("flood-asking:{}:{}", said.chat, self.minute()))).await?;
        Ok(true)
    }

    /// What makes a letter's key the same all through a minute.
    pub(super) fn minute(&self) -> i64 {
        self.now.0 / MINUTE_MS
    }

    async fn flood_line(&mut self, said: &Said, user: i64, (words, key): (&str, String)) -> Done<()> {
        let person = self.tx.person_by_account(user).await?;
        let language = person.map(|person| person.language).or_else(|| said.language.clone());
        let text = self.say(Language::from_code(language.as_deref()), words, &[]);
        self.answer(Audience::Chat(said.chat), Message { text, ..Message::default() }, key).await
    }

    /// Whether nothing is to be shown but that words of a flood have come: the card catches up when the minute is over.
    pub(super) async fn catches_up_later(&mut self, before: &Case, after: &Case) -> Done<bool> {
        let as_before =
            Case { entries: before.entries, last_joined: before.last_joined, version: before.version, ..after.clone() };
        if self.flood == Flood::None || as_before != *before {
            return Ok(false);
        }
        self.catch_up_later(after).await?;
        Ok(true)
    }

    /// Sets the clock by which the card and the route catch up with what has been said.
    pub(super) async fn catch_up_later(&mut self, case: &Case) -> Done<()> {
        if case.state == State::Collecting || !case.state.is_being_worked_on() {
            return Ok(());
        }
        let next = Moment((self.minute() + 1) * MINUTE_MS);
        let key = format!("{CATCH_UP}{}", case.id);
        // One that is due already waits no longer, however much more comes.
        let due = self.tx.timer_due(&key).await?.map_or(next, |set| set.clamp(self.now, next));
        // Of no case, so that it outlasts the next event, which sets that case's clocks anew.
        let timer = TimerRow { key, kind: "catch_up".to_owned(), case: None, due, body: String::new() };
        Ok(self.tx.set_timer(&timer).await?)
    }

    /// What was put off in a flood is done now. False when the clock is another.
    pub(super) async fn caught_up(&mut self, timer: &TimerRow) -> Done<bool> {
        let Some(id) = timer.key.strip_prefix(CATCH_UP) else { return Ok(false) };
        let case = self.load(&CaseId(id.to_owned())).await?;
        let case = self.route_again(case).await?;
        if case.is_sealed() || !case.state.is_being_worked_on() {
            return Ok(true);
        }
        match case.unit() {
            Some(_) => self.edit_card(&case, super::card::Face::Plain).await?,
            None if case.screen_due.is_some() => self.edit_screening_card(&case).await?,
            None => {}
        }
        Ok(true)
    }
}
