//! The only file that knows every room: builds them, starts them, stops them.

pub mod backup;
pub mod bench;
pub mod demo;
pub mod doctor;
pub mod draw;
pub mod explain;
mod heads;
mod learning;
mod limp;
pub mod measure;
mod menus;
mod reload;
pub mod replay;
mod rules;
mod signals;
mod silence;
pub mod soak;
mod tenure;
pub mod train;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use secrecy::SecretString;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::{Pacing, Settings};
use crate::desk::Desk;
use crate::id::Ids;
use crate::outbox::{Outbox, OutboxParts, Trouble, TroubleKind};
use crate::store::{Missing, Store, StoreFault, StoreOptions};
use crate::telegram::fault::SendFault;
use crate::telegram::intake::{Intake, Observer};
use crate::telegram::listen::{Ear, Heard, PollFault, listen_loop, poll_once};
use crate::telegram::{Options, Telegram};
use crate::text::{Language, dates};
use limp::{Limp, Part};
pub use rules::rules;
pub use signals::{Signals, signals};
use silence::Silence;
use tenure::{Tenure, overdue};

/// How long stopping may take (D26).
const DRAIN: Duration = Duration::from_secs(7);
/// How often timers are looked at.
const TICK: Duration = Duration::from_millis(500);
/// How often it is felt whether the database takes anything.
const PULSE: Duration = Duration::from_secs(3);
/// How often standing trouble is looked for.
const HOUSEKEEPING: Duration = Duration::from_secs(60);

/// What an app is built from.
pub struct AppOptions {
    /// The county, its clocks and words.
    pub settings: Settings,
    /// The bot's token.
    pub token: SecretString,
    /// Where the Bot API is.
    pub api_url: String,
    /// A SQLite path or a PostgreSQL address.
    pub database: String,
    /// The file with the key to everything private.
    pub key_file: PathBuf,
    /// Whether to keep to Telegram's limits.
    pub paced: bool,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub ids: Ids,
    /// Somebody who looks at every inbox row before it is handled.
    pub observer: Option<Observer>,
    /// Whether a make-believe Telegram is meant; otherwise it is refused.
    pub make_believe: bool,
}

/// The bot, built and ready to run.
pub struct App {
    /// Where everything is kept.
    pub store: Store,
    /// The one door through which anything changes.
    pub desk: Desk,
    telegram: Telegram,
    intake: Intake,
    outbox: Arc<Outbox>,
    clock: Clock,
    ids: Ids,
    owner: String,
    tenure: Tenure,
    /// When it was last asked who is in our groups.
    looked: AtomicI64,
    username: String,
    /// Whether the pace is kept or not in spite of what the settings say.
    always_paced: Option<bool>,
    /// Database and key file as the settings named them at the start.
    fixed: (String, String),
    source: Option<reload::Source>,
    silence: std::sync::Mutex<Silence>,
    conflicts: AtomicI64,
    limp: std::sync::Mutex<Limp>,
    trouble: tokio::sync::Mutex<tokio::sync::mpsc::UnboundedReceiver<Trouble>>,
}

/// Opens the store as the settings say.
///
/// # Errors
/// One line that says what is wrong and how to mend it.
pub async fn open_store(options: &AppOptions, beside: bool) -> Result<Store> {
    let store = store_options(options);
    let open = if beside {
        Store::open_beside(&store, options.clock.clone(), options.ids.clone()).await
    } else {
        Store::open(&store, options.clock.clone(), options.ids.clone()).await
    };
    Ok(open?)
}

fn store_options(options: &AppOptions) -> StoreOptions {
    StoreOptions {
        url: options.database.clone(),
        key_file: options.key_file.clone(),
        county: options.settings.county.id.clone(),
    }
}

