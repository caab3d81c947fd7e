//! Danger to life, beside the state: by when somebody confirms, when it must have been passed on, the first word on what was
//! done, the morning after; and several reports of one danger in one place (同一处险情).
//!
//! A neighbour's report keeps its own case with all its rights. It stands under the first one only as long as that is
//! worked on: the group has one card, and what concerns all is told to each. Despair, violence and illness are one person's:
//! they are never joined.

use serde::{Deserialize, Serialize};

use super::command::Refusal;
use super::linked::Other;
use super::timers::Clock;
use super::{Case, State};
use crate::classify::Danger;
use crate::id::{CaseId, Moment};

/// What is remembered about danger to life.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Emergency {
    /// Since when it is known.
    pub since: Option<Moment>,
    /// When those on call are called again, while nobody has confirmed.
    pub confirm_by: Option<Moment>,
    /// How often nobody had confirmed in time.
    pub unconfirmed: u32,
    /// By when it must be with a unit; none once that was told.
    pub dispatch_by: Option<Moment>,
    /// When the sender was last asked where it is, and for a number to call.
    pub asked_at: Option<Moment>,
    /// Whether the sender has heard what was done.
    pub fed_back: bool,
    /// When the morning after comes; none once it has.
    pub follow_at: Option<Moment>,
    /// The report of the same danger that this one stands under.
    pub under: Option<Other>,
    /// The reports of the same danger that stand under this one.
    pub neighbours: Vec<Other>,
    /// Whether the sender has been asked what was damaged, and may say so.
    pub listing: bool,
    /// The case about what was damaged.
    pub damage: Option<Other>,
    /// The worst danger told of later, where it is worse than the first.
    pub worst: Option<Danger>,
    /// Whether it was told later that people are in it, or hurt.
    pub people: bool,
    /// When it last became worse.
    pub worse_at: Option<Moment>,
}

/// A fact about danger to life; ids, numbers and moments only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum EmergencyFact {
    /// The clocks of danger to life run.
    Alarmed {
        /// By when somebody confirms.
        confirm_by: Moment,
        /// By when it is with a unit.
        dispatch_by: Moment,
        /// The morning after.
        follow_at: Moment,
    },
    /// The sender was asked where it is, and for a number to call.
    WhereAsked,
    /// Nobody confirmed in time: those on call are called again.
    Unconfirmed {
        /// When they are called next.
        next: Moment,
    },
    /// It is with no unit yet.
    Undispatched,
    /// The sender has heard what was done; the written result is due.
    FedBack {
        /// By when.
        due: Moment,
    },
    /// Somebody else reported the same: it stands under that report.
    Under {
        /// Which.
        lead: Other,
    },
    /// Somebody else reports the same, under this one.
    NeighbourJoined {
        /// Which.
        other: Other,
    },
    /// It is worse than was known.
    Worsened {
        /// The danger it is now; none where it is the same, with people in it.
        danger: Option<Danger>,
        /// Whether people are in it, or hurt.
        people: bool,
        /// The neighbour's report that says so; none where it was told in this one.
        through: Option<Other>,
    },
    /// Something was done about the danger that it stands for too.
    News {
        /// By when its written result is due.
        due: Moment,
    },
    /// It goes on by itself.
    Apart,
    /// Another one does not stand under it any more.
    NeighbourLeft {
        /// Which.
        case: CaseId,
    },
    /// The morning after: the sender was asked what was damaged, the written result was asked for.
    FollowedUp,
    /// The sender wants to say what was damaged.
    DamageAsked,
    /// Nothing was damaged.
    NothingDamaged,
    /// What was damaged is a case of its own.
    DamageListed {
        /// Which.
        other: Other,
    },
}

impl EmergencyFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Alarmed { .. } => "alarmed",
            Self::WhereAsked => "where_asked",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::Undispatched => "undispatched",
            Self::FedBack { .. } => "fed_back",
            Self::Under { .. } => "under",
            Self::NeighbourJoined { .. } => "neighbour_joined",
            Self::Worsened { .. } => "worsened",
            Self::News { .. } => "incident_news",
            Self::Apart => "went_apart",
            Self::NeighbourLeft { .. } => "neighbour_left",
            Self::FollowedUp => "followed_up",
            Self::DamageAsked => "damage_asked",
            Self::NothingDamaged => "nothing_damaged",
            Self::DamageListed { .. } => "damage_listed",
        }
    }
}

