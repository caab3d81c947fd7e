//! What does not stay behind: notes to oneself, switched-off warnings and tests, waiting by the clock, things nobody uses.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{File, Finding, Kind, Token, Tree};
use super::{finds, keeps};

/// Written apart, so that this file does not find itself.
const NOTES: [&str; 4] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

fn notes(tree: &Tree) -> Vec<Finding> {
    let rust = tree.files.iter().map(|file| (&file.path, &file.text));
    let mut findings = Vec::new();
    for (path, text) in rust.chain(tree.others.iter().map(|other| (&other.path, &other.text))) {
        for (index, line) in text.lines().enumerate() {
            let mut words = line.split(|c: char| !c.is_ascii_alphanumeric());
            if let Some(note) = words.find(|word| NOTES.contains(word)) {
                findings.push(Finding {
                    path: path.clone(),
                    line: index + 1,
                    what: format!("`{note}`: do it, or open an issue"),
                });
            }
        }
    }
    for file in &tree.files {
        for two in file.tokens.windows(2) {
            let unfinished = ["todo", "unimplemented", "dbg"].contains(&two[0].text.as_str());
            if unfinished && two[0].kind == Kind::Word && two[1].is_sign("!") {
                findings.push(file.finding(two[0].line, format!("`{}!` does not stay", two[0].text)));
            }
        }
    }
    findings
}

#[test]
fn tidy_no_notes_to_oneself() {
    keeps("What is left to do stands in an issue, not in the code.", notes);
}

#[test]
fn tidy_a_note_to_oneself_is_noticed() {
    let comment = format!("fn f() {{}}\n// {}: later", NOTES[0]);
    let sources = [
        ("src/a.rs", comment.as_str()),
        ("src/b.rs", "fn f() { todo!() }"),
        ("src/c.rs", "fn f() { dbg!(x); }"),
        ("tests/it/d.rs", "fn f() { unimplemented!() }"),
        ("src/e.rs", "fn todo() { todo(); }"),
    ];
    finds(notes, &sources, &["src/a.rs:2", "src/b.rs:1", "src/c.rs:1", "tests/it/d.rs:1"]);
}

/// The tokens of each `#[…]` and `#![…]`.
fn attributes(file: &File) -> Vec<&[Token]> {
    let tokens = file.tokens.as_slice();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let inner = usize::from(tokens.get(at + 1).is_some_and(|token| token.is_sign("!")));
        let open = at + 1 + inner;
        if !tokens[at].is_sign("#") || !tokens.get(open).is_some_and(|token| token.is_sign("[")) {
            continue;
        }
        let mut depth = 0_i32;
        let length = tokens[open..].iter().position(|token| {
            depth += i32::from(token.is_sign("[")) - i32::from(token.is_sign("]"));
            depth == 0
        });
        found.extend(length.map(|length| &tokens[open + 1..open + length]));
    }
    found
}

fn silenced(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for attribute in attributes(file) {
            for two in attribute.windows(2).filter(|two| two[0].is_word("allow") && two[1].is_sign("(")) {
                findings.push(file.finding(two[0].line, "`allow`: mend the cause, or `#[expect(…, reason = \"…\")]`"));
            }
            let expects = attribute.first().is_some_and(|token| token.is_word("expect"));
            if expects && !attribute.iter().any(|token| token.is_word("reason")) {
                findings.push(file.finding(attribute[0].line, "`expect` without a reason"));
            }
            for token in attribute.iter().filter(|token| token.is_word("ignore")) {
                findings.push(file.finding(token.line, "a test that does not run tests nothing"));
            }
        }
    }
    findings
}

#[test]
fn tidy_nothing_is_silenced() {
    keeps("Warnings and tests are not switched off.", silenced);
}

#[test]
fn tidy_a_silenced_warning_is_noticed() {
    let sources = [
        ("src/a.rs", "#[allow(dead_code)]\nfn f() {}"),
        ("src/b.rs", "#![allow(unused)]\n"),
        ("src/c.rs", "#[cfg_attr(test, allow(unused))] fn f() {}"),
        ("src/d.rs", "#[expect(dead_code)] fn f() {}"),
        ("tests/it/e.rs", "#[test]\n#[ignore]\nfn f() {}"),
        ("tests/it/f.rs", "#[test] #[ignore = \"slow\"] fn f() {}"),
        ("src/g.rs", "#[expect(dead_code, reason = \"why\")] fn allow() { allow(); ignore[1]; }"),
    ];
    finds(
        silenced,
        &sources,
        &["src/a.rs:1", "src/b.rs:1", "src/c.rs:1", "src/d.rs:1", "tests/it/e.rs:2", "tests/it/f.rs:1"],
    );
}

