//! Three times sent away, three different words: how somebody was served becomes a matter of its own, and whoever heads the
//! unit answers for it in private. The matter itself goes on beside it, under the same receipt.

use super::split::Matter;
use crate::case::calendar::{date_of, end_of_day};
use crate::case::command::{Command, Understanding};
use crate::case::decide::decide;
use crate::case::event::Actor;
use crate::case::linked::{LinkedFact, Other};
use crate::case::{Case, State, Task};
use crate::classify::{Kind, Reason, Weight};
use crate::desk::words::{Entry, joined};
use crate::desk::{Done, Work};
use crate::id::{CaseId, SubjectId, UnitId};
use crate::roster::Responsible;

impl Work<'_> {
    /// What a case tells of having been sent from door to door goes to the head of the unit it tells of. What accuses is in
    /// the sealed lane already, and stays there whole.
    pub(in crate::desk) async fn tell_head_of_tale(&mut self, whole: Case) -> Done<Case> {
        let Some(service) = self.service_subject() else { return Ok(whole) };
        let open = whole.state == State::Dispatched && !whole.is_sealed() && whole.danger.is_none();
        let one =
            whole.linked.whole.is_none() && whole.linked.parts.is_empty() && whole.subject.as_ref() != Some(&service);
        let (true, true, Some(unit)) = (open, one, self.unit_complained_of(&whole)) else { return Ok(whole) };
        let said = joined(&self.said_about(&whole.id).await?);
        let tale = self.rules.reader.beside().tale(&said).filter(|_| !self.accuses(&self.read(&said)));
        let Some(tale) = tale else { return Ok(whole) };
        let (id, number) = (CaseId::new(self.ids.hex()), self.free_number().await?);
        let split = LinkedFact::Split { other: Other { case: id.clone(), number }, share: None };
        let split = Command::Linked(split, None);
        let Some(task) = Box::pin(self.heads_task(&whole, &unit)).await? else { return Ok(whole) };
        if decide(&whole, split.clone()).is_err() {
            return Ok(whole);
        }
        let entry = Entry { text: Some(tale.clone()), media: None, kind: "text".to_owned(), forwarded: false };
        let about = self.read(&tale);
        let matter = Matter { entries: vec![entry], about, subject: Some(service), share: None };
        let part = Box::pin(self.open_part_of(&whole, (id, number), &matter)).await?;
        let commands = self.way_of_tale(&whole, &matter, (unit, task));
        Box::pin(self.perform_all(part, Actor::Machine, commands)).await?;
        Box::pin(self.perform(whole, Actor::Machine, split)).await
    }

    /// A person gives it to a unit; when it is the first one, its head hears of what the words tell of service.
    pub(in crate::desk) async fn sent_by_hand(
        &mut self,
        case: Case,
        actor: Actor,
        commands: Vec<Command>,
    ) -> Done<Case> {
        let first = case.unit().is_none();
        let case = self.perform_all(case, actor, commands).await?;
        if !first {
            return Ok(case);
        }
        let case = Box::pin(self.tell_head_of_tale(case)).await?;
        // Only now it is known what it is about.
        self.tx.forget_terms(&case.id).await?;
        Box::pin(self.look_for_same(case)).await
    }

    /// What a complaint about service is filed under, where the county has such a subject.
    fn service_subject(&self) -> Option<SubjectId> {
        let named = self.rules.reader.beside().service();
        self.county().subjects.get(named).filter(|subject| subject.service).map(|subject| subject.id.clone())
    }

    /// The unit named, or else the one that has the matter.
    fn unit_complained_of(&self, case: &Case) -> Option<UnitId> {
        let named = Reason::unit_named(&case.reasons);
        named.or_else(|| case.unit().cloned())
    }

    /// Whoever heads it takes it, or the next one up who may know of it.
    async fn heads_task(&mut self, case: &Case, unit: &UnitId) -> Done<Option<Task>> {
        let Some(head) = self.county().head_of(unit).cloned() else { return Ok(None) };
        let line = [head.clone()].into_iter().chain(self.county().chain_above(&head)).collect();
        let Some((unit, head)) = self.first_above(case, line).await? else { return Ok(None) };
        let who = Responsible { unit, cadre: head.clone(), deputy: head.clone(), acting: head };
        Ok(Some(Task { above: true, ..self.task_for(who, case) }))
    }

    fn way_of_tale(&self, whole: &Case, matter: &Matter, (unit, task): (UnitId, Task)) -> Vec<Command> {
        let days = self.rules.service.answer_wd(Kind::Complaint);
        let due = self.rules.calendar.plus_working_days(date_of(whole.registered_at), days);
        let read = Understanding {
            kind: Kind::Complaint,
            subject: matter.subject.clone(),
            place: whole.place.clone(),
            danger: None,
            weight: Weight::default(),
            confidence: 1.0,
            reasons: vec![Reason::Unit { word: String::new(), unit }],
            due: end_of_day(due.date),
            provisional: due.provisional,
        };
        let other = Other { case: whole.id.clone(), number: whole.number };
        let from = LinkedFact::SplitFrom { other, registered_at: whole.registered_at };
        let from = Command::Linked(from, None);
        vec![Command::Understand(read), Command::CloseWindow, Command::Dispatch(task), from]
    }

    /// Whether a matter of service was split off from it: its answer has to explain.
    pub(in crate::desk) async fn owes_explanation(&mut self, case: &Case) -> Done<bool> {
        let Some(service) = self.service_subject().filter(|_| !case.linked.parts.is_empty()) else { return Ok(false) };
        for part in case.linked.parts.clone() {
            if self.load(&part.other.case).await?.subject.as_ref() == Some(&service) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
