//! `minqing backup` and `minqing restore`: copies that are checked before they are believed, and the way back from them.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::{AppOptions, rules, store_options};
use crate::case::calendar::date_of;
use crate::desk::Desk;
use crate::id::Moment;
use crate::store::{
    Copied, Recency, Store, StoreFault, StoreOptions, database_file, free_space, restore, size, sync_folder,
};
use crate::text::dates;

/// A draft that nobody finished for so long is nobody's any more.
const STALE: Duration = Duration::from_secs(24 * 3_600);
/// Telegram keeps what was not confirmed for so long, in milliseconds.
const TELEGRAM_KEEPS_MS: i64 = 24 * 3_600_000;

/// What stays in a folder of backups.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    /// So many of the newest.
    pub count: usize,
    /// None that is older than so many days: what was erased since would live on in it (个人信息保护法 art. 47).
    pub days: u32,
}

/// Makes a backup beside a bot that may be running, checks it, and prints what is in it. Into a folder, where the newest
/// stay, or under a name of one's own; never over a file that is there.
///
/// # Errors
/// One line that says what is wrong and how to mend it; then there is no new file.
pub async fn backup(options: &AppOptions, to: Option<PathBuf>, stay: Stay) -> Result<ExitCode> {
    let begun = Instant::now();
    let from = store_options(options);
    let county = from.county.as_str().to_owned();
    let now = options.clock.now();
    let database = database_file(&options.database)?;
    let (file, folder) = goal(database.as_deref(), to, &county, now)?;
    let draft = file.with_file_name(format!(".{}.part", name_of(&file)));
    let store = Store::open_to_look(&from, options.clock.clone(), options.ids.clone()).await?;
    let made = make(&store, options, &draft).await;
    store.close().await;
    let (copied, findings) = made.inspect_err(|_| drop(fs::remove_file(&draft)))?;
    let file = if findings.is_empty() { file } else { file.with_extension("unsound.sqlite") };
    fs::rename(&draft, &file).and_then(|()| sync_folder(&file)).with_context(|| unwritable(&file))?;
    let removed = match (&folder, findings.is_empty()) {
        (Some(folder), true) => prune(folder, &county, (stay, now), &file),
        (Some(_), false) | (None, _) => 0,
    };
    if findings.is_empty()
        && let Err(fault) = note(&from, options).await
    {
        tracing::warn!(%fault, "the database could not be told of its backup; the doctor will not know of it");
    }
    let recency = recency(&from, &file, options).await?;
    println!("backup      {}", file.display());
    println!("holds       {}, {}; {}", rows(&copied), size(length(&file)), as_of(&recency));
    for finding in &findings {
        println!("unsound     {finding}");
    }
    if findings.is_empty() {
        println!("verified    every page, every row counted, every chain, everything sealed opens with the key");
    }
    println!("took        {:.1} s", begun.elapsed().as_secs_f64());
    if folder.is_some() && findings.is_empty() {
        println!(
            "kept        the newest {} in this folder, none older than {} days; {removed} removed",
            stay.count, stay.days
        );
    }
    println!(
        "the key     is not in it: {}. Keep a copy of the key apart; without it no backup can be read",
        from.key_file.display()
    );
    if on_the_same_disk(&file, database.as_deref()) {
        println!("careful     the backup is on the same disk as the database; copy it to another machine");
    }
    if findings.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("The database it was made of is not sound: run `minqing doctor`. Earlier backups were left alone.");
    Ok(ExitCode::FAILURE)
}

/// Puts a backup where the database should be and prints what that means.
///
/// # Errors
/// One line that says why not; then everything is as it was.
pub async fn restore_backup(options: &AppOptions, backup: &Path, replace: bool) -> Result<ExitCode> {
    let begun = Instant::now();
    let to = store_options(options);
    let now = options.clock.now();
    let restored = restore(backup, &to, replace, (options.clock.clone(), options.ids.clone())).await?;
    let recency = restored.recency;
    let again = erase_again(options).await?;
    println!("restored    {} rows from {} in {:.1} s", restored.rows, backup.display(), begun.elapsed().as_secs_f64());
    println!("verified    before and after: every page, every chain, everything sealed opens with the key");
    println!("as of       {}", as_of(&recency));
    if let Some(taken) = recency.copied_at {
        println!(
            "lost        what was taken in during the {} since then and confirmed to Telegram; how many updates",
            age(now.since(taken))
        );
        println!("            that is, the bot tells the operators when the first new one arrives");
    }
    println!("comes back  what Telegram still holds, up to 24 hours old: it is taken in by itself");
    if recency.copied_at.is_some_and(|taken| now.since(taken) > TELEGRAM_KEEPS_MS) {
        println!("careful     the backup is older than 24 hours: Telegram has dropped what came before then");
    }
    println!("erased      {again} persons and cases again, by the journal of erasures beside the key");
    println!("twice       letters that left after the backup was made may leave once more");
    if let Some(aside) = &restored.aside {
        println!("aside       the database that was there: {}", aside.display());
    }
    println!("next        minqing run");
    Ok(ExitCode::SUCCESS)
}

