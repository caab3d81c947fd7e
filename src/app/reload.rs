//! New configuration without a restart: by SIGHUP, or `/reload` from an operator. With any fault the old one stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use tokio::sync::watch;

use super::App;
use crate::config::{self, At, Fault, Faults, Pacing, Settings};
use crate::id::CadreId;
use crate::roster::County;
use crate::text::Language;

/// So many faults are told in a chat; the log has them all.
const FAULTS_TOLD: usize = 20;
/// So many names are told in a chat.
const NAMES_TOLD: usize = 8;
/// What belongs to the configuration, by its ending.
const ENDINGS: &[&str] = &["toml", "ftl", "json"];

/// Where the configuration is read from, and what was read last.
pub(super) struct Source {
    dir: PathBuf,
    /// Each file's digest.
    files: Mutex<BTreeMap<String, u64>>,
    /// The last request that was followed; none until the first look.
    followed: tokio::sync::Mutex<Option<i64>>,
    signal: watch::Receiver<u64>,
}

impl Source {
    /// Files that are others than at the last reading.
    fn changed(&self, files: BTreeMap<String, u64>) -> Vec<String> {
        let mut known = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let names: BTreeSet<&String> = known.keys().chain(files.keys()).collect();
        let changed = names.into_iter().filter(|name| known.get(*name) != files.get(*name)).cloned().collect();
        *known = files;
        changed
    }
}

impl App {
    /// Lets the configuration be read again from this folder: on `/reload`, and whenever `signal` changes.
    pub fn reload_from(&mut self, dir: &Path, signal: watch::Receiver<u64>) {
        let files = Mutex::new(digests(dir));
        self.source = Some(Source { dir: dir.to_owned(), files, followed: tokio::sync::Mutex::new(None), signal });
    }

    /// From now on everything goes by these settings; what holds only at the start (database, key file) stays as it is.
    ///
    /// # Errors
    /// One line, with the mend: the county's id never changes while the bot runs, because it stands in every key of the
    /// database; or the store failed.
    async fn adopt(&self, settings: &Settings, dir: &Path) -> Result<(), String> {
        let former = self.desk.rules().county.id.clone();
        if settings.county.id != former {
            let at = At { file: "minqing.toml".to_owned(), line: line_of_id(dir) };
            let what = format!("the county's id was `{former}` and is `{}` now", settings.county.id);
            let mend = format!("put back id = \"{former}\"; another county is another database and another bot");
            return Err(Fault { at, what, mend }.to_string());
        }
        let rules = super::rules(settings, self.username.clone());
        self.desk.adopt(rules).await.map_err(|fault| format!("{fault}; try again"))?;
        let on = self.always_paced.unwrap_or(settings.bot.pacing.on);
        self.outbox.keep_pace(Pacing { on, ..settings.bot.pacing });
        Ok(())
    }

    /// Follows requests of operators, made to any process of the bot. Returns how many.
    pub(super) async fn follow_requests(&self) -> Result<usize> {
        let Some(source) = &self.source else { return Ok(0) };
        let mut followed = source.followed.lock().await;
        let last = match *followed {
            Some(last) => last,
            None => self.store.last_answered_reload().await?,
        };
        *followed = Some(last);
        let requests = self.store.reload_requests_after(last).await?;
        let Some(newest) = requests.last().map(|request| request.number) else { return Ok(0) };
        let told = self.reload(source).await;
        let same = told == self.say("ops-reload-same", &[]);
        for request in &requests {
            self.desk.answer_reload(request, told.clone(), same).await?;
        }
        *followed = Some(newest);
        self.outbox.nudge();
        Ok(requests.len())
    }

    /// Waits for the signal; for ever when there is none.
    pub(super) async fn told_to_reload(&self, signal: &mut Option<watch::Receiver<u64>>) {
        if let Some(receiver) = signal {
            if receiver.changed().await.is_ok() {
                return;
            }
            *signal = None;
        }
        std::future::pending::<()>().await;
    }

    pub(super) fn reload_signal(&self) -> Option<watch::Receiver<u64>> {
        self.source.as_ref().map(|source| source.signal.clone())
    }

