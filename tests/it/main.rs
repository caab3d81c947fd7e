//! The tests that cross rooms: one binary for all of them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod build;
mod calendar;
mod config;
mod tidy;
