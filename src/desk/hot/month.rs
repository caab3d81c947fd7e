//! 每月一题: the machine proposes, a supervisor settles, a unit has it as a task with an owner and a date; next year, before the
//! same season, the towns are reminded (未诉先办).

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use super::super::press::Pressed;
use super::super::tap::Tap;
use super::super::{Done, Work};
use super::HotTap;
use super::count::Count;
use crate::case::Case;
use crate::case::State;
use crate::case::calendar::{at, date_of, end_of_day};
use crate::id::{CadreId, MatterId, Moment, PlaceId, TopicId, UnitId};
use crate::notice::letter::{Act, Audience, Button, Letter, Message, Priority, Slot};
use crate::roster::{Lead, Role, UnitKind};
use crate::store::{HeatRow, MonthTopic, StoreFault, TimerRow};
use crate::text::{Language, dates};

/// The states of a topic.
const PROPOSED: &str = "proposed";
pub(super) const CONFIRMED: &str = "confirmed";
const DROPPED: &str = "dropped";
const DONE: &str = "done";
/// The kind of the clocks of topics; a key is one of these, a colon and the topic's id.
const CLOCK: &str = "hot_topic";
const DUE: &str = "hot-due";
const LATE: &str = "hot-late";
const SEASON: &str = "hot-season";
const OPEN: &str = "hot-open";
/// After so many working days a draft that nobody settled is shown once more.
const OPEN_WD: u32 = 3;
/// Whoever is late hears of it again every so many working days.
const LATE_WD: u32 = 5;
/// The other dates that are offered, in working days.
const LATER_WD: [u32; 4] = [5, 10, 20, 40];
/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

