//! What may become of a case beside its ordinary round: 延期, 异议 and its ruling, the choice after a second "not content",
//! 复查, 复核 and 终结.

pub mod dispute;
pub mod extension;
pub mod formal;
pub mod no;
pub mod rounds;

use serde::{Deserialize, Serialize};

use super::command::{Redo, Refusal};
use super::event::{Event, Fact, Words};
use super::{Case, State, Task};
use crate::id::{CadreId, CaseId, CaseNumber, ContentId, Moment, UnitId};

use dispute::{Dispute, NotOurs};
use extension::{Ask, Extension};
pub use no::No;
use rounds::{Choice, Choosing, LookAgain, Stage};

/// A fact of these; ids and moments only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ReviewFact {
    /// The handler asks for more time, before the date has passed.
    ExtensionAsked {
        /// The new date.
        until: Moment,
        /// Who decides.
        asked_of: CadreId,
        /// Why.
        words: Words,
    },
    /// More time was given, once (信访工作条例 art. 34: by whoever answers for the unit, the reason told).
    ExtensionGranted {
        /// The new date.
        until: Moment,
        /// Why.
        words: Words,
    },
    /// It was not given.
    ExtensionRefused,
    /// The unit says that the case is not its own (异议).
    Disputed {
        /// Which unit.
        unit: UnitId,
        /// Who decides, when two units say so; else the screeners.
        asked_of: Option<CadreId>,
        /// When somebody is told that nobody has ruled.
        by: Moment,
        /// On what ground.
        words: Words,
    },
    /// Nobody ruled in time; a named person was told, who may rule too.
    RulingLate {
        /// Who was told.
        told: CadreId,
        /// When the next one is told.
        next: Moment,
    },
    /// It was ruled (裁定): the unit keeps it, or it goes elsewhere.
    Ruled {
        /// Whether the unit keeps it.
        kept: bool,
        /// By when a unit that keeps it signs.
        sign_due: Moment,
    },
    /// The units met about it (联席会议, 信访工作条例 art. 24).
    MeetingHeld {
        /// What was agreed.
        words: Words,
    },
    /// The sender was not content for the second time: somebody chooses what becomes of it.
    ChoiceAsked {
        /// Who.
        of: CadreId,
        /// By when.
        by: Moment,
    },
    /// Nobody chose in time; a named person was told, who may choose too.
    ChoiceLate {
        /// Who was told.
        told: CadreId,
        /// When the next one is told.
        next: Moment,
    },
    /// It was chosen.
    Chosen {
        /// What.
        choice: Choice,
    },
    /// The explanation, in writing; nothing more is done unless the sender asks for 复查.
    Explained {
        /// The words.
        words: Words,
    },
    /// The sender asked for 复查 or 复核 (信访工作条例 art. 35, 36).
    Opened {
        /// Which of the two.
        stage: Stage,
        /// Whoever looks at it anew: nobody of the old line.
        task: Task,
        /// By when there is an opinion.
        due: Moment,
    },
    /// The opinion, in writing (复查意见, 复核意见).
    Opinion {
        /// Which of the two.
        stage: Stage,
        /// The words.
        words: Words,
        /// Who may conclude the case, once both are there.
        told: Option<CadreId>,
    },
    /// The time to ask for more has passed.
    Lapsed,
    /// Nobody takes up the same facts again (终结, 信访工作条例 art. 36); relief and visits go on (art. 37).
    Concluded,
    /// The sender said the same again.
    RaisedAgain {
        /// What.
        words: Words,
    },
    /// The sender says that there is something new in it: it became a case of its own.
    NewFacts {
        /// What was said.
        content: ContentId,
        /// The case.
        case: CaseId,
    },
    /// This case is the new one.
    Linked {
        /// The number of the concluded one.
        number: CaseNumber,
    },
    /// The sender of a concluded case would like to talk, or is in need.
    TalkAsked {
        /// Who was told.
        told: CadreId,
    },
}

impl ReviewFact {
    /// The name of the fact, as in storage.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ExtensionAsked { .. } => "extension_asked",
            Self::ExtensionGranted { .. } => "extension_granted",
            Self::ExtensionRefused => "extension_refused",
            Self::Disputed { .. } => "disputed",
            Self::RulingLate { .. } => "ruling_late",
            Self::Ruled { .. } => "ruled",
            Self::MeetingHeld { .. } => "meeting_held",
            Self::ChoiceAsked { .. } => "choice_asked",
            Self::ChoiceLate { .. } => "choice_late",
            Self::Chosen { .. } => "chosen",
            Self::Explained { .. } => "explained",
            Self::Opened { .. } => "review_opened",
            Self::Opinion { .. } => "opinion_given",
            Self::Lapsed => "review_lapsed",
            Self::Concluded => "concluded",
            Self::RaisedAgain { .. } => "raised_again",
            Self::NewFacts { .. } => "new_facts",
            Self::Linked { .. } => "linked",
            Self::TalkAsked { .. } => "talk_asked",
        }
    }

    /// The words it refers to, if any.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::ExtensionAsked { words, .. }
            | Self::ExtensionGranted { words, .. }
            | Self::Disputed { words, .. }
            | Self::MeetingHeld { words }
            | Self::Explained { words }
            | Self::Opinion { words, .. }
            | Self::RaisedAgain { words } => Some(words),
            Self::ExtensionRefused
            | Self::RulingLate { .. }
            | Self::Ruled { .. }
            | Self::ChoiceAsked { .. }
            | Self::ChoiceLate { .. }
            | Self::Chosen { .. }
            | Self::Opened { .. }
            | Self::Lapsed
            | Self::Concluded
            | Self::NewFacts { .. }
            | Self::Linked { .. }
            | Self::TalkAsked { .. } => None,
        }
    }
}

