//! New configuration without a restart: what follows it, what it does to open cases, and what it never does.

use std::path::PathBuf;

use minqing::config;
use minqing::sandbox::Content;
use tempfile::TempDir;
use tokio::sync::watch;

use crate::program::copy;
use crate::world::{CHANG, Posted, QIN, World, config_dir, photo};

/// A county whose folder can be edited.
struct Edited {
    world: World,
    folder: TempDir,
}

impl Edited {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&config_dir(), folder.path());
        let settings = config::load(folder.path()).unwrap_or_else(|faults| panic!("{faults}"));
        let mut world = World::with("2026-03-02 09:10", settings, None).await;
        world.app.reload_from(folder.path(), watch::channel(0).1);
        Self { world, folder }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Replaces a passage of a file, which must be there.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{file} says {from}");
        std::fs::write(self.path(file), text.replace(from, to)).unwrap();
    }

    /// Takes a cadre out of the roster; the posts they held go to another.
    fn remove(&self, cadre: &str, heir: &str) {
        let text = std::fs::read_to_string(self.path("county/cadres.toml")).unwrap();
        let entries: Vec<&str> = text.split("[[cadre]]").collect();
        let id = format!("\nid = \"{cadre}\"\n");
        assert!(entries.iter().any(|entry| entry.starts_with(&id)), "{cadre} is on the roster");
        let left: Vec<&str> = entries.into_iter().filter(|entry| !entry.starts_with(&id)).collect();
        std::fs::write(self.path("county/cadres.toml"), left.join("[[cadre]]")).unwrap();
        self.edit("county/posts.toml", &format!("\"{cadre}\""), &format!("\"{heir}\""));
    }

    /// An operator asks for the new configuration in private; what the bot answers.
    async fn reload(&self) -> String {
        let operator = self.world.cadre("baoyichuan");
        self.world.says(operator, "/reload").await;
        self.world.last(operator).text
    }
}

/// Every button there is of a case that stands in a group, as somebody who looks for them finds them.
async fn all_buttons(world: &World, head: i64, case: &Posted) -> Vec<(i64, i64, String)> {
    let mut found = Vec::new();
    for faces in [&["button-more"][..], &["button-assign"], &["button-less", "button-more", "button-transfer"]] {
        let shown = world.message(case.group, case.card).buttons;
        found.extend(shown.into_iter().flatten().map(|(_, data)| (case.group, case.card, data)));
        for face in faces {
            world.presses(head, case.group, case.card, face).await;
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn z5_a_removed_cadre_is_refused_at_once_and_their_cases_go_on_with_others() {
    let mut county = Edited::new().await;
    let world = &mut county.world;
    let (qian, tong, cen) = (world.cadre("qianjin"), world.cadre("tongqiushi"), world.cadre("cenbonian"));
    let (waiting, working) = (world.lamp(CHANG).await, world.lamp(QIN).await);
    world.presses(qian, working.group, working.card, "button-sign").await;
    world.opens(qian, working.group, working.card).await;
    world.says(qian, "我的活").await;
    let mut buttons = [all_buttons(world, cen, &waiting).await, all_buttons(world, cen, &working).await].concat();
    for message in world.messages(qian) {
        buttons.extend(message.buttons.into_iter().flatten().map(|(_, data)| (qian, message.id, data)));
    }
    // In the middle of something, in the group and in private.
    world.presses(cen, working.group, working.card, "button-less").await;
    world.presses(qian, working.group, working.card, "button-report").await;
    let prompt = world.last(working.group).id;
    world.forget();

    county.remove("qianjin", "cenbonian");
    let answer = county.reload().await;
    assert!(answer.starts_with("已换上新的配置。") && answer.contains("干部去掉1人：钱进。"), "{answer}");
    let world = &mut county.world;
    let before = world.event_count().await;
    assert!(buttons.len() > 25, "{}", buttons.len());
    for (chat, message, data) in buttons {
        let answer = world.press_answer(qian, chat, message, &data).await;
        assert_eq!(answer, ("这个按钮现在用不了。".to_owned(), true));
    }
    world.replies(qian, working.group, prompt, photo("换好了")).await;
    world.says(qian, "我的活").await;
    assert!(!world.last(qian).text.contains(&waiting.number), "{}", world.last(qian).text);
    world.replies(qian, working.group, working.card, Content::text("记一笔")).await;
    assert_eq!(world.event_count().await, before, "nothing of it changed anything");
    assert!(!world.ever_said(QIN).contains("换好了"));

    // The deputy has both, is pinged, and can go on where the other stood; the residents see the new name.
    for (case, resident) in [(&waiting, CHANG), (&working, QIN)] {
        let card = world.message(case.group, case.card);
        assert!(card.text.contains("责任人：佟秋实") && !card.text.contains("qianjin"), "{}", card.text);
        let ping = world.find(case.group, "这件事指派给您").unwrap();
        assert_eq!(ping.pings, [tong]);
        assert!(world.find(resident, "观山镇佟秋实").is_some(), "the status message names who has it now");
    }
    assert!(world.presses(tong, waiting.group, waiting.card, "button-sign").await.starts_with("已签收。"));
    world.reported(tong, &working, "换了灯泡").await;

    // The deputy leaves too: the head of the unit has it.
    county.remove("tongqiushi", "milinchuan");
    county.edit("county/posts.toml", "cadre = \"milinchuan\"\ndeputy = \"milinchuan\"", "cadre = \"milinchuan\"\ndeputy = \"cenbonian\"");
    county.edit("county/posts.toml", "cadre = \"cenbonian\"\ndeputy = \"milinchuan\"\n", "cadre = \"milinchuan\"\ndeputy = \"cenbonian\"\n");
    let answer = county.reload().await;
    assert!(answer.contains("干部去掉1人：佟秋实。"), "{answer}");
    let world = &mut county.world;
    let card = world.message(waiting.group, waiting.card);
    assert!(card.text.contains("责任人：岑伯年") && card.pings == [cen], "{}", card.text);
    // What was answered before and comes back goes to somebody who is still there.
    world.presses(QIN, QIN, world.find(QIN, "换了灯泡").unwrap().id, "button-unsolved").await;
    let again = world.newest_card(&working);
    assert!(world.message(again.group, again.card).text.contains("责任人：岑伯年"));
    world.assert_sound().await;
}
