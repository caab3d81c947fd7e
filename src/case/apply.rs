//! What each fact does to a case: the fold from events to the case they lead to.

use super::event::{Event, Fact, Words};
use super::naming::{self, Naming};
use super::{
    Case, Ending, Lane, State, Task, answer, emergency, face, joint, linked, numbers, people, protect, review,
    supervise, verdicts,
};
use crate::id::{CadreId, CaseId, CaseNumber, Moment, PersonId};

/// The case after an event; `None` before the first and for a first event that is not `Registered`.
pub fn apply(case: Option<Case>, event: &Event) -> Option<Case> {
    let mut case = match (case, &event.fact) {
        (None, Fact::Registered { id, number, person, notice, contact, .. }) => {
            Case { notice: *notice, contact: contact.clone(), ..newborn(id, *number, person, event.at) }
        }
        (None, _) => return None,
        (Some(case), _) => case,
    };
    let before = case.state;
    change(&mut case, event);
    review::note(&mut case, event);
    verdicts::note(&mut case, event);
    if event.actor.cadre().is_some() {
        case.marks.handled += 1;
    }
    if case.state != before {
        case.since = event.at;
    }
    case.version += 1;
    Some(case)
}

/// Replays a case from its events; `None` when they do not begin with `Registered`.
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Case> {
    events.into_iter().fold(None, apply)
}

fn newborn(id: &CaseId, number: CaseNumber, person: &PersonId, at: Moment) -> Case {
    Case {
        id: id.clone(),
        number,
        person: person.clone(),
        registered_at: at,
        since_round: at,
        due: at,
        round: 1,
        since: at,
        last_joined: at,
        ..Case::default()
    }
}

fn change(case: &mut Case, event: &Event) {
    match &event.fact {
        Fact::Joined { .. } => joined(case, event.at),
        Fact::Understood { .. } => understood(case, &event.fact),
        Fact::Sealed { lane } => sealed(case, *lane),
        Fact::Unsealed => (case.lane, case.released) = (None, true),
        Fact::Collected => case.state = State::Registered,
        Fact::ScreeningAsked { due } => (case.screen_due, case.marks.screen_told) = (Some(*due), false),
        Fact::Accepted => case.state = State::Accepted,
        Fact::Dispatched { task } => dispatched(case, task),
        Fact::TakenBack => (case.task, case.state) = (None, State::Registered),
        Fact::Signed => signed(case, event),
        Fact::Assigned { cadre } => assigned(case, cadre),
        Fact::Asked { .. } => asked(case),
        Fact::DoneReported { words, evidence } => answered(case, (words, *evidence), event.at),
        Fact::SolvedSaid { .. } | Fact::Rated { .. } => judged(case, &event.fact),
        Fact::Reopened { task, .. } => reopened(case, task.as_ref(), event),
        Fact::Closed { ending } => closed(case, *ending),
        Fact::VisitAsked | Fact::CallAsked | Fact::Nudged => wished(case, event),
        Fact::Reminded { .. } | Fact::SignLate { .. } | Fact::ScreeningLate { .. } => told(case, &event.fact),
        Fact::Overdue { rung, next, .. } => (case.marks.rung, case.marks.climb_at) = (*rung, Some(*next)),
        Fact::DateMoved { due, provisional } => (case.due, case.provisional) = (*due, *provisional),
        Fact::Parted { .. } | Fact::Held { .. } | Fact::LetGo => parted(case, &event.fact),
        Fact::PlaceSkipped => case.place_skipped = true,
        Fact::Frozen => case.marks.frozen = true,
        Fact::DangerTaken => case.danger_taken = event.actor.cadre().cloned(),
        Fact::Protection(_) | Fact::Joint(_) | Fact::Supervision(_) => of_a_part(case, event),
        Fact::Numbers(_) | Fact::Answer(_) | Fact::Review(_) => of_a_part(case, event),
        Fact::Linked(_) | Fact::People(_) | Fact::Face(_) | Fact::Emergency(_) => of_a_part(case, event),
        Fact::NameHidden | Fact::NameShown => case.naming = naming::of(&event.fact),
        Fact::ShowingAsked | Fact::ShowingAnswered { .. } => case.showing = case.showing.after(event, case.entries),
        Fact::InterimReplied { .. } | Fact::NoteSent { .. } => emergency::heard(case),
        Fact::Registered { .. } | Fact::Edited { .. } => {}
        Fact::NoteWritten { .. }
        | Fact::KeptOut { .. }
        | Fact::Exposed { .. }
        | Fact::Recused { .. }
        | Fact::OriginalRead => {}
    }
}

/// What a part of its own decides.
fn of_a_part(case: &mut Case, event: &Event) {
    if let Fact::Protection(what) = &event.fact {
        protect::apply(case, what);
    } else if let Fact::Joint(what) = &event.fact {
        joint::apply(case, what, event);
    } else if let Fact::Supervision(what) = &event.fact {
        supervise::apply(case, what);
    } else if let Fact::Numbers(what) = &event.fact {
        numbers::apply(case, what);
    } else if let Fact::Answer(what) = &event.fact {
        answer::apply(case, what, event);
    } else if let Fact::Review(_) = &event.fact {
        review::apply(case, event);
    } else if let Fact::Linked(what) = &event.fact {
        linked::apply(case, what);
    } else if let Fact::People(what) = &event.fact {
        people::apply(case, what, event);
    } else if let Fact::Face(what) = &event.fact {
        face::apply(case, what, event);
    } else if let Fact::Emergency(what) = &event.fact {
        emergency::apply(case, what, event.at);
    }
}

