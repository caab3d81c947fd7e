//! `deny.toml` held without cargo-deny: licences, doubles, sources and bans of everything that is built in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use toml::{Table, Value};

/// A package that is built in, with its licence.
struct Package {
    name: String,
    version: String,
    licence: String,
    /// Where it comes from, when that is not the registry.
    elsewhere: bool,
}

/// What cargo builds for this machine, tests included: the same that `cargo deny` looks at.
fn built() -> Vec<Package> {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["tree", "--locked", "--offline", "--edges", "normal,build,dev", "--prefix", "none"];
    let mut command = Command::new(program);
    let answer = command.args(arguments).args(["--format", "{p}|{l}"]).output().expect("cargo runs");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let text = String::from_utf8_lossy(&answer.stdout).into_owned();
    let lines: BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    let package = |line: &&str| {
        let (package, licence) = line.split_once('|').expect("a package and its licence");
        let mut words = package.split_whitespace();
        let name = words.next().expect("a name").to_owned();
        let version = words.next().expect("a version").trim_start_matches('v').to_owned();
        let elsewhere = words.any(|word| word != "(proc-macro)");
        Package { name, version, licence: licence.to_owned(), elsewhere }
    };
    lines.iter().filter(|line| !line.is_empty()).map(package).collect()
}

fn rules() -> Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    fs::read_to_string(file).unwrap().parse().unwrap()
}

fn list<'t>(rules: &'t Table, section: &str, key: &str) -> &'t [Value] {
    rules[section][key].as_array().unwrap_or_else(|| panic!("{section}.{key} is a list"))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is a text"))
}

/// Whether a licence, as packages write it (`A OR B`, `A/B`, `(A OR B) AND C`), is met by what is allowed.
fn allowed(licence: &str, allow: &BTreeSet<String>) -> bool {
    let spaced =
        licence.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "\u{1}WITH\u{1}");
    let words: Vec<String> = spaced.split_whitespace().map(|word| word.replace('\u{1}', " ")).collect();
    let mut at = 0;
    let met = any(&words, &mut at, allow);
    met && at == words.len()
}

fn any(words: &[String], at: &mut usize, allow: &BTreeSet<String>) -> bool {
    let mut met = all(words, at, allow);
    while words.get(*at).is_some_and(|word| word == "OR") {
        *at += 1;
        met |= all(words, at, allow);
    }
    met
}

fn all(words: &[String], at: &mut usize, allow: &BTreeSet<String>) -> bool {
    let mut met = one(words, at, allow);
    while words.get(*at).is_some_and(|word| word == "AND") {
        *at += 1;
        met &= one(words, at, allow);
    }
    met
}

fn one(words: &[String], at: &mut usize, allow: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if word != "(" {
        return allow.contains(word);
    }
    let met = any(words, at, allow);
    *at += 1;
    met
}

