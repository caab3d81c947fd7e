//! What two persons do together: see who the sender is, let somebody in again, answer what accuses.

use super::approvals::{Subject, TwoTap};
use super::incoming::Press;
use super::press::Pressed;
use super::tap::Tap;
use super::words::Entry;
use super::{Done, Work};
use crate::case::Case;
use crate::case::command::Command;
use crate::case::event::{Actor, Words};
use crate::case::protect::{Protection, TwoPersonAct, Worry};
use crate::id::{ApprovalId, CadreId};
use crate::notice::letter::{Act, Audience};
use crate::store::StoreFault;
use crate::text::Language;
use crate::text::fit::name_on_one_line;

/// How much of a name is shown, in characters.
const NAME: usize = 64;
/// How many numbers are shown.
const PHONES: usize = 3;

impl Work<'_> {
    /// Who the sender is, to the two in private and to nobody else.
    pub(super) async fn show_identity(&mut self, case: &Case, two: [&CadreId; 2], id: &ApprovalId) -> Done<()> {
        let language = Language::default();
        let none = self.say(language, "reveal-none", &[]);
        let name = self.tx.name_of_person(&case.person).await?.and_then(|name| name_on_one_line(&name, NAME));
        let account = self.tx.chat_of_person(&case.person).await?.map(|account| account.to_string());
        let phones = phones_in(&self.said_about(&case.id).await?).join(" ");
        let phones = Some(phones).filter(|phones| !phones.is_empty());
        let facts = [
            ("number", case.number.to_string()),
            ("name", name.unwrap_or_else(|| none.clone())),
            ("account", account.unwrap_or_else(|| none.clone())),
            ("phones", phones.unwrap_or(none)),
        ];
        let text = self.say(language, "reveal-identity", &facts);
        for cadre in two {
            let act = Act::Send { message: self.message(text.clone()), slot: None };
            let key = format!("{}:identity:{id}:{cadre}", case.id);
            self.post_privately(case, Audience::Cadre(cadre.clone()), act, key).await?;
        }
        Ok(())
    }

    /// One person may learn of the case again; the lane hears of it.
    pub(super) async fn readmit(&mut self, case: &Case, cadre: &CadreId, first: &CadreId) -> Done<()> {
        let mut exclusion = self.tx.exclusion(&case.id).await?;
        exclusion.readmit(cadre);
        self.tx.set_exclusion(&case.id, &exclusion).await?;
        let mut facts = self.facts(case, Language::default());
        facts.push(("whom", self.cadre_name(cadre)));
        let message = self.message(self.say(Language::default(), "readmitted", &facts));
        let act = Act::Send { message, slot: None };
        let key = format!("{}:readmitted:{}", case.id, self.ids.hex());
        self.post_privately(case, Audience::Cadre(first.clone()), act, key).await
    }

    /// Those two persons let in again; no new reading of the words keeps them out.
    pub(super) async fn readmitted(&mut self, case: &crate::id::CaseId) -> Done<Vec<CadreId>> {
        let mut readmitted = Vec::new();
        for row in self.tx.approvals_of(case).await? {
            let subject: Subject = serde_json::from_str(&row.subject)
                .map_err(|_| StoreFault::Corrupt(format!("request {} is not JSON", row.id)))?;
            match subject {
                Subject::Readmit { cadre } if row.outcome.as_deref() == Some("done") => readmitted.push(cadre),
                Subject::Readmit { .. }
                | Subject::Reveal
                | Subject::CloseComplaint { .. }
                | Subject::LeaveOut { .. } => {}
            }
        }
        Ok(readmitted)
    }

    /// Who is kept out of a case, each with a button; in the private chat of a reader who may ask for it.
    pub(super) async fn show_kept_out(&mut self, press: &Press, cadre: &CadreId, case: &Case) -> Done<Pressed> {
        let exclusion = self.tx.exclusion(&case.id).await?;
        let to = Audience::Cadre(cadre.clone());
        let key = if exclusion.cadres.is_empty() { "kept-out-nobody" } else { "kept-out" };
        let facts = self.facts(case, Language::default());
        let mut message = self.message(self.say(Language::default(), key, &facts));
        for whom in exclusion.cadres {
            let label = self.say(Language::default(), "button-readmit", &[("whom", self.cadre_name(&whom))]);
            let tap = Tap::Two(TwoTap::AskReadmit(whom));
            message.buttons.push(vec![self.button(&to, Some(&case.id), label, tap).await?]);
        }
        let act = Act::Send { message, slot: None };
        let key = format!("{}:kept-out:{}", case.id, press.id);
        self.post_privately(case, to, act, key).await?;
        Ok(Pressed::quietly("kept_out"))
    }

    /// The buttons beneath an original that begin an act of two persons.
    pub(super) async fn two_offers(&mut self, case: &Case, cadre: &CadreId) -> Done<Vec<(&'static str, Tap)>> {
        let mut offers = Vec::new();
        if self.may_two(case, cadre, &TwoTap::AskReveal).await? {
            offers.push(("button-reveal", Tap::Two(TwoTap::AskReveal)));
        }
        let may_readmit = self.may_two(case, cadre, &TwoTap::KeptOut).await?;
        if may_readmit && !self.tx.exclusion(&case.id).await?.cadres.is_empty() {
            offers.push(("button-more", Tap::Two(TwoTap::KeptOut)));
        }
        Ok(offers)
    }

    /// What a note about trouble says of itself to its readers: which case it began with.
    pub(super) async fn about_line(&mut self, case: &Case) -> Done<Option<String>> {
        let care = &case.marks.care;
        let key = match care.worry {
            Some(Worry::Trouble) => "original-trouble",
            Some(Worry::Pressure) => "original-pressure",
            Some(Worry::Threat) | None => return self.behalf_line(case).await,
        };
        let about = match care.about.clone() {
            Some(about) => self.load(&about).await?.number.to_string(),
            None => self.say(Language::default(), "original-about-unknown", &[]),
        };
        Ok(Some(format!("\n{}", self.say(Language::default(), key, &[("about", about)]))))
    }

    /// The answer goes out. Of a sealed case only when a second reader agrees; a reader who is the only one left answers
    /// alone, and the log says so.
    pub(super) async fn answer_or_ask(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        (words, evidence, photo_needed): (Words, u32, bool),
    ) -> Done<(Case, Pressed)> {
        let (id, actor) = (case.id.clone(), Actor::Cadre(cadre.clone()));
        let act = TwoPersonAct::CloseComplaint;
        let mut commands = Vec::new();
        if case.is_sealed() {
            if !self.others(&case, cadre, act).await?.is_empty() {
                let pressed = self.ask_two(press, cadre, case, Subject::CloseComplaint { words, evidence }).await?;
                return Ok((self.load(&id).await?, pressed));
            }
            let first = cadre.clone();
            commands.push(Command::Protect(Protection::TwoPersonDone { approval: None, act, first, alone: true }));
        }
        commands.push(Command::ReportDone { words, evidence, photo_needed });
        let case = self.perform_all(case, actor, commands).await?;
        self.note_was_answered(&case).await?;
        let line = self.say(Language::default(), "press-reported", &self.facts(&case, Language::default()));
        Ok((case, Pressed::saying("pressed", line)))
    }
}

