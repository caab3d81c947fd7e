//! `minqing doctor`: what is there, what is wrong with it, and how to mend it, in words. It changes nothing.

use std::os::unix::fs::PermissionsExt;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;

use super::backup::{age, at, length};
use super::{AppOptions, rules, store_options};
use crate::desk::{Desk, root_moment};
use crate::id::Moment;
use crate::store::{Counts, Store, StoreFault, database_file, free_space, size};

/// A backup older than this is worth a word, in milliseconds.
const OLD_BACKUP_MS: i64 = 2 * 24 * 3_600_000;
/// The roots of so many mornings are printed.
const ROOTS: i64 = 7;
/// Less room than this is worth a word.
const LITTLE_ROOM: u64 = 500_000_000;
/// What waits longer than this is worth a word, in milliseconds.
const LONG_MS: i64 = 10 * 60_000;

/// Prints what is there and what is wrong; success when nothing is.
///
/// # Errors
/// One line that says why nothing can be said.
pub async fn doctor(options: &AppOptions) -> Result<ExitCode> {
    let report = examine(options).await?;
    for line in &report.lines {
        println!("{line}");
    }
    for finding in &report.findings {
        println!("finding     {finding}");
        println!("            mend: {}", mend(finding));
    }
    match report.findings.len() {
        0 => println!("all well    0 findings"),
        1 => println!("not well    1 finding"),
        count => println!("not well    {count} findings"),
    }
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the doctor has to say.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is there.
    pub lines: Vec<String>,
    /// What is wrong.
    pub findings: Vec<String>,
}

impl Report {
    fn says(&mut self, what: &str, words: impl AsRef<str>) {
        self.lines.push(format!("{what:<11} {}", words.as_ref()));
    }
}

/// Looks at everything and changes nothing.
///
/// # Errors
/// One line that says why nothing can be said.
pub async fn examine(options: &AppOptions) -> Result<Report> {
    let mut report = Report::default();
    let damage = Store::damage(&options.database).await?;
    if !damage.is_empty() {
        report.says("database", options.database.as_str());
        report.findings = damage.into_iter().map(|what| format!("{DAMAGED}: {what}")).collect();
        return Ok(report);
    }
    let store = Store::open_to_look(&store_options(options), options.clock.clone(), options.ids.clone()).await?;
    let looked = look(options, &store, &mut report).await;
    store.close().await;
    looked.map(|()| report).map_err(Into::into)
}

const DAMAGED: &str = "the file is damaged";

async fn look(options: &AppOptions, store: &Store, report: &mut Report) -> Result<(), StoreFault> {
    let now = options.clock.now();
    place(options, store, report).await?;
    backups(store, report, now).await?;
    let counts = store.counts().await?;
    numbers(store, &counts, report, now).await?;
    report.findings = store.verify().await?;
    let rules = Arc::new(rules(&options.settings, String::new()));
    let desk = Desk::new(store.clone(), rules, options.clock.clone(), options.ids.clone());
    report.findings.extend(desk.audit().await?);
    let what = "every page, chain of events, case against its events, sealed row, outcome, deadline and letter";
    report.says("checked", what);
    roots(store, report, now).await?;
    for kind in store.updates_by_kind().await? {
        report.says("kinds", format!("{} of {}: {}", kind.count, kind.kind, kind.outcome));
    }
    for row in store.quarantined().await? {
        let words = format!(
            "update {} ({}, {} tries, taken in {}); after mending: minqing requeue {}",
            row.update_id,
            row.kind,
            row.attempts,
            at(row.received_at),
            row.update_id
        );
        report.says("set aside", words);
    }
    Ok(())
}

/// The roots of the last mornings, to be compared with those the operators were sent: whoever cut the books off, together
/// with the rows that end them, cannot make these come out the same.
async fn roots(store: &Store, report: &mut Report, now: Moment) -> Result<(), StoreFault> {
    let mut view = store.view().await?;
    let morning = root_moment(now);
    for days in (0..ROOTS).rev() {
        let as_of = morning.plus_ms(-days * 24 * 3_600_000);
        report.says("root", format!("{} {}", at(as_of), view.root_of(as_of).await?));
    }
    report.says("root now", view.root_of(now).await?);
    Ok(())
}

async fn place(options: &AppOptions, store: &Store, report: &mut Report) -> Result<(), StoreFault> {
    let (engine, bytes) = store.engine().await?;
    let Some(file) = database_file(&options.database)? else {
        report.says("database", format!("{engine}, {}", size(bytes)));
        return key(options, report);
    };
    let log = length(&std::path::PathBuf::from(format!("{}-wal", file.display())));
    let room = free_space(&file);
    let free = room.map_or_else(|| "unknown".to_owned(), size);
    let words =
        format!("{engine}, {}, {} and {} of log, {free} free on its disk", file.display(), size(bytes), size(log));
    report.says("database", words);
    if room.is_some_and(|room| room < LITTLE_ROOM) {
        report.says(
            "careful",
            format!("only {free} are free; when the disk is full the bot takes in nothing more. Make room"),
        );
    }
    key(options, report)
}

