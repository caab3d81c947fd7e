//! How many sit in our groups: asked of Telegram while there is a case that somebody must not learn of.

use super::App;

impl App {
    /// Counts the members of groups whose count is wanted and old. Without an answer a group stays unsafe, and nothing is
    /// posted there that somebody must not learn of.
    pub(super) async fn count_heads(&self) {
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
}
