//! Who comes to a group: what they must not learn of goes out of it before anything else is said there. Who leaves the group
//! of their unit has no right to its cases until they are back.

use super::incoming::Members;
use super::{Desk, Done, Outcome, Work};
use crate::case::Case;
use crate::id::{CadreId, UnitId};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Audience, Message};
use crate::roster::Role;
use crate::store::{GroupRole, Presence, StoreFault};
use crate::text::Language;

impl Desk {
    /// Whom to ask Telegram for: cadres who were ever seen in the group of their unit, while it has open cases.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn members_to_ask_for(&self) -> Result<Vec<(i64, i64)>, StoreFault> {
        let rules = self.rules();
        let mut view = self.store.view().await?;
        let mut wanted = Vec::new();
        for (chat, role) in view.bound_groups().await? {
            let GroupRole::Unit(unit) = role else { continue };
            if view.cases_of_unit(&unit).await?.is_empty() {
                continue;
            }
            for cadre in rules.county.workers_of(&unit) {
                let Some(account) = view.account_of(&cadre).await? else { continue };
                if view.presence(chat, account).await?.is_some() {
                    wanted.push((chat, account));
                }
            }
        }
        Ok(wanted)
    }

    /// Telegram was asked, and says whether somebody is in a group.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn member_found(&self, chat: i64, user: i64, here: bool) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        let done = if here { work.seen_here(chat, user).await } else { work.gone_from(chat, user).await };
        work.end(done).await
    }
}

