//! Where the clauses and sentences of a normalised text begin and end, looked up without reading the text again.

use super::near::Span;
use super::spelling::{CLAUSE, SENTENCE};

/// The dividing marks of one text.
pub(super) struct Bounds {
    length: usize,
    clauses: Vec<usize>,
    sentences: Vec<usize>,
}

impl Bounds {
    pub(super) fn new(text: &str) -> Self {
        let (mut clauses, mut sentences) = (Vec::new(), Vec::new());
        // Both marks are single bytes, which are part of no longer character.
        for (at, byte) in text.bytes().enumerate() {
            let sentence = byte == SENTENCE as u8;
            if sentence || byte == CLAUSE as u8 {
                clauses.push(at);
                sentences.extend(sentence.then_some(at));
            }
        }
        Self { length: text.len(), clauses, sentences }
    }

    /// From where to where the clauses go that hold the stretch.
    pub(super) fn clause(&self, (start, end): Span) -> Span {
        let from = self.clauses.partition_point(|at| *at < start).checked_sub(1);
        let from = from.and_then(|before| self.clauses.get(before)).map_or(0, |at| at + 1);
        let to = self.clauses.get(self.clauses.partition_point(|at| *at < end)).copied();
        (from, to.unwrap_or(self.length))
    }

    /// In which sentence a place lies, counted from the first.
    pub(super) fn sentence(&self, at: usize) -> usize {
        self.sentences.partition_point(|mark| *mark < at)
    }

    /// From where to where that sentence goes.
    pub(super) fn of_sentence(&self, one: usize) -> Span {
        let from = one.checked_sub(1).and_then(|before| self.sentences.get(before)).map_or(0, |at| at + 1);
        (from, self.sentences.get(one).copied().unwrap_or(self.length))
    }
}

/// Those of some stretches in order, none overlapping, that touch the one.
pub(super) fn touching(spans: &[Span], one: Span) -> &[Span] {
    let from = spans.partition_point(|span| span.1 <= one.0);
    let to = spans.partition_point(|span| span.0 < one.1);
    spans.get(from..to.max(from)).unwrap_or_default()
}
