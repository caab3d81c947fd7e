//! The control interface under `/control`: every act of people, faults and the clock, and a view of it all, as JSON.
//!
//! Documented with examples in `docs/sandbox.md`; the page in the browser uses nothing else.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Shared;
use super::acts::Act;
use super::chats::TopicChange;
use super::content::{Content, Media};
use super::faults::Fault;
use super::world::{BotRights, Group, Person, World};

/// The longest a watcher waits for a change.
const LONGEST_WAIT_S: u64 = 30;
/// How many messages of a chat a view shows.
const SHOWN: usize = 300;

/// The routes of the control interface.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/control/act", post(act))
        .route("/control/view", get(view))
        .route("/control/messages/{chat}", get(messages))
        .route("/control/journal", get(journal))
        .route("/control/press/{id}", get(press))
        .route("/control/file/{id}", get(file))
        .with_state(shared)
}

/// One act, named by `act`.
#[derive(Debug, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
enum Order {
    /// Adds a person.
    Person(Person),
    /// Adds a group.
    Group(Group),
    /// Puts the bot into a group, out of it, or makes it an administrator.
    Bot { group: i64, by: i64, rights: BotRights },
    /// Someone joins a group.
    Join { group: i64, person: i64 },
    /// Someone leaves a group.
    Leave { group: i64, person: i64 },
    /// Someone writes.
    Text { from: i64, chat: i64, text: String, reply_to: Option<i64>, thread: Option<i64> },
    /// Someone sends anything; `kind` says what.
    Send {
        from: i64,
        chat: i64,
        #[serde(flatten)]
        content: Content,
    },
    /// Someone sends pictures together.
    Album { from: i64, chat: i64, captions: Vec<Option<String>> },
    /// Someone changes the words of their message.
    Edit { from: i64, chat: i64, message_id: i64, text: String },
    /// Someone presses a button by its label.
    Press { from: i64, chat: i64, message_id: i64, label: String },
    /// Someone's client sends a press with any data.
    PressData { from: i64, chat: i64, message_id: i64, data: String },
    /// Someone sets their reaction, or takes it back.
    React { from: i64, chat: i64, message_id: i64, emoji: Option<String> },
    /// Someone blocks the bot, or lets it in again.
    Block { person: i64, blocked: bool },
    /// Someone opens a topic.
    OpenTopic { group: i64, by: i64, name: String },
    /// Someone closes, reopens or deletes a topic.
    Topic { group: i64, by: i64, thread: i64, change: TopicWord },
    /// A group becomes a supergroup under a new number.
    Migrate { group: i64, to: i64 },
    /// Queues any update.
    Update { update: Value },
    /// Queues exact bytes as an update.
    RawUpdate { raw: String },
    /// Serves updates once more.
    ServeAgain { ids: Vec<i64> },
    /// Orders a fault.
    Fault(Fault),
    /// Takes back all faults.
    ClearFaults,
    /// Pushes the clock.
    Clock { ms: i64 },
    /// Throws switches.
    Switch(Switches),
}

/// What can be done to a topic.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TopicWord {
    Close,
    Reopen,
    Delete,
}

/// Switches; those not named stay as they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Switches {
    privacy: Option<bool>,
    strict_polls: Option<bool>,
    rate_limits: Option<bool>,
    next_update_id: Option<i64>,
}

async fn act(State(shared): State<Arc<Shared>>, Json(order): Json<Order>) -> Response {
    let outcome = match order {
        Order::Clock { ms } => {
            shared.push_clock(ms);
            Ok(json!(shared.world().clock.now_ms()))
        }
        order => shared.change(|world| carry_out(world, order)),
    };
    match outcome {
        Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
        Err(why) => (StatusCode::BAD_REQUEST, Json(json!({"ok": false, "error": why}))).into_response(),
    }
}

