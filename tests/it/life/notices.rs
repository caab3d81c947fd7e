//! The table of notices: every event has its lines, and the program does what they say.

use std::collections::{BTreeMap, BTreeSet};

use minqing::case::Case;
use minqing::case::answer::AnswerFact;
use minqing::case::emergency::EmergencyFact;
use minqing::case::event::{Actor, Event, Fact};
use minqing::case::face::FaceFact;
use minqing::case::joint::JointFact;
use minqing::case::linked::LinkedFact;
use minqing::case::numbers::NumbersFact;
use minqing::case::people::PeopleFact;
use minqing::case::protect::Protection;
use minqing::case::review::ReviewFact;
use minqing::case::supervise::SupervisionFact;
use minqing::case::verdicts::Word;
use minqing::config::load;
use minqing::id::{Moment, PersonId};
use minqing::notice::plan::plan;
use minqing::notice::table::Listener;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::config::Copy;
use crate::world::{CHANG, World, config_dir, settings};

/// An event, a notice, and whom it tells.
type Told = BTreeSet<(String, String, String)>;

fn words() -> Value {
    json!({"content": "words", "commitment": "c"})
}

fn task() -> Value {
    json!({"unit": "guanshan", "cadre": "qianjin", "deputy": "d", "acting": "qianjin", "signed": null, "sign_due": 5})
}

fn number() -> Value {
    serde_json::to_value(Case::default().number).unwrap()
}

/// Facts of a part.
fn of(part: &str, facts: &[Value]) -> Vec<Value> {
    let named = |fact: &Value| {
        let mut fact = fact.clone();
        fact["fact"] = json!(part);
        fact
    };
    facts.iter().map(named).collect()
}

/// One sample at least of every fact there is; of one whose notices hang on what it says, one of each.
fn samples() -> Vec<Value> {
    [
        plain(),
        protection(),
        joint(),
        supervision(),
        numbers(),
        answer(),
        review(),
        linked(),
        people(),
        face(),
        emergency(),
    ]
    .concat()
}

fn plain() -> Vec<Value> {
    vec![
        json!({"fact": "registered", "id": "note", "number": number(), "person": "p", "notice": false}),
        json!({"fact": "joined", "words": words(), "what": "text"}),
        json!({"fact": "edited", "words": words()}),
        json!({"fact": "understood", "kind": "help", "subject": null, "place": null, "danger": null, "confidence": 0.5,
            "reasons": [], "due": 5, "provisional": false}),
        json!({"fact": "sealed", "lane": "discipline"}),
        json!({"fact": "unsealed"}),
        json!({"fact": "collected"}),
        json!({"fact": "screening_asked", "due": 5}),
        json!({"fact": "accepted"}),
        json!({"fact": "dispatched", "task": task()}),
        json!({"fact": "taken_back"}),
        json!({"fact": "signed"}),
        json!({"fact": "assigned", "cadre": "milinchuan"}),
        json!({"fact": "asked", "words": words()}),
        json!({"fact": "interim_replied", "words": words()}),
        json!({"fact": "note_written", "words": words()}),
        json!({"fact": "note_sent", "words": words()}),
        json!({"fact": "done_reported", "words": words(), "evidence": 1}),
        json!({"fact": "solved_said", "solved": true}),
        json!({"fact": "rated", "grade": "satisfied"}),
        json!({"fact": "reopened", "task": null, "due": 5, "provisional": false}),
        json!({"fact": "closed", "ending": "solved"}),
        json!({"fact": "closed", "ending": "silent"}),
        json!({"fact": "closed", "ending": "withdrawn"}),
        json!({"fact": "nudged"}),
        json!({"fact": "visit_asked"}),
        json!({"fact": "call_asked"}),
        json!({"fact": "reminded", "stage": 1}),
        json!({"fact": "sign_late", "told": "a"}),
        json!({"fact": "screening_late", "told": "a"}),
        json!({"fact": "overdue", "told": "a", "rung": 1, "next": 5}),
        json!({"fact": "date_moved", "due": 5, "provisional": false}),
        json!({"fact": "place_skipped"}),
        json!({"fact": "parted", "part": "note"}),
        json!({"fact": "held", "until": 5}),
        json!({"fact": "let_go"}),
        json!({"fact": "kept_out", "words": words()}),
        json!({"fact": "exposed", "words": words()}),
        json!({"fact": "recused", "cadre": "a"}),
        json!({"fact": "original_read"}),
        json!({"fact": "name_hidden"}),
        json!({"fact": "name_shown"}),
        json!({"fact": "showing_asked"}),
        json!({"fact": "showing_answered", "agreed": true}),
        json!({"fact": "showing_answered", "agreed": false}),
        json!({"fact": "danger_taken"}),
        json!({"fact": "frozen"}),
    ]
}

