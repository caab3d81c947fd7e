//! S7: the accusation comes second.

use minqing::sandbox::Content;

use super::{LANE, assert_only, carried, free_number, receipt, told};
use crate::world::{CHANG, Posted, World};

const CROPS: &str = "新风社区赔我们的青苗钱数目不对";
const THEN: &str = "就是唐主任那娃吃了我们的";

/// An ordinary card stands in the street's group; then comes the accusation.
async fn drill(world: &World) -> (Posted, String) {
    let posted = world.posted(CHANG, Content::text(CROPS), "changyuan").await;
    world.pass(20 * 60).await;
    world.says(CHANG, THEN).await;
    world.pass(40).await;
    let sealed = receipt(world, CHANG);
    assert_ne!(sealed, posted.number, "the accusation has a number of its own");
    (posted, sealed)
}

#[tokio::test(flavor = "multi_thread")]
async fn s7_01_the_second_message_never_enters_the_group_and_the_whole_level_is_kept_out() {
    for then in [THEN, "就是唐泉吃了我们的", "我们主任把钱吃了"] {
        let world = World::at("2026-03-02 14:00").await;
        world.posted(CHANG, Content::text(CROPS), "changyuan").await;
        world.pass(20 * 60).await;
        world.says(CHANG, then).await;
        world.pass(40).await;
        let sealed = receipt(&world, CHANG);
        assert!(!carried(&world, world.group("changyuan")).contains(&sealed), "{then}");
        assert!(!carried(&world, world.cadre("tangquan")).contains(&sealed), "{then}");
        assert!(told(&world, "wujian", &sealed).is_some(), "{then}");
        assert_only(&world, &["qijianwei", "zhuangwenqu", "mengshenzhi", "wujian", "yanruobing"], &[&sealed]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s7_02_the_earlier_card_gives_way_to_the_stub_of_any_transfer() {
    let world = World::at("2026-03-02 14:00").await;
    let (posted, _) = drill(&world).await;
    let card = world.message(posted.group, posted.card);
    assert_eq!(card.text, format!("【{}】已转办。", posted.number), "the same stub as after any transfer");
    assert!(card.buttons.is_empty());
    // The same words as a routine transfer leaves.
    let other = world.posted(crate::world::QIN, Content::text("凉水村村口的路灯坏了三天了"), "guanshan").await;
    let head = world.cadre("cenbonian");
    world.presses(head, other.group, other.card, "button-more").await;
    world.presses(head, other.group, other.card, "button-transfer").await;
    world.presses(head, other.group, other.card, "路溪镇").await;
    assert_eq!(world.message(other.group, other.card).text, format!("【{}】已转办。", other.number));
    // The incident: who could read it, for how long; to the lane, and to the sender.
    let incident = told(&world, "wujian", "停留约").expect("the lane is told");
    assert!(incident.text.contains(&posted.number) && incident.text.contains("唐全"), "{}", incident.text);
    assert!(world.find(CHANG, "已收回").unwrap().text.contains("您的姓名和原话没有进过群"));
    assert_only(&world, &LANE, &["停留约"]);
    // It goes on, in private, with one who may.
    let holder = world.find(world.cadre("zhaomin"), &posted.number).is_some()
        || world.find(world.cadre("puzhiyuan"), &posted.number).is_some()
        || world.find(world.cadre("minshuhe"), &posted.number).is_some()
        || world.find(world.cadre("ruanqinglan"), &posted.number).is_some();
    assert!(holder, "somebody of the street has it alone");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s7_02_a_card_that_cannot_be_edited_is_deleted_and_one_that_cannot_be_deleted_raises_an_alarm() {
    use minqing::sandbox::{Fault, FaultKind};
    for (both, ends) in [(false, "deleted"), (true, "alarm")] {
        let mut world = World::at("2026-03-02 14:00").await;
        let posted = world.posted(CHANG, Content::text(CROPS), "changyuan").await;
        let refuse = |method: &str, words: &str| Fault {
            method: Some(method.to_owned()),
            chat: Some(posted.group),
            kind: FaultKind::BadRequest(words.to_owned()),
            times: 1,
        };
        world.sandbox.fault(refuse("editMessageText", "message can't be edited"));
        if both {
            world.sandbox.fault(refuse("deleteMessage", "message can't be deleted for everyone"));
        }
        world.forget();
        world.says(CHANG, THEN).await;
        world.pass(40).await;
        match ends {
            "deleted" => assert!(world.messages(posted.group).iter().all(|m| m.id != posted.card), "it is gone"),
            _ => {
                let alarm = world.news(world.operators()).into_iter().find(|m| m.text.contains("没能从群里收回"));
                assert!(!alarm.expect("a human hears of it").text.contains(&posted.number));
            }
        }
    }
}

// also: X4 S7-06
#[tokio::test(flavor = "multi_thread")]
async fn s7_03_whatever_the_accused_tries_is_answered_as_for_a_number_that_does_not_exist() {
    let mut world = World::at("2026-03-02 14:00").await;
    let posted = world.posted(CHANG, Content::text(CROPS), "changyuan").await;
    let button = world.data(posted.group, posted.card, "button-sign");
    world.pass(20 * 60).await;
    world.says(CHANG, THEN).await;
    world.pass(40).await;
    let sealed = receipt(&world, CHANG);
    let tang = world.cadre("tangquan");
    world.forget();
    let unknown = &free_number(&world, "1234567");
    let asked = |number: &str| [number.to_owned(), format!("查 {number}"), format!("/status {number}")];
    for number in [&posted.number, &sealed] {
        for (mine, nobodys) in asked(number).into_iter().zip(asked(unknown)) {
            world.says(tang, &mine).await;
            let answer = world.last(tang).text;
            world.says(tang, &nobodys).await;
            assert_eq!(answer.replace(number.as_str(), "N"), world.last(tang).text.replace(unknown, "N"), "{mine}");
        }
    }
    // A reply to the old card, a forward of it, an old button, a deep link.
    let said = world.calls().len();
    world.replies(tang, posted.group, posted.card, Content::text("这件是哪个说的")).await;
    assert_eq!(world.calls().len(), said, "a reply to the stub is passed over in silence");
    let (line, alert) = world.press_answer(tang, posted.group, posted.card, &button).await;
    let (void, void_alert) = world.press_answer(tang, posted.group, posted.card, &"0".repeat(32)).await;
    assert_eq!((line, alert), (void, void_alert));
    world.says(tang, &format!("/start {}", posted.number.replace('-', ""))).await;
    let linked = world.last(tang).text;
    world.says(tang, &format!("/start {}", unknown.replace('-', ""))).await;
    assert_eq!(linked, world.last(tang).text);
    // Lists and counts hold no trace.
    world.says(tang, "我的活").await;
    assert_eq!(world.last(tang).text, world.words("no-work"));
    let everything: String = world.news(tang).into_iter().map(|m| m.text).collect();
    assert!(!everything.contains("青苗") && !everything.contains("吃了"));
    // The lane sees that it was tried.
    let wu = world.cadre("wujian");
    world.says(wu, "/attempts").await;
    let seen = world.last(wu).text;
    assert!(seen.contains("唐全") && seen.contains(&posted.number) && seen.contains("点旧按钮"), "{seen}");
    world.says(tang, "/attempts").await;
    assert_eq!(world.last(tang).text, world.words("unknown-command"));
}

#[tokio::test(flavor = "multi_thread")]
async fn s7_04_the_accused_comes_to_another_chat_that_holds_the_case() {
    let mut world = World::at("2026-03-02 14:00").await;
    // A case about him that stands with another unit, in a group he is not in.
    world.says(CHANG, "新风社区的唐全贪了我们的低保").await;
    world.pass(40).await;
    let sealed = receipt(&world, CHANG);
    let (tang, group) = (world.cadre("tangquan"), world.group("changyuan"));
    world.forget();
    world.sandbox.join(world.group("civil"), tang);
    world.sandbox.join(world.triage(), tang);
    world.settle().await;
    for chat in [world.group("civil"), world.triage(), group] {
        let news: Vec<String> = world.news(chat).into_iter().map(|m| m.text).collect();
        assert!(news.iter().all(|text| !text.contains(&sealed)), "{news:?}");
    }
    // One that stands openly and from which he is kept out leaves the group he enters.
    let posted = world.posted(CHANG, Content::text("凉水村村口的路灯坏了三天了"), "guanshan").await;
    let case = world.cases().await.pop().unwrap();
    let mut tx = world.store().begin().await.unwrap();
    let mut exclusion = tx.exclusion(&case).await.unwrap();
    exclusion.cadres.insert(minqing::id::CadreId::new("tangquan"));
    tx.set_exclusion(&case, &exclusion).await.unwrap();
    tx.commit().await.unwrap();
    everyone_speaks(&world, "guanshan").await;
    world.pass(3600).await;
    assert!(world.card(posted.group, &posted.number).is_some());
    world.sandbox.join(posted.group, tang);
    world.settle().await;
    assert_eq!(world.message(posted.group, posted.card).text, format!("【{}】已转办。", posted.number));
    assert!(told(&world, "zhouning", "卡片已收回").is_some(), "the supervisor is warned");
    assert!(!told(&world, "zhouning", "卡片已收回").unwrap().text.contains("唐全"), "not because of whom");
}

/// Everybody of a unit is seen in its group, so that Telegram's count of members is all known people.
async fn everyone_speaks(world: &World, unit: &str) {
    let members = world.settings.county.members_of(&minqing::id::UnitId::new(unit));
    for member in members {
        world.sandbox.text(world.cadre(member.as_str()), world.group(unit), "收到");
    }
    world.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s7_05_a_number_pasted_in_the_group_is_not_expanded() {
    let mut world = World::at("2026-03-02 14:00").await;
    let (posted, sealed) = drill(&world).await;
    world.forget();
    for number in [&posted.number, &sealed] {
        world.sandbox.text(world.cadre("zhaomin"), posted.group, number);
        world.settle().await;
    }
    assert!(world.news(posted.group).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn s7_07_who_accused_me_has_one_answer_for_everybody() {
    let world = World::at("2026-03-02 14:00").await;
    drill(&world).await;
    let mut answers = Vec::new();
    for who in ["tangquan", "wengshouye"] {
        let chat = world.cadre(who);
        world.says(chat, "哪个告我?").await;
        answers.push(world.last(chat).text);
    }
    assert_eq!(answers[0], answers[1], "accused or not");
    assert_eq!(answers[0], world.words("asks-who"));
    assert!(!answers[0].contains("编号"), "and it makes no case");
}

#[tokio::test(flavor = "multi_thread")]
async fn s7_08_kinship_declared_hands_over_and_one_level_up_is_told() {
    let world = World::at("2026-03-02 14:00").await;
    let lamp = world.lamp(CHANG).await;
    let qian = world.cadre("qianjin");
    world.presses(qian, lamp.group, lamp.card, "button-more").await;
    let line = world.presses(qian, lamp.group, lamp.card, "button-recuse").await;
    assert!(line.starts_with("已回避"), "{line}");
    assert!(told(&world, "cenbonian", "钱进申请回避").is_some(), "the head decides who goes on");
    // Of a head the one above is told.
    let second = world.posted(crate::world::QIN, Content::text("凉水村村口的路灯坏了三天了"), "guanshan").await;
    let cen = world.cadre("cenbonian");
    world.presses(cen, second.group, second.card, "button-more").await;
    world.presses(cen, second.group, second.card, "button-recuse").await;
    assert!(told(&world, "quansiqu", "岑伯年申请回避").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_12_no_case_of_another_sender_changes_because_somebody_is_accused() {
    let world = World::at("2026-03-02 08:40").await;
    let posted = world.posted(CHANG, Content::text(CROPS), "changyuan").await;
    world.says(crate::world::QIN, "新风社区的唐全贪了我们的赔偿款").await;
    world.pass(40).await;
    let card = world.message(posted.group, posted.card);
    assert!(card.text.contains("青苗") || card.text.lines().count() > 1, "it stands as it stood: {}", card.text);
    assert!(!card.buttons.is_empty());
    assert!(world.find(CHANG, "已收回").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn z11_staff_who_find_that_it_is_about_a_cadre_take_it_out_of_the_group_at_once() {
    let world = World::at("2026-03-02 14:00").await;
    let posted = world.posted(CHANG, Content::text(CROPS), "changyuan").await;
    let zhao = world.cadre("zhaomin");
    world.opens(zhao, posted.group, posted.card).await;
    let sheet = world.messages(zhao).into_iter().rfind(|m| m.from_bot && !m.buttons.is_empty()).unwrap();
    world.presses(zhao, zhao, sheet.id, "button-apart").await;
    let question = world.last(zhao);
    world.presses(zhao, zhao, question.id, "唐全").await;
    assert_eq!(world.message(posted.group, posted.card).text, format!("【{}】已转办。", posted.number));
    let incident = told(&world, "wujian", "停留约").unwrap();
    assert!(incident.text.contains("唐全"), "{}", incident.text);
    let case = world.cases().await.pop().unwrap();
    let events = world.events(&case).await;
    for kind in ["kept_out", "exposed", "sealed"] {
        assert!(events.contains(&kind.to_owned()), "{kind} stands in the trail: {events:?}");
    }
    let button = world.press_answer(world.cadre("tangquan"), posted.group, posted.card, &"1".repeat(32)).await;
    assert_eq!(button.0, world.words("press-void"));
}

#[tokio::test(flavor = "multi_thread")]
async fn z12_lateness_never_climbs_to_the_accused_nor_to_whoever_answers_to_them() {
    let world = World::at("2026-03-02 14:00").await;
    // The head of the town is accused of somebody's case; it is late for weeks.
    world.says(CHANG, "观山镇的岑伯年贪了修路的钱").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    world.until("2026-05-30 09:00").await;
    let allowed = ["mengshenzhi", "wujian", "yanruobing"];
    assert_only(&world, &allowed, &[&number]);
    let told = allowed.iter().any(|id| carried(&world, world.cadre(id)).contains("过了时间"));
    assert!(told, "somebody is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn z13_the_lanes_group_takes_nobody_else() {
    let world = World::new().await;
    let group = -200_002;
    let members: Vec<i64> = ["wujian", "tangquan"].iter().map(|id| world.cadre(id)).collect();
    world.sandbox.add_group(minqing::sandbox::Group {
        id: group,
        title: "密件台".to_owned(),
        forum: false,
        supergroup: true,
        members: members.clone(),
        bot_rights: minqing::sandbox::BotRights::None,
    });
    world.sandbox.add_bot_to_group(group, members[0]);
    world.sandbox.set_bot_admin(group, members[0], true);
    world.sandbox.text(members[1], group, "我也在");
    world.settle().await;
    let question = world.last(group);
    let line = world.presses(members[0], group, question.id, "button-bind-lane").await;
    assert_eq!(line, world.words("press-lane-mixed"));
}
