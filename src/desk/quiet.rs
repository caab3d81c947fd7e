//! Quiet hours: what a resident need not read at night waits for the morning, and comes as one message for each case.
//!
//! What answers something they have just done, and whatever is about danger to life, never waits.

use std::sync::Arc;

use super::tick::HOUR_MS;
use super::{Done, Work};
use crate::case::Case;
use crate::case::calendar::at;
use crate::case::event::{Actor, Event};
use crate::id::{CaseId, Moment};
use crate::notice::gate::{Exclusion, clear};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};

/// The clock that ends the quiet hours.
pub(super) const WAKING: &str = "waking";
/// So many letters wake with one transaction.
const BATCH: u32 = 200;
/// How long until the next batch, in milliseconds.
const PAUSE_MS: i64 = 200;

impl Work<'_> {
    /// Whether what an event means for the sender may wait until they are up.
    pub(super) fn waits_for_morning(&self, case: &Case, event: &Event) -> bool {
        let theirs = matches!(event.actor, Actor::Resident(_));
        let hour = self.now.since(at(self.today(), 0, 0)) / HOUR_MS;
        !theirs && case.danger.is_none() && self.rules.service.quiet.holds(u32::try_from(hour).unwrap_or_default())
    }

    /// Whether a letter is one of those that wait.
    pub(super) fn rests(&self, letter: &Letter) -> bool {
        let push = matches!(letter.act, Act::Send { .. } | Act::Media { .. });
        self.by_day && push && letter.priority != Priority::Danger && matches!(letter.to, Audience::Resident(_))
    }

    /// Keeps a letter until the morning. It passes the gate now, and again when it is written anew, and when it leaves.
    pub(super) async fn rest(&mut self, letter: Letter) -> Done<()> {
        let exclusion = match &letter.case {
            Some(case) => self.tx.exclusion(case).await?,
            None => Exclusion::default(),
        };
        let rules = Arc::clone(&self.rules);
        let Ok(cleared) = clear(letter, &exclusion, None, &rules.county) else { return Ok(()) };
        self.tx.rest_letter(cleared).await?;
        if self.tx.timer_due(WAKING).await?.is_none() {
            self.set_round(WAKING, self.next_waking()).await?;
        }
        Ok(())
    }

    fn next_waking(&self) -> Moment {
        let until = self.rules.service.quiet.until_hour;
        let today = at(self.today(), until, 0);
        if self.now < today { today } else { at(self.today() + chrono::Days::new(1), until, 0) }
    }

    /// It is morning: what waits is written anew, the plain messages of a case as one.
    pub(super) async fn wake_letters(&mut self) -> Done<()> {
        let waiting = self.tx.resting_letters(BATCH).await?;
        let more = waiting.len() >= BATCH as usize;
        let mut bundles: Vec<(Option<CaseId>, Vec<Letter>)> = Vec::new();
        for (id, letter) in waiting {
            self.tx.letter_woke(&id).await?;
            let Some(letter) = letter else { continue };
            match bundles.iter_mut().find(|(case, letters)| *case == letter.case && letters[0].to == letter.to) {
                Some((_, letters)) => letters.push(letter),
                None => bundles.push((letter.case.clone(), vec![letter])),
            }
        }
        for (case, letters) in bundles {
            self.wake_bundle(case, letters).await?;
        }
        if more {
            self.set_round(WAKING, self.now.plus_ms(PAUSE_MS)).await?;
        }
        Ok(())
    }

    async fn wake_bundle(&mut self, case: Option<CaseId>, letters: Vec<Letter>) -> Done<()> {
        let sealed = match &case {
            Some(id) => self.load(id).await?.is_sealed(),
            None => false,
        };
        for letter in bundled(letters) {
            let key = format!("{}:morning", letter.key);
            let sealed = letter.sealed || sealed;
            self.post(Letter { key, sealed, ..letter }).await?;
        }
        Ok(())
    }
}

/// Plain messages are one, in the place of the first; what is shown with files, or will be edited, stays by itself, in its place.
fn bundled(letters: Vec<Letter>) -> Vec<Letter> {
    let mut all: Vec<Letter> = Vec::new();
    for letter in letters {
        let joins = is_plain(&letter);
        match all.iter_mut().find(|other| joins && is_plain(other)) {
            Some(first) => join(first, letter),
            None => all.push(letter),
        }
    }
    all
}

fn is_plain(letter: &Letter) -> bool {
    matches!(letter.act, Act::Send { slot: None, .. })
}

/// Puts a message below another: its words, its buttons.
fn join(first: &mut Letter, second: Letter) {
    let (Act::Send { message: above, .. }, Act::Send { message: below, .. }) = (&mut first.act, second.act) else {
        return;
    };
    let Message { text, mut buttons, keyboard, quiet, .. } = below;
    above.text = format!("{}\n\n{text}", above.text);
    above.buttons.append(&mut buttons);
    above.keyboard = above.keyboard.take().or(keyboard);
    above.quiet &= quiet;
    first.priority = first.priority.min(second.priority);
}
