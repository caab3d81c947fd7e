//! What presses (P1: water, electricity, gas or heating is out, animals die, a road is cut) waits two hours and no longer for
//! a screener or a signature: somebody up the line is told by name, through nights and holidays.

use std::path::Path;

use minqing::case::timers::{Clock, Window, running};
use minqing::case::{Case, Lane, State};
use minqing::classify::{Danger, Urgency, Weight};
use minqing::id::Moment;
use minqing::sandbox::Content;

use crate::world::{CHANG, LAMP, QIN, World};

const PIGS: &str = "杜家坪的,喂60多头猪,这几天死了二十几头,保险公司喊等,信用社又不贷款给我,娃儿学费都没得了";
const DRY: &str = "凉水村3社停水三天了,老人娃儿都没得水吃";
const LATE: &str = "过了甄别时间还没有定由谁办";
const UNSIGNED: &str = "过了签收时间";
const WHY: &str = "不等上班，请马上过问。";

/// Everybody who was told so of a case by the bot, in private.
fn told(world: &World, number: &str, words: &str) -> Vec<String> {
    let staff =
        ["shenlingyi", "cenbonian", "qijianwei", "quansiqu", "yanshouzhuo", "zhouning", "lianhaoran", "qianjin"];
    let hears = |id: &&&str| {
        world.messages(world.cadre(id)).iter().any(|seen| seen.text.contains(number) && seen.text.contains(words))
    };
    staff.iter().filter(hears).map(|id| (*id).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_01_dead_animals_are_with_a_unit_by_ten_past_eleven_or_somebody_above_is_told_by_name() {
    let world = World::new().await;
    world.says(CHANG, PIGS).await;
    world.pass(40).await;
    let (number, triage) = (world.number(CHANG), world.triage());
    let promised = world.find(CHANG, "前告诉您由谁负责").expect("a promise in the status message");
    assert!(promised.text.contains("3月2日(周一)11:10前告诉您由谁负责"), "{}", promised.text);
    let card = world.card(triage, &number).expect("it is screened");
    assert!(card.text.contains("11:10前定下来"), "{}", card.text);
    world.until("2026-03-02 11:09").await;
    assert_eq!(told(&world, &number, LATE), [] as [&str; 0], "not before");
    world.until("2026-03-02 11:10").await;
    world.pass(5).await;
    let above = told(&world, &number, LATE);
    assert_eq!(above, ["shenlingyi"], "by name, and one person");
    let line = world.find(world.cadre("shenlingyi"), LATE).unwrap();
    assert!(line.text.contains("急办：牲畜") && line.text.contains(WHY), "{}", line.text);
    assert!(!line.silent, "aloud");
    // Told once; and whoever has it then has two hours to sign.
    world.until("2026-03-02 12:00").await;
    let qi = world.cadre("qijianwei");
    world.presses(qi, triage, card.id, "动物防疫").await;
    let with = world.card(world.group("agriculture"), &number).expect("with the unit");
    assert!(with.text.contains("请在3月2日(周一)14:00前签收"), "{}", with.text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_01_in_time_nobody_is_bothered_and_an_ordinary_matter_has_its_day() {
    let world = World::new().await;
    let lamp = world.posted(QIN, Content::text(LAMP), "guanshan").await;
    world.says(CHANG, PIGS).await;
    world.pass(40).await;
    let (number, triage) = (world.number(CHANG), world.triage());
    let card = world.card(triage, &number).unwrap().id;
    world.until("2026-03-02 10:30").await;
    world.presses(world.cadre("qijianwei"), triage, card, "动物防疫").await;
    let group = world.group("agriculture");
    let card = world.card(group, &number).unwrap();
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    world.until("2026-03-02 23:00").await;
    for words in [LATE, UNSIGNED] {
        assert_eq!(told(&world, &number, words), [] as [&str; 0], "{words}");
        assert_eq!(told(&world, &lamp.number, words), [] as [&str; 0], "an ordinary one has until midnight of its day");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn water_that_is_out_at_night_on_new_years_eve_is_told_up_the_line_after_two_hours() {
    let world = World::at("2026-02-16 23:40").await;
    let dry = world.posted(CHANG, Content::text(DRY), "guanshan").await;
    let card = world.message(dry.group, dry.card);
    assert!(card.text.contains("请在2月17日(周二)01:40前签收"), "{}", card.text);
    world.until("2026-02-17 01:39").await;
    assert_eq!(told(&world, &dry.number, UNSIGNED), [] as [&str; 0]);
    world.until("2026-02-17 01:40").await;
    world.pass(5).await;
    let heard = told(&world, &dry.number, UNSIGNED);
    assert!(heard.iter().any(|id| id == "cenbonian"), "on the holiday, at night, by name: {heard:?}");
    let line = world.find(world.cadre("cenbonian"), UNSIGNED).unwrap();
    assert!(line.text.contains("急办：水、电、气用不上") && line.text.contains(WHY), "{}", line.text);
    world.assert_sound().await;
}

#[test]
fn what_is_found_to_press_later_waits_no_longer_than_what_pressed_from_the_first() {
    let service = minqing::config::load(Path::new("config")).unwrap().service;
    let minutes = |minutes: i64| Moment(minutes * 60_000);
    let (window, end_of_day) = (Window { quiet_s: 10, max_s: 30 }, minutes(900));
    let rings = |case: &Case| running(case, &service, window).into_iter().find(|(it, _)| *it == Clock::Screening);
    let weight = |urgency| Weight { urgency, ..Weight::default() };
    let mut case = Case { state: State::Registered, screen_due: Some(end_of_day), ..Case::default() };
    assert_eq!(rings(&case).unwrap().1, end_of_day);
    case.weight = weight(Urgency::P1);
    assert_eq!(rings(&case).unwrap().1, minutes(120));
    // Of what came back from a unit, from then on; danger to life and what only named readers see have clocks of their own.
    case.since = minutes(300);
    assert_eq!(rings(&case).unwrap().1, minutes(420));
    let kept = Case { lane: Some(Lane::Discipline), ..case.clone() };
    let danger = Case { danger: Some(Danger::Gas), ..case.clone() };
    for other in [kept, danger, Case { weight: weight(Urgency::P2), ..case }] {
        assert_eq!(rings(&other).unwrap().1, end_of_day, "{other:?}");
    }
}
