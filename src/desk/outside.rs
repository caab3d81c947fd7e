//! Bodies outside the county's units: the sender is asked whether something may be passed on, and shown exactly what; whoever
//! works on it then gets those words, to pass them on by hand (个人信息保护法 art. 23).

use serde::{Deserialize, Serialize};

use super::joint::JointTap;
use super::press::Pressed;
use super::tap::Tap;
use super::words::{Facts, joined};
use super::{Done, Work};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::event::Actor;
use crate::case::joint::{Handing, JointFact, Leave, OutsideStep};
use crate::id::{CadreId, OutsideId};
use crate::notice::letter::{Act, Audience, Button, Message, Slot};
use crate::roster::OutsideBody;
use crate::store::ConsentRow;
use crate::text::mask::{mask_accounts, mask_name, mask_numbers};
use crate::text::{Language, shorten};

/// What begins the kind of consent that is about a body outside; its id follows.
pub(super) const CONSENT: &str = "outside.";
/// So much of what was said is passed on, in characters.
const PASSED: usize = 1500;

/// What the buttons do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OutsideTap {
    /// 请群众同意转给 a body.
    Ask(OutsideId),
    /// 看转交内容.
    Take(OutsideId),
    /// 同意转交 / 不同意 / 收回同意, by the sender.
    Say(OutsideId, bool),
}

/// The words that may be passed on, as the sender was shown them.
#[derive(Serialize, Deserialize)]
struct Passed {
    text: String,
}

impl OutsideTap {
    /// The fact it would come to, while it is asked whether the case would take it.
    pub(super) fn foreseen(&self) -> JointFact {
        let (body, step) = match self {
            Self::Ask(body) => (body, OutsideStep::Asked { words: super::prompt::no_words() }),
            Self::Take(body) => (body, OutsideStep::Taken),
            Self::Say(body, given) => (body, OutsideStep::Answered { given: *given }),
        };
        JointFact::Outside { body: body.clone(), step }
    }

    /// Whether it is the sender's button.
    pub(super) fn is_residents(&self) -> bool {
        matches!(self, Self::Say(..))
    }
}

