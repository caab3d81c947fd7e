//! The clocks a county has promised to keep, as values.

use crate::classify::Kind;
use crate::id::MatterId;
use crate::roster::Role;

/// How long everything may take. `wd` counts working days, `days` calendar days; minutes run day and night.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// From dispatch until somebody signs (签收).
    pub sign_wd: u32,
    /// Until a screener has named the responsible cadre.
    pub screening_wd: u32,
    /// From signing until somebody has spoken with the resident.
    pub first_contact_wd: u32,
    /// From dispatch until a unit may dispute the case.
    pub dispute_wd: u32,
    /// The answer to a question (咨询).
    pub consult_wd: u32,
    /// The answer to a call for help (求助).
    pub help_wd: u32,
    /// The answer to a complaint (投诉).
    pub complaint_wd: u32,
    /// The answer to a suggestion (建议).
    pub suggestion_wd: u32,
    /// The answer to a report (举报).
    pub report_wd: u32,
    /// How long the discipline lane may keep back the ordinary need beside an accusation.
    #[serde(default = "Service::hold_wd_unless_told")]
    pub hold_wd: u32,
    /// The next answer after 未解决.
    pub redo_wd: u32,
    /// The longest extension.
    pub extension_wd: u32,
    /// How long a ruling on a dispute, or the choice after a second "not content", may take before somebody above is told.
    #[serde(default = "Service::ruling_wd_unless_told")]
    pub ruling_wd: u32,
    /// How long 复查, then 复核, may take (信访工作条例 art. 35, 36); until when they may be asked for stands with the answers.
    #[serde(default = "Service::a_month")]
    pub review_answer_days: u32,
    /// The formal track: by then what is asked to be put right is finished (信访工作条例 art. 34).
    #[serde(default = "Service::formal_days_unless_told")]
    pub formal_days: u32,
    /// How long the resident may rate.
    pub rating_days: u32,
    /// After so many days each the sender of a complaint about a person is asked how they are (信访工作条例 art. 30, 46).
    #[serde(default = "Service::check_in_days_unless_told")]
    pub check_in_days: Vec<u32>,
    /// Whether a calendar-day clock that ends on a day off moves on to the next working day.
    pub roll_over: bool,
    /// The share of the time after which a reminder goes out.
    pub reminder_share: f64,
    /// The hour of the reminder on the day the answer is due.
    pub reminder_hour: u32,
    /// Danger to life: until a person on call has confirmed.
    pub emergency_confirm_minutes: u32,
    /// Danger to life: until dispatch.
    pub emergency_dispatch_minutes: u32,
    /// Danger to life: until the first word on what was done.
    pub emergency_feedback_minutes: u32,
    /// What presses (P1): until dispatch, and until a unit has signed.
    pub utility_dispatch_minutes: u32,
    /// Water, electricity, gas, heating: until the first word on what was done.
    pub utility_feedback_minutes: u32,
    /// The privacy notice that is in force.
    #[serde(default)]
    pub notice: Notice,
    /// How long what is kept.
    #[serde(default)]
    pub keep: Keep,
    /// How work is watched over.
    #[serde(default)]
    pub oversight: Oversight,
    /// How figures are shown.
    #[serde(default)]
    pub numbers: Numbers,
    /// What belongs to an answer.
    #[serde(default)]
    pub answers: AnswerTimes,
    /// People beside the sender.
    #[serde(default)]
    pub people: PeopleTimes,
    /// What happens face to face.
    #[serde(default)]
    pub face: FaceTimes,
    /// When residents are left in peace.
    #[serde(default)]
    pub quiet: Quiet,
    /// What many speak of.
    #[serde(default)]
    pub hot: HotTimes,
    /// What else belongs to danger to life.
    #[serde(default)]
    pub emergency: EmergencyTimes,
}