impl App {
    /// Opens the store, asks Telegram who we are, builds the rooms.
    ///
    /// # Errors
    /// One line that says what is wrong and how to mend it; never the token.
    pub async fn build(options: AppOptions) -> Result<Self> {
        let telegram = Telegram::new(options.token.clone(), &options.api_url, Options::default())?;
        let store = open_store(&options, false).await?;
        let me = telegram.get_me().await.map_err(|fault| {
            anyhow::anyhow!("Telegram does not answer getMe ({}); check the token and the network", fault.kind())
        })?;
        if me.make_believe && !options.make_believe {
            anyhow::bail!("TELOXIDE_API_URL leads to a make-believe Telegram; set the real one, or say --make-believe");
        }
        let rules = Arc::new(rules(&options.settings, me.username.clone()));
        let desk = Desk::new(store.clone(), Arc::clone(&rules), options.clock.clone(), options.ids.clone());
        // A restored backup forgets again before anything is taken in or sent.
        let again = desk.erase_again().await?;
        if again > 0 {
            tracing::warn!(again, "erased again what the journal beside the key says was erased");
        }
        desk.keep_nights().await?;
        let owner = options.ids.hex();
        let tenure = Tenure::begin(store.clone(), owner.clone()).await?;
        let (tell, trouble) = tokio::sync::mpsc::unbounded_channel();
        let outbox = Arc::new(Outbox::new(
            OutboxParts {
                store: store.clone(),
                telegram: telegram.clone(),
                staff: Arc::new(desk.clone()),
                clock: options.clock.clone(),
                ids: options.ids.clone(),
                owner: owner.clone(),
                sure: tenure.sure(),
                pacing: Pacing { on: options.paced, ..options.settings.bot.pacing },
            },
            move |trouble| {
                let _ = tell.send(trouble.clone());
            },
        ));
        let waker = Arc::clone(&outbox);
        let intake = Intake::new(store.clone(), desk.clone(), me.id, owner.clone(), move || waker.nudge());
        let intake = match options.observer {
            Some(observer) => intake.observed(observer),
            None => intake,
        };
        Ok(Self {
            store,
            desk,
            telegram,
            intake,
            outbox,
            silence: std::sync::Mutex::default(),
            looked: AtomicI64::new(options.clock.now().0),
            clock: options.clock,
            ids: options.ids,
            owner,
            tenure,
            username: me.username,
            always_paced: (options.paced != options.settings.bot.pacing.on).then_some(options.paced),
            fixed: (options.settings.bot.database, options.settings.bot.key_file),
            source: None,
            conflicts: AtomicI64::new(0),
            limp: std::sync::Mutex::default(),
            trouble: tokio::sync::Mutex::new(trouble),
        })
    }

    /// The bot's name, without the @.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// Does everything there is to do now, and returns when nothing is left: polls, handles, ticks, sends.
    ///
    /// # Errors
    /// Faults of the store; a fault of Telegram's ends the round quietly, what it concerns stays in line.
    pub async fn drain(&self) -> Result<()> {
        loop {
            self.tenure.keep_once().await;
            Box::pin(self.look_into_groups()).await;
            let polled = Box::pin(poll_once(&self.telegram, &self.store, 0)).await.ok();
            if polled.is_some() {
                self.outbox.telegram_answers();
            }
            let polled = polled.map_or(0, |polled| polled.received);
            // Each on the heap: together they are too much for the stack of a thread.
            let mut done = polled + Box::pin(self.intake.step()).await?;
            done += Box::pin(self.desk.tick(&self.owner)).await? + Box::pin(self.outbox.step()).await?;
            done += Box::pin(self.hear_trouble()).await? + Box::pin(self.follow_requests()).await?;
            done += Box::pin(self.learn()).await?;
            if done == 0 {
                return Ok(());
            }
        }
    }

