//! What an answer holds: its outcome with its basis, the list of what to bring, the look of somebody else.

use minqing::sandbox::{Content, Seen};

use crate::world::{CHANG, LI, Posted, QIN, World};

/// A question about money for a stay in hospital (scenario S9).
const INSURANCE: &str = "去年在江州的大医院住院花了4万多，得的是糖尿病，新农合的人说外地票报不到，我跑了三趟，一趟一个说法，到底报不报得到？";
/// The same, without a word about anybody's service.
const QUESTION: &str = "去年在江州的大医院住院花了4万多，得的是糖尿病，想问异地住院医保怎么报销";
/// Somebody asks for the subsistence allowance.
const RELIEF: &str = "我家里困难，想申请低保，求政府帮一下";
/// A list that lacks nothing.
const LIST: &str = "依据：青禾县医保局〔2025〕3号\n材料：住院发票原件，就诊的医院，1份\n2、材料：身份证复印件，本人，两份\n时限：15个工作日\n地点：县政务服务中心二楼医保窗口\n电话：0000-8810119";

/// The preview, as it stands now: the last message with the words in a group.
fn preview(world: &World, chat: i64) -> Seen {
    world.last(chat)
}

/// Signs, presses 报结 and replies with these words; the preview.
async fn written(world: &World, cadre: i64, case: &Posted, words: &str) -> Seen {
    world.presses(cadre, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(cadre, case.group, prompt.id, Content::text(words)).await;
    preview(world, case.group)
}

/// It complains of a service, so it stands with the head alone.
async fn insurance(world: &World) -> Posted {
    world.says(QIN, INSURANCE).await;
    world.pass(40).await;
    let (number, head) = (world.number(QIN), world.cadre("congyuanzhi"));
    let card = world.card(head, &number).expect("a card with the head").id;
    Posted { number, group: head, card }
}

async fn signed(world: &World, resident: i64, words: &str, unit: &str, cadre: i64) -> Posted {
    let case = world.posted(resident, Content::text(words), unit).await;
    world.presses(cadre, case.group, case.card, "button-sign").await;
    case
}

/// What is not supported needs its basis, tells the ways on, and stays in writing beside whatever else was given.
#[tokio::test(flavor = "multi_thread")]
async fn s3_07_a_refusal_in_writing_stays_beside_what_is_given() {
    let world = World::new().await;
    let (lu, ji) = (world.cadre("luchengan"), world.cadre("jihuaiqing"));
    let case = signed(&world, CHANG, RELIEF, "civil", lu).await;
    // One thing is refused, the rest goes on.
    world.presses(lu, case.group, case.card, "button-more").await;
    world.presses(lu, case.group, case.card, "button-refuse-one").await;
    let prompt = world.last(case.group);
    assert!(prompt.force_reply && prompt.text.contains("依据哪部法律、规定或文件"), "{}", prompt.text);
    world.replies(lu, case.group, prompt.id, Content::text("家庭人均收入超过标准，不符合低保条件")).await;
    let shown = preview(&world, case.group);
    assert!(shown.text.contains("不支持的要有依据") && world.labels(case.group, shown.id).is_empty(), "{}", shown.text);
    world.replies(lu, case.group, prompt.id, Content::text("依据《最低生活保障审核确认办法》第五条")).await;
    let shown = world.message(case.group, shown.id);
    assert!(!shown.text.contains("要有依据"), "{}", shown.text);
    world.presses(lu, case.group, shown.id, "button-confirm").await;
    let told = world.last(CHANG).text;
    assert!(told.contains("民政局书面答复您，这一项不支持\n家庭人均收入超过标准，不符合低保条件\n依据《最低生活保障审核确认办法》第五条"), "{told}");
    assert!(told.contains("4月1日(周三)前可以向上一级申请复查"), "{told}");
    let denied =
        "3月2日(周一)书面答复：不支持。家庭人均收入超过标准，不符合低保条件 依据《最低生活保障审核确认办法》第五条";
    let status = world.find(CHANG, "收到了。").map(|status| status.text).unwrap_or_default();
    let status = if status.is_empty() { world.find(CHANG, "正在办").unwrap().text } else { status };
    assert!(status.contains(denied) && status.contains("正在办"), "{status}");
    // Relief is given in the end: passed by the head, told to the sender, and the refusal still stands.
    let shown = written(&world, lu, &case, "临时救助1000元已经批准，3月10日前发放").await;
    assert!(world.presses(lu, case.group, shown.id, "button-confirm").await.starts_with("已交计怀清审核"));
    world.presses(ji, ji, world.last(ji).id, "button-pass").await;
    assert!(
        world.last(CHANG).text.contains("民政局逯承安答复您\n临时救助1000元已经批准"),
        "{}",
        world.last(CHANG).text
    );
    world.says(CHANG, "我的事").await;
    let mine = world.last(CHANG).text;
    assert!(mine.contains(denied) && mine.contains("有答复"), "{mine}");
    world.assert_sound().await;
}

/// An answer that supports is three taps as ever; one that does not asks for its basis first.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_refuses_says_so_and_why_and_where_to_turn() {
    let world = World::new().await;
    let (lu, ji) = (world.cadre("luchengan"), world.cadre("jihuaiqing"));
    let case = signed(&world, CHANG, RELIEF, "civil", lu).await;
    let shown = written(&world, lu, &case, "家庭人均收入超过标准，不符合低保条件").await;
    assert_eq!(world.labels(case.group, shown.id), ["确认发给群众", "部分支持", "解释说明", "不支持"]);
    let old = world.data(case.group, shown.id, "button-confirm");
    world.presses(lu, case.group, shown.id, "decided-not-supported").await;
    let shown = world.message(case.group, shown.id);
    assert!(shown.text.contains("结论：不支持") && shown.text.contains("不支持的要有依据"), "{}", shown.text);
    assert_eq!(world.labels(case.group, shown.id), ["支持", "部分支持", "解释说明"], "nothing to send it with");
    // The button that stood there before sends nothing either.
    let (line, alert) = world.press_answer(lu, case.group, shown.id, &old).await;
    assert_eq!((line.as_str(), alert), ("还不能发，缺什么写在上面。", true));
    world.replies(lu, case.group, shown.id, Content::text("依据《最低生活保障审核确认办法》第五条")).await;
    assert!(world.presses(lu, case.group, shown.id, "button-confirm").await.starts_with("已交计怀清审核"));
    let letter = world.last(ji);
    assert!(letter.text.contains("逯承安写好了答复") && letter.text.contains("结论：不支持"), "{}", letter.text);
    world.presses(ji, ji, letter.id, "button-pass").await;
    let answer = world.last(CHANG).text;
    assert!(answer.contains("结论：不支持\n您不同意的，4月1日(周三)前可以向上一级申请复查"), "{answer}");
    assert!(answer.ends_with("这件事解决了吗？"), "{answer}");
    world.assert_sound().await;
}

