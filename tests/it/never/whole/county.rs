//! Small counties by chance, put together of the places, units and names of the demo county.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use minqing::config::Settings;
use minqing::id::{CadreId, PlaceId, UnitId};
use minqing::roster::{Cadre, County, Lead, Post, Role, UnitKind};
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};

use crate::world::settings;

/// What somebody of a town or a bureau may be beside their work.
const BESIDE: [Role; 4] = [Role::Screener, Role::Supervisor, Role::OnCall, Role::Operator];

/// Settings with a county of their own: some towns and bureaus, eight to twenty people, a chain, posts and absences.
pub fn random(rng: &mut StdRng) -> Settings {
    let mut settings = settings();
    let mut sketch = Sketch::of(&settings.county, rng);
    sketch.county_people(rng);
    sketch.lane(rng);
    for unit in sketch.units.clone() {
        sketch.unit_people(&settings.county, &unit, rng);
    }
    settings.county = sketch.county(settings.county, rng);
    settings
}

/// A county being put together.
struct Sketch {
    names: Vec<String>,
    units: Vec<UnitId>,
    places: Vec<PlaceId>,
    cadres: Vec<Cadre>,
    posts: Vec<Post>,
}

impl Sketch {
    fn of(county: &County, rng: &mut StdRng) -> Self {
        let mut names: Vec<String> = county.cadres.values().map(|cadre| cadre.name.clone()).collect();
        names.shuffle(rng);
        let of_kind = |kind: UnitKind| -> Vec<UnitId> {
            county.units.values().filter(|unit| unit.kind == kind).map(|unit| unit.id.clone()).collect()
        };
        let (towns, bureaus) = (of_kind(UnitKind::Town), of_kind(UnitKind::Bureau));
        let (some, others) = (rng.random_range(1..=2), rng.random_range(1..=2));
        let mut units: Vec<UnitId> = towns.sample(rng, some).cloned().collect();
        units.extend(bureaus.sample(rng, others).cloned());
        let mut places = Vec::new();
        for town in units.iter().filter_map(|unit| county.units[unit].place.as_ref()) {
            let villages: Vec<PlaceId> =
                county.places.values().filter(|it| it.parent.as_ref() == Some(town)).map(|it| it.id.clone()).collect();
            places.push(town.clone());
            places.extend(villages.sample(rng, 2).cloned());
        }
        Self { names, units, places, cadres: Vec::new(), posts: Vec::new() }
    }

    /// Adds somebody; returns who it is.
    fn add(&mut self, unit: &str, title: String, roles: &[Role], superior: Option<&CadreId>) -> CadreId {
        let id = CadreId::new(format!("c{:02}", self.cadres.len()));
        self.cadres.push(Cadre {
            id: id.clone(),
            name: self.names.pop().expect("fewer people than names"),
            title,
            unit: UnitId::new(unit),
            place: None,
            roles: roles.to_vec(),
            superior: superior.cloned(),
            absences: Vec::new(),
            managed_above: false,
        });
        id
    }

    /// A leader, screeners, now and then somebody on call; an operator and supervisors, of the same unit or of another.
    fn county_people(&mut self, rng: &mut StdRng) {
        let leader = self.add("county", "副县长".to_owned(), &[], None);
        let chief = self.add("county", "县民情办主任".to_owned(), &[Role::Head], Some(&leader));
        for _ in 0..rng.random_range(1..=2) {
            self.add("county", "甄别员".to_owned(), &[Role::Screener], Some(&chief));
        }
        if rng.random_bool(0.4) {
            self.add("county", "值班员".to_owned(), &[Role::OnCall], Some(&chief));
        }
        self.add("county", "系统运行员".to_owned(), &[Role::Operator], Some(&chief));
        if rng.random_bool(0.6) {
            self.add("supervision", "督查专员".to_owned(), &[Role::Head, Role::Supervisor], Some(&leader));
        }
    }

    fn lane(&mut self, rng: &mut StdRng) {
        let first = self.add("discipline", "纪委监委负责人".to_owned(), &[Role::Head, Role::DisciplineReader], None);
        for _ in 0..rng.random_range(0..=2) {
            self.add("discipline", "密件阅办人".to_owned(), &[Role::DisciplineReader], Some(&first));
        }
    }

