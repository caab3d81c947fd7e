//! Groups out of reach, and their return; topics that are gone.

use minqing::sandbox::{BotRights, FaultKind, Group, Person};

use crate::world::{CHANG, QIN, World};

/// What the operators were told of lost groups.
fn alarms(world: &World) -> Vec<String> {
    world.texts(world.operators()).into_iter().filter(|text| text.contains("发不了消息")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_the_screeners_group_keeps_its_letters_until_the_bot_is_back() {
    let world = World::new().await;
    let (triage, qian) = (world.triage(), world.cadre("qianjin"));
    world.sandbox.remove_bot_from_group(triage, qian);
    world.settle().await;
    let told = alarms(&world);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("重新加进群") && told[0].contains("3月2日(周一)"), "{told:?}");
    let (before, cards) = (world.so_far(), world.texts(triage).len());
    world.says(CHANG, "观山镇那个事情好久才整得好嘛").await;
    world.pass(1_200).await;
    let number = world.number(CHANG);
    assert_eq!(world.tries(triage, before).len(), 0, "not tried");
    assert_eq!(alarms(&world).len(), 1, "once an hour");
    let world = world.restart().await;
    world.sandbox.add_bot_to_group(triage, qian);
    world.settle().await;
    let news = world.texts(triage).split_off(cards);
    assert_eq!(news.iter().filter(|text| text.starts_with(&format!("【{number}】"))).count(), 1, "{news:?}");
    assert_eq!(world.held().await, 0);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_a_group_that_refuses_is_told_at_once_whatever_its_words() {
    for kind in [
        FaultKind::Forbidden("bot was kicked from the supergroup chat".to_owned()),
        FaultKind::Forbidden("bot is not a member of the supergroup chat".to_owned()),
        FaultKind::Forbidden("the group chat was deleted".to_owned()),
        FaultKind::BadRequest("not enough rights to send text messages to the chat".to_owned()),
        FaultKind::BadRequest("CHAT_WRITE_FORBIDDEN".to_owned()),
        FaultKind::BadRequest("chat not found".to_owned()),
    ] {
        let world = World::new().await;
        let (group, before) = (world.group("guanshan"), world.so_far());
        world.ails(None, Some(group), kind.clone());
        world.sends(CHANG, crate::world::photo(crate::world::LAMP)).await;
        world.pass(40).await;
        world.sends(QIN, crate::world::photo(crate::world::LAMP)).await;
        world.pass(40).await;
        assert_eq!(world.tries(group, before).len(), 1, "{kind:?}: one try");
        assert_eq!(alarms(&world).len(), 1, "{kind:?}: told at once");
        world.sandbox.clear_faults();
        // Its rights come back.
        let cen = world.cadre("cenbonian");
        world.sandbox.set_bot_admin(group, cen, false);
        world.settle().await;
        for resident in [CHANG, QIN] {
            assert!(world.card(group, &world.number(resident)).is_some(), "{kind:?}");
        }
        assert_eq!((world.held().await, world.store().counts().await.unwrap().failed_letters), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_another_group_bound_in_its_place_gets_what_waited() {
    let world = World::new().await;
    let (group, qian, cen) = (world.group("guanshan"), world.cadre("qianjin"), world.cadre("cenbonian"));
    world.sandbox.remove_bot_from_group(group, qian);
    world.sends(CHANG, crate::world::photo(crate::world::LAMP)).await;
    world.pass(40).await;
    let new = -920;
    world.sandbox.add_person(Person { id: 900, first_name: "外人".to_owned(), ..Person::default() });
    world.sandbox.add_group(Group {
        id: new,
        title: "观山镇新群".to_owned(),
        supergroup: true,
        members: vec![cen, qian],
        bot_rights: BotRights::None,
        ..Group::default()
    });
    world.sandbox.add_bot_to_group(new, cen);
    world.settle().await;
    world.presses(cen, new, world.last(new).id, "观山镇").await;
    assert!(world.card(new, &world.number(CHANG)).is_some(), "{:?}", world.texts(new));
    assert_eq!(world.held().await, 0);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_of_each_group_that_is_gone_the_operators_hear_once_an_hour() {
    let world = World::new().await;
    let qian = world.cadre("qianjin");
    let gone = |name: &str| {
        let texts = world.texts(world.operators());
        texts.iter().filter(|text| text.contains("没有我了") && text.contains(name)).count()
    };
    for (unit, name) in [("guanshan", "观山镇"), ("cityadmin", "城管局")] {
        for _ in 0..3 {
            world.sandbox.remove_bot_from_group(world.group(unit), qian);
            world.settle().await;
            world.sandbox.add_bot_to_group(world.group(unit), world.cadre("cenbonian"));
            world.pass(60).await;
        }
        assert_eq!(gone(name), 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d16_a_topic_that_is_gone_costs_no_card() {
    for words in ["TOPIC_CLOSED", "TOPIC_DELETED", "message thread not found"] {
        let world = World::new().await;
        let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
        let case = world.lamp(CHANG).await;
        let gone = |method: &str, times| {
            let (method, chat) = (Some(method.to_owned()), Some(group));
            world.sandbox.fault(minqing::sandbox::Fault {
                method,
                chat,
                kind: FaultKind::BadRequest(words.to_owned()),
                times,
            });
        };
        gone("editMessageText", 1);
        world.presses(qian, group, case.card, "button-sign").await;
        let cards: Vec<_> = world.messages(group).into_iter().filter(|seen| seen.text.contains("办理中")).collect();
        assert_eq!(cards.len(), 1, "{words}: a new card in place of the one that is gone");
        gone("sendMessage", 1);
        world.says(CHANG, "催一下").await;
        assert!(world.find(group, "群众催办").is_some(), "{words}: without the message it answers");
        assert_eq!((world.held().await, world.store().counts().await.unwrap().failed_letters), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d17_a_card_that_cannot_be_edited_comes_anew_and_loops_never() {
    for words in ["message can't be edited", "message to edit not found"] {
        let world = World::new().await;
        let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
        let case = world.lamp(CHANG).await;
        let before = world.so_far();
        world.ails(Some("editMessageText"), Some(group), FaultKind::BadRequest(words.to_owned()));
        world.presses(qian, group, case.card, "button-sign").await;
        let cards: Vec<_> = world.messages(group).into_iter().filter(|seen| seen.text.contains("办理中")).collect();
        assert_eq!(cards.len(), 1);
        assert!(world.tries(group, before).len() <= 4, "{words}: {:?}", world.tries(group, before));
        world.sandbox.clear_faults();
        let line = world.presses(qian, group, cards[0].id, "button-report").await;
        assert!(!line.contains("用不了"), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_without_their_group_the_operators_hear_of_it_in_private() {
    let world = World::new().await;
    let (qian, operator) = (world.cadre("qianjin"), world.cadre("baoyichuan"));
    let heard = world.texts(operator).len();
    world.sandbox.remove_bot_from_group(world.operators(), qian);
    world.settle().await;
    let told = world.texts(operator).split_off(heard);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("运维群") && told[0].contains("重新加进群"), "{told:?}");
    world.sandbox.add_bot_to_group(world.operators(), qian);
    world.settle().await;
    world.pass(3_700).await;
    let heard = world.texts(world.operators()).len();
    world.sandbox.remove_bot_from_group(world.group("guanshan"), qian);
    world.settle().await;
    assert_eq!(world.texts(world.operators()).len(), heard + 1, "back in its place, the group is told again");
}
