//! `minqing train`: learns a county's own archive, or learns anew what its staff taught.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::AppOptions;
use crate::classify::Reader;
use crate::classify::model::{Example, Model, Trust};
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
    if file.exists() {
        from_file(store, &Arc::new(super::rules(settings, String::new())), &file).await?;
    }
    Ok(())
}

/// Learns the archive in a file, beside a bot that may be running; with any fault in it nothing changes.
async fn from_file(store: &Store, rules: &Arc<Rules>, file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let (examples, faults) = archive(&text, file, &rules.county, &rules.reader);
    if !faults.is_empty() {
        for fault in faults.iter().take(NAMED) {
            println!("{fault}");
        }
        println!("{} faults; nothing was changed", faults.len());
        return Ok(ExitCode::FAILURE);
    }
    let all = examples.len();
    let taken: Vec<Example> = examples.into_iter().flatten().collect();
    if taken.is_empty() {
        bail!("{} holds nothing to learn from", file.display());
    }
    let (key, count, rules) = (store.model_key(), taken.len(), Arc::clone(rules));
    let learned = move || of_examples(key, (&rules.county, &rules.reader), &taken).to_bytes();
    let bytes = tokio::task::spawn_blocking(learned).await.context("the archive could not be learned")?;
    let mut tx = store.begin().await?;
    tx.keep_archive(&bytes).await?;
    tx.commit().await?;
    println!("{} texts learned, {} left out because they accuse; {} kB", count, all - count, bytes.len() / 1024);
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

/// What a file holds: none for a text that accuses; and the faults, each with file, line and mend.
pub fn archive(text: &str, file: &Path, county: &County, reader: &Reader) -> (Vec<Option<Example>>, Vec<String>) {
    let rows: Vec<(usize, Result<Line, String>)> =
        match file.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv")) {
            true => table(text),
            false => (1..)
                .zip(text.lines())
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(at, line)| {
                    (at, serde_json::from_str(line).map_err(|fault| format!("is no line of an archive ({fault})")))
                })
                .collect(),
        };
    let (mut examples, mut faults) = (Vec::new(), Vec::new());
    for (at, row) in rows {
        match row.and_then(|line| example(line, county, reader)) {
            Ok(example) => examples.push(example),
            Err(fault) => faults.push(format!("{}:{at}: {fault}", file.display())),
        }
    }
    (examples, faults)
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

fn example(line: Line, county: &County, reader: &Reader) -> Result<Option<Example>, String> {
    let wanted = line.subject.trim();
    let known = county.subjects.values().find(|subject| subject.id.as_str() == wanted || subject.name == wanted);
    let Some(subject) = known else {
        return Err(format!("there is no subject `{wanted}`; give an id or a name of subjects.toml"));
    };
    if line.text.trim().is_empty() {
        return Err("the text is empty; take the line out".to_owned());
    }
    if !subject.lead.may_be_guessed() {
        return Err(format!("`{wanted}` is decided by people; take the line out"));
    }
    let reading = reader.read(&line.text);
    let open = reading.accusations.is_empty()
        && !reading.subjects.first().is_some_and(|guess| is_sealed(county, &guess.subject));
    Ok(open.then(|| Example { normal: reader.normal(&line.text), subject: subject.id.clone() }))
}

fn may_guess(county: &County, subject: &SubjectId) -> bool {
    county.subjects.get(subject).is_some_and(|leaf| leaf.lead.may_be_guessed())
}

fn is_sealed(county: &County, subject: &SubjectId) -> bool {
    county.subjects.get(subject).is_some_and(|leaf| leaf.lead == Lead::Discipline)
}

/// How far the machine is ahead of itself with texts it has not learned, and how often rightly: each part from the others.
/// Where that shows how sure a lead makes, confidence is read from it, and the threshold too.
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
    model.trust = Trust::of(&leads);
    let noted = match model.trust {
        Some(trust) => leads.into_iter().map(|(lead, right)| (trust.sure(lead), right)).collect(),
        None => plain,
    };
    noted.into_iter().for_each(|(confidence, right)| model.judged.note(confidence, right));
}
