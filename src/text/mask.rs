//! What in somebody's own words finds a person: numbers, accounts, a name. Masked before others read them.

use std::ops::Range;

/// Stands for what is not shown.
const HIDDEN: char = '*';
/// What may stand between the digits of one number.
const JOINTS: [char; 10] = [' ', '\u{a0}', '\u{3000}', '\t', '-', '－', '—', '–', '‑', '.'];
/// How many groups of digits one number is written in at most.
const GROUPS: usize = 8;

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    /// A telephone: the first three and the last two digits stay.
    Phone,
    /// An identity card: the same.
    Identity,
    /// A bank card: the last four stay.
    Bank,
}

/// The text with identity-card and bank-card numbers masked, and telephones too unless they are to be seen. In doubt a
/// long number is masked; dates, sums and case numbers stay.
pub fn mask_numbers(text: &str, with_phones: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let groups = groups(&chars);
    let mut out = String::with_capacity(text.len());
    let (mut at, mut next) = (0, 0);
    while next < groups.len() {
        let last = (next..groups.len().min(next + GROUPS)).rev().find(|last| {
            let number = joined(&chars, &groups[next..=*last]);
            let hidden = |what| with_phones || what != Number::Phone;
            number.and_then(|digits| known(&digits, next == *last)).is_some_and(hidden)
        });
        let Some(last) = last else {
            next += 1;
            continue;
        };
        let span = groups[next].start..groups[last].end;
        out.extend(&chars[at..span.start]);
        let digits = joined(&chars, &groups[next..=last]).unwrap_or_default();
        out.push_str(&masked(&digits, known(&digits, next == last)));
        (at, next) = (span.end, last + 1);
    }
    out.extend(&chars[at..]);
    out
}

/// The text without accounts by which somebody can be found: what follows an @ or a link to Telegram, and addresses of mail.
pub fn mask_accounts(text: &str) -> String {
    const LINKS: [&str; 3] = ["t.me/", "telegram.me/", "tg://"];
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-' | '=' | '?' | '/' | '&');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let lower = rest.get(..12.min(rest.len())).unwrap_or(rest).to_ascii_lowercase();
        let mark = match c {
            '@' | '＠' => Some(c.len_utf8()),
            _ => LINKS.iter().find(|link| lower.starts_with(**link)).map(|link| link.len()),
        };
        let Some(mark) = mark else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        if matches!(c, '@' | '＠') {
            out.truncate(out.trim_end_matches(named).len());
        }
        out.push_str(&rest[..mark]);
        out.push_str("***");
        rest = rest[mark..].trim_start_matches(named);
    }
    out
}

/// The text without a name, whole or in its parts of two characters and more.
pub fn mask_name(text: &str, name: &str) -> String {
    let mut parts: Vec<&str> = std::iter::once(name.trim()).chain(name.split_whitespace()).collect();
    parts.retain(|part| part.chars().count() >= 2);
    parts.iter().fold(text.to_owned(), |text, part| text.replace(part, "***"))
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

/// Stretches of digits that stand together, an X at the end of seventeen included.
fn groups(chars: &[char]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let check = matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
        match groups.last_mut().filter(|group| group.end == at) {
            Some(group) if digit(*c).is_some() || check && group.len() < 18 && group.len() >= 2 => group.end += 1,
            _ if digit(*c).is_some() => groups.push(at..at + 1),
            _ => {}
        }
    }
    groups
}

/// The digits of neighbouring groups with one or two joints between them; none when something else stands there.
fn joined(chars: &[char], groups: &[Range<usize>]) -> Option<String> {
    let near = |pair: &[Range<usize>]| {
        let between = &chars[pair[0].end..pair[1].start];
        between.len() <= 2 && between.iter().all(|c| JOINTS.contains(c))
    };
    let all = groups.iter().flat_map(|group| &chars[group.clone()]);
    groups.windows(2).all(near).then(|| all.map(|c| digit(*c).unwrap_or('X')).collect())
}

