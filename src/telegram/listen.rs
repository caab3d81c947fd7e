//! Updates taken in: a batch is durable in the store before the next request confirms it.
//!
//! teloxide's own listener is not used: it confirms a batch as soon as it has been handed to queues in memory, so a
//! crash loses what waits there, and it drops kinds of updates it does not know. Here Telegram's JSON is kept as it
//! came, and the offset of the next request is read from the store, where it was saved together with the batch.
//! One update that is no JSON makes the whole answer unreadable: then fewer are asked for, until it stands alone.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::bot::Telegram;
use super::fault::{Outcome, SendFault, answer};
use crate::clock::Clock;
use crate::id::Ids;
use crate::store::{RawUpdate, Store, StoreFault};

/// The kinds asked for. Telegram remembers the last list, and leaves `chat_member` out unless it is named.
const KINDS: &[&str] = &["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];
/// The most updates of one batch.
const BATCH: usize = 100;
/// The longest pause after a fault of the store, in milliseconds.
const STORE_PAUSE_MS: u64 = 8_000;
/// How much longer than the poll itself its answer may take.
const MARGIN: Duration = Duration::from_secs(10);

/// What one poll brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polled {
    /// Updates in the batch.
    pub received: usize,
    /// How many of them the store did not have yet.
    pub saved: usize,
}

/// Why a poll brought nothing. Nothing is lost by it: what was not saved was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum PollFault {
    /// Telegram or the way there.
    #[error("polling failed: {0}")]
    Telegram(SendFault),
    /// Telegram's answer makes no sense.
    #[error("Telegram's answer to a poll cannot be read")]
    Unreadable,
    /// The store did not take the batch, or did not tell the offset.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// Asks once for updates, waiting up to `timeout_s` (Telegram waits at most 50) for the first, and saves what comes.
pub async fn poll_once(telegram: &Telegram, store: &Store, timeout_s: u32) -> Result<Polled, PollFault> {
    let offset = store.next_offset().await?.unwrap_or(0);
    let batch = fetch(telegram, offset, timeout_s).await?;
    save(store, &batch).await
}

async fn fetch(telegram: &Telegram, offset: i64, timeout_s: u32) -> Result<Vec<RawUpdate>, PollFault> {
    let text = ask(telegram, offset, BATCH, timeout_s).await?;
    match batch(&text, offset) {
        Err(PollFault::Unreadable) if holds_updates(&text) => salvage(telegram, offset).await,
        read => read,
    }
}

async fn ask(telegram: &Telegram, offset: i64, limit: usize, timeout_s: u32) -> Result<String, PollFault> {
    let request = json!({ "offset": offset, "limit": limit, "timeout": timeout_s, "allowed_updates": KINDS });
    let timeout = Duration::from_secs(u64::from(timeout_s)) + MARGIN;
    telegram.raw("getUpdates", &request, Some(timeout)).await.map_err(PollFault::Telegram)
}

/// Asks for fewer and fewer, until what stands before the update that is no JSON can be read. Standing first, and twice
/// the same, so that it is not an answer torn on its way, it is kept as it came: a human sees it, and the others go on.
async fn salvage(telegram: &Telegram, offset: i64) -> Result<Vec<RawUpdate>, PollFault> {
    let mut limit = BATCH / 2;
    while limit > 1 {
        let text = ask(telegram, offset, limit, 0).await?;
        match batch(&text, offset) {
            Err(PollFault::Unreadable) => limit /= 2,
            read => return read,
        }
    }
    let first = ask(telegram, offset, 1, 0).await?;
    match batch(&first, offset) {
        Err(PollFault::Unreadable) => {}
        read => return read,
    }
    let again = ask(telegram, offset, 1, 0).await?;
    let alone = alone(&first).filter(|_| again == first).ok_or(PollFault::Unreadable)?;
    tracing::error!("an update is no JSON; it is kept as it came, and the others are read");
    Ok(vec![update(alone, offset)])
}

async fn save(store: &Store, batch: &[RawUpdate]) -> Result<Polled, PollFault> {
    let Some(last) = batch.iter().map(|update| update.update_id).max() else {
        return Ok(Polled { received: 0, saved: 0 });
    };
    let saved = store.save_updates(batch, last + 1).await?;
    Ok(Polled { received: batch.len(), saved })
}

