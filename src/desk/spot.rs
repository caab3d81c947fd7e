//! Spot checks (抽查): a draw that anybody can compute again and nobody can foresee, told to the checker alone.

use sha2::{Digest, Sha256};

use super::incoming::Said;
use super::press::Pressed;
use super::roots::root_moment;
use super::{Done, Outcome, Work};
use crate::case::Case;
use crate::case::command::Command;
use crate::case::event::{Actor, Fact, Words};
use crate::case::supervise::Supervise;
use crate::id::{CadreId, CaseNumber, Moment};
use crate::notice::letter::{Act, Audience, Letter, Priority};
use crate::roster::Role;
use crate::text::Language;

/// The first draw looks back so far, in milliseconds.
const FIRST_MS: i64 = 31 * 24 * 3_600_000;

/// The cases drawn from a pot: those with the lowest tickets, where a ticket is the SHA-256 of the seed, a space and the
/// number (`printf '%s %s' SEED 3517-0426 | sha256sum`). The seed is the day's root over all cases, a space and the day.
pub fn drawn(seed: &str, pot: &[CaseNumber], share: f64) -> Vec<CaseNumber> {
    lowest(seed, pot, ((pot.len() as f64 * share).ceil() as usize).max(1))
}

/// So many of a pot, whatever stands in it, by the same tickets; the lowest first, and each once.
pub fn lowest<T: Clone + Ord + std::fmt::Display>(seed: &str, pot: &[T], wanted: usize) -> Vec<T> {
    let mut tickets: Vec<(String, T)> = pot.iter().map(|one| (ticket(seed, one), one.clone())).collect();
    tickets.sort();
    tickets.dedup();
    tickets.truncate(wanted);
    tickets.into_iter().map(|(_, one)| one).collect()
}