/// What may be asked of a case here, in the imperative.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewCommand {
    /// Ask for more time.
    AskExtension(Ask),
    /// Give more time, or not.
    DecideExtension {
        /// Whether.
        granted: bool,
        /// Whether the date has not passed.
        in_time: bool,
    },
    /// Say that it is not ours.
    Dispute(NotOurs),
    /// Rule: it goes to another unit, or stays.
    Rule {
        /// The other unit's task; none when it stays.
        to: Option<Task>,
        /// By when a unit that keeps it signs.
        sign_due: Moment,
    },
    /// Lateness of a ruling or a choice reaches a named person.
    TellLate {
        /// Who.
        told: CadreId,
        /// When the next one is told.
        next: Moment,
    },
    /// Record a joint meeting.
    RecordMeeting(Words),
    /// Have it done again: by another one, or a level above.
    DoAgain {
        /// By whom.
        choice: Choice,
        /// The new task and date.
        redo: Redo,
    },
    /// Explain, in writing.
    Explain(Words),
    /// Ask for 复查, or for 复核 once there is an opinion.
    Open(LookAgain),
    /// Whoever looked at it anew has left: another one does.
    HandOn(Task),
    /// Give the opinion.
    GiveOpinion {
        /// The words.
        words: Words,
        /// Who may conclude it, once both are there.
        told: Option<CadreId>,
    },
    /// Conclude it.
    Conclude,
    /// Say the same again.
    RaiseAgain(Words),
    /// Say that it is something new.
    SayNew {
        /// What was said.
        content: ContentId,
        /// The case it becomes.
        case: CaseId,
    },
    /// Note which one went before.
    Link(CaseNumber),
    /// Ask to talk.
    AskTalk(CadreId),
}

/// What is remembered of all this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Course {
    /// When the unit that has it was given it.
    pub given_at: Option<Moment>,
    /// The one extension.
    pub extension: Option<Extension>,
    /// What units said of its being theirs.
    pub dispute: Option<Dispute>,
    /// The choice after a second "not content", while it waits.
    pub choosing: Option<Choosing>,
    /// Whether the last word on it was an explanation.
    pub explained: bool,
    /// Which review was asked for last.
    pub stage: Option<Stage>,
    /// The opinions that are there.
    pub opinions: Vec<Stage>,
    /// What was said again after the end and became a case of its own.
    pub renewed: Vec<ContentId>,
    /// The concluded case that went before this one.
    pub linked: Option<CaseNumber>,
}

impl Course {
    /// Whether somebody must choose what becomes of it.
    pub fn is_choosing(&self) -> bool {
        self.choosing.is_some()
    }

    /// Whether a dispute waits for its ruling.
    pub fn is_disputed(&self) -> bool {
        self.dispute.as_ref().is_some_and(|dispute| dispute.open)
    }

    /// Whether it was ruled, for good, who has it.
    pub fn is_bound(&self) -> bool {
        self.dispute.as_ref().is_some_and(|dispute| dispute.bound)
    }

    /// Whether the last word on it was an explanation or an opinion: then it is not done again, and no rating is awaited.
    pub fn had_last_word(&self) -> bool {
        self.explained || self.stage.is_some()
    }

    /// When somebody is told that nobody has ruled or chosen.
    pub fn ruling_due(&self) -> Option<Moment> {
        let dispute = self.dispute.as_ref().filter(|dispute| dispute.open).map(|dispute| dispute.by);
        self.choosing.as_ref().map(|choosing| choosing.by).or(dispute)
    }

    /// Those who may rule or choose because they were told of it, the latest last.
    pub fn told(&self) -> &[CadreId] {
        let dispute = self.dispute.as_ref().filter(|dispute| dispute.open).map(|dispute| dispute.told.as_slice());
        self.choosing.as_ref().map(|choosing| choosing.told.as_slice()).or(dispute).unwrap_or_default()
    }
}

