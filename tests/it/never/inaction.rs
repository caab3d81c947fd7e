//! S6: a cadre who does nothing.

use super::{LANE, assert_only, carried, newcomer, opens_sealed, told};
use crate::world::{CHANG, World};

const HEPING: &str = "龙井清溪村的何平,当了支委从来不进我们屋头,问他啥子都推,天天搞自己的生意。我们可不可以把他罢免了?";
const READERS: [&str; 6] = ["xunhuaigu", "zhonglijun", "tengyuechuan", "mengshenzhi", "wujian", "yanruobing"];

async fn heping(world: &World, who: i64) -> String {
    world.says(who, HEPING).await;
    world.pass(40).await;
    world.number(who)
}

#[tokio::test(flavor = "multi_thread")]
async fn s6_01_it_goes_to_the_organisation_above_and_to_nobody_of_the_village() {
    let world = World::at("2026-03-02 19:30").await;
    let number = heping(&world, CHANG).await;
    assert_only(&world, &READERS, &[&number]);
    for reader in READERS {
        assert!(told(&world, reader, &number).is_some(), "{reader}");
    }
    assert!(!carried(&world, world.group("longjing")).contains(&number));
    assert!(!carried(&world, world.cadre("heping")).contains(&number));
}

#[tokio::test(flavor = "multi_thread")]
async fn s6_02_the_sender_hears_by_whom_and_by_when() {
    let world = World::at("2026-03-02 19:30").await;
    let number = heping(&world, CHANG).await;
    let status = world.find(CHANG, &number).unwrap();
    assert!(status.text.contains("由上级党组织办理") && status.text.contains("3月23日(周一)"), "{}", status.text);
}

// also: S6-04
#[tokio::test(flavor = "multi_thread")]
async fn s6_03_the_question_is_answered_at_once_and_no_votes_are_collected() {
    let world = World::at("2026-03-02 19:30").await;
    heping(&world, CHANG).await;
    let guide = world.find(CHANG, "罢免").unwrap();
    for words in ["党员大会", "五分之一以上选民", "三分之一以上村民代表", "可以申辩", "不收集签名", "不投票"]
    {
        assert!(guide.text.contains(words), "{words}: {}", guide.text);
    }
    assert!(guide.buttons.is_empty(), "nothing to sign");
}

#[tokio::test(flavor = "multi_thread")]
async fn s6_05_only_the_organisation_attaches_a_record() {
    let world = World::at("2026-03-02 19:30").await;
    let number = heping(&world, CHANG).await;
    let chat = world.cadre("zhonglijun");
    let sheet = opens_sealed(&world, "zhonglijun", &number).await;
    world.presses(chat, chat, sheet.id, "button-attach").await;
    world.says(chat, "2025年民主评议：基本称职票不过半").await;
    let other = opens_sealed(&world, "wujian", &number).await;
    assert!(!world.labels(world.cadre("wujian"), other.id).iter().any(|label| label == "附考评材料"));
    assert!(world.find(world.cadre("wujian"), "民主评议").is_some(), "whoever reads the matter sees it");
    let readers: Vec<&str> = READERS.into_iter().collect();
    assert_only(&world, &readers, &["民主评议"]);
    assert!(!world.ever_said(CHANG).contains("民主评议"));
}

#[tokio::test(flavor = "multi_thread")]
async fn s6_06_three_senders_in_ninety_days_are_one_line_with_a_count() {
    let world = World::at("2026-03-02 19:30").await;
    for id in 701..703 {
        newcomer(&world, id);
        heping(&world, id).await;
    }
    assert!(told(&world, "zhonglijun", "近 90 天").is_none(), "two are no pattern");
    newcomer(&world, 703);
    let third = heping(&world, 703).await;
    let line = told(&world, "zhonglijun", "近 90 天").expect("the organisation hears of it");
    assert!(
        line.text.contains("3位群众") && line.text.contains("何平") && !line.text.contains(&third),
        "{}",
        line.text
    );
    assert!(!carried(&world, world.cadre("heping")).contains("近 90 天"));
    for (one, other) in [(701, 702), (702, 703), (703, 701)] {
        let number = world.number(one);
        assert!(!world.ever_said(other).contains(&number), "senders never see each other");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s6_07_praise_in_the_group_touches_nothing_sealed() {
    let mut world = World::at("2026-03-02 19:30").await;
    heping(&world, CHANG).await;
    let events = world.event_count().await;
    world.forget();
    world.sandbox.text(world.cadre("bianchunhe"), world.group("longjing"), "何支委辛苦了，表扬一下何平");
    world.settle().await;
    assert_eq!(world.event_count().await, events);
    assert!(world.news(world.group("longjing")).is_empty());
    assert!(world.news(world.cadre("wujian")).is_empty() && !LANE.is_empty());
}
