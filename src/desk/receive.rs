//! What residents say in their private chat, and what becomes of it.

use super::incoming::Said;
use super::{Done, Outcome, Work};
use crate::case::command::Refusal;
use crate::case::{Case, State};
use crate::classify::Smalltalk;
use crate::id::CaseNumber;
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::store::PersonRow;
use crate::text::Language;

use super::Halt;

/// Words of the permanent keyboard, understood when typed too.
const KEYBOARD: &[&str] =
    &["keyboard-cases", "keyboard-nudge", "keyboard-visit", "keyboard-call", "keyboard-work"];

impl Work<'_> {
    /// A message in somebody's private chat: an answer to a prompt, a word of the keyboard, a command, or something to act on.
    pub(super) async fn private(&mut self, said: Said) -> Done<Outcome> {
        let Some(user) = said.user else { return Ok(Outcome::of("ignored")) };
        if self.tx.entry_by_source(said.chat, said.message_id).await?.is_some() {
            return Ok(Outcome::of("seen"));
        }
        if let Some(outcome) = self.answers_prompt(&said, user).await? {
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
        if let Some(number) = CaseNumber::parse(&text) {
            return self.show_case(&said, &person, number).await;
        }
        if let Some(case) = self.case_to_join(&said, &person).await? {
            return self.join(case, said, &person).await;
        }
        match self.rules.reader.read(&text).smalltalk {
            Some(smalltalk) if said.attachment.is_none() => self.small_talk(&said, &person, smalltalk).await,
            Some(_) | None => self.open(said, &person).await,
        }
    }

    /// The resident behind an account; a new one when unknown.
    pub(super) async fn person(&mut self, said: &Said, user: i64) -> Done<PersonRow> {
        if let Some(person) = self.tx.person_by_account(user).await? {
            if person.blocked {
                self.tx.set_blocked(&person.id, false).await?;
            }
            return Ok(person);
        }
        let language = Language::from_code(said.language.as_deref());
        Ok(self.tx.add_person(user, &said.name, language.code()).await?)
    }

    /// The case a message belongs to: the one it answers, its album's, one that waits for an answer, or the burst under way.
    async fn case_to_join(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Case>> {
        if let Some(reply_to) = said.reply_to {
            if let Some(case) = self.tx.post_at(said.chat, reply_to).await?.and_then(|post| post.case) {
                let case = self.load(&case).await?;
                return Ok(Some(case).filter(|case| case.person == person.id));
            }
            if let Some(entry) = self.tx.entry_by_source(said.chat, reply_to).await? {
                return Ok(Some(self.load(&entry.case).await?));
            }
        }
        if let Some(album) = &said.album {
            if let Some(case) = self.tx.case_of_album(said.chat, album).await? {
                return Ok(Some(self.load(&case).await?));
            }
        }
        for row in self.tx.cases_of_person(&person.id, true, 20).await? {
            let case = self.load(&row.id).await?;
            let bursting = case.state == State::Collecting && self.now < crate::case::timers::window_ends(&case, self.rules.window);
            if bursting || case.state == State::AwaitingResident {
                return Ok(Some(case));
            }
            if self.names_the_place(said, &case).await? {
                return Ok(Some(case));
            }
        }
        Ok(None)
    }

    /// The question which town it is can be answered in words too: a place and nothing else.
    async fn names_the_place(&mut self, said: &Said, case: &Case) -> Done<bool> {
        let reading = self.rules.reader.read(said.text.as_deref().unwrap_or_default());
        let only_a_place = reading.place.is_some() && reading.subjects.is_empty() && reading.accusations.is_empty();
        Ok(case.state == State::Registered && only_a_place && reading.danger.is_none() && self.asks_place(case).await?)
    }

    pub(super) async fn small_talk(&mut self, said: &Said, person: &PersonRow, smalltalk: Smalltalk) -> Done<Outcome> {
        let key = match smalltalk {
            Smalltalk::Greeting => "smalltalk-greeting",
            Smalltalk::Thanks => "smalltalk-thanks",
        };
        self.reply(said, person, key).await?;
        Ok(Outcome::of("smalltalk"))
    }

    /// A short answer in the resident's private chat, with the permanent keyboard.
    pub(super) async fn reply(&mut self, said: &Said, person: &PersonRow, key: &str) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let text = self.say(language, key, &[]);
        self.reply_text(said, person, text).await
    }

    pub(super) async fn reply_text(&mut self, said: &Said, person: &PersonRow, text: String) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let message = Message { text, keyboard: Some(self.keyboard(language)), ..Message::default() };
        let key = format!("reply:{}:{}", person.id, said.message_id);
        self.answer(Audience::Resident(person.id.clone()), message, key).await
    }

    /// 👌 on a message that joined: it was seen, without another message.
    pub(super) async fn thumb(&mut self, said: &Said, person: &PersonRow, case: &Case) -> Done<()> {
        let letter = Letter {
            to: Audience::Resident(person.id.clone()),
            act: Act::React { message_id: said.message_id.abs(), emoji: "👌".to_owned() },
            priority: Priority::Receipt,
            case: Some(case.id.clone()),
            key: format!("{}:seen:{}", case.id, said.message_id),
            sealed: case.is_sealed(),
        };
        self.post(letter).await
    }

    async fn command(&mut self, said: &Said, user: i64, command: &str) -> Done<Outcome> {
        let mut words = command.split_whitespace();
        let name = words.next().unwrap_or_default();
        let (name, addressed) = name.split_once('@').map_or((name, None), |(name, bot)| (name, Some(bot)));
        if addressed.is_some_and(|bot| !bot.eq_ignore_ascii_case(&self.rules.bot_name)) {
            return Ok(Outcome::of("ignored"));
        }
        let argument = words.collect::<Vec<_>>().join(" ");
        if let Some(token) = argument.strip_prefix("j-").filter(|_| name == "start") {
            return self.join_staff(said, user, token).await;
        }
        let person = self.person(said, user).await?;
        match name {
            "start" => self.started(said, &person).await?,
            "help" => self.reply(said, &person, "help").await?,
            "privacy" => self.reply(said, &person, "privacy").await?,
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

    /// Takes one case back: the one named, or the only one that is open.
    async fn withdraw(&mut self, said: &Said, person: &PersonRow, argument: &str) -> Done<Outcome> {
        let open = self.tx.cases_of_person(&person.id, true, 20).await?;
        let wanted = CaseNumber::parse(argument);
        let mut chosen = open.iter().filter(|row| wanted.is_none_or(|number| row.number == number));
        let (Some(row), None) = (chosen.next(), chosen.next()) else {
            self.reply(said, person, "withdraw-which").await?;
            return Ok(Outcome::of("command"));
        };
        let case = self.load(&row.id).await?;
        let actor = crate::case::event::Actor::Resident(person.id.clone());
        let case = self.perform(case, actor, crate::case::command::Command::Withdraw).await?;
        Ok(Outcome::about("withdrawn", &case.id))
    }

    /// A resident blocked the bot, or let it in again.
    pub(super) async fn blocked(&mut self, user: i64, blocked: bool) -> Done<Outcome> {
        if let Some(person) = self.tx.person_by_account(user).await? {
            self.tx.set_blocked(&person.id, blocked).await?;
        }
        Ok(Outcome::of(if blocked { "blocked" } else { "unblocked" }))
    }

    /// Turns a refusal into words for the person; lets faults through.
    pub(super) fn refusal_words(&self, refusal: &Refusal, language: Language) -> String {
        let facts = match refusal {
            Refusal::AlreadySigned { by, at } => {
                vec![("cadre", self.cadre_name(by)), ("time", crate::text::dates::day_and_time(&self.rules.texts, language, *at))]
            }
            Refusal::DangerTaken { by } => vec![("cadre", self.cadre_name(by))],
            Refusal::AlreadyDispatched { to } => vec![("unit", self.unit_name(to))],
            Refusal::AlreadyClosed
            | Refusal::NotSigned
            | Refusal::AlreadyAnswered
            | Refusal::NotAnswered
            | Refusal::NotDispatched
            | Refusal::PhotoNeeded
            | Refusal::Sealed
            | Refusal::NotSealed
            | Refusal::NothingChanges
            | Refusal::AlreadyNudged
            | Refusal::AnotherRound => Vec::new(),
        };
        self.say(language, refusal.text_key(), &facts)
    }
}

/// A refusal as a value, a fault as a fault.
pub(super) fn refused<T>(result: Done<T>) -> Result<Result<T, Refusal>, Halt> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Halt::Refused(refusal)) => Ok(Err(refusal)),
        Err(Halt::Fault(fault)) => Err(Halt::Fault(fault)),
    }
}
