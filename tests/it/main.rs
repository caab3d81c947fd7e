//! The tests that cross rooms: one binary for all of them.

mod calendar;
mod classify;
mod config;
mod store;
mod sandbox;
mod telegram;
