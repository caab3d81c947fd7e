//! The knowledge list: a good answer is proposed to whoever heads the unit, a human reads it masked, mends and confirms it, and
//! whoever asks the same later has it at once, beside their case. Entries end by date and are looked at before.

use serde::{Deserialize, Serialize};

use super::FaceTap;
use crate::case::answer::Outcome;
use crate::case::calendar::{at, date_of, end_of_day};
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Event, Fact};
use crate::case::face::FaceFact;
use crate::case::{Case, Grade};
use crate::classify::{Kind, Reading, Reason};
use crate::desk::press::Pressed;
use crate::desk::tap::Tap;
use crate::desk::words::{Facts, Reply};
use crate::desk::{Done, Work};
use crate::id::{CadreId, KnowledgeId, Moment, UnitId};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, Slot};
use crate::roster::{Action, Role, may};
use crate::store::{KnowledgeRow, StoreFault, TimerRow};
use crate::text::guide::Guide;
use crate::text::mask::{mask_accounts, mask_name, mask_numbers};
use crate::text::{Language, dates};

/// The clock of an entry.
const CLOCK: &str = "knowledge";
/// The states of an entry.
const PROPOSED: &str = "proposed";
const CONFIRMED: &str = "confirmed";
const DROPPED: &str = "dropped";

/// What can be done with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::desk) enum EntryAct {
    /// 可以用: it is used from now on, or goes on being used.
    Keep,
    /// 不用.
    Drop,
}

/// The words of an entry: what it answers, by words of the county's own list, and how.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Known {
    words: Vec<String>,
    text: String,
    guide: Option<Guide>,
}

