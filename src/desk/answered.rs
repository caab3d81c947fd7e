//! What the sender reads of an answer: what it comes to, the list of what to bring, what was refused in writing, the ways on.

use super::answers::AnswerTap;
use super::incoming::Press;
use super::people::suffix;
use super::press::Pressed;
use super::words::Reply;
use super::{Done, Work};
use crate::case::Case;
use crate::case::answer::{AnswerFact, Outcome};
use crate::case::calendar::{date_of, end_of_day};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::id::{ContentId, Moment, PersonId};
use crate::notice::letter::{Act, Audience, Message};
use crate::text::guide::Guide;
use crate::text::{Language, dates, shorten};

/// So many refusals in writing are shown beside where a case stands …
const DENIALS: usize = 3;
/// … each with so many characters of its words.
const DENIAL: usize = 120;

impl Work<'_> {
    /// What a fact about an answer has to say beside the notices: to the sender, or to whoever looks at it first.
    pub(super) async fn tell_of_answer(&mut self, case: &Case, what: &AnswerFact) -> Done<()> {
        match what {
            AnswerFact::Guided { with_answer: false, .. } => {
                for seen in self.seen_by_all(case).await? {
                    let key = format!("{}:told-guide:{}{}", case.id, case.version, suffix(&seen));
                    self.tell_guide(&seen, key).await?;
                }
                Ok(())
            }
            AnswerFact::Refused { words } => {
                for seen in self.seen_by_all(case).await? {
                    self.tell_refusal(&seen, &words.content).await?;
                }
                Ok(())
            }
            AnswerFact::CheckAsked { checker, .. } => self.tell_checker(case, checker, "check-ask").await,
            AnswerFact::CheckLate { told, .. } => self.tell_checker(case, told, "check-late").await,
            AnswerFact::AskedAgain => {
                for seen in self.seen_by_all(case).await? {
                    self.tell_ask_again(&seen).await?;
                }
                Ok(())
            }
            AnswerFact::Guided { with_answer: true, .. }
            | AnswerFact::Decided { .. }
            | AnswerFact::CheckPassed
            | AnswerFact::Unchecked
            | AnswerFact::CheckReturned { .. }
            | AnswerFact::CallTried
            | AnswerFact::CallHeard { .. }
            | AnswerFact::NoContact
            | AnswerFact::AgainSaid { .. } => Ok(()),
        }
    }

    /// The same, for the sender of a case that goes on under another one.
    pub(super) async fn tell_sender_of_answer(&mut self, case: &Case, what: &AnswerFact) -> Done<()> {
        match what {
            AnswerFact::CheckAsked { .. } | AnswerFact::CheckLate { .. } => Ok(()),
            _ => self.tell_of_answer(case, what).await,
        }
    }

    /// The list in the sender's language; none when its words have been erased.
    pub(super) async fn guide_text(&mut self, case: &Case, language: Language) -> Done<Option<String>> {
        let Some(content) = case.answers.guide.clone() else { return Ok(None) };
        let guide: Option<Guide> = self.kept(&content).await?;
        Ok(guide.map(|guide| guide.show(&self.rules.texts, language)))
    }

    /// The list by itself, for the sender: when it is given, and whenever they ask for it again.
    pub(super) async fn tell_guide(&mut self, case: &Case, key: String) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let Some(list) = self.guide_text(case, language).await? else { return Ok(()) };
        let mut facts = self.facts(case, language);
        facts.push(("list", list));
        let message = Message {
            text: self.say(language, "told-guide", &facts),
            keyboard: Some(self.keyboard(language)),
            ..Message::default()
        };
        self.post_privately(case, Audience::Resident(case.person.clone()), Act::Send { message, slot: None }, key).await
    }

    /// What the answer comes to, the ways on when something is refused, and the list that goes with it.
    pub(super) async fn answer_lines(&mut self, case: &Case, language: Language) -> Done<Vec<String>> {
        let mut lines = Vec::new();
        let outcome = case.answers.outcome.filter(|outcome| *outcome != Outcome::Supported && !case.is_sealed());
        if let Some(outcome) = outcome {
            let words = self.say(language, &format!("decided-{}", outcome.name()), &[]);
            let plain = self.adoption_line(outcome, language);
            lines.push(plain.unwrap_or_else(|| self.say(language, "told-outcome", &[("outcome", words)])));
            if outcome.refuses() {
                lines.push(self.ways_on(case.answered_at, language));
            }
        }
        if case.answers.guided {
            lines.extend(self.guide_text(case, language).await?);
        }
        Ok(lines)
    }

    /// Where whoever is refused can turn: 复查 within 30 days of the written answer (信访工作条例 art. 35).
    fn ways_on(&self, since: Option<Moment>, language: Language) -> String {
        let answered = date_of(since.unwrap_or(self.now));
        let days = u64::from(self.rules.service.answers.review_days);
        let until = end_of_day(answered + chrono::Days::new(days));
        self.say(language, "told-ways", &[("until", dates::due(&self.rules.texts, language, until))])
    }

    /// The refusal of one thing, for the sender.
    pub(super) async fn tell_refusal(&mut self, case: &Case, content: &ContentId) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let reply: Option<Reply> = self.kept(content).await?;
        let mut facts = self.facts(case, language);
        facts.push(("words", reply.map(|reply| reply.text).unwrap_or_default()));
        let text = format!("{}\n\n{}", self.say(language, "told-refused", &facts), self.ways_on(None, language));
        let message = Message { text, keyboard: Some(self.keyboard(language)), ..Message::default() };
        let key = format!("{}:told-refused:{}{}", case.id, case.version, suffix(case));
        self.post_privately(case, Audience::Resident(case.person.clone()), Act::Send { message, slot: None }, key).await
    }

    /// Every refusal in writing, for the status message and 我的事: it stays, whatever else was given.
    pub(super) async fn denial_lines(&mut self, case: &Case, language: Language) -> Done<Vec<String>> {
        let mut lines = Vec::new();
        for denial in case.answers.denials.iter().rev().take(DENIALS).rev() {
            let reply: Option<Reply> = self.kept(&denial.content).await?;
            let Some(reply) = reply else { continue };
            let facts = [
                ("day", dates::day(&self.rules.texts, language, denial.at)),
                ("outcome", self.say(language, &format!("decided-{}", denial.outcome.name()), &[])),
                ("words", shorten(&reply.text.replace('\n', " "), DENIAL)),
            ];
            lines.push(self.say(language, "status-denied", &facts));
        }
        Ok(lines)
    }

    /// The sender's buttons: the list again, and what they say a month later.
    pub(super) async fn sender_pressed(
        &mut self,
        press: &Press,
        (case, me): (Case, &PersonId),
        tap: &AnswerTap,
    ) -> Done<Pressed> {
        let language = self.language_of(me).await?;
        let fine = match tap {
            AnswerTap::GuideAgain => {
                self.tell_guide(&case.seen_by(me), format!("{}:guide-again:{}", case.id, press.id)).await?;
                return Ok(Pressed::quietly("guide_again"));
            }
            AnswerTap::StillFine => true,
            _ => false,
        };
        let (actor, redo) = (Actor::Resident(me.clone()), (!fine).then(|| self.redo(&case)));
        let attempt = self.attempt().await?;
        let result = self.perform(case, actor, Command::Answer(AnswerFact::AgainSaid { fine }, redo)).await;
        Ok(match self.settle(attempt, result).await? {
            Ok(case) => {
                self.screen_if_nobodys(case).await?;
                Pressed::saying("pressed", self.say(language, "press-noted", &[]))
            }
            Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
        })
    }
}
