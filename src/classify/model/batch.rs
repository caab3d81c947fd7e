//! Learning a whole archive at once: support vectors by dual coordinate descent, one subject against the rest, over pieces
//! weighed by how differently they occur (log-count ratios).

use std::collections::BTreeMap;

use super::pieces::{Blocks, Vector};
use super::{BUCKETS, Model, Row};
use crate::id::SubjectId;

/// How dear a text on the wrong side is.
const COST: f32 = 2.0;
/// How often all texts are gone through.
const ROUNDS: usize = 12;
/// How far the log-count ratios count beside plain weights.
const RATIO: f32 = 0.7;
/// No ratio counts more.
const MOST: f32 = 4.0;
/// How far the scarcer side of a subject counts more (a power of how much scarcer it is).
const BALANCE: f32 = 0.3;
/// Weights smaller than this share of the greatest say nothing and are not kept.
const DUST: f32 = 0.002;

/// One text of an archive.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text as it is matched.
    pub normal: String,
    /// What it is about.
    pub subject: SubjectId,
}

impl Model {
    /// Learns an archive in place of everything learned before.
    pub fn of_archive(key: u64, archive: &[Example]) -> Self {
        let mut model = Self::new(key);
        let blocks: Vec<Blocks> = archive.iter().map(|text| model.pieces.blocks(&text.normal)).collect();
        model.archive = u32::try_from(archive.len()).unwrap_or(u32::MAX);
        let mut of: Vec<u16> = Vec::with_capacity(archive.len());
        for text in archive {
            let at = model.place_of(&text.subject).unwrap_or(u16::MAX);
            if let Some(count) = model.taught.get_mut(usize::from(at)) {
                *count += 1;
            }
            of.push(at);
        }
        model.count_texts(&blocks);
        let all = model.all();
        let weighed = |blocks: &Blocks| blocks.weighed(|bucket| model.rarity(bucket, all)).by_row(&model);
        let seen: Vec<Vector> = blocks.iter().map(weighed).collect();
        for subject in (0u16..).take(model.subjects.len()) {
            let is: Vec<bool> = of.iter().map(|at| *at == subject).collect();
            model.part(&seen, &is, subject);
        }
        model.harden(&seen);
        model
    }

    /// In how many texts each piece stands; pieces of a single text are not known.
    fn count_texts(&mut self, blocks: &[Blocks]) {
        let mut texts: BTreeMap<u32, f32> = BTreeMap::new();
        for bucket in blocks.iter().flat_map(Blocks::buckets) {
            *texts.entry(bucket).or_default() += 1.0;
        }
        for (bucket, count) in texts.into_iter().filter(|(_, count)| *count > 1.0) {
            if let Some(row) = self.row_mut(bucket) {
                row.stands_in(count);
            }
        }
    }

    /// Finds the weights that part one subject from the rest.
    fn part(&mut self, seen: &[Vector], is: &[bool], subject: u16) {
        let ratios = ratios(self.rows.len(), seen, is);
        let scaled: Vec<Vector> = seen.iter().map(|text| text.scaled(&ratios)).collect();
        let (weights, bias) = descend(self.rows.len(), &scaled, is);
        let most = weights.iter().fold(0.0f32, |most, weight| most.max(weight.abs()));
        for (row, (weight, ratio)) in self.rows.iter_mut().zip(weights.into_iter().zip(ratios)) {
            if weight.abs() > most * DUST {
                // On the scale on which 1 is "this subject" and 0 "another".
                row.add(subject, weight * ratio / 2.0);
            }
        }
        if let Some(own) = self.bias.get_mut(usize::from(subject)) {
            *own = f32::midpoint(bias, 1.0);
        }
    }

    /// What the archive knows well moves little from now on.
    fn harden(&mut self, seen: &[Vector]) {
        for (at, value) in seen.iter().flat_map(Vector::iter) {
            if let Some(row) = self.rows.get_mut(at as usize) {
                row.freedom = 1.0 / (1.0 / row.freedom + value * value / super::STIFFNESS);
            }
        }
    }

