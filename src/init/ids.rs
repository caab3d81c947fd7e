//! Names → ids: by pinyin, the same on every run; an id that a folder already has stays with its bearer.

use std::collections::BTreeSet;
use std::path::Path;

use pinyin::ToPinyin;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::draft::{County, Kind};
use super::people::Units;
use super::report::Report;

/// Ids that once were in use and are not given to anybody else.
pub(super) const FORMER: &str = "county/former-ids.txt";

/// The id of a seat that nobody has taken.
const SEAT: &str = "discipline_seat";

/// What a folder holds already.
#[derive(Debug, Default)]
pub(super) struct Old {
    pub(super) units: Vec<OldUnit>,
    pub(super) places: Vec<OldPlace>,
    pub(super) cadres: Vec<OldCadre>,
    /// Ids of people who have left.
    pub(super) former: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OldUnit {
    pub(super) id: String,
    pub(super) name: String,
    kind: String,
    #[serde(default)]
    pub(super) aliases: Vec<toml::Table>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OldPlace {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OldCadre {
    pub(super) id: String,
    pub(super) name: String,
    unit: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) absences: Vec<toml::Table>,
    #[serde(default)]
    pub(super) managed_above: bool,
}

#[derive(Default, Deserialize)]
struct Files {
    #[serde(default)]
    unit: Vec<OldUnit>,
    #[serde(default)]
    place: Vec<OldPlace>,
    #[serde(default)]
    cadre: Vec<OldCadre>,
}

impl Old {
    /// Reads a folder's county.
    ///
    /// # Errors
    /// The file that cannot be understood.
    pub(super) fn read(dir: &Path) -> Result<Self, String> {
        fn file<T: DeserializeOwned>(dir: &Path, name: &str) -> Result<T, String> {
            let text = std::fs::read_to_string(dir.join(name)).map_err(|_| name.to_owned())?;
            toml::from_str(&text).map_err(|_| name.to_owned())
        }
        let (units, places): (Files, Files) = (file(dir, "county/units.toml")?, file(dir, "county/places.toml")?);
        let cadres: Files = file(dir, "county/cadres.toml")?;
        let former = std::fs::read_to_string(dir.join(FORMER)).unwrap_or_default();
        let former = former.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned);
        Ok(Self { units: units.unit, places: places.place, cadres: cadres.cadre, former: former.collect() })
    }

    /// People who are no longer in the sheet.
    pub(super) fn left<'o>(&'o self, county: &County) -> Vec<&'o OldCadre> {
        self.cadres.iter().filter(|old| !county.people.iter().any(|person| person.id == old.id)).collect()
    }
}

/// Gives everything its id.
pub(super) fn assign(county: &mut County, units: &Units<'_>, old: &Old, report: &mut Report) {
    let mut taken: BTreeSet<String> = old.units.iter().map(|unit| unit.id.clone()).collect();
    for at in 0..county.units.len() {
        let unit = &county.units[at];
        let same = |known: &&OldUnit| {
            let fixed = matches!(unit.kind, Kind::County | Kind::Discipline) && known.kind == unit.kind.word();
            fixed || known.name == unit.name || units.bare(&known.name) == unit.key
        };
        let kept = old.units.iter().find(same).map(|old| old.id.clone());
        let known = unit.known.and_then(|known| units.known.get(known)).map(|known| known.id.clone());
        let fixed = matches!(unit.kind, Kind::County | Kind::Discipline).then(|| unit.kind.word().to_owned());
        let wanted = fixed.or(known).unwrap_or_else(|| spelt(stem(&unit.key, units)));
        county.units[at].id = kept.unwrap_or_else(|| free(&wanted, &mut taken));
        taken.insert(county.units[at].id.clone());
    }
    let mut taken: BTreeSet<String> = old.places.iter().map(|place| place.id.clone()).collect();
    for at in 0..county.places.len() {
        let name = county.places[at].name.clone();
        let kept = old.places.iter().find(|old| old.name == name).map(|old| old.id.clone());
        county.places[at].id = kept.unwrap_or_else(|| free(&spelt(stem(&name, units)), &mut taken));
        taken.insert(county.places[at].id.clone());
    }
    let mut taken: BTreeSet<String> =
        old.cadres.iter().map(|cadre| cadre.id.clone()).chain(old.former.clone()).collect();
    let kept = kept_people(county, old, report);
    for (at, kept) in kept.into_iter().enumerate() {
        let wanted = if county.people[at].open { SEAT.to_owned() } else { spelt(&county.people[at].name) };
        county.people[at].id = kept.unwrap_or_else(|| free(&wanted, &mut taken));
    }
}

/// The ids people had: the same name in the same unit; or else the only bearer of a name, who has moved.
fn kept_people(county: &County, old: &Old, report: &mut Report) -> Vec<Option<String>> {
    let unit_of = |at: usize| county.units[county.people[at].unit].id.as_str();
    let mut kept: Vec<Option<String>> = Vec::new();
    for at in 0..county.people.len() {
        let free = |known: &&OldCadre| !kept.contains(&Some(known.id.clone()));
        let same = |known: &&OldCadre| known.name == county.people[at].name && known.unit == unit_of(at);
        let found = old.cadres.iter().filter(same).find(free).map(|known| known.id.clone());
        kept.push(found);
    }
    for at in 0..kept.len() {
        let name = &county.people[at].name;
        let free = |known: &&OldCadre| known.name == *name && !kept.contains(&Some(known.id.clone()));
        let bearers: Vec<&OldCadre> = old.cadres.iter().filter(free).collect();
        let namesakes = (0..kept.len()).filter(|other| kept[*other].is_none() && county.people[*other].name == *name);
        if let ([one], None, 1) = (bearers.as_slice(), &kept[at], namesakes.count()) {
            let unit = county.units[county.people[at].unit].name.clone();
            report.note("init-note-moved", &[("person", name), ("unit", &unit), ("id", &one.id)]);
            kept[at] = Some(one.id.clone());
        }
    }
    kept
}

/// A name without what every town or village ends in.
fn stem<'n>(name: &'n str, units: &Units<'_>) -> &'n str {
    let kinds = &units.words.kinds;
    let endings = kinds.towns.iter().chain(kinds.villages.iter().map(|(ending, _)| ending));
    let long = |stem: &&str| stem.chars().count() >= 2;
    endings.filter_map(|ending| name.strip_suffix(ending.as_str())).find(long).unwrap_or(name)
}

/// A name in the letters an id may have.
pub(super) fn spelt(name: &str) -> String {
    let mut spelt = String::new();
    for c in name.chars() {
        match c.to_pinyin() {
            Some(syllable) => spelt.extend(syllable.plain().chars().map(|c| if c == 'ü' { 'v' } else { c })),
            None => spelt.extend(c.to_lowercase().filter(char::is_ascii_alphanumeric)),
        }
    }
    let spelt: String = spelt.chars().filter(char::is_ascii_alphanumeric).collect();
    if spelt.is_empty() {
        // Letters that have no pinyin, such as Tibetan or Uyghur ones: their numbers do as well.
        return name.chars().filter(|c| c.is_alphabetic()).map(|c| format!("{:x}", u32::from(c))).collect::<String>();
    }
    spelt
}

/// The id, with a number behind it when somebody has it already.
fn free(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let wanted = if wanted.is_empty() { "x" } else { wanted };
    let ways = std::iter::once(wanted.to_owned()).chain((2..10_000).map(|number| format!("{wanted}{number}")));
    let found = ways.into_iter().find(|way| !taken.contains(way)).unwrap_or_else(|| wanted.to_owned());
    taken.insert(found.clone());
    found
}
