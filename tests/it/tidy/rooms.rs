//! Who may name whom: the import rules of ARCHITECTURE.md.

use std::collections::BTreeSet;

use super::source::{File, Finding, Kind, Named, Tree};
use super::{finds, keeps};

/// Values in, values out.
pub const PURE: [&str; 6] = ["case", "roster", "classify", "notice", "stats", "text"];

/// The libraries a pure room may use: they ask neither the time nor chance, and reach nothing outside.
const PLAIN: [&str; 10] =
    ["std", "core", "alloc", "serde", "serde_json", "chrono", "pinyin", "thiserror", "fluent_bundle", "unic_langid"];

/// What reaches outside, or asks the time, in the standard library.
const OUTSIDE: [&str; 7] = ["fs", "net", "process", "env", "io", "thread", "os"];

/// Whether `room` may import `other`. Rooms that are not named here (the command line, tools) may import all but `app`.
fn may_import(room: &str, other: &str) -> bool {
    let pure = PURE.contains(&other) || other == "id";
    match room {
        _ if room == other => true,
        "main" | "app" | "lib" => true,
        "id" | "sandbox" => false,
        "clock" => other == "id",
        "config" => pure,
        "store" => pure || other == "clock",
        "desk" => pure || ["clock", "config", "store"].contains(&other),
        "telegram" | "outbox" | "report" | "web" => !["app", "sandbox"].contains(&other),
        _ if PURE.contains(&room) => pure,
        _ => other != "app",
    }
}

/// The rooms of a tree: the folders and files below `src`.
fn rooms(tree: &Tree) -> BTreeSet<String> {
    tree.files.iter().filter(|file| file.path.starts_with("src/")).map(|file| file.room().to_owned()).collect()
}

fn room_named(path: &Named, rooms: &BTreeSet<String>) -> Option<String> {
    let first = path.segments.first().filter(|first| *first == "crate");
    first.and(path.segments.get(1)).filter(|room| rooms.contains(*room)).cloned()
}

fn imports(tree: &Tree) -> Vec<Finding> {
    let rooms = rooms(tree);
    let mut findings = Vec::new();
    for file in tree.house() {
        for path in file.paths() {
            let Some(other) = room_named(&path, &rooms) else { continue };
            if !may_import(file.room(), &other) {
                let what = format!("`{}` may not import `{other}` ({})", file.room(), path.segments.join("::"));
                findings.push(file.finding(path.line, what));
            }
        }
    }
    findings
}

#[test]
fn tidy_rooms_import_only_what_the_map_allows() {
    keeps("The rooms a room may import stand in ARCHITECTURE.md; move the code, or hand in the value.", imports);
}

#[test]
fn tidy_rooms_notices_a_forbidden_import() {
    let store = ("src/store/mod.rs", "");
    let clock = ("src/clock.rs", "");
    finds(imports, &[("src/case/mod.rs", "use crate::{id::CaseId,\n store::Store};"), store], &["src/case/mod.rs:2"]);
    finds(imports, &[("src/case/event.rs", "fn f() { crate::clock::now() }"), clock], &["src/case/event.rs:1"]);
    finds(imports, &[("src/case/event.rs", "use super::super::store::*;"), store], &["src/case/event.rs:1"]);
    finds(imports, &[("src/case/mod.rs", "mod a { use super::super::store::X; }"), store], &["src/case/mod.rs:1"]);
    finds(imports, &[("src/case/mod.rs", "fn f() { let v = vec![crate::store::X]; }"), store], &["src/case/mod.rs:1"]);
    finds(imports, &[("src/sandbox/mod.rs", "use crate::clock::Clock;"), clock], &["src/sandbox/mod.rs:1"]);
    let telegram = ("src/telegram/mod.rs", "");
    finds(imports, &[("src/desk/mod.rs", "type A = Vec<crate::telegram::B>;"), telegram], &["src/desk/mod.rs:1"]);
    finds(imports, &[("src/store/mod.rs", "use crate::desk::Act;"), ("src/desk/mod.rs", "")], &["src/store/mod.rs:1"]);
}

#[test]
fn tidy_rooms_lets_allowed_imports_pass() {
    let case =
        ("src/case/mod.rs", "use super::roster::County; use crate::id; #[cfg(test)] mod t { use crate::store::X; }");
    let rest = [("src/roster/mod.rs", ""), ("src/id.rs", ""), ("src/store/mod.rs", "use crate::case::Case;")];
    finds(imports, &[case, rest[0], rest[1], rest[2]], &[]);
    finds(imports, &[("src/sandbox/api.rs", "use super::world::World; use crate::sandbox::wire;")], &[]);
}

