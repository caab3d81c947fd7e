//! Supervision, beside the state and never instead of it: 催办 → 督办 → 挂牌督办 → 约谈 → 提请会议; the leader in charge
//! (包案); spot checks (抽查).
//!
//! One ladder: whatever raises a case, a late signature, a late answer, a second redo, a ruling not obeyed, nudges day
//! after day, raises it here, by one rung, and names who was told (信访工作条例 art. 39, 40). What only named readers see
//! climbs inside its lane, without rungs that anybody else could read.

use serde::{Deserialize, Serialize};

use super::command::{Redo, Refusal};
use super::event::{Fact, Words};
use super::{Case, Ending, State};
use crate::id::{CadreId, Moment};

/// How far up a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 催办: the sender has asked how it stands.
    Nudged,
    /// 督办.
    Supervised,
    /// 挂牌督办.
    Listed,
    /// 约谈.
    Interviewed,
    /// 提请会议.
    Meeting,
}

impl Level {
    /// The name used in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nudged => "nudged",
            Self::Supervised => "supervised",
            Self::Listed => "listed",
            Self::Interviewed => "interviewed",
            Self::Meeting => "meeting",
        }
    }
}

/// Why a case rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No unit signed for it in time.
    Unsigned,
    /// No screener decided in time.
    Unscreened,
    /// The answer's date passed.
    Overdue,
    /// It came back a second time.
    Redone,
    /// A ruling was not obeyed.
    RulingRefused,
    /// The sender nudged on several days.
    Nudged,
    /// Whoever wanted to see a leader was not answered in time, or nobody put down how it went.
    Unreceived,
}

impl Cause {
    /// The name used in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::Unscreened => "unscreened",
            Self::Overdue => "overdue",
            Self::Redone => "redone",
            Self::RulingRefused => "ruling_refused",
            Self::Nudged => "nudged",
            Self::Unreceived => "unreceived",
        }
    }
}

/// A fact about supervision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "supervision", rename_all = "snake_case")]
pub enum SupervisionFact {
    /// It opened, or rose by one rung; a named person was told.
    Raised {
        /// Why.
        cause: Cause,
        /// Who was told.
        told: CadreId,
    },
    /// It was lifted, with evidence (解除督办).
    Lifted {
        /// What was found.
        words: Words,
        /// How many pieces of evidence came with it.
        evidence: u32,
    },
    /// A leader took it in charge (包案, 信访工作条例 art. 18).
    LeaderNamed {
        /// Who.
        leader: CadreId,
        /// When they are reminded.
        next: Moment,
    },
    /// The leader in charge was reminded.
    LeaderReminded {
        /// When they are reminded next.
        next: Moment,
    },
    /// The leader in charge has left, or may not learn of it any more.
    LeaderGone,
    /// It was drawn for a spot check.
    Drawn {
        /// Who goes and looks.
        checker: CadreId,
        /// What the unit had answered.
        answer: Option<Words>,
    },
    /// The spot check has a result.
    Checked {
        /// 属实, or 不实.
        as_reported: bool,
    },
}

impl SupervisionFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Raised { .. } => "raised",
            Self::Lifted { .. } => "lifted",
            Self::LeaderNamed { .. } => "leader_named",
            Self::LeaderReminded { .. } => "leader_reminded",
            Self::LeaderGone => "leader_gone",
            Self::Drawn { .. } => "drawn",
            Self::Checked { .. } => "checked",
        }
    }
}

/// An act of supervision, in the imperative.
#[derive(Clone, Debug, PartialEq)]
pub enum Supervise {
    /// Raise it by one rung.
    Raise {
        /// Why.
        cause: Cause,
        /// Who is told.
        told: CadreId,
        /// When lateness climbs next.
        next: Moment,
    },
    /// Lift it, with evidence.
    Lift {
        /// What was found.
        words: Words,
        /// How many pieces of evidence.
        evidence: u32,
    },
    /// A leader takes it in charge.
    Lead {
        /// Who.
        leader: CadreId,
        /// When they are reminded.
        next: Moment,
    },
    /// Remind the leader in charge, and again then.
    RemindLeader(Moment),
    /// The leader in charge is no more.
    LoseLeader,
    /// Draw it for a spot check.
    Draw {
        /// Who goes and looks.
        checker: CadreId,
        /// What the unit had answered.
        answer: Option<Words>,
    },
    /// Tell what the spot check found.
    Check {
        /// 属实, or 不实.
        as_reported: bool,
        /// Who takes it if not.
        redo: Redo,
    },
}

