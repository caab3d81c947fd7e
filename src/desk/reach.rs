//! Who cannot be reached, and their return: residents who blocked the bot, staff who did, groups it was put out of.
//!
//! Their letters are held, not tried and not lost. The case goes on; whoever has it is told to phone or to visit. Back in
//! reach, a person reads what still matters, in order, and nothing twice.

use std::collections::HashMap;

use super::card::Face;
use super::{Desk, Done, Outcome, Work};
use crate::case::{Case, State};
use crate::id::{CaseId, LetterId, PersonId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, ReplyTo, Slot};
use crate::store::{GroupRole, LostChat, StoreFault, Which};
use crate::text::Language;

/// How many of a resident's open cases are brought up to date.
const CASES: u32 = 20;
/// Texts that only say how far it is: once there is a later one, they say nothing.
const PASSING: &[&str] = &["told-named", "told-moved", "told-signed", "told-date-moved"];

impl Desk {
    /// Tells whoever must know of chats that the outbox found out of reach. Returns how many.
    ///
    /// # Errors
    /// Faults of the store; the next look tells them.
    pub async fn tell_lost(&self) -> Result<usize, StoreFault> {
        let lost = self.store.newly_lost().await?;
        for LostChat { chat, .. } in &lost {
            let mut work = self.work().await?;
            let done = work.lost(*chat).await;
            work.end(done).await?;
        }
        Ok(lost.len())
    }
}

impl Work<'_> {
    /// A person blocked the bot, or let it in again.
    pub(super) async fn blocked(&mut self, user: i64, blocked: bool) -> Done<Outcome> {
        if blocked {
            self.tx.set_lost(user, "blocked").await?;
            self.lost(user).await?;
            return Ok(Outcome::of("blocked"));
        }
        self.back(user).await?;
        Ok(Outcome::of("unblocked"))
    }

    /// A chat is out of reach: staff hear of their resident, operators of a cadre or a group.
    pub(super) async fn lost(&mut self, chat: i64) -> Done<()> {
        self.tx.lost_was_told(chat).await?;
        if self.tx.group_role(chat).await?.is_some() {
            return self.groups_lost().await;
        }
        if self.tx.cadre_by_account(chat).await?.is_some() {
            self.cadres_lost().await?;
        }
        if let Some(person) = self.tx.person_by_account(chat).await? {
            for case in self.open_cases(&person.id).await? {
                self.show_reach(&case).await?;
                self.note_lost(&case).await?;
            }
        }
        Ok(())
    }

    /// A chat is back in reach: what was held for it leaves, but for what has become pointless.
    pub(super) async fn back(&mut self, chat: i64) -> Done<()> {
        if !self.tx.set_back(chat).await? {
            return Ok(());
        }
        let held = self.tx.held_letters(chat).await?;
        for id in outdated(&held) {
            self.tx.letter_outdated(&id).await?;
        }
        self.tx.free_held(chat).await?;
        if let Some(person) = self.tx.person_by_account(chat).await? {
            for case in self.open_cases(&person.id).await? {
                self.show_reach(&case).await?;
            }
        }
        Ok(())
    }

    /// Whether the sender of a case cannot be reached at the moment.
    pub(super) async fn is_out_of_reach(&mut self, case: &Case) -> Done<bool> {
        match self.tx.chat_of_person(&case.person).await? {
            Some(chat) => Ok(self.tx.is_lost(chat).await?),
            None => Ok(false),
        }
    }

    async fn open_cases(&mut self, person: &PersonId) -> Done<Vec<Case>> {
        let rows = self.tx.cases_of_person(person, Which::Open, CASES).await?;
        rows.iter().map(super::act::case_of).collect()
    }

    /// The cards say whether the resident can be reached.
    async fn show_reach(&mut self, case: &Case) -> Done<()> {
        if case.is_sealed() || case.state == State::Collecting {
            return Ok(());
        }
        if case.state == State::Registered && case.screen_due.is_some() {
            return self.edit_screening_card(case).await;
        }
        self.edit_card(case, Face::Plain).await
    }

    /// Once per case, without a sound: phone or visit.
    async fn note_lost(&mut self, case: &Case) -> Done<()> {
        if !case.state.is_being_worked_on() {
            return Ok(());
        }
        let readers = if case.is_sealed() { self.readers(case).await? } else { Vec::new() };
        let mut audiences: Vec<Audience> = readers.into_iter().map(Audience::Cadre).collect();
        if !case.is_sealed() {
            audiences.extend(self.card_audience(case).await?);
        }
        let facts = self.facts(case, Language::default());
        for to in audiences {
            let message = match (&to, case.unit()) {
                (Audience::UnitGroup(_), Some(unit)) => {
                    let reply_to = Some(ReplyTo::Slot(Slot::card(&case.id, unit.as_str())));
                    let said = self.with_mention("group-unreachable", Language::default(), &facts, case.acting());
                    Message { reply_to, ..said }
                }
                _ => self.message(self.say(Language::default(), "reader-unreachable", &facts)),
            };
            let key = format!("{}:unreachable:{}", case.id, super::letters::name_of(&to));
            let act = Act::Send { message: Message { quiet: true, ..message }, slot: None };
            let (case, sealed) = (Some(case.id.clone()), case.is_sealed());
            self.post(Letter { to, act, priority: Priority::Status, case, key, sealed }).await?;
        }
        Ok(())
    }

    /// The operators hear which cadres are out of reach, by their names in the roster's files.
    async fn cadres_lost(&mut self) -> Done<()> {
        let mut lost = Vec::new();
        for cadre in self.tx.bound_cadres().await? {
            let account = self.tx.account_of(&cadre).await?;
            if let Some(account) = account
                && self.tx.is_lost(account).await?
            {
                lost.push(cadre.0);
            }
        }
        let separator = self.say(Language::default(), "reason-and", &[]);
        self.alarm("ops-cadre-lost", &[("cadre", lost.join(&separator))]).await?;
        Ok(())
    }

    /// The operators hear which groups are out of reach.
    async fn groups_lost(&mut self) -> Done<()> {
        let lost = self.tx.lost_groups().await?;
        let mut names: Vec<String> = lost.iter().map(|role| self.role_name(role)).collect();
        names.retain(|name| !name.is_empty());
        if lost.contains(&GroupRole::Operators) {
            tracing::error!("the operators' group is out of reach: add the bot to it again");
        }
        let separator = self.say(Language::default(), "reason-and", &[]);
        self.alarm("ops-group-lost", &[("groups", names.join(&separator))]).await?;
        Ok(())
    }
}

