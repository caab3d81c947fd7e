//! Who hears that a case is counted otherwise: its sender, in plain words.

use super::plan::{Notice, Who, tell};
use crate::case::numbers::NumbersFact;

/// What a fact about figures means for whom.
pub(super) fn told(what: &NumbersFact) -> Vec<Notice> {
    match what {
        NumbersFact::LeftOut { .. } => vec![tell(Who::Resident, "told-left-out")],
        NumbersFact::CountedAgain => vec![tell(Who::Resident, "told-counted-again")],
    }
}
