//! What a suggestion comes to (信访工作条例 art. 29): 采纳, 部分采纳 or 不采纳, with the reason for what is not taken up.

use super::prompt::Draft;
use super::tap::Tap;
use super::{Done, Work};
use crate::case::Case;
use crate::case::answer::Outcome;
use crate::case::event::{Event, Fact};
use crate::classify::Kind;
use crate::id::Moment;
use crate::id::UnitId;
use crate::stats::FEW;
use crate::stats::adoption::Shares;
use crate::store::AdoptionRow;
use crate::text::Language;

/// Words by which a reason is given, as a text key.
const REASONS: &str = "typed-reasons";

/// The outcomes offered beneath a preview, but for the one that is chosen. Of what was asked for 支持 is taken for chosen
/// until another one is; of a suggestion nothing is.
pub(super) fn outcomes_beside(case: &Case, chosen: Option<Outcome>) -> Vec<Outcome> {
    let (all, chosen) = match case.kind {
        Kind::Suggestion => (&Outcome::OF_SUGGESTIONS[..], chosen),
        Kind::Consult | Kind::Help | Kind::Complaint | Kind::Report | Kind::Praise => {
            (&Outcome::ALL[..], chosen.or(Some(Outcome::Supported)))
        }
    };
    all.iter().copied().filter(|outcome| Some(*outcome) != chosen).collect()
}

/// What the sender is asked beneath an answer, as a text key: a suggestion is not solved, it is answered well or not.
pub(super) fn solved_question(case: &Case) -> &'static str {
    match case.answers.outcome.filter(|outcome| outcome.is_of_suggestion()) {
        Some(_) => "ask-answered-well",
        None => "ask-solved",
    }
}

impl Work<'_> {
    /// What an answer to a suggestion lacks, as a text key: whether it is taken up, or why it is not.
    pub(super) fn owes_adoption(&self, case: &Case, draft: &Draft) -> Option<&'static str> {
        if case.kind != Kind::Suggestion || case.is_sealed() || draft.tap != Tap::Report {
            return None;
        }
        match draft.answer.outcome.filter(|outcome| outcome.is_of_suggestion()) {
            None => Some("preview-adoption-missing"),
            Some(outcome) if outcome.owes_reason() && !self.gives_reason(&draft.reply.text) => {
                Some("preview-reason-missing")
            }
            Some(_) => None,
        }
    }

    fn gives_reason(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let named =
            |language: &Language| self.say(*language, REASONS, &[]).split_whitespace().any(|word| lower.contains(word));
        Language::ALL.iter().any(named)
    }

    /// What the sender of a suggestion reads beneath the answer; none of any other case.
    pub(super) fn adoption_line(&self, outcome: Outcome, language: Language) -> Option<String> {
        let key = format!("told-{}", outcome.name());
        outcome.is_of_suggestion().then(|| self.say(language, &key, &[]))
    }

    /// Counts what a suggestion came to, once for each: the latest answer takes the place of an earlier one.
    pub(super) async fn count_adoption(&mut self, event: &Event, case: &Case) -> Done<()> {
        let answered = matches!(event.fact, Fact::DoneReported { .. });
        let outcome = case.answers.outcome.filter(|outcome| answered && outcome.is_of_suggestion());
        if let (Some(outcome), Some(unit)) = (outcome, case.unit()) {
            let row = AdoptionRow { unit: unit.clone(), outcome: outcome.name().to_owned() };
            self.tx.write_adoption(&case.id, &row, event.at).await?;
        }
        Ok(())
    }

    /// How much of what was suggested was taken up: in the county, or by one unit; nothing below a full step.
    pub(super) async fn adoption_lines(&mut self, span: (Moment, Moment), unit: Option<&UnitId>) -> Done<Vec<String>> {
        let rows = self.tx.adoptions(span).await?;
        let mut lines = Vec::new();
        let mut units: Vec<&UnitId> = rows.iter().map(|row| &row.unit).collect();
        units.sort();
        units.dedup();
        if unit.is_none() {
            let all: Vec<&str> = rows.iter().map(|row| row.outcome.as_str()).collect();
            lines.extend(self.adoption_share(&self.county().name, &all));
        }
        for named in units.into_iter().filter(|named| unit.is_none_or(|unit| unit == *named)) {
            let own = rows.iter().filter(|row| row.unit == *named).map(|row| row.outcome.as_str());
            lines.extend(self.adoption_share(&self.unit_name(named), &own.collect::<Vec<_>>()));
        }
        Ok(lines)
    }

    fn adoption_share(&self, name: &str, outcomes: &[&str]) -> Option<String> {
        let shares = Shares::of(outcomes)?;
        let facts = [
            ("name", name.to_owned()),
            ("answered", shares.answered.to_string()),
            ("adopted", shares.adopted.to_string()),
            ("partly", shares.partly.to_string()),
            ("few", FEW.to_string()),
        ];
        Some(self.say(Language::default(), "stats-adoption", &facts))
    }
}
