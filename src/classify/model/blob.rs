//! A model as bytes: small, and soon read back to exactly the model it was written from.

use super::judged::Judged;
use super::pieces::Pieces;
use super::{Model, Row, Trust};
use crate::id::SubjectId;

/// The form of the bytes; another one is not read.
const FORM: u8 = 1;

impl Model {
    /// The model as bytes. Its key is not among them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![FORM];
        number(&mut out, self.archive as usize);
        number(&mut out, self.subjects.len());
        for ((subject, taught), bias) in self.subjects.iter().zip(&self.taught).zip(&self.bias) {
            number(&mut out, subject.as_str().len());
            out.extend(subject.as_str().as_bytes());
            number(&mut out, *taught as usize);
            out.extend(bias.to_le_bytes());
        }
        number(&mut out, self.judged.counts().len());
        for (all, right) in self.judged.counts() {
            number(&mut out, *all as usize);
            number(&mut out, *right as usize);
        }
        number(&mut out, self.rows.len());
        for row in &self.rows {
            number(&mut out, row.bucket as usize);
            out.extend(row.texts.to_le_bytes());
            out.extend(row.freedom.to_le_bytes());
            number(&mut out, row.weights.len());
            for (subject, weight) in &row.weights {
                number(&mut out, usize::from(*subject));
                out.extend(weight.to_le_bytes());
            }
        }
        if let Some(trust) = self.trust {
            number(&mut out, self.leads.len());
            out.extend(trust.slope.to_le_bytes());
            out.extend(trust.base.to_le_bytes());
            for (lead, right) in &self.leads {
                out.extend(lead.to_le_bytes());
                out.push(u8::from(*right));
            }
        }
        out
    }

    /// The model of these bytes under the key it was made with; none when they are of another form or broken off.
    pub fn from_bytes(key: u64, bytes: &[u8]) -> Option<Self> {
        let mut read = Read(bytes);
        (read.take::<1>()? == [FORM]).then_some(())?;
        let mut model = Self { pieces: Pieces::new(key), archive: read.count()?, ..Self::new(key) };
        for _ in 0..read.count()? {
            let length = read.count()? as usize;
            model.subjects.push(SubjectId::new(String::from_utf8(read.some(length)?.to_vec()).ok()?));
            model.taught.push(read.count()?);
            model.bias.push(read.float()?);
        }
        let mut judged = Vec::new();
        for _ in 0..read.count()? {
            judged.push((read.count()?, read.count()?));
        }
        model.judged = Judged::of(judged.into_iter());
        for _ in 0..read.count()? {
            let mut row = Row::new(read.count()?, read.float()?, read.float()?);
            let weights = read.count()?;
            // Whatever broken bytes promise, no more is set aside than a row can hold.
            row.weights.reserve_exact(weights.min(64) as usize);
            for _ in 0..weights {
                row.weights.push((u16::try_from(read.count()?).ok()?, read.float()?));
            }
            row.weights.shrink_to_fit();
            model.rows.push(row);
        }
        model.number_rows();
        if !read.0.is_empty() {
            let leads = read.count()?;
            let trust = Trust { slope: read.float()?, base: read.float()? };
            model.trust = Some(trust).filter(Trust::is_sane);
            for _ in 0..leads {
                model.leads.push((read.float()?, read.take::<1>()? == [1]));
            }
        }
        read.0.is_empty().then_some(model)
    }
}

/// A number in as few bytes as it needs, seven bits each, the last byte without its highest bit.
fn number(out: &mut Vec<u8>, number: usize) {
    let mut left = number;
    while left >= 0x80 {
        out.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

/// Bytes still to be read.
struct Read<'b>(&'b [u8]);

impl Read<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn some(&mut self, length: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0u32, 0);
        loop {
            let [byte] = self.take::<1>()?;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn float(&mut self) -> Option<f32> {
        self.take::<4>().map(f32::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read_back_as_it_was_written() {
        let mut model = Model::new(7);
        for (text, subject) in [("abc def", "a.one"), ("xyz uvw", "b.two"), ("abc xyz", "a.one")] {
            let seen = model.see(text);
            model.learn(&seen, &SubjectId::new(subject), &Default::default());
            model.judged.note(0.7, true);
        }
        let plain = model.to_bytes();
        model.trust = Some(Trust { slope: 2.0, base: -1.0 });
        model.leads = vec![(0.5, true), (0.25, false)];
        let bytes = model.to_bytes();
        let again = Model::from_bytes(7, &bytes).unwrap();
        assert_eq!(again.to_bytes(), bytes);
        assert_eq!((&again.judged, again.trust, &again.leads), (&model.judged, model.trust, &model.leads));
        assert_eq!(Model::from_bytes(7, &plain).map(|it| it.trust), Some(None), "one without a curve");
        let seen = model.see("abc xyz");
        assert_eq!(again.scores(&again.see("abc xyz")), model.scores(&seen));
        for cut in [0, 1, 5, bytes.len() / 2, bytes.len() - 18, bytes.len() - 10, bytes.len() - 5, bytes.len() - 1] {
            assert!(Model::from_bytes(7, &bytes[..cut]).is_none(), "{cut}");
        }
    }

    #[test]
    fn without_its_key_a_model_says_nothing() {
        let mut model = Model::new(7);
        let seen = model.see("abc def");
        model.learn(&seen, &SubjectId::new("a.one"), &Default::default());
        let stolen = Model::from_bytes(8, &model.to_bytes()).unwrap();
        let scores = stolen.scores(&stolen.see("abc def"));
        assert!(scores.iter().all(|scored| scored.score.abs() < 0.05), "{scores:?}");
    }
}
