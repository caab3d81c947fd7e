//! From notices to letters: words, buttons and pings, cleared by the gate and put in line.

use std::sync::Arc;

use super::aftercare::AfterTap;
use super::flood::{Flood, MINUTE_MS};
use super::people::suffix;
use super::supervise::WatchTap;
use super::words::{Facts, Reply};
use super::{Done, Work};
use crate::case::Case;
use crate::case::event::{Event, Fact};
use crate::id::{CadreId, CaseId, Moment};
use crate::notice::emergency;
use crate::notice::gate::{Exclusion, Room, clear};
use crate::notice::letter::{Act, Audience, Letter, Mention, Message, Priority, ReplyTo, Slot};
use crate::notice::plan::{Notice, Offer, Who};
use crate::notice::review::ReviewOffer;
use crate::notice::table::Told;
use crate::store::GroupRole;
use crate::text::{Language, dates, units};

use super::tap::Tap;

/// Notices of one bundle within this many milliseconds are one.
const BUNDLE_MS: i64 = 10 * 60 * 1000;

impl Work<'_> {
    /// Tells everyone the plan names about an event.
    pub(super) async fn tell(&mut self, before: &Case, after: &Case, event: &Event) -> Done<()> {
        for (index, told) in self.told(before, after, event).into_iter().enumerate() {
            self.by_day = told.line.quiet && self.waits_for_morning(after, event);
            self.tell_one(before, after, &told, index).await?;
        }
        self.by_day = self.waits_for_morning(after, event);
        if let Fact::DoneReported { words, .. } = &event.fact {
            for seen in self.seen_by_all(after).await? {
                self.tell_answer(&seen, &words.content).await?;
            }
        }
        if let Fact::Answer(what) = &event.fact {
            self.tell_of_answer(after, what).await?;
        }
        if !after.linked.under.is_empty() {
            Box::pin(self.tell_others(before, after, event)).await?;
        }
        self.by_day = false;
        Box::pin(self.learn_from(before, after, event)).await
    }

    /// What the county's table says of an event.
    fn told(&self, before: &Case, after: &Case, event: &Event) -> Vec<Told> {
        self.rules.notices.told(before, after, event)
    }

    pub(super) async fn tell_one(&mut self, before: &Case, case: &Case, told: &Told, index: usize) -> Done<()> {
        let notice = &told.notice;
        let stamp = if self.flood != Flood::None && !notice.bundled && !emergency::WORSE.contains(&notice.key) {
            format!("{}:{}", notice.key, flood_stamp(case, self.now))
        } else if notice.bundled {
            format!("{}:{}:{}", notice.key, case.marks.handled, self.now.0 / BUNDLE_MS)
        } else {
            stamp(notice, case, index)
        };
        let stamp = match &notice.other {
            Some(other) => format!("{stamp}:{}", other.case),
            None => stamp,
        };
        for to in self.audience(&notice.who, case).await? {
            let key = format!("{}:{stamp}:{}", case.id, name_of(&to));
            self.tell_them(before, case, told, (to, key)).await?;
        }
        if let (Some(words), Who::Resident) = (&notice.words, &notice.who) {
            for seen in self.seen_by_all(case).await? {
                self.show_media(&seen, &words.content, &format!("{stamp}:media{}", suffix(&seen))).await?;
            }
        }
        Ok(())
    }

    async fn tell_them(&mut self, before: &Case, case: &Case, told: &Told, to: (Audience, String)) -> Done<()> {
        let (to, key) = to;
        let message = self.notice_message(before, case, told, &to).await?;
        let act = Act::Send { message, slot: None };
        let sealed = case.is_sealed();
        let priority = told.notice.priority;
        self.post(Letter { to, act, priority, case: Some(case.id.clone()), key, sealed }).await
    }

    /// Tells about an event those it concerns who have not been told: whoever became a reader since.
    pub(super) async fn tell_newcomers(&mut self, before: &Case, case: &Case, event: &Event) -> Done<()> {
        for (index, told) in self.told(before, case, event).into_iter().enumerate() {
            let stamp = stamp(&told.notice, case, index);
            for to in self.audience(&told.notice.who, case).await? {
                let key = format!("{}:{stamp}:{}", case.id, name_of(&to));
                if !self.tx.is_written(&key).await? {
                    self.tell_them(before, case, &told, (to, key)).await?;
                }
            }
        }
        Ok(())
    }

    async fn notice_message(&mut self, before: &Case, case: &Case, told: &Told, to: &Audience) -> Done<Message> {
        let Told { notice, line } = told;
        let language = self.language_for(to).await?;
        let mut facts = self.facts(case, language);
        if let Audience::Cadre(cadre) = to {
            facts.push(("ping", self.cadre_name(cadre)));
        }
        facts.extend(notice.other.as_ref().map(|other| ("other", other.number.to_string())));
        facts.extend(self.called_fact(case, language).await?);
        facts.push(("before", dates::due(&self.rules.texts, language, before.due)));
        facts.extend(self.joint_facts(case, (notice.promise, notice.helper.as_ref()), language).await?);
        if notice.offers.iter().any(|offer| matches!(offer, Offer::Review(ReviewOffer::First | ReviewOffer::Second))) {
            facts.extend(self.review_offer_facts(case, language).await?);
        }
        if let Some(words) = &notice.words {
            let reply: Option<Reply> = self.kept(&words.content).await?;
            facts.push(("words", reply.map(|reply| reply.text).unwrap_or_default()));
        }
        let mut message = if matches!(notice.who, Who::UnitGroup) {
            self.with_mention(&line.text, language, &facts, case.acting())
        } else {
            self.message(self.say(language, self.key_for(case, &line.text, to), &facts))
        };
        message.quiet = line.silent;
        if let Some(formal) = self.formal_line(case, "alarm-formal").filter(|_| notice.key == "late-answer") {
            message.text = format!("{}\n{formal}", message.text);
        }
        let about = notice.other.as_ref().map_or(&case.id, |other| &other.case);
        message.buttons = self.offers(notice.offers, (case, about), to, language).await?;
        if matches!(to, Audience::Resident(_)) {
            message.keyboard = Some(self.keyboard(language));
        }
        message.reply_to = match (to, case.unit()) {
            (Audience::UnitGroup(_) | Audience::Cadre(_), Some(unit)) => {
                Some(ReplyTo::Slot(Slot::card(&case.id, unit.as_str())))
            }
            (Audience::Resident(person), _) => Some(ReplyTo::Slot(Slot::status(&case.id, person))),
            _ => None,
        };
        Ok(message)
    }

    async fn offers(
        &mut self,
        offers: &[Offer],
        (case, about): (&Case, &CaseId),
        to: &Audience,
        language: Language,
    ) -> Done<Vec<Vec<crate::notice::letter::Button>>> {
        let mut buttons = Vec::new();
        for offer in offers {
            let tap = offer_tap(*offer, case.round).1;
            let theirs = match to {
                Audience::Resident(person) => self.may_speak(case, person, &tap),
                _ => self.is_offered(case, to, &tap),
            };
            if !theirs {
                continue;
            }
            let made = self.labelled(to, about, language, offer_tap(*offer, case.round)).await?;
            buttons.push(made);
        }
        Ok(buttons.chunks(2).map(<[_]>::to_vec).collect())
    }

    /// Whom a notice reaches, by address.
    async fn audience(&mut self, who: &Who, case: &Case) -> Done<Vec<Audience>> {
        let county = self.county();
        Ok(match who {
            Who::Resident => self.listeners(case).await?.into_iter().map(Audience::Resident).collect(),
            Who::Party(person) => vec![Audience::Resident(person.clone())],
            Who::UnitGroup => self.card_audience(case).await?.into_iter().collect(),
            Who::Cadre(cadre) => vec![Audience::Cadre(cadre.clone())],
            Who::Head => case
                .unit()
                .and_then(|unit| county.head_of(unit))
                .map(|head| Audience::Cadre(head.clone()))
                .into_iter()
                .collect(),
            Who::Acting => self.acting_or_group(case).await?,
            Who::Readers => self.readers(case).await?.into_iter().map(Audience::Cadre).collect(),
            Who::Helper(unit) => self.helper_audience(case, unit).await?.into_iter().collect(),
            Who::OnCall => self.on_call(case).await?.into_iter().map(Audience::Cadre).collect(),
            Who::Supervisors => self.supervisors(case).await?.into_iter().map(Audience::Cadre).collect(),
        })
    }

    /// Who acts, in private; through the unit's group while they have not joined.
    async fn acting_or_group(&mut self, case: &Case) -> Done<Vec<Audience>> {
        let Some(task) = &case.task else { return Ok(Vec::new()) };
        if task.above || self.tx.account_of(&task.acting).await?.is_some() {
            return Ok(vec![Audience::Cadre(task.acting.clone())]);
        }
        let group = Audience::UnitGroup(task.unit.clone());
        Ok(if self.may_post(&case.id, &group).await? { vec![group] } else { Vec::new() })
    }

    /// Where the card of a case stands: the unit's group (or the triage group for it); without either, with whoever acts.
    pub(super) async fn card_audience(&mut self, case: &Case) -> Done<Option<Audience>> {
        let Some(task) = case.task.clone() else { return Ok(None) };
        if task.above {
            return Ok(Some(Audience::Cadre(task.acting)));
        }
        let own = self.tx.group_of(&GroupRole::Unit(task.unit.clone())).await?;
        let grouped = own.is_some() || self.tx.group_of(&GroupRole::Triage).await?.is_some();
        let joined = self.tx.account_of(&task.acting).await?.is_some();
        let group = Audience::UnitGroup(task.unit);
        if (grouped || !joined) && !case.is_private_despair() && self.may_post(&case.id, &group).await? {
            return Ok(Some(group));
        }
        // Where somebody reads along who must not, it goes to whoever acts, alone.
        let alone = !self.is_excluded(case, &task.acting).await?;
        Ok(alone.then_some(Audience::Cadre(task.acting)))
    }

    /// The group a chat is, as an audience of this case; none for any other chat.
    pub(super) async fn group_audience(&mut self, case: &Case, chat: i64) -> Done<Option<Audience>> {
        if case.is_sealed() {
            return Ok(None);
        }
        let group = match self.tx.group_role(chat).await? {
            Some(GroupRole::Unit(unit)) => Audience::UnitGroup(unit),
            Some(GroupRole::Triage) => Audience::TriageGroup,
            Some(GroupRole::Operators | GroupRole::Lane) | None => return Ok(None),
        };
        Ok(if self.may_post(&case.id, &group).await? { Some(group) } else { None })
    }

    /// The answer of the unit, with its evidence before it and the question "solved?" beneath.
    pub(super) async fn tell_answer(&mut self, case: &Case, content: &crate::id::ContentId) -> Done<()> {
        self.show_media(case, content, &format!("answer:{}{}", case.version, suffix(case))).await?;
        let to = Audience::Resident(case.person.clone());
        let language = self.language_of(&case.person).await?;
        let message = self.answer_message(case, language).await?;
        let act = Act::Send { message, slot: Some(answer_slot(case)) };
        let key = format!("{}:answer:{}{}", case.id, case.version, suffix(case));
        self.post(Letter {
            to,
            act,
            priority: Priority::Status,
            case: Some(case.id.clone()),
            key,
            sealed: case.is_sealed(),
        })
        .await
    }

    async fn show_media(&mut self, case: &Case, content: &crate::id::ContentId, stamp: &str) -> Done<()> {
        self.show_media_to(case, &Audience::Resident(case.person.clone()), content, stamp).await
    }

    /// What came with words of staff, for one reader.
    pub(super) async fn show_media_to(
        &mut self,
        case: &Case,
        to: &Audience,
        content: &crate::id::ContentId,
        stamp: &str,
    ) -> Done<()> {
        let reply: Option<Reply> = self.kept(content).await?;
        for (index, media) in reply.map(|reply| reply.media).unwrap_or_default().into_iter().enumerate() {
            let letter = Letter {
                to: to.clone(),
                act: Act::Media { media, caption: None, otherwise: None },
                priority: Priority::Status,
                case: Some(case.id.clone()),
                key: format!("{}:{stamp}:{index}", case.id),
                sealed: case.is_sealed(),
            };
            self.post(letter).await?;
        }
        Ok(())
    }

    /// Puts a letter in line if the gate clears it; a letter that it stops is counted and told to nobody here.
    pub(super) async fn post(&mut self, letter: Letter) -> Done<()> {
        let Some(letter) = self.as_recorders_may_read(letter).await? else { return Ok(()) };
        if self.rests(&letter) {
            return self.rest(letter).await;
        }
        let letter = self.discreet(letter).await?;
        let letter = self.in_topic(letter).await?;
        let exclusion = match &letter.case {
            Some(case) => self.tx.exclusion(case).await?,
            None => Exclusion::default(),
        };
        let room = self.room_of(&letter, &exclusion).await?;
        match clear(letter, &exclusion, room.as_ref(), self.county()) {
            Ok(cleared) => self.tx.enqueue(cleared).await?,
            Err(stopped) => {
                tracing::error!(reason = %stopped, "the gate stopped a letter as it was written");
                self.alarm("ops-stopped", &[("count", "1".to_owned())]).await?;
            }
        }
        Ok(())
    }

    /// The shared chat a letter would go to, when somebody must not learn of its case.
    async fn room_of(&mut self, letter: &Letter, exclusion: &Exclusion) -> Done<Option<Room>> {
        if letter.case.is_none() || !letter.to.is_shared() || !exclusion.names_anybody() {
            return Ok(None);
        }
        let Some(chat) = self.tx.address(&letter.to).await? else { return Ok(None) };
        let rules = Arc::clone(&self.rules);
        Ok(Some(self.tx.room(chat, &rules.county).await?))
    }

    /// Whatever a resident reads of a sealed case begins with a line that says nothing: phones lie about, and a locked
    /// screen shows how a message begins. What keeps people safe stands first all the same.
    async fn discreet(&mut self, mut letter: Letter) -> Done<Letter> {
        let Audience::Resident(person) = &letter.to else { return Ok(letter) };
        if !letter.sealed || letter.priority == Priority::Danger {
            return Ok(letter);
        }
        let language = self.language_of(person).await?;
        if let Act::Send { message, .. } | Act::Edit { message, .. } = &mut letter.act {
            message.text = format!("{}\n{}", self.say(language, "sealed-line", &[]), message.text);
        }
        Ok(letter)
    }

    /// A message that answers one person or one chat at once, about no case.
    pub(super) async fn answer(&mut self, to: Audience, message: Message, key: String) -> Done<()> {
        let act = Act::Send { message, slot: None };
        self.post(Letter { to, act, priority: Priority::Receipt, case: None, key, sealed: false }).await
    }

    /// A message about a case that answers one person or one chat at once.
    pub(super) async fn answer_about(&mut self, case: &Case, to: Audience, message: Message, key: String) -> Done<()> {
        let act = Act::Send { message, slot: None };
        let sealed = case.is_sealed();
        self.post(Letter { to, act, priority: Priority::Receipt, case: Some(case.id.clone()), key, sealed }).await
    }

    /// Stops the spinner of a press, with a line or a box of at most 200 characters.
    pub(super) async fn answer_press(&mut self, press: &str, user: i64, text: Option<String>, alert: bool) -> Done<()> {
        let text = text.map(|text| crate::text::shorten(&text, 190));
        let act = Act::AnswerPress { press: press.to_owned(), text, alert };
        let key = format!("press:{press}");
        self.post(Letter { to: Audience::Chat(user), act, priority: Priority::Press, case: None, key, sealed: false })
            .await
    }

    /// A text with `{ $ping }` where the name of a cadre goes, who is pinged by it.
    pub(super) fn with_mention(
        &self,
        key: &str,
        language: Language,
        facts: &Facts,
        cadre: Option<&CadreId>,
    ) -> Message {
        const MARK: &str = "\u{1}";
        let mut facts = facts.clone();
        facts.push(("ping", MARK.to_owned()));
        let text = self.say(language, key, &facts);
        self.ping(text, MARK, cadre)
    }

    /// Replaces a mark in a text by a cadre's name and a ping.
    pub(super) fn ping(&self, text: String, mark: &str, cadre: Option<&CadreId>) -> Message {
        let Some((before, after)) = text.split_once(mark) else { return self.message(text) };
        let name = cadre.map(|cadre| self.cadre_name(cadre)).unwrap_or_default();
        let mention = cadre.map(|cadre| Mention { offset: units(before), length: units(&name), cadre: cadre.clone() });
        Message {
            text: format!("{before}{name}{after}"),
            mentions: mention.into_iter().collect(),
            ..Message::default()
        }
    }

    pub(super) async fn language_for(&mut self, to: &Audience) -> Done<Language> {
        match to {
            Audience::Resident(person) => self.language_of(person).await,
            Audience::Cadre(_)
            | Audience::UnitGroup(_)
            | Audience::TriageGroup
            | Audience::Operators
            | Audience::LaneGroup
            | Audience::Chat(_) => Ok(Language::default()),
        }
    }
}

