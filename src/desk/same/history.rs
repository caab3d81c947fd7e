//! 重复信访: what the sender had raised before, in these books and outside. Years, levels and counts are facts of the case, seen
//! and struck by its sender; what others once called somebody stands nowhere but in the sender's own words.

use chrono::Datelike as _;

use crate::case::Case;
use crate::case::calendar::{at, date_of};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::linked::LinkedFact;
use crate::case::linked::same::{SameFact, Source};
use crate::classify::alike::Past;
use crate::desk::incoming::Said;
use crate::desk::linked::LinkedTap;
use crate::desk::press::Pressed;
use crate::desk::{Done, Halt, Work};
use crate::id::{CadreId, Moment};
use crate::notice::letter::{Audience, Button};
use crate::store::{PersonRow, TimerRow};
use crate::text::Language;

/// So many working days later whoever supervises is told once more.
const AGAIN_WD: u32 = 5;
/// A year, in milliseconds.
const A_YEAR_MS: i64 = 365 * 24 * 3_600_000;
/// One working day is given to find a leader.
const FOUND_WD: u32 = 1;

impl Work<'_> {
    /// What the words say of years and levels before this case; a proposal, of which the card says whose word it is.
    pub(in crate::desk) async fn hear_of_the_past(&mut self, case: Case, text: &str) -> Done<Case> {
        let Some(past) = self.rules.reader.alike().past(text, self.today().year()) else { return Ok(case) };
        let case = self.noted(case, Actor::Machine, SameFact::History { past, source: Source::Read }).await?;
        self.ask_for_leader(case).await
    }

    /// The sender had raised the same before, and it was closed: a link of one chain.
    pub(super) async fn repeats(&mut self, case: Case, earlier: Case) -> Done<Case> {
        let before = earlier.linked.same.clone();
        // Counted in years only once it is one: a case of last December is not raised for years in January.
        let first = match before.earlier.first() {
            Some(first) => self.load(&first.case).await?.registered_at,
            None => earlier.registered_at,
        };
        let long = case.registered_at.since(first) > A_YEAR_MS;
        let year = date_of(if long { first } else { case.registered_at }).year();
        let since = before.first_year().map_or(year, |first| first.min(year));
        let begun = before.begun.map_or(earlier.registered_at, |first| first.min(earlier.registered_at));
        let repeats = SameFact::Repeats { earlier: earlier.named(), since, begun };
        let mut case = self.noted(case, Actor::Machine, repeats).await?;
        if let Some((past, source)) = before.past.zip(before.source).filter(|_| case.linked.same.past.is_none()) {
            case = self.noted(case, Actor::Machine, SameFact::History { past, source }).await?;
        }
        self.ask_for_leader(case).await
    }

    /// Raised again for more than a year: a leader takes it in charge within a working day, or whoever supervises is told.
    async fn ask_for_leader(&mut self, case: Case) -> Done<Case> {
        if !case.needs_leader() || case.linked.same.leader_by.is_some() {
            return Ok(case);
        }
        let day = self.rules.calendar.plus_working_days(self.today(), FOUND_WD).date;
        let by = at(day, 0, 0).plus_ms(self.now.since(at(self.today(), 0, 0)));
        self.noted(case, Actor::Machine, SameFact::LeaderDue { by }).await
    }

    /// No leader has taken it in charge: a named supervisor is told, who can name one.
    pub(in crate::desk) async fn leader_missed(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let Some(told) = self.supervisor(&case).await? else { return self.nobody_to_tell(timer).await };
        let next: Moment = self.on_working_day(AGAIN_WD, self.rules.service.reminder_hour);
        self.noted(case, Actor::Machine, SameFact::LeaderMissed { told, next }).await?;
        Ok(())
    }

    /// Notes it where it is news, and leaves the case as it was where it is none.
    pub(super) async fn noted(&mut self, case: Case, actor: Actor, fact: SameFact) -> Done<Case> {
        match Box::pin(self.perform(case.clone(), actor, Command::Linked(LinkedFact::Same(fact), None))).await {
            Err(Halt::Refused(_)) => Ok(case),
            done => done,
        }
    }

    /// A line by staff: 1984年起 县、市 多次.
    pub(in crate::desk) async fn history_written(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        case: Case,
        text: &str,
    ) -> Done<()> {
        let Some(past) = self.rules.reader.alike().past_written(text, self.today().year()) else {
            return self.tell_here(said, cadre, &case, "prompt-history-unread").await;
        };
        let fact = LinkedFact::Same(SameFact::History { past, source: Source::Staff });
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Linked(fact, None)).await?;
        let case = self.ask_for_leader(case).await?;
        self.tx.clear_draft(said.chat, said.user.unwrap_or_default()).await?;
        self.tell_here(said, cadre, &case, "prompt-history-kept").await
    }

    /// A button of the sender's about cases that belong together.
    pub(in crate::desk) async fn linked_pressed_by_sender(
        &mut self,
        case: Case,
        person: &PersonRow,
        tap: LinkedTap,
    ) -> Done<Pressed> {
        if tap != LinkedTap::HistoryWrong {
            return self.object(case, person).await;
        }
        let language = Language::from_code(Some(&person.language));
        let actor = self.speaker(&case);
        let struck = Command::Linked(LinkedFact::Same(SameFact::HistoryStruck), None);
        let attempt = self.attempt().await?;
        let result = Box::pin(self.perform(case, actor, struck)).await;
        Ok(match self.settle(attempt, result).await? {
            Ok(_) => Pressed::saying("history_struck", self.say(language, "press-history-struck", &[])),
            Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
        })
    }

    fn levels(&self, past: &Past, language: Language) -> String {
        let levels: Vec<String> =
            past.levels.iter().map(|level| self.say(language, &format!("past-{}", level.name()), &[])).collect();
        levels.join(&self.say(language, "units-and", &[]))
    }

    /// What is known of the time before, as its sender reads it.
    pub(in crate::desk) fn own_history(&self, case: &Case, language: Language) -> Option<String> {
        let same = &case.linked.same;
        let past = same.past.as_ref()?;
        let levels = self.levels(past, language);
        let at = [("levels", levels.clone())];
        let times = match past.times {
            Some(times) => self.say(language, "past-times", &[("times", times.to_string())]),
            None => self.say(language, "past-own-often", &[]),
        };
        let facts = [
            ("year", past.first_year.to_string()),
            ("at", if levels.is_empty() { levels } else { self.say(language, "past-own-at", &at) }),
            ("times", times),
        ];
        let key = if same.source == Some(Source::Staff) { "past-own-staff" } else { "past-own" };
        Some(self.say(language, key, &facts))
    }

    /// The same for whoever opens the original.
    pub(in crate::desk) fn history_line(&self, case: &Case, language: Language) -> Option<String> {
        let same = &case.linked.same;
        let past = same.past.as_ref()?;
        let levels = self.levels(past, language);
        let times = match past.times {
            Some(times) => self.say(language, "past-times", &[("times", times.to_string())]),
            None => self.say(language, "past-often", &[]),
        };
        let source = if same.source == Some(Source::Staff) { "past-by-staff" } else { "past-by-sender" };
        let facts = [
            ("year", past.first_year.to_string()),
            ("levels", if levels.is_empty() { self.say(language, "past-somewhere", &[]) } else { levels }),
            ("times", times),
            ("source", self.say(language, source, &[])),
        ];
        Some(self.say(language, "past-line", &facts))
    }

    /// The same under the status message, with the button that strikes it.
    pub(in crate::desk) async fn history_row(
        &mut self,
        case: &Case,
        to: &Audience,
        language: Language,
    ) -> Done<Vec<Button>> {
        if case.linked.same.past.is_none() || !case.state.is_open() || case.is_kept_apart() {
            return Ok(Vec::new());
        }
        let wrong = ("button-history-wrong", crate::desk::tap::Tap::Linked(LinkedTap::HistoryWrong));
        Ok(vec![self.labelled(to, &case.id, language, wrong).await?])
    }

    /// What a card says: that it was raised before, and whether outside these books. No years, no words.
    pub(in crate::desk) fn repeat_line(&self, case: &Case) -> Option<String> {
        let same = &case.linked.same;
        if !same.is_repeat() || case.is_kept_apart() {
            return None;
        }
        let language = Language::default();
        let key = if same.past.is_some() { "card-repeat-outside" } else { "card-repeat" };
        let mut line = self.say(language, key, &[]);
        if case.needs_leader() && case.marks.supervision.leader.is_none() {
            line = format!("{line}{}", self.say(language, "card-leader-due", &[]));
        }
        Some(line)
    }
}
