//! How urgent a case is, by which day it is needed, and what else the machine read: on the card, in lists, beside the original.

use chrono::NaiveDate;

use super::words::{Facts, joined};
use super::{Done, Rules, Work};
use crate::case::Case;
use crate::case::calendar::end_of_day;
use crate::classify::{Pressing, Urgency, Weight};
use crate::id::Moment;
use crate::text::{Language, dates};

impl Rules {
    /// How urgent a case is and why, for staff; none for an ordinary one. Of private matters nothing that tells of want.
    pub fn pressing(&self, weight: &Weight, private: bool) -> Option<String> {
        let language = Language::default();
        let key = match weight.urgency {
            Urgency::P0 => "urgency-p0",
            Urgency::P1 => "urgency-p1",
            Urgency::P2 => "urgency-p2",
            Urgency::P3 => return None,
        };
        let shown = weight.pressing.iter().filter(|why| !private || **why != Pressing::Want);
        let why: Vec<String> = shown.map(|why| self.why_pressing(*why, weight.needed_by)).collect();
        let why = why.join(&self.texts.say(language, "pressing-and", &[]));
        let urgency = self.texts.say(language, key, &[]);
        (!why.is_empty()).then(|| self.texts.say(language, "card-pressing", &[("urgency", urgency), ("why", why)]))
    }

    fn why_pressing(&self, why: Pressing, needed_by: Option<NaiveDate>) -> String {
        let language = Language::default();
        let day = needed_by.map(|day| dates::due(&self.texts, language, end_of_day(day))).unwrap_or_default();
        self.texts.say(language, &format!("pressing-{}", why.name()), &[("day", day)])
    }
}

impl Work<'_> {
    /// The line of a card that says so; danger to life stands in its head already.
    pub(super) fn pressing_line(&self, case: &Case, private: bool) -> Option<String> {
        self.rules.pressing(&case.weight, private).filter(|_| case.weight.urgency != Urgency::P0)
    }

    /// The same after an item of a list.
    pub(super) fn pressing_tail(&self, case: &Case) -> String {
        let line = self.rules.pressing(&case.weight, self.is_private(case));
        line.map(|why| self.say(Language::default(), "list-pressing", &[("why", why)])).unwrap_or_default()
    }

    /// Why it could not wait, after the words to whoever is told that nobody saw to it; nothing of an ordinary one.
    pub(super) fn why_told(&self, case: &Case, language: Language) -> String {
        let presses = case.weight.urgency == Urgency::P1 && !case.is_kept_apart();
        let line = self.rules.pressing(&case.weight, self.is_private(case)).filter(|_| presses);
        line.map(|why| self.say(language, "late-pressed", &[("why", why)])).unwrap_or_default()
    }

    /// Place and group of the village, such as 观山镇凉水村3社.
    pub(super) fn with_group(&self, case: &Case, mut facts: Facts) -> Facts {
        let Some(group) = case.weight.group.filter(|_| case.place.is_some()) else { return facts };
        for (_, place) in facts.iter_mut().filter(|(name, _)| *name == "place") {
            let key = format!("group-{}", group.mark.name());
            *place = self.say(Language::default(), &key, &[("place", place.clone()), ("no", group.no.to_string())]);
        }
        facts
    }

    /// What the machine read in the words of a case, in private only: sums, days, and why it presses.
    pub(super) async fn read_line(&mut self, case: &Case) -> Done<String> {
        let language = Language::default();
        let said = joined(&self.said_about(&case.id).await?);
        let reading = self.read(&said);
        let weight = Weight::of(&reading, None, self.today());
        let sums: Vec<String> = reading.sums.iter().map(|sum| self.sum(*sum)).collect();
        let sums = (!sums.is_empty()).then(|| {
            let sums = sums.join(&self.say(language, "pressing-and", &[]));
            self.say(language, "original-sums", &[("sums", sums)])
        });
        let read: Vec<String> = sums.into_iter().chain(self.rules.pressing(&weight, false)).collect();
        if read.is_empty() {
            return Ok(String::new());
        }
        let read = read.join(&self.say(language, "reason-and", &[]));
        Ok(format!("\n{}", self.say(language, "original-read", &[("read", read)])))
    }

    /// A sum of so many 分.
    fn sum(&self, fen: i64) -> String {
        let (yuan, rest) = (fen / 100, fen % 100);
        let yuan = if rest == 0 { yuan.to_string() } else { format!("{yuan}.{rest:02}") };
        self.say(Language::default(), "sum-yuan", &[("yuan", yuan)])
    }
}

/// In which order work is shown: the most urgent first, then what is due or needed first.
pub(super) fn order(case: &Case) -> (Urgency, Moment) {
    (case.weight.urgency, wanted_by(case))
}

/// By when it is wanted: by the day the answer is due, or by that on which the sender needs it.
pub(super) fn wanted_by(case: &Case) -> Moment {
    case.weight.needed_by.map_or(case.due, |day| case.due.min(end_of_day(day)))
}
