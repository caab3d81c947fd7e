//! Afterwards: 有人找我麻烦, 有人逼我打好评, and how people are after they complained about a person.
//!
//! What is said here becomes a sealed note of its own, read by the discipline lane and by nobody in the line of the unit.

use serde::{Deserialize, Serialize};

use super::act::case_of;
use super::incoming::Said;
use super::press::Pressed;
use super::tap::Tap;
use super::words::Entry;
use super::{Done, Outcome, Work};
use crate::case::command::{Command, Refusal, Understanding};
use crate::case::event::{Actor, Fact};
use crate::case::protect::{Protection, Worry, by_day, check_ins_due, next_check_in};
use crate::case::timers::Clock;
use crate::case::{Case, Lane, Task};
use crate::classify::{Danger, Kind, Reading, Smalltalk, Weight};
use crate::id::{CaseId, Moment};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Act, Audience, Button, Letter, Priority};
use crate::store::{PersonRow, StoreFault, TimerRow, Which};
use crate::text::Language;

/// Ways to say it without a button.
const TROUBLE: &[&str] =
    &["button-trouble", "typed-trouble", "typed-trouble-somebody", "typed-trouble-they", "typed-trouble-revenge"];
const PRESSURE: &[&str] = &["button-pressure", "typed-pressure"];
/// How many cases are looked up at a time.
const PAGE: u32 = 200;
/// How many of a resident's cases are looked at when they do not say which they mean.
const CASES: u32 = 20;

/// What a resident's buttons about protection do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AfterTap {
    /// 有人找我麻烦.
    Trouble,
    /// 有人逼我打好评, of a round.
    Pressure(u32),
    /// 没事.
    Fine,
}

/// What somebody says happened, and about which case.
struct Told<'s> {
    /// The case they mean; none when they have none.
    origin: Option<Case>,
    /// Trouble, or pressure about the rating of a round.
    round: Option<u32>,
    /// Their words, when they wrote any.
    said: Option<&'s Said>,
}

