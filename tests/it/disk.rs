//! A disk that limps: locked, full, read-only, damaged; nothing lost, nothing overwritten, the operators told.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use minqing::app::doctor::examine;
use minqing::app::soak::mark;
use minqing::app::soak::oracle::{Heard, Pushed, judge, settled};
use minqing::app::soak::rig::Rig;
use minqing::id::Ids;
use minqing::sandbox::Person;
use rustix::process::Signal;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::ground::Engine;
use crate::pipe::{PATIENCE, Ridden, exe, rig_on, until};
use crate::world::LAMP;

/// A county that lives in a make-believe Telegram, and the bot as a process, with a file for a database.
async fn rig(name: &str) -> Ridden {
    rig_on(Engine::Sqlite, name).await
}

/// A fresh seed each time; it is printed, so that a run that fails can be had again.
pub fn seed() -> u64 {
    Ids::from_system().below(1 << 32)
}

/// The file of the database.
fn database(rig: &Rig) -> PathBuf {
    PathBuf::from(rig.looking().database)
}

/// What the doctor prints beside whatever runs in a rig, and whether all is well.
async fn doctor(rig: &Rig) -> (String, bool) {
    let mut command = tokio::process::Command::new(exe());
    command.arg("--config").arg(rig.config()).arg("doctor").env("DATABASE_URL", database(rig));
    let output = command.output().await.unwrap();
    let words = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (words, output.status.success())
}

/// What the bot says when it does not start.
async fn refusal(rig: &Rig) -> String {
    let mut command = rig.command(&[]);
    let ended = tokio::time::timeout(PATIENCE, command.arg("run").arg("--make-believe").output()).await;
    let output = ended.expect("it started").unwrap();
    assert!(!output.status.success(), "it started");
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(words.lines().count(), 1, "one line: {words}");
    words
}

/// A rig whose bot has cases and was killed; what its log held is folded into the file, as a repair tool would.
async fn killed(name: &str) -> Ridden {
    let mut rig = rig(name).await;
    let mut heard = Heard::from_now(&rig);
    rig.start().await.unwrap();
    for nth in 0..16 {
        let chat = 650_000 + nth;
        rig.sandbox.add_person(Person { id: chat, first_name: "R".to_owned(), ..Person::default() });
        rig.sandbox.text(chat, chat, LAMP);
    }
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    rig.kill().await.unwrap();
    let pool = file(&rig).await;
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&pool).await.unwrap();
    pool.close().await;
    assert!(!rig.home().join("minqing.sqlite-wal").exists());
    rig
}

async fn file(rig: &Rig) -> SqlitePool {
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(database(rig))).await.unwrap()
}

/// Whether the database is these bytes and no others; an empty log beside it says nothing.
fn is_still(rig: &Rig, bytes: &[u8]) -> bool {
    let log = std::fs::metadata(rig.home().join("minqing.sqlite-wal")).map_or(0, |metadata| metadata.len());
    std::fs::read(database(rig)).unwrap() == bytes && log == 0
}

