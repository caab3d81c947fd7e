//! What is told beside the matter itself: advice that is due at once, what the county's records need of a case, and what an
//! answer has to explain.

use super::words::joined;
use super::{Done, Work};
use crate::case::Case;
use crate::text::Language;
use crate::text::basis::names_basis;

impl Work<'_> {
    /// What the sender should do at once, or leave, whatever becomes of the case: told without a question.
    pub(super) async fn advice_line(&mut self, case: &Case, language: Language) -> Done<Option<String>> {
        let unsure = case.unit().is_none() || !case.linked.parts.is_empty();
        let may = unsure || case.subject.as_ref().is_some_and(|own| self.rules.reader.beside().advises(own));
        if !may || case.is_sealed() || !case.state.is_being_worked_on() || case.linked.whole.is_some() {
            return Ok(None);
        }
        let said = joined(&self.said_about(&case.id).await?);
        let advice = self.rules.reader.beside().advice(&said, &self.read(&said));
        Ok(advice.map(|it| {
            let facts = [("unit", self.unit_name(&it.unit))];
            self.say(language, &format!("advice-{}", it.text), &facts)
        }))
    }

    /// What the county's records need: 信访目的, how long ago it began, what it touches besides. For whoever reads the words in
    /// private, and for screeners where the matter is no private one.
    pub(super) fn record_lines(&self, case: &Case, said: &str) -> Vec<String> {
        if case.is_sealed() {
            return Vec::new();
        }
        let language = Language::default();
        let reading = self.read(said);
        let record = self.rules.reader.beside().record(said, &reading, case.subject.as_ref(), self.today());
        let and = self.say(language, "units-and", &[]);
        let purposes: Vec<String> =
            record.purposes.iter().map(|it| self.say(language, &format!("purpose-{}", it.name()), &[])).collect();
        // That somebody wants a thing settled says nothing; what goes beyond it does.
        let plain = record.purposes.len() < 2 && record.since.is_none() && record.tags.is_empty();
        if plain {
            return Vec::new();
        }
        let mut lines = vec![self.say(language, "record-purpose", &[("purposes", purposes.join(&and))])];
        if let Some(year) = record.since {
            let key = if record.old { "record-old" } else { "record-since" };
            lines.push(self.say(language, key, &[("year", year.to_string())]));
        }
        let named = |id| self.county().subjects.get(id).map(|subject| format!("{}›{}", subject.area, subject.name));
        let tags: Vec<String> = record.tags.iter().filter_map(named).collect();
        if !tags.is_empty() {
            lines.push(self.say(language, "record-tags", &[("tags", tags.join(&and))]));
        }
        lines
    }

    /// The same for whoever reads the original in private; of a case that was split, each part has its own.
    pub(super) async fn record_of(&mut self, case: &Case) -> Done<String> {
        let said = joined(&self.said_about(&case.id).await?);
        Ok(self.record_lines(case, &said).into_iter().map(|line| format!("\n{line}")).collect())
    }

    /// What an answer to somebody who was sent from door to door still has to say: what can be given, what cannot, and by
    /// which document.
    pub(super) fn unexplained(&self, answer: &str) -> Vec<String> {
        let (can, cannot) = self.rules.reader.beside().says_both(answer);
        let missing = [(can, "explain-can"), (cannot, "explain-cannot"), (names_basis(answer), "explain-basis")];
        let missing: Vec<String> = missing
            .into_iter()
            .filter(|(said, _)| !said)
            .map(|(_, key)| self.say(Language::default(), key, &[]))
            .collect();
        if missing.is_empty() {
            return Vec::new();
        }
        let and = self.say(Language::default(), "read-and", &[]);
        vec![self.say(Language::default(), "preview-explain", &[("missing", missing.join(&and))])]
    }
}
