//! Sums of money as staff type them: what is plain is read, what may be meant otherwise is to be confirmed, what is none is refused.

/// One yuan, in fen.
const YUAN: u64 = 100;
/// Ten thousand, and a hundred million.
const SCALES: [(char, u64); 2] = [('万', 10_000), ('亿', 100_000_000)];
/// What makes a number a sum.
const UNITS: [char; 2] = ['元', '块'];
/// Signs of less than nothing.
const MINUS: [char; 4] = ['-', '－', '−', '负'];
/// More than this, in fen, is a slip of the hand: a hundred billion yuan.
const MOST: u64 = 10_000_000_000_000;

/// A sum in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Plainly so many fen.
    Plain(u64),
    /// Written so that it may be meant otherwise (1,000万): to be confirmed.
    Doubtful {
        /// As written.
        written: String,
        /// As read, in fen.
        fen: u64,
    },
    /// Less than nothing, too much, or no number at all.
    None {
        /// As written.
        written: String,
    },
}

/// All sums in a text, in order.
pub fn sums(text: &str) -> Vec<Sum> {
    let chars: Vec<char> = text.chars().map(plain).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let begins = chars.get(at).is_some_and(char::is_ascii_digit);
        let end = if begins { number_end(&chars, at) } else { at + 1 };
        if begins {
            found.extend(sum(&chars, at, end));
        }
        at = end;
    }
    found
}

/// So many fen, in yuan as people write it.
pub fn yuan(fen: u64) -> String {
    match fen % YUAN {
        0 => (fen / YUAN).to_string(),
        rest => format!("{}.{rest:02}", fen / YUAN),
    }
}

fn plain(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Where a number ends: digits, and commas, points and an exponent between digits.
fn number_end(chars: &[char], from: usize) -> usize {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut at = from;
    loop {
        let joint = chars.get(at).is_some_and(|c| [',', '.', 'e', 'E'].contains(c));
        match (digit(at), joint && digit(at + 1)) {
            (true, _) => at += 1,
            (false, true) => at += 2,
            (false, false) => return at,
        }
    }
}

fn sum(chars: &[char], from: usize, end: usize) -> Option<Sum> {
    let scale = chars.get(end).and_then(|c| SCALES.iter().find(|(sign, _)| sign == c)).map(|(_, scale)| *scale);
    let unit = end + usize::from(scale.is_some());
    let named = chars.get(unit).is_some_and(|c| UNITS.contains(c));
    if !named && scale.is_none() {
        return None;
    }
    let below = from > 0 && chars.get(from - 1).is_some_and(|c| MINUS.contains(c));
    let counted = |c: &char| c.is_ascii_digit() || UNITS.contains(c) || SCALES.iter().any(|(sign, _)| sign == c);
    let range = from > 1 && chars.get(from - 2).is_some_and(counted);
    let less = below && !range;
    let number: String = chars.get(from..end)?.iter().collect();
    let begin = from - usize::from(less);
    let written: String = chars.get(begin..unit + usize::from(named))?.iter().collect();
    let read = fen(&number, scale.unwrap_or(1)).filter(|fen| !less && *fen <= MOST);
    Some(match read {
        None => Sum::None { written },
        Some(fen) if number.contains(',') && scale.is_some() => Sum::Doubtful { written, fen },
        Some(fen) => Sum::Plain(fen),
    })
}

fn fen(number: &str, scale: u64) -> Option<u64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| !first.is_empty())?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    if !grouped || part.contains([',', '.']) {
        return None;
    }
    let digits: String = whole.chars().filter(|c| *c != ',').chain(part.chars()).collect();
    let value: u64 = digits.parse().ok()?;
    let decimals = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let fen = value.checked_mul(scale)?.checked_mul(YUAN)?;
    (fen % decimals == 0).then(|| fen / decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_confirmed_or_refused() {
        let plain = |fen| vec![Sum::Plain(fen)];
        let none = |written: &str| vec![Sum::None { written: written.to_owned() }];
        for (text, found) in [
            ("每月发150元", plain(15_000)),
            ("补助1,000.50元", plain(100_050)),
            ("拨付1.2万元", plain(1_200_000)),
            ("５０００元", plain(500_000)),
            ("1,000万元", vec![Sum::Doubtful { written: "1,000万元".to_owned(), fen: 1_000_000_000 }]),
            ("1,000万", vec![Sum::Doubtful { written: "1,000万".to_owned(), fen: 1_000_000_000 }]),
            ("补-500元", none("-500元")),
            ("每户1万元-2万元", vec![Sum::Plain(1_000_000), Sum::Plain(2_000_000)]),
            ("负500元", none("负500元")),
            ("1e309元", none("1e309元")),
            ("10,00元", none("10,00元")),
            ("99999999999999999999元", none("99999999999999999999元")),
            ("0.001元", none("0.001元")),
            ("每户100-200元", plain(20_000)),
            ("共2处路灯，3月4日修好", vec![]),
        ] {
            assert_eq!(sums(text), found, "{text}");
        }
        assert_eq!((yuan(100_050), yuan(1_000_000_000)), ("1000.50".to_owned(), "10000000".to_owned()));
    }
}
