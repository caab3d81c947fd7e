//! One letter on its way: the gate once more, the address of this moment, Telegram, and what came of it written down.

use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::arrivals::Arrivals;
use super::pacing::Pacer;
use super::trouble::{Trouble, TroubleKind};
use super::verdict::{Try, Verdict, verdict};
use super::weather::Weather;
use crate::clock::Clock;
use crate::id::{CadreId, Ids, LetterId, Moment, UnitId};
use crate::notice::gate::{self, Cleared, Staff, Stopped};
use crate::notice::letter::{Act, Audience, Letter, Mention, ReplyTo};
use crate::store::{Again, Arrived, ClaimedLetter, Store, StoreFault};
use crate::telegram::Telegram;
use crate::telegram::fault::SendFault;
use crate::telegram::send::{Address, Sent, send};

/// What every flight needs.
pub(super) struct Tower {
    pub(super) sure: Arc<dyn Fn() -> bool + Send + Sync>,
    pub(super) store: Store,
    pub(super) telegram: Telegram,
    pub(super) staff: Arc<dyn Staff + Send + Sync>,
    pub(super) clock: Clock,
    pub(super) ids: Ids,
    pub(super) pacer: Mutex<Pacer>,
    pub(super) weather: Mutex<Weather>,
    pub(super) on_trouble: Box<dyn Fn(&Trouble) + Send + Sync>,
    /// Long letters of which some parts have arrived. Lost with the process: then those parts arrive twice.
    pub(super) begun: Mutex<HashMap<LetterId, usize>>,
    /// Letters that Telegram was asked to take and has not answered for, and since when.
    pub(super) asked: Mutex<HashMap<LetterId, Moment>>,
    /// Letters that Telegram took and the store does not know of yet.
    pub(super) arrivals: Arrivals,
    /// Whether letters may be claimed that nobody has in hand any more, because the store failed.
    pub(super) strayed: AtomicBool,
}

/// The gate wants a sized type.
struct Roster<'a>(&'a (dyn Staff + Send + Sync));

impl Staff for Roster<'_> {
    fn unit_of(&self, cadre: &CadreId) -> Option<UnitId> {
        self.0.unit_of(cadre)
    }

    fn expected_in(&self, place: &Audience) -> BTreeSet<CadreId> {
        self.0.expected_in(place)
    }
}

impl Tower {
    /// Flies one letter and settles it in the store.
    pub(super) async fn fly(&self, claimed: &ClaimedLetter) -> Result<(), StoreFault> {
        let (letter, mut address) = match self.prepare(claimed).await? {
            Ok(ready) => ready,
            Err(stopped) => return self.stop(claimed, stopped).await,
        };
        let flown_at = self.clock.now();
        // It stood still between claiming and sending: others may have sent it by now.
        if !(self.sure)() {
            return self
                .put_back(claimed, Again { not_before: flown_at, why: "unsure", hold_lane: false, counted: false })
                .await;
        }
        self.asked().insert(claimed.id.clone(), flown_at);
        let done = self.attempt(claimed, &letter, &mut address).await;
        self.asked().remove(&claimed.id);
        let done = done?;
        self.feel(done.as_ref().err().copied());
        match done {
            Ok(sent) => self.arrived(claimed, address.chat, sent.message_id).await,
            Err(fault) => self.missed(claimed, fault, flown_at).await,
        }
    }