/// A spot check of one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotCheck {
    /// Who goes and looks.
    pub checker: CadreId,
    /// The round whose answer is looked at.
    pub round: u32,
    /// 属实 or 不实; none while nobody has said.
    pub as_reported: Option<bool>,
}

/// How far up a case stands, why, and who watches it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Supervision {
    /// How often it rose since it opened.
    pub rises: u32,
    /// Why, each once, in order.
    pub causes: Vec<Cause>,
    /// Who was told last.
    pub told: Option<CadreId>,
    /// The nudges that have raised it already.
    pub heard_nudges: u32,
    /// The leader in charge.
    pub leader: Option<CadreId>,
    /// When the leader is reminded next.
    pub leader_next: Option<Moment>,
    /// The latest spot check.
    pub check: Option<SpotCheck>,
}

impl Case {
    /// Where it stands on the ladder; what only named readers see has no rung that others could read.
    pub fn level(&self) -> Option<Level> {
        match self.marks.supervision.rises {
            _ if self.is_kept_apart() => None,
            0 => (self.nudged_days() > 0).then_some(Level::Nudged),
            1 => Some(Level::Supervised),
            2 => Some(Level::Listed),
            3 => Some(Level::Interviewed),
            _ => Some(Level::Meeting),
        }
    }

    /// Whether it is supervised (督办 or further up).
    pub fn is_supervised(&self) -> bool {
        self.level() > Some(Level::Nudged)
    }

    /// How many persons up the line have been told so far.
    pub fn rung(&self) -> u32 {
        self.marks.rung.max(self.marks.supervision.rises)
    }

    /// Whether only named readers know how it stands.
    pub fn is_kept_apart(&self) -> bool {
        self.is_sealed() || self.held.is_some()
    }

    /// Whether the spot check of this round found that it was not as reported.
    pub fn failed_spot_check(&self) -> bool {
        let failed = |check: &SpotCheck| check.as_reported == Some(false) && check.round == self.round;
        self.marks.supervision.check.as_ref().is_some_and(failed)
    }
}

/// What raises a case without anybody asking: it came back a second time, or the sender nudged on so many days.
pub fn arisen(before: &Case, after: &Case, nudges: u32) -> Option<Cause> {
    let choosing = after.marks.course.is_choosing();
    if after.is_kept_apart() || !after.state.is_being_worked_on() && !choosing {
        return None;
    }
    let known = &after.marks.supervision;
    let twice = choosing && !before.marks.course.is_choosing() || after.round > before.round && after.round > 2;
    let again = twice && !known.causes.contains(&Cause::Redone);
    let nudged = after.nudged_days() > before.nudged_days() && after.nudged_days() >= known.heard_nudges + nudges;
    if again { Some(Cause::Redone) } else { nudged.then_some(Cause::Nudged) }
}

/// Whether the case allows it, and what follows.
pub fn decide(case: &Case, command: Supervise) -> Result<Vec<Fact>, Refusal> {
    let facts = match command {
        Supervise::Raise { cause, told, next } => return raise(case, cause, told, next),
        Supervise::Lift { words, evidence } => return lift(case, words, evidence),
        Supervise::Check { as_reported, redo } => return check(case, as_reported, redo),
        Supervise::Lead { leader, next } => {
            takes_a_leader(case, &leader)?;
            SupervisionFact::LeaderNamed { leader, next }
        }
        Supervise::RemindLeader(next) => {
            has_a_leader(case)?;
            SupervisionFact::LeaderReminded { next }
        }
        Supervise::LoseLeader => {
            has_a_leader(case)?;
            SupervisionFact::LeaderGone
        }
        Supervise::Draw { checker, answer } => {
            can_be_drawn(case)?;
            SupervisionFact::Drawn { checker, answer }
        }
    };
    Ok(vec![Fact::Supervision(facts)])
}

