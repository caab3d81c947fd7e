//! What accuses: accusation words, staff titles, names of the roster and what sounds like them. In doubt, it accuses.

use std::collections::{BTreeMap, BTreeSet};

use super::Accusation;
use super::lexicon::AccusationWords;
use super::near::{Nearby, Span};
use super::phrases::{Hit, Phrases};
use super::scan::{Scan, Sought};
use super::spelling::{CLAUSE, SENTENCE, Speller};
use crate::id::CadreId;
use crate::roster::County;

/// From how many characters on a name is told by all but its last one.
const LONG: usize = 3;
/// Stands for a surname in a frame.
const SURNAME: &str = "{}";

/// Finds accusations.
#[derive(Clone, Debug)]
pub(super) struct Accuser {
    phrases: Phrases<Mark>,
    /// Someone in office and something done, close together.
    deeds: Nearby,
    intros: Vec<String>,
    surnames: Surnames,
    /// How many characters the longest of them has.
    longest: usize,
    /// A surname before a title is none here.
    not_surnames: Vec<String>,
    everyday: String,
}

/// What accuses at one place of a text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) what: Vec<Accusation>,
}

/// Who bears a surname.
type Surnames = BTreeMap<String, Vec<CadreId>>;

#[derive(Clone, Debug)]
enum Mark {
    Word,
    Title,
    /// The name as in the roster.
    Name(CadreId),
    /// A name that sounds or looks like one.
    Like(CadreId),
    /// A way of speaking of someone by surname.
    Surname(String),
    /// Looks like an accusation and is none.
    None,
}

impl Accuser {
    pub(super) fn new(county: &County, words: &AccusationWords, speller: &Speller) -> Self {
        let surnames = surnames(county, words);
        let frames = frames(words, &surnames);
        let names = names(county, words);
        let plain =
            |list: &'_ [String], mark: Mark| list.iter().map(move |w| (w.clone(), mark.clone())).collect::<Vec<_>>();
        let all: Vec<(String, Mark)> = [
            plain(&words.words, Mark::Word),
            plain(&words.titles, Mark::Title),
            plain(&words.masks, Mark::None),
            plain(&words.not_surname_frames, Mark::None),
            frames,
            names,
        ]
        .concat();
        Self {
            phrases: Phrases::new(speller, all.iter().map(|(word, mark)| (word.as_str(), mark.clone()))),
            deeds: Nearby::new(
                &words.deeds.iter().map(|deed| (deed.all.as_slice(), deed.window)).collect::<Vec<_>>(),
                &words.masks,
                speller,
            ),
            intros: words.self_intro.iter().map(|intro| speller.normal(intro)).collect(),
            longest: surnames.keys().map(|surname| surname.chars().count()).max().unwrap_or(0),
            surnames,
            not_surnames: words.not_surnames.clone(),
            everyday: words.everyday_surnames.clone(),
        }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.phrases);
        self.deeds.join(sought);
    }

    /// Everything in the normalised text that accuses, by place: what stands there, and all that it accuses of or whom.
    pub(super) fn read(&self, text: &Scan<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        for hit in self.phrases.hits(text) {
            let what = self.judge(text, &hit);
            if !what.is_empty() {
                found.push(Found { span: (self.begins(text, &hit), hit.end), what });
            }
        }
        let deeds = self.deeds.read(text).into_iter().flatten().next();
        let word = |(start, end): Span| text.get(start..end).map(|deed| Accusation::Word(deed.to_string()));
        found.extend(deeds.and_then(|span| Some(Found { span, what: vec![word(span)?] })));
        found
    }

    /// A surname before a title belongs to it.
    fn begins(&self, text: &str, hit: &Hit<'_, Mark>) -> usize {
        let before = text.get(..hit.start).unwrap_or_default();
        let surname = match hit.value {
            Mark::Title => self.bearing(before).map(str::len).max(),
            Mark::Word | Mark::Name(_) | Mark::Like(_) | Mark::Surname(_) | Mark::None => None,
        };
        hit.start - surname.unwrap_or(0)
    }

    fn judge(&self, text: &str, hit: &Hit<'_, Mark>) -> Vec<Accusation> {
        match hit.value {
            Mark::None => Vec::new(),
            Mark::Word => vec![Accusation::Word(hit.word.to_string())],
            Mark::Title => {
                let title = Accusation::Title(hit.word.to_string());
                let before = text.get(..hit.start).unwrap_or_default();
                std::iter::once(title).chain(self.bearers(before).map(Accusation::Person)).collect()
            }
            Mark::Name(cadre) => vec![Accusation::Person(cadre.clone())],
            Mark::Like(_) if self.is_own_name(text, hit.start, Some(hit.end)) => Vec::new(),
            Mark::Like(cadre) => vec![Accusation::Person(cadre.clone())],
            Mark::Surname(_) if self.is_own_name(text, hit.start, None) => Vec::new(),
            Mark::Surname(surname) => {
                self.surnames.get(surname).into_iter().flatten().cloned().map(Accusation::Person).collect()
            }
        }
    }

    /// Everyone of the roster whose surname ends the text.
    fn bearers(&self, before: &str) -> impl Iterator<Item = CadreId> {
        self.bearing(before).filter_map(|surname| self.surnames.get(surname)).flatten().cloned()
    }

    /// The surnames of the roster that end the text.
    fn bearing(&self, before: &str) -> impl Iterator<Item = &str> {
        let last = |chars: usize| before.char_indices().nth_back(chars - 1).and_then(|(at, _)| before.get(at..));
        let known = |name: &str| self.surnames.get_key_value(name).map(|(surname, _)| surname.as_str());
        let none = self.not_surnames.iter().any(|word| before.ends_with(word.as_str()));
        let mut named: Vec<&str> = (1..=self.longest).filter(|_| !none).filter_map(last).filter_map(known).collect();
        named.retain(|surname| !self.everyday.contains(*surname));
        named.sort_unstable();
        named.into_iter()
    }

    /// Whether the writer introduces themself: 我叫 before it and, where `end` is given, the clause ends after it.
    fn is_own_name(&self, text: &str, start: usize, end: Option<usize>) -> bool {
        let before = text.get(..start).unwrap_or_default();
        let after = end.and_then(|end| text.get(end..)).unwrap_or_default();
        self.intros.iter().any(|intro| before.ends_with(intro.as_str()))
            && (after.is_empty() || after.starts_with([SENTENCE, CLAUSE]))
    }
}

