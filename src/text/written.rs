//! Dates as staff type them: "3月4日前", "10个工作日内", "每月18日". What cannot be a date, or says nothing, is refused, never guessed.

use chrono::{Datelike, NaiveDate};

/// A day that lies back this year is read as next year's only when it is at most so many days away.
const NEXT_YEAR_WITHIN: i64 = 120;
/// Words that name no day; the longer first.
const VAGUE: &[&str] = &[
    "大后天",
    "后天",
    "明天",
    "今天",
    "下周",
    "下个月",
    "下月",
    "月底",
    "年底",
    "年前",
    "节前",
    "节后",
    "尽快",
    "马上",
    "近期",
    "抓紧",
    "过几天",
    "几天内",
    "本周",
    "这周",
    "下礼拜",
    "礼拜",
    "星期",
];
/// Words of the lunar calendar.
const LUNAR: &[&str] = &["农历", "阴历", "旧历", "腊月", "正月", "冬月", "初一", "初二", "初三", "三十夜"];

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
    /// It lies back.
    Past(NaiveDate),
    /// Further off than a year and a half.
    Far,
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
        }
    }

    /// What was written, for the explanation.
    pub fn written(&self) -> String {
        match self {
            Self::NoSuchDay(text) | Self::Vague(text) | Self::Lunar(text) => text.clone(),
            Self::Past(date) => format!("{}月{}日", date.month(), date.day()),
            Self::Missing | Self::Far => String::new(),
        }
    }
}

/// When, and the words that are left without the date.
pub type Written = (When, String);

/// Reads the first date in a line, as of today.
///
/// # Errors
/// Why there is none to go by.
pub fn read(line: &str, today: NaiveDate) -> Result<Written, NoDate> {
    let chars: Vec<char> = line.chars().map(plain).collect();
    if let Some(word) = LUNAR.iter().find(|word| line.contains(*word)) {
        return Err(NoDate::Lunar((*word).to_owned()));
    }
    for at in 0..chars.len() {
        if let Some((when, end)) = at_place(&chars, at, today)? {
            return Ok((when, left(line, at, end)));
        }
    }
    match VAGUE.iter().find(|word| line.contains(*word)) {
        Some(word) => Err(NoDate::Vague((*word).to_owned())),
        None => Err(NoDate::Missing),
    }
}

/// Full-width digits as plain ones.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

fn at_place(chars: &[char], at: usize, today: NaiveDate) -> Result<Option<(When, usize)>, NoDate> {
    // The rest of something longer, or of a figure with a sign, is no number.
    let before = at.checked_sub(1).and_then(|before| chars.get(before));
    if before.is_some_and(|c| is_number(*c) || c.is_ascii_alphanumeric() || ".-－−+".contains(*c)) {
        return Ok(None);
    }
    if let Some((day, end)) = monthly(chars, at) {
        let known = (1..=31).contains(&day);
        return if known { Ok(Some((When::Monthly(day), end))) } else { Err(such(chars, at, end)) };
    }
    let Some((first, after)) = number(chars, at) else { return Ok(None) };
    if let Some(end) = literal(chars, after, "个工作日").or_else(|| literal(chars, after, "工作日")) {
        return span(chars, at, end, When::WorkingDays(first), first);
    }
    if let Some(end) = literal(chars, after, "天").or_else(|| literal(chars, after, "日内")) {
        return span(chars, at, end, When::Days(first), first);
    }
    let (year, first, after) = match literal(chars, after, "年").and_then(|next| number(chars, next)) {
        Some((month, next)) => (Some(first), month, next),
        None => (None, first, after),
    };
    let Some(day_at) = literal(chars, after, "月") else { return Ok(None) };
    let Some((day, end)) = number(chars, day_at) else { return Ok(None) };
    let end = literal(chars, end, "日").or_else(|| literal(chars, end, "号")).unwrap_or(end);
    dated(chars, (at, end), (year, first, day), today)
}

