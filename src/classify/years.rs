//! Of what year a matter is: "83年", "1984年起", "一九八三年", "跑了二十几年". Of several the first one.

use chrono::{Datelike, NaiveDate};

/// Stands after every year and every span of years.
const YEAR: char = '年';
/// The numerals from zero to nine, zero written in two ways.
const NUMERALS: [char; 11] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '零'];
/// The numeral ten, and how people write two of something.
const TEN: char = '十';
const PAIR: char = '两';
/// Between a number and the word for years: so many and some more.
const MORE: [char; 4] = ['几', '多', '来', '余'];
/// Right after the word for years: a span that lasts until now.
const LASTS: [char; 7] = ['了', '前', '来', '没', '都', '不', '多'];
/// Right after the word for years: a point in time.
const POINT: [char; 10] = ['起', '开', '就', '月', '的', '时', '春', '秋', '冬', '底'];
/// Before a span: paid for, taught or due, and no time that somebody has waited.
const PAID: [char; 7] = ['交', '缴', '满', '保', '期', '读', '贷'];
/// What stands right before a span and never before a year: so long already.
const ALREADY: [char; 6] = ['了', '过', '有', '近', '快', '整'];
/// No matter that somebody still writes about is older.
const OLDEST: i32 = 1949;

/// The first year that a text speaks of, as of today: named, or told as so many years back. None when it names none that
/// lies at least two years back.
pub fn years(text: &str, today: NaiveDate) -> Option<i32> {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    let ends = chars.iter().enumerate().filter(|(_, c)| **c == YEAR).map(|(at, _)| at);
    let found = ends.filter_map(|end| before(&chars, end, today.year()));
    found.filter(|year| (OLDEST..=today.year() - 2).contains(year)).min()
}

/// The year that ends here.
fn before(chars: &[char], end: usize, now: i32) -> Option<i32> {
    let about = end.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(|c| MORE.contains(c));
    let until = if about { end - 1 } else { end };
    let from = (0..until).rev().take_while(|at| chars.get(*at).is_some_and(|c| is_number(*c))).last()?;
    let number = chars.get(from..until)?;
    let earlier = chars.get(from.saturating_sub(4)..from)?;
    let next = chars.get(end + 1).copied();
    let already = earlier.last().is_some_and(|c| ALREADY.contains(c));
    if about || already || next.is_some_and(|c| LASTS.contains(&c)) {
        let waited = !earlier.iter().any(|c| PAID.contains(c));
        return Some(now - span(number)?).filter(|_| waited);
    }
    named(number, next, now)
}

/// A year by its name: four digits, or the last two of them.
fn named(number: &[char], next: Option<char>, now: i32) -> Option<i32> {
    let digits: Option<Vec<i32>> = number.iter().map(|c| digit(*c)).collect();
    match *digits?.as_slice() {
        [a, b, c, d] => Some(a * 1000 + b * 100 + c * 10 + d),
        [c, d] if 1900 + c * 10 + d >= OLDEST => Some(1900 + c * 10 + d),
        [0, d] => Some(2000 + d),
        // A small number may as well count years: only where a point in time follows.
        [c, d] if 2000 + c * 10 + d <= now && next.is_some_and(|c| POINT.contains(&c)) => Some(2000 + c * 10 + d),
        _ => None,
    }
}

/// How many years, below a hundred.
fn span(number: &[char]) -> Option<i32> {
    let of = |c: char| if c == PAIR { Some(2) } else { digit(c) };
    match *number {
        [ten] if ten == TEN => Some(10),
        [one] => of(one),
        [ten, one] if ten == TEN => Some(10 + of(one)?),
        [tens, ten] if ten == TEN => Some(of(tens)? * 10),
        [tens, ten, one] if ten == TEN => Some(of(tens)? * 10 + of(one)?),
        [tens, one] => Some(of(tens)? * 10 + of(one)?),
        _ => None,
    }
}

fn is_number(c: char) -> bool {
    digit(c).is_some() || c == TEN || c == PAIR
}

fn digit(c: char) -> Option<i32> {
    let numeral = NUMERALS.iter().position(|numeral| *numeral == c).and_then(|at| i32::try_from(at % 10).ok());
    numeral.or_else(|| c.to_digit(10).and_then(|n| i32::try_from(n).ok()))
}

/// Full-width digits as plain ones.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_year_is_read_as_people_tell_it() {
        let today = NaiveDate::from_ymd_opt(2026, 4, 30).unwrap();
        for (text, year) in [
            ("83年县计生委喊我去结扎", Some(1983)),
            ("84年起我县里市里跑了二十几年", Some(1984)),
            ("从1984年开始", Some(1984)),
            ("１９９７年修路占了我的田", Some(1997)),
            ("一九八三年的事", Some(1983)),
            ("八三年做的手术", Some(1983)),
            ("05年退耕还林的钱没给", Some(2005)),
            ("12年起就没得水", Some(2012)),
            ("跑了二十几年都没得个说法", Some(2006)),
            ("20多年了没人管", Some(2006)),
            ("拖了十几年", Some(2016)),
            ("这个事三十年前就有了", Some(1996)),
            ("房子住了两年", Some(2024)),
            ("养老保险交了15年", None),
            ("读3年级", None),
            ("路灯坏了三天", None),
            ("2026年3月2日", None),
            ("12年一个轮回", None),
            ("去年修的路", None),
            ("电话13983123456", None),
            ("几十年", None),
            ("", None),
        ] {
            assert_eq!(years(text, today), year, "{text}");
        }
    }
}