fn emergency() -> Vec<Value> {
    let facts = [
        json!({"what": "alarmed", "confirm_by": 5, "dispatch_by": 6, "follow_at": 7}),
        json!({"what": "where_asked"}),
        json!({"what": "unconfirmed", "next": 5}),
        json!({"what": "undispatched"}),
        json!({"what": "fed_back", "due": 5}),
        json!({"what": "under", "lead": other()}),
        json!({"what": "neighbour_joined", "other": other()}),
        json!({"what": "worsened", "danger": "fire", "people": true, "through": null}),
        json!({"what": "worsened", "danger": null, "people": true, "through": other()}),
        json!({"what": "news", "due": 5}),
        json!({"what": "apart"}),
        json!({"what": "neighbour_left", "case": "other"}),
        json!({"what": "followed_up"}),
        json!({"what": "damage_asked"}),
        json!({"what": "nothing_damaged"}),
        json!({"what": "damage_listed", "other": other()}),
    ];
    of("emergency", &facts)
}

fn protection() -> Vec<Value> {
    let facts = [
        json!({"what": "raised", "worry": "threat", "about": null}),
        json!({"what": "trouble_said", "note": "note"}),
        json!({"what": "pressure_said", "note": "note", "round": 1}),
        json!({"what": "pressure_seen"}),
        json!({"what": "checked_in", "stage": 1}),
        json!({"what": "fine_said"}),
        json!({"what": "two_person_asked", "approval": "x", "act": "reveal"}),
        json!({"what": "two_person_done", "approval": null, "act": "reveal", "first": "a", "alone": false}),
        json!({"what": "two_person_refused", "approval": "x", "act": "reveal", "why": "stale"}),
    ];
    of("protection", &facts)
}

fn joint() -> Vec<Value> {
    let helper = || json!({"unit": "transport", "acting": "a", "sign_due": 5, "due": 9, "help": "offered"});
    let facts = [
        json!({"what": "help_asked", "helper": helper()}),
        json!({"what": "help_signed", "unit": "transport"}),
        json!({"what": "help_done", "unit": "transport", "words": words()}),
        json!({"what": "help_released", "unit": "transport"}),
        json!({"what": "promised", "promises": []}),
        json!({"what": "vouched", "no": 1, "agreed": true}),
        json!({"what": "vouched", "no": 1, "agreed": false}),
        json!({"what": "outside", "body": "b", "step": {"asked": {"words": words()}}}),
        json!({"what": "outside", "body": "b", "step": {"answered": {"given": true}}}),
        json!({"what": "outside", "body": "b", "step": "taken"}),
        json!({"what": "kept", "no": 1, "words": words(), "met": null, "opened": [], "again": null}),
        json!({"what": "late", "late": {"helper": "transport"}, "told": "a", "next": 5}),
        json!({"what": "late", "late": {"promise": 1}, "told": "a", "next": 5}),
        json!({"what": "shelved", "words": words(), "until": 5, "review": 5}),
        json!({"what": "shelf_looked", "next": 5}),
    ];
    of("joint", &facts)
}

