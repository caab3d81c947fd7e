//! 个人信息: whose cases are whose, a copy for the asking, consent, erasure that stays erased.

use std::path::Path;

use minqing::id::{CaseId, Ids};
use minqing::sandbox::{Content, Media, Person, Seen};
use minqing::store::{StoreOptions, restore};

use crate::ground::{Engine, Ground, Stranger};
use crate::world::{CHANG, LAMP, QIN, World, photo};

/// Words that stand nowhere else.
const CANARY: &str = "金丝雀七三一";

/// What was there before somebody came.
struct Before {
    update: i64,
    persons: Vec<String>,
    cases: Vec<String>,
}

impl Before {
    async fn now(stranger: &Stranger) -> Self {
        let update = stranger.number("select coalesce(max(seq), 0) from inbox").await;
        let persons = stranger.texts("select id from person").await;
        Self { update, persons, cases: stranger.texts("select id from case_file").await }
    }
}

/// What hangs together with a resident in each table, found by ids that were looked up beforehand.
struct Traces {
    person: String,
    lane: String,
    account: String,
    cases: Vec<String>,
    /// Only they wrote after this update.
    after: i64,
}

impl Traces {
    /// Of the one who came since then. They were out of reach for a moment, which tells their lane.
    async fn since(before: Before, stranger: &Stranger) -> Self {
        let mut persons = stranger.texts("select id from person").await;
        persons.retain(|id| !before.persons.contains(id));
        let person = persons.pop().expect("somebody came");
        let account = stranger.texts(&format!("select account_hash from person where id = '{person}'")).await.remove(0);
        let lane = stranger.texts("select lane from reach").await.remove(0);
        let mut cases = stranger.texts("select id from case_file").await;
        cases.retain(|id| !before.cases.contains(id));
        Self { person, lane, account, cases, after: before.update }
    }

    /// Rows by table: none of them may be left.
    async fn rows(&self, stranger: &Stranger) -> Vec<(&'static str, i64)> {
        let (person, lane, account, after) = (&self.person, &self.lane, &self.account, self.after);
        let cases = format!("('{}')", self.cases.join("', '"));
        let mut rows = Vec::new();
        for (table, what) in [
            ("content", format!("case_id in {cases} or id in (select content_id from inbox where seq > {after})")),
            ("content_key", format!("case_id in {cases}")),
            ("person", format!("id = '{person}'")),
            ("entry", format!("case_id in {cases}")),
            ("album", format!("case_id in {cases}")),
            ("inbox", format!("lane = '{lane}'")),
            ("letter", format!("lane = '{lane}'")),
            ("button", format!("case_id in {cases}")),
            ("slot", format!("case_id in {cases}")),
            ("persona", format!("id in (select person from case_file where id in {cases})")),
            ("post", format!("lane = '{lane}' or case_id in {cases}")),
            ("approval", format!("case_id in {cases}")),
            ("timer", format!("case_id in {cases}")),
            ("pace", format!("account_hash = '{account}'")),
            ("present", format!("account_hash = '{account}'")),
            ("reach", format!("lane = '{lane}'")),
            ("lane_hold", format!("lane = '{lane}'")),
            ("consent", format!("person = '{person}'")),
        ] {
            rows.push((table, stranger.number(&format!("select count(*) from {table} where {what}")).await));
        }
        rows
    }

