//! What a case is understood to be, and where it goes: sealed, to a unit, or to a screener.

use std::collections::BTreeSet;

use super::words::{Entry, joined, safety_key};
use super::{Done, Work};
use crate::case::calendar::{date_of, end_of_day};
use crate::case::command::{Command, Refusal, Understanding};
use crate::case::event::Actor;
use crate::case::{Case, Lane, State};
use crate::classify::{Danger, Kind, Reading, Reason, Route, Weight, WhyHuman, route};
use crate::id::{CadreId, Moment, PlaceId, SubjectId, UnitId};
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Act, Audience, Letter, Priority};
use crate::roster::{Lead, Responsible};

/// A guess this strong that a subject belongs to the discipline lane seals a case.
const SEALING_GUESS: f64 = 0.4;
/// So many messages are looked at each by itself too; more are a flood.
const BURST: std::ops::RangeInclusive<usize> = 2..=20;

impl Work<'_> {
    /// Whether a reading accuses: by its words, or because its subject is the discipline lane's.
    pub(super) fn accuses(&self, reading: &Reading) -> bool {
        let discipline = |subject: &SubjectId| {
            self.county().subjects.get(subject).is_some_and(|subject| subject.lead == Lead::Discipline)
        };
        let strong = reading.subjects.iter().filter(|guess| guess.confidence >= SEALING_GUESS);
        let best = reading.subjects.first().into_iter();
        !reading.accusations.is_empty() || best.chain(strong).any(|guess| discipline(&guess.subject))
    }

    /// What a reading makes of a case. Of one that accuses, subject, place and reasons are not written down.
    pub(super) fn understanding(&self, case: &Case, reading: &Reading) -> Command {
        let sealed = case.is_sealed() || self.accuses(reading) && !case.released;
        let kind = if sealed { Kind::Report } else { reading.kind };
        let (due, provisional) = self.answer_due(case, kind, reading.danger);
        let open = |_: &Reading| !sealed;
        let subject = Some(reading).filter(|it| open(it)).and_then(|it| it.subjects.first());
        Command::Understand(Understanding {
            kind,
            subject: subject.map(|guess| guess.subject.clone()),
            place: Some(reading).filter(|it| open(it)).and_then(|it| it.place.clone()).or_else(|| case.place.clone()),
            danger: reading.danger,
            confidence: subject.map_or(0.0, |guess| guess.confidence),
            reasons: if sealed { Vec::new() } else { reading.reasons.clone() },
            due,
            provisional,
            weight: if sealed { Weight::default() } else { Weight::of(reading, case.danger, self.today()) },
        })
    }

    /// Danger to life is answered within hours, through nights and holidays; everything else by the kind's working days.
    fn answer_due(&self, case: &Case, kind: Kind, danger: Option<Danger>) -> (Moment, bool) {
        if danger.or(case.danger).is_some() {
            let minutes = i64::from(self.rules.service.emergency_feedback_minutes);
            return (case.registered_at.plus_s(minutes * 60), false);
        }
        let day = date_of(case.registered_at);
        let due = self.rules.calendar.plus_working_days(day, self.rules.service.answer_wd(kind));
        (end_of_day(due.date), due.provisional)
    }

    /// What keeps people safe goes out before any question and before the receipt; once per case and kind of danger.
    pub(super) async fn safety(&mut self, case: &Case, reading: &Reading) -> Done<()> {
        let Some(danger) = reading.danger.filter(|danger| case.danger != Some(*danger)) else { return Ok(()) };
        let language = self.language_of(&case.person).await?;
        let phones: Vec<(&str, String)> = self.rules.phones.clone();
        let text = self.say(language, safety_key(danger), &phones);
        let letter = Letter {
            to: Audience::Resident(case.person.clone()),
            act: Act::Send { message: self.message(text), slot: None },
            priority: Priority::Danger,
            case: Some(case.id.clone()),
            key: format!("{}:{}", case.id, safety_key(danger)),
            sealed: case.is_sealed(),
        };
        self.post(letter).await
    }

    /// The burst is over: read it as a whole, then seal, dispatch, or ask a screener.
    pub(super) async fn close_window(&mut self, case: Case) -> Done<Case> {
        let (case, reading) = self.read_again(case).await?;
        let case = self.perform(case, Actor::Machine, Command::CloseWindow).await?;
        let case = Box::pin(self.part_off(case, &reading)).await?;
        let case = Box::pin(self.send_on(case, reading.clone())).await?;
        let case = Box::pin(self.look_for_same(case)).await?;
        let case = Box::pin(self.tell_head_of_tale(case)).await?;
        let before = Case { state: State::Collecting, ..case.clone() };
        let case = Box::pin(self.wish_to_meet(&before, case, &reading)).await?;
        Box::pin(self.ask_what_is_known(case, &reading)).await
    }

    /// Reads everything said so far as one text and takes the reading over.
    async fn read_again(&mut self, case: Case) -> Done<(Case, Reading)> {
        let entries = self.said_about(&case.id).await?;
        let mut reading = self.read(&joined(&entries));
        reading.place = reading.place.or_else(|| case.place.clone());
        reading.danger = reading.danger.or(case.danger).or_else(|| self.danger_in(&entries));
        if case.released {
            reading = self.cleared(reading);
        }
        self.safety(&case, &reading).await?;
        let mut commands = vec![self.understanding(&case, &reading)];
        commands.extend(self.sealing(&case, &reading).await?);
        let case = self.perform_all(case, Actor::Machine, commands).await?;
        let case = self.protect_if_threatened(case, &reading).await?;
        Ok((case, reading))
    }

    /// Danger told in one message of several: together they may read like a long letter.
    fn danger_in(&self, entries: &[Entry]) -> Option<Danger> {
        let several = BURST.contains(&entries.len());
        let mut texts = entries.iter().filter(|_| several).filter_map(|entry| entry.text.as_deref());
        texts.find_map(|text| self.rules.reader.danger(text))
    }

    /// To the unit when the route is sure, to a screener otherwise; a sealed case stays with its readers.
    async fn send_on(&mut self, case: Case, reading: Reading) -> Done<Case> {
        if case.is_sealed() {
            let due = self.screening_due(&case);
            return self.perform(case, Actor::Machine, Command::AskScreening(due)).await;
        }
        let routed = self.route_of(&case, &reading).await?;
        if let Route::To { subject, responsible, confidence, reasons } = routed
            && let Some(responsible) = self.around_excluded(&case, responsible).await?
        {
            let as_routed = Case { subject: Some(subject.clone()), ..case.clone() };
            let task = self.task_of(responsible, &as_routed).await?;
            let understanding = self.settled(&case, subject, confidence, reasons);
            let standing = self.standing_promises(&as_routed, &task).await?;
            let mut commands = vec![understanding, Command::Dispatch(task)];
            commands.extend(standing);
            return self.perform_all(case, Actor::Machine, commands).await;
        }
        let due = self.screening_due(&case);
        self.perform(case, Actor::Machine, Command::AskScreening(due)).await
    }

    /// Where a case goes by all that it says. To a screener where messages of it, each by itself, surely go to different units: together
    /// they may read like either, and the other matter would be lost.
    pub(super) async fn route_of(&mut self, case: &Case, reading: &Reading) -> Done<Route> {
        let whole = route(self.county(), reading, self.today(), self.threshold());
        if matches!(whole, Route::Human { .. }) || case.danger.is_some() || reading.danger.is_some() {
            return Ok(whole);
        }
        let entries = self.said_about(&case.id).await?;
        let texts = entries.iter().filter(|_| BURST.contains(&entries.len())).filter_map(|entry| entry.text.as_deref());
        let units: BTreeSet<UnitId> = texts.filter_map(|text| self.unit_of(case, text)).collect();
        let parted = units.len() > 1;
        let human = || Route::Human { why: WhyHuman::LowConfidence, top: reading.subjects.clone() };
        Ok(if parted { human() } else { whole })
    }

    /// Where one message of a case would go by itself, if that is sure.
    fn unit_of(&self, case: &Case, text: &str) -> Option<UnitId> {
        let mut alone = self.read(text);
        alone.place = alone.place.or_else(|| case.place.clone());
        match route(self.county(), &alone, self.today(), self.threshold()) {
            Route::To { responsible, .. } => Some(responsible.unit),
            Route::Human { .. } => None,
        }
    }

    /// The same unit without those who must not learn of the case; none when nobody of it is left.
    pub(super) async fn around_excluded(&mut self, case: &Case, who: Responsible) -> Done<Option<Responsible>> {
        let exclusion = self.tx.exclusion(&case.id).await?;
        if !exclusion.names_anybody() {
            return Ok(Some(who));
        }
        let county = self.county();
        let mut line = vec![who.acting.clone(), who.cadre.clone(), who.deputy.clone()];
        line.extend(county.head_of(&who.unit).cloned());
        line.extend(county.members_of(&who.unit));
        line.retain(|cadre| county.works_for(cadre, &who.unit) && !exclusion.bars(county, cadre));
        let Some(acting) = line.first().cloned() else { return Ok(None) };
        let or = |cadre: CadreId| if exclusion.bars(county, &cadre) { acting.clone() } else { cadre };
        Ok(Some(Responsible { cadre: or(who.cadre), deputy: or(who.deputy), acting: acting.clone(), unit: who.unit }))
    }

    /// The case's understanding with subject and reasons settled.
    pub(super) fn settled(&self, case: &Case, subject: SubjectId, confidence: f64, reasons: Vec<Reason>) -> Command {
        Command::Understand(Understanding {
            kind: case.kind,
            subject: Some(subject),
            place: case.place.clone(),
            danger: case.danger,
            confidence,
            reasons,
            due: case.due,
            provisional: case.provisional,
            weight: case.weight.clone(),
        })
    }

    pub(super) fn screening_due(&self, case: &Case) -> Moment {
        self.soon(case, self.rules.service.screening_wd)
    }

    /// The resident named the town (or, in words, it became clear): route again if a unit does not have it yet.
    pub(super) async fn place_given(&mut self, case: Case, place: PlaceId) -> Done<Case> {
        if let Some(unit) = case.unit() {
            return Err(Refusal::AlreadyDispatched { to: unit.clone() }.into());
        }
        if case.place.as_ref() == Some(&place) {
            return Err(Refusal::NothingChanges.into());
        }
        let actor = self.speaker(&case);
        let command = Command::Understand(Understanding {
            kind: case.kind,
            subject: case.subject.clone(),
            place: Some(place),
            danger: case.danger,
            confidence: case.confidence,
            reasons: case.reasons.clone(),
            due: case.due,
            provisional: case.provisional,
            weight: case.weight.clone(),
        });
        let case = self.perform(case, actor, command).await?;
        let case = self.route_again(case).await?;
        self.tx.forget_terms(&case.id).await?;
        Box::pin(self.look_for_same(case)).await
    }

    /// More is known of a case that waits for a screener: it goes on when the route is sure now.
    pub(super) async fn route_again(&mut self, case: Case) -> Done<Case> {
        if case.state != State::Registered || case.is_sealed() || case.held.is_some() {
            return Ok(case);
        }
        let (case, reading) = self.read_again(case).await?;
        match self.route_of(&case, &reading).await? {
            Route::To { .. } => {
                let case = Box::pin(self.send_on(case, reading)).await?;
                Box::pin(self.tell_head_of_tale(case)).await
            }
            Route::Human { .. } => Ok(case),
        }
    }

    /// A reading after a reader has found that it accuses nobody: nothing in it seals any more.
    fn cleared(&self, mut reading: Reading) -> Reading {
        reading.accusations.clear();
        let county = self.county();
        let open = |subject: &SubjectId| county.subjects.get(subject).is_some_and(|it| it.lead != Lead::Discipline);
        reading.subjects.retain(|guess| open(&guess.subject));
        reading.reasons.retain(
            |reason| !matches!(reason, Reason::Keyword { subject, .. } | Reason::Learned { subject, .. } if !open(subject)),
        );
        reading
    }

    /// A reader found that it accuses nobody: it goes the ordinary way. Whom only a doubt kept out is let in by that decision;
    /// whom a charge kept out stays out, until two of the lane decide otherwise.
    pub(super) async fn release(&mut self, case: Case, actor: Actor) -> Done<Case> {
        let kept_out = match case.lane {
            None | Some(Lane::Screeners) => Exclusion::default(),
            Some(Lane::Discipline | Lane::Organisation | Lane::City) => {
                Exclusion { no_groups: false, ..self.tx.exclusion(&case.id).await? }
            }
        };
        let case = self.perform(case, actor, Command::Unseal).await?;
        self.tx.set_exclusion(&case.id, &kept_out).await?;
        let (case, reading) = self.read_again(case).await?;
        self.send_on(case, reading).await
    }
}
