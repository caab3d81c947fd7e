//! Who hears of people beside the sender. Whoever takes a case over, or accepts an invitation, is welcomed by the desk with
//! the case as it stands; here stands who hears besides. Of sealed matters nobody hears who else there is.

use super::plan::{Notice, Who, tell};
use crate::case::Case;
use crate::case::event::Actor;
use crate::case::people::{Origin, Part, PeopleFact};

/// What a fact about people means for whom.
pub(super) fn told(before: &Case, what: &PeopleFact) -> Vec<Notice> {
    match what {
        PeopleFact::Claimed { .. } if !before.people.claimed => vec![tell(former(before), handed_key(before))],
        PeopleFact::Left { person, forgotten: false } => left(before, person),
        PeopleFact::Claimed { .. }
        | PeopleFact::FiledFor { .. }
        | PeopleFact::SlipGiven { .. }
        | PeopleFact::Invited { .. }
        | PeopleFact::Joined { .. }
        | PeopleFact::Left { .. }
        | PeopleFact::SaidBeside { .. } => Vec::new(),
    }
}

/// The sender and nobody beside them: what is theirs alone to say or to know.
pub(super) fn sender_alone(case: &Case) -> Who {
    if case.people.is_plain() { Who::Resident } else { Who::Party(case.person.clone()) }
}

/// Whoever has just spoken.
pub(super) fn speaker(case: &Case, actor: &Actor) -> Who {
    match actor {
        Actor::Resident(person) if !case.people.is_plain() => Who::Party(person.clone()),
        Actor::Resident(_) | Actor::Cadre(_) | Actor::Machine => Who::Resident,
    }
}

fn former(before: &Case) -> Who {
    Who::Party(before.person.clone())
}

fn handed_key(before: &Case) -> &'static str {
    if before.people.origin == Origin::Recorded { "told-handed-over" } else { "told-neighbour-claimed" }
}

/// Whoever leaves hears that it is so; an agent's sender too.
fn left(before: &Case, person: &crate::id::PersonId) -> Vec<Notice> {
    let whose = Who::Party(person.clone());
    match before.people.part_of(person) {
        Some(Part::Agent) => vec![tell(whose, "told-agent-ended"), tell(former(before), "told-agent-left")],
        Some(Part::Recorder | Part::Neighbour | Part::Joint) | None => vec![tell(whose, "told-left")],
    }
}
