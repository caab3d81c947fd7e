//! Somebody wants to see a leader: whoever arranges it hears, the sender chooses a time, comes, and how it went is put down.

use crate::case::calendar::date_of;
use crate::case::command::{Command, Refusal};
use crate::case::event::Actor;
use crate::case::face::{Climbing, FaceFact, Outcome, Session, Stage, reminder};
use crate::case::supervise::Cause;
use crate::case::{Case, State};
use crate::classify::Reading;
use crate::desk::press::Pressed;
use crate::desk::{Done, Work};
use crate::id::{CadreId, Moment, UnitId};
use crate::notice::gate::Exclusion;
use crate::store::{PersonRow, TimerRow};
use crate::text::Language;

impl Work<'_> {
    /// Of what was said until the burst was over, and of every message afterwards: whether its sender wants to see a leader. The
    /// readers of a sealed case have the words, and nobody else hears.
    pub(in crate::desk) async fn wish_to_meet(&mut self, before: &Case, case: Case, reading: &Reading) -> Done<Case> {
        let collecting = case.state == State::Collecting;
        if !reading.wants_leader || collecting || case.is_kept_apart() || case.face.is_live() || !case.state.is_open() {
            return Ok(case);
        }
        let Some(arranger) = self.arranger(&case).await? else {
            self.alarm("ops-nobody", &[]).await?;
            return Ok(case);
        };
        let why = Climbing::of(before, self.now);
        let due = self.working_days(self.rules.service.face.meeting_wd).0;
        let actor = Actor::Resident(case.person.clone());
        let case = self.perform(case, actor, Command::Face(FaceFact::Asked { arranger, due, why })).await?;
        if let Some(unit) = case.unit().cloned().filter(|_| why != Climbing::New)
            && self.tx.exclusion(&case.id).await? == Exclusion::default()
        {
            self.tx.add_climb(&case.id, &unit, why.name()).await?;
        }
        Ok(case)
    }

    /// Which open case somebody means who only says whom they want to see: of its subject if they name one, else what is late or
    /// came back before what is not, the latest first.
    pub(in crate::desk) async fn case_to_meet_about(
        &mut self,
        person: &PersonRow,
        reading: &Reading,
    ) -> Done<Option<Case>> {
        if !reading.wants_leader || self.accuses(reading) || reading.danger.is_some() {
            return Ok(None);
        }
        let mut open = self.cases_of(person, true).await?;
        open.retain(|case| !case.is_kept_apart());
        if let Some(guess) = reading.subjects.first().filter(|_| !reading.only_wants_leader) {
            return Ok(open.into_iter().find(|case| case.subject.as_ref() == Some(&guess.subject)));
        }
        let now = self.now;
        open.sort_by_key(|case| Climbing::of(case, now) == Climbing::Open);
        Ok(open.into_iter().next())
    }

    /// Whoever arranges it: of those who hold the role, have joined and have nothing to do with the case the first; else the
    /// first one above.
    async fn arranger(&mut self, case: &Case) -> Done<Option<CadreId>> {
        let mut holders = self.county().with_role(self.rules.service.face.arranges);
        holders.retain(|cadre| !self.is_of_the_work(case, cadre));
        let joined = self.joined_of(&holders).await?;
        match self.not_kept_out(case, joined).await?.into_iter().next() {
            Some(arranger) => Ok(Some(arranger)),
            None => self.first_to_tell(case, 0).await,
        }
    }

    /// The sender is offered the next times.
    pub(super) async fn offer_sessions(&mut self, case: Case, actor: Actor) -> Done<Pressed> {
        let sessions = self.free_sessions(&case).await?;
        if sessions.is_empty() {
            let line = self.say(Language::default(), "press-face-no-sessions", &[]);
            return Ok(Pressed::refusing("no_sessions", line));
        }
        let case = self.perform(case, actor, Command::Face(FaceFact::Offered { sessions })).await?;
        self.tell_of_meeting(&case).await?;
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-face-offered", &[])))
    }

    /// How it went. What was not held is owed again.
    pub(super) async fn put_down(&mut self, case: Case, actor: Actor, outcome: Outcome) -> Done<Pressed> {
        let due = self.working_days(self.rules.service.face.meeting_wd).0;
        self.perform(case, actor, Command::Face(FaceFact::Ended { outcome, due })).await?;
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-noted", &[])))
    }

    /// The sender takes a seat: the store gives each to one only. Where none is left they choose anew.
    pub(super) async fn take_seat(&mut self, case: Case, key: &str) -> Done<&'static str> {
        let stage = case.face.meeting.as_ref().map(|meeting| meeting.stage.clone());
        let Some(Stage::Offered(offered)) = stage else { return Err(Refusal::NothingChanges.into()) };
        let session = offered.into_iter().find(|session| session.key() == key).ok_or(Refusal::NothingChanges)?;
        let actor = Actor::Resident(case.person.clone());
        let places = self.reception_of(&session).map_or(0, |reception| reception.places);
        if !self.has_room(&case, &session).await? || !self.tx.take_seat(&case.id, key, places).await? {
            return self.choose_anew(case).await;
        }
        let near = self.now >= reminder(&session, self.rules.service.reminder_hour);
        let case = self.perform(case, actor, Command::Face(FaceFact::Booked { session, near })).await?;
        self.tell_of_meeting(&case).await?;
        Ok("press-face-booked")
    }

    /// What was offered is taken meanwhile: the next times, or whoever arranges it looks again.
    async fn choose_anew(&mut self, case: Case) -> Done<&'static str> {
        let sessions = self.free_sessions(&case).await?;
        if sessions.is_empty() {
            self.lose_seat(case).await?;
            return Ok("press-face-none-left");
        }
        let case = self.perform(case, Actor::Machine, Command::Face(FaceFact::Offered { sessions })).await?;
        self.tell_of_meeting(&case).await?;
        Ok("press-face-full")
    }

    async fn lose_seat(&mut self, case: Case) -> Done<Case> {
        let due = self.working_days(self.rules.service.face.meeting_wd).0;
        self.perform(case, Actor::Machine, Command::Face(FaceFact::Lost { due })).await
    }

    /// The sender gives the seat back and may take another, or ask anew.
    pub(super) async fn give_seat_back(&mut self, case: Case) -> Done<&'static str> {
        if case.face.seat().is_some_and(|session| session.from <= self.now) {
            return Err(Refusal::NothingChanges.into());
        }
        let sessions = self.free_sessions(&case).await?;
        let actor = Actor::Resident(case.person.clone());
        let none_left = sessions.is_empty();
        let case = self.perform(case, actor, Command::Face(FaceFact::GivenBack { sessions })).await?;
        if none_left {
            self.lose_seat(case).await?;
            return Ok("press-face-none-left");
        }
        self.tell_of_meeting(&case).await?;
        Ok("press-face-given-back")
    }

    /// Its clock rings: an answer or a result is late, tomorrow is the day, or the session is over.
    pub(in crate::desk) async fn meeting_due(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let Some(meeting) = case.face.meeting.clone() else { return Ok(()) };
        match meeting.stage {
            Stage::Asked | Stage::Over(_) => self.meeting_late(case, &meeting.arranger, timer).await,
            Stage::Booked(session) => self.day_before_or_after(case, session, meeting.reminded).await,
            Stage::Offered(_) | Stage::Explained | Stage::Ended(_) => Ok(()),
        }
    }

    async fn day_before_or_after(&mut self, case: Case, session: Session, reminded: bool) -> Done<()> {
        let fact = if self.now >= session.until {
            let next = self.rules.calendar.plus_working_days(date_of(session.until), 1);
            FaceFact::Over { due: crate::case::calendar::end_of_day(next.date) }
        } else if reminded {
            return Ok(());
        } else if self.still_receives(&session) {
            FaceFact::Reminded { tomorrow: self.today() < date_of(session.from) }
        } else {
            self.lose_seat(case).await?;
            return Ok(());
        };
        self.perform(case, Actor::Machine, Command::Face(fact)).await?;
        Ok(())
    }

    /// Whether the county still has that reception day, and the leader is there.
    fn still_receives(&self, session: &Session) -> bool {
        let away = |cadre: &crate::roster::Cadre| cadre.is_away(date_of(session.from));
        let here = self.county().cadres.get(&session.leader).is_some_and(|cadre| !away(cadre));
        here && self.reception_of(session).is_some()
    }

    /// The next one above whoever arranges it is told, on the one ladder there is; of a case that has ended without a rung.
    async fn meeting_late(&mut self, case: Case, arranger: &CadreId, timer: &TimerRow) -> Done<()> {
        let Some(told) = self.next_above(&case, arranger).await? else { return self.nobody_to_tell(timer).await };
        let next = self.on_working_day(1, self.rules.service.reminder_hour);
        let open = case.state.is_open();
        let case = if open { self.raise_to(case, Cause::Unreceived, told.clone()).await? } else { case };
        let told = (!open).then_some(told);
        self.perform(case, Actor::Machine, Command::Face(FaceFact::Late { told, next })).await?;
        Ok(())
    }

    /// Whoever must not learn of the case any more arranges nothing for it.
    async fn settle_arranger(&mut self, case: Case) -> Done<Case> {
        let arranger = case.face.meeting.as_ref().filter(|meeting| meeting.is_live()).map(|it| it.arranger.clone());
        let Some(arranger) = arranger else { return Ok(case) };
        if !self.is_excluded(&case, &arranger).await? {
            return Ok(case);
        }
        let Some(arranger) = self.arranger(&case).await? else { return Ok(case) };
        let id = case.id.clone();
        let case = self.perform(case, Actor::Machine, Command::Face(FaceFact::HandedOver { arranger })).await?;
        self.touched.remove(&id);
        Ok(case)
    }

    /// Seats go back with the wish; a leader who must not learn of the case any more receives nobody for it.
    pub(in crate::desk) async fn settle_seat(&mut self, before: &Case, case: Case) -> Done<Case> {
        let mut case = self.settle_arranger(case).await?;
        if let Some(session) = case.face.seat().filter(|session| session.from > self.now).cloned()
            && self.is_excluded(&case, &session.leader).await?
        {
            let id = case.id.clone();
            case = self.lose_seat(case).await?;
            self.touched.remove(&id);
        }
        if before.face.seat() != case.face.seat() {
            let kept = case.face.seat().map(Session::key).unwrap_or_default();
            self.tx.free_seats(&case.id, &kept).await?;
        }
        Ok(case)
    }

    /// How often senders of whose cases wanted to see a leader, and how these stood (未解决而越级).
    pub(in crate::desk) async fn climb_lines(
        &mut self,
        span: (Moment, Moment),
        unit: Option<&UnitId>,
    ) -> Done<Vec<String>> {
        let language = Language::default();
        let rows = self.tx.climbs(span).await?;
        let mut units: Vec<UnitId> = rows.iter().map(|row| row.unit.clone()).collect();
        units.dedup();
        units.retain(|named| unit.is_none_or(|unit| unit == named));
        let line = |named: &UnitId| {
            let of = |why: Climbing| {
                let counted = rows.iter().filter(|row| row.unit == *named && row.why == why.name());
                counted.map(|row| row.count).sum::<u32>()
            };
            let [open, overdue, answered] = [Climbing::Open, Climbing::Overdue, Climbing::Answered].map(of);
            let facts = [
                ("name", self.unit_name(named)),
                ("count", (open + overdue + answered).to_string()),
                ("open", open.to_string()),
                ("late", overdue.to_string()),
                ("answered", answered.to_string()),
            ];
            self.say(language, "stats-face", &facts)
        };
        Ok(units.iter().map(line).collect())
    }
}
