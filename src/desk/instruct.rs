//! What staff say in groups, and the acts that need more than one step: notes, screening.

use super::incoming::Said;
use super::press::Pressed;
use super::words::Reply;
use super::{Done, Outcome, Work};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Fact, Words};
use crate::classify::Reason;
use crate::id::{ContentId, PlaceId, SubjectId};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, ReplyTo, Slot};
use crate::roster::{Action, Lead};
use crate::store::GroupRole;
use crate::text::Language;

use super::tap::Tap;

/// How often, in milliseconds, the same group is told that nobody in particular spoke.
const HELP_MS: i64 = 10 * 60 * 1000;

impl Work<'_> {
    /// Group chatter makes no case; a reply to a prompt is its answer, a reply to a card an internal note.
    pub(super) async fn said_in_group(&mut self, said: Said) -> Done<Outcome> {
        let role = self.tx.group_role(said.chat).await?;
        if let Some(user) = said.user {
            self.seen_here(said.chat, user).await?;
        }
        if role.is_none() {
            return Ok(Outcome::of("unbound_group"));
        }
        let Some(user) = said.user else { return self.nobody_said(&said).await };
        if role == Some(GroupRole::Operators)
            && let Some(outcome) = self.asks_reload(&said, user).await?
        {
            return Ok(outcome);
        }
        if let Some(outcome) = self.help_in_group(&said).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = self.answers_prompt(&said, user).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = Box::pin(self.numbers_in_group(&said, user, role.as_ref())).await? {
            return Ok(outcome);
        }
        let answered = match said.reply_to {
            Some(reply_to) => self.tx.post_at(said.chat, reply_to).await?.and_then(|post| post.case),
            None => None,
        };
        let in_its_topic = self.case_of_thread(&said).await?;
        let Some(case) = answered.or(in_its_topic) else { return Ok(Outcome::of("chatter")) };
        let Some(cadre) = self.tx.cadre_by_account(user).await? else { return Ok(Outcome::of("not_staff")) };
        let case = self.load(&case).await?;
        if self.is_excluded(&case, &cadre).await? {
            self.keep_attempt(cadre, Some(&case.id), "reply").await?;
            return Ok(Outcome::of("not_staff"));
        }
        if case.is_sealed() || !self.can(&case, &cadre, Action::ReadOriginal) {
            return Ok(Outcome::of("not_staff"));
        }
        self.write_note(said, Actor::Cadre(cadre), case).await
    }

    /// Words under the name of a group or a channel are nobody's. If they were meant for us, they hear what to do instead,
    /// once in a while.
    async fn nobody_said(&mut self, said: &Said) -> Done<Outcome> {
        let command = said.text.as_deref().is_some_and(|text| text.starts_with('/'));
        let about_us = match said.reply_to.filter(|_| !command) {
            Some(reply_to) => said.reply_to_bot || self.tx.post_at(said.chat, reply_to).await?.is_some(),
            None => command,
        };
        if about_us {
            let text = self.say(Language::default(), "group-nobody", &[]);
            let key = format!("nobody:{}:{}", said.chat.unsigned_abs(), self.now.0 / HELP_MS);
            self.line_to_chat(said.chat, key, text).await?;
        }
        Ok(Outcome::of("nobody"))
    }

    /// An internal note; one tap beneath it sends it to the resident.
    async fn write_note(&mut self, said: Said, actor: Actor, case: Case) -> Done<Outcome> {
        let text = said.text.clone().unwrap_or_default();
        let media = said.attachment.iter().map(|attachment| attachment.media.clone()).collect();
        let words = self.keep("note", &case.id, &Reply { text, media }).await?;
        let content = words.content.clone();
        let id = case.id.clone();
        let attempt = self.attempt().await?;
        let result = self.perform(case, actor, Command::WriteNote(words)).await;
        let Ok(case) = self.settle(attempt, result).await? else { return Ok(Outcome::about("note_refused", &id)) };
        let Some(to) = self.group_audience(&case, said.chat).await? else { return Ok(Outcome::about("note", &id)) };
        self.seen(&said, &case, to.clone()).await?;
        let facts = self.facts(&case, Language::default());
        let mut message = self.message(self.say(Language::default(), "note-kept", &facts));
        message.reply_to = Some(ReplyTo::Message(said.message_id));
        message.quiet = true;
        message.buttons = self.row(&case, &to, &[("button-send-note", Tap::SendNote(content))]).await?;
        let key = format!("{id}:note:{}", case.version);
        let act = Act::Send { message, slot: None };
        self.post(Letter { to, act, priority: Priority::Status, case: Some(id.clone()), key, sealed: false }).await?;
        Ok(Outcome::about("note", &id))
    }

    /// 👀 on what was taken for a note.
    async fn seen(&mut self, said: &Said, case: &Case, to: Audience) -> Done<()> {
        let act = Act::React { message_id: said.message_id, emoji: "👀".to_owned() };
        let key = format!("{}:noted:{}:{}", case.id, said.chat.unsigned_abs(), said.message_id);
        self.post(Letter { to, act, priority: Priority::Status, case: Some(case.id.clone()), key, sealed: false }).await
    }

    /// Sends a note on, once.
    pub(super) async fn send_note(&mut self, case: Case, actor: Actor, content: ContentId) -> Done<Pressed> {
        let mut note: Option<Words> = None;
        for row in self.tx.events(&case.id).await? {
            match serde_json::from_str(&row.body) {
                Ok(Fact::NoteWritten { words }) if words.content == content => note = Some(words),
                Ok(Fact::NoteSent { words }) if words.content == content => return Err(Refusal::NothingChanges.into()),
                Ok(_) | Err(_) => {}
            }
        }
        let Some(words) = note else { return Ok(self.void("press_unknown")) };
        let case = self.perform(case, actor, Command::SendNote(words)).await?;
        let line = self.say(Language::default(), "press-note-sent", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("pressed", line))
    }

    /// A screener settles what it is: it goes to whoever leads that, in the town known or named.
    pub(super) async fn screen_as(
        &mut self,
        case: Case,
        actor: Actor,
        subject: SubjectId,
        place: Option<PlaceId>,
    ) -> Done<Pressed> {
        let Some(leaf) = self.county().subjects.get(&subject).cloned() else { return Ok(self.void("press_unknown")) };
        let as_chosen = Case { place: place.or(case.place.clone()), subject: Some(subject.clone()), ..case.clone() };
        let unit = match &leaf.lead {
            Lead::Town => match as_chosen.place.as_ref().and_then(|place| self.county().town_unit(place)) {
                Some(unit) => unit.clone(),
                None => {
                    self.ask_town(&as_chosen, &subject).await?;
                    return Ok(Pressed::saying("asked_town", self.say(Language::default(), "press-which-town", &[])));
                }
            },
            Lead::Unit(unit) => unit.clone(),
            Lead::Discipline => return self.hand_to_discipline(case, actor).await,
            Lead::Screener => {
                let line = self.say(Language::default(), "press-choose-unit", &[]);
                self.edit_screening_face(&case, super::card::Face::Units).await?;
                return Ok(Pressed::saying("turned", line));
            }
        };
        let Some(who) = self.responsible_in(&unit, &as_chosen) else { return Ok(self.void("press_unknown")) };
        let place = (leaf.lead == Lead::Town).then(|| as_chosen.place.clone()).flatten();
        let acting = (who.acting != who.cadre).then(|| who.acting.clone());
        let reasons = vec![Reason::Lead { unit, place }, Reason::Post { cadre: who.cadre.clone(), acting }];
        let understanding = self.settled(&as_chosen, subject, 1.0, reasons);
        let task = self.task_of(who, &as_chosen).await?;
        let as_taken = Case { subject: Some(leaf.id.clone()), ..as_chosen };
        let mut commands = vec![understanding];
        let standing = self.standing_promises(&as_taken, &task).await?;
        commands.push(Command::Dispatch(task));
        commands.extend(standing);
        let case = Box::pin(self.sent_by_hand(case, actor, commands)).await?;
        let line = self.say(Language::default(), "press-dispatched", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("pressed", line))
    }

    /// The screening card asks in which town.
    async fn ask_town(&mut self, case: &Case, subject: &SubjectId) -> Done<()> {
        for to in self.screening_places(case).await? {
            self.ask_town_in(case, subject, to).await?;
        }
        Ok(())
    }

    async fn ask_town_in(&mut self, case: &Case, subject: &SubjectId, to: Audience) -> Done<()> {
        let mut message = self.screening_message(case, super::card::Face::Plain, &to).await?;
        let towns: Vec<_> = self.county().places.values().filter(|place| place.parent.is_none()).cloned().collect();
        let mut buttons = Vec::new();
        for town in towns {
            buttons.push(self.button(&to, Some(&case.id), town.name, Tap::AsAt(subject.clone(), town.id)).await?);
        }
        message.buttons = self.with_back(case, &to, buttons).await?;
        let slot = Slot::card(&case.id, "triage");
        let key = format!("{}:screening-town:{}", case.id, self.ids.hex());
        self.post_to_group(case, to, Act::Edit { slot, message, or_send: false }, key).await
    }

    /// One line to a chat about no case.
    pub(super) async fn line_to_chat(&mut self, chat: i64, key: String, text: String) -> Done<()> {
        self.answer(Audience::Chat(chat), Message { text, ..Message::default() }, key).await
    }
}
