//! The keys of `config/text` and those the code says are the same ones.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{File, Finding, Kind, Token, Tree};
use super::{finds, keeps};

const CHINESE: &str = "config/text/zh-CN.ftl";
const ENGLISH: &str = "config/text/en.ftl";

/// Rooms that say keys. The others have words of their own that may look like one.
const SPEAKERS: [&str; 9] = ["desk", "notice", "text", "telegram", "outbox", "case", "app", "main", "init"];

/// The keys of a language with their lines.
fn keys<'t>(tree: &'t Tree, path: &str) -> BTreeMap<&'t str, usize> {
    let text = tree.other(path);
    let lines = text.lines().enumerate().filter(|(_, line)| line.starts_with(|c: char| c.is_ascii_lowercase()));
    lines.filter_map(|(index, line)| Some((line.split_once('=')?.0.trim(), index + 1))).collect()
}

fn is_key_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_'
}

/// Whether a literal has the shape of a key of several words: `told-signed`.
fn looks_like_a_key(text: &str) -> bool {
    let edges = text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.ends_with('-');
    edges && text.contains('-') && text.chars().all(is_key_letter)
}

/// `state-` for `state-{name}` and for `state-` itself.
fn prefix(text: &str) -> Option<&str> {
    let before = text.split('{').next().unwrap_or(text);
    let shaped = before.len() > 1 && before.ends_with('-') && before.chars().all(is_key_letter);
    let whole = text.len() == before.len() || text.ends_with('}');
    (shaped && whole && before.starts_with(|c: char| c.is_ascii_lowercase())).then_some(before)
}

fn speakers(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.house().filter(|file| SPEAKERS.contains(&file.room()))
}

/// Every word and every prefix that the code, the configuration or another text mentions.
fn mentioned(tree: &Tree) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut words = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    for literal in tree.house().flat_map(File::literals) {
        words.extend(literal.text.split(|c| !is_key_letter(c)).map(str::to_owned));
        prefixes.extend(prefix(&literal.text).map(str::to_owned));
    }
    for other in tree.others.iter().filter(|other| other.path.starts_with("config/")) {
        let marks: &[char] = if other.path.ends_with(".ftl") { &['{', '}'] } else { &['"'] };
        let inside = other.text.lines().flat_map(|line| line.split(marks).skip(1).step_by(2));
        words.extend(inside.map(|word| word.trim().to_owned()));
    }
    (words, prefixes)
}

fn silent(tree: &Tree) -> Vec<Finding> {
    let (words, prefixes) = mentioned(tree);
    let mut findings = Vec::new();
    for path in [CHINESE, ENGLISH] {
        for (key, line) in keys(tree, path) {
            let said = words.contains(key) || prefixes.iter().any(|prefix| key.starts_with(prefix.as_str()));
            if !said {
                findings.push(Finding { path: path.to_owned(), line, what: format!("nobody says `{key}`") });
            }
        }
    }
    findings
}

/// The keys said in a file, with how sure it is that they are keys.
fn said(file: &File) -> Vec<(&Token, bool)> {
    let tokens: Vec<&Token> = file.own().collect();
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut said_at = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => {
                depth += 1;
                if said_at.is_none() && token.is_sign("(") && at > 0 && tokens[at - 1].is_word("say") {
                    said_at = Some(depth);
                }
            }
            Kind::Close => {
                if said_at == Some(depth) {
                    said_at = None;
                }
                depth -= 1;
            }
            Kind::Text if said_at.is_some() && prefix(&token.text).is_some() => found.push((*token, true)),
            Kind::Text if said_at == Some(depth) && token.text.chars().all(is_key_letter) => found.push((*token, true)),
            Kind::Text if looks_like_a_key(&token.text) => found.push((*token, said_at.is_some())),
            Kind::Text | Kind::Word | Kind::Sign | Kind::Literal => {}
        }
    }
    found
}