impl Work<'_> {
    /// People came to a group, or left it.
    pub(super) async fn members_changed(&mut self, change: Members) -> Done<Outcome> {
        for (user, name) in change.users {
            if change.here {
                self.come_to(change.chat, user, &name).await?;
            } else {
                self.gone_from(change.chat, user).await?;
            }
        }
        Ok(Outcome::of("members"))
    }

    /// Somebody left a group or was put out. A stranger takes the reason for caution along; a cadre of the unit loses their
    /// rights there, of which its head hears once.
    async fn gone_from(&mut self, chat: i64, user: i64) -> Done<()> {
        let before = self.tx.presence(chat, user).await?;
        self.tx.seen_in(chat, user, Presence::Gone).await?;
        match before {
            Some(Presence::Gone | Presence::GoneButPressing) => return Ok(()),
            Some(Presence::Stranger) => return self.show_cards_again(chat).await,
            Some(Presence::Here) | None => {}
        }
        let (Some(GroupRole::Unit(unit)), Some(cadre)) = (self.tx.group_role(chat).await?, self.staff(user).await?)
        else {
            return Ok(());
        };
        if self.county().works_for(&cadre, &unit) {
            self.tell_of_leaving(&cadre, &unit).await?;
        }
        Ok(())
    }

    /// The head of the unit, or of the head themselves whoever stands above: the first who has joined.
    async fn tell_of_leaving(&mut self, cadre: &CadreId, unit: &UnitId) -> Done<()> {
        let county = self.county();
        let mut line: Vec<CadreId> = county.head_of(unit).cloned().into_iter().collect();
        line.extend(county.head_of(unit).map(|head| county.chain_above(head)).unwrap_or_default());
        for above in line.into_iter().filter(|above| above != cadre) {
            if self.tx.account_of(&above).await?.is_none() {
                continue;
            }
            let facts = [("cadre", self.cadre_name(cadre)), ("unit", self.unit_name(unit))];
            let text = self.say(Language::default(), "left-unit-group", &facts);
            let key = format!("left-unit-group:{}", self.ids.hex());
            return self.answer(Audience::Cadre(above), Message { text, ..Message::default() }, key).await;
        }
        Ok(())
    }

    /// Whether a cadre is known to have left the group of the unit in whose name they would act on a case: then no right of
    /// theirs in that unit counts. Nobody is asked to be in a group that a unit has not, and nobody's help is turned away
    /// when life is in danger.
    pub(super) async fn is_suspended(&mut self, case: &Case, cadre: &CadreId) -> Done<bool> {
        let own = case.task.as_ref().filter(|task| !task.above).map(|task| task.unit.clone());
        let units = own.into_iter().chain(case.joint.helpers.iter().map(|helper| helper.unit.clone()));
        let units: Vec<UnitId> = units.filter(|unit| self.county().works_for(cadre, unit)).collect();
        let Some(account) = self.tx.account_of(cadre).await? else { return Ok(false) };
        for unit in &units {
            let Some(chat) = self.tx.group_of(&GroupRole::Unit(unit.clone())).await? else { return Ok(false) };
            match self.tx.presence(chat, account).await? {
                Some(Presence::Gone | Presence::GoneButPressing) => {}
                Some(Presence::Here | Presence::Stranger) | None => return Ok(false),
            }
        }
        Ok(!units.is_empty())
    }

    /// Somebody is in a group, for whatever they do there.
    pub(super) async fn seen_here(&mut self, chat: i64, user: i64) -> Done<()> {
        match self.presence_in(chat, user).await? {
            Some(Presence::Here | Presence::Stranger) => Ok(()),
            Some(Presence::GoneButPressing) => Ok(self.tx.seen_in(chat, user, Presence::Here).await?),
            Some(Presence::Gone) | None => self.is_there(chat, user, Presence::Here).await,
        }
    }

    /// Somebody pressed a button in a group: of whoever has left it that proves only that they can still read there.
    pub(super) async fn pressed_in(&mut self, chat: i64, user: i64) -> Done<()> {
        match self.presence_in(chat, user).await? {
            Some(Presence::Here | Presence::Stranger | Presence::GoneButPressing) => Ok(()),
            Some(Presence::Gone) => self.is_there(chat, user, Presence::GoneButPressing).await,
            None => self.is_there(chat, user, Presence::Here).await,
        }
    }

    async fn presence_in(&mut self, chat: i64, user: i64) -> Done<Option<Presence>> {
        // A private chat has nobody else in it.
        if chat >= 0 {
            return Ok(Some(Presence::Here));
        }
        Ok(self.tx.presence(chat, user).await?)
    }

    /// That is news: cases they must not learn of leave the group.
    pub(super) async fn is_there(&mut self, chat: i64, user: i64, how: Presence) -> Done<()> {
        let mut cadres = self.tx.former_cadres(user).await?;
        cadres.extend(self.tx.cadre_by_account(user).await?);
        let mut standing = Vec::new();
        for cadre in cadres {
            standing.extend(self.cases_kept_from(chat, &cadre).await?);
        }
        self.tx.seen_in(chat, user, how).await?;
        for (case, places) in standing {
            let stood = !places.is_empty();
            let exclusion = Exclusion { chats: [chat].into(), ..Exclusion::default() };
            let case = self.pull_back_from(case, places, &exclusion).await?;
            if stood {
                self.show_again(&case).await?;
                self.warn_supervisors(&case).await?;
            }
        }
        Ok(())
    }

    /// The open cases a cadre must not learn of, each with the places in that chat where it stands.
    async fn cases_kept_from(&mut self, chat: i64, cadre: &CadreId) -> Done<Vec<(Case, Vec<Audience>)>> {
        let mut found = Vec::new();
        for (id, exclusion) in self.tx.exclusions().await? {
            if !exclusion.is_some_and(|exclusion| exclusion.bars(self.county(), cadre)) {
                continue;
            }
            let case = self.load(&id).await?;
            if !case.state.is_open() {
                continue;
            }
            let mut places = Vec::new();
            for place in self.places_of(&case).await? {
                if self.tx.address(&place).await? == Some(chat) {
                    places.push(place);
                }
            }
            found.push((case, places));
        }
        Ok(found)
    }

    /// Supervisors hear that a card left a group for a private chat; not because of whom.
    async fn warn_supervisors(&mut self, case: &Case) -> Done<()> {
        let supervisors = self.county().with_role(Role::Supervisor);
        for supervisor in self.not_kept_out(case, supervisors).await? {
            let text = self.say(Language::default(), "supervisor-moved", &self.facts(case, Language::default()));
            self.tell_privately(case, &supervisor, text, "moved").await?;
        }
        Ok(())
    }
}
