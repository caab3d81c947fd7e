//! The trap: a text that is told of another place, word for word.

use super::{Alike, SENTENCE};

impl Alike {
    /// The same text with every place in it named otherwise, and how many it names: numbers become `number`, names and masked
    /// zones become `name`.
    pub fn moved(&self, text: &str, name: [char; 2], number: char) -> (String, usize) {
        let normal = self.speller.normal(text);
        let mut chars: Vec<char> = normal.chars().collect();
        let mut moved = 0;
        for at in 0..chars.len() {
            let spot = chars.get(at..).is_some_and(|rest| self.spots.iter().any(|unit| rest.starts_with(unit)));
            let before: Vec<char> = chars.get(..at).unwrap_or_default().iter().rev().take(2).copied().collect();
            let zone = matches!(chars.get(at..at + 2), Some([letter, digit])
                if letter.is_ascii_alphabetic() && digit.is_ascii_digit());
            if zone && !before.first().is_some_and(char::is_ascii_alphanumeric) {
                moved += usize::from(put(&mut chars, at + 1, number));
            } else if spot && before.first().is_some_and(|c| self.is_count(*c)) {
                moved += usize::from(put(&mut chars, at - 1, number));
            } else if spot
                && before.len() == 2
                && before.iter().all(|c| c.is_alphanumeric() && *c != SENTENCE && !self.empty.contains(c))
            {
                put(&mut chars, at - 2, name[0]);
                moved += usize::from(put(&mut chars, at - 1, name[1]));
            }
        }
        (chars.into_iter().collect(), moved)
    }
}

fn put(chars: &mut [char], at: usize, new: char) -> bool {
    match chars.get_mut(at) {
        Some(old) if *old != new => {
            *old = new;
            true
        }
        Some(_) | None => false,
    }
}
