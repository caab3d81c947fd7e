//! The rules: a case and a command in, facts or a refusal out.

use super::command::{Command, Redo, Refusal, Understanding};
use super::event::{Fact, Words};
use super::naming::Naming;
use super::{
    Case, Ending, Grade, Lane, State, Task, answer, emergency, face, joint, linked, numbers, people, protect, review,
    supervise,
};
use crate::classify::Reason;
use crate::id::{CadreId, CaseId, Moment, UnitId};

type Decision = Result<Vec<Fact>, Refusal>;

/// What follows from a command. Rights are judged elsewhere (`roster::rights`); here only whether the case allows it.
pub fn decide(case: &Case, command: Command) -> Decision {
    if case.marks.frozen { Err(Refusal::Frozen) } else { judge(case, command) }
}

fn judge(case: &Case, command: Command) -> Decision {
    match command {
        Command::Join { words, what } => join(case, words, what),
        Command::Edit(words) => Ok(vec![Fact::Edited { words }]),
        Command::Understand(understanding) => understand(case, understanding),
        Command::SkipPlace => skip_place(case),
        Command::Seal(lane) => seal(case, lane),
        Command::Unseal => unseal(case),
        Command::CloseWindow => in_state(case, State::Collecting, Fact::Collected),
        Command::AskScreening(due) => ask_screening(case, due),
        Command::Dispatch(task) => dispatch(case, task),
        Command::TakeBack(due) => take_back(case, due),
        Command::Sign => sign(case),
        Command::Assign(cadre) => assign(case, cadre),
        Command::Ask(words) => ask(case, words),
        Command::ReplyInterim(words) => while_working(case, Fact::InterimReplied { words }),
        Command::WriteNote(words) => while_open(case, Fact::NoteWritten { words }),
        Command::SendNote(words) => while_open(case, Fact::NoteSent { words }),
        Command::ReportDone { words, evidence, photo_needed } => report_done(case, words, evidence, photo_needed),
        Command::SaySolved { .. } | Command::Rate { .. } => judged(case, command),
        Command::EndInSilence => end_in_silence(case),
        Command::Withdraw => unless_over(case, Fact::Closed { ending: Ending::Withdrawn }),
        Command::Nudge { counted_today } => once_a_day(case, counted_today, Fact::Nudged),
        Command::AskVisit { asked_today } => once_a_day(case, asked_today, Fact::VisitAsked),
        Command::AskCall { asked_today } => once_a_day(case, asked_today, Fact::CallAsked),
        Command::Remind(stage) => while_open(case, Fact::Reminded { stage }),
        Command::Supervise(what) => supervise::decide(case, what),
        Command::MoveDate { due, provisional } => while_open(case, Fact::DateMoved { due, provisional }),
        Command::Part(_) | Command::Hold(_) | Command::LetGo => parted(case, command),
        Command::KeepOut(_) | Command::Expose(_) => secrecy(command),
        Command::Recuse(cadre) => while_open(case, Fact::Recused { cadre }),
        Command::ReadOriginal => Ok(vec![Fact::OriginalRead]),
        Command::TakeDanger => take_danger(case),
        Command::Protect(_) | Command::Joint(_) | Command::Count(_) | Command::Emergency(_) => of_a_part(case, command),
        Command::Linked(..) | Command::Face(_) | Command::Review(_) | Command::People(_) => of_a_part(case, command),
        Command::Answer(what, redo) => answer::decide(case, what, redo),
        Command::Freeze => Ok(vec![Fact::Frozen]),
        Command::Name(_) | Command::AskShowing | Command::AnswerShowing(_) => of_the_sender(case, &command),
    }
}

/// What has a file of its own.
fn of_a_part(case: &Case, command: Command) -> Decision {
    if let Command::Protect(what) = command {
        protect::decide(case, &what).map(|()| vec![Fact::Protection(what)])
    } else if let Command::Joint(what) = command {
        joint::decide(case, &what).map(|()| vec![Fact::Joint(what)])
    } else if let Command::Count(what) = command {
        numbers::decide(case, &what).map(|()| vec![Fact::Numbers(what)])
    } else if let Command::Linked(fact, redo) = command {
        linked::decide(case, fact, redo)
    } else if let Command::People(command) = command {
        people::decide(case, command)
    } else if let Command::Review(what) = command {
        review::decide(case, what)
    } else if let Command::Face(what) = command {
        face::decide(case, &what).map(|()| vec![Fact::Face(what)])
    } else if let Command::Emergency(what) = command {
        emergency::decide(case, &what).map(|()| vec![Fact::Emergency(what)])
    } else {
        Err(Refusal::NothingChanges)
    }
}