    /// A head, handlers below it or below each other, cadres of the villages, and the posts they hold.
    fn unit_people(&mut self, county: &County, unit: &UnitId, rng: &mut StdRng) {
        let town = county.units[unit].place.clone();
        let title = if town.is_some() { "镇长" } else { "局长" };
        let head = self.add(unit.as_str(), title.to_owned(), &[Role::Head], Some(&CadreId::new("c00")));
        let mut workers = vec![head];
        for _ in 0..rng.random_range(1..=3) {
            let mut roles = vec![Role::Handler];
            if rng.random_bool(0.2) {
                roles.extend(BESIDE.choose(rng));
            }
            let above = workers.choose(rng).cloned();
            workers.push(self.add(unit.as_str(), "诉求办理员".to_owned(), &roles, above.as_ref()));
        }
        let villages: Vec<PlaceId> =
            self.places.iter().filter(|it| town.is_some() && county.places[*it].parent == town).cloned().collect();
        for village in &villages {
            let title = format!("{}主任", county.places[village].name);
            let above = workers.choose(rng).cloned();
            self.add(unit.as_str(), title, &[Role::Handler], above.as_ref());
            self.cadres.last_mut().unwrap().place = Some(village.clone());
        }
        let mut post = |place: Option<PlaceId>| {
            let mut two = workers.sample(rng, 2).cloned();
            let (cadre, deputy) = (two.next().unwrap(), two.next().unwrap());
            self.posts.push(Post { place, unit: unit.clone(), subjects: Vec::new(), cadre, deputy });
        };
        post(town);
        villages.into_iter().for_each(|village| post(Some(village)));
    }

    /// With some of them away, so that deputies and heads act; subjects of bureaus that are not here are for the screeners.
    fn county(mut self, from: County, rng: &mut StdRng) -> County {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for cadre in &mut self.cadres {
            if rng.random_bool(0.15) {
                cadre.absences.push((day("2026-03-01"), day("2026-03-20")));
            }
        }
        let here: BTreeSet<&UnitId> = self.units.iter().chain(self.cadres.iter().map(|cadre| &cadre.unit)).collect();
        let units = from.units.into_iter().filter(|(id, _)| here.contains(id)).collect::<BTreeMap<_, _>>();
        let mut subjects = from.subjects;
        for subject in subjects.values_mut() {
            if matches!(&subject.lead, Lead::Unit(unit) if !units.contains_key(unit)) {
                subject.lead = Lead::Screener;
            }
        }
        County {
            units,
            subjects,
            places: from.places.into_iter().filter(|(id, _)| self.places.contains(id)).collect(),
            cadres: self.cadres.into_iter().map(|cadre| (cadre.id.clone(), cadre)).collect(),
            posts: self.posts,
            ..from
        }
    }
}

/// Something is written differently in the roster: another unit, superior, role or deputy, or somebody is gone from it.
pub fn edit(county: &mut County, whom: &CadreId, rng: &mut StdRng) {
    let heads: Vec<CadreId> =
        county.cadres.values().filter(|it| it.roles.contains(&Role::Head)).map(|it| it.id.clone()).collect();
    let units: Vec<UnitId> = county.units.keys().cloned().collect();
    match rng.random_range(0..5) {
        0 => change(county, whom, |cadre| cadre.unit = units.choose(rng).unwrap().clone()),
        1 => change(county, whom, |cadre| cadre.superior = None),
        2 => change(county, whom, |cadre| {
            cadre.roles.extend(BESIDE.choose(rng));
            cadre.place = None;
        }),
        3 => change(county, whom, |cadre| cadre.absences.clear()),
        _ if heads.contains(whom) => county.posts.iter_mut().for_each(|post| post.deputy = whom.clone()),
        _ => {
            county.cadres.remove(whom);
            for post in &mut county.posts {
                let heir = heads.iter().find(|head| county.cadres[*head].unit == post.unit).unwrap_or(&heads[0]);
                for held in [&mut post.cadre, &mut post.deputy] {
                    if held == whom {
                        held.clone_from(heir);
                    }
                }
            }
            county
                .cadres
                .values_mut()
                .filter(|it| it.superior.as_ref() == Some(whom))
                .for_each(|it| it.superior = None);
        }
    }
}

fn change(county: &mut County, whom: &CadreId, how: impl FnOnce(&mut Cadre)) {
    if let Some(cadre) = county.cadres.get_mut(whom) {
        how(cadre);
    }
}
