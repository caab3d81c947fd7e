//! When cases may be joined, split or not accepted, and what that leaves.

use super::{Declined, LinkedFact, NoLink, Other, Said, Wish, ended, not_content, same, split};
use crate::case::command::{Redo, Refusal};
use crate::case::event::Fact;
use crate::case::people::Origin;
use crate::case::{Case, Ending, Grade, State};

type Decision = Result<Vec<Fact>, Refusal>;

/// Whether the case allows it, and what follows; `redo` says who takes it when it comes back.
pub(in crate::case) fn decide(case: &Case, fact: LinkedFact, redo: Option<Redo>) -> Decision {
    let together = matches!(fact, LinkedFact::Merged { .. } | LinkedFact::TookIn { .. } | LinkedFact::Split { .. });
    // With people beside its sender each of whom has a word, it goes its way alone.
    if together && (!case.people.is_plain() || case.people.origin != Origin::Own) {
        return Err(NoLink::PeopleBeside.into());
    }
    match &fact {
        LinkedFact::Merged { .. } => may_be_merged(case)?,
        LinkedFact::TookIn { other } => may_take_in(case, other)?,
        LinkedFact::Unmerged | LinkedFact::Judged { .. } => merged(case, &fact)?,
        LinkedFact::LetOut { case: out } => holds(case.linked.under.iter().any(|other| other.case == *out))?,
        LinkedFact::Heard { .. } => still_there(case)?,
        LinkedFact::Wished { .. } => may_be_hurried(case)?,
        LinkedFact::NotContent { .. } => return not_content(case, fact, redo),
        LinkedFact::Related { other, told } => may_be_related(case, other, *told)?,
        LinkedFact::Unrelated { case: out } => holds(case.linked.related.iter().any(|other| other.case == *out))?,
        LinkedFact::Split { .. } => may_be_split(case)?,
        LinkedFact::SplitFrom { .. } => holds(case.linked.whole.is_none())?,
        LinkedFact::PartChanged { .. } => return part_changed(case, fact),
        LinkedFact::Declined { .. } => may_be_declined(case)?,
        LinkedFact::Objected { .. } => may_object(case)?,
        LinkedFact::ObjectionLate { .. } | LinkedFact::ObjectionSettled { .. } => {
            holds(case.linked.objection_due().is_some())?;
        }
        LinkedFact::OtherDoor { .. } => worked_on(case)?,
        LinkedFact::Same(what) => same::decide(case, what)?,
    }
    Ok(vec![Fact::Linked(fact)])
}

fn holds(condition: bool) -> Result<(), Refusal> {
    if condition { Ok(()) } else { Err(Refusal::NothingChanges) }
}

/// While it is open, in the open, and known what it is.
fn worked_on(case: &Case) -> Result<(), Refusal> {
    match case.state {
        _ if case.is_kept_apart() => Err(Refusal::Sealed),
        State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck => Ok(()),
        State::Collecting => Err(Refusal::NothingChanges),
        State::Answered | State::Reviewing => Err(Refusal::AlreadyAnswered),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
    }
}

/// Nobody's answer is under way and nobody owes anything but the answer.
fn untouched(case: &Case) -> Result<(), Refusal> {
    worked_on(case)?;
    case.joint.is_settled().map_err(|_| NoLink::Owed)?;
    if case.state == State::UnderCheck {
        Err(Refusal::AlreadyAnswered)
    } else if case.danger.is_some() {
        Err(NoLink::InDanger.into())
    } else if case.is_supervised() {
        Err(NoLink::Supervised.into())
    } else if case.marks.course.is_disputed() {
        Err(NoLink::Disputed.into())
    } else {
        Ok(())
    }
}

/// What was promised to a sender, what is supervised and what is one of several stays as it is: the other may be merged into it.
fn may_be_merged(case: &Case) -> Result<(), Refusal> {
    untouched(case)?;
    let several = !case.linked.parts.is_empty() || case.linked.whole.is_some();
    if several { Err(NoLink::OneOfSeveral.into()) } else { Ok(()) }
}

