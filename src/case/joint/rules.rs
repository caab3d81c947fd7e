//! What the other hands on a case may do, and what it leaves.

use super::super::command::Refusal;
use super::super::event::Event;
use super::super::{Case, State};
use super::{Climb, Help, Helper, Joint, JointFact, Late, Promise, Shelf, Standing, Waits, outside};
use crate::id::{Moment, UnitId};

/// Whether the case allows it. Of a sealed case nothing leaves its readers, so nobody helps with it.
pub fn decide(case: &Case, fact: &JointFact) -> Result<(), Refusal> {
    match fact {
        JointFact::HelpAsked { helper } => ask_help(case, helper),
        JointFact::HelpSigned { unit } => match case.joint.helper(unit).map(|helper| helper.help) {
            Some(Help::Offered) => Ok(()),
            Some(Help::Working | Help::Done) => Err(Refusal::NothingChanges),
            None => Err(Refusal::NotHelping),
        },
        JointFact::HelpDone { unit, .. } => match case.joint.helper(unit).map(|helper| helper.help) {
            Some(Help::Working) => Ok(()),
            Some(Help::Offered) => Err(Refusal::NotSigned),
            Some(Help::Done) => Err(Refusal::NothingChanges),
            None => Err(Refusal::NotHelping),
        },
        JointFact::HelpReleased { unit } => case.joint.helper(unit).map(|_| ()).ok_or(Refusal::NotHelping),
        JointFact::Promised { .. } => worked_on(case),
        JointFact::Vouched { no, .. } => vouch(case, *no),
        JointFact::Outside { body, step } => outside::decide(case, body, step),
        JointFact::Kept { no, met, .. } => keep(case, *no, *met),
        JointFact::Late { .. } => Ok(()),
        JointFact::Shelved { .. } if case.joint.shelf.is_some() => Err(Refusal::NothingChanges),
        JointFact::Shelved { .. } => worked_on(case),
        JointFact::ShelfLooked { .. } => case.joint.shelf.as_ref().map(|_| ()).ok_or(Refusal::NothingChanges),
    }
}

fn ask_help(case: &Case, helper: &Helper) -> Result<(), Refusal> {
    worked_on(case)?;
    let there = case.unit() == Some(&helper.unit) || case.joint.helper(&helper.unit).is_some();
    if there { Err(Refusal::AlreadyHelping { unit: helper.unit.clone() }) } else { Ok(()) }
}

/// Only while a unit has it, and only in the open.
pub(super) fn worked_on(case: &Case) -> Result<(), Refusal> {
    match case.state {
        _ if case.is_sealed() => Err(Refusal::Sealed),
        State::Dispatched | State::InProgress | State::AwaitingResident => Ok(()),
        State::Collecting | State::Registered | State::Accepted => Err(Refusal::NotDispatched),
        State::UnderCheck | State::Answered | State::Reviewing => Err(Refusal::AlreadyAnswered),
        State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
            Err(Refusal::AlreadyClosed)
        }
    }
}

/// Where others wait for it, it must be said which of them opens.
fn keep(case: &Case, no: u32, met: Option<bool>) -> Result<(), Refusal> {
    let promise = case.joint.promise(no).ok_or(Refusal::NothingChanges)?;
    match promise.standing {
        Standing::Open if met.is_none() && case.joint.branches(no).next().is_some() => Err(Refusal::OutcomeMissing),
        Standing::Open => Ok(()),
        Standing::Waiting | Standing::Held => Err(Refusal::StillWaiting),
        Standing::Kept | Standing::NotTriggered | Standing::Dropped => Err(Refusal::NothingChanges),
    }
}

/// Words that wait for the unit's head, once.
fn vouch(case: &Case, no: u32) -> Result<(), Refusal> {
    let held = case.joint.promise(no).is_some_and(|promise| promise.standing == Standing::Held);
    if held { worked_on(case) } else { Err(Refusal::NothingChanges) }
}

