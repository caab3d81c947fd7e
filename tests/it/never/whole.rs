//! Z9, whole: organisations by chance, each moved into a Telegram of its own; somebody is accused, and then anything happens.
//! Whatever it is, nothing of it reaches a chat the accused is known to be in, and neither does the sender speak to nobody.

mod county;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use minqing::app;
use minqing::id::CadreId;
use minqing::roster::{County, Role, UnitKind};
use minqing::sandbox::{Content, Seen};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::free_number;
use crate::world::{CHANG, World, number_in};

/// What happens after the accusation, in each organisation.
const EVENTS: usize = 9;
/// Words that stand nowhere else, four of which make a marker.
const RARE: [char; 12] = ['麒', '麟', '獬', '豸', '貔', '貅', '饕', '餮', '鸱', '鸮', '螭', '虬'];
/// Two of the lane let the accused in again with it; then they may learn.
const LETS_IN: &str = "解除回避";

/// An organisation, whom it is about, and what must not be heard.
struct Org {
    seed: u64,
    rng: StdRng,
    world: World,
    /// The roster as it is by now.
    county: County,
    accused: CadreId,
    /// The account of the accused.
    account: i64,
    /// Who sits in which group.
    sits: BTreeMap<i64, BTreeSet<i64>>,
    /// Groups the accused has left; they may have read there until then.
    left: BTreeSet<i64>,
    /// Groups the accused came to: the last message from before.
    since: BTreeMap<i64, i64>,
    marker: String,
    /// The numbers of sealed cases.
    numbers: Vec<String>,
    /// How much the bot had said in each chat of the accused.
    heard: BTreeMap<i64, usize>,
    /// The number of an ordinary case of the same sender.
    earlier: Option<String>,
    /// Messages that stood in chats of the accused when that case was taken out of their sight.
    stood: Option<BTreeSet<(i64, i64)>>,
    /// Buttons the accused saw before they were accused.
    buttons: Vec<(i64, i64, String)>,
    /// What answered the accused's own questions: chat and message.
    answers: BTreeSet<(i64, i64)>,
    /// What happened, for whoever has to mend it.
    story: Vec<String>,
}

impl Org {
    async fn found(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let settings = county::random(&mut rng);
        let county = settings.county.clone();
        let people: Vec<&CadreId> = county.cadres.keys().collect();
        let accused: CadreId = people[rng.random_range(1..people.len())].clone();
        let world = World::with("2026-03-02 09:10", settings, None).await;
        let account = world.cadre(accused.as_str());
        let marker = RARE.sample(&mut rng, 4).collect();
        let mut org = Self {
            seed,
            rng,
            sits: BTreeMap::new(),
            left: BTreeSet::new(),
            since: BTreeMap::new(),
            marker,
            county,
            accused,
            account,
            world,
            numbers: Vec::new(),
            heard: BTreeMap::new(),
            earlier: None,
            stood: None,
            buttons: Vec::new(),
            answers: BTreeSet::new(),
            story: Vec::new(),
        };
        org.people_the_groups().await;
        org
    }

    fn chance(&mut self, share: f64) -> bool {
        self.rng.random_bool(share)
    }

    fn below(&mut self, end: usize) -> usize {
        self.rng.random_range(0..end)
    }

    fn tell(&mut self, what: String) {
        self.story.push(what);
    }

    /// Who sits where, as when the county moved in; some more come, the accused often; in most groups everybody has spoken.
    async fn people_the_groups(&mut self) {
        let county = self.county.clone();
        for unit in county.units.values().filter(|unit| matches!(unit.kind, UnitKind::Town | UnitKind::Bureau)) {
            let members = county.members_of(&unit.id).iter().map(|id| self.world.cadre(id.as_str())).collect();
            self.sits.insert(self.world.group(unit.id.as_str()), members);
        }
        let operator: Vec<CadreId> = county.with_role(Role::Operator).into_iter().take(1).collect();
        let triage = [county.with_role(Role::Screener), county.with_role(Role::OnCall), operator.clone()].concat();
        for (group, members) in [(self.world.triage(), triage), (self.world.operators(), operator)] {
            self.sits.insert(group, members.iter().map(|id| self.world.cadre(id.as_str())).collect());
        }
        for group in self.groups() {
            if self.chance(0.25) {
                let guest = self.anybody();
                self.comes(group, guest);
            }
            if self.chance(0.25) {
                self.comes(group, self.account);
            }
            if self.chance(0.8) {
                self.sits[&group].iter().for_each(|member| _ = self.world.sandbox.text(*member, group, "收到"));
            }
        }
        self.world.settle().await;
    }

