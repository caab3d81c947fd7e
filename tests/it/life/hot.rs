//! 热点, 每月一题, 未诉先办, 苗头: what many speak of is counted by matter, shown by fives, settled by a human.

use std::collections::BTreeSet;
use std::time::Duration;

use minqing::classify::Reader;
use minqing::id::{CaseId, MatterId, PersonId, PlaceId};
use minqing::sandbox::{Person, Seen};
use minqing::store::VoiceRow;

use crate::world::{CHANG, World, moment, settings};

/// The six voices of one month: when, who, in which village, and their words as they wrote them.
const SIX: [(&str, i64, &str, &str); 6] = [
    ("2026-08-03 09:10", 601, "凉水村", "打谷子请不到人"),
    ("2026-08-03 09:20", 602, "云盘村", "屋头就两个老人,谷子烂田头了"),
    ("2026-08-03 09:30", 603, "仰坪村", "建议镇上组织收割机"),
    ("2026-08-06 10:00", 604, "凉水村", "年轻人都出去了,栽不起秧子"),
    ("2026-08-10 15:00", 605, "云盘村", "请人200一天都请不到"),
    ("2026-08-12 08:30", 606, "仰坪村", "能不能搞个互助队"),
];

/// The same about buses, in words that share little.
const BUSES: [&str; 6] = [
    "赶场天班车太少了",
    "从村里到镇上根本没得车坐",
    "等车等了两个小时",
    "能不能加一趟车到我们村",
    "末班车下午四点就没了",
    "班车老是停,挤不上去",
];

/// A world with as many people as a test needs.
async fn world_at(local: &str) -> World {
    let world = World::at(local).await;
    for id in 601..=620 {
        world.sandbox.add_person(Person { id, first_name: format!("某{id}"), ..Person::default() });
    }
    world
}

/// Somebody writes, then where; the burst ends. Their number.
async fn says_at(world: &World, who: i64, village: &str, words: &str) -> String {
    world.says(who, words).await;
    world.says(who, village).await;
    world.pass(40).await;
    world.number(who)
}

/// The six, each on their day.
async fn six(world: &World) -> Vec<String> {
    let mut numbers = Vec::new();
    for (when, who, village, words) in SIX {
        if moment(when) > world.clock.now() {
            world.until(when).await;
        }
        numbers.push(says_at(world, who, village, words).await);
    }
    numbers
}

/// What somebody of the staff sees of what many speak of.
async fn hot(world: &World, cadre: &str) -> String {
    let chat = world.cadre(cadre);
    world.says(chat, "热点").await;
    world.last(chat).text
}

/// The draft that a supervisor was sent.
fn draft(world: &World) -> Option<Seen> {
    world.find(world.cadre("zhouning"), "每月一题")
}

