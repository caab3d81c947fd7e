//! Cases that belong together, by buttons where people already are: 并案, 关联, 拆分; and 不予受理.

mod decline;
mod kin;
mod merge;
mod split;
mod tale;
mod untangle;

use serde::{Deserialize, Serialize};

use super::card::Face;
use super::incoming::{Press, Said};
use super::press::Pressed;
use super::prompt::Draft;
use super::tap::Tap;
use super::words::{Facts, Reply};
use super::{Done, Work};
use crate::case::Case;
use crate::case::command::{Command, Refusal};
use crate::case::decide::decide;
use crate::case::event::Actor;
use crate::case::linked::{Door, Ground, LinkedFact, Other};
use crate::id::{CadreId, CaseId, CaseNumber, SubjectId, UnitId};
use crate::notice::letter::{Act, Audience, Button, Slot};
use crate::notice::linked::LinkedOffer;
use crate::roster::Action;
use crate::text::Language;

/// Which of these a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkedFace {
    /// What can be done.
    Menu,
    /// The matters that could be split off.
    Matters,
    /// The reasons for which something is not accepted.
    Grounds,
    /// The doors to go to instead.
    Doors(Ground),
}

/// What the buttons do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LinkedTap {
    /// 并案/拆分: shows what can be done.
    Menu,
    /// 并案: asks for the number of the other case.
    AskMerge,
    /// 关联: the same.
    AskRelate,
    /// 确认并案 into that case.
    Merge(CaseId),
    /// 确认关联 with that case.
    Relate(CaseId),
    /// The same, and both senders are told that others have raised the same matter.
    RelateAloud(CaseId),
    /// 不再并案.
    Undo(CaseId),
    /// 取消关联.
    Unrelate(CaseId),
    /// 多头: asks which door, and the number there.
    OtherDoor,
    /// 拆分: shows the matters.
    Matters,
    /// 拆出 what the machine or the screener sees in it.
    SplitAs(SubjectId),
    /// 拆出 for a unit.
    SplitTo(UnitId),
    /// 拆出 a helper's share.
    SplitShare(UnitId),
    /// 不予受理: shows the reasons.
    Grounds,
    /// The reason: shows the doors.
    Doors(Ground),
    /// The reason and the door: asks for the words.
    Decline(Ground, Door),
    /// 确认发给群众.
    Send(Ground, Door),
    /// 不同意, by the sender.
    Object,
    /// 受理 after all.
    TakeUp,
    /// 维持.
    Uphold,
    /// 信访历史: asks since when, where and how often it was raised before.
    AskHistory,
    /// 这不对, by the sender.
    HistoryWrong,
}

impl LinkedTap {
    /// What whoever pressed is asked to write.
    pub(super) fn prompt_key(&self) -> &'static str {
        match self {
            Self::AskMerge => "prompt-merge",
            Self::AskRelate => "prompt-relate",
            Self::OtherDoor => "prompt-other-door",
            Self::AskHistory => "prompt-history",
            Self::Menu
            | Self::Merge(_)
            | Self::Relate(_)
            | Self::RelateAloud(_)
            | Self::Undo(_)
            | Self::Unrelate(_)
            | Self::Matters
            | Self::SplitAs(_)
            | Self::SplitTo(_)
            | Self::SplitShare(_)
            | Self::Grounds
            | Self::Doors(_)
            | Self::Decline(..)
            | Self::Send(..)
            | Self::Object
            | Self::TakeUp
            | Self::Uphold
            | Self::HistoryWrong => "prompt-decline",
        }
    }
}

/// The words on a button under a notice, and what it does.
pub(super) fn offer_tap(offer: LinkedOffer) -> (&'static str, Tap) {
    let (label, tap) = match offer {
        LinkedOffer::Object => ("button-object", LinkedTap::Object),
        LinkedOffer::TakeUp => ("button-take-up", LinkedTap::TakeUp),
        LinkedOffer::Uphold => ("button-uphold", LinkedTap::Uphold),
    };
    (label, Tap::Linked(tap))
}

