//! Somebody nobody knows comes to a staff group: those who answer for it hear of it, and until it is settled the cards there
//! say as little as a card can.

use super::card::Face;
use super::press::Pressed;
use super::tap::Tap;
use super::{Done, Work};
use crate::case::{Case, State};
use crate::id::{CadreId, UnitId};
use crate::notice::letter::{Audience, Message};
use crate::roster::Role;
use crate::store::{GroupRole, Presence};
use crate::text::Language;
use crate::text::fit::name_on_one_line;

/// How much of a name is shown, in characters.
const NAME: usize = 40;

impl Work<'_> {
    /// Somebody came to a group. Whoever is no cadre is a stranger there until somebody says otherwise.
    pub(super) async fn come_to(&mut self, chat: i64, user: i64, name: &str) -> Done<()> {
        let role = self.tx.group_role(chat).await?;
        let known = self.staff(user).await?.is_some();
        let Some(role) = role.filter(|_| !known) else { return self.seen_here(chat, user).await };
        match self.tx.presence(chat, user).await? {
            Some(Presence::Here | Presence::Stranger) => return Ok(()),
            Some(Presence::Gone | Presence::GoneButPressing) | None => {}
        }
        self.is_there(chat, user, Presence::Stranger).await?;
        self.show_cards_again(chat).await?;
        self.warn_of_stranger(&role, (chat, user), name).await
    }

    /// Supervisors hear of it, and whoever answers for the group, with a button; the operators without any content. What
    /// stands in the lane's own group is for nobody outside the lane.
    async fn warn_of_stranger(&mut self, role: &GroupRole, (chat, user): (i64, i64), name: &str) -> Done<()> {
        let group = self.role_name(role);
        self.alarm("ops-stranger", &[("group", group.clone())]).await?;
        let language = Language::default();
        let unnamed = || self.say(language, "stranger-unnamed", &[]);
        let name = name_on_one_line(name, NAME).unwrap_or_else(unnamed);
        let text = self.say(language, "stranger-came", &[("group", group.clone()), ("name", name)]);
        let deciders = self.deciders_of(role).await?;
        for decider in &deciders {
            let to = Audience::Cadre(decider.clone());
            let label = self.say(language, "button-belongs", &[]);
            let button = self.button(&to, None, label, Tap::Belongs(chat, user)).await?;
            let message = Message { text: text.clone(), buttons: vec![vec![button]], ..Message::default() };
            self.answer(to, message, format!("stranger:{}", self.ids.hex())).await?;
        }
        if *role == GroupRole::Lane {
            return Ok(());
        }
        for supervisor in self.county().with_role(Role::Supervisor) {
            if deciders.contains(&supervisor) || self.tx.account_of(&supervisor).await?.is_none() {
                continue;
            }
            let text = self.say(language, "stranger-watch", &[("group", group.clone())]);
            let message = Message { text, ..Message::default() };
            self.answer(Audience::Cadre(supervisor), message, format!("stranger:{}", self.ids.hex())).await?;
        }
        Ok(())
    }

    /// Who says whether somebody belongs to a group, as far as they have joined: the head of its unit, or whoever may bind it.
    async fn deciders_of(&mut self, role: &GroupRole) -> Done<Vec<CadreId>> {
        let county = self.county();
        let people = match role {
            GroupRole::Unit(unit) => county.head_of(unit).cloned().into_iter().collect(),
            GroupRole::Triage | GroupRole::Operators => county.with_role(Role::Operator),
            GroupRole::Lane => county.with_role(Role::DisciplineReader),
        };
        let mut joined = Vec::new();
        for cadre in people {
            if self.tx.account_of(&cadre).await?.is_some() {
                joined.push(cadre);
            }
        }
        Ok(joined)
    }

    /// 是我们的人, by whoever may bind the group.
    pub(super) async fn known_to_belong(&mut self, cadre: &CadreId, chat: i64, user: i64) -> Done<Pressed> {
        let Some(role) = self.tx.group_role(chat).await? else { return Ok(self.void("press_unknown")) };
        if !self.may_bind(cadre, &role) {
            let line = self.say(Language::default(), "press-no-right", &[]);
            return Ok(Pressed::refusing("press_no_right", line));
        }
        if self.tx.presence(chat, user).await? != Some(Presence::Stranger) {
            let line = self.say(Language::default(), "press-stranger-settled", &[]);
            return Ok(Pressed::refusing("press_refused", line));
        }
        self.tx.seen_in(chat, user, Presence::Here).await?;
        self.show_cards_again(chat).await?;
        let facts = [("group", self.role_name(&role))];
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-belongs", &facts)))
    }

    /// An account is a cadre's from now on: wherever it was a stranger it is none any more.
    pub(super) async fn is_known_now(&mut self, user: i64) -> Done<()> {
        for (chat, _) in self.tx.bound_groups().await? {
            if self.tx.presence(chat, user).await? == Some(Presence::Stranger) {
                self.tx.seen_in(chat, user, Presence::Here).await?;
                self.show_cards_again(chat).await?;
            }
        }
        Ok(())
    }

    /// The cards that stand in a group, as they should read there now.
    pub(super) async fn show_cards_again(&mut self, chat: i64) -> Done<()> {
        let Some(role) = self.tx.group_role(chat).await? else { return Ok(()) };
        for id in self.tx.open_cases(false).await? {
            let case = self.load(&id).await?;
            if case.is_sealed() {
                continue;
            }
            let helping: Vec<UnitId> = case.joint.helpers.iter().map(|helper| helper.unit.clone()).collect();
            if role == GroupRole::Triage && case.state == State::Registered && case.screen_due.is_some() {
                self.edit_screening_card(&case).await?;
                self.name_topic(&case, chat).await?;
            } else if let Some(to) = self.card_audience(&case).await?
                && self.tx.address(&to).await? == Some(chat)
            {
                self.edit_card(&case, Face::Plain).await?;
                self.name_topic(&case, chat).await?;
            }
            for unit in helping {
                self.edit_helper_card_in(&case, &unit, chat).await?;
                if self.tx.group_role(chat).await? == Some(GroupRole::Unit(unit)) {
                    self.name_topic(&case, chat).await?;
                }
            }
        }
        Ok(())
    }

    /// Whether somebody nobody knows reads the card of a case. Where life is in danger the place matters more.
    pub(super) async fn is_read_by_strangers(&mut self, case: &Case) -> Done<bool> {
        match self.card_audience(case).await? {
            Some(place) if case.danger.is_none() => self.has_strangers(&place).await,
            Some(_) | None => Ok(false),
        }
    }

    /// Whether a place is a group in which there is somebody nobody knows.
    pub(super) async fn has_strangers(&mut self, place: &Audience) -> Done<bool> {
        if !place.is_shared() {
            return Ok(false);
        }
        match self.tx.address(place).await? {
            Some(chat) => Ok(self.tx.has_stranger(chat).await?),
            None => Ok(false),
        }
    }

    /// Number, unit, date, and the buttons: what a card says while it is not known who reads it.
    pub(super) async fn minimal_card(&mut self, case: &Case, face: Face) -> Done<Message> {
        let text = self.minimal_lines(case, "card-minimal");
        let mut message = self.ping(text, "\u{1}", case.acting());
        message.buttons = self.card_buttons(case, face).await?;
        Ok(message)
    }

    /// The same of a case that no unit has yet; what the machine takes it for is not among the buttons.
    pub(super) async fn minimal_screening(&mut self, case: &Case, face: Face, to: &Audience) -> Done<Message> {
        let mut message = self.message(self.minimal_lines(case, "screening-minimal"));
        message.buttons = match face {
            Face::Units => self.unit_buttons(case, to, &UnitId::new("")).await?,
            Face::Plain | Face::More | Face::People | Face::Joint | Face::Helpers | Face::Linked(_) => {
                self.row(case, to, &[("button-read", Tap::Read), ("button-units", Tap::Transfer)]).await?
            }
        };
        Ok(message)
    }

    fn minimal_lines(&self, case: &Case, key: &str) -> String {
        let mut facts = self.facts(case, Language::default());
        let head = self.head(case, &facts);
        facts.push(("ping", "\u{1}".to_owned()));
        format!("{head}\n{}", self.say(Language::default(), key, &facts))
    }
}
