//! A database that takes nothing for a while: noticed, logged as an alarm, and told to the operators once it takes letters again.

use std::time::{Duration, Instant};

use crate::store::StoreFault;

/// Another writer may hold the database for so long before it is worth an alarm.
const PATIENCE: Duration = Duration::from_secs(30);
/// It is over once all went well for so long: a full disk takes a small row now and then.
const CALM: Duration = Duration::from_secs(5);
/// While it lasts the alarm is repeated so often.
const AGAIN: Duration = Duration::from_secs(3_600);

/// Which part of the bot wants something of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Updates are to be saved.
    Listen,
    /// The bot notes that it is at work.
    Pulse,
}

/// What the operators are to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Over {
    /// The text that says what it was.
    pub(super) key: &'static str,
    /// How long it lasted, in minutes, a begun one counted.
    pub(super) minutes: u64,
}

#[derive(Clone, Copy)]
struct Spell {
    since: Instant,
    key: &'static str,
    alarmed: Option<Instant>,
}

/// The spells during which the database took nothing.
#[derive(Default)]
pub(super) struct Limp {
    listen: Option<Spell>,
    pulse: Option<Spell>,
    over: Option<Over>,
    /// Since when nothing failed.
    calm: Option<Instant>,
}

impl Limp {
    /// A part could not write, having begun to try at `tried`.
    pub(super) fn fault(&mut self, part: Part, fault: &StoreFault, tried: Instant) {
        let Some(key) = key(fault) else { return };
        self.calm = None;
        let spell = self.spell(part).get_or_insert(Spell { since: tried, key, alarmed: None });
        spell.key = key;
        let patient = matches!(fault, StoreFault::Busy | StoreFault::Away(_)) && spell.since.elapsed() < PATIENCE;
        if patient || spell.alarmed.is_some_and(|at| at.elapsed() < AGAIN) {
            return;
        }
        spell.alarmed = Some(Instant::now());
        let seconds = spell.since.elapsed().as_secs();
        tracing::error!(%fault, seconds, "ALARM: the database takes nothing; nothing is confirmed to Telegram meanwhile");
    }

    /// A part could write.
    pub(super) fn well(&mut self, part: Part) {
        let Some(spell) = self.spell(part).take() else { return };
        self.calm = Some(Instant::now());
        if spell.alarmed.is_some() {
            let minutes = spell.since.elapsed().as_secs() / 60 + 1;
            let longest = self.over.as_ref().map_or(0, |over| over.minutes).max(minutes);
            self.over = Some(Over { key: spell.key, minutes: longest });
        }
    }

    /// What is over and not yet told; nothing while any part still waits.
    pub(super) fn to_tell(&self) -> Option<Over> {
        let calm = self.calm.is_some_and(|since| since.elapsed() >= CALM);
        self.over.clone().filter(|_| calm && self.listen.is_none() && self.pulse.is_none())
    }

    /// It has been told.
    pub(super) fn told(&mut self) {
        self.over = None;
    }

    fn spell(&mut self, part: Part) -> &mut Option<Spell> {
        match part {
            Part::Listen => &mut self.listen,
            Part::Pulse => &mut self.pulse,
        }
    }
}

/// What the operators are told about a fault that passes.
fn key(fault: &StoreFault) -> Option<&'static str> {
    match fault {
        StoreFault::Busy => Some("ops-disk-busy"),
        StoreFault::Away(_) => Some("ops-disk-away"),
        StoreFault::Full => Some("ops-disk-full"),
        StoreFault::ReadOnly => Some("ops-disk-readonly"),
        StoreFault::Disk(_)
        | StoreFault::Corrupt(_)
        | StoreFault::Config(_)
        | StoreFault::Conflict
        | StoreFault::Missing(_)
        | StoreFault::Sql(_) => None,
    }
}
