//! 异议: a unit says that a case is not its own; the screeners rule, once. Between units whoever stands above both decides.

use super::{Reply, ReviewTap};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::case::review::dispute::{NotOurs, until};
use crate::case::review::{No, ReviewCommand};
use crate::desk::press::Pressed;
use crate::desk::tap::Tap;
use crate::desk::{Done, Work};
use crate::id::{CadreId, Moment, UnitId};
use crate::notice::letter::{Act, Audience, Button, Letter, Message, Priority, Slot};
use crate::roster::{Action, Role};
use crate::text::Language;
use crate::text::mask::mask_numbers;

/// How much of the ground is shown, in characters.
const GROUND: usize = 1000;
/// Where it stands among the messages of a case.
const SLOT: &str = "triage";

impl Work<'_> {
    pub(super) fn may_rule(&self, case: &Case, cadre: &CadreId) -> bool {
        let between = case.marks.course.dispute.as_ref().is_some_and(|dispute| dispute.asked_of.is_some());
        let told = case.marks.course.dispute.as_ref().is_some_and(|dispute| dispute.told.contains(cadre));
        told || !between && self.can(case, cadre, Action::Screen)
    }

    pub(super) fn dispute_probe(&self, case: &Case, words: Words) -> ReviewCommand {
        let until = until(case, &self.rules.calendar, &self.rules.service);
        let in_time = self.now < until;
        ReviewCommand::Dispute(NotOurs { until, in_time, asked_of: None, by: Moment(0), words })
    }

    pub(super) async fn dispute(&mut self, case: Case, actor: Actor, reply: &Reply) -> Done<Case> {
        let until = until(&case, &self.rules.calendar, &self.rules.service);
        let asked_of = self.above_them_all(&case).await?;
        let (by, _) = self.working_days(self.rules.service.ruling_wd);
        let words = self.keep("reply", &case.id, reply).await?;
        let not_ours = NotOurs { until, in_time: self.now < until, asked_of, by, words };
        let case = self.perform(case, actor, Command::Review(ReviewCommand::Dispute(not_ours))).await?;
        for to in self.places_of_dispute(&case).await? {
            let message = self.dispute_message(&case, &to, ("dispute-ask", false)).await?;
            self.put_dispute(&case, to, message, true).await?;
        }
        Ok(case)
    }

    /// Whoever stands above every unit that has said so, when another one did before (信访工作条例 art. 24).
    async fn above_them_all(&mut self, case: &Case) -> Done<Option<CadreId>> {
        let before = case.marks.course.dispute.as_ref().map(|dispute| dispute.units.clone()).unwrap_or_default();
        let (Some(unit), false) = (case.unit().cloned(), before.is_empty()) else { return Ok(None) };
        let chains: Vec<Vec<CadreId>> = before.iter().chain([&unit]).map(|unit| self.above_unit(unit)).collect();
        let common = |cadre: &CadreId| chains.iter().all(|chain| chain.contains(cadre));
        let line = chains[0].iter().filter(|cadre| common(cadre)).cloned().collect();
        Ok(self.reachable(case, line).await?.into_iter().next())
    }

    /// Everyone above a unit, the nearest first.
    pub(super) fn above_unit(&self, unit: &UnitId) -> Vec<CadreId> {
        let head = self.county().head_of(unit).cloned().or_else(|| self.county().members_of(unit).into_iter().next());
        head.map(|head| self.county().chain_above(&head)).unwrap_or_default()
    }

    /// Who is told when nobody has ruled: above whoever decides between units, else the head of the screeners and on.
    pub(super) fn above_rulers(&self, case: &Case) -> Vec<CadreId> {
        match case.marks.course.dispute.as_ref().and_then(|dispute| dispute.asked_of.as_ref()) {
            Some(asked_of) => self.county().chain_above(asked_of),
            None => {
                let screeners = self.county().with_role(Role::Screener);
                screeners.iter().flat_map(|screener| self.county().chain_above(screener)).collect()
            }
        }
    }

    /// The dispute where it is decided: with the units to choose from, with the choice itself, or as it was ruled.
    pub(in crate::desk) async fn show_dispute(&mut self, case: &Case, units: bool) -> Done<()> {
        for to in self.places_of_dispute(case).await? {
            let key = if case.marks.course.is_disputed() { "dispute-ask" } else { "dispute-done" };
            let message = self.dispute_message(case, &to, (key, units)).await?;
            self.put_dispute(case, to, message, false).await?;
        }
        Ok(())
    }

    pub(super) async fn show_dispute_to(&mut self, case: &Case, cadre: CadreId, key: &str) -> Done<()> {
        let to = Audience::Cadre(cadre);
        let message = self.dispute_message(case, &to, (key, false)).await?;
        self.put_dispute(case, to, message, true).await
    }

    /// After an act: what is ruled or overtaken says so; of what is sealed nothing is left to read.
    pub(in crate::desk) async fn refresh_dispute(&mut self, before: &Case, after: &Case) -> Done<()> {
        if before.marks.course.dispute.is_none() || before.is_sealed() {
            return Ok(());
        }
        if after.is_sealed() {
            let mut places = vec![Audience::TriageGroup];
            places.extend(self.county().with_role(Role::Screener).into_iter().map(Audience::Cadre));
            places.extend(before.marks.course.told().iter().cloned().map(Audience::Cadre));
            for to in places {
                self.stub(before, &to, SLOT).await?;
            }
            return Ok(());
        }
        let over = before.marks.course.is_disputed() && !after.marks.course.is_disputed();
        if over { self.show_dispute(after, false).await } else { Ok(()) }
    }

    /// It takes the place of the screening card, so that whatever takes that one back takes this one back too.
    async fn put_dispute(&mut self, case: &Case, to: Audience, message: Message, fresh: bool) -> Done<()> {
        let slot = Slot::card(&case.id, SLOT);
        let or_send = case.marks.course.is_disputed();
        let act = if fresh { Act::Send { message, slot: Some(slot) } } else { Act::Edit { slot, message, or_send } };
        let key = format!("{}:dispute:{}:{}", case.id, case.version, self.ids.hex());
        self.post(Letter { to, act, priority: Priority::Card, case: Some(case.id.clone()), key, sealed: false }).await
    }

    /// Before the screeners, or before those who were named, each alone; nobody who is kept out by now.
    async fn places_of_dispute(&mut self, case: &Case) -> Done<Vec<Audience>> {
        let Some(dispute) = case.marks.course.dispute.clone() else { return Ok(Vec::new()) };
        let mut places = if dispute.asked_of.is_none() { self.screening_places(case).await? } else { Vec::new() };
        let told: Vec<Audience> =
            self.not_kept_out(case, dispute.told).await?.into_iter().map(Audience::Cadre).collect();
        places.extend(told.into_iter().filter(|to| !places.contains(to)).collect::<Vec<_>>());
        Ok(places)
    }

    async fn dispute_message(&mut self, case: &Case, to: &Audience, (key, units): (&str, bool)) -> Done<Message> {
        let language = Language::default();
        let mut facts = self.card_facts(case, self.is_private(case));
        let ground = self.latest_words(&case.id, "disputed").await?;
        facts.push(("words", crate::text::shorten(&mask_numbers(&ground, true), GROUND)));
        let between = case.marks.course.dispute.as_ref().is_some_and(|dispute| dispute.asked_of.is_some());
        let key = if between && key == "dispute-ask" { "dispute-ask-between" } else { key };
        let mut message = self.message(self.say(language, key, &facts));
        if case.marks.course.is_disputed() {
            message.buttons = if units {
                self.dispute_units(case, to).await?
            } else {
                self.dispute_buttons(case, to, between).await?
            };
        }
        Ok(message)
    }

    async fn dispute_buttons(&mut self, case: &Case, to: &Audience, between: bool) -> Done<Vec<Vec<Button>>> {
        let mut taps = vec![
            ("button-transfer", Tap::Review(ReviewTap::Pass)),
            ("button-keep", Tap::Review(ReviewTap::Keep)),
            ("button-read", Tap::Read),
        ];
        taps.extend(between.then_some(("button-meeting", Tap::Review(ReviewTap::Meeting))));
        self.row(case, to, &taps).await
    }

    async fn dispute_units(&mut self, case: &Case, to: &Audience) -> Done<Vec<Vec<Button>>> {
        let mut buttons = Vec::new();
        for (unit, name) in self.units_but(case.unit()) {
            buttons.push(self.button(to, Some(&case.id), name, Tap::Review(ReviewTap::PassTo(unit))).await?);
        }
        let mut rows: Vec<Vec<Button>> = buttons.chunks(3).map(<[_]>::to_vec).collect();
        let back = ("button-less", Tap::Review(ReviewTap::Back));
        rows.push(vec![self.labelled(to, &case.id, Language::default(), back).await?]);
        Ok(rows)
    }

    /// Ruled: it goes to another unit, or the unit keeps it. The sender's date stays.
    pub(super) async fn rule(&mut self, case: Case, actor: Actor, unit: Option<UnitId>) -> Done<Pressed> {
        let mut to = None;
        if let Some(unit) = &unit {
            let Some(who) = self.responsible_in(unit, &case) else { return Ok(self.void("press_unknown")) };
            let Some(who) = self.around_excluded(&case, who).await? else { return Ok(self.void("press_unknown")) };
            to = Some(self.task_of(who, &case).await?);
        }
        let (sign_due, _) = self.working_days(self.rules.service.sign_wd);
        let command = Command::Review(ReviewCommand::Rule { to, sign_due });
        let case = self.perform(case, actor, command).await?;
        let key = if unit.is_some() { "press-dispatched" } else { "press-kept" };
        let line = self.say(Language::default(), key, &self.facts(&case, Language::default()));
        Ok(Pressed::saying("ruled", line))
    }

    /// After it was ruled that a unit keeps it, only a screener passes it on.
    pub(in crate::desk) fn bound_by_ruling(&self, case: &Case, actor: &Actor) -> Result<(), Refusal> {
        let screens = actor.cadre().is_some_and(|cadre| self.can(case, cadre, Action::Screen));
        if case.marks.course.is_bound() && !screens { Err(No::RuledBack.into()) } else { Ok(()) }
    }
}
