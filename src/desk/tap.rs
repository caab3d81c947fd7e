//! What the buttons do. A button carries an opaque id; this stands behind it in the store.

use serde::{Deserialize, Serialize};

use super::aftercare::AfterTap;
use super::answers::AnswerTap;
use super::approvals::TwoTap;
use super::emergency::DangerTap;
use super::face::FaceTap;
use super::forum::ForumTap;
use super::hot::HotTap;
use super::joint::JointTap;
use super::leave_out::NumbersTap;
use super::linked::LinkedTap;
use super::people::PeopleTap;
use super::review::ReviewTap;
use super::supervise::WatchTap;
use crate::case::Grade;
use crate::case::naming::Naming;
use crate::id::{CadreId, ContentId, PlaceId, SubjectId, UnitId};

/// What a resident can ask of whoever has the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Asking {
    /// 催一下.
    Nudge,
    /// 请人上门.
    Visit,
    /// 给我回电.
    Call,
}

/// What the discipline lane found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Finding {
    /// 属实.
    True,
    /// 部分属实.
    Partly,
    /// 未发现.
    Not,
}

impl Finding {
    /// The words for the sender.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::True => "outcome-true",
            Self::Partly => "outcome-partly",
            Self::Not => "outcome-not",
        }
    }
}

/// What a press means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tap", content = "with", rename_all = "snake_case")]
pub(super) enum Tap {
    /// 签收.
    Sign,
    /// 更多.
    More,
    /// 收起.
    Less,
    /// 指派: shows whom.
    Assign,
    /// 指派 to.
    AssignTo(CadreId),
    /// 要求补充.
    Ask,
    /// 阶段答复.
    Interim,
    /// 改派: shows where to.
    Transfer,
    /// 改派 to a unit.
    ToUnit(UnitId),
    /// A screener's 派单 to a unit.
    DispatchTo(UnitId),
    /// 报结 (a reader's 答复).
    Report,
    /// 确认发给群众.
    Confirm,
    /// 看原文.
    Read,
    /// 接着看: from this entry on, so many bytes of its text being read already.
    ReadOn(usize, usize),
    /// 发给群众 beneath a note.
    SendNote(ContentId),
    /// 我来跟进.
    TakeDanger,
    /// A screener takes this subject.
    As(SubjectId),
    /// A screener takes this subject in this town.
    AsAt(SubjectId, PlaceId),
    /// 正常派单: it accuses nobody.
    Release,
    /// 转纪检监察.
    ToDiscipline,
    /// 放行附带事项: the ordinary need goes its way.
    LetGo,
    /// 反映干部: asks whom.
    Apart,
    /// 反映干部: of whom, or nobody knows.
    ApartFrom(Option<CadreId>),
    /// 回避, declared by whoever acts.
    Recuse,
    /// 回避, wished by the sender and granted by one above.
    RecuseThem(CadreId),
    /// A fixed outcome: found to be so, partly, not.
    Outcome(Finding),
    /// 附上考评材料: the organisation attaches a record.
    Attach,
    /// The resident names the town.
    Place(PlaceId),
    /// The resident skips the question.
    PlaceSkip,
    /// 已解决 / 未解决, of a round.
    Solved(bool, u32),
    /// 满意 … of a round.
    Rate(Grade, u32),
    /// The resident takes this case back.
    Withdraw,
    /// 同意 / 不同意: words about health may be seen by those who need them.
    Consent(bool),
    /// 确定删除: everything about the resident.
    Forget,
    /// The resident means this case: 催一下, 请人上门, 给我回电.
    AskFor(Asking),
    /// It is (not) about those whom the county does not manage.
    Above(bool),
    /// Registers the need that was said beside it.
    AboveNeed,
    /// About an act that takes two persons.
    Two(TwoTap),
    /// About the other hands on a case: help, promises, waiting.
    Joint(JointTap),
    /// Supervision, a leader in charge, a spot check.
    Watch(WatchTap),
    /// About how a case is counted.
    Numbers(NumbersTap),
    /// The resident is in trouble, pressed, or fine.
    After(AfterTap),
    /// About an answer: what it holds, its check, the call afterwards.
    Answer(AnswerTap),
    /// 延期, 异议, 复查, 复核, 终结.
    Review(ReviewTap),
    /// 并案, 关联, 拆分, 不予受理.
    Linked(LinkedTap),
    /// About people beside the sender.
    People(PeopleTap),
    /// Face to face: reception days.
    Face(FaceTap),
    /// 每月一题.
    Hot(HotTap),
    /// About danger to life: words for all, what was damaged.
    Danger(DangerTap),
    /// Round tables (座谈会), by residents.
    Forum(ForumTap),
    /// 匿名 / 署名, of a case.
    Name(Naming),
    /// The same for everything that comes from now on: whether nameless.
    Nameless(bool),
    /// 请群众同意给看.
    AskShowing,
    /// 同意给看 / 不给看.
    AnswerShowing(bool),
    /// A group is bound to a unit.
    BindUnit(UnitId),
    /// A group becomes the county triage group.
    BindTriage,
    /// A group becomes the operators' chat.
    BindOperators,
    /// A group becomes the discipline lane's own.
    BindLane,
    /// 是我们的人: whoever came to a group (its number, their account) belongs there.
    Belongs(i64, i64),
}