/// Who must not learn of it, and where it stood: noted whatever the state.
fn secrecy(command: Command) -> Decision {
    if let Command::KeepOut(words) = command {
        Ok(vec![Fact::KeptOut { words }])
    } else if let Command::Expose(words) = command {
        Ok(vec![Fact::Exposed { words }])
    } else {
        Err(Refusal::NothingChanges)
    }
}

/// The need beside an accusation: made a case of its own, kept back, let go.
fn parted(case: &Case, command: Command) -> Decision {
    if let Command::Part(part) = command {
        part_off(case, part)
    } else if let Command::Hold(until) = command {
        hold(case, until)
    } else {
        let_go(case)
    }
}

/// The resident's word on the answer, while it may still be given.
fn judged(case: &Case, command: Command) -> Decision {
    if let Command::SaySolved { solved, round, in_window, redo } = command {
        in_time(case, in_window).and_then(|()| say_solved(case, solved, round, redo))
    } else if let Command::Rate { grade, round, in_window, redo } = command {
        in_time(case, in_window).and_then(|()| rate(case, grade, round, redo))
    } else {
        Err(Refusal::NothingChanges)
    }
}

pub(super) fn while_open(case: &Case, fact: Fact) -> Decision {
    if case.state.is_open() { Ok(vec![fact]) } else { Err(Refusal::AlreadyClosed) }
}

/// What the sender of a merged case can do with it too.
fn unless_over(case: &Case, fact: Fact) -> Decision {
    if case.state == State::Merged { Ok(vec![fact]) } else { while_open(case, fact) }
}

fn in_state(case: &Case, state: State, fact: Fact) -> Decision {
    if case.state == state { Ok(vec![fact]) } else { Err(Refusal::NothingChanges) }
}

/// What only a unit that has signed may do; named readers of a sealed case need not sign.
fn while_working(case: &Case, fact: Fact) -> Decision {
    working(case).map(|()| vec![fact])
}

/// Whether whoever has it may work on it.
pub(super) fn working(case: &Case) -> Result<(), Refusal> {
    match case.state {
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
        State::UnderCheck | State::Answered | State::Reviewing => Err(Refusal::AlreadyAnswered),
        State::InProgress | State::AwaitingResident => Ok(()),
        State::Collecting | State::Registered | State::Accepted if case.is_sealed() => Ok(()),
        State::Dispatched => Err(Refusal::NotSigned),
        State::Collecting | State::Registered | State::Accepted => Err(Refusal::NotDispatched),
    }
}

fn join(case: &Case, words: Words, what: String) -> Decision {
    match case.state {
        State::Closed | State::Withdrawn | State::NotAccepted | State::Concluded => Err(Refusal::AlreadyClosed),
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Answered
        | State::Reviewing
        | State::Merged => Ok(vec![Fact::Joined { words, what }]),
    }
}

fn understand(case: &Case, new: Understanding) -> Decision {
    let fact = Fact::Understood {
        kind: new.kind,
        subject: new.subject,
        place: new.place,
        danger: new.danger,
        confidence: new.confidence,
        reasons: Reason::facts(&new.reasons),
        due: new.due,
        provisional: new.provisional,
        weight: new.weight,
    };
    while_open(case, fact)
}

fn skip_place(case: &Case) -> Decision {
    match (case.unit(), case.place_skipped || case.place.is_some()) {
        (Some(unit), _) => Err(Refusal::AlreadyDispatched { to: unit.clone() }),
        (None, true) => Err(Refusal::NothingChanges),
        (None, false) => while_open(case, Fact::PlaceSkipped),
    }
}

fn seal(case: &Case, lane: Lane) -> Decision {
    if case.lane == Some(lane) {
        return Err(Refusal::NothingChanges);
    }
    unless_over(case, Fact::Sealed { lane })
}

/// Only what no reader has answered yet can still go the ordinary way.
fn unseal(case: &Case) -> Decision {
    match case.state {
        _ if !case.is_sealed() => Err(Refusal::NotSealed),
        _ if case.marks.care.is_note() => Err(Refusal::Sealed),
        State::Registered => Ok(vec![Fact::Unsealed]),
        State::Collecting => Err(Refusal::NothingChanges),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
        State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Answered
        | State::Reviewing => Err(Refusal::AlreadyAnswered),
    }
}

/// Once: what is said later stays with the readers.
fn part_off(case: &Case, part: CaseId) -> Decision {
    match &case.part {
        Some(_) => Err(Refusal::NothingChanges),
        None if !case.is_sealed() => Err(Refusal::NotSealed),
        None => while_open(case, Fact::Parted { part }),
    }
}

