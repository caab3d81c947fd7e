//! Where the parts of phrases stand in a text. A text that is read for many things is gone through once for all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;

use super::near::Span;
use super::phrases::Phrases;
use super::quick::{Pairs, Quick, Signs};

/// Where a part stands: from, to, which of its set.
pub(super) type Place = (usize, usize, usize);

/// Parts of phrases by what they begin with, each with some values.
#[derive(Clone, Debug)]
pub(super) struct Parts<V> {
    /// The characters that are a part, and the pairs that one begins with.
    alone: Signs,
    begins: Pairs,
    /// The parts of one character, and those of more by their first two: from where to where their values, and they, stand.
    singles: Quick<char, Range>,
    pairs: Quick<(char, char), Range>,
    longer: Vec<Part>,
    values: Vec<V>,
}

/// From one place of a list to another.
type Range = (usize, usize);

/// A part of two characters or more.
#[derive(Clone, Debug)]
struct Part {
    /// What follows the first two, and its last byte: most differ in that.
    rest: Box<[u8]>,
    last: u8,
    values: Range,
}

impl Part {
    /// Whether its rest stands there.
    fn goes_on(&self, there: &[u8]) -> bool {
        let own = there.get(..self.rest.len());
        self.rest.is_empty() || own.is_some_and(|own| own.last() == Some(&self.last) && *own == *self.rest)
    }
}

impl<V> Parts<V> {
    /// Takes up parts, each with a value.
    pub(super) fn new<'p>(parts: impl IntoIterator<Item = (&'p str, V)>) -> Self {
        let mut by_text: BTreeMap<&str, Vec<V>> = BTreeMap::new();
        parts.into_iter().for_each(|(part, value)| by_text.entry(part).or_default().push(value));
        let (mut alone, mut begins) = (Signs::default(), Pairs::default());
        let (mut singles, mut pairs) = (Quick::default(), Quick::default());
        let (mut longer, mut all): (Vec<Part>, Vec<V>) = (Vec::new(), Vec::new());
        for (part, own) in by_text {
            let values = (all.len(), all.len() + own.len());
            all.extend(own);
            let mut chars = part.chars();
            let Some(first) = chars.next() else { continue };
            let Some(second) = chars.next() else {
                alone.add(first);
                singles.insert(first, values);
                continue;
            };
            let rest: Box<[u8]> = chars.as_str().as_bytes().into();
            // Sorted, so that those with the same beginning follow each other.
            pairs.entry((first, second)).or_insert((longer.len(), 0)).1 = longer.len() + 1;
            longer.push(Part { last: rest.last().copied().unwrap_or_default(), rest, values });
            begins.add((first, second));
        }
        Self { alone, begins, singles, pairs, longer, values: all }
    }

    /// Tells where each part stands in the text, by start and the shorter first: from, to, its values.
    pub(super) fn each<'s>(&'s self, text: &str, mut with: impl FnMut(usize, usize, &'s [V])) {
        let mut tell =
            |from, to, values: Range| with(from, to, self.values.get(values.0..values.1).unwrap_or_default());
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if self.alone.has(c) {
                self.singles.get(&c).into_iter().for_each(|values| tell(start, start + c.len_utf8(), *values));
            }
            let Some((_, next)) = chars.peek().filter(|(_, next)| self.begins.has((c, *next))) else { continue };
            let Some(range) = self.pairs.get(&(c, *next)) else { continue };
            let both = start + c.len_utf8() + next.len_utf8();
            let there = text.as_bytes().get(both..).unwrap_or_default();
            for part in self.longer.get(range.0..range.1).into_iter().flatten().filter(|part| part.goes_on(there)) {
                tell(start, both + part.rest.len(), part.values);
            }
        }
    }
}

/// So many bytes of a text hold a part: a guess at how many there will be.
const USUAL: usize = 4;

/// Who seeks a part: the set's number, and the part's in it.
type Seeker = (usize, usize);

/// What is to be sought in every text: the parts of many sets of phrases, each with its set's number.
#[derive(Debug, Default)]
pub(super) struct Sought {
    parts: Vec<(String, Seeker)>,
    sets: usize,
}

