//! What the sender says afterwards, what is heard on the phone, and what silence means.

use minqing::sandbox::Content;

use crate::world::{CHANG, Posted, QIN, World, config_dir, photo, settings};

/// The lamp, mended and reported by 钱进.
async fn mended(world: &World, resident: i64) -> Posted {
    let case = world.lamp(resident).await;
    world.answered(world.cadre("qianjin"), &case, "灯泡换好了").await;
    case
}

/// The kinds of events of the oldest case that are about rating, phoning and ending.
async fn kinds(world: &World) -> Vec<String> {
    const KINDS: [&str; 7] = ["solved_said", "rated", "closed", "reopened", "call_tried", "call_heard", "no_contact"];
    let id = world.cases().await.remove(0);
    world.events(&id).await.into_iter().filter(|kind| KINDS.contains(&kind.as_str())).collect()
}

/// Only the sender rates, only after the answer; they may change their mind while the window runs, and nothing is lost.
#[tokio::test(flavor = "multi_thread")]
async fn x6_the_sender_alone_rates_and_the_latest_word_counts() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let qian = world.cadre("qianjin");
    world.says(CHANG, "满意").await;
    assert!(kinds(&world).await.is_empty(), "nothing has been answered yet");
    world.answered(qian, &case, "灯泡换好了").await;
    let answer = world.last(CHANG);
    let solved = world.data(CHANG, answer.id, "button-solved");
    for (who, chat) in [(qian, CHANG), (QIN, CHANG), (qian, qian), (world.cadre("qijianwei"), CHANG)] {
        let before = world.event_count().await;
        assert_eq!(world.press_answer(who, chat, answer.id, &solved).await.0, world.words("press-void"));
        assert_eq!(world.event_count().await, before, "{who} is not the sender");
    }
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.presses(CHANG, CHANG, answer.id, "grade-mostly").await;
    world.until("2026-03-20 10:00").await;
    world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
    assert!(world.message(CHANG, answer.id).text.contains("您说：已解决，满意。"));
    assert_eq!(kinds(&world).await, ["solved_said", "rated", "closed", "rated"], "both ratings are kept");
    // Past the window it stays as it is.
    let again = world.data(CHANG, answer.id, "grade-mostly");
    world.until("2026-04-02 00:10").await;
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &again).await.0, world.words("refusal-window"));
    assert_eq!(kinds(&world).await.len(), 4);
    world.assert_sound().await;
}

/// A rating is bound to its round: staff, strangers, replays and buttons of a round that came back all find nothing.
#[tokio::test(flavor = "multi_thread")]
async fn z14_a_rating_is_bound_to_its_sender_chat_and_round() {
    let world = World::new().await;
    let case = mended(&world, CHANG).await;
    let (cen, qian) = (world.cadre("cenbonian"), world.cadre("qianjin"));
    let first = world.last(CHANG);
    let (yes, no) = (world.data(CHANG, first.id, "button-solved"), world.data(CHANG, first.id, "button-unsolved"));
    // Other people, and the same button pressed out of another chat.
    for (who, chat) in [(qian, CHANG), (QIN, CHANG), (CHANG, case.group), (QIN, QIN)] {
        assert_eq!(world.press_answer(who, chat, first.id, &yes).await.0, world.words("press-void"));
    }
    world.press_answer(CHANG, CHANG, first.id, &no).await;
    let second = world.newest_card(&case);
    // It came back: the old yes is about a round that is over.
    assert_eq!(world.press_answer(CHANG, CHANG, first.id, &yes).await.0, world.words("refusal-round"));
    world.answered(cen, &second, "换了新灯").await;
    let before = world.event_count().await;
    for old in [&yes, &no] {
        assert_eq!(world.press_answer(CHANG, CHANG, first.id, old).await.0, world.words("refusal-round"));
    }
    assert_eq!(world.event_count().await, before, "nothing old counts");
    let answer = world.last(CHANG);
    let yes = world.data(CHANG, answer.id, "button-solved");
    world.press_answer(CHANG, CHANG, answer.id, &yes).await;
    let once = world.event_count().await;
    assert_eq!(world.press_answer(CHANG, CHANG, answer.id, &yes).await.0, world.words("refusal-nothing"));
    assert_eq!(world.event_count().await, once, "a replay counts once");
    world.assert_sound().await;
}

