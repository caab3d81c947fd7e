//! Who has looked at what somebody said: counted by role for the sender, never by name.

use super::{Done, Work};
use crate::case::Case;
use crate::case::event::{Actor, Fact};
use crate::id::CadreId;
use crate::roster::Role;
use crate::store::StoreFault;
use crate::text::Language;

/// By which of their roles a reader is counted, the first that they hold.
const ROLES: [(Role, &str); 7] = [
    (Role::DisciplineReader, "read-by-lane"),
    (Role::Screener, "read-by-screener"),
    (Role::OnCall, "read-by-on-call"),
    (Role::Supervisor, "read-by-supervisor"),
    (Role::Callback, "read-by-callback"),
    (Role::Head, "read-by-unit"),
    (Role::Handler, "read-by-unit"),
];

impl Work<'_> {
    /// How often the original was opened, by role, as one line; none while nobody has (个人信息保护法 art. 44, 45).
    pub(super) async fn reads_line(&mut self, case: &Case, language: Language) -> Done<Option<String>> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for row in self.tx.events(&case.id).await? {
            let corrupt = |_| StoreFault::Corrupt(format!("event {} of case {}", row.seq, case.id));
            let actor: Actor = serde_json::from_str(&row.actor).map_err(corrupt)?;
            let fact: Fact = serde_json::from_str(&row.body).map_err(corrupt)?;
            let Some(cadre) = actor.cadre().filter(|_| fact == Fact::OriginalRead) else { continue };
            let role = self.read_as(case, cadre);
            match counts.iter_mut().find(|(key, _)| *key == role) {
                Some((_, count)) => *count += 1,
                None => counts.push((role, 1)),
            }
        }
        if counts.is_empty() {
            return Ok(None);
        }
        let parts = counts.iter().map(|(key, count)| {
            let role = self.say(language, key, &[]);
            self.say(language, "read-times", &[("role", role), ("count", count.to_string())])
        });
        let list = parts.collect::<Vec<_>>().join(&self.say(language, "read-and", &[]));
        Ok(Some(self.say(language, "read-line", &[("list", list)])))
    }

    fn read_as(&self, case: &Case, cadre: &CadreId) -> &'static str {
        let known = self.county().cadres.get(cadre);
        if known.is_some_and(|known| case.unit() == Some(&known.unit)) {
            return "read-by-unit";
        }
        let holds = |role: &Role| known.is_some_and(|known| known.roles.contains(role));
        ROLES.iter().find(|(role, _)| holds(role)).map_or("read-by-other", |(_, key)| key)
    }
}
