//! The same matter once more: by its sender, by another, and after years.

use minqing::sandbox::{Content, Person, Seen};

use super::linked::{rated, sheet};
use crate::world::{CHANG, LI, Posted, QIN, World, photo};

const SLIDE: &str = "凉水村三社那条路塌方断道了，车子过不去";
const YEARS: &str = "我常有田，新风社区的。83年喊我去结扎，做坏了，做不得活路，84年起我县里市里跑了二十几年，你们都说我无理取闹。我要赔偿30万！";

async fn slide() -> (World, Posted) {
    let world = World::at("2026-03-02 10:00").await;
    let case = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    (world, case)
}

async fn cases(world: &World) -> u64 {
    world.store().counts().await.unwrap().cases
}

fn texts(news: &[Seen]) -> String {
    news.iter().map(|seen| seen.text.clone()).collect::<Vec<_>>().join("\n")
}

fn status(world: &World, resident: i64, number: &str) -> Seen {
    let head = format!("编号 {number}");
    let mut all = world.messages(resident).into_iter();
    all.find(|seen| seen.from_bot && seen.text.contains(&head)).expect("a status message")
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_01_the_same_words_of_the_same_sender_are_a_nudge_on_the_same_number() {
    let (mut world, case) = slide().await;
    world.until("2026-03-03 10:00").await;
    world.forget();
    world.says(CHANG, SLIDE).await;
    let told = texts(&world.news(CHANG));
    for words in ["已替您催了", &case.number, "卓林原", "3月9日(周一)前给您答复"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(cases(&world).await, 1, "nothing new is opened");
    let heard = texts(&world.news(case.group));
    assert!(heard.contains("群众催办") && !heard.contains("新情况"), "{heard}");
    assert!(world.message(case.group, case.card).text.contains("群众催过1次"));
    // Once more on the same day: kept, counted once, answered all the same. The next day in other words.
    world.pass(3600).await;
    world.says(CHANG, "三社那条路塌方断道了，还没人来修，车子过不去").await;
    assert!(texts(&world.news(CHANG)).contains("今天已经替您催过一次了"));
    world.until("2026-03-04 10:00").await;
    world.says(CHANG, "怎么还没人来修？到底什么时候？").await;
    assert!(texts(&world.news(CHANG)).contains("已替您催了"));
    assert!(world.message(case.group, case.card).text.contains("群众催过2次"));
    let id = world.cases().await.remove(0);
    let events = world.events(&id).await;
    assert_eq!(events.iter().filter(|kind| *kind == "joined").count(), 4, "every word is kept: {events:?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_02_new_facts_join_the_case_and_danger_raises_it() {
    let (mut world, case) = slide().await;
    world.until("2026-03-04 09:30").await;
    world.forget();
    world.sends(CHANG, photo("又垮了一截")).await;
    let told = texts(&world.news(CHANG));
    assert!(told.contains(&format!("已补充到编号 {}", case.number)), "{told}");
    let heard = texts(&world.news(case.group));
    assert!(heard.contains("新情况") || heard.contains("补充"), "{heard}");
    assert_eq!(cases(&world).await, 1);
    assert!(!world.message(case.group, case.card).text.contains("催过"), "new facts are no nudge");
    // With danger in it, the same case is a matter of hours.
    world.until("2026-03-04 11:00").await;
    world.forget();
    world.says(CHANG, "又垮了一截，石头滚到屋边了，屋头还有人").await;
    let told = texts(&world.news(CHANG));
    assert!(told.contains("119") || told.contains("离开") || told.contains("撤"), "what keeps people safe: {told}");
    assert_eq!(cases(&world).await, 1, "{told}");
    let seen = format!("{}\n{}", texts(&world.news(case.group)), world.message(case.group, case.card).text);
    assert!(seen.contains("紧急") || seen.contains("危险"), "{seen}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_matter_in_nearly_the_same_words_is_a_case_of_its_own() {
    let world = World::at("2026-03-02 10:00").await;
    world.posted(CHANG, Content::text(SLIDE), "transport").await;
    let others = [
        "凉水村五社那条路塌方断道了，车子过不去",
        "清溪村三社那条路塌方断道了，车子过不去",
        "凉水村村口的路灯又不亮了",
        "又停水了，凉水村三社",
        "另外，凉水村三社的桥栏杆断了",
    ];
    for (count, words) in others.into_iter().enumerate() {
        world.pass(3600).await;
        world.says(CHANG, words).await;
        world.pass(40).await;
        assert_eq!(cases(&world).await, count as u64 + 2, "{words}");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_03_another_senders_slide_stands_beside_the_first_without_anybody_asking() {
    let (mut world, one) = slide().await;
    world.until("2026-03-05 10:00").await;
    world.forget();
    let two = world.posted(LI, Content::text("三社的公路塌方了，凉水村这边断道，车子过不去"), "transport").await;
    assert_ne!(one.number, two.number, "their own number");
    assert!(world.message(one.group, one.card).text.contains(&format!("关联：{}", two.number)));
    assert!(world.message(two.group, two.card).text.contains(&format!("关联：{}", one.number)));
    let seen = status(&world, LI, &two.number).text;
    assert!(seen.contains("也有村民反映这件事，"), "{seen}");
    assert!(!seen.contains(&one.number), "no other number: {seen}");
    assert!(world.news(CHANG).is_empty(), "no message of its own");
    // A screener can put them together with one press, and say so to both.
    let screener = world.cadre("qijianwei");
    world.says(screener, &format!("关联 {} {}", one.number, two.number)).await;
    let offer = world.last(screener).id;
    let aloud = world.words("button-relate-aloud");
    assert!(world.presses(screener, screener, offer, &aloud).await.contains("标为关联"));
    assert!(texts(&world.news(CHANG)).contains("也有别的群众反映同样的事"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_told_only_from_five_on_and_nobody_counts_twice() {
    let world = World::at("2026-03-02 10:00").await;
    let mut seen = Vec::new();
    for resident in 900..907 {
        world.sandbox.add_person(Person { id: resident, first_name: "村民".to_owned(), ..Person::default() });
        let case = world.posted(resident, Content::text(SLIDE), "transport").await;
        seen.push(status(&world, resident, &case.number).text);
    }
    assert!(!seen[0].contains("反映这件事") && seen[1].contains("也有村民反映这件事"), "{}", seen[1]);
    for few in &seen[2..5] {
        assert!(few.contains("也有村民反映这件事") && !few.contains("位以上"), "{few}");
    }
    assert!(seen[5].contains("已有5位以上村民反映这件事，"), "{}", seen[5]);
    assert!(seen[6].contains("已有5位以上村民反映这件事，"), "{}", seen[6]);
    world.assert_sound().await;
}

/// What is sealed is neither found nor finds, and leaves nothing by which it could be found.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_stands_beside_nothing() {
    let (world, one) = slide().await;
    world.says(LI, "凉水村三社那条路塌方断道了，车子过不去，修路的钱被何平贪了").await;
    world.pass(40).await;
    let kept = "select count(*) from case_term where case_id in (select id from case_file where is_sealed = 1)";
    let stranger = world.stranger().await;
    assert_eq!(stranger.number("select count(*) from case_file where is_sealed = 1").await, 1);
    assert_eq!(stranger.number(kept).await, 0);
    assert!(!world.message(one.group, one.card).text.contains("关联"));
    assert!(!texts(&world.messages(LI)).contains("村民反映"));
    let three = world.posted(QIN, Content::text(SLIDE), "transport").await;
    assert!(status(&world, QIN, &three.number).text.contains("也有村民反映这件事"), "the open one, and it alone");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_02_years_and_levels_are_kept_and_nobodys_label() {
    let world = World::at("2026-04-30 10:00").await;
    world.says(CHANG, YEARS).await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let seen = status(&world, CHANG, &number);
    assert!(seen.text.contains("您说：1984年起到县里、市里反映过，很多次。"), "{}", seen.text);
    let cards: Vec<String> = world.groups().iter().map(|group| world.ever_said(*group)).collect();
    let cards = cards.join("\n");
    assert!(cards.contains("重复信访（系统外）"), "{cards}");
    assert!(!cards.contains("无理取闹") && !cards.contains("1984"), "{cards}");
    let id = world.cases().await.remove(0);
    let mut tx = world.store().begin().await.unwrap();
    let bodies: Vec<String> = tx.events(&id).await.unwrap().into_iter().map(|event| event.body).collect();
    drop(tx);
    assert!(bodies.iter().any(|body| body.contains("1984")) && !bodies.join("").contains("无理"), "{bodies:?}");
    // Its sender may strike it, and their own copy tells what stands there.
    let said = world.presses(CHANG, CHANG, seen.id, "button-history-wrong").await;
    assert!(said.contains("已划掉"), "{said}");
    assert!(!status(&world, CHANG, &number).text.contains("1984"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_02_what_staff_write_of_the_past_is_seen_and_struck_by_the_sender() {
    let (world, case) = slide().await;
    let (screener, sheet) = sheet(&world, &case.number).await;
    world.presses(screener, screener, sheet, "button-history").await;
    world.says(screener, "县、市 多次").await;
    assert!(world.last(screener).text.contains("没有看出是哪一年起"), "{}", world.last(screener).text);
    world.says(screener, "1984年起 县、市 多次").await;
    assert!(world.find(screener, "已记下").is_some(), "{}", world.last(screener).text);
    let seen = status(&world, CHANG, &case.number);
    for words in ["1984年起到县里、市里反映过，很多次", "工作人员记的"] {
        assert!(seen.text.contains(words), "{words}: {}", seen.text);
    }
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("重复信访（系统外）") && !card.contains("1984"), "{card}");
    assert!(world.presses(CHANG, CHANG, seen.id, "button-history-wrong").await.contains("已划掉"));
    assert!(!status(&world, CHANG, &case.number).text.contains("1984"));
    assert!(!world.message(case.group, case.card).text.contains("重复信访"));
    world.assert_sound().await;
}

/// Raised again a year after it was closed: a chain of the same person, and somebody above has to take it in charge.
#[tokio::test(flavor = "multi_thread")]
async fn s3_03_the_same_person_raises_again_what_was_closed_a_year_ago() {
    let (mut world, one) = slide().await;
    rated(&world, &one, "grade-satisfied").await;
    world.until("2026-06-01 10:00").await;
    let two = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    assert_ne!(one.number, two.number);
    let card = world.message(two.group, two.card).text;
    assert!(card.contains("重复信访") && !card.contains("系统外") && !card.contains("包案"), "{card}");
    rated(&world, &two, "grade-satisfied").await;
    world.until("2027-03-10 10:00").await;
    world.forget();
    let three = world.posted(CHANG, Content::text(SLIDE), "transport").await;
    let card = world.message(three.group, three.card).text;
    assert!(card.contains("重复信访") && card.contains("包案"), "{card}");
    let lian = world.cadre("lianhaoran");
    world.until("2027-03-11 10:30").await;
    let told = world.find(lian, "还没有县领导包案").expect("whoever supervises is told");
    assert!(told.text.contains(&three.number), "{}", told.text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_03_raised_for_years_it_needs_a_leader_or_whoever_supervises_is_told() {
    let mut world = World::at("2026-04-30 10:00").await;
    world.says(CHANG, YEARS).await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let lian = world.cadre("lianhaoran");
    world.forget();
    world.until("2026-05-06 09:50").await;
    assert!(world.find(lian, "还没有县领导包案").is_none(), "a working day first");
    world.until("2026-05-06 10:10").await;
    let told = world.find(lian, "还没有县领导包案").expect("whoever supervises is told");
    assert!(told.text.contains(&number) && told.text.contains("重复信访，一年以上"), "{}", told.text);
    world.presses(lian, lian, told.id, "button-name-leader").await;
    let ask = world.last(lian);
    let leader = world.labels(lian, ask.id).into_iter().next().expect("leaders to choose from");
    world.presses(lian, lian, ask.id, &leader).await;
    world.forget();
    world.until("2026-05-20 10:10").await;
    let again = texts(&world.news(lian));
    assert!(!again.contains("还没有县领导包案"), "{again}");
    world.assert_sound().await;
}
