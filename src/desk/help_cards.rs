//! The cards of the units that help: what they need for their share, and no more.

use super::joint::JointTap;
use super::tap::Tap;
use super::{Done, Work};
use crate::case::Case;
use crate::case::joint::{Help, Helper};
use crate::id::UnitId;
use crate::notice::letter::{Act, Audience, Button, Letter, Message, Priority, Slot};
use crate::store::GroupRole;
use crate::text::{Language, dates};

impl Work<'_> {
    /// Posts, edits or replaces the cards of units that help, after an act.
    pub(super) async fn refresh_helper_cards(&mut self, before: &Case, after: &Case) -> Done<()> {
        for old in &before.joint.helpers {
            let leads_now = after.unit() == Some(&old.unit);
            if !leads_now && (after.is_sealed() || after.joint.helper(&old.unit).is_none()) && after.state.is_open() {
                let to = Audience::UnitGroup(old.unit.clone());
                self.stub(before, &to, old.unit.as_str()).await?;
            }
        }
        for helper in &after.joint.helpers {
            match before.joint.helper(&helper.unit) {
                None => self.post_helper_card(after, helper).await?,
                Some(_) if shown(before, &helper.unit) != shown(after, &helper.unit) => {
                    self.edit_helper_card(after, helper).await?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The group of a unit that helps; without one, or where somebody must not read it, whoever acts.
    pub(super) async fn helper_audience(&mut self, case: &Case, unit: &UnitId) -> Done<Option<Audience>> {
        let Some(helper) = case.joint.helper(unit).cloned() else { return Ok(None) };
        let own = self.tx.group_of(&GroupRole::Unit(unit.clone())).await?;
        let grouped = own.is_some() || self.tx.group_of(&GroupRole::Triage).await?.is_some();
        let group = Audience::UnitGroup(unit.clone());
        if grouped && self.may_post(&case.id, &group).await? {
            return Ok(Some(group));
        }
        let alone = !self.is_excluded(case, &helper.acting).await?;
        Ok(alone.then_some(Audience::Cadre(helper.acting)))
    }

    async fn post_helper_card(&mut self, case: &Case, helper: &Helper) -> Done<()> {
        let Some(to) = self.helper_audience(case, &helper.unit).await? else { return Ok(()) };
        let message = self.helper_card(case, helper, &to).await?;
        let slot = Slot::card(&case.id, helper.unit.as_str());
        let act = Act::Edit { slot, message, or_send: true };
        self.post_helper(case, to, act, "helping").await
    }

    async fn edit_helper_card(&mut self, case: &Case, helper: &Helper) -> Done<()> {
        let Some(to) = self.helper_audience(case, &helper.unit).await? else { return Ok(()) };
        let mut message = self.helper_card(case, helper, &to).await?;
        message.quiet = true;
        let act = Act::Edit { slot: Slot::card(&case.id, helper.unit.as_str()), message, or_send: true };
        self.post_helper(case, to, act, "helping-again").await
    }

    /// The card of a unit that helps as it should read now, if it stands in that chat.
    pub(super) async fn edit_helper_card_in(&mut self, case: &Case, unit: &UnitId, chat: i64) -> Done<()> {
        let Some(to) = self.helper_audience(case, unit).await? else { return Ok(()) };
        match case.joint.helper(unit).cloned() {
            Some(helper) if self.tx.address(&to).await? == Some(chat) => self.edit_helper_card(case, &helper).await,
            Some(_) | None => Ok(()),
        }
    }

    async fn post_helper(&mut self, case: &Case, to: Audience, act: Act, what: &str) -> Done<()> {
        let key = format!("{}:{what}:{}:{}", case.id, case.version, self.ids.hex());
        let letter = Letter { to, act, priority: Priority::Card, case: Some(case.id.clone()), key, sealed: false };
        self.post(letter).await
    }

    /// Number, matter and place as on the lead's card, who leads, what this unit has promised, by when.
    async fn helper_card(&mut self, case: &Case, helper: &Helper, to: &Audience) -> Done<Message> {
        let language = Language::default();
        let mut facts = self.card_facts_of(case);
        facts.push(("help", self.say(language, &format!("help-{}", help_name(helper.help)), &[])));
        facts.push(("helper", self.unit_name(&helper.unit)));
        facts.push(("helpdue", dates::due(&self.rules.texts, language, helper.due)));
        facts.push(("helpsign", dates::due(&self.rules.texts, language, helper.sign_due)));
        facts.push(("ping", "\u{1}".to_owned()));
        let mut lines = vec![self.say(language, "help-head", &facts)];
        if !self.has_strangers(to).await? {
            lines.push(self.say(language, "card-what", &facts));
            lines.extend(self.need_of(case).await?);
        }
        lines.push(self.say(language, "help-who", &facts));
        if helper.help == Help::Offered {
            lines.push(self.say(language, "help-sign", &facts));
        }
        lines.extend(self.promise_lines(case, language, Some(&helper.unit)).await?);
        let mut message = self.ping(lines.join("\n"), "\u{1}", Some(&helper.acting));
        message.buttons = self.helper_row(case, helper, to).await?;
        Ok(message)
    }

    /// Who helps, on the lead's card.
    pub(super) fn help_lines(&self, case: &Case) -> Vec<String> {
        let language = Language::default();
        let line = |helper: &Helper| {
            let help = self.say(language, &format!("help-{}", help_name(helper.help)), &[]);
            let facts = [
                ("helper", self.unit_name(&helper.unit)),
                ("cadre", self.cadre_name(&helper.acting)),
                ("help", help),
                ("helpdue", dates::due(&self.rules.texts, language, helper.due)),
            ];
            self.say(language, "card-help", &facts)
        };
        case.joint.helpers.iter().map(line).collect()
    }

    async fn helper_row(&mut self, case: &Case, helper: &Helper, to: &Audience) -> Done<Vec<Vec<Button>>> {
        if !case.state.is_being_worked_on() {
            return Ok(Vec::new());
        }
        let unit = || helper.unit.clone();
        let joint = |label: &'static str, tap: JointTap| (label, Tap::Joint(tap));
        let mut taps = match helper.help {
            Help::Offered => vec![joint("button-sign", JointTap::Sign(unit()))],
            Help::Working => vec![
                joint("button-help-done", JointTap::Done(unit())),
                joint("button-promise", JointTap::Promise(unit())),
            ],
            Help::Done => Vec::new(),
        };
        taps.push(("button-read", Tap::Read));
        let mut rows = self.row(case, to, &taps).await?;
        let keep = self.keep_buttons(case, to, &helper.unit).await?;
        rows.extend(keep.chunks(2).map(<[_]>::to_vec));
        Ok(rows)
    }
}

/// What a helper's card shows.
fn shown(case: &Case, unit: &UnitId) -> impl PartialEq + use<> {
    let promises: Vec<_> = case.joint.promises.iter().filter(|it| it.unit == *unit).cloned().collect();
    let helper = case.joint.helper(unit).map(|it| (it.help, it.acting.clone(), it.due));
    (helper, promises, case.acting().cloned(), case.state.is_being_worked_on(), case.subject.clone())
}

fn help_name(help: Help) -> &'static str {
    match help {
        Help::Offered => "offered",
        Help::Working => "working",
        Help::Done => "done",
    }
}
