//! A make-believe Telegram: the Bot API over HTTP on the loopback, a control interface, and a browser page.
//!
//! Reading order: `world` (what exists), `acts` (what people do), `updates` (what the bot is told), `methods` and
//! `check` (what the bot may ask), `calls` (what comes of it), `api` (HTTP), `faults`, `control` and `page`.

mod acts;
mod api;
mod calls;
mod chats;
mod check;
mod content;
mod control;
mod edits;
mod entities;
mod faults;
mod hands;
mod html;
mod limits;
mod look;
mod markup;
mod methods;
mod page;
mod params;
mod render;
mod send;
pub mod spec;
mod updates;
mod wire;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

pub use content::{Content, Media};
pub use faults::{Fault, FaultKind};
pub use look::{Call, CallbackAnswer, Seen};
use wire::Wires;
use world::World;
pub use world::{BotRights, Group, Opening, Person};

/// What a make-believe Telegram is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The bot's token, `NUMBER:TEXT`; the number is the bot's id.
    pub token: String,
    /// The bot's username, without `@`.
    pub bot_username: String,
    /// Where the clock stands still, in milliseconds; `None` follows the machine's time. Both can be pushed.
    pub start_ms: Option<i64>,
    /// Whether 1 message a second per chat, 20 a minute per group and 30 a second overall are enforced with 429.
    pub rate_limits: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            token: "4242:make-believe".to_owned(),
            bot_username: "minqing_bot".to_owned(),
            start_ms: None,
            rate_limits: false,
        }
    }
}

type ClockHook = Box<dyn Fn(i64) + Send + Sync>;

/// What every handle and every connection shares.
struct Shared {
    world: Mutex<World>,
    /// Wakes the waiting poll and whoever watches for changes.
    changed: Notify,
    clock_hooks: Mutex<Vec<ClockHook>>,
    token: String,
    port: u16,
    stop: watch::Sender<bool>,
    shut: watch::Sender<bool>,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the world, then wakes those who wait for a change.
    fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let outcome = {
            let mut world = self.world();
            world.revision += 1;
            act(&mut world)
        };
        self.changed.notify_waiters();
        outcome
    }

    /// Changes what people cannot see, such as the journal of polls.
    fn change_unseen<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let outcome = act(&mut self.world());
        self.changed.notify_waiters();
        outcome
    }

    fn push_clock(&self, ms: i64) {
        self.change(|world| world.clock.push(ms));
        let hooks = self.clock_hooks.lock().unwrap_or_else(PoisonError::into_inner);
        for hook in hooks.iter() {
            hook(ms);
        }
    }
}

/// A handle on a running make-believe Telegram; cheap to clone.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

impl Sandbox {
    /// Opens the port and starts serving.
    pub async fn start(options: Options) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
        let port = listener.local_addr()?.port();
        let (stop, stopped) = watch::channel(false);
        let (shut, door) = watch::channel(false);
        let shared = Arc::new(Shared {
            world: Mutex::new(World::new(&options)),
            changed: Notify::new(),
            clock_hooks: Mutex::new(Vec::new()),
            token: options.token,
            port,
            stop,
            shut,
        });
        let router = api::router(Arc::clone(&shared)).merge(control::router(Arc::clone(&shared))).merge(page::router());
        wire::serve(Wires::new(listener, port, door), router, stopped);
        Ok(Self { shared })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.shared.port
    }

    /// Where the bot finds its Bot API.
    pub fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.shared.port)
    }

    /// Where a browser finds the page.
    pub fn page_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.shared.port)
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// The bot's user id.
    pub fn bot_id(&self) -> i64 {
        self.shared.world().bot.id
    }

    /// Calls `hook` with the milliseconds each time the clock is pushed, so that the bot's own clock can follow.
    pub fn on_clock(&self, hook: impl Fn(i64) + Send + Sync + 'static) {
        self.shared.clock_hooks.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(hook));
    }

    /// Now, by the make-believe clock.
    pub fn now_ms(&self) -> i64 {
        self.shared.world().clock.now_ms()
    }

    /// Pushes the clock forward and tells the hooks.
    pub fn push_clock(&self, ms: i64) {
        self.shared.push_clock(ms);
    }

    /// Stops serving and drops every connection.
    pub fn shutdown(&self) {
        self.shared.stop.send_replace(true);
        self.shared.changed.notify_waiters();
    }
}
