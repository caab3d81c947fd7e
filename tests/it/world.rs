//! A county moved into a make-believe Telegram: people act, the bot does all there is to do, people look.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use minqing::app::demo::{Cast, Town};
use minqing::app::{App, AppOptions};
use minqing::clock::Clock;
use minqing::config::{self, Settings};
use minqing::id::{CadreId, Ids, Moment, UnitId};
use minqing::sandbox::{Call, Content, Media, Options, Sandbox, Seen};
use minqing::store::Store;
use minqing::telegram::intake::Observer;
use minqing::text::Language;
use secrecy::SecretString;
use tempfile::TempDir;

/// A resident of the sandbox.
pub const CHANG: i64 = 501;
/// Another one.
pub const QIN: i64 = 502;

/// The repository's own configuration.
pub fn config_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config")
}

/// The settings in it.
pub fn settings() -> Settings {
    config::load(&config_dir()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A moment given as a local date and time, such as `2026-03-02 09:10`.
pub fn moment(local: &str) -> Moment {
    let naive = chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
    Moment(naive.and_utc().timestamp_millis() - 8 * 3_600_000)
}

/// The world of a test.
pub struct World {
    pub app: App,
    pub sandbox: Sandbox,
    pub clock: Clock,
    pub settings: Settings,
    pub home: TempDir,
    observer: Option<Observer>,
    read: BTreeMap<i64, usize>,
}

impl World {
    /// Monday, 2 March 2026, 09:10.
    pub async fn new() -> Self {
        Self::at("2026-03-02 09:10").await
    }

    /// A world that begins at a local date and time.
    pub async fn at(local: &str) -> Self {
        Self::with(local, settings(), None).await
    }

    /// A world with settings of its own, and somebody who looks at every update before it is handled.
    pub async fn with(local: &str, settings: Settings, observer: Option<Observer>) -> Self {
        let start = moment(local);
        let options = Options { start_ms: Some(start.0), ..Options::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let clock = Clock::frozen_at(start);
        let hand = clock.clone();
        sandbox.on_clock(move |ms| hand.push_ms(ms));
        let home = tempfile::tempdir().unwrap();
        let app = build(&settings, &sandbox, &clock, home.path(), observer.clone()).await;
        let mut world = Self { app, sandbox, clock, settings, home, observer, read: BTreeMap::new() };
        let cast = Cast::load(&config_dir()).unwrap();
        world.town().move_in(&world.app, &cast).await.unwrap();
        world.forget();
        world
    }

    /// The bot stops at once, as if killed, and another process starts on the same file.
    pub async fn restart(self) -> Self {
        let Self { app, sandbox, clock, settings, home, observer, read } = self;
        app.store.close().await;
        drop(app);
        let app = build(&settings, &sandbox, &clock, home.path(), observer.clone()).await;
        Self { app, sandbox, clock, settings, home, observer, read }
    }

    fn town(&self) -> Town<'_> {
        Town::new(&self.settings.county, &self.settings.texts, self.sandbox.clone())
    }

    pub fn cadre(&self, id: &str) -> i64 {
        self.town().account(&CadreId::new(id))
    }

    pub fn group(&self, unit: &str) -> i64 {
        self.town().group(&UnitId::new(unit))
    }

    pub fn triage(&self) -> i64 {
        self.town().triage()
    }

    pub fn operators(&self) -> i64 {
        self.town().operators()
    }

    pub fn store(&self) -> &Store {
        &self.app.store
    }

    /// The words of a button or a keyboard.
    pub fn words(&self, key: &str) -> String {
        self.settings.texts.say(Language::Chinese, key, &[])
    }

    /// Everything there is to do now is done.
    pub async fn settle(&self) {
        self.app.drain().await.unwrap();
    }

    /// Time passes; what is due happens.
    pub async fn pass(&self, seconds: i64) {
        self.sandbox.push_clock(seconds * 1000);
        self.settle().await;
    }

    /// It becomes that local date and time.
    pub async fn until(&self, local: &str) {
        let ms = moment(local).since(self.clock.now());
        assert!(ms >= 0, "time does not run backwards");
        self.sandbox.push_clock(ms);
        self.settle().await;
    }

    /// A resident or cadre writes in their private chat.
    pub async fn says(&self, who: i64, text: &str) -> i64 {
        let message = self.sandbox.text(who, who, text);
        self.settle().await;
        message
    }

    /// A resident or cadre sends something else.
    pub async fn sends(&self, who: i64, content: impl Into<Content>) -> i64 {
        let message = self.sandbox.send(who, who, content);
        self.settle().await;
        message
    }

    /// Somebody replies to a message.
    pub async fn replies(&self, who: i64, chat: i64, to: i64, content: Content) -> i64 {
        let message = self.sandbox.send(who, chat, content.reply_to(to));
        self.settle().await;
        message
    }

    /// Somebody presses a button by its words and sees the line that answers.
    pub async fn presses(&self, who: i64, chat: i64, message: i64, key: &str) -> String {
        let label = self.words(key);
        let press = self.sandbox.press(who, chat, message, if label == key { key } else { &label });
        self.settle().await;
        self.sandbox.answer_to(&press).and_then(|answer| answer.text).unwrap_or_default()
    }

    /// All messages of a chat as they now stand.
    pub fn messages(&self, chat: i64) -> Vec<Seen> {
        self.sandbox.messages(chat).into_iter().filter(|message| !message.deleted).collect()
    }

    /// The bot's messages in a chat since the last look.
    pub fn news(&mut self, chat: i64) -> Vec<Seen> {
        let all: Vec<Seen> = self.messages(chat).into_iter().filter(|message| message.from_bot).collect();
        let seen = self.read.insert(chat, all.len()).unwrap_or(0);
        all.into_iter().skip(seen).collect()
    }

    /// The last message of the bot in a chat.
    pub fn last(&self, chat: i64) -> Seen {
        self.messages(chat).into_iter().rfind(|message| message.from_bot).expect("the bot wrote nothing there")
    }

    /// The last message of the bot in a chat that holds these words.
    pub fn find(&self, chat: i64, words: &str) -> Option<Seen> {
        self.messages(chat).into_iter().rfind(|message| message.from_bot && message.text.contains(words))
    }

    /// The case number of the last receipt a resident got.
    pub fn number(&self, resident: i64) -> String {
        let receipts = self.messages(resident).into_iter().filter(|message| message.from_bot);
        receipts.filter_map(|message| number_in(&message.text)).last().expect("no receipt")
    }

    /// The card of a case in a group.
    pub fn card(&self, group: i64, number: &str) -> Option<Seen> {
        let head = format!("【{number}】");
        let is_card = |message: &Seen| message.from_bot && message.text.starts_with(&head) && message.text.contains('\n');
        self.messages(group).into_iter().find(is_card)
    }

    /// Everything said so far counts as read.
    pub fn forget(&mut self) {
        for chat in self.sandbox.chats() {
            let count = self.messages(chat).iter().filter(|message| message.from_bot).count();
            self.read.insert(chat, count);
        }
    }

    /// Calls of the bot since the beginning, polls left out.
    pub fn calls(&self) -> Vec<Call> {
        self.sandbox.journal().into_iter().filter(|call| call.method != "getUpdates").collect()
    }

    /// Calls that a real Telegram would have refused.
    pub fn refusals(&self) -> Vec<String> {
        let refused = |call: &Call| call.error.as_ref().map(|error| format!("{}: {error}", call.method));
        self.calls().iter().filter_map(refused).collect()
    }
}

async fn build(settings: &Settings, sandbox: &Sandbox, clock: &Clock, home: &Path, observer: Option<Observer>) -> App {
    let options = AppOptions {
        settings: settings.clone(),
        token: SecretString::from(sandbox.token().to_owned()),
        api_url: sandbox.api_url(),
        database: home.join("minqing.sqlite").display().to_string(),
        key_file: home.join("minqing.key"),
        paced: false,
        clock: clock.clone(),
        ids: Ids::seeded(7 + sandbox.journal().len() as u64),
        observer,
        make_believe: true,
    };
    App::build(options).await.unwrap()
}

/// The first case number in a text.
pub fn number_in(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(9).find(|nine| nine[4] == '-' && nine.iter().enumerate().all(|(at, c)| at == 4 || c.is_ascii_digit())).map(|nine| nine.iter().collect())
}

/// A photo with a caption.
pub fn photo(caption: &str) -> Content {
    Content::from(Media::Photo).caption(caption)
}
