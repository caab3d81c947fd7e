//! People beside the sender: who speaks in a case and as whom, what reaches them, what they see when they ask.

pub(super) mod behalf;
mod claim;
mod guard;
mod invite;
mod leaving;

use serde::{Deserialize, Serialize};

use super::answers::AnswerTap;
use super::incoming::Press;
use super::press::Pressed;
use super::tap::Tap;
use super::{Done, Outcome, Work};
use crate::case::Case;
use crate::case::command::{Command, Redo};
use crate::case::event::Actor;
use crate::case::people::{Part, PeopleCommand, PeopleFact};
use crate::case::verdicts::Verdict;
use crate::id::{CaseId, PersonId};
use crate::notice::letter::{Act, Audience, Button, Letter, Message, Priority, ReplyTo, Slot};
use crate::store::{ButtonRow, PersonRow};
use crate::text::Language;

/// How many cases are looked up that somebody has a part in.
const SHARED: u32 = 20;

/// What the buttons about people do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::desk) enum PeopleTap {
    /// 请人帮忙: shows what can be asked of whom.
    Menu,
    /// 请人代办, 请人联名: makes an invitation.
    Invite(Part),
    /// 接受: an invitation, by what its code is kept by.
    Accept(String),
    /// 结束代办, or 不是我请的人.
    End(PersonId),
    /// 不再代办.
    Leave,
    /// 给本人一个领取码.
    Slip,
}

