//! Presses of buttons: looked up, weighed against the roster at that moment, done once, answered at once.

use super::card::Face;
use super::face::FaceTap;
use super::incoming::Press;
use super::leave_out::NumbersTap;
use super::people::PeopleTap;
use super::tap::Tap;
use super::{Done, Halt, Outcome, Work};
use crate::case::command::{Command, Refusal};
use crate::case::event::Actor;
use crate::case::verdicts::Verdict;
use crate::case::{Case, Grade, State};
use crate::id::{ButtonId, CadreId, CaseId, UnitId};
use crate::notice::letter::Audience;
use crate::roster::{Action, may};
use crate::store::{ButtonRow, PersonRow};
use crate::text::Language;

/// What a press led to: a line for whoever pressed, and the case it ended in.
pub(super) struct Pressed {
    pub(super) name: &'static str,
    pub(super) line: Option<String>,
    pub(super) alert: bool,
}

impl Pressed {
    pub(super) fn quietly(name: &'static str) -> Self {
        Self { name, line: None, alert: false }
    }

    pub(super) fn saying(name: &'static str, line: String) -> Self {
        Self { name, line: Some(line), alert: false }
    }

    pub(super) fn refusing(name: &'static str, line: String) -> Self {
        Self { name, line: Some(line), alert: true }
    }
}

