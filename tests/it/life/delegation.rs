//! Who acts for whom, from which day to which day, and no further.

use chrono::NaiveDate;
use minqing::config::{self, Settings};
use minqing::id::{CadreId, PlaceId};

use crate::program::copy;
use crate::world::{CHANG, LAMP, LI, QIN, World, config_dir, photo, settings};

const NO_RIGHT: &str = "这一步请由承办单位的同志来点；指派、改派请找单位负责人。";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 赵敏 of another unit is the deputy in 凉水村; whoever is named is away on those days.
fn county(away: &[(&str, &str, &str)]) -> Settings {
    let mut settings = settings();
    let post = settings.county.posts.iter_mut().find(|post| post.place == Some(PlaceId::new("liangshui")));
    post.unwrap().deputy = CadreId::new("zhaomin");
    for (cadre, from, until) in away {
        settings.county.cadres.get_mut(&CadreId::new(*cadre)).unwrap().absences.push((day(from), day(until)));
    }
    settings
}

/// Who acts on the lamp, as its card in the group says.
async fn acting(world: &World, resident: i64) -> String {
    world.sends(resident, photo(LAMP)).await;
    world.pass(40).await;
    let text = world.card(world.group("guanshan"), &world.number(resident)).unwrap().text;
    let line = text.lines().find(|line| line.starts_with("责任人：")).unwrap();
    line.trim_start_matches("责任人：").split('，').next().unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn z18_a_deputy_acts_from_the_first_day_away_to_the_last_and_on_no_other() {
    let world = World::with("2026-03-02 09:10", county(&[("qianjin", "2026-03-03", "2026-03-04")]), None).await;
    let zhao = world.cadre("zhaomin");
    let case = world.lamp(CHANG).await;
    world.sandbox.join(case.group, zhao);
    let more = world.data(case.group, case.card, "button-more");
    let tries = async || world.press_answer(zhao, case.group, case.card, &more).await.0;
    assert_eq!(tries().await, NO_RIGHT, "the day before");
    world.until("2026-03-03 00:01").await;
    assert_eq!(tries().await, "", "the first day");
    assert_eq!(acting(&world, QIN).await, "赵敏", "new cases are the deputy's");
    world.until("2026-03-04 23:58").await;
    assert_eq!(tries().await, "", "the last day");
    // What a deputy may do is what the one away may do: assigning was never among it.
    assert_eq!(world.presses(zhao, case.group, case.card, "button-assign").await, NO_RIGHT);
    world.until("2026-03-05 00:01").await;
    assert_eq!(tries().await, NO_RIGHT, "the day after");
    assert_eq!(acting(&world, LI).await, "钱进");
    // What was given to the deputy in those days stays with them: its sender was told their name.
    let given = world.card(world.group("guanshan"), &world.number(QIN)).unwrap();
    assert!(world.presses(zhao, case.group, given.id, "button-sign").await.starts_with("已签收"));
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z18_a_deputy_away_too_leads_to_the_head_and_never_in_a_circle() {
    let days = ("2026-03-01", "2026-03-31");
    let away = ["qianjin", "zhaomin"].map(|id| (id, days.0, days.1));
    let mut settings = county(&away);
    // Each is the other's deputy.
    for post in settings.county.posts.iter_mut().filter(|post| post.cadre.as_str() == "zhaomin") {
        post.deputy = CadreId::new("qianjin");
    }
    let world = World::with("2026-03-02 09:10", settings, None).await;
    assert_eq!(acting(&world, CHANG).await, "岑伯年");
    let card = world.card(world.group("guanshan"), &world.number(CHANG)).unwrap().id;
    assert!(
        world
            .presses(world.cadre("cenbonian"), world.group("guanshan"), card, "button-sign")
            .await
            .starts_with("已签收")
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z18_exclusion_beats_standing_in_for_somebody() {
    let world = World::with("2026-03-02 09:10", county(&[("qianjin", "2026-03-02", "2026-03-31")]), None).await;
    let zhao = world.cadre("zhaomin");
    let case = world.lamp(CHANG).await;
    world.sandbox.join(case.group, zhao);
    world.settle().await;
    world.presses(zhao, case.group, case.card, "button-more").await;
    world.presses(zhao, case.group, case.card, "button-recuse").await;
    let card = world.newest_or_private(&case.number);
    for (chat, message, data) in card {
        assert_eq!(world.press_answer(zhao, chat, message, &data).await.0, "这个按钮现在用不了。");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn z18_a_deputy_who_is_no_longer_on_the_roster_gets_nothing() {
    let mut settings = county(&[("qianjin", "2026-03-02", "2026-03-31")]);
    settings.county.cadres.remove(&CadreId::new("zhaomin"));
    let world = World::with("2026-03-02 09:10", settings, None).await;
    assert_eq!(acting(&world, CHANG).await, "岑伯年");
}

/// Who stands above whom ends somewhere, and nobody stands in for themselves; a county that says otherwise is refused.
#[test]
fn z18_a_circle_is_refused_by_the_check() {
    for (file, from, to, says) in [
        (
            "cadres.toml",
            "title = \"县长\"\n",
            "title = \"县长\"\nsuperior = \"qianjin\"\n",
            "above `qianjin` comes back",
        ),
        ("posts.toml", "deputy = \"tongqiushi\"", "deputy = \"qianjin\"", "`qianjin` is their own deputy"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        copy(&config_dir(), folder.path());
        let path = folder.path().join("county").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let faults = config::load(folder.path()).err().expect("refused").to_string();
        assert!(faults.contains(says), "{faults}");
    }
}

impl World {
    /// Every button beneath every message about a case, wherever it stands.
    fn newest_or_private(&self, number: &str) -> Vec<(i64, i64, String)> {
        let mut found = Vec::new();
        for chat in self.sandbox.chats() {
            for seen in self.messages(chat).into_iter().filter(|seen| seen.from_bot && seen.text.contains(number)) {
                let buttons = seen.buttons.iter().flatten().map(|(_, data)| (chat, seen.id, data.clone()));
                found.extend(buttons.filter(|(chat, ..)| *chat < 0 || *chat > 10_000));
            }
        }
        assert!(!found.is_empty());
        found
    }
}