/// Which held letters need not leave any more: edits that a later one of the same message follows, and notices that only
/// said how far it is, when there is a later notice of the same case. What holds words of people always leaves.
fn outdated(held: &[(LetterId, Letter)]) -> Vec<LetterId> {
    let mut edits: HashMap<&Slot, usize> = HashMap::new();
    let mut notices: HashMap<&CaseId, usize> = HashMap::new();
    for (at, (_, letter)) in held.iter().enumerate() {
        match (&letter.act, &letter.case) {
            (Act::Edit { slot, .. }, _) => {
                edits.insert(slot, at);
            }
            (Act::Send { .. }, Some(case)) => {
                notices.insert(case, at);
            }
            (
                Act::Send { .. }
                | Act::Replace { .. }
                | Act::Media { .. }
                | Act::File { .. }
                | Act::React { .. }
                | Act::AnswerPress { .. }
                | Act::Topic { .. }
                | Act::Pin { .. }
                | Act::Menu { .. }
                | Act::Leave,
                _,
            ) => {}
        }
    }
    let is_last = |at: usize, letter: &Letter| match (&letter.act, &letter.case) {
        (Act::Edit { slot, .. }, _) => edits.get(slot) == Some(&at),
        (Act::Send { .. }, Some(case)) => !is_passing(letter) || notices.get(case) == Some(&at),
        (
            Act::Send { .. }
            | Act::Replace { .. }
            | Act::Media { .. }
            | Act::File { .. }
            | Act::React { .. }
            | Act::AnswerPress { .. }
            | Act::Topic { .. }
            | Act::Pin { .. }
            | Act::Menu { .. }
            | Act::Leave,
            _,
        ) => true,
    };
    let past = held.iter().enumerate().filter(|(at, (_, letter))| !is_last(*at, letter));
    past.map(|(_, (id, _))| id.clone()).collect()
}

/// A letter's key tells its text: the case, the text's key, the event.
fn is_passing(letter: &Letter) -> bool {
    letter.key.split(':').nth(1).is_some_and(|text| PASSING.contains(&text))
}
