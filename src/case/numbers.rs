//! What is decided about a case for the sake of figures: that it is left out of a unit's rates (剔除). Its course stays as it is.

use serde::{Deserialize, Serialize};

use super::Case;
use super::command::Refusal;
use super::event::Words;
use crate::id::CadreId;

/// Why a case may be left out of a unit's rates. The list is closed: what is not here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 恶意反复 (北京市接诉即办工作条例 art. 9).
    Malicious,
    /// 应走诉讼、仲裁、复议等法定途径 (北京市接诉即办工作条例 art. 11).
    Statutory,
    /// 同一件事，没有新情况 (北京市接诉即办工作条例 art. 11).
    NothingNew,
    /// 不属于政府职责 (北京市接诉即办工作条例 art. 11).
    OutsideDuty,
    /// 违反法律法规、公序良俗 (北京市接诉即办工作条例 art. 11).
    Unlawful,
    /// 调解、执法类，不单看满意不满意 (粤办函〔2021〕216号).
    Enforcement,
}

impl Ground {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 6] =
        [Self::Malicious, Self::Statutory, Self::NothingNew, Self::OutsideDuty, Self::Unlawful, Self::Enforcement];

    /// The name in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Malicious => "malicious",
            Self::Statutory => "statutory",
            Self::NothingNew => "nothing_new",
            Self::OutsideDuty => "outside_duty",
            Self::Unlawful => "unlawful",
            Self::Enforcement => "enforcement",
        }
    }
}

/// A fact about how a case is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum NumbersFact {
    /// Two persons agreed that the unit's rates leave it out; whoever agreed is the event's actor.
    LeftOut {
        /// Why.
        ground: Ground,
        /// What shows it, encrypted.
        evidence: Words,
        /// Who asked.
        first: CadreId,
    },
    /// It counts again.
    CountedAgain,
}

impl NumbersFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::LeftOut { .. } => "left_out",
            Self::CountedAgain => "counted_again",
        }
    }

    /// The words it refers to, if any.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::LeftOut { evidence, .. } => Some(evidence),
            Self::CountedAgain => None,
        }
    }
}

/// How a case is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// Why the unit's rates leave it out, if they do.
    pub left_out: Option<Ground>,
}

/// Whether the case allows it. Open or closed makes no difference, because nothing about its course changes.
pub fn decide(case: &Case, what: &NumbersFact) -> Result<(), Refusal> {
    if case.is_sealed() {
        return Err(Refusal::Sealed);
    }
    match (what, case.marks.numbers.left_out) {
        (NumbersFact::LeftOut { .. }, Some(_)) | (NumbersFact::CountedAgain, None) => Err(Refusal::NothingChanges),
        (NumbersFact::LeftOut { .. }, None) if case.unit().is_none() => Err(Refusal::NotDispatched),
        (NumbersFact::LeftOut { .. }, None) | (NumbersFact::CountedAgain, Some(_)) => Ok(()),
    }
}

/// What such a fact leaves.
pub fn apply(case: &mut Case, what: &NumbersFact) {
    case.marks.numbers.left_out = match what {
        NumbersFact::LeftOut { ground, .. } => Some(*ground),
        NumbersFact::CountedAgain => None,
    };
}
