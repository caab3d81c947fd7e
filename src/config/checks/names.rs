//! Checks of ids, names, and what refers to what.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::config::fault::{At, Fault};
use crate::config::source::Entry;
use crate::config::written::Written;
use crate::roster::UnitKind;

/// Every id of the files, with its kind and its line.
fn ids(written: &Written) -> Vec<(&'static str, &str, &At)> {
    fn list<'w, T>(
        kind: &'static str,
        entries: &'w [Entry<T>],
        id: impl Fn(&'w T) -> &'w str,
    ) -> Vec<(&'static str, &'w str, &'w At)> {
        entries.iter().map(|entry| (kind, id(&entry.value), &entry.at)).collect()
    }
    let mut all = list("place", &written.places, |place| &place.id);
    all.extend(list("unit", &written.units, |unit| &unit.id));
    all.extend(list("cadre", &written.cadres, |cadre| &cadre.id));
    all.extend(list("area", &written.areas, |area| &area.id));
    all.extend(list("subject", &written.subjects, |subject| &subject.leaf.id));
    all.extend(list("outside body", &written.outside, |body| &body.id));
    all.extend(list("reception", &written.receptions, |reception| &reception.id));
    all
}

pub(super) fn ids_are_plain(written: &Written, faults: &mut Vec<Fault>) {
    let plain = |id: &str| {
        !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c))
    };
    for (kind, id, at) in ids(written).into_iter().filter(|(_, id, _)| !plain(id)) {
        faults.push(at.fault(format!("the id `{id}` of a {kind} is not plain"), "use a-z, 0-9, `_` and `.` only"));
    }
}

pub(super) fn ids_are_unique(written: &Written, faults: &mut Vec<Fault>) {
    let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (kind, id, at) in ids(written) {
        if let Some(first) = first.get(&(kind, id)) {
            let what = format!("the {kind} `{id}` stands already on line {first}");
            faults.push(at.fault(what, "give one of them another id"));
        } else {
            first.insert((kind, id), at.line);
        }
    }
}

pub(super) fn names_are_not_empty(written: &Written, faults: &mut Vec<Fault>) {
    let mut all: Vec<(&str, &At)> = Vec::new();
    for place in &written.places {
        all.extend([&place.name].into_iter().chain(&place.aliases).map(|name| (name.as_str(), &place.at)));
    }
    for unit in &written.units {
        let aliases = unit.aliases.iter().map(|alias| &alias.name);
        all.extend([&unit.name].into_iter().chain(aliases).map(|name| (name.as_str(), &unit.at)));
    }
    all.extend(written.cadres.iter().map(|cadre| (cadre.name.as_str(), &cadre.at)));
    all.extend(written.areas.iter().map(|area| (area.name.as_str(), &area.at)));
    all.extend(written.subjects.iter().map(|subject| (subject.leaf.name.as_str(), &subject.at)));
    for body in &written.outside {
        let names = [&body.name, &body.desk, &body.phone].into_iter().chain(&body.aliases);
        all.extend(names.map(|name| (name.as_str(), &body.at)));
    }
    for (_, at) in all.into_iter().filter(|(name, _)| name.trim().is_empty()) {
        faults.push(at.fault("a name is empty", "write the name people know"));
    }
}

pub(super) fn references_lead_somewhere(written: &Written, faults: &mut Vec<Fault>) {
    let known: BTreeSet<(&str, &str)> = ids(written).into_iter().map(|(kind, id, _)| (kind, id)).collect();
    let mut refer = |kind: &'static str, id: &str, at: &At| {
        if !known.contains(&(kind, id)) {
            faults.push(at.fault(format!("there is no {kind} `{id}`"), format!("correct the id or add the {kind}")));
        }
    };
    for place in &written.places {
        place.parent.iter().for_each(|id| refer("place", id, &place.at));
    }
    for unit in &written.units {
        unit.place.iter().for_each(|id| refer("place", id, &unit.at));
    }
    for cadre in &written.cadres {
        refer("unit", &cadre.unit, &cadre.at);
        cadre.place.iter().for_each(|id| refer("place", id, &cadre.at));
        cadre.superior.iter().for_each(|id| refer("cadre", id, &cadre.at));
    }
    for body in &written.outside {
        body.subjects.iter().for_each(|id| refer("subject", id, &body.at));
    }
    for reception in &written.receptions {
        refer("cadre", &reception.leader, &reception.at);
    }
    for post in &written.posts {
        refer("unit", &post.unit, &post.at);
        refer("cadre", &post.cadre, &post.at);
        post.deputy.iter().for_each(|id| refer("cadre", id, &post.at));
        post.place.iter().for_each(|id| refer("place", id, &post.at));
        post.subjects.iter().for_each(|id| refer("subject", id, &post.at));
    }
}