fn key(options: &AppOptions, report: &mut Report) -> Result<(), StoreFault> {
    let file = &options.key_file;
    let mode = std::fs::metadata(file).map_or(0, |metadata| metadata.permissions().mode() & 0o777);
    report.says("key", format!("{}, mode {mode:o}, opens the database; keep a copy of it elsewhere", file.display()));
    Ok(())
}

async fn backups(store: &Store, report: &mut Report, now: Moment) -> Result<(), StoreFault> {
    let recency = store.recency().await?;
    match recency.backed_up_at {
        None => report.says("careful", "no backup is known of. Make one: minqing backup FOLDER"),
        Some(last) if now.since(last) > OLD_BACKUP_MS => {
            let words = format!("the last backup is {} old. Make one: minqing backup FOLDER", age(now.since(last)));
            report.says("careful", words);
        }
        Some(last) => report.says("backup", format!("the last one {}, {} ago", at(last), age(now.since(last)))),
    }
    if let Some(copied) = recency.copied_at {
        report.says("restored", format!("from a backup made {}", at(copied)));
    }
    let last = recency.last_received.map_or_else(|| "none yet".to_owned(), at);
    let work = recency
        .at_work
        .map_or_else(|| "never".to_owned(), |then| format!("{}, {} ago", at(then), age(now.since(then))));
    report.says("at work", format!("the bot last said so: {work}"));
    report.says("last update", format!("{last}; the next one asked for is {}", recency.next_offset.unwrap_or(0)));
    Ok(())
}

async fn numbers(store: &Store, counts: &Counts, report: &mut Report, now: Moment) -> Result<(), StoreFault> {
    let waiting = store.waiting().await?;
    let since = |since: Option<Moment>| {
        since.map_or_else(String::new, |since| format!(" (the oldest for {})", age(now.since(since))))
    };
    report.says("cases", format!("{}, {} of them under way", counts.cases, counts.open_cases));
    let updates = format!(
        "{} wait to be handled{}; {} are set aside",
        counts.pending_inbox,
        since(waiting.update),
        counts.quarantined
    );
    report.says("updates", updates);
    let letters = format!(
        "{} wait to leave{}, {} of them on their way; {} could not be delivered, {} were stopped by the gate, {} have no address yet",
        counts.waiting_letters,
        since(waiting.letter),
        counts.leased_letters,
        counts.failed_letters,
        counts.stopped_letters,
        counts.unaddressed
    );
    report.says("letters", letters);
    let late = waiting.timer.filter(|due| now.since(*due) > LONG_MS);
    let words = match (late, waiting.timer) {
        (Some(due), _) => {
            format!("{} set; the first is {} late: is the bot running?", counts.timers, age(now.since(due)))
        }
        (None, Some(due)) => format!("{} set; the next is due {}", counts.timers, at(due)),
        (None, None) => "none set".to_owned(),
    };
    report.says("clocks", words);
    if counts.unaddressed > 0 {
        report.says(
            "careful",
            "letters have no address: staff have not joined or groups are not bound. minqing invite CADRE",
        );
    }
    if waiting.update.is_some_and(|since| now.since(since) > LONG_MS) {
        report.says("careful", "updates wait for long: is the bot running, and what does its log say?");
    }
    Ok(())
}

/// What to do about a finding.
fn mend(finding: &str) -> &'static str {
    let has = |words: &str| finding.contains(words);
    if finding.starts_with(DAMAGED) || finding.starts_with("integrity check") {
        "stop the bot, keep this file, and restore the last backup: minqing restore BACKUP --replace"
    } else if has("does not open with its key") {
        "this row was changed or damaged; what it held is in the last backup. If it is one of many, look at the disk (dmesg) and restore"
    } else if has("nobody erased them") {
        "words are gone without an erasure: somebody deleted rows from outside, or the disk did; they are in the last backup"
    } else if has("was erased, but") {
        "an erasure did not reach everything: report this as a bug; take these rows out by hand if the person asks again"
    } else if has("is not what was written")
        || has("is missing")
        || has("does not end where")
        || has("has events but no row")
    {
        "the log of this case was changed from outside or damaged: find out by whom, and compare with the last backup"
    } else if has("not what its events lead to") || has("cannot be replayed") || has("has no events") {
        "the case and its log disagree; trust the log, compare with the last backup, and report it as a bug if nobody touched the database"
    } else if has("clock") {
        "its clock is set again with the next thing that happens to the case; write a note on its card, and report this as a bug"
    } else if has("has no letter") {
        "somebody was not told: tell them by hand, and report this as a bug"
    } else {
        "report this as a bug; the last backup may hold what is missing"
    }
}
