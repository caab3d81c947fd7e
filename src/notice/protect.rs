//! Who hears of facts about protection: the sender and the lane, never the unit, never whoever acts.

use super::letter::Priority;
use super::people::sender_alone;
use super::plan::{Notice, Offer, Who, tell};
use crate::case::Case;
use crate::case::protect::{Protection, TwoPersonAct, Worry};

/// The buttons under a note that somebody is in trouble: it never goes the ordinary way.
pub(super) const NOTE_OFFERS: &[Offer] = &[Offer::Read, Offer::Ask, Offer::Report];

/// What a fact about protection means for whom.
pub(super) fn told(after: &Case, what: &Protection) -> Vec<Notice> {
    let priority = if after.danger.is_some() { Priority::Danger } else { Priority::Card };
    match what {
        Protection::CheckedIn { .. } => {
            vec![Notice { offers: &[Offer::Fine, Offer::Trouble], ..tell(sender_alone(after), "told-check-in") }]
        }
        Protection::TroubleSaid { note } if *note == after.id => {
            vec![Notice { offers: NOTE_OFFERS, priority, ..tell(Who::Readers, "reader-trouble-again") }]
        }
        Protection::Raised { worry: Worry::Threat, .. } => {
            vec![Notice { offers: &[Offer::Read], priority, ..tell(Who::Readers, "reader-threatened") }]
        }
        Protection::TwoPersonDone { act: TwoPersonAct::Reveal, .. } => {
            vec![Notice { priority, ..tell(sender_alone(after), "told-revealed") }]
        }
        Protection::Raised { .. }
        | Protection::TroubleSaid { .. }
        | Protection::PressureSaid { .. }
        | Protection::PressureSeen
        | Protection::FineSaid
        | Protection::TwoPersonAsked { .. }
        | Protection::TwoPersonDone { .. }
        | Protection::TwoPersonRefused { .. } => Vec::new(),
    }
}
