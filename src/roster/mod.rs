//! Units, cadres and the chain of command: who is responsible, and who must never see it.

mod exclusion;
mod line;
mod outside;
mod responsible;
mod rights;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::id::{CadreId, CountyId, PlaceId, SubjectId, UnitId};

pub use exclusion::Exclusion;
pub use line::told_on;
pub use outside::{OutsideBody, OutsideKind};
pub use rights::{Action, may};

/// A county as understood: everything the pure rooms need to know about places, units and people.
#[derive(Clone, Debug, PartialEq)]
pub struct County {
    /// The county's id.
    pub id: CountyId,
    /// The county's name, such as 青禾县.
    pub name: String,
    /// Towns and villages, by id.
    pub places: BTreeMap<PlaceId, Place>,
    /// Units, by id.
    pub units: BTreeMap<UnitId, Unit>,
    /// Cadres, by id.
    pub cadres: BTreeMap<CadreId, Cadre>,
    /// Who is responsible where for what; the most specific post wins.
    pub posts: Vec<Post>,
    /// The leaves of the subject tree, by id.
    pub subjects: BTreeMap<SubjectId, Subject>,
    /// When leaders receive people, in the order they are written.
    pub receptions: Vec<Reception>,
    /// Bodies outside its units, in the order they are written.
    pub outside: Vec<OutsideBody>,
}

/// A monthly reception day (接访).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reception {
    /// Its id.
    pub id: String,
    /// The day of the month; a day off moves on to the next working day.
    pub day: u32,
    /// From when, in minutes of the day.
    pub from: u32,
    /// Until when.
    pub until: u32,
    /// Who receives.
    pub leader: CadreId,
    /// Where, as people read it.
    pub place: String,
    /// How many are received.
    pub places: u32,
}

/// A town or street (`parent` is none), or a village or community below one.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The place's id.
    pub id: PlaceId,
    /// The full name, such as 凉水村.
    pub name: String,
    /// Other ways people write it.
    pub aliases: Vec<String>,
    /// The town or street above a village or community.
    pub parent: Option<PlaceId>,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// A town or street government (镇街).
    Town,
    /// A county bureau (委办局), company or body that handles cases.
    Bureau,
    /// The county's triage (screeners, supervision).
    County,
    /// The discipline lane (纪委监委): never a shared group.
    Discipline,
    /// The level above the county: reads what is said about those whom the county does not manage, where that is kept at all.
    City,
}

/// A unit that handles cases (承办单位).
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The unit's id.
    pub id: UnitId,
    /// The name residents see, such as 观山镇 or 医保局.
    pub name: String,
    /// Town, bureau, county or discipline.
    pub kind: UnitKind,
    /// The town a town unit governs.
    pub place: Option<PlaceId>,
    /// Former and colloquial names, with the dates between which they were official (信访工作条例 art. 24: the successor answers).
    pub aliases: Vec<Alias>,
}

/// A former or colloquial name of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// The name, such as 县计生委.
    pub name: String,
    /// First day of validity, if known.
    pub from: Option<NaiveDate>,
    /// Last day of validity, if it has ended.
    pub until: Option<NaiveDate>,
}

/// What a cadre may be asked to do. One person may hold several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Handles cases of their unit (办理人).
    Handler,
    /// Heads the unit (单位负责人): assigns, is told when work is late.
    Head,
    /// Screens at county level (甄别员): decides routes, sees what accuses.
    Screener,
    /// Supervises at county level (督查).
    Supervisor,
    /// Reads sealed matters (密件阅办, 纪委监委).
    DisciplineReader,
    /// Reads what is said about cadres who do not act (组织部).
    Organisation,
    /// Reads, above the county, what is said about those whom the county does not manage.
    CityReader,
    /// Phones senders after an answer (回访员); without any the screeners do.
    Callback,
    /// Is on call for danger to life.
    OnCall,
    /// Files for people without a phone (代录员).
    Recorder,
    /// Runs the bot; sees no content.
    Operator,
}

