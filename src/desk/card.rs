//! The card in the group: number, subject, place, date, who acts, the need in neutral words — and no more.

use super::joint::JointTap;
use super::linked::{LinkedFace, LinkedTap};
use super::review::ReviewTap;
use super::tap::Tap;
use super::words::{Facts, joined};
use super::{Done, Work};
use crate::case::{Case, State};
use crate::classify::Danger;
use crate::id::{SubjectId, UnitId};
use crate::notice::letter::{Act, Audience, Button, Letter, Message, Priority, Slot};
use crate::roster::Lead;
use crate::text::Language;

/// How much of a card's buttons is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// One primary button, the rest behind 更多.
    Plain,
    /// All of them.
    More,
    /// The people of the unit, to choose from.
    People,
    /// The units, to choose from.
    Units,
    /// Help, promises, waiting.
    Joint,
    /// The units that could help, to choose from.
    Helpers,
    /// Cases that belong together, and what is not accepted.
    Linked(LinkedFace),
}

impl Work<'_> {
    /// Posts, edits or replaces the cards of a case after an act.
    pub(super) async fn refresh_cards(&mut self, before: &Case, after: &Case) -> Done<()> {
        if self.without_card(before, after).await? {
            return Ok(());
        }
        self.refresh_helper_cards(before, after).await?;
        self.refresh_dispute(before, after).await?;
        let moved = |old: &UnitId| after.unit() != Some(old) || after.is_sealed();
        if let Some(old) = before.task.as_ref().filter(|task| task.above && after.acting() != Some(&task.acting)) {
            self.stub(before, &Audience::Cadre(old.acting.clone()), old.unit.as_str()).await?;
        } else if let Some(old) = before.unit().cloned().filter(moved) {
            self.stub(before, &Audience::UnitGroup(old.clone()), old.as_str()).await?;
        }
        if self.catches_up_later(before, after).await? {
            return Ok(());
        }
        let screened = |case: &Case| case.state == State::Registered && case.screen_due.is_some() && !case.is_sealed();
        if after.is_sealed() {
            return if screened(before) { self.stub(before, &Audience::TriageGroup, "triage").await } else { Ok(()) };
        }
        match (screened(before), screened(after)) {
            (false, true) => return self.post_screening_card(after).await,
            (true, _) => self.edit_screening_card(after).await?,
            (false, false) => {}
        }
        let above = |case: &Case| case.task.as_ref().filter(|task| task.above).map(|task| task.acting.clone());
        let passed_up = above(before) != above(after);
        match after.unit() {
            Some(unit) if before.unit() != Some(unit) || before.round != after.round || passed_up => {
                self.post_card(after).await
            }
            Some(_) if shows_otherwise(before, after) => self.edit_card(after, Face::Plain).await,
            Some(_) | None => Ok(()),
        }
    }

    /// A new card pings who acts; an edit alone notifies nobody.
    async fn post_card(&mut self, case: &Case) -> Done<()> {
        let Some(unit) = case.unit().cloned() else { return Ok(()) };
        let Some(to) = self.card_audience(case).await? else { return Ok(()) };
        let message = self.card_message(case, Face::Plain).await?;
        let slot = Some(Slot::card(&case.id, unit.as_str()));
        let key = format!("{}:card:{}:{}", case.id, case.version, super::letters::name_of(&to));
        self.post_to_group(case, to, Act::Send { message, slot }, key).await
    }

    pub(super) async fn edit_card(&mut self, case: &Case, face: Face) -> Done<()> {
        let Some(unit) = case.unit().cloned() else { return Ok(()) };
        let Some(to) = self.card_audience(case).await? else { return Ok(()) };
        let message = self.card_message(case, face).await?;
        let slot = Slot::card(&case.id, unit.as_str());
        let key = format!("{}:card-edit:{}:{}", case.id, case.version, self.ids.hex());
        self.post_to_group(case, to, Act::Edit { slot, message, or_send: true }, key).await
    }

    /// What stands where a card stood: the same words whatever the reason. It says nothing of the case, so it is about
    /// none, and leaves although the case may be sealed by now.
    pub(super) async fn stub(&mut self, before: &Case, to: &Audience, place: &str) -> Done<()> {
        let text = self.say(Language::default(), "card-stub", &self.facts(before, Language::default()));
        self.replace_card(before, to, place, (text, Priority::Card)).await
    }

    /// Puts a line that says nothing of the case in the place of a card.
    pub(super) async fn replace_card(
        &mut self,
        case: &Case,
        to: &Audience,
        place: &str,
        (text, priority): (String, Priority),
    ) -> Done<()> {
        let slot = Slot::card(&case.id, place);
        let replaced = (to.clone(), slot.clone(), text.clone());
        if self.replaced.contains(&replaced) {
            return Ok(());
        }
        self.replaced.push(replaced);
        let act = Act::Replace { slot, message: self.message(text) };
        let key = format!("{}:stub:{}", case.id, self.ids.hex());
        self.post(Letter { to: to.clone(), act, priority, case: None, key, sealed: false }).await?;
        self.end_topic(case, to).await
    }

    pub(super) async fn post_to_group(&mut self, case: &Case, to: Audience, act: Act, key: String) -> Done<()> {
        if case.emergency.under.is_some() {
            return Ok(());
        }
        let priority = if case.danger.is_some() { Priority::Danger } else { Priority::Card };
        self.post(Letter { to, act, priority, case: Some(case.id.clone()), key, sealed: case.is_sealed() }).await
    }

    /// The card as it should read now.
    pub(super) async fn card_message(&mut self, case: &Case, face: Face) -> Done<Message> {
        let language = Language::default();
        let facts = self.card_facts(case, self.is_private(case));
        if self.is_read_by_strangers(case).await? {
            return self.minimal_card(case, face).await;
        }
        let entries = self.said_about(&case.id).await?;
        let media = entries.iter().filter(|entry| entry.media.is_some()).count();
        let mut lines = vec![self.head(case, &facts), self.say(language, "card-what", &facts)];
        let said = joined(&entries);
        lines.extend(self.pressing_line(case, self.is_private(case)));
        lines.extend(self.neutral_need(case, &said));
        lines.extend(self.worse_line(case));
        // Where several units read along, the card says whose it is.
        let who = if self.in_own_group(case).await? { "card-who" } else { "card-who-unit" };
        lines.push(self.with_mark(case, who, &facts));
        if case.state == State::Dispatched {
            let key = if case.danger.is_some() { "card-sign-now" } else { "card-sign" };
            lines.push(self.say(language, key, &facts));
        }
        if case.round > 1 {
            lines.push(self.say(language, "card-round", &facts));
        }
        lines.extend(self.nudge_line(case));
        lines.extend(self.card_watch(case, &facts));
        lines.extend(self.review_lines(case));
        if media > 0 {
            lines.push(self.say(language, "card-media", &[("count", media.to_string())]));
        }
        if self.is_out_of_reach(case).await? {
            lines.push(self.say(language, "card-unreachable", &[]));
        }
        lines.extend(self.promise_lines(case, language, None).await?);
        lines.extend(self.help_lines(case));
        lines.extend(self.outside_lines(case));
        lines.extend(self.linked_lines(case).await?);
        lines.extend(self.incident_line(case));
        if case.state == State::UnderCheck {
            lines.push(self.say(language, "card-check", &self.checker_fact(case)));
        }
        let why = self.card_why(case, &said, face);
        if !why.is_empty() {
            lines.push(self.say(language, "card-why", &[("why", why)]));
        }
        let mut message = self.ping(lines.join("\n"), "\u{1}", case.acting());
        message.buttons = self.card_buttons(case, face).await?;
        Ok(message)
    }

    /// What the card of a unit that helps may say.
    pub(super) fn card_facts_of(&self, case: &Case) -> Facts {
        self.card_facts(case, self.is_private(case))
    }

    /// The need in neutral words, if a group may read it.
    pub(super) async fn need_of(&mut self, case: &Case) -> Done<Option<String>> {
        let said = joined(&self.said_about(&case.id).await?);
        Ok(self.neutral_need(case, &said))
    }

    /// What a card may say: of matters about health, family, persons or units the town only, because in a small village
    /// place and label together are a name.
    pub(super) fn card_facts(&self, case: &Case, private: bool) -> Facts {
        let language = Language::default();
        let mut facts = self.facts(case, language);
        if private {
            let town = case.place.as_ref().and_then(|place| self.county().town_of(place));
            facts.retain(|(name, _)| *name != "place");
            facts.push(("place", self.place_name(town, language)));
            return facts;
        }
        self.with_group(case, facts)
    }

    /// Whether it is about health, family, persons or units, or may be, for all that is known.
    pub(super) fn is_private(&self, case: &Case) -> bool {
        self.is_private_matter(case.subject.as_ref()) || self.complains_of_service(case)
    }

    fn is_private_matter(&self, subject: Option<&SubjectId>) -> bool {
        subject.and_then(|subject| self.county().subjects.get(subject)).is_none_or(|subject| subject.private)
    }

    pub(super) fn head(&self, case: &Case, facts: &Facts) -> String {
        let mut facts = facts.clone();
        facts.push(("cardstate", self.card_state(case)));
        let late = self.now > case.due && case.state.is_being_worked_on();
        let key = match (case.danger.is_some(), late) {
            (true, _) => super::emergency::head_key(case),
            (false, true) => "card-head-late",
            (false, false) => "card-head",
        };
        self.say(Language::default(), key, &facts)
    }

    fn with_mark(&self, _case: &Case, key: &str, facts: &Facts) -> String {
        let mut facts = facts.clone();
        facts.push(("ping", "\u{1}".to_owned()));
        self.say(Language::default(), key, &facts)
    }

    /// The need in neutral words; none for matters about health, family, persons or units (label and town only).
    fn neutral_need(&self, case: &Case, text: &str) -> Option<String> {
        if self.is_private(case) || case.is_sealed() || case.danger == Some(Danger::SelfHarm) {
            return None;
        }
        self.read(text).neutral_need
    }

    pub(super) async fn card_buttons(&mut self, case: &Case, face: Face) -> Done<Vec<Vec<Button>>> {
        let Some(unit) = case.unit().cloned() else { return Ok(Vec::new()) };
        if !case.state.is_being_worked_on() {
            return Ok(Vec::new());
        }
        let Some(to) = self.card_audience(case).await? else { return Ok(Vec::new()) };
        if case.state == State::UnderCheck {
            return self.row(case, &to, &self.check_taps()).await;
        }
        match face {
            Face::Plain => self.row(case, &to, &[primary(case), ("button-more", Tap::More)]).await,
            Face::More => {
                let taps = [all(case), self.answer_taps(case), vec![("button-less", Tap::Less)]].concat();
                let rows = self.row(case, &to, &taps).await?;
                Ok([rows, self.incident_rows(case, &to).await?].concat())
            }
            Face::People => self.people_buttons(case, &to, &unit).await,
            Face::Units => self.unit_buttons(case, &to, &unit).await,
            Face::Joint => self.joint_buttons(case, &to).await,
            Face::Helpers => self.helper_buttons(case, &to).await,
            Face::Linked(face) => self.linked_buttons(case, &to, face).await,
        }
    }

    pub(super) async fn row(&mut self, case: &Case, to: &Audience, taps: &[(&str, Tap)]) -> Done<Vec<Vec<Button>>> {
        let mut buttons = Vec::new();
        for (label, tap) in taps {
            buttons.push(self.labelled(to, &case.id, Language::default(), (label, tap.clone())).await?);
        }
        Ok(buttons.chunks(3).map(<[_]>::to_vec).collect())
    }

    async fn people_buttons(&mut self, case: &Case, to: &Audience, unit: &UnitId) -> Done<Vec<Vec<Button>>> {
        let mut buttons = Vec::new();
        for cadre in self.county().members_of(unit) {
            if case.acting() != Some(&cadre) {
                buttons.push(self.button(to, Some(&case.id), self.cadre_name(&cadre), Tap::AssignTo(cadre)).await?);
            }
        }
        self.with_back(case, to, buttons).await
    }

    pub(super) async fn unit_buttons(&mut self, case: &Case, to: &Audience, but: &UnitId) -> Done<Vec<Vec<Button>>> {
        let mut buttons = Vec::new();
        for (id, name) in self.units_but(Some(but)) {
            let tap = if case.unit().is_some() { Tap::ToUnit(id) } else { Tap::DispatchTo(id) };
            buttons.push(self.button(to, Some(&case.id), name, tap).await?);
        }
        self.with_back(case, to, buttons).await
    }

    /// The units a case can go to, but the one that has it.
    pub(super) fn units_but(&self, but: Option<&UnitId>) -> Vec<(UnitId, String)> {
        use crate::roster::UnitKind;
        let units = self.county().units.values();
        let open = units.filter(|unit| matches!(unit.kind, UnitKind::Town | UnitKind::Bureau) && Some(&unit.id) != but);
        open.map(|unit| (unit.id.clone(), unit.name.clone())).collect()
    }

    pub(super) async fn with_back(
        &mut self,
        case: &Case,
        to: &Audience,
        buttons: Vec<Button>,
    ) -> Done<Vec<Vec<Button>>> {
        let mut rows: Vec<Vec<Button>> = buttons.chunks(3).map(<[_]>::to_vec).collect();
        rows.push(vec![self.labelled(to, &case.id, Language::default(), ("button-less", Tap::Less)).await?]);
        Ok(rows)
    }

    /// A screener is asked where it goes.
    async fn post_screening_card(&mut self, case: &Case) -> Done<()> {
        for to in self.screening_places(case).await? {
            let message = self.screening_message(case, Face::Plain, &to).await?;
            let slot = Some(Slot::card(&case.id, "triage"));
            let key = format!("{}:screening:{}:{}", case.id, case.version, super::letters::name_of(&to));
            self.post_to_group(case, to, Act::Send { message, slot }, key).await?;
        }
        Ok(())
    }

    /// Where screeners are asked: in their group, or each of them alone when somebody there must not learn of it.
    pub(super) async fn screening_places(&mut self, case: &Case) -> Done<Vec<Audience>> {
        if !case.is_private_despair() && self.may_post(&case.id, &Audience::TriageGroup).await? {
            return Ok(vec![Audience::TriageGroup]);
        }
        let screeners = self.county().with_role(crate::roster::Role::Screener);
        let mut left = self.not_kept_out(case, screeners).await?;
        if left.is_empty() {
            left = self.lane_readers(case).await?;
        }
        Ok(left.into_iter().map(Audience::Cadre).collect())
    }

    /// The card anew where it may stand now, after it was taken out of a group.
    pub(super) async fn show_again(&mut self, case: &Case) -> Done<()> {
        let screened = case.state == State::Registered && case.screen_due.is_some();
        if case.marks.course.is_disputed() {
            self.show_dispute(case, false).await?;
        }
        if screened { self.post_screening_card(case).await } else { self.post_card(case).await }
    }

    /// The screening card where there may be none yet.
    pub(super) async fn show_screening_card(&mut self, case: &Case) -> Done<()> {
        for to in self.screening_places(case).await? {
            let message = Message { quiet: true, ..self.screening_message(case, Face::Plain, &to).await? };
            let slot = Slot::card(&case.id, "triage");
            let key = format!("{}:screening-moved:{}", case.id, self.ids.hex());
            self.post_to_group(case, to, Act::Edit { slot, message, or_send: true }, key).await?;
        }
        Ok(())
    }

    pub(super) async fn edit_screening_card(&mut self, case: &Case) -> Done<()> {
        self.edit_screening_face(case, Face::Plain).await
    }

    pub(super) async fn edit_screening_face(&mut self, case: &Case, face: Face) -> Done<()> {
        if case.marks.course.is_disputed() {
            return Ok(());
        }
        for to in self.screening_places(case).await? {
            let message = self.screening_message(case, face, &to).await?;
            let slot = Slot::card(&case.id, "triage");
            let key = format!("{}:screening-edit:{}:{}", case.id, case.version, self.ids.hex());
            // Still to be decided, a card that is gone comes anew; once decided, nobody misses it.
            let or_send = case.state == State::Registered;
            self.post_to_group(case, to, Act::Edit { slot, message, or_send }, key).await?;
        }
        Ok(())
    }

    pub(super) async fn screening_message(&mut self, case: &Case, face: Face, to: &Audience) -> Done<Message> {
        let language = Language::default();
        let entries = self.said_about(&case.id).await?;
        let text = joined(&entries);
        let reading = self.read(&text);
        // What may be private is treated as if it were, until a screener has decided.
        let private =
            self.is_private(case) || reading.subjects.iter().any(|guess| self.is_private_matter(Some(&guess.subject)));
        let facts = self.card_facts(case, private);
        let mut lines = vec![self.head(case, &facts)];
        if case.state != State::Registered {
            if case.unit().is_some() {
                lines.push(self.say(language, "screening-done", &facts));
            }
            return Ok(self.message(lines.join("\n")));
        }
        if self.has_strangers(to).await? {
            return self.minimal_screening(case, face, to).await;
        }
        lines.push(self.say(language, "card-what", &facts));
        lines.extend(self.pressing_line(case, private));
        lines.extend(self.neutral_need(case, &text).filter(|_| !private));
        lines.extend(self.worse_line(case));
        lines.extend(if private { Vec::new() } else { self.record_lines(case, &text) });
        if self.is_out_of_reach(case).await? {
            lines.push(self.say(language, "card-unreachable", &[]));
        }
        lines.push(self.say(language, self.screening_key(case, &text), &facts));
        let mut message = self.message(lines.join("\n"));
        message.buttons = match face {
            Face::Units => self.unit_buttons(case, to, &UnitId::new("")).await?,
            Face::Linked(face) => self.linked_buttons(case, to, face).await?,
            _ => self.guess_buttons(case, to, &reading).await?,
        };
        Ok(message)
    }

    async fn guess_buttons(
        &mut self,
        case: &Case,
        to: &Audience,
        reading: &crate::classify::Reading,
    ) -> Done<Vec<Vec<Button>>> {
        let mut rows = Vec::new();
        for guess in &reading.subjects {
            let known = self.county().subjects.get(&guess.subject).cloned();
            let Some(subject) = known.filter(|subject| subject.lead != Lead::Discipline) else { continue };
            rows.push(vec![self.button(to, Some(&case.id), subject.name, Tap::As(subject.id)).await?]);
        }
        if rows.is_empty() {
            let ask = ("button-ask", Tap::Ask);
            rows.push(vec![self.labelled(to, &case.id, Language::default(), ask).await?]);
        }
        let read = self.labelled(to, &case.id, Language::default(), ("button-read", Tap::Read)).await?;
        let other = self.labelled(to, &case.id, Language::default(), ("button-units", Tap::Transfer)).await?;
        let linked = ("button-linked", Tap::Linked(LinkedTap::Menu));
        rows.push(vec![read, other, self.labelled(to, &case.id, Language::default(), linked).await?]);
        Ok(rows)
    }
}

