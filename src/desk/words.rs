//! Facts of a case as words: the arguments of every text about it, and the labels of things.

use serde::{Deserialize, Serialize};

use super::incoming::{Attachment, Said};
use super::{Done, Work};
use crate::case::Case;
use crate::classify::{Danger, Reason};
use crate::id::{ButtonId, CadreId, CaseId, PersonId, PlaceId, UnitId};
use crate::notice::letter::{Audience, Button, Media, Message};
use crate::store::{ButtonRow, StoreFault};
use crate::text::{Language, dates};

use super::tap::Tap;

/// What a resident said in one message, as kept (encrypted) with the case.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Text, caption, or the readable words of an attachment.
    pub(super) text: Option<String>,
    /// What came with it.
    pub(super) media: Option<Media>,
    /// Its kind: `text`, `photo` …
    pub(super) kind: String,
    /// Whether it was forwarded.
    pub(super) forwarded: bool,
}

impl Entry {
    /// What was said, without who said it.
    pub(super) fn of(said: &Said) -> Self {
        let attached = said.attachment.as_ref();
        let words: Vec<&str> =
            [said.text.as_deref(), attached.and_then(|a| a.words.as_deref())].into_iter().flatten().collect();
        Self {
            text: (!words.is_empty()).then(|| words.join("\n")),
            media: attached.map(|a: &Attachment| a.media.clone()),
            kind: attached.map_or_else(|| "text".to_owned(), |a| a.kind.clone()),
            forwarded: said.forwarded,
        }
    }
}

/// Words of staff, with their evidence.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Reply {
    /// The text.
    pub(super) text: String,
    /// Photos and the like.
    pub(super) media: Vec<Media>,
}

