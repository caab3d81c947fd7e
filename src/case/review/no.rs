//! Why a case says no to 延期, 异议, 复查, 复核 or 终结.

use super::rounds::Stage;
use crate::id::{CadreId, Moment};

/// Why a case does not do it (text key `refusal-…`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum No {
    /// More time was given once.
    #[error("already extended")]
    Extended,
    /// More time has been asked for; nobody has decided yet.
    #[error("extension already asked for")]
    ExtensionWaits {
        /// Who decides.
        on: CadreId,
    },
    /// The date has passed.
    #[error("the date has passed")]
    DatePassed,
    /// Too long.
    #[error("too long")]
    TooLong {
        /// The latest day.
        latest: Moment,
    },
    /// Not later than the date there is.
    #[error("not later")]
    NotLater,
    /// No date was written, or several, or one that does not exist.
    #[error("no date could be read")]
    NoDate,
    /// Life is in danger: nothing waits.
    #[error("life is in danger")]
    InDanger,
    /// Nobody is left who could decide.
    #[error("nobody to decide")]
    NobodyDecides,
    /// Nothing waits to be decided any more.
    #[error("decided already")]
    Decided,
    /// It has been disputed; nobody has ruled yet.
    #[error("already disputed")]
    DisputeWaits,
    /// It was ruled once that it stays.
    #[error("ruled to stay")]
    RuledBack,
    /// The time to dispute is over.
    #[error("too late to dispute")]
    DisputeOver {
        /// Until when.
        until: Moment,
    },
    /// The unit has answered once: it cannot say any more that it is not its own.
    #[error("answered before")]
    AnsweredBefore,
    /// "Not ours" ends nothing.
    #[error("not ours is no answer")]
    NotOursIsNoAnswer,
    /// The time to ask for 复查 or 复核 is over.
    #[error("too late for a review")]
    ReviewOver {
        /// Until when.
        until: Moment,
    },
    /// There is nothing above 复核.
    #[error("no further review")]
    NoFurther,
    /// Nobody in the county stands above the old line.
    #[error("nobody above")]
    NobodyAbove,
    /// One of the two opinions is not there.
    #[error("an opinion is missing")]
    OpinionMissing {
        /// Which.
        stage: Stage,
    },
}

impl No {
    /// The text key that explains it.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::Extended => "refusal-extended",
            Self::ExtensionWaits { .. } => "refusal-extension-waits",
            Self::DatePassed => "refusal-date-passed",
            Self::TooLong { .. } => "refusal-too-long",
            Self::NotLater => "refusal-not-later",
            Self::NoDate => "refusal-no-date",
            Self::InDanger => "refusal-in-danger",
            Self::NobodyDecides => "refusal-nobody-decides",
            Self::Decided => "refusal-decided",
            Self::DisputeWaits => "refusal-dispute-waits",
            Self::RuledBack => "refusal-ruled-back",
            Self::DisputeOver { .. } => "refusal-dispute-over",
            Self::AnsweredBefore => "refusal-answered-before",
            Self::NotOursIsNoAnswer => "refusal-not-ours",
            Self::ReviewOver { .. } => "refusal-review-over",
            Self::NoFurther => "refusal-no-further",
            Self::NobodyAbove => "refusal-nobody-above",
            Self::OpinionMissing { .. } => "refusal-opinion-missing",
        }
    }
}
