//! The same matter once more: by the same sender it is pressed for, or more of it is told; by another it is a case of its own
//! that stands beside the first; carried about for years it needs a leader. The machine may only say so: it merges nothing,
//! closes nothing and lowers nothing, and in doubt a message becomes a case of its own.

mod again;
mod history;
mod others;

pub(super) use others::BESIDE;
