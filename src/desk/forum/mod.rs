//! 座谈会: residents who raised a matter and agreed to be asked are drawn, and asked in private whether they come.
//!
//! Nobody chooses whom: the pot is written down when the round table is opened, as labels that nobody can trace without
//! the key, and drawn with the root of the next morning. Who was asked is shown to nobody, only how many come.

mod draw;
mod guest;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::incoming::Said;
use super::words::Facts;
use super::{Done, Outcome, Work};
use crate::case::calendar::{at, date_of};
use crate::classify::written::When;
use crate::id::{CadreId, Moment, PlaceId, SubjectId};
use crate::notice::letter::Audience;
use crate::roster::Role;
use crate::stats::FEW;
use crate::store::{ForumRow, StoreFault, TimerRow};
use crate::text::{Language, dates};

pub(super) use draw::DRAW;
pub(super) use guest::{FORUM, ForumTap};

/// When it is drawn, on the morning after it was opened: the day's root has been printed then.
const DRAWN_AT: (u32, u32) = (8, 10);
/// A round table begins so many days after it was opened at the earliest, so that those asked can answer …
const SOONEST: u64 = 3;
/// … and at the latest.
const LATEST: u64 = 90;
/// At most so many residents are asked.
const MOST: u32 = 200;
/// For so many days there is no second one about the same in the same place: two pots laid side by side tell who is new.
const AGAIN_DAYS: i64 = 90;
/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;
/// How long one stands in the list after it was opened, in milliseconds.
const LISTED_MS: i64 = 120 * 24 * 3_600_000;

/// What a round table is about, where and when (kept encrypted).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Forum {
    subject: Option<SubjectId>,
    place: Option<PlaceId>,
    from: Moment,
    venue: String,
    wanted: u32,
    seed: Option<String>,
}

/// What is wrong with a form, as a text key.
type Wrong = &'static str;

impl Forum {
    fn of(row: &ForumRow) -> Result<Self, StoreFault> {
        serde_json::from_str(&row.body).map_err(|_| StoreFault::Corrupt(format!("round table {}", row.id)))
    }

    fn body(&self) -> Result<String, StoreFault> {
        serde_json::to_string(self).map_err(|_| StoreFault::Corrupt("a round table does not fit into JSON".into()))
    }
}

