//! Whether a text names what it rests on: a law, a rule or a document.

/// The marks around the name of a law, a rule or a document.
const NAME: (char, char) = ('《', '》');
/// The marks around the year in the number of a document.
const YEARS: [(char, char); 4] = [('〔', '〕'), ('[', ']'), ('［', '］'), ('【', '】')];
/// The sign after the number.
const NUMBER: char = '号';

/// Whether the text names one: by its name in book-title marks, or by a document's number with its year.
pub fn names_basis(text: &str) -> bool {
    named(text) || numbered(text)
}

fn named(text: &str) -> bool {
    let inside = |rest: &str| rest.split_once(NAME.1).is_some_and(|(name, _)| name.trim().chars().count() > 1);
    text.split(NAME.0).skip(1).any(inside)
}

fn numbered(text: &str) -> bool {
    let with = |(open, close): (char, char)| {
        text.split(open).skip(1).any(|rest| {
            let Some((year, after)) = rest.split_once(close) else { return false };
            let digits = after.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            let year = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
            year && digits.len() < after.trim_start().len() && digits.starts_with(NUMBER)
        })
    };
    YEARS.into_iter().any(with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_rules_and_documents_are_found_and_mere_words_are_not() {
        for (text, found) in [
            ("依据《最低生活保障审核确认办法》第五条，家庭收入超过标准", true),
            ("青医保发〔2025〕12号规定", true),
            ("青医保发[2025] 12号", true),
            ("按上级规定，不符合", false),
            ("《》", false),
            ("【3517-0426】", false),
            ("第2025号", false),
        ] {
            assert_eq!(names_basis(text), found, "{text}");
        }
    }
}
