//! 代理 and 联名: the sender invites somebody by a code that is good once; whoever takes it up says so by a press, and the
//! sender hears who it was and can end it with another.

use super::PeopleTap;
use crate::case::Case;
use crate::case::people::{Part, PeopleFact};
use crate::desk::incoming::{Press, Said};
use crate::desk::press::Pressed;
use crate::desk::tap::Tap;
use crate::desk::{Done, Outcome, Work};
use crate::id::PersonId;
use crate::notice::letter::{Act, Audience};
use crate::store::{ButtonRow, CodeRow, PersonRow};
use crate::text::{Language, dates};

/// So many may stand in for one sender (信访代理: one or two).
const AGENTS: usize = 2;
/// So many invitations of one kind may be open at once.
const OPEN: u32 = 10;
/// One day, in milliseconds.
const DAY_MS: i64 = 86_400_000;

impl Work<'_> {
    /// What can be asked of whom, and who stands in now.
    pub(super) async fn show_people(&mut self, case: &Case) -> Done<Pressed> {
        let language = self.language_of(&case.person).await?;
        let to = Audience::Resident(case.person.clone());
        let mut taps: Vec<(String, Tap)> = Vec::new();
        for (label, part) in [("button-agent", Part::Agent), ("button-joint-sender", Part::Joint)] {
            taps.push((self.say(language, label, &[]), Tap::People(PeopleTap::Invite(part))));
        }
        let agents: Vec<PersonId> = people_of(case, Part::Agent);
        for agent in agents {
            let facts = [("name", self.name_in_case(&agent, language).await?)];
            taps.push((self.say(language, "button-end-agent", &facts), Tap::People(PeopleTap::End(agent))));
        }
        taps.extend(Self::slip_choice(case).map(|(label, tap)| (self.say(language, label, &[]), tap)));
        let mut message = self.message(self.say(language, "people-menu", &self.facts(case, language)));
        for (label, tap) in taps {
            message.buttons.push(vec![self.button(&to, Some(&case.id), label, tap).await?]);
        }
        let key = format!("{}:people:{}", case.id, self.ids.hex());
        self.answer_about(case, to, message, key).await?;
        Ok(Pressed::quietly("people"))
    }

    /// An invitation, to be passed on: it says nothing of the matter.
    pub(super) async fn invite_to(&mut self, case: Case, part: Part) -> Done<Pressed> {
        let language = self.language_of(&case.person).await?;
        let full = part == Part::Agent && people_of(&case, Part::Agent).len() >= AGENTS;
        if full || self.tx.open_codes(&case.id, part.name()).await? >= OPEN {
            return Ok(Pressed::refusing("press_refused", self.say(language, "people-full", &[])));
        }
        let until = self.now.plus_ms(i64::from(self.rules.service.people.invite_days) * DAY_MS);
        let me = self.voice(&case);
        let case = self.note_people(case, me, PeopleFact::Invited { part, until }).await?;
        let code = self.make_code(&case, part.name(), until).await?;
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let facts = [
            ("code", code),
            ("link", format!("https://t.me/{}?start=c-{digits}", self.rules.bot_name)),
            ("until", dates::day_and_time(&self.rules.texts, language, until)),
        ];
        let key = if part == Part::Agent { "invite-agent" } else { "invite-joint" };
        let message = self.message(self.say(language, key, &facts));
        let key = format!("{}:invite:{}", case.id, self.ids.hex());
        self.answer_about(&case, Audience::Resident(case.person.clone()), message, key).await?;
        Ok(Pressed::quietly("invited"))
    }

    /// Whoever brings an invitation is asked first; nothing of the matter is told before they accept.
    pub(super) async fn ask_to_accept(&mut self, said: &Said, person: &PersonRow, row: CodeRow) -> Done<Outcome> {
        let language = Language::from_code(Some(&person.language));
        let to = Audience::Resident(person.id.clone());
        let key = if row.part == Part::Agent.name() { "accept-agent" } else { "accept-joint" };
        let mut message = self.message(self.say(language, key, &[]));
        let tap = Tap::People(PeopleTap::Accept(row.hash));
        // About no case: a person beside a case would say whose it is.
        message.buttons = vec![vec![self.button(&to, None, self.say(language, "button-accept", &[]), tap).await?]];
        self.answer(to, message, format!("accept:{}:{}", person.id, said.message_id)).await?;
        Ok(Outcome::of("invitation_shown"))
    }

    /// 接受: looked at anew, and good once.
    pub(in crate::desk) async fn accept_pressed(
        &mut self,
        press: &Press,
        row: &ButtonRow,
        person: &PersonRow,
        hash: &str,
    ) -> Done<Pressed> {
        let own = row.audience == Audience::Resident(person.id.clone()) && press.chat == Some(press.user);
        let found = if own { self.tx.code_by_hash(hash).await? } else { None };
        let Some(code) = found else { return Ok(self.void("press_foreign")) };
        let (case, part) = (self.load(&code.case).await?, Part::invited(&code.part));
        let barred = case.marks.frozen || case.is_sealed() || self.account_kept_from(&case, press.user).await?;
        let known = self.standing(&case, person).await?.is_some();
        let Some(part) = part.filter(|_| !barred && !known && case.state.is_open()) else {
            return Ok(self.void("press_foreign"));
        };
        if part == Part::Agent && people_of(&case, part).len() >= AGENTS || !self.tx.use_code(&code.hash).await? {
            return Ok(self.void("press_foreign"));
        }
        let me = self.tx.add_persona(&person.id).await?;
        self.voices.insert(case.id.clone(), me.clone());
        self.tx.add_party(&me, &case.id).await?;
        let case = self.note_people(case, me.clone(), PeopleFact::Joined { person: me.clone(), part }).await?;
        self.tell_sender_who_came(&case, &me, part).await?;
        let key = if part == Part::Agent { "joined-as-agent" } else { "joined-as-sender" };
        self.welcome(&case, person, key).await?;
        let language = Language::from_code(Some(&person.language));
        Ok(Pressed::saying("accepted", self.say(language, "press-noted", &[])))
    }

    /// By the name they gave, with one press that ends it.
    async fn tell_sender_who_came(&mut self, case: &Case, who: &PersonId, part: Part) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let mut facts = self.facts(case, language);
        facts.push(("name", self.name_in_case(who, language).await?));
        let (key, label) = match part {
            Part::Agent => ("told-agent-joined", "button-end-agent-now"),
            Part::Joint | Part::Neighbour | Part::Recorder => ("told-joint-joined", "button-not-invited"),
        };
        let to = Audience::Resident(case.person.clone());
        let mut message = self.message(self.say(language, key, &facts));
        let tap = (label, Tap::People(PeopleTap::End(who.clone())));
        message.buttons = vec![vec![self.labelled(&to, &case.id, language, tap).await?]];
        self.tell_one_of_them(case, Act::Send { message, slot: None }, "came").await
    }

    /// 请人代办, 联名, typed: the same as the button.
    pub(in crate::desk) async fn typed_people(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().unwrap_or_default();
        if self.rules.texts.recognise(text, &["button-agent", "button-joint-sender", "button-people"]).is_none() {
            return Ok(None);
        }
        let mut open = self.cases_of(person, true).await?;
        let menu = Tap::People(PeopleTap::Menu);
        open.retain(|case| !case.is_sealed() && self.may_speak(case, &self.voice(case), &menu));
        if open.len() > 1 {
            let choices = open.into_iter().map(|case| (case, menu.clone())).collect();
            self.ask_which(said, person, "which-case", choices).await?;
            return Ok(Some(Outcome::of("asked_which")));
        }
        match open.pop() {
            Some(case) => drop(self.show_people(&case).await?),
            None => self.reply(said, person, "no-open-case").await?,
        }
        Ok(Some(Outcome::of("people")))
    }
}

/// Those who take part as such.
fn people_of(case: &Case, part: Part) -> Vec<PersonId> {
    case.people.live().filter(|party| party.part == part).map(|party| party.person.clone()).collect()
}
