//! Topics of cases in forums, what the bot may do in a group, and what a unit's board shows.

use super::engine::Row;
use super::{Store, StoreFault, Tx};
use crate::id::{CaseId, UnitId};
use crate::notice::letter::Slot;

/// A topic as it was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its number in the group.
    pub thread: i64,
    /// Whether it bears the name that was asked for.
    pub named: bool,
    /// Whether it is closed.
    pub closed: bool,
}

/// What the bot may do in a group beside writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupRights {
    /// The group has topics, and the bot may run them.
    pub topics: bool,
    /// It may pin messages.
    pub pins: bool,
}

impl Store {
    /// The topic of a case in a group, and whether it bears this name.
    pub async fn topic(&self, slot: &Slot, chat: i64, name: &str) -> Result<Option<Topic>, StoreFault> {
        let mut view = self.view().await?;
        let args = [view.county(), view.slot_hash(slot, chat).into()];
        let sql = "select topic_hash, sealed, named, closed from topic where county = $1 and topic_hash = $2";
        let Some(row) = view.link.fetch_optional(sql, args).await? else { return Ok(None) };
        let thread = self.inner.keys.open_int("topic", &row.text(0)?, &row.bytes(1)?)?;
        Ok(Some(Topic { thread, named: row.text(2)? == view.name_hash(name), closed: row.flag(3)? }))
    }

    /// A case has a topic in a group from now on, under this name.
    pub async fn topic_opened(
        &self,
        (slot, chat): (&Slot, i64),
        case: &CaseId,
        thread: i64,
        name: &str,
    ) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        let hash = tx.slot_hash(slot, chat);
        let sealed = self.inner.keys.seal_int("topic", &hash, thread)?;
        let args = [
            tx.county(),
            hash.into(),
            tx.thread_hash(chat, thread).into(),
            case.as_str().into(),
            sealed.into(),
            tx.name_hash(name).into(),
        ];
        let sql = "insert into topic (county, topic_hash, thread_hash, case_id, sealed, named, closed)
            values ($1, $2, $3, $4, $5, $6, 0)
            on conflict (county, topic_hash) do update set thread_hash = excluded.thread_hash, case_id = excluded.case_id,
                sealed = excluded.sealed, named = excluded.named, closed = 0";
        tx.link.execute(sql, args).await?;
        tx.commit().await
    }

    /// A topic bears this name now, when one is given, and is open or closed.
    pub async fn topic_kept(
        &self,
        slot: &Slot,
        chat: i64,
        (name, closed): (Option<&str>, bool),
    ) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        let named = name.map(|name| tx.name_hash(name));
        let args = [tx.county(), tx.slot_hash(slot, chat).into(), named.as_deref().into(), closed.into()];
        let sql = "update topic set named = coalesce($3, named), closed = $4 where county = $1 and topic_hash = $2";
        tx.link.execute(sql, args).await?;
        tx.commit().await
    }

    /// Somebody deleted a topic.
    pub async fn topic_gone(&self, slot: &Slot, chat: i64) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        let args = [tx.county(), tx.slot_hash(slot, chat).into()];
        tx.link.execute("delete from topic where county = $1 and topic_hash = $2", args).await?;
        tx.commit().await
    }

    /// A group takes no topics from the bot, whatever was thought.
    pub async fn no_topics(&self, chat: i64) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        let rights = tx.group_rights(chat).await?;
        tx.set_group_rights(chat, GroupRights { topics: false, ..rights }).await?;
        tx.commit().await
    }
}

impl Tx {
    /// What the bot may do in a group.
    pub async fn group_rights(&mut self, chat: i64) -> Result<GroupRights, StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into()];
        let sql = "select topics, pins from group_right where county = $1 and chat_hash = $2";
        let read = |row: Row| Ok(GroupRights { topics: row.flag(0)?, pins: row.flag(1)? });
        self.link.fetch_optional(sql, args).await?.map_or(Ok(GroupRights::default()), read)
    }

    /// The bot's rights in a group are these now. Returns whether they were others.
    pub async fn set_group_rights(&mut self, chat: i64, rights: GroupRights) -> Result<bool, StoreFault> {
        if self.group_rights(chat).await? == rights {
            return Ok(false);
        }
        let args = [self.county(), self.chat_lane(chat).into(), rights.topics.into(), rights.pins.into()];
        let sql = "insert into group_right (county, chat_hash, topics, pins) values ($1, $2, $3, $4)
            on conflict (county, chat_hash) do update set topics = excluded.topics, pins = excluded.pins";
        self.link.execute(sql, args).await?;
        Ok(true)
    }

    /// The case whose topic this is.
    pub async fn case_of_topic(&mut self, chat: i64, thread: i64) -> Result<Option<CaseId>, StoreFault> {
        let args = [self.county(), self.thread_hash(chat, thread).into()];
        let sql = "select case_id from topic where county = $1 and thread_hash = $2";
        self.link.fetch_optional(sql, args).await?.map(|row| row.text(0).map(CaseId)).transpose()
    }

    /// Whether the board of a unit shows something else than this, or stands in another group; from now on it shows this.
    pub async fn board_changes(&mut self, unit: &UnitId, chat: i64, text: &str) -> Result<bool, StoreFault> {
        let shown = self.inner.keys.blind("board", text);
        let args = [self.county(), unit.as_str().into(), self.chat_lane(chat).into(), shown.into()];
        let sql = "insert into board (county, unit, chat_hash, shown) values ($1, $2, $3, $4)
            on conflict (county, unit) do update set chat_hash = excluded.chat_hash, shown = excluded.shown
            where board.chat_hash <> excluded.chat_hash or board.shown <> excluded.shown";
        Ok(self.link.execute(sql, args).await? > 0)
    }

    fn thread_hash(&self, chat: i64, thread: i64) -> String {
        self.inner.keys.blind("thread", &format!("{chat}\x1f{thread}"))
    }

    fn name_hash(&self, name: &str) -> String {
        self.inner.keys.blind("topic-name", name)
    }
}
