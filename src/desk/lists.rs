//! 我的事 for residents, 我的活 for cadres, and the words of the permanent keyboard.

use super::incoming::Said;
use super::receive::refused;
use super::{Done, Outcome, Work};
use crate::case::calendar::date_of;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, State};
use crate::id::{CadreId, CaseNumber};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::store::PersonRow;
use crate::text::Language;

/// How many cases a list shows at most.
const LIST: u32 = 10;

impl Work<'_> {
    /// A word of the permanent keyboard, pressed or typed.
    pub(super) async fn keyboard_word(&mut self, said: &Said, person: &PersonRow, key: &str) -> Done<Outcome> {
        match key {
            "keyboard-work" => self.my_work(said, person).await,
            "keyboard-cases" => self.my_cases(said, person).await,
            "keyboard-nudge" => self.ask_of_latest(said, person, Asking::Nudge).await,
            "keyboard-visit" => self.ask_of_latest(said, person, Asking::Visit).await,
            _ => self.ask_of_latest(said, person, Asking::Call).await,
        }
    }

    /// Each case with who has it, since when, what is next and by when.
    async fn my_cases(&mut self, said: &Said, person: &PersonRow) -> Done<Outcome> {
        let language = Language::from_code(Some(&person.language));
        let mut blocks = Vec::new();
        for row in self.tx.cases_of_person(&person.id, false, LIST).await? {
            let case = self.load(&row.id).await?;
            blocks.push(self.case_block(&case, language).await?);
        }
        let text = if blocks.is_empty() { self.say(language, "no-cases", &[]) } else { blocks.join("\n\n") };
        self.reply_text(said, person, text).await?;
        Ok(Outcome::of("listed"))
    }

    async fn case_block(&mut self, case: &Case, language: Language) -> Done<String> {
        let status = self.status_text(case, language).await?;
        let facts = self.facts(case, language);
        Ok(format!("{status}\n{}", self.say(language, "case-since", &facts)))
    }

    /// One case by its number, if it is the asker's; any other number is answered like one that does not exist.
    pub(super) async fn show_case(&mut self, said: &Said, person: &PersonRow, number: CaseNumber) -> Done<Outcome> {
        let language = Language::from_code(Some(&person.language));
        let mut text = self.say(language, "number-unknown", &[("number", number.to_string())]);
        if let Some(id) = self.tx.case_by_number(number).await? {
            let case = self.load(&id).await?;
            if case.person == person.id {
                text = self.case_block(&case, language).await?;
            }
        }
        self.reply_text(said, person, text).await?;
        Ok(Outcome::of("shown"))
    }

    /// 催一下, 请人上门, 给我回电: about the latest open case.
    async fn ask_of_latest(&mut self, said: &Said, person: &PersonRow, asking: Asking) -> Done<Outcome> {
        let language = Language::from_code(Some(&person.language));
        let Some(row) = self.tx.cases_of_person(&person.id, true, 1).await?.into_iter().next() else {
            self.reply(said, person, "no-open-case").await?;
            return Ok(Outcome::of("asked_nothing"));
        };
        let case = self.load(&row.id).await?;
        let id = case.id.clone();
        let counted_today = case.nudged_at.is_some_and(|at| date_of(at) == self.today());
        let (command, key) = match asking {
            Asking::Nudge => (Command::Nudge { counted_today }, "nudge-passed-on"),
            Asking::Visit => (Command::AskVisit, "visit-passed-on"),
            Asking::Call => (Command::AskCall, "call-passed-on"),
        };
        let actor = Actor::Resident(person.id.clone());
        let text = match refused(self.perform(case.clone(), actor, command).await)? {
            Ok(case) => self.say(language, key, &self.facts(&case, language)),
            Err(refusal) => format!("{}\n{}", self.refusal_words(&refusal, language), self.case_block(&case, language).await?),
        };
        self.reply_text(said, person, text).await?;
        Ok(Outcome::about("asked", &id))
    }

    /// A cadre's open work by due date, each with its primary button; residents have no such list.
    async fn my_work(&mut self, said: &Said, person: &PersonRow) -> Done<Outcome> {
        let user = said.user.unwrap_or_default();
        let Some(cadre) = self.tx.cadre_by_account(user).await? else {
            self.reply(said, person, "unknown-command").await?;
            return Ok(Outcome::of("not_staff"));
        };
        let mut shown = 0;
        for row in self.tx.cases_of_cadre(&cadre).await? {
            let case = self.load(&row.id).await?;
            if case.is_sealed() || !case.state.is_being_worked_on() || self.is_excluded(&case, &cadre).await? {
                continue;
            }
            if shown == LIST {
                break;
            }
            self.work_line(said, &cadre, &case).await?;
            shown += 1;
        }
        if shown == 0 {
            let text = self.say(Language::default(), "no-work", &[]);
            let message = Message { text, ..Message::default() };
            let key = format!("no-work:{cadre}:{}", said.message_id);
            self.answer(Audience::Cadre(cadre), message, key).await?;
        }
        Ok(Outcome::of("listed"))
    }

    async fn work_line(&mut self, said: &Said, cadre: &CadreId, case: &Case) -> Done<()> {
        let to = Audience::Cadre(cadre.clone());
        let facts = self.facts(case, Language::default());
        let key = if case.state == State::Dispatched { "work-line-sign" } else { "work-line" };
        let mut message = self.message(self.say(Language::default(), key, &facts));
        let taps = [super::card::primary(case), ("button-read", super::tap::Tap::Read)];
        message.buttons = self.row(case, &to, &taps).await?;
        message.quiet = true;
        let key = format!("{}:work:{}", case.id, said.message_id);
        let act = Act::Send { message, slot: None };
        self.post(Letter { to, act, priority: Priority::Receipt, case: Some(case.id.clone()), key, sealed: false }).await
    }
}

#[derive(Clone, Copy)]
enum Asking {
    Nudge,
    Visit,
    Call,
}
