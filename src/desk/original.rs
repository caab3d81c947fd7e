//! 看原文: what was said, as copies into the private chat of whoever may read it; long ones by and by.

use super::incoming::Press;
use super::naming::heading_slot;
use super::press::Pressed;
use super::tap::{Finding, Tap};
use super::words::Entry;
use super::{Done, Work};
use crate::case::command::Command;
use crate::case::event::Actor;
use crate::case::{Case, Lane, State};
use crate::id::CadreId;
use crate::notice::letter::{Act, Audience, Button, Letter, Media, Priority};
use crate::roster::{Action, Role};
use crate::text::fit::{beginning, name_on_one_line};
use crate::text::{Language, units};

/// How many UTF-16 units of what was said stand in one message, beside its heading.
const ROOM: usize = 3_800;
/// How many messages of words one press brings.
const SHEETS: usize = 3;
/// How many pictures and the like one press brings.
const MEDIA: usize = 10;
/// How much of a name is shown, in characters.
const NAME: usize = 64;

/// What one press brings.
#[derive(Default)]
struct Page {
    /// Words, each for one message.
    sheets: Vec<String>,
    /// What came with them.
    media: Vec<Media>,
    /// Where to go on: the entry, and how many bytes of its text have been read.
    next: Option<(usize, usize)>,
}

impl Page {
    /// What stands from here on, as far as there is room.
    fn of(entries: &[Entry], (first, read): (usize, usize)) -> Self {
        let mut page = Self::default();
        for (index, entry) in entries.iter().enumerate().skip(first) {
            let text = entry.text.as_deref().unwrap_or_default();
            let offset = if index == first && text.is_char_boundary(read) { read } else { 0 };
            let media = entry.media.as_ref().filter(|_| offset == 0);
            if media.is_some() && page.media.len() == MEDIA {
                page.next = Some((index, 0));
                break;
            }
            let left = page.write(&text[offset..]);
            let begun = left < text.len() || text.is_empty();
            page.media.extend(media.filter(|_| begun).cloned());
            if left > 0 {
                page.next = Some((index, text.len() - left));
                break;
            }
        }
        page
    }

    /// Adds words on a line of their own; says how many bytes found no room.
    fn write(&mut self, text: &str) -> usize {
        let mut rest = text;
        let mut fresh = self.sheets.is_empty();
        while !rest.is_empty() {
            if fresh && self.sheets.len() == SHEETS {
                return rest.len();
            }
            if fresh {
                self.sheets.push(String::new());
            }
            let Some(sheet) = self.sheets.last_mut() else { return rest.len() };
            let between = if sheet.is_empty() { "" } else { "\n" };
            let room = ROOM.saturating_sub(units(sheet) + between.len());
            let end = match units(rest) {
                all if all <= room => rest.len(),
                all if !sheet.is_empty() && (all <= ROOM || room < ROOM / 2) => 0,
                _ => beginning(rest, room),
            };
            if end > 0 {
                sheet.push_str(between);
                sheet.push_str(&rest[..end]);
            }
            rest = &rest[end..];
            fresh = true;
        }
        0
    }
}

