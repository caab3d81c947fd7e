//! From a message to a case: opened, joined, read, routed.

use super::incoming::Said;
use super::words::{Entry, joined, safety_key};
use super::{Done, Outcome, Work};
use crate::case::calendar::end_of_day;
use crate::case::command::{Command, Refusal, Understanding};
use crate::case::event::{Actor, Fact, Words};
use crate::case::{Case, Lane, State};
use crate::classify::{Accusation, Kind, Reading, Route, route};
use crate::id::{CaseId, PlaceId, SubjectId};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Act, Audience, Letter, Priority};
use crate::roster::Lead;
use crate::store::PersonRow;
use crate::text::Language;

impl Work<'_> {
    /// Opens a case with a first message: number, safety words, receipt; then it goes on at once or when the burst is over.
    pub(super) async fn open(&mut self, said: Said, person: &PersonRow) -> Done<Outcome> {
        let id = CaseId::new(self.ids.hex());
        let number = self.free_number().await?;
        let actor = Actor::Resident(person.id.clone());
        let fact = Fact::Registered { id: id.clone(), number, person: person.id.clone(), notice: !person.notice_shown };
        let case = self.register(fact, actor.clone()).await?;
        let entry = Entry::of(&said);
        let reading = self.rules.reader.read(entry.text.as_deref().unwrap_or_default());
        let words = self.add_entry(&case.id, &said, &entry).await?;
        let mut commands = vec![Command::Join { words, what: entry.kind.clone() }, self.understanding(&case, &reading)];
        if self.accuses(&reading) {
            self.exclude(&case.id, &reading).await?;
            commands.push(Command::Seal(Lane::Screeners));
        }
        self.safety(&case, person, &reading).await?;
        let mut case = self.perform_all(case, actor, commands).await?;
        if reading.danger.is_some() {
            case = self.close_window(case).await?;
        }
        self.send_receipt(&case).await?;
        if !person.notice_shown {
            self.tx.set_notice_shown(&person.id).await?;
        }
        Ok(Outcome::about("opened", &case.id))
    }

    /// A further message of a case. One that accuses never joins an open case that a unit has: it becomes its own, sealed.
    pub(super) async fn join(&mut self, case: Case, said: Said, person: &PersonRow) -> Done<Outcome> {
        let entry = Entry::of(&said);
        let reading = self.rules.reader.read(entry.text.as_deref().unwrap_or_default());
        let accuses = self.accuses(&reading) && !case.is_sealed();
        let thanks = said.attachment.is_none() && case.state != State::Collecting && case.state != State::AwaitingResident;
        if let Some(smalltalk) = reading.smalltalk.filter(|_| thanks) {
            return self.small_talk(&said, person, smalltalk).await;
        }
        if !case.state.is_open() || (accuses && case.state != State::Collecting) || reading.danger.is_some() {
            return self.open(said, person).await;
        }
        if let Some(album) = &said.album {
            self.tx.remember_album(said.chat, album, &case.id).await?;
        }
        let words = self.add_entry(&case.id, &said, &entry).await?;
        let actor = Actor::Resident(person.id.clone());
        let mut commands = vec![Command::Join { words, what: entry.kind }];
        if accuses {
            self.exclude(&case.id, &reading).await?;
            commands.push(Command::Seal(Lane::Screeners));
        }
        let was = case.state;
        let case = self.perform_all(case, actor, commands).await?;
        if was == State::AwaitingResident || said.reply_to.is_some() && was != State::Collecting {
            let language = Language::from_code(Some(&person.language));
            let text = self.say(language, "joined", &self.facts(&case, language));
            self.reply_text(&said, person, text).await?;
        } else {
            self.thumb(&said, person, &case).await?;
        }
        let id = case.id.clone();
        self.route_again(case).await?;
        Ok(Outcome::about("joined", &id))
    }

    /// An edited message: a new version beside the former; never lost, even when it came before its original.
    pub(super) async fn edited(&mut self, said: Said) -> Done<Outcome> {
        let Some(user) = said.user else { return Ok(Outcome::of("ignored")) };
        let Some(source) = self.tx.entry_by_source(said.chat, said.message_id).await? else {
            if said.text.as_deref().is_some_and(|text| text.starts_with('/')) {
                return Ok(Outcome::of("ignored"));
            }
            return self.private(said).await;
        };
        let person = self.person(&said, user).await?;
        let case = self.load(&source.case).await?;
        let entry = Entry::of(&said);
        let reading = self.rules.reader.read(entry.text.as_deref().unwrap_or_default());
        let accuses = self.accuses(&reading) && !case.is_sealed();
        if accuses && case.state != State::Collecting {
            return self.open_from_edit(said, &person).await;
        }
        self.add_version(case, said, &person).await
    }

    /// What a message says now, kept beside what it said before.
    async fn add_version(&mut self, case: Case, said: Said, person: &PersonRow) -> Done<Outcome> {
        let entry = Entry::of(&said);
        let reading = self.rules.reader.read(entry.text.as_deref().unwrap_or_default());
        let words = self.keep("entry", &case.id, &entry).await?;
        self.tx.add_version(said.chat, said.message_id, &words.content).await?;
        let mut commands = vec![Command::Edit(words)];
        if self.accuses(&reading) && !case.is_sealed() {
            self.exclude(&case.id, &reading).await?;
            commands.push(Command::Seal(Lane::Screeners));
        }
        let case = self.perform_all(case, Actor::Resident(person.id.clone()), commands).await?;
        self.thumb(&said, person, &case).await?;
        Ok(Outcome::about("edited", &case.id))
    }

    /// An edit that accuses, of a message that a unit has read: the new words become a case of their own, found again by
    /// the message's number with its sign turned.
    async fn open_from_edit(&mut self, said: Said, person: &PersonRow) -> Done<Outcome> {
        let apart = Said { message_id: -said.message_id, ..said };
        match self.tx.entry_by_source(apart.chat, apart.message_id).await? {
            Some(source) => {
                let case = self.load(&source.case).await?;
                self.add_version(case, apart, person).await
            }
            None => self.open(apart, person).await,
        }
    }

    async fn add_entry(&mut self, case: &CaseId, said: &Said, entry: &Entry) -> Done<Words> {
        let words = self.keep("entry", case, entry).await?;
        self.tx.add_entry((said.chat, said.message_id), case, &entry.kind, &words.content).await?;
        if let Some(album) = &said.album {
            self.tx.remember_album(said.chat, album, case).await?;
        }
        Ok(words)
    }

    async fn free_number(&mut self) -> Done<crate::id::CaseNumber> {
        loop {
            let number = self.ids.case_number();
            if !self.tx.number_taken(number).await? {
                return Ok(number);
            }
        }
    }

    /// The date that a reading promises: by kind, in working days; a report for anything that accuses (举报 15 工作日).
    fn understanding(&self, case: &Case, reading: &Reading) -> Command {
        let accuses = self.accuses(reading) || case.is_sealed();
        let kind = if accuses { Kind::Report } else { reading.kind };
        let day = crate::case::calendar::date_of(case.registered_at);
        let due = self.rules.calendar.plus_working_days(day, self.rules.service.answer_wd(kind));
        Command::Understand(Understanding {
            kind,
            subject: reading.subjects.first().map(|guess| guess.subject.clone()),
            place: reading.place.clone().or_else(|| case.place.clone()),
            danger: reading.danger,
            confidence: reading.subjects.first().map_or(0.0, |guess| guess.confidence),
            reasons: reading.reasons.clone(),
            due: end_of_day(due.date),
            provisional: due.provisional,
        })
    }

    /// Whether only named readers may see it: it accuses, or its matter is one that accuses. In doubt it does.
    fn accuses(&self, reading: &Reading) -> bool {
        let best = reading.subjects.first().map(|guess| &guess.subject);
        !reading.accusations.is_empty() || best.is_some_and(|subject| self.is_misconduct(subject))
    }

    fn is_misconduct(&self, subject: &SubjectId) -> bool {
        self.county().subjects.get(subject).is_some_and(|subject| subject.lead == Lead::Discipline)
    }

    /// Who is named must not learn of it, nor any group.
    async fn exclude(&mut self, case: &CaseId, reading: &Reading) -> Done<()> {
        let mut exclusion = self.tx.exclusion(case).await?;
        exclusion.no_groups = true;
        for accusation in &reading.accusations {
            if let Accusation::Person(cadre) = accusation {
                exclusion.cadres.insert(cadre.clone());
            }
        }
        self.tx.set_exclusion(case, &exclusion).await?;
        Ok(())
    }

    /// What keeps people safe goes out before any question and before the receipt.
    async fn safety(&mut self, case: &Case, person: &PersonRow, reading: &Reading) -> Done<()> {
        let Some(danger) = reading.danger else { return Ok(()) };
        let language = Language::from_code(Some(&person.language));
        let phones: Vec<(&str, String)> = self.rules.phones.clone();
        let text = self.say(language, safety_key(danger), &phones);
        let letter = Letter {
            to: Audience::Resident(person.id.clone()),
            act: Act::Send { message: self.message(text), slot: None },
            priority: Priority::Danger,
            case: Some(case.id.clone()),
            key: format!("{}:safety", case.id),
            sealed: case.is_sealed(),
        };
        self.post(letter).await
    }

    /// The burst is over: read it as a whole, then seal, dispatch, or ask a screener.
    pub(super) async fn close_window(&mut self, case: Case) -> Done<Case> {
        let (case, reading) = self.read_again(case).await?;
        let case = self.perform(case, Actor::Machine, Command::CloseWindow).await?;
        self.send_on(case, reading).await
    }

    /// Reads everything said so far as one text and takes the reading over.
    async fn read_again(&mut self, case: Case) -> Done<(Case, Reading)> {
        let text = joined(&self.said_about(&case.id).await?);
        let mut reading = self.rules.reader.read(&text);
        reading.place = reading.place.or_else(|| case.place.clone());
        reading.danger = reading.danger.or(case.danger);
        let mut commands = vec![self.understanding(&case, &reading)];
        if self.accuses(&reading) && !case.is_sealed() {
            self.exclude(&case.id, &reading).await?;
            commands.push(Command::Seal(Lane::Screeners));
        }
        let case = self.perform_all(case, Actor::Machine, commands).await?;
        Ok((case, reading))
    }

    /// To the unit when the route is sure, to a screener otherwise; a sealed case stays with its readers.
    async fn send_on(&mut self, case: Case, reading: Reading) -> Done<Case> {
        if case.is_sealed() {
            let due = self.screening_due(&case);
            return self.perform(case, Actor::Machine, Command::AskScreening(due)).await;
        }
        match route(self.county(), &reading, self.today(), self.rules.threshold) {
            Route::To { subject, responsible, confidence, reasons } => {
                let understanding = self.settled(&case, subject, confidence, reasons);
                let task = self.task_for(responsible);
                self.perform_all(case, Actor::Machine, vec![understanding, Command::Dispatch(task)]).await
            }
            Route::Human { .. } => {
                let due = self.screening_due(&case);
                self.perform(case, Actor::Machine, Command::AskScreening(due)).await
            }
        }
    }

    /// The case's understanding with subject and reasons settled.
    pub(super) fn settled(&self, case: &Case, subject: crate::id::SubjectId, confidence: f64, reasons: Vec<crate::classify::Reason>) -> Command {
        Command::Understand(Understanding {
            kind: case.kind,
            subject: Some(subject),
            place: case.place.clone(),
            danger: case.danger,
            confidence,
            reasons,
            due: case.due,
            provisional: case.provisional,
        })
    }

    fn screening_due(&self, case: &Case) -> crate::id::Moment {
        if case.danger.is_some() {
            return self.now.plus_s(i64::from(self.rules.service.emergency_confirm_minutes) * 60);
        }
        self.working_days(self.rules.service.screening_wd).0
    }

    /// The resident named the town (or, in words, it became clear): route again if a unit does not have it yet.
    pub(super) async fn place_given(&mut self, case: Case, place: PlaceId) -> Done<Case> {
        if let Some(unit) = case.unit() {
            return Err(Refusal::AlreadyDispatched { to: unit.clone() }.into());
        }
        if case.place.as_ref() == Some(&place) {
            return Err(Refusal::NothingChanges.into());
        }
        let actor = Actor::Resident(case.person.clone());
        let command = Command::Understand(Understanding {
            kind: case.kind,
            subject: case.subject.clone(),
            place: Some(place),
            danger: case.danger,
            confidence: case.confidence,
            reasons: case.reasons.clone(),
            due: case.due,
            provisional: case.provisional,
        });
        let case = self.perform(case, actor, command).await?;
        self.route_again(case).await
    }

    /// More is known of a case that waits for a screener: it goes on when the route is sure now.
    async fn route_again(&mut self, case: Case) -> Done<Case> {
        if case.state != State::Registered || case.is_sealed() {
            return Ok(case);
        }
        let (case, reading) = self.read_again(case).await?;
        match route(self.county(), &reading, self.today(), self.rules.threshold) {
            Route::To { .. } => self.send_on(case, reading).await,
            Route::Human { .. } => Ok(case),
        }
    }

    /// A reader found that it accuses nobody: it goes the ordinary way, with nobody kept out.
    pub(super) async fn release(&mut self, case: Case, actor: Actor) -> Done<Case> {
        let case = self.perform(case, actor.clone(), Command::Unseal).await?;
        self.tx.set_exclusion(&case.id, &Exclusion::default()).await?;
        let text = joined(&self.said_about(&case.id).await?);
        let mut reading = self.rules.reader.read(&text);
        reading.place = reading.place.or_else(|| case.place.clone());
        reading.accusations.clear();
        reading.subjects.retain(|guess| !self.is_misconduct(&guess.subject));
        let understanding = self.without_misconduct(&case, &reading);
        let case = self.perform(case, actor, understanding).await?;
        self.send_on(case, reading).await
    }

    /// What stays of the understanding when a reader found that nobody is accused.
    fn without_misconduct(&self, case: &Case, reading: &Reading) -> Command {
        let subject = case.subject.clone().filter(|subject| !self.is_misconduct(subject));
        Command::Understand(Understanding {
            kind: case.kind,
            subject: subject.or_else(|| reading.subjects.first().map(|guess| guess.subject.clone())),
            place: case.place.clone(),
            danger: case.danger,
            confidence: case.confidence,
            reasons: case.reasons.clone(),
            due: case.due,
            provisional: case.provisional,
        })
    }
}