fn supervision() -> Vec<Value> {
    let raised = ["unsigned", "unscreened", "overdue", "redone", "ruling_refused", "nudged", "unreceived"];
    let raised = raised.map(|cause| json!({"supervision": "raised", "cause": cause, "told": "a"}));
    let facts = [
        json!({"supervision": "lifted", "words": words(), "evidence": 1}),
        json!({"supervision": "leader_named", "leader": "a", "next": 5}),
        json!({"supervision": "leader_reminded", "next": 5}),
        json!({"supervision": "leader_gone"}),
        json!({"supervision": "drawn", "checker": "a", "answer": null}),
        json!({"supervision": "checked", "as_reported": true}),
    ];
    of("supervision", &[raised.as_slice(), &facts].concat())
}

fn numbers() -> Vec<Value> {
    let facts = [
        json!({"what": "left_out", "ground": "statutory", "evidence": words(), "first": "a"}),
        json!({"what": "counted_again"}),
    ];
    of("numbers", &facts)
}

fn answer() -> Vec<Value> {
    let facts = [
        json!({"what": "decided", "outcome": "explained", "no_procedure": false}),
        json!({"what": "refused", "words": words()}),
        json!({"what": "guided", "words": words(), "with_answer": true}),
        json!({"what": "check_asked", "words": words(), "evidence": 1, "checker": "a", "due": 5}),
        json!({"what": "check_passed"}),
        json!({"what": "unchecked"}),
        json!({"what": "check_returned", "words": words()}),
        json!({"what": "check_late", "told": "a", "rung": 1, "next": 5}),
        json!({"what": "call_tried"}),
        json!({"what": "call_heard", "solved": true, "grade": null}),
        json!({"what": "no_contact"}),
        json!({"what": "asked_again"}),
        json!({"what": "again_said", "fine": true}),
    ];
    of("answer", &facts)
}

fn review() -> Vec<Value> {
    let facts = [
        json!({"what": "extension_asked", "until": 5, "asked_of": "a", "words": words()}),
        json!({"what": "extension_granted", "until": 5, "words": words()}),
        json!({"what": "extension_refused"}),
        json!({"what": "disputed", "unit": "guanshan", "asked_of": null, "by": 5, "words": words()}),
        json!({"what": "ruling_late", "told": "a", "next": 5}),
        json!({"what": "ruled", "kept": true, "sign_due": 5}),
        json!({"what": "meeting_held", "words": words()}),
        json!({"what": "choice_asked", "of": "a", "by": 5}),
        json!({"what": "choice_late", "told": "a", "next": 5}),
        json!({"what": "chosen", "choice": "again"}),
        json!({"what": "explained", "words": words()}),
        json!({"what": "opened", "stage": "first", "task": task(), "due": 5}),
        json!({"what": "opened", "stage": "second", "task": task(), "due": 5}),
        json!({"what": "opinion", "stage": "first", "words": words(), "told": null}),
        json!({"what": "opinion", "stage": "second", "words": words(), "told": "a"}),
        json!({"what": "lapsed"}),
        json!({"what": "concluded"}),
        json!({"what": "raised_again", "words": words()}),
        json!({"what": "new_facts", "content": "c", "case": "note"}),
        json!({"what": "linked", "number": number()}),
        json!({"what": "talk_asked", "told": "a"}),
    ];
    of("review", &facts)
}

fn other() -> Value {
    json!({"case": "other", "number": number()})
}

