//! The store, on real files: order, leases, chains, keys, theft.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use minqing::clock::Clock;
use minqing::id::{
    ButtonId, CadreId, CaseId, CaseNumber, ContentId, CountyId, Ids, LetterId, Moment, PersonId, UnitId,
};
use minqing::notice::gate::{self, Cleared, Exclusion, Staff};
use minqing::notice::letter::{Act, Audience, Letter, Message, Priority, Slot};
use minqing::store::{
    AfterFailure, Again, Arrived, ButtonRow, CaseRow, ClaimedLetter, EventRow, GroupRole, InboxRow, RawUpdate, Store,
    StoreFault, StoreOptions, TimerRow, Which,
};
use tempfile::TempDir;

use crate::ground::{Engine, Ground, Stranger, bytes_literal};

const START: Moment = Moment(1_760_000_000_000);
const LEASE: i64 = 60_000;

/// A county's store in a folder of its own, with a clock that stands still.
struct World {
    dir: TempDir,
    ground: Ground,
    clock: Clock,
    store: Store,
}

impl World {
    async fn new() -> Self {
        Self::on(Engine::of_this_run()).await
    }

    async fn on(engine: Engine) -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Clock::frozen_at(START);
        let ground = Ground::on(engine, dir.path()).await;
        let store = open(&options(&dir, &ground), &clock).await.unwrap();
        Self { dir, ground, clock, store }
    }

    fn options(&self) -> StoreOptions {
        options(&self.dir, &self.ground)
    }

    async fn reopened(self) -> Self {
        self.store.close().await;
        let store = open(&self.options(), &self.clock).await.unwrap();
        Self { store, ..self }
    }

    /// The database as somebody else would open it: to look, or to tamper.
    async fn stranger(&self) -> Stranger {
        self.ground.stranger().await
    }

    async fn claim(&self, limit: u32) -> Vec<InboxRow> {
        self.store.claim_updates("worker", limit, 1, LEASE).await.unwrap().into_iter().flatten().collect()
    }

    async fn letters(&self) -> Vec<ClaimedLetter> {
        self.store.claim_letters("sender", 10, LEASE).await.unwrap()
    }

    async fn done(&self, seq: i64) -> Result<(), StoreFault> {
        let mut tx = self.store.begin().await?;
        tx.inbox_done(seq, "case", None).await?;
        tx.commit().await
    }

    async fn post(&self, letters: impl IntoIterator<Item = Letter>) {
        let mut tx = self.store.begin().await.unwrap();
        for letter in letters {
            tx.enqueue(cleared(letter)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

fn options(dir: &TempDir, ground: &Ground) -> StoreOptions {
    StoreOptions { url: ground.url.clone(), key_file: dir.path().join("minqing.key"), county: CountyId::new("qinghe") }
}

async fn open(options: &StoreOptions, clock: &Clock) -> Result<Store, StoreFault> {
    let store = Store::open(options, clock.clone(), Ids::from_system()).await?;
    Ok(store.with_lease_clock(clock.clone()))
}

async fn refusal(options: &StoreOptions) -> String {
    match Store::open(options, Clock::system(), Ids::from_system()).await {
        Ok(_) => panic!("it opened"),
        Err(fault) => fault.to_string(),
    }
}

fn update(update_id: i64, chat: i64) -> RawUpdate {
    RawUpdate { update_id, chat: Some(chat), kind: "message".into(), raw: format!("{{\"update_id\":{update_id}}}") }
}

fn ids_of(rows: &[InboxRow]) -> Vec<i64> {
    rows.iter().map(|row| row.update_id).collect()
}

struct AnyStaff(UnitId);

impl Staff for AnyStaff {
    fn unit_of(&self, _: &CadreId) -> Option<UnitId> {
        Some(self.0.clone())
    }

    fn expected_in(&self, _place: &Audience) -> BTreeSet<CadreId> {
        BTreeSet::new()
    }
}

fn cleared(letter: Letter) -> Cleared<Letter> {
    gate::clear(letter, &Exclusion::default(), None, &AnyStaff(UnitId::new("guanshan"))).unwrap()
}

fn letter(key: &str, to: Audience, priority: Priority, case: Option<&str>) -> Letter {
    let message = Message { text: format!("words of {key}"), ..Message::default() };
    let act = Act::Send { message, slot: Some(Slot(format!("slot:{key}"))) };
    Letter { to, act, priority, case: case.map(CaseId::new), key: key.into(), sealed: false }
}

fn keys_of(letters: &[ClaimedLetter]) -> Vec<&str> {
    letters.iter().map(|claimed| claimed.letter.key.as_str()).collect()
}

fn case_row(id: &str, free_digits: u32, version: i64) -> CaseRow {
    CaseRow {
        id: CaseId::new(id),
        number: CaseNumber::from_free_digits(free_digits),
        person: PersonId::new("p1"),
        unit: Some(UnitId::new("guanshan")),
        cadre: Some(CadreId::new("qian-jin")),
        state: "registered".into(),
        open: true,
        sealed: false,
        due: Some(START.plus_s(86_400)),
        provisional: false,
        updated_at: START,
        version,
        body: "{\"subject\":\"lamp\"}".into(),
    }
}

fn event(seq: i64) -> EventRow {
    EventRow {
        seq,
        at: START.plus_s(seq),
        actor: "desk".into(),
        kind: "Registered".into(),
        before: "collecting".into(),
        after: "registered".into(),
        body: format!("{{\"step\":{seq}}}"),
    }
}

async fn save_case(store: &Store, row: &CaseRow, expected: i64) -> Result<(), StoreFault> {
    let events: Vec<EventRow> = (expected + 1..=row.version).map(event).collect();
    let mut tx = store.begin().await?;
    tx.append(row, expected, &events).await?;
    tx.commit().await
}

#[tokio::test]
async fn d4_the_offset_and_the_updates_are_saved_together_and_once() {
    let world = World::new().await;
    assert_eq!(world.store.next_offset().await.unwrap(), None);
    let batch: Vec<RawUpdate> = (1..=100).map(|id| update(id, id % 7)).collect();
    assert_eq!(world.store.save_updates(&batch, 101).await.unwrap(), 100);
    for _ in 0..5 {
        assert_eq!(world.store.save_updates(&batch, 101).await.unwrap(), 0, "served again, taken once");
    }
    let world = world.reopened().await;
    assert_eq!(world.store.next_offset().await.unwrap(), Some(101));
    assert_eq!(world.store.counts().await.unwrap().pending_inbox, 100);
    assert_eq!(world.store.verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn d5_only_the_first_unfinished_update_of_a_chat_is_handed_out() {
    let world = World::new().await;
    let batch = [update(1, 10), update(2, 10), update(3, 20), update(4, 10), update(5, 20)];
    world.store.save_updates(&batch, 6).await.unwrap();
    let first = world.claim(10).await;
    assert_eq!(ids_of(&first), [1, 3]);
    assert_eq!(first[0].raw, "{\"update_id\":1}");
    assert!(world.claim(10).await.is_empty(), "both chats are being worked on");

    world.done(first[1].seq).await.unwrap();
    assert_eq!(ids_of(&world.claim(10).await), [5], "the quick chat goes on, the slow one waits");

    let world = world.reopened().await;
    world.store.take_part("another", LEASE).await.unwrap();
    assert_eq!(ids_of(&world.claim(10).await), [1, 5], "a dead process's leases are released at start");
    world.clock.push_ms(LEASE + 1);
    assert_eq!(ids_of(&world.claim(10).await), [1, 5], "a lease runs out");
}

#[tokio::test]
async fn updates_without_a_chat_wait_for_nobody() {
    let world = World::new().await;
    let alone = |id| RawUpdate { chat: None, ..update(id, 0) };
    world.store.save_updates(&[alone(1), alone(2)], 3).await.unwrap();
    assert_eq!(ids_of(&world.claim(10).await), [1, 2]);
}

#[tokio::test]
async fn an_update_has_one_outcome() {
    let world = World::new().await;
    world.store.save_updates(&[update(1, 10)], 2).await.unwrap();
    let seq = world.claim(1).await[0].seq;
    world.done(seq).await.unwrap();
    assert!(matches!(world.done(seq).await, Err(StoreFault::Conflict)));
}

#[tokio::test]
async fn d13_what_fails_five_times_is_set_aside_and_can_be_run_again() {
    let world = World::new().await;
    world.store.save_updates(&[update(1, 10), update(2, 10)], 3).await.unwrap();
    for attempt in 1..=5 {
        let row = world.claim(1).await.remove(0);
        assert_eq!((row.update_id, row.attempts), (1, attempt - 1));
        let after = world.store.update_failed(row.seq, 1000, 5).await.unwrap();
        assert_eq!(after, if attempt < 5 { AfterFailure::Retry } else { AfterFailure::Quarantined });
        if attempt < 5 {
            assert!(world.claim(1).await.is_empty(), "not before its time, and nothing overtakes it");
            assert_eq!(world.store.next_wake().await.unwrap(), Some(world.clock.now().plus_ms(1000)));
            world.clock.push_ms(1000);
        }
    }
    assert_eq!(ids_of(&world.claim(1).await), [2], "the chat goes on");
    let aside = world.store.quarantined().await.unwrap();
    assert_eq!((aside.len(), aside[0].update_id, aside[0].attempts), (1, 1, 5));
    assert_eq!(world.store.requeue_quarantined(Some(7)).await.unwrap(), 0);
    assert_eq!(world.store.requeue_quarantined(Some(1)).await.unwrap(), 1);
    let again = world.claim(1).await.remove(0);
    assert_eq!((again.raw.as_str(), again.attempts), ("{\"update_id\":1}", 0), "raw kept");
}

#[tokio::test]
async fn d18_letters_to_a_chat_leave_in_order_and_the_more_pressing_first() {
    let world = World::new().await;
    let chat = || Audience::Chat(10);
    world
        .post([
            letter("a", chat(), Priority::Status, Some("c1")),
            letter("b", chat(), Priority::Status, Some("c2")),
            letter("c", chat(), Priority::Receipt, Some("c1")),
            letter("d", chat(), Priority::Receipt, Some("c3")),
            letter("e", Audience::Chat(20), Priority::Status, None),
            letter("e", Audience::Chat(20), Priority::Status, None),
        ])
        .await;
    let first = world.letters().await;
    assert_eq!(keys_of(&first), ["a", "e"], "c is about a's case, and d waits behind c");
    world.store.letters_sent(&[Arrived::of(&first[0], 10, Some(501))]).await.unwrap();
    let second = world.letters().await;
    assert_eq!(keys_of(&second), ["c"], "c overtakes b");
    assert!(world.letters().await.is_empty(), "leased");
    world.store.letters_sent(&[Arrived::of(&second[0], 10, Some(502))]).await.unwrap();
    assert_eq!(keys_of(&world.letters().await), ["d"]);
    assert_eq!(world.store.slot_message(&Slot("slot:a".into()), 10).await.unwrap(), Some(501));
    assert_eq!(world.store.slot_message(&Slot("slot:a".into()), 20).await.unwrap(), None);
    let post = world.store.view().await.unwrap().post_at(10, 502).await.unwrap().unwrap();
    assert_eq!((post.case, post.key.as_str()), (Some(CaseId::new("c1")), "c"));
}

/// A letter in line, as the rule sees it.
struct InLine {
    key: String,
    lane: usize,
    priority: Priority,
    case: Option<String>,
    leased: bool,
}

/// What may leave next by the rule: of each lane with nothing on its way the most pressing of those that need not wait for an
/// earlier one. The first two lanes are private chats.
fn next_by_rule(line: &[InLine]) -> Vec<&str> {
    let waits = |nth: usize, letter: &InLine| {
        line[..nth].iter().filter(|earlier| earlier.lane == letter.lane).any(|earlier| {
            let same_case = letter.case.is_some() && earlier.case == letter.case;
            earlier.priority <= letter.priority || same_case || (letter.lane < 2 && letter.priority > Priority::Danger)
        })
    };
    let mut free: Vec<(usize, &InLine)> = line.iter().enumerate().filter(|(nth, one)| !waits(*nth, one)).collect();
    free.retain(|(_, one)| !line.iter().any(|other| other.lane == one.lane && other.leased));
    free.sort_by_key(|(nth, one)| (one.priority, *nth));
    let mut lanes = std::collections::BTreeSet::new();
    free.into_iter().filter(|(_, one)| lanes.insert(one.lane)).map(|(_, one)| one.key.as_str()).collect()
}

#[tokio::test]
async fn d18_on_either_engine_the_same_letters_are_next() {
    let seed = Ids::from_system().below(1 << 32);
    let (world, ids) = (World::new().await, Ids::seeded(seed));
    let cadres = ["qian-jin", "cen-bonian"].map(CadreId::new);
    let mut tx = world.store.begin().await.unwrap();
    for (cadre, account) in cadres.iter().zip(40..) {
        tx.bind_cadre(cadre, account).await.unwrap();
    }
    tx.commit().await.unwrap();
    let priorities = [Priority::Danger, Priority::Receipt, Priority::Card, Priority::Status];
    let (mut line, mut hands): (Vec<InLine>, Vec<ClaimedLetter>) = (Vec::new(), Vec::new());
    for round in 0..60 {
        for nth in 0..ids.below(8) {
            let (lane, case) = (ids.below(5) as usize, ids.below(4));
            let case = (case > 0).then(|| format!("c{case}"));
            let priority = priorities[ids.below(4) as usize];
            let to =
                cadres.get(lane).map_or(Audience::Chat(-100 - lane as i64), |cadre| Audience::Cadre(cadre.clone()));
            let key = format!("{round}.{nth}");
            world.post([letter(&key, to, priority, case.as_deref())]).await;
            line.push(InLine { key, lane, priority, case, leased: false });
        }
        let claimed = world.letters().await;
        assert_eq!(keys_of(&claimed), next_by_rule(&line), "seed {seed}, round {round}");
        let keys: Vec<String> = keys_of(&claimed).into_iter().map(str::to_owned).collect();
        line.iter_mut().filter(|one| keys.contains(&one.key)).for_each(|one| one.leased = true);
        hands.extend(claimed);
        let staying = hands.split_off(ids.below(hands.len() as u64 + 1) as usize);
        for arrived in std::mem::replace(&mut hands, staying) {
            let key = arrived.letter.key.clone();
            world.store.letters_sent(&[Arrived::of(&arrived, arrived.chat, None)]).await.unwrap();
            line.retain(|one| one.key != key);
        }
    }
    assert!(line.len() > 20, "there was always something to choose from");
}

/// How long a claim takes at best while so many letters wait in one chat.
async fn claim_with_waiting(letters: usize) -> std::time::Duration {
    let world = World::new().await;
    world.post([letter("a", Audience::Chat(-100), Priority::Card, None)]).await;
    let copies = format!(
        "insert into letter (county, id, seq, key_hash, audience_kind, audience_hash, lane, priority, state, live,
            content_id, created_at, ready_at, lease_until, attempts)
        with recursive n (i) as (select 1 union all select i + 1 from n where i < {letters})
        select county, id || i, seq + i, key_hash || i, audience_kind, audience_hash, lane, priority, state, live,
            content_id, created_at, ready_at, lease_until, attempts from letter, n"
    );
    world.stranger().await.execute(&copies).await;
    let mut best = std::time::Duration::MAX;
    for _ in 0..5 {
        let begun = std::time::Instant::now();
        let claimed = world.letters().await;
        best = best.min(begun.elapsed());
        assert_eq!(claimed.len(), 1);
        world.store.letters_sent(&[Arrived::of(&claimed[0], claimed[0].chat, None)]).await.unwrap();
    }
    best
}

#[tokio::test]
async fn a_claim_does_not_look_through_all_that_wait_for_each_of_them() {
    let (few, many) = (claim_with_waiting(300).await, claim_with_waiting(3_000).await);
    println!("{few:?} with 300 waiting, {many:?} with 3000");
    assert!(many < few * 30, "ten times the letters: {few:?} became {many:?}");
}

#[tokio::test]
async fn a_letter_that_must_wait_holds_its_chat_only() {
    let world = World::new().await;
    world
        .post([
            letter("a", Audience::Chat(10), Priority::Card, None),
            letter("b", Audience::Chat(20), Priority::Card, None),
        ])
        .await;
    let claimed = world.letters().await;
    let later = START.plus_s(30);
    let again = Again { not_before: later, why: "retry_after", hold_lane: true, counted: false };
    world.store.letter_retry(&claimed[0], &again).await.unwrap();
    world.post([letter("danger", Audience::Chat(10), Priority::Danger, None)]).await;
    let press = Act::AnswerPress { press: "77".into(), text: None, alert: false };
    world.post([Letter { act: press, ..letter("press", Audience::Chat(10), Priority::Press, None) }]).await;
    assert_eq!(
        keys_of(&world.letters().await),
        ["press"],
        "nothing goes to the chat; a press is answered all the same"
    );
    assert_eq!(world.store.next_wake().await.unwrap(), Some(later));
    world.clock.push_ms(30_000);
    let after = world.letters().await;
    assert_eq!(keys_of(&after), ["danger"]);
    world.store.letter_stopped(&after[0].id, "excluded").await.unwrap();
    let after = world.letters().await;
    assert_eq!((keys_of(&after), after[0].attempts), (vec!["a"], 0));
    world.store.letter_failed(&after[0].id, "blocked").await.unwrap();
    let counts = world.store.counts().await.unwrap();
    assert_eq!((counts.failed_letters, counts.stopped_letters), (1, 1), "nothing is dropped silently");
}

#[tokio::test]
async fn a_letter_waits_until_its_reader_has_an_address() {
    let world = World::new().await;
    let qian = CadreId::new("qian-jin");
    let unit = || Audience::UnitGroup(UnitId::new("guanshan"));
    world
        .post([
            letter("cadre", Audience::Cadre(qian.clone()), Priority::Card, None),
            letter("unit", unit(), Priority::Card, None),
        ])
        .await;
    assert!(world.letters().await.is_empty());
    assert_eq!(world.store.counts().await.unwrap().unaddressed, 2);

    let mut tx = world.store.begin().await.unwrap();
    tx.bind_cadre(&qian, 42).await.unwrap();
    tx.bind_group(-100, &GroupRole::Triage, &qian).await.unwrap();
    tx.commit().await.unwrap();
    let freed = world.letters().await;
    let to: Vec<(&str, i64)> = freed.iter().map(|claimed| (claimed.letter.key.as_str(), claimed.chat)).collect();
    assert_eq!(to, [("cadre", 42), ("unit", -100)], "the triage group stands in");
    for claimed in freed {
        world.store.letters_sent(&[Arrived::of(&claimed, claimed.chat, Some(1))]).await.unwrap();
    }

    let mut tx = world.store.begin().await.unwrap();
    tx.bind_group(-200, &GroupRole::Unit(UnitId::new("guanshan")), &qian).await.unwrap();
    tx.enqueue(cleared(letter("unit2", unit(), Priority::Card, None))).await.unwrap();
    tx.enqueue(cleared(letter("cadre2", Audience::Cadre(qian.clone()), Priority::Danger, None))).await.unwrap();
    tx.unbind_cadre(&qian).await.unwrap();
    tx.commit().await.unwrap();
    let next = world.letters().await;
    assert_eq!((keys_of(&next), next[0].chat), (vec!["unit2"], -200));
    assert_eq!(world.store.counts().await.unwrap().unaddressed, 1, "parked again, not lost");
}

#[tokio::test]
async fn a_claimed_letter_carries_what_its_case_excludes_now() {
    let world = World::new().await;
    world.post([letter("a", Audience::Chat(-5), Priority::Card, Some("c1"))]).await;
    let exclusion = Exclusion { no_groups: true, cadres: [CadreId::new("zhao-qiang")].into(), ..Exclusion::default() };
    let mut tx = world.store.begin().await.unwrap();
    tx.set_exclusion(&CaseId::new("c1"), &exclusion).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.letters().await[0].exclusion, exclusion);
}

#[tokio::test]
async fn two_who_change_a_case_at_once_have_one_winner() {
    let world = World::new().await;
    save_case(&world.store, &case_row("c1", 7, 2), 0).await.unwrap();
    save_case(&world.store, &case_row("c1", 7, 3), 2).await.unwrap();
    assert!(matches!(save_case(&world.store, &case_row("c1", 7, 3), 2).await, Err(StoreFault::Conflict)));
    assert!(
        matches!(save_case(&world.store, &case_row("c2", 7, 1), 0).await, Err(StoreFault::Conflict)),
        "the number is taken"
    );
    assert!(
        matches!(save_case(&world.store, &case_row("c1", 7, 3), 3).await, Err(StoreFault::Config(_))),
        "no state without an event"
    );

    let mut tx = world.store.view().await.unwrap();
    assert_eq!(tx.load_case(&CaseId::new("c1")).await.unwrap(), Some(case_row("c1", 7, 3)));
    assert_eq!(tx.events(&CaseId::new("c1")).await.unwrap(), [event(1), event(2), event(3)]);
    assert_eq!(tx.case_by_number(CaseNumber::from_free_digits(7)).await.unwrap(), Some(CaseId::new("c1")));
    assert!(tx.number_taken(CaseNumber::from_free_digits(7)).await.unwrap());
    assert_eq!(tx.cases_of_person(&PersonId::new("p1"), Which::Open, 5).await.unwrap().len(), 1);
    assert_eq!(tx.cases_of_unit(&UnitId::new("guanshan")).await.unwrap().len(), 1);
    assert_eq!(tx.cases_of_cadre(&CadreId::new("qian-jin")).await.unwrap().len(), 1);
    assert_eq!(tx.provisional_cases().await.unwrap(), []);
    assert_eq!(tx.exclusion(&CaseId::new("c1")).await.unwrap(), Exclusion::default());
}

#[tokio::test]
async fn r11_the_doctor_names_the_first_event_that_was_changed() {
    let world = World::new().await;
    save_case(&world.store, &case_row("c1", 1, 4), 0).await.unwrap();
    save_case(&world.store, &case_row("c2", 2, 1), 0).await.unwrap();
    let stranger = world.stranger().await;
    let tampering = [
        ("update event set body = '{}' where case_id = 'c1' and seq = 3", "case c1: event 3 is not what was written"),
        ("delete from event where case_id = 'c1' and seq = 2", "case c1: event 2 is missing"),
        (
            "delete from event where case_id = 'c1' and seq = 4",
            "case c1: its row does not end where its events end; event 3 is the last",
        ),
        (
            "update event set seq = seq - 5 where case_id = 'c1' and seq in (2, 3); update event set seq = -seq where seq < 0",
            "case c1: event 2 is not what was written",
        ),
        (
            "update case_file set version = 3 where id = 'c1'",
            "case c1: its row does not end where its events end; event 4 is the last",
        ),
        ("update case_file set sealed_body = x'01' where id = 'c1'", "case_file c1 does not open with its key"),
    ];
    for (sql, finding) in tampering {
        stranger.keep_books().await;
        stranger.execute(&sql.replace("x'01'", &bytes_literal(world.ground.engine, "01"))).await;
        assert_eq!(world.store.verify().await.unwrap(), [finding], "{sql}");
        stranger.put_books_back().await;
        assert_eq!(world.store.verify().await.unwrap(), Vec::<String>::new(), "put back: {sql}");
    }
}

#[tokio::test]
async fn entries_keep_every_version_of_what_was_said() {
    let world = World::new().await;
    save_case(&world.store, &case_row("c1", 1, 1), 0).await.unwrap();
    let case = CaseId::new("c1");
    let mut tx = world.store.begin().await.unwrap();
    let (first, commitment) = tx.put_content("text", Some(&case), b"the lamp is broken").await.unwrap();
    let (edited, other) = tx.put_content("text", Some(&case), b"the lamp is broken").await.unwrap();
    assert_ne!(commitment, other, "salted");
    assert_eq!(tx.add_entry((10, 5), &case, "text", &first).await.unwrap(), 1);
    assert_eq!(tx.add_entry((10, 6), &case, "photo", &first).await.unwrap(), 2);
    assert_eq!(tx.add_version(10, 5, &edited).await.unwrap().entry, 1);
    assert_eq!(tx.entry_by_source(10, 6).await.unwrap().map(|found| found.entry), Some(2));
    assert_eq!(tx.entry_by_source(10, 7).await.unwrap(), None);
    assert!(matches!(tx.add_version(10, 7, &edited).await, Err(StoreFault::Missing(_))));
    let said: Vec<(i64, i64, ContentId)> =
        tx.entries(&case).await.unwrap().into_iter().map(|row| (row.no, row.version, row.content)).collect();
    assert_eq!(said, [(1, 1, first.clone()), (1, 2, edited.clone()), (2, 1, first.clone())]);
    assert_eq!(tx.get_content(&edited).await.unwrap().unwrap(), b"the lamp is broken");
    assert!(tx.erase_content(&edited).await.unwrap());
    assert_eq!(tx.get_content(&edited).await.unwrap(), None);
    tx.move_album(10, "g", &CaseId::new("c9")).await.unwrap();
    tx.move_album(10, "g", &case).await.unwrap();
    assert_eq!(tx.case_of_album(10, "g").await.unwrap(), Some(case.clone()));
    tx.commit().await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    assert!(matches!(tx.add_entry((10, 5), &case, "text", &first).await, Err(StoreFault::Conflict)));
}

#[tokio::test]
async fn people_and_their_accounts_find_each_other() {
    let world = World::new().await;
    let (qian, zhao) = (CadreId::new("qian-jin"), CadreId::new("zhao-qiang"));
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.person_by_account(42).await.unwrap(), None);
    let person = tx.add_person(42, "Sun", "zh-CN").await.unwrap();
    tx.set_language(&person.id, "en").await.unwrap();
    tx.set_notice_shown(&person.id, 1).await.unwrap();
    let found = tx.person_by_account(42).await.unwrap().unwrap();
    assert_eq!((found.id.clone(), found.language.as_str(), found.notice_shown), (person.id.clone(), "en", 1));
    assert_eq!(tx.chat_of_person(&person.id).await.unwrap(), Some(42));
    assert_eq!(tx.name_of_person(&person.id).await.unwrap().as_deref(), Some("Sun"));

    tx.bind_cadre(&qian, 1).await.unwrap();
    tx.bind_cadre(&qian, 2).await.unwrap();
    assert_eq!(tx.cadre_by_account(1).await.unwrap(), None, "a cadre has one account");
    assert_eq!(
        (tx.cadre_by_account(2).await.unwrap(), tx.account_of(&qian).await.unwrap()),
        (Some(qian.clone()), Some(2))
    );
    assert_eq!(tx.bound_cadres().await.unwrap(), std::slice::from_ref(&qian));

    tx.add_invite("token", &zhao, START.plus_s(60)).await.unwrap();
    assert_eq!(tx.redeem_invite("token", START.plus_s(60)).await.unwrap(), None, "expired");
    assert_eq!(tx.redeem_invite("token", START).await.unwrap(), Some(zhao.clone()));
    assert_eq!(tx.redeem_invite("token", START).await.unwrap(), None, "once");

    tx.bind_group(-1, &GroupRole::Triage, &qian).await.unwrap();
    tx.bind_group(-2, &GroupRole::Triage, &qian).await.unwrap();
    assert_eq!((tx.group_role(-1).await.unwrap(), tx.group_of(&GroupRole::Triage).await.unwrap()), (None, Some(-2)));
    tx.unbind_group(-2).await.unwrap();
    assert_eq!(tx.group_role(-2).await.unwrap(), None);
    assert!(matches!(tx.bind_cadre(&zhao, 2).await, Err(StoreFault::Conflict)));
}

#[tokio::test]
async fn buttons_drafts_and_timers_survive_a_restart() {
    let world = World::new().await;
    let id = ButtonId::new("b1");
    let button = ButtonRow {
        case: Some(CaseId::new("c1")),
        action: "sign".into(),
        argument: "1".into(),
        audience: Audience::Chat(-77),
        expires: Some(START),
    };
    let timer = |key: &str, seconds| TimerRow {
        key: key.into(),
        kind: "remind".into(),
        case: Some(CaseId::new("c1")),
        due: START.plus_s(seconds),
        body: "{}".into(),
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.add_button(&id, &button).await.unwrap();
    tx.set_draft(10, 42, "{\"a\":1}").await.unwrap();
    for (key, seconds) in [("late", 20), ("early", 10), ("moved", 5), ("gone", 1)] {
        tx.set_timer(&timer(key, seconds)).await.unwrap();
    }
    tx.set_timer(&timer("moved", 90)).await.unwrap();
    assert!(tx.cancel_timer("gone").await.unwrap());
    tx.commit().await.unwrap();
    let world = world.reopened().await;
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.button(&id).await.unwrap(), Some(button));
    assert_eq!(tx.draft(10, 42).await.unwrap().as_deref(), Some("{\"a\":1}"));
    tx.clear_draft(10, 42).await.unwrap();
    assert_eq!(tx.draft(10, 42).await.unwrap(), None);
    tx.commit().await.unwrap();

    assert_eq!(world.store.next_wake().await.unwrap(), Some(START.plus_s(10)));
    world.clock.push_ms(30_000);
    let now = world.clock.now();
    let due = world.store.claim_timers("desk", now, 10, LEASE).await.unwrap();
    assert_eq!(due, [timer("early", 10), timer("late", 20)]);
    assert!(world.store.claim_timers("another desk", now, 10, LEASE).await.unwrap().is_empty(), "leased");
    let again = world.store.claim_timers("desk", now, 10, LEASE).await.unwrap();
    assert_eq!(again, due, "whoever claims again has not brought them to an end");
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.timer_done("early", due[0].due).await.unwrap());
    assert!(!tx.timer_done("early", due[0].due).await.unwrap(), "handled once");
    assert!(!tx.timer_done("moved", START.plus_s(5)).await.unwrap(), "moved since");
    assert_eq!(tx.cancel_timers_of(&CaseId::new("c1")).await.unwrap(), 2);
}

#[tokio::test]
async fn what_is_not_committed_never_was() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    tx.add_person(42, "Sun", "zh-CN").await.unwrap();
    drop(tx);
    let mut view = world.store.view().await.unwrap();
    assert_eq!(view.person_by_account(42).await.unwrap(), None);
    assert!(matches!(view.set_draft(1, 1, "{}").await, Err(StoreFault::ReadOnly)), "a view cannot write");
}

