//! A county moved into a make-believe Telegram: people act, the bot does all there is to do, people look.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use minqing::app::demo::{Cast, Town};
use minqing::app::{App, AppOptions};
use minqing::clock::Clock;
use minqing::config::{self, Settings};
use minqing::id::{CadreId, CaseId, Ids, Moment, UnitId};
use minqing::sandbox::{Call, Content, Media, Options, Sandbox, Seen};
use minqing::store::Store;
use minqing::telegram::intake::Observer;
use minqing::text::Language;
use secrecy::SecretString;
use tempfile::TempDir;

use crate::ground::{Ground, Stranger};

/// Calls that only look and tell nobody anything.
const LOOKS: [&str; 4] = ["getUpdates", "getChat", "getChatMember", "getChatMemberCount"];

/// A resident of the sandbox.
pub const CHANG: i64 = 501;
/// Another one.
pub const QIN: i64 = 502;
/// A third one.
pub const LI: i64 = 503;
/// One whose phone speaks English.
pub const ANNA: i64 = 504;

/// A complaint that is understood at once: 市政照明, 观山镇凉水村, 钱进.
pub const LAMP: &str = "凉水村村口的路灯坏了三天了,老人晚上不敢出门";

/// The repository's own configuration.
pub fn config_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config")
}

/// The settings in it, read once.
pub fn settings() -> Settings {
    static READ: LazyLock<Settings> =
        LazyLock::new(|| config::load(&config_dir()).unwrap_or_else(|faults| panic!("{faults}")));
    READ.clone()
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
    pub ground: Ground,
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
        Box::pin(Self::with(local, settings(), None)).await
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
        let ground = Ground::new(home.path()).await;
        let app = build(&settings, &sandbox, &clock, (home.path(), &ground), observer.clone()).await;
        let mut world = Self { app, sandbox, clock, settings, home, ground, observer, read: BTreeMap::new() };
        let cast = Cast::load(&config_dir()).unwrap();
        Box::pin(world.town().move_in(&world.app, &cast)).await.unwrap();
        world.forget();
        world
    }

    /// The bot stops at once, as if killed, and another process starts on the same database, when the first counts as gone.
    pub async fn restart(self) -> Self {
        let Self { app, sandbox, clock, settings, home, ground, observer, read } = self;
        app.store.close().await;
        drop(app);
        ground.stranger().await.execute("update lease set lease_until = 0").await;
        let app = build(&settings, &sandbox, &clock, (home.path(), &ground), observer.clone()).await;
        Self { app, sandbox, clock, settings, home, ground, observer, read }
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

    /// The database as somebody else would open it: to look, or to tamper.
    pub async fn stranger(&self) -> Stranger {
        self.ground.stranger().await
    }

    /// What became of each update so far, oldest first.
    pub async fn outcomes(&self) -> Vec<String> {
        self.stranger().await.texts("select coalesce(outcome, state) from inbox order by seq").await
    }

    /// The ids of the cases, oldest first.
    pub async fn cases(&self) -> Vec<CaseId> {
        let sql = "select c.id from case_file c order by (select min(e.at) from event e where e.case_id = c.id),
            (select min(l.seq) from letter l where l.case_id = c.id)";
        self.stranger().await.texts(sql).await.into_iter().map(CaseId).collect()
    }

    /// The kinds of events of a case, in order.
    pub async fn events(&self, case: &CaseId) -> Vec<String> {
        let mut view = self.store().view().await.unwrap();
        view.events(case).await.unwrap().into_iter().map(|event| event.kind).collect()
    }

    /// How many events there are in all: what no forged press may change.
    pub async fn event_count(&self) -> i64 {
        self.stranger().await.number("select count(*) from event").await
    }

    /// All is well: nothing was refused by Telegram, nothing waits, the books verify.
    #[track_caller]
    pub fn assert_sound(&self) -> impl Future<Output = ()> {
        let at = std::panic::Location::caller();
        async move {
            assert_eq!(self.refusals(), Vec::<String>::new(), "{at}");
            let counts = self.store().counts().await.unwrap();
            let lost = (counts.pending_inbox, counts.quarantined, counts.failed_letters, counts.stopped_letters);
            assert_eq!((lost, counts.waiting_letters), ((0, 0, 0, 0), 0), "{at}");
            assert_eq!(self.store().verify().await.unwrap(), Vec::<String>::new(), "{at}");
            assert_eq!(self.app.desk.audit().await.unwrap(), Vec::<String>::new(), "{at}");
        }
    }

    /// The words of a button or a keyboard.
    pub fn words(&self, key: &str) -> String {
        self.settings.texts.say(Language::Chinese, key, &[])
    }

    /// Everything there is to do now is done.
    pub async fn settle(&self) {
        Box::pin(self.app.drain()).await.unwrap();
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

    /// Somebody edits a message in their private chat.
    pub async fn edits(&self, who: i64, message: i64, text: &str) {
        self.sandbox.edit_text(who, who, message, text);
        self.settle().await;
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

    /// Somebody presses a button and sees the line that answers, and whether it came as a box to be closed.
    pub async fn press_answer(&self, who: i64, chat: i64, message: i64, data: &str) -> (String, bool) {
        let press = self.sandbox.press_data(who, chat, message, data);
        self.settle().await;
        let answer = self.sandbox.answer_to(&press).expect("a press went unanswered");
        (answer.text.unwrap_or_default(), answer.alert)
    }

    /// What the button with these words sends when pressed.
    pub fn data(&self, chat: i64, message: i64, key: &str) -> String {
        let label = self.words(key);
        let seen = self.message(chat, message);
        let mut buttons = seen.buttons.iter().flatten();
        let found = buttons.find(|(words, _)| *words == label || words == key);
        found.unwrap_or_else(|| panic!("no button {label} on: {}", seen.text)).1.clone()
    }

    /// The labels under a message.
    pub fn labels(&self, chat: i64, message: i64) -> Vec<String> {
        self.message(chat, message).buttons.iter().flatten().map(|(label, _)| label.clone()).collect()
    }

    /// A message as it now stands.
    pub fn message(&self, chat: i64, id: i64) -> Seen {
        self.messages(chat).into_iter().find(|message| message.id == id).expect("no such message")
    }

    /// Everything anybody could ever read in a chat from the bot: texts, earlier texts, button labels.
    pub fn ever_said(&self, chat: i64) -> String {
        let bots = self.sandbox.messages(chat).into_iter().filter(|message| message.from_bot);
        let words = bots.flat_map(|message| {
            let labels: Vec<String> = message.buttons.iter().flatten().map(|(label, _)| label.clone()).collect();
            [vec![message.text], message.edits, labels].concat()
        });
        words.collect::<Vec<_>>().join("\n")
    }

    /// Everything the bot ever did about a chat: calls as Telegram saw them.
    pub fn calls_to(&self, chat: i64) -> Vec<Call> {
        self.calls().into_iter().filter(|call| call.chat() == Some(chat)).collect()
    }

    /// All groups.
    pub fn groups(&self) -> Vec<i64> {
        self.sandbox.chats().into_iter().filter(|chat| *chat < 0).collect()
    }

    /// A cadre opens the original of a case: behind 更多, into their private chat.
    pub async fn opens(&self, who: i64, chat: i64, card: i64) {
        self.presses(who, chat, card, "button-more").await;
        self.presses(who, chat, card, "button-read").await;
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
        receipts.filter_map(|message| number_in(&message.text)).next_back().expect("no receipt")
    }

    /// The card of a case in a group.
    pub fn card(&self, group: i64, number: &str) -> Option<Seen> {
        let head = format!("【{number}】");
        let is_card =
            |message: &Seen| message.from_bot && message.text.starts_with(&head) && message.text.contains('\n');
        self.messages(group).into_iter().find(is_card)
    }

    /// Everything said so far counts as read.
    pub fn forget(&mut self) {
        for chat in self.sandbox.chats() {
            let count = self.messages(chat).iter().filter(|message| message.from_bot).count();
            self.read.insert(chat, count);
        }
    }

    /// Calls of the bot since the beginning, those left out that only look.
    pub fn calls(&self) -> Vec<Call> {
        self.sandbox.journal().into_iter().filter(|call| !LOOKS.contains(&call.method.as_str())).collect()
    }

    /// Calls that a real Telegram would have refused; an edit that changes nothing is none.
    pub fn refusals(&self) -> Vec<String> {
        let refused = |call: &Call| call.error.as_ref().map(|error| format!("{}: {error}", call.method));
        self.calls().iter().filter_map(refused).filter(|refused| !refused.contains("message is not modified")).collect()
    }
}

/// A case that has reached its unit's group.
pub struct Posted {
    /// Its number.
    pub number: String,
    /// The group.
    pub group: i64,
    /// The card.
    pub card: i64,
}

impl World {
    /// A resident writes, the burst ends, the card stands in the unit's group.
    pub async fn posted(&self, resident: i64, content: impl Into<Content>, unit: &str) -> Posted {
        self.sends(resident, content).await;
        self.pass(40).await;
        let (number, group) = (self.number(resident), self.group(unit));
        let card = self.card(group, &number).unwrap_or_else(|| panic!("no card of {number} with {unit}")).id;
        Posted { number, group, card }
    }

    /// The lamp of 凉水村, with 观山镇.
    pub async fn lamp(&self, resident: i64) -> Posted {
        self.posted(resident, photo(LAMP), "guanshan").await
    }

    /// A cadre signs and reports it done, with a photo.
    pub async fn answered(&self, cadre: i64, case: &Posted, words: &str) {
        self.presses(cadre, case.group, case.card, "button-sign").await;
        self.reported(cadre, case, words).await;
    }

    /// A cadre who has signed reports it done, with a photo.
    pub async fn reported(&self, cadre: i64, case: &Posted, words: &str) {
        self.presses(cadre, case.group, case.card, "button-report").await;
        let prompt = self.last(case.group);
        self.replies(cadre, case.group, prompt.id, photo(words)).await;
        let preview = self.last(case.group);
        assert_eq!(self.presses(cadre, case.group, preview.id, "button-confirm").await, "已答复群众。");
    }

    /// Somebody takes a case back, and says so twice.
    pub async fn takes_back(&self, who: i64, number: &str) {
        self.says(who, &format!("/withdraw {number}")).await;
        let sure = self.last(who);
        let label = self.labels(who, sure.id).into_iter().find(|label| label.contains(number));
        self.presses(who, who, sure.id, &label.expect("asked once more")).await;
    }

    /// The newest card of a case in a group; a new round posts a new one.
    pub fn newest_card(&self, case: &Posted) -> Posted {
        let head = format!("【{}】", case.number);
        let mut cards = self
            .messages(case.group)
            .into_iter()
            .filter(|m| m.from_bot && m.text.starts_with(&head) && !m.buttons.is_empty());
        let card = cards.next_back().expect("no card with buttons").id;
        Posted { number: case.number.clone(), group: case.group, card }
    }
}

async fn build(
    settings: &Settings,
    sandbox: &Sandbox,
    clock: &Clock,
    (home, ground): (&Path, &Ground),
    observer: Option<Observer>,
) -> App {
    let options = AppOptions {
        settings: settings.clone(),
        token: SecretString::from(sandbox.token().to_owned()),
        api_url: sandbox.api_url(),
        database: ground.url.clone(),
        key_file: home.join("minqing.key"),
        paced: false,
        clock: clock.clone(),
        ids: Ids::seeded(7 + sandbox.calls() as u64),
        observer,
        make_believe: true,
    };
    App::build(options).await.unwrap()
}

/// The first case number in a text.
pub fn number_in(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    chars
        .windows(9)
        .find(|nine| nine[4] == '-' && nine.iter().enumerate().all(|(at, c)| at == 4 || c.is_ascii_digit()))
        .map(|nine| nine.iter().collect())
}

/// A photo with a caption.
pub fn photo(caption: &str) -> Content {
    Content::from(Media::Photo).caption(caption)
}
