//! When staff are asked for words: the prompt, the draft, the preview, the confirmation.

use serde::{Deserialize, Serialize};

use super::answers::{AnswerTap, Drafted};
use super::incoming::{Press, Said};
use super::leave_out::NumbersTap;
use super::press::Pressed;
use super::promises::Shown;
use super::tap::Tap;
use super::words::Reply;
use super::{Done, Outcome, Work};
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::case::numbers::NumbersFact;
use crate::case::supervise::Supervise;
use crate::case::{Case, State};
use crate::id::{CadreId, CaseId, ContentId, Moment};
use crate::notice::letter::{Act, Audience, Letter, Media, Message, Priority, ReplyTo, Slot};
use crate::text::Language;

/// How long a prompt in a private chat takes the next message for its answer without a reply, in milliseconds.
const DRAFT_MS: i64 = 30 * 60 * 1000;

/// How much of an answer a preview shows, in characters.
const SHOWN: usize = 2500;

/// What a cadre is in the middle of, in one chat (kept encrypted).
#[derive(Serialize, Deserialize)]
pub(super) struct Draft {
    /// What was asked for.
    pub(super) tap: Tap,
    case: CaseId,
    prompt: String,
    at: Moment,
    /// The words, and what came with them.
    pub(super) reply: Reply,
    /// The messages it was made of, to follow their edits.
    messages: Vec<i64>,
    /// What an answer holds beside its words.
    #[serde(default)]
    pub(super) answer: Drafted,
}

/// What a message of staff is meant for.
enum Meant {
    /// The prompt they are in the middle of.
    Draft(Box<Draft>),
    /// A prompt that is no longer open, or not theirs.
    Over,
    /// Something else.
    Otherwise,
}

impl Draft {
    fn is_fresh(&self, now: Moment) -> bool {
        now.since(self.at) < DRAFT_MS
    }

    /// How many messages it was made of so far.
    pub(super) fn messages(&self) -> usize {
        self.messages.len()
    }

    /// The place of a message among those it was made of; a new one comes last.
    fn place_of(&self, message: i64) -> usize {
        self.messages.iter().position(|known| *known == message).unwrap_or(self.messages.len())
    }

    fn is_empty(&self) -> bool {
        self.reply.text.is_empty() && self.reply.media.is_empty()
    }
}

