//! Which matter a text is about, finer than its subject: several wordings of one thing are one matter.
//!
//! The county lists matters by their wordings. What no entry knows is told by its subject and the strongest word of it; words of
//! a subject that share two characters in a row are one.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::phrases::Phrases;
use super::spelling::Speller;
use super::{Reading, Reason};
use crate::id::{MatterId, SubjectId};
use crate::roster::County;

/// Between a subject and the sign of its word.
const TIE: char = '~';
/// Stands for a gap in a word, as people are shown it.
const GAP: char = '…';

/// A matter as the lexicon lists it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatterWords {
    /// Rows refer to it, so it never changes.
    pub id: String,
    /// As people read it.
    pub name: String,
    /// The subject it belongs to.
    pub subject: SubjectId,
    /// One of these is enough.
    pub words: Vec<String>,
    /// One of these is enough where the subject is read too.
    #[serde(default)]
    pub hints: Vec<String>,
    /// With one of these it is another matter.
    #[serde(default)]
    pub unless: Vec<String>,
    /// What a unit does that takes it up, in order; none: the general list.
    #[serde(default)]
    pub tasks: Vec<String>,
}

/// A matter, as far as the county knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matter<'m> {
    /// The subject it belongs to.
    pub subject: &'m SubjectId,
    /// Its name, or the word of the subject it was told by; none where the subject alone is named.
    pub name: Option<&'m str>,
    /// Whether the name stands alone.
    pub listed: bool,
    /// What a unit does that takes it up, in order.
    pub tasks: &'m [String],
}

/// What a phrase says of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Surely(usize),
    Perhaps(usize),
    Not(usize),
}

/// A word of a subject: how much it says, and the word it is one with.
#[derive(Clone, Debug)]
struct Word {
    weight: f64,
    root: String,
}

/// Tells matters.
#[derive(Clone, Debug)]
pub(super) struct Matters {
    entries: Vec<MatterWords>,
    phrases: Phrases<Vec<Says>>,
    words: BTreeMap<SubjectId, BTreeMap<String, Word>>,
    private: Vec<SubjectId>,
    subjects: Vec<SubjectId>,
}

impl Matters {
    pub(super) fn new(county: &County, entries: &[MatterWords], speller: &Speller) -> Self {
        let mut all: BTreeMap<&str, Vec<Says>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let lists =
                [(&entry.words, Says::Surely(at)), (&entry.hints, Says::Perhaps(at)), (&entry.unless, Says::Not(at))];
            for (list, says) in lists {
                for word in list {
                    all.entry(word).or_default().push(says);
                }
            }
        }
        let words = county.subjects.values().map(|subject| (subject.id.clone(), rooted(&subject.keywords, speller)));
        Self {
            entries: entries.to_vec(),
            phrases: Phrases::new(speller, all),
            words: words.collect(),
            private: county.subjects.values().filter(|subject| subject.private).map(|it| it.id.clone()).collect(),
            subjects: county.subjects.keys().cloned().collect(),
        }
    }

    /// The matters of a normalised text, each once: all entries that speak of it, else the one its subject's words tell.
    pub(super) fn read(&self, normal: &str, reading: &Reading) -> Vec<MatterId> {
        let best = reading.subjects.first().map(|guess| &guess.subject);
        let said: Vec<Says> = self.phrases.unhidden(normal).flatten().copied().collect();
        let holds = |(at, entry): &(usize, &MatterWords)| {
            let hinted = best == Some(&entry.subject) && said.contains(&Says::Perhaps(*at));
            (hinted || said.contains(&Says::Surely(*at))) && !said.contains(&Says::Not(*at))
        };
        let known: Vec<&MatterWords> = self.entries.iter().enumerate().filter(holds).map(|(_, entry)| entry).collect();
        let mut found: Vec<MatterId> = known.iter().map(|entry| MatterId::new(entry.id.clone())).collect();
        let told = best.filter(|best| known.iter().all(|entry| entry.subject != **best));
        found.extend(told.map(|subject| self.by_words(subject, reading)));
        found
    }

    /// The subject, and the strongest of its words that stand in the text.
    fn by_words(&self, subject: &SubjectId, reading: &Reading) -> MatterId {
        let words = self.words.get(subject).filter(|_| !self.private.contains(subject));
        let mut strongest: Option<&Word> = None;
        for reason in &reading.reasons {
            let Reason::Keyword { word, subject: of } = reason else { continue };
            let Some(word) = words.and_then(|words| words.get(word)).filter(|_| of == subject) else { continue };
            if strongest.is_none_or(|known| word.weight > known.weight) {
                strongest = Some(word);
            }
        }
        match strongest {
            Some(word) => MatterId::new(format!("{subject}{TIE}{:08x}", sign(&word.root))),
            None => MatterId::new(subject.as_str()),
        }
    }

    /// What is known of a matter; none of one that the county's files no longer know.
    pub(super) fn get(&self, id: &MatterId) -> Option<Matter<'_>> {
        if let Some(entry) = self.entries.iter().find(|entry| entry.id == id.as_str()) {
            return Some(Matter {
                subject: &entry.subject,
                name: Some(&entry.name),
                listed: true,
                tasks: &entry.tasks,
            });
        }
        let (subject, mark) = id.as_str().split_once(TIE).unwrap_or((id.as_str(), ""));
        let subject = self.subjects.iter().find(|known| known.as_str() == subject)?;
        let words = self.words.get(subject).into_iter().flatten().map(|(_, word)| word.root.as_str());
        let name = words.filter(|root| format!("{:08x}", sign(root)) == mark).min_by_key(|root| root.chars().count());
        Some(Matter { subject, name, listed: false, tasks: &[] })
    }
}

