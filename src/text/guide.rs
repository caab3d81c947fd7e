//! 一次性告知: the list of what to bring, read from a simple form and shown as a numbered list.

use serde::{Deserialize, Serialize};

use super::{Language, Texts};

/// What may stand between a label and its value.
const COLONS: [char; 2] = [':', '：'];
/// What may stand between the name of a material, its issuer and how many copies.
const COMMAS: [char; 4] = [',', '，', '、', ';'];
/// What may number a line.
const POINTS: [char; 4] = ['.', '．', '、', ')'];
/// Counting words, from one on.
const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
/// The other word for two.
const PAIR: char = '两';
/// More copies than this are a slip of the hand.
const MOST_COPIES: u32 = 99;
/// Fewer digits are no telephone number.
const FEWEST_DIGITS: usize = 3;

/// Something to bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// What.
    pub name: String,
    /// Who issues it.
    pub issuer: String,
    /// How many copies.
    pub copies: u32,
}

/// Everything somebody must know to get a thing done in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// Laws, rules or documents it rests on.
    pub basis: Vec<String>,
    /// What to bring.
    pub materials: Vec<Material>,
    /// How long it takes.
    pub limit: Option<String>,
    /// Where to go.
    pub place: Option<String>,
    /// Where to ask.
    pub phone: Option<String>,
}

/// A line that was not understood; the text that says why is `guide-unread-…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The line as it was written.
    pub line: String,
    /// Why not.
    pub why: &'static str,
}

/// The labels of the form, as text keys.
const LABELS: [&str; 5] = ["guide-basis", "guide-material", "guide-limit", "guide-place", "guide-phone"];

impl Guide {
    /// Takes in what somebody typed, one item a line: what is said anew takes the place of what was said before.
    pub fn take(&mut self, texts: &Texts, typed: &str) -> Vec<Unread> {
        let mut unread = Vec::new();
        for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Err(why) = self.take_line(texts, unnumbered(line)) {
                unread.push(Unread { line: line.to_owned(), why });
            }
        }
        unread
    }

    fn take_line(&mut self, texts: &Texts, line: &str) -> Result<(), &'static str> {
        let (label, value) = line.split_once(COLONS).ok_or("guide-unread-line")?;
        let (label, value) = (texts.recognise(label, &LABELS).ok_or("guide-unread-line")?, value.trim().to_owned());
        if value.is_empty() {
            return Err("guide-unread-empty");
        }
        match label {
            "guide-basis" if self.basis.contains(&value) => {}
            "guide-basis" => self.basis.push(value),
            "guide-material" => self.add(material(&value)?),
            "guide-limit" => self.limit = Some(value),
            "guide-place" => self.place = Some(value),
            _ if value.chars().filter(char::is_ascii_digit).count() < FEWEST_DIGITS => {
                return Err("guide-unread-phone");
            }
            _ => self.phone = Some(value),
        }
        Ok(())
    }

    fn add(&mut self, material: Material) {
        match self.materials.iter_mut().find(|known| known.name == material.name) {
            Some(known) => *known = material,
            None => self.materials.push(material),
        }
    }

    /// The labels of what is still missing; with anything missing it cannot be sent.
    pub fn missing(&self) -> Vec<&'static str> {
        let there = [
            !self.basis.is_empty(),
            !self.materials.is_empty(),
            self.limit.is_some(),
            self.place.is_some(),
            self.phone.is_some(),
        ];
        LABELS.into_iter().zip(there).filter(|(_, there)| !there).map(|(label, _)| label).collect()
    }

    /// The list as people read it.
    pub fn show(&self, texts: &Texts, language: Language) -> String {
        let mut lines = Vec::new();
        let line = |key: &str, value: &String| {
            let label = texts.say(language, key, &[]);
            texts.say(language, "guide-line", &[("label", label), ("value", value.clone())])
        };
        lines.extend(self.basis.iter().map(|basis| line("guide-basis", basis)));
        if !self.materials.is_empty() {
            lines.push(texts.say(language, "guide-bring", &[]));
        }
        let materials = self.materials.iter().zip(1..).map(|(material, no): (&Material, u32)| {
            let facts = [
                ("no", no.to_string()),
                ("name", material.name.clone()),
                ("issuer", material.issuer.clone()),
                ("copies", material.copies.to_string()),
            ];
            texts.say(language, "guide-item", &facts)
        });
        lines.extend(materials);
        let rest = [("guide-limit", &self.limit), ("guide-place", &self.place), ("guide-phone", &self.phone)];
        lines.extend(rest.into_iter().filter_map(|(key, value)| value.as_ref().map(|value| line(key, value))));
        lines.join("\n")
    }
}

/// The line without the number it may begin with.
fn unnumbered(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(&c));
    match rest.strip_prefix(POINTS) {
        Some(unnumbered) if rest.len() < line.len() => unnumbered.trim_start(),
        Some(_) | None => line,
    }
}

/// Name, issuer and copies, in this order.
fn material(value: &str) -> Result<Material, &'static str> {
    let parts: Vec<&str> = value.split(COMMAS).map(str::trim).collect();
    let [name @ .., issuer, copies] = parts.as_slice() else { return Err("guide-unread-material") };
    if name.is_empty() || name.iter().chain([issuer]).any(|part| part.is_empty()) {
        return Err("guide-unread-material");
    }
    let copies = self::copies(copies).ok_or("guide-unread-copies")?;
    Ok(Material { name: name.join(" "), issuer: (*issuer).to_owned(), copies })
}

/// A number of copies with one measure word at most; what is no plain number is not guessed at.
fn copies(written: &str) -> Option<u32> {
    let chars: Vec<char> = written.chars().filter(|c| !c.is_whitespace()).collect();
    let number: String = chars.iter().take_while(|c| c.is_ascii_digit()).collect();
    let (count, rest) = match chars.as_slice() {
        [first, rest @ ..] if *first == PAIR => (2, rest),
        [first, rest @ ..] if NUMERALS.contains(first) => {
            (u32::try_from(NUMERALS.iter().position(|c| c == first)? + 1).ok()?, rest)
        }
        all => (number.parse().ok()?, all.get(number.len()..)?),
    };
    let plain = rest.iter().all(|c| c.is_alphabetic() && *c != PAIR && !NUMERALS.contains(c));
    let measured = rest.len() <= 1 || rest.iter().all(char::is_ascii_alphabetic);
    (plain && measured && (1..=MOST_COPIES).contains(&count)).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_copies_are_read_or_refused() {
        for (written, count) in [
            ("1份", Some(1)),
            ("一份", Some(1)),
            ("两份", Some(2)),
            ("12 份", Some(12)),
            ("3", Some(3)),
            ("2 copies", Some(2)),
            ("0份", None),
            ("-1份", None),
            ("1e309", None),
            ("1,000份", None),
            ("十二份", None),
            ("若干", None),
            ("100份", None),
            ("99999999999999999999份", None),
            ("", None),
        ] {
            assert_eq!(copies(written), count, "{written}");
        }
    }
}
