//! 抽查: drawn by nobody, told to nobody before the moment, looked at by somebody outside the line.

use minqing::desk::drawn;
use minqing::id::CaseNumber;
use minqing::sandbox::Seen;

use crate::world::{CHANG, LI, Posted, QIN, World, number_in};

/// Three lamps, answered, solved and rated in March.
async fn closed(world: &World) -> Vec<Posted> {
    let mut cases = Vec::new();
    for who in [CHANG, QIN, LI] {
        let case = world.lamp(who).await;
        world.answered(world.cadre("qianjin"), &case, "灯换好了").await;
        let answer = world.last(who);
        world.presses(who, who, answer.id, "button-solved").await;
        world.presses(who, who, answer.id, "满意").await;
        cases.push(case);
    }
    cases
}

/// Who was asked to look, and the message.
fn asked(world: &World) -> Vec<(i64, Seen)> {
    let is_check = |m: &Seen| m.from_bot && m.text.starts_with("抽查。") && !m.buttons.is_empty();
    let in_chat = |chat: i64| world.messages(chat).into_iter().filter(is_check).map(move |m| (chat, m)).collect();
    world.sandbox.chats().into_iter().flat_map(|chat| -> Vec<(i64, Seen)> { in_chat(chat) }).collect()
}

async fn record(world: &World, chat: i64) -> String {
    let sent = world.messages(chat).into_iter().rfind(|m| m.from_bot && m.file_id.is_some()).expect("a record");
    let address = format!("http://127.0.0.1:{}/control/file/{}", world.sandbox.port(), sent.file_id.unwrap());
    reqwest::get(address).await.unwrap().text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_comes_by_itself_each_month_and_can_be_computed_again() {
    let mut world = World::at("2026-03-03 09:10").await;
    let cases = closed(&world).await;
    world.until("2026-04-01 09:59").await;
    assert!(asked(&world).is_empty(), "sealed until the moment");
    world.forget();
    world.until("2026-04-01 10:01").await;
    let asked = asked(&world);
    assert_eq!(asked.len(), 1, "one in twenty, one at least");
    let (checker, check) = &asked[0];
    assert!([world.cadre("zhouning"), world.cadre("lianhaoran")].contains(checker), "outside the line");
    assert!(check.text.contains("灯换好了") && check.text.contains("观山镇"), "{}", check.text);
    assert_eq!(world.labels(*checker, check.id), ["属实", "不实", "看原文"]);
    // Nobody of the line hears of it.
    for chat in [world.group("guanshan"), world.cadre("qianjin"), world.cadre("cenbonian"), CHANG, QIN, LI] {
        assert!(world.news(chat).iter().all(|m| !m.text.contains("抽查")), "{chat}");
    }
    // Anybody who has the record computes it again, and finds the same.
    let record = record(&world, world.cadre("zhouning")).await;
    let part = |from: &str, until: &str| {
        let rest = record.split_once(from).expect(from).1;
        rest.split_once(until).map_or(rest, |(part, _)| part).trim().to_owned()
    };
    let seed = part("种子（当天的总账指纹和日期）：", "\n");
    let numbers = |text: String| -> Vec<CaseNumber> { text.lines().filter_map(CaseNumber::parse).collect() };
    let (pot, listed) = (numbers(part("参加抽签的：", "抽中的：")), numbers(part("抽中的：", "\u{0}")));
    assert_eq!(pot.len(), cases.len());
    assert!(seed.ends_with(" 2026-04-01"), "{seed}");
    assert_eq!(drawn(&seed, &pot, 0.05), listed);
    assert_eq!(number_in(&check.text), Some(listed[0].to_string()));
    let root = world.ever_said(world.operators());
    world.until("2026-04-01 23:00").await;
    assert!(root.contains(seed.split(' ').next().unwrap()), "the seed is the day's root, printed that morning");
    // The same by hand, without the bot.
    let file = world.home.path().join("pot.txt");
    std::fs::write(&file, pot.iter().map(|number| format!("{number}\n")).collect::<String>()).unwrap();
    let again = std::process::Command::new(env!("CARGO_BIN_EXE_minqing"))
        .args(["draw", "--seed", &seed, file.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(again.stdout).unwrap().trim(), listed[0].to_string());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_as_reported_comes_back_and_the_head_is_told() {
    let mut world = World::at("2026-03-03 09:10").await;
    closed(&world).await;
    world.until("2026-04-01 10:01").await;
    let (checker, check) = asked(&world).remove(0);
    let number = number_in(&check.text).unwrap();
    let sender = [CHANG, QIN, LI].into_iter().find(|who| world.number(*who) == number).unwrap();
    world.forget();
    // Only whoever was asked says so.
    let no = world.data(checker, check.id, "button-not-as-reported");
    for other in ["cenbonian", "qianjin", "quansiqu"] {
        let line = world.press_answer(world.cadre(other), checker, check.id, &no).await.0;
        assert_eq!(line, world.words("press-no-right"), "{other}");
    }
    let line = world.presses(checker, checker, check.id, "button-not-as-reported").await;
    assert_eq!(line, "已记下：不实。已退回重办，4月9日(周四)前再答复群众。");
    let told: Vec<String> = world.news(sender).into_iter().map(|m| m.text).collect();
    assert_eq!(
        told,
        [format!("编号 {number}：县里抽查，觉得还没有办好，重新办理，由观山镇岑伯年负责，4月9日(周四)前再给您答复。")]
    );
    assert!(world.find(world.cadre("cenbonian"), "抽查发现与答复不符").is_some(), "the unit's head");
    let posted = Posted { number, group: world.group("guanshan"), card: 0 };
    let card = world.message(posted.group, world.newest_card(&posted).card).text;
    assert!(card.contains("抽查不实，退回重办") && card.contains("4月9日(周四)前答复群众"), "{card}");
    let again = world.presses(checker, checker, check.id, "button-as-reported").await;
    assert_eq!(again, "已经是这样了。", "said once");
    // Not solved by the second answer either: the usual words from then on.
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_supervise_may_draw_and_nobody_else_knows_the_word() {
    let world = World::new().await;
    closed(&world).await;
    world.says(world.cadre("qianjin"), "/spotcheck").await;
    assert_eq!(world.last(world.cadre("qianjin")).text, world.words("unknown-command"));
    world.says(CHANG, "/spotcheck").await;
    assert_eq!(world.last(CHANG).text, world.words("unknown-command"));
    assert!(asked(&world).is_empty());
    let zhou = world.cadre("zhouning");
    world.says(zhou, "/spotcheck").await;
    assert_eq!(asked(&world).len(), 1);
    world.pass(60).await;
    world.says(zhou, "/spotcheck").await;
    assert_eq!(world.last(zhou).text, world.words("spot-drawn"), "the same answer when nothing was in the pot");
    assert_eq!(asked(&world).len(), 1, "only what was closed since the last draw");
    let (checker, check) = asked(&world).remove(0);
    let line = world.presses(checker, checker, check.id, "button-as-reported").await;
    assert_eq!(line, "已记下：属实。");
    world.assert_sound().await;
}
