//! Letters and messages whose readers left or whose group is another one now.

use super::letters::audience_kind;
use super::{StoreFault, Tx};
use crate::id::CadreId;
use crate::notice::letter::{Audience, Slot};

/// The kind of audience a cadre is.
const CADRE: &str = "cadre";

impl Tx {
    /// Whether a letter with this key was ever written.
    pub async fn is_written(&mut self, key: &str) -> Result<bool, StoreFault> {
        let args = [self.county(), self.inner.keys.blind("letter", key).into()];
        let sql = "select 1 from letter where county = $1 and key_hash = $2";
        Ok(self.link.fetch_optional(sql, args).await?.is_some())
    }

    /// Letters that wait for cadres who are not among these will never be read: they are kept as void, and nobody waits for
    /// them any more. Returns how many.
    pub async fn void_letters_of_strangers(&mut self, known: &[CadreId]) -> Result<u64, StoreFault> {
        let hashes: Vec<String> = known.iter().map(|id| self.audience_hash(&Audience::Cadre(id.clone()))).collect();
        let sql = "select distinct audience_hash from letter
            where county = $1 and audience_kind = $2 and (live = 1 or state = 'unaddressed')";
        let waiting = self.link.fetch_all(sql, [self.county(), CADRE.into()]).await?;
        let mut voided = 0;
        for row in waiting {
            let hash = row.text(0)?;
            if hashes.contains(&hash) {
                continue;
            }
            let args = [self.county(), CADRE.into(), hash.into(), self.now().into()];
            let sql = "update letter set state = 'void', live = 0, lane = '', error = 'left_roster', settled_at = $4
                where county = $1 and audience_kind = $2 and audience_hash = $3 and lease_until = 0
                    and (live = 1 or state = 'unaddressed')";
            voided += self.link.execute(sql, args).await?;
        }
        Ok(voided)
    }

    /// Letters to this audience that have not left yet line up where its chat is now.
    pub async fn follow_to(&mut self, audience: &Audience, chat: i64) -> Result<(), StoreFault> {
        let lane = self.chat_lane(chat);
        let args =
            [self.county(), audience_kind(audience).into(), self.audience_hash(audience).into(), lane.as_str().into()];
        let sql = "update letter set lane = $4
            where county = $1 and audience_kind = $2 and audience_hash = $3 and live = 1 and lease_until = 0";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Forgets which message of a chat stands in a slot: what comes next is a message of its own.
    pub async fn empty_slot(&mut self, slot: &Slot, chat: i64) -> Result<(), StoreFault> {
        let args = [self.county(), self.slot_hash(slot, chat).into()];
        self.link.execute("delete from slot where county = $1 and slot_hash = $2", args).await?;
        Ok(())
    }
}