fn sleeps(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for two in file.tokens.windows(2).filter(|two| two[0].test && two[1].is_sign("(")) {
            if two[0].kind == Kind::Word && ["sleep", "sleep_until", "sleep_ms"].contains(&two[0].text.as_str()) {
                findings.push(file.finding(two[0].line, "a test waits for what happens, never for time to pass"));
            }
        }
    }
    findings
}

#[test]
fn tidy_tests_do_not_sleep() {
    keeps("A sleeping test is slow on good days and wrong on bad ones.", sleeps);
}

#[test]
fn tidy_a_sleeping_test_is_noticed() {
    let sources = [
        ("tests/it/a.rs", "async fn f() {\n tokio::time::sleep(x).await; }"),
        ("src/b.rs", "fn f() { sleep(x) }\n#[cfg(test)]\nmod tests {\n fn f() { std::thread::sleep(x) }\n}"),
    ];
    finds(sleeps, &sources, &["src/b.rs:4", "tests/it/a.rs:2"]);
}

fn dustbins(tree: &Tree) -> Vec<Finding> {
    let bins = ["utils", "util", "common", "helpers", "helper", "misc"];
    let is_bin = |file: &&File| file.path.split(['/', '.']).any(|part| bins.contains(&part));
    let named = tree.files.iter().filter(is_bin);
    named.map(|file| file.finding(1, "name the file after what is in it")).collect()
}

#[test]
fn tidy_no_dustbins() {
    keeps("A file that could hold anything soon holds everything.", dustbins);
}

#[test]
fn tidy_a_dustbin_is_noticed() {
    let sources = [("src/utils.rs", ""), ("src/desk/common/mod.rs", ""), ("src/desk/act.rs", "")];
    finds(dustbins, &sources, &["src/desk/common/mod.rs:1", "src/utils.rs:1"]);
}

fn unused(tree: &Tree) -> Vec<Finding> {
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for token in tree.files.iter().flat_map(|file| &file.tokens) {
        let word = match token.kind {
            Kind::Word => token.text.as_str(),
            Kind::Text => token.text.rsplit("::").next().unwrap_or(""),
            Kind::Sign | Kind::Literal | Kind::Open | Kind::Close => continue,
        };
        *said.entry(word).or_default() += 1;
    }
    let mut findings = Vec::new();
    for file in tree.house() {
        for (name, line) in &file.public {
            if name != "main" && said.get(name.as_str()).copied().unwrap_or(0) < 2 {
                findings.push(file.finding(*line, format!("nobody uses `{name}`")));
            }
        }
    }
    findings
}

#[test]
fn tidy_public_items_are_used() {
    keeps("What is public and used by nobody is in the way: remove it.", unused);
}

#[test]
fn tidy_an_unused_public_item_is_noticed() {
    let lonely =
        "/// Doc of lonely.\npub fn lonely() {}\npub fn used() {}\nimpl A { pub fn alone(&self) {} }\nfn private() {}";
    finds(unused, &[("src/a.rs", lonely), ("src/b.rs", "fn f() { used() }")], &["src/a.rs:2", "src/a.rs:4"]);
}

/// The page that says why each crate is there.
const WHY: &str = "docs/decisions/0007-dependencies.md";

fn dependencies(tree: &Tree) -> Vec<Finding> {
    let said: BTreeSet<&str> =
        tree.files.iter().flat_map(|file| &file.tokens).map(|token| token.text.as_str()).collect();
    let mut findings = Vec::new();
    for name in tree.crates() {
        let finding = |what: String| Finding { path: "Cargo.toml".to_owned(), line: 1, what };
        if !said.contains(name.replace('-', "_").as_str()) {
            findings.push(finding(format!("nobody uses the crate `{name}`")));
        }
        if !tree.other(WHY).contains(&format!("`{name}`")) {
            findings.push(finding(format!("{WHY} does not say what `{name}` is for")));
        }
    }
    findings
}

#[test]
fn tidy_crates_are_used_and_explained() {
    keeps("Each crate is somebody else's code in our house: it has a use and a reason.", dependencies);
}

#[test]
fn tidy_a_crate_without_use_or_reason_is_noticed() {
    let manifest = ("Cargo.toml", "[dependencies]\na-b = \"1\"\n[dev-dependencies]\nidle = \"1\"\nsilent = \"1\"");
    let sources =
        [manifest, (WHY, "`a-b` and `idle`"), ("src/a.rs", "use a_b::C;"), ("tests/it/b.rs", "use silent::D;")];
    finds(dependencies, &sources, &["Cargo.toml:1", "Cargo.toml:1"]);
}
