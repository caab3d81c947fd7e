//! Numbers by which a person can be found, masked wherever free text is shown: telephone, identity card, bank card.

/// Stands for a digit that is not shown.
const HIDDEN: char = '*';
/// What may stand between the digits of one number.
const JOINTS: [char; 9] = [' ', '\u{3000}', '\u{a0}', '-', '－', '—', '–', '‑', '\t'];

/// Those of them that are strokes.
const DASHES: [char; 5] = ['-', '－', '—', '–', '‑'];
/// The check character of an identity card, and how many digits stand before it.
const CHECKS: [char; 4] = ['x', 'X', 'ｘ', 'Ｘ'];
const BEFORE_CHECK: usize = 17;

/// The text with telephone, identity-card and bank-card numbers masked: of a telephone and an identity card the first
/// three and last two digits stay, of a bank card the last four. Dates, sums, years and case numbers stay as they are.
pub fn mask_numbers(text: &str) -> String {
    if !text.chars().any(|c| digit(c).is_some()) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(&chars, at) {
            out.extend(chars.get(at));
            at += 1;
            continue;
        }
        let chain = chain(&chars, at);
        let end = chain.last().map_or(at + 1, |last| last.end);
        mask_chain(&chars, &chain, &mut out);
        at = end;
    }
    out
}

/// Digits that stand together.
#[derive(Clone, Copy)]
struct Group {
    start: usize,
    end: usize,
    /// Beside a digit that is hidden already.
    masked: bool,
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

fn is_digit(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| digit(*c).is_some())
}

/// The groups of digits from here on with single joints between them.
fn chain(chars: &[char], from: usize) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = from;
    let mut total = 0;
    loop {
        let start = at;
        while is_digit(chars, at) {
            at += 1;
        }
        total += at - start;
        let whole = total == BEFORE_CHECK || at - start == BEFORE_CHECK;
        if whole && chars.get(at).is_some_and(|c| CHECKS.contains(c)) {
            at += 1;
        }
        let hidden = |at: Option<usize>| at.and_then(|at| chars.get(at)) == Some(&HIDDEN);
        groups.push(Group { start, end: at, masked: hidden(start.checked_sub(1)) || hidden(Some(at)) });
        if !chars.get(at).is_some_and(|c| JOINTS.contains(c)) || !is_digit(chars, at + 1) {
            return groups;
        }
        at += 1;
    }
}

fn mask_chain(chars: &[char], groups: &[Group], out: &mut String) {
    let mut next = 0;
    while let Some(group) = groups.get(next) {
        let taken = spared(chars, groups, next).map(|end| (end, None)).or_else(|| masked(chars, groups, next));
        let (end, shown) = taken.unwrap_or((next + 1, None));
        let last = groups.get(end - 1).map_or(group.end, |last| last.end);
        match shown {
            Some((head, tail)) => push_masked(chars.get(group.start..last).unwrap_or_default(), head, tail, out),
            None => out.extend(chars.get(group.start..last).unwrap_or_default()),
        }
        if let Some(following) = groups.get(end) {
            out.extend(chars.get(last..following.start).unwrap_or_default());
        }
        next = end;
    }
}

/// Up to which group a date or one of our case numbers goes that begins here.
fn spared(chars: &[char], groups: &[Group], at: usize) -> Option<usize> {
    let dash = |one: usize| {
        let joint = groups.get(one).filter(|_| one + 1 < groups.len()).and_then(|group| chars.get(group.end));
        joint.is_some_and(|c| DASHES.contains(c))
    };
    let length = |one: usize| groups.get(one).map_or(0, |group| group.end - group.start);
    let apart = at == 0 || !dash(at - 1);
    let date = dash(at) && dash(at + 1) && length(at) == 4 && length(at + 1) <= 2 && length(at + 2) <= 2;
    if apart && date && number(chars, groups, at, at + 1).starts_with(['1', '2']) && !dash(at + 2) {
        return Some(at + 3);
    }
    let case = length(at) == 4 && length(at + 1) == 4 && dash(at) && !dash(at + 1);
    (apart && case).then_some(at + 2)
}

