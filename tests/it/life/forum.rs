//! 座谈会: only those who agreed, drawn by nobody, asked in private.

use minqing::desk::lowest;
use minqing::sandbox::Seen;

use crate::never::newcomer;
use crate::world::{CHANG, LI, QIN, World};

/// What somebody who supervises sends.
fn form(wanted: u32) -> String {
    format!("座谈\n事：市政照明\n地方：观山镇\n时间：3月20日 9:00\n会场：观山镇政府二楼会议室\n人数：{wanted}")
}

/// So many residents with a lamp each in 凉水村, who agree in words.
async fn agreed(world: &World, count: i64) -> Vec<i64> {
    let mut residents = Vec::new();
    for id in 1..=count {
        let resident = newcomer(world, 9_100 + id);
        world.lamp(resident).await;
        world.says(resident, "可以叫我座谈").await;
        residents.push(resident);
    }
    residents
}

fn invitation(world: &World, who: i64) -> Option<Seen> {
    world.messages(who).into_iter().rfind(|m| m.from_bot && m.text.starts_with("请您来座谈"))
}

fn invited(world: &World, residents: &[i64]) -> Vec<i64> {
    residents.iter().copied().filter(|who| invitation(world, *who).is_some()).collect()
}

async fn record(world: &World, chat: i64) -> String {
    let sent = world.messages(chat).into_iter().rfind(|m| m.from_bot && m.file_id.is_some()).expect("a record");
    let address = format!("http://127.0.0.1:{}/control/file/{}", world.sandbox.port(), sent.file_id.unwrap());
    reqwest::get(address).await.unwrap().text().await.unwrap()
}

