//! What residents were shown and asked, and what they said to it.

use super::{StoreFault, Tx};
use crate::id::{Moment, PersonId};

/// One thing shown to a resident, or asked of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// `notice` or `health`.
    pub kind: String,
    /// The case it is about; empty when it is about none.
    pub scope: String,
    /// The version of the words that were shown.
    pub version: u32,
    /// Shown or agreed; refused; none while it has not been answered.
    pub given: Option<bool>,
    /// When it was shown, asked or last answered.
    pub at: Moment,
}

impl Tx {
    /// Writes down what a resident was shown, asked, or said; a later answer takes the place of an earlier one.
    pub async fn set_consent(&mut self, person: &PersonId, consent: &ConsentRow) -> Result<(), StoreFault> {
        let given = consent.given.map_or(super::engine::Value::NullInt, super::engine::Value::from);
        let args = [
            self.county(),
            person.as_str().into(),
            consent.kind.as_str().into(),
            consent.scope.as_str().into(),
            i64::from(consent.version).into(),
            given,
            consent.at.into(),
        ];
        let sql =
            "insert into consent (county, person, kind, scope, version, given, at) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (county, person, kind, scope, version) do update set given = excluded.given, at = excluded.at";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Everything a resident was shown and asked, oldest first.
    pub async fn consents(&mut self, person: &PersonId) -> Result<Vec<ConsentRow>, StoreFault> {
        let args = [self.county(), person.as_str().into()];
        let sql = "select kind, scope, version, given, at from consent where county = $1 and person = $2
            order by at, kind, scope, version";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter()
            .map(|row| {
                Ok(ConsentRow {
                    kind: row.text(0)?,
                    scope: row.text(1)?,
                    version: u32::try_from(row.int(2)?).unwrap_or(0),
                    given: row.opt_int(3)?.map(|given| given != 0),
                    at: row.moment(4)?,
                })
            })
            .collect()
    }
}
