//! Requests for acts that take two persons.

use super::engine::Row;
use super::{StoreFault, Tx};
use crate::id::{ApprovalId, CadreId, CaseId, Moment};

/// A request for an act that takes two persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRow {
    /// Its id.
    pub id: ApprovalId,
    /// The case it is about.
    pub case: CaseId,
    /// The name of the act.
    pub act: String,
    /// Who asked.
    pub first: CadreId,
    /// When.
    pub asked_at: Moment,
    /// How it ended, if it has.
    pub outcome: Option<String>,
    /// Whom or what it concerns, as JSON; kept encrypted.
    pub subject: String,
}

const SELECT: &str =
    "select id, case_id, act, asked_by, asked_at, outcome, sealed from approval where county = $1 and id = $2";
const OF_CASE: &str = "select id, case_id, act, asked_by, asked_at, outcome, sealed from approval where county = $1 and case_id = $2 order by asked_at, id";

impl Tx {
    /// Keeps a new request.
    pub async fn add_approval(&mut self, row: &ApprovalRow) -> Result<(), StoreFault> {
        let sealed = self.inner.keys.seal_text("approval", row.id.as_str(), &row.subject)?;
        let args = [
            self.county(),
            row.id.as_str().into(),
            row.case.as_str().into(),
            row.act.as_str().into(),
            row.first.as_str().into(),
            row.asked_at.into(),
            sealed.into(),
        ];
        let sql = "insert into approval (county, id, case_id, act, asked_by, asked_at, sealed)
            values ($1, $2, $3, $4, $5, $6, $7)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// A request by its id.
    pub async fn approval(&mut self, id: &ApprovalId) -> Result<Option<ApprovalRow>, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        self.link.fetch_optional(SELECT, args).await?.map(|row| self.approval_row(&row)).transpose()
    }

    /// All requests about a case, oldest first.
    pub async fn approvals_of(&mut self, case: &CaseId) -> Result<Vec<ApprovalRow>, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let rows = self.link.fetch_all(OF_CASE, args).await?;
        rows.iter().map(|row| self.approval_row(row)).collect()
    }

    /// Ends a request. False when it has ended before: then nothing may come of it a second time.
    pub async fn settle_approval(&mut self, id: &ApprovalId, by: &CadreId, outcome: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), id.as_str().into(), by.as_str().into(), self.now().into(), outcome.into()];
        let sql = "update approval set settled_by = $3, settled_at = $4, outcome = $5
            where county = $1 and id = $2 and settled_at is null";
        Ok(self.link.execute(sql, args).await? == 1)
    }

    fn approval_row(&self, row: &Row) -> Result<ApprovalRow, StoreFault> {
        let id = ApprovalId(row.text(0)?);
        let subject = self.inner.keys.open_text("approval", id.as_str(), &row.bytes(6)?)?;
        Ok(ApprovalRow {
            id,
            case: CaseId(row.text(1)?),
            act: row.text(2)?,
            first: CadreId(row.text(3)?),
            asked_at: row.moment(4)?,
            outcome: row.opt_text(5)?,
            subject,
        })
    }
}
