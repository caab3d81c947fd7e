//! The county's files: what is there, who answers, and every fault with its line.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use minqing::classify::Kind;
use minqing::config::{Settings, check, load};
use minqing::id::{CadreId, PlaceId, SubjectId, UnitId};
use minqing::roster::{Lead, Role, UnitKind};

/// A tiny subject tree, so that these tests do not depend on the real one.
const SUBJECTS: &str = r#"
[[area]]
id = "urban"
name = "城建"

[[area.subject]]
id = "urban.street_light"
name = "市政照明"
lead = "town"
evidence = "photo"
keywords = ["路灯", ["灯", 0.4]]

[[area]]
id = "health"
name = "医疗"

[[area.subject]]
id = "health.medicare"
name = "医保报销"
lead = "medicare"
card = "label"
place = false
keywords = ["新农合", ["报销", 2]]

[[area.subject]]
id = "health.other"
name = "其他医疗"
lead = "screener"

[[area]]
id = "discipline"
name = "纪检监察"

[[area.subject]]
id = "discipline.graft"
name = "贪污贿赂"
lead = "discipline"
"#;

/// A copy of the county's files with the tiny subject tree.
pub struct Copy(pub tempfile::TempDir);

impl Copy {
    pub fn new() -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
        for folder in ["", "county/", "holidays/", "text/"] {
            for entry in fs::read_dir(from.join(folder)).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_file() {
                    let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
                    copy.write(&name, &fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        // Posts of the repository may name leaves that the tiny tree lacks.
        let posts = copy.read("county/posts.toml");
        assert!(!posts.contains("\nsubjects ="), "these tests need posts for all subjects");
        copy.write("subjects.toml", SUBJECTS);
        // So do bodies outside.
        let _ = fs::remove_file(copy.0.path().join("county/outside.toml"));
        copy
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.path().join(file)).unwrap()
    }

    pub fn write(&self, file: &str, text: &str) {
        let to = self.0.path().join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, text).unwrap();
    }

    /// Replaces the first `from`, and gives the line it stood on.
    pub fn change(&self, file: &str, from: &str, to: &str) -> usize {
        let text = self.read(file);
        let at = text.find(from).unwrap_or_else(|| panic!("{file} lacks {from}"));
        self.write(file, &text.replacen(from, to, 1));
        text[..at].matches('\n').count() + 1
    }

    /// The faults as printed, without the folder's path.
    fn faults(&self) -> Vec<String> {
        let folder = format!("{}/", self.0.path().display());
        let faults = load(self.0.path()).err().map(|faults| faults.0).unwrap_or_default();
        faults.iter().map(|fault| fault.to_string().replace(&folder, "")).collect()
    }
}

