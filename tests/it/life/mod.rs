//! The whole life of a case, under supervision.

mod answers;
mod callback;
mod joint;
mod numbers;
mod spot;
mod supervision;