    fn groups(&self) -> Vec<i64> {
        self.sits.keys().copied().collect()
    }

    fn a_group(&mut self) -> i64 {
        let groups = self.groups();
        groups[self.below(groups.len())]
    }

    fn anybody(&mut self) -> i64 {
        let people: Vec<&CadreId> = self.world.settings.county.cadres.keys().collect();
        let nth = self.rng.random_range(0..people.len());
        self.world.cadre(people[nth].as_str())
    }

    fn comes(&mut self, group: i64, who: i64) {
        if self.sits.entry(group).or_default().insert(who) {
            if who == self.account && !self.left.contains(&group) {
                let last = self.world.messages(group).last().map_or(0, |message| message.id);
                self.since.insert(group, last);
            }
            self.world.sandbox.join(group, who);
        }
    }

    /// The chats that the accused reads.
    fn their_chats(&self) -> Vec<i64> {
        let groups = self.sits.iter().filter(|(_, members)| members.contains(&self.account)).map(|(group, _)| *group);
        groups.chain(self.left.iter().copied()).chain([self.account]).collect()
    }

    /// What the bot said in a chat, but for answers to the accused's own questions.
    fn said_in(&self, chat: i64) -> Vec<Seen> {
        let all = self.world.sandbox.messages(chat).into_iter();
        all.filter(|message| message.from_bot && !self.answers.contains(&(chat, message.id))).collect()
    }
}

/// The sender speaks.
impl Org {
    /// Says something; the sender always hears something, or sees that it was seen.
    async fn sender_says(&mut self, text: &str) {
        let before = self.world.calls_to(CHANG).len();
        self.tell(format!("the sender says {text}"));
        self.world.says(CHANG, text).await;
        self.world.pass(40).await;
        assert!(self.world.calls_to(CHANG).len() > before, "{}: the sender was not answered", self.told());
    }

    /// An ordinary matter first, whose card may stand before the eyes of the accused, with the buttons it had.
    async fn speaks_of_a_lamp(&mut self) {
        let place = self.accused_place();
        self.sender_says(&format!("{place}的路灯坏了三天了")).await;
        self.earlier = Some(self.world.number(CHANG));
        for chat in self.their_chats() {
            for message in self.said_in(chat) {
                let buttons = message.buttons.iter().flatten().map(|(_, data)| (chat, message.id, data.clone()));
                self.buttons.extend(buttons);
            }
        }
        let wait = [60, 20 * 60, 3 * 3_600, 86_400][self.below(4)];
        self.world.pass(wait).await;
    }

    fn accused_place(&self) -> String {
        let county = &self.world.settings.county;
        let cadre = &county.cadres[&self.accused];
        let place = cadre.place.as_ref().or(county.units[&cadre.unit].place.as_ref());
        let place = place.or(county.places.keys().next()).expect("a place");
        county.places[place].name.clone()
    }

    fn accusation(&mut self) -> String {
        let cadre = &self.world.settings.county.cadres[&self.accused];
        let (name, title, village) = (cadre.name.clone(), cadre.title.clone(), cadre.place.is_some());
        let charge = ["贪了我们的补偿款", "收了我的钱不办事", "吃回扣", "把救济款揣进了自己腰包"][self.below(4)];
        let whom = match self.below(3) {
            0 if village => title,
            1 if village => format!("{}的{name}", self.accused_place()),
            _ => name,
        };
        format!("{whom}{charge}，{}", self.marker)
    }

    async fn accuses(&mut self) {
        let before = self.world.ever_said(CHANG);
        let said = self.accusation();
        self.sender_says(&said).await;
        let news = self.world.messages(CHANG).into_iter().filter(|message| message.from_bot);
        let mut numbers = news.filter_map(|message| number_in(&message.text)).rev();
        let number = numbers.find(|number| !before.contains(number.as_str()));
        self.numbers.extend(number);
        assert!(!self.numbers.is_empty(), "{}: no number of its own", self.told());
    }
}

/// What happens later.
impl Org {
    /// Returns whether it was the accused who did something.
    async fn something_happens(&mut self) -> bool {
        let what = self.below(12);
        match what {
            0 => self.accuses().await,
            1 => self.sender_says("催一下").await,
            2 => self.roster_changes().await,
            3 | 4 => {
                let days = [1, 2, 6, 20, 40][self.below(5)];
                self.tell(format!("{days} days pass"));
                self.world.pass(days * 86_400).await;
            }
            5 => self.accused_asks().await,
            6 => self.accused_presses().await,
            7 => self.accused_moves().await,
            8 => {
                let (group, guest) = (self.a_group(), self.anybody());
                self.tell(format!("{guest} comes to {group}"));
                self.comes(group, guest);
                self.world.settle().await;
            }
            _ => self.staff_press().await,
        }
        (5..=7).contains(&what)
    }

