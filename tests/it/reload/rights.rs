//! Who is let in by a new roster, who stays out, and what a damaged row must never hold up.

use super::*;
use crate::ground::bytes_literal;

/// Somebody new to the county's roster, a screener.
fn screener(id: &str, name: &str) -> String {
    format!(
        "[[cadre]]\nid = \"{id}\"\nname = \"{name}\"\ntitle = \"甄别员\"\nunit = \"county\"\nroles = [\"screener\"]\n"
    )
}

impl Edited {
    /// A case that accuses somebody; its number, and what the button beneath its notice carries.
    async fn sealed(&self, words: &str) -> (String, String) {
        self.world.says(CHANG, words).await;
        self.world.pass(40).await;
        let (number, qi) = (self.world.number(CHANG), self.world.cadre("qijianwei"));
        let notice = self.world.find(qi, &number).unwrap();
        (number, self.world.data(qi, notice.id, "button-read"))
    }

    /// Something else changes, and the new roster is looked at again.
    async fn reloaded_again(&self, days: &str) {
        let text = std::fs::read_to_string(self.path("service.toml")).unwrap();
        let line = text.lines().find(|line| line.starts_with("consult_wd")).unwrap();
        self.edit("service.toml", line, &format!("consult_wd = {days}"));
        self.reloaded().await;
    }
}

/// The roster did not know the accused when the words were read: they stay out all the same, whenever they come.
#[tokio::test(flavor = "multi_thread")]
async fn whom_the_words_accuse_is_kept_out_also_when_they_join_the_roster_later() {
    let county = Edited::new().await;
    let (number, read) = county.sealed("新风社区的荀四海把我们的赔偿款吃了").await;
    let out = async |account: i64| {
        assert!(!county.world.ever_said(account).contains(&number), "{}", county.world.ever_said(account));
        let answer = county.world.press_answer(account, account, 1, &read).await;
        assert_eq!(answer, ("这个按钮现在用不了。".to_owned(), true));
    };
    county.add("county/cadres.toml", &screener("xunsihai", "荀四海"));
    county.reloaded().await;
    county.joins(7_101, "xunsihai").await;
    county.reloaded_again("3").await;
    out(7_101).await;
    // Away with one reload, back under another id with the next.
    county.drop_entries("county/cadres.toml", "cadre", "id = \"xunsihai\"");
    county.reloaded().await;
    county.add("county/cadres.toml", &screener("xsh", "荀四海"));
    county.add("county/cadres.toml", &screener("bianshi", "卞实"));
    county.reloaded().await;
    county.joins(7_102, "xsh").await;
    county.joins(7_103, "bianshi").await;
    county.reloaded_again("4").await;
    out(7_101).await;
    out(7_102).await;
    // Whoever serves beside them is kept out with them; the discipline lane hears of it.
    out(7_103).await;
    let stand_in = county.world.cadre("mengshenzhi");
    let told = county.world.find(stand_in, &number).expect("whom it does not accuse hears of it");
    assert!(county.world.presses(stand_in, stand_in, told.id, "button-read").await.starts_with("原文已发到"));
    county.world.assert_sound().await;
}

/// One damaged row: its case stays shut, the operators hear of it, every other case goes by the new rules and its clocks ring.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_case_holds_up_neither_a_reload_nor_the_clocks_of_the_others() {
    let mut county = Edited::new().await;
    county.sealed("新风社区唐全那边的赔偿款差了两万多").await;
    let case = county.world.lamp(QIN).await;
    let damage = format!("update exclusion set sealed = {}", bytes_literal(county.world.ground.engine, "01"));
    county.world.stranger().await.execute(&damage).await;
    county.remove("qianjin", "cenbonian");
    county.reloaded().await;
    let card = county.world.message(case.group, case.card);
    assert!(card.text.contains("责任人：佟秋实"), "{}", card.text);
    let operators = county.world.operators();
    assert!(county.world.find(operators, "没能按现在的名单和日历改过来").is_some());
    assert!(!county.world.ever_said(county.world.cadre("qijianwei")).contains("赔偿款"));
    county.world.forget();
    county.world.until("2026-03-10 12:00").await;
    let cen = county.world.cadre("cenbonian");
    assert!(county.world.find(cen, &case.number).is_some(), "the date passed, and the head hears of it");
}

