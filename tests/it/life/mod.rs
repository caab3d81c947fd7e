//! The whole life of a case, under supervision.

mod answers;
mod callback;
mod dispute;
mod extension;
mod joint;
mod numbers;
mod review;
mod spot;
mod supervision;
