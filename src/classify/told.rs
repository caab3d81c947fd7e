//! Sums of money and days by which something is needed, out of the words of a resident. What cannot be told is left out, never guessed.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::quick::Signs;
use super::written::Dates;

/// How many sums of one text are told.
const MOST_SUMS: usize = 6;
/// So many characters before a day, and after it, may say that something is needed then.
const REACH: usize = 8;
/// A day further off is no day by which something is needed.
const MOST_DAYS: i64 = 300;

/// The `[told]` of the lexicon.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldWords {
    /// The numerals from nought to nine.
    pub numerals: String,
    /// Read as two.
    pub two: char,
    /// Ten, a hundred, a thousand; then ten thousand and what follows it by as much.
    pub scales: String,
    /// Which of them multiply all that stands before.
    pub great: String,
    /// Said after a number: about so much.
    pub about: String,
    /// After a sum, the longer first.
    pub yuan: Vec<String>,
    /// After a number that is no sum.
    pub not_money: String,
    /// In the same clause: a number without 元 is a sum too.
    pub money: Vec<String>,
    /// What a clause ends in.
    pub ends: String,
    /// Words for a day, and how many days off it is.
    pub soon: Vec<(String, u64)>,
    /// The end of this month; of the next; of the year.
    pub month_end: Vec<String>,
    /// Next month.
    pub next_month: Vec<String>,
    /// The end of the year.
    pub year_end: Vec<String>,
    /// Right after a day: by then.
    pub by: Vec<String>,
    /// Close to a day: something is due or begins then.
    pub due: Vec<String>,
    /// Close to a day: that is past.
    pub past: Vec<String>,
}

/// Reads sums and days.
#[derive(Clone, Debug)]
pub(super) struct Teller {
    words: ToldWords,
    /// What a number or a day begins with.
    begins: Signs,
}

/// A text, character by character, with plain digits.
type Chars<'a> = &'a [char];

impl Teller {
    pub(super) fn new(words: &ToldWords) -> Self {
        let mut begins = Signs::default();
        let days = words.soon.iter().map(|(word, _)| word);
        let days = days.chain(&words.month_end).chain(&words.next_month).chain(&words.year_end);
        let firsts = days.filter_map(|word| word.chars().next());
        let numbers = words.numerals.chars().chain(words.scales.chars()).chain([words.two]).chain('0'..='9');
        firsts.chain(numbers).for_each(|c| begins.add(c));
        Self { words: words.clone(), begins }
    }

    /// The sums of the text as written, in 分, each once, at most six.
    pub(super) fn sums(&self, text: &str) -> Vec<i64> {
        let chars: Vec<char> = text.chars().map(plain).collect();
        let mut sums = Vec::new();
        let mut at = 0;
        while at < chars.len() && sums.len() < MOST_SUMS {
            if chars.get(at).is_none_or(|c| !self.begins.has(*c)) {
                at += 1;
                continue;
            }
            let Some((value, end, great)) = self.number(&chars, at) else {
                // The rest of a number too long to be a sum is no sum either.
                at += chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count().max(1);
                continue;
            };
            let sum = self.sum(&chars, (at, end), (value, great)).filter(|sum| *sum > 0);
            sums.extend(sum.filter(|sum| !sums.contains(sum)));
            at = end;
        }
        sums
    }

    /// The sum that a number is, if it is one.
    fn sum(&self, chars: Chars<'_>, (at, end): (usize, usize), (value, great): (i64, bool)) -> Option<i64> {
        let after = (end..chars.len()).find(|at| !is_in(chars, *at, &self.words.about)).unwrap_or(end);
        if let Some(unit) = self.words.yuan.iter().find(|unit| starts(chars, after, unit)) {
            // 两块五: five tenths; 两块五十 is none of that.
            let next = after + unit.chars().count();
            let whole = chars.get(next + 1).is_some_and(|c| self.scale(*c).is_some());
            let tenths = self.digit(chars, next).filter(|_| !whole && next == after + 1);
            return value.checked_add(tenths.unwrap_or(0) * 10);
        }
        if !great || is_in(chars, after, &self.words.not_money) {
            return None;
        }
        let from = (0..at).rev().find(|at| is_in(chars, *at, &self.words.ends)).map_or(0, |at| at + 1);
        let to = (end..chars.len()).find(|at| is_in(chars, *at, &self.words.ends)).unwrap_or(chars.len());
        let clause: String = chars.get(from..to)?.iter().collect();
        self.words.money.iter().any(|word| clause.contains(word.as_str())).then_some(value)
    }

