//! The program itself, run as a process of its own against a make-believe Telegram.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use minqing::sandbox::{Options, Sandbox};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::pipe::PATIENCE;

/// The token of its bot.
pub const TOKEN: &str = "4242:canary-token-AAAAAAAAAAAAAAAAAAAAAAAA";

/// A make-believe Telegram and a folder in which the program is at home.
pub struct Rig {
    pub home: TempDir,
    pub sandbox: Sandbox,
}

impl Rig {
    pub async fn new() -> Self {
        let options = Options { token: TOKEN.to_owned(), ..Options::default() };
        let rig = Self { home: tempfile::tempdir().unwrap(), sandbox: Sandbox::start(options).await.unwrap() };
        copy(&crate::world::config_dir(), &rig.home.path().join("config"));
        let settings = rig.home.path().join("config/minqing.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let text = text.replace("# on = true", "on = false").replace("# quiet_seconds = 8", "quiet_seconds = 1");
        assert!(text.contains("\non = false") && text.contains("\nquiet_seconds = 1"));
        std::fs::write(&settings, text).unwrap();
        wide_awake(&rig.home.path().join("config"));
        let token = rig.home.path().join("token");
        std::fs::write(&token, TOKEN).unwrap();
        std::fs::set_permissions(&token, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        rig
    }

    pub fn command(&self, arguments: &[&str], out: &str) -> Command {
        let file = |name: String| {
            std::fs::OpenOptions::new().create(true).append(true).open(self.home.path().join(name)).unwrap()
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
        command.args(["--config", "config"]).args(arguments).current_dir(self.home.path()).env_clear();
        command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
        command.env("TELOXIDE_TOKEN_FILE", "token").env("DATABASE_URL", "data/minqing.sqlite");
        command.env("TELOXIDE_API_URL", self.sandbox.api_url());
        command
            .stdin(Stdio::null())
            .stdout(file(format!("{out}.out")))
            .stderr(file(format!("{out}.err")))
            .kill_on_drop(true);
        command
    }

    pub fn run(&self) -> Child {
        self.command(&["run", "--make-believe"], "run").spawn().unwrap()
    }

    /// An invite made by the program, beside the one that runs.
    pub async fn invite(&self, cadre: &str) -> String {
        let before = self.read("invite.out").len();
        assert!(self.command(&["invite", cadre], "invite").status().await.unwrap().success());
        let printed = self.read("invite.out").split_off(before);
        printed.split("/start ").nth(1).unwrap().trim().to_owned()
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.home.path().join(name)).unwrap_or_default()).into_owned()
    }

    pub fn find(&self, chat: i64, words: &str) -> Option<i64> {
        let all = self.sandbox.messages(chat).into_iter();
        all.filter(|message| message.from_bot && message.text.contains(words)).map(|message| message.id).next_back()
    }

    /// Waits until the bot has written these words there.
    pub async fn hears(&self, chat: i64, words: &str) -> i64 {
        until(words, || self.find(chat, words).is_some()).await;
        self.find(chat, words).unwrap()
    }

    pub async fn pressed(&self, who: i64, chat: i64, message: i64, label: &str) {
        let press = self.sandbox.press(who, chat, message, label);
        until(label, || self.sandbox.answer_to(&press).is_some()).await;
    }

    /// All files the program has written or printed, the token file and the copied settings left out.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.home.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && path.file_name().is_some_and(|name| name != "config") {
                    folders.push(path);
                } else if path.is_file() && path.file_name().is_some_and(|name| name != "token") {
                    found.push((path.clone(), std::fs::read(&path).unwrap()));
                }
            }
        }
        found
    }

    #[track_caller]
    pub fn assert_silent_about(&self, canaries: &[&str]) {
        for (path, bytes) in self.files() {
            for canary in canaries {
                let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
                assert!(!found, "{canary} in {}", path.display());
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(!name.starts_with("core"), "a core dump: {name}");
        }
    }
}

/// No quiet hours: a program of its own goes by the clock on the wall.
pub fn wide_awake(config: &Path) {
    let service = config.join("service.toml");
    let text = std::fs::read_to_string(&service).unwrap();
    let text = text.replace("from_hour = 21", "from_hour = 0").replace("until_hour = 8", "until_hour = 0");
    assert!(text.contains("from_hour = 0\nuntil_hour = 0"));
    std::fs::write(&service, text).unwrap();
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (entry, path) = (entry.as_ref().unwrap().file_name(), entry.as_ref().unwrap().path());
        if path.is_dir() {
            copy(&path, &to.join(entry));
        } else {
            std::fs::copy(&path, to.join(entry)).unwrap();
        }
    }
}

/// Waits for another process.
pub async fn until(what: &str, done: impl Fn() -> bool) {
    let waiting = async {
        let mut look = tokio::time::interval(Duration::from_millis(20));
        while !done() {
            look.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("waited in vain for {what}"));
}

/// Sends a signal to a process of ours.
pub fn signal(child: &Child, signal: Signal) {
    let pid = i32::try_from(child.id().unwrap()).ok().and_then(Pid::from_raw).unwrap();
    kill_process(pid, signal).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn z17_a_bench_times_numbers_of_somebody_else_against_numbers_of_nobody() {
    let rig = Rig::new().await;
    let ended = rig.command(&["bench", "lookup", "--asks", "3"], "bench").status().await.unwrap();
    let said = rig.read("bench.out");
    assert!(ended.success(), "{said}{}", rig.read("bench.err"));
    assert_eq!(said.matches("3 of 3 times the same statements, rows and bytes").count(), 2, "{said}");
    assert_eq!(said.matches(", by those of nobody").count(), 2, "{said}");
    assert_eq!(said.matches(" ms  of nobody").count(), 2, "{said}");
}

#[tokio::test]
async fn breaking_on_purpose_says_in_one_line_what_is_missing() {
    let rig = Rig::new().await;
    let says = async |what: &str| {
        let name = format!("soak-{}", what.len());
        assert!(!rig.command(&["soak", "mutants"], &name).status().await.unwrap().success());
        assert_eq!(rig.read(&format!("{name}.err")), format!("minqing: {what}\n"));
    };
    says(".cargo/mutants.toml is not here; run it from the folder of the source").await;
    std::fs::create_dir(rig.home.path().join(".cargo")).unwrap();
    std::fs::write(rig.home.path().join(".cargo/mutants.toml"), "").unwrap();
    // The search path of these commands is empty.
    says("cargo-mutants is missing; install it with: cargo install --locked cargo-mutants").await;
}
