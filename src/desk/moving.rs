//! Cards that move with their group: a unit gets a group of its own, changes it, or loses it. No event, no word to residents.

use super::{Done, Work};
use crate::case::{Case, State};
use crate::id::{CaseId, UnitId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, Slot};
use crate::store::{ButtonRow, GroupRole};
use crate::text::Language;

use super::card::Face;
use super::incoming::Press;

/// Where cards stood until now.
pub(super) enum Stood {
    /// In a chat that can still be written to.
    In(i64),
    /// Nowhere in common: each with whoever acted, or not at all.
    Apart,
    /// In a chat that is out of reach.
    Lost,
}

impl Work<'_> {
    /// A group has its role now; whatever stands under that role moves there. Returns how many cards.
    pub(super) async fn gather(&mut self, role: &GroupRole, chat: i64, former: Option<i64>) -> Done<usize> {
        match role {
            GroupRole::Unit(unit) => {
                let stood = match former {
                    Some(former) => Some(former),
                    None => self.tx.group_of(&GroupRole::Triage).await?,
                };
                self.tx.follow_to(&Audience::UnitGroup(unit.clone()), chat).await?;
                self.move_unit(unit, &stood.map_or(Stood::Apart, Stood::In)).await
            }
            GroupRole::Triage => self.gather_triage(chat, former).await,
            GroupRole::Operators => {
                self.tx.follow_to(&Audience::Operators, chat).await?;
                Ok(0)
            }
            GroupRole::Lane => {
                self.tx.follow_to(&Audience::LaneGroup, chat).await?;
                Ok(0)
            }
        }
    }

    /// A unit's group is gone: its cards go on in the triage group, or with whoever acts. Returns how many.
    pub(super) async fn fall_back(&mut self, unit: &UnitId) -> Done<usize> {
        if let Some(triage) = self.tx.group_of(&GroupRole::Triage).await? {
            self.tx.follow_to(&Audience::UnitGroup(unit.clone()), triage).await?;
        }
        self.move_unit(unit, &Stood::Lost).await
    }

    async fn move_unit(&mut self, unit: &UnitId, stood: &Stood) -> Done<usize> {
        let mut moved = 0;
        for row in self.tx.cases_of_unit(unit).await? {
            let case = self.load(&row.id).await?;
            moved += self.move_card(&case, stood).await?;
        }
        Ok(moved)
    }

    /// The triage group is another one: what screeners are asked, and the cards of all units it stands in for.
    async fn gather_triage(&mut self, chat: i64, former: Option<i64>) -> Done<usize> {
        self.tx.follow_to(&Audience::TriageGroup, chat).await?;
        let stood = former.map_or(Stood::Apart, Stood::In);
        let mut moved = 0;
        let ungrouped = self.ungrouped().await?;
        for unit in &ungrouped {
            self.tx.follow_to(&Audience::UnitGroup(unit.clone()), chat).await?;
        }
        for id in self.tx.open_cases(false).await? {
            let case = self.load(&id).await?;
            let screened = case.state == State::Registered && case.screen_due.is_some() && !case.is_sealed();
            if screened {
                self.stub_in(&case, (&stood, "triage")).await?;
                self.show_screening_card(&case).await?;
                moved += 1;
            } else if case.unit().is_some_and(|unit| ungrouped.contains(unit)) {
                moved += self.move_card(&case, &stood).await?;
            }
        }
        Ok(moved)
    }

    /// Units without a group of their own.
    async fn ungrouped(&mut self) -> Done<Vec<UnitId>> {
        let mut found = Vec::new();
        let units: Vec<UnitId> = self.county().units.keys().cloned().collect();
        for unit in units {
            if self.tx.group_of(&GroupRole::Unit(unit.clone())).await?.is_none() {
                found.push(unit);
            }
        }
        Ok(found)
    }

    /// One card: a stub where it stood, the card where it belongs now, without sound, since nothing has happened.
    async fn move_card(&mut self, case: &Case, stood: &Stood) -> Done<usize> {
        let (Some(unit), Some(to)) = (case.unit().cloned(), self.card_audience(case).await?) else { return Ok(0) };
        let slot = Slot::card(&case.id, unit.as_str());
        self.stub_in(case, (stood, unit.as_str())).await?;
        // What may still stand there from an earlier time is far above by now.
        if let (Stood::Lost, Some(chat)) = (stood, self.tx.address(&to).await?) {
            self.tx.empty_slot(&slot, chat).await?;
        }
        let message = Message { quiet: true, ..self.card_message(case, Face::Plain).await? };
        let key = format!("{}:card-moved:{}", case.id, self.ids.hex());
        let act = Act::Edit { slot, message, or_send: true };
        self.post(Letter { to, act, priority: Priority::Card, case: Some(case.id.clone()), key, sealed: false })
            .await?;
        Ok(1)
    }

    /// What stands where a card stood says where it is now, and has no buttons.
    async fn stub_in(&mut self, case: &Case, (stood, place): (&Stood, &str)) -> Done<()> {
        let to = match (stood, case.acting()) {
            (Stood::In(chat), _) => Audience::Chat(*chat),
            (Stood::Apart, Some(acting)) => Audience::Cadre(acting.clone()),
            (Stood::Apart, None) | (Stood::Lost, _) => return Ok(()),
        };
        let key = if self.in_own_group(case).await? { "card-moved" } else { "card-moved-triage" };
        let text = self.say(Language::default(), key, &self.facts(case, Language::default()));
        let (slot, message) = (Slot::card(&case.id, place), self.message(text));
        let key = format!("{}:moved-stub:{}", case.id, self.ids.hex());
        let act = Act::Edit { slot, message, or_send: false };
        self.post(Letter { to: to.clone(), act, priority: Priority::Card, case: None, key, sealed: false }).await?;
        self.end_topic(case, &to).await
    }

    /// Whether the card of a case stands in the group of the unit itself.
    pub(super) async fn in_own_group(&mut self, case: &Case) -> Done<bool> {
        let Some(unit) = case.unit().cloned() else { return Ok(false) };
        Ok(self.tx.group_of(&GroupRole::Unit(unit)).await?.is_some())
    }

    /// Whether a button stands under a card that has moved on to another group since.
    pub(super) async fn has_moved(&mut self, press: &Press, row: &ButtonRow) -> Done<bool> {
        let (Some(chat), Audience::UnitGroup(_) | Audience::TriageGroup) = (press.chat, &row.audience) else {
            return Ok(false);
        };
        let now = self.tx.address(&row.audience).await?;
        Ok(chat < 0 && now != Some(chat))
    }

    /// The line for whoever presses a button under a card that has moved.
    pub(super) async fn moved_words(&mut self, id: &CaseId) -> Done<String> {
        let case = self.load(id).await?;
        let key = if self.in_own_group(&case).await? { "press-moved" } else { "press-moved-triage" };
        Ok(self.say(Language::default(), key, &self.facts(&case, Language::default())))
    }
}
