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

/// What a neighbour says of how bad it is stands on the one card, and their words do not.
#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_danger_that_grows_next_door_stands_on_the_one_card() {
    let world = three().await;
    let [first, second, _] = reported(&world).await;
    let (group, xi) = (world.group("gas"), world.cadre("xichanggeng"));
    world.says(QIN, "着火了，烟大得很").await;
    let card = world.card(group, &first).unwrap();
    assert!(card.text.contains("情况变急了：着火") && !card.text.contains("烟大得很"), "{}", card.text);
    let ping = world.find(group, "情况变急了").filter(|seen| seen.id != card.id).expect("a message of its own");
    assert!(ping.text.contains(&first) && !ping.pings.is_empty(), "{}", ping.text);
    let told = world.messages(xi).into_iter().filter(|seen| seen.text.contains("情况变急了"));
    let told: Vec<String> = told.map(|seen| seen.text).collect();
    assert!(told.len() == 1 && told[0].contains(&second), "once, by whoever said it: {told:?}");
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

/// The date by which somebody is promised an answer, as their status message has it now.
fn promised(world: &World, who: i64, number: &str) -> String {
    const BY: &str = "前给您答复";
    let status = world.messages(who).into_iter().find(|seen| {
        seen.from_bot && seen.text.contains(number) && seen.text.contains(BY) && seen.text.contains("燃气公司")
    });
    let text = status.unwrap_or_else(|| panic!("no date: {}", world.ever_said(who))).text;
    let before = text.split(BY).next().unwrap_or_default();
    before.rsplit('，').next().unwrap_or_default().to_owned()
}

/// Reported around the hour from which on the morning after is the next day's: it is one morning for one incident.
#[tokio::test(flavor = "multi_thread")]
async fn s5_04_what_all_are_told_gives_all_the_same_date() {
    for alone in [false, true] {
        let world = World::at("2026-02-17 04:52").await;
        world.sandbox.add_person(Person { id: ZHENG, first_name: "郑".to_owned(), ..Person::default() });
        let numbers = reported(&world).await;
        let group = world.group("gas");
        let card = world.card(group, &numbers[0]).unwrap();
        let acting = card.pings[0];
        world.presses(acting, group, card.id, "button-sign").await;
        world.presses(acting, group, card.id, "button-more").await;
        world.presses(acting, group, card.id, if alone { "button-interim" } else { "button-tell-all" }).await;
        let prompt = world.last(group);
        world.replies(acting, group, prompt.id, Content::text("主管道阀门已关，今晚不要用火。")).await;
        let households = [CHANG, QIN, ZHENG].into_iter().zip(&numbers);
        let dates: Vec<String> = households.map(|(who, number)| promised(&world, who, number)).collect();
        assert!(dates.iter().all(|date| date == "2月17日(周二)"), "told alone {alone}: {dates:?}");
        world.assert_sound().await;
    }
}

/// A report of which at first nobody can say what it is: a screener has opened its words, and then it turns out to be danger.
/// Its number, and where the words lie.
async fn opened_before(world: &World, who: i64) -> (String, i64) {
    let (qi, triage) = (world.cadre("qijianwei"), world.triage());
    world.says(who, "凉水村三社路边有一根管子").await;
    world.pass(60).await;
    let number = world.number(who);
    let card = world.card(triage, &number).expect("with the screeners");
    world.presses(qi, triage, card.id, "button-read").await;
    let sheet = world.last(qi).id;
    let receipt = world.find(who, &number).unwrap().id;
    world.replies(who, who, receipt, Content::text("嗤嗤的响")).await;
    assert!(world.find(world.cadre("xichanggeng"), &number).is_some(), "danger: {}", world.ever_said(who));
    (number, sheet)
}

