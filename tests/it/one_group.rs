//! One triage group for everything, and growing from there: groups of units come, change and go, and no card is lost.

use minqing::sandbox::{BotRights, Content, Fault, FaultKind, Group, Seen};

use crate::world::{CHANG, LI, Posted, QIN, World, photo};

/// A county with nothing but the triage group (and the operators' chat); the people of 观山镇 and 城管局 read along in it.
async fn small_county() -> World {
    let mut world = World::new().await;
    let units: Vec<String> = world.settings.county.units.keys().map(ToString::to_string).collect();
    for unit in units {
        let (group, head) =
            (world.group(&unit), world.settings.county.head_of(&minqing::id::UnitId::new(&unit)).cloned());
        if let Some(head) = head.filter(|_| world.sandbox.chats().contains(&group)) {
            world.sandbox.remove_bot_from_group(group, world.cadre(head.as_str()));
        }
    }
    world.settle().await;
    for cadre in ["qianjin", "tongqiushi", "cenbonian", "milinchuan"] {
        world.sandbox.join(world.triage(), world.cadre(cadre));
    }
    world.forget();
    world
}

/// A new group with these people, into which one of them brings the bot; what it asks.
async fn brings_bot(world: &World, id: i64, title: &str, people: &[i64]) -> Seen {
    world.sandbox.add_group(Group {
        id,
        title: title.to_owned(),
        forum: false,
        supergroup: true,
        members: people.to_vec(),
        bot_rights: BotRights::None,
    });
    world.sandbox.add_bot_to_group(id, people[0]);
    world.sandbox.set_bot_admin(id, people[0], true);
    world.settle().await;
    world.last(id)
}

/// All messages of the bot in a chat that are about a case, as they stand now; to stand beside another is none.
fn about(world: &World, chat: i64, number: &str) -> Vec<Seen> {
    let names = |text: &str| text.lines().any(|line| line.contains(number) && !line.starts_with("关联："));
    let theirs = |message: &Seen| message.from_bot && !message.pinned && names(&message.text);
    world.messages(chat).into_iter().filter(theirs).collect()
}

