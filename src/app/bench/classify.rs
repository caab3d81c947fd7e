//! How well subjects are told apart, on a folder of labelled texts: by keywords alone, learned at once, learned one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::alike::alike;
use super::figures::{Foretold, accuracy, calibration_error, coverage, macro_f1, sharpness, sure, top};
use crate::classify::Reader;
use crate::classify::model::{Example, Model};
use crate::config;
use crate::id::SubjectId;

/// Which class each leaf of the county's tree belongs to.
const CLASSES: &str = include_str!("classes.toml");
/// The key of models that are thrown away.
const KEY: u64 = 0x6d69_6e71_696e_6721;
/// So many parts the training texts are cut into, to find how sharp confidence must be.
const PARTS: usize = 4;
/// What keywords count beside what was learned.
const BESIDE: f64 = 0.7;
/// How many texts at the end of a pass show what it has come to.
const END: usize = 1_000;
/// How many texts at its beginning.
const BEGINNING: usize = 300;
/// How often the same texts are read to time it.
const TIMES: usize = 3;

/// Where the texts, pairs, groups and letters stand.
#[derive(Clone, Debug, clap::Args)]
pub struct Files {
    /// A folder with split/, dup/ and raw/.
    #[arg(long)]
    pub data: PathBuf,
    /// Judged in place of split/dev.jsonl.
    #[arg(long, value_name = "FILE")]
    pub split: Option<PathBuf>,
    /// Judged in place of dup/a3_pairs_dev.jsonl.
    #[arg(long, value_name = "FILE")]
    pub pairs: Option<PathBuf>,
    /// Judged in place of dup/a3_groups_dev.jsonl.
    #[arg(long, value_name = "FILE")]
    pub groups: Option<PathBuf>,
    /// The letters of pairs and groups, in place of raw/a3_messages.jsonl.gz.
    #[arg(long, value_name = "FILE")]
    pub messages: Option<PathBuf>,
}

impl Files {
    /// What was given, or what stands in the folder.
    pub(super) fn within(&self, given: Option<&PathBuf>, path: &str) -> PathBuf {
        given.cloned().unwrap_or_else(|| self.data.join(path))
    }

    /// Whether there are pairs or groups of letters to judge: the folder has them, or they were named.
    fn has_letters(&self) -> bool {
        self.pairs.is_some() || self.groups.is_some() || self.messages.is_some() || self.data.join("dup").exists()
    }
}

/// A line of a data set.
#[derive(Deserialize)]
struct Line {
    subject: String,
    text: String,
    label: String,
}

/// A labelled text: as it was written, as it is matched, and what keywords alone say of its class.
struct Text {
    written: String,
    normal: String,
    class: String,
    words: BTreeMap<String, f64>,
}

/// Prints every figure: subjects told apart, then the same matter found again.
///
/// # Errors
/// One line that names file and line of what cannot be read.
pub fn classify(dir: &Path, files: &Files) -> Result<ExitCode> {
    let settings = config::load(dir).map_err(|faults| anyhow::anyhow!("the county's folder has faults:\n{faults}"))?;
    let reader = Reader::new(&settings.county, &settings.lexicon);
    let classes = classes()?;
    let train = load(&files.data.join("split/train.jsonl"), &reader, &classes)?;
    let judged = load(&files.within(files.split.as_ref(), "split/dev.jsonl"), &reader, &classes)?;
    println!("{:>8}  texts learned from, {} judged", train.len(), judged.len());
    by_keywords(&judged);
    let model = Model::of_archive(KEY, &examples(train.iter()));
    at_once(&model, &train, &judged);
    one_by_one(&train, &judged);
    speed(&reader, &model, &judged);
    println!("{:>8.1}  MB in memory", model.size() as f64 / 1e6);
    println!("{:>8.1}  MB saved", model.to_bytes().len() as f64 / 1e6);
    if files.has_letters() {
        alike(&reader, files)?;
    }
    if cfg!(debug_assertions) {
        println!("(a build without optimisation; measure speed with --release)");
    }
    Ok(ExitCode::SUCCESS)
}

