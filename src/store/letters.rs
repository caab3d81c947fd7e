//! Letters that wait, are claimed, and are settled; none is ever dropped.

use std::collections::HashSet;

use super::engine::{Row, Value};
use super::resting::RESTING;
use super::{GroupRole, Store, StoreFault, Tx};
use crate::id::{CaseId, ContentId, LetterId, Moment};
use crate::notice::gate::{Cleared, Exclusion};
use crate::notice::letter::{Act, Audience, Letter, Slot};

/// Letters that may leave now: not held back, none of their lane on its way, and behind no unfinished one that must leave first.
/// One person reads everything in the order it was written, danger excepted; in a group another case's card may go ahead.
/// The sum keeps SQLite on the index that is already in the wanted order.
const NEXT: &str = "select l.id, l.lane from letter l
    where l.county = $1 and l.live = 1 and l.ready_at + 0 <= $2 and l.lease_until < $3
        and not exists (select 1 from lane_hold h where h.county = l.county and h.lane = l.lane and h.held_until > $2)
        and not exists (select 1 from letter e where e.county = l.county and e.lane = l.lane and e.live = 1 and e.seq < l.seq
            and (e.priority <= l.priority or e.case_id = l.case_id
                or (l.priority > 0 and (l.audience_kind = 'resident' or l.audience_kind = 'cadre'))))
        and not exists (select 1 from letter f where f.county = l.county and f.lane = l.lane and f.live = 1
            and f.lease_until > 0 and f.lease_until >= $3)
    order by l.priority, l.seq limit $4";

/// The same on PostgreSQL, in one pass over all that wait. What it knows of the number of waiting letters is always of
/// another hour; so it may look through all of them anew for each (measured: 300 ms a claim with 700 waiting).
const NEXT_ON_A_SERVER: &str = "select w.id, w.lane from (select l.id, l.lane, l.seq, l.priority, l.ready_at, l.audience_kind,
            max(l.lease_until) over (partition by l.lane) as leased_until,
            row_number() over (partition by l.lane order by l.seq) as nth,
            row_number() over (partition by l.lane, l.case_id order by l.seq) as nth_of_case, l.case_id,
            min(l.priority) over (partition by l.lane order by l.seq rows between unbounded preceding and 1 preceding) as before
        from letter l where l.county = $1 and l.live = 1) w
    where w.ready_at <= $2 and w.leased_until < $3
        and (w.nth = 1 or (w.before > w.priority and (w.case_id is null or w.nth_of_case = 1)
            and (w.priority <= 0 or (w.audience_kind <> 'resident' and w.audience_kind <> 'cadre'))))
        and not exists (select 1 from lane_hold h where h.county = $1 and h.lane = w.lane and h.held_until > $2)
    order by w.priority, w.seq limit $4";

/// How many numbers for letters a transaction sets aside at once; gaps do no harm.
const NUMBERS: i64 = 32;

/// At most one letter of each priority of a lane can be next.
const PRIORITIES: i64 = 6;

/// A letter claimed for sending. It must pass the gate once more before it leaves.
#[derive(Clone)]
pub struct ClaimedLetter {
    /// The letter's id in the store.
    pub id: LetterId,
    /// The letter itself.
    pub letter: Letter,
    /// The chat its audience has now; a letter without one is parked as unaddressed and never claimed.
    pub chat: i64,
    /// What its case excludes now; nothing when it is about no case.
    pub exclusion: Exclusion,
    /// How often sending it failed so far.
    pub attempts: u32,
    /// When it was written.
    pub waiting_since: Moment,
    /// Who claimed it.
    pub owner: String,
}

/// When and how a letter is tried again.
#[derive(Clone, Copy, Debug)]
pub struct Again<'a> {
    /// Not before then.
    pub not_before: Moment,
    /// Why it did not arrive, in one word.
    pub why: &'a str,
    /// Whether nothing at all goes to that chat before then.
    pub hold_lane: bool,
    /// Whether it counts as a failure of this letter; waiting for its turn or for Telegram to come back does not.
    pub counted: bool,
}

/// A letter that Telegram took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    id: LetterId,
    chat: i64,
    message_id: Option<i64>,
    case: Option<CaseId>,
    key: String,
    slot: Option<Slot>,
}

impl Arrived {
    /// What a claimed letter became: a message of this chat, or nothing that has a number.
    pub fn of(claimed: &ClaimedLetter, chat: i64, message_id: Option<i64>) -> Self {
        let ClaimedLetter { id, letter, .. } = claimed;
        let slot = slot_of(letter).cloned();
        Self { id: id.clone(), chat, message_id, case: letter.case.clone(), key: letter.key.clone(), slot }
    }

