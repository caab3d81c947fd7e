//! 苗头: the second farmer of a village with dead animals, and whoever leads hears of it at once; no names, no words.

use super::super::{Done, Work};
use crate::case::calendar::{at, date_of};
use crate::case::service::Alarm;
use crate::id::{MatterId, PlaceId, UnitId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::roster::Lead;
use crate::store::{GroupRole, VoiceRow};
use crate::text::Language;

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
        let facts = [
            ("place", self.place_name(Some(village), language)),
            ("days", alarm.days.to_string()),
            ("count", count.to_string()),
            ("matter", self.matter_name(&alarm.matter)),
        ];
        let text = self.say(language, "hot-alarm", &facts);
        for to in self.those_of(&unit).await? {
            let name = super::super::letters::name_of(&to);
            let key = format!("hot-alarm:{}:{village}:{}:{name}", alarm.matter, self.now.0);
            let act = Act::Send { message: Message { text: text.clone(), ..Message::default() }, slot: None };
            self.post(Letter { to, act, priority: Priority::Danger, case: None, key, sealed: false }).await?;
        }
        Ok(())
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
