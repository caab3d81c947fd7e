//! 拆分: one message, several matters. Each becomes a case of its own, with unit, date, owner and rating; the sender keeps
//! one receipt, with a line for each. The machine shows what it sees; a human splits.

use super::LinkedTap;
use crate::case::command::{Command, Refusal, Understanding};
use crate::case::decide::decide;
use crate::case::event::{Actor, Fact};
use crate::case::joint::{JointFact, Promise, Standing, Waits};
use crate::case::linked::{LinkedFact, NoLink, Other};
use crate::case::naming::Naming;
use crate::case::{Case, Task};
use crate::classify::Reading;
use crate::desk::press::Pressed;
use crate::desk::tap::Tap;
use crate::desk::words::{Entry, joined};
use crate::desk::{Done, Work};
use crate::id::{CaseId, CaseNumber, SubjectId, UnitId};
use crate::notice::letter::{Audience, Button};
use crate::roster::Lead;
use crate::text::Language;

/// Where an entry stands that came in no message of its own: no chat has this number.
const NO_CHAT: i64 = -1;
/// So many entries one part takes over at most.
const ENTRIES: usize = 99;

/// What is split off.
pub(super) struct Matter {
    /// What was said of it.
    pub(super) entries: Vec<Entry>,
    /// How it reads.
    pub(super) about: Reading,
    /// What it is.
    pub(super) subject: Option<SubjectId>,
    /// Whose share of the whole it was.
    pub(super) share: Option<UnitId>,
}

