//! Towns and villages in a text: by name and alias, by a name cut short, by one that only sounds like it; and the group of a village.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::PlaceWords;
use super::phrases::Phrases;
use super::scan::{Scan, Sought};
use super::spelling::{CLAUSE, SENTENCE, Speller};
use super::{Group, GroupMark, Reason};
use crate::id::PlaceId;
use crate::roster::County;

/// The most groups a village has.
const MOST_GROUPS: u8 = 60;

/// A group's number has at most so many characters: 三十二.
const LONGEST_NUMBER: usize = 3;

/// Finds towns and villages.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// Full names and aliases.
    names: Phrases<PlaceId>,
    /// Names without their ending: a place only where something around them says so.
    short: Phrases<PlaceId>,
    /// The sounds of a name with its ending.
    sounds: BTreeMap<Vec<&'static str>, Vec<PlaceId>>,
    /// How many characters those have.
    lengths: BTreeSet<usize>,
    endings: Vec<String>,
    parents: BTreeMap<PlaceId, Option<PlaceId>>,
    words: PlaceWords,
}

/// A place found: which, and by which words.
type Place = (PlaceId, Reason);

impl Places {
    pub(super) fn new(county: &County, words: &PlaceWords, speller: &Speller) -> Self {
        let mut names: BTreeMap<String, BTreeSet<&PlaceId>> = BTreeMap::new();
        let mut short: BTreeMap<String, BTreeSet<&PlaceId>> = BTreeMap::new();
        for place in county.places.values() {
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                names.entry(name.clone()).or_default().insert(&place.id);
            }
            short.entry(stem(&place.name, &words.endings).to_owned()).or_default().insert(&place.id);
        }
        let mut sounds: BTreeMap<Vec<&'static str>, Vec<PlaceId>> = BTreeMap::new();
        for place in county.places.values() {
            let sound = sound(&place.name);
            if sound.len() > 2 {
                sounds.entry(sound).or_default().push(place.id.clone());
            }
        }
        Self {
            short: clear(short, speller),
            names: clear(names, speller),
            lengths: sounds.keys().map(Vec::len).collect(),
            sounds,
            endings: words.endings.clone(),
            parents: county.places.values().map(|place| (place.id.clone(), place.parent.clone())).collect(),
            words: words.clone(),
        }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.names);
        sought.join(&mut self.short);
    }

    /// The one place meant: a village before a town; none when two contradict.
    pub(super) fn read(&self, text: &Scan<'_>) -> Option<Place> {
        let mut found: Vec<(&PlaceId, &str)> = self.names.hits(text).iter().map(|hit| (hit.value, hit.word)).collect();
        let cut = self.short.hits(text);
        found.extend(
            cut.iter().filter(|hit| self.stands_alone(text, hit.start, hit.end)).map(|hit| (hit.value, hit.word)),
        );
        if found.is_empty() {
            return self.alike(text);
        }
        let is_village = |place: &PlaceId| self.parents.get(place).is_some_and(Option::is_some);
        let (villages, towns): (Vec<_>, Vec<_>) = found.into_iter().partition(|(place, _)| is_village(place));
        let level = if villages.is_empty() { towns } else { villages };
        let (first, word) = level.first().copied()?;
        let clear = level.iter().all(|(place, _)| *place == first);
        clear.then(|| (first.clone(), Reason::Place { word: word.to_owned(), place: first.clone() }))
    }

    /// Whether a name cut short is the place: something says so after it, or a clause begins with it and nothing speaks against it.
    fn stands_alone(&self, text: &str, start: usize, end: usize) -> bool {
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let after_is = |words: &[String]| words.iter().any(|word| after.starts_with(word.as_str()));
        let begins = before.is_empty()
            || before.ends_with([CLAUSE, SENTENCE])
            || self.words.before.iter().any(|word| before.ends_with(word.as_str()));
        !after_is(&self.words.not_after)
            && (begins || after_is(&self.words.after) || group_at(after, &self.words).is_some())
    }

    /// A place whose full name only sounds like what is written; none when two do.
    fn alike(&self, text: &str) -> Option<Place> {
        let mut found = None;
        for (end, ending) in self.endings.iter().flat_map(|ending| text.match_indices(ending.as_str())) {
            let after = end + ending.len();
            for length in &self.lengths {
                let from = text.get(..after)?.char_indices().rev().nth(length - 1).map(|(at, _)| at);
                let Some(word) = from.and_then(|from| text.get(from..after)) else { continue };
                // A mark or a figure has no sound: a word with one is no name.
                let places = Some(sound(word)).filter(|sound| sound.len() == *length);
                let Some(places) = places.and_then(|sound| self.sounds.get(&sound)) else { continue };
                let (Some(place), 1) = (places.first(), places.len()) else { return None };
                if found.as_ref().is_some_and(|(other, _): &Place| other != place) {
                    return None;
                }
                found = Some((place.clone(), Reason::Place { word: word.to_owned(), place: place.clone() }));
            }
        }
        found
    }

    /// The one group (社, 组) of a village that is named; none when two are.
    pub(super) fn group(&self, text: &str, place: Option<&PlaceId>) -> Option<Group> {
        place.filter(|place| self.parents.get(place).is_some_and(Option::is_some))?;
        let is_number = |c: char| c.is_ascii_digit() || self.words.numerals.contains(c) || c == self.words.ten;
        let mut found: Option<Group> = None;
        let mut last = false;
        for (at, c) in text.char_indices() {
            let begins = is_number(c) && !last;
            last = is_number(c);
            let Some(group) = text.get(at..).filter(|_| begins).and_then(|rest| group_at(rest, &self.words)) else {
                continue;
            };
            if found.is_some_and(|other| other != group) {
                return None;
            }
            found = Some(group);
        }
        found
    }
}

