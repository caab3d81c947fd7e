//! The judge of a soak: what was sent against what people saw and what the database holds, as sets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use anyhow::{Context, Result};

use super::rig::Rig;
use crate::clock::Clock;
use crate::id::{CaseId, Moment};
use crate::sandbox::Call;
use crate::store::{Store, Tx};
use crate::text::Language;

/// So many kills have an average.
const MANY: u32 = 50;

/// A message sent by a resident.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// The private chat.
    pub chat: i64,
    /// The message's number in it.
    pub message: i64,
    /// Words in it that no other message has.
    pub mark: String,
}

/// What the bot said, as far as the judge counts it.
#[derive(Default)]
pub struct Heard {
    seen: usize,
    /// Messages sent: how often each, by chat and words.
    sent: BTreeMap<(i64, String), usize>,
    /// Who wrote so fast that they were told, in one line, that nothing is lost.
    flooding: BTreeSet<i64>,
    /// Cards posted, by case number.
    cards: BTreeSet<String>,
    refused: Vec<String>,
    /// When nothing was left to do: a board that is written a minute later is nothing that was left.
    settled: Option<Moment>,
}

impl Heard {
    /// What was said before does not count.
    pub fn from_now(rig: &Rig) -> Self {
        Self { seen: rig.sandbox.calls(), ..Self::default() }
    }

    /// Listens to what was said since the last time.
    pub fn catch_up(&mut self, rig: &Rig) {
        let calls = rig.sandbox.journal_since(self.seen);
        self.seen += calls.len();
        let said = |key: &str| Language::ALL.map(|language| rig.settings.texts.say(language, key, &[]));
        let (notices, pressed) = (said("flood-notice"), said("refusal-nudged"));
        for call in &calls {
            self.hear(call, (&notices, &pressed));
        }
    }

    fn hear(&mut self, call: &Call, (flood_notices, pressed): (&[String], &[String])) {
        if let Some(error) = call.error.as_ref().filter(|error| call.method != "getUpdates" && !is_harmless(error)) {
            self.refused.push(format!("{}: {error}", call.method));
        }
        let (Some(chat), Some(text)) = (call.chat(), call.params.get("text").and_then(|text| text.as_str())) else {
            return;
        };
        if call.method != "sendMessage" || !call.ok {
            return;
        }
        if flood_notices.iter().any(|notice| notice == text) {
            self.flooding.insert(chat);
            return;
        }
        // Who says the same again and again hears each time that it was passed on already.
        if pressed.iter().any(|line| text.starts_with(line.as_str())) {
            return;
        }
        *self.sent.entry((chat, text.to_owned())).or_default() += 1;
        if let Some(number) = card_number(text).filter(|_| chat < 0) {
            self.cards.insert(number.to_owned());
        }
    }

    /// Messages sent more often than once: where to, how often, and the words.
    fn doubled(&self) -> impl Iterator<Item = (&i64, &String, usize)> {
        self.sent.iter().filter(|(_, times)| **times > 1).map(|((chat, text), times)| (chat, text, *times))
    }

    fn receipts(&self, chat: i64, number: &str) -> usize {
        self.sent
            .range((chat, String::new())..(chat + 1, String::new()))
            .filter(|((_, text), _)| text.contains(number))
            .count()
    }
}

/// What Telegram answers to an edit or a reaction that came twice, and faults ordered by the soak itself.
fn is_harmless(error: &str) -> bool {
    error.contains("message is not modified") || error.starts_with("fault:") || error.contains("Too Many Requests")
}

/// The number on a card: between the brackets it begins with, and more lines beneath.
fn card_number(text: &str) -> Option<&str> {
    let (head, _) = text.split_once('\n')?;
    let inner = head.strip_prefix('\u{3010}')?;
    inner.split_once('\u{3011}').map(|(number, _)| number)
}

/// The sentence over a soak.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Messages sent.
    pub pushed: usize,
    /// Cases they became.
    pub cases: usize,
    /// Messages that are in no case, or with other words.
    pub lost: usize,
    /// Entries beyond one for each message.
    pub duplicate_cases: usize,
    /// Cases without any of the messages.
    pub unexpected: usize,
    /// Receipts, signs of having seen, and cards that never came.
    pub missing_notices: usize,
    /// Messages of the bot sent more often than once.
    pub duplicate_notices: usize,
    /// Which these were.
    pub doubled: Vec<String>,
    /// What the database's doctor found, and what Telegram refused.
    pub findings: Vec<String>,
}

impl Verdict {
    /// Whether everything that must never happen did not, after so many kills with so many letters in flight. A kill doubles what is
    /// in flight at most, and one letter on the average; of a few kills an average says little.
    pub fn is_clean(&self, kills: u32, in_flight: u32) -> bool {
        let zero = [self.lost, self.duplicate_cases, self.unexpected, self.missing_notices, self.findings.len()];
        let average = if kills < MANY { kills * 2 + in_flight } else { kills };
        zero.iter().all(|count| *count == 0) && self.duplicate_notices <= (kills * in_flight).min(average) as usize
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} messages, {} cases; lost {}, duplicate cases {}, unexpected {}, missing notices {}, duplicate notices {}, findings {}",
            self.pushed,
            self.cases,
            self.lost,
            self.duplicate_cases,
            self.unexpected,
            self.missing_notices,
            self.duplicate_notices,
            self.findings.len()
        )?;
        for line in self.findings.iter().take(10).chain(self.doubled.iter().take(10)) {
            write!(f, "\n  {line}")?;
        }
        Ok(())
    }
}

