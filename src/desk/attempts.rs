//! Attempts of staff to learn what is not for them: answered as if there were nothing, kept for the discipline lane.

use serde::{Deserialize, Serialize};

use super::incoming::Said;
use super::{Done, Outcome, Work};
use crate::id::{CadreId, CaseId};
use crate::notice::letter::{Audience, Message};
use crate::store::StoreFault;
use crate::text::{Language, dates};

/// How far back the lane looks, in milliseconds: 30 days.
const LOOK_BACK_MS: i64 = 30 * 86_400_000;

/// One attempt, as kept encrypted.
#[derive(Serialize, Deserialize)]
struct Attempt {
    /// Who.
    cadre: CadreId,
    /// By what: `number`, `press`, `reply`.
    how: String,
    /// The case that was there, if any.
    case: Option<CaseId>,
}

impl Work<'_> {
    /// Keeps that a cadre asked for a case by its number; with or without such a case it makes the same work.
    pub(super) async fn note_attempt(&mut self, said: &Said, case: Option<&CaseId>, how: &str) -> Done<()> {
        let Some(cadre) = self.tx.cadre_by_account(said.user.unwrap_or_default()).await? else { return Ok(()) };
        self.keep_attempt(cadre, case, how).await
    }

    /// Keeps that a cadre tried to reach a case.
    pub(super) async fn keep_attempt(&mut self, cadre: CadreId, case: Option<&CaseId>, how: &str) -> Done<()> {
        let attempt = Attempt { cadre, how: how.to_owned(), case: case.cloned() };
        let json = serde_json::to_string(&attempt)
            .map_err(|_| StoreFault::Corrupt("an attempt does not fit into JSON".into()))?;
        self.tx.add_attempt(&json).await?;
        Ok(())
    }

    /// What was tried of late at cases that are there; for the discipline lane alone, anybody else hears of no such command.
    pub(super) async fn show_attempts(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let Some(cadre) = self.staff(user).await?.filter(|cadre| self.is_in_lane(cadre)) else { return Ok(None) };
        let language = Language::default();
        let mut lines = Vec::new();
        for (at, json) in self.tx.attempts_since(self.now.plus_ms(-LOOK_BACK_MS)).await? {
            let attempt: Attempt =
                serde_json::from_str(&json).map_err(|_| StoreFault::Corrupt("an attempt is not JSON".into()))?;
            let Some(id) = attempt.case else { continue };
            let case = self.load(&id).await?;
            if self.is_excluded(&case, &cadre).await? {
                continue;
            }
            let facts = [
                ("time", dates::day_and_time(&self.rules.texts, language, at)),
                ("cadre", self.cadre_name(&attempt.cadre)),
                ("number", case.number.to_string()),
                ("how", self.say(language, &format!("attempt-{}", attempt.how), &[])),
            ];
            lines.push(self.say(language, "attempt-line", &facts));
        }
        let head = if lines.is_empty() { "attempts-none" } else { "attempts-head" };
        lines.insert(0, self.say(language, head, &[]));
        let message = Message { text: lines.join("\n"), ..Message::default() };
        self.answer(Audience::Cadre(cadre), message, format!("attempts:{}", said.message_id)).await?;
        Ok(Some(Outcome::of("attempts")))
    }
}
