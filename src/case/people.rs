//! Whose a case is beside its sender: filed for somebody without a phone (代录), or by a neighbour (代反映); agents whom the
//! sender invites (代理); others who send it jointly (联名). Each stands in it under a pseudonym of their own.

use serde::{Deserialize, Serialize};

use super::command::{Redo, Refusal};
use super::event::{Event, Fact, Words};
use super::verdicts::{self, Verdict, Word};
use super::{Case, Grade, State, decide};
use crate::id::{Moment, PersonId};

/// How a case came to be its sender's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// They sent it themselves.
    #[default]
    Own,
    /// 代录: a recorder typed it for them.
    Recorded,
    /// 代反映: a neighbour wrote for them.
    ForNeighbour,
}

/// What somebody is to a case who is not its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Typed it, and has handed it over.
    Recorder,
    /// Wrote it for somebody who has taken it over since.
    Neighbour,
    /// 代理: does the sender's part for them until they say otherwise.
    Agent,
    /// 联名: sends it too.
    Joint,
}

impl Part {
    /// The name in storage and in text keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recorder => "recorder",
            Self::Neighbour => "neighbour",
            Self::Agent => "agent",
            Self::Joint => "joint",
        }
    }

    /// Whether they speak for the sender, whose own word comes before theirs.
    pub(super) fn speaks_for_sender(self) -> bool {
        match self {
            Self::Agent | Self::Neighbour => true,
            Self::Recorder | Self::Joint => false,
        }
    }
}

/// When somebody last asked for what can be asked once a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// 催一下.
    pub nudge: Option<Moment>,
    /// 请人上门.
    pub visit: Option<Moment>,
    /// 给我回电.
    pub call: Option<Moment>,
    /// How often they nudged.
    pub nudges: u32,
}

/// Somebody beside the sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Their pseudonym in this case.
    pub person: PersonId,
    /// What they are to it.
    pub part: Part,
    /// Since when.
    pub since: Moment,
    /// Whether they have left, or were asked to.
    pub gone: bool,
    /// Whether their words in it were erased because they asked for it.
    pub forgotten: bool,
    /// What they said of the latest answer.
    pub word: Word,
    /// What they asked for.
    pub asked: Asked,
}

/// Those beside the sender, and what the sender said themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// How it came.
    pub origin: Origin,
    /// Whether whom it was filed for has taken it over.
    pub claimed: bool,
    /// Everybody beside the sender, those who left too.
    pub parties: Vec<Party>,
    /// The sender's own word.
    pub own: Word,
    /// The latest word of those who speak for the sender.
    pub for_sender: Word,
    /// What the sender asked for.
    pub asked: Asked,
    /// On how many days anybody nudged.
    pub nudge_days: u32,
}

/// A fact about people; pseudonyms and moments only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PeopleFact {
    /// It is somebody else's whom the sender writes for.
    FiledFor {
        /// How.
        origin: Origin,
        /// Who it is, as far as it was said; encrypted.
        words: Option<Words>,
    },
    /// A code was given to whom it was filed for.
    SlipGiven {
        /// Until when it holds good.
        until: Moment,
    },
    /// The sender invites somebody.
    Invited {
        /// As what.
        part: Part,
        /// Until when the invitation holds good.
        until: Moment,
    },
    /// Whom it was filed for has taken it over.
    Claimed {
        /// Under which pseudonym.
        person: PersonId,
        /// Whether their status message carries the privacy notice.
        notice: bool,
    },
    /// Somebody accepted an invitation.
    Joined {
        /// Under which pseudonym.
        person: PersonId,
        /// As what.
        part: Part,
    },
    /// Somebody left, or was asked to.
    Left {
        /// Who.
        person: PersonId,
        /// Whether their words go too, because they asked for it.
        forgotten: bool,
    },
    /// What somebody said who speaks for the sender, after the sender had said so themselves: kept, and without effect.
    SaidBeside {
        /// Of which round.
        round: u32,
        /// Solved?
        solved: Option<bool>,
        /// Satisfied?
        grade: Option<Grade>,
    },
}