/// Whoever wrote it cannot pass it; sent back it comes again with the reason; the resident hears nothing in between.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_looked_at_by_somebody_else_first() {
    let mut world = World::new().await;
    let (lu, ji, geng) = (world.cadre("luchengan"), world.cadre("jihuaiqing"), world.cadre("gengxiuwu"));
    let case = signed(&world, CHANG, RELIEF, "civil", lu).await;
    world.forget();
    let shown = written(&world, lu, &case, "已经受理，正在核查").await;
    world.presses(lu, case.group, shown.id, "button-confirm").await;
    assert!(world.news(CHANG).is_empty(), "the resident has no word before it is passed");
    let card = world.message(case.group, case.card);
    assert!(card.text.contains("待审核") && card.text.contains("等计怀清审核"), "{}", card.text);
    assert_eq!(world.labels(case.group, case.card), ["通过", "退回"]);
    let pass = world.data(case.group, case.card, "button-pass");
    let before = world.event_count().await;
    assert!(world.press_answer(lu, case.group, case.card, &pass).await.0.contains("请由承办单位的同志来点"));
    assert!(world.press_answer(world.cadre("qianjin"), case.group, case.card, &pass).await.0.contains("请由"));
    assert_eq!(world.event_count().await, before, "neither the writer nor another unit passes it");
    world.presses(ji, ji, world.last(ji).id, "button-return").await;
    let prompt = world.last(ji);
    world.replies(ji, ji, prompt.id, Content::text("没有写清核查的结果和日期")).await;
    assert!(world.last(lu).text.ends_with("没有写清核查的结果和日期"), "{}", world.last(lu).text);
    assert!(world.message(case.group, case.card).text.contains("办理中"));
    let (line, alert) = world.press_answer(ji, case.group, case.card, &pass).await;
    assert!(alert && line.contains("请由"), "nothing waits any more: {line}");
    let shown = written(&world, lu, &case, "核查完了，符合条件，3月起每月发放").await;
    world.presses(lu, case.group, shown.id, "button-confirm").await;
    assert!(world.news(CHANG).is_empty());
    // The deputy of the post may pass it in the group, and passing twice gives one answer.
    let passer = if world.message(case.group, case.card).text.contains("等计怀清") { ji } else { geng };
    let pass = world.data(case.group, case.card, "button-pass");
    assert_eq!(world.press_answer(passer, case.group, case.card, &pass).await.0, "已通过，发给群众了。");
    let told: Vec<String> = world.news(CHANG).into_iter().map(|told| told.text).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("民政局逯承安答复您\n核查完了"), "{told:?}");
    let count = world.event_count().await;
    world.press_answer(passer, case.group, case.card, &pass).await;
    assert_eq!(world.event_count().await, count);
    world.assert_sound().await;
}