/// Leaf → class.
fn classes() -> Result<BTreeMap<SubjectId, String>> {
    let written: BTreeMap<String, Vec<String>> = toml::from_str(CLASSES).context("the table of classes is no TOML")?;
    let leaves = |(class, leaves): (String, Vec<String>)| {
        leaves.into_iter().map(move |leaf| (SubjectId::new(leaf), class.clone())).collect::<Vec<_>>()
    };
    Ok(written.into_iter().flat_map(leaves).collect())
}

fn load(path: &Path, reader: &Reader, classes: &BTreeMap<SubjectId, String>) -> Result<Vec<Text>> {
    let file = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut texts = Vec::new();
    for (at, line) in (1..).zip(file.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .map_err(|fault| anyhow::anyhow!("{}:{at}: no text with subject and label: {fault}", path.display()))?;
        let written = format!("{}\n{}", line.subject.replace('\n', " "), line.text);
        let normal = reader.normal(&written);
        let mut words: BTreeMap<String, f64> = BTreeMap::new();
        for (leaf, weight) in reader.keyword_weights(&normal) {
            if let Some(class) = classes.get(&leaf) {
                *words.entry(class.clone()).or_default() += weight;
            }
        }
        texts.push(Text { written, normal, class: line.label, words });
    }
    if texts.is_empty() {
        bail!("{}:1: no texts", path.display());
    }
    Ok(texts)
}

fn examples<'t>(texts: impl Iterator<Item = &'t Text>) -> Vec<Example> {
    texts.map(|text| Example { normal: text.normal.clone(), subject: SubjectId::new(&*text.class) }).collect()
}

/// Day one: nothing learned.
fn by_keywords(judged: &[Text]) {
    let fallback = judged.iter().flat_map(|text| text.words.keys()).next().cloned().unwrap_or_default();
    let foretold: Vec<Foretold> = judged.iter().map(|text| ranked(text, text.words.clone(), &fallback)).collect();
    println!("{:>8.4}  macro-F1 of keywords alone", macro_f1(&foretold));
    println!("{:>8.4}  accuracy of keywords alone", accuracy(&foretold));
}

/// Classes with scores, best first; a text of which nothing is known gets the fallback.
fn ranked(text: &Text, scores: BTreeMap<String, f64>, fallback: &str) -> Foretold {
    let mut ranked: Vec<(String, f64)> = scores.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    if ranked.is_empty() {
        ranked.push((fallback.to_owned(), 0.0));
    }
    Foretold { ranked, class: text.class.clone() }
}

/// What model and fading keywords say together.
fn foretell(model: &Model, text: &Text) -> Foretold {
    let mut scores = beside(model, text);
    for scored in model.scores(&model.see(&text.normal)) {
        *scores.entry(scored.subject).or_default() += scored.score;
    }
    ranked(text, scores.into_iter().map(|(class, score)| (class.as_str().to_owned(), score)).collect(), "")
}

/// What keywords say of each class, as [`Reader::alternatives`] has it of subjects.
fn beside(model: &Model, text: &Text) -> BTreeMap<SubjectId, f64> {
    let fading = BESIDE / (1.0 + f64::from(model.lessons()) / 100.0).sqrt();
    let all: f64 = text.words.values().map(|weight| weight * weight).sum::<f64>().max(1e-9);
    let said = |weight: &f64| weight * weight / all * weight / (weight + 1.0 / 3.0) * fading;
    text.words.iter().map(|(class, weight)| (SubjectId::new(class.clone()), said(weight))).collect()
}

