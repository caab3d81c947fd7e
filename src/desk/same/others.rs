//! Another sender, the same matter: a case of its own that stands beside the first. Looked for once, when the burst is over and
//! the case has found its way, by keyed hashes of pieces of its words; a few candidates are opened and compared. What only
//! named readers see is neither looked for nor found.

use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::linked::same::SameFact;
use crate::case::linked::{LinkedFact, Other};
use crate::case::{Case, State};
use crate::classify::Kind;
use crate::classify::alike::{Sketch, likeness};
use crate::desk::flood::Flood;
use crate::desk::words::joined;
use crate::desk::{Done, Halt, Work};
use crate::id::CaseId;
use crate::notice::gate::Exclusion;
use crate::store::LOOKED_UP;
use crate::text::Language;

/// So many pieces are kept of a case; with a power of two they are written by one statement.
const KEPT: usize = 8;
/// So many candidates are looked up, the likeliest first; so many of them are opened …
const CANDIDATES: usize = 8;
const OPENED: usize = 3;
/// … and beyond these only what shares so many pieces.
const STRONG: i64 = 6;
/// Half a year: whoever writes later raises a matter of their own.
const DAYS: i64 = 183;
/// From this likeness on two texts about one subject in one place are the same matter …
const SAME_PLACE: f64 = 0.3;
/// … and where the place of one is not known.
const NO_PLACE: f64 = 0.65;
/// One case stands beside so many others at most; of more their number is enough.
pub(in crate::desk) const BESIDE: usize = 5;
/// From so many persons on their number is told.
const TOLD: u32 = 5;

