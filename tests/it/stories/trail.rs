//! The trail: the day's root stands outside the database, so that books which were cut off are seen.

use minqing::store::Store;

use crate::world::{CHANG, World, moment};

/// The root in the last message of that kind to the operators.
fn printed(world: &World) -> String {
    let message = world.find(world.operators(), "的总账指纹").expect("the operators were sent the root");
    message.text.lines().nth(1).unwrap().trim().to_owned()
}

async fn root(store: &Store, local: &str) -> String {
    store.view().await.unwrap().root_of(moment(local)).await.unwrap()
}

/// Somebody puts back older books, whole and sound in themselves: only the root that was printed tells.
#[tokio::test(flavor = "multi_thread")]
async fn r11_books_that_were_cut_off_are_seen_by_the_root_printed_daily() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let stranger = world.stranger().await;
    stranger.keep_books().await;
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    world.until("2026-03-03 08:04").await;
    assert!(!world.ever_said(world.operators()).contains("总账指纹"));
    world.until("2026-03-03 08:05").await;
    let yesterday = printed(&world);
    assert_eq!(yesterday.len(), 64);
    assert_eq!(root(world.store(), "2026-03-03 08:00").await, yesterday);
    // Later work changes the next root and not the one that was printed.
    world.says(CHANG, "催一下").await;
    assert_eq!(root(world.store(), "2026-03-03 08:00").await, yesterday);
    world.until("2026-03-04 08:05").await;
    assert_ne!(printed(&world), yesterday);
    assert_eq!(world.ever_said(world.operators()).matches("总账指纹").count(), 2, "once a day");
    assert!(world.find(world.operators(), "总账指纹").unwrap().text.lines().count() == 3, "no counts, no numbers");
    world.assert_sound().await;

    stranger
        .execute("delete from event where seq > (select max(k.seq) from kept k where k.case_id = event.case_id)")
        .await;
    for column in ["unit", "cadre", "state", "due_at", "updated_at", "version", "head", "sealed_body"] {
        let older = format!("(select k.{column} from kept_file k where k.id = case_file.id)");
        stranger.execute(&format!("update case_file set {column} = {older}")).await;
    }
    assert_eq!(world.store().verify().await.unwrap(), Vec::<String>::new(), "sound in themselves");
    assert_ne!(root(world.store(), "2026-03-03 08:00").await, yesterday, "but not the books of that morning");
}
