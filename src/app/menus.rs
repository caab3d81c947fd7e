//! Which commands Telegram is told to offer: set at the start, and again whenever the words or the roster are new.

use super::App;
use crate::notice::letter::Menu;
use crate::telegram::setup::{CommandScope, set_up};

/// What residents are offered, and everybody for whom no other list holds.
const RESIDENTS: &[&str] = &[
    "start",
    "mycases",
    "new",
    "status",
    "nudge",
    "withdraw",
    "anonymous",
    "privacy",
    "mydata",
    "forget",
    "language",
    "help",
];
/// What is offered in groups.
const GROUPS: &[&str] = &["stats", "help"];

impl App {
    /// Tells Telegram our commands; without them everything works too, so a fault is only logged.
    pub(super) async fn introduce(&self) {
        let scopes = [
            (CommandScope::Everywhere, RESIDENTS),
            (CommandScope::Private, RESIDENTS),
            (CommandScope::Groups, GROUPS),
            (CommandScope::Administrators, GROUPS),
        ];
        let menus =
            scopes.into_iter().flat_map(|(scope, names)| self.desk.rules().menus(names).map(|menu| (scope, menu)));
        let lists: Vec<(CommandScope, Menu)> = menus.collect();
        if let Err(fault) = set_up(&self.telegram, &lists).await {
            return tracing::warn!(kind = fault.kind(), "the commands could not be set");
        }
        if let Err(fault) = self.desk.offer_commands().await {
            tracing::warn!(%fault, "the commands of staff could not be written");
        }
        self.outbox.nudge();
    }
}