impl PeopleFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::FiledFor { .. } => "filed_for",
            Self::SlipGiven { .. } => "slip_given",
            Self::Invited { .. } => "invited",
            Self::Claimed { .. } => "claimed",
            Self::Joined { .. } => "party_joined",
            Self::Left { .. } => "party_left",
            Self::SaidBeside { .. } => "said_beside",
        }
    }

    /// The words it refers to, if any.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::FiledFor { words, .. } => words.as_ref(),
            Self::SlipGiven { .. }
            | Self::Invited { .. }
            | Self::Claimed { .. }
            | Self::Joined { .. }
            | Self::Left { .. }
            | Self::SaidBeside { .. } => None,
        }
    }
}

/// What may be asked of a case about people.
#[derive(Clone, Debug, PartialEq)]
pub enum PeopleCommand {
    /// Note this.
    Note(PeopleFact),
    /// One of several says what they think of the answer.
    Judge {
        /// Who.
        by: PersonId,
        /// What.
        verdict: Verdict,
        /// Of which round.
        round: u32,
        /// Whether the rating window still runs.
        in_window: bool,
        /// Who takes it if not content.
        redo: Redo,
    },
}

impl People {
    /// Whether nobody but the sender has anything to do with it.
    pub fn is_plain(&self) -> bool {
        self.parties.is_empty() && !self.waits_for_claim()
    }

    /// Whether a recorder holds it for somebody who has not taken it over yet.
    pub fn waits_for_claim(&self) -> bool {
        self.origin == Origin::Recorded && !self.claimed
    }

    /// Somebody who still takes part beside the sender.
    pub fn party(&self, person: &PersonId) -> Option<&Party> {
        self.live().find(|party| party.person == *person)
    }

    /// What somebody is to it beside the sender, if anything.
    pub fn part_of(&self, person: &PersonId) -> Option<Part> {
        self.party(person).map(|party| party.part)
    }

    /// Everybody who still takes part beside the sender.
    pub fn live(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| !party.gone)
    }

    /// Whether others send it too.
    pub fn is_joint(&self) -> bool {
        self.live().any(|party| party.part == Part::Joint)
    }

    /// Whether somebody asked for erasure of their own words in it.
    pub fn forgot(&self, person: &PersonId) -> bool {
        self.parties.iter().any(|party| party.forgotten && party.person == *person)
    }

    pub(super) fn party_mut(&mut self, person: &PersonId) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.person == *person)
    }

    /// What it was sealed for concerns senders alone: those who speak for them speak no longer.
    pub(super) fn sealed(&mut self) {
        for party in self.parties.iter_mut().filter(|party| party.part == Part::Agent) {
            party.gone = true;
        }
    }
}

impl Case {
    /// Whose hands it is in while whom it was filed for has not taken it over, and who typed it afterwards.
    pub fn recorder(&self) -> Option<&PersonId> {
        if self.people.waits_for_claim() {
            return Some(&self.person);
        }
        let recorder = self.people.parties.iter().find(|party| party.part == Part::Recorder);
        recorder.map(|party| &party.person)
    }

    /// When somebody last asked for something that can be asked once a day.
    pub fn asked_by(&self, person: &PersonId) -> Asked {
        if self.people.is_plain() {
            let marks = &self.marks;
            let (nudge, nudges) = (marks.nudged_at, marks.nudges);
            return Asked { nudge, visit: marks.visit_asked_at, call: marks.call_asked_at, nudges };
        }
        let party = self.people.party(person).map(|party| party.asked.clone());
        party.unwrap_or_else(|| self.people.asked.clone())
    }

    /// On how many days it was nudged, whoever did.
    pub fn nudged_days(&self) -> u32 {
        self.linked.nudges + if self.people.is_plain() { self.marks.nudges } else { self.people.nudge_days }
    }
}

/// Whether the case allows it, and what follows.
pub(super) fn decide(case: &Case, command: PeopleCommand) -> Result<Vec<Fact>, Refusal> {
    match command {
        PeopleCommand::Note(what) => allowed(case, &what).map(|()| vec![Fact::People(what)]),
        PeopleCommand::Judge { by, verdict, round, in_window, redo } => {
            decide::in_time(case, in_window)?;
            verdicts::judge(case, &by, (verdict, round), redo)
        }
    }
}

