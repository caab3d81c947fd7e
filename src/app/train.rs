//! `minqing train`: learns a county's own archive, or learns anew what its staff taught.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::AppOptions;
use crate::classify::Reader;
use crate::classify::model::{Example, Model};
use crate::config::Settings;
use crate::desk::{Desk, Rules};
use crate::id::SubjectId;
use crate::roster::{County, Lead};
use crate::store::Store;

/// So many faults of a file are named.
const NAMED: usize = 20;
/// So many parts an archive is cut into, to foretell each from the others.
const PARTS: usize = 4;

/// One line of an archive.
#[derive(Deserialize)]
struct Line {
    text: String,
    subject: String,
}

/// Learns the archive in a file, or without one learns anew.
///
/// # Errors
/// Every line that cannot be taken, with the mend; faults of the store.
pub async fn train(options: &AppOptions, file: Option<&Path>) -> Result<ExitCode> {
    let store = super::open_store(options, true).await?;
    let rules = Arc::new(super::rules(&options.settings, String::new()));
    match file {
        Some(file) => from_file(&store, &rules, file).await,
        None => anew(&store, &Desk::new(store.clone(), rules, options.clock.clone(), options.ids.clone())).await,
    }
}

/// The file of a county's folder with texts to begin with.
pub const STARTER: &str = "starter.jsonl";

/// Learns the texts that a county begins with (its folder's `starter.jsonl`), if there are any, beside the bot that runs on this store.
///
/// # Errors
/// As [`train`].
pub async fn begin(store: &Store, settings: &Settings, dir: &Path) -> Result<()> {
    let file = dir.join(STARTER);
    if file.exists()
        && from_file(store, &Arc::new(super::rules(settings, String::new())), &file).await? != ExitCode::SUCCESS
    {
        bail!("{} is not learned; the bot reads by keywords", file.display());
    }
    Ok(())
}

/// Learns the archive in a file, beside a bot that may be running; with any fault in it nothing changes.
async fn from_file(store: &Store, rules: &Arc<Rules>, file: &Path) -> Result<ExitCode> {
    let (key, rules, path) = (store.model_key(), Arc::clone(rules), file.to_owned());
    // A thread of its own: whoever stops meanwhile does not wait for it.
    let (done, learning) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || done.send(learned(key, &rules, &path)));
    let (archive, bytes) = learning.await.context("the archive could not be learned")??;
    let Archive { taken, accusing, beside, faults } = archive;
    if !faults.is_empty() {
        for fault in faults.iter().take(NAMED) {
            println!("{fault}");
        }
        println!("{} faults; nothing was changed", faults.len());
        return Ok(ExitCode::FAILURE);
    }
    let mut tx = store.begin().await?;
    tx.keep_archive(&bytes).await?;
    tx.commit().await?;
    println!("{} texts learned, {accusing} left out because they accuse; {} kB", taken.len(), bytes.len() / 1024);
    if beside > 0 {
        println!("{beside} left out because this county has no such subject, or people decide it");
    }
    println!("what staff taught since is learned again on top of it; running processes take it up by themselves");
    Ok(ExitCode::SUCCESS)
}

/// What an archive teaches, and how sure that may make: a model whose buckets only this key opens.
pub fn of_examples(key: u64, (county, reader): (&County, &Reader), archive: &[Example]) -> Model {
    let mut model = Model::of_archive(key, archive);
    foretell(&mut model, key, (county, reader), archive);
    model
}

/// Learns anew from the archive that was given last and from every lesson that still stands.
async fn anew(store: &Store, desk: &Desk) -> Result<ExitCode> {
    let mut tx = store.begin().await?;
    tx.learn_anew().await?;
    tx.commit().await?;
    let mut lessons = 0;
    loop {
        let some = desk.learn().await?;
        lessons += some;
        if store.learning().await?.stale == 0 {
            break;
        }
    }
    println!("{lessons} lessons learned anew");
    Ok(ExitCode::SUCCESS)
}

/// Reads a file and learns it; nothing is learned where it has faults.
fn learned(key: u64, rules: &Rules, file: &Path) -> Result<(Archive, Vec<u8>)> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let archive = Archive::read(&text, file, &rules.county, &rules.reader);
    if !archive.faults.is_empty() {
        return Ok((archive, Vec::new()));
    }
    if archive.taken.is_empty() {
        bail!("{} holds nothing to learn from", file.display());
    }
    let bytes = of_examples(key, (&rules.county, &rules.reader), &archive.taken).to_bytes();
    Ok((archive, bytes))
}

/// What a file with texts and subjects holds.
#[derive(Debug, Default)]
pub struct Archive {
    /// What can be learned.
    pub taken: Vec<Example>,
    /// How many texts accuse, and are not learned.
    pub accusing: usize,
    /// How many are about what the machine does not guess in this county; only of the texts that every county begins with.
    pub beside: usize,
    /// Every line that cannot be taken, with file, line and mend.
    pub faults: Vec<String>,
}

