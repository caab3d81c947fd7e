//! Supervision: cases rise by themselves and name whom they reach, leaders take them in charge, evidence ends it.

use serde::{Deserialize, Serialize};

use super::press::Pressed;
use super::tap::Tap;
use super::tick::HOUR_MS;
use super::words::Facts;
use super::{Done, Halt, Work};
use crate::case::Case;
use crate::case::calendar::at;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::supervise::{Cause, Level, Supervise, arisen};
use crate::id::{CadreId, Moment};
use crate::notice::letter::Audience;
use crate::roster::{Action, Role, told_on};
use crate::text::Language;

use super::incoming::Press;

/// What the buttons about supervision do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum WatchTap {
    /// 解除督办: asks for words and evidence.
    Lift,
    /// 我包案.
    Lead,
    /// 请领导包案: shows whom.
    NameLeader,
    /// 请 this leader 包案.
    LeadBy(CadreId),
    /// Shows one case of the morning's list, with what can be done.
    Show,
    /// 属实 or 不实, of whoever was asked to look.
    Checked(bool),
}

impl Work<'_> {
    /// The one way up: the case rises by a rung, and the next person of the line who may learn of it is told by name.
    /// None where nobody could be told.
    pub(super) async fn raise(&mut self, case: Case, cause: Cause) -> Done<Option<Case>> {
        let Some(told) = self.first_to_tell(&case, case.rung()).await? else { return Ok(None) };
        self.raise_to(case, cause, told).await.map(Some)
    }

    /// The same, to somebody found already.
    pub(super) async fn raise_to(&mut self, case: Case, cause: Cause, told: CadreId) -> Done<Case> {
        let next = match case.danger {
            Some(_) => self.now.plus_ms(HOUR_MS),
            None => self.on_working_day(1, self.rules.service.reminder_hour),
        };
        let rise = Command::Supervise(Supervise::Raise { cause, told, next });
        self.perform(case, Actor::Machine, rise).await
    }

    /// Who is told next when somebody beside the unit owes a step: up the line of whoever owes it.
    pub(super) async fn next_above(&mut self, case: &Case, owes: &CadreId) -> Done<Option<CadreId>> {
        let unit = self.county().cadres.get(owes).map(|cadre| cadre.unit.clone());
        let lines = [self.county().line_up(unit.as_ref(), Some(owes)), self.county().last_resort()];
        let mut left = Vec::new();
        for line in &lines {
            let joined = self.joined_of(line).await?;
            left.extend(self.not_kept_out(case, joined).await?);
        }
        let rung = case.face.meeting.as_ref().map_or(0, |meeting| meeting.told);
        Ok(told_on(&lines, rung, |cadre| left.contains(cadre)))
    }

    /// A case rises by itself when it came back a second time, or when its sender nudged on several days.
    pub(super) async fn raise_if_arisen(&mut self, before: &Case, case: Case) -> Done<Case> {
        let Some(cause) = arisen(before, &case, self.rules.service.oversight.nudges) else { return Ok(case) };
        let id = case.id.clone();
        match self.raise(case.clone(), cause).await {
            Ok(Some(risen)) => {
                // What is being brought up to date needs no second time.
                self.touched.remove(&id);
                Ok(risen)
            }
            Ok(None) => {
                self.alarm("ops-nobody", &[]).await?;
                Ok(case)
            }
            Err(Halt::Refused(_)) => Ok(case),
            Err(fault @ Halt::Fault(_)) => Err(fault),
        }
    }

    /// Who is told on a rung: up the line, leaving out who is kept out or has not joined; where the line is broken, whoever is left
    /// of the county; where all of them are kept out, the discipline lane.
    pub(super) async fn first_to_tell(&mut self, case: &Case, rung: u32) -> Done<Option<CadreId>> {
        let mut lines = Vec::new();
        if case.is_sealed() {
            lines.push(self.line_of_readers(case).await?);
        } else if case.held.is_some() {
            lines.push(self.county().with_role(Role::DisciplineReader));
        } else {
            let unit = case.task.as_ref().filter(|task| !task.above).map(|task| &task.unit);
            lines.push(self.county().line_up(unit, case.acting()));
            lines.push(self.county().last_resort());
        }
        lines.push(self.lane_readers(case).await?);
        let mut left = Vec::new();
        for line in &lines {
            let joined = self.joined_of(line).await?;
            left.extend(self.not_kept_out(case, joined).await?);
        }
        Ok(told_on(&lines, rung, |cadre| left.contains(cadre)))
    }

    /// Lateness of what only named readers see stays inside its lane.
    async fn line_of_readers(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let mut readers = self.readers(case).await?;
        let above: Vec<CadreId> = readers.iter().flat_map(|reader| self.county().chain_above(reader)).collect();
        readers.extend(above.into_iter().filter(|cadre| self.is_in_lane(cadre)));
        Ok(readers)
    }

    /// That hour of the working day `n` working days from today.
    pub(super) fn on_working_day(&self, n: u32, hour: u32) -> Moment {
        at(self.rules.calendar.plus_working_days(self.today(), n).date, hour, 0)
    }

    /// Those who supervise and may learn of a case, but whoever was told of it already.
    pub(super) async fn supervisors(&mut self, case: &Case) -> Done<Vec<CadreId>> {
        let all = self.not_kept_out(case, self.county().with_role(Role::Supervisor)).await?;
        Ok(all.into_iter().filter(|cadre| case.marks.supervision.told.as_ref() != Some(cadre)).collect())
    }

    /// Whether a cadre may do it, as the roster is at this moment. Who is kept out of the case was asked before.
    pub(super) fn may_watch(&self, case: &Case, cadre: &CadreId, tap: &WatchTap) -> bool {
        let supervises = self.can(case, cadre, Action::Supervise);
        match tap {
            _ if case.is_kept_apart() => false,
            WatchTap::Lift => supervises && !self.is_of_the_work(case, cadre),
            WatchTap::Lead | WatchTap::NameLeader | WatchTap::LeadBy(_) | WatchTap::Show => {
                supervises || self.county().leaders().contains(cadre)
            }
            WatchTap::Checked(_) => case.marks.supervision.check.as_ref().is_some_and(|check| check.checker == *cadre),
        }
    }

    /// Whether a cadre is of those whose work is supervised: the unit, and whoever has the case.
    pub(super) fn is_of_the_work(&self, case: &Case, cadre: &CadreId) -> bool {
        let Some(task) = &case.task else { return false };
        let has_it = [&task.cadre, &task.deputy, &task.acting].contains(&cadre);
        has_it || self.county().works_for(cadre, &task.unit)
    }

    /// Whether a button is shown to whom it goes to: nobody is offered what is not theirs to do.
    pub(super) fn is_offered(&self, case: &Case, to: &Audience, tap: &Tap) -> bool {
        match (tap, to) {
            (Tap::Watch(tap), Audience::Cadre(cadre)) => self.may_watch(case, cadre, tap),
            (Tap::Watch(_), _) => false,
            // Of danger to a person somebody up the line hears who has no right to its words.
            (Tap::Read, Audience::Cadre(cadre)) if case.is_danger_of_a_person() && !case.is_kept_apart() => {
                self.can_read(case, cadre)
            }
            // Whoever is of the lane already has it there, also when standing in for the screeners.
            (Tap::ToDiscipline, Audience::Cadre(cadre)) => !self.is_in_lane(cadre),
            _ => true,
        }
    }

    /// A press of a button about supervision.
    pub(super) async fn watch_pressed(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        tap: WatchTap,
    ) -> Done<Pressed> {
        match tap {
            WatchTap::Lift => self.prompt(press, cadre, case, Tap::Watch(WatchTap::Lift)).await,
            WatchTap::Lead => self.lead(cadre, case, cadre.clone()).await,
            WatchTap::LeadBy(leader) => self.lead(cadre, case, leader).await,
            WatchTap::NameLeader => self.ask_leader(cadre, case).await,
            WatchTap::Show => self.show_watched(cadre, case).await,
            WatchTap::Checked(as_reported) => self.spot_checked(cadre, case, as_reported).await,
        }
    }

    /// A leader takes a case in charge, by themselves or named by another (包案).
    async fn lead(&mut self, by: &CadreId, case: Case, leader: CadreId) -> Done<Pressed> {
        let known = by == &leader || self.county().leaders().contains(&leader);
        let joined = self.tx.account_of(&leader).await?.is_some();
        if !known || !joined || self.is_excluded(&case, &leader).await? {
            return Ok(self.void("press_excluded"));
        }
        let next = self.next_reminder_of_leader();
        let command = Command::Supervise(Supervise::Lead { leader, next });
        let case = self.perform(case, Actor::Cadre(by.clone()), command).await?;
        let line = self.say(Language::default(), "press-led", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("led", line))
    }

    /// Asks, in private, which leader.
    async fn ask_leader(&mut self, cadre: &CadreId, case: Case) -> Done<Pressed> {
        let to = Audience::Cadre(cadre.clone());
        let joined = self.joined_of(&self.county().leaders()).await?;
        let mut buttons = Vec::new();
        for leader in self.not_kept_out(&case, joined).await? {
            let label = self.office(&leader);
            buttons.push(self.button(&to, Some(&case.id), label, Tap::Watch(WatchTap::LeadBy(leader))).await?);
        }
        let key = if buttons.is_empty() { "leader-nobody" } else { "leader-whom" };
        let mut message = self.message(self.say(Language::default(), key, &self.facts(&case, Language::default())));
        message.buttons = buttons.chunks(2).map(<[_]>::to_vec).collect();
        let key = format!("{}:leader-whom:{}", case.id, self.ids.hex());
        self.answer_about(&case, to, message, key).await?;
        Ok(Pressed::quietly("asked_leader"))
    }

    /// One case of the morning's list, with what this reader can do.
    async fn show_watched(&mut self, cadre: &CadreId, case: Case) -> Done<Pressed> {
        let to = Audience::Cadre(cadre.clone());
        let mut message =
            self.message(self.say(Language::default(), "watch-sheet", &self.facts(&case, Language::default())));
        let offers = [
            ("button-lift", WatchTap::Lift),
            ("button-lead", WatchTap::Lead),
            ("button-name-leader", WatchTap::NameLeader),
        ];
        let taps: Vec<(&str, Tap)> = offers
            .into_iter()
            .filter(|(_, tap)| self.may_watch(&case, cadre, tap))
            .map(|(label, tap)| (label, Tap::Watch(tap)))
            .collect();
        message.buttons = self.row(&case, &to, &taps).await?;
        let key = format!("{}:watch-sheet:{}", case.id, self.ids.hex());
        self.answer_about(&case, to, message, key).await?;
        Ok(Pressed::quietly("shown"))
    }

    /// The leader in charge is reminded while the case is open; of one who has left, those who supervise hear.
    pub(super) async fn remind_leader(&mut self, case: Case) -> Done<()> {
        let Some(leader) = case.marks.supervision.leader.clone() else { return Ok(()) };
        let there = self.county().cadres.contains_key(&leader) && self.tx.account_of(&leader).await?.is_some();
        let command = if there && !self.is_excluded(&case, &leader).await? {
            Supervise::RemindLeader(self.next_reminder_of_leader())
        } else {
            Supervise::LoseLeader
        };
        self.perform(case, Actor::Machine, Command::Supervise(command)).await?;
        Ok(())
    }

    fn next_reminder_of_leader(&self) -> Moment {
        let service = &self.rules.service;
        let day = self.today() + chrono::Days::new(u64::from(service.oversight.leader_days) - 1);
        at(self.rules.calendar.plus_working_days(day, 1).date, service.reminder_hour, 0)
    }

    /// A cadre by office and name, such as 常务副县长甘若谷.
    pub(super) fn office(&self, cadre: &CadreId) -> String {
        let title = self.county().cadres.get(cadre).map(|cadre| cadre.title.as_str()).unwrap_or_default();
        format!("{title}{}", self.cadre_name(cadre))
    }

    /// What a text about supervision may want to say.
    pub(super) fn watch_facts(&self, case: &Case, language: Language) -> Facts {
        let level = case.level().filter(|_| case.is_supervised()).map(Level::name);
        let named = level.map(|level| self.say(language, &format!("level-{level}"), &[]));
        let to_do = level.map(|level| self.say(language, &format!("todo-{level}"), &[]));
        let nudges = [("nudges", case.nudged_days().to_string())];
        let causes = case.marks.supervision.causes.iter();
        let causes: Vec<String> =
            causes.map(|cause| self.say(language, &format!("cause-{}", cause.name()), &nudges)).collect();
        vec![
            ("level", named.unwrap_or_default()),
            ("todo", to_do.unwrap_or_default()),
            ("causes", causes.join(&self.say(language, "cause-and", &[]))),
            ("leader", case.marks.supervision.leader.as_ref().map(|leader| self.office(leader)).unwrap_or_default()),
        ]
    }

    /// What a card says of supervision: how far up and why, who is in charge, what a spot check found.
    pub(super) fn card_watch(&self, case: &Case, facts: &Facts) -> Vec<String> {
        let led = case.marks.supervision.leader.is_some() && !case.is_kept_apart();
        let check = case.marks.supervision.check.as_ref();
        let came_back = check.is_some_and(|check| check.as_reported == Some(false) && check.round < case.round);
        let late = if case.is_person_looked_for() { "card-person" } else { "card-supervised" };
        let lines = [(case.is_supervised(), late), (led, "card-leader"), (came_back, "card-spot-check")];
        lines
            .into_iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, key)| self.say(Language::default(), key, facts))
            .chain(self.card_heard(case))
            .collect()
    }

    /// What the sender reads of supervision while somebody owes an answer: how far up and why, how often they nudged, who is
    /// in charge.
    pub(super) fn status_watch(&self, case: &Case, language: Language, facts: &Facts) -> Vec<String> {
        if case.is_kept_apart() || !case.state.is_being_worked_on() {
            return Vec::new();
        }
        if case.is_danger_of_a_person() {
            return self.person_line(case, language).into_iter().collect();
        }
        let level = case.level().filter(|_| case.is_supervised());
        let late = |level: Level| if level == Level::Listed && case.due < self.now { "-late" } else { "" };
        let level = level.map(|level| format!("status-level-{}{}", level.name(), late(level)));
        let nudged = (case.marks.nudges > 0).then(|| "status-nudges".to_owned());
        let led = case.marks.supervision.leader.as_ref().map(|_| "status-leader".to_owned());
        let mut facts = facts.clone();
        facts.retain(|(name, _)| *name != "nudges");
        facts.push(("nudges", case.marks.nudges.to_string()));
        [level, led, nudged].into_iter().flatten().map(|key| self.say(language, &key, &facts)).collect()
    }
}
