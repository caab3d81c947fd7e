//! Which clocks run for a case: derived from it, so that they can be set anew after every event.

use super::calendar::{at, date_of, end_of_day};
use super::protect::{by_day, next_check_in};
use super::service::Service;
use super::{Case, Ending, State, emergency};
use crate::classify::Urgency;
use crate::id::Moment;

/// What a clock is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The burst is over.
    Collect,
    /// A screener should have decided.
    Screening,
    /// The unit should have signed.
    Sign,
    /// Half the time, or the morning of the due day.
    Reminder,
    /// The answer's date, and every next rung.
    Due,
    /// The rating window.
    Rating,
    /// The discipline lane should let it go.
    Held,
    /// The sender of a complaint about a person is asked how they are.
    CheckIn,
    /// A helper's share or a promise is late, or stays late.
    Joint,
    /// A matter that has to wait is looked at.
    Shelf,
    /// The leader in charge is reminded.
    Leader,
    /// Somebody should have looked at the answer.
    Check,
    /// The sender is asked whether it still holds.
    AskAgain,
    /// Somebody should have ruled, or chosen.
    Ruling,
    /// Somebody should have decided on an objection.
    Objection,
    /// A meeting is to be arranged, comes near, or is over.
    Meeting,
    /// A leader should have taken it in charge.
    LeaderNeeded,
    /// Somebody on call should have confirmed danger to life.
    Confirm,
    /// Danger to life should be with a unit.
    Dispatch,
    /// The morning after danger to life.
    FollowUp,
}

const ALL: &[Clock] = &[
    Clock::Collect,
    Clock::Screening,
    Clock::Sign,
    Clock::Reminder,
    Clock::Due,
    Clock::Rating,
    Clock::Held,
    Clock::CheckIn,
    Clock::Joint,
    Clock::Shelf,
    Clock::Leader,
    Clock::Check,
    Clock::AskAgain,
    Clock::Ruling,
    Clock::Objection,
    Clock::Meeting,
    Clock::LeaderNeeded,
    Clock::Confirm,
    Clock::Dispatch,
    Clock::FollowUp,
];

impl Clock {
    /// The name in storage.
    pub fn name(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Screening => "screening",
            Self::Sign => "sign",
            Self::Reminder => "reminder",
            Self::Due => "due",
            Self::Rating => "rating",
            Self::Held => "held",
            Self::CheckIn => "check_in",
            Self::Joint => "joint",
            Self::Shelf => "shelf",
            Self::Leader => "leader",
            Self::Check => "check",
            Self::AskAgain => "ask_again",
            Self::Ruling => "ruling",
            Self::Objection => "objection",
            Self::Meeting => "meeting",
            Self::LeaderNeeded => "leader_needed",
            Self::Confirm => "confirm",
            Self::Dispatch => "dispatch",
            Self::FollowUp => "follow_up",
        }
    }

    /// The clock of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|clock| clock.name() == name)
    }
}

/// How long a burst stays open, in seconds (`[collect]` in the settings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Without a further message.
    pub quiet_s: i64,
    /// In all, at most 30.
    pub max_s: i64,
}

/// All clocks that run for the case now. A moment in the past means: due at once.
pub fn running(case: &Case, service: &Service, window: Window) -> Vec<(Clock, Moment)> {
    if case.marks.frozen {
        return Vec::new();
    }
    let mut clocks: Vec<(Clock, Moment)> =
        next_check_in(case, service).map(|moment| (Clock::CheckIn, moment)).into_iter().collect();
    match case.state {
        State::Collecting => clocks.push((Clock::Collect, window_ends(case, window))),
        State::Registered => {
            let due = case.screen_due.filter(|_| !case.marks.screen_told);
            clocks.extend(due.map(|due| (Clock::Screening, sooner(case, due, service, window))))
        }
        State::Dispatched => clocks.extend(sign_due(case).map(|due| (Clock::Sign, sooner(case, due, service, window)))),
        State::Answered if case.marks.course.is_choosing() || case.linked.waits() => {}
        State::Answered => clocks.push((Clock::Rating, rating_ends(case, service))),
        State::UnderCheck => clocks.extend(case.answers.check.as_ref().map(|check| (Clock::Check, check.next))),
        State::Closed => clocks.extend(ask_again(case, service).map(|moment| (Clock::AskAgain, moment))),
        State::Accepted
        | State::InProgress
        | State::AwaitingResident
        | State::Reviewing
        | State::Withdrawn
        | State::NotAccepted
        | State::Merged
        | State::Concluded => {}
    }
    clocks.extend(beside(case, service));
    clocks.extend(case.held.filter(|_| case.state.is_being_worked_on()).map(|until| (Clock::Held, until)));
    if case.state.is_being_worked_on() && case.state != State::Collecting {
        clocks.push((Clock::Due, case.marks.climb_at.unwrap_or(case.due)));
        clocks.extend(next_reminder(case, service).map(|moment| (Clock::Reminder, moment)));
    }
    let led = case.state.is_open() && !case.is_kept_apart();
    clocks.extend(case.marks.supervision.leader_next.filter(|_| led).map(|next| (Clock::Leader, next)));
    clocks.retain(|(clock, _)| !emergency::rests(case, *clock));
    clocks.extend(emergency::clocks(case));
    clocks
}

