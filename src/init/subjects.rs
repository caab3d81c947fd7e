//! The words of the subject column → leaves of the subject tree; and which unit leads which leaf in this county.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::draft::{County, Kind, Lead};
use super::report::Report;
use super::words::{Column, base};

/// A leaf of the embedded tree.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Leaf {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) lead: String,
    #[serde(default)]
    keywords: Vec<toml::Value>,
    #[serde(default)]
    area: String,
}

/// Leads that are rules and no units.
const RULES: [&str; 3] = ["town", "discipline", "screener"];

/// The leaves of the embedded tree.
pub(super) fn leaves() -> Vec<Leaf> {
    #[derive(Deserialize)]
    struct Area {
        name: String,
        #[serde(default)]
        subject: Vec<Leaf>,
    }
    #[derive(Deserialize)]
    struct Tree {
        area: Vec<Area>,
    }
    let areas = toml::from_str::<Tree>(base("subjects.toml")).map(|tree| tree.area).unwrap_or_default();
    let named = |area: Area| area.subject.into_iter().map(move |leaf| Leaf { area: area.name.clone(), ..leaf });
    areas.into_iter().flat_map(named).collect()
}

/// Finds the leaves that the claims speak of.
pub(super) fn resolve(county: &mut County, leaves: &[Leaf], known: &[String], report: &mut Report) {
    let mut guessed = Vec::new();
    for person in 0..county.people.len() {
        for claim in 0..county.people[person].claims.len() {
            let words = county.people[person].claims[claim].subject_words.clone();
            let row = county.people[person].claims[claim].row;
            for word in words {
                let unit = county.people[person].unit;
                let (found, sure) = find(county, unit, &word, (leaves, known));
                if found.is_empty() {
                    let facts = [("word", word.as_str()), ("near", &near(&word, leaves))];
                    report.fault(row, Column::Subject, "init-fault-subject", &facts);
                }
                if !sure && let [leaf] = found.as_slice() {
                    guessed.push(format!("{word} → {}", leaf.name));
                }
                let subjects = &mut county.people[person].claims[claim].subjects;
                for leaf in found {
                    if !subjects.contains(&leaf.id) {
                        subjects.push(leaf.id.clone());
                    }
                }
            }
        }
    }
    guessed.dedup();
    if !guessed.is_empty() {
        report.note("init-note-subject", &[("guesses", &guessed.join(", "))]);
    }
}

/// The leaves a word means, and whether there is no doubt about it.
fn find<'l>(county: &County, unit: usize, word: &str, tree: (&'l [Leaf], &[String])) -> (Vec<&'l Leaf>, bool) {
    let (leaves, known) = tree;
    let exact: Vec<&Leaf> = leaves.iter().filter(|leaf| leaf.name == word || leaf.id == word).collect();
    if !exact.is_empty() {
        return (exact, true);
    }
    let area: Vec<&Leaf> = leaves.iter().filter(|leaf| leaf.area == word).collect();
    if !area.is_empty() {
        return (of_area(county, unit, area, known), true);
    }
    let part: Vec<&Leaf> = leaves.iter().filter(|leaf| leaf.name.contains(word)).collect();
    if part.len() == 1 {
        return (part, false);
    }
    let weight = |leaf: &&Leaf| leaf.keywords.iter().filter_map(|keyword| weight(keyword, word)).fold(0.0, f64::max);
    let heaviest = leaves.iter().filter(|leaf| weight(leaf) > 0.0).max_by(|a, b| weight(a).total_cmp(&weight(b)));
    (heaviest.into_iter().collect(), false)
}

/// Of a whole area, what is this unit's own; or else what nobody in the sheet leads; or else all of it.
fn of_area<'l>(county: &County, unit: usize, area: Vec<&'l Leaf>, known: &[String]) -> Vec<&'l Leaf> {
    let own = county.units.get(unit);
    let bureau = own.and_then(|unit| unit.known).and_then(|at| known.get(at)).map(String::as_str);
    let lead = if own.is_some_and(|unit| unit.kind == Kind::Town) { Some("town") } else { bureau };
    let led: Vec<&Leaf> = area.iter().copied().filter(|leaf| Some(leaf.lead.as_str()) == lead).collect();
    if !led.is_empty() {
        return led;
    }
    let present = |lead: &str| RULES.contains(&lead) || leader(county, lead, known).is_some();
    let free: Vec<&Leaf> = area.iter().copied().filter(|leaf| !present(&leaf.lead)).collect();
    let open = |leaf: &&Leaf| leaf.lead != "discipline";
    if free.is_empty() { area.into_iter().filter(open).collect() } else { free }
}