fn unknown(tree: &Tree) -> Vec<Finding> {
    let (chinese, english) = (keys(tree, CHINESE), keys(tree, ENGLISH));
    let families: BTreeSet<&str> = chinese.keys().filter_map(|key| Some(key.split_once('-')?.0)).collect();
    let mut findings = Vec::new();
    for file in speakers(tree) {
        for (token, sure) in said(file) {
            let key = token.text.as_str();
            if let Some(prefix) = prefix(key) {
                if !chinese.keys().any(|key| key.starts_with(prefix)) {
                    findings.push(file.finding(token.line, format!("no text begins like {key:?}")));
                }
                continue;
            }
            let family = key.split('-').next().unwrap_or(key);
            let lacking = !chinese.contains_key(key) || !english.contains_key(key);
            if lacking && (sure || families.contains(family)) {
                findings.push(file.finding(token.line, format!("no text under `{key}` in every language")));
            }
        }
    }
    findings
}

/// Keys that one language has and the other lacks.
fn lacking(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, other) in [(CHINESE, ENGLISH), (ENGLISH, CHINESE)] {
        let (own, others) = (keys(tree, path), keys(tree, other));
        if own.is_empty() {
            findings.push(Finding { path: path.to_owned(), line: 1, what: "has no texts".to_owned() });
        }
        for (key, line) in own.iter().filter(|(key, _)| !others.contains_key(*key)) {
            findings.push(Finding {
                path: path.to_owned(),
                line: *line,
                what: format!("`{key}` is missing in {other}"),
            });
        }
    }
    findings
}

/// Texts that shout.
fn loud(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for other in tree.others.iter().filter(|other| [CHINESE, ENGLISH].contains(&other.path.as_str())) {
        let lines = other
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && line.contains(['!', '\u{ff01}']));
        findings.extend(lines.map(|(index, _)| Finding {
            path: other.path.clone(),
            line: index + 1,
            what: "an exclamation mark: a clerk does not shout".to_owned(),
        }));
    }
    findings
}

#[test]
fn tidy_texts_are_there_in_every_language() {
    keeps("Chinese is the first language, English the second; both have every key.", lacking);
}

#[test]
fn tidy_texts_are_all_said() {
    keeps("A text that nobody says misleads whoever mends the words: remove it.", silent);
}

#[test]
fn tidy_texts_said_all_exist() {
    keeps("Add the text to config/text/zh-CN.ftl and en.ftl.", unknown);
}

#[test]
fn tidy_texts_are_calm() {
    keeps("Short, dated, courteous.", loud);
}

#[test]
fn tidy_texts_lacking_and_loud_are_noticed() {
    let both = [(CHINESE, "# A!\na-b = 甲\nc-d = 乙\u{ff01}"), (ENGLISH, "a-b = A\n    more!\ne = E")];
    finds(lacking, &both, &["config/text/en.ftl:3", "config/text/zh-CN.ftl:3"]);
    finds(loud, &both, &["config/text/en.ftl:2", "config/text/zh-CN.ftl:3"]);
    finds(lacking, &[], &["config/text/en.ftl:1", "config/text/zh-CN.ftl:1"]);
}

#[test]
fn tidy_texts_nobody_says_are_noticed() {
    let texts =
        "told-a = A\nstate-b = B\nlonely = C\npart = D\nwhole = { part } { $number }\nnoticed = E\nonly-tested = F";
    let code = "fn f() { t.say(l, \"told-a\", &[]); t.say(l, &format!(\"state-{}\", x), &[]); g(\"whole\"); }
        #[cfg(test)] mod tests { const A: &str = \"only-tested\"; }";
    let notices = ("config/notices.toml", "signed = \"noticed\"");
    finds(
        silent,
        &[(CHINESE, texts), ("src/desk/a.rs", code), notices],
        &["config/text/zh-CN.ftl:3", "config/text/zh-CN.ftl:7"],
    );
}

#[test]
fn tidy_texts_that_do_not_exist_are_noticed() {
    let texts = "told-a = A\nstate-b = B\nplain = C";
    let both = [(CHINESE, texts), (ENGLISH, texts)];
    let code = "fn f() {
        t.say(l, \"told-a\", &[(\"number\", n)]);
        t.say(l, \"told-x\", &[]);
        t.say(l, if a { \"plain-x\" } else { \"state-b\" }, &[]);
        t.say(l, \"missing\", &[]);
        t.say(l, &format!(\"weekday-{}\", x), &[]);
        t.say(l, &format!(\"state-{x}\"), &[]);
        g(\"told-y\", \"utf-8\", \"number\");
    }";
    let expected = [3, 4, 5, 6, 8].map(|line| format!("src/desk/a.rs:{line}"));
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    finds(unknown, &[both[0], both[1], ("src/desk/a.rs", code)], &expected);
}