/// What listening needs.
pub struct Ear<'a> {
    /// The way to Telegram.
    pub telegram: &'a Telegram,
    /// Where updates are kept.
    pub store: &'a Store,
    /// The time by which a failed poll is tried again.
    pub clock: &'a Clock,
    /// Chance, for the distance of tries.
    pub ids: &'a Ids,
}

/// Polls until told to stop and tells `report` what each poll brought. Stopping breaks off a waiting poll, never a save.
///
/// # Errors
/// The disk failed: the database must be opened anew.
pub async fn listen_loop(
    ear: &Ear<'_>,
    mut stop: watch::Receiver<bool>,
    report: impl Fn(Heard<'_>),
) -> Result<(), StoreFault> {
    let mut faults = 0u32;
    while !*stop.borrow() {
        let fault = match poll_unless(ear.telegram, ear.store, &mut stop).await {
            Ok(Some(polled)) => {
                faults = 0;
                report(Heard::Batch(polled));
                continue;
            }
            Ok(None) => return Ok(()),
            Err(fault) => fault,
        };
        report(Heard::Fault(&fault));
        if let PollFault::Store(fault @ StoreFault::Disk(_)) = fault {
            return Err(fault);
        }
        let pause = pause(&fault, faults, ear.ids);
        faults = faults.saturating_add(1);
        tracing::warn!(%fault, in_a_row = faults, pause_ms = pause, "polling failed");
        tokio::select! {
            () = ear.clock.until(ear.clock.now().plus_ms(pause)) => {}
            () = told(&mut stop) => return Ok(()),
        }
    }
    Ok(())
}

/// One long poll; none when told to stop while it waited.
async fn poll_unless(
    telegram: &Telegram,
    store: &Store,
    stop: &mut watch::Receiver<bool>,
) -> Result<Option<Polled>, PollFault> {
    let offset = store.next_offset().await?.unwrap_or(0);
    let batch = tokio::select! {
        batch = fetch(telegram, offset, 50) => batch?,
        () = told(stop) => return Ok(None),
    };
    save(store, &batch).await.map(Some)
}

/// Waits until told to stop, or until nobody is left to tell.
async fn told(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}

/// What the loop tells its owner, who counts conflicts (another poller with this token) and silence.
#[derive(Clone, Copy, Debug)]
pub enum Heard<'a> {
    /// A poll was answered and what it brought is durable.
    Batch(Polled),
    /// A poll failed.
    Fault(&'a PollFault),
}

/// How many milliseconds to wait after a fault: 1 s doubling to 60 s, with up to a quarter more by chance.
fn pause(fault: &PollFault, faults: u32, ids: &Ids) -> i64 {
    let wait = match fault {
        PollFault::Telegram(SendFault::RetryAfter(seconds)) => u64::from(*seconds) * 1000,
        PollFault::Telegram(SendFault::Unauthorized) => 60_000,
        PollFault::Telegram(_) | PollFault::Unreadable => (1000 << faults.min(6)).min(60_000),
        // Nobody else is burdened by asking our own disk, and people wait.
        PollFault::Store(_) => (1000 << faults.min(6)).min(STORE_PAUSE_MS),
    };
    i64::try_from(wait + ids.below(wait / 4 + 1)).unwrap_or(60_000)
}

#[derive(Deserialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(borrow, default)]
    result: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Head {
    update_id: i64,
}

/// The updates of an answer, each with its JSON untouched.
fn batch(text: &str, offset: i64) -> Result<Vec<RawUpdate>, PollFault> {
    let answered: Answer<'_> = match serde_json::from_str(text) {
        Ok(answered) => answered,
        Err(_) => return Err(fault_of(text)),
    };
    if !answered.ok {
        return Err(fault_of(text));
    }
    let mut updates: Vec<RawUpdate> = Vec::with_capacity(answered.result.len());
    for raw in answered.result {
        let expected = updates.last().map_or(offset, |before| before.update_id + 1);
        updates.push(update(raw.get(), expected));
    }
    Ok(updates)
}

/// Whether an unreadable answer looks as if it held updates, rather than being a gateway's or nothing at all.
fn holds_updates(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"update_id\"")
}

