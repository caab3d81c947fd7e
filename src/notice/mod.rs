//! Who must be told what: letters, and the gate every letter passes.

mod answers;
pub mod emergency;
pub mod face;
pub mod gate;
mod joint;
pub mod letter;
pub mod linked;
mod numbers;
mod people;
pub mod plan;
mod protect;
pub mod review;
mod supervise;
pub mod table;
#[cfg(test)]
mod tests;
