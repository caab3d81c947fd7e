//! A county small enough to keep in one's head, and the tables of who answers and who may.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Action::*;
use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn place(id: &str, parent: Option<&str>) -> (PlaceId, Place) {
    let parent = parent.map(PlaceId::new);
    (PlaceId::new(id), Place { id: PlaceId::new(id), name: id.into(), aliases: vec![], parent })
}

fn unit(id: &str, kind: UnitKind) -> (UnitId, Unit) {
    let place = (kind == UnitKind::Town).then(|| PlaceId::new(id));
    (UnitId::new(id), Unit { id: UnitId::new(id), name: id.into(), kind, place, aliases: vec![] })
}

fn cadre(id: &str, unit: &str, roles: &[Role], superior: Option<&str>) -> (CadreId, Cadre) {
    let cadre = Cadre {
        id: CadreId::new(id),
        name: id.into(),
        title: String::new(),
        unit: UnitId::new(unit),
        place: None,
        roles: roles.to_vec(),
        superior: superior.map(CadreId::new),
        absences: vec![],
        managed_above: false,
    };
    (CadreId::new(id), cadre)
}

fn post(place: Option<&str>, unit: &str, subjects: &[&str], cadre: &str) -> Post {
    Post {
        place: place.map(PlaceId::new),
        unit: UnitId::new(unit),
        subjects: subjects.iter().map(|id| SubjectId::new(*id)).collect(),
        cadre: CadreId::new(cadre),
        deputy: CadreId::new("deputy"),
    }
}

/// Two towns; `ford` and `mill` are villages of the town `hill`; `roads` is a bureau.
pub(super) fn county() -> County {
    let mut cadres = BTreeMap::from([
        cadre("mayor", "office", &[], None),
        cadre("chief", "hill", &[Role::Head], Some("mayor")),
        cadre("deputy", "hill", &[Role::Handler], Some("chief")),
        cadre("villager", "hill", &[Role::Handler], Some("chief")),
        cadre("roadhead", "roads", &[Role::Head], Some("mayor")),
        cadre("roadman", "roads", &[Role::Handler], Some("roadhead")),
        cadre("screener", "office", &[Role::Screener], Some("mayor")),
        cadre("watch", "office", &[Role::OnCall], Some("mayor")),
        cadre("super", "office", &[Role::Supervisor], Some("mayor")),
        cadre("runner", "office", &[Role::Operator], Some("mayor")),
        cadre("reader", "lane", &[Role::DisciplineReader], None),
    ]);
    for name in ["ford-lamps", "ford", "hill-lamps", "hill", "roads-bridges", "roads"] {
        cadres.extend([cadre(name, "hill", &[Role::Handler], Some("chief"))]);
    }
    let village = cadres.get_mut(&CadreId::new("villager")).unwrap();
    village.place = Some(PlaceId::new("ford"));
    County {
        id: CountyId::new("test"),
        name: "test".into(),
        places: BTreeMap::from([
            place("hill", None),
            place("ford", Some("hill")),
            place("mill", Some("hill")),
            place("lake", None),
        ]),
        units: BTreeMap::from([
            unit("hill", UnitKind::Town),
            unit("lake", UnitKind::Town),
            unit("roads", UnitKind::Bureau),
            unit("office", UnitKind::County),
            unit("lane", UnitKind::Discipline),
        ]),
        cadres,
        posts: vec![
            post(None, "roads", &[], "roads"),
            post(Some("hill"), "hill", &[], "hill"),
            post(Some("hill"), "hill", &["lamps"], "hill-lamps"),
            post(Some("ford"), "hill", &[], "ford"),
            post(Some("ford"), "hill", &["lamps"], "ford-lamps"),
            post(None, "roads", &["bridges"], "roads-bridges"),
        ],
        subjects: BTreeMap::new(),
        receptions: Vec::new(),
        outside: Vec::new(),
    }
}

fn responsible(county: &County, unit: &str, place: Option<&str>, subject: &str, today: &str) -> Option<Responsible> {
    let place = place.map(PlaceId::new);
    county.responsible(&UnitId::new(unit), place.as_ref(), &SubjectId::new(subject), date(today))
}

#[test]
fn the_most_specific_post_answers() {
    let county = county();
    let table = [
        ("hill", Some("ford"), "lamps", Some("ford-lamps")),
        ("hill", Some("ford"), "water", Some("ford")),
        ("hill", Some("mill"), "lamps", Some("hill-lamps")),
        ("hill", Some("mill"), "water", Some("hill")),
        ("hill", Some("hill"), "lamps", Some("hill-lamps")),
        ("hill", None, "water", Some("hill")),
        ("hill", Some("lake"), "water", Some("hill")),
        ("roads", Some("ford"), "bridges", Some("roads-bridges")),
        ("roads", Some("ford"), "lamps", Some("roads")),
        ("roads", None, "lamps", Some("roads")),
        ("lake", Some("lake"), "water", None),
        ("nowhere", None, "water", None),
    ];
    for (unit, place, subject, want) in table {
        let found = responsible(&county, unit, place, subject, "2026-03-02").map(|found| found.cadre.0);
        assert_eq!(found.as_deref(), want, "{unit} {place:?} {subject}");
    }
}

