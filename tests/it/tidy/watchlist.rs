//! Not a watch-list: by construction there is no list, rank, score, search or export by petitioner.

use super::source::{File, Finding, Function, Tree};
use super::{finds, keeps};

/// The only functions whose statements may pick rows by person: a resident's own views, and a person's own row. Whoever adds
/// one says here why it is no list of people.
const BY_PERSON: [(&str, &str); 7] = [
    // What a resident asks for about themselves.
    ("src/store/cases.rs", "cases_of_personas"),
    // The same of what they have a part in: as agents, joint senders, neighbours, recorders.
    ("src/store/cases.rs", "cases_shared_with_personas"),
    // What is left of somebody who asked to be erased: looked for to be destroyed, and never shown.
    ("src/store/erase.rs", "letters_under_way"),
    ("src/store/erase.rs", "has_words_of"),
    ("src/store/erase.rs", "erase_updates"),
    ("src/store/erase.rs", "erase_old_slots"),
    ("src/store/keep.rs", "persons_past_keeping"),
];

/// Words that pick, order, group or join.
const PICKING: [&str; 6] = ["where", "order by", "group by", "join", "having", "partition by"];

/// The innermost function around a line.
fn around(file: &File, line: usize) -> Option<&Function> {
    let holds = |function: &&Function| function.line <= line && line < function.line + function.lines;
    file.functions.iter().filter(holds).max_by_key(|function| function.line)
}

/// Whether a statement is about cases, what was said, or who read what, and picks by whose they are.
fn picks_by_person(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    let about = ["case_file", "event", "entry", "letter", "approval"];
    let words = |text: &str| {
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    // A piece without a beginning stands at the end of a statement about cases.
    let piece = !["select", "insert", "update", "delete"].iter().any(|verb| sql.trim_start().starts_with(verb));
    let of_cases = piece || words(&sql).iter().any(|word| about.contains(&word.as_str()));
    let picks = PICKING.iter().filter_map(|word| sql.find(word)).min();
    let picked = picks.map(|at| if piece { sql.as_str() } else { &sql[at..] }).unwrap_or_default();
    of_cases && words(picked).iter().any(|word| word == "person" || word == "person_id")
}

fn lists(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.house().filter(|file| file.room() == "store") {
        for literal in file.literals().filter(|literal| picks_by_person(&literal.text)) {
            let name = around(file, literal.line).map_or("", |function| function.name.as_str());
            if !BY_PERSON.contains(&(file.path.as_str(), name)) {
                findings.push(file.finding(literal.line, format!("`{name}` picks cases by person")));
            }
        }
    }
    findings
}

/// Words for people in the ids of the program and in the county's files.
const PEOPLE: [&str; 6] = ["PersonId", "PersonRow", "person", "resident", "petitioner", "account"];

/// What staff can press and what the command line takes: none of it names a resident.
fn doors(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, shapes) in [
        ("src/main.rs", ["Command", "ReplayArgs", "InitArgs", "Soak", "Bench", "Cli"].as_slice()),
        ("src/desk/tap.rs", ["Tap"].as_slice()),
        ("src/desk/approvals.rs", ["TwoTap", "Subject"].as_slice()),
    ] {
        let Some(file) = tree.files.iter().find(|file| file.path == path) else { continue };
        let mut inside: Option<usize> = None;
        let mut depth = 0_usize;
        let mut before = ["", "", ""];
        for token in file.own() {
            match token.text.as_str() {
                "{" | "(" | "[" => {
                    depth += 1;
                    let declared = ["struct", "enum"].contains(&before[1]) && shapes.contains(&before[2]);
                    if inside.is_none() && token.text == "{" && declared {
                        inside = Some(depth);
                    }
                }
                "}" | ")" | "]" => {
                    inside = inside.filter(|opened| *opened != depth);
                    depth = depth.saturating_sub(1);
                }
                word if inside.is_some() && PEOPLE.contains(&word) => {
                    findings.push(file.finding(token.line, format!("takes a `{word}`")));
                }
                _ => {}
            }
            before = [before[1], before[2], token.text.as_str()];
        }
    }
    findings
}

#[test]
fn tidy_no_statement_lists_cases_by_person() {
    keeps("Minqing is no watch-list: only a resident's own views may pick cases by person.", lists);
}

#[test]
fn tidy_nothing_staff_can_press_or_type_names_a_resident() {
    keeps("Minqing is no watch-list: no command and no button of staff takes a person.", doors);
}

#[test]
fn tidy_a_list_of_people_is_noticed() {
    for bad in [
        "select person, count(*) from case_file where county = $1 group by person",
        "select id from case_file where county = $1 order by person",
        "select id from case_file c join person p on p.id = c.person where c.county = $1",
        "and person = $2 order by updated_at",
        "select id, row_number() over (partition by person) from case_file",
        "select at from event where county = $1 and person_id = $2",
    ] {
        let code = format!("impl Tx {{ fn f() {{ g({bad:?}) }} }}");
        finds(lists, &[("src/store/a.rs", &code)], &["src/store/a.rs:1"]);
    }
    let good = "fn f() { g(\"select person from case_file where county = $1 and id = $2\"); g(\"select language from person where county = $1 and id = $2\"); }
        fn cases_of_personas() { g(\"and person = $2 order by updated_at\") }";
    finds(lists, &[("src/store/cases.rs", good)], &[]);
}

#[test]
fn tidy_a_door_that_takes_a_resident_is_noticed() {
    let bad = "enum Command { Export { person: String }, Doctor }";
    finds(doors, &[("src/main.rs", bad)], &["src/main.rs:1"]);
    let bad = "enum Tap { Sign,\n CasesOf(PersonId) }";
    finds(doors, &[("src/desk/tap.rs", bad)], &["src/desk/tap.rs:2"]);
    finds(doors, &[("src/desk/tap.rs", "enum Tap { Sign }\nfn f(person: PersonId) {}")], &[]);
}
