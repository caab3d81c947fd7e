//! What is left of a text that accuses once every clause is cut that accuses or names somebody in office.

use std::collections::BTreeSet;

use super::bounds::touching;
use super::lexicon::AccusationWords;
use super::near::Span;
use super::numbers::mask_numbers;
use super::phrases::Phrases;
use super::spelling::Speller;
use super::subject::Subjects;
use super::wrongs::{ChargeWords, RestWords};
use crate::id::SubjectId;
use crate::roster::{County, Lead};

/// Joins the clauses left.
const JOIN: char = '，';

/// Cuts.
#[derive(Clone, Debug)]
pub(super) struct Shears {
    /// True: a clause with it is cut; false: harmless.
    cut: Phrases<bool>,
    neutral: Vec<(String, String)>,
    /// Subjects that are no need: the discipline lane's.
    no_need: BTreeSet<SubjectId>,
}

impl Shears {
    pub(super) fn new(
        county: &County,
        words: &RestWords,
        charge: &ChargeWords,
        accusing: &AccusationWords,
        speller: &Speller,
    ) -> Self {
        let lists =
            [&words.cut, &accusing.titles, &accusing.self_intro, &charge.alone, &charge.graft, &charge.inaction];
        let more = [&charge.above, &charge.threats, &charge.who_accused, &charge.recall, &charge.unlawful.words];
        let cut = lists.into_iter().chain(more).flatten().map(|word| (word.as_str(), true));
        let places = county.places.values().flat_map(|place| std::iter::once(&place.name).chain(&place.aliases));
        let harmless = words.masks.iter().chain(places).map(|word| (word.as_str(), false));
        let discipline = county.subjects.values().filter(|subject| subject.lead == Lead::Discipline);
        Self {
            cut: Phrases::new(speller, cut.chain(harmless)),
            neutral: words.neutral.clone(),
            no_need: discipline.map(|subject| subject.id.clone()).collect(),
        }
    }

    /// Where the normalised text holds what must be cut, by place, none overlapping.
    pub(super) fn dirt(&self, text: &str, accuses: impl Iterator<Item = Span>) -> Vec<Span> {
        let cut = self.cut.hits(text).into_iter().filter(|hit| *hit.value).map(|hit| (hit.start, hit.end));
        let mut all: Vec<Span> = cut.chain(accuses).collect();
        all.sort_unstable();
        all.dedup_by(|next, last| {
            let met = next.0 < last.1;
            if met {
                last.1 = last.1.max(next.1);
            }
            met
        });
        all
    }

    /// The text with what can be said neutrally said so.
    pub(super) fn neutral(&self, text: &str) -> String {
        let mut text = text.to_string();
        for (said, neutral) in &self.neutral {
            if text.contains(said.as_str()) {
                text = text.replace(said.as_str(), neutral);
            }
        }
        text
    }

    /// The clauses as written that touch no dirt and speak of a need; none when no need is left.
    pub(super) fn cut(
        &self,
        text: &str,
        speller: &Speller,
        subjects: &Subjects,
        dirt: impl Fn(&str) -> Vec<Span>,
    ) -> Option<String> {
        let clauses = speller.divide(text);
        let mut whole = String::new();
        let mut spans = Vec::new();
        for (clause, end) in &clauses {
            let start = whole.len();
            whole.push_str(&speller.normal(clause));
            spans.push((start, whole.len()));
            whole.push(*end);
        }
        let dirt = dirt(&whole);
        let clean = |span: &Span| touching(&dirt, *span).is_empty();
        let normal = |span: &Span| whole.get(span.0..span.1).unwrap_or_default();
        let speaks = |span: &Span, clause: &str| {
            self.is_need(subjects, normal(span)) || self.neutral.iter().any(|(_, said)| clause.contains(said.as_str()))
        };
        let left: Vec<&str> = clauses
            .iter()
            .zip(&spans)
            .filter(|((clause, _), span)| clean(span) && mask_numbers(clause) == **clause && speaks(span, clause))
            .map(|((clause, _), _)| clause.trim())
            .collect();
        let rest = left.join(&JOIN.to_string());
        self.is_need(subjects, &speller.normal(&rest)).then_some(rest)
    }

    fn is_need(&self, subjects: &Subjects, normal: &str) -> bool {
        subjects.any(normal, |subject| !self.no_need.contains(subject))
    }
}
