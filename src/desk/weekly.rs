//! The county's week, by units: to those who supervise and to whoever leads the county, in private, as one message.
//!
//! No figure in it moves by a case that anybody must not learn of, and the rates are those of the figures anybody may ask for.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::{Done, Work};
use crate::case::calendar::at;
use crate::id::{CadreId, Moment, UnitId};
use crate::notice::letter::{Audience, Message};
use crate::roster::Role;
use crate::stats::FEW;
use crate::stats::period::Period;
use crate::stats::rates::{Figures, by};
use crate::text::{Language, dates, shorten};

/// The clock of the county's week.
pub(super) const WEEKLY: &str = "weekly";
/// The longest message, in characters.
const LONGEST: usize = 4_000;
/// Up to this day of a month the month before says more.
const YOUNG: u32 = 7;

/// What a unit did in a week, and how it stands.
#[derive(Clone, Copy, Default)]
struct Week {
    new: u32,
    closed: u32,
    open: u32,
    late: u32,
    supervised: u32,
}

impl Week {
    fn is_empty(self) -> bool {
        self.new + self.closed + self.open == 0
    }

    fn plus(self, other: Self) -> Self {
        Self {
            new: self.new + other.new,
            closed: self.closed + other.closed,
            open: self.open + other.open,
            late: self.late + other.late,
            supervised: self.supervised + other.supervised,
        }
    }

    fn facts(self) -> Vec<(&'static str, String)> {
        let figures = [self.new, self.closed, self.open, self.late, self.supervised].map(|count| count.to_string());
        ["new", "closed", "open", "late", "supervised"].into_iter().zip(figures).collect()
    }
}

impl Work<'_> {
    /// The first working day of this week, or of the next when that is over.
    pub(super) fn next_week(&self) -> Moment {
        let (hour, minute) = self.rules.service.oversight.week_at;
        let monday = self.monday();
        let first = |monday: chrono::NaiveDate| {
            let sunday = monday - chrono::Days::new(1);
            at(self.rules.calendar.plus_working_days(sunday, 1).date, hour, minute)
        };
        let this = first(monday);
        if this > self.now { this } else { first(monday + chrono::Days::new(7)) }
    }

    fn monday(&self) -> chrono::NaiveDate {
        self.today() - chrono::Days::new(u64::from(self.today().weekday().num_days_from_monday()))
    }

    pub(super) async fn weekly_digests(&mut self) -> Done<()> {
        let text = self.week_text().await?;
        for reader in self.week_readers().await? {
            let message = Message { text: text.clone(), ..Message::default() };
            self.write_list(("week", Audience::Cadre(reader)), message).await?;
        }
        Ok(())
    }

    /// Those who supervise and whoever leads the county, as far as they can be reached.
    async fn week_readers(&mut self) -> Done<Vec<CadreId>> {
        let county = self.county();
        let mut readers = county.with_role(Role::Supervisor);
        readers.extend(county.cadres.keys().filter(|cadre| self.leads_county(cadre)).cloned());
        readers.sort();
        readers.dedup();
        let mut joined = Vec::new();
        for reader in readers {
            if let Some(chat) = self.tx.account_of(&reader).await?
                && !self.tx.is_lost(chat).await?
            {
                joined.push(reader);
            }
        }
        Ok(joined)
    }

    async fn week_text(&mut self) -> Done<String> {
        let language = Language::default();
        let until = self.monday();
        let from = until - chrono::Days::new(7);
        let weeks = self.weeks((at(from, 0, 0), at(until, 0, 0))).await?;
        let sum = weeks.values().fold(Week::default(), |sum, week| sum.plus(*week));
        let texts = &self.rules.texts;
        let mut facts = sum.facts();
        facts.push(("county", self.county().name.clone()));
        facts.push(("from", dates::day(texts, language, at(from, 0, 0))));
        facts.push(("until", dates::day(texts, language, at(until, 0, 0).plus_ms(-1))));
        let mut lines = vec![self.say(language, "weekly-head", &facts)];
        let period = if self.today().day() <= YOUNG { Period::LastMonth } else { Period::ThisMonth };
        let settled = self.tx.settled(period.span(self.today())).await?;
        let figures = by(&settled, |round| Some(round.unit.clone()));
        for (unit, week) in weeks.iter().filter(|(_, week)| !week.is_empty()) {
            let mut facts = week.facts();
            facts.push(("unit", self.unit_name(unit)));
            lines.push(format!("{}{}", self.say(language, "weekly-unit", &facts), self.week_rates(figures.get(unit))));
        }
        let facts = [("period", self.say(language, period.key(), &[])), ("few", FEW.to_string())];
        lines.push(self.say(language, "weekly-hint", &facts));
        Ok(shorten(&lines.join("\n"), LONGEST))
    }

    /// The three rates, where enough has been said that nobody can be found in them.
    fn week_rates(&self, figures: Option<&Figures>) -> String {
        let language = Language::default();
        let Some(rates) = figures.and_then(|figures| figures.kept.rates()) else {
            return self.say(language, "weekly-no-rates", &[]);
        };
        let facts = [
            ("responded", rates.responded.to_string()),
            ("solved", rates.solved.to_string()),
            ("satisfied", rates.satisfied.to_string()),
        ];
        self.say(language, "weekly-rates", &facts)
    }

    /// What every unit got and closed in a week, and what it has now.
    async fn weeks(&mut self, span: (Moment, Moment)) -> Done<BTreeMap<UnitId, Week>> {
        let mut weeks: BTreeMap<UnitId, Week> = BTreeMap::new();
        for row in self.tx.given(span).await? {
            weeks.entry(row.unit).or_default().new += row.given;
        }
        for (unit, closed) in self.tx.closed_by_unit(span).await? {
            weeks.entry(unit).or_default().closed += closed;
        }
        for id in self.tx.open_cases(false).await? {
            let case = self.load(&id).await?;
            let Some(unit) = case.unit().cloned() else { continue };
            if !self.is_on_lists(&case).await? {
                continue;
            }
            let week = weeks.entry(unit).or_default();
            week.open += 1;
            week.late += u32::from(self.now >= case.due);
            week.supervised += u32::from(case.is_supervised());
        }
        Ok(weeks)
    }
}
