//! Telegram's edge and the outbox, against the make-believe Telegram.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use minqing::clock::Clock;
use minqing::config::Pacing;
use minqing::desk::incoming::Incoming;
use minqing::id::{ButtonId, CadreId, CaseId, CountyId, Ids, Moment, UnitId};
use minqing::notice::gate::{self, Exclusion, Staff};
use minqing::notice::letter::{Act, Audience, Button, Letter, Media, Mention, Menu, Message, Priority, ReplyTo, Slot};
use minqing::outbox::{Outbox, OutboxParts, Trouble, TroubleKind};
use minqing::sandbox::{BotRights, Call, Content, Fault, FaultKind, Group, Media as Sends, Options, Person, Sandbox};
use minqing::store::{GroupRole, Store, StoreOptions};
use minqing::telegram::fault::SendFault;
use minqing::telegram::listen::{Ear, Heard, PollFault, listen_loop, poll_once};
use minqing::telegram::read::read;
use minqing::telegram::setup::{CommandScope, set_up};
use minqing::telegram::{self, Telegram};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;

use crate::ground::Ground;
use crate::paper::Paper;
use crate::pipe::until;

const RESIDENT: i64 = 501;
const NEIGHBOUR: i64 = 502;
const CADRE: i64 = 601;
const GROUP: i64 = -700;
/// 2026-10-12 08:00 in Shanghai.
const START: i64 = 1_791_763_200_000;

/// Everybody the tests write to is of one unit, but for those the roster does not know.
struct OneUnit(UnitId);

impl Staff for OneUnit {
    fn unit_of(&self, cadre: &CadreId) -> Option<UnitId> {
        (cadre.as_str() != "stranger").then(|| self.0.clone())
    }

    fn expected_in(&self, _place: &Audience) -> BTreeSet<CadreId> {
        BTreeSet::new()
    }
}

fn one_unit() -> OneUnit {
    OneUnit(UnitId::new("guanshan"))
}

/// A make-believe Telegram, a store and an outbox; all clocks stand still until pushed together.
struct Rig {
    sandbox: Sandbox,
    telegram: Telegram,
    store: Store,
    clock: Clock,
    outbox: Arc<Outbox>,
    troubles: Arc<Mutex<Vec<Trouble>>>,
    ground: Ground,
    _home: TempDir,
}

impl Rig {
    async fn new() -> Self {
        Self::with(false).await
    }