    async fn roster_changes(&mut self) {
        let whom = if self.chance(0.5) {
            self.accused.clone()
        } else {
            self.county.cadres.keys().collect::<Vec<_>>().choose(&mut self.rng).map(|id| (*id).clone()).expect("people")
        };
        county::edit(&mut self.county, &whom, &mut self.rng);
        self.tell(format!("the roster is another about {whom}"));
        let settings = minqing::config::Settings { county: self.county.clone(), ..self.world.settings.clone() };
        let rules = app::rules(&settings, self.world.app.username().to_owned());
        self.world.app.desk.adopt(rules).await.unwrap();
        self.world.settle().await;
    }

    /// In private, in a group, by a link: a number that is and one that is not are answered with the same words.
    async fn accused_asks(&mut self) {
        let who = self.account;
        let unknown = free_number(&self.world, "1234567");
        let chat = match self.their_chats() {
            chats if self.chance(0.3) => chats[0],
            _ => who,
        };
        let kind = self.below(4);
        self.tell(format!("the accused asks in {chat}, in manner {kind}"));
        let mut heard = Vec::new();
        for number in [unknown].into_iter().chain(self.numbers.clone()) {
            let text = match kind {
                0 => number.clone(),
                1 => format!("查 {number}"),
                2 => format!("/status {number}"),
                _ => format!("/start {}", number.replace('-', "")),
            };
            let before: BTreeSet<i64> = self.said_in(chat).iter().map(|message| message.id).collect();
            self.world.sandbox.text(who, chat, &text);
            self.world.settle().await;
            let news: Vec<Seen> = self.said_in(chat).into_iter().filter(|it| !before.contains(&it.id)).collect();
            self.answers.extend(news.iter().map(|message| (chat, message.id)));
            heard.push(news.into_iter().map(|it| it.text.replace(&number, "N")).collect::<Vec<_>>());
        }
        assert!(heard.iter().all(|one| *one == heard[0]), "{}: {heard:?}", self.told());
        for command in ["我的活", "/stats"] {
            self.world.says(who, command).await;
        }
    }

    async fn accused_presses(&mut self) {
        let Some((chat, message, data)) = self.buttons.choose(&mut self.rng).cloned() else { return };
        let there = self.sits.get(&chat).is_none_or(|members| members.contains(&self.account));
        if !there || !self.earlier_is_kept_from_them().await {
            return;
        }
        self.tell(format!("the accused presses an old button in {chat}"));
        let answer = self.world.press_answer(self.account, chat, message, &data).await;
        let nothing = self.world.press_answer(self.account, chat, message, &"0".repeat(32)).await;
        assert_eq!(answer, nothing, "{}", self.told());
        let message = self.world.messages(chat).into_iter().rfind(|it| it.from_bot && it.id == message);
        if let Some(message) = message {
            self.world.replies(self.account, chat, message.id, Content::text("这件是哪个说的")).await;
        }
    }

    /// The accused comes to a group, or leaves one.
    async fn accused_moves(&mut self) {
        let (group, account) = (self.a_group(), self.account);
        if self.sits[&group].contains(&account) && self.chance(0.5) {
            self.tell(format!("the accused leaves {group}"));
            self.world.sandbox.leave(group, account);
            self.sits.entry(group).or_default().remove(&account);
            self.left.insert(group);
        } else {
            self.tell(format!("the accused comes to {group}"));
            self.comes(group, account);
        }
        self.world.settle().await;
    }

    /// Somebody who may presses anything they see, some times in a row: opens, assigns, transfers, releases, answers.
    async fn staff_press(&mut self) {
        for _ in 0..4 {
            let who = self.anybody();
            if who == self.account {
                continue;
            }
            let groups = self.sits.iter().filter(|(_, members)| members.contains(&who)).map(|(group, _)| *group);
            let chats: Vec<i64> = groups.chain([who, who]).collect();
            let chat = chats[self.below(chats.len())];
            let shown: Vec<(i64, String, String)> = self
                .world
                .messages(chat)
                .into_iter()
                .flat_map(|it| it.buttons.into_iter().flatten().map(move |(label, data)| (it.id, label, data)))
                .filter(|(_, label, _)| !label.starts_with(LETS_IN))
                .collect();
            let Some((message, label, data)) = shown.choose(&mut self.rng).cloned() else { continue };
            self.tell(format!("{who} presses {label} in {chat}"));
            self.world.sandbox.press_data(who, chat, message, &data);
            self.world.settle().await;
        }
    }
}

