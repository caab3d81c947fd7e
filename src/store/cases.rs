//! Cases and the append-only, hash-chained events they are made of.

use std::fmt;

use sha2::{Digest, Sha256};

use super::engine::{Row, Value};
use super::personas::AT_ONCE;
use super::seal::hex;
use super::{StoreFault, Tx};
use crate::id::{CadreId, CaseId, CaseNumber, Moment, PersonId, UnitId};
use crate::notice::gate::Exclusion;

/// What the hash of a first event rests on.
const GENESIS: &str = "";

macro_rules! select_case {
    ($rest:literal) => {
        concat!(
            "select id, number, person, unit, cadre, state, is_open, is_sealed, due_at, provisional, updated_at, version, sealed_body ",
            "from case_file where county = $1 ",
            $rest
        )
    };
}

/// Which of somebody's cases are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those that are open.
    Open,
    /// Those, and those that go on under another.
    OpenOrMerged,
}

/// A case as it stands: the sum of its events.
#[derive(Clone, PartialEq)]
pub struct CaseRow {
    /// The case's id.
    pub id: CaseId,
    /// The number people use.
    pub number: CaseNumber,
    /// Whose it is.
    pub person: PersonId,
    /// The lead unit.
    pub unit: Option<UnitId>,
    /// The responsible cadre.
    pub cadre: Option<CadreId>,
    /// The state's name.
    pub state: String,
    /// Whether it is still under way.
    pub open: bool,
    /// Whether it is sealed (密件).
    pub sealed: bool,
    /// When it is due.
    pub due: Option<Moment>,
    /// Whether the due date rests on a calendar not yet published.
    pub provisional: bool,
    /// When it last changed.
    pub updated_at: Moment,
    /// How many events it is made of.
    pub version: i64,
    /// Everything else, as JSON; kept encrypted.
    pub body: String,
}

/// Shows ids and states, never words or accounts.
impl fmt::Debug for CaseRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaseRow")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// One event: facts, never words about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Its place in the case's chain, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Moment,
    /// Who did it, as an id.
    pub actor: String,
    /// What happened.
    pub kind: String,
    /// The state before.
    pub before: String,
    /// The state after.
    pub after: String,
    /// The facts, as JSON.
    pub body: String,
}

impl Tx {
    /// Whether a case number is already somebody's.
    pub async fn number_taken(&mut self, number: CaseNumber) -> Result<bool, StoreFault> {
        Ok(self.case_by_number(number).await?.is_some())
    }

