//! The tests that cross rooms: one binary for all of them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod accusations;
mod alike;
mod backup;
mod build;
mod calendar;
mod classify;
mod config;
mod config_start;
mod danger_gold;
mod disk;
mod ground;
mod init;
mod input;
mod learning;
mod lessons;
mod life;
mod limping;
mod migrations;
mod never;
mod one_group;
mod packages;
mod paper;
mod pipe;
mod process;
mod processes;
mod program;
mod provisional;
mod reading;
mod reload;
mod replay;
mod sandbox;
mod staff;
mod store;
mod stories;
mod telegram;
mod tidy;
mod world;
