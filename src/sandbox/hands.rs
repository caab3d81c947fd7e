//! The acts of people and groups, as methods of the handle that tests hold.

use serde_json::Value;

use super::Sandbox;
use super::acts::Act;
use super::chats::TopicChange;
use super::content::{Content, Media};
use super::world::{BotRights, Group, Opening, Person, World};

/// A test that asks for the impossible should hear of it at once.
#[track_caller]
fn must<T>(outcome: Act<T>) -> T {
    match outcome {
        Ok(value) => value,
        Err(why) => panic!("make-believe Telegram: {why}"),
    }
}

impl Sandbox {
    fn act<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        self.shared.change(act)
    }

    /// Adds a person, or changes what is known of them.
    pub fn add_person(&self, person: Person) {
        self.act(|world| world.add_person(person));
    }

    /// Says what the page shows first.
    pub fn open_page_at(&self, opening: Opening) {
        self.act(|world| world.opening = opening);
    }

    /// Adds a group, or changes it without a word to the bot.
    pub fn add_group(&self, group: Group) {
        self.act(|world| world.add_group(group));
    }

    /// Someone puts the bot into a group as an ordinary member.
    pub fn add_bot_to_group(&self, group: i64, by: i64) {
        self.act(|world| world.set_bot_rights(group, by, BotRights::Member));
    }

    /// Someone puts the bot out of a group.
    pub fn remove_bot_from_group(&self, group: i64, by: i64) {
        self.act(|world| world.set_bot_rights(group, by, BotRights::None));
    }

    /// Someone makes the bot an administrator, or an ordinary member again.
    pub fn set_bot_admin(&self, group: i64, by: i64, admin: bool) {
        let rights = if admin { BotRights::Admin } else { BotRights::Member };
        self.act(|world| world.set_bot_rights(group, by, rights));
    }

    /// Someone joins a group.
    #[track_caller]
    pub fn join(&self, group: i64, person: i64) {
        must(self.act(|world| world.join(group, person)));
    }

    /// Someone leaves a group.
    #[track_caller]
    pub fn leave(&self, group: i64, person: i64) {
        must(self.act(|world| world.leave(group, person)));
    }

    /// Someone writes; `chat == from` is their private chat with the bot. Returns the message's number.
    #[track_caller]
    pub fn text(&self, from: i64, chat: i64, text: &str) -> i64 {
        self.send(from, chat, Content::text(text))
    }

    /// Someone answers a message.
    #[track_caller]
    pub fn reply(&self, from: i64, chat: i64, reply_to: i64, text: &str) -> i64 {
        self.send(from, chat, Content::text(text).reply_to(reply_to))
    }

    /// Someone sends anything.
    #[track_caller]
    pub fn send(&self, from: i64, chat: i64, content: impl Into<Content>) -> i64 {
        let content = content.into();
        must(self.act(|world| world.send_as(from, chat, &content)))
    }

    /// Someone sends an album of pictures, one per caption.
    #[track_caller]
    pub fn album(&self, from: i64, chat: i64, captions: &[Option<&str>]) -> Vec<i64> {
        let album = self.act(|world| format!("1{:016}", world.next_serial()));
        captions
            .iter()
            .map(|caption| {
                let picture = Content::from(Media::Photo).in_album(&album);
                self.send(from, chat, Content { caption: caption.map(str::to_owned), ..picture })
            })
            .collect()
    }

    /// Someone changes the text of their message.
    #[track_caller]
    pub fn edit_text(&self, from: i64, chat: i64, message_id: i64, text: &str) {
        must(self.act(|world| world.edit_as(from, chat, message_id, text)));
    }

    /// Someone changes the caption of their message.
    #[track_caller]
    pub fn edit_caption(&self, from: i64, chat: i64, message_id: i64, caption: &str) {
        self.edit_text(from, chat, message_id, caption);
    }

    /// Someone presses the inline button with this label, on the message as it now stands; the press's id.
    #[track_caller]
    pub fn press(&self, from: i64, chat: i64, message_id: i64, label: &str) -> String {
        must(self.act(|world| world.press(from, chat, message_id, label)))
    }

    /// Someone's client sends a press with this data, button or not; the press's id.
    #[track_caller]
    pub fn press_data(&self, from: i64, chat: i64, message_id: i64, data: &str) -> String {
        must(self.act(|world| world.press_data(from, chat, message_id, data)))
    }

    /// Someone sets their reaction on a message, or takes it back.
    #[track_caller]
    pub fn react(&self, from: i64, chat: i64, message_id: i64, emoji: Option<&str>) {
        must(self.act(|world| world.react_as(from, chat, message_id, emoji)));
    }

    /// Someone blocks the bot, or lets it in again.
    pub fn block(&self, person: i64, blocked: bool) {
        self.act(|world| world.block(person, blocked));
    }

    /// Topics are switched on or off in a group; the bot is not told.
    pub fn set_forum(&self, group: i64, forum: bool) {
        self.act(|world| {
            if let Some(group) = world.groups.get_mut(&group) {
                group.forum = forum;
            }
        });
    }

    /// The topics of a forum: number, name, whether closed.
    pub fn topics(&self, group: i64) -> Vec<(i64, String, bool)> {
        let world = self.shared.world();
        let topics = world.talks.get(&group).map(|talk| &talk.topics).into_iter().flatten();
        let there = topics.filter(|(_, topic)| !topic.deleted);
        there.map(|(thread, topic)| (*thread, topic.name.clone(), topic.closed)).collect()
    }

    /// Someone deletes a message; the bot is not told.
    pub fn delete_message(&self, chat: i64, message_id: i64) {
        self.act(|world| {
            if let Some(message) = world.message_mut(chat, message_id) {
                message.deleted = true;
            }
        });
    }

    /// Someone opens a topic in a forum; its number.
    pub fn open_topic(&self, group: i64, by: i64, name: &str) -> i64 {
        self.act(|world| world.open_topic(group, by, name, super::chats::BLUE))
    }

    /// Someone closes a topic.
    #[track_caller]
    pub fn close_topic(&self, group: i64, by: i64, thread: i64) {
        self.topic(group, by, thread, TopicChange::Close);
    }

    /// Someone reopens a topic.
    #[track_caller]
    pub fn reopen_topic(&self, group: i64, by: i64, thread: i64) {
        self.topic(group, by, thread, TopicChange::Reopen);
    }

    /// Someone deletes a topic with all that stands in it; the bot is not told.
    #[track_caller]
    pub fn delete_topic(&self, group: i64, by: i64, thread: i64) {
        self.topic(group, by, thread, TopicChange::Delete);
    }

    #[track_caller]
    fn topic(&self, group: i64, by: i64, thread: i64, change: TopicChange) {
        must(self.act(|world| world.change_topic(group, by, thread, change)).map_err(|refusal| refusal.text));
    }

    /// A group becomes a supergroup under a new number.
    #[track_caller]
    pub fn migrate_group(&self, old: i64, new: i64) {
        must(self.act(|world| world.migrate(old, new)));
    }

    /// Queues an update of any kind, wanted or not; its number.
    pub fn update(&self, update_without_id: Value) -> i64 {
        self.act(|world| world.inject(update_without_id))
    }

    /// Queues an update as exact bytes, JSON or not; `$UPDATE_ID` in them becomes a fresh number. Its number.
    pub fn raw_update(&self, raw: String) -> i64 {
        self.act(|world| {
            let expires = world.a_day_from_now();
            world.queue.add_raw(&raw, expires)
        })
    }

    /// Serves updates once more, confirmed or not.
    pub fn serve_again(&self, update_ids: &[i64]) {
        self.act(|world| world.queue.serve_again(update_ids));
    }

    /// The numbers of the updates that were confirmed.
    pub fn confirmed_updates(&self) -> Vec<i64> {
        self.shared.world().queue.confirmed_ids()
    }

    /// Whether quick repeats of `getUpdates` are held back as the real server does; off to begin with.
    pub fn set_strict_polls(&self, strict: bool) {
        self.act(|world| world.queue.strict = strict);
    }

    /// Whether the bot's sending is held to Telegram's limits.
    pub fn set_rate_limits(&self, enforced: bool) {
        self.act(|world| world.limiter.enforced = enforced);
    }
}
