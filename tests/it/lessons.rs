//! What teaches, and what no longer does: corrections, cases kept from somebody, cases that cannot be read, several processes.

use minqing::classify::model::Model;
use minqing::id::{CaseId, SubjectId};
use minqing::notice::gate::Exclusion;
use minqing::sandbox::Person;
use minqing::store::WhichModel;

use crate::ground::bytes_literal;
use crate::world::World;

const HERE: &str = "urban.garbage";
const THERE: &str = "income.sales";
const STALE: &str = "select stale from model where name = 'in_use'";

/// Cases with a lesson each, which is learned.
async fn taught() -> (World, Vec<CaseId>) {
    let world = World::new().await;
    for (who, text) in [(8_601, "云盘村水磨房的碾子又不行了"), (8_602, "凉水村的水磨房碾子动不得,锈完了")]
    {
        world.sandbox.add_person(Person { id: who, first_name: format!("R{who}"), ..Person::default() });
        world.says(who, text).await;
        world.pass(40).await;
    }
    let cases = world.cases().await;
    assert_eq!(cases.len(), 2);
    let mut tx = world.store().begin().await.unwrap();
    for case in &cases {
        tx.add_lesson(case, &SubjectId::new(HERE), true).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.settle().await;
    assert_ne!(model(&world).await, blank(&world), "learned");
    (world, cases)
}

async fn model(world: &World) -> Vec<u8> {
    world.store().model(WhichModel::InUse).await.unwrap().expect("a model").2
}

fn blank(world: &World) -> Vec<u8> {
    Model::new(world.store().model_key()).to_bytes()
}

/// Something is to be forgotten.
async fn forget(world: &World) {
    let mut tx = world.store().begin().await.unwrap();
    tx.learn_anew().await.unwrap();
    tx.commit().await.unwrap();
}

async fn anew(world: &World) {
    forget(world).await;
    world.settle().await;
    assert_eq!(world.stranger().await.number(STALE).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_subject_takes_its_lesson_back() {
    let (world, cases) = taught().await;
    let mut tx = world.store().begin().await.unwrap();
    tx.unteach_but(&cases[0], Some(&SubjectId::new(HERE))).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.stranger().await.number(STALE).await, 0, "the same once more corrects nothing");
    let mut tx = world.store().begin().await.unwrap();
    tx.unteach_but(&cases[0], Some(&SubjectId::new(THERE))).await.unwrap();
    tx.add_lesson(&cases[0], &SubjectId::new(THERE), true).await.unwrap();
    tx.unteach_but(&cases[1], None).await.unwrap();
    tx.commit().await.unwrap();
    let stranger = world.stranger().await;
    assert_eq!(stranger.texts("select subject from lesson").await, [THERE]);
    assert_eq!(stranger.number(STALE).await, 2);
    world.settle().await;
    assert_eq!(stranger.number(STALE).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_kept_from_anybody_teaches_nothing() {
    let (world, cases) = taught().await;
    let mut tx = world.store().begin().await.unwrap();
    for case in &cases {
        tx.set_exclusion(case, &Exclusion { no_groups: true, ..Exclusion::default() }).await.unwrap();
    }
    tx.commit().await.unwrap();
    anew(&world).await;
    assert_eq!(model(&world).await, blank(&world));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_that_cannot_be_read_is_passed_over_and_told() {
    let (world, cases) = taught().await;
    let bad = bytes_literal(world.ground.engine, "01");
    let spoil = format!("update content set sealed = {bad} where case_id = '{}'", cases[0].as_str());
    world.stranger().await.execute(&spoil).await;
    anew(&world).await;
    assert_ne!(model(&world).await, blank(&world), "the other one is learned");
    let told = world.find(world.operators(), "有 1 件打不开");
    assert!(told.is_some(), "{}", world.ever_said(world.operators()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_forgotten_meanwhile_is_seen_to_afterwards() {
    let (world, _) = taught().await;
    let store = world.store();
    forget(&world).await;
    let since = store.learning().await.unwrap();
    forget(&world).await;
    assert!(store.save_model(since, since.newest, &blank(&world)).await.unwrap(), "saved all the same");
    assert_eq!(world.stranger().await.number(STALE).await, 1, "the second is still to be seen to");
    assert!(!store.save_model(since, since.newest, &blank(&world)).await.unwrap(), "another was first");
    world.settle().await;
    assert_eq!(world.stranger().await.number(STALE).await, 0);
    assert_ne!(model(&world).await, blank(&world), "learned anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_processes_one_learns() {
    let (world, _) = taught().await;
    world.settle().await;
    let held = world.store().take_part("beside", 10_000).await.unwrap();
    assert_eq!(held.learn, world.store().is_alone());
    world.store().leave("beside").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_three_years_a_case_is_found_by_nothing() {
    let (world, _) = taught().await;
    let stranger = world.stranger().await;
    let kept = "select count(*) from case_term";
    let before = stranger.number(kept).await;
    assert!(before > 0);
    world.pass(24 * 3600).await;
    assert_eq!(stranger.number(kept).await, before, "after a night all is kept");
    let three_years = 1_096 * 24 * 3_600_000_i64;
    stranger.execute(&format!("update case_term set at = at - {three_years}")).await;
    world.pass(24 * 3600).await;
    assert_eq!(stranger.number(kept).await, 0);
}