/// The telephone numbers somebody gave, the latest first.
fn phones_in(entries: &[Entry]) -> Vec<String> {
    let mut phones: Vec<String> = Vec::new();
    for text in entries.iter().rev().filter_map(|entry| entry.text.as_deref()) {
        for phone in numbers_in(text) {
            if !phones.contains(&phone) && phones.len() < PHONES {
                phones.push(phone);
            }
        }
    }
    phones
}

/// Mobile numbers and numbers with an area code, as they stand in a text: spaces and dashes between digits do not part them.
fn numbers_in(text: &str) -> Vec<String> {
    let (mut runs, mut run) = (Vec::new(), String::new());
    for c in text.chars().chain(['.']) {
        match c {
            '0'..='9' => run.push(c),
            ' ' | '-' if !run.is_empty() => {}
            _ => runs.extend(Some(std::mem::take(&mut run)).filter(|run| !run.is_empty())),
        }
    }
    let plain = |run: String| run.strip_prefix("86").filter(|rest| rest.len() == 11).map_or(run.clone(), str::to_owned);
    let mobile = |run: &str| run.len() == 11 && run.starts_with('1');
    let fixed = |run: &str| (10..=12).contains(&run.len()) && run.starts_with('0');
    runs.into_iter().map(plain).filter(|run| mobile(run) || fixed(run)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_found_and_other_numbers_are_not() {
        for (text, found) in [
            ("打我电话13800001111", vec!["13800001111"]),
            ("+86 138-0000-1111 或 0000 8810119", vec!["13800001111", "00008810119"]),
            ("编号 1234-5678，身份证 510000199001011234，欠21600.00元", vec![]),
        ] {
            assert_eq!(numbers_in(text), found, "{text}");
        }
    }
}
