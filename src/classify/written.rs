//! Dates as staff type them: "3月4日前", "10个工作日内", "每月18日". What cannot be a date, or says nothing, is refused, never guessed.

use chrono::{Datelike, NaiveDate};

use super::lexicon::DateWords;

/// A day that lies back this year is read as next year's only when it is at most so many days away.
const NEXT_YEAR_WITHIN: i64 = 120;
/// When something is to be done, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On that day at the latest.
    On(NaiveDate),
    /// Within so many working days.
    WorkingDays(u32),
    /// Within so many calendar days.
    Days(u32),
    /// Every month, on that day of the month at the latest.
    Monthly(u32),
}

/// Why no date could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDate {
    /// There is none.
    Missing,
    /// There is no such day, as written.
    NoSuchDay(String),
    /// The word names no day.
    Vague(String),
    /// A day of the lunar calendar.
    Lunar(String),
    /// It lies back, as written.
    Past(String),
    /// Further off than a year and a half.
    Far,
    /// There are two, and nobody can tell which is meant: the second, as written.
    Second(String),
    /// It hangs on something that no line before it names, as written.
    Loose(String),
}

impl NoDate {
    /// The text key that explains it.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::Missing => "no-date-missing",
            Self::NoSuchDay(_) => "no-date-such",
            Self::Vague(_) => "no-date-vague",
            Self::Lunar(_) => "no-date-lunar",
            Self::Past(_) => "no-date-past",
            Self::Far => "no-date-far",
            Self::Second(_) => "no-date-second",
            Self::Loose(_) => "no-date-loose",
        }
    }

    /// What was written, for the explanation.
    pub fn written(&self) -> &str {
        match self {
            Self::NoSuchDay(text) | Self::Vague(text) | Self::Lunar(text) | Self::Past(text) => text,
            Self::Second(text) | Self::Loose(text) => text,
            Self::Missing | Self::Far => "",
        }
    }
}

/// When, and the words that are left without the date.
pub type Written = (When, String);

/// Reads dates by the words of the county's lexicon.
#[derive(Clone, Debug)]
pub struct Dates {
    words: DateWords,
}

/// A date and where it stands.
type Place = (When, (usize, usize));

/// A line, character by character, with plain digits.
type Chars<'a> = &'a [char];

impl Dates {
    /// A reader of dates with these words.
    pub fn new(words: &DateWords) -> Self {
        Self { words: words.clone() }
    }

    /// Reads the one date in a line, as of today.
    ///
    /// # Errors
    /// Why there is none to go by.
    pub fn read(&self, line: &str, today: NaiveDate) -> Result<Written, NoDate> {
        let chars: Vec<char> = line.chars().map(plain).collect();
        let found = |words: &[String]| words.iter().find(|word| line.contains(word.as_str())).cloned();
        if let Some(word) = found(&self.words.lunar) {
            return Err(NoDate::Lunar(word));
        }
        if let Some((when, (at, end))) = self.next(&chars, 0, today)? {
            return match self.next(&chars, end, today)? {
                Some((_, (at, end))) => Err(NoDate::Second(text(&chars, at, end))),
                None => Ok((when, self.left(line, at, end))),
            };
        }
        Err(found(&self.words.vague).map_or(NoDate::Missing, NoDate::Vague))
    }

