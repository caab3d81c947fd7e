//! What residents say in their private chat, and what becomes of it.

use std::collections::BTreeMap;

use super::flood::Flood;
use super::incoming::Said;
use super::{Done, Outcome, Touched, Work};
use crate::case::command::Refusal;
use crate::case::{Case, Grade, State};
use crate::id::{CaseId, CaseNumber};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::store::PersonRow;
use crate::text::Language;

use super::Halt;
use super::naming::TYPED;
use super::tap::Tap;
use crate::case::timers::window_ends;

/// Words under an answer, understood when typed too.
const VERDICTS: &[&str] =
    &["button-solved", "button-unsolved", "grade-satisfied", "grade-mostly", "grade-dissatisfied"];

/// Words of the permanent keyboard, understood when typed too.
pub(super) const KEYBOARD: &[&str] =
    &["keyboard-cases", "keyboard-nudge", "keyboard-visit", "keyboard-call", "keyboard-work"];

impl Work<'_> {
    /// A message in somebody's private chat: an answer to a prompt, a word of the keyboard, a command, or something to act on.
    pub(super) async fn private(&mut self, said: Said) -> Done<Outcome> {
        let Some(user) = said.user else { return Ok(Outcome::of("ignored")) };
        if let Some(source) = self.tx.entry_by_source(said.chat, said.message_id).await? {
            return self.seen_before(&said, &source).await;
        }
        if let Some(outcome) = self.answers_prompt(&said, user).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.behalf_words(&said, user)).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.numbers_in_private(&said, user)).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.asks_leave_out(&said, user)).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.asks_hot(&said, user)).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.forum_words(&said, user)).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.asks_to_join(&said, user)).await? {
            return Ok(outcome);
        }
        let text = said.text.clone().unwrap_or_default();
        if let Some(command) = text.strip_prefix('/').filter(|_| said.attachment.is_none()) {
            return self.command(&said, user, command).await;
        }
        let person = self.person(&said, user).await?;
        if let Some(key) = self.rules.texts.recognise(&text, KEYBOARD) {
            return self.keyboard_word(&said, &person, key).await;
        }
        if let Some(outcome) = Box::pin(self.of_people(&said, &person)).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = self.about_those_above(&said, &person).await? {
            return Ok(outcome);
        }
        Box::pin(self.matter(said, &person)).await
    }

    /// A matter of somebody's: what it joins, or a case of its own.
    pub(super) async fn matter(&mut self, said: Said, person: &PersonRow) -> Done<Outcome> {
        let text = said.text.clone().unwrap_or_default();
        if self.rules.texts.recognise(&text, TYPED).is_some() {
            return self.anonymous(&said, person).await;
        }
        let replied = self.replied_case(&said, person).await?;
        if let Some(outcome) = Box::pin(self.damage_listed(&said, person, replied.as_ref())).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = self.typed_trouble(&said, person, replied.as_ref()).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = self.typed_review(&said, person, replied.as_ref()).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.typed_meant(&said, person)).await? {
            return Ok(outcome);
        }
        let waiting = match &replied {
            Some(_) => None,
            None => self.asked_case(&said, person).await?,
        };
        let number = self.number_in(&text).filter(|_| replied.is_none());
        if let Some(number) = number
            && (waiting.is_none() || self.owns(person, number).await?)
        {
            return self.show_case(&said, person, number).await;
        }
        if waiting.is_none()
            && let Some(outcome) = self.typed_verdict(&said, person, &text, replied.as_ref()).await?
        {
            return Ok(outcome);
        }
        if waiting.is_none()
            && let Some(outcome) = Box::pin(self.about_concluded(&said, person, replied.as_ref())).await?
        {
            return Ok(outcome);
        }
        let joins = match replied.or(waiting) {
            Some(case) => Some(case),
            None => self.burst_case(&said, person).await?,
        };
        let joins = match joins {
            Some(case) => Some(case),
            None => self.case_to_meet_about(person, &self.read(&text)).await?,
        };
        if let Some(case) = joins {
            return Box::pin(self.join(case, said, person)).await;
        }
        if let Some(outcome) = Box::pin(self.said_again(&said, person)).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = self.asks_who(&said, person).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = self.wishes_somebody_away(&said, person).await? {
            return Ok(outcome);
        }
        match self.read(&text).smalltalk {
            Some(smalltalk) if said.attachment.is_none() => self.small_talk(&said, person, smalltalk).await,
            Some(_) | None => Box::pin(self.open(said, person)).await,
        }
    }

    /// The resident behind an account; a new one when unknown.
    pub(super) async fn person(&mut self, said: &Said, user: i64) -> Done<PersonRow> {
        if let Some(person) = self.tx.person_by_account(user).await? {
            return Ok(person);
        }
        let language = Language::from_code(said.language.as_deref());
        Ok(self.tx.add_person(user, &said.name, language.code()).await?)
    }

    /// The case whose album goes on, or that a message answers.
    async fn replied_case(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Case>> {
        let mut id = None;
        if let Some(album) = &said.album {
            id = self.tx.case_of_album(said.chat, album).await?;
        }
        if let Some(reply_to) = said.reply_to.filter(|_| id.is_none()) {
            id = self.tx.post_at(said.chat, reply_to).await?.and_then(|post| post.case);
            if id.is_none() {
                id = self.tx.entry_by_source(said.chat, reply_to).await?.map(|entry| entry.case);
            }
        }
        let Some(id) = id else { return Ok(None) };
        let case = self.load(&id).await?;
        Ok(if self.is_theirs(&case, person).await? { Some(case) } else { None })
    }

    /// The case in which the resident has been asked something.
    pub(super) async fn asked_case(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Case>> {
        let cases = self.cases_of(person, true).await?;
        let open = |case: &Case| case.state == State::Collecting && self.now < window_ends(case, self.rules.window);
        let bursting = cases.iter().any(open);
        for case in cases {
            let seen = self.face_of(&case).await?;
            // Whoever is in the middle of telling something goes on with that.
            let asked = seen.marks.asked && seen.state.is_being_worked_on() && !(bursting && case.danger.is_some());
            // Of what nobody could place, whatever is answered is the answer to whoever screens it.
            let screened =
                seen.state == State::Registered && !seen.is_kept_apart() && seen.marks.call_asked_at.is_none();
            let unplaced = screened && seen.subject.is_none() && seen.danger.is_none();
            if asked && (seen.face.is_to_be_said_again() || unplaced || !self.is_another_matter(said, &seen)) {
                return Ok(Some(case));
            }
        }
        Ok(None)
    }

    /// The burst under way, a case of danger that has just begun, or one that only lacks the place this message names.
    async fn burst_case(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Case>> {
        let minutes = i64::from(self.rules.service.emergency_confirm_minutes);
        let cases = self.cases_of(person, true).await?;
        let reading = self.read(said.text.as_deref().unwrap_or_default());
        for case in &cases {
            let open = case.state == State::Collecting && self.now < window_ends(case, self.rules.window);
            let bursting = open && !self.is_another(case, &reading);
            let fresh = case.danger.is_some() && self.now < case.last_joined.plus_s(minutes * 60);
            let alarmed = fresh && case.state.is_being_worked_on() && !self.is_another_matter(said, case);
            if bursting || alarmed || self.completes_alarm(said, case) || self.names_the_place(said, case).await? {
                return Ok(Some(case.clone()));
            }
        }
        Ok(self.alarm_that_goes_on(said, cases))
    }

    /// The number a message consists of, also after 查.
    fn number_in(&self, text: &str) -> Option<CaseNumber> {
        let asked = Language::ALL.iter().find_map(|language| {
            let word = self.say(*language, "typed-look", &[]);
            text.trim().strip_prefix(word.as_str()).map(str::to_owned)
        });
        CaseNumber::parse(asked.as_deref().unwrap_or(text))
    }

    /// While a question is open, a message that clearly is about something else is not taken for its answer.
    pub(super) fn is_another_matter(&self, said: &Said, case: &Case) -> bool {
        let reading = self.read(said.text.as_deref().unwrap_or_default());
        let sure = reading.subjects.first().filter(|guess| guess.confidence >= self.threshold());
        // Who it was, said after a tap on the button, belongs to the note; a lamp does not.
        let of_the_note = case.marks.care.is_note() && self.accuses(&reading);
        !of_the_note && sure.is_some_and(|guess| case.subject.as_ref() != Some(&guess.subject))
    }

    /// 已解决, 未解决, 满意 … typed instead of pressed: about the answer replied to, or the one that waits for a word.
    async fn typed_verdict(
        &mut self,
        said: &Said,
        person: &PersonRow,
        text: &str,
        replied: Option<&Case>,
    ) -> Done<Option<Outcome>> {
        let Some(key) = self.rules.texts.recognise(text, VERDICTS) else { return Ok(None) };
        let Some((case, round)) = self.waits_for_a_word(person, replied).await? else { return Ok(None) };
        let id = case.id.clone();
        let attempt = self.attempt().await?;
        let result = match key {
            "button-solved" => self.solved(case, true, round).await,
            "button-unsolved" => self.solved(case, false, round).await,
            "grade-satisfied" => self.rated(case, Grade::Satisfied, round).await,
            "grade-mostly" => self.rated(case, Grade::Mostly, round).await,
            _ => self.rated(case, Grade::Dissatisfied, round).await,
        };
        let language = Language::from_code(Some(&person.language));
        let text = match self.settle(attempt, result).await? {
            Ok(_) => self.say(language, "press-noted", &[]),
            Err(refusal) => self.refusal_words(&refusal, language),
        };
        if self.spared(said).await? {
            return Ok(Some(Outcome::about("verdict", &id)));
        }
        self.reply_text(said, person, text).await?;
        Ok(Some(Outcome::about("verdict", &id)))
    }

    /// The answer a typed word is about, and of which round: the one replied to, or the latest.
    async fn waits_for_a_word(&mut self, person: &PersonRow, replied: Option<&Case>) -> Done<Option<(Case, u32)>> {
        let cases = match replied {
            Some(case) => vec![case.clone()],
            None => self.judged_first(person).await?,
        };
        for case in cases {
            let seen = self.face_of(&case).await?;
            if matches!(seen.state, State::Answered | State::Closed) && seen.answered_at.is_some() {
                return Ok(Some((case, seen.round)));
            }
        }
        Ok(None)
    }

    /// The question which town it is can be answered in words too: a place and nothing else.
    async fn names_the_place(&mut self, said: &Said, case: &Case) -> Done<bool> {
        if case.state != State::Registered || case.place.is_some() {
            return Ok(false);
        }
        let reading = self.read(said.text.as_deref().unwrap_or_default());
        let only_a_place = reading.place.is_some() && reading.subjects.is_empty() && reading.accusations.is_empty();
        Ok(case.state == State::Registered && only_a_place && reading.danger.is_none() && self.asks_place(case).await?)
    }

    /// A short answer in the resident's private chat, with the permanent keyboard.
    pub(super) async fn reply(&mut self, said: &Said, person: &PersonRow, key: &str) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let text = self.say(language, key, &[]);
        self.reply_text(said, person, text).await
    }

    pub(super) async fn reply_text(&mut self, said: &Said, person: &PersonRow, text: String) -> Done<()> {
        if self.spared_asking(said).await? {
            return Ok(());
        }
        let language = Language::from_code(Some(&person.language));
        let mut keyboard = self.keyboard(language);
        if self.staff(said.user.unwrap_or_default()).await?.is_some() {
            keyboard.push(vec![self.say(language, "keyboard-work", &[])]);
        }
        let message = Message { text, keyboard: Some(keyboard), ..Message::default() };
        let key = format!("reply:{}:{}", person.id, said.message_id);
        self.answer(Audience::Resident(person.id.clone()), message, key).await
    }

    /// 👌 on a message that joined: it was seen, without another message.
    pub(super) async fn thumb(&mut self, said: &Said, case: &Case) -> Done<()> {
        if self.spared(said).await? {
            return Ok(());
        }
        let letter = Letter {
            to: Audience::Resident(self.voice(case)),
            act: Act::React { message_id: said.message_id.abs(), emoji: "👌".to_owned() },
            priority: Priority::Receipt,
            case: Some(case.id.clone()),
            key: format!("{}:seen:{}", case.id, said.message_id),
            sealed: case.is_sealed(),
        };
        self.post(letter).await
    }

    async fn command(&mut self, said: &Said, user: i64, command: &str) -> Done<Outcome> {
        // The name stands right behind the slash; "/ withdraw" is none.
        let (name, argument) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let (name, addressed) = name.split_once('@').map_or((name, None), |(name, bot)| (name, Some(bot)));
        if addressed.is_some_and(|bot| !bot.eq_ignore_ascii_case(&self.rules.bot_name)) {
            return Ok(Outcome::of("ignored"));
        }
        let argument = argument.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(token) = argument.strip_prefix("j-").filter(|_| name == "start") {
            return self.join_staff(said, user, token).await;
        }
        if let Some(code) = argument.strip_prefix("c-").filter(|_| name == "start") {
            return Box::pin(self.opens_link(said, user, code)).await;
        }
        if name == "behalf"
            && let Some(outcome) = self.asks_behalf(said, user).await?
        {
            return Ok(outcome);
        }
        if let Some(outcome) = self.asks_reload(said, user).await? {
            return Ok(outcome);
        }
        if name == "calls"
            && let Some(outcome) = self.show_calls(said, user).await?
        {
            return Ok(outcome);
        }
        if name == "attempts"
            && let Some(outcome) = self.show_attempts(said, user).await?
        {
            return Ok(outcome);
        }
        if name == "spotcheck"
            && let Some(outcome) = Box::pin(self.asks_spot_check(said, user)).await?
        {
            return Ok(outcome);
        }
        let person = self.person(said, user).await?;
        match name {
            "start" => self.started(said, &person).await?,
            "help" => self.help(said, &person).await?,
            "privacy" => Box::pin(self.show_privacy(said, &person)).await?,
            "mydata" => return Box::pin(self.my_data(said, &person)).await,
            "forget" => return Box::pin(self.ask_forget(said, &person)).await,
            "anonymous" => return self.anonymous(said, &person).await,
            "language" => self.switch_language(said, person).await?,
            "new" => self.reply(said, &person, "say-it").await?,
            "mycases" => return self.keyboard_word(said, &person, "keyboard-cases").await,
            "nudge" => return self.keyboard_word(said, &person, "keyboard-nudge").await,
            "work" => return self.keyboard_word(said, &person, "keyboard-work").await,
            "status" => match CaseNumber::parse(&argument) {
                Some(number) => return self.show_case(said, &person, number).await,
                None => return self.keyboard_word(said, &person, "keyboard-cases").await,
            },
            "withdraw" => return self.withdraw(said, &person, &argument).await,
            _ => self.reply(said, &person, "unknown-command").await?,
        }
        Ok(Outcome::of("command"))
    }

    async fn started(&mut self, said: &Said, person: &PersonRow) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let county = self.county().name.clone();
        let text = self.say(language, "welcome", &[("county", county)]);
        self.reply_text(said, person, text).await
    }

    async fn switch_language(&mut self, said: &Said, person: PersonRow) -> Done<()> {
        let other = match Language::from_code(Some(&person.language)) {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        self.tx.set_language(&person.id, other.code()).await?;
        let person = PersonRow { language: other.code().to_owned(), ..person };
        self.reply(said, &person, "language-switched").await
    }

    /// Taking back is asked once more, with a button for each case that is open (or the one named).
    async fn withdraw(&mut self, said: &Said, person: &PersonRow, argument: &str) -> Done<Outcome> {
        let wanted = CaseNumber::parse(argument);
        let mut open = self.cases_of(person, true).await?;
        open.retain(|case| wanted.is_none_or(|number| case.number == number));
        open.retain(|case| self.may_speak(case, &self.voice(case), &Tap::Withdraw));
        if open.is_empty() {
            self.reply(said, person, "no-open-case").await?;
            return Ok(Outcome::of("command"));
        }
        self.ask_which(said, person, "withdraw-which", open.into_iter().map(|case| (case, Tap::Withdraw)).collect())
            .await?;
        Ok(Outcome::of("command"))
    }

    /// A question with one button for each case; in a flood once a minute, for whoever means to take something back.
    pub(super) async fn ask_which(
        &mut self,
        said: &Said,
        person: &PersonRow,
        key: &str,
        choices: Vec<(Case, Tap)>,
    ) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let mut message = self.message(self.say(language, key, &[]));
        for (case, tap) in choices {
            let to = Audience::Resident(self.voice(&case));
            let label = self.say(language, "button-case", &self.facts(&case, language));
            message.buttons.push(vec![self.button(&to, Some(&case.id), label, tap).await?]);
        }
        let once = match self.flood {
            Flood::None => said.message_id.to_string(),
            Flood::Told | Flood::Quiet => format!("{key}:{}", self.minute()),
        };
        self.answer(Audience::Resident(person.id.clone()), message, format!("which:{}:{once}", person.id)).await
    }

    /// Turns a refusal into words for the person; lets faults through.
    pub(super) fn refusal_words(&self, refusal: &Refusal, language: Language) -> String {
        let facts = match refusal {
            Refusal::AlreadySigned { by, at } => {
                vec![
                    ("cadre", self.cadre_name(by)),
                    ("time", crate::text::dates::day_and_time(&self.rules.texts, language, *at)),
                ]
            }
            Refusal::DangerTaken { by } => vec![("cadre", self.cadre_name(by))],
            Refusal::Review(no) => self.no_facts(no, language),
            Refusal::AlreadyDispatched { to } => vec![("unit", self.unit_name(to))],
            Refusal::PromisesOpen { count } | Refusal::HelpersOpen { count } => vec![("count", count.to_string())],
            Refusal::AlreadyHelping { unit } => vec![("unit", self.unit_name(unit))],
            Refusal::AlreadyClosed
            | Refusal::Linked(_)
            | Refusal::NotHelping
            | Refusal::OutcomeMissing
            | Refusal::StillWaiting
            | Refusal::NoLeave
            | Refusal::NotSigned
            | Refusal::AlreadyAnswered
            | Refusal::NotAnswered
            | Refusal::NotDispatched
            | Refusal::PhotoNeeded
            | Refusal::Sealed
            | Refusal::NotSealed
            | Refusal::NothingChanges
            | Refusal::AlreadyNudged
            | Refusal::WindowOver
            | Refusal::Frozen
            | Refusal::NotSupervised
            | Refusal::EvidenceNeeded
            | Refusal::NotTheirWord
            | Refusal::AnotherRound => Vec::new(),
        };
        self.say(language, refusal.text_key(), &facts)
    }
}

impl Work<'_> {
    /// Before something that may be refused half-way; [`Work::settle`] undoes the half.
    pub(super) async fn attempt(&mut self) -> Done<Attempt> {
        self.tx.mark().await?;
        Ok(Attempt(self.touched.clone()))
    }

    /// A refusal leaves no trace of what was begun, and comes back as a value.
    pub(super) async fn settle<T>(&mut self, attempt: Attempt, result: Done<T>) -> Result<Result<T, Refusal>, Halt> {
        let result = refused(result)?;
        if result.is_err() {
            self.tx.go_back().await?;
            self.touched = attempt.0;
            self.memo.forget_cases();
        }
        Ok(result)
    }
}

/// What had been touched before an attempt.
pub(super) struct Attempt(BTreeMap<CaseId, Touched>);

/// A refusal as a value, a fault as a fault.
fn refused<T>(result: Done<T>) -> Result<Result<T, Refusal>, Halt> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Halt::Refused(refusal)) => Ok(Err(refusal)),
        Err(Halt::Fault(fault)) => Err(Halt::Fault(fault)),
    }
}
