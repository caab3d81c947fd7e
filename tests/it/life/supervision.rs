//! 督办: it opens and rises by itself, names whom it reaches, shows itself to everybody concerned, and ends with evidence only.

use std::collections::{BTreeMap, BTreeSet};

use minqing::id::{CadreId, CountyId, UnitId};
use minqing::roster::{Cadre, County, Role, Unit, UnitKind, told_on};
use minqing::sandbox::{Content, Media, Seen};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::world::{CHANG, Posted, World, photo};

/// What the sender reads in their one status message.
fn status(world: &World, number: &str) -> String {
    let status = |message: &Seen| message.from_bot && message.text.contains(&format!("编号 {number}\n"));
    world.messages(CHANG).into_iter().find(status).expect("a status message").text
}

fn card(world: &World, case: &Posted) -> String {
    world.message(case.group, case.card).text
}

/// The last message to a supervisor that offers to lift it.
fn offer(world: &World, number: &str) -> Seen {
    let zhou = world.cadre("zhouning");
    let offers = |message: &Seen| {
        message.text.contains(number) && message.buttons.iter().flatten().any(|(label, _)| label == "解除督办")
    };
    world.messages(zhou).into_iter().rfind(|message| message.from_bot && offers(message)).expect("an offer to lift it")
}

async fn kinds(world: &World) -> Vec<String> {
    let case = world.cases().await.remove(0);
    world.events(&case).await
}

async fn raised(world: &World) -> usize {
    kinds(world).await.iter().filter(|kind| *kind == "raised").count()
}

/// Signed for at once, so that nothing but what the test does can raise it.
async fn signed(world: &World) -> Posted {
    let case = world.lamp(CHANG).await;
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    case
}

