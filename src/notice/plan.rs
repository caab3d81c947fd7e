//! Event in, notices out: who must be told what. Every fact has its line, "nobody" included.

use super::emergency::{self, EmergencyOffer, danger};
use super::face::{self, FaceOffer};
use super::letter::Priority;
use super::linked::{self, LinkedOffer};
use super::review::{self, ReviewOffer};
use super::{answers, joint, numbers, people, protect, supervise};
use crate::case::event::{Event, Fact, Words};
use crate::case::linked::Other;
use crate::case::{Case, Ending, State};
use crate::id::{CadreId, PersonId, UnitId};

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The sender, and whoever speaks in it beside them.
    Resident,
    /// One of those who have to do with it beside the sender.
    Party(PersonId),
    /// The group of the unit that has the case, as an answer to the card, pinging who acts.
    UnitGroup,
    /// A named cadre, in private.
    Cadre(CadreId),
    /// The head of the unit, in private.
    Head,
    /// Who acts, in private.
    Acting,
    /// Those who may read a sealed case, each in private.
    Readers,
    /// Those on call and the screeners, each in private.
    OnCall,
    /// The group of a unit that helps, or who acts for it.
    Helper(UnitId),
    /// Those who supervise, each in private, but whoever was told up the line already.
    Supervisors,
}

/// What a button under a message does; the words on it are the text `button-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// 已解决.
    Solved,
    /// 未解决.
    Unsolved,
    /// 看原文.
    Read,
    /// 正常派单.
    Release,
    /// 转纪检监察.
    ToDiscipline,
    /// 答复.
    Report,
    /// 我来跟进.
    TakeDanger,
    /// 要求补充.
    Ask,
    /// 没事.
    Fine,
    /// 有人找我麻烦.
    Trouble,
    /// 同意给看.
    AgreeShowing,
    /// 不给看.
    RefuseShowing,
    /// 解除督办.
    Lift,
    /// 我包案.
    Lead,
    /// 请领导包案.
    NameLeader,
    /// 属实.
    AsReported,
    /// 不实.
    NotAsReported,
    /// About 延期, 异议, 复查, 复核, 终结.
    Review(ReviewOffer),
    /// About what is not accepted.
    Linked(LinkedOffer),
    /// About reception days.
    Face(FaceOffer),
    /// About what danger left.
    Emergency(EmergencyOffer),
}

/// The kind of words that only say again what was said: the nudge beside them tells of them.
pub const SAID_AGAIN: &str = "again";

/// One thing to tell one audience.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Whom.
    pub who: Who,
    /// The text's key.
    pub key: &'static str,
    /// Words to quote.
    pub words: Option<Words>,
    /// Buttons, a row each two.
    pub offers: &'static [Offer],
    /// How pressing.
    pub priority: Priority,
    /// Notices of the same bundle within a few minutes are one.
    pub bundled: bool,
    /// The promise it speaks of, by number.
    pub promise: Option<u32>,
    /// The unit that helps, of which it speaks.
    pub helper: Option<UnitId>,
    /// The other case, of which it speaks and which its button opens.
    pub other: Option<Other>,
}

/// A line for somebody, without words to quote and without buttons.
pub fn tell(who: Who, key: &'static str) -> Notice {
    Notice {
        who,
        key,
        words: None,
        offers: &[],
        priority: Priority::Status,
        bundled: false,
        promise: None,
        helper: None,
        other: None,
    }
}

pub(super) fn quote(who: Who, key: &'static str, words: &Words) -> Vec<Notice> {
    vec![Notice { words: Some(words.clone()), ..tell(who, key) }]
}

/// The buttons under a sealed case's notice to its readers.
const READER_OFFERS: &[Offer] = &[Offer::Read, Offer::Ask, Offer::Release, Offer::ToDiscipline, Offer::Report];
/// The same when life is in danger.
const READER_DANGER_OFFERS: &[Offer] = &[Offer::Read, Offer::TakeDanger, Offer::Ask, Offer::Release, Offer::Report];