    /// Runs until told to stop, then drains: no new updates, what is in hand is finished.
    ///
    /// # Errors
    /// Faults that do not pass by themselves; nothing is lost by them.
    pub async fn run(&self, stop: watch::Receiver<bool>) -> Result<()> {
        // From the first moment on this process says that it is alive: Telegram may take long to answer.
        tokio::select! {
            begun = self.begin_work() => begun?,
            never = self.tenure.keep() => match never {},
        }
        // Whichever part fails for good stops the others too: a bot that only half works would be worse than none.
        let (halt, halted) = watch::channel(false);
        let end = |ended: Result<()>| {
            halt.send_replace(true);
            ended
        };
        let ear = Ear { telegram: &self.telegram, store: &self.store, clock: &self.clock, ids: &self.ids };
        let listen = self.tenure.while_held(
            |held| held.poll,
            halted.clone(),
            |lost| listen_loop(&ear, lost, |heard| self.heard(heard)),
        );
        let send = self.tenure.while_held(|held| held.send, halted.clone(), |lost| self.outbox.run(lost, DRAIN));
        let work = async {
            tokio::join!(
                async { end(listen.await.map_err(Into::into)) },
                async { end(self.intake.run(halted.clone(), DRAIN).await.map_err(Into::into)) },
                async { end(send.await.map_err(Into::into)) },
                async { end(self.clockwork(halted.clone()).await) },
                async {
                    futures::join!(self.wait_for_stop(stop, halted.clone(), &halt), self.keep_learning(halted.clone()))
                        .0
                },
            )
        };
        let ended = tokio::select! {
            (listen, intake, outbox, clockwork, ()) = work => listen.and(intake).and(outbox).and(clockwork),
            never = self.tenure.keep() => match never {},
            () = overdue(halted.clone(), DRAIN) => {
                tracing::warn!("stopped before all was put away; the next start does it");
                Ok(())
            }
        };
        self.tenure.end().await;
        self.store.close().await;
        ended
    }

    async fn begin_work(&self) -> Result<()> {
        self.introduce().await;
        match self.desk.recompute_dates().await {
            Ok(moved) => tracing::info!(moved, "running"),
            // Another process that starts at the same time does the same.
            Err(StoreFault::Conflict | StoreFault::Busy) => {
                tracing::info!("running; another process recomputes the dates")
            }
            Err(fault) => return Err(fault.into()),
        }
        Ok(())
    }

