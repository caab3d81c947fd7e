//! New configuration without a restart: what follows it, what it does to open cases, and what it never does.

use std::path::PathBuf;
use std::time::Instant;

use minqing::app::soak::rig::Rig;
use minqing::config;
use minqing::id::CadreId;
use minqing::sandbox::{Content, Person};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::sync::watch;

use crate::ground::Engine;
use crate::pipe::{PATIENCE, rig_on, until};
use crate::program::copy;
use crate::world::{CHANG, Posted, QIN, World, config_dir, photo};

mod rights;

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

    /// Takes entries out of a file: those with that line.
    fn drop_entries(&self, file: &str, table: &str, line: &str) {
        let head = format!("[[{table}]]");
        let text = std::fs::read_to_string(self.path(file)).unwrap();
        let mut entries: Vec<&str> = text.split(&head).collect();
        let count = entries.len();
        entries.retain(|entry| !entry.lines().any(|it| it == line));
        assert!(entries.len() < count, "{file} has an entry with {line}");
        std::fs::write(self.path(file), entries.join(&head)).unwrap();
    }

    /// Adds an entry to the end of a file.
    fn add(&self, file: &str, entry: &str) {
        let text = std::fs::read_to_string(self.path(file)).unwrap();
        std::fs::write(self.path(file), format!("{text}\n{entry}")).unwrap();
    }

    /// Takes a cadre out of the roster; the posts they held go to another.
    fn remove(&self, cadre: &str, heir: &str) {
        self.drop_entries("county/cadres.toml", "cadre", &format!("id = \"{cadre}\""));
        self.edit("county/posts.toml", &format!("\"{cadre}\""), &format!("\"{heir}\""));
    }

    /// Somebody new gets an account and joins by an invite.
    async fn joins(&self, account: i64, cadre: &str) {
        self.world.sandbox.add_person(Person { id: account, first_name: "新人".to_owned(), ..Person::default() });
        self.joins_as(account, cadre).await;
    }

    /// Somebody who has an account joins by an invite.
    async fn joins_as(&self, account: i64, cadre: &str) {
        let token = self.world.app.desk.invite(&CadreId::new(cadre)).await.unwrap();
        self.world.says(account, &format!("/start j-{token}")).await;
        assert!(self.world.last(account).text.contains("您已作为"), "{}", self.world.last(account).text);
    }

    /// An operator asks, and it is taken.
    async fn reloaded(&self) {
        let answer = self.reload().await;
        assert!(answer.starts_with("已换上新的配置。"), "{answer}");
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
    county.edit(
        "county/posts.toml",
        "cadre = \"milinchuan\"\ndeputy = \"milinchuan\"",
        "cadre = \"milinchuan\"\ndeputy = \"cenbonian\"",
    );
    county.edit(
        "county/posts.toml",
        "cadre = \"cenbonian\"\ndeputy = \"milinchuan\"\n",
        "cadre = \"milinchuan\"\ndeputy = \"cenbonian\"\n",
    );
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

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_keeps_the_old_configuration_and_every_fault_is_named() {
    let mut county = Edited::new().await;
    county.remove("qianjin", "nobody");
    county.edit("service.toml", "help_wd = 5", "help_wd = 9\nhelp_weeks = 1");
    county.edit("text/zh-CN.ftl", "receipt-thanks = 收到了。", "receipt-thanks = 有了。");
    let answer = county.reload().await;
    let lines: Vec<&str> = answer.lines().collect();
    assert_eq!(lines[0], format!("没有换上，仍用原来的配置。下面{}处改好以后，再发 /reload：", lines.len() - 1));
    let unknown: Vec<&&str> = lines.iter().filter(|line| line.contains("`nobody`")).collect();
    assert!(unknown.len() == 3 && unknown.iter().all(|line| line.starts_with("county/posts.toml:")), "{answer}");
    let key = lines.iter().find(|line| line.starts_with("service.toml:")).expect("the other fault too");
    assert!(key.contains("help_weeks") && key.contains("remove it"), "{key}");
    assert!(
        !answer.contains(&county.folder.path().display().to_string()),
        "nobody need know where it stands: {answer}"
    );
    // All of it as it was: who is responsible, the words, the dates.
    let world = &mut county.world;
    let case = world.lamp(CHANG).await;
    assert!(world.message(case.group, case.card).text.contains("责任人：钱进，3月9日(周一)前"));
    assert!(world.ever_said(CHANG).contains("收到了。"));
    // Mended, it is taken; and again there is nothing new.
    county.edit("county/posts.toml", "\"nobody\"", "\"cenbonian\"");
    county.edit("service.toml", "help_weeks = 1", "");
    assert!(county.reload().await.starts_with("已换上新的配置。"));
    assert_eq!(county.reload().await, "配置文件没有改动，照旧。");
    let case = county.world.lamp(QIN).await;
    assert!(county.world.message(case.group, case.card).text.contains("责任人：岑伯年，3月13日(周五)前"));
    assert!(county.world.ever_said(QIN).contains("有了。"));
    // Another county is another bot.
    county.edit("minqing.toml", "id = \"qinghe\"", "id = \"bieshan\"");
    let answer = county.reload().await;
    assert!(
        answer.starts_with("没有换上")
            && answer.contains("minqing.toml:6: ")
            && answer.contains("put back id = \"qinghe\""),
        "{answer}"
    );
    county.world.says(QIN, "我的事").await;
    assert!(county.world.last(QIN).text.contains(&case.number), "{}", county.world.last(QIN).text);
    county.world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_goes_by_the_new_configuration() {
    let mut county = Edited::new().await;
    let open = county.world.lamp(CHANG).await;
    county.world.forget();
    county.edit("minqing.toml", "# quiet_seconds = 8", "quiet_seconds = 2");
    county.edit("minqing.toml", "0000-8810119", "0000-8819999");
    county.edit("county/places.toml", "aliases = [\"凉水\", ", "aliases = [\"凉水\", \"滴水岩\", ");
    county.edit("text/zh-CN.ftl", "command-mycases = 我的事", "command-mycases = 看我的事");
    county.edit(
        "holidays/2026.json",
        "\"days\": [",
        "\"days\": [\n    {\"name\": \"赶场\", \"date\": \"2026-03-06\", \"isOffDay\": true},",
    );
    county.edit("county/posts.toml", "cadre = \"qianjin\"", "cadre = \"fangqiao\"");
    county.add(
        "county/cadres.toml",
        "[[cadre]]\nid = \"fangqiao\"\nname = \"方桥\"\ntitle = \"包村干部\"\nunit = \"guanshan\"\nroles = [\"handler\"]\nsuperior = \"cenbonian\"\n",
    );
    let answer = county.reload().await;
    for said in [
        "county/cadres.toml",
        "county/places.toml",
        "holidays/2026.json",
        "minqing.toml",
        "text/zh-CN.ftl",
        "干部新增1人：方桥",
    ] {
        assert!(answer.contains(said), "{said} in {answer}");
    }
    assert!(!answer.contains("service.toml") && !answer.contains("重启"), "{answer}");
    // The calendar: what rested on the old one is computed anew, and the resident told.
    let world = &county.world;
    let told = world.find(CHANG, "放假安排").expect("the date moved");
    assert!(told.text.contains("由3月9日(周一)改为3月10日(周二)前"), "{}", told.text);
    assert!(
        world.message(open.group, open.card).text.contains("责任人：钱进，3月10日(周二)前"),
        "{}",
        world.message(open.group, open.card).text
    );
    // The commands.
    let commands = world.calls().into_iter().filter(|call| call.method == "setMyCommands").collect::<Vec<_>>();
    assert!(commands.iter().any(|call| call.params.to_string().contains("看我的事")));
    // The roster, at the desk and at the gate: somebody new joins, is responsible, is pinged, works.
    county.joins(7_001, "fangqiao").await;
    let world = &mut county.world;
    world.says(QIN, "滴水岩的路灯坏了").await;
    world.pass(3).await;
    let number = world.number(QIN);
    let card = world.card(world.group("guanshan"), &number).expect("the burst is over after two seconds");
    assert!(card.text.contains("责任人：方桥，3月10日(周二)前") && card.pings == [7_001], "{}", card.text);
    assert!(world.presses(7_001, open.group, card.id, "button-sign").await.starts_with("已签收。"));
    // The telephone numbers.
    world.says(503, "柳荫社区3栋有人家煤气漏了").await;
    assert!(world.find(503, "0000-8819999").is_some() && world.find(503, "0000-8810119").is_none());
    world.assert_sound().await;
}

/// A unit that is no more leaves nothing behind with nobody: screeners decide again, the old card says so.
#[tokio::test(flavor = "multi_thread")]
async fn cases_of_a_unit_that_is_no_more_go_back_to_the_screeners() {
    let mut county = Edited::new().await;
    let world = &mut county.world;
    let (qian, cen, qi) = (world.cadre("qianjin"), world.cadre("cenbonian"), world.cadre("qijianwei"));
    let case = world.lamp(CHANG).await;
    world.presses(qian, case.group, case.card, "button-sign").await;
    world.presses(cen, case.group, case.card, "button-more").await;
    world.presses(cen, case.group, case.card, "button-transfer").await;
    world.presses(cen, case.group, case.card, "城管局").await;
    let there = world.group("cityadmin");
    let card = world.card(there, &case.number).unwrap().id;
    world.forget();
    county.drop_entries("county/units.toml", "unit", "id = \"cityadmin\"");
    county.drop_entries("county/cadres.toml", "cadre", "unit = \"cityadmin\"");
    county.drop_entries("county/posts.toml", "post", "unit = \"cityadmin\"");
    county.edit("subjects.toml", "lead = \"cityadmin\"", "lead = \"housing\"");
    let answer = county.reload().await;
    assert!(answer.contains("county/units.toml"), "{answer}");
    let world = &mut county.world;
    assert_eq!(world.message(there, card).text, format!("【{}】已转办。", case.number));
    let asked = world.card(world.triage(), &case.number).expect("a screener is asked");
    assert!(asked.text.contains("请甄别"), "{}", asked.text);
    assert!(world.news(CHANG).is_empty() && world.messages(CHANG)[1].text.contains("这件事要请人看一看"));
    world.presses(qi, world.triage(), asked.id, "button-units").await;
    assert!(world.presses(qi, world.triage(), asked.id, "住建委").await.starts_with("已派住建委"));
    assert!(world.find(CHANG, "由住建委").is_some() && world.card(world.group("housing"), &case.number).is_some());
    world.assert_sound().await;
}

/// Whoever is kept out of a case stays out: with new roles, in another unit, removed and back, under another name of theirs.
#[tokio::test(flavor = "multi_thread")]
async fn no_roster_lets_anybody_in_who_is_kept_out() {
    let county = Edited::new().await;
    let tang = county.world.cadre("tangquan");
    county.world.says(CHANG, "新风社区唐全那边的赔偿款差了两万多").await;
    county.world.pass(40).await;
    let number = county.world.number(CHANG);
    let notice = county.world.find(county.world.cadre("qijianwei"), &number).unwrap();
    let read = county.world.data(county.world.cadre("qijianwei"), notice.id, "button-read");
    let screener = |id: &str| {
        format!(
            "[[cadre]]\nid = \"{id}\"\nname = \"唐全\"\ntitle = \"甄别员\"\nunit = \"county\"\nroles = [\"screener\", \"supervisor\", \"on_call\"]\n"
        )
    };
    let check = async |county: &Edited, account: i64| {
        assert!(!county.world.ever_said(account).contains(&number));
        let answer = county.world.press_answer(account, account, 1, &read).await;
        assert_eq!(answer, ("这个按钮现在用不了。".to_owned(), true));
    };
    // As a screener, by the same id.
    county.drop_entries("county/cadres.toml", "cadre", "id = \"tangquan\"");
    county.add("county/cadres.toml", &screener("tangquan"));
    county.reloaded().await;
    check(&county, tang).await;
    // Gone, and back as somebody else with the same account.
    county.drop_entries("county/cadres.toml", "cadre", "id = \"tangquan\"");
    county.reloaded().await;
    check(&county, tang).await;
    county.add("county/cadres.toml", &screener("tq").replace("唐全", "唐泉"));
    county.reloaded().await;
    county.joins_as(tang, "tq").await;
    county.world.pass(3600).await;
    check(&county, tang).await;
    // Gone again, and back with another account, another id and the old name.
    county.drop_entries("county/cadres.toml", "cadre", "id = \"tq\"");
    county.add("county/cadres.toml", &screener("tangquan2").replace("唐全", "唐泉"));
    county.reloaded().await;
    county.joins(7_002, "tangquan2").await;
    county.world.until("2026-03-24 12:00").await;
    check(&county, 7_002).await;
    // Somebody who really is new serves in the same unit, and is kept out with it.
    county.add("county/cadres.toml", &screener("bianshi").replace("唐全", "卞实"));
    county.reloaded().await;
    county.joins(7_003, "bianshi").await;
    county.edit("service.toml", "consult_wd = 2", "consult_wd = 3");
    county.reloaded().await;
    check(&county, 7_003).await;
    let stand_in = county.world.cadre("mengshenzhi");
    let told = county.world.messages(stand_in).into_iter().find(|told| told.text.contains(&number));
    let told = told.expect("with all of that unit kept out, the discipline lane hears of it");
    assert!(county.world.presses(stand_in, stand_in, told.id, "button-read").await.starts_with("原文已发到"));
    county.world.assert_sound().await;
}

/// When nobody who was told of a sealed case is left, whoever reads it now is told, and can read it.
#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_case_whose_readers_have_all_left_is_told_to_the_new_ones() {
    let mut county = Edited::new().await;
    county.world.says(CHANG, "新风社区唐全那边的赔偿款差了两万多").await;
    county.world.pass(40).await;
    let number = county.world.number(CHANG);
    county.edit("county/cadres.toml", "\"screener\"", "\"handler\"");
    county.add(
        "county/cadres.toml",
        "[[cadre]]\nid = \"bianshi\"\nname = \"卞实\"\ntitle = \"甄别员\"\nunit = \"county\"\nroles = [\"screener\"]\n",
    );
    county.world.forget();
    county.reloaded().await;
    // Nobody new has joined yet: the discipline lane stands in.
    let stand_in = county.world.cadre("mengshenzhi");
    assert!(county.world.find(stand_in, &number).is_some());
    let gone = county.world.cadre("qijianwei");
    let notice = county.world.find(gone, &number).unwrap();
    assert_eq!(county.world.presses(gone, gone, notice.id, "button-read").await, "这个按钮现在用不了。");
    county.world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_operator_may_reload_and_hears_it_where_they_asked() {
    let mut county = Edited::new().await;
    let (operator, qian) = (county.world.cadre("baoyichuan"), county.world.cadre("qianjin"));
    let operators = county.world.operators();
    county.edit("text/zh-CN.ftl", "receipt-thanks = 收到了。", "receipt-thanks = 有了。");
    county.world.forget();
    let world = &mut county.world;
    for who in [CHANG, qian] {
        world.says(who, "/reload").await;
        assert_eq!(world.last(who).text, "这个命令我不认识。有事直接说就行，查办理情况请点“我的事”。");
    }
    let group = world.group("guanshan");
    for (who, chat, text) in
        [(qian, group, "/reload"), (operator, operators, "/reload@another_bot"), (operator, operators, "请 /reload")]
    {
        world.sandbox.text(who, chat, text);
        world.settle().await;
    }
    assert!(world.news(operators).is_empty() && world.news(group).is_empty());
    world.says(QIN, "凉水村路灯坏了").await;
    assert!(world.ever_said(QIN).contains("收到了。"), "nothing was taken");
    let bot = world.app.username().to_owned();
    for text in ["/reload".to_owned(), format!("/reload@{bot}")] {
        world.sandbox.text(operator, operators, &text);
        world.settle().await;
    }
    let told: Vec<String> = world.news(operators).into_iter().map(|message| message.text).collect();
    assert_eq!(told, ["已换上新的配置。改动的文件：\ntext/zh-CN.ftl", "配置文件没有改动，照旧。"]);
    assert!(world.news(operator).is_empty());
    world.assert_sound().await;
}

/// Several processes on one database: one `/reload` reaches each of them, and is answered once.
#[tokio::test(flavor = "multi_thread")]
async fn a_reload_reaches_every_process_and_is_answered_once() {
    reaches_every_process("reload", |rig| {
        let operator = rig.town().account(&CadreId::new("baoyichuan"));
        rig.sandbox.text(operator, rig.town().operators(), "/reload");
    })
    .await;
}

/// So does a signal to one of them: no two go by different rosters.
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_to_one_process_reaches_every_process_and_is_answered_once() {
    reaches_every_process("reload-signal", |rig| {
        let pid = Pid::from_raw(i32::try_from(rig.process().unwrap()).unwrap()).unwrap();
        kill_process(pid, Signal::HUP).unwrap();
    })
    .await;
}

/// How many people speak in each round.
const EACH_ROUND: i64 = 40;

async fn reaches_every_process(name: &str, ask: impl FnOnce(&Rig)) {
    let mut rig = rig_on(Engine::Postgres, name).await;
    rig.start().await.unwrap();
    for _ in 1..3 {
        rig.launch_beside().unwrap();
    }
    let texts = rig.config().join("text/zh-CN.ftl");
    let text = std::fs::read_to_string(&texts).unwrap();
    std::fs::write(&texts, text.replace("smalltalk-thanks = 不客气。", "smalltalk-thanks = 应该的。")).unwrap();
    let looker = rig.ground.as_ref().unwrap().stranger().await;
    let chat = rig.town().operators();
    ask(&rig);
    let answers = || {
        let all = rig.sandbox.messages(chat).into_iter();
        all.filter(|it| it.from_bot && it.text.starts_with("已换上新的配置。")).count()
    };
    until("the answer", || answers() > 0).await;
    // Each process follows with its next tick; from some round on nobody hears the old words any more. In each round other
    // people speak: whoever speaks as fast as this is in a flood, and is answered less.
    let people = |rounds: i64| 810_000..810_000 + rounds * EACH_ROUND;
    let heard = |rounds: i64, words: &str| {
        let all = people(rounds).flat_map(|who| rig.sandbox.messages(who));
        all.filter(|it| it.from_bot && it.text.starts_with(words)).count() as i64
    };
    let (mut in_a_row, begun) = (0, Instant::now());
    for round in 1.. {
        let old = heard(round - 1, "不客气。");
        for who in people(round).skip_while(|who| people(round - 1).contains(who)) {
            rig.sandbox.add_person(Person { id: who, first_name: "群众".to_owned(), ..Person::default() });
            rig.sandbox.text(who, who, "谢谢");
        }
        let all = || heard(round, "不客气。") + heard(round, "应该的。") == round * EACH_ROUND;
        until("a round of answers", all).await;
        in_a_row = if heard(round, "不客气。") == old { in_a_row + 1 } else { 0 };
        let sql =
            "select distinct lease_owner from inbox where state = 'done' and seq > (select max(seq) from inbox) - 240";
        if in_a_row >= 6 && looker.texts(sql).await.len() == 3 {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "one goes by the old configuration, or does nothing: {in_a_row}, {round}");
    }
    assert_eq!(answers(), 1, "three processes, one answer");
}
