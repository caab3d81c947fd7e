//! Danger to life, after the words that keep people safe: its clocks, where it is and whom to call, the neighbours, the
//! morning after. Everything here follows from the case as it stands after an act, whoever acted.

mod damage;
mod further;
mod incident;

use serde::{Deserialize, Serialize};

use super::tap::Tap;
use super::tick::HOUR_MS;
use super::words::{Facts, safety_key};
use super::{Done, Work};
use crate::case::Case;
use crate::case::calendar::{at, date_of, end_of_day};
use crate::case::command::{Command, Understanding};
use crate::case::emergency::{EmergencyFact, is_of_a_place};
use crate::case::event::Actor;
use crate::case::supervise::Cause;
use crate::classify::{Danger, Reading};
use crate::id::Moment;
use crate::notice::emergency::EmergencyOffer;
use crate::notice::letter::{Act, Audience, Letter, Priority};
use crate::store::TimerRow;
use crate::text::{Language, dates};

/// What the buttons do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DangerTap {
    /// 告诉各户: asks for words that all who reported it are told.
    TellAll,
    /// 有损失要登记: asks what was damaged.
    Damage,
    /// 没有损失.
    NoDamage,
}

impl DangerTap {
    /// Whether it is a resident's button.
    pub(super) fn is_residents(self) -> bool {
        matches!(self, Self::Damage | Self::NoDamage)
    }
}

/// The words on a button under a notice, and what it does.
pub(super) fn offer_tap(offer: EmergencyOffer) -> (&'static str, Tap) {
    match offer {
        EmergencyOffer::Damage => ("button-damage", Tap::Danger(DangerTap::Damage)),
        EmergencyOffer::NoDamage => ("button-no-damage", Tap::Danger(DangerTap::NoDamage)),
    }
}

/// The morning is not earlier than so many hours after the alarm.
const REST_HOURS: i64 = 4;
/// After so many calls in vain, one every hour is enough.
const OFTEN: u32 = 4;
/// Who writes of danger again without saying where is asked again, but not within so many milliseconds.
const ASK_AGAIN_MS: i64 = 5 * 60 * 1000;

