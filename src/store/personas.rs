//! One person, a pseudonym for each case: without the key no two cases of one person can be told from those of two.
//!
//! The nth pseudonym of a resident is a keyed hash of who they are and n; n stands sealed with them, and each pseudonym
//! holds its owner sealed. A resident who came before there were pseudonyms still is their own in the cases of that time.

use super::cases::{CaseRow, Which};
use super::{StoreFault, Tx};
use crate::id::PersonId;

/// How many pseudonyms are looked up with one statement.
pub(super) const AT_ONCE: usize = 32;

impl Tx {
    /// A fresh pseudonym of a resident, for one case only.
    pub async fn add_persona(&mut self, owner: &PersonId) -> Result<PersonId, StoreFault> {
        let number = self.persona_count(owner).await? + 1;
        let id = self.persona(owner, number);
        let sealed = self.inner.keys.seal_text("persona", id.as_str(), owner.as_str())?;
        let args = [self.county(), id.as_str().into(), sealed.into()];
        self.link.execute("insert into persona (county, id, sealed_owner) values ($1, $2, $3)", args).await?;
        let count = self.inner.keys.seal_int("personas", owner.as_str(), number)?;
        let args = [self.county(), owner.as_str().into(), count.into()];
        self.change_person("update person set sealed_personas = $3 where county = $1 and id = $2", args).await?;
        Ok(id)
    }

    /// The resident behind a pseudonym; whoever is no pseudonym is their own.
    pub async fn owner_of(&mut self, id: &PersonId) -> Result<PersonId, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        let sql = "select sealed_owner from persona where county = $1 and id = $2";
        let Some(row) = self.link.fetch_optional(sql, args).await? else { return Ok(id.clone()) };
        Ok(PersonId(self.inner.keys.open_text("persona", id.as_str(), &row.bytes(0)?)?))
    }

    /// Under what a resident stands in cases, newest first: every pseudonym, and at last themselves.
    pub async fn personas_of(&mut self, owner: &PersonId) -> Result<Vec<PersonId>, StoreFault> {
        let count = self.persona_count(owner).await?;
        let mut all: Vec<PersonId> = (1..=count).rev().map(|number| self.persona(owner, number)).collect();
        all.push(owner.clone());
        Ok(all)
    }

    /// The cases of a resident, newest first.
    pub async fn cases_of_person(
        &mut self,
        owner: &PersonId,
        which: Which,
        limit: u32,
    ) -> Result<Vec<CaseRow>, StoreFault> {
        let mut rows = Vec::new();
        for some in self.personas_of(owner).await?.chunks(AT_ONCE) {
            rows.extend(self.cases_of_personas(some, which, limit).await?);
        }
        rows.sort_by(|one, other| other.updated_at.cmp(&one.updated_at).then_with(|| one.id.cmp(&other.id)));
        rows.truncate(limit as usize);
        Ok(rows)
    }

    async fn persona_count(&mut self, owner: &PersonId) -> Result<i64, StoreFault> {
        let args = [self.county(), owner.as_str().into()];
        let sql = "select sealed_personas from person where county = $1 and id = $2";
        let row = self.link.fetch_optional(sql, args).await?;
        let Some(sealed) = row.map(|row| row.get::<Option<Vec<u8>>>(0)).transpose()?.flatten() else { return Ok(0) };
        self.inner.keys.open_int("personas", owner.as_str(), &sealed)
    }

    fn persona(&self, owner: &PersonId, number: i64) -> PersonId {
        PersonId(self.inner.keys.blind("persona", &format!("{owner}\x1f{number}")))
    }
}
