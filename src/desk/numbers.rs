//! 统计: a unit's figures in its group and for its head, the county's for those who oversee it. To anybody else there is no
//! such word.

use std::collections::BTreeMap;

use super::incoming::Said;
use super::words::Facts;
use super::{Done, Outcome, Work};
use crate::id::{CadreId, UnitId};
use crate::notice::letter::{Audience, Message};
use crate::roster::{Action, UnitKind, may};
use crate::stats::FEW;
use crate::stats::period::Period;
use crate::stats::rates::{Counts, Figures, Rates, by, ranked};
use crate::store::{GivenRow, GroupRole};
use crate::text::{Language, dates};

/// What somebody wants to see.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    period: Option<Period>,
    by_town: bool,
}

impl Work<'_> {
    /// Whether words ask for figures, and for which: `/stats`, 统计, with or without a period.
    pub(super) fn wants_numbers(&self, said: &Said) -> Option<Wanted> {
        let text = said.text.as_deref().filter(|_| said.attachment.is_none())?.trim();
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let command = match word.strip_prefix('/').map(|name| name.split_once('@').unwrap_or((name, ""))) {
            Some((name, bot)) => name == "stats" && (bot.is_empty() || bot.eq_ignore_ascii_case(&self.rules.bot_name)),
            None => self.rules.texts.recognise(word, &["typed-stats"]).is_some(),
        };
        let named = |key: &str| self.rules.texts.recognise(rest, &[key]).is_some();
        let period = Period::ALL.into_iter().find(|period| named(period.key()));
        let by_town = named("stats-towns");
        (command && (rest.trim().is_empty() || period.is_some() || by_town)).then_some(Wanted { period, by_town })
    }

    /// In private: to each what they may see; none to whoever may see nothing.
    pub(super) async fn numbers_in_private(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let Some(wanted) = self.wants_numbers(said) else { return Ok(None) };
        let Some(cadre) = self.staff(user).await? else { return Ok(None) };
        let mut parts = Vec::new();
        let leads = self.leads_county(&cadre);
        if leads || may(self.county(), &cadre, Action::ReadCountyNumbers, None, false) {
            parts.push(self.county_numbers(wanted).await?);
        }
        if let Some(unit) = self.own_numbers(&cadre) {
            parts.push(self.unit_numbers(&unit).await?);
        }
        if leads || self.is_in_lane(&cadre) {
            parts.push(self.sealed_numbers(&cadre).await?);
        }
        for (part, text) in parts.iter().enumerate() {
            let message = Message { text: crate::text::shorten(text, 4000), ..Message::default() };
            let key = format!("stats:{cadre}:{}:{part}", said.message_id);
            self.answer(Audience::Cadre(cadre.clone()), message, key).await?;
        }
        Ok((!parts.is_empty()).then(|| Outcome::of("numbers")))
    }

    /// Whether somebody may see any figures in private.
    pub(super) fn sees_numbers(&self, cadre: &CadreId) -> bool {
        let county = may(self.county(), cadre, Action::ReadCountyNumbers, None, false);
        county || self.leads_county(cadre) || self.is_in_lane(cadre) || self.own_numbers(cadre).is_some()
    }

    /// In a group: the unit's own; in the triage group the county's sums, without any order.
    pub(super) async fn numbers_in_group(
        &mut self,
        said: &Said,
        user: i64,
        role: Option<&GroupRole>,
    ) -> Done<Option<Outcome>> {
        if self.wants_numbers(said).is_none() {
            return Ok(None);
        }
        let Some(cadre) = self.staff(user).await? else { return Ok(None) };
        let of = self.county().cadres.get(&cadre).map(|cadre| cadre.unit.clone());
        let oversees = may(self.county(), &cadre, Action::ReadCountyNumbers, None, false);
        let text = match role {
            Some(GroupRole::Unit(unit)) if oversees || of.as_ref() == Some(unit) => self.unit_numbers(unit).await?,
            Some(GroupRole::Triage) if oversees => self.sums(Period::ThisMonth).await?.join("\n"),
            Some(GroupRole::Unit(_) | GroupRole::Triage | GroupRole::Operators | GroupRole::Lane) | None => {
                return Ok(None);
            }
        };
        let key = format!("stats:{}:{}", said.chat.unsigned_abs(), said.message_id);
        self.line_to_chat(said.chat, key, text).await?;
        Ok(Some(Outcome::of("numbers")))
    }

    /// Whether somebody leads the county: the top of the chain in the county's own unit.
    pub(super) fn leads_county(&self, cadre: &CadreId) -> bool {
        let county = self.county();
        county.cadres.get(cadre).is_some_and(|cadre| {
            let kind = county.units.get(&cadre.unit).map(|unit| unit.kind);
            kind == Some(UnitKind::County) && cadre.superior.is_none()
        })
    }

    /// The unit whose figures are theirs to read in private: what they head.
    pub(super) fn own_numbers(&self, cadre: &CadreId) -> Option<UnitId> {
        let unit = self.county().cadres.get(cadre)?.unit.clone();
        let works =
            self.county().units.get(&unit).is_some_and(|unit| matches!(unit.kind, UnitKind::Town | UnitKind::Bureau));
        let heads = self.county().cadres.get(cadre)?.roles.contains(&crate::roster::Role::Head);
        (works && heads && may(self.county(), cadre, Action::ReadNumbers, Some(&unit), false)).then_some(unit)
    }

    async fn unit_numbers(&mut self, unit: &UnitId) -> Done<String> {
        let language = Language::default();
        let (open, late) = self.tx.workload(unit, self.now).await?;
        let facts = [
            ("unit", self.unit_name(unit)),
            ("day", dates::day(&self.rules.texts, language, self.now)),
            ("open", open.to_string()),
            ("late", late.to_string()),
        ];
        let mut lines = vec![self.say(language, "stats-unit", &facts)];
        for period in Period::ALL {
            let span = period.span(self.today());
            let given = self.tx.given(span).await?.into_iter().filter(|row| row.unit == *unit).collect::<Vec<_>>();
            let figures = Figures::of(&self.tx.settled_of_unit(unit, span).await?);
            lines.extend(self.period_lines(period, &given, &figures));
            lines.extend(self.adoption_lines(span, Some(unit)).await?);
            lines.extend(self.climb_lines(span, Some(unit)).await?);
        }
        Ok(lines.join("\n"))
    }

    /// What was given in a period, and what was said of what was answered.
    fn period_lines(&self, period: Period, given: &[GivenRow], figures: &Figures) -> Vec<String> {
        let language = Language::default();
        let sum = |of: fn(&GivenRow) -> u32| given.iter().map(of).sum::<u32>().to_string();
        let facts = [
            ("period", self.say(language, period.key(), &[])),
            ("given", sum(|row| row.given)),
            ("answered", sum(|row| row.answered)),
            ("nudges", sum(|row| row.nudges)),
        ];
        let mut lines = vec![self.say(language, "stats-given", &facts)];
        lines.push(self.rates_line(("stats-rates", "stats-rates-few"), &figures.all, &[]));
        if figures.left_out > 0 {
            lines.push(self.rates_line(
                ("stats-kept", "stats-kept-few"),
                &figures.kept,
                &[("count", figures.left_out.to_string())],
            ));
        }
        if figures.all.rates().is_some() && figures.all.valid < self.rules.service.numbers.ranking_sample {
            lines.push(self.say(language, "stats-thin", &[("sample", self.sample())]));
        }
        if let Some(share) = figures.all.unrated_share().filter(|_| figures.all.unrated > 0) {
            lines.push(self.say(language, "stats-unrated", &[("share", share.to_string())]));
        }
        if figures.unsolved_again >= FEW {
            lines.push(self.say(language, "stats-again", &[("count", figures.unsolved_again.to_string())]));
        }
        lines
    }

    fn sample(&self) -> String {
        self.rules.service.numbers.ranking_sample.to_string()
    }

    /// The rates in a line, or that there are too few to be shown.
    fn rates_line(&self, (key, few): (&str, &str), counts: &Counts, more: &[(&'static str, String)]) -> String {
        let language = Language::default();
        let Some(rates) = counts.rates() else {
            let facts = [more, &[("few", FEW.to_string())]].concat();
            return self.say(language, few, &facts);
        };
        let facts = [more, rates_facts(counts, &rates).as_slice()].concat();
        self.say(language, key, &facts)
    }

    /// The county's sums in a period.
    async fn sums(&mut self, period: Period) -> Done<Vec<String>> {
        let language = Language::default();
        let span = period.span(self.today());
        let facts =
            [("county", self.county().name.clone()), ("day", dates::day(&self.rules.texts, language, self.now))];
        let mut lines = vec![self.say(language, "stats-county", &facts)];
        let given = self.tx.given(span).await?;
        let figures = Figures::of(&self.tx.settled(span).await?);
        lines.extend(self.period_lines(period, &given, &figures));
        Ok(lines)
    }

    /// The county's sums, then the units (or towns) in order.
    async fn county_numbers(&mut self, wanted: Wanted) -> Done<String> {
        let language = Language::default();
        let period = wanted.period.unwrap_or(Period::ThisMonth);
        let settled = self.tx.settled(period.span(self.today())).await?;
        let mut lines = self.sums(period).await?;
        let mut names = BTreeMap::new();
        let figures = if wanted.by_town {
            let town = |place: &crate::id::PlaceId| self.place_name(Some(place), language);
            by(&settled, |round| round.town.as_ref().map(town))
        } else {
            by(&settled, |round| Some(self.unit_name(&round.unit)))
        };
        for row in self.tx.given(period.span(self.today())).await?.iter().filter(|_| !wanted.by_town) {
            *names.entry(self.unit_name(&row.unit)).or_insert(0) += row.nudges;
        }
        let (order, thin) = ranked(&figures, self.rules.service.numbers.ranking_sample);
        for (place, (name, rates)) in order.iter().enumerate() {
            let mut facts = rates_facts(&figures[name].kept, rates);
            facts.extend([("place", (place + 1).to_string()), ("name", name.clone())]);
            lines.push(self.say(language, "stats-ranked", &facts));
            lines.extend(self.left_out_line(&figures[name]));
        }
        if !thin.is_empty() {
            let facts = [("sample", self.sample()), ("names", thin.join(&self.say(language, "stats-comma", &[])))];
            lines.push(self.say(language, "stats-thin-names", &facts));
        }
        names.retain(|_, nudges| *nudges > 0);
        for (name, nudges) in names {
            lines.push(self.say(language, "stats-climb", &[("name", name), ("nudges", nudges.to_string())]));
        }
        lines.extend(self.adoption_lines(period.span(self.today()), None).await?);
        lines.extend(self.climb_lines(period.span(self.today()), None).await?);
        lines.push(self.say(language, "stats-hint", &[("few", FEW.to_string())]));
        Ok(lines.join("\n"))
    }

    /// The rates with all cases, beside those without what was left out.
    fn left_out_line(&self, figures: &Figures) -> Option<String> {
        let rates = figures.all.rates().filter(|_| figures.left_out > 0)?;
        let mut facts = rates_facts(&figures.all, &rates);
        facts.push(("count", figures.left_out.to_string()));
        Some(self.say(Language::default(), "stats-ranked-all", &facts))
    }
}

fn rates_facts(counts: &Counts, rates: &Rates) -> Facts {
    vec![
        ("valid", counts.valid.to_string()),
        ("responded", rates.responded.to_string()),
        ("solved", rates.solved.to_string()),
        ("satisfied", rates.satisfied.to_string()),
        ("overall", rates.overall.to_string()),
    ]
}