fn may_take_in(case: &Case, other: &Other) -> Result<(), Refusal> {
    worked_on(case)?;
    let there = case.id == other.case || case.linked.under.iter().any(|known| known.case == other.case);
    if there { Err(NoLink::Together.into()) } else { Ok(()) }
}

fn merged(case: &Case, fact: &LinkedFact) -> Result<(), Refusal> {
    if case.state != State::Merged {
        return Err(Refusal::NothingChanges);
    }
    let LinkedFact::Judged { round, solved, grade } = fact else { return Ok(()) };
    let known = case.linked.said.as_ref().filter(|said| said.round == *round);
    let same_solved = solved.is_none() || known.is_some_and(|said| said.solved == *solved);
    let same_grade = grade.is_none() || known.is_some_and(|said| said.grade == *grade);
    holds(!(same_solved && same_grade))
}

/// Whatever was said reaches it also after it was closed, as long as it was not taken back.
fn still_there(case: &Case) -> Result<(), Refusal> {
    match case.state {
        State::Withdrawn | State::NotAccepted | State::Merged => Err(Refusal::AlreadyClosed),
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Answered
        | State::Reviewing
        | State::Closed
        | State::Concluded => Ok(()),
    }
}

fn may_be_hurried(case: &Case) -> Result<(), Refusal> {
    if case.state == State::Answered {
        Err(Refusal::AlreadyAnswered)
    } else if case.state.is_open() {
        Ok(())
    } else {
        Err(Refusal::AlreadyClosed)
    }
}

/// What stands beside each other in silence can still be told.
fn may_be_related(case: &Case, other: &Other, told: bool) -> Result<(), Refusal> {
    if case.is_kept_apart() {
        return Err(Refusal::Sealed);
    }
    let known = case.linked.related.iter().any(|known| known.case == other.case);
    let again = known && !(told && case.linked.same.silent.contains(&other.case));
    if case.id == other.case || again { Err(NoLink::Together.into()) } else { Ok(()) }
}

/// A part is not split again: its matter is one already.
fn may_be_split(case: &Case) -> Result<(), Refusal> {
    worked_on(case)?;
    if case.linked.whole.is_some() { Err(NoLink::OneOfSeveral.into()) } else { Ok(()) }
}

/// The whole ends with the last of its parts, when its own sender has said that it is solved and how content they are.
fn part_changed(case: &Case, fact: LinkedFact) -> Decision {
    let LinkedFact::PartChanged { case: part, over, grade } = &fact else { return Err(Refusal::NothingChanges) };
    let known = case.linked.parts.iter().find(|known| known.other.case == *part).ok_or(Refusal::NothingChanges)?;
    holds(known.over != *over || known.grade != *grade)?;
    let others = case.linked.parts.iter().filter(|known| known.other.case != *part);
    let rest = others.filter(|known| !known.over).count();
    let content = case.solved == Some(true) && case.grade.is_some_and(|grade| grade != Grade::Dissatisfied);
    let last = *over && rest == 0 && case.state == State::Answered && content;
    let end = last.then_some(Fact::Closed { ending: Ending::Solved });
    Ok([Fact::Linked(fact)].into_iter().chain(end).collect())
}

fn may_be_declined(case: &Case) -> Result<(), Refusal> {
    untouched(case)?;
    let several = !case.linked.parts.is_empty() || !case.linked.under.is_empty();
    if several { Err(NoLink::OneOfSeveral.into()) } else { Ok(()) }
}

fn may_object(case: &Case) -> Result<(), Refusal> {
    match case.linked.declined.as_ref().filter(|_| case.state == State::NotAccepted) {
        Some(declined) if declined.told.is_empty() => Ok(()),
        Some(_) => Err(NoLink::Objected.into()),
        None => Err(Refusal::NothingChanges),
    }
}

