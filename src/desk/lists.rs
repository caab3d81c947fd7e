//! 我的事 for residents, 我的活 for cadres, and the words of the permanent keyboard.

use super::incoming::Said;
use super::tap::{Asking, Tap};
use super::{Done, Outcome, Work};
use crate::case::calendar::date_of;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, State};
use crate::id::{CadreId, CaseNumber};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::store::{PersonRow, Which};
use crate::text::Language;

/// How many cases a list shows at most.
const LIST: u32 = 10;

impl Work<'_> {
    /// A word of the permanent keyboard, pressed or typed.
    pub(super) async fn keyboard_word(&mut self, said: &Said, person: &PersonRow, key: &str) -> Done<Outcome> {
        match key {
            "keyboard-work" => self.my_work(said, person).await,
            "keyboard-cases" => self.my_cases(said, person).await,
            "keyboard-nudge" => self.ask_of_case(said, person, Asking::Nudge).await,
            "keyboard-visit" => self.ask_of_case(said, person, Asking::Visit).await,
            _ => self.ask_of_case(said, person, Asking::Call).await,
        }
    }

    /// Each case with who has it, since when, what is next and by when.
    async fn my_cases(&mut self, said: &Said, person: &PersonRow) -> Done<Outcome> {
        let language = Language::from_code(Some(&person.language));
        let mut blocks = Vec::new();
        let mut rows = self.tx.cases_of_person(&person.id, Which::All, LIST).await?;
        rows.extend(self.tx.cases_shared_with(&person.id, LIST).await?);
        rows.sort_by_key(|row| std::cmp::Reverse(row.updated_at));
        for row in rows.into_iter().take(LIST as usize) {
            let case = self.load(&row.id).await?;
            blocks.extend(self.shown_case(&case, person, language).await?);
        }
        let text = if blocks.is_empty() { self.say(language, "no-cases", &[]) } else { blocks.join("\n\n") };
        self.reply_text(said, person, text).await?;
        Ok(Outcome::of("listed"))
    }

    pub(super) async fn case_block(&mut self, case: &Case, language: Language) -> Done<String> {
        let case = &self.face_of(case).await?;
        let status = self.status_text(case, language).await?;
        let facts = self.facts(case, language);
        Ok(format!("{status}\n{}", self.say(language, "case-since", &facts)))
    }

    /// One case by its number, if it is the asker's; any other number is answered like one that does not exist.
    pub(super) async fn show_case(&mut self, said: &Said, person: &PersonRow, number: CaseNumber) -> Done<Outcome> {
        let language = Language::from_code(Some(&person.language));
        let mut text = self.say(language, "number-unknown", &[("number", number.to_string())]);
        // The work is the same whether there is such a case or not; only the owner's goes on from here.
        let near = self.tx.case_at_or_near(number).await?.map(|row| super::act::case_of(&row)).transpose()?;
        let mut theirs = None;
        if let Some(case) = &near {
            self.tx.exclusion(&case.id).await?;
            theirs = self.shown_case(case, person, language).await?;
        }
        match (near.filter(|case| case.number == number), theirs) {
            (Some(case), Some(shown)) => {
                text = shown;
                let own = self.voices.get(&case.id) == Some(&case.person) && !case.people.waits_for_claim();
                if let Some(reads) = self.reads_line(&case, language).await?.filter(|_| own) {
                    text = format!("{text}\n{reads}");
                }
            }
            (other, _) => self.note_attempt(said, other.as_ref().map(|case| &case.id), "number").await?,
        }
        self.reply_text(said, person, text).await?;
        Ok(Outcome::of("shown"))
    }

    /// 催一下, 请人上门, 给我回电: about the one case somebody works on; with several the resident says which.
    async fn ask_of_case(&mut self, said: &Said, person: &PersonRow, asking: Asking) -> Done<Outcome> {
        let mut open = Vec::new();
        for case in self.cases_of(person, true).await? {
            if self.face_of(&case).await?.state.is_being_worked_on() {
                open.push(case);
            }
        }
        if open.len() > 1 {
            let choices = open.into_iter().map(|case| (case, Tap::AskFor(asking))).collect();
            self.ask_which(said, person, "which-case", choices).await?;
            return Ok(Outcome::of("asked_which"));
        }
        let Some(case) = open.pop() else {
            self.reply(said, person, "no-open-case").await?;
            return Ok(Outcome::of("asked_nothing"));
        };
        let id = case.id.clone();
        let text = self.ask_for(case, asking).await?;
        self.reply_text(said, person, text).await?;
        Ok(Outcome::about("asked", &id))
    }

    /// Passes the wish on, once a day, and says so.
    pub(super) async fn ask_for(&mut self, case: Case, asking: Asking) -> Done<String> {
        let me = self.voice(&case);
        let language = self.language_of(&me).await?;
        let asked = case.asked_by(&me);
        let today = |at: Option<crate::id::Moment>| at.is_some_and(|at| date_of(at) == self.today());
        let (command, key) = match asking {
            Asking::Nudge if case.is_person_looked_for() && !case.is_kept_apart() => {
                (Command::Nudge { counted_today: today(asked.nudge) }, "nudge-person")
            }
            Asking::Nudge => (Command::Nudge { counted_today: today(asked.nudge) }, "nudge-passed-on"),
            Asking::Visit => (Command::AskVisit { asked_today: today(asked.visit) }, "visit-passed-on"),
            Asking::Call => (Command::AskCall { asked_today: today(asked.call) }, "call-passed-on"),
        };
        let actor = Actor::Resident(me.clone());
        let attempt = self.attempt().await?;
        let result = match case.state {
            State::Merged => self.wish_merged(case.clone(), (command, asking)).await,
            _ => self.perform(case.clone(), actor, command).await,
        };
        Ok(match self.settle(attempt, result).await? {
            Ok(case) => {
                let case = self.owe_wish(case, asking).await?;
                let passed_on = self.say(language, key, &self.facts(&case, language));
                match self.wish_due(&case, asking, language) {
                    Some(due) => format!("{passed_on}{}", self.say(language, "wish-due", &[("due", due)])),
                    None => passed_on,
                }
            }
            Err(refusal) => {
                format!(
                    "{}\n{}",
                    self.refusal_words(&refusal, language),
                    self.case_block(&case.seen_by(&me), language).await?
                )
            }
        })
    }

    /// A cadre's open work by due date, each with its primary button; residents have no such list.
    async fn my_work(&mut self, said: &Said, person: &PersonRow) -> Done<Outcome> {
        let user = said.user.unwrap_or_default();
        let Some(cadre) = self.staff(user).await? else {
            self.reply(said, person, "unknown-command").await?;
            return Ok(Outcome::of("not_staff"));
        };
        let mut shown = 0;
        let rows = self.tx.cases_of_cadre(&cadre).await?;
        let mut cases = rows.iter().map(super::act::case_of).collect::<Result<Vec<Case>, _>>()?;
        cases.sort_by_key(super::pressing::order);
        for case in cases {
            if case.is_sealed() || !case.state.is_being_worked_on() || self.is_excluded(&case, &cadre).await? {
                continue;
            }
            if self.is_suspended(&case, &cadre).await? {
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
        let line = self.say(Language::default(), key, &facts);
        let mut message = self.message(format!("{line}{}", self.pressing_tail(case)));
        let taps = [super::card::primary(case), ("button-read", Tap::Read)];
        message.buttons = self.row(case, &to, &taps).await?;
        message.quiet = true;
        let key = format!("{}:work:{}", case.id, said.message_id);
        let act = Act::Send { message, slot: None };
        self.post(Letter { to, act, priority: Priority::Receipt, case: Some(case.id.clone()), key, sealed: false })
            .await
    }
}
