//! How staff and groups come in: one-time invites for people, an authorised person inside for groups.

use super::incoming::{GroupMembership, Press, Said};
use super::press::Pressed;
use super::tap::Tap;
use super::{Desk, Done, Outcome, Work};
use crate::id::{CadreId, UnitId};
use crate::notice::letter::{Act, Audience, Button, Letter, Message, Priority, Slot};
use crate::roster::{Action, UnitKind, may};
use crate::store::{GroupRights, GroupRole, StoreFault};
use crate::text::Language;

/// How long an invite can be used, in milliseconds: three days.
const INVITE_MS: i64 = 3 * 24 * 3600 * 1000;
/// Of one group the operators hear once in this many milliseconds.
const HOUR_MS: i64 = 3_600_000;

impl Desk {
    /// Makes a one-time invite for a cadre, in place of any they have not used; the token goes into a link `t.me/BOT?start=j-TOKEN`.
    ///
    /// # Errors
    /// `Missing` when the roster does not know the cadre; faults of the store.
    pub async fn invite(&self, cadre: &CadreId) -> Result<String, StoreFault> {
        if !self.rules().county.cadres.contains_key(cadre) {
            return Err(StoreFault::Missing("cadre in the roster"));
        }
        let token = self.ids.hex();
        let mut tx = self.store.begin().await?;
        tx.void_invites(cadre).await?;
        tx.add_invite(&token, cadre, self.clock.now().plus_ms(INVITE_MS)).await?;
        tx.commit().await?;
        Ok(token)
    }
}

