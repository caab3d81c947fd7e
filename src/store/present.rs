//! Who was seen in which of our groups, and how many Telegram counts there.

use std::collections::BTreeSet;

use super::{GroupRole, Store, StoreFault, Tx};
use crate::id::{CadreId, Moment};
use crate::notice::gate::{Room, Staff};

/// For how long a count of members is believed, in milliseconds.
const COUNT_HOLDS_MS: i64 = 3_600_000;

/// What is known of who sits in a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The cadres who are there now, by any account that was ever theirs.
    pub cadres: BTreeSet<CadreId>,
    /// How many accounts of cadres are there now.
    pub identified: i64,
    /// How many members Telegram counted, the bot included, and when; none when it was never asked.
    pub counted: Option<(i64, Moment)>,
}

impl Seen {
    /// Whether Telegram counted no more members than are known, within the last hour.
    pub fn is_everyone(&self, now: Moment) -> bool {
        self.counted.is_some_and(|(members, at)| members == self.identified + 1 && now.since(at) <= COUNT_HOLDS_MS)
    }
}

/// How somebody stands to a group, as far as was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// They left, or were put out.
    Gone,
    /// They are there.
    Here,
    /// They left, and pressed a button there since: taken to be there by whoever must keep something from them, and to be
    /// gone by whoever asks for their rights.
    GoneButPressing,
    /// They came, nobody knows who it is, and nobody has said that they belong.
    Stranger,
}

impl Presence {
    fn as_int(self) -> i64 {
        match self {
            Self::Gone => 0,
            Self::Here => 1,
            Self::GoneButPressing => 2,
            Self::Stranger => 3,
        }
    }

    fn from_int(number: i64) -> Self {
        match number {
            0 => Self::Gone,
            2 => Self::GoneButPressing,
            3 => Self::Stranger,
            _ => Self::Here,
        }
    }
}

/// A count this old is asked for anew, in milliseconds.
const COUNT_AGES_MS: i64 = 900_000;

impl Store {
    /// The groups whose members should be counted now: while anybody is kept out of any open case, those not counted of late.
    pub async fn uncounted_groups(&self) -> Result<Vec<i64>, StoreFault> {
        let mut view = self.view().await?;
        let args = [view.county()];
        let sql = "select 1 from exclusion x join case_file c on c.county = x.county and c.id = x.case_id
            where x.county = $1 and c.is_open = 1 limit 1";
        let all = view.link.fetch_optional(sql, args).await?.is_some();
        let now = view.now();
        let mut wanted = Vec::new();
        let mut groups = view.bound_groups().await?;
        // The lane's own group must be known before the first matter comes.
        groups.retain(|(_, role)| all || *role == GroupRole::Lane);
        for (chat, _) in groups {
            let counted = view.seen(chat).await?.counted;
            if counted.is_none_or(|(_, at)| now.since(at) >= COUNT_AGES_MS) {
                wanted.push(chat);
            }
        }
        Ok(wanted)
    }

    /// Keeps how many members Telegram counted in a group, the bot included.
    pub async fn members_counted(&self, chat: i64, members: i64) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        tx.counted_in(chat, members).await?;
        tx.commit().await
    }
}

impl Tx {
    /// Somebody was seen in a group, or seen leaving it.
    pub async fn seen_in(&mut self, chat: i64, user: i64, how: Presence) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            self.chat_lane(chat).into(),
            self.account_hash(user).into(),
            how.as_int().into(),
            self.now().into(),
        ];
        let sql = "insert into present (county, chat_hash, account_hash, here, changed_at) values ($1, $2, $3, $4, $5)
            on conflict (county, chat_hash, account_hash) do update set here = excluded.here, changed_at = excluded.changed_at
            where present.here <> excluded.here";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// How somebody stands to a group; none when they were never seen there.
    pub async fn presence(&mut self, chat: i64, user: i64) -> Result<Option<Presence>, StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into(), self.account_hash(user).into()];
        let sql = "select here from present where county = $1 and chat_hash = $2 and account_hash = $3";
        let row = self.link.fetch_optional(sql, args).await?;
        row.map(|row| Ok(Presence::from_int(row.int(0)?))).transpose()
    }

    /// Whether somebody nobody knows is in a group, and nobody has said that they belong.
    pub async fn has_stranger(&mut self, chat: i64) -> Result<bool, StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into()];
        let sql = "select 1 from present where county = $1 and chat_hash = $2 and here = 3 limit 1";
        Ok(self.link.fetch_optional(sql, args).await?.is_some())
    }

    async fn counted_in(&mut self, chat: i64, members: i64) -> Result<(), StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into(), members.into(), self.now().into()];
        let sql = "insert into head_count (county, chat_hash, members, counted_at) values ($1, $2, $3, $4)
            on conflict (county, chat_hash) do update set members = excluded.members, counted_at = excluded.counted_at";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// What is known of who sits in a group.
    pub async fn seen(&mut self, chat: i64) -> Result<Seen, StoreFault> {
        let lane = self.chat_lane(chat);
        let args = [self.county(), lane.as_str().into()];
        let sql = "select p.account_hash, c.cadre from present p join cadre c on c.county = p.county and c.account_hash = p.account_hash
            where p.county = $1 and p.chat_hash = $2 and p.here > 0";
        let mut seen = Seen::default();
        for row in self.link.fetch_all(sql, args).await? {
            seen.identified += 1;
            seen.cadres.insert(CadreId(row.text(1)?));
        }
        let args = [self.county(), lane.as_str().into()];
        let sql = "select f.cadre from present p join former_account f on f.county = p.county and f.account_hash = p.account_hash
            where p.county = $1 and p.chat_hash = $2 and p.here > 0";
        for row in self.link.fetch_all(sql, args).await? {
            seen.cadres.insert(CadreId(row.text(0)?));
        }
        let args = [self.county(), lane.into()];
        let sql = "select members, counted_at from head_count where county = $1 and chat_hash = $2";
        let row = self.link.fetch_optional(sql, args).await?;
        seen.counted = row.map(|row| Ok::<_, StoreFault>((row.int(0)?, row.moment(1)?))).transpose()?;
        Ok(seen)
    }

    /// What the gate must know of a shared chat: who was seen there, and whom the roster lets one expect.
    pub async fn room<S: Staff>(&mut self, chat: i64, staff: &S) -> Result<Room, StoreFault> {
        let seen = self.seen(chat).await?;
        let everyone_known = seen.is_everyone(self.now());
        let mut present = seen.cadres;
        if let Some(role) = self.group_role(chat).await? {
            present.extend(staff.expected_in(&role.audience()));
        }
        Ok(Room { chat, present, everyone_known })
    }

    /// The groups in which an account of these cadres is now, as far as is known.
    pub async fn chats_with(&mut self, cadres: &BTreeSet<CadreId>) -> Result<BTreeSet<i64>, StoreFault> {
        let mut chats = BTreeSet::new();
        for (chat, _) in self.bound_groups().await? {
            if self.seen(chat).await?.cadres.iter().any(|cadre| cadres.contains(cadre)) {
                chats.insert(chat);
            }
        }
        Ok(chats)
    }

    /// A group has another number now; who was seen in it is there.
    pub(super) async fn move_present(&mut self, from: &str, to: &str) -> Result<(), StoreFault> {
        for sql in [
            "delete from present where county = $1 and chat_hash = $3 and account_hash in
                (select account_hash from present where county = $1 and chat_hash = $2)",
            "update present set chat_hash = $3 where county = $1 and chat_hash = $2",
        ] {
            self.link.execute(sql, [self.county(), from.into(), to.into()]).await?;
        }
        Ok(())
    }
}
