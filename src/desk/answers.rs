//! What an answer holds while it is being written: its outcome and basis, the list of what to bring, numbers and dates
//! that cannot be meant; and how it is handed in.

use serde::{Deserialize, Serialize};

use super::adoption::outcomes_beside;
use super::incoming::Press;
use super::press::Pressed;
use super::prompt::{Draft, is_evidence};
use super::tap::Tap;
use super::{Done, Work};
use crate::case::answer::{AnswerFact, Outcome};
use crate::case::command::{Command, Refusal};
use crate::case::event::Actor;
use crate::case::review::No;
use crate::case::{Case, Grade};
use crate::classify::Kind;
use crate::classify::written::NoDate;
use crate::id::CadreId;
use crate::notice::letter::{Audience, Button};
use crate::roster::Action;
use crate::text::basis::names_basis;
use crate::text::guide::Guide;
use crate::text::sums::{Sum, sums, yuan};
use crate::text::{Language, shorten};

/// Words that show that an answer explains a procedure, as text keys.
const PROCEDURE: &str = "typed-procedure";

/// What the buttons about answers do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AnswerTap {
    /// 支持 / 部分支持 / 解释说明 / 不支持, beneath a preview; of a suggestion 采纳 / 部分采纳 / 不采纳.
    Outcome(Outcome),
    /// 一次告知, beneath the preview of an answer: the list goes with it.
    AddGuide,
    /// 不涉及办手续，直接发.
    NoProcedure,
    /// 一次告知, under 更多: the list by itself.
    Guide,
    /// 书面不支持一项, under 更多: the case goes on.
    Refuse,
    /// Sends the list, or the refusal of one thing.
    Send,
    /// 通过.
    Pass,
    /// 退回, with the reason asked for.
    Return,
    /// A callback officer reached nobody.
    Tried,
    /// … or noted that nobody can be reached.
    NoContact,
    /// … or heard whether it is solved.
    Heard(bool),
    /// … and how content the sender is; none when they did not say.
    HeardGrade(Option<Grade>),
    /// 还好着, said by the sender a month later.
    StillFine,
    /// 又坏了.
    Broke,
    /// 要带什么, pressed by the sender.
    GuideAgain,
}

impl AnswerTap {
    /// Whether it is the sender's button.
    pub(super) fn is_residents(&self) -> bool {
        matches!(self, Self::StillFine | Self::Broke | Self::GuideAgain)
    }
}

/// What is chosen and read beside the words of an answer.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Drafted {
    /// The outcome, once one was pressed.
    pub(super) outcome: Option<Outcome>,
    /// The list, once one was begun.
    guide: Option<Guide>,
    /// From which of the draft's messages on the list is typed.
    since: usize,
    /// Lines of the last message that were not understood.
    unread: Vec<String>,
    /// Whether it answers somebody who was sent from door to door: then it has to explain.
    #[serde(default)]
    explains: bool,
}

impl Drafted {
    /// What a draft begins with.
    pub(super) fn for_tap(tap: &Tap, explains: bool) -> Self {
        let guide = (*tap == Tap::Answer(AnswerTap::Guide)).then(Guide::default);
        Self { guide, explains, ..Self::default() }
    }

    /// Whether a list belongs to it, begun or done.
    pub(super) fn is_listing(&self) -> bool {
        self.guide.is_some()
    }

    /// Whether the message that has this place among the draft's is about the list.
    pub(super) fn lists(&self, place: usize) -> bool {
        self.is_listing() && place >= self.since
    }

    /// The list is typed anew.
    pub(super) fn list_anew(&mut self) {
        (self.guide, self.unread) = (Some(Guide::default()), Vec::new());
    }
}

