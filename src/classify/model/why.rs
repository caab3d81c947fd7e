//! By which words of a text the model thinks what it thinks: a stretch of characters that speaks loudest.

use super::super::quick::Quick;
use super::{Model, Vector};
use crate::id::SubjectId;

/// How much of a text is looked through, in characters.
const READ: usize = 200;
/// How long a stretch may be, in characters.
const LONGEST: usize = 6;
/// A character that speaks less than this share of the loudest ends a stretch.
const LOUD: f32 = 0.35;

impl Model {
    /// The words (at most `most`) of a text, as it is matched, that speak most for one subject and against the others;
    /// `breaks` are characters that begin or end no word.
    pub fn words_for(
        &self,
        subject: &SubjectId,
        (normal, seen): (&str, &Vector),
        breaks: &str,
        most: usize,
    ) -> Vec<String> {
        let chars: Vec<char> = normal.chars().take(READ).collect();
        let mut loud = self.loudness(subject, &chars, seen);
        for (volume, c) in loud.iter_mut().zip(&chars) {
            if *volume > 0.0 && (breaks.contains(*c) || !c.is_alphabetic()) {
                *volume = 0.0;
            }
        }
        let top = loud.iter().copied().fold(0.0f32, f32::max);
        let mut words: Vec<(f32, String)> = Vec::new();
        let mut at = 0;
        while at < loud.len() && top > 0.0 {
            let run = loud.get(at..).unwrap_or_default().iter().take(LONGEST).take_while(|v| **v >= top * LOUD).count();
            if run >= 2 {
                let volume: f32 = loud.get(at..at + run).unwrap_or_default().iter().sum();
                words.push((volume, chars.get(at..at + run).unwrap_or_default().iter().collect()));
            }
            at += run.max(1);
        }
        words.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut told: Vec<String> = Vec::new();
        for (_, word) in words {
            if told.len() < most && !told.contains(&word) {
                told.push(word);
            }
        }
        told
    }

    /// How much each character speaks for the subject more than for whichever other it speaks for most.
    fn loudness(&self, subject: &SubjectId, chars: &[char], seen: &Vector) -> Vec<f32> {
        let mut loud = vec![0.0f32; chars.len()];
        let Some(own) = self.subjects.iter().position(|known| known == subject).and_then(|at| u16::try_from(at).ok())
        else {
            return loud;
        };
        let values: Quick<u32, f32> = seen.iter().collect();
        for (start, length, bucket) in self.pieces.placed(chars) {
            // Most runs of the one block are none of the other.
            let Some(value) = values.get(&bucket) else { continue };
            let Some(row) = self.row(bucket) else { continue };
            let others = row.weights.iter().filter(|(at, _)| *at != own).map(|(_, weight)| *weight);
            let more = (row.weight(own) - others.fold(0.0f32, f32::max)) * value / length as f32;
            loud.iter_mut().skip(start).take(length).for_each(|volume| *volume += more);
        }
        loud
    }
}
