//! Telegram's edge: updates come in raw and are kept raw, letters go out through teloxide; no other room says teloxide.

mod attachment;
pub mod bot;
pub mod fault;
pub mod intake;
pub mod listen;
mod media;
mod members;
pub mod read;
pub mod send;
pub mod setup;
pub mod split;
mod topics;

pub use bot::{Me, Options, Telegram};
pub use topics::{Thread, open_topic, reopen_topic};
