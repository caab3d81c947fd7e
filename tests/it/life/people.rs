//! People beside the sender: on-behalf filing, agents, joint senders, and every way a stranger could grab somebody's case.

use minqing::id::CadreId;
use minqing::sandbox::{Content, Person, Seen};

use crate::never::outcome;
use crate::world::{CHANG, LAMP, LI, Posted, QIN, World, number_in, photo};

const ACCUSES: &str = "唐全把我们社区的补偿款吃了两万多";
const NEIGHBOUR: &str = "我帮隔壁秦老汉反映，凉水村村口的路灯坏了三天了";

/// Somebody who comes later, by account.
fn newcomer(world: &World, id: i64, name: &str) -> i64 {
    let language_code = Some("zh-hans".to_owned());
    world.sandbox.add_person(Person { id, first_name: name.to_owned(), language_code, ..Person::default() });
    id
}

/// The codes in a text, in the order in which they stand.
fn codes(text: &str) -> Vec<String> {
    let shaped = |word: &&str| word.len() == 11 && word.split('-').map(str::len).eq([3, 3, 3]);
    text.split(|c: char| !c.is_ascii_digit() && c != '-').filter(shaped).map(str::to_owned).collect()
}

/// A recorder files; the number and the codes.
async fn filed(world: &World, recorder: i64, words: &str) -> (String, Vec<String>) {
    world.says(recorder, "/behalf").await;
    world.says(recorder, words).await;
    world.pass(40).await;
    slip(world, recorder)
}

fn slip(world: &World, chat: i64) -> (String, Vec<String>) {
    let slip = world.find(chat, "只能用一次").expect("a slip");
    (number_in(&slip.text).unwrap(), codes(&slip.text))
}

fn posted(world: &World, number: &str, unit: &str) -> Posted {
    let group = world.group(unit);
    let card = world.card(group, number).expect("a card").id;
    Posted { number: number.to_owned(), group, card }
}

/// What is said to whoever asks for what does not exist.
fn unknown(what: &str) -> String {
    format!("没有查到编号 {what}，请核对一下。")
}

/// Everything from the bot in a chat.
fn told(world: &World, chat: i64) -> Vec<Seen> {
    world.messages(chat).into_iter().filter(|seen| seen.from_bot).collect()
}

/// The status message of a case in a chat.
fn status(world: &World, chat: i64, number: &str) -> Seen {
    let head = format!("编号 {number}\n");
    told(world, chat).into_iter().find(|seen| seen.text.contains(&head)).expect("a status message")
}

/// The sender makes an invitation: its code.
async fn invited(world: &World, sender: i64, number: &str, key: &str) -> String {
    world.presses(sender, sender, status(world, sender, number).id, "button-people").await;
    let menu = world.find(sender, "可以请人帮忙").expect("a menu");
    world.presses(sender, sender, menu.id, key).await;
    codes(&world.find(sender, "谁先点开").expect("an invitation").text).pop().unwrap()
}

async fn accepts(world: &World, who: i64, code: &str) -> String {
    world.says(who, &format!("/start c-{}", code.replace('-', ""))).await;
    let asked = world.last(who);
    assert!(asked.text.contains("接受以后"), "{}", asked.text);
    world.presses(who, who, asked.id, "button-accept").await
}

