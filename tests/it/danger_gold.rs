//! Danger to life: our own gold set. Nothing that is happening now may be missed, and what only looks like it is no alarm.
//!
//! Every fourth text is held back: the words were never tuned on it, and its score is told apart (docs/decisions).

use std::path::Path;

use minqing::classify::{Danger, Lexicon, Reader};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    text: String,
    danger: Option<Danger>,
    /// Of the first round, held back while its rules were written.
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
    let (mut tuned, mut held, mut all) = (Score::default(), Score::default(), Score::default());
    for told in told().into_iter().filter(|told| told.round < 2) {
        let read = reader.read(&told.text).danger;
        if told.danger.is_some() != read.is_some() && (!told.held || std::env::var("DANGER_HELD").is_ok()) {
            println!("{:?} read as {read:?}: {}", told.danger, told.text);
        }
        if told.held { &mut held } else { &mut tuned }.count(&told, read);
        all.count(&told, read);
    }
    tuned.print("tuned on");
    held.print("held back");
    assert!(all.danger >= 200 && all.calm >= 300, "{} and {}", all.danger, all.calm);
    assert_eq!(tuned.found, tuned.danger, "danger missed");
    assert!(tuned.alarms * 50 <= tuned.calm, "more than 2 % false alarms");
    // Which kind it is decides on the first words: seldom wrong.
    assert!(tuned.of_its_kind * 100 >= tuned.danger * 90, "{} of {}", tuned.of_its_kind, tuned.danger);
    assert!(all.alarms * 50 <= all.calm, "more than 2 % false alarms of all");
    // What was never tuned on may only get better.
    assert!(held.found * 100 >= held.danger * 88 && held.alarms * 100 <= held.calm * 5, "the held texts");
}
