//! What a county has learned: a linear model over hashed pieces of what was written, one row of weights for each piece.
//!
//! Pure and deterministic: the same lessons in the same order give the same model, and ids play no part in it. A score
//! near 1 says "as in what was learned", one near 0 "nothing like it".

mod batch;
mod blob;
mod judged;
mod pieces;
mod trust;
mod why;

pub use batch::Example;
pub use judged::Judged;
pub use pieces::Vector;
pub use trust::Trust;

use pieces::Pieces;

use std::collections::BTreeMap;

use crate::id::SubjectId;

/// How many rows of weights there can be; pieces that fall together share one.
const BUCKETS: usize = 1 << pieces::BITS;
/// How slowly a piece that was seen often still moves.
const STIFFNESS: f32 = 0.1;
/// How far below 0 the score of a subject shall be that a text is not about.
const APART: f32 = 0.3;

/// Which subject a text is about, as far as the county has taught it.
#[derive(Clone, Debug)]
pub struct Model {
    pieces: Pieces,
    subjects: Vec<SubjectId>,
    /// How many texts taught each subject.
    taught: Vec<u32>,
    /// Score of each subject when a text says nothing.
    bias: Vec<f32>,
    /// Where the row of a bucket stands, plus one.
    index: Vec<u32>,
    rows: Vec<Row>,
    /// How many texts of an archive stand behind the weights.
    archive: u32,
    /// How sure it was of lessons before it took them, and how often rightly.
    pub judged: Judged,
    /// By how much the first was ahead of what it had not learned yet, and whether rightly; the latest, oldest first. Only where an
    /// archive has begun it.
    leads: Vec<(f32, bool)>,
    /// How sure a lead makes, by these.
    trust: Option<Trust>,
}

/// What is known of one piece.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    bucket: u32,
    /// In how many texts it stood that were learned.
    texts: f32,
    /// The logarithm of one more than that.
    often: f32,
    /// How freely its weights still move.
    freedom: f32,
    /// By subject.
    weights: Vec<(u16, f32)>,
}

/// One subject with the model's score for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The subject.
    pub subject: SubjectId,
    /// Mostly 0..=1; more than 1 for what is very like what was learned.
    pub score: f64,
}

impl Model {
    /// A model that knows nothing; the key makes its buckets say nothing to whoever does not have it.
    pub fn new(key: u64) -> Self {
        Self {
            pieces: Pieces::new(key),
            subjects: Vec::new(),
            taught: Vec::new(),
            bias: Vec::new(),
            index: vec![0; BUCKETS],
            rows: Vec::new(),
            archive: 0,
            judged: Judged::default(),
            leads: Vec::new(),
            trust: None,
        }
    }

    /// How sure the lead of one subject over the next makes, where an archive has told.
    pub fn trust(&self) -> Option<Trust> {
        self.trust
    }

    /// Takes the leads of texts that others like them foretold for what is known of leads.
    pub fn trust_in(&mut self, leads: &[(f64, bool)]) {
        let latest = leads.len().saturating_sub(trust::KEPT);
        let kept = leads.get(latest..).unwrap_or_default();
        self.trust = Trust::of(leads);
        self.leads = if self.trust.is_some() {
            kept.iter().map(|(lead, right)| (*lead as f32, *right)).collect()
        } else {
            Vec::new()
        };
    }

    /// One more lead was seen, before its text was learned: as lessons make scores greater, what a lead means is found anew.
    pub fn note_lead(&mut self, lead: f64, right: bool) {
        if self.trust.is_none() {
            return;
        }
        self.leads.push((lead as f32, right));
        if self.leads.len() >= trust::KEPT + trust::ANEW {
            self.leads.drain(..trust::ANEW);
            let leads: Vec<(f64, bool)> = self.leads.iter().map(|(lead, right)| (f64::from(*lead), *right)).collect();
            self.trust = Trust::of(&leads).or(self.trust);
        }
    }

    /// How many texts it has learned from.
    pub fn lessons(&self) -> u32 {
        self.taught.iter().sum()
    }

    /// Whether it has learned nothing yet.
    pub fn is_blank(&self) -> bool {
        self.subjects.is_empty()
    }

    /// Memory it takes, in bytes.
    pub fn size(&self) -> usize {
        let weights: usize = self.rows.iter().map(|row| row.weights.capacity() * size_of::<(u16, f32)>()).sum();
        self.index.len() * size_of::<u32>() + self.rows.len() * size_of::<Row>() + weights
    }

    /// A text, as it is matched, as the model sees it.
    pub fn see(&self, normal: &str) -> Vector {
        let all = self.all();
        self.pieces.blocks(normal).weighed(|bucket| self.rarity(bucket, all))
    }

    fn row(&self, bucket: u32) -> Option<&Row> {
        let at = *self.index.get(bucket as usize)?;
        self.rows.get((at as usize).checked_sub(1)?)
    }

    /// How much a piece says, by how few texts had it (beside the logarithm of all); none for one that an archive did not know.
    fn rarity(&self, bucket: u32, all: f32) -> Option<f32> {
        let often = self.row(bucket).map(|row| row.often).filter(|often| *often > 0.0);
        let often = if self.archive > 0 { often? } else { often.unwrap_or_default() };
        Some((all - often).max(0.0) + 1.0)
    }

