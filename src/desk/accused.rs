//! What follows from an accusation beside its being sealed: other cases of the sender leave the hands of the accused, the lane
//! hears that there is something, whoever spoke is told how they are protected.

use std::collections::BTreeSet;

use super::incoming::Said;
use super::{Done, Outcome, Work};
use crate::case::{Case, Lane};
use crate::classify::{Asks, Reading};
use crate::id::{CadreId, PersonId};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::roster::Role;
use crate::store::{PersonRow, Which};
use crate::text::Language;

/// So many senders within so many days accuse the same cadre: the organisation department hears of it.
const PATTERN: usize = 3;
/// 90 days, in milliseconds.
const PATTERN_MS: i64 = 90 * 86_400_000;

impl Work<'_> {
    /// Everything that follows when a case has been sealed, or has named more people.
    pub(super) async fn after_accusation(&mut self, case: &Case, reading: &Reading) -> Done<()> {
        if !case.is_sealed() || reading.charge.is_none() {
            return Ok(());
        }
        let exclusion = self.tx.exclusion(&case.id).await?;
        // Whoever makes trouble because of a case would learn from its sudden loss that it was told: the lane decides.
        if !case.marks.care.is_note() {
            self.leave_their_hands(case, &exclusion).await?;
        }
        self.tell_the_lane(case).await?;
        for accused in exclusion.accused.clone() {
            self.look_for_pattern(&accused).await?;
        }
        Ok(())
    }

    /// The sender's other open cases that one of those excluded could see leave their sight. Cases of other people do not:
    /// a sudden loss would tell, so that is for a human to decide.
    async fn leave_their_hands(&mut self, sealed: &Case, exclusion: &Exclusion) -> Done<()> {
        // Of a recorder the other cases are other people's.
        if sealed.people.waits_for_claim() {
            return Ok(());
        }
        let owner = self.tx.owner_of(&sealed.person).await?;
        for row in self.tx.cases_of_person(&owner, Which::Open, 20).await? {
            let other = self.load(&row.id).await?;
            let concerned = !other.people.waits_for_claim()
                && other.id != sealed.id
                && Some(&other.id) != sealed.part.as_ref()
                && !other.is_sealed();
            if !concerned || !self.is_seen_by(&other, exclusion).await? {
                continue;
            }
            let more = Exclusion { no_groups: false, ..exclusion.clone() };
            self.pull_back(other, &more).await?;
        }
        Ok(())
    }

    /// Whether one of those excluded acts on a case, or sits where its card stands.
    async fn is_seen_by(&mut self, case: &Case, exclusion: &Exclusion) -> Done<bool> {
        let people = self.barred_people(exclusion);
        if case.acting().is_some_and(|acting| people.contains(acting)) {
            return Ok(true);
        }
        for place in self.places_of(case).await? {
            let Some(chat) = self.tx.address(&place).await? else { continue };
            let rules = std::sync::Arc::clone(&self.rules);
            if self.tx.room(chat, &rules.county).await?.present.iter().any(|cadre| people.contains(cadre)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The lane's own group hears that there is one more to read: no number, no place, no words.
    async fn tell_the_lane(&mut self, case: &Case) -> Done<()> {
        if case.lane != Some(Lane::Discipline) {
            return Ok(());
        }
        let text = self.say(Language::default(), "lane-new", &[]);
        let letter = Letter {
            to: Audience::LaneGroup,
            act: Act::Send { message: self.message(text), slot: None },
            priority: Priority::Card,
            case: Some(case.id.clone()),
            key: format!("{}:lane-new", case.id),
            sealed: false,
        };
        let Some(chat) = self.tx.address(&Audience::LaneGroup).await? else { return Ok(()) };
        let exclusion = Exclusion { no_groups: false, ..self.tx.exclusion(&case.id).await? };
        let rules = std::sync::Arc::clone(&self.rules);
        // Each reader was told in private; a group in which not everyone is known hears nothing.
        if self.tx.room(chat, &rules.county).await?.is_safe_from(&exclusion, &rules.county).is_ok() {
            self.post(letter).await?;
        }
        Ok(())
    }

    /// Several people who do not know of each other accuse the same cadre: the organisation department hears how many, and
    /// nothing of who.
    async fn look_for_pattern(&mut self, accused: &CadreId) -> Done<()> {
        let mut senders: BTreeSet<PersonId> = BTreeSet::new();
        for (id, exclusion) in self.tx.exclusions().await? {
            if exclusion.is_some_and(|exclusion| exclusion.accused.contains(accused)) {
                let case = self.load(&id).await?;
                if case.is_sealed() && self.now.since(case.registered_at) <= PATTERN_MS {
                    // Through one recorder many may speak, each of them somebody else.
                    let recorded = case.people.waits_for_claim();
                    let owner = self.tx.owner_of(&case.person).await?;
                    senders.insert(if recorded { case.person } else { owner });
                }
            }
        }
        if senders.len() < PATTERN {
            return Ok(());
        }
        let county = self.county();
        let around = Exclusion::around(county, [accused]);
        let mut readers = county.with_role(Role::Organisation);
        readers.retain(|reader| !around.bars(county, reader));
        let facts = [("cadre", self.cadre_name(accused)), ("count", senders.len().to_string())];
        for reader in readers {
            let message = Message { text: self.say(Language::default(), "lane-pattern", &facts), ..Message::default() };
            let key = format!("pattern:{accused}:{}:c:{reader}", senders.len());
            self.answer(Audience::Cadre(reader), message, key).await?;
        }
        Ok(())
    }

    /// Whoever asks who has accused them hears the same line as everybody, whether there is anything or not.
    pub(super) async fn asks_who(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Outcome>> {
        let reading = self.read(said.text.as_deref().unwrap_or_default());
        if reading.asks != Some(Asks::WhoAccused) || reading.charge.is_some() || reading.danger.is_some() {
            return Ok(None);
        }
        self.reply(said, person, "asks-who").await?;
        Ok(Some(Outcome::of("asked_who")))
    }

    /// What a message calls for beside its case: how a recall goes, what the law says of blocking a road. Each once.
    pub(super) async fn guidance(&mut self, case: &Case, reading: &Reading) -> Done<()> {
        let recall = (reading.asks == Some(Asks::Recall)).then_some("recall-guide");
        let lawful = reading.unlawful.then_some("lawful-ways");
        for key in [recall, lawful].into_iter().flatten() {
            let language = self.language_of(&case.person).await?;
            let message = Message { text: self.say(language, key, &[]), ..Message::default() };
            let to = Audience::Resident(case.person.clone());
            let owner = self.tx.owner_of(&case.person).await?;
            self.answer(to, message, format!("{key}:{owner}")).await?;
        }
        Ok(())
    }
}