impl Work<'_> {
    /// What the resident said goes as copies into the reader's own private chat, and the look is logged.
    pub(super) async fn read_original(
        &mut self,
        press: &Press,
        cadre: &CadreId,
        case: Case,
        from: (usize, usize),
    ) -> Done<Pressed> {
        let case = self.perform(case, Actor::Cadre(cadre.clone()), Command::ReadOriginal).await?;
        let to = Audience::Cadre(cadre.clone());
        let seen = self.face_of(&case).await?;
        let mut shown = self.shown_to(&seen, cadre).await?;
        shown.entries = Box::pin(self.unmasked_for(cadre, &case, shown.entries)).await?;
        shown.entries.extend(self.attached(&case).await?);
        let page = Page::of(&shown.entries, from);
        let texts = self.sheets(&case, page.sheets, from == (0, 0)).await?;
        let last = texts.len().saturating_sub(1);
        let kept_back = page.next.is_none() && (shown.withheld > 0 || shown.masked);
        for (index, text) in texts.into_iter().enumerate() {
            let mut message = self.message(text);
            if kept_back && index == last {
                let key = if shown.withheld > 0 { "original-withheld" } else { "original-masked" };
                let line = self.say(Language::default(), key, &[("count", shown.withheld.to_string())]);
                message.text = format!("{}\n{line}", message.text);
            }
            if index == last {
                message.buttons = self.original_buttons(&case, &to, cadre).await?;
                message.buttons.extend(self.put_down_row(&case, &to, cadre).await?);
            }
            if index == last && kept_back && case.state.is_open() {
                message.buttons.extend(self.row(&case, &to, &[("button-ask-showing", Tap::AskShowing)]).await?);
            }
            if let Some((entry, read)) = page.next.filter(|_| index == last) {
                let on = [("button-read-on", Tap::ReadOn(entry, read))];
                message.buttons.extend(self.row(&case, &to, &on).await?);
            }
            let key = format!("{}:original:{}:sheet:{index}", case.id, press.id);
            let slot = (index == 0 && from == (0, 0) && !case.hides_name()).then(|| heading_slot(&case, cadre));
            let act = Act::Send { message, slot };
            let (case, sealed) = (Some(case.id.clone()), case.is_sealed());
            self.post(Letter { to: to.clone(), act, priority: Priority::Receipt, case, key, sealed }).await?;
        }
        self.show_copies(&case, &to, page.media, &press.id).await?;
        Ok(Pressed::saying("read", self.say(Language::default(), "press-original-sent", &[])))
    }

    /// Each sheet under a heading of its own, so that nobody's words can stand alone and look like ours.
    async fn sheets(&mut self, case: &Case, sheets: Vec<String>, first: bool) -> Done<Vec<String>> {
        let language = Language::default();
        let facts = self.facts(case, language);
        let sheets = if sheets.is_empty() { vec![self.say(language, "original-no-words", &[])] } else { sheets };
        let name = if first { self.given_name(case).await? } else { None };
        let about = self.about_line(case).await?.unwrap_or_default();
        let read = if first { self.read_line(case).await? } else { String::new() };
        let record = if first { Box::pin(self.record_of(case)).await? } else { String::new() };
        let mut texts = Vec::with_capacity(sheets.len());
        for (index, words) in sheets.into_iter().enumerate() {
            let head = match (&name, index) {
                (Some(name), 0) => {
                    let facts = [("number", case.number.to_string()), ("name", name.clone())];
                    self.say(language, "original-head-named", &facts)
                }
                (None, 0) if first => match &case.contact {
                    Some(contact) if case.hides_name() => {
                        let facts = [("number", case.number.to_string()), ("contact", contact.to_string())];
                        self.say(language, "original-head-nameless", &facts)
                    }
                    Some(_) | None => self.say(language, "original-head", &facts),
                },
                (_, _) => self.say(language, "original-more", &facts),
            };
            let (about, record) = if index == 0 && first { (about.as_str(), record.as_str()) } else { ("", "") };
            let past = self.history_line(case, language).filter(|_| index == 0 && first);
            let past = past.map(|line| format!("\n{line}")).unwrap_or_default();
            let read = if index == 0 { read.as_str() } else { "" };
            texts.push(format!("{head}{about}{past}{read}{record}\n{words}"));
        }
        if first && let Some(last) = texts.last_mut() {
            last.push_str(&self.learned_line(case).await?);
        }
        Ok(texts)
    }

    /// The name the sender gave Telegram, unless the case hides it.
    async fn given_name(&mut self, case: &Case) -> Done<Option<String>> {
        if case.hides_name() || case.people.waits_for_claim() {
            return Ok(None);
        }
        let name = self.tx.name_of_person(&case.person).await?;
        Ok(name.and_then(|name| name_on_one_line(&name, NAME)))
    }

    async fn show_copies(&mut self, case: &Case, to: &Audience, media: Vec<Media>, stamp: &str) -> Done<()> {
        let otherwise = self.say(Language::default(), "original-not-shown", &self.facts(case, Language::default()));
        for (index, media) in media.into_iter().enumerate() {
            let letter = Letter {
                to: to.clone(),
                act: Act::Media { media, caption: None, otherwise: Some(otherwise.clone()) },
                priority: Priority::Receipt,
                case: Some(case.id.clone()),
                key: format!("{}:original:{stamp}:{index}", case.id),
                sealed: case.is_sealed(),
            };
            self.post(letter).await?;
        }
        Ok(())
    }

    /// Beneath the original in private: the primary act, so that nobody has to go back to the group.
    async fn original_buttons(&mut self, case: &Case, to: &Audience, cadre: &CadreId) -> Done<Vec<Vec<Button>>> {
        if case.is_sealed() {
            let mut taps = self.reader_taps(case, cadre).await?;
            taps.extend(self.two_offers(case, cadre).await?);
            return self.row(case, to, &taps).await;
        }
        if case.danger.is_some() && self.can(case, cadre, Action::AskMore) {
            let mut taps = vec![("button-ask", Tap::Ask), super::card::primary(case)];
            taps.extend(self.two_offers(case, cadre).await?);
            return self.row(case, to, &taps).await;
        }
        if case.danger.is_some() && self.can(case, cadre, Action::Reveal) {
            let taps = self.two_offers(case, cadre).await?;
            return self.row(case, to, &taps).await;
        }
        if case.state == State::Registered && case.unit().is_none() && self.can(case, cadre, Action::Screen) {
            return self.row(case, to, &[("button-discipline", Tap::ToDiscipline), ("button-apart", Tap::Apart)]).await;
        }
        if case.state == State::Merged {
            return self.row(case, to, &[("button-apart", Tap::Apart)]).await;
        }
        if case.unit().is_none() || !case.state.is_being_worked_on() || !self.can(case, cadre, Action::Sign) {
            return Ok(Vec::new());
        }
        self.row(case, to, &[super::card::primary(case), ("button-apart", Tap::Apart)]).await
    }

    /// What a reader can do with a sealed case.
    async fn reader_taps(&mut self, case: &Case, cadre: &CadreId) -> Done<Vec<(&'static str, Tap)>> {
        if case.marks.care.is_note() {
            return Ok(vec![("button-ask", Tap::Ask), ("button-answer", Tap::Report)]);
        }
        let in_lane = self.is_in_lane(cadre);
        let mut taps = vec![("button-ask", Tap::Ask), ("button-release", Tap::Release)];
        taps.extend(Some(("button-discipline", Tap::ToDiscipline)).filter(|_| !in_lane));
        taps.push(("button-answer", Tap::Report));
        if let Some(part) = &case.part {
            let held = self.load(part).await?.held.is_some();
            taps.extend(Some(("button-let-go", Tap::LetGo)).filter(|_| held && in_lane));
        }
        if case.lane != Some(Lane::Screeners) || in_lane {
            taps.push(("button-outcome-true", Tap::Outcome(Finding::True)));
            taps.push(("button-outcome-partly", Tap::Outcome(Finding::Partly)));
            taps.push(("button-outcome-not", Tap::Outcome(Finding::Not)));
        }
        if self.county().with_role(Role::Organisation).contains(cadre) {
            taps.push(("button-attach", Tap::Attach));
        }
        Ok(taps)
    }
}