/// The county as understood, with the tiny subject tree.
pub fn county() -> Settings {
    load(Copy::new().0.path()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_county_of_the_repository_is_complete() {
    let county = county().county;
    assert_eq!(county.name, "青禾县");
    assert_eq!(county.places.values().filter(|place| place.parent.is_none()).count(), 4);
    assert!(county.places.values().filter(|place| place.parent.is_some()).count() >= 8);
    let units = [
        "changyuan guanshan luxi longjing health medicare civil education housing agriculture transport labour finance gas",
        "women petitions supervision organisation environment culture services cityadmin discipline county",
    ];
    let units: BTreeSet<&str> = units.iter().flat_map(|units| units.split(' ')).collect();
    assert_eq!(county.units.keys().map(|id| id.as_str()).collect::<BTreeSet<_>>(), units);
    assert!(county.cadres.len() >= 20);
    assert!(county.with_role(Role::Screener).len() >= 2 && !county.with_role(Role::OnCall).is_empty());
    for id in county.units.keys().filter(|id| *id != &UnitId::new("county")) {
        let handlers = county.members_of(id).into_iter().filter(|id| county.cadres[id].roles.contains(&Role::Handler));
        assert!(handlers.count() > 0 && county.head_of(id).is_some(), "{id} has a head and a handler");
        let top = county.chain_above(county.head_of(id).unwrap()).pop();
        let lane = county.units[id].kind == UnitKind::Discipline;
        assert_eq!(top, (!lane).then(|| CadreId::new("yanshouzhuo")), "{id}");
    }
}

#[test]
fn somebody_answers_everywhere_and_for_everything() {
    let settings = county();
    let county = &settings.county;
    let light = SubjectId::new("urban.street_light");
    let who = |unit: &str, place: Option<&str>| {
        let place = place.map(PlaceId::new);
        county.responsible(&UnitId::new(unit), place.as_ref(), &light, day("2026-03-02")).map(|found| found.acting.0)
    };
    for place in county.places.keys() {
        let unit = county.town_unit(place).unwrap();
        assert!(who(unit.as_str(), Some(place.as_str())).is_some(), "{place}");
    }
    for unit in county.units.keys() {
        assert!(who(unit.as_str(), None).is_some(), "{unit}");
    }
    assert_eq!(who("guanshan", Some("liangshui")).as_deref(), Some("qianjin"));
    assert_eq!(who("changyuan", Some("xinfeng")).as_deref(), Some("zhaomin"));
    assert_eq!(who("discipline", Some("xinfeng")).as_deref(), Some("wujian"));
}

#[test]
fn old_names_lead_to_todays_units_with_their_dates() {
    let county = county().county;
    let meaning = |word: &str| {
        let named = county.units.values().filter(|unit| unit.aliases.iter().any(|alias| alias.name == word));
        named.map(|unit| unit.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(meaning("县计生委"), ["health"]);
    assert_eq!(meaning("新农合"), ["medicare"]);
    assert_eq!(meaning("县信访办"), ["petitions"]);
    let alias = county.units[&UnitId::new("health")].aliases.iter().find(|alias| alias.name == "县计生委");
    assert_eq!(alias.unwrap().until, Some(day("2014-03-31")));
}

#[test]
fn the_subject_tree_is_understood() {
    let county = county().county;
    let light = &county.subjects[&SubjectId::new("urban.street_light")];
    assert_eq!((light.area.as_str(), light.name.as_str()), ("城建", "市政照明"));
    assert_eq!(light.lead, Lead::Town);
    assert!(light.photo_evidence && !light.private && light.needs_place);
    assert_eq!(light.keywords, [("路灯".to_owned(), 1.0), ("灯".to_owned(), 0.4)]);
    let medicare = &county.subjects[&SubjectId::new("health.medicare")];
    assert_eq!(medicare.lead, Lead::Unit(UnitId::new("medicare")));
    assert!(!medicare.photo_evidence && medicare.private && !medicare.needs_place);
    assert_eq!(county.subjects[&SubjectId::new("health.other")].lead, Lead::Screener);
    assert_eq!(county.subjects[&SubjectId::new("discipline.graft")].lead, Lead::Discipline);
}

#[test]
fn the_clocks_are_those_of_the_county_default_profile() {
    let service = county().service;
    let answers = [Kind::Consult, Kind::Help, Kind::Complaint, Kind::Suggestion, Kind::Report, Kind::Praise];
    assert_eq!(answers.map(|kind| service.answer_wd(kind)), [2, 5, 5, 10, 15, 10]);
    assert_eq!((service.sign_wd, service.screening_wd, service.dispute_wd, service.redo_wd), (1, 1, 2, 5));
    assert_eq!((service.extension_wd, service.rating_days, service.reminder_hour), (10, 30, 9));
}

#[test]
fn the_commented_defaults_are_the_defaults() {
    let copy = Copy::new();
    let before = load(copy.0.path()).unwrap().bot;
    let is_default = |line: &str| {
        line.strip_prefix("# ").is_some_and(|rest| {
            rest.split_once(" = ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        })
    };
    let text = copy.read("minqing.toml");
    assert_eq!(text.lines().filter(|line| is_default(line)).count(), 19, "every key with a default is shown");
    let shown = text.lines().map(|line| if is_default(line) { &line[2..] } else { line });
    copy.write("minqing.toml", &shown.collect::<Vec<_>>().join("\n"));
    assert_eq!(load(copy.0.path()).unwrap().bot, before);
}

/// A file, what to replace in it by what, and the words of the fault this makes.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("county/places.toml", "aliases = [\"杜家坪\"", "alias = [\"杜家坪\"", "unknown field `alias`"),
    ("county/places.toml", "\"仰坪\"", "\"凉水\"", "`凉水` already means `liangshui`"),
    ("county/places.toml", "parent = \"guanshan\"", "parent = \"yunpan\"", "which is itself a village"),
    ("county/places.toml", "parent = \"guanshan\"", "parent = \"guanshen\"", "there is no place `guanshen`"),
    ("county/places.toml", "name = \"凉水村\"", "name = \" \"", "a name is empty"),
    ("county/places.toml", "parent = \"luxi\"", "parent = 3", "invalid type: integer `3`"),
    ("county/units.toml", "id = \"health\"", "id = \"civil\"", "the unit `civil` stands already"),
    ("county/units.toml", "id = \"health\"", "id = \"Health\"", "the id `Health` of a unit is not plain"),
    ("county/units.toml", "kind = \"discipline\"", "kind = \"bureau\"", "no unit is of kind \"discipline\""),
    ("county/units.toml", "kind = \"discipline\"", "kind = \"county\"", "a second unit is of kind \"county\""),
    ("county/units.toml", "kind = \"town\"", "kind = \"village\"", "unknown variant `village`"),
    ("county/units.toml", "place = \"luxi\"\n", "", "is a town's unit without a town"),
    ("county/units.toml", "place = \"luxi\"\n", "place = \"guanshan\"\n", "the town `guanshan` is governed by 2 units"),
    ("county/units.toml", "from = 2014-04-01", "from = 2020-04-01", "`卫计委` ends before it begins"),
    (
        "county/units.toml",
        "{ name = \"县民政局\" }",
        "{ name = \"卫计委\", until = 2015-01-01 }",
        "`卫计委` already means `health`",
    ),
    ("county/units.toml", "until = 2014-03-31", "until = 2014-03-31T10:00:00", "not a day such as"),
    ("county/units.toml", "# Units", "colour = 1\n# Units", "unknown key `colour`"),
    (
        "county/units.toml",
        "# Units",
        "[[unit]]\nid = \"x\"\nname = \"某局\"\nkind = \"bureau\"\n# Units",
        "nobody belongs to the unit `x`",
    ),
    ("county/units.toml", "[[unit]]", "[unit", "not TOML"),
    ("county/cadres.toml", "id = \"qianjin\"", "id = \"heping\"", "the cadre `heping` stands already"),
    ("county/cadres.toml", "unit = \"guanshan\"", "unit = \"guanshen\"", "there is no unit `guanshen`"),
    (
        "county/cadres.toml",
        "roles = [\"head\"]\nsuperior = \"quansiqu\"",
        "roles = []\nsuperior = \"quansiqu\"",
        "has no head",
    ),
    ("county/cadres.toml", "roles = [\"handler\"]", "roles = [\"handler\", \"head\"]", "has several heads"),
    (
        "county/cadres.toml",
        "title = \"县长\"\n",
        "title = \"县长\"\nsuperior = \"qianjin\"\n",
        "the chain of command above `qianjin` comes back",
    ),
    (
        "county/cadres.toml",
        "title = \"县长\"\n",
        "title = \"县长\"\nsuperior = \"yanshouzhuo\"\n",
        "comes back to `yanshouzhuo`",
    ),
    (
        "county/cadres.toml",
        "title = \"县长\"\n",
        "title = \"县长\"\nabsences = [{ from = 2026-03-06, until = 2026-03-02 }]\n",
        "is back (2026-03-02) before leaving",
    ),
    ("county/cadres.toml", "roles = [\"operator\"]", "roles = []", "nobody holds the role \"operator\""),
    (
        "county/cadres.toml",
        "roles = [\"operator\"]",
        "roles = [\"operator\", \"discipline_reader\"]",
        "but belongs to `county`",
    ),
    ("county/cadres.toml", "roles = [\"operator\"]", "roles = [\"king\"]", "unknown variant `king`"),
    ("county/posts.toml", "deputy = \"tongqiushi\"", "deputy = \"qianjin\"", "`qianjin` is their own deputy"),
    ("county/posts.toml", "deputy = \"tongqiushi\"", "deputy = \"tongqiushu\"", "there is no cadre `tongqiushu`"),
    ("county/posts.toml", "place = \"yunpan\"", "place = \"liangshui\"", "covers the same unit, place and subject"),
    ("county/posts.toml", "place = \"yunpan\"", "place = \"dazhai\"", "answers here for a place outside `guanshan`"),
    (
        "county/posts.toml",
        "unit = \"health\"",
        "place = \"luxi\"\nunit = \"health\"",
        "nobody answers for the unit `health`",
    ),
    ("county/posts.toml", "unit = \"health\"", "unit = \"health\"\nsubjects = [\"x.y\"]", "there is no subject `x.y`"),
    ("subjects.toml", "lead = \"medicare\"", "lead = \"nobody\"", "is led by `nobody`, which is no unit"),
    ("subjects.toml", "evidence = \"photo\"", "evidence = \"smell\"", "unknown variant `smell`"),
    ("subjects.toml", "evidence = \"photo\"", "proof = \"photo\"", "unknown field `proof`"),
    ("subjects.toml", "[\"灯\", 0.4]", "[\"灯\", 0.0]", "a keyword of `urban.street_light` is empty or weighs nothing"),
    ("subjects.toml", "[\"灯\", 0.4]", "[\"灯\"]", "a keyword is \"word\" or [\"word\", weight]"),
    (
        "subjects.toml",
        "id = \"health.other\"",
        "id = \"health.medicare\"",
        "the subject `health.medicare` stands already",
    ),
    ("service.toml", "sign_wd = 1", "sign_wd = 0", "a clock has no day"),
    ("service.toml", "sign_wd = 1", "sign_days = 1", "unknown field `sign_days`"),
    ("service.toml", "sign_wd = 1", "", "missing field `sign_wd`"),
    ("service.toml", "reminder_hour = 9", "reminder_hour = 24", "`reminder_hour` is no hour"),
    ("service.toml", "reminder_share = 0.5", "reminder_share = 1.5", "`reminder_share` is no share"),
    ("service.toml", "check_in_days = [7, 30", "check_in_days = [7, 7", "`check_in_days` are not days in order"),
    ("service.toml", "check_in_days = [7", "check_in_days = [0", "`check_in_days` are not days in order"),
    ("service.toml", "emergency_confirm_minutes = 15", "emergency_confirm_minutes = 0", "a clock has no minute"),
    ("minqing.toml", "# max_seconds = 30", "max_seconds = 31", "the window is empty or too long"),
    ("minqing.toml", "# routing_threshold = 0.6", "routing_threshold = 6.0", "`routing_threshold` is no share"),
    ("minqing.toml", "# languages = [\"zh-CN\", \"en\"]", "languages = []", "no language is named"),
    ("minqing.toml", "# in_flight = 8", "in_flight = 9", "too many letters in flight"),
    ("minqing.toml", "# in_flight = 8", "in_flight = 0", "no letter would leave"),
    ("minqing.toml", "gas = \"0000-8810119\"", "", "missing field `gas`"),
    ("minqing.toml", "gas = \"0000-8810119\"", "gas = \"ask\"", "a number cannot be dialled"),
    ("minqing.toml", "id = \"qinghe\"", "id = \"qing/he\"", "the county's id is not plain"),
    ("minqing.toml", "[phones]", "[web]\n[phones]", "unknown key `web`"),
    ("holidays/2026.json", "\"year\": 2026", "\"year\": 2025", "the file is named after another year"),
    ("holidays/2026.json", "2026-01-02", "2026-01-01", "a day stands there twice"),
    ("holidays/2026.json", "2026-01-02", "2062-01-02", "a day is of quite another year"),
    ("holidays/2026.json", "2026-01-02", "2026-13-02", "input is out of range"),
];

#[test]
fn every_fault_is_named_with_its_file() {
    assert_eq!(Copy::new().faults(), Vec::<String>::new());
    for (file, from, to, want) in FAULTS {
        let copy = Copy::new();
        copy.change(file, from, to);
        let faults = copy.faults();
        let named = |fault: &String| fault.contains(want) && fault.contains("; ");
        assert!(faults.iter().any(named), "{file}: {from:?} → {to:?} should say {want:?}: {faults:#?}");
    }
}

#[test]
fn a_village_that_nobody_answers_for_is_a_fault() {
    let copy = Copy::new();
    let limited = "unit = \"guanshan\"\nsubjects = [\"urban.street_light\"]";
    copy.change(
        "county/posts.toml",
        "place = \"guanshan\"\nunit = \"guanshan\"",
        &format!("place = \"guanshan\"\n{limited}"),
    );
    let faults = copy.faults();
    assert!(faults.len() == 1 && faults[0].contains("nobody of `guanshan` answers for `guanshan`"), "{faults:#?}");
    copy.change(
        "county/posts.toml",
        "place = \"yunpan\"\nunit = \"guanshan\"",
        &format!("place = \"yunpan\"\n{limited}"),
    );
    let faults = copy.faults();
    assert!(faults.len() == 2 && faults[1].contains("nobody of `guanshan` answers for `yunpan`"), "{faults:#?}");
}

#[test]
fn all_faults_are_reported_at_once_with_their_lines() {
    let copy = Copy::new();
    let lines = [
        copy.change(
            "county/cadres.toml",
            "title = \"包村干部\"\n",
            "titel = \"包村干部\"\ntitle = \"包村干部\"\ncolor = 3\n",
        ),
        copy.change("county/places.toml", "name = \"凉水村\"", "nmae = \"凉水村\"\nname = \"凉水村\""),
        copy.change("service.toml", "sign_wd = 1", "sign_wd = 1\nsigh_wd = 1"),
        copy.change("subjects.toml", "evidence = \"photo\"", "evidence = \"photo\"\nproof = 1"),
    ];
    let mend = "remove it or correct its spelling";
    let want = [
        (format!("county/cadres.toml:{}: unknown field `titel`", lines[0]), mend),
        (format!("county/cadres.toml:{}: unknown field `color`", lines[0] + 2), mend),
        (format!("county/places.toml:{}: unknown field `nmae`", lines[1]), mend),
        (format!("service.toml:{}: unknown field `sigh_wd`", lines[2] + 1), mend),
        (format!("subjects.toml:{}: unknown field `proof`", lines[3] + 1), mend),
    ];
    let faults = copy.faults();
    assert_eq!(faults.len(), want.len(), "{faults:#?}");
    for (fault, (start, end)) in faults.iter().zip(want) {
        assert!(fault.starts_with(&start) && fault.ends_with(end), "{fault} should begin {start}");
    }
}

#[test]
fn missing_files_and_a_missing_year_are_faults() {
    let copy = Copy::new();
    for file in ["subjects.toml", "service.toml", "county/posts.toml"] {
        fs::remove_file(copy.0.path().join(file)).unwrap();
    }
    let faults = copy.faults();
    for file in ["subjects.toml", "service.toml", "county/posts.toml"] {
        assert!(faults.iter().any(|fault| fault.starts_with(&format!("{file}:1: cannot be read"))), "{faults:#?}");
    }

    let copy = Copy::new();
    assert_eq!(check(copy.0.path(), day("2026-11-30")).0, []);
    for holidays in [None, Some("{\"year\": 2027, \"days\": []}")] {
        holidays.iter().for_each(|text| copy.write("holidays/2027.json", text));
        let (faults, summary) = check(copy.0.path(), day("2027-01-01"));
        assert!(faults.len() == 1 && faults[0].what.contains("2027 is missing"), "{faults:?}");
        assert_eq!((summary.places, summary.units, summary.subjects, summary.years), (16, 24, 4, vec![2026]));
        assert!(load(copy.0.path()).is_ok(), "the bot runs on with provisional dates");
    }
}