    /// The logarithm of how many texts it has learned from.
    fn all(&self) -> f32 {
        (1.0 + self.lessons() as f32).ln()
    }

    /// The row of a bucket; made when there is none.
    fn row_mut(&mut self, bucket: u32) -> Option<&mut Row> {
        let slot = self.index.get_mut(bucket as usize)?;
        if *slot == 0 {
            self.rows.push(Row::new(bucket, 0.0, 1.0));
            *slot = u32::try_from(self.rows.len()).ok()?;
        }
        self.rows.get_mut((*slot as usize) - 1)
    }

    /// The score of every subject, in the order in which they were first taught.
    fn raw(&self, seen: &Vector) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (bucket, value) in seen.iter() {
            for (subject, weight) in self.row(bucket).into_iter().flat_map(|row| &row.weights) {
                if let Some(score) = scores.get_mut(usize::from(*subject)) {
                    *score += weight * value;
                }
            }
        }
        scores
    }

    /// Every subject that was ever taught with its score, best first.
    pub fn scores(&self, seen: &Vector) -> Vec<Scored> {
        let mut scored: Vec<Scored> =
            self.told(seen).map(|(subject, _, score)| Scored { subject: subject.clone(), score }).collect();
        scored.sort_by(|a, b| b.score.total_cmp(&a.score));
        scored
    }

    /// Every subject that was ever taught with how often it was, and its score; in no order.
    pub fn told<'m>(&'m self, seen: &Vector) -> impl Iterator<Item = (&'m SubjectId, u32, f64)> + use<'m> {
        let taught = self.taught.iter().copied();
        let known = self.subjects.iter().zip(taught).zip(self.raw(seen));
        known.map(|((subject, taught), score)| (subject, taught, f64::from(score)))
    }

    /// The place of a subject among those taught; a new one is added. None once there are more than a model can hold.
    fn place_of(&mut self, subject: &SubjectId) -> Option<u16> {
        if let Some(at) = self.subjects.iter().position(|known| known == subject) {
            return u16::try_from(at).ok();
        }
        let at = u16::try_from(self.subjects.len()).ok()?;
        self.subjects.push(subject.clone());
        self.taught.push(0);
        self.bias.push(0.0);
        Some(at)
    }

    /// Learns that a text is about a subject: its score shall come near 1, and that of every other subject that the text
    /// speaks for well below 0; `beside` is what keywords say already. Pieces that were seen seldom move most.
    pub fn learn(&mut self, seen: &Vector, subject: &SubjectId, beside: &BTreeMap<SubjectId, f64>) {
        let Some(right) = self.place_of(subject) else { return };
        let moves = self.moves(seen, right, beside);
        if let Some(count) = self.taught.get_mut(usize::from(right)) {
            *count += 1;
        }
        for (bucket, value) in seen.iter() {
            let Some(row) = self.row_mut(bucket) else { continue };
            for (subject, by) in &moves {
                row.add(*subject, by * row.freedom * value);
            }
            row.freedom = 1.0 / (1.0 / row.freedom + value * value / STIFFNESS);
            row.stands_in(row.texts + 1.0);
        }
    }

    /// How far the score of each subject is to move, for each unit of freedom.
    fn moves(&self, seen: &Vector, right: u16, beside: &BTreeMap<SubjectId, f64>) -> Vec<(u16, f32)> {
        let freedom: f32 = seen.iter().map(|(bucket, value)| value * value * self.freedom(bucket)).sum();
        let step = 1.0 / (freedom + STIFFNESS);
        let error = |(at, (score, subject)): (u16, (f32, &SubjectId))| {
            let score = score + beside.get(subject).copied().unwrap_or_default() as f32;
            let error = match (at == right, score > 0.0) {
                (true, _) => (1.0 - score).max(0.0),
                (false, true) => -(score + APART),
                (false, false) => 0.0,
            };
            (at, error * step)
        };
        let all = (0u16..).zip(self.raw(seen).into_iter().zip(&self.subjects)).map(error);
        all.filter(|(_, by)| *by != 0.0).collect()
    }

    fn freedom(&self, bucket: u32) -> f32 {
        self.row(bucket).map_or(1.0, |row| row.freedom)
    }
}

impl Row {
    fn new(bucket: u32, texts: f32, freedom: f32) -> Self {
        Self { bucket, texts, often: (1.0 + texts).ln(), freedom, weights: Vec::new() }
    }

    /// Notes in how many texts its piece stands.
    fn stands_in(&mut self, texts: f32) {
        self.texts = texts;
        self.often = (1.0 + texts).ln();
    }

    fn add(&mut self, subject: u16, by: f32) {
        match self.weights.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, weight)) => *weight += by,
            None => self.weights.push((subject, by)),
        }
    }

    fn weight(&self, subject: u16) -> f32 {
        self.weights.iter().find(|(known, _)| *known == subject).map_or(0.0, |(_, weight)| *weight)
    }
}
