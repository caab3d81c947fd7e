//! The program as the system sees it: what it listens to, which signals it takes and when.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use rustix::process::Signal;

use crate::program::{Rig, copy, signal, until};
use crate::world::config_dir;

const RESIDENT: i64 = 501;

/// The sockets a process listens on, over both kinds of addresses: the lines of the system's tables whose sockets are its own.
fn listeners(pid: u32) -> Vec<String> {
    let links = fs::read_dir(format!("/proc/{pid}/fd")).unwrap().flatten();
    let open: BTreeSet<String> = links
        .filter_map(|link| fs::read_link(link.path()).ok())
        .filter_map(|to| to.to_str()?.strip_prefix("socket:[")?.strip_suffix(']').map(str::to_owned))
        .collect();
    assert!(!open.is_empty(), "a running bot holds at least its line to Telegram");
    let mut found = Vec::new();
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        for line in fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap().lines().skip(1) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            // 0A: listening. A datagram socket listens as soon as it is bound without a peer (07).
            let listens = if table.starts_with("tcp") { columns[3] == "0A" } else { columns[3] == "07" };
            if listens && open.contains(columns[9]) {
                found.push(format!("{table} {}", columns[1]));
            }
        }
    }
    found
}

/// Whether a process has taken over the signals that concern it.
fn takes_signals(pid: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0").trim().to_owned();
    let all = [Signal::HUP, Signal::INT, Signal::TERM].iter().fold(0, |mask, one| mask | 1 << (one.as_raw() - 1));
    u64::from_str_radix(&mask, 16).unwrap() & all == all
}

#[tokio::test(flavor = "multi_thread")]
async fn z19_with_the_default_configuration_nothing_listens() {
    let rig = Rig::new().await;
    copy(&config_dir(), &rig.home.path().join("config"));
    rig.sandbox.add_person(minqing::sandbox::Person { id: RESIDENT, ..Default::default() });
    let mut child = rig.run();
    let pid = child.id().unwrap();
    until("the first poll", || rig.sandbox.polls() > 0).await;
    assert_eq!(listeners(pid), Vec::<String>::new());
    rig.sandbox.text(RESIDENT, RESIDENT, "凉水村村口的路灯坏了");
    rig.hears(RESIDENT, "收到了").await;
    assert_eq!(listeners(pid), Vec::<String>::new(), "nor once it works");
    assert!(!listeners(std::process::id()).is_empty(), "this look does see who listens: the make-believe Telegram");
    signal(&child, Signal::TERM);
    assert!(child.wait().await.unwrap().success());
}

/// There is no webhook and no server to configure: whoever tries is told so, and the bot does not start.
#[tokio::test(flavor = "multi_thread")]
async fn z19_a_configuration_that_names_a_listener_is_refused_with_the_mend() {
    for (lines, key) in [
        ("[web]\nlisten = \"0.0.0.0:8080\"\n", "web"),
        ("[webhook]\nurl = \"https://bot.example/hook\"\nsecret = \"short\"\n", "webhook"),
    ] {
        let rig = Rig::new().await;
        let file = rig.home.path().join("config/minqing.toml");
        let text = fs::read_to_string(&file).unwrap();
        let at = text.lines().count() + 1;
        fs::write(&file, format!("{text}{lines}")).unwrap();
        for arguments in [&["run", "--make-believe"][..], &["check"]] {
            assert!(!rig.command(arguments, "refused").status().await.unwrap().success(), "{key}");
        }
        let said = rig.read("refused.err") + &rig.read("refused.out");
        let line = format!("config/minqing.toml:{at}: unknown key `{key}`; remove it or correct its spelling");
        assert_eq!(said.matches(&line).count(), 2, "{said}");
        assert_eq!(rig.sandbox.polls(), 0);
    }
    let rig = Rig::new().await;
    for flag in ["--webhook", "--listen"] {
        assert!(!rig.command(&["run", flag, "0.0.0.0:80"], "flag").status().await.unwrap().success());
        assert!(rig.read("flag.err").contains("unexpected argument"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sighup_takes_the_new_configuration_or_keeps_the_old_and_ends_nothing() {
    let rig = Rig::new().await;
    rig.sandbox.add_person(minqing::sandbox::Person { id: RESIDENT, ..Default::default() });
    let mut child = rig.run();
    until("the first poll", || rig.sandbox.polls() > 0).await;
    let texts = rig.home.path().join("config/text/zh-CN.ftl");
    let edit = |from: &str, to: &str| {
        let text = fs::read_to_string(&texts).unwrap();
        assert!(text.contains(from));
        fs::write(&texts, text.replace(from, to)).unwrap();
    };
    edit("smalltalk-thanks = 不客气。", "smalltalk-thanks = 应该的。");
    signal(&child, Signal::HUP);
    until("the new configuration", || rig.read("run.err").contains("new configuration taken")).await;
    rig.sandbox.text(RESIDENT, RESIDENT, "谢谢");
    rig.hears(RESIDENT, "应该的。").await;
    // A fault: named with its line in the log, and all stays as it was.
    edit("smalltalk-thanks = 应该的。", "smalltalk-thanks-gone = 没有了。");
    let service = rig.home.path().join("config/service.toml");
    fs::write(&service, fs::read_to_string(&service).unwrap().replace("help_wd = 5", "help_wd = \"five\"")).unwrap();
    signal(&child, Signal::HUP);
    until("the refusal", || rig.read("run.err").matches("the new configuration was not taken").count() >= 2).await;
    let log = rig.read("run.err");
    assert!(log.contains("service.toml:15: ") && log.contains("smalltalk-thanks"), "{log}");
    rig.sandbox.text(RESIDENT, RESIDENT, "谢谢");
    until("the old words", || {
        rig.sandbox.messages(RESIDENT).iter().filter(|it| it.text.starts_with("应该的。")).count() == 2
    })
    .await;
    signal(&child, Signal::TERM);
    assert!(child.wait().await.unwrap().success(), "{}", rig.read("run.err"));
}

/// A signal to stop that comes before a single file has been read is not lost, and ends the bot in good order.
#[tokio::test(flavor = "multi_thread")]
async fn d26_a_signal_in_the_first_moment_is_taken_before_anything_else_is_done() {
    let rig = Rig::new().await;
    let file = rig.home.path().join("config/minqing.toml");
    let text = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    // Whoever reads it waits for a writer: the program stands still before its first file.
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let mut child = rig.run();
    let pid = child.id().unwrap();
    until("the signals to be taken", || takes_signals(pid)).await;
    signal(&child, Signal::TERM);
    tokio::task::spawn_blocking(move || fs::write(file, text)).await.unwrap().unwrap();
    assert!(child.wait().await.unwrap().success(), "{}", rig.read("run.err"));
    assert_eq!(rig.sandbox.polls(), 0, "it stopped before it began");
}

/// What has nothing to finish ends at once, as any program does.
#[tokio::test(flavor = "multi_thread")]
async fn other_commands_end_at_once_by_a_signal() {
    let rig = Rig::new().await;
    let file = rig.home.path().join("config/minqing.toml");
    fs::remove_file(&file).unwrap();
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let mut child = rig.command(&["check"], "check").spawn().unwrap();
    let pid = child.id().unwrap();
    until("the signals to be taken", || takes_signals(pid)).await;
    signal(&child, Signal::INT);
    assert_eq!(child.wait().await.unwrap().code(), Some(130));
}
