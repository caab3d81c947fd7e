//! The county as it grows out of the sheet: units, people, places and posts, before they have ids.

use std::collections::BTreeSet;

use super::words::Duty;

/// What a unit is, in the words of `county/units.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Town,
    Bureau,
    County,
    Discipline,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Town => "town",
            Self::Bureau => "bureau",
            Self::County => "county",
            Self::Discipline => "discipline",
        }
    }
}

/// A unit.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) id: String,
    /// What all ways to write it have in common.
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The bureau of the embedded files that it is, by its index there.
    pub(super) known: Option<usize>,
}

/// A town, or a village with its town.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) town: Option<usize>,
}

/// A cadre.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) unit: usize,
    pub(super) duties: BTreeSet<Duty>,
    pub(super) title: Option<String>,
    pub(super) phone: Option<String>,
    /// The superior's name as the sheet says it, with the row.
    pub(super) above: Option<(String, usize)>,
    pub(super) superior: Option<usize>,
    pub(super) claims: Vec<Claim>,
    pub(super) rows: Vec<usize>,
    /// A seat that nobody has taken.
    pub(super) open: bool,
}

/// What one row gives a person to answer for.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) row: usize,
    /// As written; empty: all of the unit's own.
    pub(super) words: Vec<String>,
    pub(super) places: Vec<usize>,
    /// Leaf ids; empty: every subject.
    pub(super) subjects: Vec<String>,
    pub(super) subject_words: Vec<String>,
    /// As deputy only.
    pub(super) deputy: bool,
}

/// Who answers where for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) place: Option<usize>,
    pub(super) unit: usize,
    pub(super) subjects: Vec<String>,
    pub(super) cadre: usize,
    pub(super) deputy: Option<usize>,
}

/// Who leads a subject.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub(super) leaf: String,
    /// None: a screener decides.
    pub(super) unit: Option<usize>,
    /// A row says so.
    pub(super) claimed: bool,
}

/// The whole county.
#[derive(Clone, Debug, Default)]
pub(super) struct County {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) units: Vec<Unit>,
    pub(super) places: Vec<Place>,
    pub(super) people: Vec<Person>,
    pub(super) posts: Vec<Post>,
    /// Who leads the leaves that are not led by rule.
    pub(super) leads: Vec<Lead>,
}

impl County {
    /// The people of a unit.
    pub(super) fn of_unit(&self, unit: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.people.len()).filter(move |at| self.people[*at].unit == unit)
    }

    /// Everybody with a duty.
    pub(super) fn with(&self, duty: Duty) -> Vec<usize> {
        (0..self.people.len()).filter(|at| self.people[*at].duties.contains(&duty)).collect()
    }

    /// The head of a unit.
    pub(super) fn head(&self, unit: usize) -> Option<usize> {
        self.of_unit(unit).find(|at| self.people[*at].duties.contains(&Duty::Head))
    }

    /// The place that is a town unit's own.
    pub(super) fn town_of(&self, unit: usize) -> Option<usize> {
        let unit = self.units.get(unit).filter(|unit| unit.kind == Kind::Town)?;
        self.places.iter().position(|place| place.town.is_none() && place.name == unit.key)
    }

    /// The unit of a kind.
    pub(super) fn unit_of(&self, kind: Kind) -> Option<usize> {
        self.units.iter().position(|unit| unit.kind == kind)
    }

    pub(super) fn name(&self, person: usize) -> &str {
        self.people.get(person).map_or("", |person| person.name.as_str())
    }

    pub(super) fn names(&self, people: &[usize]) -> String {
        people.iter().map(|at| self.name(*at)).collect::<Vec<_>>().join(" ")
    }
}
