//! 延期: once, before the date has passed, at most so many working days, by somebody above the handler; the sender is told
//! why (信访工作条例 art. 34).

use serde::{Deserialize, Serialize};

use super::{No, ReviewFact};
use crate::case::Case;
use crate::case::command::Refusal;
use crate::case::decide::working;
use crate::case::event::{Fact, Words};
use crate::id::{CadreId, Moment};

/// More time, asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Who asked.
    pub by: Option<CadreId>,
    /// Who decides.
    pub asked_of: CadreId,
    /// The new date.
    pub until: Moment,
    /// Why.
    pub words: Words,
    /// Whether it was given; none while nobody has decided.
    pub granted: Option<bool>,
}

/// A request for more time.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The new date.
    pub until: Moment,
    /// The latest that may be asked for.
    pub latest: Moment,
    /// Whether the date has not passed.
    pub in_time: bool,
    /// Who decides.
    pub asked_of: CadreId,
    /// Why.
    pub words: Words,
}

/// Whether the case allows that more time is asked for.
pub(super) fn ask(case: &Case, ask: Ask) -> Result<Vec<Fact>, Refusal> {
    may_be_asked(case, ask.in_time)?;
    if ask.until <= case.due {
        return Err(No::NotLater.into());
    }
    if ask.until > ask.latest {
        return Err(No::TooLong { latest: ask.latest }.into());
    }
    let Ask { until, asked_of, words, .. } = ask;
    Ok(vec![Fact::Review(ReviewFact::ExtensionAsked { until, asked_of, words })])
}

/// Whether the case allows that it is decided.
pub(super) fn settle(case: &Case, granted: bool, in_time: bool) -> Result<Vec<Fact>, Refusal> {
    working(case)?;
    let waiting = case.marks.course.extension.as_ref().filter(|extension| extension.granted.is_none());
    let Some(extension) = waiting else { return Err(No::Decided.into()) };
    if !granted {
        return Ok(vec![Fact::Review(ReviewFact::ExtensionRefused)]);
    }
    if !in_time {
        return Err(No::DatePassed.into());
    }
    let (until, words) = (extension.until, extension.words.clone());
    Ok(vec![Fact::Review(ReviewFact::ExtensionGranted { until, words })])
}

fn may_be_asked(case: &Case, in_time: bool) -> Result<(), Refusal> {
    working(case)?;
    if case.danger.is_some() {
        return Err(No::InDanger.into());
    }
    match &case.marks.course.extension {
        Some(Extension { granted: Some(true), .. }) => Err(No::Extended.into()),
        _ if !in_time => Err(No::DatePassed.into()),
        Some(Extension { granted: None, asked_of, .. }) => Err(No::ExtensionWaits { on: asked_of.clone() }.into()),
        Some(Extension { granted: Some(false), .. }) | None => Ok(()),
    }
}

/// The date that was given has been promised, so no calendar moves it.
pub(super) fn granted(case: &mut Case, until: Moment) {
    (case.due, case.provisional) = (until, false);
    case.marks.reminded = case.marks.reminded.min(1);
    if let Some(extension) = &mut case.marks.course.extension {
        extension.granted = Some(true);
    }
}

/// The date stays.
pub(super) fn refused(case: &mut Case) {
    if let Some(extension) = &mut case.marks.course.extension {
        extension.granted = Some(false);
    }
}

/// The date that was given in this round, if one was.
pub fn given(case: &Case) -> Option<Moment> {
    let extension = case.marks.course.extension.as_ref()?;
    (extension.granted == Some(true) && extension.until == case.due).then_some(extension.until)
}