impl Tap {
    /// The name kept with the button.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::More => "more",
            Self::Less => "less",
            Self::Assign => "assign",
            Self::AssignTo(_) => "assign_to",
            Self::Ask => "ask",
            Self::Interim => "interim",
            Self::Transfer => "transfer",
            Self::ToUnit(_) => "to_unit",
            Self::DispatchTo(_) => "dispatch_to",
            Self::Withdraw => "withdraw",
            Self::AskFor(_) => "ask_for",
            Self::Consent(_) => "consent",
            Self::Forget => "forget",
            Self::Report => "report",
            Self::Confirm => "confirm",
            Self::Read => "read",
            Self::ReadOn(..) => "read_on",
            Self::SendNote(_) => "send_note",
            Self::TakeDanger => "take_danger",
            Self::As(_) => "as",
            Self::AsAt(..) => "as_at",
            Self::Release => "release",
            Self::ToDiscipline => "to_discipline",
            Self::LetGo => "let_go",
            Self::Apart => "apart",
            Self::ApartFrom(_) => "apart_from",
            Self::Recuse => "recuse",
            Self::RecuseThem(_) => "recuse_them",
            Self::Outcome(_) => "outcome",
            Self::Attach => "attach",
            Self::Place(_) => "place",
            Self::PlaceSkip => "place_skip",
            Self::Solved(..) => "solved",
            Self::Rate(..) => "rate",
            Self::Above(_) => "above",
            Self::AboveNeed => "above_need",
            Self::Two(_) => "two",
            Self::Joint(_) => "joint",
            Self::Watch(_) => "watch",
            Self::Numbers(_) => "numbers",
            Self::After(_) => "after",
            Self::Answer(_) => "answer",
            Self::Review(_) => "review",
            Self::Linked(_) => "linked",
            Self::People(_) => "people",
            Self::Face(_) => "face",
            Self::Hot(_) => "hot",
            Self::Danger(_) => "danger",
            Self::Forum(_) => "forum",
            Self::Name(_) => "name",
            Self::Nameless(_) => "nameless",
            Self::AskShowing => "ask_showing",
            Self::AnswerShowing(_) => "answer_showing",
            Self::BindUnit(_) => "bind_unit",
            Self::BindTriage => "bind_triage",
            Self::BindOperators => "bind_operators",
            Self::BindLane => "bind_lane",
            Self::Belongs(..) => "belongs",
        }
    }

    /// Whether it is a resident's button.
    pub(super) fn is_residents(&self) -> bool {
        let of_an_answer = matches!(self, Self::Answer(tap) if tap.is_residents());
        let of_a_review = matches!(self, Self::Review(tap) if tap.is_residents());
        let objects = matches!(self, Self::Linked(LinkedTap::Object | LinkedTap::HistoryWrong));
        let of_outside = matches!(self, Self::Joint(JointTap::Outside(tap)) if tap.is_residents());
        let to_face = matches!(self, Self::Face(tap) if tap.is_residents());
        let of_danger = matches!(self, Self::Danger(tap) if tap.is_residents());
        of_an_answer
            || of_a_review
            || objects
            || to_face
            || of_danger
            || of_outside
            || matches!(
                self,
                Self::Place(_)
                    | Self::PlaceSkip
                    | Self::Solved(..)
                    | Self::Rate(..)
                    | Self::Withdraw
                    | Self::Consent(_)
                    | Self::Forget
                    | Self::AskFor(_)
                    | Self::Above(_)
                    | Self::AboveNeed
                    | Self::After(_)
                    | Self::People(_)
                    | Self::Name(_)
                    | Self::Nameless(_)
                    | Self::Forum(_)
                    | Self::AnswerShowing(_)
            )
    }
}
