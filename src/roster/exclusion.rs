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

#[cfg(test)]
mod tests {
    use super::super::tests::county;
    use super::super::{Cadre, Unit};
    use super::*;
    use crate::notice::gate::Staff;
    use crate::notice::letter::Audience;

    /// The county of the other tests, with a lane of four, a unit above the county, and somebody who serves at the mill.
    fn larger() -> County {
        let mut county = county();
        let like = |of: &Cadre, id: &str, unit: &str, superior: Option<&str>| {
            let (id, unit, superior) = (CadreId::new(id), UnitId::new(unit), superior.map(CadreId::new));
            (id.clone(), Cadre { id, unit, superior, place: None, ..of.clone() })
        };
        let reader = county.cadres[&CadreId::new("reader")].clone();
        county.cadres.extend([
            like(&reader, "first", "lane", None),
            like(&reader, "reader", "lane", Some("first")),
            like(&reader, "third", "lane", Some("reader")),
            like(&reader, "beside", "lane", Some("first")),
            like(&reader, "outpost", "lake", Some("villager")),
            like(&reader, "miller", "hill", None),
        ]);
        county.cadres.get_mut(&CadreId::new("miller")).unwrap().place = Some(PlaceId::new("mill"));
        county.cadres.get_mut(&CadreId::new("ford-lamps")).unwrap().place = Some(PlaceId::new("ford"));
        county
    }

    fn sorted<T: ToString>(ids: impl IntoIterator<Item = T>) -> String {
        ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(" ")
    }

    /// Whom a cadre is, and then: persons kept out, units kept out.
    #[test]
    fn around_the_accused_are_their_level_and_whoever_answers_to_them() {
        let county = larger();
        let all_below_the_mayor = "chief deputy ford ford-lamps hill hill-lamps mayor outpost roadhead roadman roads \
            roads-bridges runner screener super villager watch";
        let table = [
            ("villager", "ford-lamps outpost villager", ""),
            ("ford-lamps", "ford-lamps villager", ""),
            ("miller", "miller", ""),
            ("roadman", "roadman", "roads"),
            ("roadhead", "roadhead roadman", "roads"),
            ("mayor", all_below_the_mayor, "office"),
            ("third", "beside third", ""),
            ("reader", "beside reader third", ""),
            ("first", "beside first reader third", ""),
            ("nobody", "nobody", ""),
        ];
        for (accused, persons, units) in table {
            let id = CadreId::new(accused);
            let around = Exclusion::around(&county, [&id]);
            assert_eq!(sorted(&around.cadres), persons, "{accused}");
            assert_eq!(sorted(&around.units), units, "{accused}");
            assert_eq!(sorted(&around.accused), accused);
            assert!(!around.no_groups && around.chats.is_empty());
        }
        let two = Exclusion::around(&county, [&CadreId::new("miller"), &CadreId::new("roadman")]);
        assert_eq!((sorted(&two.cadres), sorted(&two.units)), ("miller roadman".to_owned(), "roads".to_owned()));
    }

    #[test]
    fn where_nobody_is_named_the_whole_level_is_kept_out() {
        let county = larger();
        let (ford, hill, lost) = (PlaceId::new("ford"), PlaceId::new("hill"), PlaceId::new("lost"));
        let roads = [UnitId::new("roads")];
        let level = |place: Option<&PlaceId>, units: &[UnitId]| {
            let level = Exclusion::of_level(&county, place, units);
            (sorted(level.cadres), sorted(level.units))
        };
        assert_eq!(level(Some(&ford), &[]), ("ford-lamps villager".to_owned(), String::new()));
        assert_eq!(level(Some(&ford), &roads), ("ford-lamps villager".to_owned(), "roads".to_owned()));
        assert_eq!(level(Some(&hill), &[]), (String::new(), "hill".to_owned()));
        assert_eq!(level(Some(&lost), &roads), (String::new(), "roads".to_owned()));
        assert_eq!(level(None, &roads), (String::new(), "roads".to_owned()));
        assert_eq!(level(None, &[]), (String::new(), String::new()));
    }

    /// Something of everything that can keep somebody out.
    fn each() -> [Exclusion; 5] {
        let none = Exclusion::default;
        [
            Exclusion { cadres: [CadreId::new("ford")].into(), ..none() },
            Exclusion { units: [UnitId::new("roads")].into(), ..none() },
            Exclusion { chats: [-5].into(), ..none() },
            Exclusion { accused: [CadreId::new("hill")].into(), ..none() },
            Exclusion { no_groups: true, ..none() },
        ]
    }