/// Where the pages of a table's tree begin, its root left out.
async fn pages_of(rig: &Rig, table: &str) -> Vec<usize> {
    let pool = file(rig).await;
    let root: i64 = sqlx::query_scalar("select rootpage from sqlite_master where name = $1")
        .bind(table)
        .fetch_one(&pool)
        .await
        .unwrap();
    pool.close().await;
    let bytes = std::fs::read(database(rig)).unwrap();
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    let start = (root as usize - 1) * page;
    assert_eq!(bytes[start], 5, "{table} is large enough to have a tree");
    let cells = usize::from(u16::from_be_bytes([bytes[start + 3], bytes[start + 4]]));
    (0..cells)
        .map(|cell| {
            let at = start + 12 + 2 * cell;
            let at = start + usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
            let child = u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            (child as usize - 1) * page
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn d25_a_damaged_file_is_refused_and_left_as_it_is() {
    let mut rig = killed("d25").await;
    let whole = std::fs::read(database(&rig)).unwrap();
    let leaf = pages_of(&rig, "content").await[3];
    let damages: [(&str, Vec<u8>); 5] = [
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("is empty, but there has been a database here before", Vec::new()),
        ("only 60 bytes are left", whole[..60].to_vec()),
        ("its first bytes are not those of a database", [&[0x5a; 100][..], &whole[100..]].concat()),
        ("damaged (", [&whole[..leaf], &[0x5a; 24][..], &whole[leaf + 24..]].concat()),
    ];
    for (named, bytes) in damages {
        std::fs::write(database(&rig), &bytes).unwrap();
        let words = refusal(&rig).await;
        assert!(words.contains("is damaged") && words.contains(named), "{named}: {words}");
        assert!(words.contains("minqing restore BACKUP --replace"), "{words}");
        assert!(is_still(&rig, &bytes), "{named}: not a byte was written");
        let (told, well) = doctor(&rig).await;
        assert!(!well, "{named}: {told}");
        assert!(is_still(&rig, &bytes), "{named}: the doctor wrote nothing either");
    }
    // As it was, it goes on.
    std::fs::write(database(&rig), &whole).unwrap();
    rig.start().await.unwrap();
    rig.stop(Signal::TERM).await.unwrap();
    let (told, well) = doctor(&rig).await;
    assert!(well && told.contains("0 findings"), "{told}");
}

/// Where something stands in a file.
fn place_of(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|part| part == what).expect("it stands somewhere")
}

#[tokio::test(flavor = "multi_thread")]
async fn d25_a_flipped_byte_is_named_where_it_changes_what_was_written() {
    let rig = killed("d25b").await;
    let whole = std::fs::read(database(&rig)).unwrap();
    let pool = file(&rig).await;
    let (case, body, hash): (String, String, String) =
        sqlx::query_as("select case_id, body, hash from event where kind = 'dispatched' limit 1")
            .fetch_one(&pool)
            .await
            .unwrap();
    let (content, sealed): (String, Vec<u8>) =
        sqlx::query_as("select id, sealed from content where length(sealed) < 400 limit 1")
            .fetch_one(&pool)
            .await
            .unwrap();
    let (person, account): (String, Vec<u8>) =
        sqlx::query_as("select id, sealed_account from person limit 1").fetch_one(&pool).await.unwrap();
    pool.close().await;
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(database(&rig), &bytes).unwrap();
    };
    for (at, named) in [
        // Other cases may have the same facts: the hash that follows them tells which these are.
        (place_of(&whole, format!("{body}{hash}").as_bytes()) + body.len() / 2, format!("case {case}: event")),
        (place_of(&whole, &sealed) + sealed.len() / 2, format!("content {content} does not open")),
        (place_of(&whole, &account) + 30, format!("person {person} does not open")),
    ] {
        flipped(at);
        let (told, well) = doctor(&rig).await;
        assert!(!well && told.contains(&named) && told.contains("mend: "), "{named}: {told}");
    }
    // Anywhere: what differs afterwards and is not named is counted, and is never an event or anything sealed.
    let seed = seed();
    let ids = Ids::seeded(seed);
    std::fs::write(database(&rig), &whole).unwrap();
    let was = contents(&rig).await.expect("a whole file");
    let mut sorts: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..100 {
        flipped(ids.below(whole.len() as u64) as usize);
        let findings = match examine(&rig.looking()).await {
            Ok(report) => report.findings,
            Err(refused) => vec![refused.to_string()],
        };
        let is = contents(&rig).await;
        let sort = match (findings.is_empty(), is) {
            (false, _) => "named",
            (true, Some(is)) if is == was => "harmless",
            (true, is) => {
                let is = is.expect("the engine reads what the doctor found whole");
                let changed: Vec<&&str> = is.keys().filter(|table| is[*table] != was[*table]).collect();
                assert!(
                    changed.iter().all(|table| **table != "event" && **table != "sealed"),
                    "seed {seed}: {changed:?}"
                );
                "unseen, in a plain field"
            }
        };
        *sorts.entry(sort).or_default() += 1;
    }
    println!("seed {seed}: 100 flips: {sorts:?}");
    std::fs::write(database(&rig), &whole).unwrap();
}

/// What a database holds: each table's plain fields, and everything sealed apart; none when it cannot be read.
async fn contents(rig: &Rig) -> Option<BTreeMap<&'static str, Vec<String>>> {
    let pool =
        SqlitePool::connect_with(SqliteConnectOptions::new().filename(database(rig)).read_only(true)).await.ok()?;
    let mut all = BTreeMap::new();
    for (table, sql) in [
        ("event", "select case_id || seq || at || actor || kind || state_before || state_after || body || hash from event order by 1"),
        ("sealed", "select hex(sealed) || id from content union all select hex(sealed_body) from case_file union all select hex(sealed_account) from person
            union all select hex(sealed_account) from cadre union all select hex(sealed_chat) from group_chat union all select hex(sealed) from button
            union all select hex(sealed) from draft union all select hex(sealed) from slot union all select hex(sealed) from post
            union all select hex(sealed) from timer union all select hex(sealed) from exclusion order by 1"),
        ("case_file", "select id || number || person || coalesce(unit, '') || coalesce(cadre, '') || state || is_open || is_sealed || coalesce(due_at, 0) || provisional || version || head from case_file order by 1"),
        ("inbox", "select seq || '.' || update_id || lane || kind || content_id || state || attempts || coalesce(outcome, '') || coalesce(case_id, '') || received_at from inbox order by 1"),
        ("letter", "select id || seq || key_hash || audience_kind || audience_hash || lane || coalesce(case_id, '') || priority || state || live || content_id from letter order by 1"),
        ("timer", "select key_hash || kind || due_at from timer order by 1"),
    ] {
        let rows: Result<Vec<String>, _> = sqlx::query_scalar(sql).fetch_all(&pool).await;
        all.insert(table, rows.ok()?);
    }
    pool.close().await;
    Some(all)
}

/// Residents who write once each, from an account on.
fn crowd(rig: &Rig, from: i64, many: i64) -> Vec<Pushed> {
    let one = |nth: i64| {
        let chat = from + nth;
        rig.sandbox.add_person(Person { id: chat, first_name: "R".to_owned(), ..Person::default() });
        let mark = mark(chat as usize);
        Pushed { chat, message: rig.sandbox.text(chat, chat, &format!("{LAMP} {mark}")), mark }
    };
    (0..many).map(one).collect()
}

/// What the operators' group has read that holds these words.
fn told_operators(rig: &Ridden, words: &'static str) -> impl Fn() -> usize + use<> {
    let (sandbox, operators) = (rig.sandbox.clone(), rig.town().operators());
    move || {
        sandbox.messages(operators).iter().filter(|message| message.from_bot && message.text.contains(words)).count()
    }
}

/// Whether the bot's log holds these words.
fn logged(rig: &Rig, words: &'static str) -> impl Fn() -> bool + use<> {
    let log = rig.home().join("bot.log");
    move || String::from_utf8_lossy(&std::fs::read(&log).unwrap_or_default()).contains(words)
}

/// Polls in vain since a moment of the journal: what could not be saved was asked for once more. Each time at growing distance,
/// and at least a second later; whatever else happens, and however slow the machine is.
fn asked_in_vain(rig: &Rig, seen: usize) -> usize {
    let calls = rig.sandbox.journal_since(seen);
    let polls = calls.iter().filter(|call| call.method == "getUpdates");
    let asked: Vec<(i64, i64)> = polls.map(|call| (call.params["offset"].as_i64().unwrap(), call.at_ms)).collect();
    let (mut in_a_row, mut in_vain) = (0, 0);
    for pair in asked.windows(2) {
        let ((offset, before), (next, at)) = (pair[0], pair[1]);
        in_a_row = if next == offset { in_a_row + 1 } else { 0 };
        if in_a_row > 0 {
            let least = (500 << in_a_row.min(5)).min(8_000);
            assert!(at - before >= least, "no busy loop: not before {least} ms: {asked:?}");
            in_vain += 1;
        }
    }
    in_vain
}

/// What somebody else's lock does: so long, and whether the alarm must be given meanwhile. Returns how often the operators heard.
async fn locked(name: &str, accounts: i64, long: bool) -> usize {
    let mut rig = rig(name).await;
    let mut heard = Heard::from_now(&rig);
    rig.start().await.unwrap();
    let mut pushed = crowd(&rig, accounts, 5);
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    let alarmed = logged(&rig, "ALARM");
    let stranger = file(&rig).await;
    let mut holder = stranger.acquire().await.unwrap();
    sqlx::query("begin immediate").execute(&mut *holder).await.unwrap();
    let held = Instant::now();
    let (before, seen) = (rig.sandbox.confirmed_offset(), rig.sandbox.calls());
    pushed.extend(crowd(&rig, accounts + 100, 20));
    match long {
        false => until("ten seconds have passed", || held.elapsed() >= Duration::from_secs(10)).await,
        true => until("the alarm is given", &alarmed).await,
    }
    let (given, took) = (alarmed(), held.elapsed());
    assert!(!given || took >= Duration::from_secs(30), "not before 30 seconds: {took:?}");
    assert_eq!(rig.sandbox.confirmed_offset(), before, "nothing is confirmed meanwhile");
    let calls = rig.sandbox.journal_since(seen);
    let others: Vec<&str> =
        calls.iter().map(|call| call.method.as_str()).filter(|method| *method != "getUpdates").collect();
    assert!(others.is_empty(), "residents hear nothing, least of all of an error: {others:?}");
    asked_in_vain(&rig, seen);
    rig.still_runs().unwrap();
    sqlx::query("rollback").execute(&mut *holder).await.unwrap();
    drop(holder);
    stranger.close().await;
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    let told = told_operators(&rig, "占住");
    if alarmed() {
        until("the operators are told", || told() > 0).await;
        settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    }
    rig.stop(Signal::TERM).await.unwrap();
    let verdict = judge(&rig, &mut heard, &pushed).await.unwrap();
    assert!(verdict.is_clean(0, 0), "{verdict}");
    assert_eq!(told() > 0, alarmed(), "whoever was alarmed is told, and nobody else");
    assert!(given == long || took >= Duration::from_secs(30), "{took:?}");
    told()
}

#[tokio::test(flavor = "multi_thread")]
async fn d21_a_lock_of_ten_seconds_costs_nothing_and_goes_unnoticed() {
    locked("d21", 660_000, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d21_a_long_lock_raises_the_alarm_and_is_told_afterwards_once() {
    assert_eq!(locked("d21-long", 662_000, true).await, 1);
}

/// So much is left of a full disk, in bytes.
const LEFT: u64 = 20_000;

/// Fills the disk: the log may grow to the size of the whole database, and no further. Whatever is returned looks at the database as
/// it is now, and so keeps the log from being folded away, which would make room again.
async fn fill_disk(rig: &Rig) -> sqlx::pool::PoolConnection<sqlx::Sqlite> {
    let mut looker = file(rig).await.acquire().await.unwrap();
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut *looker).await.unwrap();
    sqlx::query("begin").execute(&mut *looker).await.unwrap();
    let cases: i64 = sqlx::query_scalar("select count(*) from case_file").fetch_one(&mut *looker).await.unwrap();
    assert!(cases > 0, "it looks at something");
    let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(&mut *looker).await.unwrap();
    let page: i64 = sqlx::query_scalar("pragma page_size").fetch_one(&mut *looker).await.unwrap();
    limit_files(rig, Some((pages * page) as u64 + LEFT));
    looker
}

/// Lets no file of the bot's process grow beyond so many bytes; what the disk does when it is full, for a process alone.
fn limit_files(rig: &Rig, bytes: Option<u64>) {
    let pid = rustix::process::Pid::from_raw(i32::try_from(rig.process().unwrap()).unwrap());
    let limit = rustix::process::Rlimit { current: bytes, maximum: None };
    rustix::process::prlimit(pid, rustix::process::Resource::Fsize, limit).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn d22_a_full_disk_holds_everything_back_until_there_is_room() {
    let mut rig = rig("d22").await;
    let mut heard = Heard::from_now(&rig);
    rig.start().await.unwrap();
    let mut residents = crowd(&rig, 670_000, 20);
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    let mut looker = fill_disk(&rig).await;
    let chats: Vec<i64> = (0..400).map(|nth| 671_000 + nth).collect();
    for chat in &chats {
        rig.sandbox.add_person(Person { id: *chat, first_name: "R".to_owned(), ..Person::default() });
    }
    let mut say = |nth: usize| {
        let (chat, mark) = (chats[nth % chats.len()], mark(1_000_000 + nth));
        let message = rig.sandbox.text(chat, chat, &format!("{LAMP} {mark}"));
        residents.push(Pushed { chat, message, mark });
    };
    (0..1_000).for_each(&mut say);
    until("the alarm is given", logged(&rig, "ALARM")).await;
    let seen = rig.sandbox.calls();
    until("it asks in vain", || asked_in_vain(&rig, seen) >= 3).await;
    // These come while the disk is full.
    (1_000..1_600).for_each(&mut say);
    let seen = rig.sandbox.calls();
    until("it still asks in vain", || asked_in_vain(&rig, seen) >= 3).await;
    rig.still_runs().unwrap();
    let waiting = rig.sandbox.pending_updates();
    println!("{waiting} updates wait at Telegram");
    assert!(waiting >= 600, "it holds them back: {waiting}");
    let store = rig.look().await.unwrap();
    let saved = store.next_offset().await.unwrap().unwrap();
    store.close().await;
    assert!(rig.sandbox.confirmed_offset() <= saved, "nothing is confirmed that was not saved");
    let told = told_operators(&rig, "磁盘满");
    assert_eq!(told(), 0, "no letter can be written");
    limit_files(&rig, None);
    sqlx::query("rollback").execute(&mut *looker).await.unwrap();
    drop(looker);
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    until("the operators are told", || told() > 0).await;
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    assert_eq!(told(), 1);
    let (status, _) = rig.stop(Signal::TERM).await.unwrap();
    assert!(status.success());
    let verdict = judge(&rig, &mut heard, &residents).await.unwrap();
    println!("{verdict}");
    assert!(verdict.is_clean(0, 0), "{verdict}");
    let (words, well) = doctor(&rig).await;
    assert!(well, "{words}");
}
