//! Claims → posts: who answers where for what, and who acts while they are away.

use std::collections::BTreeMap;

use super::draft::{County, Kind, Post};
use super::report::Report;
use super::words::Duty;

/// A place (none: the whole county) and a subject (none: every one).
type Slot = (Option<usize>, Option<String>);

/// Who claims a slot.
#[derive(Clone, Default)]
struct Holders {
    first: Vec<usize>,
    deputies: Vec<usize>,
}

/// One unit at work.
struct Office<'c> {
    county: &'c County,
    unit: usize,
    /// All of the unit's own: its town, or the whole county.
    whole: Option<usize>,
    slots: BTreeMap<Slot, Holders>,
    /// Named as deputies for everything.
    deputies: Vec<usize>,
    /// Those who stand in as deputies because no row names one, and for whom.
    lent: Vec<String>,
    /// The unit's people who answer for all of it because no row says who does.
    whole_by: Option<String>,
    alone: bool,
}

/// Gives every unit its posts.
pub(super) fn make(county: &mut County, report: &mut Report) {
    let mut posts = Vec::new();
    let (mut wholes, mut lent, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for unit in 0..county.units.len() {
        let mut office = Office {
            county,
            unit,
            whole: county.town_of(unit),
            slots: BTreeMap::new(),
            deputies: Vec::new(),
            lent: Vec::new(),
            whole_by: None,
            alone: false,
        };
        office.gather();
        office.answer_for_all(report);
        posts.extend(office.posts(report));
        if county.of_unit(unit).any(|at| county.people[at].open) {
            continue;
        }
        let name = county.units[unit].name.as_str();
        wholes.extend(office.whole_by.map(|person| format!("{name} {person}")));
        if !office.lent.is_empty() {
            lent.push(format!("{name} {}", office.lent.join(", ")));
        }
        if office.alone {
            alone.push(name);
        }
    }
    for (key, all) in [
        ("init-note-whole", wholes.join("; ")),
        ("init-note-deputies", lent.join("; ")),
        ("init-note-alone", alone.join(" ")),
    ] {
        if !all.is_empty() {
            report.note(key, &[("all", &all)]);
        }
    }
    county.posts = posts;
}

impl Office<'_> {
    fn gather(&mut self) {
        let mut people: Vec<usize> = self.county.of_unit(self.unit).collect();
        // Where a village cadre and a town's cadre both claim a village, the town's answers.
        people.sort_by_key(|at| self.county.people[*at].duties.contains(&Duty::Village));
        for at in people {
            for claim in &self.county.people[at].claims {
                if claim.deputy && claim.places.is_empty() && claim.subjects.is_empty() {
                    self.deputies.push(at);
                    continue;
                }
                let places: Vec<Option<usize>> = match claim.places.as_slice() {
                    [] => vec![self.whole],
                    places => places.iter().copied().map(Some).collect(),
                };
                let subjects: Vec<Option<String>> = match claim.subjects.as_slice() {
                    [] => vec![None],
                    subjects => subjects.iter().cloned().map(Some).collect(),
                };
                for place in places {
                    for subject in &subjects {
                        let holders = self.slots.entry((place, subject.clone())).or_default();
                        let list = if claim.deputy { &mut holders.deputies } else { &mut holders.first };
                        if !list.contains(&at) {
                            list.push(at);
                        }
                    }
                }
            }
        }
    }

    /// Somebody answers for all that no row gives to anybody: as a rule the head.
    fn answer_for_all(&mut self, report: &mut Report) {
        let county = self.county;
        let head = county.head(self.unit);
        let key = (self.whole, None);
        if self.slots.get(&key).is_none_or(|holders| holders.first.is_empty()) {
            let wanted = match county.units[self.unit].kind {
                Kind::County => Some(Duty::Screener),
                Kind::Discipline => Some(Duty::DisciplineReader),
                Kind::Town | Kind::Bureau => None,
            };
            let fit = |at: &usize| wanted.is_some_and(|duty| county.people[*at].duties.contains(&duty));
            let mut fit: Vec<usize> = county.of_unit(self.unit).filter(fit).collect();
            fit.sort_by_key(|at| Some(*at) == head);
            let chosen = if fit.is_empty() { head.into_iter().collect() } else { fit };
            let only =
                county.of_unit(self.unit).filter(|at| !county.people[*at].duties.contains(&Duty::Leader)).count();
            if wanted.is_none() && only > 1 {
                self.whole_by = Some(county.names(&chosen));
            }
            self.slots.entry(key).or_default().first = chosen;
        }
        self.answer_for_villages(report);
    }

    /// A village that is named, but given to nobody for all subjects, is the town's.
    fn answer_for_villages(&mut self, report: &mut Report) {
        let Some(town) = self.whole else { return };
        let county = self.county;
        let general = self.slots.get(&(self.whole, None)).and_then(|holders| holders.first.first()).copied();
        let answered = |at: &usize| self.slots.get(&(Some(*at), None)).is_some_and(|holders| !holders.first.is_empty());
        let villages = (0..county.places.len()).filter(|at| county.places[*at].town == Some(town));
        let names: Vec<&str> = villages.filter(|at| !answered(at)).map(|at| county.places[at].name.as_str()).collect();
        if let Some(general) = general.filter(|_| !names.is_empty()) {
            let facts = [("villages", names.join(" ")), ("person", county.name(general).to_owned())];
            report.note("init-note-village", &[("villages", &facts[0].1), ("person", &facts[1].1)]);
        }
    }

    fn posts(&mut self, report: &mut Report) -> Vec<Post> {
        let slots = self.slots.clone();
        let general = self.slots.get(&(self.whole, None)).and_then(|holders| holders.first.first()).copied();
        let mut posts: Vec<Post> = Vec::new();
        for ((place, subject), Holders { first, deputies }) in slots {
            let Some(cadre) = first.first().copied().or(general) else { continue };
            if first.len() > 1 && self.county.units[self.unit].kind != Kind::Discipline {
                self.tell_shared(place, &subject, &first, report);
            }
            let named = deputies.iter().chain(first.get(1..).unwrap_or_default()).chain(&self.deputies).copied();
            let named: Vec<usize> = named.filter(|at| *at != cadre).collect();
            let deputy = named.first().copied().or_else(|| self.colleague(cadre));
            self.alone |= deputy.is_none();
            let same = |post: &&mut Post| {
                subject.is_some()
                    && !post.subjects.is_empty()
                    && post.place == place
                    && (post.cadre, post.deputy) == (cadre, deputy)
            };
            match (posts.iter_mut().find(same), subject) {
                (Some(post), Some(subject)) => post.subjects.push(subject),
                (_, subject) => {
                    let subjects = subject.into_iter().collect();
                    posts.push(Post { place, unit: self.unit, subjects, cadre, deputy });
                }
            }
        }
        posts
    }

    fn tell_shared(&self, place: Option<usize>, subject: &Option<String>, first: &[usize], report: &mut Report) {
        let place = place.map_or("", |at| self.county.places[at].name.as_str());
        let unit = self.county.units[self.unit].name.as_str();
        // One line is enough where people share many subjects.
        if subject.is_none() {
            let what = if place.is_empty() { unit } else { place };
            let facts = [("what", what), ("first", self.county.name(first[0])), ("second", self.county.name(first[1]))];
            report.note("init-note-shared", &facts);
        }
    }

    /// The next of those who answer for something in the unit, or the head; for a village cadre the town's people.
    fn colleague(&mut self, cadre: usize) -> Option<usize> {
        let county = self.county;
        let mut line: Vec<usize> = Vec::new();
        for at in self.slots.values().flat_map(|holders| &holders.first) {
            if !line.contains(at) && !county.people[*at].duties.contains(&Duty::Village) {
                line.push(*at);
            }
        }
        line.sort_unstable();
        let after = line.iter().copied().filter(|at| *at > cadre);
        let next = after.chain(line.iter().copied()).find(|at| *at != cadre);
        let others = || county.of_unit(self.unit).filter(|at| !county.people[*at].duties.contains(&Duty::Leader));
        let head = county.head(self.unit).filter(|at| *at != cadre);
        let deputy = next.or(head).or_else(|| others().find(|at| *at != cadre))?;
        let pair = format!("{} → {}", county.name(cadre), county.name(deputy));
        if !self.lent.contains(&pair) {
            self.lent.push(pair);
        }
        Some(deputy)
    }
}