/// What a fact leaves.
pub(in crate::case) fn apply(case: &mut Case, what: &LinkedFact) {
    match what {
        LinkedFact::Merged { into } => went_under(case, into),
        LinkedFact::TookIn { other } => case.linked.under.push(other.clone()),
        LinkedFact::Unmerged => (case.state, case.linked.into, case.linked.said) = (State::Registered, None, None),
        LinkedFact::LetOut { case: out } => case.linked.let_out(out),
        LinkedFact::Heard { .. } => heard(case),
        LinkedFact::Wished { wish, .. } => case.linked.nudges += u32::from(*wish == Wish::Nudge),
        LinkedFact::Judged { round, solved, grade } => judged(case, *round, (*solved, *grade)),
        LinkedFact::NotContent { .. } => {}
        LinkedFact::Related { other, told } => related(case, other, *told),
        LinkedFact::Unrelated { case: out } => case.linked.related.retain(|other| other.case != *out),
        LinkedFact::Split { other, share } => split(case, other, share.as_ref()),
        LinkedFact::SplitFrom { other, registered_at } => {
            (case.registered_at, case.since_round) = (*registered_at, *registered_at);
            case.linked.whole = Some(other.case.clone());
            case.linked.related.push(other.clone());
        }
        LinkedFact::PartChanged { case: part, over, grade } => {
            for known in case.linked.parts.iter_mut().filter(|known| known.other.case == *part) {
                (known.over, known.grade) = (*over, *grade);
            }
        }
        LinkedFact::Declined { ground, door, .. } => {
            let declined = Declined { ground: *ground, door: *door, told: Vec::new(), next: None };
            (case.state, case.linked.declined, case.screen_due) = (State::NotAccepted, Some(declined), None);
            case.joint.drop_rest();
        }
        LinkedFact::Objected { asked_of: told, by: next } | LinkedFact::ObjectionLate { told, next } => {
            if let Some(declined) = &mut case.linked.declined {
                declined.told.push(told.clone());
                declined.next = Some(*next);
            }
        }
        LinkedFact::ObjectionSettled { upheld } => objection_settled(case, *upheld),
        LinkedFact::OtherDoor { words } => case.linked.door = Some(words.content.clone()),
        LinkedFact::Same(what) => same::apply(case, what),
    }
}

fn related(case: &mut Case, other: &Other, told: bool) {
    case.linked.related.retain(|known| known.case != other.case);
    case.linked.related.push(other.clone());
    case.linked.same.silent.retain(|known| *known != other.case);
    case.linked.same.silent.extend((!told).then(|| other.case.clone()));
}

fn went_under(case: &mut Case, into: &crate::id::CaseId) {
    let former = case.task.take().map(|task| task.unit);
    (case.state, case.linked.into, case.linked.former) = (State::Merged, Some(into.clone()), former);
    (case.screen_due, case.marks.asked) = (None, false);
    case.joint.drop_rest();
}

fn heard(case: &mut Case) {
    if case.state == State::AwaitingResident {
        (case.state, case.marks.asked) = (State::InProgress, false);
    }
}

fn judged(case: &mut Case, round: u32, (solved, grade): (Option<bool>, Option<Grade>)) {
    let known = case.linked.said.take().filter(|said| said.round == round);
    let known = known.unwrap_or(Said { round, solved: None, grade: None });
    case.linked.said = Some(Said { round, solved: solved.or(known.solved), grade: grade.or(known.grade) });
}

fn objection_settled(case: &mut Case, upheld: bool) {
    if upheld {
        if let Some(declined) = &mut case.linked.declined {
            declined.next = None;
        }
    } else {
        (case.state, case.task, case.linked.declined) = (State::Registered, None, None);
    }
}

/// Only its readers see it from now on: it stands beside no other and under no other.
pub(in crate::case) fn sealed(case: &mut Case) {
    if case.state == State::Merged {
        case.state = State::Registered;
    }
    ended(case);
    case.linked.related.clear();
    (case.linked.same.others, case.linked.same.first) = (0, None);
}
