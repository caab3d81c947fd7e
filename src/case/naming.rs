//! Whether the sender is named to those who handle a case, and what of theirs is shown only once they agree.

use serde::{Deserialize, Serialize};

use super::Case;
use super::event::{Event, Fact};
use crate::classify::Kind;
use crate::id::CadreId;

/// What the sender wants for this case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// 匿名: nobody is shown their name.
    Hidden,
    /// 署名: whoever handles it may be shown their name.
    Named,
}

/// Files, places and numbers that are kept from readers until the sender agrees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    /// Who has asked for them and waits.
    pub asked_by: Option<CadreId>,
    /// Up to which entry the sender has agreed.
    pub until: u32,
}

/// What a fact says the sender wants.
pub(super) fn of(fact: &Fact) -> Option<Naming> {
    Some(if *fact == Fact::NameHidden { Naming::Hidden } else { Naming::Named })
}

/// The names of the facts that are about this.
pub(super) fn name(fact: &Fact) -> &'static str {
    let facts =
        [(Fact::NameHidden, "name_hidden"), (Fact::NameShown, "name_shown"), (Fact::ShowingAsked, "showing_asked")];
    let found = facts.into_iter().find(|(one, _)| one == fact);
    found.map_or("showing_answered", |(_, name)| name)
}

impl Showing {
    /// After a question or an answer; what comes later than the answer is asked about anew.
    pub(super) fn after(&self, event: &Event, entries: u32) -> Self {
        let asked_by = event.actor.cadre().filter(|_| event.fact == Fact::ShowingAsked).cloned();
        let agreed = matches!(event.fact, Fact::ShowingAnswered { agreed: true });
        Self { asked_by, until: if agreed { entries } else { self.until } }
    }
}

impl Case {
    /// The one rule whether the sender's name is kept from everybody (信访工作条例 art. 30): as they wish; without a wish,
    /// of whatever accuses or complains.
    pub fn hides_name(&self) -> bool {
        match (self.naming, self.kind) {
            (Some(naming), _) => naming == Naming::Hidden,
            (None, Kind::Complaint | Kind::Report) => true,
            (None, Kind::Consult | Kind::Help | Kind::Suggestion | Kind::Praise) => self.is_sealed(),
        }
    }

    /// Whether the sender asked for it in so many words: then nothing but their consent shows a number they wrote.
    pub fn is_anonymous_by_wish(&self) -> bool {
        self.naming == Some(Naming::Hidden)
    }
}