    /// Asks the gate again with what is excluded at this very moment, and looks up what the address needs.
    async fn prepare(
        &self,
        claimed: &ClaimedLetter,
    ) -> Result<Result<(Cleared<Letter>, Address), Stopped>, StoreFault> {
        let mut address = Address { chat: claimed.chat, gap: self.pacer().gap(), ..Address::default() };
        let mut exclusion = claimed.exclusion.clone();
        let (mut room, staff) = (None, Roster(&*self.staff));
        let mentions = mentions(&claimed.letter);
        if claimed.letter.case.is_some() || !mentions.is_empty() {
            let mut view = self.store.view().await?;
            if let Some(case) = &claimed.letter.case {
                exclusion = view.exclusion(case).await?;
                if claimed.letter.to.is_shared() {
                    room = Some(view.room(claimed.chat, &staff).await?);
                }
            }
            for mention in mentions {
                if let Some(account) = view.account_of(&mention.cadre).await? {
                    address.accounts.insert(mention.cadre.clone(), account);
                }
            }
        }
        let cleared = match gate::clear(claimed.letter.clone(), &exclusion, room.as_ref(), &staff) {
            Ok(cleared) => cleared,
            Err(stopped) => return Ok(Err(stopped)),
        };
        if let Act::Edit { slot, .. } | Act::Replace { slot, .. } | Act::Pin { slot, .. } = &claimed.letter.act {
            address.slot_message = self.store.slot_message(slot, address.chat).await?;
        }
        address.reply_message = match reply(&claimed.letter) {
            Some(ReplyTo::Message(id)) => Some(*id),
            Some(ReplyTo::Slot(slot)) => self.store.slot_message(slot, address.chat).await?,
            None => None,
        };
        if let Act::Pin { pinned, .. } = &claimed.letter.act {
            address.reply_message = self.store.slot_message(pinned, address.chat).await?;
        }
        self.find_topic(&claimed.letter, &mut address).await?;
        address.parts_done = self.begun().get(&claimed.id).copied().unwrap_or(0);
        Ok(Ok((cleared, address)))
    }

    /// Sends; follows a group that moved, opens a topic anew that somebody has closed or deleted, and does without the
    /// message it answers or edits when that message's topic is gone.
    async fn attempt(
        &self,
        claimed: &ClaimedLetter,
        letter: &Cleared<Letter>,
        address: &mut Address,
    ) -> Result<Result<Sent, SendFault>, StoreFault> {
        if let Err(fault) = self.enter_topic(letter.get(), address).await? {
            return Ok(Err(fault));
        }
        let (mut moved, mut renewed) = (false, false);
        loop {
            let not_sent = match send(&self.telegram, letter, address).await {
                Ok(sent) => {
                    self.topic_is_kept(letter.get(), address).await?;
                    return Ok(Ok(sent));
                }
                Err(not_sent) => not_sent,
            };
            address.parts_done = not_sent.parts_done;
            if not_sent.parts_done > 0 {
                self.begun().insert(claimed.id.clone(), not_sent.parts_done);
            }
            match not_sent.fault {
                SendFault::MigratedTo(to) if !moved => {
                    moved = true;
                    self.tell(claimed, TroubleKind::Moved { from: address.chat, to });
                    *address = Address { chat: to, slot_message: None, reply_message: None, ..address.clone() };
                }
                SendFault::TopicClosed if address.thread.is_some() && !renewed => {
                    renewed = true;
                    if let Err(fault) = self.renew_topic(letter.get(), address).await? {
                        return Ok(Err(fault));
                    }
                }
                fault if matches!(letter.get().act, Act::Topic { .. }) => {
                    return self.topic_is_not_kept(letter.get(), address, fault).await;
                }
                SendFault::TopicClosed if address.reply_message.is_some() || address.slot_message.is_some() => {
                    *address = Address { slot_message: None, reply_message: None, ..address.clone() };
                }
                fault => return Ok(Err(fault)),
            }
        }
    }

    async fn arrived(&self, claimed: &ClaimedLetter, chat: i64, message_id: Option<i64>) -> Result<(), StoreFault> {
        tracing::debug!(letter = %claimed.id, act = act(&claimed.letter), attempts = claimed.attempts, "letter sent");
        self.begun().remove(&claimed.id);
        self.arrivals.write_down(&self.store, Arrived::of(claimed, chat, message_id)).await
    }

    async fn stop(&self, claimed: &ClaimedLetter, stopped: Stopped) -> Result<(), StoreFault> {
        let reason = match stopped {
            Stopped::Excluded => "excluded",
            Stopped::SharedChat => "shared_chat",
            Stopped::UnknownMembers => "unknown_members",
        };
        tracing::error!(letter = %claimed.id, act = act(&claimed.letter), reason, "the gate stopped a letter that was about to leave");
        persist(|| self.store.letter_stopped(&claimed.id, reason)).await?;
        self.tell(claimed, TroubleKind::Stopped(stopped));
        Ok(())
    }