fn ticket(seed: &str, what: &impl std::fmt::Display) -> String {
    let hash = Sha256::digest(format!("{seed} {what}"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Work<'_> {
    /// `/spotcheck`, for those who supervise; anybody else hears of no such command. The answer is the same whatever was in
    /// the pot: a count could tell of a case that somebody must not learn of.
    pub(super) async fn asks_spot_check(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let supervisors = self.county().with_role(Role::Supervisor);
        let Some(cadre) = self.staff(user).await?.filter(|cadre| supervisors.contains(cadre)) else { return Ok(None) };
        self.draw_spot_checks().await?;
        let message = self.message(self.say(Language::default(), "spot-drawn", &[]));
        self.answer(Audience::Cadre(cadre), message, format!("spot-drawn:{}", said.message_id)).await?;
        Ok(Some(Outcome::of("spot_check")))
    }

    /// Draws from what was closed since the last draw. Nobody chooses: the seed is the day's root, known to the operators
    /// since the morning and to nobody before, and the checkers follow from it too.
    pub(super) async fn draw_spot_checks(&mut self) -> Done<()> {
        let since = self.tx.last_event("drawn").await?.unwrap_or(self.now.plus_ms(-FIRST_MS));
        let root = self.tx.root_of(root_moment(self.now)).await?;
        let seed = format!("{root} {}", self.today());
        let pot = self.pot(since).await?;
        let mut numbers: Vec<CaseNumber> = pot.iter().map(|case| case.number).collect();
        numbers.sort();
        if numbers.is_empty() {
            return Ok(());
        }
        let share = self.rules.service.oversight.spot_share;
        let drawn = drawn(&seed, &numbers, share);
        self.tell_draw(&pot, &seed, (&numbers, &drawn)).await?;
        for case in pot.into_iter().filter(|case| drawn.contains(&case.number)) {
            self.draw_one(case, &seed).await?;
        }
        Ok(())
    }

    /// What can be drawn: closed since then, open to whoever may read it, its words still there. What is sealed is looked
    /// at by nobody but its readers.
    async fn pot(&mut self, since: Moment) -> Done<Vec<Case>> {
        let mut pot = Vec::new();
        for id in self.tx.closed_since(since).await? {
            let case = self.load(&id).await?;
            let fresh = case.since > since && !case.marks.frozen && !case.is_kept_apart();
            if fresh && !self.tx.is_erased(&id).await? {
                pot.push(case);
            }
        }
        Ok(pot)
    }

    async fn draw_one(&mut self, case: Case, seed: &str) -> Done<()> {
        let Some(checker) = self.checker_of(&case, seed).await? else {
            return Ok(self.alarm("ops-nobody", &[]).await?);
        };
        let mut answer: Option<Words> = None;
        for row in self.tx.events(&case.id).await? {
            if let Ok(Fact::DoneReported { words, .. }) = serde_json::from_str(&row.body) {
                answer = Some(words);
            }
        }
        let attempt = self.attempt().await?;
        let command = Command::Supervise(Supervise::Draw { checker, answer });
        let result = self.perform(case, Actor::Machine, command).await;
        // One that changed meanwhile is left alone.
        self.settle(attempt, result).await?.map(|_| ()).or(Ok(()))
    }

    /// Who goes and looks: somebody who supervises, else of those on call or the screeners, who has never acted on the case,
    /// is not of its unit nor above it, and is not kept out. Which of them follows from the seed.
    async fn checker_of(&mut self, case: &Case, seed: &str) -> Done<Option<CadreId>> {
        let mut line = case.acting().map(|acting| self.county().chain_above(acting)).unwrap_or_default();
        for row in self.tx.events(&case.id).await? {
            let actor: Option<Actor> = serde_json::from_str(&row.actor).ok();
            line.extend(actor.and_then(|actor| actor.cadre().cloned()));
        }
        for role in [Role::Supervisor, Role::OnCall, Role::Screener] {
            let mut outside = self.county().with_role(role);
            outside.retain(|cadre| !line.contains(cadre) && !self.is_of_the_work(case, cadre));
            let joined = self.joined_of(&outside).await?;
            let may = self.not_kept_out(case, joined).await?;
            let number = case.number;
            let first = may.into_iter().min_by_key(|cadre| ticket(seed, &format!("{number} {cadre}")));
            if first.is_some() {
                return Ok(first);
            }
        }
        Ok(None)
    }

    /// The record of a draw, to compute it again: to those who supervise and are kept out of nothing in the pot.
    async fn tell_draw(&mut self, pot: &[Case], seed: &str, numbers: (&[CaseNumber], &[CaseNumber])) -> Done<()> {
        let listed = |numbers: &[CaseNumber]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let facts = [
            ("seed", seed.to_owned()),
            ("share", self.rules.service.oversight.spot_share.to_string()),
            ("pot", listed(numbers.0)),
            ("drawn", listed(numbers.1)),
        ];
        let language = Language::default();
        let text = self.say(language, "spot-record", &facts);
        let mut readers = self.joined_of(&self.county().with_role(Role::Supervisor)).await?;
        for case in pot {
            readers = self.not_kept_out(case, readers).await?;
        }
        for reader in readers {
            let act = Act::File {
                name: self.say(language, "mydata-file", &[]),
                text: text.clone(),
                caption: self.say(language, "spot-caption", &[]),
            };
            let key = format!("spot-record:{}:{reader}", self.now.0);
            let to = Audience::Cadre(reader);
            self.post(Letter { to, act, priority: Priority::Digest, case: None, key, sealed: false }).await?;
        }
        Ok(())
    }

    /// 属实, or 不实: then it comes back with a new date, and the unit's head is told why.
    pub(super) async fn spot_checked(&mut self, cadre: &CadreId, case: Case, as_reported: bool) -> Done<Pressed> {
        let redo = self.redo(&case);
        let command = Command::Supervise(Supervise::Check { as_reported, redo });
        let case = self.perform(case, Actor::Cadre(cadre.clone()), command).await?;
        let case = self.screen_if_nobodys(case).await?;
        let key = if as_reported { "press-as-reported" } else { "press-not-as-reported" };
        let line = self.say(Language::default(), key, &self.facts(&case, Language::default()));
        Ok(Pressed::saying("checked", line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_can_be_computed_again_and_follows_from_the_seed_alone() {
        let pot: Vec<CaseNumber> = (1..=100).map(CaseNumber::from_free_digits).collect();
        let mut turned = pot.clone();
        turned.reverse();
        let first = drawn("root 2026-04-01", &pot, 0.05);
        assert_eq!(first.len(), 5);
        assert_eq!(first, drawn("root 2026-04-01", &turned, 0.05), "in whatever order the pot is written");
        assert_ne!(first, drawn("root 2026-04-02", &pot, 0.05), "another day, another draw");
        assert_eq!(drawn("root", &pot[..3], 0.05).len(), 1, "at least one");
        assert_eq!(drawn("root", &pot[..21], 0.05).len(), 2, "a share is rounded up");
        assert_eq!(drawn("root", &pot[..3], 1.0).len(), 3);
    }
}
