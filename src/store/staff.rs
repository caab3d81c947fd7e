//! Which account is which cadre, which group is which unit's, and the invites by which cadres join.

use super::{StoreFault, Tx};
use crate::id::{CadreId, Moment, UnitId};
use crate::notice::letter::Audience;

/// What a group is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GroupRole {
    /// A unit's group.
    Unit(UnitId),
    /// The county triage group.
    Triage,
    /// The operators' chat.
    Operators,
    /// The discipline lane's own group, in which nobody else sits.
    Lane,
}

impl GroupRole {
    /// Whom a letter to this group is for.
    pub fn audience(&self) -> Audience {
        match self {
            Self::Unit(unit) => Audience::UnitGroup(unit.clone()),
            Self::Triage => Audience::TriageGroup,
            Self::Operators => Audience::Operators,
            Self::Lane => Audience::LaneGroup,
        }
    }

    fn as_text(&self) -> String {
        match self {
            Self::Unit(unit) => format!("unit:{unit}"),
            Self::Triage => "triage".to_owned(),
            Self::Operators => "operators".to_owned(),
            Self::Lane => "lane".to_owned(),
        }
    }

    pub(super) fn from_text(text: &str) -> Result<Self, StoreFault> {
        match (text, text.strip_prefix("unit:")) {
            ("triage", _) => Ok(Self::Triage),
            ("operators", _) => Ok(Self::Operators),
            ("lane", _) => Ok(Self::Lane),
            (_, Some(unit)) => Ok(Self::Unit(UnitId::new(unit))),
            (_, None) => Err(StoreFault::Corrupt("group_chat has an unknown role".into())),
        }
    }
}

impl Tx {
    /// Binds a cadre to an account (replacing their old one, which stays known as a former one) and frees the letters that waited for it.
    /// `Conflict` when the account already is another cadre.
    pub async fn bind_cadre(&mut self, cadre: &CadreId, user: i64) -> Result<(), StoreFault> {
        if self.account_of(cadre).await?.is_some_and(|before| before != user) {
            self.unbind_cadre(cadre).await?;
        }
        let sealed = self.inner.keys.seal_int("cadre", cadre.as_str(), user)?;
        let args =
            [self.county(), cadre.as_str().into(), self.account_hash(user).into(), sealed.into(), self.now().into()];
        let sql = "insert into cadre (county, cadre, account_hash, sealed_account, bound_at) values ($1, $2, $3, $4, $5)
            on conflict (county, cadre) do update
            set account_hash = excluded.account_hash, sealed_account = excluded.sealed_account, bound_at = excluded.bound_at";
        self.link.execute(sql, args).await?;
        self.free_letters(&Audience::Cadre(cadre.clone()), user).await?;
        self.free_held_for(&Audience::Cadre(cadre.clone()), user).await
    }

    /// The cadre with this account.
    pub async fn cadre_by_account(&mut self, user: i64) -> Result<Option<CadreId>, StoreFault> {
        let args = [self.county(), self.account_hash(user).into()];
        let row =
            self.link.fetch_optional("select cadre from cadre where county = $1 and account_hash = $2", args).await?;
        row.map(|row| row.text(0).map(CadreId)).transpose()
    }

    /// The account of a cadre, which is also their private chat.
    pub async fn account_of(&mut self, cadre: &CadreId) -> Result<Option<i64>, StoreFault> {
        let args = [self.county(), cadre.as_str().into()];
        let row =
            self.link.fetch_optional("select sealed_account from cadre where county = $1 and cadre = $2", args).await?;
        row.map(|row| self.inner.keys.open_int("cadre", cadre.as_str(), &row.bytes(0)?)).transpose()
    }

    /// Takes the account from a cadre; that it was theirs stays known.
    pub async fn unbind_cadre(&mut self, cadre: &CadreId) -> Result<(), StoreFault> {
        let args = [self.county(), cadre.as_str().into(), self.now().into()];
        let sql = "insert into former_account (county, account_hash, cadre, ended_at)
            select county, account_hash, cadre, cast($3 as bigint) from cadre where county = $1 and cadre = $2
            on conflict (county, account_hash, cadre) do nothing";
        self.link.execute(sql, args).await?;
        let args = [self.county(), cadre.as_str().into()];
        self.link.execute("delete from cadre where county = $1 and cadre = $2", args).await?;
        Ok(())
    }

    /// Ends the bindings of cadres who are not among these. Returns how many.
    pub async fn unbind_strangers(&mut self, known: &[CadreId]) -> Result<usize, StoreFault> {
        let mut strangers = self.bound_cadres().await?;
        strangers.retain(|cadre| !known.contains(cadre));
        for cadre in &strangers {
            self.unbind_cadre(cadre).await?;
        }
        Ok(strangers.len())
    }

    /// The cadres this account was before.
    pub async fn former_cadres(&mut self, user: i64) -> Result<Vec<CadreId>, StoreFault> {
        let args = [self.county(), self.account_hash(user).into()];
        let sql = "select cadre from former_account where county = $1 and account_hash = $2 order by cadre";
        self.link.fetch_all(sql, args).await?.iter().map(|row| row.text(0).map(CadreId)).collect()
    }

    /// All cadres with an account.
    pub async fn bound_cadres(&mut self) -> Result<Vec<CadreId>, StoreFault> {
        let args = [self.county()];
        let rows = self.link.fetch_all("select cadre from cadre where county = $1 order by cadre", args).await?;
        rows.iter().map(|row| row.text(0).map(CadreId)).collect()
    }

