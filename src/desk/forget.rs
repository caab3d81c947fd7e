//! `/forget` (个人信息保护法 art. 47): asked once more, then everything that leads to a person is deleted.
//!
//! The press cuts the thread from the account at once, so that whoever writes next is somebody new. What is still on its way
//! leaves; some minutes later all is deleted in one transaction, and written down beside the key.

use std::collections::BTreeMap;

use super::act::case_of;
use super::incoming::{Press, Said};
use super::press::Pressed;
use super::tap::Tap;
use super::{Desk, Done, Halt, Outcome, Work};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, State};
use crate::id::{ButtonId, Moment, PersonId};
use crate::notice::letter::{Audience, Message, Priority};
use crate::store::{ButtonRow, Erasing, PersonRow, StoreFault, TimerRow, Which};
use crate::text::{Language, dates};

/// How long the question may be answered, in milliseconds.
const ASKED_MS: i64 = 3_600_000;
/// What is still on its way is waited for so long, in milliseconds.
const LAST_LETTERS_MS: i64 = 24 * 3_600_000;
/// How often it is looked whether it has left, in milliseconds.
const LOOK_MS: i64 = 60_000;
/// The clock that erases; its key names the resident, where the erasure stands, and when it was asked for.
const ERASE: &str = "erase:";
/// Why a case was erased.
pub(super) const ASKED: &str = "asked";
/// How many cases are looked at: more than anybody has.
const CASES: u32 = 10_000;
/// One day, in milliseconds.
pub(super) const DAY_MS: i64 = 24 * 3_600_000;

impl Work<'_> {
    /// Says what goes, what stays and why, and asks once more.
    pub(super) async fn ask_forget(&mut self, said: &Said, person: &PersonRow) -> Done<Outcome> {
        if self.spared_asking(said).await? {
            return Ok(Outcome::of("command"));
        }
        let language = Language::from_code(Some(&person.language));
        let cases = self.all_cases(&person.id).await?;
        let held = cases.iter().filter(|case| is_held(case)).count();
        let open = cases.iter().filter(|case| case.state.is_open() && !is_held(case)).count();
        let mut text = self.say(language, "forget-ask", &[("count", cases.len().to_string())]);
        for (count, key) in [(open, "forget-ask-open"), (held, "forget-ask-held")] {
            if count > 0 {
                text = format!("{text}\n{}", self.say(language, key, &[("count", count.to_string())]));
            }
        }
        text = format!("{text}\n{}", self.say(language, "forget-ask-stays", &[]));
        let to = Audience::Resident(person.id.clone());
        let mut button = self.button(&to, None, self.say(language, "button-forget", &[]), Tap::Forget).await?;
        button.id = self.expiring(&to, button.id).await?;
        let message = Message { text, buttons: vec![vec![button]], ..Message::default() };
        self.answer(to, message, format!("forget:{}:{}", person.id, said.message_id)).await?;
        Ok(Outcome::of("command"))
    }

    /// The question does not stay open for ever: a phone may change hands.
    async fn expiring(&mut self, to: &Audience, id: ButtonId) -> Done<ButtonId> {
        let Some(row) = self.tx.button(&id).await? else { return Ok(id) };
        let fresh = ButtonId::new(self.ids.hex());
        let expires = Some(self.now.plus_ms(ASKED_MS));
        self.tx.drop_button(&id).await?;
        self.tx.add_button(&fresh, &ButtonRow { expires, audience: to.clone(), ..row }).await?;
        Ok(fresh)
    }

    /// The resident said so twice.
    pub(super) async fn forget_pressed(&mut self, press: &Press, row: &ButtonRow) -> Done<Pressed> {
        let Some(person) = self.tx.person_by_account(press.user).await? else { return Ok(self.void("press_foreign")) };
        let own = row.audience == Audience::Resident(person.id.clone()) && press.chat == Some(press.user);
        if !own || row.expires.is_none_or(|expires| expires <= self.now) {
            return Ok(self.void("press_foreign"));
        }
        let language = Language::from_code(Some(&person.language));
        let held = self.begin_forgetting(&person.id).await?;
        let mut text = self.say(language, "forget-done", &[]);
        if let Some(until) = held {
            let facts = [("until", dates::day(&self.rules.texts, language, until))];
            text = format!("{text}\n{}", self.say(language, "forget-done-held", &facts));
        }
        let last = self.tx.detach_person(&person.id).await?;
        let message = Message { text, ..Message::default() };
        self.answer(Audience::Resident(person.id.clone()), message, format!("forgotten:{}", person.id)).await?;
        let timer = TimerRow {
            key: format!("{ERASE}{}:{last}:{}", person.id, self.now.0),
            kind: "erase".to_owned(),
            case: None,
            due: self.now.plus_ms(LOOK_MS),
            body: String::new(),
        };
        self.tx.set_timer(&timer).await?;
        Ok(Pressed::saying("forgotten", self.say(language, "press-noted", &[])))
    }

    /// Ends what is open, freezes what law holds back, and leaves of every card a line without words. Returns until when
    /// something is held back.
    async fn begin_forgetting(&mut self, person: &PersonId) -> Done<Option<Moment>> {
        let actor = |case: &Case| Actor::Resident(case.person.clone());
        let mut held = None;
        self.leave_for_good(person).await?;
        for case in self.all_cases(person).await? {
            // As it stands now: those before it have let it go.
            let case = self.load(&case.id).await?;
            if case.people.is_joint() && !is_held(&case) {
                self.hand_on_for_good(case).await?;
                continue;
            }
            if is_held(&case) {
                let until = self.now.plus_ms(i64::from(self.rules.service.keep.sealed_days) * DAY_MS);
                self.tx.hold_case(&case.id, until).await?;
                held = held.max(self.tx.held_until(&case.id).await?);
                if !case.marks.frozen {
                    self.perform(case.clone(), actor(&case), Command::Freeze).await?;
                }
                continue;
            }
            let case = match case.state.is_open() || case.state == State::Merged {
                true => self.perform(case.clone(), actor(&case), Command::Withdraw).await?,
                false => case,
            };
            let case = Box::pin(self.stand_alone(case)).await?;
            self.bring_up_to_date().await?;
            self.blank_cards(&case).await?;
        }
        Ok(held)
    }

    /// The clock rang: once nothing of theirs is on its way any more, or after a day, all is deleted. False when the clock
    /// is another.
    pub(super) async fn forgets(&mut self, timer: &TimerRow) -> Done<bool> {
        let Some(rest) = timer.key.strip_prefix(ERASE) else { return Ok(false) };
        let mut parts = rest.split(':');
        let person = PersonId::new(parts.next().unwrap_or_default());
        let (update, asked) = (number(parts.next()), number(parts.next()));
        let patient = self.now.since(Moment(asked)) < LAST_LETTERS_MS;
        if patient && self.tx.letters_under_way(&person).await? {
            self.tx.set_timer(&TimerRow { due: self.now.plus_ms(LOOK_MS), ..timer.clone() }).await?;
            return Ok(true);
        }
        self.erase(&person, Erasing { update, waiting_until: Moment(0) }).await?;
        Ok(true)
    }

    async fn erase(&mut self, person: &PersonId, at: Erasing) -> Done<()> {
        let Some(chat) = self.tx.chat_of_person(person).await? else { return Ok(()) };
        for case in self.all_cases(person).await? {
            if !is_held(&case) {
                self.tx.erase_case(&case.id, ASKED).await?;
                self.memo.forget_words();
            }
        }
        self.tx.erase_person(person, chat, at).await?;
        self.tx.drop_slots(self.now).await?;
        self.tx.journal_person(person)?;
        Ok(())
    }

    /// Everything of a resident at once, and nothing said to them: what a restored backup brought back.
    async fn erase_again(&mut self, person: &PersonId, then: Moment) -> Done<()> {
        self.begin_forgetting(person).await?;
        self.bring_up_to_date().await?;
        let update = self.tx.detach_person(person).await?;
        self.erase(person, Erasing { update, waiting_until: then }).await
    }

    async fn all_cases(&mut self, person: &PersonId) -> Done<Vec<Case>> {
        let rows = self.tx.cases_of_person(person, Which::All, CASES).await?;
        let mut cases: Vec<Case> = rows.iter().map(case_of).collect::<Done<_>>()?;
        // What a recorder holds for somebody is not theirs to forget.
        cases.retain(|case| !case.people.waits_for_claim());
        Ok(cases)
    }

    /// What stands in groups in the place of an erased case's cards; about no case, so that it outlasts the erasure.
    pub(super) async fn blank_cards(&mut self, case: &Case) -> Done<()> {
        let mut places = vec![(Audience::TriageGroup, "triage".to_owned())];
        places.extend(case.unit().map(|unit| (Audience::UnitGroup(unit.clone()), unit.to_string())));
        let text = self.say(Language::default(), "card-erased", &[("number", case.number.to_string())]);
        for (to, place) in places {
            self.replace_card(case, &to, &place, (text.clone(), Priority::Status)).await?;
        }
        Ok(())
    }
}