#[test]
fn the_deputy_then_the_head_then_those_above_act_while_others_are_away() {
    let mut county = county();
    let away = (date("2026-03-02"), date("2026-03-03"));
    for (absent, want) in [("ford", "deputy"), ("deputy", "chief"), ("chief", "mayor"), ("mayor", "ford")] {
        county.cadres.get_mut(&CadreId::new(absent)).unwrap().absences.push(away);
        for day in ["2026-03-02", "2026-03-03"] {
            let found = responsible(&county, "hill", Some("ford"), "water", day).unwrap();
            assert_eq!((found.cadre.as_str(), found.acting.as_str()), ("ford", want), "{absent} is away too on {day}");
        }
    }
    for day in ["2026-03-01", "2026-03-04"] {
        assert_eq!(responsible(&county, "hill", Some("ford"), "water", day).unwrap().acting.as_str(), "ford");
    }
}

#[test]
fn towns_units_heads_and_chains_are_found() {
    let mut county = county();
    let town = |place: &str| county.town_of(&PlaceId::new(place)).map(|town| town.0.clone());
    assert_eq!(town("ford").as_deref(), Some("hill"));
    assert_eq!(town("hill").as_deref(), Some("hill"));
    assert_eq!(town("nowhere"), None);
    assert_eq!(county.town_unit(&PlaceId::new("mill")), Some(&UnitId::new("hill")));
    assert_eq!(county.head_of(&UnitId::new("hill")), Some(&CadreId::new("chief")));
    assert_eq!(county.head_of(&UnitId::new("lake")), None);
    let chain = |county: &County| {
        county.chain_above(&CadreId::new("ford")).into_iter().map(|id| id.0).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(chain(&county), "chief mayor");
    county.cadres.get_mut(&CadreId::new("mayor")).unwrap().superior = Some(CadreId::new("chief"));
    assert_eq!(chain(&county), "chief mayor", "a circle is walked once");
    assert_eq!(county.with_role(Role::Screener), [CadreId::new("screener")]);
    assert_eq!(county.members_of(&UnitId::new("lane")), [CadreId::new("reader")]);
}

const ALL: [Action; 12] = [
    Sign,
    Assign,
    AskMore,
    InterimReply,
    Transfer,
    ReportDone,
    ReadOriginal,
    SendNote,
    Screen,
    BindGroup,
    Invite,
    Rerun,
];
const WORK: &[Action] = &[Sign, AskMore, InterimReply, ReportDone, ReadOriginal, SendNote];
const SCREENING: &[Action] = &[Screen, Assign, Transfer, AskMore, ReadOriginal, SendNote];
const LEADING: &[Action] =
    &[Sign, AskMore, InterimReply, Transfer, ReportDone, ReadOriginal, SendNote, Assign, BindGroup];
const WATCHING: &[Action] = &[AskMore, ReadOriginal, SendNote];
const RUNNING: &[Action] = &[BindGroup, Invite, Rerun];

#[test]
fn the_table_of_rights_gives_exactly_this() {
    let county = county();
    let table: [(&str, Option<&str>, bool, &[Action]); 22] = [
        ("deputy", Some("hill"), false, WORK),
        ("deputy", Some("roads"), false, &[]),
        ("deputy", Some("roads"), true, WORK),
        ("deputy", None, false, &[]),
        ("villager", Some("hill"), false, &[]),
        ("villager", Some("hill"), true, WORK),
        ("chief", Some("hill"), false, LEADING),
        ("chief", Some("roads"), false, &[]),
        ("chief", Some("lane"), false, &[]),
        ("screener", Some("hill"), false, SCREENING),
        ("screener", None, false, SCREENING),
        ("screener", Some("lane"), false, &[]),
        ("super", Some("hill"), false, &[ReadOriginal]),
        ("super", Some("lane"), false, &[]),
        ("watch", Some("hill"), false, WATCHING),
        ("watch", Some("lane"), false, &[]),
        ("runner", Some("hill"), false, RUNNING),
        ("runner", None, false, RUNNING),
        ("reader", Some("lane"), false, WORK),
        ("reader", Some("hill"), false, &[]),
        ("mayor", Some("hill"), false, &[]),
        ("nobody", Some("hill"), true, &[]),
    ];
    for (cadre, unit, is_responsible, want) in table {
        let unit = unit.map(UnitId::new);
        for action in ALL {
            let allowed = may(&county, &CadreId::new(cadre), action, unit.as_ref(), is_responsible);
            assert_eq!(allowed, want.contains(&action), "{cadre} {action:?} {unit:?} {is_responsible}");
        }
    }
}
