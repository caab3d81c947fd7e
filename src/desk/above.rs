//! What is said about those whom the county does not manage: asked first, then by configuration not kept at all, or readable
//! by the level above alone (by analogy with 纪检监察机关处理检举控告工作规则 art. 15).

use serde::{Deserialize, Serialize};

use super::incoming::{Press, Said};
use super::people::behalf::Filing;
use super::press::Pressed;
use super::tap::Tap;
use super::{Done, Outcome, Work};
use crate::id::{Moment, PersonId};
use crate::notice::letter::{Audience, Message};
use crate::roster::AboveCounty;
use crate::store::{PersonRow, TimerRow};
use crate::text::Language;

/// The kind of the clock that ends an unanswered question, and the beginning of its key.
const CLOCK: &str = "above";
/// How long the question waits for an answer, in milliseconds: a day.
const WAITS_MS: i64 = 86_400_000;
/// Further messages belong to the question within this many milliseconds.
const BELONGS_MS: i64 = 10 * 60_000;

/// What waits for the sender's word; kept encrypted, and nowhere else.
#[derive(Serialize, Deserialize)]
struct Pending {
    person: PersonId,
    chat: i64,
    asked_at: Moment,
    said: Vec<(i64, Said)>,
    /// What is left to be registered when the rest is not kept.
    need: Option<String>,
    /// For whom it is filed, when it is somebody else's.
    #[serde(default)]
    filing: Option<Filing>,
}

