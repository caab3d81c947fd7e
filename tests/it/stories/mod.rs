//! The acceptance stories, played through the make-believe Telegram.

mod anonymous;
mod books;
mod cards;
mod clocks;
mod danger;
mod groups;
mod lamp;
mod minimum;
mod order;
mod presses;
mod receipts;
mod screening;
mod sealed;
mod secrets;
mod slide;