    /// The tables in which something is left.
    async fn left(&self, stranger: &Stranger) -> Vec<(&'static str, i64)> {
        self.rows(stranger).await.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

impl World {
    /// Asks for erasure and says so twice; the minutes pass until it is done. Returns the question.
    async fn forgets(&self, who: i64) -> Seen {
        self.says(who, "/forget").await;
        let question = self.last(who);
        self.presses(who, who, question.id, "button-forget").await;
        self.pass(61).await;
        self.pass(61).await;
        question
    }

    /// The words of the last file the bot sent somebody.
    pub async fn file(&self, who: i64) -> (String, String) {
        let sent = self.messages(who).into_iter().rfind(|message| message.from_bot && message.file_id.is_some());
        let sent = sent.expect("no file");
        let (id, name) = (sent.file_id.unwrap(), sent.body["document"]["file_name"].as_str().unwrap().to_owned());
        let address = format!("http://127.0.0.1:{}/control/file/{id}", self.sandbox.port());
        (name, reqwest::get(address).await.unwrap().text().await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn p6_a_name_or_phone_that_moves_to_another_account_moves_nothing() {
    let world = World::new().await;
    let named = |id, username: Option<&str>, name: &str| Person {
        id,
        first_name: name.to_owned(),
        username: username.map(str::to_owned),
        language_code: Some("zh-hans".to_owned()),
        ..Person::default()
    };
    world.sandbox.add_person(named(CHANG, Some("lamplighter"), "有田"));
    let case = world.lamp(CHANG).await;
    let phone = |who| Media::Contact {
        phone_number: "13800000001".to_owned(),
        first_name: "有田".to_owned(),
        user_id: Some(who),
    };
    world.sends(CHANG, phone(CHANG)).await;
    world.pass(40).await;
    // Name, user name and phone are QIN's from now on; CHANG has none of them any more.
    world.sandbox.add_person(named(QIN, Some("lamplighter"), "有田"));
    world.sandbox.add_person(named(CHANG, None, "改了名"));
    world.says(QIN, "我的事").await;
    assert!(!world.ever_said(QIN).contains(&case.number), "{}", world.ever_said(QIN));
    world.says(QIN, &format!("/status {}", case.number)).await;
    assert!(world.last(QIN).text.contains("没有查到"), "{}", world.last(QIN).text);
    world.says(QIN, "/withdraw").await;
    assert_eq!(world.last(QIN).text, world.words("no-open-case"));
    world.says(QIN, "/mydata").await;
    let (_, copy) = world.file(QIN).await;
    assert!(!copy.contains(&case.number) && !copy.contains("路灯"), "{copy}");
    world.sends(QIN, phone(QIN)).await;
    assert_ne!(world.number(QIN), case.number, "a phone number is no key either");
    world.says(CHANG, "我的事").await;
    assert!(world.last(CHANG).text.contains(&case.number), "a changed name changes nothing");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mydata_gives_everything_to_the_resident_alone_and_once_an_hour() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.opens(world.cadre("qianjin"), case.group, case.card).await;
    world.answered(world.cadre("qianjin"), &case, "灯换好了").await;
    let answer = world.find(CHANG, "灯换好了").unwrap();
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.says(CHANG, "新风社区唐全贪了我们的款").await;
    world.pass(40).await;
    world.forget();
    world.says(CHANG, "/mydata").await;
    let (name, copy) = world.file(CHANG).await;
    assert_eq!(name, "文件.txt", "a locked screen shows the name");
    for words in [
        "\u{feff}青禾县",
        "3月2日(周一)",
        &case.number,
        LAMP,
        "〔附图片、语音等〕",
        "灯换好了",
        "您评价：已解决",
        "市政照明",
        "钱进",
        "承办单位1次",
        "唐全贪了我们的款",
        "第1版隐私说明",
        "1095天",
        "Telegram 账号：501",
    ] {
        assert!(copy.contains(words), "{words} is missing in:\n{copy}");
    }
    let readers: Vec<String> = world.settings.county.cadres.values().map(|cadre| cadre.name.clone()).collect();
    let sealed = copy.split("编号").find(|part| part.contains("唐全贪")).unwrap();
    let named: Vec<&String> = readers.iter().filter(|name| sealed.contains(name.as_str()) && *name != "唐全").collect();
    assert!(named.is_empty(), "{named:?} stand in:\n{sealed}");
    world.says(CHANG, "/mydata").await;
    assert!(world.last(CHANG).text.contains("刚给过您一份"), "{}", world.last(CHANG).text);
    assert_eq!(world.news(CHANG).len(), 2, "one copy and one line");
    world.pass(3_601).await;
    world.says(CHANG, "/mydata").await;
    assert!(world.last(CHANG).file_id.is_some(), "an hour later there is another");
    // Asked for in a group, nothing comes, neither there nor anywhere.
    world.sandbox.text(world.cadre("qianjin"), case.group, "/mydata");
    world.settle().await;
    let sent = world
        .calls()
        .into_iter()
        .filter(|call| call.method == "sendDocument")
        .map(|call| call.chat())
        .collect::<Vec<_>>();
    assert_eq!(sent, [Some(CHANG), Some(CHANG)]);
    world.assert_sound().await;
}

/// Everything that can leave a trace: two messages, an edit, a picture, a note, an answer, a rating, an album, a question.
async fn busy_resident(world: &World) -> CaseId {
    let earlier = world.cases().await;
    let case = world.lamp(CHANG).await;
    let more = world.says(CHANG, &format!("凉水村村口的路灯，{CANARY}")).await;
    world.edits(CHANG, more, &format!("凉水村村口的路灯，{CANARY}，改了")).await;
    let album = |words: &str| photo(words).in_album("a1");
    world.sends(CHANG, album("又拍了")).await;
    world.sends(CHANG, album("一张")).await;
    world.pass(40).await;
    let qianjin = world.cadre("qianjin");
    world.replies(qianjin, case.group, case.card, Content::text(&format!("备注：{CANARY}"))).await;
    world.answered(qianjin, &case, &format!("换好了，{CANARY}")).await;
    let answer = world.find(CHANG, "换好了").unwrap();
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.says(CHANG, "我爸住院了，低保没有发").await;
    world.pass(40).await;
    for blocked in [true, false] {
        world.sandbox.block(CHANG, blocked);
        world.settle().await;
    }
    world.cases().await.into_iter().find(|case| !earlier.contains(case)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn p11_after_an_erasure_no_table_holds_anything_of_the_person() {
    let mut world = World::new().await;
    let stranger = world.stranger().await;
    let other = world.posted(QIN, Content::text("凉水村自来水停了两天了"), "guanshan").await;
    let before = Before::now(&stranger).await;
    let case = busy_resident(&world).await;
    let traces = Traces::since(before, &stranger).await;
    let before = traces.rows(&stranger).await;
    let filled = before.iter().filter(|(_, count)| *count > 0).count();
    assert!(filled >= 12, "there is something to erase: {before:?}");
    let events = world.event_count().await;

    world.says(CHANG, "/forget").await;
    let question = world.last(CHANG);
    for words in ["删了找不回来", "您的名字和账号", "件就不办了", "不带姓名和原话"] {
        assert!(question.text.contains(words), "{words}: {}", question.text);
    }
    assert_eq!(traces.rows(&stranger).await[1], before[1], "asking erases nothing");
    world.forget();
    let pressed = world.presses(CHANG, CHANG, question.id, "button-forget").await;
    assert_eq!(pressed, world.words("press-noted"));
    world.pass(61).await;
    world.pass(61).await;
    let news = world.news(CHANG);
    assert!(news.last().unwrap().text.contains("几分钟内全部删掉"), "notice was sent: {}", news.last().unwrap().text);

    assert_eq!(traces.left(&stranger).await, [], "nothing is left but numbers, dates and steps");
    assert!(world.event_count().await > events, "the facts stay, and the end of what was open is one");
    let state = stranger
        .texts(&format!("select distinct state from case_file where id in ('{}')", traces.cases.join("', '")))
        .await;
    assert!(state.iter().all(|state| state == "withdrawn" || state == "closed"), "{state:?}");
    assert_eq!(stranger.number("select count(*) from erasure where erased_at is null").await, 0);
    // The card in the group says no words any more.
    let number = stranger.texts(&format!("select cast(number as text) from case_file where id = '{case}'")).await;
    let shown = format!("{:0>8}", number[0]);
    let head = format!("【{}-{}】", &shown[..4], &shown[4..]);
    let card = world.messages(world.group("guanshan")).into_iter().find(|it| it.from_bot && it.text.starts_with(&head));
    let card = card.unwrap();
    assert!(card.text.contains("内容已按规定删除") && !card.text.contains("路灯"), "{}", card.text);
    world.assert_sound().await;
    assert!(world.card(other.group, &other.number).unwrap().text.contains("自来水"), "others lost nothing");

    // Whoever writes next from that account is somebody new.
    world.says(CHANG, "我的事").await;
    assert_eq!(world.last(CHANG).text, world.words("no-cases"));
    world.says(CHANG, "凉水村村口的路灯又坏了").await;
    assert!(world.last(CHANG).text.contains("您的姓名、电话不进工作群"), "the notice is shown as to anybody new");
    world.pass(40).await;
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn p11_what_the_law_holds_back_is_frozen_told_and_erased_when_the_hold_ends() {
    let mut settings = crate::world::settings();
    settings.service.keep.sealed_days = 10;
    let mut world = World::with("2026-03-02 09:10", settings, None).await;
    let stranger = world.stranger().await;
    let before = Before::now(&stranger).await;
    world.says(CHANG, &format!("新风社区唐全贪了我们的款，{CANARY}")).await;
    world.pass(40).await;
    world.sandbox.block(CHANG, true);
    world.settle().await;
    world.sandbox.block(CHANG, false);
    world.settle().await;
    let case = world.cases().await.remove(0);
    let traces = Traces::since(before, &stranger).await;
    let reader =
        world.sandbox.chats().into_iter().find(|chat| *chat > 0 && world.find(*chat, "需要单独看").is_some()).unwrap();
    let told = world.find(reader, "需要单独看").unwrap();
    world.forget();

    world.says(CHANG, "/forget").await;
    let question = world.last(CHANG);
    assert!(question.text.contains("先封存") && question.text.contains("法律要求保存"), "{}", question.text);
    world.presses(CHANG, CHANG, question.id, "button-forget").await;
    world.pass(61).await;
    world.pass(61).await;
    assert!(world.last(CHANG).text.contains("最迟3月12日"), "{}", world.last(CHANG).text);
    assert!(
        world.news(reader).iter().any(|it| it.text.contains("依法封存") && it.text.contains("施压")),
        "the readers know"
    );
    // Stored, and nothing else: neither read nor worked on, and no clock runs.
    let line = world.presses(reader, reader, told.id, "button-read").await;
    assert_eq!(line, world.words("refusal-frozen"));
    assert!(!world.ever_said(reader).contains(CANARY));
    let count = |sql: String| {
        let stranger = &stranger;
        async move { stranger.number(&sql).await }
    };
    let kept = format!("select count(*) from entry where case_id = '{case}'");
    assert_eq!(count(kept.clone()).await, 1, "it is still there");
    assert_eq!(count(format!("select count(*) from timer where case_id = '{case}'")).await, 0);
    assert_eq!(
        count(format!("select count(*) from inbox where lane = '{}'", traces.lane)).await,
        0,
        "the rest is gone"
    );
    world.assert_sound().await;
    world.says(CHANG, "我的事").await;
    assert_eq!(world.last(CHANG).text, world.words("no-cases"), "somebody new");

    world.until("2026-03-12 02:40").await;
    assert_eq!(count(kept.clone()).await, 1, "not a day too early");
    world.until("2026-03-13 02:40").await;
    assert_eq!(count(kept).await, 0, "the hold is over");
    assert_eq!(count(format!("select count(*) from person where id = '{}'", traces.person)).await, 0);
    assert_eq!(count(format!("select count(*) from content where case_id = '{case}'")).await, 0);
    world.assert_sound().await;
}

/// The bytes in which something is kept, as the engine writes them in hex.
async fn sealed_bytes(stranger: &Stranger, engine: Engine, table: &str, case: &CaseId) -> Vec<String> {
    let (column, hex) = if table == "content_key" { ("wrapped", "") } else { ("sealed", "") };
    let hex = match engine {
        Engine::Sqlite => format!("{hex}hex({column})"),
        Engine::Postgres => format!("{hex}upper(encode({column}, 'hex'))"),
    };
    stranger.texts(&format!("select {hex} from {table} where case_id = '{case}'")).await
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// How many of these stretches of bytes stand in the files of a SQLite database.
fn found_in_files(database: &str, stretches: &[Vec<u8>]) -> usize {
    let read = |suffix: &str| std::fs::read(format!("{database}{suffix}")).unwrap_or_default();
    let files = ["", "-wal", "-shm"].map(read);
    // The first bytes are enough to know them by, and stand on one page.
    let stands = |bytes: &&Vec<u8>| {
        let mark = &bytes[1..33.min(bytes.len())];
        files.iter().any(|file| file.windows(mark.len()).any(|window| window == mark))
    };
    stretches.iter().filter(stands).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn p12_after_an_erasure_not_even_the_ciphertext_is_left() {
    let world = World::new().await;
    let case = busy_resident(&world).await;
    let (stranger, engine) = (world.stranger().await, world.ground.engine);
    let mut all = sealed_bytes(&stranger, engine, "content", &case).await;
    let keys = sealed_bytes(&stranger, engine, "content_key", &case).await;
    assert!(all.len() > 10 && keys.len() == 1, "the case has words and a key of its own");
    all.extend(keys);
    let stretches: Vec<Vec<u8>> = all.iter().map(|hex| unhex(hex)).collect();
    if engine == Engine::Sqlite {
        assert_eq!(found_in_files(&world.ground.url, &stretches), all.len(), "before, they can be found");
    }
    drop(stranger);
    world.forgets(CHANG).await;
    match engine {
        Engine::Sqlite => assert_eq!(found_in_files(&world.ground.url, &stretches), 0),
        Engine::Postgres => {
            // Rows are gone, and what a dead row still holds is noise: the key of the case is gone with it.
            let stranger = world.stranger().await;
            for table in ["content", "content_key"] {
                assert_eq!(sealed_bytes(&stranger, engine, table, &case).await, Vec::<String>::new());
            }
        }
    }
    world.assert_sound().await;
}

/// The bot dies with its database; a backup is restored in its place, and the next process starts on it.
async fn restored(mut world: World, backup: &Path) -> World {
    world.app.store.close().await;
    // By chance: two restores on one server at once must not name what they make on the way alike.
    let (clock, ids) = (world.clock.clone(), Ids::from_system());
    let ground = match world.ground.engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Ground::new(world.home.path()).await),
    };
    let url = ground.as_ref().map_or(world.ground.url.clone(), |ground| ground.url.clone());
    let county = world.settings.county.id.clone();
    let options = StoreOptions { url, key_file: world.home.path().join("minqing.key"), county };
    restore(backup, &options, true, (clock, ids)).await.unwrap();
    if let Some(ground) = ground {
        world.ground = ground;
    }
    world.restart().await
}

#[tokio::test(flavor = "multi_thread")]
async fn p13_a_restored_backup_forgets_again_and_nobody_hears_anything_odd() {
    let mut world = World::new().await;
    let stranger = world.stranger().await;
    let other = world.posted(QIN, Content::text("凉水村自来水停了两天了"), "guanshan").await;
    let before = Before::now(&stranger).await;
    busy_resident(&world).await;
    let backup = world.home.path().join("before.sqlite");
    world.store().copy_to(&backup).await.unwrap();
    let traces = Traces::since(before, &stranger).await;
    drop(stranger);
    world.forgets(CHANG).await;
    world.forget();

    let journal = std::fs::read_to_string(world.home.path().join("minqing.key.erased")).unwrap();
    assert_eq!(journal.lines().count(), 1, "{journal}");
    assert!(!journal.contains(&traces.person) && !journal.contains("501"), "it tells nobody anything: {journal}");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(world.home.path().join("minqing.key.erased")).unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);

    let mut world = restored(world, &backup).await;
    let stranger = world.stranger().await;
    assert_eq!(traces.left(&stranger).await, [], "before anything is taken in or sent");
    world.settle().await;
    world.pass(120).await;
    assert_eq!(traces.left(&stranger).await, []);
    assert!(world.news(CHANG).is_empty(), "the resident hears nothing");
    world.assert_sound().await;
    assert_eq!(world.app.desk.erase_again().await.unwrap(), 0, "once is enough");
    world.says(QIN, "我的事").await;
    assert!(world.last(QIN).text.contains(&other.number), "everybody else is as they were");
    world.says(CHANG, "我的事").await;
    assert_eq!(world.last(CHANG).text, world.words("no-cases"));
}

#[tokio::test(flavor = "multi_thread")]
async fn r5_what_was_erased_after_a_hold_stays_erased_after_a_restore() {
    let mut settings = crate::world::settings();
    settings.service.keep.sealed_days = 1;
    let world = World::with("2026-03-02 09:10", settings, None).await;
    world.says(CHANG, &format!("新风社区唐全贪了我们的款，{CANARY}")).await;
    world.pass(40).await;
    let case = world.cases().await.remove(0);
    world.forgets(CHANG).await;
    let frozen = world.home.path().join("frozen.sqlite");
    world.store().copy_to(&frozen).await.unwrap();
    world.until("2026-03-04 02:40").await;
    let count = format!("select count(*) from content where case_id = '{case}'");
    assert_eq!(world.stranger().await.number(&count).await, 0);
    let world = restored(world, &frozen).await;
    assert_eq!(world.stranger().await.number(&count).await, 0, "erased stays erased");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tells_erased_from_lost() {
    let world = World::new().await;
    world.lamp(CHANG).await;
    world.posted(QIN, Content::text("凉水村自来水停了两天了"), "guanshan").await;
    world.forgets(CHANG).await;
    world.assert_sound().await;
    let lost = "delete from content where kind = 'entry' and case_id in (select case_id from entry)";
    world.stranger().await.execute(lost).await;
    let found = world.store().verify().await.unwrap();
    assert_eq!(found.iter().filter(|it| it.contains("nobody erased them")).count(), 1, "{found:?}");
    let found = world.app.desk.audit().await.unwrap();
    assert!(found.iter().any(|it| it.contains("are lost, and nobody erased them")), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn p11_what_was_kept_long_enough_goes_by_night_and_nothing_else() {
    let mut settings = crate::world::settings();
    let keep = &mut settings.service.keep;
    (keep.raw_days, keep.letter_days, keep.words_days, keep.draft_days) = (3, 5, 40, 2);
    let world = World::with("2026-03-02 09:10", settings, None).await;
    let case = world.lamp(CHANG).await;
    let open = world.posted(QIN, Content::text("凉水村自来水停了两天了"), "guanshan").await;
    world.takes_back(CHANG, &case.number).await;
    world.presses(world.cadre("qianjin"), open.group, open.card, "button-sign").await;
    world.presses(world.cadre("qianjin"), open.group, open.card, "button-report").await;
    let ids = world.cases().await;
    let stranger = world.stranger().await;
    let count = |sql: &str| {
        let sql = sql.to_owned();
        let stranger = &stranger;
        async move { stranger.number(&sql).await }
    };
    let raw = "select count(*) from content where kind = 'update' and created_at < 1772600000000";
    let letters = format!("select count(*) from content where kind = 'letter' and case_id = '{}'", ids[0]);
    let words = |id: &CaseId| format!("select count(*) from content where kind = 'entry' and case_id = '{id}'");
    assert!(count(raw).await > 0 && count(&letters).await > 0 && count("select count(*) from draft").await > 0);
    world.until("2026-03-05 02:40").await;
    assert!(count(raw).await > 0, "not yet");
    assert_eq!(count("select count(*) from draft").await, 0, "what nobody finished");
    world.until("2026-03-06 02:40").await;
    assert_eq!(count(raw).await, 0, "updates as they came");
    assert!(count(&letters).await > 0);
    world.until("2026-03-08 02:40").await;
    world.pass(1).await;
    assert_eq!(count(&letters).await, 0, "letters that arrived");
    assert!(count(&words(&ids[0])).await > 0, "the words of the case are still there");
    world.until("2026-04-11 02:40").await;
    assert!(count(&words(&ids[0])).await > 0);
    world.until("2026-04-12 02:40").await;
    assert_eq!(count(&words(&ids[0])).await, 0, "the words of what ended");
    assert_eq!(count(&format!("select count(*) from entry where case_id = '{}'", ids[0])).await, 0);
    assert!(count(&words(&ids[1])).await > 0, "never of what is under way");
    let card = world.card(case.group, &case.number);
    assert!(card.is_none_or(|card| !card.text.contains("路灯")));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_about_health_are_asked_about_once_and_masked_until_the_resident_agrees() {
    let mut world = World::new().await;
    let case = world.posted(CHANG, Content::text("凉水村村口的路灯坏了。我爸得了糖尿病，晚上看不清"), "guanshan").await;
    let question = world.find(CHANG, "健康").unwrap_or_else(|| panic!("{}", world.ever_said(CHANG)));
    assert!(question.silent && question.text.contains("不同意也照常办"), "{}", question.text);
    let receipt = world.messages(CHANG).into_iter().find(|message| message.from_bot).unwrap();
    assert!(question.id > receipt.id, "after the receipt");
    world.replies(CHANG, CHANG, receipt.id, Content::text("他高血压也厉害")).await;
    let asked = world.messages(CHANG).iter().filter(|message| message.text.contains("同意让办这件事")).count();
    assert_eq!(asked, 1, "once for a case");
    // Somebody of the unit who does not act: masked. Who acts: everything.
    let (acting, other) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    world.forget();
    world.opens(other, case.group, case.card).await;
    let shown = world.ever_said(other);
    assert!(shown.contains("〔健康信息〕") && shown.contains("路灯坏了") && shown.contains("晚上看不清"), "{shown}");
    assert!(!shown.contains("糖尿") && !shown.contains("血压"), "{shown}");
    world.opens(acting, case.group, case.card).await;
    assert!(world.ever_said(acting).contains("糖尿病"));
    // No, then yes: it is theirs to change, and the case goes on either way.
    world.presses(CHANG, CHANG, question.id, "button-refuse").await;
    world.opens(other, case.group, case.card).await;
    assert!(!world.ever_said(other).contains("糖尿"));
    world.says(CHANG, "/privacy").await;
    assert!(world.last(CHANG).text.contains("您3月2日(周一)说不同意"), "{}", world.last(CHANG).text);
    world.presses(CHANG, CHANG, question.id, "button-agree").await;
    world.opens(other, case.group, case.card).await;
    assert!(world.ever_said(other).contains("糖尿病"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_of_the_notice_is_shown_again_once() {
    let mut world = World::new().await;
    let short = world.words("privacy-short");
    world.lamp(CHANG).await;
    world.says(CHANG, "/privacy").await;
    assert!(
        world.last(CHANG).text.contains("第1版") && world.last(CHANG).text.contains("2026-03-01"),
        "{}",
        world.last(CHANG).text
    );
    world.settings.service.notice.version = 2;
    let mut world = world.restart().await;
    let mut shown = Vec::new();
    for words in ["凉水村自来水停了两天了", "凉水村的水泥路烂了一个大坑"] {
        world.forget();
        world.says(CHANG, words).await;
        world.pass(40).await;
        shown.push(world.ever_said(CHANG).matches(&short).count());
    }
    assert_eq!(shown[0], shown[1], "once");
    world.says(CHANG, "/privacy").await;
    let text = world.last(CHANG).text;
    assert!(text.contains("第1版隐私说明") && text.contains("第2版隐私说明"), "{text}");
    let versions = "select cast(version as text) from consent where kind = 'notice' order by version";
    assert_eq!(world.stranger().await.texts(versions).await, ["1", "2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_event_holds_words_of_anybody() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let bodies = world.stranger().await.texts("select body from event").await.join("\n");
    assert!(bodies.contains("understood") && !bodies.contains("路灯") && !bodies.contains("凉水村"), "{bodies}");
    assert!(
        world.card(case.group, &case.number).unwrap().text.contains("因为“路灯”“灯…坏”→市政照明"),
        "the card still says why"
    );
    world.assert_sound().await;
}
