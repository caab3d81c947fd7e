//! 匿名: a resident keeps their name out of a case, or of everything that comes; what went out before is taken back.

use std::collections::BTreeMap;

use super::incoming::{Press, Said};
use super::press::Pressed;
use super::tap::Tap;
use super::{Done, Outcome, Work};
use crate::case::Case;
use crate::case::apply::apply;
use crate::case::command::Command;
use crate::case::event::{Actor, Event, Fact};
use crate::case::naming::Naming;
use crate::id::CadreId;
use crate::notice::letter::{Act, Audience, Letter, Priority, Slot};
use crate::store::{ButtonRow, PersonRow, StoreFault};
use crate::text::Language;

/// Ways to say it without a command.
pub(super) const TYPED: &[&str] = &["typed-anonymous", "typed-anonymous-not-me", "typed-anonymous-no-name"];
/// How many open cases are offered.
const OFFERED: usize = 5;

/// The heading of an original that carried a name, to be taken back: one for each look.
pub(super) fn heading_slot(case: &Case, cadre: &CadreId) -> Slot {
    Slot(format!("heading:{}:{cadre}:{}", case.id, case.version))
}

impl Work<'_> {
    /// /anonymous: what it protects and what it does not; then the one open case at once, or which; or all that will come.
    pub(super) async fn anonymous(&mut self, said: &Said, person: &PersonRow) -> Done<Outcome> {
        if self.spared_asking(said).await? {
            return Ok(Outcome::of("command"));
        }
        let mut named = self.cases_for(person, true, &Tap::Name(Naming::Hidden)).await?;
        named.retain(|case| !case.hides_name());
        named.truncate(OFFERED);
        let nameless = if named.is_empty() && !person.nameless {
            self.tx.set_nameless(&person.id, true).await?;
            true
        } else {
            person.nameless
        };
        let only = if named.len() == 1 { named.pop() } else { None };
        self.explain_anonymity(said, person, (named, nameless)).await?;
        let Some(case) = only else { return Ok(Outcome::of("command")) };
        let case = self.name(case, Naming::Hidden).await?;
        Ok(Outcome::about("name_hidden", &case.id))
    }

    /// What anonymity is here and what it is not, with the choices that are left.
    pub(super) async fn explain_anonymity(
        &mut self,
        said: &Said,
        person: &PersonRow,
        (named, nameless): (Vec<Case>, bool),
    ) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let state = if nameless { "anonymous-on" } else { "anonymous-off" };
        let texts = ["anonymous-words", state].map(|key| self.say(language, key, &[]));
        let mut message = self.message(texts.join("\n\n"));
        for case in named {
            let label = self.say(language, "button-name-hide-case", &self.facts(&case, language));
            let to = Audience::Resident(case.person.clone());
            message.buttons.push(vec![self.button(&to, Some(&case.id), label, Tap::Name(Naming::Hidden)).await?]);
        }
        let label = if nameless { "button-nameless-off" } else { "button-nameless-on" };
        let label = self.say(language, label, &[]);
        let to = Audience::Resident(person.id.clone());
        message.buttons.push(vec![self.button(&to, None, label, Tap::Nameless(!nameless)).await?]);
        self.answer(to, message, format!("anonymous:{}:{}", person.id, said.message_id)).await
    }

    /// 以后都匿名, or no longer.
    pub(super) async fn nameless_pressed(
        &mut self,
        press: &Press,
        row: &ButtonRow,
        person: &PersonRow,
        nameless: bool,
    ) -> Done<Pressed> {
        if row.audience != Audience::Resident(person.id.clone()) || press.chat != Some(press.user) {
            return Ok(self.void("press_foreign"));
        }
        self.tx.set_nameless(&person.id, nameless).await?;
        let key = if nameless { "anonymous-on" } else { "anonymous-off" };
        Ok(Pressed::refusing("nameless", self.say(Language::from_code(Some(&person.language)), key, &[])))
    }

    /// Whether somebody asks for it among other words.
    pub(super) fn wants_no_name(&self, text: &str) -> bool {
        let phrases = TYPED.iter().flat_map(|key| Language::ALL.map(|language| self.say(language, key, &[])));
        phrases.into_iter().any(|phrase| text.contains(&phrase))
    }

    /// The sender is named no longer, or again. What carried the name is taken back, and they hear who may have seen it.
    pub(super) async fn name(&mut self, case: Case, naming: Naming) -> Done<Case> {
        let hid = case.hides_name();
        let actor = Actor::Resident(case.person.clone());
        let case = self.perform(case, actor, Command::Name(naming)).await?;
        let language = self.language_of(&case.person).await?;
        let mut facts = self.facts(&case, language);
        let seen = if hid { BTreeMap::new() } else { self.take_back_headings(&case).await? };
        let key = match naming {
            Naming::Named => "told-name-shown",
            Naming::Hidden if seen.is_empty() => "told-name-hidden",
            Naming::Hidden => "told-name-hidden-seen",
        };
        facts.push(("count", seen.values().sum::<usize>().to_string()));
        facts.push(("who", self.roles_of(&seen, language)));
        let to = Audience::Resident(case.person.clone());
        let mut message = self.message(self.say(language, key, &facts));
        if naming == Naming::Hidden {
            let back = ("button-name-show", Tap::Name(Naming::Named));
            message.buttons = vec![vec![self.labelled(&to, &case.id, language, back).await?]];
        }
        let key = format!("{}:{key}:{}", case.id, case.version);
        self.answer_about(&case, to, message, key).await?;
        Ok(case)
    }

    /// Every heading that carried the name says so no more. Who may have read it, by unit and post.
    async fn take_back_headings(&mut self, case: &Case) -> Done<BTreeMap<(String, String), usize>> {
        let mut readers: BTreeMap<CadreId, Vec<Slot>> = BTreeMap::new();
        let mut then: Option<Case> = None;
        for row in self.tx.events(&case.id).await? {
            let corrupt = |_| StoreFault::Corrupt(format!("event {} of case {}", row.seq, case.id));
            let actor: Actor = serde_json::from_str(&row.actor).map_err(corrupt)?;
            let fact: Fact = serde_json::from_str(&row.body).map_err(corrupt)?;
            let looked = matches!(fact, Fact::OriginalRead);
            let cadre = actor.cadre().cloned();
            then = apply(then, &Event { at: row.at, actor, fact });
            if let (true, Some(cadre), Some(now)) = (looked, cadre, then.as_ref().filter(|now| !now.hides_name())) {
                readers.entry(cadre.clone()).or_default().push(heading_slot(now, &cadre));
            }
        }
        let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (cadre, slots) in readers {
            let known = self.county().cadres.get(&cadre).cloned();
            let unit = known.as_ref().map(|known| self.unit_name(&known.unit)).unwrap_or_default();
            let title = known.as_ref().map(|known| known.title.clone());
            let title = title.unwrap_or_else(|| self.say(Language::default(), "cadre-gone", &[]));
            *seen.entry((unit, title)).or_default() += 1;
            // Whoever has left the roster has no chat with us any more.
            for slot in slots.into_iter().filter(|_| known.is_some()) {
                self.take_back(case, &cadre, slot).await?;
            }
        }
        Ok(seen)
    }

    /// Says nothing of the case, so it is about none: it reaches also whoever may know of it no longer.
    async fn take_back(&mut self, case: &Case, cadre: &CadreId, slot: Slot) -> Done<()> {
        let facts = self.facts(case, Language::default());
        let message = self.message(self.say(Language::default(), "original-taken-back", &facts));
        let key = format!("{}:taken-back:{}", case.id, self.ids.hex());
        let act = Act::Edit { slot, message, or_send: false };
        let to = Audience::Cadre(cadre.clone());
        self.post(Letter { to, act, priority: Priority::Receipt, case: None, key, sealed: false }).await
    }

    fn roles_of(&self, seen: &BTreeMap<(String, String), usize>, language: Language) -> String {
        let one = |((unit, title), count): (&(String, String), &usize)| {
            let facts = [("unit", unit.clone()), ("title", title.clone()), ("count", count.to_string())];
            self.say(language, "name-seen-by", &facts)
        };
        seen.iter().map(one).collect::<Vec<_>>().join(&self.say(language, "reason-and", &[]))
    }
}