/// The clock's own fact first, then the rung; of what is kept apart only the former.
fn raise(case: &Case, cause: Cause, told: CadreId, next: Moment) -> Result<Vec<Fact>, Refusal> {
    let fits = match cause {
        Cause::Unsigned => case.state == State::Dispatched,
        Cause::Unscreened => case.state == State::Registered,
        Cause::Overdue | Cause::Unreceived => case.state.is_open(),
        Cause::Redone | Cause::RulingRefused | Cause::Nudged => {
            case.state.is_being_worked_on() || case.marks.course.is_choosing()
        }
    };
    if !fits {
        return Err(if case.state.is_open() { Refusal::NothingChanges } else { Refusal::AlreadyClosed });
    }
    let clock = match cause {
        Cause::Unsigned => Some(Fact::SignLate { told: told.clone() }),
        Cause::Unscreened => Some(Fact::ScreeningLate { told: told.clone() }),
        Cause::Overdue => Some(Fact::Overdue { told: told.clone(), rung: case.rung() + 1, next }),
        // The unit had to take it, and has not signed.
        Cause::RulingRefused => (case.state == State::Dispatched).then(|| Fact::SignLate { told: told.clone() }),
        Cause::Redone | Cause::Nudged | Cause::Unreceived => None,
    };
    let rung = (!case.is_kept_apart()).then_some(Fact::Supervision(SupervisionFact::Raised { cause, told }));
    let facts: Vec<Fact> = clock.into_iter().chain(rung).collect();
    if facts.is_empty() { Err(Refusal::NothingChanges) } else { Ok(facts) }
}

/// A tick ends nothing: somebody looked, says what they saw and shows it.
fn lift(case: &Case, words: Words, evidence: u32) -> Result<Vec<Fact>, Refusal> {
    if case.is_kept_apart() {
        Err(Refusal::Sealed)
    } else if !case.is_supervised() {
        Err(Refusal::NotSupervised)
    } else if evidence == 0 {
        Err(Refusal::EvidenceNeeded)
    } else {
        Ok(vec![Fact::Supervision(SupervisionFact::Lifted { words, evidence })])
    }
}

fn takes_a_leader(case: &Case, leader: &CadreId) -> Result<(), Refusal> {
    if case.is_kept_apart() {
        Err(Refusal::Sealed)
    } else if !case.state.is_open() {
        Err(Refusal::AlreadyClosed)
    } else if case.marks.supervision.leader.as_ref() == Some(leader) {
        Err(Refusal::NothingChanges)
    } else {
        Ok(())
    }
}

fn has_a_leader(case: &Case) -> Result<(), Refusal> {
    let led = case.marks.supervision.leader.is_some() && case.state.is_open();
    if led { Ok(()) } else { Err(Refusal::NothingChanges) }
}

fn can_be_drawn(case: &Case) -> Result<(), Refusal> {
    let looked_at = case.marks.supervision.check.as_ref().is_some_and(|check| check.round == case.round);
    if case.is_kept_apart() {
        Err(Refusal::Sealed)
    } else if case.state != State::Closed || looked_at {
        Err(Refusal::NothingChanges)
    } else {
        Ok(())
    }
}

/// What was not as reported comes back, if the sender has not brought it back meanwhile.
fn check(case: &Case, as_reported: bool, redo: Redo) -> Result<Vec<Fact>, Refusal> {
    if case.is_kept_apart() {
        return Err(Refusal::Sealed);
    }
    if case.marks.supervision.check.as_ref().is_none_or(|check| check.as_reported.is_some()) {
        return Err(Refusal::NothingChanges);
    }
    let mut facts = vec![Fact::Supervision(SupervisionFact::Checked { as_reported })];
    if !as_reported && case.state == State::Closed {
        facts.push(Fact::Reopened { task: redo.task, due: redo.due, provisional: redo.provisional });
    }
    Ok(facts)
}

/// What a fact about supervision leaves.
pub(super) fn apply(case: &mut Case, what: &SupervisionFact) {
    let (nudges, round) = (case.nudged_days(), case.round);
    let it = &mut case.marks.supervision;
    match what {
        SupervisionFact::Raised { cause, told } => {
            (it.rises, it.told) = (it.rises + 1, Some(told.clone()));
            if !it.causes.contains(cause) {
                it.causes.push(*cause);
            }
            if *cause == Cause::Nudged {
                it.heard_nudges = nudges;
            }
        }
        SupervisionFact::Lifted { .. } => lifted(case),
        SupervisionFact::LeaderNamed { leader, next } => {
            (it.leader, it.leader_next) = (Some(leader.clone()), Some(*next));
        }
        SupervisionFact::LeaderReminded { next } => it.leader_next = Some(*next),
        SupervisionFact::LeaderGone => (it.leader, it.leader_next) = (None, None),
        SupervisionFact::Drawn { checker, .. } => {
            it.check = Some(SpotCheck { checker: checker.clone(), round, as_reported: None });
        }
        SupervisionFact::Checked { as_reported } => {
            if let Some(check) = &mut it.check {
                check.as_reported = Some(*as_reported);
            }
        }
    }
}