fn part(record: &str, from: &str, until: &str) -> String {
    let rest = record.split_once(from).expect(from).1;
    rest.split_once(until).map_or(rest, |(part, _)| part).trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_07_only_those_who_agreed_are_asked_and_anybody_computes_the_draw_again() {
    let world = World::new().await;
    let zhou = world.cadre("zhouning");
    let mut residents = agreed(&world, 4).await;
    // Raised the same, but never said that they may be asked.
    world.lamp(QIN).await;
    // Agreed, but keeps the name back.
    world.lamp(LI).await;
    world.says(LI, "可以叫我座谈").await;
    world.says(LI, "/anonymous").await;
    // Agreed, but accuses.
    world.says(CHANG, "新风社区的唐全把我们的补偿款吃了两万多").await;
    world.pass(40).await;
    world.says(CHANG, "可以叫我座谈").await;
    world.says(zhou, &form(3)).await;
    assert!(world.last(zhou).text.contains("还不满 5 位，抽不成"), "{}", world.last(zhou).text);
    let fifth = newcomer(&world, 9_200);
    world.lamp(fifth).await;
    world.says(fifth, "可以叫我座谈").await;
    residents.push(fifth);
    world.says(zhou, &form(3)).await;
    let opened = world.last(zhou).text;
    assert!(opened.contains("3月20日(周五)09:00，观山镇政府二楼会议室，请 3 位"), "{opened}");
    let print = part(&opened, "指纹：", "\n");
    world.until("2026-03-03 08:09").await;
    let everybody = [residents.clone(), vec![CHANG, QIN, LI]].concat();
    assert!(invited(&world, &everybody).is_empty(), "nobody before the draw");
    world.until("2026-03-03 08:11").await;
    let asked = invited(&world, &everybody);
    assert_eq!(asked.len(), 3);
    assert!(asked.iter().all(|who| residents.contains(who)), "{asked:?} of {residents:?}");
    // The record computes again: the seed is the root the operators read that morning, the pot has the print of yesterday.
    let record = record(&world, zhou).await;
    let seed = part(&record, "种子（抽签那天的总账指纹和日期）：", "\n");
    assert!(world.ever_said(world.operators()).contains(seed.split(' ').next().unwrap()), "{seed}");
    assert!(record.contains(&print), "the pot was closed when it was opened");
    let lines = |text: String| -> Vec<String> { text.lines().map(|line| line.trim().to_owned()).collect() };
    let (pot, drawn) = (lines(part(&record, "签筒里的：", "抽中的：")), lines(part(&record, "\n抽中的：", "\u{0}")));
    assert_eq!((pot.len(), drawn.len()), (5, 3));
    assert_eq!(lowest(&seed, &pot, 3), drawn);
    let file = world.home.path().join("pot.txt");
    std::fs::write(&file, pot.iter().map(|label| format!("{label}\n")).collect::<String>()).unwrap();
    let again = std::process::Command::new(env!("CARGO_BIN_EXE_minqing"))
        .args(["draw", "--count", "3", "--seed", &seed, file.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(lines(String::from_utf8(again.stdout).unwrap().trim().to_owned()), drawn);
    // Each label is in the hands of one who was asked, and of nobody else.
    for who in &asked {
        let text = invitation(&world, *who).unwrap().text;
        assert_eq!(drawn.iter().filter(|label| text.contains(label.as_str())).count(), 1, "{text}");
    }
    // Nothing is drawn twice from the same residents.
    world.says(zhou, &form(3)).await;
    assert!(world.last(zhou).text.contains("90天以内不再抽"), "{}", world.last(zhou).text);
    // Their own copy says so too.
    world.says(asked[0], "/mydata").await;
    let copy = self::record(&world, asked[0]).await;
    assert!(copy.contains("第 1 场座谈会抽中了您") && copy.contains("座谈会：您3月2日(周一)说过可以叫您。"), "{copy}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_07_who_is_asked_is_shown_to_nobody_and_how_many_come_in_steps() {
    let mut world = World::new().await;
    let zhou = world.cadre("zhouning");
    let residents = agreed(&world, 6).await;
    world.says(zhou, &form(6)).await;
    world.forget();
    world.until("2026-03-03 08:11").await;
    for group in world.groups() {
        assert!(world.news(group).iter().all(|m| !m.text.contains("座谈")), "a group hears of it");
    }
    for cadre in ["qianjin", "cenbonian"] {
        assert!(world.news(world.cadre(cadre)).iter().all(|m| !m.text.contains("座谈")), "{cadre}");
    }
    for (n, who) in residents.iter().enumerate() {
        let invitation = invitation(&world, *who).expect("all of six");
        assert_eq!(world.labels(*who, invitation.id), ["来", "不来"]);
        assert!(invitation.text.contains("3月19日"), "{}", invitation.text);
        world.presses(*who, *who, invitation.id, "来").await;
        world.says(zhou, "座谈").await;
        let line = world.last(zhou).text;
        let expected =
            if n < 4 { "请了 6 位，说来的还不满 5 位" } else { "请了 6 位，说来的 5 位以上" };
        assert!(line.contains(expected), "{n}: {line}");
    }
    // One changes their mind, in the same message; somebody else's button is not theirs.
    let mine = world.messages(residents[0]).into_iter().rfind(|m| m.text.starts_with("您说了来")).unwrap();
    let theirs = world.data(residents[0], mine.id, "不来");
    let (line, _) = world.press_answer(residents[1], residents[0], mine.id, &theirs).await;
    assert_eq!(line, world.words("press-void"));
    world.presses(residents[0], residents[0], mine.id, "不来").await;
    assert!(world.message(residents[0], mine.id).text.starts_with("您说了不来，没关系"));
    // Called off: those who said no are left in peace.
    world.forget();
    world.says(zhou, "座谈 取消 1").await;
    assert!(world.news(residents[0]).is_empty());
    assert!(world.last(residents[1]).text.contains("3月20日(周五)09:00的座谈会（观山镇 · 市政照明）取消了"));
    world.assert_sound().await;
}

/// Off by default, beneath the answer to a suggestion one press away, shown in /privacy, and taken back by a word.
#[tokio::test(flavor = "multi_thread")]
async fn s11_07_the_agreement_is_theirs_to_give_and_to_take_back() {
    let mut world = World::new().await;
    let (zhou, qian) = (world.cadre("zhouning"), world.cadre("qianjin"));
    let residents = agreed(&world, 5).await;
    let suggestion = minqing::sandbox::Content::text("建议在凉水村村口多安几盏路灯，老人晚上走路方便");
    let case = world.posted(CHANG, suggestion, "guanshan").await;
    world.says(CHANG, "/privacy").await;
    assert!(world.last(CHANG).text.contains("座谈会：您没说过可以叫您，就不叫。"), "{}", world.last(CHANG).text);
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.presses(qian, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(qian, case.group, prompt.id, minqing::sandbox::Content::text("4月30日前装两盏")).await;
    let preview = world.last(case.group);
    world.presses(qian, case.group, preview.id, "decided-adopted").await;
    world.presses(qian, case.group, preview.id, "button-confirm").await;
    let answer = world.last(CHANG);
    assert_eq!(world.labels(CHANG, answer.id), ["已解决", "未解决", "有座谈会可以叫我"]);
    world.presses(CHANG, CHANG, answer.id, "button-forum-agree").await;
    world.says(CHANG, "/privacy").await;
    assert!(world.last(CHANG).text.contains("座谈会：您3月2日(周一)说过可以叫您。"), "{}", world.last(CHANG).text);
    // The five others take it back before the draw: only the sixth is asked.
    world.says(zhou, &form(6)).await;
    for who in &residents {
        world.says(*who, "别叫我座谈").await;
        assert!(world.last(*who).text.contains("以后座谈会不叫您"));
    }
    world.until("2026-03-03 08:11").await;
    assert_eq!(invited(&world, &[residents.clone(), vec![CHANG]].concat()), [CHANG]);
    // Nobody but those who supervise opens one.
    world.forget();
    world.says(qian, &form(6)).await;
    assert!(world.news(qian).iter().all(|m| !m.text.contains("场座谈会")));
    world.assert_sound().await;
}
