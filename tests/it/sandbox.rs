//! The make-believe Telegram keeps to the real one's rules.

use minqing::sandbox::{BotRights, Content, Fault, FaultKind, Group, Media, Options, Person, Sandbox, spec};
use serde_json::{Value, json};
use teloxide::prelude::*;
use teloxide::types::{InputFile, ParseMode, ReactionType};

const RESIDENT: i64 = 11;
const CADRE: i64 = 21;
const GROUP: i64 = -100_500;
/// 2026-10-12 08:00 in Shanghai.
const START: i64 = 1_791_763_200_000;

async fn town() -> Sandbox {
    let sandbox = Sandbox::start(Options { start_ms: Some(START), ..Options::default() }).await.unwrap();
    let person = |id, first_name: &str| Person { id, first_name: first_name.to_owned(), ..Person::default() };
    sandbox.add_person(person(RESIDENT, "黎明远"));
    sandbox.add_person(Person { username: Some("qianjin".to_owned()), ..person(CADRE, "钱进") });
    sandbox.add_group(Group {
        id: GROUP,
        title: "观山镇承办群".to_owned(),
        forum: true,
        supergroup: true,
        members: vec![CADRE],
        bot_rights: BotRights::Admin,
    });
    sandbox
}

fn bot(sandbox: &Sandbox) -> Bot {
    Bot::new(sandbox.token()).set_api_url(sandbox.api_url().parse().unwrap())
}

/// Calls a method with JSON, without teloxide.
async fn call(sandbox: &Sandbox, method: &str, params: Value) -> Value {
    let url = format!("{}/bot{}/{method}", sandbox.api_url(), sandbox.token());
    let answer = reqwest::Client::new().post(url).json(&params).send().await.unwrap();
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_message_goes_to_the_bot_and_an_answer_comes_back() {
    let sandbox = town().await;
    let bot = bot(&sandbox);
    assert_eq!(bot.get_me().await.unwrap().username(), "minqing_bot");
    sandbox.text(RESIDENT, RESIDENT, "村口的路灯坏了三天了");
    let photo = sandbox.send(RESIDENT, RESIDENT, Content::from(Media::Photo).caption("就是这盏"));

    let updates = bot.get_updates().timeout(5).await.unwrap();
    assert_eq!(updates.len(), 2);
    let teloxide::types::UpdateKind::Message(message) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!(message.text(), Some("村口的路灯坏了三天了"));
    let teloxide::types::UpdateKind::Message(message) = &updates[1].kind else { panic!("{updates:?}") };
    let file = message.photo().unwrap().last().unwrap().file.id.clone();

    let buttons = json!({"inline_keyboard": [[{"text": "催一下", "callback_data": "n1"}]]});
    let sent = call(
        &sandbox,
        "sendMessage",
        json!({"chat_id": RESIDENT, "text": "<b>收到</b> &lt;3517&gt;", "parse_mode": "HTML", "reply_markup": buttons}),
    )
    .await;
    let sent_id = sent["result"]["message_id"].as_i64().unwrap();
    assert_eq!(sent["result"]["text"], "收到 <3517>");
    bot.edit_message_text(ChatId(RESIDENT), teloxide::types::MessageId(sent_id as i32), "办理中").await.unwrap();
    bot.send_photo(ChatId(GROUP), InputFile::file_id(file))
        .caption("<a href=\"tg://user?id=21\">钱进</a> 请看")
        .parse_mode(ParseMode::Html)
        .await
        .unwrap();
    bot.set_message_reaction(ChatId(RESIDENT), teloxide::types::MessageId(photo as i32))
        .reaction(vec![ReactionType::Emoji { emoji: "👌".to_owned() }])
        .await
        .unwrap();

    let seen = sandbox.messages(RESIDENT);
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[1].reactions, vec![(sandbox.bot_id(), "👌".to_owned())]);
    assert_eq!((seen[2].text.as_str(), &seen[2].edits[..]), ("办理中", &["收到 <3517>".to_owned()][..]));
    assert_eq!(sandbox.messages(GROUP)[0].pings, vec![CADRE]);
    assert_eq!(sandbox.journal().iter().filter(|call| call.ok).count(), 6);
}

#[tokio::test]
async fn a_press_is_told_and_answered_once() {
    let sandbox = town().await;
    let bot = bot(&sandbox);
    let buttons = json!({"inline_keyboard": [[{"text": "签收", "callback_data": "s1"}]]});
    let sent = call(&sandbox, "sendMessage", json!({"chat_id": GROUP, "text": "卡片", "reply_markup": buttons})).await;
    let press = sandbox.press(CADRE, GROUP, sent["result"]["message_id"].as_i64().unwrap(), "签收");
    let updates = bot.get_updates().await.unwrap();
    let teloxide::types::UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!((query.data.as_deref(), query.from.id.0 as i64), (Some("s1"), CADRE));
    bot.answer_callback_query(query.id.clone()).text("已签收").await.unwrap();
    assert_eq!(sandbox.answer_to(&press).unwrap().text.as_deref(), Some("已签收"));
    let again = bot.answer_callback_query(query.id.clone()).await.unwrap_err().to_string();
    assert!(again.contains("query is too old"), "{again}");
}

