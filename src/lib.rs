//! Minqing 民情: a Telegram bot that gives the residents of a county a direct line to the people who must act.

pub mod case;
pub mod classify;
pub mod clock;
pub mod config;
pub mod id;
pub mod roster;
