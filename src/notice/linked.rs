//! Who is told when cases are joined, split or not accepted; and what of a case's course the senders of those that go on
//! under it hear as their own.

use super::letter::Priority;
use super::plan::{Notice, Offer, Who, asked_for, tell};
use crate::case::event::Actor;
use crate::case::linked::same::SameFact;
use crate::case::linked::{LinkedFact, Wish};
use crate::case::{Case, State};

/// What a button under such a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkedOffer {
    /// 不同意, by the sender.
    Object,
    /// 受理.
    TakeUp,
    /// 维持.
    Uphold,
}

const OBJECT: &[Offer] = &[Offer::Linked(LinkedOffer::Object)];
const LEADER: &[Offer] = &[Offer::NameLeader, Offer::Read];
const DECIDE: &[Offer] = &[Offer::Linked(LinkedOffer::TakeUp), Offer::Linked(LinkedOffer::Uphold), Offer::Read];

/// What a fact of these means for whom.
pub(super) fn told(after: &Case, what: &LinkedFact) -> Vec<Notice> {
    match what {
        LinkedFact::Merged { .. } => vec![tell(Who::Resident, "told-merged")],
        LinkedFact::Related { told: true, .. } => vec![tell(Who::Resident, "told-related")],
        LinkedFact::Unmerged => vec![tell(Who::Resident, "told-unmerged")],
        LinkedFact::Heard { other } => heard(after, other),
        LinkedFact::Wished { wish, .. } => asked_for(after, wish_key(*wish)),
        // How somebody was served stands in the receipt of the whole, at once.
        LinkedFact::SplitFrom { .. } if after.task.as_ref().is_some_and(|task| task.above) => Vec::new(),
        LinkedFact::SplitFrom { .. } if after.task.is_some() => vec![tell(Who::Resident, "told-split")],
        LinkedFact::SplitFrom { .. } => vec![tell(Who::Resident, "told-split-open")],
        LinkedFact::Declined { words, .. } => {
            vec![Notice { words: Some(words.clone()), offers: OBJECT, ..tell(Who::Resident, "told-not-accepted") }]
        }
        LinkedFact::Objected { asked_of: told, .. } => vec![decides(told.clone(), "objection-ask")],
        LinkedFact::ObjectionLate { told, .. } => vec![decides(told.clone(), "objection-late")],
        LinkedFact::ObjectionSettled { upheld: true } => vec![tell(Who::Resident, "told-upheld")],
        LinkedFact::ObjectionSettled { upheld: false } => vec![tell(Who::Resident, "told-taken-up")],
        LinkedFact::OtherDoor { words } => {
            vec![Notice { words: Some(words.clone()), ..tell(Who::Resident, "told-other-door") }]
        }
        LinkedFact::Same(SameFact::LeaderMissed { told, .. }) => {
            vec![Notice {
                offers: LEADER,
                priority: Priority::Card,
                ..tell(Who::Cadre(told.clone()), "leader-missing")
            }]
        }
        LinkedFact::Same(_)
        | LinkedFact::TookIn { .. }
        | LinkedFact::LetOut { .. }
        | LinkedFact::Judged { .. }
        | LinkedFact::NotContent { .. }
        | LinkedFact::Related { told: false, .. }
        | LinkedFact::Unrelated { .. }
        | LinkedFact::Split { .. }
        | LinkedFact::PartChanged { .. } => Vec::new(),
    }
}

fn decides(who: crate::id::CadreId, key: &'static str) -> Notice {
    Notice { offers: DECIDE, priority: Priority::Card, ..tell(Who::Cadre(who), key) }
}

fn wish_key(wish: Wish) -> &'static str {
    match wish {
        Wish::Nudge => "group-nudged",
        Wish::Visit => "group-visit",
        Wish::Call => "group-call",
    }
}

/// Whoever has the case hears that the sender of another one that goes on under it has said something.
fn heard(after: &Case, other: &crate::case::linked::Other) -> Vec<Notice> {
    if after.task.is_none() {
        return Vec::new();
    }
    let to_unit = tell(Who::UnitGroup, "group-new-words-merged");
    vec![Notice { bundled: true, offers: &[Offer::Read], other: Some(other.clone()), ..to_unit }]
}

/// What is told to the sender of a case, for the senders of those that go on under it. What answers the one sender's own
/// wish is for nobody else; what says "you were not content" says to the others that somebody was not.
pub fn for_others(notice: Notice, seen: &Case, actor: &Actor) -> Option<Notice> {
    if notice.who != Who::Resident {
        return None;
    }
    let own = matches!(actor, Actor::Resident(person) if *person == seen.person);
    let said = seen.solved.is_some() || seen.grade.is_some();
    match notice.key {
        "told-silent" if said => None,
        "told-merged" | "told-unmerged" | "told-related" | "told-other-door" => None,
        "ask-still" | "ask-showing" | "told-check-in" | "told-revealed" | "told-withdrawn" => None,
        "told-left-out" | "told-counted-again" => None,
        _ if own => Some(notice),
        _ => Some(together(notice)),
    }
}

/// What a sender reads when another one of those handled with them said so.
pub(super) fn by_another(notice: Notice, after: &Case, actor: &Actor) -> Notice {
    let another = matches!(actor, Actor::Resident(person) if *person != after.person);
    if another && !after.linked.under.is_empty() && notice.who == Who::Resident { together(notice) } else { notice }
}

const TOGETHER: &[(&str, &str)] = &[
    ("told-reopened", "told-reopened-together"),
    ("told-broke", "told-reopened-together"),
    ("told-twice", "told-twice-together"),
    ("told-review-first", "told-review-together"),
    ("told-review-second", "told-review-together"),
];

fn together(notice: Notice) -> Notice {
    let key = TOGETHER.iter().find(|(one, _)| *one == notice.key).map_or(notice.key, |(_, all)| all);
    Notice { key, ..notice }
}

/// Whether what its sender asks for reaches whoever has it: what is merged reaches them by the case it goes on under.
pub(super) fn goes_on_elsewhere(case: &Case) -> bool {
    case.state == State::Merged
}