fn linked() -> Vec<Value> {
    let wished = ["nudge", "visit", "call"].map(|wish| json!({"what": "wished", "case": "other", "wish": wish}));
    let facts = [
        json!({"what": "merged", "into": "other"}),
        json!({"what": "took_in", "other": other()}),
        json!({"what": "unmerged"}),
        json!({"what": "let_out", "case": "other"}),
        json!({"what": "heard", "other": other()}),
        json!({"what": "judged", "round": 1, "solved": null, "grade": null}),
        json!({"what": "not_content", "case": "other"}),
        json!({"what": "related", "other": other(), "told": true}),
        json!({"what": "unrelated", "case": "other"}),
        json!({"what": "split", "other": other(), "share": null}),
        json!({"what": "split_from", "other": other(), "registered_at": 1}),
        json!({"what": "part_changed", "case": "other", "over": true, "grade": null}),
        json!({"what": "declined", "ground": "litigation", "door": "court", "words": words()}),
        json!({"what": "objected", "asked_of": "a", "by": 5}),
        json!({"what": "objection_late", "told": "a", "next": 5}),
        json!({"what": "objection_settled", "upheld": true}),
        json!({"what": "objection_settled", "upheld": false}),
        json!({"what": "other_door", "words": words()}),
    ];
    of("linked", &[wished.as_slice(), &facts, &same()].concat())
}

fn same() -> Vec<Value> {
    let (past, other) = (json!({"first_year": 1984, "levels": ["county"], "times": null}), other());
    let facts = [
        json!({"same": "others", "count": 2, "first": other}),
        json!({"same": "repeats", "earlier": other, "since": 1984, "begun": 0}),
        json!({"same": "history", "past": past, "source": "read"}),
        json!({"same": "history_struck"}),
        json!({"same": "leader_due", "by": 5}),
        json!({"same": "leader_missed", "told": "a", "next": 5}),
    ];
    facts
        .into_iter()
        .map(|mut fact| {
            fact["what"] = json!("same");
            fact
        })
        .collect()
}

fn people() -> Vec<Value> {
    let facts = [
        json!({"what": "filed_for", "origin": "recorded", "words": null}),
        json!({"what": "slip_given", "until": 5}),
        json!({"what": "invited", "part": "agent", "until": 5}),
        json!({"what": "claimed", "person": "q", "notice": false}),
        json!({"what": "joined", "person": "q", "part": "agent"}),
        json!({"what": "left", "person": "agent", "forgotten": false}),
        json!({"what": "left", "person": "nobody", "forgotten": false}),
        json!({"what": "said_beside", "round": 1, "solved": null, "grade": null}),
    ];
    of("people", &facts)
}

fn session() -> Value {
    json!({"reception": "monthly", "from": 5, "until": 9, "leader": "leader"})
}

fn face() -> Vec<Value> {
    let facts = [
        json!({"what": "asked", "arranger": "a", "due": 5, "why": "new"}),
        json!({"what": "explained", "words": words()}),
        json!({"what": "offered", "sessions": [session()]}),
        json!({"what": "booked", "session": session(), "near": false}),
        json!({"what": "given_back", "sessions": [session()]}),
        json!({"what": "lost", "due": 5}),
        json!({"what": "handed_over", "arranger": "a"}),
        json!({"what": "reminded", "tomorrow": true}),
        json!({"what": "over", "due": 5}),
        json!({"what": "ended", "outcome": "held", "due": 5}),
        json!({"what": "ended", "outcome": "not_held", "due": 5}),
        json!({"what": "ended", "outcome": "missed", "due": 5}),
        json!({"what": "put_down", "words": words()}),
        json!({"what": "meant", "yes": true}),
        json!({"what": "meant", "yes": false}),
        json!({"what": "known_offered", "entry": "k"}),
        json!({"what": "known_said", "enough": true}),
        json!({"what": "late", "told": "a", "next": 5}),
    ];
    of("face", &facts)
}

