//! Danger to life: what keeps people safe comes first, and a person on call hears of it at once.

use crate::world::{CHANG, LAMP, QIN, World, number_in};

const GAS: &str = "屋后头天然气管子在漏,嗤嗤的响,臭得很,娃儿脑壳昏";

#[tokio::test(flavor = "multi_thread")]
async fn danger_to_life_gets_the_safety_text_first_and_pings_those_on_call_at_once() {
    let mut world = World::at("2026-02-16 23:40").await;
    let said = world.says(CHANG, GAS).await;
    let told = world.news(CHANG);
    assert_eq!(told.len(), 3, "the safety text, the receipt, the question where it is");
    assert!(
        told[0].text.starts_with("请马上离开，到屋外通风的地方。")
            && told[0].text.contains("119")
            && told[0].text.contains("0000-8810119"),
        "{}",
        told[0].text
    );
    assert!(told[1].text.starts_with("收到了。\n编号 ") && told[1].text.contains("由燃气公司"), "{}", told[1].text);
    assert!(
        told.iter().all(|message| message.at_ms == world.message(CHANG, said).at_ms && !message.silent),
        "at once, on New Year's Eve, aloud"
    );
    let number = world.number(CHANG);
    let first_call = world.calls_to(CHANG).into_iter().find(|call| call.method == "sendMessage").unwrap();
    assert!(first_call.params["text"].as_str().is_some_and(|text| text.starts_with("请马上离开")));

    // No window, no waiting: card and pings are there before anybody asks anything.
    let on_call = ["xichanggeng", "yueguitian", "qijianwei", "zhuangwenqu"].map(|id| world.cadre(id));
    for who in on_call {
        let ping = world.find(who, &number).expect("everybody on call");
        assert!(
            ping.text.starts_with("紧急：") && ping.text.contains("安全提示已先发给群众，请马上联系。"),
            "{}",
            ping.text
        );
        assert_eq!(world.labels(who, ping.id), ["看原文", "我来跟进", "要求补充"]);
    }
    let group = world.group("gas");
    let card = world.card(group, &number).expect("a card with the gas company");
    assert!(card.text.starts_with(&format!("【{number}】紧急：可能危及人身安全，待签收")), "{}", card.text);
    assert!(!card.text.contains("娃儿"), "{}", card.text);

    // One takes it; the other hears who did.
    let (xi, yue) = (on_call[0], on_call[1]);
    let (first, second) = (world.find(xi, &number).unwrap().id, world.find(yue, &number).unwrap().id);
    assert_eq!(world.presses(xi, xi, first, "button-read").await, "原文已发到您的私聊。");
    assert!(world.find(xi, "群众原话").unwrap().text.contains(GAS));
    assert_eq!(world.presses(xi, xi, first, "button-take-danger").await, "已记下由您跟进，请马上联系群众。");
    assert_eq!(world.presses(yue, yue, second, "button-take-danger").await, "已由席长庚跟进。");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_danger_has_its_own_words_and_the_past_has_none() {
    let mut world = World::new().await;
    for (said, first) in [
        ("观山镇凉水村着火了，烟大得很", "请马上离开着火的地方"),
        ("土墙房昨晚上墙倒了一角,还在落土", "请马上离开房屋和山坡"),
        ("电线断了落在田里，有人触电了", "请不要碰电线"),
        ("河里有人落水了", "请往高处走"),
        ("不解决我就不想活了", "您现在一定很难受"),
        ("他拿刀要砍我", "请先离开"),
        ("我老汉倒在地上没有气了", "请马上打 120"),
    ] {
        world.says(CHANG, said).await;
        let told = world.news(CHANG);
        assert!(told[0].text.starts_with(first), "{said}: {told:#?}");
        world.pass(16 * 60).await;
        world.forget();
    }
    for said in ["去年天燃气遗漏污染了我的田", "天然气好久能通到我们村", "气费收贵了"] {
        world.says(QIN, said).await;
        world.pass(40).await;
    }
    assert!(!world.ever_said(QIN).contains("请马上"), "no alarm for what is past or planned");
    world.assert_sound().await;
}

/// Danger in the second message of a burst, and while something else is under way.
#[tokio::test(flavor = "multi_thread")]
async fn danger_never_waits_in_line_behind_another_matter() {
    let mut world = World::new().await;
    world.says(CHANG, "我们这里有个事情").await;
    world.news(CHANG);
    world.says(CHANG, GAS).await;
    let told = world.news(CHANG);
    assert!(told[0].text.starts_with("请马上离开，到屋外通风的地方。"), "{}", told[0].text);
    let (gas, xi) = (world.number(CHANG), world.cadre("xichanggeng"));
    assert!(world.card(world.group("gas"), &gas).is_some() && world.find(xi, &gas).is_some(), "the burst ends at once");

    let lamp = world.lamp(QIN).await;
    world.news(QIN);
    world.says(QIN, GAS).await;
    let told = world.news(QIN);
    assert!(told[0].text.starts_with("请马上离开，到屋外通风的地方。"), "{}", told[0].text);
    let gas = world.number(QIN);
    assert!(gas != lamp.number && world.card(world.group("gas"), &gas).is_some(), "its own case beside the lamp");
    assert!(world.message(lamp.group, lamp.card).text.contains("待签收"));
    world.assert_sound().await;
}

/// An old message edited into a cry for help: its case may be closed, or be about a danger of another kind.
#[tokio::test(flavor = "multi_thread")]
async fn danger_in_an_edit_is_heard_whatever_became_of_the_case() {
    let mut world = World::new().await;
    let xi = world.cadre("xichanggeng");
    let said = world.says(CHANG, LAMP).await;
    world.pass(40).await;
    let lamp = world.number(CHANG);
    world.takes_back(CHANG, &lamp).await;
    world.forget();
    world.edits(CHANG, said, "凉水村三社着火了，救命").await;
    let told = world.news(CHANG);
    assert!(told[0].text.starts_with("请马上离开着火的地方"), "{told:#?}");
    let fire = world.number(CHANG);
    assert!(fire != lamp && world.find(xi, &fire).is_some(), "a case of its own, and those on call hear of it");
    // What is added to it belongs to it.
    world.forget();
    world.edits(CHANG, said, "凉水村三社着火了，救命，房子里还有人").await;
    assert!(world.news(CHANG).iter().all(|seen| number_in(&seen.text).is_none()), "no third case");
    assert_eq!(world.cases().await.len(), 2);
    // That one closed too: another cry is another case.
    world.takes_back(CHANG, &fire).await;
    world.forget();
    world.edits(CHANG, said, "又着火了，救命").await;
    let told = world.news(CHANG);
    assert!(told[0].text.starts_with("请马上离开着火的地方"), "{told:#?}");
    assert_eq!(world.cases().await.len(), 3);
    assert!(world.find(xi, &world.number(CHANG)).is_some());

    // Another danger in a case that is open: its words come, once.
    let said = world.says(QIN, GAS).await;
    world.forget();
    for words in ["我家着火了，烟大得很", "我家着火了，烟大得很，快点"] {
        world.edits(QIN, said, words).await;
    }
    let told = world.news(QIN);
    let warned = told.iter().filter(|seen| seen.text.starts_with("请马上离开着火的地方")).count();
    assert_eq!((warned, world.cases().await.len()), (1, 4), "{told:#?}");
    world.assert_sound().await;
}
