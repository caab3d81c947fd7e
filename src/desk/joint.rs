//! Several hands on one case: who is asked to help, what they do with it, and what is late.

use serde::{Deserialize, Serialize};

use super::card::Face;
use super::outside::OutsideTap;
use super::press::Pressed;
use super::tap::Tap;
use super::{Done, Work};
use crate::case::Case;
use crate::case::calendar::{at, date_of};
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::case::joint::{Climb, Help, Helper, JointFact, Late};
use crate::id::{CadreId, ContentId, Moment, UnitId};
use crate::notice::letter::{Audience, Button};
use crate::roster::{Action, Role, UnitKind};
use crate::store::TimerRow;
use crate::text::Language;

use super::incoming::Press;

/// What the buttons about the other hands on a case do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "joint", content = "of", rename_all = "snake_case")]
pub(super) enum JointTap {
    /// 协办与承诺: shows what can be done.
    Menu,
    /// 请协办: shows whom.
    AskHelp,
    /// 请协办 from a unit.
    HelpFrom(UnitId),
    /// 签收, by a unit that helps.
    Sign(UnitId),
    /// 办完, by a unit that helps: asks what was done.
    Done(UnitId),
    /// 不用协办.
    Release(UnitId),
    /// 承诺: asks what and by when.
    Promise(UnitId),
    /// 办到了: asks what was done.
    Keep(u32),
    /// 挂账: asks for the plan and the date.
    Shelve,
    /// What was typed is as shown.
    Confirm,
    /// The same, and the condition of what waits for it is met, or is not.
    Outcome(bool),
    /// 同意发出 / 不同意: the unit's head, of what says more than a unit can decide.
    Vouch(u32, bool),
    /// About a body outside the county's units.
    Outside(OutsideTap),
}

impl JointTap {
    /// The text that asks for words, for those that ask.
    pub(super) fn prompt_key(&self) -> &'static str {
        match self {
            Self::Promise(_) => "prompt-promise",
            Self::Keep(_) => "prompt-kept",
            Self::Shelve => "prompt-shelve",
            Self::Menu
            | Self::AskHelp
            | Self::HelpFrom(_)
            | Self::Sign(_)
            | Self::Done(_)
            | Self::Release(_)
            | Self::Confirm
            | Self::Vouch(..)
            | Self::Outside(_)
            | Self::Outcome(_) => "prompt-help-done",
        }
    }

    /// The unit that helps, if it is one of its own acts.
    fn of_helper(&self) -> Option<&UnitId> {
        match self {
            Self::Sign(unit) | Self::Done(unit) | Self::Promise(unit) => Some(unit),
            Self::Menu
            | Self::AskHelp
            | Self::HelpFrom(_)
            | Self::Release(_)
            | Self::Keep(_)
            | Self::Shelve
            | Self::Confirm
            | Self::Vouch(..)
            | Self::Outside(_)
            | Self::Outcome(_) => None,
        }
    }
}

