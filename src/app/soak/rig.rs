//! The bot as a process of its own against a make-believe Telegram: started, killed, told to stop, started again.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use secrecy::SecretString;
use tokio::process::{Child, Command};

use super::super::demo::{Cast, Town};
use super::super::{App, AppOptions, open_store, store_options};
use crate::clock::Clock;
use crate::config::{self, Settings};
use crate::id::Ids;
use crate::sandbox::{Options, Sandbox};
use crate::store::{Store, database_file};

/// How long the bot may take to ask for updates the first time; generous, for machines that do much else.
const BIRTH: Duration = Duration::from_secs(180);
/// How long the bot may take to end when told to; more than is promised, so that being late is seen.
const END: Duration = Duration::from_secs(60);
/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// A make-believe Telegram that the county has moved into, a database, and the bot's process.
pub struct Rig {
    /// The make-believe Telegram.
    pub sandbox: Sandbox,
    /// The county's settings, as the bot has them.
    pub settings: Settings,
    home: PathBuf,
    exe: PathBuf,
    database: String,
    child: Option<Child>,
    beside: Vec<Child>,
    birth: Duration,
}

impl Rig {
    /// A fresh rig for the program `exe` and a county's folder, in a folder of its own under `name`; with a file for a
    /// database, or with an empty one at an address.
    ///
    /// # Errors
    /// When the folder is at fault or the disk is, or the database is not empty.
    pub async fn new(exe: &Path, dir: &Path, name: &str, database: Option<&str>) -> Result<Self> {
        let home =
            std::env::temp_dir().join(format!("minqing-{name}-{}-{}", std::process::id(), Ids::from_system().hex()));
        own_config(dir, &home)?;
        let settings = config::load(&home.join("config"))
            .map_err(|faults| anyhow::anyhow!("the county's folder has faults:\n{faults}"))?;
        let sandbox = Sandbox::start(Options::default()).await.context("the sandbox's port cannot be opened")?;
        let database = database.map_or_else(|| home.join("minqing.sqlite").display().to_string(), str::to_owned);
        let exe = exe.to_owned();
        let (beside, birth) = (Vec::new(), Duration::ZERO);
        let rig = Self { sandbox, settings, home, exe, database, child: None, beside, birth };
        let app = App::build(rig.looking()).await?;
        let cast = Cast::load(dir)?;
        rig.town().move_in(&app, &cast).await?;
        app.store.all_are_gone().await?;
        app.store.close().await;
        Ok(rig)
    }

