//! The topic a letter goes to: found, opened with the first letter, opened anew when somebody closed or deleted it, and done
//! without where the bot may not run topics.

use super::flight::{Tower, persist};
use crate::notice::letter::{Act, Letter, Topic};
use crate::store::StoreFault;
use crate::telegram::fault::SendFault;
use crate::telegram::send::{Address, Sent};
use crate::telegram::{Thread, open_topic, reopen_topic};

type Tried<T> = Result<Result<T, SendFault>, StoreFault>;

impl Tower {
    /// Looks up the topic a letter goes to, or is about.
    pub(super) async fn find_topic(&self, letter: &Letter, address: &mut Address) -> Result<(), StoreFault> {
        let Some(topic) = topic_of(letter) else { return Ok(()) };
        let rights = self.store.view().await?.group_rights(address.chat).await?;
        if rights.topics {
            let found = self.store.topic(&topic.slot, address.chat, &topic.name).await?;
            address.topic = found.map(|it| Thread { number: it.thread, named: it.named, closed: it.closed });
            address.thread = found.map(|it| it.thread);
            address.runs_topics = true;
        }
        Ok(())
    }

    /// Before a new message: its topic is there and open. An edit leaves the message where it stands.
    pub(super) async fn enter_topic(&self, letter: &Letter, address: &mut Address) -> Tried<()> {
        let is_new = matches!(letter.act, Act::Send { .. }) || address.slot_message.is_none();
        let Some(topic) = written_to(letter).filter(|_| address.runs_topics && is_new) else { return Ok(Ok(())) };
        match address.topic {
            Some(thread) if thread.closed => self.renew_topic(letter, address).await,
            Some(_) => Ok(Ok(())),
            // A card that is no longer there, or is not in the slot, is sent only if the letter says so.
            None if matches!(letter.act, Act::Edit { or_send: false, .. }) => Ok(Ok(())),
            None => self.open_anew(topic, address).await,
        }
    }

    /// A topic that is closed is opened; one that is gone is opened anew, and nothing of what stood there stands any more.
    pub(super) async fn renew_topic(&self, letter: &Letter, address: &mut Address) -> Tried<()> {
        let (Some(topic), Some(number)) = (written_to(letter), address.thread) else { return Ok(Ok(())) };
        match reopen_topic(&self.telegram, address.chat, number).await {
            Ok(()) => {
                persist(|| self.store.topic_kept(&topic.slot, address.chat, (None, false))).await?;
                Ok(Ok(()))
            }
            Err(SendFault::TopicClosed) => {
                (address.slot_message, address.reply_message) = (None, None);
                self.open_anew(topic, address).await
            }
            Err(SendFault::Rejected(_)) => self.do_without(address).await,
            Err(fault) => Ok(Err(fault)),
        }
    }

    async fn open_anew(&self, topic: &Topic, address: &mut Address) -> Tried<()> {
        match open_topic(&self.telegram, address.chat, &topic.name).await {
            Ok(number) => {
                let place = (&topic.slot, address.chat);
                persist(|| self.store.topic_opened(place, &topic.case, number, &topic.name)).await?;
                address.thread = Some(number);
                Ok(Ok(()))
            }
            Err(SendFault::Rejected(_)) => self.do_without(address).await,
            Err(fault) => Ok(Err(fault)),
        }
    }

    /// The bot may not run topics here: a plain card, until it hears that it may.
    async fn do_without(&self, address: &mut Address) -> Tried<()> {
        persist(|| self.store.no_topics(address.chat)).await?;
        address.thread = None;
        Ok(Ok(()))
    }

    /// Remembers what a topic is called now, and whether it is closed.
    pub(super) async fn topic_is_kept(&self, letter: &Letter, address: &Address) -> Result<(), StoreFault> {
        let (Act::Topic { topic, open }, Some(_)) = (&letter.act, address.topic) else { return Ok(()) };
        persist(|| self.store.topic_kept(&topic.slot, address.chat, (Some(&topic.name), !open))).await
    }

    /// A topic that is gone needs no name; one that the bot may not touch keeps its own.
    pub(super) async fn topic_is_not_kept(&self, letter: &Letter, address: &Address, fault: SendFault) -> Tried<Sent> {
        let Some(topic) = topic_of(letter) else { return Ok(Err(fault)) };
        match fault {
            SendFault::TopicClosed => persist(|| self.store.topic_gone(&topic.slot, address.chat)).await?,
            SendFault::Rejected(_) => persist(|| self.store.no_topics(address.chat)).await?,
            fault => return Ok(Err(fault)),
        }
        Ok(Ok(Sent { message_id: None }))
    }
}

/// The topic a message goes to.
fn written_to(letter: &Letter) -> Option<&Topic> {
    if let Act::Send { message, .. } | Act::Edit { message, .. } = &letter.act { message.topic.as_ref() } else { None }
}

fn topic_of(letter: &Letter) -> Option<&Topic> {
    if let Act::Topic { topic, .. } = &letter.act { Some(topic) } else { written_to(letter) }
}