fn wished(case: &mut Case, event: &Event) {
    let marks = &mut case.marks;
    if event.fact == Fact::VisitAsked {
        marks.visit_asked_at = Some(event.at);
    } else if event.fact == Fact::CallAsked {
        (marks.call_asked_at, marks.asked) = (Some(event.at), true);
    } else {
        (marks.nudges, marks.nudged_at) = (marks.nudges + 1, Some(event.at));
    }
}

/// What the resident said of the answer.
fn judged(case: &mut Case, fact: &Fact) {
    if let Fact::SolvedSaid { solved } = fact {
        case.solved = Some(*solved);
    } else if let Fact::Rated { grade } = fact {
        case.grade = Some(*grade);
    }
}

/// Somebody was reminded, or told that nobody signed or decided in time.
fn told(case: &mut Case, fact: &Fact) {
    if let Fact::Reminded { stage } = fact {
        case.marks.reminded = *stage;
    } else if matches!(fact, Fact::SignLate { .. }) {
        case.marks.sign_told = true;
    } else {
        case.marks.screen_told = true;
    }
}

/// The need beside an accusation goes its own way, is kept back, is let go.
fn parted(case: &mut Case, fact: &Fact) {
    if let Fact::Parted { part } = fact {
        case.part = Some(part.clone());
    } else if let Fact::Held { until } = fact {
        case.held = Some(*until);
    } else {
        case.held = None;
    }
}

fn understood(case: &mut Case, fact: &Fact) {
    let Fact::Understood { kind, subject, place, danger, confidence, reasons, due, provisional, weight } = fact else {
        return;
    };
    case.weight = weight.clone();
    (case.kind, case.subject, case.place) = (*kind, subject.clone(), place.clone());
    case.danger = case.danger.or(*danger);
    (case.confidence, case.reasons) = (*confidence, reasons.clone());
    (case.due, case.provisional) = (*due, *provisional);
}

fn dispatched(case: &mut Case, task: &Task) {
    case.state = State::Dispatched;
    (case.task, case.screen_due, case.marks.sign_told) = (Some(task.clone()), None, false);
    // Whoever leads does not help besides.
    case.joint.helpers.retain(|helper| helper.unit != task.unit);
}

/// Whoever had it has it no longer; from now on only its readers.
fn sealed(case: &mut Case, lane: Lane) {
    case.lane = Some(lane);
    case.task = None;
    case.joint.drop_rest();
    linked::sealed(case);
    case.people.sealed();
    case.face.sealed();
    // Named for an ordinary matter is not named for what accuses.
    case.naming = case.naming.filter(|naming| *naming == Naming::Hidden);
    if case.state != State::Collecting && case.state.is_being_worked_on() {
        case.state = State::Registered;
    }
}

/// A unit's question waits for its answer; readers and people on call ask without changing where the case stands.
fn asked(case: &mut Case) {
    case.marks.asked = true;
    if case.task.is_some() {
        case.state = State::AwaitingResident;
    }
}

fn answered(case: &mut Case, (words, evidence): (&Words, u32), at: Moment) {
    case.joint.answered();
    case.state = State::Answered;
    case.answers.given(words, evidence, at);
    (case.answered_at, case.solved, case.grade, case.marks.asked) = (Some(at), None, None, false);
}

fn joined(case: &mut Case, at: Moment) {
    case.entries += 1;
    case.face.spoke();
    case.marks.asked = false;
    case.last_joined = at;
    if case.state == State::AwaitingResident {
        case.state = State::InProgress;
    }
}

fn signed(case: &mut Case, event: &Event) {
    case.state = State::InProgress;
    if let (Some(task), Some(cadre)) = (&mut case.task, event.actor.cadre()) {
        task.signed = Some((cadre.clone(), event.at));
        task.acting = cadre.clone();
    }
}

fn assigned(case: &mut Case, cadre: &CadreId) {
    if let Some(task) = &mut case.task {
        task.acting = cadre.clone();
    }
}

fn reopened(case: &mut Case, task: Option<&Task>, event: &Event) {
    let Fact::Reopened { due, provisional, .. } = &event.fact else { return };
    case.state = if task.is_some() { State::Dispatched } else { State::Registered };
    case.task = task.cloned();
    (case.due, case.provisional, case.since_round) = (*due, *provisional, event.at);
    case.round += 1;
    (case.marks.rung, case.marks.climb_at, case.marks.reminded, case.marks.sign_told) = (0, None, 0, false);
    (case.ending, case.screen_due) = (None, None);
    case.answers.begin_anew();
}

fn closed(case: &mut Case, ending: Ending) {
    case.state = if ending == Ending::Withdrawn { State::Withdrawn } else { State::Closed };
    case.ending = Some(ending);
    case.joint.drop_rest();
    linked::closed(case, ending);
    case.face.ended(ending);
    supervise::ended(case, ending);
}
