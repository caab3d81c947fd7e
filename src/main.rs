//! The command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;
use tokio::sync::watch;

use minqing::app::measure::{Bench, Soak};
use minqing::app::{self, App, AppOptions, Signals};
use minqing::case::calendar::{at, date_of};
use minqing::case::service::Quiet;
use minqing::clock::Clock;
use minqing::config::{self, Settings, secrets};
use minqing::desk::Desk;
use minqing::id::{CadreId, Ids, Moment};
use minqing::init::Wish;
use minqing::init::invites::Invites;
use minqing::sandbox::{self, Sandbox};
use minqing::telegram::bot::OFFICIAL_API;
use minqing::telegram::{self, Telegram};
use minqing::text::Language;

/// Reading a message takes many small pieces of memory for a moment each (docs/decisions/0014).
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Minqing 民情: a direct line from the residents of a county to the people who must act, as a Telegram bot.
#[derive(Parser)]
#[command(version, max_term_width = 110)]
struct Cli {
    /// The county's folder.
    #[arg(long, global = true, default_value = "config", value_name = "DIR")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the bot (TELOXIDE_TOKEN or TELOXIDE_TOKEN_FILE, TELOXIDE_API_URL, DATABASE_URL).
    Run {
        /// Allows a make-believe Telegram at TELOXIDE_API_URL.
        #[arg(long)]
        make_believe: bool,
    },
    /// Starts a make-believe Telegram with a browser page, and the bot in it; nothing to install, no token.
    Sandbox {
        /// The port of the page; a free one when not given.
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Keeps to Telegram's limits (slower, as in earnest).
        #[arg(long)]
        paced: bool,
    },
    /// Writes a county's folder (--config DIR) from one sheet of people: unit, person, role, place, subject, phone.
    Init(InitArgs),
    /// Checks the county's folder and names every fault at once.
    Check {
        /// As of that day, such as 2027-01-01; today when not given.
        #[arg(long, value_name = "DATE")]
        on: Option<chrono::NaiveDate>,
    },
    /// Checks the database and changes nothing: what is there, what is wrong, how to mend it.
    Doctor,
    /// Copies the database, also beside a running bot, and checks the copy. The key is not in it.
    Backup {
        /// A folder (`backups` beside the database when not given), or a file that ends in .sqlite.
        to: Option<PathBuf>,
        /// How many stay in the folder.
        #[arg(long, default_value_t = 14)]
        keep: usize,
        /// None in the folder is kept longer than so many days: what was erased since would live on in it.
        #[arg(long, default_value_t = 30)]
        keep_days: u32,
    },
    /// Puts a backup in the place of the database.
    Restore {
        /// The backup.
        backup: PathBuf,
        /// Moves a database that is there aside.
        #[arg(long)]
        replace: bool,
    },
    /// Makes a one-time invite link for a cadre (also for the first operator).
    Invite {
        /// The cadre's id in county/cadres.toml.
        #[arg(required_unless_present = "all")]
        cadre: Option<String>,
        /// Everybody who has not joined: name, number, link; with the token at hand the link is complete.
        #[arg(long, conflicts_with = "cadre")]
        all: bool,
    },
    /// Runs messages again that were set aside.
    Requeue {
        /// The update's number; all of them when not given.
        update: Option<i64>,
    },
    /// Says why a case went where it went.
    Explain {
        /// The case number.
        case: String,
    },
    /// Computes a draw again, from its record: a spot check's, or a round table's.
    Draw {
        /// The seed: the day's root over all cases, a space, the day.
        #[arg(long)]
        seed: String,
        #[arg(long, default_value_t = 0.05)]
        share: f64,
        /// How many are drawn of the labels of a round table, instead of a share of case numbers.
        #[arg(long)]
        count: Option<usize>,
        /// What is in the pot, one a line.
        numbers: PathBuf,
    },
    /// Learns anew what the county's staff taught, or its archive first.
    Train {
        /// The archive: JSONL or CSV with `text` and `subject` (an id or a name of subjects.toml).
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Sends texts as residents through the sandbox and prints what became of them.
    Replay(ReplayArgs),
    /// Runs the bot under faults for a while.
    Soak {
        #[command(subcommand)]
        what: Soak,
    },
    /// Measures.
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
}

#[derive(Args)]
struct InitArgs {
    /// The sheet: .xlsx or CSV, headers in Chinese or English, in any order.
    #[arg(required_unless_present = "sample")]
    file: Option<PathBuf>,
    /// Writes a sample sheet to fill in, and nothing else.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    sample: Option<PathBuf>,
    /// The folder is there: takes in a corrected sheet; ids stay.
    #[arg(long)]
    update: bool,
    /// The county's name, when the sheet does not tell it.
    #[arg(long, value_name = "NAME")]
    county: Option<String>,
    /// The gas company's number, day and night.
    #[arg(long, value_name = "NUMBER")]
    gas: Option<String>,
}

#[derive(Args)]
struct ReplayArgs {
    /// One JSON object a line, with a `text` (and perhaps a `subject` line before it).
    file: PathBuf,
    /// How many residents take turns.
    #[arg(long, default_value_t = 50)]
    as_residents: u32,
}

/// What a thread may stack up, in bytes: unoptimised futures are large.
const STACK: usize = 8 << 20;

fn main() -> ExitCode {
    let (runtime, signals) = match begin() {
        Ok(begun) => begun,
        Err(error) => {
            eprintln!("minqing: the runtime cannot start: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    log_quietly();
    let cli = Cli::parse();
    if !matches!(cli.command, Command::Run { .. } | Command::Sandbox { .. }) {
        runtime.spawn(end_at_once(signals.stop.clone(), signals.reload.clone()));
    }
    let outcome = runtime.block_on(obey(cli, signals));
    runtime.shutdown_timeout(std::time::Duration::from_millis(500));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("minqing: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Signals first of all: one that comes a moment later finds somebody who stops in good order.
fn begin() -> Result<(tokio::runtime::Runtime, Signals)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build()?;
    let signals = {
        let _within = runtime.enter();
        app::signals()?
    };
    Ok((runtime, signals))
}

/// Commands that have nothing to finish end as they would without us.
async fn end_at_once(mut stop: watch::Receiver<bool>, mut hangup: watch::Receiver<u64>) {
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => std::process::exit(130),
        _ = hangup.wait_for(|count| *count > 0) => std::process::exit(129),
    }
}

/// Our own lines only, at any RUST_LOG: other crates may log addresses or texts. Panics tell where, never what.
fn log_quietly() {
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::prelude::*;
    let wanted = std::env::var("RUST_LOG").unwrap_or_default();
    let level = wanted.rsplit(['=', ',']).next().and_then(|word| word.parse().ok()).unwrap_or(LevelFilter::INFO);
    let ours = Targets::new().with_target("minqing", level);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(ours);
    tracing_subscriber::registry().with(lines).init();
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    // No core dump: it would hold the token and what people wrote.
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
}

async fn obey(cli: Cli, signals: Signals) -> Result<ExitCode> {
    // A file at its size limit is a full disk, not a reason to be killed.
    let too_large = rustix::process::Signal::XFSZ.as_raw();
    let _heard = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(too_large));
    let dir = cli.config;
    match cli.command {
        Command::Run { make_believe } => run(&dir, make_believe, signals).await,
        Command::Sandbox { port, paced } => play(&dir, (port, paced), signals).await,
        Command::Init(args) => init(dir, args),
        Command::Check { on } => check(&dir, on.unwrap_or_else(today)),
        Command::Doctor => app::doctor::doctor(&without_token(&dir)?).await,
        Command::Backup { to, keep, keep_days } => {
            let stay = app::backup::Stay { count: keep, days: keep_days };
            app::backup::backup(&without_token(&dir)?, to, stay).await
        }
        Command::Restore { backup, replace } => {
            app::backup::restore_backup(&without_token(&dir)?, &backup, replace).await
        }
        Command::Invite { cadre, all: _ } => invite(&dir, cadre.as_deref()).await,
        Command::Requeue { update } => requeue(&dir, update).await,
        Command::Explain { case } => explain(&dir, &case).await,
        Command::Draw { seed, share, count, numbers } => app::draw::again(&seed, share, count, &numbers),
        Command::Train { from } => app::train::train(&without_token(&dir)?, from.as_deref()).await,
        Command::Replay(args) => app::replay::replay(&dir, &args.file, args.as_residents).await,
        Command::Soak { what } => what.hold(&dir).await,
        Command::Bench { what } => what.measure(&dir).await,
    }
}

fn settings(dir: &Path) -> Result<Settings> {
    config::load(dir).map_err(|faults| anyhow::anyhow!("the county's folder has faults:\n{faults}"))
}

/// What is wrong with the secrets and addresses of the environment, one line each; and the token, when there is a good one.
/// They come from the environment or a file, never from the command line, where every process could read them.
fn environment() -> (Option<SecretString>, Vec<String>) {
    let mut faults = Vec::new();
    let token = secrets::token().unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    faults.extend(secrets::database().err());
    // Any token will do to try the address.
    let tried = Telegram::new(SecretString::from("1:none".to_owned()), &api_url(), telegram::Options::default());
    if let Err(fault) = tried {
        faults.push(format!("TELOXIDE_API_URL: {fault}; correct it, or take it out for Telegram's own server"));
    }
    (token, faults)
}

fn api_url() -> String {
    std::env::var("TELOXIDE_API_URL").unwrap_or_else(|_| OFFICIAL_API.to_owned())
}

fn options(settings: Settings, token: SecretString, api_url: String) -> AppOptions {
    let database = std::env::var("DATABASE_URL").unwrap_or_else(|_| settings.bot.database.clone());
    let key_file = app::key_path(&settings);
    let paced = settings.bot.pacing.on;
    AppOptions {
        settings,
        token,
        api_url,
        database,
        key_file,
        paced,
        clock: Clock::system(),
        ids: Ids::from_system(),
        observer: None,
        make_believe: false,
    }
}

async fn run(dir: &Path, make_believe: bool, signals: Signals) -> Result<ExitCode> {
    let Signals { mut stop, reload } = signals;
    let (token, mut faults) = environment();
    if token.is_none() && !faults.iter().any(|fault| fault.starts_with("TELOXIDE_TOKEN")) {
        faults.push("no token: set TELOXIDE_TOKEN_FILE (a file only you can read) or TELOXIDE_TOKEN".to_owned());
    }
    let settings = match (config::load(dir), token) {
        (Ok(settings), Some(token)) if faults.is_empty() => Ok((settings, token)),
        (found, _) => {
            faults.extend(found.err().iter().flat_map(|faults| &faults.0).map(ToString::to_string));
            Err(anyhow::anyhow!("cannot start:\n{}", faults.join("\n")))
        }
    };
    let (settings, token) = settings?;
    let mut options = options(settings, token, api_url());
    options.make_believe = make_believe;
    // Whoever says stop while Telegram is still being asked who we are need not wait for its answer.
    let mut app = tokio::select! {
        app = App::build(options) => app?,
        _ = stop.wait_for(|stop| *stop) => return Ok(ExitCode::SUCCESS),
    };
    app.reload_from(dir, reload);
    app.run(stop).await?;
    Ok(ExitCode::SUCCESS)
}

async fn play(dir: &Path, (port, paced): (u16, bool), signals: Signals) -> Result<ExitCode> {
    let settings = settings(dir)?;
    let cast = app::demo::Cast::load(dir)?;
    let made = sandbox::Options { port, rate_limits: paced, ..sandbox::Options::default() };
    let sandbox = Sandbox::start(made).await.context("the sandbox's port cannot be opened")?;
    let home = std::env::temp_dir().join(format!("minqing-sandbox-{}", std::process::id()));
    let (county, known) = (settings.county.clone(), settings.clone());
    let (texts, quiet) = (settings.texts.clone(), settings.service.quiet.clone());
    let mut options = options(settings, SecretString::from(sandbox.token().to_owned()), sandbox.api_url());
    options.database = home.join("minqing.sqlite").display().to_string();
    options.key_file = home.join("minqing.key");
    (options.paced, options.make_believe) = (paced, true);
    let clock = options.clock.clone();
    sandbox.on_clock(move |ms| clock.push_ms(ms));
    sandbox.push_clock(until_morning(options.clock.now(), quiet));
    let Signals { stop, reload: mut hangup } = signals;
    let mut app = App::build(options).await?;
    app.reload_from(dir, watch::channel(0).1);
    println!("{} moves in …", county.id);
    app::demo::Town::new(&county, &texts, sandbox.clone()).move_in(&app, &cast).await?;
    println!("open {} in a browser; stop with Ctrl-C", sandbox.page_url());
    let (store, dir, over) = (app.store.clone(), dir.to_owned(), stop.clone());
    let learning = tokio::spawn(async move {
        match app::train::begin(&store, &known, &dir).await {
            Err(fault) if !*over.borrow() => eprintln!("{fault:#}"),
            _ => {}
        }
    });
    // Who closes the terminal of a make-believe county is done with it.
    tokio::select! {
        ended = app.run(stop) => ended?,
        _ = hangup.wait_for(|count| *count > 0) => {}
    }
    // Nobody writes there any more.
    learning.abort();
    let _ = learning.await;
    let _ = std::fs::remove_dir_all(&home);
    Ok(ExitCode::SUCCESS)
}

/// How long until people of the county are up, in milliseconds: whoever tries it out must not wait for its morning.
fn until_morning(now: Moment, quiet: Quiet) -> i64 {
    let today = date_of(now);
    let hour = now.since(at(today, 0, 0)) / 3_600_000;
    if !quiet.holds(u32::try_from(hour).unwrap_or_default()) {
        return 0;
    }
    let morning = |date| at(date, quiet.until_hour + 1, 0).since(now);
    if morning(today) > 0 { morning(today) } else { morning(today + chrono::Days::new(1)) }
}

fn today() -> chrono::NaiveDate {
    date_of(Clock::system().now())
}

/// The language of the shell: clerks read Chinese, others English.
fn language() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    if set.is_some_and(|set| set.starts_with("zh")) { Language::Chinese } else { Language::English }
}

fn init(dir: PathBuf, args: InitArgs) -> Result<ExitCode> {
    let InitArgs { file, sample, update, county, gas } = args;
    let language = language();
    let outcome = match (sample, file) {
        (Some(sample), _) => minqing::init::sample(&sample, language),
        (None, Some(sheet)) => minqing::init::init(&Wish { sheet, dir, county, gas, update, language, today: today() }),
        (None, None) => bail!("name the sheet: minqing init FILE"),
    };
    let (lines, code) = match outcome {
        Ok(lines) => (lines, ExitCode::SUCCESS),
        Err(lines) => (lines, ExitCode::FAILURE),
    };
    for line in lines {
        if code == ExitCode::SUCCESS { println!("{line}") } else { eprintln!("{line}") }
    }
    Ok(code)
}

fn check(dir: &Path, today: chrono::NaiveDate) -> Result<ExitCode> {
    let (faults, summary) = config::check(dir, today);
    let faults: Vec<String> = faults.iter().map(ToString::to_string).chain(environment().1).collect();
    for fault in &faults {
        println!("{fault}");
    }
    println!(
        "{} places, {} units, {} cadres, {} posts, {} subjects, calendars of {:?}; {} faults",
        summary.places,
        summary.units,
        summary.cadres,
        summary.posts,
        summary.subjects,
        summary.years,
        faults.len()
    );
    if faults.is_empty() {
        let dir = dir.display();
        println!("try it:   minqing --config {dir} sandbox");
        println!("for real: TELOXIDE_TOKEN_FILE=FILE minqing --config {dir} run");
        println!("          (FILE holds the token that @BotFather gave you; first: chmod 600 FILE)");
        println!("invite:   TELOXIDE_TOKEN_FILE=FILE minqing --config {dir} invite --all");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What commands go by that do not talk to Telegram.
fn without_token(dir: &Path) -> Result<AppOptions> {
    Ok(options(settings(dir)?, SecretString::from(String::new()), OFFICIAL_API.to_owned()))
}

/// Opens the store beside a bot that may be running, without talking to Telegram.
async fn beside(dir: &Path) -> Result<(Settings, AppOptions, minqing::store::Store)> {
    let options = without_token(dir)?;
    let settings = options.settings.clone();
    let store = app::open_store(&options, true).await?;
    Ok((settings, options, store))
}

/// One cadre, or (when none is named) everybody who has not joined.
async fn invite(dir: &Path, cadre: Option<&str>) -> Result<ExitCode> {
    let phones = config::contacts(dir).map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let (settings, options, store) = beside(dir).await?;
    let rules = Arc::new(app::rules(&settings, String::new()));
    let desk = Desk::new(store.clone(), rules, options.clock.clone(), options.ids.clone());
    let (county, texts) = (&settings.county, &settings.texts);
    let invites = Invites { county, texts, language: language(), phones: &phones, bot: bot_name().await };
    let Some(cadre) = cadre else {
        for line in invites.all(&desk, &store).await? {
            println!("{line}");
        }
        return Ok(ExitCode::SUCCESS);
    };
    let token = desk.invite(&CadreId::new(cadre)).await.map_err(|_| {
        anyhow::anyhow!("there is no cadre `{cadre}` in county/cadres.toml; give the id that stands there")
    })?;
    let link = format!("https://t.me/YOUR_BOT?start=j-{token}");
    println!("one use, three days:  {}", invites.bot.as_ref().map_or(link, |_| invites.link(&token)));
    println!("or, written to the bot in private:  /start j-{token}");
    Ok(ExitCode::SUCCESS)
}

/// The bot's name as Telegram tells it; none without a token, or when Telegram does not answer.
async fn bot_name() -> Option<String> {
    let token = secrets::token().ok().flatten()?;
    let telegram = Telegram::new(token, &api_url(), telegram::Options::default()).ok()?;
    let asked = telegram.get_me().await;
    if asked.is_err() {
        eprintln!("Telegram was not reached, so the links lack the bot's name: send the line to the bot instead");
    }
    asked.ok().map(|me| me.username).filter(|name| !name.is_empty())
}

async fn requeue(dir: &Path, update: Option<i64>) -> Result<ExitCode> {
    let (_, _, store) = beside(dir).await?;
    let count = store.requeue_quarantined(update).await?;
    println!("{count} put back in line");
    Ok(ExitCode::SUCCESS)
}

async fn explain(dir: &Path, case: &str) -> Result<ExitCode> {
    let (settings, _, store) = beside(dir).await?;
    let rules = Arc::new(app::rules(&settings, String::new()));
    println!("{}", app::explain::explain(&store, &rules, case).await?);
    Ok(ExitCode::SUCCESS)
}
