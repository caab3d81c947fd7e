//! For whom somebody writes, when it is not for themselves: 我帮隔壁秦老汉反映.

use super::lexicon::BehalfWords;
use super::spelling::{CLAUSE, SENTENCE, Speller};

/// The fewest and the most characters that stand for somebody.
const WHO: std::ops::RangeInclusive<usize> = 2..=10;

/// Hears for whom somebody speaks.
#[derive(Clone, Debug)]
pub(super) struct Behalf {
    verbs: Vec<String>,
    acts: Vec<String>,
    not_before: Vec<String>,
    nobody: Vec<String>,
    own: String,
    kin: Vec<String>,
}

impl Behalf {
    pub(super) fn new(words: &BehalfWords, speller: &Speller) -> Self {
        let plain = |list: &[String]| list.iter().map(|word| speller.normal(word)).collect();
        Self {
            verbs: plain(&words.verbs),
            acts: plain(&words.acts),
            not_before: plain(&words.not_before),
            nobody: plain(&words.nobody),
            own: speller.normal(&words.own),
            kin: plain(&words.kin),
        }
    }

    /// Whom the writer speaks for, as written; none when it is themselves, or everybody.
    pub(super) fn read(&self, normal: &str) -> Option<String> {
        let asked = |text: &str| self.verbs.iter().any(|verb| text.contains(verb.as_str()));
        Some(normal).filter(|text| asked(text))?;
        normal.split([CLAUSE, SENTENCE]).filter(|clause| asked(clause)).find_map(|clause| self.in_clause(clause))
    }

    fn in_clause(&self, clause: &str) -> Option<String> {
        let after = |verb: &String| clause.match_indices(verb.as_str()).map(|(at, _)| (at, at + verb.len())).next();
        self.verbs.iter().filter_map(after).find_map(|(at, end)| {
            let before = clause.get(..at)?;
            let rest = clause.get(end..)?;
            let act = self.acts.iter().filter_map(|act| rest.find(act.as_str())).min()?;
            let who = rest.get(..act)?;
            let denied = self.not_before.iter().any(|word| before.ends_with(word.as_str()));
            (!denied && self.is_somebody(who)).then(|| who.to_owned())
        })
    }

    fn is_somebody(&self, who: &str) -> bool {
        let own = who.strip_prefix(self.own.as_str());
        let kin = own.is_none_or(|rest| self.kin.iter().any(|word| rest.starts_with(word.as_str())));
        WHO.contains(&who.chars().count()) && kin && !self.nobody.iter().any(|word| who.starts_with(word.as_str()))
    }
}