/// Only what no unit has yet can be kept back.
fn hold(case: &Case, until: Moment) -> Decision {
    match case.state {
        State::Registered | State::Collecting => Ok(vec![Fact::Held { until }]),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
        State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Answered
        | State::Reviewing => {
            let to = case.unit().cloned().unwrap_or_else(|| UnitId::new(""));
            Err(Refusal::AlreadyDispatched { to })
        }
    }
}

fn let_go(case: &Case) -> Decision {
    if case.held.is_none() { Err(Refusal::NothingChanges) } else { while_open(case, Fact::LetGo) }
}

/// When life is in danger people on call may ask before any unit has signed.
fn ask(case: &Case, words: Words) -> Decision {
    // Whoever has to say whose it is may have to ask first.
    let screened = case.state == State::Registered && case.task.is_none() && case.held.is_none();
    if screened || case.danger.is_some() && case.state.is_being_worked_on() {
        return Ok(vec![Fact::Asked { words }]);
    }
    while_working(case, Fact::Asked { words })
}

pub(super) fn in_time(case: &Case, in_window: bool) -> Result<(), Refusal> {
    if case.state == State::Closed && !in_window { Err(Refusal::WindowOver) } else { Ok(()) }
}

fn ask_screening(case: &Case, due: Moment) -> Decision {
    match case.state {
        State::Registered => Ok(vec![Fact::ScreeningAsked { due }]),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
        State::Collecting
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Answered
        | State::Reviewing => Err(Refusal::NothingChanges),
    }
}

/// A sealed case cannot be given to a unit: it must be unsealed first, by a reader. Fails closed.
fn dispatch(case: &Case, task: Task) -> Decision {
    if case.is_sealed() {
        return Err(Refusal::Sealed);
    }
    match case.state {
        State::Registered => Ok(vec![Fact::Accepted, Fact::Dispatched { task }]),
        State::Accepted => Ok(vec![Fact::Dispatched { task }]),
        State::Dispatched | State::InProgress | State::AwaitingResident if case.unit() == Some(&task.unit) => {
            Err(Refusal::NothingChanges)
        }
        State::Dispatched | State::InProgress | State::AwaitingResident => Ok(vec![Fact::Dispatched { task }]),
        State::UnderCheck | State::Answered | State::Reviewing => Err(Refusal::AlreadyAnswered),
        State::Collecting => Err(Refusal::NothingChanges),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
    }
}

/// A case never stays with a unit that is no more: whatever was done so far, a human decides again.
fn take_back(case: &Case, due: Moment) -> Decision {
    match case.state {
        State::Accepted | State::Dispatched | State::InProgress | State::AwaitingResident | State::UnderCheck => {
            Ok(vec![Fact::TakenBack, Fact::ScreeningAsked { due }])
        }
        State::Collecting | State::Registered => Err(Refusal::NotDispatched),
        State::Answered | State::Reviewing => Err(Refusal::AlreadyAnswered),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
    }
}

fn sign(case: &Case) -> Decision {
    if let Some((by, at)) = case.task.as_ref().and_then(|task| task.signed.clone()) {
        return Err(Refusal::AlreadySigned { by, at });
    }
    match case.state {
        State::Dispatched => Ok(vec![Fact::Signed]),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
        State::UnderCheck | State::Answered | State::Reviewing => Err(Refusal::AlreadyAnswered),
        State::Collecting | State::Registered | State::Accepted | State::InProgress | State::AwaitingResident => {
            Err(Refusal::NotDispatched)
        }
    }
}

fn assign(case: &Case, cadre: CadreId) -> Decision {
    match (&case.task, case.state) {
        (_, State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded) => {
            Err(Refusal::AlreadyClosed)
        }
        (_, State::UnderCheck | State::Answered | State::Reviewing) => Err(Refusal::AlreadyAnswered),
        (Some(task), _) if task.acting == cadre => Err(Refusal::NothingChanges),
        (Some(_), _) => Ok(vec![Fact::Assigned { cadre }]),
        (None, _) => Err(Refusal::NotDispatched),
    }
}

fn report_done(case: &Case, words: Words, evidence: u32, photo_needed: bool) -> Decision {
    working(case)?;
    case.joint.is_settled()?;
    if photo_needed && evidence == 0 {
        return Err(Refusal::PhotoNeeded);
    }
    Ok(vec![Fact::DoneReported { words, evidence }])
}

