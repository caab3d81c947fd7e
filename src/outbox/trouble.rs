//! What people who run the bot must be told of letters; never any words of people.

use crate::id::{CaseId, LetterId};
use crate::notice::gate::Stopped;
use crate::notice::letter::{Audience, Letter};

/// Something went wrong with a letter for good, or needs a hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// The letter, kept in the store.
    pub letter: LetterId,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// Whom it was for. Whoever tells the operators leaves out what would only breed more: letters to them that failed.
    pub to: Audience,
    /// What happened.
    pub kind: TroubleKind,
}

/// Kinds of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// Its chat is out of reach, and the letter is held: the kind of the fault.
    OutOfReach(&'static str),
    /// Tried too often: the kind of the last fault.
    GaveUp(&'static str),
    /// Telegram refuses the letter as it is, which is a fault of ours: what it refuses.
    Refused(&'static str),
    /// The gate stopped it at the last moment.
    Stopped(Stopped),
    /// The group has another id now; its bindings must follow.
    Moved {
        /// The id until now.
        from: i64,
        /// The id from now on.
        to: i64,
    },
    /// The bot's token is no longer valid; everything waits.
    Unauthorized,
}

impl Trouble {
    /// Trouble with this letter.
    pub fn with(id: &LetterId, letter: &Letter, kind: TroubleKind) -> Self {
        Self { letter: id.clone(), case: letter.case.clone(), to: letter.to.clone(), kind }
    }
}
