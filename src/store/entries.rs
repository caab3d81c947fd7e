//! What was said about a case, edits included, and where our own messages stand.

use serde::{Deserialize, Serialize};

use super::engine::Value;
use super::{StoreFault, Tx};
use crate::id::{CaseId, ContentId, Moment};
use crate::notice::letter::Slot;

/// Which entry of which case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRef {
    /// The case.
    pub case: CaseId,
    /// The entry's number within it, from 1.
    pub entry: i64,
}

/// One version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The entry's number within the case, from 1.
    pub no: i64,
    /// 1 for what was first said, then one more for each edit.
    pub version: i64,
    /// What it is: text, photo, voice, …
    pub kind: String,
    /// Its content.
    pub content: ContentId,
    /// When it was said.
    pub at: Moment,
}

/// A message of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    /// The case it is about.
    pub case: Option<CaseId>,
    /// The slot it was sent for.
    pub slot: Option<Slot>,
    /// The key of its letter.
    pub key: String,
}

/// The part of a post that is kept encrypted.
#[derive(Serialize, Deserialize)]
struct SealedPost {
    slot: Option<Slot>,
    key: String,
}

impl Tx {
    /// The entry a message became.
    pub async fn entry_by_source(&mut self, chat: i64, message: i64) -> Result<Option<EntryRef>, StoreFault> {
        let args = [self.county(), self.source_hash(chat, message).into()];
        let sql = "select case_id, entry_no from entry where county = $1 and source_hash = $2 and version = 1";
        let row = self.link.fetch_optional(sql, args).await?;
        row.map(|row| Ok(EntryRef { case: CaseId(row.text(0)?), entry: row.int(1)? })).transpose()
    }

    /// Adds what a message said to a case; returns the entry's number. `Conflict` when the message already is an entry.
    pub async fn add_entry(
        &mut self,
        source: (i64, i64),
        case: &CaseId,
        kind: &str,
        content: &ContentId,
    ) -> Result<i64, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let row = self
            .link
            .fetch_one("select coalesce(max(entry_no), 0) from entry where county = $1 and case_id = $2", args)
            .await?;
        let number = row.int(0)? + 1;
        let hash = self.source_hash(source.0, source.1);
        let row = EntryRow { no: number, version: 1, kind: kind.to_owned(), content: content.clone(), at: self.now() };
        self.insert_entry(case, row, hash).await?;
        Ok(number)
    }

    /// Adds an edited version of what a message said. `Missing` when the message is no entry.
    pub async fn add_version(&mut self, chat: i64, message: i64, content: &ContentId) -> Result<EntryRef, StoreFault> {
        let hash = self.source_hash(chat, message);
        let sql = "select e.case_id, e.entry_no, e.kind, (select max(v.version) from entry v
                where v.county = e.county and v.case_id = e.case_id and v.entry_no = e.entry_no)
            from entry e where e.county = $1 and e.source_hash = $2 and e.version = 1";
        let args = [self.county(), hash.as_str().into()];
        let row = self.link.fetch_optional(sql, args).await?.ok_or(StoreFault::Missing("entry"))?;
        let found = EntryRef { case: CaseId(row.text(0)?), entry: row.int(1)? };
        let edited = EntryRow {
            no: found.entry,
            version: row.int(3)? + 1,
            kind: row.text(2)?,
            content: content.clone(),
            at: self.now(),
        };
        self.insert_entry(&found.case, edited, hash).await?;
        Ok(found)
    }

    /// Everything said about a case, by entry and version.
    pub async fn entries(&mut self, case: &CaseId) -> Result<Vec<EntryRow>, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let sql = "select entry_no, version, kind, content_id, at from entry
            where county = $1 and case_id = $2 order by entry_no, version";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter()
            .map(|row| {
                Ok(EntryRow {
                    no: row.int(0)?,
                    version: row.int(1)?,
                    kind: row.text(2)?,
                    content: ContentId(row.text(3)?),
                    at: row.moment(4)?,
                })
            })
            .collect()
    }

    /// The case the earlier parts of an album went to.
    pub async fn case_of_album(&mut self, chat: i64, media_group_id: &str) -> Result<Option<CaseId>, StoreFault> {
        let args = [self.county(), self.album_hash(chat, media_group_id).into()];
        let row =
            self.link.fetch_optional("select case_id from album where county = $1 and album_hash = $2", args).await?;
        row.map(|row| row.text(0).map(CaseId)).transpose()
    }

    /// Remembers which case an album belongs to from now on.
    pub async fn move_album(&mut self, chat: i64, media_group_id: &str, case: &CaseId) -> Result<(), StoreFault> {
        let args = [self.county(), self.album_hash(chat, media_group_id).into(), case.as_str().into()];
        let sql = "insert into album (county, album_hash, case_id) values ($1, $2, $3) on conflict (county, album_hash) do update set case_id = excluded.case_id";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What a message of ours was about, to understand a reply to it.
    pub async fn post_at(&mut self, chat: i64, message: i64) -> Result<Option<PostRow>, StoreFault> {
        let hash = self.inner.keys.blind_pair("post", chat, message);
        let args = [self.county(), hash.as_str().into()];
        let Some(row) = self
            .link
            .fetch_optional("select case_id, sealed from post where county = $1 and post_hash = $2", args)
            .await?
        else {
            return Ok(None);
        };
        let json = self.inner.keys.open("post", &hash, &row.bytes(1)?)?;
        let sealed: SealedPost =
            serde_json::from_slice(&json).map_err(|_| StoreFault::Corrupt("post is not JSON".into()))?;
        Ok(Some(PostRow { case: row.opt_text(0)?.map(CaseId), slot: sealed.slot, key: sealed.key }))
    }

    /// A message of ours, to be remembered.
    pub(super) fn post_row(
        &self,
        place: (i64, i64),
        case: Option<&CaseId>,
        slot: Option<&Slot>,
        key: &str,
    ) -> Result<Vec<Value>, StoreFault> {
        let hash = self.inner.keys.blind_pair("post", place.0, place.1);
        let json = serde_json::to_vec(&SealedPost { slot: slot.cloned(), key: key.to_owned() })
            .map_err(|_| StoreFault::Config("a post that is not JSON".into()))?;
        let sealed = self.inner.keys.seal("post", &hash, &json)?;
        // Beside a case no chat: that would link the cases of one person.
        let lane = if case.is_none() { Some(self.chat_lane(place.0)) } else { None };
        Ok(vec![self.county(), hash.into(), case.map(CaseId::as_str).into(), sealed.into(), lane.as_deref().into()])
    }

    /// Remembers messages of ours; the first memory stands.
    pub(super) async fn add_posts(&mut self, rows: Vec<Vec<Value>>) -> Result<(), StoreFault> {
        let head = "insert into post (county, post_hash, case_id, sealed, lane)";
        self.link.insert_rows(head, rows, "on conflict (county, post_hash) do nothing").await?;
        Ok(())
    }

    async fn insert_entry(&mut self, case: &CaseId, row: EntryRow, source: String) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            case.as_str().into(),
            row.no.into(),
            row.version.into(),
            row.kind.into(),
            row.content.as_str().into(),
            source.into(),
            row.at.into(),
        ];
        let sql = "insert into entry (county, case_id, entry_no, version, kind, content_id, source_hash, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    fn source_hash(&self, chat: i64, message: i64) -> String {
        self.inner.keys.blind_pair("source", chat, message)
    }

    fn album_hash(&self, chat: i64, media_group_id: &str) -> String {
        self.inner.keys.blind("album", &format!("{chat}\x1f{media_group_id}"))
    }
}
