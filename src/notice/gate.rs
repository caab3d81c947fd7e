//! The gate: a letter leaves only as `Cleared<Letter>`, and only the gate makes one.

use std::collections::BTreeSet;

use super::letter::{Act, Audience, Letter};
use crate::id::{CadreId, UnitId};
pub use crate::roster::Exclusion;

/// Proof that the gate let something through; nothing else can make one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleared<T>(T);

impl<T> Cleared<T> {
    /// What was cleared.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What was cleared, by value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Why the gate stopped a letter. The letter is kept, a human is told; nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The reader, or their unit, is excluded from the case.
    #[error("the reader is excluded from this case")]
    Excluded,
    /// A sealed matter was addressed to a chat that several people read.
    #[error("a sealed matter was addressed to a shared chat")]
    SharedChat,
    /// A matter that somebody must not learn of was addressed to a group in which not everyone is known.
    #[error("not everyone in the group is known")]
    UnknownMembers,
}

/// What the gate must know of a reader.
pub trait Staff {
    /// The unit of a cadre; none when the roster does not know them.
    fn unit_of(&self, cadre: &CadreId) -> Option<UnitId>;

    /// Whom the roster lets one expect in a shared chat, whether they were seen there or not.
    fn expected_in(&self, place: &Audience) -> BTreeSet<CadreId>;
}

/// What is known of a chat that several people read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Its number.
    pub chat: i64,
    /// Who sits in it, or is taken to: by roster, by what was seen of their coming and going, by what they said there.
    pub present: BTreeSet<CadreId>,
    /// Whether Telegram counts no more members than are known.
    pub everyone_known: bool,
}

impl Room {
    /// Whether a matter that these must not learn of may be told here.
    pub fn is_safe_from(&self, exclusion: &Exclusion, staff: &impl Staff) -> Result<(), Stopped> {
        if exclusion.no_groups {
            return Err(Stopped::SharedChat);
        }
        if !exclusion.names_anybody() {
            return Ok(());
        }
        let barred = |cadre: &CadreId| match staff.unit_of(cadre) {
            Some(unit) => exclusion.bars_cadre(cadre, &unit),
            None => true,
        };
        if exclusion.chats.contains(&self.chat) || self.present.iter().any(barred) {
            return Err(Stopped::Excluded);
        }
        if self.everyone_known { Ok(()) } else { Err(Stopped::UnknownMembers) }
    }
}

/// Lets a letter through, or says why not. Called when the letter is written and once more when it is sent; `room` is the
/// shared chat it goes to, none while that is not known or when one person reads it.
pub fn clear(
    letter: Letter,
    exclusion: &Exclusion,
    room: Option<&Room>,
    staff: &impl Staff,
) -> Result<Cleared<Letter>, Stopped> {
    check(&letter, exclusion, room, staff).map(|()| Cleared(letter))
}

fn check(letter: &Letter, exclusion: &Exclusion, room: Option<&Room>, staff: &impl Staff) -> Result<(), Stopped> {
    // What somebody asked for about themselves is for nobody else.
    if letter.to.is_shared() && matches!(letter.act, Act::File { .. }) {
        return Err(Stopped::SharedChat);
    }
    if letter.case.is_none() {
        return match &letter.to {
            Audience::Cadre(cadre) if staff.unit_of(cadre).is_none() => Err(Stopped::Excluded),
            _ => Ok(()),
        };
    }
    match &letter.to {
        Audience::Cadre(cadre) => match staff.unit_of(cadre) {
            Some(unit) if !exclusion.bars_cadre(cadre, &unit) => Ok(()),
            Some(_) | None => Err(Stopped::Excluded),
        },
        Audience::Resident(_) => Ok(()),
        Audience::Operators => Err(Stopped::SharedChat),
        // What the discipline lane hears in its own group is that there is something, never what.
        Audience::LaneGroup if letter.sealed => Err(Stopped::SharedChat),
        Audience::LaneGroup => among_readers(exclusion, room, staff),
        Audience::UnitGroup(_) | Audience::TriageGroup | Audience::Chat(_) if letter.sealed => Err(Stopped::SharedChat),
        // A private chat of whoever pressed or wrote: nobody vouches for who reads it.
        Audience::Chat(chat) if chat.is_positive() => match exclusion.names_anybody() {
            true => Err(Stopped::Excluded),
            false => Ok(()),
        },
        Audience::UnitGroup(unit) if exclusion.units.contains(unit) => Err(Stopped::Excluded),
        Audience::UnitGroup(_) | Audience::TriageGroup | Audience::Chat(_) => in_a_group(exclusion, room, staff),
    }
}

/// While it has no address a letter may wait; it is asked again before it leaves.
fn in_a_group(exclusion: &Exclusion, room: Option<&Room>, staff: &impl Staff) -> Result<(), Stopped> {
    match room {
        Some(room) => room.is_safe_from(exclusion, staff),
        None if exclusion.no_groups => Err(Stopped::SharedChat),
        None => Ok(()),
    }
}

/// The lane's own group is the one group that sealed matters are counted in, when nobody in it is kept out.
fn among_readers(exclusion: &Exclusion, room: Option<&Room>, staff: &impl Staff) -> Result<(), Stopped> {
    let open = Exclusion { no_groups: false, ..exclusion.clone() };
    in_a_group(&open, room, staff)
}