/// What becomes of a line.
enum Taken {
    Learned(Example),
    Accuses,
    Beside(String),
}

impl Archive {
    /// Reads it. The texts that a county begins with are written for any tree: what this one does not have is left out.
    pub fn read(text: &str, file: &Path, county: &County, reader: &Reader) -> Self {
        let any_tree = file.file_name().is_some_and(|name| name == STARTER);
        let mut archive = Self::default();
        for (at, row) in rows(text, file) {
            match row.and_then(|line| example(line, county, reader)) {
                Ok(Taken::Learned(example)) => archive.taken.push(example),
                Ok(Taken::Accuses) => archive.accusing += 1,
                Ok(Taken::Beside(_)) if any_tree => archive.beside += 1,
                Ok(Taken::Beside(fault)) | Err(fault) => {
                    archive.faults.push(format!("{}:{at}: {fault}", file.display()));
                }
            }
        }
        archive
    }
}

/// The lines of a file by their numbers: a table, or one JSON a line.
fn rows(text: &str, file: &Path) -> Vec<(usize, Result<Line, String>)> {
    if file.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv")) {
        return table(text);
    }
    let line = |(at, line): (usize, &str)| {
        (at, serde_json::from_str(line).map_err(|fault| format!("is no line of an archive ({fault})")))
    };
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).map(line).collect()
}

fn table(text: &str) -> Vec<(usize, Result<Line, String>)> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.deserialize::<Line>();
    let line = |row: &csv::Error| row.position().map_or(1, csv::Position::line) as usize;
    let mut at = 1;
    rows.map(|row| {
        at = row.as_ref().err().map_or(at + 1, line);
        (at, row.map_err(|_| "is no row with `text` and `subject`; give the columns these names".to_owned()))
    })
    .collect()
}

fn example(line: Line, county: &County, reader: &Reader) -> Result<Taken, String> {
    let wanted = line.subject.trim();
    let known = county.subjects.values().find(|subject| subject.id.as_str() == wanted || subject.name == wanted);
    if line.text.trim().is_empty() {
        return Err("the text is empty; take the line out".to_owned());
    }
    let Some(subject) = known else {
        return Ok(Taken::Beside(format!("there is no subject `{wanted}`; give an id or a name of subjects.toml")));
    };
    if !subject.lead.may_be_guessed() {
        return Ok(Taken::Beside(format!("`{wanted}` is decided by people; take the line out")));
    }
    let reading = reader.read(&line.text);
    let open = reading.accusations.is_empty()
        && !reading.subjects.first().is_some_and(|guess| is_sealed(county, &guess.subject));
    let normal = reader.normal(&line.text);
    Ok(if open { Taken::Learned(Example { normal, subject: subject.id.clone() }) } else { Taken::Accuses })
}

fn may_guess(county: &County, subject: &SubjectId) -> bool {
    county.subjects.get(subject).is_some_and(|leaf| leaf.lead.may_be_guessed())
}

fn is_sealed(county: &County, subject: &SubjectId) -> bool {
    county.subjects.get(subject).is_some_and(|leaf| leaf.lead == Lead::Discipline)
}

/// Foretells each part of an archive from the others. By how much the first subject was ahead, and how often rightly, shows how sure
/// a lead makes; confidence is read from that, and the threshold from both.
fn foretell(model: &mut Model, key: u64, (county, reader): (&County, &Reader), archive: &[Example]) {
    let mut leads: Vec<(f64, bool)> = Vec::new();
    let mut plain: Vec<(f64, bool)> = Vec::new();
    for part in 0..PARTS {
        let others: Vec<Example> =
            archive.iter().enumerate().filter(|(at, _)| at % PARTS != part).map(|(_, it)| it.clone()).collect();
        if others.is_empty() {
            return;
        }
        let other = Model::of_archive(key, &others);
        for it in archive.iter().skip(part).step_by(PARTS) {
            let mut reading = reader.read(&it.normal);
            if reading.smalltalk.is_none() {
                let open = |subject: &SubjectId| may_guess(county, subject);
                let ahead = reader.ahead(&reading, &it.normal, &other, open);
                leads.extend(ahead.map(|(subject, lead)| (lead, subject == it.subject)));
                reader.weigh(&mut reading, &it.normal, &other, open);
            }
            plain.extend(reading.subjects.first().map(|best| (best.confidence, best.subject == it.subject)));
        }
    }
    model.trust_in(&leads);
    let noted = match model.trust() {
        Some(trust) => leads.into_iter().map(|(lead, right)| (trust.sure(lead), right)).collect(),
        None => plain,
    };
    noted.into_iter().for_each(|(confidence, right)| model.judged.note(confidence, right));
}
