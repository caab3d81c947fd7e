//! What residents say about round tables: that they may be asked, and whether they come.

use serde::{Deserialize, Serialize};

use super::Forum;
use crate::case::Case;
use crate::desk::incoming::Said;
use crate::desk::press::Pressed;
use crate::desk::tap::Tap;
use crate::desk::{Done, Outcome, Work};
use crate::id::PersonId;
use crate::notice::letter::{Act, Audience, Button, Slot};
use crate::store::{ConsentRow, PersonRow};
use crate::text::{Language, dates};

/// The agreement to be asked to round tables; nobody has given it before they say so.
pub(in crate::desk) const FORUM: &str = "forum";
/// The version of the words by which it is given.
const VERSION: u32 = 1;
/// What is typed to give it or take it back.
const TYPED: &[&str] = &["typed-forum-in", "typed-forum-out"];

/// What the buttons do; all of them are a resident's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::desk) enum ForumTap {
    /// 有座谈会可以叫我, beneath the answer to a suggestion.
    Agree,
    /// 来, or 不来, to the round table of this number.
    Come(String, bool),
}

impl Work<'_> {
    /// Whether words give the agreement or take it back.
    pub(super) fn agrees_in_words(&self, text: &str) -> Option<bool> {
        self.rules.texts.recognise(text, TYPED).map(|key| key == "typed-forum-in")
    }

    pub(super) async fn agreed_in_words(&mut self, said: &Said, person: &PersonRow, agreed: bool) -> Done<Outcome> {
        self.set_agreed(&person.id, agreed).await?;
        self.reply(said, person, if agreed { "forum-agreed" } else { "forum-not-agreed" }).await?;
        Ok(Outcome::of("forum_agreed"))
    }

    async fn set_agreed(&mut self, owner: &PersonId, agreed: bool) -> Done<()> {
        let (kind, scope) = (FORUM.to_owned(), String::new());
        let row = ConsentRow { kind, scope, version: VERSION, given: Some(agreed), at: self.now };
        Ok(self.tx.set_consent(owner, &row).await?)
    }

    /// Whether a resident may be asked: what they said last counts.
    pub(super) async fn agrees_to_forums(&mut self, owner: &PersonId) -> Done<bool> {
        let last = self.tx.consents(owner).await?.into_iter().rfind(|row| row.kind == FORUM);
        Ok(last.is_some_and(|row| row.given == Some(true)))
    }

    /// What a resident said about it, with the way to say otherwise: in /privacy and /mydata.
    pub(in crate::desk) async fn forum_consent_line(&mut self, person: &PersonRow, language: Language) -> Done<String> {
        let last = self.tx.consents(&person.id).await?.into_iter().rfind(|row| row.kind == FORUM);
        let Some(row) = last else { return Ok(self.say(language, "consent-forum-open", &[])) };
        let key = if row.given == Some(true) { "consent-forum-given" } else { "consent-forum-taken-back" };
        Ok(self.say(language, key, &[("day", dates::day(&self.rules.texts, language, row.at))]))
    }

    /// In which pots a resident stood by a case, for their own copy.
    pub(in crate::desk) async fn pot_lines(&mut self, case: &Case, language: Language) -> Done<Vec<String>> {
        let mut lines = Vec::new();
        for (id, label, drawn) in self.tx.pots_of_case(&case.id).await? {
            let key = if drawn { "mydata-forum-drawn" } else { "mydata-forum-in-pot" };
            lines.push(self.say(language, key, &[("id", id), ("label", label)]));
        }
        Ok(lines)
    }

    /// The button beneath the answer to a suggestion, until its sender has agreed.
    pub(in crate::desk) async fn forum_row(
        &mut self,
        case: &Case,
        to: &Audience,
        language: Language,
    ) -> Done<Vec<Vec<Button>>> {
        if case.kind != crate::classify::Kind::Suggestion || !self.may_be_asked(case) {
            return Ok(Vec::new());
        }
        let owner = self.tx.owner_of(&case.person).await?;
        if self.agrees_to_forums(&owner).await? {
            return Ok(Vec::new());
        }
        let agree = ("button-forum-agree", Tap::Forum(ForumTap::Agree));
        Ok(vec![vec![self.labelled(to, &case.id, language, agree).await?]])
    }

    /// A press: the agreement, or whether they come.
    pub(in crate::desk) async fn forum_pressed(
        &mut self,
        case: Case,
        tap: &ForumTap,
        person: &PersonRow,
    ) -> Done<Pressed> {
        let language = Language::from_code(Some(&person.language));
        match tap {
            ForumTap::Agree => {
                self.set_agreed(&person.id, true).await?;
                Ok(Pressed::refusing("forum_agreed", self.say(language, "press-forum-agreed", &[])))
            }
            ForumTap::Come(id, coming) => self.says_coming(case, (id, *coming), language).await,
        }
    }

    async fn says_coming(&mut self, case: Case, (id, coming): (&str, bool), language: Language) -> Done<Pressed> {
        let Some(row) = self.tx.forum(id).await? else { return Ok(self.void("press_unknown")) };
        let forum = Forum::of(&row)?;
        let over = row.cancelled_at.is_some() || forum.from <= self.now;
        if over || !self.tx.say_coming(id, &case.id, coming).await? {
            return Ok(Pressed::refusing("forum_over", self.say(language, "press-forum-over", &[])));
        }
        let facts = self.forum_facts(&row, &forum, language);
        let (key, other) = match coming {
            true => ("forum-comes", "button-forum-stay"),
            false => ("forum-stays", "button-forum-come"),
        };
        let to = Audience::Resident(case.person.clone());
        let mut message = self.message(self.say(language, key, &facts));
        let tap = Tap::Forum(ForumTap::Come(row.id.clone(), !coming));
        message.buttons = vec![vec![self.labelled(&to, &case.id, language, (other, tap)).await?]];
        let act = Act::Edit { slot: Slot(format!("forum:{id}:{}", case.id)), message, or_send: true };
        let stamp = format!("{}:forum-said:{id}:{}", case.id, self.ids.hex());
        self.post_privately(&case, to, act, stamp).await?;
        Ok(Pressed::saying("forum_said", self.say(language, "press-noted", &[])))
    }
}
