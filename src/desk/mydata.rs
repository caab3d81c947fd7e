//! `/mydata` (个人信息保护法 art. 45): a resident gets a copy of everything that is kept about them, in their own chat.

use super::act::case_of;
use super::incoming::Said;
use super::words::{Entry, Reply};
use super::{Done, Outcome, Work};
use crate::case::Case;
use crate::case::event::{Actor, Event, Fact};
use crate::notice::letter::{Act, Audience, Letter, Priority};
use crate::store::{EventRow, PersonRow, StoreFault, TimerRow, Which};
use crate::text::{Language, dates};

/// One copy an hour.
const HOUR_MS: i64 = 3_600_000;
/// How many cases a copy holds: more than anybody has.
const CASES: u32 = 10_000;

impl Work<'_> {
    /// A copy, once an hour; in between, words that say when the next one can be had.
    pub(super) async fn my_data(&mut self, said: &Said, person: &PersonRow) -> Done<Outcome> {
        let language = Language::from_code(Some(&person.language));
        let key = format!("mydata:{}", person.id);
        if let Some(due) = self.tx.timer_due(&key).await?.filter(|due| *due > self.now) {
            let facts = [("time", dates::day_and_time(&self.rules.texts, language, due))];
            let text = self.say(language, "mydata-again", &facts);
            self.reply_text(said, person, text).await?;
            return Ok(Outcome::of("command"));
        }
        let due = self.now.plus_ms(HOUR_MS);
        let timer = TimerRow { key, kind: "mydata".to_owned(), case: None, due, body: String::new() };
        self.tx.set_timer(&timer).await?;
        let text = self.all_about(person, language).await?;
        let act = Act::File {
            name: self.say(language, "mydata-file", &[]),
            text,
            caption: self.say(language, "mydata-caption", &[]),
        };
        let letter = Letter {
            to: Audience::Resident(person.id.clone()),
            act,
            priority: Priority::Receipt,
            case: None,
            key: format!("mydata:{}:{}", person.id, said.message_id),
            sealed: true,
        };
        self.post(letter).await?;
        Ok(Outcome::of("command"))
    }

    async fn all_about(&mut self, person: &PersonRow, language: Language) -> Done<String> {
        let when = dates::day_and_time(&self.rules.texts, language, self.now);
        let mut parts =
            vec![self.say(language, "mydata-head", &[("county", self.county().name.clone()), ("when", when)])];
        parts.push(self.about_the_person(person, language).await?);
        let mut rows = self.tx.cases_of_person(&person.id, Which::All, CASES).await?;
        rows.extend(self.tx.cases_shared_with(&person.id, CASES).await?);
        parts.push(self.say(language, "mydata-cases", &[("count", rows.len().to_string())]));
        for row in rows {
            let case = case_of(&row)?;
            parts.extend(self.about_case_of(&case, person, language).await?);
        }
        let mut consents = self.consent_lines(person, language).await?;
        consents.insert(0, self.say(language, "mydata-consents", &[]));
        parts.push(consents.join("\n"));
        let keep = &self.rules.service.keep;
        let days = [
            ("raw", keep.raw_days.to_string()),
            ("letters", keep.letter_days.to_string()),
            ("words", keep.words_days.to_string()),
            ("sealed", keep.sealed_days.to_string()),
        ];
        parts.push(self.say(language, "mydata-keep", &days));
        Ok(parts.join("\n\n"))
    }

    async fn about_the_person(&mut self, person: &PersonRow, language: Language) -> Done<String> {
        let (account, code, since) = self.tx.person_facts(&person.id).await?.ok_or(StoreFault::Missing("resident"))?;
        let name = self.tx.name_of_person(&person.id).await?.unwrap_or_default();
        let facts = [
            ("name", name),
            ("account", account.to_string()),
            ("language", code),
            ("since", dates::day(&self.rules.texts, language, since)),
        ];
        Ok(self.say(language, "mydata-person", &facts))
    }

    /// Of a case that several have a part in each has their own words; of one that was handed over, or never was theirs, the
    /// line that 我的事 shows.
    async fn about_case_of(&mut self, case: &Case, person: &PersonRow, language: Language) -> Done<Option<String>> {
        let theirs = self.standing(case, person).await?;
        match theirs {
            Some(me) if !case.people.waits_for_claim() => {
                Ok(Some(self.about_the_case(&case.seen_by(&me), language).await?))
            }
            Some(_) | None => self.shown_case(case, person, language).await,
        }
    }

    async fn about_the_case(&mut self, case: &Case, language: Language) -> Done<String> {
        let mut facts = self.facts(case, language);
        facts.push(("registered", dates::day_and_time(&self.rules.texts, language, case.registered_at)));
        let mut lines = vec![self.say(language, "mydata-case", &facts)];
        if !case.is_sealed() {
            lines.push(self.say(language, "mydata-matter", &facts));
            lines.extend(case.unit().map(|_| self.say(language, "mydata-who", &facts)));
        }
        lines.extend(self.own_history(case, language));
        lines.push(self.say(language, "mydata-said", &[]));
        lines.extend(self.said_lines(case, language).await?);
        let mut events = self.tx.events(&case.id).await?;
        // What others said of the answer is theirs.
        let me = serde_json::to_string(&Actor::Resident(case.person.clone())).unwrap_or_default();
        let judges = ["solved_said", "rated"];
        events.retain(|row| case.people.is_plain() || !judges.contains(&row.kind.as_str()) || row.actor == me);
        lines.extend(self.told_lines(&events, language).await?);
        lines.extend(self.pot_lines(case, language).await?);
        let reads = self.reads_line(case, language).await?;
        lines.push(reads.unwrap_or_else(|| self.say(language, "looked-none", &[])));
        Ok(lines.join("\n"))
    }

    /// Their messages as they stand, an edited one with its former versions.
    async fn said_lines(&mut self, case: &Case, language: Language) -> Done<Vec<String>> {
        let mut lines = Vec::new();
        let own = if case.people.is_plain() { None } else { Some(self.words_of(case, &case.person).await?) };
        for row in self.tx.entries(&case.id).await? {
            if own.as_ref().is_some_and(|own| !own.contains(&row.content)) {
                continue;
            }
            let Some(entry) = self.kept::<Entry>(&row.content).await? else { continue };
            let media = if entry.media.is_some() { self.say(language, "mydata-media", &[]) } else { String::new() };
            let when = dates::day_and_time(&self.rules.texts, language, row.at);
            let facts = [("when", when), ("words", format!("{}{media}", entry.text.unwrap_or_default()))];
            lines.push(self.say(language, if row.version == 1 { "mydata-line" } else { "mydata-line-edited" }, &facts));
        }
        Ok(lines)
    }

    /// What was answered and asked, and what they said to it.
    async fn told_lines(&mut self, events: &[EventRow], language: Language) -> Done<Vec<String>> {
        let (mut lines, mut notes) = (Vec::new(), 0);
        for row in events {
            let event = event_of(row)?;
            let key = match &event.fact {
                Fact::Asked { .. } => "mydata-asked",
                Fact::InterimReplied { .. } | Fact::NoteSent { .. } => "mydata-told",
                Fact::DoneReported { .. } => "mydata-answered",
                Fact::SolvedSaid { .. } | Fact::Rated { .. } => "mydata-judged",
                Fact::NoteWritten { .. } => {
                    notes += 1;
                    continue;
                }
                _ => continue,
            };
            let words = match &event.fact {
                Fact::SolvedSaid { solved } => {
                    self.say(language, if *solved { "said-solved" } else { "said-unsolved" }, &[])
                }
                Fact::Rated { grade } => self.say(language, &format!("grade-{}", grade.name()), &[]),
                fact => self.reply_in(fact).await?,
            };
            let when = dates::day_and_time(&self.rules.texts, language, event.at);
            lines.push(self.say(language, key, &[("when", when), ("words", words)]));
        }
        if notes > 0 {
            lines.push(self.say(language, "mydata-notes", &[("count", notes.to_string())]));
        }
        Ok(lines)
    }

    async fn reply_in(&mut self, fact: &Fact) -> Done<String> {
        let Some(words) = fact.words() else { return Ok(String::new()) };
        let reply = self.kept::<Reply>(&words.content).await?;
        Ok(reply.map(|reply| reply.text).unwrap_or_default())
    }
}

fn event_of(row: &EventRow) -> Result<Event, StoreFault> {
    let corrupt = |_| StoreFault::Corrupt(format!("event {} of a case", row.seq));
    let actor = serde_json::from_str(&row.actor).map_err(corrupt)?;
    Ok(Event { at: row.at, actor, fact: serde_json::from_str(&row.body).map_err(corrupt)? })
}