impl Work<'_> {
    /// Under which pseudonym somebody speaks in a case; none when it is nothing of theirs. Whatever they do in it from now
    /// on is done as that one.
    pub(in crate::desk) async fn standing(&mut self, case: &Case, person: &PersonRow) -> Done<Option<PersonId>> {
        let voice = self.find_voice(case, person).await?;
        if let Some(voice) = &voice {
            self.voices.insert(case.id.clone(), voice.clone());
        }
        Ok(voice)
    }

    async fn find_voice(&mut self, case: &Case, person: &PersonRow) -> Done<Option<PersonId>> {
        if case.person == person.id || self.tx.owner_of(&case.person).await? == person.id {
            // What a recorder who is kept out of it has just typed may be completed, and that is all.
            let typing = case.state == crate::case::State::Collecting;
            let barred = case.people.waits_for_claim() && !typing && self.bars_recorder(case, &case.person).await?;
            return Ok((!barred).then(|| case.person.clone()));
        }
        for speaker in speakers(case) {
            if self.tx.owner_of(&speaker).await? == person.id {
                return Ok((!self.is_kept_from(case, &speaker).await?).then_some(speaker));
            }
        }
        Ok(None)
    }

    /// As whom whoever wrote or pressed speaks in a case.
    pub(in crate::desk) fn voice(&self, case: &Case) -> PersonId {
        self.voices.get(&case.id).unwrap_or(&case.person).clone()
    }

    /// The same as the doer of what is done.
    pub(in crate::desk) fn speaker(&self, case: &Case) -> Actor {
        Actor::Resident(self.voice(case))
    }

    /// Everybody who hears what the sender hears, the sender first.
    pub(in crate::desk) async fn listeners(&mut self, case: &Case) -> Done<Vec<PersonId>> {
        let mut all = vec![case.person.clone()];
        for speaker in speakers(case) {
            if !self.is_kept_from(case, &speaker).await? {
                all.push(speaker);
            }
        }
        Ok(all)
    }

    /// The case as each of them sees it.
    pub(in crate::desk) async fn seen_by_all(&mut self, case: &Case) -> Done<Vec<Case>> {
        Ok(self.listeners(case).await?.iter().map(|person| case.seen_by(person)).collect())
    }

    /// Cases that somebody has a part in beside those they sent, newest first.
    pub(in crate::desk) async fn shared_with(&mut self, person: &PersonRow, open_only: bool) -> Done<Vec<Case>> {
        let mut shared = Vec::new();
        for row in self.tx.cases_shared_with(&person.id, SHARED).await? {
            if open_only && !row.open {
                continue;
            }
            let case = super::act::case_of(&row)?;
            if self.standing(&case, person).await?.is_some() {
                shared.push(case);
            }
        }
        Ok(shared)
    }

    /// Whether somebody may press such a button, by what they are to the case.
    pub(in crate::desk) fn may_speak(&self, case: &Case, voice: &PersonId, tap: &Tap) -> bool {
        let for_sender = matches!(tap, Tap::AskFor(_) | Tap::Place(_) | Tap::PlaceSkip);
        let of_answer = matches!(tap, Tap::Solved(..) | Tap::Rate(..) | Tap::Answer(_) | Tap::After(_));
        let of_sender =
            matches!(tap, Tap::Name(_) | Tap::Consent(_) | Tap::AnswerShowing(_) | Tap::Forum(_) | Tap::Joint(_));
        match case.people.part_of(voice) {
            None if case.people.waits_for_claim() => {
                let again = matches!(tap, Tap::Answer(AnswerTap::GuideAgain) | Tap::People(PeopleTap::Slip));
                for_sender || again
            }
            None => !matches!(tap, Tap::People(PeopleTap::Leave)),
            Some(Part::Joint) => !of_sender && !matches!(tap, Tap::People(_)),
            Some(Part::Agent) => for_sender || of_answer || matches!(tap, Tap::People(PeopleTap::Leave)),
            Some(Part::Neighbour) => for_sender || of_answer,
            Some(Part::Recorder) => false,
        }
    }

    /// As whom somebody presses a button under a message about a case; none when it is not theirs to press.
    pub(in crate::desk) async fn presses_as(
        &mut self,
        (press, row): (&Press, &ButtonRow),
        case: &Case,
        person: &PersonRow,
        tap: &Tap,
    ) -> Done<Option<PersonId>> {
        let Some(voice) = self.standing(case, person).await? else { return Ok(None) };
        let own = row.audience == Audience::Resident(voice.clone()) && press.chat == Some(press.user);
        Ok(Some(voice).filter(|voice| own && self.may_speak(case, voice, tap)))
    }

    /// One of the buttons about people, pressed by whoever may.
    pub(in crate::desk) async fn people_pressed(
        &mut self,
        case: Case,
        tap: PeopleTap,
        row: &ButtonRow,
    ) -> Done<Pressed> {
        match tap {
            PeopleTap::Menu => self.show_people(&case).await,
            PeopleTap::Invite(part) => self.invite_to(case, part).await,
            PeopleTap::End(whom) => self.end_part(case, &whom).await,
            PeopleTap::Leave => {
                let me = self.voice(&case);
                self.leave(case, &me).await
            }
            PeopleTap::Slip => self.slip_again(case).await,
            PeopleTap::Accept(_) => Ok(self.void(if row.case.is_some() { "press_unknown" } else { "press_foreign" })),
        }
    }

    /// The text for one of several: what one of them said is not put into the mouths of the others.
    pub(in crate::desk) fn key_for<'k>(&self, case: &Case, key: &'k str, to: &Audience) -> &'k str {
        let Audience::Resident(person) = to else { return key };
        if case.people.is_plain() || case.said_no(person) {
            return key;
        }
        match key {
            "told-reopened" | "told-broke" => "told-reopened-joint",
            "told-reopened-sealed" => "told-reopened-sealed-joint",
            "told-twice" => "told-twice-joint",
            own => own,
        }
    }

    /// Those of somebody's cases in which they may do such a thing.
    pub(in crate::desk) async fn cases_for(
        &mut self,
        person: &PersonRow,
        open_only: bool,
        tap: &Tap,
    ) -> Done<Vec<Case>> {
        let mut cases = self.cases_of(person, open_only).await?;
        cases.retain(|case| self.may_speak(case, &self.voice(case), tap));
        Ok(cases)
    }

    /// Whether a case is this resident's, under whatever pseudonym.
    pub(in crate::desk) async fn is_theirs(&mut self, case: &Case, person: &PersonRow) -> Done<bool> {
        Ok(self.standing(case, person).await?.is_some())
    }

    /// Somebody's cases, first those that are theirs to judge: what a recorder holds is refused with its reason.
    pub(in crate::desk) async fn judged_first(&mut self, person: &PersonRow) -> Done<Vec<Case>> {
        let mut cases = self.cases_of(person, false).await?;
        cases.sort_by_key(|case| !self.may_speak(case, &self.voice(case), &Tap::Solved(true, case.round)));
        Ok(cases)
    }

    /// What one of several says of an answer; a sender alone says it as ever.
    pub(in crate::desk) fn judging(
        &self,
        case: &Case,
        (verdict, round): (Verdict, u32),
        in_window: bool,
        redo: Redo,
    ) -> Command {
        if !case.people.is_plain() {
            let by = self.voice(case);
            return Command::People(PeopleCommand::Judge { by, verdict, round, in_window, redo });
        }
        match verdict {
            Verdict::Solved(solved) => Command::SaySolved { solved, round, in_window, redo },
            Verdict::Grade(grade) => Command::Rate { grade, round, in_window, redo },
        }
    }

    /// Notes something about people, as done by somebody.
    async fn note_people(&mut self, case: Case, by: PersonId, what: PeopleFact) -> Done<Case> {
        self.perform(case, Actor::Resident(by), Command::People(PeopleCommand::Note(what))).await
    }

    /// Whoever has just come to a case reads it as it stands: status, the answer, the question that is open.
    async fn welcome(&mut self, case: &Case, person: &PersonRow, key: &str) -> Done<()> {
        let me = self.voice(case);
        let seen = case.seen_by(&me);
        let language = Language::from_code(Some(&person.language));
        let facts = self.facts(case, language);
        let mut message = self.status_message(&seen, language).await?;
        message.text = format!("{}\n{}", self.say(language, key, &facts), message.text);
        if self.owes_notice(person) && !(seen.notice && case.person == me) {
            message.text = format!("{}\n\n{}", message.text, self.say(language, "privacy-short", &[]));
        }
        let slot = Some(Slot::status(&case.id, &me));
        self.tell_one_of_them(&seen, Act::Send { message, slot }, "welcome").await?;
        self.notice_was_shown(person).await?;
        if case.answered_at.is_some() && !case.state.is_being_worked_on() {
            let message = self.answer_message(&seen, language).await?;
            let slot = Some(super::letters::answer_slot(case));
            self.tell_one_of_them(&seen, Act::Send { message, slot }, "now:answer").await?;
        }
        self.repeat_questions(&seen, language).await
    }

    /// What was asked before they came and still waits for an answer.
    async fn repeat_questions(&mut self, seen: &Case, language: Language) -> Done<()> {
        let mut facts = self.facts(seen, language);
        if seen.marks.asked
            && let Some(words) = self.last_question(&seen.id).await?
        {
            facts.push(("words", words));
            let key = if seen.is_sealed() || seen.task.is_none() { "told-asked-sealed" } else { "told-asked" };
            let mut message = self.message(self.say(language, key, &facts));
            message.reply_to = Some(ReplyTo::Slot(Slot::status(&seen.id, &seen.person)));
            self.tell_one_of_them(seen, Act::Send { message, slot: None }, "now:asked").await?;
        }
        if seen.showing.asked_by.is_some() && seen.people.part_of(&seen.person).is_none() {
            let to = Audience::Resident(seen.person.clone());
            let taps = [("button-agree-showing", true), ("button-refuse-showing", false)];
            let mut message = self.message(self.say(language, "ask-showing", &facts));
            for (label, agreed) in taps {
                let tap = (label, Tap::AnswerShowing(agreed));
                message.buttons.push(vec![self.labelled(&to, &seen.id, language, tap).await?]);
            }
            self.tell_one_of_them(seen, Act::Send { message, slot: None }, "now:showing").await?;
        }
        Ok(())
    }

    async fn last_question(&mut self, case: &CaseId) -> Done<Option<String>> {
        let mut question = None;
        for row in self.tx.events(case).await? {
            if let Ok(crate::case::event::Fact::Asked { words }) = serde_json::from_str(&row.body) {
                question = Some(words);
            }
        }
        let Some(words) = question else { return Ok(None) };
        let reply: Option<super::words::Reply> = self.kept(&words.content).await?;
        Ok(reply.map(|reply| reply.text))
    }

    /// A letter about a case for one of those who speak in it: the one the case is seen by.
    async fn tell_one_of_them(&mut self, seen: &Case, act: Act, what: &str) -> Done<()> {
        let key = format!("{}:{what}:{}:{}", seen.id, seen.person, seen.version);
        let (to, case, sealed) = (Audience::Resident(seen.person.clone()), Some(seen.id.clone()), seen.is_sealed());
        self.post(Letter { to, act, priority: Priority::Receipt, case, key, sealed }).await
    }

    /// The row of a status message about people, as its reader may use it.
    pub(in crate::desk) async fn people_row(
        &mut self,
        case: &Case,
        to: &Audience,
        language: Language,
    ) -> Done<Vec<Button>> {
        let open = case.state.is_open();
        let choice = match case.people.part_of(&case.person) {
            _ if !open || case.linked.into.is_some() => None,
            None if case.people.waits_for_claim() => Some(("button-slip", PeopleTap::Slip)),
            None if case.is_sealed() => None,
            // Once somebody has it: until then the receipt stays as short as it is.
            None if case.unit().is_none() => None,
            None => Some(("button-people", PeopleTap::Menu)),
            Some(Part::Agent) => Some(("button-agent-leave", PeopleTap::Leave)),
            Some(Part::Joint | Part::Neighbour | Part::Recorder) => None,
        };
        let Some((label, tap)) = choice else { return Ok(Vec::new()) };
        Ok(vec![self.labelled(to, &case.id, language, (label, Tap::People(tap))).await?])
    }

    /// The name somebody gave, for others in the same case.
    async fn name_in_case(&mut self, person: &PersonId, language: Language) -> Done<String> {
        let name = self.tx.name_of_person(person).await?;
        let name = name.and_then(|name| crate::text::fit::name_on_one_line(&name, 24));
        Ok(name.unwrap_or_else(|| self.say(language, "people-unnamed", &[])))
    }

    /// What somebody sees of a case when they ask: as it is theirs, or a line of what they filed and handed over.
    pub(in crate::desk) async fn shown_case(
        &mut self,
        case: &Case,
        person: &PersonRow,
        language: Language,
    ) -> Done<Option<String>> {
        let Some(me) = self.standing(case, person).await? else {
            return self.handed_line(case, person, language).await;
        };
        if case.people.waits_for_claim() && case.is_sealed() {
            return Ok(Some(self.say(language, "behalf-line-sealed", &self.facts(case, language))));
        }
        Ok(Some(Box::pin(self.case_block(&case.seen_by(&me), language)).await?))
    }

    /// Number and state of what a recorder has handed over; of what is sealed the number alone, of what they are kept out
    /// of nothing.
    async fn handed_line(&mut self, case: &Case, person: &PersonRow, language: Language) -> Done<Option<String>> {
        let Some(recorder) = case.recorder().cloned().filter(|_| case.people.claimed) else { return Ok(None) };
        if self.tx.owner_of(&recorder).await? != person.id || self.bars_recorder(case, &recorder).await? {
            return Ok(None);
        }
        let key = if case.is_sealed() { "behalf-line-gone" } else { "behalf-line" };
        Ok(Some(self.say(language, key, &self.facts(case, language))))
    }

    /// What is about people beside the sender: a code, a wish to ask somebody in, a reply to what is theirs no longer.
    pub(in crate::desk) async fn of_people(
        &mut self,
        said: &super::incoming::Said,
        person: &PersonRow,
    ) -> Done<Option<Outcome>> {
        if let Some(outcome) = self.brings_code(said, person).await? {
            return Ok(Some(outcome));
        }
        if let Some(outcome) = self.typed_people(said, person).await? {
            return Ok(Some(outcome));
        }
        self.answers_what_is_gone(said, person).await
    }

    /// A reply to a message about a case that is theirs no longer: said so, and not passed on.
    pub(in crate::desk) async fn answers_what_is_gone(
        &mut self,
        said: &super::incoming::Said,
        person: &PersonRow,
    ) -> Done<Option<Outcome>> {
        let Some(reply_to) = said.reply_to else { return Ok(None) };
        let post = self.tx.post_at(said.chat, reply_to).await?.and_then(|post| post.case);
        let entry = self.tx.entry_by_source(said.chat, reply_to).await?.map(|entry| entry.case);
        let Some(id) = post.or(entry) else { return Ok(None) };
        let case = self.load(&id).await?;
        if case.people.parties.is_empty() && !case.people.waits_for_claim()
            || self.standing(&case, person).await?.is_some()
        {
            return Ok(None);
        }
        self.reply(said, person, "people-not-passed-on").await?;
        Ok(Some(Outcome::of("not_theirs")))
    }
}

/// Those who speak in a case beside its sender; in a sealed one only whoever sends it too.
fn speakers(case: &Case) -> Vec<PersonId> {
    let speaks = |part: Part| match part {
        Part::Joint => true,
        Part::Agent | Part::Neighbour => !case.is_sealed(),
        Part::Recorder => false,
    };
    case.people.live().filter(|party| speaks(party.part)).map(|party| party.person.clone()).collect()
}

/// What tells a letter to somebody beside the sender from the sender's own.
pub(in crate::desk) fn suffix(seen: &Case) -> String {
    match seen.people.part_of(&seen.person) {
        Some(_) => format!(":{}", seen.person),
        None => String::new(),
    }
}

/// Words and buttons of a message that says nothing any more.
fn blank(text: String) -> Message {
    Message { text, ..Message::default() }
}
