//! What the resident sees: the one status message of a case, and the answer with its two questions.

use super::adoption::solved_question;
use super::aftercare::AfterTap;
use super::answers::AnswerTap;
use super::letters::answer_slot;
use super::people::suffix;
use super::review::ReviewTap;
use super::tap::Tap;
use super::words::{Reply, joined};
use super::{Done, Touched, Work};
use crate::case::answer::AnswerFact;
use crate::case::event::{Actor, Fact};
use crate::case::naming::Naming;
use crate::case::review::rounds::Stage;
use crate::case::{Case, Ending, Grade, Lane, State};
use crate::classify::{Route, WhyHuman};
use crate::id::CadreId;
use crate::notice::letter::{Act, Audience, Letter, Message, Priority, Slot};
use crate::roster::Responsible;
use crate::text::{Language, units};

impl Work<'_> {
    /// The receipt: the first form of the status message, with number, responsible cadre and date.
    pub(super) async fn send_receipt(&mut self, case: &Case) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let mut message = self.status_message(case, language).await?;
        message.text = format!("{}\n{}", self.say(language, "receipt-thanks", &[]), message.text);
        self.send_as_status(case, message).await
    }

    /// The status message of a case that had none of its own until now.
    pub(super) async fn send_status(&mut self, case: &Case) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let message = self.status_message(case, language).await?;
        self.send_as_status(case, message).await
    }

    async fn send_as_status(&mut self, case: &Case, message: Message) -> Done<()> {
        let to = Audience::Resident(case.person.clone());
        let slot = Some(Slot::status(&case.id, &case.person));
        let letter = Letter {
            to,
            act: Act::Send { message, slot },
            priority: Priority::Receipt,
            case: Some(case.id.clone()),
            key: format!("{}:receipt", case.id),
            sealed: case.is_sealed(),
        };
        self.post(letter).await
    }

    async fn place_buttons(
        &mut self,
        case: &Case,
        to: &Audience,
        language: Language,
    ) -> Done<Vec<Vec<crate::notice::letter::Button>>> {
        let towns: Vec<_> = self.county().places.values().filter(|place| place.parent.is_none()).cloned().collect();
        let mut buttons = Vec::new();
        for town in towns {
            buttons.push(self.button(to, Some(&case.id), town.name, Tap::Place(town.id)).await?);
        }
        let mut rows: Vec<_> = buttons.chunks(2).map(<[_]>::to_vec).collect();
        rows.push(vec![self.labelled(to, &case.id, language, ("button-skip", Tap::PlaceSkip)).await?]);
        Ok(rows)
    }

    /// The status message as it should read now.
    pub(super) async fn status_message(&mut self, case: &Case, language: Language) -> Done<Message> {
        let mut text = self.status_text(case, language).await?;
        if let Some(part) = &case.part {
            let part = self.load(part).await?;
            if part.held.is_some() && part.state.is_open() {
                text = format!("{text}\n{}", Box::pin(self.status_text(&part, language)).await?);
            }
        }
        if let Some(parts) = self.parts_text(case, language).await? {
            text = format!("{text}\n{parts}");
        }
        if let Some(advice) = Box::pin(self.advice_line(case, language)).await? {
            text = format!("{text}\n{advice}");
        }
        let own = case.people.part_of(&case.person).is_none() && !case.people.waits_for_claim();
        let noticed = case.notice && case.state.is_being_worked_on() && own;
        if let Some(line) = self.neighbour_line(case, language).filter(|_| own) {
            text = format!("{text}\n{line}");
        }
        if let Some(line) = self.own_history(case, language).filter(|_| own && !case.is_kept_apart()) {
            text = format!("{text}\n{line}");
        }
        if let Some(line) = Box::pin(self.others_line(case, language)).await?.filter(|_| own) {
            text = format!("{text}\n{line}");
        }
        if noticed {
            text = format!("{text}\n\n{}", self.say(language, "privacy-short", &[]));
        }
        if case.marks.care.worry.is_some() && case.state.is_being_worked_on() {
            let phones: Vec<(&str, String)> = self.rules.phones.clone();
            text = format!("{text}\n\n{}", self.say(language, "status-protected", &phones));
        }
        let mut message = self.message(text);
        let asks_place = self.asks_place(case).await?;
        if noticed && !asks_place && !case.hides_name() {
            let hide = ("button-name-hide", Tap::Name(Naming::Hidden));
            let to = Audience::Resident(case.person.clone());
            message.buttons = vec![vec![self.labelled(&to, &case.id, language, hide).await?]];
        }
        if asks_place {
            let to = Audience::Resident(case.person.clone());
            message.text = format!("{}\n\n{}", message.text, self.say(language, "ask-place", &[]));
            message.buttons = self.place_buttons(case, &to, language).await?;
        }
        let to = Audience::Resident(case.person.clone());
        if case.answers.guide.is_some() {
            let again = ("button-guide-again", Tap::Answer(AnswerTap::GuideAgain));
            message.buttons.push(vec![self.labelled(&to, &case.id, language, again).await?]);
        }
        if self.may_speak(case, &case.person, &Tap::Review(ReviewTap::LookAgain)) {
            message.buttons.extend(self.review_row(case, &to, language).await?);
        }
        if self.may_speak(case, &case.person, &Tap::After(AfterTap::Trouble)) {
            message.buttons.push(self.trouble_row(case, &to, language).await?);
        }
        message.buttons.push(Box::pin(self.history_row(case, &to, language)).await?);
        message.buttons.push(self.people_row(case, &to, language).await?);
        message.buttons.retain(|row| !row.is_empty());
        Ok(message)
    }

    /// Number, matter, who has it and by when: the heart of the status message, and of every list.
    pub(super) async fn status_text(&mut self, case: &Case, language: Language) -> Done<String> {
        let mut facts = self.facts(case, language);
        let preview = if case.state == State::Collecting { self.foreseen(case).await? } else { None };
        if let Some(who) = &preview {
            facts.retain(|(name, _)| *name != "unit" && *name != "cadre");
            facts.push(("unit", self.unit_name(&who.unit)));
            facts.push(("cadre", self.cadre_name(&who.acting)));
        }
        let mut lines = vec![self.say(language, "status-head", &facts)];
        if !case.is_sealed() && case.subject.is_some() {
            let key = if case.place.is_some() { "status-what-where" } else { "status-what" };
            lines.push(self.say(language, key, &facts));
        }
        lines.push(self.say(language, status_key(case, preview.is_some()), &facts));
        if self.now > case.due && case.state.is_being_worked_on() && !case.is_person_looked_for() {
            lines.push(self.say(language, "status-late", &facts));
        }
        if !case.is_sealed() {
            lines.extend(self.promise_lines(case, language, None).await?);
            lines.extend(self.denial_lines(case, language).await?);
        }
        if case.linked.into.is_some() {
            lines.push(self.say(language, "status-merged", &[]));
        }
        if case.hides_name() && !case.is_sealed() {
            lines.push(self.say(language, "status-nameless", &[]));
        }
        lines.extend(self.topic_line(case, language).await?);
        lines.extend(self.face_lines(case, language));
        lines.extend(self.danger_line(case, language));
        lines.extend(self.status_watch(case, language, &facts));
        Ok(lines.join("\n"))
    }

    /// Whether the one question is open: only the town is missing, and the resident has not passed over it.
    pub(super) async fn asks_place(&mut self, case: &Case) -> Done<bool> {
        let may =
            matches!(case.state, State::Collecting | State::Registered) && case.danger.is_none() && !case.is_sealed();
        if !may || case.place_skipped || case.place.is_some() {
            return Ok(false);
        }
        Ok(matches!(self.route_so_far(case).await?, Route::Human { why: WhyHuman::PlaceMissing, .. }))
    }

    /// Who would be responsible as far as is known while the burst still runs.
    async fn foreseen(&mut self, case: &Case) -> Done<Option<Responsible>> {
        if case.is_sealed() {
            return Ok(None);
        }
        Ok(match self.route_so_far(case).await? {
            Route::To { subject, responsible, .. } => {
                let as_routed = Case { subject: Some(subject), ..case.clone() };
                Some(self.taken_by(responsible, &as_routed).await?.0)
            }
            Route::Human { .. } => None,
        })
    }

    async fn route_so_far(&mut self, case: &Case) -> Done<Route> {
        let text = joined(&self.said_about(&case.id).await?);
        let mut reading = self.read(&text);
        reading.place = reading.place.or_else(|| case.place.clone());
        self.route_of(case, &reading).await
    }

    /// Brings status message, answer and cards up to date after an act.
    pub(super) async fn refresh(&mut self, touched: &Touched, after: &Case) -> Done<()> {
        let before = &touched.before;
        if touched.fresh {
            self.refresh_cards(before, after).await?;
            return self.refresh_topics(before, after).await;
        }
        let shown = |case: &Case| {
            let place = (case.place.clone(), case.place_skipped, case.marks.care.worry);
            let named = (case.is_sealed(), case.hides_name());
            let watched = (case.level(), case.marks.nudges, case.marks.supervision.leader.clone());
            let answers = (case.answers.denials.len(), case.answers.guide.clone());
            let course =
                (case.marks.course.is_choosing(), case.marks.course.explained, case.marks.course.opinions.clone());
            let linked = (case.linked.clone(), case.linked.waits() && case.solved.is_some());
            let parts = (case.joint.promises.clone(), watched, answers, course, linked, case.face.clone());
            let sought = case.is_danger_of_a_person().then(|| (case.danger_taken.clone(), case.emergency.fed_back));
            let parts = (parts, case.emergency.under.is_some(), sought);
            (case.state, case.acting().cloned(), case.due, named, place, case.part.clone(), parts)
        };
        if shown(before) != shown(after) {
            self.edit_status(after).await?;
            self.edit_others(before, after).await?;
        }
        self.edit_own_answer(before, after).await?;
        let same = before.round == after.round && before.solved == after.solved && before.grade == after.grade;
        let same = same && before.words_said() == after.words_said();
        if !same {
            self.edit_answer(before, after).await?;
        }
        self.refresh_cards(before, after).await?;
        self.refresh_topics(before, after).await
    }

    pub(super) async fn edit_status(&mut self, case: &Case) -> Done<()> {
        let of = format!("{}:{}", case.id, case.version);
        let shown = Box::pin(self.told_in(case)).await?;
        let of = if format!("{}:{}", shown.id, shown.version) == of { String::new() } else { format!(":{of}") };
        for seen in self.seen_by_all(&shown).await? {
            self.edit_status_of(&seen, &of).await?;
        }
        Ok(())
    }

    async fn edit_status_of(&mut self, case: &Case, of: &str) -> Done<()> {
        let language = self.language_of(&case.person).await?;
        let message = self.status_message(case, language).await?;
        let slot = Slot::status(&case.id, &case.person);
        let letter = Letter {
            to: Audience::Resident(case.person.clone()),
            act: Act::Edit { slot, message, or_send: false },
            priority: Priority::Status,
            case: Some(case.id.clone()),
            key: format!("{}:status:{}{of}{}", case.id, case.version, suffix(case)),
            sealed: case.is_sealed(),
        };
        self.post(letter).await
    }

    /// The answer: the unit's words, and beneath them the question that is open: solved?, then satisfied?
    pub(super) async fn answer_message(&mut self, case: &Case, language: Language) -> Done<Message> {
        let (words, by) = self.last_answer(case).await?;
        let mut facts = self.facts(case, language);
        if let Some(by) = by {
            facts.retain(|(name, _)| *name != "cadre");
            facts.push(("cadre", self.cadre_name(&by)));
        }
        let head = if case.is_sealed() { "told-answer-sealed" } else { "told-answer" };
        let besides = self.answer_lines(case, language).await?.join("\n");
        let room = crate::text::MESSAGE_LIMIT.saturating_sub(400 + units(&besides));
        facts.push(("words", cut(&words, room)));
        let mut text = self.say(language, head, &facts);
        if !besides.is_empty() {
            text = format!("{text}\n\n{besides}");
        }
        let mut buttons = Vec::new();
        let to = Audience::Resident(case.person.clone());
        let round = if case.state.is_being_worked_on() { case.round.saturating_sub(1).max(1) } else { case.round };
        let mut add = |line: String| text = format!("{text}\n\n{line}");
        if case.people.waits_for_claim() {
            add(self.say(language, "behalf-not-yours-to-say", &facts));
            return Ok(Message { text, ..Message::default() });
        }
        match (case.solved, case.grade) {
            (None, _) => {
                add(self.say(language, solved_question(case), &facts));
                let yes = self.labelled(&to, &case.id, language, ("button-solved", Tap::Solved(true, round))).await?;
                let no = self.labelled(&to, &case.id, language, ("button-unsolved", Tap::Solved(false, round))).await?;
                buttons.push(vec![yes, no]);
                buttons.extend(self.forum_row(case, &to, language).await?);
            }
            (Some(solved), grade) => {
                add(self.said_line(language, solved, grade));
                if grade.is_none() {
                    add(self.say(language, "ask-satisfied", &facts));
                    buttons = self.grade_buttons(case, &to, language, round).await?;
                } else if case.ending == Some(Ending::Solved) {
                    add(self.say(language, "told-closed", &facts));
                    let again =
                        self.labelled(&to, &case.id, language, ("button-again", Tap::Solved(false, round))).await?;
                    buttons = self.grade_buttons(case, &to, language, round).await?;
                    buttons.push(vec![again]);
                }
            }
        }
        Ok(Message { text, buttons, ..Message::default() })
    }

    fn said_line(&self, language: Language, solved: bool, grade: Option<Grade>) -> String {
        let solved = self.say(language, if solved { "said-solved" } else { "said-unsolved" }, &[]);
        match grade {
            Some(grade) => {
                let grade = self.say(language, &format!("grade-{}", grade.name()), &[]);
                self.say(language, "said-both", &[("solved", solved), ("grade", grade)])
            }
            None => self.say(language, "said-one", &[("solved", solved)]),
        }
    }

    async fn grade_buttons(
        &mut self,
        case: &Case,
        to: &Audience,
        language: Language,
        round: u32,
    ) -> Done<Vec<Vec<crate::notice::letter::Button>>> {
        let mut row = Vec::new();
        for grade in [Grade::Satisfied, Grade::Mostly, Grade::Dissatisfied, Grade::Unrated] {
            let label = self.say(language, &format!("grade-{}", grade.name()), &[]);
            row.push(self.button(to, Some(&case.id), label, Tap::Rate(grade, round)).await?);
        }
        let mut rows: Vec<_> = row.chunks(2).map(<[_]>::to_vec).collect();
        rows.push(self.pressure_row(case, to, language, round).await?);
        Ok(rows)
    }

    /// The words of the latest answer, and who gave it.
    pub(super) async fn last_answer(&mut self, case: &Case) -> Done<(String, Option<CadreId>)> {
        let (mut latest, mut written) = (None, None);
        for row in self.tx.events(case.source()).await? {
            match serde_json::from_str(&row.body) {
                // Whoever wrote it gives the answer, not whoever looked at it.
                Ok(Fact::Answer(AnswerFact::CheckAsked { words, .. })) => written = Some((words, row.actor)),
                Ok(Fact::DoneReported { words, .. }) => {
                    let checked = written.take().filter(|(known, _)| *known == words);
                    latest = checked.or(Some((words, row.actor)));
                }
                Ok(_) | Err(_) => {}
            }
        }
        let Some((words, actor)) = latest else { return Ok((String::new(), None)) };
        let by = serde_json::from_str::<Actor>(&actor).ok().and_then(|actor| actor.cadre().cloned());
        Ok((self.kept::<Reply>(&words.content).await?.map(|reply| reply.text).unwrap_or_default(), by))
    }

    pub(super) async fn edit_answer(&mut self, before: &Case, after: &Case) -> Done<()> {
        if before.answered_at.is_none() {
            return Ok(());
        }
        for seen in self.seen_by_all(after).await? {
            self.edit_answer_of(&seen).await?;
        }
        Ok(())
    }

    async fn edit_answer_of(&mut self, after: &Case) -> Done<()> {
        let language = self.language_of(&after.person).await?;
        let message = self.answer_message(after, language).await?;
        let of_round = if after.state.is_being_worked_on() && after.round > 1 { after.round - 1 } else { after.round };
        let slot = answer_slot(&Case { round: of_round, ..after.clone() });
        let letter = Letter {
            to: Audience::Resident(after.person.clone()),
            act: Act::Edit { slot, message, or_send: false },
            priority: Priority::Receipt,
            case: Some(after.id.clone()),
            key: format!("{}:answer-edit:{}{}", after.id, after.version, suffix(after)),
            sealed: after.is_sealed(),
        };
        self.post(letter).await
    }
}