/// The buttons of whoever is asked to let something be seen.
const CONSENT_OFFERS: &[Offer] = &[Offer::AgreeShowing, Offer::RefuseShowing];

/// What an event means for whom. Status messages and cards are edited besides; these are the new messages.
pub fn plan(before: &Case, after: &Case, event: &Event) -> Vec<Notice> {
    let notices = planned(before, after, event).into_iter();
    notices.map(|notice| linked::by_another(notice, after, &event.actor)).collect()
}

/// The same as whoever did it reads it, also when it was the sender of a case that goes on under this one.
pub fn planned(before: &Case, after: &Case, event: &Event) -> Vec<Notice> {
    match &event.fact {
        Fact::Joined { .. } | Fact::Edited { .. } => new_words(after, event),
        Fact::Sealed { .. } => readers(before, after),
        Fact::Understood { .. } if before.state != State::Collecting && before.danger.is_none() => danger(after),
        Fact::Collected => danger(after),
        Fact::Dispatched { .. } => dispatched(before),
        Fact::Signed | Fact::Assigned { .. } | Fact::DateMoved { .. } | Fact::Frozen => one_line(&event.fact),
        Fact::Asked { .. } | Fact::InterimReplied { .. } | Fact::NoteSent { .. } => quoted(after, &event.fact),
        Fact::Reopened { .. } | Fact::Closed { .. } => over_or_not(before, after, &event.fact),
        Fact::Nudged | Fact::VisitAsked | Fact::CallAsked => wished(after, &event.fact),
        Fact::Reminded { .. } => reminded(after),
        Fact::SignLate { .. } | Fact::ScreeningLate { .. } | Fact::Overdue { .. } => lateness(after, &event.fact),
        Fact::Protection(_) | Fact::Supervision(_) | Fact::Emergency(_) => of_a_part(before, after, &event.fact),
        Fact::Numbers(_) | Fact::Answer(_) | Fact::Review(_) | Fact::Linked(_) => of_a_part(before, after, &event.fact),
        Fact::Joint(_) | Fact::People(_) | Fact::Face(_) | Fact::DangerTaken => of_a_part(before, after, &event.fact),
        Fact::ShowingAsked | Fact::ShowingAnswered { .. } => showing(before, &event.fact),
        Fact::NameHidden
        | Fact::NameShown
        | Fact::Registered { .. }
        | Fact::Understood { .. }
        | Fact::Unsealed
        | Fact::PlaceSkipped
        | Fact::ScreeningAsked { .. }
        | Fact::Accepted
        | Fact::TakenBack
        | Fact::NoteWritten { .. }
        | Fact::DoneReported { .. }
        | Fact::SolvedSaid { .. }
        | Fact::Rated { .. }
        | Fact::OriginalRead
        | Fact::Parted { .. }
        | Fact::Held { .. }
        | Fact::KeptOut { .. }
        | Fact::Exposed { .. }
        | Fact::Recused { .. }
        | Fact::LetGo => Vec::new(),
    }
}

/// It ended, or did not after all.
fn over_or_not(before: &Case, after: &Case, fact: &Fact) -> Vec<Notice> {
    if let Fact::Closed { ending } = fact { closed(before, *ending) } else { reopened(before, after) }
}

/// What a part of its own says to whom.
fn of_a_part(before: &Case, after: &Case, fact: &Fact) -> Vec<Notice> {
    if let Fact::Protection(what) = fact {
        protect::told(after, what)
    } else if let Fact::Joint(what) = fact {
        joint::told(before, after, what)
    } else if let Fact::Supervision(what) = fact {
        supervise::told(before, after, what)
    } else if let Fact::Numbers(what) = fact {
        numbers::told(what)
    } else if let Fact::Answer(what) = fact {
        answers::told(before, what)
    } else if let Fact::Review(what) = fact {
        review::told(what)
    } else if let Fact::Linked(what) = fact {
        linked::told(after, what)
    } else if let Fact::People(what) = fact {
        people::told(before, what)
    } else if let Fact::Face(what) = fact {
        face::told(before, after, what)
    } else if let Fact::Emergency(what) = fact {
        emergency::told(after, what)
    } else if *fact == Fact::DangerTaken {
        emergency::taken(after)
    } else {
        Vec::new()
    }
}