#[tokio::test]
async fn d7_a_second_process_on_the_same_file_is_refused_at_once() {
    let world = World::on(Engine::Sqlite).await;
    let line = refusal(&world.options()).await;
    assert!(line.starts_with("another minqing is running on"), "{line}");
    world.store.close().await;
    open(&world.options(), &world.clock).await.unwrap();
}

#[tokio::test]
async fn p8_without_its_own_closed_key_file_nothing_starts_and_nothing_is_written() {
    let world = World::on(Engine::Sqlite).await;
    world.store.save_updates(&[update(1, 10)], 2).await.unwrap();
    world.store.close().await;
    let (options, key, database) =
        (world.options(), world.dir.path().join("minqing.key"), world.dir.path().join("minqing.sqlite"));
    let right = std::fs::read(&key).unwrap();
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&database).unwrap();

    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(refusal(&options).await.contains("can be read by others"));
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&key, "00".repeat(32)).unwrap();
    assert!(refusal(&options).await.contains("is not the one this database was written with"));
    std::fs::write(&key, "too short").unwrap();
    assert!(refusal(&options).await.contains("does not hold 32 bytes"));
    std::fs::remove_file(&key).unwrap();
    assert!(refusal(&options).await.contains("is missing"));
    assert!(!key.exists(), "no new key over old data");
    assert!(std::fs::read(&database).unwrap() == before, "no writes");
    let log = world.dir.path().join("minqing.sqlite-wal");
    assert!(std::fs::metadata(log).map_or(0, |log| log.len()) == 0, "no writes");

    std::fs::write(&key, right).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let store = open(&options, &world.clock).await.unwrap();
    assert_eq!(store.next_offset().await.unwrap(), Some(2));
}