/// The screener finds that the words are about somebody in office.
async fn set_apart(world: &World, sheet: i64) {
    let qi = world.cadre("qijianwei");
    world.presses(qi, qi, sheet, "button-apart").await;
    world.presses(qi, qi, world.last(qi).id, "button-apart-unknown").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_first_report_that_nobody_could_place_goes_where_the_neighbours_goes() {
    let world = three().await;
    let (first, _) = opened_before(&world, CHANG).await;
    let group = world.group("gas");
    world.says(QIN, "凉水村三社煤气味大得很").await;
    let second = world.number(QIN);
    let card = world.card(group, &first).expect("the one card is with the unit");
    assert!(card.text.contains("同一处共2户反映") && card.text.contains(&second), "{}", card.text);
    assert!(!card.pings.is_empty() && world.card(group, &second).is_none());
    world.assert_sound().await;
}

/// The first report is sealed while neighbours stand under it: they go on together without it, and nothing leads to it or
/// from it any more.
#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_first_report_that_is_sealed_lets_the_neighbours_go_on_and_nothing_leads_to_it() {
    let mut world = three().await;
    let (first, sheet) = opened_before(&world, CHANG).await;
    world.says(QIN, "凉水村三社煤气味大得很").await;
    world.says(ZHENG, "凉水村,管子遭挖断了在喷气").await;
    let [second, third] = [QIN, ZHENG].map(|who| world.number(who));
    let group = world.group("gas");
    assert!(world.card(group, &first).unwrap().text.contains("同一处共3户反映"));
    world.forget();
    set_apart(&world, sheet).await;
    let next = world.card(group, &second).expect("the next one stands for the others");
    assert!(next.text.contains("同一处共2户反映") && next.text.contains(&third), "{}", next.text);
    assert!(!next.text.contains(&first), "{}", next.text);
    for gone in [&first, &third] {
        assert!(world.card(group, gone).is_none(), "{gone} of {first} {second} {third}: {}", world.ever_said(group));
    }
    // Nobody of the neighbours, and no group, reads of the sealed one from here on, and it says nothing of them.
    for who in [QIN, ZHENG, group] {
        let news: Vec<String> = world.news(who).into_iter().map(|seen| seen.text).collect();
        assert!(!news.iter().any(|text| text.contains(&first)), "{who}: {news:#?}");
    }
    assert!(world.find(QIN, "从现在起单独办").unwrap().text.contains(&second));
    for who in [world.cadre("wujian"), CHANG] {
        let news: Vec<String> = world.news(who).into_iter().map(|seen| seen.text).collect();
        assert!(!news.iter().any(|text| text.contains(&second) || text.contains(&third)), "{who}: {news:#?}");
    }
    // One who reports it now joins the one that stands for the others, never the sealed one.
    world.sandbox.add_person(Person { id: ZHENG + 1, first_name: "何".to_owned(), ..Person::default() });
    world.says(ZHENG + 1, "凉水村煤气味大得很").await;
    let fourth = world.number(ZHENG + 1);
    let next = world.card(group, &second).unwrap();
    assert!(next.text.contains("同一处共3户反映") && next.text.contains(&fourth), "{}", next.text);
    // What is told to all reaches those three.
    let acting = next.pings[0];
    world.presses(acting, group, next.id, "button-sign").await;
    world.presses(acting, group, next.id, "button-more").await;
    assert!(!world.labels(group, next.id).iter().any(|label| label.contains(&first)));
    world.presses(acting, group, next.id, "button-tell-all").await;
    let prompt = world.last(group);
    world.replies(acting, group, prompt.id, Content::text("主管道阀门已关，今晚不要用火。")).await;
    for who in [QIN, ZHENG, ZHENG + 1] {
        assert!(world.ever_said(who).contains("主管道阀门已关"), "{who}");
    }
    assert!(!world.ever_said(CHANG).contains("主管道阀门已关"), "the sealed one hears from its readers alone");
    world.assert_sound().await;
}

/// A neighbour's report that is sealed leaves the first one, and is counted there no more.
#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_neighbours_report_that_is_sealed_leaves_the_incident() {
    let mut world = three().await;
    world.says(CHANG, "凉水村天然气管子在漏,嗤嗤的响").await;
    let (second, sheet) = opened_before(&world, QIN).await;
    world.says(ZHENG, "凉水村,管子遭挖断了在喷气").await;
    let [first, third] = [CHANG, ZHENG].map(|who| world.number(who));
    let (group, handler) = (world.group("gas"), world.cadre("yuelanzhou"));
    assert!(world.card(group, &first).unwrap().text.contains("同一处共3户反映"));
    world.forget();
    set_apart(&world, sheet).await;
    let card = world.card(group, &first).unwrap();
    assert!(card.text.contains("同一处共2户反映") && !card.text.contains(&second), "{}", card.text);
    assert!(card.text.contains(&third) && world.card(group, &second).is_none(), "{}", card.text);
    let news: Vec<String> = world.news(group).into_iter().map(|seen| seen.text).collect();
    assert!(!news.iter().any(|text| text.contains(&second)), "{news:#?}");
    // What happens to the first one says nothing to the sealed one.
    world.presses(handler, group, card.id, "button-sign").await;
    world.presses(handler, group, card.id, "button-more").await;
    assert!(!world.labels(group, card.id).iter().any(|label| label.contains(&second)));
    world.presses(handler, group, card.id, "button-tell-all").await;
    let prompt = world.last(group);
    world.replies(handler, group, prompt.id, Content::text("主管道阀门已关，今晚不要用火。")).await;
    assert!(world.ever_said(ZHENG).contains("主管道阀门已关") && !world.ever_said(QIN).contains("主管道阀门已关"));
    world.assert_sound().await;
}

