//! What matters are spoken of, where and by how many: rows without words, the daily count over them, topics of the month, alarms.

use super::engine::Row;
use super::{StoreFault, Tx};
use crate::id::{CadreId, CaseId, MatterId, Moment, PersonId, PlaceId, TopicId, UnitId};

/// One matter of one case: where, with whom, since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceRow {
    /// The case.
    pub case: CaseId,
    /// The matter.
    pub matter: MatterId,
    /// The village or community; none when only a town is known.
    pub place: Option<PlaceId>,
    /// The town.
    pub town: Option<PlaceId>,
    /// The unit that has the case; none while a screener has it.
    pub unit: Option<UnitId>,
    /// The beginning of the day on which it was said.
    pub day: Moment,
}

/// A matter in a window, counted by different senders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatRow {
    /// Empty for the whole county, else the town or unit.
    pub scope: String,
    /// The matter.
    pub matter: MatterId,
    /// Different senders in the window.
    pub senders: u32,
    /// Of these, how many in its last days.
    pub recent: u32,
    /// Different senders in the window before.
    pub earlier: u32,
    /// Different villages.
    pub places: u32,
    /// The first day of the window on which it was said.
    pub first: Moment,
    /// The last.
    pub last: Moment,
}

/// By what a count is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Division {
    /// The whole county.
    County,
    /// By town.
    Town,
    /// By the unit that has the cases.
    Unit,
}

/// The window of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeatSpan {
    /// Where the window before begins.
    pub earlier: Moment,
    /// Where the window begins.
    pub from: Moment,
    /// Where its last days begin.
    pub recent: Moment,
    /// Matters with fewer senders in the window are left out.
    pub least: u32,
}

/// A topic of the month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthTopic {
    /// Its id.
    pub id: TopicId,
    /// What it is about.
    pub matter: MatterId,
    /// Who leads.
    pub unit: UnitId,
    /// Whose task it is.
    pub owner: CadreId,
    /// `proposed`, `confirmed`, `dropped` or `done`.
    pub state: String,
    /// Whoever spoke from this day on …
    pub from: Moment,
    /// … until this one is in it.
    pub until: Moment,
    /// Until when something is done.
    pub due: Moment,
    /// The towns that had enough senders to be named.
    pub towns: Vec<PlaceId>,
    /// How many senders there were when it was proposed.
    pub senders: u32,
    /// When it was proposed.
    pub made_at: Moment,
    /// Who confirmed or dropped it.
    pub decided_by: Option<CadreId>,
}

const BY_COUNTY: &str = "select '', matter, count(distinct case when day >= $3 then sender end),
        count(distinct case when day >= $4 then sender end), count(distinct case when day < $3 then sender end),
        count(distinct case when day >= $3 then place end), min(case when day >= $3 then day end), max(day)
    from hot_voice where county = $1 and day >= $2 and counted = 1
    group by matter having count(distinct case when day >= $3 then sender end) >= $5 order by matter";
const BY_TOWN: &str = "select town, matter, count(distinct case when day >= $3 then sender end),
        count(distinct case when day >= $4 then sender end), count(distinct case when day < $3 then sender end),
        count(distinct case when day >= $3 then place end), min(case when day >= $3 then day end), max(day)
    from hot_voice where county = $1 and day >= $2 and counted = 1 and town is not null
    group by town, matter having count(distinct case when day >= $3 then sender end) >= $5 order by town, matter";
const BY_UNIT: &str = "select unit, matter, count(distinct case when day >= $3 then sender end),
        count(distinct case when day >= $4 then sender end), count(distinct case when day < $3 then sender end),
        count(distinct case when day >= $3 then place end), min(case when day >= $3 then day end), max(day)
    from hot_voice where county = $1 and day >= $2 and counted = 1 and unit is not null
    group by unit, matter having count(distinct case when day >= $3 then sender end) >= $5 order by unit, matter";

