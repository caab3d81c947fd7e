//! The county's reception days as sessions with seats, and the message from which a sender chooses.

use chrono::{Datelike, Months, NaiveDate};

use super::FaceTap;
use crate::case::Case;
use crate::case::calendar::at;
use crate::case::face::{Session, Stage};
use crate::desk::tap::Tap;
use crate::desk::{Done, Work};
use crate::id::Moment;
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, Slot};
use crate::roster::Reception;
use crate::text::{Language, dates};

/// So many months ahead people can book.
const MONTHS: u32 = 3;

impl Work<'_> {
    /// The next sessions in which a sender can still have a seat; of a leader who must not learn of the case there is none.
    pub(super) async fn free_sessions(&mut self, case: &Case) -> Done<Vec<Session>> {
        let mut free = Vec::new();
        for session in self.sessions() {
            if free.len() == self.rules.service.face.offers as usize {
                break;
            }
            // Whoever gives a seat back wants another time.
            if case.face.seat() != Some(&session) && self.has_room(case, &session).await? {
                free.push(session);
            }
        }
        Ok(free)
    }

    /// Whether a sender may be given a seat in it, and one is left.
    pub(super) async fn has_room(&mut self, case: &Case, session: &Session) -> Done<bool> {
        let Some(places) = self.reception_of(session).map(|reception| reception.places) else { return Ok(false) };
        let known = self.county().cadres.get(&session.leader);
        let here = known.is_some_and(|cadre| !cadre.is_away(crate::case::calendar::date_of(session.from)));
        if !here || session.from <= self.now || self.is_excluded(case, &session.leader).await? {
            return Ok(false);
        }
        Ok(self.tx.seats_taken(&session.key()).await? < places)
    }

    /// The reception day a session is of, as the county has it now.
    pub(super) fn reception_of(&self, session: &Session) -> Option<&Reception> {
        let receptions = self.county().receptions.iter();
        receptions.filter(|it| it.leader == session.leader).find(|it| it.id == session.reception)
    }

    /// All from tomorrow on, in order.
    fn sessions(&self) -> Vec<Session> {
        let today = self.today();
        let first = today.with_day(1).unwrap_or(today);
        let months = (0..=MONTHS).filter_map(|ahead| first.checked_add_months(Months::new(ahead)));
        let mut sessions: Vec<Session> = months
            .flat_map(|month| self.county().receptions.iter().map(move |reception| (month, reception)))
            .map(|(month, reception)| (self.day_in(month, reception.day), reception))
            .filter(|(day, _)| *day > today)
            .map(|(day, reception)| session_on(day, reception))
            .collect();
        sessions.sort_by_key(|session| session.from);
        sessions
    }

    /// That day of the month; the last one of a month that is shorter, and the next working day after a day off.
    fn day_in(&self, month: NaiveDate, day: u32) -> NaiveDate {
        let mut date = (1..=day).rev().find_map(|day| month.with_day(day)).unwrap_or(month);
        while !self.rules.calendar.is_working_day(date) {
            date = date.succ_opt().unwrap_or(date);
        }
        date
    }

    /// A session as people read it: when, where, who.
    pub(super) fn session_words(&self, session: &Session, language: Language) -> String {
        let texts = &self.rules.texts;
        let place = self.reception_of(session).map(|reception| reception.place.clone()).unwrap_or_default();
        let facts = [
            ("start", dates::day_and_time(texts, language, session.from)),
            ("end", dates::time(session.until)),
            ("leader", self.office(&session.leader)),
            ("venue", place),
        ];
        self.say(language, "face-session", &facts)
    }

    /// The one message from which the sender chooses, and in which the choice then stands.
    pub(in crate::desk) async fn tell_of_meeting(&mut self, case: &Case) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let to = Audience::Resident(case.person.clone());
        let mut facts = self.facts(case, language);
        let stage = case.face.meeting.as_ref().map(|meeting| meeting.stage.clone());
        let (key, taps) = match stage {
            Some(Stage::Offered(sessions)) => {
                let mut taps = Vec::new();
                for session in sessions {
                    let start = dates::day_and_time(&self.rules.texts, language, session.from);
                    let label = [("start", start), ("leader", self.office(&session.leader))];
                    let label = self.say(language, "button-face-take", &label);
                    taps.push((label, FaceTap::Take(session.key())));
                }
                ("face-choose", taps)
            }
            Some(Stage::Booked(_)) => {
                ("face-booked", vec![(self.say(language, "button-face-give-back", &[]), FaceTap::GiveBack)])
            }
            Some(Stage::Asked | Stage::Over(_) | Stage::Explained | Stage::Ended(_)) | None => return Ok(()),
        };
        facts.extend(self.face_facts(case, language));
        let mut message = Message { text: self.say(language, key, &facts), ..Message::default() };
        for (label, tap) in taps {
            message.buttons.push(vec![self.button(&to, Some(&case.id), label, Tap::Face(tap)).await?]);
        }
        let slot = Slot(format!("meeting:{}:{}", case.id, case.person));
        let act = match key {
            // New times are news; what the sender did with them stands in the same message.
            "face-choose" if case.face.is_first_offer() => Act::Send { message, slot: Some(slot) },
            _ => Act::Edit { slot, message, or_send: true },
        };
        let key = format!("{}:meeting:{}", case.id, case.version);
        let case_id = Some(case.id.clone());
        self.post(Letter { to, act, priority: Priority::Status, case: case_id, key, sealed: case.is_sealed() }).await
    }
}

fn session_on(day: NaiveDate, reception: &Reception) -> Session {
    let time = |minutes: u32| -> Moment { at(day, minutes / 60, minutes % 60) };
    Session {
        reception: reception.id.clone(),
        from: time(reception.from),
        until: time(reception.until),
        leader: reception.leader.clone(),
    }
}