impl Work<'_> {
    /// Somebody opened an invite link.
    pub(super) async fn join_staff(&mut self, said: &Said, user: i64, token: &str) -> Done<Outcome> {
        let language = Language::default();
        let redeemed = self.tx.redeem_invite(token, self.now).await?;
        let known = redeemed.filter(|cadre| self.county().cadres.contains_key(cadre));
        let Some(cadre) = known else {
            if self.spared_asking(said).await? {
                return Ok(Outcome::of("invite_void"));
            }
            let text = self.say(language, "invite-void", &[]);
            self.line_to_chat(said.chat, format!("invite-void:{}", self.ids.hex()), text).await?;
            return Ok(Outcome::of("invite_void"));
        };
        // Somebody who left the roster and comes back in another post is not two people.
        if let Some(bound) = self.tx.cadre_by_account(user).await?
            && !self.county().cadres.contains_key(&bound)
        {
            self.tx.unbind_cadre(&bound).await?;
        }
        for former in self.tx.former_cadres(user).await? {
            self.keep_out_too(&former, &cadre).await?;
        }
        if self.tx.cadre_by_account(user).await?.is_some_and(|bound| bound != cadre) {
            let text = self.say(language, "invite-taken", &[]);
            self.line_to_chat(said.chat, format!("invite-taken:{}", self.ids.hex()), text).await?;
            return Ok(Outcome::of("invite_taken"));
        }
        self.bind_in_place(&cadre, user).await?;
        let unit = self.county().cadres.get(&cadre).map(|cadre| self.unit_name(&cadre.unit)).unwrap_or_default();
        let facts = [("cadre", self.cadre_name(&cadre)), ("unit", unit)];
        let text = self.say(language, "joined-staff", &facts);
        let keyboard = vec![vec![self.say(language, "keyboard-work", &[])]];
        let message = Message { text, keyboard: Some(keyboard), ..Message::default() };
        self.answer(Audience::Cadre(cadre), message, format!("joined-staff:{}", self.ids.hex())).await?;
        Ok(Outcome::of("staff_joined"))
    }

    /// One account for each cadre, and no link left that could change it unseen: when another takes its place, that one and
    /// the operators hear of it.
    async fn bind_in_place(&mut self, cadre: &CadreId, user: i64) -> Done<()> {
        let before = self.tx.account_of(cadre).await?.filter(|before| *before != user);
        self.tx.bind_cadre(cadre, user).await?;
        self.tx.void_invites(cadre).await?;
        self.is_known_now(user).await?;
        if self.offers {
            self.offer_commands(cadre).await?;
        }
        let Some(before) = before else { return Ok(()) };
        let language = Language::default();
        let facts = [("cadre", self.cadre_name(cadre))];
        let text = self.say(language, "staff-replaced", &facts);
        self.line_to_chat(before, format!("staff-replaced:{}", self.ids.hex()), text).await?;
        let text = self.say(language, "ops-account-replaced", &facts);
        self.write_to_operators(&format!("ops:account-replaced:{}", self.ids.hex()), &text).await
    }

    /// The cadre with this account, as long as the roster knows them.
    pub(super) async fn staff(&mut self, user: i64) -> Done<Option<CadreId>> {
        let bound = self.tx.cadre_by_account(user).await?;
        Ok(bound.filter(|cadre| self.county().cadres.contains_key(cadre)))
    }

    /// The bot was added to a group, or its rights changed there. It stays only where an authorised person added it.
    pub(super) async fn membership(&mut self, change: GroupMembership) -> Done<Outcome> {
        let role = self.tx.group_role(change.chat).await?;
        let by = self.tx.cadre_by_account(change.by).await?;
        if !change.present {
            return self.group_is_gone(change.chat, by.as_ref()).await;
        }
        self.back(change.chat).await?;
        let (topics, pins) = change.rights;
        self.rights_are(change.chat, GroupRights { topics, pins }).await?;
        if role.is_some() {
            return Ok(Outcome::of("group_rights"));
        }
        let choices = by.as_ref().filter(|_| !change.channel).map(|cadre| self.bindable(cadre)).unwrap_or_default();
        if choices.is_empty() {
            let key = format!("leave:{}", self.ids.hex());
            let to = Audience::Chat(change.chat);
            self.post(Letter { to, act: Act::Leave, priority: Priority::Press, case: None, key, sealed: false })
                .await?;
            return Ok(Outcome::of("foreign_group"));
        }
        self.ask_binding(&change, choices).await?;
        Ok(Outcome::of("group_added"))
    }

    pub(super) fn may_bind(&self, cadre: &CadreId, role: &GroupRole) -> bool {
        match role {
            GroupRole::Unit(unit) => may(self.county(), cadre, Action::BindGroup, Some(unit), false),
            GroupRole::Triage | GroupRole::Operators => may(self.county(), cadre, Action::Invite, None, false),
            GroupRole::Lane => may(self.county(), cadre, Action::BindLane, None, false),
        }
    }

    /// The bot was put out of a group, or the group is gone: what stood there goes on elsewhere, the operators hear of it.
    async fn group_is_gone(&mut self, chat: i64, by: Option<&CadreId>) -> Done<Outcome> {
        match self.tx.group_role(chat).await? {
            Some(GroupRole::Unit(unit)) => self.unit_put_out(chat, unit).await?,
            Some(role) => self.put_out(chat, role, by).await?,
            None => {
                self.tx.unbind_group(chat).await?;
                self.tx.empty_slot(&question_slot(chat), chat).await?;
            }
        }
        Ok(Outcome::of("left_group"))
    }

    /// The triage group stands in for a unit's group, and its cards go there. Of each group the operators hear once an hour.
    async fn unit_put_out(&mut self, chat: i64, unit: UnitId) -> Done<()> {
        self.tx.unbind_group(chat).await?;
        self.tx.empty_slot(&question_slot(chat), chat).await?;
        let count = self.fall_back(&unit).await?;
        let name = self.role_name(&GroupRole::Unit(unit));
        let key = format!("ops:group-gone:{name}:{}", self.now.0 / HOUR_MS);
        let text_key = if count > 0 { "ops-group-gone-cards" } else { "ops-group-gone" };
        let facts = [("name", name), ("count", count.to_string())];
        let text = self.say(Language::default(), text_key, &facts);
        self.write_to_operators(&key, &text).await
    }

    /// No other group can stand in for the one of the screeners or of the operators. Put out by whoever could have bound it, it
    /// is no longer for this; put out by anybody else it stays bound, and its letters wait until the bot is back.
    async fn put_out(&mut self, chat: i64, role: GroupRole, by: Option<&CadreId>) -> Done<()> {
        if !by.is_some_and(|cadre| self.may_bind(cadre, &role)) {
            self.tx.set_lost(chat, "left").await?;
            return self.lost(chat).await;
        }
        self.tx.unbind_group(chat).await?;
        self.alarm("ops-group-lost", &[("groups", self.role_name(&role))]).await?;
        Ok(())
    }

    /// What a cadre may bind a group to.
    fn bindable(&self, cadre: &CadreId) -> Vec<(String, Tap)> {
        let county = self.county();
        let mut choices: Vec<(String, Tap)> = Vec::new();
        for unit in county.units.values().filter(|unit| matches!(unit.kind, UnitKind::Town | UnitKind::Bureau)) {
            if may(county, cadre, Action::BindGroup, Some(&unit.id), false) {
                choices.push((unit.name.clone(), Tap::BindUnit(unit.id.clone())));
            }
        }
        if may(county, cadre, Action::Invite, None, false) {
            choices.push((self.say(Language::default(), "button-bind-triage", &[]), Tap::BindTriage));
            choices.push((self.say(Language::default(), "button-bind-operators", &[]), Tap::BindOperators));
        }
        if self.may_bind(cadre, &GroupRole::Lane) {
            choices.push((self.say(Language::default(), "button-bind-lane", &[]), Tap::BindLane));
        }
        choices
    }

    async fn ask_binding(&mut self, change: &GroupMembership, choices: Vec<(String, Tap)>) -> Done<()> {
        let to = Audience::Chat(change.chat);
        let mut buttons: Vec<Button> = Vec::new();
        for (label, tap) in choices {
            buttons.push(self.button(&to, None, label, tap).await?);
        }
        let rows = buttons.chunks(3).map(<[_]>::to_vec).collect();
        let key = if change.admin { "bind-ask" } else { "bind-ask-no-admin" };
        let message = Message { text: self.say(Language::default(), key, &[]), buttons: rows, ..Message::default() };
        let slot = question_slot(change.chat);
        let act = Act::Edit { slot, message, or_send: true };
        let key = format!("bind:{}", self.ids.hex());
        self.post(Letter { to, act, priority: Priority::Receipt, case: None, key, sealed: false }).await
    }

    /// An authorised person inside the group says what it is for.
    pub(super) async fn bind(&mut self, press: &Press, cadre: &CadreId, tap: Tap) -> Done<Pressed> {
        let Some(chat) = press.chat.filter(|chat| *chat < 0) else { return Ok(self.void("press_unknown")) };
        let role = match &tap {
            Tap::BindUnit(unit) => GroupRole::Unit(unit.clone()),
            Tap::BindTriage => GroupRole::Triage,
            Tap::BindLane => GroupRole::Lane,
            _ => GroupRole::Operators,
        };
        if !self.may_bind(cadre, &role) {
            let line = self.say(Language::default(), "press-no-right", &[]);
            return Ok(Pressed::refusing("press_no_right", line));
        }
        self.back(chat).await?;
        match self.tx.group_role(chat).await? {
            // One group is for one thing: whoever reads along in it must not change unnoticed.
            Some(other) if other != role => {
                let facts = [("name", self.role_name(&other))];
                let line = self.say(Language::default(), "press-bound-otherwise", &facts);
                return Ok(Pressed::refusing("bound_otherwise", line));
            }
            Some(_) => {}
            None if role == GroupRole::Lane && !self.only_the_lane(chat).await? => {
                let line = self.say(Language::default(), "press-lane-mixed", &[]);
                return Ok(Pressed::refusing("lane_mixed", line));
            }
            None => self.bind_now(chat, &role, cadre).await?,
        }
        let text = self.say(Language::default(), "bound", &[("name", self.role_name(&role))]);
        self.end_question(chat, text.clone()).await?;
        Ok(Pressed::saying("bound", text))
    }

    /// The group that had the role until now hears that another has it; the cards move.
    async fn bind_now(&mut self, chat: i64, role: &GroupRole, by: &CadreId) -> Done<()> {
        let former = self.tx.group_of(role).await?;
        self.tx.bind_group(chat, role, by).await?;
        if let Some(former) = former {
            let text = self.say(Language::default(), "bound-elsewhere", &[("name", self.role_name(role))]);
            self.line_to_chat(former, format!("bound-elsewhere:{}", self.ids.hex()), text).await?;
            self.end_board(role, former).await?;
        }
        let moved = self.gather(role, chat, former).await?;
        tracing::info!(moved, "a group was bound");
        match role {
            GroupRole::Unit(unit) => self.write_board(unit, true).await,
            GroupRole::Triage | GroupRole::Operators | GroupRole::Lane => Ok(()),
        }
    }

    /// The question what a group is for has been answered: it says so and has no buttons any more.
    async fn end_question(&mut self, chat: i64, text: String) -> Done<()> {
        let act = Act::Edit { slot: question_slot(chat), message: self.message(text), or_send: true };
        let key = format!("bound:{}", self.ids.hex());
        let to = Audience::Chat(chat);
        self.post(Letter { to, act, priority: Priority::Receipt, case: None, key, sealed: false }).await
    }

    pub(super) fn role_name(&self, role: &GroupRole) -> String {
        match role {
            GroupRole::Unit(unit) => self.unit_name(unit),
            GroupRole::Triage => self.say(Language::default(), "button-bind-triage", &[]),
            GroupRole::Operators => self.say(Language::default(), "button-bind-operators", &[]),
            GroupRole::Lane => self.say(Language::default(), "button-bind-lane", &[]),
        }
    }

    /// A group has another id now; its role moves with it, and what waits for it. Heard twice, by a refused letter and by
    /// Telegram's own message, it is done once; the operators see that it was.
    pub(super) async fn migrated(&mut self, from: i64, to: i64) -> Done<Outcome> {
        let by = CadreId::new("machine");
        let Some(role) = self.tx.move_group(from, to, &by).await? else { return Ok(Outcome::of("ignored")) };
        self.tx.set_back(from).await?;
        tracing::info!(bound_by = %by, "a group has another number now; its role and its letters moved with it");
        let name = self.role_name(&role);
        let text = self.say(Language::default(), "ops-group-moved", &[("group", name)]);
        self.write_to_operators(&format!("ops:group-moved:{}", self.ids.hex()), &text).await?;
        Ok(Outcome::of("migrated"))
    }
}

/// Where the question stands what a group is for.
fn question_slot(chat: i64) -> Slot {
    Slot(format!("bind:{chat}"))
}
