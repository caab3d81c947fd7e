//! Who leaves the group of their unit, and who comes to one whom nobody knows.

use minqing::sandbox::{BotRights, Group, Person};

use crate::world::{CHANG, Posted, QIN, World, photo};

const LEFT: &str = "您已不在这个单位的工作群里，这一步暂时点不了。回到群里就恢复；有疑问请找单位负责人。";

/// The members of 观山镇's group but one, without a word to the bot: the news of it is lost.
fn without_a_word(world: &World, group: i64, but: Option<&str>) {
    let people = ["cenbonian", "qianjin", "tongqiushi", "milinchuan"];
    let members = people.iter().filter(|id| Some(**id) != but).map(|id| world.cadre(id)).collect();
    world.sandbox.add_group(Group {
        id: group,
        title: "观山镇".to_owned(),
        forum: false,
        supergroup: true,
        members,
        bot_rights: BotRights::Admin,
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn z6_who_left_the_group_loses_its_lane_with_one_update_and_has_it_again_when_back() {
    let mut world = World::new().await;
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let case = world.lamp(CHANG).await;
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.says(qian, "我的活").await;
    let line = world.last(qian).id;
    let report = world.data(qian, line, "button-report");
    world.forget();
    let events = world.event_count().await;
    world.sandbox.leave(case.group, qian);
    world.settle().await;
    let told: Vec<String> = world.news(cen).into_iter().map(|seen| seen.text).collect();
    assert_eq!(told.len(), 1, "the head is told once, by two updates of Telegram's: {told:?}");
    assert!(told[0].starts_with("钱进同志已不在观山镇的工作群里") && !told[0].contains(&case.number), "{told:?}");
    for key in ["button-report", "button-more"] {
        // Twice: a press under an old card does not bring anybody back.
        for _ in 0..2 {
            let data = world.data(case.group, case.card, key);
            assert_eq!(world.press_answer(qian, case.group, case.card, &data).await, (LEFT.to_owned(), true));
        }
    }
    assert_eq!(world.press_answer(qian, qian, line, &report).await.0, LEFT, "in private neither");
    world.says(qian, "我的活").await;
    assert!(!world.last(qian).text.contains(&case.number));
    assert_eq!(world.event_count().await, events);
    assert_eq!(world.messages(case.group).len(), world.messages(case.group).iter().filter(|m| !m.deleted).count());
    // The others go on, and so does whoever stands above.
    assert_eq!(world.presses(cen, case.group, case.card, "button-more").await, "");
    world.sandbox.join(case.group, qian);
    world.settle().await;
    world.reported(qian, &case, "换好了").await;
    assert!(world.last(CHANG).text.contains("换好了"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z6_a_lost_event_is_made_up_for_within_the_hour() {
    let mut world = World::new().await;
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let case = world.lamp(CHANG).await;
    world.presses(qian, case.group, case.card, "button-sign").await;
    without_a_word(&world, case.group, Some("qianjin"));
    world.pass(600).await;
    world.forget();
    world.pass(3000).await;
    let told = world.news(cen);
    assert!(told.len() == 1 && told[0].text.contains("钱进同志已不在"), "{told:?}");
    let report = world.data(case.group, case.card, "button-report");
    assert_eq!(world.press_answer(qian, case.group, case.card, &report).await.0, LEFT);
    world.pass(3600).await;
    assert!(world.news(cen).is_empty(), "once");
    without_a_word(&world, case.group, None);
    world.pass(3600).await;
    world.reported(qian, &case, "换好了").await;
    world.assert_sound().await;
}

/// In private the same rights hold, and who was never in the group, or has no group, is asked for none.
#[tokio::test(flavor = "multi_thread")]
async fn z6_nobody_is_asked_to_be_in_a_group_that_their_unit_has_not() {
    let world = World::new().await;
    let (qian, cen, mi) = (world.cadre("qianjin"), world.cadre("cenbonian"), world.cadre("milinchuan"));
    let case = world.lamp(CHANG).await;
    // Never seen there and never seen leaving.
    without_a_word(&world, case.group, Some("milinchuan"));
    world.pass(3700).await;
    assert_eq!(world.presses(mi, case.group, case.card, "button-more").await, "");
    world.sandbox.leave(case.group, qian);
    world.settle().await;
    world.sandbox.remove_bot_from_group(case.group, cen);
    world.settle().await;
    let card = world.card(world.triage(), &case.number).expect("the triage group stands in");
    assert!(world.presses(qian, world.triage(), card.id, "button-sign").await.starts_with("已签收"));
    world.assert_sound().await;
}

fn outsider(world: &World, id: i64, name: &str) {
    world.sandbox.add_person(Person { id, first_name: name.to_owned(), ..Person::default() });
}

/// What a card says while it is not known who reads it: number, unit, date.
fn is_minimal(world: &World, case: &Posted) -> bool {
    let text = world.message(case.group, case.card).text;
    assert!(text.contains(&case.number) && text.contains("观山镇") && text.contains("月"), "{text}");
    let full = [text.contains("凉水村"), text.contains("照明"), text.contains("路灯")];
    assert!(full.iter().all(|it| !it) || full[0] && full[1], "{text}");
    !full[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn z7_a_stranger_makes_the_cards_minimal_until_the_head_says_that_they_belong() {
    let mut world = World::new().await;
    let (cen, qian, zhou) = (world.cadre("cenbonian"), world.cadre("qianjin"), world.cadre("zhouning"));
    let operators = world.operators();
    let case = world.lamp(CHANG).await;
    outsider(&world, 900, "王\n秀英\u{202e}【假】");
    world.forget();
    assert!(!is_minimal(&world, &case));
    world.sandbox.join(case.group, 900);
    world.settle().await;
    assert!(is_minimal(&world, &case));
    assert!(world.news(case.group).is_empty(), "an edit, no new message");
    let asked = world.news(cen);
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(
        asked[0].text.contains("观山镇的工作群里来了一位名单上没有的人，自称\u{2068}王 秀英【假】\u{2069}。"),
        "{}",
        asked[0].text
    );
    let watch = world.news(zhou);
    assert!(watch.len() == 1 && watch[0].buttons.is_empty() && !watch[0].text.contains("秀英"), "{watch:?}");
    let alarm = world.news(operators);
    assert!(alarm.len() == 1 && alarm[0].text.contains("观山镇") && !alarm[0].text.contains("秀英"), "{alarm:?}");
    // What comes meanwhile is as short.
    world.sends(QIN, photo("凉水村的路灯坏了")).await;
    world.pass(40).await;
    let number = world.number(QIN);
    let second = Posted { card: world.card(case.group, &number).unwrap().id, number, group: case.group };
    assert!(is_minimal(&world, &second));
    // Work goes on by it, and the original is read in private.
    assert!(world.presses(qian, case.group, case.card, "button-sign").await.starts_with("已签收"));
    assert!(is_minimal(&world, &case));
    world.opens(qian, case.group, case.card).await;
    assert!(world.find(qian, "路灯坏了三天").is_some());
    // Only who answers for the group says so.
    let data = world.data(cen, asked[0].id, "button-belongs");
    for who in [900, qian, zhou, CHANG] {
        assert!(world.press_answer(who, who, 1, &data).await.1);
    }
    assert!(is_minimal(&world, &case));
    assert_eq!(world.press_answer(cen, cen, asked[0].id, &data).await.0, "已确认。观山镇群里的卡片恢复显示。");
    assert!(!is_minimal(&world, &case) && !is_minimal(&world, &second));
    assert_eq!(world.press_answer(cen, cen, asked[0].id, &data).await.0, "已经处理过了，不用再点。");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z7_the_cards_are_whole_again_when_the_last_stranger_is_gone() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    outsider(&world, 900, "甲");
    outsider(&world, 901, "乙");
    for stranger in [900, 901] {
        world.sandbox.join(case.group, stranger);
        world.settle().await;
    }
    world.sandbox.leave(case.group, 900);
    world.settle().await;
    assert!(is_minimal(&world, &case), "one is still there");
    world.sandbox.leave(case.group, 901);
    world.settle().await;
    assert!(!is_minimal(&world, &case));
    // A cadre of another unit is no stranger.
    world.sandbox.join(case.group, world.cadre("zhaomin"));
    world.settle().await;
    assert!(!is_minimal(&world, &case));
    world.assert_sound().await;
}

/// The screeners' group: neither what the machine takes it for nor where it is, not even on a button.
#[tokio::test(flavor = "multi_thread")]
async fn z7_the_screening_card_is_minimal_too() {
    let world = World::new().await;
    let triage = world.triage();
    world.says(CHANG, "观山镇那件事你们心里有数，路灯还是垃圾都行").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let before = world.card(triage, &number).expect("a screener is asked");
    outsider(&world, 900, "甲");
    world.sandbox.join(triage, 900);
    world.settle().await;
    let card = world.message(triage, before.id);
    assert!(card.text.contains("待甄别") && !card.text.contains("观山镇"), "{}", card.text);
    assert_eq!(world.labels(triage, before.id), ["看原文", "选单位"]);
    world.sandbox.leave(triage, 900);
    world.settle().await;
    let after = world.message(triage, before.id);
    assert_eq!(
        (after.text, world.labels(triage, before.id).len()),
        (before.text, before.buttons.iter().flatten().count())
    );
    world.assert_sound().await;
}