/// What a call is refused with: code and text.
async fn refused(sandbox: &Sandbox, method: &str, params: Value) -> String {
    let answer = call(sandbox, method, params).await;
    assert_eq!(answer["ok"], false, "{answer}");
    format!("{} {}", answer["error_code"], answer["description"].as_str().unwrap())
}

/// Sends a text and returns the message's number.
async fn sent(sandbox: &Sandbox, chat: i64, text: &str) -> i64 {
    let answer = call(sandbox, "sendMessage", json!({"chat_id": chat, "text": text})).await;
    answer["result"]["message_id"].as_i64().unwrap_or_else(|| panic!("{answer}"))
}

#[tokio::test]
async fn the_table_agrees_with_the_description_of_the_bot_api() {
    let excerpt: Value = serde_json::from_str(include_str!("../data/bot-api-excerpt.json")).unwrap();
    assert_eq!(spec::compare(&excerpt), Vec::<String>::new());

    let mut changed = excerpt;
    changed["methods"]["getFile"] = Value::Null;
    changed["methods"].as_object_mut().unwrap().remove("getFile");
    changed["methods"]["leaveChat"]["fields"].as_array_mut().unwrap().push(json!({"name": "why", "types": ["String"]}));
    changed["methods"]["getChat"]["fields"] = json!([]);
    changed["methods"]["deleteMessage"]["fields"][1] =
        json!({"name": "message_id", "types": ["String"], "required": false});
    assert_eq!(
        spec::compare(&changed),
        [
            "deleteMessage.message_id: required in the table, optional in the description",
            "deleteMessage.message_id: Integer in the table, String in the description",
            "getChat.chat_id: only in the table",
            "leaveChat.why: missing from the table",
            "getFile: not in the description",
        ]
    );
}

#[tokio::test]
async fn calls_are_refused_for_their_form() {
    let sandbox = town().await;
    let url = format!("{}/bot1:wrong/getMe", sandbox.api_url());
    let answer: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(answer, json!({"ok": false, "error_code": 401, "description": "Unauthorized"}));

    let cases = [
        ("sendFlowers", json!({}), "404 Not Found: method not found"),
        ("sendMessage", json!({"text": "x"}), "400 Bad Request: chat identifier is empty"),
        ("sendMessage", json!({"chat_id": GROUP}), "400 Bad Request: message text is empty"),
        ("sendPhoto", json!({"chat_id": GROUP}), "400 Bad Request: there is no photo in the request"),
        ("deleteMessage", json!({"chat_id": GROUP}), "400 Bad Request: message identifier is not specified"),
        ("getChatMember", json!({"chat_id": GROUP}), "400 Bad Request: parameter \"user_id\" is required"),
        ("getChat", json!({"chat_id": GROUP, "colour": 1}), "400 Bad Request: unknown parameter \"colour\" of getChat"),
        (
            "deleteMessage",
            json!({"chat_id": GROUP, "message_id": "first"}),
            "400 Bad Request: parameter \"message_id\" must be of type Integer",
        ),
        (
            "forwardMessage",
            json!({"chat_id": GROUP, "from_chat_id": RESIDENT, "message_id": 1}),
            "400 Bad Request: forwardMessage shows who wrote; this bot must never call it",
        ),
    ];
    for (method, params, expected) in cases {
        assert_eq!(refused(&sandbox, method, params).await, expected);
    }
    let forwarded = sandbox.journal().into_iter().find(|call| call.method == "forwardMessage").unwrap();
    assert!(!forwarded.ok);
}

#[tokio::test]
async fn texts_and_keyboards_are_held_to_their_limits() {
    let sandbox = town().await;
    let long = |units: usize| "路".repeat(units);
    let text = |text: String| json!({"chat_id": GROUP, "text": text});
    let marked = |text: &str| json!({"chat_id": GROUP, "text": text, "parse_mode": "HTML"});
    let button =
        |button: Value| json!({"chat_id": GROUP, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}});
    let data = |data: String| button(json!({"text": "x", "callback_data": data}));
    let many = vec![json!({"text": "x", "callback_data": "x"}); 101];
    let mention = json!({"type": "bold", "offset": 3, "length": 9});
    let cases = [
        (text(String::new()), "400 Bad Request: message text is empty"),
        (text(" \n".to_owned()), "400 Bad Request: message text is empty"),
        (text(long(4097)), "400 Bad Request: message is too long"),
        (text("😀".repeat(2049)), "400 Bad Request: message is too long"),
        (marked("<b>x"), "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        (marked("三 < 四>"), "400 Bad Request: can't parse entities: Unsupported start tag \"\" at byte offset 4"),
        (
            json!({"chat_id": GROUP, "text": "短", "entities": [mention]}),
            "400 Bad Request: entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 1",
        ),
        (data("路".repeat(22)), "400 Bad Request: BUTTON_DATA_INVALID"),
        (data(String::new()), "400 Bad Request: BUTTON_DATA_INVALID"),
        (button(json!({"text": "x", "url": "nowhere"})), "400 Bad Request: BUTTON_URL_INVALID"),
        (
            button(json!({"text": "x"})),
            "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            json!({"chat_id": GROUP, "text": "x", "reply_markup": {"inline_keyboard": [many]}}),
            "400 Bad Request: reply markup is too long",
        ),
    ];
    for (params, expected) in cases {
        assert_eq!(refused(&sandbox, "sendMessage", params).await, expected);
    }
    for fits in [text(long(4096)), marked(&format!("<b>{}</b>", long(4096))), data("x".repeat(64))] {
        assert_eq!(call(&sandbox, "sendMessage", fits).await["ok"], true);
    }
    let photo = sandbox.send(CADRE, GROUP, Media::Photo);
    let file = sandbox.messages(GROUP).iter().find(|seen| seen.id == photo).unwrap().file_id.clone();
    let captioned = |units: usize| json!({"chat_id": GROUP, "photo": file, "caption": long(units)});
    let too_long = refused(&sandbox, "sendPhoto", captioned(1025)).await;
    assert_eq!(too_long, "400 Bad Request: message caption is too long");
    assert_eq!(call(&sandbox, "sendPhoto", captioned(1024)).await["ok"], true);
    let wrong_kind = refused(&sandbox, "sendVoice", json!({"chat_id": GROUP, "voice": file})).await;
    assert_eq!(wrong_kind, "400 Bad Request: can't use file of type Photo as Voice");
    let no_file = refused(&sandbox, "sendVoice", json!({"chat_id": GROUP, "voice": "none"})).await;
    assert_eq!(no_file, "400 Bad Request: wrong file identifier/HTTP URL specified");
}

