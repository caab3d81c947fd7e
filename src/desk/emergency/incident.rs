//! Several reports of one danger in one village: each keeps its number and its case, the group sees one card, and what is
//! done about the danger is told to each. Words written to one of them go to nobody else.

use super::DangerTap;
use crate::case::command::Command;
use crate::case::decide::decide;
use crate::case::emergency::EmergencyFact;
use crate::case::event::Actor;
use crate::case::linked::Other;
use crate::case::{Case, State, Task};
use crate::desk::incoming::Said;
use crate::desk::prompt::{Draft, no_words};
use crate::desk::tap::Tap;
use crate::desk::words::{Reply, safety_key};
use crate::desk::{Done, Work};
use crate::id::{CadreId, CaseId};
use crate::notice::letter::{Audience, Button};
use crate::store::TimerRow;
use crate::text::Language;

/// The timer under which the first report of a danger in a village is found.
const INCIDENT: &str = "incident";
/// So many of the others stand on the card by number, the latest; the rest is counted.
const NAMED: usize = 6;

impl Work<'_> {
    /// The first report can be found by danger and village for as long as neighbours join it.
    pub(in crate::desk) async fn show_incident(&mut self, case: &Case) -> Done<()> {
        let minutes = i64::from(self.rules.service.emergency.incident_minutes);
        let until = case.emergency.since.map(|since| since.plus_s(minutes * 60)).filter(|until| *until > self.now);
        let leads = case.is_incident() && case.emergency.under.is_none() && case.people.is_plain();
        let (Some(due), Some(key), true) = (until, self.incident_key(case), leads) else { return Ok(()) };
        if self.tx.timer_case(&key, self.now).await?.is_some_and(|first| first != case.id) {
            return Ok(());
        }
        let case = Some(case.id.clone());
        Ok(self.tx.set_timer(&TimerRow { key, kind: INCIDENT.to_owned(), case, due, body: String::new() }).await?)
    }

    /// Danger and village; none while only the town is known.
    fn incident_key(&self, case: &Case) -> Option<String> {
        let place = case.place.as_ref()?;
        let village = self.county().places.get(place)?.parent.is_some();
        village.then(|| case.danger.map(|danger| format!("{INCIDENT}:{}:{place}", safety_key(danger))))?
    }

    /// What an act upon one report means for the others.
    pub(super) async fn settle_incident(&mut self, before: &Case, case: Case) -> Done<Case> {
        // Where the first report left, it may stand under another one already.
        let lead = case.emergency.under.clone().or_else(|| before.emergency.under.clone());
        if let Some(lead) = lead {
            return self.settle_neighbour(case, &lead).await;
        }
        if !case.emergency.neighbours.is_empty() {
            return self.settle_lead(before, case).await;
        }
        let fresh = before.emergency.since.is_none() || before.place != case.place;
        if fresh { self.join_incident(case).await } else { Ok(case) }
    }

    /// Stands under the first report of the same danger in the same village, if there is one.
    async fn join_incident(&mut self, case: Case) -> Done<Case> {
        let known = case.is_incident() && case.people.is_plain();
        let Some(key) = self.incident_key(&case).filter(|_| known) else { return Ok(case) };
        let Some(lead) = self.tx.timer_case(&key, self.now).await?.filter(|lead| *lead != case.id) else {
            return Ok(case);
        };
        let lead = self.load(&lead).await?;
        if !self.may_stand_under(&case, &lead).await? {
            return Ok(case);
        }
        let joined = EmergencyFact::NeighbourJoined { other: case.named() };
        let lead = self.perform(lead, Actor::Machine, Command::Emergency(joined)).await?;
        let lead = self.where_they_know(lead, &case).await?;
        let under = EmergencyFact::Under { lead: lead.named() };
        let case = self.perform(case, Actor::Machine, Command::Emergency(under)).await?;
        let case = self.go_along(&lead, case).await?;
        self.worse_from_the_first(&case, &lead.named()).await?;
        // The receipt is on its way already.
        self.edit_status(&case).await?;
        Ok(case)
    }

    /// A first report that waits for somebody to say whose it is goes where the neighbour's has gone: theirs has no card.
    async fn where_they_know(&mut self, lead: Case, case: &Case) -> Done<Case> {
        let waits = lead.state == State::Registered && lead.task.is_none();
        match case.task.clone().filter(|_| waits) {
            Some(task) => {
                let dispatch = Command::Dispatch(Task { signed: None, ..task });
                self.perform(lead, Actor::Machine, dispatch).await
            }
            None => Ok(lead),
        }
    }

    /// Two senders, one village, one danger, nobody to be kept from either.
    async fn may_stand_under(&mut self, case: &Case, lead: &Case) -> Done<bool> {
        let same = lead.is_incident() && lead.danger == case.danger && lead.place == case.place;
        if !same || lead.emergency.under.is_some() || !lead.people.is_plain() {
            return Ok(false);
        }
        let alike = self.kept_alike(&lead.id, &case.id).await?;
        Ok(alike && self.tx.owner_of(&lead.person).await? != self.tx.owner_of(&case.person).await?)
    }

    /// Whether the same people are kept out of both.
    async fn kept_alike(&mut self, one: &CaseId, other: &CaseId) -> Done<bool> {
        Ok(self.tx.exclusion(one).await? == self.tx.exclusion(other).await?)
    }

    /// A neighbour's report that ends, is sealed, is frozen or is kept from other people leaves the others.
    async fn settle_neighbour(&mut self, case: Case, lead: &Other) -> Done<Case> {
        let stays = case.is_incident() && case.emergency.under.is_some();
        if stays && self.kept_alike(&lead.case, &case.id).await? {
            self.take_for_all(&case, lead).await?;
            self.worse_for_all(&case, lead).await?;
            return Ok(case);
        }
        self.leave_lead(lead, case).await
    }

    /// Whoever has taken one report has taken the incident: nobody is called for the others.
    async fn take_for_all(&mut self, case: &Case, lead: &Other) -> Done<()> {
        let Some(taker) = case.danger_taken.clone() else { return Ok(()) };
        let first = self.load(&lead.case).await?;
        if first.is_incident() && first.danger_taken.is_none() {
            self.perform(first, Actor::Cadre(taker), Command::TakeDanger).await?;
        }
        Ok(())
    }

    /// What one report says of how bad it is holds for the one card.
    async fn worse_for_all(&mut self, case: &Case, lead: &Other) -> Done<()> {
        self.worse_through(case, case.emergency.people, lead).await
    }

    /// The same of all that a neighbour has said who joins: nobody who has the one card has read it.
    async fn worse_from_the_first(&mut self, case: &Case, lead: &Other) -> Done<()> {
        let people = case.emergency.people || self.tells_of_people(&case.id).await?;
        let known = people && self.tells_of_people(&lead.case).await?;
        self.worse_through(case, people && !known, lead).await
    }

    async fn worse_through(&mut self, case: &Case, people: bool, lead: &Other) -> Done<()> {
        let first = self.load(&lead.case).await?;
        let worse = first.worsens(case.emergency.worst, people, Some(case.named()));
        if let Some(worse) = worse {
            self.perform(first, Actor::Machine, Command::Emergency(worse)).await?;
        }
        Ok(())
    }

    /// It goes on by itself.
    async fn leave_lead(&mut self, lead: &Other, case: Case) -> Done<Case> {
        let first = self.load(&lead.case).await?;
        if first.emergency.neighbours.iter().any(|other| other.case == case.id) {
            let left = EmergencyFact::NeighbourLeft { case: case.id.clone() };
            self.perform(first, Actor::Machine, Command::Emergency(left)).await?;
        }
        if case.emergency.under.is_none() {
            return Ok(case);
        }
        self.perform(case, Actor::Machine, Command::Emergency(EmergencyFact::Apart)).await
    }

    /// The others go along with the first report where that changed, or by themselves once it is over or kept from others.
    /// One more of them changes nothing for the rest.
    async fn settle_lead(&mut self, before: &Case, case: Case) -> Done<Case> {
        if !case.is_incident() {
            return self.let_all_go(case).await;
        }
        if before.emergency.neighbours == case.emergency.neighbours {
            self.part_from_others(&case).await?;
        }
        let known = |case: &Case| (case.task.clone(), case.danger_taken.clone(), case.emergency.fed_back);
        let case = self.load(&case.id).await?;
        if known(before) == known(&case) {
            return Ok(case);
        }
        for other in case.emergency.neighbours.clone() {
            let neighbour = self.load(&other.case).await?;
            if neighbour.is_incident() {
                self.go_along(&case, neighbour).await?;
            }
        }
        Ok(case)
    }

    /// Those leave that other people are kept out of.
    async fn part_from_others(&mut self, lead: &Case) -> Done<()> {
        for other in lead.emergency.neighbours.clone() {
            if !self.kept_alike(&lead.id, &other.case).await? {
                let neighbour = self.load(&other.case).await?;
                self.leave_lead(&lead.named(), neighbour).await?;
            }
        }
        Ok(())
    }

    /// Whoever has taken it on, unit, whoever acts and the signature as the first report has them, and that something was
    /// done: facts, no words.
    async fn go_along(&mut self, lead: &Case, mut case: Case) -> Done<Case> {
        if let (Some(taker), None) = (&lead.danger_taken, &case.danger_taken) {
            case = self.perform(case, Actor::Cadre(taker.clone()), Command::TakeDanger).await?;
        }
        let Some(task) = lead.task.clone() else { return Ok(case) };
        if case.unit() != Some(&task.unit) && case.state != State::Collecting {
            let task = Task { signed: None, ..task.clone() };
            case = self.perform(case, Actor::Machine, Command::Dispatch(task)).await?;
        }
        if let (State::Dispatched, Some((cadre, _))) = (case.state, &task.signed) {
            case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Sign).await?;
        }
        if case.acting() != Some(&task.acting) && task.signed.is_some() {
            case = self.perform(case, Actor::Machine, Command::Assign(task.acting.clone())).await?;
        }
        if lead.emergency.fed_back && !case.emergency.fed_back {
            let due = self.result_due(lead);
            case = self.perform(case, Actor::Machine, Command::Emergency(EmergencyFact::News { due })).await?;
        }
        Ok(case)
    }

    /// Each goes on by itself, with a card of its own and a written result of its own. While the danger itself may go on,
    /// because the first sender only took theirs back, the next one stands for the others.
    async fn let_all_go(&mut self, case: Case) -> Done<Case> {
        let goes_on = case.state == State::Withdrawn || case.is_kept_apart();
        let (mut case, mut heir) = (case, None::<Case>);
        for other in case.emergency.neighbours.clone() {
            let left = EmergencyFact::NeighbourLeft { case: other.case.clone() };
            case = self.perform(case, Actor::Machine, Command::Emergency(left)).await?;
            let neighbour = self.load(&other.case).await?;
            if neighbour.emergency.under.is_none() {
                continue;
            }
            if let Some(first) = heir.take_if(|_| goes_on && neighbour.is_incident()) {
                heir = Some(self.put_under(first, neighbour).await?);
                continue;
            }
            let apart = Command::Emergency(EmergencyFact::Apart);
            let neighbour = self.perform(neighbour, Actor::Machine, apart).await?;
            heir = heir.or_else(|| Some(neighbour).filter(Case::is_incident));
        }
        Ok(case)
    }

    async fn put_under(&mut self, lead: Case, case: Case) -> Done<Case> {
        let joined = EmergencyFact::NeighbourJoined { other: case.named() };
        let lead = self.perform(lead, Actor::Machine, Command::Emergency(joined)).await?;
        let under = EmergencyFact::Under { lead: lead.named() };
        let case = self.perform(case, Actor::Machine, Command::Emergency(under)).await?;
        let case = self.go_along(&lead, case).await?;
        self.worse_from_the_first(&case, &lead.named()).await?;
        self.load(&lead.id).await
    }

    /// They were typed in answer to the prompt.
    pub(in crate::desk) async fn tell_all_drafted(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        case: Case,
        (draft, user): (Draft, i64),
    ) -> Done<()> {
        let case = self.tell_all(cadre, case, &draft.reply).await?;
        self.tx.clear_draft(said.chat, user).await?;
        self.tell_here(said, cadre, &case, "prompt-told-all").await
    }

    /// Words written for all who reported it: to the first one and to each neighbour, kept with each case by itself.
    async fn tell_all(&mut self, cadre: &CadreId, case: Case, reply: &Reply) -> Done<Case> {
        for other in case.emergency.neighbours.clone() {
            let neighbour = self.load(&other.case).await?;
            let would = decide(&neighbour, Command::ReplyInterim(no_words())).is_ok();
            let alike = self.kept_alike(&case.id, &neighbour.id).await?;
            if neighbour.emergency.under.is_some() && would && alike {
                let words = self.keep("reply", &neighbour.id, reply).await?;
                self.perform(neighbour, Actor::Cadre(cadre.clone()), Command::ReplyInterim(words)).await?;
            }
        }
        let words = self.keep("reply", &case.id, reply).await?;
        self.perform(case, Actor::Cadre(cadre.clone()), Command::ReplyInterim(words)).await
    }

    /// What the one card says of the others.
    pub(in crate::desk) fn incident_line(&self, case: &Case) -> Option<String> {
        let others = &case.emergency.neighbours;
        let numbers: Vec<String> = latest(others).iter().map(|other| other.number.to_string()).collect();
        let language = Language::default();
        let key = if others.len() > numbers.len() { "card-incident-many" } else { "card-incident" };
        let numbers = numbers.join(&self.say(language, "card-incident-and", &[]));
        let facts = [("reports", (others.len() + 1).to_string()), ("numbers", numbers)];
        (!others.is_empty()).then(|| self.say(language, key, &facts))
    }

    /// The original of each neighbour, and words for all of them.
    pub(in crate::desk) async fn incident_rows(&mut self, case: &Case, to: &Audience) -> Done<Vec<Vec<Button>>> {
        let language = Language::default();
        let mut buttons = Vec::new();
        for other in latest(&case.emergency.neighbours).to_vec() {
            let label = self.say(language, "button-read-of", &[("number", other.number.to_string())]);
            buttons.push(self.button(to, Some(&other.case), label, Tap::Read).await?);
        }
        if !buttons.is_empty() && case.state != State::Dispatched {
            let all = ("button-tell-all", Tap::Danger(DangerTap::TellAll));
            buttons.push(self.labelled(to, &case.id, language, all).await?);
        }
        Ok(buttons.chunks(3).map(<[_]>::to_vec).collect())
    }

    /// Whether the cards are seen to: a case under another one has none, and one that goes on by itself has a new one.
    pub(in crate::desk) async fn without_card(&mut self, before: &Case, after: &Case) -> Done<bool> {
        if after.emergency.under.is_none() {
            let freed = before.emergency.under.is_some();
            if freed && after.state.is_being_worked_on() && !after.is_sealed() {
                self.show_again(after).await?;
            }
            return Ok(freed);
        }
        if before.emergency.under.is_none() {
            if let Some(unit) = before.unit().cloned() {
                self.stub(before, &Audience::UnitGroup(unit.clone()), unit.as_str()).await?;
            }
            if before.state == State::Registered && before.screen_due.is_some() {
                self.stub(before, &Audience::TriageGroup, "triage").await?;
            }
        }
        Ok(true)
    }
}

/// Those that stand on the card.
fn latest(others: &[Other]) -> &[Other] {
    others.get(others.len().saturating_sub(NAMED)..).unwrap_or(others)
}