fn weight(keyword: &toml::Value, word: &str) -> Option<f64> {
    match keyword {
        toml::Value::String(known) => (known == word).then_some(1.0),
        toml::Value::Array(pair) => {
            let known = pair.first().and_then(toml::Value::as_str)?;
            (known == word).then(|| pair.get(1).and_then(toml::Value::as_float).unwrap_or(1.0))
        }
        _ => None,
    }
}

/// Leaves that share the most characters with a word.
fn near(word: &str, leaves: &[Leaf]) -> String {
    let shared = |leaf: &&Leaf| word.chars().filter(|c| leaf.name.contains(*c)).count();
    let mut close: Vec<&Leaf> = leaves.iter().filter(|leaf| shared(leaf) > 0).collect();
    close.sort_by_key(|leaf| std::cmp::Reverse(shared(leaf)));
    if close.is_empty() {
        close = leaves.iter().collect();
    }
    close.iter().take(6).map(|leaf| leaf.name.as_str()).collect::<Vec<_>>().join(" ")
}

/// The unit of the sheet that is this bureau of the embedded files.
fn leader(county: &County, bureau: &str, known: &[String]) -> Option<usize> {
    let is = |at: usize| known.get(at).is_some_and(|id| id == bureau);
    county.units.iter().position(|unit| unit.kind == Kind::Bureau && unit.known.is_some_and(is))
}

/// Who leads each leaf: the bureau whose row claims it, the bureau the tree names, or a screener where the sheet has none.
pub(super) fn leads(county: &mut County, leaves: &[Leaf], known: &[String], report: &mut Report) {
    let mut claimed: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for person in &county.people {
        if county.units[person.unit].kind != Kind::Bureau {
            continue;
        }
        for claim in person.claims.iter().filter(|claim| !claim.deputy && claim.places.is_empty()) {
            for leaf in leaves.iter().filter(|leaf| claim.subjects.contains(&leaf.id)) {
                claimed.entry(&leaf.id).or_default().push((person.unit, claim.row));
            }
        }
    }
    let mut moved: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let mut orphans: BTreeMap<&str, usize> = BTreeMap::new();
    let mut leads = Vec::new();
    for leaf in leaves {
        let by_rule = RULES.contains(&leaf.lead.as_str());
        let usual = leader(county, &leaf.lead, known).filter(|_| !by_rule);
        let claims = claimed.get(leaf.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        if leaf.lead == "discipline" {
            for (_, row) in claims {
                report.fault(*row, Column::Subject, "init-fault-sealed-subject", &[("subject", &leaf.name)]);
            }
            continue;
        }
        let first = claims.first().map(|(unit, _)| *unit);
        let other = claims.iter().find(|(unit, _)| Some(*unit) != first);
        let lead = match (usual.filter(|usual| claims.iter().any(|(unit, _)| unit == usual)), first, other) {
            (Some(usual), _, _) => Some(usual),
            (None, Some(one), Some((two, row))) => {
                let (one, two) = (&county.units[one].name, &county.units[*two].name);
                let facts = [("subject", leaf.name.as_str()), ("one", one), ("two", two)];
                report.fault(*row, Column::Subject, "init-fault-two-leads", &facts);
                continue;
            }
            (None, Some(one), None) => {
                moved.entry(one).or_default().push(&leaf.name);
                Some(one)
            }
            (None, None, _) => usual,
        };
        match lead {
            Some(unit) => leads.push(Lead { leaf: leaf.id.clone(), unit: Some(unit), claimed: first.is_some() }),
            None if by_rule => {}
            None => {
                *orphans.entry(leaf.lead.as_str()).or_default() += 1;
                leads.push(Lead { leaf: leaf.id.clone(), unit: None, claimed: false });
            }
        }
    }
    for (unit, subjects) in moved {
        report.note("init-note-lead", &[("unit", &county.units[unit].name), ("subjects", &subjects.join(" "))]);
    }
    county.leads = leads;
    tell_orphans(&orphans, report);
}

fn tell_orphans(orphans: &BTreeMap<&str, usize>, report: &mut Report) {
    if orphans.is_empty() {
        return;
    }
    let known = super::words::known_units();
    let names = known.iter().filter(|unit| orphans.contains_key(unit.id.as_str())).map(|unit| unit.name.as_str());
    let count = orphans.values().sum::<usize>().to_string();
    report.note("init-note-orphans", &[("units", &names.collect::<Vec<_>>().join(" ")), ("count", &count)]);
}
