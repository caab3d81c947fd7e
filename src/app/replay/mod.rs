//! Texts sent as residents through the sandbox, by the real bot, and a table of what became of them.

mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use secrecy::SecretString;
use serde::Deserialize;
use tokio::sync::watch;

use super::demo::{Cast, Town};
use super::{App, AppOptions};
use crate::case::Case;
use crate::clock::Clock;
use crate::config::{self, Settings};
use crate::id::{CaseId, CaseNumber, Ids, Moment};
use crate::sandbox::{self, Call, Person, Sandbox, Seen};
use crate::store::Tx;
use crate::text::{Language, MESSAGE_LIMIT};
pub use report::{Doublings, Fate, Opened, Report};

/// The account of the first resident who writes.
const FIRST_RESIDENT: i64 = 700_001;
/// A Monday morning, 2 March 2026, 09:10 in Shanghai: what is sent does not depend on the hour of the day.
const START_MS: i64 = 1_772_413_800_000;
/// Between two texts of one resident: well beyond the window in which messages become one case.
const APART_MS: i64 = 1_200_000;
/// How long the bot may take over one round before the next is sent all the same.
const PATIENCE: Duration = Duration::from_secs(60);
/// What keeps people safe, by its texts; their beginnings tell them from all others.
const SAFETY: &[&str] = &[
    "safety-gas",
    "safety-fire",
    "safety-collapse",
    "safety-electric",
    "safety-water",
    "safety-violence",
    "safety-self-harm",
    "safety-medical",
];
/// How often to look whether it is done.
const LOOK: Duration = Duration::from_millis(10);

/// One line of the file; other fields are of no concern here.
#[derive(Deserialize)]
struct Line {
    text: String,
    subject: Option<String>,
}

/// One text as it was sent, in one message or more.
struct Sent {
    text: usize,
    resident: i64,
    messages: Vec<i64>,
}

/// Sends every text of a file as a resident's message and prints what became of them.
///
/// # Errors
/// A file that cannot be read; faults of the store.
pub async fn replay(dir: &Path, file: &Path, residents: u32) -> Result<ExitCode> {
    let settings = config::load(dir).map_err(|faults| anyhow::anyhow!("the county's folder has faults:\n{faults}"))?;
    let texts = read(file, &settings)?;
    let report = send_all(dir, &settings, &texts, residents).await?;
    println!("{report}");
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The texts of a file. A subject that is the name of one of ours is a label, not words.
fn read(file: &Path, settings: &Settings) -> Result<Vec<String>> {
    let content = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let is_label = |subject: &str| settings.county.subjects.keys().any(|id| id.as_str() == subject);
    let mut texts = Vec::new();
    for (at, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .with_context(|| format!("{} line {}: not an object with a `text`", file.display(), at + 1))?;
        let subject = line.subject.as_deref().map(str::trim);
        texts.push(match subject.filter(|subject| !subject.is_empty() && !is_label(subject)) {
            Some(subject) => format!("{subject}\n{}", line.text),
            None => line.text,
        });
    }
    Ok(texts)
}

/// Starts a sandbox with the county in it and the bot, sends the texts as so many residents in turn, and looks.
///
/// # Errors
/// Faults of the store or of the set-up.
pub async fn send_all(dir: &Path, settings: &Settings, texts: &[String], residents: u32) -> Result<Report> {
    let began = Instant::now();
    let stage = Stage::set(settings).await?;
    let outcome = stage.play(dir, texts, residents.max(1) as usize).await;
    stage.sandbox.shutdown();
    let _ = std::fs::remove_dir_all(&stage.home);
    Ok(Report { took: began.elapsed(), ..outcome? })
}

/// A make-believe Telegram with a place for the bot's files.
struct Stage<'s> {
    settings: &'s Settings,
    sandbox: Sandbox,
    clock: Clock,
    home: PathBuf,
}

