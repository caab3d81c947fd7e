//! Who heads what, who stands above whom, and who stands in for a duty that no row names.

use super::draft::{County, Kind, Person, Unit};
use super::people::tell_namesakes;
use super::report::Report;
use super::words::{Column, Duty, Words};

/// Settles everybody's place; faults where nobody can stand in.
pub(super) fn settle(county: &mut County, words: &Words, report: &mut Report) {
    if !desk(county, report) {
        return;
    }
    fold_leaders(county);
    fold_namesakes(county);
    tell_namesakes(county, report);
    discipline(county, words, report);
    heads(county, report);
    stand_ins(county, report);
    watched_screeners(county, report);
    if county.people.iter().any(|person| person.open) {
        let screeners = county.names(&county.with(Duty::Screener));
        report.note("init-note-open-seat", &[("seat", &words.kinds.open_seat), ("screeners", &screeners)]);
    }
    chains(county, report);
    loops(county, report);
    for person in &mut county.people {
        if person.title.is_none() {
            let spoken =
                [Duty::Head, Duty::Leader, Duty::DisciplineReader, Duty::Screener, Duty::Operator, Duty::OnCall];
            let duty = spoken.into_iter().find(|duty| person.duties.contains(duty)).unwrap_or(Duty::Handler);
            person.title = words.kinds.titles.get(&duty).cloned();
        }
    }
}

/// The county's own desk: named as such, or the unit of whoever screens, runs the bot or leads.
fn desk(county: &mut County, report: &mut Report) -> bool {
    if county.unit_of(Kind::County).is_some() {
        return true;
    }
    let duties = [Duty::Screener, Duty::Operator, Duty::Supervisor, Duty::OnCall, Duty::Leader];
    let people = duties.into_iter().flat_map(|duty| county.with(duty));
    let unit = people.map(|at| county.people[at].unit).find(|unit| county.units[*unit].kind == Kind::Bureau);
    match unit {
        Some(unit) => {
            county.units[unit].kind = Kind::County;
            county.units[unit].known = None;
            report.note("init-note-desk", &[("unit", &county.units[unit].name)]);
            true
        }
        None => {
            report.fault(0, None, "init-fault-no-desk", &[]);
            false
        }
    }
}

/// Leaders whose unit handles nothing belong to the county's desk.
fn fold_leaders(county: &mut County) {
    let Some(desk) = county.unit_of(Kind::County) else { return };
    let only = |person: &Person| person.duties.iter().all(|duty| *duty == Duty::Leader);
    for unit in (0..county.units.len()).rev() {
        if unit == desk || !county.of_unit(unit).all(|at| only(&county.people[at])) {
            continue;
        }
        // The unit is taken out; whoever stood behind it moves up by one.
        county.units.remove(unit);
        let desk = county.unit_of(Kind::County).unwrap_or_default();
        for person in &mut county.people {
            person.unit = match person.unit {
                own if own == unit => desk,
                own if own > unit => own - 1,
                own => own,
            };
        }
        return fold_leaders(county);
    }
}

/// A leader who came to the county's desk and somebody there of the same name are one person.
fn fold_namesakes(county: &mut County) {
    let mut people: Vec<Person> = Vec::new();
    for person in std::mem::take(&mut county.people) {
        match people.iter_mut().find(|known| known.unit == person.unit && known.name == person.name) {
            Some(known) => {
                known.duties.extend(person.duties);
                known.claims.extend(person.claims);
                known.rows.extend(person.rows);
                known.title = known.title.take().or(person.title);
                known.phone = known.phone.take().or(person.phone);
                known.above = known.above.take().or(person.above);
            }
            None => people.push(person),
        }
    }
    county.people = people;
}