/// Nobody looks: the next one up hears of it by name and may look; the answer's own date climbs besides.
#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_is_late_climbs_to_a_named_person() {
    let mut world = World::new().await;
    let (lu, lin) = (world.cadre("luchengan"), world.cadre("lincaiwei"));
    let case = signed(&world, CHANG, RELIEF, "civil", lu).await;
    let shown = written(&world, lu, &case, "已经批准").await;
    world.presses(lu, case.group, shown.id, "button-confirm").await;
    world.forget();
    world.until("2026-03-03 23:50").await;
    assert!(world.news(lin).is_empty());
    world.until("2026-03-04 00:10").await;
    let told = world.news(lin);
    assert!(told.len() == 1 && told[0].text.contains("计怀清过了时间"), "{told:?}");
    world.presses(lin, lin, told[0].id, "button-pass").await;
    assert!(!world.last(CHANG).text.contains("已经批准"), "nobody is woken for it");
    world.until("2026-03-04 08:00").await;
    assert!(world.last(CHANG).text.contains("民政局逯承安答复您\n已经批准"));
    world.assert_sound().await;
}

/// The list is read line by line, what is missing is named, and an empty one cannot be sent.
#[tokio::test(flavor = "multi_thread")]
async fn s9_03_what_to_bring_is_told_in_one_go_and_an_empty_list_is_not_sent() {
    let world = World::new().await;
    let (case, handler) = (insurance(&world).await, world.cadre("congyuanzhi"));
    world.presses(handler, case.group, case.card, "button-sign").await;
    let shown =
        written(&world, handler, &case, "住院的可以报，门诊票不能报（《异地就医结算办法》第八条），请带齐材料到窗口办")
            .await;
    assert!(shown.text.contains("请点“加一次性告知”"), "{}", shown.text);
    assert_eq!(
        world.labels(case.group, shown.id),
        ["加一次性告知", "不用办手续，直接发", "部分支持", "解释说明", "不支持"]
    );
    world.presses(handler, case.group, shown.id, "button-add-guide").await;
    let shown = world.message(case.group, shown.id);
    assert!(
        shown.text.contains("还没有内容") && shown.text.contains("\n依据：青禾县医保局〔2025〕3号\n"),
        "{}",
        shown.text
    );
    assert_eq!(world.labels(case.group, shown.id), ["部分支持", "解释说明", "不支持"], "an empty list cannot be sent");
    // What is not understood is said line by line, what is missing is named.
    world
        .replies(
            handler,
            case.group,
            shown.id,
            Content::text("材料：住院发票原件，就诊的医院，-1份\n带身份证\n地点：二楼"),
        )
        .await;
    let shown = world.message(case.group, shown.id);
    for words in ["没看懂几份：材料：住院发票原件", "没看懂：带身份证", "还缺：依据，材料，时限，电话", "地点：二楼"]
    {
        assert!(shown.text.contains(words), "{words}: {}", shown.text);
    }
    assert!(!world.labels(case.group, shown.id).contains(&"确认发给群众".to_owned()));
    world.replies(handler, case.group, shown.id, Content::text(LIST)).await;
    let list = "依据：青禾县医保局〔2025〕3号\n要带的材料：\n1. 住院发票原件（就诊的医院出具），1份\n2. 身份证复印件（本人出具），2份\n时限：15个工作日\n地点：县政务服务中心二楼医保窗口\n电话：0000-8810119";
    let shown = world.message(case.group, shown.id);
    assert!(shown.text.contains(list) && !shown.text.contains("还缺"), "{}", shown.text);
    world.presses(handler, case.group, shown.id, "button-confirm").await;
    let above = world.cadre("lincaiwei");
    let letter = world.last(above);
    assert!(letter.text.contains(list), "{}", letter.text);
    world.presses(above, above, letter.id, "button-pass").await;
    let answer = world.last(QIN).text;
    assert!(
        answer.contains("住院的可以报，门诊票不能报（《异地就医结算办法》第八条），请带齐材料到窗口办")
            && answer.contains(list),
        "{answer}"
    );
    // They can ask for it again, as often as they like.
    let status = world.find(QIN, "已答复，请您说一说").expect("the status message");
    world.presses(QIN, QIN, status.id, "button-guide-again").await;
    assert!(world.last(QIN).text.contains("一次性告知您") && world.last(QIN).text.contains(list));
    world.assert_sound().await;
}