const TOPIC: &str =
    "select id, matter, unit, owner, state, from_day, until_day, due_at, towns, senders, made_at, decided_by
    from month_topic where county = $1 and id = $2";
const TOPICS_SINCE: &str =
    "select id, matter, unit, owner, state, from_day, until_day, due_at, towns, senders, made_at,
    decided_by from month_topic where county = $1 and made_at >= $2 order by made_at desc, id";
const TOPIC_OF_CASE: &str = "select t.id, t.matter, t.unit, t.owner, t.state, t.from_day, t.until_day, t.due_at, t.towns,
        t.senders, t.made_at, t.decided_by
    from hot_voice v join month_topic t on t.county = v.county and t.matter = v.matter
    where v.county = $1 and v.case_id = $2 and v.day >= t.from_day and v.day <= t.until_day and t.state in ('confirmed', 'done')
    order by t.made_at desc, t.id limit 1";

impl Tx {
    /// Writes what a case is about, in place of what stood there. Whose case it is stands in it as a hash that nothing else uses.
    /// What is not counted is heard by alarms alone; it names no case, only a keyed hash of it.
    pub async fn put_voices(
        &mut self,
        case: &CaseId,
        owner: &PersonId,
        voices: &[VoiceRow],
        counted: bool,
    ) -> Result<(), StoreFault> {
        let name = if counted { case.as_str().to_owned() } else { self.inner.keys.blind("voice-case", case.as_str()) };
        for voice in voices {
            let args = [
                self.county(),
                name.as_str().into(),
                voice.matter.as_str().into(),
                voice.place.as_ref().map(PlaceId::as_str).into(),
                voice.town.as_ref().map(PlaceId::as_str).into(),
                voice.unit.as_ref().map(UnitId::as_str).into(),
                self.inner.keys.blind("voice", owner.as_str()).into(),
                voice.day.into(),
                counted.into(),
            ];
            let sql = "insert into hot_voice (county, case_id, matter, place, town, unit, sender, day, counted)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
            self.link.execute(sql, args).await?;
        }
        Ok(())
    }