/// What a number is; digits that stand apart are less surely one number than those that stand together.
fn known(number: &str, together: bool) -> Option<Number> {
    let digits = number.trim_end_matches('X');
    if digits.contains('X') {
        return None;
    }
    let own = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or(digits);
    let mobile = own.len() == 11 && own.starts_with('1');
    let landline = matches!(own.len(), 10..=12) && own.starts_with('0');
    match digits.len() {
        17 if digits != number => Some(Number::Identity),
        18 => Some(Number::Identity),
        15 if together => Some(Number::Identity),
        16 | 17 | 19.. => Some(Number::Bank),
        _ if mobile || landline => Some(Number::Phone),
        9..=15 if together => Some(Number::Phone),
        _ => None,
    }
}

fn masked(digits: &str, what: Option<Number>) -> String {
    let (head, tail) = if what == Some(Number::Bank) { (0, 4) } else { (3, 2) };
    let from = digits.len().saturating_sub(tail);
    digits.chars().enumerate().map(|(at, c)| if at < head || at >= from { c } else { HIDDEN }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_of_people_are_masked_and_others_stay() {
        for (text, expected) in [
            ("电话13812345678。", "电话138******78。"),
            ("电话１３８１２３４５６７８", "电话138******78"),
            ("138 1234 5678 或138-1234-5678", "138******78 或138******78"),
            ("+86 138 1234 5678", "+861********78"),
            ("座机0838-6512345", "座机083******45"),
            ("身份证510123194808151234", "身份证510*************34"),
            ("51012319480815123X，在家", "510*************3X，在家"),
            ("社保卡 6222 0212 3456 7890 123", "社保卡 ***************0123"),
            ("3月12日交了1200元，编号3517-0426，2026-03-02", "3月12日交了1200元，编号3517-0426，2026-03-02"),
            ("2号 13812345678", "2号 138******78"),
        ] {
            assert_eq!(mask_numbers(text, true), expected, "{text}");
        }
        assert_eq!(mask_numbers("13812345678，510123194808151234", false), "13812345678，510*************34");
    }

    #[test]
    fn accounts_and_names_are_masked() {
        assert_eq!(
            mask_accounts("找@you_tian或a.b@c.cn，见https://t.me/youtian?x=1"),
            "找@***或@***，见https://t.me/***"
        );
        assert_eq!(mask_accounts("结尾@"), "结尾@***");
        assert_eq!(mask_name("我是常有田，田里的事", "常有田 田"), "我是***，田里的事");
    }

    proptest! {
        #[test]
        fn no_telephone_passes_however_it_is_written(
            before in "[\\p{Han}，。 a-z@]{0,12}", after in "([\\p{Han}，。a-z][\\p{Han} ]{0,8})?",
            rest in "[3-9][0-9]{9}", cuts in proptest::collection::vec(1usize..10, 0..3), joint in "[ \\-—\u{3000}]", wide: bool,
        ) {
            let number = format!("1{rest}");
            let mut written = String::new();
            for (at, c) in number.chars().enumerate() {
                if cuts.contains(&at) { written.push_str(&joint); }
                written.push(if wide { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c });
            }
            let masked = mask_numbers(&format!("{before}{written}{after}"), true);
            let digits: String = masked.chars().filter_map(digit).collect();
            prop_assert!(!digits.contains(&number[..6]) && digits.len() <= 5, "{}", masked);
        }

        #[test]
        fn identity_cards_pass_in_no_form(id in "[1-9][0-9]{16}[0-9X]", phones: bool) {
            let masked = mask_numbers(&format!("身份证{id}。"), phones);
            prop_assert!(!masked.contains(&id[3..16]), "{}", masked);
            prop_assert_eq!(mask_numbers(&masked, phones), masked.clone(), "masked once is masked");
        }

        #[test]
        fn any_text_survives(text in "\\PC{0,60}") {
            let _ = (mask_numbers(&text, true), mask_accounts(&text), mask_name(&text, "某某"));
        }
    }
}