pub(super) type Facts = Vec<(&'static str, String)>;

impl Work<'_> {
    /// The words for `key`.
    pub(super) fn say(&self, language: Language, key: &str, facts: &[(&str, String)]) -> String {
        self.rules.texts.say(language, key, facts)
    }

    /// Everything a text about a case may want to say.
    pub(super) fn facts(&self, case: &Case, language: Language) -> Facts {
        let texts = &self.rules.texts;
        let unit = case.unit().map(|unit| self.unit_name(unit)).unwrap_or_default();
        let cadre = case.acting().map(|cadre| self.cadre_name(cadre)).unwrap_or_default();
        let signed = case.task.as_ref().map(|task| dates::due(texts, language, task.sign_due)).unwrap_or_default();
        let screen = case.screen_due.unwrap_or(self.working_days(self.rules.service.screening_wd).0);
        let mut facts = self.watch_facts(case, language);
        facts.extend([
            ("number", case.number.to_string()),
            ("subject", self.subject_name(case, language)),
            ("place", self.place_name(case.place.as_ref(), language)),
            ("unit", unit),
            ("cadre", cadre),
            ("due", dates::due(texts, language, case.due)),
            ("sign", signed),
            ("screen", dates::due(texts, language, screen)),
            ("state", self.say(language, &format!("state-{}", case.state.name()), &[])),
            ("since", dates::day(texts, language, case.since)),
            ("round", case.round.to_string()),
            ("nudges", case.nudged_days().to_string()),
            ("ground", self.ground_name(case, language)),
            ("pressed", self.why_told(case, language)),
        ]);
        facts.extend(self.review_facts(case, language));
        facts.extend(self.linked_facts(case, language));
        facts.extend(self.face_facts(case, language));
        facts.extend(self.danger_facts(case, language));
        facts
    }

    /// Why it is left out of the rates; nothing where it counts.
    fn ground_name(&self, case: &Case, language: Language) -> String {
        let ground = case.marks.numbers.left_out.map(|ground| format!("ground-{}", ground.name()));
        ground.map(|key| self.say(language, &key, &[])).unwrap_or_default()
    }

    /// The unit's name.
    pub(super) fn unit_name(&self, unit: &UnitId) -> String {
        self.rules.unit(unit)
    }

    /// The cadre's name.
    pub(super) fn cadre_name(&self, cadre: &CadreId) -> String {
        self.rules.cadre(cadre)
    }

    /// The subject's name, or that it is yet to be found.
    pub(super) fn subject_name(&self, case: &Case, language: Language) -> String {
        case.subject
            .as_ref()
            .and_then(|subject| self.county().subjects.get(subject))
            .map_or_else(|| self.say(language, "subject-unknown", &[]), |subject| subject.name.clone())
    }

    /// Town and village, such as 观山镇凉水村; "place unknown" when it is not known.
    pub(super) fn place_name(&self, place: Option<&PlaceId>, language: Language) -> String {
        place.map_or_else(|| self.say(language, "place-unknown", &[]), |place| self.rules.place(place))
    }

    /// Why a case went where it went, in one line.
    pub(super) fn why(&self, reasons: &[Reason]) -> String {
        self.rules.why(reasons)
    }

    /// Makes a button and keeps what it does.
    pub(super) async fn button(
        &mut self,
        audience: &Audience,
        case: Option<&CaseId>,
        label: String,
        tap: Tap,
    ) -> Done<Button> {
        let id = ButtonId::new(self.ids.hex());
        let argument =
            serde_json::to_string(&tap).map_err(|_| StoreFault::Corrupt("a button does not fit into JSON".into()))?;
        let row = ButtonRow {
            case: case.cloned(),
            action: tap.name().to_owned(),
            argument,
            audience: audience.clone(),
            expires: None,
        };
        self.tx.add_button(&id, &row).await?;
        Ok(Button { label, id })
    }

    /// A button with the words of `button-…` in a language.
    pub(super) async fn labelled(
        &mut self,
        to: &Audience,
        case: &CaseId,
        language: Language,
        (label, tap): (&str, Tap),
    ) -> Done<Button> {
        let label = self.say(language, label, &[]);
        self.button(to, Some(case), label, tap).await
    }

    /// The language a resident is spoken to in.
    pub(super) async fn language_of(&mut self, person: &PersonId) -> Done<Language> {
        let code = self.tx.language_of(person).await?;
        Ok(Language::from_code(code.as_deref()))
    }

    /// A plain message.
    pub(super) fn message(&self, text: String) -> Message {
        Message { text, ..Message::default() }
    }

    /// The permanent keyboard of a resident.
    pub(super) fn keyboard(&self, language: Language) -> Vec<Vec<String>> {
        let rows = [["keyboard-cases", "keyboard-nudge"], ["keyboard-visit", "keyboard-call"]];
        rows.iter().map(|row| row.iter().map(|key| self.say(language, key, &[])).collect()).collect()
    }
}

/// The text that keeps a person safe, before any question.
pub(super) fn safety_key(danger: Danger) -> &'static str {
    match danger {
        Danger::Gas => "safety-gas",
        Danger::Fire => "safety-fire",
        Danger::Collapse => "safety-collapse",
        Danger::Electric => "safety-electric",
        Danger::Water => "safety-water",
        Danger::Violence => "safety-violence",
        Danger::SelfHarm => "safety-self-harm",
        Danger::Medical => "safety-medical",
    }
}

/// How much of what was said is read to find out what it is about, in bytes; each message was read by itself when it came.
const READ: usize = 60_000;

/// The words of a case, one line each, for the reader of texts: of very many the beginning and the end.
pub(super) fn joined(entries: &[Entry]) -> String {
    let all = entries.iter().filter_map(|entry| entry.text.as_deref()).collect::<Vec<_>>().join("\n");
    if all.len() <= READ {
        return all;
    }
    let (head, tail) = (all.floor_char_boundary(READ / 2), all.ceil_char_boundary(all.len() - READ / 2));
    format!("{}\n{}", &all[..head], &all[tail..])
}
