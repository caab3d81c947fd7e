//! Anything that anybody can press, say or answer, in any order: no case becomes impossible, none changes its date in silence,
//! and what the events say is what stands in the row.

use std::collections::{BTreeMap, BTreeSet};

use minqing::case::{Case, State};
use minqing::id::Moment;
use minqing::roster::{Role, UnitKind};
use minqing::sandbox::Content;
use minqing::text::{Language, dates};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::world::{CHANG, QIN, World, number_in, photo};

/// How many walks, each in a county of its own, and how long each is.
const WALKS: u64 = 8;
const STEPS: usize = 90;

/// What residents bring.
const MATTERS: [&str; 8] = [
    "观山镇凉水村村口的路灯坏了三天了",
    "我是凉水村3社的,土墙房要垮了,政府能不能帮一哈",
    "去年在江州住院花了4万多,新农合报不报得到",
    "凉水村三社的路垮了一截",
    "长源街道新风社区的自来水两天没来了",
    "我要申请低保,咋个办",
    "又垮了一截",
    "谢谢你们",
];
/// What people answer to anything they are asked.
const ANSWERS: [&str; 26] = [
    "3月6日",
    "2月30日",
    "明天",
    "3月20日前修好",
    "12月31日",
    "2026-04-01",
    "4月10日 上门核实",
    "上门核实,3月9日前",
    "保证贷款一定到手",
    "已修好",
    "不归我们管",
    "不属于本单位职责,建议咨询医院",
    "材料还没齐,请补身份证复印件",
    "情况属实",
    "依据是县里的低保办法第三条",
    "民政局",
    "住建委",
    "没人接",
    "接通了,说解决了",
    "1",
    "99",
    "-3",
    "12.5",
    "。",
    "路垮得宽,等天晴才能动工,4月15日前完工",
    "麻烦说一下在哪个位置",
];
/// What is typed to the bot without being asked.
const COMMANDS: [&str; 14] = [
    "/status",
    "/mycases",
    "/nudge",
    "/withdraw",
    "/new",
    "/help",
    "/stats",
    "/calls",
    "/attempts",
    "我的活",
    "我的事",
    "催一下",
    "请人上门",
    "给我回电",
];

struct Walk {
    seed: u64,
    rng: StdRng,
    world: World,
    /// Who works in which unit's group.
    desks: Vec<(i64, Vec<i64>)>,
    staff: Vec<i64>,
    /// By when the sender was told to have an answer.
    dates: BTreeMap<String, Moment>,
    /// What happened, for whoever has to mend it.
    story: Vec<String>,
}

impl Walk {
    async fn new(seed: u64) -> Self {
        let world = World::new().await;
        let county = world.settings.county.clone();
        let account = |id: &minqing::id::CadreId| world.cadre(id.as_str());
        let units = county.units.values().filter(|unit| matches!(unit.kind, UnitKind::Town | UnitKind::Bureau));
        let mut desks: Vec<(i64, Vec<i64>)> = units
            .map(|unit| (world.group(unit.id.as_str()), county.members_of(&unit.id).iter().map(account).collect()))
            .collect();
        let triage = [county.with_role(Role::Screener), county.with_role(Role::OnCall)].concat();
        desks.push((world.triage(), triage.iter().map(account).collect()));
        let staff = county.cadres.keys().map(account).collect();
        Self { seed, rng: StdRng::seed_from_u64(seed), world, desks, staff, dates: BTreeMap::new(), story: Vec::new() }
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        of.choose(&mut self.rng).cloned()
    }

    fn resident(&mut self) -> i64 {
        if self.rng.random_bool(0.7) { QIN } else { CHANG }
    }

    /// Somebody who may, mostly, does the next thing.
    async fn step(&mut self) {
        match self.rng.random_range(0..20) {
            0 => self.says(&MATTERS).await,
            1 => self.says(&COMMANDS).await,
            2 => self.passes().await,
            3 => self.speaks_in_a_group().await,
            4 => self.has_a_word_in_private().await,
            5 => self.joins().await,
            _ => self.presses().await,
        }
    }

    async fn says(&mut self, what: &[&str]) {
        let who = self.resident();
        let words = self.one(what).unwrap_or("?");
        let staff = self.staff.clone();
        let who =
            if words.starts_with('/') && self.rng.random_bool(0.5) { self.one(&staff).unwrap_or(who) } else { who };
        self.story.push(format!("{who} says {words}"));
        self.world.says(who, words).await;
    }

