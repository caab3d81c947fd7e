//! The books: every step with its actor and time, in a log that cannot be changed unseen.

use crate::world::{CHANG, QIN, World};

/// A world in which one case has gone round twice and another has just begun.
async fn lived() -> World {
    let world = World::new().await;
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let case = world.lamp(CHANG).await;
    world.answered(qian, &case, "换好了").await;
    let answer = world.last(CHANG);
    world.presses(CHANG, CHANG, answer.id, "button-unsolved").await;
    let again = world.newest_card(&case);
    world.answered(cen, &again, "换了新灯").await;
    let answer = world.last(CHANG);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
    world.lamp(QIN).await;
    world.assert_sound().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn x7_every_step_stands_in_the_log_with_actor_time_before_and_after() {
    let world = lived().await;
    let stranger = world.stranger().await;
    let id = world.cases().await.remove(0);
    let rows = stranger
        .texts(&format!("select at || '|' || kind || '|' || state_before || '|' || state_after || '|' || actor from event where case_id = '{id}' order by seq"))
        .await;
    let steps: Vec<Vec<&str>> = rows.iter().map(|row| row.splitn(5, '|').collect()).collect();
    let story: Vec<(&str, &str, &str)> = steps.iter().map(|step| (step[1], step[2], step[3])).collect();
    for step in [
        ("registered", "", "collecting"),
        ("collected", "collecting", "registered"),
        ("dispatched", "accepted", "dispatched"),
        ("signed", "dispatched", "in_progress"),
        ("done_reported", "in_progress", "answered"),
        ("reopened", "answered", "dispatched"),
        ("closed", "answered", "closed"),
    ] {
        assert!(story.contains(&step), "{step:?} in {story:?}");
    }
    assert!(
        steps.windows(2).all(|two| two[0][0] <= two[1][0] && two[0][3] == two[1][2]),
        "each step begins where the last one ended"
    );
    let by = |kind: &str| steps.iter().find(|step| step[1] == kind).map(|step| step[4]).unwrap();
    assert_eq!(by("signed"), r#"{"cadre":"qianjin"}"#);
    assert!(by("solved_said").starts_with(r#"{"resident":"#) && by("collected") == r#""machine""#);
    let words = stranger.texts("select actor || kind || body from event").await;
    assert!(
        words.iter().all(|row| !row.contains("换") && !row.contains("小卖部") && !row.contains("晚上")),
        "no words of people in the log"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn x7_a_log_that_was_changed_is_named() {
    let world = lived().await;
    let stranger = world.stranger().await;
    let id = world.cases().await.remove(0);
    let tampering = [
        "update event set at = at + 1 where case_id = $ID and seq = 6",
        "update event set actor = '\"machine\"' where case_id = $ID and kind = 'solved_said'",
        "update event set body = replace(body, 'satisfied', 'mostly') where case_id = $ID and kind = 'rated'",
        "update event set state_after = 'closed' where case_id = $ID and seq = 3",
        "delete from event where case_id = $ID and kind = 'reopened'",
        "delete from event where case_id = $ID and seq = (select max(seq) from event where case_id = $ID)",
        "update case_file set version = version - 1 where id = $ID",
    ];
    for sql in tampering {
        stranger.keep_books().await;
        let sql = sql.replace("$ID", &format!("'{id}'"));
        stranger.execute(&sql).await;
        let findings = world.store().verify().await.unwrap();
        assert!(
            !findings.is_empty() && findings.iter().all(|finding| finding.contains(id.as_str())),
            "{sql}: {findings:?}"
        );
        stranger.put_books_back().await;
        assert_eq!(world.store().verify().await.unwrap(), Vec::<String>::new(), "put back: {sql}");
    }
}
