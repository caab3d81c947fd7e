//! The words of the place column → towns and villages.

use super::draft::{County, Kind, Place};
use super::people::Units;
use super::report::Report;
use super::words::{Column, Duty};

/// What a word of the place column means.
enum Found {
    Place(usize),
    /// A village of that town that was not known yet, and its name.
    New(usize, String),
    /// Several villages have that name.
    Several,
    Nothing,
}

/// Finds every place the claims speak of; towns first, since bureaus name villages by them.
pub(super) fn resolve(county: &mut County, units: &Units<'_>, report: &mut Report) {
    for unit in 0..county.units.len() {
        if county.units[unit].kind == Kind::Town {
            let name = county.units[unit].key.clone();
            county.places.push(Place { id: String::new(), aliases: town_aliases(&name, units), name, town: None });
        }
    }
    for towns in [true, false] {
        for person in 0..county.people.len() {
            if (county.units[county.people[person].unit].kind == Kind::Town) == towns {
                resolve_person(county, person, units, report);
            }
        }
    }
    tell_twins(county, report);
    add_village_aliases(county, units);
}

fn resolve_person(county: &mut County, person: usize, units: &Units<'_>, report: &mut Report) {
    let own = county.town_of(county.people[person].unit);
    for at in 0..county.people[person].claims.len() {
        let claim = county.people[person].claims[at].clone();
        let mut places = Vec::new();
        for word in claim.words.iter().filter(|word| *word != units.county) {
            let found = find(county, own, word, units);
            let facts = [("place", word.as_str()), ("unit", county.units[county.people[person].unit].name.as_str())];
            match found {
                Found::Place(place) => {
                    let outside = own.is_some_and(|own| place != own && county.places[place].town != Some(own));
                    if outside {
                        report.fault(claim.row, Column::Place, "init-fault-foreign-place", &facts);
                    }
                    if !places.contains(&place) {
                        places.push(place);
                    }
                }
                Found::New(town, name) => {
                    county.places.push(Place { id: String::new(), name, aliases: Vec::new(), town: Some(town) });
                    places.push(county.places.len() - 1);
                }
                Found::Several => report.fault(claim.row, Column::Place, "init-fault-which-place", &facts),
                Found::Nothing => report.fault(claim.row, Column::Place, "init-fault-no-place", &facts),
            }
        }
        county.people[person].claims[at].places = places;
    }
    let person = &county.people[person];
    let villages =
        || person.claims.iter().flat_map(|claim| &claim.places).filter(|at| county.places[**at].town.is_some());
    if person.duties.contains(&Duty::Village) && villages().count() != 1 {
        let row = person.rows.first().copied().unwrap_or_default();
        report.fault(row, Column::Place, "init-fault-village-cadre", &[("person", &person.name)]);
    }
}

fn find(county: &County, own: Option<usize>, word: &str, units: &Units<'_>) -> Found {
    let word = units.bare(word);
    let towns = || (0..county.places.len()).filter(|at| county.places[*at].town.is_none());
    let means =
        |town: usize| county.places[town].name == word || county.places[town].aliases.iter().any(|it| it == word);
    if let Some(town) = towns().find(|town| means(*town)) {
        return Found::Place(town);
    }
    // 观山镇凉水村, and 观山凉水村.
    let prefixed = towns()
        .filter_map(|town| {
            let place = &county.places[town];
            let ways = [&place.name].into_iter().chain(&place.aliases);
            let rest = ways
                .filter_map(|way| word.strip_prefix(way.as_str()))
                .filter(|rest| rest.chars().count() >= 2)
                .min_by_key(|rest| rest.len())?;
            Some((town, rest))
        })
        // Of 观山乡 and 观山镇, both 观山 for short, the one that is written out; else one's own.
        .min_by_key(|(town, rest)| (rest.len(), Some(*town) != own));
    let (town, rest) = match (prefixed, own) {
        (Some((town, rest)), _) => (Some(town), rest),
        (None, own) => (own, word),
    };
    let name = village_name(rest, units);
    let here =
        |at: &usize| county.places[*at].town.is_some() && town.is_none_or(|town| county.places[*at].town == Some(town));
    let same: Vec<usize> = (0..county.places.len())
        .filter(here)
        .filter(|at| same_village(&county.places[*at].name, &name, units))
        .collect();
    match (same.as_slice(), town) {
        ([place], _) => Found::Place(*place),
        ([], Some(town)) => Found::New(town, name),
        ([], None) => Found::Nothing,
        (_, _) => Found::Several,
    }
}

