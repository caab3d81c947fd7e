//! Who must never learn of a case: whom it accuses, everyone close to them in the graph of the county, and the chats they sit in.
//!
//! 信访工作条例 art. 30: neither the material nor related circumstances, neither to the person nor to their unit. What is
//! not certain excludes more, never less, and nothing here ever lets anybody in again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{County, UnitKind};
use crate::id::{CadreId, PlaceId, UnitId};

/// Who must not learn anything about a case (回避/保密, 信访工作条例 art. 28, 30): persons, units, chats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Persons who must not learn of it.
    pub cadres: BTreeSet<CadreId>,
    /// Units none of whose people or groups may learn of it.
    pub units: BTreeSet<UnitId>,
    /// Sealed: nothing of it may reach any chat that several people read.
    pub no_groups: bool,
    /// Groups in which one of them was seen, by Telegram's number; leaving one does not take it off.
    #[serde(default)]
    pub chats: BTreeSet<i64>,
    /// Those of the persons whom it accuses, as far as a name tells.
    #[serde(default)]
    pub accused: BTreeSet<CadreId>,
}

impl Exclusion {
    /// Everyone who must be kept out when these are accused: they themselves, their level (the village's cadres, or the whole
    /// unit), and whoever answers to them. Of the discipline lane those above the accused stay, because they must decide.
    pub fn around<'a>(county: &County, accused: impl IntoIterator<Item = &'a CadreId>) -> Self {
        let mut out = Self::default();
        for person in accused {
            out.accused.insert(person.clone());
            out.cadres.insert(person.clone());
            out.widen(&level_of(county, person));
            out.cadres.extend(below(county, person));
        }
        out
    }

    /// Everyone who might be meant when nobody is named: the cadres of the village, or of the whole town where the place is
    /// no village; and every unit that was named.
    pub fn of_level(county: &County, place: Option<&PlaceId>, units: &[UnitId]) -> Self {
        let mut out = Self { units: units.iter().cloned().collect(), ..Self::default() };
        let Some(place) = place else { return out };
        let of_village: Vec<CadreId> = serving(county, place);
        if of_village.is_empty() {
            out.units.extend(county.town_unit(place).cloned());
        }
        out.cadres.extend(of_village);
        out
    }

    /// Takes in whom another keeps out. There is no opposite: only [`Exclusion::readmit`] lets one person in.
    pub fn widen(&mut self, other: &Self) {
        self.cadres.extend(other.cadres.iter().cloned());
        self.units.extend(other.units.iter().cloned());
        self.chats.extend(&other.chats);
        self.accused.extend(other.accused.iter().cloned());
        self.no_groups |= other.no_groups;
    }

    /// Lets one person in again, as two of the discipline lane decided. Their unit stays out, if it is.
    pub fn readmit(&mut self, cadre: &CadreId) -> bool {
        self.accused.remove(cadre);
        self.cadres.remove(cadre)
    }

    /// Whether this cadre, of this unit, is kept out.
    pub fn bars_cadre(&self, cadre: &CadreId, unit: &UnitId) -> bool {
        self.cadres.contains(cadre) || self.units.contains(unit)
    }

    /// Whether a cadre is kept out; somebody whom the roster does not know is.
    pub fn bars(&self, county: &County, cadre: &CadreId) -> bool {
        county.cadres.get(cadre).is_none_or(|known| self.bars_cadre(cadre, &known.unit))
    }

    /// Whether anybody at all is kept out.
    pub fn names_anybody(&self) -> bool {
        !(self.cadres.is_empty() && self.units.is_empty() && self.chats.is_empty())
    }
}

/// The level of a cadre: the cadres of the same village, or the whole unit.
fn level_of(county: &County, person: &CadreId) -> Exclusion {
    let mut out = Exclusion::default();
    let Some(known) = county.cadres.get(person) else { return out };
    let kind = county.units.get(&known.unit).map(|unit| unit.kind);
    match (&known.place, kind) {
        (Some(place), _) => out.cadres.extend(serving(county, place)),
        (None, Some(UnitKind::Discipline)) => {
            let above = county.chain_above(person);
            let others = county.members_of(&known.unit).into_iter().filter(|member| !above.contains(member));
            out.cadres.extend(others);
        }
        (None, Some(UnitKind::Town | UnitKind::Bureau | UnitKind::County | UnitKind::City) | None) => {
            out.units.insert(known.unit.clone());
        }
    }
    out
}

/// The cadres of a village or community.
fn serving(county: &County, place: &PlaceId) -> Vec<CadreId> {
    county.cadres.values().filter(|cadre| cadre.place.as_ref() == Some(place)).map(|cadre| cadre.id.clone()).collect()
}

/// Everyone who answers to a cadre, however far down.
fn below(county: &County, person: &CadreId) -> Vec<CadreId> {
    county.cadres.keys().filter(|cadre| county.chain_above(cadre).contains(person)).cloned().collect()
}