fn surnames(county: &County, words: &AccusationWords) -> Surnames {
    let mut surnames = Surnames::new();
    for cadre in county.cadres.values() {
        let compound = words.compound_surnames.iter().find(|compound| cadre.name.starts_with(compound.as_str()));
        let surname = compound.cloned().or_else(|| cadre.name.chars().next().map(String::from));
        surnames.entry(surname.unwrap_or_default()).or_default().push(cadre.id.clone());
    }
    surnames
}

fn frames(words: &AccusationWords, surnames: &Surnames) -> Vec<(String, Mark)> {
    let loose = |surname: &&String| !words.everyday_surnames.contains(surname.as_str());
    let framed = |frames: &[String], surname: &String| {
        frames.iter().map(|f| (f.replace(SURNAME, surname), Mark::Surname(surname.clone()))).collect::<Vec<_>>()
    };
    let sure = surnames.keys().flat_map(|surname| framed(&words.sure_frames, surname));
    sure.chain(surnames.keys().filter(loose).flat_map(|surname| framed(&words.surname_frames, surname))).collect()
}

fn names(county: &County, words: &AccusationWords) -> Vec<(String, Mark)> {
    let surname = |name: &str| name.chars().next().map(String::from).unwrap_or_default();
    let exact: BTreeSet<&str> = county.cadres.values().map(|cadre| cadre.name.as_str()).collect();
    let mut names = Vec::new();
    for cadre in county.cadres.values() {
        names.push((cadre.name.clone(), Mark::Name(cadre.id.clone())));
        for like in sounding_like(&cadre.name, &words.same_sound) {
            if !exact.contains(like.as_str()) && !words.not_names.contains(&like) {
                names.push((like, Mark::Like(cadre.id.clone())));
            }
        }
        // The last character of a long name may be any.
        if cadre.name.chars().count() >= LONG && !words.everyday_surnames.contains(&surname(&cadre.name)) {
            let begun: String = cadre.name.chars().take(LONG - 1).collect();
            let begins = sounding_like(&begun, &words.same_sound).into_iter().chain([begun]);
            let sure =
                begins.filter(|begun| !words.not_names.contains(begun) && !words.compound_surnames.contains(begun));
            names.extend(sure.map(|begun| (begun, Mark::Like(cadre.id.clone()))));
        }
    }
    names
}

/// Every spelling of a name with characters of the same sound or look, the name itself left out.
fn sounding_like(name: &str, same_sound: &[String]) -> BTreeSet<String> {
    let mut spellings = vec![String::new()];
    for c in name.chars() {
        let alike: BTreeSet<char> =
            same_sound.iter().filter(|group| group.contains(c)).flat_map(|group| group.chars()).chain([c]).collect();
        spellings = spellings.iter().flat_map(|start| alike.iter().map(move |c| format!("{start}{c}"))).collect();
    }
    spellings.into_iter().filter(|spelling| spelling != name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name() {
        let like = sounding_like("唐全", &["唐塘".into(), "全泉".into()]);
        assert_eq!(like.into_iter().collect::<Vec<_>>(), ["唐泉", "塘全", "塘泉"]);
    }
}
