//! Who may do what: one table, role by action, asked at the moment of the act.

use super::{Cadre, County, Role, UnitKind};
use crate::id::{CadreId, UnitId};

/// Something a cadre does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Signs for a case (签收).
    Sign,
    /// Assigns a case to a cadre of the unit (指派).
    Assign,
    /// Asks the resident for more (要求补充).
    AskMore,
    /// Sends an interim reply (阶段答复).
    InterimReply,
    /// Passes a case on to the unit it belongs to (改派).
    Transfer,
    /// Reports a case done (报结).
    ReportDone,
    /// Reads the resident's own words (看原文).
    ReadOriginal,
    /// Sends an internal note on to the resident (发给群众).
    SendNote,
    /// Supervises: lifts supervision with evidence, has a leader take a case in charge (督办, 包案), has cases drawn for spot
    /// checks (抽查).
    Supervise,
    /// Screens: decides subject and unit, dispatches, reclassifies (甄别, 派单, 改类).
    Screen,
    /// Binds a group to a unit.
    BindGroup,
    /// Binds the discipline lane's own group.
    BindLane,
    /// Makes a one-time invite link for a cadre.
    Invite,
    /// Looks after quarantined messages: sees that they are there, runs them again, reads nothing.
    Rerun,
    /// Has the configuration read again.
    Reload,
    /// Asks for more time (延期).
    Extend,
    /// Says that a case is not the unit's own (异议).
    Dispute,
    /// Chooses what becomes of a case whose sender was not content twice; concludes it (终结).
    Choose,
    /// With a second person: sees who the sender is, when life is in danger.
    Reveal,
    /// With a second person: lets somebody learn of a sealed case who was kept out of it.
    Readmit,
    /// Reads a unit's figures (统计).
    ReadNumbers,
    /// Reads the figures of the whole county.
    ReadCountyNumbers,
    /// Joins a case to another one, as one matter or beside it (并案, 关联).
    Relate,
    /// Splits a message of several matters (拆分).
    Split,
    /// Says that something is not accepted (不予受理).
    Decline,
    /// Asks that a case be left out of the unit's rates (剔除).
    AskLeaveOut,
    /// Decides on that, for other units than their own.
    DecideLeaveOut,
    /// Files for people without a phone (代录).
    Record,
}

/// Where a right holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// In the cadre's own unit.
    OwnUnit,
    /// In every unit but the discipline lane, and where no unit has been chosen yet.
    OpenLanes,
    /// Everywhere.
    Anywhere,
}

/// Work on a case.
const CASE_WORK: &[Action] = &[
    Action::Sign,
    Action::AskMore,
    Action::InterimReply,
    Action::ReportDone,
    Action::ReadOriginal,
    Action::SendNote,
    Action::Extend,
    Action::Dispute,
    Action::Split,
];

/// Looking at how all units do, and at what they ask to have left out.
const OVERSIGHT: &[Action] = &[Action::ReadNumbers, Action::ReadCountyNumbers, Action::DecideLeaveOut];

/// The table. A right that no row gives does not exist.
const RIGHTS: &[(Role, Reach, &[Action])] = &[
    (Role::Handler, Reach::OwnUnit, CASE_WORK),
    (Role::Head, Reach::OwnUnit, CASE_WORK),
    (Role::Head, Reach::OwnUnit, &[Action::Assign, Action::Transfer, Action::BindGroup]),
    (Role::Head, Reach::OwnUnit, &[Action::ReadNumbers, Action::AskLeaveOut, Action::Relate]),
    (
        Role::Screener,
        Reach::OpenLanes,
        &[Action::Screen, Action::Assign, Action::Transfer, Action::AskMore, Action::ReadOriginal, Action::SendNote],
    ),
    (Role::Screener, Reach::OpenLanes, &[Action::Relate, Action::Split, Action::Decline]),
    (Role::Callback, Reach::OpenLanes, &[Action::ReadOriginal]),
    (Role::Screener, Reach::OpenLanes, OVERSIGHT),
    (Role::Supervisor, Reach::OpenLanes, OVERSIGHT),
    (Role::Supervisor, Reach::OpenLanes, &[Action::ReadOriginal, Action::Reveal, Action::Supervise, Action::Choose]),
    (Role::DisciplineReader, Reach::OwnUnit, CASE_WORK),
    (Role::DisciplineReader, Reach::Anywhere, &[Action::BindLane, Action::Reveal, Action::Readmit]),
    (Role::OnCall, Reach::OpenLanes, &[Action::AskMore, Action::ReadOriginal, Action::SendNote, Action::Reveal]),
    (Role::Recorder, Reach::Anywhere, &[Action::Record]),
    (Role::Operator, Reach::Anywhere, &[Action::BindGroup, Action::Invite, Action::Rerun, Action::Reload]),
];

/// Whether a cadre may do something.
///
/// `unit` is the unit the act concerns: the one that has the case, the one a group is bound to; none when none is chosen yet.
/// `is_responsible` says that the cadre is the case's responsible cadre, their deputy, or who was assigned: they may work
/// on it wherever they sit. Who is excluded from a case is asked elsewhere, and beats every right.
pub fn may(county: &County, cadre: &CadreId, action: Action, unit: Option<&UnitId>, is_responsible: bool) -> bool {
    let Some(cadre) = county.cadres.get(cadre) else { return false };
    if is_responsible && CASE_WORK.contains(&action) {
        return true;
    }
    let holds = |(role, reach, actions): &(Role, Reach, &[Action])| {
        actions.contains(&action) && cadre.roles.contains(role) && reaches(county, cadre, *reach, unit)
    };
    RIGHTS.iter().any(holds)
}

fn reaches(county: &County, cadre: &Cadre, reach: Reach, unit: Option<&UnitId>) -> bool {
    match reach {
        // A village cadre works for one village only, so there the responsibility decides and not the unit.
        Reach::OwnUnit => unit == Some(&cadre.unit) && cadre.place.is_none(),
        Reach::OpenLanes => {
            unit.is_none_or(|unit| county.units.get(unit).is_some_and(|unit| unit.kind != UnitKind::Discipline))
        }
        Reach::Anywhere => true,
    }
}
