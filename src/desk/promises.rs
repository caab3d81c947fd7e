//! Promises as staff type them, as they are shown, and as they are kept.

use chrono::{Datelike, NaiveDate};

use super::incoming::Press;
use super::joint::JointTap;
use super::press::Pressed;
use super::tap::Tap;
use super::words::{Facts, Reply};
use super::{Done, Work};
use crate::case::calendar::end_of_day;
use crate::case::command::{Command, Refusal};
use crate::case::event::{Actor, Words};
use crate::case::joint::{Climb, Content, JointFact, Promise, Standing, Term, Waits};
use crate::case::{Case, Task};
use crate::classify::Kind;
use crate::classify::written::{NoDate, When};
use crate::id::{CadreId, ContentId, Moment, OutsideId, UnitId};
use crate::notice::letter::{Audience, Button};
use crate::text::{Language, dates};

/// One line of what was typed.
struct Line {
    text: String,
    term: Term,
    due: Option<Moment>,
    provisional: bool,
    waits: Option<Waits>,
    outside: Option<OutsideId>,
}

/// What a draft would come to, as shown before it is sent.
pub(super) struct Shown {
    /// The words.
    pub(super) text: String,
    /// What can be pressed; nothing when something is missing.
    pub(super) taps: Vec<(String, Tap)>,
}