fn span(chars: &[char], at: usize, end: usize, when: When, n: u32) -> Result<Option<(When, usize)>, NoDate> {
    match n {
        0 => Err(such(chars, at, end)),
        1..=400 => Ok(Some((when, end))),
        _ => Err(NoDate::Far),
    }
}

fn such(chars: &[char], at: usize, end: usize) -> NoDate {
    NoDate::NoSuchDay(chars.get(at..end).unwrap_or_default().iter().collect())
}

fn dated(
    chars: &[char],
    (at, end): (usize, usize),
    (year, month, day): (Option<u32>, u32, u32),
    today: NaiveDate,
) -> Result<Option<(When, usize)>, NoDate> {
    let of = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let this = year.and_then(|year| i32::try_from(year).ok()).unwrap_or(today.year());
    let Some(date) = of(this) else { return Err(such(chars, at, end)) };
    let next = of(this + 1).filter(|next| (*next - today).num_days() <= NEXT_YEAR_WITHIN);
    let date = match (date < today, year, next) {
        (true, None, Some(next)) => next,
        (true, ..) => return Err(NoDate::Past(date)),
        (false, ..) => date,
    };
    if (date - today).num_days() > 550 { Err(NoDate::Far) } else { Ok(Some((When::On(date), end))) }
}

/// 每月18日.
fn monthly(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let after = literal(chars, at, "每个月").or_else(|| literal(chars, at, "每月"))?;
    let (day, end) = number(chars, after)?;
    let end = literal(chars, end, "日").or_else(|| literal(chars, end, "号"))?;
    Some((day, end))
}

fn literal(chars: &[char], at: usize, word: &str) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    (chars.get(at..at + word.len())? == word).then_some(at + word.len())
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// A number below ten thousand in digits, or below a hundred in Chinese characters.
fn number(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let digits: String = chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).take(5).collect();
    if !digits.is_empty() {
        let value = digits.parse().ok().filter(|value| *value < 10_000)?;
        return Some((value, at + digits.len()));
    }
    let ones = |c: char| "一二三四五六七八九".chars().position(|it| it == c).and_then(|n| u32::try_from(n + 1).ok());
    let word: Vec<char> = chars.get(at..)?.iter().copied().take_while(|c| is_number(*c)).collect();
    let value = match word.as_slice() {
        ['十'] => 10,
        ['十', one] => 10 + ones(*one)?,
        [ten, '十'] => ones(*ten)? * 10,
        [ten, '十', one] => ones(*ten)? * 10 + ones(*one)?,
        [one] => ones(*one)?,
        _ => return None,
    };
    Some((value, at + word.len()))
}

/// The line without the date and what ties it to the rest.
fn left(line: &str, at: usize, end: usize) -> String {
    let before: String = line.chars().take(at).collect();
    let after: String = line.chars().skip(end).collect();
    let after =
        ["之前", "以前", "以内", "前", "内", "底前"].iter().find_map(|tie| after.strip_prefix(tie)).unwrap_or(&after);
    let edge = |c: char| c.is_whitespace() || "，,。：:；;、".contains(c);
    let before = before.trim_end_matches(['在', '于']).trim();
    let tie = if before.ends_with(['：', ':']) { "：" } else { "，" };
    let (before, after) = (before.trim_matches(edge), after.trim_matches(edge));
    if before.is_empty() || after.is_empty() { format!("{before}{after}") } else { format!("{before}{tie}{after}") }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("2月1日前办", NoDate::Past(day(2026, 2, 1))),
            ("2029年1月1日前办", NoDate::Far),
            ("0个工作日内办", NoDate::NoSuchDay("0个工作日".into())),
            ("每月32日发", NoDate::NoSuchDay("每月32日".into())),
            ("上门核实", NoDate::Missing),
        ] {
            assert_eq!(read(line, today), Err(why), "{line}");
        }
    }
}
