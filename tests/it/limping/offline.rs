//! Telegram away for ten minutes: connections reset, hanging, refused; and updates that are no JSON.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use minqing::sandbox::{Call, FaultKind, Person};

use crate::ground::{Engine, enough};
use crate::pipe::rig_on;
use crate::world::{CHANG, LAMP, QIN, World};

/// How long nothing may happen on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);
/// How long the bot gets to notice that time has passed.
const BREATH: Duration = Duration::from_millis(15);
/// After so many breaths without a call to Telegram nothing happens any more until time passes.
const STILL: u32 = 10;

/// Lets make-believe time pass in steps, with a breath after each.
async fn passes(world: &World, steps: usize, step_ms: i64) {
    let mut breath = tokio::time::interval(BREATH);
    breath.tick().await;
    for _ in 0..steps {
        world.sandbox.push_clock(step_ms);
        breath.tick().await;
    }
}

/// Waits until it is so. Make-believe time passes only while nothing else happens: a busy machine makes nobody late.
async fn until(world: &World, what: &str, step_ms: i64, so: impl AsyncFn() -> bool) {
    let mut breath = tokio::time::interval(BREATH);
    breath.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut calls, mut still, mut moved) = (world.so_far(), 0, Instant::now());
    loop {
        breath.tick().await;
        still += 1;
        if world.so_far() != calls {
            (calls, still, moved) = (world.so_far(), 0, Instant::now());
        }
        if still % STILL == STILL - 1 {
            if so().await {
                return;
            }
            world.sandbox.push_clock(step_ms);
        }
        assert!(moved.elapsed() < PATIENCE, "not so in time: {what}");
    }
}

/// How long the bot may take to notice that it is time, when it stands in line for a processor.
const LATE_MS: i64 = 60_000;

/// When updates were asked for.
fn polls(calls: &[Call]) -> Vec<i64> {
    calls.iter().filter(|call| call.method == "getUpdates").map(|call| call.at_ms).collect()
}

/// Lets make-believe time pass until updates are asked for once more, no sooner than at least so long after the last time
/// and no later than the quarter that chance may add. Once it is due, time passes as slowly as in truth, so that a busy
/// machine has time to notice.
async fn asks_again(world: &World, begun: usize, least: i64) {
    let asked = || polls(&world.sandbox.journal_since(begun));
    let (before, latest) = (asked(), least * 5 / 4 + 1_000);
    let last = before.last().copied();
    let waited = Instant::now();
    while asked().len() == before.len() {
        let due = last.is_none_or(|last| world.clock.now().0 - last > latest);
        let breath = if due { Duration::from_secs(1) } else { BREATH };
        let mut look = tokio::time::interval(breath);
        look.tick().await;
        if last.is_some() {
            world.sandbox.push_clock(1_000);
        }
        look.tick().await;
        assert!(waited.elapsed() < PATIENCE, "it does not ask any more: {before:?}");
    }
    let (Some(last), Some(next)) = (last, asked().last().copied()) else { return };
    assert!(
        (least..=latest + LATE_MS).contains(&(next - last)),
        "{least} ms at least, {latest} at most: {before:?} {next}"
    );
}

/// What happens while Telegram, which refuses everything already, is away: the bot asks again at growing distance.
async fn ten_minutes_away(world: &World, begun: usize) {
    for least in [0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000] {
        asks_again(world, begun, least).await;
    }
    let reset = world.sandbox.journal_since(begun);
    let asked = polls(&reset);
    let sends = reset.len() - asked.len();
    let mut methods = std::collections::BTreeMap::new();
    for call in &reset {
        *methods.entry(call.method.clone()).or_insert(0) += 1;
    }
    assert!(sends <= 24, "letters are tried at growing distance: {sends} calls, {methods:?}");
    // Then nobody answers at all.
    let hanging = world.so_far();
    world.sandbox.clear_faults();
    world.ails(None, None, FaultKind::Hang);
    passes(world, 40, 5_000).await;
    world.sandbox.shut(true);
    world.sandbox.clear_faults();
    passes(world, 60, 5_000).await;
    let calls = world.so_far() - hanging;
    assert!(calls <= 24, "neither hanging nor refused it asks often: {calls} calls");
    world.sandbox.shut(false);
}