impl Work<'_> {
    /// A question was given to its unit: it is counted, and whoever asked has what is known already. The case goes on.
    pub(in crate::desk) async fn ask_what_is_known(&mut self, case: Case, reading: &Reading) -> Done<Case> {
        let asks = case.kind == Kind::Consult || reading.questions;
        let open = !case.is_kept_apart() && case.danger.is_none() && case.unit().is_some();
        let Some(subject) = case.subject.clone().filter(|_| asks && open) else { return Ok(case) };
        if self.tx.exclusion(&case.id).await? != Exclusion::default() {
            return Ok(case);
        }
        self.tx.note_asked(&case.id, &subject, case.place.as_ref()).await?;
        let asked = keywords(reading);
        let mut best: Option<(usize, KnowledgeRow)> = None;
        for row in self.tx.knowledge_of(&subject).await? {
            let shared = read(&row)?.words.iter().filter(|word| asked.contains(word)).count();
            let usable = row.state == CONFIRMED && row.valid_until > self.now && shared > 0;
            if usable && best.as_ref().is_none_or(|(most, _)| shared > *most) {
                best = Some((shared, row));
            }
        }
        let Some((_, row)) = best else { return Ok(case) };
        let offered = Command::Face(FaceFact::KnownOffered { entry: row.id.clone() });
        let case = self.perform(case, Actor::Machine, offered).await?;
        self.offer_known(&case, &row, &asked).await?;
        Ok(case)
    }

    async fn offer_known(&mut self, case: &Case, row: &KnowledgeRow, asked: &[String]) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let to = Audience::Resident(case.person.clone());
        let known = read(row)?;
        let shared: Vec<String> = known.words.iter().filter(|word| asked.contains(word)).cloned().collect();
        let mut facts = self.known_facts(row, &known, language);
        facts.push(("number", case.number.to_string()));
        facts.push(("words", shared.join(&self.say(language, "units-and", &[]))));
        let mut buttons = Vec::new();
        for (label, enough) in [("button-face-enough", true), ("button-face-go-on", false)] {
            buttons.push(self.labelled(&to, &case.id, language, (label, Tap::Face(FaceTap::Enough(enough)))).await?);
        }
        let text = self.say(language, "face-known", &facts);
        let message = Message { text, buttons: vec![buttons], quiet: true, ..Message::default() };
        let key = format!("{}:known:{}", case.id, row.id);
        let act = Act::Send { message, slot: None };
        self.post(Letter { to, act, priority: Priority::Status, case: Some(case.id.clone()), key, sealed: false }).await
    }

    fn known_facts(&self, row: &KnowledgeRow, known: &Known, language: Language) -> Facts {
        let guide = known.guide.as_ref().map(|guide| guide.show(&self.rules.texts, language));
        let answer: Vec<String> = [known.text.clone()].into_iter().filter(|it| !it.is_empty()).chain(guide).collect();
        let subject = self.county().subjects.get(&row.subject).map(|subject| subject.name.clone());
        let day = |moment| dates::day(&self.rules.texts, language, moment);
        vec![
            ("unit", self.unit_name(&row.unit)),
            ("subject", subject.unwrap_or_default()),
            ("day", day(row.confirmed_at.unwrap_or(self.now))),
            ("until", day(row.valid_until.plus_ms(-1))),
            ("answer", answer.join("\n")),
            ("asked", known.words.join(&self.say(language, "units-and", &[]))),
        ]
    }

    /// An answer that was good, or one to what is asked again and again from several villages, is proposed.
    pub(in crate::desk) async fn learn_from(&mut self, before: &Case, after: &Case, event: &Event) -> Done<()> {
        let good = |case: &Case| case.solved == Some(true) && case.grade == Some(Grade::Satisfied);
        let pleased = !good(before) && good(after) && after.kind == Kind::Consult;
        let answered = matches!(event.fact, Fact::DoneReported { .. });
        if !pleased && !answered || after.is_kept_apart() {
            return Ok(());
        }
        let explains = after.answers.guide.is_some() || after.answers.outcome == Some(Outcome::Explained);
        let (Some(subject), Some(unit)) = (after.subject.clone(), after.unit().cloned()) else { return Ok(()) };
        if !explains || self.tx.exclusion(&after.id).await? != Exclusion::default() {
            return Ok(());
        }
        if !pleased && !self.is_asked_again_and_again(&subject).await? {
            return Ok(());
        }
        let known = self.answer_as_known(after).await?;
        let there = self.tx.knowledge_of(&subject).await?;
        let mut said = there.iter().map(read).collect::<Done<Vec<_>>>()?.into_iter();
        if known.words.is_empty() || said.any(|old| known.words.iter().all(|word| old.words.contains(word))) {
            return Ok(());
        }
        let id = KnowledgeId::new(self.ids.hex());
        let row = KnowledgeRow {
            id,
            unit,
            subject,
            state: PROPOSED.to_owned(),
            case: after.id.clone(),
            valid_until: self.known_until(),
            confirmed_at: None,
            body: write(&known)?,
        };
        self.tx.keep_knowledge(&row).await?;
        self.propose(&row).await
    }

    async fn is_asked_again_and_again(&mut self, subject: &crate::id::SubjectId) -> Done<bool> {
        let face = self.rules.service.face.clone();
        let since = self.now.plus_s(-i64::from(face.known_days) * 24 * 3600);
        let (cases, places) = self.tx.asked_since(subject, since).await?;
        Ok(cases >= face.known_cases && places >= face.known_places)
    }

    fn known_until(&self) -> Moment {
        end_of_day(self.today() + chrono::Days::new(u64::from(self.rules.service.face.known_valid_days)))
    }

    /// The answer without anything that finds a person, and the words of the county's list by which it was asked.
    async fn answer_as_known(&mut self, case: &Case) -> Done<Known> {
        let said = crate::desk::words::joined(&self.said_about(&case.id).await?);
        let words = keywords(&self.read(&said));
        let (text, _) = self.last_answer(case).await?;
        let guide = match case.answers.guide.clone() {
            Some(content) => self.kept::<Guide>(&content).await?,
            None => None,
        };
        let name = self.tx.name_of_person(&case.person).await?.unwrap_or_default();
        Ok(Known { words, text: self.without_people(&text, &name), guide })
    }

    fn without_people(&self, text: &str, name: &str) -> String {
        let text = mask_name(&mask_accounts(&mask_numbers(text, true)), name);
        self.rules.reader.mask_people(&text)
    }

    /// Shown to whoever heads the unit, else to a screener: as it would be read, masked.
    async fn propose(&mut self, row: &KnowledgeRow) -> Done<()> {
        let Some(to) = self.who_confirms(&row.unit).await? else { return Ok(()) };
        self.show_entry(row, to, if row.state == CONFIRMED { "entry-review" } else { "entry-proposed" }).await?;
        let due = if row.state == CONFIRMED {
            row.valid_until
        } else {
            self.now.plus_s(i64::from(self.rules.service.face.known_days) * 24 * 3600)
        };
        self.set_entry_clock(&row.id, due).await
    }

    async fn set_entry_clock(&mut self, id: &KnowledgeId, due: Moment) -> Done<()> {
        let timer =
            TimerRow { key: format!("{CLOCK}:{id}"), kind: CLOCK.to_owned(), case: None, due, body: String::new() };
        self.tx.set_timer(&timer).await?;
        Ok(())
    }

    async fn who_confirms(&mut self, unit: &UnitId) -> Done<Option<CadreId>> {
        let mut line: Vec<CadreId> = self.county().head_of(unit).cloned().into_iter().collect();
        line.extend(self.county().with_role(Role::Screener));
        Ok(self.joined_of(&line).await?.into_iter().next())
    }

    async fn show_entry(&mut self, row: &KnowledgeRow, cadre: CadreId, key: &str) -> Done<()> {
        let language = Language::default();
        let to = Audience::Cadre(cadre);
        let facts = self.known_facts(row, &read(row)?, language);
        let mut message = self.message(self.say(language, key, &facts));
        if row.state != DROPPED && key != "entry-kept" {
            let acts = [("button-entry-keep", EntryAct::Keep), ("button-entry-drop", EntryAct::Drop)];
            let mut buttons = Vec::new();
            for (label, act) in acts {
                let tap = Tap::Face(FaceTap::Entry(row.id.clone(), act));
                buttons.push(self.button(&to, None, self.say(language, label, &[]), tap).await?);
            }
            let mend = Tap::Face(FaceTap::Mend(row.id.clone()));
            buttons.push(self.labelled(&to, &row.case, language, ("button-entry-mend", mend)).await?);
            message.buttons = vec![buttons];
        }
        let slot = Slot(format!("entry:{}", row.id));
        let act = match key {
            "entry-kept" | "entry-dropped" => Act::Edit { slot, message, or_send: false },
            _ => Act::Send { message, slot: Some(slot) },
        };
        let key = format!("entry:{}:{}", row.id, self.ids.hex());
        self.post(Letter { to, act, priority: Priority::Status, case: None, key, sealed: false }).await
    }

    /// Whoever heads the unit or screens has read it and pressed.
    pub(in crate::desk) async fn entry_pressed(
        &mut self,
        cadre: &CadreId,
        (id, act): (KnowledgeId, EntryAct),
    ) -> Done<Pressed> {
        let Some(row) = self.tx.knowledge(&id).await? else { return Ok(self.void("press_unknown")) };
        if !may(self.county(), cadre, Action::Assign, Some(&row.unit), false) {
            return Ok(self.void("press_unknown"));
        }
        let state = match act {
            EntryAct::Keep => CONFIRMED,
            EntryAct::Drop => DROPPED,
        };
        if row.state == DROPPED || row.state == state && row.valid_until >= self.known_until() {
            let line = self.refusal_words(&Refusal::NothingChanges, Language::default());
            return Ok(Pressed::refusing("press_refused", line));
        }
        let (valid_until, confirmed_at) = (self.known_until(), Some(self.now));
        let row = KnowledgeRow { state: state.to_owned(), valid_until, confirmed_at, ..row };
        self.tx.keep_knowledge(&row).await?;
        let review = u64::from(self.rules.service.face.known_review_days);
        let day = date_of(valid_until.plus_ms(-1)) - chrono::Days::new(review);
        self.set_entry_clock(&row.id, at(day, self.rules.service.reminder_hour, 0)).await?;
        let key = if act == EntryAct::Keep { "entry-kept" } else { "entry-dropped" };
        self.show_entry(&row, cadre.clone(), key).await?;
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-noted", &[])))
    }

    /// The words anew, as somebody mended them: masked again, shown again, and not used before they are confirmed.
    pub(super) async fn entry_mended(
        &mut self,
        cadre: &CadreId,
        id: &KnowledgeId,
        reply: &Reply,
    ) -> Done<&'static str> {
        let Some(row) = self.tx.knowledge(id).await?.filter(|row| row.state != DROPPED) else {
            return Err(Refusal::NothingChanges.into());
        };
        let known = Known { text: self.without_people(&reply.text, ""), ..read(&row)? };
        let row = KnowledgeRow { state: PROPOSED.to_owned(), body: write(&known)?, ..row };
        self.tx.keep_knowledge(&row).await?;
        self.show_entry(&row, cadre.clone(), "entry-proposed").await?;
        Ok("prompt-entry-mended")
    }

    /// An entry comes to its end soon, is at its end, or was never confirmed.
    pub(in crate::desk) async fn entry_rings(&mut self, timer: &TimerRow) -> Done<bool> {
        let Some(id) = timer.key.strip_prefix(CLOCK).and_then(|rest| rest.strip_prefix(':')) else { return Ok(false) };
        let Some(row) = self.tx.knowledge(&KnowledgeId::new(id)).await? else { return Ok(true) };
        if row.state == CONFIRMED && row.valid_until > self.now {
            self.propose(&row).await?;
        } else if row.state != DROPPED {
            self.tx.keep_knowledge(&KnowledgeRow { state: DROPPED.to_owned(), ..row }).await?;
        }
        Ok(true)
    }

    /// The sender has what they need, or somebody is still to see to it.
    pub(super) async fn said_enough(&mut self, case: Case, enough: bool) -> Done<&'static str> {
        let actor = Actor::Resident(case.person.clone());
        self.perform(case, actor, Command::Face(FaceFact::KnownSaid { enough })).await?;
        Ok(if enough { "press-face-enough" } else { "press-face-go-on" })
    }
}

/// The words of the county's list by which a text was understood.
fn keywords(reading: &Reading) -> Vec<String> {
    let mut words = Vec::new();
    for reason in &reading.reasons {
        if let Reason::Keyword { word, .. } = reason
            && !word.is_empty()
            && !words.contains(word)
        {
            words.push(word.clone());
        }
    }
    words
}

fn read(row: &KnowledgeRow) -> Done<Known> {
    Ok(serde_json::from_str(&row.body).map_err(|_| StoreFault::Corrupt(format!("knowledge {}", row.id)))?)
}

fn write(known: &Known) -> Result<String, StoreFault> {
    serde_json::to_string(known).map_err(|_| StoreFault::Corrupt("knowledge does not fit into JSON".into()))
}