impl Work<'_> {
    /// Whether the roster, as it is at this moment, lets a cadre press such a button on an open case. What complains of a
    /// unit stays as it is, with whoever has it above that unit.
    pub(super) fn may_linked(&self, case: &Case, cadre: &CadreId, tap: &LinkedTap) -> bool {
        let above = case.task.as_ref().is_some_and(|task| task.above);
        let splits = !above && self.can(case, cadre, Action::Split);
        let relates = !above && self.can(case, cadre, Action::Relate);
        match tap {
            LinkedTap::Menu => splits || relates || self.can(case, cadre, Action::Decline),
            LinkedTap::AskMerge
            | LinkedTap::AskRelate
            | LinkedTap::Merge(_)
            | LinkedTap::Relate(_)
            | LinkedTap::RelateAloud(_)
            | LinkedTap::Undo(_)
            | LinkedTap::Unrelate(_)
            | LinkedTap::OtherDoor => relates,
            LinkedTap::Matters | LinkedTap::SplitAs(_) | LinkedTap::SplitTo(_) | LinkedTap::SplitShare(_) => splits,
            LinkedTap::Grounds | LinkedTap::Doors(_) | LinkedTap::Decline(..) | LinkedTap::Send(..) => {
                self.can(case, cadre, Action::Decline)
            }
            LinkedTap::TakeUp | LinkedTap::Uphold => {
                let declined = case.linked.declined.as_ref();
                declined.is_some_and(|declined| declined.told.contains(cadre)) || self.can(case, cadre, Action::Choose)
            }
            LinkedTap::AskHistory => splits || relates,
            LinkedTap::Object | LinkedTap::HistoryWrong => false,
        }
    }

    /// A press by staff.
    pub(super) async fn linked_pressed(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        tap: LinkedTap,
    ) -> Done<Pressed> {
        let actor = Actor::Cadre(cadre.clone());
        match tap {
            LinkedTap::Menu => self.show_linked(press, cadre, case, LinkedFace::Menu).await,
            LinkedTap::Matters => self.show_linked(press, cadre, case, LinkedFace::Matters).await,
            LinkedTap::Grounds => self.show_linked(press, cadre, case, LinkedFace::Grounds).await,
            LinkedTap::Doors(ground) => self.show_linked(press, cadre, case, LinkedFace::Doors(ground)).await,
            LinkedTap::AskMerge
            | LinkedTap::AskRelate
            | LinkedTap::OtherDoor
            | LinkedTap::AskHistory
            | LinkedTap::Decline(..) => self.prompt(press, cadre, case, Tap::Linked(tap)).await,
            LinkedTap::Merge(other) => self.merge_pressed(cadre, case, &other).await,
            LinkedTap::Relate(other) => self.relate_pressed(cadre, case, (&other, false)).await,
            LinkedTap::RelateAloud(other) => self.relate_pressed(cadre, case, (&other, true)).await,
            LinkedTap::Undo(member) => self.undo(case, actor, &member).await,
            LinkedTap::Unrelate(other) => self.unrelate(case, actor, &other).await,
            LinkedTap::SplitAs(subject) => self.split_as(case, actor, subject).await,
            LinkedTap::SplitTo(unit) => self.split_to(case, actor, unit).await,
            LinkedTap::SplitShare(unit) => self.split_share(case, actor, unit).await,
            LinkedTap::Send(ground, door) => self.decline(press, cadre, case, (ground, door)).await,
            LinkedTap::TakeUp => self.settle_objection(case, actor, false).await,
            LinkedTap::Uphold => self.settle_objection(case, actor, true).await,
            LinkedTap::Object | LinkedTap::HistoryWrong => Ok(self.void("press_unknown")),
        }
    }

    /// On the card; for whoever asked in private there, on a sheet of their own.
    async fn show_linked(&mut self, press: &Press, cadre: &CadreId, case: Case, face: LinkedFace) -> Done<Pressed> {
        if press.chat != Some(press.user) {
            return self.turn(case, Face::Linked(face)).await;
        }
        self.show_sheet(cadre, &case, face).await?;
        Ok(Pressed::quietly("turned"))
    }

    /// What can be joined, split or not accepted, in private.
    async fn show_sheet(&mut self, cadre: &CadreId, case: &Case, face: LinkedFace) -> Done<()> {
        let to = Audience::Cadre(cadre.clone());
        let language = Language::default();
        let mut lines = vec![self.say(language, "join-sheet", &self.card_facts_of(case))];
        lines.extend(self.linked_lines(case).await?);
        let mut message = self.message(lines.join("\n"));
        let buttons = self.face_buttons(case, &to, face).await?;
        message.buttons = buttons.chunks(3).map(<[_]>::to_vec).collect();
        if face != LinkedFace::Menu {
            let back = ("button-less", Tap::Linked(LinkedTap::Menu));
            message.buttons.push(vec![self.labelled(&to, &case.id, language, back).await?]);
        }
        let slot = Slot(format!("join:{}:{cadre}", case.id));
        let key = format!("{}:join-sheet:{}", case.id, self.ids.hex());
        let act = match face {
            LinkedFace::Menu => Act::Send { message, slot: Some(slot) },
            LinkedFace::Matters | LinkedFace::Grounds | LinkedFace::Doors(_) => {
                Act::Edit { slot, message, or_send: true }
            }
        };
        self.post_privately(case, to, act, key).await
    }

    /// Whether the case would take it, asked before anyone writes a line for nothing.
    pub(super) fn linked_allowed(&self, case: &Case, tap: &LinkedTap) -> Result<(), Refusal> {
        let words = super::prompt::no_words();
        let fact = match tap {
            LinkedTap::AskMerge => LinkedFact::Merged { into: CaseId::new("") },
            LinkedTap::AskRelate => LinkedFact::Related { other: nobody(), told: false },
            LinkedTap::OtherDoor => LinkedFact::OtherDoor { words },
            LinkedTap::AskHistory => return if case.is_kept_apart() { Err(Refusal::Sealed) } else { Ok(()) },
            LinkedTap::Decline(ground, door) => LinkedFact::Declined { ground: *ground, door: *door, words },
            _ => return Err(Refusal::NothingChanges),
        };
        decide(case, Command::Linked(fact, None)).map(|_| ())
    }

    /// What was typed after one of these was asked for.
    pub(super) async fn linked_written(
        &mut self,
        said: &Said,
        cadre: &CadreId,
        case: Case,
        (tap, draft, user): (LinkedTap, Draft, i64),
    ) -> Done<()> {
        if draft.reply.text.is_empty() {
            return self.tell_here(said, cadre, &case, "prompt-words-missing").await;
        }
        match tap {
            LinkedTap::AskMerge | LinkedTap::AskRelate => {
                let merges = tap == LinkedTap::AskMerge;
                self.number_typed(said, cadre, &case, (merges, &draft.reply.text)).await
            }
            LinkedTap::AskHistory => Box::pin(self.history_written(said, cadre, case, &draft.reply.text)).await,
            LinkedTap::OtherDoor => {
                let reply = Reply { text: draft.reply.text.clone(), media: Vec::new() };
                let words = self.keep("reply", &case.id, &reply).await?;
                let fact = LinkedFact::OtherDoor { words };
                let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Linked(fact, None)).await?;
                self.tx.clear_draft(said.chat, user).await?;
                self.tell_here(said, cadre, &case, "prompt-other-door-kept").await
            }
            _ => self.decline_written(said, cadre, case, (draft, user)).await,
        }
    }

    /// The buttons of a face of the card.
    pub(super) async fn linked_buttons(
        &mut self,
        case: &Case,
        to: &Audience,
        face: LinkedFace,
    ) -> Done<Vec<Vec<Button>>> {
        let buttons = self.face_buttons(case, to, face).await?;
        self.with_back(case, to, buttons).await
    }

    async fn face_buttons(&mut self, case: &Case, to: &Audience, face: LinkedFace) -> Done<Vec<Button>> {
        match face {
            LinkedFace::Menu => self.menu_buttons(case, to).await,
            LinkedFace::Matters => self.matter_buttons(case, to).await,
            LinkedFace::Grounds => {
                let tap = |ground: Ground| (format!("decline-ground-{}", ground.name()), LinkedTap::Doors(ground));
                self.named(case, to, Ground::ALL.map(tap)).await
            }
            LinkedFace::Doors(ground) => {
                let tap = |door: Door| (format!("decline-door-{}", door.name()), LinkedTap::Decline(ground, door));
                self.named(case, to, Door::ALL.map(tap)).await
            }
        }
    }

    async fn named(
        &mut self,
        case: &Case,
        to: &Audience,
        taps: impl IntoIterator<Item = (String, LinkedTap)>,
    ) -> Done<Vec<Button>> {
        let mut buttons = Vec::new();
        for (label, tap) in taps {
            buttons.push(self.labelled(to, &case.id, Language::default(), (&label, Tap::Linked(tap))).await?);
        }
        Ok(buttons)
    }

    async fn menu_buttons(&mut self, case: &Case, to: &Audience) -> Done<Vec<Button>> {
        let mut taps = vec![
            ("button-merge".to_owned(), LinkedTap::AskMerge),
            ("button-relate".to_owned(), LinkedTap::AskRelate),
            ("button-other-door".to_owned(), LinkedTap::OtherDoor),
            ("button-history".to_owned(), LinkedTap::AskHistory),
        ];
        if case.linked.whole.is_none() {
            taps.push(("button-split".to_owned(), LinkedTap::Matters));
        }
        taps.push(("button-decline".to_owned(), LinkedTap::Grounds));
        let mut buttons = self.named(case, to, taps).await?;
        for helper in case.joint.helpers.clone() {
            let name = [("unit", self.unit_name(&helper.unit))];
            let label = self.say(Language::default(), "button-split-share", &name);
            let tap = Tap::Linked(LinkedTap::SplitShare(helper.unit));
            buttons.push(self.button(to, Some(&case.id), label, tap).await?);
        }
        for member in self.members(case).await? {
            let number = [("number", member.number.to_string())];
            let read = self.say(Language::default(), "button-read-of", &number);
            buttons.push(self.button(to, Some(&member.id), read, Tap::Read).await?);
            let undo = self.say(Language::default(), "button-merge-undo", &number);
            buttons.push(self.button(to, Some(&case.id), undo, Tap::Linked(LinkedTap::Undo(member.id))).await?);
        }
        for other in case.linked.related.clone() {
            let label = self.say(Language::default(), "button-unrelate", &[("number", other.number.to_string())]);
            let into = self.say(Language::default(), "button-merge-into", &[("number", other.number.to_string())]);
            buttons
                .push(self.button(to, Some(&case.id), into, Tap::Linked(LinkedTap::Merge(other.case.clone()))).await?);
            buttons.push(self.button(to, Some(&case.id), label, Tap::Linked(LinkedTap::Unrelate(other.case))).await?);
        }
        Ok(buttons)
    }

    /// What a card says of all this: which cases go on under it, which stand beside it, through which other door it came.
    pub(super) async fn linked_lines(&mut self, case: &Case) -> Done<Vec<String>> {
        let language = Language::default();
        let mut lines = Vec::new();
        let under: Vec<Other> = case.linked.under.clone();
        for (others, key) in [(under, "card-merged"), (case.linked.related.clone(), "card-related")] {
            if !others.is_empty() {
                lines.push(self.say(language, key, &[("numbers", self.numbers_of(&others, language))]));
            }
        }
        if let Some(content) = &case.linked.door {
            let reply: Option<Reply> = self.kept(content).await?;
            let words = reply.map(|reply| crate::text::shorten(&reply.text, 60)).unwrap_or_default();
            lines.push(self.say(language, "card-other-door", &[("words", words)]));
        }
        lines.extend(self.repeat_line(case));
        lines.extend(self.worst_line(case, language, "card-worst"));
        Ok(lines)
    }

    fn numbers_of(&self, others: &[Other], language: Language) -> String {
        let numbers: Vec<String> = others.iter().map(|other| other.number.to_string()).collect();
        numbers.join(&self.say(language, "units-and", &[]))
    }

    /// The worst that was said of the parts once all are over; an average would say what nobody said.
    fn worst_line(&self, case: &Case, language: Language, key: &str) -> Option<String> {
        let grade = case.worst_grade()?;
        Some(self.say(language, key, &[("grade", self.say(language, &format!("grade-{}", grade.name()), &[]))]))
    }

    /// How often the senders nudged, for a card.
    pub(super) fn nudge_line(&self, case: &Case) -> Option<String> {
        let nudges = [("nudges", case.nudged_days().to_string())];
        (case.nudged_days() > 0).then(|| self.say(Language::default(), "card-nudges", &nudges))
    }

    /// What texts about these want to say.
    pub(super) fn linked_facts(&self, case: &Case, language: Language) -> Facts {
        let Some(declined) = &case.linked.declined else { return Facts::new() };
        let judge = declined.told.last().map(|cadre| self.cadre_name(cadre)).unwrap_or_default();
        vec![
            ("reason", self.say(language, &format!("decline-reason-{}", declined.ground.name()), &[])),
            ("door", self.say(language, &format!("decline-way-{}", declined.door.name()), &[])),
            ("judge", judge),
        ]
    }
}

fn nobody() -> Other {
    Other { case: CaseId::new(""), number: CaseNumber::default() }
}
