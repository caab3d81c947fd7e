//! Where the parts of phrases stand in a text. A text that is read for many things is gone through once for all of them.

use std::borrow::Cow;
use std::ops::Deref;

use super::phrases::Phrases;
use super::quick::{Pairs, Quick, Signs};

/// Where a part stands: from, to, which of its set.
pub(super) type Place = (usize, usize, usize);

/// Parts of phrases by what they begin with, each with a value.
#[derive(Clone, Debug)]
pub(super) struct Parts<V> {
    /// The characters that are a part, and the pairs that one begins with.
    alone: Signs,
    begins: Pairs,
    /// The parts of one character, and those of more by their first two.
    singles: Quick<char, Vec<V>>,
    pairs: Quick<(char, char), Vec<Part<V>>>,
}

/// A part of two characters or more, with its value.
type Part<V> = (Box<str>, V);

impl<V> Default for Parts<V> {
    fn default() -> Self {
        Self { alone: Signs::default(), begins: Pairs::default(), singles: Quick::default(), pairs: Quick::default() }
    }
}

impl<V> Parts<V> {
    /// One more part.
    pub(super) fn add(&mut self, part: &str, value: V) {
        let mut chars = part.chars();
        let Some(first) = chars.next() else { return };
        match chars.next() {
            Some(second) => {
                self.begins.add((first, second));
                self.pairs.entry((first, second)).or_default().push((part.into(), value));
            }
            None => {
                self.alone.add(first);
                self.singles.entry(first).or_default().push(value);
            }
        }
    }

    /// Tells where each part stands in the text, by start: from, to, its value.
    pub(super) fn each<'s>(&'s self, text: &str, mut with: impl FnMut(usize, usize, &'s V)) {
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if self.alone.has(c) {
                for value in self.singles.get(&c).into_iter().flatten() {
                    with(start, start + c.len_utf8(), value);
                }
            }
            let Some((_, next)) = chars.peek().filter(|(_, next)| self.begins.has((c, *next))) else { continue };
            let both = c.len_utf8() + next.len_utf8();
            for (part, value) in self.pairs.get(&(c, *next)).into_iter().flatten() {
                let end = start + part.len();
                if part.len() == both || is_at(text, (start + both, end), part.as_bytes().get(both..)) {
                    with(start, end, value);
                }
            }
        }
    }
}

/// Whether the rest of a part stands there; most differ in their last byte.
fn is_at(text: &str, (from, to): (usize, usize), rest: Option<&[u8]>) -> bool {
    let there = text.as_bytes().get(from..to);
    there.and_then(<[u8]>::last) == rest.and_then(<[u8]>::last) && there == rest
}

/// What is sought in every text that is read: the parts of many sets of phrases, each with its set's number.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    parts: Parts<(usize, usize)>,
    sets: usize,
}

impl Dictionary {
    /// Takes up a set: where a text is gone through, what it seeks is found too.
    pub(super) fn join<T>(&mut self, set: &mut Phrases<T>) {
        for (part, word) in set.parts().enumerate() {
            self.parts.add(word, (self.sets, part));
        }
        set.joined_as(self.sets);
        self.sets += 1;
    }

    /// Goes through a text.
    pub(super) fn scan<'t>(&self, text: impl Into<Cow<'t, str>>) -> Scan<'t> {
        let text = text.into();
        let mut all: Vec<(usize, Place)> = Vec::with_capacity(text.len() / 2);
        self.parts.each(&text, |start, end, (set, part)| all.push((*set, (start, end, *part))));
        // Each set's places one after another, in the order in which they were found.
        let mut ends = vec![0; self.sets];
        all.iter().filter_map(|(set, _)| ends.get_mut(*set).map(|count| *count += 1)).for_each(drop);
        ends.iter_mut().fold(0, |sum, end| {
            *end += sum;
            *end
        });
        let mut places = vec![(0, 0, 0); all.len()];
        let mut next = ends.clone();
        for (set, place) in all.into_iter().rev() {
            let Some(at) = next.get_mut(set) else { continue };
            *at -= 1;
            places.get_mut(*at).into_iter().for_each(|free| *free = place);
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
        let mut dictionary = Dictionary::default();
        sets.iter_mut().for_each(|set| dictionary.join(set));
        for text in ["", "a", "the lamps are broken", "lamp,lamp broken", "alamp\u{706f}amp"] {
            let scan = dictionary.scan(text);
            for (joined, alone) in sets.iter().zip(&alone) {
                assert_eq!(scan.places(joined), text.places(alone), "{text}");
            }
        }
    }
}