    /// What a signal asks for; every other process follows, lest two go by different rosters. The operators hear of it
    /// too, since nobody may be looking at the log.
    pub(super) async fn reload_on_signal(&self) {
        let Some(source) = &self.source else { return };
        let mut followed = source.followed.lock().await;
        let told = self.reload(source).await;
        match self.desk.let_others_reload().await {
            // Its own request is done; one made before it by somebody else is not.
            Ok(number) if number == followed.unwrap_or(0) + 1 => *followed = Some(number),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "other processes could not be asked to reload; send /reload"),
        }
        drop(followed);
        if let Err(error) = self.desk.report_reload(told).await {
            tracing::warn!(%error, "the operators could not be told of the reload");
        }
        self.outbox.nudge();
    }

    async fn reload(&self, source: &Source) -> String {
        let (dir, files) = (source.dir.clone(), digests(&source.dir));
        let read = tokio::task::spawn_blocking(move || config::load(&dir)).await;
        let lines = match read {
            Ok(Ok(settings)) => match self.taken(source, settings, files).await {
                Ok(told) => {
                    self.introduce().await;
                    return told;
                }
                Err(line) => vec![line],
            },
            Ok(Err(Faults(faults))) => faults.iter().map(ToString::to_string).collect(),
            Err(_) => vec!["the folder could not be read; try again".to_owned()],
        };
        self.not_taken(source, lines)
    }

    async fn taken(&self, source: &Source, settings: Settings, files: BTreeMap<String, u64>) -> Result<String, String> {
        let former = self.desk.rules();
        self.adopt(&settings, &source.dir).await?;
        let changed = source.changed(files);
        let mut changes = vec![changed.join(" ")];
        changes.extend(self.people("ops-reload-joined", &settings.county, &former.county));
        changes.extend(self.people("ops-reload-left", &former.county, &settings.county));
        if (&settings.bot.database, &settings.bot.key_file) != (&self.fixed.0, &self.fixed.1) {
            changes.push(self.say("ops-reload-restart", &[]));
        }
        tracing::info!(files = changed.join(" "), "new configuration taken");
        let text = match changed.is_empty() {
            true => self.say("ops-reload-same", &[]),
            false => self.say("ops-reloaded", &[("changes", changes.join("\n"))]),
        };
        Ok(text)
    }

    fn not_taken(&self, source: &Source, lines: Vec<String>) -> String {
        let folder = format!("{}/", source.dir.display());
        // Below the folder only: where it stands on the machine is nobody's business in a chat.
        let lines: Vec<String> = lines.into_iter().map(|line| line.replace(&folder, "")).collect();
        for line in &lines {
            tracing::error!(fault = line, "the new configuration was not taken");
        }
        let told = lines.iter().take(FAULTS_TOLD).cloned().collect::<Vec<_>>().join("\n");
        let facts = [("count", lines.len().to_string()), ("faults", told)];
        self.say("ops-reload-faults", &facts)
    }

    /// Who is in one roster and not in the other, by name.
    fn people(&self, key: &str, here: &County, there: &County) -> Option<String> {
        let only = here.cadres.values().filter(|cadre| !there.cadres.contains_key::<CadreId>(&cadre.id));
        let names: Vec<String> = only.map(|cadre| cadre.name.clone()).collect();
        let told = names.iter().take(NAMES_TOLD).cloned().collect::<Vec<_>>().join(" ");
        let facts = [("count", names.len().to_string()), ("names", told)];
        (!names.is_empty()).then(|| self.say(key, &facts))
    }

    fn say(&self, key: &str, facts: &[(&str, String)]) -> String {
        self.desk.rules().texts.say(Language::default(), key, facts)
    }
}

/// Where the county's id stands in `minqing.toml`.
fn line_of_id(dir: &Path) -> usize {
    let text = fs::read_to_string(dir.join("minqing.toml")).unwrap_or_default();
    let lines = text.lines().enumerate().skip_while(|(_, line)| line.trim() != "[county]");
    lines.into_iter().find(|(_, line)| line.trim_start().starts_with("id")).map_or(1, |(at, _)| at + 1)
}

/// The digest of each file of a configuration, by its path below the folder.
fn digests(dir: &Path) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if let (true, Ok(bytes), Ok(name)) =
                (ENDINGS.contains(&ending), fs::read(&path), path.strip_prefix(dir))
            {
                let mut hasher = DefaultHasher::new();
                bytes.hash(&mut hasher);
                found.insert(name.display().to_string(), hasher.finish());
            }
        }
    }
    found
}
