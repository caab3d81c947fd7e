//! Words that vow what a unit cannot decide alone (保证贷款): they reach the sender only when its head agrees.

use super::incoming::Said;
use super::joint::JointTap;
use super::press::Pressed;
use super::prompt::Draft;
use super::review::ReviewTap;
use super::tap::Tap;
use super::words::Reply;
use super::{Done, Work};
use crate::case::calendar::at;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::case::joint::{Climb, JointFact, Promise, Standing};
use crate::case::{Case, State};
use crate::id::{CadreId, Moment, UnitId};
use crate::notice::letter::{Act, Audience};
use crate::roster::Role;
use crate::text::Language;

impl Work<'_> {
    /// What a text vows that whoever writes it for a unit cannot vow alone; none for whoever heads it or stands above.
    pub(super) fn vow_beyond(&self, unit: Option<&UnitId>, by: &CadreId, text: &str) -> Option<String> {
        let vow = self.rules.reader.beside().vow(text)?;
        Some(vow).filter(|_| !self.may_vow(unit, by))
    }

    /// Whether somebody may vow for a unit: its head, and those above.
    pub(super) fn may_vow(&self, unit: Option<&UnitId>, cadre: &CadreId) -> bool {
        let Some(head) = unit.and_then(|unit| self.county().head_of(unit)) else { return false };
        head == cadre || self.county().chain_above(head).contains(cadre)
    }

    /// Whoever is asked to agree: the head, or the next one up who may know of the case; whoever has joined comes first.
    pub(super) async fn vow_judge(
        &mut self,
        case: &Case,
        unit: Option<&UnitId>,
        by: &CadreId,
    ) -> Done<Option<CadreId>> {
        let Some(head) = unit.and_then(|unit| self.county().head_of(unit)).cloned() else { return Ok(None) };
        let mut line = vec![head.clone()];
        line.extend(self.county().chain_above(&head));
        line.extend(self.county().with_role(Role::Supervisor));
        line.retain(|cadre| cadre != by);
        let line = self.not_kept_out(case, line).await?;
        Ok(self.joined_of(&line).await?.into_iter().next())
    }

    /// The words of an answer, when they vow what their writer cannot vow alone.
    pub(super) async fn vow_in(&mut self, case: &Case, by: &CadreId, words: &Words) -> Done<Option<String>> {
        let reply: Option<Reply> = self.kept(&words.content).await?;
        let text = reply.map(|reply| reply.text).unwrap_or_default();
        Ok(self.vow_beyond(case.unit(), by, &text).filter(|_| !case.is_sealed()))
    }

    /// What is said to whoever wrote such words where nobody can be asked in between.
    pub(super) fn vow_line(&self, vow: String) -> String {
        self.say(Language::default(), "vow-not-alone", &[("vow", vow)])
    }

    /// The same as the answer to a press.
    pub(super) fn vow_pressed(&self, vow: String) -> Pressed {
        Pressed::refusing("vow", self.vow_line(vow))
    }

    /// Whether somebody may agree to a promise that waits for the head: never whoever made it.
    pub(super) fn may_vouch(&self, case: &Case, cadre: &CadreId, no: u32) -> bool {
        let promise = case.joint.promise(no).filter(|promise| promise.owner != *cadre);
        let supervises = self.county().with_role(Role::Supervisor).contains(cadre);
        promise.is_some_and(|promise| supervises || self.may_vow(Some(&promise.unit), cadre))
    }

    /// Who has to agree to what was typed about the other hands on a case before it goes out: nobody, somebody for a promise;
    /// or the answer to the press, where nobody can be asked in between.
    pub(super) async fn judge_of_vow(
        &mut self,
        case: &Case,
        cadre: &CadreId,
        (tap, text): (&JointTap, &str),
    ) -> Done<Result<Option<CadreId>, Pressed>> {
        let of = if let JointTap::Promise(unit) = tap { Some(unit) } else { case.unit() };
        // What a unit that helps has done goes to the unit that leads.
        let to_sender = !matches!(tap, JointTap::Done(_));
        let Some(vow) = self.vow_beyond(of, cadre, text).filter(|_| to_sender) else { return Ok(Ok(None)) };
        if let JointTap::Promise(_) = tap
            && let Some(judge) = self.vow_judge(case, of, cadre).await?
        {
            return Ok(Ok(Some(judge)));
        }
        Ok(Err(self.vow_pressed(vow)))
    }

    /// The head is shown, in private, what somebody of theirs wants to promise; and what the press is answered.
    pub(super) async fn ask_head_of_vows(&mut self, case: &Case, judge: Option<CadreId>) -> Done<Pressed> {
        let language = Language::default();
        let Some(judge) = judge else { return Ok(Pressed::saying("pressed", self.say(language, "press-noted", &[]))) };
        for promise in case.joint.held().cloned().collect::<Vec<_>>() {
            self.ask_judge_of_vow(case, &judge, &promise).await?;
        }
        let facts = [("judge", self.cadre_name(&judge))];
        Ok(Pressed::saying("pressed", self.say(language, "press-vow-asked", &facts)))
    }

    /// Somebody is shown what they may agree to; once for each time that they are the one to be asked.
    pub(super) async fn ask_judge_of_vow(&mut self, case: &Case, judge: &CadreId, promise: &Promise) -> Done<()> {
        let (language, to) = (Language::default(), Audience::Cadre(judge.clone()));
        let words = self.promise_words(promise, language).await?;
        let mut facts = self.joint_facts(case, (Some(promise.no), None), language).await?;
        facts.extend(self.facts(case, language));
        facts.push(("vow", self.rules.reader.beside().vow(&words).unwrap_or_default()));
        let mut message = self.message(self.say(language, "vow-ask", &facts));
        let yes = Tap::Joint(JointTap::Vouch(promise.no, true));
        let no = Tap::Joint(JointTap::Vouch(promise.no, false));
        message.buttons = self.row(case, &to, &[("button-vow-agree", yes), ("button-vow-refuse", no)]).await?;
        let key = format!("{}:vow:{}:{judge}:{}", case.id, promise.no, promise.climb.rung);
        self.post_privately(case, to, Act::Send { message, slot: None }, key).await
    }

    /// By when the head says whether: the next working morning, not later than what is promised.
    pub(super) fn vow_asked_until(&self, due: Option<Moment>) -> Climb {
        let tomorrow = self.rules.calendar.plus_working_days(self.today(), 1).date;
        let morning = at(tomorrow, self.rules.service.reminder_hour, 0);
        Climb { rung: 1, next: Some(due.map_or(morning, |due| due.min(morning))) }
    }

    /// What the head had not agreed to when the case was answered or ended: whoever wrote it hears that it fell away.
    pub(super) async fn tell_lapsed_vows(&mut self, before: &Case, after: &Case) -> Done<()> {
        let gone =
            |promise: &&Promise| after.joint.promise(promise.no).is_some_and(|it| it.standing == Standing::Dropped);
        let lapsed: Vec<Promise> = before.joint.held().filter(gone).cloned().collect();
        let goes_on = matches!(after.state, State::Dispatched | State::InProgress | State::AwaitingResident);
        if lapsed.is_empty() || goes_on || after.is_sealed() {
            return Ok(());
        }
        let language = Language::default();
        for promise in lapsed {
            if self.is_excluded(after, &promise.owner).await? {
                continue;
            }
            let mut facts = self.joint_facts(after, (Some(promise.no), None), language).await?;
            facts.extend(self.facts(after, language));
            let message = self.message(self.say(language, "vow-lapsed", &facts));
            let key = format!("{}:vow-lapsed:{}", after.id, promise.no);
            let to = Audience::Cadre(promise.owner);
            self.post_privately(after, to, Act::Send { message, slot: None }, key).await?;
        }
        Ok(())
    }

    /// The head agrees, or does not.
    pub(super) async fn vouched(&mut self, case: Case, actor: Actor, (no, agreed): (u32, bool)) -> Done<Pressed> {
        let fact = JointFact::Vouched { no, agreed };
        self.perform(case, actor, Command::Joint(fact)).await?;
        let key = if agreed { "press-vow-agreed" } else { "press-vow-refused" };
        Ok(Pressed::saying("pressed", self.say(Language::default(), key, &[])))
    }

    /// Whether words that go straight to the sender vow too much: then they stay, and their writer hears why.
    pub(super) async fn stops_vow(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        case: &Case,
        (draft, user): (&mut Draft, i64),
    ) -> Done<bool> {
        let vow = self.vow_beyond(case.unit(), cadre, &draft.reply.text).filter(|_| !case.is_sealed());
        if vow.is_none() {
            return Ok(false);
        }
        draft.reply.text.clear();
        self.save_draft(said.chat, user, draft).await?;
        self.tell_here(said, cadre, case, "prompt-vow").await?;
        Ok(true)
    }

    /// Nobody is there to agree: nothing is sent.
    pub(super) fn no_judge(&self) -> Refusal {
        Refusal::NotTheirWord
    }
}

/// Whether what is typed after a button goes straight to the sender.
pub(super) fn reaches_sender(tap: &Tap) -> bool {
    matches!(tap, Tap::Interim | Tap::Ask | Tap::Danger(_) | Tap::Review(ReviewTap::Explain | ReviewTap::Opinion))
}
