//! How staff and groups come in, and what happens in groups that are not ours.

use minqing::id::CadreId;
use minqing::sandbox::{BotRights, Content, Group, Person};

use crate::world::{CHANG, QIN, World};

fn outsider(world: &World, id: i64) {
    world.sandbox.add_person(Person { id, first_name: "外人".to_owned(), ..Person::default() });
}

fn group(world: &World, id: i64, title: &str, members: &[i64]) {
    world.sandbox.add_group(Group {
        id,
        title: title.to_owned(),
        forum: false,
        supergroup: true,
        members: members.to_vec(),
        bot_rights: BotRights::None,
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn z8_a_foreign_group_or_channel_is_left_without_a_word() {
    let mut world = World::new().await;
    let case = world.lamp(CHANG).await;
    outsider(&world, 900);
    group(&world, -900, "凉水村业主群", &[900, CHANG]);
    world.forget();
    let before = world.calls().len();
    world.sandbox.add_bot_to_group(-900, 900);
    world.settle().await;
    let calls = world.calls().split_off(before);
    assert_eq!(
        calls.iter().map(|call| (call.method.as_str(), call.chat())).collect::<Vec<_>>(),
        [("leaveChat", Some(-900))]
    );
    assert!(calls.iter().all(|call| call.ok));
    assert_eq!(
        world.outcomes().await.iter().filter(|outcome| *outcome == "foreign_group").count(),
        1,
        "kept for whoever looks back"
    );
    // Even a cadre cannot bring it into a group: only who may bind one.
    let qian = world.cadre("qianjin");
    group(&world, -901, "钱进的朋友", &[qian, 900]);
    world.sandbox.add_bot_to_group(-901, qian);
    world.settle().await;
    // A channel, by somebody who could bind a group.
    let cen = world.cadre("cenbonian");
    let channel = serde_json::json!({"id": -1_001_234, "type": "channel", "title": "频道"});
    let member = |status: &str| serde_json::json!({"status": status, "user": {"id": world.sandbox.bot_id(), "is_bot": true, "first_name": "民情"}});
    world.sandbox.update(serde_json::json!({"my_chat_member": {
        "chat": channel, "from": {"id": cen, "is_bot": false, "first_name": "岑"}, "date": 1_772_413_800,
        "old_chat_member": member("left"), "new_chat_member": member("administrator"),
    }}));
    world.settle().await;
    let calls = world.calls().split_off(before);
    let left: Vec<Option<i64>> =
        calls.iter().filter(|call| call.method == "leaveChat").map(|call| call.chat()).collect();
    assert_eq!(left, [Some(-900), Some(-901), Some(-1_001_234)]);
    assert!(calls.iter().all(|call| call.method == "leaveChat"), "{calls:?}");
    for chat in [-900, -901] {
        assert!(!world.ever_said(chat).contains(&case.number) && world.news(chat).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_bound_by_whoever_may_and_by_nobody_else() {
    let world = World::new().await;
    let (cen, qian, operator) = (world.cadre("cenbonian"), world.cadre("qianjin"), world.cadre("baoyichuan"));
    outsider(&world, 900);
    let new = -910;
    group(&world, new, "观山镇新群", &[cen, qian, operator, 900]);
    world.sandbox.add_bot_to_group(new, cen);
    world.settle().await;
    let ask = world.last(new);
    assert!(ask.text.contains("我还不是管理员") && ask.text.contains("设为管理员"), "{}", ask.text);
    assert_eq!(world.labels(new, ask.id), ["观山镇"], "a head may bind their own unit only");
    world.sandbox.set_bot_admin(new, cen, true);
    world.settle().await;
    let ask = world.last(new);
    assert_eq!(ask.text, "请单位负责人点一下，这个群给哪个单位用。");
    for (who, line) in
        [(900, "这个按钮现在用不了。"), (qian, "这一步请由承办单位的同志来点；指派、改派请找单位负责人。")]
    {
        assert_eq!(world.presses(who, new, ask.id, "观山镇").await, line);
    }
    let data = world.data(new, ask.id, "观山镇");
    assert_eq!(world.presses(cen, new, ask.id, "观山镇").await, "本群已绑定：观山镇。以后派给这里的事会发成卡片。");
    world.sends(CHANG, crate::world::photo(crate::world::LAMP)).await;
    world.pass(40).await;
    let number = world.number(CHANG);
    assert!(
        world.card(new, &number).is_some() && world.card(world.group("guanshan"), &number).is_none(),
        "the unit has one group"
    );
    let (line, _) = world.press_answer(900, new, ask.id, &data).await;
    assert_eq!(line, "这个按钮现在用不了。");
    // A unit without a group of its own: the county's triage group stands in.
    world.sandbox.remove_bot_from_group(new, cen);
    world.settle().await;
    world.sends(QIN, crate::world::photo(crate::world::LAMP)).await;
    world.pass(40).await;
    assert!(world.card(world.triage(), &world.number(QIN)).is_some());
    // An operator is offered everything, also the two groups of the county.
    group(&world, -911, "县里", &[operator]);
    world.sandbox.add_bot_to_group(-911, operator);
    world.settle().await;
    let labels = world.labels(-911, world.last(-911).id);
    assert!(
        ["观山镇", "医保局", "县里甄别群", "运维群"].iter().all(|label| labels.iter().any(|it| it == label)),
        "{labels:?}"
    );
    assert!(!labels.iter().any(|label| label == "纪委监委"), "the discipline lane never has a group");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_works_once_and_for_three_days() {
    let world = World::new().await;
    for id in [901, 902, 903, 904] {
        outsider(&world, id);
    }
    let invite = async |cadre: &str| world.app.desk.invite(&CadreId::new(cadre)).await.unwrap();
    assert!(world.app.desk.invite(&CadreId::new("nobody")).await.is_err());
    let token = invite("qianjin").await;
    world.says(901, &format!("/start j-{token}")).await;
    let welcome = world.last(901);
    assert!(welcome.text.starts_with("钱进同志，您好。您已作为观山镇的干部加入。"), "{}", welcome.text);
    assert!(welcome.reply_keyboard.is_some_and(|rows| rows.iter().flatten().any(|key| key == "我的活")));
    world.says(902, &format!("/start j-{token}")).await;
    assert_eq!(world.last(902).text, "这个邀请用过了，或者过期了。请向管理员再要一个。");
    let token = invite("zhaomin").await;
    world.pass(3 * 24 * 3600 + 1).await;
    world.says(903, &format!("/start j-{token}")).await;
    assert_eq!(world.last(903).text, "这个邀请用过了，或者过期了。请向管理员再要一个。");
    for nonsense in ["j-", "j-0000", "j-ffffffffffffffffffffffffffffffff", "j-' or 1=1 --"] {
        world.says(904, &format!("/start {nonsense}")).await;
        assert_eq!(world.last(904).text, "这个邀请用过了，或者过期了。请向管理员再要一个。", "{nonsense}");
    }
    // Whoever already is somebody keeps who they are.
    let token = invite("tongqiushi").await;
    world.says(901, &format!("/start j-{token}")).await;
    assert_eq!(world.last(901).text, "这个账号已经是另一位干部了，没有改动。");
    // The account that was the cadre's before has no rights any more; the new one is pinged.
    let case = world.lamp(CHANG).await;
    assert_eq!(world.message(case.group, case.card).pings, [901]);
    let old = world.cadre("qianjin");
    assert_eq!(world.presses(old, case.group, case.card, "button-sign").await, "这个按钮现在用不了。");
    assert_eq!(world.presses(901, case.group, case.card, "button-sign").await, "已签收。3月12日(周四)前答复群众。");
    world.assert_sound().await;
}

/// A reply to the card is a note for the unit; one tap beneath it, by whoever may, sends it to the resident.
#[tokio::test(flavor = "multi_thread")]
async fn i13_chatter_makes_no_case_and_a_note_goes_out_by_its_button_only() {
    let mut world = World::new().await;
    let (qian, zhao) = (world.cadre("qianjin"), world.cadre("zhaomin"));
    let case = world.lamp(CHANG).await;
    outsider(&world, 900);
    world.sandbox.join(case.group, 900);
    world.sandbox.join(case.group, zhao);
    world.forget();
    let chatter = world.sandbox.text(qian, case.group, "凉水村路灯又坏了，哪个去看");
    world.settle().await;
    world.replies(qian, case.group, chatter, Content::text("我去")).await;
    world.replies(900, case.group, case.card, Content::text("我是群众，我要举报")).await;
    world.replies(zhao, case.group, case.card, Content::text("我是街道的，这事我知道")).await;
    world.sandbox.send(qian, case.group, minqing::sandbox::Media::Sticker { emoji: "👍".to_owned() });
    world.settle().await;
    assert_eq!(world.store().counts().await.unwrap().cases, 1);
    assert!(world.news(case.group).is_empty() && world.news(CHANG).is_empty(), "nobody is answered, nothing goes out");
    world.replies(qian, case.group, case.card, Content::text("师傅说周四来，莫催")).await;
    let note = world.news(case.group).remove(0);
    assert_eq!(note.text, format!("【{}】已记为内部备注，群众看不到。", case.number));
    assert!(world.news(CHANG).is_empty(), "a note stays inside");
    for who in [900, zhao] {
        assert!(
            world.press_answer(who, case.group, note.id, &world.data(case.group, note.id, "button-send-note")).await.1
        );
    }
    assert!(world.news(CHANG).is_empty());
    assert_eq!(world.presses(qian, case.group, note.id, "button-send-note").await, "已发给群众。");
    assert_eq!(world.news(CHANG)[0].text, format!("编号 {}：观山镇告诉您\n师傅说周四来，莫催", case.number));
    world.assert_sound().await;
}

/// 指派 and 改派: the one who takes it is pinged, the sender hears who it is, the date stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_assigned_and_passed_on_and_its_date_stays() {
    let mut world = World::new().await;
    let (qian, cen, mi) = (world.cadre("qianjin"), world.cadre("cenbonian"), world.cadre("milinchuan"));
    let case = world.lamp(CHANG).await;
    world.presses(qian, case.group, case.card, "button-more").await;
    assert_eq!(
        world.presses(qian, case.group, case.card, "button-assign").await,
        "这一步请由承办单位的同志来点；指派、改派请找单位负责人。"
    );
    world.presses(cen, case.group, case.card, "button-assign").await;
    assert_eq!(world.presses(cen, case.group, case.card, "宓临川").await, "已指派给宓临川。");
    let ping = world.last(case.group);
    assert!(ping.pings == [mi] && ping.text.contains("这件事指派给您"), "{}", ping.text);
    assert!(world.messages(CHANG)[1].text.contains("由观山镇宓临川负责，3月9日(周一)前给您答复。"));
    world.presses(mi, case.group, case.card, "button-sign").await;
    world.until("2026-03-05 10:00").await;
    world.forget();
    world.presses(cen, case.group, case.card, "button-more").await;
    world.presses(cen, case.group, case.card, "button-transfer").await;
    assert_eq!(
        world.presses(cen, case.group, case.card, "城管局").await.chars().take(5).collect::<String>(),
        "已派城管局"
    );
    let told: Vec<String> = world.news(CHANG).into_iter().map(|message| message.text).collect();
    assert!(
        told.len() == 1 && told[0].contains("转由城管局") && told[0].ends_with("答复日期不变，还是3月9日(周一)前。"),
        "{told:?}"
    );
    assert_eq!(world.message(case.group, case.card).text, format!("【{}】已转办。", case.number));
    let there = world.card(world.group("cityadmin"), &case.number).unwrap();
    assert!(
        there.text.contains("3月9日(周一)前答复群众") && there.text.contains("请在3月6日(周五)前签收"),
        "{}",
        there.text
    );
    world.assert_sound().await;
}
