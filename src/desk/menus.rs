//! What the apps of staff offer behind the slash, and the help for each role: what whoever asks may do, and nothing else.

use super::incoming::Said;
use super::{Desk, Done, Outcome, Rules, Work};
use crate::id::CadreId;
use crate::notice::letter::{Act, Audience, Letter, Menu, Priority};
use crate::roster::{Action, Role, may};
use crate::store::{PersonRow, StoreFault};
use crate::text::Language;

/// What every cadre is offered, before and after what only some may do.
const FIRST: &[&str] = &["work"];
const LAST: &[&str] = &["mycases", "language", "help"];

impl Rules {
    /// Commands by name in every language, Chinese for all apps in none of ours.
    pub fn menus(&self, names: &[&str]) -> [Menu; 2] {
        Language::ALL.map(|language| {
            let named = |name: &&str| ((*name).to_owned(), self.texts.say(language, &format!("command-{name}"), &[]));
            let code = (language != Language::default()).then(|| language.code().to_owned());
            Menu { language: code, commands: names.iter().map(named).collect() }
        })
    }
}

impl Desk {
    /// Writes to every cadre who has joined which commands are theirs, where those are others than were written before; from
    /// now on also to whoever joins.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn offer_commands(&self) -> Result<(), StoreFault> {
        self.offers.store(true, std::sync::atomic::Ordering::Relaxed);
        let mut work = self.work().await?;
        let mut done = Ok(());
        for cadre in work.tx.bound_cadres().await? {
            if done.is_ok() {
                done = work.offer_commands(&cadre).await;
            }
        }
        work.end(done).await
    }
}

impl Work<'_> {
    /// The letter's key is what it says: the same list is written to nobody twice.
    pub(super) async fn offer_commands(&mut self, cadre: &CadreId) -> Done<()> {
        if !self.county().cadres.contains_key(cadre) {
            return Ok(());
        }
        let menus = self.rules.menus(&self.commands_of(cadre)).to_vec();
        let said: Vec<String> =
            menus.iter().flat_map(|menu| &menu.commands).map(|(name, what)| format!("{name} {what}")).collect();
        let account = self.tx.account_of(cadre).await?.unwrap_or_default();
        let (to, key) = (Audience::Cadre(cadre.clone()), format!("menu:{cadre}:{account}:{}", said.join(";")));
        let act = Act::Menu { menus };
        self.post(Letter { to, act, priority: Priority::Digest, case: None, key, sealed: false }).await
    }

    /// The commands of a cadre.
    fn commands_of(&self, cadre: &CadreId) -> Vec<&'static str> {
        let is = |role: Role| self.county().with_role(role).contains(cadre);
        let some = [
            ("stats", self.sees_numbers(cadre)),
            ("hot", self.sees_hot(cadre)),
            ("calls", self.callers().contains(cadre)),
            ("spotcheck", is(Role::Supervisor)),
            ("forum", is(Role::Supervisor)),
            ("attempts", self.is_in_lane(cadre)),
            ("reload", may(self.county(), cadre, Action::Reload, None, false)),
        ];
        let theirs = some.into_iter().filter(|(_, theirs)| *theirs).map(|(name, _)| name);
        FIRST.iter().copied().chain(theirs).chain(LAST.iter().copied()).collect()
    }

    /// How to use it: to residents in three lines, to staff what each of their roles does beside.
    pub(super) async fn help(&mut self, said: &Said, person: &PersonRow) -> Done<()> {
        let language = Language::from_code(Some(&person.language));
        let mut lines = vec![self.say(language, "help", &[])];
        if let Some(cadre) = self.staff(said.user.unwrap_or_default()).await? {
            lines.extend(self.help_by_role(&cadre, language));
        }
        self.reply_text(said, person, lines.join("\n")).await
    }

    fn help_by_role(&self, cadre: &CadreId, language: Language) -> Vec<String> {
        let is = |role: Role| self.county().with_role(role).contains(cadre);
        let roles = [
            ("help-role-handler", is(Role::Handler)),
            ("help-role-head", is(Role::Head)),
            ("help-role-screener", is(Role::Screener)),
            ("help-role-supervisor", is(Role::Supervisor)),
            ("help-role-callback", self.callers().contains(cadre)),
            ("help-role-reader", self.is_in_lane(cadre)),
            ("help-role-on-call", is(Role::OnCall)),
            ("help-role-operator", is(Role::Operator)),
            ("help-numbers", self.sees_numbers(cadre)),
            ("help-hot", self.sees_hot(cadre)),
            ("help-leave-out", self.has_to_do_with_leaving_out(cadre)),
        ];
        roles.into_iter().filter(|(_, theirs)| *theirs).map(|(key, _)| self.say(language, key, &[])).collect()
    }

    /// `/help` in a group: how to work with cards, once in a while.
    pub(super) async fn help_in_group(&mut self, said: &Said) -> Done<Option<Outcome>> {
        let text = said.text.as_deref().unwrap_or_default().trim();
        let (name, bot) = text.split_once('@').map_or((text, None), |(name, bot)| (name, Some(bot)));
        if name != "/help" || bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(&self.rules.bot_name)) {
            return Ok(None);
        }
        let text = self.say(Language::default(), "group-help", &[]);
        let key = format!("group-help:{}:{}", said.chat.unsigned_abs(), self.minute());
        self.line_to_chat(said.chat, key, text).await?;
        Ok(Some(Outcome::of("helped")))
    }
}