fn allowed(case: &Case, what: &PeopleFact) -> Result<(), Refusal> {
    let people = &case.people;
    let held = |holds: bool| if holds { Ok(()) } else { Err(Refusal::NothingChanges) };
    match what {
        PeopleFact::FiledFor { .. } => held(people.origin == Origin::Own && people.parties.is_empty()),
        PeopleFact::SlipGiven { .. } => held(people.origin != Origin::Own).and_then(|()| not_taken_back(case)),
        PeopleFact::Invited { .. } | PeopleFact::Joined { .. } if case.is_sealed() => Err(Refusal::Sealed),
        PeopleFact::Invited { .. } | PeopleFact::Joined { .. } if people.waits_for_claim() => {
            Err(Refusal::NotTheirWord)
        }
        PeopleFact::Invited { .. } => decide::while_open(case, Fact::Collected).map(|_| ()),
        PeopleFact::Joined { person, .. } => {
            decide::while_open(case, Fact::Collected)?;
            held(case.person != *person && people.party(person).is_none())
        }
        PeopleFact::Claimed { person, .. } => {
            held(people.origin != Origin::Own && case.person != *person)?;
            not_taken_back(case)
        }
        PeopleFact::Left { person, .. } if case.person == *person => held(people.is_joint()),
        PeopleFact::Left { person, .. } => held(people.party(person).is_some()),
        PeopleFact::SaidBeside { .. } => Ok(()),
    }
}

fn not_taken_back(case: &Case) -> Result<(), Refusal> {
    if case.state == State::Withdrawn { Err(Refusal::AlreadyClosed) } else { Ok(()) }
}

/// What a fact about people leaves.
pub(super) fn apply(case: &mut Case, what: &PeopleFact, event: &Event) {
    match what {
        PeopleFact::FiledFor { origin, .. } => case.people.origin = *origin,
        PeopleFact::Claimed { person, notice } => claimed(case, person, *notice, event.at),
        PeopleFact::Joined { person, part } => join(case, person, *part, event.at),
        PeopleFact::Left { person, forgotten } => left(case, person, *forgotten, event.at),
        PeopleFact::SlipGiven { .. } | PeopleFact::Invited { .. } | PeopleFact::SaidBeside { .. } => {}
    }
}

fn party(person: &PersonId, part: Part, since: Moment) -> Party {
    let (word, asked) = (Word::default(), Asked::default());
    Party { person: person.clone(), part, since, gone: false, forgotten: false, word, asked }
}

/// From the first one beside the sender on each word is kept for itself: what was said until now was the sender's.
fn begin(case: &mut Case) {
    if !case.people.parties.is_empty() {
        return;
    }
    case.people.own = Word { round: case.judged_round(), solved: case.solved, grade: case.grade };
    case.people.nudge_days = case.marks.nudges;
    let marks = &case.marks;
    let (nudge, nudges) = (marks.nudged_at, marks.nudges);
    case.people.asked = Asked { nudge, visit: marks.visit_asked_at, call: marks.call_asked_at, nudges };
}

/// The first to claim takes the case over; whoever comes later, of several for whom it was filed, sends it too.
fn claimed(case: &mut Case, person: &PersonId, notice: bool, at: Moment) {
    if case.people.claimed {
        return join(case, person, Part::Joint, at);
    }
    begin(case);
    let part = if case.people.origin == Origin::Recorded { Part::Recorder } else { Part::Neighbour };
    let former = std::mem::replace(&mut case.person, person.clone());
    let (word, asked) = (std::mem::take(&mut case.people.own), std::mem::take(&mut case.people.asked));
    case.people.for_sender = word.clone();
    // Whom the neighbour had asked to stand in stood in for the neighbour.
    case.people.sealed();
    case.people.parties.push(Party { word, asked, ..party(&former, part, at) });
    (case.people.claimed, case.notice) = (true, notice);
}

fn join(case: &mut Case, person: &PersonId, part: Part, at: Moment) {
    begin(case);
    case.people.parties.push(party(person, part, at));
}

/// Whoever sent it first may leave too: then the next of the senders stands first.
fn left(case: &mut Case, person: &PersonId, forgotten: bool, at: Moment) {
    if case.person != *person {
        if let Some(party) = case.people.party_mut(person) {
            (party.gone, party.forgotten) = (true, forgotten);
        }
        return;
    }
    let Some(next) = case.people.parties.iter().position(|party| party.part == Part::Joint && !party.gone) else {
        return;
    };
    let next = case.people.parties.remove(next);
    (case.people.own, case.people.asked) = (next.word, next.asked);
    case.people.for_sender = Word::default();
    case.people.sealed();
    let former = std::mem::replace(&mut case.person, next.person);
    case.people.parties.push(Party { gone: true, forgotten, ..party(&former, Part::Joint, at) });
}