#[tokio::test]
async fn chats_that_cannot_be_reached_refuse() {
    let sandbox = town().await;
    let to = |chat: i64| json!({"chat_id": chat, "text": "x"});
    assert_eq!(refused(&sandbox, "sendMessage", to(99)).await, "400 Bad Request: chat not found");
    assert_eq!(
        refused(&sandbox, "sendMessage", to(RESIDENT)).await,
        "403 Forbidden: bot can't initiate conversation with a user"
    );
    sandbox.text(RESIDENT, RESIDENT, "/start");
    sent(&sandbox, RESIDENT, "您好").await;
    sandbox.block(RESIDENT, true);
    assert_eq!(refused(&sandbox, "sendMessage", to(RESIDENT)).await, "403 Forbidden: bot was blocked by the user");
    sandbox.block(RESIDENT, false);
    sent(&sandbox, RESIDENT, "又见面了").await;

    sandbox.add_group(Group { id: -7, title: "群".to_owned(), members: vec![CADRE], ..Group::default() });
    assert_eq!(refused(&sandbox, "sendMessage", to(-7)).await, "400 Bad Request: chat not found");
    sandbox.add_bot_to_group(-7, CADRE);
    sent(&sandbox, -7, "大家好").await;
    sandbox.remove_bot_from_group(-7, CADRE);
    assert_eq!(refused(&sandbox, "sendMessage", to(-7)).await, "403 Forbidden: bot was kicked from the group chat");
    sandbox.add_bot_to_group(-7, CADRE);
    assert_eq!(call(&sandbox, "leaveChat", json!({"chat_id": -7})).await["result"], true);
    assert_eq!(refused(&sandbox, "sendMessage", to(-7)).await, "403 Forbidden: bot is not a member of the group chat");
    sandbox.add_bot_to_group(-7, CADRE);
    sandbox.migrate_group(-7, -1_007);
    let answer = call(&sandbox, "sendMessage", to(-7)).await;
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], -1_007);
    sent(&sandbox, -1_007, "新群").await;
}