/// By when a screener has decided, or a unit has signed, where water, electricity, gas or heating is out, animals die, a road
/// is cut or the day is near (P1): so many minutes after it was registered, through nights and holidays; of what begins to
/// wait later, from then on. None for what presses less, and for what has other clocks: danger to life, and what only named
/// readers see.
pub fn pressed_by(case: &Case, from: Moment, service: &Service, window: Window) -> Option<Moment> {
    let presses = case.weight.urgency == Urgency::P1 && case.danger.is_none() && !case.is_kept_apart();
    let at_once = from.since(case.registered_at) <= window.max_s * 1000;
    let from = if at_once { case.registered_at } else { from };
    presses.then(|| from.plus_s(i64::from(service.utility_dispatch_minutes) * 60))
}

/// What was found to press only later waits no longer than what pressed from the first.
fn sooner(case: &Case, due: Moment, service: &Service, window: Window) -> Moment {
    pressed_by(case, case.since, service, window).map_or(due, |pressed| pressed.min(due))
}

/// By when the unit signs; nobody waits for that once it was told, or while it is disputed whose it is.
fn sign_due(case: &Case) -> Option<Moment> {
    let waits = !case.marks.sign_told && !case.marks.course.is_disputed();
    case.task.as_ref().filter(|_| waits).map(|task| task.sign_due)
}

/// What runs beside the state: several hands, what has to wait, what somebody must decide.
fn beside(case: &Case, service: &Service) -> impl Iterator<Item = (Clock, Moment)> {
    let joint = case.joint.next_late().map(|(moment, _)| (Clock::Joint, moment));
    let shelf = case.joint.shelf.as_ref().map(|shelf| (Clock::Shelf, shelf.review));
    let ruling = case.marks.course.ruling_due().map(|due| (Clock::Ruling, due));
    let objection = case.linked.objection_due().map(|due| (Clock::Objection, due));
    let meeting = case.face.next_clock(service.reminder_hour).map(|moment| (Clock::Meeting, moment));
    let leader = case.leader_due().map(|due| (Clock::LeaderNeeded, due));
    joint.into_iter().chain(shelf).chain(ruling).chain(objection).chain(meeting).chain(leader)
}

/// When the burst is over: a quiet while after the last message, at the latest `max_s` after the first.
pub fn window_ends(case: &Case, window: Window) -> Moment {
    case.last_joined.plus_s(window.quiet_s).min(case.registered_at.plus_s(window.max_s))
}

/// The end of the rating window: 24:00 of the day so many days after the answer.
pub fn rating_ends(case: &Case, service: &Service) -> Moment {
    let answered = date_of(case.answered_at.unwrap_or(case.since));
    end_of_day(answered + chrono::Days::new(u64::from(service.rating_days)))
}

/// When the sender of what was solved with evidence is asked whether it still holds: once, by day.
fn ask_again(case: &Case, service: &Service) -> Option<Moment> {
    let days = service.answers.ask_again_days;
    let solved = case.ending == Some(Ending::Solved) && case.answers.evidence > 0 && !case.is_sealed();
    (days > 0 && solved && !case.answers.asked_again).then(|| by_day(case.since.plus_s(i64::from(days) * 24 * 3600)))
}

/// The next reminder: at half the time, then in the morning of the due day; none when it is a matter of hours.
fn next_reminder(case: &Case, service: &Service) -> Option<Moment> {
    if case.danger.is_some() {
        return None;
    }
    let due_day = date_of(case.due.plus_ms(-1));
    let morning = at(due_day, service.reminder_hour, 0);
    let half = case.since_round.plus_ms((case.due.since(case.since_round) as f64 * service.reminder_share) as i64);
    match case.marks.reminded {
        0 if half < morning => Some(half),
        0 | 1 => Some(morning),
        _ => None,
    }
}
