//! 延期, 异议, the choice after a second "not content", 复查, 复核 and 终结, by buttons where people already are.

mod afterwards;
mod choice;
mod dispute;
mod extension;
mod look_again;

use serde::{Deserialize, Serialize};

use super::incoming::{Press, Said};
use super::press::Pressed;
use super::tap::Tap;
use super::words::{Facts, Reply};
use super::{Done, Work};
use crate::case::Case;
use crate::case::calendar::{at, end_of_day};
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Fact, Words};
use crate::case::review::formal::formal;
use crate::case::review::{No, ReviewCommand, ReviewFact, rounds};
use crate::id::{CadreId, CaseId, ContentId, Moment, UnitId};
use crate::notice::review::ReviewOffer;
use crate::roster::{Action, Role};
use crate::store::{PersonRow, StoreFault, TimerRow};
use crate::text::{Language, dates};

/// What the buttons about these do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ReviewTap {
    /// 延期: asks why and until when.
    Extend,
    /// 同意延期, or not.
    Grant(bool),
    /// 异议: asks on what ground.
    Dispute,
    /// 改派 of what is disputed: shows where to.
    Pass,
    /// 改派 to a unit.
    PassTo(UnitId),
    /// 收起.
    Back,
    /// 驳回: the unit keeps it.
    Keep,
    /// 联席会议: asks what was agreed.
    Meeting,
    /// 再办.
    Again,
    /// 提级.
    Raise,
    /// 解释: asks for the words.
    Explain,
    /// 我要复查, then 我要复核, by the sender.
    LookAgain,
    /// 写意见: asks for the words.
    Opinion,
    /// 终结.
    Conclude,
    /// 有新情况, by the sender, of what was said after the end.
    NewFacts(ContentId),
    /// 想谈一谈, by the sender.
    Talk,
}

impl ReviewTap {
    /// Whether it is a resident's button.
    pub(super) fn is_residents(&self) -> bool {
        matches!(self, Self::LookAgain | Self::NewFacts(_) | Self::Talk)
    }

    /// What whoever pressed is asked to write.
    pub(super) fn prompt_key(&self) -> &'static str {
        match self {
            Self::Extend => "prompt-extend",
            Self::Dispute => "prompt-dispute",
            Self::Meeting => "prompt-meeting",
            Self::Explain => "prompt-explain",
            Self::Opinion
            | Self::Grant(_)
            | Self::Pass
            | Self::PassTo(_)
            | Self::Back
            | Self::Keep
            | Self::Again
            | Self::Raise
            | Self::LookAgain
            | Self::Conclude
            | Self::NewFacts(_)
            | Self::Talk => "prompt-opinion",
        }
    }
}

/// The words on a button and what it does.
pub(super) fn offer_tap(offer: ReviewOffer) -> (&'static str, Tap) {
    let (label, tap) = match offer {
        ReviewOffer::Grant => ("button-grant", ReviewTap::Grant(true)),
        ReviewOffer::Refuse => ("button-not-granted", ReviewTap::Grant(false)),
        ReviewOffer::Again => ("button-do-again", ReviewTap::Again),
        ReviewOffer::Raise => ("button-raise", ReviewTap::Raise),
        ReviewOffer::Explain => ("button-explain", ReviewTap::Explain),
        ReviewOffer::First => ("button-review-first", ReviewTap::LookAgain),
        ReviewOffer::Second => ("button-review-second", ReviewTap::LookAgain),
        ReviewOffer::Conclude => ("button-conclude", ReviewTap::Conclude),
        ReviewOffer::Talk => ("button-talk", ReviewTap::Talk),
    };
    (label, Tap::Review(tap))
}