    /// The number that begins there in hundredths, where it ends, and whether it is told in hundreds or more.
    fn number(&self, chars: Chars<'_>, from: usize) -> Option<(i64, usize, bool)> {
        let (mut total, mut section, mut current) = (0i64, 0i64, None::<i64>);
        let (mut at, mut last, mut great) = (from, 1i64, false);
        while let Some(c) = chars.get(at) {
            if c.is_ascii_digit() {
                let (value, end) = decimal(chars, at)?;
                (current, at) = (Some(value), end);
            } else if let Some(digit) = self.digit(chars, at) {
                (last, current) = (if digit == 0 { 1 } else { last }, Some(digit * 100));
                at += 1;
            } else if let Some((scale, multiplies)) = self.scale(*c).filter(|(scale, _)| at > from || *scale == 10) {
                if multiplies {
                    total = total.checked_add(section)?.checked_add(current.unwrap_or(0))?.checked_mul(scale)?;
                    section = 0;
                } else {
                    section = section.checked_add(current.unwrap_or(100).checked_mul(scale)?)?;
                }
                (current, last, great, at) = (None, scale, great || scale > 10, at + 1);
            } else {
                break;
            }
        }
        let rest = current.unwrap_or(0);
        let rest = if last > 10 && rest < 1_000 { rest.checked_mul(last / 10)? } else { rest };
        (at > from).then_some((total.checked_add(section)?.checked_add(rest)?, at, great))
    }

    fn digit(&self, chars: Chars<'_>, at: usize) -> Option<i64> {
        let c = chars.get(at)?;
        if *c == self.words.two {
            return Some(2);
        }
        self.words.numerals.chars().position(|it| it == *c).and_then(|digit| i64::try_from(digit).ok())
    }

    /// Ten to what power, and whether it multiplies all that stands before.
    fn scale(&self, c: char) -> Option<(i64, bool)> {
        let at = self.words.scales.chars().position(|it| it == c);
        if let Some(at) = at {
            return Some((10i64.checked_pow(u32::try_from(at + 1).ok()?)?, false));
        }
        let at = self.words.great.chars().position(|it| it == c)?;
        Some((10i64.checked_pow(u32::try_from((at + 1) * 4).ok()?)?, true))
    }

    /// The first day from today on by which the text says that something is needed.
    pub(super) fn needed_by(&self, text: &str, dates: &Dates, today: NaiveDate) -> Option<NaiveDate> {
        let chars: Vec<char> = text.chars().map(plain).collect();
        if !chars.iter().any(|c| self.begins.has(*c)) {
            return None;
        }
        let mut days = dates.days(&chars, today);
        for (at, _) in chars.iter().enumerate().filter(|(_, c)| self.begins.has(**c)) {
            days.extend(self.named_day(&chars, at, today).map(|(day, end)| (day, at, end)));
        }
        let near = |day: &NaiveDate| (0..=MOST_DAYS).contains(&(*day - today).num_days());
        let needed = days.into_iter().filter(|(day, at, end)| near(day) && self.is_due(&chars, *at, *end));
        needed.map(|(day, _, _)| day).min()
    }

    /// A day told by a word, and where the word ends.
    fn named_day(&self, chars: Chars<'_>, at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
        let word =
            |words: &[String]| words.iter().find(|word| starts(chars, at, word)).map(|word| at + word.chars().count());
        let soon = self.words.soon.iter().find(|(word, _)| starts(chars, at, word));
        if let Some((word, days)) = soon {
            return Some((today.checked_add_days(Days::new(*days))?, at + word.chars().count()));
        }
        let first = today.with_day(1)?;
        if let Some(end) = word(&self.words.month_end) {
            return Some((first.checked_add_months(Months::new(1))?.pred_opt()?, end));
        }
        if let Some(end) = word(&self.words.next_month) {
            return Some((first.checked_add_months(Months::new(1))?, end));
        }
        let end = word(&self.words.year_end)?;
        Some((NaiveDate::from_ymd_opt(today.year(), 12, 31)?, end))
    }

    /// Whether something is due on a day, by the words of its clause around it.
    fn is_due(&self, chars: Chars<'_>, at: usize, end: usize) -> bool {
        let after: String = chars.iter().skip(end).take(REACH).take_while(|c| !self.words.ends.contains(**c)).collect();
        let before: Vec<char> = chars.get(..at).unwrap_or_default().iter().rev().take(REACH).copied().collect();
        let before: String = before
            .iter()
            .take_while(|c| !self.words.ends.contains(**c))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let has = |words: &[String]| words.iter().any(|w| after.contains(w.as_str()) || before.contains(w.as_str()));
        let by = self.words.by.iter().any(|word| after.starts_with(word.as_str()));
        (by || has(&self.words.due)) && !has(&self.words.past)
    }
}

fn starts(chars: Chars<'_>, at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c))
}

fn is_in(chars: Chars<'_>, at: usize, set: &str) -> bool {
    chars.get(at).is_some_and(|c| set.contains(*c))
}

/// Full-width digits as plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Digits with at most two behind the point, in hundredths; none for one that is too long to be a sum.
fn decimal(chars: Chars<'_>, from: usize) -> Option<(i64, usize)> {
    let mut value = 0i64;
    let mut at = from;
    while let Some(digit) = chars.get(at).and_then(|c| c.to_digit(10)) {
        value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
        at += 1;
    }
    if at - from > 9 {
        return None;
    }
    value *= 100;
    let tenths = chars.get(at).filter(|c| **c == '.').and_then(|_| chars.get(at + 1)).and_then(|c| c.to_digit(10));
    let Some(tenths) = tenths else { return Some((value, at)) };
    let hundredths = chars.get(at + 2).and_then(|c| c.to_digit(10));
    let end = at + 2 + usize::from(hundredths.is_some());
    Some((value + i64::from(tenths) * 10 + i64::from(hundredths.unwrap_or(0)), end))
}