/// The whole archive at once, as `minqing train --from` learns it.
fn at_once(model: &Model, train: &[Text], judged: &[Text]) {
    let foretold: Vec<Foretold> = judged.iter().map(|text| foretell(model, text)).collect();
    let sharp = sharpness(&held_out(train));
    let sure = sure(&foretold, sharp);
    println!("{:>8.4}  macro-F1", macro_f1(&foretold));
    println!("{:>8.4}  accuracy", accuracy(&foretold));
    println!("{:>8.4}  in the top three", top(&foretold, 3));
    println!("{:>8.4}  calibration error", calibration_error(&sure));
    for precision in [0.95, 0.97, 0.99] {
        println!("{:>8.4}  coverage at {precision} precision", coverage(&sure, precision));
    }
}

/// Each part of the training texts as the others foretell it: nothing of what is judged is looked at.
fn held_out(train: &[Text]) -> Vec<Foretold> {
    let mut foretold = Vec::new();
    for part in 0..PARTS {
        let others = train.iter().enumerate().filter(|(at, _)| at % PARTS != part).map(|(_, text)| text);
        let model = Model::of_archive(KEY, &examples(others));
        foretold.extend(train.iter().skip(part).step_by(PARTS).map(|text| foretell(&model, text)));
    }
    foretold
}

/// One pass: each text is foretold, then learned.
fn one_by_one(train: &[Text], judged: &[Text]) {
    let mut model = Model::new(KEY);
    let mut passed: Vec<Foretold> = Vec::with_capacity(train.len());
    for text in train {
        passed.push(foretell(&model, text));
        let seen = model.see(&text.normal);
        let prior = beside(&model, text);
        model.learn(&seen, &SubjectId::new(&*text.class), &prior);
        let count = passed.len();
        if count.is_power_of_two() && count >= 64 {
            let last = passed.get(count / 2..).unwrap_or_default();
            println!("{:>8.4}  accuracy of lessons {} to {count}", accuracy(last), count / 2 + 1);
        }
    }
    let some = |range: Option<&[Foretold]>| accuracy(range.unwrap_or(&passed));
    println!("{:>8.4}  accuracy of the first {BEGINNING} lessons", some(passed.get(..BEGINNING)));
    println!("{:>8.4}  accuracy of the last {END} lessons", some(passed.get(passed.len().saturating_sub(END)..)));
    println!("{:>8.4}  accuracy over the whole pass", accuracy(&passed));
    let foretold: Vec<Foretold> = judged.iter().map(|text| foretell(&model, text)).collect();
    println!("{:>8.4}  accuracy at its end, on the texts judged", accuracy(&foretold));
    println!("{:>8.4}  macro-F1 at its end", macro_f1(&foretold));
}

/// Full readings, kind to danger and what was learned, one after another on one core; and beside them, because machines differ, what it
/// takes to hash a text and score it, and nothing else.
fn speed(reader: &Reader, model: &Model, judged: &[Text]) {
    let mut named = BTreeSet::new();
    let full = a_second(judged, |text| {
        let mut reading = reader.read(&text.written);
        reader.weigh(&mut reading, &text.written, model, |_| true);
        named.extend(reading.subjects.into_iter().map(|guess| guess.subject));
    });
    let scored = a_second(judged, |text| {
        std::hint::black_box(model.scores(&model.see(&text.normal)));
    });
    println!("{full:>8.0}  messages a second of one core's time, read in full ({} subjects)", named.len());
    println!("{:>8.2}  of what hashing and scoring a text alone comes to ({scored:.0} a second)", full / scored);
}

/// How many texts a second of one core's time something is done with, at best.
fn a_second(texts: &[Text], mut with: impl FnMut(&Text)) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..TIMES {
        let begun = (on_cpu(), Instant::now());
        texts.iter().for_each(&mut with);
        let spent = match (begun.0, on_cpu()) {
            (Some(before), Some(after)) => after - before,
            _ => begun.1.elapsed().as_secs_f64(),
        };
        best = best.min(spent.max(1e-9));
    }
    texts.len() as f64 / best
}

/// How long this thread has been at work, in seconds; none where the system does not tell.
fn on_cpu() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}
