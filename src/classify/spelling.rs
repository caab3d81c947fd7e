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
    /// The marks and variants, and what begins a typo.
    unlike: Signs,
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
        let (mut unlike, mut slipping) = (Signs::default(), Signs::default());
        marks.keys().chain(variants.keys()).for_each(|c| unlike.add(*c));
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
        let mut chars = text.chars().map(narrow).peekable();
        let mut before = None;
        while let Some(c) = chars.next() {
            let last = before.replace(c);
            if ALIKE.contains(&c) && !self.unlike.has(c) {
                out.push(c);
                continue;
            }
            match self.marks.get(&c) {
                Some(Mark::End(end)) => push_end(&mut out, *end),
                Some(Mark::Drop) => {}
                None if c.is_whitespace() => out.extend(between_latin(last, chars.peek()).then_some(' ')),
                None if c.is_control() || is_invisible(c) => {}
                None => self.push(&mut out, c, chars.peek().copied()),
            }
        }
        if self.slipped(&out) { self.mended(out) } else { out }
    }

    /// Whether anything is written wrong.
    fn slipped(&self, out: &str) -> bool {
        let slip = |(at, c): (usize, char)| {
            let rest = out.as_bytes().get(at..).unwrap_or_default();
            self.slips.get(&c).is_some_and(|slips| slips.iter().any(|slip| rest.starts_with(slip.as_bytes())))
        };
        out.char_indices().filter(|(_, c)| self.slipping.has(*c)).any(slip)
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

fn between_latin(before: Option<char>, after: Option<&char>) -> bool {
    before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_some_and(char::is_ascii_alphanumeric)
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