fn purity(tree: &Tree) -> Vec<Finding> {
    let crates: BTreeSet<String> = tree.crates().iter().map(|name| name.replace('-', "_")).collect();
    let mut findings = Vec::new();
    for file in tree.house().filter(|file| PURE.contains(&file.room())) {
        for path in file.paths() {
            let first = path.segments[0].as_str();
            let foreign = crates.contains(first) && !PLAIN.contains(&first);
            let outside = first == "std" && OUTSIDE.contains(&path.segments[1].as_str());
            let asks = path.segments.windows(2).any(is_clock)
                || first == "std" && path.segments.contains(&"Instant".to_owned());
            if foreign || outside || asks {
                findings.push(file.finding(path.line, format!("a pure room names `{}`", path.segments.join("::"))));
            }
        }
    }
    findings
}

/// Whether two segments ask the machine for the time.
fn is_clock(two: &[String]) -> bool {
    matches!((two[0].as_str(), two[1].as_str()), ("Utc" | "Local" | "SystemTime", "now"))
}

const MANIFEST: (&str, &str) =
    ("Cargo.toml", "[dependencies]\nsqlx = \"1\"\nchrono = \"1\"\ntokio = \"1\"\nfluent-bundle = \"1\"\nrand = \"1\"");

#[test]
fn tidy_pure_rooms_use_only_plain_libraries() {
    keeps("Pure rooms take values and give values: no clock, no chance, no SQL, no network, no files.", purity);
}

#[test]
fn tidy_pure_rooms_notices_the_world_outside() {
    for bad in [
        "use sqlx::Row;",
        "fn f() { tokio::spawn(x); }",
        "fn f() -> i64 { rand::random() }",
        "use std::fs;\n",
        "fn f() { std::env::var(x); }",
        "fn f() { chrono::Utc::now(); }",
        "use std::time::{Duration, Instant};",
        "fn f() { g(vec![std::fs::read(x)]) }",
    ] {
        finds(purity, &[("src/text/mod.rs", bad), MANIFEST], &["src/text/mod.rs:1"]);
    }
    let good = "use std::collections::BTreeMap; use chrono::NaiveDate; use fluent_bundle::X; use dates::day;";
    finds(purity, &[("src/text/mod.rs", good), MANIFEST, ("src/store/mod.rs", "use sqlx::Row;")], &[]);
}

/// The places outside of `rooms` that say one of `words`.
fn said_outside(tree: &Tree, words: &[&str], rooms: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.house().filter(|file| !rooms.contains(&file.room())) {
        for token in file.own().filter(|token| token.kind == Kind::Word && words.contains(&token.text.as_str())) {
            findings.push(
                file.finding(token.line, format!("`{}` may only be said in `{}`", token.text, rooms.join("`, `"))),
            );
        }
    }
    findings
}

fn teloxide(tree: &Tree) -> Vec<Finding> {
    said_outside(tree, &["teloxide", "teloxide_core"], &["telegram"])
}

#[test]
fn tidy_teloxide_is_said_only_in_telegram() {
    keeps("One room speaks to Telegram; the others know letters and incoming messages.", teloxide);
}

#[test]
fn tidy_teloxide_is_noticed_elsewhere() {
    let bad = "/// teloxide may stand in a comment\n// and teloxide here\npub type B = teloxide::Bot;";
    finds(teloxide, &[("src/desk/mod.rs", bad), ("src/telegram/mod.rs", "use teloxide::Bot;")], &["src/desk/mod.rs:3"]);
}

fn sql(tree: &Tree) -> Vec<Finding> {
    let mut findings = said_outside(tree, &["sqlx"], &["store"]);
    for file in tree.house().filter(|file| file.room() != "store") {
        for literal in file.literals().filter(|literal| is_sql(&literal.text)) {
            findings.push(file.finding(literal.line, format!("SQL outside of the store: {:?}", literal.text)));
        }
    }
    findings
}

/// Whether a text is a statement, or the beginning of one.
fn is_sql(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let has = |word: &str| words.contains(&word);
    match (words.first().copied().unwrap_or(""), words.get(1).copied().unwrap_or("")) {
        ("select", second) => has("from") || second.contains("()") || second.parse::<i64>().is_ok(),
        ("with", _) => has("as") && has("select"),
        ("insert" | "replace", second) => matches!(second, "into" | "or" | "ignore"),
        ("update", _) => has("set"),
        ("delete", second) => second == "from",
        ("create", second) => ["table", "index", "unique", "view", "trigger"].contains(&second),
        ("alter" | "drop", second) => ["table", "index", "view", "trigger"].contains(&second),
        ("begin", second) => ["immediate", "deferred", "exclusive"].contains(&second),
        ("pragma" | "vacuum", second) => !second.is_empty(),
        (_, _) => false,
    }
}