    /// It did not arrive, or nobody knows: later, or never.
    pub(super) async fn missed(
        &self,
        claimed: &ClaimedLetter,
        fault: SendFault,
        flown_at: Moment,
    ) -> Result<(), StoreFault> {
        let now = self.clock.now();
        let waited_ms = now.since(claimed.waiting_since);
        let (foul, outage) = self.weather().steps();
        let tried = Try { attempts: claimed.attempts, waited_ms, foul, outage };
        match verdict(fault, &claimed.letter, tried, |limit| self.ids.below(limit)) {
            Verdict::Done => self.arrived(claimed, claimed.chat, None).await,
            Verdict::Retry { after_ms, hold, counted } => {
                tracing::warn!(letter = %claimed.id, act = act(&claimed.letter), fault = fault.kind(), after_ms, "letter not sent");
                if fault == SendFault::Unauthorized {
                    self.tell(claimed, TroubleKind::Unauthorized);
                }
                let felt = self.weather().until().filter(|_| fault == SendFault::Unreachable);
                let not_before = felt.unwrap_or_else(|| now.plus_ms(after_ms));
                self.put_back(claimed, Again { not_before, why: fault.kind(), hold_lane: hold, counted }).await
            }
            Verdict::Hold => {
                tracing::warn!(letter = %claimed.id, act = act(&claimed.letter), fault = fault.kind(), "letter held: its chat is out of reach");
                let hold = || async {
                    let held = self.store.letter_held(&claimed.id, claimed.chat, fault.kind(), flown_at).await;
                    held.map(|_| ())
                };
                persist(hold).await?;
                self.tell(claimed, TroubleKind::OutOfReach(fault.kind()));
                Ok(())
            }
            Verdict::Fail => {
                tracing::error!(letter = %claimed.id, act = act(&claimed.letter), %fault, attempts = claimed.attempts, "letter failed");
                self.begun().remove(&claimed.id);
                persist(|| self.store.letter_failed(&claimed.id, fault.kind())).await?;
                self.tell(claimed, kind_of(fault));
                Ok(())
            }
        }
    }

    /// Gives a claimed letter back to the store for later.
    pub(super) async fn put_back(&self, claimed: &ClaimedLetter, again: Again<'_>) -> Result<(), StoreFault> {
        if again.hold_lane {
            self.pacer().hold(claimed.chat, self.clock.now(), again.not_before);
        }
        match self.store.letter_retry(claimed, &again).await {
            // It has not left, and is found once the store is well. Or another process settled it after our lease had run out.
            Err(fault) if fault.passes() || matches!(fault, StoreFault::Missing(_)) => {
                tracing::warn!(letter = %claimed.id, %fault, "a letter could not be given back at once");
                self.strayed.store(true, Ordering::Relaxed);
                Ok(())
            }
            done => done,
        }
    }

    /// What a call tells about Telegram itself.
    fn feel(&self, fault: Option<SendFault>) {
        let now = self.clock.now();
        match fault {
            Some(fault @ (SendFault::Unreachable | SendFault::Server | SendFault::UnknownOutcome)) => {
                self.weather().worsen(now, fault == SendFault::Unreachable, |limit| self.ids.below(limit));
            }
            Some(_) | None => self.weather().clear_up(),
        }
    }

    pub(super) fn weather(&self) -> std::sync::MutexGuard<'_, Weather> {
        self.weather.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn pacer(&self) -> std::sync::MutexGuard<'_, Pacer> {
        self.pacer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked(&self) -> std::sync::MutexGuard<'_, HashMap<LetterId, Moment>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many letters Telegram has had since before that moment.
    pub(super) fn hanging(&self, since: Moment) -> usize {
        self.asked().values().filter(|asked| **asked <= since).count()
    }

    fn begun(&self) -> std::sync::MutexGuard<'_, HashMap<LetterId, usize>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, claimed: &ClaimedLetter, kind: TroubleKind) {
        (self.on_trouble)(&Trouble::with(&claimed.id, &claimed.letter, kind));
    }
}

