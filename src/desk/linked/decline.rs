//! 不予受理: a human says so, with a reason from a closed list and the door to go to instead; the sender hears both and may
//! object with one press, which a supervisor decides. That it is somebody else's business is no reason.

use super::LinkedTap;
use crate::case::Case;
use crate::case::calendar::at;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::linked::{Door, Ground, LinkedFact};
use crate::case::review::No;
use crate::desk::incoming::Said;
use crate::desk::press::Pressed;
use crate::desk::promises::Shown;
use crate::desk::prompt::Draft;
use crate::desk::tap::Tap;
use crate::desk::{Done, Work};
use crate::id::CadreId;
use crate::store::{PersonRow, TimerRow};
use crate::text::{Language, shorten};

/// How much of the words a preview shows, in characters.
const SHOWN: usize = 2000;

impl Work<'_> {
    /// The words were typed: shown with reason and door before anything is sent.
    pub(super) async fn decline_written(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        case: Case,
        (mut draft, user): (Draft, i64),
    ) -> Done<()> {
        let Tap::Linked(LinkedTap::Decline(ground, door)) = draft.tap.clone() else {
            return self.tell_here(said, cadre, &case, "prompt-over").await;
        };
        let language = Language::default();
        let mut taps = Vec::new();
        let text = if self.says_not_ours(&case, &draft.reply.text) {
            // What cannot be sent is typed anew, not added to.
            draft.reply.text.clear();
            self.say(language, "preview-decline-not-ours", &[])
        } else {
            let send = Tap::Linked(LinkedTap::Send(ground, door));
            taps.push((self.say(language, "button-confirm", &[]), send));
            let facts = [
                ("number", case.number.to_string()),
                ("reason", self.say(language, &format!("decline-reason-{}", ground.name()), &[])),
                ("door", self.say(language, &format!("decline-way-{}", door.name()), &[])),
                ("words", shorten(&draft.reply.text, SHOWN)),
            ];
            self.say(language, "preview-decline", &facts)
        };
        self.save_draft(said.chat, user, &draft).await?;
        self.show_preview(said, (cadre, &case, &draft), Shown { text, taps }).await
    }

    /// Whoever wrote it sends it.
    pub(super) async fn decline(
        &mut self,
        press: &crate::desk::incoming::Press,
        cadre: &CadreId,
        case: Case,
        (ground, door): (Ground, Door),
    ) -> Done<Pressed> {
        let tap = Tap::Linked(LinkedTap::Decline(ground, door));
        let draft = self.draft_of(press, &case, &tap).await?.filter(|draft| !draft.reply.text.is_empty());
        let Some(draft) = draft else {
            let line = self.say(Language::default(), "press-no-draft", &[]);
            return Ok(Pressed::refusing("press_no_draft", line));
        };
        let words = self.keep("reply", &case.id, &draft.reply).await?;
        let fact = LinkedFact::Declined { ground, door, words };
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Linked(fact, None)).await?;
        self.close_draft(press, &case, &draft).await?;
        Ok(Pressed::saying("not_accepted", self.say(Language::default(), "press-declined", &[])))
    }

    /// 不同意: a supervisor decides, by name.
    pub(in crate::desk) async fn object(&mut self, case: Case, person: &PersonRow) -> Done<Pressed> {
        let language = Language::from_code(Some(&person.language));
        let attempt = self.attempt().await?;
        let result = self.objected(case).await;
        Ok(match self.settle(attempt, result).await? {
            Ok(case) => {
                let facts = self.facts(&case, language);
                Pressed::refusing("objected", self.say(language, "press-objected", &facts))
            }
            Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
        })
    }

    async fn objected(&mut self, case: Case) -> Done<Case> {
        let asked_of = self.supervisor(&case).await?.ok_or(No::NobodyAbove)?;
        let (by, _) = self.working_days(self.rules.service.ruling_wd);
        let actor = Actor::Resident(case.person.clone());
        self.perform(case, actor, Command::Linked(LinkedFact::Objected { asked_of, by }, None)).await
    }

    /// It is taken up after all, and screened anew by the date it had; or it stays as it was.
    pub(super) async fn settle_objection(&mut self, case: Case, actor: Actor, upheld: bool) -> Done<Pressed> {
        let settled = Command::Linked(LinkedFact::ObjectionSettled { upheld }, None);
        let case = self.perform(case, actor, settled).await?;
        if !upheld {
            let due = self.screening_due(&case);
            self.perform(case, Actor::Machine, Command::AskScreening(due)).await?;
        }
        let key = if upheld { "press-upheld" } else { "press-taken-up" };
        Ok(Pressed::saying("objection_settled", self.say(Language::default(), key, &[])))
    }

    /// Nobody decided on an objection in time: the next one up is told, who may decide too; the last one every working day.
    pub(in crate::desk) async fn objection_late(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let told = case.linked.declined.as_ref().map(|declined| declined.told.clone()).unwrap_or_default();
        let line = told.first().map(|first| self.county().chain_above(first)).unwrap_or_default();
        let line = self.reachable(&case, line).await?;
        let next = line.iter().find(|cadre| !told.contains(cadre)).or(line.last()).cloned();
        let Some(told) = next else { return self.nobody_to_tell(timer).await };
        let tomorrow = self.rules.calendar.plus_working_days(self.today(), 1).date;
        let next = at(tomorrow, self.rules.service.reminder_hour, 0);
        self.perform(case, Actor::Machine, Command::Linked(LinkedFact::ObjectionLate { told, next }, None)).await?;
        Ok(())
    }
}
