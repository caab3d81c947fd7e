//! From a message to a case: opened, joined.

use super::flood::Flood;
use super::incoming::Said;
use super::tap::Tap;
use super::words::Entry;
use super::{Done, Outcome, Work};
use crate::case::command::Command;
use crate::case::event::{Actor, Fact, Words};
use crate::case::naming::Naming;
use crate::case::{Case, Lane, State};
use crate::classify::{Danger, Reading, Smalltalk};
use crate::id::{CaseId, CaseNumber, PlaceId};
use crate::notice::gate::Exclusion;
use crate::store::PersonRow;
use crate::text::Language;

impl Work<'_> {
    /// Opens a case with a first message: number, safety words, receipt; then it goes on at once or when the burst is over.
    pub(super) async fn open(&mut self, said: Said, person: &PersonRow) -> Done<Outcome> {
        let id = CaseId::new(self.ids.hex());
        let number = self.free_number().await?;
        let persona = self.tx.add_persona(&person.id).await?;
        self.voices.insert(id.clone(), persona.clone());
        let actor = Actor::Resident(persona.clone());
        let entry = Entry::of(&said);
        let reading = self.read(entry.text.as_deref().unwrap_or_default());
        // Whoever is in danger reads no small print first; it stands under the next calm receipt (个人信息保护法 art. 18).
        let notice = self.owes_notice(person) && reading.danger.is_none();
        let fact = Fact::Registered {
            id: id.clone(),
            number,
            person: persona,
            notice,
            part: false,
            contact: Some(self.ids.contact()),
        };
        let case = self.register(fact, actor.clone()).await?;
        let words = self.add_entry(&case.id, &said, &entry).await?;
        let filing = self.filing_of(&reading);
        let mut commands = vec![Command::Join { words, what: entry.kind.clone() }, self.understanding(&case, &reading)];
        commands.extend(self.filed_for(&case, filing.as_ref()).await?);
        commands.extend(self.sealing(&case, &reading).await?);
        let asked = self.wants_no_name(entry.text.as_deref().unwrap_or_default());
        commands.extend((asked || person.nameless).then_some(Command::Name(Naming::Hidden)));
        self.safety(&case, &reading).await?;
        let case = self.perform_all(case, actor, commands).await?;
        // Before it goes anywhere.
        let case = self.wished_away(case, &reading.recuse).await?;
        let mut case = self.protect_if_threatened(case, &reading).await?;
        if reading.danger.is_some() {
            case = Box::pin(self.close_window(case)).await?;
        }
        self.send_receipt(&case).await?;
        let case = self.hand_slips(case, filing).await?;
        if asked && !person.nameless {
            self.explain_anonymity(&said, person, (Vec::new(), false)).await?;
        }
        Box::pin(self.after_accusation(&case, &reading)).await?;
        self.guidance(&case, &reading).await?;
        if notice {
            self.notice_was_shown(person).await?;
        }
        Box::pin(self.ask_health(&case, &entry, person)).await?;
        Ok(Outcome::about("opened", &case.id))
    }

    /// A further message of a case. One that accuses never joins an open case that a unit has: it becomes its own, sealed.
    pub(super) async fn join(&mut self, case: Case, said: Said, person: &PersonRow) -> Done<Outcome> {
        if case.state == State::Merged {
            return Box::pin(self.join_merged(case, said, person)).await;
        }
        let entry = Entry::of(&said);
        let reading = self.read(entry.text.as_deref().unwrap_or_default());
        let thanks = said.attachment.is_none() && case.state != State::Collecting && !case.marks.asked;
        if let Some(smalltalk) = reading.smalltalk.filter(|_| thanks) {
            return self.small_talk(&said, person, smalltalk).await;
        }
        if !self.belongs(&case, &reading) {
            return Box::pin(self.open(said, person)).await;
        }
        let worse = self.worsened(&case, &entry, &reading).await?;
        let words = self.add_entry(&case.id, &said, &entry).await?;
        let actor = self.speaker(&case);
        let join = Command::Join { words, what: entry.kind.clone() };
        let mut commands: Vec<Command> = worse.into_iter().chain([join]).collect();
        let again = case.face.is_to_be_said_again();
        commands.extend(if again { Vec::new() } else { self.sealing(&case, &reading).await? });
        if case.danger.is_some() {
            self.safety(&case, &reading).await?;
        }
        let before = case.clone();
        let case = if again { Box::pin(self.seal_what_was_meant(case, &reading)).await? } else { case };
        let case = self.perform_all(case, actor, commands).await?;
        let case = Box::pin(self.wish_to_meet(&before, case, &reading)).await?;
        let case = Box::pin(self.more_of_danger(case, &reading)).await?;
        let asked = self.wants_no_name(entry.text.as_deref().unwrap_or_default());
        let hides = Tap::Name(Naming::Hidden);
        let asked = asked && self.may_speak(&case, &self.voice(&case), &hides);
        let case = if asked && !case.is_anonymous_by_wish() { self.name(case, Naming::Hidden).await? } else { case };
        let mut case = self.protect_if_threatened(case, &reading).await?;
        self.after_accusation(&case, &reading).await?;
        if !reading.recuse.is_empty() {
            case = self.wished_away(case, &reading.recuse).await?;
        }
        if before.state == State::Collecting && reading.danger.is_some() {
            let case = Box::pin(self.close_window(case)).await?;
            self.joined_line(&said, person, &case).await?;
            return Ok(Outcome::about("joined", &case.id));
        }
        let wished = case.face.is_live() && !before.face.is_live();
        let answered = said.reply_to.is_some() || case.danger.is_some();
        if !wished && (before.marks.asked || answered && before.state != State::Collecting) {
            self.joined_line(&said, person, &case).await?;
        } else {
            self.thumb(&said, &case).await?;
        }
        Box::pin(self.ask_health(&case, &Entry::of(&said), person)).await?;
        let id = case.id.clone();
        match self.flood {
            Flood::None => Box::pin(self.route_again(case)).await.map(|_| ())?,
            Flood::Told | Flood::Quiet => self.catch_up_later(&case).await?,
        }
        Ok(Outcome::about("joined", &id))
    }

    /// The answer to a greeting or thanks.
    pub(super) async fn small_talk(&mut self, said: &Said, person: &PersonRow, smalltalk: Smalltalk) -> Done<Outcome> {
        let key = match smalltalk {
            Smalltalk::Greeting => "smalltalk-greeting",
            Smalltalk::Thanks => "smalltalk-thanks",
        };
        self.reply(said, person, key).await?;
        Ok(Outcome::of("smalltalk"))
    }

    /// What accuses joins only a sealed case or a burst; new danger only a burst or a case that is about danger already.
    fn belongs(&self, case: &Case, reading: &Reading) -> bool {
        let bursting = case.state == State::Collecting;
        let accuses = self.accuses(reading) && !case.is_sealed() && !case.face.is_to_be_said_again();
        let alarms = reading.danger.is_some() && case.danger.is_none() || self.is_elsewhere(case, reading);
        case.state.is_open() && (bursting || !accuses && !alarms)
    }

    /// Whether a message of a burst says both of what and of where it is, and both differ from what was said before.
    pub(super) fn is_another(&self, case: &Case, reading: &Reading) -> bool {
        let sure = reading.subjects.first().filter(|guess| guess.confidence >= self.threshold());
        let (Some(known), Some(place), Some(guess), Some(subject)) = (&case.place, &reading.place, sure, &case.subject)
        else {
            return false;
        };
        let within = |inner: &PlaceId, outer: &PlaceId| {
            self.county().places.get(inner).and_then(|it| it.parent.as_ref()) == Some(outer)
        };
        let apart = known != place && !within(known, place) && !within(place, known);
        let known = case.confidence >= self.threshold();
        apart
            && known
            && guess.subject != *subject
            && !case.is_sealed()
            && case.danger.is_none()
            && reading.danger.is_none()
    }

    pub(super) async fn joined_line(&mut self, said: &Said, person: &PersonRow, case: &Case) -> Done<()> {
        if self.spared(said).await? {
            return Ok(());
        }
        let language = Language::from_code(Some(&person.language));
        let alarmed = case.danger.is_some() && case.state.is_being_worked_on();
        let key = match case.danger.filter(|_| alarmed) {
            Some(Danger::SelfHarm) => "joined-despair",
            Some(_) => "joined-danger",
            None => "joined",
        };
        let text = self.say(language, key, &self.facts(case, language));
        self.reply_text(said, person, text).await
    }

    /// The commands that seal what accuses, after noting who must not learn of it. Fails closed. What turns out to accuse
    /// clearly leaves the screeners for the lane it belongs to.
    pub(super) async fn sealing(&mut self, case: &Case, reading: &Reading) -> Done<Vec<Command>> {
        if !self.accuses(reading) {
            return Ok(Vec::new());
        }
        let before = self.tx.exclusion(&case.id).await?;
        let more = Exclusion { no_groups: true, ..self.excluded_by(reading, case.place.as_ref()) };
        let exclusion = self.keep_out_of(&case.id, &more).await?;
        let mut commands = Vec::new();
        if exclusion != before {
            commands.push(Command::KeepOut(self.keep("exclusion", &case.id, &exclusion).await?));
        }
        let lane = self.lane_of(reading);
        let clearer = case.lane == Some(Lane::Screeners) && lane != Lane::Screeners;
        if !case.is_sealed() || clearer {
            commands.push(Command::Seal(lane));
        }
        Ok(commands)
    }

    pub(super) async fn add_entry(&mut self, case: &CaseId, said: &Said, entry: &Entry) -> Done<Words> {
        let words = self.keep("entry", case, entry).await?;
        self.tx.add_entry((said.chat, said.message_id), case, &entry.kind, &words.content).await?;
        if let Some(album) = &said.album {
            self.tx.move_album(said.chat, album, case).await?;
        }
        Ok(words)
    }

    pub(super) async fn free_number(&mut self) -> Done<CaseNumber> {
        loop {
            let number = self.ids.case_number();
            if !self.tx.number_taken(number).await? {
                return Ok(number);
            }
        }
    }
}
