//! After 终结: the same facts are not taken up again, politely; what is new becomes a case of its own; whoever is in need or
//! would like to talk is heard (信访工作条例 art. 36, 37).

use serde::{Deserialize, Serialize};

use super::ReviewTap;
use crate::case::command::Command;
use crate::case::event::{Actor, Fact};
use crate::case::review::{No, ReviewCommand};
use crate::case::{Case, State};
use crate::desk::incoming::Said;
use crate::desk::tap::Tap;
use crate::desk::words::Entry;
use crate::desk::{Done, Outcome, Work};
use crate::id::{CaseId, ContentId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::store::PersonRow;
use crate::text::Language;

/// What was said after the end, and in which message.
#[derive(Serialize, Deserialize)]
struct Raised {
    chat: i64,
    message_id: i64,
    entry: Entry,
}

impl Work<'_> {
    /// A message about what has been concluded: the sender hears how it stands, and says with one press that it is new.
    /// What smells of danger, and what accuses, goes its own way at once.
    pub(in crate::desk) async fn about_concluded(
        &mut self,
        said: &Said,
        person: &PersonRow,
        replied: Option<&Case>,
    ) -> Done<Option<Outcome>> {
        let entry = Entry::of(said);
        let reading = self.read(entry.text.as_deref().unwrap_or_default());
        if reading.danger.is_some() || self.accuses(&reading) || reading.smalltalk.is_some() {
            return Ok(None);
        }
        let guess = reading.subjects.first().filter(|guess| guess.confidence >= self.threshold());
        let same = |case: &Case| {
            let place = reading.place.is_none() || case.place.is_none() || reading.place == case.place;
            place && guess.is_some_and(|guess| case.subject.as_ref() == Some(&guess.subject))
        };
        let case = match replied {
            Some(case) => Some(case.clone()).filter(|case| case.state == State::Concluded),
            None => {
                let cases = self.cases_for(person, false, &Tap::Review(ReviewTap::Talk)).await?;
                cases.into_iter().find(|case| case.state == State::Concluded && same(case))
            }
        };
        let Some(case) = case else { return Ok(None) };
        let raised = Raised { chat: said.chat, message_id: said.message_id, entry };
        let words = self.keep("raised", &case.id, &raised).await?;
        let content = words.content.clone();
        let actor = Actor::Resident(case.person.clone());
        let case = self.perform(case, actor, Command::Review(ReviewCommand::RaiseAgain(words))).await?;
        self.say_no_more(&case, content, person).await?;
        Ok(Some(Outcome::about("concluded", &case.id)))
    }

    async fn say_no_more(&mut self, case: &Case, content: ContentId, person: &PersonRow) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let to = Audience::Resident(case.person.clone());
        let text = self.say(language, "told-no-more", &self.facts(case, language));
        let new = ("button-new-facts", Tap::Review(ReviewTap::NewFacts(content)));
        let talk = ("button-talk", Tap::Review(ReviewTap::Talk));
        let new = self.labelled(&to, &case.id, language, new).await?;
        let talk = self.labelled(&to, &case.id, language, talk).await?;
        let message = Message { text, buttons: vec![vec![new, talk]], ..Message::default() };
        let act = Act::Send { message, slot: None };
        let key = format!("{}:no-more:{}", case.id, case.version);
        let case = Some(case.id.clone());
        self.post(Letter { to, act, priority: Priority::Receipt, case, key, sealed: false }).await
    }

    /// 有新情况: what was said becomes a case of its own that remembers the one before it.
    pub(super) async fn open_anew(&mut self, former: Case, content: ContentId, person: &PersonRow) -> Done<Case> {
        let Some(raised) = self.kept::<Raised>(&content).await? else { return Err(No::Decided.into()) };
        let id = CaseId::new(self.ids.hex());
        let new = ReviewCommand::SayNew { content, case: id.clone() };
        let number = former.number;
        let actor = Actor::Resident(former.person.clone());
        self.perform(former, actor, Command::Review(new)).await?;
        let entry = raised.entry;
        let reading = self.read(entry.text.as_deref().unwrap_or_default());
        let persona = self.tx.add_persona(&person.id).await?;
        let actor = Actor::Resident(persona.clone());
        let fact = Fact::Registered {
            id: id.clone(),
            number: self.free_number().await?,
            person: persona,
            notice: self.owes_notice(person),
            part: false,
            contact: Some(self.ids.contact()),
        };
        let case = self.register(fact, actor.clone()).await?;
        let words = self.keep("entry", &id, &entry).await?;
        self.tx.add_entry((raised.chat, raised.message_id), &id, &entry.kind, &words.content).await?;
        let mut commands = vec![
            Command::Join { words, what: entry.kind.clone() },
            self.understanding(&case, &reading),
            Command::Review(ReviewCommand::Link(number)),
        ];
        commands.extend(person.nameless.then_some(Command::Name(crate::case::naming::Naming::Hidden)));
        let case = self.perform_all(case, actor, commands).await?;
        self.send_receipt(&case).await?;
        self.notice_was_shown(person).await?;
        Ok(case)
    }

    /// 想谈一谈: a supervisor is told, by name.
    pub(super) async fn ask_to_talk(&mut self, case: Case) -> Done<Case> {
        let told = self.supervisor(&case).await?.ok_or(No::NobodyAbove)?;
        let actor = Actor::Resident(case.person.clone());
        self.perform(case, actor, Command::Review(ReviewCommand::AskTalk(told))).await
    }
}
