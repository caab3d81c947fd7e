//! The figures: what goes into them, what is left out, and what nobody can read off them.

use std::collections::BTreeMap;

use minqing::sandbox::Content;
use minqing::stats::sealed::shown;

use crate::never::newcomer;
use crate::world::{CHANG, LI, Posted, QIN, World, photo};

/// A unit's answer, as the bot would have written it down.
struct Line {
    unit: &'static str,
    contacted: bool,
    solved: Option<bool>,
    grade: Option<&'static str>,
}

const SILENT: Line = Line { unit: "guanshan", contacted: true, solved: None, grade: None };

/// Puts answers into the books that were settled at this moment.
async fn settled(world: &World, lines: impl IntoIterator<Item = Line>) {
    let at = world.clock.now().0;
    let stranger = world.stranger().await;
    let before = stranger.number("select count(*) from tally").await;
    for (n, line) in lines.into_iter().enumerate() {
        let solved = line.solved.map_or("null".to_owned(), |solved| i64::from(solved).to_string());
        let grade = line.grade.map_or("null".to_owned(), |grade| format!("'{grade}'"));
        let sql = format!(
            "insert into tally (county, case_id, round, unit, town, given_at, answered_at, contacted, nudges, solved, grade,
                settled_at, left_out) values ('qinghe', 'x{:04}', 1, '{}', 'guanshan', {at}, {at}, {}, 0, {solved}, {grade}, {at}, 0)",
            before + n as i64,
            line.unit,
            i64::from(line.contacted)
        );
        stranger.execute(&sql).await;
    }
}

/// 20 answers whose senders spoke; 19 in time, 14 solved, 12 content, 4 mostly.
fn vector(unit: &'static str) -> impl Iterator<Item = Line> {
    (0..20).map(move |n| Line {
        unit,
        contacted: n != 0,
        solved: Some(n < 14),
        grade: match n {
            0..12 => Some("satisfied"),
            12..16 => Some("mostly"),
            _ => Some("dissatisfied"),
        },
    })
}

/// Somebody asks for figures in private. Returns all that is answered.
async fn asks(world: &mut World, who: i64, words: &str) -> String {
    world.forget();
    world.says(who, words).await;
    world.news(who).into_iter().map(|message| message.text).collect::<Vec<_>>().join("\n")
}

/// Somebody asks in a group.
async fn asks_in(world: &mut World, who: i64, group: i64, words: &str) -> String {
    world.forget();
    world.sandbox.text(who, group, words);
    world.settle().await;
    world.news(group).into_iter().map(|message| message.text).collect::<Vec<_>>().join("\n")
}

const RATES: &str = "群众评过20件：响应率95.00%，解决率70.00%，满意率78.00%，综合75.70。";