impl Phrases<Vec<Says>> {
    /// What every phrase of a text says; none hides another, since each belongs to an entry of its own.
    fn unhidden(&self, text: &str) -> impl Iterator<Item = &Vec<Says>> {
        self.unmasked(text, |_| false).into_iter().map(|hit| hit.value)
    }
}

/// The words of a subject as they are matched, each with the shortest word it hangs together with.
fn rooted(keywords: &[(String, f64)], speller: &Speller) -> BTreeMap<String, Word> {
    let shown = |word: &String| {
        let parts: Vec<String> = word.split(GAP).map(|part| speller.normal(part)).filter(|it| !it.is_empty()).collect();
        parts.join(&GAP.to_string())
    };
    let mut words: Vec<(String, f64)> = keywords.iter().map(|(word, weight)| (shown(word), *weight)).collect();
    words.sort_by_key(|(word, _)| (word.chars().count(), word.clone()));
    words.dedup_by(|one, other| one.0 == other.0);
    let mut roots: BTreeMap<String, Word> = BTreeMap::new();
    let mut heads: Vec<(String, Vec<[char; 2]>)> = Vec::new();
    for (word, weight) in words {
        let pairs = pairs(&word);
        let head = heads.iter().find(|(_, known)| known.iter().any(|pair| pairs.contains(pair)));
        let root = head.map_or_else(|| word.clone(), |(root, _)| root.clone());
        if root == word {
            heads.push((word.clone(), pairs));
        }
        roots.insert(word, Word { weight, root });
    }
    roots
}

/// Characters that stand side by side; none across a gap.
fn pairs(word: &str) -> Vec<[char; 2]> {
    let chars: Vec<char> = word.chars().collect();
    let pairs = chars.windows(2).filter_map(|two| <[char; 2]>::try_from(two).ok());
    pairs.filter(|two| !two.contains(&GAP)).collect()
}

/// A short sign for a word (FNV-1a): rows name matters by it, and hold no words.
fn sign(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_subject_that_share_two_characters_are_one() {
        let speller = Speller::bare("。");
        let words = ["路灯", "路灯不亮", "村口路灯", "灯…坏", "电杆"].map(|word| (word.to_owned(), 1.0));
        let roots = rooted(&words, &speller);
        let root = |word: &str| roots[word].root.clone();
        assert_eq!([root("路灯不亮"), root("村口路灯")], ["路灯", "路灯"]);
        assert_eq!([root("灯…坏"), root("电杆")], ["灯…坏", "电杆"]);
    }
}