    /// Which letter it is.
    pub fn letter(&self) -> &LetterId {
        &self.id
    }
}

impl Store {
    /// Claims up to `limit` letters that may leave now, most pressing first. Within a group a letter waits for the unfinished
    /// ones before it that are as pressing or about the same case, within a private chat for all of them unless it speaks of
    /// danger; a chat has one letter on its way at a time, and none while it is held back; answers to presses stand alone.
    pub async fn claim_letters(
        &self,
        owner: &str,
        limit: u32,
        lease_ms: i64,
    ) -> Result<Vec<ClaimedLetter>, StoreFault> {
        let lease_now = self.lease_clock.now();
        let mut view = self.view().await?;
        let args = [view.county(), view.now().into(), lease_now.into(), (i64::from(limit) * PRIORITIES).into()];
        let next = view.link.fetch_all(if self.is_alone() { NEXT } else { NEXT_ON_A_SERVER }, args).await?;
        drop(view);
        let next = one_per_lane(&next, limit)?;
        if next.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let mut claimed = Vec::with_capacity(next.len());
        for id in next {
            let args = [tx.county(), id.into(), lease_now.plus_ms(lease_ms).into(), owner.into(), lease_now.into()];
            let sql = "update letter set state = 'leased', lease_until = $3, lease_owner = $4
                where county = $1 and id = $2 and live = 1 and lease_until < $5
                returning id, content_id, attempts, created_at, case_id, lease_owner";
            claimed.extend(tx.link.fetch_optional(sql, args).await?);
        }
        tx.commit().await?;
        self.read_letters(&claimed).await
    }

    /// They arrived; remembers where their messages stand (posts, slots), all in one transaction with few statements:
    /// the sooner it is over, the fewer letters a crash doubles.
    pub async fn letters_sent(&self, arrived: &[Arrived]) -> Result<(), StoreFault> {
        let mut tx = self.begin_first().await?;
        let (mut posts, mut slots) = (Vec::new(), Vec::new());
        for one in arrived {
            let live = tx.settle(&one.id, "sent", None).await?;
            if !live && !tx.letter_exists(&one.id).await? {
                return Err(StoreFault::Missing("letter"));
            }
            let Some(message) = one.message_id else { continue };
            posts.push(tx.post_row((one.chat, message), one.case.as_ref(), one.slot.as_ref(), &one.key)?);
            if let Some(slot) = one.slot.as_ref().filter(|_| live) {
                slots.push(tx.slot_row(slot, one.chat, message, one.case.as_ref())?);
            }
        }
        tx.add_posts(posts).await?;
        tx.fill_slots(slots).await?;
        tx.commit().await
    }

    /// It did not arrive and is tried again later; unless another process has it by now, because this one stood still.
    pub async fn letter_retry(&self, claimed: &ClaimedLetter, again: &Again<'_>) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        if !tx.give_back(claimed, again).await? {
            return Err(StoreFault::Missing("letter on its way"));
        }
        tx.commit().await
    }

    /// They have not left, and wait again until the moment beside them; those that another process has by now stay with it.
    pub async fn letters_back(&self, claimed: &[(ClaimedLetter, Moment)], why: &str) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        for (claimed, not_before) in claimed {
            tx.give_back(claimed, &Again { not_before: *not_before, why, hold_lane: false, counted: false }).await?;
        }
        tx.commit().await
    }

    /// It will not arrive; kept, visible in the counts.
    pub async fn letter_failed(&self, id: &LetterId, error_kind: &str) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        tx.settle(id, "failed", Some(error_kind)).await?;
        tx.commit().await
    }

    /// The gate stopped it; kept, visible.
    pub async fn letter_stopped(&self, id: &LetterId, reason: &str) -> Result<(), StoreFault> {
        let mut tx = self.begin().await?;
        tx.settle(id, "stopped", Some(reason)).await?;
        tx.commit().await
    }

    /// The next moment after now at which a letter, a timer or an update may become due.
    pub async fn next_wake(&self) -> Result<Option<Moment>, StoreFault> {
        let mut tx = self.view().await?;
        let now = tx.now();
        let mut earliest = None;
        for sql in [
            "select min(ready_at) from letter where county = $1 and live = 1 and ready_at > $2",
            "select min(held_until) from lane_hold where county = $1 and held_until > $2",
            "select min(due_at) from timer where county = $1 and due_at > $2",
            "select min(ready_at) from inbox where county = $1 and state = 'pending' and attempts > 0 and ready_at > $2",
        ] {
            let args = [tx.county(), now.into()];
            let moment = tx.link.fetch_one(sql, args).await?.opt_moment(0)?;
            earliest = earliest.into_iter().chain(moment).min();
        }
        Ok(earliest)
    }

    /// Which message of a chat stands in a slot.
    pub async fn slot_message(&self, slot: &Slot, chat: i64) -> Result<Option<i64>, StoreFault> {
        let mut tx = self.view().await?;
        let hash = tx.slot_hash(slot, chat);
        let args = [tx.county(), hash.as_str().into()];
        let row = tx.link.fetch_optional("select sealed from slot where county = $1 and slot_hash = $2", args).await?;
        row.map(|row| self.inner.keys.open_int("slot", &hash, &row.bytes(0)?)).transpose()
    }
}