    /// Every day of the calendar in a text, and from where to where each stands, in characters; what is none is passed over.
    pub(super) fn days(&self, chars: &[char], today: NaiveDate) -> Vec<(NaiveDate, usize, usize)> {
        let mut days = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let number = chars.get(at).is_some_and(|c| self.is_number(*c));
            let found = if number { self.at_place(chars, at, today).ok().flatten() } else { None };
            if let Some((When::On(day), end)) = found {
                days.push((day, at, end));
            }
            at = found.map_or(at + 1, |(_, end)| end);
        }
        days
    }

    /// The first day in a line that no calendar has, as written.
    pub fn no_such_day(&self, line: &str, today: NaiveDate) -> Option<String> {
        let chars: Vec<char> = line.chars().map(plain).collect();
        let mut at = 0;
        while at < chars.len() {
            let found = self.at_place(&chars, at, today);
            if let Err(NoDate::NoSuchDay(written)) = found {
                return Some(written);
            }
            at = found.ok().flatten().map_or(at + 1, |(_, end)| end);
        }
        None
    }

    /// Whether a line stands under a condition that is met, or is not; none for one that stands by itself.
    pub fn condition(&self, line: &str) -> Option<bool> {
        let begins = |words: &[String]| words.iter().any(|word| line.starts_with(word.as_str()));
        if begins(&self.words.otherwise) { Some(false) } else { begins(&self.words.provided).then_some(true) }
    }

    /// The condition in the words of a line, without what follows from it.
    pub fn condition_of<'l>(&self, line: &'l str) -> &'l str {
        line.split(|c: char| self.words.ties.contains(c)).next().unwrap_or_default()
    }

    /// The next date from there on, and where it stands.
    fn next(&self, chars: Chars<'_>, from: usize, today: NaiveDate) -> Result<Option<Place>, NoDate> {
        for at in from..chars.len() {
            if let Some((when, end)) = self.at_place(chars, at, today)? {
                return Ok(Some((when, (at, end))));
            }
        }
        Ok(None)
    }

    fn at_place(&self, chars: Chars<'_>, at: usize, today: NaiveDate) -> Result<Option<(When, usize)>, NoDate> {
        // The rest of something longer, or of a figure with a sign, is no number.
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        if before.is_some_and(|c| self.is_number(*c) || c.is_ascii_alphanumeric() || self.words.signs.contains(*c)) {
            return Ok(None);
        }
        if let Some((day, end)) = self.monthly(chars, at) {
            let known = (1..=31).contains(&day);
            return if known { Ok(Some((When::Monthly(day), end))) } else { Err(such(chars, at, end)) };
        }
        let Some((first, after)) = self.number(chars, at) else { return Ok(None) };
        if let Some(end) = literal(chars, after, &self.words.working_days) {
            return span(chars, (at, end), When::WorkingDays(first), first);
        }
        if let Some(end) = literal(chars, after, &self.words.days) {
            return span(chars, (at, end), When::Days(first), first);
        }
        let (year, first, after) = match literal(chars, after, &self.words.year).and_then(|it| self.number(chars, it)) {
            Some((month, next)) => (Some(first), month, next),
            None => (None, first, after),
        };
        let Some(day_at) = literal(chars, after, &self.words.month) else { return Ok(None) };
        let Some((day, end)) = self.number(chars, day_at) else { return Ok(None) };
        let end = literal(chars, end, &self.words.day).unwrap_or(end);
        dated(chars, (at, end), (year, first, day), today)
    }

    /// Every month, on a day.
    fn monthly(&self, chars: Chars<'_>, at: usize) -> Option<(u32, usize)> {
        let after = literal(chars, at, &self.words.monthly)?;
        let (day, end) = self.number(chars, after)?;
        let end = literal(chars, end, &self.words.day)?;
        Some((day, end))
    }

    fn is_number(&self, c: char) -> bool {
        c.is_ascii_digit() || c == self.words.ten || self.words.numerals.contains(c)
    }

    /// A number below ten thousand in digits, or below a hundred in numerals.
    fn number(&self, chars: Chars<'_>, at: usize) -> Option<(u32, usize)> {
        let digits: String = chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).take(5).collect();
        if !digits.is_empty() {
            let value = digits.parse().ok().filter(|value| *value < 10_000)?;
            return Some((value, at + digits.len()));
        }
        let numerals = |c: char| self.words.numerals.chars().position(|it| it == c);
        let ones = |c: char| numerals(c).and_then(|n| u32::try_from(n + 1).ok());
        let word: Vec<char> = chars.get(at..)?.iter().copied().take_while(|c| self.is_number(*c)).collect();
        let is_ten = |c: char| c == self.words.ten;
        let value = match *word.as_slice() {
            [ten] if is_ten(ten) => 10,
            [ten, one] if is_ten(ten) => 10 + ones(one)?,
            [tens, ten] if is_ten(ten) => ones(tens)? * 10,
            [tens, ten, one] if is_ten(ten) => ones(tens)? * 10 + ones(one)?,
            [one] => ones(one)?,
            _ => return None,
        };
        Some((value, at + word.len()))
    }

    /// The line without the date and what ties it to the rest.
    fn left(&self, line: &str, at: usize, end: usize) -> String {
        let before: String = line.chars().take(at).collect();
        let after: String = line.chars().skip(end).collect();
        let until = self.words.until.iter().find_map(|word| after.strip_prefix(word.as_str()));
        let after = until.unwrap_or(&after);
        let edge = |c: char| c.is_whitespace() || self.words.edges.contains(c);
        let before = before.trim_end_matches(|c| self.words.at.contains(c)).trim();
        let (Some(comma), Some(tie)) = (self.words.edges.chars().next(), self.words.ties.chars().next()) else {
            return after.to_owned();
        };
        let tie = if before.ends_with(|c| self.words.ties.contains(c)) { tie } else { comma };
        let (before, after) = (before.trim_matches(edge), after.trim_matches(edge));
        if before.is_empty() || after.is_empty() { format!("{before}{after}") } else { format!("{before}{tie}{after}") }
    }
}

