//! The county → files: as `minqing check` wants them and as a clerk can read on in them.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::draft::{County, Kind, Person, Unit};
use super::ids::{FORMER, Old};
use super::words::{Duty, Known, Words, base, head_of};

/// A file below the county's folder.
pub(super) type File = (String, String);

/// Numbers of people, which only the operator may read.
pub(super) const PHONES: &str = "county/phones.toml";

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The comment at the head of a file, without the words that are true of the embedded county only.
fn head(name: &str) -> String {
    head_of(name).replace(" All invented; no real person is meant.", "").replace(" All invented.", "")
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

/// `county/places.toml`; names added by hand to the old file stay.
pub(super) fn places(county: &County, old: &Old) -> File {
    let mut text = head("county/places.toml");
    let mut taken: BTreeSet<String> = county.places.iter().map(|place| place.name.clone()).collect();
    for town in (0..county.places.len()).filter(|at| county.places[*at].town.is_none()) {
        let villages = (0..county.places.len()).filter(|at| county.places[*at].town == Some(town));
        for at in std::iter::once(town).chain(villages) {
            let place = &county.places[at];
            let by_hand = old.places.iter().filter(|old| old.id == place.id).flat_map(|old| &old.aliases);
            let aliases: Vec<&String> =
                place.aliases.iter().chain(by_hand).filter(|way| taken.insert((*way).clone())).collect();
            let _ = write!(text, "\n[[place]]\nid = {}\nname = {}\n", quoted(&place.id), quoted(&place.name));
            if !aliases.is_empty() {
                let _ = writeln!(text, "aliases = {}", list(aliases.into_iter().map(String::as_str)));
            }
            if let Some(town) = place.town {
                let _ = writeln!(text, "parent = {}", quoted(&county.places[town].id));
            }
        }
    }
    ("county/places.toml".to_owned(), text)
}

/// `county/units.toml`; names added by hand to the old file stay.
pub(super) fn units(county: &County, known: &[Known], old: &Old) -> File {
    let mut text = head("county/units.toml");
    let mut taken: BTreeSet<String> = county.units.iter().map(|unit| unit.name.clone()).collect();
    for (at, unit) in county.units.iter().enumerate() {
        let _ = write!(text, "\n[[unit]]\nid = {}\nname = {}\n", quoted(&unit.id), quoted(&unit.name));
        let _ = writeln!(text, "kind = {}", quoted(unit.kind.word()));
        if let Some(place) = county.town_of(at) {
            let _ = writeln!(text, "place = {}", quoted(&county.places[place].id));
        }
        let aliases: Vec<String> = aliases(county, unit, known, old)
            .into_iter()
            .filter(|alias| {
                alias.get("name").and_then(toml::Value::as_str).is_some_and(|name| taken.insert(name.to_owned()))
            })
            .map(|alias| toml::Value::Table(alias).to_string())
            .collect();
        if !aliases.is_empty() {
            let _ = writeln!(text, "aliases = [{}]", aliases.join(", "));
        }
    }
    ("county/units.toml".to_owned(), text)
}

fn aliases(county: &County, unit: &Unit, known: &[Known], old: &Old) -> Vec<toml::Table> {
    let named = |name: &str| toml::Table::from_iter([("name".to_owned(), toml::Value::from(name))]);
    let mut aliases = Vec::new();
    if unit.kind == Kind::Town {
        let place = county.places.iter().find(|place| place.town.is_none() && place.name == unit.key);
        aliases.extend(place.into_iter().flat_map(|place| place.aliases.iter().skip(1)).map(|alias| named(alias)));
    }
    if let Some(known) = unit.known.and_then(|at| known.get(at)) {
        aliases.push(named(&known.name));
        aliases.extend(known.aliases.iter().cloned());
    }
    if unit.kind == Kind::Bureau {
        aliases.push(named(&unit.key));
    }
    aliases.extend(old.units.iter().filter(|old| old.id == unit.id).flat_map(|old| old.aliases.iter().cloned()));
    aliases
}

/// `county/cadres.toml`; days away written by hand stay.
pub(super) fn cadres(county: &County, old: &Old) -> File {
    let mut text = head("county/cadres.toml");
    for (unit, named) in county.units.iter().enumerate() {
        let _ = write!(text, "\n# {}\n", named.name);
        for at in county.of_unit(unit) {
            cadre(county, &county.people[at], old, &mut text);
        }
    }
    ("county/cadres.toml".to_owned(), text)
}

fn cadre(county: &County, person: &Person, old: &Old, text: &mut String) {
    let before = old.cadres.iter().find(|old| old.id == person.id);
    let title = person.title.as_deref().or(before.map(|old| old.title.as_str())).unwrap_or_default();
    let _ = write!(text, "\n[[cadre]]\nid = {}\nname = {}\n", quoted(&person.id), quoted(&person.name));
    let _ = writeln!(text, "title = {}\nunit = {}", quoted(title), quoted(&county.units[person.unit].id));
    let village = person.claims.iter().flat_map(|claim| &claim.places).next();
    if let Some(village) = village.filter(|_| person.duties.contains(&Duty::Village)) {
        let _ = writeln!(text, "place = {}", quoted(&county.places[*village].id));
    }
    let roles: BTreeSet<&str> = person.duties.iter().filter_map(|duty| duty.role()).collect();
    let _ = writeln!(text, "roles = {}", list(roles.into_iter()));
    if let Some(superior) = person.superior {
        let _ = writeln!(text, "superior = {}", quoted(&county.people[superior].id));
    }
    let heads_discipline = county.units[person.unit].kind == Kind::Discipline && person.duties.contains(&Duty::Head);
    if heads_discipline || person.duties.contains(&Duty::Leader) || before.is_some_and(|old| old.managed_above) {
        text.push_str("managed_above = true\n");
    }
    if let Some(before) = before.filter(|old| !old.absences.is_empty()) {
        let days: Vec<String> =
            before.absences.iter().map(|days| toml::Value::Table(days.clone()).to_string()).collect();
        let _ = writeln!(text, "absences = [{}]", days.join(", "));
    }
}

/// `county/posts.toml`.
pub(super) fn posts(county: &County) -> File {
    let mut text = head("county/posts.toml");
    for (unit, named) in county.units.iter().enumerate() {
        let _ = write!(text, "\n# {}\n", named.name);
        for post in county.posts.iter().filter(|post| post.unit == unit) {
            text.push_str("\n[[post]]\n");
            if let Some(place) = post.place {
                let _ = writeln!(text, "place = {}", quoted(&county.places[place].id));
            }
            let _ = writeln!(text, "unit = {}", quoted(&named.id));
            if !post.subjects.is_empty() {
                let _ = writeln!(text, "subjects = {}", list(post.subjects.iter().map(String::as_str)));
            }
            let _ = writeln!(text, "cadre = {}", quoted(&county.people[post.cadre].id));
            if let Some(deputy) = post.deputy {
                let _ = writeln!(text, "deputy = {}", quoted(&county.people[deputy].id));
            }
        }
    }
    ("county/posts.toml".to_owned(), text)
}

/// `county/phones.toml`, when the sheet has numbers.
pub(super) fn phones(county: &County) -> Option<File> {
    let mut text = String::from(
        "# Telephone numbers, by the cadre's id; for `minqing invite --all` only, never shown to anybody else.\n# Keep this file to yourself (mode 600).\n\n",
    );
    let mut any = false;
    for person in &county.people {
        if let Some(phone) = &person.phone {
            any = true;
            let _ = writeln!(text, "{} = {}", quoted(&person.id), quoted(phone));
        }
    }
    any.then(|| (PHONES.to_owned(), text))
}

/// The ids of those who have left.
pub(super) fn former(county: &County, old: &Old) -> Option<File> {
    let left = old.left(county).into_iter().map(|old| old.id.clone());
    let gone = |id: &String| !county.people.iter().any(|person| person.id == *id);
    let ids: BTreeSet<String> = old.former.iter().cloned().chain(left).filter(gone).collect();
    let text = ids.iter().fold(
        String::from(
            "# Ids of people who have left the sheet. Nobody else gets them: an account may still hang on one.\n",
        ),
        |text, id| text + id + "\n",
    );
    (!ids.is_empty()).then(|| (FORMER.to_owned(), text))
}

/// `minqing.toml` of a new county.
pub(super) fn main(county: &County, gas: &str) -> File {
    let (mut named, mut told) = (false, false);
    let lines = base("minqing.toml").lines().map(|line| {
        if line.starts_with("id = ") {
            format!("id = {}", quoted(&county.id))
        } else if line.starts_with("name = ") && !std::mem::replace(&mut named, true) {
            format!("name = {}", quoted(&county.name))
        } else if line.starts_with("gas = ") && !std::mem::replace(&mut told, true) {
            format!("gas = {}", quoted(gas))
        } else {
            line.to_owned()
        }
    });
    ("minqing.toml".to_owned(), lines.map(|line| line + "\n").collect())
}

/// `subjects.toml`: the tree as it stands in the folder (or the embedded one). A leaf keeps its lead, unless a row claims it,
/// its unit is not in the sheet, or it waited for a unit that now is.
pub(super) fn subjects(county: &County, text: &str) -> File {
    let mut leaf = String::new();
    let value = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    let stays = |lead: &str| ["town", "discipline"].contains(&lead) || county.units.iter().any(|unit| unit.id == lead);
    let lines = text.lines().map(|line| {
        if line.starts_with("id = ") {
            leaf = value(line);
        }
        let wanted = county.leads.iter().find(|lead| lead.leaf == leaf).filter(|_| line.starts_with("lead = "));
        match wanted {
            Some(lead) if lead.claimed || !stays(&value(line)) => {
                let unit = lead.unit.map_or("screener", |unit| county.units[unit].id.as_str());
                format!("lead = {}", quoted(unit))
            }
            Some(_) | None => line.to_owned(),
        }
    });
    ("subjects.toml".to_owned(), lines.map(|line| line + "\n").collect())
}

/// Whether a sandbox page speaks of a unit and a cadre that are still there.
pub(super) fn page_stands(county: &County, text: &str) -> bool {
    let table: toml::Table = text.parse().unwrap_or_default();
    let page = |key: &str| table.get("page")?.get(key)?.as_str().map(str::to_owned);
    county.units.iter().any(|unit| Some(&unit.id) == page("unit").as_ref())
        && county.people.iter().any(|person| Some(&person.id) == page("cadre").as_ref())
}

/// `sandbox.toml`: the invented residents, with this county's people on the page.
pub(super) fn sandbox(county: &County, words: &Words) -> File {
    let mut table: toml::Table = base("sandbox.toml").parse().unwrap_or_default();
    let in_village = |post: &&super::draft::Post| post.place.is_some_and(|at| county.places[at].town.is_some());
    let handled = |post: &&super::draft::Post| matches!(county.units[post.unit].kind, Kind::Town | Kind::Bureau);
    let shown = county.posts.iter().find(in_village).or_else(|| county.posts.iter().find(handled));
    let village = shown.and_then(|post| post.place).map_or(county.name.as_str(), |at| county.places[at].name.as_str());
    if let (Some(page), Some(post)) = (table.get_mut("page").and_then(toml::Value::as_table_mut), shown) {
        page.insert("unit".to_owned(), county.units[post.unit].id.as_str().into());
        page.insert("cadre".to_owned(), county.people[post.cadre].id.as_str().into());
        let tries = words.tries.iter().map(|one| {
            let text = one.text.replace("{ village }", village);
            let pair = [("label".to_owned(), one.label.as_str().into()), ("text".to_owned(), text.into())];
            toml::Value::Table(toml::Table::from_iter(pair))
        });
        page.insert("tries".to_owned(), toml::Value::Array(tries.collect()));
    }
    ("sandbox.toml".to_owned(), format!("{}\n{table}", head_of("sandbox.toml")))
}
