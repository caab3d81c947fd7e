//! Bodies outside the county, vows, tales of service, and what the county's records need of an old matter.

use minqing::sandbox::{Content, Seen};

use super::linked::{acting, card_of, pigs, status};
use crate::world::{CHANG, LI, Posted, QIN, World};

const PIGS: &str = "杜家坪的,喂60多头猪,这几天死了二十几头,保险公司喊等,信用社又不贷款给我,娃儿学费都没得了";
const CLINIC: &str = "去年在江州的大医院住院花了4万多,新农合的人说外地票报不到,我跑了三趟,一趟一个说法,到底报不报得到?";
const OLD: &str = "我常有田,新风社区的。83年喊我去结扎,做坏了,做不得活路,84年起我县里市里跑了二十几年,你们都说我无理取闹。我要赔偿30万!婆娘也跟我闹。";
const KEPT: &str = "记下了，谢谢您。";
const ADVICE: &str = "不要转运、不要出售、不要宰杀";

fn texts(news: &[Seen]) -> String {
    news.iter().map(|seen| seen.text.clone()).collect::<Vec<_>>().join("\n")
}

/// The part of the insurance, or of the loan, signed for by whoever acts.
async fn part(unit: &str, which: usize) -> (World, Posted, i64) {
    let (world, _, parts) = pigs().await;
    let case = card_of(&world, unit, &parts[which]);
    let who = acting(&world, &case);
    world.presses(who, case.group, case.card, "button-sign").await;
    (world, case, who)
}

async fn menu(world: &World, who: i64, case: &Posted) {
    if world.labels(case.group, case.card).contains(&world.words("button-less")) {
        world.presses(who, case.group, case.card, "button-less").await;
    }
    world.presses(who, case.group, case.card, "button-more").await;
    world.presses(who, case.group, case.card, "button-joint").await;
}

