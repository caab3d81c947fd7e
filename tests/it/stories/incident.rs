//! S5-04, several reports of one danger in one village: one card, each with a case and a number of their own.

use minqing::sandbox::{Content, Person};

use crate::world::{CHANG, QIN, World};

const ZHENG: i64 = 601;

async fn three() -> World {
    let world = World::at("2026-02-16 23:40").await;
    world.sandbox.add_person(Person { id: ZHENG, first_name: "郑".to_owned(), ..Person::default() });
    world
}

/// Three of one village; their numbers.
async fn reported(world: &World) -> [String; 3] {
    world.says(CHANG, "凉水村天然气管子在漏,嗤嗤的响").await;
    world.pass(5 * 60).await;
    world.says(QIN, "凉水村三社煤气味大得很").await;
    world.pass(5 * 60).await;
    world.says(ZHENG, "凉水村,管子遭挖断了在喷气").await;
    [CHANG, QIN, ZHENG].map(|who| world.number(who))
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_neighbours_join_one_incident_with_numbers_of_their_own_and_one_card_that_counts() {
    let mut world = three().await;
    let [first, second, third] = reported(&world).await;
    assert!(first != second && second != third, "each keeps their own number");
    let group = world.group("gas");
    let card = world.card(group, &first).expect("the one card");
    assert!(world.card(group, &second).is_none() && world.card(group, &third).is_none(), "one card");
    assert!(card.text.contains("同一处共3户反映"), "{}", card.text);
    assert!(card.text.contains(&second) && card.text.contains(&third), "{}", card.text);
    // Nobody is left alone: the words that keep safe, the receipt, the question for a number, a ping of their own.
    for (who, number) in [(QIN, &second), (ZHENG, &third)] {
        assert!(world.find(who, "请马上离开").is_some() && world.find(who, "打得通的电话号码").is_some());
        let receipt = world.find(who, "一起处理").expect("the status message says so");
        assert!(receipt.text.contains(number.as_str()), "{}", receipt.text);
        assert!(world.find(world.cadre("xichanggeng"), number).is_some(), "those on call, for each");
    }
    // Facts reach each; what is written to one reaches that one.
    world.forget();
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    for (who, number) in [(CHANG, &first), (QIN, &second), (ZHENG, &third)] {
        let told = world.news(who);
        assert!(told.iter().any(|seen| seen.text.contains(number) && seen.text.contains("已签收")), "{told:#?}");
    }
    world.presses(acting, group, card.id, "button-more").await;
    world.presses(acting, group, card.id, "button-interim").await;
    let prompt = world.last(group);
    world.replies(acting, group, prompt.id, Content::text("常大爷，您家那根管子已经关了。")).await;
    assert!(world.ever_said(CHANG).contains("常大爷"));
    for who in [QIN, ZHENG] {
        assert!(!world.ever_said(who).contains("常大爷"), "words to one are for that one");
        assert!(world.find(who, "已经在处理这处险情").is_some(), "the fact is for all");
    }
    world.presses(acting, group, card.id, "button-more").await;
    world.presses(acting, group, card.id, "button-tell-all").await;
    let prompt = world.last(group);
    assert!(prompt.text.contains("3户"), "{}", prompt.text);
    world.replies(acting, group, prompt.id, Content::text("凉水村主管道阀门已关，今晚不要用火。")).await;
    for who in [CHANG, QIN, ZHENG] {
        assert!(world.ever_said(who).contains("主管道阀门已关"), "{who}");
    }
    assert!(world.card(group, &second).is_none(), "still one card");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_neighbour_has_all_rights_and_goes_on_alone_when_the_first_report_is_over() {
    let world = three().await;
    let [first, second, third] = reported(&world).await;
    let group = world.group("gas");
    let card = world.card(group, &first).unwrap();
    // Taken back by its sender: the danger may go on, and the next one stands for the others.
    world.takes_back(CHANG, &first).await;
    let next = world.card(group, &second).expect("a card of its own now");
    assert!(next.text.contains("同一处共2户反映") && next.text.contains(&third), "{}", next.text);
    assert!(world.find(QIN, "从现在起单独办").unwrap().text.contains(&second));
    assert!(world.card(group, &third).is_none() && world.find(ZHENG, "从现在起单独办").is_none());
    // A neighbour takes theirs back: the card counts on.
    world.takes_back(ZHENG, &third).await;
    let next = world.card(group, &second).unwrap();
    assert!(!next.text.contains("同一处"), "{}", next.text);
    // And whoever has the rest signs for it and answers it.
    let acting = card.pings[0];
    world.presses(acting, group, next.id, "button-sign").await;
    assert!(world.find(QIN, "已签收").unwrap().text.contains(&second));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_after_the_first_is_answered_each_neighbour_has_a_result_of_their_own() {
    let world = three().await;
    let [first, second, third] = reported(&world).await;
    let group = world.group("gas");
    let card = world.card(group, &first).unwrap();
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    let posted = crate::world::Posted { number: first.clone(), group, card: card.id };
    world.reported(acting, &posted, "常家门口的管子换好了，已复检").await;
    assert!(world.ever_said(CHANG).contains("常家门口"));
    for (who, number) in [(QIN, &second), (ZHENG, &third)] {
        assert!(!world.ever_said(who).contains("常家门口"), "nobody reads the answer to another");
        assert!(world.find(who, "从现在起单独办").unwrap().text.contains(number));
        let card = world.card(group, number).expect("a card of its own");
        assert!(card.text.contains("办理中") && !card.text.contains("同一处"), "{}", card.text);
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_another_village_another_danger_a_later_hour_and_despair_are_never_one_incident() {
    let world = three().await;
    world.says(CHANG, "凉水村天然气管子在漏,嗤嗤的响").await;
    world.says(QIN, "双碾村煤气味大得很").await;
    let group = world.group("gas");
    for who in [CHANG, QIN] {
        let card = world.card(group, &world.number(who)).expect("a card each");
        assert!(!card.text.contains("同一处"), "{}", card.text);
    }
    world.pass(31 * 60).await;
    world.says(ZHENG, "凉水村煤气味大得很").await;
    assert!(world.card(group, &world.number(ZHENG)).is_some(), "half an hour later it is another one");

    let world = three().await;
    world.says(CHANG, "凉水村低保取消了，我不想活了").await;
    world.says(QIN, "凉水村低保取消了，我不想活了").await;
    world.pass(40).await;
    for who in [CHANG, QIN] {
        let number = world.number(who);
        let on_a_card = world.groups().into_iter().any(|group| world.card(group, &number).is_some());
        assert!(on_a_card && !world.ever_said(who).contains("一起处理"), "two people, two cases");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_neighbour_who_says_later_where_it_is_joins_then_and_nobody_asks_twice() {
    let world = three().await;
    world.says(CHANG, "凉水村天然气管子在漏,嗤嗤的响").await;
    world.says(QIN, "我屋后头天然气管子在漏,嗤嗤的响,臭得很").await;
    let (group, first, second) = (world.group("gas"), world.number(CHANG), world.number(QIN));
    assert!(world.card(group, &second).is_some(), "nobody knows yet that it is the same");
    world.says(QIN, "凉水村三社").await;
    assert!(world.card(group, &first).unwrap().text.contains("同一处共2户反映"));
    assert!(world.card(group, &second).is_none(), "its card is gone");
    // Nobody has confirmed for the neighbour either: those on call are called for both.
    world.pass(15 * 60 + 5).await;
    let xi = world.cadre("xichanggeng");
    let again = world.messages(xi).into_iter().filter(|seen| seen.text.contains("还没有人跟进"));
    let again: Vec<String> = again.map(|seen| seen.text).collect();
    for number in [&first, &second] {
        assert!(again.iter().any(|text| text.contains(number.as_str())), "{again:?}");
    }
    world.assert_sound().await;
}

/// What is asked of one, answered by one, or written into the result of one stays with that one, whichever way it is written.
#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_question_to_one_and_what_one_answers_reach_nobody_else() {
    let world = three().await;
    let [first, second, _] = reported(&world).await;
    let (group, xi) = (world.group("gas"), world.cadre("xichanggeng"));
    let card = world.card(group, &first).unwrap();
    let acting = card.pings[0];
    world.presses(acting, group, card.id, "button-sign").await;
    // The unit asks the first one, on the card that stands for all.
    world.presses(acting, group, card.id, "button-more").await;
    world.presses(acting, group, card.id, "button-ask").await;
    let prompt = world.last(group);
    world.replies(acting, group, prompt.id, Content::text("常大爷，您屋里还有没有人？")).await;
    assert!(world.ever_said(CHANG).contains("常大爷"));
    world.says(CHANG, "我婆娘腿脚不方便，还在凉水村屋头").await;
    // Somebody on call asks a neighbour, from their own ping.
    let ping = world.find(xi, &second).expect("a ping of their own");
    world.presses(xi, xi, ping.id, "button-ask").await;
    let prompt = world.last(xi);
    world.replies(xi, xi, prompt.id, Content::text("秦嫂，您家在几单元？")).await;
    assert!(world.ever_said(QIN).contains("秦嫂"));
    for (who, words) in
        [(CHANG, "秦嫂"), (ZHENG, "秦嫂"), (QIN, "常大爷"), (ZHENG, "常大爷"), (QIN, "婆娘"), (ZHENG, "婆娘")]
    {
        let bots: Vec<String> =
            world.messages(who).into_iter().filter(|seen| seen.from_bot).map(|seen| seen.text).collect();
        assert!(!bots.iter().any(|text| text.contains(words)), "{words}: {bots:?}");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_whoever_takes_the_first_has_taken_it_for_all_and_is_called_for_none() {
    let world = three().await;
    let [first, second, third] = reported(&world).await;
    let xi = world.cadre("xichanggeng");
    let ping = world.find(xi, &first).expect("called");
    world.presses(xi, xi, ping.id, "button-take-danger").await;
    for (who, number) in [(CHANG, &first), (QIN, &second), (ZHENG, &third)] {
        let told = world.find(who, "值班的席长庚已经接手").expect("each hears who");
        assert!(told.text.contains(number.as_str()), "{}", told.text);
    }
    world.pass(31 * 60).await;
    assert!(!world.ever_said(xi).contains("还没有人跟进"), "nobody is called again");
    world.assert_sound().await;
}