    /// Notes anew where each row stands.
    pub(super) fn number_rows(&mut self) {
        self.index = vec![0; BUCKETS];
        for (at, Row { bucket, .. }) in (1u32..).zip(&self.rows) {
            if let Some(slot) = self.index.get_mut(*bucket as usize) {
                *slot = at;
            }
        }
    }
}

impl Vector {
    /// By the place of each row instead of its bucket, without the pieces that the archive does not know: weights stand close
    /// together while they are learned.
    fn by_row(self, model: &Model) -> Self {
        let place = |bucket: u32| model.index.get(bucket as usize)?.checked_sub(1);
        Self(self.0.into_iter().filter_map(|(bucket, value)| Some((place(bucket)?, value))).collect())
    }

    fn scaled(&self, by: &[f32]) -> Self {
        Self(
            self.iter()
                .map(|(bucket, value)| (bucket, value * by.get(bucket as usize).copied().unwrap_or(1.0)))
                .collect(),
        )
    }

    fn dot(&self, weights: &[f32]) -> f32 {
        self.iter().map(|(bucket, value)| value * weights.get(bucket as usize).copied().unwrap_or(0.0)).sum()
    }

    fn add_to(&self, weights: &mut [f32], by: f32) {
        for (bucket, value) in self.iter() {
            if let Some(weight) = weights.get_mut(bucket as usize) {
                *weight += by * value;
            }
        }
    }
}

/// How differently each piece occurs in a subject and elsewhere, mixed with 1.
fn ratios(rows: usize, seen: &[Vector], is: &[bool]) -> Vec<f32> {
    let (mut here, mut there) = (vec![1.0f32; rows], vec![1.0f32; rows]);
    for (text, is) in seen.iter().zip(is) {
        let counts = if *is { &mut here } else { &mut there };
        for (bucket, _) in text.iter() {
            if let Some(count) = counts.get_mut(bucket as usize) {
                *count += 1.0;
            }
        }
    }
    let own = is.iter().filter(|is| **is).count() as f32 + 2.0;
    let others = is.iter().filter(|is| !**is).count() as f32 + 2.0;
    let ratio = |(here, there): (&f32, &f32)| ((here / own) / (there / others)).ln().abs().min(MOST);
    here.iter().zip(&there).map(ratio).map(|ratio| 1.0 - RATIO + RATIO * ratio).collect()
}

/// Dual coordinate descent for squared hinge loss, in an order of its own that is always the same.
fn descend(rows: usize, seen: &[Vector], is: &[bool]) -> (Vec<f32>, f32) {
    let (mut weights, mut bias) = (vec![0.0f32; rows], 0.0f32);
    let mut multipliers = vec![0.0f32; seen.len()];
    let lengths: Vec<f32> = seen.iter().map(|text| text.iter().map(|(_, value)| value * value).sum()).collect();
    let own = is.iter().filter(|is| **is).count().max(1) as f32;
    let scarce = ((is.len() as f32 - own).max(1.0) / own).powf(BALANCE);
    let mut order: Vec<usize> = (0..seen.len()).collect();
    let mut chance = 12_345u64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (chance >> 33) as usize % (at + 1));
        }
        for &at in &order {
            let (Some(text), Some(is), Some(multiplier), Some(length)) =
                (seen.get(at), is.get(at), multipliers.get_mut(at), lengths.get(at))
            else {
                continue;
            };
            let (side, slack) = if *is { (1.0, 0.5 / (COST * scarce)) } else { (-1.0, 0.5 / COST) };
            let slope = side * (text.dot(&weights) + bias) - 1.0 + slack * *multiplier;
            let next = (*multiplier - slope / (length + 1.0 + slack)).max(0.0);
            let step = (next - *multiplier) * side;
            *multiplier = next;
            if step != 0.0 {
                text.add_to(&mut weights, step);
                bias += step;
            }
        }
    }
    (weights, bias)
}
