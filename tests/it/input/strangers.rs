//! Who is nobody in particular, and what people type who think of the database.

use minqing::config;
use minqing::id::CadreId;
use minqing::sandbox::Content;
use serde_json::{Value, json};

use crate::world::{CHANG, LAMP, QIN, World, config_dir};

const VOID: &str = "这个按钮现在用不了。";
/// Anonymous administrators, channels, Telegram itself.
const NOBODY: [i64; 3] = [1_087_968_824, 136_817_688, 777_000];

/// A message in a group under the name of a group or channel.
fn unsigned(from: i64, chat: i64, message_id: i64, change: Value) -> Value {
    let mut message = json!({
        "message_id": message_id, "date": 1_772_000_000, "chat": { "id": chat, "type": "supergroup", "title": "观山镇" },
        "from": { "id": from, "is_bot": from != 777_000, "first_name": "Group" }, "sender_chat": { "id": chat, "type": "supergroup" },
    });
    let (Value::Object(fields), Value::Object(change)) = (&mut message, change) else { panic!("two objects") };
    fields.extend(change);
    json!({ "message": message })
}

#[tokio::test(flavor = "multi_thread")]
async fn z4_who_speaks_for_a_group_or_a_channel_is_nobody() {
    let mut world = World::new().await;
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    let case = world.lamp(CHANG).await;
    world.presses(qian, group, case.card, "button-sign").await;
    world.presses(qian, group, case.card, "button-report").await;
    let prompt = world.last(group).id;
    let (events, before) = (world.event_count().await, world.messages(CHANG).len());
    world.forget();
    let mut said = 0;
    for from in NOBODY.into_iter().chain([qian]) {
        let to = |id: i64| json!({ "message_id": id, "date": 1, "chat": { "id": group, "type": "supergroup" }, "from": { "id": 1, "is_bot": true } });
        for change in [
            json!({ "text": "/done", "entities": [{ "type": "bot_command", "offset": 0, "length": 5 }] }),
            json!({ "text": "灯修好了", "reply_to_message": to(case.card) }),
            json!({ "text": "灯修好了", "reply_to_message": to(prompt) }),
            json!({ "text": "大家下午开会" }),
        ] {
            said += 1;
            world.sandbox.update(unsigned(from, group, 5_000 + said, change));
        }
    }
    world.settle().await;
    let outcomes = world.outcomes().await;
    assert!(outcomes[outcomes.len() - 16..].iter().all(|outcome| outcome == "nobody"), "{outcomes:?}");
    let told: Vec<String> = world.news(group).into_iter().map(|seen| seen.text).collect();
    assert_eq!(told, [world.words("group-nobody")], "one help text, not one for each");
    world.pass(700).await;
    world.sandbox.update(unsigned(NOBODY[0], group, 6_000, json!({ "text": "大家下午开会" })));
    world.settle().await;
    assert!(world.news(group).is_empty(), "chatter needs no help");
    world.sandbox.update(unsigned(NOBODY[0], group, 6_001, json!({ "text": "/help" })));
    world.settle().await;
    assert_eq!(world.news(group).len(), 1, "later it is said again");

    // Presses, invites and groups under such an account.
    let data = world.data(group, case.card, "button-report");
    let token = world.app.desk.invite(&CadreId::new("qianjin")).await.unwrap();
    for from in NOBODY {
        let id = format!("press-{from}");
        let message = json!({ "message_id": case.card, "date": 1, "chat": { "id": group, "type": "supergroup" } });
        let user = json!({ "id": from, "is_bot": false, "first_name": "x" });
        world
            .sandbox
            .update(json!({ "callback_query": { "id": id, "from": user, "message": message, "chat_instance": "1", "data": data } }));
        let chat = json!({ "id": from, "type": "private" });
        world.sandbox.update(json!({ "message": { "message_id": 1, "date": 1, "chat": chat, "from": user, "text": format!("/start j-{token}") } }));
        world
            .sandbox
            .update(json!({ "message": { "message_id": 2, "date": 1, "chat": chat, "from": user, "text": LAMP } }));
        world.settle().await;
        let answer = world.sandbox.answer_to(&id).and_then(|answer| answer.text);
        assert_eq!(answer.as_deref(), Some(VOID));
        assert!(world.messages(from).iter().all(|seen| !seen.from_bot), "nothing is said to {from}");
    }
    let counts = world.store().counts().await.unwrap();
    assert_eq!((world.event_count().await, counts.cases), (events, 1), "nothing of it had an effect");
    assert_eq!(world.messages(CHANG).len(), before);
    let strange = json!({ "id": -100_999, "type": "supergroup", "title": "不认识的群" });
    let member = |status: &str| json!({ "user": { "id": 1, "is_bot": true }, "status": status });
    let added = json!({ "chat": strange, "from": { "id": NOBODY[0] }, "date": 1, "old_chat_member": member("left"), "new_chat_member": member("member") });
    world.sandbox.update(json!({ "my_chat_member": added }));
    world.settle().await;
    assert!(world.calls_to(-100_999).iter().all(|call| call.method == "leaveChat"));
    // The invite was not used up by them; the prompt still waits for whom it was written for.
    world.says(qian, &format!("/start j-{token}")).await;
    assert!(world.last(qian).text.starts_with("钱进同志，您好。"), "{}", world.last(qian).text);
    world.replies(qian, group, prompt, crate::world::photo("换好了")).await;
    assert!(world.last(group).text.contains("将这样答复群众"), "{}", world.last(group).text);
}

