//! Know-how that is used again, and what was asked about a subject.

use super::engine::Row;
use super::{StoreFault, Tx};
use crate::id::{CaseId, KnowledgeId, Moment, PlaceId, SubjectId, UnitId};

/// An entry of the knowledge list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeRow {
    /// Its id.
    pub id: KnowledgeId,
    /// Whose answer it is.
    pub unit: UnitId,
    /// What it is about.
    pub subject: SubjectId,
    /// `proposed`, `confirmed` or `dropped`.
    pub state: String,
    /// The case it came from.
    pub case: CaseId,
    /// Until when it is used.
    pub valid_until: Moment,
    /// When somebody confirmed it.
    pub confirmed_at: Option<Moment>,
    /// Its words, as JSON; kept encrypted.
    pub body: String,
}

const ONE: &str = "select id, unit, subject, state, case_id, valid_until, confirmed_at, sealed from knowledge
    where county = $1 and id = $2";
const OF_SUBJECT: &str = "select id, unit, subject, state, case_id, valid_until, confirmed_at, sealed from knowledge
    where county = $1 and subject = $2 and state <> 'dropped' order by id";

impl Tx {
    /// Keeps an entry, in place of the one of the same id.
    pub async fn keep_knowledge(&mut self, row: &KnowledgeRow) -> Result<(), StoreFault> {
        let sealed = self.inner.keys.seal_text("knowledge", row.id.as_str(), &row.body)?;
        let args = [
            self.county(),
            row.id.as_str().into(),
            row.unit.as_str().into(),
            row.subject.as_str().into(),
            row.state.as_str().into(),
            row.case.as_str().into(),
            row.valid_until.into(),
            row.confirmed_at.into(),
            sealed.into(),
        ];
        let sql = "insert into knowledge (county, id, unit, subject, state, case_id, valid_until, confirmed_at, sealed)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (county, id) do update set state = excluded.state, valid_until = excluded.valid_until,
                confirmed_at = excluded.confirmed_at, sealed = excluded.sealed";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// An entry by its id.
    pub async fn knowledge(&mut self, id: &KnowledgeId) -> Result<Option<KnowledgeRow>, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        self.link.fetch_optional(ONE, args).await?.map(|row| self.knowledge_row(&row)).transpose()
    }

    /// The entries about a subject that are proposed or confirmed.
    pub async fn knowledge_of(&mut self, subject: &SubjectId) -> Result<Vec<KnowledgeRow>, StoreFault> {
        let args = [self.county(), subject.as_str().into()];
        let rows = self.link.fetch_all(OF_SUBJECT, args).await?;
        rows.iter().map(|row| self.knowledge_row(row)).collect()
    }

    fn knowledge_row(&self, row: &Row) -> Result<KnowledgeRow, StoreFault> {
        let id = KnowledgeId(row.text(0)?);
        let body = self.inner.keys.open_text("knowledge", id.as_str(), &row.bytes(7)?)?;
        Ok(KnowledgeRow {
            id,
            unit: UnitId(row.text(1)?),
            subject: SubjectId(row.text(2)?),
            state: row.text(3)?,
            case: CaseId(row.text(4)?),
            valid_until: row.moment(5)?,
            confirmed_at: row.opt_moment(6)?,
            body,
        })
    }

    /// Notes that something was asked about a subject.
    pub async fn note_asked(
        &mut self,
        case: &CaseId,
        subject: &SubjectId,
        place: Option<&PlaceId>,
    ) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            case.as_str().into(),
            self.now().into(),
            subject.as_str().into(),
            place.map(PlaceId::as_str).into(),
        ];
        let sql = "insert into asked (county, case_id, at, subject, place) values ($1, $2, $3, $4, $5)
            on conflict (county, case_id) do update set subject = excluded.subject, place = excluded.place";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// How many cases asked about a subject since then, and from how many places.
    pub async fn asked_since(&mut self, subject: &SubjectId, since: Moment) -> Result<(u32, u32), StoreFault> {
        let args = [self.county(), subject.as_str().into(), since.into()];
        let sql = "select count(*), count(distinct place) from asked where county = $1 and subject = $2 and at >= $3";
        let row = self.link.fetch_one(sql, args).await?;
        let some = |column: usize| {
            u32::try_from(row.int(column)?).map_err(|_| StoreFault::Corrupt("a count is out of range".into()))
        };
        Ok((some(0)?, some(1)?))
    }
}