/// What follows from a command, or why nothing does. Sealed cases have none of it: their readers keep them.
///
/// # Errors
/// The case does not allow it.
pub fn decide(case: &Case, command: ReviewCommand) -> Result<Vec<Fact>, Refusal> {
    if case.is_sealed() {
        return Err(Refusal::Sealed);
    }
    match command {
        ReviewCommand::AskExtension(ask) => extension::ask(case, ask),
        ReviewCommand::DecideExtension { granted, in_time } => extension::settle(case, granted, in_time),
        ReviewCommand::Dispute(not_ours) => dispute::say(case, not_ours),
        ReviewCommand::Rule { to, sign_due } => dispute::rule(case, to, sign_due),
        ReviewCommand::RecordMeeting(words) => dispute::record_meeting(case, words),
        ReviewCommand::TellLate { told, next } => late(case, told, next),
        ReviewCommand::DoAgain { choice, redo } => rounds::do_again(case, choice, redo),
        ReviewCommand::Explain(words) => rounds::explain(case, words),
        ReviewCommand::Open(look) => rounds::open(case, look),
        ReviewCommand::HandOn(task) => rounds::hand_on(case, task),
        ReviewCommand::GiveOpinion { words, told } => rounds::opinion(case, words, told),
        ReviewCommand::Conclude => rounds::conclude(case),
        ReviewCommand::RaiseAgain(words) => rounds::afterwards(case, ReviewFact::RaisedAgain { words }),
        ReviewCommand::SayNew { content, .. } if case.marks.course.renewed.contains(&content) => {
            Err(No::Decided.into())
        }
        ReviewCommand::SayNew { content, case: new } => {
            rounds::afterwards(case, ReviewFact::NewFacts { content, case: new })
        }
        ReviewCommand::AskTalk(told) => rounds::afterwards(case, ReviewFact::TalkAsked { told }),
        ReviewCommand::Link(number) => Ok(vec![Fact::Review(ReviewFact::Linked { number })]),
    }
}

fn late(case: &Case, told: CadreId, next: Moment) -> Result<Vec<Fact>, Refusal> {
    let fact = if case.marks.course.is_choosing() {
        ReviewFact::ChoiceLate { told, next }
    } else if case.marks.course.is_disputed() {
        ReviewFact::RulingLate { told, next }
    } else {
        return Err(No::Decided.into());
    };
    Ok(vec![Fact::Review(fact)])
}

/// What a fact of these leaves.
pub fn apply(case: &mut Case, event: &Event) {
    let Fact::Review(what) = &event.fact else { return };
    match what {
        ReviewFact::ExtensionAsked { until, asked_of, words } => {
            case.marks.course.extension = Some(Extension {
                by: event.actor.cadre().cloned(),
                asked_of: asked_of.clone(),
                until: *until,
                words: words.clone(),
                granted: None,
            });
        }
        ReviewFact::ExtensionGranted { until, .. } => extension::granted(case, *until),
        ReviewFact::ExtensionRefused => extension::refused(case),
        ReviewFact::Disputed { unit, asked_of, by, .. } => dispute::said(case, unit, asked_of.clone(), *by),
        ReviewFact::RulingLate { told, next } => dispute::told(case, told, *next),
        ReviewFact::Ruled { kept, sign_due } => dispute::ruled(case, *kept, *sign_due),
        ReviewFact::ChoiceAsked { of, by } => rounds::asked(case, of, *by),
        ReviewFact::ChoiceLate { told, next } => rounds::told(case, told, *next),
        ReviewFact::Chosen { .. } => case.marks.course.choosing = None,
        ReviewFact::Explained { .. } => (case.answered_at, case.marks.course.explained) = (Some(event.at), true),
        ReviewFact::Opened { stage, task, due } => rounds::opened(case, *stage, task, (*due, event.at)),
        ReviewFact::Opinion { stage, .. } => {
            (case.state, case.answered_at) = (State::Answered, Some(event.at));
            case.marks.course.opinions.push(*stage);
        }
        ReviewFact::Lapsed => case.state = State::Closed,
        ReviewFact::Concluded => case.state = State::Concluded,
        ReviewFact::NewFacts { content, .. } => case.marks.course.renewed.push(content.clone()),
        ReviewFact::Linked { number } => case.marks.course.linked = Some(*number),
        ReviewFact::MeetingHeld { .. } | ReviewFact::RaisedAgain { .. } | ReviewFact::TalkAsked { .. } => {}
    }
}

/// What other facts mean here: a unit was given the case; what waited is overtaken.
pub fn note(case: &mut Case, event: &Event) {
    let given = matches!(event.fact, Fact::Dispatched { .. } | Fact::Reopened { .. });
    if given {
        case.marks.course.given_at = Some(event.at);
    }
    let overtaken = given || case.is_sealed() || !case.state.is_being_worked_on() || case.task.is_none();
    if let Some(dispute) = case.marks.course.dispute.as_mut().filter(|_| overtaken) {
        dispute.open = false;
    }
    let content = matches!(event.fact, Fact::SolvedSaid { solved: true });
    if content || case.is_sealed() || case.state != State::Answered {
        case.marks.course.choosing = None;
    }
}
