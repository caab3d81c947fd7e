//! Who wants to see a leader: 我要直接见书记. To be named as whom somebody wants to see accuses nobody.

use super::bounds::Bounds;
use super::near::Span;
use super::phrases::Phrases;
use super::scan::{Sought, Text};
use super::spelling::Speller;

/// So many bytes may stand between the wish and the leader: a name, a place.
const REACH: usize = 24;

/// The `[meet]` of the lexicon.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetWords {
    /// 我要见, 当面见 …
    pub wishes: Vec<String>,
    /// 书记, 县长 …
    pub leaders: Vec<String>,
    /// Look like one of these and are none.
    pub masks: Vec<String>,
}

/// Hears the wish.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    wishes: Phrases<bool>,
    leaders: Phrases<bool>,
}

impl Wishes {
    pub(super) fn new(words: &MeetWords, speller: &Speller) -> Self {
        let but_masks = |list: &[String]| {
            let masks = words.masks.iter().map(|word| (word.as_str(), false));
            Phrases::new(speller, list.iter().map(|word| (word.as_str(), true)).chain(masks))
        };
        Self { wishes: but_masks(&words.wishes), leaders: but_masks(&words.leaders) }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.wishes);
        sought.join(&mut self.leaders);
    }

    /// Where the text says so: from the wish to the end of whom it names.
    pub(super) fn read(&self, text: &(impl Text + ?Sized), bounds: &Bounds) -> Vec<Span> {
        let leaders: Vec<Span> =
            self.leaders.hits(text).iter().filter(|hit| *hit.value).map(|hit| (hit.start, hit.end)).collect();
        let wishes = self.wishes.hits(text);
        let named = wishes.iter().filter(|hit| *hit.value).filter_map(|hit| {
            let (_, to) = bounds.clause((hit.start, hit.end));
            let near = |leader: &&Span| leader.0 >= hit.end && leader.0 <= hit.end + REACH && leader.1 <= to;
            leaders.iter().find(near).map(|leader| (hit.start, leader.1))
        });
        named.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_and_whom_it_names_stand_close_in_one_clause() {
        let speller = Speller::bare(".");
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect();
        let words =
            MeetWords { wishes: list(&["want"]), leaders: list(&["mayor"]), masks: list(&["dontwant", "mayorsdog"]) };
        let wishes = Wishes::new(&words, &speller);
        for (text, wished) in [
            ("we want the mayor", true),
            ("we want it,the mayor sleeps", false),
            ("dontwant the mayor", false),
            ("want mayorsdog", false),
            ("the mayor we want", false),
            ("want everything there is in this whole county,mayor", false),
        ] {
            let normal = speller.normal(text);
            assert_eq!(!wishes.read(normal.as_str(), &Bounds::new(&normal)).is_empty(), wished, "{text}");
        }
    }
}
