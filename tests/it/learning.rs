//! What screeners settle teaches: afterwards the machine routes it, says by which words, and forgets what it must.

use std::path::Path;

use minqing::app::AppOptions;
use minqing::app::train::train;
use minqing::clock::Clock;
use minqing::desk::Desk;
use minqing::id::Ids;
use minqing::sandbox::Person;
use secrecy::SecretString;

use crate::program::Rig;
use crate::world::World;

/// A word that no list of the county has; the first text has one beside it that points to the subject weakly.
const TAUGHT: [&str; 5] = [
    "凉水村水磨房的碾子边上那根管子又不行了",
    "云盘村水磨房的碾子又不行了",
    "凉水村的水磨房碾子动不得,锈完了",
    "云盘村水磨房的碾子跟前松脱起的",
    "凉水村那个水磨房的碾子哪个来看一下",
];
/// Another one about the same.
const ASKED: &str = "云盘村水磨房的碾子又转不动了";

/// Somebody who has never written before says something; the burst ends. Returns their case's number.
async fn says(world: &World, who: i64, text: &str) -> String {
    world.sandbox.add_person(Person { id: who, first_name: format!("R{who}"), ..Person::default() });
    world.says(who, text).await;
    world.pass(40).await;
    world.number(who)
}

/// A screener settles it as a subject.
async fn settles(world: &World, number: &str, subject: &str) {
    let (qi, triage) = (world.cadre("qijianwei"), world.triage());
    let card = world.card(triage, number).unwrap_or_else(|| panic!("no screening card of {number}")).id;
    let told = world.presses(qi, triage, card, subject).await;
    assert!(told.starts_with("已派观山镇"), "{told}");
    world.settle().await;
}

/// Five cases go to a screener, who settles each. Returns their numbers.
async fn teach(world: &World) -> Vec<String> {
    let mut numbers = Vec::new();
    for (who, text) in (8_001..).zip(TAUGHT) {
        let number = says(world, who, text).await;
        settles(world, &number, "自来水供应").await;
        numbers.push(number);
    }
    numbers
}

/// Whoever has a case finds that it is about somebody in office: it is sealed, and leaves the group.
async fn sets_apart(world: &World, number: &str) {
    let group = world.group("guanshan");
    let card = world.card(group, number).unwrap_or_else(|| panic!("{number} has no card"));
    let who = card.pings[0];
    world.opens(who, group, card.id).await;
    let sheet = world.messages(who).into_iter().rfind(|m| m.from_bot && !m.buttons.is_empty()).unwrap();
    world.presses(who, who, sheet.id, "button-apart").await;
    world.presses(who, who, world.last(who).id, "button-apart-unknown").await;
    world.settle().await;
}

async fn lessons(world: &World) -> i64 {
    world.stranger().await.number("select count(*) from lesson").await
}

/// Asserts that the machine routed a case, and by which word, to whom that may be told.
async fn is_routed(world: &World, number: &str) {
    let group = world.group("guanshan");
    let card = world.card(group, number).unwrap_or_else(|| panic!("{number} was not routed"));
    assert!(card.text.contains("自来水供应") && card.text.contains("照学过的说法→自来水供应"), "{}", card.text);
    let who = card.pings[0];
    world.opens(who, group, card.id).await;
    let original = world.find(who, ASKED).expect("the original in private");
    assert!(original.text.contains("与学过的说法相近") && original.text.contains("水磨房"), "{}", original.text);
    for group in world.groups() {
        assert!(world.messages(group).iter().all(|message| !message.text.contains("水磨房")), "no words in a group");
    }
}

