//! Who is let in by a new roster, who stays out, and what a damaged row must never hold up.

use super::*;

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
    let told = county.world.find(7_103, &number).expect("whom it does not accuse hears of it");
    assert!(county.world.presses(7_103, 7_103, told.id, "button-read").await.starts_with("原文已发到"));
    county.world.assert_sound().await;
}

/// One damaged row: its case stays shut, the operators hear of it, every other case goes by the new rules and its clocks ring.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_case_holds_up_neither_a_reload_nor_the_clocks_of_the_others() {
    let mut county = Edited::new().await;
    county.sealed("新风社区的唐全把我们的赔偿款吃了").await;
    let case = county.world.lamp(QIN).await;
    county.world.stranger().await.execute("update exclusion set sealed = cast('damaged' as blob)").await;
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