#[test]
fn b3_every_licence_is_on_the_list() {
    let rules = rules();
    let names = |values: &[Value]| values.iter().map(|it| it.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>();
    let general = names(list(&rules, "licenses", "allow"));
    let exceptions = list(&rules, "licenses", "exceptions");
    let of = |name: &str| exceptions.iter().find(|it| text(it, "crate") == name);
    let built = built();
    assert!(built.len() > 150, "cargo names what is built in: {}", built.len());
    for package in &built {
        let own = of(&package.name).map(|it| names(it["allow"].as_array().unwrap())).unwrap_or_default();
        let allow: BTreeSet<String> = general.union(&own).cloned().collect();
        assert!(allowed(&package.licence, &allow), "{} {}: {}", package.name, package.version, package.licence);
    }
    for exception in exceptions {
        let (name, here) = (text(exception, "crate"), built.iter().find(|it| it.name == text(exception, "crate")));
        let package = here.unwrap_or_else(|| panic!("{name} is not built in: take its exception away"));
        assert!(!allowed(&package.licence, &general), "{name} needs no exception");
    }
    // The reading of licences itself.
    let some: BTreeSet<String> = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for (licence, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("Apache-2.0 OR MIT", true),
        ("Apache-2.0/MIT", true),
        ("Apache-2.0 AND ISC", false),
        ("(GPL-3.0 OR MIT) AND ISC", true),
        ("(MIT OR ISC) AND BSD-3-Clause", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("", false),
    ] {
        assert_eq!(allowed(licence, &some), met, "{licence}");
    }
}

#[test]
fn b3_nothing_is_built_in_twice_but_what_is_named_with_its_reason() {
    let rules = rules();
    assert_eq!(rules["bans"]["multiple-versions"].as_str(), Some("deny"));
    let skip = list(&rules, "bans", "skip");
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in built() {
        versions.entry(package.name).or_default().insert(package.version);
    }
    let skipped = |name: &str, version: &str| {
        skip.iter().any(|it| {
            let (skipped, prefix) = text(it, "crate").split_once('@').expect("a crate and a version");
            skipped == name && (version == prefix || version.starts_with(&format!("{prefix}.")))
        })
    };
    for (name, all) in &versions {
        let left: Vec<&String> = all.iter().filter(|version| !skipped(name, version)).collect();
        assert_eq!(left.len(), 1, "{name}: {all:?}; one of them, or a line with the reason in deny.toml");
    }
    for entry in skip {
        let name = text(entry, "crate").split('@').next().unwrap();
        assert!(text(entry, "reason").len() > 5, "{name}");
        assert!(
            versions.get(name).is_some_and(|all| all.len() > 1),
            "{name} is no double any more: take the line away"
        );
    }
    for name in ["sqlx", "rustls", "reqwest", "ring", "tokio", "teloxide", "libsqlite3-sys", "axum"] {
        assert_eq!(versions.get(name).map(BTreeSet::len), Some(1), "{name}: {:?}", versions.get(name));
        assert!(!skip.iter().any(|it| text(it, "crate").starts_with(&format!("{name}@"))), "{name} is never excused");
    }
}

#[test]
fn b3_what_is_banned_is_nowhere_not_even_in_the_lock_file() {
    let rules = rules();
    let lock: Table = fs::read_to_string("Cargo.lock").unwrap().parse().unwrap();
    let locked: BTreeSet<&str> = lock["package"].as_array().unwrap().iter().map(|it| text(it, "name")).collect();
    let banned: Vec<&str> = list(&rules, "bans", "deny").iter().map(|it| text(it, "crate")).collect();
    for name in ["openssl", "openssl-sys", "native-tls", "aws-lc-rs", "aws-lc-sys"] {
        assert!(banned.contains(&name), "{name} is banned");
    }
    for name in banned {
        assert!(!locked.contains(name), "{name}");
    }
}

#[test]
fn b3_everything_comes_from_the_registry_by_version() {
    let rules = rules();
    for key in ["unknown-registry", "unknown-git"] {
        assert_eq!(rules["sources"][key].as_str(), Some("deny"));
    }
    for key in ["allow-git", "allow-registry", "allow-org"] {
        assert!(rules["sources"].get(key).is_none(), "nothing beside the one registry");
    }
    let elsewhere: Vec<String> = built().into_iter().filter(|it| it.elsewhere).map(|it| it.name).collect();
    assert_eq!(elsewhere, ["minqing"], "only we ourselves");
    let manifest: Table = fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    for section in ["dependencies", "dev-dependencies"] {
        for (name, wanted) in manifest[section].as_table().unwrap() {
            let version = wanted.as_str().or_else(|| wanted.get("version").and_then(Value::as_str));
            assert!(version.is_some_and(|version| !version.contains('*')), "{name} asks for a version");
            let from = ["git", "path", "registry"].iter().find(|key| wanted.get(**key).is_some());
            assert!(from.is_none(), "{name} by {from:?}");
        }
    }
}