    /// Who is who.
    pub fn town(&self) -> Town<'_> {
        Town::new(&self.settings.county, &self.settings.texts, self.sandbox.clone())
    }

    /// The folder of the county as the bot reads it.
    pub fn config(&self) -> PathBuf {
        self.home.join("config")
    }

    /// The database: a file, or an address.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// A folder for whatever else belongs to the rig; gone with it.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The database, opened beside the bot.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn store(&self) -> Result<Store> {
        open_store(&self.looking(), true).await
    }

    /// The database, opened beside the bot only to look: nothing the bot does waits for it, nor the other way round.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn look(&self) -> Result<Store> {
        let options = self.looking();
        Ok(Store::open_to_look(&store_options(&options), options.clock, options.ids).await?)
    }

    /// A command of the bot's program with the rig's environment, run by `wrapper` when it is not empty.
    pub fn command(&self, wrapper: &[&str]) -> Command {
        let mut command = match wrapper.split_first() {
            Some((program, rest)) => {
                let mut command = Command::new(program);
                command.args(rest).arg(&self.exe);
                command
            }
            None => Command::new(&self.exe),
        };
        command
            .arg("--config")
            .arg(self.config())
            .env("TELOXIDE_TOKEN", self.sandbox.token())
            .env("TELOXIDE_API_URL", self.sandbox.api_url())
            .env("DATABASE_URL", &self.database)
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Starts the bot's process and returns at once.
    ///
    /// # Errors
    /// When it runs already, or the system refuses.
    pub fn launch(&mut self, wrapper: &[&str]) -> Result<()> {
        if self.child.is_some() {
            bail!("the bot runs already");
        }
        self.child = Some(self.spawn(wrapper)?);
        Ok(())
    }

    /// The number of the bot's process.
    pub fn process(&self) -> Option<u32> {
        self.child.as_ref().and_then(Child::id)
    }

    /// Starts a further process of the bot on the same database.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn launch_beside(&mut self) -> Result<()> {
        self.beside.push(self.spawn(&[])?);
        Ok(())
    }

    fn spawn(&self, wrapper: &[&str]) -> Result<Child> {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.home.join("bot.log"))?;
        let child = self.command(wrapper).arg("run").arg("--make-believe").stderr(log).stdout(Stdio::null()).spawn();
        child.context("the bot's process cannot be started")
    }

    /// Starts the bot's process and waits until it asks for updates.
    ///
    /// # Errors
    /// When it does not come so far.
    pub async fn start(&mut self) -> Result<()> {
        let (polls, begun) = (self.sandbox.polls(), Instant::now());
        self.launch(&[])?;
        self.alive_since(polls).await?;
        self.birth = begun.elapsed();
        Ok(())
    }

    /// How long the last start took until the bot asked for updates: how busy the machine is.
    pub fn birth(&self) -> Duration {
        self.birth
    }

    /// Waits until the bot has asked for updates more than `polls` times.
    ///
    /// # Errors
    /// When it ends before, or takes too long.
    pub async fn alive_since(&mut self, polls: u64) -> Result<()> {
        let begun = Instant::now();
        while self.sandbox.polls() <= polls {
            self.still_runs()?;
            if begun.elapsed() > BIRTH {
                bail!("the bot does not ask for updates");
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// Refuses when the bot has ended by itself.
    ///
    /// # Errors
    /// With the last lines of its log.
    pub fn still_runs(&mut self) -> Result<()> {
        for child in self.child.iter_mut().chain(&mut self.beside) {
            if let Some(status) = child.try_wait()? {
                bail!("the bot ended by itself ({status}); its last lines:\n{}", self.last_lines());
            }
        }
        Ok(())
    }

    /// What the bot's process has used up to now: processor time, and bytes of memory it holds.
    ///
    /// # Errors
    /// When it does not run.
    pub fn usage(&self) -> Result<(Duration, u64)> {
        let id = self.child.as_ref().and_then(Child::id).context("the bot does not run")?;
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        // The name in brackets may hold spaces; behind it stand state, parents …, times in hundredths, …, pages.
        let fields: Vec<u64> =
            stat.rsplit(')').next().unwrap_or_default().split(' ').map(|field| field.parse().unwrap_or(0)).collect();
        let at = |nth: usize| fields.get(nth).copied().unwrap_or(0);
        Ok((Duration::from_millis((at(12) + at(13)) * 10), at(22) * 4096))
    }

    /// Kills the bot's process, and it alone, by SIGKILL. When it was the only one on a server, the next one is spared the wait
    /// until it is missed.
    ///
    /// # Errors
    /// When it had ended by itself before.
    pub async fn kill(&mut self) -> Result<()> {
        self.still_runs()?;
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        if self.beside.is_empty() && database_file(&self.database)?.is_none() {
            let store = self.store().await?;
            store.all_are_gone().await?;
            store.close().await;
        }
        Ok(())
    }

    /// Lets the bot's first process stand still (SIGSTOP), or go on (SIGCONT).
    ///
    /// # Errors
    /// When it does not run.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let id = self.child.as_ref().and_then(Child::id).context("the bot does not run")?;
        kill_process(Pid::from_raw(i32::try_from(id)?).context("the bot has no process id")?, signal)?;
        Ok(())
    }

    /// The oldest of the processes beside takes the place of the first one, which is no more.
    pub fn step_up(&mut self) {
        if self.child.is_none() && !self.beside.is_empty() {
            self.child = Some(self.beside.remove(0));
        }
    }

    /// Tells the bot's process to stop; returns how it ended and how long that took.
    ///
    /// # Errors
    /// When it had ended by itself before, or does not end at all.
    pub async fn stop(&mut self, signal: Signal) -> Result<(ExitStatus, Duration)> {
        self.still_runs()?;
        let Some(mut child) = self.child.take() else { bail!("the bot does not run") };
        let pid =
            child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)).context("the bot has no process id")?;
        let begun = Instant::now();
        kill_process(pid, signal)?;
        let ended = tokio::time::timeout(END, child.wait()).await;
        let status =
            ended.with_context(|| format!("the bot does not stop; its last lines:\n{}", self.last_lines()))??;
        Ok((status, begun.elapsed()))
    }

    /// The end of the bot's log.
    pub fn last_lines(&self) -> String {
        let log = std::fs::read(self.home.join("bot.log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// What commands beside the bot go by.
    pub fn looking(&self) -> AppOptions {
        AppOptions {
            settings: self.settings.clone(),
            token: SecretString::from(self.sandbox.token().to_owned()),
            api_url: self.sandbox.api_url(),
            database: self.database.clone(),
            key_file: PathBuf::from(&self.settings.bot.key_file),
            paced: self.settings.bot.pacing.on,
            clock: Clock::system(),
            ids: Ids::from_system(),
            observer: None,
            make_believe: true,
        }
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.sandbox.shutdown();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// Copies a county's folder to `home/config`, with the key in `home`, the pace off and short bursts. Four letters
/// in flight are plenty for a Telegram on the same machine; what is in flight at a kill may come twice.
///
/// # Errors
/// Faults of the disk, or a settings file that is no TOML.
pub fn own_config(dir: &Path, home: &Path) -> Result<PathBuf> {
    let config = home.join("config");
    copy(dir, &config)?;
    let file = config.join("minqing.toml");
    let text = std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut settings: toml::Table =
        toml::from_str(&text).with_context(|| format!("{} cannot be understood", file.display()))?;
    let key = home.join("minqing.key").display().to_string();
    set(&mut settings, "bot", [("key_file", key.into())]);
    set(&mut settings, "pacing", [("on", false.into()), ("in_flight_unpaced", 4.into())]);
    set(&mut settings, "collect", [("quiet_seconds", 1.into()), ("max_seconds", 2.into())]);
    std::fs::write(&file, toml::to_string(&settings)?)?;
    no_quiet_hours(&config.join("service.toml"))?;
    Ok(config)
}

/// What is measured happens by the clock on the wall, at whatever hour.
fn no_quiet_hours(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut settings: toml::Table =
        toml::from_str(&text).with_context(|| format!("{} cannot be understood", file.display()))?;
    set(&mut settings, "quiet", [("from_hour", 0.into()), ("until_hour", 0.into())]);
    Ok(std::fs::write(file, toml::to_string(&settings)?)?)
}

fn set<const N: usize>(settings: &mut toml::Table, section: &str, values: [(&str, toml::Value); N]) {
    let section = settings.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    if let toml::Value::Table(section) = section {
        section.extend(values.map(|(key, value)| (key.to_owned(), value)));
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    let entries = std::fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