fn kind_of(fault: SendFault) -> TroubleKind {
    match fault {
        SendFault::Rejected(what) => TroubleKind::Refused(what),
        SendFault::Blocked
        | SendFault::CannotInitiate
        | SendFault::TopicClosed
        | SendFault::RetryAfter(_)
        | SendFault::MigratedTo(_)
        | SendFault::NotModified
        | SendFault::EditGone
        | SendFault::StalePress
        | SendFault::UnknownOutcome
        | SendFault::Unreachable
        | SendFault::Server
        | SendFault::Unauthorized
        | SendFault::Conflict => TroubleKind::GaveUp(fault.kind()),
    }
}

/// Writes down what became of a letter; what passes is waited for as long as it takes, since forgetting it would send the
/// letter twice. Only ever within a flight, so that nothing else waits.
pub(super) async fn persist<F, W>(write: F) -> Result<(), StoreFault>
where
    F: Fn() -> W,
    W: Future<Output = Result<(), StoreFault>>,
{
    let mut pauses = [50, 200, 500, 1_000].into_iter();
    loop {
        match write().await {
            Err(fault) if fault.passes() && !matches!(fault, StoreFault::Conflict) => {
                tokio::time::sleep(Duration::from_millis(pauses.next().unwrap_or(2_000))).await;
            }
            // Another process settled it after our lease had run out.
            Err(StoreFault::Missing(_)) => return Ok(()),
            done => return done,
        }
    }
}

/// Telegram's messages a letter becomes, for pacing.
pub(super) fn messages(letter: &Letter) -> usize {
    match &letter.act {
        Act::Send { message, slot: None } => {
            crate::telegram::split::parts(&message.text, &[], crate::telegram::split::MAX_PARTS).len().max(1)
        }
        Act::Send { .. } | Act::Edit { .. } | Act::Replace { .. } | Act::Media { .. } | Act::File { .. } => 1,
        Act::AnswerPress { .. }
        | Act::React { .. }
        | Act::Topic { .. }
        | Act::Pin { .. }
        | Act::Menu { .. }
        | Act::Leave => 1,
    }
}

/// Whether a letter counts as a message in its chat; reactions and the like only count overall.
pub(super) fn is_message(letter: &Letter) -> bool {
    match &letter.act {
        Act::Send { .. } | Act::Edit { .. } | Act::Replace { .. } | Act::Media { .. } | Act::File { .. } => true,
        Act::AnswerPress { .. }
        | Act::React { .. }
        | Act::Topic { .. }
        | Act::Pin { .. }
        | Act::Menu { .. }
        | Act::Leave => false,
    }
}

fn mentions(letter: &Letter) -> &[Mention] {
    match &letter.act {
        Act::Send { message, .. } | Act::Edit { message, .. } => &message.mentions,
        Act::AnswerPress { .. }
        | Act::Replace { .. }
        | Act::React { .. }
        | Act::Media { .. }
        | Act::File { .. }
        | Act::Topic { .. }
        | Act::Pin { .. }
        | Act::Menu { .. }
        | Act::Leave => &[],
    }
}

fn reply(letter: &Letter) -> Option<&ReplyTo> {
    match &letter.act {
        Act::Send { message, .. } | Act::Edit { message, .. } => message.reply_to.as_ref(),
        Act::AnswerPress { .. }
        | Act::Replace { .. }
        | Act::React { .. }
        | Act::Media { .. }
        | Act::File { .. }
        | Act::Topic { .. }
        | Act::Pin { .. }
        | Act::Menu { .. }
        | Act::Leave => None,
    }
}

fn act(letter: &Letter) -> &'static str {
    match &letter.act {
        Act::Send { .. } => "send",
        Act::Edit { .. } => "edit",
        Act::Replace { .. } => "replace",
        Act::AnswerPress { .. } => "answer_press",
        Act::React { .. } => "react",
        Act::Media { .. } => "media",
        Act::File { .. } => "file",
        Act::Topic { .. } => "topic",
        Act::Pin { .. } => "pin",
        Act::Menu { .. } => "menu",
        Act::Leave => "leave",
    }
}