/// What stands in the list of an answer with one update.
fn alone(text: &str) -> Option<&str> {
    let (head, rest) = text.split_once("\"result\":[")?;
    head.contains("\"ok\":true").then(|| rest.strip_suffix("]}")).flatten()
}

/// The number written in an update that is no JSON, if it can be the one expected or one soon after.
fn written_id(raw: &str, expected: i64) -> Option<i64> {
    let (_, rest) = raw.split_once("\"update_id\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok().filter(|id| expected == 0 || (expected..expected + 1000).contains(id))
}

fn fault_of(text: &str) -> PollFault {
    match answer(text, false) {
        Outcome::Fault(SendFault::UnknownOutcome) | Outcome::Delivered(_) => PollFault::Unreadable,
        Outcome::Fault(fault) => PollFault::Telegram(fault),
    }
}

/// One update; when not even its number can be read it gets the next one, so that it is kept and confirmed all the same.
fn update(raw: &str, expected: i64) -> RawUpdate {
    let read_id = serde_json::from_str::<Head>(raw).ok().map(|head| head.update_id);
    let update_id = read_id.or_else(|| written_id(raw, expected)).unwrap_or(expected);
    let parsed = super::read::parse(raw);
    let content = parsed.as_ref().and_then(super::read::content);
    RawUpdate {
        update_id,
        chat: content.and_then(|(_, content)| lane(content)),
        kind: content.map_or("unreadable", |(kind, _)| super::read::label(kind)).to_owned(),
        raw: raw.to_owned(),
    }
}

/// The chat whose order the update belongs to: its own, else that of the message it is about, else the person's.
fn lane(content: &Value) -> Option<i64> {
    const PATHS: &[&str] = &["/chat/id", "/message/chat/id", "/from/id", "/user/id"];
    PATHS.iter().find_map(|path| content.pointer(path).and_then(Value::as_i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i2_whatever_comes_is_kept_as_it_came() {
        let strange = r#"{"update_id":7,"brand_new":{"chat":{"id":-5},"deep":"\ud800"}}"#;
        let nameless = r#"{"message":{"chat":{"id":3}}}"#;
        let number = "17";
        let text = format!(r#"{{"ok":true,"result":[{strange},{nameless},{number}]}}"#);
        let batch = batch(&text, 5).unwrap();
        let told: Vec<_> = batch.iter().map(|u| (u.update_id, u.chat, u.kind.as_str(), u.raw.as_str())).collect();
        assert_eq!(
            told,
            [(7, Some(-5), "brand_new", strange), (8, Some(3), "message", nameless), (9, None, "unreadable", number),]
        );
    }

    #[test]
    fn i17_reckless_nesting_is_kept_for_quarantine() {
        let deep = format!(r#"{{"update_id":7,"message":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        let batch = batch(&format!(r#"{{"ok":true,"result":[{deep}]}}"#), 0).unwrap();
        assert_eq!((batch[0].update_id, batch[0].kind.as_str()), (7, "unreadable"));
        assert_eq!(super::super::read::read(&batch[0].raw, 1), Err(super::super::read::Unreadable::NotJson));
    }

    #[test]
    fn d8_a_second_poller_and_a_bad_token_are_told_apart() {
        let fault = |text: &str| match batch(text, 0).err() {
            Some(PollFault::Telegram(fault)) => Some(fault),
            Some(PollFault::Unreadable | PollFault::Store(_)) | None => None,
        };
        let conflict =
            r#"{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}"#;
        assert_eq!(fault(conflict), Some(SendFault::Conflict));
        assert_eq!(
            fault(r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#),
            Some(SendFault::Unauthorized)
        );
        assert_eq!(fault("<html>"), Some(SendFault::Server));
        assert_eq!(fault(r#"{"ok":true,"result":[{"upd"#), None);
    }

    #[test]
    fn d9_the_pause_grows_to_a_minute() {
        let ids = Ids::seeded(9);
        let fault = PollFault::Telegram(SendFault::Unreachable);
        let seconds: Vec<_> = (0..9).map(|n| pause(&fault, n, &ids) / 1000).collect();
        assert!(seconds[0] == 1 && seconds[8] >= 60 && seconds[8] <= 75, "{seconds:?}");
    }
}
