//! 回访: somebody who had nothing to do with a case phones its sender, and puts down what was heard; and the question a
//! month later whether a repair still holds. What is heard on the phone is never the sender's own rating.

use std::collections::BTreeSet;

use super::act::case_of;
use super::answers::AnswerTap;
use super::incoming::{Press, Said};
use super::press::Pressed;
use super::tap::Tap;
use super::{Done, Outcome, Work};
use crate::case::answer::AnswerFact;
use crate::case::calendar::date_of;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::protect::by_day;
use crate::case::{Case, Grade, State};
use crate::id::CadreId;
use crate::notice::letter::{Act, Audience, Button, Message, Slot};
use crate::roster::Role;
use crate::store::TimerRow;
use crate::text::{Language, dates};

/// How many cases are shown at once, those that wait longest first.
const LIST: usize = 10;

impl Work<'_> {
    /// Those who phone: whoever holds the role, else the screeners.
    pub(super) fn callers(&self) -> Vec<CadreId> {
        let callers = self.county().with_role(Role::Callback);
        if callers.is_empty() { self.county().with_role(Role::Screener) } else { callers }
    }

    /// Whether a cadre may put down a call about this case: a caller who had nothing to do with it, nor their unit.
    pub(super) fn may_call(&self, case: &Case, cadre: &CadreId) -> bool {
        let Some(task) = &case.task else { return false };
        let theirs = [&task.cadre, &task.deputy, &task.acting].contains(&cadre);
        !theirs && !self.county().works_for(cadre, &task.unit) && self.callers().contains(cadre)
    }

    /// What has been answered and not been judged yet; for callers alone, anybody else hears of no such command.
    pub(super) async fn show_calls(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let Some(cadre) = self.staff(user).await?.filter(|cadre| self.callers().contains(cadre)) else {
            return Ok(None);
        };
        let mut shown = 0;
        for row in self.tx.cases_in_state(State::Answered.name()).await? {
            let case = case_of(&row)?;
            let waits = case.solved.is_none() && case.answers.heard.is_none() && !case.marks.frozen;
            if shown == LIST || !waits || !self.may_call(&case, &cadre) || self.is_excluded(&case, &cadre).await? {
                continue;
            }
            self.show_call(&case, &cadre, Some(said.message_id)).await?;
            shown += 1;
        }
        if shown == 0 {
            let message = self.message(self.say(Language::default(), "calls-none", &[]));
            self.answer(Audience::Cadre(cadre), message, format!("calls-none:{}", said.message_id)).await?;
        }
        Ok(Some(Outcome::of("listed")))
    }

    /// One case with its buttons: sent with the list, edited after each call.
    async fn show_call(&mut self, case: &Case, cadre: &CadreId, asked: Option<i64>) -> Done<()> {
        let to = Audience::Cadre(cadre.clone());
        let mut message = self.message(self.call_text(case));
        message.buttons = self.call_buttons(case, &to).await?;
        message.quiet = true;
        let slot = Slot(format!("call:{}:{}", case.id, case.round));
        let act = match asked {
            Some(_) => Act::Send { message, slot: Some(slot) },
            None => Act::Edit { slot, message, or_send: true },
        };
        let key = format!("{}:call:{}:{cadre}", case.id, asked.map_or_else(|| self.ids.hex(), |id| id.to_string()));
        self.post_privately(case, to, act, key).await
    }

    fn call_text(&self, case: &Case) -> String {
        let language = Language::default();
        let mut facts = self.facts(case, language);
        facts.extend(case.answered_at.map(|at| ("answered", dates::day(&self.rules.texts, language, at))));
        facts.extend(self.call_facts(case));
        let mut lines = vec![self.say(language, "call-line", &facts)];
        if !case.answers.calls.is_empty() {
            lines.push(self.say(language, "call-tried", &facts));
        }
        if let Some(solved) = case.answers.heard {
            let solved = self.say(language, if solved { "said-solved" } else { "said-unsolved" }, &[]);
            lines.push(self.say(language, "call-heard", &[("solved", solved)]));
        } else if case.answers.no_contact {
            lines.push(self.say(language, "call-no-contact", &[]));
        }
        lines.join("\n")
    }

    fn call_facts(&self, case: &Case) -> [(&'static str, String); 4] {
        let days: BTreeSet<_> = case.answers.calls.iter().map(|at| date_of(*at)).collect();
        let times = &self.rules.service.answers;
        [
            ("calls", case.answers.calls.len().to_string()),
            ("days", days.len().to_string()),
            ("least", times.call_attempts.to_string()),
            ("leastdays", times.call_days.to_string()),
        ]
    }

    async fn call_buttons(&mut self, case: &Case, to: &Audience) -> Done<Vec<Vec<Button>>> {
        if case.state != State::Answered || case.answers.heard.is_some() {
            return Ok(Vec::new());
        }
        let taps = [
            ("button-call-solved", AnswerTap::Heard(true)),
            ("button-call-unsolved", AnswerTap::Heard(false)),
            ("button-call-tried", AnswerTap::Tried),
            ("button-call-no-contact", AnswerTap::NoContact),
        ];
        let mut rows = Vec::new();
        for pair in taps.chunks(2) {
            let pair: Vec<(&str, Tap)> = pair.iter().map(|(label, tap)| (*label, Tap::Answer(tap.clone()))).collect();
            rows.extend(self.row(case, to, &pair).await?);
        }
        Ok(rows)
    }

    /// A call is put down.
    pub(super) async fn called(&mut self, press: &Press, cadre: &CadreId, case: Case, tap: AnswerTap) -> Done<Pressed> {
        let what = match tap {
            AnswerTap::Heard(true) => return self.ask_grade(press, cadre, &case).await,
            AnswerTap::Heard(false) => AnswerFact::CallHeard { solved: false, grade: None },
            AnswerTap::HeardGrade(grade) => AnswerFact::CallHeard { solved: true, grade },
            AnswerTap::NoContact if !self.was_called_enough(&case) => {
                let line = self.say(Language::default(), "call-too-few", &self.call_facts(&case));
                return Ok(Pressed::refusing("call_too_few", line));
            }
            AnswerTap::NoContact => AnswerFact::NoContact,
            _ => AnswerFact::CallTried,
        };
        let back = matches!(
            what,
            AnswerFact::CallHeard { solved: false, .. }
                | AnswerFact::CallHeard { grade: Some(Grade::Dissatisfied), .. }
        );
        let redo = back.then(|| self.redo(&case));
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Answer(what, redo)).await?;
        let case = self.screen_if_nobodys(case).await?;
        self.show_call(&case, cadre, None).await?;
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-call-noted", &[])))
    }

    /// Often enough, and on days enough: only then "nobody was reached" may be put down.
    fn was_called_enough(&self, case: &Case) -> bool {
        let days: BTreeSet<_> = case.answers.calls.iter().map(|at| date_of(*at)).collect();
        let times = &self.rules.service.answers;
        case.answers.calls.len() >= times.call_attempts as usize && days.len() >= times.call_days as usize
    }

    /// Solved, as heard: and how content?
    async fn ask_grade(&mut self, press: &Press, cadre: &CadreId, case: &Case) -> Done<Pressed> {
        self.allowed_now(case, &Tap::Answer(AnswerTap::Tried))?;
        let to = Audience::Cadre(cadre.clone());
        let mut message =
            self.message(format!("{}\n{}", self.call_text(case), self.say(Language::default(), "call-ask-grade", &[])));
        let taps: Vec<(&str, Tap)> = [
            ("grade-satisfied", Some(Grade::Satisfied)),
            ("grade-mostly", Some(Grade::Mostly)),
            ("grade-dissatisfied", Some(Grade::Dissatisfied)),
            ("button-call-no-grade", None),
        ]
        .into_iter()
        .map(|(label, grade)| (label, Tap::Answer(AnswerTap::HeardGrade(grade))))
        .collect();
        for pair in taps.chunks(2) {
            message.buttons.extend(self.row(case, &to, pair).await?);
        }
        let slot = Slot(format!("call:{}:{}", case.id, case.round));
        let key = format!("{}:call-grade:{}", case.id, press.id);
        self.post_privately(case, to, Act::Edit { slot, message, or_send: true }, key).await?;
        Ok(Pressed::quietly("asked"))
    }

    /// A month later the sender of a repair is asked whether it still holds: once, by day, without a sound.
    pub(super) async fn ask_again(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let day = by_day(self.now);
        if day != self.now {
            self.tx.set_timer(&TimerRow { due: day, ..timer.clone() }).await?;
            return Ok(());
        }
        if !self.photo_needed(&case) {
            return Ok(());
        }
        self.perform(case, Actor::Machine, Command::Answer(AnswerFact::AskedAgain, None)).await?;
        Ok(())
    }

    /// The question itself.
    pub(super) async fn tell_ask_again(&mut self, case: &Case) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let to = Audience::Resident(case.person.clone());
        let mut row = Vec::new();
        for (label, tap) in [("button-still-fine", AnswerTap::StillFine), ("button-broke", AnswerTap::Broke)] {
            row.push(self.labelled(&to, &case.id, language, (label, Tap::Answer(tap))).await?);
        }
        let text = self.say(language, "ask-again", &self.facts(case, language));
        let message = Message { text, buttons: vec![row], quiet: true, ..Message::default() };
        let key = format!("{}:ask-again:{}", case.id, case.round);
        self.post_privately(case, to, Act::Send { message, slot: None }, key).await
    }
}
