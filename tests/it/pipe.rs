//! The pipe under faults: killed, told to stop, served twice, poisoned; nothing lost, nothing doubled, order kept.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use minqing::app::soak::oracle::{Heard, Pushed, Verdict, judge, settled};
use minqing::app::soak::rig::{Rig, own_config};
use minqing::app::soak::{End, Plan, hold, mark};
use minqing::id::{CadreId, Ids, UnitId};
use minqing::sandbox::{Call, Fault, FaultKind, Person, Seen};
use minqing::store::InboxRow;

use crate::ground::{Engine, Ground};
use crate::world::{CHANG, QIN, World, config_dir, number_in, settings};

/// How long a condition may take to come true on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(240);
const LAMP: &str = "凉水村村口的路灯坏了";

/// The bot's own program.
pub fn exe() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_minqing"))
}

/// A county that lives in a make-believe Telegram, and the bot as a process, on the engine of this run.
async fn rig(name: &str) -> Ridden {
    rig_on(Engine::of_this_run(), name).await
}

pub async fn rig_on(engine: Engine, name: &str) -> Ridden {
    let ground = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Ground::on(engine, Path::new("/")).await),
    };
    let database = ground.as_ref().map(|ground| ground.url.as_str());
    let rig = Rig::new(&exe(), &config_dir(), name, database).await.unwrap();
    Ridden { rig, ground }
}

/// A rig, and the database it stands on.
pub struct Ridden {
    rig: Rig,
    pub ground: Option<Ground>,
}

impl Deref for Ridden {
    type Target = Rig;

    fn deref(&self) -> &Rig {
        &self.rig
    }
}

impl DerefMut for Ridden {
    fn deref_mut(&mut self) -> &mut Rig {
        &mut self.rig
    }
}

/// A fresh seed each time; it is printed, so that a run that fails can be had again.
fn seed() -> u64 {
    Ids::from_system().below(1 << 32)
}

/// Waits until it is so.
#[track_caller]
pub fn until(what: &str, mut so: impl FnMut() -> bool) -> impl Future<Output = ()> {
    let failed = format!("{}: not so in time: {what}", std::panic::Location::caller());
    async move {
        let mut look = tokio::time::interval(Duration::from_millis(20));
        let waited = tokio::time::timeout(PATIENCE, async {
            while !so() {
                look.tick().await;
            }
        });
        waited.await.expect(&failed);
    }
}

/// Residents who all speak of a lamp, each message with a mark of its own.
#[derive(Default)]
pub struct Residents {
    pushed: Vec<Pushed>,
}

impl Residents {
    pub fn says(&mut self, rig: &Rig, chat: i64) {
        rig.sandbox.add_person(Person { id: chat, first_name: "R".to_owned(), ..Person::default() });
        let mark = mark(self.pushed.len());
        let message = rig.sandbox.text(chat, chat, &format!("{LAMP} {mark}"));
        self.pushed.push(Pushed { chat, message, mark });
    }

    pub async fn verdict(&self, rig: &mut Rig, heard: &mut Heard) -> Verdict {
        settled(rig, heard, PATIENCE).await.unwrap();
        judge(rig, heard, &self.pushed).await.unwrap()
    }
}

