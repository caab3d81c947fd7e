//! The make-believe Telegram keeps to the real one's rules.

use minqing::sandbox::{BotRights, Content, Group, Media, Options, Person, Sandbox};
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
