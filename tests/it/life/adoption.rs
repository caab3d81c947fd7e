//! 建议: each is answered as taken up, in part, or not, with a reason, and counts so.

use minqing::sandbox::{Content, Seen};

use crate::never::newcomer;
use crate::world::{CHANG, LI, Posted, QIN, World};

/// A suggestion for the town.
const LAMPS: &str = "建议在凉水村村口多安几盏路灯，老人晚上走路方便";

async fn signed(world: &World, resident: i64) -> Posted {
    let case = world.posted(resident, Content::text(LAMPS), "guanshan").await;
    world.presses(world.cadre("qianjin"), case.group, case.card, "button-sign").await;
    case
}

/// Whoever signed writes the answer; the preview.
async fn written(world: &World, case: &Posted, words: &str) -> Seen {
    let cadre = world.cadre("qianjin");
    world.presses(cadre, case.group, case.card, "button-report").await;
    let prompt = world.last(case.group);
    world.replies(cadre, case.group, prompt.id, Content::text(words)).await;
    world.last(case.group)
}

async fn chosen(world: &World, case: &Posted, preview: &Seen, outcome: &str) -> Seen {
    world.presses(world.cadre("qianjin"), case.group, preview.id, outcome).await;
    world.message(case.group, preview.id)
}

async fn sent(world: &World, case: &Posted, preview: &Seen) -> String {
    world.presses(world.cadre("qianjin"), case.group, preview.id, "button-confirm").await
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_04_a_suggestion_is_answered_as_taken_up_or_not_with_a_reason() {
    let world = World::new().await;
    let case = signed(&world, CHANG).await;
    let before = world.last(CHANG).text;
    let shown = written(&world, &case, "我们研究过了，谢谢您的关心").await;
    assert!(shown.text.contains("先点一下：采纳、部分采纳，还是不采纳"), "{}", shown.text);
    assert_eq!(world.labels(case.group, shown.id), ["采纳", "部分采纳", "不采纳"], "nothing to send it with");
    // Thanks and "we have studied it" are no reason.
    let shown = chosen(&world, &case, &shown, "decided-not-adopted").await;
    assert!(shown.text.contains("结论：不采纳") && shown.text.contains("写明原因"), "{}", shown.text);
    assert_eq!(world.labels(case.group, shown.id), ["采纳", "部分采纳"]);
    let part = chosen(&world, &case, &shown, "decided-adopted-partly").await;
    assert!(part.text.contains("写明原因"), "what is left out wants its reason too: {}", part.text);
    let shown = chosen(&world, &case, &part, "decided-not-adopted").await;
    assert_eq!(world.last(CHANG).text, before, "the sender has no word of it yet");
    world
        .replies(
            world.cadre("qianjin"),
            case.group,
            shown.id,
            Content::text("因为今年路灯的钱已经用完了，明年3月列计划时再报"),
        )
        .await;
    let shown = world.message(case.group, shown.id);
    assert!(!shown.text.contains("写明原因"), "{}", shown.text);
    assert_eq!(sent(&world, &case, &shown).await, "已答复群众。");
    let told = world.last(CHANG).text;
    assert!(told.contains("因为今年路灯的钱已经用完了"), "{told}");
    assert!(told.contains("您的建议这次没有采纳，为什么，上面写了。"), "{told}");
    assert!(told.ends_with("这样答复，您看行吗？行，点“已解决”；不行，点“未解决”，再给您办。"), "{told}");
    assert!(!told.contains("结论") && !told.contains("复查"), "plain words, and no review of a suggestion: {told}");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_04_what_is_taken_up_needs_no_reason_and_no_photo() {
    let world = World::new().await;
    let case = signed(&world, CHANG).await;
    let shown = written(&world, &case, "4月30日前在村口装两盏").await;
    // A button from before anything was chosen sends nothing.
    assert!(!world.labels(case.group, shown.id).contains(&"确认发给群众".to_owned()));
    let shown = chosen(&world, &case, &shown, "decided-adopted").await;
    assert_eq!(world.labels(case.group, shown.id), ["确认发给群众", "部分采纳", "不采纳"]);
    assert_eq!(sent(&world, &case, &shown).await, "已答复群众。");
    let told = world.last(CHANG).text;
    assert!(told.contains("4月30日前在村口装两盏\n\n您的建议采纳了。"), "{told}");
    world.assert_sound().await;
}

/// The share is shown by whole fives, to whoever may see figures; before the fifth answer there is no such line.
#[tokio::test(flavor = "multi_thread")]
async fn s11_04_the_share_taken_up_is_shown_from_five_on() {
    let world = World::new().await;
    let (zhou, group) = (world.cadre("zhouning"), world.group("guanshan"));
    let residents = [CHANG, QIN, LI, newcomer(&world, 1), newcomer(&world, 2)];
    for (n, resident) in residents.into_iter().enumerate() {
        let case = signed(&world, resident).await;
        let shown = written(&world, &case, "因为预算不够，先装一盏，4月30日前装好").await;
        let outcome = ["decided-adopted", "decided-adopted-partly", "decided-not-adopted"][n % 3];
        let shown = chosen(&world, &case, &shown, outcome).await;
        if n == 4 {
            world.says(zhou, "统计").await;
            assert!(!world.last(zhou).text.contains("答复建议"), "four are somebody: {}", world.last(zhou).text);
        }
        assert_eq!(sent(&world, &case, &shown).await, "已答复群众。");
    }
    let line = "答复建议 5 件（满 5 件一步），采纳 40.00%，部分采纳 40.00%";
    world.says(zhou, "统计").await;
    let county = world.last(zhou).text;
    assert!(county.contains(&format!("观山镇：{line}")) && county.contains(&format!("青禾县：{line}")), "{county}");
    world.sandbox.text(world.cadre("qianjin"), group, "统计");
    world.settle().await;
    let unit = world.last(group).text;
    assert!(unit.contains(&format!("观山镇：{line}")) && !unit.contains("青禾县："), "{unit}");
    world.assert_sound().await;
}

/// Whom a suggestion names as the one to do it is asked, not accused: it is nobody's secret.
#[tokio::test(flavor = "multi_thread")]
async fn s11_04_a_suggestion_to_the_town_is_no_accusation() {
    let world = World::new().await;
    for (resident, words) in [(CHANG, "建议镇上组织收割机"), (QIN, "观山镇凉水村的，建议村委会收一下谷草")]
    {
        world.says(resident, words).await;
        world.pass(40).await;
        let told = world.last(resident).text;
        assert!(!told.contains("专人单独看"), "{words}: {told}");
    }
    world.assert_sound().await;
}
