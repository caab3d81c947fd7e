//! S4: a need and an accusation in one message.

use super::{LANE, assert_only, carried, lane_group, newcomer, opens_sealed, outcome, told};
use crate::world::{World, number_in};

const FIELD: &str = "我们新风社区的田遭天燃气遗漏整坏了,社区出面协调赔了钱,发到我们手上差了2万多,唐全他们贪了,还凶得很,哪个说就整哪个。求书记做主!";

/// Both numbers of a receipt that speaks of two cases: the sealed one, and the part.
fn both(world: &World, resident: i64) -> (String, String) {
    let status = world.find(resident, "正在核实").expect("a receipt that speaks of both");
    let mut numbers = status.text.lines().filter_map(number_in);
    (numbers.next().unwrap(), numbers.next().expect("a second number"))
}

async fn field(world: &World) -> (String, String) {
    let villager = newcomer(world, 701);
    world.says(villager, FIELD).await;
    world.pass(40).await;
    both(world, villager)
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_01_a_leak_that_spoilt_a_field_is_past_damage_and_no_alarm() {
    let world = World::at("2026-03-02 08:40").await;
    field(&world).await;
    assert!(!world.ever_said(701).contains("119"), "no safety words for damage of the past");
    assert_only(&world, &[], &["紧急"]);
}

// also: S4-03 S4-05 S4-06
#[tokio::test(flavor = "multi_thread")]
async fn s4_02_one_message_becomes_two_cases_and_neither_knows_of_the_other() {
    let world = World::at("2026-03-02 08:40").await;
    let (whole, part) = field(&world).await;
    assert_ne!(whole, part);
    let receipts = world.messages(701).into_iter().filter(|m| m.from_bot && m.text.contains(&whole)).count();
    assert_eq!(receipts, 1, "one receipt with two lines");
    // The accusation: the discipline lane alone. The need: held back, nobody at all has it.
    assert_only(&world, &LANE, &[&whole]);
    assert_only(&world, &[], &[&part]);
    let sheet = opens_sealed(&world, "wujian", &whole).await;
    assert_only(&world, &LANE, &["贪", "整哪个"]);
    // The lane lets the need go: to one person of the street, in private, who is not of the community concerned.
    assert_eq!(world.labels(world.cadre("wujian"), sheet.id).iter().filter(|l| *l == "放行附带事项").count(), 1);
    world.presses(world.cadre("wujian"), world.cadre("wujian"), sheet.id, "button-let-go").await;
    world.settle().await;
    let holders: Vec<&str> = world
        .settings
        .county
        .cadres
        .keys()
        .map(|id| id.as_str())
        .filter(|id| !LANE.contains(id) && carried(&world, world.cadre(id)).contains(&part))
        .collect();
    assert!(!holders.is_empty(), "somebody has it now");
    assert!(!holders.contains(&"tangquan"), "he must not have it");
    assert!(!carried(&world, world.group("changyuan")).contains(&part), "nor the group in which he sits");
    // What the handler reads accuses nobody and names nobody.
    for holder in &holders {
        let text = carried(&world, world.cadre(holder));
        for word in ["唐全", "贪", "霸道", "侵吞", "举报", "整哪个", "凶", &whole, "群众称", "主任"] {
            assert!(!text.contains(word), "{holder} reads {word}");
        }
    }
    let status = world.find(701, &part).unwrap();
    assert!(status.text.contains("负责"), "the sender hears who has it: {}", status.text);
    assert!(!carried(&world, world.cadre("tangquan")).contains(&whole));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_06_what_is_held_back_goes_on_after_five_working_days_at_the_latest() {
    let world = World::at("2026-03-02 08:40").await;
    let (whole, part) = field(&world).await;
    world.until("2026-03-09 23:59").await;
    let holders = |world: &World| {
        let ids: Vec<String> = world.settings.county.cadres.keys().map(|id| id.to_string()).collect();
        ids.into_iter().filter(|id| carried(world, world.cadre(id)).contains(&part)).collect::<Vec<_>>()
    };
    let early: Vec<String> = holders(&world).into_iter().filter(|id| !LANE.contains(&id.as_str())).collect();
    assert_eq!(early, Vec::<String>::new());
    world.until("2026-03-10 00:01").await;
    assert!(holders(&world).iter().any(|id| !LANE.contains(&id.as_str())));
    assert!(!holders(&world).contains(&"tangquan".to_owned()));
    assert!(!carried(&world, world.cadre("tangquan")).contains(&whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_04_the_lanes_own_group_hears_that_there_is_one_and_nothing_else() {
    let mut world = World::at("2026-03-02 08:40").await;
    let group = lane_group(&world).await;
    world.forget();
    let (whole, _) = field(&world).await;
    let news = world.news(group);
    assert_eq!(news.len(), 1, "one line for one matter");
    assert_eq!(news[0].text, "密件台新件 1 件，请打开与机器人的私聊查看。");
    let receipt = world.find(701, &whole).unwrap();
    assert!(receipt.text.contains("3月23日(周一)前给您答复"), "15 working days: {}", receipt.text);
    assert!(told(&world, "wujian", &whole).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_07_words_of_retaliation_protect_whoever_spoke() {
    let world = World::at("2026-03-02 08:40").await;
    let (whole, _) = field(&world).await;
    for reader in LANE {
        assert!(told(&world, reader, "话里提到威胁").unwrap().text.contains(&whole), "{reader}");
    }
    let line = world.find(701, "谁都不许因为您反映问题找您麻烦").expect("the sender hears that it is forbidden");
    assert!(world.labels(701, line.id).contains(&"有人找我麻烦".to_owned()), "and how to say so: {}", line.text);
    assert_only(&world, &LANE, &["提到威胁"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_08_four_villagers_have_four_numbers_and_four_ratings() {
    let world = World::at("2026-03-02 08:40").await;
    let mut numbers = Vec::new();
    for id in 701..705 {
        newcomer(&world, id);
        world.says(id, FIELD).await;
        world.pass(40).await;
        numbers.push(both(&world, id).0);
    }
    let distinct: std::collections::BTreeSet<&String> = numbers.iter().collect();
    assert_eq!(distinct.len(), 4);
    outcome(&world, &numbers[0]).await;
    assert!(world.find(701, "已核查属实").is_some(), "the first has an answer");
    for id in 702..705 {
        assert!(world.find(id, "已核查属实").is_none(), "the others wait for their own");
    }
    let answer = world.find(701, "已核查属实").unwrap();
    world.presses(701, 701, answer.id, "button-solved").await;
    let events = world.cases().await;
    let mut rated = 0;
    for case in &events {
        rated += world.events(case).await.iter().filter(|kind| *kind == "solved_said").count();
    }
    assert_eq!(rated, 1, "one rates one");
    assert_only(&world, &LANE, &numbers.iter().map(String::as_str).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_10_the_outcome_is_told_without_more_than_the_lane_releases() {
    let world = World::at("2026-03-02 08:40").await;
    let (whole, _) = field(&world).await;
    outcome(&world, &whole).await;
    let answer = world.find(701, "已核查属实").unwrap();
    assert!(answer.text.contains("反映的问题已核查属实，相关人员已按规定处理。"), "{}", answer.text);
    assert!(!answer.text.contains("唐全") && !answer.text.contains("吴检"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_12_blocking_the_road_is_no_ground_to_refuse_and_is_spoken_of_once() {
    let world = World::at("2026-03-02 08:40").await;
    let villager = newcomer(&world, 701);
    world.says(villager, "我们跪在路中间拦车也要讨个说法,新风社区的青苗款一分没发").await;
    world.pass(40).await;
    assert!(world.find(villager, "编号").is_some(), "registered all the same");
    world.says(villager, "再不管我们还要去堵公路").await;
    world.pass(40).await;
    let lines: Vec<_> =
        world.messages(villager).into_iter().filter(|m| m.from_bot && m.text.contains("拦车堵路")).collect();
    assert_eq!(lines.len(), 1, "once, politely");
    assert!(!lines[0].text.contains('！') && lines[0].text.contains("已经登记"));
}