/// What fails as a whole is tried again, further and further apart; the clocks ring meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn clocks_ring_while_a_new_roster_cannot_be_settled_and_it_is_tried_again() {
    let mut county = Edited::new().await;
    let case = county.world.lamp(QIN).await;
    let stranger = county.world.stranger().await;
    stranger.refuse_deletes("cadre").await;
    county.remove("qianjin", "cenbonian");
    county.reloaded().await;
    let operators = county.world.operators();
    assert!(county.world.find(operators, "没能按现在的名单和日历改过来").is_some());
    county.world.forget();
    county.world.until("2026-03-10 12:00").await;
    let cen = county.world.cadre("cenbonian");
    assert!(county.world.find(cen, &case.number).is_some(), "the date passed, and the head hears of it");
    let bound = async || stranger.number("select count(*) from cadre where cadre = 'qianjin'").await;
    assert_eq!(bound().await, 1);
    stranger.allow_deletes("cadre").await;
    county.world.pass(300).await;
    assert_eq!(bound().await, 0, "tried again");
    county.world.assert_sound().await;
}

/// Whoever left the roster and is put back has no rights until they join by a new invite.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_to_the_roster_needs_a_new_invite() {
    let county = Edited::new().await;
    let world = &county.world;
    let (qian, case) = (world.cadre("qianjin"), world.lamp(CHANG).await);
    let (cadres, posts) = ("county/cadres.toml", "county/posts.toml");
    let before = [cadres, posts].map(|file| std::fs::read_to_string(county.path(file)).unwrap());
    county.remove("qianjin", "cenbonian");
    county.reloaded().await;
    for (file, text) in [cadres, posts].iter().zip(&before) {
        std::fs::write(county.path(file), text).unwrap();
    }
    county.reloaded().await;
    let answer = world.presses(qian, case.group, case.card, "button-sign").await;
    assert_eq!(answer, "这个按钮现在用不了。");
    world.says(qian, "我的活").await;
    assert!(!world.last(qian).text.contains(&case.number), "{}", world.last(qian).text);
    county.joins_as(qian, "qianjin").await;
    world.says(qian, "我的活").await;
    assert!(!world.presses(qian, case.group, case.card, "button-more").await.contains("用不了"));
    world.assert_sound().await;
}

/// An invite is good once, and the newest only; an account that takes another's place does not do so unseen.
#[tokio::test(flavor = "multi_thread")]
async fn no_spare_invite_changes_an_account_and_a_change_is_heard_of() {
    let mut county = Edited::new().await;
    let qian = county.world.cadre("qianjin");
    for account in [7_201, 7_202] {
        county.world.sandbox.add_person(Person { id: account, first_name: "新人".to_owned(), ..Person::default() });
    }
    let invite = async || county.world.app.desk.invite(&CadreId::new("qianjin")).await.unwrap();
    let (first, second) = (invite().await, invite().await);
    county.world.says(7_201, &format!("/start j-{first}")).await;
    assert!(county.world.last(7_201).text.starts_with("这个邀请用过了"), "{}", county.world.last(7_201).text);
    county.world.says(7_201, &format!("/start j-{second}")).await;
    assert!(county.world.find(7_201, "您已作为").is_some());
    assert!(county.world.last(qian).text.starts_with("钱进同志的账号换成了另一个"), "{}", county.world.last(qian).text);
    assert!(county.world.find(county.world.operators(), "钱进用新的邀请换了账号").is_some());
    let answer = county.world.lamp(CHANG).await;
    let pressed = county.world.presses(qian, answer.group, answer.card, "button-sign").await;
    assert_eq!(pressed, "这个按钮现在用不了。");
    county.world.forget();
    county.world.says(7_201, &format!("/start j-{second}")).await;
    assert!(county.world.news(county.world.operators()).is_empty() && county.world.news(qian).is_empty());
    county.world.assert_sound().await;
}
