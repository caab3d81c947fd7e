//! Who and how many sit in our groups, asked of Telegram: how many, while there is a case that somebody must not learn of;
//! who, once an hour, because the news of somebody's leaving may have been lost.

use std::sync::atomic::Ordering;

use super::App;
use crate::id::Moment;
use crate::telegram::fault::SendFault;

/// How often it is asked who is still there, in milliseconds.
const HOUR_MS: i64 = 3_600_000;

impl App {
    /// Looks into our groups, as far as it is time to.
    pub(super) async fn look_into_groups(&self) {
        self.count_heads().await;
        self.look_for_members().await;
    }

    /// Counts the members of groups whose count is wanted and old. Without an answer a group stays unsafe, and nothing is
    /// posted there that somebody must not learn of.
    async fn count_heads(&self) {
        let wanted = match self.store.uncounted_groups().await {
            Ok(wanted) => wanted,
            Err(fault) => return tracing::warn!(%fault, "the groups to be counted are not known"),
        };
        for chat in wanted {
            match self.telegram.members(chat).await {
                Ok(members) => {
                    if let Err(fault) = self.store.members_counted(chat, members).await {
                        tracing::warn!(%fault, "a count of members could not be kept");
                    }
                }
                Err(fault) => tracing::warn!(kind = fault.kind(), "the members of a group could not be counted"),
            }
        }
    }

    /// Asks what the bot may do in the groups with cards: run topics, pin messages. Without an answer what was known stays.
    async fn look_for_rights(&self) {
        let wanted = match self.desk.groups_to_ask_for().await {
            Ok(wanted) => wanted,
            Err(fault) => return tracing::warn!(%fault, "the groups to ask for are not known"),
        };
        for chat in wanted {
            match self.telegram.rights_in(chat).await {
                Ok(rights) => {
                    if let Err(fault) = self.desk.rights_found(chat, rights).await {
                        tracing::warn!(%fault, "what the bot may do in a group could not be kept");
                    }
                }
                Err(fault) => {
                    tracing::warn!(kind = fault.kind(), "what the bot may do in a group could not be asked");
                    // While nothing at all is answered it would be asked in vain of every group.
                    if matches!(fault, SendFault::Unreachable | SendFault::UnknownOutcome | SendFault::Server) {
                        return;
                    }
                }
            }
        }
    }

    /// Asks of every cadre who was ever seen in the group of a unit with open cases whether they are there. Without an answer
    /// what was known stays.
    async fn look_for_members(&self) {
        let now = self.clock.now();
        if now.since(Moment(self.looked.load(Ordering::SeqCst))) < HOUR_MS {
            return;
        }
        self.looked.store(now.0, Ordering::SeqCst);
        self.look_for_rights().await;
        let wanted = match self.desk.members_to_ask_for().await {
            Ok(wanted) => wanted,
            Err(fault) => return tracing::warn!(%fault, "whom to ask for is not known"),
        };
        for (chat, user) in wanted {
            match self.telegram.is_member(chat, user).await {
                Ok(here) => {
                    if let Err(fault) = self.desk.member_found(chat, user, here).await {
                        tracing::warn!(%fault, "who is in a group could not be kept");
                    }
                }
                Err(fault) => tracing::warn!(kind = fault.kind(), "whether somebody is in a group could not be asked"),
            }
        }
    }
}