fn offset(call: &Call) -> Option<i64> {
    call.params["offset"].as_i64().filter(|_| call.method == "getUpdates")
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_nothing_is_lost_and_no_case_doubled_by_kill_9() {
    // The short form; the long one is `minqing soak crash`.
    let plan = Plan { updates: 900, chats: 200, ends: 9, end: End::Kill, seed: seed() };
    let mut rig = rig("d1").await;
    let verdict = hold(&mut rig, &plan).await.unwrap();
    println!("seed {}: {} kills, {verdict}", plan.seed, plan.ends);
    assert!(verdict.is_clean(plan.ends, rig.settings.bot.pacing.in_flight_unpaced), "seed {}: {verdict}", plan.seed);
}

#[tokio::test(flavor = "multi_thread")]
async fn d26_told_to_stop_under_load_it_drains_and_ends_well() {
    let plan = Plan { updates: 600, chats: 200, ends: 6, end: End::Signal, seed: seed() };
    let mut rig = rig("d26").await;
    // Each end is also held to ten seconds (more where the start is slow too), status 0 and no letter kept.
    let verdict = hold(&mut rig, &plan).await.unwrap();
    println!("seed {}: {} ends, {verdict}", plan.seed, plan.ends);
    assert!(verdict.is_clean(0, 0), "seed {}: {verdict}", plan.seed);
}

/// What strace tells about taking updates in, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Traced {
    /// Updates asked for from this offset.
    Asked(i64),
    /// An answer with updates arrived.
    Got,
    /// The database is on the disk.
    Synced,
}