/// A neighbour does not want somebody of the unit to take part: their report goes on by itself, where that person is not, and
/// the one card speaks of it no more.
#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_neighbour_who_keeps_somebody_out_goes_on_alone_and_whom_they_keep_out_reads_no_more_of_it() {
    let mut world = three().await;
    let [first, second, third] = reported(&world).await;
    let (group, kept_out) = (world.group("gas"), world.cadre("yuelanzhou"));
    let head = world.cadre("zongzhengdao");
    world.says(QIN, "不要岳岚洲参加").await;
    let asked = world.find(head, &second).expect("one above them is asked");
    world.forget();
    world.presses(head, head, asked.id, "button-recuse-them").await;
    let card = world.card(group, &first).unwrap();
    assert!(card.text.contains("同一处共2户反映") && card.text.contains(&third), "{}", card.text);
    assert!(!card.text.contains(&second) && world.card(group, &second).is_none(), "{}", card.text);
    assert!(world.find(head, &second).is_some(), "whoever acts for it now has it, alone");
    // From now on nothing of it, however the two go on: new words, what is told to all, lateness.
    world.says(QIN, "凉水村三社煤气味还在，快来人").await;
    world.presses(kept_out, group, card.id, "button-sign").await;
    world.presses(kept_out, group, card.id, "button-more").await;
    assert!(!world.labels(group, card.id).iter().any(|label| label.contains(&second)));
    world.presses(kept_out, group, card.id, "button-tell-all").await;
    let prompt = world.last(group);
    assert!(prompt.text.contains("2户"), "{}", prompt.text);
    world.replies(kept_out, group, prompt.id, Content::text("主管道阀门已关，今晚不要用火。")).await;
    assert!(world.ever_said(ZHENG).contains("主管道阀门已关") && !world.ever_said(QIN).contains("主管道阀门已关"));
    world.pass(3 * 3600).await;
    for chat in [group, kept_out] {
        let news: Vec<String> = world.news(chat).into_iter().map(|seen| seen.text).collect();
        assert!(!news.iter().any(|text| text.contains(&second)), "{chat}: {news:#?}");
    }
    // Asked for by its number, it does not exist for them.
    world.says(kept_out, &second).await;
    let none = world.last(kept_out).text;
    world.says(kept_out, "1111-1111").await;
    assert!(none.contains(&second) && !none.contains("凉水村") && !none.contains("燃气"), "{none}");
    world.assert_sound().await;
}

/// Whoever a neighbour keeps out before anybody has it is kept out quietly, and such a report never joins.
#[tokio::test(flavor = "multi_thread")]
async fn s5_04_a_report_that_keeps_somebody_out_from_the_first_is_never_under_one_that_does_not() {
    let world = three().await;
    world.says(CHANG, "凉水村天然气管子在漏,嗤嗤的响").await;
    world.says(QIN, "凉水村三社煤气味大得很，不要岳岚洲参加").await;
    let (group, first, second) = (world.group("gas"), world.number(CHANG), world.number(QIN));
    let kept_out = world.cadre("yuelanzhou");
    let card = world.card(group, &first).unwrap();
    assert!(!card.text.contains("同一处") && !card.text.contains(&second), "{}", card.text);
    assert!(world.find(world.cadre("zongzhengdao"), &second).is_some(), "it has its unit, without them");
    world.pass(3 * 3600).await;
    for chat in [group, kept_out] {
        assert!(!world.ever_said(chat).contains(&second), "{}", world.ever_said(chat));
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s5_04_what_a_neighbour_knows_worse_stands_on_the_one_card_from_their_first_words_on() {
    let world = three().await;
    world.says(CHANG, "凉水村天然气管子在漏,嗤嗤的响").await;
    let (first, group) = (world.number(CHANG), world.group("gas"));
    world.pass(5 * 60).await;
    world.says(QIN, "凉水村三社煤气味大得很,我妈昏倒在屋头了").await;
    let card = world.card(group, &first).unwrap();
    assert!(card.text.contains("同一处共2户反映"), "{}", card.text);
    assert!(card.text.contains("情况变急了") && card.text.contains("有人受困或受伤"), "{}", card.text);
    assert!(world.card(group, &world.number(QIN)).is_none(), "one card");
    let ping = world.find(group, "情况变急了").filter(|seen| seen.id != card.id).expect("a message of its own");
    assert!(!ping.pings.is_empty() && ping.text.contains("有人受困或受伤"), "{}", ping.text);
    world.assert_sound().await;
}