    async fn wait_for_stop(
        &self,
        mut stop: watch::Receiver<bool>,
        mut halted: watch::Receiver<bool>,
        halt: &watch::Sender<bool>,
    ) {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            _ = halted.wait_for(|halted| *halted) => {}
        }
        halt.send_replace(true);
    }

    fn heard(&self, heard: Heard<'_>) {
        match heard {
            Heard::Batch(polled) => {
                self.silence().end(self.clock.now());
                self.outbox.telegram_answers();
                self.limp().well(Part::Listen);
                if polled.saved > 0 {
                    self.intake.nudge();
                }
            }
            Heard::Fault(PollFault::Store(fault)) => self.limp().fault(Part::Listen, fault, Instant::now()),
            Heard::Fault(PollFault::Telegram(SendFault::Conflict)) => {
                self.conflicts.fetch_add(1, Ordering::SeqCst);
            }
            Heard::Fault(PollFault::Telegram(_) | PollFault::Unreadable) => self.silence().begin(self.clock.now()),
        }
    }

    /// Timers, and now and then a look for standing trouble.
    async fn clockwork(&self, mut stop: watch::Receiver<bool>) -> Result<()> {
        let mut housekeeping = tokio::time::interval(HOUSEKEEPING);
        let mut tick = tokio::time::interval(TICK);
        let mut signal = self.reload_signal();
        let mut pulse = tokio::time::interval(PULSE);
        let mut restored = true;
        while !*stop.borrow() {
            tokio::select! {
                _ = tick.tick() => {
                    if self.desk.tick(&self.owner).await.unwrap_or_else(|fault| passing(&fault)) > 0 {
                        self.outbox.nudge();
                    }
                    if let Err(error) = self.hear_trouble().await {
                        tracing::warn!(%error, "the operators could not be told");
                    }
                    if let Err(error) = self.follow_requests().await {
                        tracing::warn!(%error, "the configuration could not be read again");
                    }
                    restored = restored && self.tell_of_restore().await.unwrap_or(true);
                }
                () = self.told_to_reload(&mut signal) => self.reload_on_signal().await,
                _ = pulse.tick() => self.feel_pulse().await,
                _ = housekeeping.tick() => {
                    self.look_into_groups().await;
                    self.housekeep().await;
                }
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
        Ok(())
    }

    fn limp(&self) -> std::sync::MutexGuard<'_, Limp> {
        self.limp.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Whether the database takes anything; what it did not take for a while is told once it does again.
    async fn feel_pulse(&self) {
        let tried = Instant::now();
        match self.store.pulse().await {
            Ok(()) => self.limp().well(Part::Pulse),
            Err(fault) => {
                self.limp().fault(Part::Pulse, &fault, tried);
                if matches!(fault, StoreFault::Full) {
                    let _ = self.store.make_room().await;
                }
                return;
            }
        }
        let Some(over) = self.limp().to_tell() else { return };
        if self.desk.report_trouble(over.key, &[("minutes", over.minutes.to_string())]).await.is_ok() {
            self.limp().told();
            self.outbox.nudge();
        }
    }

    async fn housekeep(&self) {
        if let Err(fault) = self.desk.hand_over().await {
            tracing::warn!(%fault, "cases could not be handed over");
        }
        if let Err(fault) = self.desk.housekeep().await {
            tracing::warn!(%fault, "housekeeping failed");
        }
        if !self.tenure.held().poll {
            *self.silence() = Silence::default();
        }
        let silent = self.silence().since(self.clock.now());
        if let Some(since) = silent {
            tracing::error!(
                minutes = self.clock.now().since(since) / 60_000,
                "no answer from Telegram; check the network"
            );
            let since = dates::day_and_time(&self.desk.rules().texts, Language::default(), since);
            let _ = self.desk.report_trouble("ops-deaf", &[("since", since)]).await;
        }
        if self.conflicts.swap(0, Ordering::SeqCst) >= 3 {
            let _ = self.desk.report_trouble("ops-conflict", &[]).await;
        }
    }

    /// The first update after a restore tells how many were lost; the operators hear of it, also when it was none.
    async fn tell_of_restore(&self) -> Result<bool, StoreFault> {
        match self.store.missing_since_restore().await? {
            Missing::NotRestored => Ok(false),
            Missing::Unknown => Ok(true),
            Missing::Updates(count) => {
                tracing::warn!(count, "restored from a backup; so many updates were lost with the old database");
                self.desk.report_trouble("ops-restored", &[("count", count.to_string())]).await?;
                self.store.restore_told().await?;
                Ok(false)
            }
        }
    }

    /// What the outbox could not do reaches the operators; a group that moved gets its new number.
    async fn hear_trouble(&self) -> Result<usize> {
        let mut heard = self.hear_silence().await?;
        let mut trouble = self.trouble.lock().await;
        while let Ok(trouble) = trouble.try_recv() {
            heard += 1;
            let to_operators = trouble.to == crate::notice::letter::Audience::Operators;
            match trouble.kind {
                TroubleKind::OutOfReach(_) => {
                    self.desk.tell_lost().await?;
                }
                TroubleKind::Moved { from, to } => self.desk.group_moved(from, to).await?,
                TroubleKind::Unauthorized => tracing::error!("the token is no longer valid; set a new one"),
                TroubleKind::GaveUp(_) | TroubleKind::Refused(_) | TroubleKind::Stopped(_) if to_operators => {
                    tracing::error!(kind = ?trouble.kind, "a letter to the operators did not arrive");
                }
                TroubleKind::GaveUp(_) => self.desk.report_trouble("ops-gave-up", &[]).await?,
                TroubleKind::Refused("message_stays") => self.desk.report_trouble("ops-card-stays", &[]).await?,
                TroubleKind::Refused(_) => self.desk.report_trouble("ops-refused", &[]).await?,
                TroubleKind::Stopped(_) => self.desk.report_trouble("ops-stopped", &[]).await?,
            }
        }
        Ok(heard)
    }
}

fn passing(fault: &crate::store::StoreFault) -> usize {
    tracing::warn!(%fault, "timers could not be looked at");
    0
}

/// Where a path of the settings points: relative ones are meant from the working directory.
pub fn key_path(settings: &Settings) -> PathBuf {
    Path::new(&settings.bot.key_file).to_owned()
}
