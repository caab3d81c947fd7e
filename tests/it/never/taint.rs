//! Z9: whoever is accused, whatever the organisation and whatever happens in it later, nothing that the gate lets through
//! reaches a chat they sit in. The pure rooms and the gate alone; the stories beside this tell it through Telegram.

use std::collections::{BTreeMap, BTreeSet};

use minqing::id::{CadreId, CaseId, CountyId, PersonId, UnitId};
use minqing::notice::gate::{Exclusion, Room, Staff, clear};
use minqing::notice::letter::{Act, Audience, Letter, Message, Priority};
use minqing::roster::{Cadre, County, Role, Unit, UnitKind};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const MARKER: &str = "暗号";
const KINDS: [UnitKind; 4] = [UnitKind::Town, UnitKind::Bureau, UnitKind::County, UnitKind::Discipline];

/// A county, and who truly sits in which of its chats.
#[derive(Clone)]
struct World {
    county: County,
    chats: BTreeMap<i64, (Audience, BTreeSet<CadreId>)>,
}

fn unit(number: usize) -> UnitId {
    UnitId::new(format!("u{number}"))
}

fn person(number: usize) -> CadreId {
    CadreId::new(format!("p{number}"))
}

fn county(units: &[UnitKind], people: &[(usize, Option<usize>, Vec<Role>)]) -> County {
    let units = units.iter().enumerate().map(|(n, kind)| {
        let id = unit(n);
        (id.clone(), Unit { id, name: format!("u{n}"), kind: *kind, place: None, aliases: Vec::new() })
    });
    let cadres = people.iter().enumerate().map(|(n, (unit_no, superior, roles))| {
        let cadre = Cadre {
            id: person(n),
            name: format!("p{n}"),
            title: String::new(),
            unit: unit(*unit_no),
            place: None,
            roles: roles.clone(),
            superior: superior.map(person),
            absences: Vec::new(),
            managed_above: false,
        };
        (person(n), cadre)
    });
    County {
        id: CountyId::new("t"),
        name: "t".to_owned(),
        places: BTreeMap::new(),
        units: units.collect(),
        cadres: cadres.collect(),
        posts: Vec::new(),
        subjects: BTreeMap::new(),
        receptions: Vec::new(),
        outside: Vec::new(),
    }
}

/// What the bot knows of a chat: those it saw, those the roster lets it expect, and whether the numbers agree.
fn known(world: &World, chat: i64, seen: &BTreeSet<CadreId>, counted: bool) -> Room {
    let (audience, members) = &world.chats[&chat];
    let mut present: BTreeSet<CadreId> = seen.intersection(members).cloned().collect();
    let everyone_known = counted && present == *members;
    present.extend(world.county.expected_in(audience));
    Room { chat, present, everyone_known }
}

fn letter(to: Audience, sealed: bool) -> Letter {
    let message = Message { text: MARKER.to_owned(), ..Message::default() };
    let (case, key) = (Some(CaseId::new("c")), "c:card:1".to_owned());
    Letter { to, act: Act::Send { message, slot: None }, priority: Priority::Card, case, key, sealed }
}

/// Everything anybody could write about the case, cleared or not; who reads what got through.
fn readers(world: &World, exclusion: &Exclusion, seen: &BTreeSet<CadreId>, counted: bool) -> BTreeSet<CadreId> {
    let mut readers = BTreeSet::new();
    for cadre in world.county.cadres.keys() {
        if clear(letter(Audience::Cadre(cadre.clone()), true), exclusion, None, &world.county).is_ok() {
            readers.insert(cadre.clone());
        }
    }
    for (chat, (audience, members)) in &world.chats {
        let room = known(world, *chat, seen, counted);
        for to in [audience.clone(), Audience::Chat(*chat)] {
            if clear(letter(to, false), exclusion, Some(&room), &world.county).is_ok() {
                readers.extend(members.iter().cloned());
            }
        }
    }
    readers
}

/// The exclusion of a case that accuses somebody, with the groups where one of those kept out was seen.
fn exclusion(world: &World, accused: &CadreId, seen: &BTreeSet<CadreId>) -> Exclusion {
    let mut exclusion = Exclusion::around(&world.county, [accused]);
    for (chat, (_, members)) in &world.chats {
        let there = |cadre: &CadreId| members.contains(cadre) && exclusion.bars(&world.county, cadre);
        if seen.iter().any(there) {
            exclusion.chats.insert(*chat);
        }
    }
    exclusion
}

#[track_caller]
fn assert_untold(world: &World, accused: &CadreId, exclusion: &Exclusion, seen: &BTreeSet<CadreId>, counted: bool) {
    let readers = readers(world, exclusion, seen, counted);
    assert!(!readers.contains(accused), "{accused} reads: {exclusion:?} {:?}", world.chats);
    for cadre in &exclusion.cadres {
        assert!(!readers.contains(cadre), "{cadre}, who is kept out, reads");
    }
}

