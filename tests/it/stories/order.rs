//! Every change reaches the sender once and in order, whatever happens on the way.

use minqing::sandbox::{Content, Fault, FaultKind};

use crate::world::{CHANG, LAMP, Posted, World, photo};

/// Lets time pass until no letter waits.
async fn wait_out(world: &World) {
    for _ in 0..400 {
        if world.store().counts().await.unwrap().waiting_letters == 0 {
            return;
        }
        world.pass(5).await;
    }
    panic!("letters still wait after half an hour");
}

/// What the sender was told, by the words that tell one change from another.
fn told(world: &World) -> Vec<String> {
    let marks = ["已签收", "想问您", "已补充到", "目前的情况", "告诉您\n", "答复您", "重新办理", "转由"];
    let texts = world.messages(CHANG).into_iter().filter(|message| message.from_bot).map(|message| message.text);
    texts
        .filter_map(|text| marks.iter().find(|mark| text.contains(**mark)).map(|mark| (*mark).trim().to_owned()))
        .collect()
}

/// A whole case with its question, note, interim reply, transfer, answer and return; `pause` comes between any two steps.
async fn play(mut world: World, mut pause: impl AsyncFnMut(World) -> World) -> World {
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    world.sends(CHANG, photo(LAMP)).await;
    world.pass(40).await;
    // In a storm the receipt itself waits.
    wait_out(&world).await;
    let (number, group) = (world.number(CHANG), world.group("guanshan"));
    let card = world.card(group, &number).expect("a card with the unit").id;
    let case = Posted { number, group, card };
    world = pause(world).await;
    world.presses(qian, group, case.card, "button-sign").await;
    world = pause(world).await;
    for (button, words) in [("button-ask", "是哪一盏灯"), ("button-interim", "灯泡已经订了，周四到")] {
        world.presses(qian, group, case.card, "button-more").await;
        world.presses(qian, group, case.card, button).await;
        let prompt = world.last(group).id;
        world = pause(world).await;
        world.replies(qian, group, prompt, Content::text(words)).await;
        world = pause(world).await;
        if button == "button-ask" {
            wait_out(&world).await;
            world.says(CHANG, "靠小卖部那一盏").await;
            world = pause(world).await;
        }
    }
    world.replies(qian, group, case.card, Content::text("师傅周四上午到")).await;
    let note = world.last(group).id;
    world = pause(world).await;
    world.presses(qian, group, note, "button-send-note").await;
    world = pause(world).await;
    world.presses(qian, group, case.card, "button-report").await;
    let prompt = world.last(group).id;
    world.replies(qian, group, prompt, photo("灯泡换好了")).await;
    let preview = world.last(group).id;
    world = pause(world).await;
    world.presses(qian, group, preview, "button-confirm").await;
    wait_out(&world).await;
    let answer = world.find(CHANG, "答复您").unwrap();
    world.presses(CHANG, CHANG, answer.id, "button-unsolved").await;
    world = pause(world).await;
    let again = world.newest_card(&case);
    world.presses(cen, group, again.card, "button-sign").await;
    world = pause(world).await;
    world.reported(cen, &again, "换了新灯").await;
    wait_out(&world).await;
    let answer = world.find(CHANG, "换了新灯").unwrap();
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    wait_out(&world).await;
    world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
    wait_out(&world).await;
    world
}

const EXPECTED: [&str; 9] =
    ["已签收", "想问您", "已补充到", "目前的情况", "告诉您", "答复您", "重新办理", "已签收", "答复您"];

#[tokio::test(flavor = "multi_thread")]
async fn x3_changes_reach_the_sender_once_and_in_order_across_restarts() {
    let mut restarts = 0;
    let world = play(World::new().await, async |world: World| {
        restarts += 1;
        world.restart().await
    })
    .await;
    assert!(restarts >= 12);
    assert_eq!(told(&world), EXPECTED);
    let answer = world.find(CHANG, "换了新灯").unwrap();
    assert!(answer.text.contains("您说：已解决，满意。"));
    assert!(world.messages(CHANG)[1].text.contains("已办结"), "the one status message is up to date");
    let receipts = world
        .messages(CHANG)
        .iter()
        .filter(|message| message.edits.iter().any(|text| text.starts_with("收到了")))
        .count();
    assert_eq!(receipts, 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn x3_changes_reach_the_sender_once_and_in_order_through_429_and_restarts() {
    let world = World::new().await;
    world.says(CHANG, "/start").await;
    let storm = FaultKind::Sometimes { percent: 60, kind: Box::new(FaultKind::TooMany { retry_after: 4 }) };
    world.sandbox.fault(Fault { method: None, chat: Some(CHANG), kind: storm, times: u32::MAX });
    world.sends(CHANG, photo("大寨社区的垃圾没得人收")).await;
    wait_out(&world).await;
    world.says(CHANG, "/withdraw").await;
    wait_out(&world).await;
    let before = told(&world).len();
    let mut turn = 0;
    let world = play(world, async |world: World| {
        turn += 1;
        if turn % 4 == 0 { world.restart().await } else { world }
    })
    .await;
    assert_eq!(told(&world)[before..], EXPECTED);
    let refused = world.refusals();
    assert!(refused.len() > 5 && refused.iter().all(|refused| refused.contains("Too Many Requests")), "{refused:?}");
    // Nothing was sent into a chat before its time had come.
    let mut open_from = 0;
    for call in world.calls_to(CHANG) {
        assert!(call.at_ms >= open_from || call.method == "answerCallbackQuery", "{} at {}", call.method, call.at_ms);
        if call.error.as_ref().is_some_and(|error| error.contains("Too Many")) {
            open_from = call.at_ms + 4_000;
        }
    }
    world.sandbox.clear_faults();
    assert_eq!(world.store().verify().await.unwrap(), Vec::<String>::new());
}