/// Where the answer of a round stands.
pub(super) fn answer_slot(case: &Case) -> Slot {
    Slot(format!("answer:{}:{}", case.id, case.round))
}

/// What tells the notices of a flood apart: the minute, and how often the case was handled until then.
pub(super) fn flood_stamp(case: &Case, at: Moment) -> String {
    format!("{}:flood:{}", case.marks.handled, at.0 / MINUTE_MS)
}

/// What tells a notice from all others about the same case.
fn stamp(notice: &Notice, case: &Case, index: usize) -> String {
    format!("{}:{}:{index}", notice.key, case.version)
}

/// A name for an audience inside a letter's key; ids only.
pub(super) fn name_of(to: &Audience) -> String {
    match to {
        Audience::Resident(person) => format!("r:{person}"),
        Audience::Cadre(cadre) => format!("c:{cadre}"),
        Audience::UnitGroup(unit) => format!("u:{unit}"),
        Audience::TriageGroup => "triage".to_owned(),
        Audience::Operators => "operators".to_owned(),
        Audience::LaneGroup => "lane".to_owned(),
        Audience::Chat(_) => "chat".to_owned(),
    }
}

fn offer_tap(offer: Offer, round: u32) -> (&'static str, Tap) {
    match offer {
        Offer::Solved => ("button-solved", Tap::Solved(true, round)),
        Offer::Unsolved => ("button-unsolved", Tap::Solved(false, round)),
        Offer::Read => ("button-read", Tap::Read),
        Offer::Release => ("button-release", Tap::Release),
        Offer::ToDiscipline => ("button-discipline", Tap::ToDiscipline),
        Offer::Report => ("button-answer", Tap::Report),
        Offer::TakeDanger => ("button-take-danger", Tap::TakeDanger),
        Offer::Ask => ("button-ask", Tap::Ask),
        Offer::Fine => ("button-fine", Tap::After(AfterTap::Fine)),
        Offer::Trouble => ("button-trouble", Tap::After(AfterTap::Trouble)),
        Offer::AgreeShowing => ("button-agree-showing", Tap::AnswerShowing(true)),
        Offer::Review(offer) => super::review::offer_tap(offer),
        Offer::Linked(offer) => super::linked::offer_tap(offer),
        Offer::Face(offer) => super::face::offer_tap(offer),
        Offer::Emergency(offer) => super::emergency::offer_tap(offer),
        Offer::RefuseShowing => ("button-refuse-showing", Tap::AnswerShowing(false)),
        Offer::Lift => ("button-lift", Tap::Watch(WatchTap::Lift)),
        Offer::Lead => ("button-lead", Tap::Watch(WatchTap::Lead)),
        Offer::NameLeader => ("button-name-leader", Tap::Watch(WatchTap::NameLeader)),
        Offer::AsReported => ("button-as-reported", Tap::Watch(WatchTap::Checked(true))),
        Offer::NotAsReported => ("button-not-as-reported", Tap::Watch(WatchTap::Checked(false))),
    }
}