impl Sought {
    /// Takes up a set: where a text is gone through, what it seeks is found too.
    pub(super) fn join<T>(&mut self, set: &mut Phrases<T>) {
        self.parts.extend(set.parts().enumerate().map(|(part, word)| (word.to_owned(), (self.sets, part))));
        set.joined_as(self.sets);
        self.sets += 1;
    }

    /// Everything that was taken up.
    pub(super) fn dictionary(self) -> Dictionary {
        let parts = self.parts.iter().map(|(part, seeker)| (part.as_str(), *seeker));
        Dictionary { parts: Parts::new(parts), sets: self.sets }
    }
}

/// What is sought in every text that is read.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    parts: Parts<Seeker>,
    sets: usize,
}

impl Dictionary {
    /// Goes through a text.
    pub(super) fn scan<'t>(&self, text: impl Into<Cow<'t, str>>) -> Scan<'t> {
        let text = text.into();
        let mut found: Vec<(Span, &[Seeker])> = Vec::with_capacity(text.len() / USUAL);
        let mut ends = vec![0; self.sets];
        self.parts.each(&text, |start, end, seekers| {
            found.push(((start, end), seekers));
            seekers.iter().for_each(|(set, _)| ends.get_mut(*set).into_iter().for_each(|count| *count += 1));
        });
        // Each set's places one after another, in the order in which they were found.
        let all = ends.iter_mut().fold(0, |sum, end| {
            *end += sum;
            *end
        });
        let mut places = vec![(0, 0, 0); all];
        let mut next = ends.clone();
        for ((start, end), seekers) in found.into_iter().rev() {
            for (set, part) in seekers.iter().rev() {
                let Some(at) = next.get_mut(*set) else { continue };
                *at -= 1;
                places.get_mut(*at).into_iter().for_each(|free| *free = (start, end, *part));
            }
        }
        Scan { text, places, ends }
    }
}

/// A text that was gone through.
#[derive(Clone, Debug)]
pub(super) struct Scan<'t> {
    text: Cow<'t, str>,
    /// Where parts stand, set by set, and where each set's places end.
    places: Vec<Place>,
    ends: Vec<usize>,
}

impl Deref for Scan<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// A text in which phrases are sought.
pub(super) trait Text {
    /// Its words.
    fn words(&self) -> &str;

    /// Where each part of the set stands, by start.
    fn places<T>(&self, set: &Phrases<T>) -> Cow<'_, [Place]>;
}

impl Text for str {
    fn words(&self) -> &str {
        self
    }

    fn places<T>(&self, set: &Phrases<T>) -> Cow<'_, [Place]> {
        Cow::Owned(set.found(self))
    }
}

impl Text for Scan<'_> {
    fn words(&self) -> &str {
        &self.text
    }

    fn places<T>(&self, set: &Phrases<T>) -> Cow<'_, [Place]> {
        let found = set.number().and_then(|number| {
            let from = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
            self.places.get(from..*self.ends.get(number)?)
        });
        found.map_or_else(|| self.text.places(set), Cow::Borrowed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::spelling::Speller;
    use super::*;

    #[test]
    fn a_text_gone_through_once_gives_what_each_set_finds_by_itself() {
        let speller = Speller::bare(".");
        let lists: [&[&str]; 4] = [&["lamp", "la", "a"], &["lamp…broken", "am"], &["amp", "lamps", "la"], &["z"]];
        let mut sets = lists.map(|list| Phrases::new(&speller, list.iter().map(|word| (*word, ()))));
        let alone = sets.clone();
        let mut sought = Sought::default();
        sets.iter_mut().for_each(|set| sought.join(set));
        let dictionary = sought.dictionary();
        for text in ["", "a", "the lamps are broken", "lamp,lamp broken", "alamp\u{706f}amp"] {
            let scan = dictionary.scan(text);
            for (joined, alone) in sets.iter().zip(&alone) {
                assert_eq!(scan.places(joined), text.places(alone), "{text}");
            }
        }
    }
}
