//! The acceptance stories, played through the make-believe Telegram.

mod afterwards;
mod alarms;
mod anonymous;
mod books;
mod cards;
mod clocks;
mod danger;
mod emergency;
mod groups;
mod incident;
mod lamp;
mod minimum;
mod order;
mod personal;
mod presses;
mod pressing;
mod receipts;
mod screening;
mod sealed;
mod secrets;
mod slide;
mod trail;
mod two_persons;
mod urgent;
