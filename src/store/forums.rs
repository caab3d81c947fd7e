//! Round tables (座谈会): what they are, and the pot from which residents are drawn.

use super::engine::{Row, Value};
use super::{StoreFault, Tx};
use crate::id::{CaseId, Moment, PersonId};

/// How many characters of a keyed hash a label shows.
const LABEL: usize = 10;

/// A round table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForumRow {
    /// Its number in the county, from 1.
    pub id: String,
    /// When somebody opened it; its pot is of that moment.
    pub opened_at: Moment,
    /// When it is drawn.
    pub draw_at: Moment,
    /// When it was.
    pub drawn_at: Option<Moment>,
    /// When it was called off.
    pub cancelled_at: Option<Moment>,
    /// What it is about, as JSON; kept encrypted.
    pub body: String,
}

/// One label in a pot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForumGuest {
    /// What stands for the resident: nobody can trace it without the key.
    pub label: String,
    /// The case by which they are reached; none once its words are erased.
    pub case: Option<CaseId>,
    /// Whether it was drawn.
    pub drawn: bool,
    /// What an invited one said.
    pub coming: Option<bool>,
}

impl Tx {
    /// The number of the next round table.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn next_forum(&mut self) -> Result<String, StoreFault> {
        Ok(self.take_numbers("forum", 1).await?.to_string())
    }

    /// Keeps a round table as it stands now.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn keep_forum(&mut self, row: &ForumRow) -> Result<(), StoreFault> {
        let sealed = self.inner.keys.seal_text("forum", &row.id, &row.body)?;
        let args = [
            self.county(),
            row.id.as_str().into(),
            row.opened_at.into(),
            row.draw_at.into(),
            row.drawn_at.into(),
            row.cancelled_at.into(),
            sealed.into(),
        ];
        let sql = "insert into forum (county, id, opened_at, draw_at, drawn_at, cancelled_at, sealed)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (county, id) do update set drawn_at = excluded.drawn_at, cancelled_at = excluded.cancelled_at,
                sealed = excluded.sealed";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// A round table by its number.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn forum(&mut self, id: &str) -> Result<Option<ForumRow>, StoreFault> {
        let sql =
            "select id, opened_at, draw_at, drawn_at, cancelled_at, sealed from forum where county = $1 and id = $2";
        let row = self.link.fetch_optional(sql, [self.county(), id.into()]).await?;
        row.map(|row| self.forum_row(&row)).transpose()
    }

    /// The round tables opened since then, oldest first.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn forums_since(&mut self, since: Moment) -> Result<Vec<ForumRow>, StoreFault> {
        let sql = "select id, opened_at, draw_at, drawn_at, cancelled_at, sealed from forum
            where county = $1 and opened_at >= $2 order by opened_at, id";
        let rows = self.link.fetch_all(sql, [self.county(), since.into()]).await?;
        rows.iter().map(|row| self.forum_row(row)).collect()
    }

    fn forum_row(&self, row: &Row) -> Result<ForumRow, StoreFault> {
        let id = row.text(0)?;
        let body = self.inner.keys.open_text("forum", &id, &row.bytes(5)?)?;
        let (opened_at, draw_at) = (row.moment(1)?, row.moment(2)?);
        Ok(ForumRow { id, opened_at, draw_at, drawn_at: row.opt_moment(3)?, cancelled_at: row.opt_moment(4)?, body })
    }

    /// Whoever agreed to be asked to round tables under this kind of consent, and did not take it back.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn agreed_to(&mut self, kind: &str) -> Result<Vec<PersonId>, StoreFault> {
        let sql = "select person from consent where county = $1 and kind = $2 and given = 1 order by person";
        let rows = self.link.fetch_all(sql, [self.county(), kind.into()]).await?;
        rows.iter().map(|row| row.text(0).map(PersonId)).collect()
    }

    /// Puts a resident into a pot, reached by one of their cases.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn put_into_pot(&mut self, forum: &str, owner: &PersonId, case: &CaseId) -> Result<(), StoreFault> {
        let mut label = self.inner.keys.blind("forum", &format!("{forum}\x1f{owner}"));
        label.truncate(LABEL);
        let args = [self.county(), forum.into(), label.into(), case.as_str().into()];
        let sql = "insert into forum_guest (county, forum, label, case_id, drawn) values ($1, $2, $3, $4, 0)
            on conflict (county, forum, label) do nothing";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// A pot, in the order of its labels.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn pot_of(&mut self, forum: &str) -> Result<Vec<ForumGuest>, StoreFault> {
        let sql =
            "select label, case_id, drawn, coming from forum_guest where county = $1 and forum = $2 order by label";
        let guest = |row: &Row| {
            let case = Some(row.text(1)?).filter(|case| !case.is_empty()).map(CaseId);
            let coming = row.opt_int(3)?.map(|coming| coming == 1);
            Ok(ForumGuest { label: row.text(0)?, case, drawn: row.flag(2)?, coming })
        };
        self.link.fetch_all(sql, [self.county(), forum.into()]).await?.iter().map(guest).collect()
    }

    /// In which pots a case stands: the round table's number, the label, whether it was drawn.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn pots_of_case(&mut self, case: &CaseId) -> Result<Vec<(String, String, bool)>, StoreFault> {
        let sql = "select forum, label, drawn from forum_guest where county = $1 and case_id = $2 order by forum";
        let rows = self.link.fetch_all(sql, [self.county(), case.as_str().into()]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.flag(2)?))).collect()
    }

    /// A label is drawn.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn draw_label(&mut self, forum: &str, label: &str) -> Result<(), StoreFault> {
        let args = [self.county(), forum.into(), label.into()];
        let sql = "update forum_guest set drawn = 1 where county = $1 and forum = $2 and label = $3";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What an invited one said, or that nothing is said any more; false when they were not drawn.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn say_coming(&mut self, forum: &str, case: &CaseId, coming: bool) -> Result<bool, StoreFault> {
        let args = [self.county(), forum.into(), case.as_str().into(), Value::from(coming)];
        let sql = "update forum_guest set coming = $4 where county = $1 and forum = $2 and case_id = $3 and drawn = 1";
        Ok(self.link.execute(sql, args).await? > 0)
    }
}