/// Sealed matters are read in the discipline lane only; when no row names it, a seat is kept open.
fn discipline(county: &mut County, words: &Words, report: &mut Report) {
    for at in county.with(Duty::DisciplineReader) {
        let person = &county.people[at];
        if county.units[person.unit].kind != Kind::Discipline {
            let row = person.rows.first().copied().unwrap_or_default();
            let lane = &words.kinds.discipline_name;
            report.fault(row, Column::Role, "init-fault-reader-outside", &[("person", &person.name), ("lane", lane)]);
        }
    }
    let lane = county.unit_of(Kind::Discipline).unwrap_or_else(|| {
        county.units.push(Unit {
            id: String::new(),
            key: Kind::Discipline.word().to_owned(),
            name: words.kinds.discipline_name.clone(),
            kind: Kind::Discipline,
            known: None,
        });
        county.units.len() - 1
    });
    let people: Vec<usize> = county.of_unit(lane).collect();
    let reads = |at: &usize| county.people[*at].duties.contains(&Duty::DisciplineReader);
    if people.iter().any(reads) {
        return;
    }
    if people.is_empty() {
        county.people.push(open_seat(lane, words));
    } else {
        for at in &people {
            county.people[*at].duties.insert(Duty::DisciplineReader);
        }
        let unit = county.units[lane].name.clone();
        report.note("init-note-readers", &[("people", &county.names(&people)), ("unit", &unit)]);
    }
}

fn open_seat(unit: usize, words: &Words) -> Person {
    Person {
        id: String::new(),
        name: words.kinds.open_seat.clone(),
        unit,
        duties: [Duty::DisciplineReader, Duty::Head, Duty::Handler].into(),
        title: None,
        phone: None,
        above: None,
        superior: None,
        claims: Vec::new(),
        rows: Vec::new(),
        open: true,
    }
}

/// Each unit has one head: the first who is called so, or else the first of its people.
fn heads(county: &mut County, report: &mut Report) {
    for unit in 0..county.units.len() {
        let people: Vec<usize> = county.of_unit(unit).collect();
        let is_head = |at: &usize| county.people[*at].duties.contains(&Duty::Head);
        let heads: Vec<usize> = people.iter().copied().filter(is_head).collect();
        let name = county.units[unit].name.clone();
        match heads.as_slice() {
            [] => {
                let plain = |at: &&usize| {
                    let duties = &county.people[**at].duties;
                    !duties.contains(&Duty::Leader) && !duties.contains(&Duty::Village)
                };
                let Some(first) = people.iter().find(plain).or(people.first()).copied() else { continue };
                county.people[first].duties.insert(Duty::Head);
                report.note("init-note-no-head", &[("unit", &name), ("person", county.name(first))]);
            }
            [_] => {}
            [first, others @ ..] => {
                for other in others {
                    county.people[*other].duties.remove(&Duty::Head);
                    county.people[*other].duties.insert(Duty::Handler);
                }
                let facts =
                    [("unit", name.as_str()), ("person", county.name(*first)), ("others", &county.names(others))];
                report.note("init-note-two-heads", &facts);
            }
        }
    }
}

/// Nobody screens, is on call or runs the bot: somebody of the county's desk does, and init says who.
fn stand_ins(county: &mut County, report: &mut Report) {
    let Some(desk) = county.unit_of(Kind::County) else { return };
    let people: Vec<usize> =
        county.of_unit(desk).filter(|at| !county.people[*at].duties.contains(&Duty::Leader)).collect();
    let people = if people.is_empty() { county.of_unit(desk).collect() } else { people };
    let head = county.head(desk);
    let staff: Vec<usize> = people.iter().copied().filter(|at| Some(*at) != head).collect();
    let ordinary = if staff.is_empty() { people } else { staff };
    for (duty, key) in [
        (Duty::Screener, "init-note-no-screener"),
        (Duty::OnCall, "init-note-no-on-call"),
        (Duty::Operator, "init-note-no-operator"),
    ] {
        if !county.with(duty).is_empty() {
            continue;
        }
        let chosen = match duty {
            Duty::OnCall => county.with(Duty::Screener),
            Duty::Screener => ordinary.clone(),
            _ => ordinary.iter().copied().take(1).collect(),
        };
        for at in &chosen {
            county.people[*at].duties.insert(duty);
        }
        report.note(key, &[("people", &county.names(&chosen))]);
    }
}

