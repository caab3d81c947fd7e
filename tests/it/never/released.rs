//! A charge that one reader takes for none: the case goes the ordinary way, and whom it charged still learns nothing.

use super::{carried, free_number, opens_sealed, receipt};
use crate::world::{CHANG, World};

#[tokio::test(flavor = "multi_thread")]
async fn z9_one_reader_releases_a_charge_and_the_accused_stays_out() {
    let world = World::new().await;
    let (tang, street, triage) = (world.cadre("tangquan"), world.group("changyuan"), world.triage());
    world.sandbox.join(triage, tang);
    world.says(CHANG, "新风社区的唐全贪了我们的赔偿款").await;
    world.pass(40).await;
    let number = receipt(&world, CHANG);
    let wu = world.cadre("wujian");
    let sheet = opens_sealed(&world, "wujian", &number).await;
    assert_eq!(world.presses(wu, wu, sheet.id, "button-release").await, "已按正常件派出。");
    let others = world.sandbox.chats().into_iter().filter(|chat| ![CHANG, tang, street, triage].contains(chat));
    assert!(others.into_iter().any(|chat| world.card(chat, &number).is_some()), "somebody has it");
    world.pass(30 * 86_400).await;
    for chat in [tang, street, triage] {
        assert!(!carried(&world, chat).contains(&number), "{}", world.ever_said(chat));
    }
    let nobodys = free_number(&world, "1234567");
    let mut answers = Vec::new();
    for asked in [&number, &nobodys] {
        world.says(tang, asked).await;
        answers.push(world.last(tang).text.replace(asked.as_str(), "N"));
    }
    assert_eq!(answers[0], answers[1]);
    world.assert_sound().await;
}