/// What a county does with what is said about those whom it does not manage (纪检监察机关处理检举控告工作规则 art. 15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AboveCounty {
    /// Nothing is kept but a count; the sender hears where to turn.
    #[default]
    DoNotKeep,
    /// The readers of the city keep it, and nobody in the county reads it.
    CityReader,
}

/// A cadre (干部).
#[derive(Clone, Debug, PartialEq)]
pub struct Cadre {
    /// The cadre's id.
    pub id: CadreId,
    /// The name residents see.
    pub name: String,
    /// The post as spoken, such as 包村干部.
    pub title: String,
    /// The unit the cadre belongs to.
    pub unit: UnitId,
    /// The village or community the cadre serves, for village cadres.
    pub place: Option<PlaceId>,
    /// What the cadre may do.
    pub roles: Vec<Role>,
    /// The next person up the chain of command.
    pub superior: Option<CadreId>,
    /// Days away, both ends included; the deputy acts.
    pub absences: Vec<(NaiveDate, NaiveDate)>,
    /// Whether the level above the county manages them (纪检监察机关处理检举控告工作规则 art. 15): complaints about them belong there.
    pub managed_above: bool,
}

/// Who answers for a subject (or area) in a place (or everywhere).
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The village, town, or none for the whole county.
    pub place: Option<PlaceId>,
    /// The unit in whose name they answer.
    pub unit: UnitId,
    /// Subject leaf ids this post covers; empty: every subject of that unit in that place.
    pub subjects: Vec<SubjectId>,
    /// The responsible cadre (责任人).
    pub cadre: CadreId,
    /// The deputy (AB角).
    pub deputy: CadreId,
}

/// Who leads a subject: the town where it happens (属地) or a bureau (主管).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// The town or street of the place.
    Town,
    /// A named unit, wherever it happens.
    Unit(UnitId),
    /// The discipline lane, sealed.
    Discipline,
    /// Nobody by rule: a screener decides.
    Screener,
}

impl Lead {
    /// Whether a machine may guess such a subject: not what is sealed, and not what a human must see.
    pub fn may_be_guessed(&self) -> bool {
        matches!(self, Self::Town | Self::Unit(_))
    }
}

/// A promise that the county makes by itself: a first step that is owed before the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingPromise {
    /// The name of its words, `standing-…` in the texts.
    pub text: String,
    /// Working days from dispatch.
    pub wd: u32,
    /// Only where the sender asks something besides.
    pub when_asked: bool,
}

/// A leaf of the subject tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The leaf's id, such as `urban.street_light`.
    pub id: SubjectId,
    /// The area's name (one of the 11, 纪检监察 or 其他).
    pub area: String,
    /// The leaf's name, such as 市政照明.
    pub name: String,
    /// Who leads.
    pub lead: Lead,
    /// A repair: reporting done needs a photo.
    pub photo_evidence: bool,
    /// Health, family, or about persons or units: the group card shows label and town only.
    pub private: bool,
    /// About somebody's service: a complaint goes to whoever stands above them.
    pub service: bool,
    /// Somebody who is not the handler looks at an answer before the sender gets it (审核).
    pub check: bool,
    /// The place matters for routing, so it may be asked for.
    pub needs_place: bool,
    /// What the county promises by itself with every case of this subject.
    pub standing: Vec<StandingPromise>,
    /// Words that point here, with weights (1.0 ordinary, more for telling words).
    pub keywords: Vec<(String, f64)>,
}

/// The named person who must act now, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsible {
    /// The unit that leads.
    pub unit: UnitId,
    /// The responsible cadre by post.
    pub cadre: CadreId,
    /// The deputy by post.
    pub deputy: CadreId,
    /// Who acts today: the cadre, the deputy when the cadre is away, else the unit's head.
    pub acting: CadreId,
}