pub(super) fn villages_lie_in_towns(written: &Written, faults: &mut Vec<Fault>) {
    let villages: BTreeSet<&str> =
        written.places.iter().filter(|place| place.parent.is_some()).map(|place| place.id.as_str()).collect();
    for place in &written.places {
        if let Some(parent) = place.parent.as_ref().filter(|parent| villages.contains(parent.as_str())) {
            let what = format!("`{}` lies in `{parent}`, which is itself a village", place.id);
            faults.push(place.fault(what, "name the town or street as its parent"));
        }
    }
}

pub(super) fn towns_have_one_unit(written: &Written, faults: &mut Vec<Fault>) {
    for unit in written.units.iter().filter(|unit| (unit.kind == UnitKind::Town) != unit.place.is_some()) {
        let what = format!("`{}` is a town's unit without a town, or has a town and is none", unit.id);
        faults.push(unit.fault(what, "a unit of kind \"town\" has a place, no other unit has one"));
    }
    for town in written.places.iter().filter(|place| place.parent.is_none()) {
        let units = written.units.iter().filter(|unit| unit.place.as_ref() == Some(&town.id)).count();
        if units != 1 {
            let what = format!("the town `{}` is governed by {units} units", town.id);
            faults.push(town.fault(what, "give exactly one unit this place, or the village its parent"));
        }
    }
}

pub(super) fn one_county_and_one_discipline_unit(written: &Written, faults: &mut Vec<Fault>) {
    for (kind, word) in [(UnitKind::County, "county"), (UnitKind::Discipline, "discipline")] {
        let mend = format!("keep exactly one unit of kind \"{word}\"");
        let mut units = written.units.iter().filter(|unit| unit.kind == kind);
        if let (None, Some(last)) = (units.next(), written.units.last()) {
            faults.push(last.fault(format!("no unit is of kind \"{word}\""), mend.clone()));
        }
        for second in units {
            faults.push(second.fault(format!("a second unit is of kind \"{word}\""), mend.clone()));
        }
    }
}

/// A word that means a place or a unit, and the days on which it does.
struct Meaning<'w> {
    word: &'w str,
    id: &'w str,
    days: (NaiveDate, NaiveDate),
    at: &'w At,
}

pub(super) fn aliases_do_not_overlap(written: &Written, faults: &mut Vec<Fault>) {
    let always = (NaiveDate::MIN, NaiveDate::MAX);
    let mut places = Vec::new();
    for place in &written.places {
        for word in [&place.name].into_iter().chain(&place.aliases) {
            places.push(Meaning { word, id: &place.id, days: always, at: &place.at });
        }
    }
    let mut units = Vec::new();
    for unit in &written.units {
        units.push(Meaning { word: &unit.name, id: &unit.id, days: always, at: &unit.at });
        for alias in &unit.aliases {
            let days = (alias.from.unwrap_or(always.0), alias.until.unwrap_or(always.1));
            units.push(Meaning { word: &alias.name, id: &unit.id, days, at: &unit.at });
        }
    }
    overlaps(places, faults);
    overlaps(units, faults);
}

fn overlaps(meanings: Vec<Meaning<'_>>, faults: &mut Vec<Fault>) {
    let mut seen: BTreeMap<&str, Vec<&Meaning<'_>>> = BTreeMap::new();
    for meaning in &meanings {
        let earlier = seen.entry(meaning.word).or_default();
        let clash = earlier
            .iter()
            .find(|other| other.id != meaning.id && other.days.0 <= meaning.days.1 && meaning.days.0 <= other.days.1);
        if let Some(other) = clash {
            let what = format!("`{}` already means `{}` (line {})", meaning.word, other.id, other.at.line);
            faults.push(meaning.at.fault(what, "let each name mean one thing at a time"));
        }
        earlier.push(meaning);
    }
}

pub(super) fn aliases_run_forwards(written: &Written, faults: &mut Vec<Fault>) {
    for unit in &written.units {
        for alias in
            unit.aliases.iter().filter(|alias| alias.from.zip(alias.until).is_some_and(|(from, until)| from > until))
        {
            let what = format!("`{}` ends before it begins", alias.name);
            faults.push(unit.fault(what, "let `from` be the earlier day"));
        }
    }
}
