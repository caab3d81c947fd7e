//! Lines → units and people: which unit a name means, and which rows speak of the same person.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Claim, County, Kind, Person, Unit};
use super::report::Report;
use super::rows::Line;
use super::words::{Column, Duty, Known, Words};

/// Reads unit names.
pub(super) struct Units<'w> {
    pub(super) words: &'w Words,
    pub(super) known: &'w [Known],
    /// The county's name, which may stand before a unit's.
    pub(super) county: &'w str,
}

/// What a unit's name means.
struct Meaning {
    key: String,
    kind: Kind,
    known: Option<usize>,
    /// An office inside the unit was named.
    office: bool,
}

impl Units<'_> {
    fn meaning(&self, name: &str) -> Meaning {
        let kinds = &self.words.kinds;
        let bare = self.bare(name);
        let lane = kinds.discipline.iter().filter_map(|word| bare.find(word.as_str())).min();
        let town = self.town(bare, lane);
        if let Some((key, office)) = town {
            return Meaning { key, kind: Kind::Town, known: None, office };
        }
        let desk = kinds.county.iter().any(|word| bare.contains(word.as_str()));
        let kind = if lane.is_some() {
            Kind::Discipline
        } else if desk {
            Kind::County
        } else {
            Kind::Bureau
        };
        if kind != Kind::Bureau {
            let known = self.known.iter().position(|known| known.kind == kind.word());
            return Meaning { key: kind.word().to_owned(), kind, known, office: false };
        }
        let named = |name: &str| self.known.iter().position(|known| known.kind == "bureau" && self.is(known, name));
        let levels = || kinds.levels.iter().find_map(|level| bare.strip_prefix(level.as_str()));
        let known = named(bare).or_else(|| named(levels()?));
        Meaning { key: bare.to_owned(), kind, known, office: false }
    }

    /// A unit's name without what every unit of the county may begin with.
    pub(super) fn bare<'n>(&self, name: &'n str) -> &'n str {
        let bare = self.words.kinds.prefixes.iter().find_map(|party| name.strip_prefix(party.as_str())).unwrap_or(name);
        let bare = bare.strip_prefix(self.county).filter(|rest| !rest.is_empty()).unwrap_or(bare);
        let short = |bare: &&str| bare.chars().count() > 2;
        self.words
            .kinds
            .counties
            .iter()
            .find_map(|county| bare.strip_prefix(county.as_str()))
            .filter(short)
            .unwrap_or(bare)
    }

    /// The town that a name means: itself, its government, or (with true) an office in it.
    fn town(&self, bare: &str, lane: Option<usize>) -> Option<(String, bool)> {
        let kinds = &self.words.kinds;
        let ends = |name: &str| name.chars().count() >= 3 && kinds.towns.iter().any(|end| name.ends_with(end.as_str()));
        let without = |words: &[String]| {
            words.iter().find_map(|word| bare.strip_suffix(word.as_str())).filter(|name| ends(name)).map(str::to_owned)
        };
        let lane = lane.and_then(|at| bare.get(..at)).filter(|name| ends(name)).map(str::to_owned);
        if ends(bare) {
            return Some((bare.to_owned(), false));
        }
        let government = without(&kinds.governments).map(|town| (town, false));
        government.or_else(|| without(&kinds.offices).or(lane).map(|town| (town, true)))
    }

    fn is(&self, known: &Known, bare: &str) -> bool {
        let undated = |alias: &&toml::Table| !alias.contains_key("until");
        let aliases = known.aliases.iter().filter(undated).filter_map(|alias| alias.get("name")?.as_str());
        let full = self.words.bureaus.get(&known.id).into_iter().flatten().map(String::as_str);
        [known.name.as_str()].into_iter().chain(aliases).chain(full).any(|name| self.bare(name) == bare)
    }
}

/// Gathers units and people from the lines.
pub(super) fn gather(lines: &[Line], units: &Units<'_>, report: &mut Report) -> County {
    let mut county = County::default();
    let mut offices = BTreeMap::new();
    let mut ones = Vec::new();
    for line in lines.iter().filter(|line| !line.unit.is_empty() && !line.person.is_empty()) {
        let meaning = units.meaning(&line.unit);
        if meaning.office {
            offices.entry(line.unit.clone()).or_insert(meaning.key.clone());
        }
        if matches!(meaning.kind, Kind::Discipline | Kind::County) {
            ones.push((meaning.kind, line));
        }
        let unit = unit_at(&mut county, meaning, line);
        let person = person_at(&mut county, unit, line, report);
        add_line(&mut county.people[person], line, units.words, report);
    }
    for (office, town) in offices {
        report.note("init-note-office", &[("office", &office), ("town", &town)]);
    }
    strangers(&ones, units, report);
    county
}

/// There is one lane and one desk, named so from the first word on or all alike: another body's own office is neither.
fn strangers(ones: &[(Kind, &Line)], units: &Units<'_>, report: &mut Report) {
    let kinds = &units.words.kinds;
    let mut told = BTreeSet::new();
    for (kind, line) in ones {
        let words = if *kind == Kind::Discipline { &kinds.discipline } else { &kinds.county };
        let own = |name: &str| {
            let bare = units.bare(name);
            let rest = kinds.counties.iter().chain(&kinds.levels).find_map(|level| bare.strip_prefix(level.as_str()));
            words.iter().any(|word| rest.unwrap_or(bare).starts_with(word.as_str()))
        };
        let same = ones.iter().filter(|(other, _)| other == kind).map(|(_, line)| line);
        let others: Vec<&&Line> = same.filter(|other| units.bare(&other.unit) != units.bare(&line.unit)).collect();
        // Of several the one that is plainly the county's is right, or else the first.
        let right = others.iter().find(|other| own(&other.unit)).or(others.first());
        let Some(right) = right.filter(|right| !own(&line.unit) && (own(&right.unit) || right.row < line.row)) else {
            continue;
        };
        if told.insert(line.unit.as_str()) {
            let facts = [("unit", line.unit.as_str()), ("other", right.unit.as_str())];
            report.fault(line.row, Column::Unit, "init-fault-second-one", &facts);
        }
    }
}

