//! Who must be told what: letters, and the gate every letter passes.

pub mod gate;
mod joint;
pub mod letter;
pub mod plan;
mod protect;
pub mod review;
mod supervise;
