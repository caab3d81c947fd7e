//! Erasure (个人信息保护法 art. 47): what leads to a person, and their words, are deleted; numbers, dates and events stay.

use super::letters::audience_kind;
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment, PersonId};
use crate::notice::letter::Audience;

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
        ] {
            let args = [self.county(), case.as_str().into()];
            self.link.execute(sql, args).await?;
        }
        self.erase_drafts_with(case.as_str()).await?;
        let args = [self.county(), case.as_str().into(), reason.into(), self.now().into()];
        let sql = "insert into erasure (county, case_id, reason, asked_at, erased_at) values ($1, $2, $3, $4, $4)
            on conflict (county, case_id) do update set erased_at = excluded.erased_at";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Destroys everything that leads to a resident or was said to them, but for cases that law holds back. The row of
    /// the resident goes with the last of those.
    pub async fn erase_person(&mut self, person: &PersonId, chat: i64, at: Erasing) -> Result<(), StoreFault> {
        let lane = self.chat_lane(chat);
        self.erase_updates(person, &lane, at).await?;
        self.erase_letters(person, chat).await?;
        self.erase_places(person, &lane, chat).await?;
        self.void_wordless().await?;
        self.drop_person(person).await
    }

    /// A resident none of whose cases holds words any more leaves no row of their own. Says nothing while one does.
    pub async fn drop_person(&mut self, person: &PersonId) -> Result<(), StoreFault> {
        let person = &self.owner_of(person).await?;
        let names = self.personas_of(person).await?;
        for name in &names {
            let args = [self.county(), name.as_str().into()];
            let left =
                "select 1 from case_file c where c.county = $1 and c.person = $2 and not exists (select 1 from erasure e
                where e.county = c.county and e.case_id = c.id and e.erased_at is not null) limit 1";
            if self.link.fetch_optional(left, args).await?.is_some() {
                return Ok(());
            }
        }
        for name in &names {
            let args = [self.county(), name.as_str().into()];
            self.link.execute("delete from persona where county = $1 and id = $2", args).await?;
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

    /// Raw updates: those of their chat, and those of staff that became something in their cases.
    async fn erase_updates(&mut self, person: &PersonId, lane: &str, at: Erasing) -> Result<(), StoreFault> {
        let args = [self.county(), lane.into(), at.update.into(), at.waiting_until.into(), self.now().into()];
        let sql = "update inbox set state = 'done', outcome = 'erased', done_at = $5, lease_until = 0
            where county = $1 and lane = $2 and (state = 'quarantined' and seq <= $3 or state = 'pending' and received_at <= $4)";
        self.link.execute(sql, args).await?;
        for name in self.personas_of(person).await? {
            let args = [self.county(), lane.into(), at.update.into(), name.as_str().into()];
            let sql = "delete from content where county = $1 and id in (select i.content_id from inbox i
                where i.county = $1 and i.state = 'done' and (i.lane = $2 and (i.seq <= $3 or i.outcome = 'erased')
                    or exists (select 1 from case_file c where c.county = i.county and c.id = i.case_id and c.person = $4)))";
            self.link.execute(sql, args).await?;
        }
        let args = [self.county(), lane.into(), at.update.into()];
        let sql = "update inbox set lane = 'erased'
            where county = $1 and lane = $2 and state = 'done' and (seq <= $3 or outcome = 'erased')";
        self.link.execute(sql, args).await?;
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
            self.erase_places_of(&name, lane).await?;
        }
        self.cancel_timer(&format!("mydata:{person}")).await?;
        if self.cadre_by_account(chat).await?.is_some() {
            return Ok(());
        }
        for sql in [
            "delete from post where county = $1 and lane = $2 and case_id is null",
            "delete from slot where county = $1 and lane = $2 and case_id is null",
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
            "delete from present where county = $1 and account_hash = $2",
        ] {
            let args = [self.county(), self.account_hash(chat).into()];
            self.link.execute(sql, args).await?;
        }
        let args = [self.county(), lane.into()];
        self.link.execute("delete from reach where county = $1 and lane = $2", args).await?;
        Ok(())
    }

    /// The same, of one of the names under which somebody stands in a case.
    async fn erase_places_of(&mut self, name: &PersonId, lane: &str) -> Result<(), StoreFault> {
        for sql in [
            "delete from slot where county = $1 and (lane = $2 or lane is null) and case_id in
                (select id from case_file where county = $1 and person = $3)",
            "delete from post where county = $1 and lane = $2 and case_id in
                (select id from case_file where county = $1 and person = $3)",
        ] {
            let args = [self.county(), lane.into(), name.as_str().into()];
            self.link.execute(sql, args).await?;
        }
        self.erase_drafts_with(name.as_str()).await?;
        self.erase_buttons_for(name).await
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