/// Up to which group a number to be masked goes that begins here, and how much of its head and tail stays.
fn masked(chars: &[char], groups: &[Group], at: usize) -> Option<(usize, Option<(usize, usize)>)> {
    let alone = |one: usize| groups.get(one).is_none_or(|group| group.masked || group.end - group.start >= 11);
    let reach = if alone(at) { at + 1 } else { (at + 1..groups.len()).find(|one| alone(*one)).unwrap_or(groups.len()) };
    if groups.get(at)?.masked {
        return None;
    }
    let ends = (at + 1..=reach.min(at + 19)).rev();
    let mut shown = ends.filter_map(|end| {
        let one = end == at + 1;
        let plain = !one && groups.get(at..end).unwrap_or_default().iter().all(|group| is_plain(chars, group));
        kept(&number(chars, groups, at, end), one).filter(|_| !plain).map(|kept| (end, Some(kept)))
    });
    shown.next()
}

/// A year or a round sum.
fn is_plain(chars: &[char], group: &Group) -> bool {
    let number: String =
        chars.get(group.start..group.end).unwrap_or_default().iter().filter_map(|c| digit(*c)).collect();
    number.len() >= 3
        && !number.starts_with('0')
        && (number.ends_with('0') || number.len() == 4 && number.starts_with(['1', '2']))
}

/// The digits of some groups, an X at the end kept.
fn number(chars: &[char], groups: &[Group], from: usize, to: usize) -> String {
    let of = |group: &Group| chars.get(group.start..group.end).unwrap_or_default().to_vec();
    let all = groups.get(from..to).unwrap_or_default().iter().flat_map(of);
    all.map(|c| digit(c).unwrap_or('X')).collect()
}

/// How many digits of such a number may be shown at its head and tail; none when it is no number of a person.
/// Digits that stand apart are less surely one number than those in one.
fn kept(number: &str, one: bool) -> Option<(usize, usize)> {
    let digits = number.trim_end_matches('X');
    if digits.contains('X') {
        return None;
    }
    let person = Some((3, 2));
    match digits.len() {
        10 | 12 if digits.starts_with('0') => person,
        11 if one || digits.starts_with(['0', '1']) => person,
        13 if digits.starts_with("86") => person,
        12..=14 if one => person,
        15 => person,
        17 if digits != number => person,
        18 if is_birth(digits.get(6..14).unwrap_or_default()) => person,
        16.. => Some((0, 4)),
        _ => None,
    }
}

fn is_birth(date: &str) -> bool {
    let part =
        |from: usize, to: usize| date.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    (1900..2100).contains(&part(0, 4)) && (1..=12).contains(&part(4, 6)) && (1..=31).contains(&part(6, 8))
}

fn push_masked(number: &[char], head: usize, tail: usize, out: &mut String) {
    let digits: Vec<char> = number.iter().copied().filter(|c| !JOINTS.contains(c)).collect();
    let from = digits.len().saturating_sub(tail);
    let shown = |at: usize| at < head || at >= from;
    out.extend(digits.iter().enumerate().map(|(at, c)| if shown(at) { *c } else { HIDDEN }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_persons_are_masked() {
        for (said, shown) in [
            ("电话13912345678", "电话139******78"),
            ("电话１３９１２３４５６７８。", "电话１３９******７８。"),
            ("139 1234 5678", "139******78"),
            ("139-1234-5678", "139******78"),
            ("1 3 9 1 2 3 4 5 6 7 8", "139******78"),
            ("+86 139 1234 5678", "+861********78"),
            ("座机023-45678901", "座机023*******01"),
            ("0234567890", "023*****90"),
            ("身份证510229197001011234", "身份证510*************34"),
            ("51022919700101123X,", "510*************3X,"),
            ("510229 19700101 123x", "510*************3x"),
            ("510229700101123", "510**********23"),
            ("卡号6222021234567890123", "卡号***************0123"),
            ("6222 0212 3456 7891", "************7891"),
            ("6222-0212-3456-7891", "************7891"),
            ("13912345678和13812345678", "139******78和138******78"),
            ("2026-03-02 13912345678", "2026-03-02 139******78"),
            ("13912345678x", "139******78x"),
        ] {
            let masked = mask_numbers(said);
            let hidden = |text: &str| text.replace(HIDDEN, "");
            assert_eq!(hidden(&masked), hidden(shown), "{said}: {masked}");
            assert!(masked.contains(HIDDEN), "{said}: {masked}");
        }
    }

    #[test]
    fn what_finds_nobody_stays() {
        for said in [
            "编号1234-5678",
            "1234-5678 2345-6789",
            "2026-03-02",
            "2026-3-2 14:20",
            "20260302",
            "赔偿款21600.00元",
            "8000 6400 4200 3000",
            "2019 2020 2021 2022",
            "三万元,30000元",
            "1999年-2003年",
            "627分",
            "12388",
            "12345678",
            "路灯坏了3天",
        ] {
            assert_eq!(mask_numbers(said), said);
        }
    }
}
