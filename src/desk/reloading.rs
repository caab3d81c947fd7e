//! `/reload`: who may ask for it, and where the answer goes. Reading the files is not the desk's business.

use super::incoming::Said;
use super::{Desk, Done, Halt, Outcome, Work};
use crate::id::CadreId;
use crate::notice::letter::{Audience, Message};
use crate::roster::{Action, may};
use crate::store::{GroupRole, ReloadRequest, StoreFault};

/// Stands for whoever asked when a process got a signal.
const SIGNAL: &str = "signal";

impl Desk {
    /// Answers a request to read the configuration again, where it was made; several processes that say the same say it once.
    /// What a signal asked for is told as `report_reload` tells it, and not when it is the `same` as before.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn answer_reload(&self, request: &ReloadRequest, text: String, same: bool) -> Result<(), StoreFault> {
        if request.by.as_str() == SIGNAL && !same {
            self.report_reload(text.clone()).await?;
        }
        let mut work = self.work().await?;
        if request.by.as_str() == SIGNAL {
            work.tx.reload_answered(request.number).await?;
            return work.tx.commit().await;
        }
        let account = work.tx.account_of(&request.by).await?;
        // By account: whoever asked hears it also when the new roster no longer knows them.
        let to = match account.filter(|_| request.privately) {
            Some(account) => Audience::Chat(account),
            None => Audience::Operators,
        };
        let key = format!("reload:{}:{text}", request.number);
        work.say_of_reload(to, key, text).await?;
        work.tx.reload_answered(request.number).await?;
        work.tx.commit().await
    }

    /// A signal reaches one process: the others are asked too. Returns the request's number.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn let_others_reload(&self) -> Result<i64, StoreFault> {
        let mut work = self.work().await?;
        let number = work.tx.ask_reload(&CadreId::new(SIGNAL), false).await?;
        work.tx.commit().await?;
        Ok(number)
    }

    /// Tells the operators what came of a signal to read the configuration again; once, however many processes got it.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn report_reload(&self, text: String) -> Result<(), StoreFault> {
        let mut work = self.work().await?;
        if work.tx.group_of(&GroupRole::Operators).await?.is_none() {
            return Ok(());
        }
        let key = format!("reload:{}:{text}", work.now.0 / 60_000);
        work.say_of_reload(Audience::Operators, key, text).await?;
        work.tx.commit().await
    }
}

impl Work<'_> {
    /// Takes `/reload` from whoever may; from anybody else it is like any unknown command.
    pub(super) async fn asks_reload(&mut self, said: &Said, user: i64) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().unwrap_or_default().trim();
        let (name, bot) = text.split_once('@').map_or((text, None), |(name, bot)| (name, Some(bot)));
        if name != "/reload" || bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(&self.rules.bot_name)) {
            return Ok(None);
        }
        let Some(cadre) = self.tx.cadre_by_account(user).await? else { return Ok(None) };
        if !may(self.county(), &cadre, Action::Reload, None, false) {
            return Ok(None);
        }
        self.tx.ask_reload(&cadre, said.chat > 0).await?;
        Ok(Some(Outcome::of("reload")))
    }

    async fn say_of_reload(&mut self, to: Audience, key: String, text: String) -> Result<(), StoreFault> {
        let message = Message { text, ..Message::default() };
        match self.answer(to, message, key).await {
            Ok(()) | Err(Halt::Refused(_)) => Ok(()),
            Err(Halt::Fault(fault)) => Err(fault),
        }
    }
}
