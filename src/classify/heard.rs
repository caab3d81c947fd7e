//! What a text says beside its need and its charge: threats, unlawful ways, questions about an accusation, health words.

use super::Asks;
use super::phrases::Phrases;
use super::scan::{Scan, Sought};
use super::spelling::Speller;
use super::wrongs::ChargeWords;

/// Hears them.
#[derive(Clone, Debug)]
pub(super) struct Ear {
    threats: Phrases<()>,
    unlawful: Phrases<bool>,
    asks: Phrases<Asks>,
    sensitive: Phrases<bool>,
}

impl Ear {
    pub(super) fn new(words: &ChargeWords, speller: &Speller) -> Self {
        let unless = |yes: &[String], no: &[String]| {
            let yes = yes.iter().map(|word| (word.as_str(), true));
            Phrases::new(speller, yes.chain(no.iter().map(|word| (word.as_str(), false))))
        };
        let who = words.who_accused.iter().map(|word| (word.as_str(), Asks::WhoAccused));
        let recall = words.recall.iter().map(|word| (word.as_str(), Asks::Recall));
        Self {
            threats: Phrases::new(speller, words.threats.iter().map(|word| (word.as_str(), ()))),
            unlawful: unless(&words.unlawful.words, &words.unlawful.masks),
            asks: Phrases::new(speller, who.chain(recall)),
            sensitive: unless(&words.sensitive.words, &words.sensitive.masks),
        }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.threats);
        sought.join(&mut self.unlawful);
        sought.join(&mut self.asks);
        sought.join(&mut self.sensitive);
    }

    pub(super) fn threatened(&self, text: &Scan<'_>) -> bool {
        self.threats.any(text)
    }

    pub(super) fn unlawful(&self, text: &Scan<'_>) -> bool {
        self.unlawful.hits(text).iter().any(|hit| *hit.value)
    }

    pub(super) fn asks(&self, text: &Scan<'_>) -> Option<Asks> {
        self.asks.hits(text).first().map(|hit| *hit.value)
    }

    pub(super) fn sensitive(&self, text: &Scan<'_>) -> bool {
        self.sensitive.hits(text).iter().any(|hit| *hit.value)
    }
}