/// The one button a state asks for.
pub(super) fn primary(case: &Case) -> (&'static str, Tap) {
    match case.state {
        State::Dispatched => ("button-sign", Tap::Sign),
        State::Reviewing => ("button-opinion", Tap::Review(ReviewTap::Opinion)),
        State::Collecting
        | State::Registered
        | State::Accepted
        | State::InProgress
        | State::AwaitingResident
        | State::UnderCheck
        | State::Answered
        | State::Closed
        | State::Withdrawn
        | State::NotAccepted
        | State::Merged
        | State::Concluded => ("button-report", Tap::Report),
    }
}

fn all(case: &Case) -> Vec<(&'static str, Tap)> {
    let mut taps = vec![primary(case), ("button-read", Tap::Read), ("button-assign", Tap::Assign)];
    if case.state == State::Reviewing {
        return vec![primary(case), ("button-read", Tap::Read), ("button-less", Tap::Less)];
    }
    if case.state != State::Dispatched {
        taps.push(("button-ask", Tap::Ask));
        taps.push(("button-interim", Tap::Interim));
        taps.push(("button-extend", Tap::Review(ReviewTap::Extend)));
    }
    if case.task.as_ref().is_some_and(|task| !task.above) && case.round == 1 {
        taps.push(("button-dispute", Tap::Review(ReviewTap::Dispute)));
    }
    taps.push(("button-joint", Tap::Joint(JointTap::Menu)));
    taps.push(("button-linked", Tap::Linked(LinkedTap::Menu)));
    taps.push(("button-transfer", Tap::Transfer));
    taps.push(("button-recuse", Tap::Recuse));
    taps
}

/// Whether a card that stands would read otherwise now.
fn shows_otherwise(before: &Case, after: &Case) -> bool {
    let shown = |case: &Case| {
        let who = case.task.as_ref().map(|task| (task.acting.clone(), task.sign_due));
        (
            case.state,
            who,
            case.due,
            case.nudged_days() + case.marks.handled,
            case.entries,
            case.subject.clone(),
            case.place.clone(),
            (
                (case.marks.rung, case.level(), case.marks.supervision.leader.clone()),
                (case.joint.clone(), case.linked.clone(), case.answers.check.clone(), case.marks.course.clone()),
                (case.face.heard.clone(), case.emergency.neighbours.len(), case.emergency.under.is_some()),
                case.emergency.worse_at,
            ),
        )
    };
    shown(before) != shown(after)
}