/// The cards of a case in a chat: what carries its buttons.
fn cards(world: &World, chat: i64, number: &str) -> Vec<Seen> {
    about(world, chat, number)
        .into_iter()
        .filter(|message| message.text.contains("责任人：") && !message.buttons.is_empty())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_group_holds_all_cards_and_every_unit_works_in_it() {
    let world = small_county().await;
    let triage = world.triage();
    let (qian, cen, zhao) = (world.cadre("qianjin"), world.cadre("cenbonian"), world.cadre("zhaomin"));
    world.sandbox.join(triage, zhao);
    world.sends(CHANG, photo(crate::world::LAMP)).await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let all = cards(&world, triage, &number);
    assert_eq!(all.len(), 1);
    assert!(all[0].text.contains("责任人：观山镇 钱进，3月9日(周一)前答复群众"), "{}", all[0].text);
    assert_eq!(all[0].pings, [qian]);
    let case = Posted { number, group: triage, card: all[0].id };
    // Rights are the roster's, also where everybody reads along.
    assert_eq!(
        world.presses(zhao, triage, case.card, "button-sign").await,
        "这一步请由承办单位的同志来点；指派、改派请找单位负责人。"
    );
    world.presses(cen, triage, case.card, "button-more").await;
    world.presses(cen, triage, case.card, "button-assign").await;
    assert_eq!(world.presses(cen, triage, case.card, "宓临川").await, "已指派给宓临川。");
    let mi = world.cadre("milinchuan");
    assert!(world.presses(mi, triage, case.card, "button-sign").await.starts_with("已签收。"));
    // Asking, the resident's word, a note, the answer: all of it works here.
    world.presses(mi, triage, case.card, "button-more").await;
    world.presses(mi, triage, case.card, "button-ask").await;
    world.replies(mi, triage, world.last(triage).id, Content::text("是哪一盏")).await;
    world.says(CHANG, "村口小卖部那一盏").await;
    let news = world.find(triage, "群众补充或改了内容").expect("the unit hears of it");
    assert_eq!(news.pings, [mi]);
    assert!(world.presses(mi, triage, news.id, "button-read").await.starts_with("原文已发到"), "the button is at hand");
    world.replies(mi, triage, case.card, Content::text("周四换")).await;
    assert_eq!(world.presses(mi, triage, world.last(triage).id, "button-send-note").await, "已发给群众。");
    world.reported(mi, &case, "换好了").await;
    // Another unit, in the same group; what accuses has no card here either.
    world.says(QIN, "我在县医院住院花了八千多,医保报销的钱怎么还没到").await;
    world.pass(40).await;
    assert!(cards(&world, triage, &world.number(QIN))[0].text.contains("责任人：医保局 "));
    let before = world.calls_to(triage).len();
    world.says(LI, "新风社区的唐全把我们的赔偿款吃了").await;
    world.pass(40).await;
    assert_eq!(world.calls_to(triage).len(), before, "nothing at all about what accuses");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_gets_its_own_group_takes_its_cards_along_and_loses_none() {
    let mut world = small_county().await;
    let triage = world.triage();
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let waiting = in_triage(&world, CHANG).await;
    let working = in_triage(&world, QIN).await;
    world.presses(qian, triage, working.card, "button-sign").await;
    let answered = in_triage(&world, LI).await;
    world.answered(qian, &answered, "换好了").await;
    world.says(504, "我在县医院住院花了八千多,医保报销的钱怎么还没到").await;
    world.pass(40).await;
    let other = cards(&world, triage, &world.number(504))[0].clone();
    let old_sign = world.data(triage, waiting.card, "button-sign");
    let old_report = world.data(triage, working.card, "button-report");
    world.forget();
    let residents_before: usize = [CHANG, QIN, LI, 504].iter().map(|who| world.calls_to(*who).len()).sum();

    let own = -910;
    let question = brings_bot(&world, own, "观山镇工作群", &[cen, qian]).await;
    assert_eq!(
        world.presses(cen, own, question.id, "观山镇").await,
        "本群已绑定：观山镇。以后派给这里的事会发成卡片。"
    );
    let question = world.message(own, question.id);
    assert!(question.text.starts_with("本群已绑定：观山镇。") && question.buttons.is_empty(), "{}", question.text);

    for case in [&waiting, &working, &answered] {
        let stub = world.message(triage, case.card);
        assert_eq!(stub.text, format!("【{}】已移到观山镇的群里，请到那里办理。", case.number));
        assert!(stub.buttons.is_empty());
        let here = about(&world, own, &case.number);
        assert_eq!(here.len(), 1, "one card each, no more: {:?}", here.iter().map(|it| &it.text).collect::<Vec<_>>());
        assert!(here[0].text.contains("责任人：钱进"), "in its own group the unit need not be named: {}", here[0].text);
    }
    assert_eq!(world.message(triage, other.id).text, other.text, "another unit's card stays");
    let residents: usize = [CHANG, QIN, LI, 504].iter().map(|who| world.calls_to(*who).len()).sum();
    assert_eq!(residents, residents_before, "residents need not know");

    // Buttons from before, pressed late: the one and the same line, and nothing happens.
    let events = world.event_count().await;
    for (card, data) in [(waiting.card, old_sign), (working.card, old_report)] {
        let answer = world.press_answer(qian, triage, card, &data).await;
        assert_eq!(answer, ("这张卡片已移到观山镇的群里，请到那里点。".to_owned(), true));
    }
    assert_eq!(world.event_count().await, events);
    // Everything goes on where the card is now; the old place stays quiet.
    let quiet = world.calls_to(triage).len();
    let card = |case: &Posted| Posted {
        number: case.number.clone(),
        group: own,
        card: about(&world, own, &case.number)[0].id,
    };
    let (moved, busy, done) = (card(&waiting), card(&working), card(&answered));
    assert!(world.presses(qian, own, moved.card, "button-sign").await.starts_with("已签收。"));
    assert!(world.message(own, moved.card).text.contains("办理中"));
    world.says(CHANG, "催一下").await;
    world.reported(qian, &busy, "明天换").await;
    world.presses(LI, LI, world.find(LI, "换好了").unwrap().id, "button-unsolved").await;
    assert!(world.newest_card(&done).card > done.card, "a new round has a new card, here");
    world.sends(CHANG, photo("仰坪村村口的路灯坏了")).await;
    world.pass(40).await;
    assert_eq!(cards(&world, own, &world.number(CHANG)).len(), 1, "new cases come here at once");
    assert_eq!(world.calls_to(triage).len(), quiet, "nothing of it reaches the triage group any more");
    world.assert_sound().await;
}

/// The lamp of 凉水村, whose card stands in the triage group.
async fn in_triage(world: &World, resident: i64) -> Posted {
    world.sends(resident, photo(crate::world::LAMP)).await;
    world.pass(40).await;
    let (number, group) = (world.number(resident), world.triage());
    let card = world.card(group, &number).expect("a card in the triage group").id;
    Posted { number, group, card }
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_of_a_lost_group_fall_back_once_and_follow_it_when_it_returns() {
    let mut world = World::new().await;
    let (triage, own, operators) = (world.triage(), world.group("guanshan"), world.operators());
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    world.sandbox.join(triage, qian);
    world.sandbox.join(triage, cen);
    let (waiting, working) = (world.lamp(CHANG).await, world.lamp(QIN).await);
    world.presses(qian, own, working.card, "button-sign").await;
    world.forget();
    world.sandbox.remove_bot_from_group(own, cen);
    world.settle().await;
    let told: Vec<String> = world.news(operators).into_iter().map(|message| message.text).collect();
    assert_eq!(
        told,
        [
            "观山镇的群里没有我了（被移出，或群解散了），在办的2件事先回到县里甄别群。请把我加回去，再点一次绑定，卡片会跟过去。"
        ]
    );
    for case in [&waiting, &working] {
        let here = cards(&world, triage, &case.number);
        assert_eq!(here.len(), 1);
        assert!(here[0].text.contains("责任人：观山镇 钱进") && here[0].pings == [qian], "{}", here[0].text);
    }
    assert!(world.news(CHANG).is_empty() && world.news(QIN).is_empty());
    // Work goes on there.
    let there =
        Posted { group: triage, card: cards(&world, triage, &waiting.number)[0].id, number: waiting.number.clone() };
    assert!(world.presses(qian, triage, there.card, "button-sign").await.starts_with("已签收。"));
    assert!(world.message(triage, there.card).text.contains("办理中"));
    // The bot is back: it asks again, the cards follow, each exactly once.
    world.forget();
    world.sandbox.add_bot_to_group(own, cen);
    world.sandbox.set_bot_admin(own, cen, true);
    world.settle().await;
    let question = world.last(own);
    assert!(world.news(own).iter().any(|message| message.id == question.id), "asked anew, where people see it");
    world.presses(cen, own, question.id, "观山镇").await;
    for case in [&waiting, &working] {
        assert_eq!(cards(&world, own, &case.number).len(), 1);
        assert!(cards(&world, triage, &case.number).is_empty());
        assert!(world.message(own, cards(&world, own, &case.number)[0].id).text.contains("办理中"));
    }
    // Lost once more: the triage group gets a card of its own again, not one far above.
    world.forget();
    world.sandbox.remove_bot_from_group(own, cen);
    world.settle().await;
    let news = world.news(triage);
    for case in [&waiting, &working] {
        let here = cards(&world, triage, &case.number);
        assert_eq!(here.len(), 1);
        assert!(news.iter().any(|message| message.id == here[0].id), "a card where people see it");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_for_one_thing_and_binding_it_again_changes_nothing() {
    let mut world = World::new().await;
    let (cen, operator) = (world.cadre("cenbonian"), world.cadre("baoyichuan"));
    let case = world.lamp(CHANG).await;
    let own = world.group("guanshan");
    let question = brings_bot(&world, -911, "县里", &[operator, cen]).await;
    let buttons = |key: &str| world.data(-911, question.id, key);
    let [guanshan, housing, triage, operators] =
        ["观山镇", "住建委", "button-bind-triage", "button-bind-operators"].map(buttons);
    world.forget();
    // A second group for a unit takes over from the first, whose people read that.
    assert!(world.press_answer(cen, -911, question.id, &guanshan).await.0.starts_with("本群已绑定：观山镇。"));
    assert_eq!(world.message(own, case.card).text, format!("【{}】已移到观山镇的群里，请到那里办理。", case.number));
    assert_eq!(world.last(own).text, "观山镇改用另一个群了，这里不再有新的卡片。可以把我移出这个群。");
    assert_eq!(about(&world, -911, &case.number).len(), 1);
    // Pressed again, by two people: the same answer, no second card, no second word.
    let before = (world.calls_to(own).len(), about(&world, -911, &case.number).len());
    for who in [cen, operator] {
        assert!(world.press_answer(who, -911, question.id, &guanshan).await.0.starts_with("本群已绑定：观山镇。"));
    }
    assert_eq!((world.calls_to(own).len(), about(&world, -911, &case.number).len()), before);
    // For something else: no, and how to do it.
    for data in [&housing, &triage, &operators] {
        let answer = world.press_answer(operator, -911, question.id, data).await;
        let line = "这个群已经绑定给观山镇，一个群只能绑定一处。要改绑，请先把我移出这个群，再加回来。";
        assert_eq!(answer, (line.to_owned(), true));
    }
    world.says(QIN, "凉水村的路灯坏了").await;
    world.pass(40).await;
    assert_eq!(cards(&world, -911, &world.number(QIN)).len(), 1, "it still is the unit's");
    world.assert_sound().await;
}

/// The triage group itself is another one: what screeners were asked and the cards of units without a group move there.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_triage_group_takes_over_everything_from_the_old_one() {
    let mut world = small_county().await;
    let (operator, qi, qian) = (world.cadre("baoyichuan"), world.cadre("qijianwei"), world.cadre("qianjin"));
    let old = world.triage();
    let lamp = in_triage(&world, CHANG).await;
    world.says(QIN, "请帮帮我").await;
    world.pass(40).await;
    let asked = world.card(old, &world.number(QIN)).expect("a screener is asked");
    let read = world.data(old, asked.id, "button-read");
    world.forget();
    let question = brings_bot(&world, -912, "新的甄别群", &[operator, qi, qian]).await;
    world.presses(operator, -912, question.id, "button-bind-triage").await;
    assert_eq!(world.message(old, lamp.card).text, format!("【{}】已移到新的甄别群里，请到那里办理。", lamp.number));
    assert_eq!(
        world.message(old, asked.id).text,
        format!("【{}】已移到新的甄别群里，请到那里办理。", world.number(QIN))
    );
    assert_eq!(
        world.press_answer(qi, old, asked.id, &read).await,
        ("这张卡片已移到新的甄别群里，请到那里点。".to_owned(), true)
    );
    let card = cards(&world, -912, &lamp.number);
    assert!(card.len() == 1 && card[0].text.contains("责任人：观山镇 钱进"));
    assert!(world.presses(qian, -912, card[0].id, "button-sign").await.starts_with("已签收。"));
    let asked = world.card(-912, &world.number(QIN)).expect("asked here now");
    world.presses(qi, -912, asked.id, "button-units").await;
    assert!(world.presses(qi, -912, asked.id, "观山镇").await.starts_with("已派观山镇"));
    assert_eq!(cards(&world, -912, &world.number(QIN)).len(), 1);
    assert!(world.news(CHANG).len() == 1, "only that it was signed for");
    world.assert_sound().await;
}

/// Telegram does not take the card just when the unit gets its group: it arrives there, once.
#[tokio::test(flavor = "multi_thread")]
async fn a_card_still_on_its_way_goes_to_the_new_group_once() {
    let world = small_county().await;
    let (triage, own) = (world.triage(), -910);
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let posted = in_triage(&world, CHANG).await;
    let refuse = |method: &str| Fault {
        method: Some(method.to_owned()),
        chat: Some(triage),
        kind: FaultKind::ServerError,
        times: u32::MAX,
    };
    world.sandbox.fault(refuse("sendMessage"));
    world.sandbox.fault(refuse("editMessageText"));
    world.says(CHANG, "催一下").await;
    world.says(QIN, "凉水村的路灯坏了").await;
    world.pass(40).await;
    let waiting = world.number(QIN);
    assert!(world.card(triage, &waiting).is_none(), "not there yet");
    let question = brings_bot(&world, own, "观山镇工作群", &[cen, qian]).await;
    world.presses(cen, own, question.id, "观山镇").await;
    world.sandbox.clear_faults();
    for _ in 0..3 {
        world.pass(400).await;
    }
    for number in [&posted.number, &waiting] {
        assert_eq!(cards(&world, own, number).len(), 1, "{number}");
        assert!(cards(&world, triage, number).is_empty(), "{number}");
    }
    assert!(cards(&world, own, &posted.number)[0].text.contains("群众催过1次"));
    let lost = world.store().counts().await.unwrap();
    assert_eq!((lost.waiting_letters, lost.failed_letters), (0, 0));
}
