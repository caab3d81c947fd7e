//! Finds many phrases in one pass; a phrase may have a gap, and a hit inside a longer one does not count.

use std::collections::HashMap;

use super::quick::Bits;
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
    /// Which phrase of its set.
    pub(super) number: usize,
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
        let (index, parts, by_part, phrases) = (Parts::new([]), Vec::new(), Vec::new(), Vec::new());
        let mut set = Self { index, parts, by_part, phrases, number: None };
        let mut known = HashMap::new();
        for (word, value) in words {
            let word = spelt(speller, word);
            if word.is_empty() {
                continue;
            }
            let parts: Vec<usize> = word.split(GAP).map(|part| set.part(&mut known, part.to_owned())).collect();
            let index = set.phrases.len();
            if let Some(starting) = parts.first().and_then(|first| set.by_part.get_mut(*first)) {
                starting.push(index);
            }
            set.phrases.push(Phrase { word, parts, value });
        }
        set.index = Parts::new(set.parts.iter().enumerate().map(|(part, word)| (word.as_str(), part)));
        set
    }

    fn part(&mut self, known: &mut HashMap<String, usize>, part: String) -> usize {
        if let Some(&index) = known.get(&part) {
            return index;
        }
        let index = self.parts.len();
        known.insert(part.clone(), index);
        self.parts.push(part);
        self.by_part.push(Vec::new());
        index
    }

    /// The parts of its phrases.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(String::as_str)
    }

    /// How many phrases there are.
    pub(super) fn count(&self) -> usize {
        self.phrases.len()
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
        self.index.each(text, |start, end, parts| found.extend(parts.iter().map(|part| (start, end, *part))));
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

    /// Every phrase of the text that is no mask, by start; see [`unmasked`].
    pub(super) fn unmasked(&self, text: &(impl Text + ?Sized), is_mask: impl Fn(&T) -> bool) -> Vec<Hit<'_, T>> {
        unmasked(self.all_hits(text), is_mask)
    }

    /// Every phrase of the text, by start, whatever it lies within.
    pub(super) fn all_hits(&self, text: &(impl Text + ?Sized)) -> Vec<Hit<'_, T>> {
        self.hits_if(text, |_| true)
    }

    /// The same, or none where those whose parts all stand in the text, in whatever order, are not enough.
    pub(super) fn hits_if(
        &self,
        text: &(impl Text + ?Sized),
        enough: impl FnOnce(&mut dyn Iterator<Item = &T>) -> bool,
    ) -> Vec<Hit<'_, T>> {
        let found = text.places(self);
        if found.is_empty() {
            return Vec::new();
        }
        let text = text.words();
        let mut stands = Bits::new(self.parts.len());
        for (_, _, part) in found.iter() {
            stands.add(*part);
        }
        let possible = |part: usize| {
            let starting = self.by_part.get(part).into_iter().flatten();
            let phrases = starting.filter_map(|index| Some((*index, self.phrases.get(*index)?)));
            phrases.filter(|(_, phrase)| phrase.parts.iter().all(|part| stands.has(*part)))
        };
        let mut hits = Vec::new();
        if !enough(&mut found.iter().flat_map(|(_, _, part)| possible(*part)).map(|(_, phrase)| &phrase.value)) {
            return hits;
        }
        hits.reserve(found.len());
        for (at, &(start, end, part)) in found.iter().enumerate() {
            let rest = found.get(at..).unwrap_or_default();
            for (number, phrase) in possible(part) {
                if let Some(spans) = chain(text, rest, &phrase.parts, (start, end)) {
                    let end = spans.all().last().map_or(end, |span| span.1);
                    hits.push(Hit { number, word: &phrase.word, value: &phrase.value, start, end, spans });
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

/// A phrase as it is matched: its parts, with a gap between each two.
pub(super) fn spelt(speller: &Speller, word: &str) -> String {
    let parts = word.split(GAP).map(|part| speller.normal(part)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(&GAP.to_string())
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

/// The hits that are no mask; only masks hide a hit within them, and one with a gap also hides a longer word that begins with
/// its last part (怕…垮 hides 垮下来).
pub(super) fn unmasked<'p, T>(hits: Vec<Hit<'p, T>>, is_mask: impl Fn(&T) -> bool) -> Vec<Hit<'p, T>> {
    let (masks, mut hits): (Vec<_>, Vec<_>) = hits.into_iter().partition(|hit| is_mask(hit.value));
    if masks.is_empty() {
        return hits;
    }
    let hides = |mask: &Hit<'_, T>, hit: &Hit<'_, T>| {
        let last = mask.spans.all().last().filter(|_| mask.spans.all().len() > 1);
        covers(mask, hit) || last.is_some_and(|last| last.0 == hit.start && hit.spans.all().len() == 1)
    };
    let longest = longest(&masks);
    hits.retain(|hit| !around(&masks, longest, hit).iter().any(|mask| hides(mask, hit)));
    hits
}

fn outermost<T>(hits: Vec<Hit<'_, T>>) -> Vec<Hit<'_, T>> {
    let longest = longest(&hits);
    let is_covered = |hit: &Hit<'_, T>| around(&hits, longest, hit).iter().any(|other| covers(other, hit));
    let covered: Vec<bool> = hits.iter().map(is_covered).collect();
    if !covered.contains(&true) {
        return hits;
    }
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
