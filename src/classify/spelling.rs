//! Makes differently written words one, for matching only: width, case, spaces, variants, typos, numerals.

use super::lexicon::Spelling;
use super::quick::{Quick, Signs};

/// Ends a sentence in normalised text.
pub(super) const SENTENCE: char = '\n';
/// Ends a clause in normalised text.
pub(super) const CLAUSE: char = ',';

/// From here on no common letter has a case.
const CASELESS: char = '\u{2e80}';

/// Characters of words without width, case or sense of their own: most of what is written.
const ALIKE: std::ops::RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

/// The lexicon's spelling rules, ready to use.
#[derive(Clone, Debug)]
pub(super) struct Speller {
    /// Characters that are left out, or end something.
    marks: Quick<char, Mark>,
    variants: Quick<char, char>,
    /// The marks and variants.
    unlike: Signs,
    /// What begins a typo.
    slipping: Signs,
    typos: Vec<(String, String)>,
    /// The typos by what they begin with.
    slips: Quick<char, Vec<String>>,
    group_marks: String,
    numerals: Vec<char>,
}

/// What becomes of a character that is no part of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Drop,
    End(char),
}

impl Speller {
    pub(super) fn new(rules: &Spelling) -> Self {
        let variants = rules.variants.iter().filter_map(|pair| {
            let mut chars = pair.chars();
            Some((chars.next()?, chars.next()?))
        });
        let mut marks: Quick<char, Mark> = rules.drop.chars().map(|c| (c, Mark::Drop)).collect();
        marks.extend(rules.clause_ends.chars().map(|c| (c, Mark::End(CLAUSE))));
        marks.extend(rules.sentence_ends.chars().chain(['\n', '\r']).map(|c| (c, Mark::End(SENTENCE))));
        let mut slips: Quick<char, Vec<String>> = Quick::default();
        for (wrong, _) in &rules.typos {
            wrong.chars().next().into_iter().for_each(|c| slips.entry(c).or_default().push(wrong.clone()));
        }
        let variants: Quick<char, char> = variants.collect();
        let mut unlike = Signs::default();
        marks.keys().chain(variants.keys()).for_each(|c| unlike.add(*c));
        let mut slipping = Signs::default();
        slips.keys().for_each(|c| slipping.add(*c));
        Self {
            marks,
            slips,
            unlike,
            slipping,
            variants,
            typos: rules.typos.clone(),
            group_marks: rules.group_marks.clone(),
            numerals: rules.numerals.chars().collect(),
        }
    }