#[tokio::test]
async fn edits_replies_reactions_and_deletions_are_refused_where_the_real_ones_are() {
    let sandbox = town().await;
    let card = sent(&sandbox, GROUP, "卡片").await;
    let theirs = sandbox.text(CADRE, GROUP, "我看一下");
    let keyboard = json!({"keyboard": [[{"text": "我的事"}]]});
    sandbox.text(RESIDENT, RESIDENT, "您好");
    let with_keyboard =
        call(&sandbox, "sendMessage", json!({"chat_id": RESIDENT, "text": "您好", "reply_markup": keyboard})).await;
    let with_keyboard = with_keyboard["result"]["message_id"].as_i64().unwrap();
    let edit = |id: i64, text: &str| json!({"chat_id": GROUP, "message_id": id, "text": text});
    let not_modified = "400 Bad Request: message is not modified: specified new message content and reply markup are \
        exactly the same as a current content and reply markup of the message";
    assert_eq!(refused(&sandbox, "editMessageText", edit(card, "卡片")).await, not_modified);
    assert_eq!(
        refused(&sandbox, "editMessageText", edit(999, "x")).await,
        "400 Bad Request: message to edit not found"
    );
    assert_eq!(
        refused(&sandbox, "editMessageText", edit(theirs, "x")).await,
        "400 Bad Request: message can't be edited"
    );
    assert_eq!(
        refused(&sandbox, "editMessageText", edit(card, &"长".repeat(4097))).await,
        "400 Bad Request: MESSAGE_TOO_LONG"
    );
    let of_keyboard = json!({"chat_id": RESIDENT, "message_id": with_keyboard, "text": "x"});
    assert_eq!(refused(&sandbox, "editMessageText", of_keyboard).await, "400 Bad Request: message can't be edited");
    let caption = json!({"chat_id": GROUP, "message_id": card, "caption": "x"});
    assert_eq!(
        refused(&sandbox, "editMessageCaption", caption).await,
        "400 Bad Request: there is no caption in the message to edit"
    );

    let reply = |anyway: bool| {
        json!({"chat_id": GROUP, "text": "x",
            "reply_parameters": {"message_id": 999, "allow_sending_without_reply": anyway}})
    };
    assert_eq!(
        refused(&sandbox, "sendMessage", reply(false)).await,
        "400 Bad Request: message to be replied not found"
    );
    assert_eq!(call(&sandbox, "sendMessage", reply(true)).await["ok"], true);

    let react = |id: i64, emoji: &str| json!({"chat_id": GROUP, "message_id": id, "reaction": [{"type": "emoji", "emoji": emoji}]});
    assert_eq!(refused(&sandbox, "setMessageReaction", react(theirs, "✅")).await, "400 Bad Request: REACTION_INVALID");
    assert_eq!(
        refused(&sandbox, "setMessageReaction", react(999, "👀")).await,
        "400 Bad Request: message to react not found"
    );

    let delete = |id: i64| json!({"chat_id": GROUP, "message_id": id});
    assert_eq!(refused(&sandbox, "deleteMessage", delete(999)).await, "400 Bad Request: message to delete not found");
    assert_eq!(call(&sandbox, "deleteMessage", delete(card)).await["ok"], true);
    assert_eq!(
        refused(&sandbox, "editMessageText", edit(card, "x")).await,
        "400 Bad Request: message to edit not found"
    );
    sandbox.push_clock(49 * 3_600_000);
    assert_eq!(refused(&sandbox, "deleteMessage", delete(theirs)).await, "400 Bad Request: message can't be deleted");
    let copy = json!({"chat_id": GROUP, "from_chat_id": GROUP, "message_id": 999});
    assert_eq!(refused(&sandbox, "copyMessage", copy).await, "400 Bad Request: message to copy not found");
}

#[tokio::test]
async fn topics_are_opened_closed_and_gone() {
    let sandbox = town().await;
    let bot = bot(&sandbox);
    let topic = bot.create_forum_topic(ChatId(GROUP), "3517-0426").await.unwrap();
    let thread = topic.thread_id.0.0;
    let send = json!({"chat_id": GROUP, "message_thread_id": thread, "text": "卡片"});
    let inside = call(&sandbox, "sendMessage", send.clone()).await["result"].clone();
    assert_eq!(inside["message_thread_id"], thread);
    let reply = sandbox.reply(CADRE, GROUP, inside["message_id"].as_i64().unwrap(), "收到");
    assert_eq!(sandbox.messages(GROUP).iter().find(|seen| seen.id == reply).unwrap().thread, Some(thread.into()));

    bot.edit_forum_topic(ChatId(GROUP), topic.thread_id).name("3517-0426 办理中").await.unwrap();
    bot.close_forum_topic(ChatId(GROUP), topic.thread_id).await.unwrap();
    assert_eq!(refused(&sandbox, "sendMessage", send.clone()).await, "400 Bad Request: TOPIC_CLOSED");
    bot.reopen_forum_topic(ChatId(GROUP), topic.thread_id).await.unwrap();
    assert_eq!(call(&sandbox, "sendMessage", send.clone()).await["ok"], true);
    sandbox.delete_topic(GROUP, CADRE, thread.into());
    assert_eq!(refused(&sandbox, "sendMessage", send).await, "400 Bad Request: message thread not found");
}

#[tokio::test]
async fn sending_too_fast_is_refused_until_the_clock_moves_on() {
    let sandbox = town().await;
    sandbox.set_rate_limits(true);
    sandbox.text(RESIDENT, RESIDENT, "您好");
    sent(&sandbox, RESIDENT, "一").await;
    let answer = call(&sandbox, "sendMessage", json!({"chat_id": RESIDENT, "text": "二"})).await;
    assert_eq!((&answer["error_code"], &answer["parameters"]["retry_after"]), (&json!(429), &json!(1)));
    sandbox.push_clock(1000);
    for number in 0..20 {
        sent(&sandbox, GROUP, &number.to_string()).await;
        sandbox.push_clock(1000);
    }
    let answer = call(&sandbox, "sendMessage", json!({"chat_id": GROUP, "text": "二十一"})).await;
    assert_eq!(answer["parameters"]["retry_after"], 40);
    sandbox.push_clock(40_000);
    sent(&sandbox, GROUP, "二十一").await;
}