/// What a fact leaves.
pub fn apply(case: &mut Case, fact: &JointFact, event: &Event) {
    let joint = &mut case.joint;
    match fact {
        JointFact::HelpAsked { helper } => joint.helpers.push(helper.clone()),
        JointFact::HelpSigned { unit } => with_helper(joint, unit, |helper| {
            (helper.help, helper.climb) = (Help::Working, Climb::default());
            helper.acting = event.actor.cadre().unwrap_or(&helper.acting).clone();
        }),
        JointFact::HelpDone { unit, .. } => with_helper(joint, unit, |helper| helper.help = Help::Done),
        JointFact::HelpReleased { unit } => release(joint, unit),
        JointFact::Promised { promises } => {
            let first = joint.next_no();
            for (no, promise) in (first..).zip(promises) {
                let waits = promise.waits.clone().map(|waits| Waits { on: first + waits.on, ..waits });
                joint.promises.push(Promise { no, waits, ..promise.clone() });
            }
        }
        JointFact::Vouched { no, agreed } => vouched(joint, *no, *agreed),
        JointFact::Outside { body, step } => outside::apply(joint, body, step, event),
        JointFact::Kept { no, met, opened, again, .. } => kept(joint, *no, (*met, opened, *again)),
        JointFact::Late { late, next, .. } => climbed(joint, late, *next),
        JointFact::Shelved { until, review, .. } => {
            joint.shelf = Some(Shelf { until: *until, review: *review, reviews: 0 });
            (case.due, case.marks.rung, case.marks.climb_at, case.marks.reminded) = (*until, 0, None, 2);
        }
        JointFact::ShelfLooked { next } => {
            if let Some(shelf) = &mut joint.shelf {
                (shelf.review, shelf.reviews) = (*next, shelf.reviews + 1);
            }
        }
    }
}

/// The head agreed: from now on it is a promise like any other. Or not: then it never was one.
fn vouched(joint: &mut Joint, no: u32, agreed: bool) {
    for promise in joint.promises.iter_mut().filter(|promise| promise.no == no) {
        promise.climb = Climb::default();
        promise.standing = match (agreed, &promise.waits) {
            (false, _) => Standing::Dropped,
            (true, Some(_)) => Standing::Waiting,
            (true, None) => Standing::Open,
        };
    }
}

fn with_helper(joint: &mut Joint, unit: &UnitId, change: impl FnOnce(&mut Helper)) {
    if let Some(helper) = joint.helpers.iter_mut().find(|helper| helper.unit == *unit) {
        change(helper);
    }
}

/// What it promised goes with it.
pub(in crate::case) fn release(joint: &mut Joint, unit: &UnitId) {
    joint.helpers.retain(|helper| helper.unit != *unit);
    for promise in joint.promises.iter_mut().filter(|promise| promise.unit == *unit) {
        if matches!(promise.standing, Standing::Open | Standing::Waiting | Standing::Held) {
            promise.standing = Standing::Dropped;
        }
    }
}

/// Whether the condition was met, what opens with its date, and when a monthly one is due again.
type Outcome<'o> = (Option<bool>, &'o [(u32, Moment, bool)], Option<Moment>);

/// Exactly one branch opens; the other stays on record as one that did not come about.
fn kept(joint: &mut Joint, no: u32, (met, opened, again): Outcome<'_>) {
    for promise in &mut joint.promises {
        let of_this = promise.waits.as_ref().filter(|waits| waits.on == no);
        if promise.no == no {
            (promise.times, promise.climb) = (promise.times + 1, Climb::default());
            match again {
                Some(moment) => promise.due = Some(moment),
                None => promise.standing = Standing::Kept,
            }
        } else if let (Some(waits), Some(met), Standing::Waiting) = (of_this, met, promise.standing) {
            promise.standing = if waits.met == met { Standing::Open } else { Standing::NotTriggered };
            if let Some((_, due, provisional)) = opened.iter().find(|(open, ..)| *open == promise.no) {
                (promise.due, promise.provisional) = (Some(*due), *provisional);
            }
        }
    }
}

fn climbed(joint: &mut Joint, late: &Late, next: Moment) {
    let climb = match late {
        Late::Helper(unit) => joint.helpers.iter_mut().find(|it| it.unit == *unit).map(|it| &mut it.climb),
        Late::Promise(no) => joint.promises.iter_mut().find(|it| it.no == *no).map(|it| &mut it.climb),
    };
    if let Some(climb) = climb {
        (climb.rung, climb.next) = (climb.rung + 1, Some(next));
    }
}
