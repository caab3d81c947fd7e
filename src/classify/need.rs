//! The need in neutral words, for a group card: only clauses of which every piece is known to be harmless.

use super::lexicon::NeedWords;
use super::phrases::Phrases;
use super::spelling::Speller;
use super::subject::Subjects;
use crate::id::SubjectId;
use crate::roster::County;

/// The longest need shown, in characters.
const MAX_CHARS: usize = 40;
/// The longest number shown, in digits.
const MAX_DIGITS: usize = 3;
/// Joins the clauses shown.
const JOIN: char = '，';

/// Picks the clauses that may be shown.
#[derive(Clone, Debug)]
pub(super) struct Needs {
    pieces: Phrases<()>,
    unfit: Phrases<()>,
}

impl Needs {
    pub(super) fn new(county: &County, words: &NeedWords, speller: &Speller) -> Self {
        let alone = |word: &str| {
            let mut chars = word.chars();
            let first = chars.next().filter(|_| chars.next().is_none());
            first.is_some_and(|c| words.surnames.contains(c) && !words.common.contains(c))
        };
        let places = county.places.values().flat_map(|place| std::iter::once(&place.name).chain(&place.aliases));
        let open = county.subjects.values().filter(|subject| !subject.private);
        let keywords = open.flat_map(|subject| &subject.keywords).flat_map(|(word, _)| word.split('…'));
        let pieces: Vec<&str> =
            words.words.iter().chain(places).map(String::as_str).chain(keywords).filter(|word| !alone(word)).collect();
        let names = county.cadres.values().map(|cadre| cadre.name.as_str());
        Self {
            pieces: Phrases::new(speller, pieces.into_iter().map(|word| (word, ()))),
            unfit: Phrases::new(speller, words.unfit.iter().map(String::as_str).chain(names).map(|word| (word, ()))),
        }
    }

    /// The clauses about the subject that may be shown, as written.
    pub(super) fn read(
        &self,
        text: &str,
        speller: &Speller,
        subjects: &Subjects,
        subject: &SubjectId,
    ) -> Option<String> {
        let mut need = String::new();
        let mut length = 0;
        for clause in speller.clauses(text) {
            let more = clause.chars().count() + usize::from(length > 0);
            if length + more > MAX_CHARS {
                continue;
            }
            let normal = speller.normal(clause);
            if !self.fit(&normal) || !subjects.speaks_of(&normal, subject) {
                continue;
            }
            if length > 0 {
                need.push(JOIN);
            }
            need.push_str(clause);
            length += more;
        }
        (length > 0).then_some(need)
    }

    fn fit(&self, clause: &str) -> bool {
        digits_fit(clause) && self.covers(clause) && !self.unfit.any(clause)
    }

    /// Whether the clause falls into known pieces and short numbers, with nothing between.
    fn covers(&self, clause: &str) -> bool {
        let spans = self.pieces.spans(clause);
        let mut reached = vec![false; clause.len() + 1];
        set(&mut reached, 0);
        for (at, c) in clause.char_indices() {
            if !reached_at(&reached, at) {
                continue;
            }
            let digit = c.is_ascii_digit().then_some(at + 1);
            let ends = spans.iter().filter(|(start, _)| *start == at).map(|(_, end)| *end);
            for end in ends.chain(digit) {
                set(&mut reached, end);
            }
        }
        reached_at(&reached, clause.len())
    }
}

fn reached_at(reached: &[bool], at: usize) -> bool {
    reached.get(at).copied().unwrap_or(false)
}

fn set(reached: &mut [bool], at: usize) {
    if let Some(place) = reached.get_mut(at) {
        *place = true;
    }
}

fn digits_fit(clause: &str) -> bool {
    clause.split(|c: char| !c.is_numeric()).all(|run| run.chars().count() <= MAX_DIGITS)
}
