//! 苗头: the second farmer of a village with dead animals, and whoever leads hears of it at once; no names, no words. Who is to
//! look, and until when, stands in it; when nobody says so in time, those who oversee hear that, by name.

use super::super::press::Pressed;
use super::super::tap::Tap;
use super::super::{Done, Work};
use super::HotTap;
use crate::case::calendar::{at, date_of};
use crate::case::service::Alarm;
use crate::id::{CadreId, MatterId, Moment, PlaceId, UnitId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, Slot};
use crate::roster::{Lead, Role};
use crate::store::{GroupRole, TimerRow, VoiceRow};
use crate::text::{Language, dates};

/// The kind of the clock of an alarm; its key holds matter and village.
const CLOCK: &str = "hot_look";
/// What its key begins with.
const LOOK: &str = "hot_look:";
/// What the body of a clock that has rung already ends in; it begins with the moment at which the alarm did, in milliseconds.
const TOLD: &str = " told";

impl Work<'_> {
    /// What was just written down may be one more of the same in the same village.
    pub(super) async fn alarm_if_due(&mut self, voices: &[VoiceRow]) -> Done<()> {
        let alarms = self.rules.service.hot.alarms.clone();
        for voice in voices {
            let Some(village) = &voice.place else { continue };
            for alarm in alarms.iter().filter(|alarm| alarm.matter == voice.matter) {
                self.look_for_outbreak(alarm, village).await?;
            }
        }
        Ok(())
    }

    /// From the count of the alarm on, and again each time there are twice as many.
    async fn look_for_outbreak(&mut self, alarm: &Alarm, village: &PlaceId) -> Done<()> {
        let window = i64::from(alarm.days) * 24 * 3600;
        let since = at(date_of(self.now.plus_s(-window)), 0, 0);
        let (count, told, told_at) = self.tx.touch_outbreak(&alarm.matter, village, since).await?;
        let fresh = self.now.since(told_at) > window * 1000;
        let next = if fresh { alarm.count } else { (told * 2).max(alarm.count) };
        if count < next {
            return Ok(());
        }
        self.tx.outbreak_was_told(&alarm.matter, village, next).await?;
        self.tell_outbreak(alarm, village, next).await
    }

    async fn tell_outbreak(&mut self, alarm: &Alarm, village: &PlaceId, count: u32) -> Done<()> {
        let language = Language::default();
        let unit = self.leads_matter(&alarm.matter, village);
        let owner = unit.as_ref().and_then(|unit| self.topic_owner(unit, &alarm.matter));
        let key = clock_key(&alarm.matter, village);
        let by = self.now.plus_s(i64::from(self.rules.service.hot.look_minutes) * 60);
        // That more speak of it puts off nothing.
        let set = self.tx.timer(&key).await?;
        let by = set.as_ref().map(|set| set.due).filter(|due| (self.now..by).contains(due)).unwrap_or(by);
        let begun = set.and_then(|set| begun(&set)).unwrap_or(self.now);
        let timer = TimerRow { key, kind: CLOCK.to_owned(), case: None, due: by, body: begun.0.to_string() };
        self.tx.set_timer(&timer).await?;
        let mut facts = self.outbreak_facts(&alarm.matter, village);
        facts.extend([
            ("days", alarm.days.to_string()),
            ("count", count.to_string()),
            ("by", dates::day_and_time(&self.rules.texts, language, by)),
        ]);
        let key = if owner.is_some() { "hot-alarm" } else { "hot-alarm-nobody" };
        let words = self.with_mention(key, language, &facts, owner.as_ref());
        for to in self.those_of(&unit).await? {
            let looked = Tap::Hot(HotTap::Looked(alarm.matter.clone(), village.clone(), self.now));
            let button = self.button(&to, None, self.say(language, "button-hot-looked", &[]), looked).await?;
            let message = Message { buttons: vec![vec![button]], ..words.clone() };
            let slot = Some(outbreak_slot(&alarm.matter, village));
            self.post_alarm(to, Act::Send { message, slot }).await?;
        }
        Ok(())
    }

    fn outbreak_facts(&self, matter: &MatterId, village: &PlaceId) -> Vec<(&'static str, String)> {
        let place = self.place_name(Some(village), Language::default());
        vec![("place", place), ("matter", self.matter_name(matter))]
    }

    async fn post_alarm(&mut self, to: Audience, act: Act) -> Done<()> {
        let key = format!("hot-alarm:{}", self.ids.hex());
        self.post(Letter { to, act, priority: Priority::Danger, case: None, key, sealed: false }).await
    }

    /// Somebody of the unit says that they were sent to look: those who oversee hear it, and the clock stops. A button of an alarm
    /// that is over speaks for no later one.
    pub(super) async fn looked(
        &mut self,
        cadre: &CadreId,
        (matter, village): (&MatterId, &PlaceId),
        told: Moment,
    ) -> Done<Pressed> {
        let language = Language::default();
        let unit = self.leads_matter(matter, village);
        let may = match &unit {
            Some(unit) => self.county().works_for(cadre, unit) || self.county().head_of(unit) == Some(cadre),
            None => false,
        };
        if !may && !self.county().with_role(Role::Screener).contains(cadre) {
            return Ok(self.void("press_unknown"));
        }
        let key = clock_key(matter, village);
        let begun = self.tx.timer(&key).await?.and_then(|set| begun(&set));
        if begun.is_some_and(|begun| told < begun) {
            return Ok(self.void("press_unknown"));
        }
        if !self.tx.cancel_timer(&key).await? {
            return Ok(Pressed::refusing("press_refused", self.say(language, "press-hot-looked", &[])));
        }
        let mut facts = self.outbreak_facts(matter, village);
        facts.push(("who", self.cadre_name(cadre)));
        facts.push(("when", dates::day_and_time(&self.rules.texts, language, self.now)));
        let message = self.message(self.say(language, "hot-alarm-looked", &facts));
        for to in self.those_of(&unit).await? {
            let slot = outbreak_slot(matter, village);
            self.post_about(to, Act::Edit { slot, message: message.clone(), or_send: false }).await?;
        }
        for reader in self.topic_readers().await? {
            self.post_about(Audience::Cadre(reader), Act::Send { message: message.clone(), slot: None }).await?;
        }
        Ok(Pressed::saying("pressed", self.say(language, "press-noted", &[])))
    }

    /// Nobody has said so in time: whoever heads the unit and those who oversee hear it. That somebody was sent can be said later
    /// too, for as long as the alarm looks back.
    pub(in crate::desk) async fn nobody_looked(&mut self, timer: &TimerRow) -> Done<bool> {
        if timer.kind != CLOCK {
            return Ok(false);
        }
        let named = timer.key.strip_prefix(LOOK).and_then(|key| key.rsplit_once(':'));
        let Some((matter, village)) = named.filter(|_| !timer.body.ends_with(TOLD)) else { return Ok(true) };
        let (matter, village) = (MatterId::new(matter), PlaceId::new(village));
        let unit = self.leads_matter(&matter, &village);
        let owner = unit.as_ref().and_then(|unit| self.topic_owner(unit, &matter));
        let mut facts = self.outbreak_facts(&matter, &village);
        facts.push(("unit", unit.as_ref().map(|unit| self.unit_name(unit)).unwrap_or_default()));
        let key = if owner.is_some() { "hot-alarm-late" } else { "hot-alarm-late-nobody" };
        let message = self.with_mention(key, Language::default(), &facts, owner.as_ref());
        let days = self.rules.service.hot.alarms.iter().filter(|alarm| alarm.matter == matter).map(|alarm| alarm.days);
        let until = self.now.plus_s(i64::from(days.max().unwrap_or(1)) * 24 * 3600);
        let later = TimerRow { due: until, body: format!("{}{TOLD}", timer.body), ..timer.clone() };
        self.tx.set_timer(&later).await?;
        let mut told = self.those_of(&unit).await?;
        told.retain(|to| !matches!(to, Audience::UnitGroup(_)));
        told.extend(self.topic_readers().await?.into_iter().map(Audience::Cadre));
        for to in super::month::each_once(told) {
            self.post_alarm(to, Act::Send { message: message.clone(), slot: None }).await?;
        }
        Ok(true)
    }

    /// The unit whose business a matter is, there.
    fn leads_matter(&self, matter: &MatterId, place: &PlaceId) -> Option<UnitId> {
        let county = self.county();
        let subject = self.known_matter(matter).and_then(|matter| county.subjects.get(matter.subject))?;
        match &subject.lead {
            Lead::Unit(unit) => Some(unit.clone()),
            Lead::Town => county.town_unit(place).cloned(),
            Lead::Discipline | Lead::Screener => None,
        }
    }

    /// Where a unit is told something that is about no case: its group, and its head; the screeners' group for nobody's.
    pub(super) async fn those_of(&mut self, unit: &Option<UnitId>) -> Done<Vec<Audience>> {
        let Some(unit) = unit else { return Ok(vec![Audience::TriageGroup]) };
        let mut told = Vec::new();
        if self.tx.group_of(&GroupRole::Unit(unit.clone())).await?.is_some() {
            told.push(Audience::UnitGroup(unit.clone()));
        }
        let head: Vec<_> = self.county().head_of(unit).cloned().into_iter().collect();
        told.extend(self.joined_of(&head).await?.into_iter().map(Audience::Cadre));
        if told.is_empty() {
            told.push(Audience::TriageGroup);
        }
        Ok(told)
    }
}

fn outbreak_slot(matter: &MatterId, village: &PlaceId) -> Slot {
    Slot(format!("hot-alarm:{matter}:{village}"))
}

/// When the alarm of a clock began.
fn begun(clock: &TimerRow) -> Option<Moment> {
    clock.body.trim_end_matches(TOLD).parse().ok().map(Moment)
}

fn clock_key(matter: &MatterId, village: &PlaceId) -> String {
    format!("{LOOK}{matter}:{village}")
}
