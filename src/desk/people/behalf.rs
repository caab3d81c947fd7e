//! 代录: a recorder files for somebody without a phone, and gives them a code on paper by which they take the case over; and
//! 代反映: somebody writes for a neighbour.

use serde::{Deserialize, Serialize};

use super::PeopleTap;
use crate::case::Case;
use crate::case::command::Command;
use crate::case::people::{Origin, PeopleCommand, PeopleFact};
use crate::classify::Reading;
use crate::desk::incoming::Said;
use crate::desk::press::Pressed;
use crate::desk::tap::Tap;
use crate::desk::{Done, Outcome, Work};
use crate::id::{CadreId, Moment};
use crate::notice::letter::{Act, Audience, Letter, Message, Priority};
use crate::roster::{Action, may};
use crate::store::StoreFault;
use crate::text::fit::name_on_one_line;
use crate::text::{Language, dates};

/// How long the bot waits for the words, in milliseconds.
const WAITS_MS: i64 = 30 * 60 * 1000;
/// One day, in milliseconds.
const DAY_MS: i64 = 86_400_000;
/// How much of a line about somebody is shown, in characters.
const SHOWN: usize = 60;
/// What is kept of codes by which a case is taken over.
pub(super) const CLAIM: &str = "claim";

/// A recorder has been asked for somebody's words; kept encrypted.
#[derive(Serialize, Deserialize)]
struct Waiting {
    /// Since when.
    behalf_since: Moment,
}

/// For whom somebody files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct Filing {
    /// How.
    origin: Origin,
    /// Who it is, a line each, as far as it was said.
    whom: Vec<String>,
}

