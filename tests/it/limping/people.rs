//! People out of reach, and their return.

use minqing::sandbox::{Content, FaultKind, Person};

use crate::world::{CHANG, Posted, QIN, World, photo};

const UNREACHABLE: &str = "群众现在收不到机器人的消息，请打电话或上门联系。";

/// A cadre asks the resident something, behind 更多.
async fn asks(world: &World, cadre: i64, case: &Posted, words: &str) {
    world.presses(cadre, case.group, case.card, "button-more").await;
    world.presses(cadre, case.group, case.card, "button-ask").await;
    let prompt = world.last(case.group).id;
    world.replies(cadre, case.group, prompt, Content::text(words)).await;
}

/// Notes about the case in its group, without the card itself.
fn notes(world: &World, case: &Posted) -> Vec<minqing::sandbox::Seen> {
    let about = |seen: &minqing::sandbox::Seen| seen.id != case.card && seen.text.contains("收不到机器人的消息");
    world.messages(case.group).into_iter().filter(|seen| seen.text.contains(&case.number) && about(seen)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_every_403_holds_the_letters_and_tells_the_staff() {
    let world = World::new().await;
    let qian = world.cadre("qianjin");
    let wordings = [
        "bot was blocked by the user",
        "user is deactivated",
        "bot can't initiate conversation with a user",
        "USER_IS_BLOCKED",
        "words nobody has seen yet",
    ];
    for (nth, wording) in (0i64..).zip(wordings) {
        let resident = 7_000 + nth;
        world.sandbox.add_person(Person { id: resident, first_name: "李".to_owned(), ..Person::default() });
        let case = world.lamp(resident).await;
        let (before, heard) = (world.so_far(), world.texts(resident).len());
        world.ails(None, Some(resident), FaultKind::Forbidden(wording.to_owned()));
        let line = world.presses(qian, case.group, case.card, "button-sign").await;
        assert!(line.starts_with("已签收。"), "the case goes on: {line}");
        asks(&world, qian, &case, "几根灯杆").await;
        asks(&world, qian, &case, "灯杆编号多少").await;
        world.pass(7_200).await;
        let tried = world.tries(resident, before);
        assert_eq!(tried.len(), 1, "{wording}: one try, then no storm: {tried:?}");
        assert_eq!(world.texts(resident).len(), heard);
        let card = world.message(case.group, case.card).text;
        assert!(card.contains(UNREACHABLE) && card.contains("待群众补充"), "{wording}: {card}");
        let notes = notes(&world, &case);
        assert_eq!(notes.len(), 1, "once per case: {notes:?}");
        assert!(notes[0].silent && notes[0].reply_to == Some(case.card) && notes[0].pings == [qian]);
        world.sandbox.clear_faults();
        world.says(resident, "三根").await;
        let all = world.texts(resident).join("\n");
        assert_eq!(all.matches("几根灯杆").count(), 1, "{wording}: {all}");
        assert_eq!(all.matches("灯杆编号多少").count(), 1, "{wording}: {all}");
        assert!(!all.contains("已签收，"), "what has passed is not told any more: {all}");
        assert!(!world.message(case.group, case.card).text.contains(UNREACHABLE));
    }
    assert_eq!((world.held().await, world.store().counts().await.unwrap().failed_letters), (0, 0));
    assert!(!world.ever_said(world.operators()).contains("没有送到"), "a resident's choice is no fault of ours");
    assert_eq!(world.store().verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_who_blocks_and_comes_back_reads_what_still_matters_once_and_in_order() {
    let world = World::new().await;
    let cen = world.cadre("cenbonian");
    let case = world.lamp(CHANG).await;
    let heard = world.texts(CHANG).len();
    let before = world.so_far();
    world.sandbox.block(CHANG, true);
    world.settle().await;
    assert!(world.message(case.group, case.card).text.contains(UNREACHABLE), "told by the update alone");
    world.presses(cen, case.group, case.card, "button-more").await;
    world.presses(cen, case.group, case.card, "button-assign").await;
    world.presses(cen, case.group, case.card, "宓临川").await;
    let mi = world.cadre("milinchuan");
    world.presses(mi, case.group, case.card, "button-sign").await;
    world.until("2026-03-03 10:00").await;
    asks(&world, mi, &case, "哪一根").await;
    world.reported(mi, &case, "灯泡换好了").await;
    assert_eq!(world.tries(CHANG, before).len(), 0, "nobody is knocked at whose door is known to be shut");
    assert_eq!(notes(&world, &case).len(), 1);
    // A restart forgets nothing of it.
    let world = world.restart().await;
    world.settle().await;
    assert!(world.held().await > 3);
    world.until("2026-03-04 10:00").await;
    world.sandbox.block(CHANG, false);
    world.settle().await;
    let told = world.texts(CHANG).split_off(heard);
    assert_eq!(told.len(), 3, "the question, the photo, the answer: {told:?}");
    assert!(told[0].contains("哪一根") && told[2].contains("灯泡换好了"), "{told:?}");
    let status = world.messages(CHANG).into_iter().find(|seen| seen.from_bot).unwrap();
    assert!(status.text.contains("已答复"), "the one status message is up to date: {}", status.text);
    let edits = world.tries(CHANG, before).iter().filter(|call| call.method == "editMessageText").count();
    assert_eq!(edits, 1, "and was edited once");
    assert!(!world.message(case.group, case.card).text.contains(UNREACHABLE));
    // The case goes on where it stands.
    let answer = world.last(CHANG).id;
    world.presses(CHANG, CHANG, answer, "button-solved").await;
    world.presses(CHANG, CHANG, answer, "grade-satisfied").await;
    let ids = world.cases().await;
    assert_eq!(world.events(&ids[0]).await.last().map(String::as_str), Some("closed"));
    world.assert_sound().await;
    assert_eq!(world.held().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_a_second_case_and_a_second_absence_are_told_again() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.sandbox.block(CHANG, true);
    world.settle().await;
    world.sandbox.block(CHANG, false);
    let other = world.posted(CHANG, photo("凉水村的自来水停了两天了，没有水吃"), "guanshan").await;
    assert_ne!(case.number, other.number);
    world.sandbox.block(CHANG, true);
    world.settle().await;
    assert_eq!((notes(&world, &case).len(), notes(&world, &other).len()), (1, 1), "once for each case");
    for case in [&case, &other] {
        assert!(world.message(case.group, case.card).text.contains(UNREACHABLE));
    }
    assert!(world.card(case.group, &case.number).is_some_and(|card| !card.text.contains("常")), "no name on a card");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_a_cadre_who_stops_the_bot_is_told_to_the_operators_and_reads_it_all_later() {
    let world = World::new().await;
    let (qian, cen) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    world.sandbox.block(cen, true);
    world.settle().await;
    let told = world.last(world.operators()).text;
    assert!(told.contains("cenbonian") && told.contains("重新启动") && told.contains("3月2日(周一)"), "{told}");
    let case = world.lamp(QIN).await;
    world.until("2026-03-06 10:00").await;
    assert!(world.held().await > 0, "who should press for the signature is out of reach");
    let heard = world.texts(cen).len();
    world.sandbox.block(cen, false);
    world.settle().await;
    let news = world.texts(cen).split_off(heard);
    assert!(news.iter().any(|text| text.contains(&case.number) && text.contains("过了签收时间")), "{news:?}");
    world.presses(qian, case.group, case.card, "button-sign").await;
    assert_eq!(world.held().await, 0);
    assert_eq!(world.ever_said(world.operators()).matches("停用了机器人").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn d14_of_a_sealed_case_only_its_readers_hear_that_the_sender_is_out_of_reach() {
    let world = World::new().await;
    world.says(CHANG, "我要举报，修路的材料遭人拉回自己家了").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let reader = world.cadre("wujian");
    let heard = world.texts(reader).len();
    world.sandbox.block(CHANG, true);
    world.settle().await;
    let told: Vec<_> = world.messages(reader).into_iter().filter(|seen| seen.from_bot).skip(heard).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].silent && told[0].text.contains(&number) && told[0].text.contains("注意保密"), "{told:?}");
    for group in world.groups() {
        assert!(!world.ever_said(group).contains(&number), "no group hears of it");
    }
    world.assert_sound().await;
}