impl Tx {
    /// Puts a cleared letter in line; one with the same key is kept once. Without an address it waits until there is one.
    pub async fn enqueue(&mut self, letter: Cleared<Letter>) -> Result<(), StoreFault> {
        self.keep_letter(letter, false).await
    }

    /// The same; one that rests is in no line until somebody wakes it.
    pub(super) async fn keep_letter(&mut self, letter: Cleared<Letter>, rests: bool) -> Result<(), StoreFault> {
        let letter = letter.into_inner();
        let hash = self.inner.keys.blind("letter", &letter.key);
        let args = [self.county(), hash.as_str().into()];
        if self.link.fetch_optional("select 1 from letter where county = $1 and key_hash = $2", args).await?.is_some() {
            return Ok(());
        }
        let json = serde_json::to_vec(&letter).map_err(|_| StoreFault::Config("a letter that is not JSON".into()))?;
        let (content, _) = self.put_content("letter", letter.case.as_ref(), &json).await?;
        let chat = self.address(&letter.to).await?;
        let audience = self.audience_hash(&letter.to);
        let lane = match (&letter.act, chat) {
            (Act::AnswerPress { press, .. }, _) => self.inner.keys.blind("press", press),
            (_, Some(chat)) => self.chat_lane(chat),
            (_, None) => audience.clone(),
        };
        let press = matches!(letter.act, Act::AnswerPress { .. });
        let waits_for_return = !press && self.lane_is_lost(&lane).await?;
        let (state, live) = match chat {
            Some(_) if rests => (RESTING, false),
            Some(_) if waits_for_return => ("held", false),
            Some(_) => ("ready", true),
            None => ("unaddressed", false),
        };
        let seq = self.next_letter_number().await?;
        let args = [
            self.county(),
            self.inner.ids.hex().into(),
            seq.into(),
            hash.into(),
            audience_kind(&letter.to).into(),
            audience.into(),
            lane.into(),
            letter.case.as_ref().map(CaseId::as_str).into(),
            letter.priority.as_i64().into(),
            state.into(),
            live.into(),
            content.as_str().into(),
            self.now().into(),
        ];
        let sql = "insert into letter (county, id, seq, key_hash, audience_kind, audience_hash, lane, case_id, priority, state, live,
                content_id, created_at, ready_at, lease_until, attempts)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 0, 0)";
        self.link.execute(sql, args).await?;
        Ok(())
    }
}

impl Store {
    /// Claimed letters with what is true now: their address and what their case excludes. What cannot leave is put aside:
    /// without an address it is parked, unreadable it has failed; both are counted.
    async fn read_letters(&self, claimed: &[Row]) -> Result<Vec<ClaimedLetter>, StoreFault> {
        let mut letters = Vec::with_capacity(claimed.len());
        let mut aside = Vec::new();
        let mut view = self.view().await?;
        for row in claimed {
            match view.read_letter(row).await {
                Ok(Some(letter)) => letters.push(letter),
                Ok(None) => aside.push((LetterId(row.text(0)?), "unaddressed", None)),
                Err(StoreFault::Corrupt(_) | StoreFault::Missing(_)) => {
                    aside.push((LetterId(row.text(0)?), "failed", Some("unreadable")))
                }
                Err(fault) => return Err(fault),
            }
        }
        drop(view);
        if !aside.is_empty() {
            let mut tx = self.begin().await?;
            for (id, state, error) in aside {
                tx.settle(&id, state, error).await?;
            }
            tx.commit().await?;
        }
        Ok(letters)
    }
}

impl Tx {
    /// The lane of a chat: whatever goes there keeps its order, whomever it is for.
    pub(super) fn chat_lane(&self, chat: i64) -> String {
        self.inner.keys.blind("chat", &chat.to_string())
    }