/// Thirty days of silence end a case as not rated; no word of content is written anywhere.
#[tokio::test(flavor = "multi_thread")]
async fn s12_11_thirty_days_of_silence_are_not_rated_and_never_satisfied() {
    let world = World::new().await;
    let case = mended(&world, CHANG).await;
    world.until("2026-04-01 23:50").await;
    assert!(kinds(&world).await.is_empty());
    world.until("2026-04-02 00:10").await;
    assert_eq!(kinds(&world).await, ["closed"]);
    let id = world.cases().await.remove(0);
    let mut view = world.store().view().await.unwrap();
    let closed = view.events(&id).await.unwrap().into_iter().find(|event| event.kind == "closed").unwrap();
    assert!(closed.body.contains("silent") && !closed.body.contains("satisfied"), "{}", closed.body);
    world.until("2026-04-02 08:00").await;
    assert!(world.last(CHANG).text.contains("先按“未评价”办结"), "{}", world.last(CHANG).text);
    assert!(!world.message(case.group, case.card).text.contains("满意"));
    drop(view);
    world.assert_sound().await;
}

/// A caller who had nothing to do with the case phones: every attempt is kept with its time, "cannot be reached" takes three
/// on two days, and what is heard is never the sender's own rating.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_heard_on_the_phone_is_a_fact_of_its_own() {
    let world = World::new().await;
    let case = mended(&world, CHANG).await;
    let (qi, qian) = (world.cadre("qijianwei"), world.cadre("qianjin"));
    world.says(qian, "/calls").await;
    assert!(!world.last(qian).text.contains("群众还没有评价"), "the handler phones nobody");
    world.says(qi, "/calls").await;
    let call = world.last(qi);
    assert!(call.text.contains(&case.number) && call.text.contains("群众还没有评价"), "{}", call.text);
    let tried = world.data(qi, call.id, "button-call-tried");
    assert_eq!(world.press_answer(qian, qi, call.id, &tried).await.0, world.words("press-no-right"));
    for _ in 0..3 {
        world.presses(qi, qi, call.id, "button-call-tried").await;
    }
    let too_few = "打满3次、分在2天还没有打通，才能记联系不上。现在打过3次、1天。";
    assert_eq!(world.presses(qi, qi, call.id, "button-call-no-contact").await, too_few);
    world.until("2026-03-03 10:00").await;
    world.presses(qi, qi, call.id, "button-call-tried").await;
    assert!(world.message(qi, call.id).text.contains("打过4次，分在2天"));
    world.presses(qi, qi, call.id, "button-call-no-contact").await;
    assert!(world.message(qi, call.id).text.contains("联系不上"));
    // Reached after all: solved and content, they say; the sender's own two questions stay open.
    world.presses(qi, qi, call.id, "button-call-solved").await;
    world.presses(qi, qi, call.id, "grade-satisfied").await;
    assert!(world.message(qi, call.id).text.contains("电话里说：已解决"));
    assert!(world.labels(qi, call.id).is_empty());
    let answer = world.find(CHANG, "这件事解决了吗？").expect("the sender is still asked");
    assert_eq!(world.labels(CHANG, answer.id), ["已解决", "未解决"]);
    world.until("2026-04-02 00:10").await;
    let expected = ["call_tried", "call_tried", "call_tried", "call_tried", "no_contact", "call_heard", "closed"];
    assert_eq!(kinds(&world).await, expected);
    world.until("2026-04-02 08:00").await;
    assert!(world.last(CHANG).text.contains("未评价"), "told on the phone is not rated");
    world.assert_sound().await;
}

/// Not solved, as heard on the phone: it comes back as if the sender had pressed it.
#[tokio::test(flavor = "multi_thread")]
async fn not_solved_on_the_phone_brings_it_back() {
    let world = World::new().await;
    let case = mended(&world, CHANG).await;
    let qi = world.cadre("qijianwei");
    world.says(qi, "/calls").await;
    let call = world.last(qi);
    world.presses(qi, qi, call.id, "button-call-unsolved").await;
    assert!(world.find(CHANG, "重新办理，由观山镇岑伯年负责").is_some());
    assert!(world.message(case.group, world.newest_card(&case).card).text.contains("第2次办理"));
    assert_eq!(kinds(&world).await, ["call_heard", "reopened"], "no word of the sender's own is made up");
    world.says(qi, "/calls").await;
    assert_eq!(world.last(qi).text, world.words("calls-none"));
    world.assert_sound().await;
}

