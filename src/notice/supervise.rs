//! Who hears of supervision: whoever it names up the line, those who supervise, the sender once.

use super::face;
use super::letter::Priority;
use super::plan::{Notice, Offer, Who, tell};
use crate::case::Case;
use crate::case::supervise::{Cause, SupervisionFact};
use crate::id::CadreId;

/// What those who supervise may do; each reader is offered what is theirs to do.
const ACTS: &[Offer] = &[Offer::Lift, Offer::Lead, Offer::NameLeader];

/// Of danger to a person nobody is asked to supervise anything: they look, call and go there.
const READS: &[Offer] = &[Offer::Read];

/// What a fact about supervision means for whom.
pub(super) fn told(before: &Case, after: &Case, what: &SupervisionFact) -> Vec<Notice> {
    match what {
        SupervisionFact::Raised { cause, told } => raised(after, *cause, told),
        SupervisionFact::LeaderNamed { leader, .. } => {
            let mut notices = vec![tell(Who::Cadre(leader.clone()), "leader-named")];
            // Once: that another leader has it now does not concern the sender.
            if before.marks.supervision.leader.is_none() && !after.is_danger_of_a_person() {
                notices.push(tell(Who::Resident, "told-leader"));
            }
            notices
        }
        SupervisionFact::LeaderReminded { .. } => {
            let leader = after.marks.supervision.leader.clone();
            leader.map(|leader| tell(Who::Cadre(leader), "leader-reminder")).into_iter().collect()
        }
        SupervisionFact::LeaderGone => {
            vec![Notice { offers: &[Offer::Lead, Offer::NameLeader], ..tell(Who::Supervisors, "leader-gone") }]
        }
        SupervisionFact::Drawn { checker, answer } => {
            let offers = &[Offer::AsReported, Offer::NotAsReported, Offer::Read];
            let asked = tell(Who::Cadre(checker.clone()), "spot-check");
            vec![Notice { offers, words: answer.clone(), ..asked }]
        }
        SupervisionFact::Lifted { .. } | SupervisionFact::Checked { .. } => Vec::new(),
    }
}

/// Whoever is named up the line, by what raised it; and once those who supervise, whose morning's list holds it from then on.
fn raised(after: &Case, cause: Cause, told: &CadreId) -> Vec<Notice> {
    let of_a_person = after.is_person_looked_for();
    let (key, offers) = match (cause, of_a_person) {
        (Cause::Unreceived, _) => (late_key(cause), face::owed(after)),
        (_, true) => (person_key(cause), READS),
        (_, false) => (late_key(cause), ACTS),
    };
    let mut notices = vec![Notice { offers, ..tell(Who::Cadre(told.clone()), key) }];
    // Of danger nobody has confirmed they hear at once, by that.
    if after.marks.supervision.rises == 1 && after.emergency.unconfirmed == 0 {
        let (key, offers) = if of_a_person { ("supervisor-opened-person", READS) } else { ("supervisor-opened", ACTS) };
        notices.push(Notice { offers, priority: Priority::Digest, ..tell(Who::Supervisors, key) });
    }
    notices
}

/// What whoever is told reads, by what raised it.
fn late_key(cause: Cause) -> &'static str {
    match cause {
        Cause::Unsigned => "late-sign",
        Cause::Unscreened => "late-screening",
        Cause::Overdue => "late-answer",
        Cause::Redone => "raised-redone",
        Cause::RulingRefused => "raised-ruling",
        Cause::Nudged => "raised-nudged",
        Cause::Unreceived => "raised-face",
    }
}

/// The same where it is danger of a person.
fn person_key(cause: Cause) -> &'static str {
    match cause {
        Cause::Unsigned => "late-person-sign",
        Cause::Unscreened => "late-person-screening",
        Cause::Overdue => "late-person-answer",
        Cause::Redone | Cause::Nudged | Cause::RulingRefused | Cause::Unreceived => "raised-person",
    }
}
