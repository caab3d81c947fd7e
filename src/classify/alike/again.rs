//! One sender, two messages: the same said again, more of it, or another matter. In doubt it is another one.

use super::super::Reading;
use super::{Alike, CLAUSE, Idle, SENTENCE};
use crate::id::SubjectId;

/// A message whose matter is shorter than this says nothing by itself.
const SOMETHING: usize = 2;
/// Of a message that names no matter, one character in so many must have been said before.
const SHARED: usize = 4;
/// Of what goes on, one character in so many.
const MOSTLY: usize = 2;
/// A message that names no matter and is longer tells another one.
const SHORT: usize = 16;

/// What a message is to what its sender said before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// The same facts: it is pressed for.
    Nudge,
    /// Pressed for, without a word on what.
    Bare,
    /// More facts of the same matter.
    Further,
    /// Another matter, or in doubt.
    Another,
}

impl Alike {
    /// Compares a message with what its sender said before, and what was read of each.
    pub fn again(&self, (earlier, known): (&str, &Reading), (now, reading): (&str, &Reading)) -> Again {
        let (before, after) = (self.speller.normal(earlier), self.speller.normal(now));
        let said: Vec<Idle> = self.idle.hits(after.as_str()).iter().map(|hit| *hit.value).collect();
        let matter = self.kept(&after, true);
        let size: usize = matter.iter().map(Vec::len).sum();
        let elsewhere = self.sketch(None, earlier).elsewhere(&self.sketch(None, now));
        if elsewhere || said.contains(&Idle::Apart) {
            return Again::Another;
        }
        if size < SOMETHING {
            let pressed = said.contains(&Idle::Urging) && size == 0;
            return if pressed { Again::Bare } else { Again::Another };
        }
        let old = self.kept(&before, true);
        if is_within(&matter, &old) {
            return Again::Nudge;
        }
        let goes_on = said.contains(&Idle::Further) || said.contains(&Idle::Urging);
        let place = reading.place.is_none() || known.place.is_none() || reading.place == known.place;
        let of_it =
            is_of_it((known, &old), (reading, &matter)) || reading.danger.is_some() && self.goes_on(&after, &old);
        if goes_on && place && of_it { Again::Further } else { Again::Another }
    }

    /// Whether what is said to go on (又垮了一截) was mostly said before, numbers left out; what follows from it may be anything.
    fn goes_on(&self, after: &str, old: &[Vec<char>]) -> bool {
        self.idle.hits(after).iter().filter(|hit| *hit.value == Idle::Further).any(|hit| {
            let rest = after.get(hit.end..).unwrap_or_default();
            let clause = rest.split([CLAUSE, SENTENCE]).next().unwrap_or_default();
            let told: Vec<char> =
                self.kept(clause, true).into_iter().flatten().filter(|c| !self.is_count(*c)).collect();
            let shared = told.iter().filter(|c| old.iter().any(|clause| clause.contains(c))).count();
            shared > 0 && shared * MOSTLY >= told.len()
        })
    }
}

/// Whether every character stands in a pair that was said before.
fn is_within(matter: &[Vec<char>], old: &[Vec<char>]) -> bool {
    let known = |pair: &[char]| old.iter().any(|clause| clause.windows(2).any(|it| it == pair));
    matter.iter().all(|clause| match clause.as_slice() {
        [one] => old.iter().any(|clause| clause.contains(one)),
        many => (0..many.len()).all(|at| {
            let before = at.checked_sub(1).and_then(|from| many.get(from..=at)).is_some_and(known);
            before || many.get(at..at + 2).is_some_and(known)
        }),
    })
}

/// Whether it speaks of no other matter than was spoken of, and of one of these.
fn is_of_it((known, old): (&Reading, &[Vec<char>]), (reading, matter): (&Reading, &[Vec<char>])) -> bool {
    let spoken: Vec<&SubjectId> = known.subjects.iter().map(|guess| &guess.subject).collect();
    if !reading.subjects.is_empty() {
        return reading.subjects.iter().all(|guess| spoken.contains(&&guess.subject));
    }
    let size: usize = matter.iter().map(Vec::len).sum();
    let shared = matter.iter().flatten().filter(|c| old.iter().any(|clause| clause.contains(c))).count();
    size <= SHORT && shared * SHARED >= size
}
