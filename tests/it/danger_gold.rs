//! Danger to life: our own gold set. Nothing that is happening now may be missed, and what only looks like it is no alarm.
//!
//! The texts came in rounds. What was found of a round before any rule had seen it is the honest figure, and stands in
//! docs/decisions/0016; afterwards the rules were mended until every text of it passes.

use std::collections::BTreeMap;
use std::path::Path;

use minqing::classify::{Danger, Lexicon, Reader};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    text: String,
    danger: Option<Danger>,
    /// Of the first round, every fourth: held back while its rules were written.
    #[serde(default)]
    held: bool,
    /// Later rounds were written and measured before the rules saw them (docs/decisions).
    #[serde(default)]
    round: u8,
}

fn told() -> Vec<Told> {
    let file = std::fs::read_to_string("tests/data/danger.jsonl").unwrap();
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn reader() -> Reader {
    let county = minqing::config::load(Path::new("config")).unwrap().county;
    let lexicon: Lexicon = toml::from_str(&std::fs::read_to_string("config/lexicon.toml").unwrap()).unwrap();
    Reader::new(&county, &lexicon)
}

#[derive(Default)]
struct Score {
    danger: usize,
    found: usize,
    of_its_kind: usize,
    calm: usize,
    alarms: usize,
}

impl Score {
    fn count(&mut self, told: &Told, read: Option<Danger>) {
        if told.danger.is_some() {
            self.danger += 1;
            self.found += usize::from(read.is_some());
            self.of_its_kind += usize::from(read == told.danger);
        } else {
            self.calm += 1;
            self.alarms += usize::from(read.is_some());
        }
    }

    fn print(&self, what: &str) {
        println!(
            "{what}: {}/{} found, {} as what it is; {}/{} false alarms",
            self.found, self.danger, self.of_its_kind, self.alarms, self.calm
        );
    }
}

#[test]
fn s5_06_danger_is_found_without_its_usual_words_and_what_only_looks_like_it_is_not() {
    let reader = reader();
    let (mut all, mut rounds) = (Score::default(), BTreeMap::<(u8, bool), Score>::new());
    for told in told() {
        let read = reader.read(&told.text).danger;
        if told.danger.is_some() != read.is_some() {
            println!("{:?} read as {read:?}: {}", told.danger, told.text);
        }
        rounds.entry((told.round.max(1), told.held)).or_default().count(&told, read);
        all.count(&told, read);
    }
    for ((round, held), score) in &rounds {
        score.print(&format!("round {round}{}", if *held { ", held back" } else { "" }));
    }
    all.print("all");
    assert!(all.danger >= 300 && all.calm >= 400, "{} and {}", all.danger, all.calm);
    assert_eq!(all.found, all.danger, "danger missed");
    assert!(all.alarms * 50 <= all.calm, "more than 2 % false alarms");
    // Which kind it is decides on the first words: seldom wrong.
    assert!(all.of_its_kind * 100 >= all.danger * 90, "{} of {}", all.of_its_kind, all.danger);
}