#[tokio::test(flavor = "multi_thread")]
async fn s12_13_the_published_vector_comes_out_for_the_unit_its_head_and_those_who_oversee() {
    let mut world = World::new().await;
    settled(&world, vector("guanshan")).await;
    let (head, group) = (world.cadre("cenbonian"), world.group("guanshan"));
    let qian = world.cadre("qianjin");
    for words in ["统计", "/stats"] {
        let of_unit = asks_in(&mut world, qian, group, words).await;
        assert!(of_unit.starts_with("观山镇") && of_unit.contains(RATES), "{of_unit}");
        assert_eq!(asks(&mut world, head, words).await, of_unit, "the head reads what the group reads");
    }
    assert!(asks(&mut world, head, "/help").await.contains("发“统计”"));
    assert!(!asks(&mut world, qian, "/help").await.contains("统计"));
    for who in ["zhouning", "qijianwei"].map(|id| world.cadre(id)) {
        let county = asks(&mut world, who, "统计").await;
        assert!(county.contains("1. 观山镇：综合75.70（响应95.00，解决70.00，满意78.00，评过20件）"), "{county}");
        assert!(asks(&mut world, who, "统计 上月").await.contains("上月：派来0件"));
        assert!(asks(&mut world, who, "统计 乡镇").await.contains("1. 观山镇：综合75.70"));
    }
    // Another unit's group hears of its own only, and of no more than there is.
    let luxi = world.group("luxi");
    world.sandbox.join(luxi, qian);
    world.settle().await;
    let other = asks_in(&mut world, qian, luxi, "统计").await;
    assert_eq!(other, "", "not even for somebody of another unit who happens to be there");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_13_below_the_sample_there_is_no_place_and_below_five_nothing_at_all() {
    let mut world = World::new().await;
    settled(&world, vector("guanshan").take(19)).await;
    settled(&world, vector("luxi").take(4)).await;
    let supervisor = world.cadre("zhouning");
    let county = asks(&mut world, supervisor, "统计").await;
    assert!(county.contains("样本不足（不满20件，不排名）：观山镇，路溪镇") && !county.contains("1. "), "{county}");
    let (one, other) = (world.cadre("cenbonian"), world.settings.county.head_of(&minqing::id::UnitId::new("luxi")));
    let other = world.cadre(other.unwrap().as_str());
    let unit = asks(&mut world, one, "统计").await;
    assert!(unit.contains("群众评过15件") && unit.contains("样本不足，满20件才排名"), "in steps of five: {unit}");
    let few = asks(&mut world, other, "统计").await;
    assert!(few.contains("评过的不满5件，先不列") && !few.contains('%'), "{few}");
}

/// The lamp is answered, and its sender says nothing for thirty days.
// also: S12-11
#[tokio::test(flavor = "multi_thread")]
async fn s12_11_silence_is_in_no_rate_and_is_told_as_a_share() {
    let mut world = World::at("2026-03-02 08:40").await;
    let (qian, head) = (world.cadre("qianjin"), world.cadre("cenbonian"));
    let lamp = world.lamp(CHANG).await;
    world.answered(qian, &lamp, "灯修好了").await;
    world.until("2026-04-02 09:00").await;
    settled(&world, (0..4).map(|_| SILENT)).await;
    let silent = asks(&mut world, head, "统计").await;
    assert!(silent.contains("不满5件，先不列") && silent.contains("另有未评价，占100.00%"), "{silent}");
    settled(&world, vector("guanshan")).await;
    let both = asks(&mut world, head, "统计").await;
    assert!(both.contains(RATES) && both.contains("另有未评价，占20.00%"), "{both}");
    world.assert_sound().await;
}

/// What the bot itself writes down of a case that comes back once.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_hold_each_round_with_what_its_sender_said() {
    let world = World::at("2026-03-02 08:40").await;
    let qian = world.cadre("qianjin");
    let lamp = world.lamp(CHANG).await;
    world.says(CHANG, "催一下").await;
    world.answered(qian, &lamp, "灯修好了").await;
    world.says(CHANG, "未解决").await;
    // It came back; how content they were with that answer can still be said.
    let grade = world.words("grade-mostly");
    let asked =
        world.messages(CHANG).into_iter().rfind(|m| m.buttons.iter().flatten().any(|(label, _)| *label == grade));
    world.presses(CHANG, CHANG, asked.expect("asked how content they are").id, "grade-mostly").await;
    let again = world.newest_card(&lamp);
    let head = world.cadre("cenbonian");
    world.until("2026-03-09 10:00").await;
    world.answered(head, &again, "换了新灯").await;
    world.says(CHANG, "已解决").await;
    world.says(CHANG, "满意").await;
    let sql =
        "select round || ' ' || contacted || ' ' || nudges || ' ' || coalesce(solved, 9) || ' ' || coalesce(grade, '-')
        || ' ' || case when settled_at is null then 'open' else 'settled' end from tally order by round";
    let books = world.stranger().await.texts(sql).await;
    assert_eq!(books, ["1 1 1 0 mostly settled", "2 0 0 1 satisfied settled"], "late words are no response");
    // Counted anew from the events it comes out the same.
    let stranger = world.stranger().await;
    stranger.execute("delete from counter where name = 'tally'").await;
    stranger.execute("update tally set nudges = 7, solved = null").await;
    drop(stranger);
    let world = world.restart().await;
    world.settle().await;
    assert_eq!(world.stranger().await.texts(sql).await, books);
    world.assert_sound().await;
}

