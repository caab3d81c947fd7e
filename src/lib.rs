//! Minqing 民情: a Telegram bot that gives the residents of a county a direct line to the people who must act.
//!
//! The rooms, in reading order: the pure ones (`case`, `roster`, `classify`, `notice`, `stats`, `text`), the desk through which
//! everything changes, and the edges (`store`, `telegram`, `outbox`). `sandbox` is a make-believe Telegram.

pub mod app;
pub mod case;
pub mod classify;
pub mod clock;
pub mod config;
pub mod desk;
pub mod id;
pub mod init;
pub mod notice;
pub mod outbox;
pub mod roster;
pub mod sandbox;
pub mod stats;
pub mod store;
pub mod telegram;
pub mod text;