/// Acts of people; the rest goes on to `carry_out_behind`.
fn carry_out(world: &mut World, order: Order) -> Act<Value> {
    match order {
        Order::Join { group, person } => world.join(group, person).map(done),
        Order::Leave { group, person } => world.leave(group, person).map(done),
        Order::Text { from, chat, text, reply_to, thread } => {
            let content = Content { reply_to, thread, ..Content::text(&text) };
            world.send_as(from, chat, &content).map(|id| json!({"message_id": id}))
        }
        Order::Send { from, chat, content } => world.send_as(from, chat, &content).map(|id| json!({"message_id": id})),
        Order::Album { from, chat, captions } => album(world, from, chat, captions),
        Order::Edit { from, chat, message_id, text } => world.edit_as(from, chat, message_id, &text).map(done),
        Order::Press { from, chat, message_id, label } => {
            world.press(from, chat, message_id, &label).map(|id| json!({"press": id}))
        }
        Order::PressData { from, chat, message_id, data } => {
            world.press_data(from, chat, message_id, &data).map(|id| json!({"press": id}))
        }
        Order::React { from, chat, message_id, emoji } => {
            world.react_as(from, chat, message_id, emoji.as_deref()).map(done)
        }
        Order::Block { person, blocked } => {
            world.block(person, blocked);
            Ok(Value::Null)
        }
        Order::OpenTopic { group, by, name } => {
            Ok(json!({"thread": world.open_topic(group, by, &name, super::chats::BLUE)}))
        }
        Order::Topic { group, by, thread, change } => {
            let change = match change {
                TopicWord::Close => TopicChange::Close,
                TopicWord::Reopen => TopicChange::Reopen,
                TopicWord::Delete => TopicChange::Delete,
            };
            world.change_topic(group, by, thread, change).map_err(|refusal| refusal.text)
        }
        Order::Migrate { group, to } => world.migrate(group, to).map(done),
        order @ (Order::Person(_)
        | Order::Group(_)
        | Order::Bot { .. }
        | Order::Update { .. }
        | Order::RawUpdate { .. }
        | Order::ServeAgain { .. }
        | Order::Fault(_)
        | Order::ClearFaults
        | Order::Clock { .. }
        | Order::Switch(_)) => Ok(carry_out_behind(world, order)),
    }
}

/// What no single person does: the cast, raw updates, faults, the clock, switches.
fn carry_out_behind(world: &mut World, order: Order) -> Value {
    match order {
        Order::Person(person) => world.add_person(person),
        Order::Group(group) => world.add_group(group),
        Order::Bot { group, by, rights } => world.set_bot_rights(group, by, rights),
        Order::Update { update } => return json!({"update_id": world.inject(update)}),
        Order::RawUpdate { raw } => {
            let expires = world.a_day_from_now();
            return json!({"update_id": world.queue.add_raw(&raw, expires)});
        }
        Order::ServeAgain { ids } => world.queue.serve_again(&ids),
        Order::Fault(fault) => world.order(fault),
        Order::ClearFaults => {
            world.faults.clear();
            world.mended += 1;
        }
        Order::Clock { ms } => world.clock.push(ms),
        Order::Switch(switches) => {
            world.privacy = switches.privacy.unwrap_or(world.privacy);
            world.queue.strict = switches.strict_polls.unwrap_or(world.queue.strict);
            world.limiter.enforced = switches.rate_limits.unwrap_or(world.limiter.enforced);
            if let Some(id) = switches.next_update_id {
                world.queue.set_next_id(id);
            }
        }
        Order::Join { .. }
        | Order::Leave { .. }
        | Order::Text { .. }
        | Order::Send { .. }
        | Order::Album { .. }
        | Order::Edit { .. }
        | Order::Press { .. }
        | Order::PressData { .. }
        | Order::React { .. }
        | Order::Block { .. }
        | Order::OpenTopic { .. }
        | Order::Topic { .. }
        | Order::Migrate { .. } => {}
    }
    Value::Null
}

fn done(_: ()) -> Value {
    Value::Null
}

fn album(world: &mut World, from: i64, chat: i64, captions: Vec<Option<String>>) -> Act<Value> {
    let name = format!("1{:016}", world.next_serial());
    let mut ids = Vec::new();
    for caption in captions {
        let content = Content { caption, ..Content::from(Media::Photo).in_album(&name) };
        ids.push(world.send_as(from, chat, &content)?);
    }
    Ok(json!({"message_ids": ids}))
}

/// What a watcher of the view asks for.
#[derive(Deserialize)]
struct Watch {
    /// Answer at once unless nothing is newer than this revision.
    since: Option<u64>,
    /// Seconds to wait for something newer.
    wait: Option<u64>,
    /// The chats whose messages to show, separated by commas.
    chats: Option<String>,
}

