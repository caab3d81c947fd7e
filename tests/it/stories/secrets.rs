//! The program itself, run as a process of its own: whatever happens, no words, names, accounts or token come out of it.

use std::fmt::Debug;
use std::time::Duration;

use minqing::app::{App, AppOptions};
use minqing::sandbox::{BotRights, Content, Fault, FaultKind, Group, Media, Person};
use minqing::telegram::{Options as Patience, Telegram};
use rustix::process::Signal;
use secrecy::SecretString;

use crate::program::{Rig, TOKEN, signal, until};

/// No value that holds the token can be printed, or it prints nothing of it: kept by the compiler and by one look.
const _: fn() = || {
    trait AmbiguousIfPrintable<A> {
        fn proof() {}
    }
    impl<T: ?Sized> AmbiguousIfPrintable<()> for T {}
    struct Printable;
    impl<T: ?Sized + Debug> AmbiguousIfPrintable<Printable> for T {}
    let _ = <AppOptions as AmbiguousIfPrintable<_>>::proof;
    let _ = <App as AmbiguousIfPrintable<_>>::proof;
};

const RESIDENT: i64 = 7_310_550_155;
const CADRE: i64 = 7_310_550_266;
const GROUP: i64 = -1_007_310_550_377;

/// A person all of whose facts are canaries.
fn person(id: i64, name: &str) -> Person {
    Person {
        id,
        first_name: format!("canary名{name}"),
        last_name: Some("canary姓".to_owned()),
        username: Some(format!("canary_user_{name}")),
        language_code: Some("zh-hans".to_owned()),
        ..Person::default()
    }
}

