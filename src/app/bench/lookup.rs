//! Whether the time of an answer tells that a case exists: numbers that are somebody else's beside numbers of nobody.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::{FIRST_RESIDENT, Folder, move_in, people};
use crate::app::App;
use crate::clock::Clock;
use crate::config;
use crate::id::{CaseNumber, Ids};
use crate::roster::Role;
use crate::sandbox::{self, Sandbox};
use crate::store::WorkDone;

/// One hour, in milliseconds.
const HOUR_MS: i64 = 3_600_000;
/// Whoever asks asks so often, each kind of number once; more in a row would be a flood.
const KINDS: usize = 4;

/// One kind of number, and what its answers took.
struct Kind {
    name: &'static str,
    number: CaseNumber,
    took: Vec<Duration>,
    work: Vec<WorkDone>,
}

impl Kind {
    fn new(name: &'static str, number: CaseNumber) -> Self {
        Self { name, number, took: Vec::new(), work: Vec::new() }
    }

    /// The time that this share of the answers stayed below, in milliseconds.
    fn share(&self, share: f64) -> f64 {
        let mut sorted = self.took.clone();
        sorted.sort();
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share).round() as usize).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    }
}

/// Answers to numbers that are not the asker's, beside those to numbers that were never given out, in the same run.
///
/// # Errors
/// Faults of the disk, or a county in which nobody can be accused.
pub async fn lookup(dir: &Path, asks: u32) -> Result<ExitCode> {
    let folder = Folder::new()?;
    let sandbox = Sandbox::start(sandbox::Options::default()).await.context("the sandbox's port cannot be opened")?;
    let clock = Clock::system();
    let app = move_in(dir, &folder.0, &sandbox, clock.clone()).await?;
    let given = given_out(dir, &app, &sandbox).await?;
    // Both bursts are over, so that nothing of them happens in between.
    clock.push_ms(HOUR_MS);
    app.drain().await?;
    let nobodys = |number| free_below(&given, number).context("no number is free");
    let mut kinds = [
        Kind::new("somebody else's", given[0]),
        Kind::new("of nobody, the next below", nobodys(given[0])?),
        Kind::new("somebody else's, sealed", given[1]),
        Kind::new("of nobody, the next below", nobodys(given[1])?),
    ];
    people(&sandbox, i64::from(asks) + 2);
    let ids = Ids::from_system();
    for nth in 0..asks {
        let asker = FIRST_RESIDENT + 2 + i64::from(nth);
        ask(&app, &sandbox, asker, given[0]).await?;
        let first = ids.below(KINDS as u64) as usize;
        for at in 0..KINDS {
            let kind = &mut kinds[(first + at) % KINDS];
            let (took, work) = ask(&app, &sandbox, asker, kind.number).await?;
            kind.took.push(took);
            kind.work.push(work);
        }
    }
    sandbox.shutdown();
    Ok(report(&kinds))
}

/// The numbers of an ordinary case and of one that accuses, each of another resident.
async fn given_out(dir: &Path, app: &App, sandbox: &Sandbox) -> Result<[CaseNumber; 2]> {
    let settings = config::load(dir).map_err(|faults| anyhow::anyhow!("the county's folder has faults:\n{faults}"))?;
    let handler = settings.county.with_role(Role::Handler).into_iter().next();
    let accused = handler.and_then(|id| settings.county.cadres.get(&id)).map(|cadre| cadre.name.clone());
    let word = settings.lexicon.charge.alone.first().context("the lexicon has no word that accuses")?;
    let accusation = format!("{word}{}", accused.context("the county has no cadre who handles cases")?);
    let mut given = Vec::new();
    for (nth, text) in ["message".to_owned(), accusation].iter().enumerate() {
        let resident = FIRST_RESIDENT + nth as i64;
        sandbox.text(resident, resident, text);
        app.drain().await?;
        let messages = sandbox.messages(resident);
        let found = messages.iter().filter(|message| message.from_bot).find_map(|message| number_in(&message.text));
        given.push(found.context("a resident got no number")?);
    }
    given.try_into().map_err(|_| anyhow::anyhow!("two residents got other than two numbers"))
}

/// How long an answer took, and what work it made.
async fn ask(app: &App, sandbox: &Sandbox, asker: i64, number: CaseNumber) -> Result<(Duration, WorkDone)> {
    let before = app.store.work_done();
    let begun = Instant::now();
    sandbox.text(asker, asker, &number.to_string());
    app.drain().await?;
    Ok((begun.elapsed(), app.store.work_done().since(before)))
}

fn report(kinds: &[Kind; KINDS]) -> ExitCode {
    for kind in kinds {
        println!("p50 {:>7.2} ms  p95 {:>7.2} ms  {}", kind.share(0.5), kind.share(0.95), kind.name);
    }
    let mut alike = true;
    for two in kinds.chunks(2) {
        let ratio = |share: f64| two[0].share(share) / two[1].share(share).max(1e-9);
        println!("p50 {:>7.2}     p95 {:>7.2}     {}, by those of nobody", ratio(0.5), ratio(0.95), two[0].name);
        let same = two[0].work.iter().zip(&two[1].work).filter(|(one, other)| one == other).count();
        println!("{same} of {} times the same statements, rows and bytes", two[0].work.len());
        alike &= same == two[0].work.len();
    }
    if alike { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The number in a text, if there is one.
fn number_in(text: &str) -> Option<CaseNumber> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '-')).find_map(CaseNumber::parse)
}

/// The next number below one that could be a case's and is none.
fn free_below(given: &[CaseNumber], number: CaseNumber) -> Option<CaseNumber> {
    (1..number.as_i64()).rev().filter_map(CaseNumber::from_i64).find(|below| !given.contains(below))
}