impl Work<'_> {
    fn outside_body(&self, id: &OutsideId) -> Option<OutsideBody> {
        self.county().outside.iter().find(|body| body.id == *id).cloned()
    }

    /// The body a text speaks of, for a promise about what it does.
    pub(super) fn body_in(&self, text: &str) -> Option<OutsideId> {
        self.county().outside.iter().find(|body| body.is_named_in(text)).map(|body| body.id.clone())
    }

    /// The name of a body; its id where it is gone from the files.
    pub(super) fn body_name(&self, id: &OutsideId) -> String {
        self.outside_body(id).map_or_else(|| id.as_str().to_owned(), |body| body.name)
    }

    fn body_facts(&self, body: &OutsideBody) -> Facts {
        vec![("body", body.name.clone()), ("desk", body.desk.clone()), ("phone", body.phone.clone())]
    }

    /// What can be pressed about bodies outside on the lead's card: ask for leave, and once it is given, take the words.
    pub(super) async fn outside_buttons(&mut self, case: &Case, to: &Audience) -> Done<Vec<Button>> {
        let about = |body: &&OutsideBody| case.subject.as_ref().is_some_and(|subject| body.subjects.contains(subject));
        let bodies: Vec<OutsideBody> = self.county().outside.iter().filter(about).cloned().collect();
        let mut buttons = Vec::new();
        for body in bodies {
            let (key, tap) = match case.joint.handing(&body.id).map(|handing| handing.leave) {
                None => ("button-outside-ask", OutsideTap::Ask(body.id.clone())),
                Some(Leave::Given) => ("button-outside-take", OutsideTap::Take(body.id.clone())),
                Some(Leave::Asked | Leave::Refused | Leave::Withdrawn) => continue,
            };
            let label = self.say(Language::default(), key, &[("body", body.name.clone())]);
            buttons.push(self.button(to, Some(&case.id), label, Tap::Joint(JointTap::Outside(tap))).await?);
        }
        Ok(buttons)
    }

    /// How far it is with each, a line each for the card.
    pub(super) fn outside_lines(&self, case: &Case) -> Vec<String> {
        let line = |handing: &Handing| {
            let key = format!("card-outside-{}", handing.leave.name());
            self.say(Language::default(), &key, &[("body", self.body_name(&handing.body))])
        };
        case.joint.outside.iter().map(line).collect()
    }

    pub(super) async fn outside_pressed(&mut self, cadre: &CadreId, case: Case, tap: OutsideTap) -> Done<Pressed> {
        match tap {
            OutsideTap::Ask(body) => self.ask_leave(cadre, case, &body).await,
            OutsideTap::Take(body) => self.take_words(cadre, case, &body).await,
            OutsideTap::Say(..) => Ok(self.void("press_unknown")),
        }
    }

    /// Asks the sender, once for each body and case, and shows exactly what would be passed on.
    async fn ask_leave(&mut self, cadre: &CadreId, case: Case, body: &OutsideId) -> Done<Pressed> {
        let Some(known) = self.outside_body(body) else { return Ok(self.void("press_unknown")) };
        let tap = Tap::Joint(JointTap::Outside(OutsideTap::Say(body.clone(), true)));
        if !self.may_speak(&case, &case.person, &tap) {
            return Err(Refusal::NotTheirWord.into());
        }
        let text = self.words_to_pass(&case, &known).await?;
        let words = self.keep("outside", &case.id, &Passed { text }).await?;
        let fact = JointFact::Outside { body: body.clone(), step: OutsideStep::Asked { words } };
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Joint(fact)).await?;
        self.note_leave(&case, body, None).await?;
        let message = self.leave_message(&case, body).await?;
        let act = Act::Send { message, slot: Some(leave_slot(&case, body)) };
        let key = format!("{}:outside-ask:{body}", case.id);
        self.post_privately(&case, Audience::Resident(case.person.clone()), act, key).await?;
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-outside-asked", &self.body_facts(&known))))
    }

    /// Matter, place and what was said, with numbers, accounts and names left out: how the sender is called is never passed on.
    async fn words_to_pass(&mut self, case: &Case, body: &OutsideBody) -> Done<String> {
        let said = joined(&self.said_about(&case.id).await?);
        let said = mask_accounts(&mask_numbers(&said, true));
        let said = self.names_behind(case).await?.iter().fold(said, |said, name| without(&said, name));
        let said = self.rules.reader.mask_people(&said);
        let mut facts = self.facts(case, Language::default());
        facts.extend(self.body_facts(body));
        facts.push(("words", shorten(&said, PASSED)));
        Ok(self.say(Language::default(), "outside-words", &facts))
    }

    /// The question, and after it was answered what they said, with what can still be pressed.
    async fn leave_message(&mut self, case: &Case, body: &OutsideId) -> Done<Message> {
        let language = self.language_of(&case.person).await?;
        let (Some(handing), Some(known)) = (case.joint.handing(body).cloned(), self.outside_body(body)) else {
            return Ok(Message::default());
        };
        let passed: Option<Passed> = self.kept(&handing.text).await?;
        let mut facts = self.facts(case, language);
        facts.extend(self.body_facts(&known));
        facts.push(("words", passed.map(|it| it.text).unwrap_or_default()));
        let mut text = self.say(language, &format!("ask-outside-{}", handing.leave.name()), &facts);
        if matches!(handing.leave, Leave::Refused | Leave::Withdrawn) {
            let advice = self.say(language, &format!("outside-advice-{}", known.kind.name()), &facts);
            text = format!("{text}\n{advice}");
        }
        let say = |given: bool| Tap::Joint(JointTap::Outside(OutsideTap::Say(body.clone(), given)));
        let taps = match handing.leave {
            Leave::Asked => vec![("button-outside-agree", say(true)), ("button-refuse", say(false))],
            Leave::Given => vec![("button-outside-withdraw", say(false))],
            Leave::Refused | Leave::Withdrawn => vec![("button-outside-agree", say(true))],
        };
        let to = Audience::Resident(case.person.clone());
        let mut row = Vec::new();
        for (label, tap) in taps {
            row.push(self.labelled(&to, &case.id, language, (label, tap)).await?);
        }
        let mut message = self.message(text);
        message.buttons = vec![row];
        Ok(message)
    }

    /// The sender says whether, or takes it back; whoever asked hears of it.
    pub(super) async fn leave_said(&mut self, case: Case, tap: JointTap) -> Done<Case> {
        let JointTap::Outside(OutsideTap::Say(body, given)) = tap else { return Err(Refusal::NothingChanges.into()) };
        let actor = self.speaker(&case);
        let fact = JointFact::Outside { body: body.clone(), step: OutsideStep::Answered { given } };
        let case = self.perform(case, actor, Command::Joint(fact)).await?;
        self.note_leave(&case, &body, Some(given)).await?;
        let message = self.leave_message(&case, &body).await?;
        let act = Act::Edit { slot: leave_slot(&case, &body), message, or_send: true };
        let key = format!("{}:outside-said:{body}:{}", case.id, case.version);
        self.post_privately(&case, Audience::Resident(case.person.clone()), act, key).await?;
        self.tell_who_asked(&case, &body).await?;
        Ok(case)
    }

    async fn tell_who_asked(&mut self, case: &Case, body: &OutsideId) -> Done<()> {
        let Some(handing) = case.joint.handing(body).cloned().filter(|_| !case.is_sealed()) else { return Ok(()) };
        let Some(acting) = case.acting().cloned().or(handing.by) else { return Ok(()) };
        if self.is_excluded(case, &acting).await? {
            return Ok(());
        }
        let to = Audience::Cadre(acting.clone());
        let mut facts = self.facts(case, Language::default());
        facts.push(("body", self.body_name(body)));
        let key = format!("outside-{}", handing.leave.name());
        let mut message = self.message(self.say(Language::default(), &key, &facts));
        if handing.leave == Leave::Given {
            let take = Tap::Joint(JointTap::Outside(OutsideTap::Take(body.clone())));
            message.buttons = self.row(case, &to, &[("button-outside-words", take)]).await?;
        }
        let stamp = format!("{}:outside-told:{body}:{}", case.id, case.version);
        self.post_privately(case, to, Act::Send { message, slot: None }, stamp).await
    }

    /// The words go to whoever passes them on, in private, and that is written down.
    async fn take_words(&mut self, cadre: &CadreId, case: Case, body: &OutsideId) -> Done<Pressed> {
        let Some(known) = self.outside_body(body) else { return Ok(self.void("press_unknown")) };
        let fact = JointFact::Outside { body: body.clone(), step: OutsideStep::Taken };
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Joint(fact)).await?;
        let Some(handing) = case.joint.handing(body).cloned() else { return Ok(self.void("press_unknown")) };
        let passed: Option<Passed> = self.kept(&handing.text).await?;
        let mut facts = self.facts(&case, Language::default());
        facts.extend(self.body_facts(&known));
        facts.push(("words", passed.map(|it| it.text).unwrap_or_default()));
        let message = self.message(self.say(Language::default(), "outside-take", &facts));
        let key = format!("{}:outside-words:{body}:{}", case.id, handing.taken);
        let to = Audience::Cadre(cadre.clone());
        self.post_privately(&case, to, Act::Send { message, slot: None }, key).await?;
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-outside-taken", &[])))
    }

    /// Stands among what the sender was asked (`/privacy`, `/mydata`).
    async fn note_leave(&mut self, case: &Case, body: &OutsideId, given: Option<bool>) -> Done<()> {
        let (kind, scope) = (format!("{CONSENT}{body}"), case.id.to_string());
        let row = ConsentRow { kind, scope, version: self.rules.service.notice.version, given, at: self.now };
        Ok(self.tx.set_consent(&case.person, &row).await?)
    }
}

fn leave_slot(case: &Case, body: &OutsideId) -> Slot {
    Slot(format!("outside:{}:{body}", case.id))
}

/// Without a name, and of one of three characters without what follows the surname.
fn without(text: &str, name: &str) -> String {
    let text = mask_name(text, name);
    let name = name.trim();
    let given: String = name.chars().skip(1).collect();
    let three = name.chars().count() == 3 && name.chars().all(|one| !one.is_ascii());
    if three { mask_name(&text, &given) } else { text }
}
