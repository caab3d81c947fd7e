//! The books: every step with its actor and time, in a log that cannot be changed unseen.

use sqlx::AssertSqlSafe;

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
    let steps: Vec<(i64, String, String, String, String)> =
        sqlx::query_as("select at, actor, kind, state_before, state_after from event where case_id = $1 order by seq")
            .bind(id.as_str())
            .fetch_all(&stranger)
            .await
            .unwrap();
    let story: Vec<(&str, &str, &str)> =
        steps.iter().map(|(_, _, kind, before, after)| (kind.as_str(), before.as_str(), after.as_str())).collect();
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
        steps.windows(2).all(|two| two[0].0 <= two[1].0 && two[0].4 == two[1].3),
        "each step begins where the last one ended"
    );
    let by = |kind: &str| steps.iter().find(|step| step.2 == kind).map(|step| step.1.clone()).unwrap();
    assert_eq!(by("signed"), r#"{"cadre":"qianjin"}"#);
    assert!(by("solved_said").starts_with(r#"{"resident":"#) && by("collected") == r#""machine""#);
    let words: Vec<String> =
        sqlx::query_scalar("select actor || kind || body from event").fetch_all(&stranger).await.unwrap();
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
        sqlx::raw_sql("drop table if exists kept; create table kept as select * from event; drop table if exists kept_file; create table kept_file as select * from case_file")
            .execute(&stranger)
            .await
            .unwrap();
        let sql = sql.replace("$ID", &format!("'{id}'"));
        sqlx::raw_sql(AssertSqlSafe(format!("pragma foreign_keys = off; {sql}"))).execute(&stranger).await.unwrap();
        let findings = world.store().verify().await.unwrap();
        assert!(
            !findings.is_empty() && findings.iter().all(|finding| finding.contains(id.as_str())),
            "{sql}: {findings:?}"
        );
        sqlx::raw_sql("delete from event; insert into event select * from kept; delete from case_file; insert into case_file select * from kept_file; drop table kept; drop table kept_file")
            .execute(&stranger)
            .await
            .unwrap();
        assert_eq!(world.store().verify().await.unwrap(), Vec::<String>::new(), "put back: {sql}");
    }
}
