//! Totals of sealed cases, for the discipline lane and, by lane only, for who leads the county; nobody can be found in them.

use std::collections::BTreeSet;

use super::{Done, Work};
use crate::case::{Case, Lane};
use crate::id::{CadreId, Moment, UnitId};
use crate::roster::Role;
use crate::stats::FEW;
use crate::stats::period::Period;
use crate::stats::sealed::{Shown, shown};
use crate::text::Language;

/// The lanes in the order they are shown.
const LANES: [(Lane, &str); 4] = [
    (Lane::Screeners, "stats-lane-screeners"),
    (Lane::Discipline, "stats-lane-discipline"),
    (Lane::Organisation, "stats-lane-organisation"),
    (Lane::City, "stats-lane-city"),
];

/// A sealed case as it is counted.
struct Sealed {
    case: Case,
    /// The one unit it concerns; none where nobody says, or where it concerns several.
    unit: Option<UnitId>,
}

impl Work<'_> {
    /// The sealed cases that this reader is not kept out of, by lane, by unit concerned, by month: three divisions of one
    /// and the same total. No cell stands for both a lane and a unit, so that only its own line says anything of a part.
    pub(super) async fn sealed_numbers(&mut self, reader: &CadreId) -> Done<String> {
        let language = Language::default();
        let today = self.today();
        let month = |period: Period| period.span(today).0;
        let since = month(Period::LastMonth).min(month(Period::ThisYear));
        let cases = self.sealed_for(reader, since).await?;
        let all = [u32::try_from(cases.len()).unwrap_or(u32::MAX)];
        let facts = [("few", FEW.to_string()), ("total", self.cell(shown(&all).total))];
        let mut lines = vec![self.say(language, "stats-sealed", &facts)];
        let lanes = LANES.map(|(lane, _)| many(&cases, |it| it.case.lane == Some(lane)));
        let names = LANES.map(|(_, key)| self.say(language, key, &[]));
        lines.push(self.division("stats-sealed-lanes", &names, &shown(&lanes), false));
        if !self.is_in_lane(reader) {
            return Ok(lines.join("\n"));
        }
        let (mut names, mut units): (Vec<String>, Vec<u32>) = (Vec::new(), Vec::new());
        for (id, unit) in &self.county().units {
            names.push(unit.name.clone());
            units.push(many(&cases, |it| it.unit.as_ref() == Some(id)));
        }
        names.push(self.say(language, "stats-sealed-no-unit", &[]));
        units.push(many(&cases, |it| it.unit.as_ref().is_none_or(|id| !self.county().units.contains_key(id))));
        lines.push(self.division("stats-sealed-units", &names, &shown(&units), true));
        let [this, last] = [Period::ThisMonth, Period::LastMonth].map(month);
        let months = [
            many(&cases, |it| it.case.registered_at >= this),
            many(&cases, |it| (last..this).contains(&it.case.registered_at)),
            many(&cases, |it| it.case.registered_at < last),
        ];
        let names = ["stats-this-month", "stats-last-month", "stats-earlier"].map(|key| self.say(language, key, &[]));
        // In January there is nothing earlier in the year, and a part that is always none would tell the others.
        let parts = if since < last { 3 } else { 2 };
        lines.push(self.division("stats-sealed-months", &names, &shown(&months[..parts]), false));
        Ok(lines.join("\n"))
    }

    /// The parts of a total in a line. Of very many parts only those that are shown, so that a name beside a dash tells nobody
    /// that there is something.
    fn division(&self, key: &str, names: &[String], shown: &Shown, short: bool) -> String {
        let language = Language::default();
        let part = |(name, count): (&String, &Option<u32>)| {
            let facts = [("name", name.clone()), ("count", self.cell(*count))];
            (!short || count.is_some()).then(|| self.say(language, "stats-part", &facts))
        };
        let mut parts: Vec<String> = names.iter().zip(&shown.parts).filter_map(part).collect();
        if short && shown.parts.contains(&None) {
            let facts = [("name", self.say(language, "stats-sealed-rest", &[])), ("count", self.cell(None))];
            parts.push(self.say(language, "stats-part", &facts));
        }
        self.say(language, key, &[("parts", parts.join(&self.say(language, "stats-comma", &[])))])
    }

    fn cell(&self, count: Option<u32>) -> String {
        count.map_or_else(|| self.say(Language::default(), "stats-hidden", &[]), |count| count.to_string())
    }

    /// The sealed cases registered since a moment that a reader may know of.
    async fn sealed_for(&mut self, reader: &CadreId, since: Moment) -> Done<Vec<Sealed>> {
        let of_city = self.county().with_role(Role::CityReader).contains(reader);
        let mut cases = Vec::new();
        for id in self.tx.sealed_cases().await? {
            let case = self.load(&id).await?;
            let above = case.lane == Some(Lane::City) && !of_city;
            if case.registered_at < since || above || self.is_excluded(&case, reader).await? {
                continue;
            }
            let unit = self.unit_concerned(&case).await?;
            cases.push(Sealed { case, unit });
        }
        Ok(cases)
    }

    /// The unit of whom a case accuses, or the one it names.
    async fn unit_concerned(&mut self, case: &Case) -> Done<Option<UnitId>> {
        let exclusion = self.tx.exclusion(&case.id).await?;
        let unit_of = |cadre: &CadreId| self.county().cadres.get(cadre).map(|cadre| cadre.unit.clone());
        let accused: BTreeSet<UnitId> = exclusion.accused.iter().filter_map(unit_of).collect();
        let units = if accused.is_empty() { exclusion.units } else { accused };
        Ok(if units.len() == 1 { units.into_iter().next() } else { None })
    }
}

fn many(cases: &[Sealed], is: impl Fn(&Sealed) -> bool) -> u32 {
    u32::try_from(cases.iter().filter(|it| is(it)).count()).unwrap_or(u32::MAX)
}
