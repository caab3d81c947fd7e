//! Bodies outside the county's units: insurers, banks and the like. Nobody of them reads here; what concerns them is passed on by
//! hand, and only with the sender's own leave (个人信息保护法 art. 23).

use crate::id::{OutsideId, SubjectId};

/// What such a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutsideKind {
    /// An insurer.
    Insurer,
    /// A bank or credit union.
    Bank,
    /// Electricity, telecom and the like.
    Utility,
}

impl OutsideKind {
    /// The name in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Insurer => "insurer",
            Self::Bank => "bank",
            Self::Utility => "utility",
        }
    }
}

/// A body outside the county's units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideBody {
    /// Its id.
    pub id: OutsideId,
    /// Its name.
    pub name: String,
    /// How else people write it.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: OutsideKind,
    /// Where there to turn to.
    pub desk: String,
    /// The desk's telephone.
    pub phone: String,
    /// The matters it has to do with.
    pub subjects: Vec<SubjectId>,
}

impl OutsideBody {
    /// Whether a text names it.
    pub fn is_named_in(&self, text: &str) -> bool {
        std::iter::once(&self.name).chain(&self.aliases).any(|name| text.contains(name.as_str()))
    }
}
