//! The tests that cross rooms: one binary for all of them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod backup;
mod build;
mod calendar;
mod classify;
mod config;
mod disk;
mod ground;
mod input;
mod migrations;
mod pipe;
mod processes;
mod provisional;
mod replay;
mod sandbox;
mod staff;
mod store;
mod stories;
mod telegram;
mod tidy;
mod world;
