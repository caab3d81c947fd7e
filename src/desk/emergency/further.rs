//! What somebody in danger says further: which words belong to the alarm, whether it became worse, what they read meanwhile.

use super::name;
use crate::case::Case;
use crate::case::command::Command;
use crate::case::emergency::leads_to;
use crate::classify::{Danger, Reading};
use crate::desk::incoming::Said;
use crate::desk::words::{Entry, Facts, joined};
use crate::desk::{Done, Work};
use crate::id::CaseId;
use crate::text::Language;

/// For so long after the last words of an alarm, in milliseconds, what names no matter of its own belongs to it. Twelve hours
/// swallowed what came the next morning.
const FURTHER_MS: i64 = 2 * 3_600_000;
/// And no longer than this after it was raised, however often more was said.
const LONGEST_MS: i64 = 6 * 3_600_000;

impl Work<'_> {
    /// Whether a message belongs to an alarm: a place, a number to call, the point on the map, more of the same danger. It
    /// opens no other case.
    pub(in crate::desk) fn completes_alarm(&self, said: &Said, case: &Case) -> bool {
        let minutes = i64::from(self.rules.service.emergency_feedback_minutes);
        let fresh = case.emergency.since.is_some_and(|since| self.now < since.plus_s(minutes * 60));
        if !fresh || !case.state.is_being_worked_on() {
            return false;
        }
        let entry = Entry::of(said);
        let pointed = matches!(entry.kind.as_str(), "location" | "venue" | "contact");
        let text = entry.text.unwrap_or_default();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let number = digits >= 7 && text.chars().count() <= digits + 16;
        let reading = self.read(&text);
        if self.accuses(&reading) || reading.danger.is_some() {
            return reading.danger == case.danger && !self.accuses(&reading);
        }
        let place = reading.place.is_some() && reading.subjects.is_empty() && reading.smalltalk.is_none();
        pointed || number && reading.subjects.is_empty() || place
    }

    /// The alarm that words without a matter of their own belong to (还没人来, 我在门口): the latest that has not fallen silent.
    pub(in crate::desk) fn alarm_that_goes_on(&self, said: &Said, cases: Vec<Case>) -> Option<Case> {
        let going_on = |case: &Case| {
            let over = case.emergency.since.is_some_and(|since| self.now >= since.plus_ms(LONGEST_MS));
            let silent = over || self.now >= case.last_joined.plus_ms(FURTHER_MS);
            case.danger.is_some() && case.state.is_being_worked_on() && !silent && self.is_of_the_alarm(said, case)
        };
        cases.into_iter().filter(going_on).max_by_key(|case| case.last_joined)
    }

    /// Whether a message can be of nothing but the alarm: no greeting, no clear matter, no charge, no other place; danger only
    /// of the same kind, or what that leads to.
    fn is_of_the_alarm(&self, said: &Said, case: &Case) -> bool {
        let reading = self.read(Entry::of(said).text.as_deref().unwrap_or_default());
        let otherwise = self.accuses(&reading) || reading.only_recuses || reading.smalltalk.is_some();
        if otherwise || self.is_of_another_place(case, &reading) {
            return false;
        }
        match (reading.danger, case.emergency.worst.or(case.danger)) {
            (Some(further), Some(danger)) => {
                case.danger == Some(further) || further == danger || leads_to(danger, further)
            }
            (Some(_), None) => false,
            (None, _) => !self.is_another_matter(said, case),
        }
    }

    /// That it is worse than was known, by words that have just come: people in it, or a danger that weighs more.
    pub(in crate::desk) async fn worsened(
        &mut self,
        case: &Case,
        entry: &Entry,
        reading: &Reading,
    ) -> Done<Option<Command>> {
        let text = entry.text.as_deref().unwrap_or_default();
        if self.accuses(reading) || case.worsens(reading.danger, true, None).is_none() {
            return Ok(None);
        }
        let people = self.rules.reader.people_inside(text);
        // What was told with the first words is no news.
        let known = people && self.tells_of_people(&case.id).await?;
        Ok(case.worsens(reading.danger, people && !known, None).map(Command::Emergency))
    }

    /// Whether what was said about a case tells of people in it.
    pub(super) async fn tells_of_people(&mut self, case: &CaseId) -> Done<bool> {
        let said = joined(&self.said_about(case).await?);
        Ok(self.rules.reader.people_inside(&said))
    }

    /// What a card says of how bad it became.
    pub(in crate::desk) fn worse_line(&self, case: &Case) -> Option<String> {
        let language = Language::default();
        let worse = self.worse_words(case, language);
        (!worse.is_empty()).then(|| self.say(language, "card-worse", &[("worse", worse)]))
    }

    /// The worst that was told later, and that people are in it; nothing where it is as it was.
    pub(super) fn worse_words(&self, case: &Case, language: Language) -> String {
        let danger = case.emergency.worst.map(|danger| self.say(language, &format!("worse-{}", name(danger)), &[]));
        let people = case.emergency.people.then(|| self.say(language, "worse-people", &[]));
        let words: Vec<String> = danger.into_iter().chain(people).collect();
        words.join(&self.say(language, "worse-and", &[]))
    }

    /// What somebody in danger of their own reads in the status message instead of how far up it is: that they are looked for.
    pub(in crate::desk) fn person_line(&self, case: &Case, language: Language) -> Option<String> {
        let despair = case.danger == Some(Danger::SelfHarm);
        let key = match (&case.danger_taken, despair) {
            (Some(_), true) => "status-despair-taken",
            (None, true) => "status-despair",
            (Some(_), false) => "status-person-taken",
            (None, false) => "status-person",
        };
        (!case.emergency.fed_back).then(|| self.say(language, key, &self.danger_facts(case, language)))
    }

    /// Who of those on call were called by name for somebody in danger, or who has taken it on.
    pub(in crate::desk) async fn called_fact(&mut self, case: &Case, language: Language) -> Done<Facts> {
        if !case.is_danger_of_a_person() {
            return Ok(Vec::new());
        }
        if case.danger_taken.is_some() {
            let taken = self.say(language, "called-taken", &self.danger_facts(case, language));
            return Ok(vec![("called", taken)]);
        }
        if case.task.as_ref().is_some_and(|task| task.signed.is_some()) {
            return Ok(vec![("called", self.say(language, "called-signed", &self.facts(case, language)))]);
        }
        let people = self.on_call(case).await?;
        let names: Vec<String> = self.joined_of(&people).await?.iter().map(|cadre| self.cadre_name(cadre)).collect();
        let names = names.join(&self.say(language, "called-and", &[]));
        let key = if names.is_empty() { "called-nobody" } else { "called-by-name" };
        Ok(vec![("called", self.say(language, key, &[("names", names)]))])
    }
}