/// What a text is about.
fn matters(reader: &Reader, text: &str) -> Vec<MatterId> {
    reader.matters(text, &reader.read(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_01_six_voices_have_a_number_each_and_the_date_of_their_kind() {
    let world = world_at("2026-08-03 09:05").await;
    let numbers = six(&world).await;
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 6, "each its own");
    let due = ["8月10日(周一)", "8月10日(周一)", "8月17日(周一)", "8月13日(周四)", "8月17日(周一)", "8月26日(周三)"];
    for ((_, who, village, words), due) in SIX.iter().zip(due) {
        let status = world.find(*who, "编号").unwrap().text;
        assert!(status.contains("农忙用工与农机") && status.contains(village), "{words}: {status}");
        assert!(status.contains("农业农村委") && status.contains(due), "{words}: {status}");
    }
    world.assert_sound().await;
}

#[test]
fn s11_02_wordings_of_one_matter_are_one_and_false_friends_are_not() {
    let settings = settings();
    let reader = Reader::new(&settings.county, &settings.lexicon);
    let of = |matter: &str| vec![MatterId::new(matter)];
    for (_, _, _, words) in SIX {
        assert_eq!(matters(&reader, words), of("harvest_hands"), "{words}");
    }
    for words in ["收谷子缺人", "栽秧没劳力", "想要农机下乡"] {
        assert_eq!(matters(&reader, words), of("harvest_hands"), "{words}");
    }
    for words in BUSES {
        assert_eq!(matters(&reader, words), of("few_buses"), "{words}");
    }
    for words in [
        "请不到人修水管",
        "厂里招工骗中介费",
        "收割机把我的田坎压垮了",
        "班车司机骂人还拒载",
        "猪场臭死人了",
        "请不到人装修房子",
        "路灯坏了没得人修",
    ] {
        let found = matters(&reader, words);
        let listed = ["harvest_hands", "few_buses", "animals_die"].map(MatterId::new);
        assert!(found.iter().all(|matter| !listed.contains(matter)), "{words}: {found:?}");
    }
    // What no entry knows is told by the strongest word of its subject; other wordings of that word are the same.
    let lamps = ["凉水村的路灯坏了", "我们这里路灯不亮三天了", "村口路灯黑起的"].map(|words| matters(&reader, words));
    assert!(lamps.iter().all(|found| *found == lamps[0] && found.len() == 1), "{lamps:?}");
    let name = reader.matter(&lamps[0][0]).unwrap();
    assert_eq!(name.name, Some("路灯"));
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_02_the_six_are_grouped_and_shown_by_fives_from_the_next_morning_on() {
    let world = world_at("2026-08-03 09:05").await;
    six(&world).await;
    says_at(&world, 607, "凉水村", "请不到人修水管").await;
    let early = hot(&world, "zhouning").await;
    assert!(
        early.contains("农忙缺劳力：5人以上") && early.matches("· ").count() == 1,
        "the five of the days before: {early}"
    );
    world.until("2026-08-13 09:00").await;
    let county = hot(&world, "zhouning").await;
    assert!(
        county.contains("· 农忙缺劳力：5人以上说过，不到五个村（社区），前后约2周。近7天不到5人，再往前30天不到5人"),
        "{county}"
    );
    assert_eq!(county.matches("· ").count(), 1, "{county}");
    // One more of the same that day, and nobody can watch it being added.
    says_at(&world, 608, "云盘村", "收谷子缺人").await;
    assert_eq!(hot(&world, "zhouning").await, county);
    // The unit whose matter it is sees its own; another sees nothing of it, and other people know no such word.
    let head = world.settings.county.head_of(&minqing::id::UnitId::new("agriculture")).unwrap().as_str().to_owned();
    assert!(hot(&world, &head).await.contains("农忙缺劳力：5人以上"));
    assert!(hot(&world, "cenbonian").await.contains("还没有一件事有五位群众说到"));
    world.says(world.cadre("qianjin"), "/hot").await;
    assert_eq!(world.last(world.cadre("qianjin")).text, world.words("unknown-command"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_03_five_senders_of_three_villages_make_a_draft_and_a_human_settles_it() {
    let mut world = world_at("2026-08-03 09:05").await;
    let numbers = six(&world).await;
    world.until("2026-08-13 08:00").await;
    let supervisor = world.cadre("zhouning");
    let sheet = draft(&world).unwrap_or_else(|| panic!("{}", world.ever_said(supervisor)));
    for words in ["农忙缺劳力", "5人以上，3个以上的村", "说得多的镇街：观山镇", "农业农村委", "3. ", "9月9日(周三)前"]
    {
        assert!(sheet.text.contains(words), "{words}: {}", sheet.text);
    }
    assert!(numbers.iter().all(|number| !sheet.text.contains(number)), "no numbers, no words: {}", sheet.text);
    assert!(!sheet.text.contains("凉水") && !sheet.text.contains("互助队\n") && !sheet.text.contains("某6"));
    assert_eq!(world.labels(supervisor, sheet.id), ["确认", "改期", "不立"]);
    let group = world.group("agriculture");
    assert!(!world.ever_said(group).contains("每月一题"), "a human settles it first");
    // Another date, then yes.
    world.presses(supervisor, supervisor, sheet.id, "button-hot-later").await;
    let dates = world.labels(supervisor, sheet.id);
    assert_eq!(dates[..4], ["确认", "不立", "8月20日(周四)", "8月27日(周四)"], "{dates:?}");
    world.presses(supervisor, supervisor, sheet.id, "8月27日(周四)").await;
    assert!(world.message(supervisor, sheet.id).text.contains("8月27日(周四)前"));
    for (_, who, _, _) in SIX {
        world.news(who);
    }
    world.presses(supervisor, supervisor, sheet.id, "button-hot-confirm").await;
    let settled = world.message(supervisor, sheet.id);
    assert!(settled.text.contains("已确认") && settled.buttons.is_empty(), "{}", settled.text);
    let task = world.find(group, "每月一题").expect("the unit has it as a task");
    assert!(task.text.contains("8月27日(周四)前") && task.text.contains("1. ") && task.text.contains("牵头"));
    assert_eq!(world.labels(group, task.id), ["办完了"]);
    let owner = world.settings.county.cadres.values().find(|cadre| task.text.contains(&format!("请{}", cadre.name)));
    let owner = owner.unwrap_or_else(|| panic!("{}", task.text)).id.clone();
    for (_, who, _, _) in SIX {
        assert!(world.news(who).is_empty(), "no push for it");
    }
    // With the next word about their case, and only then.
    let card = world.card(group, &numbers[0]).unwrap().id;
    world.presses(world.cadre(owner.as_str()), group, card, "button-sign").await;
    let status = world.find(601, "编号").unwrap().text;
    let line = "不少人也说到这件事，县里一起办：农业农村委，8月27日(周四)前拿出办法。";
    assert!(world.ever_said(601).contains(line), "{status}");
    assert!(!world.ever_said(602).contains(line), "nothing has happened there yet");
    // On its day the unit hears of it again, then those who settled it, until it is done.
    world.until("2026-08-27 09:00").await;
    assert!(world.find(group, "今天到期").is_some());
    world.until("2026-08-28 09:00").await;
    assert!(world.find(supervisor, "还没有说办完").is_some());
    world.presses(world.cadre(owner.as_str()), group, task.id, "button-hot-done").await;
    assert!(world.message(supervisor, sheet.id).text.contains("已经办完"));
    assert_eq!(world.messages(group).iter().filter(|m| m.text.contains("每月一题（草稿）")).count(), 0);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_03_the_same_sender_twice_counts_once_and_only_who_oversees_settles() {
    let world = world_at("2026-08-03 09:05").await;
    for (_, who, village, words) in SIX.iter().take(4) {
        says_at(&world, *who, village, words).await;
    }
    // A fifth voice, but of somebody who has spoken already; and one who hides their name.
    world.until("2026-08-04 09:00").await;
    says_at(&world, 601, "仰坪村", "请人200一天都请不到").await;
    world.says(610, "/anonymous").await;
    says_at(&world, 610, "仰坪村", "能不能搞个互助队").await;
    world.until("2026-08-05 09:00").await;
    assert!(draft(&world).is_none(), "four people, however often");
    assert!(hot(&world, "zhouning").await.contains("还没有一件事"));
    says_at(&world, 605, "云盘村", "收谷子缺人").await;
    assert!(hot(&world, "zhouning").await.contains("还没有一件事"), "what is shown stands until the next morning");
    world.until("2026-08-06 09:00").await;
    let sheet = draft(&world).expect("five people of three villages");
    let supervisor = world.cadre("zhouning");
    // Nobody else settles it, wherever they press.
    for key in ["button-hot-confirm", "button-hot-later", "button-hot-drop"] {
        let data = world.data(supervisor, sheet.id, key);
        for who in [CHANG, world.cadre("qianjin"), world.cadre("cenbonian"), world.cadre("qijianwei"), 601] {
            let (line, _) = world.press_answer(who, who, sheet.id, &data).await;
            assert_eq!(line, world.words("press-void"), "{key} {who}");
        }
    }
    world.presses(supervisor, supervisor, sheet.id, "button-hot-drop").await;
    assert!(world.message(supervisor, sheet.id).text.contains("这次不立"));
    let other = world.cadre("lianhaoran");
    let theirs = world.find(other, "每月一题").unwrap();
    assert!(theirs.buttons.is_empty() && theirs.text.contains("这次不立"), "{}", theirs.text);
    assert!(!world.ever_said(world.group("agriculture")).contains("每月一题"));
    assert!(!world.ever_said(601).contains("每月一题"));
    // What was not taken up is not proposed again the next day.
    world.until("2026-08-10 09:00").await;
    assert_eq!(world.messages(supervisor).iter().filter(|m| m.text.contains("每月一题（草稿）")).count(), 1);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_06_a_year_later_towns_are_reminded_thirty_days_before_the_season() {
    let mut world = world_at("2026-08-03 09:05").await;
    six(&world).await;
    world.until("2026-08-13 08:00").await;
    let supervisor = world.cadre("zhouning");
    world.presses(supervisor, supervisor, draft(&world).unwrap().id, "button-hot-confirm").await;
    let group = world.group("agriculture");
    let task = world.find(group, "每月一题").unwrap();
    let head = world.settings.county.head_of(&minqing::id::UnitId::new("agriculture")).unwrap().as_str().to_owned();
    world.presses(world.cadre(&head), group, task.id, "button-hot-done").await;
    world.until("2027-07-04 08:59").await;
    let (town, other) = (world.group("guanshan"), world.group("luxi"));
    assert!(world.find(town, "去年8月3日").is_none(), "not before");
    world.forget();
    world.until("2027-07-04 09:00").await;
    for told in [town, group] {
        let text = world.find(told, "去年8月3日").unwrap_or_else(|| panic!("{}", world.ever_said(told))).text;
        assert!(text.contains("农忙缺劳力") && text.contains("30天") && text.contains("1. "), "{text}");
    }
    assert!(!world.ever_said(other).contains("农忙缺劳力"), "where few spoke of it");
    assert!(world.news(601).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_06_the_second_farmer_of_a_village_with_dead_animals_rings_an_alarm_without_names() {
    let world = world_at("2026-03-02 09:05").await;
    let group = world.group("agriculture");
    let alarm = |world: &World| world.find(group, "苗头");
    let first = "杜家坪的,喂60多头猪,这几天死了二十几头,保险公司喊等,信用社又不贷款给我,娃儿学费都没得了";
    world.says(611, first).await;
    world.pass(40).await;
    // The same farmer again, somebody of another village, and a smell: no second farmer yet.
    world.until("2026-03-03 09:00").await;
    world.says(611, "杜家坪社区我屋头的猪又死了三头").await;
    world.pass(40).await;
    world.says(612, "清溪村我喂的鸡成批死").await;
    world.pass(40).await;
    world.says(613, "杜家坪社区那个猪场臭死人了").await;
    world.pass(40).await;
    assert!(alarm(&world).is_none(), "{:?}", alarm(&world));
    world.until("2026-03-05 20:00").await;
    world.says(614, "杜家坪我家也死了八头猪,是不是猪瘟哦").await;
    world.pass(40).await;
    let card = alarm(&world).unwrap_or_else(|| panic!("{}", world.ever_said(group)));
    let told = card.text;
    assert!(told.contains("杜家坪社区7天内有2位以上群众说到“牲畜家禽死亡”"), "{told}");
    assert!(told.contains("3月5日(周四)22:0") && told.contains("前派人去看"), "by whom and until when: {told}");
    let mut numbers = [611, 614].map(|who| world.number(who)).to_vec();
    numbers.extend(["某611", "某614", "二十几头", "八头"].map(str::to_owned));
    assert!(numbers.iter().all(|word| !told.contains(word)), "no names, no words: {told}");
    // Whoever is sent says so once; whoever oversees hears it, and nothing of a delay.
    let owner = world.settings.county.cadres.values().find(|cadre| told.contains(&format!("请{}", cadre.name)));
    let owner = world.cadre(owner.unwrap_or_else(|| panic!("{told}")).id.as_str());
    let data = world.data(group, card.id, "button-hot-looked");
    for other in [CHANG, world.cadre("cenbonian"), 611] {
        assert_eq!(world.press_answer(other, group, card.id, &data).await.0, world.words("press-void"));
    }
    world.presses(owner, group, card.id, "button-hot-looked").await;
    assert_eq!(world.press_answer(owner, group, card.id, &data).await.0, world.words("press-hot-looked"));
    assert!(world.message(group, card.id).text.contains("说已经派人去看"));
    assert!(world.find(world.cadre("zhouning"), "说已经派人去看").is_some());
    world.until("2026-03-05 23:00").await;
    assert!(!world.ever_said(world.cadre("zhouning")).contains("请打电话问一声"));
    // A third is no second alarm; the fourth is one.
    world.says(615, "杜家坪我屋头的猪也死了两头").await;
    world.pass(40).await;
    assert_eq!(world.messages(group).iter().filter(|m| m.text.starts_with("苗头")).count(), 1);
    world.says(616, "杜家坪我家的猪死完了").await;
    world.pass(40).await;
    assert_eq!(world.messages(group).iter().filter(|m| m.text.starts_with("苗头")).count(), 2);
    // Nobody says that anybody was sent: those who oversee hear it, with whose it is.
    world.pass(2 * 3600 + 60).await;
    let late = world.find(world.cadre("zhouning"), "请打电话问一声").expect("whoever oversees hears it");
    assert!(late.text.contains("农业农村委还没有说派了人"), "{}", late.text);
    // Late is better than never: those who oversee hear that too.
    let again = world.messages(group).into_iter().rfind(|m| m.text.starts_with("苗头")).unwrap();
    world.presses(owner, group, again.id, "button-hot-looked").await;
    assert!(world.message(group, again.id).text.contains("说已经派人去看"));
    assert_eq!(world.messages(world.cadre("zhouning")).iter().filter(|m| m.text.contains("说已经派人去看")).count(), 2);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_06_more_of_the_same_put_off_no_date_and_an_old_button_speaks_for_no_later_alarm() {
    let world = world_at("2026-03-02 09:05").await;
    let group = world.group("agriculture");
    let alarms = |world: &World| -> Vec<Seen> {
        world.messages(group).into_iter().filter(|seen| seen.text.starts_with("苗头")).collect()
    };
    let until = |told: &Seen| -> String {
        let (_, rest) = told.text.split_once("3月2日(周一)").unwrap_or_else(|| panic!("{}", told.text));
        rest.chars().take(5).collect()
    };
    for who in [611, 612] {
        world.says(who, "杜家坪社区我屋头的猪死了三头").await;
        world.pass(40).await;
    }
    world.pass(3600).await;
    for who in [613, 614] {
        world.says(who, "杜家坪社区我屋头的猪死了三头").await;
        world.pass(40).await;
    }
    let told = alarms(&world);
    assert_eq!(told.len(), 2);
    assert_eq!(until(&told[0]), until(&told[1]), "the date of the first stands");
    let head = world.settings.county.head_of(&minqing::id::UnitId::new("agriculture")).unwrap().as_str().to_owned();
    let (head, supervisor) = (world.cadre(&head), world.cadre("zhouning"));
    // Said of the second message; four more, and a clock anew: the first message speaks for that no more.
    let old = world.data(group, told[0].id, "button-hot-looked");
    world.presses(head, group, told[1].id, "button-hot-looked").await;
    for who in 617..=620 {
        world.says(who, "杜家坪社区我屋头的猪死了三头").await;
        world.pass(40).await;
    }
    assert_eq!(alarms(&world).len(), 3);
    assert_eq!(world.press_answer(head, group, told[0].id, &old).await.0, world.words("press-void"));
    let said =
        |world: &World| world.messages(supervisor).iter().filter(|seen| seen.text.contains("说已经派人去看")).count();
    assert_eq!(said(&world), 1);
    // Weeks later it begins anew: what was said of the old one is not said of this one.
    world.until("2026-04-13 09:05").await;
    for who in [615, 616] {
        world.says(who, "杜家坪社区我屋头的鸡成批死").await;
        world.pass(40).await;
    }
    let told = alarms(&world);
    assert_eq!(told.len(), 4, "{told:#?}");
    assert_eq!(world.press_answer(head, group, told[0].id, &old).await.0, world.words("press-void"));
    assert_eq!(said(&world), 1);
    world.presses(head, group, told[3].id, "button-hot-looked").await;
    assert_eq!(said(&world), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_06_a_farmer_who_keeps_the_name_back_is_heard_by_the_alarm_and_by_no_count() {
    let world = world_at("2026-03-02 09:05").await;
    let group = world.group("agriculture");
    world.says(611, "杜家坪社区我屋头的猪又死了三头").await;
    world.pass(40).await;
    world.says(614, "/anonymous").await;
    world.says(614, "杜家坪我家也死了八头猪,是不是猪瘟哦").await;
    world.pass(40).await;
    assert!(world.find(group, "苗头").is_some(), "{}", world.ever_said(group));
    let counted = "select count(*) from hot_voice where counted = 1 and matter = 'animals_die'";
    assert_eq!(world.stranger().await.number(counted).await, 1);
    let leads = "select count(*) from hot_voice v join case_file c on c.county = v.county and c.id = v.case_id
        where v.counted = 0";
    assert_eq!(world.stranger().await.number(leads).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_06_of_two_farmers_at_the_same_moment_the_later_sees_both() {
    let world = world_at("2026-03-02 09:05").await;
    let (matter, village) = (MatterId::new("animals_die"), PlaceId::new("dujiaping"));
    let day = moment("2026-03-02 00:00");
    let row = |case: &str| VoiceRow {
        case: CaseId::new(case),
        matter: MatterId::new("animals_die"),
        place: Some(PlaceId::new("dujiaping")),
        town: Some(PlaceId::new("changyuan")),
        unit: None,
        day,
    };
    let mut one = world.store().begin().await.unwrap();
    one.put_voices(&CaseId::new("a"), &PersonId::new("one"), &[row("a")], true).await.unwrap();
    let (seen, told, _) = one.touch_outbreak(&matter, &village, day).await.unwrap();
    assert_eq!((seen, told), (1, 0));
    let (store, theirs) = (world.store().clone(), row("b"));
    let mut other = tokio::spawn(async move {
        let mut tx = store.begin().await.unwrap();
        tx.put_voices(&CaseId::new("b"), &PersonId::new("other"), &[theirs], true).await.unwrap();
        let (matter, village) = (MatterId::new("animals_die"), PlaceId::new("dujiaping"));
        let seen = tx.touch_outbreak(&matter, &village, day).await.unwrap().0;
        tx.commit().await.unwrap();
        seen
    });
    let waits = tokio::time::timeout(Duration::from_millis(300), &mut other).await;
    assert!(waits.is_err(), "the other waits for the first to end");
    one.commit().await.unwrap();
    assert_eq!(other.await.unwrap(), 2, "and sees both");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_not_be_known_of_moves_no_figure_and_leads_nowhere() {
    let world = world_at("2026-08-03 09:05").await;
    for (_, who, village, words) in SIX.iter().take(4) {
        says_at(&world, *who, village, words).await;
    }
    // A voice that accuses from the beginning never counts.
    says_at(&world, 608, "凉水村", "打谷子请不到人,钱进把补助贪了两万").await;
    world.until("2026-08-04 09:00").await;
    assert!(hot(&world, "zhouning").await.contains("还没有一件事"));
    says_at(&world, 605, "云盘村", "收谷子缺人").await;
    world.until("2026-08-05 09:00").await;
    let before = hot(&world, "zhouning").await;
    assert!(before.contains("农忙缺劳力：5人以上"), "{before}");
    // One of the five accuses afterwards: the figure stays, and nothing leads to the case any more.
    let status = world.find(605, "编号").unwrap();
    world.replies(605, 605, status.id, minqing::sandbox::Content::text("钱进把收割机的补助贪了两万")).await;
    world.pass(40).await;
    world.until("2026-08-06 09:00").await;
    assert_eq!(hot(&world, "zhouning").await, before, "no figure moves by it");
    let sealed = "select count(*) from hot_voice v join case_file c on c.county = v.county and c.id = v.case_id
        where c.is_sealed = 1";
    assert_eq!(world.stranger().await.number(sealed).await, 0, "nothing leads to a sealed case");
    let kept = "select count(*) from hot_voice where matter = 'harvest_hands'";
    assert_eq!(world.stranger().await.number(kept).await, 5);
    // Whoever takes their case back, or is forgotten, is not counted any more.
    world.takes_back(601, &world.number(601)).await;
    assert_eq!(world.stranger().await.number(kept).await, 4);
    // Of whoever is forgotten nothing stays, also where nothing led to their case any more.
    world.says(605, "/forget").await;
    let question = world.last(605);
    world.presses(605, 605, question.id, "button-forget").await;
    world.pass(61).await;
    world.pass(61).await;
    assert_eq!(world.stranger().await.number(kept).await, 3);
    world.until("2026-08-07 09:00").await;
    assert!(hot(&world, "zhouning").await.contains("还没有一件事"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_voices_are_counted_aside_and_quickly() {
    let world = world_at("2026-08-03 09:05").await;
    let rows = crate::ground::enough(100_000);
    let county = world.settings.county.id.as_str();
    let today = moment("2026-08-03 00:00").0;
    let fill = format!(
        "insert into hot_voice (county, case_id, matter, place, town, unit, sender, day, counted)
        with recursive n(i) as (select cast(1 as bigint) union all select i + 1 from n where i < {rows})
        select '{county}', 'c' || i, case when i % 3 = 0 then 'few_buses' else 'urban.water~' || (i % 400) end,
            'p' || (i % 90), 't' || (i % 9), 'u' || (i % 30), 's' || (i * 7919 % 60007), {today} - (i % 60) * 86400000, 1 from n"
    );
    world.stranger().await.execute(&fill).await;
    let begun = std::time::Instant::now();
    world.until("2026-08-04 06:31").await;
    let took = begun.elapsed();
    println!("{rows} voices: the whole morning took {took:?}");
    assert!(took < Duration::from_secs(30), "{took:?}");
    let seen = hot(&world, "zhouning").await;
    assert!(seen.contains("乡村班车少：") && seen.matches("· ").count() == 10, "{seen}");
    // What nobody can be shown any more is forgotten.
    let old = format!("select count(*) from hot_voice where day < {}", today - 60 * 86_400_000);
    assert_eq!(world.stranger().await.number(&old).await, 0);
}