/// What one of those concerned hears in one line.
fn one_line(fact: &Fact) -> Vec<Notice> {
    let (who, key) = if matches!(fact, Fact::Signed) {
        (Who::Resident, "told-signed")
    } else if matches!(fact, Fact::Assigned { .. }) {
        (Who::UnitGroup, "group-assigned")
    } else if matches!(fact, Fact::Frozen) {
        (Who::Readers, "reader-frozen")
    } else {
        (Who::Resident, "told-date-moved")
    };
    vec![tell(who, key)]
}

/// Words of staff that go to the resident as they are.
fn quoted(after: &Case, fact: &Fact) -> Vec<Notice> {
    if let Fact::Asked { words } = fact {
        asked(after, words)
    } else if let Fact::InterimReplied { words } = fact {
        quote(Who::Resident, "told-interim", words)
    } else if let Fact::NoteSent { words } = fact {
        quote(Who::Resident, "told-note", words)
    } else {
        Vec::new()
    }
}

/// What the resident asks of whoever has the case.
fn wished(after: &Case, fact: &Fact) -> Vec<Notice> {
    if *fact == Fact::Nudged {
        asked_for(after, "group-nudged")
    } else if *fact == Fact::VisitAsked {
        asked_for(after, "group-visit")
    } else {
        asked_for(after, "group-call")
    }
}

/// Lateness of what only named readers see reaches the person named in the fact; any other rises on the ladder, which tells.
fn lateness(after: &Case, fact: &Fact) -> Vec<Notice> {
    if let Fact::SignLate { told } | Fact::ScreeningLate { told } | Fact::Overdue { told, .. } = fact
        && after.is_kept_apart()
    {
        let unheard = after.danger.is_some() && !after.emergency.fed_back;
        let key = if unheard { "late-sealed-danger" } else { "late-sealed" };
        return vec![tell(Who::Cadre(told.clone()), key)];
    }
    Vec::new()
}

/// Later words reach whoever has the case; when life is in danger also everyone on call, each time.
fn new_words(after: &Case, event: &Event) -> Vec<Notice> {
    let again = matches!(&event.fact, Fact::Joined { what, .. } if what == SAID_AGAIN);
    if again || after.state == State::Collecting {
        return Vec::new();
    }
    let mut notices = Vec::new();
    if after.is_sealed() {
        let offers = reader_offers(after);
        notices.push(Notice { bundled: after.danger.is_none(), offers, ..tell(Who::Readers, "group-new-words") });
    } else if after.task.is_some() {
        notices.push(Notice { bundled: true, offers: &[Offer::Read], ..tell(Who::UnitGroup, "group-new-words") });
    }
    // That it became worse, they have heard with the same words.
    let told_worse = after.emergency.worse_at == Some(event.at);
    if after.danger.is_some() && !after.is_sealed() && !told_worse {
        let offers = emergency::ON_CALL_OFFERS;
        notices.push(Notice { offers, priority: Priority::Danger, ..tell(Who::OnCall, "oncall-new-words") });
    }
    if after.state == State::Answered {
        const OFFERS: &[Offer] = &[Offer::Solved, Offer::Unsolved];
        let speaker = people::speaker(after, &event.actor);
        notices.push(Notice { bundled: true, offers: OFFERS, ..tell(speaker, "ask-still") });
    }
    notices
}