/// The sender's own word ends it; silence does not.
pub(super) fn ended(case: &mut Case, ending: Ending) {
    if matches!(ending, Ending::Solved | Ending::Withdrawn) && case.marks.supervision.rises > 0 {
        lifted(case);
    }
}

/// The ladder begins from below again; what is still late climbs again with the next working day.
fn lifted(case: &mut Case) {
    let nudges = case.nudged_days();
    let it = &mut case.marks.supervision;
    (it.rises, it.told, it.heard_nudges) = (0, None, nudges);
    it.causes.clear();
    case.marks.rung = 0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::apply::replay;
    use crate::case::event::{Actor, Event};
    use crate::id::{CaseId, Ids, PersonId};

    /// A case that a unit works on.
    fn open() -> Case {
        let (id, person) = (CaseId::new("c"), PersonId::new("p"));
        let number = Ids::seeded(1).case_number();
        let first = Fact::Registered { id, number, person, notice: false, part: false, contact: None };
        let events =
            [first, Fact::Collected, Fact::Accepted].map(|fact| Event { at: Moment(0), actor: Actor::Machine, fact });
        Case { state: State::InProgress, ..replay(&events).unwrap() }
    }

    fn after(case: &Case, command: Supervise) -> Result<Case, Refusal> {
        let facts = decide(case, command)?;
        let done = |fact| Event { at: Moment(1), actor: Actor::Machine, fact };
        Ok(facts
            .into_iter()
            .fold(case.clone(), |case, fact| crate::case::apply::apply(Some(case), &done(fact)).unwrap()))
    }

    fn raise(cause: Cause) -> Supervise {
        Supervise::Raise { cause, told: CadreId::new("head"), next: Moment(9) }
    }

    fn lift(evidence: u32) -> Supervise {
        let words = Words { content: crate::id::ContentId::new("w"), commitment: String::new() };
        Supervise::Lift { words, evidence }
    }

    #[test]
    fn s12_14_a_ruling_not_obeyed_raises_a_case_and_every_cause_climbs_the_same_ladder() {
        let mut case = open();
        for (cause, level) in [
            (Cause::RulingRefused, Level::Supervised),
            (Cause::Overdue, Level::Listed),
            (Cause::Nudged, Level::Interviewed),
            (Cause::Redone, Level::Meeting),
            (Cause::Overdue, Level::Meeting),
        ] {
            case = after(&case, raise(cause)).unwrap();
            assert_eq!(case.level(), Some(level));
        }
        assert_eq!(case.marks.supervision.causes.len(), 4, "each cause stands there once");
        assert_eq!(case.rung(), 5, "and everybody told so far counts");
        assert_eq!(after(&case, lift(0)), Err(Refusal::EvidenceNeeded));
        let lifted = after(&case, lift(1)).unwrap();
        assert_eq!((lifted.level(), lifted.rung()), (None, 0));
        assert_eq!(after(&lifted, lift(1)), Err(Refusal::NotSupervised));
    }

    #[test]
    fn what_is_sealed_has_no_rung_and_no_leader_and_is_never_drawn() {
        let sealed =
            Case { lane: Some(crate::case::Lane::Discipline), ..after(&open(), raise(Cause::Overdue)).unwrap() };
        assert_eq!(sealed.level(), None);
        let facts = decide(&sealed, raise(Cause::Overdue)).unwrap();
        assert!(
            matches!(facts.as_slice(), [Fact::Overdue { rung: 2, .. }]),
            "lateness climbs inside its lane: {facts:?}"
        );
        let lead = Supervise::Lead { leader: CadreId::new("mayor"), next: Moment(9) };
        assert_eq!(after(&sealed, lead), Err(Refusal::Sealed));
        let draw = Supervise::Draw { checker: CadreId::new("x"), answer: None };
        let closed = Case { state: State::Closed, ..sealed };
        assert_eq!(after(&closed, draw.clone()), Err(Refusal::Sealed));
        let open = Case { lane: None, ..closed };
        let drawn = after(&open, draw.clone()).unwrap();
        assert_eq!(after(&drawn, draw), Err(Refusal::NothingChanges), "a round is looked at once");
    }

    #[test]
    fn silence_leaves_it_supervised_and_the_senders_word_does_not() {
        for (ending, rises) in [(Ending::Silent, 1), (Ending::Solved, 0), (Ending::Withdrawn, 0)] {
            let mut case = after(&open(), raise(Cause::Overdue)).unwrap();
            ended(&mut case, ending);
            assert_eq!(case.marks.supervision.rises, rises);
        }
    }
}
