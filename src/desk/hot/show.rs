//! 热点: what the last count came to, in private, for those who oversee and those who head a unit. Others know no such word.

use super::super::incoming::Said;
use super::super::{Done, Outcome, Work};
use crate::id::{CadreId, MatterId};
use crate::notice::letter::{Audience, Message};
use crate::stats::heat::{heat, step};
use crate::store::{HeatRow, MonthTopic};
use crate::text::{Language, dates, shorten};

/// How many topics one message names.
const SHOWN: usize = 10;
/// A week, in milliseconds.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;

impl Work<'_> {
    /// `/hot` or 热点 and nothing else, from whoever may see it.
    pub(in crate::desk) async fn asks_hot(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().filter(|_| said.attachment.is_none()).unwrap_or_default().trim();
        let asked = match text.strip_prefix('/').map(|name| name.split_once('@').unwrap_or((name, ""))) {
            Some((name, bot)) => name == "hot" && (bot.is_empty() || bot.eq_ignore_ascii_case(&self.rules.bot_name)),
            None => self.rules.texts.recognise(text, &["typed-hot"]).is_some(),
        };
        if !asked {
            return Ok(None);
        }
        let Some(cadre) = self.staff(user).await?.filter(|cadre| self.sees_hot(cadre)) else { return Ok(None) };
        let mut parts = Vec::new();
        if self.settles_topics(&cadre) {
            parts.push(self.hot_text("", self.county().name.clone()).await?);
        }
        if let Some(unit) = self.own_numbers(&cadre) {
            parts.push(self.hot_text(unit.as_str(), self.unit_name(&unit)).await?);
        }
        let message = Message { text: shorten(&parts.join("\n\n"), 4000), ..Message::default() };
        self.answer(Audience::Cadre(cadre.clone()), message, format!("hot:{cadre}:{}", said.message_id)).await?;
        Ok(Some(Outcome::of("hot")))
    }

    /// Whether somebody may see any topics.
    pub(in crate::desk) fn sees_hot(&self, cadre: &CadreId) -> bool {
        self.settles_topics(cadre) || self.own_numbers(cadre).is_some()
    }

    async fn hot_text(&mut self, scope: &str, of: String) -> Done<String> {
        let language = Language::default();
        let window = self.rules.service.hot.window_days.to_string();
        let mut topics = self.tx.topics_of(scope).await?;
        // By what is shown and nothing finer: two that look the same stand by their names.
        let shown = |count: u32| step(count).unwrap_or(0);
        topics.sort_by_cached_key(|row| {
            let heat = heat(shown(row.senders), shown(row.recent), shown(row.earlier));
            (std::cmp::Reverse(heat), self.matter_name(&row.matter))
        });
        let mut lines = vec![self.say(language, "hot-head", &[("of", of), ("days", window.clone())])];
        for row in topics.iter().take(SHOWN) {
            lines.push(self.hot_line(row, &window));
        }
        if topics.is_empty() {
            lines.push(self.say(language, "hot-none", &[]));
        }
        if scope.is_empty() {
            lines.extend(self.month_lines().await?);
        }
        Ok(lines.join("\n"))
    }

    fn hot_line(&self, row: &HeatRow, window: &str) -> String {
        let weeks = row.last.since(row.first) / WEEK_MS + 1;
        let facts = [
            ("matter", self.matter_name(&row.matter)),
            ("senders", self.by_fives(row.senders)),
            ("recent", self.by_fives(row.recent)),
            ("earlier", self.by_fives(row.earlier)),
            ("places", self.villages(row.places)),
            ("recentdays", self.rules.service.hot.recent_days.to_string()),
            ("days", window.to_owned()),
            ("weeks", weeks.to_string()),
        ];
        self.say(Language::default(), "hot-item", &facts)
    }

    /// The topics of the month under way.
    async fn month_lines(&mut self) -> Done<Vec<String>> {
        let language = Language::default();
        let since = self.now.plus_ms(-26 * WEEK_MS);
        let topics = self.tx.month_topics_since(since).await?;
        let open = topics.into_iter().filter(|topic| topic.state == super::month::CONFIRMED);
        Ok(open.map(|topic| self.say(language, "hot-month", &self.topic_facts(&topic, language))).collect())
    }

    /// A count as it is shown: in steps of five, below that in words.
    pub(super) fn by_fives(&self, count: u32) -> String {
        let language = Language::default();
        match step(count) {
            Some(count) => self.say(language, "hot-at-least", &[("count", count.to_string())]),
            None => self.say(language, "hot-few", &[]),
        }
    }

    /// A number of villages as it is shown.
    fn villages(&self, count: u32) -> String {
        let key = if step(count).is_some() { "hot-villages" } else { "hot-villages-few" };
        self.say(Language::default(), key, &[("count", step(count).unwrap_or(0).to_string())])
    }

    /// A matter as people read it.
    pub(super) fn matter_name(&self, id: &MatterId) -> String {
        let language = Language::default();
        let Some(matter) = self.known_matter(id) else { return self.say(language, "subject-unknown", &[]) };
        let subject = self.county().subjects.get(matter.subject).map(|it| it.name.clone()).unwrap_or_default();
        match matter.name {
            Some(name) if matter.listed => name.to_owned(),
            Some(word) => self.say(language, "hot-by-word", &[("subject", subject), ("word", word.to_owned())]),
            None => subject,
        }
    }

    /// The day and month of a topic, and who has it.
    pub(super) fn topic_facts(&self, topic: &MonthTopic, language: Language) -> Vec<(&'static str, String)> {
        let texts = &self.rules.texts;
        vec![
            ("matter", self.matter_name(&topic.matter)),
            ("unit", self.unit_name(&topic.unit)),
            ("owner", self.cadre_name(&topic.owner)),
            ("due", dates::due(texts, language, topic.due)),
            ("day", dates::day(texts, language, self.now)),
            ("by", topic.decided_by.as_ref().map(|cadre| self.cadre_name(cadre)).unwrap_or_default()),
        ]
    }
}