/// Waits until there is nothing left to do: no update waits, no letter, and every case has its card.
///
/// # Errors
/// When the bot ends by itself. Standing still for `patience` is not an error: the judge will tell what is missing.
pub async fn settled(rig: &mut Rig, heard: &mut Heard, patience: Duration) -> Result<()> {
    let store = rig.look().await?;
    let mut moved = (tokio::time::Instant::now(), 0, 0);
    let mut outcome = Ok(());
    while outcome.is_ok() && moved.0.elapsed() < patience {
        heard.catch_up(rig);
        // Asked first: what Telegram no longer keeps is in the database when it is looked at after that.
        let taken_in = rig.sandbox.pending_updates() == 0;
        let counts = store.counts().await?;
        let left = counts.pending_inbox + counts.waiting_letters;
        heard.settled = None;
        if taken_in && left == 0 && heard.cards.len() as u64 >= counts.cases {
            heard.settled = Some(Clock::system().now());
            break;
        }
        if (moved.1, moved.2) != (heard.seen, left) {
            moved = (tokio::time::Instant::now(), heard.seen, left);
        }
        outcome = rig.still_runs();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    store.close().await;
    outcome
}

/// Judges: every message in exactly one case, every case from a message, everybody told.
///
/// # Errors
/// Faults of the store.
pub async fn judge(rig: &Rig, heard: &mut Heard, pushed: &[Pushed]) -> Result<Verdict> {
    heard.catch_up(rig);
    let store = rig.look().await?;
    let mut verdict = Verdict { pushed: pushed.len(), ..Verdict::default() };
    verdict.duplicate_notices = heard.doubled().map(|(_, _, times)| times - 1).sum();
    verdict.doubled = heard.doubled().map(|(chat, text, times)| format!("{times} times to {chat}: {text:?}")).collect();
    let mut first = BTreeMap::new();
    let mut thumbs = BTreeMap::new();
    let mut view = store.view().await?;
    for one in pushed {
        match view.entry_by_source(one.chat, one.message).await? {
            None => verdict.lost += 1,
            Some(entry) if entry.entry == 1 => drop(first.insert(entry.case, one.chat)),
            Some(_) => thumbs.entry(one.chat).or_insert_with(Vec::new).push(one.message),
        }
    }
    let mut marks: BTreeSet<&str> = pushed.iter().map(|one| one.mark.as_str()).collect();
    let mut entries = 0;
    for (case, chat) in &first {
        entries += read_case(&mut view, case, &mut marks).await?;
        let number = view.load_case(case).await?.context("a case without a row")?.number.to_string();
        verdict.missing_notices += usize::from(heard.receipts(*chat, &number) == 0);
        verdict.missing_notices += usize::from(!heard.cards.contains(&number));
    }
    drop(view);
    verdict.lost = verdict.lost.max(marks.len());
    verdict.cases = first.len();
    verdict.duplicate_cases = (entries + verdict.lost).saturating_sub(pushed.len());
    // In a flood one line stands for the signs of having seen.
    let calm = thumbs.iter().filter(|(chat, _)| !heard.flooding.contains(chat));
    verdict.missing_notices += calm.map(|(chat, messages)| unseen(rig, *chat, messages)).sum::<usize>();
    look_inside(&store, &mut verdict, heard.settled).await?;
    if verdict.lost > 0 {
        let outcomes = store.updates_by_kind().await?;
        verdict.findings.extend(outcomes.iter().map(|it| format!("{} {}: {}", it.count, it.kind, it.outcome)));
    }
    verdict.findings.append(&mut heard.refused);
    store.close().await;
    Ok(verdict)
}

/// How many entries a case has; strikes the marks found in their words.
async fn read_case(view: &mut Tx, case: &CaseId, marks: &mut BTreeSet<&str>) -> Result<usize> {
    let entries = view.entries(case).await?;
    for entry in &entries {
        let words = view.get_content(&entry.content).await?.unwrap_or_default();
        let words = String::from_utf8_lossy(&words).into_owned();
        let found: Vec<&str> = super::marks_in(&words).collect();
        for mark in found {
            marks.remove(mark);
        }
    }
    Ok(entries.len())
}

/// Messages that joined a case and bear no sign of having been seen.
fn unseen(rig: &Rig, chat: i64, messages: &[i64]) -> usize {
    let bot = rig.sandbox.bot_id();
    let seen: BTreeSet<i64> = rig
        .sandbox
        .messages(chat)
        .into_iter()
        .filter(|message| message.reactions.iter().any(|(user, _)| *user == bot))
        .map(|message| message.id)
        .collect();
    messages.iter().filter(|message| !seen.contains(message)).count()
}

async fn look_inside(store: &Store, verdict: &mut Verdict, settled: Option<Moment>) -> Result<()> {
    let counts = store.counts().await?;
    let waiting = match settled {
        Some(moment) => store.waiting_since_before(moment).await?,
        None => counts.waiting_letters,
    };
    verdict.unexpected = usize::try_from(counts.cases)?.abs_diff(verdict.cases);
    verdict.findings = store.verify().await?;
    let left = [
        (counts.pending_inbox, "updates were never handled"),
        (counts.quarantined, "updates were set aside"),
        (waiting, "letters never left"),
        (counts.failed_letters, "letters failed"),
        (counts.stopped_letters, "letters were stopped"),
        (counts.unaddressed, "letters have no address"),
    ];
    verdict.findings.extend(left.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    Ok(())
}