    /// Binds a group to its role (replacing the group that had it) and frees the letters that waited for it.
    pub async fn bind_group(&mut self, chat: i64, role: &GroupRole, by: &CadreId) -> Result<(), StoreFault> {
        let hash = self.chat_lane(chat);
        let name = role.as_text();
        if let Some(before) = self.group_of(role).await?.filter(|before| *before != chat) {
            let before = self.chat_lane(before);
            self.move_letters(&before, &hash).await?;
        }
        let args = [self.county(), name.as_str().into(), hash.as_str().into()];
        self.link.execute("delete from group_chat where county = $1 and role = $2 and chat_hash <> $3", args).await?;
        let sealed = self.inner.keys.seal_int("group_chat", &hash, chat)?;
        let args = [self.county(), hash.into(), sealed.into(), name.into(), by.as_str().into(), self.now().into()];
        let sql = "insert into group_chat (county, chat_hash, sealed_chat, role, bound_by, bound_at) values ($1, $2, $3, $4, $5, $6)
            on conflict (county, chat_hash) do update
            set sealed_chat = excluded.sealed_chat, role = excluded.role, bound_by = excluded.bound_by, bound_at = excluded.bound_at";
        self.link.execute(sql, args).await?;
        let audience = role.audience();
        self.free_letters(&audience, chat).await?;
        self.free_held_for(&audience, chat).await?;
        match role {
            GroupRole::Triage => self.free_unit_letters(chat).await,
            GroupRole::Unit(_) | GroupRole::Operators | GroupRole::Lane => Ok(()),
        }
    }

    /// A group has another number now: its role and what waits for it go there. None when there is nothing to move (any
    /// more): of several that hear of it at once, one moves it.
    pub async fn move_group(&mut self, from: i64, to: i64, by: &CadreId) -> Result<Option<GroupRole>, StoreFault> {
        let (before, after) = (self.chat_lane(from), self.chat_lane(to));
        let args = [self.county(), before.as_str().into()];
        let sql = "delete from group_chat where county = $1 and chat_hash = $2 returning role";
        let Some(row) = self.link.fetch_optional(sql, args).await? else { return Ok(None) };
        let role = GroupRole::from_text(&row.text(0)?)?;
        self.move_letters(&before, &after).await?;
        self.move_present(&before, &after).await?;
        self.bind_group(to, &role, by).await?;
        Ok(Some(role))
    }

    /// What a group is for; none when it is not ours.
    pub async fn group_role(&mut self, chat: i64) -> Result<Option<GroupRole>, StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into()];
        let row =
            self.link.fetch_optional("select role from group_chat where county = $1 and chat_hash = $2", args).await?;
        row.map(|row| GroupRole::from_text(&row.text(0)?)).transpose()
    }

    /// The group with this role.
    pub async fn group_of(&mut self, role: &GroupRole) -> Result<Option<i64>, StoreFault> {
        let args = [self.county(), role.as_text().into()];
        let row = self
            .link
            .fetch_optional("select chat_hash, sealed_chat from group_chat where county = $1 and role = $2", args)
            .await?;
        row.map(|row| self.inner.keys.open_int("group_chat", &row.text(0)?, &row.bytes(1)?)).transpose()
    }

    /// Every group that is for something.
    pub async fn bound_groups(&mut self) -> Result<Vec<(i64, GroupRole)>, StoreFault> {
        let args = [self.county()];
        let sql = "select chat_hash, sealed_chat, role from group_chat where county = $1 order by role";
        let mut all = Vec::new();
        for row in self.link.fetch_all(sql, args).await? {
            let chat = self.inner.keys.open_int("group_chat", &row.text(0)?, &row.bytes(1)?)?;
            all.push((chat, GroupRole::from_text(&row.text(2)?)?));
        }
        Ok(all)
    }

    /// Takes a group's role away.
    pub async fn unbind_group(&mut self, chat: i64) -> Result<(), StoreFault> {
        let args = [self.county(), self.chat_lane(chat).into()];
        self.link.execute("delete from group_chat where county = $1 and chat_hash = $2", args).await?;
        Ok(())
    }

    /// Keeps an invite; only a keyed hash of the token is stored.
    pub async fn add_invite(&mut self, token: &str, cadre: &CadreId, expires: Moment) -> Result<(), StoreFault> {
        let args =
            [self.county(), self.inner.keys.blind("invite", token).into(), cadre.as_str().into(), expires.into()];
        self.link
            .execute("insert into invite (county, token_hash, cadre, expires_at) values ($1, $2, $3, $4)", args)
            .await?;
        Ok(())
    }

    /// Uses an invite up: the cadre it was for, once, before it expires.
    pub async fn redeem_invite(&mut self, token: &str, now: Moment) -> Result<Option<CadreId>, StoreFault> {
        let args = [self.county(), self.inner.keys.blind("invite", token).into(), now.into()];
        let sql = "update invite set used_at = $3
            where county = $1 and token_hash = $2 and used_at is null and expires_at > $3 returning cadre";
        self.link.fetch_optional(sql, args).await?.map(|row| row.text(0).map(CadreId)).transpose()
    }

    /// Invites of a cadre that nobody has used are good no more.
    pub async fn void_invites(&mut self, cadre: &CadreId) -> Result<(), StoreFault> {
        let args = [self.county(), cadre.as_str().into(), self.now().into()];
        let sql = "update invite set used_at = $3 where county = $1 and cadre = $2 and used_at is null";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}
