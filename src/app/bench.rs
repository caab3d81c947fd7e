//! Measurements that print ratios against a baseline of the same run.

mod alike;
mod classify;
mod figures;
mod lookup;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use secrecy::SecretString;
use tokio::sync::watch;

use super::demo::{Cast, Town};
use super::{App, AppOptions};
use crate::clock::Clock;
use crate::config;
use crate::id::Ids;
use crate::sandbox::{self, Person, Sandbox};
use crate::telegram::listen::poll_once;
use crate::telegram::{Options, Telegram};

pub use classify::{Files, classify};
pub use lookup::lookup;

/// What a database writes for a small transaction: a page, and the log's head.
const PAGE: [u8; 4096 + 24] = [b'm'; 4096 + 24];
/// The first resident's account.
const FIRST_RESIDENT: i64 = 700_001;
/// Residents who write.
const RESIDENTS: i64 = 300;
/// How long the whole way may stand still.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder on the disk to be measured; gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let here = std::env::current_dir()?;
        let beside = Some(here.join("target")).filter(|target| target.is_dir()).unwrap_or(here);
        let folder = beside.join(format!("minqing-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// So many a second.
fn rate(count: u32, begun: Instant) -> f64 {
    f64::from(count) / begun.elapsed().as_secs_f64().max(1e-9)
}

/// Durable intake beside the raw commit rate of the same disk.
///
/// # Errors
/// Faults of the disk.
pub async fn intake(dir: &Path, messages: u32) -> Result<ExitCode> {
    let folder = Folder::new()?;
    let sandbox = Sandbox::start(sandbox::Options::default()).await.context("the sandbox's port cannot be opened")?;
    let app = move_in(dir, &folder.0, &sandbox, Clock::system()).await?;
    let few = (messages / 10).max(50);
    let disk = appends(&folder.0, few)?;
    println!("{disk:>10.0} /s  append of {} bytes and fsync", PAGE.len());
    let commits = commits(&app, few).await?;
    println!(
        "{commits:>10.0} /s  smallest durable transaction of SQLite (synchronous = FULL), {:.2} of the appends",
        commits / disk
    );
    let telegram =
        Telegram::new(SecretString::from(sandbox.token().to_owned()), &sandbox.api_url(), Options::default())?;
    let singly = singly(&app, &sandbox, &telegram, few).await?;
    println!("{singly:>10.0} /s  updates taken in durably one by one, {:.2} of the transactions", singly / commits);
    let batched = batched(&app, &sandbox, &telegram, messages).await?;
    println!("{batched:>10.0} /s  updates taken in durably by the batch, {:.2} of the transactions", batched / commits);
    sandbox.shutdown();
    let all = whole_way(dir, &folder.0.join("whole"), messages).await?;
    println!(
        "{all:>10.0} /s  updates the whole way to a case and a receipt that Telegram took, {:.2} of the transactions",
        all / commits
    );
    if cfg!(debug_assertions) {
        println!("(a build without optimisation; measure with --release)");
    }
    Ok(ExitCode::SUCCESS)
}

async fn move_in(dir: &Path, home: &Path, sandbox: &Sandbox, clock: Clock) -> Result<App> {
    let settings = config::load(dir).map_err(|faults| anyhow::anyhow!("the county's folder has faults:\n{faults}"))?;
    let (county, texts) = (settings.county.clone(), settings.texts.clone());
    let options = AppOptions {
        settings,
        token: SecretString::from(sandbox.token().to_owned()),
        api_url: sandbox.api_url(),
        database: home.join("minqing.sqlite").display().to_string(),
        key_file: home.join("minqing.key"),
        paced: false,
        clock,
        ids: Ids::from_system(),
        observer: None,
        make_believe: true,
    };
    let app = App::build(options).await?;
    Town::new(&county, &texts, sandbox.clone()).move_in(&app, &Cast::load(dir)?).await?;
    people(sandbox, RESIDENTS);
    Ok(app)
}

fn people(sandbox: &Sandbox, count: i64) {
    for nth in 0..count {
        sandbox.add_person(Person { id: FIRST_RESIDENT + nth, first_name: format!("R{nth}"), ..Person::default() });
    }
}

fn appends(folder: &Path, count: u32) -> Result<f64> {
    let mut file = File::create(folder.join("appended"))?;
    let begun = Instant::now();
    for _ in 0..count {
        file.write_all(&PAGE)?;
        file.sync_data()?;
    }
    Ok(rate(count, begun))
}

async fn commits(app: &App, count: u32) -> Result<f64> {
    let begun = Instant::now();
    for _ in 0..count {
        app.store.smallest_commit().await?;
    }
    Ok(rate(count, begun))
}

/// Each as a batch of its own; they stay in the inbox.
async fn singly(app: &App, sandbox: &Sandbox, telegram: &Telegram, count: u32) -> Result<f64> {
    let begun = Instant::now();
    for nth in 0..count {
        say(sandbox, nth, RESIDENTS);
        poll_once(telegram, &app.store, 0).await?;
    }
    Ok(rate(count, begun))
}

async fn batched(app: &App, sandbox: &Sandbox, telegram: &Telegram, count: u32) -> Result<f64> {
    (0..count).for_each(|nth| say(sandbox, nth, RESIDENTS));
    let begun = Instant::now();
    while poll_once(telegram, &app.store, 0).await?.received > 0 {}
    Ok(rate(count, begun))
}

/// The bot runs in earnest and finds everything waiting, each message from another resident. Returns updates a second.
async fn whole_way(dir: &Path, home: &Path, count: u32) -> Result<f64> {
    let sandbox = Sandbox::start(sandbox::Options::default()).await.context("the sandbox's port cannot be opened")?;
    let app = move_in(dir, home, &sandbox, Clock::system()).await?;
    people(&sandbox, i64::from(count));
    let before = app.store.counts().await?.cases;
    let mut seen = sandbox.calls();
    (0..count).for_each(|nth| say(&sandbox, nth, i64::from(count)));
    let (tell, stop) = watch::channel(false);
    let begun = Instant::now();
    let watch = async {
        let mut receipts = 0;
        while receipts < count {
            let calls = sandbox.journal_since(seen);
            seen += calls.len();
            let is_receipt = |call: &&sandbox::Call| {
                call.method == "sendMessage" && call.ok && call.chat().is_some_and(|chat| chat >= FIRST_RESIDENT)
            };
            receipts += u32::try_from(calls.iter().filter(is_receipt).count())?;
            if begun.elapsed() > PATIENCE * (1 + count / 1_000) {
                bail!("only {receipts} of {count} messages were answered");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let all = rate(count, begun);
        let opened = app.store.counts().await?.cases - before;
        if opened != u64::from(count) {
            bail!("{count} messages became {opened} cases");
        }
        let _ = tell.send(true);
        Ok(all)
    };
    let (ran, watched) = tokio::join!(app.run(stop), watch);
    sandbox.shutdown();
    ran.and(watched)
}

/// A resident writes; neighbours in the order of numbers, so that no burst comes from one chat.
fn say(sandbox: &Sandbox, nth: u32, residents: i64) {
    let chat = FIRST_RESIDENT + i64::from(nth) % residents;
    sandbox.text(chat, chat, &format!("message {nth}"));
}

/// Compares the sandbox's table of methods with the Bot API as data.
///
/// # Errors
/// When the file cannot be read.
pub fn spec(file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let spec = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))?;
    let lines = sandbox::spec::compare(&spec);
    for line in &lines {
        println!("{line}");
    }
    println!("{} differences", lines.len());
    Ok(if lines.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
