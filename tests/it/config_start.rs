//! Before anything runs: what `minqing check` names and `minqing run` refuses, in the words of the program itself.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use minqing::sandbox::{Options, Sandbox};

use crate::config::Copy;

/// A token that would pass, and must never be repeated.
const TOKEN: &str = "4242:canary-token-AAAAAAAAAAAAAAAAAAAAAAAA";

impl Copy {
    /// The program in the folder above, with nothing in its environment but this.
    fn program(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
        command.arg("--config").arg(self.0.path()).args(arguments).current_dir(self.0.path());
        command.env_clear().envs(environment.iter().copied());
        command
    }

    /// What a command prints, without the folder's path, and whether it went well.
    fn prints(&self, arguments: &[&str], environment: &[(&str, &str)]) -> (String, bool) {
        let output = self.program(arguments, environment).output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!text.contains("canary") && !text.contains("hunter2"), "a secret is repeated: {text}");
        (text.replace(&format!("{}/", self.0.path().display()), ""), output.status.success())
    }

    /// A file with a token that only its owner reads.
    fn token(&self, name: &str, text: &str, mode: u32) -> String {
        self.write(name, text);
        let path = self.0.path().join(name);
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path.display().to_string()
    }

    /// What `run` says when it does not start.
    #[track_caller]
    fn refuses(&self, environment: &[(&str, &str)]) -> Vec<String> {
        let (text, well) = self.prints(&["run"], environment);
        assert!(!well, "it started");
        assert!(!self.0.path().join("data").exists(), "nothing is opened or made before all is right");
        text.lines().map(str::to_owned).collect()
    }
}

/// The one line about something; it says how to mend it.
#[track_caller]
fn one_line<'l>(lines: &'l [String], words: &str) -> &'l str {
    let found: Vec<&String> = lines.iter().filter(|line| line.contains(words)).collect();
    assert_eq!(found.len(), 1, "{words}: {lines:#?}");
    assert!(found[0].contains("; "), "no mend: {}", found[0]);
    found[0]
}

#[test]
fn b8_faults_of_the_folder_are_named_one_line_each_and_nothing_starts() {
    let copy = Copy::new();
    let token = copy.token("token", TOKEN, 0o600);
    let faults = [
        (
            copy.change("minqing.toml", "id = \"qinghe\"", "token = \"4242:canary\"\nid = \"qinghe\""),
            "minqing.toml",
            "unknown field `token`",
        ),
        (
            copy.change("minqing.toml", "# database =", "database = \"postgres://minqing:hunter2@db/minqing\" #"),
            "minqing.toml",
            "a password stands in `database`",
        ),
        (copy.change("service.toml", "sign_wd = 1\n", "") - 4, "service.toml", "missing field `sign_wd`"),
        (
            copy.change("county/units.toml", "place = \"luxi\"", "place = \"guanshan\""),
            "county/places.toml",
            "the town `guanshan` is governed by 2 units",
        ),
        (
            copy.change("county/units.toml", "name = \"民政局\"", "name = \"医保局\""),
            "county/units.toml",
            "`医保局` already means `medicare`",
        ),
        (
            copy.change("county/cadres.toml", "id = \"qianjin\"", "id = \"heping\""),
            "county/cadres.toml",
            "the cadre `heping` stands already",
        ),
    ];
    let lines = copy.refuses(&[("TELOXIDE_TOKEN_FILE", &token)]);
    for (line, file, words) in faults {
        let found = one_line(&lines, words);
        let (at, _) =
            found.strip_prefix(&format!("{file}:")).unwrap_or_else(|| panic!("{found}")).split_once(':').unwrap();
        assert!(at.parse::<usize>().is_ok(), "{found}");
        if words.starts_with("unknown") {
            assert_eq!(at, line.to_string(), "{found}");
        }
    }
}

#[test]
fn b8_a_foreign_time_zone_is_refused() {
    let copy = Copy::new();
    let token = copy.token("token", TOKEN, 0o600);
    let line = copy.change("minqing.toml", "# time_zone = \"Asia/Shanghai\"", "time_zone = \"Europe/Paris\"");
    let lines = copy.refuses(&[("TELOXIDE_TOKEN_FILE", &token)]);
    let found = one_line(&lines, "`time_zone` is another");
    assert!(found.starts_with("minqing.toml:") && line > 1 && found.ends_with("or take the line out"), "{found}");
    let (text, well) = copy.prints(&["check", "--on", "2026-03-02"], &[]);
    assert!(!well && text.contains("`time_zone` is another") && text.contains("1 faults"), "{text}");
}