/// What many speak of (热点, 每月一题, 未诉先办, 苗头).
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HotTimes {
    /// The hour and minute of the daily count.
    pub at: (u32, u32),
    /// It looks back so many days …
    pub window_days: u32,
    /// … of which these last ones weigh twice.
    pub recent_days: u32,
    /// From so many different senders …
    pub topic_senders: u32,
    /// … and villages on, a matter is proposed as the topic of a month.
    pub topic_places: u32,
    /// Working days that its unit is given.
    pub topic_wd: u32,
    /// For so many days the same matter is not proposed again.
    pub repeat_days: u32,
    /// So many days before the same season, next year, towns are reminded.
    pub ahead_days: u32,
    /// Minutes after which somebody must have been sent to look, once an alarm has rung.
    pub look_minutes: u32,
    /// Matters of which few in one village are enough.
    #[serde(rename = "alarm")]
    pub alarms: Vec<Alarm>,
}

/// A matter of which its unit hears at once, when so many speak of it in one village.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alarm {
    /// The matter, as the lexicon names it.
    pub matter: MatterId,
    /// From so many different senders on …
    pub count: u32,
    /// … within so many days.
    pub days: u32,
}

impl Default for HotTimes {
    fn default() -> Self {
        Self {
            at: (6, 30),
            window_days: 30,
            recent_days: 7,
            topic_senders: 5,
            topic_places: 3,
            topic_wd: 20,
            repeat_days: 180,
            ahead_days: 30,
            look_minutes: 120,
            alarms: Vec::new(),
        }
    }
}

/// What else belongs to danger to life.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EmergencyTimes {
    /// For so many minutes neighbours who report the same danger in the same village join the first report.
    pub incident_minutes: u32,
    /// At this hour of the morning after, the sender is asked what was damaged and the unit for its written result.
    pub follow_hour: u32,
}

impl Default for EmergencyTimes {
    fn default() -> Self {
        Self { incident_minutes: 30, follow_hour: 9 }
    }
}

/// The hours in which nothing is pushed to a resident that can wait.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quiet {
    /// From this hour of the day …
    pub from_hour: u32,
    /// … until this one; the same hour: never.
    pub until_hour: u32,
}

impl Default for Quiet {
    fn default() -> Self {
        Self { from_hour: 21, until_hour: 8 }
    }
}

impl Quiet {
    /// Whether it is quiet at an hour of the day.
    pub fn holds(&self, hour: u32) -> bool {
        if self.from_hour <= self.until_hour {
            (self.from_hour..self.until_hour).contains(&hour)
        } else {
            hour >= self.from_hour || hour < self.until_hour
        }
    }
}

/// How work is watched over (督办, 包案, 抽查, the morning's lists).
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Oversight {
    /// On so many days the sender nudges until the case rises by itself.
    pub nudges: u32,
    /// Every so many days the leader in charge is reminded.
    pub leader_days: u32,
    /// Which share of what was closed is drawn for a spot check, one case at least.
    pub spot_share: f64,
    /// The hour of the morning's lists.
    pub list_hour: u32,
    /// The hour and minute of the county's week, on the first working day of each.
    pub week_at: (u32, u32),
}

impl Default for Oversight {
    fn default() -> Self {
        Self { nudges: 3, leader_days: 7, spot_share: 0.05, list_hour: 8, week_at: (8, 30) }
    }
}

/// How figures are shown.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Numbers {
    /// Units with fewer valid answers than this stand in no order.
    pub ranking_sample: u32,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { ranking_sample: 20 }
    }
}

/// What belongs to an answer: the check before it, the call and the questions after it.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnswerTimes {
    /// Working days until somebody else has looked at an answer.
    pub check_wd: u32,
    /// Calendar days in which whoever is refused may ask for 复查 (信访工作条例 art. 35).
    pub review_days: u32,
    /// Phone calls in vain before a callback officer may note that nobody was reached …
    pub call_attempts: u32,
    /// … and on how many different days.
    pub call_days: u32,
    /// So many days after a repair was solved its sender is asked whether it still holds; 0: never.
    pub ask_again_days: u32,
}

