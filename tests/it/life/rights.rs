//! Who may press what: computed by pressing every button as everybody, and compared with docs/rights.md.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use minqing::id::{ButtonId, CadreId};
use minqing::sandbox::{BotRights, Group, Person};
use serde_json::{Value, json};

use crate::world::{CHANG, QIN, World};

/// Who presses, in the order of the columns.
const ACTORS: [&str; 15] = [
    "the sender",
    "another resident",
    "responsible cadre",
    "colleague",
    "head",
    "other unit",
    "other head",
    "screener",
    "supervisor",
    "discipline reader",
    "operator",
    "removed cadre",
    "anonymous admin",
    "a channel",
    "unknown account",
];
/// The names of what becomes of a press of whatever is not there for whoever presses.
const VOID: [&str; 5] = ["press_unknown", "press_foreign", "press_not_staff", "press_excluded", "press_sealed"];
/// Taps that hold a tap of a part of the bot.
const PARTS: [&str; 13] = [
    "two", "joint", "watch", "numbers", "after", "answer", "review", "linked", "people", "face", "hot", "danger",
    "forum",
];
/// Commands of staff.
const STAFF: [&str; 10] =
    ["work", "calls", "attempts", "spotcheck", "reload", "stats", "leaveout", "behalf", "hot", "forum"];