fn unit_at(county: &mut County, meaning: Meaning, line: &Line) -> usize {
    let found = county.units.iter().position(|unit| unit.key == meaning.key);
    found.unwrap_or_else(|| {
        let name = if meaning.kind == Kind::Town { meaning.key.clone() } else { line.unit.clone() };
        // Only one unit is the bureau of the embedded files; a second one that goes by another of its names is itself.
        let free = |known: &usize| !county.units.iter().any(|unit| unit.known == Some(*known));
        county.units.push(Unit {
            id: String::new(),
            key: meaning.key,
            name,
            kind: meaning.kind,
            known: meaning.known.filter(free),
        });
        county.units.len() - 1
    })
}

fn person_at(county: &mut County, unit: usize, line: &Line, report: &mut Report) -> usize {
    let found = county.people.iter().position(|person| person.unit == unit && person.name == line.person);
    if let Some(at) = found {
        let person = &mut county.people[at];
        if let (Some(old), Some(new)) = (&person.phone, &line.phone)
            && old != new
        {
            let first = person.rows.first().copied().unwrap_or_default().to_string();
            report.fault(
                line.row,
                Column::Phone,
                "init-fault-two-phones",
                &[("person", &line.person), ("row", &first)],
            );
        }
        return at;
    }
    let elsewhere = |person: &&Person| person.name == line.person && line.phone.is_some() && person.phone == line.phone;
    if let Some(other) = county.people.iter().find(elsewhere) {
        let first = other.rows.first().copied().unwrap_or_default().to_string();
        report.fault(line.row, Column::Unit, "init-fault-two-units", &[("person", &line.person), ("row", &first)]);
    }
    county.people.push(Person {
        id: String::new(),
        name: line.person.clone(),
        unit,
        duties: Default::default(),
        title: None,
        phone: None,
        above: None,
        superior: None,
        claims: Vec::new(),
        rows: Vec::new(),
        open: false,
    });
    county.people.len() - 1
}

fn add_line(person: &mut Person, line: &Line, words: &Words, report: &mut Report) {
    if person.rows.contains(&line.row) {
        return;
    }
    person.rows.push(line.row);
    let spoken = if line.duties.is_empty() { vec![Duty::Handler] } else { line.duties.clone() };
    let deputy = spoken.contains(&Duty::Deputy) && !spoken.contains(&Duty::Handler) && !spoken.contains(&Duty::Village);
    let works = [Duty::Handler, Duty::Village, Duty::Deputy].iter().any(|duty| spoken.contains(duty));
    let named = !line.places.is_empty() || !line.subjects.is_empty();
    if works || named {
        let words = line.places.iter().filter(|word| !words.is_whole(word)).cloned().collect();
        person.claims.push(Claim {
            row: line.row,
            words,
            places: Vec::new(),
            subjects: Vec::new(),
            subject_words: line.subjects.clone(),
            deputy,
        });
    }
    if spoken.contains(&Duty::Leader) && named {
        report.fault(line.row, Column::Role, "init-fault-leader", &[("leader", words.word_of(Duty::Leader))]);
    }
    person.duties.extend(spoken);
    person.title = person.title.take().or_else(|| line.title.clone());
    person.phone = person.phone.take().or_else(|| line.phone.clone());
    person.above = person.above.take().or_else(|| line.superior.clone().map(|name| (name, line.row)));
}

/// The same name in two units is taken for two people; the clerk hears of it.
pub(super) fn tell_namesakes(county: &County, report: &mut Report) {
    for (at, person) in county.people.iter().enumerate() {
        let earlier = &county.people[..at];
        if let Some(other) = earlier.iter().find(|other| other.name == person.name) {
            let rows = [other.rows.first(), person.rows.first()].into_iter().flatten().map(ToString::to_string);
            let rows = rows.collect::<Vec<_>>().join(", ");
            report.note("init-note-namesakes", &[("person", &person.name), ("rows", &rows)]);
        }
    }
}

/// The county's name: as given, or as the title of the table or a unit's name begins.
pub(super) fn county_name(given: Option<&str>, above: &[String], lines: &[Line], words: &Words) -> Option<String> {
    if let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) {
        return Some(given.to_owned());
    }
    let units = lines.iter().map(|line| &line.unit);
    above.iter().chain(units).find_map(|text| {
        let text = words.kinds.prefixes.iter().find_map(|party| text.strip_prefix(party.as_str())).unwrap_or(text);
        let ends = words.kinds.counties.iter().filter_map(|end| Some((text.find(end.as_str())?, end.len())));
        let (at, length) = ends.min()?;
        let name = text.get(..at + length)?;
        let letters = name.chars().count();
        ((3..=12).contains(&letters) && name.chars().all(char::is_alphabetic)).then(|| name.to_owned())
    })
}
