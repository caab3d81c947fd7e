//! Messages that accuse: a number and a calm receipt for the sender, named readers in private, no card anywhere.

use minqing::sandbox::Content;

use crate::world::{CHANG, LAMP, LI, QIN, World, photo};

/// Everybody who may read what accuses before a human has decided, and after.
const SCREENERS: [&str; 2] = ["qijianwei", "zhuangwenqu"];
const DISCIPLINE: [&str; 3] = ["mengshenzhi", "wujian", "yanruobing"];
/// Those above who read that somebody does not act: the department, and the heads of the towns concerned.
const ORGANISATION: [&str; 5] = ["zhonglijun", "tengyuechuan", "xunhuaigu", "cenbonian", "puzhiyuan"];

/// Every call of the bot about a chat as text, all it ever carried.
fn carried(world: &World, chat: i64) -> String {
    world.calls_to(chat).iter().map(|call| call.params.to_string()).collect::<Vec<_>>().join("\n")
}

/// Nothing about a case has reached any group, nor any cadre but these.
#[track_caller]
fn assert_only(world: &World, readers: &[&str], marks: &[&str]) {
    let readers: Vec<i64> = readers.iter().map(|id| world.cadre(id)).collect();
    for chat in world.sandbox.chats().into_iter().filter(|chat| *chat < 0 || *chat > 10_000) {
        let carried = carried(world, chat);
        for mark in marks.iter().filter(|_| !readers.contains(&chat)) {
            assert!(!carried.contains(mark), "{mark} reached chat {chat}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn z10_an_accused_who_is_not_resolved_sends_it_to_private_readers_never_to_a_unit() {
    let world = World::new().await;
    let accusing = [
        "唐全把我们社区的补偿款吃了两万多",
        "新风社区的唐泉不给钱不办事",
        "唐荃那个人,路灯坏了找他他喊拿烟来",
        "汤全贪了我们的低保",
        "凉水村支书占我家路灯下面的地",
        "村支书从来不管村口的路灯",
        "村长把修路的钱揣进自己腰包",
        "我们主任收钱不开票,水管也不修",
        "社长十回九回不在,垃圾没人管",
        "清溪村的何平当了支委啥子都推",
        "何坪只顾自己的生意",
        "镇长的亲戚都吃上低保了",
        "村上干部优亲厚友",
        "我要举报,修路的材料遭人拉回自己家了",
        "低保名额给了村长亲戚",
        "社区收钱不开票据",
        "他们上班打麻将",
        "姓唐的那个又在整人",
        "你们的工作人员态度霸道",
    ];
    for (index, said) in accusing.into_iter().enumerate() {
        let marker = format!("暗号{index}甲");
        world.says(CHANG, &format!("{said}，{marker}")).await;
        let receipt = world.last(CHANG);
        let sealed = ["这件事由专人单独看，不发到任何群里。", "这件事由上级党组织办理，不发到任何群里。"];
        let calm = sealed.iter().any(|words| receipt.text.contains(&format!("{words}3月23日(周一)前给您答复。")));
        assert!(calm, "{said}: {}", receipt.text);
        assert!(!receipt.text.contains("负责"), "no name before a human has looked: {}", receipt.text);
        world.pass(40).await;
        let number = world.number(CHANG);
        let readers = [&SCREENERS[..], &DISCIPLINE[..], &ORGANISATION[..]].concat();
        assert_only(&world, &readers, &[&number]);
        let notes: Vec<_> = readers.iter().filter_map(|reader| world.find(world.cadre(reader), &number)).collect();
        assert!(notes.len() >= 2, "{said}: somebody is told");
        for note in notes {
            assert!(!note.text.contains("唐") && note.text.contains("请勿在群里谈论"), "{}", note.text);
        }
        assert_only(&world, &[], &[&marker]);
    }
    // A photo without words goes to a human, with nothing but its number in the screeners' own group.
    world.sends(QIN, photo("")).await;
    world.pass(40).await;
    let number = world.number(QIN);
    for group in world.groups().into_iter().filter(|group| *group != world.triage()) {
        assert!(!carried(&world, group).contains(&number));
    }
    assert!(world.card(world.triage(), &number).unwrap().text.contains("类别待定，地点待定"));
    world.pass(30 * 24 * 3600).await;
    assert!(
        !carried(&world, world.cadre("tangquan")).contains('8'),
        "weeks later nothing has reached him but the greeting"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accusation_is_read_in_private_and_goes_to_the_discipline_lane() {
    let mut world = World::new().await;
    let (qi, zhuang, wu) = (world.cadre("qijianwei"), world.cadre("zhuangwenqu"), world.cadre("wujian"));
    // It names somebody in office and accuses nobody clearly: a screener decides.
    let accusation = "新风社区唐全那边的补偿款差了两万多，证人是王秀英13800001111";
    world.says(CHANG, accusation).await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let note = world.find(qi, &number).unwrap();
    assert_eq!(world.labels(qi, note.id), ["看原文", "要求补充", "不涉及举报，正常派单", "转纪检监察", "答复群众"]);
    assert_eq!(world.presses(qi, qi, note.id, "button-read").await, "原文已发到您的私聊。");
    assert!(world.find(qi, "群众原话（请勿转发）").unwrap().text.contains("差了两万多，证人是王秀英138******11\n"));
    assert_only(&world, &["qijianwei"], &["补偿款", "13800001111", "王秀英"]);

    // The sender may go on, and may ask; the readers hear of it.
    world.forget();
    world.says(CHANG, "催一下").await;
    assert!(world.news(CHANG)[0].text.starts_with("已替您催了。"));
    assert_eq!(world.news(qi)[0].text, format!("【{number}】齐见微，群众催办，请尽快回应。"));
    world.replies(CHANG, CHANG, world.messages(CHANG)[1].id, Content::text("还有一笔也差着")).await;
    assert!(world.news(qi).iter().any(|told| told.text.contains("群众补充或改了内容")));
    assert_only(&world, &SCREENERS, &[&number]);

    world.forget();
    assert_eq!(world.presses(qi, qi, note.id, "button-discipline").await, "已转纪检监察，其他人不再看到。");
    for reader in DISCIPLINE {
        assert!(world.find(world.cadre(reader), &number).is_some(), "{reader}");
    }
    for late in [(qi, note.id), (zhuang, world.find(zhuang, "需要单独看").unwrap().id)] {
        for key in ["button-read", "button-release", "button-discipline", "button-answer"] {
            assert_eq!(
                world.presses(late.0, late.0, late.1, key).await,
                "这个按钮现在用不了。",
                "the screeners have it no longer"
            );
        }
    }
    // Answered by the lane, in private; the sender reads no name.
    let note = world.find(wu, &number).unwrap();
    world.presses(wu, wu, note.id, "button-answer").await;
    world.says(wu, "反映的问题已核查，请到县城来一趟领取书面答复").await;
    let preview = world.last(wu);
    world.presses(wu, wu, preview.id, "button-confirm").await;
    let yan = world.cadre("yanruobing");
    let question = world.find(yan, "吴检准备这样答复").expect("a second reader is asked");
    assert_eq!(world.presses(yan, yan, question.id, "button-agree").await, "已办。");
    let answer = world.last(CHANG);
    assert!(answer.text.contains(&format!("\n编号 {number}：答复您\n反映的问题已核查")), "{}", answer.text);
    world.forget();
    world.presses(CHANG, CHANG, answer.id, "button-unsolved").await;
    let again = world.news(CHANG).remove(0);
    assert!(
        again.text.contains(&format!("\n编号 {number}：您说没有解决或不满意，重新办理，"))
            && !again.text.contains("负责"),
        "{}",
        again.text
    );
    assert!(world.news(wu).iter().any(|told| told.text.contains("群众说没有解决，请再看")));
    world.pass(60 * 24 * 3600).await;
    assert_only(&world, &[&SCREENERS[..], &DISCIPLINE[..]].concat(), &[&number]);
    for chat in [world.cadre("tangquan"), world.cadre("puzhiyuan"), world.group("changyuan")] {
        assert!(!world.ever_said(chat).contains(&number));
    }
    world.assert_sound().await;
}

/// A screener finds that nobody is accused: it goes the ordinary way, and late taps have no second effect.
// also: X8
#[tokio::test(flavor = "multi_thread")]
async fn what_accuses_nobody_is_released_once_and_gets_its_card() {
    let mut world = World::new().await;
    let (qi, zhuang) = (world.cadre("qijianwei"), world.cadre("zhuangwenqu"));
    world.says(CHANG, "凉水村支书那边的路灯坏了，晚上看不到路").await;
    world.pass(40).await;
    let number = world.number(CHANG);
    let (group, note) = (world.group("guanshan"), world.find(qi, &number).unwrap());
    let late = world.find(zhuang, &number).unwrap();
    assert!(world.card(group, &number).is_none());
    world.forget();
    assert_eq!(world.presses(qi, qi, note.id, "button-release").await, "已按正常件派出。");
    let card = world.card(group, &number).expect("released, and posted");
    assert!(card.text.contains("市政照明，观山镇凉水村") && !card.text.contains("支书"), "{}", card.text);
    let told = world.news(CHANG);
    assert!(told.iter().any(|message| message.text.contains("由观山镇钱进负责")), "{told:?}");
    for (who, message) in [(qi, note.id), (zhuang, late.id)] {
        assert_eq!(world.presses(who, who, message, "button-release").await, "这件事已经按正常件办理。");
        assert_eq!(world.presses(who, who, message, "button-discipline").await, "这件事已经按正常件办理。");
    }
    assert!(world.card(group, &number).is_some(), "still there");

    // Released without a place or a subject, it stands in the screeners' group instead: it is never nowhere.
    world.says(QIN, "问一下唐全那边的事").await;
    world.pass(40).await;
    let number = world.number(QIN);
    let note = world.find(qi, &number).unwrap();
    assert_eq!(world.presses(qi, qi, note.id, "button-release").await, "已按正常件派出。");
    let card = world.card(world.triage(), &number).expect("a screening card");
    assert!(!card.text.contains('唐'), "{}", card.text);
    assert!(world.labels(world.triage(), card.id).contains(&"选单位".to_owned()));
    world.assert_sound().await;
}

/// The machine saw nothing in it, the screener does: the card in the group says no more than that of any case that moved.
#[tokio::test(flavor = "multi_thread")]
async fn a_screener_sends_an_ordinary_case_to_the_discipline_lane() {
    let mut world = World::new().await;
    let (qi, triage, wu) = (world.cadre("qijianwei"), world.triage(), world.cadre("wujian"));
    world.says(LI, "观山镇那件事你们心里有数").await;
    world.pass(40).await;
    let number = world.number(LI);
    let card = world.card(triage, &number).unwrap();
    world.presses(qi, triage, card.id, "button-read").await;
    let original = world.find(qi, "群众原话").unwrap();
    assert_eq!(world.labels(qi, original.id), ["转纪检监察", "反映干部，单独办"]);
    world.forget();
    assert_eq!(world.presses(qi, qi, original.id, "button-discipline").await, "已转纪检监察，其他人不再看到。");
    assert_eq!(world.message(triage, card.id).text, format!("【{number}】已转办。"));
    assert_eq!(world.labels(triage, card.id), Vec::<String>::new());
    assert!(world.find(wu, &number).is_some());
    assert_eq!(world.presses(qi, qi, original.id, "button-discipline").await, "这个按钮现在用不了。");
    assert!(
        world.last(LI).text.contains("由专人单独看")
            || world.message(LI, world.messages(LI)[1].id).text.contains("由专人单独看")
    );
    world.assert_sound().await;
}

/// An accusation that follows an ordinary case never joins it: the unit has read that one.
#[tokio::test(flavor = "multi_thread")]
async fn an_accusation_that_comes_second_becomes_its_own_case() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    world.forget();
    world.says(CHANG, "就是翁主任把修灯的钱吃了").await;
    let receipt = world.news(CHANG).remove(0);
    assert!(receipt.text.contains("由专人单独看") && !receipt.text.contains(&case.number), "{}", receipt.text);
    world.pass(40).await;
    // Whoever is accused reads along in the unit's group: the earlier card leaves it by the stub of any transfer.
    assert_eq!(world.message(case.group, case.card).text, format!("【{}】已转办。", case.number));
    assert!(world.news(case.group).is_empty(), "and nothing new is said there");
    // The same by an edit of the message the unit has read.
    let said = world.messages(CHANG)[0].id;
    world.sandbox.edit_caption(CHANG, CHANG, said, "凉水村路灯坏了，翁守业把修灯的钱贪了");
    world.settle().await;
    let receipt = world.news(CHANG).remove(0);
    assert!(receipt.text.contains("由专人单独看"), "{}", receipt.text);
    let sealed = world.number(CHANG);
    assert!(world.news(case.group).is_empty());
    // And edited again: the accusing words are a version of the accusing case.
    world.pass(40).await;
    world.sandbox.edit_caption(CHANG, CHANG, said, "凉水村路灯坏了，翁守业把修灯的钱贪了八百块");
    world.settle().await;
    let wu = world.cadre("wujian");
    let note = world.find(wu, &format!("有一件需要单独看的事项，编号 {sealed}")).unwrap();
    world.presses(wu, wu, note.id, "button-read").await;
    assert!(world.ever_said(wu).contains("八百块"), "{}", world.last(wu).text);
    let qian = world.cadre("qianjin");
    let card = world.card(qian, &case.number).expect("it goes on with whoever acts, alone").id;
    world.presses(qian, qian, card, "button-sign").await;
    world.presses(qian, qian, card, "button-more").await;
    world.presses(qian, qian, card, "button-read").await;
    assert!(!world.ever_said(qian).contains('贪'), "the unit reads what it had");
    world.assert_sound().await;
}

/// A question about it is open: what clearly is about something else is a case of its own, and goes where it belongs.
#[tokio::test(flavor = "multi_thread")]
async fn another_complaint_is_not_taken_for_the_answer_to_a_question_about_a_sealed_case() {
    let world = World::new().await;
    world.says(CHANG, "新风社区唐全那边的补偿款差了两万多").await;
    world.pass(40).await;
    let (number, qi) = (world.number(CHANG), world.cadre("qijianwei"));
    let note = world.find(qi, &number).unwrap();
    world.presses(qi, qi, note.id, "button-ask").await;
    world.says(qi, "请问是哪一年的补偿款？").await;
    let asked = world.find(CHANG, "哪一年的补偿款").expect("the question");
    world.says(CHANG, LAMP).await;
    world.pass(40).await;
    assert_eq!(world.cases().await.len(), 2);
    let lamp = world.number(CHANG);
    assert!(lamp != number && world.card(world.group("guanshan"), &lamp).is_some(), "the lamp has a card");
    // And the answer still finds its question.
    world.says(CHANG, "是前年的").await;
    world.pass(40).await;
    assert_eq!(world.cases().await.len(), 2);
    assert!(!carried(&world, world.group("guanshan")).contains("前年"));
    world.replies(CHANG, CHANG, asked.id, Content::text("前年冬月的")).await;
    world.presses(qi, qi, note.id, "button-read").await;
    assert!(world.ever_said(qi).contains("是前年的") && world.ever_said(qi).contains("冬月"));
    world.assert_sound().await;
}
