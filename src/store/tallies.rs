//! What units have to show, counted: a line for each round of a case, and sums over them.

use super::engine::{Row, Value};
use super::{StoreFault, Tx};
use crate::case::Grade;
use crate::id::{CaseId, Moment, PlaceId, UnitId};
use crate::stats::tally::{Settled, Tally};

/// What a unit was given in some time, by town.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRow {
    /// The unit.
    pub unit: UnitId,
    /// The town where it happened.
    pub town: Option<PlaceId>,
    /// How many rounds.
    pub given: u32,
    /// How many of these have been answered.
    pub answered: u32,
    /// How often their senders nudged.
    pub nudges: u32,
}

const OF_UNIT: &str = "select unit, town, round, contacted, solved, grade, left_out from tally
    where county = $1 and unit = $4 and settled_at >= $2 and settled_at < $3 and settled_at is not null
        and (doubted_at is null or settled_at < doubted_at) order by settled_at, case_id, round";
const OF_COUNTY: &str = "select unit, town, round, contacted, solved, grade, left_out from tally
    where county = $1 and settled_at >= $2 and settled_at < $3 and settled_at is not null and doubted_at is null
    order by settled_at, case_id, round";

impl Tx {
    /// Writes a unit's line as it stands after an event; what was counted in it before stays counted.
    pub async fn write_tally(
        &mut self,
        case: &CaseId,
        tally: &Tally,
        at: Moment,
        (contacted, nudged): (bool, bool),
    ) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            case.as_str().into(),
            i64::from(tally.round).into(),
            tally.unit.as_str().into(),
            tally.town.as_ref().map(PlaceId::as_str).into(),
            at.into(),
            tally.answered_at.into(),
            contacted.into(),
            nudged.into(),
            tally.solved.map_or(Value::NullInt, Value::from),
            tally.grade.map(Grade::name).into(),
            Some(at).filter(|_| tally.settled).into(),
            tally.left_out.into(),
        ];
        let sql = "insert into tally (county, case_id, round, unit, town, given_at, answered_at, contacted, nudges, solved,
                grade, settled_at, left_out)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (county, case_id, round, unit) do update set town = excluded.town, answered_at = excluded.answered_at,
                contacted = case when tally.contacted > excluded.contacted then tally.contacted else excluded.contacted end,
                nudges = tally.nudges + excluded.nudges, solved = coalesce(excluded.solved, tally.solved),
                grade = coalesce(excluded.grade, tally.grade),
                settled_at = coalesce(tally.settled_at, excluded.settled_at), left_out = excluded.left_out";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What another of several senders said of the same round stands beside the sender's line, for ratings alone: as solved as
    /// the round came to, and graded as they did.
    pub async fn write_joint_tally(
        &mut self,
        (case, beside): (&CaseId, usize),
        round: u32,
        (solved, grade): (Option<bool>, Option<Grade>),
    ) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            case.as_str().into(),
            i64::from(round).into(),
            format!("{case}+{beside}").into(),
            solved.map_or(Value::NullInt, Value::from),
            grade.map(Grade::name).into(),
        ];
        let sql = "insert into tally (county, case_id, round, unit, town, given_at, answered_at, contacted, nudges, solved,
                grade, settled_at, doubted_at, left_out)
            select county, cast($4 as text), round, unit, town, 0, answered_at, contacted, 0, cast($5 as bigint),
                cast($6 as text), settled_at, doubted_at, left_out
            from tally where county = $1 and case_id = $2 and round = $3
            on conflict (county, case_id, round, unit) do update set contacted = excluded.contacted, solved = excluded.solved,
                grade = excluded.grade, settled_at = excluded.settled_at, doubted_at = excluded.doubted_at,
                left_out = excluded.left_out";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// The sender graded an answer after it had come back.
    pub async fn grade_tally(&mut self, case: &CaseId, round: u32, grade: Grade) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), i64::from(round).into(), grade.name().into()];
        let sql = "update tally set grade = $4
            where county = $1 and case_id = $2 and round = $3 and settled_at is not null";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What was said of this round is in doubt from now on, or no round of the case is any more.
    pub async fn doubt_tally(&mut self, case: &CaseId, doubted: Option<(u32, Moment)>) -> Result<(), StoreFault> {
        let (round, at) = doubted.map_or((0, None), |(round, at)| (i64::from(round), Some(at)));
        let args = [self.county(), case.as_str().into(), round.into(), at.into()];
        let sql = "update tally set doubted_at = case when round = $3 then cast($4 as bigint) else null end
            where county = $1 and case_id = $2";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// All rounds of a case are left out of the rates, or none is.
    pub async fn leave_tally_out(&mut self, case: &CaseId, left_out: bool) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), left_out.into()];
        self.link.execute("update tally set left_out = $3 where county = $1 and case_id = $2", args).await?;
        Ok(())
    }

    /// A unit's answers whose senders had the word in some time, oldest first. What was counted before it came into doubt
    /// stays counted here: a figure that goes down would tell the unit that somebody spoke of pressure.
    pub async fn settled_of_unit(
        &mut self,
        unit: &UnitId,
        (from, until): (Moment, Moment),
    ) -> Result<Vec<Settled>, StoreFault> {
        let args = [self.county(), from.into(), until.into(), unit.as_str().into()];
        self.link.fetch_all(OF_UNIT, args).await?.iter().map(settled).collect()
    }

    /// All answers whose senders had the word in some time, oldest first; without what is in doubt.
    pub async fn settled(&mut self, (from, until): (Moment, Moment)) -> Result<Vec<Settled>, StoreFault> {
        let args = [self.county(), from.into(), until.into()];
        self.link.fetch_all(OF_COUNTY, args).await?.iter().map(settled).collect()
    }

    /// What was given to whom in some time.
    pub async fn given(&mut self, (from, until): (Moment, Moment)) -> Result<Vec<GivenRow>, StoreFault> {
        let args = [self.county(), from.into(), until.into()];
        let sql = "select unit, town, count(*), count(answered_at), cast(sum(nudges) as bigint) from tally
            where county = $1 and given_at >= $2 and given_at < $3 group by unit, town order by unit, town";
        let row = |row: &Row| {
            Ok(GivenRow {
                unit: UnitId(row.text(0)?),
                town: row.opt_text(1)?.map(PlaceId),
                given: some(row, 2)?,
                answered: some(row, 3)?,
                nudges: some(row, 4)?,
            })
        };
        self.link.fetch_all(sql, args).await?.iter().map(row).collect()
    }

    /// How many cases a unit is working on, and how many of them are late; those from which anybody is kept out are
    /// nobody's to count.
    pub async fn workload(&mut self, unit: &UnitId, now: Moment) -> Result<(u32, u32), StoreFault> {
        let args = [self.county(), unit.as_str().into(), now.into()];
        let sql = "select count(*), count(case when c.due_at <= $3 then 1 end) from case_file c
            where c.county = $1 and c.unit = $2 and c.is_open = 1 and c.state <> 'answered' and c.is_sealed = 0
                and not exists (select 1 from exclusion x where x.county = c.county and x.case_id = c.id)";
        let row = self.link.fetch_one(sql, args).await?;
        Ok((some(&row, 0)?, some(&row, 1)?))
    }

    /// How many cases of each unit ended in that time and have not come back.
    pub async fn closed_by_unit(&mut self, (from, until): (Moment, Moment)) -> Result<Vec<(UnitId, u32)>, StoreFault> {
        let args = [self.county(), from.into(), until.into()];
        let sql = "select c.unit, count(distinct c.id) from event e join case_file c on c.county = e.county and c.id = e.case_id
            where e.county = $1 and e.at >= $2 and e.at < $3 and (e.kind = 'closed' or e.kind = 'concluded')
                and c.is_open = 0 and c.is_sealed = 0 and c.unit is not null
                and not exists (select 1 from exclusion x where x.county = c.county and x.case_id = c.id)
            group by c.unit order by c.unit";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| Ok((UnitId(row.text(0)?), u32::try_from(row.int(1)?).unwrap_or(u32::MAX)))).collect()
    }

    /// All sealed cases, open and closed.
    pub async fn sealed_cases(&mut self) -> Result<Vec<CaseId>, StoreFault> {
        let args = [self.county()];
        let sql = "select id from case_file where county = $1 and is_sealed = 1 order by id";
        self.link.fetch_all(sql, args).await?.iter().map(|row| row.text(0).map(CaseId)).collect()
    }

    /// Forgets all lines, to count anew.
    pub async fn clear_tallies(&mut self) -> Result<(), StoreFault> {
        for sql in ["delete from tally where county = $1", "delete from adoption where county = $1"] {
            let args = [self.county()];
            self.link.execute(sql, args).await?;
        }
        Ok(())
    }

    /// Whether nothing of this name was ever done with this database; from now on it was.
    pub async fn first_time(&mut self, name: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), name.into()];
        let row = self.link.fetch_optional("select value from counter where county = $1 and name = $2", args).await?;
        Ok(row.is_none() && self.take_numbers(name, 1).await? == 1)
    }
}

fn some(row: &Row, column: usize) -> Result<u32, StoreFault> {
    u32::try_from(row.int(column)?).map_err(|_| StoreFault::Corrupt("a sum in tally is out of range".into()))
}

fn settled(row: &Row) -> Result<Settled, StoreFault> {
    let grade = row.opt_text(5)?.map(|name| Grade::from_name(&name).ok_or(name)).transpose();
    Ok(Settled {
        unit: UnitId(row.text(0)?),
        town: row.opt_text(1)?.map(PlaceId),
        round: some(row, 2)?,
        contacted: row.flag(3)?,
        solved: row.opt_int(4)?.map(|solved| solved == 1),
        grade: grade.map_err(|name| StoreFault::Corrupt(format!("tally has an unknown grade {name}")))?,
        left_out: row.flag(6)?,
    })
}
