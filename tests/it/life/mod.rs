//! The whole life of a case, under supervision.

mod answers;
mod callback;
mod commands;
mod delegation;
mod dispute;
mod extension;
mod face;
mod joint;
mod linked;
mod membership;
mod numbers;
mod people;
mod review;
mod rights;
mod spot;
mod supervision;
mod walk;
