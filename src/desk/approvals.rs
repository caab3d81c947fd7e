//! Acts that take two persons: one asks, another one, entitled at that moment, agrees within 24 hours; then it is done.

use serde::{Deserialize, Serialize};

use super::incoming::Press;
use super::press::Pressed;
use super::tap::Tap;
use super::{Done, Work};
use crate::case::Case;
use crate::case::command::Command;
use crate::case::event::{Actor, Words};
use crate::case::numbers::Ground;
use crate::case::protect::{AGREE_WITHIN_MS, NotDone, Protection, TwoPersonAct};
use crate::id::{ApprovalId, CadreId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, Slot};
use crate::roster::Action;
use crate::store::{ApprovalRow, StoreFault};
use crate::text::Language;

/// What the buttons about such acts do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TwoTap {
    /// 看是谁反映的.
    AskReveal,
    /// 更多, in a reader's private view: shows who is kept out.
    KeptOut,
    /// 解除回避 of one of them.
    AskReadmit(CadreId),
    /// 同意.
    Agree(ApprovalId),
    /// 不同意.
    Disagree(ApprovalId),
}

/// Whom or what a request concerns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub(super) enum Subject {
    /// Who the sender is.
    Reveal,
    /// Who is to learn of the case again.
    Readmit {
        /// Who.
        cadre: CadreId,
    },
    /// What the sender is to be answered.
    CloseComplaint {
        /// The answer.
        words: Words,
        /// Pieces of evidence.
        evidence: u32,
    },
    /// Why a case is to be left out of a unit's rates.
    LeaveOut {
        /// Why.
        ground: Ground,
        /// What shows it.
        evidence: Words,
    },
}

impl Subject {
    pub(super) fn act(&self) -> TwoPersonAct {
        match self {
            Self::Reveal => TwoPersonAct::Reveal,
            Self::Readmit { .. } => TwoPersonAct::Readmit,
            Self::CloseComplaint { .. } => TwoPersonAct::CloseComplaint,
            Self::LeaveOut { .. } => TwoPersonAct::LeaveOut,
        }
    }
}

