//! A text as a bag of hashed pieces: runs of one and two characters of its first line and of the rest.

/// How many bits a bucket's number has.
pub(super) const BITS: u32 = 20;
/// How long runs may be, in characters.
const LONGEST: usize = 2;
/// How much of a first line counts as such, in characters.
const LINE: usize = 60;
/// What each block weighs: the first line, the rest.
const BLOCKS: [(u64, f32); 2] = [(11, 0.7), (22, 1.0)];

/// Cuts texts into pieces and hashes them with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pieces {
    key: u64,
}

/// How often each bucket occurs in each block of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks(Vec<Vec<(u32, f32)>>);

/// A text as a vector of length 1: buckets with their values.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector(pub(super) Vec<(u32, f32)>);

impl Pieces {
    /// Hashes with this key.
    pub(super) fn new(key: u64) -> Self {
        Self { key }
    }

    /// The pieces of a text, as it is matched: sentences end in line breaks, clauses in commas.
    pub(super) fn blocks(self, normal: &str) -> Blocks {
        let signs: Vec<u32> = normal.chars().map(sign).collect();
        let line = signs.iter().take(LINE).position(|c| *c == END).unwrap_or(LINE.min(signs.len()));
        let (head, rest) = signs.split_at(line);
        let body = if rest.len() > 1 { rest } else { head };
        let [first, all] = BLOCKS.map(|(block, _)| self.key ^ block);
        Blocks(vec![counted(runs(head, first)), counted(runs(body, all))])
    }

    /// The runs of a text as [`Pieces::blocks`] has them in the blocks of its characters: where each begins, how long it is,
    /// its bucket.
    pub(super) fn placed(self, chars: &[char]) -> Vec<(usize, usize, u32)> {
        let signs: Vec<u32> = chars.iter().copied().map(sign).collect();
        let mut placed = Vec::with_capacity(signs.len() * LONGEST * BLOCKS.len());
        for (block, _) in BLOCKS {
            each_run(&signs, self.key ^ block, |start, length, bucket| placed.push((start, length, bucket)));
        }
        placed
    }
}

/// The buckets of every run.
fn runs(signs: &[u32], seed: u64) -> Vec<u32> {
    let mut buckets = Vec::with_capacity(signs.len() * LONGEST);
    each_run(signs, seed, |_, _, bucket| buckets.push(bucket));
    buckets
}

/// Every run of word characters: where it begins, how long it is, its bucket.
fn each_run(signs: &[u32], seed: u64, mut with: impl FnMut(usize, usize, u32)) {
    for start in 0..signs.len() {
        let mut hash = seed;
        let run = signs.get(start..).unwrap_or_default().iter().take(LONGEST).take_while(|sign| **sign > END);
        for (more, sign) in run.enumerate() {
            hash = mix(hash, u64::from(*sign));
            with(start, more + 1, bucket(mix(hash, more as u64)));
        }
    }
}

impl Blocks {
    /// Every bucket that occurs, each as often as there are blocks with it.
    pub(super) fn buckets(&self) -> impl Iterator<Item = u32> {
        self.0.iter().flatten().map(|(bucket, _)| *bucket)
    }

    /// As a vector: what occurs often counts little more, what is rare counts more. Pieces that are not known (none) are
    /// counted beside the rest, so that they take nothing from what is known.
    pub(super) fn weighed(&self, rarity: impl Fn(u32) -> Option<f32>) -> Vector {
        let most = self.0.iter().map(Vec::len).sum();
        let (mut all, mut fresh) = (Vec::with_capacity(most), Vec::new());
        for (block, (_, share)) in self.0.iter().zip(BLOCKS) {
            let begin = all.len();
            for (bucket, count) in block {
                match rarity(*bucket) {
                    Some(rarity) => all.push((*bucket, often(*count) * rarity)),
                    None => fresh.push((*bucket, FRESH * share)),
                }
            }
            let own = all.get_mut(begin..).unwrap_or_default();
            let length = length(own);
            own.iter_mut().for_each(|(_, value)| *value *= share / length);
        }
        let length = length(&all);
        all.iter_mut().for_each(|(_, value)| *value /= length);
        all.extend(fresh);
        Vector(all)
    }
}

/// What a piece counts that the archive did not know.
const FRESH: f32 = 0.04;

impl Vector {
    /// Buckets and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, f32)> {
        self.0.iter().copied()
    }
}

/// What a piece counts that comes so often.
fn often(count: f32) -> f32 {
    if count > 1.0 { 1.0 + count.ln() } else { 1.0 }
}

fn length(values: &[(u32, f32)]) -> f32 {
    values.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-9)
}

/// What stands for a mark that is part of no word, and for the end of a line.
const MARK: u32 = 0;
const END: u32 = 1;

/// A character of a word by its number, whatever else as a mark. Figures say little: each is as good as another.
fn sign(c: char) -> u32 {
    match c {
        '\u{4e00}'..='\u{9fff}' | 'a'..='z' => u32::from(c),
        '0'..='9' => u32::from('0'),
        '\n' => END,
        c if c.is_alphanumeric() => u32::from(c),
        _ => MARK,
    }
}

fn mix(hash: u64, next: u64) -> u64 {
    (hash ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

fn bucket(hash: u64) -> u32 {
    (mix(hash, 7) >> (64 - BITS)) as u32
}

/// Each bucket once, with how often it came.
fn counted(buckets: Vec<u32>) -> Vec<(u32, f32)> {
    let mut counted: Vec<(u32, f32)> = Vec::with_capacity(buckets.len());
    for bucket in sorted(buckets) {
        match counted.last_mut() {
            Some((last, count)) if *last == bucket => *count += 1.0,
            _ => counted.push((bucket, 1.0)),
        }
    }
    counted
}

/// So many bits of a bucket are sorted at once: half of them.
const DIGIT: u32 = BITS / 2;

/// In order, by the lower half of their bits and then by the upper: for numbers of so few bits this takes a third of the time of comparing.
fn sorted(mut buckets: Vec<u32>) -> Vec<u32> {
    let mut next = vec![0; buckets.len()];
    for shift in [0, DIGIT] {
        let digit = |bucket: u32| (bucket >> shift) as usize % (1 << DIGIT);
        let mut ends = [0u32; 1 << DIGIT];
        buckets.iter().for_each(|bucket| ends.get_mut(digit(*bucket)).into_iter().for_each(|count| *count += 1));
        ends.iter_mut().fold(0, |sum, end| {
            *end += sum;
            *end
        });
        for bucket in buckets.iter().rev() {
            let Some(end) = ends.get_mut(digit(*bucket)) else { continue };
            *end -= 1;
            next.get_mut(*end as usize).into_iter().for_each(|free| *free = *bucket);
        }
        std::mem::swap(&mut buckets, &mut next);
    }
    buckets
}