    #[test]
    fn widening_takes_everything_in_and_lets_nothing_go() {
        for (nth, one) in each().iter().enumerate() {
            for (other_nth, other) in each().iter().enumerate() {
                let mut wide = one.clone();
                wide.widen(other);
                assert_eq!(wide == *one, nth == other_nth, "{one:?} {other:?}");
                let mut again = wide.clone();
                again.widen(one);
                again.widen(other);
                again.widen(&Exclusion::default());
                assert_eq!(again, wide);
            }
        }
        let names = each().map(|one| one.names_anybody());
        assert_eq!(names, [true, true, true, false, false], "whom it accuses is among the persons; a rule is nobody");
        assert!(!Exclusion::default().names_anybody());
    }

    #[test]
    fn persons_are_barred_by_name_by_unit_or_because_nobody_knows_them() {
        let county = larger();
        let barred = |exclusion: &Exclusion, cadre: &str| exclusion.bars(&county, &CadreId::new(cadre));
        let [by_name, by_unit, ..] = each();
        assert!(barred(&by_name, "ford") && !barred(&by_name, "roadman"));
        assert!(barred(&by_unit, "roadman") && !barred(&by_unit, "ford"));
        assert!(barred(&Exclusion::default(), "nobody") && !barred(&Exclusion::default(), "ford"));
        let unit = UnitId::new("roads");
        assert!(by_unit.bars_cadre(&CadreId::new("anybody"), &unit));
        assert!(!by_name.bars_cadre(&CadreId::new("anybody"), &unit));
        assert!(by_name.bars_cadre(&CadreId::new("ford"), &unit));
    }

    #[test]
    fn one_person_is_let_in_again_and_nobody_else() {
        let county = larger();
        let mut exclusion = Exclusion::around(&county, [&CadreId::new("villager")]);
        assert!(exclusion.readmit(&CadreId::new("villager")));
        assert_eq!(
            (sorted(&exclusion.cadres), sorted(&exclusion.accused)),
            ("ford-lamps outpost".into(), String::new())
        );
        assert!(!exclusion.readmit(&CadreId::new("villager")), "once only");
        let mut by_unit = Exclusion::around(&county, [&CadreId::new("roadman")]);
        by_unit.readmit(&CadreId::new("roadman"));
        assert!(by_unit.bars(&county, &CadreId::new("roadman")), "the unit stays out");
    }

    #[test]
    fn the_units_of_the_county_and_above_are_kept_out_whole() {
        let mut county = larger();
        for kind in [UnitKind::Town, UnitKind::Bureau, UnitKind::County, UnitKind::City] {
            let id = UnitId::new("office");
            county.units.insert(id.clone(), Unit { kind, ..county.units[&id].clone() });
            assert_eq!(sorted(Exclusion::around(&county, [&CadreId::new("watch")]).units), "office");
        }
        county.units.remove(&UnitId::new("office"));
        assert_eq!(sorted(Exclusion::around(&county, [&CadreId::new("watch")]).units), "office", "an unknown one too");
    }

    /// Whoever must be thought to sit in a chat, seen there or not; whoever works in a unit's name, for whom that counts.
    #[test]
    fn those_who_belong_in_a_chat_are_expected_there() {
        let mut county = larger();
        let (hill, lane) = (UnitId::new("hill"), UnitId::new("lane"));
        county.posts[1].cadre = CadreId::new("outpost");
        county.posts[2].deputy = CadreId::new("roadman");
        county.posts[2].unit = hill.clone();
        let expected = |place: Audience| sorted(county.expected_in(&place));
        let of_the_hill =
            "chief deputy ford ford-lamps hill hill-lamps miller outpost roadman roads roads-bridges villager";
        assert_eq!(expected(Audience::UnitGroup(hill.clone())), of_the_hill);
        assert_eq!(expected(Audience::TriageGroup), "screener watch");
        assert_eq!(expected(Audience::Operators), "runner");
        assert_eq!(expected(Audience::LaneGroup), "beside first miller outpost reader third");
        assert_eq!(expected(Audience::Cadre(CadreId::new("ford"))), "ford");
        assert_eq!(expected(Audience::Chat(-1)), "");
        assert_eq!(sorted(county.unit_of(&CadreId::new("beside"))), lane.to_string());
        assert_eq!(county.unit_of(&CadreId::new("nobody")), None);
        assert!(!county.works_for(&CadreId::new("ford"), &UnitId::new("nowhere")));
        assert!(!county.works_for(&CadreId::new("nobody"), &hill));
    }
}
