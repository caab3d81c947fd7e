//! The bot under faults: killed at random while messages pour in, and judged by what people saw.

pub mod mutants;
pub mod oracle;
pub mod rig;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rustix::process::Signal;

use crate::case::calendar::date_of;
use crate::classify::{Reader, Route, route};
use crate::clock::Clock;
use crate::config::Settings;
use crate::id::{Ids, SubjectId};
use crate::roster::Lead;
use crate::sandbox::{Person, Sandbox};
use oracle::{Heard, Pushed, Verdict, judge, settled};
use rig::Rig;

/// The first resident's account.
const FIRST_RESIDENT: i64 = 600_001;
/// The largest burst.
const BURST: u64 = 150;
/// How long nothing may happen before a soak counts as standing still.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a told bot may take to end (D26) on a machine that does nothing else.
const STOPPED: Duration = Duration::from_secs(10);

/// How the bot's process is ended again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By SIGKILL.
    Kill,
    /// By SIGTERM and SIGINT in turn; each time it must drain and end well.
    Signal,
}

/// What a soak does.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Messages sent in all.
    pub updates: u32,
    /// Residents they come from.
    pub chats: u32,
    /// How often the bot is ended.
    pub ends: u32,
    /// How.
    pub end: End,
    /// Chance.
    pub seed: u64,
}

/// Kills the bot again and again while messages pour in, once for each seed; a line for each, and a total.
///
/// # Errors
/// When a soak cannot be held at all.
pub async fn crash(dir: &Path, updates: u32, kills: u32, seeds: std::ops::Range<u64>) -> Result<ExitCode> {
    let exe = std::env::current_exe()?;
    let (mut failed, mut doubled, mut runs) = (0, 0, 0);
    for seed in seeds {
        let begun = Instant::now();
        let plan = Plan { updates, chats: 300, ends: kills, end: End::Kill, seed };
        let mut rig = Rig::new(&exe, dir, "soak", None).await?;
        let verdict = hold(&mut rig, &plan).await?;
        let clean = verdict.is_clean(kills, rig.settings.bot.pacing.in_flight_unpaced);
        println!(
            "seed {seed}: {kills} kills, {verdict}; {:.0} s{}",
            begun.elapsed().as_secs_f64(),
            if clean { "" } else { " FAILED" }
        );
        failed += u32::from(!clean);
        doubled += verdict.duplicate_notices;
        runs += 1;
    }
    let per_kill = doubled as f64 / f64::from((kills * runs).max(1));
    println!("{runs} runs, {failed} failed; {per_kill:.2} duplicate notices a kill");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Holds one soak and judges it.
///
/// # Errors
/// When the bot ends by itself, or does not end well when told to.
pub async fn hold(rig: &mut Rig, plan: &Plan) -> Result<Verdict> {
    let ids = Ids::seeded(plan.seed);
    let mut heard = Heard::from_now(rig);
    let mut crowd = Crowd::gather(rig, plan, &ids)?;
    for life in 0..plan.ends {
        let goal = u64::from(plan.updates) * u64::from(life + 1) / u64::from(plan.ends + 1);
        live(rig, &mut crowd, goal as usize, plan.end).await?;
        match plan.end {
            End::Kill => rig.kill().await?,
            End::Signal => end_well(rig, if life % 2 == 0 { Signal::TERM } else { Signal::INT }).await?,
        }
    }
    crowd.talk(plan.updates as usize);
    rig.start().await?;
    settled(rig, &mut heard, PATIENCE).await?;
    end_well(rig, Signal::TERM).await?;
    judge(rig, &mut heard, &crowd.pushed).await
}

/// One life of the bot: it starts, people write in bursts, and after a random while it is to be ended.
async fn live(rig: &mut Rig, crowd: &mut Crowd, goal: usize, end: End) -> Result<()> {
    let ids = crowd.ids.clone();
    // Now and then it is killed before it has come to itself.
    if end == End::Kill && ids.below(8) == 0 {
        rig.launch(&[])?;
        tokio::time::sleep(Duration::from_millis(ids.below(300))).await;
        return rig.still_runs();
    }
    rig.start().await?;
    let mut left = 150 + ids.below(750);
    while crowd.pushed.len() < goal {
        let pause = ids.below(left / 2 + 1);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        left -= pause;
        let burst = 1 + ids.below(BURST) as usize;
        crowd.talk(goal.min(crowd.pushed.len() + burst));
    }
    tokio::time::sleep(Duration::from_millis(left)).await;
    Ok(())
}

async fn end_well(rig: &mut Rig, signal: Signal) -> Result<()> {
    let (status, took) = rig.stop(signal).await?;
    // A busy machine is slow to start it too.
    let birth = rig.birth();
    if !status.success() || took > STOPPED + birth * 2 {
        let (took, birth) = (took.as_millis(), birth.as_millis());
        bail!("told to stop, the bot ended with {status} after {took} ms (start: {birth} ms):\n{}", rig.last_lines());
    }
    let store = rig.look().await?;
    let held = store.counts().await?.leased_letters;
    store.close().await;
    if held > 0 {
        bail!("told to stop, the bot kept {held} letters");
    }
    Ok(())
}

/// Residents with something to say.
struct Crowd {
    sandbox: Sandbox,
    ids: Ids,
    chats: u32,
    phrases: Vec<String>,
    pushed: Vec<Pushed>,
}

impl Crowd {
    fn gather(rig: &Rig, plan: &Plan, ids: &Ids) -> Result<Self> {
        let phrases = phrases(&rig.settings);
        if phrases.is_empty() {
            bail!("the county's folder gives no words to say");
        }
        let person = |nth: u32| Person {
            id: FIRST_RESIDENT + i64::from(nth),
            first_name: format!("R{nth}"),
            ..Person::default()
        };
        (0..plan.chats).for_each(|nth| rig.sandbox.add_person(person(nth)));
        Ok(Self { sandbox: rig.sandbox.clone(), ids: ids.clone(), chats: plan.chats, phrases, pushed: Vec::new() })
    }

    /// Some of the residents write until so many messages have been sent in all. Each always speaks of one thing.
    fn talk(&mut self, goal: usize) {
        let many = 1 + self.ids.below(u64::from(self.chats));
        let some: Vec<u64> = (0..many).map(|_| self.ids.below(u64::from(self.chats))).collect();
        while self.pushed.len() < goal {
            let nth = some[self.ids.below(many) as usize];
            let chat = FIRST_RESIDENT + nth as i64;
            let mark = mark(self.pushed.len());
            let phrase = &self.phrases[nth as usize % self.phrases.len()];
            let message = self.sandbox.text(chat, chat, &format!("{phrase} {mark}"));
            self.pushed.push(Pushed { chat, message, mark });
        }
    }
}

/// Words that no other message has, which are no number and no name.
pub fn mark(nth: usize) -> String {
    let letters: String =
        nth.to_string().chars().filter_map(|c| c.to_digit(10)).map(|d| (b'a' + d as u8) as char).collect();
    format!("~{letters}~")
}

/// The marks in a text.
fn marks_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('~').filter_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest[1..].find(|c: char| !c.is_ascii_lowercase())? + 1;
        rest[end..].starts_with('~').then(|| &rest[..=end])
    })
}