impl Work<'_> {
    /// Whether the roster, as it is at this moment, lets a cadre press such a button on an open case.
    pub(super) fn may_answer(&self, case: &Case, cadre: &CadreId, tap: &AnswerTap) -> bool {
        match tap {
            AnswerTap::Outcome(_)
            | AnswerTap::AddGuide
            | AnswerTap::NoProcedure
            | AnswerTap::Guide
            | AnswerTap::Refuse
            | AnswerTap::Send => self.can(case, cadre, Action::ReportDone),
            AnswerTap::Pass | AnswerTap::Return => self.may_check(case, cadre),
            AnswerTap::Tried | AnswerTap::NoContact | AnswerTap::Heard(_) | AnswerTap::HeardGrade(_) => {
                self.may_call(case, cadre)
            }
            AnswerTap::StillFine | AnswerTap::Broke | AnswerTap::GuideAgain => false,
        }
    }

    /// One of those buttons.
    pub(super) async fn answer_pressed(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        tap: AnswerTap,
    ) -> Done<Pressed> {
        match tap {
            AnswerTap::Guide | AnswerTap::Refuse | AnswerTap::Return => {
                self.prompt(press, cadre, case, Tap::Answer(tap)).await
            }
            AnswerTap::Outcome(_) | AnswerTap::AddGuide => self.choose(press, cadre, &case, &tap).await,
            AnswerTap::NoProcedure => self.confirm_answer(press, cadre, case, true).await,
            AnswerTap::Send => self.send_drafted(press, cadre, case).await,
            AnswerTap::Pass => self.pass(press, cadre, case).await,
            AnswerTap::Tried | AnswerTap::NoContact | AnswerTap::Heard(_) | AnswerTap::HeardGrade(_) => {
                self.called(press, cadre, case, tap).await
            }
            AnswerTap::StillFine | AnswerTap::Broke | AnswerTap::GuideAgain => Ok(self.void("press_unknown")),
        }
    }

    /// The command by which it is asked whether the case would take what is about to be written.
    pub(super) fn foreseen_answer(&self, tap: &AnswerTap) -> Command {
        let words = super::prompt::no_words();
        let what = match tap {
            AnswerTap::Return => AnswerFact::CheckReturned { words },
            AnswerTap::Guide => AnswerFact::Guided { words, with_answer: false },
            AnswerTap::Outcome(_)
            | AnswerTap::AddGuide
            | AnswerTap::NoProcedure
            | AnswerTap::Refuse
            | AnswerTap::Send
            | AnswerTap::Pass
            | AnswerTap::StillFine
            | AnswerTap::Broke
            | AnswerTap::GuideAgain => AnswerFact::Refused { words },
            AnswerTap::Tried | AnswerTap::NoContact | AnswerTap::Heard(_) | AnswerTap::HeardGrade(_) => {
                AnswerFact::CallTried
            }
        };
        Command::Answer(what, None)
    }

    /// Takes in what staff typed for a list.
    pub(super) fn take_guide(&self, draft: &mut Draft, text: &str) {
        let mut guide = draft.answer.guide.take().unwrap_or_default();
        let unread = guide.take(&self.rules.texts, text);
        let line = |unread: crate::text::guide::Unread| {
            self.say(Language::default(), unread.why, &[("line", shorten(&unread.line, 60))])
        };
        draft.answer.unread = unread.into_iter().map(line).collect();
        draft.answer.guide = Some(guide);
    }

    /// An outcome, or the list, is chosen beneath the preview: it is shown anew.
    async fn choose(&mut self, press: &Press, cadre: &CadreId, case: &Case, tap: &AnswerTap) -> Done<Pressed> {
        let Some(mut draft) = self.draft_of(press, case, &Tap::Report).await? else { return self.no_draft(case) };
        match tap {
            AnswerTap::Outcome(outcome) => draft.answer.outcome = Some(*outcome),
            _ if draft.answer.is_listing() => {}
            _ => {
                draft.answer.list_anew();
                draft.answer.since = draft.messages();
            }
        }
        self.show_draft(press, cadre, case, &draft).await?;
        Ok(Pressed::quietly("chosen"))
    }

    fn no_draft(&self, case: &Case) -> Done<Pressed> {
        self.allowed_now(case, &Tap::Report)?;
        Ok(Pressed::refusing("press_no_draft", self.say(Language::default(), "press-no-draft", &[])))
    }

    /// Whether the answer is about a procedure: a question is, until its handler says otherwise, and so is what speaks of papers.
    fn is_procedural(&self, case: &Case, text: &str) -> bool {
        let named = |language: &Language| {
            self.say(*language, PROCEDURE, &[]).split_whitespace().any(|word| text.contains(word))
        };
        case.kind == Kind::Consult || Language::ALL.iter().any(named)
    }

    /// What stands in the way of sending a draft, in words; nothing when it can go.
    pub(super) fn hindrances(&self, case: &Case, draft: &Draft) -> Vec<String> {
        let language = Language::default();
        let text = &draft.reply.text;
        let list = |guide: &Guide| guide.show(&self.rules.texts, language);
        let list = draft.answer.guide.as_ref().map(list).unwrap_or_default();
        let explained = format!("{text}\n{list}");
        let mut lines = if draft.answer.explains { self.unexplained(&explained) } else { Vec::new() };
        let mut line = |key: &str, facts: &[(&str, String)]| lines.push(self.say(language, key, facts));
        let refuses = draft.answer.outcome.is_some_and(Outcome::refuses) || draft.tap == Tap::Answer(AnswerTap::Refuse);
        if refuses && !case.is_sealed() && !names_basis(text) {
            line("preview-basis-missing", &[]);
        }
        if let Some(key) = self.owes_adoption(case, draft) {
            line(key, &[]);
        }
        for (key, written) in self.no_such(text) {
            line(key, &[("written", written)]);
        }
        let Some(guide) = &draft.answer.guide else { return lines };
        let missing = guide.missing();
        if *guide == Guide::default() {
            line("preview-guide-form", &[]);
        } else if !missing.is_empty() {
            let missing: Vec<String> = missing.into_iter().map(|key| self.say(language, key, &[])).collect();
            let and = self.say(language, "read-and", &[]);
            line("preview-guide-missing", &[("missing", missing.join(&and))]);
        }
        lines
    }

    /// Dates and sums that cannot be: they are named, and nothing is sent until they are put right.
    fn no_such(&self, text: &str) -> Vec<(&'static str, String)> {
        let dates = self.rules.reader.dates();
        let no_such_day = |line| Some(("preview-no-such-day", dates.no_such_day(line, self.today())?));
        let mut found: Vec<_> = text.lines().filter_map(no_such_day).collect();
        found.extend(sums(text).into_iter().filter_map(|sum| match sum {
            Sum::None { written } => Some(("preview-no-sum", written)),
            Sum::Plain(_) | Sum::Doubtful { .. } => None,
        }));
        found
    }

    /// Dates and sums that may be meant otherwise: whoever sends the words confirms them as they are read here.
    fn doubts(&self, text: &str) -> Vec<String> {
        let language = Language::default();
        let mut doubts = Vec::new();
        for line in text.lines() {
            if let Err(NoDate::Vague(written) | NoDate::Lunar(written)) =
                self.rules.reader.dates().read(line, self.today())
            {
                doubts.push(self.say(language, "preview-vague-day", &[("written", written)]));
            }
        }
        for sum in sums(text) {
            if let Sum::Doubtful { written, fen } = sum {
                doubts.push(self.say(language, "preview-sum", &[("written", written), ("yuan", yuan(fen))]));
            }
        }
        doubts
    }

    /// The lines of a preview beneath the words: the outcome, the list as it was read, what is missing.
    pub(super) fn preview_lines(&self, case: &Case, draft: &Draft) -> Vec<String> {
        let language = Language::default();
        let mut lines = Vec::new();
        if let Some(outcome) = draft.answer.outcome {
            let outcome = self.say(language, &format!("decided-{}", outcome.name()), &[]);
            lines.push(self.say(language, "preview-outcome", &[("outcome", outcome)]));
        }
        if let Some(guide) = draft.answer.guide.as_ref().filter(|guide| **guide != Guide::default()) {
            lines.push(self.say(language, "preview-guide", &[("list", guide.show(&self.rules.texts, language))]));
        }
        lines.extend(draft.answer.unread.iter().cloned());
        lines.extend(self.hindrances(case, draft));
        lines.extend(self.doubts(&draft.reply.text));
        let asks = draft.tap == Tap::Report && !draft.answer.is_listing() && !case.is_sealed();
        if asks && self.is_procedural(case, &draft.reply.text) {
            lines.push(self.say(language, "preview-procedure", &[]));
        }
        lines
    }

    /// The buttons of a preview: what sends it when it can go, and the outcomes to choose from.
    pub(super) async fn preview_buttons(
        &mut self,
        case: &Case,
        to: &Audience,
        draft: &Draft,
    ) -> Done<Vec<Vec<Button>>> {
        let ready = self.hindrances(case, draft).is_empty();
        if draft.tap != Tap::Report {
            let send = ("button-confirm", Tap::Answer(AnswerTap::Send));
            return if ready { self.row(case, to, &[send]).await } else { Ok(Vec::new()) };
        }
        let mut rows = Vec::new();
        let procedural = !case.is_sealed() && self.is_procedural(case, &draft.reply.text);
        if ready && procedural && !draft.answer.is_listing() {
            let taps = [
                ("button-add-guide", Tap::Answer(AnswerTap::AddGuide)),
                ("button-no-procedure", Tap::Answer(AnswerTap::NoProcedure)),
            ];
            rows.extend(self.row(case, to, &taps).await?);
        } else if ready {
            rows.extend(self.row(case, to, &[("button-confirm", Tap::Confirm)]).await?);
        }
        if !case.is_sealed() && !draft.reply.text.is_empty() {
            let mut row = Vec::new();
            for outcome in outcomes_beside(case, draft.answer.outcome) {
                let label = format!("decided-{}", outcome.name());
                let tap = Tap::Answer(AnswerTap::Outcome(outcome));
                row.push(self.labelled(to, &case.id, Language::default(), (&label, tap)).await?);
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// Whoever wrote the draft sends it: an answer that lacks something stays, and says what.
    pub(super) async fn confirm_answer(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        no_procedure: bool,
    ) -> Done<Pressed> {
        let Some(draft) = self.draft_of(press, &case, &Tap::Report).await? else { return self.no_draft(&case) };
        if self.says_not_ours(&case, &draft.reply.text) {
            return Err(Refusal::from(No::NotOursIsNoAnswer).into());
        }
        let procedural = self.is_procedural(&case, &draft.reply.text) && !draft.answer.is_listing() && !no_procedure;
        if !self.hindrances(&case, &draft).is_empty() || procedural && !case.is_sealed() {
            self.show_draft(press, cadre, &case, &draft).await?;
            return Ok(Pressed::refusing("not_ready", self.say(Language::default(), "press-not-ready", &[])));
        }
        let evidence = draft.reply.media.iter().filter(|media| is_evidence(media)).count();
        let evidence = u32::try_from(evidence).unwrap_or(u32::MAX);
        let words = self.keep("reply", &case.id, &draft.reply).await?;
        let photo_needed = self.photo_needed(&case);
        let (case, pressed) = if case.is_sealed() {
            self.answer_or_ask(press, cadre, case, (words, evidence, photo_needed)).await?
        } else {
            if photo_needed && evidence == 0 {
                return Err(Refusal::PhotoNeeded.into());
            }
            let mut commands = self.held_by(&case, &draft, no_procedure).await?;
            commands.extend(self.report_or_check(&case, cadre, words, evidence).await?);
            self.hand_in(case, cadre, commands).await?
        };
        self.close_draft(press, &case, &draft).await?;
        Ok(pressed)
    }

    /// What the answer holds beside its words.
    async fn held_by(&mut self, case: &Case, draft: &Draft, no_procedure: bool) -> Done<Vec<Command>> {
        let outcome = draft.answer.outcome.unwrap_or(Outcome::Supported);
        let mut commands = vec![Command::Answer(AnswerFact::Decided { outcome, no_procedure }, None)];
        if let Some(guide) = &draft.answer.guide {
            let words = self.keep("guide", &case.id, guide).await?;
            commands.push(Command::Answer(AnswerFact::Guided { words, with_answer: true }, None));
        }
        Ok(commands)
    }

    async fn hand_in(&mut self, case: Case, cadre: &CadreId, commands: Vec<Command>) -> Done<(Case, Pressed)> {
        let case = self.perform_all(case, Actor::Cadre(cadre.clone()), commands).await?;
        let key = if case.answers.check.is_some() { "press-check-asked" } else { "press-reported" };
        let mut facts = self.facts(&case, Language::default());
        facts.extend(self.checker_fact(&case));
        let line = self.say(Language::default(), key, &facts);
        Ok((case, Pressed::saying("pressed", line)))
    }

    /// Sends the list, or the refusal of one thing, to the sender.
    async fn send_drafted(&mut self, press: &Press, cadre: &CadreId, case: Case) -> Done<Pressed> {
        let mut draft = self.draft_of(press, &case, &Tap::Answer(AnswerTap::Guide)).await?;
        if draft.is_none() {
            draft = self.draft_of(press, &case, &Tap::Answer(AnswerTap::Refuse)).await?;
        }
        let Some(draft) = draft else { return self.no_draft(&case) };
        if let Some(vow) = self.vow_beyond(case.unit(), cadre, &draft.reply.text) {
            return Ok(self.vow_pressed(vow));
        }
        let empty = draft.reply.text.is_empty() && draft.answer.guide.is_none();
        if empty || !self.hindrances(&case, &draft).is_empty() {
            self.show_draft(press, cadre, &case, &draft).await?;
            return Ok(Pressed::refusing("not_ready", self.say(Language::default(), "press-not-ready", &[])));
        }
        let what = match &draft.answer.guide {
            Some(guide) => {
                let words = self.keep("guide", &case.id, guide).await?;
                AnswerFact::Guided { words, with_answer: false }
            }
            None => AnswerFact::Refused { words: self.keep("reply", &case.id, &draft.reply).await? },
        };
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Answer(what, None)).await?;
        self.close_draft(press, &case, &draft).await?;
        Ok(Pressed::saying("pressed", self.say(Language::default(), "press-note-sent", &[])))
    }

    /// What 更多 offers beside the rest, where no lamp is mended but something is granted or refused.
    pub(super) fn answer_taps(&self, case: &Case) -> Vec<(&'static str, Tap)> {
        let working = crate::case::decide::decide(case, self.foreseen_answer(&AnswerTap::Refuse)).is_ok();
        if self.photo_needed(case) || !working {
            return Vec::new();
        }
        vec![("button-guide", Tap::Answer(AnswerTap::Guide)), ("button-refuse-one", Tap::Answer(AnswerTap::Refuse))]
    }
}