#[tokio::test]
async fn updates_are_confirmed_by_offset_alone() {
    let sandbox = town().await;
    for number in 0..5 {
        sandbox.text(RESIDENT, RESIDENT, &number.to_string());
    }
    let poll = async |params: Value| {
        let answer = call(&sandbox, "getUpdates", params).await;
        let updates = answer["result"].as_array().unwrap().clone();
        updates.iter().map(|update| update["update_id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    let all = poll(json!({})).await;
    assert_eq!(all.len(), 5);
    assert_eq!(poll(json!({"offset": 0, "limit": 2})).await, all[..2]);
    assert_eq!(poll(json!({"offset": all[1]})).await, all[1..]);
    assert_eq!((sandbox.pending_updates(), sandbox.confirmed_offset()), (4, all[1]));
    assert_eq!(poll(json!({"offset": -2})).await, all[3..]);
    assert_eq!(poll(json!({})).await, all[3..]);
    sandbox.serve_again(&[all[0]]);
    assert_eq!(poll(json!({"offset": all[4]})).await, [all[0], all[4]]);
    assert_eq!(poll(json!({"offset": all[4] + 1})).await, [0i64; 0]);
    assert_eq!(sandbox.confirmed_updates(), all);

    let raw = sandbox.raw_update(r#"{"update_id":$UPDATE_ID,"message":{"text":"\ud800"}}"#.to_owned());
    let url = format!("{}/bot{}/getUpdates", sandbox.api_url(), sandbox.token());
    let bytes = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert_eq!(bytes, format!(r#"{{"ok":true,"result":[{{"update_id":{raw},"message":{{"text":"\ud800"}}}}]}}"#));
}

#[tokio::test]
async fn updates_expire_and_are_only_of_the_kinds_asked_for() {
    let sandbox = town().await;
    sandbox.join(GROUP, RESIDENT);
    assert_eq!(sandbox.pending_updates(), 1, "the service message, but no chat_member");
    call(&sandbox, "getUpdates", json!({"allowed_updates": ["message", "chat_member", "callback_query"]})).await;
    sandbox.leave(GROUP, RESIDENT);
    assert_eq!(sandbox.pending_updates(), 3);
    let card = sent(&sandbox, GROUP, "卡片").await;
    sandbox.press_data(CADRE, GROUP, card, "forged");
    sandbox.push_clock(151_000);
    let answer = call(&sandbox, "getUpdates", json!({})).await;
    assert_eq!(answer["result"].as_array().unwrap().len(), 3, "the press is gone");
    sandbox.push_clock(86_400_000);
    assert_eq!(call(&sandbox, "getUpdates", json!({})).await["result"], json!([]));
    assert_eq!(sandbox.pending_updates(), 0);
}

#[tokio::test]
async fn a_waiting_poll_wakes_at_once_and_is_cut_off_by_another() {
    let sandbox = town().await;
    let polling = |timeout: u64| {
        let sandbox = sandbox.clone();
        tokio::spawn(async move { call(&sandbox, "getUpdates", json!({"timeout": timeout})).await })
    };
    let started = std::time::Instant::now();
    let first = polling(50);
    while sandbox.polls() < 1 {
        tokio::task::yield_now().await;
    }
    let second = polling(50);
    assert_eq!(first.await.unwrap()["error_code"], 409);
    sandbox.text(RESIDENT, RESIDENT, "有人吗");
    assert_eq!(second.await.unwrap()["result"].as_array().unwrap().len(), 1);
    assert!(started.elapsed().as_secs() < 40, "at once, and not when the time of a poll is up");

    sandbox.text(RESIDENT, RESIDENT, "还有一件事");
    let two = async || call(&sandbox, "getUpdates", json!({})).await["result"].as_array().unwrap().len();
    sandbox.set_strict_polls(true);
    assert_eq!(two().await, 1, "the same offset at once again brings one update only");
    sandbox.set_strict_polls(false);
    assert_eq!(two().await, 2);
}

#[tokio::test]
async fn an_answer_carries_at_most_four_mebibytes() {
    let sandbox = town().await;
    for _ in 0..5 {
        sandbox.update(json!({"message": {"text": "长".repeat(340_000)}}));
    }
    let answer = call(&sandbox, "getUpdates", json!({})).await;
    assert_eq!(answer["result"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_bot_that_is_no_administrator_hears_only_what_is_meant_for_it() {
    let sandbox = town().await;
    sandbox.set_bot_admin(GROUP, CADRE, false);
    let card = sent(&sandbox, GROUP, "卡片").await;
    assert_eq!(sandbox.pending_updates(), 1);
    sandbox.text(CADRE, GROUP, "今天天气不错");
    assert_eq!(sandbox.pending_updates(), 1);
    sandbox.reply(CADRE, GROUP, card, "收到");
    sandbox.text(CADRE, GROUP, "/bind@minqing_bot");
    assert_eq!(sandbox.pending_updates(), 3);
}

#[tokio::test]
async fn faults_strike_where_and_as_often_as_ordered() {
    let sandbox = town().await;
    sandbox.text(RESIDENT, RESIDENT, "您好");
    let order = |kind: FaultKind| {
        sandbox.fault(Fault { method: Some("SendMessage".to_owned()), chat: Some(RESIDENT), kind, times: 1 });
    };
    let url = format!("{}/bot{}/sendMessage", sandbox.api_url(), sandbox.token());
    let raw = async || {
        let params = json!({"chat_id": RESIDENT, "text": "x"});
        let answer = reqwest::Client::new().post(&url).json(&params).send().await.ok()?;
        Some((answer.status().as_u16(), answer.text().await.unwrap_or_default()))
    };
    let said = || sandbox.messages(RESIDENT).iter().filter(|seen| seen.from_bot).count();

    order(FaultKind::TooMany { retry_after: 7 });
    assert_eq!(call(&sandbox, "sendMessage", json!({"chat_id": GROUP, "text": "x"})).await["ok"], true);
    assert!(raw().await.unwrap().1.contains(r#""parameters":{"retry_after":7}"#));
    order(FaultKind::Forbidden("bot was blocked by the user".to_owned()));
    assert!(raw().await.unwrap().1.contains("Forbidden: bot was blocked by the user"));
    order(FaultKind::MigrateTo(-9));
    assert!(raw().await.unwrap().1.contains(r#""migrate_to_chat_id":-9"#));
    order(FaultKind::ServerError);
    assert_eq!(raw().await.unwrap().0, 500);
    order(FaultKind::Html502);
    assert!(raw().await.unwrap().1.starts_with("<html>"));
    order(FaultKind::NoCode);
    assert_eq!(raw().await.unwrap().1, r#"{"ok":false}"#);
    order(FaultKind::Refuse);
    assert_eq!(raw().await, None);
    assert_eq!(said(), 0);

    order(FaultKind::AcceptThenReset);
    assert_eq!(raw().await, None);
    order(FaultKind::EmptyBody);
    assert_eq!(raw().await.unwrap().1, "");
    order(FaultKind::TruncatedJson);
    let (status, half) = raw().await.unwrap();
    assert!(status == 200 && serde_json::from_str::<Value>(&half).is_err());
    order(FaultKind::WrongType);
    assert!(raw().await.unwrap().1.contains("what is this"));
    assert_eq!(said(), 4);

    order(FaultKind::Sometimes { percent: 100, kind: Box::new(FaultKind::ServerError) });
    sandbox.clear_faults();
    assert!(raw().await.unwrap().1.contains(r#""ok":true"#));
    let failed = sandbox.journal().iter().filter(|call| call.method == "sendMessage" && !call.ok).count();
    assert_eq!(failed, 11);
}

#[tokio::test]
async fn every_kind_of_message_reads_as_teloxide_types() {
    let sandbox = town().await;
    let everything = [
        Content::text("给@qianjin看看 https://a.example #路灯"),
        Content::from(Media::Photo).caption("照片"),
        Media::Voice.into(),
        Media::Video.into(),
        Media::VideoNote.into(),
        Media::Document { file_name: "证明.pdf".to_owned() }.into(),
        Media::Audio.into(),
        Media::Animation.into(),
        Media::Sticker { emoji: "👍".to_owned() }.into(),
        Media::Location { latitude: 30.2, longitude: 104.1 }.into(),
        Media::Venue { title: "村口".to_owned(), address: "凉水村".to_owned() }.into(),
        Media::Contact { phone_number: "10086".to_owned(), first_name: "秦".to_owned(), user_id: None }.into(),
        Media::Dice { value: 3 }.into(),
        Media::Poll { question: "修不修".to_owned(), options: vec!["修".to_owned(), "不修".to_owned()] }.into(),
        Content::text("转来的").forwarded_from(CADRE),
        Content::text("转来的").forwarded_name("不愿具名"),
    ];
    let count = everything.len();
    for content in everything {
        sandbox.send(RESIDENT, RESIDENT, content);
    }
    sandbox.album(RESIDENT, RESIDENT, &[Some("两张"), None]);
    let first = sandbox.messages(RESIDENT)[0].id;
    sandbox.edit_text(RESIDENT, RESIDENT, first, "改一下");
    let updates = bot(&sandbox).get_updates().await.unwrap();
    assert_eq!(updates.len(), count + 3);
    for update in &updates {
        use teloxide::types::{MessageKind, UpdateKind};
        let (UpdateKind::Message(message) | UpdateKind::EditedMessage(message)) = &update.kind else {
            panic!("{update:?}")
        };
        assert!(matches!(message.kind, MessageKind::Common(_) | MessageKind::Dice(_)), "{message:?}");
    }
}

#[tokio::test]
async fn every_method_answers_with_teloxide_types() {
    let sandbox = town().await;
    let bot = bot(&sandbox);
    sandbox.text(RESIDENT, RESIDENT, "您好");
    let (private, group) = (ChatId(RESIDENT), ChatId(GROUP));
    let upload = || InputFile::memory("bytes").file_name("a.txt");
    bot.send_photo(private, upload()).await.unwrap();
    let voice = bot.send_voice(private, upload()).await.unwrap();
    let video = bot.send_video(private, upload()).await.unwrap();
    bot.send_audio(private, upload()).await.unwrap();
    bot.send_document(private, upload()).await.unwrap();
    bot.send_animation(private, upload()).await.unwrap();
    bot.send_video_note(private, upload()).await.unwrap();
    bot.send_sticker(private, upload()).await.unwrap();
    bot.send_location(private, 30.2, 104.1).await.unwrap();
    bot.send_venue(private, 30.2, 104.1, "村口", "凉水村").await.unwrap();
    bot.send_contact(private, "10086", "秦").await.unwrap();
    let media = |file| teloxide::types::InputMedia::Photo(teloxide::types::InputMediaPhoto::new(file).caption("图"));
    let album = bot.send_media_group(private, [media(upload()), media(upload())]).await.unwrap();
    assert!(album[0].media_group_id().is_some() && album[0].media_group_id() == album[1].media_group_id());
    let copied = bot.copy_message(group, private, voice.id).await.unwrap();
    bot.pin_chat_message(group, copied).await.unwrap();
    assert!(bot.get_chat(group).await.unwrap().pinned_message.is_some());
    bot.unpin_chat_message(group).message_id(copied).await.unwrap();
    bot.edit_message_caption(private, video.id).caption("说明").await.unwrap();
    let row = vec![teloxide::types::InlineKeyboardButton::callback("好", "ok")];
    let markup = teloxide::types::InlineKeyboardMarkup::new([row]);
    bot.edit_message_reply_markup(private, video.id).reply_markup(markup).await.unwrap();
    assert_eq!(sandbox.messages(RESIDENT).iter().find(|s| s.id == i64::from(video.id.0)).unwrap().text, "说明");
    let file = bot.get_file(voice.voice().unwrap().file.id.clone()).await.unwrap();
    let address = format!("{}/file/bot{}/{}", sandbox.api_url(), sandbox.token(), file.path);
    assert_eq!(reqwest::get(address).await.unwrap().text().await.unwrap(), "bytes");

    assert_eq!(bot.get_chat(private).await.unwrap().id, private);
    let member = async |user: i64| bot.get_chat_member(group, UserId(user as u64)).await.unwrap();
    assert!(member(sandbox.bot_id()).await.is_administrator());
    assert!(member(CADRE).await.is_owner() && member(RESIDENT).await.is_left());
    assert_eq!(bot.get_chat_member_count(group).await.unwrap(), 2);
    assert_eq!(bot.get_chat_administrators(group).await.unwrap().len(), 1);
    bot.send_chat_action(private, teloxide::types::ChatAction::Typing).await.unwrap();
    bot.set_my_commands([teloxide::types::BotCommand::new("start", "开始")]).await.unwrap();
    bot.set_my_description().description("为民直通车").await.unwrap();
    bot.set_my_short_description().short_description("为民直通车").await.unwrap();
    bot.delete_webhook().await.unwrap();
    assert_eq!(bot.get_webhook_info().await.unwrap().url, None);
    bot.delete_message(private, video.id).await.unwrap();
    bot.leave_chat(group).await.unwrap();
    let kinds: Vec<&str> = sandbox.journal().iter().filter(|call| !call.ok).map(|_| "refused").collect();
    assert!(kinds.is_empty());
}

#[tokio::test]
async fn calls_may_come_in_the_address_or_as_a_form() {
    let sandbox = town().await;
    let base = format!("{}/bot{}", sandbox.api_url(), sandbox.token());
    let text: Value =
        reqwest::get(format!("{base}/sendmessage?chat_id={GROUP}&text=%E8%B7%AF+%2B&disable_notification=true"))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
    assert_eq!(text["result"]["text"], "路 +", "{text}");
    let body = format!("chat_id={GROUP}&text=x&reply_markup=%7B%22force_reply%22%3Atrue%7D");
    let form = reqwest::Client::new().post(format!("{base}/SENDMESSAGE")).body(body);
    let form = form.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();
    assert_eq!(form.status(), 200);
    let seen = sandbox.messages(GROUP);
    assert!(seen[0].silent && seen[1].force_reply);
}

/// One of each act, in an order in which they are possible.
fn every_order() -> Vec<Value> {
    vec![
        json!({"act": "person", "id": CADRE, "first_name": "钱进"}),
        json!({"act": "person", "id": RESIDENT, "first_name": "黎明远"}),
        json!({"act": "group", "id": GROUP, "title": "承办群", "supergroup": true, "forum": true, "members": [CADRE]}),
        json!({"act": "bot", "group": GROUP, "by": CADRE, "rights": "admin"}),
        json!({"act": "text", "from": RESIDENT, "chat": RESIDENT, "text": "路灯坏了"}),
        json!({"act": "send", "from": RESIDENT, "chat": RESIDENT, "kind": "photo", "caption": "这盏"}),
        json!({"act": "send", "from": RESIDENT, "chat": RESIDENT, "kind": "location", "latitude": 30.2, "longitude": 104.1}),
        json!({"act": "album", "from": RESIDENT, "chat": RESIDENT, "captions": ["两张", null]}),
        json!({"act": "edit", "from": RESIDENT, "chat": RESIDENT, "message_id": 1, "text": "路灯坏了三天"}),
        json!({"act": "react", "from": RESIDENT, "chat": RESIDENT, "message_id": 1, "emoji": "👍"}),
        json!({"act": "join", "group": GROUP, "person": RESIDENT}),
        json!({"act": "leave", "group": GROUP, "person": RESIDENT}),
        json!({"act": "open_topic", "group": GROUP, "by": CADRE, "name": "路灯"}),
        json!({"act": "update", "update": {"poll_answer": {}}}),
        json!({"act": "raw_update", "raw": "{\"update_id\":$UPDATE_ID}"}),
        json!({"act": "switch", "privacy": false, "next_update_id": 5}),
        json!({"act": "fault", "method": "getMe", "kind": {"too_many": {"retry_after": 3}}, "times": 1}),
        json!({"act": "fault", "kind": "html502"}),
        json!({"act": "clear_faults"}),
        json!({"act": "clock", "ms": 3_600_000}),
        json!({"act": "block", "person": RESIDENT, "blocked": true}),
        json!({"act": "migrate", "group": GROUP, "to": GROUP - 1}),
    ]
}

#[tokio::test]
async fn the_control_interface_does_what_the_handle_does() {
    let sandbox = Sandbox::start(Options { start_ms: Some(START), ..Options::default() }).await.unwrap();
    let pushed = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0));
    let sum = pushed.clone();
    sandbox.on_clock(move |ms| {
        sum.fetch_add(ms, std::sync::atomic::Ordering::SeqCst);
    });
    let client = reqwest::Client::new();
    let act = async |order: Value| -> Value {
        let url = format!("{}/control/act", sandbox.api_url());
        client.post(url).json(&order).send().await.unwrap().json().await.unwrap()
    };
    let get = async |path: &str| -> Value {
        client.get(format!("{}/control/{path}", sandbox.api_url())).send().await.unwrap().json().await.unwrap()
    };
    for order in every_order() {
        let answer = act(order.clone()).await;
        assert_eq!(answer["ok"], true, "{order} {answer}");
    }
    assert_eq!(pushed.load(std::sync::atomic::Ordering::SeqCst), 3_600_000);
    let refused = act(json!({"act": "text", "from": RESIDENT, "chat": RESIDENT, "text": "x"})).await;
    assert_eq!(refused, json!({"ok": false, "error": format!("{RESIDENT} has blocked the bot")}));

    let card = json!({"chat_id": GROUP - 1, "text": "卡", "reply_markup": {"inline_keyboard": [[{"text": "签收", "callback_data": "s"}]]}});
    let card = call(&sandbox, "sendMessage", card).await["result"]["message_id"].clone();
    let press = json!({"act": "press", "from": CADRE, "chat": GROUP - 1, "message_id": card, "label": "签收"});
    let press = act(press).await["result"]["press"].as_str().unwrap().to_owned();
    let watching = get(&format!("view?chats={}", GROUP - 1)).await;
    let answering = async {
        call(&sandbox, "answerCallbackQuery", json!({"callback_query_id": press, "text": "好", "show_alert": true}))
            .await
    };
    let path = format!("press/{press}?wait=20");
    let (_, answer) = tokio::join!(answering, get(&path));
    assert_eq!((&answer["answer"]["text"], &answer["answer"]["alert"]), (&json!("好"), &json!(true)));
    assert_eq!(
        watching["chats"][(GROUP - 1).to_string()].as_array().unwrap().len(),
        2,
        "the note of the move, the card"
    );
    let newer = get(&format!("view?since={}&wait=20", watching["revision"])).await;
    assert!(newer["revision"].as_u64() > watching["revision"].as_u64());
    assert_eq!(get(&format!("messages/{RESIDENT}")).await[0]["edits"][0], "路灯坏了");
    assert_eq!(get("journal?method=sendMessage").await["calls"].as_array().unwrap().len(), 1);
    for page in ["", "page.css", "page.js", "draw.js"] {
        let answer = client.get(format!("{}/{page}", sandbox.api_url())).send().await.unwrap();
        assert!(answer.status().is_success() && !answer.text().await.unwrap().is_empty());
    }
    sandbox.shutdown();
}

#[tokio::test]
async fn what_happens_to_chats_reads_as_teloxide_types() {
    let sandbox = town().await;
    let bot = bot(&sandbox);
    let kinds = ["message", "my_chat_member", "chat_member", "message_reaction", "callback_query"];
    call(&sandbox, "getUpdates", json!({"allowed_updates": kinds})).await;
    sandbox.text(RESIDENT, RESIDENT, "您好");
    sandbox.react(RESIDENT, RESIDENT, 1, Some("👍"));
    sandbox.react(RESIDENT, RESIDENT, 1, None);
    sandbox.block(RESIDENT, true);
    sandbox.block(RESIDENT, false);
    sandbox.join(GROUP, RESIDENT);
    sandbox.leave(GROUP, RESIDENT);
    let thread = sandbox.open_topic(GROUP, CADRE, "值班");
    sandbox.send(CADRE, GROUP, Content::text("在话题里").in_thread(thread));
    sandbox.close_topic(GROUP, CADRE, thread);
    sandbox.reopen_topic(GROUP, CADRE, thread);
    sandbox.press_data(CADRE, GROUP, 999, "the message is gone");
    sandbox.set_bot_admin(GROUP, CADRE, false);
    sandbox.remove_bot_from_group(GROUP, CADRE);
    sandbox.add_bot_to_group(GROUP, CADRE);
    sandbox.migrate_group(GROUP, GROUP - 1);
    let mut seen = Vec::new();
    for update in bot.get_updates().await.unwrap() {
        use teloxide::types::{MessageKind, UpdateKind};
        seen.push(match update.kind {
            UpdateKind::Message(message) => match message.kind {
                MessageKind::Empty {} => panic!("{message:?}"),
                MessageKind::Common(_) => "words",
                _ => "service",
            },
            UpdateKind::MyChatMember(_) => "bot",
            UpdateKind::ChatMember(_) => "member",
            UpdateKind::MessageReaction(_) => "reaction",
            UpdateKind::CallbackQuery(_) => "press",
            kind => panic!("{kind:?}"),
        });
    }
    assert_eq!(
        seen.join(" "),
        "words reaction reaction bot bot member service member service service words service service press \
         bot bot bot service words words",
        "teloxide counts migrations among the common messages"
    );
}