impl Work<'_> {
    /// What was typed after 承诺, 办到了, 办完 or 挂账, shown with its dates before anything is sent.
    pub(super) async fn shown_joint(&mut self, case: &Case, tap: &JointTap, reply: &Reply) -> Done<Shown> {
        let language = Language::default();
        let mut facts = self.facts(case, language);
        facts.push(("words", crate::text::shorten(&reply.text, 3000)));
        let missing = |text: String| Shown { text, taps: Vec::new() };
        if reply.text.is_empty() {
            return Ok(missing(self.say(language, "prompt-words-missing", &facts)));
        }
        let confirm = (self.say(language, "button-confirm", &[]), Tap::Joint(JointTap::Confirm));
        let text = match tap {
            JointTap::Promise(_) => match self.typed_lines(&reply.text) {
                Ok(lines) => self.preview_of(&lines),
                Err(why) => return Ok(missing(self.no_date_words(&why))),
            },
            JointTap::Shelve => match self.shelf_of(&reply.text) {
                Ok((until, words)) => {
                    let until = dates::due(&self.rules.texts, language, until);
                    self.say(language, "preview-shelve", &[("until", until), ("words", words)])
                }
                Err(why) => return Ok(missing(self.no_date_words(&why))),
            },
            JointTap::Keep(no) => return self.shown_kept(case, *no, facts, confirm).await,
            _ => self.say(language, "preview-help-done", &facts),
        };
        Ok(Shown { text, taps: vec![confirm] })
    }

    /// Where others wait for a promise, whoever keeps it says which of them opens.
    async fn shown_kept(&mut self, case: &Case, no: u32, mut facts: Facts, confirm: (String, Tap)) -> Done<Shown> {
        let language = Language::default();
        let Some(promise) = case.joint.promise(no).cloned() else { return Err(Refusal::NothingChanges.into()) };
        facts.push(("promise", self.promise_words(&promise, language).await?));
        let waiting: Vec<Promise> = case.joint.branches(no).cloned().collect();
        let mut taps = Vec::new();
        for branch in &waiting {
            let words = self.promised_words(branch, language).await?;
            let condition = self.rules.reader.dates().condition_of(&words).to_owned();
            let met = branch.waits.as_ref().is_some_and(|waits| waits.met);
            let label = self.say(language, "button-outcome", &[("what", crate::text::shorten(&condition, 40))]);
            taps.push((label, Tap::Joint(JointTap::Outcome(met))));
        }
        let key = if taps.is_empty() { "preview-kept" } else { "preview-kept-outcome" };
        Ok(Shown { text: self.say(language, key, &facts), taps: if taps.is_empty() { vec![confirm] } else { taps } })
    }

    /// Whoever wrote it sends it.
    pub(super) async fn confirm_joint(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        met: Option<bool>,
    ) -> Done<Pressed> {
        let Some((tap, reply, draft)) = self.joint_draft(press, &case).await? else {
            let line = self.say(Language::default(), "press-no-draft", &[]);
            return Ok(Pressed::refusing("press_no_draft", line));
        };
        let judge = match Box::pin(self.judge_of_vow(&case, cadre, (&tap, &reply.text))).await? {
            Ok(judge) => judge,
            Err(pressed) => return Ok(pressed),
        };
        let fact = match &tap {
            JointTap::Promise(unit) => {
                let promises = self.promises_of(&case, unit, cadre, &reply).await?;
                JointFact::Promised { promises }
            }
            JointTap::Keep(no) => self.kept_fact(&case, *no, &reply, met).await?,
            JointTap::Shelve => {
                let Ok((until, _)) = self.shelf_of(&reply.text) else { return Err(Refusal::NothingChanges.into()) };
                let words = self.keep("reply", &case.id, &reply).await?;
                JointFact::Shelved { words, until, review: self.next_look() }
            }
            JointTap::Done(unit) => {
                let words = self.keep("reply", &case.id, &reply).await?;
                JointFact::HelpDone { unit: unit.clone(), words }
            }
            _ => return Err(Refusal::NothingChanges.into()),
        };
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::Joint(fact)).await?;
        self.close_draft(press, &case, &draft).await?;
        Box::pin(self.ask_head_of_vows(&case, judge)).await
    }

    /// Each line a promise; one that begins with 若 or 否则 waits for the one before.
    fn typed_lines(&self, text: &str) -> Result<Vec<Line>, NoDate> {
        let mut lines = Vec::new();
        let mut base = None;
        for (index, line) in (0_u32..).zip(text.lines().map(str::trim).filter(|line| !line.is_empty())) {
            let dates = self.rules.reader.dates();
            let (when, rest) = dates.read(line, self.today())?;
            let waits = match (dates.condition(line), base) {
                (Some(met), Some(on)) => Some(Waits { on, met }),
                (Some(_), None) => return Err(NoDate::Loose(dates.condition_of(line).to_owned())),
                (None, _) => None,
            };
            if waits.is_none() {
                base = Some(index);
            }
            lines.push(self.line(rest, when, waits));
        }
        Ok(lines)
    }

    fn line(&self, text: String, when: When, waits: Option<Waits>) -> Line {
        let (term, due) = match when {
            When::On(date) => (Term::Fixed, Some((end_of_day(date), !self.rules.calendar.published(date.year())))),
            When::WorkingDays(n) => (Term::WorkingDays(n), Some(self.working_days(n))),
            When::Days(n) => (Term::Days(n), Some(self.calendar_days(n))),
            When::Monthly(day) => (Term::Monthly(day), Some((end_of_day(day_of_month(self.today(), day)), false))),
        };
        let due = due.filter(|_| waits.is_none() || term == Term::Fixed);
        let outside = self.body_in(&text);
        Line { text, term, due: due.map(|it| it.0), provisional: due.is_some_and(|it| it.1), waits, outside }
    }

    fn calendar_days(&self, n: u32) -> (Moment, bool) {
        let due = self.rules.calendar.plus_days(self.today(), n, self.rules.service.roll_over);
        (end_of_day(due.date), due.provisional)
    }

    fn preview_of(&self, lines: &[Line]) -> String {
        let language = Language::default();
        let mut shown = vec![self.say(language, "preview-promise", &[])];
        for line in lines {
            let text = self.urging(&line.text, line.outside.as_ref(), language);
            shown.push(self.term_words(language, (&text, line.term, line.due)));
        }
        shown.join("\n")
    }

    /// What is promised, and when, in one line.
    fn term_words(&self, language: Language, (text, term, due): (&str, Term, Option<Moment>)) -> String {
        let when = match (term, due) {
            (Term::Monthly(day), _) => self.say(language, "when-monthly", &[("day", day.to_string())]),
            (_, Some(due)) => self.say(language, "when-on", &[("date", dates::due(&self.rules.texts, language, due))]),
            (Term::WorkingDays(n), None) => self.say(language, "when-wd", &[("count", n.to_string())]),
            (Term::Days(n), None) => self.say(language, "when-days", &[("count", n.to_string())]),
            (Term::Fixed, None) => String::new(),
        };
        self.say(language, "promise-line", &[("what", text.to_owned()), ("when", when)])
    }

    async fn promises_of(&mut self, case: &Case, unit: &UnitId, owner: &CadreId, reply: &Reply) -> Done<Vec<Promise>> {
        let Ok(lines) = self.typed_lines(&reply.text) else { return Err(Refusal::NothingChanges.into()) };
        let mut promises = Vec::with_capacity(lines.len());
        for line in lines {
            let held = self.vow_beyond(Some(unit), owner, &line.text).is_some();
            let words = Reply { text: line.text, media: Vec::new() };
            let what = Content::Said(self.keep("reply", &case.id, &words).await?);
            let standing = match line.waits {
                _ if held => Standing::Held,
                Some(_) => Standing::Waiting,
                None => Standing::Open,
            };
            promises.push(Promise {
                no: 0,
                unit: unit.clone(),
                owner: owner.clone(),
                what,
                due: line.due,
                provisional: line.provisional,
                term: line.term,
                waits: line.waits,
                standing,
                outside: line.outside,
                times: 0,
                climb: if held { self.vow_asked_until(line.due) } else { Climb::default() },
            });
        }
        Ok(promises)
    }

    /// The dates of what opens now are counted from today; a monthly one is due again.
    async fn kept_fact(&mut self, case: &Case, no: u32, reply: &Reply, met: Option<bool>) -> Done<JointFact> {
        let words = self.keep("reply", &case.id, reply).await?;
        let mut opened = Vec::new();
        for branch in case.joint.branches(no) {
            let opens = branch.waits.as_ref().is_some_and(|waits| Some(waits.met) == met);
            let (due, provisional) = match (branch.term, branch.due) {
                (Term::WorkingDays(n), _) => self.working_days(n),
                (Term::Days(n), _) => self.calendar_days(n),
                (Term::Monthly(day), _) => (end_of_day(day_of_month(self.today(), day)), false),
                (Term::Fixed, due) => (due.unwrap_or(self.now), branch.provisional),
            };
            if opens {
                opened.push((branch.no, due, provisional));
            }
        }
        let monthly = |promise: &Promise| match (promise.term, promise.due) {
            (Term::Monthly(day), Some(due)) => {
                let paid_for = crate::case::calendar::date_of(due.plus_ms(-1));
                Some(end_of_day(day_of_month(first_of_next(paid_for), day)))
            }
            _ => None,
        };
        let again = case.joint.promise(no).and_then(monthly);
        Ok(JointFact::Kept { no, words, met, opened, again })
    }

    /// The date by which what has to wait is brought to an end, and the plan.
    fn shelf_of(&self, text: &str) -> Result<(Moment, String), NoDate> {
        let joined = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let (when, _) = self.rules.reader.dates().read(&joined, self.today())?;
        let until = match when {
            When::On(date) => end_of_day(date),
            When::WorkingDays(n) => self.working_days(n).0,
            When::Days(n) => self.calendar_days(n).0,
            When::Monthly(_) => return Err(NoDate::Missing),
        };
        Ok((until, text.to_owned()))
    }

    fn no_date_words(&self, why: &NoDate) -> String {
        let today = dates::day(&self.rules.texts, Language::default(), self.now);
        self.say(Language::default(), why.text_key(), &[("written", why.written().to_owned()), ("today", today)])
    }

    /// What the county's rules promise by themselves when a unit takes a case for the first time.
    pub(super) async fn standing_promises(&mut self, case: &Case, task: &Task) -> Done<Vec<Command>> {
        let subject = case.subject.as_ref().and_then(|subject| self.county().subjects.get(subject));
        let standing = subject.map(|subject| subject.standing.clone()).unwrap_or_default();
        let mut promises = self.owed_at_last(case, task);
        if case.joint.promises.is_empty() && case.round == 1 && !standing.is_empty() {
            let said = super::words::joined(&self.said_about(&case.id).await?);
            let asked = self.read(&said).questions && case.kind != Kind::Consult;
            for it in standing.into_iter().filter(|it| asked || !it.when_asked) {
                promises.push(super::face::standing(it.text, task, self.working_days(it.wd)));
            }
        }
        let any = !promises.is_empty();
        Ok(any.then_some(Command::Joint(JointFact::Promised { promises })).into_iter().collect())
    }

    /// What a promise says; of what a body outside does, that the unit urges it and tells what came of it.
    pub(super) async fn promise_words(&mut self, promise: &Promise, language: Language) -> Done<String> {
        let words = self.promised_words(promise, language).await?;
        Ok(self.urging(&words, promise.outside.as_ref(), language))
    }

    /// A unit cannot promise what a body outside does.
    fn urging(&self, words: &str, outside: Option<&OutsideId>, language: Language) -> String {
        let Some(body) = outside else { return words.to_owned() };
        self.say(language, "promise-urge", &[("words", words.to_owned()), ("body", self.body_name(body))])
    }

    async fn promised_words(&mut self, promise: &Promise, language: Language) -> Done<String> {
        Ok(match &promise.what {
            Content::Said(Words { content, .. }) => self.said_in(content).await?,
            Content::Standing(name) => self.say(language, &format!("standing-{name}"), &[]),
        })
    }

    async fn said_in(&mut self, content: &ContentId) -> Done<String> {
        Ok(self.kept::<Reply>(content).await?.map(|reply| reply.text).unwrap_or_default())
    }

    /// The promises of a case (or of one unit of it), a line each with whose it is, when, and how it stands.
    pub(super) async fn promise_lines(
        &mut self,
        case: &Case,
        language: Language,
        unit: Option<&UnitId>,
    ) -> Done<Vec<String>> {
        let mut lines = Vec::new();
        for promise in case.joint.promises.iter().filter(|it| unit.is_none_or(|unit| it.unit == *unit)) {
            if matches!(promise.standing, Standing::Dropped | Standing::Held) {
                continue;
            }
            let words = self.promise_words(promise, language).await?;
            let what = self.term_words(language, (&words, promise.term, promise.due));
            let standing = self.say(language, self.standing_key(promise), &[]);
            let facts = [("what", what), ("unit", self.unit_name(&promise.unit)), ("standing", standing)];
            lines.push(self.say(language, "promise-standing", &facts));
        }
        Ok(lines)
    }

    fn standing_key(&self, promise: &Promise) -> &'static str {
        match promise.standing {
            Standing::Waiting => "promise-waiting",
            Standing::Open if promise.due.is_some_and(|due| due <= self.now) => "promise-late",
            Standing::Open if promise.times > 0 => "promise-going-on",
            Standing::Open => "promise-open",
            Standing::Kept => "promise-kept",
            Standing::NotTriggered => "promise-not-triggered",
            Standing::Dropped | Standing::Held => "promise-dropped",
        }
    }

    /// A button for each promise of a unit that can be kept now.
    pub(super) async fn keep_buttons(&mut self, case: &Case, to: &Audience, unit: &UnitId) -> Done<Vec<Button>> {
        let open = case.joint.promises.iter().filter(|it| it.standing == Standing::Open && it.unit == *unit);
        let mut buttons = Vec::new();
        for promise in open.cloned().collect::<Vec<_>>() {
            let words = self.promise_words(&promise, Language::default()).await?;
            let what = crate::text::shorten(&words, 24);
            let label = self.say(Language::default(), "button-kept", &[("what", what)]);
            buttons.push(self.button(to, Some(&case.id), label, Tap::Joint(JointTap::Keep(promise.no))).await?);
        }
        Ok(buttons)
    }

    /// What a notice says of a promise, or of a unit that helps.
    pub(super) async fn joint_facts(
        &mut self,
        case: &Case,
        (promise, helper): (Option<u32>, Option<&UnitId>),
        language: Language,
    ) -> Done<Facts> {
        let mut facts = Vec::new();
        if let Some(promise) = promise.and_then(|no| case.joint.promise(no)).cloned() {
            let words = self.promise_words(&promise, language).await?;
            facts.push(("promise", self.term_words(language, (&words, promise.term, promise.due))));
            facts.push(("by", self.unit_name(&promise.unit)));
            facts.push(("owner", self.cadre_name(&promise.owner)));
        }
        if let Some(unit) = helper {
            facts.push(("helper", self.unit_name(unit)));
            let due = case.joint.helper(unit).map(|helper| helper.due);
            facts.push(("helpdue", due.map(|due| dates::due(&self.rules.texts, language, due)).unwrap_or_default()));
        }
        Ok(facts)
    }
}

/// That day of the month, this month or else the next; the last day of a month that is shorter.
fn day_of_month(from: NaiveDate, day: u32) -> NaiveDate {
    let within = |month: NaiveDate| (1..=day).rev().find_map(|day| month.with_day(day)).unwrap_or(month);
    let this = within(from);
    if this >= from { this } else { within(first_of_next(from)) }
}

fn first_of_next(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_add_months(chrono::Months::new(1)).unwrap_or(first)
}
