//! Who hears of supervision: whoever it names up the line, those who supervise, the sender once.

use super::face;
use super::letter::Priority;
use super::plan::{Notice, Offer, Who, tell};
use crate::case::Case;
use crate::case::supervise::{Cause, SupervisionFact};

/// What those who supervise may do; each reader is offered what is theirs to do.
const ACTS: &[Offer] = &[Offer::Lift, Offer::Lead, Offer::NameLeader];

/// What a fact about supervision means for whom.
pub(super) fn told(before: &Case, after: &Case, what: &SupervisionFact) -> Vec<Notice> {
    match what {
        SupervisionFact::Raised { cause, told } => {
            let offers = if *cause == Cause::Unreceived { face::owed(after) } else { ACTS };
            let mut notices = vec![Notice { offers, ..tell(Who::Cadre(told.clone()), late_key(*cause)) }];
            // Those who supervise hear once that it opened; their morning's list holds it from then on.
            // Of danger nobody has confirmed they hear at once, by that.
            if after.marks.supervision.rises == 1 && after.emergency.unconfirmed == 0 {
                notices.push(Notice {
                    offers: ACTS,
                    priority: Priority::Digest,
                    ..tell(Who::Supervisors, "supervisor-opened")
                });
            }
            notices
        }
        SupervisionFact::LeaderNamed { leader, .. } => {
            let mut notices = vec![tell(Who::Cadre(leader.clone()), "leader-named")];
            // Once: that another leader has it now does not concern the sender.
            if before.marks.supervision.leader.is_none() {
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
