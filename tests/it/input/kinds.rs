//! Every kind of update there is, and those nobody has heard of.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::world::{CHANG, LAMP, LI, QIN, World, number_in};

/// Everything but messages to the bot, its edits, presses and its own membership, as Telegram sends it.
fn of_no_concern() -> Vec<(&'static str, Value)> {
    let user = json!({ "id": QIN, "is_bot": false, "first_name": "秦", "language_code": "zh-hans" });
    let bot = json!({ "id": 88, "is_bot": true, "first_name": "别的机器人", "username": "other_bot" });
    let group = json!({ "id": -100_500, "type": "supergroup", "title": "闲聊" });
    let channel = json!({ "id": -100_600, "type": "channel", "title": "公告" });
    let private = json!({ "id": QIN, "type": "private", "first_name": "秦" });
    let words = |chat: &Value| json!({ "message_id": 5, "date": 1_772_000_000, "chat": chat, "text": "路灯坏了" });
    let to_business = json!({
        "message_id": 6, "date": 1_772_000_000, "business_connection_id": "b1", "from": user, "chat": private, "text": "在吗",
    });
    let guest = json!({
        "message_id": 7, "date": 1_772_000_000, "guest_query_id": "g1", "from": user, "chat": group, "text": "@bot 帮我看看",
        "guest_bot_caller_user": user,
    });
    let member = |status: &str| json!({ "user": user, "status": status });
    let changed = json!({
        "chat": group, "from": user, "date": 1_772_000_000, "old_chat_member": member("left"), "new_chat_member": member("member"),
    });
    let poll = json!({
        "id": "p1", "question": "修不修", "options": [{ "text": "修", "voter_count": 3 }], "total_voter_count": 3,
        "is_closed": false, "is_anonymous": true, "type": "regular", "allows_multiple_answers": false,
    });
    let reaction = json!({
        "chat": group, "message_id": 9, "user": user, "date": 1_772_000_000, "old_reaction": [],
        "new_reaction": [{ "type": "emoji", "emoji": "👍" }],
    });
    let tally = json!({
        "chat": channel, "message_id": 9, "date": 1_772_000_000, "reactions": [{ "type": { "type": "paid" }, "total_count": 4 }],
    });
    let boost = json!({ "boost_id": "x1", "add_date": 1, "expiration_date": 2, "source": { "source": "premium", "user": user } });
    let gone =
        json!({ "chat": channel, "boost_id": "x1", "remove_date": 3, "source": { "source": "premium", "user": user } });
    let connection =
        json!({ "id": "b1", "user": user, "user_chat_id": QIN, "date": 1_772_000_000, "is_enabled": true });
    vec![
        ("channel_post", words(&channel)),
        ("edited_channel_post", words(&channel)),
        ("business_connection", connection),
        ("business_message", to_business.clone()),
        ("edited_business_message", to_business),
        ("deleted_business_messages", json!({ "business_connection_id": "b1", "chat": private, "message_ids": [6] })),
        ("guest_message", guest),
        ("message_reaction", reaction),
        ("message_reaction_count", tally),
        ("inline_query", json!({ "id": "1", "from": user, "query": "路灯", "offset": "" })),
        ("chosen_inline_result", json!({ "result_id": "1", "from": user, "query": "路灯" })),
        ("shipping_query", json!({ "id": "1", "from": user, "invoice_payload": "x", "shipping_address": {} })),
        (
            "pre_checkout_query",
            json!({ "id": "1", "from": user, "currency": "XTR", "total_amount": 1, "invoice_payload": "x" }),
        ),
        ("purchased_paid_media", json!({ "from": user, "paid_media_payload": "x" })),
        ("poll", poll),
        ("poll_answer", json!({ "poll_id": "p1", "user": user, "option_ids": [0] })),
        ("chat_member", changed),
        ("chat_join_request", json!({ "chat": group, "from": user, "user_chat_id": QIN, "date": 1_772_000_000 })),
        ("chat_boost", json!({ "chat": channel, "boost": boost })),
        ("removed_chat_boost", gone),
        ("managed_bot", json!({ "user": user, "bot": bot })),
    ]
}

/// How many updates of each kind came to each end.
async fn ends(world: &World) -> BTreeMap<(String, String), u64> {
    let counts = world.store().updates_by_kind().await.unwrap();
    counts.into_iter().map(|row| ((row.kind, row.outcome), row.count)).collect()
}