/// Where the backup goes: a file, and the folder to keep tidy when one was asked for.
fn goal(database: Option<&Path>, to: Option<PathBuf>, county: &str, now: Moment) -> Result<(PathBuf, Option<PathBuf>)> {
    let to = to.unwrap_or_else(|| match database {
        Some(database) => database.with_file_name("backups"),
        None => PathBuf::from("backups"),
    });
    let is_file = !to.is_dir() && to.extension() == Some(OsStr::new("sqlite"));
    let file = if is_file { to.clone() } else { to.join(format!("minqing-{county}-{}.sqlite", stamp(now))) };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder).with_context(|| unwritable(folder))?;
    }
    if file.exists() {
        bail!("{} exists already; a backup is never written over a file: give another name", file.display());
    }
    Ok((file, (!is_file).then_some(to)))
}

/// Copies, makes durable, and checks as the doctor would. Returns what it holds and what is wrong with it.
async fn make(store: &Store, options: &AppOptions, draft: &Path) -> Result<(Copied, Vec<String>)> {
    let _ = fs::remove_file(draft);
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft);
    created.with_context(|| unwritable(draft))?;
    let copied = store.copy_to(draft).await.map_err(|fault| about(draft, fault))?;
    fs::File::open(draft).and_then(|file| file.sync_all()).with_context(|| unwritable(draft))?;
    let copy = StoreOptions { url: draft.display().to_string(), ..store_options(options) };
    let copy = Store::open_to_look(&copy, options.clock.clone(), options.ids.clone()).await?;
    let (mut findings, counted) = (copy.verify().await?, copy.row_counts().await?);
    copy.close().await;
    // The copy notes in its counters when it was made.
    let differs = |table: &&(String, u64)| table.0 != "counter" && !counted.tables.contains(table);
    findings.extend(copied.tables.iter().filter(differs).map(|(table, _)| format!("rows of {table} are missing")));
    Ok((copied, findings))
}

/// What the journal says was erased is erased in what was restored.
async fn erase_again(options: &AppOptions) -> Result<usize> {
    let store = Store::open_beside(&store_options(options), options.clock.clone(), options.ids.clone()).await?;
    let rules = Arc::new(rules(&options.settings, String::new()));
    let desk = Desk::new(store.clone(), rules, options.clock.clone(), options.ids.clone());
    let again = desk.erase_again().await;
    store.close().await;
    Ok(again?)
}

fn about(file: &Path, fault: StoreFault) -> anyhow::Error {
    match fault {
        StoreFault::Full => anyhow::anyhow!(
            "no room for the backup at {} ({} free); make room or name another folder",
            file.display(),
            free_space(file).map_or_else(|| "unknown".to_owned(), size)
        ),
        other => anyhow::Error::new(other).context("the backup could not be made"),
    }
}

async fn note(from: &StoreOptions, options: &AppOptions) -> Result<(), StoreFault> {
    let store = Store::open_beside(from, options.clock.clone(), options.ids.clone()).await?;
    let noted = store.note_backup().await;
    store.close().await;
    noted
}

async fn recency(from: &StoreOptions, file: &Path, options: &AppOptions) -> Result<Recency> {
    let copy = StoreOptions { url: file.display().to_string(), ..from.clone() };
    let copy = Store::open_to_look(&copy, options.clock.clone(), options.ids.clone()).await?;
    let recency = copy.recency().await?;
    copy.close().await;
    Ok(recency)
}

/// Removes all but the newest backups of this county, those that are too old, and drafts that were never finished. Names tell the age, but the one
/// just made stays whatever the clock said.
fn prune(folder: &Path, county: &str, (stay, now): (Stay, Moment), just_made: &Path) -> usize {
    let prefix = format!("minqing-{county}-");
    let mut made = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
        if name.starts_with(&format!(".{prefix}")) && name.ends_with(".part") && age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(&path);
        }
        let stamp = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".sqlite"));
        let dated = |stamp: &str| stamp.len() == 15 && stamp.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if stamp.is_some_and(dated) && path.file_name() != just_made.file_name() {
            made.push(path);
        }
    }
    made.sort();
    let many = (made.len() + 1).saturating_sub(stay.count.max(1));
    let oldest = format!("{prefix}{}.sqlite", stamp(now.plus_ms(-i64::from(stay.days) * 24 * 3_600_000)));
    let aged = made.iter().take_while(|path| name_of(path) < oldest).count();
    made.iter().take(many.max(aged)).filter(|path| fs::remove_file(path).is_ok()).count()
}

fn on_the_same_disk(file: &Path, database: Option<&Path>) -> bool {
    let disk = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    database.is_some_and(|database| disk(database).is_some() && disk(database) == disk(file))
}

pub(super) fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.len())
}

fn rows(copied: &Copied) -> String {
    let filled = copied.tables.iter().filter(|(_, rows)| *rows > 0).count();
    format!("{} rows in {filled} tables", copied.rows())
}

fn as_of(recency: &Recency) -> String {
    let taken = recency.copied_at.map_or_else(|| "an unknown time".to_owned(), at);
    let last = recency.last_received.map_or_else(|| "none yet".to_owned(), at);
    format!("as it stood at {taken}; last message taken in: {last}")
}

/// A moment for operators, in the county's time.
pub(super) fn at(moment: Moment) -> String {
    format!("{} {}:{:02}", date_of(moment), dates::time(moment), moment.0.div_euclid(1000).rem_euclid(60))
}

/// A span of time for operators.
pub(super) fn age(ms: i64) -> String {
    match ms / 1000 {
        seconds @ ..120 => format!("{} seconds", seconds.max(0)),
        seconds @ 120..7_200 => format!("{} minutes", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} hours", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

fn stamp(now: Moment) -> String {
    at(now).replace(['-', ':'], "").replace(' ', "-")
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn unwritable(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}
