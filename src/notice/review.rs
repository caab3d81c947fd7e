//! Who hears of 延期, 异议, the choice after a second "not content", 复查, 复核 and 终结.

use super::letter::Priority;
use super::plan::{Notice, Offer, Who, tell};
use crate::case::event::Words;
use crate::case::review::ReviewFact;
use crate::case::review::rounds::Stage;
use crate::id::CadreId;

/// What a button under such a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewOffer {
    /// 同意延期.
    Grant,
    /// 不同意延期.
    Refuse,
    /// 再办.
    Again,
    /// 提级.
    Raise,
    /// 解释.
    Explain,
    /// 我要复查.
    First,
    /// 我要复核.
    Second,
    /// 终结.
    Conclude,
    /// 想谈一谈.
    Talk,
}

const EXTENSION: &[Offer] = &[Offer::Review(ReviewOffer::Grant), Offer::Review(ReviewOffer::Refuse), Offer::Read];
const CHOICES: &[Offer] = &[
    Offer::Review(ReviewOffer::Again),
    Offer::Review(ReviewOffer::Raise),
    Offer::Review(ReviewOffer::Explain),
    Offer::Read,
];
const FIRST: &[Offer] = &[Offer::Review(ReviewOffer::First)];
const SECOND: &[Offer] = &[Offer::Review(ReviewOffer::Second)];
const CONCLUDE: &[Offer] = &[Offer::Review(ReviewOffer::Conclude), Offer::Read];
const TALK: &[Offer] = &[Offer::Review(ReviewOffer::Talk)];

/// What a fact of these means for whom. A dispute itself is shown like a card, by the desk.
pub(super) fn told(what: &ReviewFact) -> Vec<Notice> {
    match what {
        ReviewFact::ExtensionAsked { asked_of, words, .. } => {
            vec![Notice { words: Some(words.clone()), ..private(asked_of, "extension-ask", EXTENSION) }]
        }
        ReviewFact::ExtensionGranted { words, .. } => {
            vec![quoted("told-extended", words, &[]), tell(Who::UnitGroup, "group-extended")]
        }
        ReviewFact::ExtensionRefused => vec![tell(Who::UnitGroup, "group-not-extended")],
        ReviewFact::Ruled { kept: true, .. } => vec![tell(Who::UnitGroup, "group-ruled")],
        ReviewFact::ChoiceAsked { of, .. } => {
            vec![private(of, "choose-ask", CHOICES), Notice { offers: FIRST, ..tell(Who::Resident, "told-twice") }]
        }
        ReviewFact::ChoiceLate { told, .. } => vec![private(told, "choose-late", CHOICES)],
        ReviewFact::Explained { words } => vec![quoted("told-explained", words, FIRST)],
        ReviewFact::Opened { stage: Stage::First, .. } => vec![tell(Who::Resident, "told-review-first")],
        ReviewFact::Opened { stage: Stage::Second, .. } => vec![tell(Who::Resident, "told-review-second")],
        ReviewFact::Opinion { stage: Stage::First, words, .. } => vec![quoted("told-opinion", words, SECOND)],
        ReviewFact::Opinion { stage: Stage::Second, words, told } => last_opinion(words, told.as_ref()),
        ReviewFact::Lapsed => vec![tell(Who::Resident, "told-lapsed")],
        ReviewFact::Concluded => vec![Notice { offers: TALK, ..tell(Who::Resident, "told-concluded") }],
        ReviewFact::TalkAsked { told } => vec![private(told, "talk-ask", &[Offer::Read])],
        ReviewFact::Disputed { .. }
        | ReviewFact::RulingLate { .. }
        | ReviewFact::Ruled { kept: false, .. }
        | ReviewFact::MeetingHeld { .. }
        | ReviewFact::Chosen { .. }
        | ReviewFact::RaisedAgain { .. }
        | ReviewFact::NewFacts { .. }
        | ReviewFact::Linked { .. } => Vec::new(),
    }
}

/// The last written opinion; whoever may conclude it hears that both are there.
fn last_opinion(words: &Words, told: Option<&CadreId>) -> Vec<Notice> {
    let conclude = told.map(|told| private(told, "conclude-ask", CONCLUDE));
    [quoted("told-opinion-last", words, &[])].into_iter().chain(conclude).collect()
}

fn quoted(key: &'static str, words: &Words, offers: &'static [Offer]) -> Notice {
    Notice { words: Some(words.clone()), offers, ..tell(Who::Resident, key) }
}

fn private(who: &CadreId, key: &'static str, offers: &'static [Offer]) -> Notice {
    Notice { offers, priority: Priority::Card, ..tell(Who::Cadre(who.clone()), key) }
}