fn source(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What stands behind a button, by the names of the taps.
fn name_of(argument: &str) -> String {
    let tap: Value = serde_json::from_str(argument).unwrap();
    let outer = tap["tap"].as_str().unwrap();
    if !PARTS.contains(&outer) {
        return outer.to_owned();
    }
    let with = &tap["with"];
    let first = || with.as_object().and_then(|fields| fields.keys().next()).map(String::as_str);
    let inner = with.as_str().or_else(|| with["joint"].as_str()).or_else(first).unwrap();
    format!("{outer}: {inner}")
}

/// One button to be pressed: a name, what it carries, where.
struct Button {
    name: String,
    data: String,
    message: i64,
}

struct Desk {
    world: World,
    actors: [i64; 15],
    presses: u32,
    rows: Vec<(String, String, [&'static str; 15])>,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let cadre = |id: &str| world.cadre(id);
        let ids = ["qianjin", "tongqiushi", "cenbonian", "zhaomin", "puzhiyuan", "qijianwei", "zhouning", "wujian"];
        let staff: Vec<i64> = ids.into_iter().chain(["baoyichuan", "milinchuan"]).map(cadre).collect();
        let actors: Vec<i64> = [CHANG, QIN].into_iter().chain(staff).chain([1_087_968_824, 136_817_688, 900]).collect();
        world.sandbox.add_person(Person { id: 900, first_name: "外人".to_owned(), ..Person::default() });
        let mut tx = world.store().begin().await.unwrap();
        tx.unbind_cadre(&CadreId::new("milinchuan")).await.unwrap();
        tx.commit().await.unwrap();
        // Everybody has said something to the bot once.
        world.says(QIN, "你好").await;
        Self { world, actors: actors.try_into().unwrap(), presses: 0, rows: Vec::new() }
    }

    /// The buttons beneath a message, each kind once.
    async fn buttons(&self, chat: i64, message: i64) -> Vec<Button> {
        let mut found: Vec<Button> = Vec::new();
        let mut view = self.world.store().view().await.unwrap();
        for (_, data) in self.world.message(chat, message).buttons.into_iter().flatten() {
            let row = view.button(&ButtonId::pressed(&data).unwrap()).await.unwrap().unwrap();
            let name = name_of(&row.argument);
            if !found.iter().any(|known| known.name == name) {
                found.push(Button { name, data, message });
            }
        }
        found
    }

    /// Somebody presses, in whatever chat, as a hostile client can; what became of it.
    async fn press(&mut self, who: usize, chat: i64, button: &Button) -> &'static str {
        self.presses += 1;
        let user = self.actors[who];
        let kind = if chat < 0 { "supergroup" } else { "private" };
        let message = json!({ "message_id": button.message, "date": 1, "chat": { "id": chat, "type": kind } });
        let from = json!({ "id": user, "is_bot": false, "first_name": "x" });
        self.world.sandbox.update(json!({ "callback_query": {
            "id": format!("right-{}", self.presses), "from": from, "message": message, "chat_instance": "1",
            "data": button.data,
        } }));
        self.world.settle().await;
        let outcome = self.world.outcomes().await.pop().unwrap();
        match outcome.as_str() {
            "press_no_right" => "no",
            void if VOID.contains(&void) => "·",
            _ => "yes",
        }
    }

    /// All press a button of a group's card from another group: whoever has the right hears that the card has moved, and
    /// nothing changes.
    async fn press_card(&mut self, state: &str, group: i64, message: i64) {
        let elsewhere = self.world.operators();
        for button in self.buttons(group, message).await {
            if self.rows.iter().any(|(known, name, _)| known == state && *name == button.name) {
                continue;
            }
            let mut row = ["·"; 15];
            for (who, cell) in row.iter_mut().enumerate() {
                *cell = self.press(who, elsewhere, &button).await;
            }
            self.rows.push((state.to_owned(), button.name, row));
        }
    }

    /// All press the buttons of a private message, each in their own chat; whom they are for come last, and what changes the
    /// case for good after everything else.
    async fn press_private(&mut self, state: &str, (chat, message): (i64, i64), last: &[usize]) {
        let mut buttons = self.buttons(chat, message).await;
        buttons.sort_by_key(|button| ["release", "to_discipline"].contains(&button.name.as_str()));
        let mut rows = vec![["·"; 15]; buttons.len()];
        for turn in [false, true] {
            for (button, row) in buttons.iter().zip(&mut rows) {
                for who in (0..15).filter(|who| last.contains(who) == turn) {
                    row[who] = self.press(who, self.actors[who], button).await;
                }
            }
        }
        for (button, row) in buttons.into_iter().zip(rows) {
            if !self.rows.iter().any(|(known, name, _)| known == state && *name == button.name) {
                self.rows.push((state.to_owned(), button.name, row));
            }
        }
    }

    /// All press the buttons of the question what a group is for.
    async fn press_binding(&mut self, group: i64, by: usize) {
        let adder = self.actors[by];
        self.world.sandbox.add_group(Group {
            id: group,
            title: "新群".to_owned(),
            forum: false,
            supergroup: true,
            members: vec![adder],
            bot_rights: BotRights::None,
        });
        self.world.sandbox.add_bot_to_group(group, adder);
        self.world.settle().await;
        let question = self.world.last(group).id;
        for button in self.buttons(group, question).await {
            let mut row = ["·"; 15];
            for who in (0..15).filter(|who| *who != by).chain([by]) {
                row[who] = self.press(who, group, &button).await;
            }
            if !self.rows.iter().any(|(_, name, _)| *name == button.name) {
                self.rows.push(("a new group".to_owned(), button.name, row));
            }
        }
    }

    /// Every face of the card of a case.
    async fn press_faces(&mut self, state: &str, group: i64, card: i64) {
        let head = self.actors[4];
        let faces =
            ["", "button-more", "button-assign", "button-less", "button-more", "button-transfer", "button-less"];
        let more = ["button-more", "button-linked", "button-split", "button-less"];
        let more = more.into_iter().chain(["button-more", "button-joint", "button-ask-help"]);
        for face in faces.into_iter().chain(more) {
            if !face.is_empty() && self.world.labels(group, card).contains(&self.world.words(face)) {
                self.world.presses(head, group, card, face).await;
            }
            self.press_card(state, group, card).await;
        }
    }

    async fn lamp(&mut self) {
        let case = self.world.lamp(CHANG).await;
        let qian = self.actors[2];
        self.press_faces("dispatched", case.group, case.card).await;
        self.world.presses(self.actors[4], case.group, case.card, "button-less").await;
        self.world.presses(qian, case.group, case.card, "button-sign").await;
        self.press_faces("in progress", case.group, case.card).await;
        let status = self.world.messages(CHANG)[1].id;
        self.press_private("status message", (CHANG, status), &[0]).await;
        self.world.says(CHANG, &format!("/withdraw {}", case.number)).await;
        let sure = self.buttons(CHANG, self.world.last(CHANG).id).await;
        for button in sure {
            let mut row = ["·"; 15];
            for (who, cell) in row.iter_mut().enumerate().skip(1) {
                *cell = self.press(who, self.actors[who], &button).await;
            }
            // The sender's own right to it is told by every story; here the case is still needed.
            row[0] = "yes";
            self.rows.push(("status message".to_owned(), button.name, row));
        }
        if self.world.labels(case.group, case.card).contains(&self.world.words("button-less")) {
            self.world.presses(self.actors[4], case.group, case.card, "button-less").await;
        }
        self.world.reported(qian, &case, "换好了").await;
        let answer = self.world.last(CHANG).id;
        // Whether it is solved, and then how content the sender is, beneath the same message.
        for _ in 0..2 {
            self.press_private("answered", (CHANG, answer), &[0]).await;
        }
    }

    async fn screening(&mut self) {
        self.world.says(503, "观山镇那件事你们心里有数").await;
        self.world.pass(40).await;
        let triage = self.world.triage();
        let card = self.world.card(triage, &self.world.number(503)).unwrap().id;
        self.press_card("screening", triage, card).await;
        self.world.presses(self.actors[7], triage, card, "button-units").await;
        self.press_card("screening", triage, card).await;
    }

    async fn sealed(&mut self) {
        for (sender, words, state, reader) in [
            (504, "新风社区唐全那边的补偿款差了两万多，证人是王秀英", "sealed, with a screener", 7),
            (505, "唐全把我们社区的补偿款吃了两万多", "sealed, with the discipline lane", 9),
        ] {
            self.world.sandbox.add_person(Person { id: sender, first_name: "某".to_owned(), ..Person::default() });
            self.world.says(sender, words).await;
            self.world.pass(40).await;
            let number = self.world.number(sender);
            let told = self.world.messages(self.actors[reader]).into_iter();
            let mut letters = told.filter(|seen| seen.text.contains(&number) && !seen.buttons.is_empty());
            let letter = letters.next_back().expect("a reader is told").id;
            self.press_private(state, (self.actors[reader], letter), &[7, 9]).await;
        }
    }

    async fn stranger(&mut self) {
        let group = self.world.group("guanshan");
        self.world.sandbox.join(group, 900);
        self.world.settle().await;
        let asked = self.world.find(self.actors[4], "名单上没有的人").unwrap().id;
        self.press_private("a stranger in the group", (self.actors[4], asked), &[4]).await;
    }

    async fn wished_away(&mut self) {
        let case = self.world.posted(503, crate::world::photo(crate::world::LAMP), "guanshan").await;
        // Of two open cases: which is meant. From here on this is the sender.
        self.actors[0] = 503;
        self.world.says(503, "请人上门").await;
        let which = self.world.last(503).id;
        self.press_private("which case is meant", (503, which), &[0]).await;
        self.world.says(503, "请钱进回避").await;
        let asked = self.world.find(self.actors[4], &case.number).unwrap().id;
        self.press_private("the sender wishes the responsible cadre away", (self.actors[4], asked), &[4]).await;
    }

    /// Who is answered by a command of staff as by one that exists.
    async fn commands(&mut self) {
        let unknown = [self.world.words("unknown-command"), "I do not know".to_owned()];
        for command in STAFF {
            self.world.pass(61).await;
            let mut row = ["·"; 15];
            for who in (0..12).chain([14]) {
                let user = self.actors[who];
                let before = self.world.messages(user).len();
                self.world.says(user, &format!("/{command}")).await;
                let told: Vec<_> = self.world.messages(user).into_iter().skip(before).filter(|m| m.from_bot).collect();
                let known = !told.is_empty() && !unknown.iter().any(|words| told[0].text.starts_with(words.as_str()));
                let known = known || self.world.outcomes().await.pop().as_deref() == Some("reload");
                row[who] = if known { "yes" } else { "·" };
            }
            self.rows.push(("a command".to_owned(), format!("/{command}"), row));
        }
    }
}

/// The names of all buttons the code knows, read from the code.
fn all_taps() -> BTreeSet<String> {
    let files = [
        "tap",
        "approvals",
        "joint",
        "supervise",
        "leave_out",
        "aftercare",
        "answers",
        "review/mod",
        "linked/mod",
        "people/mod",
        "face/mod",
        "hot/mod",
        "emergency/mod",
        "forum/guest",
    ];
    let mut names = BTreeSet::new();
    for file in files {
        let text = source(&format!("src/desk/{file}.rs"));
        let Some(at) = text.find("Tap {\n").filter(|at| text[..*at].lines().last().unwrap().contains("enum")) else {
            panic!("{file} has an enum of taps")
        };
        let part = text[..at].rsplit("enum ").next().unwrap().to_lowercase();
        let body = text[at..].split("\n}").next().unwrap();
        for line in body.lines().skip(1).filter(|line| line.starts_with("    ") && !line.trim().starts_with("//")) {
            let variant: String = line.trim().chars().take_while(char::is_ascii_alphanumeric).collect();
            let snake = variant.chars().enumerate().fold(String::new(), |mut out, (at, c)| {
                if c.is_ascii_uppercase() && at > 0 {
                    out.push('_');
                }
                out.push(c.to_ascii_lowercase());
                out
            });
            match part.as_str() {
                "" if PARTS.contains(&snake.as_str()) => {}
                "" => drop(names.insert(snake)),
                part => drop(names.insert(format!("{part}: {snake}"))),
            }
        }
    }
    names
}

/// The names of all commands the code knows: what `command` compares a name with, and those of staff.
fn all_commands() -> BTreeSet<String> {
    let text = source("src/desk/receive.rs");
    let body = text.split("async fn command(").nth(1).unwrap().split("\n    }").next().unwrap();
    let arms = body.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>"));
    let compared = body.split("name == \"").skip(1).filter_map(|rest| rest.split_once('"'));
    let named = arms.chain(compared).map(|(name, _)| name).chain(STAFF);
    named.map(|name| format!("/{name}")).collect()
}

fn written(rows: &[(String, String, [&'static str; 15])]) -> String {
    let mut out = format!("| state | button or command | {} |\n|---|---|{}\n", ACTORS.join(" | "), "---|".repeat(15));
    for (state, name, row) in rows {
        out.push_str(&format!("| {state} | `{name}` | {} |\n", row.join(" | ")));
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn z1_the_table_of_rights_is_what_pressing_every_button_as_everybody_gives() {
    let mut desk = Desk::new().await;
    desk.lamp().await;
    desk.screening().await;
    desk.sealed().await;
    desk.stranger().await;
    desk.commands().await;
    desk.wished_away().await;
    desk.press_binding(-920, 10).await;
    desk.press_binding(-921, 9).await;
    let table = written(&desk.rows);
    let page = source("docs/rights.md").replace("\r\n", "\n");
    assert!(page.contains(&table), "docs/rights.md should hold this table:\n{table}");
    // Whatever a pressed row says, nobody without an account of staff or the case's own has any right.
    for (state, name, row) in &desk.rows {
        for who in [11, 12, 13, 14] {
            assert_eq!(row[who], "·", "{state} {name} {}", ACTORS[who]);
        }
    }
}

/// Each button and command stands in the table that is pressed, or among those that another test presses.
#[test]
fn z1_no_button_and_no_command_is_without_a_row() {
    let page = source("docs/rights.md");
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        for name in cells.iter().filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`')) {
            named.entry(name.to_owned()).or_insert_with(|| line.to_owned());
        }
    }
    let known: BTreeSet<String> = all_taps().into_iter().chain(all_commands()).collect();
    assert!(known.len() > 100 && known.contains("joint: ask_help") && known.contains("/spotcheck"), "{known:?}");
    let missing: Vec<&String> = known.iter().filter(|name| !named.contains_key(*name)).collect();
    assert!(missing.is_empty(), "docs/rights.md has no row for: {missing:?}");
    // A row that names a test names one that is there.
    let tests = ["life", "stories", "never", "reload", "input"];
    let all: String = tests.iter().map(|folder| everything_in(&format!("tests/it/{folder}"))).collect();
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let test = line.rsplit("::").next().unwrap().split('`').next().unwrap();
        assert!(all.contains(&format!("fn {test}(")), "no test {test}");
    }
}

fn everything_in(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}