    /// Takes a case out of every count to come, and out of what alarms hear.
    pub async fn drop_voices(&mut self, case: &CaseId) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), self.inner.keys.blind("voice-case", case.as_str()).into()];
        self.link.execute("delete from hot_voice where county = $1 and case_id in ($2, $3)", args).await?;
        Ok(())
    }

    /// What was counted of a case stays counted, under another name: nothing leads to the case any more. Alarms hear no more of it.
    pub async fn detach_voices(&mut self, case: &CaseId) -> Result<(), StoreFault> {
        let args = [self.county(), case.as_str().into(), self.inner.ids.hex().into()];
        self.link.execute("update hot_voice set case_id = $3 where county = $1 and case_id = $2", args).await?;
        self.drop_voices(case).await
    }

    /// Takes a person out of every count to come, wherever they spoke; also where nothing leads to their case any more.
    pub async fn drop_voices_of(&mut self, owner: &PersonId) -> Result<(), StoreFault> {
        let args = [self.county(), self.inner.keys.blind("voice", owner.as_str()).into()];
        self.link.execute("delete from hot_voice where county = $1 and sender = $2", args).await?;
        Ok(())
    }

    /// The cases of a place that are counted since a day, oldest first for each sender: the sender's hash, the case, the matter.
    pub(super) async fn heard_in(
        &mut self,
        place: Option<&PlaceId>,
        since: Moment,
    ) -> Result<Vec<(String, CaseId, MatterId)>, StoreFault> {
        let args = [self.county(), since.into(), place.map_or("", PlaceId::as_str).into()];
        let sql = "select v.sender, v.case_id, v.matter from hot_voice v
            join case_file c on c.county = v.county and c.id = v.case_id
            where v.county = $1 and v.day >= $2 and v.counted = 1 and c.is_sealed = 0
                and ($3 = '' or v.place = $3 or v.town = $3)
            order by v.sender, v.day, v.case_id, v.matter";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| Ok((row.text(0)?, CaseId(row.text(1)?), MatterId(row.text(2)?)))).collect()
    }

    /// Forgets what was said before a day, some at a time. Returns whether there may be more.
    pub async fn drop_voices_before(&mut self, day: Moment, limit: u32) -> Result<bool, StoreFault> {
        let args = [self.county(), day.into(), i64::from(limit).into()];
        let sql = "delete from hot_voice where county = $1 and (case_id, matter) in
            (select case_id, matter from hot_voice where county = $1 and day < $2 order by day limit $3)";
        Ok(self.link.execute(sql, args).await? >= u64::from(limit))
    }

    /// Counts different senders by matter. It reads all rows of two windows: ask it through a view.
    pub async fn heat(&mut self, division: Division, span: HeatSpan) -> Result<Vec<HeatRow>, StoreFault> {
        let args =
            [self.county(), span.earlier.into(), span.from.into(), span.recent.into(), i64::from(span.least).into()];
        let sql = match division {
            Division::County => BY_COUNTY,
            Division::Town => BY_TOWN,
            Division::Unit => BY_UNIT,
        };
        self.link.fetch_all(sql, args).await?.iter().map(heat_row).collect()
    }

    /// Shows this count from now on.
    pub async fn set_topics(&mut self, topics: &[HeatRow], made_at: Moment) -> Result<(), StoreFault> {
        let args = [self.county()];
        self.link.execute("delete from hot_topic where county = $1", args).await?;
        for topic in topics {
            let args = [
                self.county(),
                topic.scope.as_str().into(),
                topic.matter.as_str().into(),
                i64::from(topic.senders).into(),
                i64::from(topic.recent).into(),
                i64::from(topic.earlier).into(),
                i64::from(topic.places).into(),
                topic.first.into(),
                topic.last.into(),
                made_at.into(),
            ];
            let sql = "insert into hot_topic (county, scope, matter, senders, recent, earlier, places, first_day, last_day, made_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
            self.link.execute(sql, args).await?;
        }
        Ok(())
    }

    /// What the last count came to, for the county or one unit.
    pub async fn topics_of(&mut self, scope: &str) -> Result<Vec<HeatRow>, StoreFault> {
        let args = [self.county(), scope.into()];
        let sql = "select scope, matter, senders, recent, earlier, places, first_day, last_day from hot_topic
            where county = $1 and scope = $2 order by matter";
        self.link.fetch_all(sql, args).await?.iter().map(heat_row).collect()
    }

    /// Keeps a new topic of the month.
    pub async fn add_month_topic(&mut self, topic: &MonthTopic) -> Result<(), StoreFault> {
        let towns: Vec<&str> = topic.towns.iter().map(PlaceId::as_str).collect();
        let args = [
            self.county(),
            topic.id.as_str().into(),
            topic.matter.as_str().into(),
            topic.unit.as_str().into(),
            topic.owner.as_str().into(),
            topic.state.as_str().into(),
            topic.from.into(),
            topic.until.into(),
            topic.due.into(),
            towns.join(",").into(),
            i64::from(topic.senders).into(),
            topic.made_at.into(),
            topic.decided_by.as_ref().map(CadreId::as_str).into(),
        ];
        let sql = "insert into month_topic (county, id, matter, unit, owner, state, from_day, until_day, due_at, towns, senders,
                made_at, decided_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Writes how a topic of the month stands now. False, and nothing is written, unless it still stood in `was`: of two presses
    /// that cross, one counts.
    pub async fn turn_month_topic(&mut self, topic: &MonthTopic, was: &str) -> Result<bool, StoreFault> {
        let args = [
            self.county(),
            topic.id.as_str().into(),
            was.into(),
            topic.state.as_str().into(),
            topic.until.into(),
            topic.due.into(),
            topic.decided_by.as_ref().map(CadreId::as_str).into(),
        ];
        let sql = "update month_topic set state = $4, until_day = $5, due_at = $6, decided_by = $7
            where county = $1 and id = $2 and state = $3";
        Ok(self.link.execute(sql, args).await? == 1)
    }

    /// A topic of the month by its id.
    pub async fn month_topic(&mut self, id: &TopicId) -> Result<Option<MonthTopic>, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        self.link.fetch_optional(TOPIC, args).await?.as_ref().map(month_row).transpose()
    }

    /// Topics proposed since then, the latest first.
    pub async fn month_topics_since(&mut self, since: Moment) -> Result<Vec<MonthTopic>, StoreFault> {
        let args = [self.county(), since.into()];
        self.link.fetch_all(TOPICS_SINCE, args).await?.iter().map(month_row).collect()
    }

    /// The confirmed topic that a case is part of.
    pub async fn topic_of_case(&mut self, case: &CaseId) -> Result<Option<MonthTopic>, StoreFault> {
        let args = [self.county(), case.as_str().into()];
        self.link.fetch_optional(TOPIC_OF_CASE, args).await?.as_ref().map(month_row).transpose()
    }

    /// How many different people spoke of a matter in a place since a day, this transaction's own rows with them; and of how
    /// many an alarm has told, and when. Whoever comes at the same moment waits here for the other's end, so that of two the
    /// later always sees both.
    pub async fn touch_outbreak(
        &mut self,
        matter: &MatterId,
        place: &PlaceId,
        since: Moment,
    ) -> Result<(u32, u32, Moment), StoreFault> {
        let args = [self.county(), matter.as_str().into(), place.as_str().into(), self.now().into()];
        let sql = "insert into outbreak (county, matter, place, touched, told, told_at) values ($1, $2, $3, $4, 0, 0)
            on conflict (county, matter, place) do update set touched = excluded.touched returning told, told_at";
        let told = self.link.fetch_one(sql, args).await?;
        let args = [self.county(), matter.as_str().into(), place.as_str().into(), since.into()];
        let sql = "select count(distinct sender) from hot_voice where county = $1 and matter = $2 and place = $3 and day >= $4";
        let row = self.link.fetch_one(sql, args).await?;
        Ok((some(&row, 0)?, some(&told, 0)?, told.moment(1)?))
    }

    /// An alarm has told of so many.
    pub async fn outbreak_was_told(
        &mut self,
        matter: &MatterId,
        place: &PlaceId,
        senders: u32,
    ) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            matter.as_str().into(),
            place.as_str().into(),
            i64::from(senders).into(),
            self.now().into(),
        ];
        let sql = "update outbreak set told = $4, told_at = $5 where county = $1 and matter = $2 and place = $3";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}

