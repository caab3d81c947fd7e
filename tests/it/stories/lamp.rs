//! A village lamp: from the first message to the last word, and back.

use crate::world::{CHANG, World, photo};
use minqing::sandbox::Content;

const LAMP: &str = "凉水村村口的路灯坏了三天了,老人晚上不敢出门";

#[tokio::test(flavor = "multi_thread")]
async fn one_message_goes_all_the_way_and_comes_back() {
    let world = World::new().await;
    world.sends(CHANG, photo(LAMP)).await;
    let receipt = world.last(CHANG);
    println!("--- resident\n{}", receipt.text);
    world.pass(40).await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let number = world.number(CHANG);
    let card = world.card(group, &number).expect("no card");
    println!("--- group\n{}\n{:?}", card.text, card.buttons);
    println!("press: {}", world.presses(qian, group, card.id, "button-sign").await);
    println!("press: {}", world.presses(qian, group, card.id, "button-more").await);
    println!("press: {}", world.presses(qian, group, card.id, "button-ask").await);
    let prompt = world.last(group);
    world.replies(qian, group, prompt.id, Content::text("是哪一盏灯？村口有两盏")).await;
    world.says(CHANG, "靠小卖部那一盏").await;
    println!("press: {}", world.presses(qian, group, card.id, "button-more").await);
    println!("press: {}", world.presses(qian, group, card.id, "button-report").await);
    let prompt = world.last(group);
    world.replies(qian, group, prompt.id, Content::text("灯泡换好了")).await;
    world.replies(qian, group, prompt.id, photo("")).await;
    let preview = world.last(group);
    println!("press: {}", world.presses(qian, group, preview.id, "button-confirm").await);
    let answer = world.last(CHANG);
    println!("press: {}", world.presses(CHANG, CHANG, answer.id, "button-unsolved").await);
    println!("press: {}", world.presses(CHANG, CHANG, answer.id, "grade-dissatisfied").await);
    for m in world.messages(CHANG) { println!("R> {} {} {:?}\n     {:?}", m.from_bot, m.text, m.buttons.iter().flatten().map(|b|b.0.clone()).collect::<Vec<_>>(), m.edits); }
    for m in world.messages(group) { println!("G> {} {} {:?}", m.from_bot, m.text, m.buttons.iter().flatten().map(|b|b.0.clone()).collect::<Vec<_>>()); }
    for m in world.messages(qian) { println!("Q> {} {}", m.from_bot, m.text); }
    println!("{:?} {:?}", world.refusals(), world.store().verify().await);
    println!("{:?}", world.store().counts().await);
}