async fn judged_unsolved(world: &World) {
    let answer = world
        .messages(CHANG)
        .into_iter()
        .rfind(|message| message.from_bot && message.buttons.iter().flatten().any(|(label, _)| label == "未解决"));
    world.presses(CHANG, CHANG, answer.expect("a question").id, "button-unsolved").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_14_unsigned_for_a_day_it_is_supervised_and_a_tick_does_not_end_it() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.until("2026-03-03 23:59").await;
    assert_eq!(raised(&world).await, 0);
    world.until("2026-03-04 00:01").await;
    assert_eq!(raised(&world).await, 1);
    let told = world.find(world.cadre("cenbonian"), &case.number).expect("the head, by name and in private").text;
    assert!(told.contains("过了签收时间") && told.contains("已转入督办，请督促。"), "{told}");
    assert!(card(&world, &case).contains("督办中（过了签收时间）"), "{}", card(&world, &case));
    assert!(status(&world, &case.number).contains("县里正在督办这件事，因为过了签收时间。"));
    // A signature ends it no more than a tick does.
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    assert!(card(&world, &case).contains("督办中"));
    let (zhou, offer) = (world.cadre("zhouning"), offer(&world, &case.number));
    let lift = world.data(zhou, offer.id, "button-lift");
    for of_the_unit in ["cenbonian", "qianjin"] {
        let (line, alert) = world.press_answer(world.cadre(of_the_unit), zhou, offer.id, &lift).await;
        assert!(alert && line == world.words("press-no-right"), "{of_the_unit}: {line}");
    }
    world.presses(zhou, zhou, offer.id, "button-lift").await;
    for (said, refused) in [(Content::text("问过了，已经签收"), true), (Content::from(Media::Photo), false)] {
        let prompt = world.find(zhou, "请回复这条消息").expect("asked for words and evidence").id;
        world.replies(zhou, zhou, prompt, said).await;
        let line = world.last(zhou).text;
        assert_eq!(line.contains("还没有解除：要有文字，也要有照片或文件"), refused, "{line}");
        assert_eq!(card(&world, &case).contains("督办中"), refused);
    }
    assert!(world.last(zhou).text.contains("已解除督办"));
    assert!(kinds(&world).await.contains(&"lifted".to_owned()));
    assert!(!status(&world, &case.number).contains("正在督办"));
    let again = world.press_answer(zhou, zhou, offer.id, &lift).await.0;
    assert_eq!(again, "这件事现在没有督办。");
    world.forget();
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_14_overdue_it_rises_by_a_rung_a_day_and_the_senders_word_ends_it() {
    let mut world = World::new().await;
    let (case, qian) = (signed(&world).await, world.cadre("qianjin"));
    world.forget();
    for (until, who, level, reads) in [
        ("2026-03-10 00:01", "cenbonian", "督办", "县里正在督办这件事"),
        ("2026-03-11 09:01", "quansiqu", "挂牌督办", "县里盯着这件事办到底（原定3月9日(周一)前）"),
        ("2026-03-12 09:01", "yanshouzhuo", "约谈", "县里要约谈承办单位的负责人"),
        ("2026-03-13 09:01", "lianhaoran", "提请会议", "县里要开会研究这件事"),
    ] {
        world.until(until).await;
        let told = world.find(world.cadre(who), &format!("已转入{level}，")).expect(until);
        assert!(told.text.contains(&case.number) && told.text.contains("过了答复日期3月9日(周一)"), "{}", told.text);
        assert!(card(&world, &case).contains(&format!("\n{level}中（过了答复日期）")), "{}", card(&world, &case));
        assert!(status(&world, &case.number).contains(&format!("{reads}，")), "{}", status(&world, &case.number));
    }
    assert!(world.news(CHANG).is_empty(), "the status message is edited, and nothing is pushed");
    world.reported(qian, &case, "换好了").await;
    assert!(card(&world, &case).contains("提请会议中"), "the unit's own answer does not end it");
    let answer = world.last(CHANG);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.presses(CHANG, CHANG, answer.id, "满意").await;
    assert!(!world.message(case.group, case.card).text.contains("提请会议"), "the sender's word does");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_14_nudges_on_three_days_raise_it_and_each_day_counts_once() {
    let mut world = World::new().await;
    let case = signed(&world).await;
    world.until("2026-03-02 10:00").await;
    for (until, count) in [("2026-03-02 12:00", 1), ("2026-03-03 12:00", 2)] {
        world.until(until).await;
        world.says(CHANG, "催一下").await;
        world.says(CHANG, "催一下").await;
        assert!(card(&world, &case).contains(&format!("群众催过{count}次")), "{}", card(&world, &case));
        assert!(status(&world, &case.number).contains(&format!("您催过{count}次")));
    }
    assert_eq!(raised(&world).await, 0);
    world.forget();
    world.until("2026-03-04 12:00").await;
    world.says(CHANG, "催一下").await;
    assert_eq!(raised(&world).await, 1);
    let told = world.find(world.cadre("cenbonian"), &case.number).unwrap().text;
    assert!(told.contains("群众催了3次，责任人钱进。已转入督办"), "{told}");
    assert!(status(&world, &case.number).contains("县里正在督办这件事，因为催了3次还没有办好。"));
    world.until("2026-03-05 12:00").await;
    world.says(CHANG, "催一下").await;
    assert_eq!(raised(&world).await, 1, "what raised it once does so again after three more days only");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_14_the_second_redo_raises_it() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.answered(world.cadre("qianjin"), &case, "换好了").await;
    judged_unsolved(&world).await;
    assert_eq!(raised(&world).await, 0, "the first one does not");
    let again = world.newest_card(&case);
    let cen = world.cadre("cenbonian");
    world.answered(cen, &again, "又换了一个").await;
    judged_unsolved(&world).await;
    assert_eq!(raised(&world).await, 1);
    let above = world.cadre("quansiqu");
    assert!(world.find(above, "两次没有办好。已转入督办").is_some(), "above the head who had it: {}", case.number);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_stands_on_no_ladder_that_others_could_read() {
    let world = World::new().await;
    world.says(CHANG, "唐全把我们的补偿款吃了两万多").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    world.until("2026-04-20 12:00").await;
    assert_eq!(raised(&world).await, 0);
    for cadre in ["zhouning", "lianhaoran", "cenbonian", "quansiqu"] {
        assert!(!world.ever_said(world.cadre(cadre)).contains(&number), "{cadre}");
    }
    for words in ["正在督办", "挂牌", "约谈", "要开会"] {
        assert!(!world.ever_said(CHANG).contains(words), "{}", world.ever_said(CHANG));
    }
    world.assert_sound().await;
}

/// The peers' trap: whoever says something sets the clock back.
#[tokio::test(flavor = "multi_thread")]
async fn comments_nudges_and_answers_of_the_sender_never_move_a_date() {
    let world = World::new().await;
    let (case, qian) = (signed(&world).await, world.cadre("qianjin"));
    let due = "3月9日(周一)前答复群众";
    world.until("2026-03-04 10:00").await;
    world.replies(CHANG, CHANG, world.messages(CHANG)[1].id, Content::text("昨天又黑了一晚上")).await;
    world.says(CHANG, "催一下").await;
    world.says(CHANG, "请人上门").await;
    world.presses(qian, case.group, case.card, "button-more").await;
    world.presses(qian, case.group, case.card, "button-ask").await;
    world.replies(qian, case.group, world.last(case.group).id, Content::text("是哪一盏？")).await;
    world.until("2026-03-06 10:00").await;
    world.replies(CHANG, CHANG, world.last(CHANG).id, Content::text("村口左边那盏")).await;
    assert!(card(&world, &case).contains(due), "{}", card(&world, &case));
    world.until("2026-03-10 00:01").await;
    assert!(card(&world, &case).contains(due) && card(&world, &case).contains("督办中（过了答复日期）"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_takes_a_case_in_charge_and_is_reminded_every_week() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.until("2026-03-04 00:01").await;
    let (zhou, quan) = (world.cadre("zhouning"), world.cadre("quansiqu"));
    world.forget();
    let offer = offer(&world, &case.number);
    world.presses(zhou, zhou, offer.id, "button-name-leader").await;
    let question = world.last(zhou);
    assert!(question.text.contains("请哪位领导包案"), "{}", question.text);
    world.presses(zhou, zhou, question.id, "分管农业农村副县长全思渠").await;
    let named = world.find(quan, "由您包案督办").expect("the leader hears in private").text;
    assert!(named.contains(&case.number) && named.contains("观山镇") && named.contains("钱进"), "{named}");
    assert!(card(&world, &case).contains("包案领导：分管农业农村副县长全思渠"), "{}", card(&world, &case));
    world.until("2026-03-04 08:00").await;
    let told: Vec<String> = world.news(CHANG).into_iter().map(|m| m.text).filter(|m| m.contains("负责督办")).collect();
    assert_eq!(told, [format!("编号 {}：由分管农业农村副县长全思渠负责督办。", case.number)]);
    // Another leader takes it over by themselves; the sender is not told a second time.
    let yan = world.cadre("yanshouzhuo");
    world.presses(zhou, zhou, question.id, "县长晏守拙").await;
    assert!(world.find(yan, "由您包案督办").is_some());
    assert!(card(&world, &case).contains("包案领导：县长晏守拙"));
    assert!(world.news(CHANG).is_empty(), "once");
    assert!(status(&world, &case.number).contains("由县长晏守拙负责督办。"));
    // Every week, while it is open.
    let reminders = |world: &World| {
        let said = world.messages(yan).into_iter().filter(|m| m.text.contains("您包案的这件事还没有办完"));
        said.count()
    };
    world.until("2026-03-11 08:59").await;
    assert_eq!(reminders(&world), 0);
    world.until("2026-03-11 09:01").await;
    assert_eq!(reminders(&world), 1);
    world.until("2026-03-18 09:01").await;
    assert_eq!(reminders(&world), 2);
    world.takes_back(CHANG, &case.number).await;
    world.until("2026-04-01 12:00").await;
    assert_eq!(reminders(&world), 2, "and no longer");
    // A handler is no leader, and is offered nothing.
    let lead = world.data(zhou, offer.id, "button-lead");
    let line = world.press_answer(world.cadre("qianjin"), zhou, offer.id, &lead).await.0;
    assert_eq!(line, world.words("press-no-right"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_line_still_reaches_a_named_person() {
    // No superior anywhere, nobody who supervises, and whoever acts heads the unit alone.
    let mut settings = crate::world::settings();
    for cadre in settings.county.cadres.values_mut() {
        cadre.superior = None;
        cadre.roles.retain(|role| *role != Role::Supervisor);
    }
    settings.county.cadres.get_mut(&CadreId::new("cenbonian")).unwrap().roles = vec![Role::Handler];
    settings.county.cadres.get_mut(&CadreId::new("qianjin")).unwrap().roles = vec![Role::Head, Role::Handler];
    let mut world = World::with("2026-03-02 09:10", settings, None).await;
    let case = world.lamp(CHANG).await;
    world.until("2026-03-10 00:01").await;
    let told = world.find(world.cadre("shenlingyi"), &case.number).expect("the screeners' head");
    assert!(told.text.contains("过了答复日期") || told.text.contains("过了签收时间"), "{}", told.text);
    // Nobody at all has joined: the operators hear that somebody should, and nothing else.
    let keeps = "update cadre set cadre = 'gone-' || cadre where cadre <> 'baoyichuan'";
    world.stranger().await.execute(keeps).await;
    world.forget();
    world.until("2026-03-12 12:00").await;
    let said: String = world.news(world.operators()).into_iter().map(|m| m.text).collect();
    assert!(said.contains("没有一个人加入") && !said.contains(&case.number), "{said}");
}

/// A county thrown together: chains with gaps and rings, units without people, heads missing, posts vacant.
fn thrown_together(chance: &mut StdRng) -> County {
    let kinds = [UnitKind::Town, UnitKind::Bureau, UnitKind::Bureau, UnitKind::County, UnitKind::Discipline];
    let units: BTreeMap<UnitId, Unit> = kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| {
            let id = UnitId::new(format!("u{at}"));
            (id.clone(), Unit { id, name: String::new(), kind: *kind, place: None, aliases: vec![] })
        })
        .collect();
    let roles = [Role::Handler, Role::Head, Role::Screener, Role::Supervisor, Role::DisciplineReader];
    let people = chance.random_range(1..25);
    let mut cadres = BTreeMap::new();
    for at in 0..people {
        let id = CadreId::new(format!("c{at}"));
        let superior =
            chance.random_bool(0.6).then(|| CadreId::new(format!("c{}", chance.random_range(0..people + 3))));
        let cadre = Cadre {
            id: id.clone(),
            name: String::new(),
            title: String::new(),
            unit: UnitId::new(format!("u{}", chance.random_range(0..6))),
            place: None,
            roles: roles.into_iter().filter(|_| chance.random_bool(0.25)).collect(),
            superior,
            absences: vec![],
            managed_above: false,
        };
        cadres.insert(id, cadre);
    }
    let (places, posts, subjects) = (BTreeMap::new(), vec![], BTreeMap::new());
    County {
        id: CountyId::new("test"),
        name: String::new(),
        places,
        units,
        cadres,
        posts,
        subjects,
        receptions: Vec::new(),
        outside: Vec::new(),
    }
}

/// Over a thousand organisations: whenever anybody who leads, heads, supervises or screens can be told, somebody is, on
/// every rung; and never whoever must not learn of it, nor who acts, as long as there is another.
#[test]
fn overdue_somebody_is_told_in_a_thousand_random_organisations() {
    let mut chance = StdRng::seed_from_u64(20_260_302);
    let mut told_somebody = 0;
    for _ in 0..1_000 {
        let county = thrown_together(&mut chance);
        let ids: Vec<CadreId> = county.cadres.keys().cloned().collect();
        let any = |chance: &mut StdRng| ids[chance.random_range(0..ids.len())].clone();
        let acting = chance.random_bool(0.8).then(|| any(&mut chance));
        let unit = acting.as_ref().map(|acting| county.cadres[acting].unit.clone());
        let joined: BTreeSet<CadreId> = ids.iter().filter(|_| chance.random_bool(0.6)).cloned().collect();
        let mut kept_out = minqing::roster::Exclusion::default();
        if chance.random_bool(0.5) {
            kept_out = minqing::roster::Exclusion::around(&county, [&any(&mut chance)]);
        }
        let may = |cadre: &CadreId| joined.contains(cadre) && !kept_out.bars(&county, cadre);
        let lines = [county.line_up(unit.as_ref(), acting.as_ref()), county.last_resort()];
        let anybody = ids.iter().any(|id| {
            let known = &county.cadres[id];
            let of_use = [Role::Supervisor, Role::Screener].iter().any(|role| known.roles.contains(role));
            may(id) && (of_use || county.leaders().contains(id))
        });
        for rung in [0, 1, 3, u32::MAX] {
            let told = told_on(&lines, rung, may);
            assert!(told.is_some() || !anybody, "{county:?}");
            if let Some(told) = told {
                told_somebody += 1;
                assert!(may(&told) && county.cadres.contains_key(&told));
                let others = lines[0].iter().any(|other| may(other) && Some(other) != acting.as_ref());
                assert!(!others || Some(&told) != acting.as_ref(), "whoever acts is told of their own lateness");
            }
        }
    }
    assert!(told_somebody > 2_000, "{told_somebody}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_unit_and_each_superior_has_a_list_in_the_morning() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    let other = world.posted(crate::world::QIN, photo("凉水村小学门口的路灯不亮了"), "guanshan").await;
    let (zhou, lian) = (world.cadre("zhouning"), world.cadre("lianhaoran"));
    // One of those who supervise must not learn of the second one.
    let id = world.cases().await.remove(1);
    let mut tx = world.store().begin().await.unwrap();
    let mut exclusion = tx.exclusion(&id).await.unwrap();
    exclusion.cadres.insert(CadreId::new("zhouning"));
    tx.set_exclusion(&id, &exclusion).await.unwrap();
    tx.commit().await.unwrap();
    world.forget();
    let list = |world: &World, chat: i64, head: &str| {
        let is_list = |m: &Seen| m.from_bot && m.text.starts_with(head);
        world.messages(chat).into_iter().rfind(is_list).map(|m| (m.text, m.silent))
    };
    world.until("2026-03-03 08:01").await;
    let (today, silent) = list(&world, case.group, "今天的事").expect("a list");
    assert!(silent && today.contains(&format!("等签收1件：\n【{}】钱进", case.number)), "{today}");
    assert!(!today.contains(&other.number), "what keeps anybody out stands in no shared list: {today}");
    assert!(list(&world, lian, "今天要您拍板").is_none(), "nothing, then no list");
    assert!(list(&world, world.group("health"), "今天的事").is_none());
    world.until("2026-03-10 08:01").await;
    let (today, _) = list(&world, case.group, "今天的事").unwrap();
    assert!(today.contains(&format!("过了日期1件：\n【{}】钱进", case.number)), "{today}");
    let (mine, silent) = list(&world, lian, "今天要您拍板的2件").expect("both");
    assert!(silent && mine.contains(&case.number) && mine.contains(&other.number), "{mine}");
    let (mine, _) = list(&world, zhou, "今天要您拍板的1件").expect("one, and no count of the other");
    assert!(mine.contains(&case.number) && !world.ever_said(zhou).contains(&other.number), "{mine}");
    // A button beside it shows the one with what can be done.
    let lists = world.find(lian, "今天要您拍板").unwrap();
    world.presses(lian, lian, lists.id, &case.number).await;
    let sheet = world.last(lian);
    assert!(sheet.text.contains("过了签收时间、过了答复日期"), "{}", sheet.text);
    assert_eq!(world.labels(lian, sheet.id), ["解除督办", "我包案", "请领导包案"]);
    // Not on a day off.
    let lists = |world: &World| world.messages(lian).iter().filter(|m| m.text.starts_with("今天要您拍板")).count();
    world.until("2026-03-13 23:00").await;
    let before = lists(&world);
    world.until("2026-03-15 23:00").await;
    assert_eq!(lists(&world), before);
    world.until("2026-03-16 08:01").await;
    assert_eq!(lists(&world), before + 1);
    world.assert_sound().await;
}

/// What the bot pushed to a chat: messages that ring, edits and silent ones left out.
fn pushes(world: &World, chat: i64) -> Vec<Seen> {
    world.messages(chat).into_iter().filter(|message| message.from_bot && !message.silent).collect()
}

/// The most that a cadre is pinged on one day: in private, and by name in the group.
fn pings_a_day(world: &World, cadre: i64, group: i64) -> usize {
    let private = pushes(world, cadre).into_iter();
    let named = pushes(world, group).into_iter().filter(|message| message.pings.contains(&cadre));
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    for message in private.chain(named) {
        *days.entry((message.at_ms + 8 * 3_600_000) / 86_400_000).or_default() += 1;
    }
    days.into_values().max().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_case_pushes_six_messages_at_most_and_a_late_one_does_not_flood_anybody() {
    let world = World::new().await;
    let (qian, before) = (world.cadre("qianjin"), pushes(&world, CHANG).len());
    let case = signed(&world).await;
    world.until("2026-03-05 12:00").await;
    world.says(CHANG, "催一下").await;
    world.until("2026-03-09 10:00").await;
    world.reported(qian, &case, "换好了").await;
    let answer = world.last(CHANG);
    world.presses(CHANG, CHANG, answer.id, "button-solved").await;
    world.presses(CHANG, CHANG, answer.id, "满意").await;
    let ordinary = pushes(&world, CHANG).len() - before;
    assert!(ordinary <= 6, "{ordinary}: {}", world.ever_said(CHANG));
    // Reminded, prompted, previewed: what the cadre asked for is no ping, and still there are few.
    let own: usize = pings_a_day(&world, qian, case.group);
    assert!(own <= 3, "{own}: {}", world.ever_said(qian));
    // A late one: nobody signs, nobody answers, for three weeks.
    let world = World::new().await;
    let before = pushes(&world, CHANG).len();
    let case = world.lamp(CHANG).await;
    world.until("2026-03-23 12:00").await;
    let late = pushes(&world, CHANG).len() - before;
    assert!(late <= 6, "{late}: {}", world.ever_said(CHANG));
    for cadre in ["qianjin", "cenbonian", "quansiqu", "yanshouzhuo", "zhouning", "lianhaoran"] {
        let pings = pings_a_day(&world, world.cadre(cadre), case.group);
        assert!(pings <= 3, "{cadre} {pings}: {}", world.ever_said(world.cadre(cadre)));
    }
}
