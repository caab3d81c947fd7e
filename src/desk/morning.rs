//! The county's rounds by the clock: each working day the morning's lists, each month a spot check.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::pressing::{order, wanted_by};
use super::quiet::WAKING;
use super::supervise::WatchTap;
use super::tap::Tap;
use super::weekly::WEEKLY;
use super::words::Facts;
use super::{Done, Work};
use crate::case::calendar::{at, date_of};
use crate::case::{Case, State};
use crate::classify::Urgency;
use crate::id::{CadreId, Moment, UnitId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::roster::Role;
use crate::store::{GroupRole, StoreFault, TimerRow};
use crate::text::Language;

/// The clock of the morning's lists.
const MORNING: &str = "morning";
/// The clock of the monthly spot check …
const SPOT: &str = "spot";
/// … which rings at this hour of the first working day.
const SPOT_HOUR: u32 = 10;
/// How many cases a list names.
const LISTED: usize = 20;
/// How many of a superior's cases have a button.
const BUTTONS: usize = 8;

/// The cases of one list.
#[derive(Default)]
struct Today {
    overdue: Vec<Item>,
    due: Vec<Item>,
    unsigned: Vec<Item>,
}

/// A case of a list: where it stands in it, what is said of it, and why it presses.
struct Item {
    order: (Urgency, Moment),
    facts: Facts,
    pressing: String,
}

impl Work<'_> {
    /// Sets the clocks of the rounds, where none run.
    pub(super) async fn set_rounds(&mut self) -> Result<(), StoreFault> {
        if self.tx.timer_due(MORNING).await?.is_none() {
            self.set_round(MORNING, self.next_morning()).await?;
        }
        if self.tx.timer_due(SPOT).await?.is_none() {
            self.set_round(SPOT, self.next_spot()).await?;
        }
        if self.tx.timer_due(WEEKLY).await?.is_none() {
            self.set_round(WEEKLY, self.next_week()).await?;
        }
        Ok(())
    }

    pub(super) async fn set_round(&mut self, key: &str, due: Moment) -> Result<(), StoreFault> {
        let timer = TimerRow { key: key.to_owned(), kind: key.to_owned(), case: None, due, body: String::new() };
        self.tx.set_timer(&timer).await
    }

    /// Whether the clock is one of the rounds; then it is made, and the next one set.
    pub(super) async fn is_round(&mut self, timer: &TimerRow) -> Done<bool> {
        match timer.key.as_str() {
            MORNING => {
                self.set_round(MORNING, self.next_morning()).await?;
                self.morning_lists().await?;
                self.write_boards().await?;
            }
            SPOT => {
                self.set_round(SPOT, self.next_spot()).await?;
                self.draw_spot_checks().await?;
            }
            WAKING => self.wake_letters().await?,
            WEEKLY => {
                self.set_round(WEEKLY, self.next_week()).await?;
                self.weekly_digests().await?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn next_morning(&self) -> Moment {
        let hour = self.rules.service.oversight.list_hour;
        let today = at(self.today(), hour, 0);
        let still_to_come = self.now < today && self.rules.calendar.is_working_day(self.today());
        if still_to_come { today } else { self.on_working_day(1, hour) }
    }

    /// The first working day of this month, or of the next when that is over.
    fn next_spot(&self) -> Moment {
        let first = |day: chrono::NaiveDate| {
            let last_of_before = day - chrono::Days::new(u64::from(day.day()));
            at(self.rules.calendar.plus_working_days(last_of_before, 1).date, SPOT_HOUR, 0)
        };
        let this = first(self.today());
        if this > self.now { this } else { first(self.today() + chrono::Months::new(1)) }
    }

    /// Each unit's list in its group, each superior's in private; without a sound, and only where there is something.
    async fn morning_lists(&mut self) -> Done<()> {
        let mut groups: BTreeMap<String, (Audience, Today)> = BTreeMap::new();
        let mut superiors: BTreeMap<CadreId, Vec<Case>> = BTreeMap::new();
        for id in self.tx.open_cases(false).await? {
            let case = self.load(&id).await?;
            if case.is_kept_apart() || case.marks.frozen || !case.state.is_being_worked_on() {
                continue;
            }
            if let Some(place) = self.list_of(&case).await? {
                let key = super::letters::name_of(&place);
                let (_, today) = groups.entry(key).or_insert_with(|| (place, Today::default()));
                self.note(&case, today);
            }
            for superior in self.deciders(&case).await? {
                superiors.entry(superior).or_default().push(case.clone());
            }
        }
        for (place, mut today) in groups.into_values() {
            self.write_unit_list(place, &mut today).await?;
        }
        for (superior, cases) in superiors {
            self.write_superior_list(superior, &cases).await?;
        }
        Ok(())
    }

    /// In whose list a case stands: its unit's group, or the group that stands in for it. What keeps anybody out stands in no
    /// shared list: lists are about many cases, and the gate looks at one.
    async fn list_of(&mut self, case: &Case) -> Done<Option<Audience>> {
        let on_lists = self.is_on_lists(case).await?;
        let Some(task) = case.task.clone().filter(|_| on_lists) else { return Ok(None) };
        for role in [GroupRole::Unit(task.unit.clone()), GroupRole::Triage] {
            let Some(chat) = self.tx.group_of(&role).await? else { continue };
            let place = if role == GroupRole::Triage { Audience::TriageGroup } else { unit_group(&task.unit) };
            return Ok((!self.tx.is_lost(chat).await?).then_some(place));
        }
        Ok(None)
    }

    fn note(&self, case: &Case, today: &mut Today) {
        let facts = self.facts(case, Language::default());
        let item = Item { order: order(case), facts, pressing: self.pressing_tail(case) };
        if self.now >= case.due {
            today.overdue.push(item);
        } else if date_of(wanted_by(case).plus_ms(-1)) <= self.today() {
            today.due.push(item);
        } else if case.state == State::Dispatched {
            today.unsigned.push(item);
        }
    }

    /// Who decides about a supervised case: those who supervise; while it is late, whoever was told last and the leader in
    /// charge too.
    async fn deciders(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        if !case.is_supervised() {
            return Ok(Vec::new());
        }
        let unsigned = case.task.as_ref().filter(|_| case.state == State::Dispatched);
        let late = self.now >= case.due || unsigned.is_some_and(|task| self.now >= task.sign_due);
        let supervision = &case.marks.supervision;
        let mut who = self.county().with_role(Role::Supervisor);
        who.extend([&supervision.told, &supervision.leader].into_iter().flatten().filter(|_| late).cloned());
        who.sort();
        who.dedup();
        let mut left = Vec::new();
        for cadre in self.not_kept_out(case, who).await? {
            let chat = self.tx.account_of(&cadre).await?;
            if let Some(chat) = chat
                && !self.tx.is_lost(chat).await?
            {
                left.push(cadre);
            }
        }
        Ok(left)
    }

    async fn write_unit_list(&mut self, place: Audience, today: &mut Today) -> Done<()> {
        let language = Language::default();
        let item = if place == Audience::TriageGroup { "list-item-unit" } else { "list-item" };
        let mut lines = Vec::new();
        for (key, cases) in [
            ("list-overdue", &mut today.overdue),
            ("list-today", &mut today.due),
            ("list-unsigned", &mut today.unsigned),
        ] {
            if cases.is_empty() {
                continue;
            }
            lines.push(self.say(language, key, &[("count", cases.len().to_string())]));
            cases.sort_by_key(|it| it.order);
            let said = |it: &Item| format!("{}{}", self.say(language, item, &it.facts), it.pressing);
            lines.extend(cases.iter().take(LISTED).map(said));
            if cases.len() > LISTED {
                lines.push(self.say(language, "list-more", &[]));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        lines.insert(0, self.say(language, "list-head", &[]));
        self.write_list(("list", place), Message { text: lines.join("\n"), ..Message::default() }).await
    }

    /// 今天要您拍板的几件.
    async fn write_superior_list(&mut self, superior: CadreId, cases: &[Case]) -> Done<()> {
        let language = Language::default();
        let to = Audience::Cadre(superior.clone());
        let mut lines = vec![self.say(language, "decide-head", &[("count", cases.len().to_string())])];
        let mut buttons = Vec::new();
        for case in cases.iter().take(LISTED) {
            lines.push(self.say(language, "decide-item", &self.facts(case, language)));
            if buttons.len() < BUTTONS && self.may_watch(case, &superior, &WatchTap::Show) {
                let label = case.number.to_string();
                buttons.push(self.button(&to, Some(&case.id), label, Tap::Watch(WatchTap::Show)).await?);
            }
        }
        if cases.len() > LISTED {
            lines.push(self.say(language, "list-more", &[]));
        }
        let buttons = buttons.chunks(2).map(<[_]>::to_vec).collect();
        self.write_list(("list", to), Message { text: lines.join("\n"), buttons, ..Message::default() }).await
    }

    /// A list or a digest: without a sound, one of a kind a day for each reader.
    pub(super) async fn write_list(&mut self, (kind, to): (&str, Audience), message: Message) -> Done<()> {
        let key = format!("{kind}:{}:{}", self.today(), super::letters::name_of(&to));
        let act = Act::Send { message: Message { quiet: true, ..message }, slot: None };
        self.post(Letter { to, act, priority: Priority::Digest, case: None, key, sealed: false }).await
    }
}

fn unit_group(unit: &UnitId) -> Audience {
    Audience::UnitGroup(unit.clone())
}