    /// Lets the letters leave that waited for this audience to have a chat.
    pub(super) async fn free_letters(&mut self, audience: &Audience, chat: i64) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            audience_kind(audience).into(),
            self.audience_hash(audience).into(),
            self.chat_lane(chat).into(),
        ];
        let sql = "update letter set state = 'ready', live = 1, settled_at = null, lane = $4
            where county = $1 and state = 'unaddressed' and audience_kind = $2 and audience_hash = $3";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// Lets the letters leave that were held for this audience: it has another chat now, or the same one anew.
    pub(super) async fn free_held_for(&mut self, audience: &Audience, chat: i64) -> Result<(), StoreFault> {
        let args = [
            self.county(),
            audience_kind(audience).into(),
            self.audience_hash(audience).into(),
            self.chat_lane(chat).into(),
            self.now().into(),
        ];
        let sql = "update letter set state = 'ready', live = 1, settled_at = null, ready_at = $5, lane = $4
            where county = $1 and state = 'held' and audience_kind = $2 and audience_hash = $3";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// The triage group stands in for every unit without a group of its own.
    pub(super) async fn free_unit_letters(&mut self, chat: i64) -> Result<(), StoreFault> {
        let args = [self.county(), UNIT_GROUP.into(), self.chat_lane(chat).into()];
        let sql = "update letter set state = 'ready', live = 1, settled_at = null, lane = $3
            where county = $1 and state = 'unaddressed' and audience_kind = $2";
        self.link.execute(sql, args).await?;
        Ok(())
    }

    /// The chat an audience has now; none for whoever has not joined, or a role no group has.
    pub async fn address(&mut self, audience: &Audience) -> Result<Option<i64>, StoreFault> {
        match audience {
            Audience::Resident(person) => self.chat_of_person(person).await,
            Audience::Cadre(cadre) => self.account_of(cadre).await,
            Audience::UnitGroup(unit) => match self.group_of(&GroupRole::Unit(unit.clone())).await? {
                Some(chat) => Ok(Some(chat)),
                None => self.group_of(&GroupRole::Triage).await,
            },
            Audience::TriageGroup => self.group_of(&GroupRole::Triage).await,
            Audience::Operators => self.group_of(&GroupRole::Operators).await,
            Audience::LaneGroup => self.group_of(&GroupRole::Lane).await,
            Audience::Chat(chat) => Ok(Some(*chat)),
        }
    }

    /// A claimed letter; none when its audience has no chat.
    async fn read_letter(&mut self, row: &Row) -> Result<Option<ClaimedLetter>, StoreFault> {
        let letter = self.letter_in(&ContentId(row.text(1)?)).await?;
        let Some(chat) = self.address(&letter.to).await? else { return Ok(None) };
        let exclusion = match row.opt_text(4)?.map(CaseId) {
            Some(case) => self.exclusion(&case).await?,
            None => Exclusion::default(),
        };
        let attempts = u32::try_from(row.int(2)?).unwrap_or(u32::MAX);
        let id = LetterId(row.text(0)?);
        Ok(Some(ClaimedLetter {
            id,
            letter,
            chat,
            exclusion,
            attempts,
            waiting_since: row.moment(3)?,
            owner: row.opt_text(5)?.unwrap_or_default(),
        }))
    }

    pub(super) async fn letter_in(&mut self, content: &ContentId) -> Result<Letter, StoreFault> {
        let json = self.get_content(content).await?.ok_or(StoreFault::Missing("letter"))?;
        serde_json::from_slice(&json).map_err(|_| StoreFault::Corrupt(format!("content {content} is not a letter")))
    }

    /// False when this letter is no longer in the claimer's hand.
    async fn give_back(&mut self, claimed: &ClaimedLetter, again: &Again<'_>) -> Result<bool, StoreFault> {
        let not_before = again.not_before;
        let (id, owner) = (claimed.id.as_str(), claimed.owner.as_str());
        let args = [self.county(), id.into(), not_before.into(), again.why.into(), again.counted.into(), owner.into()];
        let sql =
            "update letter set state = 'ready', lease_until = 0, ready_at = $3, attempts = attempts + $5, error = $4
            where county = $1 and id = $2 and live = 1 and lease_until > 0 and lease_owner = $6 returning lane";
        let Some(row) = self.link.fetch_optional(sql, args).await? else { return Ok(false) };
        if again.hold_lane {
            let args = [self.county(), row.text(0)?.into(), not_before.into()];
            let sql = "insert into lane_hold (county, lane, held_until) values ($1, $2, $3)
                on conflict (county, lane) do update set held_until =
                    case when excluded.held_until > lane_hold.held_until then excluded.held_until else lane_hold.held_until end";
            self.link.execute(sql, args).await?;
        }
        Ok(true)
    }

    async fn letter_exists(&mut self, id: &LetterId) -> Result<bool, StoreFault> {
        let args = [self.county(), id.as_str().into()];
        let row = self.link.fetch_optional("select id from letter where county = $1 and id = $2", args).await?;
        Ok(row.is_some())
    }

    /// Ends a letter's way; false when it had ended before. One that has left says no more in which chat it is: that
    /// would link the cases of one person.
    pub(super) async fn settle(&mut self, id: &LetterId, state: &str, error: Option<&str>) -> Result<bool, StoreFault> {
        let args = [self.county(), id.as_str().into(), state.into(), error.into(), self.now().into()];
        let sql =
            "update letter set state = $3, live = 0, lease_until = 0, error = coalesce($4, error), settled_at = $5,
                lane = case when $3 = 'unaddressed' then lane else '' end
            where county = $1 and id = $2 and live = 1";
        Ok(self.link.execute(sql, args).await? > 0)
    }

    fn slot_row(&self, slot: &Slot, chat: i64, message: i64, case: Option<&CaseId>) -> Result<Vec<Value>, StoreFault> {
        let hash = self.slot_hash(slot, chat);
        let sealed = self.inner.keys.seal_int("slot", &hash, message)?;
        let case = case.map(CaseId::as_str);
        Ok(vec![self.county(), hash.into(), sealed.into(), case.into()])
    }

    async fn fill_slots(&mut self, rows: Vec<Vec<Value>>) -> Result<(), StoreFault> {
        let head = "insert into slot (county, slot_hash, sealed, case_id)";
        let tail = "on conflict (county, slot_hash) do update set sealed = excluded.sealed,
            case_id = coalesce(excluded.case_id, slot.case_id)";
        self.link.insert_rows(head, rows, tail).await?;
        Ok(())
    }

    async fn next_letter_number(&mut self) -> Result<i64, StoreFault> {
        let (next, last) = self.letter_numbers;
        let (next, last) = if next > last {
            let first = self.take_numbers("letter", NUMBERS).await?;
            (first, first + NUMBERS - 1)
        } else {
            (next, last)
        };
        self.letter_numbers = (next + 1, last);
        Ok(next)
    }

    pub(super) fn slot_hash(&self, slot: &Slot, chat: i64) -> String {
        self.inner.keys.blind("slot", &format!("{chat}\x1f{}", slot.0))
    }

    pub(super) fn audience_hash(&self, audience: &Audience) -> String {
        let who = match audience {
            Audience::Resident(person) => person.0.clone(),
            Audience::Cadre(cadre) => cadre.0.clone(),
            Audience::UnitGroup(unit) => unit.0.clone(),
            Audience::TriageGroup | Audience::Operators | Audience::LaneGroup => String::new(),
            Audience::Chat(chat) => chat.to_string(),
        };
        self.inner.keys.blind(audience_kind(audience), &who)
    }
}

