//! Who is told what of help, promises and matters that wait.

use super::plan::{Notice, Who, tell};
use crate::case::Case;
use crate::case::joint::{Content, JointFact, Late, Standing};
use crate::id::CadreId;

/// What a fact about the other hands on a case means for whom. Cards and the status message are edited besides.
pub(super) fn told(before: &Case, after: &Case, what: &JointFact) -> Vec<Notice> {
    match what {
        JointFact::Promised { .. } => promised(before, after),
        JointFact::Vouched { no, agreed } => vouched(after, *no, *agreed),
        JointFact::Kept { no, words, .. } => {
            vec![Notice { promise: Some(*no), words: Some(words.clone()), ..tell(Who::Resident, "told-kept") }]
        }
        JointFact::HelpDone { unit, words } => {
            let to_lead = tell(Who::UnitGroup, "group-help-done");
            vec![Notice { words: Some(words.clone()), helper: Some(unit.clone()), ..to_lead }]
        }
        JointFact::Late { late: Late::Promise(no), .. } if is_held(after, *no) => Vec::new(),
        JointFact::Late { late, told, .. } => vec![late_to(late, told)],
        JointFact::Shelved { words, .. } => {
            vec![Notice { words: Some(words.clone()), ..tell(Who::Resident, "told-shelved") }]
        }
        JointFact::ShelfLooked { .. } => vec![tell(Who::Acting, "remind-shelf"), tell(Who::Head, "remind-shelf")],
        JointFact::HelpReleased { unit } => vec![tell(Who::Helper(unit.clone()), "group-help-released")],
        JointFact::HelpAsked { .. } | JointFact::HelpSigned { .. } | JointFact::Outside { .. } => Vec::new(),
    }
}

/// Of several promises made at once the sender hears at once; what the rules promise by themselves stands in the receipt.
fn promised(before: &Case, after: &Case) -> Vec<Notice> {
    let new = after.joint.promises.iter().filter(|promise| before.joint.promise(promise.no).is_none());
    let said = new.filter(|it| it.standing == Standing::Open && matches!(it.what, Content::Said(_)));
    said.map(|promise| Notice { promise: Some(promise.no), ..tell(Who::Resident, "told-promise") }).collect()
}

/// What the head agreed to is told as if it had just been promised; what waits for another one is shown, as ever.
fn vouched(after: &Case, no: u32, agreed: bool) -> Vec<Notice> {
    let Some(promise) = after.joint.promise(no) else { return Vec::new() };
    let owner = Who::Cadre(promise.owner.clone());
    let to_owner = tell(owner, if agreed { "vow-agreed" } else { "vow-refused" });
    let told = (promise.standing == Standing::Open).then(|| tell(Who::Resident, "told-promise"));
    [to_owner].into_iter().chain(told).map(|notice| Notice { promise: Some(no), ..notice }).collect()
}

/// Whoever has to agree is asked with the words in front of them.
fn is_held(case: &Case, no: u32) -> bool {
    case.joint.promise(no).is_some_and(|promise| promise.standing == Standing::Held)
}

fn late_to(late: &Late, told: &CadreId) -> Notice {
    let (key, promise, helper) = match late {
        Late::Helper(unit) => ("late-help", None, Some(unit.clone())),
        Late::Promise(no) => ("late-promise", Some(*no), None),
    };
    Notice { promise, helper, ..tell(Who::Cadre(told.clone()), key) }
}