impl Work<'_> {
    /// /behalf: asks for the words. Anybody else hears of no such command.
    pub(in crate::desk) async fn asks_behalf(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let Some(cadre) = self.recorder_of(user).await? else { return Ok(None) };
        let json = serde_json::to_string(&Waiting { behalf_since: self.now })
            .map_err(|_| StoreFault::Corrupt("a draft does not fit into JSON".into()))?;
        self.tx.set_draft(said.chat, user, &json).await?;
        let facts = [("visitors", self.rules.service.people.visitors.to_string())];
        self.tell_recorder(cadre, "behalf-ask", &facts).await?;
        Ok(Some(Outcome::of("behalf_asked")))
    }

    async fn recorder_of(&mut self, user: i64) -> Done<Option<CadreId>> {
        let cadre = self.staff(user).await?;
        Ok(cadre.filter(|cadre| may(self.county(), cadre, Action::Record, None, false)))
    }

    async fn tell_recorder(&mut self, cadre: CadreId, key: &str, facts: &[(&str, String)]) -> Done<()> {
        let message = Message { text: self.say(Language::default(), key, facts), ..Message::default() };
        self.answer(Audience::Cadre(cadre), message, format!("{key}:{}", self.ids.hex())).await
    }

    /// The words a recorder was asked for: registered as somebody else's case.
    pub(in crate::desk) async fn behalf_words(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let json = self.tx.draft(said.chat, user).await?;
        let Some(waiting) = json.and_then(|json| serde_json::from_str::<Waiting>(&json).ok()) else { return Ok(None) };
        let text = said.text.clone().unwrap_or_default();
        if text.starts_with('/') || self.rules.texts.recognise(&text, crate::desk::receive::KEYBOARD).is_some() {
            return Ok(None);
        }
        let recorder = self.recorder_of(user).await?;
        let fresh = self.now.since(waiting.behalf_since) < WAITS_MS;
        let Some(cadre) = recorder.filter(|_| fresh) else {
            self.tx.clear_draft(said.chat, user).await?;
            let text = self.say(Language::default(), "prompt-over", &[]);
            self.line_to_chat(said.chat, format!("prompt-over:{}", self.ids.hex()), text).await?;
            return Ok(Some(Outcome::of("prompt_over")));
        };
        let (whom, words) = self.parted(&text);
        let most = self.rules.service.people.visitors as usize;
        if whom.len() > most {
            self.tell_recorder(cadre, "behalf-too-many", &[("visitors", most.to_string())]).await?;
            return Ok(Some(Outcome::of("behalf_too_many")));
        }
        if words.is_empty() && said.attachment.is_none() {
            self.tell_recorder(cadre, "behalf-no-words", &[]).await?;
            return Ok(Some(Outcome::of("behalf_no_words")));
        }
        self.tx.clear_draft(said.chat, user).await?;
        let person = self.person(said, user).await?;
        self.filing = Some(Filing { origin: Origin::Recorded, whom });
        let said = Said { text: Some(words).filter(|words| !words.is_empty()), ..said.clone() };
        if let Some(outcome) = self.about_those_above(&said, &person).await? {
            return Ok(Some(outcome));
        }
        Ok(Some(Box::pin(self.open(said, &person)).await?))
    }

    /// Lines that say who it is, and the rest, as it was said.
    fn parted(&self, text: &str) -> (Vec<String>, String) {
        let words = Language::ALL.map(|language| self.say(language, "typed-behalf-who", &[]));
        let (mut whom, mut rest) = (Vec::new(), Vec::new());
        for line in text.lines() {
            let named = words.iter().flat_map(|words| words.split('|')).find_map(|word| {
                let after = line.trim().strip_prefix(word)?.trim_start();
                after.strip_prefix([':', '：']).map(|who| who.trim().to_owned())
            });
            match named {
                Some(who) if who.is_empty() => {}
                Some(who) => whom.push(who),
                None => rest.push(line),
            }
        }
        (whom, rest.join("\n").trim().to_owned())
    }

    /// For whom a message is written: as a recorder said, or as its own words say. What accuses is nobody's but its writer's.
    pub(in crate::desk) fn filing_of(&mut self, reading: &Reading) -> Option<Filing> {
        let said = reading.behalf.clone().map(|who| Filing { origin: Origin::ForNeighbour, whom: vec![who] });
        self.filing.take().or(said.filter(|_| !self.accuses(reading)))
    }

    /// The command that notes it; who it is is kept encrypted.
    pub(in crate::desk) async fn filed_for(&mut self, case: &Case, filing: Option<&Filing>) -> Done<Option<Command>> {
        let Some(filing) = filing else { return Ok(None) };
        let words = match filing.whom.is_empty() {
            true => None,
            false => Some(self.keep("beneficiary", &case.id, &filing.whom).await?),
        };
        let fact = PeopleFact::FiledFor { origin: filing.origin, words };
        Ok(Some(Command::People(PeopleCommand::Note(fact))))
    }

    /// The command that notes it of what is split off from such a case.
    pub(in crate::desk) fn recorded() -> Command {
        Command::People(PeopleCommand::Note(PeopleFact::FiledFor { origin: Origin::Recorded, words: None }))
    }

    /// A recorder has the codes with the receipt.
    pub(in crate::desk) async fn hand_slips(&mut self, case: Case, filing: Option<Filing>) -> Done<Case> {
        match filing.filter(|filing| filing.origin == Origin::Recorded) {
            Some(filing) => self.give_slips(case, filing.whom.len().max(1)).await,
            None => Ok(case),
        }
    }

    async fn give_slips(&mut self, case: Case, count: usize) -> Done<Case> {
        let until = self.now.plus_ms(i64::from(self.rules.service.people.claim_days) * DAY_MS);
        let me = self.voice(&case);
        let case = self.note_people(case, me, PeopleFact::SlipGiven { until }).await?;
        let mut codes = Vec::new();
        for _ in 0..count {
            codes.push(self.make_code(&case, CLAIM, until).await?);
        }
        let language = self.language_of(&case.person).await?;
        let mut facts = self.facts(&case, language);
        facts.push(("codes", codes.join("\n")));
        facts.push(("bot", self.rules.bot_name.clone()));
        facts.push(("until", dates::day(&self.rules.texts, language, until)));
        let key = if count > 1 { "behalf-slips" } else { "behalf-slip" };
        let message = Message { text: self.say(language, key, &facts), ..Message::default() };
        let letter = Letter {
            to: Audience::Resident(case.person.clone()),
            act: Act::Send { message, slot: None },
            priority: Priority::Receipt,
            case: Some(case.id.clone()),
            key: format!("{}:{}:slip", case.id, self.ids.hex()),
            sealed: case.is_sealed(),
        };
        self.post(letter).await?;
        Ok(case)
    }

    /// The codes given before are good no more; as many new ones as nobody has used.
    pub(super) async fn slip_again(&mut self, case: Case) -> Done<Pressed> {
        let language = self.language_of(&case.person).await?;
        let former = self.tx.open_codes(&case.id, CLAIM).await?;
        self.tx.void_codes(&case.id, CLAIM).await?;
        self.give_slips(case, former.max(1) as usize).await?;
        Ok(Pressed::saying("slip", self.say(language, "press-noted", &[])))
    }

    /// What stands above the original: that it is somebody else's, and whose, unless the case hides names.
    pub(in crate::desk) async fn behalf_line(&mut self, case: &Case) -> Done<Option<String>> {
        let language = Language::default();
        let key = match case.people.origin {
            Origin::Own => return Ok(None),
            Origin::Recorded if case.people.waits_for_claim() => "original-recorded",
            Origin::Recorded => "original-recorded-claimed",
            Origin::ForNeighbour => "original-for-neighbour",
        };
        let mut line = format!("\n{}", self.say(language, key, &[]));
        if !case.hides_name() {
            let whom = self.whom(case).await?;
            let shown = whom.iter().filter_map(|who| name_on_one_line(who, SHOWN));
            line.extend(shown.map(|who| format!("\n{}", self.say(language, "original-whom", &[("who", who)]))));
        }
        Ok(Some(line))
    }

    /// Who it was filed for, as it was written down.
    pub(in crate::desk) async fn whom(&mut self, case: &Case) -> Done<Vec<String>> {
        if case.people.origin == Origin::Own {
            return Ok(Vec::new());
        }
        for row in self.tx.events(&case.id).await? {
            if let Ok(crate::case::event::Fact::People(PeopleFact::FiledFor { words: Some(words), .. })) =
                serde_json::from_str(&row.body)
            {
                return Ok(self.kept::<Vec<String>>(&words.content).await?.unwrap_or_default());
            }
        }
        Ok(Vec::new())
    }

    /// The names that are hidden where a case hides names: the sender's, and whose it is.
    pub(in crate::desk) async fn names_behind(&mut self, case: &Case) -> Done<Vec<String>> {
        let mut names: Vec<String> = self.tx.name_of_person(&case.person).await?.into_iter().collect();
        let first = |who: String| who.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned);
        names.extend(self.whom(case).await?.into_iter().filter_map(first));
        names.retain(|name| !name.is_empty());
        Ok(names)
    }

    /// Under the status message of whoever wrote for a neighbour: how the neighbour can take it over.
    pub(in crate::desk) fn neighbour_line(&self, case: &Case, language: Language) -> Option<String> {
        let open = case.people.origin == Origin::ForNeighbour && !case.people.claimed && !case.is_sealed();
        (open && case.state.is_open()).then(|| self.say(language, "status-for-neighbour", &[]))
    }

    /// The button that gives the neighbour a code.
    pub(super) fn slip_choice(case: &Case) -> Option<(&'static str, Tap)> {
        let neighbour = case.people.origin == Origin::ForNeighbour && !case.people.claimed;
        neighbour.then_some(("button-slip", Tap::People(PeopleTap::Slip)))
    }
}
