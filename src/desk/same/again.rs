//! One sender, once more: 催办 on the same number, or 新情况 of the same case.

use crate::case::command::{Command, Understanding};
use crate::case::emergency::is_of_a_place;
use crate::case::event::Actor;
use crate::case::{Case, State};
use crate::classify::alike::Again;
use crate::classify::{Reading, Weight};
use crate::desk::flood::Flood;
use crate::desk::incoming::Said;
use crate::desk::tap::Asking;
use crate::desk::words::{Entry, joined};
use crate::desk::{Done, Outcome, Work};
use crate::notice::plan::SAID_AGAIN;
use crate::store::PersonRow;
use crate::text::Language;

/// With so many of the sender's open cases a message is compared, the latest first.
const COMPARED: usize = 4;
/// Longer words, in characters, are compared with nothing: they tell a matter of their own.
const LONG: usize = 3_000;

impl Work<'_> {
    /// A message that says again what its sender has said, or more of it: it is kept with the case that has it. What accuses,
    /// what is for somebody else and what is in doubt goes the ordinary way.
    pub(in crate::desk) async fn said_again(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().unwrap_or_default();
        let reading = self.read(text);
        let private = reading.danger.is_some_and(|danger| !is_of_a_place(danger));
        let long = text.chars().count() > LONG;
        if text.is_empty()
            || long
            || self.flood != Flood::None
            || reading.smalltalk.is_some()
            || reading.behalf.is_some()
            || private
            || self.accuses(&reading)
        {
            return Ok(None);
        }
        let open = self.own_open(person).await?;
        let alone = open.len() == 1;
        for case in open.into_iter().take(COMPARED) {
            // Danger told again, or after the answer, is danger anew: it never waits behind a nudge.
            if reading.danger.is_some() && (case.danger.is_some() || case.state == State::Answered) {
                continue;
            }
            let earlier: String = joined(&self.said_about(&case.id).await?).chars().take(LONG).collect();
            let known = self.read(&earlier);
            let again = self.rules.reader.alike().again((&earlier, &known), (text, &reading));
            let shown = said.attachment.is_some();
            let outcome = match again {
                Again::Nudge if !shown && reading.danger.is_none() => {
                    Box::pin(self.pressed_for(case, said, person)).await?
                }
                Again::Bare if alone && !shown && reading.danger.is_none() => {
                    Box::pin(self.pressed_for(case, said, person)).await?
                }
                Again::Nudge | Again::Further => Box::pin(self.more_of(case, said.clone(), person, &reading)).await?,
                Again::Bare | Again::Another => continue,
            };
            return Ok(Some(outcome));
        }
        Ok(None)
    }

    /// The sender's own cases that somebody works on in the open, the latest first.
    async fn own_open(&mut self, person: &PersonRow) -> Done<Vec<Case>> {
        let mut open = Vec::new();
        for case in self.cases_of(person, true).await? {
            let own = self.voices.get(&case.id) == Some(&case.person) && case.people.is_plain();
            let course =
                !case.marks.course.is_disputed() && case.linked.parts.is_empty() && case.linked.whole.is_none();
            let going =
                matches!(case.state, State::Registered | State::Dispatched | State::InProgress | State::Answered);
            if own && course && going && !case.is_kept_apart() && !case.marks.frozen && case.part.is_none() {
                open.push(case);
            }
        }
        Ok(open)
    }

    /// The same facts: the words are kept, whoever has it is pressed, and the sender reads how far it is.
    async fn pressed_for(&mut self, case: Case, said: &Said, person: &PersonRow) -> Done<Outcome> {
        if case.state == State::Answered {
            return Box::pin(self.join(case, said.clone(), person)).await;
        }
        let entry = Entry::of(said);
        let words = self.add_entry(&case.id, said, &entry).await?;
        let actor = self.speaker(&case);
        let join = Command::Join { words, what: SAID_AGAIN.to_owned() };
        let case = Box::pin(self.perform(case, actor, join)).await?;
        self.thumb(said, &case).await?;
        let (id, language) = (case.id.clone(), Language::from_code(Some(&person.language)));
        let told = Box::pin(self.ask_for(case, Asking::Nudge)).await?;
        let case = self.load(&id).await?;
        let progress = Box::pin(self.case_block(&case, language)).await?;
        let text = if told.contains(&progress) { told } else { format!("{told}\n{progress}") };
        self.reply_text(said, person, text).await?;
        Ok(Outcome::about("nudged", &id))
    }

    /// More facts: they join the case and its unit hears of them. Where they smell of danger it becomes one of danger.
    async fn more_of(&mut self, case: Case, said: Said, person: &PersonRow, reading: &Reading) -> Done<Outcome> {
        let raised = reading.danger.filter(|_| case.danger.is_none() && case.state != State::Answered);
        let Some(danger) = raised else {
            let id = case.id.clone();
            let outcome = Box::pin(self.join(case, said.clone(), person)).await?;
            if outcome.name == "joined" && said.reply_to.is_none() {
                let case = self.load(&id).await?;
                self.joined_line(&said, person, &case).await?;
            }
            return Ok(outcome);
        };
        let entry = Entry::of(&said);
        Box::pin(self.safety(&case, reading)).await?;
        let words = self.add_entry(&case.id, &said, &entry).await?;
        let minutes = i64::from(self.rules.service.emergency_feedback_minutes);
        let understanding = Command::Understand(Understanding {
            kind: case.kind,
            subject: case.subject.clone(),
            place: case.place.clone(),
            danger: Some(danger),
            weight: Weight::of(reading, Some(danger), self.today()),
            confidence: case.confidence,
            reasons: case.reasons.clone(),
            due: case.due.min(self.now.plus_s(minutes * 60)),
            provisional: false,
        });
        let actor = self.speaker(&case);
        let case = Box::pin(self.perform(case, actor, Command::Join { words, what: entry.kind.clone() })).await?;
        let case = Box::pin(self.perform(case, Actor::Machine, understanding)).await?;
        self.joined_line(&said, person, &case).await?;
        Ok(Outcome::about("joined", &case.id))
    }
}