/// Cases as they may stand, before and after.
fn cases() -> Vec<(Case, Case)> {
    let change = |case: &Value, changes: &Value| {
        let mut case = case.clone();
        for (path, value) in changes.as_object().unwrap() {
            let (parent, field) = path.rsplit_once('/').unwrap();
            case.pointer_mut(parent).unwrap()[field] = value.clone();
        }
        case
    };
    let read = |case: &Value| serde_json::from_value::<Case>(case.clone()).unwrap();
    let plain = serde_json::to_value(Case { id: minqing::id::CaseId::new("note"), ..Case::default() }).unwrap();
    let task = task();
    let promise = json!({"no": 1, "unit": "guanshan", "owner": "a", "due": null, "term": "fixed", "standing": "open",
        "what": {"said": {"content": "w", "commitment": "c"}}});
    let check = json!({"words": {"content": "w", "commitment": "c"}, "evidence": 1, "by": "a", "checker": "b", "rung": 0,
        "next": 5, "told": null});
    let agent = json!({"person": "agent", "part": "agent", "since": 1, "gone": false, "forgotten": false,
        "word": Word::default(), "asked": {"nudge": null, "visit": null, "call": null, "nudges": 0}});
    let meeting = json!({"arranger": "a", "due": 5, "stage": {"booked": session()}, "reminded": false, "next": null,
        "told": 0, "offers": 1});
    let heard = json!({"words": words(), "by": "a"});
    let before = [
        json!({}),
        json!({"/task": task}),
        json!({"/state": "registered", "/screen_due": 5}),
        json!({"/showing/asked_by": "a"}),
        json!({"/answers/check": check}),
        json!({"/answers/broke": true}),
        json!({"/lane": "discipline"}),
        json!({"/supervision/check": {"round": 0, "checker": "a", "as_reported": false}}),
        json!({"/people/origin": "recorded"}),
        json!({"/people/parties": [agent]}),
        json!({"/face/meeting": meeting, "/face/heard": heard}),
    ];
    let after = [
        json!({}),
        json!({"/state": "registered"}),
        json!({"/state": "in_progress", "/task": task}),
        json!({"/state": "answered", "/task": task}),
        json!({"/state": "answered", "/task": task, "/danger": "fire"}),
        json!({"/state": "in_progress", "/task": task, "/linked/under": [other()]}),
        json!({"/state": "in_progress", "/task": task, "/danger": "fire", "/emergency/unconfirmed": 1}),
        json!({"/state": "answered", "/task": task, "/danger": "fire"}),
        json!({"/state": "in_progress", "/task": task, "/danger": "self_harm"}),
        json!({"/state": "in_progress", "/task": task, "/danger": "self_harm", "/supervision/rises": 1}),
        json!({"/state": "in_progress", "/task": task, "/danger": "self_harm", "/emergency/unconfirmed": 1}),
        json!({"/state": "in_progress", "/lane": "discipline"}),
        json!({"/state": "in_progress", "/lane": "discipline", "/danger": "fire"}),
        json!({"/state": "in_progress", "/lane": "discipline", "/care/worry": "trouble"}),
        json!({"/supervision/rises": 1, "/supervision/leader": "a", "/joint/promises": [promise]}),
        json!({"/face/meeting": meeting}),
    ];
    let pair = |before: &Value| {
        let before = change(&plain, before);
        after.iter().map(|after| (read(&before), read(&change(&plain, after)))).collect::<Vec<_>>()
    };
    before.iter().flat_map(pair).collect()
}

fn word(listener: Listener) -> String {
    let debug = format!("{listener:?}");
    let spaced = debug.chars().flat_map(|c| if c.is_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] });
    spaced.skip(1).collect()
}

/// The machine, and the sender of another case that goes on under this one.
fn actors() -> [Actor; 2] {
    [Actor::Machine, Actor::Resident(PersonId::new("another"))]
}

/// What the program would tell, over all samples and cases; and the events there are.
fn planned() -> (Told, BTreeSet<String>) {
    let (mut told, mut events) = (Told::new(), BTreeSet::new());
    let cases = cases();
    for sample in samples() {
        let fact: Fact = serde_json::from_value(sample.clone()).unwrap_or_else(|fault| panic!("{sample}: {fault}"));
        events.insert(fact.name().to_owned());
        for (actor, (before, after)) in actors().iter().flat_map(|actor| cases.iter().map(move |case| (actor, case))) {
            let event = Event { at: Moment(1), actor: actor.clone(), fact: fact.clone() };
            for notice in plan(before, after, &event) {
                let who = word(Listener::of(&notice.who));
                told.insert((event.fact.name().to_owned(), notice.key.to_owned(), who));
            }
        }
    }
    (told, events)
}

