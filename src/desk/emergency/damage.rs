//! The morning after: what was damaged becomes an ordinary case of its own beside the danger, and never an alarm again.

use crate::case::Case;
use crate::case::command::{Command, Understanding};
use crate::case::emergency::{EmergencyFact, is_of_a_place};
use crate::case::event::{Actor, Fact};
use crate::case::linked::LinkedFact;
use crate::classify::{Kind, Reading, Weight};
use crate::desk::incoming::Said;
use crate::desk::words::Entry;
use crate::desk::{Done, Outcome, Work};
use crate::id::CaseId;
use crate::notice::letter::{Act, Audience, Letter, Priority, Slot};
use crate::store::PersonRow;

impl Work<'_> {
    /// The sender wants to say what was damaged: one message, in a reply box that opens by itself.
    pub(super) async fn ask_damage(&mut self, case: Case) -> Done<Case> {
        let actor = self.speaker(&case);
        let case = self.perform(case, actor, Command::Emergency(EmergencyFact::DamageAsked)).await?;
        let language = self.language_of(&case.person).await?;
        let key = if case.unit().is_some() { "ask-damage-list" } else { "ask-damage-list-open" };
        let mut message = self.message(self.say(language, key, &self.facts(&case, language)));
        message.ask_reply = Some(self.say(language, "damage-placeholder", &[]));
        let letter = Letter {
            to: Audience::Resident(case.person.clone()),
            act: Act::Send { message, slot: Some(list_slot(&case)) },
            priority: Priority::Receipt,
            case: Some(case.id.clone()),
            key: format!("{}:ask-damage-list:{}", case.id, self.ids.hex()),
            sealed: case.is_sealed(),
        };
        self.post(letter).await?;
        Ok(case)
    }

    /// What was damaged, in answer to the very question: an ordinary case with the unit that had the danger, beside it, also
    /// where it tells of the fire that damaged it. What accuses, and danger of a person, goes its own way.
    pub(in crate::desk) async fn damage_listed(
        &mut self,
        said: &Said,
        person: &PersonRow,
        replied: Option<&Case>,
    ) -> Done<Option<Outcome>> {
        let Some(origin) = replied.filter(|case| case.emergency.listing && !case.is_kept_apart()) else {
            return Ok(None);
        };
        let answered = self.tx.post_at(said.chat, said.reply_to.unwrap_or_default()).await?;
        if answered.and_then(|post| post.slot) != Some(list_slot(origin)) {
            return Ok(None);
        }
        let entry = Entry::of(said);
        let reading = self.read(entry.text.as_deref().unwrap_or_default());
        let of_a_person = reading.danger.is_some_and(|danger| !is_of_a_place(danger));
        if self.accuses(&reading) || of_a_person || reading.smalltalk.is_some() && entry.media.is_none() {
            return Ok(None);
        }
        let origin = origin.clone();
        let case = self.open_damage(&origin, said, person, (&entry, &reading)).await?;
        // It is written down as a list; should it burn again all the same, its sender knows whom to call.
        Box::pin(self.safety(&case, &reading)).await?;
        let listed = EmergencyFact::DamageListed { other: case.named() };
        let actor = self.speaker(&origin);
        let origin = self.perform(origin, actor, Command::Emergency(listed)).await?;
        let (one, two) = (origin.named(), case.named());
        let beside = |other| Command::Linked(LinkedFact::Related { other, told: false }, None);
        self.perform(origin, Actor::Machine, beside(two)).await?;
        let case = self.perform(case, Actor::Machine, beside(one)).await?;
        self.send_receipt(&case).await?;
        self.notice_was_shown(person).await?;
        Ok(Some(Outcome::about("opened", &case.id)))
    }

    async fn open_damage(
        &mut self,
        origin: &Case,
        said: &Said,
        person: &PersonRow,
        (entry, reading): (&Entry, &Reading),
    ) -> Done<Case> {
        let id = CaseId::new(self.ids.hex());
        let number = self.free_number().await?;
        let persona = self.tx.add_persona(&person.id).await?;
        self.voices.insert(id.clone(), persona.clone());
        let (notice, contact) = (self.owes_notice(person), Some(self.ids.contact()));
        let fact = Fact::Registered { id: id.clone(), number, person: persona.clone(), notice, part: false, contact };
        let actor = Actor::Resident(persona);
        let case = self.register(fact, actor.clone()).await?;
        let words = self.add_entry(&id, said, entry).await?;
        let (due, provisional) = self.working_days(self.rules.service.answer_wd(Kind::Help));
        let understanding = Understanding {
            kind: Kind::Help,
            subject: origin.subject.clone(),
            place: origin.place.clone().or_else(|| reading.place.clone()),
            danger: None,
            weight: Weight::default(),
            confidence: origin.confidence,
            reasons: Vec::new(),
            due,
            provisional,
        };
        let join = Command::Join { words, what: entry.kind.clone() };
        let commands = vec![join, Command::Understand(understanding), Command::CloseWindow];
        let commands = commands.into_iter().chain(origin.naming.map(Command::Name)).collect();
        let case = self.perform_all(case, actor, commands).await?;
        let who = origin.unit().cloned().and_then(|unit| self.responsible_in(&unit, &case));
        let command = match who {
            Some(who) => Command::Dispatch(self.task_of(who, &case).await?),
            None => Command::AskScreening(self.screening_due(&case)),
        };
        self.perform(case, Actor::Machine, command).await
    }
}

/// Where the question stands that the list answers.
fn list_slot(case: &Case) -> Slot {
    Slot(format!("damage:{}", case.id))
}
