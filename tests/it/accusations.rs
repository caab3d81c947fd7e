//! Accusations read finely: who is charged with what, what is said beside it, and what is left for the handlers.

use std::path::Path;

use minqing::classify::{Lexicon, Reader, Wrong};
use minqing::id::CadreId;

fn reader() -> Reader {
    let county = minqing::config::load(Path::new("config")).unwrap().county;
    let lexicon: Lexicon = toml::from_str(&std::fs::read_to_string("config/lexicon.toml").unwrap()).unwrap();
    Reader::new(&county, &lexicon)
}

#[test]
fn s4_01_s4_02_a_need_and_an_accusation_in_one_message_are_told_apart() {
    let reader = reader();
    let reading = reader.read(
        "我们新风社区的田遭天燃气遗漏整坏了,社区出面协调赔了钱,发到我们手上差了2万多,唐全他们贪了,还凶得很,哪个说就整哪个。求书记做主!",
    );
    let charge = reading.charge.unwrap();
    assert_eq!((charge.wrong, charge.above), (Wrong::Graft, false));
    assert_eq!(charge.persons, [CadreId::new("tangquan")]);
    assert!(reading.threatened && !reading.unlawful);
    assert_eq!(reading.danger, None);
    let rest = reading.rest.unwrap();
    assert_eq!(rest, "我们新风社区的田遭天燃气遗漏整坏了，已协调赔了钱，钱数差了2万多");
    assert!(reader.is_clean(&rest));
    let again = reader.read(&rest);
    println!("{again:#?}");
    assert_eq!((again.danger, again.charge, again.accusations.len()), (None, None, 0));
}

/// A text of our own: whether it accuses somebody in office, and of what if it says so clearly.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    text: String,
    accuses: bool,
    charge: Option<Wrong>,
    /// `fresh`: written before the words were tuned to any of these; `second`: after the tuning to the fresh ones.
    set: String,
}

fn gold() -> Vec<Gold> {
    let file = std::fs::read_to_string("tests/data/accusations.jsonl").unwrap();
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How many of how many.
#[derive(Debug, Default)]
struct Share {
    hits: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    fn percent(&self) -> f64 {
        self.hits as f64 * 100.0 / self.of.max(1) as f64
    }
}

#[derive(Debug, Default)]
struct Figures {
    held: Share,
    held_back: Share,
    recall: Share,
    precision: Share,
    wrong: Share,
}

fn figures(reader: &Reader, gold: &[Gold]) -> Figures {
    let mut figures = Figures::default();
    for one in gold {
        let reading = reader.read(&one.text);
        let held = !reading.accusations.is_empty();
        if one.accuses { &mut figures.held } else { &mut figures.held_back }.count(held);
        if held != one.accuses {
            println!("held {held}: {} {:?}", one.text, reading.accusations);
        }
        let charged = reading.charge.as_ref();
        if one.charge.is_some() {
            figures.recall.count(charged.is_some());
            if charged.is_none() {
                println!("not charged: {} {:?}", one.text, reading.accusations);
            }
        }
        if let Some(charge) = charged {
            figures.precision.count(one.accuses);
            if !one.accuses {
                println!("charged: {} {charge:?}", one.text);
            }
            if let Some(wrong) = one.charge {
                figures.wrong.count(charge.wrong == wrong);
                if charge.wrong != wrong {
                    println!("not {wrong:?}: {} {charge:?}", one.text);
                }
            }
        }
    }
    figures
}

#[test]
fn accusations_are_found_in_our_own_texts() {
    let reader = reader();
    let all = gold();
    for set in ["fresh", "second"] {
        let of_set: Vec<Gold> = gold().into_iter().filter(|one| one.set == set).collect();
        let figures = figures(&reader, &of_set);
        println!("{set}: {figures:?}");
    }
    assert!(all.len() >= 100);
}