/// A lamp of CHANG's in the hands of 钱进, and somebody who takes part in it.
async fn with(world: &World, who: i64, key: &str) -> Posted {
    let case = world.lamp(CHANG).await;
    let code = invited(world, CHANG, &case.number, key).await;
    assert_eq!(accepts(world, who, &code).await, "记下了，谢谢您。");
    case
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorder_files_and_the_person_takes_it_over() {
    let world = World::new().await;
    let (recorder, qian) = (world.cadre("xichanggeng"), world.cadre("qianjin"));
    world.says(recorder, "/behalf").await;
    assert!(world.last(recorder).text.contains("请把老乡的话写成一条消息"));
    let filing = format!("老乡：秦大山，凉水村\n{LAMP}");
    world.sends(recorder, photo(&filing)).await;
    world.pass(40).await;
    let (number, codes) = slip(&world, recorder);
    assert_eq!(codes.len(), 1);
    // The handler reads whose it is, and not as the recorder's own.
    let case = posted(&world, &number, "guanshan");
    world.opens(qian, case.group, case.card).await;
    let original = world.find(qian, "代录").expect("the original says so");
    assert!(original.text.contains("秦大山") && !original.text.contains("老乡："), "{}", original.text);
    // Until then the recorder hears how it goes, and may say nothing of it.
    world.answered(qian, &case, "换好了").await;
    let answer = world.find(recorder, "答复您").expect("an answer");
    assert!(answer.text.contains("要由本人说") && answer.buttons.is_empty(), "{}", answer.text);
    world.says(QIN, &codes[0]).await;
    let claimed = world.find(QIN, "转到您名下").expect("taken over");
    assert!(claimed.text.contains(&number), "{}", claimed.text);
    assert!(world.find(recorder, "本人已经接手").is_some());
    let answer = world.find(QIN, "这件事解决了吗").expect("the answer, and the questions");
    // From here on nothing more of it reaches the recorder.
    let before = told(&world, recorder).len();
    world.presses(QIN, QIN, answer.id, "button-unsolved").await;
    world.says(QIN, "还是不亮").await;
    world.pass(40).await;
    assert_eq!(told(&world, recorder).len(), before);
    assert!(!world.ever_said(recorder).contains("还是不亮"));
    world.says(recorder, "/mycases").await;
    let line = world.last(recorder).text;
    assert!(line.starts_with(&format!("编号 {number}：您代录的，已由本人接手。")) && !line.contains("路灯"), "{line}");
    let events = world.events(&world.cases().await[0]).await;
    assert!(events.contains(&"filed_for".to_owned()) && events.contains(&"claimed".to_owned()), "{events:?}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn x6_a_recorder_neither_rates_nor_takes_back_nor_agrees_to_anything() {
    let world = World::new().await;
    let (recorder, qian) = (world.cadre("xichanggeng"), world.cadre("qianjin"));
    let (number, codes) = filed(&world, recorder, LAMP).await;
    let case = posted(&world, &number, "guanshan");
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.presses(recorder, recorder, status(&world, recorder, &number).id, "button-slip").await;
    let again = slip(&world, recorder).1;
    assert_ne!(codes, again);
    world.says(recorder, &format!("/withdraw {number}")).await;
    assert!(world.last(recorder).text.contains("没有正在办的事"), "{}", world.last(recorder).text);
    world.presses(qian, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(qian, case.group, prompt.id, photo("换好了")).await;
    world.presses(qian, case.group, world.last(case.group).id, "button-confirm").await;
    let events = world.event_count().await;
    for word in ["已解决", "未解决", "满意", "不满意"] {
        world.says(recorder, word).await;
    }
    assert_eq!(world.event_count().await, events, "a word of theirs changes nothing");
    // Nor with the person's own buttons, by a hostile client.
    world.says(QIN, &again[0]).await;
    let answer = world.find(QIN, "这件事解决了吗").unwrap();
    let data = world.data(QIN, answer.id, "button-solved");
    let events = world.event_count().await;
    assert_eq!(world.press_answer(recorder, recorder, answer.id, &data).await.0, world.words("press-void"));
    assert_eq!(world.event_count().await, events);
    // /forget of the recorder's own takes nothing from the person.
    world.says(recorder, "/forget").await;
    world.presses(recorder, recorder, world.last(recorder).id, "button-forget").await;
    world.pass(600).await;
    world.presses(QIN, QIN, answer.id, "button-solved").await;
    assert!(world.events(&world.cases().await[0]).await.contains(&"solved_said".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_slip_makes_the_former_code_void() {
    let world = World::new().await;
    let recorder = world.cadre("xichanggeng");
    let (number, first) = filed(&world, recorder, LAMP).await;
    world.presses(recorder, recorder, status(&world, recorder, &number).id, "button-slip").await;
    let second = slip(&world, recorder).1;
    world.says(QIN, &first[0]).await;
    assert_eq!(world.last(QIN).text, unknown(&first[0]));
    world.says(QIN, &second[0]).await;
    assert!(world.find(QIN, "转到您名下").is_some());
    // Once only, also for somebody else.
    world.says(LI, &second[0]).await;
    assert_eq!(world.last(LI).text, unknown(&second[0]));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_are_guessed_or_past_their_time_are_answered_as_numbers_that_do_not_exist() {
    let world = World::new().await;
    let recorder = world.cadre("xichanggeng");
    let (_, codes) = filed(&world, recorder, LAMP).await;
    let events = world.event_count().await;
    for guess in ["000-000-001", "000-000-002", "000-000-003", "000-000-004", "000-000-005"] {
        world.says(LI, guess).await;
        assert_eq!(world.last(LI).text, unknown(guess));
    }
    // After that not even the right one is looked up, for an hour.
    world.says(LI, &codes[0]).await;
    assert_eq!(world.last(LI).text, unknown(&codes[0]));
    assert_eq!(world.event_count().await, events);
    world.pass(3_700).await;
    world.says(LI, &format!("领取码 {}", codes[0].replace('-', " "))).await;
    assert!(world.find(LI, "转到您名下").is_some());
    let (_, codes) = filed(&world, recorder, LAMP).await;
    world.until("2026-05-04 09:00").await;
    world.says(QIN, &codes[0]).await;
    assert_eq!(world.last(QIN).text, unknown(&codes[0]), "60 days are over");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_and_whoever_is_kept_out_get_the_answer_of_an_unknown_code_and_nothing_changes() {
    let world = World::at("2026-03-02 08:40").await;
    let recorder = world.cadre("xichanggeng");
    let (_, codes) = filed(&world, recorder, ACCUSES).await;
    let (accused, other) = (world.cadre("tangquan"), world.cadre("qianjin"));
    let events = world.event_count().await;
    for staff in [accused, other, recorder] {
        world.says(staff, &codes[0]).await;
        assert_eq!(
            world.last(staff).text,
            if staff == recorder { world.last(recorder).text } else { unknown(&codes[0]) }
        );
        world.says(staff, &format!("/start c-{}", codes[0].replace('-', ""))).await;
    }
    // Who was of the staff and is none now is kept out all the same.
    let mut tx = world.store().begin().await.unwrap();
    tx.unbind_cadre(&CadreId::new("tangquan")).await.unwrap();
    tx.commit().await.unwrap();
    world.says(accused, &codes[0]).await;
    assert_eq!(world.last(accused).text, unknown(&codes[0]));
    assert_eq!(world.event_count().await, events);
    // The lane sees what was tried; the code is still good in the right hands.
    let wu = world.cadre("wujian");
    world.says(wu, "/attempts").await;
    assert!(world.last(wu).text.contains("发码"), "{}", world.last(wu).text);
    world.says(QIN, &codes[0]).await;
    assert!(world.find(QIN, "转到您名下").is_some());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_recorder_filed_and_is_sealed_tells_them_nothing_more() {
    let world = World::at("2026-03-02 08:40").await;
    let recorder = world.cadre("xichanggeng");
    let (number, codes) = filed(&world, recorder, ACCUSES).await;
    outcome(&world, &number).await;
    let said = world.ever_said(recorder);
    assert!(!said.contains("已核查属实") && said.contains("有新消息，只给本人看"), "{said}");
    world.says(recorder, "/mycases").await;
    assert!(world.last(recorder).text.contains("内容只给本人看"), "{}", world.last(recorder).text);
    world.says(QIN, &codes[0]).await;
    let answer = world.find(QIN, "已核查属实").expect("the person reads it");
    let before = told(&world, recorder).len();
    world.presses(QIN, QIN, answer.id, "button-solved").await;
    world.says(QIN, "谢谢你们查清楚").await;
    world.pass(40).await;
    assert_eq!(told(&world, recorder).len(), before);
    world.says(recorder, &number).await;
    assert_eq!(world.last(recorder).text, format!("编号 {number}：您代录的，已由本人接手，以后的消息直接发给本人。"));
    world.assert_sound().await;
}

/// Of the same unit as whom the words are about: what they typed they know, and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn a_recorder_who_is_kept_out_hears_nothing_after_the_receipt() {
    let world = World::at("2026-03-02 08:40").await;
    let recorder = world.cadre("tongqiushi");
    let (number, codes) = filed(&world, recorder, "钱进收了我两千块钱才给报低保").await;
    let before = told(&world, recorder).len();
    outcome(&world, &number).await;
    world.says(recorder, &number).await;
    assert_eq!(world.last(recorder).text, unknown(&number));
    world.says(recorder, "/mycases").await;
    assert!(!world.last(recorder).text.contains(&number), "{}", world.last(recorder).text);
    world.says(QIN, &codes[0]).await;
    assert!(world.find(QIN, "已核查属实").is_some());
    world.says(recorder, "/mycases").await;
    assert!(!world.last(recorder).text.contains(&number));
    assert_eq!(told(&world, recorder).len(), before + 3, "three answers to three questions");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_08_four_whom_a_recorder_lists_are_four_senders_who_do_not_see_each_other() {
    let world = World::at("2026-03-02 08:40").await;
    let recorder = world.cadre("xichanggeng");
    let six: Vec<String> = (1..=6).map(|n| format!("老乡：村民{n}")).collect();
    world.says(recorder, "/behalf").await;
    world.says(recorder, &format!("{}\n{ACCUSES}", six.join("\n"))).await;
    assert!(world.last(recorder).text.contains("推5位代表"), "{}", world.last(recorder).text);
    assert!(world.cases().await.is_empty(), "nothing is registered, nobody turned away");
    world.says(recorder, &format!("{}\n{ACCUSES}", six[..4].join("\n"))).await;
    world.pass(40).await;
    let (number, codes) = slip(&world, recorder);
    assert_eq!(codes.len(), 4);
    let senders: Vec<i64> = (701..705).map(|id| newcomer(&world, id, &format!("姓{id}"))).collect();
    for (sender, code) in senders.iter().zip(&codes) {
        world.says(*sender, code).await;
        assert!(world.find(*sender, "转到您名下").is_some_and(|seen| seen.text.contains(&number)), "{sender}");
    }
    outcome(&world, &number).await;
    for sender in &senders {
        assert!(world.find(*sender, "已核查属实").is_some(), "{sender} has a push of their own");
    }
    // One is content, and the others see nothing of it; the last is not, and it comes back for all.
    let answer = |who: i64| world.find(who, "已核查属实").unwrap();
    world.presses(701, 701, answer(701).id, "button-solved").await;
    world.presses(701, 701, answer(701).id, "grade-satisfied").await;
    assert!(answer(702).text.contains("这件事解决了吗"), "{}", answer(702).text);
    assert!(!world.events(&world.cases().await[0]).await.contains(&"closed".to_owned()), "three have the word yet");
    // One a day for each of them, and nobody's nudge tells of another's.
    world.presses(704, 704, answer(704).id, "button-unsolved").await;
    for sender in &senders {
        world.says(*sender, "催一下").await;
        assert!(world.last(*sender).text.contains("已替您催了"), "{}", world.last(*sender).text);
    }
    for (reader, others) in [(701, ["姓702", "姓703", "姓704"]), (704, ["姓701", "姓702", "姓703"])] {
        let said = world.ever_said(reader);
        assert!(others.iter().all(|other| !said.contains(other)) && !said.contains("联名"), "{said}");
    }
    assert!(world.events(&world.cases().await[0]).await.contains(&"reopened".to_owned()));
    assert!(!world.ever_said(701).contains("您说没有解决"), "nobody hears who said no");
    world.says(702, "/mydata").await;
    let (_, copy) = world.file(702).await;
    assert!(copy.contains(&number) && !copy.contains("未解决") && !copy.contains("已解决"), "{copy}");
    assert!(!copy.contains("补偿款"), "nor what a recorder wrote: {copy}");
    world.assert_sound().await;
}

/// Of one message two cases: whoever takes over the one has the other, and the recorder neither.
#[tokio::test(flavor = "multi_thread")]
async fn the_need_beside_an_accusation_is_taken_over_with_it() {
    let world = World::at("2026-03-02 08:40").await;
    let recorder = world.cadre("xichanggeng");
    let words = "唐全把我们社区的补偿款吃了两万多，路灯也坏了";
    let (number, codes) = filed(&world, recorder, words).await;
    world.says(QIN, &codes[0]).await;
    let receipt = world.find(QIN, "转到您名下").unwrap();
    assert!(receipt.text.contains("正在核实"), "{}", receipt.text);
    let before = told(&world, recorder).len();
    let wu = world.cadre("wujian");
    let sheet = crate::never::opens_sealed(&world, "wujian", &number).await;
    world.presses(wu, wu, sheet.id, "button-let-go").await;
    assert!(world.last(QIN).text.contains("市政照明"), "{}", world.last(QIN).text);
    assert_eq!(told(&world, recorder).len(), before);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s1_a_neighbour_writes_and_the_word_of_whose_it_is_decides() {
    let world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = world.posted(CHANG, photo(NEIGHBOUR), "guanshan").await;
    let written = status(&world, CHANG, &case.number);
    assert!(written.text.contains("这是您替别人反映的"), "{}", written.text);
    world.opens(qian, case.group, case.card).await;
    assert!(world.find(qian, "替别人反映").is_some_and(|seen| seen.text.contains("隔壁秦老汉")));
    world.presses(CHANG, CHANG, written.id, "button-people").await;
    world.presses(CHANG, CHANG, world.find(CHANG, "可以请人帮忙").unwrap().id, "button-slip").await;
    let code = slip(&world, CHANG).1.pop().unwrap();
    world.says(QIN, &code).await;
    assert!(world.find(QIN, "评价以您说的为准").is_some());
    world.answered(qian, &case, "换好了").await;
    let answer = |who: i64| world.find(who, "观山镇钱进答复您").expect("both have the answer");
    for key in ["button-solved", "grade-satisfied"] {
        world.presses(CHANG, CHANG, answer(CHANG).id, key).await;
    }
    let id = world.cases().await[0].clone();
    assert!(answer(QIN).text.contains("这件事解决了吗"), "{}", answer(QIN).text);
    world.presses(QIN, QIN, answer(QIN).id, "button-unsolved").await;
    assert!(world.events(&id).await.contains(&"reopened".to_owned()), "the word of whose it is decides");
    // The other way round: what the neighbour says afterwards is kept, and changes nothing.
    let again = world.newest_card(&case);
    let cen = world.cadre("cenbonian");
    world.answered(cen, &again, "这次修好了").await;
    let answer = |who: i64| world.find(who, "这次修好了").unwrap();
    for key in ["button-solved", "grade-satisfied"] {
        world.presses(QIN, QIN, answer(QIN).id, key).await;
    }
    world.presses(CHANG, CHANG, answer(CHANG).id, "button-unsolved").await;
    let events = world.events(&id).await;
    assert_eq!(events.iter().filter(|kind| *kind == "reopened").count(), 1);
    assert_eq!(events.last().map(String::as_str), Some("said_beside"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_writes_for_somebody_else_is_taken_for_one_who_does() {
    let world = World::new().await;
    let reader = minqing::classify::Reader::new(&world.settings.county, &world.settings.lexicon);
    for (text, who) in [
        (NEIGHBOUR, Some("隔壁秦老汉")),
        ("替我妈问一下高龄补贴咋个领", Some("我妈")),
        ("我代邻居刘婆婆反应，她屋头停水了", Some("邻居刘婆婆")),
        ("请帮我反映一下路灯坏了", None),
        ("村干部不帮秦老汉反映", None),
        ("希望帮大家反映路灯", None),
        ("麻烦帮忙反映一下", None),
        ("我向你们反映，路灯坏了", None),
        (LAMP, None),
    ] {
        assert_eq!(reader.read(text).behalf.as_deref(), who, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn x6_an_agent_does_the_senders_part_and_the_senders_own_word_comes_first() {
    let world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = with(&world, LI, "button-agent").await;
    let came = world.find(CHANG, "从现在起替您代办").expect("the sender hears who");
    assert_eq!(world.labels(CHANG, came.id), ["结束代办"]);
    assert!(world.find(LI, "您现在是代办人").is_some_and(|seen| seen.text.contains(&case.number)));
    world.says(LI, "催一下").await;
    assert!(world.last(LI).text.contains("已替您催了"), "{}", world.last(LI).text);
    world.says(CHANG, "催一下").await;
    assert!(world.last(CHANG).text.contains("已替您催了"), "one a day for each");
    // Asked by the unit, the agent answers.
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.presses(qian, case.group, case.card, "button-more").await;
    world.presses(qian, case.group, case.card, "button-ask").await;
    world.replies(qian, case.group, world.last(case.group).id, Content::text("哪一盏")).await;
    for chat in [CHANG, LI] {
        assert!(world.find(chat, "哪一盏").is_some(), "both are asked");
    }
    world.says(LI, "村口第二盏").await;
    world.reported(qian, &case, "换好了").await;
    let answer = |who: i64| world.find(who, "观山镇钱进答复您").unwrap();
    for key in ["button-solved", "grade-satisfied"] {
        world.presses(LI, LI, answer(LI).id, key).await;
    }
    let id = world.cases().await[0].clone();
    let count = |events: &[String], kind: &str| events.iter().filter(|one| *one == kind).count();
    assert_eq!(count(&world.events(&id).await, "closed"), 1, "an agent's rating counts");
    world.presses(CHANG, CHANG, answer(CHANG).id, "button-unsolved").await;
    let events = world.events(&id).await;
    assert_eq!(count(&events, "reopened"), 1, "and the sender's own word before it: {events:?}");
    assert!(!world.ever_said(CHANG).contains("村口第二盏"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_ends_an_agent_and_nothing_reaches_them_any_more() {
    let world = World::new().await;
    let case = with(&world, LI, "button-agent").await;
    let joined = world.find(LI, "您现在是代办人").unwrap();
    let leave = world.data(LI, joined.id, "button-agent-leave");
    let came = world.find(CHANG, "从现在起替您代办").unwrap();
    world.presses(CHANG, CHANG, came.id, "button-end-agent-now").await;
    assert!(world.find(LI, "代办结束了").is_some());
    assert!(world.find(LI, "您现在是代办人").is_none(), "what stood there is gone");
    let (before, events) = (told(&world, LI).len(), world.event_count().await);
    assert_eq!(world.press_answer(LI, LI, joined.id, &leave).await.0, world.words("press-void"));
    assert_eq!(world.event_count().await, events);
    world.answered(world.cadre("qianjin"), &case, "换好了").await;
    assert_eq!(told(&world, LI).len(), before);
    world.says(LI, &case.number).await;
    assert_eq!(world.last(LI).text, unknown(&case.number));
    world.says(LI, "/mycases").await;
    assert!(!world.last(LI).text.contains(&case.number));
    let events = world.event_count().await;
    world.replies(LI, LI, joined.id, Content::text("再说一句")).await;
    assert!(world.last(LI).text.contains("没有转过去"), "{}", world.last(LI).text);
    assert_eq!(world.event_count().await, events);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_may_lay_it_down() {
    let world = World::new().await;
    with(&world, LI, "button-agent").await;
    let joined = world.find(LI, "您现在是代办人").unwrap();
    let leave = world.data(LI, joined.id, "button-agent-leave");
    assert_eq!(world.press_answer(QIN, QIN, joined.id, &leave).await.0, world.words("press-void"));
    world.presses(LI, LI, joined.id, "button-agent-leave").await;
    assert!(world.last(CHANG).text.contains("代办结束了"), "{}", world.last(CHANG).text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_presses_accept_and_a_link_that_was_passed_on_is_good_once() {
    let world = World::new().await;
    let case = world.lamp(CHANG).await;
    let code = invited(&world, CHANG, &case.number, "button-agent").await;
    let link = format!("/start c-{}", code.replace('-', ""));
    // Opening it changes nothing and tells nothing of the matter; two may look at once.
    for who in [LI, QIN] {
        world.says(who, &link).await;
        assert!(!world.last(who).text.contains(&case.number) && !world.last(who).text.contains("路灯"));
    }
    let (li, qin) = (world.last(LI), world.last(QIN));
    let data = world.data(LI, li.id, "button-accept");
    let events = world.event_count().await;
    for stranger in [QIN, world.cadre("qianjin")] {
        assert_eq!(world.press_answer(stranger, stranger, li.id, &data).await.0, world.words("press-void"));
    }
    assert_eq!(world.event_count().await, events);
    world.presses(LI, LI, li.id, "button-accept").await;
    let events = world.event_count().await;
    assert_eq!(world.presses(QIN, QIN, qin.id, "button-accept").await, world.words("press-void"));
    world.says(QIN, &link).await;
    assert_eq!(world.last(QIN).text, unknown(&code));
    assert_eq!(world.event_count().await, events);
    // A cadre who opens one hears of nothing, before it is used and after three days.
    let code = invited(&world, CHANG, &case.number, "button-joint-sender").await;
    let tong = world.cadre("tongqiushi");
    world.says(tong, &code).await;
    assert_eq!(world.last(tong).text, unknown(&code));
    world.pass(3 * 86_400 + 60).await;
    world.says(QIN, &code).await;
    assert_eq!(world.last(QIN).text, unknown(&code));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_becomes_staff_speaks_for_nobody_else_any_more() {
    let world = World::new().await;
    newcomer(&world, 601, "小佟");
    let case = with(&world, 601, "button-agent").await;
    let token = world.app.desk.invite(&CadreId::new("tongqiushi")).await.unwrap();
    world.says(601, &format!("/start j-{token}")).await;
    let before = told(&world, 601).len();
    world.answered(world.cadre("qianjin"), &case, "换好了").await;
    let after: Vec<String> = told(&world, 601).into_iter().skip(before).map(|seen| seen.text).collect();
    assert_eq!(after, Vec::<String>::new(), "no answer, no question");
    let id = world.cases().await[0].clone();
    let events = world.events(&id).await;
    world.says(601, "已解决").await;
    assert_eq!(world.events(&id).await, events);
}

#[tokio::test(flavor = "multi_thread")]
async fn joint_senders_each_have_their_own_word_and_their_own_way_out() {
    let world = World::new().await;
    let qian = world.cadre("qianjin");
    let case = with(&world, LI, "button-joint-sender").await;
    assert!(world.find(CHANG, "已联名").is_some());
    world.says(LI, "/mycases").await;
    assert!(world.last(LI).text.contains(&case.number));
    world.answered(qian, &case, "换好了").await;
    let answer = |who: i64| world.find(who, "观山镇钱进答复您").unwrap();
    for key in ["button-solved", "grade-satisfied"] {
        world.presses(CHANG, CHANG, answer(CHANG).id, key).await;
    }
    let id = world.cases().await[0].clone();
    assert!(!world.events(&id).await.contains(&"closed".to_owned()), "the other has the word yet");
    world.presses(LI, LI, answer(LI).id, "button-solved").await;
    world.presses(LI, LI, answer(LI).id, "grade-mostly").await;
    assert_eq!(world.events(&id).await.last().map(String::as_str), Some("closed"));
    // Each counts in the figures: two ratings of one answer.
    let sql = "select grade from tally where settled_at is not null order by grade";
    assert_eq!(world.stranger().await.texts(sql).await, ["mostly", "satisfied"]);
    // The one who came first takes it back: it goes on for the other, until they do.
    let case = with(&world, QIN, "button-joint-sender").await;
    world.takes_back(CHANG, &case.number).await;
    assert!(world.find(CHANG, "您已退出").is_some());
    let id = world.cases().await[1].clone();
    assert!(!world.events(&id).await.contains(&"closed".to_owned()), "it goes on");
    let before = told(&world, CHANG).len();
    world.answered(qian, &case, "这盏也换好了").await;
    assert_eq!(told(&world, CHANG).len(), before);
    assert!(world.find(QIN, "这盏也换好了").is_some());
    world.takes_back(QIN, &case.number).await;
    assert!(world.find(QIN, "已按您的意思撤回").is_some());
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_several_is_forgotten_and_the_case_goes_on() {
    let world = World::new().await;
    let case = with(&world, LI, "button-joint-sender").await;
    world.says(CHANG, "/forget").await;
    world.presses(CHANG, CHANG, world.last(CHANG).id, "button-forget").await;
    world.pass(600).await;
    let id = world.cases().await[0].clone();
    let mut view = world.store().view().await.unwrap();
    assert!(view.entries(&id).await.unwrap().is_empty(), "the words of the one are gone");
    drop(view);
    world.answered(world.cadre("qianjin"), &case, "换好了").await;
    assert!(world.find(LI, "换好了").is_some(), "the other is answered");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_sender_whom_nobody_asked_is_put_out_by_one_press() {
    let world = World::new().await;
    let case = with(&world, LI, "button-joint-sender").await;
    let came = world.find(CHANG, "已联名").unwrap();
    world.presses(CHANG, CHANG, came.id, "button-not-invited").await;
    world.says(LI, &case.number).await;
    assert_eq!(world.last(LI).text, unknown(&case.number));
    // Later they are a sender as the other is.
    let case = with(&world, QIN, "button-joint-sender").await;
    let came = world.find(CHANG, "已联名").unwrap();
    world.pass(4 * 86_400).await;
    assert!(world.presses(CHANG, CHANG, came.id, "button-not-invited").await.contains("不能请他退出"));
    world.says(QIN, &case.number).await;
    assert!(world.last(QIN).text.contains("市政照明"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_case_has_no_button_for_anybody_else() {
    let world = World::at("2026-03-02 08:40").await;
    world.says(CHANG, ACCUSES).await;
    world.pass(40).await;
    assert!(!world.ever_said(CHANG).contains(&world.words("button-people")));
    world.says(CHANG, "请人代办").await;
    assert!(world.last(CHANG).text.contains("没有正在办的事"), "{}", world.last(CHANG).text);
    world.assert_sound().await;
}
