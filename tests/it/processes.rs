//! Several processes: refused on one file; on one server they share the work, and what a dead one had in hand goes on.

use std::time::{Duration, Instant};

use minqing::app::soak::oracle::{Heard, settled};
use minqing::app::soak::rig::Rig;
use minqing::clock::Clock;
use minqing::id::{CountyId, Ids};
use minqing::store::{Store, StoreFault, StoreOptions};
use rustix::process::Signal;

use crate::ground::{Engine, Ground, Server};
use crate::pipe::{PATIENCE, Residents, Ridden, exe, rig_on, until};
use crate::world::config_dir;

/// How many processes are at work.
const PROCESSES: usize = 3;

async fn several(name: &str) -> Ridden {
    let mut rig = rig_on(Engine::Postgres, name).await;
    rig.start().await.unwrap();
    for _ in 1..PROCESSES {
        rig.launch_beside().unwrap();
    }
    rig
}

/// Polls that met another process's poll.
fn conflicts(rig: &Ridden) -> usize {
    let journal = rig.sandbox.journal();
    journal.iter().filter(|call| call.method == "getUpdates" && call.error.is_some()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn d7_a_second_process_on_the_same_file_ends_at_once_and_says_why() {
    let mut rig = rig_on(Engine::Sqlite, "d7-file").await;
    rig.start().await.unwrap();
    let begun = Instant::now();
    let second = rig.command(&[]).arg("run").arg("--make-believe").output().await.unwrap();
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    // As long as a start takes at most, whatever else the machine does.
    assert!(!second.status.success() && begun.elapsed() < Duration::from_secs(2) + rig.birth() * 2, "{told}");
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.len() == 1 && told.contains("another minqing is running on"), "{told}");
    assert!(told.contains("stop it first"), "{told}");
    rig.still_runs().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn d7_processes_on_one_server_double_nothing() {
    let mut rig = several("d7-server").await;
    let mut heard = Heard::from_now(&rig);
    let mut residents = Residents::default();
    for round in 0..4 {
        (0..100).for_each(|nth| residents.says(&rig, 640_000 + (round * 37 + nth) % 150));
        settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    }
    let verdict = residents.verdict(&mut rig, &mut heard).await;
    assert!(verdict.is_clean(0, 0), "{verdict}");
    assert_eq!(verdict.pushed, 400);
    assert_eq!(conflicts(&rig), 0, "one asks Telegram, and one only");
    let looker = rig.ground.as_ref().unwrap().stranger().await;
    let workers = looker.texts("select distinct lease_owner from inbox where state = 'done'").await;
    assert!(workers.len() > 1, "the work is shared: {workers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn d7_what_a_killed_process_had_in_hand_goes_on_elsewhere() {
    let mut rig = several("d7-kill").await;
    let mut heard = Heard::from_now(&rig);
    let mut residents = Residents::default();
    let kills = 2;
    for round in 0..kills {
        (0..120).for_each(|nth| residents.says(&rig, 650_000 + round * 200 + nth));
        let sandbox = rig.sandbox.clone();
        until("half of it is taken in", || sandbox.pending_updates() < 60).await;
        // The one that polls and sends; another has to notice.
        rig.kill().await.unwrap();
        rig.step_up();
        settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    }
    let verdict = residents.verdict(&mut rig, &mut heard).await;
    assert!(verdict.is_clean(kills as u32, rig.settings.bot.pacing.in_flight_unpaced), "{verdict}");
}

#[tokio::test(flavor = "multi_thread")]
async fn d7_a_process_that_stood_still_doubles_no_more_than_it_had_in_hand() {
    let mut rig = several("d7-still").await;
    let mut heard = Heard::from_now(&rig);
    let mut residents = Residents::default();
    (0..120).for_each(|nth| residents.says(&rig, 670_000 + nth));
    let sandbox = rig.sandbox.clone();
    until("letters are leaving", || sandbox.messages(670_000).len() > 1).await;
    rig.signal(Signal::STOP).unwrap();
    let polls = sandbox.polls();
    until("another asks Telegram", || sandbox.polls() > polls).await;
    (0..60).for_each(|nth| residents.says(&rig, 671_000 + nth));
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    rig.signal(Signal::CONT).unwrap();
    (0..30).for_each(|nth| residents.says(&rig, 672_000 + nth));
    let verdict = residents.verdict(&mut rig, &mut heard).await;
    let in_flight = rig.settings.bot.pacing.in_flight_unpaced as usize;
    let zero = [verdict.lost, verdict.duplicate_cases, verdict.unexpected, verdict.missing_notices];
    assert_eq!((zero, verdict.findings.clone()), ([0; 4], Vec::new()), "{verdict}");
    assert!(verdict.duplicate_notices <= in_flight, "{verdict}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_and_comes_back_costs_nothing_and_nobody() {
    let server = Server::start();
    let url = server.database("away").await;
    let mut rig = Rig::new(&exe(), &config_dir(), "away", Some(&url)).await.unwrap();
    rig.start().await.unwrap();
    let mut heard = Heard::from_now(&rig);
    let mut residents = Residents::default();
    (0..150).for_each(|nth| residents.says(&rig, 660_000 + nth));
    let sandbox = rig.sandbox.clone();
    until("the work has begun", || sandbox.messages(660_000).len() > 1).await;
    server.fall();
    (0..150).for_each(|nth| residents.says(&rig, 661_000 + nth));
    let seen = sandbox.polls();
    rig.still_runs().unwrap();
    server.rise();
    until("it asks again", || sandbox.polls() > seen).await;
    settled(&mut rig, &mut heard, PATIENCE).await.unwrap();
    let verdict = residents.verdict(&mut rig, &mut heard).await;
    // What Telegram had taken at that moment could not be written down.
    assert!(verdict.is_clean(1, rig.settings.bot.pacing.in_flight_unpaced), "{verdict}");
    server.fall();
    let refused = rig.command(&[]).arg("doctor").output().await.unwrap();
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("the database cannot be reached"), "{told}");
    assert!(told.contains("see that its server runs") && told.lines().count() == 1, "{told}");
}

/// What a command says that looks at an address from an empty folder, and what stands in the folder afterwards.
async fn looked(url: &str, command: &str) -> (String, usize) {
    let home = tempfile::tempdir().unwrap();
    let mut looking = tokio::process::Command::new(exe());
    looking.arg("--config").arg(config_dir()).arg(command).current_dir(home.path());
    looking.env("DATABASE_URL", url).env_remove("TELOXIDE_TOKEN").kill_on_drop(true);
    let output = looking.output().await.unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    (told, std::fs::read_dir(home.path()).unwrap().count())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_mistyped_is_refused_and_never_repeated() {
    for url in [
        "\"postgres://minqing:Xq7vexed@db/minqing\"",
        "POSTGRES://minqing:Xq7vexed@db/minqing",
        "postgres://minqing:Xq7vexed@db:port/minqing",
        "host=db password=Xq7vexed",
        "sqlite://minqing:Xq7vexed@db/minqing",
        " mysql://minqing:Xq7vexed@db/minqing",
    ] {
        for command in ["backup", "doctor"] {
            let (told, files) = looked(url, command).await;
            assert!(told.contains("DATABASE_URL must name") && !told.contains("Xq7vexed"), "{told}");
            assert_eq!(files, 0, "{url}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_connections_is_told_as_away() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (told, _) = looked(&format!("postgres://minqing@127.0.0.1:{port}/minqing"), "doctor").await;
    assert!(told.contains("the database cannot be reached") && told.contains("see that its server runs"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_looks_changes_nothing_on_a_server() {
    let home = tempfile::tempdir().unwrap();
    let ground = Ground::on(Engine::Postgres, home.path()).await;
    let stranger = ground.stranger().await;
    for command in ["doctor", "backup"] {
        let (told, files) = looked(&ground.url, command).await;
        assert!(told.contains("holds nothing of the county qinghe"), "{told}");
        // A folder for backups at most: no key.
        assert!(files <= usize::from(command == "backup"), "{command}");
    }
    let tables = "select count(*) from information_schema.tables where table_schema = current_schema()";
    assert_eq!(stranger.number(tables).await, 0);
    let options = StoreOptions {
        url: ground.url.clone(),
        key_file: home.path().join("minqing.key"),
        county: CountyId::new("qinghe"),
    };
    Store::open(&options, Clock::system(), Ids::from_system()).await.unwrap().close().await;
    let store = Store::open_to_look(&options, Clock::system(), Ids::from_system()).await.unwrap();
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    assert!(matches!(store.note_backup().await, Err(StoreFault::ReadOnly)));
    store.close().await;
    stranger.execute("delete from _sqlx_migrations where version > 1").await;
    let older = Store::open_to_look(&options, Clock::system(), Ids::from_system()).await;
    let told = older.err().expect("it is not brought up to date by looking").to_string();
    assert!(told.contains("of an older release"), "{told}");
    assert_eq!(stranger.number("select count(*) from _sqlx_migrations").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fails_where_only_the_poller_meets_it_ends_the_process() {
    let rig = rig_on(Engine::Postgres, "poller").await;
    rig.store().await.unwrap().close().await;
    let fails = "create function fails() returns trigger language plpgsql as
        $$ begin raise exception using errcode = '58030'; end $$;
        create trigger fails before insert on inbox for each row execute function fails()";
    rig.ground.as_ref().unwrap().stranger().await.execute(fails).await;
    Residents::default().says(&rig, 660_000);
    let mut bot = rig.command(&[]);
    let ended = bot.arg("run").arg("--make-believe").kill_on_drop(true).output();
    let ended = tokio::time::timeout(PATIENCE, ended).await.expect("it ends by itself").unwrap();
    let told = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(!ended.status.success() && told.contains("the disk failed under the database"), "{told}");
}
