//! 剔除: a unit asks that a case be left out of its rates, with a ground from a closed list and with what shows it; somebody
//! of another unit decides. The sender is told, the course of the case stays as it is, and it can be taken back.

use serde::{Deserialize, Serialize};

use super::approvals::Subject;
use super::incoming::Said;
use super::press::Pressed;
use super::tap::Tap;
use super::words::Reply;
use super::{Done, Outcome, Work};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::case::numbers::{Ground, NumbersFact};
use crate::case::protect::TwoPersonAct;
use crate::id::{CadreId, CaseNumber};
use crate::notice::letter::{Act, Audience, Message};
use crate::roster::Action;
use crate::text::Language;

/// What the buttons about figures do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NumbersTap {
    /// Leave it out on this ground: asks for what shows it.
    LeaveOut(Ground),
    /// 恢复计入.
    CountAgain,
}

impl Work<'_> {
    /// 剔除 and a number, in private: of a case of their own unit a head may ask, and who decides may look and take back.
    /// Any other number is answered as one that does not exist; to anybody else there is no such word.
    pub(super) async fn asks_leave_out(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().filter(|_| said.attachment.is_none()).unwrap_or_default().trim();
        let (word, number) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if word != "/leaveout" && self.rules.texts.recognise(word, &["typed-leave-out"]).is_none() {
            return Ok(None);
        }
        let Some(cadre) = self.staff(user).await?.filter(|cadre| self.has_to_do_with_leaving_out(cadre)) else {
            return Ok(None);
        };
        let Some(number) = CaseNumber::parse(number) else {
            let text = self.say(Language::default(), "leave-out-how", &[]);
            self.say_to(&cadre, said, text).await?;
            return Ok(Some(Outcome::of("leave_out")));
        };
        // The work is the same whether there is such a case or not; only those concerned go on from here.
        let near = self.tx.case_at_or_near(number).await?.map(|row| super::act::case_of(&row)).transpose()?;
        let mut concerned = false;
        if let Some(case) = &near {
            let rights = self.asks_to_leave_out(case, &cadre) || self.decides_leave_out(case, &cadre);
            concerned = !self.is_excluded(case, &cadre).await? && !case.is_sealed() && rights;
        }
        match near.filter(|case| case.number == number) {
            Some(case) if concerned => self.offer_leave_out(said, &cadre, &case).await?,
            other => {
                self.note_attempt(said, other.as_ref().map(|case| &case.id), "number").await?;
                let text = self.say(Language::default(), "number-unknown", &[("number", number.to_string())]);
                self.say_to(&cadre, said, text).await?;
            }
        }
        Ok(Some(Outcome::of("leave_out")))
    }

    /// Whether somebody may ask for it or decide on it at all.
    pub(super) fn has_to_do_with_leaving_out(&self, cadre: &CadreId) -> bool {
        let county = self.county();
        let own = county.cadres.get(cadre).map(|cadre| &cadre.unit);
        crate::roster::may(county, cadre, Action::AskLeaveOut, own, false)
            || crate::roster::may(county, cadre, Action::DecideLeaveOut, None, false)
    }

    async fn say_to(&mut self, cadre: &CadreId, said: &Said, text: String) -> Done<()> {
        let key = format!("leave-out-said:{cadre}:{}", said.message_id);
        self.answer(Audience::Cadre(cadre.clone()), Message { text, ..Message::default() }, key).await
    }

    /// Whether somebody may ask for it: a head, of a case of their unit.
    pub(super) fn asks_to_leave_out(&self, case: &Case, cadre: &CadreId) -> bool {
        case.unit().is_some() && self.can(case, cadre, Action::AskLeaveOut)
    }

    /// Whether somebody may decide on it: neither of the unit, nor anybody who had to do with the case.
    pub(super) fn decides_leave_out(&self, case: &Case, cadre: &CadreId) -> bool {
        let unit = self.county().cadres.get(cadre).map(|cadre| &cadre.unit);
        let task = case.task.as_ref();
        let involved = task.is_some_and(|task| [&task.cadre, &task.deputy, &task.acting].contains(&cadre));
        case.unit().is_some() && unit != case.unit() && !involved && self.can(case, cadre, Action::DecideLeaveOut)
    }

    /// Whether a cadre may press such a button.
    pub(super) fn may_numbers(&self, case: &Case, cadre: &CadreId, tap: NumbersTap) -> bool {
        match tap {
            NumbersTap::LeaveOut(_) => self.asks_to_leave_out(case, cadre),
            NumbersTap::CountAgain => self.decides_leave_out(case, cadre),
        }
    }

    /// The grounds, each with a button; or how the case is counted now.
    async fn offer_leave_out(&mut self, said: &Said, cadre: &CadreId, case: &Case) -> Done<()> {
        let to = Audience::Cadre(cadre.clone());
        let facts = self.facts(case, Language::default());
        let asks = self.asks_to_leave_out(case, cadre);
        let (key, taps) = match case.marks.numbers.left_out {
            None if asks => {
                let tap = |ground: Ground| (format!("ground-{}", ground.name()), NumbersTap::LeaveOut(ground));
                ("leave-out-which", Ground::ALL.map(tap).to_vec())
            }
            None => ("leave-out-counted", Vec::new()),
            Some(_) if asks => ("leave-out-already", Vec::new()),
            Some(_) => ("leave-out-already", vec![("button-count-again".to_owned(), NumbersTap::CountAgain)]),
        };
        let mut message = self.message(self.say(Language::default(), key, &facts));
        for (label, tap) in taps {
            let label = self.say(Language::default(), &label, &[]);
            message.buttons.push(vec![self.button(&to, Some(&case.id), label, Tap::Numbers(tap)).await?]);
        }
        let act = Act::Send { message, slot: None };
        let key = format!("{}:leave-out:{cadre}:{}", case.id, said.message_id);
        self.post_privately(case, to, act, key).await
    }

    /// It counts again, as the one who decides says.
    pub(super) async fn count_again(&mut self, case: Case, actor: Actor) -> Done<Pressed> {
        self.perform(case, actor, Command::Count(NumbersFact::CountedAgain)).await?;
        Ok(Pressed::saying("counted_again", self.say(Language::default(), "press-counted-again", &[])))
    }

    /// What shows it has been said: now another one is asked. Returns what to tell the one who asks.
    pub(super) async fn leave_out_asked(
        &mut self,
        cadre: &CadreId,
        case: Case,
        ground: Ground,
        evidence: &Reply,
    ) -> Done<&'static str> {
        if case.marks.numbers.left_out.is_some() {
            return Err(Refusal::NothingChanges.into());
        }
        if self.is_asked_already(&case, TwoPersonAct::LeaveOut).await? {
            return Ok("leave-out-waiting");
        }
        let others = self.others(&case, cadre, TwoPersonAct::LeaveOut).await?;
        if others.is_empty() {
            return Ok("two-nobody");
        }
        let words = self.keep("reply", &case.id, evidence).await?;
        let (id, version) = (case.id.clone(), case.version);
        for other in &others {
            for (index, media) in evidence.media.iter().enumerate() {
                let act = Act::Media { media: media.clone(), caption: None, otherwise: None };
                let key = format!("{id}:leave-out-media:{version}:{index}:{other}");
                self.post_privately(&case, Audience::Cadre(other.clone()), act, key).await?;
            }
        }
        self.request_two(cadre, case, Subject::LeaveOut { ground, evidence: words }, others).await?;
        Ok("two-asked")
    }

    /// Both agreed: it is left out, and the one who asked hears so.
    pub(super) async fn leave_out(
        &mut self,
        case: Case,
        (first, second): (&CadreId, &CadreId),
        (ground, evidence): (Ground, Words),
    ) -> Done<()> {
        let fact = NumbersFact::LeftOut { ground, evidence, first: first.clone() };
        let case = self.perform(case, Actor::Cadre(second.clone()), Command::Count(fact)).await?;
        let text = self.say(Language::default(), "leave-out-done", &self.facts(&case, Language::default()));
        let act = Act::Send { message: self.message(text), slot: None };
        let key = format!("{}:leave-out-done:{}", case.id, case.version);
        self.post_privately(&case, Audience::Cadre(first.clone()), act, key).await
    }
}
