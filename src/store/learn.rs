//! What the county's staff taught, lesson by lesson, and the models learned from it: one of an archive, one of all.

use super::engine::Row;
use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, SubjectId};

/// One lesson: which case is about which subject. Its words stay with the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonRow {
    /// Its number; lessons are taken in this order.
    pub seq: i64,
    /// The case.
    pub case: CaseId,
    /// What staff found it to be about.
    pub subject: SubjectId,
    /// Whether a screener chose it; otherwise whoever it was sent to answered it.
    pub chosen: bool,
}

/// Where learning stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Learning {
    /// The version of the model that is in use; 0 when there is none.
    pub version: i64,
    /// The last lesson it took.
    pub cursor: i64,
    /// Not 0 when something of it must be forgotten: it is learned anew then.
    pub stale: i64,
    /// The last lesson there is.
    pub newest: i64,
}

/// Of an archive, or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What `train --from` made of a county's archive.
    Archive,
    /// That and every lesson: the one in use.
    InUse,
}

impl Which {
    fn name(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::InUse => "in_use",
        }
    }
}

impl Tx {
    /// Writes a lesson down, unless the case already taught the same.
    pub async fn add_lesson(&mut self, case: &CaseId, subject: &SubjectId, chosen: bool) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let sql = "select subject from lesson where county = $1 and case_id = $2 order by seq desc limit 1";
        if let Some(row) = self.link.fetch_optional(sql, args).await?
            && row.text(0)? == subject.as_str()
        {
            return Ok(());
        }
        let seq = self.take_numbers("lesson", 1).await?;
        let args = [
            self.county(),
            seq.into(),
            case.as_str().into(),
            subject.as_str().into(),
            chosen.into(),
            self.now().into(),
        ];
        let sql = "insert into lesson (county, seq, case_id, subject, chosen, at) values ($1, $2, $3, $4, $5, $6)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Of a case only the lesson of this subject stands; of none, nothing.
    pub async fn unteach_but(&mut self, case: &CaseId, subject: Option<&SubjectId>) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), subject.map_or("", SubjectId::as_str).into()];
        let sql = "delete from lesson where county = $1 and case_id = $2 and subject <> $3";
        if self.link.execute(sql, args).await? > 0 {
            self.learn_anew().await?;
        }
        Ok(())
    }

    /// A case teaches nothing any more, and what it taught is forgotten: the model is learned anew without it.
    pub async fn unteach(&mut self, case: &CaseId) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into()];
        if self.link.execute("delete from lesson where county = $1 and case_id = $2", args).await? > 0 {
            self.learn_anew().await?;
        }
        Ok(())
    }

    /// The model in use is learned anew from the archive and every lesson.
    pub async fn learn_anew(&mut self) -> Result<(), StoreFault> {
        let args = [self.county(), self.now().into(), Vec::new().into()];
        let sql = "insert into model (county, name, version, cursor_seq, stale, made_at, sealed) values ($1, 'in_use', 0, 0, 1, $2, $3)
            on conflict (county, name) do update set stale = model.stale + 1";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Lessons after this one, in order.
    pub async fn lessons_after(&mut self, seq: i64, most: u32) -> Result<Vec<LessonRow>, StoreFault> {
        let args = [self.county(), seq.into(), i64::from(most).into()];
        let sql =
            "select seq, case_id, subject, chosen from lesson where county = $1 and seq > $2 order by seq limit $3";
        let row = |row: &Row| {
            Ok(LessonRow {
                seq: row.int(0)?,
                case: CaseId(row.text(1)?),
                subject: SubjectId(row.text(2)?),
                chosen: row.flag(3)?,
            })
        };
        self.link.fetch_all(sql, args).await?.iter().map(row).collect()
    }

    /// Puts the model of an archive in the place of the one before; the one in use is learned anew from it.
    pub async fn keep_archive(&mut self, bytes: &[u8]) -> Result<(), StoreFault> {
        let sealed = self.inner.keys.seal("model", Which::Archive.name(), bytes)?;
        let args = [self.county(), self.now().into(), sealed.into()];
        let sql = "insert into model (county, name, version, cursor_seq, stale, made_at, sealed) values ($1, 'archive', 1, 0, 0, $2, $3)
            on conflict (county, name) do update set version = model.version + 1, made_at = excluded.made_at, sealed = excluded.sealed";
        self.link.execute(sql, args).await?;
        self.learn_anew().await
    }
}

impl Store {
    /// The key that makes buckets say nothing to whoever has the database and not the key.
    pub fn model_key(&self) -> u64 {
        let blind = self.inner.keys.blind("model", "pieces");
        u64::from_str_radix(blind.get(..16).unwrap_or_default(), 16).unwrap_or_default()
    }

    /// Where learning stands.
    pub async fn learning(&self) -> Result<Learning, StoreFault> {
        let mut view = self.view().await?;
        let args = [view.county()];
        let newest = view.link.fetch_one("select coalesce(max(seq), 0) from lesson where county = $1", args).await?;
        let args = [view.county()];
        let sql = "select version, cursor_seq, stale from model where county = $1 and name = 'in_use'";
        let row = view.link.fetch_optional(sql, args).await?;
        let of = |row: Row| {
            Ok::<_, StoreFault>(Learning { version: row.int(0)?, cursor: row.int(1)?, stale: row.int(2)?, newest: 0 })
        };
        let found = row.map(of).transpose()?.unwrap_or_default();
        Ok(Learning { newest: newest.int(0)?, ..found })
    }

    /// A model's version, last lesson and bytes; none while there is none.
    pub async fn model(&self, which: Which) -> Result<Option<(i64, i64, Vec<u8>)>, StoreFault> {
        let mut view = self.view().await?;
        let args = [view.county(), which.name().into()];
        let sql = "select version, cursor_seq, sealed from model where county = $1 and name = $2";
        let Some(row) = view.link.fetch_optional(sql, args).await? else { return Ok(None) };
        let sealed = row.bytes(2)?;
        if sealed.is_empty() {
            return Ok(None);
        }
        Ok(Some((row.int(0)?, row.int(1)?, self.inner.keys.open("model", which.name(), &sealed)?)))
    }

    /// Saves the model in use with its last lesson, unless another process came between. What has come meanwhile that is to
    /// be forgotten stays to be seen to. Returns whether it was saved.
    pub async fn save_model(&self, since: Learning, cursor: i64, bytes: &[u8]) -> Result<bool, StoreFault> {
        let sealed = self.inner.keys.seal("model", Which::InUse.name(), bytes)?;
        let mut tx = self.begin().await?;
        let args = [tx.county(), tx.now().into(), cursor.into(), sealed.clone().into()];
        let made = "insert into model (county, name, version, cursor_seq, stale, made_at, sealed) values ($1, 'in_use', 1, $3, 0, $2, $4)
            on conflict (county, name) do nothing";
        if since.version == 0 && since.stale == 0 && tx.link.execute(made, args).await? == 1 {
            tx.commit().await?;
            return Ok(true);
        }
        let args =
            [tx.county(), tx.now().into(), cursor.into(), sealed.into(), since.version.into(), since.stale.into()];
        let sql =
            "update model set version = version + 1, cursor_seq = $3, stale = stale - $6, made_at = $2, sealed = $4
            where county = $1 and name = 'in_use' and version = $5 and stale >= $6";
        let saved = tx.link.execute(sql, args).await? == 1;
        tx.commit().await?;
        Ok(saved)
    }
}
