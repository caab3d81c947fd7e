//! Chats out of reach: who blocked the bot or is gone, which groups it was put out of; and the letters held for them.

use super::{GroupRole, Store, StoreFault, Tx};
use crate::id::{ContentId, LetterId, Moment};
use crate::notice::letter::Letter;

/// A chat out of reach of which nobody has been told yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LostChat {
    /// The chat.
    pub chat: i64,
    /// Since when.
    pub since: Moment,
}

// No derived Debug: accounts must not reach a log.
impl std::fmt::Debug for LostChat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LostChat(..)")
    }
}

impl Store {
    /// Telegram refused a letter that left at `flown_at`, because its chat is out of reach: it is held with all others to
    /// that chat. False when the chat came back meanwhile: then the letter is in line again.
    pub async fn letter_held(&self, id: &LetterId, chat: i64, why: &str, flown_at: Moment) -> Result<bool, StoreFault> {
        let mut tx = self.begin_first().await?;
        let back_since = tx.back_since(chat).await?;
        let held = back_since.is_none_or(|back| back < flown_at);
        if held {
            tx.set_lost(chat, why).await?;
        }
        let args =
            [tx.county(), id.as_str().into(), if held { "held" } else { "ready" }.into(), (!held).into(), why.into()];
        let sql = "update letter set state = $3, live = $4, lease_until = 0, error = $5
            where county = $1 and id = $2 and live = 1";
        tx.link.execute(sql, args).await?;
        tx.commit().await?;
        Ok(held)
    }

    /// Chats out of reach of which nobody has been told yet.
    pub async fn newly_lost(&self) -> Result<Vec<LostChat>, StoreFault> {
        let mut view = self.view().await?;
        let args = [view.county()];
        let sql = "select lane, sealed_chat, changed_at from reach where county = $1 and lost = 1 and told = 0 order by changed_at limit 64";
        let rows = view.link.fetch_all(sql, args).await?;
        let open = |row: &super::engine::Row| {
            let chat = self.inner.keys.open_int("reach", &row.text(0)?, &row.bytes(1)?)?;
            Ok(LostChat { chat, since: row.moment(2)? })
        };
        rows.iter().map(open).collect()
    }
}

impl Tx {
    /// A chat is out of reach: its letters are held, but for the one on its way. Known already, it stays as it was.
    pub async fn set_lost(&mut self, chat: i64, why: &str) -> Result<(), StoreFault> {
        let lane = self.chat_lane(chat);
        let sealed = self.inner.keys.seal_int("reach", &lane, chat)?;
        let args = [self.county(), lane.as_str().into(), sealed.into(), why.into(), self.now().into()];
        let sql = "insert into reach (county, lane, sealed_chat, kind, lost, told, changed_at) values ($1, $2, $3, $4, 1, 0, $5)
            on conflict (county, lane) do update set kind = excluded.kind, lost = 1, told = 0, changed_at = excluded.changed_at
            where reach.lost = 0";
        self.link.execute(sql, args).await?;
        let args = [self.county(), lane.into(), why.into()];
        let sql = "update letter set state = 'held', live = 0, error = $3
            where county = $1 and lane = $2 and live = 1 and lease_until = 0";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// A chat is back in reach. False when it had not been out of it. Its letters stay held until they are freed.
    pub async fn set_back(&mut self, chat: i64) -> Result<bool, StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into(), self.now().into()];
        let sql = "update reach set lost = 0, told = 1, changed_at = $3 where county = $1 and lane = $2 and lost = 1";
        Ok(self.link.execute(sql, args).await? > 0)
    }

    /// Whoever must know that a chat is out of reach has been told.
    pub async fn lost_was_told(&mut self, chat: i64) -> Result<(), StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into()];
        self.link.execute("update reach set told = 1 where county = $1 and lane = $2", args).await?;
        Ok(())
    }

    /// Whether a chat is out of reach.
    pub async fn is_lost(&mut self, chat: i64) -> Result<bool, StoreFault> {
        let lane = self.chat_lane(chat);
        self.lane_is_lost(&lane).await
    }

    pub(super) async fn lane_is_lost(&mut self, lane: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), lane.into()];
        let sql = "select lane from reach where county = $1 and lane = $2 and lost = 1";
        Ok(self.link.fetch_optional(sql, args).await?.is_some())
    }

    /// What our groups out of reach are for.
    pub async fn lost_groups(&mut self) -> Result<Vec<GroupRole>, StoreFault> {
        let args = [self.county()];
        let sql = "select g.role from group_chat g join reach r on r.county = g.county and r.lane = g.chat_hash
            where g.county = $1 and r.lost = 1 order by g.role";
        let rows = self.link.fetch_all(sql, args).await?;
        rows.iter().map(|row| GroupRole::from_text(&row.text(0)?)).collect()
    }

    /// The letters held for a chat, in the order they were written.
    pub async fn held_letters(&mut self, chat: i64) -> Result<Vec<(LetterId, Letter)>, StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into()];
        let sql = "select id, content_id from letter where county = $1 and lane = $2 and state = 'held' order by seq";
        let mut letters = Vec::new();
        for row in self.link.fetch_all(sql, args).await? {
            letters.push((LetterId(row.text(0)?), self.letter_in(&ContentId(row.text(1)?)).await?));
        }
        Ok(letters)
    }

    /// A held letter that a later one makes pointless; kept, and never sent.
    pub async fn letter_outdated(&mut self, id: &LetterId) -> Result<(), StoreFault> {
        let args = [self.county(), id.as_str().into(), self.now().into()];
        let sql = "update letter set state = 'outdated', settled_at = $3, lane = '' where county = $1 and id = $2 and state = 'held'";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Lets the letters leave that were held for a chat.
    pub async fn free_held(&mut self, chat: i64) -> Result<(), StoreFault> {
        let lane = self.chat_lane(chat);
        self.move_letters(&lane, &lane).await
    }

    /// Whatever waits for one chat waits for another now, what was held too.
    pub(super) async fn move_letters(&mut self, from: &str, to: &str) -> Result<(), StoreFault> {
        let args = [self.county(), from.into(), to.into()];
        let sql = "update letter set lane = $3 where county = $1 and lane = $2 and live = 1";
        self.link.execute(sql, args).await?;
        let args = [self.county(), from.into(), to.into(), self.now().into()];
        let sql = "update letter set lane = $3, state = 'ready', live = 1, settled_at = null, ready_at = $4
            where county = $1 and lane = $2 and state = 'held'";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Since when a chat that had been out of reach is back.
    async fn back_since(&mut self, chat: i64) -> Result<Option<Moment>, StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into()];
        let sql = "select changed_at from reach where county = $1 and lane = $2 and lost = 0";
        self.link.fetch_optional(sql, args).await?.map(|row| row.moment(0)).transpose()
    }
}
