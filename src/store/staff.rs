//! Which account is which cadre, which group is which unit's, and the invites by which cadres join.

use super::{StoreFault, Tx};
use crate::id::{CadreId, Moment, UnitId};

/// What a group is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GroupRole {
    /// A unit's group.
    Unit(UnitId),
    /// The county triage group.
    Triage,
    /// The operators' chat.
    Operators,
}

impl Tx {
    /// Binds a cadre to an account (replacing their old one) and frees the letters that waited for it.
    /// `Conflict` when the account already is another cadre.
    pub async fn bind_cadre(&mut self, cadre: &CadreId, user: i64) -> Result<(), StoreFault> {
        todo!()
    }

    /// The cadre with this account.
    pub async fn cadre_by_account(&mut self, user: i64) -> Result<Option<CadreId>, StoreFault> {
        todo!()
    }

    /// The account of a cadre, which is also their private chat.
    pub async fn account_of(&mut self, cadre: &CadreId) -> Result<Option<i64>, StoreFault> {
        todo!()
    }

    /// Takes the account from a cadre.
    pub async fn unbind_cadre(&mut self, cadre: &CadreId) -> Result<(), StoreFault> {
        todo!()
    }

    /// All cadres with an account.
    pub async fn bound_cadres(&mut self) -> Result<Vec<CadreId>, StoreFault> {
        todo!()
    }

    /// Binds a group to its role (replacing the group that had it) and frees the letters that waited for it.
    pub async fn bind_group(&mut self, chat: i64, role: &GroupRole, by: &CadreId) -> Result<(), StoreFault> {
        todo!()
    }

    /// What a group is for; none when it is not ours.
    pub async fn group_role(&mut self, chat: i64) -> Result<Option<GroupRole>, StoreFault> {
        todo!()
    }

    /// The group with this role.
    pub async fn group_of(&mut self, role: &GroupRole) -> Result<Option<i64>, StoreFault> {
        todo!()
    }

    /// Takes a group's role away.
    pub async fn unbind_group(&mut self, chat: i64) -> Result<(), StoreFault> {
        todo!()
    }

    /// Keeps an invite; only a keyed hash of the token is stored.
    pub async fn add_invite(&mut self, token: &str, cadre: &CadreId, expires: Moment) -> Result<(), StoreFault> {
        todo!()
    }

    /// Uses an invite up: the cadre it was for, once, before it expires.
    pub async fn redeem_invite(&mut self, token: &str, now: Moment) -> Result<Option<CadreId>, StoreFault> {
        todo!()
    }
}
