//! Finds phrases of several lists that stand close together.

use std::collections::BTreeSet;

use super::phrases::{Phrases, unmasked};
use super::scan::{Sought, Text};
use super::spelling::Speller;

/// Bytes of one Chinese character.
const CHAR: usize = 3;

/// From where to where a phrase stands.
pub(super) type Span = (usize, usize);

/// Rules, each of several lists: one phrase of every list must be found, close together.
#[derive(Clone, Debug)]
pub(super) struct Nearby {
    /// Every phrase: which of the lists of all rules, one after another; none: a mask.
    words: Phrases<Option<usize>>,
    /// How many lists each rule has, and how many bytes may lie between.
    rules: Vec<(usize, usize)>,
}

impl Nearby {
    /// The rules, each as its lists and its window in characters; a phrase inside a mask does not count.
    pub(super) fn new(rules: &[(&[Vec<String>], usize)], masks: &[String], speller: &Speller) -> Self {
        let mut words: Vec<(&str, Option<usize>)> = masks.iter().map(|mask| (mask.as_str(), None)).collect();
        for (list, phrases) in rules.iter().flat_map(|(lists, _)| lists.iter()).enumerate() {
            words.extend(phrases.iter().map(|word| (word.as_str(), Some(list))));
        }
        Self {
            words: Phrases::new(speller, words),
            rules: rules.iter().map(|(lists, window)| (lists.len(), window * CHAR)).collect(),
        }
    }

    /// Has its words found with those of others.
    pub(super) fn join(&mut self, sought: &mut Sought) {
        sought.join(&mut self.words);
    }

    /// For every rule, in order, where it holds.
    pub(super) fn read(&self, text: &(impl Text + ?Sized)) -> Vec<Vec<Span>> {
        // Most texts hold some list of many rules and all lists of none: only what may come to something is looked at.
        let mut stands = vec![false; self.rules.iter().map(|(lists, _)| lists).sum()];
        let hits = self.words.hits_if(text, |possible| {
            for list in possible.filter_map(|list| *list) {
                stands.get_mut(list).into_iter().for_each(|list| *list = true);
            }
            self.own(&mut stands).any(|(own, _)| own.iter().all(|list| *list))
        });
        if hits.is_empty() {
            return vec![Vec::new(); self.rules.len()];
        }
        self.own(&mut stands).filter(|(own, _)| own.contains(&false)).for_each(|(own, _)| own.fill(false));
        let counts = |list: &usize| stands.get(*list).is_some_and(|stands| *stands);
        let hits = hits.into_iter().filter(|hit| hit.value.as_ref().is_none_or(counts)).collect();
        let mut places: Vec<Vec<Span>> = vec![Vec::new(); stands.len()];
        for hit in unmasked(hits, Option::is_none) {
            let list = hit.value.and_then(|list| places.get_mut(list));
            list.into_iter().for_each(|list| list.push((hit.start, hit.end)));
        }
        self.own(&mut places).map(|(own, window)| joined(own, window)).collect()
    }

    /// Of something that is told of every list: what belongs to each rule, with its window.
    fn own<'t, T>(&self, mut all: &'t mut [T]) -> impl Iterator<Item = (&'t mut [T], usize)> {
        self.rules.iter().map(move |(lists, window)| {
            let (own, others) = std::mem::take(&mut all).split_at_mut(*lists);
            all = others;
            (own, *window)
        })
    }
}

/// Where one place of every list is close to the others, from the first to the last of them.
fn joined(lists: &[Vec<Span>], window: usize) -> Vec<Span> {
    if lists.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let near = |a: &Span, b: &Span| b.0.saturating_sub(a.1).max(a.0.saturating_sub(b.1)) <= window;
    let join = |places: Vec<Span>, list: &Vec<Span>| -> Vec<Span> {
        let longest = list.iter().map(|span| span.1 - span.0).max().unwrap_or(0);
        let beside = |a: Span| {
            let from = list.partition_point(|b| b.0 + longest + window < a.0);
            let to = list.partition_point(|b| b.0 <= a.1 + window);
            let some = list.get(from..to).unwrap_or_default();
            some.iter().filter(move |b| near(&a, b)).map(move |b| (a.0.min(b.0), a.1.max(b.1)))
        };
        let joined: BTreeSet<Span> = places.into_iter().flat_map(beside).collect();
        joined.into_iter().collect()
    };
    let Some((first, others)) = lists.split_first() else { return Vec::new() };
    others.iter().fold(first.clone(), join)
}