/// Everything a page shows: clock, people, groups, and the messages of the chats asked for.
async fn view(State(shared): State<Arc<Shared>>, Query(watch): Query<Watch>) -> Json<Value> {
    let newer = |world: &World| watch.since.is_none_or(|since| world.revision != since);
    wait_until(&shared, watch.wait, newer).await;
    let world = shared.world();
    let mut out = json!({
        "revision": world.revision, "now_ms": world.clock.now_ms(), "frozen": world.clock.frozen(),
        "pending_updates": world.queue.pending(), "polls": world.queue.polls()
    });
    if !newer(&world) {
        return Json(out);
    }
    let wanted = watch.chats.as_deref().unwrap_or_default().split(',').filter_map(|chat| chat.parse::<i64>().ok());
    out["bot"] = json!({"id": world.bot.id, "username": world.bot.username});
    out["people"] = world.people.values().map(|person| person_view(&world, person)).collect();
    out["opening"] = json!(world.opening);
    out["groups"] = world.groups.values().map(|group| group_view(&world, group)).collect();
    out["chats"] = json!({});
    for chat in wanted {
        let seen = world.seen(chat);
        let from = seen.len().saturating_sub(SHOWN);
        out["chats"][chat.to_string()] = json!(seen[from..]);
    }
    Json(out)
}

fn person_view(world: &World, person: &Person) -> Value {
    let mut out = json!(person);
    out["started"] = json!(world.started.contains(&person.id));
    out["blocked"] = json!(world.blocked.contains(&person.id));
    out["last_id"] = json!(world.talks.get(&person.id).map_or(0, |talk| talk.last_id));
    out
}

fn group_view(world: &World, group: &Group) -> Value {
    let mut out = json!(group);
    let talk = world.talks.get(&group.id);
    out["last_id"] = json!(talk.map_or(0, |talk| talk.last_id));
    let topics = talk.into_iter().flat_map(|talk| &talk.topics).filter(|(_, topic)| !topic.deleted);
    out["topics"] =
        topics.map(|(thread, topic)| json!({"thread": thread, "name": topic.name, "closed": topic.closed})).collect();
    out
}

/// Waits until the world is as wanted, or the time is up.
async fn wait_until(shared: &Shared, seconds: Option<u64>, enough: impl Fn(&World) -> bool) {
    let wait = Duration::from_secs(seconds.unwrap_or(0).min(LONGEST_WAIT_S));
    let deadline = tokio::time::Instant::now() + wait;
    let mut stopped = shared.stop.subscribe();
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        if enough(&shared.world()) || tokio::time::Instant::now() >= deadline || *stopped.borrow() {
            return;
        }
        tokio::select! {
            () = changed => {}
            () = tokio::time::sleep_until(deadline) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn messages(State(shared): State<Arc<Shared>>, Path(chat): Path<i64>) -> Json<Value> {
    Json(json!(shared.world().seen(chat)))
}

/// Which calls of the journal to show.
#[derive(Deserialize)]
struct Excerpt {
    /// Leave out so many from the beginning.
    since: Option<usize>,
    /// Only calls of this method.
    method: Option<String>,
}

async fn journal(State(shared): State<Arc<Shared>>, Query(excerpt): Query<Excerpt>) -> Json<Value> {
    let world = shared.world();
    let wanted = |name: &str| excerpt.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(name));
    let calls = world.journal.iter().skip(excerpt.since.unwrap_or(0)).filter(|call| wanted(&call.method));
    Json(json!({"length": world.journal.len(), "calls": calls.collect::<Vec<_>>()}))
}

/// The answer to a press, waited for if need be.
async fn press(State(shared): State<Arc<Shared>>, Path(id): Path<String>, Query(watch): Query<Watch>) -> Json<Value> {
    let answered = |world: &World| world.presses.get(&id).is_none_or(|press| press.answer.is_some());
    wait_until(&shared, watch.wait, answered).await;
    Json(json!({"answer": shared.world().presses.get(&id).and_then(|press| press.answer.clone())}))
}

async fn file(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    match shared.world().files.get(&id) {
        Some(file) => file.bytes.clone().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
