//! The acceptance stories, played through the make-believe Telegram.

mod cards;
mod lamp;
mod presses;
mod receipts;
mod screening;
mod sealed;
