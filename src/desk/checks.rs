//! 审核: where a subject asks for it, somebody who is not the handler looks at an answer before the sender gets it.

use super::answers::AnswerTap;
use super::incoming::Press;
use super::press::Pressed;
use super::tap::Tap;
use super::words::{Facts, Reply};
use super::{Done, Work};
use crate::case::Case;
use crate::case::answer::AnswerFact;
use crate::case::calendar::at;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::id::{CadreId, ContentId};
use crate::notice::letter::{Act, Audience, Message};
use crate::roster::Role;
use crate::store::TimerRow;
use crate::text::{Language, shorten};

/// How much of an answer whoever looks at it is shown, in characters.
const SHOWN: usize = 2500;

impl Work<'_> {
    /// Whether answers about this case's subject are looked at first (`check = true`).
    fn needs_check(&self, case: &Case) -> bool {
        let subject = case.subject.as_ref().and_then(|subject| self.county().subjects.get(subject));
        subject.is_some_and(|subject| subject.check) && !case.is_sealed()
    }

    /// The answer goes to the sender, or to whoever looks at it first.
    pub(super) async fn report_or_check(
        &mut self,
        case: &Case,
        by: &CadreId,
        words: Words,
        evidence: u32,
    ) -> Done<Vec<Command>> {
        let report = Command::ReportDone { words: words.clone(), evidence, photo_needed: self.photo_needed(case) };
        let vows = Box::pin(self.vow_in(case, by, &words)).await?.is_some();
        if !vows && !self.needs_check(case) {
            return Ok(vec![report]);
        }
        let checker = if vows {
            Box::pin(self.vow_judge(case, case.unit(), by)).await?
        } else {
            self.checker_for(case, by).await?
        };
        let Some(checker) = checker else {
            let unchecked = vec![Command::Answer(AnswerFact::Unchecked, None), report];
            return if vows { Err(self.no_judge().into()) } else { Ok(unchecked) };
        };
        let day = self.working_days(self.rules.service.answers.check_wd).0;
        let due = if case.due > self.now { day.min(case.due) } else { day };
        Ok(vec![Command::Answer(AnswerFact::CheckAsked { words, evidence, checker, due }, None)])
    }

    /// Who looks: the unit's head, the deputy, the responsible cadre, then up the line; whoever has joined comes first.
    async fn checker_for(&mut self, case: &Case, by: &CadreId) -> Done<Option<CadreId>> {
        let mut line = self.own_line(case);
        line.extend(self.county().chain_above(by));
        line.extend(self.county().with_role(Role::Supervisor));
        let mut entitled = Vec::new();
        for cadre in self.not_kept_out(case, line).await? {
            if cadre != *by && !self.was(by, &cadre).await? {
                entitled.push(cadre);
            }
        }
        let joined = self.joined_of(&entitled).await?;
        Ok(joined.into_iter().next().or_else(|| entitled.into_iter().next()))
    }

    /// Those of the unit who may look beside whoever was asked; nobody of it when the case is kept above the unit.
    fn own_line(&self, case: &Case) -> Vec<CadreId> {
        let Some(task) = case.task.as_ref().filter(|task| !task.above) else { return Vec::new() };
        let line = [self.county().head_of(&task.unit), Some(&task.deputy), Some(&task.cadre)];
        line.into_iter().flatten().filter(|cadre| self.county().works_for(cadre, &task.unit)).cloned().collect()
    }

    /// Whether two ids were one account's, one after the other.
    async fn was(&mut self, one: &CadreId, other: &CadreId) -> Done<bool> {
        let Some(account) = self.tx.account_of(other).await? else { return Ok(false) };
        Ok(self.tx.former_cadres(account).await?.contains(one))
    }

    /// Whether a cadre may look at the answer that waits: never whoever wrote it.
    pub(super) fn may_check(&self, case: &Case, cadre: &CadreId) -> bool {
        let Some(check) = &case.answers.check else { return false };
        let asked = check.checker == *cadre || check.told.as_ref() == Some(cadre);
        check.by != *cadre && (asked || self.own_line(case).contains(cadre))
    }

    /// 通过: the sender gets the word of whoever wrote it.
    pub(super) async fn pass(&mut self, press: &Press, cadre: &CadreId, case: Case) -> Done<Pressed> {
        let own = case.answers.check.as_ref().map(|check| check.by.clone());
        if let Some(by) = own
            && self.tx.former_cadres(press.user).await?.contains(&by)
        {
            return Ok(Pressed::refusing("press_no_right", self.say(Language::default(), "check-not-own", &[])));
        }
        if let Some(check) = case.answers.check.clone() {
            let vows = Box::pin(self.vow_in(&case, &check.by, &check.words)).await?;
            let judges = check.checker == *cadre || self.may_vow(case.unit(), cadre);
            if let Some(vow) = vows.filter(|_| !judges) {
                return Ok(self.vow_pressed(vow));
            }
        }
        let passed = Command::Answer(AnswerFact::CheckPassed, None);
        let case = self.perform(case, Actor::Cadre(cadre.clone()), passed).await?;
        let line = self.say(Language::default(), "press-check-passed", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("pressed", line))
    }

    /// Who is asked to look, as a fact for texts.
    pub(super) fn checker_fact(&self, case: &Case) -> Facts {
        let checker = case.answers.check.as_ref().map(|check| self.cadre_name(&check.checker));
        checker.map(|checker| ("checker", checker)).into_iter().collect()
    }

    /// The buttons of an answer that waits.
    pub(super) fn check_taps(&self) -> [(&'static str, Tap); 2] {
        [("button-pass", Tap::Answer(AnswerTap::Pass)), ("button-return", Tap::Answer(AnswerTap::Return))]
    }

    /// Whoever is asked to look gets the answer as the sender would, in private.
    pub(super) async fn tell_checker(&mut self, case: &Case, cadre: &CadreId, key: &str) -> Done<()> {
        let Some(check) = case.answers.check.clone() else { return Ok(()) };
        let to = Audience::Cadre(cadre.clone());
        let text = self.check_text(case, key, &check.words.content).await?;
        let taps = self.check_taps();
        let taps = [&taps[..], &[("button-read", Tap::Read)]].concat();
        let message = Message { text, buttons: self.row(case, &to, &taps).await?, ..Message::default() };
        let stamp = format!("{}:{key}:{}:{cadre}", case.id, case.version);
        self.post_privately(case, to.clone(), Act::Send { message, slot: None }, stamp.clone()).await?;
        self.show_media_to(case, &to, &check.words.content, &format!("{stamp}:media")).await
    }

    async fn check_text(&mut self, case: &Case, key: &str, content: &ContentId) -> Done<String> {
        let language = Language::default();
        let reply: Option<Reply> = self.kept(content).await?;
        let mut facts = self.facts(case, language);
        facts.push(("words", shorten(&reply.map(|reply| reply.text).unwrap_or_default(), SHOWN)));
        facts.extend(case.answers.check.as_ref().map(|check| ("by", self.cadre_name(&check.by))));
        facts.extend(self.checker_fact(case));
        let mut lines = vec![self.say(language, key, &facts)];
        let pending = case.answers.pending.clone();
        if let Some(outcome) = pending.outcome {
            let outcome = self.say(language, &format!("decided-{}", outcome.name()), &[]);
            lines.push(self.say(language, "preview-outcome", &[("outcome", outcome)]));
        }
        if let Some(content) = pending.guide {
            let guide: Option<crate::text::guide::Guide> = self.kept(&content).await?;
            let list = guide.map(|guide| guide.show(&self.rules.texts, language)).unwrap_or_default();
            lines.push(self.say(language, "preview-guide", &[("list", list)]));
        } else if pending.no_procedure {
            lines.push(self.say(language, "check-no-procedure", &[]));
        }
        Ok(lines.join("\n"))
    }

    /// Nobody looked in time: the next one up hears of it, and may look; one more every working day.
    pub(super) async fn check_late(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let Some(check) = case.answers.check.clone() else { return Err(Refusal::NothingChanges.into()) };
        let mut line = self.county().chain_above(&check.checker);
        line.extend(self.county().with_role(Role::Supervisor));
        line.retain(|cadre| *cadre != check.by && *cadre != check.checker);
        let line = self.not_kept_out(&case, line).await?;
        let line = self.joined_of(&line).await?;
        let Some(told) = line.get((check.rung as usize).min(line.len().saturating_sub(1))).cloned() else {
            return self.nobody_to_tell(timer).await;
        };
        let tomorrow = self.rules.calendar.plus_working_days(self.today(), 1).date;
        let next = at(tomorrow, self.rules.service.reminder_hour, 0);
        let late = AnswerFact::CheckLate { told, rung: check.rung + 1, next };
        self.perform(case, Actor::Machine, Command::Answer(late, None)).await?;
        Ok(())
    }
}