/// Full-width digits as plain ones.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

type Found = Result<Option<(When, usize)>, NoDate>;

fn span(chars: Chars<'_>, (at, end): (usize, usize), when: When, n: u32) -> Found {
    match n {
        0 => Err(such(chars, at, end)),
        1..=400 => Ok(Some((when, end))),
        _ => Err(NoDate::Far),
    }
}

fn text(chars: Chars<'_>, at: usize, end: usize) -> String {
    chars.get(at..end).unwrap_or_default().iter().collect()
}

fn such(chars: Chars<'_>, at: usize, end: usize) -> NoDate {
    NoDate::NoSuchDay(text(chars, at, end))
}

fn dated(
    chars: Chars<'_>,
    (at, end): (usize, usize),
    (year, month, day): (Option<u32>, u32, u32),
    today: NaiveDate,
) -> Found {
    let of = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let this = year.and_then(|year| i32::try_from(year).ok()).unwrap_or(today.year());
    let Some(date) = of(this) else { return Err(such(chars, at, end)) };
    let next = of(this + 1).filter(|next| (*next - today).num_days() <= NEXT_YEAR_WITHIN);
    let date = match (date < today, year, next) {
        (true, None, Some(next)) => next,
        (true, ..) => return Err(NoDate::Past(text(chars, at, end))),
        (false, ..) => date,
    };
    if (date - today).num_days() > 550 { Err(NoDate::Far) } else { Ok(Some((When::On(date), end))) }
}

/// The end of the first of these words, if one of them stands there.
fn literal(chars: Chars<'_>, at: usize, words: &[String]) -> Option<usize> {
    words.iter().find_map(|word| {
        let word: Vec<char> = word.chars().collect();
        (chars.get(at..at + word.len())? == word).then_some(at + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, today: NaiveDate) -> Result<Written, NoDate> {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/config/lexicon.toml")).unwrap();
        let lexicon: super::super::lexicon::Lexicon = toml::from_str(&text).unwrap();
        Dates::new(&lexicon.dates).read(line, today)
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_are_read_as_written() {
        let today = day(2026, 3, 2);
        for (line, when, rest) in [
            ("3月4日前 上门核实", When::On(day(2026, 3, 4)), "上门核实"),
            ("上门核实，３月４号之前", When::On(day(2026, 3, 4)), "上门核实"),
            ("三月十六日前做危房鉴定", When::On(day(2026, 3, 16)), "做危房鉴定"),
            ("2026年5月18日发第一笔", When::On(day(2026, 5, 18)), "发第一笔"),
            ("10个工作日内书面说明", When::WorkingDays(10), "书面说明"),
            ("30日内按政策办", When::Days(30), "按政策办"),
            ("每月18日前 发放救济金150元", When::Monthly(18), "发放救济金150元"),
            ("在3月31日前补2处路灯", When::On(day(2026, 3, 31)), "补2处路灯"),
        ] {
            assert_eq!(read(line, today), Ok((when, rest.to_owned())), "{line}");
        }
        assert_eq!(
            read("1月15日前办", day(2026, 11, 28)).unwrap().0,
            When::On(day(2027, 1, 15)),
            "over the turn of the year"
        );
    }

    #[test]
    fn what_is_no_date_is_refused_and_never_guessed() {
        let today = day(2026, 3, 2);
        for (line, why) in [
            ("2月30日前办", NoDate::NoSuchDay("2月30日".into())),
            ("13月1日前办", NoDate::NoSuchDay("13月1日".into())),
            ("明天去看", NoDate::Vague("明天".into())),
            ("尽快办", NoDate::Vague("尽快".into())),
            ("腊月二十三前办", NoDate::Lunar("腊月".into())),
            ("2月1日前办", NoDate::Past("2月1日".into())),
            ("2029年1月1日前办", NoDate::Far),
            ("0个工作日内办", NoDate::NoSuchDay("0个工作日".into())),
            ("每月32日发", NoDate::NoSuchDay("每月32日".into())),
            ("上门核实", NoDate::Missing),
            ("3月4日前看，10个工作日内答", NoDate::Second("10个工作日".into())),
        ] {
            assert_eq!(read(line, today), Err(why), "{line}");
        }
    }
}