fn end(kind: &str, outcome: &str) -> (String, String) {
    (kind.to_owned(), outcome.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn i1_every_kind_of_update_is_taken_in_and_counted() {
    let world = World::new().await;
    let kinds = of_no_concern();
    assert_eq!(kinds.len() + 4, 25, "all kinds of Bot API 10");
    let (before, said) = (ends(&world).await, world.calls().len());
    for (kind, content) in &kinds {
        world.sandbox.update(json!({ *kind: content }));
    }
    world.settle().await;
    let mut after = ends(&world).await;
    for (kind, _) in &kinds {
        // Who comes and goes in a group is noted.
        let outcome = if *kind == "chat_member" { "members" } else { "ignored" };
        let was = before.get(&end(kind, outcome)).copied().unwrap_or(0);
        assert_eq!(after.remove(&end(kind, outcome)), Some(was + 1), "{kind}");
        assert_eq!(after.keys().filter(|(other, _)| other == kind).count(), 0, "{kind} has this one end");
    }
    let silent = world.calls().len() == said && world.store().counts().await.unwrap().cases == 0;
    assert!(silent, "nobody hears of them, and none becomes a case");

    // The four that are ours, and service messages of a group.
    let group = json!({ "id": world.group("guanshan"), "type": "supergroup", "title": "观山镇" });
    let user = json!({ "id": CHANG, "is_bot": false, "first_name": "常" });
    let blocked = json!({
        "chat": { "id": LI, "type": "private" }, "from": { "id": LI }, "date": 1, "old_chat_member": { "status": "member" },
        "new_chat_member": { "status": "kicked", "until_date": 0 },
    });
    let press = json!({ "id": "77", "from": user, "chat_instance": "1", "data": "x", "inline_message_id": "y" });
    world.sandbox.update(json!({ "my_chat_member": blocked }));
    world.sandbox.update(json!({ "callback_query": press }));
    for field in ["new_chat_title", "pinned_message", "boost_added", "video_chat_started", "managed_bot_created"] {
        let service = json!({ "message_id": 70, "date": 1_772_000_000, "chat": group, "from": user, field: {} });
        world.sandbox.update(json!({ "message": service }));
    }
    world.settle().await;
    let first = world.says(CHANG, LAMP).await;
    world.sandbox.edit_text(CHANG, CHANG, first, &format!("{LAMP}！"));
    world.settle().await;
    let now = ends(&world).await;
    let grown = |kind: &str, outcome: &str| {
        now.get(&end(kind, outcome)).unwrap_or(&0) - before.get(&end(kind, outcome)).unwrap_or(&0)
    };
    assert_eq!((grown("my_chat_member", "blocked"), grown("callback_query", "press_unknown")), (1, 1));
    assert_eq!((grown("message", "ignored"), grown("message", "opened"), grown("edited_message", "edited")), (5, 1, 1));
    assert_eq!(now.values().sum::<u64>(), world.outcomes().await.len() as u64, "every update is in exactly one count");
    world.assert_sound().await;
}

/// A private message as Telegram would write it, with facts changed or added.
fn message(from: i64, message_id: i64, change: Value) -> Value {
    let mut message = json!({
        "message_id": message_id, "date": 1_772_000_000,
        "from": { "id": from, "is_bot": false, "first_name": "常有田", "language_code": "zh-hans" },
        "chat": { "id": from, "type": "private", "first_name": "常有田" },
    });
    let (Value::Object(fields), Value::Object(change)) = (&mut message, change) else { panic!("two objects") };
    fields.extend(change);
    message
}

#[tokio::test(flavor = "multi_thread")]
async fn i2_words_in_a_kind_nobody_knows_still_become_a_case() {
    let world = World::new().await;
    let far = 1_i64 << 52;
    world.sandbox.add_person(minqing::sandbox::Person { id: far, ..Default::default() });
    for who in [CHANG, QIN, LI, far] {
        world.says(who, "/start").await;
    }
    let strange = json!({
        "chat": { "id": CHANG, "type": "moon_base", "first_name": "常" }, "text": LAMP, "brand_new": { "a": [1] },
        "entities": [{ "type": "not_yet_known", "offset": 0, "length": 900 }], "forward_origin": { "type": "from_tomorrow" },
    });
    let sent = [
        (CHANG, json!({ "telepathy_message": message(CHANG, 3_000_000_000, strange) })),
        (
            QIN,
            json!({ "wrapped": { "message": message(QIN, 12, json!({ "caption": LAMP, "hologram": {} })), "depth": 9 } }),
        ),
        (
            far,
            json!({ "message": message(far, 9_007_199_254_740_000, json!({ "date": 5_000_000_000_i64, "text": LAMP })) }),
        ),
        (LI, json!({ "message": { "message_id": 40, "chat": { "id": LI }, "text": LAMP } })),
    ];
    for (who, update) in &sent {
        world.sandbox.update(update.clone());
        world.settle().await;
        world.pass(40).await;
        let number = world.number(*who);
        assert!(world.card(world.group("guanshan"), &number).is_some(), "{who}: {}", world.last(*who).text);
    }
    assert_eq!(world.cases().await.len(), sent.len());
    let counted = ends(&world).await;
    assert_eq!(counted.get(&end("telepathy_message", "opened")), Some(&1), "counted under its own name");
    // An edit in such a kind is a version of what was said.
    let edit = message(CHANG, 3_000_000_000, json!({ "text": format!("{LAMP}，第二盏"), "edit_date": 1_772_000_100 }));
    world.sandbox.update(json!({ "edited_telepathy_message": edit }));
    world.settle().await;
    assert_eq!(world.cases().await.len(), sent.len());
    assert_eq!(world.outcomes().await.last().map(String::as_str), Some("edited"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i13_a_place_that_moves_and_edits_in_a_group_are_no_news() {
    let world = World::new().await;
    let group = world.group("guanshan");
    let place = |step: i64| json!({ "latitude": 30.0 + step as f64 / 1_000.0, "longitude": 104.0, "live_period": 900, "heading": 5 });
    world.sandbox.update(json!({ "message": message(CHANG, 50, json!({ "location": place(0) })) }));
    world.settle().await;
    let case = world.cases().await.pop().expect("a place makes a case");
    let (events, before) = (world.events(&case).await.len(), world.calls().len());
    for step in 1..50 {
        let edit = message(CHANG, 50, json!({ "location": place(step), "edit_date": 1_772_000_000 + step }));
        world.sandbox.update(json!({ "edited_message": edit }));
        let mut in_group = message(QIN, 60 + step, json!({ "text": "改了又改", "edit_date": 1_772_000_000 + step }));
        in_group["chat"] = json!({ "id": group, "type": "supergroup", "title": "观山镇" });
        world.sandbox.update(json!({ "edited_message": in_group }));
    }
    world.settle().await;
    let outcomes = world.outcomes().await;
    assert!(outcomes[outcomes.len() - 98..].iter().all(|outcome| outcome == "ignored"));
    assert_eq!(
        (world.events(&case).await.len(), world.calls().len()),
        (events, before),
        "no version, no thumb, no word"
    );
    assert_eq!(world.cases().await.len(), 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i2_what_cannot_be_read_is_set_aside_with_an_alert_and_can_be_run_again() {
    let mut world = World::new().await;
    let ours = json!({ "message": { "message_id": 3, "chat": { "id": CHANG, "type": "private" }, "text": "按我",
        "from": { "id": 1, "is_bot": true, "first_name": "机器人" } }, "from": { "id": CHANG } });
    let in_group =
        json!({ "message_id": 4, "chat": { "id": -9, "type": "group" }, "from": { "id": CHANG }, "text": LAMP });
    let business = message(CHANG, 5, json!({ "text": LAMP, "business_connection_id": "b" }));
    let strange = [
        json!({ "starquake": { "magnitude": 9 } }),
        json!({ "button_thought_of": ours }),
        json!({ "group_dream": in_group }),
        json!({ "secretary_message": business }),
        json!({ "投票\u{0}": { "text": LAMP } }),
        json!({ "message": { "text": "没有来处" } }),
    ];
    world.forget();
    let mut ids = Vec::new();
    for update in &strange {
        ids.push(world.sandbox.update(update.clone()));
    }
    let broken = r#"{"update_id":$UPDATE_ID,"message":{"message_id":7,"text":"断在半"#;
    ids.push(world.sandbox.raw_update(format!("{broken}\"}}}}")));
    world.says(QIN, LAMP).await;
    for _ in 0..8 {
        world.pass(5).await;
    }
    assert!(number_in(&world.news(QIN)[0].text).is_some(), "who comes after them is not held up");
    let aside: Vec<i64> = world.store().quarantined().await.unwrap().iter().map(|row| row.update_id).collect();
    assert_eq!(aside, ids);
    assert!(world.news(CHANG).is_empty());
    // Told at once of whichever failed first, and within the hour only counted.
    let told: Vec<String> = world.news(world.operators()).into_iter().map(|seen| seen.text).collect();
    let named = ids.iter().filter(|id| told.iter().any(|text| text.contains(&format!("minqing requeue {id}"))));
    assert_eq!((told.len(), named.count()), (1, 1), "{told:?}");
    for _ in 0..61 {
        world.app.desk.housekeep().await.unwrap();
        world.pass(60).await;
    }
    let later: Vec<String> = world.news(world.operators()).into_iter().map(|seen| seen.text).collect();
    let counted = later.iter().find(|text| text.contains("minqing requeue")).expect("told again after an hour");
    let rest = ids.len() - 1;
    assert!(
        counted.contains(&format!("有 {rest} 条")) || counted.contains(&format!("有 {} 条", ids.len())),
        "{counted}"
    );
    assert!(
        told.iter().chain(&later).all(|text| !text.contains("路灯") && !text.contains("来处")),
        "{told:?} {later:?}"
    );
    assert_eq!(ends(&world).await.get(&end("strange", "quarantined")), Some(&1), "a strange name stands in no column");
    // The raw update is kept: once the program can read it, it is run again.
    assert_eq!(world.store().requeue_quarantined(None).await.unwrap(), ids.len() as u64);
    assert_eq!(world.store().verify().await.unwrap(), Vec::<String>::new());
}
