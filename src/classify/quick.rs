//! Quick look-ups by characters: reading is done for every message, and its keys are nobody's to choose.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys come out of the county's own files, so that nobody can make them collide.
pub(super) type Quick<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// Mixes the little that a character holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mix(u64);

/// An odd number with its bits well spread.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = (self.0.rotate_left(21) ^ u64::from(n)).wrapping_mul(SPREAD);
    }
}

/// A set of characters: one bit for each of the sixty-five thousand common ones; a rare one may be in it by mistake.
#[derive(Clone, Debug)]
pub(super) struct Signs(Box<[u64]>);

/// How many of them share a word.
const WORD: usize = 64;
/// How many words there are.
const WORDS: usize = 0x1_0000 / WORD;

impl Default for Signs {
    fn default() -> Self {
        Self(vec![0; WORDS].into_boxed_slice())
    }
}

impl Signs {
    pub(super) fn add(&mut self, c: char) {
        let (word, bit) = place(c);
        self.0.get_mut(word).into_iter().for_each(|word| *word |= bit);
    }

    /// Whether it may be in the set; one that was added surely is.
    pub(super) fn has(&self, c: char) -> bool {
        let (word, bit) = place(c);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// A set of small numbers.
#[derive(Clone, Debug)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// Room for the numbers below this one.
    pub(super) fn new(below: usize) -> Self {
        Self(vec![0; below.div_ceil(WORD)])
    }

    /// Adds one; whether it was not in the set yet.
    pub(super) fn add(&mut self, n: usize) -> bool {
        let Some(word) = self.0.get_mut(n / WORD) else { return false };
        let before = *word;
        *word |= 1 << (n % WORD);
        before != *word
    }

    pub(super) fn has(&self, n: usize) -> bool {
        self.0.get(n / WORD).is_some_and(|word| word & (1 << (n % WORD)) != 0)
    }
}

/// A set of pairs of characters: one that was added is surely in it, another one hardly ever.
#[derive(Clone, Debug)]
pub(super) struct Pairs(Box<[u64]>);

/// How many words of bits tell pairs apart.
const PAIR_WORDS: usize = 1 << 12;

impl Default for Pairs {
    fn default() -> Self {
        Self(vec![0; PAIR_WORDS].into_boxed_slice())
    }
}

impl Pairs {
    pub(super) fn add(&mut self, pair: (char, char)) {
        let (word, bit) = place_of(pair);
        self.0.get_mut(word).into_iter().for_each(|word| *word |= bit);
    }

    /// Whether it may be in the set.
    pub(super) fn has(&self, pair: (char, char)) -> bool {
        let (word, bit) = place_of(pair);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

fn place_of((first, second): (char, char)) -> (usize, u64) {
    let mixed = (u64::from(first) << 21 ^ u64::from(second)).wrapping_mul(SPREAD);
    ((mixed >> 52) as usize % PAIR_WORDS, 1 << ((mixed >> 46) % 64))
}

fn place(c: char) -> (usize, u64) {
    let low = c as usize & 0xffff;
    (low / WORD, 1 << (low % WORD))
}
