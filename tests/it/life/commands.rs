//! Commands that are none: addressed to others, in captions, in replies, in edits, with junk behind them.

use minqing::sandbox::Content;

use crate::world::{CHANG, LAMP, World, photo};

#[tokio::test(flavor = "multi_thread")]
async fn i11_only_an_exact_command_to_us_is_obeyed() {
    let mut world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = world.lamp(CHANG).await;
    let events = world.event_count().await;
    world.forget();
    for (who, text) in [
        (CHANG, "/withdraw@otherbot"),
        (CHANG, &*format!("/withdraw@otherbot {}", case.number)),
        (CHANG, "/forget@minqing_bot_evil"),
        (qian, "/done@otherbot"),
        (qian, "/reload@otherbot"),
    ] {
        world.says(who, text).await;
        assert!(world.news(who).is_empty(), "{text} is for another");
    }
    for (who, text) in [
        (CHANG, "/withdrawn"),
        (CHANG, "/WITHDRAW"),
        (CHANG, "/withdraw_"),
        (CHANG, "/done"),
        (CHANG, "/"),
        (CHANG, "/ withdraw"),
        (qian, "/done"),
        (qian, "/done 1"),
    ] {
        world.says(who, text).await;
        let told = world.news(who);
        assert!(told.len() == 1 && told[0].buttons.is_empty(), "{text}: {told:?}");
    }
    assert_eq!((world.event_count().await, world.cases().await.len()), (events, 1));
    world.assert_sound().await;
}

/// What a link carries is an invite of ours or nothing.
#[tokio::test(flavor = "multi_thread")]
async fn i11_a_start_payload_of_junk_is_a_start() {
    let world = World::new().await;
    let before = world.store().counts().await.unwrap().cases;
    let long = "A".repeat(64);
    let junk = [
        &*long,
        "j_0000",
        "J-00000000000000000000000000000000",
        "1;drop table letter",
        "../../etc/passwd",
        "%00",
        "withdraw",
    ];
    for payload in junk {
        world.says(CHANG, &format!("/start {payload}")).await;
        let text = world.last(CHANG).text;
        assert!(text.contains("青禾县") && !text.contains(payload), "{payload}: {text}");
    }
    for payload in [format!("j-{}", "f".repeat(62)), format!("j-{}", "'".repeat(62)), "j-".to_owned()] {
        world.says(CHANG, &format!("/start {payload}")).await;
        assert_eq!(world.last(CHANG).text, "这个邀请用过了，或者过期了。请向管理员再要一个。", "{payload}");
    }
    assert_eq!(world.store().counts().await.unwrap().cases, before);
    world.says(CHANG, "我的活").await;
    assert_eq!(world.last(CHANG).text, world.words("unknown-command"), "still a resident");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i11_a_command_in_a_caption_is_a_message_and_kept() {
    let mut world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = world.lamp(CHANG).await;
    world.forget();
    world.replies(CHANG, CHANG, world.messages(CHANG)[1].id, photo(&format!("/withdraw {}", case.number))).await;
    world.sends(CHANG, photo("/forget")).await;
    world.pass(40).await;
    let said: Vec<String> = world.news(CHANG).into_iter().map(|seen| seen.text).collect();
    assert!(said.iter().all(|text| !text.contains("撤回") || text.contains("编号")), "{said:?}");
    assert!(
        world.messages(CHANG).iter().all(|seen| seen
            .buttons
            .iter()
            .flatten()
            .all(|(label, _)| !label.contains("确定删除")))
    );
    assert!(
        world.presses(qian, case.group, case.card, "button-sign").await.starts_with("已签收"),
        "nothing was taken back"
    );
    world.opens(qian, case.group, case.card).await;
    let read =
        world.ever_said(qian) + &world.calls_to(qian).iter().map(|call| call.params.to_string()).collect::<String>();
    assert!(read.contains(&format!("/withdraw {}", case.number)), "kept with the case, word for word");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i11_an_edit_or_a_word_in_a_group_obeys_nothing() {
    let mut world = World::new().await;
    let qian = world.cadre("qianjin");
    let said = world.says(CHANG, LAMP).await;
    world.pass(40).await;
    let (number, group) = (world.number(CHANG), world.group("guanshan"));
    let card = world.card(group, &number).unwrap().id;
    world.forget();
    // A message turned into a command is a new version of the message.
    world.edits(CHANG, said, &format!("/withdraw {number}")).await;
    // A command turned into another one, or into words, has been obeyed already.
    let help = world.says(CHANG, "/help").await;
    let answered = world.news(CHANG).len();
    world.edits(CHANG, help, "/forget").await;
    assert!(answered >= 1 && world.news(CHANG).is_empty());
    assert!(
        world.messages(CHANG).iter().all(|seen| seen
            .buttons
            .iter()
            .flatten()
            .all(|(label, _)| !label.contains("确定")))
    );
    world.forget();
    for text in ["/done", "/done@otherbot", "/withdraw", "/reload", "/start j-00000000000000000000000000000000"] {
        world.sandbox.text(qian, group, text);
    }
    world.settle().await;
    assert!(world.news(group).is_empty() && world.news(CHANG).is_empty());
    // In reply to a card it is a note at most, which the sender does not see.
    world.replies(qian, group, card, Content::text("/done")).await;
    assert!(world.news(CHANG).is_empty());
    assert!(world.presses(qian, group, card, "button-sign").await.starts_with("已签收"), "still to be signed");
    world.assert_sound().await;
}