impl Default for AnswerTimes {
    fn default() -> Self {
        Self { check_wd: 1, review_days: 30, call_attempts: 3, call_days: 2, ask_again_days: 0 }
    }
}

/// People beside the sender: codes to take a case over, invitations.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeopleTimes {
    /// So many calendar days a code on paper holds good.
    pub claim_days: u32,
    /// So many calendar days an invitation holds good, and whoever came by it can be asked to leave.
    pub invite_days: u32,
    /// So many wrong codes of one account within an hour; further ones are not looked up.
    pub tries: u32,
    /// For so many people at once a recorder may file: more choose who speaks for them (信访工作条例 art. 20).
    pub visitors: u32,
}

impl Default for PeopleTimes {
    fn default() -> Self {
        Self { claim_days: 60, invite_days: 3, tries: 5, visitors: 5 }
    }
}

/// What happens face to face: reception days.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FaceTimes {
    /// Working days until whoever wants to see a leader has a time or an explanation.
    pub meeting_wd: u32,
    /// Who arranges it: whoever holds this role.
    pub arranges: Role,
    /// How many times are offered at most.
    pub offers: u32,
    /// Working days until somebody has come whom the sender asked for a visit (请人上门).
    pub visit_wd: u32,
    /// The same of a call (给我回电).
    pub call_wd: u32,
    /// A question asked in so many cases …
    pub known_cases: u32,
    /// … from so many places …
    pub known_places: u32,
    /// … within so many days is proposed for the knowledge list, and waits as long for somebody to confirm it.
    pub known_days: u32,
    /// For so many days an entry is used.
    pub known_valid_days: u32,
    /// So many days before its end somebody looks at it again.
    pub known_review_days: u32,
}

impl Default for FaceTimes {
    fn default() -> Self {
        Self {
            meeting_wd: 2,
            arranges: Role::Supervisor,
            offers: 3,
            visit_wd: 2,
            call_wd: 1,
            known_cases: 3,
            known_places: 3,
            known_days: 30,
            known_valid_days: 180,
            known_review_days: 14,
        }
    }
}

/// The privacy notice (个人信息保护法 art. 17); its words stand in the texts.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// One more with every change: then everybody is shown it again, once.
    pub version: u32,
    /// Since when it holds, as people read it.
    pub since: String,
}

impl Default for Notice {
    fn default() -> Self {
        Self { version: 1, since: String::new() }
    }
}

/// How many days what is kept; then it is deleted, physically (个人信息保护法 art. 19, 47).
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    /// Updates as they came, after they were handled.
    pub raw_days: u32,
    /// The words of letters, after they were delivered.
    pub letter_days: u32,
    /// The words of a case, after it ended.
    pub words_days: u32,
    /// The words of a case that only named readers may see, after it ended; also how long law holds one back from erasure.
    pub sealed_days: u32,
    /// What somebody began to write and did not finish.
    pub draft_days: u32,
}

impl Default for Keep {
    fn default() -> Self {
        Self { raw_days: 30, letter_days: 90, words_days: 1_095, sealed_days: 1_825, draft_days: 2 }
    }
}

impl Service {
    fn hold_wd_unless_told() -> u32 {
        5
    }

    fn ruling_wd_unless_told() -> u32 {
        1
    }

    fn a_month() -> u32 {
        30
    }

    fn formal_days_unless_told() -> u32 {
        60
    }

    fn check_in_days_unless_told() -> Vec<u32> {
        vec![7, 30, 90]
    }

    /// Working days until the answer to a case of that kind; praise is answered as a suggestion is.
    pub fn answer_wd(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Consult => self.consult_wd,
            Kind::Help => self.help_wd,
            Kind::Complaint => self.complaint_wd,
            Kind::Report => self.report_wd,
            Kind::Suggestion | Kind::Praise => self.suggestion_wd,
        }
    }
}