#[test]
fn b8_a_token_that_others_can_read_or_that_is_an_example_is_refused() {
    let copy = Copy::new();
    for (text, mode, words) in [
        (TOKEN, 0o644, "everybody on this machine can read"),
        (TOKEN, 0o606, "everybody on this machine can read"),
        ("123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", 0o600, "holds the example of a token"),
        ("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", 0o600, "holds the example of a token"),
        ("changeme", 0o600, "holds the example of a token"),
        ("4242:your-token-here", 0o600, "holds the example of a token"),
        ("the canary is no token", 0o600, "holds no token"),
        ("", 0o600, "holds no token"),
    ] {
        let token = copy.token("token", text, mode);
        let lines = copy.refuses(&[("TELOXIDE_TOKEN_FILE", &token)]);
        let found = one_line(&lines, words);
        assert!(found.starts_with("TELOXIDE_TOKEN_FILE: "), "{found}");
        assert!(text.is_empty() || !lines.concat().contains(text), "{text} is repeated");
        fs::remove_file(copy.0.path().join("token")).unwrap();
    }
    let lines = copy.refuses(&[("TELOXIDE_TOKEN_FILE", "nowhere")]);
    assert!(one_line(&lines, "cannot be read").contains("nowhere"));
    let lines = copy.refuses(&[("TELOXIDE_TOKEN", "123456:ABC-DEF")]);
    assert!(one_line(&lines, "holds the example").starts_with("TELOXIDE_TOKEN: "));
    let lines = copy.refuses(&[]);
    assert!(lines.iter().any(|line| line.starts_with("no token: set TELOXIDE_TOKEN_FILE")), "{lines:#?}");
}

