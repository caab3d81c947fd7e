//! What several people say of one answer: each keeps a word of their own, and the worst of them is what the case comes to. A
//! sender's own word stands before that of whoever speaks for them.

use serde::{Deserialize, Serialize};

use super::calendar::date_of;
use super::command::{Redo, Refusal};
use super::event::{Actor, Event, Fact};
use super::people::{Part, PeopleFact};
use super::{Case, Ending, Grade, decide};
use crate::id::PersonId;

/// What somebody said of the answer of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The round.
    pub round: u32,
    /// Solved?
    pub solved: Option<bool>,
    /// Satisfied?
    pub grade: Option<Grade>,
}

impl Word {
    pub(super) fn of(&self, round: u32) -> Self {
        if self.round == round { self.clone() } else { Self { round, ..Self::default() } }
    }

    fn is_silent(&self) -> bool {
        self.solved.is_none() && self.grade.is_none()
    }

    fn is_whole(&self) -> bool {
        self.solved.is_some() && self.grade.is_some()
    }
}

/// What is said of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Solved, or not.
    Solved(bool),
    /// How content.
    Grade(Grade),
}

impl Case {
    /// The case as one of those who speak in it sees it: with what they said themselves, and not what others did.
    pub fn seen_by(&self, person: &PersonId) -> Self {
        if self.people.is_plain() {
            return self.clone();
        }
        let word = self.word_of(person).of(self.judged_round());
        let mut seen = Self { person: person.clone(), solved: word.solved, grade: word.grade, ..self.clone() };
        seen.marks.nudges = self.asked_by(person).nudges;
        seen
    }

    fn word_of(&self, person: &PersonId) -> Word {
        match self.people.party(person) {
            Some(party) if party.part.speaks_for_sender() => self.people.for_sender.clone(),
            Some(party) => party.word.clone(),
            None => self.people.own.clone(),
        }
    }

    /// The round that what was said last is about.
    pub fn judged_round(&self) -> u32 {
        if self.state.is_being_worked_on() { self.round.saturating_sub(1).max(1) } else { self.round }
    }

    /// Whether somebody said that it is not solved, or that they are not content.
    pub fn said_no(&self, person: &PersonId) -> bool {
        let word = self.word_of(person).of(self.judged_round());
        word.solved == Some(false) || word.grade == Some(Grade::Dissatisfied)
    }

    /// Everything that anybody said of the latest answer.
    pub fn words_said(&self) -> Vec<Word> {
        let people = &self.people;
        let all = [&people.own, &people.for_sender].into_iter().chain(people.parties.iter().map(|party| &party.word));
        all.filter(|word| !word.is_silent()).cloned().collect()
    }

    /// The words that count: each sender's own, or instead of it the latest of those who speak for them.
    pub fn counting(&self, round: u32) -> Vec<Word> {
        let own = self.people.own.of(round);
        let instead = self.people.for_sender.of(round);
        let sender = Word { round, solved: own.solved.or(instead.solved), grade: own.grade.or(instead.grade) };
        let sender = if own.is_silent() { instead } else { sender };
        let joint = self.people.live().filter(|party| party.part == Part::Joint);
        [sender].into_iter().chain(joint.map(|party| party.word.of(round))).collect()
    }
}

/// One of several says what they think: judged by their own earlier word. A sender's own word stands before that of whoever
/// speaks for them; the case ends once every sender has said both, and comes back when one of them says no.
pub(super) fn judge(
    case: &Case,
    by: &PersonId,
    (verdict, round): (Verdict, u32),
    redo: Redo,
) -> Result<Vec<Fact>, Refusal> {
    let part = case.people.part_of(by);
    let stranger = part.is_none() && *by != case.person;
    if stranger || part == Some(Part::Recorder) || case.people.waits_for_claim() {
        return Err(Refusal::NotTheirWord);
    }
    let seen = case.seen_by(by);
    let facts = match verdict {
        Verdict::Solved(solved) => decide::say_solved(&seen, solved, round, redo)?,
        Verdict::Grade(grade) => decide::rate(&seen, grade, round, redo)?,
    };
    let speaks_for = part.is_some_and(Part::speaks_for_sender);
    if speaks_for && !case.people.own.of(round).is_silent() {
        let (solved, grade) = match verdict {
            Verdict::Solved(solved) => (Some(solved), None),
            Verdict::Grade(grade) => (None, Some(grade)),
        };
        return Ok(vec![Fact::People(PeopleFact::SaidBeside { round, solved, grade })]);
    }
    let mut after = case.clone();
    say(&mut after, by, (verdict, round));
    let closes = |fact: &Fact| *fact == Fact::Closed { ending: Ending::Solved };
    let whole = after.counting(round).iter().all(|word| word.is_whole() && word.solved == Some(true));
    Ok(facts.into_iter().filter(|fact| whole || !closes(fact)).collect())
}

/// What else an event means once several speak in a case: whose word it was, and what all of them come to.
pub(super) fn note(case: &mut Case, event: &Event) {
    if case.people.is_plain() {
        return;
    }
    if matches!(event.fact, Fact::DoneReported { .. }) {
        (case.people.own, case.people.for_sender) = (Word::default(), Word::default());
        case.people.parties.iter_mut().for_each(|party| party.word = Word::default());
    }
    let Actor::Resident(by) = event.actor.clone() else { return };
    let round = case.judged_round();
    if let Fact::SolvedSaid { solved } = event.fact {
        say(case, &by, (Verdict::Solved(solved), case.round));
    } else if let Fact::Rated { grade } = event.fact {
        say(case, &by, (Verdict::Grade(grade), round));
    } else if matches!(event.fact, Fact::Nudged | Fact::VisitAsked | Fact::CallAsked) {
        asked(case, &by, event);
    }
}

fn asked(case: &mut Case, by: &PersonId, event: &Event) {
    let day = date_of(event.at);
    let people = &mut case.people;
    let all = people.parties.iter().filter_map(|party| party.asked.nudge).chain(people.asked.nudge);
    let first = !all.into_iter().any(|at| date_of(at) == day);
    let at = Some(event.at);
    let nudged = event.fact == Fact::Nudged;
    people.nudge_days += u32::from(nudged && first);
    let whose = match people.parties.iter_mut().find(|party| party.person == *by) {
        Some(party) => &mut party.asked,
        None => &mut people.asked,
    };
    if nudged {
        (whose.nudge, whose.nudges) = (at, whose.nudges + 1);
    } else if event.fact == Fact::VisitAsked {
        whose.visit = at;
    } else {
        whose.call = at;
    }
}

/// Keeps a word where it belongs; the case then says what all senders come to, the worst of it.
fn say(case: &mut Case, by: &PersonId, (verdict, round): (Verdict, u32)) {
    let put = |word: &mut Word| {
        *word = word.of(round);
        match verdict {
            Verdict::Solved(solved) => word.solved = Some(solved),
            Verdict::Grade(grade) => word.grade = Some(grade),
        }
    };
    let part = case.people.part_of(by);
    if part.is_some_and(Part::speaks_for_sender) {
        put(&mut case.people.for_sender);
    }
    match case.people.party_mut(by) {
        Some(party) => put(&mut party.word),
        None => put(&mut case.people.own),
    }
    let words = case.counting(round);
    case.solved = words.iter().filter_map(|word| word.solved).min();
    case.grade = words.iter().filter_map(|word| word.grade).max_by_key(|grade| worse(*grade));
}

fn worse(grade: Grade) -> u8 {
    match grade {
        Grade::Unrated => 0,
        Grade::Satisfied => 1,
        Grade::Mostly => 2,
        Grade::Dissatisfied => 3,
    }
}