/// Only what was answered can be judged; "not solved" brings it back at once, from closed too (信访: redo when not solved).
pub(super) fn say_solved(case: &Case, solved: bool, round: u32, redo: Redo) -> Decision {
    if round != case.round {
        return Err(Refusal::AnotherRound);
    }
    match case.state {
        State::Answered if case.solved == Some(solved) => Err(Refusal::NothingChanges),
        State::Answered if solved && case.grade.is_some() && !case.linked.waits() => {
            Ok(vec![Fact::SolvedSaid { solved }, Fact::Closed { ending: Ending::Solved }])
        }
        State::Answered if solved => Ok(vec![Fact::SolvedSaid { solved }]),
        State::Closed if solved => Err(Refusal::AlreadyClosed),
        State::Answered | State::Closed => Ok(discontent(case, Fact::SolvedSaid { solved }, redo)),
        State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => Err(Refusal::AlreadyClosed),
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Reviewing => Err(Refusal::NotAnswered),
    }
}

/// The rating of a round may be given or changed while its window runs; of a round that came back, once it came back.
pub(super) fn rate(case: &Case, grade: Grade, round: u32, redo: Redo) -> Decision {
    let of_the_round_before = round + 1 == case.round && case.state.is_being_worked_on();
    if case.grade == Some(grade) && (of_the_round_before || round == case.round) {
        return Err(Refusal::NothingChanges);
    }
    if of_the_round_before {
        return Ok(vec![Fact::Rated { grade }]);
    }
    if round != case.round {
        return Err(Refusal::AnotherRound);
    }
    let not_content = grade == Grade::Dissatisfied;
    match case.state {
        State::Answered | State::Closed if not_content => Ok(discontent(case, Fact::Rated { grade }, redo)),
        State::Answered if case.solved == Some(true) && !case.linked.waits() => {
            Ok(vec![Fact::Rated { grade }, Fact::Closed { ending: Ending::Solved }])
        }
        State::Answered | State::Closed => Ok(vec![Fact::Rated { grade }]),
        State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => Err(Refusal::AlreadyClosed),
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Reviewing => Err(Refusal::NotAnswered),
    }
}

/// It comes back.
pub(super) fn reopened(redo: Redo) -> Fact {
    Fact::Reopened { task: redo.task, due: redo.due, provisional: redo.provisional }
}

/// What the sender says, and what it brings about.
fn discontent(case: &Case, said: Fact, redo: Redo) -> Vec<Fact> {
    [said].into_iter().chain(review::rounds::discontent(case, redo)).collect()
}

/// Silence is "not rated"; what was said to be solved ends as solved.
fn end_in_silence(case: &Case) -> Decision {
    if case.marks.course.is_choosing() || case.linked.waits() {
        return Err(Refusal::NothingChanges);
    }
    if case.marks.course.had_last_word() && case.solved != Some(true) {
        return in_state(case, State::Answered, Fact::Review(review::ReviewFact::Lapsed));
    }
    let ending = if case.solved == Some(true) { Ending::Solved } else { Ending::Silent };
    in_state(case, State::Answered, Fact::Closed { ending })
}

/// One counts per person and day; what has been answered is for the resident to judge, not to hurry.
fn once_a_day(case: &Case, today: bool, fact: Fact) -> Decision {
    match case.state {
        State::Answered => Err(Refusal::AlreadyAnswered),
        _ if today => Err(Refusal::AlreadyNudged),
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::Dispatched
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Reviewing
        | State::Closed
        | State::Withdrawn
        | State::NotAccepted
        | State::Merged
        | State::Concluded => unless_over(case, fact),
    }
}

/// A name is left out of a closed case too: its papers are still there. Of the rest one question at a time, and one answer.
fn of_the_sender(case: &Case, command: &Command) -> Decision {
    let asked = case.showing.asked_by.is_some();
    if let Command::Name(naming) = command {
        let fact = if *naming == Naming::Hidden { Fact::NameHidden } else { Fact::NameShown };
        return if case.naming == Some(*naming) { Err(Refusal::NothingChanges) } else { Ok(vec![fact]) };
    }
    if let (Command::AnswerShowing(agreed), true) = (command, asked) {
        return Ok(vec![Fact::ShowingAnswered { agreed: *agreed }]);
    }
    if let (Command::AskShowing, false) = (command, asked) {
        return while_open(case, Fact::ShowingAsked);
    }
    Err(Refusal::NothingChanges)
}

fn take_danger(case: &Case) -> Decision {
    match &case.danger_taken {
        Some(by) => Err(Refusal::DangerTaken { by: by.clone() }),
        None => while_open(case, Fact::DangerTaken),
    }
}
