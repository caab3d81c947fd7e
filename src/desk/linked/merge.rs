//! 并案 and 关联: the other case is named by its number. What is sealed, what others are kept out of, and what is not there
//! are answered alike.

use super::{LinkedFace, LinkedTap};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::event::Actor;
use crate::case::linked::{LinkedFact, NoLink, Other};
use crate::desk::act::case_of;
use crate::desk::incoming::Said;
use crate::desk::press::Pressed;
use crate::desk::tap::Tap;
use crate::desk::{Done, Outcome, Work};
use crate::id::{CadreId, CaseId, CaseNumber};
use crate::notice::letter::{Act, Audience, Message, ReplyTo};
use crate::roster::{Action, may};
use crate::text::Language;

impl Work<'_> {
    /// 并案 or 关联 and two numbers, in private, by whoever may. To anybody else there is no such word.
    pub(in crate::desk) async fn asks_to_join(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().filter(|_| said.attachment.is_none()).unwrap_or_default().trim();
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let Some(word) = self.rules.texts.recognise(word, &["typed-merge", "typed-relate"]) else { return Ok(None) };
        let Some(cadre) = self.staff(user).await?.filter(|cadre| self.may_relate_at_all(cadre)) else {
            return Ok(None);
        };
        let numbers: Vec<CaseNumber> = rest.split_whitespace().filter_map(CaseNumber::parse).collect();
        if let [one] = numbers[..]
            && let Some(case) = self.found(said, &cadre, (None, one)).await?
        {
            self.show_sheet(&cadre, &case, LinkedFace::Menu).await?;
        }
        if numbers.len() == 1 {
            return Ok(Some(Outcome::of("join")));
        }
        let [one, other] = numbers[..] else {
            let text = self.say(Language::default(), "join-how", &[]);
            self.say_in_private(&cadre, said, text).await?;
            return Ok(Some(Outcome::of("join")));
        };
        let Some(case) = self.found(said, &cadre, (None, one)).await? else { return Ok(Some(Outcome::of("join"))) };
        if let Some(other) = self.found(said, &cadre, (Some(&case), other)).await? {
            let to = Audience::Cadre(cadre);
            self.offer_to_join(said, to, (&case, &other), word == "typed-merge").await?;
        }
        Ok(Some(Outcome::of("join")))
    }

    fn may_relate_at_all(&self, cadre: &CadreId) -> bool {
        let own = self.county().cadres.get(cadre).map(|cadre| &cadre.unit);
        [None, own].iter().any(|unit| may(self.county(), cadre, Action::Relate, *unit, false))
    }

    async fn say_in_private(&mut self, cadre: &CadreId, said: &Said, text: String) -> Done<()> {
        let key = format!("join-said:{cadre}:{}", said.message_id);
        self.answer(Audience::Cadre(cadre.clone()), Message { text, ..Message::default() }, key).await
    }

    /// The number typed after 并案 or 关联 was pressed.
    pub(super) async fn number_typed(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        case: &Case,
        (merges, typed): (bool, &str),
    ) -> Done<()> {
        let Some(number) = CaseNumber::parse(typed) else {
            return self.tell_here(said, cadre, case, "prompt-number-missing").await;
        };
        let to = self.here(case, cadre, said.chat).await?;
        if let Some(other) = self.other_case(cadre, (Some(case), number)).await? {
            self.tx.clear_draft(said.chat, said.user.unwrap_or_default()).await?;
            return self.offer_to_join(said, to, (case, &other), merges).await;
        }
        let text = self.say(Language::default(), "number-unknown", &[("number", number.to_string())]);
        let message = Message { text, reply_to: Some(ReplyTo::Message(said.message_id)), ..Message::default() };
        let key = format!("{}:join-unknown:{}", case.id, self.ids.hex());
        self.answer_about(case, to, message, key).await
    }

    /// The case of a number in private, or the answer that there is none.
    async fn found(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        (beside, number): (Option<&Case>, CaseNumber),
    ) -> Done<Option<Case>> {
        let found = self.other_case(cadre, (beside, number)).await?;
        if found.is_none() {
            let text = self.say(Language::default(), "number-unknown", &[("number", number.to_string())]);
            self.say_in_private(cadre, said, text).await?;
        }
        Ok(found)
    }

    /// The case with a number, if it may be joined to another one by this cadre. The work is the same whether there is such
    /// a case or not.
    async fn other_case(
        &mut self,
        cadre: &CadreId,
        (beside, number): (Option<&Case>, CaseNumber),
    ) -> Done<Option<Case>> {
        let near = self.tx.case_at_or_near(number).await?.map(|row| case_of(&row)).transpose()?;
        let mut open = false;
        if let Some(case) = &near {
            open = self.is_joinable(case, cadre, beside).await?;
        }
        let other = near.filter(|case| case.number == number);
        if !open || other.is_none() {
            self.keep_attempt(cadre.clone(), other.as_ref().map(|case| &case.id), "number").await?;
        }
        Ok(other.filter(|_| open))
    }

    /// Neither sealed nor kept apart nor kept above anybody, of the same people kept out, and within this cadre's reach.
    async fn is_joinable(&mut self, case: &Case, cadre: &CadreId, beside: Option<&Case>) -> Done<bool> {
        let at = self.survivor(case).await?;
        let exclusion = self.tx.exclusion(&case.id).await?;
        let mut same = exclusion == self.tx.exclusion(&at.id).await?;
        if let Some(beside) = beside {
            same = same && exclusion == self.tx.exclusion(&beside.id).await?;
        }
        let above = |case: &Case| case.task.as_ref().is_some_and(|task| task.above);
        let open = |case: &Case| !case.is_kept_apart() && !case.marks.frozen && !above(case);
        let allowed = self.can(&at, cadre, Action::Relate) && !self.is_excluded(case, cadre).await?;
        Ok(same && allowed && open(case) && open(&at) && beside.is_none_or(open))
    }

    /// What would be joined, by numbers alone, with one button.
    async fn offer_to_join(&mut self, said: &Said, to: Audience, pair: (&Case, &Case), merges: bool) -> Done<()> {
        let (case, other) = pair;
        let facts = [("number", case.number.to_string()), ("other", other.number.to_string())];
        let id = || other.id.clone();
        let (key, taps) = if merges {
            ("preview-merge", vec![("button-merge-confirm", Tap::Linked(LinkedTap::Merge(id())))])
        } else {
            let aloud = ("button-relate-aloud", Tap::Linked(LinkedTap::RelateAloud(id())));
            ("preview-relate", vec![("button-relate-confirm", Tap::Linked(LinkedTap::Relate(id()))), aloud])
        };
        let mut message = self.message(self.say(Language::default(), key, &facts));
        message.reply_to = Some(ReplyTo::Message(said.message_id));
        message.buttons = self.row(case, &to, &taps).await?;
        let key = format!("{}:join-offer:{}", case.id, self.ids.hex());
        self.post_privately(case, to, Act::Send { message, slot: None }, key).await
    }

    /// 确认并案: looked up anew, since much may have happened since it was offered.
    pub(super) async fn merge_pressed(&mut self, cadre: &CadreId, case: Case, other: &CaseId) -> Done<Pressed> {
        let Some(other) = self.still_joinable(cadre, &case, other).await? else {
            return Ok(self.void("press_unknown"));
        };
        let survivor = self.survivor(&other).await?;
        if survivor.id == case.id {
            return Err(Refusal::from(NoLink::Together).into());
        }
        let facts = [("number", case.number.to_string()), ("other", survivor.number.to_string())];
        let actor = Actor::Cadre(cadre.clone());
        let joined = Other { case: case.id.clone(), number: case.number };
        let merged = LinkedFact::Merged { into: survivor.id.clone() };
        // First the one that takes it in: the sender of the other hears who has it now.
        self.perform(survivor, actor.clone(), Command::Linked(LinkedFact::TookIn { other: joined }, None)).await?;
        self.perform(case, actor, Command::Linked(merged, None)).await?;
        Ok(Pressed::saying("merged", self.say(Language::default(), "press-merged", &facts)))
    }

    pub(super) async fn relate_pressed(
        &mut self,
        cadre: &CadreId,
        case: Case,
        (other, told): (&CaseId, bool),
    ) -> Done<Pressed> {
        let Some(other) = self.still_joinable(cadre, &case, other).await? else {
            return Ok(self.void("press_unknown"));
        };
        let facts = [("number", case.number.to_string()), ("other", other.number.to_string())];
        let actor = Actor::Cadre(cadre.clone());
        let (one, two) = (case.named(), other.named());
        self.perform(case, actor.clone(), Command::Linked(LinkedFact::Related { other: two, told }, None)).await?;
        self.perform(other, actor, Command::Linked(LinkedFact::Related { other: one, told }, None)).await?;
        Ok(Pressed::saying("related", self.say(Language::default(), "press-related", &facts)))
    }

    async fn still_joinable(&mut self, cadre: &CadreId, case: &Case, other: &CaseId) -> Done<Option<Case>> {
        let other = self.load(other).await?;
        Ok(if self.is_joinable(&other, cadre, Some(case)).await? { Some(other) } else { None })
    }

    /// 不再并案, while the one it goes on under is open.
    pub(super) async fn undo(&mut self, case: Case, actor: Actor, member: &CaseId) -> Done<Pressed> {
        if !case.state.is_open() {
            return Err(Refusal::AlreadyClosed.into());
        }
        let member = self.load(member).await?;
        if self.survivor(&member).await?.id != case.id || member.id == case.id {
            return Err(Refusal::NothingChanges.into());
        }
        let facts = [("number", member.number.to_string())];
        self.unmerge(member, actor).await?;
        Ok(Pressed::saying("unmerged", self.say(Language::default(), "press-unmerged", &facts)))
    }

    /// Goes on by itself again: with the unit that had it, else a screener decides. Its own date never moved.
    pub(super) async fn unmerge(&mut self, member: Case, actor: Actor) -> Done<Case> {
        let former = member.linked.former.clone();
        let member = self.perform(member, actor, Command::Linked(LinkedFact::Unmerged, None)).await?;
        let who = former.and_then(|unit| self.responsible_in(&unit, &member));
        let who = match who {
            Some(who) => self.around_excluded(&member, who).await?,
            None => None,
        };
        let command = match who {
            Some(who) => Command::Dispatch(self.task_of(who, &member).await?),
            None => Command::AskScreening(self.screening_due(&member)),
        };
        self.perform(member, Actor::Machine, command).await
    }

    pub(super) async fn unrelate(&mut self, case: Case, actor: Actor, other: &CaseId) -> Done<Pressed> {
        let (one, other) = (case.id.clone(), self.load(other).await?);
        let gone = LinkedFact::Unrelated { case: other.id.clone() };
        self.perform(case, actor.clone(), Command::Linked(gone, None)).await?;
        self.perform(other, actor, Command::Linked(LinkedFact::Unrelated { case: one }, None)).await?;
        Ok(Pressed::saying("unrelated", self.say(Language::default(), "press-unrelated", &[])))
    }
}
