//! Finds many phrases in one pass; a phrase may have a gap, and a hit inside a longer one does not count.

use std::collections::HashMap;

use super::scan::{Parts, Place, Text};
use super::spelling::{SENTENCE, Speller};

/// How many characters a gap may span.
const MAX_GAP: usize = 12;
/// Stands for a gap in a phrase.
const GAP: char = '…';

/// A set of phrases, each with a value.
#[derive(Clone, Debug)]
pub(super) struct Phrases<T> {
    index: Parts<usize>,
    parts: Vec<String>,
    by_part: Vec<Vec<usize>>,
    phrases: Vec<Phrase<T>>,
    /// As what it was taken up by a dictionary.
    number: Option<usize>,
}

#[derive(Clone, Debug)]
struct Phrase<T> {
    word: String,
    parts: Vec<usize>,
    value: T,
}

/// One phrase found.
#[derive(Clone, Debug)]
pub(super) struct Hit<'p, T> {
    pub(super) word: &'p str,
    pub(super) value: &'p T,
    pub(super) start: usize,
    pub(super) end: usize,
    spans: Spans,
}

/// Where the parts of a hit stand; nearly every phrase has one.
#[derive(Clone, Debug)]
enum Spans {
    One((usize, usize)),
    More(Vec<(usize, usize)>),
}

impl Spans {
    fn all(&self) -> &[(usize, usize)] {
        match self {
            Self::One(span) => std::slice::from_ref(span),
            Self::More(spans) => spans,
        }
    }
}

impl<T> Phrases<T> {
    /// Builds the set; phrases are normalised as the text will be.
    pub(super) fn new<'w>(speller: &Speller, words: impl IntoIterator<Item = (&'w str, T)>) -> Self {
        let mut set =
            Self { index: Parts::default(), parts: Vec::new(), by_part: Vec::new(), phrases: Vec::new(), number: None };
        let mut known = HashMap::new();
        for (word, value) in words {
            let parts: Vec<String> =
                word.split(GAP).map(|part| speller.normal(part)).filter(|part| !part.is_empty()).collect();
            if parts.is_empty() {
                continue;
            }
            let shown = parts.join(&GAP.to_string());
            let parts: Vec<usize> = parts.into_iter().map(|part| set.part(&mut known, part)).collect();
            let index = set.phrases.len();
            if let Some(starting) = parts.first().and_then(|first| set.by_part.get_mut(*first)) {
                starting.push(index);
            }
            set.phrases.push(Phrase { word: shown, parts, value });
        }
        set
    }

    fn part(&mut self, known: &mut HashMap<String, usize>, part: String) -> usize {
        if let Some(&index) = known.get(&part) {
            return index;
        }
        let index = self.parts.len();
        self.index.add(&part, index);
        known.insert(part.clone(), index);
        self.parts.push(part);
        self.by_part.push(Vec::new());
        index
    }

    /// The parts of its phrases.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(String::as_str)
    }

    /// Notes as what a dictionary has taken it up.
    pub(super) fn joined_as(&mut self, number: usize) {
        self.number = Some(number);
    }

    /// As what it was taken up.
    pub(super) fn number(&self) -> Option<usize> {
        self.number
    }

    /// Where each part stands, by start.
    pub(super) fn found(&self, text: &str) -> Vec<Place> {
        let mut found = Vec::new();
        self.index.each(text, |start, end, part| found.push((start, end, *part)));
        found
    }

    /// The ends of the parts that start at each place; for covering a clause.
    pub(super) fn spans(&self, text: &(impl Text + ?Sized)) -> Vec<(usize, usize)> {
        text.places(self).iter().map(|(start, end, _)| (*start, *end)).collect()
    }

    /// Every phrase of the text, by start; a hit within a part of a longer hit is left out.
    pub(super) fn hits(&self, text: &(impl Text + ?Sized)) -> Vec<Hit<'_, T>> {
        outermost(self.all_hits(text))
    }

    /// The same; a phrase with a gap does not count when a part of it is only a piece of an unrelated word
    /// (路…修 in 路灯修好了).
    pub(super) fn whole_hits(&self, text: &(impl Text + ?Sized), related: impl Fn(&T, &T) -> bool) -> Vec<Hit<'_, T>> {
        let hits = self.all_hits(text);
        let longest = longest(&hits);
        let borrows = |hit: &Hit<'_, T>| {
            hit.spans.all().len() > 1
                && around(&hits, longest, hit).iter().any(|other| other.splits(hit) && !related(other.value, hit.value))
        };
        let borrowed: Vec<bool> = hits.iter().map(borrows).collect();
        outermost(hits.into_iter().zip(borrowed).filter(|(_, borrowed)| !borrowed).map(|(hit, _)| hit).collect())
    }

    /// Every phrase of the text that is no mask, by start; only masks hide a hit within them,
    /// and one with a gap also hides a longer word that begins with its last part (怕…垮 hides 垮下来).
    pub(super) fn unmasked(&self, text: &(impl Text + ?Sized), is_mask: impl Fn(&T) -> bool) -> Vec<Hit<'_, T>> {
        let (masks, hits): (Vec<_>, Vec<_>) = self.all_hits(text).into_iter().partition(|hit| is_mask(hit.value));
        let hides = |mask: &Hit<'_, T>, hit: &Hit<'_, T>| {
            let last = mask.spans.all().last().filter(|_| mask.spans.all().len() > 1);
            covers(mask, hit) || last.is_some_and(|last| last.0 == hit.start && hit.spans.all().len() == 1)
        };
        let longest = longest(&masks);
        hits.into_iter().filter(|hit| !around(&masks, longest, hit).iter().any(|mask| hides(mask, hit))).collect()
    }

    fn all_hits(&self, text: &(impl Text + ?Sized)) -> Vec<Hit<'_, T>> {
        let found = text.places(self);
        if found.is_empty() {
            return Vec::new();
        }
        let text = text.words();
        let mut stands = vec![0u64; self.parts.len() / 64 + 1];
        for (_, _, part) in found.iter() {
            stands.get_mut(part / 64).into_iter().for_each(|word| *word |= 1 << (part % 64));
        }
        let stands = |part: &usize| stands.get(part / 64).is_some_and(|word| word & (1 << (part % 64)) != 0);
        let mut hits = Vec::new();
        for (at, &(start, end, part)) in found.iter().enumerate() {
            for &index in self.by_part.get(part).into_iter().flatten() {
                let Some(phrase) = self.phrases.get(index).filter(|it| it.parts.iter().all(stands)) else { continue };
                let rest = found.get(at..).unwrap_or_default();
                if let Some(spans) = chain(text, rest, &phrase.parts, (start, end)) {
                    let end = spans.all().last().map_or(end, |span| span.1);
                    hits.push(Hit { word: &phrase.word, value: &phrase.value, start, end, spans });
                }
            }
        }
        hits
    }

    /// Whether any phrase stands in the text.
    pub(super) fn any(&self, text: &(impl Text + ?Sized)) -> bool {
        !self.all_hits(text).is_empty()
    }
}

