//! The county's invented messages, sent by many residents at once through the whole bot.

use minqing::app::replay::{Doublings, Fate, Opened, Report, send_all};
use serde::Deserialize;

use crate::world::{config_dir, settings};

#[derive(Deserialize)]
struct Message {
    text: String,
    subject: Option<String>,
    place: Option<String>,
    danger: bool,
    accuses: bool,
    smalltalk: bool,
}

struct Replayed {
    messages: Vec<Message>,
    report: Report,
}

impl Replayed {
    /// What became of the messages that `which` picks, one message a text.
    fn each(&self, which: impl Fn(&Message) -> bool) -> impl Iterator<Item = (&Message, &Fate, Option<&Opened>)> {
        let chosen = self.messages.iter().zip(&self.report.fates).filter(move |(message, _)| which(message));
        chosen.map(|(message, fate)| (message, fate, fate.case.as_ref().and_then(|case| self.report.cases.get(case))))
    }
}

async fn replayed() -> Replayed {
    let file = std::fs::read_to_string("tests/data/messages.jsonl").unwrap();
    let messages: Vec<Message> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut texts: Vec<String> = messages.iter().map(|message| message.text.clone()).collect();
    // Longer than a phone sends in one piece: three messages, with characters that count double.
    texts.push("凉水村村口的路灯坏了三天了。".repeat(500) + &"🏮".repeat(1_500));
    let report = send_all(&config_dir(), &settings(), &texts, 64).await.unwrap();
    println!("{report}");
    Replayed { messages, report }
}

/// Which cases and messages were doubled, and how.
fn doubled(report: &Report) -> String {
    let mut lines = vec![report.doublings().to_string()];
    for opened in report.cases.values().filter(|opened| opened.receipts > 1 || opened.cards.values().any(|n| *n > 1)) {
        let (number, receipts, cards) = (opened.case.number, opened.receipts, &opened.cards);
        lines.push(format!("{number}: receipts {receipts}, cards by group {cards:?}"));
    }
    for fate in report.fates.iter().filter(|fate| fate.case.is_none() && fate.answers.len() > 1) {
        lines.push(format!("text {} was answered with {:?}", fate.text, fate.answers));
    }
    lines.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_invented_message_is_answered_once_and_reaches_whom_it_should() {
    let all = replayed().await;
    let report = &all.report;
    assert!(all.messages.len() >= 320);
    assert_eq!(report.doublings(), Doublings::default(), "{}", doubled(report));
    assert_eq!((report.lost(), report.doubled(), report.leaked()), (0, 0, 0));
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    for (message, fate, opened) in all.each(|_| true) {
        assert!(!fate.answers.is_empty(), "not answered: {}", message.text);
        // A greeting opens nothing; to somebody in danger who was just asked where they are it is an answer.
        let answers = opened.is_some_and(|opened| opened.case.danger.is_some());
        assert!(opened.is_none() == message.smalltalk || message.smalltalk && answers, "{}", message.text);
    }
    for (message, _, opened) in all.each(|message| message.accuses) {
        let opened = opened.unwrap();
        assert!(opened.case.is_sealed() && opened.in_groups == 0, "in a group: {}", message.text);
    }
    for (message, fate, _) in all.each(|message| message.danger) {
        let thanks = |answer: &String| answer.lines().take(2).any(|line| line.starts_with("收到了"));
        let Some(receipt) = fate.answers.iter().position(thanks) else {
            // More of a danger that the same person has told of already.
            let joined = ["已补充到编号", "您的话已经转给值班的同志"];
            let joins = |answer: &String| joined.iter().any(|words| answer.contains(words));
            assert!(fate.answers.iter().any(joins), "{}", message.text);
            continue;
        };
        assert!(
            receipt == 1 && fate.answers[0].contains('请'),
            "safety words not first: {}\n{:?}",
            message.text,
            fate.answers
        );
    }
    let long = &report.fates[all.messages.len()..];
    assert!(long.len() >= 3 && long.iter().all(|part| part.case == long[0].case), "{long:?}");
    assert!(long[1..].iter().all(|part| part.marked), "{long:?}");
    let clear = |message: &Message| !message.accuses && message.place.is_some() && message.subject.is_some();
    let routed = all.each(clear).filter(|(.., opened)| opened.is_some_and(|opened| opened.case.task.is_some())).count();
    let share = routed as f64 / all.each(clear).count() as f64;
    assert!(share >= 0.75, "only {share:.2} of the clear ones went straight to a unit");
}
