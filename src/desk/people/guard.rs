//! What must not reach somebody beside the sender: whoever holds a post speaks in nobody's case but their own, and a recorder
//! reads no more of a sealed case than that there is something.

use super::blank;
use crate::case::Case;
use crate::desk::act::case_of;
use crate::desk::{Done, Work};
use crate::id::{CadreId, PersonId};
use crate::notice::letter::{Act, Audience, Letter};

/// The ends of the keys of letters that answer a recorder's own typing at once.
const AT_ONCE: [&str; 2] = [":receipt", ":slip"];

impl Work<'_> {
    /// Whether somebody beside the sender must have no part in a case: staff, and whoever was of the staff and is kept out.
    pub(super) async fn is_kept_from(&mut self, case: &Case, persona: &PersonId) -> Done<bool> {
        let Some(account) = self.tx.chat_of_person(persona).await? else { return Ok(true) };
        self.account_kept_from(case, account).await
    }

    /// The same of an account.
    pub(super) async fn account_kept_from(&mut self, case: &Case, account: i64) -> Done<bool> {
        let staff = self.tx.cadre_by_account(account).await?.is_some();
        let exclusion = self.tx.exclusion(&case.id).await?;
        let former = self.tx.former_cadres(account).await?;
        let barred = |former: &CadreId| match self.county().cadres.get(former) {
            Some(known) => exclusion.bars_cadre(former, &known.unit),
            // Whoever has left the roster has no unit any more: kept out is who was named.
            None => exclusion.cadres.contains(former) || exclusion.accused.contains(former),
        };
        Ok(staff || former.iter().any(barred))
    }

    /// Whether a recorder is kept out of what they typed.
    pub(super) async fn bars_recorder(&mut self, case: &Case, persona: &PersonId) -> Done<bool> {
        let Some(account) = self.tx.chat_of_person(persona).await? else { return Ok(true) };
        let mut cadres = self.tx.former_cadres(account).await?;
        cadres.extend(self.tx.cadre_by_account(account).await?);
        let exclusion = self.tx.exclusion(&case.id).await?;
        if !exclusion.names_anybody() {
            return Ok(false);
        }
        for cadre in cadres {
            if self.is_excluded(case, &cadre).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A letter as a recorder may read it: of a case they are kept out of nothing follows what answers their typing; of a
    /// sealed one only that something has come. Everybody else's letters stay as they are.
    pub(in crate::desk) async fn as_recorders_may_read(&mut self, mut letter: Letter) -> Done<Option<Letter>> {
        let (Audience::Resident(person), Some(id)) = (&letter.to, &letter.case) else { return Ok(Some(letter)) };
        let Some(case) = self.tx.load_case(id).await?.map(|row| case_of(&row)).transpose()? else {
            return Ok(Some(letter));
        };
        let at_once = AT_ONCE.iter().any(|end| letter.key.ends_with(end));
        if case.recorder() != Some(person) || at_once {
            return Ok(Some(letter));
        }
        if self.bars_recorder(&case, person).await? {
            return Ok(None);
        }
        if !case.is_sealed() {
            return Ok(Some(letter));
        }
        let language = self.language_of(&case.person).await?;
        let key = if case.people.claimed { "behalf-line-gone" } else { "behalf-sealed-news" };
        let text = self.say(language, key, &self.facts(&case, language));
        match &mut letter.act {
            Act::Send { message, .. } | Act::Edit { message, .. } => *message = blank(text),
            Act::React { .. } => {}
            Act::Replace { .. } | Act::AnswerPress { .. } | Act::Media { .. } | Act::File { .. } | Act::Leave => {
                return Ok(None);
            }
            Act::Topic { .. } | Act::Pin { .. } | Act::Menu { .. } => return Ok(None),
        }
        Ok(Some(letter))
    }
}