/// How bad a danger of a place is.
fn weight(danger: Danger) -> u32 {
    match danger {
        Danger::Violence | Danger::SelfHarm | Danger::Medical => 0,
        Danger::Gas | Danger::Electric | Danger::Water => 1,
        Danger::Collapse => 2,
        Danger::Fire => 3,
    }
}

/// Whether one danger is what another one leads to: gas that burns, walls that the water takes, whom it has hurt.
pub fn leads_to(danger: Danger, further: Danger) -> bool {
    match further {
        Danger::Fire => matches!(danger, Danger::Gas | Danger::Electric),
        Danger::Collapse => matches!(danger, Danger::Gas | Danger::Fire | Danger::Water),
        Danger::Medical => is_of_a_place(danger),
        Danger::Gas | Danger::Electric | Danger::Water | Danger::Violence | Danger::SelfHarm => false,
    }
}

/// Whether a danger is of a place, so that neighbours tell of the same one; any other is of a person.
pub fn is_of_a_place(danger: Danger) -> bool {
    match danger {
        Danger::Gas | Danger::Fire | Danger::Collapse | Danger::Electric | Danger::Water => true,
        Danger::Violence | Danger::SelfHarm | Danger::Medical => false,
    }
}

impl Case {
    /// Whether somebody of the staff has said that they see to the danger.
    pub fn is_confirmed(&self) -> bool {
        let signed = self.task.as_ref().is_some_and(|task| task.signed.is_some());
        self.danger_taken.is_some() || signed || !self.state.is_being_worked_on()
    }

    /// Whether it is danger of a place that neighbours may tell of too.
    pub fn is_incident(&self) -> bool {
        let open = self.state.is_being_worked_on() && self.state != State::Collecting;
        let known = self.emergency.since.is_some() && self.danger.is_some_and(is_of_a_place);
        known && open && !self.is_kept_apart() && !self.marks.frozen
    }

    /// Whether it is danger of a person: despair, violence, illness.
    pub fn is_danger_of_a_person(&self) -> bool {
        self.danger.is_some_and(|danger| !is_of_a_place(danger))
    }

    /// The same while nobody has told the sender yet what was done: they are looked for.
    pub fn is_person_looked_for(&self) -> bool {
        self.is_danger_of_a_person() && !self.emergency.fed_back
    }

    /// What it would be to the case that this is so; nothing where it is no worse than what is known.
    pub fn worsens(&self, danger: Option<Danger>, people: bool, through: Option<Other>) -> Option<EmergencyFact> {
        if !self.is_incident() {
            return None;
        }
        let people = (people || danger == Some(Danger::Medical)) && !self.emergency.people;
        let known = self.emergency.worst.or(self.danger).map(weight);
        let danger = danger.filter(|danger| Some(weight(*danger)) > known);
        (danger.is_some() || people).then_some(EmergencyFact::Worsened { danger, people, through })
    }

    /// Despair without a name is told to people one by one, and to no group.
    pub fn is_private_despair(&self) -> bool {
        self.danger == Some(Danger::SelfHarm) && self.hides_name()
    }
}