/// Reads a log of `strace -f -y`. A call may be told in two lines, when another process came between.
fn traced(log: &str) -> Vec<Traced> {
    let mut syncing = BTreeSet::new();
    let mut out = Vec::new();
    for line in log.lines() {
        let (pid, rest) = line.split_once(' ').unwrap_or_default();
        let rest = rest.trim_start();
        if rest.starts_with("fsync(") || rest.starts_with("fdatasync(") {
            let ours = rest.contains("minqing.sqlite");
            if ours && rest.ends_with(" = 0") {
                out.push(Traced::Synced);
            } else if ours && rest.contains("<unfinished") {
                syncing.insert(pid.to_owned());
            }
        } else if rest.starts_with("<... fsync resumed") || rest.starts_with("<... fdatasync resumed") {
            if syncing.remove(pid) && rest.ends_with(" = 0") {
                out.push(Traced::Synced);
            }
        } else if rest.contains("allowed_updates") {
            let number = rest.split("offset\\\":").nth(1).unwrap_or_default();
            let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
            out.extend(digits.parse().ok().map(Traced::Asked));
        } else if rest.contains("\\\"result\\\":[{") {
            out.push(Traced::Got);
        }
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn d3_every_batch_is_on_the_disk_before_it_is_confirmed() {
    assert!(
        std::process::Command::new("strace").arg("-V").output().is_ok(),
        "strace is missing: apt-get install strace"
    );
    let mut rig = rig_on(Engine::Sqlite, "d3").await;
    let log = rig.home().join("strace.log");
    let calls = "trace=fsync,fdatasync,sendto,sendmsg,write,writev,recvfrom,read";
    let log_path = log.display().to_string();
    let polls = rig.sandbox.polls();
    rig.launch(&["strace", "-D", "-f", "-y", "-s", "1200", "-e", "signal=none", "-e", calls, "-o", &log_path]).unwrap();
    rig.alive_since(polls).await.unwrap();
    let mut heard = Heard::from_now(&rig);
    let mut residents = Residents::default();
    for batch in 0..6 {
        for nth in 0..12 {
            residents.says(&rig, 620_000 + batch * 100 + nth);
        }
        // Half of the batches find the bot at rest, so that nothing but their own saving can sync.
        if batch < 3 {
            settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
        }
    }
    let verdict = residents.verdict(&mut rig, &mut heard).await;
    assert!(verdict.is_clean(0, 0), "{verdict}");
    // Opening asserts the settings, synchronous = 2 among them.
    rig.store().await.unwrap().close().await;
    let (status, _) = rig.stop(rustix::process::Signal::TERM).await.unwrap();
    assert!(status.success());
    let events = traced(&String::from_utf8_lossy(&std::fs::read(&log).unwrap()));
    let (mut from, mut got, mut synced, mut batches, mut kept) = (0, false, false, 0, 0);
    for event in events {
        match event {
            Traced::Got => (got, synced) = (true, false),
            Traced::Synced => synced = true,
            Traced::Asked(offset) => {
                if got && offset > from {
                    batches += 1;
                    kept += usize::from(synced);
                }
                (from, got) = (offset.max(from), false);
            }
        }
    }
    println!("{batches} batches, {kept} synced before they were confirmed");
    assert!(batches >= 4, "only {batches} batches were seen in the trace");
    assert_eq!(kept, batches);
}

#[tokio::test(flavor = "multi_thread")]
async fn d4_the_offset_after_a_kill_comes_from_the_database() {
    let mut rig = rig("d4").await;
    let mut heard = Heard::from_now(&rig);
    let mut residents = Residents::default();
    rig.start().await.unwrap();
    for round in 0..3 {
        // The bot waits at Telegram for what comes next, and nothing else is on its way.
        let sandbox = rig.sandbox.clone();
        until("all is confirmed", || sandbox.pending_updates() == 0).await;
        let seen = rig.sandbox.calls();
        let before = rig.sandbox.confirmed_offset();
        // The poll after the next batch never reaches Telegram: as far as it knows, nothing was confirmed.
        rig.sandbox.fault(Fault { method: Some("getUpdates".to_owned()), chat: None, kind: FaultKind::Hang, times: 1 });
        (0..25).for_each(|nth| residents.says(&rig, 630_000 + nth));
        let sandbox = rig.sandbox.clone();
        let next_poll = move || sandbox.journal_since(seen).iter().filter(|call| !call.ok).find_map(offset);
        until("a batch is saved and the next poll is on its way", || next_poll().is_some()).await;
        rig.kill().await.unwrap();
        let asked = next_poll_offset(&rig, seen);
        assert!(asked > before && rig.sandbox.confirmed_offset() == before, "round {round}");
        let store = rig.look().await.unwrap();
        assert_eq!(store.next_offset().await.unwrap(), Some(asked));
        store.close().await;
        let seen = rig.sandbox.calls();
        rig.start().await.unwrap();
        residents.says(&rig, 630_000);
        let sandbox = rig.sandbox.clone();
        until("a poll is answered", || sandbox.journal_since(seen).iter().any(|call| offset(call).is_some())).await;
        let first = rig.sandbox.journal_since(seen).iter().find_map(offset);
        assert_eq!(first, Some(asked), "round {round}");
    }
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    rig.sandbox.serve_again(&rig.sandbox.confirmed_updates());
    let verdict = residents.verdict(&mut rig, &mut heard).await;
    assert!(verdict.is_clean(3, 4), "{verdict}");
}

/// The offset of the poll that hangs.
fn next_poll_offset(rig: &Rig, seen: usize) -> i64 {
    rig.sandbox.journal_since(seen).iter().filter(|call| !call.ok).find_map(offset).expect("a poll that hangs")
}

/// A place where a handler waits until it is let go, and then dies as in a crash.
#[derive(Default)]
struct Trap {
    caught: Mutex<(bool, bool)>,
    changed: Condvar,
}

impl Trap {
    fn hold(&self) {
        let mut caught = self.caught.lock().unwrap();
        if caught.0 {
            return;
        }
        caught.0 = true;
        while !caught.1 {
            caught = self.changed.wait(caught).unwrap();
        }
        drop(caught);
        panic!("crashed");
    }

    fn has_caught(&self) -> bool {
        self.caught.lock().unwrap().0
    }

    fn let_go(&self) {
        self.caught.lock().unwrap().1 = true;
        self.changed.notify_all();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn d5_a_slow_message_is_not_lost_when_a_later_one_is_done_before_a_crash() {
    let trap = Arc::new(Trap::default());
    let held = Arc::clone(&trap);
    let observer = move |row: &InboxRow| {
        if row.raw.contains("慢的那条") {
            held.hold();
        }
    };
    let world = World::with("2026-03-02 09:10", settings(), Some(Arc::new(observer))).await;
    world.sandbox.text(CHANG, CHANG, &format!("{LAMP}，慢的那条"));
    let (_going, stop) = tokio::sync::watch::channel(false);
    {
        let sandbox = world.sandbox.clone();
        let answered = move |who| sandbox.messages(who).iter().any(|message| message.from_bot);
        let running = async { world.app.run(stop).await };
        let watching = async {
            until("the slow one is in hand", || trap.has_caught()).await;
            world.sandbox.text(QIN, QIN, LAMP);
            until("the fast one has its receipt", || answered(QIN)).await;
            assert!(!answered(CHANG));
            while world.store().counts().await.unwrap().waiting_letters > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            ended = running => panic!("the bot ended: {ended:?}"),
            () = watching => {}
        }
    }
    trap.let_go();
    let world = world.restart().await;
    world.settle().await;
    assert_ne!(world.number(CHANG), world.number(QIN));
    assert_eq!(world.store().counts().await.unwrap().cases, 2);
    for who in [CHANG, QIN] {
        assert_eq!(world.messages(who).iter().filter(|message| message.from_bot).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d6_a_hundred_messages_served_five_times_are_a_hundred_cases() {
    let world = World::new().await;
    let before: BTreeSet<i64> = world.sandbox.confirmed_updates().into_iter().collect();
    let people = 640_000..640_100;
    for id in people.clone() {
        world.sandbox.add_person(Person { id, first_name: "R".to_owned(), ..Person::default() });
        world.sandbox.text(id, id, LAMP);
    }
    world.settle().await;
    let once: Vec<i64> = world.sandbox.confirmed_updates().into_iter().filter(|id| !before.contains(id)).collect();
    assert_eq!(once.len(), 100);
    let ids = Ids::seeded(6);
    for _ in 0..2 {
        let mut twice: Vec<i64> = [once.clone(), once.clone()].concat();
        twice.sort_by_cached_key(|_| ids.below(1 << 32));
        world.sandbox.serve_again(&twice);
        world.pass(60).await;
    }
    assert_eq!(world.store().counts().await.unwrap().cases, 100);
    for id in people {
        let receipts = world.messages(id).into_iter().filter(|message| message.from_bot);
        assert_eq!(receipts.count(), 1);
    }
    assert_eq!(world.refusals(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn d13_a_poisonous_message_is_set_aside_and_told_and_can_be_run_again() {
    let poisonous = Arc::new(AtomicBool::new(true));
    let still = Arc::clone(&poisonous);
    let observer = move |row: &InboxRow| assert!(!(row.raw.contains("毒") && still.load(Ordering::SeqCst)), "poison");
    let world = World::with("2026-03-02 09:10", settings(), Some(Arc::new(observer))).await;
    let operators = world.messages(world.operators()).len();
    world.sandbox.text(CHANG, CHANG, &format!("{LAMP}，毒"));
    for nth in 0..1_000 {
        let id = if nth % 20 == 0 { CHANG } else { 650_000 + nth % 100 };
        if id != CHANG {
            world.sandbox.add_person(Person { id, first_name: "R".to_owned(), ..Person::default() });
        }
        world.sandbox.text(id, id, LAMP);
    }
    world.settle().await;
    // Not a moment has passed: everybody else is served, the same chat keeps its order.
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.cases, counts.pending_inbox, counts.quarantined), (95, 51, 0));
    for _ in 0..4 {
        assert_eq!(world.store().counts().await.unwrap().quarantined, 0);
        world.sandbox.push_clock(200);
        world.settle().await;
    }
    let aside = world.store().quarantined().await.unwrap();
    assert_eq!(aside.iter().map(|row| row.attempts).collect::<Vec<_>>(), [5]);
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.cases, counts.pending_inbox), (96, 0));
    let update = aside[0].update_id.to_string();
    let told: Vec<Seen> = world.messages(world.operators()).split_off(operators);
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains(&update) && !told[0].text.contains("毒"), "{}", told[0].text);
    poisonous.store(false, Ordering::SeqCst);
    let entries = entries_of(&world).await;
    assert_eq!(requeue(&world, &update).await, "1 put back in line\n");
    world.settle().await;
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.cases, counts.pending_inbox, counts.quarantined), (96, 0, 0));
    assert_eq!(entries_of(&world).await, entries + 1);
    assert_eq!(world.store().verify().await.unwrap(), Vec::<String>::new());
}

/// How many messages are in the case of the resident's last receipt.
async fn entries_of(world: &World) -> usize {
    let number = minqing::id::CaseNumber::parse(&world.number(CHANG)).unwrap();
    let mut view = world.store().view().await.unwrap();
    let case = view.case_by_number(number).await.unwrap().unwrap();
    view.entries(&case).await.unwrap().len()
}

/// What `minqing requeue UPDATE` prints, beside the running bot.
async fn requeue(world: &World, update: &str) -> String {
    let config = own_config(&config_dir(), world.home.path()).unwrap();
    let mut command = tokio::process::Command::new(exe());
    command.arg("--config").arg(config).arg("requeue").arg(update);
    let output = command.env("DATABASE_URL", &world.ground.url).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The steps a resident was told of, in the order of arrival.
fn steps(rig: &Rig) -> Vec<u32> {
    let messages = rig.sandbox.messages(CHANG).into_iter().filter(|message| message.from_bot);
    messages.filter_map(|message| message.text.split_once("第")?.1.split_once("步")?.0.parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn d18_two_hundred_notices_keep_their_order_through_kills_and_429() {
    const NOTICES: u32 = 200;
    let mut rig = rig("d18").await;
    let (group, cadre) = (rig.town().group(&UnitId::new("guanshan")), rig.town().account(&CadreId::new("qianjin")));
    rig.start().await.unwrap();
    rig.sandbox.text(CHANG, CHANG, "凉水村村口的路灯坏了三天了");
    let sandbox = rig.sandbox.clone();
    let card = move || {
        sandbox
            .messages(group)
            .into_iter()
            .find(|m| m.from_bot && number_in(&m.text).is_some() && m.text.contains('\n'))
    };
    until("the card is posted", || card().is_some()).await;
    let card = card().expect("the card").id;
    let notes: Vec<i64> =
        (1..=NOTICES).map(|step| rig.sandbox.reply(cadre, group, card, &format!("第{step}步"))).collect();
    let sandbox = rig.sandbox.clone();
    let offers = move || -> BTreeMap<i64, Seen> {
        let offers =
            sandbox.messages(group).into_iter().filter(|message| message.from_bot && !message.buttons.is_empty());
        offers.filter_map(|message| Some((message.reply_to?, message))).collect()
    };
    until("every note can be sent on", || notes.iter().all(|note| offers().contains_key(note))).await;
    let (offers, seed) = (offers(), seed());
    let ids = Ids::seeded(seed);
    let mut kills = 0;
    for (burst, ten) in notes.chunks(10).enumerate() {
        let storm = FaultKind::TooMany { retry_after: 1 };
        if burst % 2 == 0 {
            rig.sandbox.fault(Fault {
                method: Some("sendMessage".to_owned()),
                chat: Some(CHANG),
                kind: storm,
                times: 1,
            });
        }
        for note in ten {
            let (label, _) = &offers[note].buttons[0][0];
            rig.sandbox.press(cadre, group, offers[note].id, label);
        }
        let sandbox = rig.sandbox.clone();
        let (calls, more) = (sandbox.calls(), 5 + ids.below(60) as usize);
        until("the bot is at work", || sandbox.calls() > calls + more || sandbox.pending_updates() == 0).await;
        if burst % 5 == 0 {
            rig.kill().await.unwrap();
            rig.start().await.unwrap();
            kills += 1;
        }
    }
    let all = || steps(&rig).into_iter().collect::<BTreeSet<u32>>().len() == NOTICES as usize;
    until("every notice has arrived", all).await;
    let mut order = steps(&rig);
    let told = order.len();
    order.dedup();
    println!("seed {seed}: {kills} kills, {} doubled", told - order.len());
    assert_eq!(order, (1..=NOTICES).collect::<Vec<u32>>(), "seed {seed}");
    assert!(told - order.len() <= kills, "seed {seed}");
}