/// Where a county wants it, the sender of a repair is asked a month later, once and without a sound; "broken" brings it back.
#[tokio::test(flavor = "multi_thread")]
async fn a_repair_is_asked_after_once_more_and_may_come_back() {
    let mut asks = settings();
    asks.service.answers.ask_again_days = 30;
    let world = World::with("2026-03-02 09:10", asks, None).await;
    let (one, other) = (mended(&world, CHANG).await, mended(&world, QIN).await);
    for who in [CHANG, QIN] {
        let answer = world.last(who);
        world.presses(who, who, answer.id, "button-solved").await;
        world.presses(who, who, answer.id, "grade-satisfied").await;
    }
    world.until("2026-04-01 09:00").await;
    assert!(world.find(CHANG, "现在还好着吗").is_none());
    world.until("2026-04-01 09:30").await;
    let asked = world.find(CHANG, "现在还好着吗").expect("a month later");
    assert!(asked.silent && asked.text.contains(&one.number), "{}", asked.text);
    assert_eq!(world.labels(CHANG, asked.id), ["还好着", "又坏了"]);
    world.presses(CHANG, CHANG, asked.id, "button-broke").await;
    let told = world.last(CHANG).text;
    assert!(told.contains("您说又坏了，重新办理，由观山镇岑伯年负责") && told.contains("请回复一句"), "{told}");
    world.replies(CHANG, CHANG, world.last(CHANG).id, Content::text("灯罩掉了，又不亮了")).await;
    assert!(world.find(one.group, "群众补充或改了内容").is_some(), "the reason reaches whoever has it");
    let asked = world.find(QIN, "现在还好着吗").expect("everybody is asked about their own");
    world.presses(QIN, QIN, asked.id, "button-still-fine").await;
    assert!(world.message(other.group, other.card).text.contains("已办结"));
    world.until("2026-06-30 09:30").await;
    let times = world.messages(QIN).iter().filter(|told| told.text.contains("现在还好着吗")).count();
    assert_eq!(times, 1, "once");
    world.assert_sound().await;
}

/// Off unless a county turns it on; and what was solved without a repair is not asked after.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_again_unless_the_county_wants_it() {
    assert_eq!(minqing::config::load(&config_dir()).unwrap().service.answers.ask_again_days, 0);
    let world = World::new().await;
    mended(&world, CHANG).await;
    let answer = world.last(CHANG);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.presses(CHANG, CHANG, answer.id, "grade-satisfied").await;
    world.until("2026-05-10 10:00").await;
    assert!(world.find(CHANG, "现在还好着吗").is_none());
    world.assert_sound().await;
}

/// What cannot be a day or a sum is refused before anything is sent; what may be meant otherwise is shown as it was read.
#[tokio::test(flavor = "multi_thread")]
async fn i15_days_and_sums_that_cannot_be_are_refused_and_doubtful_ones_confirmed() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let qian = world.cadre("qianjin");
    world.presses(qian, case.group, case.card, "button-sign").await;
    for (words, says) in [
        ("灯换好了，2月30日验收", "没有“2月30日”这一天"),
        ("13月1日前装新灯", "没有“13月1日”这一天"),
        ("花了1e309元", "“1e309元”不是能用的数"),
        ("退您-500元", "“-500元”不是能用的数"),
        ("花了10,00元", "“10,00元”不是能用的数"),
    ] {
        world.presses(qian, case.group, case.card, "button-report").await;
        world.replies(qian, case.group, world.last(case.group).id, photo(words)).await;
        let shown = world.last(case.group);
        assert!(shown.text.contains(says), "{says}: {}", shown.text);
        assert!(!world.labels(case.group, shown.id).contains(&world.words("button-confirm")), "{words}");
    }
    assert!(world.find(CHANG, "答复您").is_none(), "nothing of it reached the sender");
    for (words, says) in [
        ("明天再来看一次", "“明天”说不准是哪一天"),
        ("腊月二十三前装好", "“腊月”说不准是哪一天"),
        ("申请了1,000万元改造", "“1,000万元”读作10000000元，请核对"),
    ] {
        world.presses(qian, case.group, case.card, "button-report").await;
        world.replies(qian, case.group, world.last(case.group).id, photo(words)).await;
        let shown = world.last(case.group);
        assert!(shown.text.contains(says), "{says}: {}", shown.text);
        assert!(
            world.labels(case.group, shown.id).contains(&world.words("button-confirm")),
            "{words}: a person confirms it"
        );
    }
    world.assert_sound().await;
}
