//! After a second "not content" somebody chooses; the sender may have it looked at twice by others (复查, 复核); then it can
//! be concluded (信访工作条例 art. 35, 36, 37).

use serde::{Deserialize, Serialize};

use super::{No, ReviewFact};
use crate::case::calendar::{Calendar, date_of, end_of_day};
use crate::case::command::{Redo, Refusal};
use crate::case::event::{Fact, Words};
use crate::case::service::Service;
use crate::case::{Case, State, Task};
use crate::id::{CadreId, Moment};

/// Which of the two reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 复查.
    First,
    /// 复核.
    Second,
}

impl Stage {
    /// The name in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }
}

/// What becomes of a case whose sender was not content twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// 再办: once more.
    Again,
    /// 提级: a level above.
    Raise,
    /// 解释.
    Explain,
}

/// Somebody must choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choosing {
    /// When the next one is told that nobody has.
    pub by: Moment,
    /// Those who were asked and told; each may choose.
    pub told: Vec<CadreId>,
}

/// Until when 复查 or 复核 may be asked for: so many days after the latest written answer.
pub fn until(case: &Case, calendar: &Calendar, service: &Service) -> Option<Moment> {
    let answered = case.answered_at?;
    Some(end_of_day(calendar.plus_days(date_of(answered), service.answers.review_days, service.roll_over).date))
}

/// The review that could be asked for next.
pub fn next_stage(case: &Case) -> Option<Stage> {
    match case.marks.course.opinions.last() {
        None => Some(Stage::First),
        Some(Stage::First) => Some(Stage::Second),
        Some(Stage::Second) => None,
    }
}

/// What a sender who is not content brings about: a redo, once; then somebody chooses; after the last word nothing more.
pub fn discontent(case: &Case, redo: Redo) -> Option<Fact> {
    if case.marks.course.is_choosing() || case.marks.course.had_last_word() {
        return None;
    }
    Some(match redo.choice {
        Some((of, by)) => Fact::Review(ReviewFact::ChoiceAsked { of, by }),
        None => Fact::Reopened { task: redo.task, due: redo.due, provisional: redo.provisional },
    })
}

/// A request of the sender that others look at it again.
#[derive(Clone, Debug, PartialEq)]
pub struct LookAgain {
    /// Whoever looks at it anew.
    pub task: Task,
    /// By when there is an opinion.
    pub due: Moment,
    /// Until when that could be asked for.
    pub until: Moment,
    /// Whether that is not over.
    pub in_time: bool,
}

/// It is done again, by another one or a level above.
pub(super) fn do_again(case: &Case, choice: Choice, redo: Redo) -> Result<Vec<Fact>, Refusal> {
    let chosen = chosen(case, choice)?;
    Ok(vec![chosen, Fact::Reopened { task: redo.task, due: redo.due, provisional: redo.provisional }])
}

/// It is explained.
pub(super) fn explain(case: &Case, words: Words) -> Result<Vec<Fact>, Refusal> {
    Ok(vec![chosen(case, Choice::Explain)?, Fact::Review(ReviewFact::Explained { words })])
}

fn chosen(case: &Case, choice: Choice) -> Result<Fact, Refusal> {
    if case.marks.course.is_choosing() {
        Ok(Fact::Review(ReviewFact::Chosen { choice }))
    } else {
        Err(No::Decided.into())
    }
}

/// Within the time, of what was answered; twice in all.
pub(super) fn open(case: &Case, look: LookAgain) -> Result<Vec<Fact>, Refusal> {
    match case.state {
        State::Answered | State::Closed if case.answered_at.is_some() => {}
        State::Reviewing => return Err(Refusal::NothingChanges),
        State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => return Err(Refusal::AlreadyClosed),
        State::Answered
        | State::Closed
        | State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck => return Err(Refusal::NotAnswered),
    }
    let Some(stage) = next_stage(case) else { return Err(No::NoFurther.into()) };
    if !look.in_time {
        return Err(No::ReviewOver { until: look.until }.into());
    }
    Ok(vec![Fact::Review(ReviewFact::Opened { stage, task: look.task, due: look.due })])
}

/// The date stays.
pub(super) fn hand_on(case: &Case, task: Task) -> Result<Vec<Fact>, Refusal> {
    let stage = case.marks.course.stage.filter(|_| case.state == State::Reviewing).ok_or(No::Decided)?;
    Ok(vec![Fact::Review(ReviewFact::Opened { stage, task, due: case.due })])
}

