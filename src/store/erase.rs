//! Erasure (个人信息保护法 art. 47): what leads to a person, and their words, are deleted; numbers, dates and events stay.

use super::letters::audience_kind;
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment, PersonId};
use crate::notice::letter::{Audience, Slot};

/// How many raw updates are looked through at a time.
const PAGE: i64 = 500;
/// So many rounds no case had before slots remembered their case.
const OLD_ROUNDS: u32 = 20;

/// Where an erasure stands: what came later belongs to somebody new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasing {
    /// Updates up to this number are theirs.
    pub update: i64,
    /// Updates that wait are theirs too when they were taken in by then: a restored backup holds such.
    pub waiting_until: Moment,
}

impl Tx {
    /// Cuts the thread from an account to its resident: whoever writes from it next is somebody new. Returns where the
    /// erasure stands.
    pub async fn detach_person(&mut self, person: &PersonId) -> Result<i64, StoreFault> {
        let args = [self.county(), person.as_str().into(), format!("gone:{person}").into()];
        let sql = "update person set account_hash = $3 where county = $1 and id = $2";
        if self.link.execute(sql, args).await? == 0 {
            return Err(StoreFault::Missing("resident"));
        }
        Ok(self.counter("inbox").await?.unwrap_or(0))
    }

    /// Whether letters to this resident, or about a case of theirs, are still on their way.
    pub async fn letters_under_way(&mut self, person: &PersonId) -> Result<bool, StoreFault> {
        for name in self.personas_of(person).await? {
            let to = self.audience_hash(&Audience::Resident(name.clone()));
            let args = [self.county(), name.as_str().into(), to.into()];
            let sql = "select 1 from letter l where l.county = $1 and l.live = 1 and (l.audience_hash = $3
                    or exists (select 1 from case_file c where c.county = l.county and c.id = l.case_id and c.person = $2)) limit 1";
            if self.link.fetch_optional(sql, args).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Law holds a case back from erasure until that moment.
    pub async fn hold_case(&mut self, case: &CaseId, until: Moment) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), self.now().into(), until.into()];
        let sql = "insert into erasure (county, case_id, reason, asked_at, hold_until) values ($1, $2, 'asked', $3, $4)
            on conflict (county, case_id) do nothing";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Whether a case's words were erased.
    pub async fn is_erased(&mut self, case: &CaseId) -> Result<bool, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let sql = "select 1 from erasure where county = $1 and case_id = $2 and erased_at is not null";
        Ok(self.link.fetch_optional(sql, args).await?.is_some())
    }

    /// Until when law holds a case back from erasure; none when it was not asked for, or is over.
    pub async fn held_until(&mut self, case: &CaseId) -> Result<Option<Moment>, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let sql = "select hold_until from erasure where county = $1 and case_id = $2 and erased_at is null";
        self.link.fetch_optional(sql, args).await?.map_or(Ok(None), |row| row.opt_moment(0))
    }

    /// Destroys a case's words with their key, and every row by which it hung together with a chat; leaves a tombstone.
    pub async fn erase_case(&mut self, case: &CaseId, reason: &str) -> Result<(), StoreFault> {
        for sql in [
            "delete from content where county = $1 and case_id = $2",
            "delete from content_key where county = $1 and case_id = $2",
            "delete from entry where county = $1 and case_id = $2",
            "delete from album where county = $1 and case_id = $2",
            "delete from button where county = $1 and case_id = $2",
            "delete from timer where county = $1 and case_id = $2",
            "delete from post where county = $1 and case_id = $2",
            "delete from consent where county = $1 and scope = $2",
            "delete from approval where county = $1 and case_id = $2",
            "delete from case_code where county = $1 and case_id = $2",
            "delete from party where county = $1 and case_id = $2",
            "delete from asked where county = $1 and case_id = $2",
            "delete from case_term where county = $1 and case_id = $2",
            "delete from reception_seat where county = $1 and case_id = $2",
        ] {
            let args = [self.county(), case.as_str().into()];
            self.link.execute(sql, args).await?;
        }
        self.drop_voices(case).await?;
        self.erase_from_pots(case).await?;
        self.unteach(case).await?;
        self.erase_drafts_with(case.as_str()).await?;
        let args = [self.county(), case.as_str().into(), reason.into(), self.now().into()];
        let sql = "insert into erasure (county, case_id, reason, asked_at, erased_at) values ($1, $2, $3, $4, $4)
            on conflict (county, case_id) do update set erased_at = excluded.erased_at";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Forgets where messages about erased cases stand, once the last words in their place have left.
    pub async fn drop_slots(&mut self, erased_by: Moment) -> Result<(), StoreFault> {
        for sql in [
            "delete from slot where county = $1 and case_id in
                (select case_id from erasure where county = $1 and erased_at <= $2)",
            "delete from topic where county = $1 and case_id in
                (select case_id from erasure where county = $1 and erased_at <= $2)",
        ] {
            let args = [self.county(), erased_by.into()];
            self.link.execute(sql, args).await?;
        }
        Ok(())
    }

    /// Destroys everything that leads to a resident or was said to them, but for cases that law holds back. The row of
    /// the resident goes with the last of those.
    pub async fn erase_person(&mut self, person: &PersonId, chat: i64, at: Erasing) -> Result<(), StoreFault> {
        let lane = self.chat_lane(chat);
        self.drop_voices_of(person).await?;
        self.erase_updates(person, chat, at).await?;
        self.erase_letters(person, chat).await?;
        self.erase_places(person, &lane, chat).await?;
        self.void_wordless().await?;
        self.drop_person(person).await
    }

    /// A resident none of whose cases holds words any more leaves no row of their own. Says nothing while one does.
    pub async fn drop_person(&mut self, person: &PersonId) -> Result<(), StoreFault> {
        let person = &self.owner_of(person).await?;
        if self.has_words_of(person).await? {
            return Ok(());
        }
        for name in self.personas_of(person).await? {
            let args = [self.county(), name.as_str().into()];
            self.link.execute("delete from persona where county = $1 and id = $2", args).await?;
            let args = [self.county(), name.as_str().into()];
            self.link.execute("delete from party where county = $1 and person = $2", args).await?;
        }
        for sql in [
            "delete from content where county = $1 and id in
                (select name_content from person where county = $1 and id = $2)",
            "delete from consent where county = $1 and person = $2",
            "delete from person where county = $1 and id = $2",
        ] {
            let args = [self.county(), person.as_str().into()];
            self.link.execute(sql, args).await?;
        }
        Ok(())
    }

    /// Whether any case of a resident still holds words.
    pub async fn has_words_of(&mut self, owner: &PersonId) -> Result<bool, StoreFault> {
        for name in self.personas_of(owner).await? {
            let args = [self.county(), name.as_str().into()];
            let left = "select 1 from case_file c where c.county = $1 and c.person = $2 and not exists (select 1 from erasure e
                where e.county = c.county and e.case_id = c.id and e.erased_at is not null) limit 1";
            if self.link.fetch_optional(left, args).await?.is_some() {
                return Ok(true);
            }
            let args = [self.county(), name.as_str().into()];
            let part = "select 1 from party where county = $1 and person = $2 limit 1";
            if self.link.fetch_optional(part, args).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The same, of whoever asked for erasure and only stayed for a case that law held back.
    pub async fn drop_if_gone(&mut self, person: &PersonId) -> Result<(), StoreFault> {
        let person = &self.owner_of(person).await?;
        let args = [self.county(), person.as_str().into()];
        let sql = "select 1 from person where county = $1 and id = $2 and account_hash like 'gone:%'";
        match self.link.fetch_optional(sql, args).await? {
            Some(_) => self.drop_person(person).await,
            None => Ok(()),
        }
    }

    /// Raw updates: those that name their account, and those of staff that became something in their cases. One that has
    /// been handled says in no column whose it is, so all that are still kept are looked through.
    async fn erase_updates(&mut self, person: &PersonId, chat: i64, at: Erasing) -> Result<(), StoreFault> {
        let lane = self.chat_lane(chat);
        let args = [self.county(), lane.into(), at.update.into(), at.waiting_until.into(), self.now().into()];
        let sql = "update inbox set state = 'done', outcome = 'erased', done_at = $5, lease_until = 0, lane = ''
            where county = $1 and lane = $2 and (state = 'quarantined' and seq <= $3 or state = 'pending' and received_at <= $4)";
        self.link.execute(sql, args).await?;
        for name in self.personas_of(person).await? {
            let args = [self.county(), name.as_str().into()];
            let sql = "delete from content where county = $1 and id in (select i.content_id from inbox i
                join case_file c on c.county = i.county and c.id = i.case_id
                where i.county = $1 and i.state = 'done' and c.person = $2)";
            self.link.execute(sql, args).await?;
        }
        let mut after = 0;
        while after < at.update {
            let args = [self.county(), after.into(), at.update.into(), PAGE.into()];
            let sql = "select c.sealed, c.case_id, k.wrapped, c.id, i.seq from inbox i
                join content c on c.county = i.county and c.id = i.content_id
                left join content_key k on k.county = c.county and k.case_id = c.case_id
                where i.county = $1 and i.seq > $2 and i.seq <= $3 and i.state = 'done' order by i.seq limit $4";
            let page = self.link.fetch_all(sql, args).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.int(4)?;
            for row in &page {
                let id = row.text(3)?;
                let raw = self.open_content(&id, row)?;
                if names(&String::from_utf8_lossy(&raw), chat) {
                    let args = [self.county(), id.into()];
                    self.link.execute("delete from content where county = $1 and id = $2", args).await?;
                }
            }
        }
        Ok(())
    }

    /// What was said to them. Of letters about a case the row stays, so that the books can be checked, without its chat.
    async fn erase_letters(&mut self, person: &PersonId, chat: i64) -> Result<(), StoreFault> {
        let names = self.personas_of(person).await?;
        for to in names.into_iter().map(Audience::Resident).chain([Audience::Chat(chat)]) {
            let (kind, hash) = (audience_kind(&to), self.audience_hash(&to));
            for sql in [
                "delete from content where county = $1 and id in
                    (select content_id from letter where county = $1 and audience_kind = $2 and audience_hash = $3)",
                "delete from letter where county = $1 and audience_kind = $2 and audience_hash = $3 and case_id is null",
                "update letter set lane = id where county = $1 and audience_kind = $2 and audience_hash = $3",
            ] {
                let args = [self.county(), kind.into(), hash.as_str().into()];
                self.link.execute(sql, args).await?;
            }
        }
        Ok(())
    }

    /// Where messages stand in their chat, how fast they wrote, whether they could be reached, what they were in the middle
    /// of. Of somebody who is staff too, or has come anew, only what their cases left.
    async fn erase_places(&mut self, person: &PersonId, lane: &str, chat: i64) -> Result<(), StoreFault> {
        for name in self.personas_of(person).await? {
            self.erase_old_slots(&name, chat).await?;
            self.erase_drafts_with(name.as_str()).await?;
            self.erase_buttons_for(&name).await?;
        }
        self.cancel_timer(&format!("mydata:{person}")).await?;
        if self.cadre_by_account(chat).await?.is_some() {
            return Ok(());
        }
        for sql in [
            "delete from post where county = $1 and lane = $2 and case_id is null",
            "delete from lane_hold where county = $1 and lane = $2",
        ] {
            let args = [self.county(), lane.into()];
            self.link.execute(sql, args).await?;
        }
        self.erase_old_posts(person).await?;
        self.clear_draft(chat, chat).await?;
        if self.person_by_account(chat).await?.is_some() {
            return Ok(());
        }
        for sql in [
            "delete from pace where county = $1 and account_hash = $2",
            "delete from code_try where county = $1 and account_hash = $2",
            "delete from present where county = $1 and account_hash = $2",
        ] {
            let args = [self.county(), self.account_hash(chat).into()];
            self.link.execute(sql, args).await?;
        }
        let args = [self.county(), lane.into()];
        self.link.execute("delete from reach where county = $1 and lane = $2", args).await?;
        Ok(())
    }

    /// Slots from before a slot remembered its case: found by what they are called.
    async fn erase_old_slots(&mut self, name: &PersonId, chat: i64) -> Result<(), StoreFault> {
        let args = [self.county(), name.as_str().into()];
        for row in self.link.fetch_all("select id from case_file where county = $1 and person = $2", args).await? {
            let case = CaseId(row.text(0)?);
            let answers = (1..=OLD_ROUNDS).map(|round| Slot(format!("answer:{case}:{round}")));
            for slot in answers.chain([Slot::status(&case, name)]) {
                let args = [self.county(), self.slot_hash(&slot, chat).into()];
                let sql = "delete from slot where county = $1 and slot_hash = $2 and case_id is null";
                self.link.execute(sql, args).await?;
            }
        }
        Ok(())
    }

    /// Messages of ours from before a message remembered its chat: their keys name the resident.
    async fn erase_old_posts(&mut self, person: &PersonId) -> Result<(), StoreFault> {
        let args = [self.county()];
        let sql = "select post_hash, sealed from post where county = $1 and lane is null and case_id is null";
        for row in self.link.fetch_all(sql, args).await? {
            let hash = row.text(0)?;
            let plain = self.inner.keys.open_text("post", &hash, &row.bytes(1)?)?;
            if plain.contains(person.as_str()) {
                let args = [self.county(), hash.into()];
                self.link.execute("delete from post where county = $1 and post_hash = $2", args).await?;
            }
        }
        Ok(())
    }

    /// What anybody is in the middle of about this case or person. There are few drafts, and none is old.
    async fn erase_drafts_with(&mut self, id: &str) -> Result<(), StoreFault> {
        let args = [self.county()];
        for row in self.link.fetch_all("select draft_hash, sealed from draft where county = $1", args).await? {
            let hash = row.text(0)?;
            if self.inner.keys.open_text("draft", &hash, &row.bytes(1)?)?.contains(id) {
                let args = [self.county(), hash.into()];
                self.link.execute("delete from draft where county = $1 and draft_hash = $2", args).await?;
            }
        }
        Ok(())
    }

    /// Buttons about no case that were made for this resident.
    async fn erase_buttons_for(&mut self, person: &PersonId) -> Result<(), StoreFault> {
        let args = [self.county()];
        for row in
            self.link.fetch_all("select id, sealed from button where county = $1 and case_id is null", args).await?
        {
            let id = row.text(0)?;
            if self.inner.keys.open_text("button", &id, &row.bytes(1)?)?.contains(person.as_str()) {
                let args = [self.county(), id.into()];
                self.link.execute("delete from button where county = $1 and id = $2", args).await?;
            }
        }
        Ok(())
    }

    /// Letters whose words are gone do not leave any more.
    pub(super) async fn void_wordless(&mut self) -> Result<(), StoreFault> {
        for sql in [
            "update letter set state = 'void', live = 0, lease_until = 0, settled_at = $2 where county = $1 and live = 1
                and not exists (select 1 from content c where c.county = letter.county and c.id = letter.content_id)",
            "update letter set state = 'void', settled_at = $2 where county = $1 and state = 'held'
                and not exists (select 1 from content c where c.county = letter.county and c.id = letter.content_id)",
            "update letter set state = 'void', settled_at = $2 where county = $1 and state = 'unaddressed'
                and not exists (select 1 from content c where c.county = letter.county and c.id = letter.content_id)",
        ] {
            let args = [self.county(), self.now().into()];
            self.link.execute(sql, args).await?;
        }
        Ok(())
    }
}

/// Whether an account stands in a raw update, as a number of its own.
fn names(raw: &str, account: i64) -> bool {
    let digits = account.to_string();
    raw.match_indices(&digits).any(|(at, _)| {
        let before = raw[..at].chars().next_back();
        let behind = raw[at + digits.len()..].chars().next();
        !before.is_some_and(|c| c.is_ascii_digit()) && !behind.is_some_and(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn an_account_is_a_number_of_its_own() {
        let raw = r#"{"update_id":15011,"message":{"from":{"id":501},"chat":{"id":501}}}"#;
        assert!(names(raw, 501));
        assert!(!names(r#"{"update_id":15011,"message":{"from":{"id":5012}}}"#, 501));
    }
}