/// Names of one place only.
fn clear(names: BTreeMap<String, BTreeSet<&PlaceId>>, speller: &Speller) -> Phrases<PlaceId> {
    let one = names.iter().filter(|(_, places)| places.len() == 1);
    Phrases::new(speller, one.flat_map(|(name, places)| places.iter().map(|place| (name.as_str(), (*place).clone()))))
}

/// The name without its ending.
fn stem<'n>(name: &'n str, endings: &[String]) -> &'n str {
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending.as_str()));
    stem.filter(|stem| stem.chars().count() > 1).unwrap_or(name)
}

/// How a word sounds, character by character; what has no sound is left out.
fn sound(word: &str) -> Vec<&'static str> {
    use pinyin::ToPinyin;
    word.to_pinyin().flatten().map(pinyin::Pinyin::plain).collect()
}

/// The group whose number a text begins with.
fn group_at(text: &str, words: &PlaceWords) -> Option<Group> {
    let (mark, _) = text.char_indices().take(LONGEST_NUMBER + 1).find(|(_, c)| words.groups.contains(*c))?;
    let no = number(text.get(..mark)?, words)?;
    let after = text.get(mark..)?.chars().nth(1);
    let mark = text.get(mark..)?.chars().next().and_then(|c| words.groups.chars().position(|it| it == c))?;
    let mark = [GroupMark::She, GroupMark::Zu, GroupMark::Dui].get(mark).copied()?;
    let none = after.is_some_and(|c| words.not_groups.contains(c));
    ((1..=MOST_GROUPS).contains(&no) && !none).then_some(Group { no, mark })
}

/// A number below a hundred, and nothing else.
fn number(text: &str, words: &PlaceWords) -> Option<u8> {
    if let Ok(no) = text.parse() {
        return Some(no);
    }
    let digit = |text: &str| {
        let mut chars = text.chars();
        let at = chars.next().and_then(|c| words.numerals.chars().position(|it| it == c))?;
        u8::try_from(at + 1).ok().filter(|_| chars.next().is_none())
    };
    let Some((tens, ones)) = text.split_once(words.ten) else { return digit(text) };
    let tens = if tens.is_empty() { 1 } else { digit(tens)? };
    let ones = if ones.is_empty() { 0 } else { digit(ones)? };
    tens.checked_mul(10)?.checked_add(ones)
}