fn went_to_a_screener(world: &World, number: &str) {
    assert!(world.card(world.group("guanshan"), number).is_none(), "{number} was routed by the machine");
    assert!(world.card(world.triage(), number).is_some(), "no screening card of {number}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_screener_settled_some_times_is_routed_by_the_machine_and_says_why() {
    let world = World::new().await;
    let number = says(&world, 8_101, ASKED).await;
    went_to_a_screener(&world, &number);
    teach(&world).await;
    assert_eq!(lessons(&world).await, 5);
    let number = says(&world, 8_102, ASKED).await;
    is_routed(&world, &number).await;
    let other = says(&world, 8_103, "云盘村的院坝里有人放羊").await;
    went_to_a_screener(&world, &other);

    // At the next start too, and in a process beside it, which learns nothing twice.
    let version = "select version from model where name = 'in_use'";
    let before = world.stranger().await.number(version).await;
    let world = world.restart().await;
    world.settle().await;
    let number = says(&world, 8_104, ASKED).await;
    is_routed(&world, &number).await;
    let beside = Desk::new(world.store().clone(), world.app.desk.rules(), world.clock.clone(), Ids::seeded(5));
    assert_eq!(beside.learn().await.unwrap(), 0);
    assert_eq!(world.stranger().await.number(version).await, before);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_or_erased_afterwards_is_unlearned() {
    let world = World::new().await;
    let taught = teach(&world).await;
    let number = says(&world, 8_201, ASKED).await;
    assert!(world.card(world.group("guanshan"), &number).is_some(), "learned");
    for (number, left) in taught[..3].iter().zip([4, 3, 2]) {
        sets_apart(&world, number).await;
        assert_eq!(lessons(&world).await, left, "a sealed case teaches nothing");
    }
    let rest = world.stranger().await.texts("select case_id from lesson").await;
    for case in rest {
        let mut tx = world.store().begin().await.unwrap();
        tx.erase_case(&minqing::id::CaseId::new(case), "asked").await.unwrap();
        tx.commit().await.unwrap();
    }
    world.settle().await;
    assert_eq!(lessons(&world).await, 0);
    assert_eq!(world.stranger().await.number("select stale from model where name = 'in_use'").await, 0);
    let number = says(&world, 8_202, ASKED).await;
    went_to_a_screener(&world, &number);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealing_text_is_never_learned_or_lowered() {
    let world = World::new().await;
    teach(&world).await;
    let number = says(&world, 8_301, "唐全把水磨房碾子的管子钱贪了两万多").await;
    for group in world.groups() {
        assert!(world.card(group, &number).is_none_or(|card| !card.text.contains("自来水供应")), "no card of it");
    }
    assert_eq!(lessons(&world).await, 5);
}

/// An archive of three subjects, and a line of another.
fn archive(folder: &Path, name: &str, more: &str) -> std::path::PathBuf {
    let lines = (0..12).flat_map(|nth| {
        [
            format!(r#"{{"text": "水磨房的碾子又转不动了{nth}", "subject": "自来水供应"}}"#),
            format!(r#"{{"text": "院坝里头的谷草垛垛没人理{nth}", "subject": "urban.garbage"}}"#),
            format!(r#"{{"text": "坡上的梨儿烂在树上{nth}", "subject": "income.sales"}}"#),
        ]
    });
    let file = folder.join(name);
    std::fs::write(&file, lines.collect::<Vec<_>>().join("\n") + "\n" + more).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_learned_beside_the_bot_and_taken_up_without_a_restart() {
    let world = World::new().await;
    let number = says(&world, 8_401, ASKED).await;
    went_to_a_screener(&world, &number);
    let file = archive(world.home.path(), "archive.jsonl", "");
    train(&beside(&world), Some(&file)).await.unwrap();
    world.settle().await;
    let number = says(&world, 8_402, ASKED).await;
    is_routed(&world, &number).await;
}

/// The options of a command beside the bot of a world.
fn beside(world: &World) -> AppOptions {
    AppOptions {
        settings: world.settings.clone(),
        token: SecretString::from(String::new()),
        api_url: String::new(),
        database: world.ground.url.clone(),
        key_file: world.home.path().join("minqing.key"),
        paced: false,
        clock: Clock::system(),
        ids: Ids::seeded(9),
        observer: None,
        make_believe: true,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_named_in_the_receipt_has_the_case_however_sure_the_machine_must_be() {
    let world = World::new().await;
    let texts = std::fs::read_to_string("config/starter.jsonl").unwrap();
    let file = world.home.path().join("some.jsonl");
    std::fs::write(&file, texts.lines().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    train(&beside(&world), Some(&file)).await.unwrap();
    world.settle().await;
    let (mut sent, mut asked) = (0, 0);
    for (who, text) in (8_501..).zip([
        "云盘村走到学校那节路,一下雨就陷脚背",
        "凉水村的自来水停了两天了",
        "凉水村村口的路灯坏了三天了",
        "娃儿班上又喊交两百块买练习册",
        "观山镇卫生院开药贵得很",
        "我屋头老妈满九十了,那个钱该去哪点领",
        "凉水村三社那个变压器嗡嗡叫",
    ]) {
        let number = says(&world, who, text).await;
        let receipts = world.ever_said(who).replace("由谁负责，", "");
        let at_triage = world.card(world.triage(), &number).is_some();
        assert_eq!(receipts.contains("负责，"), !at_triage, "{text}: {receipts}");
        sent += usize::from(!at_triage);
        asked += usize::from(at_triage);
    }
    assert!(sent >= 2 && asked >= 1, "{sent} sent, {asked} asked about");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_archive_changes_nothing_and_names_its_lines() {
    let rig = Rig::new().await;
    archive(rig.home.path(), "bad.jsonl", "{\"text\": \"路灯\"}\n{\"text\": \"路灯\", \"subject\": \"没有这一类\"}\n");
    archive(rig.home.path(), "good.jsonl", "");
    let ended = rig.command(&["train", "--from", "bad.jsonl"], "bad").status().await.unwrap();
    let said = rig.read("bad.out");
    assert!(!ended.success() && said.contains("2 faults; nothing was changed"), "{said}{}", rig.read("bad.err"));
    assert!(said.contains("bad.jsonl:37: ") && said.contains("bad.jsonl:38: there is no subject"), "{said}");
    let ended = rig.command(&["train", "--from", "good.jsonl"], "good").status().await.unwrap();
    assert!(ended.success() && rig.read("good.out").contains("36 texts learned"), "{}", rig.read("good.err"));
    std::fs::write(rig.home.path().join("sheet.csv"), "text,subject\n水管爆了,自来水供应\n路灯不亮,市政照明\n")
        .unwrap();
    let ended = rig.command(&["train", "--from", "sheet.csv"], "sheet").status().await.unwrap();
    assert!(ended.success() && rig.read("sheet.out").contains("2 texts learned"), "{}", rig.read("sheet.err"));
    let ended = rig.command(&["train"], "anew").status().await.unwrap();
    assert!(ended.success() && rig.read("anew.out").contains("0 lessons learned anew"), "{}", rig.read("anew.err"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bench_tells_how_well_subjects_are_told_apart() {
    let rig = Rig::new().await;
    let split = rig.home.path().join("data/split");
    std::fs::create_dir_all(&split).unwrap();
    let line = |nth: usize| match nth % 2 {
        0 => format!(r#"{{"id": "{nth}", "subject": "路灯不亮{nth}", "text": "村口的路灯坏了", "label": "城乡建设"}}"#),
        _ => format!(r#"{{"id": "{nth}", "subject": "河里{nth}", "text": "污水排到河里臭得很", "label": "环境保护"}}"#),
    };
    let lines = |from: usize, to: usize| (from..to).map(line).collect::<Vec<_>>().join("\n");
    std::fs::write(split.join("train.jsonl"), lines(0, 40)).unwrap();
    std::fs::write(split.join("dev.jsonl"), lines(40, 60)).unwrap();
    let ended = rig.command(&["bench", "classify", "--data", "data"], "classes").status().await.unwrap();
    let said = rig.read("classes.out");
    assert!(ended.success() && said.contains("1.0000  macro-F1\n"), "{said}{}", rig.read("classes.err"));
    std::fs::write(split.join("dev.jsonl"), lines(40, 42) + "\nno JSON").unwrap();
    let ended = rig.command(&["bench", "classify", "--data", "data"], "fault").status().await.unwrap();
    let told = rig.read("fault.err");
    assert!(!ended.success() && told.lines().count() == 1 && told.contains("dev.jsonl:3: "), "{told}");
}