/// The table as it stands in the county's folder.
fn table() -> BTreeMap<String, Vec<toml::Table>> {
    let text = std::fs::read_to_string(config_dir().join("notices.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// The variants of an enum, as its reader names them when it is given another.
fn variants<T: DeserializeOwned>(sample: &Value) -> BTreeSet<String> {
    let fault = serde_json::from_value::<T>(sample.clone()).err().expect("no such variant").to_string();
    let names: Vec<&str> = fault.split('`').skip(3).step_by(2).collect();
    assert!(names.len() > 1, "{fault}");
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_fact_there_is_has_a_sample() {
    let samples = samples();
    let known = |part: Option<&str>, tag: &str| -> BTreeSet<String> {
        let of = |sample: &&Value| part.is_none_or(|part| sample["fact"] == part);
        samples.iter().filter(of).filter_map(|sample| sample[tag].as_str()).map(str::to_owned).collect()
    };
    let (what, nothing) = (json!({"what": "?"}), json!({"fact": "?"}));
    assert_eq!(known(None, "fact"), variants::<Fact>(&nothing));
    assert_eq!(known(Some("protection"), "what"), variants::<Protection>(&what));
    assert_eq!(known(Some("joint"), "what"), variants::<JointFact>(&what));
    assert_eq!(known(Some("supervision"), "supervision"), variants::<SupervisionFact>(&json!({"supervision": "?"})));
    assert_eq!(known(Some("numbers"), "what"), variants::<NumbersFact>(&what));
    assert_eq!(known(Some("answer"), "what"), variants::<AnswerFact>(&what));
    assert_eq!(known(Some("review"), "what"), variants::<ReviewFact>(&what));
    assert_eq!(known(Some("linked"), "what"), variants::<LinkedFact>(&what));
    assert_eq!(known(Some("people"), "what"), variants::<PeopleFact>(&what));
    assert_eq!(known(Some("face"), "what"), variants::<FaceFact>(&what));
    assert_eq!(known(Some("emergency"), "what"), variants::<EmergencyFact>(&what));
}

#[test]
fn every_event_has_its_row_or_says_why_nobody_is_told() {
    let (_, events) = planned();
    let table = table();
    assert_eq!(events, table.keys().cloned().collect(), "an event without a row, or a row without an event");
    for (event, rows) in &table {
        let said = |row: &toml::Table| {
            row.contains_key("notice") != (row.contains_key("nobody") || row.contains_key("elsewhere"))
        };
        assert!(!rows.is_empty() && rows.iter().all(said), "{event}");
    }
    let named = |event: &str| table[event].iter().any(|row| row.get("to").and_then(|to| to.as_str()) == Some("named"));
    for late in ["overdue", "sign_late", "screening_late", "share_late", "raised", "choice_late"] {
        assert!(named(late), "{late} tells nobody by name");
    }
    assert!(table["raised"].iter().any(|row| row.get("notice").and_then(|it| it.as_str()) == Some("late-answer")));
}

#[test]
fn the_program_tells_exactly_what_the_table_says() {
    let (told, _) = planned();
    let text = |row: &toml::Table, key: &str| row.get(key).and_then(|it| it.as_str()).map(str::to_owned);
    let rows = table().into_iter().flat_map(|(event, rows)| {
        rows.into_iter().filter_map(move |row| Some((event.clone(), text(&row, "notice")?, text(&row, "to")?)))
    });
    let written: Told = rows.collect();
    let missing: Vec<_> = told.difference(&written).collect();
    let idle: Vec<_> = written.difference(&told).collect();
    assert!(missing.is_empty() && idle.is_empty(), "without a row: {missing:?}; never told: {idle:?}");
}

/// The faults as printed, without the folder's path.
fn faults(copy: &Copy) -> Vec<String> {
    let folder = format!("{}/", copy.0.path().display());
    let faults = load(copy.0.path()).err().map(|faults| faults.0).unwrap_or_default();
    faults.iter().map(|fault| fault.to_string().replace(&folder, "")).collect()
}

#[test]
fn the_table_is_read_with_all_its_faults_at_once() {
    let copy = Copy::new();
    let lines = [
        copy.change("notices.toml", "signed = [{ notice = \"told-signed\", to = \"resident\", quiet = true }]", ""),
        copy.change("notices.toml", "reminded = [{", "remembered = [{"),
        copy.change("notices.toml", "{ notice = \"leader-gone\"", "{ notice = \"leader-went\""),
        copy.change(
            "notices.toml",
            "talk_asked = [{ notice = \"talk-ask\", to = \"named\"",
            "talk_asked = [{ notice = \"talk-ask\", to = \"unit_group\"",
        ),
        copy.change(
            "notices.toml",
            "drawn = [{ notice = \"spot-check\", to = \"named\"",
            "drawn = [{ notice = \"spot-check\", to = \"everybody\"",
        ),
        copy.change(
            "notices.toml",
            "\"group-assigned\", to = \"unit_group\"",
            "\"group-assigned\", to = \"unit_group\", text = \"group-nonsense\"",
        ),
        copy.change(
            "notices.toml",
            "frozen = [{ notice = \"reader-frozen\", to = \"readers\"",
            "frozen = [{ notice = \"reader-frozen\", to = \"readers\", quiet = true",
        ),
        copy.change(
            "notices.toml",
            "rated = [{ nobody = \"the sender is answered at once\"",
            "rated = [{ nobody = \" \"",
        ),
        copy.change(
            "notices.toml",
            "group-not-extended\", to = \"unit_group\"",
            "group-not-extended\", to = \"unit_group\", loud = true",
        ),
    ];
    let found = faults(&copy);
    for (line, what) in [
        (1, "`signed` says neither who is told nor why nobody is"),
        (1, "`reminded` says neither who is told nor why nobody is"),
        (lines[1], "unknown key `remembered`"),
        (lines[2], "`leader_gone` has no notice `leader-went`"),
        (lines[2], "`leader_gone` lacks the notice `leader-gone`"),
        (lines[3], "`talk-ask` is not for unit_group"),
        (lines[4], "unknown variant `everybody`"),
        (lines[5], "no text `group-nonsense`"),
        (lines[6], "`reader-frozen` waits for the morning"),
        (lines[7], "a line of `rated` has no notice and no reason"),
        (lines[8], "unknown field `loud`"),
    ] {
        let begins = format!("notices.toml:{line}: {what}");
        assert!(found.iter().any(|fault| fault.starts_with(&begins)), "{begins} is not among {found:#?}");
    }
}

#[test]
fn a_county_without_the_file_goes_by_the_program() {
    let copy = Copy::new();
    std::fs::remove_file(copy.0.path().join("notices.toml")).unwrap();
    assert_eq!(faults(&copy), Vec::<String>::new());
    assert_eq!(load(copy.0.path()).unwrap().notices, settings().notices);
}

/// A county's own line holds: who acts hears of the note of a nudge in private, in other words, without a sound.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_table_says_is_done() {
    let copy = Copy::new();
    let text = std::fs::read_to_string(config_dir().join("subjects.toml")).unwrap();
    copy.write("subjects.toml", &text);
    copy.change(
        "notices.toml",
        "nudged = [\n    { notice = \"group-nudged\", to = \"unit_group\" }",
        "nudged = [\n    { notice = \"group-nudged\", to = \"acting\", text = \"group-call\", silent = true }",
    );
    let settings = load(copy.0.path()).unwrap_or_else(|faults| panic!("{faults}"));
    let mut world = World::with("2026-03-02 09:10", settings, None).await;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    world.forget();
    world.says(CHANG, "催一下").await;
    assert!(world.news(case.group).is_empty(), "not in the group");
    let told = world.news(qian);
    assert!(told.len() == 1 && told[0].silent && told[0].text.contains("回个电话"), "{told:?}");
    world.assert_sound().await;
}