    /// A case as it stands.
    pub async fn load_case(&mut self, id: &CaseId) -> Result<Option<CaseRow>, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        let row = self.link.fetch_optional(select_case!("and id = $2"), args).await?;
        row.map(|row| self.case_row(&row)).transpose()
    }

    /// The case with this number.
    pub async fn case_by_number(&mut self, number: CaseNumber) -> Result<Option<CaseId>, StoreFault> {
        let args = [self.county(), number.as_i64().into()];
        let row = self.link.fetch_optional("select id from case_file where county = $1 and number = $2", args).await?;
        row.map(|row| row.text(0).map(CaseId)).transpose()
    }

    /// The case with this number, or the nearest other one: whoever asks for a number that does not exist makes the same
    /// work as whoever asks for one that is not theirs. None while there is no case at all.
    pub async fn case_at_or_near(&mut self, number: CaseNumber) -> Result<Option<CaseRow>, StoreFault> {
        let args = [self.county(), number.as_i64().into()];
        let above = self.link.fetch_optional(select_case!("and number >= $2 order by number limit 1"), args).await?;
        let args = [self.county(), number.as_i64().into()];
        let below =
            self.link.fetch_optional(select_case!("and number < $2 order by number desc limit 1"), args).await?;
        above.or(below).map(|row| self.case_row(&row)).transpose()
    }

    /// Adds events (at least one, numbered from `expected_version + 1`) and saves the case they lead to; a new case has
    /// expected version 0, and `row.version` is the number of the last event. `Conflict` when the version has moved.
    pub async fn append(
        &mut self,
        row: &CaseRow,
        expected_version: i64,
        events: &[EventRow],
    ) -> Result<(), StoreFault> {
        let numbered = events.iter().map(|event| event.seq).eq(expected_version + 1..=row.version);
        if events.is_empty() || !numbered {
            return Err(StoreFault::Config(
                "a case is saved with the events that lead to it, numbered without a gap".into(),
            ));
        }
        let before = match expected_version {
            0 => GENESIS.to_owned(),
            _ => self.head_at(&row.id, expected_version).await?,
        };
        let hashes = self.chain(&row.id, before, events);
        let head = hashes.last().cloned().unwrap_or_default();
        match expected_version {
            0 => self.insert_case(row, head).await?,
            _ => self.update_case(row, expected_version, head).await?,
        }
        let rows = events.iter().zip(hashes).map(|(event, hash)| self.event_values(&row.id, event, hash)).collect();
        let head = "insert into event (county, case_id, seq, at, actor, kind, state_before, state_after, body, hash)";
        self.link.insert_rows(head, rows, "").await?;
        Ok(())
    }

    /// The events of a case, in order.
    pub async fn events(&mut self, id: &CaseId) -> Result<Vec<EventRow>, StoreFault> {
        let rows = self.event_rows(id).await?;
        rows.iter().map(event_row).collect()
    }

    /// The cases under some pseudonyms (at most [`AT_ONCE`]), newest first.
    pub(super) async fn cases_of_personas(
        &mut self,
        personas: &[PersonId],
        which: Which,
        limit: u32,
    ) -> Result<Vec<CaseRow>, StoreFault> {
        let mut args: [Value; 3 + AT_ONCE] = std::array::from_fn(|at| {
            let last = personas.len().saturating_sub(1);
            personas.get(at.saturating_sub(3).min(last)).map(PersonId::as_str).into()
        });
        (args[0], args[1], args[2]) = (self.county(), (which as i64).into(), i64::from(limit).into());
        let sql = select_case!(
            "and person in ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)
                and ($2 = 0 or is_open = 1 or ($2 = 2 and state = 'merged')) order by updated_at desc, id limit $3"
        );
        self.case_rows(sql, args).await
    }

    /// The cases that those behind some pseudonyms (at most [`AT_ONCE`]) have to do with beside their senders, newest first.
    pub(super) async fn cases_shared_with_personas(
        &mut self,
        personas: &[PersonId],
        limit: u32,
    ) -> Result<Vec<CaseRow>, StoreFault> {
        let mut args: [Value; 2 + AT_ONCE] = std::array::from_fn(|at| {
            let last = personas.len().saturating_sub(1);
            personas.get(at.saturating_sub(2).min(last)).map(PersonId::as_str).into()
        });
        (args[0], args[1]) = (self.county(), i64::from(limit).into());
        let sql = select_case!(
            "and id in (select case_id from party where county = $1 and person in ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34))
                order by updated_at desc, id limit $2"
        );
        self.case_rows(sql, args).await
    }

    /// The open cases of a unit, by due date (those without one last).
    pub async fn cases_of_unit(&mut self, unit: &UnitId) -> Result<Vec<CaseRow>, StoreFault> {
        let args = [self.county(), unit.as_str().into()];
        self.case_rows(
            select_case!("and unit = $2 and is_open = 1 order by coalesce(due_at, 9223372036854775807), id"),
            args,
        )
        .await
    }

    /// The open cases of a cadre, by due date (those without one last).
    pub async fn cases_of_cadre(&mut self, cadre: &CadreId) -> Result<Vec<CaseRow>, StoreFault> {
        let args = [self.county(), cadre.as_str().into()];
        self.case_rows(
            select_case!("and cadre = $2 and is_open = 1 order by coalesce(due_at, 9223372036854775807), id"),
            args,
        )
        .await
    }

    /// The open cases in one state that are not sealed, those that have stood there longest first.
    pub async fn cases_in_state(&mut self, state: &str) -> Result<Vec<CaseRow>, StoreFault> {
        let args = [self.county(), state.into()];
        self.case_rows(select_case!("and state = $2 and is_sealed = 0 order by updated_at, id"), args).await
    }

    /// Cases a unit works on: the case, the unit, who acts.
    pub async fn open_tasks(&mut self) -> Result<Vec<(CaseId, UnitId, CadreId)>, StoreFault> {
        let args = [self.county()];
        let sql = "select id, unit, cadre from case_file
            where county = $1 and is_open = 1 and state <> 'answered' and unit is not null and cadre is not null order by id";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| Ok((CaseId(row.text(0)?), UnitId(row.text(1)?), CadreId(row.text(2)?)))).collect()
    }

    /// All open cases; with `sealed`, those of them that are.
    pub async fn open_cases(&mut self, sealed: bool) -> Result<Vec<CaseId>, StoreFault> {
        let args = [self.county(), sealed.into()];
        let sql = "select id from case_file where county = $1 and is_open = 1 and is_sealed >= $2 order by id";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| row.text(0).map(CaseId)).collect()
    }

    /// Closed cases that were written to since a moment, but those that only named readers see.
    pub async fn closed_since(&mut self, since: Moment) -> Result<Vec<CaseId>, StoreFault> {
        let args = [self.county(), since.into()];
        let sql = "select id from case_file where county = $1 and state = 'closed' and is_sealed = 0 and updated_at >= $2 order by id";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| row.text(0).map(CaseId)).collect()
    }

    /// When something last happened to any case.
    pub async fn last_event(&mut self, kind: &str) -> Result<Option<Moment>, StoreFault> {
        let args = [self.county(), kind.into()];
        let sql = "select at from event where county = $1 and kind = $2 order by at desc limit 1";
        self.link.fetch_optional(sql, args).await?.map(|row| row.moment(0)).transpose()
    }

    /// Open cases whose due date rests on a calendar not yet published.
    pub async fn provisional_cases(&mut self) -> Result<Vec<CaseId>, StoreFault> {
        let args = [self.county()];
        let sql = "select id from case_file where county = $1 and is_open = 1 and provisional = 1 order by id";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| row.text(0).map(CaseId)).collect()
    }

    /// Who must not learn of a case; nobody when nothing was set.
    pub async fn exclusion(&mut self, id: &CaseId) -> Result<Exclusion, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        let Some(row) =
            self.link.fetch_optional("select sealed from exclusion where county = $1 and case_id = $2", args).await?
        else {
            return Ok(Exclusion::default());
        };
        let json = self.inner.keys.open("exclusion", id.as_str(), &row.bytes(0)?)?;
        serde_json::from_slice(&json).map_err(|_| StoreFault::Corrupt(format!("exclusion {id} is not JSON")))
    }

    /// Every case somebody must not learn of, with whom; none where that cannot be read any more.
    pub async fn exclusions(&mut self) -> Result<Vec<(CaseId, Option<Exclusion>)>, StoreFault> {
        let args = [self.county()];
        let rows =
            self.link.fetch_all("select case_id from exclusion where county = $1 order by case_id", args).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let id = CaseId(row.text(0)?);
            let exclusion = match self.exclusion(&id).await {
                Ok(exclusion) => Some(exclusion),
                Err(StoreFault::Corrupt(_)) => None,
                Err(fault) => return Err(fault),
            };
            all.push((id, exclusion));
        }
        Ok(all)
    }

    /// Sets who must not learn of a case; kept encrypted.
    pub async fn set_exclusion(&mut self, id: &CaseId, exclusion: &Exclusion) -> Result<(), StoreFault> {
        let json =
            serde_json::to_vec(exclusion).map_err(|_| StoreFault::Config("an exclusion that is not JSON".into()))?;
        let sealed = self.inner.keys.seal("exclusion", id.as_str(), &json)?;
        let args = [self.county(), id.as_str().into(), sealed.into()];
        let sql = "insert into exclusion (county, case_id, sealed) values ($1, $2, $3)
            on conflict (county, case_id) do update set sealed = excluded.sealed";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}

impl Tx {
    async fn insert_case(&mut self, row: &CaseRow, head: String) -> Result<(), StoreFault> {
        let mut args = self.case_values(row, head)?;
        args.extend([row.number.as_i64().into(), row.person.as_str().into()]);
        let sql = "insert into case_file (county, id, unit, cadre, state, is_open, is_sealed, due_at, provisional, updated_at,
                version, head, sealed_body, number, person)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    async fn update_case(&mut self, row: &CaseRow, expected_version: i64, head: String) -> Result<(), StoreFault> {
        let mut args = self.case_values(row, head)?;
        args.extend([expected_version.into(), row.person.as_str().into()]);
        let sql = "update case_file set unit = $3, cadre = $4, state = $5, is_open = $6, is_sealed = $7, due_at = $8,
                provisional = $9, updated_at = $10, version = $11, head = $12, sealed_body = $13, person = $15
            where county = $1 and id = $2 and version = $14";
        match self.link.execute(sql, args).await? {
            1 => Ok(()),
            _ => Err(StoreFault::Conflict),
        }
    }

    /// What a case is saved with, but for its number, which never changes, and whose it is.
    fn case_values(&self, row: &CaseRow, head: String) -> Result<Vec<Value>, StoreFault> {
        let body = self.inner.keys.seal_text("case_file", row.id.as_str(), &row.body)?;
        Ok(vec![
            self.county(),
            row.id.as_str().into(),
            row.unit.as_ref().map(UnitId::as_str).into(),
            row.cadre.as_ref().map(CadreId::as_str).into(),
            row.state.as_str().into(),
            row.open.into(),
            row.sealed.into(),
            row.due.into(),
            row.provisional.into(),
            row.updated_at.into(),
            row.version.into(),
            head.into(),
            body.into(),
        ])
    }

    async fn head_at(&mut self, id: &CaseId, version: i64) -> Result<String, StoreFault> {
        let args = [self.county(), id.as_str().into(), version.into()];
        let sql = "select head from case_file where county = $1 and id = $2 and version = $3";
        self.link.fetch_optional(sql, args).await?.ok_or(StoreFault::Conflict)?.text(0)
    }

    async fn case_rows<const N: usize>(
        &mut self,
        sql: &'static str,
        args: [Value; N],
    ) -> Result<Vec<CaseRow>, StoreFault> {
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| self.case_row(row)).collect()
    }

    fn case_row(&self, row: &Row) -> Result<CaseRow, StoreFault> {
        let id = CaseId(row.text(0)?);
        let body = self.inner.keys.open_text("case_file", id.as_str(), &row.bytes(12)?)?;
        Ok(CaseRow {
            number: CaseNumber::from_i64(row.int(1)?)
                .ok_or_else(|| StoreFault::Corrupt(format!("case {id} has a wrong number")))?,
            id,
            person: PersonId(row.text(2)?),
            unit: row.opt_text(3)?.map(UnitId),
            cadre: row.opt_text(4)?.map(CadreId),
            state: row.text(5)?,
            open: row.flag(6)?,
            sealed: row.flag(7)?,
            due: row.opt_moment(8)?,
            provisional: row.flag(9)?,
            updated_at: row.moment(10)?,
            version: row.int(11)?,
            body,
        })
    }

    fn event_values(&self, case: &CaseId, event: &EventRow, hash: String) -> Vec<Value> {
        vec![
            self.county(),
            case.as_str().into(),
            event.seq.into(),
            event.at.into(),
            event.actor.as_str().into(),
            event.kind.as_str().into(),
            event.before.as_str().into(),
            event.after.as_str().into(),
            event.body.as_str().into(),
            hash.into(),
        ]
    }

    async fn event_rows(&mut self, case: &CaseId) -> Result<Vec<Row>, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        let sql = "select seq, at, actor, kind, state_before, state_after, body, hash from event
            where county = $1 and case_id = $2 order by seq";
        self.link.fetch_all(sql, args).await
    }

    /// The hash of each event, the first resting on `before`.
    fn chain(&self, case: &CaseId, before: String, events: &[EventRow]) -> Vec<String> {
        let mut last = before;
        let link = |event| {
            last = event_hash(&last, &self.inner.county, case, event);
            last.clone()
        };
        events.iter().map(link).collect()
    }

    /// Re-computes the chain of a case: the first event that is not what was written, if any, in words.
    pub(super) async fn verify_chain(&mut self, case: &CaseId) -> Result<Option<String>, StoreFault> {
        let rows = self.event_rows(case).await?;
        let mut last = GENESIS.to_owned();
        for (expected, row) in (1..).zip(&rows) {
            let event = event_row(row)?;
            if event.seq != expected {
                return Ok(Some(format!("case {case}: event {expected} is missing")));
            }
            last = event_hash(&last, &self.inner.county, case, &event);
            if row.text(7)? != last {
                return Ok(Some(format!("case {case}: event {expected} is not what was written")));
            }
        }
        let args = [self.county(), case.as_str().into()];
        let sql = "select version, head from case_file where county = $1 and id = $2";
        let Some(row) = self.link.fetch_optional(sql, args).await? else {
            return Ok(Some(format!("case {case}: has events but no row")));
        };
        let whole = row.int(0)? == i64::try_from(rows.len()).unwrap_or(-1) && row.text(1)? == last;
        Ok((!whole).then(|| {
            format!("case {case}: its row does not end where its events end; event {} is the last", rows.len())
        }))
    }
}

fn event_row(row: &Row) -> Result<EventRow, StoreFault> {
    Ok(EventRow {
        seq: row.int(0)?,
        at: row.moment(1)?,
        actor: row.text(2)?,
        kind: row.text(3)?,
        before: row.text(4)?,
        after: row.text(5)?,
        body: row.text(6)?,
    })
}

/// SHA-256 over the hash before and every field, each with its length before it, so that no two events can look alike.
fn event_hash(before: &str, county: &str, case: &CaseId, event: &EventRow) -> String {
    let seq = event.seq.to_string();
    let at = event.at.0.to_string();
    let mut hash = Sha256::new();
    for field in
        [before, county, case.as_str(), &seq, &at, &event.actor, &event.kind, &event.before, &event.after, &event.body]
    {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hex(&hash.finalize())
}
