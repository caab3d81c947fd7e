//! Codes: on paper, to take over what was filed for somebody; in a link, to accept an invitation. Whatever is wrong with a
//! code, and whoever must not use it, gets the answer of a number that does not exist.

use super::behalf::CLAIM;
use crate::case::people::{Origin, Part, PeopleFact};
use crate::case::{Case, State};
use crate::desk::incoming::Said;
use crate::desk::{Done, Outcome, Work};
use crate::id::{CaseId, Moment};
use crate::store::{CodeRow, PersonRow};
use crate::text::Language;

/// How many digits a code has.
const DIGITS: usize = 9;

impl Work<'_> {
    /// A fresh code, as it is read out.
    pub(super) async fn make_code(&mut self, case: &Case, part: &str, until: Moment) -> Done<String> {
        loop {
            let code = format!("{:09}", self.ids.below(1_000_000_000));
            // One that holds good already is somebody else's, of whatever case.
            if self.tx.find_code(&code).await?.is_none() {
                self.tx.add_code(&code, &case.id, part, until).await?;
                return Ok(spoken(&code));
            }
        }
    }

    /// A message that is a code and nothing else; whatever it is not goes on as words.
    pub(in crate::desk) async fn brings_code(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().unwrap_or_default();
        let words = Language::ALL.map(|language| self.say(language, "typed-code", &[]));
        let named = words.iter().flat_map(|words| words.split('|')).find_map(|word| text.trim().strip_prefix(word));
        let Some(code) = code_in(named.unwrap_or(text)).filter(|_| said.attachment.is_none()) else { return Ok(None) };
        // Nine digits may answer a question, too.
        let asked = said.reply_to.is_some() || self.asked_case(said, person).await?.is_some();
        self.try_code(said, person, (&code, named.is_none() && asked)).await
    }

    /// The same from a link.
    pub(in crate::desk) async fn opens_link(&mut self, said: &Said, user: i64, code: &str) -> Done<Outcome> {
        let person = self.person(said, user).await?;
        let code = code_in(code).unwrap_or_else(|| code.chars().take(DIGITS).collect());
        let outcome = self.try_code(said, &person, (&code, false)).await?;
        Ok(outcome.unwrap_or_else(|| Outcome::of("code_unknown")))
    }

    async fn try_code(
        &mut self,
        said: &Said,
        person: &PersonRow,
        (code, may_be_words): (&str, bool),
    ) -> Done<Option<Outcome>> {
        let user = said.user.unwrap_or_default();
        let tries = self.tx.code_tries(user).await?;
        let found = self.tx.find_code(code).await?.filter(|_| tries < self.rules.service.people.tries);
        let id = found.as_ref().map_or_else(|| CaseId::new(""), |row| row.case.clone());
        self.tx.exclusion(&id).await?;
        let case = match &found {
            Some(row) => self.tx.load_case(&row.case).await?.map(|row| crate::desk::act::case_of(&row)).transpose()?,
            None => None,
        };
        if let (Some(row), Some(case)) = (found, &case)
            && !case.marks.frozen
            && !self.account_kept_from(case, user).await?
            && let Some(outcome) = self.take_code(said, person, (row, case.clone())).await?
        {
            return Ok(Some(outcome));
        }
        self.tx.count_code_try(user).await?;
        self.note_attempt(said, case.as_ref().map(|case| &case.id), "code").await?;
        if may_be_words {
            return Ok(None);
        }
        let language = Language::from_code(Some(&person.language));
        let text = self.say(language, "number-unknown", &[("number", spoken(code))]);
        self.reply_text(said, person, text).await?;
        Ok(Some(Outcome::of("code_unknown")))
    }

    /// A code that holds good, in hands that may hold it; none when the case has no use for it any more.
    async fn take_code(
        &mut self,
        said: &Said,
        person: &PersonRow,
        (row, case): (CodeRow, Case),
    ) -> Done<Option<Outcome>> {
        let language = Language::from_code(Some(&person.language));
        if self.standing(&case, person).await?.is_some() {
            let text = self.shown_case(&case, person, language).await?.unwrap_or_default();
            self.reply_text(said, person, text).await?;
            return Ok(Some(Outcome::about("shown", &case.id)));
        }
        match row.part.as_str() {
            CLAIM => self.claim(person, (row, case)).await,
            _ if case.is_sealed() || !case.state.is_open() => Ok(None),
            _ => self.ask_to_accept(said, person, row).await.map(Some),
        }
    }

    /// Whom it was filed for takes it over; of several each sends it from then on.
    async fn claim(&mut self, person: &PersonRow, (row, case): (CodeRow, Case)) -> Done<Option<Outcome>> {
        if case.state == State::Withdrawn || !self.tx.use_code(&row.hash).await? {
            return Ok(None);
        }
        let neighbour = case.people.origin == Origin::ForNeighbour && !case.people.claimed;
        let part = match &case.part {
            Some(part) => Some(self.load(part).await?).filter(|part| {
                part.people.origin == Origin::Recorded && part.state != State::Withdrawn && !part.marks.frozen
            }),
            None => None,
        };
        let case = self.take_over(person, case).await?;
        let key = if neighbour { "claimed-of-neighbour" } else { "claimed" };
        if let Some(part) = part {
            let part = self.take_over(person, part).await?;
            // While it is kept back the status of the whole speaks for it.
            if part.held.is_none() {
                self.welcome(&part, person, key).await?;
            }
        }
        self.welcome(&case, person, key).await?;
        Ok(Some(Outcome::about("claimed", &case.id)))
    }

    /// Under a fresh pseudonym, for this case alone; what stood in the recorder's chat goes.
    async fn take_over(&mut self, person: &PersonRow, case: Case) -> Done<Case> {
        let (first, recorded) = (!case.people.claimed, case.people.waits_for_claim());
        let former = case.person.clone();
        let me = self.tx.add_persona(&person.id).await?;
        self.voices.insert(case.id.clone(), me.clone());
        self.tx.add_party(if first { &former } else { &me }, &case.id).await?;
        let fact = PeopleFact::Claimed { person: me.clone(), notice: first && self.owes_notice(person) };
        let case = self.note_people(case, me, fact).await?;
        if recorded {
            self.take_back_from(&case, &former, "behalf-line-gone").await?;
        }
        Ok(case)
    }
}

impl Part {
    /// What somebody becomes by an invitation.
    pub(super) fn invited(name: &str) -> Option<Self> {
        [Self::Agent, Self::Joint].into_iter().find(|part| part.name() == name)
    }
}

/// The code a text consists of, however it is divided.
fn code_in(text: &str) -> Option<String> {
    let mut digits = String::new();
    for c in text.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '\u{ff10}'..='\u{ff19}' => digits.push(char::from(b'0' + (c as u32 - 0xff10) as u8)),
            '-' | '－' | '—' | '–' | ' ' | '\u{3000}' | ':' | '：' => {}
            _ => return None,
        }
    }
    (digits.len() == DIGITS).then_some(digits)
}

/// A code in threes, as it is read out.
fn spoken(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(3).map(|three| three.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
