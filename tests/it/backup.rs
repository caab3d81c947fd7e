//! Backups under load, and the way back from one by the written steps alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use minqing::app::soak::oracle::{Heard, Pushed, judge, settled};
use minqing::app::soak::rig::Rig;
use minqing::app::soak::{End, Plan, hold, mark};
use minqing::clock::Clock;
use minqing::id::{CountyId, Ids};
use minqing::sandbox::{Person, Sandbox};
use minqing::store::{Store, StoreOptions, restore};
use rustix::process::Signal;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::disk::seed;
use crate::ground::{Engine, Ground};
use crate::pipe::{PATIENCE, Ridden, exe, rig_on, until};
use crate::world::{CHANG, LAMP, World, number_in};

/// The bot as a process on the engine of this run.
async fn rig(name: &str) -> Ridden {
    rig_on(Engine::of_this_run(), name).await
}

/// A command of the bot's program beside whatever runs in the rig.
fn command(rig: &Rig, args: &[&str]) -> tokio::process::Command {
    let mut command = tokio::process::Command::new(exe());
    command.arg("--config").arg(rig.config()).args(args).env("DATABASE_URL", rig.looking().database);
    command.env_remove("TELOXIDE_TOKEN").kill_on_drop(true);
    command
}

/// What a command prints, when it ends well.
async fn said(mut command: tokio::process::Command) -> String {
    let output = command.output().await.unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr).into_owned());
    assert!(output.status.success(), "{out}{err}");
    out
}

async fn look(file: &Path) -> SqlitePool {
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(file).read_only(true)).await.unwrap()
}

/// What happened, as far as a database knows: updates by their number, events by case and place with their hash.
#[derive(Default)]
struct Past {
    updates: Vec<i64>,
    events: BTreeMap<(String, i64), String>,
}

async fn past(file: &Path) -> Past {
    let pool = look(file).await;
    let updates = sqlx::query_scalar("select update_id from inbox order by update_id").fetch_all(&pool).await.unwrap();
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("select case_id, seq, hash from event").fetch_all(&pool).await.unwrap();
    pool.close().await;
    Past { updates, events: rows.into_iter().map(|(case, seq, hash)| ((case, seq), hash)).collect() }
}