#[test]
fn tidy_sql_stands_only_in_the_store() {
    keeps("Everything the database is asked stands in `store`; give it a function there.", sql);
}

#[test]
fn tidy_sql_is_noticed_elsewhere() {
    let at = "src/desk/mod.rs";
    for bad in [
        "const A: &str = \"SELECT id\n from cases\";",
        "fn f() { run(\"insert into cases values ($1)\"); }",
        "const A: &str = \"update cases set x = 1\";",
        "const A: &str = concat!(\"delete from\", \" cases\");",
        "const A: &str = \"pragma journal_mode\";",
        "const A: &str = r#\"create table x (y text)\"#;",
        "fn f(pool: sqlx::Pool) {}",
    ] {
        finds(sql, &[(at, bad)], &["src/desk/mod.rs:1"]);
    }
    finds(sql, &[("src/store/mod.rs", "const A: &str = \"select id from cases\";")], &[]);
    finds(sql, &[(at, "const A: &str = \"select a file, then press the button\";")], &[]);
    finds(sql, &[(at, "const A: &str = \"update\"; const B: &str = \"with care\";")], &[]);
}

/// Statements put together as they run: only where rows of values are, with the values bound.
fn assembled(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.house().filter(|file| file.path.starts_with("src/") && file.path != "src/store/link.rs") {
        for token in file.tokens.iter().filter(|token| token.kind == Kind::Word && token.text == "AssertSqlSafe") {
            findings.push(file.finding(token.line, "a statement that is not a constant".to_owned()));
        }
    }
    findings
}

#[test]
fn i7_tidy_statements_are_constants() {
    keeps(
        "A statement is a constant, and what people wrote is bound; only the engine adds rows of placeholders.",
        assembled,
    );
}

#[test]
fn i7_tidy_an_assembled_statement_is_noticed() {
    let bad = "fn f() { sqlx::query(AssertSqlSafe(format!(\"select {x}\"))); }";
    finds(assembled, &[("src/store/cases.rs", bad)], &["src/store/cases.rs:1"]);
    finds(assembled, &[("src/store/mod.rs", "use sqlx::{\n AssertSqlSafe};")], &["src/store/mod.rs:2"]);
    finds(assembled, &[("src/store/link.rs", bad), ("tests/it/store.rs", bad)], &[]);
}

fn clocks(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.house().filter(|file| !["clock", "sandbox"].contains(&file.room())) {
        for path in file.paths().iter().filter(|path| path.segments.windows(2).any(is_clock)) {
            findings.push(
                file.finding(path.line, format!("`{}`: take the moment from a `Clock`", path.segments.join("::"))),
            );
        }
    }
    findings
}

#[test]
fn tidy_only_the_clock_asks_the_time() {
    keeps("Time comes in from outside, so that a test can push it (the sandbox has a sky of its own).", clocks);
}

#[test]
fn tidy_a_stray_clock_is_noticed() {
    for bad in
        ["fn f() { chrono::Utc::now(); }", "fn f() { g(Local::now()) }", "fn f() { assert!(SystemTime::now() > x) }"]
    {
        finds(clocks, &[("src/outbox/mod.rs", bad), ("src/clock.rs", bad)], &["src/outbox/mod.rs:1"]);
    }
    finds(clocks, &[("src/outbox/mod.rs", "fn f(clock: &Clock) { clock.now(); Instant::now(); }")], &[]);
}

fn chance(tree: &Tree) -> Vec<Finding> {
    let may = |file: &&File| !["id", "sandbox"].contains(&file.room());
    let mut findings = Vec::new();
    for file in tree.house().filter(may) {
        for path in
            file.paths().iter().filter(|path| ["rand", "getrandom", "fastrand"].contains(&path.segments[0].as_str()))
        {
            findings.push(
                file.finding(
                    path.line,
                    format!("`{}`: ask `Ids`, whose seed a test can set", path.segments.join("::")),
                ),
            );
        }
    }
    findings
}

#[test]
fn tidy_chance_has_one_door() {
    keeps("Randomness comes from `id` (and the sandbox, which plays a weather of its own).", chance);
}

#[test]
fn tidy_loose_chance_is_noticed() {
    let bad = "fn f() -> u8 { rand::random() }";
    let sources = [("src/store/seal.rs", bad), ("src/id.rs", bad), ("src/sandbox/faults.rs", bad)];
    finds(chance, &sources, &["src/store/seal.rs:1"]);
    finds(chance, &[("src/case/mod.rs", "use {rand::Rng, std::fmt};")], &["src/case/mod.rs:1"]);
}