impl Work<'_> {
    /// Whether the roster, as it is at this moment, lets a cadre press such a button at all.
    pub(super) async fn may_two(&mut self, case: &Case, cadre: &CadreId, tap: &TwoTap) -> Done<bool> {
        let acts: &[TwoPersonAct] = match tap {
            TwoTap::AskReveal => &[TwoPersonAct::Reveal],
            TwoTap::KeptOut | TwoTap::AskReadmit(_) => &[TwoPersonAct::Readmit],
            TwoTap::Agree(_) | TwoTap::Disagree(_) => {
                &[TwoPersonAct::Reveal, TwoPersonAct::Readmit, TwoPersonAct::CloseComplaint, TwoPersonAct::LeaveOut]
            }
        };
        for act in acts {
            if self.may_take_part(case, cadre, *act).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a cadre may be one of the two: entitled and not kept out. Of a sealed case only its readers.
    async fn may_take_part(&mut self, case: &Case, cadre: &CadreId, act: TwoPersonAct) -> Done<bool> {
        let entitled = match act {
            TwoPersonAct::Reveal => {
                case.danger.is_some() && case.state.is_open() && self.can(case, cadre, Action::Reveal)
            }
            TwoPersonAct::Readmit => case.is_sealed() && self.can(case, cadre, Action::Readmit),
            TwoPersonAct::CloseComplaint => case.is_sealed(),
            TwoPersonAct::LeaveOut => self.asks_to_leave_out(case, cadre) || self.decides_leave_out(case, cadre),
        };
        if !entitled || self.is_excluded(case, cadre).await? {
            return Ok(false);
        }
        Ok(!case.is_sealed() || self.is_reader(case, cadre).await?)
    }

    /// Whether a cadre may be the one who agrees. To some acts whoever may ask may also agree, to others not.
    async fn may_agree(&mut self, case: &Case, cadre: &CadreId, act: TwoPersonAct) -> Done<bool> {
        let other_side = act != TwoPersonAct::LeaveOut || self.decides_leave_out(case, cadre);
        Ok(other_side && self.may_take_part(case, cadre, act).await?)
    }

    /// Those who could be the second one: entitled, not kept out, and joined, because nobody else can be asked.
    pub(super) async fn others(&mut self, case: &Case, first: &CadreId, act: TwoPersonAct) -> Done<Vec<CadreId>> {
        let everyone: Vec<CadreId> = self.county().cadres.keys().filter(|cadre| *cadre != first).cloned().collect();
        let mut others = Vec::new();
        for cadre in everyone {
            if self.may_agree(case, &cadre, act).await? && self.tx.account_of(&cadre).await?.is_some() {
                others.push(cadre);
            }
        }
        Ok(others)
    }

    /// A button about such an act.
    pub(super) async fn two_pressed(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        tap: TwoTap,
    ) -> Done<Pressed> {
        match tap {
            TwoTap::AskReveal => self.ask_two(press, cadre, case, Subject::Reveal).await,
            TwoTap::KeptOut => self.show_kept_out(press, cadre, &case).await,
            TwoTap::AskReadmit(whom) => self.ask_two(press, cadre, case, Subject::Readmit { cadre: whom }).await,
            TwoTap::Agree(id) => self.agree(press, cadre, case, &id).await,
            TwoTap::Disagree(id) => self.disagree(cadre, case, &id).await,
        }
    }

    /// The first person asks. Where another one has asked for the same, this is the second.
    pub(super) async fn ask_two(
        &mut self,
        press: &Press,
        first: &CadreId,
        case: Case,
        subject: Subject,
    ) -> Done<Pressed> {
        for row in self.tx.approvals_of(&case.id).await? {
            let waits = row.outcome.is_none() && self.now.since(row.asked_at) < AGREE_WITHIN_MS;
            if waits && subject_of(&row)? == subject {
                return self.agree(press, first, case, &row.id).await;
            }
        }
        let act = subject.act();
        let others = self.others(&case, first, act).await?;
        if others.is_empty() {
            let line = self.say(Language::default(), "two-nobody", &[]);
            return Ok(Pressed::refusing("two_nobody", line));
        }
        self.request_two(first, case, subject, others).await?;
        Ok(Pressed::refusing("two_asked", self.say(Language::default(), "two-asked", &[])))
    }

    /// Whether somebody has asked for the same act, and it waits.
    pub(super) async fn is_asked_already(&mut self, case: &Case, act: TwoPersonAct) -> Done<bool> {
        let waits = |row: &ApprovalRow| row.outcome.is_none() && self.now.since(row.asked_at) < AGREE_WITHIN_MS;
        let rows = self.tx.approvals_of(&case.id).await?;
        Ok(rows.iter().any(|row| row.act == act.name() && waits(row)))
    }

    /// Asks the others, each in private.
    pub(super) async fn request_two(
        &mut self,
        first: &CadreId,
        case: Case,
        subject: Subject,
        others: Vec<CadreId>,
    ) -> Done<()> {
        let act = subject.act();
        let json = serde_json::to_string(&subject)
            .map_err(|_| StoreFault::Corrupt("a request does not fit into JSON".into()))?;
        let row = ApprovalRow {
            id: ApprovalId::new(self.ids.hex()),
            case: case.id.clone(),
            act: act.name().to_owned(),
            first: first.clone(),
            asked_at: self.now,
            outcome: None,
            subject: json,
        };
        self.tx.add_approval(&row).await?;
        let asked = Protection::TwoPersonAsked { approval: row.id.clone(), act };
        let case = self.perform(case, Actor::Cadre(first.clone()), Command::Protect(asked)).await?;
        let text = self.question(&case, &row, &subject).await?;
        for other in others {
            self.put_question(&case, &row, &other, text.clone()).await?;
        }
        Ok(())
    }

    async fn question(&mut self, case: &Case, row: &ApprovalRow, subject: &Subject) -> Done<String> {
        let language = Language::default();
        let mut facts = self.facts(case, language);
        facts.push(("first", self.cadre_name(&row.first)));
        let key = match subject {
            Subject::Reveal => "two-ask-reveal",
            Subject::Readmit { cadre } => {
                facts.push(("whom", self.cadre_name(cadre)));
                "two-ask-readmit"
            }
            Subject::CloseComplaint { words, .. } => {
                let reply: Option<super::words::Reply> = self.kept(&words.content).await?;
                let (words, media) = reply.map(|reply| (reply.text, reply.media.len())).unwrap_or_default();
                facts.push(("words", crate::text::shorten(&words, 3000)));
                facts.push(("count", media.to_string()));
                "two-ask-close"
            }
            Subject::LeaveOut { ground, evidence } => {
                let reply: Option<super::words::Reply> = self.kept(&evidence.content).await?;
                let (words, media) = reply.map(|reply| (reply.text, reply.media.len())).unwrap_or_default();
                facts.retain(|(name, _)| *name != "ground");
                facts.push(("ground", self.say(language, &format!("ground-{}", ground.name()), &[])));
                facts.push(("words", crate::text::shorten(&words, 3000)));
                facts.push(("count", media.to_string()));
                "two-ask-leave-out"
            }
        };
        Ok(self.say(language, key, &facts))
    }

    async fn put_question(&mut self, case: &Case, row: &ApprovalRow, to: &CadreId, text: String) -> Done<()> {
        let to = Audience::Cadre(to.clone());
        let taps = [
            ("button-agree", Tap::Two(TwoTap::Agree(row.id.clone()))),
            ("button-disagree", Tap::Two(TwoTap::Disagree(row.id.clone()))),
        ];
        let message = Message { text, buttons: self.row(case, &to, &taps).await?, ..Message::default() };
        let act = Act::Send { message, slot: Some(slot(&row.id)) };
        let key = format!("{}:two:{}:{}", case.id, row.id, super::letters::name_of(&to));
        self.post_privately(case, to, act, key).await
    }

    /// A letter about a case for one cadre alone, at once when life is in danger.
    pub(super) async fn post_privately(&mut self, case: &Case, to: Audience, act: Act, key: String) -> Done<()> {
        let priority = if case.danger.is_some() { Priority::Danger } else { Priority::Receipt };
        self.post(Letter { to, act, priority, case: Some(case.id.clone()), key, sealed: case.is_sealed() }).await
    }

    /// The second person agrees: another one than the first, both entitled at this moment, within 24 hours.
    async fn agree(&mut self, press: &Press, second: &CadreId, case: Case, id: &ApprovalId) -> Done<Pressed> {
        let Some((row, subject)) = self.waiting(&case, second, id).await? else {
            return self.over(second, &case, id).await;
        };
        let act = subject.act();
        if let Some(why) = self.why_not(press, second, &case, &row, act).await? {
            return self.not_done(second, case, &row, why).await;
        }
        if !self.tx.settle_approval(id, second, "done").await? {
            return self.over(second, &case, id).await;
        }
        let actor = Actor::Cadre(second.clone());
        let first = row.first.clone();
        let done = Protection::TwoPersonDone { approval: Some(id.clone()), act, first: first.clone(), alone: false };
        let case = self.perform(case, actor, Command::Protect(done)).await?;
        self.close_question(&case, &row, act, "two-done").await?;
        self.carry_out(case, (&first, second), subject, id).await?;
        Ok(Pressed::saying("two_done", self.say(Language::default(), "two-press-done", &[])))
    }

    /// The request, while it waits and this cadre may be the second for it.
    async fn waiting(
        &mut self,
        case: &Case,
        second: &CadreId,
        id: &ApprovalId,
    ) -> Done<Option<(ApprovalRow, Subject)>> {
        let row = self.tx.approval(id).await?.filter(|row| row.case == case.id && row.outcome.is_none());
        let Some(row) = row else { return Ok(None) };
        let subject = subject_of(&row)?;
        Ok(self.may_agree(case, second, subject.act()).await?.then_some((row, subject)))
    }

    /// It has been settled; to whoever never was asked it is a button like any other dead one.
    async fn over(&mut self, who: &CadreId, case: &Case, id: &ApprovalId) -> Done<Pressed> {
        let row = self.tx.approval(id).await?.filter(|row| row.case == case.id);
        let Some(row) = row else { return Ok(self.void("press_unknown")) };
        if !self.may_agree(case, who, subject_of(&row)?.act()).await? {
            return Ok(self.void("press_no_right"));
        }
        Ok(Pressed::refusing("two_over", self.say(Language::default(), "two-over", &[])))
    }

    async fn why_not(
        &mut self,
        press: &Press,
        second: &CadreId,
        case: &Case,
        row: &ApprovalRow,
        act: TwoPersonAct,
    ) -> Done<Option<NotDone>> {
        // Two ids may be one person: whoever had the first one's place with this account before is the first.
        if row.first == *second || self.tx.former_cadres(press.user).await?.contains(&row.first) {
            return Ok(Some(NotDone::SamePerson));
        }
        if self.now.since(row.asked_at) >= AGREE_WITHIN_MS {
            return Ok(Some(NotDone::Stale));
        }
        let entitled = self.may_take_part(case, &row.first, act).await?;
        Ok((!entitled).then_some(NotDone::FirstGone))
    }

    /// What was refused is over, except when somebody agreed with themselves: then another one still may.
    async fn not_done(&mut self, second: &CadreId, case: Case, row: &ApprovalRow, why: NotDone) -> Done<Pressed> {
        let act = subject_of(row)?.act();
        let refused = Protection::TwoPersonRefused { approval: row.id.clone(), act, why };
        let case = self.perform(case, Actor::Cadre(second.clone()), Command::Protect(refused)).await?;
        if why != NotDone::SamePerson && self.tx.settle_approval(&row.id, second, why.name()).await? {
            self.close_question(&case, row, act, "two-not-done").await?;
        }
        let line = self.say(Language::default(), &format!("two-why-{}", why.name()), &[]);
        Ok(Pressed::refusing("two_refused", line))
    }

    async fn disagree(&mut self, second: &CadreId, case: Case, id: &ApprovalId) -> Done<Pressed> {
        let Some((row, subject)) = self.waiting(&case, second, id).await? else {
            return self.over(second, &case, id).await;
        };
        let mut facts = self.facts(&case, Language::default());
        facts.push(("act", self.say(Language::default(), &format!("two-name-{}", subject.act().name()), &[])));
        let message = self.message(self.say(Language::default(), "two-first-disagreed", &facts));
        let to = Audience::Cadre(row.first.clone());
        let key = format!("{}:two-disagreed:{id}", case.id);
        self.post_privately(&case, to, Act::Send { message, slot: None }, key).await?;
        self.not_done(second, case, &row, NotDone::Disagreed).await
    }

    /// The question loses its buttons wherever it stands.
    async fn close_question(&mut self, case: &Case, row: &ApprovalRow, act: TwoPersonAct, how: &str) -> Done<()> {
        let mut facts = self.facts(case, Language::default());
        facts.push(("act", self.say(Language::default(), &format!("two-name-{}", act.name()), &[])));
        for other in self.others(case, &row.first, act).await? {
            let message = self.message(self.say(Language::default(), how, &facts));
            let edit = Act::Edit { slot: slot(&row.id), message, or_send: false };
            let key = format!("{}:two-over:{}:{other}", case.id, row.id);
            self.post_privately(case, Audience::Cadre(other), edit, key).await?;
        }
        Ok(())
    }

    async fn carry_out(
        &mut self,
        case: Case,
        (first, second): (&CadreId, &CadreId),
        subject: Subject,
        id: &ApprovalId,
    ) -> Done<()> {
        match subject {
            Subject::Reveal => self.show_identity(&case, [first, second], id).await,
            Subject::Readmit { cadre } => self.readmit(&case, &cadre, first).await,
            Subject::LeaveOut { ground, evidence } => self.leave_out(case, (first, second), (ground, evidence)).await,
            Subject::CloseComplaint { words, evidence } => {
                let command = Command::ReportDone { words, evidence, photo_needed: false };
                let case = self.perform(case, Actor::Cadre(first.clone()), command).await?;
                self.note_was_answered(&case).await?;
                let message = self.message(self.say(
                    Language::default(),
                    "preview-sent",
                    &self.facts(&case, Language::default()),
                ));
                let key = format!("{}:two-answered:{id}", case.id);
                let to = Audience::Cadre(first.clone());
                self.post_privately(&case, to, Act::Send { message, slot: None }, key).await
            }
        }
    }
}

fn slot(id: &ApprovalId) -> Slot {
    Slot(format!("two:{id}"))
}

fn subject_of(row: &ApprovalRow) -> Done<Subject> {
    let corrupt = |_| StoreFault::Corrupt(format!("request {} is not JSON", row.id));
    Ok(serde_json::from_str(&row.subject).map_err(corrupt)?)
}