impl Desk {
    /// Erases again what the journal beside the key says was erased: a restored backup forgets again. To be called before
    /// anything is taken in or sent. Returns how many persons and cases.
    ///
    /// # Errors
    /// Faults of the store, or a journal that cannot be read: then nothing may start.
    pub async fn erase_again(&self) -> Result<usize, StoreFault> {
        let journal: BTreeMap<String, Moment> = self.store.erased_so_far()?;
        if journal.is_empty() {
            return Ok(0);
        }
        let mut view = self.store.view().await?;
        let persons = view.persons_in_journal(&journal).await?;
        let cases = view.cases_in_journal(&journal).await?;
        drop(view);
        for (person, then) in &persons {
            let mut work = self.work().await?;
            match work.erase_again(person, *then).await {
                Ok(()) => work.tx.commit().await?,
                Err(Halt::Fault(fault)) => return Err(fault),
                Err(Halt::Refused(refusal)) => {
                    return Err(StoreFault::Corrupt(format!("an erasure was refused: {refusal}")));
                }
            }
        }
        let mut work = self.work().await?;
        for case in &cases {
            work.tx.erase_case(case, ASKED).await?;
            if let Some(row) = work.tx.load_case(case).await? {
                work.tx.drop_person(&row.person).await?;
            }
        }
        work.tx.commit().await?;
        let again = persons.len() + cases.len();
        if again > 0 {
            self.store.clear_traces().await?;
        }
        Ok(again)
    }
}

/// Whether law holds a case back from erasure: what only named readers may see.
pub(super) fn is_held(case: &Case) -> bool {
    case.is_sealed() || case.marks.frozen
}

fn number(part: Option<&str>) -> i64 {
    part.and_then(|part| part.parse().ok()).unwrap_or(0)
}