    /// A screener joins cases by their numbers, or looks at what can be split.
    async fn joins(&mut self) {
        let numbers: Vec<String> = self.dates.keys().cloned().collect();
        let (Some(one), Some(other)) = (self.one(&numbers), self.one(&numbers)) else { return };
        let words = match self.rng.random_range(0..4) {
            0 => format!("并案 {one}"),
            1 => format!("关联 {one} {other}"),
            _ => format!("并案 {one} {other}"),
        };
        let screener = self.world.cadre("qijianwei");
        self.story.push(format!("{screener} says {words}"));
        self.world.says(screener, &words).await;
        let offer = self.world.last(screener);
        if let Some((label, data)) = self.one(&offer.buttons.concat()).filter(|_| self.rng.random_bool(0.9)) {
            self.story.push(format!("{screener} presses {label}"));
            self.world.press_answer(screener, screener, offer.id, &data).await;
        }
    }

    async fn passes(&mut self) {
        let seconds = self.one(&[40, 40, 3_600, 86_400, 86_400, 3 * 86_400, 8 * 86_400, 31 * 86_400]).unwrap_or(40);
        self.story.push(format!("{seconds} s pass"));
        self.world.pass(seconds).await;
    }

    /// A reply to any message of the bot, from somebody of that group.
    async fn speaks_in_a_group(&mut self) {
        let Some((group, members)) = self.busy_desk() else { return };
        let shown: Vec<i64> = self.world.messages(group).iter().filter(|it| it.from_bot).map(|it| it.id).collect();
        let (Some(who), Some(to)) = (self.one(&members), self.one(&shown)) else { return };
        self.answers(who, group, Some(to)).await;
    }

    async fn has_a_word_in_private(&mut self) {
        let staff = self.staff.clone();
        let who = self.one(&staff).unwrap_or(QIN);
        let who = if self.rng.random_bool(0.4) { self.resident() } else { who };
        self.answers(who, who, None).await;
    }

    /// Says something that may answer what was asked.
    async fn answers(&mut self, who: i64, chat: i64, to: Option<i64>) {
        let words = self.one(&ANSWERS).unwrap_or("?");
        let content = if self.rng.random_bool(0.3) { photo(words) } else { Content::text(words) };
        self.story.push(format!("{who} says in {chat}, to {to:?}: {words}"));
        match to {
            Some(to) => _ = self.world.replies(who, chat, to, content).await,
            None => _ = self.world.sends(who, content).await,
        }
    }

    /// A group in which a card stands, the more of them the likelier.
    fn busy_desk(&mut self) -> Option<(i64, Vec<i64>)> {
        let shows = |group: i64| self.world.messages(group).iter().any(|it| it.from_bot && !it.buttons.is_empty());
        let busy: Vec<(i64, Vec<i64>)> = self.desks.iter().filter(|(group, _)| shows(*group)).cloned().collect();
        self.one(&busy)
    }

    /// Presses any button that stands anywhere before one who can see it, and answers when asked for words.
    async fn presses(&mut self) {
        let private = self.rng.random_bool(0.5);
        let (chat, people) = if private {
            let all: Vec<i64> = self.staff.iter().copied().chain([QIN, CHANG]).collect();
            let asked: Vec<i64> =
                all.into_iter().filter(|it| self.world.messages(*it).iter().any(|it| !it.buttons.is_empty())).collect();
            let who = if self.rng.random_bool(0.3) { Some(QIN) } else { self.one(&asked) };
            let Some(who) = who else { return };
            (who, vec![who])
        } else {
            let Some(desk) = self.busy_desk() else { return };
            desk
        };
        let shown = self.world.messages(chat);
        // What came last is what people press.
        let recent: Vec<(i64, String, String)> = shown
            .iter()
            .rev()
            .filter(|it| it.from_bot && !it.buttons.is_empty())
            .take(3)
            .flat_map(|it| it.buttons.iter().flatten().map(|(label, data)| (it.id, label.clone(), data.clone())))
            .filter(|(_, _, data)| data.len() == 32)
            .collect();
        let (Some(who), Some((message, label, data))) = (self.one(&people), self.one(&recent)) else { return };
        self.story.push(format!("{who} presses {label} in {chat}"));
        self.world.press_answer(who, chat, message, &data).await;
        for asked_in in [chat, who] {
            let last = self.world.messages(asked_in).into_iter().rfind(|it| it.from_bot);
            if last.as_ref().is_some_and(|it| it.force_reply) && self.rng.random_bool(0.8) {
                self.answers(who, asked_in, last.map(|it| it.id)).await;
                break;
            }
        }
    }