/// Presses a button of help and promises, types, and presses what stands under the preview.
async fn types(world: &World, who: i64, case: &Posted, (button, words, then): (&str, &str, &str)) -> String {
    menu(world, who, case).await;
    let labels = world.labels(case.group, case.card);
    let button = labels.into_iter().find(|label| label.contains(button)).unwrap_or_else(|| button.to_owned());
    world.presses(who, case.group, case.card, &button).await;
    let prompt = world.last(case.group);
    world.replies(who, case.group, prompt.id, Content::text(words)).await;
    let preview = world.last(case.group);
    assert!(!preview.buttons.is_empty(), "{}", preview.text);
    world.presses(who, case.group, preview.id, then).await
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_01_dead_animals_are_advised_upon_in_the_receipt_without_a_question() {
    let world = World::new().await;
    world.says(CHANG, PIGS).await;
    let receipt = world.last(CHANG);
    assert!(receipt.text.starts_with("收到了") && receipt.text.contains(ADVICE), "{}", receipt.text);
    assert!(receipt.text.contains("12316"), "whom to call: {}", receipt.text);
    world.pass(40).await;
    let shown = status(&world, CHANG, &world.number(CHANG)).text;
    assert_eq!(shown.matches(ADVICE).count(), 1, "{shown}");
    // What only speaks of animals is not advised upon.
    for (who, text) in [(LI, "凉水村的，想问哪里给猪打疫苗"), (QIN, "凉水村村口的路灯坏了，老人家急死了")]
    {
        world.says(who, text).await;
        world.pass(40).await;
        assert!(!world.ever_said(who).contains(ADVICE), "{text}: {}", world.ever_said(who));
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_02_nothing_goes_to_the_insurer_before_the_sender_agrees() {
    let (mut world, case, who) = part("agriculture", 0).await;
    menu(&world, who, &case).await;
    let labels = world.labels(case.group, case.card);
    assert!(labels.contains(&"请群众同意转惠农保险公司".to_owned()), "{labels:?}");
    assert!(!labels.iter().any(|label| label.contains("看转")), "nothing to take before: {labels:?}");
    world.forget();
    let said = world.presses(who, case.group, case.card, "请群众同意转惠农保险公司").await;
    assert!(said.contains("同意之前，什么都不要转给惠农保险公司"), "{said}");
    let asked = world.find(CHANG, "想把下面的内容转给他们").expect("a question, in private");
    assert!(
        asked.text.contains(&format!("编号 {}", case.number)) && asked.text.contains("保险公司喊等"),
        "{}",
        asked.text
    );
    assert_eq!(world.labels(CHANG, asked.id), ["同意转交", "不同意"]);
    assert!(!texts(&world.news(case.group)).contains("保险公司喊等"), "no word of it in a group");
    assert!(world.message(case.group, case.card).text.contains("还没有回话，先不要转"));
    // Asked once for each body and case; somebody else's press is nobody's.
    menu(&world, who, &case).await;
    assert!(!world.labels(case.group, case.card).iter().any(|label| label.contains("惠农保险公司")));
    assert_ne!(world.presses(LI, CHANG, asked.id, "button-outside-agree").await, KEPT);
    // No: the matter stays open, and they hear what they can do themselves.
    assert_eq!(world.presses(CHANG, CHANG, asked.id, "button-refuse").await, KEPT);
    let told = world.message(CHANG, asked.id).text;
    assert!(
        told.contains("什么都不转给惠农保险公司") && told.contains("0000-8810555") && told.contains("耳标"),
        "{told}"
    );
    let card = world.message(case.group, case.card).text;
    assert!(card.contains("群众不同意，不要转") && card.contains("办理中"), "{card}");
    let heard = world.last(who);
    assert!(heard.text.contains("群众不同意转给惠农保险公司") && heard.buttons.is_empty(), "{}", heard.text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_02_what_was_agreed_to_is_taken_by_hand_with_a_trace_and_can_be_taken_back() {
    let (world, case, who) = part("agriculture", 0).await;
    menu(&world, who, &case).await;
    world.presses(who, case.group, case.card, "请群众同意转惠农保险公司").await;
    let asked = world.find(CHANG, "想把下面的内容转给他们").unwrap();
    assert_eq!(world.presses(CHANG, CHANG, asked.id, "button-outside-agree").await, KEPT);
    assert_eq!(world.labels(CHANG, asked.id), ["收回同意"]);
    let told = world.last(who);
    assert!(told.text.contains("群众同意把内容转给惠农保险公司了"), "{}", told.text);
    world.presses(who, who, told.id, "button-outside-words").await;
    let words = world.last(who).text;
    assert!(words.contains("只有下面这些") && words.contains("保险公司喊等"), "{words}");
    // Exactly what the sender was shown.
    let between = |text: &str| text.split("\n\n").nth(1).unwrap().to_owned();
    assert_eq!(between(&words), between(&asked.text));
    let mut trace = Vec::new();
    for id in world.cases().await {
        trace.extend(world.events(&id).await);
    }
    for fact in ["outside_asked", "outside_answered", "outside_taken"] {
        assert_eq!(trace.iter().filter(|name| *name == fact).count(), 1, "{fact}: {trace:?}");
    }
    world.says(CHANG, "/privacy").await;
    assert!(world.last(CHANG).text.contains(&format!("编号 {}，您同意把内容转给惠农保险公司", case.number)));
    // Taken back: nothing more is to be had, and whoever works on it hears so.
    assert_eq!(world.presses(CHANG, CHANG, asked.id, "button-outside-withdraw").await, KEPT);
    assert!(world.message(CHANG, asked.id).text.contains("从现在起不再转给惠农保险公司"));
    assert!(world.last(who).text.contains("群众收回了同意"), "{}", world.last(who).text);
    assert_eq!(world.presses(who, who, told.id, "button-outside-words").await, "群众没有同意，不能转。");
    assert!(world.message(case.group, case.card).text.contains("群众收回了同意，不要再转"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_03_of_what_the_insurer_does_the_unit_promises_to_urge_and_to_report() {
    let (mut world, case, who) = part("agriculture", 0).await;
    world.forget();
    let lines = "3月6日前 惠农保险来现场查勘\n若达成赔付协议：10日内 惠农保险赔付\n否则：5个工作日内 书面说明原因";
    assert_eq!(types(&world, who, &case, ("button-promise", lines, "button-confirm")).await, KEPT);
    let told = texts(&world.news(CHANG));
    let urges = "惠农保险来现场查勘，由我们督促惠农保险公司，办没办都回告您（3月6日(周五)前）";
    assert!(told.contains(&format!("农业农村委承诺：{urges}")), "{told}");
    let seen = status(&world, CHANG, &case.number).text;
    assert!(
        seen.contains("惠农保险赔付，由我们督促惠农保险公司，办没办都回告您（结果出来后10日内），待条件"),
        "{seen}"
    );
    // It is kept only by telling the sender what the insurer did.
    world.until("2026-03-10 10:00").await;
    assert_eq!(world.presses(who, case.group, case.card, "button-report").await, "尚有1项承诺未兑现，不能报结。");
    world.forget();
    let done = "保险公司3月5日来查勘了，今天达成了协议。";
    assert_eq!(types(&world, who, &case, ("惠农保险来现场查勘", done, "结果：若达成赔付协议")).await, KEPT);
    assert!(texts(&world.news(CHANG)).contains(done), "the sender hears what it did");
    let seen = status(&world, CHANG, &case.number).text;
    assert!(seen.contains("办没办都回告您（3月20日(周五)前），未到期"), "ten days after the agreement: {seen}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_04_what_vows_a_loan_reaches_the_sender_only_when_the_head_agrees() {
    let (mut world, case, who) = part("finance", 1).await;
    let head = world.cadre("tanqixian");
    assert_ne!(who, head);
    world.forget();
    // What the unit can do is promised as ever.
    let check = "3月9日前 核查担保和贴息条件，办不成的书面说明原因";
    assert_eq!(types(&world, who, &case, ("button-promise", check, "button-confirm")).await, KEPT);
    assert!(texts(&world.news(CHANG)).contains("核查担保和贴息条件，办不成的书面说明原因（3月9日(周一)前）"));
    for (words, agrees) in [("3月9日前 一定贷到5万元", false), ("3月9日前 保证贷款5万元到手", true)]
    {
        let vow = words.split_once(' ').unwrap().1;
        let said = types(&world, who, &case, ("button-promise", words, "button-confirm")).await;
        assert_eq!(said, "这里有打包票的话，已请谈启贤看，同意了才发给群众。");
        assert!(world.news(CHANG).is_empty(), "not a word before");
        assert!(!status(&world, CHANG, &case.number).text.contains(vow));
        assert!(!world.message(case.group, case.card).text.contains(vow));
        let ask = world.find(head, "您同意了才发给群众").expect("the head is asked");
        let ask =
            world.messages(head).into_iter().rfind(|seen| seen.text.contains("您同意了才发给群众")).unwrap_or(ask);
        assert!(ask.text.contains(vow), "{}", ask.text);
        let button = if agrees { "button-vow-agree" } else { "button-vow-refuse" };
        assert_ne!(world.presses(who, head, ask.id, button).await, "已发给群众。", "not by whoever wrote it");
        world.presses(head, head, ask.id, button).await;
        let told = texts(&world.news(CHANG));
        assert_eq!(told.contains(vow), agrees, "{told}");
        assert_eq!(status(&world, CHANG, &case.number).text.contains(vow), agrees);
        assert!(world.last(who).text.contains(if agrees { "负责人同意了" } else { "没有发给群众" }));
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_04_an_answer_that_vows_waits_for_the_head_and_keeps_what_it_is() {
    let (mut world, case, who) = part("finance", 1).await;
    let head = world.cadre("tanqixian");
    world.forget();
    // Neither half-way words may vow.
    world.presses(who, case.group, case.card, "button-more").await;
    world.presses(who, case.group, case.card, "button-interim").await;
    let prompt = world.last(case.group);
    world.replies(who, case.group, prompt.id, Content::text("放心，保证贷款")).await;
    assert!(world.last(case.group).text.contains("还没有发出"), "{}", world.last(case.group).text);
    assert!(world.news(CHANG).is_empty());
    world.presses(who, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    let words = "担保差一个人，补齐后保证贷款。";
    world.replies(who, case.group, prompt.id, Content::text(words)).await;
    let preview = world.last(case.group);
    world.presses(who, case.group, preview.id, "decided-explained").await;
    let preview = world.last(case.group);
    let labels = world.labels(case.group, preview.id);
    let send = if labels.contains(&world.words("button-confirm")) { "button-confirm" } else { "button-no-procedure" };
    let said = world.presses(who, case.group, preview.id, send).await;
    assert!(said.contains("谈启贤"), "{said} {labels:?}");
    assert!(world.find(CHANG, words).is_none(), "held");
    let ask = world.messages(head).into_iter().rfind(|seen| seen.text.contains(words)).expect("the head is asked");
    assert!(ask.text.contains("解释说明"), "what it comes to is shown: {}", ask.text);
    world.presses(head, head, ask.id, "button-pass").await;
    let answer = world.find(CHANG, words).expect("the answer");
    assert!(answer.text.contains(&world.words("decided-explained")), "the mark was not dropped: {}", answer.text);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s9_05_three_ways_and_three_words_become_a_matter_for_the_units_head() {
    let world = World::at("2026-09-29 16:30").await;
    let number = {
        world.says(LI, CLINIC).await;
        let number = world.number(LI);
        world.pass(40).await;
        number
    };
    let receipt = status(&world, LI, &number).text;
    let numbers: Vec<&str> = receipt.split("编号 ").skip(1).map(|rest| &rest[..9]).collect();
    let part = numbers.iter().find(|known| **known != number).unwrap_or_else(|| panic!("one more: {receipt}"));
    let at = receipt.find(&format!("编号 {part}")).unwrap();
    let block: String = receipt[at..].lines().take(3).collect();
    assert!(block.contains("窗口服务与办事效率") && block.contains("由医保局"), "{block}");
    let own = |seen: &&Seen| seen.from_bot && seen.text.starts_with(&format!("编号 {part}"));
    assert_eq!(world.messages(LI).iter().filter(own).count(), 0, "one receipt, and no push of its own");
    // To whoever heads it, in private; in no group.
    let medical = world.settings.county.head_of(&minqing::id::UnitId::new("medicare")).unwrap().clone();
    let head = world.cadre(medical.as_str());
    let card = world.card(head, part).expect("a card with the head");
    for group in world.groups() {
        assert!(!world.ever_said(group).contains(*part), "{}", world.ever_said(group));
    }
    world.opens(head, head, card.id).await;
    let read = world.last(head).text;
    assert!(read.contains("一趟一个说法") && !read.contains("4万多"), "what was told of the service alone: {read}");
    world.assert_sound().await;
}

/// A screener's choice makes no difference to it.
#[tokio::test(flavor = "multi_thread")]
async fn s9_05_a_tale_that_a_screener_sends_on_reaches_the_head_too() {
    let world = World::at("2026-09-29 16:30").await;
    world.says(LI, "自来水停了，我跑了三趟，一趟一个说法").await;
    world.pass(40).await;
    let (number, triage, screener) = (world.number(LI), world.triage(), world.cadre("qijianwei"));
    let card = world.card(triage, &number).expect("it is screened").id;
    world.presses(screener, triage, card, "button-units").await;
    world.presses(screener, triage, card, "交通局").await;
    let receipt = status(&world, LI, &number).text;
    assert!(receipt.contains("窗口服务与办事效率") && receipt.matches("编号 ").count() == 2, "{receipt}");
    world.assert_sound().await;
}

/// A place that is given after the burst makes no difference to it either.
#[tokio::test(flavor = "multi_thread")]
async fn s9_05_a_tale_whose_place_comes_late_reaches_the_head_too() {
    let world = World::at("2026-09-29 16:30").await;
    world.says(LI, "村口的路灯坏了，我跑了三趟，一趟一个说法").await;
    world.pass(40).await;
    let number = world.number(LI);
    let before = status(&world, LI, &number).text;
    assert_eq!(before.matches("编号 ").count(), 1, "nobody has it yet: {before}");
    let receipt = world.messages(LI).into_iter().find(|seen| seen.text.contains("哪个镇")).expect("the question").id;
    world.presses(LI, LI, receipt, "路溪镇").await;
    let after = status(&world, LI, &number).text;
    assert!(after.contains("窗口服务与办事效率") && after.matches("编号 ").count() == 2, "{after}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s9_05_the_answer_says_what_can_be_paid_what_cannot_and_why() {
    let world = World::at("2026-09-29 16:30").await;
    world.says(LI, CLINIC).await;
    let number = world.number(LI);
    world.pass(40).await;
    let chats = ["congyuanzhi", "lincaiwei"].map(|cadre| world.cadre(cadre));
    let (who, card) = chats.into_iter().find_map(|chat| Some((chat, world.card(chat, &number)?.id))).expect("a card");
    world.presses(who, who, card, "button-sign").await;
    world.presses(who, who, card, "button-report").await;
    let prompt = world.last(who);
    world.replies(who, who, prompt.id, Content::text("已经给您解释清楚了。")).await;
    let preview = world.last(who);
    let asked = "还要写清：哪些能办、能报、哪些不能办、不能报、依据";
    assert!(
        preview.text.contains("还要写清：") && preview.text.contains("哪些不能办、不能报"),
        "{asked}: {}",
        preview.text
    );
    let send = [world.words("button-confirm"), world.words("button-no-procedure")];
    assert!(!world.labels(who, preview.id).iter().any(|label| send.contains(label)), "it cannot be sent");
    let more = "住院部分可以报60%，门诊票不能报，依据《青禾县异地就医结算办法》第八条。";
    world.replies(who, who, preview.id, Content::text(more)).await;
    let preview = world.last(who);
    assert!(!preview.text.contains("还要写清："), "{}", preview.text);
    assert!(
        world.labels(who, preview.id).iter().any(|label| send.contains(label)),
        "{:?}",
        world.labels(who, preview.id)
    );
    world.assert_sound().await;
}

/// What accuses is sealed whole: no matter of service is made of it, and no head hears of it.
#[tokio::test(flavor = "multi_thread")]
async fn s9_05_a_tale_that_accuses_stays_in_the_sealed_lane() {
    let world = World::at("2026-09-29 16:30").await;
    world.says(LI, "我报销跑了三趟，一趟一个说法，医保局的主任收了红包才给办").await;
    world.pass(40).await;
    let cases = world.cases().await;
    for id in &cases {
        assert!(!world.events(id).await.contains(&"split".to_owned()), "nothing is split off");
    }
    let head = world.settings.county.head_of(&minqing::id::UnitId::new("medicare")).unwrap().clone();
    assert!(!world.ever_said(world.cadre(head.as_str())).contains("窗口服务"), "the head hears nothing");
    // To be sent away once, or to praise, is no tale.
    for text in ["医保报销只跑了一趟就办好了，谢谢", "医保报销我跑了三趟，想问还差啥子"]
    {
        let before = world.cases().await.len();
        world.says(QIN, text).await;
        world.pass(40).await;
        assert!(world.cases().await.len() <= before + 1, "{text}");
    }
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_01_an_old_matter_has_its_purposes_and_its_year_for_whoever_handles_it() {
    let world = World::at("2026-04-30 10:00").await;
    world.says(CHANG, OLD).await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let (triage, screener) = (world.triage(), world.cadre("qijianwei"));
    let card = world.card(triage, &number).expect("its three matters are screened").id;
    assert!(world.labels(triage, card).contains(&"计生手术后遗症".to_owned()), "{:?}", world.labels(triage, card));
    world.presses(screener, triage, card, "计生手术后遗症").await;
    let case = card_of(&world, "health", &number);
    let seen = status(&world, CHANG, &case.number).text;
    assert!(seen.contains("计生手术后遗症") && seen.contains("由卫健委"), "{seen}");
    let who = acting(&world, &case);
    world.opens(who, case.group, case.card).await;
    let read = world.find(who, "群众原话").expect("the original, in private").text;
    assert!(read.contains("信访目的：申诉、求决"), "{read}");
    assert!(read.contains("历史遗留：说的是1983年起的事"), "{read}");
    let tags = read.lines().find(|line| line.starts_with("另涉：")).unwrap_or_else(|| panic!("{read}"));
    assert!(tags.contains("低保与临时救助") && tags.contains("婚姻家庭调解"), "{tags}");
    for group in world.groups() {
        let said = world.ever_said(group);
        for word in ["1983", "历史遗留", "信访目的", "30万", "无理取闹"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
    world.assert_sound().await;
}

/// On the screeners' card where the matter is no private one.
#[tokio::test(flavor = "multi_thread")]
async fn s3_01_screeners_see_the_year_and_the_purpose_of_what_is_no_private_matter() {
    let world = World::at("2026-04-30 10:00").await;
    world.says(CHANG, "97年安的自来水管，没得水吃，要求解决").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let shown = world.card(world.triage(), &number).map(|card| card.text);
    if let Some(shown) = shown {
        assert!(shown.contains("历史遗留：说的是1997年起的事") && shown.contains("信访目的：求决"), "{shown}");
    } else {
        panic!("it is screened: {}", status(&world, CHANG, &number).text);
    }
}

/// Nobody says whether: the next one up the line is asked. The answer is out: it falls away, and its writer hears so.
#[tokio::test(flavor = "multi_thread")]
async fn s10_04_a_vow_that_nobody_agrees_to_goes_up_the_line_and_falls_away_with_the_answer() {
    let (mut world, case, who) = part("finance", 1).await;
    world.forget();
    let vow = "保证贷款5万元到手";
    types(&world, who, &case, ("button-promise", &format!("4月9日前 {vow}"), "button-confirm")).await;
    let asked = |world: &World| {
        let people: Vec<&str> = world.settings.county.cadres.keys().map(|cadre| cadre.as_str()).collect();
        let asks = |id: &&&str| world.ever_said(world.cadre(id)).contains("您同意了才发给群众");
        people.iter().filter(asks).count()
    };
    assert_eq!(asked(&world), 1, "the head");
    world.pass(3 * 24 * 3600).await;
    assert!(asked(&world) >= 2, "and the next one up");
    world.presses(who, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(who, case.group, prompt.id, Content::text("担保差一个人，请补齐再来办。")).await;
    let preview = world.last(case.group);
    world.presses(who, case.group, preview.id, "decided-explained").await;
    let preview = world.last(case.group);
    let labels = world.labels(case.group, preview.id);
    let send = if labels.contains(&world.words("button-confirm")) { "button-confirm" } else { "button-no-procedure" };
    world.presses(who, case.group, preview.id, send).await;
    // Somebody of the unit looks at it first.
    let judge = world.cadre("tanqixian");
    let checks = |seen: &Seen| world.labels(judge, seen.id).contains(&world.words("button-pass"));
    let letter = world.messages(judge).into_iter().rev().find(checks).expect("somebody looks at it");
    world.presses(judge, judge, letter.id, "button-pass").await;
    assert!(world.find(CHANG, "担保差一个人").is_some(), "the answer");
    let told = world.find(who, "没有等到负责人同意").expect("its writer hears");
    assert!(told.text.contains(vow) && !world.ever_said(CHANG).contains(vow), "{}", told.text);
    world.assert_sound().await;
}