impl Work<'_> {
    /// Whether the roster, as it is at this moment, lets a cadre press such a button. Of sealed cases nobody.
    pub(super) async fn may_review(&mut self, case: &Case, cadre: &CadreId, tap: &ReviewTap) -> Done<bool> {
        if case.is_sealed() {
            return Ok(false);
        }
        Ok(match tap {
            ReviewTap::Extend => self.can(case, cadre, Action::Extend),
            ReviewTap::Grant(_) => self.approvers(case).contains(cadre),
            ReviewTap::Dispute => self.can(case, cadre, Action::Dispute),
            ReviewTap::Pass | ReviewTap::PassTo(_) | ReviewTap::Back | ReviewTap::Keep | ReviewTap::Meeting => {
                self.may_rule(case, cadre)
            }
            ReviewTap::Again | ReviewTap::Raise | ReviewTap::Explain => {
                self.can(case, cadre, Action::Choose) || case.marks.course.told().contains(cadre)
            }
            ReviewTap::Opinion => self.can(case, cadre, Action::ReportDone),
            ReviewTap::Conclude => self.can(case, cadre, Action::Choose),
            ReviewTap::LookAgain | ReviewTap::NewFacts(_) | ReviewTap::Talk => false,
        })
    }

    /// A press by staff.
    pub(super) async fn review_pressed(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        tap: ReviewTap,
    ) -> Done<Pressed> {
        let actor = Actor::Cadre(cadre.clone());
        match tap {
            ReviewTap::Extend | ReviewTap::Dispute | ReviewTap::Meeting | ReviewTap::Explain | ReviewTap::Opinion => {
                Box::pin(self.prompt(press, cadre, case, Tap::Review(tap))).await
            }
            ReviewTap::Grant(granted) => self.settle_extension(case, actor, granted).await,
            ReviewTap::Pass => self.show_dispute(&case, true).await.map(|()| Pressed::quietly("turned")),
            ReviewTap::Back => self.show_dispute(&case, false).await.map(|()| Pressed::quietly("turned")),
            ReviewTap::PassTo(unit) => self.rule(case, actor, Some(unit)).await,
            ReviewTap::Keep => self.rule(case, actor, None).await,
            ReviewTap::Again => self.do_again(case, actor).await,
            ReviewTap::Raise => self.lift_up(case, actor).await,
            ReviewTap::Conclude => self.reviewed(case, actor, ReviewCommand::Conclude, "press-concluded").await,
            ReviewTap::LookAgain | ReviewTap::NewFacts(_) | ReviewTap::Talk => Ok(self.void("press_unknown")),
        }
    }

    /// One act and one line.
    async fn reviewed(&mut self, case: Case, actor: Actor, command: ReviewCommand, key: &str) -> Done<Pressed> {
        let case = self.perform(case, actor, Command::Review(command)).await?;
        let line = self.say(Language::default(), key, &self.facts(&case, Language::default()));
        Ok(Pressed::saying("pressed", line))
    }

    /// A press by the sender.
    pub(super) async fn review_pressed_by_sender(
        &mut self,
        case: Case,
        tap: ReviewTap,
        person: &PersonRow,
    ) -> Done<Pressed> {
        let language = Language::from_code(Some(&person.language));
        let attempt = self.attempt().await?;
        let (result, key) = match tap {
            ReviewTap::LookAgain => (self.ask_to_look_again(case).await, "press-noted"),
            ReviewTap::NewFacts(content) => (Box::pin(self.open_anew(case, content, person)).await, "press-new-facts"),
            ReviewTap::Talk => (self.ask_to_talk(case).await, "press-talk"),
            ReviewTap::Extend
            | ReviewTap::Grant(_)
            | ReviewTap::Dispute
            | ReviewTap::Pass
            | ReviewTap::PassTo(_)
            | ReviewTap::Back
            | ReviewTap::Keep
            | ReviewTap::Meeting
            | ReviewTap::Again
            | ReviewTap::Raise
            | ReviewTap::Explain
            | ReviewTap::Opinion
            | ReviewTap::Conclude => return Ok(self.void("press_unknown")),
        };
        Ok(match self.settle(attempt, result).await? {
            Ok(_) => Pressed::saying("pressed", self.say(language, key, &[])),
            Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
        })
    }

    /// Whether the case would take it at all, asked before anyone writes a line for nothing.
    pub(super) fn review_allowed(&self, case: &Case, tap: &ReviewTap) -> Result<(), Refusal> {
        let words = Words { content: ContentId::new(""), commitment: String::new() };
        let command = match tap {
            ReviewTap::Extend => self.extension_probe(case, words),
            ReviewTap::Dispute => self.dispute_probe(case, words),
            ReviewTap::Meeting => ReviewCommand::RecordMeeting(words),
            ReviewTap::Explain => ReviewCommand::Explain(words),
            ReviewTap::Opinion => ReviewCommand::GiveOpinion { words, told: None },
            ReviewTap::Grant(_)
            | ReviewTap::Pass
            | ReviewTap::PassTo(_)
            | ReviewTap::Back
            | ReviewTap::Keep
            | ReviewTap::Again
            | ReviewTap::Raise
            | ReviewTap::LookAgain
            | ReviewTap::Conclude
            | ReviewTap::NewFacts(_)
            | ReviewTap::Talk => return Err(Refusal::NothingChanges),
        };
        crate::case::decide::decide(case, Command::Review(command)).map(|_| ())
    }

    /// What was written in answer to the prompt; returns what whoever wrote it hears.
    pub(super) async fn review_written(
        &mut self,
        cadre: &CadreId,
        case: Case,
        tap: &ReviewTap,
        reply: &Reply,
    ) -> Done<(Case, &'static str)> {
        let actor = Actor::Cadre(cadre.clone());
        if *tap == ReviewTap::Extend {
            return Ok((self.ask_extension(case, cadre, reply).await?, "prompt-extension-asked"));
        }
        if *tap == ReviewTap::Dispute {
            return Ok((self.dispute(case, actor, reply).await?, "prompt-disputed"));
        }
        let words = self.keep("reply", &case.id, reply).await?;
        let (command, key) = if *tap == ReviewTap::Meeting {
            (ReviewCommand::RecordMeeting(words), "prompt-meeting-kept")
        } else if *tap == ReviewTap::Explain {
            (ReviewCommand::Explain(words), "prompt-sent")
        } else {
            let told = self.supervisor(&case).await?;
            (ReviewCommand::GiveOpinion { words, told }, "prompt-sent")
        };
        Ok((self.perform(case, actor, Command::Review(command)).await?, key))
    }

    /// What texts about these want to say, beside what every text about a case may.
    pub(super) fn review_facts(&self, case: &Case, language: Language) -> Facts {
        let texts = &self.rules.texts;
        let due = |moment: Option<Moment>| moment.map(|at| dates::due(texts, language, at)).unwrap_or_default();
        let extension = case.marks.course.extension.as_ref();
        let name = |cadre: Option<&CadreId>| cadre.map(|cadre| self.cadre_name(cadre)).unwrap_or_default();
        let window = rounds::until(case, &self.rules.calendar, &self.rules.service);
        let units = case.marks.course.dispute.as_ref().map(|dispute| dispute.units.as_slice()).unwrap_or_default();
        let units: Vec<String> = units.iter().map(|unit| self.unit_name(unit)).collect();
        vec![
            ("until", due(extension.map(|extension| extension.until))),
            ("asker", name(extension.and_then(|extension| extension.by.as_ref()))),
            ("approver", name(extension.map(|extension| &extension.asked_of))),
            ("window", due(window)),
            ("decider", name(case.marks.course.told().last())),
            ("ruling", due(case.marks.course.ruling_due())),
            ("units", units.join(&self.say(language, "units-and", &[]))),
        ]
    }

    /// Who would look at it anew, for what offers the sender to ask for that.
    pub(super) async fn review_offer_facts(&mut self, case: &Case, language: Language) -> Done<Facts> {
        let who = self.reviewer(case).await?;
        let unit = who.as_ref().map(|(unit, _)| self.unit_name(unit));
        let cadre = who.map(|(_, cadre)| self.cadre_name(&cadre)).unwrap_or_default();
        let unit = unit.unwrap_or_else(|| self.say(language, "review-above-county", &[]));
        Ok(vec![("above", format!("{unit}{cadre}"))])
    }

    /// What a refusal says of dates and names.
    pub(super) fn no_facts(&self, no: &No, language: Language) -> Facts {
        let day = |moment: &Moment| dates::due(&self.rules.texts, language, *moment);
        match no {
            No::ExtensionWaits { on } => vec![("cadre", self.cadre_name(on))],
            No::TooLong { latest } => vec![("latest", day(latest))],
            No::DisputeOver { until } | No::ReviewOver { until } => vec![("until", day(until))],
            No::OpinionMissing { stage } => {
                vec![("stage", self.say(language, &format!("review-{}", stage.name()), &[]))]
            }
            No::Extended
            | No::DatePassed
            | No::NotLater
            | No::NoDate
            | No::InDanger
            | No::NobodyDecides
            | No::Decided
            | No::DisputeWaits
            | No::RuledBack
            | No::AnsweredBefore
            | No::NotOursIsNoAnswer
            | No::NoFurther
            | No::NobodyAbove => Vec::new(),
        }
    }

    /// What a card says of all this.
    pub(super) fn review_lines(&self, case: &Case) -> Vec<String> {
        let language = Language::default();
        let facts = self.facts(case, language);
        let mut keys = Vec::new();
        keys.extend(case.marks.course.is_disputed().then_some("card-disputed"));
        keys.extend(case.marks.course.is_choosing().then_some("card-choosing"));
        let mut lines: Vec<String> = keys.into_iter().map(|key| self.say(language, key, &facts)).collect();
        if let Some(number) = case.marks.course.linked {
            lines.push(self.say(language, "card-linked", &[("number", number.to_string())]));
        }
        lines.extend(self.formal_line(case, "card-formal"));
        lines
    }

    /// The formal last day, where there is one: both days when a holiday would move it, the earlier one in alarms.
    pub(super) fn formal_line(&self, case: &Case, key: &str) -> Option<String> {
        let language = Language::default();
        let formal = formal(case, &self.rules.calendar, &self.rules.service)?;
        let day = |date| dates::due(&self.rules.texts, language, end_of_day(date));
        let facts = [("plain", day(formal.plain)), ("moved", day(formal.moved))];
        let same = key == "card-formal" && formal.plain == formal.moved;
        Some(self.say(language, if same { "card-formal-same" } else { key }, &facts))
    }

    /// Nobody ruled or chose in time: the next one up is told, who may do so too; the last one again every working day.
    pub(super) async fn ruling_late(&mut self, case: Case, timer: &TimerRow) -> Done<()> {
        let line = if case.marks.course.is_choosing() { self.above_choosers(&case) } else { self.above_rulers(&case) };
        let line = self.reachable(&case, line).await?;
        let next = line.iter().find(|cadre| !case.marks.course.told().contains(cadre)).or(line.last()).cloned();
        let Some(told) = next else { return self.nobody_to_tell(timer).await };
        let tomorrow = self.rules.calendar.plus_working_days(self.today(), 1).date;
        let next = at(tomorrow, self.rules.service.reminder_hour, 0);
        let late = ReviewCommand::TellLate { told: told.clone(), next };
        let case = self.perform(case, Actor::Machine, Command::Review(late)).await?;
        if case.marks.course.is_disputed() { self.show_dispute_to(&case, told, "dispute-late").await } else { Ok(()) }
    }

    /// Those of a line who may learn of the case and have joined, each once.
    pub(super) async fn reachable(&mut self, case: &Case, mut line: Vec<CadreId>) -> Done<Vec<CadreId>> {
        line.extend(self.county().with_role(Role::Supervisor));
        let mut each: Vec<CadreId> = Vec::new();
        for cadre in line {
            if !each.contains(&cadre) {
                each.push(cadre);
            }
        }
        let allowed = self.not_kept_out(case, each).await?;
        self.joined_of(&allowed).await
    }

    /// The words of the latest fact of a kind.
    async fn latest_words(&mut self, case: &CaseId, kind: &str) -> Done<String> {
        let rows = self.tx.events(case).await?;
        let Some(row) = rows.iter().rfind(|row| row.kind == kind) else { return Ok(String::new()) };
        let fact: Fact = serde_json::from_str(&row.body)
            .map_err(|_| StoreFault::Corrupt(format!("event {} of case {case}", row.seq)))?;
        let Some(words) = fact.words() else { return Ok(String::new()) };
        Ok(self.kept::<Reply>(&words.content).await?.map(|reply| reply.text).unwrap_or_default())
    }

    /// Everybody who ever had the case or did anything with it, and the heads of the units that had it.
    async fn old_line(&mut self, case: &CaseId) -> Done<Vec<CadreId>> {
        let mut line = Vec::new();
        for row in self.tx.events(case).await? {
            let corrupt = |_| StoreFault::Corrupt(format!("event {} of case {case}", row.seq));
            let actor: Actor = serde_json::from_str(&row.actor).map_err(corrupt)?;
            line.extend(actor.cadre().cloned());
            let fact: Fact = serde_json::from_str(&row.body).map_err(corrupt)?;
            if let Fact::Assigned { cadre } = &fact {
                line.push(cadre.clone());
            }
            if let Fact::Dispatched { task }
            | Fact::Reopened { task: Some(task), .. }
            | Fact::Review(ReviewFact::Opened { task, .. }) = fact
            {
                line.extend(self.county().head_of(&task.unit).cloned());
                line.extend([task.cadre, task.deputy, task.acting]);
            }
        }
        Ok(line)
    }

    /// Whether a text is one of the ways to write this, in any language; ways stand beside each other, parted by `|`.
    fn ways(&self, key: &str) -> Vec<String> {
        let ways = |language: &Language| self.say(*language, key, &[]);
        let split = |text: String| text.split('|').map(|way| way.trim().to_owned()).collect::<Vec<_>>();
        Language::ALL.iter().map(ways).flat_map(split).filter(|way| !way.is_empty()).collect()
    }

    /// Whether an answer only says that the matter is somebody else's: that ends nothing.
    pub(super) fn says_not_ours(&self, case: &Case, text: &str) -> bool {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let bare = |way: String| way.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        !case.is_sealed() && self.ways("typed-not-ours").into_iter().map(bare).any(|way| text.contains(&way))
    }

    /// 我要复查 and the like in a message.
    pub(super) fn asks_to_look_again(&self, said: &Said) -> bool {
        let text = said.text.as_deref().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
        said.attachment.is_none() && self.ways("typed-review").iter().any(|way| way == text)
    }
}