impl<'s> Stage<'s> {
    async fn set(settings: &'s Settings) -> Result<Self> {
        // A clock that stands still between texts: however slow the machine, the parts of one text are one burst.
        let options = sandbox::Options { start_ms: Some(START_MS), ..sandbox::Options::default() };
        let sandbox = Sandbox::start(options).await.context("the sandbox's port cannot be opened")?;
        let clock = Clock::frozen_at(Moment(START_MS));
        let hand = clock.clone();
        sandbox.on_clock(move |ms| hand.push_ms(ms));
        let home = std::env::temp_dir().join(format!("minqing-replay-{}", Ids::from_system().hex()));
        Ok(Self { settings, sandbox, clock, home })
    }

    async fn bot(&self) -> Result<App> {
        App::build(AppOptions {
            settings: self.settings.clone(),
            token: SecretString::from(self.sandbox.token().to_owned()),
            api_url: self.sandbox.api_url(),
            database: self.home.join("minqing.sqlite").display().to_string(),
            key_file: self.home.join("minqing.key"),
            paced: false,
            clock: self.clock.clone(),
            ids: Ids::from_system(),
            observer: None,
            make_believe: true,
        })
        .await
    }

    async fn play(&self, dir: &Path, texts: &[String], residents: usize) -> Result<Report> {
        let app = self.bot().await?;
        let town = Town::new(&self.settings.county, &self.settings.texts, self.sandbox.clone());
        town.move_in(&app, &Cast::load(dir)?).await?;
        let moved_in = self.sandbox.calls();
        let (tell, stop) = watch::channel(false);
        let (ran, sent) = tokio::join!(app.run(stop), async {
            let sent = self.send_in_turn(&app, texts, residents).await;
            let _ = tell.send(true);
            sent
        });
        ran?;
        let sent = sent?;
        drop(app);
        // What is left is done by another process on the same files.
        let app = self.bot().await?;
        app.drain().await?;
        let report = self.look(&app, &town, &sent, moved_in).await?;
        app.store.close().await;
        Ok(Report { texts: texts.len(), residents: residents.min(texts.len()), ..report })
    }

    async fn send_in_turn(&self, app: &App, texts: &[String], residents: usize) -> Result<Vec<Sent>> {
        let mut sent = Vec::new();
        for (round, texts) in texts.chunks(residents).enumerate() {
            sent.extend(self.send_round(round * residents, texts));
            self.wait(app).await?;
            self.sandbox.push_clock(APART_MS);
        }
        Ok(sent)
    }

    /// Each resident writes one text, all at once; a long one in parts, as a phone sends it.
    fn send_round(&self, first: usize, texts: &[String]) -> Vec<Sent> {
        let mut sent = Vec::new();
        for (turn, text) in texts.iter().enumerate() {
            let resident = FIRST_RESIDENT + turn as i64;
            let first_name = format!("Resident {}", turn + 1);
            let language_code = Some("zh-hans".to_owned());
            self.sandbox.add_person(Person { id: resident, first_name, language_code, ..Person::default() });
            let messages = parts(text).iter().map(|part| self.sandbox.text(resident, resident, part)).collect();
            sent.push(Sent { text: first + turn, resident, messages });
        }
        sent
    }

