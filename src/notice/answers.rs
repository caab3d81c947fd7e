//! Who hears of facts about answers. What carries the answer itself (to the sender, to whoever looks at it first) is
//! written by the desk, which has its words: here stands who hears besides.

use super::plan::{Notice, Who, quote};
use crate::case::Case;
use crate::case::answer::AnswerFact;

/// What a fact about an answer means for whom.
pub(super) fn told(before: &Case, what: &AnswerFact) -> Vec<Notice> {
    match what {
        AnswerFact::CheckReturned { words } => {
            let by = before.answers.check.as_ref().map(|check| check.by.clone());
            by.map(|by| quote(Who::Cadre(by), "check-returned", words)).unwrap_or_default()
        }
        AnswerFact::CheckAsked { .. }
        | AnswerFact::CheckLate { .. }
        | AnswerFact::Decided { .. }
        | AnswerFact::Refused { .. }
        | AnswerFact::Guided { .. }
        | AnswerFact::CheckPassed
        | AnswerFact::Unchecked
        | AnswerFact::CallTried
        | AnswerFact::CallHeard { .. }
        | AnswerFact::NoContact
        | AnswerFact::AskedAgain
        | AnswerFact::AgainSaid { .. } => Vec::new(),
    }
}
