//! What residents are shown and asked about their data: the notice, once for each version; words about health, once for each case.

use super::incoming::Said;
use super::tap::Tap;
use super::words::Entry;
use super::{Done, Work};
use crate::case::Case;
use crate::id::CadreId;
use crate::notice::letter::{Act, Audience, Letter, Priority};
use crate::store::{ConsentRow, PersonRow};
use crate::text::Language;

/// The privacy notice (个人信息保护法 art. 17).
pub(super) const NOTICE: &str = "notice";
/// Words about health (个人信息保护法 art. 28, 29).
pub(super) const HEALTH: &str = "health";

impl Work<'_> {
    /// Whether a resident has not seen the notice that is in force.
    pub(super) fn owes_notice(&self, person: &PersonRow) -> bool {
        person.notice_shown < self.rules.service.notice.version
    }

    /// The notice that is in force has been shown.
    pub(super) async fn notice_was_shown(&mut self, person: &PersonRow) -> Done<()> {
        if !self.owes_notice(person) {
            return Ok(());
        }
        let version = self.rules.service.notice.version;
        self.tx.set_notice_shown(&person.id, version).await?;
        let shown =
            ConsentRow { kind: NOTICE.to_owned(), scope: String::new(), version, given: Some(true), at: self.now };
        Ok(self.tx.set_consent(&person.id, &shown).await?)
    }

    /// Asks once for each case, quietly, when words about health have come (个人信息保护法 art. 29: separate consent). A case
    /// that only named readers see, and one about danger to life, is not asked about (art. 13).
    pub(super) async fn ask_health(&mut self, case: &Case, entry: &Entry, person: &PersonRow) -> Done<()> {
        let speaks = entry.text.as_deref().is_some_and(|text| self.is_about_health(text));
        let theirs = self.may_speak(case, &self.voice(case), &Tap::Consent(true));
        if !speaks || !theirs || case.is_sealed() || case.danger.is_some() || self.health_of(case).await?.is_some() {
            return Ok(());
        }
        self.note_health(case, None).await?;
        let language = Language::from_code(Some(&person.language));
        let to = Audience::Resident(case.person.clone());
        let mut message = self.message(self.say(language, "ask-health", &[("number", case.number.to_string())]));
        let yes = self.labelled(&to, &case.id, language, ("button-agree", Tap::Consent(true))).await?;
        let no = self.labelled(&to, &case.id, language, ("button-refuse", Tap::Consent(false))).await?;
        (message.buttons, message.quiet) = (vec![vec![yes, no]], true);
        let letter = Letter {
            to,
            act: Act::Send { message, slot: None },
            priority: Priority::Status,
            case: Some(case.id.clone()),
            key: format!("{}:ask-health", case.id),
            sealed: case.is_sealed(),
        };
        self.post(letter).await
    }

    /// The resident agrees or does not; they may say otherwise later (个人信息保护法 art. 15). The case goes on either way.
    pub(super) async fn consented(&mut self, case: Case, given: bool) -> Done<Case> {
        self.note_health(&case, Some(given)).await?;
        Ok(case)
    }

    async fn note_health(&mut self, case: &Case, given: Option<bool>) -> Done<()> {
        let (kind, scope) = (HEALTH.to_owned(), case.id.to_string());
        let row = ConsentRow { kind, scope, version: self.rules.service.notice.version, given, at: self.now };
        Ok(self.tx.set_consent(&case.person, &row).await?)
    }

    /// What the resident said about words on their health in this case, whichever version they were asked by.
    async fn health_of(&mut self, case: &Case) -> Done<Option<ConsentRow>> {
        let mut all = self.tx.consents(&case.person).await?;
        all.retain(|row| row.kind == HEALTH && row.scope == case.id.as_str());
        Ok(all.pop())
    }

    /// What was said, as this reader may see it: until the resident has agreed, clauses about health only reach whoever
    /// acts.
    pub(super) async fn unmasked_for(
        &mut self,
        reader: &CadreId,
        case: &Case,
        mut entries: Vec<Entry>,
    ) -> Done<Vec<Entry>> {
        let open = case.is_sealed() || case.danger.is_some() || case.acting() == Some(reader);
        if open || self.health_of(case).await?.is_some_and(|row| row.given == Some(true)) {
            return Ok(entries);
        }
        let mask = self.say(Language::default(), "mask-health", &[]);
        for entry in &mut entries {
            entry.text = entry.text.as_deref().map(|text| self.masked(text, &mask));
        }
        Ok(entries)
    }

    fn masked(&self, text: &str, mask: &str) -> String {
        let clause = |clause: &str| {
            let words = clause.trim_end_matches(ends_clause);
            if self.is_about_health(words) { format!("{mask}{}", &clause[words.len()..]) } else { clause.to_owned() }
        };
        text.split_inclusive(ends_clause).map(clause).collect()
    }

    fn is_about_health(&self, text: &str) -> bool {
        self.read(text).sensitive
    }

    /// `/privacy`: the notice with its version, and what the resident has said so far.
    pub(super) async fn show_privacy(&mut self, said: &Said, person: &PersonRow) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let mut text = self.say(language, "privacy", &[]);
        let notice = &self.rules.service.notice;
        let facts = [("version", notice.version.to_string()), ("since", notice.since.clone())];
        text = format!(
            "{text}\n{}\n{}",
            self.say(language, "privacy-rights", &[]),
            self.say(language, "privacy-version", &facts)
        );
        for line in self.consent_lines(person, language).await? {
            text = format!("{text}\n{line}");
        }
        self.notice_was_shown(person).await?;
        self.reply_text(said, person, text).await
    }

    /// What a resident was asked and what they said, a line each.
    pub(super) async fn consent_lines(&mut self, person: &PersonRow, language: Language) -> Done<Vec<String>> {
        let mut lines = Vec::new();
        let mut rows = Vec::new();
        for name in self.tx.personas_of(&person.id).await? {
            rows.extend(self.tx.consents(&name).await?);
        }
        rows.retain(|row| row.kind != super::forum::FORUM);
        rows.sort_by_key(|row| row.at);
        for row in rows {
            let day = crate::text::dates::day(&self.rules.texts, language, row.at);
            let mut facts = vec![("day", day), ("version", row.version.to_string())];
            if row.kind == NOTICE {
                lines.push(self.say(language, "consent-notice", &facts));
                continue;
            }
            let case = self.load(&crate::id::CaseId::new(row.scope.as_str())).await?;
            facts.push(("number", case.number.to_string()));
            if let Some(body) = row.kind.strip_prefix(super::outside::CONSENT) {
                facts.push(("body", self.body_name(&crate::id::OutsideId::new(body))));
                lines.push(self.say(language, leave_key(row.given), &facts));
                continue;
            }
            let key = match row.given {
                Some(true) => "consent-health-given",
                Some(false) => "consent-health-refused",
                None => "consent-health-open",
            };
            lines.push(self.say(language, key, &facts));
        }
        lines.push(self.forum_consent_line(person, language).await?);
        Ok(lines)
    }
}

/// The line about what may be passed on to a body outside.
fn leave_key(given: Option<bool>) -> &'static str {
    match given {
        Some(true) => "consent-outside-given",
        Some(false) => "consent-outside-refused",
        None => "consent-outside-open",
    }
}

/// Where one clause ends and the next begins.
fn ends_clause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '！' | '？' | '、' | ',' | '.' | ';' | '!' | '?' | '\n')
}