impl Work<'_> {
    /// Whether words speak of threats or revenge against whoever speaks up: the one place where that is decided.
    pub(super) fn is_threatened(&self, reading: &Reading) -> bool {
        reading.threatened || reading.danger == Some(Danger::Violence)
    }

    /// A sealed case whose words speak of threats is watched over from then on, and its sender hears how to report more.
    pub(super) async fn protect_if_threatened(&mut self, case: Case, reading: &Reading) -> Done<Case> {
        if !case.is_sealed() || case.marks.care.worry.is_some() || !self.is_threatened(reading) {
            return Ok(case);
        }
        let raised = Protection::Raised { worry: Worry::Threat, about: None };
        self.perform(case, Actor::Machine, Command::Protect(raised)).await
    }

    /// The button under every status message of a resident.
    pub(super) async fn trouble_row(&mut self, case: &Case, to: &Audience, language: Language) -> Done<Vec<Button>> {
        Ok(vec![self.labelled(to, &case.id, language, ("button-trouble", Tap::After(AfterTap::Trouble))).await?])
    }

    /// The button beside every rating.
    pub(super) async fn pressure_row(
        &mut self,
        case: &Case,
        to: &Audience,
        language: Language,
        round: u32,
    ) -> Done<Vec<Button>> {
        let tap = Tap::After(AfterTap::Pressure(round));
        Ok(vec![self.labelled(to, &case.id, language, ("button-pressure", tap)).await?])
    }

    /// One of the buttons, pressed by the sender.
    pub(super) async fn after_pressed(&mut self, case: Case, tap: AfterTap, person: &PersonRow) -> Done<Pressed> {
        let language = Language::from_code(Some(&person.language));
        let (round, key) = match tap {
            AfterTap::Trouble => (None, "press-trouble"),
            AfterTap::Pressure(round) => (Some(round), "press-pressure"),
            AfterTap::Fine => {
                let actor = self.speaker(&case);
                self.perform(case, actor, Command::Protect(Protection::FineSaid)).await?;
                return Ok(Pressed::saying("fine", self.say(language, "press-fine", &[])));
            }
        };
        let attempt = self.attempt().await?;
        let result = self.told_of(Told { origin: Some(case), round, said: None }, person).await;
        Ok(match self.settle(attempt, result).await? {
            Ok(_) => Pressed::refusing("trouble", self.say(language, key, &[])),
            Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
        })
    }

    /// The same in words: typed instead of pressed, or as the answer to a check-in.
    pub(super) async fn typed_trouble(
        &mut self,
        said: &Said,
        person: &PersonRow,
        replied: Option<&Case>,
    ) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().unwrap_or_default();
        let checked_in = replied.is_some() && self.answers_check_in(said).await?;
        let language = Language::from_code(Some(&person.language));
        if let Some(case) = replied.filter(|_| checked_in)
            && self.is_fine(said, text)
        {
            let (id, actor) = (case.id.clone(), self.speaker(case));
            self.perform(case.clone(), actor, Command::Protect(Protection::FineSaid)).await?;
            self.reply_text(said, person, self.say(language, "press-fine", &[])).await?;
            return Ok(Some(Outcome::about("fine", &id)));
        }
        let trouble = self.rules.texts.recognise(text, TROUBLE).is_some();
        let pressure = self.rules.texts.recognise(text, PRESSURE).is_some();
        if !checked_in && !trouble && !pressure {
            return Ok(None);
        }
        let origin = match replied {
            Some(case) => Some(case.clone()),
            None => {
                let cases = self.cases_for(person, false, &Tap::After(AfterTap::Trouble)).await?;
                cases.into_iter().find(|case| !pressure || case.answered_at.is_some())
            }
        };
        let rated = origin.as_ref().filter(|case| pressure && case.answered_at.is_some());
        let round = rated.map(|case| case.round);
        let note = self.told_of(Told { origin, round, said: Some(said) }, person).await?;
        Ok(Some(Outcome::about("trouble", &note)))
    }

    async fn answers_check_in(&mut self, said: &Said) -> Done<bool> {
        let Some(reply_to) = said.reply_to else { return Ok(false) };
        let post = self.tx.post_at(said.chat, reply_to).await?;
        Ok(post.is_some_and(|post| post.key.contains(":told-check-in:")))
    }

    fn is_fine(&self, said: &Said, text: &str) -> bool {
        let fine = self.rules.texts.recognise(text, &["button-fine", "typed-fine"]).is_some();
        let thanks = matches!(self.read(text).smalltalk, Some(Smalltalk::Thanks | Smalltalk::Greeting));
        said.attachment.is_none() && (fine || thanks)
    }

    /// Makes the note, or adds to the one that is open; what stands in it is never joined to the case of the unit.
    async fn told_of(&mut self, told: Told<'_>, person: &PersonRow) -> Done<CaseId> {
        let open = self.open_note(told.origin.as_ref()).await?;
        let note = match open {
            Some(note) => self.told_again(note, told.said, person).await?,
            None => self.new_note(&told, person).await?,
        };
        let Some(origin) = told.origin.filter(|origin| origin.id != note) else { return Ok(note) };
        let origin = self.load(&origin.id).await?;
        let said = match told.round {
            Some(round) => Protection::PressureSaid { note: note.clone(), round },
            None => Protection::TroubleSaid { note: note.clone() },
        };
        let actor = self.speaker(&origin);
        self.perform(origin, actor, Command::Protect(said)).await?;
        Ok(note)
    }

    /// The note that is being looked at already: the case itself, when it is one.
    async fn open_note(&mut self, origin: Option<&Case>) -> Done<Option<Case>> {
        let Some(origin) = origin else { return Ok(None) };
        let note = match &origin.marks.care.note {
            _ if origin.marks.care.is_note() => origin.clone(),
            Some(note) => self.load(note).await?,
            None => return Ok(None),
        };
        Ok(Some(note).filter(|note| note.state.is_being_worked_on()))
    }

    async fn told_again(&mut self, note: Case, said: Option<&Said>, person: &PersonRow) -> Done<CaseId> {
        let (id, actor) = (note.id.clone(), Actor::Resident(note.person.clone()));
        let again = Command::Protect(Protection::TroubleSaid { note: id.clone() });
        let note = self.perform(note, actor, again).await?;
        if let Some(said) = said {
            self.join(note, said.clone(), person).await?;
        }
        Ok(id)
    }

    async fn new_note(&mut self, told: &Told<'_>, person: &PersonRow) -> Done<CaseId> {
        let id = CaseId::new(self.ids.hex());
        let number = self.free_number().await?;
        let persona = self.tx.add_persona(&person.id).await?;
        let actor = Actor::Resident(persona.clone());
        let notice = self.owes_notice(person);
        let contact = Some(self.ids.contact());
        let fact = Fact::Registered { id: id.clone(), number, person: persona, notice, part: false, contact };
        let case = self.register(fact, actor.clone()).await?;
        let mut kept_out = self.kept_out_of_note(told.origin.as_ref(), person).await?;
        let mut commands = Vec::new();
        let mut danger = told.origin.as_ref().and_then(|origin| origin.danger).filter(|it| *it == Danger::Violence);
        if let Some(said) = told.said {
            let entry = Entry::of(said);
            let reading = self.read(entry.text.as_deref().unwrap_or_default());
            kept_out.widen(&self.excluded_by(&reading, None));
            danger = danger.or(reading.danger);
            let words = self.add_entry(&id, said, &entry).await?;
            commands.push(Command::Join { words, what: entry.kind.clone() });
        }
        let worry = if told.round.is_some() { Worry::Pressure } else { Worry::Trouble };
        let about = told.origin.as_ref().map(|origin| origin.id.clone());
        let kept_out = self.keep_out_of(&id, &kept_out).await?;
        commands.push(Command::KeepOut(self.keep("exclusion", &id, &kept_out).await?));
        commands.push(self.note_reading(&case, danger));
        commands.push(Command::Protect(Protection::Raised { worry, about }));
        commands.push(Command::Seal(Lane::Discipline));
        commands.push(Command::CloseWindow);
        let case = self.perform_all(case, actor, commands).await?;
        let due = self.screening_due(&case);
        let case = self.perform(case, Actor::Machine, Command::AskScreening(due)).await?;
        if self.readers(&case).await?.is_empty() {
            self.alarm("ops-nobody", &[]).await?;
        }
        if case.danger.is_some() {
            self.whom_to_call(&case).await?;
        }
        self.send_receipt(&case).await?;
        self.notice_was_shown(person).await?;
        Ok(id)
    }

    /// A note is answered like a report; within hours when violence is near.
    fn note_reading(&self, case: &Case, danger: Option<Danger>) -> Command {
        let minutes = i64::from(self.rules.service.emergency_feedback_minutes);
        let (due, provisional): (Moment, bool) = match danger {
            Some(_) => (case.registered_at.plus_s(minutes * 60), false),
            None => self.working_days(self.rules.service.answer_wd(Kind::Report)),
        };
        Command::Understand(Understanding {
            kind: Kind::Report,
            subject: None,
            place: None,
            danger,
            confidence: 0.0,
            reasons: Vec::new(),
            due,
            provisional,
            weight: Weight::default(),
        })
    }

    async fn whom_to_call(&mut self, case: &Case) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let phones: Vec<(&str, String)> = self.rules.phones.clone();
        let letter = Letter {
            to: Audience::Resident(case.person.clone()),
            act: Act::Send { message: self.message(self.say(language, "told-near", &phones)), slot: None },
            priority: Priority::Danger,
            case: Some(case.id.clone()),
            key: format!("{}:near", case.id),
            sealed: true,
        };
        self.post(letter).await
    }

    /// Whoever had anything to do with the case: its units with everyone in them, those who had it, those above them, and
    /// whoever was kept out of it. Where nobody says which case it is, of all the sender's cases.
    async fn kept_out_of_note(&mut self, origin: Option<&Case>, person: &PersonRow) -> Done<Exclusion> {
        let mut kept_out = Exclusion { no_groups: true, ..Exclusion::default() };
        let mut cases: Vec<Case> = origin.cloned().into_iter().collect();
        if cases.is_empty() {
            let rows = self.tx.cases_of_person(&person.id, Which::All, CASES).await?;
            cases = rows.iter().map(case_of).collect::<Done<_>>()?;
        }
        for case in cases {
            let before = self.tx.exclusion(&case.id).await?;
            kept_out.widen(&before);
            for task in self.tasks_of(&case.id).await? {
                for cadre in [&task.cadre, &task.deputy, &task.acting] {
                    kept_out.cadres.extend(self.county().chain_above(cadre));
                    kept_out.cadres.insert(cadre.clone());
                }
                kept_out.units.insert(task.unit);
            }
        }
        Ok(kept_out)
    }

    /// Every task the case ever was.
    async fn tasks_of(&mut self, case: &CaseId) -> Done<Vec<Task>> {
        let mut tasks = Vec::new();
        for row in self.tx.events(case).await? {
            let corrupt = |_| StoreFault::Corrupt(format!("event {} of case {case}", row.seq));
            match serde_json::from_str(&row.body).map_err(corrupt)? {
                Fact::Dispatched { task } | Fact::Reopened { task: Some(task), .. } => tasks.push(task),
                _ => {}
            }
        }
        Ok(tasks)
    }

    /// The lane has answered a note about pressure: the rating of that round has been looked at.
    pub(super) async fn note_was_answered(&mut self, note: &Case) -> Done<()> {
        let care = &note.marks.care;
        let (Some(Worry::Pressure), Some(about)) = (care.worry, care.about.clone()) else { return Ok(()) };
        let origin = self.load(&about).await?;
        if origin.marks.care.doubted.is_some() {
            self.perform(origin, Actor::Machine, Command::Protect(Protection::PressureSeen)).await?;
        }
        Ok(())
    }

    /// Sets the clocks of check-ins of all cases, also of those that are closed.
    pub(super) async fn set_all_check_ins(&mut self) -> Done<()> {
        let mut after = None;
        loop {
            let page = self.tx.case_ids_after(after.as_ref(), PAGE).await?;
            for id in &page {
                let case = self.load(id).await?;
                let Some(due) = next_check_in(&case, &self.rules.service) else { continue };
                let kind = Clock::CheckIn.name().to_owned();
                let timer =
                    TimerRow { key: format!("{kind}:{id}"), kind, case: Some(id.clone()), due, body: String::new() };
                self.tx.set_timer(&timer).await?;
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => return Ok(()),
            }
        }
    }

    /// So many days later the sender is asked how they are; never at night. Without an answer nothing follows.
    pub(super) async fn check_in(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let day = by_day(self.now);
        if day != self.now {
            self.tx.set_timer(&TimerRow { due: day, ..timer.clone() }).await?;
            return Ok(());
        }
        let stage = check_ins_due(&case, &self.rules.service, self.now);
        if case.marks.care.note.is_some() || stage <= case.marks.care.checked_in {
            return Err(Refusal::NothingChanges.into());
        }
        self.perform(case, Actor::Machine, Command::Protect(Protection::CheckedIn { stage })).await?;
        Ok(())
    }
}