    /// Until everything taken in has been handled and every letter is out.
    async fn wait(&self, app: &App) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self.sandbox.pending_updates() == 0 {
                let counts = app.store.counts().await?;
                if counts.pending_inbox == 0 && counts.waiting_letters == 0 {
                    return Ok(());
                }
            }
            tokio::time::sleep(LOOK).await;
        }
        tracing::warn!("a round is not done yet; the next one begins");
        Ok(())
    }

    async fn look(&self, app: &App, town: &Town<'_>, sent: &[Sent], moved_in: usize) -> Result<Report> {
        let chats: BTreeSet<i64> = sent.iter().map(|sent| sent.resident).collect();
        let talks: BTreeMap<i64, Vec<Seen>> = chats.iter().map(|chat| (*chat, self.sandbox.messages(*chat))).collect();
        let mut tx = app.store.view().await?;
        let (mut fates, mut cases) = (Vec::new(), BTreeMap::new());
        for one in sent {
            let talk = &talks[&one.resident];
            for message in &one.messages {
                let fate = self.fate(&mut tx, one, *message, talk).await?;
                self.follow(&mut tx, &fate, talk, &mut cases).await?;
                fates.push(fate);
            }
        }
        drop(tx);
        self.find_in_groups(&mut cases);
        let journal = self.sandbox.journal_since(moved_in);
        let mut findings: Vec<String> = journal.iter().filter_map(refusal).collect();
        findings.extend(app.store.verify().await?);
        let counts = app.store.counts().await?;
        for (count, what) in [
            (counts.pending_inbox, "updates not handled"),
            (counts.quarantined, "updates set aside"),
            (counts.waiting_letters, "letters not sent"),
            (counts.failed_letters, "letters that did not arrive"),
            (counts.stopped_letters, "letters stopped by the gate"),
            (counts.unaddressed, "letters without an address"),
        ] {
            findings.extend((count > 0).then(|| format!("{count} {what}")));
        }
        Ok(Report {
            texts: 0,
            residents: 0,
            fates,
            subjects: self.by_subject(&cases),
            cases,
            cases_in_store: usize::try_from(counts.cases).unwrap_or(usize::MAX),
            letters: self.by_kind(town, &journal),
            findings,
            took: Duration::ZERO,
        })
    }

    /// The case of a message and what was made of it: the need beside an accusation and each matter split off is a case of
    /// its own, and all of them are one message's.
    async fn follow(
        &self,
        tx: &mut Tx,
        fate: &Fate,
        talk: &[Seen],
        cases: &mut BTreeMap<CaseId, Opened>,
    ) -> Result<()> {
        let mut next: Vec<CaseId> = fate.case.iter().cloned().collect();
        while let Some(id) = next.pop() {
            if cases.contains_key(&id) {
                continue;
            }
            let opened = self.opened(tx, &id, talk).await?;
            next.extend(opened.case.part.clone());
            next.extend(opened.case.linked.parts.iter().map(|part| part.other.case.clone()));
            cases.insert(id, opened);
        }
        Ok(())
    }

    async fn fate(&self, tx: &mut Tx, sent: &Sent, message: i64, talk: &[Seen]) -> Result<Fate> {
        let entry = tx.entry_by_source(sent.resident, message).await?;
        let own = talk.iter().find(|one| one.id == message);
        let after = talk.iter().skip_while(|one| one.id <= message);
        let until_next = after.take_while(|one| one.from_bot || sent.messages.contains(&one.id));
        let answers: Vec<&Seen> = until_next.filter(|one| one.from_bot).collect();
        let receipt = answers.iter().find(|one| self.is_receipt(one)).or(answers.first());
        let marked = own.is_some_and(|own| own.reactions.iter().any(|(who, _)| *who == self.sandbox.bot_id()));
        Ok(Fate {
            text: sent.text,
            case: entry.map(|entry| entry.case),
            waited_ms: receipt.zip(own).filter(|_| !marked).map(|(receipt, own)| receipt.machine_ms - own.machine_ms),
            answers: answers.iter().map(|message| as_sent(message).to_owned()).collect(),
            marked,
        })
    }

    async fn opened(&self, tx: &mut Tx, id: &CaseId, talk: &[Seen]) -> Result<Opened> {
        let row = tx.load_case(id).await?.context("an entry stands in a case that is not there")?;
        let case: Case = serde_json::from_str(&row.body).context("a case cannot be read")?;
        // A receipt is that of the number it names first; another case that it speaks of is not doubled by it.
        let of_it = |message: &&Seen| numbers_in(&message.text).first() == Some(&case.number);
        let receipts = talk.iter().filter(|message| self.is_receipt(message)).filter(of_it).count();
        Ok(Opened { case, receipts, cards: BTreeMap::new(), in_groups: 0 })
    }

    fn find_in_groups(&self, cases: &mut BTreeMap<CaseId, Opened>) {
        let by_number: BTreeMap<CaseNumber, CaseId> =
            cases.iter().map(|(id, opened)| (opened.case.number, id.clone())).collect();
        for group in self.sandbox.chats().into_iter().filter(|chat| *chat < 0) {
            for message in self.sandbox.messages(group) {
                let words = format!("{}\n{}", message.text, message.edits.join("\n"));
                let named: BTreeSet<CaseNumber> = numbers_in(&words).into_iter().collect();
                for id in named.iter().filter_map(|number| by_number.get(number)) {
                    let Some(opened) = cases.get_mut(id) else { continue };
                    opened.in_groups += 1;
                    // A card is that of the number it begins with, whatever others it shows beside it; a ping has one line.
                    let number = opened.case.number.to_string();
                    let heads = message.text.strip_prefix('【').is_some_and(|rest| rest.starts_with(&number));
                    let card = heads && message.text.contains('\n');
                    if !message.buttons.is_empty() && card {
                        *opened.cards.entry(group).or_default() += 1;
                    }
                }
            }
        }
    }

    fn is_receipt(&self, message: &Seen) -> bool {
        message.from_bot && self.is_thanks(as_sent(message))
    }

    /// Whether a text begins as a receipt does, behind the line that a locked screen shows of what is sealed.
    fn is_thanks(&self, text: &str) -> bool {
        let say = |key: &str| self.settings.texts.say(Language::Chinese, key, &[]);
        let text = text.strip_prefix(&say("sealed-line")).map_or(text, str::trim_start);
        text.starts_with(&say("receipt-thanks"))
    }

    fn is_safety(&self, text: &str) -> bool {
        SAFETY.iter().any(|key| {
            let words = self.settings.texts.say(Language::Chinese, key, &[]);
            // Up to the first phone number.
            words.split(['{', '\n']).next().is_some_and(|start| text.starts_with(start))
        })
    }

    fn by_subject(&self, cases: &BTreeMap<CaseId, Opened>) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for opened in cases.values() {
            let subject = opened.case.subject.as_ref().and_then(|id| self.settings.county.subjects.get(id));
            let name = subject.map_or_else(|| "-".to_owned(), |subject| subject.name.clone());
            *counts.entry(name).or_default() += 1;
        }
        counts
    }

    fn by_kind(&self, town: &Town<'_>, journal: &[Call]) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for call in journal {
            let Some(chat) = call.chat() else { continue };
            let to = match chat {
                chat if chat == town.triage() => "county triage group",
                chat if chat == town.operators() => "operators",
                chat if chat < 0 => "unit groups",
                chat if chat >= FIRST_RESIDENT => "residents",
                _ => "cadres in private",
            };
            let text = call.params.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
            let what = match call.method.as_str() {
                "sendMessage" if self.is_safety(text) => "safety text",
                "sendMessage" if self.is_thanks(text) => "receipt",
                "sendMessage" => "message",
                other => other,
            };
            *counts.entry(format!("{to}: {what}")).or_default() += 1;
        }
        counts
    }
}

/// A message's text as it was first sent.
fn as_sent(message: &Seen) -> &str {
    message.edits.first().unwrap_or(&message.text)
}

/// The case numbers that stand in a text.
fn numbers_in(text: &str) -> Vec<CaseNumber> {
    text.split(|c: char| c != '-' && !c.is_ascii_digit())
        .filter(|word| word.len() == 9)
        .filter_map(CaseNumber::parse)
        .collect()
}

/// A call that Telegram refused, without what it said.
fn refusal(call: &Call) -> Option<String> {
    call.error.as_ref().map(|error| format!("{}: {error}", call.method))
}

/// A text in messages as long as a phone sends them, broken at the end of a line or a sentence where it can be.
fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = part_end(rest);
        parts.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    parts
}

fn part_end(text: &str) -> usize {
    let (mut units, mut pause) = (0, 0);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > MESSAGE_LIMIT {
            return if pause > 0 { pause } else { at };
        }
        if matches!(c, '\n' | '。' | '！' | '？' | ' ') {
            pause = at + c.len_utf8();
        }
    }
    text.len()
}
