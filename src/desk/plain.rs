//! Words that a cadre types and that go as they are.

use super::incoming::Said;
use super::prompt::Draft;
use super::tap::Tap;
use super::{Done, Work};
use crate::case::Case;
use crate::case::answer::AnswerFact;
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::id::CadreId;

impl Work<'_> {
    /// Words that go as they are: a question, an interim answer, a note, what is to be mended in an answer.
    pub(super) async fn plain_words_sent(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        case: Case,
        (draft, user): (Draft, i64),
    ) -> Done<()> {
        let words = self.keep("reply", &case.id, &draft.reply).await?;
        let command = match draft.tap {
            Tap::Ask => Command::Ask(words),
            Tap::Attach => Command::WriteNote(words),
            Tap::Answer(_) => Command::Answer(AnswerFact::CheckReturned { words }, None),
            _ => Command::ReplyInterim(words),
        };
        let case = self.perform(case, Actor::Cadre(cadre.clone()), command).await?;
        self.tx.clear_draft(said.chat, user).await?;
        let key = match draft.tap {
            Tap::Attach => "prompt-attached",
            Tap::Answer(_) => "prompt-returned",
            _ => "prompt-sent",
        };
        self.tell_here(said, cadre, &case, key).await
    }
}