impl Work<'_> {
    /// What follows from danger to life in a case, after an act.
    pub(super) async fn settle_danger(&mut self, before: &Case, case: Case) -> Done<Case> {
        if case.danger.is_none() {
            return Ok(case);
        }
        let id = case.id.clone();
        let attempt = self.attempt().await?;
        let result = Box::pin(self.settled_danger(before, case)).await;
        let settled = self.settle(attempt, result).await?;
        // It is being brought up to date already.
        self.touched.remove(&id);
        match settled {
            Ok(case) => Ok(case),
            Err(refusal) => {
                tracing::error!(%refusal, "what follows from danger to life was refused");
                self.load(&id).await
            }
        }
    }

    async fn settled_danger(&mut self, before: &Case, case: Case) -> Done<Case> {
        let case = self.alarm_life(case).await?;
        let case = self.first_word(before, case).await?;
        Box::pin(self.settle_incident(before, case)).await
    }

    /// The clocks run, and only now the sender is asked where it is and whom to call.
    async fn alarm_life(&mut self, case: Case) -> Done<Case> {
        if case.emergency.since.is_some() || !case.state.is_being_worked_on() {
            return Ok(case);
        }
        let service = &self.rules.service;
        let minutes = |minutes: u32| self.now.plus_s(i64::from(minutes) * 60);
        let (confirm_by, dispatch_by) =
            (minutes(service.emergency_confirm_minutes), minutes(service.emergency_dispatch_minutes));
        let follow_at = self.morning_after(service.emergency.follow_hour);
        let alarmed = EmergencyFact::Alarmed { confirm_by, dispatch_by, follow_at };
        let case = self.perform(case, Actor::Machine, Command::Emergency(alarmed)).await?;
        self.ask_where(case).await
    }

    /// That hour of the next morning, so that nobody is asked what was damaged while it still burns.
    fn morning_after(&self, hour: u32) -> Moment {
        let today = at(self.today(), hour, 0);
        if today.since(self.now) >= REST_HOURS * HOUR_MS {
            today
        } else {
            at(self.today() + chrono::Days::new(1), hour, 0)
        }
    }

    /// Where it is, by a button that sends the place or in words, and one number to call.
    async fn ask_where(&mut self, case: Case) -> Done<Case> {
        let case = self.perform(case, Actor::Machine, Command::Emergency(EmergencyFact::WhereAsked)).await?;
        let language = self.language_of(&case.person).await?;
        let key = match (case.danger, &case.place) {
            (Some(Danger::SelfHarm), _) => "ask-danger-self-harm",
            (_, Some(_)) => "ask-danger-phone",
            (_, None) => "ask-danger-place",
        };
        let mut message = self.message(self.say(language, key, &self.facts(&case, language)));
        message.keyboard = Some(self.keyboard(language));
        message.ask_location = Some(self.say(language, "keyboard-location", &[]));
        let letter = Letter {
            to: Audience::Resident(case.person.clone()),
            act: Act::Send { message, slot: None },
            priority: Priority::Receipt,
            case: Some(case.id.clone()),
            key: format!("{}:ask-where:{}", case.id, case.version),
            sealed: case.is_sealed(),
        };
        self.post(letter).await?;
        Ok(case)
    }

    /// A further message: a place that was missing is taken over; more of the danger without any place is asked back once more.
    pub(super) async fn more_of_danger(&mut self, case: Case, reading: &Reading) -> Done<Case> {
        if case.danger.is_none() || !case.state.is_being_worked_on() || case.is_sealed() {
            return Ok(case);
        }
        if let Some(place) = reading.place.clone().filter(|place| self.is_nearer(&case, place)) {
            let command = Command::Understand(Understanding {
                kind: case.kind,
                subject: case.subject.clone(),
                place: Some(place),
                danger: case.danger,
                weight: case.weight.clone(),
                confidence: case.confidence,
                reasons: case.reasons.clone(),
                due: case.due,
                provisional: case.provisional,
            });
            return self.perform(case, Actor::Machine, command).await;
        }
        let asked = case.emergency.asked_at.is_some_and(|asked| self.now.since(asked) < ASK_AGAIN_MS);
        let again = reading.danger.is_some() && case.place.is_none() && case.emergency.since.is_some() && !asked;
        if again { self.ask_where(case).await } else { Ok(case) }
    }

    /// Whether a place says more than what is known: any where none is, a village of the town.
    fn is_nearer(&self, case: &Case, place: &crate::id::PlaceId) -> bool {
        let parent = |place| self.county().places.get(place).and_then(|known| known.parent.clone());
        case.place.as_ref().is_none_or(|known| parent(place).as_ref() == Some(known))
    }

    /// Whether a message tells of danger in another place than a case of danger: that is another alarm.
    pub(super) fn is_elsewhere(&self, case: &Case, reading: &Reading) -> bool {
        let of_a_place = case.danger.is_some() && reading.danger.is_some_and(is_of_a_place);
        of_a_place && self.is_of_another_place(case, reading)
    }

    /// A village of the town that is known, and the town of the village, are no other place.
    fn is_of_another_place(&self, case: &Case, reading: &Reading) -> bool {
        let (Some(known), Some(place)) = (&case.place, &reading.place) else { return false };
        let town = self.county().places.get(known).and_then(|known| known.parent.as_ref());
        known != place && town != Some(place) && !self.is_nearer(case, place)
    }

    /// The first word on what was done has gone out: from here on the written result is owed, by the end of the day after.
    async fn first_word(&mut self, before: &Case, case: Case) -> Done<Case> {
        let heard = case.emergency.fed_back && !before.emergency.fed_back;
        if !heard || !case.state.is_being_worked_on() {
            return Ok(case);
        }
        // One incident has one morning after, whenever each of them reported it.
        let due = match case.emergency.under.clone() {
            Some(lead) => {
                let first = self.load(&lead.case).await?;
                self.result_due(&first)
            }
            None => self.result_due(&case),
        };
        if case.due == due {
            return Ok(case);
        }
        self.perform(case, Actor::Machine, Command::Emergency(EmergencyFact::FedBack { due })).await
    }

    /// The end of the day of the morning after.
    fn result_due(&self, case: &Case) -> Moment {
        end_of_day(date_of(case.emergency.follow_at.unwrap_or(self.now)))
    }

    /// Nobody has confirmed in time: those on call are called again, by name, and those who supervise hear of it.
    pub(super) async fn call_again(&mut self, case: Case) -> Done<()> {
        let minutes = i64::from(self.rules.service.emergency_confirm_minutes);
        let often = case.emergency.unconfirmed + 1 < OFTEN;
        let next = if often { self.now.plus_s(minutes * 60) } else { self.now.plus_ms(HOUR_MS) };
        self.perform(case, Actor::Machine, Command::Emergency(EmergencyFact::Unconfirmed { next })).await?;
        Ok(())
    }

    /// It is with no unit in time: those on call and the screeners hear so, and the next one above them.
    pub(super) async fn undispatched(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let case = self.perform(case, Actor::Machine, Command::Emergency(EmergencyFact::Undispatched)).await?;
        if self.raise(case, Cause::Unscreened).await?.is_none() {
            tracing::warn!(kind = timer.kind, "nobody above the screeners has joined");
            self.alarm("ops-nobody", &[]).await?;
        }
        Ok(())
    }

    /// The morning after, whatever became of it at night.
    pub(super) async fn follow_up(&mut self, case: Case) -> Done<()> {
        self.perform(case, Actor::Machine, Command::Emergency(EmergencyFact::FollowedUp)).await?;
        Ok(())
    }

    /// A press by the sender.
    pub(super) async fn danger_pressed_by_sender(&mut self, case: Case, tap: DangerTap) -> Done<Case> {
        match tap {
            DangerTap::Damage => self.ask_damage(case).await,
            DangerTap::NoDamage | DangerTap::TellAll => {
                let actor = self.speaker(&case);
                self.perform(case, actor, Command::Emergency(EmergencyFact::NothingDamaged)).await
            }
        }
    }

    /// What texts about danger want to say.
    pub(super) fn danger_facts(&self, case: &Case, language: Language) -> Facts {
        let since = case.emergency.since.unwrap_or(case.registered_at);
        let taken = case.danger_taken.as_ref().map(|cadre| self.cadre_name(cadre)).unwrap_or_default();
        let minutes = case.emergency.unconfirmed * self.rules.service.emergency_confirm_minutes;
        let reports = case.emergency.neighbours.len() + 1;
        let person = case.danger.filter(|danger| !is_of_a_place(*danger)).map(name);
        let of_a_person =
            |what: &str| person.map(|name| self.say(language, &format!("{what}{name}"), &[])).unwrap_or_default();
        vec![
            ("taker", taken),
            ("person", of_a_person("person-")),
            ("persondo", of_a_person("do-person-")),
            ("worse", self.worse_words(case, language)),
            ("alarmed", dates::day(&self.rules.texts, language, since)),
            ("minutes", minutes.to_string()),
            ("reports", reports.to_string()),
            ("dispatchminutes", self.rules.service.emergency_dispatch_minutes.to_string()),
        ]
    }

    /// What the sender reads in the status message: that it is seen to together with others.
    pub(super) fn danger_line(&self, case: &Case, language: Language) -> Option<String> {
        let under = case.emergency.under.is_some() && case.state.is_being_worked_on();
        under.then(|| self.say(language, "status-incident", &[]))
    }
}

/// The name of a danger in the keys of texts.
fn name(danger: Danger) -> &'static str {
    safety_key(danger).trim_start_matches("safety-")
}

/// Whether a message of the group may say what a danger is: despair is nobody's business there.
pub(super) fn head_key(case: &Case) -> &'static str {
    if case.danger == Some(Danger::SelfHarm) { "card-head-urgent" } else { "card-head-danger" }
}