    /// The text as it is matched: sentences end in a line break, clauses in a comma, and nothing else divides.
    pub(super) fn normal(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.char_indices();
        let (mut copied, mut slips) = (0, Vec::new());
        while let Some((at, written)) = rest.next() {
            if ALIKE.contains(&written) && !self.unlike.has(written) {
                let slips_here = Some(written).filter(|c| self.slipping.has(*c)).and_then(|c| self.slips.get(&c));
                slips.extend(slips_here.map(|some| (out.len() + at - copied, some)));
                continue;
            }
            // Up to here it stays as it is.
            out.push_str(text.get(copied..at).unwrap_or_default());
            copied = rest.offset();
            let from = out.len();
            let (c, next) = (narrow(written), rest.as_str().chars().next().map(narrow));
            match self.marks.get(&c) {
                Some(Mark::End(end)) => push_end(&mut out, *end),
                Some(Mark::Drop) => {}
                None if c.is_whitespace() => {
                    let before = text.get(..at).and_then(|before| before.chars().next_back()).map(narrow);
                    out.extend(between_latin(before, next).then_some(' '));
                }
                None if c.is_control() || is_invisible(c) => {}
                None => self.push(&mut out, c, next),
            }
            slips.extend(out.get(from..).and_then(|new| self.slips.get(&new.chars().next()?)).map(|some| (from, some)));
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        let slipped = |(from, slips): &(usize, &Vec<String>)| {
            let there = out.as_bytes().get(*from..).unwrap_or_default();
            slips.iter().any(|slip| there.starts_with(slip.as_bytes()))
        };
        if slips.iter().any(slipped) { self.mended(out) } else { out }
    }

    /// The text with what is written wrong put right, in the order of the rules.
    fn mended(&self, mut out: String) -> String {
        for (wrong, right) in &self.typos {
            if out.contains(wrong.as_str()) {
                out = out.replace(wrong.as_str(), right);
            }
        }
        out
    }

    /// Splits the text as written into clauses; spaces between Chinese characters divide too.
    pub(super) fn clauses<'t>(&self, text: &'t str) -> Vec<&'t str> {
        text.split(|c: char| self.end(c).is_some() || narrow(c).is_whitespace() || c.is_control())
            .filter(|clause| !clause.is_empty())
            .collect()
    }

    /// Splits the text as written into clauses, each with the mark it ends in when normalised; spaces do not divide.
    pub(super) fn divide<'t>(&self, text: &'t str) -> Vec<(&'t str, char)> {
        let ends = |c: char| self.end(c);
        let pieces = text.split_inclusive(|c| ends(c).is_some()).map(|piece| {
            let end = piece.chars().next_back().and_then(ends);
            (piece.trim_end_matches(|c| ends(c).is_some()), end.unwrap_or(SENTENCE))
        });
        pieces.filter(|(clause, _)| !clause.trim().is_empty()).collect()
    }

    /// What a character ends.
    fn end(&self, c: char) -> Option<char> {
        let c = narrow(c);
        match Some(c).filter(|c| self.unlike.has(*c)).and_then(|c| self.marks.get(&c))? {
            Mark::End(end) => Some(*end),
            Mark::Drop => None,
        }
    }

    fn push(&self, out: &mut String, c: char, next: Option<char>) {
        let c = self.variants.get(&c).copied().unwrap_or(c);
        if c >= CASELESS {
            out.push(c);
            return;
        }
        let numeral = c.to_digit(10).filter(|_| next.is_some_and(|n| self.group_marks.contains(n)));
        let alone = !out.ends_with(|before: char| before.is_ascii_digit());
        match numeral.filter(|_| alone).and_then(|digit| self.numerals.get(digit as usize)) {
            Some(&word) => out.push(word),
            None => out.extend(c.to_lowercase()),
        }
    }
}

fn push_end(out: &mut String, end: char) {
    if end == SENTENCE && out.ends_with(CLAUSE) {
        out.pop();
    }
    if !out.is_empty() && !out.ends_with([SENTENCE, CLAUSE]) {
        out.push(end);
    }
}

/// Full-width ASCII made half-width.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fffd}'..='\u{ffff}')
}

fn between_latin(before: Option<char>, after: Option<char>) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    before.is_some_and(latin) && after.is_some_and(latin)
}

#[cfg(test)]
impl Speller {
    /// One for tests, which only knows what ends a sentence, and that a comma ends a clause.
    pub(super) fn bare(sentence_ends: &str) -> Self {
        Self::new(&Spelling {
            drop: String::new(),
            sentence_ends: sentence_ends.into(),
            clause_ends: ",".into(),
            variants: Vec::new(),
            typos: Vec::new(),
            group_marks: String::new(),
            numerals: String::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        Speller::new(&Spelling {
            drop: "*·".into(),
            sentence_ends: "。!?".into(),
            clause_ends: ",、".into(),
            variants: vec!["燈灯".into()],
            typos: vec![("天燃气".into(), "天然气".into())],
            group_marks: "社组".into(),
            numerals: "零一二三四五六七八九".into(),
        })
    }

    #[test]
    fn width_case_spaces_and_variants_are_levelled() {
        assert_eq!(speller().normal("路 燈，ＫＴＶ 吵!! 唐*全"), "路灯,ktv吵\n唐全");
    }

    #[test]
    fn numerals_and_typos() {
        assert_eq!(speller().normal("3社的天燃气, 12社"), "三社的天然气,12社");
    }

    #[test]
    fn clauses_keep_the_text_as_written() {
        assert_eq!(speller().clauses("凉水村，路燈坏了。 求修"), ["凉水村", "路燈坏了", "求修"]);
    }
}
