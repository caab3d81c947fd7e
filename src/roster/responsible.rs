//! Who answers for a subject in a place, who acts today, and who stands above them.

use chrono::NaiveDate;

use super::{Cadre, County, Post, Responsible, Role};
use crate::id::{CadreId, PlaceId, SubjectId, UnitId};

impl County {
    /// Who must act in the unit's name for a subject in a place, by the most specific post; none when no post covers it.
    pub fn responsible(
        &self,
        unit: &UnitId,
        place: Option<&PlaceId>,
        subject: &SubjectId,
        today: NaiveDate,
    ) -> Option<Responsible> {
        let post = self.most_specific_post(unit, place, subject)?;
        Some(Responsible {
            unit: unit.clone(),
            cadre: post.cadre.clone(),
            deputy: post.deputy.clone(),
            acting: self.acting(post, today),
        })
    }

    /// The town or street of a place: itself, or the one above.
    pub fn town_of<'a>(&'a self, place: &PlaceId) -> Option<&'a PlaceId> {
        let place = self.places.get(place)?;
        Some(place.parent.as_ref().unwrap_or(&place.id))
    }

    /// The unit that governs the town of a place (属地).
    pub fn town_unit(&self, place: &PlaceId) -> Option<&UnitId> {
        let town = self.town_of(place)?;
        self.units.values().find(|unit| unit.place.as_ref() == Some(town)).map(|unit| &unit.id)
    }

    /// The head of a unit.
    pub fn head_of(&self, unit: &UnitId) -> Option<&CadreId> {
        self.cadres
            .values()
            .find(|cadre| cadre.unit == *unit && cadre.roles.contains(&Role::Head))
            .map(|cadre| &cadre.id)
    }

    /// Everyone above a cadre, the nearest first.
    pub fn chain_above(&self, cadre: &CadreId) -> Vec<CadreId> {
        let mut chain: Vec<CadreId> = Vec::new();
        let mut next = self.superior_of(cadre);
        while let Some(above) = next.filter(|above| *above != cadre && !chain.contains(above)) {
            chain.push(above.clone());
            next = self.superior_of(above);
        }
        chain
    }

    /// Everyone who holds a role.
    pub fn with_role(&self, role: Role) -> Vec<CadreId> {
        self.cadres.values().filter(|cadre| cadre.roles.contains(&role)).map(|cadre| cadre.id.clone()).collect()
    }

    /// Everyone who belongs to a unit.
    pub fn members_of(&self, unit: &UnitId) -> Vec<CadreId> {
        self.cadres.values().filter(|cadre| cadre.unit == *unit).map(|cadre| cadre.id.clone()).collect()
    }

    /// Everyone who works in a unit's name: its own people, and whoever holds one of its posts.
    pub fn workers_of(&self, unit: &UnitId) -> Vec<CadreId> {
        self.cadres.keys().filter(|cadre| self.works_for(cadre, unit)).cloned().collect()
    }

    /// Whether a cadre works in a unit's name: belongs to it, or holds one of its posts.
    pub fn works_for(&self, cadre: &CadreId, unit: &UnitId) -> bool {
        let belongs = |known: &Cadre| {
            let holds = |post: &Post| post.unit == *unit && (post.cadre == *cadre || post.deputy == *cadre);
            known.unit == *unit || self.posts.iter().any(holds)
        };
        self.units.contains_key(unit) && self.cadres.get(cadre).is_some_and(belongs)
    }

    /// The post that fits most closely: village and subject, village, town and subject, town, the whole county.
    /// Where the place is unknown or another unit's, a town answers through the post for its whole town.
    fn most_specific_post(&self, unit: &UnitId, place: Option<&PlaceId>, subject: &SubjectId) -> Option<&Post> {
        let town = place.and_then(|place| self.town_of(place));
        let own = self.units.get(unit).and_then(|unit| unit.place.as_ref());
        let rungs = [place, town, own].into_iter().flatten().map(Some).chain([None]);
        let posts = || self.posts.iter().filter(|post| post.unit == *unit);
        rungs.into_iter().find_map(|rung| {
            let there = || posts().filter(move |post| post.place.as_ref() == rung);
            let by_subject = there().find(|post| post.subjects.contains(subject));
            by_subject.or_else(|| there().find(|post| post.subjects.is_empty()))
        })
    }

    /// The cadre, or the deputy, or the head of the unit, or whoever stands above: the first who is not away.
    fn acting(&self, post: &Post, today: NaiveDate) -> CadreId {
        let head = self.head_of(&post.unit);
        let above = head.map(|head| self.chain_above(head)).unwrap_or_default();
        let line = [Some(&post.cadre), Some(&post.deputy), head].into_iter().flatten().chain(&above);
        let present = |id: &&CadreId| self.cadres.get(*id).is_some_and(|cadre| !cadre.is_away(today));
        line.into_iter().find(present).unwrap_or(&post.cadre).clone()
    }

    fn superior_of(&self, cadre: &CadreId) -> Option<&CadreId> {
        self.cadres.get(cadre)?.superior.as_ref()
    }
}

impl Cadre {
    /// Whether the cadre is away on that day.
    pub fn is_away(&self, day: NaiveDate) -> bool {
        self.absences.iter().any(|(from, until)| (*from..=*until).contains(&day))
    }
}
