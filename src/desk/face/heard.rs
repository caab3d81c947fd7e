//! A voice or a picture without words: somebody puts down what they understood, the sender says whether that is meant, and only
//! then it counts as said. Silence is not yes.

use super::FaceTap;
use crate::case::command::{Command, Understanding};
use crate::case::event::Actor;
use crate::case::face::{FaceFact, Heard};
use crate::case::{Case, State};
use crate::classify::Reading;
use crate::desk::incoming::Said;
use crate::desk::tap::Tap;
use crate::desk::words::{Entry, Reply, joined};
use crate::desk::{Done, Outcome, Work};
use crate::id::CadreId;
use crate::notice::gate::Exclusion;
use crate::notice::letter::{Audience, Button};
use crate::roster::Action;
use crate::store::PersonRow;
use crate::text::Language;

/// What the sender can also type.
const TYPED: &[&str] = &["button-face-meant", "button-face-not-meant"];

impl Work<'_> {
    /// Whether a cadre may put into words what was said without any.
    pub(super) fn may_put_down(&self, case: &Case, cadre: &CadreId) -> bool {
        !case.is_kept_apart() && case.state.is_being_worked_on() && self.can(case, cadre, Action::AskMore)
    }

    /// The button beneath the original, in private.
    pub(in crate::desk) async fn put_down_row(
        &mut self,
        case: &Case,
        to: &Audience,
        cadre: &CadreId,
    ) -> Done<Vec<Vec<Button>>> {
        let wordless = joined(&self.said_about(&case.id).await?).is_empty();
        if !wordless || !self.may_put_down(case, cadre) || case.face.is_asked_back() {
            return Ok(Vec::new());
        }
        self.row(case, to, &[("button-face-put-down", Tap::Face(FaceTap::PutDown))]).await
    }

    /// What the screening card says of a case in which there is nothing to read.
    pub(in crate::desk) fn screening_key(&self, case: &Case, text: &str) -> &'static str {
        match (text.is_empty(), case.face.is_asked_back()) {
            (true, true) => "screening-face-heard",
            (true, false) => "screening-unreadable",
            (false, _) => "screening-ask",
        }
    }

    /// The same, typed instead of pressed.
    pub(in crate::desk) async fn typed_meant(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().unwrap_or_default();
        let Some(key) = self.rules.texts.recognise(text, TYPED).filter(|_| said.attachment.is_none()) else {
            return Ok(None);
        };
        let open = self.cases_of(person, true).await?;
        let Some(case) = open.into_iter().find(|case| case.face.is_asked_back()) else { return Ok(None) };
        let id = case.id.clone();
        let line = self.meant(case, key == TYPED[0]).await?;
        self.reply(said, person, line).await?;
        Ok(Some(Outcome::about("meant", &id)))
    }

    /// The sender has said whether it is meant. If so it is read as if they had written it.
    pub(super) async fn meant(&mut self, case: Case, yes: bool) -> Done<&'static str> {
        let heard = case.face.heard.clone();
        let actor = Actor::Resident(case.person.clone());
        let case = self.perform(case, actor.clone(), Command::Face(FaceFact::Meant { yes })).await?;
        let Some(Heard { words, .. }) = heard.filter(|_| yes) else { return Ok("press-face-not-meant") };
        let text = self.kept::<Reply>(&words.content).await?.map(|reply| reply.text).unwrap_or_default();
        let reading = self.read(&text);
        let entry = Entry { text: Some(text), media: None, kind: "text".to_owned(), forwarded: false };
        let words = self.keep("entry", &case.id, &entry).await?;
        // It came in no message of its own: the moment stands for one.
        self.tx.add_entry((0, self.now.0), &case.id, &entry.kind, &words.content).await?;
        self.safety(&case, &reading).await?;
        let case = Box::pin(self.seal_what_was_meant(case, &reading)).await?;
        let before = case.clone();
        let join = Command::Join { words, what: entry.kind.clone() };
        let case = self.perform_all(case, actor, vec![join]).await?;
        let case = self.protect_if_threatened(case, &reading).await?;
        Box::pin(self.after_accusation(&case, &reading)).await?;
        let case = Box::pin(self.alarm_if_meant(case, &reading)).await?;
        let case = Box::pin(self.route_again(case)).await?;
        Box::pin(self.wish_to_meet(&before, case, &reading)).await?;
        Ok("press-noted")
    }

    /// What accuses leaves every group before anybody reads it there.
    pub(in crate::desk) async fn seal_what_was_meant(&mut self, case: Case, reading: &Reading) -> Done<Case> {
        if !self.accuses(reading) {
            return Ok(case);
        }
        let more = Exclusion { no_groups: true, ..self.excluded_by(reading, case.place.as_ref()) };
        let places = self.places_of(&case).await?;
        let case = self.pull_back_from(case, places, &more).await?;
        if case.is_sealed() {
            return Ok(case);
        }
        let lane = self.lane_of(reading);
        let case = self.perform(case, Actor::Machine, Command::Seal(lane)).await?;
        self.screen_sealed(case).await
    }

    async fn screen_sealed(&mut self, case: Case) -> Done<Case> {
        if case.state != State::Registered || case.screen_due.is_some() {
            return Ok(case);
        }
        let due = self.screening_due(&case);
        self.perform(case, Actor::Machine, Command::AskScreening(due)).await
    }

    /// Danger that was only heard now pings those on call, also where a unit has the case already.
    async fn alarm_if_meant(&mut self, case: Case, reading: &Reading) -> Done<Case> {
        if reading.danger.is_none() || case.danger.is_some() || case.unit().is_none() || case.is_sealed() {
            return Ok(case);
        }
        let understanding = Command::Understand(Understanding {
            kind: case.kind,
            subject: case.subject.clone(),
            place: case.place.clone(),
            danger: reading.danger,
            confidence: case.confidence,
            reasons: case.reasons.clone(),
            due: case.due,
            provisional: case.provisional,
            weight: case.weight.clone(),
        });
        self.perform(case, Actor::Machine, understanding).await
    }

    /// Whether the words a card waits for are yet to be confirmed.
    pub(in crate::desk) fn card_heard(&self, case: &Case) -> Option<String> {
        case.face.is_asked_back().then(|| self.say(Language::default(), "card-face-heard", &[]))
    }
}