impl Work<'_> {
    /// Asks whoever pressed for words; their reply to this message is the answer.
    pub(super) async fn prompt(&mut self, press: &Press, cadre: &CadreId, case: Case, tap: Tap) -> Done<Pressed> {
        self.allowed_now(&case, &tap)?;
        let Some(chat) = press.chat else { return Ok(self.void("press_unknown")) };
        let to = self.here(&case, cadre, chat).await?;
        let key = format!("prompt:{}:{}:{}", tap.name(), case.id, self.ids.hex());
        let facts = self.facts(&case, Language::default());
        let text_key = match (&tap, self.photo_needed(&case)) {
            (Tap::Ask, _) => "prompt-ask",
            (Tap::Interim, _) => "prompt-interim",
            (Tap::Danger(_), _) => "prompt-tell-all",
            (Tap::Attach, _) => "prompt-attach",
            (Tap::Joint(tap), _) => tap.prompt_key(),
            (Tap::Linked(tap), _) => tap.prompt_key(),
            (Tap::Watch(_), _) => "prompt-lift",
            (Tap::Numbers(_), _) => "prompt-leave-out",
            (Tap::Answer(AnswerTap::Guide), _) => "prompt-guide",
            (Tap::Answer(AnswerTap::Return), _) => "prompt-return",
            (Tap::Answer(_), _) => "prompt-refuse",
            (Tap::Review(tap), _) => tap.prompt_key(),
            (Tap::Face(tap), _) => tap.prompt_key(),
            (_, true) => "prompt-report-photo",
            (_, false) => "prompt-report",
        };
        let mut message = self.with_mention(text_key, Language::default(), &facts, Some(cadre));
        message.ask_reply = Some(self.say(Language::default(), "prompt-placeholder", &[]));
        message.reply_to = press.message_id.map(ReplyTo::Message);
        let explains = tap == Tap::Report && Box::pin(self.owes_explanation(&case)).await?;
        let answer = Drafted::for_tap(&tap, explains);
        let draft = Draft {
            tap,
            case: case.id.clone(),
            prompt: key.clone(),
            at: self.now,
            reply: Reply::default(),
            messages: Vec::new(),
            answer,
        };
        self.save_draft(chat, press.user, &draft).await?;
        self.answer_about(&case, to, message, key).await?;
        Ok(Pressed::quietly("prompted"))
    }

    /// Whether the case would take the act at all, asked before anyone writes a line for nothing.
    pub(super) fn allowed_now(&self, case: &Case, tap: &Tap) -> Result<(), Refusal> {
        if let Tap::Joint(tap) = tap {
            return self.joint_allowed(case, tap);
        }
        if let Tap::Review(tap) = tap {
            return self.review_allowed(case, tap);
        }
        if let Tap::Linked(tap) = tap {
            return self.linked_allowed(case, tap);
        }
        if let Tap::Face(tap) = tap {
            return self.face_allowed(case, tap);
        }
        let words = no_words();
        let command = match tap {
            Tap::Ask => Command::Ask(words),
            Tap::Interim | Tap::Danger(_) => Command::ReplyInterim(words),
            Tap::Attach => Command::WriteNote(words),
            Tap::Watch(_) => Command::Supervise(Supervise::Lift { words, evidence: 1 }),
            Tap::Numbers(NumbersTap::LeaveOut(ground)) => {
                let first = CadreId::new("");
                Command::Count(NumbersFact::LeftOut { ground: *ground, evidence: words, first })
            }
            Tap::Answer(tap) => self.foreseen_answer(tap),
            _ => Command::ReportDone { words, evidence: 1, photo_needed: false },
        };
        crate::case::decide::decide(case, command).map(|_| ())
    }

    /// Where an answer to staff goes: the group they are in, or their private chat; for a sealed case only the latter.
    pub(super) async fn here(&mut self, case: &Case, cadre: &CadreId, chat: i64) -> Done<Audience> {
        let group = self.group_audience(case, chat).await?;
        Ok(group.unwrap_or_else(|| Audience::Cadre(cadre.clone())))
    }

    pub(super) fn photo_needed(&self, case: &Case) -> bool {
        let subject = case.subject.as_ref().and_then(|subject| self.county().subjects.get(subject));
        // What is suggested is decided on: there is nothing to take a photo of yet.
        let decided = case.kind == crate::classify::Kind::Suggestion;
        subject.is_some_and(|subject| subject.photo_evidence) && !case.is_sealed() && !decided
    }

    /// Takes a message for the answer to a prompt, if it is one: a reply to it, or in private the next words after it.
    /// What was meant for a prompt never becomes a resident's case, even when it comes too late or from the wrong hands.
    pub(super) async fn answers_prompt(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let Some(cadre) = self.tx.cadre_by_account(user).await? else { return Ok(None) };
        let draft = match self.draft_for(said, user).await? {
            Meant::Draft(draft) => *draft,
            Meant::Over => return self.prompt_is_over(said, user).await.map(Some),
            Meant::Otherwise => return Ok(None),
        };
        let case = self.load(&draft.case).await?;
        if self.is_excluded(&case, &cadre).await? || !self.may_tap(&case, &cadre, &draft.tap).await? {
            return self.prompt_is_over(said, user).await.map(Some);
        }
        let id = case.id.clone();
        let to = self.here(&case, &cadre, said.chat).await?;
        let attempt = self.attempt().await?;
        let result = self.drafted(said, &cadre, case, draft, user).await;
        if let Err(refusal) = self.settle(attempt, result).await? {
            let text = self.refusal_words(&refusal, Language::default());
            let case = self.load(&id).await?;
            let message = Message { text, reply_to: Some(ReplyTo::Message(said.message_id)), ..Message::default() };
            let key = format!("{id}:refused:{}:{}", said.chat.unsigned_abs(), said.message_id);
            self.answer_about(&case, to, message, key).await?;
        }
        Ok(Some(Outcome::about("instructed", &id)))
    }

    async fn draft_for(&mut self, said: &Said, user: i64) -> Done<Meant> {
        let json = self.tx.draft(said.chat, user).await?;
        let draft: Option<Draft> = json.and_then(|json| serde_json::from_str(&json).ok());
        if let Some(reply_to) = said.reply_to {
            let Some(post) = self.tx.post_at(said.chat, reply_to).await? else { return Ok(Meant::Otherwise) };
            let prompted = post.key.starts_with("prompt:")
                || post.slot.as_ref().is_some_and(|slot| slot.0.starts_with("preview:"));
            let answers = |draft: &Draft| post.key == draft.prompt || post.slot == Some(preview_slot(&draft.prompt));
            return Ok(match draft.filter(answers) {
                Some(draft) => Meant::Draft(Box::new(draft)),
                None if prompted => Meant::Over,
                None => Meant::Otherwise,
            });
        }
        let Some(draft) = draft else { return Ok(Meant::Otherwise) };
        let text = said.text.as_deref().unwrap_or_default();
        let word = text.starts_with('/') || self.rules.texts.recognise(text, super::receive::KEYBOARD).is_some();
        let album = said.album.is_some() && !draft.is_empty() && said.attachment.is_some();
        Ok(match (said.chat > 0 && !word || album, draft.is_fresh(self.now)) {
            (true, true) => Meant::Draft(Box::new(draft)),
            (true, false) => Meant::Over,
            (false, _) => Meant::Otherwise,
        })
    }

    /// The words came too late, or from somebody who may no longer say them: nothing is sent, and they hear so.
    async fn prompt_is_over(&mut self, said: &Said, user: i64) -> Done<Outcome> {
        self.tx.clear_draft(said.chat, user).await?;
        let text = self.say(Language::default(), "prompt-over", &[]);
        self.line_to_chat(said.chat, format!("prompt-over:{}", self.ids.hex()), text).await?;
        Ok(Outcome::of("prompt_over"))
    }

    /// An edit of words that staff wrote for a prompt: the draft follows; what has been sent stays sent.
    pub(super) async fn staff_edited(&mut self, said: Said, user: i64) -> Done<Outcome> {
        let json = self.tx.draft(said.chat, user).await?;
        let draft: Option<Draft> = json.and_then(|json| serde_json::from_str(&json).ok());
        let Some(mut draft) = draft.filter(|draft| draft.messages.contains(&said.message_id)) else {
            let text = self.say(Language::default(), "staff-edit-ignored", &[]);
            self.line_to_chat(said.chat, format!("edit-ignored:{}", self.ids.hex()), text).await?;
            return Ok(Outcome::of("edit_ignored"));
        };
        if draft.answer.lists(draft.place_of(said.message_id)) {
            draft.answer.list_anew();
        } else {
            draft.reply.text.clear();
        }
        let (Some(cadre), case) = (self.tx.cadre_by_account(user).await?, self.load(&draft.case).await?) else {
            return Ok(Outcome::of("ignored"));
        };
        let again = Said { attachment: None, ..said };
        let id = case.id.clone();
        self.drafted(&again, &cadre, case, draft, user).await?;
        Ok(Outcome::about("instructed", &id))
    }

    async fn drafted(&mut self, said: &Said, cadre: &CadreId, case: Case, mut draft: Draft, user: i64) -> Done<()> {
        let listing = draft.answer.lists(draft.place_of(said.message_id));
        if let Some(text) = said.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            if listing {
                self.take_guide(&mut draft, text);
            } else {
                let former = std::mem::take(&mut draft.reply.text);
                draft.reply.text = if former.is_empty() { text.to_owned() } else { format!("{former}\n{text}") };
            }
        }
        draft.messages.push(said.message_id);
        draft.reply.media.extend(said.attachment.as_ref().map(|attachment| attachment.media.clone()));
        if matches!(draft.tap, Tap::Report | Tap::Answer(AnswerTap::Guide | AnswerTap::Refuse)) {
            self.save_draft(said.chat, user, &draft).await?;
            return self.preview((said.chat, Some(said.message_id)), cadre, &case, &draft).await;
        }
        if let Tap::Joint(tap) = draft.tap.clone() {
            let shown = self.shown_joint(&case, &tap, &draft.reply).await?;
            if shown.taps.is_empty() {
                // What cannot be read is typed anew, not added to.
                draft.reply.text.clear();
            }
            self.save_draft(said.chat, user, &draft).await?;
            return self.show_preview(said, (cadre, &case, &draft), shown).await;
        }
        if let Tap::Linked(tap) = draft.tap.clone() {
            return Box::pin(self.linked_written(said, cadre, case, (tap, draft, user))).await;
        }
        if let Tap::Watch(_) = draft.tap {
            return self.lift_drafted(said, cadre, case, (draft, user)).await;
        }
        if let Tap::Numbers(NumbersTap::LeaveOut(ground)) = draft.tap {
            let key = self.leave_out_asked(cadre, case.clone(), ground, &draft.reply).await?;
            self.tx.clear_draft(said.chat, user).await?;
            return self.tell_here(said, cadre, &case, key).await;
        }
        if draft.reply.text.is_empty() {
            return self.tell_here(said, cadre, &case, "prompt-words-missing").await;
        }
        if super::vows::reaches_sender(&draft.tap)
            && Box::pin(self.stops_vow(said, cadre, &case, (&mut draft, user))).await?
        {
            return Ok(());
        }
        if let Tap::Review(tap) = &draft.tap {
            let (case, key) = Box::pin(self.review_written(cadre, case, tap, &draft.reply)).await?;
            self.tx.clear_draft(said.chat, user).await?;
            return self.tell_here(said, cadre, &case, key).await;
        }
        if let Tap::Face(tap) = &draft.tap {
            let (case, key) = self.face_written(cadre, case, (tap, &draft.reply)).await?;
            self.tx.clear_draft(said.chat, user).await?;
            return self.tell_here(said, cadre, &case, key).await;
        }
        if let Tap::Danger(_) = draft.tap {
            return self.tell_all_drafted(said, cadre, case, (draft, user)).await;
        }
        self.plain_words_sent(said, cadre, case, (draft, user)).await
    }

    /// Supervision ends with words and something to see; a tick, or words alone, are not enough, and the prompt stays open.
    async fn lift_drafted(&mut self, said: &Said, cadre: &CadreId, case: Case, draft: (Draft, i64)) -> Done<()> {
        let (draft, user) = draft;
        let shows = |media: &&Media| is_evidence(media) || matches!(media, Media::Document { .. });
        let evidence = u32::try_from(draft.reply.media.iter().filter(shows).count()).unwrap_or(u32::MAX);
        if draft.reply.text.is_empty() || evidence == 0 {
            self.save_draft(said.chat, user, &draft).await?;
            return self.tell_here(said, cadre, &case, "prompt-lift-missing").await;
        }
        let words = self.keep("reply", &case.id, &draft.reply).await?;
        let command = Command::Supervise(Supervise::Lift { words, evidence });
        let case = self.perform(case, Actor::Cadre(cadre.clone()), command).await?;
        self.tx.clear_draft(said.chat, user).await?;
        self.tell_here(said, cadre, &case, "prompt-lifted").await
    }

    /// Shows what the resident will get, with one button to send it; more photos only edit the preview.
    async fn preview(
        &mut self,
        (chat, after): (i64, Option<i64>),
        cadre: &CadreId,
        case: &Case,
        draft: &Draft,
    ) -> Done<()> {
        let language = Language::default();
        let to = self.here(case, cadre, chat).await?;
        let mut facts = self.facts(case, language);
        facts.push(("words", crate::text::shorten(&draft.reply.text, SHOWN)));
        facts.push(("count", draft.reply.media.len().to_string()));
        let seen = draft.reply.media.iter().filter(|media| is_evidence(media)).count();
        let wordless = draft.reply.text.is_empty();
        let (key, ready) = match &draft.tap {
            Tap::Answer(AnswerTap::Guide) => ("preview-of-guide", draft.answer.is_listing()),
            _ if self.says_not_ours(case, &draft.reply.text) => ("preview-not-ours", false),
            Tap::Answer(_) if !wordless => ("preview-of-refusal", true),
            _ if wordless => ("preview-words-missing", false),
            _ if self.photo_needed(case) && seen == 0 => ("preview-photo-missing", false),
            _ if draft.reply.media.is_empty() => ("preview", true),
            _ => ("preview-with-media", true),
        };
        let mut lines = vec![self.say(language, key, &facts)];
        if ready {
            lines.extend(self.preview_lines(case, draft));
        }
        let mut message = self.message(lines.join("\n"));
        message.reply_to = after.map(ReplyTo::Message);
        if ready {
            message.buttons = self.preview_buttons(case, &to, draft).await?;
        }
        self.post_preview(case, to, draft, message).await
    }

    /// A preview beneath the words, edited when more of them come.
    pub(super) async fn show_preview(
        &mut self,
        said: &Said,
        (cadre, case, draft): (&CadreId, &Case, &Draft),
        shown: Shown,
    ) -> Done<()> {
        let to = self.here(case, cadre, said.chat).await?;
        let mut message = self.message(shown.text);
        message.reply_to = Some(ReplyTo::Message(said.message_id));
        for (label, tap) in shown.taps {
            message.buttons.push(vec![self.button(&to, Some(&case.id), label, tap).await?]);
        }
        self.post_preview(case, to, draft, message).await
    }

    async fn post_preview(&mut self, case: &Case, to: Audience, draft: &Draft, message: Message) -> Done<()> {
        let act = Act::Edit { slot: preview_slot(&draft.prompt), message, or_send: true };
        let key = format!("{}:preview:{}", case.id, self.ids.hex());
        self.post(Letter {
            to,
            act,
            priority: Priority::Receipt,
            case: Some(case.id.clone()),
            key,
            sealed: case.is_sealed(),
        })
        .await
    }

    /// The draft somebody is in the middle of in this chat, when it is for this case and of this kind.
    pub(super) async fn draft_of(&mut self, press: &Press, case: &Case, tap: &Tap) -> Done<Option<Draft>> {
        let Some(chat) = press.chat else { return Ok(None) };
        let json = self.tx.draft(chat, press.user).await?;
        let draft: Option<Draft> = json.and_then(|json| serde_json::from_str(&json).ok());
        Ok(draft.filter(|draft| draft.case == case.id && draft.tap == *tap))
    }

    /// What somebody typed about the other hands on a case, if they are in the middle of it.
    pub(super) async fn joint_draft(
        &mut self,
        press: &Press,
        case: &Case,
    ) -> Done<Option<(super::joint::JointTap, Reply, Draft)>> {
        let Some(chat) = press.chat else { return Ok(None) };
        let json = self.tx.draft(chat, press.user).await?;
        let draft: Option<Draft> = json.and_then(|json| serde_json::from_str(&json).ok());
        Ok(draft.filter(|draft| draft.case == case.id).and_then(|draft| match draft.tap.clone() {
            Tap::Joint(tap) => Some((tap, draft.reply.clone(), draft)),
            _ => None,
        }))
    }

    /// Keeps a draft that was changed by a button, and shows it anew.
    pub(super) async fn show_draft(&mut self, press: &Press, cadre: &CadreId, case: &Case, draft: &Draft) -> Done<()> {
        let Some(chat) = press.chat else { return Ok(()) };
        self.save_draft(chat, press.user, draft).await?;
        self.preview((chat, None), cadre, case, draft).await
    }

    /// The draft has been sent: it is forgotten, and its preview says so.
    pub(super) async fn close_draft(&mut self, press: &Press, case: &Case, draft: &Draft) -> Done<()> {
        if let Some(chat) = press.chat {
            self.tx.clear_draft(chat, press.user).await?;
        }
        self.seal_preview(press, case, draft).await
    }

    /// The preview loses its button once sent.
    async fn seal_preview(&mut self, press: &Press, case: &Case, draft: &Draft) -> Done<()> {
        let (Some(chat), Actor::Cadre(cadre)) = (press.chat, self.presser(press).await?) else { return Ok(()) };
        let to = self.here(case, &cadre, chat).await?;
        let key = match draft.tap {
            Tap::Joint(_) | Tap::Linked(_) => "preview-joint-sent",
            Tap::Answer(_) => "prompt-sent",
            _ if case.state == State::Answered => "preview-sent",
            _ if case.state == State::UnderCheck => "preview-check",
            _ => "preview-two",
        };
        let mut facts = self.facts(case, Language::default());
        facts.extend(self.checker_fact(case));
        let message = self.message(self.say(Language::default(), key, &facts));
        let act = Act::Edit { slot: preview_slot(&draft.prompt), message, or_send: false };
        let key = format!("{}:preview-sent:{}", case.id, case.version);
        self.post(Letter {
            to,
            act,
            priority: Priority::Status,
            case: Some(case.id.clone()),
            key,
            sealed: case.is_sealed(),
        })
        .await
    }

    async fn presser(&mut self, press: &Press) -> Done<Actor> {
        let cadre = self.tx.cadre_by_account(press.user).await?;
        Ok(cadre.map_or(Actor::Machine, Actor::Cadre))
    }

    pub(super) async fn tell_here(&mut self, said: &Said, cadre: &CadreId, case: &Case, key: &str) -> Done<()> {
        let to = self.here(case, cadre, said.chat).await?;
        let text = self.say(Language::default(), key, &self.facts(case, Language::default()));
        let message = Message { text, reply_to: Some(ReplyTo::Message(said.message_id)), ..Message::default() };
        let key = format!("{}:{key}:{}:{}", case.id, said.chat.unsigned_abs(), said.message_id);
        self.answer_about(case, to, message, key).await
    }

    pub(super) async fn save_draft(&mut self, chat: i64, user: i64, draft: &Draft) -> Done<()> {
        let json = serde_json::to_string(draft)
            .map_err(|_| crate::store::StoreFault::Corrupt("a draft does not fit into JSON".into()))?;
        self.tx.set_draft(chat, user, &json).await?;
        Ok(())
    }
}

fn preview_slot(prompt: &str) -> Slot {
    Slot(format!("preview:{prompt}"))
}

/// A place where words will be, while it is asked whether any would be taken.
pub(super) fn no_words() -> Words {
    Words { content: ContentId::new(""), commitment: String::new() }
}

/// What shows that something was done.
pub(super) fn is_evidence(media: &Media) -> bool {
    matches!(media, Media::Photo { .. } | Media::Video { .. })
}
