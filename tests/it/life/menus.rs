//! Which commands the apps of people offer, by scope, in both languages; and the help for each role.

use std::collections::BTreeSet;

use minqing::sandbox::{Call, Content};
use tokio::sync::watch;

use crate::program::copy;
use crate::world::{CHANG, World, config_dir};

/// Calls that set commands, as scope, chat, language and names.
fn menus(calls: &[Call]) -> Vec<(String, Option<i64>, String, Vec<String>)> {
    let set = calls.iter().filter(|call| call.method == "setMyCommands");
    let read = set.map(|call| {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let names = call.params["commands"].as_array().into_iter().flatten().map(|it| text(&it["command"])).collect();
        let scope = &call.params["scope"];
        (text(&scope["type"]), scope["chat_id"].as_i64(), text(&call.params["language_code"]), names)
    });
    read.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_set_by_scope_in_both_languages_and_again_on_reload() {
    let folder = tempfile::tempdir().unwrap();
    copy(&config_dir(), folder.path());
    let mut world = World::new().await;
    world.app.reload_from(folder.path(), watch::channel(0).1);
    let operator = world.cadre("baoyichuan");
    let texts = folder.path().join("text/zh-CN.ftl");
    let changed = std::fs::read_to_string(&texts).unwrap().replace("command-work = ", "command-work = 看看");
    std::fs::write(&texts, changed).unwrap();
    let before = world.calls().len();
    world.says(operator, "/reload").await;
    let set = menus(&world.calls()[before..]);
    let general: BTreeSet<(&str, &str)> =
        set.iter().filter(|it| it.1.is_none()).map(|it| (it.0.as_str(), it.2.as_str())).collect();
    let scopes = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators"];
    let wanted: BTreeSet<(&str, &str)> = scopes.iter().flat_map(|scope| [(*scope, ""), (*scope, "en")]).collect();
    assert_eq!(general, wanted);
    let of = |scope: &str| set.iter().find(|it| it.0 == scope).map(|it| it.3.clone()).unwrap();
    assert!(of("default").contains(&"mycases".to_owned()) && !of("default").contains(&"work".to_owned()));
    assert_eq!(of("all_group_chats"), ["stats", "help"]);
    // Staff are offered what is theirs, each in their own chat.
    let theirs = |cadre: &str| -> Vec<String> {
        let chat = world.cadre(cadre);
        let of: Vec<_> = set.iter().filter(|it| it.0 == "chat" && it.1 == Some(chat)).collect();
        assert_eq!(of.iter().map(|it| it.2.as_str()).collect::<Vec<_>>(), ["", "en"], "{cadre}");
        of[0].3.clone()
    };
    assert_eq!(theirs("qianjin"), ["work", "mycases", "language", "help"]);
    assert!(theirs("cenbonian").contains(&"stats".to_owned()));
    assert!(theirs("zhouning").contains(&"spotcheck".to_owned()));
    assert!(theirs("baoyichuan").contains(&"reload".to_owned()));
    assert!(set.iter().any(|it| it.0 == "chat" && it.3.contains(&"calls".to_owned())), "somebody calls back");
    assert!(set.iter().all(|it| it.1 != Some(CHANG)), "residents are offered what everybody is");
    // What has not changed is not sent again.
    let before = world.calls().len();
    world.app.desk.offer_commands().await.unwrap();
    world.settle().await;
    assert_eq!(menus(&world.calls()[before..]), Vec::new());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_has_its_help_and_a_group_has_one_too() {
    let mut world = World::new().await;
    for (who, has, lacks) in [
        (CHANG, "直接把事情说出来就行", "办理："),
        (world.cadre("qianjin"), "办理：", "负责人："),
        (world.cadre("cenbonian"), "负责人：", "运维："),
        (world.cadre("zhouning"), "督查：", "密件："),
        (world.cadre("baoyichuan"), "运维：", "督查："),
    ] {
        world.says(who, "/help").await;
        let text = world.last(who).text;
        assert!(text.contains(has) && !text.contains(lacks), "{text}");
    }
    let (group, qian) = (world.group("guanshan"), world.cadre("qianjin"));
    world.forget();
    for text in ["/help", "/help@otherbot"] {
        world.sandbox.send(qian, group, Content::text(text));
        world.settle().await;
    }
    let told = world.news(group);
    assert!(told.len() == 1 && told[0].text.contains("签收"), "{told:?}");
    world.assert_sound().await;
}