impl Work<'_> {
    /// Looks for the same matter among earlier cases, and keeps what this one is found by.
    pub(in crate::desk) async fn look_for_same(&mut self, case: Case) -> Done<Case> {
        let found = self.flood == Flood::None
            && !case.is_kept_apart()
            && case.people.is_plain()
            && matches!(case.state, State::Registered | State::Dispatched)
            && self.tx.exclusion(&case.id).await? == Exclusion::default();
        if !found {
            return Ok(case);
        }
        let text = joined(&self.said_about(&case.id).await?);
        let sketch = self.rules.reader.alike().sketch(None, &text);
        let pieces = pieces(&case, &sketch);
        // What smells of danger waits for nothing.
        if case.danger.is_some() {
            self.tx.keep_terms(&case.id, &kept(&pieces)).await?;
            return Ok(case);
        }
        let likely = self.tx.cases_with(&pieces, CANDIDATES).await?;
        self.tx.keep_terms(&case.id, &kept(&pieces)).await?;
        let case = Box::pin(self.hear_of_the_past(case, &text)).await?;
        let others = likely.into_iter().filter(|(id, _)| *id != case.id).enumerate();
        for (_, (id, _)) in others.filter(|(nth, (_, shared))| *nth < OPENED || *shared >= STRONG) {
            if let Some(other) = Box::pin(self.is_same(&case, &sketch, &id)).await? {
                return Box::pin(self.stand_beside(case, other)).await;
            }
        }
        Ok(case)
    }

    /// The other case, if it is open to be found and about the same.
    async fn is_same(&mut self, case: &Case, sketch: &Sketch, id: &CaseId) -> Done<Option<Case>> {
        let other = self.load(id).await?;
        let above = other.task.as_ref().is_some_and(|task| task.above);
        let taken_back = matches!(other.state, State::Withdrawn | State::NotAccepted | State::Collecting);
        let subject = case.subject.is_some() && case.subject == other.subject;
        let place = case.place.is_none() || other.place.is_none() || case.place == other.place;
        let whole = other.linked.whole.as_ref() == Some(&case.id) || case.linked.whole.as_ref() == Some(&other.id);
        if other.is_kept_apart() || other.marks.frozen || above || taken_back || whole || !subject || !place {
            return Ok(None);
        }
        // Of a private or nameless matter nobody learns from another's. A chain of one's own has no end.
        let own = self.same_sender(case, &other).await?;
        let private = case.subject.as_ref().and_then(|id| self.county().subjects.get(id)).is_some_and(|it| it.private);
        let late = case.registered_at.since(other.registered_at) > DAYS * 24 * 3_600_000;
        let nameless = case.hides_name() || other.hides_name();
        if !own && (private || nameless || late) {
            return Ok(None);
        }
        if self.tx.exclusion(id).await? != Exclusion::default() {
            return Ok(None);
        }
        let text = joined(&self.said_about(id).await?);
        let theirs = self.rules.reader.alike().sketch(None, &text);
        let like = likeness(sketch, &theirs, |_| 1.0);
        let least = if case.place.is_some() && case.place == other.place { SAME_PLACE } else { NO_PLACE };
        Ok((like >= least && !sketch.elsewhere(&theirs)).then_some(other))
    }

    /// Both stand beside each other from now on; of the same sender's it is a chain.
    async fn stand_beside(&mut self, case: Case, other: Case) -> Done<Case> {
        let own = self.same_sender(&case, &other).await?;
        if own && !other.state.is_open() {
            return Box::pin(self.repeats(case, other)).await;
        }
        let first = match &other.linked.same.first {
            Some(first) => self.load(&first.case).await?,
            None => other.clone(),
        };
        let gone = first.is_kept_apart() || first.marks.frozen || first.hides_name() || first.state == State::Withdrawn;
        let first = if gone || first.id == case.id { other.clone() } else { first };
        let beside = if first.linked.related.len() >= BESIDE { other.clone() } else { first.clone() };
        let mut case = case;
        let stands = case.linked.related.iter().any(|it| it.case == beside.id);
        if !stands && beside.linked.related.len() < BESIDE && beside.id != case.id && beside.state != State::Merged {
            case = Box::pin(self.relate(case, beside)).await?;
        }
        let known = case.place.is_some() && case.place == other.place;
        let mut count = other.linked.same.others + u32::from(!own);
        if known && count > 0 && Box::pin(self.counted_already(&case, &first.id)).await? {
            count -= 1;
        }
        if !known || count == 0 {
            return Ok(case);
        }
        let others = SameFact::Others { count, first: Other { case: first.id.clone(), number: first.number } };
        self.noted(case, Actor::Machine, others).await
    }

    async fn same_sender(&mut self, case: &Case, other: &Case) -> Done<bool> {
        Ok(case.person == other.person
            || self.tx.owner_of(&case.person).await? == self.tx.owner_of(&other.person).await?)
    }

    /// Whether the sender has another case of the same matter: nobody counts twice.
    async fn counted_already(&mut self, case: &Case, first: &CaseId) -> Done<bool> {
        let me = self.tx.owner_of(&case.person).await?;
        let rows = self.tx.cases_of_person(&me, crate::store::Which::All, 20).await?;
        for row in rows {
            let other = crate::desk::act::case_of(&row)?;
            let of_it = other.id == *first || other.linked.same.first.as_ref().is_some_and(|it| it.case == *first);
            if other.id != case.id && of_it {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Two cases stand beside each other in silence; nothing where they do already.
    pub(in crate::desk) async fn relate(&mut self, case: Case, other: Case) -> Done<Case> {
        if case.id == other.id || case.linked.related.iter().any(|known| known.case == other.id) {
            return Ok(case);
        }
        let (one, two) = (case.named(), other.named());
        let beside = |other: Other| Command::Linked(LinkedFact::Related { other, told: false }, None);
        // Standing beside each other never refuses what brought it about.
        let linked = match Box::pin(self.perform(other, Actor::Machine, beside(one))).await {
            Err(Halt::Refused(_)) => return Ok(case),
            done => done?,
        };
        match Box::pin(self.perform(case.clone(), Actor::Machine, beside(two))).await {
            Err(Halt::Refused(_)) => {
                let out = LinkedFact::Unrelated { case: case.id.clone() };
                Box::pin(self.perform(linked, Actor::Machine, Command::Linked(out, None))).await?;
                Ok(case)
            }
            done => done,
        }
    }

    /// What the receipt says of others who have raised the same: a number only from five on, and never of complaints about
    /// anybody, since whoever is complained of could ask by writing the same.
    pub(in crate::desk) async fn others_line(&mut self, case: &Case, language: Language) -> Done<Option<String>> {
        let same = case.linked.same.clone();
        let told = matches!(case.kind, Kind::Help | Kind::Consult | Kind::Suggestion);
        let Some(first) = same.first.clone().filter(|_| told && same.others > 0 && case.state.is_being_worked_on())
        else {
            return Ok(None);
        };
        let first = self.load(&first.case).await?;
        if case.is_kept_apart()
            || first.is_kept_apart()
            || first.hides_name()
            || !first.state.is_open() && first.state != State::Closed
        {
            return Ok(None);
        }
        let key = if same.others < TOLD { "same-some" } else { "same-many" };
        // How far it is, in general: what is asked of another resident is theirs.
        let far = match first.state {
            State::Registered => "same-far-sorting",
            State::Answered | State::Closed => "same-far-answered",
            _ => "same-far-working",
        };
        let state = self.say(language, far, &[]);
        let facts = [("count", (same.others - same.others % TOLD).to_string()), ("state", state)];
        Ok(Some(self.say(language, key, &facts)))
    }
}

/// What a case is looked up by, the most telling first: subject and place together, then pieces of its words.
fn pieces(case: &Case, sketch: &Sketch) -> Vec<String> {
    let subject = case.subject.as_ref().zip(case.place.as_ref());
    let both = subject.map(|(subject, place)| format!("{subject}@{place}"));
    let words = sketch.keys().into_iter().map(|piece| format!("{piece:x}"));
    both.into_iter().chain(words).take(LOOKED_UP).collect()
}

fn kept(pieces: &[String]) -> Vec<String> {
    pieces.iter().take(KEPT).cloned().collect()
}
