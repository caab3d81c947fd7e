//! Who goes on under whom; what the sender of a merged case sees and hears, and how what they say reaches whoever has it.

use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Event, Fact};
use crate::case::linked::{LinkedFact, Other, Wish, seen_by};
use crate::case::timers::rating_ends;
use crate::case::{Case, Grade, State};
use crate::desk::incoming::Said;
use crate::desk::tap::Asking;
use crate::desk::words::Entry;
use crate::desk::{Done, Outcome, Work};
use crate::id::CaseId;
use crate::notice::linked::for_others;
use crate::notice::plan::{Notice, Offer, Who, planned, tell};
use crate::notice::table::Told;
use crate::store::PersonRow;
use crate::text::Language;

const STILL: &[Offer] = &[Offer::Solved, Offer::Unsolved];
const AGAIN: &[Offer] = &[Offer::Unsolved];

impl Work<'_> {
    /// The case under which one goes on at last; itself where it goes on by itself.
    pub(in crate::desk) async fn survivor(&mut self, case: &Case) -> Done<Case> {
        let mut now = case.clone();
        while let Some(into) = now.linked.into.clone().filter(|_| now.state == State::Merged) {
            now = self.load(&into).await?;
        }
        Ok(now)
    }

    /// The cases that go on under one, and under these.
    pub(in crate::desk) async fn members(&mut self, case: &Case) -> Done<Vec<Case>> {
        let mut waiting: Vec<CaseId> = case.linked.under.iter().rev().map(|other| other.case.clone()).collect();
        let mut found = Vec::new();
        while let Some(id) = waiting.pop() {
            let member = self.load(&id).await?;
            if member.state == State::Merged {
                waiting.extend(member.linked.under.iter().rev().map(|other| other.case.clone()));
                found.push(member);
            }
        }
        Ok(found)
    }

    /// A case as its own sender sees it: what is merged follows the one it goes on under.
    pub(in crate::desk) async fn face_of(&mut self, case: &Case) -> Done<Case> {
        if case.state != State::Merged {
            return Ok(case.clone());
        }
        let survivor = self.survivor(case).await?;
        Ok(seen_by(&survivor, case))
    }

    /// The case whose status message tells of this one: what was split off stands in the receipt of the whole.
    pub(in crate::desk) async fn told_in(&mut self, case: &Case) -> Done<Case> {
        match &case.linked.whole {
            Some(whole) => {
                let whole = self.load(whole).await?;
                self.face_of(&whole).await
            }
            None => self.face_of(case).await,
        }
    }

    /// The lines of a status message about what was split off, and the worst that was said of it.
    pub(in crate::desk) async fn parts_text(&mut self, case: &Case, language: Language) -> Done<Option<String>> {
        if case.linked.parts.is_empty() {
            return Ok(None);
        }
        let mut blocks = vec![self.say(language, "status-parts", &[])];
        for part in case.linked.parts.clone() {
            let part = self.load(&part.other.case).await?;
            blocks.push(Box::pin(self.status_text(&part, language)).await?);
        }
        blocks.extend(self.worst_line(case, language, "status-worst"));
        Ok(Some(blocks.join("\n")))
    }

    /// What a case's sender hears of an event, for the senders of those that go on under it.
    pub(in crate::desk) async fn tell_others(&mut self, before: &Case, after: &Case, event: &Event) -> Done<()> {
        for member in self.members(after).await? {
            let (was, seen) = (seen_by(before, &member), seen_by(after, &member));
            for (index, notice) in planned(before, after, event).into_iter().enumerate() {
                if let Some(notice) = for_others(notice, &seen, &event.actor) {
                    let told = self.rules.notices.look_up(event.fact.name(), notice);
                    self.tell_one(&was, &seen, &told, index).await?;
                }
            }
            if let Fact::DoneReported { words, .. } = &event.fact {
                self.tell_answer(&seen, &words.content).await?;
                self.count_member(after, &member, event.at).await?;
            }
            if let Fact::Answer(what) = &event.fact {
                self.tell_sender_of_answer(&seen, what).await?;
            }
        }
        Ok(())
    }

    /// Brings the status messages of those who go on under a case up to date with it.
    pub(in crate::desk) async fn edit_others(&mut self, before: &Case, after: &Case) -> Done<()> {
        for member in self.members(after).await? {
            self.edit_status(&member).await?;
            if before.round != after.round {
                self.edit_answer(&seen_by(before, &member), &seen_by(after, &member)).await?;
            }
        }
        Ok(())
    }

    /// What a merged case's sender said of the answer stands beneath it.
    pub(in crate::desk) async fn edit_own_answer(&mut self, before: &Case, after: &Case) -> Done<()> {
        if after.state != State::Merged || before.linked.said == after.linked.said {
            return Ok(());
        }
        let seen = self.face_of(after).await?;
        self.edit_answer(&seen, &seen).await
    }

    /// Words of the sender of a merged case: kept with their own case, and whoever has it hears of them. Of what was
    /// answered the sender is asked whether it is to be done again. What accuses, what smells of danger, and what comes
    /// after everything is over becomes a case of its own.
    pub(in crate::desk) async fn join_merged(&mut self, case: Case, said: Said, person: &PersonRow) -> Done<Outcome> {
        let entry = Entry::of(&said);
        let reading = self.read(entry.text.as_deref().unwrap_or_default());
        if let Some(smalltalk) = reading.smalltalk.filter(|_| said.attachment.is_none()) {
            return self.small_talk(&said, person, smalltalk).await;
        }
        let survivor = self.survivor(&case).await?;
        let judged = matches!(survivor.state, State::Answered | State::Closed);
        let in_time = survivor.state.is_open() || judged && self.now < rating_ends(&survivor, &self.rules.service);
        if !in_time || self.accuses(&reading) || reading.danger.is_some() && survivor.danger.is_none() {
            return Box::pin(self.open(said, person)).await;
        }
        let words = self.add_entry(&case.id, &said, &entry).await?;
        let actor = Actor::Resident(case.person.clone());
        let join = Command::Join { words, what: entry.kind.clone() };
        let case = self.perform(case, actor.clone(), join).await?;
        let heard = LinkedFact::Heard { other: Other { case: case.id.clone(), number: case.number } };
        let survivor = self.perform(survivor, actor, Command::Linked(heard, None)).await?;
        if said.reply_to.is_some() && !judged {
            self.joined_line(&said, person, &case).await?;
        } else {
            self.thumb(&said, &case).await?;
        }
        if judged {
            self.ask_whether_again(&survivor, &case).await?;
        }
        Ok(Outcome::about("joined", &case.id))
    }

    /// Answered or closed: the sender is asked, as the other case's own sender is, and one press brings it back.
    async fn ask_whether_again(&mut self, survivor: &Case, member: &Case) -> Done<()> {
        let seen = seen_by(survivor, member);
        let (key, offers) =
            if survivor.state == State::Answered { ("ask-still", STILL) } else { ("ask-still-closed", AGAIN) };
        let notice = Notice { bundled: true, offers, ..tell(Who::Resident, key) };
        self.tell_one(&seen, &seen, &Told::of(notice), 0).await
    }

    /// 催一下, 请人上门, 给我回电 of the sender of a merged case: once a day each, as for any sender.
    pub(in crate::desk) async fn wish_merged(
        &mut self,
        case: Case,
        (command, asking): (Command, Asking),
    ) -> Done<Case> {
        let survivor = self.survivor(&case).await?;
        let wish = match asking {
            Asking::Nudge => Wish::Nudge,
            Asking::Visit => Wish::Visit,
            Asking::Call => Wish::Call,
        };
        let actor = Actor::Resident(case.person.clone());
        let case = self.perform(case, actor.clone(), command).await?;
        let wished = LinkedFact::Wished { case: case.id.clone(), wish };
        let survivor = self.perform(survivor, actor, Command::Linked(wished, None)).await?;
        Ok(seen_by(&survivor, &case))
    }

    /// What the sender of a merged case says of the answer: their own word, and "not solved" brings the whole back.
    pub(in crate::desk) async fn judge_merged(
        &mut self,
        case: Case,
        round: u32,
        (solved, grade): (Option<bool>, Option<Grade>),
    ) -> Done<Case> {
        let survivor = self.survivor(&case).await?;
        let of_the_round_before =
            round + 1 == survivor.round && survivor.state.is_being_worked_on() && solved.is_none();
        if round != survivor.round && !of_the_round_before {
            return Err(Refusal::AnotherRound.into());
        }
        if !of_the_round_before && !matches!(survivor.state, State::Answered | State::Closed) {
            return Err(Refusal::NotAnswered.into());
        }
        if survivor.state == State::Closed && self.now >= rating_ends(&survivor, &self.rules.service) {
            return Err(Refusal::WindowOver.into());
        }
        let actor = Actor::Resident(case.person.clone());
        let judged = LinkedFact::Judged { round, solved, grade };
        let case = self.perform(case, actor.clone(), Command::Linked(judged, None)).await?;
        self.count_member(&survivor, &case, self.now).await?;
        let back = solved == Some(false) || grade == Some(Grade::Dissatisfied);
        if back && !of_the_round_before {
            let redo = self.redo_or_choice(&survivor).await?;
            let fact = LinkedFact::NotContent { case: case.id.clone() };
            let survivor = self.perform(survivor, actor, Command::Linked(fact, Some(redo))).await?;
            self.screen_if_nobodys(survivor).await?;
        }
        Ok(case)
    }
}