impl Work<'_> {
    /// The hottest matter with enough senders from enough villages is proposed; one a month, and none again soon.
    pub(super) async fn propose_topic(&mut self, count: &Count) -> Done<()> {
        let times = self.rules.service.hot.clone();
        let before = self.tx.month_topics_since(self.now.plus_ms(-i64::from(times.repeat_days) * DAY_MS)).await?;
        let month = |moment: Moment| (date_of(moment).year(), date_of(moment).month());
        let taken = |topic: &MonthTopic| topic.state != DROPPED && month(topic.made_at) == month(self.now);
        if before.iter().any(taken) {
            return Ok(());
        }
        let enough = |row: &&HeatRow| row.senders >= times.topic_senders && row.places >= times.topic_places;
        let new = |row: &&HeatRow| before.iter().all(|topic| topic.matter != row.matter);
        let Some(row) = count.county.iter().filter(enough).find(new) else { return Ok(()) };
        let readers = self.topic_readers().await?;
        let unit = self.topic_lead(&row.matter, count).filter(|_| !readers.is_empty());
        let led = unit.and_then(|unit| self.topic_owner(&unit, &row.matter).map(|owner| (unit, owner)));
        let Some((unit, owner)) = led else { return Ok(self.alarm("ops-nobody", &[]).await?) };
        let towns = count.towns.iter().filter(|town| town.matter == row.matter);
        let topic = MonthTopic {
            id: TopicId::new(self.ids.hex()),
            matter: row.matter.clone(),
            owner,
            unit,
            state: PROPOSED.to_owned(),
            from: row.first,
            until: at(self.today(), 0, 0),
            due: self.working_days(times.topic_wd).0,
            towns: towns.map(|town| PlaceId::new(town.scope.clone())).collect(),
            senders: row.senders,
            made_at: self.now,
            decided_by: None,
        };
        self.tx.add_month_topic(&topic).await?;
        self.set_topic_clock((OPEN, &topic.id), self.in_working_days(OPEN_WD)).await?;
        self.show_topic(&topic, false).await
    }

    /// The hour of reminders, so many working days from now.
    fn in_working_days(&self, days: u32) -> Moment {
        let day = self.rules.calendar.plus_working_days(self.today(), days).date;
        at(day, self.rules.service.reminder_hour, 0)
    }

    /// Those who settle it and can be reached: who supervises, else whoever leads the county.
    pub(super) async fn topic_readers(&mut self) -> Done<Vec<CadreId>> {
        let supervisors = self.joined_of(&self.county().with_role(Role::Supervisor)).await?;
        if !supervisors.is_empty() {
            return Ok(supervisors);
        }
        let leads: Vec<CadreId> =
            self.county().cadres.keys().filter(|cadre| self.leads_county(cadre)).cloned().collect();
        self.joined_of(&leads).await
    }

    /// Who leads: the bureau whose business it is; else the unit that has most of it, else the county's own office.
    fn topic_lead(&self, matter: &MatterId, count: &Count) -> Option<UnitId> {
        let county = self.county();
        let subject = self.known_matter(matter).and_then(|matter| county.subjects.get(matter.subject));
        if let Some(Lead::Unit(unit)) = subject.map(|subject| &subject.lead) {
            return Some(unit.clone());
        }
        let most = count.units.iter().filter(|row| row.matter == *matter).max_by_key(|row| row.senders);
        let office = county.units.values().find(|unit| unit.kind == UnitKind::County).map(|unit| unit.id.clone());
        most.map(|row| UnitId::new(row.scope.clone())).or(office)
    }

    pub(super) fn topic_owner(&self, unit: &UnitId, matter: &MatterId) -> Option<CadreId> {
        let county = self.county();
        let by_post = self
            .known_matter(matter)
            .and_then(|matter| county.responsible(unit, None, matter.subject, self.today()))
            .map(|who| who.acting);
        by_post.or_else(|| county.head_of(unit).cloned()).or_else(|| county.members_of(unit).into_iter().next())
    }

    /// The message of a topic to whoever settles it, as it stands now; with other dates when asked for.
    async fn show_topic(&mut self, topic: &MonthTopic, dates: bool) -> Done<()> {
        for reader in self.topic_readers().await? {
            let to = Audience::Cadre(reader);
            let mut message = self.message(self.topic_text(topic));
            if topic.state == PROPOSED {
                message.buttons = self.topic_buttons(&to, topic, dates).await?;
            }
            let slot = Slot(format!("hot:{}", topic.id));
            self.post_about(to, Act::Edit { slot, message, or_send: true }).await?;
        }
        Ok(())
    }

    /// A draft that nobody has settled yet is shown to those who can, once more.
    async fn draft_again(&mut self, topic: &MonthTopic) -> Done<()> {
        let text = format!("{}\n{}", self.say(Language::default(), "hot-open", &[]), self.topic_text(topic));
        for reader in self.topic_readers().await? {
            let to = Audience::Cadre(reader);
            let mut message = self.message(text.clone());
            message.buttons = self.topic_buttons(&to, topic, false).await?;
            let slot = Some(Slot(format!("hot:{}", topic.id)));
            self.post_about(to, Act::Send { message, slot }).await?;
        }
        Ok(())
    }

    pub(super) async fn post_about(&mut self, to: Audience, act: Act) -> Done<()> {
        let key = format!("hot:{}", self.ids.hex());
        self.post(Letter { to, act, priority: Priority::Status, case: None, key, sealed: false }).await
    }

    fn topic_text(&self, topic: &MonthTopic) -> String {
        let language = Language::default();
        let facts = self.topic_facts(topic, language);
        let key = match topic.state.as_str() {
            PROPOSED => "hot-draft",
            DROPPED => return self.say(language, "hot-dropped", &facts),
            DONE => return self.say(language, "hot-done", &facts),
            _ => return self.say(language, "hot-confirmed", &facts),
        };
        let times = &self.rules.service.hot;
        let mut facts = facts;
        facts.push(("days", times.window_days.to_string()));
        facts.push(("places", times.topic_places.to_string()));
        facts.push(("senders", self.by_fives(topic.senders)));
        facts.push(("tasks", self.topic_tasks(&topic.matter)));
        facts.push(("towns", self.towns_line(&topic.towns)));
        self.say(language, key, &facts)
    }

    /// The towns with enough senders, in a line of their own; nothing without any.
    fn towns_line(&self, towns: &[PlaceId]) -> String {
        let language = Language::default();
        let names: Vec<String> = towns.iter().map(|town| self.place_name(Some(town), language)).collect();
        match names.is_empty() {
            true => String::new(),
            false => self.say(language, "hot-towns", &[("towns", names.join(&self.say(language, "hot-comma", &[])))]),
        }
    }

    /// What is to be done, numbered: the county's list for this matter, else the general one.
    fn topic_tasks(&self, matter: &MatterId) -> String {
        let language = Language::default();
        let listed = self.known_matter(matter).map(|matter| matter.tasks.to_vec()).unwrap_or_default();
        let general = || ["hot-task-1", "hot-task-2", "hot-task-3"].map(|key| self.say(language, key, &[])).to_vec();
        let tasks = if listed.is_empty() { general() } else { listed };
        let numbered = (1..).zip(tasks).map(|(number, task)| format!("{number}. {task}"));
        numbered.collect::<Vec<_>>().join("\n")
    }

    async fn topic_buttons(&mut self, to: &Audience, topic: &MonthTopic, dates: bool) -> Done<Vec<Vec<Button>>> {
        let language = Language::default();
        let id = || topic.id.clone();
        let mut taps = vec![
            ("button-hot-confirm", HotTap::Confirm(id())),
            ("button-hot-later", HotTap::Later(id())),
            ("button-hot-drop", HotTap::Drop(id())),
        ];
        taps.retain(|(_, tap)| !dates || !matches!(tap, HotTap::Later(_)));
        let mut row = Vec::new();
        for (label, tap) in taps {
            row.push(self.button(to, None, self.say(language, label, &[]), Tap::Hot(tap)).await?);
        }
        let mut rows = vec![row];
        for wd in LATER_WD.into_iter().filter(|_| dates) {
            let due = self.working_days(wd).0;
            let label = dates::due(&self.rules.texts, language, due);
            let tap = Tap::Hot(HotTap::Until(id(), date_of(due.plus_ms(-1))));
            rows.push(vec![self.button(to, None, label, tap).await?]);
        }
        Ok(rows)
    }

    /// A press about a topic.
    pub(in crate::desk) async fn hot_pressed(&mut self, cadre: &CadreId, tap: HotTap) -> Done<Pressed> {
        let id = match &tap {
            HotTap::Looked(matter, village, told) => {
                return Box::pin(self.looked(cadre, (matter, village), *told)).await;
            }
            HotTap::Confirm(id) | HotTap::Later(id) | HotTap::Until(id, _) | HotTap::Drop(id) | HotTap::Done(id) => id,
        };
        let Some(topic) = self.tx.month_topic(id).await? else { return Ok(self.void("press_unknown")) };
        let may = match tap {
            HotTap::Done(_) => topic.owner == *cadre || self.county().head_of(&topic.unit) == Some(cadre),
            _ => self.settles_topics(cadre),
        };
        if !may {
            return Ok(self.void("press_unknown"));
        }
        let waits = if matches!(tap, HotTap::Done(_)) { CONFIRMED } else { PROPOSED };
        let id = id.clone();
        if topic.state != waits || !self.settle_by(tap, topic, cadre).await? {
            let Some(topic) = self.tx.month_topic(&id).await? else { return Ok(self.void("press_unknown")) };
            self.show_topic(&topic, false).await?;
            return Ok(Pressed::refusing("press_refused", self.topic_text(&topic)));
        }
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-noted", &[])))
    }

    /// Does what was pressed. False, and nothing is done, when another press was quicker.
    async fn settle_by(&mut self, tap: HotTap, topic: MonthTopic, cadre: &CadreId) -> Done<bool> {
        match tap {
            HotTap::Confirm(_) => self.confirm_topic(topic, cadre).await,
            HotTap::Later(_) => self.show_topic(&topic, true).await.map(|()| true),
            HotTap::Until(_, day) => self.turn_topic(&MonthTopic { due: end_of_day(day), ..topic }, PROPOSED).await,
            HotTap::Drop(_) => {
                let state = DROPPED.to_owned();
                self.turn_topic(&MonthTopic { state, decided_by: Some(cadre.clone()), ..topic }, PROPOSED).await
            }
            HotTap::Done(_) => self.topic_is_done(topic).await,
            HotTap::Looked(..) => Ok(false),
        }
    }

    /// Writes how a topic stands, where it still stood as whoever pressed saw it, and shows it.
    async fn turn_topic(&mut self, topic: &MonthTopic, was: &str) -> Done<bool> {
        if !self.tx.turn_month_topic(topic, was).await? {
            return Ok(false);
        }
        self.show_topic(topic, false).await?;
        Ok(true)
    }

    /// It is the month's topic: the unit hears what it has to do, by whom and until when. Whoever spoke of it reads so with the
    /// next word about their case, and is not pushed. A date that has passed meanwhile is set anew.
    async fn confirm_topic(&mut self, topic: MonthTopic, cadre: &CadreId) -> Done<bool> {
        let until = at(self.today(), 0, 0);
        let decided_by = Some(cadre.clone());
        let fresh = self.working_days(self.rules.service.hot.topic_wd).0;
        let due = if topic.due > self.now { topic.due } else { fresh };
        let topic = MonthTopic { state: CONFIRMED.to_owned(), until, due, decided_by, ..topic };
        if !self.turn_topic(&topic, PROPOSED).await? {
            return Ok(false);
        }
        self.give_task(&topic, "hot-task").await?;
        let hour = self.rules.service.reminder_hour;
        self.set_topic_clock((DUE, &topic.id), at(date_of(topic.due.plus_ms(-1)), hour, 0)).await?;
        if let Some(again) = next_year(date_of(topic.from)) {
            let ahead = u64::from(self.rules.service.hot.ahead_days);
            self.set_topic_clock((SEASON, &topic.id), at(again - chrono::Days::new(ahead), hour, 0)).await?;
        }
        Ok(true)
    }

    async fn set_topic_clock(&mut self, (what, id): (&str, &TopicId), due: Moment) -> Result<(), StoreFault> {
        let timer =
            TimerRow { key: format!("{what}:{id}"), kind: CLOCK.to_owned(), case: None, due, body: String::new() };
        self.tx.set_timer(&timer).await
    }

    /// Those who have a topic as a task: its unit as it hears of all that is about no case, and its owner while it has no group.
    async fn doers_of(&mut self, topic: &MonthTopic) -> Done<Vec<Audience>> {
        let mut told = self.those_of(&Some(topic.unit.clone())).await?;
        if !told.contains(&Audience::UnitGroup(topic.unit.clone())) {
            let owner = self.joined_of(std::slice::from_ref(&topic.owner)).await?;
            told.extend(owner.into_iter().map(Audience::Cadre));
        }
        Ok(each_once(told))
    }

    /// The task, with its owner by mention.
    async fn give_task(&mut self, topic: &MonthTopic, key: &str) -> Done<()> {
        let language = Language::default();
        let mut facts = self.topic_facts(topic, language);
        facts.push(("tasks", self.topic_tasks(&topic.matter)));
        let words = self.with_mention(key, language, &facts, Some(&topic.owner));
        for to in self.doers_of(topic).await? {
            let mut message = words.clone();
            let done = Tap::Hot(HotTap::Done(topic.id.clone()));
            let label = self.say(language, "button-hot-done", &[]);
            message.buttons = vec![vec![self.button(&to, None, label, done).await?]];
            let slot = Some(Slot(format!("hot-task:{}", topic.id)));
            self.post_about(to, Act::Send { message, slot }).await?;
        }
        Ok(())
    }

    /// The unit is through with it.
    async fn topic_is_done(&mut self, topic: MonthTopic) -> Done<bool> {
        let topic = MonthTopic { state: DONE.to_owned(), ..topic };
        if !self.turn_topic(&topic, CONFIRMED).await? {
            return Ok(false);
        }
        for what in [DUE, LATE] {
            self.tx.cancel_timer(&format!("{what}:{}", topic.id)).await?;
        }
        let message = self.message(self.topic_text(&topic));
        let slot = Slot(format!("hot-task:{}", topic.id));
        for to in self.doers_of(&topic).await? {
            let act = Act::Edit { slot: slot.clone(), message: message.clone(), or_send: false };
            self.post_about(to, act).await?;
        }
        Ok(true)
    }

    /// The clock of a topic rang: its day has come, it is late, or the same season comes again.
    pub(in crate::desk) async fn topic_rings(&mut self, timer: &TimerRow) -> Done<bool> {
        if timer.kind != CLOCK {
            return Ok(false);
        }
        let (what, id) = timer.key.split_once(':').unwrap_or_default();
        let Some(topic) = self.tx.month_topic(&TopicId::new(id)).await? else { return Ok(true) };
        match what {
            SEASON if topic.state != DROPPED => self.season_comes(&topic).await?,
            DUE if topic.state == CONFIRMED => {
                self.give_task(&topic, "hot-due").await?;
                self.set_topic_clock((LATE, &topic.id), self.in_working_days(1)).await?;
            }
            OPEN if topic.state == PROPOSED => self.draft_again(&topic).await?,
            LATE if topic.state == CONFIRMED => self.topic_is_late(&topic).await?,
            _ => {}
        }
        Ok(true)
    }

    async fn topic_is_late(&mut self, topic: &MonthTopic) -> Done<()> {
        let text = self.say(Language::default(), "hot-late", &self.topic_facts(topic, Language::default()));
        let mut told: Vec<Audience> = self.topic_readers().await?.into_iter().map(Audience::Cadre).collect();
        told.extend(self.doers_of(topic).await?);
        for to in each_once(told) {
            self.post_about(to, Act::Send { message: self.message(text.clone()), slot: None }).await?;
        }
        Ok(self.set_topic_clock((LATE, &topic.id), self.in_working_days(LATE_WD)).await?)
    }

    /// 未诉先办: before the same season the unit that led and the towns concerned hear of it; where no town had enough senders to
    /// be named, every town, so that none learns of a single voice.
    async fn season_comes(&mut self, topic: &MonthTopic) -> Done<()> {
        let language = Language::default();
        let county = self.county();
        let named = |place: &PlaceId| topic.towns.is_empty() || topic.towns.contains(place);
        let towns = county.units.values().filter(|unit| unit.kind == UnitKind::Town);
        let mut units: Vec<UnitId> =
            towns.filter(|unit| unit.place.as_ref().is_some_and(named)).map(|unit| unit.id.clone()).collect();
        units.push(topic.unit.clone());
        let mut facts = self.topic_facts(topic, language);
        let last_year = topic.from;
        facts.push(("season", dates::day(&self.rules.texts, language, last_year)));
        facts.push(("days", self.rules.service.hot.ahead_days.to_string()));
        facts.push(("tasks", self.topic_tasks(&topic.matter)));
        let message = Message { text: self.say(language, "hot-season", &facts), ..Message::default() };
        let mut told = Vec::new();
        for unit in units {
            told.extend(self.those_of(&Some(unit)).await?);
        }
        for to in each_once(told) {
            self.post_about(to, Act::Send { message: message.clone(), slot: None }).await?;
        }
        Ok(())
    }

    /// What the sender of a case reads in its status when the matter is the topic of a month.
    pub(in crate::desk) async fn topic_line(&mut self, case: &Case, language: Language) -> Done<Option<String>> {
        if case.state == State::Collecting || case.is_kept_apart() {
            return Ok(None);
        }
        let Some(topic) = self.tx.topic_of_case(&case.id).await? else { return Ok(None) };
        let key = match topic.state == DONE {
            true => "status-hot-done",
            false if topic.due <= self.now => "status-hot-late",
            false => "status-hot",
        };
        Ok(Some(self.say(language, key, &self.topic_facts(&topic, language))))
    }
}

/// Nobody is told twice.
pub(super) fn each_once(mut told: Vec<Audience>) -> Vec<Audience> {
    let mut seen = HashSet::new();
    told.retain(|to| seen.insert(to.clone()));
    told
}

/// The same day a year later; of a leap day the day before.
fn next_year(day: NaiveDate) -> Option<NaiveDate> {
    day.with_year(day.year() + 1).or_else(|| day.pred_opt().and_then(|before| before.with_year(day.year() + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_day_comes_again_a_day_earlier() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(next_year(day(2026, 8, 3)), Some(day(2027, 8, 3)));
        assert_eq!(next_year(day(2028, 2, 29)), Some(day(2029, 2, 28)));
    }
}
