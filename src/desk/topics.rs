//! One topic for each case where a group is a forum: its name says how the case stands, and no more than its card may say.

use super::incoming::Said;
use super::{Desk, Done, Work};
use crate::case::{Case, State};
use crate::id::CaseId;
use crate::notice::letter::{Act, Audience, Letter, Priority, Slot, Topic};
use crate::store::{GroupRights, GroupRole, StoreFault};
use crate::text::{Language, shorten};

/// The longest name of a topic.
const NAME: usize = 128;

impl Desk {
    /// The groups of which it is asked what the bot may do there.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn groups_to_ask_for(&self) -> Result<Vec<i64>, StoreFault> {
        let groups = self.store.view().await?.bound_groups().await?;
        let of_cases = |role: &GroupRole| matches!(role, GroupRole::Unit(_) | GroupRole::Triage);
        Ok(groups.into_iter().filter(|(_, role)| of_cases(role)).map(|(chat, _)| chat).collect())
    }

    /// Telegram was asked, and says whether the bot may run topics and pin messages in a group.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn rights_found(&self, chat: i64, (topics, pins): (bool, bool)) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        let done = work.rights_are(chat, GroupRights { topics, pins }).await;
        work.end(done).await
    }
}

impl Work<'_> {
    /// What the bot may do in a group is this now; a board that can be pinned from now on is.
    pub(super) async fn rights_are(&mut self, chat: i64, rights: GroupRights) -> Done<()> {
        if self.tx.set_group_rights(chat, rights).await?
            && let Some(GroupRole::Unit(unit)) = self.tx.group_role(chat).await?
        {
            self.write_board(&unit, true).await?;
        }
        Ok(())
    }

    /// A letter about a case goes to the topic of the case, where its group has topics.
    pub(super) async fn in_topic(&mut self, mut letter: Letter) -> Done<Letter> {
        let written = matches!(letter.act, Act::Send { .. } | Act::Edit { .. });
        let Some(id) = letter.case.clone().filter(|_| written && !letter.sealed) else { return Ok(letter) };
        let Some(chat) = self.forum(&letter.to).await? else { return Ok(letter) };
        let case = self.load(&id).await?;
        let found = self.topic_of(&case, chat).await?;
        if let Act::Send { message, .. } | Act::Edit { message, .. } = &mut letter.act {
            message.topic = Some(found).filter(|_| !case.is_sealed());
        }
        Ok(letter)
    }

    /// The group an audience is, when the bot may run topics there.
    async fn forum(&mut self, to: &Audience) -> Done<Option<i64>> {
        let of_cases = match to {
            Audience::UnitGroup(_) | Audience::TriageGroup => true,
            Audience::Chat(chat) => *chat < 0,
            Audience::Resident(_) | Audience::Cadre(_) | Audience::Operators | Audience::LaneGroup => false,
        };
        let Some(chat) = (if of_cases { self.tx.address(to).await? } else { None }) else { return Ok(None) };
        Ok(self.tx.group_rights(chat).await?.topics.then_some(chat))
    }

    async fn topic_of(&mut self, case: &Case, chat: i64) -> Done<Topic> {
        let language = Language::default();
        let mut facts = self.card_facts_of(case);
        let town = case.place.as_ref().and_then(|place| self.county().town_of(place)).cloned();
        facts.push(("town", self.place_name(town.as_ref(), language)));
        facts.push(("cardstate", self.card_state(case)));
        // While it is not decided whose it is, and where somebody nobody knows reads along, the number is all.
        let short = case.unit().is_none() || self.tx.has_stranger(chat).await?;
        let name = self.say(language, if short { "topic-name-short" } else { "topic-name" }, &facts);
        Ok(Topic { slot: Slot::topic(&case.id), case: case.id.clone(), name: shorten(&name, NAME) })
    }

    /// How it stands, in the words of a card.
    pub(super) fn card_state(&self, case: &Case) -> String {
        let state = match case.state {
            State::Collecting | State::Accepted => State::Registered,
            other => other,
        };
        self.say(Language::default(), &format!("card-state-{}", state.name()), &[])
    }

    /// Names, closes and reopens the topics of a case after an act.
    pub(super) async fn refresh_topics(&mut self, before: &Case, after: &Case) -> Done<()> {
        if after.is_sealed() || self.catches_up_later(before, after).await? {
            return Ok(());
        }
        let places = self.places_of(after).await?;
        let mut here = Vec::new();
        for place in &places {
            here.extend(self.forum(place).await?);
        }
        let mut seen = Vec::new();
        for place in places.into_iter().chain(self.places_of(before).await?) {
            let Some(chat) = self.forum(&place).await?.filter(|chat| !seen.contains(chat)) else { continue };
            seen.push(chat);
            if here.contains(&chat) {
                self.keep_topic(before, after, (&place, chat)).await?;
            } else {
                self.end_topic(after, &place).await?;
            }
        }
        Ok(())
    }

    async fn keep_topic(&mut self, before: &Case, after: &Case, (place, chat): (&Audience, i64)) -> Done<()> {
        let topic = self.topic_of(after, chat).await?;
        let same =
            before.state.is_open() == after.state.is_open() && topic.name == self.topic_of(before, chat).await?.name;
        let stood = self.replaced.iter().any(|(to, _, _)| to == place);
        if same && !stood {
            return Ok(());
        }
        self.post_topic(place, topic, after.state.is_open()).await
    }

    /// The topic of a case that stands in a group, under the name it should have there now.
    pub(super) async fn name_topic(&mut self, case: &Case, chat: i64) -> Done<()> {
        let place = Audience::Chat(chat);
        if self.forum(&place).await?.is_none() {
            return Ok(());
        }
        let topic = self.topic_of(case, chat).await?;
        self.post_topic(&place, topic, case.state.is_open()).await
    }

    /// The card of a case stands here no longer: its topic bears the number only, as after any transfer, and is closed.
    pub(super) async fn end_topic(&mut self, case: &Case, to: &Audience) -> Done<()> {
        if self.forum(to).await?.is_none() {
            return Ok(());
        }
        let name = self.say(Language::default(), "topic-stub", &[("number", case.number.to_string())]);
        let topic = Topic { slot: Slot::topic(&case.id), case: case.id.clone(), name: shorten(&name, NAME) };
        self.post_topic(to, topic, false).await
    }

    /// It says nothing that the card or the line in its place does not say; like that line it is about no case.
    async fn post_topic(&mut self, to: &Audience, topic: Topic, open: bool) -> Done<()> {
        let key = format!("{}:topic:{}", topic.case, self.ids.hex());
        let act = Act::Topic { topic, open };
        self.post(Letter { to: to.clone(), act, priority: Priority::Card, case: None, key, sealed: false }).await
    }

    /// What is said in the topic of a case is said about the case, as if it answered the card.
    pub(super) async fn case_of_thread(&mut self, said: &Said) -> Done<Option<CaseId>> {
        let command = said.text.as_deref().is_some_and(|text| text.starts_with('/'));
        let Some(thread) = said.thread.filter(|_| !command) else { return Ok(None) };
        Ok(self.tx.case_of_topic(said.chat, thread).await?)
    }
}
