//! Whoever leaves a case, or is asked to: nothing of it reaches them any more, and what stood in their chat says so.

use super::blank;
use crate::case::command::Command;
use crate::case::event::{Actor, Fact};
use crate::case::people::{Part, PeopleFact};
use crate::case::{Case, State};
use crate::desk::letters::answer_slot;
use crate::desk::press::Pressed;
use crate::desk::{Done, Work};
use crate::id::{ContentId, PersonId};
use crate::notice::letter::{Act, Audience, Letter, Priority, Slot};

/// One day, in milliseconds.
const DAY_MS: i64 = 86_400_000;
/// More cases than anybody has a part in.
const ALL: u32 = 10_000;

impl Work<'_> {
    /// 结束代办: at any time. Of whoever sends it too only in the first days: later it is theirs as well.
    pub(super) async fn end_part(&mut self, case: Case, whom: &PersonId) -> Done<Pressed> {
        let language = self.language_of(&case.person).await?;
        let days = i64::from(self.rules.service.people.invite_days);
        let ends = case.people.party(whom).is_some_and(|party| match party.part {
            Part::Agent => true,
            Part::Joint => self.now.since(party.since) < days * DAY_MS,
            Part::Neighbour | Part::Recorder => false,
        });
        if !ends {
            return Ok(Pressed::refusing("press_refused", self.say(language, "people-not-ended", &[])));
        }
        self.part_with(case, whom, false).await?;
        Ok(Pressed::saying("ended", self.say(language, "press-noted", &[])))
    }

    /// 不再代办.
    pub(super) async fn leave(&mut self, case: Case, me: &PersonId) -> Done<Pressed> {
        let language = self.language_of(me).await?;
        self.part_with(case, me, false).await?;
        Ok(Pressed::saying("left", self.say(language, "press-noted", &[])))
    }

    /// The sender takes it back: of several only for themselves, and the case goes on.
    pub(in crate::desk) async fn taken_back(&mut self, case: Case) -> Done<Case> {
        let me = self.voice(&case);
        let one_of_several = case.people.part_of(&me) == Some(Part::Joint) || case.people.is_joint();
        if one_of_several && case.state.is_open() && case.state != State::Concluded {
            return self.part_with(case, &me, false).await;
        }
        self.perform(case, Actor::Resident(me), Command::Withdraw).await
    }

    async fn part_with(&mut self, case: Case, whom: &PersonId, forgotten: bool) -> Done<Case> {
        let me = self.voice(&case);
        let case = self.note_people(case, me, PeopleFact::Left { person: whom.clone(), forgotten }).await?;
        self.take_back_from(&case, whom, "people-left-line").await?;
        Ok(case)
    }

    /// What stands in somebody's chat of a case that is theirs no longer says nothing of it any more.
    pub(super) async fn take_back_from(&mut self, case: &Case, whom: &PersonId, key: &str) -> Done<()> {
        let language = self.language_of(whom).await?;
        let text = self.say(language, key, &self.facts(case, language));
        for (slot, what) in [(Slot::status(&case.id, whom), "gone:status"), (answer_slot(case), "gone:answer")] {
            let letter = Letter {
                to: Audience::Resident(whom.clone()),
                act: Act::Edit { slot, message: blank(text.clone()), or_send: false },
                priority: Priority::Status,
                case: Some(case.id.clone()),
                key: format!("{}:{what}:{whom}:{}", case.id, case.version),
                sealed: case.is_sealed(),
            };
            self.post(letter).await?;
        }
        Ok(())
    }

    /// Whoever asks for erasure leaves what they have a part in: the case goes on, their own words in it are destroyed.
    pub(in crate::desk) async fn leave_for_good(&mut self, owner: &PersonId) -> Done<()> {
        for row in self.tx.cases_shared_with(owner, ALL).await? {
            let case = crate::desk::act::case_of(&row)?;
            let parties = case.people.parties.clone();
            for party in parties {
                if self.tx.owner_of(&party.person).await? != *owner {
                    continue;
                }
                let own = party.part != Part::Recorder && party.part != Part::Neighbour;
                if !party.gone && own && !case.marks.frozen {
                    self.voices.insert(case.id.clone(), party.person.clone());
                    self.forget_words(case.clone(), &party.person).await?;
                }
                self.tx.drop_party(&party.person).await?;
            }
        }
        Ok(())
    }

    /// The first of several senders asks for erasure: the next stands in their place, and their own words go.
    pub(in crate::desk) async fn hand_on_for_good(&mut self, case: Case) -> Done<()> {
        let me = case.person.clone();
        self.voices.insert(case.id.clone(), me.clone());
        self.forget_words(case, &me).await
    }

    async fn forget_words(&mut self, case: Case, whom: &PersonId) -> Done<()> {
        let contents = self.words_of(&case, whom).await?;
        let by = whom.clone();
        self.note_people(case, by, PeopleFact::Left { person: whom.clone(), forgotten: true }).await?;
        Ok(self.tx.erase_words(&contents).await?)
    }

    /// Where the words of one of several are kept.
    pub(in crate::desk) async fn words_of(&mut self, case: &Case, whom: &PersonId) -> Done<Vec<ContentId>> {
        let mut contents = Vec::new();
        for row in self.tx.events(&case.id).await? {
            let Ok(actor) = serde_json::from_str::<Actor>(&row.actor) else { continue };
            if actor != Actor::Resident(whom.clone()) {
                continue;
            }
            if let Ok(Fact::Joined { words, .. } | Fact::Edited { words }) = serde_json::from_str(&row.body) {
                contents.push(words.content);
            }
        }
        Ok(contents)
    }
}