fn some(row: &Row, column: usize) -> Result<u32, StoreFault> {
    u32::try_from(row.int(column)?).map_err(|_| StoreFault::Corrupt("a count of voices is out of range".into()))
}

fn heat_row(row: &Row) -> Result<HeatRow, StoreFault> {
    Ok(HeatRow {
        scope: row.text(0)?,
        matter: MatterId(row.text(1)?),
        senders: some(row, 2)?,
        recent: some(row, 3)?,
        earlier: some(row, 4)?,
        places: some(row, 5)?,
        first: row.moment(6)?,
        last: row.moment(7)?,
    })
}

fn month_row(row: &Row) -> Result<MonthTopic, StoreFault> {
    let towns = row.text(8)?;
    Ok(MonthTopic {
        id: TopicId(row.text(0)?),
        matter: MatterId(row.text(1)?),
        unit: UnitId(row.text(2)?),
        owner: CadreId(row.text(3)?),
        state: row.text(4)?,
        from: row.moment(5)?,
        until: row.moment(6)?,
        due: row.moment(7)?,
        towns: towns.split(',').filter(|town| !town.is_empty()).map(PlaceId::new).collect(),
        senders: some(row, 9)?,
        made_at: row.moment(10)?,
        decided_by: row.opt_text(11)?.map(CadreId),
    })
}
