//! The pot of a round table, its draw, the record of it, and the letters to those who were drawn.

use sha2::{Digest, Sha256};

use super::{Forum, ForumTap};
use crate::case::Case;
use crate::classify::Kind;
use crate::desk::roots::root_moment;
use crate::desk::spot::lowest;
use crate::desk::tap::Tap;
use crate::desk::{Desk, Done, Work};
use crate::id::{CaseId, MatterId, PersonId};
use crate::notice::letter::{Act, Audience, Letter, Priority, Slot};
use crate::store::{ForumRow, StoreFault, TimerRow};
use crate::text::{Language, dates};

/// The kind of the clock, which is about no case.
pub(in crate::desk) const DRAW: &str = "forum_draw";
/// A matter counts when it was raised so long before, in milliseconds.
const RAISED_MS: i64 = 92 * 24 * 3_600_000;
/// So many of a resident's cases are looked through …
const CASES: usize = 3;
/// … and so many residents at most stand in a pot.
const POT: usize = 400;

impl Work<'_> {
    /// Who can be drawn: residents who agreed, each once, with the first of their cases that is about it. At most [`POT`]; of more,
    /// chance has chosen.
    pub(super) async fn those_who_agreed(&mut self, forum: &Forum) -> Done<Vec<(PersonId, CaseId)>> {
        let since = self.now.plus_ms(-RAISED_MS);
        let mut spoke = self.tx.agreed_and_spoke(super::FORUM, forum.place.as_ref(), since).await?;
        for (_, cases) in &mut spoke {
            cases.retain(|(_, matter)| self.may_be_about(matter, forum));
            cases.dedup_by(|one, other| one.0 == other.0);
            cases.truncate(CASES);
        }
        spoke.retain(|(_, cases)| !cases.is_empty());
        let salt = self.ids.hex();
        spoke.sort_by_cached_key(|(owner, _)| Sha256::digest(format!("{salt}{owner}")).to_vec());
        spoke.truncate(POT);
        let mut pot = Vec::new();
        for (owner, cases) in spoke {
            if let Some(case) = self.first_for(forum, &owner, &cases).await? {
                pot.push((owner, case));
            }
        }
        Ok(pot)
    }

    fn may_be_about(&self, matter: &MatterId, forum: &Forum) -> bool {
        let of = self.rules.reader.matter(matter).map(|matter| matter.subject);
        forum.subject.as_ref().is_none_or(|subject| of == Some(subject))
    }

    /// The first of these cases that puts its sender into the pot. Whoever works for the county is heard elsewhere.
    async fn first_for(
        &mut self,
        forum: &Forum,
        owner: &PersonId,
        cases: &[(CaseId, MatterId)],
    ) -> Done<Option<CaseId>> {
        let Some((account, ..)) = self.tx.person_facts(owner).await? else { return Ok(None) };
        if self.staff(account).await?.is_some() {
            return Ok(None);
        }
        for (id, _) in cases {
            let case = self.load(id).await?;
            if self.may_be_drawn(&case, forum).await? {
                return Ok(Some(case.id));
            }
        }
        Ok(None)
    }

    /// Whether a case puts its sender into the pot: about this, not long ago, open to everybody whose work it is, and with
    /// a sender who keeps their name back from nobody.
    async fn may_be_drawn(&mut self, case: &Case, forum: &Forum) -> Done<bool> {
        let about = forum.subject.is_none() || case.subject == forum.subject;
        let town = case.place.as_ref().and_then(|place| self.county().town_of(place));
        let there = forum.place.is_none() || case.place == forum.place || town == forum.place.as_ref();
        let fresh = case.registered_at >= self.now.plus_ms(-RAISED_MS);
        let fit = about && there && fresh && self.may_be_asked(case);
        Ok(fit && !self.tx.is_erased(&case.id).await?)
    }

    /// Whether the sender of a case may be asked to a round table at all.
    pub(super) fn may_be_asked(&self, case: &Case) -> bool {
        let ordinary = matches!(case.kind, Kind::Consult | Kind::Help | Kind::Suggestion | Kind::Praise);
        let open = !case.is_sealed() && !case.is_kept_apart() && !case.marks.frozen && !case.hides_name();
        ordinary && open && case.people.is_plain()
    }

    /// The clock rings: those with the lowest tickets are asked, and the record goes to those who supervise. The seed is the
    /// root of the morning for which the draw was set, however late it rings.
    pub(in crate::desk) async fn draw_forum(&mut self, timer: &TimerRow, root: &str) -> Done<()> {
        let id = id_of(timer);
        let Some(row) = self.tx.forum(id).await? else { return Ok(()) };
        let mut forum = Forum::of(&row)?;
        let seed = format!("{root} {}", crate::case::calendar::date_of(root_moment(row.draw_at)));
        forum.seed = Some(seed.clone());
        if !self.tx.forum_is_drawn(id, &forum.body()?).await? {
            return Ok(());
        }
        let pot = self.tx.pot_of(id).await?;
        let labels: Vec<String> = pot.iter().map(|guest| guest.label.clone()).collect();
        let drawn = lowest(&seed, &labels, forum.wanted as usize);
        for guest in pot.iter().filter(|guest| drawn.contains(&guest.label)) {
            let asked = match &guest.case {
                Some(case) => self.ask_guest(&row, &forum, (case, &guest.label)).await?,
                None => false,
            };
            self.tx.draw_label(id, &guest.label, asked).await?;
        }
        self.tell_forum_draw(&row, &forum, (&seed, &labels, &drawn)).await
    }

    /// One who was drawn is asked in private: true; not when they took their agreement back or their case is kept apart by now.
    async fn ask_guest(&mut self, row: &ForumRow, forum: &Forum, (case, label): (&CaseId, &str)) -> Done<bool> {
        let case = self.load(case).await?;
        let owner = self.tx.owner_of(&case.person).await?;
        if !self.may_be_asked(&case) || !self.agrees_to_forums(&owner).await? {
            return Ok(false);
        }
        let language = self.language_of(&case.person).await?;
        let mut facts = self.forum_facts(row, forum, language);
        facts.push(("label", label.to_owned()));
        let mut message = self.message(self.say(language, "forum-invite", &facts));
        let to = Audience::Resident(case.person.clone());
        let mut buttons = Vec::new();
        for (key, coming) in [("button-forum-come", true), ("button-forum-stay", false)] {
            let tap = Tap::Forum(ForumTap::Come(row.id.clone(), coming));
            buttons.push(self.labelled(&to, &case.id, language, (key, tap)).await?);
        }
        message.buttons = vec![buttons];
        let slot = Some(Slot(format!("forum:{}:{}", row.id, case.id)));
        self.post_privately(&case, to, Act::Send { message, slot }, format!("{}:forum:{}", case.id, row.id)).await?;
        Ok(true)
    }

    /// The record of a draw, by which anybody computes it again: `minqing draw --seed … --count … FILE`.
    async fn tell_forum_draw(
        &mut self,
        row: &ForumRow,
        forum: &Forum,
        (seed, pot, drawn): (&str, &[String], &[String]),
    ) -> Done<()> {
        let language = Language::default();
        let mut facts = self.forum_facts(row, forum, language);
        facts.push(("seed", seed.to_owned()));
        facts.push(("pot", pot.join("\n")));
        facts.push(("drawn", drawn.join("\n")));
        facts.push(("print", self.print_of_pot(&row.id).await?));
        facts.push(("opened", dates::day_and_time(&self.rules.texts, language, row.opened_at)));
        for reader in self.forum_readers().await? {
            let act = Act::File {
                name: self.say(language, "mydata-file", &[]),
                text: self.say(language, "forum-record", &facts),
                caption: self.say(language, "forum-drawn", &facts),
            };
            let key = format!("forum-record:{}:{reader}", row.id);
            let to = Audience::Cadre(reader);
            self.post(Letter { to, act, priority: Priority::Digest, case: None, key, sealed: false }).await?;
        }
        Ok(())
    }

    /// Somebody who supervises calls one off; whoever was asked and has not said no hears of it, whatever came of their case since.
    pub(super) async fn call_off(&mut self, id: &str) -> Done<String> {
        let language = Language::default();
        let Some(row) = self.tx.forum(id).await? else { return Ok(self.say(language, "forum-none", &[])) };
        if !self.tx.forum_is_off(id).await? {
            return Ok(self.say(language, "forum-none", &[]));
        }
        let forum = Forum::of(&row)?;
        for guest in self.tx.pot_of(id).await? {
            let waits = guest.asked && guest.coming != Some(false);
            let Some(owner) = guest.owner.filter(|_| waits) else { continue };
            let language = self.language_of(&owner).await?;
            let message = self.message(self.say(language, "forum-off", &self.forum_facts(&row, &forum, language)));
            let key = format!("forum-off:{}:{}", row.id, guest.label);
            self.answer(Audience::Resident(owner), message, key).await?;
        }
        Ok(self.say(language, "forum-called-off", &self.forum_facts(&row, &forum, language)))
    }
}

impl Desk {
    /// The root with which a draw is made, read aside over all cases; none of any other clock.
    ///
    /// # Errors
    /// Faults of the store; then the clock rings again.
    pub(in crate::desk) async fn root_for_draw(&self, timer: &TimerRow) -> Result<Option<String>, StoreFault> {
        if timer.kind != DRAW {
            return Ok(None);
        }
        let mut view = self.store.view().await?;
        match view.forum(id_of(timer)).await? {
            Some(row) => view.root_of(root_moment(row.draw_at)).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Which round table a clock is about.
fn id_of(timer: &TimerRow) -> &str {
    timer.key.strip_prefix(DRAW).map(|id| id.trim_start_matches(':')).unwrap_or_default()
}
