//! The tests that cross rooms: one binary for all of them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at once")]

mod calendar;
mod classify;
mod config;
mod pipe;
mod sandbox;
mod stories;
mod store;
mod telegram;
mod world;
