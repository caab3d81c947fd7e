//! The least that does: what each kind of card says, and what a sealed case shows on a locked screen.

use minqing::sandbox::Seen;

use crate::world::{ANNA, CHANG, LI, QIN, World, number_in, photo};

const TOLD: &str = "，我叫常有田，电话13877770123，身份证510123194808151234";

/// A card with its number taken out and its buttons beneath.
fn snapshot(what: &str, card: &Seen) -> String {
    let number = number_in(&card.text).expect("a number");
    let labels: Vec<&str> = card.buttons.iter().flatten().map(|(label, _)| label.as_str()).collect();
    format!("== {what}\n{}\n[{}]\n", card.text.replace(&number, "NNNN-NNNN"), labels.join("|"))
}

/// Each type of card, to the letter.
#[tokio::test(flavor = "multi_thread")]
async fn p5_each_type_of_card_says_no_more_than_it_must() {
    let world = World::new().await;
    let (group, triage) = (world.group("guanshan"), world.triage());
    let lamp = world.posted(CHANG, photo(&format!("凉水村村口的路灯坏了三天了{TOLD}")), "guanshan").await;
    let mut all = vec![snapshot("unit card", &world.message(group, lamp.card))];
    let tong = world.cadre("tongqiushi");
    world.presses(tong, group, lamp.card, "button-more").await;
    all.push(snapshot("unit card, more", &world.message(group, lamp.card)));
    world.says(QIN, "那个事情好久能整好嘛，我叫常有田，电话13877770123").await;
    world.pass(40).await;
    let number = world.number(QIN);
    all.push(snapshot("screening card", &world.card(triage, &number).expect("a screening card")));
    world.says(LI, "我婆婆得了尿毒症，云盘村的，低保要哪些材料，我叫常有田，电话13877770123").await;
    world.pass(40).await;
    let number = world.number(LI);
    let private = world.groups().into_iter().find_map(|group| world.card(group, &number)).expect("a card");
    all.push(snapshot("private subject", &private));
    world.says(ANNA, &format!("凉水村三社房子要垮了，墙裂起大口子在落土{TOLD}")).await;
    world.pass(40).await;
    let number = world.number(ANNA);
    let danger = world.groups().into_iter().find_map(|group| world.card(group, &number)).expect("a card");
    all.push(snapshot("danger", &danger));
    world.presses(world.cadre("cenbonian"), group, lamp.card, "button-transfer").await;
    world.presses(world.cadre("cenbonian"), group, lamp.card, "路溪镇").await;
    all.push(snapshot("stub", &world.message(group, lamp.card)));
    let moved = world.card(world.group("luxi"), &lamp.number).expect("moved").id;
    world.pass(20 * 24 * 3600).await;
    world.says(CHANG, "催一下").await;
    all.push(snapshot("late", &world.message(world.group("luxi"), moved)));
    let all = all.join("\n");
    for word in ["常有田", "138", "0123", "510123", "婆婆", "尿毒症", "云盘"] {
        assert!(!all.contains(word), "{word}: {all}");
    }
    assert_eq!(all, include_str!("cards.txt"), "{all}");
}

/// Whatever a resident is sent of a sealed case begins with nothing: no subject, no person, no accusing word.
#[tokio::test(flavor = "multi_thread")]
async fn s7_09_a_locked_screen_tells_nothing_of_a_sealed_case() {
    let world = World::new().await;
    let readers = ["qijianwei", "mengshenzhi", "wujian", "yanruobing"].map(|id| world.cadre(id));
    for (who, line, unsolved) in
        [(CHANG, "您有一条办理进展。", "未解决"), (ANNA, "There is news about something you sent.", "Not solved")]
    {
        let before = world.messages(who).len();
        world.says(who, "新风社区唐全把我们的补偿款吃了两万多").await;
        world.pass(40).await;
        let number = world.number(who);
        let told = readers.into_iter().find(|reader| world.find(*reader, &number).is_some());
        let qi = told.expect("somebody reads it");
        let note = world.find(qi, &number).unwrap();
        world.presses(qi, qi, note.id, "button-ask").await;
        world.says(qi, "唐全贪污补偿款是哪一年的事").await;
        world.says(who, "前年的事").await;
        world.presses(qi, qi, note.id, "button-answer").await;
        world.says(qi, "唐全贪污一事已转纪委查办").await;
        world.presses(qi, qi, world.last(qi).id, "button-confirm").await;
        // Of the lane another reader must agree.
        for second in readers.into_iter().filter(|second| *second != qi) {
            if let Some(asked) = world.find(second, "准备这样答复") {
                world.presses(second, second, asked.id, "button-agree").await;
            }
        }
        let answer = world.last(who);
        world.presses(who, who, answer.id, unsolved).await;
        world.says(who, "催一下").await;
        world.says(who, "我的事").await;
        world.takes_back(who, &number).await;
        let told: Vec<Seen> = world.messages(who).into_iter().skip(before).filter(|seen| seen.from_bot).collect();
        assert!(told.len() >= 8, "{}", told.len());
        let mut neutral = 0;
        for seen in &told {
            for text in std::iter::once(&seen.text).chain(&seen.edits) {
                let preview: String = text.chars().take(40).collect();
                for word in ["唐", "补偿", "贪", "新风", "纪", "举报", "齐见微", "吴检", "discipline"] {
                    assert!(!preview.contains(word), "{word} in {preview}");
                }
                neutral += usize::from(text.starts_with(line));
            }
        }
        assert!(neutral >= 6, "{neutral}: {:?}", told.iter().map(|seen| &seen.text).collect::<Vec<_>>());
        let about: Vec<&Seen> = told.iter().filter(|seen| seen.text.contains("唐全")).collect();
        assert!(!about.is_empty() && about.iter().all(|seen| seen.text.starts_with(line)));
    }
    assert_eq!(world.refusals(), Vec::<String>::new());
}