    fn told(&self) -> String {
        format!("walk {}: {:#?}", self.seed, self.story)
    }

    /// Nothing failed, and every case is one that can be.
    async fn holds(&mut self) {
        let outcomes = self.world.outcomes().await;
        assert!(!outcomes.iter().any(|it| it == "quarantined" || it == "pending"), "{}", self.told());
        for id in self.world.cases().await {
            let row = self.world.store().view().await.unwrap().load_case(&id).await.unwrap().unwrap();
            let case: Case = serde_json::from_str(&row.body).unwrap();
            if let Some(what) = impossible(&case) {
                panic!("{what}: {case:#?}; {}", self.told());
            }
            self.dates_are_told(&case);
        }
    }

    /// A date that moved was told to the sender.
    fn dates_are_told(&mut self, case: &Case) {
        let number = case.number.to_string();
        let before = self.dates.insert(number.clone(), case.due);
        let moved = before.is_some_and(|before| before != case.due) && case.state.is_open() && !case.is_sealed();
        if moved {
            let day = dates::due(&self.world.settings.texts, Language::Chinese, case.due);
            let heard = [QIN, CHANG].iter().any(|who| self.world.ever_said(*who).contains(&day));
            assert!(heard, "{number} is due on {day} now, and nobody told the sender; {}", self.told());
        }
    }
}

/// What no case may be, whatever was done to it.
fn impossible(case: &Case) -> Option<&'static str> {
    let (state, sealed) = (case.state, case.is_sealed());
    let with_a_unit =
        matches!(state, State::Dispatched | State::InProgress | State::AwaitingResident | State::UnderCheck);
    let ended = matches!(state, State::Closed | State::Withdrawn);
    [
        (with_a_unit && !sealed && case.task.is_none(), "with a unit, and no unit has it"),
        (state == State::Registered && !sealed && case.screen_due.is_none(), "waits for a human, and for no date"),
        (state == State::Answered && case.joint.is_settled().is_err(), "answered while somebody still owes a part"),
        (state == State::Answered && case.answered_at.is_none(), "answered at no time"),
        (ended && case.joint.unkept() > 0, "ended while a promise is open"),
        (ended != case.ending.is_some(), "ended for no reason, or goes on although it ended"),
        (case.due < case.registered_at, "due before it was said"),
        (case.grade.is_some() && case.answered_at.is_none(), "rated before anything was answered"),
        (state == State::Dispatched && case.task.as_ref().is_some_and(|it| it.signed.is_some()), "signed and unsigned"),
        (case.round == 0, "in no round"),
        ((state == State::Merged) != case.linked.into.is_some(), "merged into nothing, or not merged into something"),
        ((state == State::NotAccepted) != case.linked.declined.is_some(), "not accepted without a reason"),
        (state == State::Merged && case.task.is_some(), "merged, and a unit has it"),
        (state == State::Closed && case.linked.waits(), "closed before its parts"),
    ]
    .into_iter()
    .find_map(|(holds, what)| holds.then_some(what))
}

/// Walks once; which kinds of events came of it.
async fn walk(seed: u64) -> BTreeSet<String> {
    let mut walk = Walk::new(seed).await;
    let first = walk.one(&MATTERS[..6]).unwrap_or(MATTERS[0]);
    walk.story.push(format!("{QIN} says {first}"));
    walk.world.says(QIN, first).await;
    walk.world.pass(40).await;
    for _ in 0..STEPS {
        walk.step().await;
        walk.holds().await;
    }
    walk.world.pass(40).await;
    assert_eq!(walk.world.store().verify().await.unwrap(), Vec::<String>::new(), "{}", walk.told());
    assert_eq!(walk.world.app.desk.audit().await.unwrap(), Vec::<String>::new(), "{}", walk.told());
    let counts = walk.world.store().counts().await.unwrap();
    assert_eq!((counts.quarantined, counts.failed_letters, counts.stopped_letters), (0, 0, 0), "{}", walk.told());
    // Whoever wrote has a number for it.
    assert!(number_in(&walk.world.ever_said(QIN)).is_some());
    walk.world.stranger().await.texts("select distinct kind from event").await.into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_pressed_said_or_answered_no_case_becomes_impossible() {
    let mut seen = BTreeSet::new();
    for seed in 0..WALKS {
        seen.extend(walk(seed).await);
    }
    assert!(seen.len() > 40, "they walked far: {seen:?}");
}