/// The line that says where it stands.
fn status_key(case: &Case, preview: bool) -> &'static str {
    match case.state {
        State::Collecting | State::Registered if case.lane == Some(Lane::Organisation) => "status-organisation",
        State::Collecting | State::Registered if case.is_sealed() => "status-sealed",
        State::Collecting if preview => "status-dispatched",
        State::Registered if case.held.is_some() => "status-held",
        State::Collecting | State::Registered if case.is_person_looked_for() => "status-registered-person",
        State::Collecting | State::Registered | State::Accepted => "status-registered",
        State::InProgress | State::AwaitingResident if case.is_sealed() => "status-sealed",
        State::Dispatched => "status-dispatched",
        State::InProgress => "status-in-progress",
        State::AwaitingResident => "status-awaiting",
        State::UnderCheck => "status-under-check",
        State::Answered if case.is_sealed() => "status-answered-sealed",
        State::Answered if case.marks.course.is_choosing() => "status-choosing",
        State::Answered if case.marks.course.opinions.len() > 1 => "status-last-opinion",
        State::Answered if case.marks.course.had_last_word() => "status-last-word",
        State::Answered if case.linked.waits() && case.solved.is_some() => "status-parts-open",
        State::Answered => "status-answered",
        State::Reviewing if case.marks.course.stage == Some(Stage::Second) => "status-reviewing-second",
        State::Reviewing => "status-reviewing",
        State::Closed => "status-closed",
        State::Withdrawn => "status-withdrawn",
        State::NotAccepted => "status-not-accepted",
        State::Merged => "status-merged",
        State::Concluded => "status-concluded",
    }
}

/// `text` cut to `room` UTF-16 units, never inside a character.
fn cut(text: &str, room: usize) -> String {
    if units(text) <= room {
        return text.to_owned();
    }
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.len_utf16();
            used < room
        })
        .collect();
    format!("{kept}…")
}