/// Screeners read what accuses before anybody else: of one who works where it may be about their own, the clerk hears.
fn watched_screeners(county: &County, report: &mut Report) {
    let watched = |at: &usize| matches!(county.units[county.people[*at].unit].kind, Kind::Town | Kind::Bureau);
    for at in county.with(Duty::Screener).into_iter().filter(watched) {
        let unit = &county.units[county.people[at].unit].name;
        report.note("init-note-watched-screener", &[("person", county.name(at)), ("unit", unit)]);
    }
}

/// The chain of command: as the sheet says; or else one's head, then a leader or the county's desk. The lane's ends in the lane.
fn chains(county: &mut County, report: &mut Report) {
    let top = top(county);
    let mut assumed = Vec::new();
    for at in 0..county.people.len() {
        let person = &county.people[at];
        let head = county.head(person.unit);
        let lane = county.units[person.unit].kind == Kind::Discipline;
        let superior = match named_superior(county, at, report) {
            Some(named) => Some(named),
            None if head != Some(at) && !person.duties.contains(&Duty::Leader) => head,
            None if lane || Some(at) == top => None,
            None => {
                if head == Some(at) {
                    assumed.push(at);
                }
                top
            }
        };
        county.people[at].superior = superior.filter(|above| *above != at);
    }
    if let Some(top) = top.filter(|_| !assumed.is_empty()) {
        let count = assumed.len().to_string();
        report.note("init-note-chain", &[("person", county.name(top)), ("count", &count)]);
    }
}

/// Who stands above the heads: the first leader, or the head of the county's desk.
fn top(county: &County) -> Option<usize> {
    let leaders = county.with(Duty::Leader);
    let first = leaders.iter().copied().find(|at| county.people[*at].above.is_none());
    first.or_else(|| county.head(county.unit_of(Kind::County)?))
}

fn named_superior(county: &County, at: usize, report: &mut Report) -> Option<usize> {
    let person = &county.people[at];
    let (name, row) = person.above.as_ref()?;
    let all: Vec<usize> = (0..county.people.len()).filter(|other| county.people[*other].name == *name).collect();
    let own: Vec<usize> = all.iter().copied().filter(|other| county.people[*other].unit == person.unit).collect();
    let facts = [("superior", name.as_str()), ("person", person.name.as_str())];
    let found = match (own.as_slice(), all.as_slice()) {
        ([one], _) | ([], [one]) => *one,
        ([], []) => {
            report.fault(*row, Column::Superior, "init-fault-no-superior", &facts);
            return None;
        }
        (_, _) => {
            report.fault(*row, Column::Superior, "init-fault-which-superior", &facts);
            return None;
        }
    };
    let lane = |at: usize| county.units[county.people[at].unit].kind == Kind::Discipline;
    if lane(at) != lane(found) {
        report.fault(*row, Column::Superior, "init-fault-lane-chain", &facts);
        return None;
    }
    Some(found)
}

/// Nobody stands above themselves.
fn loops(county: &County, report: &mut Report) {
    for (at, person) in county.people.iter().enumerate() {
        let mut above = person.superior;
        let mut steps = 0;
        while let Some(next) = above.filter(|next| *next != at && steps <= county.people.len()) {
            above = county.people[next].superior;
            steps += 1;
        }
        if above == Some(at) {
            let row =
                person.above.as_ref().map_or_else(|| person.rows.first().copied().unwrap_or_default(), |(_, row)| *row);
            report.fault(row, Column::Superior, "init-fault-chain", &[("person", &person.name)]);
        }
    }
}
