//! 复查 and 复核: others look at it anew, one level up each time, and answer in writing (信访工作条例 art. 35, 36).

use super::ReviewTap;
use crate::case::calendar::end_of_day;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::review::rounds::{LookAgain, Stage, next_stage, until};
use crate::case::review::{No, ReviewCommand};
use crate::case::{Case, State, Task};
use crate::desk::incoming::Said;
use crate::desk::tap::Tap;
use crate::desk::{Done, Outcome, Work};
use crate::id::{CadreId, UnitId};
use crate::notice::letter::{Audience, Button};
use crate::roster::Role;
use crate::store::PersonRow;
use crate::text::Language;

impl Work<'_> {
    /// Whoever would look at it anew: the first above the unit who never had to do with it; else a supervisor.
    pub(super) async fn reviewer(&mut self, case: &Case) -> Done<Option<(UnitId, CadreId)>> {
        let Some(task) = &case.task else { return Ok(None) };
        let mut line = if task.above { self.county().chain_above(&task.acting) } else { self.above_unit(&task.unit) };
        line.extend(self.county().with_role(Role::Supervisor));
        let old = self.old_line(case.source()).await?;
        line.retain(|cadre| !old.contains(cadre));
        self.first_above(case, line).await
    }

    /// The sender asks for 复查, or for 复核 once there is an opinion.
    pub(super) async fn ask_to_look_again(&mut self, case: Case) -> Done<Case> {
        let actor = self.speaker(&case);
        let case = self.survivor(&case).await?;
        let (calendar, service) = (&self.rules.calendar, &self.rules.service);
        let until = until(&case, calendar, service).unwrap_or(case.due);
        let day = calendar.plus_days(self.today(), service.review_answer_days, service.roll_over).date;
        let (due, in_time) = (end_of_day(day), self.now < until);
        let above = self.reviewer(&case).await?;
        let (unit, cadre) = match above.clone() {
            Some(above) => above,
            None => (UnitId::new(""), CadreId::new("")),
        };
        let (deputy, acting) = (cadre.clone(), cadre.clone());
        let task = Task { unit, cadre, deputy, acting, signed: None, sign_due: due, above: true };
        let look = Command::Review(ReviewCommand::Open(LookAgain { task, due, until, in_time }));
        if above.is_none() {
            crate::case::decide::decide(&case, look)?;
            return Err(No::NobodyAbove.into());
        }
        self.perform(case, actor, look).await
    }

    /// Whoever looked at it anew has left: the next one up does, by the same date.
    pub(in crate::desk) async fn hand_review_on(&mut self, case: Case) -> Done<()> {
        let Some((unit, cadre)) = self.reviewer(&case).await? else {
            return Ok(self.alarm("ops-nobody", &[]).await?);
        };
        let (deputy, acting) = (cadre.clone(), cadre.clone());
        let task = Task { unit, cadre, deputy, acting, signed: None, sign_due: case.due, above: true };
        self.perform(case, Actor::Machine, Command::Review(ReviewCommand::HandOn(task))).await?;
        Ok(())
    }

    /// 我要复查, typed: about the answer replied to, or the latest one; with several the sender says which.
    pub(in crate::desk) async fn typed_review(
        &mut self,
        said: &Said,
        person: &PersonRow,
        replied: Option<&Case>,
    ) -> Done<Option<Outcome>> {
        if !self.asks_to_look_again(said) {
            return Ok(None);
        }
        let answered = |case: &Case| {
            let over = matches!(case.state, State::Answered | State::Closed | State::Reviewing | State::Concluded);
            over && case.answered_at.is_some() && !case.is_sealed()
        };
        let replied = match replied {
            Some(case) => Some(self.face_of(case).await?).filter(answered).map(|_| case.clone()),
            None => None,
        };
        let mut cases: Vec<Case> = match replied {
            Some(case) => vec![case],
            None => self.seen_of(person, answered).await?,
        };
        if cases.len() > 1 {
            let choices = cases.into_iter().map(|case| (case, Tap::Review(ReviewTap::LookAgain))).collect();
            self.ask_which(said, person, "which-case", choices).await?;
            return Ok(Some(Outcome::of("asked_which")));
        }
        let Some(case) = cases.pop() else { return Ok(None) };
        let (id, language) = (case.id.clone(), Language::from_code(Some(&person.language)));
        let attempt = self.attempt().await?;
        let result = self.ask_to_look_again(case).await;
        // The notice that it was opened is the answer.
        if let Err(refusal) = self.settle(attempt, result).await? {
            let text = self.refusal_words(&refusal, language);
            self.reply_text(said, person, text).await?;
        }
        Ok(Some(Outcome::about("review", &id)))
    }

    /// The sender's cases that read like this to them.
    async fn seen_of(&mut self, person: &PersonRow, like: impl Fn(&Case) -> bool) -> Done<Vec<Case>> {
        let mut found = Vec::new();
        for case in self.cases_of(person, false).await? {
            let theirs = self.may_speak(&case, &self.voice(&case), &Tap::Review(ReviewTap::LookAgain));
            if theirs && like(&self.face_of(&case).await?) {
                found.push(case);
            }
        }
        Ok(found)
    }

    /// The button under the status message, after the answer of a second round and as long as it can be asked for.
    pub(in crate::desk) async fn review_row(
        &mut self,
        case: &Case,
        to: &Audience,
        language: Language,
    ) -> Done<Vec<Vec<Button>>> {
        let twice = case.round > 1 || case.marks.course.had_last_word();
        let over = matches!(case.state, State::Answered | State::Closed) && case.solved != Some(true);
        let open = until(case, &self.rules.calendar, &self.rules.service).is_some_and(|until| self.now < until);
        let label = match next_stage(case) {
            Some(Stage::First) => "button-review-first",
            Some(Stage::Second) => "button-review-second",
            None => return Ok(Vec::new()),
        };
        if !twice || !over || !open || case.is_sealed() {
            return Ok(Vec::new());
        }
        Ok(vec![vec![self.labelled(to, &case.id, language, (label, Tap::Review(ReviewTap::LookAgain))).await?]])
    }
}
