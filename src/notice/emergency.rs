//! Who hears of danger to life: those on call by name and again, the sender and the neighbours, whoever owes the result.

use super::letter::Priority;
use super::plan::{Notice, Offer, Who, reader_offers, tell};
use crate::case::emergency::{EmergencyFact, is_of_a_place};
use crate::case::{Case, Lane, State};
use crate::classify::Danger;

/// What a button under such a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmergencyOffer {
    /// 有损失要登记.
    Damage,
    /// 没有损失.
    NoDamage,
}

/// The buttons for people on call.
pub(super) const ON_CALL_OFFERS: &[Offer] = &[Offer::Read, Offer::TakeDanger, Offer::Ask];
/// Of whoever is asked what was damaged.
const DAMAGE_OFFERS: &[Offer] = &[Offer::Emergency(EmergencyOffer::Damage), Offer::Emergency(EmergencyOffer::NoDamage)];

/// Danger to life pings the people on call at once; a sealed case already went to its readers.
pub(super) fn danger(after: &Case) -> Vec<Notice> {
    if after.danger.is_none() || after.is_sealed() {
        return Vec::new();
    }
    let despair = after.danger == Some(Danger::SelfHarm);
    let key = if despair { "oncall-self-harm" } else { "oncall-danger" };
    vec![Notice { offers: ON_CALL_OFFERS, priority: Priority::Danger, ..tell(Who::OnCall, key) }]
}

/// The sender hears who sees to it.
pub(super) fn taken(after: &Case) -> Vec<Notice> {
    let urgent = Notice { priority: Priority::Danger, ..tell(Who::Resident, "told-danger-taken") };
    if after.is_sealed() { Vec::new() } else { vec![urgent] }
}

/// What a fact about danger to life means for whom.
pub(super) fn told(after: &Case, what: &EmergencyFact) -> Vec<Notice> {
    match what {
        EmergencyFact::Unconfirmed { .. } => unconfirmed(after),
        EmergencyFact::Undispatched => {
            let again = tell(Who::OnCall, "oncall-undispatched");
            vec![Notice { offers: ON_CALL_OFFERS, priority: Priority::Danger, ..again }]
        }
        EmergencyFact::Worsened { through, .. } => worsened(after, through.is_none()),
        EmergencyFact::News { .. } => vec![tell(Who::Resident, "told-incident-news")],
        EmergencyFact::Apart if after.state.is_being_worked_on() && !after.is_sealed() => {
            vec![tell(Who::Resident, "told-incident-apart")]
        }
        EmergencyFact::FollowedUp => morning(after),
        EmergencyFact::Alarmed { .. }
        | EmergencyFact::WhereAsked
        | EmergencyFact::FedBack { .. }
        | EmergencyFact::Under { .. }
        | EmergencyFact::NeighbourJoined { .. }
        | EmergencyFact::Apart
        | EmergencyFact::NeighbourLeft { .. }
        | EmergencyFact::DamageAsked
        | EmergencyFact::NothingDamaged
        | EmergencyFact::DamageListed { .. } => Vec::new(),
    }
}

/// What is told each time, in a flood too: it comes a few times at most, and says something else each time.
pub const WORSE: [&str; 2] = ["oncall-worse", "group-worse"];

/// Those on call, once for each report that says so; the unit under the one card.
fn worsened(after: &Case, by_its_sender: bool) -> Vec<Notice> {
    let call = Notice { offers: ON_CALL_OFFERS, ..tell(Who::OnCall, "oncall-worse") };
    let unit = (after.task.is_some() && after.emergency.under.is_none()).then(|| tell(Who::UnitGroup, "group-worse"));
    let all = by_its_sender.then_some(call).into_iter().chain(unit);
    all.map(|notice| Notice { priority: Priority::Danger, ..notice }).collect()
}

/// Those on call again, by name, and at first those who supervise. Of a sealed case its readers; those on call hear that there
/// is one, and nothing of it.
fn unconfirmed(after: &Case) -> Vec<Notice> {
    let urgent = |notice: Notice| Notice { priority: Priority::Danger, ..notice };
    if after.is_sealed() {
        let again = Notice { offers: reader_offers(after), ..tell(Who::Readers, "reader-danger-again") };
        let others = (after.lane != Some(Lane::Screeners)).then(|| tell(Who::OnCall, "oncall-sealed"));
        return [again].into_iter().chain(others).map(urgent).collect();
    }
    let (again, above) = if after.is_danger_of_a_person() {
        ("oncall-again-person", "supervisor-danger-person")
    } else {
        ("oncall-again", "supervisor-danger")
    };
    let again = Notice { offers: ON_CALL_OFFERS, ..tell(Who::OnCall, again) };
    let first = after.emergency.unconfirmed == 1;
    let above = first.then(|| Notice { offers: &[Offer::Read], ..tell(Who::Supervisors, above) });
    [again].into_iter().chain(above).map(urgent).collect()
}

/// The sender is asked what was damaged; whoever has not given the written result is reminded. Danger of a person leaves
/// nothing to be listed: somebody asks after them.
fn morning(after: &Case) -> Vec<Notice> {
    let place = after.danger.is_some_and(is_of_a_place) && !after.is_kept_apart();
    // A written result whose day has passed is promised no more.
    let ahead = after.emergency.follow_at.is_none_or(|at| after.due > at);
    let key = if after.state.is_being_worked_on() && ahead { "ask-damage" } else { "ask-damage-answered" };
    let asked = Notice { offers: DAMAGE_OFFERS, ..tell(Who::Resident, key) };
    let waits = after.state.is_being_worked_on() && after.state != State::UnderCheck;
    let owes = match (waits, place) {
        (false, _) => None,
        (true, true) if after.task.is_some() => Some(tell(Who::Acting, "remind-result")),
        (true, true) => None,
        (true, false) if after.is_sealed() => Some(tell(Who::Readers, "reader-danger-morning")),
        (true, false) => Some(Notice { offers: ON_CALL_OFFERS, ..tell(Who::OnCall, "oncall-morning") }),
    };
    place.then_some(asked).into_iter().chain(owes).collect()
}