/// The most pressing letter of each lane: a chat gets one at a time.
fn one_per_lane(next: &[Row], limit: u32) -> Result<Vec<String>, StoreFault> {
    let mut lanes = HashSet::new();
    let mut ids = Vec::new();
    for row in next {
        if ids.len() < limit as usize && lanes.insert(row.text(1)?) {
            ids.push(row.text(0)?);
        }
    }
    Ok(ids)
}

const UNIT_GROUP: &str = "unit_group";

pub(super) fn audience_kind(audience: &Audience) -> &'static str {
    match audience {
        Audience::Resident(_) => "resident",
        Audience::Cadre(_) => "cadre",
        Audience::UnitGroup(_) => UNIT_GROUP,
        Audience::TriageGroup => "triage_group",
        Audience::Operators => "operators",
        Audience::LaneGroup => "lane_group",
        Audience::Chat(_) => "any_chat",
    }
}

fn slot_of(letter: &Letter) -> Option<&Slot> {
    match &letter.act {
        Act::Send { slot, .. } => slot.as_ref(),
        Act::Edit { slot, .. } | Act::Replace { slot, .. } | Act::Pin { pinned: slot, .. } => Some(slot),
        Act::AnswerPress { .. } | Act::React { .. } | Act::Media { .. } | Act::File { .. } => None,
        Act::Topic { .. } | Act::Menu { .. } | Act::Leave => None,
    }
}