impl<T> Hit<'_, T> {
    /// Whether a part of the other phrase, one with a gap, is only a piece of this word.
    fn splits(&self, other: &Self) -> bool {
        let whole = |span: &(usize, usize)| span.1 - span.0;
        let piece =
            |s: &(usize, usize)| self.spans.all().iter().any(|o| o.0 <= s.0 && s.1 <= o.1 && whole(o) > whole(s));
        other.spans.all().len() > 1 && self.spans.all().len() == 1 && other.spans.all().iter().any(piece)
    }
}

/// The spans of a phrase that begins with `first`, each part after the one before and not far from it.
fn chain(text: &str, found: &[(usize, usize, usize)], parts: &[usize], first: (usize, usize)) -> Option<Spans> {
    if parts.len() == 1 {
        return Some(Spans::One(first));
    }
    let mut spans = vec![first];
    let mut last = first.1;
    for part in parts.iter().skip(1) {
        // A character has at most four bytes: what starts further away is too far.
        let mut near = found.iter().take_while(|(start, _, _)| *start <= last + MAX_GAP * 4);
        let next = near.find(|(start, _, index)| index == part && *start >= last)?;
        let between = text.get(last..next.0)?;
        if between.contains(SENTENCE) || between.chars().count() > MAX_GAP {
            return None;
        }
        spans.push((next.0, next.1));
        last = next.1;
    }
    Some(Spans::More(spans))
}

fn outermost<T>(hits: Vec<Hit<'_, T>>) -> Vec<Hit<'_, T>> {
    let longest = longest(&hits);
    let is_covered = |hit: &Hit<'_, T>| around(&hits, longest, hit).iter().any(|other| covers(other, hit));
    let covered: Vec<bool> = hits.iter().map(is_covered).collect();
    hits.into_iter().zip(covered).filter(|(_, covered)| !covered).map(|(hit, _)| hit).collect()
}

/// The length of the longest hit, in bytes.
fn longest<T>(hits: &[Hit<'_, T>]) -> usize {
    hits.iter().map(|hit| hit.end - hit.start).max().unwrap_or(0)
}

/// Of hits by start, none longer than `longest`, those that may touch the one hit: a long text must not cost its square.
fn around<'h, 'p, T>(hits: &'h [Hit<'p, T>], longest: usize, hit: &Hit<'_, T>) -> &'h [Hit<'p, T>] {
    let from = hits.partition_point(|other| other.start + longest < hit.start);
    let to = hits.partition_point(|other| other.start <= hit.end);
    hits.get(from..to).unwrap_or_default()
}

/// Whether every part of `inner` lies within a part of `outer`, and `outer` says more.
fn covers<T>(outer: &Hit<'_, T>, inner: &Hit<'_, T>) -> bool {
    let within = |span: &(usize, usize)| outer.spans.all().iter().any(|o| o.0 <= span.0 && span.1 <= o.1);
    let length = |hit: &Hit<'_, T>| hit.spans.all().iter().map(|span| span.1 - span.0).sum::<usize>();
    let (more, less) = (length(outer), length(inner));
    let (outer, inner) = (outer.spans.all(), inner.spans.all());
    inner.iter().all(within) && (more > less || (more == less && outer.len() < inner.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(words: &[&str], text: &str) -> Vec<String> {
        let speller = Speller::bare("。");
        let set = Phrases::new(&speller, words.iter().map(|w| (*w, ())));
        set.hits(text).into_iter().map(|hit| hit.word.to_string()).collect()
    }

    #[test]
    fn the_longer_word_wins() {
        assert_eq!(find(&["灯", "路灯", "不亮"], "路灯不亮"), ["路灯", "不亮"]);
    }

    #[test]
    fn a_gap_holds_within_a_sentence_only() {
        assert_eq!(find(&["灯…坏"], "灯又坏了"), ["灯…坏"]);
        assert!(find(&["灯…坏"], "灯好\n车坏").is_empty());
        assert!(find(&["灯…坏"], "灯一二三四五六七八九十一二三坏").is_empty());
    }

    #[test]
    fn a_mask_with_a_gap_hides_what_it_holds() {
        assert_eq!(find(&["着火", "怕…着火"], "怕哪天着火"), ["怕…着火"]);
    }
}