/// The roster knows no accounts at all: nobody can write one of these into it.
#[test]
fn z4_the_roster_takes_no_account_numbers() {
    let home = tempfile::tempdir().unwrap();
    copy(&config_dir(), home.path());
    assert!(config::load(home.path()).is_ok());
    let path = home.path().join("county/cadres.toml");
    let roster = std::fs::read_to_string(&path).unwrap();
    for key in ["account", "telegram", "user_id"] {
        for id in NOBODY {
            let line = format!("id = \"qianjin\"\n{key} = {id}");
            std::fs::write(&path, roster.replacen("id = \"qianjin\"", &line, 1)).unwrap();
            let faults = config::load(home.path()).map(|_| ()).unwrap_err().to_string();
            assert!(faults.contains(key) && faults.contains("cadres.toml"), "{faults}");
        }
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

const INJECTIONS: [&str; 12] = [
    "'); DROP TABLE case_file; --",
    "' or '1'='1",
    "\" OR \"\"=\"",
    "1' union select body from event --",
    "%",
    "_%_",
    "lamp NEAR/5 lights AND NOT x*",
    "\\' ; pragma writable_schema = on",
    "$1 ?1 :a @b #c",
    "/**/;vacuum",
    "{{7*7}} ${jndi:x} `id`",
    "0x00\u{0}'; delete from letter",
];

#[tokio::test(flavor = "multi_thread")]
async fn i7_what_is_typed_never_becomes_a_statement() {
    let world = World::new().await;
    let other = world.lamp(QIN).await;
    let (secret, qian) = (other.number.clone(), world.cadre("qianjin"));
    world.says(CHANG, "/start").await;
    for injection in INJECTIONS {
        let typed = [
            format!("/status {injection}"),
            format!("/status {secret}{injection}"),
            format!("/withdraw {injection}"),
            format!("/withdraw {secret}{injection}"),
            format!("/start j-{injection}"),
            format!("/{injection}"),
            format!("我的事{injection}"),
        ];
        for text in &typed {
            let before = world.calls_to(CHANG).len();
            world.says(CHANG, text).await;
            let answers = &world.calls_to(CHANG)[before..];
            assert!(!answers.is_empty(), "{text:?} is answered");
            let shown = answers.iter().map(|call| call.params.to_string()).collect::<String>();
            assert!(
                !shown.contains("路灯") && !shown.contains("钱进"),
                "{text:?} shows nothing of another's case: {shown}"
            );
            world.pass(40).await;
        }
        let data = world.press_answer(CHANG, CHANG, 1, injection).await;
        assert_eq!(data, (VOID.to_owned(), true));
        let mut update = json!({ "message": { "message_id": 70_000, "date": 1, "chat": { "id": 9_000_001, "type": "private" },
            "from": { "id": 9_000_001, "first_name": injection, "language_code": injection }, "text": LAMP, "media_group_id": injection } });
        update["message"]["message_id"] = json!(70_000 + world.outcomes().await.len());
        world.sandbox.update(update);
        world.settle().await;
        world.pass(40).await;
    }
    // Only what had no number, no command and no keyboard word became a case of its own, kept as it was typed. The same lamp
    // told again and again is one case.
    let words = INJECTIONS.iter().filter(|injection| injection.contains(char::is_alphanumeric)).count();
    let cases = world.cases().await;
    assert_eq!(cases.len(), 1 + 1 + words, "no row more, no row less");
    assert!(!world.outcomes().await.iter().any(|outcome| outcome == "quarantined"));
    world.replies(qian, other.group, other.card, Content::text(INJECTIONS[0])).await;
    let note = world.last(other.group);
    world.presses(qian, other.group, note.id, "button-send-note").await;
    assert!(world.last(QIN).text.contains(INJECTIONS[0]), "{}", world.last(QIN).text);
    world.assert_sound().await;
}
