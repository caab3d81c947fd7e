//! Minqing 民情: a Telegram bot that gives the residents of a county a direct line to the people who must act.

pub mod classify;
pub mod clock;
pub mod desk;
pub mod id;
pub mod notice;
pub mod outbox;
pub mod roster;
pub mod sandbox;
pub mod store;
pub mod telegram;