#[tokio::test(flavor = "multi_thread")]
async fn d9_two_thousand_updates_wait_out_ten_minutes_without_telegram() {
    let world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let case = world.lamp(QIN).await;
    // A letter is on its way when it begins.
    world.ails(Some("sendMessage"), Some(QIN), FaultKind::Refuse);
    world.presses(qian, group, case.card, "button-sign").await;
    world.sandbox.clear_faults();
    let people: Vec<i64> = (10_000..10_100).collect();
    let entries = world.stranger().await.number("select count(*) from entry").await;
    for person in &people {
        world.sandbox.add_person(Person { id: *person, first_name: "李".to_owned(), ..Person::default() });
        world.sandbox.text(*person, *person, LAMP);
    }
    let each = enough(20);
    for nth in 1..each {
        for person in &people {
            world.sandbox.text(*person, *person, &format!("补充第{nth}句"));
        }
    }
    let updates = people.len() * each;
    assert_eq!(world.sandbox.pending_updates(), updates);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let begun = world.clock.now();
    // Before the bot starts: otherwise it may take in a first hundred.
    let away = world.so_far();
    world.ails(None, None, FaultKind::Refuse);
    let watching = async {
        ten_minutes_away(&world, away).await;
        assert!(world.clock.now().since(begun) >= 600_000, "ten minutes");
        until(&world, "all updates are taken in and handled", 5_000, async || {
            let counts = world.store().counts().await.unwrap();
            world.sandbox.pending_updates() == 0 && counts.pending_inbox == 0 && counts.waiting_letters == 0
        })
        .await;
        until(&world, "the operators hear of it", 5_000, async || {
            world.texts(world.operators()).iter().any(|text| text.contains("没有连上 Telegram，现在好了"))
        })
        .await;
        stop.send_replace(true);
    };
    let (ran, ()) = tokio::join!(world.app.run(stopped), watching);
    ran.unwrap();
    let world = world.restart().await;
    world.settle().await;
    let kept = world.stranger().await.number("select count(*) from entry").await - entries;
    assert_eq!(kept, updates as i64, "not one is lost, not one doubled");
    for person in &people {
        let receipts: BTreeSet<String> =
            world.texts(*person).into_iter().filter(|text| text.contains("编号")).collect();
        assert!(!receipts.is_empty(), "{person} has no receipt");
    }
    assert!(world.texts(QIN).iter().any(|text| text.contains("已签收")), "the letter that was on its way arrived");
    let told = world.texts(world.operators()).into_iter().filter(|text| text.contains("没有连上"));
    let hours = world.clock.now().since(begun) / 3_600_000;
    assert!((1..=1 + hours as usize).contains(&told.count()), "once an hour, in {hours} hours");
}

#[tokio::test(flavor = "multi_thread")]
async fn d9_an_update_that_is_no_json_stops_nothing_and_is_kept() {
    let world = World::new().await;
    let poison = [
        r#"{"update_id":$UPDATE_ID,"message":{"text":"半截"#,
        r#"{"update_id":$UPDATE_ID,"message":{"message_id":5,"text":"a	b"c}}"#,
        r#"{"nothing":"here"]"#,
    ];
    world.sandbox.text(CHANG, CHANG, LAMP);
    for (nth, raw) in (0..).zip(poison) {
        world.sandbox.raw_update(raw.to_owned());
        for more in 0..40 {
            let person = 11_000 + nth * 100 + more;
            world.sandbox.add_person(Person { id: person, first_name: "李".to_owned(), ..Person::default() });
            world.sandbox.text(person, person, LAMP);
        }
    }
    world.sandbox.text(QIN, QIN, LAMP);
    for _ in 0..6 {
        world.pass(1).await;
    }
    assert_eq!(world.sandbox.pending_updates(), 0, "polling goes on");
    let counts = world.store().counts().await.unwrap();
    assert_eq!((counts.cases, counts.pending_inbox, counts.quarantined), (122, 0, 3));
    assert!(!world.number(QIN).is_empty() && !world.number(CHANG).is_empty());
    let aside = world.store().quarantined().await.unwrap();
    assert!(aside.iter().all(|row| row.kind == "unreadable"), "{aside:?}");
    let told = world.texts(world.operators());
    let told: Vec<_> = told.iter().filter(|text| text.contains("minqing requeue")).collect();
    assert_eq!(told.len(), 1, "told, once an hour: {told:?}");
    assert!(aside.iter().any(|row| told[0].contains(&row.update_id.to_string())), "{told:?}");
    world.lamp(crate::world::LI).await;
    assert!(world.card(world.group("guanshan"), &world.number(crate::world::LI)).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn d9_a_bot_without_telegram_uses_next_to_nothing() {
    let mut rig = rig_on(Engine::of_this_run(), "d9").await;
    rig.start().await.unwrap();
    rig.sandbox.text(CHANG, CHANG, LAMP);
    let answered = || rig.sandbox.messages(CHANG).iter().any(|seen| seen.from_bot);
    tokio::time::timeout(PATIENCE, async {
        let mut look = tokio::time::interval(BREATH);
        while !answered() {
            look.tick().await;
        }
    })
    .await
    .unwrap();
    rig.sandbox.shut(true);
    for nth in 0..2_000 {
        let person = 12_000 + nth % 100;
        rig.sandbox.add_person(Person { id: person, first_name: "李".to_owned(), ..Person::default() });
        rig.sandbox.text(person, person, LAMP);
    }
    let (before, held) = rig.usage().unwrap();
    let outage = Duration::from_secs(14);
    tokio::time::timeout(outage, std::future::pending::<()>()).await.unwrap_err();
    let (after, holds) = rig.usage().unwrap();
    let (used, grown) = (after - before, holds.saturating_sub(held));
    println!("{used:?} of {outage:?}, {grown} bytes");
    assert!(used.as_secs_f64() < outage.as_secs_f64() * 0.02, "{used:?} of {outage:?}");
    assert!(grown < 20 << 20, "{grown} bytes");
    let polls = rig.sandbox.polls();
    rig.sandbox.shut(false);
    crate::pipe::until("it asks again", || rig.sandbox.polls() > polls).await;
    rig.still_runs().unwrap();
    rig.kill().await.unwrap();
}
