//! Who is told what of reception days, and of what was put into words for somebody.

use super::plan::{Notice, Offer, Who, quote, tell};
use crate::case::Case;
use crate::case::face::{FaceFact, Outcome};

/// What a button under such a message does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaceOffer {
    /// 给接访时间.
    Sessions,
    /// 说明原因.
    Explain,
    /// 见了.
    Held,
    /// 没见成.
    NotHeld,
    /// 群众没来.
    Missed,
    /// 对.
    Meant,
    /// 不对，我再说.
    NotMeant,
}

/// Of whoever arranges a meeting.
const ARRANGE: &[Offer] = &[Offer::Face(FaceOffer::Sessions), Offer::Face(FaceOffer::Explain), Offer::Read];
/// Of whoever puts down how it went.
const RESULTS: &[Offer] =
    &[Offer::Face(FaceOffer::Held), Offer::Face(FaceOffer::NotHeld), Offer::Face(FaceOffer::Missed)];

/// Of whoever is asked whether it is meant.
const MEANT: &[Offer] = &[Offer::Face(FaceOffer::Meant), Offer::Face(FaceOffer::NotMeant)];

/// What whoever hears that it is late can do about it.
pub(super) fn owed(case: &Case) -> &'static [Offer] {
    if case.face.seat().is_some() { RESULTS } else { ARRANGE }
}

/// What a fact about it means for whom. What the sender chooses from is written besides.
pub(super) fn told(before: &Case, after: &Case, what: &FaceFact) -> Vec<Notice> {
    match what {
        FaceFact::Asked { .. } => asked(after),
        FaceFact::Explained { words } => quote(Who::Resident, "told-face-explained", words),
        FaceFact::Booked { .. } => those_who_receive(after, "face-seat-taken"),
        FaceFact::GivenBack { .. } => those_who_receive(before, "face-seat-free"),
        FaceFact::Lost { .. } => again(after, before.face.seat().map(|_| "told-face-lost")),
        FaceFact::HandedOver { .. } => again(after, None),
        FaceFact::Reminded { tomorrow: true } => reminded(after),
        FaceFact::Reminded { tomorrow: false } => Vec::new(),
        FaceFact::Over { .. } => to_arranger(after, "face-result", RESULTS),
        FaceFact::Ended { outcome: Outcome::NotHeld, .. } => again(after, Some("told-face-not-held")),
        FaceFact::Ended { outcome: Outcome::Missed, .. } => vec![tell(Who::Resident, "told-face-missed")],
        FaceFact::Late { told: Some(told), .. } => {
            vec![Notice { offers: owed(after), ..tell(Who::Cadre(told.clone()), "late-face") }]
        }
        FaceFact::PutDown { words } => {
            vec![Notice { offers: MEANT, words: Some(words.clone()), ..tell(Who::Resident, "ask-face-meant") }]
        }
        FaceFact::Meant { yes: false } => not_meant(before),
        FaceFact::Meant { yes: true } | FaceFact::KnownOffered { .. } | FaceFact::KnownSaid { .. } => Vec::new(),
        FaceFact::Offered { .. }
        | FaceFact::Ended { outcome: Outcome::Held, .. }
        | FaceFact::Late { told: None, .. } => Vec::new(),
    }
}

fn asked(after: &Case) -> Vec<Notice> {
    let mut notices = vec![tell(Who::Resident, "told-face-asked")];
    notices.extend(to_arranger(after, "face-asked", ARRANGE));
    notices.extend(after.task.as_ref().map(|_| tell(Who::UnitGroup, "group-face")));
    notices
}

/// Whoever wrote it waits for the sender's own words.
fn not_meant(before: &Case) -> Vec<Notice> {
    let by = before.face.heard.as_ref().map(|heard| heard.by.clone());
    by.map(|by| tell(Who::Cadre(by), "face-not-meant")).into_iter().collect()
}

/// Another time must be found.
fn again(after: &Case, told: Option<&'static str>) -> Vec<Notice> {
    let sender = told.map(|key| tell(Who::Resident, key));
    sender.into_iter().chain(to_arranger(after, "face-asked-again", ARRANGE)).collect()
}

fn to_arranger(case: &Case, key: &'static str, offers: &'static [Offer]) -> Vec<Notice> {
    let arranger = case.face.meeting.as_ref().map(|meeting| meeting.arranger.clone());
    arranger.map(|arranger| Notice { offers, ..tell(Who::Cadre(arranger), key) }).into_iter().collect()
}

/// Whoever arranged it and whoever receives, each once.
fn those_who_receive(case: &Case, key: &'static str) -> Vec<Notice> {
    let leader = case.face.seat().map(|session| session.leader.clone());
    let arranger = case.face.meeting.as_ref().map(|meeting| meeting.arranger.clone());
    let arranger = arranger.filter(|arranger| Some(arranger) != leader.as_ref());
    leader.into_iter().chain(arranger).map(|cadre| tell(Who::Cadre(cadre), key)).collect()
}

/// The day before.
fn reminded(after: &Case) -> Vec<Notice> {
    let Some(session) = after.face.seat() else { return Vec::new() };
    vec![tell(Who::Resident, "told-face-tomorrow"), tell(Who::Cadre(session.leader.clone()), "face-leader-tomorrow")]
}