/// Only of what is being looked at.
pub(super) fn opinion(case: &Case, words: Words, told: Option<CadreId>) -> Result<Vec<Fact>, Refusal> {
    let stage = case.marks.course.stage.filter(|_| case.state == State::Reviewing);
    let stage = stage.ok_or(No::Decided)?;
    Ok(vec![Fact::Review(ReviewFact::Opinion { stage, words, told })])
}

/// Only with both opinions there, and nothing running.
pub(super) fn conclude(case: &Case) -> Result<Vec<Fact>, Refusal> {
    for stage in [Stage::First, Stage::Second] {
        if !case.marks.course.opinions.contains(&stage) {
            return Err(No::OpinionMissing { stage }.into());
        }
    }
    if matches!(case.state, State::Answered | State::Closed) {
        Ok(vec![Fact::Review(ReviewFact::Concluded)])
    } else {
        Err(Refusal::AlreadyClosed)
    }
}

/// What a sender may still do once it is concluded.
pub(super) fn afterwards(case: &Case, fact: ReviewFact) -> Result<Vec<Fact>, Refusal> {
    if case.state == State::Concluded { Ok(vec![Fact::Review(fact)]) } else { Err(Refusal::NothingChanges) }
}

/// Somebody must choose; until then the case is not over.
pub(super) fn asked(case: &mut Case, of: &CadreId, by: Moment) {
    (case.state, case.ending) = (State::Answered, None);
    case.marks.course.choosing = Some(Choosing { by, told: vec![of.clone()] });
}

/// Somebody was told that nobody has chosen.
pub(super) fn told(case: &mut Case, told: &CadreId, next: Moment) {
    if let Some(choosing) = &mut case.marks.course.choosing {
        choosing.by = next;
        choosing.told.push(told.clone());
    }
}

/// Others look at it, with a date of their own.
pub(super) fn opened(case: &mut Case, stage: Stage, task: &Task, (due, at): (Moment, Moment)) {
    (case.state, case.ending, case.marks.course.stage) = (State::Reviewing, None, Some(stage));
    case.task = Some(task.clone());
    (case.due, case.provisional, case.since_round) = (due, false, at);
    (case.marks.rung, case.marks.climb_at, case.marks.reminded) = (0, None, 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::apply::replay;
    use crate::case::event::{Actor, Event};
    use crate::case::review::ReviewCommand;
    use crate::id::{CaseId, CaseNumber, ContentId, PersonId, UnitId};

    fn words() -> Words {
        Words { content: ContentId::new("w"), commitment: String::new() }
    }

    fn task() -> Task {
        let who = CadreId::new("above");
        let (cadre, deputy, acting) = (who.clone(), who.clone(), who);
        Task { unit: UnitId::new("u"), cadre, deputy, acting, signed: None, sign_due: Moment(0), above: true }
    }

    fn case_after(facts: Vec<Fact>) -> Case {
        let number = CaseNumber::from_free_digits(3_517_042);
        let (id, person) = (CaseId::new("c"), PersonId::new("p"));
        let first = Fact::Registered { id, number, person, notice: false, part: false, contact: None };
        let facts = [first].into_iter().chain(facts);
        let events: Vec<Event> = facts.map(|fact| Event { at: Moment(1), actor: Actor::Machine, fact }).collect();
        replay(&events).unwrap()
    }

    #[test]
    fn nothing_is_concluded_without_both_opinions() {
        let answered = Fact::DoneReported { words: words(), evidence: 0 };
        let opened = |stage| Fact::Review(ReviewFact::Opened { stage, task: task(), due: Moment(9) });
        let opinion = |stage| Fact::Review(ReviewFact::Opinion { stage, words: words(), told: None });
        let mut facts = vec![answered];
        let conclude = |facts: &Vec<Fact>| super::super::decide(&case_after(facts.clone()), ReviewCommand::Conclude);
        for stage in [Stage::First, Stage::Second] {
            assert_eq!(conclude(&facts), Err(No::OpinionMissing { stage }.into()));
            facts.push(opened(stage));
            assert_eq!(conclude(&facts), Err(No::OpinionMissing { stage }.into()), "while it is being looked at");
            facts.push(opinion(stage));
        }
        assert_eq!(conclude(&facts), Ok(vec![Fact::Review(ReviewFact::Concluded)]));
        facts.push(Fact::Review(ReviewFact::Concluded));
        assert_eq!(case_after(facts.clone()).state, State::Concluded);
        assert_eq!(conclude(&facts), Err(Refusal::AlreadyClosed), "once");
    }
}
