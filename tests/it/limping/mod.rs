//! Bad days at Telegram's side: away, slow, full of errors, readers and groups out of reach. The whole bot, in a county.

mod groups;
mod moved;
mod offline;
mod people;
mod replies;
mod storm;

use minqing::sandbox::{Call, Fault, FaultKind};

use crate::world::World;

impl World {
    /// Orders a fault for a method (all when none) and a chat (all when none), until it is cleared.
    fn ails(&self, method: Option<&str>, chat: Option<i64>, kind: FaultKind) {
        let method = method.map(str::to_owned);
        self.sandbox.fault(Fault { method, chat, kind, times: u32::MAX });
    }

    /// What the bot has sent to a chat since a moment of the journal: messages and edits, tried or arrived.
    fn tries(&self, chat: i64, since: usize) -> Vec<Call> {
        let calls = self.sandbox.journal_since(since).into_iter();
        calls.filter(|call| call.chat() == Some(chat)).collect()
    }

    /// How many calls there were so far.
    fn so_far(&self) -> usize {
        self.sandbox.calls()
    }

    /// The texts of the bot's messages in a chat, as they now stand.
    fn texts(&self, chat: i64) -> Vec<String> {
        self.messages(chat).into_iter().filter(|seen| seen.from_bot).map(|seen| seen.text).collect()
    }

    /// How many letters are held for people and groups out of reach.
    async fn held(&self) -> u64 {
        self.store().counts().await.unwrap().held_letters
    }
}
