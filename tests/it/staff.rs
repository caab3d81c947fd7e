//! What staff write stays theirs: it never becomes a resident's case, whatever they do out of turn.

use minqing::sandbox::Content;

use crate::world::{CHANG, World};

#[tokio::test(flavor = "multi_thread")]
async fn words_of_staff_never_become_a_case() {
    let world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = world.lamp(CHANG).await;
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.says(qian, "我的活").await;
    let line = world.last(qian).id;
    world.presses(qian, qian, line, "button-report").await;
    let first = world.says(qian, "今天上午到现场看了").await;
    world.says(qian, "灯泡换好了").await;
    assert!(world.last(qian).text.contains("现场照片"), "{}", world.last(qian).text);
    world.sandbox.edit_text(qian, qian, first, "今天上午到现场看了，两盏都看了");
    world.settle().await;
    world.sends(qian, crate::world::photo("")).await;
    let preview = world.last(qian);
    assert!(preview.text.contains("两盏都看了"), "{}", preview.text);
    world.presses(qian, qian, preview.id, "button-confirm").await;
    assert!(world.last(CHANG).text.contains("两盏都看了"));
    world.sandbox.edit_text(qian, qian, first, "唐全说的，路灯坏了是别人打烂的");
    world.settle().await;
    assert!(world.last(qian).text.contains("改动没有发出"), "{}", world.last(qian).text);
    world.replies(qian, qian, preview.id, Content::text("凉水村的路灯还要再看")).await;
    assert!(world.last(qian).text.contains("没有发出"), "{}", world.last(qian).text);
    assert_eq!(world.cases().await.len(), 1, "one case, the resident's");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_answered_too_late_sends_nothing() {
    let world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = world.lamp(CHANG).await;
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.says(qian, "我的活").await;
    world.presses(qian, qian, world.last(qian).id, "button-report").await;
    world.pass(3600).await;
    world.says(qian, "凉水村的路灯换好了").await;
    assert!(world.last(qian).text.contains("没有发出"), "{}", world.last(qian).text);
    assert_eq!(world.cases().await.len(), 1);
    assert!(!world.ever_said(CHANG).contains("换好了"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_released_is_not_sealed_again_by_a_typo() {
    let world = World::new().await;
    let qi = world.cadre("qijianwei");
    let said = world.sandbox.text(CHANG, CHANG, "凉水村村主任家门口的路登坏了");
    world.settle().await;
    world.pass(40).await;
    let number = world.number(CHANG);
    assert!(world.groups().iter().all(|group| world.card(*group, &number).is_none()), "read in private first");
    let note = world.find(qi, &number).unwrap();
    world.presses(qi, qi, note.id, "button-release").await;
    world.sandbox.edit_text(CHANG, CHANG, said, "凉水村村主任家门口的路灯坏了");
    world.settle().await;
    assert_eq!(world.cases().await.len(), 1, "the typo opens no second case");
    assert!(world.groups().iter().any(|group| world.card(*group, &number).is_some()), "it went the ordinary way");
    world.assert_sound().await;
}