impl Work<'_> {
    /// Words about round tables: a resident's own agreement, or what somebody who supervises wants. None of anything else.
    pub(super) async fn forum_words(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let Some(text) = said.text.clone().filter(|_| said.attachment.is_none()) else { return Ok(None) };
        if let Some(agreed) = self.agrees_in_words(&text) {
            let person = self.person(said, user).await?;
            return self.agreed_in_words(said, &person, agreed).await.map(Some);
        }
        let (first, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let named = first == "/forum" || self.rules.texts.recognise(first, &["typed-forum"]).is_some();
        if !named {
            return Ok(None);
        }
        let supervisors = self.county().with_role(Role::Supervisor);
        let Some(cadre) = self.staff(user).await?.filter(|cadre| supervisors.contains(cadre)) else { return Ok(None) };
        let text = match rest.trim().split_once(char::is_whitespace) {
            None if rest.trim().is_empty() => self.forum_list().await?,
            Some((word, number)) if self.rules.texts.recognise(word, &["forum-cancel"]).is_some() => {
                Box::pin(self.call_off(number.trim())).await?
            }
            _ => Box::pin(self.open_forum(rest)).await?,
        };
        let message = self.message(text);
        self.answer(Audience::Cadre(cadre), message, format!("forum:{}", said.message_id)).await?;
        Ok(Some(Outcome::of("forum")))
    }

    /// Opens one from a form of lines: the pot is written down, and the draw set for tomorrow.
    async fn open_forum(&mut self, form: &str) -> Done<String> {
        let language = Language::default();
        let forum = match self.read_form(form) {
            Ok(forum) => forum,
            Err(wrong) => return Ok(format!("{}\n{}", self.say(language, wrong, &[]), self.form_words())),
        };
        if let Some(again) = self.drawn_lately(&forum).await? {
            return Ok(again);
        }
        let pot = self.those_who_agreed(&forum).await?;
        if pot.len() < FEW as usize {
            return Ok(self.say(language, "forum-too-few", &[("few", FEW.to_string())]));
        }
        let id = self.tx.next_forum().await?;
        for (owner, case) in &pot {
            self.tx.put_into_pot(&id, owner, case).await?;
        }
        let draw_at = at(self.today() + chrono::Days::new(1), DRAWN_AT.0, DRAWN_AT.1);
        let body = forum.body()?;
        let row = ForumRow { id, opened_at: self.now, draw_at, drawn_at: None, cancelled_at: None, body };
        self.tx.add_forum(&row).await?;
        let key = format!("{DRAW}:{}", row.id);
        let body = row.id.clone();
        self.tx.set_timer(&TimerRow { key, kind: DRAW.to_owned(), case: None, due: draw_at, body }).await?;
        let mut facts = self.forum_facts(&row, &forum, language);
        facts.push(("print", self.print_of_pot(&row.id).await?));
        Ok(self.say(language, "forum-opened", &facts))
    }

    /// Why none is opened: the same place and matter had one not long ago. One called off before its draw does not count.
    async fn drawn_lately(&mut self, forum: &Forum) -> Done<Option<String>> {
        let language = Language::default();
        for row in self.tx.forums_since(self.now.plus_ms(-AGAIN_DAYS * DAY_MS)).await? {
            let other = Forum::of(&row)?;
            let undrawn = row.cancelled_at.is_some() && row.drawn_at.is_none();
            if undrawn || other.subject != forum.subject || other.place != forum.place {
                continue;
            }
            let day = dates::day(&self.rules.texts, language, row.opened_at);
            let facts = [("id", row.id.clone()), ("day", day), ("days", AGAIN_DAYS.to_string())];
            return Ok(Some(self.say(language, "forum-again", &facts)));
        }
        Ok(None)
    }

    fn form_words(&self) -> String {
        self.say(Language::default(), "forum-form", &[])
    }

    /// The form: a line each for the matter, the place, when, where, how many.
    fn read_form(&self, form: &str) -> Result<Forum, Wrong> {
        let texts = &self.rules.texts;
        let value = |key: &str| {
            let pairs = form.lines().filter_map(|line| line.split_once([':', '：']));
            pairs.into_iter().find(|(name, _)| texts.recognise(name, &[key]).is_some()).map(|(_, value)| value.trim())
        };
        let subject = value("forum-line-matter").map(|matter| self.subject_named(matter).ok_or("forum-no-matter"));
        let place = value("forum-line-place").map(|place| self.read(place).place.ok_or("forum-no-place"));
        let (subject, place) = (subject.transpose()?, place.transpose()?);
        if subject.is_none() && place.is_none() {
            return Err("forum-no-matter");
        }
        let from = value("forum-line-when").and_then(|when| self.moment_in(when)).ok_or("forum-no-time")?;
        let days = date_of(from).signed_duration_since(self.today()).num_days();
        if !(SOONEST as i64..=LATEST as i64).contains(&days) {
            return Err("forum-not-then");
        }
        let venue = value("forum-line-venue").filter(|venue| !venue.is_empty()).ok_or("forum-no-venue")?.to_owned();
        let digits = |count: &str| count.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok();
        let wanted = value("forum-line-count").and_then(digits).filter(|wanted| (1..=MOST).contains(wanted));
        Ok(Forum { subject, place, from, venue, wanted: wanted.ok_or("forum-no-count")?, seed: None })
    }

    fn subject_named(&self, words: &str) -> Option<SubjectId> {
        let named = self.county().subjects.values().find(|subject| subject.name == words);
        let read = || self.read(words).subjects.into_iter().next().map(|guess| guess.subject);
        named.map(|subject| subject.id.clone()).or_else(read)
    }

    /// A day and a time of the day such as 9:00, which has to be there.
    fn moment_in(&self, words: &str) -> Option<Moment> {
        let colon = words.char_indices().find(|(_, sign)| matches!(sign, ':' | '：'))?;
        let (before, after) = (words.get(..colon.0)?, words.get(colon.0 + colon.1.len_utf8()..)?);
        let minute: String = after.chars().take_while(char::is_ascii_digit).collect();
        let hour: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        let day = before.get(..before.len() - hour.len())?;
        let hour: u32 = hour.chars().rev().collect::<String>().parse().ok().filter(|hour| *hour < 24)?;
        let minute: u32 = minute.parse().ok().filter(|minute| *minute < 60)?;
        match self.rules.reader.dates().read(day, self.today()) {
            Ok((When::On(day), _)) => Some(at(day, hour, minute)),
            Ok(_) | Err(_) => None,
        }
    }

    /// The facts of a round table, for texts.
    fn forum_facts(&self, row: &ForumRow, forum: &Forum, language: Language) -> Facts {
        let texts = &self.rules.texts;
        let subject = forum.subject.as_ref().and_then(|subject| self.county().subjects.get(subject));
        let matter = subject.map(|subject| subject.name.clone());
        let place = forum.place.as_ref().map(|place| self.place_name(Some(place), language));
        let about = [place, matter].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        vec![
            ("id", row.id.clone()),
            ("about", about),
            ("when", dates::day_and_time(texts, language, forum.from)),
            ("venue", forum.venue.clone()),
            ("wanted", forum.wanted.to_string()),
            ("draw", dates::day_and_time(texts, language, row.draw_at)),
            ("reply", dates::day(texts, language, forum.from.plus_ms(-24 * 3_600_000))),
        ]
    }

    /// The SHA-256 of the pot as it stands in the record, a label a line.
    async fn print_of_pot(&mut self, id: &str) -> Done<String> {
        let pot = self.tx.pot_of(id).await?;
        let lines: String = pot.iter().map(|guest| format!("{}\n", guest.label)).collect();
        Ok(Sha256::digest(lines).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// All of the last months: when, what about, how many come; a number in steps, and never who.
    async fn forum_list(&mut self) -> Done<String> {
        let language = Language::default();
        let mut lines = Vec::new();
        for row in self.tx.forums_since(self.now.plus_ms(-LISTED_MS)).await? {
            let forum = Forum::of(&row)?;
            let pot = self.tx.pot_of(&row.id).await?;
            let coming = pot.iter().filter(|guest| guest.coming == Some(true)).count() as u32;
            let mut facts = self.forum_facts(&row, &forum, language);
            facts.push(("asked", pot.iter().filter(|guest| guest.drawn).count().to_string()));
            facts.push(("coming", (coming - coming % FEW).to_string()));
            facts.push(("few", FEW.to_string()));
            let key = match (row.cancelled_at, row.drawn_at) {
                (Some(_), _) => "forum-listed-cancelled",
                (None, None) => "forum-listed-waiting",
                (None, Some(_)) if coming < FEW => "forum-listed-few",
                (None, Some(_)) => "forum-listed",
            };
            lines.push(self.say(language, key, &facts));
        }
        lines.push(self.form_words());
        Ok(lines.join("\n"))
    }

    /// Everybody who supervises and can be reached.
    async fn forum_readers(&mut self) -> Done<Vec<CadreId>> {
        let supervisors = self.county().with_role(Role::Supervisor);
        self.joined_of(&supervisors).await
    }
}
