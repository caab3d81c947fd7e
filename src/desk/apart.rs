//! A human finds what no reading found: the words are about somebody in office, or a cadre must step back (回避,
//! 信访工作条例 art. 28).

use super::incoming::{Press, Said};
use super::press::Pressed;
use super::tap::Tap;
use super::words::{Entry, Reply};
use super::{Done, Outcome, Work};
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Fact};
use crate::case::{Case, Lane};
use crate::id::CadreId;
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Audience, Button};
use crate::store::PersonRow;
use crate::text::Language;

impl Work<'_> {
    /// Asks whoever found it, in private, whom the words are about.
    pub(super) async fn ask_whom(&mut self, cadre: &CadreId, case: Case) -> Done<Pressed> {
        let to = Audience::Cadre(cadre.clone());
        let mut people: Vec<CadreId> = case.unit().map(|unit| self.county().members_of(unit)).unwrap_or_default();
        people.retain(|person| person != cadre);
        let mut buttons: Vec<Button> = Vec::new();
        for person in people {
            let label = self.cadre_name(&person);
            buttons.push(self.button(&to, Some(&case.id), label, Tap::ApartFrom(Some(person))).await?);
        }
        let unknown = ("button-apart-unknown", Tap::ApartFrom(None));
        buttons.push(self.labelled(&to, &case.id, Language::default(), unknown).await?);
        let mut message =
            self.message(self.say(Language::default(), "apart-whom", &self.facts(&case, Language::default())));
        message.buttons = buttons.chunks(3).map(<[_]>::to_vec).collect();
        let key = format!("{}:apart:{}", case.id, self.ids.hex());
        self.answer_about(&case, to, message, key).await?;
        Ok(Pressed::saying("asked_whom", self.say(Language::default(), "press-original-sent", &[])))
    }

    /// It goes to the discipline lane and out of every group; who could read it until now is noted.
    pub(super) async fn set_apart(&mut self, case: Case, actor: Actor, accused: Option<CadreId>) -> Done<Pressed> {
        let county = self.county();
        let mut more = match &accused {
            Some(accused) => Exclusion::around(county, [accused]),
            None => {
                let units: Vec<_> = case.unit().cloned().into_iter().collect();
                Exclusion::of_level(county, case.place.as_ref(), &units)
            }
        };
        more.no_groups = true;
        let places = self.places_of(&case).await?;
        let case = self.pull_back_from(case, places, &more).await?;
        let case = match self.perform(case.clone(), actor, Command::Seal(Lane::Discipline)).await {
            Err(super::Halt::Refused(Refusal::NothingChanges)) => case,
            sealed => sealed?,
        };
        let line = self.say(Language::default(), "press-to-discipline", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("set_apart", line))
    }

    /// A cadre steps back: from now on kept out of the case; one level up hears of it and may choose another than whoever
    /// takes over now.
    pub(super) async fn recuse(&mut self, case: Case, who: &CadreId, actor: Actor) -> Done<Pressed> {
        let case = self.perform(case, actor, Command::Recuse(who.clone())).await?;
        let more = Exclusion { cadres: [who.clone()].into(), ..Exclusion::default() };
        let case = self.pull_back(case, &more).await?;
        if let Some(above) = self.decides_over(who, &case).await? {
            let mut facts = self.facts(&case, Language::default());
            facts.push(("who", self.cadre_name(who)));
            let text = self.say(Language::default(), "recused-told", &facts);
            self.tell_privately(&case, &above, text, "recused").await?;
        }
        let line = self.say(Language::default(), "press-recused", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("recused", line))
    }

    /// Whoever decides about a cadre's stepping back: the head of the unit, and of the head the one above.
    async fn decides_over(&mut self, who: &CadreId, case: &Case) -> Done<Option<CadreId>> {
        let county = self.county();
        let head = case.unit().and_then(|unit| county.head_of(unit)).filter(|head| *head != who).cloned();
        let line: Vec<CadreId> = head.into_iter().chain(county.chain_above(who)).collect();
        for cadre in line {
            if !self.is_excluded(case, &cadre).await? && self.tx.account_of(&cadre).await?.is_some() {
                return Ok(Some(cadre));
            }
        }
        Ok(None)
    }

    /// The sender does not want somebody to take part, and need not say why. Whoever never had to do with the case is kept
    /// out of it quietly; whoever acts or reads along would notice, so that is asked of one above them.
    pub(super) async fn wished_away(&mut self, case: Case, whom: &[CadreId]) -> Done<Case> {
        let mut case = case;
        for person in whom {
            if self.is_excluded(&case, person).await? {
                continue;
            }
            if case.is_sealed() || !self.takes_part(&case, person).await? {
                let more = Exclusion { cadres: [person.clone()].into(), ..Exclusion::default() };
                let exclusion = self.keep_out_of(&case.id, &more).await?;
                case = self.log_exclusion(case, &exclusion).await?;
                continue;
            }
            let Some(above) = self.decides_over(person, &case).await? else { continue };
            let to = Audience::Cadre(above);
            let mut facts = self.facts(&case, Language::default());
            facts.push(("who", self.cadre_name(person)));
            let mut message = self.message(self.say(Language::default(), "recuse-wished", &facts));
            message.buttons = self.row(&case, &to, &[("button-recuse-them", Tap::RecuseThem(person.clone()))]).await?;
            let key = format!("{}:recuse-wished:{person}", case.id);
            self.answer_about(&case, to, message, key).await?;
        }
        Ok(case)
    }

    /// A message that only says whom the sender does not want: about the case it answers, or the one that is open.
    pub(super) async fn wishes_somebody_away(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Outcome>> {
        let reading = self.read(said.text.as_deref().unwrap_or_default());
        if !reading.only_recuses || !reading.accusations.is_empty() {
            return Ok(None);
        }
        let theirs = self.cases_for(person, true, &Tap::Withdraw).await?;
        let Some(case) = theirs.into_iter().next() else { return Ok(None) };
        let (id, language) = (case.id.clone(), Language::from_code(Some(&person.language)));
        let who: Vec<String> = reading.recuse.iter().map(|cadre| self.cadre_name(cadre)).collect();
        let mut facts = self.facts(&case, language);
        facts.push(("who", who.join(&self.say(language, "read-and", &[]))));
        self.wished_away(case, &reading.recuse).await?;
        let text = self.say(language, "recuse-noted", &facts);
        self.reply_text(said, person, text).await?;
        Ok(Some(Outcome::about("recuse_wished", &id)))
    }

    async fn takes_part(&mut self, case: &Case, person: &CadreId) -> Done<bool> {
        if case.acting() == Some(person) {
            return Ok(true);
        }
        for place in self.places_of(case).await? {
            let Some(chat) = self.tx.address(&place).await? else { continue };
            let rules = std::sync::Arc::clone(&self.rules);
            if self.tx.room(chat, &rules.county).await?.present.contains(person) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A reader tells the outcome in words that give away no more than the lane releases.
    pub(super) async fn tell_outcome(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        key: &'static str,
    ) -> Done<Pressed> {
        let language = self.language_of(&case.person).await?;
        let reply = Reply { text: self.say(language, key, &[]), media: Vec::new() };
        let words = self.keep("reply", &case.id, &reply).await?;
        let (_, pressed) = self.answer_or_ask(press, cadre, case, (words, 0, false)).await?;
        Ok(pressed)
    }

    /// The notes that the organisation attached to a sealed case, oldest first, as further entries of its original.
    pub(super) async fn attached(&mut self, case: &Case) -> Done<Vec<Entry>> {
        let mut notes = Vec::new();
        if !case.is_sealed() {
            return Ok(notes);
        }
        let head = self.say(Language::default(), "original-attached", &[]);
        for row in self.tx.events(&case.id).await? {
            let Ok(Fact::NoteWritten { words }) = serde_json::from_str(&row.body) else { continue };
            let Some(reply) = self.kept::<Reply>(&words.content).await? else { continue };
            let text = Some(format!("{head}{}", reply.text));
            notes.push(Entry { text, media: None, kind: "text".to_owned(), forwarded: false });
        }
        Ok(notes)
    }
}