/// The head of the town, who may bind its group and sign, joins and binds it.
async fn settle_in(rig: &Rig) {
    rig.sandbox.add_person(person(RESIDENT, "r"));
    rig.sandbox.add_person(person(CADRE, "c"));
    let invite = rig.invite("cenbonian").await;
    rig.sandbox.text(CADRE, CADRE, &format!("/start {invite}"));
    rig.hears(CADRE, "已作为观山镇的干部加入").await;
    let (title, members, bot_rights) = ("canary群".to_owned(), vec![CADRE], BotRights::None);
    rig.sandbox.add_group(Group { id: GROUP, title, forum: false, supergroup: true, members, bot_rights });
    rig.sandbox.add_bot_to_group(GROUP, CADRE);
    let ask = rig.hears(GROUP, "这个群给哪个单位用").await;
    rig.pressed(CADRE, GROUP, ask, "观山镇").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn p3_a_story_at_trace_level_leaves_no_canary_anywhere() {
    let rig = Rig::new().await;
    let mut child = rig.run();
    until("the first poll", || rig.sandbox.polls() > 0).await;
    settle_in(&rig).await;

    let said = rig.sandbox.send(
        RESIDENT,
        RESIDENT,
        Content::from(Media::Photo).caption("凉水村村口的路灯坏了三天了，canary话，电话13877770000"),
    );
    rig.hears(RESIDENT, "收到了").await;
    for media in [
        Media::Document { file_name: "canary文件.docx".to_owned() },
        Media::Contact {
            phone_number: "13877770000".to_owned(), first_name: "canary联系人".to_owned(), user_id: None
        },
    ] {
        rig.sandbox.send(RESIDENT, RESIDENT, media);
    }
    let card = rig.hears(GROUP, "待签收").await;
    rig.pressed(CADRE, GROUP, card, "签收").await;
    rig.hears(RESIDENT, "已签收").await;
    // What fails on the way: Telegram quotes us, updates make no sense.
    for kind in [FaultKind::BadRequest("canary错".to_owned()), FaultKind::TruncatedJson, FaultKind::WrongType] {
        rig.sandbox.fault(Fault { method: Some("sendMessage".to_owned()), chat: None, kind, times: 1 });
        rig.sandbox.text(RESIDENT, RESIDENT, "/help");
    }
    rig.sandbox.edit_caption(RESIDENT, RESIDENT, said, "凉水村村口的路灯坏了三天了，canary改");
    rig.sandbox.raw_update(
        r#"{"update_id":$UPDATE_ID,"message":{"chat":"canary话","text":"canary话","from":{"id":7310550155}}}"#
            .to_owned(),
    );
    rig.sandbox
        .raw_update(r#"{"update_id":$UPDATE_ID,"message":{"chat":{"id":7310550155},"text":"canary话"}}"#.to_owned());
    rig.sandbox.press_data(RESIDENT, GROUP, card, "canary话");
    until("the nonsense to be set aside", || rig.read("run.err").matches("was set aside").count() >= 2).await;
    // The process dies where it stands, and another one goes on.
    rig.sandbox.text(RESIDENT, RESIDENT, "新风社区唐全贪了我们的canary款");
    rig.hears(RESIDENT, "由专人单独看").await;
    signal(&child, Signal::ABORT);
    assert!(!child.wait().await.unwrap().success());
    rig.sandbox.text(RESIDENT, RESIDENT, "我的事");
    let mut child = rig.run();
    rig.hears(RESIDENT, "有人办").await;
    signal(&child, Signal::TERM);
    assert!(child.wait().await.unwrap().success(), "{}", rig.read("run.err"));
    rig.command(&["doctor"], "doctor").status().await.unwrap();
    rig.command(&["explain", "1234-5678"], "explain").status().await.unwrap();

    let log = rig.read("run.err");
    assert!(
        log.contains("DEBUG") && log.contains("handled") && log.contains("letter"),
        "the log does speak at this level: {log}"
    );
    rig.assert_silent_about(&["canary", TOKEN, "7310550155", "7310550266", "7310550377", "13877770000", "/bot4242"]);
}

/// What may go wrong with a call.
fn refusing() -> Vec<FaultKind> {
    vec![
        FaultKind::Refuse,
        FaultKind::AcceptThenReset,
        FaultKind::Html502,
        FaultKind::ServerError,
        FaultKind::NoCode,
        FaultKind::EmptyBody,
        FaultKind::TruncatedJson,
        FaultKind::BadRequest(format!("canary {TOKEN}")),
        FaultKind::Forbidden("bot was kicked".to_owned()),
        FaultKind::TooMany { retry_after: 3 },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn p4_whatever_fails_at_the_start_the_token_is_in_no_output() {
    let rig = Rig::new().await;
    for kind in refusing() {
        rig.sandbox.fault(Fault { method: Some("getMe".to_owned()), chat: None, kind: kind.clone(), times: 1 });
        let status = rig.command(&["run", "--make-believe"], "start").status().await.unwrap();
        assert!(!status.success(), "{kind:?}");
    }
    // No such name; no TLS there; a server that sends us elsewhere.
    let elsewhere = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = elsewhere.local_addr().unwrap();
    let target = format!("{}/elsewhere", rig.sandbox.api_url());
    let redirecting = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = elsewhere.accept().await.unwrap();
        let mut request = [0u8; 4096];
        let _ = stream.read(&mut request).await.unwrap();
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.unwrap();
    });
    let port = rig.sandbox.port();
    for url in [
        "https://minqing.invalid".to_owned(),
        format!("https://127.0.0.1:{port}"),
        format!("http://{address}"),
        "http://telegram.example".to_owned(),
        "nonsense".to_owned(),
    ] {
        let status =
            rig.command(&["run", "--make-believe"], "start").env("TELOXIDE_API_URL", &url).status().await.unwrap();
        assert!(!status.success(), "{url}");
    }
    redirecting.await.unwrap();
    // A token that is none is not repeated either; nor one given by the environment.
    let status =
        rig.command(&["run"], "start").env("TELOXIDE_TOKEN_FILE", "config/service.toml").status().await.unwrap();
    assert!(!status.success());
    let mut by_environment = rig.command(&["run"], "start");
    by_environment.env_remove("TELOXIDE_TOKEN_FILE").env("TELOXIDE_TOKEN", TOKEN);
    assert!(!by_environment.status().await.unwrap().success(), "a make-believe Telegram is refused unless told so");
    assert!(rig.read("start.err").contains("--make-believe"), "{}", rig.read("start.err"));
    rig.assert_silent_about(&["canary", TOKEN, "/bot4242"]);
}

/// Call by call; a hanging call is cut short by the end of the process.
#[tokio::test(flavor = "multi_thread")]
async fn p4_whatever_fails_while_it_runs_the_token_is_in_no_output() {
    let rig = Rig::new().await;
    rig.sandbox.add_person(person(RESIDENT, "r"));
    let mut child = rig.run();
    until("the first poll", || rig.sandbox.polls() > 0).await;
    let pid = child.id().unwrap();
    let cmdline = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap();
    let environ = std::fs::read(format!("/proc/{pid}/environ")).unwrap();
    for bytes in [cmdline, environ] {
        assert!(!String::from_utf8_lossy(&bytes).contains("canary-token"), "every process of this user could read it");
    }
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "no core dumps");
    for method in ["sendMessage", "setMessageReaction"] {
        for kind in refusing() {
            rig.sandbox.fault(Fault { method: Some(method.to_owned()), chat: None, kind, times: 1 });
        }
    }
    for kind in [FaultKind::Html502, FaultKind::TruncatedJson] {
        rig.sandbox.fault(Fault { method: Some("getUpdates".to_owned()), chat: None, kind, times: 1 });
    }
    // Everybody's letters wait in a line of their own: each fault strikes somebody at once.
    for who in RESIDENT..RESIDENT + 12 {
        rig.sandbox.add_person(person(who, "n"));
        rig.sandbox.text(who, who, "凉水村路灯坏了");
        rig.sandbox.text(who, who, "还有一盏");
    }
    until("letters to fail", || rig.read("run.err").matches("letter not sent").count() >= 8).await;
    rig.sandbox.fault(Fault { method: None, chat: None, kind: FaultKind::Hang, times: u32::MAX });
    rig.sandbox.text(RESIDENT, RESIDENT, "/privacy");
    signal(&child, Signal::TERM);
    // Less than the half minute that a call may hang, and enough for a slow machine.
    let ended = tokio::time::timeout(Duration::from_secs(25), child.wait()).await;
    assert!(ended.is_ok(), "it stops in spite of what hangs");
    rig.assert_silent_about(&["canary", TOKEN, "/bot4242", "7310550155"]);
}

/// Within the process: every error and every value that knows the way to Telegram, printed.
#[tokio::test(flavor = "multi_thread")]
async fn p4_no_error_or_value_prints_the_token() {
    let rig = Rig::new().await;
    let patience = Patience { send_timeout: Duration::from_millis(300), ..Patience::default() };
    let telegram = Telegram::new(SecretString::from(TOKEN), &rig.sandbox.api_url(), patience).unwrap();
    let mut shown = format!("{telegram:?} {:?}", SecretString::from(TOKEN));
    for kind in [
        FaultKind::Hang,
        FaultKind::SlowBody,
        FaultKind::Refuse,
        FaultKind::Html502,
        FaultKind::WrongType,
        FaultKind::BadRequest(TOKEN.to_owned()),
    ] {
        rig.sandbox.fault(Fault { method: Some("getMe".to_owned()), chat: None, kind, times: 1 });
        if let Err(fault) = telegram.get_me().await {
            shown.push_str(&format!("{fault} {fault:?} {}", fault.kind()));
        }
    }
    for token in ["canary", "canary:", ":canary-token", "4242:canary token", "4242:../canary"] {
        let fault = Telegram::new(SecretString::from(token), &rig.sandbox.api_url(), patience).err().unwrap();
        shown.push_str(&format!("{fault} {fault:?}"));
    }
    assert!(!shown.contains("canary") && !shown.contains("4242"), "{shown}");
}

/// The database's password, wherever it stands and whatever is wrong with it; and a token that strayed into the settings.
#[tokio::test(flavor = "multi_thread")]
async fn p4_faults_of_database_and_configuration_show_no_secret() {
    let rig = Rig::new().await;
    // Nobody answers there: it asks for a while, beside all that follows.
    let patient = "postgres://canary_user:canary-db-password@127.0.0.1:1/minqing";
    let mut patient = rig.command(&["run", "--make-believe"], "database").env("DATABASE_URL", patient).spawn().unwrap();
    // What is wrong with the address itself: no such host, no number, options that make no sense.
    for url in [
        "postgres://canary_user:canary-db-password@minqing.invalid/minqing",
        "postgres://canary_user:canary-db-password@127.0.0.1:port/minqing",
        "postgres://canary_user:canary-db-password@[::1/minqing",
        "postgres://127.0.0.1:1/minqing?user=canary_user&password=canary-db-password&sslmode=nonsense",
        "postgresql://canary_user:canary-db-password@/minqing?host=/nowhere",
        "mysql://canary_user:canary-db-password@127.0.0.1/minqing",
    ] {
        for arguments in [&["run", "--make-believe"][..], &["doctor"]] {
            let status = rig.command(arguments, "database").env("DATABASE_URL", url).status().await.unwrap();
            assert!(!status.success(), "{arguments:?} {url}");
        }
    }
    // Secrets where they do not belong, and lines that are broken around them: at the start, in a check, in a reload.
    let settings = rig.home.path().join("config/minqing.toml");
    let right = std::fs::read_to_string(&settings).unwrap();
    let faulty = [
        format!("token = \"{TOKEN}\""),
        format!("routing_threshold = \"{TOKEN}\""),
        format!("languages = \"{TOKEN}\""),
        format!("routing_threshold = {TOKEN}"),
        format!("key_file = \"{TOKEN}"),
        "database = [\"postgres://canary_user:canary-db-password@127.0.0.1/minqing\"]".to_owned(),
        "database = \"postgres://canary_user:canary-db-password@127.0.0.1/minqing\"\nwebhook = \"canary-hook\""
            .to_owned(),
    ];
    let mut child = rig.run();
    until("the first poll", || rig.sandbox.polls() > 0).await;
    for line in &faulty {
        std::fs::write(&settings, right.replace("[bot]\n", &format!("[bot]\n{line}\n"))).unwrap();
        assert!(!rig.command(&["check"], "check").status().await.unwrap().success(), "{line}");
        let said = rig.read("run.err").matches("was not taken").count();
        signal(&child, Signal::HUP);
        until("the refusal", || rig.read("run.err").matches("was not taken").count() > said).await;
    }
    signal(&child, Signal::TERM);
    assert!(child.wait().await.unwrap().success());
    for line in &faulty {
        std::fs::write(&settings, right.replace("[bot]\n", &format!("[bot]\n{line}\n"))).unwrap();
        assert!(!rig.command(&["run", "--make-believe"], "start").status().await.unwrap().success(), "{line}");
    }
    assert!(!patient.wait().await.unwrap().success());
    assert!(rig.read("start.err").contains("minqing.toml:") && rig.read("database.err").contains("minqing: "));
    rig.assert_silent_about(&["canary", TOKEN, "/bot4242", "4242:"]);
}