/// The group reads a neutral label: no hospital, no sum, no illness, no name.
#[tokio::test(flavor = "multi_thread")]
async fn s9_06_the_card_says_no_hospital_no_sum_and_no_illness() {
    let world = World::new().await;
    let complained = insurance(&world).await;
    let asked = world.posted(CHANG, Content::text(QUESTION), "medicare").await;
    for case in [complained, asked] {
        let card = world.message(case.group, case.card).text;
        assert!(card.contains("医保报销"), "{card}");
        for word in ["医院", "江州", "4万", "糖尿病", "秦"] {
            assert!(!card.contains(word), "{word}: {card}");
        }
    }
    for group in world.groups() {
        let said = world.ever_said(group);
        for word in ["医院", "江州", "4万", "糖尿病", "秦"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
    world.assert_sound().await;
}

/// A sick man in a falling house: neither his name nor his illness reaches a group; whoever acts reads them once he agrees.
#[tokio::test(flavor = "multi_thread")]
async fn s1_08_neither_name_nor_illness_reaches_a_group() {
    let world = World::new().await;
    let text = "我是观山镇凉水村3社的秦大山，得了尿毒症，身上病多，干不得活路。屋头是土墙房，四间只剩两间好的，灶也烂了。政府能不能帮一哈？";
    world.says(LI, text).await;
    world.pass(40).await;
    for group in world.groups() {
        let said = world.ever_said(group);
        for word in ["秦大山", "尿毒症", "病多", "土墙房"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
    let asked = world.find(LI, "您说到了健康方面的情况").expect("a consent of its own is asked for");
    assert!(world.labels(LI, asked.id).contains(&"同意".to_owned()));
    world.assert_sound().await;
}