impl Work<'_> {
    /// What the machine sees in it beside its own matter, each with a button; and the units.
    pub(super) async fn matter_buttons(&mut self, case: &Case, to: &Audience) -> Done<Vec<Button>> {
        // Before strangers nothing is said of what it is about.
        let shown = if self.has_strangers(to).await? { Vec::new() } else { self.other_matters(case).await? };
        let mut buttons = Vec::new();
        for subject in shown {
            let Some(known) = self.county().subjects.get(&subject).cloned() else { continue };
            let label = self.say(Language::default(), "button-split-as", &[("what", known.name)]);
            let tap = Tap::Linked(LinkedTap::SplitAs(subject));
            buttons.push(self.button(to, Some(&case.id), label, tap).await?);
        }
        for (unit, name) in self.units_but(case.unit()) {
            buttons.push(self.button(to, Some(&case.id), name, Tap::Linked(LinkedTap::SplitTo(unit))).await?);
        }
        Ok(buttons)
    }

    /// The matters the words speak of, but its own, those split off already, and what is no matter of the open.
    async fn other_matters(&mut self, case: &Case) -> Done<Vec<SubjectId>> {
        let said = joined(&self.said_about(&case.id).await?);
        let reading = self.read(&said);
        let mut known: Vec<Option<SubjectId>> = vec![case.subject.clone()];
        for part in &case.linked.parts {
            known.push(self.load(&part.other.case).await?.subject);
        }
        let county = self.county();
        let open = |subject: &SubjectId| county.subjects.get(subject).is_some_and(|it| it.lead != Lead::Discipline);
        let guesses = reading.subjects.into_iter().map(|guess| guess.subject);
        Ok(guesses.filter(|subject| open(subject) && !known.contains(&Some(subject.clone()))).collect())
    }

    pub(super) async fn split_as(&mut self, case: Case, actor: Actor, subject: SubjectId) -> Done<Pressed> {
        let entries = self.said_about(&case.id).await?;
        let own = self.sentences_about(&joined(&entries), &subject);
        let entries = entries.into_iter().map(|entry| Entry { text: None, ..entry }).filter(|it| it.media.is_some());
        let words = Entry { text: Some(own.clone()), media: None, kind: "text".to_owned(), forwarded: false };
        let about = self.read(&own);
        let entries = [words].into_iter().chain(entries).collect();
        let unit = self.leader_of(&subject, about.place.as_ref().or(case.place.as_ref()));
        let matter = Matter { entries, about, subject: Some(subject), share: None };
        self.split_off(case, actor, matter, unit).await
    }

    /// The sentences that speak of a matter; where none does by itself, all that was said.
    fn sentences_about(&self, text: &str, subject: &SubjectId) -> String {
        let speaks = |sentence: &&str| {
            let reading = self.read(sentence);
            reading.subjects.first().is_some_and(|guess| guess.subject == *subject)
        };
        let ends = |c: char| matches!(c, '。' | '！' | '？' | '；' | '，' | ',' | ';' | '!' | '?' | '\n');
        let own: Vec<&str> = text.split(ends).map(str::trim).filter(speaks).collect();
        if own.is_empty() { text.to_owned() } else { own.join("\n") }
    }

    fn leader_of(&self, subject: &SubjectId, place: Option<&crate::id::PlaceId>) -> Option<UnitId> {
        match &self.county().subjects.get(subject)?.lead {
            Lead::Town => place.and_then(|place| self.county().town_unit(place)).cloned(),
            Lead::Unit(unit) => Some(unit.clone()),
            Lead::Discipline | Lead::Screener => None,
        }
    }

    pub(super) async fn split_to(&mut self, case: Case, actor: Actor, unit: UnitId) -> Done<Pressed> {
        let entries = self.said_about(&case.id).await?;
        let about = self.read(&joined(&entries));
        // Of what the words speak of, whatever this unit leads.
        let leads = |subject: &SubjectId| self.leader_of(subject, case.place.as_ref()).as_ref() == Some(&unit);
        let subject = about.subjects.iter().map(|guess| guess.subject.clone()).find(leads);
        self.split_off(case, actor, Matter { entries, about, subject, share: None }, Some(unit)).await
    }

    /// A helper's share goes on by itself, with what that unit promised: the main case waits for it no longer.
    pub(super) async fn split_share(&mut self, case: Case, actor: Actor, unit: UnitId) -> Done<Pressed> {
        if case.joint.helper(&unit).is_none() {
            return Err(Refusal::NotHelping.into());
        }
        let entries = self.said_about(&case.id).await?;
        let about = self.read(&joined(&entries));
        let matter = Matter { entries, about, subject: case.subject.clone(), share: Some(unit.clone()) };
        self.split_off(case, actor, matter, Some(unit)).await
    }

    async fn split_off(&mut self, whole: Case, actor: Actor, matter: Matter, unit: Option<UnitId>) -> Done<Pressed> {
        let (id, number) = (CaseId::new(self.ids.hex()), self.free_number().await?);
        let other = Other { case: id.clone(), number };
        let split = Command::Linked(LinkedFact::Split { other, share: matter.share.clone() }, None);
        decide(&whole, split.clone())?;
        if self.accuses(&matter.about) || matter.entries.is_empty() {
            return Err(Refusal::from(NoLink::OneMatter).into());
        }
        let part = self.open_part_of(&whole, (id, number), &matter).await?;
        let commands = self.way_of_part(&whole, &part, &matter, unit).await?;
        let part = self.perform_all(part, actor.clone(), commands).await?;
        self.perform(whole, actor, split).await?;
        let line = self.say(Language::default(), "press-split", &self.facts(&part, Language::default()));
        Ok(Pressed::saying("split", line))
    }

    /// The case of a matter: the same sender under a name of its own, the same people kept out, and since when it is known.
    pub(super) async fn open_part_of(
        &mut self,
        whole: &Case,
        name: (CaseId, CaseNumber),
        matter: &Matter,
    ) -> Done<Case> {
        let (id, number) = name;
        let owner = self.tx.owner_of(&whole.person).await?;
        let person = self.tx.add_persona(&owner).await?;
        let contact = Some(self.ids.contact());
        let actor = Actor::Resident(person.clone());
        let fact = Fact::Registered { id: id.clone(), number, person, notice: false, part: true, contact };
        let part = self.register(fact, actor).await?;
        let exclusion = self.tx.exclusion(&whole.id).await?;
        if exclusion != Default::default() {
            self.tx.set_exclusion(&id, &exclusion).await?;
        }
        let mut commands = Vec::new();
        for (index, entry) in (0_i64..).zip(matter.entries.iter().take(ENTRIES)) {
            let words = self.keep("entry", &id, entry).await?;
            let source = (NO_CHAT, number.as_i64() * 100 + index);
            self.tx.add_entry(source, &id, &entry.kind, &words.content).await?;
            commands.push(Command::Join { words, what: entry.kind.clone() });
        }
        commands.extend(whole.hides_name().then_some(Command::Name(Naming::Hidden)));
        let part = self.perform_all(part, Actor::Machine, commands).await?;
        let part = if exclusion == Default::default() { part } else { self.log_exclusion(part, &exclusion).await? };
        Ok(part)
    }

    /// What it is, by when, and to whom it goes; its date is counted from when the whole was registered.
    async fn way_of_part(
        &mut self,
        whole: &Case,
        part: &Case,
        matter: &Matter,
        unit: Option<UnitId>,
    ) -> Done<Vec<Command>> {
        let known = Case { registered_at: whole.registered_at, place: whole.place.clone(), ..part.clone() };
        let Command::Understand(read) = self.understanding(&known, &matter.about) else { return Ok(Vec::new()) };
        let helper = matter.share.as_ref().and_then(|unit| whole.joint.helper(unit));
        let due = helper.map_or(read.due, |helper| helper.due);
        let read = Understanding { subject: matter.subject.clone(), due, ..read };
        let known = Case { subject: read.subject.clone(), kind: read.kind, place: read.place.clone(), due, ..known };
        let mut commands = vec![Command::Understand(read), Command::CloseWindow];
        let task = match unit.and_then(|unit| self.responsible_in(&unit, &known)) {
            Some(who) => match self.around_excluded(whole, who).await? {
                Some(who) => Some(self.task_of(who, &known).await?),
                None => None,
            },
            None => None,
        };
        let acting = helper.map(|helper| helper.acting.clone());
        match task {
            Some(task) => commands.push(Command::Dispatch(Task { acting: acting.unwrap_or(task.acting), ..task })),
            None => commands.push(Command::AskScreening(self.screening_due(&known))),
        }
        let promises = matter.share.as_ref().map(|unit| promised_by(whole, unit)).unwrap_or_default();
        if !promises.is_empty() {
            commands.push(Command::Joint(JointFact::Promised { promises }));
        }
        let other = Other { case: whole.id.clone(), number: whole.number };
        let from = LinkedFact::SplitFrom { other, registered_at: whole.registered_at };
        commands.push(Command::Linked(from, None));
        Ok(commands)
    }
}

/// What a unit still owes of what it promised, numbered anew from 0.
fn promised_by(case: &Case, unit: &UnitId) -> Vec<Promise> {
    let open =
        |it: &&Promise| it.unit == *unit && matches!(it.standing, Standing::Open | Standing::Waiting | Standing::Held);
    let own: Vec<&Promise> = case.joint.promises.iter().filter(open).collect();
    let place = |no: u32| own.iter().position(|it| it.no == no).and_then(|at| u32::try_from(at).ok());
    let moved = |it: &&Promise| match &it.waits {
        Some(waits) => {
            place(waits.on).map(|on| Promise { waits: Some(Waits { on, ..waits.clone() }), ..(*it).clone() })
        }
        None => Some((*it).clone()),
    };
    own.iter().filter_map(moved).collect()
}