#[test]
fn b8_an_address_that_would_show_the_token_and_a_placeholder_password_are_refused_at_once_with_the_rest() {
    let copy = Copy::new();
    let token = copy.token("token", TOKEN, 0o640);
    copy.change("service.toml", "sign_wd = 1", "sign_wd = 0");
    for password in ["changeme", "password", "YOUR_PASSWORD"] {
        let database = format!("postgres://minqing:{password}@127.0.0.1:1/minqing");
        let environment = [
            ("TELOXIDE_TOKEN_FILE", token.as_str()),
            ("TELOXIDE_API_URL", "http://telegram.example"),
            ("DATABASE_URL", &database),
        ];
        let lines = copy.refuses(&environment);
        assert!(one_line(&lines, "must be reached by https").starts_with("TELOXIDE_API_URL: "));
        assert!(one_line(&lines, "the password in it is a placeholder").starts_with("DATABASE_URL: "));
        assert!(one_line(&lines, "a clock has no day").starts_with("service.toml:"));
        assert!(!lines.concat().contains(&format!(":{password}@")), "{lines:#?}");
        // `check` sees the same, beside the folder's own faults.
        let (text, well) = copy.prints(&["check", "--on", "2026-03-02"], &environment);
        assert!(!well && text.contains("must be reached by https") && text.contains("3 faults"), "{text}");
    }
    for url in ["ftp://127.0.0.1", "nonsense"] {
        let lines = copy.refuses(&[("TELOXIDE_TOKEN_FILE", &token), ("TELOXIDE_API_URL", url)]);
        assert!(one_line(&lines, "TELOXIDE_API_URL: ").contains("not a valid http(s) address"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b8_the_same_folder_starts_once_all_is_mended() {
    let copy = Copy::new();
    let sandbox = Sandbox::start(Options { token: TOKEN.to_owned(), ..Options::default() }).await.unwrap();
    let (token, url) = (copy.token("token", TOKEN, 0o600), sandbox.api_url());
    let environment = [("TELOXIDE_TOKEN_FILE", token.as_str()), ("TELOXIDE_API_URL", url.as_str())];
    let mut child = copy.program(&["run", "--make-believe"], &environment).spawn().unwrap();
    crate::pipe::until("the first poll", || sandbox.polls() > 0).await;
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Everything that can be wrong with who does what, in one folder.
fn many_faults(copy: &Copy) -> Vec<(&'static str, usize, &'static str)> {
    let places = "county/places.toml";
    let (units, cadres, posts) = ("county/units.toml", "county/cadres.toml", "county/posts.toml");
    let people = copy.read(cadres).replace("\"on_call\"", "\"handler\"").replace("\"screener\"", "\"handler\"");
    copy.write(
        cadres,
        &people.replace("\"operator\"", "\"handler\"").replace("\"handler\", \"handler\"", "\"handler\""),
    );
    let empty = "[[unit]]\nid = \"idle\"\nname = \"某局\"\nkind = \"bureau\"\n\n[[unit]]\nid = \"health\"";
    // From the bottom of each file to its top, so that the lines stay what they are.
    vec![
        (
            places,
            copy.change(places, "id = \"yunpan\"", "id = \"liangshui\"") - 1,
            "the place `liangshui` stands already",
        ),
        (places, copy.change(places, "aliases = [\"杜家坪\"", "alias = [\"杜家坪\""), "unknown field `alias`"),
        (units, copy.change(units, "id = \"labour\"", "id = \"civil\"") + 4, "the unit `civil` stands already"),
        (units, copy.change(units, "[[unit]]\nid = \"health\"", empty), "nobody belongs to the unit `idle`"),
        (
            cadres,
            copy.change(cadres, "superior = \"mengshenzhi\"", "superior = \"yanshouzhuo\"") - 5,
            "stands below `yanshouzhuo`",
        ),
        (cadres, copy.change(cadres, "id = \"heping\"", "id = \"qianjin\""), "the cadre `qianjin` stands already"),
        (
            cadres,
            copy.change(cadres, "title = \"县长\"\n", "title = \"县长\"\nsuperior = \"ganruogu\"\n") - 3,
            "the chain of command above `yanshouzhuo`",
        ),
        (cadres, 0, "nobody holds the role \"on_call\""),
        (cadres, 0, "nobody holds the role \"screener\""),
        (cadres, 0, "nobody holds the role \"operator\""),
        (posts, copy.change(posts, "cadre = \"keyunxiu\"", "cadre = \"wujian\"") - 2, "answers here for `health`"),
        (
            posts,
            copy.change(posts, "place = \"yangping\"", "place = \"liangshui\"") - 1,
            "covers the same unit, place and subject",
        ),
        (
            "subjects.toml",
            copy.change("subjects.toml", "id = \"health.other\"", "id = \"health.medicare\"") - 1,
            "the subject `health.medicare` stands already",
        ),
        ("holidays", 1, "the calendar of 2027 is missing"),
    ]
}

#[test]
fn check_names_everything_at_once_with_file_line_and_mend() {
    let copy = Copy::new();
    let wanted = many_faults(&copy);
    let (text, well) = copy.prints(&["check", "--on", "2026-12-01"], &[]);
    assert!(!well);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (file, line, words) in wanted {
        let found = one_line(&lines, words);
        let start = if line == 0 { format!("{file}:") } else { format!("{file}:{line}:") };
        assert!(found.starts_with(&start), "{found} should begin {start}");
    }
}

#[test]
fn check_names_a_village_that_nobody_answers_for_and_the_years_by_the_day() {
    let copy = Copy::new();
    let limited = "place = \"guanshan\"\nunit = \"guanshan\"\nsubjects = [\"urban.street_light\"]";
    copy.change("county/posts.toml", "place = \"guanshan\"\nunit = \"guanshan\"", limited);
    let (text, well) = copy.prints(&["check", "--on", "2026-11-30"], &[]);
    assert!(!well && text.contains("nobody of `guanshan` answers for `guanshan`; add a post"), "{text}");
    assert!(!text.contains("is missing"), "{text}");
    let (text, _) = copy.prints(&["check", "--on", "2027-01-01"], &[]);
    assert!(text.contains("the calendar of 2027 is missing; add 2027.json"), "{text}");
}

#[test]
fn check_names_faults_of_numbers_and_never_the_numbers() {
    let copy = Copy::new();
    let phones = "# Numbers\nqianjin = \"13800000009\"\nnobody = \"13800000010\"\ntongqiushi = \"ask at the gate\"\n";
    copy.write("county/phones.toml", phones);
    let path = copy.0.path().join("county/phones.toml");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    let (text, well) = copy.prints(&["check", "--on", "2026-03-02"], &[]);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(!well && text.contains("3 faults") && !text.contains("138") && !text.contains("gate"), "{text}");
    assert!(one_line(&lines, "there is no cadre `nobody`").starts_with("county/phones.toml:3:"));
    assert!(one_line(&lines, "`tongqiushi` cannot be dialled").starts_with("county/phones.toml:4:"));
    assert!(one_line(&lines, "can read people's numbers").contains("chmod 600"));
    assert!(Path::new(&path).exists());
}