    async fn with(paced: bool) -> Self {
        let sandbox =
            Sandbox::start(Options { start_ms: Some(START), rate_limits: paced, ..Options::default() }).await.unwrap();
        for (id, name) in [(RESIDENT, "梁秋"), (NEIGHBOUR, "周禾"), (CADRE, "钱进")] {
            sandbox.add_person(Person { id, first_name: name.to_owned(), ..Person::default() });
        }
        let members = vec![CADRE];
        let title = "观山镇".to_owned();
        sandbox.add_group(Group { id: GROUP, title, members, bot_rights: BotRights::Admin, ..Group::default() });
        let clock = Clock::frozen_at(Moment(START));
        let follower = clock.clone();
        sandbox.on_clock(move |ms| follower.push_ms(ms));
        let token = SecretString::from(sandbox.token().to_owned());
        let telegram = Telegram::new(token, &sandbox.api_url(), telegram::Options::default()).unwrap();
        let dir = TempDir::new().unwrap();
        let ground = Ground::new(dir.path()).await;
        let options = StoreOptions {
            url: ground.url.clone(),
            key_file: dir.path().join("minqing.key"),
            county: CountyId::new("qinghe"),
        };
        let store = Store::open(&options, clock.clone(), Ids::seeded(7)).await.unwrap();
        let troubles = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&troubles);
        let parts = OutboxParts {
            store: store.clone(),
            telegram: telegram.clone(),
            staff: Arc::new(one_unit()),
            clock: clock.clone(),
            ids: Ids::seeded(8),
            owner: "it".to_owned(),
            sure: Arc::new(|| true),
            pacing: Pacing { on: paced, ..Pacing::default() },
        };
        let outbox = Arc::new(Outbox::new(parts, move |trouble| told.lock().unwrap().push(trouble.clone())));
        Self { sandbox, telegram, store, clock, outbox, troubles, ground, _home: dir }
    }

    /// An outbox of its own pace; its leases run by the clock of the rig.
    fn another_outbox(&self, pacing: Pacing) -> Arc<Outbox> {
        let parts = OutboxParts {
            store: self.store.clone().with_lease_clock(self.clock.clone()),
            telegram: self.telegram.clone(),
            staff: Arc::new(one_unit()),
            clock: self.clock.clone(),
            ids: Ids::seeded(9),
            owner: "another".to_owned(),
            sure: Arc::new(|| true),
            pacing,
        };
        Arc::new(Outbox::new(parts, |_| ()))
    }

    /// Residents open the bot, and the bot takes in all that waits.
    async fn opened(paced: bool) -> Self {
        let rig = Self::with(paced).await;
        rig.sandbox.text(RESIDENT, RESIDENT, "/start");
        rig.sandbox.text(NEIGHBOUR, NEIGHBOUR, "/start");
        rig.sandbox.text(CADRE, CADRE, "/start");
        poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
        rig
    }

    async fn post(&self, letters: impl IntoIterator<Item = Letter>) {
        let mut tx = self.store.begin().await.unwrap();
        for letter in letters {
            tx.enqueue(gate::clear(letter, &Exclusion::default(), None, &one_unit()).unwrap()).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Rounds until nothing may leave now.
    async fn drain(&self) {
        while self.outbox.step().await.unwrap() > 0 {}
    }

    /// Rounds and pushes of the clock until nothing waits any more.
    async fn drain_in_time(&self, step_ms: i64) {
        for _ in 0..2_000 {
            self.drain().await;
            if self.store.counts().await.unwrap().waiting_letters == 0 {
                return;
            }
            self.sandbox.push_clock(step_ms);
        }
        panic!("letters are still waiting");
    }

    /// What the bot has sent to a chat, as it stands now.
    fn texts(&self, chat: i64) -> Vec<String> {
        let sent = self.sandbox.messages(chat).into_iter().filter(|message| message.from_bot && !message.deleted);
        sent.map(|message| message.text).collect()
    }

    fn calls(&self, method: &str) -> Vec<Call> {
        self.sandbox.journal().into_iter().filter(|call| call.method == method).collect()
    }

    fn troubles(&self) -> Vec<TroubleKind> {
        self.troubles.lock().unwrap().iter().map(|trouble| trouble.kind).collect()
    }

    /// People whose chats do not answer.
    fn hanging(&self, count: i64) -> Vec<i64> {
        let chats: Vec<i64> = (0..count).map(|nth| 800 + nth).collect();
        for chat in &chats {
            self.sandbox.add_person(Person { id: *chat, first_name: "李".to_owned(), ..Person::default() });
            self.sandbox.text(*chat, *chat, "/start");
            self.fault("sendMessage", Some(*chat), u32::MAX, FaultKind::Hang);
        }
        chats
    }

    fn fault(&self, method: &str, chat: Option<i64>, times: u32, kind: FaultKind) {
        self.sandbox.fault(Fault { method: Some(method.to_owned()), chat, kind, times });
    }
}

fn letter(key: &str, chat: i64, act: Act) -> Letter {
    let priority = Priority::Status;
    Letter { to: Audience::Chat(chat), act, priority, case: None, key: key.to_owned(), sealed: false }
}

fn words(text: impl Into<String>) -> Message {
    Message { text: text.into(), ..Message::default() }
}

fn note(key: &str, chat: i64, text: impl Into<String>) -> Letter {
    letter(key, chat, Act::Send { message: words(text), slot: None })
}

fn edit(key: &str, text: &str) -> Letter {
    letter(key, RESIDENT, Act::Edit { slot: Slot("status:1".to_owned()), message: words(text), or_send: true })
}

#[tokio::test]
async fn d4_the_offset_comes_from_the_store_and_only_a_saved_batch_is_confirmed() {
    let rig = Rig::new().await;
    for n in 0..150 {
        rig.sandbox.text(RESIDENT, RESIDENT, &format!("第{n}条"));
    }
    let polled = poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    assert_eq!((polled.received, polled.saved), (100, 100));
    assert_eq!(rig.sandbox.pending_updates(), 150, "nothing is confirmed before the next request");
    let next = rig.store.next_offset().await.unwrap().unwrap();
    let polled = poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    assert_eq!((polled.received, rig.sandbox.confirmed_offset()), (50, next));
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    assert_eq!(rig.sandbox.pending_updates(), 0);
    assert_eq!(rig.store.counts().await.unwrap().pending_inbox, 150);
}

#[tokio::test]
async fn d6_what_is_served_again_is_kept_once() {
    let rig = Rig::new().await;
    rig.sandbox.text(RESIDENT, RESIDENT, "路灯坏了");
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    rig.sandbox.text(RESIDENT, RESIDENT, "停水了");
    rig.fault("getUpdates", None, u32::MAX, FaultKind::TruncatedJson);
    assert!(matches!(poll_once(&rig.telegram, &rig.store, 0).await, Err(PollFault::Unreadable)));
    rig.sandbox.clear_faults();
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    rig.sandbox.serve_again(&rig.sandbox.confirmed_updates());
    let polled = poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    assert_eq!((polled.received, polled.saved), (2, 0));
}

#[tokio::test]
async fn d8_a_second_poller_and_a_bad_token_are_told_apart() {
    let rig = Rig::new().await;
    let polls = rig.sandbox.polls();
    let (first, second) = tokio::join!(poll_once(&rig.telegram, &rig.store, 10), async {
        until("the first one waits", || rig.sandbox.polls() > polls).await;
        poll_once(&rig.telegram, &rig.store, 0).await
    });
    let conflict = |polled: &Result<_, PollFault>| matches!(polled, Err(PollFault::Telegram(SendFault::Conflict)));
    assert!(conflict(&first) ^ conflict(&second), "{first:?} {second:?}");
    let stranger = SecretString::from("4242:somebody-else".to_owned());
    let stranger = Telegram::new(stranger, &rig.sandbox.api_url(), telegram::Options::default()).unwrap();
    let polled = poll_once(&stranger, &rig.store, 0).await;
    assert!(matches!(polled, Err(PollFault::Telegram(SendFault::Unauthorized))), "{polled:?}");
}

#[tokio::test]
async fn d9_the_listener_outlives_an_outage_and_stops_when_told() {
    let rig = Rig::new().await;
    rig.fault("getUpdates", None, 1, FaultKind::Refuse);
    rig.sandbox.text(RESIDENT, RESIDENT, "停水了");
    let (stop, stopped) = watch::channel(false);
    let heard = Mutex::new(Vec::new());
    let stop = &stop;
    let clock = Clock::frozen_at(Moment(START));
    let ear = Ear { telegram: &rig.telegram, store: &rig.store, clock: &clock, ids: &Ids::seeded(1) };
    // Between telling of a fault and waiting nothing is awaited: the push is not missed, since the wait begins before it.
    listen_loop(&ear, stopped, |what| match what {
        Heard::Fault(fault) => {
            heard.lock().unwrap().push(fault.to_string());
            let clock = clock.clone();
            tokio::spawn(async move { clock.push_ms(2_000) });
        }
        Heard::Batch(polled) if polled.saved > 0 => {
            stop.send_replace(true);
        }
        Heard::Batch(_) => {}
    })
    .await
    .unwrap();
    assert_eq!(heard.into_inner().unwrap().len(), 1);
    assert_eq!(rig.store.counts().await.unwrap().pending_inbox, 1);
}

#[tokio::test]
async fn i3_every_kind_of_message_arrives_and_is_read() {
    let rig = Rig::new().await;
    let raw = |field: &str| Sends::Raw { field: field.to_owned(), value: json!({ "title": "t", "star_count": 1 }) };
    let contents = [
        ("photo", Sends::Photo),
        ("voice", Sends::Voice),
        ("video", Sends::Video),
        ("video_note", Sends::VideoNote),
        ("document", Sends::Document { file_name: "信.docx".to_owned() }),
        ("audio", Sends::Audio),
        ("animation", Sends::Animation),
        ("sticker", Sends::Sticker { emoji: "👍".to_owned() }),
        ("location", Sends::Location { latitude: 30.0, longitude: 104.0 }),
        ("venue", Sends::Venue { title: "村口".to_owned(), address: "凉水村".to_owned() }),
        ("contact", Sends::Contact { phone_number: "123".to_owned(), first_name: "周".to_owned(), user_id: None }),
        ("dice", Sends::Dice { value: 3 }),
        ("poll", Sends::Poll { question: "修不修".to_owned(), options: vec!["修".to_owned(), "不修".to_owned()] }),
        ("checklist", raw("checklist")),
        ("story", raw("story")),
        ("paid_media", raw("paid_media")),
        ("game", raw("game")),
        ("invoice", raw("invoice")),
        ("giveaway", raw("giveaway")),
        ("web_app_data", raw("web_app_data")),
        ("unknown", raw("hologram")),
    ];
    for (_, content) in &contents {
        rig.sandbox.send(RESIDENT, RESIDENT, content.clone());
    }
    rig.sandbox.raw_update(r#"{"update_id":$UPDATE_ID,"message":{"message_id":99,"date":1,"chat":{"id":501,"type":"private"},"text":"半个\ud83d字"}}"#.to_owned());
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    for (kind, _) in contents {
        let row = rig.store.claim_updates("it", 1, 1, 60_000).await.unwrap().remove(0).remove(0);
        let Ok(Incoming::Private(said)) = read(&row.raw, rig.telegram.id()) else { panic!("{kind}: {}", row.raw) };
        assert_eq!(said.attachment.unwrap().kind, kind);
        let mut tx = rig.store.begin().await.unwrap();
        tx.inbox_done(row.seq, "read", None).await.unwrap();
        tx.commit().await.unwrap();
    }
    let row = rig.store.claim_updates("it", 1, 1, 60_000).await.unwrap().remove(0).remove(0);
    let Ok(Incoming::Private(said)) = read(&row.raw, rig.telegram.id()) else { panic!("{}", row.raw) };
    assert_eq!(said.text.as_deref(), Some("半个\u{fffd}字"));
}

#[tokio::test]
async fn i5_nothing_we_send_is_too_long_for_telegram() {
    let rig = Rig::opened(false).await;
    let sized = |size: usize| "字".repeat(size);
    for size in [4095, 4096, 4097, 13_000] {
        rig.post([note(&format!("t{size}"), RESIDENT, sized(size))]).await;
    }
    rig.post([note("smile", RESIDENT, "😀".repeat(2049))]).await;
    let row = |n: usize| vec![Button { label: format!("第{n}个"), id: ButtonId::new(format!("{n:064}")) }];
    let message = Message { buttons: (0..100).map(row).collect(), ..words(sized(5000)) };
    rig.post([letter("buttons", RESIDENT, Act::Send { message, slot: None })]).await;
    rig.sandbox.send(NEIGHBOUR, NEIGHBOUR, Content::from(Sends::Photo));
    let file = rig.sandbox.messages(NEIGHBOUR).last().unwrap().file_id.clone().unwrap();
    for size in [1024, 1025] {
        let act =
            Act::Media { media: Media::Photo { file: file.clone() }, caption: Some(sized(size)), otherwise: None };
        rig.post([letter(&format!("c{size}"), RESIDENT, act)]).await;
    }
    let press = rig.sandbox.press_data(RESIDENT, RESIDENT, 1, "x");
    let act = Act::AnswerPress { press: press.clone(), text: Some(sized(300)), alert: true };
    rig.post([letter("answer", RESIDENT, act)]).await;
    rig.drain().await;
    assert!(rig.sandbox.journal().iter().all(|call| call.ok), "{:?}", rig.troubles());
    let sizes: Vec<_> = rig.texts(RESIDENT).iter().map(|text| text.encode_utf16().count()).collect();
    assert_eq!(sizes, [4095, 4096, 4096, 1, 4096, 4096, 4096, 4096, 2, 4096, 904, 1024, 1024]);
    let with_buttons: Vec<_> =
        rig.sandbox.messages(RESIDENT).iter().map(|m| m.buttons.len()).filter(|n| *n > 0).collect();
    assert_eq!(with_buttons, [100]);
    assert_eq!(rig.sandbox.answer_to(&press).unwrap().text.unwrap().chars().count(), 200);
}

#[tokio::test]
async fn a_card_pings_edits_in_place_and_answers_what_it_should() {
    let rig = Rig::opened(false).await;
    let mut tx = rig.store.begin().await.unwrap();
    tx.bind_cadre(&CadreId::new("qian-jin"), CADRE).await.unwrap();
    tx.commit().await.unwrap();
    let mention = |cadre: &str, offset| Mention { offset, length: 2, cadre: CadreId::new(cadre) };
    let button = |label: &str| Button { label: label.to_owned(), id: ButtonId::new("b1") };
    let slot = Slot("card:1".to_owned());
    let card = Message {
        mentions: vec![mention("qian-jin", 2), mention("nobody", 5)],
        buttons: vec![vec![button("签收")]],
        ..words("请 钱进 周到 https://example.org <b>")
    };
    rig.post([letter("card", GROUP, Act::Send { message: card.clone(), slot: Some(slot.clone()) })]).await;
    rig.drain().await;
    let seen = rig.sandbox.messages(GROUP).pop().unwrap();
    assert_eq!((seen.pings.as_slice(), seen.text.as_str()), (&[CADRE][..], "请 钱进 周到 https://example.org <b>"));
    let call = rig.calls("sendMessage").pop().unwrap();
    assert!(call.params.get("parse_mode").is_none() && call.params.to_string().contains("is_disabled"));

    let edited = Message { buttons: vec![vec![button("报结")]], ..words("办理中") };
    rig.post([letter("edit", GROUP, Act::Edit { slot: slot.clone(), message: edited, or_send: true })]).await;
    let question = Message {
        mentions: vec![mention("qian-jin", 0)],
        ask_reply: Some("写给群众的话".repeat(20)),
        reply_to: Some(ReplyTo::Slot(slot)),
        quiet: true,
        ..words("钱进 请写")
    };
    rig.post([letter("ask", GROUP, Act::Send { message: question, slot: None })]).await;
    let keyboard = Some(vec![vec!["我的事".to_owned(), "催一下".to_owned()]]);
    let message = Message { keyboard, reply_to: Some(ReplyTo::Message(777)), ..words("收到") };
    rig.post([letter("keyboard", RESIDENT, Act::Send { message, slot: None })]).await;
    rig.drain().await;
    let seen = rig.sandbox.messages(GROUP);
    let card = seen.iter().find(|message| message.edited).unwrap();
    assert_eq!((card.text.as_str(), card.buttons[0][0].0.as_str()), ("办理中", "报结"));
    let ask = seen.last().unwrap();
    assert!(ask.force_reply && ask.silent && ask.reply_to == Some(card.id));
    let receipt = rig.sandbox.messages(RESIDENT).pop().unwrap();
    assert_eq!((receipt.reply_keyboard.unwrap()[0].len(), receipt.reply_to), (2, None));
    assert_eq!(rig.troubles(), []);
}

#[tokio::test]
async fn p2_media_is_shown_again_without_its_sender_or_their_words() {
    let rig = Rig::opened(false).await;
    let secret = "我是梁秋,电话123";
    let file = |content: Sends| {
        rig.sandbox.send(RESIDENT, RESIDENT, content);
        rig.sandbox.messages(RESIDENT).pop().unwrap().file_id.unwrap()
    };
    let copied = rig.sandbox.send(RESIDENT, RESIDENT, Content::from(Sends::Photo).caption(secret));
    let media = [
        Media::Photo { file: file(Sends::Photo) },
        Media::Voice { file: file(Sends::Voice) },
        Media::Video { file: file(Sends::Video) },
        Media::VideoNote { file: file(Sends::VideoNote) },
        Media::Audio { file: file(Sends::Audio) },
        Media::Animation { file: file(Sends::Animation) },
        Media::Document { file: file(Sends::Document { file_name: "a.pdf".to_owned() }) },
        Media::Sticker { file: file(Sends::Sticker { emoji: "👍".to_owned() }) },
        Media::Location { latitude: 30.5, longitude: 104.25 },
        Media::Other { chat: RESIDENT, message_id: copied },
    ];
    for (number, media) in media.into_iter().enumerate() {
        let act = Act::Media { media, caption: Some(format!("附件{number}")), otherwise: None };
        rig.post([letter(&format!("m{number}"), GROUP, act)]).await;
    }
    rig.drain().await;
    assert!(rig.sandbox.journal().iter().all(|call| call.ok), "{:?}", rig.troubles());
    let shown = rig.sandbox.messages(GROUP);
    let kinds: Vec<_> = shown.iter().map(|message| message.kind.as_str()).collect();
    let expected = [
        "photo",
        "voice",
        "video",
        "text",
        "video_note",
        "audio",
        "animation",
        "document",
        "text",
        "sticker",
        "text",
        "location",
        "text",
        "photo",
    ];
    assert_eq!(kinds, expected);
    assert!(shown.iter().all(|message| !message.text.contains("梁秋")));
    assert!((0..10).all(|n| shown.iter().any(|message| message.text == format!("附件{n}"))));
    assert!(rig.calls("forwardMessage").is_empty());
}

#[tokio::test]
async fn reactions_and_leaving() {
    let rig = Rig::opened(false).await;
    let message_id = rig.sandbox.messages(RESIDENT)[0].id;
    rig.post([letter("r", RESIDENT, Act::React { message_id, emoji: "👌".to_owned() })]).await;
    rig.post([letter("gone", RESIDENT, Act::React { message_id: 999, emoji: "👌".to_owned() })]).await;
    let button = Button { label: "是".to_owned(), id: ButtonId::new("b") };
    let question = Message { buttons: vec![vec![button]], ..words("哪个村") };
    rig.post([letter("q", RESIDENT, Act::Send { message: question, slot: None })]).await;
    rig.drain().await;
    let asked = rig.sandbox.messages(RESIDENT).pop().unwrap();
    assert_eq!(asked.buttons.len(), 1);
    rig.post([letter("leave", GROUP, Act::Leave), letter("leave again", GROUP, Act::Leave)]).await;
    rig.drain().await;
    assert_eq!(rig.sandbox.messages(RESIDENT)[0].reactions, [(rig.sandbox.bot_id(), "👌".to_owned())]);
    assert_eq!(rig.calls("leaveChat").len(), 2);
    assert_eq!(rig.troubles(), []);
}

#[tokio::test]
async fn d10_a_429_holds_its_chat_until_then_and_no_other() {
    let rig = Rig::opened(false).await;
    rig.fault("sendMessage", Some(RESIDENT), 3, FaultKind::TooMany { retry_after: 20 });
    for n in 0..20 {
        rig.post([
            note(&format!("a{n}"), RESIDENT, format!("甲{n}")),
            note(&format!("b{n}"), NEIGHBOUR, format!("乙{n}")),
        ])
        .await;
    }
    rig.drain().await;
    assert_eq!((rig.texts(RESIDENT).len(), rig.texts(NEIGHBOUR).len()), (0, 20), "the other chat keeps flowing");
    rig.drain_in_time(500).await;
    let tried: Vec<i64> =
        rig.calls("sendMessage").iter().filter(|call| call.chat() == Some(RESIDENT)).map(|call| call.at_ms).collect();
    assert!(tried.windows(2).take(3).all(|pair| pair[1] - pair[0] >= 20_000), "{tried:?}");
    let expected: Vec<_> = (0..20).map(|n| format!("甲{n}")).collect();
    assert_eq!(rig.texts(RESIDENT), expected);
}

#[tokio::test]
async fn d18_two_hundred_statuses_arrive_in_order_through_storms() {
    let rig = Rig::opened(false).await;
    let kinds = [
        FaultKind::TooMany { retry_after: 3 },
        FaultKind::TruncatedJson,
        FaultKind::EmptyBody,
        FaultKind::NoCode,
        FaultKind::AcceptThenReset,
        FaultKind::WrongType,
        FaultKind::Refuse,
    ];
    for _ in 0..3 {
        for kind in &kinds {
            rig.fault("sendMessage", None, 1, kind.clone());
        }
    }
    let case = Some(CaseId::new("c1"));
    rig.post((0..200).map(|n| Letter { case: case.clone(), ..note(&format!("k{n}"), RESIDENT, format!("{n}")) })).await;
    rig.drain_in_time(20_000).await;
    let mut arrived: Vec<usize> = rig.texts(RESIDENT).iter().map(|text| text.parse().unwrap()).collect();
    assert!(arrived.is_sorted() && arrived.len() <= 200 + 12, "{}", arrived.len());
    arrived.dedup();
    assert_eq!(arrived, (0..200).collect::<Vec<_>>());
    assert_eq!(rig.troubles(), []);
}

#[tokio::test]
async fn d12_a_lost_reply_doubles_no_more_than_the_backoff_allows() {
    let rig = Rig::opened(false).await;
    rig.fault("sendMessage", None, u32::MAX, FaultKind::AcceptThenReset);
    rig.post([note("one", RESIDENT, "一"), note("two", RESIDENT, "二")]).await;
    for _ in 0..60 {
        rig.drain().await;
        rig.sandbox.push_clock(1_000);
    }
    assert!(rig.texts(RESIDENT).len() <= 6, "{:?}", rig.texts(RESIDENT));
    assert!(!rig.texts(RESIDENT).contains(&"二".to_owned()), "the second waits for the first");
    rig.sandbox.clear_faults();
    rig.drain_in_time(5_000).await;
    assert_eq!(rig.texts(RESIDENT).last().map(String::as_str), Some("二"));
}

#[tokio::test]
async fn d14_a_blocked_recipient_is_tried_once_and_held() {
    let rig = Rig::opened(false).await;
    rig.sandbox.block(RESIDENT, true);
    rig.post([note("blocked", RESIDENT, "一"), note("unopened", 999, "二"), note("fine", NEIGHBOUR, "三")]).await;
    rig.fault("sendMessage", Some(CADRE), 1, FaultKind::Forbidden("words nobody has seen".to_owned()));
    rig.post([note("unknown", CADRE, "四")]).await;
    rig.drain().await;
    rig.post([note("later", RESIDENT, "五")]).await;
    rig.sandbox.push_clock(3_600_000);
    rig.drain().await;
    assert_eq!(rig.calls("sendMessage").len(), 4);
    let counts = rig.store.counts().await.unwrap();
    assert_eq!((counts.held_letters, counts.failed_letters, counts.waiting_letters), (4, 0, 0));
    let mut troubles = rig.troubles();
    troubles.sort_by_key(|kind| format!("{kind:?}"));
    let lost = TroubleKind::OutOfReach;
    assert_eq!(troubles, [lost("blocked"), lost("blocked"), lost("cannot_initiate")]);
    assert_eq!(rig.texts(NEIGHBOUR), ["三"]);
}

/// As many chats hang as letters may be on their way at once: after some seconds the others are served all the same.
#[tokio::test]
async fn d11_chats_that_hang_keep_no_other_waiting() {
    let rig = Rig::opened(true).await;
    let hanging = rig.hanging(8);
    rig.post(hanging.iter().map(|chat| note(&format!("h{chat}"), *chat, "慢"))).await;
    let (stop, stopped) = watch::channel(false);
    let outbox = Arc::clone(&rig.outbox);
    let running = tokio::spawn(async move { outbox.run(stopped, Duration::from_secs(5)).await });
    while rig.calls("sendMessage").len() < hanging.len() {
        tokio::task::yield_now().await;
    }
    rig.post([note("fast", NEIGHBOUR, "快")]).await;
    rig.sandbox.push_clock(4_000);
    rig.outbox.nudge();
    while rig.texts(NEIGHBOUR).is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(hanging.iter().all(|chat| rig.texts(*chat).is_empty()), "they still hang");
    rig.sandbox.clear_faults();
    stop.send_replace(true);
    running.await.unwrap().unwrap();
    rig.drain_in_time(1_000).await;
    assert_eq!(rig.texts(hanging[0]), ["慢"]);
}

/// Others hang, and there is no place for a letter in hand until long after its lease: it leaves once, not as often as it was claimed.
#[tokio::test]
async fn d12_a_letter_that_waits_in_hand_beyond_its_lease_leaves_once() {
    let rig = Rig::opened(true).await;
    let hanging = rig.hanging(4);
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    let outbox = rig.another_outbox(Pacing { in_flight: 1, ..Pacing::default() });
    rig.post(hanging.iter().map(|chat| note(&format!("h{chat}"), *chat, "慢"))).await;
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn({
        let outbox = Arc::clone(&outbox);
        async move { outbox.run(stopped, Duration::from_secs(5)).await }
    });
    let push = |ms: i64| {
        rig.sandbox.push_clock(ms);
        outbox.nudge();
    };
    until("all places are taken", || {
        push(1_000);
        rig.calls("sendMessage").len() == hanging.len()
    })
    .await;
    rig.post([note("waits", NEIGHBOUR, "等")]).await;
    let look_again = async |ms: i64| {
        push(ms);
        let begun = Instant::now();
        until("it has looked again", || begun.elapsed() > Duration::from_millis(200)).await;
    };
    for _ in 0..10 {
        look_again(40_000).await;
    }
    rig.sandbox.clear_faults();
    until("it leaves", || {
        push(1_000);
        !rig.texts(NEIGHBOUR).is_empty()
    })
    .await;
    for _ in 0..4 {
        look_again(2_000).await;
    }
    stop.send_replace(true);
    running.await.unwrap().unwrap();
    rig.drain_in_time(1_000).await;
    assert_eq!(rig.texts(NEIGHBOUR), ["等"]);
}

/// A refusal from before the return, written down after it, must not lock the chat for good.
#[tokio::test]
async fn d14_a_refusal_that_comes_after_the_return_holds_nothing() {
    let rig = Rig::opened(false).await;
    rig.sandbox.block(RESIDENT, true);
    rig.post([note("one", RESIDENT, "一")]).await;
    let claimed = rig.store.claim_letters("it", 1, 60_000).await.unwrap().remove(0);
    let flown_at = rig.clock.now();
    rig.sandbox.push_clock(1_000);
    let mut tx = rig.store.begin().await.unwrap();
    tx.set_lost(RESIDENT, "blocked").await.unwrap();
    tx.set_back(RESIDENT).await.unwrap();
    tx.free_held(RESIDENT).await.unwrap();
    tx.commit().await.unwrap();
    rig.sandbox.block(RESIDENT, false);
    assert!(!rig.store.letter_held(&claimed.id, RESIDENT, "blocked", flown_at).await.unwrap());
    rig.drain().await;
    assert_eq!(rig.texts(RESIDENT), ["一"]);
}

#[tokio::test]
async fn d15_letters_follow_a_group_that_moved() {
    let rig = Rig::opened(false).await;
    rig.sandbox.migrate_group(GROUP, -1_000_700);
    rig.post([note("card", GROUP, "卡片")]).await;
    rig.drain().await;
    assert_eq!(rig.texts(-1_000_700), ["卡片"]);
    assert_eq!(rig.troubles(), [TroubleKind::Moved { from: GROUP, to: -1_000_700 }]);
}

#[tokio::test]
async fn d17_an_edit_of_what_is_already_so_or_gone_ends_well() {
    let rig = Rig::opened(false).await;
    for (key, text) in [("1", "收到"), ("2", "有人办"), ("3", "有人办")] {
        rig.post([edit(key, text)]).await;
        rig.drain().await;
    }
    assert_eq!(rig.texts(RESIDENT), ["有人办"]);
    let not_modified = rig.calls("editMessageText").pop().unwrap();
    assert!(!not_modified.ok && rig.store.counts().await.unwrap().failed_letters == 0);
    rig.fault("editMessageText", None, 1, FaultKind::BadRequest("message can't be edited".to_owned()));
    rig.post([edit("4", "有答复")]).await;
    rig.drain().await;
    rig.post([edit("5", "了结")]).await;
    rig.drain().await;
    assert_eq!(rig.texts(RESIDENT), ["有人办", "了结"], "the new message took the slot");
    assert_eq!(rig.troubles(), []);
}

#[tokio::test]
async fn a_topic_that_closed_and_our_own_faults() {
    let rig = Rig::opened(false).await;
    let answer = Message { reply_to: Some(ReplyTo::Message(1)), ..words("答") };
    rig.fault("sendMessage", Some(GROUP), 1, FaultKind::BadRequest("TOPIC_CLOSED".to_owned()));
    rig.post([letter("topic", GROUP, Act::Send { message: answer, slot: None })]).await;
    rig.drain().await;
    assert_eq!(rig.texts(GROUP), ["答"], "without the message it answered");
    rig.post([note("empty", RESIDENT, "")]).await;
    rig.drain().await;
    assert_eq!(rig.troubles(), [TroubleKind::Refused("empty")]);
}

#[tokio::test]
async fn z9_the_gate_is_asked_again_at_the_last_moment() {
    let rig = Rig::opened(false).await;
    let case = CaseId::new("c1");
    let mut tx = rig.store.begin().await.unwrap();
    tx.bind_cadre(&CadreId::new("qian-jin"), CADRE).await.unwrap();
    tx.bind_group(GROUP, &GroupRole::Triage, &CadreId::new("qian-jin")).await.unwrap();
    tx.commit().await.unwrap();
    let to = |key: &str, to: Audience| Letter { to, case: Some(case.clone()), ..note(key, 0, "canary") };
    rig.post([to("cadre", Audience::Cadre(CadreId::new("qian-jin"))), to("group", Audience::TriageGroup)]).await;
    let mut tx = rig.store.begin().await.unwrap();
    let exclusion = Exclusion { no_groups: true, cadres: [CadreId::new("qian-jin")].into(), ..Exclusion::default() };
    tx.set_exclusion(&case, &exclusion).await.unwrap();
    tx.commit().await.unwrap();
    rig.drain().await;
    assert!(rig.calls("sendMessage").is_empty());
    let stopped = rig.troubles().iter().filter(|kind| matches!(kind, TroubleKind::Stopped(_))).count();
    assert_eq!((stopped, rig.store.counts().await.unwrap().stopped_letters), (2, 2));
}

#[tokio::test]
async fn stale_presses_are_dropped_quietly() {
    let rig = Rig::opened(false).await;
    let press = rig.sandbox.press_data(RESIDENT, RESIDENT, 1, "x");
    let answer = |key: &str| letter(key, RESIDENT, Act::AnswerPress { press: press.clone(), text: None, alert: false });
    rig.fault("answerCallbackQuery", None, 1, FaultKind::TooMany { retry_after: 2 });
    rig.post([answer("1"), note("beside", RESIDENT, "旁边的")]).await;
    rig.drain().await;
    assert_eq!(rig.texts(RESIDENT), ["旁边的"], "an answer that waits holds nobody up");
    rig.sandbox.push_clock(400_000);
    rig.post([answer("2")]).await;
    rig.drain().await;
    let counts = rig.store.counts().await.unwrap();
    assert_eq!((counts.waiting_letters, counts.failed_letters, rig.troubles().len()), (0, 0, 0));
}

#[tokio::test]
async fn long_letters_go_on_where_they_broke_off() {
    let rig = Rig::opened(false).await;
    rig.post([note("long", RESIDENT, "字".repeat(9_000))]).await;
    rig.sandbox.set_rate_limits(true);
    rig.drain_in_time(500).await;
    assert!(rig.calls("sendMessage").iter().any(|call| !call.ok), "a part was refused in between");
    assert_eq!(rig.texts(RESIDENT).iter().map(|text| text.chars().count()).collect::<Vec<_>>(), [4096, 4096, 808]);
}

#[tokio::test]
async fn the_pace_keeps_to_telegrams_limits() {
    let rig = Rig::opened(true).await;
    rig.post((0..30).map(|n| note(&format!("g{n}"), GROUP, format!("{n}")))).await;
    rig.post((0..5).map(|n| note(&format!("r{n}"), RESIDENT, format!("{n}")))).await;
    rig.post([note("n", NEIGHBOUR, "一条")]).await;
    rig.drain_in_time(350).await;
    let refused: Vec<_> =
        rig.sandbox.journal().into_iter().filter(|call| !call.ok).map(|call| call.at_ms - START).collect();
    assert!(refused.is_empty(), "no 429 was ever provoked: {refused:?}");
    assert_eq!((rig.texts(GROUP).len(), rig.texts(RESIDENT).len(), rig.texts(NEIGHBOUR).len()), (30, 5, 1));
}

/// Longer than the store waits for a lock, on either engine.
const LOCKED: Duration = Duration::from_secs(12);

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_could_not_be_given_back_need_not_wait_for_its_lease() {
    let rig = Rig::opened(false).await;
    let (stop, stopped) = watch::channel(false);
    rig.fault("sendMessage", Some(RESIDENT), 1, FaultKind::Hang);
    rig.post([note("a", RESIDENT, "一")]).await;
    let steps = async {
        until("the letter is on its way", || rig.calls("sendMessage").len() == 1).await;
        let lock = rig.ground.stranger().await.lock_letters().await;
        rig.sandbox.clear_faults();
        let held = Instant::now();
        until("the store has given it up", || held.elapsed() > LOCKED).await;
        lock.let_go().await;
        let begun = Instant::now();
        until("it arrives", || {
            rig.sandbox.push_clock(1_000);
            !rig.texts(RESIDENT).is_empty()
        })
        .await;
        // Its lease would have lasted three minutes.
        assert!(begun.elapsed() < Duration::from_secs(90), "{:?}", begun.elapsed());
        stop.send_replace(true);
    };
    let (ran, ()) = tokio::join!(rig.outbox.run(stopped, Duration::from_secs(5)), steps);
    ran.unwrap();
    assert_eq!(rig.texts(RESIDENT), ["一"]);
}

#[tokio::test]
async fn d26_told_to_stop_it_lets_flights_arrive_and_gives_the_rest_back() {
    let rig = Rig::opened(false).await;
    let (stop, stopped) = watch::channel(false);
    let outbox = Arc::clone(&rig.outbox);
    let running = tokio::spawn(async move { outbox.run(stopped, Duration::from_secs(5)).await });
    rig.post((0..60).map(|n| note(&format!("k{n}"), RESIDENT + n % 2, format!("{n}")))).await;
    rig.outbox.nudge();
    while rig.texts(RESIDENT).is_empty() {
        tokio::task::yield_now().await;
    }
    stop.send_replace(true);
    running.await.unwrap().unwrap();
    let arrived = rig.texts(RESIDENT).len() + rig.texts(NEIGHBOUR).len();
    assert_eq!(rig.store.counts().await.unwrap().waiting_letters as usize, 60 - arrived);
    rig.drain_in_time(1_000).await;
    assert_eq!((rig.texts(RESIDENT).len(), rig.texts(NEIGHBOUR).len()), (30, 30), "none lost, none doubled");
}

#[tokio::test]
async fn p4_no_fault_shows_the_token_or_the_words() {
    let rig = Rig::opened(false).await;
    let mut shown = format!("{:?} {:?}", rig.telegram, SecretString::from(rig.sandbox.token().to_owned()));
    for kind in
        [FaultKind::Refuse, FaultKind::TruncatedJson, FaultKind::NoCode, FaultKind::Html502, FaultKind::EmptyBody]
    {
        rig.fault("getMe", None, 1, kind.clone());
        let fault = rig.telegram.get_me().await.unwrap_err();
        shown.push_str(&format!("{fault} {fault:?}"));
        rig.fault("getUpdates", None, 1, kind);
        let fault = poll_once(&rig.telegram, &rig.store, 0).await.unwrap_err();
        shown.push_str(&format!("{fault} {fault:?}"));
    }
    assert!(!shown.contains("make-believe") && !shown.contains("/bot"), "{shown}");
    assert_eq!(rig.telegram.get_me().await.unwrap().username, "minqing_bot");
}

#[tokio::test]
async fn p3_the_log_has_no_words_names_accounts_or_token_at_any_level() {
    let paper = Paper::at(tracing::Level::TRACE);
    let rig = Rig::new().await;
    let account = 7_310_550_155;
    rig.sandbox.add_person(Person { id: account, first_name: "梁秋".to_owned(), ..Person::default() });
    rig.sandbox.text(account, account, "canary words");
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap();
    rig.fault("getUpdates", None, u32::MAX, FaultKind::TruncatedJson);
    rig.sandbox.text(account, account, "canary words");
    poll_once(&rig.telegram, &rig.store, 0).await.unwrap_err();
    rig.sandbox.clear_faults();
    for kind in [
        FaultKind::TruncatedJson,
        FaultKind::NoCode,
        FaultKind::Refuse,
        FaultKind::BadRequest("canary text".to_owned()),
    ] {
        rig.fault("sendMessage", None, 1, kind);
    }
    rig.post((0..4).map(|n| note(&format!("k{n}"), account, "canary words"))).await;
    rig.drain_in_time(2_000).await;
    let log = paper.text();
    assert!(log.contains("letter not sent") && log.contains("letter failed"), "{log}");
    for secret in ["7310550155", "canary", "make-believe", "/bot", "梁秋"] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn the_bot_tells_its_commands() {
    let rig = Rig::new().await;
    let list = |scope: CommandScope, language: Option<&str>| {
        let commands = vec![("start".to_owned(), "开始".to_owned()), ("help".to_owned(), "帮助".to_owned())];
        (scope, Menu { language: language.map(str::to_owned), commands })
    };
    set_up(&rig.telegram, &[list(CommandScope::Private, None), list(CommandScope::Groups, Some("zh"))]).await.unwrap();
    let scopes: Vec<Value> =
        rig.calls("setMyCommands").into_iter().map(|call| call.params["scope"]["type"].clone()).collect();
    assert_eq!(scopes, ["all_private_chats", "all_group_chats"]);
}
