//! 延期: the handler writes why and until when, somebody above decides with one press, the sender is told.

use super::Reply;
use crate::case::Case;
use crate::case::calendar::{date_of, end_of_day};
use crate::case::command::Command;
use crate::case::event::{Actor, Words};
use crate::case::review::extension::Ask;
use crate::case::review::{No, ReviewCommand};
use crate::classify::written::When;
use crate::desk::press::Pressed;
use crate::desk::{Done, Work};
use crate::id::{CadreId, Moment};

impl Work<'_> {
    /// Those who may give a handler more time: the head of the unit, when the head is not the one who asks; those above.
    pub(super) fn approvers(&self, case: &Case) -> Vec<CadreId> {
        let asker = case.marks.course.extension.as_ref().and_then(|extension| extension.by.as_ref()).or(case.acting());
        asker.map(|asker| self.approvers_for(case, asker)).unwrap_or_default()
    }

    fn approvers_for(&self, case: &Case, asker: &CadreId) -> Vec<CadreId> {
        let Some(task) = &case.task else { return Vec::new() };
        // Kept above the unit, its head is among those it complains of.
        let head = self.county().head_of(&task.unit).filter(|head| !task.above && *head != asker);
        let above = self.county().chain_above(head.unwrap_or(asker));
        head.cloned().into_iter().chain(above).filter(|cadre| cadre != asker).collect()
    }

    pub(super) fn extension_probe(&self, case: &Case, words: Words) -> ReviewCommand {
        let (until, latest, in_time) = (Moment(i64::MAX), Moment(i64::MAX), self.now < case.due);
        ReviewCommand::AskExtension(Ask { until, latest, in_time, asked_of: CadreId::new(""), words })
    }

    pub(super) async fn ask_extension(&mut self, case: Case, cadre: &CadreId, reply: &Reply) -> Done<Case> {
        let calendar = &self.rules.calendar;
        let due = date_of(case.due.plus_ms(-1));
        let until = match self.only_date(&reply.text).ok_or(No::NoDate)? {
            When::WorkingDays(days) => calendar.plus_working_days(due, days).date,
            When::On(day) => day,
            When::Days(_) | When::Monthly(_) => return Err(No::NoDate.into()),
        };
        let latest = end_of_day(calendar.plus_working_days(due, self.rules.service.extension_wd).date);
        let line = self.approvers_for(&case, cadre);
        let allowed = self.not_kept_out(&case, line).await?;
        let asked_of = self.joined_of(&allowed).await?.into_iter().next().ok_or(No::NobodyDecides)?;
        let in_time = self.now < case.due;
        let words = self.keep("reply", &case.id, reply).await?;
        let ask = Ask { until: end_of_day(until), latest, in_time, asked_of, words };
        self.perform(case, Actor::Cadre(cadre.clone()), Command::Review(ReviewCommand::AskExtension(ask))).await
    }

    /// The one day or number of working days in a text; how long it rained, say, is none. Never a guess.
    fn only_date(&self, text: &str) -> Option<When> {
        let (mut rest, mut found) = (text.to_owned(), None);
        while let Ok((when, left)) = self.rules.reader.dates().read(&rest, self.today()) {
            let is_date = matches!(when, When::On(_) | When::WorkingDays(_));
            if is_date && found.is_some_and(|before| before != when) {
                return None;
            }
            found = found.or(Some(when).filter(|_| is_date));
            rest = left;
        }
        found
    }

    pub(super) async fn settle_extension(&mut self, case: Case, actor: Actor, granted: bool) -> Done<Pressed> {
        let in_time = self.now < case.due;
        let key = if granted { "press-extended" } else { "press-not-extended" };
        self.reviewed(case, actor, ReviewCommand::DecideExtension { granted, in_time }, key).await
    }
}