/// The sender is asked; whoever asked hears the answer, and opens the original anew.
fn showing(before: &Case, fact: &Fact) -> Vec<Notice> {
    let Fact::ShowingAnswered { agreed } = fact else {
        return vec![Notice { offers: CONSENT_OFFERS, ..tell(people::sender_alone(before), "ask-showing") }];
    };
    let Some(asked_by) = before.showing.asked_by.clone() else { return Vec::new() };
    let (key, offers): (_, &[Offer]) =
        if *agreed { ("showing-agreed", &[Offer::Read]) } else { ("showing-refused", &[]) };
    vec![Notice { offers, ..tell(Who::Cadre(asked_by), key) }]
}

pub(super) fn reader_offers(case: &Case) -> &'static [Offer] {
    if case.marks.care.is_note() {
        return protect::NOTE_OFFERS;
    }
    if case.danger.is_some() { READER_DANGER_OFFERS } else { READER_OFFERS }
}

fn asked(after: &Case, words: &Words) -> Vec<Notice> {
    quote(
        Who::Resident,
        if after.is_sealed() || after.task.is_none() { "told-asked-sealed" } else { "told-asked" },
        words,
    )
}

/// Asks of the resident reach whoever has the case: the unit, or the readers of a sealed one.
pub(super) fn asked_for(after: &Case, key: &'static str) -> Vec<Notice> {
    if linked::goes_on_elsewhere(after) {
        Vec::new()
    } else if after.is_sealed() {
        vec![tell(Who::Readers, key)]
    } else if after.task.is_some() {
        // In danger of a person a wish is a call: those on call hear it too.
        let called = after.is_danger_of_a_person().then(|| tell(Who::OnCall, key));
        [tell(Who::UnitGroup, key)].into_iter().chain(called).collect()
    } else {
        vec![tell(Who::OnCall, key)]
    }
}

/// Whoever waited to see a leader hears that it goes another way now.
fn readers(before: &Case, after: &Case) -> Vec<Notice> {
    let key = match (after.danger.is_some(), after.marks.care.is_note()) {
        (true, _) => "reader-new-danger",
        (false, true) => "reader-protect",
        (false, false) => "reader-new",
    };
    let priority = if after.danger.is_some() { Priority::Danger } else { Priority::Card };
    let waited = before.face.is_live().then(|| tell(Who::Resident, "told-face-sealed"));
    let readers = Notice { offers: reader_offers(after), priority, ..tell(Who::Readers, key) };
    [readers].into_iter().chain(waited).collect()
}

/// The receipt named the cadre already, unless a human had to decide, or the case moves.
fn dispatched(before: &Case) -> Vec<Notice> {
    if before.task.is_some() {
        vec![tell(Who::Resident, "told-moved")]
    } else if before.screen_due.is_some() {
        vec![tell(Who::Resident, "told-named")]
    } else {
        Vec::new()
    }
}

fn reopened(before: &Case, after: &Case) -> Vec<Notice> {
    if after.is_sealed() {
        let readers = Notice { offers: READER_OFFERS, ..tell(Who::Readers, "reader-reopened") };
        return vec![tell(Who::Resident, "told-reopened-sealed"), readers];
    }
    let (told, head) = match (before.failed_spot_check(), before.answers.broke) {
        (true, _) => ("told-reopened-spot", "head-reopened-spot"),
        (false, true) => ("told-broke", "head-reopened"),
        (false, false) => ("told-reopened", "head-reopened"),
    };
    vec![tell(Who::Resident, told), tell(Who::Head, head)]
}

fn closed(before: &Case, ending: Ending) -> Vec<Notice> {
    match ending {
        Ending::Solved => Vec::new(),
        Ending::Silent => vec![tell(Who::Resident, "told-silent")],
        Ending::Withdrawn if before.is_sealed() => {
            vec![tell(Who::Resident, "told-withdrawn"), tell(Who::Readers, "reader-withdrawn")]
        }
        Ending::Withdrawn => vec![tell(Who::Resident, "told-withdrawn")],
    }
}

fn reminded(after: &Case) -> Vec<Notice> {
    if after.task.is_some() { vec![tell(Who::Acting, "remind-due")] } else { Vec::new() }
}