/// Every way in, on the engine of this run: the bot's, a tool's beside it, and a look.
#[tokio::test]
async fn p8_another_key_opens_no_way_in_and_leaves_every_row_as_it_was() {
    let world = World::new().await;
    world.store.save_updates(&[update(1, 10)], 2).await.unwrap();
    let before = (world.store.counts().await.unwrap(), world.store.next_offset().await.unwrap());
    world.store.close().await;
    let other = StoreOptions { key_file: world.dir.path().join("other.key"), ..world.options() };
    std::fs::write(&other.key_file, "00".repeat(32)).unwrap();
    std::fs::set_permissions(&other.key_file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let (clock, ids) = (world.clock.clone(), Ids::from_system());
    for refused in [
        Store::open(&other, clock.clone(), ids.clone()).await.err(),
        Store::open_beside(&other, clock.clone(), ids.clone()).await.err(),
        Store::open_to_look(&other, clock.clone(), ids.clone()).await.err(),
    ] {
        let line = refused.expect("another key opened it").to_string();
        assert!(line.contains("other.key") && !line.contains("00000000"), "{line}");
    }
    let store = open(&world.options(), &world.clock).await.unwrap();
    assert_eq!((store.counts().await.unwrap(), store.next_offset().await.unwrap()), before, "no writes");
    let keys = world.ground.stranger().await.number("select count(*) from county_key").await;
    assert_eq!(keys, 1, "no second key beside the first");
}

const USER: i64 = 7_345_678_901;
const CANARY: &str = "canary-lamp-broken";

async fn fill_with_secrets(world: &World) {
    let raw = format!("{{\"message\":{{\"from\":{{\"id\":{USER}}},\"text\":\"{CANARY}\"}}}}");
    let update = RawUpdate { update_id: 1, chat: Some(USER), kind: "message".into(), raw };
    world.store.save_updates(&[update], 2).await.unwrap();
    save_case(&world.store, &CaseRow { body: format!("{{\"note\":\"{CANARY}\"}}"), ..case_row("c1", 1, 1) }, 0)
        .await
        .unwrap();
    let case = CaseId::new("c1");
    let mut tx = world.store.begin().await.unwrap();
    let person = tx.add_person(USER, CANARY, "zh-CN").await.unwrap();
    let (content, _) = tx.put_content("text", Some(&case), CANARY.as_bytes()).await.unwrap();
    tx.add_entry((USER, 5), &case, "text", &content).await.unwrap();
    tx.move_album(USER, CANARY, &case).await.unwrap();
    tx.bind_cadre(&CadreId::new("qian-jin"), USER).await.unwrap();
    tx.bind_group(-USER, &GroupRole::Operators, &CadreId::new("qian-jin")).await.unwrap();
    tx.add_invite(CANARY, &CadreId::new("qian-jin"), START).await.unwrap();
    tx.set_draft(USER, USER, CANARY).await.unwrap();
    let audience = Audience::Chat(USER);
    let button = ButtonRow {
        case: None,
        action: "sign".into(),
        argument: CANARY.into(),
        audience: audience.clone(),
        expires: None,
    };
    tx.add_button(&ButtonId::new("b1"), &button).await.unwrap();
    let key = format!("burst:{USER}");
    tx.set_timer(&TimerRow { key: key.clone(), kind: "burst".into(), case: None, due: START, body: CANARY.into() })
        .await
        .unwrap();
    let excluded = Exclusion { cadres: [CadreId::new(CANARY)].into(), ..Exclusion::default() };
    tx.set_exclusion(&case, &excluded).await.unwrap();
    let message = Message { text: CANARY.into(), ..Message::default() };
    let act = Act::Send { message, slot: Some(Slot::card(&case, &USER.to_string())) };
    tx.enqueue(cleared(Letter {
        to: audience,
        act,
        key,
        ..letter("", Audience::Resident(person.id), Priority::Card, None)
    }))
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let claimed = world.letters().await;
    world.store.letters_sent(&[Arrived::of(&claimed[0], USER, Some(USER))]).await.unwrap();
}

fn assert_nothing_to_steal(world: &World) {
    let needles: [Vec<u8>; 4] = [
        CANARY.as_bytes().to_vec(),
        USER.to_string().into_bytes(),
        USER.to_be_bytes()[3..].to_vec(),
        USER.to_le_bytes()[..5].to_vec(),
    ];
    let mut read = 0;
    for file in std::fs::read_dir(world.dir.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        read += bytes.len();
        for needle in &needles {
            let found = bytes.windows(needle.len()).any(|window| window == needle);
            assert!(!found, "{} holds {needle:?}", path.display());
        }
    }
    assert!(read > 100_000, "there was something to read");
}

#[tokio::test]
async fn p7_a_stolen_database_tells_nothing_without_the_key_file() {
    let world = World::on(Engine::Sqlite).await;
    fill_with_secrets(&world).await;
    assert_nothing_to_steal(&world);
    world.store.close().await;
    assert_nothing_to_steal(&world);
    let world = world.reopened().await;
    assert!(world.claim(1).await[0].raw.contains(CANARY), "with the key file it is all there");
    assert_eq!(world.store.verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn content_moved_to_another_row_does_not_open() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    let (one, _) = tx.put_content("text", None, b"one").await.unwrap();
    let (two, _) = tx.put_content("text", None, b"two").await.unwrap();
    tx.commit().await.unwrap();
    let swap =
        format!("update content set sealed = (select sealed from content where id = '{one}') where id = '{two}'");
    world.stranger().await.execute(&swap).await;
    assert!(matches!(world.store.view().await.unwrap().get_content(&two).await, Err(StoreFault::Corrupt(_))));
    assert_eq!(world.store.verify().await.unwrap(), [format!("content {two} does not open with its key")]);
}

#[tokio::test]
async fn damaged_rows_stop_nobody_else() {
    let world = World::new().await;
    world.store.save_updates(&[update(1, 10), update(2, 20)], 3).await.unwrap();
    world
        .post([
            letter("a", Audience::Chat(10), Priority::Card, Some("c1")),
            letter("b", Audience::Chat(20), Priority::Card, None),
        ])
        .await;
    let timer =
        |key: &str| TimerRow { key: key.into(), kind: "remind".into(), case: None, due: START, body: "{}".into() };
    let mut tx = world.store.begin().await.unwrap();
    tx.set_exclusion(&CaseId::new("c1"), &Exclusion::default()).await.unwrap();
    tx.set_timer(&timer("one")).await.unwrap();
    tx.set_timer(&TimerRow { kind: "broken".into(), ..timer("two") }).await.unwrap();
    tx.commit().await.unwrap();
    let one = bytes_literal(world.ground.engine, "01");
    let damage = format!(
        "update content set sealed = {one} where id = (select content_id from inbox where update_id = 1);
        update exclusion set sealed = {one}; update timer set sealed = {one} where kind = 'broken'"
    );
    world.stranger().await.execute(&damage).await;

    let rows = world.claim(10).await;
    let raw: Vec<&str> = rows.iter().map(|row| row.raw.as_str()).collect();
    assert_eq!(raw, ["", "{\"update_id\":2}"], "unreadable: empty, so that it ends in quarantine");
    assert_eq!(keys_of(&world.letters().await), ["b"], "who is excluded cannot be read: nothing leaves");
    assert_eq!(world.store.counts().await.unwrap().failed_letters, 1);
    assert_eq!(world.store.claim_timers("desk", START, 10, LEASE).await.unwrap(), [timer("one")]);
    assert_eq!(world.store.verify().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_new_store_makes_its_folder() {
    let dir = TempDir::new().unwrap();
    let options = StoreOptions {
        url: format!("sqlite:{}", dir.path().join("data/deep/minqing.sqlite").display()),
        key_file: dir.path().join("keys/minqing.key"),
        county: CountyId::new("qinghe"),
    };
    open(&options, &Clock::system()).await.unwrap();
    assert_eq!(std::fs::metadata(dir.path().join("keys")).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn a_letter_nobody_knows_cannot_be_settled() {
    let world = World::new().await;
    world.post([letter("a", Audience::Chat(10), Priority::Status, None)]).await;
    let mut claimed = world.letters().await.remove(0);
    claimed.id = LetterId::new("none");
    let fault = world.store.letters_sent(&[Arrived::of(&claimed, 1, Some(1))]).await;
    assert!(matches!(fault, Err(StoreFault::Missing(_))));
}