impl Work<'_> {
    /// Asks whether a message is about those whom the county does not manage, before anything of it is kept.
    pub(super) async fn about_those_above(&mut self, said: &Said, person: &PersonRow) -> Done<Option<Outcome>> {
        let Some(row) = self.row else { return Ok(None) };
        let reading = self.read(said.text.as_deref().unwrap_or_default());
        let above = reading.charge.as_ref().is_some_and(|charge| charge.above);
        let open = self.pending_above(said.chat).await?.filter(|pending| !pending.said.is_empty());
        let mut pending = match open {
            Some(pending) if above || self.now.since(pending.asked_at) < BELONGS_MS => pending,
            Some(_) => return Ok(None),
            None if !above => return Ok(None),
            None => {
                let (chat, asked_at) = (said.chat, self.now);
                let filing = self.filing.take();
                Pending { person: person.id.clone(), chat, asked_at, said: Vec::new(), need: None, filing }
            }
        };
        let first = pending.said.is_empty();
        pending.said.push((row, said.clone()));
        self.save_pending(&pending).await?;
        if first {
            self.ask_above(person, said).await?;
        }
        Ok(Some(Outcome::of("asked_above")))
    }

    async fn ask_above(&mut self, person: &PersonRow, said: &Said) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let to = Audience::Resident(person.id.clone());
        let mut message = self.message(self.say(language, "above-ask", &[]));
        let mut row = Vec::new();
        for (label, yes) in [("button-above-yes", true), ("button-above-no", false)] {
            row.push(self.button(&to, None, self.say(language, label, &[]), Tap::Above(yes)).await?);
        }
        message.buttons = vec![row];
        self.answer(to, message, format!("above-ask:{}:{}", person.id, said.message_id)).await?;
        let timer = TimerRow {
            key: format!("{CLOCK}:{}", said.chat),
            kind: CLOCK.to_owned(),
            case: None,
            due: self.now.plus_ms(WAITS_MS),
            body: String::new(),
        };
        self.tx.set_timer(&timer).await?;
        Ok(())
    }

    /// The sender has said whom it is about.
    pub(super) async fn above_pressed(&mut self, press: &Press, person: &PersonRow, tap: Tap) -> Done<Pressed> {
        let Some(chat) = press.chat.filter(|chat| *chat == press.user) else { return Ok(self.void("press_foreign")) };
        let Some(pending) = self.pending_above(chat).await?.filter(|pending| pending.person == person.id) else {
            return Ok(self.void("press_unknown"));
        };
        match tap {
            Tap::Above(true) if self.rules.above_county == AboveCounty::DoNotKeep && !pending.said.is_empty() => {
                self.do_not_keep(pending, "above-not-kept").await?;
            }
            Tap::Above(true) | Tap::Above(false) if pending.said.is_empty() => return Ok(self.void("press_unknown")),
            Tap::Above(yes) => {
                self.end_pending(chat).await?;
                (self.settled_above, self.filing) = (Some(yes), pending.filing);
                for (_, said) in pending.said {
                    Box::pin(self.matter(said, person)).await?;
                }
            }
            _ => {
                let Some(need) = pending.need else { return Ok(self.void("press_unknown")) };
                self.end_pending(chat).await?;
                self.filing = pending.filing;
                let said = Said::plain(press, need, self.now);
                Box::pin(self.matter(said, person)).await?;
            }
        }
        let language = Language::from_code(Some(&person.language));
        Ok(Pressed::saying("above_answered", self.say(language, "press-noted", &[])))
    }

    /// Nobody said a word: as after a yes where nothing is kept; where the city reads, the city decides.
    pub(super) async fn above_unanswered(&mut self, timer: &TimerRow) -> Done<bool> {
        if timer.kind != CLOCK {
            return Ok(false);
        }
        let chat = timer.key.rsplit(':').next().and_then(|chat| chat.parse().ok()).unwrap_or_default();
        let Some(pending) = self.pending_above(chat).await?.filter(|pending| !pending.said.is_empty()) else {
            return Ok(true);
        };
        let person = pending.said.first().and_then(|(_, said)| said.user);
        match (self.rules.above_county, person) {
            (AboveCounty::CityReader, Some(user)) => {
                self.end_pending(chat).await?;
                (self.settled_above, self.filing) = (Some(true), pending.filing);
                let Some(person) = self.tx.person_by_account(user).await? else { return Ok(true) };
                for (_, said) in pending.said {
                    Box::pin(self.matter(said, &person)).await?;
                }
            }
            (AboveCounty::DoNotKeep, _) | (AboveCounty::CityReader, None) => {
                self.do_not_keep(pending, "above-unanswered").await?;
            }
        }
        Ok(true)
    }

    /// The words are wiped within this transaction, the raw update too; a count by day stays. The sender hears where to turn,
    /// and may register what else there was.
    async fn do_not_keep(&mut self, pending: Pending, key: &str) -> Done<()> {
        for (row, _) in &pending.said {
            self.tx.wipe_update(*row).await?;
        }
        self.tx.tally(&format!("above:{}", self.today())).await?;
        self.end_pending(pending.chat).await?;
        let language = self.language_of(&pending.person).await?;
        let to = Audience::Resident(pending.person.clone());
        let mut message = self.message(self.say(language, key, &[]));
        let texts: Vec<&str> = pending.said.iter().filter_map(|(_, said)| said.text.as_deref()).collect();
        let need = self.read(&texts.join("\n")).rest.filter(|rest| self.rules.reader.is_clean(rest));
        if let Some(need) = need {
            let asked = self.say(language, "above-need", &[("need", need.clone())]);
            message = Message { text: format!("{}\n\n{asked}", message.text), ..message };
            let label = self.say(language, "button-above-need", &[]);
            message.buttons = vec![vec![self.button(&to, None, label, Tap::AboveNeed).await?]];
            let kept = Pending { said: Vec::new(), need: Some(need), asked_at: self.now, ..pending };
            self.save_pending(&kept).await?;
        }
        self.answer(to, message, format!("{key}:{}", self.ids.hex())).await
    }

    async fn pending_above(&mut self, chat: i64) -> Done<Option<Pending>> {
        let json = self.tx.draft(chat, -chat).await?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }

    async fn save_pending(&mut self, pending: &Pending) -> Done<()> {
        let json = serde_json::to_string(pending)
            .map_err(|_| crate::store::StoreFault::Corrupt("a question does not fit into JSON".into()))?;
        self.tx.set_draft(pending.chat, -pending.chat, &json).await?;
        Ok(())
    }

    async fn end_pending(&mut self, chat: i64) -> Done<()> {
        self.tx.clear_draft(chat, -chat).await?;
        Ok(())
    }
}