/// Whether the case allows it.
pub(super) fn decide(case: &Case, fact: &EmergencyFact) -> Result<(), Refusal> {
    let now = &case.emergency;
    let open = case.danger.is_some() && case.state.is_being_worked_on();
    let fits = match fact {
        EmergencyFact::Alarmed { .. } => open && now.since.is_none(),
        EmergencyFact::WhereAsked => open,
        EmergencyFact::Unconfirmed { .. } => now.confirm_by.is_some() && !case.is_confirmed(),
        EmergencyFact::Undispatched => open && now.dispatch_by.is_some() && case.task.is_none(),
        EmergencyFact::FedBack { .. } => now.since.is_some() && case.state.is_open(),
        EmergencyFact::Under { lead } => {
            let other = now.under.as_ref() != Some(lead) && lead.case != case.id;
            case.is_incident() && other && now.neighbours.is_empty()
        }
        EmergencyFact::NeighbourJoined { other } => {
            case.is_incident() && now.under.is_none() && other.case != case.id && !now.neighbours.contains(other)
        }
        EmergencyFact::Worsened { danger, people, .. } => case.worsens(*danger, *people, None).is_some(),
        EmergencyFact::News { .. } => now.under.is_some() && !now.fed_back && case.state.is_open(),
        EmergencyFact::Apart => now.under.is_some(),
        EmergencyFact::NeighbourLeft { case: out } => now.neighbours.iter().any(|other| other.case == *out),
        EmergencyFact::FollowedUp => now.follow_at.is_some(),
        EmergencyFact::DamageAsked => now.since.is_some() && now.damage.is_none() && !case.is_kept_apart(),
        EmergencyFact::NothingDamaged => now.since.is_some() && now.damage.is_none(),
        EmergencyFact::DamageListed { .. } => now.listing && now.damage.is_none() && !case.is_kept_apart(),
    };
    if fits { Ok(()) } else { Err(Refusal::NothingChanges) }
}

/// What a fact leaves.
pub(super) fn apply(case: &mut Case, fact: &EmergencyFact, at: Moment) {
    let now = &mut case.emergency;
    match fact {
        EmergencyFact::Alarmed { confirm_by, dispatch_by, follow_at } => {
            (now.since, now.confirm_by) = (Some(at), Some(*confirm_by));
            (now.dispatch_by, now.follow_at) = (Some(*dispatch_by), Some(*follow_at));
        }
        EmergencyFact::WhereAsked => (now.asked_at, case.marks.asked) = (Some(at), true),
        EmergencyFact::Unconfirmed { next } => (now.unconfirmed, now.confirm_by) = (now.unconfirmed + 1, Some(*next)),
        EmergencyFact::Undispatched => now.dispatch_by = None,
        EmergencyFact::FedBack { due } | EmergencyFact::News { due } => {
            now.fed_back = true;
            (case.due, case.marks.climb_at) = (*due, None);
        }
        EmergencyFact::Worsened { danger, people, .. } => {
            (now.worst, now.people) = (danger.or(now.worst), now.people || *people);
            now.worse_at = Some(at);
        }
        EmergencyFact::Under { lead } => now.under = Some(lead.clone()),
        EmergencyFact::NeighbourJoined { other } => now.neighbours.push(other.clone()),
        EmergencyFact::Apart => now.under = None,
        EmergencyFact::NeighbourLeft { case } => now.neighbours.retain(|other| other.case != *case),
        EmergencyFact::FollowedUp => now.follow_at = None,
        EmergencyFact::DamageAsked => now.listing = true,
        EmergencyFact::NothingDamaged => now.listing = false,
        EmergencyFact::DamageListed { other } => (now.listing, now.damage) = (false, Some(other.clone())),
    }
}

/// The sender has words of whoever has it: the first word on what was done.
pub(super) fn heard(case: &mut Case) {
    case.emergency.fed_back |= case.emergency.since.is_some();
}

/// The clocks of danger to life, beside those of the state.
pub(super) fn clocks(case: &Case) -> impl Iterator<Item = (Clock, Moment)> {
    let now = &case.emergency;
    let confirm = now.confirm_by.filter(|_| !case.is_confirmed());
    let waits = case.state == State::Registered && case.task.is_none() && now.under.is_none() && !case.is_kept_apart();
    let dispatch = now.dispatch_by.filter(|_| waits);
    let gone = matches!(case.state, State::Withdrawn | State::NotAccepted | State::Merged);
    let follow = now.follow_at.filter(|_| !gone);
    let clocks = [(Clock::Confirm, confirm), (Clock::Dispatch, dispatch), (Clock::FollowUp, follow)];
    clocks.into_iter().filter_map(|(clock, moment)| Some((clock, moment?)))
}

/// Whether a clock of the state waits while the report stands under another one, whose clocks run for both.
pub(super) fn rests(case: &Case, clock: Clock) -> bool {
    let of_the_unit = matches!(clock, Clock::Sign | Clock::Screening | Clock::Due | Clock::Reminder);
    of_the_unit && case.emergency.under.is_some()
}