/// Things to say, made of the county's own places and subjects: most find their unit, every fifth needs a screener;
/// none accuses or tells of danger.
fn phrases(settings: &Settings) -> Vec<String> {
    let county = &settings.county;
    let reader = Reader::new(county, &settings.lexicon);
    let today = date_of(Clock::system().now());
    let words = county.subjects.values().flat_map(|subject| &subject.keywords).map(|(word, _)| word.as_str());
    let words: Vec<&str> = words.filter(|word| !word.contains('\u{2026}')).collect();
    let places: Vec<&str> = county.places.values().map(|place| place.name.as_str()).collect();
    let mut kinds: BTreeMap<bool, Vec<String>> = BTreeMap::new();
    for (nth, word) in words.iter().enumerate() {
        let place = places.get(nth % (places.len() + 1)).copied().unwrap_or_default();
        let text = format!("{place}{word}");
        let reading = reader.read(&text);
        let leads = |subject: &SubjectId| county.subjects.get(subject).map(|subject| &subject.lead);
        let open = reading.subjects.iter().all(|guess| leads(&guess.subject) != Some(&Lead::Discipline));
        if open && reading.danger.is_none() && reading.accusations.is_empty() && reading.smalltalk.is_none() {
            let sure = matches!(route(county, &reading, today, settings.bot.routing_threshold), Route::To { .. });
            kinds.entry(sure).or_default().push(text);
        }
    }
    let mut unsure = kinds.remove(&false).unwrap_or_default().into_iter();
    let sure = kinds.remove(&true).unwrap_or_default();
    sure.chunks(4).flat_map(|four| four.iter().cloned().chain(unsure.next())).take(300).collect()
}