/// A village's name with its usual ending: 凉水村委会 is 凉水村.
fn village_name(word: &str, units: &Units<'_>) -> String {
    let endings = &units.words.kinds.villages;
    let found = endings.iter().find_map(|(ending, own)| Some((word.strip_suffix(ending.as_str())?, own)));
    found.filter(|(stem, _)| !stem.is_empty()).map_or_else(|| word.to_owned(), |(stem, own)| format!("{stem}{own}"))
}

/// Whether two names mean the same village, one perhaps without its ending.
fn same_village(one: &str, other: &str, units: &Units<'_>) -> bool {
    let stem = |name: &str| {
        let endings = units.words.kinds.villages.iter();
        endings
            .filter_map(|(ending, _)| name.strip_suffix(ending.as_str()))
            .find(|stem| !stem.is_empty())
            .map(str::to_owned)
    };
    one == other || stem(one).as_deref() == Some(other) || stem(other).as_deref() == Some(one)
}

fn town_aliases(name: &str, units: &Units<'_>) -> Vec<String> {
    let kinds = &units.words.kinds;
    let Some(ending) = kinds.towns.iter().find(|ending| name.ends_with(ending.as_str())) else { return Vec::new() };
    let short = name.strip_suffix(ending.as_str()).filter(|short| short.chars().count() >= 2);
    let called = kinds.called.get(ending).into_iter().flatten().map(|added| format!("{name}{added}"));
    short.map(str::to_owned).into_iter().chain(called).collect()
}

/// Two villages of one name are told apart by their towns.
fn tell_twins(county: &mut County, report: &mut Report) {
    let names: Vec<String> = county.places.iter().map(|place| place.name.clone()).collect();
    for at in 0..county.places.len() {
        let twins = names.iter().filter(|name| **name == names[at]).count();
        if let Some(town) = county.places[at].town.filter(|_| twins > 1) {
            let full = format!("{}{}", county.places[town].name, names[at]);
            report.note("init-note-twin-village", &[("village", &names[at]), ("full", &full)]);
            county.places[at].name = full;
        }
    }
}

/// Ways to write a village that can mean nothing else.
fn add_village_aliases(county: &mut County, units: &Units<'_>) {
    let mut taken: Vec<String> =
        county.places.iter().flat_map(|place| [&place.name].into_iter().chain(&place.aliases).cloned()).collect();
    for at in 0..county.places.len() {
        let Some(town) = county.places[at].town else { continue };
        let (name, town) = (county.places[at].name.clone(), county.places[town].clone());
        let mut ways = vec![format!("{}{name}", town.name)];
        ways.extend(town.aliases.first().map(|short| format!("{short}{name}")));
        for (long, own) in &units.words.kinds.villages {
            let Some(stem) = name.strip_suffix(own.as_str()).filter(|stem| !stem.is_empty()) else { continue };
            ways.push(format!("{stem}{long}"));
            if stem.chars().count() >= 3 {
                ways.push(stem.to_owned());
            }
        }
        ways.retain(|way| !taken.contains(way) && !name.starts_with(&town.name));
        ways.dedup();
        let mut seen: Vec<String> = Vec::new();
        for way in ways {
            if !seen.contains(&way) {
                seen.push(way);
            }
        }
        taken.extend(seen.iter().cloned());
        county.places[at].aliases = seen;
    }
}