fn random_world(rng: &mut StdRng) -> World {
    let units: Vec<UnitKind> = (0..rng.random_range(2..6)).map(|_| KINDS[rng.random_range(0..4)]).collect();
    let count = rng.random_range(3..12);
    let roles = [
        Role::Handler,
        Role::Head,
        Role::Screener,
        Role::Supervisor,
        Role::DisciplineReader,
        Role::OnCall,
        Role::Operator,
    ];
    let people: Vec<(usize, Option<usize>, Vec<Role>)> = (0..count)
        .map(|n| {
            let superior = (n > 0 && rng.random_bool(0.8)).then(|| rng.random_range(0..n));
            (rng.random_range(0..units.len()), superior, vec![roles[rng.random_range(0..roles.len())]])
        })
        .collect();
    let county = county(&units, &people);
    let mut chats = BTreeMap::new();
    for n in 0..rng.random_range(1..6) {
        let members = (0..count).filter(|_| rng.random_bool(0.4)).map(person).collect();
        let audience = match n {
            0 => Audience::TriageGroup,
            1 => Audience::LaneGroup,
            _ => Audience::UnitGroup(unit(rng.random_range(0..units.len()))),
        };
        chats.insert(-(n as i64) - 1, (audience, members));
    }
    World { county, chats }
}

/// Something happens to the organisation: somebody leaves or joins a chat, moves to another unit, gets another superior.
fn happens(world: &mut World, rng: &mut StdRng, seen: &mut BTreeSet<CadreId>, exclusion: &mut Exclusion) {
    let people: Vec<CadreId> = world.county.cadres.keys().cloned().collect();
    let someone = people[rng.random_range(0..people.len())].clone();
    let chat = *world.chats.keys().nth(rng.random_range(0..world.chats.len())).unwrap();
    match rng.random_range(0..4) {
        0 => {
            world.chats.get_mut(&chat).unwrap().1.remove(&someone);
        }
        1 => {
            world.chats.get_mut(&chat).unwrap().1.insert(someone.clone());
            // Telegram tells of it where the bot is an administrator, or they speak.
            if rng.random_bool(0.5) {
                seen.insert(someone.clone());
                if exclusion.bars(&world.county, &someone) {
                    exclusion.chats.insert(chat);
                }
            }
        }
        2 => {
            let to = unit(rng.random_range(0..world.county.units.len()));
            // The desk keeps out by name whoever was kept out by unit, before a new roster counts.
            let barred: Vec<CadreId> =
                people.iter().filter(|cadre| exclusion.bars(&world.county, cadre)).cloned().collect();
            exclusion.cadres.extend(barred);
            world.county.cadres.get_mut(&someone).unwrap().unit = to;
        }
        _ => world.county.cadres.get_mut(&someone).unwrap().superior = None,
    }
}

#[test]
fn z9_no_random_organisation_and_no_later_event_tells_the_accused() {
    for seed in 0..6_000_u64 {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut world = random_world(&mut rng);
        let accused = person(rng.random_range(0..world.county.cadres.len()));
        let mut seen: BTreeSet<CadreId> =
            world.county.cadres.keys().filter(|_| rng.random_bool(0.6)).cloned().collect();
        let mut kept_out = exclusion(&world, &accused, &seen);
        for _ in 0..6 {
            let counted = rng.random_bool(0.5);
            assert_untold(&world, &accused, &kept_out, &seen, counted);
            happens(&mut world, &mut rng, &mut seen, &mut kept_out);
        }
    }
}

#[test]
fn z9_what_is_sealed_reaches_no_group_and_the_operators_nothing_but_the_sender_always_hears() {
    for seed in 0..500_u64 {
        let mut rng = StdRng::seed_from_u64(seed);
        let world = random_world(&mut rng);
        let none = Exclusion::default();
        for (chat, (audience, members)) in &world.chats {
            let room = Room { chat: *chat, present: members.clone(), everyone_known: true };
            for to in [audience.clone(), Audience::Chat(*chat)] {
                assert!(clear(letter(to, true), &none, Some(&room), &world.county).is_err());
            }
        }
        for sealed in [false, true] {
            assert!(clear(letter(Audience::Operators, sealed), &none, None, &world.county).is_err());
            let sender = Audience::Resident(PersonId::new("r"));
            assert!(clear(letter(sender, sealed), &none, None, &world.county).is_ok());
        }
    }
}

/// Every organisation of up to four people and three chats: every chain, every membership, everything seen or not.
#[test]
fn z9_all_small_organisations_tell_the_accused_nothing() {
    let mut worlds = 0_u64;
    for count in 1..=4_usize {
        // Whoever comes later answers to one who came before, or to nobody: 1 · 2 · 3 · 4 chains.
        for chain in 0..(1..=count).product::<usize>() {
            let superior = |n: usize| {
                let above = chain / (1..=n).product::<usize>() % (n + 1);
                (above < n).then_some(above)
            };
            let people: Vec<_> = (0..count).map(|n| (n % 2, superior(n), vec![Role::Handler])).collect();
            let county = county(&[UnitKind::Town, UnitKind::Bureau], &people);
            let places = [Audience::UnitGroup(unit(0)), Audience::UnitGroup(unit(1)), Audience::TriageGroup];
            for members in 0..(1_u32 << (3 * count)) {
                let sits = |chat: usize| (0..count).filter(move |n| members >> (chat * count + n) & 1 == 1).map(person);
                let chats =
                    places.iter().enumerate().map(|(at, to)| (-(at as i64) - 1, (to.clone(), sits(at).collect())));
                let world = World { county: county.clone(), chats: chats.collect() };
                for seen in [BTreeSet::new(), (0..count).map(person).collect()] {
                    for accused in (0..count).map(person) {
                        let kept_out = exclusion(&world, &accused, &seen);
                        assert_untold(&world, &accused, &kept_out, &seen, true);
                        worlds += 1;
                    }
                }
            }
        }
    }
    println!("{worlds} organisations");
    assert!(worlds > 100_000);
}
