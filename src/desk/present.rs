//! Who comes to a group: what they must not learn of goes out of it before anything else is said there.

use super::incoming::Members;
use super::{Done, Outcome, Work};
use crate::case::Case;
use crate::id::CadreId;
use crate::notice::gate::Exclusion;
use crate::notice::letter::Audience;
use crate::roster::Role;
use crate::text::Language;

impl Work<'_> {
    /// People came to a group, or left it.
    pub(super) async fn members_changed(&mut self, change: Members) -> Done<Outcome> {
        for user in change.users {
            if change.here {
                self.seen_here(change.chat, user).await?;
            } else {
                self.tx.seen_in(change.chat, user, false).await?;
            }
        }
        Ok(Outcome::of("members"))
    }

    /// Somebody is in a group, for whatever they do there; if that is news, cases they must not learn of leave it.
    pub(super) async fn seen_here(&mut self, chat: i64, user: i64) -> Done<()> {
        if chat >= 0 || self.tx.is_here(chat, user).await? {
            return Ok(());
        }
        let mut cadres = self.tx.former_cadres(user).await?;
        cadres.extend(self.tx.cadre_by_account(user).await?);
        let mut standing = Vec::new();
        for cadre in cadres {
            standing.extend(self.cases_kept_from(chat, &cadre).await?);
        }
        self.tx.seen_in(chat, user, true).await?;
        for (case, places) in standing {
            let stood = !places.is_empty();
            let exclusion = Exclusion { chats: [chat].into(), ..Exclusion::default() };
            let case = self.pull_back_from(case, places, &exclusion).await?;
            if stood {
                self.show_again(&case).await?;
                self.warn_supervisors(&case).await?;
            }
        }
        Ok(())
    }

    /// The open cases a cadre must not learn of, each with the places in that chat where it stands.
    async fn cases_kept_from(&mut self, chat: i64, cadre: &CadreId) -> Done<Vec<(Case, Vec<Audience>)>> {
        let mut found = Vec::new();
        for (id, exclusion) in self.tx.exclusions().await? {
            if !exclusion.is_some_and(|exclusion| exclusion.bars(self.county(), cadre)) {
                continue;
            }
            let case = self.load(&id).await?;
            if !case.state.is_open() {
                continue;
            }
            let mut places = Vec::new();
            for place in self.places_of(&case).await? {
                if self.tx.address(&place).await? == Some(chat) {
                    places.push(place);
                }
            }
            found.push((case, places));
        }
        Ok(found)
    }

    /// Supervisors hear that a card left a group for a private chat; not because of whom.
    async fn warn_supervisors(&mut self, case: &Case) -> Done<()> {
        let supervisors = self.county().with_role(Role::Supervisor);
        for supervisor in self.not_kept_out(case, supervisors).await? {
            let text = self.say(Language::default(), "supervisor-moved", &self.facts(case, Language::default()));
            self.tell_privately(case, &supervisor, text, "moved").await?;
        }
        Ok(())
    }
}
