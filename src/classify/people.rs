//! Names of people in words that others will read: a surname before 大爷, 女士 … and a name after 我叫. Rather too much than too
//! little is masked; a human looks besides.

/// Stands for each character of a name.
const HIDDEN: char = '*';
/// So many characters a name has at most.
const LONGEST: usize = 3;

/// Masks them.
#[derive(Clone, Debug)]
pub(super) struct People {
    surnames: String,
    honorifics: Vec<Vec<char>>,
    intros: Vec<Vec<char>>,
}

impl People {
    pub(super) fn new(surnames: &str, honorifics: &[String], intros: &[String]) -> Self {
        let chars = |words: &[String]| words.iter().map(|word| word.chars().collect()).collect();
        Self { surnames: surnames.to_owned(), honorifics: chars(honorifics), intros: chars(intros) }
    }

    /// The text with such names masked.
    pub(super) fn mask(&self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for at in 0..chars.len() {
            let stands = |word: &Vec<char>| chars.get(at..).is_some_and(|rest| rest.starts_with(word));
            if self.honorifics.iter().any(stands) {
                let from = (at.saturating_sub(LONGEST)..at).find(|from| self.is_name(&chars, (*from, at)));
                self.hide(&mut chars, from.unwrap_or(at)..at);
            } else if let Some(intro) = self.intros.iter().find(|intro| stands(intro)) {
                let from = at + intro.len();
                let until =
                    (from..chars.len().min(from + LONGEST)).take_while(|one| is_han(chars[*one])).count() + from;
                if self.is_name(&chars, (from, until)) {
                    self.hide(&mut chars, from..until);
                }
            }
        }
        chars.into_iter().collect()
    }

    /// Whether a stretch begins with a surname and holds nothing but characters.
    fn is_name(&self, chars: &[char], (from, until): (usize, usize)) -> bool {
        let name = chars.get(from..until).unwrap_or_default();
        name.first().is_some_and(|first| self.surnames.contains(*first)) && name.iter().all(|c| is_han(*c))
    }

    fn hide(&self, chars: &mut [char], span: std::ops::Range<usize>) {
        chars.iter_mut().skip(span.start).take(span.len()).for_each(|c| *c = HIDDEN);
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_before_a_title_and_a_name_after_an_introduction_are_masked() {
        let word = |chars: &[char]| chars.iter().collect::<String>();
        let people = People::new(&word(&['王', '秦']), &[word(&['大', '爷'])], &[word(&['我', '叫'])]);
        for (text, masked) in [
            (vec!['王', '大', '爷', '好'], vec!['*', '大', '爷', '好']),
            (vec!['秦', '大', '山', '大', '爷'], vec!['*', '*', '*', '大', '爷']),
            (vec!['老', '大', '爷'], vec!['老', '大', '爷']),
            (vec!['我', '叫', '秦', '山', '。', '好'], vec!['我', '叫', '*', '*', '。', '好']),
            (vec!['我', '叫', '不', '应'], vec!['我', '叫', '不', '应']),
        ] {
            assert_eq!(people.mask(&word(&text)), word(&masked));
        }
    }
}