impl Work<'_> {
    /// A press of any button by anybody. What is unknown, forged or somebody else's gets one and the same answer.
    pub(super) async fn pressed(&mut self, press: Press) -> Done<Outcome> {
        let button = match ButtonId::pressed(&press.data).filter(|_| press.somebody) {
            Some(id) => self.tx.button(&id).await?,
            None => None,
        };
        let row = button.and_then(|row| serde_json::from_str::<Tap>(&row.argument).ok().map(|tap| (row, tap)));
        let (pressed, case) = match row {
            Some((row, Tap::Forget)) => (Box::pin(self.forget_pressed(&press, &row)).await?, None),
            Some((row, tap)) if tap.is_residents() => self.resident_pressed(&press, &row, tap).await?,
            Some((row, tap)) => self.staff_pressed(&press, &row, tap).await?,
            None => (self.void("press_unknown"), None),
        };
        self.answer_press(&press.id, press.user, pressed.line, pressed.alert).await?;
        Ok(Outcome { name: pressed.name, case })
    }

    /// The one answer to whatever is unknown, forged, somebody else's or no longer there.
    pub(super) fn void(&self, name: &'static str) -> Pressed {
        Pressed::refusing(name, self.say(Language::default(), "press-void", &[]))
    }

    async fn resident_pressed(&mut self, press: &Press, row: &ButtonRow, tap: Tap) -> Done<(Pressed, Option<CaseId>)> {
        let person = self.tx.person_by_account(press.user).await?;
        let Some(person) = person else { return Ok((self.void("press_foreign"), None)) };
        if let Some(pressed) = Box::pin(self.pressed_beside_cases(press, row, &person, &tap)).await? {
            return Ok((pressed, None));
        }
        let Some(case) = &row.case else { return Ok((self.void("press_foreign"), None)) };
        let case = self.load(case).await?;
        let Some(me) = self.presses_as((press, row), &case, &person, &tap).await? else {
            return Ok((self.void("press_foreign"), None));
        };
        let language = Language::from_code(Some(&person.language));
        let id = case.id.clone();
        if let Tap::AskFor(asking) = tap {
            return Ok((Pressed::refusing("asked", self.ask_for(case, asking).await?), Some(id)));
        }
        if let Tap::Answer(tap) = &tap {
            return Ok((self.sender_pressed(press, (case, &me), tap).await?, Some(id)));
        }
        if let Tap::Forum(tap) = &tap {
            return Ok((Box::pin(self.forum_pressed(case, tap, &person)).await?, Some(id)));
        }
        if let Tap::After(tap) = tap {
            return Ok((self.after_pressed(case, tap, &person).await?, Some(id)));
        }
        if let Tap::Linked(tap) = tap {
            return Ok((Box::pin(self.linked_pressed_by_sender(case, &person, tap)).await?, Some(id)));
        }
        if let Tap::Review(tap) = tap {
            return Ok((self.review_pressed_by_sender(case, tap, &person).await?, Some(id)));
        }
        if let Tap::People(tap) = tap {
            let attempt = self.attempt().await?;
            let result = Box::pin(self.people_pressed(case, tap, row)).await;
            let pressed = match self.settle(attempt, result).await? {
                Ok(pressed) => pressed,
                Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
            };
            return Ok((pressed, Some(id)));
        }
        if let Tap::Face(tap) = tap {
            return Ok((self.face_pressed_by_sender(case, tap, &person).await?, Some(id)));
        }
        let attempt = self.attempt().await?;
        let actor = Actor::Resident(me);
        let result = match tap {
            Tap::Place(place) => self.place_given(case, place).await,
            Tap::PlaceSkip => self.perform(case, actor, Command::SkipPlace).await,
            Tap::Withdraw => self.taken_back(case).await,
            Tap::Consent(given) => self.consented(case, given).await,
            Tap::Solved(solved, round) => self.solved(case, solved, round).await,
            Tap::Rate(grade, round) => self.rated(case, grade, round).await,
            Tap::Name(naming) => self.name(case, naming).await,
            Tap::Danger(tap) => self.danger_pressed_by_sender(case, tap).await,
            Tap::Joint(tap) => Box::pin(self.leave_said(case, tap)).await,
            Tap::AnswerShowing(agreed) => self.perform(case, actor, Command::AnswerShowing(agreed)).await,
            other => return Ok((self.void(other.name()), None)),
        };
        let pressed = match self.settle(attempt, result).await? {
            Ok(_) => Pressed::saying("pressed", self.say(language, "press-noted", &[])),
            Err(refusal) => Pressed::refusing("press_refused", self.refusal_words(&refusal, language)),
        };
        Ok((pressed, Some(id)))
    }

    /// What residents press that is about no case of theirs.
    async fn pressed_beside_cases(
        &mut self,
        press: &Press,
        row: &ButtonRow,
        person: &PersonRow,
        tap: &Tap,
    ) -> Done<Option<Pressed>> {
        Ok(match tap {
            Tap::Above(_) | Tap::AboveNeed if row.audience == Audience::Resident(person.id.clone()) => {
                Some(self.above_pressed(press, person, tap.clone()).await?)
            }
            Tap::Above(_) | Tap::AboveNeed => Some(self.void("press_foreign")),
            Tap::Nameless(nameless) => Some(self.nameless_pressed(press, row, person, *nameless).await?),
            Tap::People(PeopleTap::Accept(code)) => Some(self.accept_pressed(press, row, person, code).await?),
            _ => None,
        })
    }

    pub(super) async fn solved(&mut self, case: Case, solved: bool, round: u32) -> Done<Case> {
        if case.state == State::Merged {
            return Box::pin(self.judge_merged(case, round, (Some(solved), None))).await;
        }
        let redo = self.redo_or_choice(&case).await?;
        let actor = self.speaker(&case);
        let command = self.judging(&case, (Verdict::Solved(solved), round), self.in_window(&case), redo);
        let case = self.perform(case, actor, command).await?;
        self.screen_if_nobodys(case).await
    }

    pub(super) async fn rated(&mut self, case: Case, grade: Grade, round: u32) -> Done<Case> {
        if case.state == State::Merged {
            return Box::pin(self.judge_merged(case, round, (None, Some(grade)))).await;
        }
        let redo = self.redo_or_choice(&case).await?;
        let actor = self.speaker(&case);
        let command = self.judging(&case, (Verdict::Grade(grade), round), self.in_window(&case), redo);
        let case = self.perform(case, actor, command).await?;
        self.screen_if_nobodys(case).await
    }

    fn in_window(&self, case: &Case) -> bool {
        self.now < crate::case::timers::rating_ends(case, &self.rules.service)
    }

    async fn staff_pressed(&mut self, press: &Press, row: &ButtonRow, tap: Tap) -> Done<(Pressed, Option<CaseId>)> {
        if let Some(chat) = press.chat {
            self.pressed_in(chat, press.user).await?;
        }
        let Some(cadre) = self.tx.cadre_by_account(press.user).await? else {
            return Ok((self.void("press_not_staff"), None));
        };
        if let Tap::BindUnit(_) | Tap::BindTriage | Tap::BindOperators | Tap::BindLane = tap {
            return Ok((self.bind(press, &cadre, tap).await?, None));
        }
        if let Tap::Belongs(chat, user) = tap {
            return Ok((self.known_to_belong(&cadre, chat, user).await?, None));
        }
        if let Tap::Face(FaceTap::Entry(entry, act)) = tap {
            return Ok((self.entry_pressed(&cadre, (entry, act)).await?, None));
        }
        if let Tap::Hot(tap) = tap {
            return Ok((Box::pin(self.hot_pressed(&cadre, tap)).await?, None));
        }
        let Some(case) = &row.case else { return Ok((self.void("press_unknown"), None)) };
        let case = self.load(case).await?;
        if self.is_excluded(&case, &cadre).await? {
            self.keep_attempt(cadre, Some(&case.id), "press").await?;
            return Ok((self.void("press_excluded"), None));
        }
        let may = self.may_tap(&case, &cadre, &tap).await?;
        if !may && case.is_sealed() {
            return Ok((self.void("press_sealed"), None));
        }
        if !may {
            let left = self.is_suspended(&case, &cadre).await?;
            let key = if left { "press-left-group" } else { "press-no-right" };
            let line = self.say(Language::default(), key, &[]);
            return Ok((Pressed::refusing("press_no_right", line), Some(case.id)));
        }
        let id = case.id.clone();
        if self.has_moved(press, row).await? {
            return Ok((Pressed::refusing("press_moved", self.moved_words(&id).await?), Some(id)));
        }
        let attempt = self.attempt().await?;
        let result = Box::pin(self.staff_tap(press, &cadre, case, tap)).await;
        let pressed = match self.settle(attempt, result).await? {
            Ok(pressed) => pressed,
            Err(refusal) => {
                let words = self.refusal_words(&refusal, Language::default());
                self.put_right(&id, &refusal).await?;
                Pressed::refusing("press_refused", words)
            }
        };
        Ok((pressed, Some(id)))
    }

    /// After a late press the card is brought up to date, so that the dead button goes away.
    async fn put_right(&mut self, id: &CaseId, refusal: &Refusal) -> Done<()> {
        let case = self.load(id).await?;
        let late = matches!(
            refusal,
            Refusal::AlreadySigned { .. }
                | Refusal::AlreadyClosed
                | Refusal::AlreadyAnswered
                | Refusal::AlreadyDispatched { .. }
        );
        if !late || case.is_sealed() {
            return Ok(());
        }
        self.edit_card(&case, Face::Plain).await?;
        self.edit_screening_card(&case).await
    }

    pub(super) async fn is_excluded(&mut self, case: &Case, cadre: &CadreId) -> Done<bool> {
        let exclusion = self.tx.exclusion(&case.id).await?;
        let unit = self.county().cadres.get(cadre).map(|cadre| cadre.unit.clone());
        Ok(unit.is_none_or(|unit| exclusion.bars_cadre(cadre, &unit)))
    }

    /// Whether the roster, as it is at this moment, allows it.
    pub(super) async fn may_tap(&mut self, case: &Case, cadre: &CadreId, tap: &Tap) -> Done<bool> {
        if *tap != Tap::TakeDanger && self.is_suspended(case, cadre).await? {
            return Ok(false);
        }
        if let Tap::Two(tap) = tap {
            return self.may_two(case, cadre, tap).await;
        }
        if let Tap::Watch(tap) = tap {
            return Ok(self.may_watch(case, cadre, tap));
        }
        if let Tap::Review(tap) = tap {
            return self.may_review(case, cadre, tap).await;
        }
        if let (State::Merged, Tap::Read | Tap::ReadOn(..) | Tap::AskShowing | Tap::Apart | Tap::ApartFrom(_)) =
            (case.state, tap)
        {
            let survivor = self.survivor(case).await?;
            return Ok(self.may_tap_open(&survivor, cadre, tap));
        }
        if case.is_sealed() {
            let acts = matches!(
                tap,
                Tap::Read
                    | Tap::ReadOn(..)
                    | Tap::AskShowing
                    | Tap::Release
                    | Tap::ToDiscipline
                    | Tap::Report
                    | Tap::Ask
                    | Tap::Confirm
            );
            let acts = acts || self.may_tap_in_lane(case, cadre, tap);
            let acts = acts || case.danger.is_some() && matches!(tap, Tap::TakeDanger);
            return Ok(acts && self.is_reader(case, cadre).await?);
        }
        Ok(self.may_tap_open(case, cadre, tap))
    }

    /// What only the discipline lane does with a sealed case, and what only the organisation does.
    fn may_tap_in_lane(&self, case: &Case, cadre: &CadreId, tap: &Tap) -> bool {
        match tap {
            Tap::LetGo => self.is_in_lane(cadre) && case.part.is_some(),
            Tap::Outcome(_) => case.lane != Some(crate::case::Lane::Screeners) || self.is_in_lane(cadre),
            Tap::Attach => self.county().with_role(crate::roster::Role::Organisation).contains(cadre),
            _ => false,
        }
    }

    fn may_tap_open(&self, case: &Case, cadre: &CadreId, tap: &Tap) -> bool {
        match tap {
            Tap::More | Tap::Less => {
                self.can(case, cadre, Action::ReadOriginal) || self.can(case, cadre, Action::Screen)
            }
            Tap::Sign => self.can(case, cadre, Action::Sign),
            Tap::Assign | Tap::AssignTo(_) => self.can(case, cadre, Action::Assign),
            Tap::Ask => self.can(case, cadre, Action::AskMore),
            Tap::Interim | Tap::Danger(_) => self.can(case, cadre, Action::InterimReply),
            Tap::Transfer | Tap::ToUnit(_) => self.can(case, cadre, Action::Transfer),
            Tap::Report | Tap::Confirm => self.can(case, cadre, Action::ReportDone),
            Tap::Read | Tap::ReadOn(..) | Tap::AskShowing => self.can_read(case, cadre),
            Tap::SendNote(_) => self.can(case, cadre, Action::SendNote),
            Tap::As(_) | Tap::AsAt(..) | Tap::DispatchTo(_) => self.can(case, cadre, Action::Screen),
            Tap::Apart | Tap::ApartFrom(_) => self.can(case, cadre, Action::ReadOriginal),
            Tap::Recuse => self.can(case, cadre, Action::Sign),
            Tap::RecuseThem(who) => self.county().chain_above(who).contains(cadre),
            Tap::LetGo | Tap::Outcome(_) | Tap::Attach => false,
            Tap::TakeDanger => self.on_call_people().contains(cadre),
            Tap::Release => self.may_read_sealed(cadre),
            Tap::ToDiscipline => self.may_read_sealed(cadre) || self.can(case, cadre, Action::Screen),
            Tap::Place(_) | Tap::PlaceSkip | Tap::Solved(..) | Tap::Rate(..) | Tap::Withdraw | Tap::AskFor(_) => false,
            Tap::Above(_) | Tap::AboveNeed => false,
            Tap::Joint(tap) => self.may_tap_joint(case, cadre, tap),
            Tap::Numbers(tap) => self.may_numbers(case, cadre, *tap),
            Tap::Answer(tap) => self.may_answer(case, cadre, tap),
            Tap::Linked(tap) => self.may_linked(case, cadre, tap),
            Tap::Face(tap) => self.may_face(case, cadre, tap),
            Tap::Two(_) | Tap::After(_) | Tap::Watch(_) | Tap::Review(_) | Tap::Hot(_) => false,
            Tap::Consent(_) | Tap::Forget | Tap::Forum(_) => false,
            Tap::People(_) | Tap::Name(_) | Tap::Nameless(_) | Tap::AnswerShowing(_) => false,
            Tap::BindUnit(_) | Tap::BindTriage | Tap::BindOperators | Tap::BindLane | Tap::Belongs(..) => false,
        }
    }

    /// Whoever works on it may read the original, and so may whoever helps.
    pub(super) fn can_read(&self, case: &Case, cadre: &CadreId) -> bool {
        let helps = |unit: &UnitId| self.helps(case, cadre, unit, Action::ReadOriginal);
        self.can(case, cadre, Action::ReadOriginal) || case.joint.helpers.iter().any(|helper| helps(&helper.unit))
    }

    pub(super) fn can(&self, case: &Case, cadre: &CadreId, action: Action) -> bool {
        if let Some(task) = case.task.as_ref().filter(|task| task.above && task.acting != *cadre) {
            // Kept above the unit: no right inside it counts, those of the county's own do.
            let of_its_unit = self.county().cadres.get(cadre).is_none_or(|cadre| cadre.unit == task.unit);
            return !of_its_unit && may(self.county(), cadre, action, None, false);
        }
        may(self.county(), cadre, action, case.unit(), self.answers_for(case, cadre))
    }

    /// Whether a case is a cadre's own: by post, by having been given it, or as deputy on the days on which the one with the
    /// post is away, and no longer.
    fn answers_for(&self, case: &Case, cadre: &CadreId) -> bool {
        let Some(task) = &case.task else { return false };
        let away = |id: &CadreId| self.county().cadres.get(id).is_none_or(|known| known.is_away(self.today()));
        [&task.cadre, &task.acting].contains(&cadre) || task.deputy == *cadre && away(&task.cadre)
    }

    async fn staff_tap(&mut self, press: &Press, cadre: &CadreId, case: Case, tap: Tap) -> Done<Pressed> {
        let actor = Actor::Cadre(cadre.clone());
        if tap == Tap::ToDiscipline && !case.is_sealed() && case.unit().is_some() {
            return Err(Refusal::NotSealed.into());
        }
        match tap {
            Tap::Sign => self.done(case, actor, Command::Sign, "press-signed").await,
            Tap::AssignTo(to) => self.assign_to(case, actor, to).await,
            Tap::ToUnit(unit) => self.send_to_unit(case, actor, unit).await,
            Tap::As(_) | Tap::AsAt(..) | Tap::DispatchTo(_) if case.unit().is_some() => Err(dispatched_already(&case)),
            Tap::DispatchTo(unit) => self.send_to_unit(case, actor, unit).await,
            Tap::As(subject) => self.screen_as(case, actor, subject, None).await,
            Tap::AsAt(subject, place) => self.screen_as(case, actor, subject, Some(place)).await,
            Tap::TakeDanger => self.done(case, actor, Command::TakeDanger, "press-danger-taken").await,
            Tap::SendNote(content) => self.send_note(case, actor, content).await,
            Tap::More => self.turn(case, Face::More).await,
            Tap::Less => self.turn(case, Face::Plain).await,
            Tap::Assign => self.turn(case, Face::People).await,
            Tap::Transfer => self.turn(case, Face::Units).await,
            Tap::Ask | Tap::Interim | Tap::Report | Tap::Attach | Tap::Danger(_) => {
                self.prompt(press, cadre, case, tap).await
            }
            Tap::Confirm => self.confirm_answer(press, cadre, case, false).await,
            Tap::Answer(tap) => Box::pin(self.answer_pressed(press, cadre, case, tap)).await,
            Tap::Read => self.read_original(press, cadre, case, (0, 0)).await,
            Tap::ReadOn(entry, offset) => self.read_original(press, cadre, case, (entry, offset)).await,
            Tap::Release => {
                self.release(case, actor).await?;
                Ok(Pressed::saying("released", self.say(Language::default(), "press-released", &[])))
            }
            Tap::ToDiscipline => self.hand_to_discipline(case, actor).await,
            Tap::LetGo => self.let_part_go(&case, actor).await,
            Tap::Apart => self.ask_whom(cadre, case).await,
            Tap::ApartFrom(accused) => self.set_apart(case, actor, accused).await,
            Tap::Recuse => self.recuse(case, cadre, actor).await,
            Tap::RecuseThem(who) => self.recuse(case, &who, actor).await,
            Tap::Outcome(finding) => self.tell_outcome(press, cadre, case, finding.key()).await,
            Tap::Two(tap) => self.two_pressed(press, cadre, case, tap).await,
            Tap::Joint(tap) => Box::pin(self.joint_pressed(press, cadre, case, tap)).await,
            Tap::Watch(tap) => self.watch_pressed(press, cadre, case, tap).await,
            Tap::Numbers(NumbersTap::CountAgain) => self.count_again(case, actor).await,
            Tap::Numbers(NumbersTap::LeaveOut(_)) => self.prompt(press, cadre, case, tap).await,
            Tap::Review(tap) => self.review_pressed(press, cadre, case, tap).await,
            Tap::Linked(tap) => Box::pin(self.linked_pressed(press, cadre, case, tap)).await,
            Tap::Face(tap) => self.face_pressed(press, cadre, case, tap).await,
            Tap::AskShowing => self.done(case, actor, Command::AskShowing, "press-showing-asked").await,
            Tap::After(_)
            | Tap::Hot(_)
            | Tap::People(_)
            | Tap::Name(_)
            | Tap::Nameless(_)
            | Tap::Forum(_)
            | Tap::AnswerShowing(_)
            | Tap::Place(_)
            | Tap::PlaceSkip
            | Tap::Solved(..)
            | Tap::Rate(..)
            | Tap::Withdraw
            | Tap::Consent(_)
            | Tap::Forget
            | Tap::AskFor(_)
            | Tap::Above(_)
            | Tap::AboveNeed
            | Tap::BindUnit(_)
            | Tap::BindTriage
            | Tap::BindOperators
            | Tap::BindLane
            | Tap::Belongs(..) => Ok(self.void("press_unknown")),
        }
    }

    async fn done(&mut self, case: Case, actor: Actor, command: Command, key: &str) -> Done<Pressed> {
        let case = self.perform(case, actor, command).await?;
        let line = self.say(Language::default(), key, &self.facts(&case, Language::default()));
        Ok(Pressed::saying("pressed", line))
    }

    /// Shows another face of the card (or of the screening card), without any event.
    pub(super) async fn turn(&mut self, case: Case, face: Face) -> Done<Pressed> {
        match case.state {
            State::UnderCheck | State::Answered => return Err(Refusal::AlreadyAnswered.into()),
            State::Closed | State::Withdrawn | State::NotAccepted | State::Merged | State::Concluded => {
                return Err(Refusal::AlreadyClosed.into());
            }
            State::Collecting
            | State::Registered
            | State::Accepted
            | State::Dispatched
            | State::InProgress
            | State::AwaitingResident
            | State::Reviewing => {}
        }
        if case.unit().is_some() {
            self.edit_card(&case, face).await?;
        } else {
            self.edit_screening_face(&case, face).await?;
        }
        Ok(Pressed::quietly("turned"))
    }

    async fn assign_to(&mut self, case: Case, actor: Actor, to: CadreId) -> Done<Pressed> {
        if self.is_excluded(&case, &to).await? {
            return Ok(self.void("press_excluded"));
        }
        self.done(case, actor, Command::Assign(to), "press-assigned").await
    }

    async fn send_to_unit(&mut self, case: Case, actor: Actor, unit: UnitId) -> Done<Pressed> {
        self.bound_by_ruling(&case, &actor)?;
        let Some(who) = self.responsible_in(&unit, &case) else { return Ok(self.void("press_unknown")) };
        let task = self.task_of(who, &case).await?;
        let mut commands = vec![Command::Dispatch(task.clone())];
        commands.extend(self.standing_promises(&case, &task).await?);
        let case = Box::pin(self.sent_by_hand(case, actor, commands)).await?;
        let line = self.say(Language::default(), "press-dispatched", &self.facts(&case, Language::default()));
        Ok(Pressed::saying("pressed", line))
    }
}

fn dispatched_already(case: &Case) -> Halt {
    let to = case.unit().cloned().unwrap_or_else(|| UnitId::new(""));
    Refusal::AlreadyDispatched { to }.into()
}