/// What must hold.
impl Org {
    fn told(&self) -> String {
        format!("seed {}, accused {} ({}): {:#?}", self.seed, self.accused, self.account, self.story)
    }

    /// Whether the accused must not learn of the ordinary case either: they could see it when they were accused.
    async fn earlier_is_kept_from_them(&self) -> bool {
        if self.earlier.is_none() {
            return false;
        }
        let first = self.world.cases().await.remove(0);
        let exclusion = self.world.store().view().await.unwrap().exclusion(&first).await.unwrap();
        exclusion.cadres.contains(&self.accused)
    }

    /// What stands where a card stood; the same after any transfer.
    fn stub(&self, number: &str) -> String {
        self.world.settings.texts.say(minqing::text::Language::Chinese, "card-stub", &[("number", number.to_owned())])
    }

    /// Nothing of the accusation stands, or ever stood, in a chat of the accused; of what stood there before they came, no
    /// more than the stub of any transfer.
    fn assert_untold(&self) {
        let secrets = self.numbers.iter().chain([&self.marker]);
        for chat in self.their_chats() {
            let (said, since) = (self.said_in(chat), self.since.get(&chat).copied().unwrap_or(0));
            for secret in secrets.clone() {
                let stub = self.stub(secret);
                let hit = said.iter().find(|it| {
                    let labels = it.buttons.iter().flatten().map(|(label, _)| label);
                    let now = [&it.text].into_iter().chain(labels).any(|words| words.contains(secret));
                    match it.id <= since {
                        true => now && !it.deleted && it.text != stub,
                        false => now || it.edits.iter().any(|words| words.contains(secret)),
                    }
                });
                assert!(hit.is_none(), "{secret} stands in {chat}: {hit:?}; {}", self.told());
            }
        }
    }

    /// An ordinary case that was before their eyes left them: only its stub stands there, and nothing new of it comes.
    async fn assert_pulled_back(&mut self) {
        let Some(earlier) = self.earlier.clone() else { return };
        if self.stood.is_none() && !self.earlier_is_kept_from_them().await {
            return;
        }
        let stub = self.stub(&earlier);
        let mut all = BTreeSet::new();
        for chat in self.their_chats() {
            let since = self.since.get(&chat).copied().unwrap_or(0);
            for message in self.said_in(chat) {
                let known = self.stood.as_ref().is_none_or(|stood| stood.contains(&(chat, message.id)));
                let shows = message.text.contains(&earlier) && message.text != stub && !message.deleted;
                let is_card = !message.buttons.is_empty();
                assert!(!shows || known && !is_card || message.id <= since && !is_card, "{message:?}; {}", self.told());
                all.insert((chat, message.id));
            }
        }
        self.stood.get_or_insert(all);
    }

    /// While the accusation is all there is, no chat of theirs but that of the operators gets anything at all, however the
    /// words of it may be.
    fn assert_silence(&mut self, theirs: bool) {
        for chat in self.their_chats() {
            let said = self.said_in(chat);
            let count = said.iter().map(|message| 1 + message.edits.len()).sum();
            let before = self.heard.insert(chat, count);
            let quiet = self.earlier.is_none() && !theirs && chat != self.world.operators();
            if let Some(before) = before.filter(|_| quiet) {
                assert_eq!(count, before, "in {chat}: {:?}; {}", said.last(), self.told());
            }
        }
    }

    /// Somebody who may knows the number, or the operators were told that nobody could be.
    fn assert_heard(&self) {
        let number = &self.numbers[0];
        let private = self.world.sandbox.chats().into_iter().filter(|chat| *chat > 10_000 && *chat != self.account);
        let reader = private.into_iter().any(|chat| self.world.ever_said(chat).contains(number));
        let alarmed = self.world.ever_said(self.world.operators()).lines().count() > 1;
        assert!(reader || alarmed, "nobody heard of it: {}", self.told());
    }
}

async fn organisation(seed: u64) {
    let mut org = Org::found(seed).await;
    if org.chance(0.4) {
        org.speaks_of_a_lamp().await;
    }
    org.accuses().await;
    org.assert_untold();
    org.assert_silence(false);
    org.assert_pulled_back().await;
    for _ in 0..EVENTS {
        let theirs = org.something_happens().await;
        org.assert_untold();
        org.assert_silence(theirs);
        org.assert_pulled_back().await;
    }
    org.assert_heard();
}

async fn organisations(seeds: Range<u64>) {
    for seed in seeds {
        organisation(seed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn z9_thirty_whole_organisations_tell_the_accused_nothing() {
    organisations(0..30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn z9_thirty_other_whole_organisations_tell_the_accused_nothing() {
    organisations(30..60).await;
}