/// A copy opens, is whole, and holds no case without the update it came from, no event without its case.
async fn assert_consistent(file: &Path) {
    let pool = look(file).await;
    for (sql, want) in [
        ("pragma integrity_check", "ok"),
        ("select cast(count(*) as text) from pragma_foreign_key_check", "0"),
        (
            "select cast(count(*) as text) from case_file c
                where not exists (select 1 from inbox i where i.county = c.county and i.case_id = c.id and i.state = 'done')",
            "0",
        ),
        (
            "select cast(count(*) as text) from case_file c
                where c.version <> (select count(*) from event e where e.county = c.county and e.case_id = c.id)",
            "0",
        ),
        (
            "select cast(count(*) as text) from inbox i
                where not exists (select 1 from content c where c.county = i.county and c.id = i.content_id)",
            "0",
        ),
    ] {
        let is: String = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
        assert_eq!(is, want, "{sql} in {}", file.display());
    }
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r1_every_backup_under_kills_and_load_is_a_consistent_prefix() {
    let plan = Plan { updates: 700, chats: 150, ends: 6, end: End::Kill, seed: seed() };
    let mut rig = rig("r1").await;
    let folder = rig.home().join("backups");
    let (over, mut told) = tokio::sync::watch::channel(false);
    let files: Vec<PathBuf> = (0..10_000).map(|nth| folder.join(format!("{nth}.sqlite"))).collect();
    let commands: Vec<_> =
        files.iter().take(400).map(|file| command(&rig, &["backup", &file.display().to_string()])).collect();
    let backups = async {
        let mut every = tokio::time::interval(Duration::from_secs(1));
        let mut made = 0;
        for one in commands {
            tokio::select! {
                _ = every.tick() => {}
                _ = told.wait_for(|over| *over) => break,
            }
            let words = said(one).await;
            assert!(words.contains("verified    every page"), "{words}");
            made += 1;
        }
        made
    };
    let soak = async {
        let verdict = hold(&mut rig, &plan).await.unwrap();
        over.send_replace(true);
        verdict
    };
    let (verdict, made) = tokio::join!(soak, backups);
    println!("seed {}: {} kills, {made} backups, {verdict}", plan.seed, plan.ends);
    assert!(verdict.is_clean(plan.ends, rig.settings.bot.pacing.in_flight_unpaced), "seed {}: {verdict}", plan.seed);
    assert!(made >= 4, "only {made} backups");
    let last = folder.join("last.sqlite");
    said(command(&rig, &["backup", &last.display().to_string()])).await;
    let all = past(&last).await;
    let mut filled = 0;
    for file in &files[..made] {
        assert_consistent(file).await;
        let then = past(file).await;
        let last = then.updates.last().copied().unwrap_or(0);
        let so_far: Vec<i64> = all.updates.iter().copied().filter(|update| *update <= last).collect();
        assert_eq!(then.updates, so_far, "no update is left out of {}", file.display());
        for (event, hash) in &then.events {
            assert_eq!(all.events.get(event), Some(hash), "{event:?} in {}", file.display());
        }
        filled += usize::from(!then.events.is_empty() && then.events.len() < all.events.len());
    }
    assert!(filled >= 2, "only {filled} backups were made in the middle of it");
}

/// Residents who each speak of a lamp once, from one number on.
fn crowd(rig: &Rig, from: i64, many: i64) -> Vec<Pushed> {
    let one = |nth: i64| {
        let chat = from + nth;
        rig.sandbox.add_person(Person { id: chat, first_name: "R".to_owned(), ..Person::default() });
        let mark = mark(chat as usize);
        Pushed { chat, message: rig.sandbox.text(chat, chat, &format!("{LAMP} {mark}")), mark }
    };
    (0..many).map(one).collect()
}

/// The commands a heading of the operators' page gives, with the names of this place put in.
fn written_steps(heading: &str, rig: &Rig, backup: &Path) -> Vec<String> {
    let page = include_str!("../../docs/operating.md");
    let part = page.split_once(&format!("## {heading}\n")).expect("the heading").1;
    let block = part.split_once("```sh\n").expect("commands").1.split_once("```").expect("an end").0;
    let place = |line: &str| {
        line.replace("minqing --config", &format!("{} --config", exe().display()))
            .replace("/etc/minqing", &rig.config().display().to_string())
            .replace("/var/backups/minqing", &rig.home().join("backups").display().to_string())
            .replace("BACKUP", &backup.display().to_string())
    };
    block.lines().map(place).collect()
}

async fn shell(rig: &Rig, line: &str) -> String {
    let mut command = tokio::process::Command::new("sh");
    command.arg("-c").arg(line).env("DATABASE_URL", rig.looking().database).kill_on_drop(true);
    said(command).await
}

/// Cards posted so far, by the numbers on them.
fn cards(sandbox: &Sandbox) -> usize {
    let groups = sandbox.chats().into_iter().filter(|chat| *chat < 0);
    let said = groups.flat_map(|group| sandbox.messages(group)).filter(|message| message.from_bot);
    let cards = said.filter(|message| message.text.starts_with('\u{3010}') && message.text.contains('\n'));
    cards.filter_map(|card| number_in(&card.text)).collect::<BTreeSet<String>>().len()
}

/// The disk is lost: no file is left, or an empty database on a new server.
async fn wipe(rig: &Ridden) {
    match &rig.ground {
        Some(ground) => ground.stranger().await.execute("drop schema public cascade; create schema public").await,
        None => {
            for suffix in ["", "-wal", "-shm", ".lock"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", rig.looking().database));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r2_a_wiped_county_is_restored_by_the_written_steps_alone() {
    let mut rig = rig("r2").await;
    let mut heard = Heard::from_now(&rig);
    rig.start().await.unwrap();
    let mut kept = crowd(&rig, 640_000, 30);
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    let made = shell(&rig, &written_steps("Back up", &rig, Path::new(""))[0]).await;
    let backup = PathBuf::from(made.lines().find_map(|line| line.strip_prefix("backup      ")).unwrap());
    let lost = crowd(&rig, 641_000, 20);
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    rig.stop(Signal::TERM).await.unwrap();
    kept.extend(crowd(&rig, 642_000, 25));

    wipe(&rig).await;
    let begun = Instant::now();
    let steps = written_steps("Restore", &rig, &backup);
    assert!(steps.len() == 3 && steps[2].ends_with(" run"), "{steps:?}");
    let told = shell(&rig, &steps[0]).await;
    for words in
        ["as of       as it stood at 2", "lost        what was taken in during the ", "comes back  ", "twice       "]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    shell(&rig, &steps[1]).await;
    rig.start().await.unwrap();
    let (sandbox, all) = (rig.sandbox.clone(), kept.len() + lost.len());
    until("every case has its card, those of the lost ones too", || cards(&sandbox) >= all).await;
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    let took = begun.elapsed();

    let operators = rig.town().operators();
    let sandbox = rig.sandbox.clone();
    let says = move || sandbox.messages(operators).into_iter().filter(|message| message.text.contains("备份")).count();
    until("the operators are told", || says() > 0).await;
    let words = rig.sandbox.messages(operators).into_iter().rfind(|m| m.text.contains("备份")).unwrap().text;
    assert!(words.contains(" 20 "), "how many are lost is measured: {words}");
    rig.stop(Signal::TERM).await.unwrap();
    let verdict = judge(&rig, &mut heard, &kept).await.unwrap();
    println!(
        "restored and served after {:.1} s; {} of {} lost; {verdict}",
        took.as_secs_f64(),
        lost.len(),
        kept.len() + lost.len()
    );
    assert!(verdict.is_clean(0, 0), "{verdict}");
    assert!(took < Duration::from_secs(300));
    let store = rig.look().await.unwrap();
    let mut view = store.view().await.unwrap();
    for one in &lost {
        assert_eq!(view.entry_by_source(one.chat, one.message).await.unwrap(), None, "only these are lost");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_neither_disturbs_a_running_bot_nor_overwrites_a_database() {
    let mut rig = rig_on(Engine::Sqlite, "restore").await;
    let database = PathBuf::from(rig.looking().database);
    let backup = rig.home().join("one.sqlite");
    let file = backup.display().to_string();
    let made = said(command(&rig, &["backup", &file])).await;
    assert!(made.contains("the key     is not in it: "), "{made}");
    assert!(made.contains("on the same disk"), "{made}");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&backup).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let refused = |output: std::process::Output| {
        assert!(!output.status.success());
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(words.lines().count(), 1, "{words}");
        words
    };
    let again = refused(command(&rig, &["backup", &file]).output().await.unwrap());
    assert!(again.contains("never written over a file"), "{again}");
    let full = refused(command(&rig, &["restore", &file]).output().await.unwrap());
    assert!(full.contains("say --replace"), "{full}");
    rig.start().await.unwrap();
    let running = refused(command(&rig, &["restore", &file, "--replace"]).output().await.unwrap());
    assert!(running.contains("another minqing is running"), "{running}");
    rig.stop(Signal::TERM).await.unwrap();
    let damaged = rig.home().join("damaged.sqlite");
    let bytes = std::fs::read(&backup).unwrap();
    std::fs::write(&damaged, &bytes[..bytes.len() / 2]).unwrap();
    let before = std::fs::read(&database).unwrap();
    let cut = refused(command(&rig, &["restore", &damaged.display().to_string(), "--replace"]).output().await.unwrap());
    assert!(cut.contains("take an earlier one"), "{cut}");
    assert!(std::fs::read(&database).unwrap() == before, "nothing was touched");
    let done = said(command(&rig, &["restore", &file, "--replace"])).await;
    let aside = done.lines().find_map(|line| line.strip_prefix("aside       the database that was there: ")).unwrap();
    assert!(std::fs::read(aside).unwrap() == before, "the old one is kept");
    assert!(std::fs::read(&backup).unwrap() == bytes, "the backup is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_every_table_and_nothing_readable() {
    let world = World::new().await;
    world.lamp(CHANG).await;
    let file = world.home.path().join("copy.sqlite");
    let copied = world.store().copy_to(&file).await.unwrap();
    let pool = look(&file).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_sqlx%' order by name",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    pool.close().await;
    assert_eq!(copied.tables.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), tables);
    assert_consistent(&file).await;
    let bytes = std::fs::read(&file).unwrap();
    for words in ["坏了三天", "老人晚上", "不敢出门"] {
        assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_the_way_from_one_engine_to_the_other() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    let file = world.home.path().join("copy.sqlite");
    let copied = world.store().copy_to(&file).await.unwrap();
    let id = world.cases().await.remove(0);
    for engine in Engine::ALL {
        let home = tempfile::tempdir().unwrap();
        let ground = Ground::on(engine, home.path()).await;
        let there = StoreOptions {
            url: ground.url.clone(),
            key_file: world.home.path().join("minqing.key"),
            county: world.settings.county.id.clone(),
        };
        let hands = || (world.clock.clone(), Ids::from_system());
        let restored = restore(&file, &there, false, hands()).await.unwrap();
        assert_eq!(restored.rows, copied.rows() + 1, "and when it was copied");
        let refused = restore(&file, &there, false, hands()).await.unwrap_err().to_string();
        assert!(refused.contains("already"), "{engine:?}: {refused}");
        let store = Store::open(&there, world.clock.clone(), Ids::from_system()).await.unwrap();
        assert_eq!(store.verify().await.unwrap(), Vec::<String>::new(), "{engine:?}");
        assert_eq!(store.next_offset().await.unwrap(), world.store().next_offset().await.unwrap());
        let (mut there, mut here) = (store.view().await.unwrap(), world.store().view().await.unwrap());
        assert_eq!(there.events(&id).await.unwrap(), here.events(&id).await.unwrap());
        assert_eq!(there.load_case(&id).await.unwrap(), here.load_case(&id).await.unwrap());
        drop(there);
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_older_release_is_restored_as_todays() {
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/v01.db");
    let home = tempfile::tempdir().unwrap();
    let key_file = home.path().join("minqing.key");
    std::fs::copy(old.with_extension("key"), &key_file).unwrap();
    std::fs::set_permissions(&key_file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    for engine in Engine::ALL {
        let ground = Ground::on(engine, home.path()).await;
        let there =
            StoreOptions { url: ground.url.clone(), key_file: key_file.clone(), county: CountyId::new("qinghe") };
        let hands = || (Clock::system(), Ids::from_system());
        let as_it_is = StoreOptions { url: old.display().to_string(), ..there.clone() };
        let looked = Store::open_to_look(&as_it_is, Clock::system(), Ids::from_system()).await;
        let told = looked.err().expect("only today's are looked at").to_string();
        assert!(told.contains("of an older release"), "{told}");
        let restored = restore(&old, &there, false, hands()).await.unwrap();
        assert!(restored.rows > 100 && restored.recency.last_received.is_some(), "{engine:?}: {restored:?}");
        let store = Store::open(&there, Clock::system(), Ids::from_system()).await.unwrap();
        assert_eq!(store.verify().await.unwrap(), Vec::<String>::new(), "{engine:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn a_database_moved_aside_is_restored_with_the_rows_in_its_log() {
    let home = tempfile::tempdir().unwrap();
    let options = |name: &str| StoreOptions {
        url: home.path().join(name).display().to_string(),
        key_file: home.path().join("minqing.key"),
        county: CountyId::new("qinghe"),
    };
    let hands = || (Clock::system(), Ids::from_system());
    Store::open(&options("here.sqlite"), hands().0, hands().1).await.unwrap().close().await;
    let store = Store::open(&options("here.sqlite"), hands().0, hands().1).await.unwrap();
    store.note_backup().await.unwrap();
    for suffix in ["", "-wal"] {
        let (from, to) = (format!("here.sqlite{suffix}"), format!("here.sqlite.aside-20261012-0{suffix}"));
        assert!(std::fs::copy(home.path().join(from), home.path().join(to)).unwrap() > 0);
    }
    let aside = home.path().join("here.sqlite.aside-20261012-0");
    let restored = restore(&aside, &options("there.sqlite"), false, hands()).await.unwrap();
    assert_eq!(restored.recency.backed_up_at, store.recency().await.unwrap().backed_up_at);
    assert!(restored.recency.backed_up_at.is_some(), "it stood in the log only");
    assert!(!home.path().join("there.sqlite-wal").exists() && !home.path().join("there.sqlite.restoring-wal").exists());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_sound_backup_counts_and_it_never_goes_when_room_is_made() {
    let rig = rig_on(Engine::Sqlite, "keep").await;
    let folder = rig.home().join("kept");
    std::fs::create_dir(&folder).unwrap();
    for name in ["minqing-qinghe-20200101-000000.sqlite", "minqing-qinghe-20990101-000000.sqlite", "mine.sqlite"] {
        std::fs::write(folder.join(name), "of a clock that was wrong").unwrap();
    }
    let made = said(command(&rig, &["backup", &folder.display().to_string(), "--keep", "1"])).await;
    let file = made.lines().find_map(|line| line.strip_prefix("backup      ")).unwrap().to_owned();
    let mut there: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    there.sort();
    assert_eq!(there, [folder.join("mine.sqlite"), PathBuf::from(file)], "{made}");
    let known = async || {
        let store = rig.look().await.unwrap();
        let known = store.recency().await.unwrap().backed_up_at;
        store.close().await;
        known
    };
    let before = known().await;
    assert!(before.is_some());
    let tampered = SqliteConnectOptions::new().filename(rig.looking().database).foreign_keys(false);
    let pool = SqlitePool::connect_with(tampered).await.unwrap();
    let sql = "insert into event values ('qinghe', 'none', 1, 1, 'nobody', 'x', 'x', 'x', 'x', 'x')";
    sqlx::query(sql).execute(&pool).await.unwrap();
    pool.close().await;
    let output = command(&rig, &["backup", &rig.home().join("other").display().to_string()]).output().await.unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && told.contains(".unsound.sqlite"), "{told}");
    assert_eq!(known().await, before, "an unsound copy is no backup");
}