impl Work<'_> {
    /// Whether a cadre may press it: whoever works on the case; for a unit that helps its own people; screeners ask for help too.
    pub(super) fn may_tap_joint(&self, case: &Case, cadre: &CadreId, tap: &JointTap) -> bool {
        if case.is_sealed() {
            return false;
        }
        let helps = |unit: &UnitId| self.helps(case, cadre, unit, Action::Sign);
        let leads = self.can(case, cadre, Action::ReportDone);
        if let Some(unit) = tap.of_helper().filter(|unit| case.unit() != Some(unit)) {
            return helps(unit);
        }
        match tap {
            JointTap::Menu | JointTap::AskHelp | JointTap::HelpFrom(_) | JointTap::Release(_) => {
                leads || self.can(case, cadre, Action::Screen)
            }
            JointTap::Keep(no) => match case.joint.promise(*no) {
                Some(promise) if case.unit() == Some(&promise.unit) => leads,
                Some(promise) => promise.owner == *cadre || helps(&promise.unit),
                None => false,
            },
            JointTap::Vouch(no, _) => self.may_vouch(case, cadre, *no),
            JointTap::Outside(tap) => leads && !tap.is_residents(),
            JointTap::Shelve => self.can(case, cadre, Action::Assign),
            JointTap::Confirm | JointTap::Outcome(_) => leads || case.joint.helpers.iter().any(|it| helps(&it.unit)),
            JointTap::Sign(_) | JointTap::Done(_) | JointTap::Promise(_) => leads,
        }
    }

    /// Whether a cadre may do something for a unit that helps with the case.
    pub(super) fn helps(&self, case: &Case, cadre: &CadreId, unit: &UnitId, action: Action) -> bool {
        let Some(helper) = case.joint.helper(unit) else { return false };
        crate::roster::may(self.county(), cadre, action, Some(unit), helper.acting == *cadre)
    }

    pub(super) async fn joint_pressed(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        tap: JointTap,
    ) -> Done<Pressed> {
        let actor = Actor::Cadre(cadre.clone());
        match tap {
            JointTap::Menu => self.turn(case, Face::Joint).await,
            JointTap::AskHelp => self.turn(case, Face::Helpers).await,
            JointTap::HelpFrom(unit) => self.ask_help(case, actor, unit).await,
            JointTap::Sign(unit) => {
                self.joint_done(case, actor, JointFact::HelpSigned { unit }, "press-help-signed").await
            }
            JointTap::Release(unit) => {
                self.joint_done(case, actor, JointFact::HelpReleased { unit }, "press-help-released").await
            }
            JointTap::Done(_) | JointTap::Promise(_) | JointTap::Keep(_) | JointTap::Shelve => {
                self.prompt(press, cadre, case, Tap::Joint(tap)).await
            }
            JointTap::Vouch(no, agreed) => Box::pin(self.vouched(case, actor, (no, agreed))).await,
            JointTap::Outside(tap) => Box::pin(self.outside_pressed(cadre, case, tap)).await,
            JointTap::Confirm => self.confirm_joint(press, cadre, case, None).await,
            JointTap::Outcome(met) => self.confirm_joint(press, cadre, case, Some(met)).await,
        }
    }

    async fn joint_done(&mut self, case: Case, actor: Actor, fact: JointFact, key: &str) -> Done<Pressed> {
        let case = self.perform(case, actor, Command::Joint(fact)).await?;
        let line = self.say(Language::default(), key, &self.facts(&case, Language::default()));
        Ok(Pressed::saying("pressed", line))
    }

    /// Whether the case would take what is asked for, before anyone writes a line for nothing.
    pub(super) fn joint_allowed(&self, case: &Case, tap: &JointTap) -> Result<(), Refusal> {
        let words = Words { content: ContentId::new(""), commitment: String::new() };
        let fact = match tap {
            JointTap::Done(unit) => JointFact::HelpDone { unit: unit.clone(), words },
            JointTap::Keep(no) => JointFact::Kept { no: *no, words, met: Some(true), opened: Vec::new(), again: None },
            JointTap::Shelve => JointFact::Shelved { words, until: self.now, review: self.now },
            JointTap::Vouch(no, agreed) => JointFact::Vouched { no: *no, agreed: *agreed },
            JointTap::Outside(tap) => tap.foreseen(),
            JointTap::Menu
            | JointTap::AskHelp
            | JointTap::HelpFrom(_)
            | JointTap::Sign(_)
            | JointTap::Release(_)
            | JointTap::Promise(_)
            | JointTap::Confirm
            | JointTap::Outcome(_) => JointFact::Promised { promises: Vec::new() },
        };
        crate::case::joint::decide(case, &fact)
    }

    /// A unit is asked to help: it signs within the service's time, and has as long as the case has.
    async fn ask_help(&mut self, case: Case, actor: Actor, unit: UnitId) -> Done<Pressed> {
        let Some(who) = self.responsible_in(&unit, &case) else { return Ok(self.void("press_unknown")) };
        let Some(who) = self.around_excluded(&case, who).await? else { return Ok(self.void("press_excluded")) };
        let helper = Helper {
            unit: who.unit,
            acting: who.acting,
            sign_due: self.working_days(self.rules.service.sign_wd).0,
            due: case.due,
            help: Help::Offered,
            climb: Climb::default(),
        };
        let name = self.unit_name(&helper.unit);
        let case = self.perform(case, actor, Command::Joint(JointFact::HelpAsked { helper })).await?;
        self.turn(case, Face::Plain).await?;
        let line = self.say(Language::default(), "press-help-asked", &[("unit", name)]);
        Ok(Pressed::saying("pressed", line))
    }

    /// The buttons of 协办与承诺 on the lead's card.
    pub(super) async fn joint_buttons(&mut self, case: &Case, to: &Audience) -> Done<Vec<Vec<Button>>> {
        let Some(unit) = case.unit().cloned() else { return Ok(Vec::new()) };
        let mut buttons = Vec::new();
        for (label, tap) in [
            ("button-ask-help", JointTap::AskHelp),
            ("button-promise", JointTap::Promise(unit.clone())),
            ("button-shelve", JointTap::Shelve),
        ] {
            buttons.push(self.labelled(to, &case.id, Language::default(), (label, Tap::Joint(tap))).await?);
        }
        buttons.extend(Box::pin(self.outside_buttons(case, to)).await?);
        buttons.extend(self.keep_buttons(case, to, &unit).await?);
        for helper in &case.joint.helpers {
            let name = [("unit", self.unit_name(&helper.unit))];
            let label = self.say(Language::default(), "button-help-release", &name);
            let tap = Tap::Joint(JointTap::Release(helper.unit.clone()));
            buttons.push(self.button(to, Some(&case.id), label, tap).await?);
        }
        self.with_back(case, to, buttons).await
    }

    /// Units that can be asked to help; those the words speak of come first.
    pub(super) async fn helper_buttons(&mut self, case: &Case, to: &Audience) -> Done<Vec<Vec<Button>>> {
        let likely = self.likely_helpers(case).await?;
        let mut units: Vec<UnitId> = self
            .county()
            .units
            .values()
            .filter(|unit| matches!(unit.kind, UnitKind::Town | UnitKind::Bureau))
            .map(|unit| unit.id.clone())
            .filter(|unit| case.unit() != Some(unit) && case.joint.helper(unit).is_none())
            .collect();
        units.sort_by_key(|unit| likely.iter().position(|it| it == unit).unwrap_or(usize::MAX));
        let mut buttons = Vec::new();
        for unit in units {
            let label = self.unit_name(&unit);
            let tap = Tap::Joint(JointTap::HelpFrom(unit));
            buttons.push(self.button(to, Some(&case.id), label, tap).await?);
        }
        self.with_back(case, to, buttons).await
    }

    /// The units whose matters the words touch besides, and the town of the place when a bureau leads.
    pub(super) async fn likely_helpers(&mut self, case: &Case) -> Done<Vec<UnitId>> {
        let said = super::words::joined(&self.said_about(&case.id).await?);
        let reading = self.read(&said);
        let county = self.county();
        let mut units: Vec<UnitId> = Vec::new();
        for guess in &reading.subjects {
            let lead = county.subjects.get(&guess.subject).map(|subject| &subject.lead);
            if let Some(crate::roster::Lead::Unit(unit)) = lead {
                units.push(unit.clone());
            }
        }
        units.extend(case.place.as_ref().and_then(|place| county.town_unit(place)).cloned());
        let mut seen = Vec::new();
        for unit in units {
            if case.unit() != Some(&unit) && case.joint.helper(&unit).is_none() && !seen.contains(&unit) {
                seen.push(unit);
            }
        }
        Ok(seen)
    }

    /// Something of the other hands is late: the next person up the line of the unit concerned is told, by name.
    pub(super) async fn joint_late(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let Some((moment, late)) = case.joint.next_late() else { return Ok(()) };
        if moment > self.now {
            return Ok(());
        }
        let (unit, owner, rung) = match &late {
            Late::Helper(unit) => match case.joint.helper(unit) {
                Some(helper) => (unit.clone(), helper.acting.clone(), helper.climb.rung),
                None => return Ok(()),
            },
            Late::Promise(no) => match case.joint.promise(*no) {
                Some(promise) => (promise.unit.clone(), promise.owner.clone(), promise.climb.rung),
                None => return Ok(()),
            },
        };
        let held = case.joint.held().map(|it| it.no).find(|held| matches!(late, Late::Promise(no) if no == *held));
        let who = (&unit, &owner, held.is_some());
        let Some(told) = self.next_over(&case, who, rung as usize).await? else {
            return self.nobody_to_tell(timer).await;
        };
        let tomorrow = self.rules.calendar.plus_working_days(self.today(), 1).date;
        let next = at(tomorrow, self.rules.service.reminder_hour, 0);
        let fact = JointFact::Late { late, told: told.clone(), next };
        let case = self.perform(case, Actor::Machine, Command::Joint(fact)).await?;
        match held.and_then(|no| case.joint.promise(no)) {
            Some(promise) => self.ask_judge_of_vow(&case, &told, promise).await,
            None => Ok(()),
        }
    }

    /// First whoever owes it, then up their line, then the supervisors; nobody who is kept out or has not joined.
    /// Whoever wrote what is held is not asked to agree to it.
    async fn next_over(&mut self, case: &Case, who: (&UnitId, &CadreId, bool), rung: usize) -> Done<Option<CadreId>> {
        let (unit, owner, held) = who;
        let county = self.county();
        let mut line = vec![owner.clone()];
        line.extend(county.head_of(unit).cloned());
        line.extend(county.chain_above(owner));
        line.extend(county.with_role(Role::Supervisor));
        line.retain(|cadre| !held || cadre != owner);
        let mut reachable = Vec::new();
        for cadre in self.not_kept_out(case, line).await? {
            if !reachable.contains(&cadre) && self.tx.account_of(&cadre).await?.is_some() {
                reachable.push(cadre);
            }
        }
        if reachable.is_empty() {
            return self.first_to_tell(case, 0).await;
        }
        Ok(reachable.get(rung.min(reachable.len() - 1)).cloned())
    }

    /// What has to wait is looked at every month, until it can be brought to an end.
    pub(super) async fn look_at_shelf(&mut self, case: Case) -> Done<()> {
        let next = self.next_look();
        self.perform(case, Actor::Machine, Command::Joint(JointFact::ShelfLooked { next })).await?;
        Ok(())
    }

    /// In a month, in the morning of a working day.
    pub(super) fn next_look(&self) -> Moment {
        let due = self.rules.calendar.plus_days(date_of(self.now), 30, true);
        at(due.date, self.rules.service.reminder_hour, 0)
    }
}