/// What a callback officer heard stands in for a word that the sender has not said, whether it is good or bad for the unit.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_take_what_was_heard_on_the_phone_until_the_sender_rates() {
    let sql =
        "select coalesce(solved, 9) || ' ' || coalesce(grade, '-') || ' ' || case when settled_at is null then 'open'
        else 'settled' end from tally order by round";
    for (heard, books) in [(true, ["1 satisfied settled", ""]), (false, ["0 - settled", "9 - open"])] {
        let world = World::at("2026-03-02 08:40").await;
        let (qian, qi) = (world.cadre("qianjin"), world.cadre("qijianwei"));
        let lamp = world.lamp(CHANG).await;
        world.answered(qian, &lamp, "灯修好了").await;
        world.says(qi, "/calls").await;
        let call = world.last(qi);
        world.presses(qi, qi, call.id, if heard { "button-call-solved" } else { "button-call-unsolved" }).await;
        if heard {
            world.presses(qi, qi, call.id, "grade-satisfied").await;
            assert_eq!(world.stranger().await.texts(sql).await, ["1 satisfied open"], "the sender may still speak");
            world.until("2026-04-02 00:10").await;
        }
        let lines = world.stranger().await.texts(sql).await;
        assert_eq!(lines, books.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_a_word_that_does_not_exist_for_everybody_else() {
    let mut world = World::new().await;
    settled(&world, vector("guanshan")).await;
    let (qian, tang, baoyichuan) = (world.cadre("qianjin"), world.cadre("tangquan"), world.cadre("baoyichuan"));
    for who in [CHANG, qian, tang, baoyichuan] {
        assert_eq!(asks(&mut world, who, "/stats").await, world.words("unknown-command"));
        assert_eq!(asks(&mut world, who, "/leaveout 3517-0426").await, world.words("unknown-command"));
    }
    // The word alone is somebody's matter, as any other word is.
    let answer = asks(&mut world, QIN, "统计").await;
    assert!(answer.contains("编号") && !answer.contains("响应率"), "{answer}");
    // Somebody in a group whom the roster does not know.
    world.sandbox.join(world.group("guanshan"), LI);
    let group = world.group("guanshan");
    assert_eq!(asks_in(&mut world, LI, group, "统计").await, "");
}

/// A card of the street, the accused in its group.
async fn crops(world: &World) -> Posted {
    world.posted(CHANG, Content::text("新风社区赔我们的青苗钱数目不对"), "changyuan").await
}

/// To whoever looks at the unit's figures a case that is sealed has gone as any other goes.
#[tokio::test(flavor = "multi_thread")]
async fn s7_03_counts_of_the_kept_out_move_as_by_any_transfer_and_never_again() {
    let mut seen = Vec::new();
    for sealed in [true, false] {
        let mut world = World::at("2026-03-02 14:00").await;
        let posted = crops(&world).await;
        let (zhao, group) = (world.cadre("zhaomin"), posted.group);
        let head = world.settings.county.head_of(&minqing::id::UnitId::new("changyuan")).unwrap().clone();
        let head = world.cadre(head.as_str());
        let before = asks_in(&mut world, zhao, group, "统计").await;
        assert!(before.contains("在办1件") && before.contains("派来1件"), "{before}");
        world.pass(20 * 60).await;
        if sealed {
            world.says(CHANG, "就是唐主任那娃吃了我们的").await;
        } else {
            world.presses(head, group, posted.card, "button-more").await;
            world.presses(head, group, posted.card, "button-transfer").await;
            world.presses(head, group, posted.card, "路溪镇").await;
        }
        world.pass(40).await;
        let after = asks_in(&mut world, zhao, group, "统计").await;
        assert!(after.contains("在办0件") && after.contains("派来1件"), "{after}");
        if sealed {
            // It goes on, alone with somebody of the street, and its sender presses for it.
            let people = ["zhaomin", "puzhiyuan", "minshuhe", "ruanqinglan"].map(|id| world.cadre(id));
            let holder = people.into_iter().find_map(|chat| Some((chat, world.card(chat, &posted.number)?.id)));
            let (holder, card) = holder.expect("somebody has it alone");
            world.presses(holder, holder, card, "button-sign").await;
            world.says(CHANG, "催一下").await;
            let which = world.last(CHANG);
            let label = world.labels(CHANG, which.id).into_iter().find(|label| label.contains(&posted.number));
            world.presses(CHANG, CHANG, which.id, &label.expect("asked which")).await;
            let nudged = "select count(*) from event where kind = 'nudged'";
            assert_eq!(world.stranger().await.number(nudged).await, 1);
        }
        // What comes of it later, and further accusations, move nothing.
        world.says(CHANG, "还没有人来").await;
        world.says(CHANG, "催一下").await;
        world.says(QIN, "新风社区的唐全贪了我们的低保").await;
        world.until("2026-03-31 10:00").await;
        assert_eq!(asks_in(&mut world, zhao, group, "统计").await.replace("3月31日(周二)", "3月2日(周一)"), after);
        seen.push(after);
    }
    assert_eq!(seen[0], seen[1]);
}

/// Somebody of the unit presses for a good rating; that the sender said so cannot be read off the unit's figures.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_the_unit_do_not_tell_that_somebody_spoke_of_pressure() {
    let mut world = World::at("2026-03-02 08:40").await;
    let (qian, head, supervisor) = (world.cadre("qianjin"), world.cadre("cenbonian"), world.cadre("zhouning"));
    settled(&world, vector("guanshan").take(4)).await;
    let lamp = world.lamp(CHANG).await;
    world.answered(qian, &lamp, "灯修好了").await;
    world.says(CHANG, "已解决").await;
    world.says(CHANG, "满意").await;
    let before = asks(&mut world, head, "统计").await;
    assert!(before.contains("群众评过5件"), "{before}");
    world.pass(3600).await;
    world.says(CHANG, "有人逼我打好评").await;
    assert_eq!(asks(&mut world, head, "统计").await, before);
    let county = asks(&mut world, supervisor, "统计").await;
    assert!(county.contains("评过的不满5件") && !county.contains('%'), "the county does not count it: {county}");
}

/// The head asks, shows why, and somebody of another unit is asked. Returns the question.
async fn asks_to_leave_out(world: &World, number: &str) -> i64 {
    let (head, supervisor) = (world.cadre("cenbonian"), world.cadre("zhouning"));
    world.says(head, &format!("剔除 {number}")).await;
    let offer = world.last(head);
    assert!(offer.text.contains("依据是哪一条") && offer.buttons.len() == 6, "{}", offer.text);
    world.presses(head, head, offer.id, "ground-malicious").await;
    let prompt = world.last(head);
    assert!(prompt.text.contains("写明情况"), "{}", prompt.text);
    world.replies(head, head, prompt.id, photo("三天来了四回，灯每次都是好的")).await;
    let question = world.find(supervisor, "评价里不算这件事").expect("somebody of another unit is asked");
    assert!(question.text.contains("恶意反复") && question.text.contains("灯每次都是好的"), "{}", question.text);
    question.id
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_12_two_persons_leave_a_case_out_the_sender_hears_and_both_figures_stand() {
    let mut world = World::at("2026-03-02 08:40").await;
    let [qian, head, supervisor, screener] =
        ["qianjin", "cenbonian", "zhouning", "qijianwei"].map(|id| world.cadre(id));
    settled(&world, vector("guanshan").take(19)).await;
    let lamp = world.lamp(CHANG).await;
    world.answered(qian, &lamp, "灯修好了").await;
    world.says(CHANG, "未解决").await;
    let number = lamp.number.clone();
    let case = world.cases().await.remove(0);
    let course = |world: &World| {
        let now = world.messages(world.group("guanshan"));
        now.into_iter().map(|message| (message.text, message.buttons.len())).collect::<Vec<_>>()
    };
    let before = (course(&world), timers(&world).await, state(&world).await);
    let question = asks_to_leave_out(&world, &number).await;
    assert!(world.find(screener, "评价里不算这件事").is_some(), "a screener may decide as well");
    assert!(world.find(head, "已请其他有权的同志同意").is_some());
    let figures = asks(&mut world, head, "统计").await;
    assert!(!figures.contains("剔除"), "asked is not decided: {figures}");
    world.forget();
    assert_eq!(world.presses(supervisor, supervisor, question, "button-agree").await, "已办。");
    let told = world.news(CHANG).pop().expect("the sender hears").text;
    for words in [&number, "考核它的时候不算您这件事", "恶意反复", "您的事照常办", "不同意这个理由，请回复这条消息"]
    {
        assert!(told.contains(words), "{told}");
    }
    assert!(world.find(head, "已同意不算在观山镇的评价里").is_some());
    assert_eq!((course(&world), timers(&world).await, state(&world).await), before, "its own course is as it was");
    let kinds = world.events(&case).await;
    assert_eq!(kinds[kinds.len() - 3..], ["two_person_asked", "two_person_done", "left_out"].map(str::to_owned));
    // With and without, side by side, to the unit and to those who oversee it.
    let unit = asks(&mut world, head, "统计").await;
    assert!(unit.contains("群众评过20件：") && unit.contains("剔除1件后评过15件："), "{unit}");
    let county = asks(&mut world, supervisor, "统计").await;
    assert!(county.contains("群众评过20件：") && county.contains("剔除1件后评过15件："), "{county}");
    // It can be taken back, and the sender hears that too.
    assert!(asks(&mut world, head, &format!("剔除 {number}")).await.contains("已不算在观山镇的评价里"));
    world.says(supervisor, &format!("剔除 {number}")).await;
    let offer = world.last(supervisor);
    assert_eq!(world.presses(supervisor, supervisor, offer.id, "button-count-again").await, "已恢复计入，并告诉群众。");
    assert!(world.last(CHANG).text.contains("重新算上您这件事"));
    assert!(!asks(&mut world, head, "统计").await.contains("剔除"));
    world.assert_sound().await;
}

async fn timers(world: &World) -> Vec<String> {
    world.stranger().await.texts("select kind || ' ' || due_at from timer where case_id is not null order by 1").await
}

async fn state(world: &World) -> Vec<String> {
    world.stranger().await.texts("select state || ' ' || unit || ' ' || cadre || ' ' || due_at from case_file").await
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_12_nobody_of_the_unit_decides_and_what_is_not_theirs_does_not_exist() {
    let mut world = World::at("2026-03-02 08:40").await;
    let [head, supervisor, other] = ["cenbonian", "zhouning", "lianhaoran"].map(|id| world.cadre(id));
    let lamp = world.lamp(CHANG).await;
    // A head of another unit, and a number that is nobody's, get the same answer.
    let luxi = world.settings.county.head_of(&minqing::id::UnitId::new("luxi")).unwrap().clone();
    let luxi = world.cadre(luxi.as_str());
    let unknown = crate::never::free_number(&world, "1234567");
    let theirs = asks(&mut world, luxi, &format!("剔除 {}", lamp.number)).await;
    let nobodys = asks(&mut world, luxi, &format!("剔除 {unknown}")).await;
    assert_eq!(theirs.replace(&lamp.number, "N"), nobodys.replace(&unknown, "N"));
    assert!(theirs.contains("没有查到编号"), "{theirs}");
    // The one who asked cannot agree, also with the other one's button; the other one may refuse.
    let question = asks_to_leave_out(&world, &lamp.number).await;
    let data = world.data(supervisor, question, "button-agree");
    world.press_answer(head, supervisor, question, &data).await;
    assert!(!world.events(&world.cases().await[0]).await.contains(&"left_out".to_owned()));
    assert!(asks(&mut world, head, &format!("剔除 {}", lamp.number)).await.contains("依据是哪一条"));
    let question = world.find(other, "评价里不算这件事").unwrap();
    world.presses(other, other, question.id, "button-disagree").await;
    assert!(world.find(head, "另一位同志不同意，没有办").is_some());
    let said = world.ever_said(CHANG);
    assert!(!said.contains("考核"), "the sender is not bothered with what was not done: {said}");
    // Kept out: the supervisor is not asked, and is answered as if there were nothing.
    let case = world.cases().await.remove(0);
    let mut tx = world.store().begin().await.unwrap();
    let mut exclusion = tx.exclusion(&case).await.unwrap();
    exclusion.cadres.insert(minqing::id::CadreId::new("zhouning"));
    tx.set_exclusion(&case, &exclusion).await.unwrap();
    tx.commit().await.unwrap();
    let answer = asks(&mut world, supervisor, &format!("剔除 {}", lamp.number)).await;
    assert!(answer.contains("没有查到编号"), "{answer}");
}

/// A right inside the unit is none to decide about it, whoever else holds it.
#[tokio::test(flavor = "multi_thread")]
async fn s12_12_whoever_serves_in_the_unit_or_had_the_case_is_no_second_person() {
    use minqing::roster::Role;
    let mut settings = crate::world::settings();
    let cadre = |id: &str| minqing::id::CadreId::new(id);
    settings.county.cadres.get_mut(&cadre("zhouning")).unwrap().unit = minqing::id::UnitId::new("guanshan");
    settings.county.cadres.get_mut(&cadre("qianjin")).unwrap().roles.push(Role::Head);
    let world = World::with("2026-03-02 08:40", settings, None).await;
    let [head, own, other, qian] = ["cenbonian", "zhouning", "lianhaoran", "qianjin"].map(|id| world.cadre(id));
    let lamp = world.lamp(CHANG).await;
    world.says(head, &format!("剔除 {}", lamp.number)).await;
    let offer = world.last(head);
    world.presses(head, head, offer.id, "ground-malicious").await;
    world.says(head, "三天来了四回").await;
    assert!(world.find(own, "评价里不算这件事").is_none(), "the supervisor serves in the unit");
    let question = world.find(other, "评价里不算这件事").expect("this one does not");
    let data = world.data(other, question.id, "button-agree");
    for who in [own, qian] {
        world.press_answer(who, other, question.id, &data).await;
    }
    let case = world.cases().await.remove(0);
    assert!(!world.events(&case).await.contains(&"left_out".to_owned()));
    assert_eq!(world.presses(other, other, question.id, "button-agree").await, "已办。");
    assert!(world.events(&case).await.contains(&"left_out".to_owned()));
}

/// Every table of up to four parts, with whoever looks knowing how it is made: no part that is hidden is known, and no few
/// cases can be worked out of the rest.
#[test]
fn s4_11_no_hidden_part_can_be_computed_from_what_is_shown() {
    const MOST: u32 = 9;
    for parts in 1..=4_u32 {
        let mut looks: BTreeMap<String, Vec<Vec<u32>>> = BTreeMap::new();
        for n in 0..(MOST + 1).pow(parts) {
            let table: Vec<u32> = (0..parts).map(|at| n / (MOST + 1).pow(at) % (MOST + 1)).collect();
            let look = shown(&table);
            assert!(look.parts.iter().flatten().chain(&look.total).all(|cell| *cell >= 5), "{table:?}: {look:?}");
            let told: u32 = look.parts.iter().flatten().sum();
            if let Some(total) = look.total {
                assert_eq!(total, table.iter().sum::<u32>());
                assert!(total == told || total - told >= 5, "{table:?}: {look:?}");
            }
            looks.entry(format!("{look:?}")).or_default().push(table);
        }
        for (look, tables) in looks {
            for at in 0..parts as usize {
                let hidden = shown(&tables[0]).parts[at].is_none();
                let values: std::collections::BTreeSet<u32> = tables.iter().map(|table| table[at]).collect();
                assert!(!hidden || values.len() > 1, "part {at} is {values:?} in every table that looks like {look}");
            }
        }
    }
}

/// Larger tables of random parts: what is hidden hides together.
#[test]
fn s4_11_of_large_tables_too() {
    let mut seed = 42_u64;
    let mut next = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..5_000 {
        let table: Vec<u32> = (0..2 + next(40)).map(|_| [0, 0, 1, 3, 4, 5, 7, 30][next(8) as usize]).collect();
        let look = shown(&table);
        let hidden: Vec<u32> =
            table.iter().zip(&look.parts).filter(|(_, cell)| cell.is_none()).map(|(part, _)| *part).collect();
        assert!(table.iter().zip(&look.parts).all(|(part, cell)| cell.is_none_or(|cell| cell == *part && cell >= 5)));
        assert!(hidden.is_empty() || look.total.is_none() || hidden.len() > 1 && hidden.iter().sum::<u32>() >= 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_11_sealed_cases_stand_in_sealed_totals_only_and_alone_in_none() {
    let mut world = World::at("2026-03-02 14:00").await;
    let [wu, lead, supervisor, head] = ["wujian", "yanshouzhuo", "zhouning", "cenbonian"].map(|id| world.cadre(id));
    let open = asks(&mut world, supervisor, "统计").await;
    let unit = asks(&mut world, head, "统计").await;
    let accuses = |n: i64| newcomer(&world, 700 + n);
    for n in 0..4 {
        let who = accuses(n);
        world.says(who, "新风社区的唐全贪了我们的低保").await;
        world.pass(60).await;
    }
    let four = asks(&mut world, wu, "统计").await;
    assert!(four.contains("今年登记的）：—") && four.contains("按涉及单位：其余单位—"), "{four}");
    assert!(!four.chars().any(|c| ('1'..='4').contains(&c)), "{four}");
    world.says(newcomer(&world, 710), "新风社区的唐全贪了我们的低保").await;
    world.pass(60).await;
    let five = asks(&mut world, wu, "统计").await;
    assert!(five.contains("今年登记的）：5"), "{five}");
    assert!(
        five.contains("按由谁看：甄别员—，纪检监察—，组织部门—，市里—"),
        "one lane alone would be the total: {five}"
    );
    assert!(!five.contains("长源街道"), "{five}");
    // Who leads the county reads the sum by lane, after the county's open figures; nobody else reads of it.
    let sums = asks(&mut world, lead, "统计").await;
    assert!(sums.contains("密件总数") && sums.contains("今年登记的）：5") && !sums.contains("按涉及单位"), "{sums}");
    assert_eq!(asks(&mut world, supervisor, "统计").await, open);
    assert_eq!(asks(&mut world, head, "统计").await, unit);
    assert!(!open.contains("密件"));
    // A reader who is kept out of one counts one less.
    let case = world.cases().await.pop().unwrap();
    let mut tx = world.store().begin().await.unwrap();
    let mut exclusion = tx.exclusion(&case).await.unwrap();
    exclusion.cadres.insert(minqing::id::CadreId::new("wujian"));
    tx.set_exclusion(&case, &exclusion).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(asks(&mut world, wu, "统计").await, four);
}
